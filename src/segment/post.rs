//! Posts of social networks that an article shows: somebody's words without quotation marks, their author and day below them.

use crate::text::Span;

/// Bytes of an author's name and of the day behind the account, in any script.
const LONGEST_NAME: usize = 90;
const LONGEST_DAY: usize = 40;

/// Where the signature of a post begins that ends a paragraph, as networks give it to those who embed one: "— Jo Hale (@johale) 3 May 2026".
pub(super) fn signature(text: &str, paragraph: Span) -> Option<usize> {
    let slice = paragraph.of(text).trim_end();
    let account = slice.rfind("(@")?;
    let (handle, day) = slice[account + 2..].split_once(')')?;
    let is_handle =
        !handle.is_empty() && handle.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let is_day = day.is_empty()
        || day.len() <= LONGEST_DAY
            && !day.contains(['.', '!', '?'])
            && day.contains(char::is_numeric);
    let from = slice.floor_char_boundary(account.saturating_sub(LONGEST_NAME));
    let before = &slice[from..account];
    let dash = before.rfind(['—', '–']).or_else(|| before.rfind("- "))?;
    (is_handle && is_day).then_some(paragraph.start + from + dash)
}

/// Whether the first line that says something is such a signature and nothing else.
pub(super) fn is_signature(text: &str, lines: Span) -> bool {
    let line = lines.of(text).lines().map(str::trim).find(|line| !line.is_empty());
    line.is_some_and(|line| {
        let at = signature(line, Span::new(0, line.len()));
        at.is_some_and(|at| !line[..at].contains(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begins(text: &str) -> Option<&str> {
        signature(text, Span::new(0, text.len())).map(|at| &text[at..])
    }

    #[test]
    fn a_name_an_account_and_a_day_sign_a_post() {
        for (text, signed) in [
            (
                "The vote is a disgrace! — Jo Hale (@johale) May 3, 2026",
                "— Jo Hale (@johale) May 3, 2026",
            ),
            ("— Jo Hale (@jo_hale1) 3 mai 2026\n", "— Jo Hale (@jo_hale1) 3 mai 2026\n"),
            ("橋は閉鎖された — 港湾局 (@port) 2026年5月3日", "— 港湾局 (@port) 2026年5月3日"),
            ("It's over. -- Jo Hale (@johale)", "- Jo Hale (@johale)"),
        ] {
            assert_eq!(begins(text), Some(signed), "{text}");
        }
        for text in [
            "Follow Jo Hale (@johale) on Twitter.",
            "The minister – no friend of the bridge – wrote to Jo Hale (@johale) on 3 May. It was late.",
            "The mayor (@johale) May 3, 2026",
            "The vote is over.",
        ] {
            assert_eq!(begins(text), None, "{text}");
        }
    }
}
