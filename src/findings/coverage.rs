//! What each article of a story holds of its summary.

use crate::score::ScoredStory;
use crate::select::{Pick, Summary};

/// One article's part.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Coverage {
    /// Share (0..=1) of the weight of the summary's concepts that the article holds too.
    pub share: f64,
    /// Its sentences.
    pub sentences: usize,
    /// Those of them whose wording is damaged: letters missing, a name misspelt.
    pub damaged: usize,
    /// Sentences of the summary that are its own.
    pub used: usize,
    /// Sentences of the summary that it says: its own, those that it supports, and those that it carries from another.
    pub supports: usize,
}

/// One for each report, in the story's order.
pub(super) fn coverage(scored: &ScoredStory, summary: &Summary) -> Vec<Coverage> {
    let concepts = &scored.concepts;
    let of = |sentence: usize| concepts.of_sentence[sentence].iter().copied();
    let mut covered: Vec<u32> = summary.picks.iter().flat_map(|pick| of(pick.sentence)).collect();
    covered.sort_unstable();
    covered.dedup();
    let weight = |ids: &[u32]| ids.iter().map(|c| concepts.weights[*c as usize]).sum::<f64>();
    let whole = weight(&covered).max(f64::MIN_POSITIVE);
    scored
        .view
        .reports
        .iter()
        .enumerate()
        .map(|(at, report)| {
            let mut held: Vec<u32> = report
                .sentences
                .clone()
                .flat_map(of)
                .filter(|c| covered.binary_search(c).is_ok())
                .collect();
            held.sort_unstable();
            held.dedup();
            let sentences = &scored.view.sentences[report.sentences.clone()];
            let says = |pick: &&Pick| {
                let support = &scored.scored[pick.sentence].support;
                support.reports.contains(&at) || support.carried_by.contains(&at)
            };
            Coverage {
                share: weight(&held) / whole,
                sentences: sentences.len(),
                damaged: sentences.iter().filter(|s| s.damaged).count(),
                used: summary
                    .picks
                    .iter()
                    .filter(|pick| report.sentences.contains(&pick.sentence))
                    .count(),
                supports: summary.picks.iter().filter(says).count(),
            }
        })
        .collect()
}
