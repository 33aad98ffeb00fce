//! Signal `length`: 1 for a sentence of 12 to 32 words, falling in a straight line to 0 at 4 and at 64.
//!
//! The plateau is the middle half of news sentences; outside lie asides and lists.

use super::story_view::StoryView;

const NONE_BELOW: f64 = 4.0;
const FULL_FROM: f64 = 12.0;
const FULL_TO: f64 = 32.0;
const NONE_ABOVE: f64 = 64.0;

pub(super) fn value(story: &StoryView, sentence: usize) -> f64 {
    let words = story.sentences[sentence].tokens.len() as f64;
    let rising = (words - NONE_BELOW) / (FULL_FROM - NONE_BELOW);
    let falling = (NONE_ABOVE - words) / (NONE_ABOVE - FULL_TO);
    rising.min(falling).clamp(0.0, 1.0)
}
