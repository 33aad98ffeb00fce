//! From what the user named to the files that will be read, in path order.

use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::format::{ENDINGS, unpacked_name, unsupported_ending};
use crate::error::Error;

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
        let meta = std::fs::metadata(input)
            .map_err(|e| Error::Input { path: input.clone(), reason: plain_words(&e) })?;
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

fn folder(root: &Path, without: Option<&Path>, walk: &mut Walk) {
    let is_left_out = |entry: &DirEntry| {
        entry.file_type().is_dir()
            && without.is_some()
            && entry.path().canonicalize().ok().as_deref() == without
    };
    let is_hidden = |entry: &DirEntry| entry.file_name().to_string_lossy().starts_with('.');
    let wanted = |entry: &DirEntry| entry.depth() == 0 || !(is_hidden(entry) || is_left_out(entry));
    for entry in WalkDir::new(root).into_iter().filter_entry(wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                let name = entry.file_name().to_string_lossy().to_ascii_lowercase();
                if name.starts_with("readme") {
                    continue;
                }
                match against_ending(&unpacked_name(&name)) {
                    None => walk.files.push(entry.into_path()),
                    Some(reason) => walk.passed_over.push((entry.into_path(), reason)),
                }
            }
            Ok(entry) if entry.file_type().is_symlink() && entry.path().is_file() => {
                walk.passed_over
                    .push((entry.into_path(), "a symbolic link: not followed".to_owned()));
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                let reason = error.io_error().map_or_else(|| error.to_string(), plain_words);
                walk.passed_over.push((path, reason));
            }
        }
    }
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

/// Whether a file is a digest that newsfold itself wrote: a folder that holds one is read past it.
pub fn is_own_output(text: &str) -> bool {
    let head = text.get(..text.floor_char_boundary(200)).unwrap_or(text);
    head.starts_with(OWN_MARK)
        || head.trim_start().starts_with('{') && head.contains("\"newsfold_version\"")
}

/// First line of every Markdown digest.
pub const OWN_MARK: &str = "<!-- newsfold digest -->";
