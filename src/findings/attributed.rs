//! Who says a quotation, where a language's lists say how it is told: scripts without capitals show no name, so whoever stands in the place
//! of the speaker is printed as the text has it.

use unicode_normalization::char::is_combining_mark;

use super::speaker::Named;
use crate::text::{Lang, Span, WordClass, WordValue, count_words, fold_word};

/// Words of a label: "harbour master Marek Halven" has four, and what is longer holds more than a name and an office.
const MOST_LABEL_WORDS: usize = 5;

/// The same as a budget counts them, for scripts that do not set words apart: a name that is written by its sounds is longer.
const MOST_COUNTED: usize = 8;

/// The speaker of a quotation between `before` and `behind`, the rest of its sentence.
pub(super) fn attributed(text: &str, before: Span, behind: Span, lang: &Lang) -> Option<Named> {
    let who =
        lang.attributions().iter().find_map(|line| line.who(before.of(text), behind.of(text)))?;
    let start = who.as_ptr() as usize - text.as_ptr() as usize;
    is_somebody(who, lang).then(|| Named::Speaker(Span::new(start, start + who.len())))
}

/// Whether words are somebody's office and name and nothing else.
fn is_somebody(who: &str, lang: &Lang) -> bool {
    let of_name = |c: char| {
        c.is_alphabetic()
            || is_combining_mark(c)
            || matches!(
                c,
                ' ' | '.' | '-' | '\'' | '’' | '·' | '・' | '‧' | '\u{200c}' | '\u{200d}' | '־'
            )
    };
    let folded = fold_word(who);
    let of_time = |(_, _, written): &(WordValue, &str, &str)| folded.contains(written);
    let is_part = |word: &str| {
        let facts = lang.word(word);
        let classes = [WordClass::SpeechVerb, WordClass::NamesNoSpeaker, WordClass::ThirdPerson];
        let values = [WordValue::Weekday, WordValue::DaysAgo, WordValue::Month];
        !classes.iter().any(|class| facts.is(*class))
            && values.iter().all(|kind| facts.value(*kind).is_none())
            && !lang.is_no_speaker(word)
    };
    let has_case = who.contains(char::is_lowercase);
    let last = who.rsplit(' ').next().unwrap_or_default();
    who.chars().all(of_name)
        && who.split_whitespace().count() <= MOST_LABEL_WORDS
        && count_words(who) <= MOST_COUNTED
        && (!has_case || last.starts_with(char::is_uppercase))
        && !lang.spelled().iter().any(of_time)
        && folded.split_whitespace().all(is_part)
}
