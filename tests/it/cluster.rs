//! The job's steps, run over parts of an input that are dealt out at random: the same pages as in one go.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use newsfold::cluster::{Dealt, Frame, Job, Pages, Row, STAGES, Written, inputs, step};
use newsfold::render::{to_json, to_markdown};
use newsfold::{Settings, Unwatched, run};

use crate::program::shared;

/// A generator of numbers that deal rows out: any will do.
struct Deal(u64);

impl Deal {
    fn below(&mut self, most: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % most
    }

    fn shuffle<T>(&mut self, rows: &mut [T]) {
        for at in (1..rows.len()).rev() {
            rows.swap(at, self.below(at + 1));
        }
    }
}

type Tables = BTreeMap<(&'static str, &'static str), Vec<Row>>;

fn of(tables: &Tables, wanted: &[(&'static str, &'static str)]) -> Vec<Row> {
    wanted.iter().filter_map(|from| tables.get(from)).flatten().cloned().collect()
}

/// Runs every stage with its rows dealt out over `tasks` tasks.
fn tables(job: &Job, tasks: usize, seed: u64) -> Tables {
    let mut deal = Deal(seed);
    let mut tables = Tables::new();
    for row in inputs(job).expect("the inputs are there") {
        tables.entry(("input", row.kind)).or_default().push(row);
    }
    for stage in STAGES {
        let mut rows = of(&tables, stage.takes);
        deal.shuffle(&mut rows);
        let mut of_task: BTreeMap<usize, Vec<Row>> = BTreeMap::new();
        for row in rows {
            let task = match stage.dealt {
                Dealt::AsTheyLie => deal.below(tasks),
                // Several buckets may meet in a task.
                Dealt::ByBucket => row.bucket as usize % tasks,
                Dealt::ToOne => 0,
            };
            of_task.entry(task).or_default().push(row);
        }
        let mut read = of(&tables, stage.reads);
        deal.shuffle(&mut read);
        for rows in of_task.into_values() {
            let mut step = step(stage.name, job, read.clone()).expect("every stage has a step");
            let mut out = Vec::new();
            for row in rows {
                step.take(row, &mut out).expect("rows are of this version");
            }
            step.end(&mut out).expect("rows are of this version");
            for row in out {
                assert!(stage.gives.contains(&row.kind), "{} gives {}", stage.name, row.kind);
                tables.entry((stage.name, row.kind)).or_default().push(row);
            }
        }
    }
    tables
}

/// `digest.md`, `digest.json` and the texts beside them.
fn pages(job: &Job, tables: &Tables) -> Written {
    let of_kind = |kind: &'static str| -> Vec<Row> {
        let mut rows: Vec<Row> = tables
            .iter()
            .filter(|((_, k), _)| *k == kind)
            .flat_map(|(_, rows)| rows.clone())
            .collect();
        rows.sort_by(|a, b| a.key.cmp(&b.key));
        rows
    };
    let frame = Frame {
        summarized: of_kind("told").len(),
        singles: of_kind("single").len(),
        set_aside: of_kind("aside").len(),
    };
    let (mut pages, mut all) =
        Pages::new(job.clone(), frame, &of_kind("run")).expect("the settings pass");
    for kind in ["contents", "told", "single", "aside", "left"] {
        for row in of_kind(kind) {
            let piece = pages.take(&row).expect("rows are of this version");
            all.markdown.push_str(&piece.markdown);
            all.json.push_str(&piece.json);
            all.kept.extend(piece.kept);
        }
    }
    let end = pages.end();
    all.markdown.push_str(&end.markdown);
    all.json.push_str(&end.json);
    all.kept.sort();
    all
}

fn check(settings: Settings, tasks: usize, buckets: u64) {
    let whole = run(settings.clone(), &Unwatched).expect("the inputs are there");
    let job = Job { settings, buckets };
    for seed in 0..2 {
        let parts = pages(&job, &tables(&job, tasks, seed));
        similar(&parts.json, &to_json(&whole.digest));
        similar(&parts.markdown, &to_markdown(&whole.digest));
        let kept: Vec<(String, String)> = whole.kept_texts.clone().into_iter().collect();
        assert_eq!(parts.kept, kept);
    }
}

/// Equal; where not, says where.
fn similar(parts: &str, whole: &str) {
    if parts != whole {
        let at = parts.bytes().zip(whole.bytes()).take_while(|(a, b)| a == b).count();
        let near = |text: &str| {
            String::from_utf8_lossy(
                &text.as_bytes()[at.saturating_sub(200)..(at + 200).min(text.len())],
            )
            .into_owned()
        };
        panic!("from byte {at} on:\nparts: …{}…\nwhole: …{}…", near(parts), near(whole));
    }
}

fn settings(inputs: &[&Path]) -> Settings {
    Settings { inputs: inputs.iter().map(PathBuf::from).collect(), ..Settings::default() }
}

#[test]
fn parts_of_the_corpus_make_its_digest() {
    check(settings(&[Path::new("corpus")]), 3, 2);
    check(settings(&[Path::new("corpus")]), 1, 1);
}

#[test]
fn parts_make_the_digest_whatever_the_settings() {
    let formats = settings(&[Path::new("tests/cases/formats"), Path::new("corpus")]);
    check(formats.clone(), 4, 3);
    check(Settings { top: Some(2), singles: 0, min_articles: 1, ..formats.clone() }, 4, 3);
    check(Settings { min_articles: 3, ..formats.clone() }, 4, 3);
    // What an outlet is called, and how dates are read, is settled from all articles.
    check(settings(&[Path::new("tests/cases/outlets"), Path::new("tests/cases/dates")]), 4, 3);
    // Stories in other languages are found among all of them.
    let languages = settings(&[Path::new("tests/cases/two_languages.jsonl"), Path::new("corpus")]);
    check(languages.clone(), 4, 3);
    check(Settings { min_articles: 1, ..languages }, 3, 2);
    let mut one = formats;
    one.group.one_story = true;
    check(one, 2, 5);
}

#[test]
fn parts_of_real_news_make_its_digest() {
    let Some(news) = shared("multinews_sample.jsonl") else { return };
    let Some(events) = shared("ecbplus.jsonl") else { return };
    check(settings(&[&news]), 4, 3);
    let mut given = settings(&[&news, &events]);
    given.group.given_stories = true;
    check(given, 4, 3);
    // Copies, boilerplate, several languages.
    let sets =
        ["multiling2011_english.jsonl", "multiling2011_czech.jsonl", "multiling2011_arabic.jsonl"];
    let Some(mut all) = sets.iter().map(|name| shared(name)).collect::<Option<Vec<PathBuf>>>()
    else {
        return;
    };
    all.push(events);
    check(settings(&all.iter().map(PathBuf::as_path).collect::<Vec<_>>()), 5, 4);
}

#[test]
fn rows_of_another_version_are_named() {
    let job = Job { settings: Settings::default(), buckets: 1 };
    let mut step = step("segment", &job, Vec::new()).expect("there is a step");
    let row = Row { kind: "article", bucket: 0, key: vec![0; 16], blob: vec![255; 9] };
    let error = step.take(row, &mut Vec::new()).expect_err("this is no article");
    assert!(error.to_string().contains("one version of newsfold"), "{error}");
}
