//! Which figures of a story are about one quantity, what the sources agree on there, and where they differ.

use std::collections::BTreeSet;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::counted::Counted;
use super::dates::days_between;
use super::facts::is_rare;
use super::fates::Fate;
use super::figures::Figure;
use super::numbers::Number;
use crate::origins::independent_origins;
use crate::score::{StoryView, TermNumber};
use crate::text::Term;

/// How the values of one quantity differ.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
const SAME_FATE: f64 = 0.3;

/// The same where one of them names nobody and no place.
const SAME_UNNAMED: f64 = 0.45;

/// The same where they measure: amounts of one unit are many, and few words tell them apart.
const SAME_MEASURE: f64 = 0.5;

/// The same where an article has no date; only what happened to people or things is compared then.
const SAME_UNDATED: f64 = 0.65;

/// Figures of one kind that are compared with each other.
const MOST_COMPARED: usize = 200;

/// The figures of a story by quantity: the indices of those that are about one thing, in order.
pub(super) fn quantities(figures: &[Figure], story: &StoryView) -> Vec<Vec<usize>> {
    let mut kinds: FxHashMap<(Counted, Option<Fate>), Vec<usize>> = FxHashMap::default();
    // Three cases, and two of them: what nothing happens to is counted as each report sees fit.
    let only_counted = |figure: &Figure| {
        figure.fate.is_none() && matches!(figure.counted, Counted::People | Counted::Things(_))
    };
    for (at, figure) in figures.iter().enumerate().filter(|(_, figure)| !only_counted(figure)) {
        let kind = kinds.entry((figure.counted, figure.fate)).or_default();
        if kind.len() < MOST_COMPARED {
            kind.push(at);
        }
    }
    let tolls = Tolls::new(figures, story);
    let mut kinds: Vec<Vec<usize>> = kinds.into_values().filter(|of| of.len() > 1).collect();
    kinds.sort_unstable();
    let mut found = Vec::new();
    for of_kind in kinds {
        // Single linkage: a figure belongs to a quantity when it is about the same as any of its figures.
        let is_part = |at: &usize| !is_total(&figures[*at], &of_kind, figures);
        let mut rest: Vec<usize> = of_kind.iter().copied().filter(is_part).collect();
        while let Some(first) = rest.first().copied() {
            let mut quantity = vec![first];
            rest.remove(0);
            let mut next = 0;
            while next < quantity.len() {
                let at = quantity[next];
                let is_same = |other: &&usize| {
                    let (a, b) = (&figures[at], &figures[**other]);
                    are_of_one(a, b, story) && tolls.may_be_of_one(a, b, story)
                };
                let (same, other): (Vec<usize>, Vec<usize>) = rest.iter().partition(is_same);
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

/// Whether a figure of people or things is the sum of two others of its kind, one told of some names and one of others, where its sentence has
/// both: "left 31 dead in Harrow and Pell" beside 22 in Harrow and 9 in Pell.
fn is_total(total: &Figure, of_kind: &[usize], figures: &[Figure]) -> bool {
    if total.fate.is_none() || !matches!(total.counted, Counted::People | Counted::Things(_)) {
        return false;
    }
    let named = |at: &&usize| meet(&figures[**at].names, &total.names);
    let parts: Vec<&Figure> = of_kind.iter().filter(named).map(|at| &figures[*at]).collect();
    parts.iter().enumerate().any(|(at, a)| {
        parts[at + 1..].iter().any(|b| {
            let sum = a.number.value + b.number.value;
            sum.to_bits() == total.number.value.to_bits() && !meet(&a.names, &b.names)
        })
    })
}

/// The sentences and the reports of a story that tell how many were killed.
struct Tolls {
    sentences: BTreeSet<usize>,
    reports: BTreeSet<usize>,
}

impl Tolls {
    fn new(figures: &[Figure], story: &StoryView) -> Self {
        let tolls = figures.iter().filter(|figure| figure.fate.is_some_and(Fate::is_death));
        let sentences: BTreeSet<usize> = tolls.map(|figure| figure.sentence).collect();
        let reports = sentences.iter().map(|at| story.sentences[*at].report).collect();
        Self { sentences, reports }
    }

    /// Whether two figures can be of one event: a report of those who were injured where others were killed tells of them too, so where one
    /// has three injured, "killed eight people and injured 11" is another.
    fn may_be_of_one(&self, a: &Figure, b: &Figure, story: &StoryView) -> bool {
        let tells = |figure: &Figure, other: &Figure| {
            !self.sentences.contains(&other.sentence)
                || self.reports.contains(&story.sentences[figure.sentence].report)
        };
        a.fate.is_none() || tells(a, b) && tells(b, a)
    }
}

/// Whether two figures of one kind are about the same quantity.
fn are_of_one(a: &Figure, b: &Figure, story: &StoryView) -> bool {
    let apart = !a.dates.is_empty() && !b.dates.iter().any(|date| a.dates.contains(date));
    let other_day = apart && !b.dates.is_empty()
        || matches!((a.on, b.on), (Some(x), Some(y)) if x != y)
        || matches!((a.weekday, b.weekday), (Some(x), Some(y)) if x != y);
    if other_day
        || a.marks != b.marks
        || is_far(a.number.value, b.number.value)
        || !a.names.is_empty() && !b.names.is_empty() && !meet(&a.names, &b.names)
    {
        return false;
    }
    // "Qtly div 10 cts vs 10 cts prior": what is only counted or measured is one where the same is named, on one day.
    let only_counted =
        a.fate.is_none() && !matches!(a.counted, Counted::Age(..) | Counted::Measure("magnitude"));
    let other_time = a.day != b.day && !is_area(a.counted);
    if only_counted
        && (other_time || !same_names(&a.names, &b.names) || !are_of_one_matter(a, b, story))
    {
        return false;
    }
    let (said_a, said_b) = (&story.sentences[a.sentence].terms, &story.sentences[b.sentence].terms);
    let least = story.idf.sum(said_a).min(story.idf.sum(said_b)).max(f64::MIN_POSITIVE);
    let share = story.idf.shared(said_a, said_b) / least;
    let dated = a.day.is_some() && b.day.is_some();
    let leads = are_tolls_of_leads(a, b, story);
    // Where only one sentence names somebody or some place, the other must say more to be about the same.
    let one_named = a.names.is_empty() != b.names.is_empty();
    let elsewhere = || {
        let (names, unnamed) = if b.names.is_empty() { (&a.names, b) } else { (&b.names, a) };
        !tells_of(unnamed, names, story)
    };
    let says_too_little = share < SAME_UNNAMED && !leads || a.fate.is_none();
    if one_named && (says_too_little || elsewhere()) {
        return dated && matches!(a.counted, Counted::Age(..));
    }
    if leads {
        return true;
    }
    // Without dates even the time may be another: the sentences must say nearly the same, and what became of those whom they count.
    if !dated && (a.fate.is_none() || share < SAME_UNDATED) {
        return false;
    }
    match (a.counted, a.fate) {
        (Counted::Age(..), _) => true,
        (Counted::Measure("magnitude"), _) => share >= SAME_FATE,
        (Counted::People | Counted::Things(_), _) => share >= SAME_FATE,
        (Counted::Measure("miles" | "kilometres" | "metres" | "feet"), _) => {
            // A distance is one from somewhere.
            let places = shared(&a.behind, &b.behind) + shared(&a.names, &b.names);
            share >= SAME_MEASURE && meet(&a.before, &b.before) && sides_meet(a, b) && places > 0
        }
        _ => share >= SAME_MEASURE && meet(&a.before, &b.before) && sides_meet(a, b),
    }
}

/// Sentences with which a report tells its news, and days within which reports with a toll there tell of one event: the first says it one way, the
/// next another, and what they have in common is the story.
const LEAD_SENTENCES: usize = 3;
const LEAD_DAYS: i64 = 7;

/// Whether two figures are tolls with which two reports of one week begin.
fn are_tolls_of_leads(a: &Figure, b: &Figure, story: &StoryView) -> bool {
    let is_toll = |figure: &Figure| {
        figure.counted == Counted::People && figure.fate.is_some_and(Fate::is_of_toll)
    };
    let in_lead = |figure: &Figure| {
        let of = &story.reports[story.sentences[figure.sentence].report].sentences;
        figure.sentence < of.start + LEAD_SENTENCES
    };
    let near = match (a.day, b.day) {
        (Some(x), Some(y)) => days_between(x, y).abs() <= LEAD_DAYS,
        _ => false,
    };
    near && [a, b].into_iter().all(|figure| is_toll(figure) && in_lead(figure))
}

/// Whether the report of a figure holds any of some names: what only another report names is somewhere else.
fn tells_of(figure: &Figure, names: &[Term], story: &StoryView) -> bool {
    let of = &story.reports[story.sentences[figure.sentence].report];
    let tokens = || story.sentences[of.sentences.clone()].iter().flat_map(|s| &s.tokens);
    names.iter().any(|name| tokens().any(|token| token.term == *name))
}

/// Whether the sentence with fewer names has none that the other lacks, and has some.
fn same_names(a: &[Term], b: &[Term]) -> bool {
    let least = a.len().min(b.len());
    least > 0 && shared(a, b) >= least
}

/// Whether the first sentences of two reports share a name that is rare in their language: of what they tell one is. All borrowers sell
/// bonds in Luxembourg, and all makers tell of cars.
fn are_of_one_matter(a: &Figure, b: &Figure, story: &StoryView) -> bool {
    let lead = |figure: &Figure| {
        let of = &story.reports[story.sentences[figure.sentence].report];
        &story.sentences[of.sentences.start]
    };
    let (a, b) = (lead(a), lead(b));
    let is_name = |term: &&TermNumber| a.numbers.binary_search(term).is_err();
    let mut names = a.facts.iter().filter(is_name);
    names.any(|term| is_rare(*term, story) && b.facts.binary_search(term).is_ok())
}

/// How many times as large one value of a quantity may be as another: beyond it they count different things ("$82 a share", "$121 billion";
/// homes that a tornado destroyed, and those of last year's hurricane).
const MOST_TIMES: f64 = 10.0;

fn is_far(a: f64, b: f64) -> bool {
    a.max(b) > MOST_TIMES * a.min(b)
}

/// Whether land is measured, as it burns.
fn is_area(counted: Counted) -> bool {
    matches!(counted, Counted::Measure("acres" | "hectares" | "square miles" | "square kilometres"))
}

/// Whether what stands before two figures has something in common, and what stands behind them too, as far as anything does.
fn sides_meet(a: &Figure, b: &Figure) -> bool {
    let side = |x: &[Term], y: &[Term]| x.is_empty() || y.is_empty() || meet(x, y);
    side(&a.before, &b.before) && side(&a.behind, &b.behind)
}

/// How many terms two sorted lists have in common.
fn shared(a: &[Term], b: &[Term]) -> usize {
    a.iter().filter(|term| b.binary_search(term).is_ok()).count()
}

/// Whether two sorted lists have a term in common.
fn meet(a: &[Term], b: &[Term]) -> bool {
    shared(a, b) > 0
}

/// The values of one quantity, the best supported first: figures that are one with one that more origins give are counted with it.
pub(super) fn values(
    quantity: &[usize],
    figures: &[Figure],
    story: &StoryView,
    are_one: fn(&Number, &Number) -> bool,
) -> Vec<Value> {
    let mut by_value: Vec<Value> = Vec::new();
    let mut sorted = quantity.to_vec();
    sorted.sort_by(|a, b| figures[*a].number.value.total_cmp(&figures[*b].number.value));
    for run in sorted
        .chunk_by(|a, b| figures[*a].number.value.to_bits() == figures[*b].number.value.to_bits())
    {
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
        let fits = merged.iter_mut().find(|known| {
            let pairs =
                known.figures.iter().flat_map(|a| value.figures.iter().map(move |b| (a, b)));
            pairs.into_iter().all(|(a, b)| are_one(&figures[*a].number, &figures[*b].number))
        });
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

/// At most so many independent origins write these figures.
pub(super) fn origins_of(of: &[usize], figures: &[Figure], story: &StoryView) -> usize {
    let report = |figure: &usize| &story.reports[story.sentences[figures[*figure].sentence].report];
    independent_origins(of.iter().map(|f| (report(f).source.as_deref(), report(f).origin)))
}

/// How the sources differ on one quantity; nothing where they do not, or where it is not sure that they speak of the same.
pub(super) fn difference(
    quantity: &[usize],
    figures: &[Figure],
    story: &StoryView,
) -> Option<Differing> {
    let firm: Vec<usize> = quantity.iter().copied().filter(|f| !figures[*f].number.vague).collect();
    if is_ambiguous(&firm, figures, story) {
        return None;
    }
    let is_whole = |f: &usize| !is_part(*f, &firm, figures, story);
    let firm: Vec<usize> = firm.iter().copied().filter(is_whole).collect();
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
    let values = values(&of_days, figures, story, Number::agrees);
    let two = origins_of(&of_days, figures, story) > 1;
    (values.len() > 1 && two).then_some(Differing { kind: Difference::Conflict, values })
}

/// Whether one article gives two values for one day: then the words do not tell apart what it counts.
fn is_ambiguous(quantity: &[usize], figures: &[Figure], story: &StoryView) -> bool {
    let report = |f: usize| story.sentences[figures[f].sentence].report;
    quantity.iter().enumerate().any(|(at, a)| {
        quantity[at + 1..].iter().any(|b| {
            report(*a) == report(*b)
                && figures[*a].day == figures[*b].day
                && !figures[*a].number.agrees(&figures[*b].number)
        })
    })
}

/// Whether the report of a figure also gives what another report gives in its place: then its own is of a part, or of another place.
fn is_part(figure: usize, quantity: &[usize], figures: &[Figure], story: &StoryView) -> bool {
    let report = |f: &Figure| story.sentences[f.sentence].report;
    let this = &figures[figure];
    let mut others = quantity
        .iter()
        .map(|other| &figures[*other])
        .filter(|other| report(other) != report(this) && !other.number.agrees(&this.number));
    let given = |given: &Figure, other: &Figure| {
        report(given) == report(this)
            && given.fate == this.fate
            && (given.counted == this.counted || counts_with_fate(given) && counts_with_fate(this))
            && !given.number.agrees(&this.number)
            && given.number.agrees(&other.number)
    };
    others.any(|other| figures.iter().any(|figure| given(figure, other)))
}

/// Whether what it counts has a fate: "four employees were killed" is told of people too.
fn counts_with_fate(figure: &Figure) -> bool {
    figure.fate.is_some() && matches!(figure.counted, Counted::People | Counted::Things(_))
}

/// Whether two outlets contradict each other. A reprint with another figure does too.
fn conflict(a: &Figure, b: &Figure, story: &StoryView) -> bool {
    let report = |f: &Figure| &story.reports[story.sentences[f.sentence].report];
    let (x, y) = (report(a), report(b));
    let apart = x.report != y.report && (x.source.is_none() || x.source != y.source);
    let same_time = match (a.day, b.day) {
        (Some(x), Some(y)) => days_between(x, y).abs() <= 1,
        _ => true,
    };
    apart && same_time && !a.number.agrees(&b.number)
}

/// The values in the order of time, where each day, or each hour of it, has one and they only grow.
fn series(quantity: &[usize], figures: &[Figure], story: &StoryView) -> Option<Differing> {
    // Of prices, stocks and the like one day's figure says nothing of the next.
    let grows = |figure: &Figure| match figure.counted {
        Counted::People | Counted::Things(_) => figure.fate.is_some(),
        counted => is_area(counted),
    };
    let dated: Vec<(Date, usize)> = quantity
        .iter()
        .filter(|f| grows(&figures[**f]))
        .map(|f| figures[*f].day.map(|day| (day, *f)))
        .collect::<Option<_>>()?;
    // Within a day by the hour, where each report has one.
    let hour = |f: usize| story.reports[story.sentences[figures[f].sentence].report].time_of_day();
    let has_hours =
        |day: Date| dated.iter().filter(|(of, _)| *of == day).all(|(_, f)| hour(*f).is_some());
    let mut timed: Vec<((Date, Option<i64>), usize)> =
        dated.iter().map(|(day, f)| ((*day, hour(*f).filter(|_| has_hours(*day))), *f)).collect();
    timed.sort_unstable();
    let mut steps: Vec<Value> = Vec::new();
    for of_time in timed.chunk_by(|a, b| a.0 == b.0) {
        let of_time: Vec<usize> = of_time.iter().map(|(_, f)| *f).collect();
        let mut then = values(&of_time, figures, story, Number::restates);
        let (Some(value), true) = (then.pop(), then.is_empty()) else { return None };
        match steps.last_mut() {
            None => steps.push(value),
            Some(last) => {
                let (now, then) = (&figures[value.figures[0]], &figures[last.figures[0]]);
                let open = now.number.high.is_infinite() || then.number.high.is_infinite();
                if now.number.low > then.number.low && (open || !now.number.agrees(&then.number)) {
                    steps.push(value);
                } else if now.number.restates(&then.number) {
                    last.figures.extend(value.figures);
                    last.figures.sort_unstable();
                    last.origins = origins_of(&last.figures, figures, story);
                } else {
                    return None;
                }
            }
        }
    }
    // A series of one outlet is its timeline.
    let all: Vec<usize> = steps.iter().flat_map(|step| step.figures.iter().copied()).collect();
    let two = steps.len() > 1 && origins_of(&all, figures, story) > 1;
    two.then_some(Differing { kind: Difference::Series, values: steps })
}
