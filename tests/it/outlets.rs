//! Whose a report is: folders of reports in, outlets and origins out. A new case is a new folder.

use std::path::Path;

use serde_json::Value;

use crate::program::{digest, names_in, root};

/// `2 outlets, 1 origins: Harrow Post, Kelder Gazette`, as a case's `.expected` has it.
fn told(cases: &Path, name: &str) -> String {
    let digest = digest(cases, &[name, "--one-story", "-q"]);
    let stories = digest["stories"].as_array().unwrap();
    assert_eq!(stories.len(), 1, "{name}");
    let story = &stories[0];
    let articles = story["articles"].as_array().unwrap();
    let mut names: Vec<&str> =
        articles.iter().map(|article| article["source"].as_str().unwrap_or("?")).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(digest["run"]["outlets"], story["outlets"], "{name}");
    let most = |sentence: &Value| sentence["support"]["origins"].as_u64();
    let most = story["summary"].as_array().unwrap().iter().filter_map(most).max().unwrap();
    let count = |what: &str| story[what].as_u64().unwrap();
    assert!(most <= count("origins"), "{name}");
    format!("{} outlets, {} origins: {}", count("outlets"), count("origins"), names.join(", "))
}

#[test]
fn an_outlet_does_not_corroborate_itself_whatever_it_is_called() {
    let cases = root().join("tests/cases/outlets");
    let names = names_in(&cases);
    assert!(names.len() > 5);
    for name in names {
        let expected = std::fs::read_to_string(cases.join(&name).join(".expected")).unwrap();
        assert_eq!(told(&cases, &name), expected.trim_end(), "{name}");
    }
}

#[test]
fn the_order_of_files_does_not_name_an_outlet() {
    let cases = root().join("tests/cases/outlets");
    let of = |args: &[&str]| digest(&cases, args)["stories"].clone();
    let (a, b) = ("one-host/a.html", "one-host/b.html");
    assert_eq!(of(&[a, b, "--one-story"]), of(&[b, a, "--one-story", "--threads", "1"]));
}
