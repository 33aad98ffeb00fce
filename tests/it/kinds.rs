//! Inputs as people have them: wrapped text, damaged bytes, crawls that break off, lists of teasers, markup in records.

use std::fmt::Write;

use serde_json::Value;

use crate::program::{digest, names_in, newsfold_in, root, stderr, stdout};

/// What is read of every file: its articles with what is said of them, their sentences, and what was set aside.
#[test]
fn every_kind_is_read_or_named() {
    let cases = root().join("tests/cases/kinds");
    let mut told = String::new();
    for name in names_in(&cases) {
        let run = newsfold_in(&cases, &["sentences", &name]);
        writeln!(told, "== {name}\n{}{}", stdout(&run), stderr(&run)).unwrap();
        let output = newsfold_in(
            &cases,
            &[&name, "-q", "-o", "-", "--format", "json", "--min-articles", "1"],
        );
        let Ok(digest) = serde_json::from_str::<Value>(&stdout(&output)) else { continue };
        for story in digest["stories"].as_array().unwrap() {
            for article in story["articles"].as_array().unwrap() {
                let keys = ["source", "title", "date", "cut_off", "teaser", "encoding"];
                let row: Vec<Value> = keys.iter().map(|key| article[key].clone()).collect();
                writeln!(told, "{}", Value::from(row)).unwrap();
            }
        }
    }
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!("kinds", told);
    });
}

#[test]
fn options_may_stand_before_the_command() {
    let cases = root().join("tests/cases/kinds");
    let expected = stdout(&newsfold_in(&cases, &["sentences", "-q", "short-64.txt"]));
    assert!(expected.contains("bridge"));
    for options in [&["-q"][..], &["-q", "--threads", "1"], &["--threads=1", "-q"]] {
        let args = [options, &["sentences", "short-64.txt"]].concat();
        assert_eq!(stdout(&newsfold_in(&cases, &args)), expected, "{options:?}");
    }
    // An input of a command's name is not one where something stands before it.
    let output = newsfold_in(&cases, &["-q", "short-64.txt", "-o", "-", "--min-articles", "1"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(
        digest(&cases, &["-q", "short-64.txt", "--min-articles", "1"])["stories"]
            .as_array()
            .map(Vec::len),
        Some(1)
    );
}

#[cfg(unix)]
#[test]
fn a_pipe_in_a_folder_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let made = std::process::Command::new("mkfifo").arg(folder.path().join("pipe.txt")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    let output = newsfold_in(folder.path(), &["sentences", "."]);
    assert!(stderr(&output).contains("pipe.txt: not a regular file"), "{}", stderr(&output));
}
