//! Typography folded away, for matching only: shown text is never touched.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Folds a word to the form under which it is compared: NFKC, lower case, one kind of apostrophe, one kind of digits,
/// no zero-width characters or soft hyphens. Two words that look alike in print compare equal.
pub fn fold_word(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    Cow::Owned(fold_composed(word).unwrap_or_else(|| fold_any(word)))
}

/// Folds ASCII, letters of Latin that are composed as they stand, and common marks: nearly all text of Europe. Nothing where there is
/// more.
fn fold_composed(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let (ascii, behind) =
            rest.split_at(rest.bytes().position(|b| !b.is_ascii()).unwrap_or(rest.len()));
        folded.push_str(ascii);
        let mut chars = behind.chars();
        match chars.next() {
            None => {}
            Some('\u{2018}' | '\u{2019}') => folded.push('\''),
            Some(c @ ('«' | '»' | '–' | '—' | '“' | '”' | '€')) => folded.push(c),
            Some(c @ ('À'..='\u{131}' | 'Ĵ'..='ľ' | 'Ł'..='ň' | 'Ŋ'..='ž')) => {
                folded.extend(c.to_lowercase())
            }
            Some(_) => return None,
        }
        rest = chars.as_str();
    }
    folded.make_ascii_lowercase();
    Some(folded)
}

/// Folds whatever there is, a character after the other.
fn fold_any(word: &str) -> String {
    let plain = || {
        word.chars().filter(|c| !is_invisible(*c)).map(|c| match c {
            '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}' => '\'',
            c => digit_of(c).unwrap_or(c),
        })
    };
    let mut folded = String::with_capacity(word.len());
    // Nearly every word is composed as it stands: a look at each character is cheaper than composing it anew.
    if is_nfkc_quick(plain()) == IsNormalized::Yes {
        folded.extend(plain().flat_map(char::to_lowercase));
    } else {
        folded.extend(plain().nfkc().flat_map(char::to_lowercase));
    }
    folded
}

/// The digits 0 of the scripts that have their own, each with the other nine behind it.
const ZEROS: [char; 19] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}',
    '\u{be6}', '\u{c66}', '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}',
    '\u{17e0}', '\u{1810}', '\u{ff10}',
];

/// The digit of ASCII that a digit of another script is.
pub fn digit_of(c: char) -> Option<char> {
    if (c as u32) < ZEROS[0] as u32 {
        return None;
    }
    let value = |zero: &char| (c as u32).checked_sub(*zero as u32).filter(|value| *value < 10);
    char::from_digit(ZEROS.iter().find_map(value)?, 10)
}

/// Characters that leave no mark on the page: zero-width spaces and joiners, word joiner, BOM, soft hyphen.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// `text` with every run of white space as one space, none at the ends.
pub fn fold_white_space(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(word);
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn typography_does_not_tell_words_apart() {
        assert_eq!(fold_word("We’re"), fold_word("we're"));
        assert_eq!(fold_word("cafe\u{301}"), fold_word("Café"));
        assert_eq!(fold_word("zero\u{200b}width"), "zerowidth");
        assert!(
            ["١٧", "۱۷", "१७", "১৭", "௧௭", "๑๗", "１７"]
                .iter()
                .all(|figures| fold_word(figures) == "17")
        );
    }

    proptest! {
        #[test]
        fn what_is_composed_is_folded_as_all_is(text in "([a-zA-Z ’‘“”«»–—€.,'-]|[\u{a0}-\u{250}]|\\PC){0,24}") {
            if let Some(folded) = fold_composed(&text) {
                prop_assert_eq!(folded, fold_any(&text));
            }
        }
    }

    #[test]
    fn every_letter_that_is_composed_is_folded_as_all_are() {
        for c in ('\u{a0}'..'\u{250}').chain('\u{2000}'..'\u{2100}').map(String::from) {
            assert!(fold_composed(&c).is_none_or(|folded| folded == fold_any(&c)), "{c:?}");
        }
        assert!(fold_composed("À “Šibenik” — l’été").is_some());
    }

    #[test]
    fn white_space_folds_to_one_space() {
        assert_eq!(fold_white_space(" a\n\t b\u{a0} c "), "a b c");
    }
}
