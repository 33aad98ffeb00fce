//! Many languages: who speaks, where sentences end and what is printed of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::program::{newsfold_in, root};

/// The reports of each language, from a file of lines.
fn stories(file: &str) -> BTreeMap<String, Vec<Value>> {
    let text = std::fs::read_to_string(root().join("tests/cases").join(file)).unwrap();
    let mut stories: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in text.lines() {
        let report: Value = serde_json::from_str(line).unwrap();
        let id = report["id"].as_str().unwrap();
        stories.entry(id[..id.len() - 1].to_owned()).or_default().push(report);
    }
    stories
}

/// The digest of some reports.
fn digest(reports: &[Value]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = reports.iter().map(Value::to_string).collect();
    std::fs::write(folder.path().join("story.jsonl"), lines.join("\n")).unwrap();
    let args = "digest story.jsonl --one-story --words 60 --format json -o - -q";
    let run = newsfold_in(folder.path(), &args.split(' ').collect::<Vec<_>>());
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn who_speaks_is_right_or_nobody() {
    let mut right = 0;
    let stories = stories("two_speakers.jsonl");
    for (language, reports) in &stories {
        let digest = digest(reports);
        let mut named = BTreeSet::new();
        for quote in digest["stories"][0]["findings"]["quotes"].as_array().into_iter().flatten() {
            let Some(speaker) = quote["speaker"]["text"].as_str() else { continue };
            let said = quote.to_string();
            for spoken in reports[0]["spoken"].as_array().unwrap() {
                let (begins, name) = (spoken[0].as_str().unwrap(), spoken[1].as_str().unwrap());
                if said.contains(begins) {
                    assert!(speaker.contains(name), "{language}: {speaker} for {name}");
                    assert!(speaker.split_whitespace().count() <= 5, "{language}: {speaker}");
                    named.insert(name.to_owned());
                }
            }
        }
        right += usize::from(named.len() == 2);
    }
    assert!(right >= RIGHT, "both speakers in {right} of {} languages", stories.len());
}

/// Languages of the 32 in which both speakers are printed.
const RIGHT: usize = 20;

#[test]
fn each_language_has_its_marks_its_ends_and_its_length() {
    let cases = std::fs::read_to_string(root().join("tests/cases/printable.txt")).unwrap();
    for case in cases.lines().filter(|line| !line.starts_with('#')) {
        let (language, sentences) = case.split_once(' ').unwrap();
        let joint = if language == "ja" { "" } else { " " };
        let sentences: Vec<(&str, &str)> =
            sentences.split(" ¦ ").map(|sentence| sentence.split_once(' ').unwrap()).collect();
        let texts: Vec<&str> = sentences.iter().map(|(_, text)| *text).collect();
        let article =
            serde_json::json!({ "source": "A", "lang": language, "text": texts.join(joint) });
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("case.jsonl"), article.to_string()).unwrap();
        let args = "sentences case.jsonl --format json -q";
        let run = newsfold_in(folder.path(), &args.split(' ').collect::<Vec<_>>());
        let found: Value = serde_json::from_slice(&run.stdout).unwrap();
        let text = article["text"].as_str().unwrap();
        let found = found[0]["sentences"].as_array().unwrap().iter().map(|sentence| {
            let at = |end: &str| sentence[end].as_u64().unwrap() as usize;
            (sentence["rejection"].as_str().unwrap_or("-"), &text[at("start")..at("end")])
        });
        assert_eq!(found.collect::<Vec<_>>(), sentences, "{language}");
    }
}
