//! Days that a sentence names, resolved against its article's date: "Tuesday", "March 12", "12 de marzo", "yesterday".

use jiff::civil::{Date, Weekday};
use jiff::{Timestamp, tz::TimeZone};

use super::words::Words;
use crate::text::{Ending, WordClass, WordFacts, WordValue};

/// The weekday that a word names, from Monday at 0.
pub(super) fn weekday(word: &WordFacts) -> Option<usize> {
    word.number(WordValue::Weekday)
}

/// A day named in a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    /// Which one.
    pub(super) date: Date,
    /// First word, and one past the last.
    pub(super) first: usize,
    pub(super) end: usize,
    /// Behind "since", "from", "until", "before", "by": where a time begins or ends, and nothing happened.
    pub(super) bounds: bool,
}

/// The day of a time in seconds since 1970, in UTC.
pub(super) fn day_of(seconds: i64) -> Option<Date> {
    Some(Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date())
}

/// Whole days from one date to another.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The days that a sentence names. Without a date of the article only those with a year are known.
pub(super) fn days_in(words: &Words<'_>, published: Option<Date>) -> Vec<Day> {
    let mut days = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        let found = month_day(words, at, published).or_else(|| relative(words, at, published?));
        match found {
            Some((date, end)) => {
                days.push(Day { date, first: at, end, bounds: bounds(words, at) });
                at = end;
            }
            None => at += 1,
        }
    }
    days
}

fn bounds(words: &Words<'_>, at: usize) -> bool {
    (1..=2).any(|back| at >= back && words.is(at - back, WordClass::TimeBound))
}

/// "March 12", "March 12, 2026", "12 March", "12 de marzo de 2026", "12. März".
fn month_day(words: &Words<'_>, at: usize, published: Option<Date>) -> Option<(Date, usize)> {
    let (month, day, mut end) =
        if let (Some(month), Some(day)) = (named_month(words, at), day_number(words, at + 1)) {
            (month, day, at + 2)
        } else {
            let day = day_number(words, at)?;
            let skip = usize::from(words.is(at + 1, WordClass::BeforeMonth));
            (named_month(words, at + 1 + skip)?, day, at + 2 + skip)
        };
    let skip = usize::from(words.is(end, WordClass::BeforeMonth));
    let year = words.folded(end + skip).parse::<i16>().ok().filter(|y| (1900..2100).contains(y));
    let date = match year {
        Some(year) => {
            end += skip + 1;
            Date::new(year, month, day).ok()?
        }
        None => nearest(published?, month, day)?,
    };
    Some((date, end))
}

/// A month's name as it is written: "may" and "march" are words too.
fn named_month(words: &Words<'_>, at: usize) -> Option<i8> {
    let word = words.words.get(at)?;
    let may_be_one = word.token.capital || !words.lang.has_capital_days();
    if may_be_one { word.facts.number(WordValue::Month) } else { None }
}

fn day_number(words: &Words<'_>, at: usize) -> Option<i8> {
    let word = words.words.get(at)?;
    // Most words hold no digit: nothing to parse.
    if !word.token.digit {
        return None;
    }
    let figures = word.folded.trim_end_matches(|c: char| c.is_alphabetic());
    figures.parse::<i8>().ok().filter(|day| (1..=31).contains(day))
}

/// The day of a month that lies nearest to the article's date.
fn nearest(published: Date, month: i8, day: i8) -> Option<Date> {
    (-1..=1)
        .filter_map(|years| Date::new(published.year() + years, month, day).ok())
        .min_by_key(|date| days_between(published, *date).abs())
}

/// "Tuesday", "yesterday", "today": the last such day up to the article's date, in a sentence that tells of the past.
fn relative(words: &Words<'_>, at: usize, published: Date) -> Option<(Date, usize)> {
    let back = |days: i64| published.checked_sub(jiff::Span::new().days(days)).ok();
    let word = &words.words[at];
    if let Some(days) = word.facts.number(WordValue::DaysAgo) {
        return Some((back(days)?, at + 1));
    }
    let may_be_one = word.token.capital || !words.lang.has_capital_days();
    let named = if may_be_one { weekday(word.facts)? } else { return None };
    if !(0..words.words.len()).any(|at| is_past(words, at)) || is_ahead(words, at) {
        return None;
    }
    let today = weekday_number(published.weekday());
    let days = (today + 7 - named) % 7;
    let week = if words.was(at, WordClass::Last) && days == 0 { 7 } else { 0 };
    Some((back(days as i64 + week)?, at + 1))
}

/// Whether the day may lie ahead: "next Friday", "would interview him on Friday".
fn is_ahead(words: &Words<'_>, at: usize) -> bool {
    words.was(at, WordClass::Next)
        || (0..at).any(|before| {
            words.is(before, WordClass::Ahead)
                || words.lang.ends(Ending::Future, words.folded(before))
        })
}

/// Whether a word is a verb of the past. Short words end so by chance: "red".
fn is_past(words: &Words<'_>, at: usize) -> bool {
    let folded = words.folded(at);
    words.is(at, WordClass::Past)
        || folded.chars().nth(3).is_some() && words.lang.ends(Ending::Past, folded)
}

fn weekday_number(day: Weekday) -> usize {
    day.to_monday_zero_offset() as usize
}
