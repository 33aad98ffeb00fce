//! Signal `tfidf`: cosine between the sentence's TF-IDF vector and the story's centroid (Radev et al. 2004),
//! over the best such cosine of the story.
//!
//! `tfidf(s) = cos(s, c) / max cos(t, c)`, with `c` the sum of the vectors of the copy groups, each counted once.

use super::story_view::StoryView;

/// The story's centroid.
pub(super) struct Centroid {
    /// By term.
    weights: Vec<f64>,
    best: f64,
}

impl Centroid {
    pub(super) fn new(story: &StoryView) -> Self {
        // In how many copy groups a term stands, so that a reprint adds nothing.
        let mut by_origin: Vec<Vec<usize>> = vec![Vec::new(); story.origins];
        for (index, sentence) in story.sentences.iter().enumerate() {
            by_origin[story.reports[sentence.report].origin].push(index);
        }
        let mut holders: Vec<u32> = vec![0; story.idf.terms()];
        let mut last: Vec<usize> = vec![usize::MAX; story.idf.terms()];
        for (origin, sentences) in by_origin.iter().enumerate() {
            for term in sentences.iter().flat_map(|s| &story.sentences[*s].terms) {
                let last = &mut last[*term as usize];
                holders[*term as usize] += u32::from(*last != origin);
                *last = origin;
            }
        }
        let weights =
            (0..).zip(holders).map(|(term, n)| f64::from(n) * story.idf.of(term)).collect();
        let mut centroid = Self { weights, best: 1.0 };
        let best =
            (0..story.sentences.len()).map(|s| centroid.cosine(story, s)).fold(0.0, f64::max);
        centroid.best = if best > 0.0 { best } else { 1.0 };
        centroid
    }

    /// Up to the centroid's own length, which is the same for all.
    fn cosine(&self, story: &StoryView, sentence: usize) -> f64 {
        let (mut product, mut square) = (0.0, 0.0);
        for term in &story.sentences[sentence].terms {
            let weight = story.idf.of(*term);
            product += weight * self.weights[*term as usize];
            square += weight * weight;
        }
        if square > 0.0 { product / square.sqrt() } else { 0.0 }
    }
}

pub(super) fn value(story: &StoryView, centroid: &Centroid, sentence: usize) -> f64 {
    (centroid.cosine(story, sentence) / centroid.best).clamp(0.0, 1.0)
}
