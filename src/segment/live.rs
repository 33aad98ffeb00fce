//! Live pages: entries of one day, each behind its time, about one matter or about many.

use crate::text::{Lang, Span, WordClass, fold_word};

/// Entries of a live page, at least, and the share of its paragraphs that are ones, one in so many: an hour may open any paragraph.
const FEWEST_ENTRIES: usize = 3;
const ENTRY_SHARE: usize = 2;

/// Whether so many of some paragraphs begin with a time of day.
pub(super) fn is_live(text: &str, paragraphs: &[Span], lang: &Lang) -> bool {
    let entries = paragraphs.iter().filter(|p| after_time(p.of(text), lang) > 0).count();
    entries >= FEWEST_ENTRIES && ENTRY_SHARE * entries >= paragraphs.len()
}

/// Where an entry begins behind its time: "9:05 p.m. The bridge is open", "17.20 – The bridge is open"; 0 where no time opens it.
pub(super) fn after_time(slice: &str, lang: &Lang) -> usize {
    let number = |slice: &str| slice.bytes().take_while(u8::is_ascii_digit).count();
    let hour = number(slice);
    let Some(rest) = slice[hour..].strip_prefix([':', '.', 'h']) else { return 0 };
    let minute = number(rest);
    let is_time = (1..=2).contains(&hour)
        && minute == 2
        && slice[..hour].parse::<u8>().is_ok_and(|hour| hour < 24)
        && rest[..minute].parse::<u8>().is_ok_and(|minute| minute < 60);
    if !is_time {
        return 0;
    }
    let rest = &rest[minute..];
    // "p.m." stands behind the hour.
    let half = rest.trim_start();
    let word = half.split_whitespace().next().unwrap_or_default();
    let bare = word.trim_end_matches([':', ',', '.', '-', '–', '—']);
    let is_half = lang.is(WordClass::TimeOfDay, &fold_word(bare));
    let rest = if is_half { &half[word.len()..] } else { rest };
    let entry = rest.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|')
    });
    let is_parted = is_half || entry.len() < rest.len();
    let opens = |c: char| {
        c.is_alphabetic() && !c.is_lowercase() || matches!(c, '"' | '“' | '‘' | '«' | '„')
    };
    if is_parted && entry.starts_with(opens) { slice.len() - entry.len() } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::after_time;
    use crate::text::{Lang, Language};

    #[test]
    fn an_entry_begins_behind_its_time() {
        let english = Language::from_tag("en");
        let lang = Lang::of(english.as_ref());
        let entry = |slice| &slice[after_time(slice, lang)..];
        for slice in [
            "9:05 p.m. The bridge is open.",
            "17.20 The bridge is open.",
            "8:20pm – The bridge is open.",
            "06:15: The bridge is open.",
        ] {
            assert_eq!(entry(slice), "The bridge is open.", "{slice}");
        }
        for slice in ["10.5 percent", "17.20 euros were paid", "1:2 The", "25:10 The", "9:05", ""] {
            assert_eq!(after_time(slice, lang), 0, "{slice}");
        }
    }
}
