//! Words of a text as tokens: the standard's word boundaries (UAX #29), a folded form, a stem.

use std::borrow::Cow;
use std::cell::RefCell;

use rustc_hash::FxHashMap;
use twox_hash::XxHash3_64;

use super::folding::fold_word;
use super::language::Lexicon;
use super::span::Span;
use super::words::words;

/// A term: the 64-bit XXH3 hash (seed 0) of a stem. The same stem is the same term in every run, on every
/// machine and in every order, so terms need no shared vocabulary.
pub type Term = u64;

/// Hash of a string with a fixed seed, for terms, shingles and keys that reach the output.
pub fn hash_text(text: &str) -> u64 {
    XxHash3_64::oneshot(text.as_bytes())
}

/// Hash of a folded word ([`fold_word`]), of most words without making it.
pub fn hash_folded(word: &str) -> u64 {
    let mut buffer = [0; 24];
    match buffer.get_mut(..word.len()) {
        Some(folded) if word.is_ascii() => {
            folded.copy_from_slice(word.as_bytes());
            folded.make_ascii_lowercase();
            XxHash3_64::oneshot(folded)
        }
        _ => hash_text(&fold_word(word)),
    }
}

/// Name of two terms in a row: the same in every text.
pub fn pair_of(first: Term, second: Term) -> u64 {
    let mut bytes = [0u8; 16];
    bytes[..8].copy_from_slice(&first.to_le_bytes());
    bytes[8..].copy_from_slice(&second.to_le_bytes());
    XxHash3_64::oneshot(&bytes)
}

/// One word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Where the word stands.
    pub span: Span,
    /// Its stem; of a number its figures.
    pub term: Term,
    /// Hash of the folded, unstemmed word.
    pub word: u64,
    /// A stop word of the article's language.
    pub stop: bool,
    /// Holds a digit, or is a number in words.
    pub digit: bool,
    /// Starts with an upper-case letter.
    pub capital: bool,
    /// A word that denies in the article's language.
    pub denies: bool,
    /// Which of that language's opposites it is, see [`opposites`]; 0 where it is none.
    pub opposite: u8,
}

/// The opposites that some words are, one bit each.
pub fn opposites<'a>(tokens: impl Iterator<Item = &'a Token>) -> u32 {
    tokens.filter_map(|token| token.opposite.checked_sub(1)).fold(0, |all, at| all | 1 << (at % 32))
}

/// Whether of two opposites one text has the one alone and the other the other: "rose" and "fell".
pub fn contradict(a: u32, b: u32) -> bool {
    const FIRST: u32 = 0x5555_5555;
    let first_alone = |all: u32| all & !(all >> 1) & FIRST;
    let second_alone = |all: u32| (all >> 1) & !all & FIRST;
    first_alone(a) & second_alone(b) | second_alone(a) & first_alone(b) != 0
}

/// Parts the tokens of a text behind those that end in a span.
pub fn split_behind(tokens: &[Token], span: Span) -> (&[Token], &[Token]) {
    tokens.split_at(tokens.partition_point(|token| token.span.end <= span.end))
}

/// Makes tokens. A thread remembers the words it met: texts use few words often, and stemming is dear.
pub struct Tokenizer<'a> {
    lexicon: &'a Lexicon,
    /// Tells the words of one language from those of another among the remembered.
    seed: u64,
}

/// All that a written word says of itself in one language.
#[derive(Clone, Copy)]
struct KnownWord {
    term: Term,
    word: u64,
    stop: bool,
    digit: bool,
    capital: bool,
    denies: bool,
    opposite: u8,
}

/// Words that a thread remembers before it starts afresh: 2 to 4 MiB, the vocabulary of some thousand articles.
const MOST_KNOWN: usize = 1 << 16;

thread_local! {
    /// By the hash of a word as it is written, seeded with the language. What a word says of itself depends on these
    /// two only, so what is remembered changes no outcome.
    static KNOWN: RefCell<FxHashMap<u64, KnownWord>> = RefCell::default();
}

impl<'a> Tokenizer<'a> {
    /// One for a language.
    pub fn new(lexicon: &'a Lexicon) -> Self {
        Self { lexicon, seed: hash_text(lexicon.code()) }
    }

    /// The words of `span`, in order.
    pub fn tokens(&self, text: &str, span: Span) -> Vec<Token> {
        self.tokens_of(text, std::iter::once(span), span.len())
    }

    /// The words of some spans, one behind the other, which have so many bytes together.
    pub fn tokens_of(
        &self,
        text: &str,
        spans: impl Iterator<Item = Span>,
        bytes: usize,
    ) -> Vec<Token> {
        KNOWN.with_borrow_mut(|known| {
            if known.len() > MOST_KNOWN {
                known.clear();
            }
            // News has a word every six bytes: one allocation for most spans.
            let mut tokens = Vec::with_capacity(bytes / 6 + 2);
            let mut unspaced = false;
            for span in spans {
                tokens.extend(words(span.of(text)).map(|(at, written)| {
                    unspaced |= written.as_bytes().first().is_some_and(|byte| *byte >= 0xe0);
                    let key = XxHash3_64::oneshot_with_seed(self.seed, written.as_bytes());
                    let KnownWord { term, word, stop, digit, capital, denies, opposite } =
                        *known.entry(key).or_insert_with(|| look_up(written, self.lexicon));
                    let span = Span::new(span.start + at, span.start + at + written.len());
                    Token { span, term, word, stop, digit, capital, denies, opposite }
                }));
            }
            if unspaced {
                pair_characters(text, &mut tokens);
                join_signs(text, &mut tokens);
            }
            tokens
        })
    }
}

fn look_up(written: &str, lexicon: &Lexicon) -> KnownWord {
    let folded = fold_word(written);
    let whole = lexicon.without_elision(&folded);
    let number = lexicon.figures(whole);
    let stem = number.as_deref().map_or_else(|| lexicon.stem(whole), Cow::Borrowed);
    KnownWord {
        term: hash_text(&stem),
        word: hash_text(&folded),
        stop: number.is_none() && lexicon.is_stop_word(whole),
        digit: number.is_some() || written.chars().any(char::is_numeric),
        capital: written.chars().next().is_some_and(char::is_uppercase),
        denies: lexicon.denies(whole),
        opposite: lexicon.opposite(whole),
    }
}

/// Words as a budget counts them: white-space tokens that hold a letter or a digit; of Korean and scripts without spaces so many
/// characters as make up a word on average.
pub fn count_words(text: &str) -> usize {
    count_words_to(usize::MAX, text)
}

/// The same up to `most`: of longer texts more than `most`, without a look at the rest.
pub fn count_words_to(most: usize, text: &str) -> usize {
    let (mut words, mut tenths, mut at) = (0, 0, 0);
    // Behind the first letter or digit of a word nothing tells but the white space that ends it.
    let mut inside = false;
    while words + tenths / 10 <= most
        && let Some(byte) = text.as_bytes().get(at)
    {
        at += 1;
        let (ends_word, is_of_word) = if byte.is_ascii() {
            (matches!(byte, b'\t'..=b'\r' | b' '), byte.is_ascii_alphanumeric())
        } else {
            let Some(c) = text[at - 1..].chars().next() else { break };
            at += c.len_utf8() - 1;
            let counted = tenths_of_word(c);
            tenths += counted;
            (c.is_whitespace() || counted > 0, c.is_alphanumeric() && counted == 0)
        };
        words += usize::from(!inside && is_of_word);
        inside = !ends_word && (inside || is_of_word);
    }
    words + tenths.div_ceil(10)
}

/// What a character of a script that is counted by its characters adds to the number of words, in tenths of a word. Two ideographs or
/// kana, two and a half syllables of Hangul (whose words carry their particles) and five letters or signs of the scripts of South-East
/// Asia say as much as an English word, by the lengths of parallel sentences (Universal Dependencies).
fn tenths_of_word(c: char) -> usize {
    match c {
        '\u{3041}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}' => 5,
        c if is_ideograph(c) => 5,
        '\u{ac00}'..='\u{d7a3}' => 4,
        c if is_southeast_asian(c) => 2,
        _ => 0,
    }
}

/// Of a script that sets no words apart: Thai, Lao, Burmese, Khmer.
fn is_southeast_asian(c: char) -> bool {
    matches!(c, '\u{e01}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17d3}')
}

/// Whether a token is a sign of these: with a first byte as high as theirs nothing else need be looked at.
fn is_sign(text: &str, token: &Token) -> bool {
    text.as_bytes()[token.span.start] >= 0xe0 && token.span.of(text).starts_with(is_southeast_asian)
}

/// A Chinese character.
fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

/// A word that is one character of a script in which words are not set apart: Chinese, or Hiragana.
fn is_lone_character(written: &str) -> bool {
    // Three bytes or four: nothing else need be looked at.
    written.len() <= 4
        && written.as_bytes()[0] >= 0xe3
        && written.chars().next().is_some_and(|c| {
            c.len_utf8() == written.len()
                && (is_ideograph(c) || matches!(c, '\u{3041}'..='\u{309f}'))
        })
}

/// Where words are not set apart, a term is two characters in a row (Nie and others 2000): a token keeps its place, and its term takes in
/// the next character. The last of a row is a term of its own where it stands alone, else none.
fn pair_characters(text: &str, tokens: &mut [Token]) {
    let mut in_row = false;
    for at in 0..tokens.len() {
        let span = tokens[at].span;
        if !is_lone_character(span.of(text)) {
            in_row = false;
            continue;
        }
        let next = tokens.get(at + 1).map(|next| next.span);
        match next.filter(|n| n.start == span.end && is_lone_character(n.of(text))) {
            Some(next) => {
                tokens[at].term = hash_text(&text[span.start..next.end]);
                tokens[at].stop = false;
                in_row = true;
            }
            None => tokens[at].stop |= std::mem::take(&mut in_row),
        }
    }
}

/// Signs of a term where the scripts of South-East Asia set no words apart: about a word.
const SIGNS_OF_TERM: usize = 4;

/// The same for these scripts, of which the standard's words are single signs: a term is so many in a row, or the whole row where it is
/// shorter; those that begin none are left out.
fn join_signs(text: &str, tokens: &mut [Token]) {
    let mut at = 0;
    while at < tokens.len() {
        let first = at;
        while at < tokens.len()
            && is_sign(text, &tokens[at])
            && (at == first || tokens[at].span.start == tokens[at - 1].span.end)
        {
            at += 1;
        }
        let row = first..at;
        for sign in row.clone() {
            let end = sign + SIGNS_OF_TERM.min(row.len());
            if end <= row.end {
                let span = Span::new(tokens[sign].span.start, tokens[end - 1].span.end);
                tokens[sign].term = hash_text(span.of(text));
            }
            tokens[sign].stop = end > row.end;
        }
        at = at.max(first + 1);
    }
}

/// Tokens in pieces of about a word. The scripts of South-East Asia set no words apart, and each sign is a token: three of them in a row
/// are shared by any two texts. A piece of signs ends where a hash of the last two says so (content-defined chunks: Muthitacharoen,
/// Chen and Mazières 2001), so a passage falls into the same pieces wherever it stands. Other words are pieces as they are.
pub fn pieces<'a>(
    text: &'a str,
    tokens: impl Iterator<Item = &'a Token>,
) -> impl Iterator<Item = Token> {
    let mut tokens = tokens.peekable();
    std::iter::from_fn(move || {
        let mut piece = *tokens.next()?;
        let mut last = piece.word;
        while let Some(next) =
            tokens.next_if(|next| next.span.start == piece.span.end && is_sign(text, next))
        {
            let two = pair_of(last, next.word);
            piece.word = pair_of(piece.word, next.word);
            piece.span.end = next.span.end;
            last = next.word;
            if two.is_multiple_of(SIGNS_OF_PIECE) {
                break;
            }
        }
        Some(piece)
    })
}

/// Signs (a letter with its marks) of a piece on average: of a Thai word.
const SIGNS_OF_PIECE: u64 = 4;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Lexicons};

    #[test]
    fn a_folded_word_has_one_hash() {
        for word in ["Bridge", "O'Neil", "É", "we’re", "Donaudampfschifffahrtsgesellschaft", ""]
        {
            assert_eq!(hash_folded(word), hash_text(&fold_word(word)));
        }
    }

    #[test]
    fn a_passage_without_spaces_falls_into_the_same_pieces_wherever_it_stands() {
        let lexicons = Lexicons::new();
        let pieces_of = |text: &str| -> Vec<String> {
            let tokens = Tokenizer::new(lexicons.of(Language::from_tag("th").as_ref()))
                .tokens(text, Span::new(0, text.len()));
            pieces(text, tokens.iter()).map(|piece| piece.span.of(text).to_owned()).collect()
        };
        let passage = "คณะกรรมการความปลอดภัยทางทะเลจะส่งผู้สอบสวนสามคนไปที่ท่าเรือ";
        let (alone, behind) = (pieces_of(passage), pieces_of(&format!("เมื่อวานนี้{passage}")));
        assert!((5..30).contains(&alone.len()), "{alone:?}");
        assert!(behind.ends_with(&alone[1..]), "{behind:?}");
        assert_eq!(pieces_of("The ferry ran aground."), ["The", "ferry", "ran", "aground"]);
    }

    #[test]
    fn of_two_opposites_each_has_one() {
        let (rose, fell, opened) = (0b1, 0b10, 0b100);
        assert!(
            contradict(rose, fell) && contradict(fell, rose) && contradict(rose | opened, fell)
        );
        assert!(
            !contradict(rose, rose) && !contradict(rose | fell, fell) && !contradict(rose, opened)
        );
    }

    #[test]
    fn words_are_counted_by_white_space() {
        assert_eq!(count_words("He — a man of 44 — left."), 6);
        assert_eq!(count_words(" … "), 0);
        assert_eq!(count_words_to(3, "one two three four five"), 4);
        assert_eq!(count_words_to(9, "one two three four five"), 5);
        for text in
            ["a\u{a0}b\u{2003}ç —\u{b}é\u{301}", "\u{3000} \u{85}٣", "x\u{200b}y", "", "’tis"]
        {
            let holds = |token: &&str| token.chars().any(char::is_alphanumeric);
            assert_eq!(count_words(text), text.split_whitespace().filter(holds).count());
        }
    }

    #[test]
    fn words_of_these_scripts_are_counted_by_their_characters() {
        assert_eq!(count_words("雨が降った。"), 3);
        assert_eq!(count_words("iPhone の販売は3台"), 5);
        assert_eq!(count_words("ฝนตกหนัก"), 2);
        assert_eq!(count_words("비가 내렸다."), 2);
        assert!(count_words_to(2, &"雨".repeat(100)) > 2);
    }

    #[test]
    fn of_chinese_two_characters_are_a_term() {
        let lexicons = Lexicons::new();
        let tokens = |text: &str| {
            let tokenizer = Tokenizer::new(lexicons.of(Language::from_tag("zh").as_ref()));
            tokenizer.tokens(text, Span::new(0, text.len()))
        };
        let (bridge, other) = (tokens("大桥关闭"), tokens("关大门"));
        assert_eq!(bridge.len(), 4);
        assert_eq!(bridge[0].term, hash_text("大桥"));
        assert!(bridge[3].stop && !bridge[2].stop);
        // "大" is in both, and no term of both.
        assert!(bridge.iter().filter(|t| !t.stop).all(|t| other.iter().all(|o| o.term != t.term)));
    }

    #[test]
    fn stems_meet_and_spans_hold() {
        let lexicons = Lexicons::new();
        let english = Language::from_tag("en");
        let text = "Raids raided";
        let tokenizer = Tokenizer::new(lexicons.of(english.as_ref()));
        let tokens = tokenizer.tokens(text, Span::new(0, text.len()));
        assert_eq!(tokens[0].term, tokens[1].term);
        assert_ne!(tokens[0].word, tokens[1].word);
        assert_eq!(tokens[1].span.of(text), "raided");
    }
}
