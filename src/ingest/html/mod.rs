//! Pages: what they say of themselves, and their main text.

mod lexer;
mod main_text;
mod metadata;

use html_escape::decode_html_entities;

use super::Reason;
use super::json::Record;
use lexer::{Piece, pieces};
pub(super) use metadata::metadata;

/// One page as an article. `url` is the address it was fetched from, where that is known.
///
/// # Errors
/// No text is left of it.
pub(super) fn page(html: &str, url: Option<&str>, depth: usize) -> Result<Record, Reason> {
    let about = metadata(html);
    let main = main_text::main_text(html, depth);
    let flat = main.is_none();
    let text =
        main.map_or_else(|| plain_text(html), |text| paragraphs(text.lines().map(str::trim)));
    if text.trim().is_empty() {
        return Err("a page without text".to_owned());
    }
    Ok(Record {
        text,
        title: about.title.map(|title| ("title".to_owned(), title)),
        source: about.outlet,
        date: about.date,
        url: url.map(str::to_owned).or(about.url),
        lang: about.lang.map(|lang| lang.replace('_', "-")),
        flat,
        ..Record::default()
    })
}

/// Elements that stand inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// A line is a paragraph, a list's item, a heading: an empty line behind each says so, where lines of like length could be
/// taken for one paragraph that was wrapped.
fn paragraphs<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// All text of a page or of a fragment, a block a paragraph; what no reader sees (scripts, styles) is left out.
pub(super) fn plain_text(html: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut end_line = |line: &mut String| {
        lines.push(crate::text::fold_white_space(&decode_html_entities(line)));
        line.clear();
    };
    for piece in pieces(html) {
        match piece {
            Piece::Text(piece) => line.push_str(piece),
            Piece::Open(tag) => {
                if !INLINE.iter().any(|inline| tag.is(inline)) {
                    end_line(&mut line);
                }
                if tag.is("textarea") || tag.is("xmp") {
                    line.push_str(tag.raw.unwrap_or_default());
                }
            }
            Piece::Close(name) => {
                if !INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline)) {
                    end_line(&mut line);
                }
            }
        }
    }
    end_line(&mut line);
    paragraphs(lines.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fragment_is_its_lines() {
        let html =
            "<p>A <b>ferry</b> ran&nbsp;aground.</p>Nobody<br>was hurt.<script>x</script> &lt;3";
        assert_eq!(plain_text(html), "A ferry ran aground.\n\nNobody\n\nwas hurt.\n\n<3");
    }

    #[test]
    fn a_page_too_deep_is_read_without_structure() {
        let deep = format!("{}<p>A ferry ran aground off Sennet.</p>", "<div>".repeat(100_000));
        let read = page(&deep, None, 512).map(|record| record.text);
        assert_eq!(read, Ok("A ferry ran aground off Sennet.".to_owned()));
    }
}
