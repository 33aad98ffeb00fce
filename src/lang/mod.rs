//! What differs by language is data: a folder of lists for each, named by its code, and no line of Rust. `README.md` says what each
//! file holds. A language without a folder, or a folder without a file, has none of it; nobody gets the words of another language.

/// By code, by file name: the text.
type Languages = &'static [(&'static str, &'static [(&'static str, &'static str)])];

/// All files of all folders, as the build found them.
const LANGUAGES: Languages = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// A file of a language.
pub(crate) fn file(code: &str, name: &str) -> Option<&'static str> {
    let at = LANGUAGES.binary_search_by(|(known, _)| (*known).cmp(code)).ok()?;
    let (_, files) = LANGUAGES[at];
    files.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The languages that have a file of this name, with its text, by code.
pub(crate) fn with_file(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.iter().filter_map(move |(code, _)| Some((*code, file(code, name)?)))
}

/// The words of a list: as many on a line as there is room for; lines that begin with `#` are remarks.
pub(crate) fn words(code: &str, name: &str) -> impl Iterator<Item = &'static str> {
    let lines = file(code, name).unwrap_or_default().lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::text::{Language, fold_word};

    /// Lists of words.
    const LISTS: [&str; 2] = ["elisions.txt", "stop_words.txt"];

    #[test]
    fn every_folder_is_a_language_and_every_file_is_known() {
        assert!(LANGUAGES.len() > 30 && LANGUAGES.is_sorted());
        for (code, files) in LANGUAGES {
            let language = Language::from_tag(code);
            assert_eq!(language.as_ref().map(Language::code), Some(*code), "src/lang/{code}");
            for (name, text) in *files {
                let known = LISTS.contains(name) || name.starts_with("background.");
                assert!(known, "src/lang/{code}/{name}: nobody reads it");
                assert!(text.starts_with("# "), "src/lang/{code}/{name} does not say what it is");
            }
        }
    }

    #[test]
    fn a_list_holds_each_word_once_and_folded() {
        for name in LISTS {
            for (code, _) in with_file(name) {
                let mut met = BTreeSet::new();
                for word in words(code, name) {
                    assert_eq!(fold_word(word), word, "src/lang/{code}/{name}");
                    assert!(met.insert(word), "src/lang/{code}/{name}: {word} stands there twice");
                }
                assert!(!met.is_empty(), "src/lang/{code}/{name} is empty");
            }
        }
        assert!(words("xx", "stop_words.txt").next().is_none());
    }
}
