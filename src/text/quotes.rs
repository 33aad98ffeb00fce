//! Where a text quotes somebody: quotation marks of the common kinds, paired within one paragraph.

use serde::{Deserialize, Serialize};

use super::Span;

/// Whether `c` is a double quotation mark of any kind.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '「' | '」' | '『' | '』')
}

/// Whether `c` may open a quotation or a bracket.
pub fn is_opening(c: char) -> bool {
    matches!(
        c,
        '"' | '“'
            | '„'
            | '‟'
            | '«'
            | '‘'
            | '\''
            | '('
            | '['
            | '{'
            | '「'
            | '『'
            | '《'
            | '〈'
            | '【'
            | '（'
            | '¿'
            | '¡'
            | '»'
    )
}

/// Whether `c` may close a quotation or a bracket.
pub fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '”'
            | '“'
            | '»'
            | '«'
            | '’'
            | '\''
            | ')'
            | ']'
            | '}'
            | '」'
            | '』'
            | '》'
            | '〉'
            | '】'
            | '）'
    )
}

/// One quotation: its span with the marks, and whether a closing mark was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quotation {
    /// From the opening mark to one past the closing mark (or to the end of the paragraph).
    pub span: Span,
    /// Whether the paragraph holds the closing mark.
    pub closed: bool,
}

/// The quotations of one paragraph (`span` of `text`), left to right. A mark between two letters is
/// no quotation mark (Hebrew abbreviations such as `ארה"ב`). Inside a double quotation single marks are left alone.
/// An unclosed quotation runs to the end of the paragraph.
pub fn quotations(text: &str, span: Span) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<(usize, bool)> = None; // start, single
    let slice = span.of(text);
    if !slice.bytes().any(|b| b == b'"' || !b.is_ascii()) {
        return found;
    }
    let mut before: Option<char> = None;
    let mut chars = slice.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let at = span.start + at;
        // Scripts that do not set words apart have their marks between letters.
        let inside_word = !matches!(c, '「' | '」' | '『' | '』')
            && before.is_some_and(char::is_alphanumeric)
            && after.is_some_and(char::is_alphanumeric);
        match open {
            None if is_quote(c) && !inside_word && c != '”' => open = Some((at, false)),
            None if c == '‘'
                && !before.is_some_and(char::is_alphanumeric)
                && after.is_some_and(char::is_alphabetic) =>
            {
                open = Some((at, true));
            }
            Some((start, false)) if is_quote(c) && !inside_word => {
                found.push(Quotation { span: Span::new(start, at + c.len_utf8()), closed: true });
                open = None;
            }
            // A single mark closes behind punctuation, or at the end of a word that is not a plural possessive.
            Some((start, true))
                if c == '’'
                    && !after.is_some_and(char::is_alphanumeric)
                    && (before != Some('s') || after.is_none_or(|c| !c.is_whitespace())) =>
            {
                found.push(Quotation { span: Span::new(start, at + c.len_utf8()), closed: true });
                open = None;
            }
            _ => {}
        }
        before = Some(c);
    }
    // An unclosed single mark was an apostrophe.
    if let Some((start, false)) = open {
        found.push(Quotation { span: Span::new(start, span.end), closed: false });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        quotations(text, Span::new(0, text.len()))
            .into_iter()
            .map(|q| (q.span.of(text), q.closed))
            .collect()
    }

    #[test]
    fn pairs_of_every_kind() {
        assert_eq!(found("He said “yes” and \"no\"."), [("“yes”", true), ("\"no\"", true)]);
        assert_eq!(found("Dijo «sí»."), [("«sí»", true)]);
        assert_eq!(found("It was ‘the boys’ night’, they say"), [("‘the boys’ night’", true)]);
        assert_eq!(found("“It never ends"), [("“It never ends", false)]);
        assert_eq!(found("a wrong-way mark “like this.“"), [("“like this.“", true)]);
        assert_eq!(found("市長は「中止だ！」と語った"), [("「中止だ！」", true)]);
        assert!(found("ארה\"ב").is_empty());
        assert!(found("don’t, the boys’ game").is_empty());
    }
}
