//! Articles to reports and term counts.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use super::read::aside;
use super::row::{Posting, Row};
use super::term_counts::packed;
use super::{Job, LEXICONS, Step, of_kind};
use crate::clean::{RecurringLines, line_key};
use crate::crosslingual::shows_its_language;
use crate::error::Error;
use crate::ingest::{Article, ArticleId, Place, Settled, Witness, repeated};
use crate::pipeline::{Reported, reported};
use crate::segment::ParsedArticle;
use crate::text::Language;

/// Cleans, segments and counts articles, once each.
pub(super) struct Segment {
    job: Job,
    /// Of repeated articles the places, the first of which counts.
    repeats: FxHashMap<ArticleId, Vec<Place>>,
    settled: Settled,
    lines: Posting,
    /// Articles of each outlet; its place in the map is its number.
    outlets: BTreeMap<String, (u32, u32)>,
    /// Codes of the languages that its articles show.
    languages: BTreeSet<String>,
}

impl Segment {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        let repeats = of_kind(tables, "repeat").map(|row| Ok((row.article()?, row.value()?)));
        let settled = of_kind(tables, "settled").next().map(Row::value).transpose()?;
        Ok(Self {
            settled: settled.unwrap_or_default(),
            repeats: repeats.collect::<Result<_, Error>>()?,
            lines: Posting::new("line", 64, job.buckets),
            outlets: BTreeMap::new(),
            languages: BTreeSet::new(),
            job,
        })
    }
}

impl Step for Segment {
    fn take(&mut self, row: Row, out: &mut Vec<Row>) -> Result<(), Error> {
        let mut article: Box<Article> = row.value()?;
        if let Some([first, others @ ..]) = self.repeats.get(&article.id).map(Vec::as_slice)
            && others.contains(&article.place)
        {
            out.push(aside(&repeated(article.place, first)));
            return Ok(());
        }
        let witness = Witness::of(&article);
        self.settled.summarize(&mut article, &witness);
        if let Some(reason) = self.job.settings.filter.why_left_out(&article, &LEXICONS) {
            out.push(aside(&article.place.set_aside(reason, false)));
            return Ok(());
        }
        let limits = &self.job.settings.limits;
        let made = match reported(article, &RecurringLines::default(), &LEXICONS, limits) {
            Ok(made) => made,
            Err(set_aside) => {
                out.push(aside(&set_aside));
                return Ok(());
            }
        };
        let report = &made.report;
        if let Some(language) = report.language().map(Language::code)
            && !self.languages.contains(language)
            && shows_its_language(report)
        {
            self.languages.insert(language.to_owned());
        }
        if let Some(outlet) = &report.article.source {
            let next = self.outlets.len() as u32;
            let (number, articles) = self.outlets.entry(outlet.clone()).or_insert((next, 0));
            *articles += 1;
            let mut lines: Vec<u64> = report.lines().map(line_key).collect();
            lines.sort_unstable();
            lines.dedup();
            self.lines.add((report.article.id, *number), lines.into_iter());
        }
        out.extend(rows_of(&made, 0));
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let mut names: Vec<(&u32, &String)> =
            self.outlets.iter().map(|(name, (n, _))| (n, name)).collect();
        names.sort_unstable();
        let names =
            super::row::pack(&names.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>());
        // The outlets' numbers hold within this task.
        out.extend(self.lines.rows().into_iter().map(|row| Row { key: names.clone(), ..row }));
        let counted: Vec<(&str, u32)> =
            self.outlets.iter().map(|(name, (_, articles))| (name.as_str(), *articles)).collect();
        out.push(Row::new("outlet", 0, Vec::new(), &counted));
        out.push(Row::new("language", 0, Vec::new(), &self.languages));
        Ok(())
    }
}

/// A report and its term counts as rows; `again` says whether they were made a second time.
fn rows_of(made: &Reported, again: u64) -> [Row; 2] {
    let Reported { report, term_counts, own_words } = made;
    let key = || term_counts.id.to_bytes().to_vec();
    [
        Row::new("report", again, key(), report),
        Row {
            kind: "sketch",
            bucket: again as i64,
            key: key(),
            blob: packed(term_counts, own_words),
        },
    ]
}

/// Makes those reports again that hold lines which recur.
pub(super) struct Clean {
    job: Job,
    recurring: RecurringLines,
}

impl Clean {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        let lines = of_kind(tables, "recurring").map(Row::value);
        let lines: Vec<(String, u64)> = lines.collect::<Result<_, Error>>()?;
        let recurring =
            RecurringLines::of_lines(lines.iter().map(|(outlet, line)| (outlet.as_str(), *line)));
        Ok(Self { job, recurring })
    }
}

impl Step for Clean {
    fn take(&mut self, row: Row, out: &mut Vec<Row>) -> Result<(), Error> {
        if self.recurring.is_empty() {
            return Ok(());
        }
        let report: ParsedArticle = row.value()?;
        if !report.holds_any(&self.recurring) {
            return Ok(());
        }
        out.push(Row::of_article("remade", report.article.id, &()));
        let limits = &self.job.settings.limits;
        match reported(report.article, &self.recurring, &LEXICONS, limits) {
            Ok(again) => out.extend(rows_of(&again, 1)),
            Err(set_aside) => out.push(aside(&set_aside)),
        }
        Ok(())
    }

    fn end(&mut self, _: &mut Vec<Row>) -> Result<(), Error> {
        Ok(())
    }
}
