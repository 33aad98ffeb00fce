//! Facts that independent origins state alike: figures, days, names.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::figures::Figure;
use super::names::names;
use super::quantities::{difference, values};
use super::words::Words;
use super::{Agreed, FactKind, Place, around};
use crate::group::DocumentFrequencies;
use crate::origins::independent_origins;
use crate::score::ScoredStory;

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
    for (at, words) in read.iter().enumerate() {
        let report = story.sentences[at].report;
        for day in &words.days {
            let span = words.between(day.first, day.end);
            days.entry(day.date).or_default().push(Place { report, span });
        }
    }
    found.extend(
        days.into_iter()
            .map(|(day, places)| fact(FactKind::Date, Some(day), places.into_iter(), scored)),
    );
    found.extend(names(read, scored, frequencies));
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
pub(super) fn fact(
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
