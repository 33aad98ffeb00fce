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

/// All folders and their files.
#[cfg(test)]
pub(crate) const ALL: Languages = LANGUAGES;

/// The words of a list: as many on a line as there is room for; lines that begin with `#` are remarks.
pub(crate) fn words(code: &str, name: &str) -> impl Iterator<Item = &'static str> {
    let lines = file(code, name).unwrap_or_default().lines();
    lines.filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace)
}
