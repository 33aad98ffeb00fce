//! Document frequencies, vectors and stories from parts.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::copies::{groups, summed};
use super::recurring::articles_of_outlets;
use super::row::{Counts, Row, damaged, pack, rows_of_counts};
use super::term_counts::{Remade, unpacked};
use super::{Job, Step, of_kind};
use crate::error::Error;
use crate::group::{
    DocumentFrequencies, LanguageNumber, LeadNames, Parts, SharedTerms, Templates, Vector,
    as_given, is_often, linked, nearest_of, runs_of,
};
use crate::ingest::ArticleId;
use crate::segment::TermCounts;
use crate::text::Language;

/// Articles that a copy stands for: they are neither counted nor compared.
fn represented(tables: &[Row]) -> Result<FxHashSet<ArticleId>, Error> {
    let members = groups(tables)?.into_iter();
    Ok(members.filter(|(id, _, stands)| id != stands).map(|(id, ..)| id).collect())
}

/// Counts terms and pairs, of each copy group one article's.
pub(super) struct Count {
    job: Job,
    remade: Remade,
    represented: FxHashSet<ArticleId>,
    articles: u32,
    terms: FxHashMap<u64, [u32; 3]>,
    pairs: Vec<u64>,
    runs: Vec<u64>,
    /// Outlets with so many articles that they may fill in templates.
    large: FxHashSet<String>,
}

impl Count {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        Ok(Self {
            job,
            remade: Remade::new(tables)?,
            represented: represented(tables)?,
            articles: 0,
            terms: FxHashMap::default(),
            pairs: Vec::new(),
            runs: Vec::new(),
            large: articles_of_outlets(tables)?
                .into_iter()
                .filter(|(_, articles)| is_often(*articles))
                .map(|(outlet, _)| outlet)
                .collect(),
        })
    }
}

impl Step for Count {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        if !self.remade.counts(&row)? || self.represented.contains(&row.article()?) {
            return Ok(());
        }
        let (term_counts, own_words) = unpacked(&row)?;
        self.articles += 1;
        if let Some(outlet) =
            term_counts.outlet.as_ref().filter(|outlet| self.large.contains(*outlet))
        {
            self.runs.extend(runs_of(outlet, own_words.kinded()));
        }
        for used in &term_counts.terms {
            let [articles, inside, capitals] = self.terms.entry(used.term).or_default();
            *articles += 1;
            *inside += u32::from(used.inside);
            *capitals += u32::from(used.capitals);
        }
        self.pairs.extend(term_counts.pair_counts().iter().map(|used| used.pair));
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        out.extend(rows_of_counts("term", self.terms.drain().collect(), self.job.buckets));
        for (kind, met) in [("couple", &mut self.pairs), ("phrase", &mut self.runs)] {
            met.sort_unstable();
            let counts =
                met.chunk_by(|a, b| a == b).map(|same| (same[0], [same.len() as u32, 0, 0]));
            out.extend(rows_of_counts(kind, counts.collect(), self.job.buckets));
        }
        out.push(Row::new("articles", 0, Vec::new(), &self.articles));
        Ok(())
    }
}

/// Adds the counts up.
pub(super) struct Frequencies {
    job: Job,
    terms: Vec<(u64, [u32; 3])>,
    pairs: Vec<(u64, [u32; 3])>,
    runs: Vec<(u64, [u32; 3])>,
}

impl Frequencies {
    pub(super) fn new(job: Job) -> Self {
        Self { job, terms: Vec::new(), pairs: Vec::new(), runs: Vec::new() }
    }
}

impl Step for Frequencies {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        let counts = match row.kind {
            "term" => &mut self.terms,
            "couple" => &mut self.pairs,
            _ => &mut self.runs,
        };
        counts.extend(row.value::<Counts>()?.entries());
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let buckets = self.job.buckets;
        out.extend(rows_of_counts("of_term", summed(&mut self.terms), buckets));
        let mut pairs = summed(&mut self.pairs);
        // Most stand in one article; that needs no table.
        pairs.retain(|(_, [articles, ..])| *articles > 1);
        out.extend(rows_of_counts("of_pair", pairs, buckets));
        let mut runs = summed(&mut self.runs);
        runs.retain(|(_, [articles, ..])| is_often(*articles as usize));
        out.extend(rows_of_counts("of_phrase", runs, buckets));
        Ok(())
    }
}

/// The frequencies among what a task reads along.
pub(super) fn frequencies(tables: &[Row]) -> Result<DocumentFrequencies, Error> {
    let counts = |kind: &'static str| -> Result<Vec<(u64, [u32; 3])>, Error> {
        let mut all = Vec::new();
        for row in of_kind(tables, kind) {
            all.extend(row.value::<Counts>()?.entries());
        }
        Ok(all)
    };
    let mut articles = 0;
    for row in of_kind(tables, "articles") {
        articles += row.value::<u32>()?;
    }
    let pairs = counts("of_pair")?.into_iter().map(|(pair, [articles, ..])| (pair, articles));
    Ok(DocumentFrequencies::of_parts(articles, counts("of_term")?.into_iter(), pairs))
}

/// The templates among what a task reads along.
fn templates(tables: &[Row]) -> Result<Templates, Error> {
    let mut runs = Vec::new();
    for row in of_kind(tables, "of_phrase") {
        runs.extend(row.value::<Counts>()?.entries().map(|(run, _)| run));
    }
    Ok(Templates::of_runs(runs.into_iter()))
}

/// What an article is about, on its way: its time, language and lead's names, then so many numbers and weights as they are, for they are
/// read by many tasks.
fn packed(
    term_counts: &TermCounts,
    names: &LeadNames,
    (vector, parts): &(Vector, Parts),
) -> Vec<u8> {
    let circumstances = (term_counts.time, &term_counts.language, names, parts);
    let mut bytes = pack(&(circumstances, vector.len()));
    for (number, weight) in vector {
        bytes.extend(number.to_le_bytes());
        bytes.extend(weight.to_le_bytes());
    }
    bytes
}

/// When an article appeared, in which language, the names in its lead, and where in its text the vector's entries stand.
type Circumstances = (Option<i64>, Option<Language>, LeadNames, Parts);

fn unpacked_vector(row: &Row) -> Result<(Circumstances, Vector), Error> {
    let ((circumstances, length), bytes): ((Circumstances, usize), &[u8]) =
        postcard::take_from_bytes(&row.blob).map_err(|_| damaged(row.kind))?;
    let (entries, rest) = bytes.as_chunks::<8>();
    if entries.len() != length || !rest.is_empty() {
        return Err(damaged(row.kind));
    }
    let entry = |[a, b, c, d, e, f, g, h]: &[u8; 8]| {
        (u32::from_le_bytes([*a, *b, *c, *d]), f32::from_le_bytes([*e, *f, *g, *h]))
    };
    let vector: Vector = entries.iter().map(entry).collect();
    if !vector.is_sorted_by(|a, b| a.0 < b.0) {
        return Err(damaged(row.kind));
    }
    Ok((circumstances, vector))
}

/// Makes vectors of term counts.
pub(super) struct VectorsOf {
    remade: Remade,
    represented: FxHashSet<ArticleId>,
    terms: SharedTerms,
    templates: Templates,
}

impl VectorsOf {
    pub(super) fn new(tables: &[Row]) -> Result<Self, Error> {
        Ok(Self {
            remade: Remade::new(tables)?,
            represented: represented(tables)?,
            terms: SharedTerms::new(&frequencies(tables)?),
            templates: templates(tables)?,
        })
    }
}

impl Step for VectorsOf {
    fn take(&mut self, row: Row, out: &mut Vec<Row>) -> Result<(), Error> {
        if !self.remade.counts(&row)? || self.represented.contains(&row.article()?) {
            return Ok(());
        }
        let (term_counts, own_words) = unpacked(&row)?;
        let evidence = self.templates.evidence(term_counts.outlet.as_deref(), own_words.kinded());
        let names = self.terms.lead_names(&term_counts, evidence);
        let blob = packed(&term_counts, &names, &self.terms.vector(&term_counts, evidence));
        out.push(Row { kind: "vector", bucket: 0, key: row.key, blob });
        Ok(())
    }

    fn end(&mut self, _: &mut Vec<Row>) -> Result<(), Error> {
        Ok(())
    }
}

/// All vectors of a run, by article id.
struct AllVectors {
    ids: Vec<ArticleId>,
    times: Vec<Option<i64>>,
    languages: Vec<LanguageNumber>,
    names: Vec<LeadNames>,
    vectors: Vec<Vector>,
    parts: Vec<Parts>,
    terms: usize,
}

impl AllVectors {
    fn new(tables: &[Row]) -> Result<Self, Error> {
        let mut rows: Vec<(ArticleId, &Row)> = of_kind(tables, "vector")
            .map(|row| Ok((row.article()?, row)))
            .collect::<Result<_, Error>>()?;
        rows.sort_unstable_by_key(|(id, _)| *id);
        let mut times = Vec::with_capacity(rows.len());
        let mut languages: Vec<Option<Language>> = Vec::with_capacity(rows.len());
        let mut names: Vec<LeadNames> = Vec::with_capacity(rows.len());
        let mut vectors: Vec<Vector> = Vec::with_capacity(rows.len());
        let mut all_parts: Vec<Parts> = Vec::with_capacity(rows.len());
        for (_, row) in &rows {
            let ((time, language, lead_names, parts), vector) = unpacked_vector(row)?;
            times.push(time);
            languages.push(language);
            names.push(lead_names);
            vectors.push(vector);
            all_parts.push(parts);
        }
        let last = vectors.iter().filter_map(|vector| vector.last()).map(|(number, _)| number + 1);
        let terms = last.max().unwrap_or_default() as usize;
        let languages = LanguageNumber::of_all(&languages);
        let ids = rows.iter().map(|(id, _)| *id).collect();
        Ok(Self { ids, times, languages, names, vectors, parts: all_parts, terms })
    }

    fn number(&self, id: ArticleId) -> Option<usize> {
        self.ids.binary_search(&id).ok()
    }
}

/// Nearest neighbours of the articles whose vectors it takes, among all.
pub(super) struct Nearest {
    all: AllVectors,
    asked: Vec<usize>,
}

impl Nearest {
    pub(super) fn new(tables: &[Row]) -> Result<Self, Error> {
        Ok(Self { all: AllVectors::new(tables)?, asked: Vec::new() })
    }
}

impl Step for Nearest {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        self.asked.extend(self.all.number(row.article()?));
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let Self { all, asked } = self;
        for (at, near) in
            asked.iter().zip(nearest_of(asked, &all.vectors, &all.languages, all.terms))
        {
            let near: Vec<(ArticleId, f64)> =
                near.into_iter().map(|(other, cosine)| (all.ids[other as usize], cosine)).collect();
            out.push(Row::of_article("near", all.ids[*at], &near));
        }
        Ok(())
    }
}

/// Links articles to stories.
pub(super) struct Link {
    job: Job,
    all: AllVectors,
    near: BTreeMap<ArticleId, Vec<(ArticleId, f64)>>,
    copies: Vec<super::copies::Member>,
    given: Vec<(ArticleId, Option<String>)>,
}

impl Link {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        let near = of_kind(tables, "near").map(|row| Ok((row.article()?, row.value()?)));
        Ok(Self {
            job,
            all: AllVectors::new(tables)?,
            near: near.collect::<Result<_, Error>>()?,
            copies: groups(tables)?,
            given: Vec::new(),
        })
    }

    /// For each article the number of one that stands for its story.
    fn stories(&mut self) -> Vec<usize> {
        let settings = &self.job.settings.group;
        self.given.sort_unstable();
        let given = &self.given;
        if settings.one_story {
            return vec![0; given.len()];
        }
        if settings.given_stories {
            return as_given(given.iter().map(|(_, story)| story.as_deref()));
        }
        let all = &mut self.all;
        let near = std::mem::take(&mut self.near);
        let number = |id: &ArticleId| all.ids.binary_search(id).ok();
        let nearest = all.ids.iter().map(|id| {
            let near = near.get(id).map_or(&[][..], Vec::as_slice).iter();
            near.filter_map(|(other, cosine)| Some((number(other)? as u32, *cosine))).collect()
        });
        let nearest: Vec<Vec<(u32, f64)>> = nearest.collect();
        let vectors = std::mem::take(&mut all.vectors);
        let vectors = vectors.into_iter().zip(std::mem::take(&mut all.parts)).collect();
        let names = std::mem::take(&mut all.names);
        let first = linked(vectors, nearest, &all.times, &all.languages, names, settings);
        let stands: FxHashMap<ArticleId, ArticleId> =
            self.copies.iter().map(|(id, _, stands)| (*id, *stands)).collect();
        let article = |id: ArticleId| given.partition_point(|(other, _)| *other < id);
        let of = |(at, (id, _)): (usize, &(ArticleId, Option<String>))| {
            let at_vector = all.number(stands.get(id).copied().unwrap_or(*id));
            at_vector.map_or(at, |vector| article(all.ids[first[vector]]))
        };
        given.iter().enumerate().map(of).collect()
    }
}

/// An article with the first article of its story, how many the story has, and how many of them come before it.
pub(super) type Placed = (ArticleId, ArticleId, u32, u32);

impl Step for Link {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        self.given.extend(row.value::<Vec<(ArticleId, Option<String>)>>()?);
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let story_of = self.stories();
        let mut members: Vec<(usize, usize)> = story_of.iter().copied().zip(0..).collect();
        members.sort_unstable();
        let mut placed: Vec<Placed> = Vec::with_capacity(members.len());
        for story in members.chunk_by(|a, b| a.0 == b.0) {
            let first = self.given[story[0].1].0;
            let place = |(before, (_, at)): (usize, &(usize, usize))| {
                (self.given[*at].0, first, story.len() as u32, before as u32)
            };
            placed.extend(story.iter().enumerate().map(place));
        }
        out.push(Row::new("story", 0, Vec::new(), &placed));
        Ok(())
    }
}
