//! Pull quotes: a passage of the article that the page prints a second time, on a line of its own.

use rustc_hash::FxHashMap;

use super::cleaned::{Block, BlockKind, Cleaned, Removal, RemovalReason};
use crate::text::{Token, count_words_to, split_behind};

/// Words that a repeated line needs: shorter ones recur by chance ("He agreed.").
const PULL_QUOTE_WORDS: usize = 5;

/// Lines that may share one opening before the rest are no longer looked at: keeps hostile text linear.
const SAME_OPENING: usize = 64;

/// Leaves out lines whose words all stand, in order, inside another paragraph, and a short label next to one.
/// Of two identical lines the first stays. `tokens` are those of the blocks, and of the blocks that stay they are given back.
pub(super) fn leave_out_pull_quotes(
    text: &str,
    mut cleaned: Cleaned,
    tokens: Vec<Token>,
) -> (Cleaned, Vec<Token>) {
    let mut rest = tokens.as_slice();
    let of_block = |block: &Block| {
        let (of_block, behind) = split_behind(rest, block.span);
        rest = behind;
        of_block
    };
    let lines: Vec<&[Token]> = cleaned.blocks.iter().map(of_block).collect();
    let words: Vec<u64> = tokens.iter().map(|token| token.word).collect();
    let repeated = repeated_lines(&words, &lines);
    let out: Vec<Option<RemovalReason>> = cleaned
        .blocks
        .iter()
        .enumerate()
        .map(|(index, block)| {
            let line = block.span.of(text);
            let beside = index > 0 && repeated[index - 1] || repeated.get(index + 1) == Some(&true);
            if repeated[index] {
                Some(RemovalReason::PullQuote)
            } else if beside && is_label(line)
                || block.kind == BlockKind::Subhead && is_stray_label(line)
            {
                Some(RemovalReason::Attribution)
            } else {
                None
            }
        })
        .collect();
    if out.iter().all(Option::is_none) {
        return (cleaned, tokens);
    }
    let mut kept = Vec::with_capacity(tokens.len());
    let blocks = std::mem::take(&mut cleaned.blocks);
    for ((block, reason), line) in blocks.into_iter().zip(out).zip(lines) {
        match reason {
            Some(reason) => cleaned.removed.push(Removal { span: block.span, reason }),
            None => {
                cleaned.blocks.push(block);
                kept.extend_from_slice(line);
            }
        }
    }
    cleaned.removed.sort_by_key(|r| r.span);
    (cleaned, kept)
}

/// Which lines stand a second time: as an earlier line, or as a run inside a longer one. `words` are those of all lines.
fn repeated_lines(mut words: &[u64], lines: &[&[Token]]) -> Vec<bool> {
    let mut repeated = vec![false; lines.len()];
    // A single line repeats none.
    if lines.len() < 2 {
        return repeated;
    }
    let of_line = |line: &&[Token]| {
        let (of_line, behind) = words.split_at(line.len());
        words = behind;
        of_line
    };
    let words: Vec<&[u64]> = lines.iter().map(of_line).collect();
    let mut first: FxHashMap<&[u64], usize> = FxHashMap::default();
    let mut by_opening: FxHashMap<&[u64], Vec<usize>> = FxHashMap::default();
    for (index, line) in words.iter().enumerate().filter(|(_, line)| line.len() >= PULL_QUOTE_WORDS)
    {
        if first.contains_key(line) {
            repeated[index] = true;
        } else {
            first.insert(line, index);
            by_opening.entry(&line[..PULL_QUOTE_WORDS]).or_default().push(index);
        }
    }
    for (index, paragraph) in words.iter().enumerate() {
        for (at, opening) in paragraph.windows(PULL_QUOTE_WORDS).enumerate() {
            let lines = by_opening.get(opening).map_or(&[][..], Vec::as_slice);
            for line in lines.iter().take(SAME_OPENING) {
                let other = *line != index && paragraph.len() > words[*line].len();
                if other && paragraph[at..].starts_with(words[*line]) {
                    repeated[*line] = true;
                }
            }
        }
    }
    repeated
}

/// A line short enough to be the name beside a pull quote.
fn is_label(line: &str) -> bool {
    (1..=6).contains(&count_words_to(6, line))
        && line.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == ',')
}

/// A line of up to four words all in lower case: no subhead is written so.
fn is_stray_label(line: &str) -> bool {
    (1..=4).contains(&count_words_to(4, line))
        && line.chars().any(char::is_lowercase)
        && !line.chars().any(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::lines::sort_lines;
    use crate::text::{Lexicons, Span, Tokenizer};

    fn cleaned(text: &str) -> Cleaned {
        let cleaned = sort_lines(text, Span::new(0, text.len()), None);
        let lexicons = Lexicons::new();
        let tokenizer = Tokenizer::new(lexicons.of(None));
        let spans = cleaned.blocks.iter().map(|block| block.span);
        let tokens = tokenizer.tokens_of(text, spans, text.len());
        let (cleaned, kept) = leave_out_pull_quotes(text, cleaned, tokens);
        let spans = cleaned.blocks.iter().map(|block| block.span);
        assert_eq!(kept, tokenizer.tokens_of(text, spans, text.len()));
        cleaned
    }

    #[test]
    fn pull_quote_and_its_label_go() {
        let text = "She said: “Nobody in the room breathed for ten seconds.”\nNobody in the room breathed for ten seconds.\nines barroso\nThe probe answered at noon.";
        let cleaned = cleaned(text);
        let kept: Vec<&str> = cleaned.blocks.iter().map(|b| b.span.of(text)).collect();
        assert_eq!(
            kept,
            [
                "She said: “Nobody in the room breathed for ten seconds.”",
                "The probe answered at noon."
            ]
        );
        let reasons: Vec<RemovalReason> = cleaned.removed.iter().map(|r| r.reason).collect();
        assert_eq!(reasons, [RemovalReason::PullQuote, RemovalReason::Attribution]);
    }

    #[test]
    fn of_two_equal_paragraphs_the_first_stays() {
        let text = "The council voted to close it.\nThe council voted to close it.";
        let cleaned = cleaned(text);
        assert_eq!(cleaned.blocks.len(), 1);
        assert_eq!(cleaned.blocks[0].span.start, 0);
    }
}
