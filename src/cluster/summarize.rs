//! Reports to their stories, and stories to the pieces of a page.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::copies::{Member, groups, rarity};
use super::crosslingual::counterparts_of;
use super::read::aside;
use super::row::{Row, bucket_of_article, missing, sortable, sortable_number};
use super::stories::{Placed, frequencies};
use super::term_counts::Remade;
use super::{Job, LEXICONS, Step, of_kind};
use crate::crosslingual::Counterpart;
use crate::error::Error;
use crate::group::{DocumentFrequencies, Story};
use crate::ingest::{ArticleId, Place};
use crate::origins::{CopyGroups, WordRarity};
use crate::pipeline::{Corpus, lines_left_out};
use crate::render::{
    DigestStory, also_reported, build_story, contents_entry, kept_text, may_be_summarized, single,
    single_key, single_line, story_section,
};
use crate::segment::ParsedArticle;
use crate::settings::Settings;

/// Reports of a story that are told from, the first by id: one task holds them all, at about ten times their text.
const MOST_SUMMARIZED: u32 = 20_000;

/// A piece of the page: what it is in either form, and the source texts that it needs beside it.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Piece {
    pub(super) json: String,
    pub(super) markdown: String,
    pub(super) kept: Vec<(String, String)>,
}

/// What the reports of one task add to what was read.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct SummarizedSoFar {
    pub(super) articles: u64,
    /// Articles without an outlet: each counts as one.
    pub(super) unknown: u64,
    pub(super) outlets: BTreeSet<String>,
    /// Stories of which the task had the first article.
    pub(super) stories: u64,
    /// Of these, those of one report.
    pub(super) single_reports: u64,
    /// When the first and the last article appeared.
    pub(super) times: Option<(i64, i64)>,
    /// Lines left out, by reason.
    pub(super) left: BTreeMap<String, usize>,
}

impl SummarizedSoFar {
    /// Takes in other moments.
    pub(super) fn add_times(&mut self, times: Option<(i64, i64)>) {
        let Some((first, last)) = times else { return };
        let (from, to) = self.times.unwrap_or((first, last));
        self.times = Some((first.min(from), last.max(to)));
    }
}

/// Lines left out of one article for one reason.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct LeftOut {
    pub(super) reason: String,
    pub(super) example: String,
    /// Each as JSON.
    pub(super) spans: Vec<String>,
}

pub(super) fn stories(tables: &[Row]) -> Result<Vec<Placed>, Error> {
    let mut placed = Vec::new();
    for row in of_kind(tables, "story") {
        placed.extend(row.value::<Vec<Placed>>()?);
    }
    Ok(placed)
}

/// Sends the reports of a story to one task; what tells a story of its own is done here.
pub(super) struct Send {
    job: Job,
    remade: Remade,
    placed: FxHashMap<ArticleId, (ArticleId, u32, u32)>,
    summarized: SummarizedSoFar,
}

impl Send {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        let placed = stories(tables)?.into_iter();
        Ok(Self {
            job,
            remade: Remade::new(tables)?,
            placed: placed
                .map(|(id, story, articles, before)| (id, (story, articles, before)))
                .collect(),
            summarized: SummarizedSoFar::default(),
        })
    }
}

impl Step for Send {
    fn take(&mut self, row: Row, out: &mut Vec<Row>) -> Result<(), Error> {
        if !self.remade.counts(&row)? {
            return Ok(());
        }
        let id = row.article()?;
        let report: ParsedArticle = row.value()?;
        let Some((story, articles, before)) = self.placed.get(&id).copied() else {
            return Err(missing("story", id));
        };
        self.summarized.articles += 1;
        self.summarized.add_times(report.time.map(|time| (time, time)));
        self.summarized.stories += u64::from(story == id);
        self.summarized.single_reports += u64::from(articles == 1);
        match &report.article.source {
            Some(source) if !self.summarized.outlets.contains(source) => {
                self.summarized.outlets.insert(source.clone());
            }
            Some(_) => {}
            None => self.summarized.unknown += 1,
        }
        for (reason, group) in lines_left_out(&report) {
            let example = group.spans.first().map(|first| first.example.raw().to_owned());
            *self.summarized.left.entry(reason.to_owned()).or_default() += group.count;
            let left = LeftOut {
                reason: reason.to_owned(),
                example: example.unwrap_or_default(),
                spans: group.spans.iter().map(|span| indented(span, 8)).collect(),
            };
            let mut key = sortable(reason);
            key.extend(sortable_place(&report.article.place));
            out.push(Row::new("left", 0, key, &left));
        }
        if articles == 1 && self.job.settings.min_articles > 1 {
            let corpus = alone(report);
            out.push(row_of_single(&corpus.stories[0], &corpus, &self.job.settings));
        } else if before >= MOST_SUMMARIZED {
            let reason = format!(
                "behind the {MOST_SUMMARIZED} reports of one story that a task takes: grouped with {articles}, not told"
            );
            out.push(aside(&report.article.place.set_aside(reason, false)));
        } else {
            let mut key = story.to_bytes().to_vec();
            key.extend(id.to_bytes());
            let bucket = bucket_of_article(story, self.job.buckets) as i64;
            out.push(Row { kind: "member", bucket, key, blob: row.blob });
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        out.push(Row::new("run", 0, Vec::new(), &std::mem::take(&mut self.summarized)));
        Ok(())
    }
}

/// Bytes that sort as places do.
pub(super) fn sortable_place(place: &Place) -> Vec<u8> {
    let mut key = sortable(&place.path);
    for number in [place.record, place.element, place.doc] {
        key.extend(sortable_number(number));
    }
    key
}

/// JSON as it stands `by` columns deep in a digest.
pub(super) fn indented(value: &impl Serialize, by: usize) -> String {
    // Line ends stand between values only: in strings they are escaped.
    let json = serde_json::to_string_pretty(value).unwrap_or_default();
    json.replace('\n', &format!("\n{}", " ".repeat(by)))
}

/// A corpus of one report.
fn alone(report: ParsedArticle) -> Corpus {
    let copies = CopyGroups::of_parts(vec![0], WordRarity::default());
    Corpus::of_parts(
        vec![report],
        copies,
        DocumentFrequencies::default(),
        LEXICONS.clone(),
        vec![Story { reports: vec![0] }],
    )
}

/// A story that is only listed.
fn row_of_single(story: &Story, corpus: &Corpus, settings: &Settings) -> Row {
    let single = single(story, corpus, settings);
    let key = single_key(story, &corpus.reports).to_vec();
    let piece = Piece {
        json: indented(&single, 4),
        markdown: single_line(&single),
        kept: kept_texts(story, corpus),
    };
    Row::new("single", 0, key, &piece)
}

/// Tells stories.
pub(super) struct Summarize {
    job: Job,
    /// Reports on their way: story, report.
    members: Vec<(ArticleId, ParsedArticle)>,
    copies: FxHashMap<ArticleId, ArticleId>,
    rarity: WordRarity,
    frequencies: DocumentFrequencies,
    counterparts: FxHashMap<ArticleId, Vec<Counterpart>>,
}

impl Summarize {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        let copies = groups(tables)?.into_iter().map(|(id, first, _): Member| (id, first));
        Ok(Self {
            job,
            members: Vec::new(),
            copies: copies.collect(),
            rarity: rarity(tables)?,
            frequencies: frequencies(tables)?,
            counterparts: counterparts_of(tables)?,
        })
    }
}

/// A story's place on the page: by origins, then articles, then id, as `story_key` has it.
fn rows_of_story(
    story: &DigestStory,
    settings: &Settings,
    kept: Vec<(String, String)>,
) -> [Row; 2] {
    let mut key = Vec::new();
    for number in [story.origins, story.articles.len()] {
        key.extend((u64::MAX - number as u64).to_be_bytes());
    }
    key.extend(story.id.as_bytes());
    let piece = Piece { json: indented(story, 4), markdown: story_section(story, settings), kept };
    [Row::new("contents", 0, key.clone(), &contents_entry(story)), Row::new("told", 0, key, &piece)]
}

/// The source texts of a story that are kept beside the digest.
fn kept_texts(story: &Story, corpus: &Corpus) -> Vec<(String, String)> {
    story.reports.iter().filter_map(|report| kept_text(&corpus.reports[*report])).collect()
}

impl Step for Summarize {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        self.members.push((row.article()?, row.value()?));
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let mut members = std::mem::take(&mut self.members);
        members.sort_unstable_by_key(|(story, report)| (*story, report.article.id));
        let mut stories: Vec<Story> = Vec::new();
        let of: Vec<ArticleId> = members.iter().map(|(story, _)| *story).collect();
        for story in (0..of.len()).collect::<Vec<_>>().chunk_by(|a, b| of[*a] == of[*b]) {
            stories.push(Story { reports: story.to_vec() });
        }
        let reports: Vec<ParsedArticle> = members.into_iter().map(|(_, report)| report).collect();
        // Each copy group is named by its first member here.
        let mut first_here: FxHashMap<ArticleId, usize> = FxHashMap::default();
        let group = |(at, report): (usize, &ParsedArticle)| {
            let id = report.article.id;
            *first_here.entry(self.copies.get(&id).copied().unwrap_or(id)).or_insert(at)
        };
        let first: Vec<usize> = reports.iter().enumerate().map(group).collect();
        let copies = CopyGroups::of_parts(first, std::mem::take(&mut self.rarity));
        let frequencies = std::mem::take(&mut self.frequencies);
        let corpus = Corpus::of_parts(reports, copies, frequencies, LEXICONS.clone(), stories);
        let (settings, counterparts) = (&self.job.settings, &self.counterparts);
        let rows = |story: &Story| {
            let few = story.reports.len() < settings.min_articles;
            if few || !may_be_summarized(story, &corpus, settings) {
                return vec![row_of_single(story, &corpus, settings)];
            }
            let mut summarized = build_story(story, &corpus, settings).story;
            let first = corpus.reports[story.reports[0]].article.id;
            let others = counterparts.get(&first).map(Vec::as_slice).unwrap_or_default();
            summarized.also_reported = also_reported(story, &corpus, others);
            rows_of_story(&summarized, settings, kept_texts(story, &corpus)).into()
        };
        let summarized: Vec<Vec<Row>> = corpus.stories.par_iter().map(rows).collect();
        out.extend(summarized.into_iter().flatten());
        Ok(())
    }
}
