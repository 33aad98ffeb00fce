//! Facts that independent origins state alike: figures, days, names.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::figures::Figure;
use super::quantities::{difference, values};
use super::words::Words;
use super::{Agreed, FactKind, Place, around};
use crate::group::DocumentFrequencies;
use crate::origins::independent_origins;
use crate::score::ScoredStory;
use crate::text::Span;

/// Facts of each kind that a story shows at most.
const MOST_OF_A_KIND: usize = 6;

/// The facts that at least two origins state: figures first, then days, then names, each the best supported first.
pub(super) fn agreed(
    figures: &[Figure],
    quantities: &[Vec<usize>],
    read: &[Words<'_>],
    scored: &ScoredStory,
    frequencies: &DocumentFrequencies,
) -> Vec<Agreed> {
    let story = &scored.told;
    let mut found: Vec<Agreed> = Vec::new();
    for quantity in quantities {
        if difference(quantity, figures, story).is_some() {
            continue;
        }
        let Some(best) = values(quantity, figures, story).into_iter().next() else { continue };
        let firm = best.figures.iter().any(|f| !figures[*f].number.vague);
        if best.origins >= 2 && firm {
            let places = best.figures.iter().map(|f| {
                let figure = &figures[*f];
                let report = story.sentences[figure.told].report;
                Place { report, span: around(figure, &read[figure.told]) }
            });
            found.push(fact(FactKind::Figure, None, places, scored));
        }
    }
    let mut days: BTreeMap<Date, Vec<Place>> = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (at, words) in read.iter().enumerate() {
        let report = story.sentences[at].report;
        for day in &words.days {
            let start = words.words[day.first].token.span.start;
            let span = Span::new(start, words.words[day.end - 1].token.span.end);
            days.entry(day.date).or_default().push(Place { report, span });
        }
        for span in names_in(words, frequencies) {
            let name = crate::text::fold_white_space(&crate::text::fold_word(span.of(words.text)));
            names.entry(name).or_default().push(Place { report, span });
        }
    }
    found.extend(
        days.into_iter()
            .map(|(day, places)| fact(FactKind::Date, Some(day), places.into_iter(), scored)),
    );
    found.extend(
        names.into_values().map(|places| fact(FactKind::Name, None, places.into_iter(), scored)),
    );
    found.retain(|fact| fact.origins >= 2);
    let reports = |fact: &Agreed| fact.stated.len();
    found.sort_by_key(|fact| {
        (
            fact.kind,
            std::cmp::Reverse(fact.origins),
            std::cmp::Reverse(reports(fact)),
            fact.stated[0].report,
            fact.stated[0].span,
        )
    });
    let mut of_kind = 0;
    let mut last = None;
    found.retain(|fact| {
        of_kind = if last == Some(fact.kind) { of_kind + 1 } else { 1 };
        last = Some(fact.kind);
        of_kind <= MOST_OF_A_KIND
    });
    found
}

/// A fact with one place for each report.
fn fact(
    kind: FactKind,
    day: Option<Date>,
    places: impl Iterator<Item = Place>,
    scored: &ScoredStory,
) -> Agreed {
    let mut stated: Vec<Place> = Vec::new();
    for place in places {
        if stated.iter().all(|known| known.report != place.report) {
            stated.push(place);
        }
    }
    let origins = independent_origins(stated.iter().map(|place| {
        let report = &scored.told.reports[place.report];
        (report.source.as_deref(), report.origin)
    }));
    Agreed { kind, day, stated, origins }
}

/// Runs of two capitalised words or more: people, places, organisations by their full names.
fn names_in(words: &Words<'_>, frequencies: &DocumentFrequencies) -> Vec<Span> {
    let is_name = |at: usize| words.is_name(at, frequencies);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        if !is_name(at) {
            at += 1;
            continue;
        }
        let start = at;
        while at + 1 < words.words.len() && words.after(at) == " " && is_name(at + 1) {
            at += 1;
        }
        if at > start {
            let begins = words.words[start].token.span.start;
            found.push(Span::new(begins, words.words[at].token.span.end));
        }
        at += 1;
    }
    found
}
