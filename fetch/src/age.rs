//! Lengths of time as a person types them.

use std::time::Duration;

/// Reads `90s`, `15m`, `1h`, `14d` or `2w`; `0` needs no unit.
///
/// # Errors
/// It is none of these.
pub fn age(text: &str) -> Result<Duration, String> {
    let unit = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let seconds = match &text[unit..] {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 24 * 3600,
        "w" => 7 * 24 * 3600,
        "" if text == "0" => 1,
        _ => return Err("expected a length of time such as 90s, 15m, 1h, 14d or 2w".to_owned()),
    };
    let number: u64 = text[..unit].parse().map_err(|_| "expected a number before the unit")?;
    let length = number.checked_mul(seconds).filter(|length| *length <= 100 * 366 * 24 * 3600);
    length.map(Duration::from_secs).ok_or_else(|| "longer than a century".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(age("90s"), Ok(Duration::from_secs(90)));
        assert_eq!(age("14d"), Ok(Duration::from_secs(14 * 86400)));
        assert_eq!(age("0"), Ok(Duration::ZERO));
        for bad in
            ["", "h", "1", "1.5h", "-1h", "1y", "99999999999999999999d", "9999999999w", "1 h", "١h"]
        {
            assert!(age(bad).is_err(), "{bad}");
        }
    }
}
