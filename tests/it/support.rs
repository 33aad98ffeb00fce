//! What says the same, against the labelled cases.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::program::{newsfold_in, root, stdout};

#[test]
fn a_claim_is_said_by_what_says_the_same() {
    let text = std::fs::read_to_string(root().join("tests/cases/says_the_same.txt")).unwrap();
    let cases = text.lines().filter(|line| !line.starts_with('#'));
    let mut expected = BTreeMap::new();
    let mut stories = String::new();
    for (at, case) in cases.enumerate() {
        let mut parts = case.splitn(3, ' ');
        let (language, origins) = (parts.next().unwrap(), parts.next().unwrap());
        let (claim, other) = parts.next().unwrap().split_once(" | ").unwrap();
        let doc =
            |id: String, text| json!({"id": id, "source": id, "lang": language, "text": text});
        let docs = [doc(format!("claim{at}"), claim), doc(format!("other{at}"), other)];
        stories += &format!("{}\n", json!({"cluster": at.to_string(), "docs": docs}));
        expected.insert(format!("claim{at}"), (origins.parse::<u64>().unwrap(), case));
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("cases.jsonl"), stories).unwrap();
    // Stage for both sentences, and neither keeps the other out.
    let room = ["--words", "1000", "--max-overlap", "1"];
    let asked = ["digest", "cases.jsonl", "--given-stories", "--format", "json", "-o", "-", "-q"];
    let output = newsfold_in(folder.path(), &[&asked[..], &room[..]].concat());
    let digest: Value = serde_json::from_str(&stdout(&output)).unwrap();
    for story in digest["stories"].as_array().unwrap() {
        let name = |article: &Value| {
            let articles = story["articles"].as_array().unwrap();
            let found = articles.iter().find(|a| a["id"] == *article).unwrap();
            found["external_id"].as_str().unwrap().to_owned()
        };
        for sentence in story["summary"].as_array().unwrap() {
            if let Some((origins, case)) = expected.remove(&name(&sentence["article"])) {
                assert_eq!(sentence["support"]["origins"], origins, "{case}");
            }
        }
    }
    assert!(expected.is_empty(), "not printed: {expected:?}");
}
