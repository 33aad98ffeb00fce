//! What a number counts or measures: the unit, the noun, the people.

use super::dates::weekday;
use super::fates::{Fate, are_lives_taken};
use super::numbers::Number;
use super::words::Words;
use crate::text::{Ending, Phrase, Term, WordClass, WordFacts, WordValue};

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
    /// A span of time, by its unit.
    Duration(&'static str),
    /// Somebody's age in years, by the name: of two words where the text writes two.
    Age(Term, Option<Term>),
}

/// What is counted, and its fate where the noun says it ("17 injured", "250 arrests").
#[derive(Debug, Clone, Copy)]
pub(super) struct What {
    pub(super) counted: Counted,
    pub(super) fate: Option<Fate>,
}

/// The unit behind (or before) a number, and the last word of it.
pub(super) fn unit(words: &Words<'_>, number: &Number) -> Option<(Counted, usize)> {
    let last = number.end - 1;
    let before = words.before(number.end - 1).trim_end();
    let sign = (number.first..number.end)
        .find_map(|at| Some((at, words.before(at).trim_end().chars().next_back()?)));
    let currency = match (sign.map(|(_, sign)| sign).or(before.chars().next_back()), sign) {
        (Some('$'), Some((at, _))) => dollars(words, at),
        (Some('$'), None) => Some("dollars"),
        (Some('€'), _) => Some("euros"),
        (Some('£'), _) => Some("pounds"),
        (Some('¥'), _) => Some("yen"),
        _ => None,
    };
    if let Some(currency) = currency {
        return Some((Counted::Money(currency), last));
    }
    if words.after(last).starts_with('%') || words.after(last).starts_with(" %") {
        return Some((Counted::Percent, last));
    }
    if number.first > 0
        && let Some(unit) = words.facts(number.first - 1).value(WordValue::MeasureBefore)
    {
        return Some((Counted::Measure(unit), last));
    }
    if let Some(age) = age(words, number) {
        return Some((age, last));
    }
    if !words.goes_on(last) {
        return None;
    }
    let next = last + 1;
    let of = |word: &WordFacts| {
        let money = || word.value(WordValue::Money).map(Counted::Money);
        let measure = || word.value(WordValue::Measure).map(Counted::Measure);
        let percent = || word.value(WordValue::Percent).map(|_| Counted::Percent);
        word.value(WordValue::Duration)
            .map(Counted::Duration)
            .or_else(measure)
            .or_else(money)
            .or_else(percent)
    };
    if let Some(counted) = of(words.facts(next)) {
        return Some((counted, next));
    }
    // "Per cent", "square miles": the lists join them by a line.
    let both = [words.folded(next), words.folded(next + 1)].join("_");
    Some((of(words.lang.word(&both))?, next + 1))
}

/// Whose dollars, or what else the sign stands for, before the number at a word: "$5", "US$ 5", "R$ 5". Of other letters before it nothing is known.
fn dollars(words: &Words<'_>, at: usize) -> Option<&'static str> {
    let joined = at.checked_sub(1).filter(|_| words.before(at).starts_with('$'));
    match joined.map(|before| words.words[before].token.span.of(words.text)) {
        None | Some("US") => Some("dollars"),
        Some("R") => Some("reais"),
        Some(letters) => letters.contains(char::is_lowercase).then_some("dollars"),
    }
}

/// "Daniel Orsk, 34, was": commas on both sides, a name before.
fn age(words: &Words<'_>, number: &Number) -> Option<Counted> {
    let before = number.end.checked_sub(2)?;
    let name = &words.words[before];
    let plain = number.first + 1 == number.end && (1.0..=110.0).contains(&number.value);
    let after = words.after(number.end - 1);
    let closed = after.starts_with(',') || after.starts_with('.') && after.trim_end().len() == 1;
    (plain && closed && words.before(number.end - 1) == ", " && name.token.capital && before > 0)
        .then(|| {
            // "Gregor Mick, 64, and his son Travis Mick, 34".
            let first = before.checked_sub(1).map(|at| &words.words[at]);
            let first = first.filter(|word| word.token.capital && words.after(before - 1) == " ");
            Counted::Age(name.token.term, first.map(|word| word.token.term))
        })
}

/// The noun that a number counts, and the last word of it.
pub(super) fn things(words: &Words<'_>, number: &Number) -> Option<(What, usize)> {
    let last = number.end - 1;
    let people = |fate| What { counted: Counted::People, fate };
    // Of a language that nobody knows no word is known to be a noun.
    if !words.lang.is_known() {
        return None;
    }
    if !words.goes_on(last)
        || words.words[last + 1].token.digit
        || words.is(last + 1, WordClass::BeforeDay)
    {
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
        if word.facts.is(WordClass::People) {
            return (people(None), at);
        }
        if are_lives_taken(words, at) {
            return (people(Some(Fate::DEATH)), at);
        }
        // "40 cases of whisky" are no people.
        let of = words.words.get(at + 2).filter(|_| words.is(at + 1, WordClass::InsideRole));
        match (Fate::of(word.facts), of.filter(|of| !of.token.stop)) {
            (fate @ Some(_), Some(of)) => {
                (What { counted: Counted::Things(of.token.term), fate }, at)
            }
            (Some(fate), None) if !word.facts.is(WordClass::Toll) => (people(Some(fate)), at),
            _ => (What { counted: Counted::Things(word.token.term), fate: None }, at),
        }
    };
    // Where no ending tells a plural, any word may be one.
    let tells_plurals = words.lang.has_ending(Ending::Plural);
    let mut at = next;
    while at < words.words.len() && at < next + 3 {
        let word = &words.words[at];
        // "three of the beams", "14 more people"
        let more = at == next && word.facts.is(WordClass::More);
        if !more && word.token.stop && !word.facts.is(WordClass::People) {
            break;
        }
        if !more
            && (!tells_plurals
                || word.facts.is(WordClass::Plural)
                || words.lang.ends(Ending::Plural, &word.folded)
                    && !words.lang.ends(Ending::Singular, &word.folded)
                || Fate::of(word.facts).is_some())
        {
            // A name behind a number is no noun: "Flight 287 Rovers".
            return (!word.token.capital || !tells_plurals).then(|| of(at));
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
    let dated = behind.clone().find(|at| weekday(words.facts(*at)).is_some());
    if dated.is_some_and(|day| (number.end..day).all(|at| words.is(at, WordClass::BeforeDay))) {
        let back = (number.first.saturating_sub(25)..number.first).rev();
        let event = back
            .clone()
            .find_map(|at| Fate::of(words.facts(at)).filter(|_| words.is(at, WordClass::Event)));
        if event.is_some() {
            return Some(What { counted: Counted::People, fate: event });
        }
    }
    let leads = number.first.checked_sub(1)?;
    if !words.is(leads, WordClass::BeforeTotal) {
        return None;
    }
    let back = || (leads.saturating_sub(25)..leads).rev();
    if let Some(toll) = back().find(|at| words.is(*at, WordClass::Toll)) {
        return Some(What { counted: Counted::People, fate: Fate::of(words.facts(toll)) });
    }
    let noun = back().find_map(|at| {
        let mut phrases = words.lang.phrases(&[Phrase::NumberOf]);
        let (_, phrase) = phrases.find(|(_, phrase)| words.are(at, phrase))?;
        // "The number killed" says at once what happened.
        let last = at + phrase.count() - 1;
        Some(if Fate::of(words.facts(last)).is_some() { last } else { last + 1 })
    })?;
    let fate = Fate::of(words.facts(noun)).or_else(|| Fate::of(words.facts(noun + 1)));
    let word = words.words.get(noun)?;
    let counted = if word.facts.is(WordClass::People) || Fate::of(word.facts).is_some() {
        Counted::People
    } else {
        Counted::Things(word.token.term)
    };
    Some(What { counted, fate })
}
