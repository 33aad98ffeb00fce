//! What one step of the job hands to the next: rows of bytes, and how hashes are packed into them.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::ingest::ArticleId;

/// A row of a stage's table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    /// What it holds.
    pub kind: &'static str,
    /// Which rows go to one task where rows are gathered: 0 and up. In reports and term counts, 1 for those that were made a second
    /// time.
    pub bucket: i64,
    /// An article id, or what rows of a finished page are sorted by.
    pub key: Vec<u8>,
    /// The rest.
    pub blob: Vec<u8>,
}

impl Row {
    pub(super) fn new(
        kind: &'static str,
        bucket: u64,
        key: Vec<u8>,
        value: &impl Serialize,
    ) -> Self {
        Self { kind, bucket: bucket as i64, key, blob: pack(value) }
    }

    pub(super) fn of_article(kind: &'static str, id: ArticleId, value: &impl Serialize) -> Self {
        Self::new(kind, 0, id.to_bytes().to_vec(), value)
    }

    /// The article that the row is about.
    pub(super) fn article(&self) -> Result<ArticleId, Error> {
        let bytes = self.key.get(..16).and_then(|key| key.try_into().ok());
        bytes.map(ArticleId::from_bytes).ok_or_else(|| damaged(self.kind))
    }

    /// What the row holds.
    pub(super) fn value<T: DeserializeOwned>(&self) -> Result<T, Error> {
        postcard::from_bytes(&self.blob).map_err(|_| damaged(self.kind))
    }
}

/// The kinds of rows: a name that comes from outside is one of them.
const KINDS: &[&str] = &[
    "input",
    "fetched",
    "article",
    "met",
    "aside",
    "read",
    "repeat",
    "witness",
    "settled",
    "report",
    "sketch",
    "line",
    "outlet",
    "language",
    "often",
    "terms",
    "text",
    "recurring",
    "remade",
    "words",
    "given",
    "twin",
    "sample",
    "print",
    "counted",
    "pair",
    "rarity",
    "candidate",
    "bin",
    "look",
    "own",
    "phrase",
    "of_phrase",
    "copied",
    "copy",
    "term",
    "couple",
    "articles",
    "of_term",
    "of_pair",
    "vector",
    "near",
    "story",
    "anchors",
    "counterpart",
    "member",
    "contents",
    "told",
    "single",
    "left",
    "run",
];

/// A kind by its name.
///
/// # Errors
/// There is none of this name.
pub fn kind(name: &str) -> Result<&'static str, Error> {
    let known = KINDS.iter().find(|kind| **kind == name);
    known.copied().ok_or_else(|| Error::Rows(format!("rows of an unknown kind, `{name}`")))
}

pub(super) fn damaged(kind: &str) -> Error {
    Error::Rows(format!(
        "a row of kind `{kind}` cannot be read: were all stages made by one version of newsfold?"
    ))
}

/// A row that another stage made did not come.
pub(super) fn missing(kind: &str, id: ArticleId) -> Error {
    Error::Rows(format!(
        "no row of kind `{kind}` for article {id}: do all machines see the whole folder of stages?"
    ))
}

/// Bytes of a value. Writing to memory does not fail.
pub(super) fn pack(value: &impl Serialize) -> Vec<u8> {
    postcard::to_allocvec(value).unwrap_or_default()
}

/// Numbers in rising order, as the differences between them: hashes of a large collection take fewer bytes so.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Deltas(Vec<u64>);

impl Deltas {
    /// `numbers` are sorted.
    pub(super) fn new(numbers: impl Iterator<Item = u64>) -> Self {
        let mut last = 0;
        Self(
            numbers
                .map(|number| number.wrapping_sub(std::mem::replace(&mut last, number)))
                .collect(),
        )
    }

    /// The numbers.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u64> + '_ {
        self.0.iter().scan(0u64, |last, step| {
            *last = last.wrapping_add(*step);
            Some(*last)
        })
    }
}

/// Which articles hold which hashes, of one task and one bucket.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Postings {
    /// The articles, each with a number that belongs to it.
    pub(super) articles: Vec<(ArticleId, u32)>,
    hashes: Deltas,
    /// For each hash the article, by its index.
    of: Vec<u32>,
}

impl Postings {
    /// Hashes and articles.
    pub(super) fn entries(&self) -> impl Iterator<Item = (u64, (ArticleId, u32))> + '_ {
        self.hashes.numbers().zip(self.of.iter().map(|of| self.articles[*of as usize]))
    }
}

/// Postings of one task on their way, by bucket.
pub(super) struct Posting {
    kind: &'static str,
    /// Bits of a hash.
    bits: u32,
    buckets: Vec<Bucket>,
}

/// The postings of a bucket: articles, and hashes with the index of the article.
#[derive(Default)]
struct Bucket {
    articles: Vec<(ArticleId, u32)>,
    entries: Vec<(u64, u32)>,
}

impl Posting {
    /// Of hashes of so many bits.
    pub(super) fn new(kind: &'static str, bits: u32, buckets: u64) -> Self {
        Self { kind, bits, buckets: (0..buckets).map(|_| Bucket::default()).collect() }
    }

    /// The hashes of one article, each once.
    pub(super) fn add(&mut self, article: (ArticleId, u32), hashes: impl Iterator<Item = u64>) {
        for hash in hashes {
            let bucket = bucket_of(hash << (64 - self.bits), self.buckets.len() as u64);
            let Bucket { articles, entries } = &mut self.buckets[bucket as usize];
            if articles.last().is_none_or(|last| last.0 != article.0) {
                articles.push(article);
            }
            entries.push((hash, articles.len() as u32 - 1));
        }
    }

    /// A row for each bucket that holds anything.
    pub(super) fn rows(&mut self) -> Vec<Row> {
        let kind = self.kind;
        let filled =
            self.buckets.iter_mut().enumerate().filter(|(_, bucket)| !bucket.entries.is_empty());
        filled
            .map(|(bucket, Bucket { articles, entries })| {
                entries.sort_unstable();
                let postings = Postings {
                    articles: std::mem::take(articles),
                    hashes: Deltas::new(entries.iter().map(|(hash, _)| *hash)),
                    of: entries.drain(..).map(|(_, of)| of).collect(),
                };
                Row::new(kind, bucket as u64, Vec::new(), &postings)
            })
            .collect()
    }
}

/// Counts by hash, of one task or one bucket.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Counts {
    hashes: Deltas,
    counts: Vec<[u32; 3]>,
}

impl Counts {
    /// Entries sorted by hash.
    pub(super) fn new(sorted: &[(u64, [u32; 3])]) -> Self {
        Self {
            hashes: Deltas::new(sorted.iter().map(|(hash, _)| *hash)),
            counts: sorted.iter().map(|(_, counts)| *counts).collect(),
        }
    }

    pub(super) fn entries(&self) -> impl Iterator<Item = (u64, [u32; 3])> + '_ {
        self.hashes.numbers().zip(self.counts.iter().copied())
    }
}

/// A row of counts for each bucket that holds any.
pub(super) fn rows_of_counts(
    kind: &'static str,
    mut counts: Vec<(u64, [u32; 3])>,
    buckets: u64,
) -> Vec<Row> {
    counts.sort_unstable_by_key(|(hash, _)| (bucket_of(*hash, buckets), *hash));
    let of_bucket = counts.chunk_by(|a, b| bucket_of(a.0, buckets) == bucket_of(b.0, buckets));
    of_bucket
        .map(|of| Row::new(kind, bucket_of(of[0].0, buckets), Vec::new(), &Counts::new(of)))
        .collect()
}

/// Equal hashes are in one bucket, and the buckets about equally full. By the high bits, so that rising hashes lie close.
pub(super) fn bucket_of(hash: u64, buckets: u64) -> u64 {
    ((u128::from(hash) * u128::from(buckets)) >> 64) as u64
}

/// The bucket of an article.
pub(super) fn bucket_of_article(id: ArticleId, buckets: u64) -> u64 {
    let mut high = [0; 8];
    high.copy_from_slice(&id.to_bytes()[..8]);
    bucket_of(u64::from_be_bytes(high), buckets)
}

/// Bytes that sort as text does, with an end.
pub(super) fn sortable(text: &str) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes.push(0);
    bytes
}

/// The same of a number that may be missing, which comes first.
pub(super) fn sortable_number(number: Option<usize>) -> [u8; 8] {
    number.map_or(0, |number| number as u64 + 1).to_be_bytes()
}
