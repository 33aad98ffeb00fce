//! Words by the standard's boundaries (UAX #29). Most of a text is ASCII, even where quotation marks are curly: what stands
//! between two spaces without any other character is cut here, by the few rules that ASCII leaves of the standard, and
//! only the rest by the full tables.

use unicode_segmentation::{UnicodeSegmentation, UnicodeWordIndices};

/// The words of a text with their byte offsets: those pieces between word boundaries that hold a letter or a digit.
pub fn words(text: &str) -> Words<'_> {
    Words { text, at: 0, ascii_end: 0, full_end: 0, full: None }
}

/// Iterates over the words of a text, see [`words`].
pub struct Words<'a> {
    text: &'a str,
    /// All before it is done.
    at: usize,
    /// End of the ASCII stretch at hand.
    ascii_end: usize,
    /// End of the stretch behind it that needs the tables.
    full_end: usize,
    /// Where that one begins, and its words.
    full: Option<(usize, UnicodeWordIndices<'a>)>,
}

impl<'a> Iterator for Words<'a> {
    type Item = (usize, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((start, words)) = &mut self.full {
                if let Some((at, word)) = words.next() {
                    return Some((*start + at, word));
                }
                self.full = None;
            }
            if let Some(word) = self.ascii_word() {
                return Some(word);
            }
            if self.at < self.full_end {
                let stretch = &self.text[self.at..self.full_end];
                self.full = Some((self.at, stretch.unicode_word_indices()));
                self.at = self.full_end;
            } else if self.at < self.text.len() {
                self.open_stretches();
            } else {
                return None;
            }
        }
    }
}

impl<'a> Words<'a> {
    /// The next word of the ASCII stretch. Letters, digits and `_` hold together, and a mark between two letters or two
    /// digits that may stand inside a word or a number (WB5 to WB13b).
    fn ascii_word(&mut self) -> Option<(usize, &'a str)> {
        let bytes = &self.text.as_bytes()[..self.ascii_end];
        let mut at = self.at;
        while at < bytes.len() {
            let start = at;
            let mut kinds = 0;
            while let Some(byte) = bytes.get(at) {
                let kind = KINDS[*byte as usize];
                if kind & CORE != 0 {
                    kinds |= kind;
                } else {
                    let beside = |at: usize| bytes.get(at).map_or(0, |b| KINDS[*b as usize]);
                    let joins = kind != 0
                        && at > start
                        && beside(at - 1) & beside(at + 1) & (kind >> JOINS) != 0;
                    if !joins {
                        break;
                    }
                }
                at += 1;
            }
            if kinds & (LETTER | DIGIT) != 0 {
                self.at = at;
                return Some((start, &self.text[start..at]));
            }
            at += usize::from(at == start);
        }
        self.at = at;
        None
    }

    /// Finds the ASCII stretch that begins here and the one behind it that is none. They part before a space: no rule
    /// reaches across one, except that marks which belong to the character before them may belong to the space, so the
    /// spaces go with what follows.
    fn open_stretches(&mut self) {
        let bytes = self.text.as_bytes();
        let Some(other) = first_beyond_ascii(bytes, self.at) else {
            (self.ascii_end, self.full_end) = (bytes.len(), bytes.len());
            return;
        };
        let ascii = &bytes[self.at..other];
        let piece = ascii.iter().rposition(|b| *b == b' ').unwrap_or(0);
        let spaces = ascii[..piece].iter().rev().take_while(|b| **b == b' ').count();
        self.ascii_end = self.at + piece - spaces;
        let mut end = other;
        loop {
            let next = |from: usize| bytes[from..].iter().position(|b| *b == b' ');
            end += next(end).unwrap_or(bytes.len() - end);
            let behind = end + bytes[end..].iter().take_while(|b| **b == b' ').count();
            let until = behind + next(behind).unwrap_or(bytes.len() - behind);
            if bytes[behind..until].is_ascii() {
                break;
            }
            end = until;
        }
        self.full_end = end;
    }
}

/// Index of the first byte at or behind `from` that is not ASCII.
fn first_beyond_ascii(bytes: &[u8], from: usize) -> Option<usize> {
    // A block at a time: a look at each byte would take as long as cutting the words.
    const BLOCK: usize = 64;
    let mut at = from;
    while bytes.get(at..at + BLOCK).is_some_and(<[u8]>::is_ascii) {
        at += BLOCK;
    }
    bytes[at..].iter().position(|b| !b.is_ascii()).map(|found| at + found)
}

const LETTER: u8 = 1;
const DIGIT: u8 = 2;
const UNDERSCORE: u8 = 4;
const CORE: u8 = LETTER | DIGIT | UNDERSCORE;

/// By how many bits the kinds that a mark may stand between are moved.
const JOINS: u8 = 3;

/// What an ASCII character is to a word.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let mut byte = 0;
    while byte < 128 {
        kinds[byte] = match byte as u8 {
            b'A'..=b'Z' | b'a'..=b'z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b'_' => UNDERSCORE,
            b'\'' | b'.' => (LETTER | DIGIT) << JOINS,
            b':' => LETTER << JOINS,
            b',' | b';' => DIGIT << JOINS,
            _ => 0,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::words;
    use crate::text::of_four_kinds;

    fn same_as_the_standard(text: &str) {
        let ours: Vec<(usize, &str)> = words(text).collect();
        let theirs: Vec<(usize, &str)> = text.unicode_word_indices().collect();
        assert_eq!(ours, theirs, "{text:?}");
    }

    /// One character of every class that word rules tell apart, and some that only look alike.
    const KINDS_OF_CHARACTERS: [&str; 26] = [
        "a", "Z", "7", "_", "'", ".", ":", ",", ";", "\"", " ", "-", "\n", "\r", "’", "é", "א",
        "カ", "\u{301}", "\u{200d}", "\u{93e}", "🇩", "👩", "\u{ad}", "٣", "\u{a0}",
    ];

    #[test]
    fn every_text_of_four_kinds_is_cut_as_the_standard_cuts_it() {
        of_four_kinds(&KINDS_OF_CHARACTERS, same_as_the_standard);
    }

    proptest! {
        #[test]
        fn longer_texts_too(pieces in proptest::collection::vec(0..KINDS_OF_CHARACTERS.len(), 0..120)) {
            let text: String = pieces.iter().map(|at| KINDS_OF_CHARACTERS[*at]).collect();
            same_as_the_standard(&text);
        }

        #[test]
        fn texts_with_spaces_between_too(words in proptest::collection::vec("[a-z'.]{1,6}|\\PC{1,4}|[0-9,.]{1,5}", 0..60)) {
            same_as_the_standard(&words.join(" "));
        }
    }
}
