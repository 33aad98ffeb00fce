//! Dates as outlets write them, to the second where they say so.

use jiff::civil::{Date, DateTime};
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, fmt::rfc2822};

/// Forms that are tried after ISO 8601 and RFC 2822.
const DATE_TIMES: &[&str] =
    &["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M", "%d-%b-%Y %H:%M:%S%.f", "%Y/%m/%d %H:%M:%S"];

const DATES: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%d-%b-%Y",
    "%A, %B %d, %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
];

/// Seconds since 1970 in UTC; a date without a time is its midnight, one without a zone is taken as UTC.
/// `None` where no known form fits.
pub fn parse_date(date: &str) -> Option<i64> {
    let date = date.trim();
    if let Ok(stamp) = date.parse::<Timestamp>() {
        return Some(stamp.as_second());
    }
    if let Ok(zoned) = rfc2822::parse(date) {
        return Some(zoned.timestamp().as_second());
    }
    let at = date.parse::<DateTime>().ok().or_else(|| {
        let timed = DATE_TIMES.iter().find_map(|form| DateTime::strptime(form, date).ok());
        timed.or_else(|| {
            DATES.iter().find_map(|form| Date::strptime(form, date).ok()).map(|d| d.at(0, 0, 0, 0))
        })
    })?;
    TimeZone::fixed(Offset::UTC).to_timestamp(at).ok().map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_in_use() {
        assert_eq!(parse_date("2026-03-12T14:05:00Z"), Some(1_773_324_300));
        assert_eq!(parse_date("2026-03-12"), Some(1_773_273_600));
        assert_eq!(parse_date("Thursday, March 12, 2026"), Some(1_773_273_600));
        assert_eq!(parse_date("Thu, 12 Mar 2026 14:05:00 GMT"), Some(1_773_324_300));
        assert_eq!(parse_date("26-FEB-1987 15:01:01.79"), Some(541_350_061));
        assert_eq!(parse_date("soon"), None);
        assert_eq!(parse_date(""), None);
    }
}
