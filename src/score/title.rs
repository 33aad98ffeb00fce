//! Signal `title`: how much of the story's headlines the sentence holds.
//!
//! `title(s)` = the best, over the headlines, of the IDF-weighted share of the headline's terms that `s` holds; 0 where
//! there are none.

use super::told::ToldStory;

pub(super) fn value(story: &ToldStory, sentence: usize) -> f64 {
    let terms = &story.sentences[sentence].terms;
    let share = |title: &Vec<u64>| {
        let all = story.idf.sum(title);
        if all > 0.0 { story.idf.shared(title, terms) / all } else { 0.0 }
    };
    story.reports.iter().map(|r| share(&r.title_terms)).fold(0.0, f64::max).clamp(0.0, 1.0)
}
