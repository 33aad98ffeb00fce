//! One report in every form that is read: the same words, sources and places each time.

use std::io::Write;

use serde_json::json;

use crate::program::{newsfold_in, stderr, stdout};

const A: &str = "A ferry with 120 people aboard ran aground off Sennet on Thursday morning, the coastguard said.";
const B: &str =
    "The ferry ran aground off Sennet on Thursday with 120 people aboard, the harbour office said.";

/// Makes a digest of one file and checks it with the program's own verifier.
fn told(name: &str, bytes: &[u8], args: &[&str]) -> serde_json::Value {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("in")).unwrap();
    std::fs::write(folder.path().join("in").join(name), bytes).unwrap();
    std::fs::write(folder.path().join("in/other.txt"), format!("Source: Other\n\n{B}")).unwrap();
    let output = newsfold_in(folder.path(), &[&["in", "--one-story", "-q"][..], args].concat());
    assert_eq!(output.status.code(), Some(0), "{name}: {}", stderr(&output));
    let verified = newsfold_in(folder.path(), &["verify", "out/digest.json"]);
    assert_eq!(verified.status.code(), Some(0), "{name}: {}", stdout(&verified));
    serde_json::from_str(&std::fs::read_to_string(folder.path().join("out/digest.json")).unwrap())
        .unwrap()
}

/// The article that is not `other.txt`.
fn article(digest: &serde_json::Value) -> serde_json::Value {
    let articles = digest["stories"][0]["articles"].as_array().unwrap();
    articles.iter().find(|a| a["source"] != "Other").unwrap().clone()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn every_form_says_the_same() {
    let record = format!(
        "{{\"headline\":\"Ferry runs aground off Sennet\",\"publisher\":\"Gazette\",\"published\":\"2026-03-12\",\"body\":\"{A}\"}}"
    );
    let docs = format!("{{\"cluster\":\"c1\",\"docs\":[{record}],\"references\":[]}}");
    let plain =
        format!("Title: Ferry runs aground off Sennet\nSource: Gazette\nDate: 2026-03-12\n\n{A}\n");
    let matter = format!(
        "---\ntitle: Ferry runs aground off Sennet\nsource: Gazette\ndate: 2026-03-12\n---\n\n{A}\n"
    );
    let utf16: Vec<u8> = plain.encode_utf16().fold(vec![0xff, 0xfe], |mut bytes, unit| {
        bytes.extend(unit.to_le_bytes());
        bytes
    });
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("a.txt", plain.clone().into_bytes()),
        ("a.txt.gz", gzip(plain.as_bytes())),
        ("bom.txt", [b"\xef\xbb\xbf", plain.as_bytes()].concat()),
        ("crlf.txt", plain.replace('\n', "\r\n").into_bytes()),
        ("utf16.txt", utf16),
        ("a.md", matter.into_bytes()),
        ("a.jsonl", format!("{record}\n").into_bytes()),
        ("a.ndjson.gz", gzip(format!("\n{record}\n").as_bytes())),
        ("a.json", format!("[{record}]").into_bytes()),
        ("a.json.gz", gzip(format!("[{record}]").as_bytes())),
        ("docs.jsonl", docs.clone().into_bytes()),
        ("docs.json", format!("[{docs}]").into_bytes()),
        ("one.json", format!("{{\n\"docs\": [\n{record}\n]}}").into_bytes()),
    ];
    for (name, bytes) in forms {
        let digest = told(name, &bytes, &[]);
        let article = article(&digest);
        assert_eq!(article["source"], "Gazette", "{name}");
        assert_eq!(article["title"], "Ferry runs aground off Sennet", "{name}");
        assert_eq!(article["date"], "2026-03-12", "{name}");
        assert!(
            digest["stories"][0]["summary"].as_array().unwrap().iter().any(|s| s["text"] == A),
            "{name}: {digest:#}"
        );
    }
}

#[test]
fn fields_go_by_other_names() {
    let record =
        format!("{{\"story\":\"{A}\",\"text\":\"nothing of use\",\"paper\":\"Gazette\"}}\n");
    let digest =
        told("a.jsonl", record.as_bytes(), &["--field", "text=story", "--field", "source=paper"]);
    assert_eq!(article(&digest)["source"], "Gazette");
    assert!(
        digest["stories"][0]["summary"].as_array().unwrap().iter().any(|s| s["field"] == "story")
    );
}

#[test]
fn an_outlet_is_named_by_its_address_or_by_nobody() {
    let digest =
        told("gazette.txt", format!("URL: https://www.gazette.example/a\n\n{A}").as_bytes(), &[]);
    assert_eq!(article(&digest)["source"], "gazette.example");
    let digest = told("gazette.txt", A.as_bytes(), &[]);
    assert_eq!(article(&digest)["source"], serde_json::Value::Null);
    assert_eq!(article(&digest)["title"], serde_json::Value::Null);
    let digest = told("a.jsonl", format!("{{\"text\":\"{A}\"}}").as_bytes(), &[]);
    assert_eq!(article(&digest)["source"], serde_json::Value::Null);
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("Harrow Post")).unwrap();
    std::fs::write(folder.path().join("Harrow Post/a.txt"), A).unwrap();
    let digest = crate::program::digest(
        folder.path(),
        &[".", "--outlet-from", "folder", "--min-articles", "1"],
    );
    assert_eq!(article(&digest)["source"], "Harrow Post");
}

#[test]
fn odd_articles_are_told_or_named_and_nothing_is_lost() {
    let told = |n: usize| format!("The ferry ran aground off Sennet on Thursday, office {n} said.");
    let records = [
        json!({"id": "x", "text": ""}),
        json!({"id": "y", "text": " \n "}),
        json!({"text": 12}),
        json!({"id": "one word", "text": "Sennet"}),
        json!({"id": "same", "text": told(1), "date": "2999-01-01T00:00:00Z"}),
        json!({"id": "same", "text": told(2), "date": "2026-03-12T10:00:00"}),
        json!({"text": told(3), "date": "99999-99-99", "title": null}),
        json!({"text": told(4), "date": "-009999-01-01T00:00:00Z", "title": ""}),
        json!({"text": told(5), "date": 12}),
        json!({"text": format!("{} {}", told(6), "Nothing else was heard of it. ".repeat(100_000))}),
    ];
    let lines: Vec<String> = records.iter().map(ToString::to_string).collect();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("odd.jsonl"), lines.join("\n")).unwrap();
    let output =
        newsfold_in(folder.path(), &["odd.jsonl", "--min-articles", "1", "-q", "-o", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    let verified = newsfold_in(folder.path(), &["verify", "out/digest.json"]);
    assert_eq!(verified.status.code(), Some(0), "{}", stdout(&verified));
    let digest = std::fs::read_to_string(folder.path().join("out/digest.json")).unwrap();
    let digest: serde_json::Value = serde_json::from_str(&digest).unwrap();
    let set_aside = digest["set_aside"].as_array().unwrap();
    let named: Vec<u64> = set_aside.iter().map(|s| s["record"].as_u64().unwrap()).collect();
    assert_eq!(named, [1, 2, 3]);
    let told = digest["stories"].as_array().unwrap().iter();
    let singles = digest["singles"].as_array().unwrap().iter();
    let kept = |story: &serde_json::Value| story["articles"].as_array().unwrap().len();
    assert_eq!(told.chain(singles).map(kept).sum::<usize>(), 7, "{digest:#}");
}
