//! The nouns of this stage: what of an article can be found again in another language.

use any_ascii::any_ascii_char;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::group::common_words;
use crate::ingest::ArticleId;
use crate::segment::ParsedArticle;
use crate::text::{
    Lang, Lexicons, Span, Term, Token, Tokenizer, WordValue, count_words, digit_of,
    fold_white_space, fold_word, hash_text,
};

/// A name or a figure, as far as it is the same in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Anchor {
    /// Hash of a name's consonants, and how many there are.
    Name(u64, u8),
    /// Hash of a number's digits, and how common such numbers are.
    Number(u64, NumberKind),
}

/// How common a number is in news: by its digits, and by the noughts and fives at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NumberKind {
    /// Digits: 2, 3, or 4 for more.
    pub digits: u8,
    /// 0; 1 where the last digit is 0 or 5; 2 where the last two are noughts.
    pub round: u8,
}

/// Consonants below which a name is too short to be known again.
const FEWEST_CONSONANTS: usize = 3;

/// Consonants from which on a name is a long one.
pub(super) const MOST_CONSONANTS: u8 = 6;

/// The anchors of an article, and what a digest says of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArticleAnchors {
    /// The article.
    pub id: ArticleId,
    /// Code of its language, where that is known.
    pub language: Option<String>,
    /// Its outlet, where that is known.
    pub outlet: Option<String>,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// When it appeared, in seconds since 1970, where that is known.
    pub time: Option<i64>,
    /// Words of its text.
    pub words: u32,
    /// Sorted, each once.
    pub anchors: Vec<Anchor>,
    /// Those of its title and its first two sentences, sorted, each once: what it is about, and not what came before.
    pub lead: Vec<Anchor>,
}

/// Words from which on an article shows that a run has a second language: a table of earnings that is taken for French does not.
const FEWEST_WORDS: usize = 50;

/// Whether an article is long enough to show that a run has its language: as it came, whichever of its lines recur in other articles.
pub fn shows_its_language(report: &ParsedArticle) -> bool {
    count_words(&report.article.text) >= FEWEST_WORDS
}

/// The anchors of an article: from its title and from the lines that are its own.
pub fn anchors_of(report: &ParsedArticle, lexicons: &Lexicons) -> ArticleAnchors {
    let (mut anchors, mut lead) = (Vec::new(), Vec::new());
    for_each(report, lexicons, |anchor, _, in_lead| {
        anchors.push(anchor);
        if in_lead {
            lead.push(anchor);
        }
    });
    for list in [&mut anchors, &mut lead] {
        list.sort_unstable();
        list.dedup();
    }
    ArticleAnchors {
        id: report.article.id,
        language: report.language().map(|language| language.code().to_owned()),
        outlet: report.article.source.clone(),
        title: report.article.title_text().map(fold_white_space),
        time: report.time,
        words: report.lines().map(count_words).sum::<usize>() as u32,
        anchors,
        lead,
    }
}

/// How an article writes each of its anchors, the first time.
pub fn written_forms<'a>(
    report: &'a ParsedArticle,
    lexicons: &Lexicons,
) -> FxHashMap<Anchor, &'a str> {
    let mut forms = FxHashMap::default();
    for_each(report, lexicons, |anchor, written, _| {
        forms.entry(anchor).or_insert(written);
    });
    forms
}

/// Gives each anchor, as it is written, and whether it stands in the lead.
fn for_each<'a>(
    report: &'a ParsedArticle,
    lexicons: &Lexicons,
    mut met: impl FnMut(Anchor, &'a str, bool),
) {
    let tokenizer = Tokenizer::new(lexicons.of(report.language()));
    let words = Words { lang: report.lang(), common: common_words(report.language()) };
    if let Some(title) = report.article.title_text() {
        let tokens = tokenizer.tokens(title, Span::new(0, title.len()));
        words.for_each(title, &tokens, |anchor, span| met(anchor, span.of(title), true));
    }
    let (text, lead) = (report.article.text.as_str(), report.lead());
    for block in &report.cleaned.blocks {
        let tokens = tokenizer.tokens(text, block.span);
        let in_lead = |span: Span| lead.contains(span);
        words.for_each(text, &tokens, |anchor, span| met(anchor, span.of(text), in_lead(span)));
    }
}

/// What a language says of words.
struct Words {
    lang: &'static Lang,
    common: Option<&'static FxHashMap<Term, f64>>,
}

impl Words {
    /// The anchors among the words of a block.
    fn for_each(&self, text: &str, tokens: &[Token], mut met: impl FnMut(Anchor, Span)) {
        let mut skeleton = String::new();
        let mut opens = true;
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let span = longest_part(text, token.span);
            let first = span.of(text).chars().next().unwrap_or_default();
            let next = tokens.get(at + 1);
            let between = next.map_or("", |next| &text[token.span.end..next.span.start]);
            let mut taken = 1;
            if first.is_numeric() {
                // "1 354", as French and others write it.
                let goes_on = next.filter(|next| {
                    between.chars().count() == 1
                        && between.chars().all(char::is_whitespace)
                        && is_thousands(token.span.of(text), next.span.of(text))
                });
                let end = goes_on.map_or(token.span.end, |next| next.span.end);
                let whole = Span::new(token.span.start, end);
                taken += usize::from(goes_on.is_some());
                if !self.is_of_a_date(text, tokens, at, taken)
                    && !is_of_a_time(text, whole)
                    && !is_of_a_score(text, whole)
                    && let Some(anchor) = number(whole.of(text))
                {
                    met(anchor, whole);
                }
            } else if self.may_be_a_name(first, opens, token, span.of(text)) {
                // Of "Irina Dragoveanu" the surname: one person is one name.
                let goes_on = between == " "
                    && next.is_some_and(|next| {
                        let span = longest_part(text, next.span);
                        let first = span.of(text).chars().next().unwrap_or_default();
                        first.is_uppercase()
                            && self.may_be_a_name(first, false, next, span.of(text))
                    });
                if !goes_on && let Some(anchor) = name(span.of(text), &mut skeleton) {
                    met(anchor, span);
                }
            }
            at += taken;
            // A capital says nothing where every word has one.
            opens = tokens.get(at).is_some_and(|next| {
                text[tokens[at - 1].span.end..next.span.start].contains(is_before_a_capital)
            });
        }
    }

    /// Whether a word with this first letter may be a name: one with a capital inside a sentence, and no month or weekday. Where no letter is
    /// a capital it is one that is none of the language's common words, if these are known: what Arabic and Urdu, or Hindi and Bengali, have
    /// in common are words of all kinds. Where words do not stand between spaces none can be cut out but, in Japanese, a foreign one.
    fn may_be_a_name(&self, first: char, opens: bool, token: &Token, word: &str) -> bool {
        match first {
            c if c.is_uppercase() => !opens && !token.stop && !self.is_of_the_calendar(word),
            // Hebrew to Sinhala: scripts that write sounds and have no capitals.
            '\u{590}'..='\u{dff}' => {
                let is_common = |common: &FxHashMap<Term, f64>| common.contains_key(&token.term);
                first.is_alphabetic() && self.common.is_some_and(|common| !is_common(common))
            }
            // Katakana.
            '\u{30a1}'..='\u{30fa}' => true,
            _ => false,
        }
    }

    fn is_of_the_calendar(&self, word: &str) -> bool {
        let folded = fold_word(word);
        let is = |value| self.lang.word(&folded).value(value).is_some();
        is(WordValue::Month) || is(WordValue::Weekday)
    }

    /// Whether some words are the day of a date: a month stands beside them, or behind a word in between ("11 de diciembre").
    fn is_of_a_date(&self, text: &str, tokens: &[Token], at: usize, taken: usize) -> bool {
        let near = at.saturating_sub(1)..(at + taken + 2).min(tokens.len());
        near.filter(|near| !(at..at + taken).contains(near))
            .any(|near| self.is_of_the_calendar(tokens[near].span.of(text)))
    }
}

/// Whether two numbers with a space between them are one.
fn is_thousands(first: &str, next: &str) -> bool {
    let all_digits = |text: &str| text.chars().all(|c| digit_of(c).is_some() || c.is_ascii_digit());
    first.chars().count() <= 3 && next.chars().count() == 3 && all_digits(first) && all_digits(next)
}

/// Whether a number is an hour or a minute, or a part of a score: beside a colon.
fn is_of_a_time(text: &str, span: Span) -> bool {
    text[..span.start].ends_with(':') || text[span.end..].starts_with(':')
}

/// Whether a number is a part of a score or a range: a dash stands between it and another. All matches of one day have such numbers.
fn is_of_a_score(text: &str, span: Span) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '–' | '‐' | '‑' | '−' | '/');
    let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
    let before = text[..span.start].strip_suffix(is_dash).map(|rest| rest.chars().next_back());
    let behind = text[span.end..].strip_prefix(is_dash).map(|rest| rest.chars().next());
    before.is_some_and(is_digit) || behind.is_some_and(is_digit)
}

/// A word without what an apostrophe joins to it: *Belmora's*, *l'Iran*, *O'Neill*.
fn longest_part(text: &str, span: Span) -> Span {
    let mut start = span.start;
    let parts = span.of(text).split(['\'', '’']).map(|part| {
        let part = Span::new(start, start + part.len());
        let mark = text[part.end..span.end].chars().next().map_or(0, char::len_utf8);
        start = part.end + mark;
        part
    });
    parts.max_by_key(|part| part.len()).unwrap_or(span)
}

/// Whether a word behind this may have a capital whatever it is.
fn is_before_a_capital(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | '"' | '“' | '„' | '«' | '»' | '…')
}

fn name(word: &str, skeleton: &mut String) -> Option<Anchor> {
    consonants(word, skeleton);
    let length = skeleton.len();
    (length >= FEWEST_CONSONANTS)
        .then(|| Anchor::Name(hash_text(skeleton), (length as u8).min(MOST_CONSONANTS)))
}

/// Digits from which on a number tells something.
const FEWEST_DIGITS: usize = 2;

/// A number, whatever its separators: three digits behind the last one are thousands, others a fraction.
fn number(word: &str) -> Option<Anchor> {
    let folded = fold_word(word);
    let groups: Vec<&str> =
        folded.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let is_separator =
        |c: char| matches!(c, '.' | ',' | '\'' | '’' | '٬' | '٫') || c.is_whitespace();
    if !folded.chars().all(|c| c.is_ascii_digit() || is_separator(c)) {
        return None;
    }
    let (last, before) = groups.split_last()?;
    let digits = groups.concat();
    let is_fraction = !before.is_empty() && last.len() != 3;
    let written = if is_fraction { format!("{}.{last}", before.concat()) } else { digits.clone() };
    let is_year = digits.len() == 4
        && !is_fraction
        && before.is_empty()
        && matches!(&digits[..2], "19" | "20");
    if digits.len() < FEWEST_DIGITS || is_year {
        return None;
    }
    let round = match digits.as_bytes() {
        [.., b'0', b'0'] => 2,
        [.., b'0' | b'5'] => 1,
        _ => 0,
    };
    let kind = NumberKind { digits: digits.len().min(4) as u8, round };
    Some(Anchor::Number(hash_text(&written), kind))
}

/// The consonants of a name in Latin letters, those that languages write for one another as one: what is left of a name that is spelled,
/// declined and transliterated in different ways.
pub(super) fn consonants(word: &str, skeleton: &mut String) {
    skeleton.clear();
    let latin = word.chars().flat_map(|c| any_ascii_char(c).chars());
    let latin: String =
        latin.map(|c| c.to_ascii_lowercase()).filter(char::is_ascii_lowercase).collect();
    let mut rest = latin.as_str();
    while !rest.is_empty() {
        let (sound, letters) = sound(rest);
        rest = &rest[letters..];
        for c in sound.chars() {
            if !skeleton.ends_with(c) {
                skeleton.push(c);
            }
        }
    }
}

/// Letters and what stands for them, the longest first. Vowels, and what languages drop or write as vowels, have nothing.
const SOUNDS: [(&str, &str); 24] = [
    ("sch", "s"),
    ("tch", "s"),
    ("sh", "s"),
    ("zh", "s"),
    ("ts", "s"),
    ("tz", "s"),
    ("ch", "k"),
    ("kh", "k"),
    ("ck", "k"),
    ("qu", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("gh", "g"),
    ("dj", "j"),
    ("x", "ks"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("a", ""),
    ("e", ""),
    ("i", ""),
    ("o", ""),
    ("u", ""),
    ("h", ""),
];

/// Half vowels, which one language writes with a consonant and another with a vowel.
const HALF_VOWELS: [char; 2] = ['w', 'y'];

/// What stands for the first of some letters (at least one), and how many of them it takes.
fn sound(letters: &str) -> (&str, usize) {
    if let Some((written, sound)) = SOUNDS.iter().find(|(written, _)| letters.starts_with(written))
    {
        return (sound, written.len());
    }
    if letters.starts_with(HALF_VOWELS) { ("", 1) } else { (&letters[..1], 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_skeleton_in_many_scripts() {
        let skeleton = |word: &str| {
            let mut skeleton = String::new();
            consonants(word, &mut skeleton);
            skeleton
        };
        for names in [
            &["Belmora", "Бельмора", "Бельмору", "Μπελμόρα"][..3],
            &["Tarnow", "Tarnów", "Тарнув"][..2],
            &["Medvedev", "Медведев", "Медведева"],
            &["Obama", "Обама", "Обамы"],
            &["Christopher", "Kristofer", "Кристофер"],
        ] {
            for name in names {
                assert_eq!(skeleton(name), skeleton(names[0]), "{name}");
            }
        }
        assert_eq!(skeleton("Quixote"), "kst");
    }

    #[test]
    fn scores_and_ranges_are_no_anchors() {
        let text = "21-18, 19–21, 1,354 and 12-seat";
        let is = |part: &str| {
            let start = text.find(part).expect("a part");
            is_of_a_score(text, Span::new(start, start + part.len()))
        };
        assert!(is("21") && is("18") && is("19"));
        assert!(!is("1,354") && !is("12"));
    }

    #[test]
    fn figures_are_anchors_and_years_are_none() {
        assert_eq!(number("4.700"), number("4,700"));
        assert_eq!(number("٤٧٠"), number("470"));
        assert_eq!(number("1 354"), number("1.354"));
        assert!(number("1,1") != number("11") && number("2.011").is_some());
        assert!(number("2011").is_none() && number("512MB").is_none());
        assert!(number("9").is_none());
        assert_eq!(number("12'500"), number("12,500"));
    }
}
