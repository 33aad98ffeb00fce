//! Statements of weight that one origin alone makes: those only that can be ruled out elsewhere, by a figure or a name that no other
//! report has and by words of which the others hold little.

use std::cell::OnceCell;

use crate::group::DocumentFrequencies;
use crate::score::{
    ScoredStory, StorySentence, SupportKind, TermNumber, held_share, says_the_same,
};
use crate::select::{Eligibility, Summary, eligibility};

/// Statements that a story shows at most, and those that are looked at for them: most share a name with another report.
const MOST_SHOWN: usize = 3;
const MOST_LOOKED_AT: usize = 100;

/// Share (0..=1) of a statement's term weight that a sentence of another origin may hold: half of what support asks for. What lies
/// between is neither borne out nor alone.
const HELD_ELSEWHERE: f64 = 0.3;

/// The same of a whole report of another origin, which may say it over several sentences. (On ECB+, of what these two let through
/// another article tells nothing at level 3; with 0.35 and 0.6, 15 %.)
const HELD_BY_REPORT: f64 = 0.5;

/// Share (0..=1) of a word's occurrences with a capital from which it is a name.
const NAME: f64 = 0.5;

/// Share (0..=1) of the term weight of the shorter sentence from which the summary has said it.
const SAID: f64 = 0.5;

/// The sentences, the best score first; one of each origin at most.
pub(super) fn only_here(
    scored: &ScoredStory,
    summary: &Summary,
    frequencies: &DocumentFrequencies,
) -> Vec<usize> {
    let story = &scored.view;
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
                && eligibility(&story.sentences[*at]) == Eligibility::Whole
                && !summary.picks.iter().any(|pick| says_the_same(story, pick.sentence, *at, SAID))
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
        if shown.iter().any(|known| story.reports[story.sentences[*known].report].origin == origin)
        {
            continue;
        }
        let facts = facts(said, frequencies);
        let holds =
            |terms: &[TermNumber], most: f64| held_share(&story.idf, &said.terms, terms) > most;
        let elsewhere = story.reports.iter().enumerate().any(|(index, report)| {
            let terms = || terms_of(index);
            report.origin != origin
                && (facts.iter().any(|fact| terms().binary_search(fact).is_ok())
                    || holds(terms(), HELD_BY_REPORT)
                    || story.sentences[report.sentences.clone()].iter().any(|other| {
                        holds(&other.terms, HELD_ELSEWHERE)
                            || held_share(&story.idf, &said.quoted_terms, &other.quoted_terms)
                                > SAID
                    }))
        });
        // Without a figure or a name there is nothing by which it could be ruled out elsewhere: most such sentences are opinion.
        if !facts.is_empty() && !elsewhere {
            shown.push(at);
        }
        if shown.len() == MOST_SHOWN {
            break;
        }
    }
    shown
}

/// The figures and names of a sentence, its first word among them where the run writes it with a capital elsewhere.
fn facts(sentence: &StorySentence, frequencies: &DocumentFrequencies) -> Vec<TermNumber> {
    let mut facts = sentence.facts.clone();
    let first = sentence.tokens.first().filter(|token| {
        token.capital && !token.stop && frequencies.capital_share(token.term) > NAME
    });
    facts.extend(first.map(|_| sentence.term_of[0]));
    facts
}
