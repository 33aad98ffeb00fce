//! The same bytes on any number of threads, in any order of inputs, every time.

use std::path::PathBuf;

use crate::program::{newsfold, root};

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
