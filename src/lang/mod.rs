//! What differs by language is data: a folder of lists for each, named by its code, and no line of Rust. `README.md` says what each
//! file holds. A language without a folder, or a folder without a file, has none of it; nobody gets the words of another language.

use std::collections::BTreeMap;
use std::iter;
use std::sync::LazyLock;

/// By code, by file name: the text.
type Languages = &'static [(&'static str, &'static [(&'static str, &'static str)])];

/// All files of all folders, as the build found them.
const LANGUAGES: Languages = include!(concat!(env!("OUT_DIR"), "/languages.rs"));

/// Other codes of a folder's language, and codes of languages that differ from it by less than its lists say.
const CODES: &str = "codes.txt";

/// By code, the folder's number.
static FOLDERS: LazyLock<BTreeMap<&'static str, usize>> = LazyLock::new(|| {
    let named = |at: usize| {
        let (code, files) = LANGUAGES[at];
        let others = files.iter().filter(|(name, _)| *name == CODES);
        let others = others.flat_map(|(_, text)| without_remarks(text));
        let codes = iter::once(code).chain(others.flat_map(str::split_whitespace));
        codes.map(move |code| (code, at))
    };
    (0..LANGUAGES.len()).flat_map(named).collect()
});

/// How many folders there are.
pub(crate) const FOLDER_COUNT: usize = LANGUAGES.len();
const _: () = assert!(FOLDER_COUNT <= u8::MAX as usize);

/// The same for codes of two letters by their place in the alphabet: every sentence asks.
static OF_TWO_LETTERS: LazyLock<[Option<u8>; LETTERS * LETTERS]> = LazyLock::new(|| {
    let mut folders = [None; LETTERS * LETTERS];
    for (code, folder) in FOLDERS.iter() {
        if let Some(at) = place_of(code) {
            folders[at] = u8::try_from(*folder).ok();
        }
    }
    folders
});

const LETTERS: usize = 26;

/// Where a code of two letters stands among all that there could be.
fn place_of(code: &str) -> Option<usize> {
    let [a @ b'a'..=b'z', b @ b'a'..=b'z'] = code.as_bytes() else { return None };
    Some(usize::from(a - b'a') * LETTERS + usize::from(b - b'a'))
}

/// The number of the folder that serves a code.
pub(crate) fn folder(code: &str) -> Option<usize> {
    match place_of(code) {
        Some(at) => OF_TWO_LETTERS[at].map(usize::from),
        None => FOLDERS.get(code).copied(),
    }
}

/// The code by which a folder is named.
pub(crate) fn code_of(folder: usize) -> &'static str {
    LANGUAGES[folder].0
}

/// The codes by which the folders are named.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    LANGUAGES.iter().map(|(code, _)| *code)
}

/// A file of a language.
pub(crate) fn file(code: &str, name: &str) -> Option<&'static str> {
    let (_, files) = LANGUAGES[folder(code)?];
    files.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// The languages that have a file of this name, with its text, by code.
#[cfg(test)]
pub(crate) fn with_file(name: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    LANGUAGES.iter().filter_map(move |(code, _)| Some((*code, file(code, name)?)))
}

/// All folders and their files.
#[cfg(test)]
pub(crate) const ALL: Languages = LANGUAGES;

/// The words of a list: as many on a line as there is room for; lines that begin with `#` are remarks.
pub(crate) fn words(code: &str, name: &str) -> impl Iterator<Item = &'static str> {
    lines(code, name).flat_map(str::split_whitespace)
}

/// The lines of a list, without its remarks and empty lines.
pub(crate) fn lines(code: &str, name: &str) -> impl Iterator<Item = &'static str> {
    without_remarks(file(code, name).unwrap_or_default())
}

fn without_remarks(text: &'static str) -> impl Iterator<Item = &'static str> {
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// What a language calls itself.
pub(crate) fn own_name(code: &str) -> Option<&'static str> {
    let mut names = lines(code, "name.txt").filter_map(|line| line.split_once(' '));
    names.find(|(of, _)| *of == code).map(|(_, name)| name)
}

/// The lines of one part of a list, behind the line `[part]`.
pub(crate) fn part(code: &str, name: &str, part: &str) -> impl Iterator<Item = &'static str> {
    part_of(file(code, name).unwrap_or_default(), part)
}

/// The lines of one part of a text of this form.
pub(crate) fn part_of(text: &'static str, part: &str) -> impl Iterator<Item = &'static str> {
    let mut inside = false;
    without_remarks(text).filter(move |line| {
        let heading = line.strip_prefix('[').and_then(|line| line.strip_suffix(']'));
        inside = heading.map_or(inside, |heading| heading == part);
        inside && heading.is_none()
    })
}
