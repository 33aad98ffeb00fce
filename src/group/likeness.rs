//! Why an article is in its story: its nearest neighbour there, and the terms that they share.

use super::frequencies::DocumentFrequencies;
use super::neighbours::nearest;
use super::story::Story;
use super::vectors::{SharedTerms, Vector, weight_in};
use crate::segment::{Report, Sketch};
use crate::text::{Lexicons, Term};

/// The nearest neighbour of an article in its story.
#[derive(Debug, Clone, PartialEq)]
pub struct Likeness {
    /// Index of the neighbour among all articles.
    pub nearest: usize,
    /// Cosine of the two, 0..=1.
    pub cosine: f64,
    /// The single terms that add most to it, the heaviest first.
    pub shared: Vec<Term>,
}

/// Shared terms that are named.
const NAMED: usize = 6;

/// For each report of a story its likeness to the nearest other; nothing where there is none.
pub fn likenesses(
    story: &Story,
    reports: &[Report],
    lexicons: &Lexicons,
    frequencies: &DocumentFrequencies,
) -> Vec<Option<Likeness>> {
    let sketch = |report: &usize| Sketch::new(&reports[*report], lexicons).0;
    let sketches: Vec<Sketch> = story.reports.iter().map(sketch).collect();
    let terms = SharedTerms::among(&sketches, frequencies);
    let vectors: Vec<Vector> = sketches.iter().map(|sketch| terms.vector(sketch)).collect();
    nearest(&vectors, terms.len())
        .iter()
        .enumerate()
        .map(|(at, near)| {
            let (other, cosine) = near.first()?;
            let (own, theirs) = (&vectors[at], &vectors[*other as usize]);
            let shared = sketches[at].term_counts.iter().filter_map(|used| {
                let number = terms.number(used.term)?;
                Some((weight_in(own, number)? * weight_in(theirs, number)?, used.term))
            });
            let mut shared: Vec<(f32, Term)> = shared.collect();
            shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
            shared.truncate(NAMED);
            Some(Likeness {
                nearest: story.reports[*other as usize],
                cosine: *cosine,
                shared: shared.into_iter().map(|(_, term)| term).collect(),
            })
        })
        .collect()
}
