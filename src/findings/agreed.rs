//! Facts that independent origins state alike: figures, days, names.

use std::collections::BTreeMap;
use std::ops::Range;

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
    let mut names: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
    let mut name_words: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, words) in read.iter().enumerate() {
        let report = story.sentences[at].report;
        for day in &words.days {
            let span = words.between(day.first, day.end);
            days.entry(day.date).or_default().push(Place { report, span });
        }
        for at in (0..words.words.len()).filter(|at| words.is_name(*at, frequencies)) {
            *name_words.entry(words.folded(at)).or_default() += 1;
        }
        for name in names_in(words, frequencies) {
            let span = words.between(name.start, name.end);
            let place = Place { report, span };
            let key = crate::text::fold_white_space(&crate::text::fold_word(span.of(words.text)));
            names.entry(key).or_default().push(Mention { place, words, first: name.start });
        }
    }
    of_owners(&mut names);
    found.extend(
        days.into_iter()
            .map(|(day, places)| fact(FactKind::Date, Some(day), places.into_iter(), scored)),
    );
    found.extend(
        names
            .into_values()
            .map(|mentions| whole_name(&mentions, &name_words))
            .map(|places| fact(FactKind::Name, None, places.into_iter(), scored)),
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

/// A name where it stands.
struct Mention<'a> {
    place: Place,
    words: &'a Words<'a>,
    /// Index of its first word.
    first: usize,
}

impl Mention<'_> {
    /// The word two before it, where it stands as in "Immigration and Customs Enforcement" or "Bank of New York".
    fn joined_to(&self) -> Option<&str> {
        let Self { words, first, .. } = self;
        let at = first.checked_sub(2)?;
        let joined = words.words[at + 1].token.stop
            && !words.words[at + 1].token.capital
            && words.words[at].token.capital
            && [at, at + 1].iter().all(|at| words.after(*at) == " ");
        joined.then(|| words.folded(at))
    }

    /// Whether that word ends a name of its own: "Larry Page and Sergey Brin".
    fn joined_to_a_name(&self) -> bool {
        let Self { words, first, .. } = self;
        let before = first.checked_sub(3);
        before.is_some_and(|at| words.words[at].token.capital && words.after(at) == " ")
    }

    /// With the two words before it.
    fn joined(&self) -> Place {
        let start = self.words.words[self.first - 2].token.span.start;
        Place { span: Span::new(start, self.place.span.end), ..self.place }
    }
}

/// "Wells Fargo's" is one more mention of Wells Fargo, where that stands too.
fn of_owners(names: &mut BTreeMap<String, Vec<Mention<'_>>>) {
    let owner = |name: &str| name.strip_suffix("'s").map(str::to_owned);
    let owners: Vec<String> = names.keys().filter_map(|name| owner(name)).collect();
    for name in owners.into_iter().filter(|name| names.contains_key(name)).collect::<Vec<_>>() {
        let owned = names.remove(&format!("{name}'s")).unwrap_or_default();
        let mentions = names.entry(name).or_default();
        mentions.extend(owned.into_iter().map(|mention| {
            // An apostrophe, straight or not, and the letter.
            let text = mention.place.span.of(mention.words.text);
            let end = text.char_indices().rev().nth(1).map_or(text.len(), |(at, _)| at);
            let start = mention.place.span.start;
            Mention {
                place: Place { span: Span::new(start, start + end), ..mention.place },
                ..mention
            }
        }));
        mentions.sort_by_key(|mention| (mention.place.report, mention.place.span));
    }
}

/// The places of a name; of the longer one, where all mentions are joined to one word that is a name nowhere else, and
/// does not end another name in all of them.
fn whole_name(mentions: &[Mention<'_>], name_words: &BTreeMap<&str, usize>) -> Vec<Place> {
    let word = mentions[0].joined_to();
    let is_part = word.is_some_and(|word| name_words.get(word) == Some(&mentions.len()))
        && mentions.iter().all(|mention| mention.joined_to() == word)
        && !mentions.iter().all(Mention::joined_to_a_name);
    let place = |mention: &Mention| if is_part { mention.joined() } else { mention.place };
    mentions.iter().map(place).collect()
}

/// Runs of two capitalised words or more: people, places, organisations by their full names.
fn names_in(words: &Words<'_>, frequencies: &DocumentFrequencies) -> Vec<Range<usize>> {
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
            found.push(start..at + 1);
        }
        at += 1;
    }
    found
}
