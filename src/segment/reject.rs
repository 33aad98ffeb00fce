//! What speaks against printing a sentence: fragments, quotations cut in half, sentences that lean on another.

use serde::{Deserialize, Serialize};

use super::caption::is_caption;
use super::context::{depends_on_context, is_quoted};
use super::label::has_label;
use super::sentence::Sentence;
use crate::limits::Limits;
use crate::text::{
    Lang, Language, Quotation, Span, Token, WordClass, ends_with_lent_mark, fold_word, is_closing,
    is_of_the_page, is_quote, is_sentence_end, opens_as_caption, words,
};

/// Why a sentence may not stand in a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Hash)]
#[serde(rename_all = "snake_case")]
pub enum Rejection {
    /// A heading.
    Subhead,
    /// Too few words to say anything.
    Short,
    /// Longer than any sentence: a table, a list, a page without stops.
    Long,
    /// Does not begin or end as a sentence does.
    Fragment,
    /// Opens or closes a quotation and not both.
    CutQuotation,
    /// Its meaning leans on the sentence before.
    ContextDependent,
    /// Leads into what follows: ends with a colon.
    LeadIn,
    /// Page boilerplate inside a paragraph.
    Boilerplate,
    /// A question.
    Question,
    /// What stands below a picture, or, in capitals, in one: the closed captions of a broadcast.
    Caption,
    /// A post of a social network that the article shows: somebody's words without quotation marks.
    Post,
    /// The outlet's own "I" or "you", outside quotation marks: a column, a guide, not a report.
    Personal,
    /// The outlet's own "we" or "our", outside quotation marks: an opinion, or the outlet on itself.
    We,
}

impl Rejection {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Rejection::Subhead => "a heading",
            Rejection::Short => "too short",
            Rejection::Long => "too long",
            Rejection::Fragment => "a fragment",
            Rejection::CutQuotation => "a quotation cut in half",
            Rejection::ContextDependent => "leans on the sentence before it",
            Rejection::LeadIn => "leads into what follows it",
            Rejection::Boilerplate => "page furniture",
            Rejection::Question => "a question",
            Rejection::Caption => "a caption",
            Rejection::Post => "somebody's post",
            Rejection::Personal => "speaks as I, or to the reader",
            Rejection::We => "speaks as we",
        }
    }
}

/// Words (UAX #29) that a summary sentence needs: concept-based systems drop those under 8 to 10, which lean on
/// their surroundings even where no word shows it ("The chief engineer disagreed.").
///
/// Languages put more or less into a word: [`Lang::enough_letters`] says how many letters are as good as eight words.
const FEWEST_WORDS: usize = 8;

/// Makes sentences of one paragraph's spans. The tokens are the paragraph's, the quotations those from the paragraph on.
pub(super) fn weigh(
    text: &str,
    (mut tokens, quotations): (&[Token], &[Quotation]),
    paragraph: usize,
    spans: &[Span],
    language: Option<&Language>,
    limits: &Limits,
) -> Vec<Sentence> {
    let mut nearby = 0;
    spans
        .iter()
        .map(|span| {
            // Both lists run left to right: skip the quotations that ended before this sentence.
            while quotations.get(nearby).is_some_and(|q| q.span.end <= span.start) {
                nearby += 1;
            }
            let in_sentence = quotations[nearby..].iter().take_while(|q| q.span.start < span.end);
            let until = nearby + in_sentence.count();
            let touching = &quotations[nearby..until];
            let quoted = 2 * quoted_bytes(*span, touching) > span.len();
            let ended = |token: &Token| token.span.end <= span.start;
            tokens = &tokens[tokens.iter().take_while(|token| ended(token)).count()..];
            let of_sentence = tokens.iter().take_while(|token| token.span.start < span.end);
            let of_sentence = &tokens[..of_sentence.count()];
            let rejection = rejection(text, *span, of_sentence, touching, language, limits);
            Sentence { span: *span, paragraph, quoted, rejection }
        })
        .collect()
}

fn quoted_bytes(sentence: Span, touching: &[Quotation]) -> usize {
    touching
        .iter()
        .map(|q| q.span.end.min(sentence.end).saturating_sub(q.span.start.max(sentence.start)))
        .sum()
}

fn rejection(
    text: &str,
    span: Span,
    tokens: &[Token],
    touching: &[Quotation],
    language: Option<&Language>,
    limits: &Limits,
) -> Option<Rejection> {
    let lang = Lang::of(language);
    let slice = span.of(text);
    if slice.len() > limits.sentence_bytes {
        return Some(Rejection::Long);
    }
    // One more than a sentence may have tells.
    let words = words_of(text, span, tokens, limits.sentence_words.saturating_add(1));
    if words.len() > limits.sentence_words {
        return Some(Rejection::Long);
    }
    if is_of_the_page(slice, language) || gives_address(slice, span, touching) {
        return Some(Rejection::Boilerplate);
    }
    if words.len() < FEWEST_WORDS && !has_letters(slice, lang.enough_letters()) {
        return Some(Rejection::Short);
    }
    if touching.iter().any(|q| !q.closed || !span.contains(q.span))
        || has_lone_mark(slice, touching, lang)
    {
        return Some(Rejection::CutQuotation);
    }
    if slice.ends_with(':') && !ends_with_lent_mark(slice) {
        return Some(Rejection::LeadIn);
    }
    if !begins_whole(slice)
        || !ends_whole(slice, lang)
        || !is_prose(slice)
        || has_label(slice, lang)
    {
        return Some(Rejection::Fragment);
    }
    if is_question(slice, span, touching) {
        return Some(Rejection::Question);
    }
    if is_caption(slice, &words, lang) || opens_as_caption(slice, language) || is_in_capitals(slice)
    {
        return Some(Rejection::Caption);
    }
    let speaks_as = |class| speaks_as(class, span, &words, touching, lang);
    if speaks_as(WordClass::FirstOrSecondPerson) {
        return Some(Rejection::Personal);
    }
    if speaks_as(WordClass::We) {
        return Some(Rejection::We);
    }
    if depends_on_context(text, span, &words, touching, lang) {
        return Some(Rejection::ContextDependent);
    }
    None
}

/// Up to so many words of a sentence with their places in it. Where a sentence ends inside a token ("left.The") they are cut anew.
fn words_of<'a>(text: &'a str, span: Span, tokens: &[Token], most: usize) -> Vec<(usize, &'a str)> {
    let is_cut = |token: Option<&Token>| token.is_some_and(|token| !span.contains(token.span));
    if is_cut(tokens.first()) || is_cut(tokens.last()) {
        return words(span.of(text)).take(most).collect();
    }
    let word = |token: &Token| (token.span.start - span.start, token.span.of(text));
    tokens.iter().take(most).map(word).collect()
}

/// A pronoun of the writer's or the reader's, or, where verbs carry the person, a common verb of it. A letter by itself is one as a capital only ("I").
pub(super) fn speaks_as(
    class: WordClass,
    span: Span,
    words: &[(usize, &str)],
    touching: &[Quotation],
    lang: &Lang,
) -> bool {
    let personal = |word: &str| {
        if !lang.may_be(class, word) {
            return false;
        }
        let folded = fold_word(word);
        let bare = folded.split('\'').next().unwrap_or_default();
        lang.is(class, bare) && (bare.len() > 1 || word.starts_with(char::is_uppercase))
    };
    words.iter().any(|(at, word)| personal(word) && !is_quoted(span.start + at, touching))
}

/// Asks with its last mark, outside quotation marks: a question that somebody else asks is told.
fn is_question(slice: &str, span: Span, touching: &[Quotation]) -> bool {
    let asks = |c: char| matches!(c, '?' | '؟' | '？' | ';');
    let last = slice.trim_end_matches(is_closing).char_indices().next_back();
    last.is_some_and(|(at, c)| asks(c) && !is_quoted(span.start + at, touching))
}

/// Whether a text has as many letters, those of signs that stand for vowels among them.
fn has_letters(text: &str, enough: Option<usize>) -> bool {
    let letters = |most| text.chars().filter(|c| c.is_alphanumeric()).take(most).count();
    enough.is_some_and(|enough| letters(enough) == enough)
}

/// A directed closing mark that closes nothing.
fn has_lone_mark(slice: &str, touching: &[Quotation], lang: &Lang) -> bool {
    let directed = |c: char| is_quote(c) && c != '"';
    touching.is_empty()
        && !slice.is_ascii()
        && slice
            .char_indices()
            .any(|(at, c)| directed(c) && !lang.marks().is_inside_word(slice, at, c))
}

/// Says where to write to, outside quotation marks: "Send tips to jo.hale@echo.example."
fn gives_address(slice: &str, span: Span, touching: &[Quotation]) -> bool {
    slice.match_indices('@').any(|(at, _)| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        let host = slice[at + 1..].split(|c| !is_name(c)).next().unwrap_or_default();
        slice[..at].ends_with(is_name)
            && host.trim_end_matches('.').contains('.')
            && !is_quoted(span.start + at, touching)
    })
}

/// Has capitals and no other letters: scripts without case write "BST" in capitals too.
fn is_in_capitals(slice: &str) -> bool {
    slice.contains(char::is_uppercase)
        && slice.chars().all(|c| !c.is_alphabetic() || c.is_uppercase())
}

/// Begins with a capital, a digit, an opening mark (French has a space behind it), or a letter of a script without case. "iPhone" is a
/// capital.
fn begins_whole(slice: &str) -> bool {
    let mut chars = slice
        .trim_start_matches(|c: char| {
            is_quote(c)
                || c.is_whitespace()
                || matches!(c, '‘' | '\'' | '(' | '[' | '¿' | '¡' | '#' | '$' | '£' | '€')
        })
        .chars();
    let Some(first) = chars.next() else { return false };
    if first.is_lowercase() {
        chars.next().is_some_and(char::is_uppercase)
    } else {
        first.is_alphanumeric()
    }
}

fn ends_whole(slice: &str, lang: &Lang) -> bool {
    let bare = slice.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace());
    let ends = bare.ends_with(is_sentence_end) || ends_with_lent_mark(bare);
    // A language without stops ends its sentences at a space.
    ends || lang.letters_before_break().is_some()
}

/// At least half of the characters (spaces aside) are letters: no table, score line or link list.
fn is_prose(slice: &str) -> bool {
    if slice.is_ascii() {
        let letters = slice.bytes().filter(u8::is_ascii_alphabetic).count();
        let blank = slice.bytes().filter(|b| matches!(b, b'\t'..=b'\r' | b' ')).count();
        return 2 * letters >= slice.len() - blank;
    }
    let (mut letters, mut all) = (0usize, 0usize);
    for c in slice.chars().filter(|c| !c.is_whitespace()) {
        all += 1;
        // Vowel signs of Indic scripts are part of their letters.
        letters += usize::from(
            c.is_alphabetic() || !c.is_ascii() && unicode_normalization::char::is_combining_mark(c),
        );
    }
    2 * letters >= all
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::{Lexicons, Tokenizer};

    proptest! {
        #[test]
        fn a_sentence_has_the_words_that_its_text_has_alone(
            pieces in proptest::collection::vec("[a-z'.]{1,5}|\\PC{1,3}|[0-9,.]{1,4}|[ .’“”]{1,2}", 0..24),
            cut in 0.0..1.0, end in 0.0..1.0,
        ) {
            let text = pieces.concat();
            let at = |share: f64| text.floor_char_boundary((share * text.len() as f64) as usize);
            let (cut, end) = (at(f64::min(cut, end)), at(f64::max(cut, end)));
            let span = Span::new(cut, end).trimmed(&text);
            let lexicons = Lexicons::new();
            let tokens = Tokenizer::new(lexicons.of(None)).tokens(&text, Span::new(0, text.len()));
            let touching = tokens.iter().copied().filter(|token| token.span.end > span.start && token.span.start < span.end);
            let touching: Vec<Token> = touching.collect();
            let alone: Vec<(usize, &str)> = words(span.of(&text)).collect();
            prop_assert_eq!(words_of(&text, span, &touching, usize::MAX), alone, "{:?} {:?}", text, span);
        }
    }
}
