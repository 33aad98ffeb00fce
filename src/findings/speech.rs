//! Whether quoted words are speech: something that somebody said, not a title or a term.

use crate::segment::ParsedArticle;
use crate::text::{Lang, Span, WordClass, count_words, is_quote_or_single};

/// Words from which quoted words are something said, though nobody is named and no mark ends them.
const WORDS_OF_A_SENTENCE: usize = 8;

/// Whether quoted words are something that was said: not a title, not a term.
pub(super) fn is_speech(report: &ParsedArticle, pieces: &[Span], attributed: bool) -> bool {
    let text = report.article.text.as_str();
    // Where characters were lost the marks cannot be trusted.
    let broken =
        |piece: &Span| piece.of(text).contains(['\u{fffd}']) || piece.of(text).contains("''");
    if pieces.iter().any(broken) {
        return false;
    }
    let [one] = pieces else { return true };
    let slice = one.of(text);
    let stopped = slice.ends_with(['.', '?', '!', '…']);
    // Where nouns have a capital a title shows it by its first word, and by the noun before it: "Kubricks Film „2001: Odyssee im Weltraum“".
    if report.lang().has_capital_nouns() {
        let lower = slice.starts_with(char::is_lowercase);
        let named = follows_a_noun(text, *one)
            || longer_words(slice).all(|word| word.starts_with(char::is_uppercase));
        if lower || attributed && (stopped || !named) {
            return true;
        }
    }
    if is_title(slice, report.lang()) {
        return false;
    }
    attributed || stopped || slice.ends_with(',') || count_words(slice) >= WORDS_OF_A_SENTENCE
}

/// Words of more than two characters, with their marks.
fn longer_words(slice: &str) -> impl Iterator<Item = &str> {
    slice.split_whitespace().filter(|word| word.chars().count() > 2)
}

/// Whether quoted words are a title by their capitals: "The Fresh Prince of Bel-Air," is one, whatever mark stands inside.
pub(super) fn is_title(slice: &str, lang: &Lang) -> bool {
    let (mut words, mut capitals, mut small) = (0, 0, 0);
    for word in longer_words(slice) {
        words += 1;
        capitals += usize::from(word.starts_with(char::is_uppercase));
        // "State of the Union."
        small += usize::from(lang.is(WordClass::DefiniteArticle, word));
    }
    let stopped = slice.ends_with(['.', '?', '!', '…']);
    // A sentence has small words: where each has a capital the stop is that of the sentence around a title.
    capitals > 1 && (2 * capitals > words && !stopped || capitals + small == words)
}

/// Whether a noun stands right before quoted words.
fn follows_a_noun(text: &str, quoted: Span) -> bool {
    let before = text[..quoted.start].trim_end_matches(is_quote_or_single);
    let noun = before.trim_end_matches(' ').rsplit(char::is_whitespace).next().unwrap_or_default();
    let whole = noun.ends_with(char::is_alphanumeric) && before.ends_with(' ');
    whole && noun.starts_with(char::is_uppercase)
}
