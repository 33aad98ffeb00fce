//! Statements of weight that one origin alone makes.

use std::cell::OnceCell;

use crate::score::{ScoredStory, SupportKind, TermNumber};
use crate::select::{Standing, Summary, says_the_same, standing};

/// Statements that a story shows at most, and those that are looked at for them.
const MOST_SHOWN: usize = 3;
const MOST_LOOKED_AT: usize = 24;

/// Share (0..=1) of a statement's term weight that a sentence of another origin may hold. Support asks for 0.6; what lies
/// between is neither borne out nor alone.
const HELD_ELSEWHERE: f64 = 0.35;

/// The same of a whole report of another origin, which may say it over several sentences.
const HELD_BY_REPORT: f64 = 0.6;

/// Share (0..=1) of the term weight of the shorter sentence from which the summary has said it.
const SAID: f64 = 0.5;

/// The sentences, the best score first; one of each origin at most.
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
                && !summary.picks.iter().any(|pick| says_the_same(story, pick.told, *at, SAID))
        })
        .collect();
    let score = |at: usize| (scored.scored[at].score * 1e9) as i64;
    candidates.sort_by_key(|at| (std::cmp::Reverse(score(*at)), *at));
    // The terms of each whole report, put together when first asked for.
    let whole: Vec<OnceCell<Vec<TermNumber>>> = vec![OnceCell::new(); story.reports.len()];
    let terms_of = |report: usize| -> &[TermNumber] {
        whole[report].get_or_init(|| {
            let sentences = &story.sentences[story.reports[report].sentences.clone()];
            let mut terms: Vec<TermNumber> =
                sentences.iter().flat_map(|s| s.terms.iter().copied()).collect();
            terms.sort_unstable();
            terms.dedup();
            terms
        })
    };
    let mut shown: Vec<usize> = Vec::new();
    for at in candidates.into_iter().take(MOST_LOOKED_AT) {
        let said = &story.sentences[at];
        let origin = story.reports[said.report].origin;
        let all = story.idf.sum(&said.terms).max(f64::MIN_POSITIVE);
        let share = |terms: &[TermNumber]| story.idf.shared(&said.terms, terms) / all;
        let others = story.reports.iter().enumerate().filter(|(_, r)| r.origin != origin);
        let alone = others.into_iter().all(|(index, report)| {
            let sentences = &story.sentences[report.sentences.clone()];
            share(terms_of(index)) <= HELD_BY_REPORT
                && sentences.iter().all(|s| share(&s.terms) <= HELD_ELSEWHERE)
        });
        let again = shown
            .iter()
            .any(|known| story.reports[story.sentences[*known].report].origin == origin);
        if alone && !again {
            shown.push(at);
        }
        if shown.len() == MOST_SHOWN {
            break;
        }
    }
    shown
}
