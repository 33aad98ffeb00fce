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
    /// Behind "since", "from", "until", "before", "by", where a time begins or ends, or inside what something else is called, "the Aug. 9 shooting": the
    /// sentence says nothing that happened then.
    pub(super) bounds: bool,
    /// Told against the article's date alone, not by the calendar: "Tuesday", "yesterday".
    pub(super) relative: bool,
}

/// The day of a time in seconds since 1970, in UTC.
pub(crate) fn day_of(seconds: i64) -> Option<Date> {
    Some(Timestamp::from_second(seconds).ok()?.to_zoned(TimeZone::UTC).date())
}

/// Whole days from one date to another.
pub(crate) fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

/// The days that a sentence names. Without a date of the article only those with a year are known.
pub(super) fn days_in(words: &Words<'_>, published: Option<Date>) -> Vec<Day> {
    let mut days = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        let of_calendar = month_day(words, at, published);
        match of_calendar.or_else(|| relative(words, at, published?)) {
            Some((date, end)) => {
                let bounds = bounds(words, at) || is_attribute(words, at, end);
                let relative = of_calendar.is_none();
                days.push(Day { date, first: at, end, bounds, relative });
                at = end;
            }
            None => at += 1,
        }
    }
    days
}

fn bounds(words: &Words<'_>, at: usize) -> bool {
    // "The week ended May 9", "the week of May 9", "the six months to 31 October".
    let leads = |at: usize| {
        words.is(at, WordClass::BeforeMonth)
            || words.is(at, WordClass::RangeTo)
            || is_past(words, at)
    };
    let of_span = at > 1 && words.is(at - 2, WordClass::TimeSpan) && leads(at - 1);
    of_span || (1..=2).any(|back| at >= back && words.is(at - back, WordClass::TimeBound))
}

/// Whether a day stands between a definite article and its noun: "the June 3 primary".
fn is_attribute(words: &Words<'_>, at: usize, end: usize) -> bool {
    let noun = words.words.get(end).filter(|_| words.after(end - 1).trim().is_empty());
    at > 0
        && words.is(at - 1, WordClass::DefiniteArticle)
        && words.after(at - 1).trim().is_empty()
        && noun.is_some_and(|noun| !noun.token.stop && !noun.token.capital && !noun.token.digit)
}

/// "March 12", "March 12, 2026", "12 March", "12 de marzo de 2026", "12. März".
fn month_day(words: &Words<'_>, at: usize, published: Option<Date>) -> Option<(Date, usize)> {
    // "In May 12 beaches were closed".
    let whole = words.was(at, WordClass::BeforeWholeMonth);
    let named = named_month(words, at)
        .filter(|_| !whole)
        .and_then(|(month, next)| Some((month, day_number(words, next)?, next + 1)));
    let (month, day, mut end) = match named.or_else(|| numbered(words, at)) {
        Some(found) => found,
        None => {
            // "July 1-March 13".
            let of_another = at > 0 && named_month(words, at - 1).is_some();
            let day = day_number(words, at).filter(|_| !of_another)?;
            let skip = usize::from(words.is(at + 1, WordClass::BeforeMonth));
            let (month, next) = named_month(words, at + 1 + skip)?;
            (month, day, next)
        }
    };
    let skip = usize::from(words.is(end, WordClass::BeforeMonth));
    let year = words.folded(end + skip).parse::<i16>().ok().filter(|y| (1900..2100).contains(y));
    let date = match year {
        Some(year) => {
            end += skip + 1;
            Date::new(year, month, day).ok()?
        }
        None => of_which_year(words, at, published?, nearest(published?, month, day)?)?,
    };
    Some((date, end))
}

/// The day of a month that lies nearest to the article's date, where its sentence tells of a time that fits; else of which year it is is
/// not sure.
fn of_which_year(words: &Words<'_>, at: usize, published: Date, date: Date) -> Option<Date> {
    let is_ahead = is_ahead(words, at);
    let ago = days_between(date, published);
    if ago >= 0 {
        // "The year that begins Oct. 1", told in February, is this year's.
        let of_no_time = words.lang.has(WordClass::Past) && !tells_of_the_past(words, at);
        return (ago <= DAYS_OF_MONTH || !is_ahead && !of_no_time).then_some(date);
    }
    // "The board said: effective May 3".
    let past = |at: usize| is_past(words, at) && !words.is(at, WordClass::SpeechVerb);
    if is_ahead || !looked_at(words, at).any(past) {
        // "Will take charge after the Jan. 6 riot", told in July.
        return (days_between(published, date) <= THIRD_OF_YEAR).then_some(date);
    }
    // "Was shot on the night of Oct. 23", told in May: last year's. "Declared a dividend payable Oct. 23": of either.
    let from = at.saturating_sub(BESIDE_DAY);
    let verb = (from..at).rev().find(|at| past(*at))?;
    let content = (verb + 1..at).filter(|at| !words.words[*at].token.stop).count();
    if content <= 1 { Date::new(date.year() - 1, date.month(), date.day()).ok() } else { None }
}

/// Days ahead beyond which last year's day is less than twice as far.
const THIRD_OF_YEAR: i64 = 121;

/// Days by which an article may lie behind what it says to be ahead, or tells without a verb of the past.
const DAYS_OF_MONTH: i64 = 31;

/// Words between a verb and a day of which it tells: "on the night of".
const BESIDE_DAY: usize = 6;

/// A month's name as it is written, and one past its last word: "may" and "march" are words too.
fn named_month(words: &Words<'_>, at: usize) -> Option<(i8, usize)> {
    let word = words.words.get(at)?;
    let may_be_one = word.token.capital || !words.lang.has_capital_days();
    let one = if may_be_one { word.facts.number(WordValue::Month) } else { None };
    one.map(|month| (month, at + 1)).or_else(|| words.spelled(at, WordValue::Month))
}

/// Month, day and one past the last word, where a month is a number: "3月12日", "3월 12일", "12 tháng 3".
fn numbered(words: &Words<'_>, at: usize) -> Option<(i8, i8, usize)> {
    // Most words hold no digit.
    if !words.words[at].token.digit {
        return None;
    }
    let (month, next, day, end) = if words.is(at + 1, WordClass::BeforeMonthNumber) {
        let whole = |at: usize| Some((words.folded(at).parse().ok()?, at + 1));
        let ((day, _), (month, end)) = (whole(at)?, whole(at + 2)?);
        (month, at + 1, day, end)
    } else {
        let (month, next) = number_before(words, at, WordClass::BehindMonthNumber)?;
        let (day, end) = number_before(words, next, WordClass::BehindDayNumber)?;
        (month, next, day, end)
    };
    let is_one = next < words.words.len() && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_one.then_some((month, day, end))
}

/// A number, and one past the word of a class that stands behind it or is written together with it.
fn number_before(words: &Words<'_>, at: usize, class: WordClass) -> Option<(i8, usize)> {
    let folded = words.folded(at);
    let figures = folded.trim_end_matches(|c: char| !c.is_ascii_digit());
    let behind = &folded[figures.len()..];
    let number = figures.parse().ok()?;
    if behind.is_empty() {
        return (words.is(at + 1, class) && words.after(at).is_empty()).then_some((number, at + 2));
    }
    words.lang.is(class, behind).then_some((number, at + 1))
}

fn day_number(words: &Words<'_>, at: usize) -> Option<i8> {
    let word = words.words.get(at)?;
    // Most words hold no digit: nothing to parse.
    if !word.token.digit {
        return None;
    }
    // "April 15-day forward".
    let next = words.words.get(at + 1).filter(|_| words.after(at) == "-");
    if next.is_some_and(|next| !next.token.digit && next.facts.value(WordValue::Month).is_none()) {
        return None;
    }
    let figures = word.folded.trim_end_matches(|c: char| c.is_alphabetic());
    // "4th"; where a language lists what may stand behind a day, the rocket "Long March 4c" has none.
    let behind = &word.folded[figures.len()..];
    if !behind.is_empty()
        && words.lang.has(WordClass::BehindDayNumber)
        && !words.lang.is(WordClass::BehindDayNumber, behind)
    {
        return None;
    }
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
    let past = || tells_of_the_past(words, at) && !is_ahead(words, at);
    if let Some(days) = word.facts.number(WordValue::DaysAgo) {
        // "USA TODAY"; "today" may be these days, where nothing is told of the past.
        let sure = !is_behind_name(words, at) && (days > 0 || past());
        return if sure { Some((back(days)?, at + 1)) } else { None };
    }
    let may_be_one = word.token.capital || !words.lang.has_capital_days();
    // "The Sunday Express"; where days have no capital, "Santo Domingo".
    let of_name = words.was(at, WordClass::DefiniteArticle) && is_before_name(words, at)
        || !words.lang.has_capital_days() && is_behind_name(words, at);
    let one = if may_be_one && !of_name { weekday(word.facts) } else { None };
    let (named, end) = match one {
        Some(named) => (named, at + 1),
        None => words.spelled(at, WordValue::Weekday)?,
    };
    let today = weekday_number(published.weekday());
    let days = (today + 7 - named) % 7;
    // Where a language's verbs of the past are not known, the article's own weekday is sure: it is today, or a week ahead.
    let knows_past = words.lang.has(WordClass::Past) || words.lang.has_ending(Ending::Past);
    let sure = if knows_past { past() } else { days == 0 && !is_ahead(words, at) };
    if !sure || words.was(at, WordClass::Each) {
        return None;
    }
    let last = words.was(at, WordClass::Last);
    // Nearly always the next one.
    if !last && (days > LAST_DAYS || days > SURE_DAYS && !told_as_past(words, at)) {
        return None;
    }
    let week = if last && days == 0 { 7 } else { 0 };
    Some((back(days as i64 + week)?, end))
}

/// Whether a word with a capital stands right before one that has it too: "USA TODAY". Where every noun has one that tells nothing.
fn is_behind_name(words: &Words<'_>, at: usize) -> bool {
    !words.lang.has_capital_nouns()
        && words.words[at].token.capital
        && at > 0
        && words.words[at - 1].token.capital
        && words.after(at - 1) == " "
}

/// Whether a word with a capital follows that is no time: "the Sunday Express".
fn is_before_name(words: &Words<'_>, at: usize) -> bool {
    let next = words.words.get(at + 1).filter(|_| words.after(at) == " ");
    !words.lang.has_capital_nouns()
        && next.is_some_and(|next| next.token.capital && !words.is_time(at + 1))
}

/// Days back within which a weekday is the last such day: of 26 that were read at six days, 24 lay ahead.
const LAST_DAYS: usize = 4;

/// Days back up to which a verb of the past anywhere in the sentence tells that the day is past: of 34 beyond that were read, three lay ahead.
const SURE_DAYS: usize = 2;

/// Whether a verb of the past tells of the day: the last one before it, but for an infinitive between the two ("called for him to cancel the
/// Monday session"), else one behind it. A verb of saying tells of the day beside it alone.
fn told_as_past(words: &Words<'_>, at: usize) -> bool {
    let before = (at.saturating_sub(MOST_LOOKED_AT)..at).rev();
    let beside = at.saturating_sub(BESIDE_VERB);
    for before in before {
        let speaks = words.is(before, WordClass::SpeechVerb);
        if is_past(words, before) && (!speaks || before >= beside) {
            return true;
        }
        let next = before + 1;
        let to = words.is(before, WordClass::BeforeInfinitive) && next < at;
        if to && !words.words[next].token.stop && !words.words[next].token.capital {
            return false;
        }
    }
    looked_at(words, at)
        .filter(|behind| *behind > at)
        .any(|at| is_past(words, at) && !words.is(at, WordClass::SpeechVerb))
}

/// Words before a day among which a verb of the past makes it one of the past, whatever lies ahead behind it: "said Tuesday he will".
const BESIDE_VERB: usize = 3;

fn tells_of_the_past(words: &Words<'_>, at: usize) -> bool {
    looked_at(words, at).any(|at| is_past(words, at))
}

fn looked_at(words: &Words<'_>, at: usize) -> std::ops::Range<usize> {
    at.saturating_sub(MOST_LOOKED_AT)..(at + MOST_LOOKED_AT).min(words.words.len())
}

/// Words on either side of a day that tell whether it lies ahead: a sentence has no more.
const MOST_LOOKED_AT: usize = 60;

/// Whether the day may lie ahead: "next Friday", "would interview him on Friday", "Friday's vote is expected".
fn is_ahead(words: &Words<'_>, at: usize) -> bool {
    let cue = |at: usize| {
        words.is(at, WordClass::Ahead) || words.lang.ends(Ending::Future, words.folded(at))
    };
    let told = (at.saturating_sub(BESIDE_VERB)..at).any(|before| is_past(words, before));
    let to = if told { at } else { (at + MOST_LOOKED_AT).min(words.words.len()) };
    words.was(at, WordClass::Next) || (at.saturating_sub(MOST_LOOKED_AT)..to).any(cue)
}

/// Whether a word is a verb of the past, but for "is set". Short words end so by chance: "red".
fn is_past(words: &Words<'_>, at: usize) -> bool {
    if words.was(at, WordClass::BeforePresent) {
        return false;
    }
    let folded = words.folded(at);
    words.is(at, WordClass::Past)
        || folded.chars().nth(3).is_some() && words.lang.ends(Ending::Past, folded)
}

fn weekday_number(day: Weekday) -> usize {
    day.to_monday_zero_offset() as usize
}
