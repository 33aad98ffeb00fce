//! The sentence that opens a summary.

use super::greedy::QUANTUM;
use crate::score::{ScoredStory, StoryArticle, StoryView, TermNumber};

/// Sentences of a report that stand, with its title, for what it reports: the event is told there, and what led to it further down.
const HEAD: usize = 2;

/// What it counts beside the score that a sentence tells what the others' heads tell. Level from 1 to 3 where openings were read; at 10 a detail
/// that all heads share comes before what happened.
const CENTRALITY: f64 = 2.0;

/// What it counts that the heads of the story, its own among them, hold what a sentence tells: of two that tell what the others do, the one that tells
/// little else. Chosen with [`LENGTH`] on 159 stories whose possible openings were judged one by one.
const HELD: f64 = 2.0;

/// What the logarithm of a sentence's words counts: who did what, where and when takes words.
const LENGTH: f64 = 0.8;

/// What it counts that a sentence names a day: news says when. Level from .2 to 1.2 on 84 stories whose printed sentences were judged one by one.
const DAY: f64 = 0.3;

/// Days from which on a report is a follow-up of another: two weeks.
pub const FOLLOW_UP_DAYS: i64 = 14;

/// The chosen sentence that opens: what outlets report before what somebody said, of the time in which most of them report, of each article the first, and of
/// these the one of the best score, in which support, place and salience meet, that tells what the reports begin with and says most. What it adds to the
/// others says little: one that was chosen late adds little.
pub(super) fn opening(story: &ScoredStory, chosen: &[usize]) -> Option<usize> {
    let sentences = &story.view.sentences;
    let heads = Heads::new(&story.view);
    let apart = apart(&story.view);
    let rank = |at: usize| {
        let reported = !sentences[at].sentence.quoted;
        let in_time = !apart[sentences[at].report];
        let before =
            |other: &usize| *other < at && sentences[*other].report == sentences[at].report;
        let worth = story.scored[at].score + heads.gain(at);
        (reported, in_time, !chosen.iter().any(before), (worth * QUANTUM) as i64)
    };
    chosen.iter().copied().max_by_key(|at| (rank(*at), std::cmp::Reverse(*at)))
}

/// Share of the lighter sentence's term weight from which the first sentence of a report of the same days tells what the opening tells. The
/// share of any two sentences ([`SelectSettings::max_overlap`](super::SelectSettings::max_overlap)) is made for sentences on one subject.
pub(super) const TOLD_AGAIN: f64 = 0.4;

/// The first sentences of other reports, of the day of an opening, the day before or the day after, that tell what it tells.
pub(super) fn told_again(view: &StoryView, opening: usize) -> Vec<usize> {
    let day = |at: usize| view.reports[view.sentences[at].report].day();
    let weight = |at: usize| view.sentences[at].weight;
    let tells = |first: &usize| {
        let days = day(*first).zip(day(opening));
        let shared = view.idf.shared(&view.sentences[*first].terms, &view.sentences[opening].terms);
        let lighter = weight(*first).min(weight(opening)).max(f64::MIN_POSITIVE);
        view.sentences[*first].report != view.sentences[opening].report
            && days.is_none_or(|(one, other)| (one - other).abs() <= 1)
            && (shared / lighter * QUANTUM) as i64 >= (TOLD_AGAIN * QUANTUM) as i64
    };
    let reports = view.reports.iter().filter(|report| !report.sentences.is_empty());
    reports.map(|report| report.sentences.start).filter(tells).collect()
}

/// Of each report whether it appeared weeks before or after most of them: before or after the one in the middle. One without a date did not.
pub(super) fn apart(view: &StoryView) -> Vec<bool> {
    let mut days: Vec<i64> = view.reports.iter().filter_map(StoryArticle::day).collect();
    days.sort_unstable();
    let middle = days.get(days.len().saturating_sub(1) / 2);
    let is_apart = |(day, middle): (i64, &i64)| (day - middle).abs() >= FOLLOW_UP_DAYS;
    view.reports.iter().map(|report| report.day().zip(middle).is_some_and(is_apart)).collect()
}

/// The head of every report of a story.
pub(super) struct Heads<'a> {
    view: &'a StoryView,
    /// The terms of each, sorted, each once, with the sum of their weights.
    heads: Vec<(Vec<TermNumber>, f64)>,
}

impl<'a> Heads<'a> {
    pub(super) fn new(view: &'a StoryView) -> Self {
        let head = |report: &StoryArticle| {
            let first = report.sentences.clone().take(HEAD).map(|at| &view.sentences[at].terms);
            let mut terms: Vec<TermNumber> =
                first.chain([&report.title_terms]).flatten().copied().collect();
            terms.sort_unstable();
            terms.dedup();
            let weight = view.idf.sum(&terms);
            (terms, weight)
        };
        Self { view, heads: view.reports.iter().map(head).collect() }
    }

    /// What a sentence has beside its score as an opening, each weighed: its mean similarity (cosine, 0..=1) to the heads of reports of other origins, 0
    /// where there are none; the mean share (0..=1) of it that all heads hold; the logarithm of its words; whether
    /// it names a day.
    pub(super) fn gain(&self, at: usize) -> f64 {
        let view = self.view;
        let sentence = &view.sentences[at];
        let weight = sentence.weight;
        if weight <= 0.0 {
            return 0.0;
        }
        let origin = view.reports[sentence.report].origin;
        let (mut alike, mut others, mut held) = (0.0, 0.0, 0.0);
        for (report, (head, head_weight)) in view.reports.iter().zip(&self.heads) {
            let shared = view.idf.shared(&sentence.terms, head);
            held += shared / weight;
            if report.origin != origin && *head_weight > 0.0 {
                alike += shared / (weight * head_weight).sqrt();
                others += 1.0;
            }
        }
        let alike = if others > 0.0 { alike / others } else { 0.0 };
        let held = held / self.heads.len() as f64;
        let day = if sentence.names_day { DAY } else { 0.0 };
        CENTRALITY * alike + HELD * held + LENGTH * (sentence.words.max(1) as f64).ln() + day
    }
}
