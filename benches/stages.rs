//! Each stage over a fixed sample, in bytes of source text per second.

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsfold::clean::RecurringLines;
use newsfold::ingest::{IngestSettings, read};
use newsfold::render::{build_story, to_json, to_markdown};
use newsfold::score::score;
use newsfold::segment::{ParsedArticle, TermCounts};
use newsfold::select::select;
use newsfold::text::Lexicons;
use newsfold::{Corpus, Settings, Unwatched, run, summarize};

fn stages(criterion: &mut Criterion) {
    let corpus = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    let settings = Settings { inputs: vec![corpus], ..Settings::default() };
    let articles =
        read(&settings.inputs, &IngestSettings::default()).expect("the sample is there").articles;
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    let newsroom = Corpus::open(&settings, &Unwatched).expect("the sample is there");
    let outcome = run(settings.clone(), &Unwatched).expect("the sample is there");
    // A benchmark of something else would be worthless: four stories, nineteen articles.
    assert_eq!((outcome.digest.stories.len(), outcome.digest.run.articles), (4, 19));

    let mut group = criterion.benchmark_group("corpus");
    group.throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("ingest", |b| {
        b.iter(|| read(black_box(&settings.inputs), &IngestSettings::default()))
    });
    group.bench_function("clean, segment, count", |b| {
        let lexicons = Lexicons::new();
        b.iter(|| {
            articles
                .iter()
                .map(|a| {
                    let none = RecurringLines::default();
                    let (report, tokens) =
                        ParsedArticle::new(a.clone(), &none, &lexicons, &settings.limits);
                    let (term_counts, _) = TermCounts::new(&report, &tokens, &lexicons);
                    term_counts.terms.len() + report.sentences.len()
                })
                .sum::<usize>()
        });
    });
    group.bench_function("fold copies, group", |b| {
        b.iter(|| {
            Corpus::from_articles(articles.clone(), Vec::new(), &settings, &Unwatched).stories.len()
        });
    });
    group.bench_function("score, select", |b| {
        b.iter(|| {
            newsroom
                .stories
                .iter()
                .map(|s| build_story(s, &newsroom, &settings).summary.picks.len())
                .sum::<usize>()
        });
    });
    group.bench_function("render", |b| {
        b.iter(|| (to_markdown(&outcome.digest).len(), to_json(&outcome.digest).len()))
    });
    group.bench_function("whole", |b| {
        b.iter(|| {
            let newsroom = Corpus::open(&settings, &Unwatched).expect("the sample is there");
            summarize(newsroom, settings.clone(), &Unwatched).digest.stories.len()
        });
    });
    group.finish();
}

/// Scoring and selection of one story of ten real articles on one core: the ten stories of a set, so divide by ten.
fn ten_articles(criterion: &mut Criterion) {
    let data = std::env::var_os("NEWSFOLD_DATA").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/data")),
        PathBuf::from,
    );
    let path = data.join("multiling2011_english.jsonl");
    if !path.exists() {
        return;
    }
    let mut settings = Settings { inputs: vec![path], ..Settings::default() };
    settings.group.given_stories = true;
    let newsroom = Corpus::open(&settings, &Unwatched).expect("the set is there");
    assert_eq!(newsroom.stories.len(), 10);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let score_all = || -> Vec<_> {
        let stories = newsroom.stories.iter();
        stories
            .map(|s| {
                score(
                    s,
                    &newsroom.reports,
                    &newsroom.copies,
                    &newsroom.frequencies,
                    &newsroom.lexicons,
                    &settings.score,
                )
            })
            .collect()
    };
    let scored = pool.install(score_all);
    let mut group = criterion.benchmark_group("ten stories of ten");
    group.bench_function("score", |b| pool.install(|| b.iter(|| score_all().len())));
    group.bench_function("select", |b| {
        b.iter(|| scored.iter().map(|s| select(s, &settings.select()).picks.len()).sum::<usize>())
    });
    group.finish();
}

criterion_group!(benches, stages, ten_articles);
criterion_main!(benches);
