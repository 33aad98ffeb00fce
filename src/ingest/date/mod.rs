//! Dates as outlets write them, to the second where they say so.

mod names;

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, fmt::rfc2822};
use serde::{Deserialize, Serialize};

use crate::text::fold_word;
use names::{context_window, half_of, is_calendar, month_of, stands_between, weekday_of};

/// Which number comes first in dates such as `03/04/2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DateOrder {
    /// The 3rd of April.
    DayFirst,
    /// March 4.
    MonthFirst,
}

/// Seconds since 1970 in UTC; a date without a time is its midnight, one without a zone, or with one that has no name here, is taken
/// as UTC. `None` where no known form fits, where no day is named, and where day and month could be either way round.
pub fn parse_date(date: &str) -> Option<i64> {
    parse_date_in(date, None)
}

/// The same where it is known which of day and month comes first.
pub fn parse_date_in(date: &str, order: Option<DateOrder>) -> Option<i64> {
    let date = date.trim();
    if let Ok(stamp) = date.parse::<Timestamp>() {
        return Some(stamp.as_second());
    }
    if let Some(seconds) = epoch(date) {
        return Some(seconds);
    }
    let (at, offset) = match Written::read(date) {
        Some(written) => (written.at(order)?, written.offset),
        // Mail has remarks anywhere, and ISO 8601 more forms than anybody uses.
        None => match rfc2822::parse(date) {
            Ok(zoned) => return Some(zoned.timestamp().as_second()),
            Err(_) => (date.parse::<DateTime>().ok()?, 0),
        },
    };
    let stamp = TimeZone::fixed(Offset::UTC).to_timestamp(at).ok()?;
    Some(stamp.as_second() - i64::from(offset) * 60)
}

/// The order of day and month that a date shows of itself: one is above 12, or only one way round it is the weekday that it names.
pub(crate) fn order_of(date: &str) -> Option<DateOrder> {
    // Nearly every date is written in another way.
    let is_year_first = date.trim().bytes().take_while(u8::is_ascii_digit).count() > 2;
    if !date.contains(['/', '-']) || is_year_first {
        return None;
    }
    let written = Written::read(date.trim())?;
    let Days::Either { day_first, month_first } = written.days else { return None };
    match (written.fitting(day_first), written.fitting(month_first)) {
        (Some(a), Some(b)) if a == b => None,
        (Some(_), None) => Some(DateOrder::DayFirst),
        (None, Some(_)) => Some(DateOrder::MonthFirst),
        _ => None,
    }
}

/// Seconds, milliseconds or microseconds since 1970, told apart by their number of digits: from 1973 to 2286.
fn epoch(date: &str) -> Option<i64> {
    let (whole, fraction) = date.split_once('.').unwrap_or((date, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = whole.parse().ok()?;
    match whole.len() {
        9 | 10 => Some(number),
        13 => Some(number / 1_000),
        16 => Some(number / 1_000_000),
        _ => None,
    }
}

/// The day that a date names, or the two that it may name.
#[derive(Debug, Clone, Copy)]
enum Days {
    One(Date),
    Either { day_first: Option<Date>, month_first: Option<Date> },
}

/// A date taken apart.
#[derive(Debug)]
struct Written {
    days: Days,
    weekday: Option<usize>,
    /// Minutes behind midnight, and seconds.
    time: (i64, i64),
    /// Minutes before UTC.
    offset: i32,
}

impl Written {
    fn read(date: &str) -> Option<Self> {
        let mut left = with_colon(without_remark(date));
        let (time, offset) = take_time(&mut left)?;
        let pieces = pieces(&left)?;
        Some(Self {
            days: days(&pieces)?,
            weekday: pieces.first().and_then(Piece::weekday),
            time,
            offset,
        })
    }

    /// A reading, unless the weekday speaks against it.
    fn fitting(&self, day: Option<Date>) -> Option<Date> {
        day.filter(|day| {
            self.weekday.is_none_or(|named| day.weekday().to_monday_zero_offset() as usize == named)
        })
    }

    fn at(&self, order: Option<DateOrder>) -> Option<DateTime> {
        let day = match self.days {
            Days::One(day) => day,
            Days::Either { day_first, month_first } => {
                let fitting = (self.fitting(day_first), self.fitting(month_first));
                match (fitting, order) {
                    ((Some(a), Some(b)), _) if a == b => a,
                    ((Some(day), None) | (None, Some(day)), _) => day,
                    ((Some(_), Some(_)), Some(DateOrder::DayFirst)) => day_first?,
                    ((Some(_), Some(_)), Some(DateOrder::MonthFirst)) => month_first?,
                    ((Some(_), Some(_)), None) => return None,
                    // The weekday is wrong either way.
                    ((None, None), _) => match (day_first, month_first, order) {
                        (Some(day), None, _) | (None, Some(day), _) => day,
                        (Some(a), Some(b), _) if a == b => a,
                        (Some(day), _, Some(DateOrder::DayFirst)) => day,
                        (_, Some(day), Some(DateOrder::MonthFirst)) => day,
                        _ => return None,
                    },
                }
            }
        };
        let (minutes, seconds) = self.time;
        day.at(0, 0, 0, 0).checked_add(SignedDuration::from_secs(minutes * 60 + seconds)).ok()
    }
}

/// A date without what stands in brackets.
fn without_remark(date: &str) -> String {
    match (date.find('('), date.rfind(')')) {
        (Some(open), Some(close)) if open < close => {
            format!("{} {}", &date[..open], &date[close + 1..])
        }
        _ => date.to_owned(),
    }
}

/// A date whose time is written `17h57` with a colon.
fn with_colon(date: String) -> String {
    let bytes = date.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let hour = date.match_indices('h').map(|(at, _)| at);
    let mut hour =
        hour.filter(|at| *at > 0 && is_digit(at - 1) && is_digit(at + 1) && is_digit(at + 2));
    match hour.next() {
        Some(at) => format!("{}:{}", &date[..at], &date[at + 1..]),
        None => date,
    }
}

/// Takes the time of day, and the zone behind it, out of a date: `17:57`, `17:57:00.25`, `5:57 p.m.`, `5pm`, `T175700Z`. Midnight in UTC
/// where there is none; nothing where it is no time.
fn take_time(date: &mut String) -> Option<((i64, i64), i32)> {
    // Digits alone: 20230711, 20230711T175700Z, 20230711175700.
    let packed: String = date.chars().filter(|c| !matches!(c, 'T' | 't')).collect();
    let digits = packed.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 8 && packed.len() > digits {
        *date = format!("{}-{}-{}{}", &packed[..4], &packed[4..6], &packed[6..8], &packed[8..]);
    } else if matches!(digits, 8 | 12 | 14) && date.len() - packed.len() <= 1 {
        let number =
            |from: usize, to: usize| packed.get(from..to).and_then(|d| d.parse::<i64>().ok());
        let time =
            (number(8, 10).unwrap_or(0), number(10, 12).unwrap_or(0), number(12, 14).unwrap_or(0));
        let context_window = packed[digits..].trim();
        let offset = match window_length(context_window) {
            0 if context_window.is_empty() => 0,
            length if length == context_window.len() => offset(context_window)?,
            _ => return None,
        };
        *date = format!("{}-{}-{}", &packed[..4], &packed[4..6], &packed[6..8]);
        return Some((time_of(time.0, time.1, time.2)?, offset));
    }
    let bytes = date.as_bytes();
    let digits_at = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
    let colon = date.match_indices(':').map(|(at, _)| at).find(|at| {
        let before = bytes[..*at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        (1..=2).contains(&before) && digits_at(at + 1) == 2
    });
    let (from, mut end, mut hours, minutes, mut seconds) = if let Some(colon) = colon {
        let from = colon - bytes[..colon].iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let mut end = colon + 3;
        let mut seconds = 0;
        if bytes.get(end) == Some(&b':') && digits_at(end + 1) == 2 {
            seconds = date[end + 1..end + 3].parse::<i64>().ok()?;
            end += 3;
            if matches!(bytes.get(end), Some(b'.' | b',')) && digits_at(end + 1) > 0 {
                end += 1 + digits_at(end + 1);
            }
        }
        let minutes = date[colon + 1..colon + 3].parse::<i64>().ok()?;
        (from, end, date[from..colon].parse::<i64>().ok()?, minutes, seconds)
    } else if let Some((from, end)) = hour_alone(date) {
        (from, end, date[from..end].parse::<i64>().ok()?, 0, 0)
    } else {
        return Some(((0, 0), 0));
    };
    let behind = &date[end..];
    let room = behind.len() - behind.trim_start().len();
    if let Some((marker, half)) = half_of_day(behind.trim_start()) {
        if !(1..=12).contains(&hours) {
            // "17:57 PM" says the same twice.
            hours = if half == 12 && hours < 24 { hours - 12 } else { return None };
        }
        hours = hours % 12 + half;
        end += room + marker;
    }
    // A leap second.
    seconds = seconds.min(59);
    let behind = &date[end..];
    let zone_from = end + (behind.len() - behind.trim_start().len());
    let context_window = window_length(&date[zone_from..]);
    let offset =
        if context_window == 0 { 0 } else { offset(&date[zone_from..zone_from + context_window])? };
    let time = time_of(hours, minutes, seconds)?;
    *date = format!(
        "{} {}",
        date[..from].trim_end_matches(['T', 't']),
        &date[zone_from + context_window..]
    );
    Some((time, offset))
}

/// Minutes and seconds of a time; 24:00 is the midnight behind the day.
fn time_of(hours: i64, minutes: i64, seconds: i64) -> Option<(i64, i64)> {
    let is_time =
        hours < 24 && minutes < 60 && seconds < 60 || (hours, minutes, seconds) == (24, 0, 0);
    is_time.then_some((hours * 60 + minutes, seconds))
}

/// An hour that only "am" or "pm" tells from a day: `5 pm`.
fn hour_alone(date: &str) -> Option<(usize, usize)> {
    let bytes = date.as_bytes();
    let starts = (0..bytes.len())
        .filter(|at| bytes[*at].is_ascii_digit() && (*at == 0 || !bytes[at - 1].is_ascii_digit()));
    starts
        .map(|from| (from, from + bytes[from..].iter().take_while(|b| b.is_ascii_digit()).count()))
        .find(|(from, end)| end - from <= 2 && half_of_day(date[*end..].trim_start()).is_some())
}

/// Length of "am", "p.m." and the like at the beginning, in any language, and the hour at which that half of the day begins.
fn half_of_day(text: &str) -> Option<(usize, i64)> {
    let end = text.find(|c: char| !c.is_alphabetic() && c != '.').unwrap_or(text.len());
    let word = text[..end].to_lowercase();
    let half = match word.as_str() {
        "am" | "a.m" | "am." | "a.m." => 0,
        "pm" | "p.m" | "pm." | "p.m." => 12,
        _ => half_of(fold_word(word.trim_end_matches('.')).as_ref())?,
    };
    let behind = text[end..].chars().next();
    behind.is_none_or(|c| !c.is_alphanumeric()).then_some((end, half))
}

/// How much of the beginning of a text is a zone: capitals, a sign with digits, or both.
fn window_length(text: &str) -> usize {
    let letters = text.bytes().take_while(u8::is_ascii_uppercase).count();
    let letters = if letters == 0 && text.starts_with('z') { 1 } else { letters };
    let is_name = (1..=5).contains(&letters)
        && !is_calendar(&text[..letters].to_ascii_lowercase())
        && text[letters..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    let letters = if is_name { letters } else { 0 };
    let rest = &text[letters..];
    let known = letters == 0 || matches!(&text[..letters], "GMT" | "UTC" | "UT");
    // "+0200", "+02:00", "+2"; a dash before a day of the month is none.
    if known && let Some(digits) = rest.strip_prefix(['+', '-', '\u{2212}']) {
        let sign = rest.len() - digits.len();
        let hours = digits.bytes().take_while(u8::is_ascii_digit).count();
        let minutes = digits[hours..].strip_prefix(':');
        let minutes = minutes.map_or(0, |rest| rest.bytes().take_while(u8::is_ascii_digit).count());
        match (hours, minutes) {
            (1 | 2, 2) => return letters + sign + hours + 3,
            (1 | 2 | 4, 0) => return letters + sign + hours,
            _ => {}
        }
    }
    letters
}

/// Minutes before UTC of a zone; one that has no name here is taken as UTC.
fn offset(written: &str) -> Option<i32> {
    let Some(at) = written.find(['+', '-', '\u{2212}']) else {
        return Some(context_window(&written.to_ascii_lowercase()).unwrap_or(0));
    };
    let digits: String = written[at..].chars().filter(char::is_ascii_digit).collect();
    let (hours, minutes) =
        if digits.len() > 2 { digits.split_at(digits.len() - 2) } else { (digits.as_str(), "0") };
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    let minutes = (hours <= 15 && minutes < 60).then_some(hours * 60 + minutes)?;
    Some(if written[at..].starts_with('+') { minutes } else { -minutes })
}

/// A number or a word of a date.
#[derive(Debug, Clone)]
enum Piece {
    /// Its value, its digits, and what stands before it.
    Number(i16, usize, char),
    Word(String),
}

impl Piece {
    fn weekday(&self) -> Option<usize> {
        match self {
            Self::Word(word) => weekday_of(word),
            Self::Number(..) => None,
        }
    }
}

/// Most pieces of a date.
const MOST_PIECES: usize = 16;

fn pieces(date: &str) -> Option<Vec<Piece>> {
    let mut pieces = Vec::new();
    let mut before = ' ';
    let mut rest = date;
    while let Some(first) = rest.chars().next() {
        let same = |c: char| {
            if first.is_ascii_digit() {
                c.is_ascii_digit()
            } else {
                c.is_alphabetic() || c == '\'' || c == '’'
            }
        };
        if !first.is_ascii_digit() && !first.is_alphabetic() {
            if !first.is_whitespace() || before.is_alphanumeric() {
                before = first;
            }
            rest = &rest[first.len_utf8()..];
            continue;
        }
        let end = rest.find(|c| !same(c)).unwrap_or(rest.len());
        let piece = &rest[..end];
        if first.is_ascii_digit() {
            pieces.push(Piece::Number(piece.parse().ok()?, end, before));
        } else {
            pieces.push(Piece::Word(fold_word(piece).into_owned()));
        }
        before = 'x';
        rest = &rest[end..];
        if pieces.len() > MOST_PIECES {
            return None;
        }
    }
    Some(pieces)
}

/// The day or days that the pieces name: a day, a month by name or number, a year. Words before them are a weekday's name, in any
/// language, or a label.
fn days(pieces: &[Piece]) -> Option<Days> {
    let number = pieces.iter().position(|piece| matches!(piece, Piece::Number(..)))?;
    let is_month = |piece: &Piece| matches!(piece, Piece::Word(word) if month_of(word).is_some());
    // "mar 11 juil": of two months the first is a weekday.
    let last_month = pieces.iter().rposition(is_month);
    let from = last_month.map_or(number, |month| number.min(month));
    let mut month = None;
    let mut numbers: Vec<(i16, usize, char)> = Vec::new();
    let mut month_at = 0;
    for piece in &pieces[from..] {
        match piece {
            Piece::Number(value, digits, before) => numbers.push((*value, *digits, *before)),
            Piece::Word(word) if stands_between(word) => {}
            Piece::Word(word) => {
                // A second month, or a word that no date has.
                let named = month_of(word).filter(|_| month.is_none())?;
                (month, month_at) = (Some(named), numbers.len());
            }
        }
    }
    let year = |(value, digits, _): (i16, usize, char)| match digits {
        4 => Some(value),
        // As RFC 2822 reads two digits, and POSIX.
        2 => Some(if value < 69 { 2000 + value } else { 1900 + value }),
        _ => None,
    };
    let date =
        |y: Option<i16>, m: i16, d: i16| Date::new(y?, m.try_into().ok()?, d.try_into().ok()?).ok();
    match (month, numbers.as_slice()) {
        (Some(month), [a, b]) => {
            let (day, of) = if a.1 == 4 && month_at > 0 { (*b, *a) } else { (*a, *b) };
            (day.1 <= 2).then_some(())?;
            date(year(of), month.into(), day.0).map(Days::One)
        }
        (None, [a, b, c]) => {
            if a.1 == 4 {
                return date(year(*a), b.0, c.0).map(Days::One);
            }
            (a.1 <= 2 && b.1 <= 2 && b.2 == c.2).then_some(())?;
            let day_first = date(year(*c), b.0, a.0);
            match b.2 {
                // Whoever writes dots writes the day first.
                '.' => day_first.map(Days::One),
                '/' | '-' => {
                    let month_first = date(year(*c), a.0, b.0);
                    day_first.or(month_first)?;
                    Some(Days::Either { day_first, month_first })
                }
                _ => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A line of the cases: a date, and what it says in UTC; `?` where it says no day.
    fn cases() -> impl Iterator<Item = (&'static str, &'static str)> {
        let lines = include_str!("../../../tests/cases/dates.txt").lines();
        lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" => "))
    }

    #[test]
    fn forms_in_use() {
        let (mut read, mut wrong) = (0, Vec::new());
        for (date, expected) in cases() {
            let told = parse_date(date).and_then(|s| Timestamp::from_second(s).ok());
            let told = told.map_or("?".to_owned(), |stamp| stamp.to_string());
            read += usize::from(told != "?");
            if told != expected {
                wrong.push(format!("{date}: {told}, expected {expected}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert!(read > 60, "{read}");
        assert_eq!(parse_date(""), None);
    }

    #[test]
    fn day_and_month() {
        use DateOrder::{DayFirst, MonthFirst};
        let noon = |date: &str| date.parse::<Timestamp>().ok().map(Timestamp::as_second);
        let date = "03/04/2026 12:00";
        assert_eq!(parse_date(date), None);
        assert_eq!(parse_date_in(date, Some(DayFirst)), noon("2026-04-03T12:00:00Z"));
        assert_eq!(parse_date_in(date, Some(MonthFirst)), noon("2026-03-04T12:00:00Z"));
        assert_eq!(
            parse_date_in("23/10/2013 12:00", Some(MonthFirst)),
            noon("2013-10-23T12:00:00Z")
        );
        for (date, order) in [
            ("23/10/2013 11:39", Some(DayFirst)),
            ("10/23/2013 11:39 AM", Some(MonthFirst)),
            ("03/04/2026", None),
            ("04/04/2026", None),
            ("2026-03-12", None),
            ("Fri, 12/06/2026", Some(DayFirst)),
            // Both are a Thursday.
            ("Thu, 12/03/2026", None),
            ("13-03-2026", Some(DayFirst)),
            ("12.03.2026", None),
            ("soon", None),
        ] {
            assert_eq!(order_of(date), order, "{date}");
        }
    }

    #[test]
    fn whatever_stands_there() {
        const KINDS: [&str; 20] = [
            "12",
            "3",
            "2026",
            "/",
            "-",
            ":",
            " ",
            "T",
            "Z",
            "+02",
            "é",
            "月",
            "p.m",
            "5pm",
            "Mar",
            "(",
            ")",
            "h",
            "\u{2212}3",
            ".",
        ];
        for number in 0..KINDS.len().pow(4) {
            let at = |place: u32| KINDS[number / KINDS.len().pow(place) % KINDS.len()];
            let date = [at(3), at(2), at(1), at(0)].concat();
            for date in [&date, &format!("14:05{date}"), &format!("{date}14:05")] {
                let either = parse_date(date);
                let order = order_of(date);
                // What settles itself is read without help, and no other way with it.
                if either.is_some() || order.is_some() {
                    assert!(order.is_none() || either.is_some(), "{date}");
                    assert_eq!(parse_date_in(date, Some(DateOrder::DayFirst)), either, "{date}");
                }
            }
        }
    }
}
