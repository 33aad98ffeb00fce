//! Many languages: who speaks, where sentences end and what is printed of them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::program::{newsfold_in, root};

/// The reports of each language, from a file of lines.
fn stories(file: &str) -> BTreeMap<String, Vec<Value>> {
    let text = std::fs::read_to_string(root().join("tests/cases").join(file)).unwrap();
    let mut stories: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for line in text.lines() {
        let report: Value = serde_json::from_str(line).unwrap();
        let id = report["id"].as_str().unwrap();
        stories.entry(id[..id.len() - 1].to_owned()).or_default().push(report);
    }
    stories
}

/// The digest of some reports.
fn digest(reports: &[Value]) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let lines: Vec<String> = reports.iter().map(Value::to_string).collect();
    std::fs::write(folder.path().join("story.jsonl"), lines.join("\n")).unwrap();
    let args = "digest story.jsonl --one-story --words 60 --format json -o - -q";
    let run = newsfold_in(folder.path(), &args.split(' ').collect::<Vec<_>>());
    serde_json::from_slice(&run.stdout).unwrap()
}

#[test]
fn who_speaks_is_right_or_nobody() {
    let mut right = 0;
    let stories = stories("two_speakers.jsonl");
    for (language, reports) in &stories {
        let digest = digest(reports);
        let mut named = BTreeSet::new();
        for quote in digest["stories"][0]["findings"]["quotes"].as_array().into_iter().flatten() {
            let Some(speaker) = quote["speaker"]["text"].as_str() else { continue };
            let said = quote.to_string();
            for spoken in reports[0]["spoken"].as_array().unwrap() {
                let (begins, name) = (spoken[0].as_str().unwrap(), spoken[1].as_str().unwrap());
                if said.contains(begins) {
                    assert!(speaker.contains(name), "{language}: {speaker} for {name}");
                    assert!(speaker.split_whitespace().count() <= 5, "{language}: {speaker}");
                    named.insert(name.to_owned());
                }
            }
        }
        right += usize::from(named.len() == 2);
    }
    assert!(right >= RIGHT, "both speakers in {right} of {} languages", stories.len());
}

/// Languages of the 32 in which both speakers are printed.
const RIGHT: usize = 20;

/// The digest of reports in two languages, one of which has this title.
fn in_two_languages(change: impl Fn(usize, &mut Value), args: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let text = std::fs::read_to_string(root().join("tests/cases/two_languages.jsonl")).unwrap();
    let changed = text.lines().enumerate().map(|(at, line)| {
        let mut report: Value = serde_json::from_str(line).unwrap();
        change(at, &mut report);
        format!("{report}\n")
    });
    std::fs::write(folder.path().join("reports.jsonl"), changed.collect::<String>()).unwrap();
    let args: Vec<&str> =
        ["reports.jsonl", "-q", "-o", "-"].into_iter().chain(args.split_whitespace()).collect();
    String::from_utf8(newsfold_in(folder.path(), &args).stdout).unwrap()
}

/// The languages in which each story is also reported, by its own.
fn also_reported(digest: &str) -> BTreeMap<String, Vec<String>> {
    let digest: Value = serde_json::from_str(digest).unwrap();
    let stories = digest["stories"].as_array().unwrap().iter();
    let mut also: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for story in stories {
        let articles = story["articles"].as_array().unwrap();
        let languages: BTreeSet<_> = articles.iter().map(|a| a["lang"].to_string()).collect();
        assert_eq!(languages.len(), 1, "reports in two languages are no story");
        let others = story["also_reported"].as_array().into_iter().flatten();
        let language = articles[0]["lang"].as_str().unwrap().to_owned();
        let others = others.map(|other| other["lang"].as_str().unwrap().to_owned());
        also.entry(language).or_default().extend(others);
    }
    also
}

#[test]
fn what_other_languages_tell_is_named_and_not_counted() {
    let told = |change: &dyn Fn(usize, &mut Value)| {
        also_reported(&in_two_languages(change, "--format json"))
    };
    let of = |pairs: [(&str, &[&str]); 2]| {
        let owned = |(lang, others): (&str, &[&str])| {
            (lang.to_owned(), others.iter().map(|other| (*other).to_owned()).collect())
        };
        BTreeMap::from(pairs.map(owned))
    };
    assert_eq!(told(&|_, _| {}), of([("en", &["es", "ru"]), ("es", &["en", "ru"])]));
    // Of other days it is another accident, whatever else is the same; and what has no day may be.
    let in_june = |at: usize, report: &mut Value| {
        if at < 2 {
            report["date"] = Value::from("2026-06-20T09:00:00Z");
        }
    };
    assert_eq!(told(&in_june), of([("en", &[]), ("es", &["ru"])]));
    let undated = |_: usize, report: &mut Value| report["date"] = Value::Null;
    assert_eq!(told(&undated), of([("en", &[]), ("es", &[])]));
    // What is told of the day before, further down, is not what a report is about.
    let a_day_later = |at: usize, report: &mut Value| {
        if at == 6 {
            let text = report["text"].as_str().unwrap();
            report["text"] = Value::from(format!(
                "Транвел отстранила от работы 31 водителя в Вельморе. Ирина Драговяну \
                 просит 75 миллионов на новые тормоза. {text}"
            ));
            report["title"] = Value::from("Вельмора: 31 водитель отстранён");
        }
    };
    assert_eq!(told(&a_day_later), of([("en", &["es"]), ("es", &["en"])]));
    // And where they are not asked for, they are not looked for.
    let page = in_two_languages(|_, _| {}, "--format json --sections differ");
    assert_eq!(also_reported(&page), of([("en", &[]), ("es", &[])]));
}

#[test]
fn a_title_in_another_language_is_escaped() {
    let hostile = |at: usize, report: &mut Value| {
        if at == 6 {
            report["title"] = Value::from("Трамвай: 1 < 2 & [a](b) \u{202e}");
        }
    };
    let html = in_two_languages(hostile, "--format html");
    let line = html.lines().find(|line| line.contains("Also reported in")).unwrap();
    assert!(line.contains("Трамвай: 1 &lt; 2 &amp; [a](b)"), "{line}");
    assert!(line.contains("<a href=\"#story-") && line.contains("lang=\"ru\""), "{line}");
    let markdown = in_two_languages(hostile, "");
    let line = markdown.lines().find(|line| line.contains("Also reported in")).unwrap();
    assert!(line.contains("Русский (1 outlet") && !line.contains("[a](b)"), "{line}");
    assert!(line.contains("1 &lt; 2") && line.contains("148"), "{line}");
}

#[test]
fn each_language_has_its_marks_its_ends_and_its_length() {
    let cases = std::fs::read_to_string(root().join("tests/cases/printable.txt")).unwrap();
    for case in cases.lines().filter(|line| !line.starts_with('#')) {
        let (language, sentences) = case.split_once(' ').unwrap();
        let joint = if language == "ja" { "" } else { " " };
        let sentences: Vec<(&str, &str)> =
            sentences.split(" ¦ ").map(|sentence| sentence.split_once(' ').unwrap()).collect();
        let texts: Vec<&str> = sentences.iter().map(|(_, text)| *text).collect();
        let article =
            serde_json::json!({ "source": "A", "lang": language, "text": texts.join(joint) });
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("case.jsonl"), article.to_string()).unwrap();
        let args = "sentences case.jsonl --format json -q";
        let run = newsfold_in(folder.path(), &args.split(' ').collect::<Vec<_>>());
        let found: Value = serde_json::from_slice(&run.stdout).unwrap();
        let text = article["text"].as_str().unwrap();
        let found = found[0]["sentences"].as_array().unwrap().iter().map(|sentence| {
            let at = |end: &str| sentence[end].as_u64().unwrap() as usize;
            (sentence["rejection"].as_str().unwrap_or("-"), &text[at("start")..at("end")])
        });
        assert_eq!(found.collect::<Vec<_>>(), sentences, "{language}");
    }
}
