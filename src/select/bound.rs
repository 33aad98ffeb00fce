//! How far a selection can be from the best one. The objective (concepts covered, each once, plus lambda times the scores) is
//! monotone and submodular, so no selection is worth more than any set plus what is gained by adding the best-paying sentences to
//! it one by one, as if they had nothing in common, until the budget is full (Minoux 1978; Leskovec et al. 2007).

use super::budget::Budget;
use super::candidates::{Candidates, Eligibility};
use super::greedy::Selection;

impl Selection<'_> {
    /// What the selection is worth.
    pub(super) fn value(&self) -> f64 {
        let covered = self.covered.iter().zip(&self.candidates.story.concepts.weights);
        let concepts: f64 = covered.filter(|(count, _)| **count > 0).map(|(_, w)| w).sum();
        concepts + self.picks.iter().map(|p| p.signal_gain).sum::<f64>()
    }

    /// No selection of whole sentences within the budget is worth more than this: the lower of the bounds from this
    /// selection and from nothing.
    pub(super) fn bound(&self) -> f64 {
        let Candidates { story, settings, .. } = self.candidates;
        let nothing = Candidates::new(story, settings, &[]);
        let nothing = Selection::new(&nothing, &[]).bound_from();
        self.bound_from().min(nothing).max(self.value())
    }

    fn bound_from(&self) -> f64 {
        let Candidates { story, settings, eligibility, .. } = self.candidates;
        let may_stand = |s: &usize| eligibility[*s] <= Eligibility::Opinion && !self.is_taken(*s);
        let words = |s: usize| story.view.sentences[s].words.max(1) as f64;
        let mut gains: Vec<(f64, f64)> = (0..eligibility.len())
            .filter(may_stand)
            .map(|s| match settings.budget {
                Budget::Words(_) => (self.gain(s), words(s)),
                Budget::Sentences(_) => (self.gain(s), 1.0),
            })
            .collect();
        gains.sort_by(|a, b| (b.0 / b.1).total_cmp(&(a.0 / a.1)));
        let mut left = match settings.budget {
            Budget::Words(most) | Budget::Sentences(most) => most as f64,
        };
        let mut bound = self.value();
        for (gain, cost) in gains {
            let part = (left / cost).min(1.0);
            bound += part * gain;
            left -= part * cost;
            if left <= 0.0 {
                break;
            }
        }
        bound
    }
}
