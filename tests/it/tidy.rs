//! House rules, checked: every file says what it is, data walks one way, no file grows without bound.

use std::path::{Path, PathBuf};

use crate::program::root;

/// The rooms in the order in which data walks through them.
const WALK: &[&str] = &[
    "lang", "text", "ingest", "clean", "segment", "origins", "group", "score", "select",
    "findings", "render",
];

/// Lines of a file, tests included, beyond which it wants a second room.
const MOST_LINES: usize = 600;

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn every_file_opens_with_what_it_is() {
    for path in sources(&root().join("src")) {
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//! "), "{} has no module doc", path.display());
        assert!(
            text.lines().count() <= MOST_LINES,
            "{} has {} lines",
            path.display(),
            text.lines().count()
        );
    }
}

#[test]
fn data_walks_one_way() {
    let src = root().join("src");
    for (at, room) in WALK.iter().enumerate() {
        for path in sources(&src.join(room)) {
            let text = std::fs::read_to_string(&path).unwrap();
            for later in &WALK[at + 1..] {
                assert!(
                    !text.contains(&format!("crate::{later}::")),
                    "{} looks ahead to {later}",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn a_language_is_a_folder_without_rust() {
    let rust = sources(&root().join("src/lang"));
    assert_eq!(rust, [root().join("src/lang/mod.rs")]);
}

#[test]
fn only_the_door_opens_files() {
    for path in sources(&root().join("src")) {
        let shown = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        let may = ["src/ingest/", "src/bin/", "src/verify.rs"].iter().any(|p| shown.starts_with(p));
        let text = std::fs::read_to_string(&path).unwrap();
        // The example of the front page writes its own input.
        let code: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        assert!(may || !code.contains("std::fs"), "{shown} opens files");
    }
}
