//! Signal `tfidf`: cosine between the sentence's TF-IDF vector and the story's centroid (Radev et al. 2004),
//! over the best such cosine of the story.
//!
//! `tfidf(s) = cos(s, c) / max cos(t, c)`, with `c` the sum of the vectors of the copy groups, each counted once.

use rustc_hash::FxHashMap;

use super::told::ToldStory;
use crate::text::Term;

/// The story's centroid.
pub(super) struct Centroid {
    weights: FxHashMap<Term, f64>,
    best: f64,
}

impl Centroid {
    pub(super) fn new(story: &ToldStory) -> Self {
        // In how many copy groups a term stands, so that a reprint adds nothing.
        let mut holders: FxHashMap<Term, Vec<usize>> = FxHashMap::default();
        for told in &story.sentences {
            let origin = story.reports[told.report].origin;
            for term in &told.terms {
                let origins = holders.entry(*term).or_default();
                if !origins.contains(&origin) {
                    origins.push(origin);
                }
            }
        }
        let weights = holders
            .into_iter()
            .map(|(term, origins)| (term, origins.len() as f64 * story.idf.of(term)))
            .collect();
        let mut centroid = Self { weights, best: 1.0 };
        let best =
            (0..story.sentences.len()).map(|s| centroid.cosine(story, s)).fold(0.0, f64::max);
        centroid.best = if best > 0.0 { best } else { 1.0 };
        centroid
    }

    /// Up to the centroid's own length, which is the same for all.
    fn cosine(&self, story: &ToldStory, sentence: usize) -> f64 {
        let (mut product, mut square) = (0.0, 0.0);
        for term in &story.sentences[sentence].terms {
            let weight = story.idf.of(*term);
            product += weight * self.weights.get(term).copied().unwrap_or(0.0);
            square += weight * weight;
        }
        if square > 0.0 { product / square.sqrt() } else { 0.0 }
    }
}

pub(super) fn value(story: &ToldStory, centroid: &Centroid, sentence: usize) -> f64 {
    (centroid.cosine(story, sentence) / centroid.best).clamp(0.0, 1.0)
}
