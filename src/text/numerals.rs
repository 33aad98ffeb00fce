//! Numbers in words and figures, folded to one form for matching: "nine" and "9", "4,000" and "4000".

use super::lang::Lang;
use super::word_lists::WordValue;

/// The number that a folded word writes, as figures without separators of thousands; `None` where it writes none.
pub(super) fn as_figures(folded: &str, lang: &Lang) -> Option<String> {
    if folded.starts_with(|c: char| c.is_ascii_digit()) {
        let groups: Vec<&str> = folded.split([',', '.', '\u{a0}', '\u{202f}']).collect();
        let grouped =
            groups.len() > 1 && groups[1..].iter().all(|g| g.len() == 3) && groups[0].len() <= 3;
        let figures = groups.iter().all(|g| !g.is_empty() && g.bytes().all(|b| b.is_ascii_digit()));
        return (grouped && figures).then(|| groups.concat());
    }
    lang.word(folded).value(WordValue::Number).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn one_form_for_one_number() {
        let figures =
            |word: &str, code: &str| as_figures(word, Lang::of(Language::from_tag(code).as_ref()));
        assert_eq!(figures("nine", "en").as_deref(), Some("9"));
        assert_eq!(figures("4,000", "en").as_deref(), Some("4000"));
        assert_eq!(figures("1.800", "es").as_deref(), Some("1800"));
        assert_eq!(figures("3.5", "en"), None);
        assert_eq!(figures("dos", "en"), None);
    }
}
