//! What a reader compares with: first sentences, a centroid, LexRank, and the best that any extract could do.
//!
//! All see the same sentences as newsfold (boilerplate and headings aside), count copies as the articles that they are, and
//! stop with the sentence that reaches the budget.

use rustc_hash::{FxHashMap, FxHashSet};

use super::rouge::{Counted, Wording, gram, words};
use crate::score::{StorySentence, StoryView, TermNumber};
use crate::segment::Rejection;
use crate::select::Budget;

/// Cosine to a chosen sentence from which another repeats it (Radev et al. 2004 and Erkan and Radev 2004 drop repeats
/// at about this similarity).
const REPEATS: f64 = 0.7;

/// Damping of LexRank: the chance to walk on (Erkan and Radev 2004).
const DAMPING: f64 = 0.85;

/// Rounds of the walk; it has settled long before.
const ROUNDS: usize = 60;

fn may_stand(sentence: &StorySentence) -> bool {
    !matches!(
        sentence.sentence.rejection,
        Some(
            Rejection::Subhead
                | Rejection::Boilerplate
                | Rejection::Post
                | Rejection::Short
                | Rejection::Fragment
        )
    )
}

/// Takes sentences in the order given until the budget is reached.
fn take(
    story: &StoryView,
    order: impl IntoIterator<Item = usize>,
    budget: Budget,
    repeats: impl Fn(usize, usize) -> bool,
) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    let mut words = 0;
    for index in order {
        let full = match budget {
            Budget::Words(most) => words >= most,
            Budget::Sentences(most) => chosen.len() >= most,
        };
        if full {
            break;
        }
        if !chosen.iter().any(|c| repeats(*c, index)) {
            words += story.sentences[index].words;
            chosen.push(index);
        }
    }
    chosen
}

/// The first sentence of every article, then the second of every article, and so on. `order` is the order of the articles.
pub(super) fn lead(story: &StoryView, order: &[usize], budget: Budget) -> Vec<usize> {
    let sentences: Vec<Vec<usize>> = order
        .iter()
        .map(|report| {
            let of_report = story.reports[*report].sentences.clone();
            of_report.filter(|s| may_stand(&story.sentences[*s])).collect()
        })
        .collect();
    let deepest = sentences.iter().map(Vec::len).max().unwrap_or(0);
    let in_turn = (0..deepest).flat_map(|depth| {
        sentences.iter().filter_map(move |of_report| of_report.get(depth).copied())
    });
    take(story, in_turn, budget, |a, b| story.sentences[a].terms == story.sentences[b].terms)
}

/// TF-IDF vectors of sentences, each of length 1.
struct Vectors(Vec<Vec<(TermNumber, f64)>>);

impl Vectors {
    fn new(story: &StoryView) -> Self {
        let vector = |sentence: &StorySentence| {
            let words = sentence.tokens.iter().zip(&sentence.term_of);
            let mut terms: Vec<TermNumber> =
                words.filter(|(t, _)| !t.stop).map(|(_, term)| *term).collect();
            terms.sort_unstable();
            let mut vector: Vec<(TermNumber, f64)> = Vec::new();
            for term in terms {
                match vector.last_mut() {
                    Some((last, weight)) if *last == term => *weight += story.idf.of(term),
                    _ => vector.push((term, story.idf.of(term))),
                }
            }
            let length = vector.iter().map(|(_, w)| w * w).sum::<f64>().sqrt();
            if length > 0.0 {
                vector.iter_mut().for_each(|(_, w)| *w /= length);
            }
            vector
        };
        Self(story.sentences.iter().map(vector).collect())
    }

    fn cosine(&self, a: usize, b: usize) -> f64 {
        let (a, b) = (&self.0[a], &self.0[b]);
        let (mut at, mut sum) = (0, 0.0);
        for (term, weight) in a {
            while b.get(at).is_some_and(|(t, _)| t < term) {
                at += 1;
            }
            if let Some((t, other)) = b.get(at)
                && t == term
            {
                sum += weight * other;
            }
        }
        sum
    }
}

fn ranked(candidates: &[usize], score: impl Fn(usize) -> f64) -> Vec<usize> {
    let mut order: Vec<(i64, usize)> =
        candidates.iter().map(|c| (-(score(*c) * 1e9) as i64, *c)).collect();
    order.sort_unstable();
    order.into_iter().map(|(_, c)| c).collect()
}

fn candidates(story: &StoryView) -> Vec<usize> {
    (0..story.sentences.len()).filter(|s| may_stand(&story.sentences[*s])).collect()
}

/// Sentences by cosine to the sum of all sentence vectors (Radev et al. 2004).
pub(super) fn centroid(story: &StoryView, budget: Budget) -> Vec<usize> {
    let vectors = Vectors::new(story);
    let candidates = candidates(story);
    let mut sum: FxHashMap<TermNumber, f64> = FxHashMap::default();
    for sentence in &candidates {
        for (term, weight) in &vectors.0[*sentence] {
            *sum.entry(*term).or_default() += weight;
        }
    }
    let similarity = |s: usize| vectors.0[s].iter().map(|(t, w)| w * sum[t]).sum::<f64>();
    let scale = candidates.iter().map(|s| similarity(*s)).fold(f64::MIN_POSITIVE, f64::max);
    let order = ranked(&candidates, |s| similarity(s) / scale);
    take(story, order, budget, |a, b| vectors.cosine(a, b) >= REPEATS)
}

/// Sentences by continuous LexRank (Erkan and Radev 2004): a random walk along cosines.
pub(super) fn lexrank(story: &StoryView, budget: Budget) -> Vec<usize> {
    let vectors = Vectors::new(story);
    let candidates = candidates(story);
    let all = candidates.len();
    let mut matrix: Vec<Vec<f64>> = candidates
        .iter()
        .map(|a| candidates.iter().map(|b| vectors.cosine(*a, *b)).collect())
        .collect();
    for row in &mut matrix {
        let sum: f64 = row.iter().sum();
        if sum > 0.0 {
            row.iter_mut().for_each(|cell| *cell /= sum);
        }
    }
    let mut rank = vec![1.0 / all.max(1) as f64; all];
    for _ in 0..ROUNDS {
        let mut next = vec![(1.0 - DAMPING) / all as f64; all];
        for (row, from) in matrix.iter().zip(&rank) {
            for (cell, to) in row.iter().zip(&mut next) {
                *to += DAMPING * from * cell;
            }
        }
        rank = next;
    }
    let by_sentence: FxHashMap<usize, f64> = candidates.iter().copied().zip(rank).collect();
    let order = ranked(&candidates, |s| by_sentence[&s]);
    take(story, order, budget, |a, b| vectors.cosine(a, b) >= REPEATS)
}

/// The ceiling, by greed: at every step the sentence that adds most ROUGE-1 and ROUGE-2 recall per word, read off the references.
pub(super) fn oracle(
    story: &StoryView,
    texts: &[String],
    references: &[Counted],
    wording: Wording,
    budget: Budget,
) -> Vec<usize> {
    let candidates = candidates(story);
    let grams: Vec<Vec<Vec<u64>>> = texts
        .iter()
        .map(|text| {
            let words = words(text, wording);
            vec![words.windows(1).map(gram).collect(), words.windows(2).map(gram).collect()]
        })
        .collect();
    // What is left to hit of each reference, by length of the run.
    let mut left: Vec<Vec<FxHashMap<u64, u32>>> = references
        .iter()
        .map(|reference| {
            [1, 2]
                .into_iter()
                .map(|length| {
                    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
                    for run in reference.words().windows(length) {
                        *counts.entry(gram(run)).or_default() += 1;
                    }
                    counts
                })
                .collect()
        })
        .collect();
    let all: Vec<f64> = [1, 2]
        .into_iter()
        .map(|length| {
            let runs = |r: &Counted| (r.words().len() + 1).saturating_sub(length);
            references.iter().map(runs).sum::<usize>().max(1) as f64
        })
        .collect();
    let gain = |left: &[Vec<FxHashMap<u64, u32>>], sentence: usize| -> f64 {
        let mut gain = 0.0;
        for (length, runs) in grams[sentence].iter().enumerate() {
            for reference in left {
                let mut used: FxHashMap<u64, u32> = FxHashMap::default();
                for run in runs {
                    let count = used.entry(*run).or_default();
                    if reference[length].get(run).is_some_and(|most| *count < *most) {
                        *count += 1;
                        gain += 1.0 / all[length];
                    }
                }
            }
        }
        gain / story.sentences[sentence].words.max(1) as f64
    };
    let mut chosen: Vec<usize> = Vec::new();
    let mut free: FxHashSet<usize> = candidates.iter().copied().collect();
    let mut words = 0;
    loop {
        let full = match budget {
            Budget::Words(most) => words >= most,
            Budget::Sentences(most) => chosen.len() >= most,
        };
        let still: Vec<usize> = candidates.iter().copied().filter(|c| free.contains(c)).collect();
        let Some(best) = ranked(&still, |s| gain(&left, s)).first().copied() else { break };
        if full || gain(&left, best) <= 0.0 {
            break;
        }
        free.remove(&best);
        for (length, runs) in grams[best].iter().enumerate() {
            for reference in &mut left {
                for run in runs {
                    if let Some(count) = reference[length].get_mut(run) {
                        *count = count.saturating_sub(1);
                    }
                }
            }
        }
        words += story.sentences[best].words;
        chosen.push(best);
    }
    chosen
}
