//! Lines that recur in an outlet, found from parts.

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::row::{Deltas, Postings, Row, bucket_of};
use super::term_counts::unpacked;
use super::{Job, Step, of_kind};
use crate::clean::{MOST_COMPARED, is_boilerplate_line, is_often, line_key};
use crate::error::Error;
use crate::ingest::ArticleId;
use crate::segment::ParsedArticle;
use crate::text::hash_text;

/// A line that many articles of one outlet hold.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct OftenLine {
    line: u64,
    outlet: String,
    /// The first articles that hold it.
    holders: Vec<ArticleId>,
}

/// Finds such lines.
pub(super) struct Often {
    of_outlet: FxHashMap<String, usize>,
    /// Line, article, outlet by its number in `names`.
    lines: Vec<(u64, ArticleId, u32)>,
    names: Vec<String>,
    numbers: FxHashMap<String, u32>,
}

impl Often {
    pub(super) fn new(tables: &[Row]) -> Result<Self, Error> {
        Ok(Self {
            of_outlet: articles_of_outlets(tables)?,
            lines: Vec::new(),
            names: Vec::new(),
            numbers: FxHashMap::default(),
        })
    }
}

/// How many articles each outlet has.
pub(super) fn articles_of_outlets(tables: &[Row]) -> Result<FxHashMap<String, usize>, Error> {
    let mut of_outlet: FxHashMap<String, usize> = FxHashMap::default();
    for row in of_kind(tables, "outlet") {
        for (outlet, articles) in row.value::<Vec<(String, u32)>>()? {
            *of_outlet.entry(outlet).or_default() += articles as usize;
        }
    }
    Ok(of_outlet)
}

impl Step for Often {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        let names: Vec<String> =
            postcard::from_bytes(&row.key).map_err(|_| super::row::damaged(row.kind))?;
        let numbers: Vec<u32> = names
            .into_iter()
            .map(|name| {
                *self.numbers.entry(name.clone()).or_insert_with(|| {
                    self.names.push(name);
                    self.names.len() as u32 - 1
                })
            })
            .collect();
        let postings: Postings = row.value()?;
        let lines =
            postings.entries().map(|(line, (id, outlet))| (line, id, numbers[outlet as usize]));
        self.lines.extend(lines);
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        self.lines.sort_unstable();
        for holders in self.lines.chunk_by(|a, b| a.0 == b.0) {
            let (line, _, outlet) = holders[0];
            // What several outlets print is news.
            if holders.iter().any(|holder| holder.2 != outlet) {
                continue;
            }
            let outlet = &self.names[outlet as usize];
            if is_often(holders.len(), self.of_outlet[outlet]) {
                let first = holders.iter().take(MOST_COMPARED).map(|(_, id, _)| *id);
                let often = OftenLine { line, outlet: outlet.clone(), holders: first.collect() };
                out.push(Row::new("often", 0, Vec::new(), &often));
            }
        }
        Ok(())
    }
}

/// Sends what is needed to judge them to one place for each outlet.
pub(super) struct Subjects {
    job: Job,
    /// For an article the outlet that asks for its terms.
    asked: FxHashMap<ArticleId, String>,
    /// For an article the lines whose words it shows.
    shows: FxHashMap<ArticleId, FxHashSet<u64>>,
}

impl Subjects {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        let mut asked = FxHashMap::default();
        let mut shows: FxHashMap<ArticleId, FxHashSet<u64>> = FxHashMap::default();
        for row in of_kind(tables, "often") {
            let often: OftenLine = row.value()?;
            if let Some(first) = often.holders.first() {
                shows.entry(*first).or_default().insert(often.line);
            }
            asked.extend(often.holders.into_iter().map(|holder| (holder, often.outlet.clone())));
        }
        Ok(Self { job, asked, shows })
    }
}

impl Step for Subjects {
    fn take(&mut self, row: Row, out: &mut Vec<Row>) -> Result<(), Error> {
        let id = row.article()?;
        let Some(outlet) = self.asked.get(&id) else { return Ok(()) };
        let bucket = bucket_of(hash_text(outlet), self.job.buckets);
        if row.kind == "sketch" {
            let terms = Deltas::new(unpacked(&row)?.0.terms.iter().map(|used| used.term));
            out.push(Row::new("terms", bucket, id.to_bytes().to_vec(), &(outlet, terms)));
        } else if let Some(mut lines) = self.shows.get(&id).cloned() {
            let report: ParsedArticle = row.value()?;
            for line in report.lines() {
                let key = line_key(line);
                // The first of several equal lines.
                if lines.remove(&key) {
                    out.push(Row::new("text", bucket, Vec::new(), &(outlet, key, line)));
                }
            }
        }
        Ok(())
    }

    fn end(&mut self, _: &mut Vec<Row>) -> Result<(), Error> {
        Ok(())
    }
}

/// Judges them.
pub(super) struct Recurring {
    often: FxHashMap<(String, u64), Vec<ArticleId>>,
    terms: FxHashMap<ArticleId, Vec<u64>>,
    texts: Vec<(String, u64, String)>,
}

impl Recurring {
    pub(super) fn new(tables: &[Row]) -> Result<Self, Error> {
        let often = of_kind(tables, "often").map(|row| {
            let often: OftenLine = row.value()?;
            Ok(((often.outlet, often.line), often.holders))
        });
        Ok(Self {
            often: often.collect::<Result<_, Error>>()?,
            terms: FxHashMap::default(),
            texts: Vec::new(),
        })
    }
}

impl Step for Recurring {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        if row.kind == "terms" {
            let (_, terms): (String, Deltas) = row.value()?;
            self.terms.insert(row.article()?, terms.numbers().collect());
        } else {
            self.texts.push(row.value()?);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        self.texts.sort_unstable();
        for (outlet, line, text) in self.texts.drain(..) {
            let Some(holders) = self.often.get(&(outlet.clone(), line)) else { continue };
            let terms = holders.iter().filter_map(|id| self.terms.get(id).map(Vec::as_slice));
            if is_boilerplate_line(&text, terms) {
                out.push(Row::new("recurring", 0, Vec::new(), &(outlet, line)));
            }
        }
        Ok(())
    }
}
