//! The noun of this stage.

use super::budget::Budget;
use super::candidates::{Candidates, Eligibility};
use super::greedy::{QUANTUM, SWAP_ROUNDS, Selection};
use super::opening::{opening, told_again};
use super::order::reading_order;
use crate::score::ScoredStory;

/// Settings of this stage.
#[derive(Debug, Clone, PartialEq)]
pub struct SelectSettings {
    /// How long a summary may be.
    pub budget: Budget,
    /// What the score adds to a sentence's gain for every `words ^ words_power`, in expected reference concepts; at least 0.
    pub lambda: f64,
    /// Power of the words by which gains are divided, 0..=1: at 1 short sentences win, at 0 long ones.
    pub words_power: f64,
    /// Share (0..=1) of the shorter sentence's term weight that two chosen sentences may have in common.
    pub max_overlap: f64,
    /// Whether the last sentence may run over a budget of words, for a reader who cuts there (ROUGE as at DUC). A digest
    /// never does.
    pub runs_over: bool,
}

impl Default for SelectSettings {
    fn default() -> Self {
        // Overlap: news sentences on one subject share up to half of their terms, two forms of one statement more. Between 0.5
        // and 0.7 the figures are level, so the lowest that costs nothing. Lambda and the power: level on Multi-News, the best of their neighbours on MultiLing
        // (see `benches/quality.md`).
        Self {
            budget: Budget::Words(120),
            lambda: 0.05,
            words_power: 0.8,
            max_overlap: 0.55,
            runs_over: false,
        }
    }
}

/// One chosen sentence and why it won.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// Index of the sentence in the story.
    pub sentence: usize,
    /// Weight of the concepts that it added when it was chosen.
    pub concept_gain: f64,
    /// These concepts.
    pub new_concepts: Vec<u32>,
    /// Lambda times its score, times its words to the power of `words_power`.
    pub signal_gain: f64,
}

/// The chosen sentences of one story, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// In reading order.
    pub picks: Vec<Pick>,
    /// What it is worth: the weights of the concepts it covers, plus lambda times the scores.
    pub value: f64,
    /// No selection of whole sentences within the budget is worth more; at least `value`.
    pub bound: f64,
    /// First sentences of other reports that tell again what its opening tells: it was filled without them.
    pub left_out: Vec<usize>,
}

impl Summary {
    /// At least this share of the best possible worth, 0..=1; 1 where nothing could be chosen.
    pub fn share_of_best(&self) -> f64 {
        if self.bound > 0.0 { (self.value / self.bound).min(1.0) } else { 1.0 }
    }
}

/// Chooses a summary. It is empty only where no whole sentence of the story fits the budget.
pub fn select(story: &ScoredStory, settings: &SelectSettings) -> Summary {
    select_beside(story, settings, &[], &[])
}

/// The same, where some sentences must not be chosen, and a reader knows some: what those say is not said again.
pub fn select_beside(
    story: &ScoredStory,
    settings: &SelectSettings,
    barred: &[usize],
    printed: &[usize],
) -> Summary {
    let candidates = Candidates::new(story, settings, printed);
    let mut selection = best(&candidates, barred);
    let chosen = |selection: &Selection<'_>| -> Vec<usize> {
        selection.picks.iter().map(|pick| pick.sentence).collect()
    };
    let first = opening(story, &chosen(&selection));
    let again: Vec<usize> = first.map_or_else(Vec::new, |first| told_again(&story.view, first));
    let mut left_out = Vec::new();
    if chosen(&selection).iter().any(|at| again.contains(at)) {
        let without: Vec<usize> = barred.iter().chain(&again).copied().collect();
        let other = best(&candidates, &without);
        // Only where something else is told in its place.
        if opening(story, &chosen(&other)) == first
            && other.picks.len() >= selection.picks.len()
            && other.of_last_resort() <= selection.of_last_resort()
        {
            (selection, left_out) = (other, again);
        }
    }
    let (value, bound) = (selection.value(), selection.bound());
    let last = if settings.runs_over { selection.run_over() } else { None };
    let chosen = chosen(&selection);
    let depends_on_context = |index: usize| candidates.eligibility[index] == Eligibility::Follower;
    let order = reading_order(&story.view, &chosen, first, depends_on_context);
    let mut picks = selection.picks;
    picks.sort_by_key(|pick| {
        (last == Some(pick.sentence), order.iter().position(|sentence| *sentence == pick.sentence))
    });
    Summary { picks, value, bound, left_out }
}

/// The best selection that choice, swaps and leaving out find.
fn best<'a>(candidates: &'a Candidates<'a>, barred: &[usize]) -> Selection<'a> {
    let mut selection = filled(candidates, barred);
    // Greedy choice and swaps of one for one end where two would have to go at once. What a choice keeps out is found by leaving it out.
    for _ in 0..SWAP_ROUNDS {
        let others = selection.picks.iter().map(|pick| {
            let reprints = reprints(candidates.story, pick.sentence);
            let barred: Vec<usize> = barred.iter().copied().chain(reprints).collect();
            filled(candidates, &barred)
        });
        let worth = |selection: &Selection<'_>| (selection.value() * QUANTUM) as i64;
        let better = |other: &Selection<'_>| {
            worth(other) > worth(&selection) && other.of_last_resort() <= selection.of_last_resort()
        };
        match others.filter(better).rev().max_by_key(worth) {
            Some(better) => selection = better,
            None => break,
        }
    }
    selection
}

/// A sentence, and those that print the same words.
pub(super) fn reprints(story: &ScoredStory, sentence: usize) -> impl Iterator<Item = usize> {
    (0..story.scored.len()).filter(move |at| is_reprint(story, *at, sentence))
}

/// Whether two sentences print the same words, or are one.
pub(super) fn is_reprint(story: &ScoredStory, a: usize, b: usize) -> bool {
    let terms = |at: usize| &story.view.sentences[at].terms;
    a == b || !terms(a).is_empty() && terms(a) == terms(b)
}

/// A selection filled to the budget, and settled.
pub(super) fn filled<'a>(candidates: &'a Candidates<'a>, barred: &[usize]) -> Selection<'a> {
    let mut selection = Selection::new(candidates, barred);
    selection.fill(Eligibility::Whole);
    selection.swap();
    selection.fill(Eligibility::Whole);
    selection.fill(Eligibility::Deep);
    selection.fill(Eligibility::Damaged);
    selection.fill(Eligibility::Opinion);
    for allowed in [Eligibility::Question, Eligibility::OddLength] {
        if selection.picks.is_empty() {
            selection.fill(allowed);
        }
    }
    // What depends on another sentence or is broken is printed only where the story has nothing better, never because the budget is small.
    let better = |standing: &Eligibility| {
        *standing != Eligibility::Follower && *standing < Eligibility::Broken
    };
    if selection.picks.is_empty() && !candidates.eligibility.iter().any(better) {
        selection.fill(Eligibility::Follower);
        if selection.picks.is_empty() {
            selection.fill(Eligibility::Broken);
        }
    }
    selection.settle();
    selection
}
