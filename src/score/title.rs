//! Signal `title`: how much of the story's headlines the sentence holds.
//!
//! `title(s)` = the best, over the headlines, of the IDF-weighted share of the headline's terms that `s` holds; 0 where
//! there are none.

use super::story_view::StoryView;
use super::vocabulary::TermNumber;

/// The story's different headlines.
pub(super) struct Titles<'a> {
    /// The terms of each with the sum of their weights, above 0.
    titles: Vec<(&'a [TermNumber], f64)>,
}

impl<'a> Titles<'a> {
    pub(super) fn new(story: &'a StoryView) -> Self {
        let mut terms: Vec<&[TermNumber]> =
            story.reports.iter().map(|r| r.title_terms.as_slice()).collect();
        terms.sort_unstable();
        terms.dedup();
        let weighed = terms.into_iter().map(|title| (title, story.idf.sum(title)));
        Self { titles: weighed.filter(|(_, all)| *all > 0.0).collect() }
    }

    pub(super) fn value(&self, story: &StoryView, sentence: usize) -> f64 {
        let terms = &story.sentences[sentence].terms;
        let share = |(title, all): &(&[TermNumber], f64)| story.idf.shared(title, terms) / all;
        self.titles.iter().map(share).fold(0.0, f64::max).clamp(0.0, 1.0)
    }
}
