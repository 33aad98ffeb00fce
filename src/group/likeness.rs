//! Why an article is in its story: its nearest neighbour there, and the terms that they share.

use super::frequencies::DocumentFrequencies;
use super::neighbours::nearest;
use super::story::Story;
use super::vectors::Vectors;
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
    let members: Vec<usize> = (0..sketches.len()).collect();
    let vectors = Vectors::new(&sketches, &members, frequencies);
    nearest(&vectors.of, vectors.terms.len())
        .iter()
        .zip(&vectors.of)
        .map(|(near, own)| {
            let (other, cosine) = near.first()?;
            let theirs = &vectors.of[*other as usize];
            let mut shared: Vec<(f32, Term)> = own
                .iter()
                .filter_map(|(number, weight)| {
                    let at = theirs.binary_search_by_key(number, |(other, _)| *other).ok()?;
                    Some((weight * theirs[at].1, vectors.terms[*number as usize]?))
                })
                .collect();
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
