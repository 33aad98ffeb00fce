//! Which articles could tell the same story: cosines of TF-IDF vectors through an inverted index, then scaled
//! to each article's own neighbourhood.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::frequencies::DocumentFrequencies;
use crate::text::Term;

/// Power of the inverse document frequency in a term's weight: rare terms tell stories apart.
const IDF_POWER: f64 = 1.5;

/// In a collection of this many articles a term that only one of them holds counts half in that article's length.
/// In a small folder such terms are what sets articles apart; in a large one they are misspellings and by-lines.
const SINGLETON_HALF: f64 = 20.0;

/// Articles that may hold a term before it no longer proposes neighbours. Terms so common weigh next to nothing,
/// and without a cap the index is quadratic.
const POSTINGS_CAP: usize = 2000;

/// Neighbours kept for each article, nearest first: more than the reports of all but the largest stories.
const MOST_NEIGHBOURS: usize = 60;

/// Cosines below this are not worth an edge, whatever the scaling makes of them.
const LOWEST_COSINE: f64 = 0.02;

/// Sparse vector of unit length or less, sorted by term.
type TermVector = Vec<(Term, f64)>;

/// Edges between articles `(a, b, similarity)`, `a < b`, sorted. Similarities are scaled after Zelnik-Manor and
/// Perona (2004): the geometric mean of the cosine and of the cosine over the two articles' closeness to their nearest.
pub(super) fn similarities(
    counts: &[&[(Term, u32)]],
    frequencies: &DocumentFrequencies,
) -> Vec<(usize, usize, f64)> {
    let vectors: Vec<TermVector> =
        counts.par_iter().map(|counts| vector(counts, frequencies)).collect();
    let mut index: FxHashMap<Term, Vec<(usize, f64)>> = FxHashMap::default();
    for (article, vector) in vectors.iter().enumerate() {
        for (term, weight) in vector {
            index.entry(*term).or_default().push((article, *weight));
        }
    }
    let nearest: Vec<Vec<(usize, f64)>> = vectors
        .par_iter()
        .enumerate()
        .map_init(
            || Cosines::new(vectors.len()),
            |cosines, (article, vector)| cosines.neighbours(article, vector, &index),
        )
        .collect();
    let closeness: Vec<f64> =
        nearest.iter().map(|list| list.first().map_or(0.0, |(_, s)| *s)).collect();
    let mut edges: Vec<(usize, usize, f64)> = Vec::new();
    for (a, list) in nearest.iter().enumerate() {
        for (b, cosine) in list {
            let scale = (closeness[a] * closeness[*b]).sqrt();
            edges.push((a.min(*b), a.max(*b), (cosine * cosine / scale).sqrt()));
        }
    }
    edges.sort_by(|x, y| (x.0, x.1).cmp(&(y.0, y.1)).then(y.2.total_cmp(&x.2)));
    edges.dedup_by_key(|edge| (edge.0, edge.1));
    edges
}

fn vector(counts: &[(Term, u32)], frequencies: &DocumentFrequencies) -> TermVector {
    let articles = f64::from(frequencies.articles());
    let singleton = SINGLETON_HALF / (articles + SINGLETON_HALF);
    let mut vector = Vec::with_capacity(counts.len());
    let mut square = 0.0;
    for (term, count) in counts {
        let weight = (1.0 + f64::from(*count).ln()) * frequencies.idf(*term).powf(IDF_POWER);
        if frequencies.of(*term) > 1 {
            square += weight * weight;
            vector.push((*term, weight));
        } else {
            square += singleton * weight * weight;
        }
    }
    let length = square.sqrt();
    vector.retain(|(_, weight)| *weight > 0.0);
    for (_, weight) in &mut vector {
        *weight /= length;
    }
    vector
}

/// Cosines of one article with all others, reused from article to article.
struct Cosines {
    of: Vec<f64>,
    touched: Vec<usize>,
}

impl Cosines {
    fn new(articles: usize) -> Self {
        Self { of: vec![0.0; articles], touched: Vec::new() }
    }

    /// The nearest other articles, nearest first, ties by index.
    fn neighbours(
        &mut self,
        article: usize,
        vector: &TermVector,
        index: &FxHashMap<Term, Vec<(usize, f64)>>,
    ) -> Vec<(usize, f64)> {
        for (term, weight) in vector {
            let postings = &index[term];
            if postings.len() > POSTINGS_CAP {
                continue;
            }
            for (other, theirs) in postings {
                if self.of[*other] == 0.0 {
                    self.touched.push(*other);
                }
                self.of[*other] += weight * theirs;
            }
        }
        let mut nearest = Vec::new();
        for other in self.touched.drain(..) {
            let cosine = std::mem::take(&mut self.of[other]);
            if other != article && cosine >= LOWEST_COSINE {
                nearest.push((other, cosine));
            }
        }
        let by_cosine =
            |a: &(usize, f64), b: &(usize, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if nearest.len() > MOST_NEIGHBOURS {
            nearest.select_nth_unstable_by(MOST_NEIGHBOURS, by_cosine);
            nearest.truncate(MOST_NEIGHBOURS);
        }
        nearest.sort_unstable_by(by_cosine);
        nearest
    }
}
