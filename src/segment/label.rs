//! Labels before the first words of a paragraph: "Update: The bridge is open", "Why it matters: The bridge is the only one".

use crate::text::{Lang, WordClass, fold_word, is_quote};

/// Words of a label; behind one that says that a report is new, its date may stand ("Update, 22 April").
const MOST_WORDS: usize = 4;

/// Bytes within which its colon stands.
const LONGEST: usize = 48;

/// Parts what a colon in the first words ends from what stands behind, where that begins as a sentence does.
fn split(slice: &str) -> Option<(&str, &str)> {
    let head = &slice[..slice.floor_char_boundary(LONGEST)];
    let at = head.find(": ")?;
    let (label, behind) = (&head[..at], slice[at + 1..].trim_start());
    let is_label = label.starts_with(char::is_uppercase)
        && label.split_whitespace().count() <= MOST_WORDS
        && !label.contains(is_quote);
    (is_label && opens_sentence(behind)).then_some((label, behind))
}

/// Whether what stands behind a label begins as a sentence does.
fn opens_sentence(slice: &str) -> bool {
    let opens = |c: char| c.is_alphabetic() && !c.is_lowercase() || is_quote(c) || c == '‘';
    slice.starts_with(opens)
}

fn says_new(label: &str, lang: &Lang) -> bool {
    let first = label.split([' ', ',']).next().unwrap_or_default();
    lang.is(WordClass::LabelsReport, &fold_word(first))
}

/// Where a paragraph begins behind a label that says that its report is new, or behind its number in a list; 0 where neither opens it.
pub(super) fn after_label(slice: &str, lang: &Lang) -> usize {
    match split(slice) {
        Some((label, behind)) if says_new(label, lang) => slice.len() - behind.len(),
        _ => after_number(slice, lang),
    }
}

/// Digits of a paragraph's number.
const MOST_DIGITS: usize = 2;

/// "1. The bridge is open". Where ordinals have a stop it may be a day: "1. Mai".
fn after_number(slice: &str, lang: &Lang) -> usize {
    let digits = slice.bytes().take_while(u8::is_ascii_digit).count();
    let behind = slice[digits..].strip_prefix(['.', ')']).and_then(|rest| rest.strip_prefix(' '));
    match behind.map(str::trim_start) {
        Some(behind)
            if (1..=MOST_DIGITS).contains(&digits)
                && opens_sentence(behind)
                && lang.is_known()
                && !lang.has_ordinal_stops() =>
        {
            slice.len() - behind.len()
        }
        _ => 0,
    }
}

/// Whether a sentence stands behind another label: a word, or some of which not all have a capital, as those of a name do, and without a
/// verb ("She added: ..."). Where every noun has a capital, a clause that leads into the next looks the same.
pub(super) fn has_label(slice: &str, lang: &Lang) -> bool {
    if !lang.has(WordClass::LabelsReport) || lang.has_capital_nouns() {
        return false;
    }
    let Some((label, _)) = split(slice) else { return false };
    let mut words = label.split_whitespace();
    let is_verb = |word: &str| {
        let folded = fold_word(word);
        lang.is(WordClass::SpeechVerb, &folded) || lang.is(WordClass::Past, &folded)
    };
    let is_name =
        || label.contains(' ') && label.split(' ').all(|w| w.starts_with(char::is_uppercase));
    !words.any(is_verb) && !is_name()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn what_a_label_announces_is_told_from_what_it_comments() {
        let english = Language::from_tag("en");
        let lang = Lang::of(english.as_ref());
        for slice in [
            "Update: The bridge is open.",
            "UPDATE, 22 April: The bridge is open.",
            "12. The bridge is open.",
            "3) The bridge is open.",
        ] {
            assert_eq!(&slice[after_label(slice, lang)..], "The bridge is open.", "{slice}");
        }
        for slice in [
            "Why it matters: The bridge is old.",
            "Verdict: “No” is right.",
            "At 9: The bridge opens.",
        ] {
            assert!(after_label(slice, lang) == 0 && has_label(slice, lang), "{slice}");
        }
        for slice in [
            "She added: “The bridge is open.”",
            "Anna Vale: The bridge is open.",
            "The bridge has three piers: two of stone.",
            "Update the app: it is free.",
            "12.5 The bridge",
            "2026. The bridge",
            "",
        ] {
            assert!(after_label(slice, lang) == 0 && !has_label(slice, lang), "{slice}");
        }
    }
}
