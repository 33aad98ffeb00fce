//! In how many articles each term stands: what the corpus as a whole knows. Counts add up in any order.

use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::background::{Expected, Prior};
use super::partitions::{PARTITIONS, in_partition, partition_of};
use crate::segment::TermCounts;
use crate::text::{Language, Term};

/// Document frequencies of one run.
#[derive(Debug, Clone, Default)]
pub struct DocumentFrequencies {
    articles: u32,
    /// By partition.
    of_term: Vec<FxHashMap<Term, Frequency>>,
    /// Articles of each pair of terms that stands in two or more, by partition: most stand in one, and there are very many.
    of_pair: Vec<FxHashMap<u64, u32>>,
}

/// Articles whose pairs are put into partitions by one thread before the next takes over.
const AT_ONCE: usize = 4096;

/// The pairs of some articles.
fn pairs_by_partition(all_counts: &[&TermCounts]) -> [Vec<u64>; PARTITIONS] {
    let content: usize = all_counts.iter().map(|term_counts| term_counts.content.len()).sum();
    // Hashes of different pairs fall into partitions evenly; a list that is a little longer than its share must not double.
    let share = content / PARTITIONS;
    let mut pairs = std::array::from_fn(|_| Vec::with_capacity(share + share / 16 + 64));
    for pair in
        all_counts.iter().flat_map(|term_counts| term_counts.pair_counts()).map(|used| used.pair)
    {
        pairs[partition_of(pair)].push(pair);
    }
    pairs
}

/// How often those stand in a list that stand there more than once. The list is sorted for it: a table of all would be many times
/// larger than what is kept.
fn shared(mut pairs: Vec<u64>) -> FxHashMap<u64, u32> {
    pairs.sort_unstable();
    let shared = || pairs.chunk_by(|a, b| a == b).filter(|same| same.len() > 1);
    let mut counts = FxHashMap::with_capacity_and_hasher(shared().count(), FxBuildHasher);
    counts.extend(shared().map(|same| (same[0], same.len() as u32)));
    counts
}

/// What is counted of a term.
#[derive(Debug, Clone, Copy, Default)]
struct Frequency {
    /// Articles in which it stands.
    articles: u32,
    /// Occurrences inside a sentence, where only a name has a capital.
    inside: u32,
    /// Those of them with a capital.
    capitals: u32,
}

impl DocumentFrequencies {
    /// Counts the terms and pairs of some articles.
    pub fn count(all_counts: &[&TermCounts]) -> Self {
        let mut pairs: Vec<Vec<Vec<u64>>> = vec![Vec::new(); PARTITIONS];
        let of_chunks: Vec<[Vec<u64>; PARTITIONS]> =
            all_counts.par_chunks(AT_ONCE).map(pairs_by_partition).collect();
        for (partition, of_chunk) in of_chunks.into_iter().flat_map(|chunk| (0..).zip(chunk)) {
            pairs[partition].push(of_chunk);
        }
        let counted = pairs.into_par_iter().enumerate().map(|(partition, pairs)| {
            let mut of_term: FxHashMap<Term, Frequency> = FxHashMap::default();
            for term_counts in all_counts {
                for counted in in_partition(&term_counts.terms, partition, |counted| counted.term) {
                    let frequency = of_term.entry(counted.term).or_default();
                    frequency.articles += 1;
                    frequency.inside += u32::from(counted.inside);
                    frequency.capitals += u32::from(counted.capitals);
                }
            }
            let all = pairs.concat();
            drop(pairs);
            (of_term, shared(all))
        });
        let (of_term, of_pair) = counted.unzip();
        Self { articles: all_counts.len() as u32, of_term, of_pair }
    }

    /// What was counted in parts: terms with their articles, occurrences inside a sentence and capitals there; pairs with their
    /// articles.
    pub(crate) fn of_parts(
        articles: u32,
        terms: impl Iterator<Item = (Term, [u32; 3])>,
        pairs: impl Iterator<Item = (u64, u32)>,
    ) -> Self {
        let mut of_term = vec![FxHashMap::default(); PARTITIONS];
        for (term, [articles, inside, capitals]) in terms {
            of_term[partition_of(term)].insert(term, Frequency { articles, inside, capitals });
        }
        let mut of_pair = vec![FxHashMap::default(); PARTITIONS];
        for (pair, articles) in pairs {
            of_pair[partition_of(pair)].insert(pair, articles);
        }
        Self { articles, of_term, of_pair }
    }

    /// What is known of terms that no article holds.
    pub(super) fn without_terms(&self) -> Self {
        Self { articles: self.articles, ..Self::default() }
    }

    /// Terms of a partition that several articles hold.
    pub(super) fn shared_terms(&self, partition: usize) -> impl Iterator<Item = Term> + '_ {
        let terms = self.of_term.get(partition).into_iter().flatten();
        terms.filter(|(_, frequency)| frequency.articles > 1).map(|(term, _)| *term)
    }

    /// Pairs of a partition that several articles hold.
    pub(super) fn shared_pairs(&self, partition: usize) -> impl Iterator<Item = u64> + '_ {
        self.of_pair.get(partition).into_iter().flat_map(|pairs| pairs.keys().copied())
    }

    fn frequency(&self, term: Term) -> Option<Frequency> {
        self.of_term.get(partition_of(term))?.get(&term).copied()
    }

    /// How many articles were counted.
    pub fn articles(&self) -> u32 {
        self.articles
    }

    /// In how many of them the term stands.
    pub fn of(&self, term: Term) -> u32 {
        self.frequency(term).map_or(0, |f| f.articles)
    }

    /// In how many of them the pair of terms stands; 1 of those that stand in fewer than two.
    pub fn of_pair(&self, pair: u64) -> u32 {
        self.of_pair
            .get(partition_of(pair))
            .and_then(|pairs| pairs.get(&pair))
            .copied()
            .unwrap_or(1)
    }

    /// Inverse document frequency with a flat prior: `ln((N + N0) / (df + N0 p))`, at least 0.
    pub fn idf(&self, term: Term) -> f64 {
        self.idf_with(Prior::FLAT, self.of(term))
    }

    /// The same of a term that stands in so many articles, with what is known of its language at large.
    pub(super) fn idf_of_term(&self, term: Term, articles: u32, expected: Expected) -> f64 {
        self.idf_with(expected.of_term(term), articles)
    }

    /// The same of any pair of terms that stands in so many articles.
    pub(super) fn idf_of_pair(&self, articles: u32, expected: Expected) -> f64 {
        self.idf_with(expected.of_rare(), articles)
    }

    /// The same with any expectation.
    pub(super) fn idf_with(&self, prior: Prior, frequency: u32) -> f64 {
        let articles = f64::from(self.articles) + prior.articles;
        let with_term = f64::from(frequency) + prior.articles * prior.share;
        (articles / with_term).ln().max(0.0)
    }

    /// Share (0..=1) of the term's occurrences inside sentences that begin with a capital: of a name nearly all. 0 in
    /// scripts without capitals.
    pub fn capital_share(&self, term: Term) -> f64 {
        let frequency = self.frequency(term).unwrap_or_default();
        f64::from(frequency.capitals) / f64::from(frequency.inside.max(1))
    }
}

/// What the words of one language weigh: by its table alone, so that a weight does not hang on what else lies in the folder; of a
/// language without a table by the run.
#[derive(Clone, Copy)]
pub struct WordWeights<'a> {
    frequencies: &'a DocumentFrequencies,
    expected: Expected,
}

impl<'a> WordWeights<'a> {
    /// The weights of a language's words.
    pub fn new(frequencies: &'a DocumentFrequencies, language: Option<&Language>) -> Self {
        Self { frequencies, expected: Expected::of(language) }
    }

    /// The weight of a term, at least 0.
    pub fn of(self, term: Term) -> f64 {
        self.expected.weight(term).unwrap_or_else(|| self.frequencies.idf(term))
    }

    /// The weight of a term that nobody knows: no term weighs more.
    pub fn highest(self) -> f64 {
        self.of(NO_TERM)
    }
}

/// The hash of no word.
const NO_TERM: Term = 0;
