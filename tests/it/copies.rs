//! Copies: pairs made from real articles by known edits, and look-alikes that nobody copied.

use std::collections::BTreeMap;
use std::fmt::Write;

use newsfold::segment::TermCounts;
use newsfold::{Corpus, Settings, Unwatched};
use serde_json::{Value, json};

use crate::program::{digest, root, shared};

/// A sequence that looks random and is the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }
}

const KINDS: [&str; 8] = [
    "verbatim",
    "cut",
    "5 % changed",
    "10 % changed",
    "20 % changed",
    "shuffled",
    "typography",
    "40 % changed",
];

/// What a copyist makes of a text.
fn edited(text: &str, kind: &str, vocabulary: &[&str], dice: &mut Dice) -> String {
    let sentences: Vec<&str> = text.split_inclusive(". ").collect();
    match kind {
        "cut" => {
            let kept = (sentences.len() * (50 + dice.roll(31))).div_ceil(100);
            sentences[..kept].concat()
        }
        "shuffled" => {
            let mut paragraphs: Vec<String> = sentences.chunks(3).map(<[_]>::concat).collect();
            for at in (1..paragraphs.len()).rev() {
                paragraphs.swap(at, dice.roll(at + 1));
            }
            paragraphs.join("\n\n")
        }
        "typography" => text
            .replace(['"', '“', '”'], "″")
            .replace('\'', "’")
            .replace(" the ", "\u{a0}the ")
            .replace("ti", "t\u{ad}i")
            .to_uppercase(),
        changed if changed.ends_with("changed") => {
            let percent: usize = changed.split(' ').next().unwrap().parse().unwrap();
            let mut out = String::new();
            for word in text.split(' ') {
                let other = vocabulary[dice.roll(vocabulary.len())];
                let _ = if dice.roll(100) >= percent {
                    write!(out, "{word} ")
                } else {
                    match dice.roll(3) {
                        0 => write!(out, "{other} "),
                        1 => write!(out, "{word} {other} "),
                        _ => Ok(()),
                    }
                };
            }
            out
        }
        _ => text.to_owned(),
    }
}

#[test]
fn edited_copies_are_found_and_look_alikes_are_not() {
    let mut base: Vec<(String, String)> = Vec::new();
    for set in ["ecbplus.jsonl", "multinews_sample.jsonl"] {
        let Some(path) = shared(set) else { return };
        for line in std::fs::read_to_string(path).unwrap().lines() {
            let story: Value = serde_json::from_str(line).unwrap();
            for doc in story["docs"].as_array().unwrap() {
                let text = doc["text"].as_str().unwrap();
                if text.split_whitespace().count() >= 60 {
                    base.push((story["cluster"].as_str().unwrap().to_owned(), text.to_owned()));
                }
            }
        }
    }
    let mut dice = Dice(2026);
    let all: String = base.iter().map(|(_, text)| format!("{text} ")).collect();
    let vocabulary: Vec<&str> = all.split_whitespace().step_by(97).collect();
    let mut lines = String::new();
    let mut kinds = Vec::new();
    for (at, (_, text)) in base.iter().enumerate() {
        let _ = writeln!(lines, "{}", json!({"id": format!("{at}"), "text": text, "source": "a"}));
        for round in 0..2 {
            let kind = KINDS[(at + 4 * round + at / KINDS.len()) % KINDS.len()];
            let text = edited(text, kind, &vocabulary, &mut dice);
            let id = format!("{at}/{round}");
            let _ = writeln!(lines, "{}", json!({"id": id, "text": text, "source": "b"}));
            kinds.push((at, id, kind));
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("pairs.jsonl");
    std::fs::write(&path, lines).unwrap();
    let settings = Settings { inputs: vec![path], ..Settings::default() };
    let corpus = Corpus::open(&settings, &Unwatched).unwrap();
    let group_of: BTreeMap<&str, usize> = corpus
        .reports
        .iter()
        .enumerate()
        .map(|(at, r)| (r.article.external_id.as_deref().unwrap(), corpus.copies.of(at)))
        .collect();

    // Page talk throughout leaves no words to compare.
    let wordless: Vec<&str> = corpus
        .reports
        .iter()
        .filter(|r| {
            let tokens = r.tokens(&corpus.lexicons);
            TermCounts::new(r, &tokens, &corpus.lexicons).1.is_empty()
        })
        .filter_map(|r| r.article.external_id.as_deref())
        .collect();
    assert!(wordless.len() * 100 < corpus.reports.len(), "{wordless:?}");
    kinds.retain(|(at, id, _)| {
        !wordless.contains(&id.as_str()) && !wordless.contains(&at.to_string().as_str())
    });

    let mut found: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, id, kind) in &kinds {
        let tally = found.entry(kind).or_default();
        tally.1 += 1;
        tally.0 += usize::from(group_of[at.to_string().as_str()] == group_of[id.as_str()]);
    }
    // Events of ECB+ come in pairs of look-alikes ("1_ecb", "1_ecbplus"): nobody copied across.
    let (mut apart, mut joined) = (0, 0);
    for (a, (one, _)) in base.iter().enumerate().filter(|(_, b)| b.0.ends_with("_ecb")) {
        let look_alike = format!("{one}plus");
        for (b, _) in base.iter().enumerate().filter(|(_, b)| b.0 == look_alike) {
            let same = group_of[a.to_string().as_str()] == group_of[b.to_string().as_str()];
            if same { joined += 1 } else { apart += 1 }
        }
    }
    let asked = found.iter().filter(|(kind, _)| **kind != "40 % changed");
    let (hits, pairs) = asked.fold((0, 0), |sum, (_, tally)| (sum.0 + tally.0, sum.1 + tally.1));
    println!("found of all: {found:?}; look-alikes apart {apart}, joined {joined}");
    assert!(kinds.len() >= 2000);
    assert!(hits * 100 >= pairs * 99, "recall {hits} of {pairs}: {found:?}");
    assert!(joined * 100 <= hits + joined, "precision: {joined} look-alikes joined");
}

/// Three reports of one event, and `reprints` of the first in other outlets.
fn planted(folder: &std::path::Path, reprints: usize) -> (u64, Vec<String>) {
    let text =
        |name: &str| std::fs::read_to_string(root().join("corpus/bridge").join(name)).unwrap();
    let mut lines = String::new();
    let reports = ["01-valley-post.txt", "02-wexmere-today.txt", "04-the-pennant.txt"];
    for (at, name) in reports.iter().enumerate() {
        let _ =
            writeln!(lines, "{}", json!({"text": text(name), "source": format!("outlet {at}")}));
    }
    for reprint in 0..reprints {
        let record = json!({"text": text(reports[0]), "source": format!("reprint {reprint}")});
        let _ = writeln!(lines, "{record}");
    }
    let path = folder.join(format!("{reprints}.jsonl"));
    std::fs::write(&path, lines).unwrap();
    let digest = digest(folder, &[path.to_str().unwrap(), "--one-story", "-q"]);
    let story = &digest["stories"][0];
    let sentences = story["summary"].as_array().unwrap();
    let summary = sentences.iter().map(|s| s["text"].as_str().unwrap().to_owned()).collect();
    assert_eq!(story["origin_groups"].as_array().unwrap().len(), 3);
    let receipts = story["origin_groups"].as_array().unwrap().iter();
    let words = receipts.filter_map(|g| g["receipt"]["words"].as_u64()).max();
    assert_eq!(words.is_some_and(|words| words > 100), reprints > 0);
    (story["origins"].as_u64().unwrap(), summary)
}

#[test]
fn twenty_reprints_add_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (origins, summary) = planted(folder.path(), 0);
    assert_eq!(origins, 3);
    assert_eq!(planted(folder.path(), 20), (origins, summary));
}

#[test]
fn a_line_that_recurs_in_an_outlet_is_left_out_and_counted() {
    let pitch = "Pidä meidät mielessäsi: tilaa maksuton uutiskirje tästä";
    let mut lines = String::new();
    let names = [
        "bridge/01-valley-post.txt",
        "ferry/01-harbour-courier.txt",
        "riada/01-el-pregon-de-villarmeda.txt",
    ];
    for name in names {
        let text = std::fs::read_to_string(root().join("corpus").join(name)).unwrap();
        let text = format!("{text}\n\n{pitch}\n");
        let _ = writeln!(lines, "{}", json!({"text": text, "source": "The One"}));
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("one.jsonl"), lines).unwrap();
    let digest = digest(folder.path(), &["one.jsonl", "--min-articles", "1", "-q"]);
    assert_eq!(digest["cleaned"]["lines that recur in an outlet"]["count"], 3);
    assert!(!digest["stories"].to_string().contains("uutiskirje"));
}
