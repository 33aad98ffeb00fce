//! What a number counts or measures: the unit, the noun, the people.

use super::dates::weekday;
use super::fates::Fate;
use super::numbers::Number;
use super::words::Words;
use crate::text::Term;

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

/// What is counted, and its fate where the noun says it ("17 injured", "250 arrests").
pub(super) struct What {
    pub(super) counted: Counted,
    pub(super) fate: Option<Fate>,
}

/// Words between a figure and its day: "27 on Saturday", "200 as of Tuesday".
pub(super) fn is_preposition(folded: &str) -> bool {
    matches!(folded, "on" | "as" | "of" | "by" | "el" | "am" | "le" | "late" | "early")
}

/// The unit behind (or before) a number, and the last word of it.
pub(super) fn unit(words: &Words<'_>, number: &Number) -> Option<(Counted, usize)> {
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
        "cents" | "cts" => Counted::Money("cents"),
        "marks" => Counted::Money("marks"),
        "francs" => Counted::Money("francs"),
        "crowns" => Counted::Money("crowns"),
        "pesos" => Counted::Money("pesos"),
        "rupees" => Counted::Money("rupees"),
        "yuan" => Counted::Money("yuan"),
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
pub(super) fn things(words: &Words<'_>, number: &Number) -> Option<(What, usize)> {
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
