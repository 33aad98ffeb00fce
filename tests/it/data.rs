//! Real articles, where they are there: what must hold on them.

use std::process::Command;

use crate::program::{digest, newsfold, newsfold_in, root, shared};

/// Every printed item is found again by an independent script, where there is one.
fn check(digest: &std::path::Path, root: &std::path::Path) {
    let Some(script) = shared("../checks/check_digest.py") else { return };
    let output =
        Command::new("python3").arg(script).arg(digest).arg("--root").arg(root).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "{}",
        said.lines().rev().take(5).collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn the_five_seed_articles() {
    let Some(seeds) = shared("../seeds") else { return };
    let digest = digest(&seeds, &[".", "-q"]);
    let stories = digest["stories"].as_array().unwrap();
    assert_eq!(stories.len(), 1);
    let story = &stories[0];
    let articles = story["articles"].as_array().unwrap();
    let holds = |file: &str| articles.iter().any(|a| a["path"].as_str().unwrap().contains(file));
    assert!(holds("000_") && holds("001_") && holds("002_") && !holds("004_"));
    let mut groups: Vec<u64> = articles.iter().map(|a| a["origin"].as_u64().unwrap()).collect();
    groups.sort_unstable();
    groups.dedup();
    assert_eq!(groups.len(), articles.len(), "each its own copy group");
    let summary = story["summary"].as_array().unwrap();
    let quoted: Vec<_> = summary
        .iter()
        .filter(|s| {
            let text = s["text"].as_str().unwrap().replace('’', "'");
            text.contains("When we're told that ICE exists")
        })
        .collect();
    assert!(quoted.len() <= 1);
    for sentence in quoted {
        assert_eq!(sentence["support"]["kind"], "quoted");
        assert_eq!(sentence["support"]["articles"].as_array().unwrap().len(), articles.len());
    }
    for sentence in summary {
        let text = sentence["text"].as_str().unwrap();
        for never in [
            "Read the full article",
            "Source link",
            "kim kardashian",
            "“People I know",
            "Celebrities.",
            "istration's",
            "Trump istration",
        ] {
            assert!(!text.contains(never), "{text}");
        }
    }
}

#[test]
fn every_given_story_has_a_digest_that_holds() {
    let sets = [
        "multinews_sample",
        "multiling2011_english",
        "multiling2011_french",
        "multiling2011_czech",
        "multiling2011_greek",
        "multiling2011_hebrew",
        "multiling2011_hindi",
        "multiling2011_arabic",
    ];
    for set in sets {
        let Some(path) = shared(&format!("{set}.jsonl")) else { return };
        let folder = tempfile::tempdir().unwrap();
        let output = newsfold(&[
            path.to_str().unwrap(),
            "--given-stories",
            "--min-articles",
            "1",
            "-q",
            "-o",
            folder.path().to_str().unwrap(),
        ]);
        assert!(matches!(output.status.code(), Some(0 | 3)), "{set}");
        let written = folder.path().join("digest.json");
        check(&written, root());
        let digest: serde_json::Value =
            serde_json::from_str(&std::fs::read_to_string(&written).unwrap()).unwrap();
        let stories = digest["stories"].as_array().unwrap();
        assert_eq!(stories.len(), std::fs::read_to_string(&path).unwrap().lines().count(), "{set}");
        for story in stories {
            let words: usize = story["summary"]
                .as_array()
                .unwrap()
                .iter()
                .flat_map(|s| s["text"].as_str().unwrap().split_whitespace())
                .filter(|w| w.chars().any(char::is_alphanumeric))
                .count();
            assert!((1..=120).contains(&words), "{set} {}: {words} words", story["id"]);
        }
    }
}

#[test]
fn real_stories_do_not_depend_on_threads() {
    let Some(path) = shared("multiling2011_english.jsonl") else { return };
    let run = |threads: &str| {
        newsfold_in(
            root(),
            &[path.to_str().unwrap(), "-o", "-", "--format", "json", "-q", "--threads", threads],
        )
        .stdout
    };
    let one = run("1");
    assert!(!one.is_empty());
    for threads in ["2", "3", "8"] {
        assert!(one == run(threads));
    }
}
