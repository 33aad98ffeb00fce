//! Signal `redundancy`: how many other origins say it.
//!
//! `redundancy(s)` = the share of the other copy groups that say the sentence in words of their own; 0 where there is no other.

use super::story_view::StoryView;
use super::support::Support;

pub(super) fn value(story: &StoryView, support: &Support) -> f64 {
    let mut groups: Vec<usize> = support.reports.iter().map(|r| story.reports[*r].origin).collect();
    groups.sort_unstable();
    groups.dedup();
    let others = story.origins.saturating_sub(1).max(1) as f64;
    (groups.len().saturating_sub(1) as f64 / others).clamp(0.0, 1.0)
}
