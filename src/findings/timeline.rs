//! Dated sentences, in the order of days.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Dated;
use super::dates::{day_of, days_between};
use super::words::Words;
use crate::score::{ScoredStory, SupportKind};
use crate::select::{Eligibility, eligibility};
use crate::text::WordClass;

/// Days that a story shows, and days of its background.
const MOST_DAYS: usize = 8;
const MOST_OF_BACKGROUND: usize = 3;

/// A day so long before the first article appeared is background.
const BACKGROUND_DAYS: i64 = 60;

/// What is known of a day.
#[derive(Default)]
struct OfDay {
    /// The origins that name it.
    origins: BTreeSet<usize>,
    /// How many sentences name it.
    mentions: usize,
    /// Sentences that name it alone, and may be printed.
    sentences: Vec<usize>,
}

/// The days that are shown: those that more origins name go first, and what is shown stands in the order of days; nothing where there is one.
pub(super) fn timeline(read: &[Words<'_>], scored: &ScoredStory) -> Vec<Dated> {
    let (background, shown): (Vec<_>, Vec<_>) =
        days_by_rank(read, scored).into_iter().partition(|day| day.background);
    if background.len() + shown.len() < 2 {
        return Vec::new();
    }
    let background = background.into_iter().take(MOST_OF_BACKGROUND);
    let mut days: Vec<Dated> = background.chain(shown.into_iter().take(MOST_DAYS)).collect();
    days.sort_by_key(|dated| dated.day);
    days
}

/// Whether a day is that of a clause with "who", which tells what somebody did before: "the pitcher who had thrown 38 pitches on Friday".
fn tells_of_somebody(words: &Words<'_>, day: usize) -> bool {
    let who = (0..day).rev().find(|at| words.is(*at, WordClass::Who));
    who.is_some_and(|who| (who..day).all(|at| !words.after(at).contains(',')))
}

/// The days of a story, each with one sentence that names it alone, the best supported first.
pub(super) fn days_by_rank(read: &[Words<'_>], scored: &ScoredStory) -> Vec<Dated> {
    let story = &scored.view;
    let mut by_day: BTreeMap<Date, OfDay> = BTreeMap::new();
    for (at, sentence) in story.sentences.iter().enumerate() {
        for day in read[at].days.iter().filter(|day| !day.bounds) {
            let of_day = by_day.entry(day.date).or_default();
            of_day.origins.insert(story.reports[sentence.report].origin);
            of_day.mentions += 1;
        }
        let reported = scored.scored[at].support.kind == SupportKind::Reported;
        if let [day] = read[at].days.as_slice()
            && !day.bounds
            && !tells_of_somebody(&read[at], day.first)
            && reported
            && eligibility(sentence) == Eligibility::Whole
        {
            by_day.entry(day.date).or_default().sentences.push(at);
        }
    }
    let rank = |at: usize| {
        let scored = &scored.scored[at];
        (Reverse(scored.support.origins), Reverse((scored.score * 1e9) as i64), at)
    };
    let published = story.reports.iter().filter_map(|report| day_of(report.time?)).min();
    let days = by_day.into_iter().filter_map(|(day, of_day)| {
        let sentence = of_day.sentences.iter().copied().min_by_key(|at| rank(*at))?;
        let background = published.is_some_and(|first| days_between(day, first) > BACKGROUND_DAYS);
        let named = (Reverse(of_day.origins.len()), Reverse(of_day.mentions));
        Some(((named, rank(sentence)), Dated { day, sentence, background }))
    });
    let mut days: Vec<_> = days.collect();
    days.sort_by_key(|(rank, _)| *rank);
    days.into_iter().map(|(_, day)| day).collect()
}
