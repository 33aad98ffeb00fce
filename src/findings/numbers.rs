//! Numbers as they are written, and between which values the writer leaves them: "nearly 200", "4,000", "two dozen".

use super::words::Words;
use crate::text::{Lang, Opening, Phrase, WordClass, WordValue, digit_of};

/// A number in a sentence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    /// What is written.
    pub(super) value: f64,
    /// Least and largest value that the writer allows.
    pub(super) low: f64,
    pub(super) high: f64,
    /// First word, and one past the last, of the number with its multiplier.
    pub(super) first: usize,
    pub(super) end: usize,
    /// Whether only its order is said: "dozens".
    pub(super) vague: bool,
}

/// How near an open figure comes to another that it restates: "more than 30" to 31, and "more than two dozen" to "at least 26"; "at least two" says
/// something else.
const RESTATES: f64 = 0.9;

impl Number {
    /// Whether both can be true of one thing.
    pub(super) fn agrees(&self, other: &Number) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Whether they write one value: both can be true, and neither leaves much open that the other says.
    pub(super) fn restates(&self, other: &Number) -> bool {
        self.agrees(other) && self.low.min(other.low) >= RESTATES * self.low.max(other.low)
    }
}

/// Whether what is counted comes in whole pieces that reports give to the last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    /// People, houses: below a thousand every figure is meant.
    Counted,
    /// Money, percent, measures: a figure is rounded to its last digit that is not 0.
    Measured,
}

/// Counts below which a round figure is meant as it stands.
const EXACT_BELOW: f64 = 1000.0;

/// How far a figure behind "about" may be off: writers round to one or two digits.
const ABOUT: f64 = 0.1;

/// How far below its figure "nearly" may begin.
const NEARLY: f64 = 0.15;

/// The number that begins at a word, if one does, with the values that it leaves open.
pub(super) fn number_at(words: &Words<'_>, at: usize, precision: Precision) -> Option<Number> {
    if let Some((low, high)) = vague(words, at) {
        return Some(Number { value: low, low, high, first: at, end: at + 1, vague: true });
    }
    let (plain, step, mut end) = plain_number(words, at)?;
    let (mut value, mut step) = (plain, step);
    while end < words.words.len() && words.goes_on(end - 1) {
        let Some(times) = multiplier(words, end) else { break };
        value *= times;
        step *= times;
        end += 1;
    }
    let whole = precision == Precision::Counted && value < EXACT_BELOW && value.fract() == 0.0;
    let slack = if whole { 0.0 } else { step / 2.0 };
    let (low, high) = bounds(words, at, value, slack);
    let first = if is_between(words, at) { at } else { first_of(words, at) };
    Some(Number { value, low, high, first, end, vague: false })
}

/// "dozens", "hundreds": the least and the largest that is meant.
fn vague(words: &Words<'_>, at: usize) -> Option<(f64, f64)> {
    let facts = words.facts(at);
    let of =
        || facts.value(WordValue::OrderOf).filter(|_| words.is(at + 1, WordClass::BehindOrder));
    let of_few = || facts.value(WordValue::OrderOfFew).filter(|_| words.was(at, WordClass::Few));
    let (least, most) =
        facts.value(WordValue::Order).or_else(of).or_else(of_few)?.split_once('-')?;
    Some((least.parse().ok()?, most.parse().ok()?))
}

/// A number in figures or words without multipliers: its value, the size of its last digit that is not 0, one past its
/// last word.
fn plain_number(words: &Words<'_>, at: usize) -> Option<(f64, f64, usize)> {
    let mut written = words.words[at].token.span.of(words.text);
    // Digits of another script.
    if written.starts_with(|c: char| digit_of(c).is_some()) {
        written = words.folded(at);
    }
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        // "Type 2 diabetes", "phase 3": the number is a name.
        if words.was(at, WordClass::BeforeLabel) && words.before(at) == " " {
            return None;
        }
        let (value, step) = figures(written, words.lang)?;
        let before = words.before(at).chars().next_back();
        let after = words.after(at);
        let joined = before.is_some_and(|c| matches!(c, '-' | '–' | '—' | ':' | '/' | '.' | '#'))
            && !words.before(at).starts_with(char::is_whitespace);
        let opens = after.starts_with(['-', '–', ':', '/', '−'])
            && after.chars().nth(1).is_none()
            && at + 1 < words.words.len();
        return (!joined && !opens).then_some((value, step, at + 1));
    }
    // "a dozen", "half a dozen", "a quarter of a million".
    if words.is(at, WordClass::OneOf) && words.was(at, WordClass::NumberArticle) {
        let value = multiplier(words, at)?;
        let parts = if words.was(at - 1, WordClass::Half) { 2.0 } else { parts_of(words, at - 1) };
        let value = if parts > 0.0 { value / parts } else { return None };
        let step = if value >= 100.0 { value } else { 1.0 };
        return Some((value, step, at + 1));
    }
    if let Some(tens) = words.facts(at).number::<f64>(WordValue::Ten) {
        if words.after(at) == "-" {
            let one = words.facts(at + 1).number(WordValue::BehindTen);
            let unit = one.or_else(|| small(words, at + 1).filter(|unit| *unit < 10.0));
            if let Some(unit) = unit {
                return Some((tens + unit, 1.0, at + 2));
            }
        }
        return Some((tens, 1.0, at + 1));
    }
    let value = small(words, at)?;
    if words.after(at) == "-" && multiplier(words, at + 1).is_none() {
        return None;
    }
    Some((value, 1.0, at + 1))
}

/// What "a million" is divided by, of which the article is the word at `at`: 4 behind "quarter of", 1 behind other words, 0 behind "quarters of".
fn parts_of(words: &Words<'_>, at: usize) -> f64 {
    let is_part = at >= 2 && words.is(at - 1, WordClass::BehindOrder);
    let part = if is_part { words.facts(at - 2).number(WordValue::PartOf) } else { None };
    part.unwrap_or(1.0)
}

/// A number word.
fn small(words: &Words<'_>, at: usize) -> Option<f64> {
    words.facts(at).number(WordValue::Number)
}

/// The value of figures, and the size of the last that is not 0. English parts thousands by commas and writes decimals
/// behind a stop; others do it the other way round, or with a space.
fn figures(written: &str, lang: &Lang) -> Option<(f64, f64)> {
    let (digits, suffix) =
        written.split_at(written.find(char::is_alphabetic).unwrap_or(written.len()));
    let times = lang.word(suffix).number(WordValue::Suffix);
    let (written, times) = times.map_or((written, 1.0), |times| (digits, times));
    let decimal = if lang.has_decimal_comma() { ',' } else { '.' };
    let (whole, decimals) = match written.split_once(decimal) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (written, None),
    };
    let groups: Vec<&str> = whole.split([',', '.', '\u{a0}', '\u{202f}', '\'']).collect();
    let is_figures = |g: &str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let set_off = groups.len() == 1 || groups[1..].iter().all(|g| g.len() == 3);
    let whole = groups.concat();
    if !is_figures(&whole) || !set_off || whole.len() > 15 || !decimals.is_none_or(is_figures) {
        return None;
    }
    let step = match decimals {
        Some(decimals) => 10f64.powi(-(decimals.len() as i32)),
        None => {
            let zeros = whole.len() - whole.trim_end_matches('0').len();
            10f64.powi(zeros.min(whole.len() - 1) as i32)
        }
    };
    let value: f64 = format!("{whole}.{}", decimals.unwrap_or("0")).parse().ok()?;
    Some((value * times, step * times))
}

/// What a word behind a number multiplies it by.
fn multiplier(words: &Words<'_>, at: usize) -> Option<f64> {
    words.facts(at).number(WordValue::Multiplier)
}

/// Phrases before a number that leave something open.
const HEDGES: &[Phrase] = &[Phrase::AtLeast, Phrase::AtMost, Phrase::Nearly, Phrase::About];

/// How a number is hedged by the words before it, and by how many.
fn hedge(words: &Words<'_>, at: usize) -> Option<(usize, Phrase)> {
    let mut hedges = words.lang.phrases(HEDGES);
    hedges.find(|(_, before)| words.were(at, before)).map(|(hedge, before)| (before.count(), hedge))
}

/// The first word of a number with its hedge.
fn first_of(words: &Words<'_>, at: usize) -> usize {
    hedge(words, at).map_or(at, |(words, _)| at - words)
}

/// "between 30 and 40" at its second number.
fn is_between(words: &Words<'_>, at: usize) -> bool {
    let between = |(_, two): (_, &Opening)| {
        two.holds(0, words.folded(at - 3)) && two.holds(1, words.folded(at - 1))
    };
    at >= 3 && words.lang.phrases(&[Phrase::Between]).any(between)
}

fn bounds(words: &Words<'_>, at: usize, value: f64, slack: f64) -> (f64, f64) {
    if is_between(words, at)
        && let Some((low, _, _)) = plain_number(words, at - 2)
    {
        return (low.min(value), low.max(value));
    }
    let (low, high) = match hedge(words, at).map(|(_, hedge)| hedge) {
        Some(Phrase::AtLeast) => (value - slack, f64::INFINITY),
        Some(Phrase::AtMost) => (0.0, value + slack),
        Some(Phrase::Nearly) => (value * (1.0 - NEARLY), value + slack),
        Some(Phrase::About) => (value * (1.0 - ABOUT) - slack, value * (1.0 + ABOUT) + slack),
        _ => (value - slack, value + slack),
    };
    let or_more = words.lang.phrases(&[Phrase::OrMore]).any(|(_, more)| words.are(at + 1, more));
    if or_more { (low, f64::INFINITY) } else { (low, high) }
}
