//! Sentence boundaries of the standard (UAX #29). Only a stop, a line end or a character of another script can bring one about:
//! the text between is passed over, and the full tables are asked about the few characters around each.

use unicode_segmentation::UnicodeSegmentation;

/// The byte offsets at which the standard ends a sentence of `text`, in order, the end of the text last.
pub fn sentence_ends(text: &str) -> SentenceEnds<'_> {
    SentenceEnds { text, start: 0 }
}

/// Iterates over the ends of sentences, see [`sentence_ends`].
pub struct SentenceEnds<'a> {
    text: &'a str,
    start: usize,
}

impl Iterator for SentenceEnds<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        if self.start == self.text.len() {
            return None;
        }
        let mut from = self.start;
        loop {
            let Some(event) = next_event(self.text, from) else {
                self.start = self.text.len();
                return Some(self.start);
            };
            let context = before(self.text, self.start, event);
            let known = settled_by(self.text, event);
            let window = &self.text[context..known.map_or(self.text.len(), |letter| letter + 1)];
            let end = context + window.split_sentence_bounds().next().map_or(0, str::len);
            match known {
                // No boundary up to the letter, which settles all that came before.
                Some(letter) if end > letter => from = letter,
                _ => {
                    self.start = end;
                    return Some(end);
                }
            }
        }
    }
}

/// Where the next character stands that can have to do with a boundary.
fn next_event(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes[at..].iter().position(|b| !b.is_ascii() || is_end(*b))?;
        let here = text[at..].chars().next()?;
        if !is_quiet(here) {
            return Some(at);
        }
        at += here.len_utf8();
    }
}

/// ASCII characters behind which a sentence can end.
fn is_end(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | b'\r')
}

/// Characters beyond ASCII that end no sentence, break no line and belong to no other character: the letters of Latin scripts,
/// dashes, quotation marks, dots in a row.
fn is_quiet(c: char) -> bool {
    matches!(c, '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{24f}' | '\u{2010}'..='\u{2023}' | '\u{2026}' | '€')
}

/// The last ASCII character before an event, or the event itself at the begin of the sentence: a stop asks for what stands
/// right before it, and for nothing further back.
fn before(text: &str, start: usize, event: usize) -> usize {
    let ascii = text.as_bytes()[start..event].iter().rposition(u8::is_ascii);
    ascii.map_or(start, |at| start + at)
}

/// Bytes behind an event in which a letter is looked for.
const SETTLED_WITHIN: usize = 32;

/// The first ASCII letter behind an event: whether a stop ends the sentence depends on nothing behind it.
fn settled_by(text: &str, event: usize) -> Option<usize> {
    let behind = text.as_bytes()[event..].iter().take(SETTLED_WITHIN);
    behind.enumerate().find(|(_, byte)| byte.is_ascii_alphabetic()).map(|(at, _)| event + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::sentence_ends;

    fn same_as_the_standard(text: &str) {
        let ours: Vec<usize> = sentence_ends(text).collect();
        let mut at = 0;
        let theirs: Vec<usize> = text
            .split_sentence_bounds()
            .map(|piece| {
                at += piece.len();
                at
            })
            .collect();
        assert_eq!(ours, theirs, "{text:?}");
    }

    /// One character of every class that sentence rules tell apart, and some that only look alike.
    const KINDS_OF_CHARACTERS: [&str; 24] = [
        "a", "Z", "7", ".", "!", ",", ")", " ", "\n", "\r", "’", "–", "é", "É", "…", "\u{301}",
        "\u{ad}", "\u{85}", "\u{2028}", "。", "ा", "א", "\u{2024}", "\u{a0}",
    ];

    #[test]
    fn every_text_of_four_kinds_is_cut_as_the_standard_cuts_it() {
        let kinds = KINDS_OF_CHARACTERS;
        for a in kinds {
            for b in kinds {
                for c in kinds {
                    for d in kinds {
                        same_as_the_standard(&[a, b, c, d].concat());
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn longer_texts_too(pieces in proptest::collection::vec(0..KINDS_OF_CHARACTERS.len(), 0..120)) {
            let text: String = pieces.iter().map(|at| KINDS_OF_CHARACTERS[*at]).collect();
            same_as_the_standard(&text);
        }

        #[test]
        fn sentences_too(words in proptest::collection::vec("[a-z]{1,6}|[A-Z][a-z]{1,4}[.!?]|[a-z]\\.|“[A-Z]|[a-z][.]”|\\PC{1,3}", 0..60)) {
            same_as_the_standard(&words.join(" "));
        }
    }
}
