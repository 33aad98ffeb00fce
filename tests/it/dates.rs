//! Dates in the forms of many outlets: what was said at different times does not contradict itself, and what cannot be read is said.

use serde_json::{Value, json};

use crate::program::{digest, names_in, newsfold_in, root, stderr};

/// Every file holds two reports, of a day and of the next, with different numbers of injured.
#[test]
fn a_later_figure_is_later_in_every_form_of_date() {
    let cases = root().join("tests/cases/dates");
    let names = names_in(&cases);
    assert!(names.len() > 10);
    for name in names {
        let digest = digest(&cases, &[&name, "--one-story", "-q"]);
        let findings = &digest["stories"][0]["findings"];
        let values = |row: &Value| -> Vec<Option<f64>> {
            row["values"].as_array().unwrap().iter().map(|value| value["value"].as_f64()).collect()
        };
        let mut rows = findings["differ"].as_array().unwrap().iter();
        let injured = rows.find(|row| values(row) == [Some(14.0), Some(17.0)]);
        let injured = injured.unwrap_or_else(|| panic!("{name}: {findings:#}"));
        let day = |at: usize| injured["values"][at]["stated"][0]["as_of"].clone();
        assert_eq!([day(0), day(1)], [json!("2026-03-12"), json!("2026-03-13")], "{name}");
    }
}

#[test]
fn a_date_that_cannot_be_read_is_said_once_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let text = |n: usize| {
        format!("The ferry ran aground off Sennet on Thursday, office {n} of the coastguard said.")
    };
    let file = |name: &str, dates: &[&str]| {
        let line = |(n, date): (usize, &&str)| {
            format!("{}\n", json!({"text": text(n), "source": name, "date": date}))
        };
        let lines: String = dates.iter().enumerate().map(line).collect();
        std::fs::write(folder.path().join(name), lines).unwrap();
    };
    file("a.jsonl", &["soon", "2026-03-12", "later"]);
    file("b.jsonl", &["03/04/2026"]);
    let args = ["a.jsonl", "b.jsonl", "-o", "-", "--format", "json", "--min-articles", "1"];
    let output = newsfold_in(folder.path(), &args);
    let said = stderr(&output);
    assert_eq!(said.lines().count(), 2, "{said}");
    assert!(said.contains("a.jsonl: 2 dates not read, such as \"soon\"\n"), "{said}");
    assert!(
        said.contains("b.jsonl: 1 date not read, such as \"03/04/2026\": day or month first?"),
        "{said}"
    );
    let unread = |args: &[&str]| -> Vec<String> {
        let digest = digest(folder.path(), &[args, &["--min-articles", "1", "-q"]].concat());
        let all =
            ["stories", "singles"].map(|list| digest[list].as_array().unwrap().clone()).concat();
        let articles = all.iter().flat_map(|story| story["articles"].as_array().unwrap());
        let mut unread: Vec<String> = articles
            .filter(|article| article["date_unread"] == json!(true))
            .map(|article| article["date"].as_str().unwrap().to_owned())
            .collect();
        unread.sort();
        unread
    };
    assert_eq!(unread(&["a.jsonl", "b.jsonl"]), ["03/04/2026", "later", "soon"]);
    // What settles it in another file of the run settles it here; unless files of the run differ.
    file("c.jsonl", &["23/10/2013 11:39"]);
    assert_eq!(unread(&["b.jsonl", "c.jsonl"]), Vec::<String>::new());
    file("d.jsonl", &["10/23/2013 11:39 PM", "10/11/2013"]);
    assert_eq!(unread(&["b.jsonl", "c.jsonl", "d.jsonl"]), ["03/04/2026"]);
}
