//! Facts that independent origins state alike: figures and days with what they are of, and names that are rare.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::facts::{Known, Mention, fact, is_weekday, stands_alone};
use super::names::folded;
use super::words::Words;
use super::{Fact, FactKind, Place, WHOLE_AGREED, around};
use crate::score::StoryView;
use crate::text::Span;

/// Facts of each kind that a story shows at most.
const MOST_OF_A_KIND: usize = 6;

/// The facts that at least two origins state, but for figures on which they differ: figures first, then days, then names, each the best
/// supported first.
pub(super) fn agreed(
    known: &[Known],
    differing: &[Mention],
    read: &[Words<'_>],
    story: &StoryView,
) -> Vec<Fact> {
    let differs = |mention: &Mention| {
        differing.iter().any(|other| {
            let (a, b) = (mention.span, other.span);
            mention.sentence == other.sentence && a.start < b.end && b.start < a.end
        })
    };
    let shown = |known: &Known, mention: &Mention| -> Span {
        match known.kind {
            FactKind::Name => mention.span,
            _ => around(mention.span, &read[mention.sentence], WHOLE_AGREED),
        }
    };
    // A day in a caption or a line of a feed is that of the picture, or of the line.
    let counts = |known: &Known, mention: &Mention| {
        known.kind != FactKind::Date
            || story.sentences[mention.sentence].sentence.rejection.is_none()
    };
    let agreed = known.iter().filter(|known| known.kind != FactKind::Quotation).map(|known| {
        let of_reports = known.of_reports(story);
        let mut counted: Vec<&Mention> =
            of_reports.iter().filter(|mention| counts(known, mention)).collect();
        // The first gives the wording: none of a column, none that others quote, no weekday where another gives the date, and one that says enough alone.
        counted.sort_by_key(|mention| {
            let sentence = &story.sentences[mention.sentence];
            (
                sentence.opinion || sentence.quoted_elsewhere,
                is_weekday(mention, read),
                !stands_alone(mention, read, story),
            )
        });
        let place = |mention: &Mention| Place {
            report: story.sentences[mention.sentence].report,
            span: shown(known, mention),
        };
        let first = counted.first().copied().unwrap_or(&known.places[0]);
        let stated = counted.iter().copied().map(place).collect();
        (known, fact(known, stated, first, read, story))
    });
    let mut found: Vec<(&Known, Fact)> = agreed
        .filter(|(_, fact)| fact.origins >= 2 && !(fact.common && fact.kind == FactKind::Name))
        .filter(|(known, _)| !known.places.iter().any(differs))
        .collect();
    // By the begin and the end of a longer name: how many origins have that.
    let name = |known: &Known| {
        let first = known.places[0];
        folded(first.span.of(read[first.sentence].text))
    };
    let mut longer: BTreeMap<String, usize> = BTreeMap::new();
    for (known, fact) in found.iter().filter(|(known, _)| known.kind == FactKind::Name) {
        let name = name(known);
        for (space, _) in name.match_indices(' ') {
            for part in [&name[..space], &name[space + 1..]] {
                let most = longer.entry(part.to_owned()).or_default();
                *most = fact.origins.max(*most);
            }
        }
    }
    found.retain(|(known, fact)| {
        known.kind != FactKind::Name || longer.get(&name(known)).is_none_or(|n| *n < fact.origins)
    });
    let mut facts: Vec<Fact> = found.into_iter().map(|(_, fact)| fact).collect();
    let first = |fact: &Fact| (fact.stated[0].report, fact.stated[0].span);
    facts.sort_by_key(|fact| {
        (fact.kind, Reverse(fact.origins), Reverse(fact.stated.len()), first(fact))
    });
    facts
        .chunk_by(|a, b| a.kind == b.kind)
        .flat_map(|of_kind| of_kind.iter().take(MOST_OF_A_KIND))
        .cloned()
        .collect()
}
