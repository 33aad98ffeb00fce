//! `newsfold stories`: which articles tell the same story.

use std::fmt::Write;

use newsfold::Newsroom;
use newsfold::group::{Likeness, likenesses};
use newsfold::render::Terminal;
use newsfold::segment::Sketch;
use newsfold::text::Term;
use rayon::prelude::*;
use serde::Serialize;

use crate::args::{ViewArgs, ViewFormat};
use crate::progress::{Bar, name_set_aside};
use crate::{Done, config, on_threads, sink};

#[derive(Serialize)]
struct Grouping<'a> {
    schema_version: u32,
    stories: Vec<GroupedStory<'a>>,
}

#[derive(Serialize)]
struct GroupedStory<'a> {
    id: String,
    articles: Vec<GroupedArticle<'a>>,
}

#[derive(Serialize)]
struct GroupedArticle<'a> {
    id: String,
    external_id: Option<&'a str>,
    path: &'a str,
    record: Option<usize>,
    element: Option<usize>,
    doc: Option<usize>,
    /// Its nearest neighbour in the story; null for a single report.
    why: Option<Why<'a>>,
    #[serde(skip)]
    title: &'a str,
    #[serde(skip)]
    source: &'a str,
}

#[derive(Serialize)]
struct Why<'a> {
    /// Article id.
    nearest: String,
    /// Cosine, 0 to 1.
    similarity: f64,
    /// Words that add most to it, as this article writes them.
    shared_terms: Vec<&'a str>,
}

pub(crate) fn run(args: ViewArgs) -> anyhow::Result<Done> {
    let settings = config::settings(&args.common, None, None)?;
    let bar = Bar::new(&args.common.run);
    let with_why = args.format == ViewFormat::Json;
    let (newsroom, text) = on_threads(args.common.run.threads, || -> anyhow::Result<_> {
        let (newsroom, sketches) = Newsroom::open_sketched(&settings, &bar)?;
        let grouping =
            Grouping { schema_version: 1, stories: stories(&newsroom, &sketches, with_why) };
        let text = match args.format {
            ViewFormat::Json => serde_json::to_string_pretty(&grouping)? + "\n",
            ViewFormat::Text => as_text(&grouping),
        };
        Ok((newsroom, text))
    })??;
    bar.clear();
    name_set_aside(&newsroom.set_aside, &args.common.run);
    sink::to_stdout(text.as_bytes())?;
    Ok(done(&newsroom))
}

/// The exit code of a command that only looks.
pub(crate) fn done(newsroom: &Newsroom) -> Done {
    if newsroom.reports.is_empty() {
        Done::Nothing
    } else if newsroom.set_aside.iter().any(|s| s.fault) {
        Done::Partly
    } else {
        Done::Well
    }
}

/// Every story, the largest first.
fn stories<'a>(
    newsroom: &'a Newsroom,
    sketches: &[Sketch],
    with_why: bool,
) -> Vec<GroupedStory<'a>> {
    let mut stories: Vec<GroupedStory<'_>> = newsroom
        .stories
        .par_iter()
        .map(|story| {
            let likenesses = if with_why {
                likenesses(story, sketches, &newsroom.frequencies)
            } else {
                vec![None; story.reports.len()]
            };
            let articles = story.reports.iter().zip(likenesses).map(|(r, likeness)| {
                let article = &newsroom.reports[*r].article;
                GroupedArticle {
                    id: article.id.to_string(),
                    external_id: article.external_id.as_deref(),
                    path: &article.place.path,
                    record: article.place.record,
                    element: article.place.element,
                    doc: article.place.doc,
                    why: likeness.map(|likeness| why(*r, &likeness, newsroom)),
                    title: article.title_text().unwrap_or_default(),
                    source: article.source.as_deref().unwrap_or("unknown outlet"),
                }
            });
            GroupedStory { id: newsroom.story_id(story), articles: articles.collect() }
        })
        .collect();
    stories.sort_by(|a, b| b.articles.len().cmp(&a.articles.len()).then_with(|| a.id.cmp(&b.id)));
    stories
}

/// The words that make an article like its nearest neighbour, as it writes them.
pub(crate) fn shared_terms<'a>(
    report: usize,
    likeness: &Likeness,
    newsroom: &'a Newsroom,
) -> Vec<&'a str> {
    let report = &newsroom.reports[report];
    let (_, tokens) = report.own_and_all_tokens(&newsroom.lexicons);
    let written = |term: &Term| {
        let token = tokens.iter().find(|t| t.term == *term)?;
        Some(token.span.of(&report.article.text))
    };
    // A term that stands in the title only is not among the tokens of the text.
    likeness.shared.iter().filter_map(written).collect()
}

fn why<'a>(report: usize, likeness: &Likeness, newsroom: &'a Newsroom) -> Why<'a> {
    Why {
        nearest: newsroom.reports[likeness.nearest].article.id.to_string(),
        similarity: (likeness.cosine * 1e4).round() / 1e4,
        shared_terms: shared_terms(report, likeness, newsroom),
    }
}

fn as_text(grouping: &Grouping<'_>) -> String {
    let mut text = String::new();
    for story in &grouping.stories {
        let _ = writeln!(text, "{} ({})", story.id, story.articles.len());
        for article in &story.articles {
            let record = article.record.map_or(String::new(), |n| format!(":{n}"));
            let _ = writeln!(
                text,
                "  {}{record}  {}  {}",
                Terminal(article.path),
                Terminal(article.source),
                Terminal(article.title)
            );
        }
    }
    text
}
