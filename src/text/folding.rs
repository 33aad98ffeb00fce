//! Typography folded away, for matching only: shown text is never touched.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Folds a word to the form under which it is compared: NFKC, lower case, one kind of apostrophe,
/// no zero-width characters or soft hyphens. Two words that look alike in print compare equal.
pub fn fold_word(word: &str) -> Cow<'_, str> {
    if word.is_ascii() {
        return if word.bytes().any(|b| b.is_ascii_uppercase()) {
            Cow::Owned(word.to_ascii_lowercase())
        } else {
            Cow::Borrowed(word)
        };
    }
    let plain = || {
        word.chars().filter(|c| !is_invisible(*c)).map(|c| {
            if matches!(c, '\u{2019}' | '\u{2018}' | '\u{2bc}' | '\u{ff07}') { '\'' } else { c }
        })
    };
    let mut folded = String::with_capacity(word.len());
    // Nearly every word is composed as it stands: a look at each character is cheaper than composing it anew.
    if is_nfkc_quick(plain()) == IsNormalized::Yes {
        folded.extend(plain().flat_map(char::to_lowercase));
    } else {
        folded.extend(plain().nfkc().flat_map(char::to_lowercase));
    }
    Cow::Owned(folded)
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
    use super::*;

    #[test]
    fn typography_does_not_tell_words_apart() {
        assert_eq!(fold_word("We’re"), fold_word("we're"));
        assert_eq!(fold_word("cafe\u{301}"), fold_word("Café"));
        assert_eq!(fold_word("zero\u{200b}width"), "zerowidth");
    }

    #[test]
    fn white_space_folds_to_one_space() {
        assert_eq!(fold_white_space(" a\n\t b\u{a0} c "), "a b c");
    }
}
