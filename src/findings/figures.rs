//! Figures: what a sentence counts or measures, how much of it, and what happened to it.

use jiff::civil::Date;

use super::dates::{Day, days_in, month, weekday};
use super::numbers::{Number, Precision, number_at};
use super::words::Words;
use crate::group::DocumentFrequencies;
use crate::segment::is_speech_verb;
use crate::text::{Span, Term};

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Counted {
    /// People, whatever they are called.
    People,
    /// Things or people of one kind, by the noun's stem.
    Things(Term),
    /// Money, by currency.
    Money(&'static str),
    /// A share of a hundred.
    Percent,
    /// A measure, by its unit.
    Measure(&'static str),
    /// Somebody's age in years, by the last word of the name.
    Age(Term),
}

/// What happened to people or things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Fate {
    Killed,
    Injured,
    Missing,
    Arrested,
    Evacuated,
    Rescued,
    Destroyed,
    Damaged,
    Displaced,
    Trapped,
    Infected,
}

impl Fate {
    /// The fate in a word.
    pub(super) fn name(self) -> &'static str {
        match self {
            Fate::Killed => "killed",
            Fate::Injured => "injured",
            Fate::Missing => "missing",
            Fate::Arrested => "arrested",
            Fate::Evacuated => "evacuated",
            Fate::Rescued => "rescued",
            Fate::Destroyed => "destroyed",
            Fate::Damaged => "damaged",
            Fate::Displaced => "displaced",
            Fate::Trapped => "trapped",
            Fate::Infected => "infected",
        }
    }

    fn of(folded: &str) -> Option<Self> {
        Some(match folded {
            "killed" | "kills" | "kill" | "killing" | "dead" | "died" | "die" | "dies"
            | "deaths" | "death" | "fatalities" | "toll" | "muertos" | "muertas" | "murieron"
            | "fallecidos" | "fallecieron" | "morts" | "mort" | "tués" | "tote" | "toten"
            | "getötet" | "starben" | "morti" | "mortos" | "morreram" => Fate::Killed,
            "injured" | "injures" | "injure" | "injuring" | "injuries" | "wounded" | "wounding"
            | "wounds" | "hurt" | "hurting" | "heridos" | "heridas" | "blessés" | "blessées"
            | "verletzt" | "verletzte" | "feriti" | "feridos" => Fate::Injured,
            "missing" | "unaccounted" | "desaparecidos" | "disparus" | "vermisst" | "dispersi" => {
                Fate::Missing
            }
            "arrested" | "arrests" | "arrest" | "arresting" | "detained" | "detaining"
            | "detenidos" | "arrêtés" | "interpellés" | "festgenommen" | "arrestati" | "presos" => {
                Fate::Arrested
            }
            "evacuated" | "evacuating" | "evacuate" | "evacuados" | "evacuadas" | "évacués"
            | "evakuiert" | "evacuati" => Fate::Evacuated,
            "rescued" | "rescuing" | "saved" | "rescatados" | "gerettet" => Fate::Rescued,
            "destroyed" | "détruit" | "détruites" | "destruido" | "destroying" | "destroys"
            | "razed" | "destruidas" | "détruits" | "zerstört" => Fate::Destroyed,
            "damaged" | "damaging" | "beschädigt" | "endommagés" => Fate::Damaged,
            "displaced" | "homeless" | "displacing" => Fate::Displaced,
            "trapped" | "trapping" | "stranded" | "stranding" | "buried" | "buries" => {
                Fate::Trapped
            }
            "infected" | "infecting" | "sickened" => Fate::Infected,
            _ => return None,
        })
    }
}

/// One figure of a story.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// Index of the sentence in the story.
    pub(super) told: usize,
    /// The number.
    pub(super) number: Number,
    /// What it counts.
    pub(super) counted: Counted,
    /// What happened to that.
    pub(super) fate: Option<Fate>,
    /// The noun or unit, where the text writes one.
    pub(super) noun: Option<Span>,
    /// The figure with its noun and its fate.
    pub(super) span: Span,
    /// Content terms near it that are neither names nor part of it.
    pub(super) near: Vec<Term>,
    /// Those of them that stand before it.
    pub(super) governing: Vec<Term>,
    /// Names in its sentence, but for who says it.
    pub(super) names: Vec<Term>,
    /// Words that tell one time, part or event from another: "last", "2019", "quarter", "separate".
    pub(super) marks: Vec<Term>,
    /// The day as of which it holds: the article's.
    pub(super) day: Option<Date>,
    /// The day that stands right behind it: "27 on Saturday".
    pub(super) on: Option<Date>,
}

/// Words before and behind a figure that say what it is about.
const NEAR: usize = 6;

/// The figures of one sentence.
pub(super) fn figures_in(
    words: &Words<'_>,
    told: usize,
    published: Option<Date>,
    frequencies: &DocumentFrequencies,
) -> Vec<Figure> {
    let has_number = |word: &super::words::Word<'_>| {
        word.token.digit || word.folded.ends_with("ty") || word.folded.ends_with('n') || {
            matches!(
                &*word.folded,
                "dozen" | "dozens" | "hundreds" | "thousands" | "scores" | "hundred" | "thousand"
            )
        }
    };
    if !words.words.iter().any(has_number) {
        return Vec::new();
    }
    let days = days_in(words, published);
    let mut figures = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        match figure_at(words, at, &days, told, published, frequencies) {
            Some((figure, end)) => {
                figures.push(figure);
                at = end;
            }
            None => at += 1,
        }
    }
    figures
}

fn figure_at(
    words: &Words<'_>,
    at: usize,
    days: &[Day],
    told: usize,
    published: Option<Date>,
    frequencies: &DocumentFrequencies,
) -> Option<(Figure, usize)> {
    if days.iter().any(|day| (day.first..day.end).contains(&at)) || is_clock(words, at) {
        return None;
    }
    let counted = number_at(words, at, Precision::Counted)?;
    let (number, what, last) = if let Some((what, last)) = unit(words, &counted) {
        (number_at(words, at, Precision::Measured)?, What { counted: what, fate: None }, last)
    } else {
        let (what, last) = things(words, &counted)?;
        (counted, what, last)
    };
    // What is stated of a noun before the number has none behind it.
    let (first, last) = (number.first, last.max(number.end - 1));
    let fate_at = if what.fate.is_none() { fate_of(words, first, last) } else { None };
    let fate = what.fate.or(fate_at.map(|(fate, _)| fate));
    let reach = fate_at.map_or((first, last), |(_, at)| (first.min(at), last.max(at)));
    let token = |at: usize| words.words[at].token;
    let names = names_in(words, frequencies);
    let near_words: Vec<usize> = (first.saturating_sub(NEAR)..first)
        .chain(last + 1..(last + 1 + NEAR).min(words.words.len()))
        .collect();
    let is_about = |at: &usize| {
        let word = &words.words[*at];
        !word.token.stop
            && !word.token.digit
            && !names.contains(&word.token.term)
            && !is_speech_verb(&word.folded)
            && weekday(&word.folded).is_none()
            && !(word.token.capital && month(&word.folded).is_some())
    };
    let mut near: Vec<Term> =
        near_words.iter().filter(|at| is_about(at)).map(|at| token(*at).term).collect();
    let mut governing: Vec<Term> = near_words
        .iter()
        .filter(|at| **at < first && is_about(at))
        .map(|at| token(*at).term)
        .collect();
    for terms in [&mut near, &mut governing] {
        terms.sort_unstable();
        terms.dedup();
    }
    let on = days.iter().find(|day| {
        let between = (last + 1).min(day.first)..day.first;
        day.first > last
            && between.len() <= 2
            && between.clone().all(|at| is_preposition(words.folded(at)))
    });
    let figure = Figure {
        told,
        counted: what.counted,
        fate,
        noun: (last >= number.end).then(|| token(last).span),
        span: Span::new(token(reach.0).span.start, token(reach.1).span.end),
        near,
        governing,
        names,
        marks: marks_in(words, &number),
        day: published,
        on: on.map(|day| day.date),
        number,
    };
    Some((figure, last + 1))
}

/// What is counted, and its fate where the noun says it ("17 injured", "250 arrests").
struct What {
    counted: Counted,
    fate: Option<Fate>,
}

/// Words between a figure and its day: "27 on Saturday", "200 as of Tuesday".
fn is_preposition(folded: &str) -> bool {
    matches!(folded, "on" | "as" | "of" | "by" | "el" | "am" | "le" | "late" | "early")
}

/// "7:15", "7 a.m.": a time of day.
fn is_clock(words: &Words<'_>, at: usize) -> bool {
    matches!(words.folded(at + 1), "a.m" | "p.m" | "am" | "pm" | "o'clock" | "uhr")
}

/// The unit behind (or before) a number, and the last word of it.
fn unit(words: &Words<'_>, number: &Number) -> Option<(Counted, usize)> {
    let last = number.end - 1;
    let before = words.before(number.end - 1).trim_end();
    let sign = words.words[number.first..number.end]
        .iter()
        .zip(number.first..)
        .find_map(|(_, at)| words.before(at).trim_end().chars().next_back());
    let currency = match sign.or(before.chars().next_back()) {
        Some('$') => Some("dollars"),
        Some('€') => Some("euros"),
        Some('£') => Some("pounds"),
        Some('¥') => Some("yen"),
        _ => None,
    };
    if let Some(currency) = currency {
        return Some((Counted::Money(currency), last));
    }
    if words.after(last).starts_with('%') || words.after(last).starts_with(" %") {
        return Some((Counted::Percent, last));
    }
    if number.end >= 2 && words.folded(number.first.wrapping_sub(1)) == "magnitude" {
        return Some((Counted::Measure("magnitude"), last));
    }
    if let Some(age) = age(words, number) {
        return Some((age, last));
    }
    if !words.goes_on(last) {
        return None;
    }
    let next = last + 1;
    let counted = match words.folded(next) {
        "percent" | "pct" | "prozent" => Counted::Percent,
        "per" if words.folded(next + 1) == "cent" => return Some((Counted::Percent, next + 1)),
        "por" if words.folded(next + 1) == "ciento" => return Some((Counted::Percent, next + 1)),
        "pour" if words.folded(next + 1) == "cent" => return Some((Counted::Percent, next + 1)),
        "dollars" | "dollar" | "dlrs" | "dólares" => Counted::Money("dollars"),
        "euros" | "euro" => Counted::Money("euros"),
        "pounds" => Counted::Money("pounds"),
        "yen" => Counted::Money("yen"),
        "rubles" | "roubles" => Counted::Money("rubles"),
        "acres" | "acre" => Counted::Measure("acres"),
        "hectares" | "hectáreas" | "hektar" => Counted::Measure("hectares"),
        "square" if matches!(words.folded(next + 1), "miles" | "kilometers" | "kilometres") => {
            let miles = words.folded(next + 1) == "miles";
            let unit = if miles { "square miles" } else { "square kilometres" };
            return Some((Counted::Measure(unit), next + 1));
        }
        "kilometers" | "kilometres" | "km" | "kilómetros" | "kilomètres" | "kilometer" => {
            Counted::Measure("kilometres")
        }
        "miles" => Counted::Measure("miles"),
        "meters" | "metres" | "metros" | "mètres" | "meter" => Counted::Measure("metres"),
        "feet" => Counted::Measure("feet"),
        "inches" => Counted::Measure("inches"),
        "degrees" | "grados" | "degrés" | "grad" => Counted::Measure("degrees"),
        "mph" => Counted::Measure("miles an hour"),
        "tons" | "tonnes" | "toneladas" => Counted::Measure("tons"),
        "kilograms" | "kilos" | "kg" => Counted::Measure("kilograms"),
        "gallons" => Counted::Measure("gallons"),
        "barrels" => Counted::Measure("barrels"),
        "years" | "año" | "años" | "ans" | "jahre" | "jahren" | "anni" | "anos" => {
            Counted::Measure("years")
        }
        "months" | "meses" | "mois" | "monate" | "monaten" | "mesi" => Counted::Measure("months"),
        "weeks" | "semanas" | "semaines" | "wochen" => Counted::Measure("weeks"),
        "days" | "días" | "jours" | "tage" | "tagen" => Counted::Measure("days"),
        "hours" | "horas" | "heures" | "stunden" => Counted::Measure("hours"),
        "minutes" | "minutos" | "minuten" => Counted::Measure("minutes"),
        "seconds" => Counted::Measure("seconds"),
        _ => return None,
    };
    Some((counted, next))
}

/// "Daniel Orsk, 34, was": commas on both sides, a name before.
fn age(words: &Words<'_>, number: &Number) -> Option<Counted> {
    let before = number.end.checked_sub(2)?;
    let name = &words.words[before];
    let plain = number.first + 1 == number.end && (1.0..=110.0).contains(&number.value);
    let after = words.after(number.end - 1);
    let closed = after.starts_with(',') || after.starts_with('.') && after.trim_end().len() == 1;
    (plain && closed && words.before(number.end - 1) == ", " && name.token.capital && before > 0)
        .then_some(Counted::Age(name.token.term))
}

/// Words that are plural without an s.
const PLURALS: &[&str] = &[
    "people", "men", "women", "children", "police", "troops", "cattle", "sheep", "fish", "others",
    "students", "gente",
];

/// People, whatever they are called.
const PEOPLE: &[&str] = &[
    "people",
    "persons",
    "person",
    "others",
    "victims",
    "casualties",
    "personas",
    "personnes",
    "menschen",
    "personen",
    "persone",
    "pessoas",
];

/// The noun that a number counts, and the last word of it.
fn things(words: &Words<'_>, number: &Number) -> Option<(What, usize)> {
    let last = number.end - 1;
    let people = |fate| What { counted: Counted::People, fate };
    let behind = words.folded(last + 1);
    if !words.goes_on(last) || words.words[last + 1].token.digit || is_preposition(behind) {
        // "The number of people injured has risen to 17": the noun stands before.
        return noun_before(words, number).map(|what| (what, last));
    }
    // "12-storey", "400-metre": a property, no count.
    if words.after(last).contains(['-', '‐', '‑']) {
        return None;
    }
    let next = last + 1;
    let of = |at: usize| -> (What, usize) {
        let word = &words.words[at];
        if PEOPLE.contains(&&*word.folded) {
            return (people(None), at);
        }
        match Fate::of(&word.folded) {
            Some(fate) if word.folded != "toll" => (people(Some(fate)), at),
            _ => (What { counted: Counted::Things(word.token.term), fate: None }, at),
        }
    };
    let english = words.code == "en" || words.code.is_empty();
    let mut at = next;
    while at < words.words.len() && at < next + 3 {
        let word = &words.words[at];
        // "three of the beams", "14 more people"
        let more = at == next && matches!(&*word.folded, "more" | "other" | "additional");
        if !more && word.token.stop && !PEOPLE.contains(&&*word.folded) {
            break;
        }
        if !more
            && (!english
                || PLURALS.contains(&&*word.folded)
                || word.folded.ends_with('s') && !word.folded.ends_with("ss")
                || Fate::of(&word.folded).is_some())
        {
            // A name behind a number is no noun: "Flight 287 Rovers".
            return (!word.token.capital || !english).then(|| of(at));
        }
        if !words.goes_on(at) {
            break;
        }
        at += 1;
    }
    noun_before(words, number).map(|what| (what, last))
}

/// "The death toll stands at 17", "the number of people injured rose to 17".
fn noun_before(words: &Words<'_>, number: &Number) -> Option<What> {
    // "27 on Saturday, 40 on Sunday": what they count stands before the first.
    let behind = number.end..(number.end + 3).min(words.words.len());
    let dated = behind.clone().find(|at| weekday(words.folded(*at)).is_some());
    if dated.is_some_and(|day| (number.end..day).all(|at| is_preposition(words.folded(at)))) {
        let back = (number.first.saturating_sub(25)..number.first).rev();
        let fate = back.clone().find_map(|at| {
            let noun = matches!(words.folded(at), "arrests" | "deaths" | "injuries" | "fatalities");
            Fate::of(words.folded(at)).filter(|_| noun)
        })?;
        return Some(What { counted: Counted::People, fate: Some(fate) });
    }
    let leads = number.first.checked_sub(1)?;
    if !matches!(words.folded(leads), "to" | "at" | "is" | "was" | "now" | "reached" | "hit") {
        return None;
    }
    let from = leads.saturating_sub(25);
    let toll = (from..leads).rev().find(|at| words.folded(*at) == "toll");
    if toll.is_some() {
        return Some(What { counted: Counted::People, fate: Some(Fate::Killed) });
    }
    let number_of = (from..leads).rev().find(|at| {
        words.folded(*at) == "number" && matches!(words.folded(at + 1), "of" | "hurt" | "killed")
    })?;
    let noun = number_of + 1 + usize::from(words.folded(number_of + 1) == "of");
    let fate = Fate::of(words.folded(noun)).or_else(|| Fate::of(words.folded(noun + 1)));
    let word = words.words.get(noun)?;
    let counted = if PEOPLE.contains(&&*word.folded) || Fate::of(&word.folded).is_some() {
        Counted::People
    } else {
        Counted::Things(word.token.term)
    };
    Some(What { counted, fate })
}

/// Words that may stand between a noun and its fate, or a fate and its number.
fn links(words: &Words<'_>, at: usize) -> bool {
    let word = &words.words[at];
    word.token.stop
        || matches!(
            &*word.folded,
            "least"
                | "dozen"
                | "reported"
                | "confirmed"
                | "seriously"
                | "critically"
                | "badly"
                | "slightly"
                | "feared"
                | "left"
        )
}

/// The fate next to a figure, and where it stands: right before the number or right behind the noun.
fn fate_of(words: &Words<'_>, first: usize, last: usize) -> Option<(Fate, usize)> {
    let clause_ends = |between: &str| between.contains([';', ':', '(', ')', '—', '–']);
    let mut at = last + 1;
    while at < words.words.len() && at <= last + 5 && !clause_ends(words.before(at)) {
        if words.before(at).contains(',') {
            break;
        }
        if let Some(fate) = Fate::of(words.folded(at)) {
            return Some((fate, at));
        }
        if !links(words, at) || matches!(words.folded(at), "and" | "who") {
            break;
        }
        at += 1;
    }
    for at in (first.saturating_sub(4)..first).rev() {
        if clause_ends(words.after(at)) || words.after(at).contains(',') {
            break;
        }
        if let Some(fate) = Fate::of(words.folded(at)) {
            return Some((fate, at));
        }
        if !links(words, at) {
            break;
        }
    }
    None
}

/// The names of a sentence, sorted; a name next to a speech verb says it and is left out.
fn names_in(words: &Words<'_>, frequencies: &DocumentFrequencies) -> Vec<Term> {
    // German writes every noun with a capital.
    if words.code == "de" {
        return Vec::new();
    }
    let speaks = |at: usize| {
        let near = at.saturating_sub(3)..(at + 4).min(words.words.len());
        near.clone().any(|n| is_speech_verb(words.folded(n)))
            || (at >= 2
                && (1..=4)
                    .any(|back| at >= back + 1 && words.were(at - back + 1, &["according", "to"])))
    };
    let mut names: Vec<Term> = (0..words.words.len())
        .filter(|at| {
            let word = &words.words[*at];
            let opens = *at == 0;
            word.token.capital
                && !word.token.digit
                && !word.token.stop
                && weekday(&word.folded).is_none()
                && month(&word.folded).is_none()
                && (!opens || frequencies.capital_share(word.token.term) > 0.5)
                && !speaks(*at)
        })
        .map(|at| words.words[at].token.term)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Words of a sentence that set what it says apart from what other sentences say with the same words.
fn marks_in(words: &Words<'_>, number: &Number) -> Vec<Term> {
    let mut marks: Vec<Term> = (0..words.words.len())
        .filter(|at| !(number.first..number.end).contains(at))
        .filter(|at| {
            let folded = words.folded(*at);
            let year = folded.len() == 4
                && folded.bytes().all(|b| b.is_ascii_digit())
                && (1900..2100).contains(&folded.parse::<u32>().unwrap_or(0));
            year || matches!(
                folded,
                "similar"
                    | "separate"
                    | "separately"
                    | "another"
                    | "earlier"
                    | "previous"
                    | "previously"
                    | "former"
                    | "ago"
                    | "quarter"
                    | "annual"
                    | "annually"
                    | "yearly"
                    | "daily"
                    | "weekly"
                    | "monthly"
                    | "average"
                    | "decade"
                    | "among"
                    | "each"
                    | "per"
                    | "every"
                    | "first-quarter"
                    | "million-strong"
                    | "could"
                    | "may"
                    | "might"
                    | "if"
            ) || matches!(folded, "last" | "this" | "past" | "next")
                && matches!(
                    words.folded(at + 1),
                    "year"
                        | "month"
                        | "week"
                        | "decade"
                        | "quarter"
                        | "season"
                        | "summer"
                        | "winter"
                )
                || matches!(folded, "first" | "second" | "third" | "fourth")
                    && words.folded(at + 1) == "quarter"
        })
        .map(|at| words.words[at].token.word)
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}
