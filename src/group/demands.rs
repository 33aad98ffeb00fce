//! What two groups must reach to be one story: the settings of this stage, and what time makes of them.

use super::span::{Span, are_of_few_days};
use crate::segment::PartSet;

/// Settings of this stage.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupSettings {
    /// Similarity (0..=1) from which two single articles are one story.
    pub similarity: f64,
    /// Share (0..=1) of the looser group's own mean similarity that the similarity between two groups must reach.
    pub cohesion: f64,
    /// Every article belongs to one story.
    pub one_story: bool,
    /// Stories are those that the records name (`cluster`).
    pub given_stories: bool,
}

impl Default for GroupSettings {
    fn default() -> Self {
        // Fitted with the constants of this stage on nine labelled sets in seven languages, as they are and with 60 and 90 % of their
        // stories cut to one article; `benches/quality.md` has the figures, also of sets outside the search.
        Self { similarity: 0.11, cohesion: 0.39, one_story: false, given_stories: false }
    }
}

impl GroupSettings {
    /// Mean similarity below which two groups are never one story.
    pub(super) fn floor(&self) -> f64 {
        self.similarity * OF_MONTHS.floor
    }
}

/// What is asked of two groups beside the settings.
pub(super) struct Demands {
    /// How far below the similarity that two single articles need a group may still take in another: a mean over many pairs is surer than
    /// one pair, and reports of a story that runs for months are alike only in part.
    pub(super) floor: f64,
    /// How many times the cohesion of the settings they must reach.
    pub(super) cohesion: f64,
    /// How far what an article shares with the others runs through its text (see `Parts::dispersion`) where nothing more is asked.
    pub(super) dispersion: f64,
    /// How many times as alike as others it must be at least, where what it shares runs through more of it.
    pub(super) least: f64,
}

/// In a story of months each report has news of its own and recalls the rest in a part. (Asked what undated reports are, Hebrew stories lose .05 of F.)
const OF_MONTHS: Demands = Demands { floor: 0.24, cohesion: 1.0, dispersion: 0.0, least: 1.0 };

/// Without a date nothing is known of the days: only what all but stands in one part is held against it. (From .25 on, Hebrew stories lose .01; up to .22 the items of
/// roundups pass.)
const UNDATED: Demands = Demands { dispersion: 0.235, ..OF_MONTHS };

/// Reports of few days had no time to drift apart: what is loose there is a topic, and what touches the event in passing is another matter. Chosen on
/// invented days with look-alikes in five languages, two sets of web news, and stories that were read; `benches/quality.md` has those, and what had no part
/// in the choice.
const OF_FEW_DAYS: Demands = Demands { floor: 0.5, cohesion: 1.3, dispersion: 0.37, least: 0.7 };

impl Demands {
    /// On groups that were published then.
    pub(super) fn of(one: Option<Span>, other: Option<Span>) -> &'static Self {
        match one.zip(other) {
            Some((one, other)) if are_of_few_days(one, other) => &OF_FEW_DAYS,
            Some(_) => &OF_MONTHS,
            None => &UNDATED,
        }
    }

    /// How many times as alike as others an article must be to a group where what it shares with it runs so far through its text, of so many
    /// parts. In a short text, what any two share runs through all of it, and so it does in two long ones (`alone`: neither has a group to tell): no less
    /// is asked of those.
    pub(super) fn by_dispersion(&self, dispersion: f64, parts: usize, alone: bool) -> f64 {
        let tells = parts >= FEWEST_PARTS && !(alone && parts >= MOST_PARTS);
        let least = if tells { self.least } else { 1.0 };
        (self.dispersion / dispersion).powi(DISPERSION_POWER).max(least)
    }
}

/// How steeply what is asked rises where what an article shares stands in ever fewer parts. (Squared, the item of a roundup still passes for a report.)
const DISPERSION_POWER: i32 = 3;

/// Parts of a text from which on less is asked where what it shares runs through it: 75 content words.
const FEWEST_PARTS: usize = 5;

/// Parts that a long text has: of 240 content words and more.
const MOST_PARTS: usize = PartSet::BITS as usize;
