//! Words of dates: zones, and months, weekdays and what stands between them in any language, since nobody knows yet which one it is.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{WordClass, WordValue, values_in_any, words_in_any};

/// Zones by name, and how many minutes before UTC they are.
const CONTEXT_WINDOWS: &[(&str, i32)] = &[
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
pub(super) fn context_window(name: &str) -> Option<i32> {
    let known =
        CONTEXT_WINDOWS.iter().find(|(names, _)| names.split(' ').any(|known| known == name));
    known.map(|(_, minutes)| *minutes)
}

/// Whether a word stands between the parts of a date, or behind a time.
pub(super) fn stands_between(word: &str) -> bool {
    static BETWEEN: LazyLock<FxHashSet<&str>> = LazyLock::new(|| words_in_any(WordClass::InDate));
    BETWEEN.contains(word)
}

/// The number of a month by its name, in full or in short.
pub(super) fn month_of(word: &str) -> Option<i8> {
    static MONTHS: LazyLock<FxHashMap<&str, &str>> =
        LazyLock::new(|| values_in_any(&[WordValue::Month, WordValue::MonthInDate]));
    MONTHS.get(word)?.parse().ok()
}

/// A weekday by its name, in full or in short, from Monday at 0.
pub(super) fn weekday_of(word: &str) -> Option<usize> {
    static WEEKDAYS: LazyLock<FxHashMap<&str, &str>> =
        LazyLock::new(|| values_in_any(&[WordValue::Weekday, WordValue::WeekdayInDate]));
    WEEKDAYS.get(word)?.parse().ok()
}

/// The hour at which a half of the day begins, by the word for it behind a time.
pub(super) fn half_of(word: &str) -> Option<i64> {
    static HALVES: LazyLock<FxHashMap<&str, &str>> =
        LazyLock::new(|| values_in_any(&[WordValue::HalfOfDay]));
    HALVES.get(word)?.parse().ok()
}

/// Whether a word is the name of a month or a weekday.
pub(super) fn is_calendar(word: &str) -> bool {
    month_of(word).is_some() || weekday_of(word).is_some()
}
