//! Which figures of a story are about one quantity, what the sources agree on there, and where they differ.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::dates::days_between;
use super::figures::{Counted, Fate, Figure};
use crate::origins::independent_origins;
use crate::score::ToldStory;
use crate::text::Term;

/// How the values of one quantity differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// At the same time.
    Conflict,
    /// From day to day, upwards: a count that grew.
    Series,
}

/// The figures that give one value.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// What most of them write.
    pub(super) value: f64,
    /// Their indices, in the story's order.
    pub(super) figures: Vec<usize>,
    /// At most so many independent origins give it.
    pub(super) origins: usize,
}

/// A quantity on which the sources differ.
#[derive(Debug, Clone)]
pub(super) struct Differing {
    pub(super) kind: Difference,
    pub(super) values: Vec<Value>,
}

/// Share of the lighter sentence's term weight that two sentences must have in common where they say what happened to the
/// people or things that they count.
const SAME_FATE: f64 = 0.2;

/// The same where they only count or measure.
const SAME_COUNT: f64 = 0.3;

/// Figures of one kind that are compared with each other.
const MOST_COMPARED: usize = 200;

/// The figures of a story by quantity: the indices of those that are about one thing, in order.
pub(super) fn quantities(figures: &[Figure], story: &ToldStory) -> Vec<Vec<usize>> {
    let mut kinds: FxHashMap<(Counted, Option<Fate>), Vec<usize>> = FxHashMap::default();
    for (at, figure) in figures.iter().enumerate() {
        let kind = kinds.entry((figure.counted, figure.fate)).or_default();
        if kind.len() < MOST_COMPARED {
            kind.push(at);
        }
    }
    let mut kinds: Vec<Vec<usize>> = kinds.into_values().filter(|of| of.len() > 1).collect();
    kinds.sort_unstable();
    let mut found = Vec::new();
    for of_kind in kinds {
        // Single linkage: a figure belongs to a quantity when it is about the same as any of its figures.
        let mut rest = of_kind;
        while let Some(first) = rest.first().copied() {
            let mut quantity = vec![first];
            rest.remove(0);
            let mut next = 0;
            while next < quantity.len() {
                let at = quantity[next];
                let (same, other): (Vec<usize>, Vec<usize>) =
                    rest.iter().partition(|b| are_of_one(&figures[at], &figures[**b], story));
                quantity.extend(same);
                rest = other;
                next += 1;
            }
            quantity.sort_unstable();
            if quantity.len() > 1 {
                found.push(quantity);
            }
        }
    }
    found.sort_unstable();
    found
}

/// Whether two figures of one kind are about the same quantity.
fn are_of_one(a: &Figure, b: &Figure, story: &ToldStory) -> bool {
    let other_day = matches!((a.on, b.on), (Some(x), Some(y)) if x != y);
    if other_day
        || a.marks != b.marks
        || !a.names.is_empty() && !b.names.is_empty() && !meet(&a.names, &b.names)
    {
        return false;
    }
    let (said_a, said_b) = (&story.sentences[a.told].terms, &story.sentences[b.told].terms);
    let least = story.idf.sum(said_a).min(story.idf.sum(said_b)).max(f64::MIN_POSITIVE);
    let share = story.idf.shared(said_a, said_b) / least;
    match (a.counted, a.fate) {
        (Counted::Age(_), _) => true,
        (Counted::Measure("magnitude"), _) => share >= SAME_FATE,
        (Counted::People | Counted::Things(_), Some(_)) => share >= SAME_FATE,
        (Counted::People | Counted::Things(_), None) => {
            share >= SAME_COUNT && meet(&a.near, &b.near)
        }
        _ => share >= SAME_COUNT && meet(&a.governing, &b.governing),
    }
}

/// Whether two sorted lists have a term in common.
fn meet(a: &[Term], b: &[Term]) -> bool {
    a.iter().any(|term| b.binary_search(term).is_ok())
}

/// The values of one quantity, the best supported first: figures that can be true together with one that more origins give
/// are counted with it.
pub(super) fn values(quantity: &[usize], figures: &[Figure], story: &ToldStory) -> Vec<Value> {
    let mut by_value: Vec<Value> = Vec::new();
    let mut sorted = quantity.to_vec();
    sorted.sort_by(|a, b| figures[*a].number.value.total_cmp(&figures[*b].number.value));
    for run in sorted.chunk_by(|a, b| figures[*a].number.value == figures[*b].number.value) {
        let mut of_value = run.to_vec();
        of_value.sort_unstable();
        let origins = origins_of(&of_value, figures, story);
        by_value.push(Value { value: figures[run[0]].number.value, figures: of_value, origins });
    }
    // Hedged figures join firm ones.
    let hedged = |value: &Value| {
        value.figures.iter().all(|f| figures[*f].number.low < figures[*f].number.high)
    };
    by_value.sort_by_key(|v| (hedged(v), std::cmp::Reverse(v.origins)));
    let mut merged: Vec<Value> = Vec::new();
    for value in by_value {
        let fits = merged.iter_mut().find(|known| agree(&known.figures, &value.figures, figures));
        match fits {
            Some(known) => {
                known.figures.extend(value.figures);
                known.figures.sort_unstable();
                known.origins = origins_of(&known.figures, figures, story);
            }
            None => merged.push(value),
        }
    }
    merged.sort_by(|a, b| b.origins.cmp(&a.origins).then(a.value.total_cmp(&b.value)));
    merged
}

fn agree(a: &[usize], b: &[usize], figures: &[Figure]) -> bool {
    a.iter().all(|a| b.iter().all(|b| figures[*a].number.agrees(&figures[*b].number)))
}

/// At most so many independent origins write these figures.
pub(super) fn origins_of(of: &[usize], figures: &[Figure], story: &ToldStory) -> usize {
    let report = |figure: &usize| &story.reports[story.sentences[figures[*figure].told].report];
    independent_origins(of.iter().map(|f| (report(f).source.as_deref(), report(f).origin)))
}

/// Days in a row that one sentence must give figures for to be a series of its own.
const FEWEST_DAYS: usize = 3;

/// What one sentence counts day by day: "27 on Saturday, 40 on Sunday, 114 on Monday".
pub(super) fn day_by_day(figures: &[Figure], story: &ToldStory) -> Vec<Differing> {
    let of_day = |f: &usize| figures[*f].on.is_some();
    let dated: Vec<usize> = (0..figures.len()).filter(of_day).collect();
    let kind = |f: usize| (figures[f].told, figures[f].counted, figures[f].fate);
    let mut found = Vec::new();
    for run in dated.chunk_by(|a, b| kind(*a) == kind(*b)) {
        if run.len() >= FEWEST_DAYS && run.windows(2).all(|w| figures[w[0]].on < figures[w[1]].on) {
            let value = |f: &usize| Value {
                value: figures[*f].number.value,
                figures: vec![*f],
                origins: origins_of(&[*f], figures, story),
            };
            let values = run.iter().map(value).collect();
            found.push(Differing { kind: Difference::Series, values });
        }
    }
    found
}

/// How the sources differ on one quantity; nothing where they do not, or where it is not sure that they speak of the same.
pub(super) fn difference(
    quantity: &[usize],
    figures: &[Figure],
    story: &ToldStory,
) -> Option<Differing> {
    let firm: Vec<usize> = quantity.iter().copied().filter(|f| !figures[*f].number.vague).collect();
    if is_ambiguous(&firm, figures, story) {
        return None;
    }
    if let Some(series) = series(&firm, figures, story) {
        return Some(series);
    }
    let (a, b) = firm.iter().enumerate().find_map(|(at, a)| {
        let other = firm[at + 1..].iter().find(|b| conflict(&figures[*a], &figures[**b], story))?;
        Some((*a, *other))
    })?;
    // What was counted on other days is another matter.
    let near = |f: &usize| {
        [a, b].iter().all(|of| match (figures[*f].day, figures[*of].day) {
            (Some(x), Some(y)) => days_between(x, y).abs() <= 1,
            _ => true,
        })
    };
    let of_days: Vec<usize> = firm.iter().copied().filter(near).collect();
    let values = values(&of_days, figures, story);
    (values.len() > 1).then_some(Differing { kind: Difference::Conflict, values })
}

/// Whether one article gives two values for one day: then the words do not tell apart what it counts.
fn is_ambiguous(quantity: &[usize], figures: &[Figure], story: &ToldStory) -> bool {
    let report = |f: usize| story.sentences[figures[f].told].report;
    quantity.iter().enumerate().any(|(at, a)| {
        quantity[at + 1..].iter().any(|b| {
            report(*a) == report(*b)
                && figures[*a].day == figures[*b].day
                && !figures[*a].number.agrees(&figures[*b].number)
        })
    })
}

/// Whether two outlets contradict each other. A reprint with another figure does too.
fn conflict(a: &Figure, b: &Figure, story: &ToldStory) -> bool {
    let report = |f: &Figure| &story.reports[story.sentences[f.told].report];
    let (x, y) = (report(a), report(b));
    let apart = x.report != y.report && (x.source.is_none() || x.source != y.source);
    let same_time = match (a.day, b.day) {
        (Some(x), Some(y)) => days_between(x, y).abs() <= 1,
        _ => true,
    };
    apart && same_time && !a.number.agrees(&b.number)
}

/// The values day by day, where every day has one and they only grow.
fn series(quantity: &[usize], figures: &[Figure], story: &ToldStory) -> Option<Differing> {
    let grows = |counted: Counted| match counted {
        Counted::People | Counted::Things(_) => true,
        Counted::Measure(unit) => {
            matches!(unit, "acres" | "hectares" | "square miles" | "square kilometres")
        }
        _ => false,
    };
    let mut dated: Vec<(Date, usize)> = quantity
        .iter()
        .filter(|f| grows(figures[**f].counted))
        .map(|f| figures[*f].day.map(|day| (day, *f)))
        .collect::<Option<_>>()?;
    dated.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(&b.1)));
    let mut steps: Vec<Value> = Vec::new();
    for of_day in dated.chunk_by(|a, b| a.0 == b.0) {
        let of_day: Vec<usize> = of_day.iter().map(|(_, f)| *f).collect();
        let mut today = values(&of_day, figures, story);
        let (Some(value), true) = (today.pop(), today.is_empty()) else { return None };
        match steps.last_mut() {
            None => steps.push(value),
            Some(last) => {
                let (now, then) = (&figures[value.figures[0]], &figures[last.figures[0]]);
                let open = now.number.high.is_infinite() || then.number.high.is_infinite();
                if now.number.low > then.number.low && (open || !now.number.agrees(&then.number)) {
                    steps.push(value);
                } else if now.number.agrees(&then.number) {
                    last.figures.extend(value.figures);
                    last.figures.sort_unstable();
                    last.origins = origins_of(&last.figures, figures, story);
                } else {
                    return None;
                }
            }
        }
    }
    (steps.len() > 1).then_some(Differing { kind: Difference::Series, values: steps })
}
