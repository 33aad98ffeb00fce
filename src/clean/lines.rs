//! Line by line: boilerplate, teasers, captions, bylines, subheads; what remains is prose.

use super::cleaned::{Block, BlockKind, Cleaned, Removal, RemovalReason};
use crate::ingest::parse_date;
use crate::text::{
    Language, Span, Wrapping, count_words_to, cut_caption, heads_no_report, is_boilerplate,
    is_caption, is_closing, is_sentence_end, is_teaser, opens_as_byline,
};

/// Sorts the lines of `body`.
pub(super) fn sort_lines(text: &str, body: Span, language: Option<&Language>) -> Cleaned {
    let paragraphs = paragraphs(text, body);
    let mut cleaned = Cleaned { blocks: Vec::new(), removed: Vec::new() };
    // An agency's caption comes cut, with its credit, and whole, without.
    let cut = paragraphs.iter().filter_map(|block| cut_caption(block.span.of(text)));
    let of_captions: Vec<&str> = cut.take(MOST_CAPTIONS).collect();
    let is_whole_caption = |line: &str| of_captions.iter().any(|cut| line.starts_with(cut));
    for (index, block) in paragraphs.iter().enumerate() {
        let line = block.span.of(text);
        let next = paragraphs.get(index + 1).map(|b| b.span.of(text));
        let above = index.checked_sub(1).map(|above| paragraphs[above].span.of(text));
        let reason = reason_to_leave_out(line, index, language)
            .or_else(|| is_whole_caption(line).then_some(RemovalReason::Caption))
            .or_else(|| heads_no_report(above?, language).then_some(RemovalReason::Boilerplate));
        if let Some(reason) = reason {
            cleaned.removed.push(Removal { span: block.span, reason });
        } else if is_subhead(line, next) {
            cleaned.blocks.push(Block { kind: BlockKind::Subhead, ..*block });
        } else {
            cleaned.blocks.push(*block);
        }
    }
    cleaned
}

fn reason_to_leave_out(
    line: &str,
    index: usize,
    language: Option<&Language>,
) -> Option<RemovalReason> {
    if is_boilerplate(line, language) {
        Some(RemovalReason::Boilerplate)
    } else if is_teaser(line) {
        Some(RemovalReason::Teaser)
    } else if is_caption(line, language) {
        Some(RemovalReason::Caption)
    } else if is_byline(line, index, language) {
        Some(RemovalReason::Byline)
    } else {
        None
    }
}

/// Captions whose whole form is looked for: an article has a dozen, and each is compared with every line.
const MOST_CAPTIONS: usize = 32;

/// Lines of the head of an article in which a byline or an agency's credit is looked for.
const HEAD: usize = 4;

/// Words that a byline may have.
const BYLINE_WORDS: usize = 12;

/// "By Mara Oster, city reporter", "Published 14:05 GMT, 12 March 2026", and, as the first lines of the text, a bare
/// name or agency ("Meridian Wire").
fn is_byline(line: &str, index: usize, language: Option<&Language>) -> bool {
    let ends_open = line
        .chars()
        .next_back()
        .is_some_and(|c| !matches!(c, '.' | '!' | '?' | ':' | '”' | '"' | '…'));
    if !ends_open {
        return false;
    }
    let words = count_words_to(BYLINE_WORDS, line);
    if words > BYLINE_WORDS {
        return false;
    }
    let name = index < HEAD
        && words <= 3
        && line.split_whitespace().all(|w| w.starts_with(char::is_uppercase))
        && is_cased(line);
    name || index < HEAD && is_date(line) || opens_as_byline(line, language)
}

/// Whether a line is a date and nothing more, or one behind a word that says what it is: "Datum: 2026-05-04". Reports of one week have it
/// in common, and nothing else.
fn is_date(line: &str) -> bool {
    let behind_a_label = || {
        let (label, date) = line.split_once(':')?;
        (!label.trim().contains(char::is_whitespace)).then(|| parse_date(date))?
    };
    parse_date(line).or_else(behind_a_label).is_some()
}

fn is_cased(line: &str) -> bool {
    line.chars().any(char::is_lowercase)
}

/// Words that a subhead may have.
const SUBHEAD_WORDS: usize = 14;

/// A short line without a sentence's end, with prose below it. A line that ends with a colon leads into what
/// follows and a comma means that the line is prose broken by the page.
fn is_subhead(line: &str, next: Option<&str>) -> bool {
    let bare = line.trim_end_matches(|c: char| is_closing(c) || c.is_whitespace());
    let open = bare
        .chars()
        .next_back()
        .is_some_and(|c| !is_sentence_end(c) && !matches!(c, ',' | ';' | ':' | '-' | '–' | '—'));
    if !open && !line.ends_with('?') {
        return false;
    }
    let words = count_words_to(SUBHEAD_WORDS, line);
    if words == 0 || words > SUBHEAD_WORDS {
        return false;
    }
    // "Where now?" is a subhead too, when it is very short and stands over a paragraph.
    let question = words <= 6
        && line.ends_with('?')
        && next.is_some_and(|n| count_words_to(2 * words, n) > 2 * words);
    open || question
}

/// The paragraphs of `body`: a line each, or, in hard-wrapped text, what stands between blank or indented lines.
fn paragraphs(text: &str, body: Span) -> Vec<Block> {
    let lines = lines(text, body);
    let wrapping = Wrapping::of(lines.iter().map(|line| line.of(text)));
    let ragged = wrapping.is_none() && is_hard_wrapped(text, &lines);
    let goes_on = |last: &Block, span: Span| match wrapping {
        Some(wrapping) => {
            let last = last.span.of(text);
            wrapping.goes_on(last.rsplit(is_line_end).next().unwrap_or(last), span.of(text))
        }
        None => ragged,
    };
    let mut blocks: Vec<Block> = Vec::new();
    let mut fresh = true;
    for line in lines {
        let span = line.trimmed(text);
        if span.is_empty() {
            fresh = true;
            continue;
        }
        let indented = span.start >= line.start + 2;
        match blocks.last_mut() {
            Some(last) if !fresh && !indented && goes_on(last, span) => {
                last.span = Span::new(last.span.start, span.end);
                last.wrapped = true;
            }
            _ => blocks.push(Block { span, kind: BlockKind::Paragraph, wrapped: false }),
        }
        fresh = false;
    }
    blocks
}

/// Lines as browsers and editors know them: LF, CR, CRLF, NEL, LS, PS, VT, FF.
fn lines(text: &str, body: Span) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut start = body.start;
    for piece in body.of(text).split(is_line_end) {
        spans.push(Span::new(start, start + piece.len()));
        let next = start + piece.len();
        start = next + text[next..].chars().next().map_or(0, char::len_utf8);
    }
    spans
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Columns at which text was hard-wrapped in practice (mail, wires, terminals).
const WRAP_COLUMNS: std::ops::RangeInclusive<usize> = 50..=90;

/// The same where lines are not filled as far as they could be: at least six runs of two lines,
/// most of their first lines of full width and without a sentence's end.
fn is_hard_wrapped(text: &str, lines: &[Span]) -> bool {
    let mut followed = 0usize;
    let mut cut = 0usize;
    for pair in lines.windows(2) {
        let (line, next) = (pair[0].of(text).trim_end(), pair[1].of(text).trim());
        if line.trim().is_empty() || next.is_empty() {
            continue;
        }
        followed += 1;
        let open = line.chars().next_back().is_some_and(|c| !is_sentence_end(c) && !is_closing(c));
        if open && WRAP_COLUMNS.contains(&line.chars().count()) {
            cut += 1;
        }
    }
    followed >= 6 && cut * 10 >= followed * 6
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(text: &str) -> Vec<(&str, &'static str)> {
        let english = Language::from_tag("en");
        let cleaned = sort_lines(text, Span::new(0, text.len()), english.as_ref());
        let mut all: Vec<(Span, &'static str)> = Vec::new();
        for block in &cleaned.blocks {
            all.push((
                block.span,
                if block.kind == BlockKind::Subhead { "subhead" } else { "prose" },
            ));
        }
        for removal in &cleaned.removed {
            all.push((removal.span, "out"));
        }
        all.sort();
        all.into_iter().map(|(span, what)| (span.of(text), what)).collect()
    }

    #[test]
    fn lines_are_sorted() {
        let text = "By Mara Oster, city reporter\n\nThe bridge closes on Monday.\nShops fear a lost Christmas\nTraders are worried.\nOn her page, she wrote:\nSource link";
        assert_eq!(
            sorted(text),
            [
                ("By Mara Oster, city reporter", "out"),
                ("The bridge closes on Monday.", "prose"),
                ("Shops fear a lost Christmas", "subhead"),
                ("Traders are worried.", "prose"),
                ("On her page, she wrote:", "prose"),
                ("Source link", "out"),
            ]
        );
    }

    #[test]
    fn what_is_no_report_goes_with_what_tells_it() {
        let text = "The mayor speaks on the bridge, hours before... (Meridian Wire)\n\nThe mayor speaks on the bridge, hours before the vote.\n\nThe bridge closes on Monday.\n\nAbout the Author\n\nDana Wilde lives in Harrow and writes about bridges.";
        let kept: Vec<&str> = sorted(text)
            .into_iter()
            .filter(|(_, what)| *what == "prose")
            .map(|(line, _)| line)
            .collect();
        assert_eq!(kept, ["The bridge closes on Monday."]);
    }

    #[test]
    fn hard_wrapped_lines_are_joined() {
        let line = "Showers continued throughout the week in the cocoa zone, easing\n";
        let text = format!("{}the drought.\n\nA second paragraph.", line.repeat(8));
        let cleaned = sort_lines(&text, Span::new(0, text.len()), None);
        assert_eq!(cleaned.blocks.len(), 2);
        assert!(cleaned.blocks[0].wrapped);
    }
}
