//! Signal `position`: news is written with the most important first.
//!
//! `position(s) = (1 + i)^-1`, with `i` the sentence's index in its article.

use super::story_view::StoryView;

pub(super) fn value(story: &StoryView, sentence: usize) -> f64 {
    (1.0 + story.sentences[sentence].index as f64).recip()
}
