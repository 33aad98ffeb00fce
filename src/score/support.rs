//! Who says it: which reports of a story hold what a sentence states.

use serde::Serialize;

use super::same::{Claim, Match, SAYS_SHARE, TWO_IN_A_ROW, share_of};
use super::story_view::StoryView;
use super::vocabulary::TermNumber;
use crate::origins::{independent_origins, is_taken_over};

/// What is supported: a statement of the outlets, or that somebody said these words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SupportKind {
    /// The outlets report it.
    Reported,
    /// The outlets quote it: one utterance, however many carry it.
    Quoted,
}

/// The support of one sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Support {
    /// Report or quotation.
    pub kind: SupportKind,
    /// Indices of the story's reports that say it, its own among them, sorted.
    pub reports: Vec<usize>,
    /// Those that only carry one of these reports' sentences between reporting of their own: no support, sorted.
    pub carried_by: Vec<usize>,
    /// Maximum matching between the outlets and copy groups of `reports`.
    pub origins: usize,
}

/// Sentences that may hold a term before it is too common to propose a match (it still counts in one).
const POSTINGS_CAP: usize = 400;

/// Supporters whose words are compared with those of all others; of more only the copy groups count.
const MOST_COMPARED: usize = 60;

/// Share (0..=1) of a claim, by the weight of its content words or by their number, from which no chance is asked about.
const SURE_SHARE: f64 = 0.7;

/// How much less probable than one by chance a match must be, as a logarithm: 1 in 7. Chosen on 308 supports that were read one by one
/// (`benches/findings.md`), where at 3 more true ones go than false ones.
const LEAST_EVIDENCE: f64 = 2.0;

/// Finds supporters through an inverted index over the story's sentences.
pub(super) struct Supporters {
    /// By term the sentences that hold it, in order.
    postings: Vec<Vec<u32>>,
}

/// What the sentences of a story hold of a claim, for one claim after the other.
#[derive(Default)]
pub(super) struct Held {
    /// By sentence; 0 where it holds nothing.
    weights: Vec<f64>,
    /// The sentences that hold something.
    touched: Vec<u32>,
}

impl Supporters {
    pub(super) fn new(story: &StoryView) -> Self {
        let mut postings: Vec<Vec<u32>> = vec![Vec::new(); story.idf.terms()];
        for (index, sentence) in story.sentences.iter().enumerate() {
            for term in &sentence.terms {
                postings[*term as usize].push(index as u32);
            }
        }
        Self { postings }
    }

    /// Who says a sentence. A quotation is said by other quotations only.
    pub(super) fn of_sentence(&self, story: &StoryView, index: usize, held: &mut Held) -> Support {
        let sentence = &story.sentences[index];
        let claim = Claim::sentence(story, index);
        let kind =
            if sentence.sentence.quoted { SupportKind::Quoted } else { SupportKind::Reported };
        let mut best = self.best_shares(story, &claim, claim.least(), held);
        for (report, found) in best.iter_mut().enumerate() {
            let says = report != sentence.report && found.share >= SAYS_SHARE;
            if says && self.is_chance(story, &claim, sentence.report, found) {
                *found = Match::default();
            }
        }
        support(story, kind, sentence.report, &sentence.own_words, &best)
    }

    /// Whether what a match holds of a claim, its figures, names and days aside, may well stand together in some sentence of its report by chance:
    /// these are words that the report uses time and again, and a long report has many sentences.
    fn is_chance(&self, story: &StoryView, claim: &Claim<'_>, own: usize, found: &Match) -> bool {
        let matched = found.sentence..found.sentence + found.sentences;
        let holds = |term: &TermNumber| {
            matched.clone().any(|at| story.sentences[at].terms.binary_search(term).is_ok())
        };
        if claim.predicate.is_empty() {
            return false;
        }
        let report = &story.reports[story.sentences[found.sentence].report];
        let others = report.sentences.len() - found.sentences;
        let evidence = |term: &TermNumber| {
            let held = &self.postings[*term as usize];
            let of_report = |bound: usize| held.partition_point(|at| (*at as usize) < bound);
            let all = of_report(report.sentences.end) - of_report(report.sentences.start);
            let matched = of_report(matched.end) - of_report(matched.start);
            ((others + 1) as f64 / ((all - matched) as f64 + 0.5)).ln()
        };
        let evidence: f64 = claim.predicate.iter().filter(|term| holds(term)).map(evidence).sum();
        let evidence = evidence - ((others + 1) as f64).ln();
        // What was known the day before is seldom what is claimed.
        let days = report.day().zip(story.reports[own].day());
        let is_earlier = days.is_some_and(|(its, own)| its < own);
        let held = claim.terms.iter().filter(|term| holds(term)).count() as f64;
        let is_sure = found.share >= SURE_SHARE || held >= SURE_SHARE * claim.terms.len() as f64;
        evidence < LEAST_EVIDENCE && (is_earlier || !is_sure)
    }

    /// Who says a title, and the mean share that the other copy groups hold of it; nothing where there is no title.
    pub(super) fn of_title(
        &self,
        story: &StoryView,
        report: usize,
        held: &mut Held,
    ) -> Option<(Support, f64)> {
        let claim = Claim::title(story, report);
        if claim.terms.is_empty() {
            return None;
        }
        let best = self.best_shares(story, &claim, 0.0, held);
        let own = story.reports[report].origin;
        let mut by_origin = vec![0.0f64; story.origins];
        for (other, held) in best.iter().enumerate() {
            let slot = &mut by_origin[story.reports[other].origin];
            *slot = slot.max(held.share);
        }
        by_origin[own] = 0.0;
        let mean = by_origin.iter().sum::<f64>() / story.origins.saturating_sub(1).max(1) as f64;
        Some((support(story, SupportKind::Reported, report, &[], &best), mean))
    }

    /// For each report the best of the claim that one or two of its sentences in a row hold; shares below `least` may
    /// stand as 0.
    fn best_shares(
        &self,
        story: &StoryView,
        claim: &Claim<'_>,
        least: f64,
        held: &mut Held,
    ) -> Vec<Match> {
        let mut best = vec![Match::default(); story.reports.len()];
        let all = story.idf.sum(claim.terms);
        if all <= 0.0 {
            return best;
        }
        held.weights.resize(story.sentences.len(), 0.0);
        // Whether a weight is all of the claim that a sentence holds: quoted words are looked up among all words.
        let mut exact = !claim.quoted;
        for term in claim.terms {
            let postings = &self.postings[*term as usize];
            if postings.len() > POSTINGS_CAP && story.sentences.len() > POSTINGS_CAP {
                exact = false;
            } else {
                let weight = story.idf.of(*term);
                for sentence in postings {
                    let sum = &mut held.weights[*sentence as usize];
                    if *sum == 0.0 {
                        held.touched.push(*sentence);
                    }
                    *sum += weight;
                }
            }
        }
        held.touched.sort_unstable();
        for sentence in &held.touched {
            let sentence = *sentence as usize;
            let weight = held.weights[sentence];
            let report = story.sentences[sentence].report;
            let next = Some(sentence + 1).filter(|next| {
                held.weights.get(*next).is_some_and(|held| *held > 0.0)
                    && story.sentences[*next].report == report
            });
            let reachable = weight + next.map_or(0.0, |next| held.weights[next]);
            // A sum of the two is an upper bound on what they hold together.
            let reachable = if exact { weight.max(TWO_IN_A_ROW * reachable) } else { reachable };
            // What holds less than the best so far may hold it in order.
            let settled = claim.order.is_empty() || best[report].share >= SAYS_SHARE;
            if reachable / all < least || settled && reachable / all <= best[report].share {
                continue;
            }
            let known = Some(weight).filter(|_| exact);
            let found = share_of(story, claim, sentence, next, all, known);
            if found.share > best[report].share {
                best[report] = found;
            }
        }
        for sentence in held.touched.drain(..) {
            held.weights[sentence as usize] = 0.0;
        }
        best
    }
}

/// Who holds the claim, and how many of them on their own: an article with its own reporting that carries a paragraph of
/// the wire does not bear that paragraph out. `words` are the claim's own.
fn support(
    story: &StoryView,
    kind: SupportKind,
    own: usize,
    words: &[u64],
    best: &[Match],
) -> Support {
    // The claim's own report first: it is compared with all others, however many they are.
    let others = (0..best.len()).filter(|r| *r != own && best[*r].share >= SAYS_SHARE);
    let sayers: Vec<usize> = std::iter::once(own).chain(others).collect();
    if sayers.len() == 1 {
        return Support { kind, reports: sayers, carried_by: Vec::new(), origins: 1 };
    }
    let origin_of = |report: usize| story.reports[report].origin;
    let words_of_report = |report: usize| -> Vec<u64> {
        if report == own {
            return words.to_vec();
        }
        let Match { sentence, sentences, .. } = best[report];
        let held = &story.sentences[sentence..sentence + sentences];
        held.iter().flat_map(|sentence| sentence.own_words.iter().copied()).collect()
    };
    let held: Vec<Vec<u64>> = sayers.iter().map(|r| words_of_report(*r)).collect();
    // Of words taken over the copy group that is taken for their origin: the claim's own, else the first.
    let rank = |origin: usize| (origin != origin_of(own), origin);
    let mut brought: Vec<usize> = sayers.iter().map(|r| origin_of(*r)).collect();
    for b in 0..sayers.len().min(MOST_COMPARED) {
        for a in b + 1..sayers.len() {
            if brought[a] != brought[b] && is_taken_over(&held[a], &held[b]) {
                let (x, y) = (brought[a], brought[b]);
                let (keep, gone) = if rank(x) < rank(y) { (x, y) } else { (y, x) };
                for origin in brought.iter_mut().filter(|o| **o == gone) {
                    *origin = keep;
                }
            }
        }
    }
    let (says, carries): (Vec<_>, Vec<_>) =
        sayers.into_iter().zip(brought).partition(|(r, brought)| origin_of(*r) == *brought);
    let mut reports: Vec<usize> = says.into_iter().map(|(r, _)| r).collect();
    reports.sort_unstable();
    let origins = independent_origins(
        reports.iter().map(|r| (story.reports[*r].source.as_deref(), origin_of(*r))),
    );
    Support { kind, reports, carried_by: carries.into_iter().map(|(r, _)| r).collect(), origins }
}
