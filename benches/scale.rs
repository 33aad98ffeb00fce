//! Time and peak memory of reading, segmenting, folding copies and grouping, from 10,000 articles on. Every measurement is
//! a process of its own.
//!
//! `cargo bench --bench scale` measures made-up news of 10,000 and 100,000 articles; `cargo bench --bench scale -- news 1000000`
//! one size, `-- identical 1000000` and `-- sentence 1000000` the two worst cases, `-- FILE.jsonl` a file.

#![expect(clippy::print_stdout, reason = "its output is the record")]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use newsfold::{Newsroom, Observer, Settings, Stage};

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
            generate(&path, shape, articles.parse().unwrap_or(10_000))?;
            measure(&format!("{shape} {articles}"), path);
            Ok(())
        }
        [file, ..] => {
            measure(file, PathBuf::from(file));
            Ok(())
        }
    }
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
    let newsroom = Newsroom::open(&settings, &watch).expect("the file was just written");
    let end = Instant::now();
    let mut line = format!("{name}:");
    let begun = watch.0.into_inner().unwrap_or_default();
    for (at, (stage, start)) in begun.iter().enumerate() {
        let next = begun.get(at + 1).map_or(end, |(_, next)| *next);
        let _ = write!(line, " {stage:?} {:.2} s,", (next - *start).as_secs_f64());
    }
    let groups = (0..newsroom.reports.len()).filter(|r| newsroom.copies.of(*r) == *r).count();
    println!(
        "{line} peak {} MiB; {} articles, {groups} texts, {} stories",
        peak_mebibytes(),
        newsroom.reports.len(),
        newsroom.stories.len()
    );
}

/// Peak resident set, where the system tells it.
fn peak_mebibytes() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").trim().parse::<u64>().unwrap_or(0) / 1024
}

/// A sequence that looks random and is the same every time (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, sides: usize) -> usize {
        (self.next() % sides as u64) as usize
    }

    /// Small numbers often, large ones rarely: the ranks of words in a text (Zipf).
    fn rank(&mut self, words: usize) -> usize {
        let share = self.next() as f64 / u64::MAX as f64;
        ((words as f64).powf(share) as usize).min(words - 1)
    }
}

/// A made-up word for a number.
fn word(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] = [
        "ba", "ko", "ri", "tu", "me", "lan", "so", "vi", "der", "pa", "nu", "gol", "fe", "mi",
        "sta", "or",
    ];
    let mut word = String::new();
    loop {
        word.push_str(SYLLABLES[number % 16]);
        number /= 16;
        if number == 0 {
            return word;
        }
    }
}

const VOCABULARY: usize = 60_000;

/// News: stories of four reports on average, one report in ten a copy with every twentieth word changed; or the worst cases.
fn generate(path: &Path, shape: &str, articles: usize) -> std::io::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(path)?);
    let mut dice = Dice(1);
    let mut names: Vec<usize> = Vec::new();
    let mut last = String::new();
    for article in 0..articles {
        if names.is_empty() || dice.below(4) == 0 {
            names = (0..14).map(|_| VOCABULARY + dice.below(articles * 4)).collect();
        }
        let text = match shape {
            "identical" => {
                "The council voted on Tuesday to close the bridge for 14 months.".to_owned()
            }
            "sentence" => {
                let own: Vec<String> = (0..20).map(|_| word(dice.below(1 << 40))).collect();
                format!(
                    "The council voted on Tuesday to close the bridge for 14 months. {}.",
                    own.join(" ")
                )
            }
            _ if !last.is_empty() && dice.below(10) == 0 => changed(&last, &mut dice),
            _ => report(&names, &mut dice),
        };
        let outlet = dice.below(500);
        writeln!(
            out,
            r#"{{"id": "{article}", "source": "outlet {outlet}", "lang": "en", "text": "{text}"}}"#
        )?;
        last = text;
    }
    out.flush()
}

fn report(names: &[usize], dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..4 + dice.below(8) {
        for at in 0..10 + dice.below(12) {
            let next = match dice.below(5) {
                0 => word(names[dice.below(names.len())]),
                _ => word(dice.rank(VOCABULARY)),
            };
            let capital = at == 0 || next.len() > 9;
            let (first, rest) = next.split_at(1);
            let first = if capital { first.to_uppercase() } else { first.to_owned() };
            let _ = write!(text, "{}{first}{rest}", if at == 0 { "" } else { " " });
        }
        text.push_str(". ");
    }
    text.trim_end().to_owned()
}

fn changed(text: &str, dice: &mut Dice) -> String {
    let change =
        |w: &str| if dice.below(20) == 0 { word(dice.rank(VOCABULARY)) } else { w.to_owned() };
    text.split(' ').map(change).collect::<Vec<_>>().join(" ")
}
