//! Signal `redundancy`: how many other origins say it, as a sentence and concept by concept.
//!
//! `redundancy(s) = (says(s) + holds(s)) / 2`, with `says` the share of the other copy groups that say the sentence and
//! `holds` the sentence's concept weights over those of the best sentence.

use super::concepts::Concepts;
use super::support::Support;
use super::told::ToldStory;

pub(super) fn value(
    story: &ToldStory,
    concepts: &Concepts,
    support: &Support,
    sentence: usize,
) -> f64 {
    let mut groups: Vec<usize> = support.reports.iter().map(|r| story.reports[*r].origin).collect();
    groups.sort_unstable();
    groups.dedup();
    let others = story.origins.saturating_sub(1).max(1) as f64;
    let says = groups.len().saturating_sub(1) as f64 / others;
    let holds: f64 =
        concepts.of_sentence[sentence].iter().map(|c| concepts.weights[*c as usize]).sum();
    (0.5 * says + 0.5 * holds).clamp(0.0, 1.0)
}
