//! Whether any shape of text takes more than its share of time: articles of each shape through every stage, once and twice as
//! long. Twice the text may take 2.3 times as long.
//!
//! `cargo bench --bench shapes`, with the names of shapes for these alone. Exits with 1 where one takes longer.

#![expect(clippy::print_stdout, reason = "its output is the record")]

use std::process::ExitCode;
use std::time::Instant;

use newsfold::evaluate::{Shape, Synthetic};
use newsfold::render::{to_html, to_json, to_markdown};
use newsfold::{Corpus, Settings, Unwatched, summarize};

/// The program's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Runs of each length, of which the fastest counts; more where the ratio is too high.
const RUNS: usize = 5;
const MOST_RUNS: usize = 20;

/// What twice the text may take.
const MOST: f64 = 2.3;

/// Name, characters of the shorter text, and a text of so many that differs by `salt`.
type ShapeOf = (&'static str, usize, fn(usize, usize) -> String);

const SHAPES: &[ShapeOf] = &[
    ("one sentence without a stop", 1_000_000, |n, salt| {
        fill(n, |i| format!("{} ", word(i * 7 + salt)))
    }),
    ("dots", 200_000, |n, _| ".".repeat(n)),
    ("dots with spaces", 200_000, |n, _| ". ".repeat(n / 2)),
    ("straight quotes", 100_000, |n, _| "\"".repeat(n)),
    ("opening quotes", 100_000, |n, _| "“".repeat(n)),
    ("a stop and closing quotes", 100_000, |n, _| format!("He left.{}", "”".repeat(n))),
    ("brackets", 200_000, |n, _| "(".repeat(n)),
    ("lines of one word", 1_000_000, |n, salt| fill(n, |i| format!("{}\n", word(i + salt)))),
    ("lines of the same word", 1_000_000, |n, _| "bridge\n".repeat(n / 7)),
    ("empty lines", 1_000_000, |n, _| "\n".repeat(n)),
    ("spaces", 1_000_000, |n, _| " ".repeat(n)),
    ("one word", 2_000_000, |n, _| "a".repeat(n)),
    ("only punctuation", 200_000, |n, salt| {
        fill(n, |i| PUNCTUATION[(i * i + salt) % PUNCTUATION.len()].to_owned())
    }),
    ("abbreviations", 300_000, |n, _| {
        fill(n, |i| format!("{} ", ["U.S.", "Mr.", "a.m.", "No.", "Jan.", "J."][i % 6]))
    }),
    ("the same sentence", 300_000, |n, _| {
        "The council voted to close the bridge on Tuesday evening. ".repeat(n / 58)
    }),
    ("short sentences", 300_000, |n, salt| {
        fill(n, |i| format!("{} {} {}. ", name(i), word(i * 3 + salt), word(i)))
    }),
    ("figures", 200_000, |n, salt| {
        fill(n, |i| {
            format!("{} people were hurt in {} of {} houses, ", i * 7 % 900 + salt, i % 90, i)
        })
    }),
    ("figures in sentences", 200_000, |n, salt| {
        fill(n, |i| {
            let (hurt, towns, name) = (i * 7 % 900 + salt, i % 90, name(i));
            format!("The storm hurt {hurt} people in {towns} towns of {name}. ")
        })
    }),
    ("one long quotation", 300_000, |n, salt| {
        format!("“{}.” ", fill(n, |i| format!("{} ", word(i * (5 + salt)))))
    }),
    ("quotations of somebody", 300_000, |n, salt| {
        fill(n, |i| format!("He said: “We {} the {} of it now.” ", word(i + salt), word(i * 3)))
    }),
    ("one name before every word", 300_000, |n, salt| {
        fill(n, |i| format!("Bridge {}{}. ", word(i * 3 + 11 * salt), word(i)))
    }),
    ("days", 200_000, |n, _| fill(n, |i| format!("on March {}, and on Tuesday, ", i % 28 + 1))),
    ("quotations", 300_000, |n, salt| {
        fill(n, |i| {
            format!(
                "“We {} the {} of {} now,” {} said. ",
                word(i),
                word(i * 5 + salt),
                word(i * 3),
                name(i)
            )
        })
    }),
    ("names in a row", 200_000, |n, _| fill(n, |i| format!("{} ", name(i)))),
    ("a list in a line", 200_000, |n, _| fill(n, |i| format!("{}. {} ", i % 99 + 1, word(i)))),
    ("combining marks", 100_000, |n, _| format!("a{}", "\u{301}".repeat(n))),
    ("a script without spaces", 100_000, |n, salt| {
        fill(n, |i| {
            char::from_u32(0x4e00 + ((i * 31 + salt) % 5000) as u32)
                .map_or(String::new(), String::from)
        })
    }),
    ("joined emoji", 50_000, |n, _| "👩\u{200d}".repeat(n)),
    ("markup", 200_000, |n, _| fill(n, |i| format!("[{}](<b>&amp;*_`|#) ", word(i)))),
];

const PUNCTUATION: [&str; 12] = [".", ",", "!", "?", ";", "-", "“", "”", "(", ")", "…", " "];

/// Pieces until there are `n` bytes.
fn fill(n: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(n + 64);
    for i in 0.. {
        if text.len() >= n {
            break;
        }
        text.push_str(&piece(i));
    }
    text
}

/// One of 9,261 words.
fn word(number: usize) -> String {
    const SYLLABLES: [&str; 21] = [
        "ba", "do", "ke", "li", "mu", "na", "po", "ri", "sa", "te", "vo", "wi", "za", "fe", "go",
        "hu", "ja", "co", "qui", "xe", "ya",
    ];
    [number, number / 21, number / 441].map(|part| SYLLABLES[part % 21]).concat()
}

fn name(number: usize) -> String {
    let word = word(number * 13 % 700);
    word[..1].to_uppercase() + &word[1..]
}

fn main() -> ExitCode {
    let asked: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let mut slow = 0;
    for (name, characters, text) in SHAPES {
        if !asked.is_empty() && !asked.iter().any(|a| name.contains(a.as_str())) {
            continue;
        }
        let (mut once, mut twice) = (f64::INFINITY, f64::INFINITY);
        let lengths = [*characters, 2 * *characters].map(|n| Measured::new(n, *text));
        let mut ratio = f64::INFINITY;
        // By turns, so that a slow moment of the machine meets both; again where only such a moment may be to blame.
        for run in 0..MOST_RUNS {
            once = once.min(lengths[0].run());
            twice = twice.min(lengths[1].run());
            ratio = twice / once;
            if run + 1 >= RUNS && ratio <= MOST {
                break;
            }
        }
        // Of a few milliseconds the fixed cost of a run is most, and noise the rest.
        let too_slow = ratio > MOST && twice > 0.02;
        slow += usize::from(too_slow);
        let mark = if too_slow { "  TOO SLOW" } else { "" };
        println!(
            "{name:<28} {characters:>9} {:>8.1} ms  twice {:>8.1} ms  {ratio:.2}{mark}",
            1e3 * once,
            1e3 * twice
        );
    }
    if slow == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// A story of two articles of a shape, with ordinary ones beside it.
struct Measured {
    _folder: tempfile::TempDir,
    settings: Settings,
}

impl Measured {
    fn new(characters: usize, text: fn(usize, usize) -> String) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("articles.jsonl");
        let of_shape = [("One", 0), ("Two", 1)].map(|(source, salt)| {
            let text = format!("{} The council closed the bridge.", text(characters, salt));
            serde_json::json!({ "source": source, "title": "A shape", "text": text, "cluster": "shape" }).to_string()
        });
        let beside: Vec<String> = Synthetic::new(Shape::News, 20, 1).collect();
        let lines = of_shape.iter().map(|line| format!("{line}\n")).chain(beside);
        std::fs::write(&path, lines.collect::<String>()).expect("a file");
        let mut settings = Settings { inputs: vec![path], ..Settings::default() };
        settings.group.given_stories = true;
        settings.what_if = true;
        Self { _folder: folder, settings }
    }

    /// Seconds of one run through every stage and format.
    fn run(&self) -> f64 {
        let start = Instant::now();
        let corpus = Corpus::open(&self.settings, &Unwatched).expect("the file was written");
        assert_eq!((corpus.reports.len(), corpus.set_aside.len()), (22, 0), "nothing is lost");
        let digest = summarize(corpus, self.settings.clone(), &Unwatched).digest;
        std::hint::black_box((to_markdown(&digest), to_html(&digest), to_json(&digest)));
        start.elapsed().as_secs_f64()
    }
}
