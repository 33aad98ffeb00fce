//! `evaluate` and `tune` as a user runs them.

use std::path::Path;

use serde_json::{Value, json};

use crate::program::{newsfold_in, root, shared, stderr, stdout};

const GAZETTE: &str = "The ferry Alma ran aground off Sennet on Thursday with 120 people aboard, police said. Lifeboats took off \
    the passengers within two hours. A tug will try to free the vessel at high water on Friday.";
const COURIER: &str = "A ferry carrying 120 passengers ran aground off Sennet on Thursday. Nobody was badly hurt, the harbour \
    master told reporters. The company has sailed the route since 1962.";
const REFERENCE: &str = "The ferry Alma ran aground off Sennet on Thursday. All 120 people aboard were taken off by lifeboats.";

fn story(cluster: &str, references: &[&str]) -> Value {
    json!({
        "cluster": cluster,
        "docs": [{"text": GAZETTE, "source": "Gazette"}, {"text": COURIER, "source": "Courier"}],
        "references": references,
        "split": "an unknown field",
    })
}

fn write(folder: &Path, name: &str, records: &[Value]) {
    let lines: String = records.iter().map(|r| format!("{r}\n")).collect();
    std::fs::write(folder.join(name), lines).unwrap();
}

fn evaluate(folder: &Path, args: &[&str]) -> (i32, String, String) {
    let output = newsfold_in(folder, &[&["evaluate"][..], args].concat());
    (output.status.code().unwrap(), stdout(&output), stderr(&output))
}

#[test]
fn every_system_is_scored_and_no_number_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "gold.jsonl",
        &[story("a", &[REFERENCE]), story("b", &[REFERENCE, GAZETTE])],
    );
    write(folder.path(), "theirs.jsonl", &[json!({"cluster": "a", "summary": REFERENCE})]);
    let args = ["gold.jsonl", "--words", "30", "--score", "theirs.jsonl"];
    let (code, table, errors) = evaluate(folder.path(), &args);
    assert_eq!(code, 0, "{errors}");
    assert!(errors.contains("theirs has no summary of 1 stories"), "{errors}");
    for system in ["newsfold", "theirs", "Lead", "TF-IDF centroid", "LexRank", "greedy oracle"] {
        assert!(table.contains(&format!("\n| {system} |")), "{system}: {table}");
    }
    assert!(!table.contains("NaN") && table.contains("ROUGE 1.5.5 with -f A"), "{table}");

    let with_files = [&args[..], &["--format", "json", "--summaries", "out.jsonl"]].concat();
    let (_, report, _) = evaluate(folder.path(), &with_files);
    let report: Value = serde_json::from_str(&report).unwrap();
    let rows = report["sets"][0]["rows"].as_array().unwrap();
    let theirs = |row: &Value| {
        row["systems"].as_array().unwrap().iter().find(|s| s["system"] == "theirs").unwrap()["R-2"]
            ["f"]
            .as_f64()
            .unwrap()
    };
    assert!((theirs(&rows[0]) - 1.0).abs() < 1e-9 && theirs(&rows[1]) == 0.0);
    // Every sentence that is written stands where it is said to stand.
    let summaries = std::fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    for line in summaries.lines() {
        let summary: Value = serde_json::from_str(line).unwrap();
        for sentence in summary["sentences"].as_array().unwrap() {
            let text = [GAZETTE, COURIER][sentence["doc"].as_u64().unwrap() as usize];
            let at = |name: &str| sentence[name].as_u64().unwrap() as usize;
            assert_eq!(&text[at("start")..at("end")], sentence["text"]);
        }
    }
}

#[test]
fn a_strict_budget_is_never_exceeded_and_threads_change_nothing() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "gold.jsonl", &[story("a", &[REFERENCE])]);
    let args = ["gold.jsonl", "--words", "25", "--strict-budget", "--summaries", "-", "-q"];
    let (_, one, _) = evaluate(folder.path(), &[&args[..], &["--threads", "1"]].concat());
    let (_, two, _) = evaluate(folder.path(), &[&args[..], &["--threads", "2"]].concat());
    assert_eq!(one, two);
    let first: Value = serde_json::from_str(one.lines().next().unwrap()).unwrap();
    let words = first["summary"].as_str().unwrap().split_whitespace().count();
    assert!((1..=25).contains(&words), "{one}");
}

#[test]
fn a_story_without_a_reference_is_named_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "gold.jsonl", &[story("a", &[REFERENCE]), story("bare", &[])]);
    let (code, table, errors) = evaluate(folder.path(), &["gold.jsonl"]);
    assert_eq!(code, 3);
    assert!(errors.contains("story bare: no reference"), "{errors}");
    assert!(table.contains("1 stories"), "{table}");
    // The grouping needs no references.
    let (code, table, _) = evaluate(folder.path(), &["gold.jsonl", "--group"]);
    assert_eq!(code, 0);
    assert!(table.contains("B-cubed"), "{table}");
    // Of each story one article: all are lone.
    let lone = ["gold.jsonl", "--group", "--lone", "1", "--draws", "3"];
    let (code, table, _) = evaluate(folder.path(), &lone);
    assert_eq!(code, 0);
    assert!(table.contains("| gold.jsonl | 3 | 2 | 2 |"), "{table}");
    assert_eq!(evaluate(folder.path(), &["gold.jsonl", "--group", "--lone", "2"]).0, 2);
    assert_eq!(evaluate(folder.path(), &["gold.jsonl", "--lone", "0.5"]).0, 2);
}

#[test]
fn bad_gold_files_are_one_clear_line_and_exit_2() {
    let folder = tempfile::tempdir().unwrap();
    let good = story("a", &[REFERENCE]).to_string();
    for (text, says) in [
        (story("a", &[]).to_string(), "no story has a reference"),
        (String::new(), "empty"),
        (format!("{good}\n{{\"cluster\": 1"), "line 2: malformed JSON"),
        (format!("{good}\n[1]"), "line 2: expected a JSON object"),
        (format!("{good}\n{good}"), "line 2: `cluster` a stands on line 1 too"),
        (json!({"docs": [{"text": "x"}]}).to_string(), "line 1: `cluster`"),
        (json!({"cluster": "a", "docs": []}).to_string(), "line 1: `docs`"),
        (json!({"cluster": "a", "docs": ["x"]}).to_string(), "line 1: doc 0"),
        (
            json!({"cluster": "a", "docs": [{"text": "x"}], "references": "x"}).to_string(),
            "line 1: `references`",
        ),
    ] {
        std::fs::write(folder.path().join("gold.jsonl"), &text).unwrap();
        let (code, _, errors) = evaluate(folder.path(), &["gold.jsonl"]);
        assert_eq!(code, 2, "{text}: {errors}");
        assert!(errors.contains(says) && errors.contains("gold.jsonl"), "{errors}");
        assert_eq!(errors.lines().count(), 1, "{errors}");
    }
    std::fs::write(folder.path().join("gold.jsonl"), good).unwrap();
    for (args, says) in [
        (&["gold.jsonl", "--words", "0"][..], "--words takes 1 or more"),
        (&["no-such.jsonl"], "cannot read"),
        (&["gold.jsonl", "--score", "gold.jsonl"], "`summary` should be a string"),
    ] {
        let (code, _, errors) = evaluate(folder.path(), args);
        assert_eq!(code, 2, "{args:?}: {errors}");
        assert!(errors.contains(says), "{errors}");
    }
}

#[test]
fn what_tune_writes_a_digest_takes() {
    let folder = tempfile::tempdir().unwrap();
    let stories: Vec<Value> = (0..4).map(|i| story(&format!("s{i}"), &[REFERENCE])).collect();
    write(folder.path(), "gold.jsonl", &stories);
    // Begun where these stories have something to gain.
    let args = [
        ["tune", "gold.jsonl", "--words", "30", "--trials", "3", "--folds", "2"].as_slice(),
        &["--words-power", "0.7", "--lambda", "0.04"],
    ]
    .concat();
    let first = newsfold_in(folder.path(), &args);
    assert_eq!(first.status.code(), Some(0), "{}", stderr(&first));
    assert!(stdout(&first).contains("held out"), "{}", stdout(&first));
    let verdicts = ["a real gain", "a real loss", "not a real gain: the interval holds zero"];
    assert!(verdicts.iter().any(|v| stdout(&first).contains(v)), "{}", stdout(&first));
    let path = folder.path().join("newsfold.toml");
    let written = std::fs::read_to_string(&path).unwrap();
    let over = newsfold_in(folder.path(), &args);
    assert_eq!(over.status.code(), Some(2));
    assert!(stderr(&over).contains("newsfold.toml is there already"), "{}", stderr(&over));
    std::fs::remove_file(&path).unwrap();
    let again = newsfold_in(folder.path(), &[&args[..], &["--threads", "1"]].concat());
    assert_eq!(stdout(&first), stdout(&again));
    assert_eq!(
        std::fs::read_to_string(&path).unwrap(),
        written,
        "the same search finds the same settings"
    );
    // Where no gain is real, no file comes of it.
    let none =
        ["tune", "gold.jsonl", "--words", "1", "--trials", "1", "--folds", "2", "-o", "none.toml"];
    let none = newsfold_in(folder.path(), &none);
    assert!(stderr(&none).contains("none.toml was not written"), "{}", stderr(&none));
    assert!(!folder.path().join("none.toml").exists());
    let digest =
        newsfold_in(folder.path(), &["gold.jsonl", "--given-stories", "-o", "-", "--format", "md"]);
    assert_eq!(digest.status.code(), Some(0), "{}", stderr(&digest));

    let over = newsfold_in(folder.path(), &["tune", "gold.jsonl", "-o", "gold.jsonl"]);
    assert_eq!(over.status.code(), Some(2));
    assert!(stderr(&over).contains("write elsewhere"), "{}", stderr(&over));

    let few = newsfold_in(folder.path(), &["tune", "gold.jsonl", "--folds", "9", "-o", "few.toml"]);
    assert_eq!(few.status.code(), Some(2));
    assert!(stderr(&few).contains("too few for 9 folds"), "{}", stderr(&few));
}

#[test]
fn the_shipped_concept_tables_are_made_again() {
    let Some(rows) = shared("concepts_agency.csv.gz") else { return };
    let folder = tempfile::tempdir().unwrap();
    let rows = rows.canonicalize().unwrap();
    let args = ["tune", "--rows", rows.to_str().unwrap(), "--concepts-out", "made.json"];
    let output = newsfold_in(folder.path(), &args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let made = std::fs::read_to_string(folder.path().join("made.json")).unwrap();
    let shipped = std::fs::read_to_string(root().join("src/score/concept_weights.json")).unwrap();
    assert_eq!(made, shipped);
}
