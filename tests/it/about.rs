//! `--about`: what a digest is to be about orders its stories and chooses their sentences.

use serde_json::Value;

use crate::program::{newsfold, stderr, stdout};

fn digest(about: &str) -> Value {
    let args = ["corpus", "-q", "-o", "-", "--format", "json", "--words", "70", "--about", about];
    let output = newsfold(&args);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", stderr(&output)))
}

fn summary(story: &Value) -> String {
    let sentences = story["summary"].as_array().unwrap().iter();
    sentences.map(|sentence| sentence["text"].as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_is_asked_for_is_told_first_and_told() {
    for (query, words) in [
        ("captain charts", "captain"),
        ("\"Marine Safety Board\"", "Marine Safety Board"),
        ("fuel leaked", "fuel"),
        ("shuttle bus", "shuttle bus"),
        ("heridos", "herid"),
    ] {
        let digest = digest(query);
        let first = &digest["stories"][0];
        assert!(summary(first).contains(words), "{query}: {}", summary(first));
        assert!(first["about"]["relevance"].as_f64().unwrap() > 0.0);
        assert!(first["about"]["found"][0]["articles"].as_u64().unwrap() > 0);
        assert_eq!(digest["settings"]["about"], query);
        // Stories that say nothing of it are told all the same, behind.
        assert_eq!(digest["stories"].as_array().unwrap().len(), 4);
    }
}

#[test]
fn a_word_that_must_not_be_there_makes_an_article_count_for_nothing() {
    let order = |query: &str| digest(query)["stories"][0]["id"].clone();
    assert_ne!(order("closed bridge"), order("closed -bridge"));
}

#[test]
fn a_page_says_what_of_it_stands_where() {
    let page = stdout(&newsfold(&["corpus", "-q", "-o", "-", "--about", "shuttle bus"]));
    assert!(page.contains(" About: shuttle (5 articles), bus (5 articles)."), "{page}");
    assert!(page.contains("--about 'shuttle bus'"));
}

#[test]
fn a_query_of_stop_words_alone_is_none() {
    for query in ["the of and", "", "-ferry"] {
        let output = newsfold(&["corpus", "-q", "-o", "-", "--about", query]);
        assert_eq!(output.status.code(), Some(2), "{query}");
        assert!(stderr(&output).contains("about"), "{}", stderr(&output));
        assert!(output.stdout.is_empty());
    }
}
