//! From what the user named to the files that will be read, in path order.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::article::Place;
use super::format::{ENDINGS, unpacked_name, unsupported_ending};
use super::input::open;
use crate::error::Error;
use crate::error::SetAside;

/// The files below `inputs`, each once, sorted by path, and the entries of folders that could not be read or
/// are of no known kind.
pub(super) struct Walk {
    pub(super) files: Vec<PathBuf>,
    pub(super) passed_over: Vec<(PathBuf, String)>,
}

/// Walks folders; named files are taken whatever their ending. `without` (the output folder) is skipped.
pub(super) fn walk(inputs: &[PathBuf], without: Option<&Path>) -> Result<Walk, Error> {
    let without = without.and_then(|p| p.canonicalize().ok());
    let mut walk = Walk { files: Vec::new(), passed_over: Vec::new() };
    for input in inputs {
        let meta = std::fs::metadata(input).map_err(|e| Error::Input {
            path: input.clone(),
            reason: plain_words(&e),
            source: Some(e),
        })?;
        if meta.is_dir() {
            folder(input, without.as_deref(), &mut walk);
        } else {
            walk.files.push(input.clone());
        }
    }
    walk.files.sort();
    walk.files.dedup();
    walk.passed_over.sort();
    walk.passed_over.dedup();
    Ok(walk)
}

/// The files that [`read`](super::read) would read, in their order, and what it would pass over.
///
/// # Errors
/// An input that does not exist.
pub(crate) fn files(
    inputs: &[PathBuf],
    without: Option<&Path>,
) -> Result<(Vec<PathBuf>, Vec<SetAside>), Error> {
    let walked = walk(inputs, without)?;
    let passed_over = walked
        .passed_over
        .iter()
        .map(|(path, reason)| Place::of_file(path).set_aside(reason.clone(), true));
    Ok((walked.files, passed_over.collect()))
}

fn folder(root: &Path, without: Option<&Path>, walk: &mut Walk) {
    let is_left_out = |entry: &DirEntry| {
        entry.file_type().is_dir()
            && without.is_some()
            && entry.path().canonicalize().ok().as_deref() == without
    };
    let is_hidden = |entry: &DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    let wanted = |entry: &DirEntry| {
        let is_ours = |entry| is_left_out(entry) || is_kept_texts(entry);
        entry.depth() == 0 || !(is_hidden(entry) || is_ours(entry) || belongs_to_page(entry))
    };
    for entry in WalkDir::new(root).into_iter().filter_entry(wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
                if name == "readme" || name.starts_with("readme.") {
                    continue;
                }
                match against_ending(&unpacked_name(&name)) {
                    None => walk.files.push(entry.into_path()),
                    Some(_) if is_state(entry.path()) => {}
                    Some(reason) => walk.passed_over.push((entry.into_path(), reason)),
                }
            }
            Ok(entry) if entry.file_type().is_symlink() => {
                walk.passed_over
                    .push((entry.into_path(), "a symbolic link: not followed".to_owned()));
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => walk.passed_over.push((entry.into_path(), NOT_REGULAR.to_owned())),
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), plain_words);
                walk.passed_over.push((path, reason));
            }
        }
    }
}

/// What is said of a pipe, a socket or a device.
pub(super) const NOT_REGULAR: &str = "not a regular file";

/// Whether a folder holds the texts that an earlier digest keeps beside itself: articles that were read from elsewhere.
fn is_kept_texts(entry: &DirEntry) -> bool {
    let is_digest = |name: &str| {
        let mut head = Vec::new();
        let beside = entry.path().with_file_name(name);
        let read = open(&beside).is_ok_and(|file| file.take(HEAD).read_to_end(&mut head).is_ok());
        read && is_own_output(&String::from_utf8_lossy(&head))
    };
    entry.file_type().is_dir()
        && entry.file_name() == KEPT_TEXTS
        && ["digest.md", "digest.html", "digest.json", "digest.jsonl"].into_iter().any(is_digest)
}

/// Whether a folder holds the pictures, scripts and frames of a page that a browser saved beside it: `NAME_files` and `NAME.html`.
fn belongs_to_page(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    let Some(page) = name.strip_suffix("_files").filter(|_| entry.file_type().is_dir()) else {
        return false;
    };
    ["html", "htm"].iter().any(|end| entry.path().with_file_name(format!("{page}.{end}")).is_file())
}

/// What a file's ending says against reading it.
fn against_ending(name: &str) -> Option<String> {
    let ending = Path::new(name).extension().map(|e| e.to_string_lossy().into_owned());
    let ending = ending.as_deref().unwrap_or_default();
    if ENDINGS.contains(&ending) {
        return None;
    }
    let known = unsupported_ending(ending).map(str::to_owned);
    Some(known.unwrap_or_else(|| {
        format!("not a kind that newsfold reads ({}, each also .gz and .zst)", ENDINGS.join(", "))
    }))
}

/// The system's message without its number: "no such file or directory".
pub(super) fn plain_words(error: &std::io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or(&text).to_owned();
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => text,
    }
}

/// How a state of earlier issues begins.
const OWN_STATE: &str = "{\"newsfold_state\":";

/// Whether a file of whatever name is a state of earlier issues.
fn is_state(path: &Path) -> bool {
    let mut head = [0; OWN_STATE.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut head));
    read.is_ok() && head == OWN_STATE.as_bytes()
}

/// How the tables begin that newsfold writes.
const OWN_TABLES: [&str; 6] = [
    "article,story,told,",
    "story,article,start,",
    "story,first,second,",
    "story,quote,origins,",
    "story,row,kind,",
    "story,headline,source,",
];

/// Whether a file is a digest, a feed, a table or a state that newsfold itself wrote: a folder that holds one is read past it.
pub fn is_own_output(text: &str) -> bool {
    let head = &text[..text.floor_char_boundary(HEAD as usize)];
    head.starts_with(OWN_MARK)
        || head.starts_with(OWN_STATE)
        || head.contains("<id>urn:newsfold:digest</id>")
        || OWN_TABLES.iter().any(|own| head.starts_with(own))
        || head.starts_with("{\"schema_version\":1,\"id\":\"story-")
        || head.trim_start().starts_with('{') && head.contains("\"newsfold_version\"")
}

/// Whether a Parquet file is a table that newsfold itself wrote: its footer says so.
pub fn is_own_table(bytes: &[u8]) -> bool {
    let Some((rest, [length @ .., b'P', b'A', b'R', b'1'])) = bytes.split_last_chunk::<8>() else {
        return false;
    };
    let length = u32::from_le_bytes(*length) as usize;
    let footer = &rest[rest.len().saturating_sub(length)..];
    footer.windows(OWN_TABLE.len()).any(|words| words == OWN_TABLE.as_bytes())
}

/// A key in the footer of every Parquet table of ours.
pub const OWN_TABLE: &str = "newsfold.table";

/// Bytes in which a digest of ours shows itself.
const HEAD: u64 = 200;

/// First line of every Markdown and HTML digest.
pub const OWN_MARK: &str = "<!-- newsfold digest -->";

/// The folder beside a digest in which it keeps texts.
pub const KEPT_TEXTS: &str = "sources";
