//! Sentence boundaries of the standard (UAX #29, rules SB3 to SB998), in one pass whatever the text. The library draws the same
//! ones, but looks ahead anew at every mark behind a stop: 100,000 closing quotes take it minutes. Its tables are the
//! source of what a character is: three short texts around one tell.

use std::cell::RefCell;
use std::cmp::Ordering;

use rustc_hash::FxHashMap;
use unicode_segmentation::UnicodeSegmentation;

/// What a character is to a sentence (the property Sentence_Break; CR, LF and Sep are `Line`, Extend and Format `Joined`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Other,
    Lower,
    Upper,
    /// A letter without case.
    Letter,
    Numeric,
    /// A full stop, which may also stand inside a sentence.
    Stop,
    /// A mark that ends a sentence, whatever follows.
    Mark,
    /// A mark with which a sentence goes on.
    Continues,
    /// Quotation marks and brackets, opening ones too.
    Close,
    Space,
    Line,
    /// Belongs to the character before it.
    Joined,
}

use Kind::{
    Close, Continues, Joined, Letter, Line, Lower, Mark, Numeric, Other, Space, Stop, Upper,
};

/// How far the end of a sentence has got behind its stop or mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
enum Phase {
    Ended,
    Closed,
    Spaced,
}

/// The end of a sentence under way.
#[derive(Debug, Clone, Copy)]
struct Ending {
    /// By a full stop.
    stop: bool,
    /// A letter with case stands right before it.
    cased: bool,
    phase: Phase,
}

/// The byte offsets at which the standard ends a sentence of `text`, in order, the end of the text last.
pub fn sentence_ends(text: &str) -> Vec<usize> {
    KINDS.with_borrow_mut(|kinds| ends(text, kinds))
}

fn ends(text: &str, kinds: &mut Kinds) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut ends = Vec::new();
    let mut ending: Option<Ending> = None;
    let mut before = Other;
    // Where the next character stands that settles whether a stop ends a sentence, and what it is.
    let mut settling: (usize, Kind) = (0, Other);
    let mut at = 0;
    while at < bytes.len() {
        if ending.is_none() && before != Line {
            // Nothing is under way, and most of a text can begin nothing.
            let quiet = bytes[at..].iter().take_while(|b| QUIET[**b as usize]).count();
            if quiet > 0 {
                at += quiet;
                before = of_ascii(bytes[at - 1]);
                continue;
            }
        }
        let (kind, len) = kinds.at(text, at);
        let inside_line_end = bytes[at] == b'\n' && at > 0 && bytes[at - 1] == b'\r';
        if before == Line && !inside_line_end {
            ends.push(at);
            (before, ending) = (Other, None);
        } else if kind == Joined {
            at += len;
            continue;
        } else if let Some(end) = ending {
            let goes_on = match kind {
                Numeric if end.stop && end.phase == Phase::Ended => true,
                Upper if end.stop && end.cased && end.phase == Phase::Ended => true,
                Continues | Stop | Mark | Space | Line => true,
                Close if end.phase < Phase::Spaced => true,
                _ => false,
            };
            if !goes_on && end.stop && settling.0 < at {
                settling = kinds.settling(text, at);
            }
            let looked_past = end.stop && settling.1 == Lower;
            if !goes_on && !looked_past {
                ends.push(at);
                ending = None;
            }
        }
        ending = match (kind, ending) {
            (Stop | Mark, _) => {
                let cased = matches!(before, Upper | Lower);
                Some(Ending { stop: kind == Stop, cased, phase: Phase::Ended })
            }
            (Close, Some(end)) if end.phase < Phase::Spaced => {
                Some(Ending { phase: Phase::Closed, ..end })
            }
            (Space, Some(end)) => Some(Ending { phase: Phase::Spaced, ..end }),
            _ => None,
        };
        before = if kind == Joined { before } else { kind };
        at += len;
    }
    if !bytes.is_empty() {
        ends.push(bytes.len());
    }
    ends
}

/// ASCII characters that neither end a sentence nor a line.
const QUIET: [bool; 256] = {
    let mut quiet = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        quiet[byte] = !matches!(byte as u8, b'.' | b'!' | b'?' | b'\n' | b'\r');
        byte += 1;
    }
    quiet
};

fn of_ascii(byte: u8) -> Kind {
    match byte {
        b'a'..=b'z' => Lower,
        b'A'..=b'Z' => Upper,
        b'0'..=b'9' => Numeric,
        b'.' => Stop,
        b'!' | b'?' => Mark,
        b',' | b'-' | b':' | b';' => Continues,
        b'"' | b'\'' | b'(' | b')' | b'[' | b']' | b'{' | b'}' => Close,
        b' ' | b'\t' | 0x0b | 0x0c => Space,
        b'\n' | b'\r' => Line,
        _ => Other,
    }
}

/// Characters below are kept in an array: all scripts with case, and the marks of most.
const NEAR: usize = 0x3000;

thread_local! {
    static KINDS: RefCell<Kinds> = RefCell::new(Kinds { near: vec![None; NEAR], far: FxHashMap::default() });
}

/// What the characters beyond ASCII are that a thread has met.
struct Kinds {
    near: Vec<Option<Kind>>,
    far: FxHashMap<char, Kind>,
}

impl Kinds {
    /// What stands at `at`, and how many bytes it takes.
    fn at(&mut self, text: &str, at: usize) -> (Kind, usize) {
        let byte = text.as_bytes()[at];
        if byte.is_ascii() {
            return (of_ascii(byte), 1);
        }
        let Some(c) = text[at..].chars().next() else { return (Other, 1) };
        let kind = match self.near.get_mut(c as usize) {
            Some(kind) => *kind.get_or_insert_with(|| ask(c)),
            None => *self.far.entry(c).or_insert_with(|| ask(c)),
        };
        (kind, c.len_utf8())
    }

    /// The first letter, line end, stop or mark from `at` on: a full stop ends no sentence where that is a small letter (SB8).
    fn settling(&mut self, text: &str, mut at: usize) -> (usize, Kind) {
        while at < text.len() {
            let (kind, len) = self.at(text, at);
            if matches!(kind, Letter | Upper | Lower | Line | Stop | Mark) {
                return (at, kind);
            }
            at += len;
        }
        (at, Other)
    }
}

/// What a character is, by what the library does around it.
fn ask(c: char) -> Kind {
    // Whether the first sentence of a text, with `c` for the tilde, ends before `c`, behind it, or later.
    let first = |text: &str| {
        let head = text.find('~').unwrap_or(text.len());
        let end = filled(text, c).split_sentence_bounds().next().map_or(0, str::len);
        end.cmp(&(head + c.len_utf8()))
    };
    let is_one = |text: &str| filled(text, c).split_sentence_bounds().count() == 1;
    if first("~ A") == Ordering::Equal {
        return Line;
    }
    if first("~A") == Ordering::Equal {
        return if is_one("~ a") { Stop } else { Mark };
    }
    match first("!~A") {
        Ordering::Greater => Continues,
        Ordering::Equal if first("! ~A") == Ordering::Less => Close,
        Ordering::Equal if first("!~)A") == Ordering::Greater => Joined,
        Ordering::Equal => Space,
        Ordering::Less if is_one("a. ~") => Lower,
        Ordering::Less if is_one(".~") => Numeric,
        Ordering::Less if is_one("a.~") => Upper,
        Ordering::Less if is_one("a. ~b") => Other,
        Ordering::Less => Letter,
    }
}

fn filled(text: &str, c: char) -> String {
    text.replace('~', c.encode_utf8(&mut [0; 4]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::*;
    use crate::text::of_four_kinds;

    fn same_as_the_standard(text: &str) {
        let mut at = 0;
        let theirs: Vec<usize> = text
            .split_sentence_bounds()
            .map(|piece| {
                at += piece.len();
                at
            })
            .collect();
        assert_eq!(sentence_ends(text), theirs, "{text:?}");
    }

    /// One character of every kind that sentence rules tell apart, and some that only look alike.
    const KINDS_OF_CHARACTERS: [&str; 24] = [
        "a", "Z", "7", ".", "!", ",", ")", " ", "\n", "\r", "’", "–", "é", "É", "…", "\u{301}",
        "\u{ad}", "\u{85}", "\u{2028}", "。", "ा", "א", "\u{2024}", "\u{a0}",
    ];

    #[test]
    fn every_text_of_four_kinds_is_cut_as_the_standard_cuts_it() {
        of_four_kinds(&KINDS_OF_CHARACTERS, same_as_the_standard);
    }

    #[test]
    fn every_ascii_character_is_what_the_library_takes_it_for() {
        for byte in 0..128u8 {
            assert_eq!(of_ascii(byte), ask(char::from(byte)), "{byte:#x}");
        }
    }

    #[test]
    fn known_characters_are_of_their_kind() {
        let kinds = [
            ('é', Lower),
            ('É', Upper),
            ('א', Letter),
            ('中', Letter),
            ('٣', Numeric),
            ('\u{2024}', Stop),
            ('。', Mark),
            ('？', Mark),
            ('–', Continues),
            ('、', Continues),
            ('“', Close),
            ('’', Close),
            ('\u{a0}', Space),
            ('\u{3000}', Space),
            ('\u{2028}', Line),
            ('\u{85}', Line),
            ('\u{301}', Joined),
            ('\u{ad}', Joined),
            ('…', Other),
            ('€', Other),
            ('👩', Other),
        ];
        for (c, kind) in kinds {
            assert_eq!(ask(c), kind, "{c:?}");
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
