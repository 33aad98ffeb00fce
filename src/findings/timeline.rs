//! Dated sentences, in the order of days.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::Dated;
use super::words::Words;
use crate::score::{ScoredStory, SupportKind, says_the_same};
use crate::select::{Eligibility, eligibility};

/// Days that a story shows, and sentences of each.
const MOST_DAYS: usize = 8;
const MOST_OF_A_DAY: usize = 2;

/// Share (0..=1) of the shorter sentence's term weight from which two of a day say the same.
const SAME: f64 = 0.4;

/// Sentences that name one day, the best of each; nothing where all name the same.
pub(super) fn timeline(read: &[Words<'_>], scored: &ScoredStory) -> Vec<Dated> {
    let story = &scored.view;
    let mut by_day: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (at, sentence) in story.sentences.iter().enumerate() {
        let reported = scored.scored[at].support.kind == SupportKind::Reported;
        if !reported || eligibility(sentence) != Eligibility::Whole {
            continue;
        }
        if let [day] = read[at].days.as_slice()
            && !day.bounds
        {
            by_day.entry(day.date).or_default().push(at);
        }
    }
    if by_day.len() < 2 {
        return Vec::new();
    }
    let rank = |at: &usize| {
        let scored = &scored.scored[*at];
        let score = (scored.score * 1e9) as i64;
        (std::cmp::Reverse(scored.support.origins), std::cmp::Reverse(score), *at)
    };
    let alike = |a: usize, b: usize| says_the_same(story, a, b, SAME);
    let mut days: Vec<(Date, Vec<usize>)> = Vec::new();
    for (day, mut of_day) in by_day {
        of_day.sort_by_key(rank);
        let mut kept: Vec<usize> = Vec::new();
        for at in of_day {
            if kept.len() < MOST_OF_A_DAY && kept.iter().all(|known| !alike(*known, at)) {
                kept.push(at);
            }
        }
        days.push((day, kept));
    }
    // The days that most origins speak of.
    let mut best: Vec<usize> = (0..days.len()).collect();
    best.sort_by_key(|at| rank(&days[*at].1[0]));
    best.truncate(MOST_DAYS);
    best.sort_unstable();
    best.into_iter()
        .flat_map(|at| days[at].1.iter().map(move |sentence| (at, *sentence)).collect::<Vec<_>>())
        .map(|(at, sentence)| Dated { day: days[at].0, sentence })
        .collect()
}
