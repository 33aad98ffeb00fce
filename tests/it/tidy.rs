//! Rules of the code, checked: every file says what it is, data goes one way, no file grows without bound.

use std::path::{Path, PathBuf};

use crate::program::{self, root};

/// The stages in the order in which data goes through them.
const PIPELINE: &[&str] = &[
    "lang",
    "text",
    "ingest",
    "clean",
    "segment",
    "origins",
    "group",
    "crosslingual",
    "score",
    "issue",
    "select",
    "findings",
    "render",
];

/// Lines of a file, tests included, beyond which it is more than one file.
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
    for (at, stage) in PIPELINE.iter().enumerate() {
        for path in sources(&src.join(stage)) {
            let text = std::fs::read_to_string(&path).unwrap();
            for later in &PIPELINE[at + 1..] {
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

/// Files whose lists are of formats, of rows, or of made-up syllables: no words of a language.
const LISTS_OF_NO_LANGUAGE: &[&str] = &[
    "src/bin/newsfold/bench.rs",
    "src/cluster/",
    "src/evaluate/synthetic.rs",
    "src/ingest/feed.rs",
    "src/ingest/fields.rs",
    "src/ingest/format.rs",
    "src/ingest/html/",
    "src/ingest/json.rs",
    "src/ingest/outlet/address.rs",
    "src/verify.rs",
];

/// Words in a row that are a list.
const WORDS_OF_A_LIST: usize = 5;

#[test]
fn no_list_of_words_stands_in_rust() {
    for path in sources(&root().join("src")) {
        let shown = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        if LISTS_OF_NO_LANGUAGE.iter().any(|p| shown.starts_with(p)) {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let code = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
        let lines = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        let code: String = lines.flat_map(|line| [line, "\n"]).collect();
        // What is left of a quotation mark in quotation marks would turn the literals inside out.
        let code = code.replace("'\"'", "").replace("\\\"", "");
        let mut run = Vec::new();
        for (at, piece) in code.split('"').enumerate() {
            let is_word = !piece.is_empty()
                && piece.chars().all(|c| c.is_alphabetic() && !c.is_uppercase() || c == '\'');
            match at % 2 {
                1 if is_word => run.push(piece),
                1 => run.clear(),
                _ if matches!(piece.trim(), "," | "|") => {}
                _ => run.clear(),
            }
            assert!(run.len() < WORDS_OF_A_LIST, "{shown} lists words: {run:?}");
        }
    }
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

/// Crates that open sockets or are there for what does.
const NETWORK: &[&str] = &[
    "ureq",
    "rustls",
    "ring",
    "hyper",
    "reqwest",
    "socket2",
    "mio",
    "tokio",
    "curl",
    "http",
    "newsfold-fetch",
];

#[test]
fn only_fetch_opens_a_socket() {
    let tree = |features: &[&str]| {
        let output = std::process::Command::new(env!("CARGO"))
            .args([
                "tree",
                "--locked",
                "--offline",
                "-e",
                "normal",
                "--prefix",
                "none",
                "--format",
                "{p}",
            ])
            .args(features)
            .current_dir(root())
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", program::stderr(&output));
        let crates = program::stdout(&output);
        let names = crates.lines().filter_map(|line| line.split(' ').next());
        names.filter(|name| NETWORK.contains(name)).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(tree(&["--no-default-features", "--features", "cli,parquet"]), Vec::<String>::new());
    assert_eq!(tree(&["--no-default-features"]), Vec::<String>::new());
    assert!(tree(&["--features", "fetch"]).contains(&"ureq".to_owned()));
}
