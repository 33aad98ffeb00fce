//! `newsfold origins`: which articles of a story print the same text, and the receipt for it.

use std::collections::BTreeMap;
use std::fmt::Write;

use newsfold::group::Story;
use newsfold::ingest::{Article, ArticleId};
use newsfold::origins::{Relation, SharedText, copy_groups_of, shared_texts};
use newsfold::render::{Receipt, Terminal, printed};
use newsfold::{Corpus, Settings};
use serde::Serialize;

use crate::args::{ViewArgs, ViewFormat};
use crate::progress::{Bar, name_set_aside};
use crate::stories::done;
use crate::{Done, config, on_threads, sink};

#[derive(Serialize)]
struct Origins {
    schema_version: u32,
    stories: Vec<StoryOrigins>,
}

#[derive(Serialize)]
struct StoryOrigins {
    id: String,
    /// Copy groups by article ids.
    groups: Vec<Vec<ArticleId>>,
    shared: Vec<Receipt>,
    #[serde(skip)]
    names: BTreeMap<ArticleId, String>,
}

pub(crate) fn run(args: ViewArgs) -> anyhow::Result<Done> {
    let settings = config::settings(&args.common, None, None)?;
    let bar = Bar::new(&args.common.run);
    let threads = args.common.run.threads;
    let (corpus, stories) = on_threads(threads, || -> Result<_, newsfold::Error> {
        let corpus = Corpus::open(&settings, &bar)?;
        let stories = stories(&corpus, &settings);
        Ok((corpus, stories))
    })??;
    bar.clear();
    name_set_aside(&corpus.set_aside, &args.common.run);
    let origins = Origins { schema_version: 1, stories };
    let text = match args.format {
        ViewFormat::Json => serde_json::to_string_pretty(&origins)? + "\n",
        ViewFormat::Text => as_text(&origins),
    };
    sink::to_stdout(text.as_bytes())?;
    Ok(done(&corpus))
}

/// The stories in which articles share text, the largest first.
fn stories(corpus: &Corpus, settings: &Settings) -> Vec<StoryOrigins> {
    let mut summarized = corpus.summarized_stories(settings);
    summarized.sort_by_key(|s| (std::cmp::Reverse(s.reports.len()), corpus.story_id(s)));
    summarized.into_iter().filter_map(|story| origins_of(story, corpus)).collect()
}

fn origins_of(story: &Story, corpus: &Corpus) -> Option<StoryOrigins> {
    let reports = &corpus.reports;
    let shared =
        shared_texts(&story.reports, reports, corpus.copies.word_rarity(), &corpus.lexicons);
    if shared.is_empty() {
        return None;
    }
    let id = |report: &usize| reports[*report].article.id;
    let groups = copy_groups_of(&story.reports, &corpus.copies);
    let names = story.reports.iter().map(|r| (id(r), name(&reports[*r].article))).collect();
    Some(StoryOrigins {
        id: corpus.story_id(story),
        groups: groups.iter().map(|group| group.iter().map(id).collect()).collect(),
        shared: shared.iter().map(|text: &SharedText| printed(text, reports)).collect(),
        names,
    })
}

fn name(article: &Article) -> String {
    let record = article.place.record.map_or(String::new(), |n| format!(":{n}"));
    format!("{}{record}", article.place.path)
}

fn as_text(origins: &Origins) -> String {
    let mut text = String::new();
    for story in &origins.stories {
        let articles: usize = story.groups.iter().map(Vec::len).sum();
        let _ = writeln!(text, "{} ({articles} articles, {} texts)", story.id, story.groups.len());
        for receipt in &story.shared {
            let relation = relation_in_words(receipt.relation);
            let [a, b] = &receipt.places;
            let of = |place: &newsfold::render::ReceiptPlace| {
                format!("{} ({:.0} %)", Terminal(&story.names[&place.article]), 100.0 * place.share)
            };
            let _ = writeln!(text, "  {relation}: {} and {}", of(a), of(b));
            let _ =
                writeln!(text, "    {} words: “{}”", receipt.words, shortened(receipt.text.raw()));
        }
    }
    text
}

/// How two articles share words, in words.
pub(crate) fn relation_in_words(relation: Relation) -> &'static str {
    match relation {
        Relation::PrintedCopy => "the same text",
        Relation::EditedCopy => "an edited copy",
        Relation::Excerpt => "an excerpt",
        Relation::Passage => "a passage",
        Relation::Quotation => "a quotation",
    }
}

/// The beginning of a text from a source, fit for a line.
pub(crate) fn shortened(text: &str) -> String {
    const MOST: usize = 100;
    match text.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", Terminal(text[..at].trim_end())),
        None => Terminal(text).to_string(),
    }
}
