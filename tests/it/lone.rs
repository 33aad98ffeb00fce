//! Folders of reports that have nothing to do with one another: each stays alone. A new case is a new folder.

use serde_json::Value;

use crate::program::{names_in, newsfold_in, root, stdout};

#[test]
fn unrelated_reports_make_no_story() {
    let cases = root().join("tests/cases/lone");
    let names = names_in(&cases);
    assert!(names.len() > 5);
    for name in names {
        let output = newsfold_in(&cases, &["stories", &name, "--format", "json", "-q"]);
        let grouping: Value = serde_json::from_str(&stdout(&output)).unwrap();
        for story in grouping["stories"].as_array().unwrap() {
            assert_eq!(story["articles"].as_array().unwrap().len(), 1, "{name}: {story}");
        }
    }
}

#[test]
fn one_story_among_twenty_lone_reports_is_one() {
    let output =
        newsfold_in(&root().join("tests/cases"), &["one_story_of_three.jsonl", "-o", "-", "-q"]);
    let page = stdout(&output);
    let head = "23 articles from 23 outlets, 1 story, 20 single reports, 2 to 10 March 2026.";
    assert!(page.contains(head), "{page}");
    assert!(page.contains("At most 3 independent origins"), "{page}");
}
