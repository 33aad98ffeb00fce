//! `newsfold bench`: how fast this machine folds this input, stage by stage, at one thread and more.

use std::fmt::Write as _;
use std::hash::Hasher as _;
use std::io::{self, BufWriter, Write};
use std::sync::Mutex;
use std::time::Instant;

use anyhow::Context;
use newsfold::evaluate::{Shape, Synthetic};
use newsfold::render::{Digest, markdown_pieces, write_json};
use newsfold::text::hash_text;
use newsfold::{Corpus, Observer, Settings, Stage, Unwatched};
use rayon::prelude::*;
use serde::Serialize;
use twox_hash::XxHash3_64;
use unicode_segmentation::UnicodeSegmentation;

use crate::args::{BenchArgs, ViewFormat};
use crate::progress::complain;
use crate::{Done, Usage, config, on_threads, sink};

/// The stretches that are measured, in their order.
const STAGES: [&str; 6] = ["read", "segment", "group", "tell", "render", "whole"];

/// One measurement session.
#[derive(Serialize)]
struct Record {
    schema_version: u32,
    newsfold_version: &'static str,
    machine: Machine,
    input: Input,
    /// Measured runs at each number of threads; one more comes first and is not counted.
    repeats: usize,
    /// Peak resident memory of the whole session in bytes, where the system tells it.
    peak_memory: Option<u64>,
    runs: Vec<AtThreads>,
}

#[derive(Serialize)]
struct Machine {
    os: &'static str,
    arch: &'static str,
    cores: usize,
    processor: Option<String>,
}

#[derive(Serialize)]
struct Input {
    command: String,
    articles: usize,
    sentences: usize,
    stories: usize,
    /// Bytes of the articles' texts.
    text_bytes: usize,
    /// Hash of the articles' ids.
    fingerprint: String,
    /// Hash of the digest as JSON: the same in every run.
    digest_fingerprint: String,
}

#[derive(Serialize)]
struct AtThreads {
    threads: usize,
    stages: Vec<StageTimes>,
    /// Median of the standard's own segmentation into words and sentences over the same texts, and nothing else.
    standard_seconds: f64,
}

#[derive(Serialize)]
struct StageTimes {
    stage: &'static str,
    median_seconds: f64,
    least_seconds: f64,
    most_seconds: f64,
    articles_per_second: f64,
    sentences_per_second: f64,
    /// Megabytes (10^6) of article text.
    megabytes_per_second: f64,
}

pub(crate) fn run(args: BenchArgs) -> anyhow::Result<Done> {
    if args.synthetic.is_some() != args.common.inputs.is_empty() {
        return Err(Usage("name an input, or --synthetic N for made-up news".to_owned()).into());
    }
    let mut common = args.common;
    // Lives as long as it is read.
    let _made_up = match args.synthetic {
        Some(articles) => {
            let file = synthetic(articles, args.seed)?;
            common.inputs = vec![file.path().to_owned()];
            Some(file)
        }
        None => None,
    };
    let settings = config::settings(&common, Some(&args.summary), None)?;
    let command = match args.synthetic {
        Some(articles) => format!("newsfold bench --synthetic {articles} --seed {}", args.seed),
        None => settings.command_line(),
    };
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let most = if common.run.threads == 0 { cores } else { common.run.threads };
    // What a plain run writes; every measured one must write the same.
    let (input, plain) = on_threads(most, || input(&settings, command))??;
    if input.articles == 0 {
        complain("nothing to measure: no article was read");
        return Ok(Done::Nothing);
    }
    let repeats = usize::from(args.repeats);
    let mut runs = Vec::new();
    for threads in thread_counts(most) {
        let times = on_threads(threads, || measured(&settings, repeats, &plain))??;
        let standard_seconds = on_threads(threads, || standard(&settings, repeats))??;
        runs.push(AtThreads { threads, stages: summed_up(&times, &input), standard_seconds });
    }
    let record = Record {
        schema_version: 1,
        newsfold_version: env!("CARGO_PKG_VERSION"),
        machine: Machine {
            os: std::env::consts::OS,
            arch: std::env::consts::ARCH,
            cores,
            processor: processor(),
        },
        input,
        repeats,
        peak_memory: peak_memory(),
        runs,
    };
    if let Some(path) = &args.plot {
        sink::to_file_or_stdout(path, plot(&record))?;
    }
    let text = match args.format {
        ViewFormat::Json => serde_json::to_string_pretty(&record)? + "\n",
        ViewFormat::Text => as_text(&record),
    };
    sink::to_stdout(text.as_bytes())?;
    Ok(Done::Well)
}

/// 1, 2, 4 and so on up to `most`, which is always there.
fn thread_counts(most: usize) -> Vec<usize> {
    let mut counts: Vec<usize> =
        std::iter::successors(Some(1), |n| Some(n * 2)).take_while(|n| *n < most).collect();
    counts.push(most);
    counts
}

fn synthetic(articles: usize, seed: u64) -> anyhow::Result<tempfile::NamedTempFile> {
    let failed = "cannot write the made-up articles";
    let file = tempfile::Builder::new().suffix(".jsonl").tempfile().context(failed)?;
    let mut out = BufWriter::new(&file);
    for line in Synthetic::new(Shape::News, articles, seed) {
        out.write_all(line.as_bytes()).context(failed)?;
    }
    out.flush().context(failed)?;
    drop(out);
    Ok(file)
}

/// A plain run: what is in the input, and the digest's fingerprint.
fn input(settings: &Settings, command: String) -> anyhow::Result<(Input, String)> {
    let corpus = Corpus::open(settings, &Unwatched)?;
    let ids: String = corpus.reports.iter().map(|r| r.article.id.to_string()).collect();
    let texts = corpus.reports.iter().map(|r| r.article.text.len());
    let mut input = Input {
        command,
        articles: corpus.reports.len(),
        sentences: corpus.reports.iter().map(|r| r.sentences.len()).sum(),
        stories: corpus.stories.len(),
        text_bytes: texts.sum(),
        fingerprint: format!("{:016x}", hash_text(&ids)),
        digest_fingerprint: String::new(),
    };
    let outcome = newsfold::summarize(corpus, settings.clone(), &Unwatched);
    let fingerprint = fingerprint(&outcome.digest, settings)?;
    input.digest_fingerprint.clone_from(&fingerprint);
    Ok((input, fingerprint))
}

/// Hash of a digest as JSON, wherever its input lies: made-up news has another file name every time. The JSON is never held whole: it
/// would be the larger part of the memory that is told.
fn fingerprint(digest: &Digest, settings: &Settings) -> io::Result<String> {
    let names = settings.inputs.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    let mut fingerprint = Fingerprint { hash: XxHash3_64::new(), names };
    write_json(digest, &mut fingerprint)?;
    Ok(format!("{:016x}", fingerprint.hash.finish()))
}

/// Hashes what is written to it, a name of an input as a piece or in one.
struct Fingerprint {
    hash: XxHash3_64,
    names: Vec<String>,
}

impl Write for Fingerprint {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let mut anywhere = String::from_utf8_lossy(piece);
        for name in &self.names {
            if anywhere.contains(name) {
                anywhere = anywhere.replace(name, "INPUT").into();
            }
        }
        self.hash.write(anywhere.as_bytes());
        Ok(piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// When each stage began.
#[derive(Default)]
struct Stopwatch(Mutex<Vec<Instant>>);

impl Stopwatch {
    fn press(&self) {
        if let Ok(mut pressed) = self.0.lock() {
            pressed.push(Instant::now());
        }
    }
}

impl Observer for Stopwatch {
    fn begin(&self, _: Stage, _: usize) {
        self.press();
    }
    fn step(&self) {}
}

/// Seconds of each stage, run by run, without the first.
fn measured(settings: &Settings, repeats: usize, plain: &str) -> anyhow::Result<Vec<Vec<f64>>> {
    let mut runs = Vec::new();
    for _ in 0..=repeats {
        let watch = Stopwatch::default();
        let outcome = newsfold::run(settings.clone(), &watch)?;
        watch.press();
        let singles = outcome.digest.settings.singles;
        // Piece by piece, as the program writes them.
        let (markdown, json) = rayon::join(
            || markdown_pieces(&outcome.digest, singles).map(|piece| piece.len()).sum::<usize>(),
            || write_json(&outcome.digest, &mut BufWriter::new(io::sink())),
        );
        json?;
        watch.press();
        let fingerprint = fingerprint(&outcome.digest, settings)?;
        anyhow::ensure!(
            fingerprint == plain && markdown > 0,
            "a measured run gave another digest: {fingerprint} is not {plain}"
        );
        let pressed = watch.0.into_inner().unwrap_or_default();
        let mut seconds: Vec<f64> =
            pressed.windows(2).map(|two| (two[1] - two[0]).as_secs_f64()).collect();
        seconds.push(seconds.iter().sum());
        runs.push(seconds);
    }
    runs.remove(0);
    Ok(runs)
}

/// The yardstick: median seconds of a pass over the words and one over the sentences of every text (UAX #29), as the library has them.
fn standard(settings: &Settings, repeats: usize) -> anyhow::Result<f64> {
    let articles = newsfold::ingest::read(&settings.inputs, &settings.ingest())?.articles;
    let pass = || {
        let start = Instant::now();
        let pieces: usize = articles
            .par_iter()
            .map(|a| a.text.unicode_words().count() + a.text.unicode_sentences().count())
            .sum();
        (start.elapsed().as_secs_f64(), std::hint::black_box(pieces)).0
    };
    pass();
    let mut seconds: Vec<f64> = (0..repeats).map(|_| pass()).collect();
    Ok(median(&mut seconds))
}

fn median(seconds: &mut [f64]) -> f64 {
    seconds.sort_by(f64::total_cmp);
    let middle = |at: usize| seconds.get(at).copied().unwrap_or(0.0);
    (middle(seconds.len().saturating_sub(1) / 2) + middle(seconds.len() / 2)) / 2.0
}

fn summed_up(runs: &[Vec<f64>], input: &Input) -> Vec<StageTimes> {
    let of = |(at, stage): (usize, &'static str)| {
        let mut seconds: Vec<f64> = runs.iter().map(|run| run[at]).collect();
        let median = median(&mut seconds);
        let per_second = |count: usize| count as f64 / median.max(f64::MIN_POSITIVE);
        StageTimes {
            stage,
            median_seconds: median,
            least_seconds: seconds[0],
            most_seconds: seconds[seconds.len() - 1],
            articles_per_second: per_second(input.articles),
            sentences_per_second: per_second(input.sentences),
            megabytes_per_second: per_second(input.text_bytes) / 1e6,
        }
    };
    STAGES.into_iter().enumerate().map(of).collect()
}

fn as_text(record: &Record) -> String {
    let (input, machine) = (&record.input, &record.machine);
    let mut text = format!(
        "newsfold {}, {} {}, {} cores{}\n{}\n{} articles, {} sentences, {:.1} MB of text, {} stories; input {}, digest {}\n\
         median of {} runs after one to warm up, least and most\n\n",
        record.newsfold_version,
        machine.os,
        machine.arch,
        machine.cores,
        machine.processor.as_ref().map_or(String::new(), |name| format!(" ({name})")),
        newsfold::render::Terminal(&input.command),
        input.articles,
        input.sentences,
        input.text_bytes as f64 / 1e6,
        input.stories,
        input.fingerprint,
        input.digest_fingerprint,
        record.repeats,
    );
    let _ = writeln!(
        text,
        "threads  stage     seconds  (least    most)   articles/s  sentences/s     MB/s"
    );
    for run in &record.runs {
        for stage in &run.stages {
            let _ = writeln!(
                text,
                "{:>7}  {:<8} {:>8.3}  ({:>6.3}  {:>6.3})  {:>10.0}  {:>11.0}  {:>7.2}",
                run.threads,
                stage.stage,
                stage.median_seconds,
                stage.least_seconds,
                stage.most_seconds,
                stage.articles_per_second,
                stage.sentences_per_second,
                stage.megabytes_per_second,
            );
        }
    }
    let whole = |run: &AtThreads| run.stages.last().map_or(0.0, |stage| stage.median_seconds);
    text.push('\n');
    for run in &record.runs {
        let _ = writeln!(
            text,
            "{}: the whole takes {:.1} times as long as the standard's words and sentences alone ({:.3} s)",
            if run.threads == 1 {
                "1 thread".to_owned()
            } else {
                format!("{} threads", run.threads)
            },
            whole(run) / run.standard_seconds.max(f64::MIN_POSITIVE),
            run.standard_seconds
        );
    }
    if let [first, .., last] = record.runs.as_slice() {
        let times = whole(first) / whole(last).max(f64::MIN_POSITIVE);
        let _ = writeln!(text, "{} threads are {times:.2} times as fast as 1", last.threads);
    }
    if let Some(bytes) = record.peak_memory {
        let _ = writeln!(
            text,
            "peak memory {:.0} MiB, {:.1} times the text",
            bytes as f64 / 1_048_576.0,
            bytes as f64 / input.text_bytes.max(1) as f64
        );
    }
    text
}

/// Articles a second by threads, measured and in proportion.
fn plot(record: &Record) -> String {
    const WIDTH: f64 = 560.0;
    const HEIGHT: f64 = 320.0;
    const MARGIN: f64 = 60.0;
    let speed = |run: &AtThreads| run.stages.last().map_or(0.0, |stage| stage.articles_per_second);
    let most_threads = record.runs.last().map_or(1, |run| run.threads) as f64;
    let one = record.runs.first().map_or(0.0, speed);
    let top = record.runs.iter().map(speed).fold(one * most_threads, f64::max);
    let x = |threads: f64| MARGIN + (WIDTH - 2.0 * MARGIN) * threads / most_threads;
    let y = |speed: f64| HEIGHT - MARGIN - (HEIGHT - 2.0 * MARGIN) * speed / top.max(1.0);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" font-family=\"sans-serif\" font-size=\"12\">\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>\n<text x=\"{MARGIN}\" y=\"24\">{} articles, whole run: articles a second by \
         threads</text>\n<path d=\"M{:.1} {:.1}L{:.1} {:.1}\" stroke=\"#aaa\" stroke-dasharray=\"4\"/>\n",
        record.input.articles,
        x(0.0),
        y(0.0),
        x(most_threads),
        y(one * most_threads)
    );
    let points: Vec<String> = record
        .runs
        .iter()
        .map(|run| format!("{:.1},{:.1}", x(run.threads as f64), y(speed(run))))
        .collect();
    let _ = writeln!(
        svg,
        "<polyline points=\"{}\" fill=\"none\" stroke=\"#2f6f73\" stroke-width=\"2\"/>",
        points.join(" ")
    );
    for run in &record.runs {
        let (x, y) = (x(run.threads as f64), y(speed(run)));
        let _ = writeln!(
            svg,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4\" fill=\"#2f6f73\"/><text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{:.0}</text>\
             <text x=\"{x:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{}</text>",
            y - 10.0,
            speed(run),
            HEIGHT - MARGIN + 18.0,
            run.threads
        );
    }
    svg.push_str("</svg>\n");
    svg
}

/// Peak resident set, where the system tells it.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").trim().parse::<u64>().ok()? * 1024)
}

fn processor() -> Option<String> {
    let cpus = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = cpus.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
