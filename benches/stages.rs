//! Each stage over a fixed sample, in bytes of source text per second.

use std::hint::black_box;
use std::path::PathBuf;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use newsfold::ingest::{IngestSettings, read};
use newsfold::render::{fold, to_json, to_markdown};
use newsfold::segment::Report;
use newsfold::text::Lexicons;
use newsfold::{Newsroom, Settings, Unwatched, run, tell};

fn stages(criterion: &mut Criterion) {
    let corpus = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/corpus"));
    let settings = Settings { inputs: vec![corpus], ..Settings::default() };
    let articles =
        read(&settings.inputs, &IngestSettings::default()).expect("the sample is there").articles;
    let bytes: usize = articles.iter().map(|a| a.text.len()).sum();
    let newsroom = Newsroom::open(&settings, &Unwatched).expect("the sample is there");
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
                .map(|a| Report::new(a.clone(), &lexicons).sentences.len())
                .sum::<usize>()
        });
    });
    group.bench_function("fold copies, group", |b| {
        b.iter(|| {
            Newsroom::from_articles(articles.clone(), Vec::new(), &settings, &Unwatched)
                .stories
                .len()
        });
    });
    group.bench_function("score, select", |b| {
        b.iter(|| {
            newsroom
                .stories
                .iter()
                .map(|s| fold(s, &newsroom, &settings).summary.picks.len())
                .sum::<usize>()
        });
    });
    group.bench_function("render", |b| {
        b.iter(|| (to_markdown(&outcome.digest, 20).len(), to_json(&outcome.digest).len()))
    });
    group.bench_function("whole", |b| {
        b.iter(|| {
            let newsroom = Newsroom::open(&settings, &Unwatched).expect("the sample is there");
            tell(newsroom, settings.clone(), &Unwatched).digest.stories.len()
        });
    });
    group.finish();
}

criterion_group!(benches, stages);
criterion_main!(benches);
