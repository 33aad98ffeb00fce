//! Text whose lines end where a column was full and not where a paragraph was, as mail, terminals and wires have it.

use super::is_closing;

/// Columns of the narrowest lines that are taken for wrapped.
const FEWEST_COLUMNS: usize = 20;

/// Pairs of lines from which text in a script without small letters may be wrapped: there nothing else tells.
const FEWEST_PAIRS: usize = 4;

/// Of so many lines that go on with a sentence one at least opens with a small letter, also where nouns have capitals.
const MOST_CAPITALS: usize = 4;

/// How text is wrapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrapping {
    width: usize,
}

impl Wrapping {
    /// How lines are wrapped, if they are; an empty line ends a paragraph. Wherever a line ends inside a sentence the next one's
    /// first word would not have fitted the longest line, and some of them open with a small letter.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Option<Self> {
        let width = lines.clone().map(columns).max().filter(|width| *width >= FEWEST_COLUMNS)?;
        let wrapping = Self { width };
        let (mut open, mut loose, mut low, mut cased) = (0usize, 0usize, 0usize, 0usize);
        for (line, next) in lines.clone().zip(lines.skip(1)) {
            if line.trim().is_empty() || next.trim().is_empty() || ends_a_sentence(line) {
                continue;
            }
            open += 1;
            loose += usize::from(!wrapping.is_full(line, next));
            let first = next.trim_start().chars().find(|c| c.is_alphanumeric());
            low += usize::from(first.is_some_and(char::is_lowercase));
            cased += usize::from(first.is_some_and(|c| c.is_lowercase() || c.is_uppercase()));
        }
        let goes_on =
            if cased > 0 { low > 0 && low * MOST_CAPITALS >= cased } else { open >= FEWEST_PAIRS };
        (open > 0 && goes_on && loose * 10 <= open).then_some(wrapping)
    }

    /// Whether the next line goes on with the paragraph: this one ends inside a sentence, or had no room for another word.
    pub fn goes_on(self, line: &str, next: &str) -> bool {
        !ends_a_sentence(line) || self.is_full(line, next)
    }

    /// Whether the next line's first word would not have fitted this one.
    pub fn is_full(self, line: &str, next: &str) -> bool {
        let next = next.trim_start();
        // Scripts that do not set words apart are broken anywhere.
        let word = match next.chars().next() {
            Some('\u{2e80}'..) => 1,
            _ => next.split(char::is_whitespace).next().map_or(0, |word| word.chars().count() + 1),
        };
        columns(line) + word > self.width
    }
}

fn columns(line: &str) -> usize {
    line.trim_end().chars().count()
}

fn ends_a_sentence(line: &str) -> bool {
    line.trim_end().trim_end_matches(is_closing).chars().next_back().is_none_or(is_sentence_end)
}

/// Characters that end a sentence in the scripts of the world.
pub fn is_sentence_end(c: char) -> bool {
    matches!(
        c,
        '.' | '!'
            | '?'
            | '…'
            | '。'
            | '！'
            | '？'
            | '।'
            | '॥'
            | '؟'
            | '۔'
            | '|'
            | '．'
            | '։'
            | '።'
            | '။'
    )
}

/// Whether a text ends with a mark that ASCII lends to its script and that ends a sentence there: `:` stands for the Armenian full stop,
/// which few keyboards have, and `;` is the Greek question mark, also where Unicode normalises it.
pub fn ends_with_lent_mark(text: &str) -> bool {
    /// Closing marks and dots between the last letter and the mark.
    const MOST_BETWEEN: usize = 4;
    let mut chars = text.chars().rev();
    let is_of_script: fn(char) -> bool = match chars.next() {
        Some(':') => |c| matches!(c, '\u{531}'..='\u{587}'),
        Some(';' | '\u{37e}') => |c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'),
        _ => return false,
    };
    let mut near = chars.filter(|c| !c.is_whitespace()).take(MOST_BETWEEN);
    near.find(|c| c.is_alphanumeric()).is_some_and(is_of_script)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The old stone bridge over the river Lem in Harrow will close on Monday for a month of repairs, the county council said on Friday. Drivers must take the longer road through Pelham while the work lasts, and buses will stop at the mill instead of the market.";

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if line.is_empty() => line.push_str(word),
                Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    #[test]
    fn any_column_and_few_lines() {
        for width in 30..150 {
            let lines = wrapped(TEXT, width);
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            if lines.iter().all(|line| ends_a_sentence(line)) {
                continue;
            }
            let wrapping = Wrapping::of(lines.iter().copied());
            assert!(wrapping.is_some(), "{width}");
            let Some(wrapping) = wrapping else { continue };
            assert!(lines.windows(2).all(|pair| wrapping.goes_on(pair[0], pair[1])), "{width}");
        }
        let is_wrapped = |text: &str| Wrapping::of(text.lines()).is_some();
        assert!(is_wrapped(
            "The bridge over the river Lem will close on\nMonday for a month, the county council said\non Friday, and it opens in July."
        ));
        for text in [
            "The bridge closes on Monday.\nShops fear a lost Christmas\nTraders are worried about it.",
            "Bridge closes for a year\nThe bridge over the river Lem closes.",
            "The bridge closes on Monday.\nIt opens in July.",
            "apples\nbananas\noranges",
            "Ferry aground off Sennet\nBridge at Pell to stay shut\nBank of Vessan lifts rates",
            "عنوان الخبر الأول هنا الآن\nجسر سيغلق شهرا في المدينة",
        ] {
            assert!(!is_wrapped(text), "{text}");
        }
    }
}
