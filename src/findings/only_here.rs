//! Statements of weight that one origin alone makes.

use crate::score::{ScoredStory, SupportKind};
use crate::select::{Standing, Summary, standing};

/// Statements that a story shows at most, and those that are looked at for them.
const MOST_SHOWN: usize = 3;
const MOST_LOOKED_AT: usize = 24;

/// Share (0..=1) of a statement's term weight that a sentence of another origin may hold. Support asks for 0.6; what lies
/// between is neither borne out nor alone.
const HELD_ELSEWHERE: f64 = 0.35;

/// The sentences, the best score first; one of each report at most.
pub(super) fn only_here(scored: &ScoredStory, summary: &Summary) -> Vec<usize> {
    let story = &scored.told;
    // Where there is one origin, it has everything alone.
    if story.origins < 2 {
        return Vec::new();
    }
    let mut candidates: Vec<usize> = (0..story.sentences.len())
        .filter(|at| {
            let support = &scored.scored[*at].support;
            support.kind == SupportKind::Reported
                && support.origins == 1
                && support.carried_by.is_empty()
                && standing(&story.sentences[*at]) == Standing::Whole
                && summary.picks.iter().all(|pick| pick.told != *at)
        })
        .collect();
    let score = |at: usize| (scored.scored[at].score * 1e9) as i64;
    candidates.sort_by_key(|at| (std::cmp::Reverse(score(*at)), *at));
    let mut shown: Vec<usize> = Vec::new();
    for at in candidates.into_iter().take(MOST_LOOKED_AT) {
        let said = &story.sentences[at];
        let origin = story.reports[said.report].origin;
        let all = story.idf.sum(&said.terms).max(f64::MIN_POSITIVE);
        let held = story
            .sentences
            .iter()
            .filter(|other| story.reports[other.report].origin != origin)
            .map(|other| story.idf.shared(&said.terms, &other.terms) / all)
            .fold(0.0, f64::max);
        let again = shown.iter().any(|known| story.sentences[*known].report == said.report);
        if held <= HELD_ELSEWHERE && !again {
            shown.push(at);
        }
        if shown.len() == MOST_SHOWN {
            break;
        }
    }
    shown
}
