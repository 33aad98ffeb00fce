//! What a summary would be without one of its sentences, and with other weights: the selection, run again.

use super::candidates::Candidates;
use super::summary::{Pick, SelectSettings, Summary, filled, is_reprint, reprints, select};
use crate::score::{ScoredStory, Signal, Weights};

/// A summary from which one sentence was barred, with every reprint of it and what the summary leaves out because its opening tells it.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaveOneOut {
    /// Sentences that stand in it and did not before: the runners-up.
    pub enter: Vec<usize>,
    /// Sentences that went with the barred one.
    pub leave: Vec<usize>,
    /// What the summary with the sentence is worth above it; below 0 only where the other holds more of what is chosen as a last resort.
    pub margin: f64,
}

/// Fills the budget again without a sentence of `summary`.
pub fn without(
    story: &ScoredStory,
    settings: &SelectSettings,
    summary: &Summary,
    sentence: usize,
) -> LeaveOneOut {
    let barred = reprints(story, sentence).chain(summary.left_out.iter().copied());
    let barred: Vec<usize> = barred.collect();
    let candidates = Candidates::new(story, settings, &[]);
    let other = filled(&candidates, &barred);
    let chosen = |picks: &[Pick]| -> Vec<usize> { picks.iter().map(|p| p.sentence).collect() };
    let (before, after) = (chosen(&summary.picks), chosen(&other.picks));
    LeaveOneOut {
        enter: after.iter().filter(|at| !before.contains(at)).copied().collect(),
        leave: before
            .iter()
            .filter(|at| **at != sentence && !after.contains(at))
            .copied()
            .collect(),
        margin: summary.value - other.value(),
    }
}

/// The weight of one signal at which a sentence is no longer chosen, nor a reprint of it, all others as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakEven {
    /// The signal.
    pub signal: Signal,
    /// Its weight, in whole thousandths.
    pub weight: f64,
}

/// Changes of a weight that are tried, in thousandths: each half as large again as the one before, up to 10. A sentence that leaves and
/// comes back between two of them is not noticed.
const FIRST_CHANGE: i64 = 20;
const LAST_CHANGE: i64 = 10_000;

/// For each sentence of `summary` the smallest change of one weight, of those tried, that drops it; none where no change does.
/// Leaves the story's scores as `weights` has them.
pub fn break_even_weights(
    story: &mut ScoredStory,
    weights: &Weights,
    settings: &SelectSettings,
    summary: &Summary,
) -> Vec<Option<BreakEven>> {
    let mut nearest: Vec<Option<(i64, BreakEven)>> = vec![None; summary.picks.len()];
    for signal in Signal::ALL {
        let at = |change: i64| ((weights.get(signal) * 1e3).round() + change as f64) / 1e3;
        // Which of the summary's sentences, or reprints of them, are chosen at the changed weight.
        let mut kept_at = |change: i64| -> Vec<bool> {
            let mut other = *weights;
            // A finite weight and a small change are finite.
            let _ = other.set(signal, at(change));
            story.rescore(&other);
            let chosen = select(story, settings);
            let kept = |sentence: usize| {
                chosen.picks.iter().any(|p| is_reprint(story, p.sentence, sentence))
            };
            summary.picks.iter().map(|pick| kept(pick.sentence)).collect()
        };
        for direction in [1, -1] {
            let (mut kept, mut change) = (0, FIRST_CHANGE);
            let mut eligibility: Vec<usize> = (0..summary.picks.len()).collect();
            while change <= LAST_CHANGE && !eligibility.is_empty() {
                let kept_now = kept_at(direction * change);
                let (still, gone): (Vec<usize>, Vec<usize>) =
                    eligibility.iter().partition(|pick| kept_now[**pick]);
                for pick in gone {
                    let (mut low, mut high) = (kept, change);
                    while high - low > 1 {
                        let middle = (low + high) / 2;
                        let holds = kept_at(direction * middle)[pick];
                        *(if holds { &mut low } else { &mut high }) = middle;
                    }
                    if nearest[pick].is_none_or(|(least, _)| high < least) {
                        nearest[pick] =
                            Some((high, BreakEven { signal, weight: at(direction * high) }));
                    }
                }
                eligibility = still;
                kept = change;
                change += change / 2;
            }
        }
    }
    story.rescore(weights);
    nearest.into_iter().map(|found| found.map(|(_, tipping)| tipping)).collect()
}
