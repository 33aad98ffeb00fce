//! Every form of input, and the kinds that are named instead of being read.

use serde_json::{Value, json};

use crate::program::{newsfold_in, root, stderr, stdout};

/// The articles of a digest, told ones and single ones.
fn articles(digest: &Value) -> Vec<&Value> {
    let of = |list: &str| digest[list].as_array().unwrap().iter().collect::<Vec<_>>();
    let all = [of("stories"), of("singles")].concat();
    all.iter().flat_map(|story| story["articles"].as_array().unwrap()).collect()
}

#[test]
fn every_form_is_read_or_named_and_every_sentence_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let cases = root().join("tests/cases/formats");
    let out = folder.path().to_str().unwrap();
    let output = newsfold_in(&cases, &[".", "-q", "--min-articles", "1", "-o", out]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    let written = folder.path().join("digest.json");
    let digest: Value = serde_json::from_str(&std::fs::read_to_string(&written).unwrap()).unwrap();
    let keys =
        ["path", "record", "element", "source", "title", "date", "url", "lang", "teaser", "flat"];
    let mut rows: Vec<String> = articles(&digest)
        .iter()
        .map(|a| {
            let mut row: Vec<Value> = keys.iter().map(|key| a[key].clone()).collect();
            row.push(json!(a["text_path"].is_string()));
            row.push(a["encoding"].clone());
            json!(row).to_string()
        })
        .collect();
    rows.sort();
    let named = digest["set_aside"].as_array().unwrap();
    rows.extend(named.iter().map(|s| {
        json!([s["path"], s["record"], s["element"], s["reason"], s["fault"]]).to_string()
    }));
    insta::assert_snapshot!(rows.join("\n"));
    let verified = newsfold_in(&cases, &["verify", written.to_str().unwrap()]);
    assert_eq!(verified.status.code(), Some(0), "{}", stdout(&verified));
}

#[test]
fn a_form_can_be_named() {
    let folder = tempfile::tempdir().unwrap();
    let page = "<p>The ferry Lady Aveline ran aground off Sennet on Thursday, the coastguard said.";
    std::fs::write(folder.path().join("a.txt"), page).unwrap();
    let sentences = |form: &[&str]| {
        stdout(&newsfold_in(folder.path(), &[&["sentences", "a.txt", "-q"], form].concat()))
    };
    assert!(sentences(&[]).contains("<p>"));
    let as_page = sentences(&["--input-format", "html"]);
    assert!(as_page.contains("aground") && !as_page.contains("<p>"), "{as_page}");
    let wrong = newsfold_in(folder.path(), &["a.txt", "--input-format", "htlm"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("did you mean `html`?"));
}

#[test]
fn limits_are_flags_and_printed() {
    let folder = tempfile::tempdir().unwrap();
    let text = |n: usize| {
        format!("The ferry ran aground off Sennet on Thursday, office {n} of the coastguard said.")
    };
    for n in 0..3 {
        std::fs::write(folder.path().join(format!("{n}.txt")), text(n)).unwrap();
    }
    let long = json!({"text": text(9).repeat(20)});
    std::fs::write(
        folder.path().join("long.jsonl"),
        format!("{long}\n{}\n", json!({"text": text(4)})),
    )
    .unwrap();
    let run = |flags: &[&str]| -> Value {
        let args =
            [&[".", "-q", "-o", "-", "--format", "json", "--min-articles", "1"], flags].concat();
        serde_json::from_str(&stdout(&newsfold_in(folder.path(), &args))).unwrap()
    };
    let reasons = |digest: &Value| -> Vec<String> {
        let named = digest["set_aside"].as_array().unwrap();
        named.iter().map(|s| s["reason"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(reasons(&run(&[])), Vec::<String>::new());
    let digest = run(&["--max-line-bytes", "1K"]);
    assert!(reasons(&digest)[0].starts_with("a line of"));
    assert_eq!(digest["settings"]["limits"]["line_bytes"], 1024);
    assert!(digest["settings"]["command"].as_str().unwrap().contains("--max-line-bytes 1024"));
    assert!(reasons(&run(&["--max-article-bytes", "1K"]))[0].starts_with("an article of"));
    // In the order of paths: what comes behind the limit is out, whatever its size.
    let digest = run(&["--max-run-bytes", "200"]);
    assert_eq!(articles(&digest).len(), 2);
    assert_eq!(reasons(&digest).len(), 2, "{:?}", reasons(&digest));
    let sentences =
        newsfold_in(folder.path(), &["sentences", ".", "-q", "--max-sentence-words", "5"]);
    assert!(stdout(&sentences).lines().any(|line| line.contains("too long")));
    let none = newsfold_in(folder.path(), &[".", "--max-ratio", "0"]);
    assert_eq!(none.status.code(), Some(2));
}

#[test]
fn a_parquet_table_is_read_where_the_build_can() {
    let folder = root().join("tests/cases/parquet");
    let intake = newsfold::ingest::read(&[folder], &newsfold::ingest::IngestSettings::default());
    let intake = intake.unwrap();
    let named = intake.set_aside[0].reason.raw();
    if cfg!(feature = "parquet") {
        let rows: Vec<Option<usize>> = intake.articles.iter().map(|a| a.place.record).collect();
        assert_eq!(rows, [Some(1), Some(2)]);
        assert_eq!(intake.set_aside[0].record, Some(3));
        assert!(named.contains("`text`"), "{named}");
    } else {
        assert!(named.contains("--features parquet"), "{named}");
    }
}

#[test]
fn an_earlier_digest_is_read_past_in_every_form_with_the_texts_it_keeps() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("pages");
    std::fs::create_dir(&pages).unwrap();
    // What a browser saves beside a page belongs to the page.
    std::fs::create_dir(pages.join("page_files")).unwrap();
    std::fs::write(pages.join("page_files/frame.html"), "<p>Buy a boat today.</p>").unwrap();
    for name in ["page.html", "feed.xml"] {
        std::fs::copy(root().join("tests/cases/formats").join(name), pages.join(name)).unwrap();
    }
    let run = |out: &str| {
        let args = ["pages", "-q", "--format", "md,html,json,jsonl", "--min-articles", "1"];
        newsfold_in(folder.path(), &[&args[..], &["-o", out]].concat());
        std::fs::read_to_string(folder.path().join(out).join("digest.json")).unwrap()
    };
    let first = run("pages/monday");
    let kept = std::fs::read_dir(pages.join("monday/sources")).unwrap().count();
    assert_eq!((kept, run("pages/tuesday")), (3, first));
}
