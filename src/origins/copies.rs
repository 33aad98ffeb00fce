//! Folds copies: articles that share long runs of their own (not quoted) words form one copy group.
//!
//! Candidates come from winnowed fingerprints (Schleimer, Wilkerson, Aiken 2003) in an inverted index; each
//! candidate is then checked exactly, by the share of the shorter article's own words that stand in shared runs.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use twox_hash::XxHash3_64;

use crate::segment::Report;

/// Words of a shingle. Runs of six own words shared by chance are rare in news; five are not ("in the first
/// quarter of").
const SHINGLE: usize = 6;

/// Window of the winnowing, in shingles: every shared run of `SHINGLE + WINDOW - 1` = 9 words is noticed.
const WINDOW: usize = 4;

/// Share of the shorter article's own words that must stand in shared runs (chosen by hand: an edited copy keeps
/// more than half of its wire's words in runs, an article with its own reporting that carries one wire paragraph
/// does not).
const COPIED_SHARE: f64 = 0.5;

/// Articles that may share one fingerprint before it is taken for a set phrase: each is then only compared with
/// the first, so that a million articles with one sentence in common stay linear.
const CROWD: usize = 50;

/// Copy groups over all articles of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CopyGroups {
    /// For each article the index of the first article of its group.
    first: Vec<usize>,
}

impl CopyGroups {
    /// The copy group of an article, named by its first member.
    pub fn of(&self, article: usize) -> usize {
        self.first[article]
    }

    /// For each copy group the article that stands for it: the one with the most words of its own, the first of equals.
    pub fn representatives(&self, reports: &[Report]) -> Vec<usize> {
        let mut stands_for: FxHashMap<usize, usize> = FxHashMap::default();
        let mut firsts = Vec::new();
        for (report, first) in self.first.iter().enumerate() {
            let best = stands_for.entry(*first).or_insert_with(|| {
                firsts.push(*first);
                report
            });
            if reports[report].own_words.len() > reports[*best].own_words.len() {
                *best = report;
            }
        }
        firsts.into_iter().map(|first| stands_for[&first]).collect()
    }

    /// How many articles were looked at.
    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// Folds the copies among `reports`. The outcome does not depend on their order, up to the names of the groups.
pub fn fold_copies(reports: &[Report]) -> CopyGroups {
    let mut sets = DisjointSets::new(reports.len());
    // Equal texts first: a million identical articles are one representative.
    let mut same: FxHashMap<u128, usize> = FxHashMap::default();
    let mut representatives = Vec::new();
    for (index, report) in reports.iter().enumerate() {
        match same.entry(hash_words(&report.own_words)) {
            std::collections::hash_map::Entry::Occupied(first) => sets.join(*first.get(), index),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(index);
                representatives.push(index);
            }
        }
    }
    let printed: Vec<Vec<u64>> =
        representatives.par_iter().map(|r| fingerprints(&reports[*r].own_words)).collect();
    let mut prints = vec![0; reports.len()];
    let mut postings: Vec<(u64, usize)> = Vec::new();
    for (index, found) in representatives.iter().zip(&printed) {
        prints[*index] = found.len();
        postings.extend(found.iter().map(|f| (*f, *index)));
    }
    postings.par_sort_unstable();
    let pairs = candidate_pairs(&postings, &prints);
    let copies: Vec<bool> = pairs
        .par_iter()
        .map(|(a, b)| copied_share(&reports[*a].own_words, &reports[*b].own_words) >= COPIED_SHARE)
        .collect();
    for ((a, b), _) in pairs.iter().zip(copies).filter(|(_, copy)| *copy) {
        sets.join(*a, *b);
    }
    CopyGroups { first: (0..reports.len()).map(|index| sets.find(index)).collect() }
}

fn hash_words(words: &[u64]) -> u128 {
    let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
    twox_hash::XxHash3_128::oneshot(&bytes)
}

/// Hash of every run of `SHINGLE` words (of the whole, where it is shorter).
fn shingles(words: &[u64]) -> Vec<u64> {
    let hash = |run: &[u64]| {
        let mut bytes = [0u8; SHINGLE * 8];
        for (slot, word) in bytes.chunks_exact_mut(8).zip(run) {
            slot.copy_from_slice(&word.to_le_bytes());
        }
        XxHash3_64::oneshot(&bytes)
    };
    if words.len() < SHINGLE {
        vec![hash(words)]
    } else {
        words.windows(SHINGLE).map(hash).collect()
    }
}

/// The smallest shingle of each window: any two texts that share a run of nine words share one.
fn fingerprints(words: &[u64]) -> Vec<u64> {
    let shingles = shingles(words);
    let mut chosen: Vec<u64> = shingles
        .windows(WINDOW.min(shingles.len()))
        .filter_map(|window| window.iter().min().copied())
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

/// Share of the shorter article's fingerprints that a pair must have in common to be worth an exact look: a copy of half
/// the words has about half of them, so this is far on the safe side.
const WORTH_A_LOOK: f64 = 0.15;

/// Pairs of articles that may be copies, each once, smaller index first. `prints` is how many fingerprints each has.
fn candidate_pairs(postings: &[(u64, usize)], prints: &[usize]) -> Vec<(usize, usize)> {
    let mut shared: FxHashMap<(usize, usize), u32> = FxHashMap::default();
    for run in postings.chunk_by(|a, b| a.0 == b.0).filter(|run| run.len() > 1) {
        if run.len() > CROWD {
            for (_, other) in &run[1..] {
                *shared.entry((run[0].1, *other)).or_default() += 1;
            }
            continue;
        }
        for (at, (_, a)) in run.iter().enumerate() {
            for (_, b) in &run[at + 1..] {
                *shared.entry((*a, *b)).or_default() += 1;
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = shared
        .into_iter()
        .filter(|((a, b), n)| f64::from(*n) >= WORTH_A_LOOK * prints[*a].min(prints[*b]) as f64)
        .map(|(pair, _)| pair)
        .collect();
    pairs.sort_unstable();
    pairs
}

/// Share (0..=1) of the shorter article's words that stand in runs of at least `SHINGLE` words of the longer.
fn copied_share(a: &[u64], b: &[u64]) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return 0.0;
    }
    let known: FxHashSet<u64> = shingles(long).into_iter().collect();
    let mut covered = 0;
    let mut until = 0;
    for (at, shingle) in shingles(short).iter().enumerate() {
        if known.contains(shingle) {
            let end = (at + SHINGLE).min(short.len());
            covered += end - until.max(at);
            until = end;
        }
    }
    covered as f64 / short.len() as f64
}

/// Union-find whose roots are the smallest members.
struct DisjointSets {
    parent: Vec<usize>,
}

impl DisjointSets {
    fn new(len: usize) -> Self {
        Self { parent: (0..len).collect() }
    }

    fn find(&mut self, mut at: usize) -> usize {
        while self.parent[at] != at {
            self.parent[at] = self.parent[self.parent[at]];
            at = self.parent[at];
        }
        at
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.find(a), self.find(b));
        self.parent[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_counts_runs_of_the_shorter() {
        let a: Vec<u64> = (0..100).collect();
        let mut b: Vec<u64> = (0..50).collect();
        b.extend(1000..1010);
        assert!((copied_share(&a, &b) - 50.0 / 60.0).abs() < 1e-9);
        assert!(copied_share(&a, &[7, 3, 9]) < 1e-9);
        assert!((copied_share(&a, &a) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_shared_run_of_nine_words_is_noticed() {
        let a: Vec<u64> = (0..60).collect();
        let mut b: Vec<u64> = (500..530).collect();
        b.extend(20..29);
        b.extend(700..730);
        let (a, b) = (fingerprints(&a), fingerprints(&b));
        assert!(a.iter().any(|f| b.contains(f)));
    }
}
