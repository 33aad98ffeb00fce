//! Words of dates: months and weekdays in short, zones, what stands between.

use crate::text::{month, weekday};

/// Zones by name, and how many minutes before UTC they are.
const ZONES: &[(&str, i32)] = &[
    ("hst", -600),
    ("akst", -540),
    ("pst pt akdt", -480),
    ("mst mt pdt", -420),
    ("cst ct mdt", -360),
    ("est et cdt", -300),
    ("ast edt", -240),
    ("brt art adt", -180),
    ("z ut utc gmt wet", 0),
    ("bst west cet mez", 60),
    ("cest mesz eet sast", 120),
    ("eest msk", 180),
    ("pkt", 300),
    ("sgt hkt awst", 480),
    ("jst kst", 540),
    ("aest", 600),
    ("aedt", 660),
    ("nzst", 720),
    ("nzdt", 780),
];

/// Minutes before UTC of a zone by its name in lower case.
pub(super) fn zone(name: &str) -> Option<i32> {
    let known = ZONES.iter().find(|(names, _)| names.split(' ').any(|known| known == name));
    known.map(|(_, minutes)| *minutes)
}

/// Words that stand between the parts of a date in some language, and behind a time.
const BETWEEN: &str = "at of the de del di d den der um uhr à às a le el il st nd rd th er o t h hrs \
    年 月 日 년 월 일";

/// Whether a word is one of these.
pub(super) fn stands_between(word: &str) -> bool {
    BETWEEN.split_whitespace().any(|known| known == word)
}

/// The first three letters of the English names.
const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Names beside these and those in full, from January on.
const OTHER: [&str; 12] = [
    "gen ene janv jän januari",
    "fév févr fev februari",
    "mär mrz mrt maart",
    "avr abr",
    "mag mei",
    "giu",
    "lug juil",
    "ago aoû augustus",
    "set sett",
    "okt ott out",
    "",
    "déc dez dic",
];

/// The number of a month by its name, in full or in short.
pub(super) fn month_of(word: &str) -> Option<i8> {
    let english = || MONTHS.iter().position(|short| *short == word);
    let other = || OTHER.iter().position(|names| names.split(' ').any(|name| name == word));
    month(word).or_else(|| english().or_else(other).map(|at| at as i8 + 1))
}

/// A weekday by its name, in full or in short in English, from Monday at 0.
pub(super) fn weekday_of(word: &str) -> Option<usize> {
    let short = ["tues", "thur", "thurs", "weds"].contains(&word) || word.len() == 3;
    let english = || WEEKDAYS.iter().position(|day| short && word.starts_with(day));
    weekday(word).or_else(english)
}

/// Whether a word is the name of a month or a weekday.
pub(super) fn is_calendar(word: &str) -> bool {
    month_of(word).is_some() || weekday_of(word).is_some()
}
