//! The figures of `benches/quality.md`, held from below: exact and repeatable, with a margin of half a point for honest change.

use serde_json::Value;

use crate::program::{newsfold, shared, stderr};

fn evaluated(sets: &[&str], words: &str) -> Option<Value> {
    let mut args = vec!["evaluate".to_owned()];
    for set in sets {
        args.push(shared(set)?.to_str()?.to_owned());
    }
    args.extend(["--words", words, "--format", "json", "-q"].map(str::to_owned));
    let output = newsfold(&args.iter().map(String::as_str).collect::<Vec<_>>());
    Some(
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|e| panic!("{e}: {}", stderr(&output))),
    )
}

fn f(evaluation: &Value, system: &str, measure: &str) -> f64 {
    let rows = evaluation["systems"].as_array().unwrap();
    let row = rows.iter().find(|r| r["system"] == system).unwrap();
    100.0 * row["f"][measure]["mean"].as_f64().unwrap()
}

fn leaning_share(evaluation: &Value) -> f64 {
    let of = |name: &str| evaluation["leaning_openers"][name].as_f64().unwrap();
    of("leaning") / of("sentences")
}

#[test]
fn web_news_at_230_words() {
    let Some(report) = evaluated(&["multinews_sample.jsonl"], "230") else { return };
    let set = &report["sets"][0];
    assert!(f(set, "newsfold", "R-1") >= 46.2, "{}", f(set, "newsfold", "R-1"));
    assert!(f(set, "newsfold", "R-2") >= 15.7, "{}", f(set, "newsfold", "R-2"));
    for other in ["Lead", "TF-IDF centroid", "LexRank"] {
        assert!(f(set, "newsfold", "R-2") > f(set, other, "R-2") + 1.0, "{other}");
    }
    assert!(leaning_share(set) <= 0.02);
}

#[test]
fn seven_languages_at_250_words() {
    let languages = ["arabic", "czech", "english", "french", "greek", "hebrew", "hindi"];
    let sets: Vec<String> = languages.iter().map(|l| format!("multiling2011_{l}.jsonl")).collect();
    let Some(report) = evaluated(&sets.iter().map(String::as_str).collect::<Vec<_>>(), "250")
    else {
        return;
    };
    let pooled = &report["pooled"];
    assert_eq!(pooled["stories"], 70);
    let differences = pooled["differences"].as_array().unwrap();
    let interval = |system: &str| {
        let row = differences.iter().find(|d| d["system"] == system).unwrap();
        let of = |name: &str| row["f"]["R-2"][name].as_f64().unwrap();
        (of("low"), of("high"))
    };
    assert!(interval("Lead").1 > 0.0, "below Lead");
    assert!(interval("LexRank").0 > 0.0 && interval("TF-IDF centroid").0 > 0.0);
    assert!(leaning_share(pooled) <= 0.02);
}
