//! Numbers as they are written, and between which values the writer leaves them: "nearly 200", "4,000", "two dozen".

use super::words::Words;

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

impl Number {
    /// Whether both can be true of one thing.
    pub(super) fn agrees(&self, other: &Number) -> bool {
        self.low <= other.high && other.low <= self.high
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
        let Some(times) = multiplier(words.folded(end)) else { break };
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
    let few = words.were(at, &["few"]) || words.were(at, &["several"]);
    match words.folded(at) {
        "dozens" => Some((24.0, 150.0)),
        "scores" if words.folded(at + 1) == "of" => Some((40.0, 200.0)),
        "hundreds" => Some((200.0, 2000.0)),
        "hundred" if few => Some((200.0, 700.0)),
        "thousands" => Some((2000.0, 20_000.0)),
        "thousand" if few => Some((2000.0, 7000.0)),
        _ => None,
    }
}

/// A number in figures or words without multipliers: its value, the size of its last digit that is not 0, one past its
/// last word.
fn plain_number(words: &Words<'_>, at: usize) -> Option<(f64, f64, usize)> {
    let written = words.words[at].token.span.of(words.text);
    if written.starts_with(|c: char| c.is_ascii_digit()) {
        let (value, step) = figures(written, words.code)?;
        let before = words.before(at).chars().next_back();
        let after = words.after(at);
        let joined = before.is_some_and(|c| matches!(c, '-' | '–' | '—' | ':' | '/' | '.' | '#'))
            && !words.before(at).starts_with(char::is_whitespace);
        let opens = after.starts_with(['-', '–', ':', '/', '−'])
            && after.chars().nth(1).is_none()
            && at + 1 < words.words.len();
        return (!joined && !opens).then_some((value, step, at + 1));
    }
    // "a dozen", "half a dozen".
    if words.folded(at) == "dozen" && words.were(at, &["a"]) {
        return Some(if words.were(at, &["half", "a"]) {
            (6.0, 1.0, at + 1)
        } else {
            (12.0, 1.0, at + 1)
        });
    }
    let tens = match words.folded(at) {
        "thirty" => 30.0,
        "forty" => 40.0,
        "fifty" => 50.0,
        "sixty" => 60.0,
        "seventy" => 70.0,
        "eighty" => 80.0,
        "ninety" => 90.0,
        "twenty" => 20.0,
        "hundred" | "thousand" | "million" if words.were(at, &["a"]) => {
            let value = multiplier(words.folded(at))?;
            return Some((value, value, at + 1));
        }
        _ => 0.0,
    };
    if tens > 0.0 {
        if words.after(at) == "-" {
            let unit = match words.folded(at + 1) {
                "one" => Some(1.0),
                _ => small(words, at + 1).filter(|unit| *unit < 10.0),
            };
            if let Some(unit) = unit {
                return Some((tens + unit, 1.0, at + 2));
            }
        }
        return Some((tens, 1.0, at + 1));
    }
    let value = small(words, at)?;
    if words.after(at) == "-" && multiplier(words.folded(at + 1)).is_none() {
        return None;
    }
    Some((value, 1.0, at + 1))
}

/// A number word from two to twenty, of the languages that the tokens know.
fn small(words: &Words<'_>, at: usize) -> Option<f64> {
    let word = words.words.get(at)?;
    if !word.token.digit || word.folded.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    crate::text::number_word(&word.folded, words.code).map(f64::from)
}

/// The value of figures, and the size of the last that is not 0. English parts thousands by commas and writes decimals
/// behind a stop; others do it the other way round, or with a space.
fn figures(written: &str, code: &str) -> Option<(f64, f64)> {
    let (written, times) = [("bn", 1e9), ("m", 1e6), ("k", 1e3)]
        .iter()
        .find_map(|(suffix, times)| Some((written.strip_suffix(suffix)?, *times)))
        .unwrap_or((written, 1.0));
    let decimal = if matches!(code, "en" | "" | "he" | "hi" | "zh" | "ja") { '.' } else { ',' };
    let (whole, decimals) = match written.split_once(decimal) {
        Some((whole, decimals)) => (whole, Some(decimals)),
        None => (written, None),
    };
    let groups: Vec<&str> = whole.split([',', '.', '\u{a0}', '\u{202f}', '\'']).collect();
    let is_figures = |g: &str| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit());
    let parted = groups.len() == 1 || groups[1..].iter().all(|g| g.len() == 3);
    let whole = groups.concat();
    if !is_figures(&whole) || !parted || whole.len() > 15 || !decimals.is_none_or(is_figures) {
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

/// What a word behind a number multiplies it by, in the languages that write so.
fn multiplier(folded: &str) -> Option<f64> {
    Some(match folded {
        "dozen" | "docenas" | "douzaines" => 12.0,
        "hundred" => 100.0,
        "thousand" | "mil" | "mille" | "mila" | "tausend" => 1e3,
        "million" | "millions" | "millón" | "millones" | "millionen" | "milione" | "milioni"
        | "milhão" | "milhões" | "mln" => 1e6,
        "billion" | "billions" | "milliard" | "milliards" | "milliarde" | "milliarden"
        | "miliardo" | "miliardi" | "bilhão" | "bilhões" => 1e9,
        "trillion" | "trillions" => 1e12,
        _ => return None,
    })
}

/// How a number is hedged by the words before it, longest first.
const HEDGES: &[(&[&str], Hedge)] = &[
    (&["no", "more", "than"], Hedge::AtMost),
    (&["no", "fewer", "than"], Hedge::AtLeast),
    (&["no", "less", "than"], Hedge::AtLeast),
    (&["as", "many", "as"], Hedge::AtMost),
    (&["as", "few", "as"], Hedge::AtLeast),
    (&["more", "than"], Hedge::AtLeast),
    (&["greater", "than"], Hedge::AtLeast),
    (&["at", "least"], Hedge::AtLeast),
    (&["fewer", "than"], Hedge::AtMost),
    (&["less", "than"], Hedge::AtMost),
    (&["at", "most"], Hedge::AtMost),
    (&["up", "to"], Hedge::AtMost),
    (&["close", "to"], Hedge::Nearly),
    (&["an", "estimated"], Hedge::About),
    (&["estimated"], Hedge::About),
    (&["over"], Hedge::AtLeast),
    (&["above"], Hedge::AtLeast),
    (&["exceeding"], Hedge::AtLeast),
    (&["under"], Hedge::AtMost),
    (&["below"], Hedge::AtMost),
    (&["nearly"], Hedge::Nearly),
    (&["almost"], Hedge::Nearly),
    (&["about"], Hedge::About),
    (&["around"], Hedge::About),
    (&["approximately"], Hedge::About),
    (&["roughly"], Hedge::About),
    (&["some"], Hedge::About),
    (&["perhaps"], Hedge::About),
    (&["más", "de"], Hedge::AtLeast),
    (&["al", "menos"], Hedge::AtLeast),
    (&["hasta"], Hedge::AtMost),
    (&["cerca", "de"], Hedge::About),
    (&["casi"], Hedge::Nearly),
    (&["unos"], Hedge::About),
    (&["unas"], Hedge::About),
    (&["plus", "de"], Hedge::AtLeast),
    (&["au", "moins"], Hedge::AtLeast),
    (&["près", "de"], Hedge::Nearly),
    (&["environ"], Hedge::About),
    (&["quelque"], Hedge::About),
    (&["mehr", "als"], Hedge::AtLeast),
    (&["mindestens"], Hedge::AtLeast),
    (&["bis", "zu"], Hedge::AtMost),
    (&["über"], Hedge::AtLeast),
    (&["fast"], Hedge::Nearly),
    (&["knapp"], Hedge::Nearly),
    (&["rund"], Hedge::About),
    (&["etwa"], Hedge::About),
    (&["circa"], Hedge::About),
    (&["più", "di"], Hedge::AtLeast),
    (&["almeno"], Hedge::AtLeast),
    (&["mais", "de"], Hedge::AtLeast),
    (&["pelo", "menos"], Hedge::AtLeast),
];

/// What a hedge leaves open.
#[derive(Debug, Clone, Copy)]
enum Hedge {
    AtLeast,
    AtMost,
    Nearly,
    About,
}

fn hedge(words: &Words<'_>, at: usize) -> Option<(usize, Hedge)> {
    HEDGES.iter().find(|(before, _)| words.were(at, before)).map(|(b, hedge)| (b.len(), *hedge))
}

/// The first word of a number with its hedge.
fn first_of(words: &Words<'_>, at: usize) -> usize {
    hedge(words, at).map_or(at, |(words, _)| at - words)
}

/// "between 30 and 40" at its second number.
fn is_between(words: &Words<'_>, at: usize) -> bool {
    at >= 3 && matches!(words.folded(at - 1), "and" | "to") && words.folded(at - 3) == "between"
        || at >= 3 && words.folded(at - 1) == "to" && words.folded(at - 3) == "from"
}

fn bounds(words: &Words<'_>, at: usize, value: f64, slack: f64) -> (f64, f64) {
    if is_between(words, at)
        && let Some((low, _, _)) = plain_number(words, at - 2)
    {
        return (low.min(value), low.max(value));
    }
    let (low, high) = match hedge(words, at).map(|(_, hedge)| hedge) {
        None => (value - slack, value + slack),
        Some(Hedge::AtLeast) => (value - slack, f64::INFINITY),
        Some(Hedge::AtMost) => (0.0, value + slack),
        Some(Hedge::Nearly) => (value * (1.0 - NEARLY), value + slack),
        Some(Hedge::About) => (value * (1.0 - ABOUT) - slack, value * (1.0 + ABOUT) + slack),
    };
    let end = at + 1;
    if words.are(end, &["or", "more"]) { (low, f64::INFINITY) } else { (low, high) }
}
