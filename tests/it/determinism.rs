//! The same bytes on any number of threads, in any order of inputs, every time.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::program::{self, newsfold, root};

fn digest(args: &[&str]) -> (Vec<u8>, Vec<u8>) {
    let json = newsfold(&[args, &["-o", "-", "--format", "json", "-q"]].concat());
    let page = newsfold(&[args, &["-o", "-", "--format", "md", "-q"]].concat());
    assert!(!json.stdout.is_empty() && !page.stdout.is_empty());
    (json.stdout, page.stdout)
}

/// Every file of the corpus, named one by one.
fn files() -> Vec<String> {
    let mut files = Vec::new();
    let mut folders = vec![PathBuf::from("corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(root().join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if !entry.file_name().to_string_lossy().starts_with("README") {
                files.push(path.to_string_lossy().into_owned());
            }
        }
    }
    files.sort();
    files
}

#[test]
fn threads_do_not_matter() {
    let one = digest(&["corpus", "--threads", "1"]);
    for threads in ["2", "3", "8"] {
        assert!(one == digest(&["corpus", "--threads", threads]), "{threads} threads");
    }
}

#[test]
fn the_order_of_inputs_does_not_matter() {
    let mut files = files();
    let args = |files: &[String]| digest(&files.iter().map(String::as_str).collect::<Vec<_>>());
    let sorted = args(&files);
    // A fixed permutation, then its mirror image.
    files.sort_by_key(|f| f.bytes().fold(7u32, |h, b| h.wrapping_mul(31) ^ u32::from(b)));
    assert!(sorted == args(&files));
    files.reverse();
    assert!(sorted == args(&files));
}

#[test]
fn twenty_runs_are_one() {
    let first = digest(&["corpus"]);
    for _ in 0..20 {
        assert!(first == digest(&["corpus"]));
    }
}

/// Ids of the records that tell a story of their own, as they are listed, from a file of these lines.
fn listed(lines: &[String]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.jsonl"), lines.join("\n")).unwrap();
    let digest = program::digest(folder.path(), &["a.jsonl", "--given-stories", "-q"]);
    let id = |single: &Value| single["articles"][0]["external_id"].as_str().unwrap().to_owned();
    digest["singles"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn single_reports_are_listed_as_a_reader_wants_them_however_a_file_is_sorted() {
    let ferry =
        "The ferry ran aground off the northern cape on Tuesday with forty passengers aboard.";
    let mayor = "The mayor of Wexmere resigned over a planning scandal that had lasted two years.";
    let mine = "Miners found a seam of copper under the old slate quarry near Aldbrook village.";
    let owl = "A rare snowy owl has nested in the clock tower of the cathedral this spring.";
    let quiz = "Do you know which of the rivers of Europe is the longest? How many of its countries \
                could you name without a map? The Danube passes through ten of them on its way.";
    let mut records = [
        json!({"id": "newest", "date": "2026-03-04", "title": "Ferry aground", "text": ferry}),
        json!({"id": "older", "date": "2026-03-02", "title": "Mayor resigns", "text": mayor}),
        json!({"id": "before 1970", "date": "1969-03-02", "title": "Copper found", "text": mine}),
        json!({"id": "undated", "title": "Owl nests", "text": owl}),
        json!({"id": "quiz", "date": "2026-03-06", "title": "Ten rivers", "text": quiz}),
        json!({"id": "no text", "date": "2026-03-05", "title": "Bakery wins prize", "text": "Bakery"}),
        json!({"id": "live", "title": "Watch: brass bands play", "text":
            "Brass bands from eleven counties marched along the harbour wall at noon on Sunday."}),
    ];
    for (story, record) in records.iter_mut().enumerate() {
        record["cluster"] = json!(format!("{story}"));
    }
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    let ids: Vec<&str> = records.iter().map(|record| record["id"].as_str().unwrap()).collect();
    assert_eq!(listed(&lines), ids);
    for turn in 1..lines.len() {
        let mut turned = lines.clone();
        turned.rotate_left(turn);
        turned.swap(0, 3);
        assert_eq!(listed(&turned), ids);
    }
}
