//! Pages: what they say of themselves, and their main text.

mod dates;
mod lexer;
mod main_text;
mod metadata;
mod places;
mod report;
mod sections;

use std::borrow::Cow;

use html_escape::decode_html_entities;

use super::Reason;
use super::json::Record;
use crate::text::count_words;
use lexer::{Piece, pieces};
pub(super) use metadata::metadata;

/// One page as an article. `url` is the address it was fetched from, where that is known.
///
/// # Errors
/// No text is left of it.
pub(super) fn page(html: &str, url: Option<&str>, depth: usize) -> Result<Record, Reason> {
    let opened = with_noscript(html);
    let html = &*opened;
    let about = metadata(html);
    let title = about.title.as_deref();
    let outline = sections::outline(html);
    if sections::is_front_page(&outline.sections, title) {
        return Err("a page of teasers, with no article of its own".to_owned());
    }
    let main = main_text::main_text(html, depth);
    let main = main.map(|text| report::report(&outline, &about, whole_words(text)));
    let flat = main.is_none();
    let text = main.unwrap_or_else(|| plain_text(html));
    if text.trim().is_empty() {
        return Err("a page without text".to_owned());
    }
    Ok(Record {
        text,
        title: about.title.map(|title| ("title".to_owned(), title)),
        source: about.outlet,
        date: about.date.or_else(|| dates::of_address(url?)),
        url: url.map(str::to_owned).or(about.url),
        lang: about.lang.map(|lang| lang.replace('_', "-")),
        flat,
        ..Record::default()
    })
}

/// Words of what a page shows where scripts do not run, from which it is the report itself.
const FEWEST_NOSCRIPT_WORDS: usize = 60;

/// A page in which a report that scripts would write stands as any other text.
fn with_noscript(html: &str) -> Cow<'_, str> {
    let mut opened = String::new();
    let mut copied = 0;
    let mut walk = pieces(html);
    loop {
        let start = walk.position(html);
        let Some(piece) = walk.next() else { break };
        if let Piece::Open(tag) = piece
            && tag.is("noscript")
            && let Some(inside) = tag.raw.filter(|inside| inside.len() > FEWEST_NOSCRIPT_WORDS)
            && count_words(&plain_text(inside)) >= FEWEST_NOSCRIPT_WORDS
        {
            opened += &html[copied..start];
            opened += inside;
            copied = walk.position(html);
        }
    }
    if copied == 0 {
        return html.into();
    }
    opened += &html[copied..];
    opened.into()
}

/// The date of a fragment: the first stated beside it that can be read, else what it shows, else the day in its address; else one that
/// nobody can read.
pub(super) fn first_date(
    stated: Vec<String>,
    fragment: &str,
    title: Option<&str>,
    url: Option<&str>,
) -> Option<String> {
    let read = stated.iter().find(|date| dates::is_date(date)).cloned();
    let shown = || {
        let mut dates = dates::Dates::default();
        pieces(fragment).for_each(|piece| dates.take(&piece));
        dates.best(title, url)
    };
    read.or_else(shown).or_else(|| stated.into_iter().next())
}

/// Elements that stand inside a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "ruby", "rb", "rt", "rp",
];

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

fn is_void(tag: &lexer::Tag<'_>) -> bool {
    VOID.iter().any(|void| tag.is(void))
}

/// A line is a paragraph, a list's item, a heading: an empty line behind each says so, where lines of like length could be
/// taken for one paragraph that was wrapped.
fn paragraphs<'a>(lines: impl Iterator<Item = &'a str>) -> String {
    whole_words(lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n"))
}

/// A text without the marks that say where a word may be broken.
fn whole_words(text: String) -> String {
    const SOFT_HYPHEN: char = '\u{ad}';
    if text.contains(SOFT_HYPHEN) { text.replace(SOFT_HYPHEN, "") } else { text }
}

/// Elements that say how the characters before them are read, between the lines: no part of the text.
const READINGS: &[&str] = &["rt", "rp"];

fn is_reading(name: &str) -> bool {
    READINGS.iter().any(|reading| name.eq_ignore_ascii_case(reading))
}

/// Whether a text is a fragment of a page: an element is closed in it, lines are broken by tags, or characters are written as entities.
pub(super) fn is_markup(text: &str) -> bool {
    if text.contains('<') {
        let mut open: Vec<&str> = Vec::new();
        for piece in pieces(text) {
            match piece {
                Piece::Open(tag) if tag.is("br") => return true,
                Piece::Open(tag) if is_known(tag.name) => {
                    if tag.raw.is_some() || open.iter().any(|open| tag.is("p") && tag.is(open)) {
                        return true;
                    }
                    open.push(tag.name);
                    // What is opened so often and never closed is no markup.
                    open.truncate(MOST_OPEN);
                }
                Piece::Close(name) if open.iter().any(|open| name.eq_ignore_ascii_case(open)) => {
                    return true;
                }
                _ => {}
            }
        }
    }
    has_entity(text)
}

const MOST_OPEN: usize = 64;

/// Whether an element of this name may stand in the text of a page.
fn is_known(name: &str) -> bool {
    INLINE.iter().chain(BLOCKS).any(|known| name.eq_ignore_ascii_case(known))
}

/// Elements of a text that are lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "figure",
    "figcaption",
    "article",
    "section",
    "main",
    "header",
    "footer",
    "aside",
    "table",
    "tbody",
    "thead",
    "tr",
    "td",
    "th",
    "dl",
    "dt",
    "dd",
    "pre",
    "script",
    "style",
    "iframe",
    "noscript",
];

/// Whether a character is written as an entity.
fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = &text[at..text.floor_char_boundary(at + 12)];
        rest.find(';').is_some_and(|end| decode_html_entities(&rest[..=end]) != rest[..=end])
    })
}

/// A text that is a fragment of a page, without its markup; where no element breaks lines in it, its own lines stand. What was escaped
/// once more, as a whole, is read once more.
pub(super) fn without_markup(text: &str) -> String {
    let breaks = pieces(text).any(|piece| match piece {
        Piece::Open(tag) => tag.is("br") || BLOCKS.iter().any(|block| tag.is(block)),
        _ => false,
    });
    let read = if breaks { plain_text(text) } else { plain_text(&text.replace('\n', "<br>")) };
    if !breaks && read.starts_with('<') && is_markup(&read) { plain_text(&read) } else { read }
}

/// All text of a page or of a fragment, a block a paragraph; what no reader sees (scripts, styles) is left out.
pub(super) fn plain_text(html: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut end_line = |line: &mut String| {
        lines.push(crate::text::fold_white_space(&decode_html_entities(line)));
        line.clear();
    };
    let mut in_reading = false;
    for piece in pieces(html) {
        match piece {
            Piece::Text(_) if in_reading => {}
            Piece::Text(piece) => line.push_str(piece),
            Piece::Open(tag) => {
                in_reading = is_reading(tag.name);
                if !INLINE.iter().any(|inline| tag.is(inline)) {
                    end_line(&mut line);
                }
                if tag.is("textarea") || tag.is("xmp") {
                    line.push_str(tag.raw.unwrap_or_default());
                }
            }
            Piece::Close(name) => {
                in_reading = false;
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
        let ruby = "<ruby>子<rp>(</rp><rt>こ</rt><rp>)</rp>育<rt>そだ</ruby>て";
        assert_eq!(plain_text(ruby), "子育て");
        assert_eq!(plain_text("Mit&shy;tel&shy;al&shy;ter"), "Mittelalter");
    }

    #[test]
    fn markup_and_text_that_only_looks_like_it() {
        for text in
            ["<p>A</p>", "A<br>B", "it&#8217;s", "Caf&eacute; &amp; bar", "a <b>b</b>", "<p>A<p>B"]
        {
            assert!(is_markup(text), "{text}");
        }
        for text in
            ["3 < 5 and 7 > 6", "The <p> element", "R&D; AT&T", "<name> said", "<3", "a & b;"]
        {
            assert!(!is_markup(text), "{text}");
        }
        assert_eq!(without_markup("One.\nIt&#8217;s <i>two</i>."), "One.\n\nIt’s two.");
        assert_eq!(without_markup("<p>One\nline.</p>Two."), "One line.\n\nTwo.");
        assert_eq!(
            without_markup("&lt;p&gt;One.&lt;/p&gt;&lt;p&gt;Two.&lt;/p&gt;"),
            "One.\n\nTwo."
        );
        assert_eq!(without_markup("if a &lt; b"), "if a < b");
    }

    #[test]
    fn a_page_too_deep_is_read_without_structure() {
        let deep = format!("{}<p>A ferry ran aground off Sennet.</p>", "<div>".repeat(100_000));
        let read = page(&deep, None, 512).map(|record| record.text);
        assert_eq!(read, Ok("A ferry ran aground off Sennet.".to_owned()));
    }
}
