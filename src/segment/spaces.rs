//! Ends of sentences in a language that writes no stops: at some of its spaces.

use unicode_normalization::char::is_combining_mark;

use crate::text::{Lang, Span};

/// The spaces at which a language without stops may end a sentence: behind so many characters, between two words of its own or at a
/// quotation, outside of brackets and quotations, and where no conjunction joins both sides.
pub(super) fn splits_at_spaces(
    flat: &str,
    piece: Span,
    letters: usize,
    lang: &Lang,
    ends: &mut Vec<usize>,
) {
    let slice = piece.of(flat);
    let own = |c: char| !c.is_ascii() && c.is_alphabetic() || is_combining_mark(c);
    let (mut count, mut depth, mut before) = (0_usize, 0_usize, ' ');
    for (at, c) in slice.char_indices() {
        match c {
            '(' | '“' => depth += 1,
            ')' | '”' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 && count >= letters => {
                // "ๆ" repeats the word before it.
                let next = slice[at + 1..].chars().next().filter(|next| *next != 'ๆ');
                let begins = next.is_some_and(|c| own(c) || matches!(c, '“' | '"'));
                if begins
                    && (own(before) || matches!(before, '”' | '"' | ')'))
                    && !lang.holds_across_break(&slice[..at], &slice[at + 1..])
                {
                    ends.push(piece.start + at + 1);
                    count = 0;
                }
            }
            _ => {}
        }
        count += 1;
        before = c;
    }
}
