//! Time and peak memory of reading, segmenting, folding copies and grouping, from 10,000 articles on. Every measurement is
//! a process of its own.
//!
//! `cargo bench --bench scale` measures made-up news of 10,000 and 100,000 articles; `cargo bench --bench scale -- news 1000000`
//! one size, `-- identical 1000000` and `-- sentence 1000000` the two worst cases, `-- FILE.jsonl` a file, and
//! `-- edited FILE.jsonl 1000000` so many articles of a file, over and over: each time with other words in 5 to 40 of 100 places.

#![expect(clippy::print_stdout, reason = "its output is the record")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use newsfold::evaluate::{Shape, Synthetic};
use newsfold::ingest::{IngestSettings, read};
use newsfold::text::hash_text;
use newsfold::{Corpus, Observer, Settings, Stage};

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::io::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => {
            for articles in ["10000", "100000"] {
                let program = std::env::current_exe()?;
                std::process::Command::new(program).args(["news", articles]).status()?;
            }
            Ok(())
        }
        [shape, articles] => {
            let folder = tempfile::tempdir()?;
            let path = folder.path().join("articles.jsonl");
            let shape_of = match *shape {
                "identical" => Shape::Identical,
                "sentence" => Shape::Sentence,
                _ => Shape::News,
            };
            let mut out = std::io::BufWriter::new(std::fs::File::create(&path)?);
            for line in Synthetic::new(shape_of, articles.parse().unwrap_or(10_000), 1) {
                out.write_all(line.as_bytes())?;
            }
            out.flush()?;
            drop(out);
            measure(&format!("{shape} {articles}"), path);
            Ok(())
        }
        ["edited", file, articles] => {
            let folder = tempfile::tempdir()?;
            let path = folder.path().join("articles.jsonl");
            write_edited(file, articles.parse().unwrap_or(10_000), &path)?;
            measure(&format!("edited {articles}"), path);
            Ok(())
        }
        [file, ..] => {
            measure(file, PathBuf::from(file));
            Ok(())
        }
    }
}

/// Words of a hundred that each round through the file changes.
const CHANGED: [u64; 5] = [5, 10, 20, 30, 40];

/// Writes so many articles of a file: first as they are, then with words changed for others of the file.
fn write_edited(file: &str, articles: usize, path: &Path) -> std::io::Result<()> {
    let intake = read(&[PathBuf::from(file)], &IngestSettings::default());
    let originals = intake.expect("the file is there").articles;
    let vocabulary: Vec<&str> =
        originals.iter().take(2_000).flat_map(|a| a.text.split_whitespace()).collect();
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    for (at, article) in originals.iter().cycle().take(articles).enumerate() {
        let round = at / originals.len();
        let changed = if round == 0 { 0 } else { CHANGED[round % CHANGED.len()] };
        let edited = |(word, written): (usize, &str)| {
            let dice = hash_text(&format!("{at} {word}"));
            let other = vocabulary[(dice / 100) as usize % vocabulary.len()];
            if dice % 100 < changed { other.to_owned() } else { written.to_owned() }
        };
        let text: Vec<String> = article.text.split(' ').enumerate().map(edited).collect();
        let line = serde_json::json!({
            "id": format!("{at}"), "source": article.source, "date": article.date,
            "title": article.title_text(), "text": text.join(" "),
        });
        writeln!(out, "{line}")?;
    }
    out.flush()
}

/// When each stage began.
struct Stopwatch(Mutex<Vec<(Stage, Instant)>>);

impl Observer for Stopwatch {
    fn begin(&self, stage: Stage, _: usize) {
        if let Ok(mut begun) = self.0.lock() {
            begun.push((stage, Instant::now()));
        }
    }
    fn step(&self) {}
}

fn measure(name: &str, path: PathBuf) {
    let settings = Settings { inputs: vec![path], ..Settings::default() };
    let watch = Stopwatch(Mutex::default());
    let corpus = Corpus::open(&settings, &watch).expect("the file was just written");
    let end = Instant::now();
    let mut line = format!("{name}:");
    let begun = watch.0.into_inner().unwrap_or_default();
    for (at, (stage, start)) in begun.iter().enumerate() {
        let next = begun.get(at + 1).map_or(end, |(_, next)| *next);
        let _ = write!(line, " {stage:?} {:.2} s,", (next - *start).as_secs_f64());
    }
    let groups = (0..corpus.reports.len()).filter(|r| corpus.copies.of(*r) == *r).count();
    println!(
        "{line} peak {} MiB; {} articles, {groups} texts, {} stories",
        peak_mebibytes(),
        corpus.reports.len(),
        corpus.stories.len()
    );
}

/// Peak resident set, where the system tells it.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or(0) / 1024
}
