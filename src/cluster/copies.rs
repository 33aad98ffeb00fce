//! Copy groups from parts: the same prints, the same exact look and the same rule of what goes together as on one machine.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use super::row::{
    Counts, Deltas, Posting, Postings, Row, bucket_of, bucket_of_article, missing, rows_of_counts,
};
use super::term_counts::{Remade, unpacked};
use super::{Job, Step, of_kind};
use crate::error::Error;
use crate::ingest::ArticleId;
use crate::origins::{
    Compared, Copied, DisjointSets, MOST_COUNTED, PRINT_BITS, WordRarity, each_word, fingerprints,
    hash_of, is_worth_a_look, joined, paired,
};
use crate::segment::{KindedWords, OwnWords, WordKind};

/// Words of the candidates that one task compares: enough for it to be worth a task, few enough for its memory.
const BIN: usize = 20_000_000;

/// Each article's words as one number, and the story that it is said to belong to.
pub(super) struct WordsOf {
    job: Job,
    remade: Remade,
    words: Vec<Vec<([u8; 16], ArticleId)>>,
    given: Vec<(ArticleId, Option<String>)>,
}

impl WordsOf {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        let words = vec![Vec::new(); job.buckets as usize];
        Ok(Self { remade: Remade::new(tables)?, words, given: Vec::new(), job })
    }
}

impl Step for WordsOf {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        if !self.remade.counts(&row)? {
            return Ok(());
        }
        let (term_counts, own_words) = unpacked(&row)?;
        if !own_words.is_empty() {
            let hash = hash_of(&own_words);
            let bucket = bucket_of((hash >> 64) as u64, self.job.buckets);
            self.words[bucket as usize].push((hash.to_le_bytes(), term_counts.id));
        }
        let asked = self.job.settings.group.given_stories;
        self.given.push((term_counts.id, term_counts.given_story.filter(|_| asked)));
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        for (bucket, words) in self.words.iter().enumerate().filter(|(_, words)| !words.is_empty())
        {
            out.push(Row::new("words", bucket as u64, Vec::new(), words));
        }
        out.push(Row::new("given", 0, Vec::new(), &self.given));
        Ok(())
    }
}

/// Articles with equal words: the first stands for the others until all groups are known.
#[derive(Default)]
pub(super) struct ExactDuplicates {
    words: Vec<([u8; 16], ArticleId)>,
}

impl Step for ExactDuplicates {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        self.words.extend(row.value::<Vec<([u8; 16], ArticleId)>>()?);
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        self.words.sort_unstable();
        let mut twins: Vec<(ArticleId, ArticleId)> = Vec::new();
        let mut distinct: Vec<u64> = Vec::new();
        for same in self.words.chunk_by(|a, b| a.0 == b.0) {
            distinct.push(u128::from_le_bytes(same[0].0) as u64);
            twins.extend(same[1..].iter().map(|(_, other)| (*other, same[0].1)));
        }
        distinct.sort_unstable();
        let sample = Deltas::new(distinct.iter().take(MOST_COUNTED).copied());
        out.push(Row::new("twin", 0, Vec::new(), &twins));
        out.push(Row::new("sample", 0, Vec::new(), &sample));
        Ok(())
    }
}

/// The texts in which words are counted: those with the lowest hashes.
fn sampled(tables: &[Row]) -> Result<Vec<u64>, Error> {
    let mut hashes: Vec<u64> = Vec::new();
    for row in of_kind(tables, "sample") {
        hashes.extend(row.value::<Deltas>()?.numbers());
    }
    hashes.sort_unstable();
    hashes.truncate(MOST_COUNTED);
    Ok(hashes)
}

/// Prints of every text, each text once, and the words of the sample.
pub(super) struct Fingerprints {
    job: Job,
    remade: Remade,
    /// Articles whose words another has.
    twins: FxHashSet<ArticleId>,
    /// The highest hash of the sample.
    sampled: Option<u64>,
    fingerprints: Posting,
    words: FxHashMap<u64, u32>,
}

impl Fingerprints {
    pub(super) fn new(job: Job, tables: &[Row]) -> Result<Self, Error> {
        let mut twins = FxHashSet::default();
        for row in of_kind(tables, "twin") {
            twins.extend(
                row.value::<Vec<(ArticleId, ArticleId)>>()?.into_iter().map(|(twin, _)| twin),
            );
        }
        Ok(Self {
            remade: Remade::new(tables)?,
            twins,
            sampled: sampled(tables)?.last().copied(),
            fingerprints: Posting::new("print", PRINT_BITS, job.buckets),
            words: FxHashMap::default(),
            job,
        })
    }
}

impl Step for Fingerprints {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        if !self.remade.counts(&row)? || self.twins.contains(&row.article()?) {
            return Ok(());
        }
        let (term_counts, own_words) = unpacked(&row)?;
        if own_words.is_empty() {
            return Ok(());
        }
        let fingerprints = fingerprints(own_words.text());
        self.fingerprints
            .add((term_counts.id, fingerprints.len() as u32), fingerprints.into_iter());
        if self.sampled.is_some_and(|highest| hash_of(&own_words) as u64 <= highest) {
            for word in each_word(own_words.text()) {
                *self.words.entry(word).or_default() += 1;
            }
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        out.extend(self.fingerprints.rows());
        let counts = self.words.drain().map(|(word, articles)| (word, [articles, 0, 0])).collect();
        out.extend(rows_of_counts("counted", counts, self.job.buckets));
        Ok(())
    }
}

/// Pairs of articles with prints in common: how many, of how many that the one with fewer has.
type Pair = (ArticleId, ArticleId, u32, u32);

/// Pairs on their way: each article once, and pairs by their places among them.
#[derive(Serialize, Deserialize)]
struct PackedPairs {
    articles: Vec<ArticleId>,
    pairs: Vec<(u32, u32, u32, u32)>,
}

impl PackedPairs {
    fn new(pairs: &[Pair]) -> Self {
        let articles = numbered(pairs.iter().flat_map(|pair| [pair.0, pair.1]));
        let place = |id| number(&articles, id) as u32;
        let mut last = 0;
        let pack = |(a, b, shared, fewest): &Pair| {
            let a = place(*a);
            // Sorted by the first: steps are small.
            let step = a - std::mem::replace(&mut last, a);
            (step, place(*b), *shared, *fewest)
        };
        Self { pairs: pairs.iter().map(pack).collect(), articles }
    }

    fn pairs(&self) -> impl Iterator<Item = Pair> + '_ {
        self.pairs.iter().scan(0, |last, (step, b, shared, fewest)| {
            *last += *step as usize;
            let id = |at: usize| self.articles.get(at).copied();
            Some((id(*last)?, id(*b as usize)?, *shared, *fewest))
        })
    }
}

/// Finds them within a bucket of prints.
pub(super) struct Candidates {
    job: Job,
    fingerprints: Vec<(u64, ArticleId, u32)>,
    words: Vec<(u64, [u32; 3])>,
}

impl Candidates {
    pub(super) fn new(job: Job) -> Self {
        Self { job, fingerprints: Vec::new(), words: Vec::new() }
    }
}

impl Step for Candidates {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        if row.kind == "print" {
            let postings: Postings = row.value()?;
            self.fingerprints.extend(
                postings.entries().map(|(print, (id, fingerprints))| (print, id, fingerprints)),
            );
        } else {
            self.words.extend(row.value::<Counts>()?.entries());
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        self.fingerprints.sort_unstable();
        let mut pairs: FxHashMap<(ArticleId, ArticleId), (u32, u32)> = FxHashMap::default();
        for holders in self.fingerprints.chunk_by(|a, b| a.0 == b.0) {
            for (a, others) in paired(holders) {
                for b in others {
                    pairs.entry((a.1, b.1)).or_insert((0, a.2.min(b.2))).0 += 1;
                }
            }
        }
        // By the first of the two, so that the counts of a pair meet.
        let mut of_bucket: BTreeMap<u64, Vec<Pair>> = BTreeMap::new();
        let mut pairs: Vec<Pair> =
            pairs.into_iter().map(|((a, b), (shared, fewest))| (a, b, shared, fewest)).collect();
        pairs.sort_unstable();
        for pair in pairs {
            let bucket = bucket_of_article(pair.0, self.job.buckets);
            of_bucket.entry(bucket).or_default().push(pair);
        }
        let pairs = of_bucket
            .iter()
            .map(|(bucket, pairs)| Row::new("pair", *bucket, Vec::new(), &PackedPairs::new(pairs)));
        out.extend(pairs);
        out.push(Row::new("rarity", 0, Vec::new(), &Counts::new(&summed(&mut self.words))));
        Ok(())
    }
}

/// Counts of equal hashes added up, sorted.
pub(super) fn summed(counts: &mut [(u64, [u32; 3])]) -> Vec<(u64, [u32; 3])> {
    counts.sort_unstable();
    let sum = |same: &[(u64, [u32; 3])]| {
        let add =
            |sum: [u32; 3], one: &(u64, [u32; 3])| std::array::from_fn(|at| sum[at] + one.1[at]);
        (same[0].0, same.iter().fold([0; 3], add))
    };
    counts.chunk_by(|a, b| a.0 == b.0).map(sum).collect()
}

/// Adds up what the buckets of prints found, and keeps what is worth a look.
#[derive(Default)]
pub(super) struct Pairs {
    pairs: Vec<Pair>,
}

impl Step for Pairs {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        self.pairs.extend(row.value::<PackedPairs>()?.pairs());
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        self.pairs.sort_unstable();
        let same = self.pairs.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1));
        let worth: Vec<(ArticleId, ArticleId)> = same
            .filter(|same| {
                let shared: u32 = same.iter().map(|pair| pair.2).sum();
                is_worth_a_look(shared as usize, same[0].3 as usize)
            })
            .map(|same| (same[0].0, same[0].1))
            .collect();
        out.push(Row::new("candidate", 0, Vec::new(), &worth));
        Ok(())
    }
}

/// Packs the connected components of the candidates into tasks: each article's words travel once, whatever it is compared with.
pub(super) struct Bins {
    job: Job,
    candidates: Vec<(ArticleId, ArticleId)>,
}

impl Bins {
    pub(super) fn new(job: Job) -> Self {
        Self { job, candidates: Vec::new() }
    }
}

/// Articles as numbers, in their order.
fn numbered(ids: impl Iterator<Item = ArticleId>) -> Vec<ArticleId> {
    let mut ids: Vec<ArticleId> = ids.collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn number(ids: &[ArticleId], id: ArticleId) -> usize {
    ids.partition_point(|other| *other < id)
}

impl Step for Bins {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        self.candidates.extend(row.value::<Vec<(ArticleId, ArticleId)>>()?);
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let ids = numbered(self.candidates.iter().flat_map(|(a, b)| [*a, *b]));
        let mut sets = DisjointSets::new(ids.len());
        for (a, b) in &self.candidates {
            sets.join(number(&ids, *a), number(&ids, *b));
        }
        // Components one after the other, by their first articles: a new bin where the last is full.
        let most = (BIN / WORDS_EXPECTED).min(ids.len().div_ceil(self.job.buckets as usize)).max(1);
        let mut members: Vec<(usize, usize)> =
            (0..ids.len()).map(|at| (sets.find(at), at)).collect();
        members.sort_unstable();
        let mut bin_of = vec![0u64; ids.len()];
        let (mut bin, mut filled) = (0, 0);
        for component in members.chunk_by(|a, b| a.0 == b.0) {
            if filled >= most {
                (bin, filled) = (bin + 1, 0);
            }
            filled += component.len();
            for (_, at) in component {
                bin_of[*at] = bin;
            }
        }
        let bins: Vec<(ArticleId, u64)> = ids.iter().copied().zip(bin_of.iter().copied()).collect();
        out.push(Row::new("bin", 0, Vec::new(), &bins));
        let mut of_bin: BTreeMap<u64, Vec<(ArticleId, ArticleId)>> = BTreeMap::new();
        for (a, b) in &self.candidates {
            of_bin.entry(bin_of[number(&ids, *a)]).or_default().push((*a, *b));
        }
        out.extend(of_bin.iter().map(|(bin, pairs)| Row::new("look", *bin, Vec::new(), pairs)));
        Ok(())
    }
}

/// Words of an article, for how many make a bin.
const WORDS_EXPECTED: usize = 400;

/// Own words of some articles: each word once, and which of them stand where.
#[derive(Serialize, Deserialize)]
struct PackedWords {
    words: Deltas,
    /// How many of an article's words are its title's; each word's place among the words, and behind that the bits of its kind.
    articles: Vec<(ArticleId, usize, Vec<u32>)>,
}

/// Bits of a kind.
const KIND_BITS: u32 = 2;

/// Sends the words of the candidates to their bins.
pub(super) struct Gather {
    remade: Remade,
    bins: FxHashMap<ArticleId, u64>,
    of_bin: BTreeMap<u64, Vec<(ArticleId, OwnWords)>>,
}

impl Gather {
    pub(super) fn new(tables: &[Row]) -> Result<Self, Error> {
        let mut bins = FxHashMap::default();
        for row in of_kind(tables, "bin") {
            bins.extend(row.value::<Vec<(ArticleId, u64)>>()?);
        }
        Ok(Self { remade: Remade::new(tables)?, bins, of_bin: BTreeMap::new() })
    }
}

impl Step for Gather {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        if let Some(bin) = self.bins.get(&row.article()?)
            && self.remade.counts(&row)?
        {
            let (term_counts, own_words) = unpacked(&row)?;
            self.of_bin.entry(*bin).or_default().push((term_counts.id, own_words));
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        for (bin, articles) in &self.of_bin {
            let mut words: Vec<u64> =
                articles.iter().flat_map(|(_, own)| own.kinded().words.iter().copied()).collect();
            words.sort_unstable();
            words.dedup();
            let at: FxHashMap<u64, u32> =
                words.iter().zip(0..).map(|(word, at)| (*word, at)).collect();
            let packed = |(id, own): &(ArticleId, OwnWords)| {
                let KindedWords { words, kinds } = own.kinded();
                let kinded = words.iter().zip(kinds);
                let word = |(word, kind): (&u64, &WordKind)| {
                    at[word] << KIND_BITS | u32::from(kind.to_bits())
                };
                (*id, own.title_words(), kinded.map(word).collect())
            };
            let own = PackedWords {
                articles: articles.iter().map(packed).collect(),
                words: Deltas::new(words.into_iter()),
            };
            out.push(Row::new("own", *bin, Vec::new(), &own));
        }
        Ok(())
    }
}

/// An article that is a copy of another: the shorter, the longer, how many words of its own each has, and whether the longer is one of
/// the shorter too.
type Copy = (ArticleId, ArticleId, u32, u32, bool);

/// Looks at the candidates of a bin.
pub(super) struct Verify {
    rarity: WordRarity,
    own: FxHashMap<ArticleId, OwnWords>,
    look: Vec<(ArticleId, ArticleId)>,
}

/// How rare words are, of parts.
pub(super) fn rarity(tables: &[Row]) -> Result<WordRarity, Error> {
    let mut words: Vec<(u64, u32)> = Vec::new();
    for row in of_kind(tables, "rarity") {
        words.extend(
            row.value::<Counts>()?.entries().map(|(word, [articles, ..])| (word, articles)),
        );
    }
    Ok(WordRarity::of_parts(sampled(tables)?.len() as u32, words.into_iter()))
}

impl Verify {
    pub(super) fn new(tables: &[Row]) -> Result<Self, Error> {
        Ok(Self { rarity: rarity(tables)?, own: FxHashMap::default(), look: Vec::new() })
    }
}

impl Step for Verify {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        if row.kind == "look" {
            self.look.extend(row.value::<Vec<(ArticleId, ArticleId)>>()?);
            return Ok(());
        }
        let own: PackedWords = row.value()?;
        let words: Vec<u64> = own.words.numbers().collect();
        let word = |at: &u32| words.get((at >> KIND_BITS) as usize).copied().unwrap_or_default();
        let kind = |at: &u32| WordKind::from_bits((at & ((1 << KIND_BITS) - 1)) as u8);
        self.own.extend(own.articles.iter().map(|(id, title, at)| {
            let (words, kinds) = at.iter().map(|at| (word(at), kind(at))).unzip();
            (*id, OwnWords::of_parts(words, kinds, *title))
        }));
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        self.look.sort_unstable();
        let mut found: Vec<Copy> = Vec::new();
        for pairs in self.look.chunk_by(|x, y| x.0 == y.0) {
            let words = |id: ArticleId| self.own.get(&id).ok_or_else(|| missing("own", id));
            let first = words(pairs[0].0)?;
            let compared = Compared::new(first, &self.rarity);
            for (a, b) in pairs {
                let second = words(*b)?;
                if let Some(copy) = compared.copied(0, 1, second) {
                    let of =
                        |side: u32| if side == 0 { (*a, first.len()) } else { (*b, second.len()) };
                    let (part, whole) = (of(copy.part), of(copy.of));
                    found.push((part.0, whole.0, part.1 as u32, whole.1 as u32, copy.whole));
                }
            }
        }
        out.push(Row::new("copied", 0, Vec::new(), &found));
        Ok(())
    }
}

/// Makes copy groups of all copies and all twins.
#[derive(Default)]
pub(super) struct Groups {
    copies: Vec<Copy>,
    twins: Vec<(ArticleId, ArticleId)>,
}

/// A member of a copy group of several: the group's first article, and the one that stands for it.
pub(super) type Member = (ArticleId, ArticleId, ArticleId);

impl Step for Groups {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        if row.kind == "twin" {
            self.twins.extend(row.value::<Vec<(ArticleId, ArticleId)>>()?);
        } else {
            self.copies.extend(row.value::<Vec<Copy>>()?);
        }
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        self.twins.sort_unstable();
        let of_copies = self.copies.iter().flat_map(|copy| [copy.0, copy.1]);
        let ids = numbered(of_copies.chain(self.twins.iter().flat_map(|(a, b)| [*a, *b])));
        let mut words = vec![0; ids.len()];
        for (part, whole, of_part, of_whole, _) in &self.copies {
            words[number(&ids, *part)] = *of_part;
            words[number(&ids, *whole)] = *of_whole;
        }
        for (twin, first) in &self.twins {
            words[number(&ids, *twin)] = words[number(&ids, *first)];
        }
        let mut sets = DisjointSets::new(ids.len());
        for (twin, first) in &self.twins {
            sets.join(number(&ids, *twin), number(&ids, *first));
        }
        let copies = self.copies.iter().map(|(part, of, _, _, whole)| Copied {
            part: number(&ids, *part) as u32,
            of: number(&ids, *of) as u32,
            whole: *whole,
        });
        for (a, b) in joined(copies.collect(), |article| words[article as usize] as usize) {
            sets.join(a as usize, b as usize);
        }
        let mut members: Vec<(usize, usize)> =
            (0..ids.len()).map(|at| (sets.find(at), at)).collect();
        members.sort_unstable();
        let mut groups: Vec<Member> = Vec::new();
        for group in members.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            let stands =
                group.iter().map(|(_, at)| *at).max_by_key(|at| (words[*at], Reverse(*at)));
            let stands = ids[stands.unwrap_or(group[0].1)];
            groups.extend(group.iter().map(|(first, at)| (ids[*at], ids[*first], stands)));
        }
        out.push(Row::new("copy", 0, Vec::new(), &groups));
        Ok(())
    }
}

/// The members of copy groups of several: the first of each one's group.
pub(super) fn groups(tables: &[Row]) -> Result<Vec<Member>, Error> {
    let mut members = Vec::new();
    for row in of_kind(tables, "copy") {
        members.extend(row.value::<Vec<Member>>()?);
    }
    Ok(members)
}
