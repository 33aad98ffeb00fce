//! Where a text quotes somebody: quotation marks of the common kinds, paired within one paragraph.

use serde::{Deserialize, Serialize};

use super::Span;
use super::wrapping::is_sentence_end;

/// Whether `c` is a double quotation mark of any kind.
pub fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '「' | '」' | '『' | '』' | '״')
}

/// The same, or a single one.
pub fn is_quote_or_single(c: char) -> bool {
    is_quote(c) || matches!(c, '‘' | '’' | '\'')
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

/// The quotation marks of a language. Of one without a list any mark but a closing one opens a quotation, and any closes it.
#[derive(Debug, Default)]
pub struct Marks {
    /// What opens, and all that closes it.
    pairs: Vec<(char, Vec<char>)>,
    /// Marks that are part of a word between two of its letters.
    inside_words: Vec<char>,
    /// Words that are written together with an opening mark behind them.
    joined: Vec<&'static str>,
    /// Apostrophes quote too: 'We will not go,' she said.
    straight_single: bool,
}

/// Quotations within quotations that are told apart.
const MOST_NESTED: usize = 8;

/// What a mark does.
enum Reads {
    Opens,
    /// So many quotations are open behind it.
    Closes(usize),
    /// Opens another quotation, and the last one was never closed.
    Again,
    Nothing,
}

/// What stands on either side of a mark.
#[derive(Clone, Copy)]
struct Beside<'a> {
    before: &'a str,
    behind: &'a str,
}

impl Beside<'_> {
    fn is_between_letters(self) -> bool {
        self.before.ends_with(char::is_alphanumeric)
            && self.behind.starts_with(char::is_alphanumeric)
    }

    /// White space on its left and none on its right.
    fn faces_right(self) -> bool {
        let spaced = self.before.is_empty() || self.before.ends_with(char::is_whitespace);
        spaced && self.behind.starts_with(char::is_alphanumeric)
    }
}

impl Marks {
    /// The marks of the lists of a language: lines of what opens and what closes it, what is part of words, what is joined to a mark; and
    /// whether apostrophes quote.
    pub fn new(
        pairs: impl Iterator<Item = &'static str>,
        inside_words: impl Iterator<Item = &'static str>,
        joined: impl Iterator<Item = &'static str>,
        straight_single: bool,
    ) -> Self {
        let chars = |line: &str| line.chars().filter(|c| is_quote(*c)).collect::<Vec<char>>();
        let pair = |line| {
            let mut marks = chars(line).into_iter();
            Some((marks.next()?, marks.collect()))
        };
        Self {
            pairs: pairs.filter_map(pair).collect(),
            inside_words: inside_words.flat_map(chars).collect(),
            joined: joined.flat_map(str::split_whitespace).collect(),
            straight_single,
        }
    }

    /// Whether the mark at `at` of a text is part of a word: "ארה״ב".
    pub fn is_inside_word(&self, text: &str, at: usize, mark: char) -> bool {
        let beside = Beside { before: &text[..at], behind: &text[at + mark.len_utf8()..] };
        self.is_of_word(mark, beside)
    }

    fn is_of_word(&self, mark: char, beside: Beside<'_>) -> bool {
        if !beside.is_between_letters() {
            return false;
        }
        if self.pairs.is_empty() {
            // Scripts that do not set words apart have these between letters.
            return !matches!(mark, '「' | '」' | '『' | '』');
        }
        self.inside_words.contains(&mark) && !self.is_joined(beside)
    }

    /// Whether a word that is written together with the mark behind it is all that stands before: of two letters more than follow an
    /// abbreviation's mark.
    fn is_joined(&self, beside: Beside<'_>) -> bool {
        let last = |text: &str| text.rfind(|c: char| !c.is_alphanumeric()).map_or(0, |at| at + 1);
        let from = beside.before.ceil_char_boundary(last(beside.before));
        let long = beside.behind.chars().take(LETTERS_BEHIND).all(char::is_alphanumeric);
        long && self.joined.contains(&&beside.before[from..])
    }

    /// What a mark is where these quotations are open. `within` is the text from the last opening mark on.
    fn reads(&self, mark: char, open: &[(usize, char)], within: &str, beside: Beside<'_>) -> Reads {
        let Some((_, last)) = open.last() else {
            let opens = if self.pairs.is_empty() { mark != '”' } else { self.opens(mark) };
            return if opens { Reads::Opens } else { Reads::Nothing };
        };
        if self.pairs.is_empty() {
            return Reads::Closes(0);
        }
        let closes = |open: char| {
            self.pairs.iter().any(|(known, closing)| *known == open && closing.contains(&mark))
        };
        if *last == mark && self.opens(mark) && beside.faces_right() {
            // "«НЕК «Укренерго»": one mark closes both. Else the one before was never closed.
            let sentences = within.contains(is_sentence_end);
            return if closes(mark) || sentences { Reads::Again } else { Reads::Nothing };
        }
        if closes(*last) {
            return Reads::Closes(open.len() - 1);
        }
        if self.opens(mark) && *last != mark && (beside.faces_right() || !closes(mark)) {
            return if open.len() < MOST_NESTED { Reads::Opens } else { Reads::Nothing };
        }
        // One that closes an outer quotation closes those inside too; one of another kind, or the wrong way round, closes the last.
        let outer = open.iter().rposition(|(_, open)| closes(*open));
        Reads::Closes(outer.unwrap_or(open.len() - 1))
    }

    fn opens(&self, mark: char) -> bool {
        self.pairs.iter().any(|(open, _)| *open == mark)
    }
}

/// Letters that no abbreviation has behind its mark.
const LETTERS_BEHIND: usize = 3;

/// The quotations of one paragraph (`span` of `text`), left to right, without those inside of others. Inside a double quotation single
/// marks are left alone. An unclosed quotation runs to the end of the paragraph, or to where the same mark surely opens another.
pub fn quotations(text: &str, span: Span, marks: &Marks) -> Vec<Quotation> {
    let mut found = Vec::new();
    // Where each open quotation begins, and its mark.
    let mut open: Vec<(usize, char)> = Vec::new();
    let slice = span.of(text);
    let single = marks.straight_single && may_quote_with_apostrophes(slice);
    if !single && !slice.bytes().any(|b| b == b'"' || !b.is_ascii()) {
        return found;
    }
    // Behind the last quotation in apostrophes.
    let mut resumes = 0;
    for (at, c) in slice.char_indices() {
        let end = at + c.len_utf8();
        if at < resumes || !is_quote_or_single(c) {
            continue;
        }
        let beside = Beside { before: &slice[..at], behind: &slice[end..] };
        if c == '\'' {
            if single
                && open.is_empty()
                && beside.faces_right()
                && let Some(length) = length_in_apostrophes(beside.behind)
            {
                resumes = end + length;
                let span = Span::new(span.start + at, span.start + resumes);
                found.push(Quotation { span, closed: true });
            }
            continue;
        }
        let quotation =
            |start: usize, closed| Quotation { span: Span::new(start, span.start + end), closed };
        match open.first().copied() {
            Some((start, '‘')) => {
                // A single mark closes behind punctuation, or at the end of a word that is not a plural possessive.
                let possessive =
                    beside.before.ends_with('s') && beside.behind.starts_with(char::is_whitespace);
                let ends_word = !beside.behind.starts_with(char::is_alphanumeric);
                if c == '’' && ends_word && !possessive {
                    found.push(quotation(start, true));
                    open.clear();
                }
            }
            None if c == '‘' => {
                let in_word = beside.before.ends_with(char::is_alphanumeric);
                if !in_word && beside.behind.starts_with(char::is_alphabetic) {
                    open.push((span.start + at, c));
                }
            }
            first if is_quote(c) && !marks.is_of_word(c, beside) => {
                let within = open
                    .last()
                    .map_or("", |(start, last)| &text[start + last.len_utf8()..span.start + at]);
                match marks.reads(c, &open, within, beside) {
                    Reads::Opens => open.push((span.start + at, c)),
                    Reads::Closes(left) => {
                        open.truncate(left);
                        if let Some((start, _)) = first
                            && open.is_empty()
                        {
                            found.push(quotation(start, true));
                        }
                    }
                    Reads::Again => {
                        if let Some((start, _)) = open.pop()
                            && open.is_empty()
                        {
                            let unclosed = Span::new(start, span.start + at);
                            found.push(Quotation { span: unclosed, closed: false });
                        }
                        open.push((span.start + at, c));
                    }
                    Reads::Nothing => {}
                }
            }
            _ => {}
        }
    }
    // An unclosed single mark was an apostrophe.
    if let Some((start, mark)) = open.first()
        && *mark != '‘'
    {
        found.push(Quotation { span: Span::new(*start, span.end), closed: false });
    }
    found
}

/// Whether an apostrophe stands at the begin of a word.
fn may_quote_with_apostrophes(slice: &str) -> bool {
    let bytes = slice.as_bytes();
    slice.match_indices('\'').any(|(at, _)| at == 0 || bytes[at - 1].is_ascii_whitespace())
}

/// Words without punctuation that apostrophes mark as somebody's: one or two are a nickname, a title, or a word that nobody would use.
const WORDS_IN_APOSTROPHES: usize = 3;

/// How far a quotation goes that an apostrophe opens before `behind`, with the one that closes it: the first behind punctuation, or behind
/// a word that is neither a plural possessive nor short of a letter ("goin' home"). None where another quotation begins before.
fn length_in_apostrophes(behind: &str) -> Option<usize> {
    if !behind.starts_with(char::is_alphabetic) {
        return None;
    }
    for (at, c) in behind.char_indices() {
        if is_quote(c) || c == '‘' {
            return None;
        }
        if c != '\'' {
            continue;
        }
        let (before, rest) = (&behind[..at], &behind[at + 1..]);
        let in_word = rest.starts_with(char::is_alphanumeric);
        if in_word && !before.ends_with(char::is_alphanumeric) {
            return None;
        }
        if before.ends_with([',', '.', '!', '?', '…']) && !in_word {
            return Some(at + 1);
        }
        let may_be_apostrophe = in_word || before.ends_with('s') || before.ends_with("in");
        if !may_be_apostrophe {
            let words = before.split_whitespace().count();
            return (words >= WORDS_IN_APOSTROPHES).then_some(at + 1);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<(&str, bool)> {
        quotations(text, Span::new(0, text.len()), &Marks::default())
            .into_iter()
            .map(|q| (q.span.of(text), q.closed))
            .collect()
    }

    #[test]
    fn apostrophes_quote_where_a_language_says_so() {
        let none = || std::iter::empty();
        let marks = Marks::new(none(), none(), none(), true);
        let found = |text: &'static str| -> Vec<&str> {
            let found = quotations(text, Span::new(0, text.len()), &marks);
            found.into_iter().map(|q| q.span.of(text)).collect()
        };
        assert_eq!(found("'We won't go,' she said. 'Never.'"), ["'We won't go,'", "'Never.'"]);
        assert_eq!(found("He spoke of 'the boys' night out'."), ["'the boys' night out'"]);
        assert_eq!(found("'I'm goin' home,' he said"), ["'I'm goin' home,'"]);
        assert!(
            found("the 'so-called' plan, the boys' club. Rock 'n' roll in the '90s").is_empty()
        );
        assert!(found("Get 'em now, \"before it's late,\" he said").len() == 1);
        assert!(super::tests::found("'We won't go,' she said.").is_empty());
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
