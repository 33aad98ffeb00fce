//! Plain text and Markdown: optional header lines (`Title:`, `Source:`, `Date:`, `URL:`) or `---` front
//! matter, then the report. Without them the headline is a first line that reads like one.

use super::article::Title;
use crate::text::{Span, Wrapping, count_words, detect, is_boilerplate};

/// What a plain file says about itself; spans count bytes of the whole file.
pub(super) struct Plain {
    pub(super) title: Option<Title>,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) id: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) body: Span,
}

impl Plain {
    /// Of a text that says nothing about itself.
    fn of(body: Span) -> Self {
        Self { title: None, source: None, date: None, url: None, id: None, lang: None, body }
    }
}

/// Reads header and title of a plain file.
pub(super) fn parse(text: &str, markdown: bool) -> Plain {
    let mut plain = Plain::of(Span::new(0, text.len()));
    let header_end =
        if let Some(rest) = text.strip_prefix("---").filter(|r| r.starts_with(['\n', '\r'])) {
            front_matter(text, text.len() - rest.len(), &mut plain)
        } else {
            header_lines(text, 0, &mut plain)
        };
    plain.body = Span::new(header_end, text.len());
    if plain.title.is_none() {
        first_line_title(text, markdown, &mut plain);
        // "Crane collapses", and below it "Source: ..." and "Date: ...".
        if plain.title.is_some() && header_end == 0 {
            // A blank line may stand between them.
            let blank = |(line, _): &(Span, usize)| line.trimmed(text).is_empty();
            let below = plain.body.start;
            let from = lines(text, below).find(|line| !blank(line)).map_or(below, |(l, _)| l.start);
            let end = header_lines(text, from, &mut plain);
            plain.body.start = if end > from { end } else { below };
        }
    }
    plain
}

/// Lines of `text` from byte `from`, each with its span (without the line end) and the start of the next.
fn lines(text: &str, from: usize) -> impl Iterator<Item = (Span, usize)> + '_ {
    let mut at = from;
    std::iter::from_fn(move || {
        if at >= text.len() {
            return None;
        }
        let start = at;
        let end = text[start..].find('\n').map_or(text.len(), |n| start + n);
        at = (end + 1).min(text.len());
        Some((Span::new(start, end), at))
    })
}

/// Takes header lines from byte `from` on, and gives the end of the last; `from` where there is none.
fn header_lines(text: &str, from: usize, plain: &mut Plain) -> usize {
    let mut end = from;
    for (line, next) in lines(text, from) {
        if !header_line(text, line, plain) {
            break;
        }
        end = next;
    }
    end
}

/// Front matter from `from` (behind the opening `---`) to the closing one; 0 where nothing closes it.
fn front_matter(text: &str, from: usize, plain: &mut Plain) -> usize {
    let mut known = false;
    for (line, next) in lines(text, from) {
        let slice = line.of(text).trim_end();
        if slice == "---" && known {
            return next;
        }
        known |= header_line(text, line, plain);
        // A name and a value, what belongs to the value above, a comment; prose between two rules is none of these.
        let name = slice.split_once(':').map_or("", |(name, _)| name);
        let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
        let belongs = slice.is_empty() || slice.starts_with([' ', '\t', '-', '#']);
        if slice == "---" || !(is_name || belongs) {
            break;
        }
    }
    // A rule, not front matter: what was taken from below it goes back.
    (plain.title, plain.source, plain.date, plain.url, plain.id, plain.lang) =
        (None, None, None, None, None, None);
    0
}

/// Takes one `Name: value` line; false where it is none.
fn header_line(text: &str, line: Span, plain: &mut Plain) -> bool {
    let Some(colon) = line.of(text).find(':') else { return false };
    let name = line.of(text)[..colon].trim().to_ascii_lowercase();
    let mut value = Span::new(line.start + colon + 1, line.end).trimmed(text);
    let quoted = value.of(text);
    if quoted.len() >= 2 && quoted.starts_with('"') && quoted.ends_with('"') {
        value = Span::new(value.start + 1, value.end - 1);
    }
    let given = || Some(value.of(text).to_owned()).filter(|v| !v.is_empty());
    match name.as_str() {
        "title" | "headline" => {
            plain.title = Some(value).filter(|v| !v.is_empty()).map(Title::InText)
        }
        "source" | "publisher" | "outlet" | "site" => plain.source = given(),
        "date" | "published" | "date_published" => plain.date = given(),
        "url" | "link" => plain.url = given(),
        "id" => plain.id = given(),
        "lang" | "language" => plain.lang = given(),
        _ => return false,
    }
    true
}

/// A first line that reads like a headline: short, no full stop, with text below it.
fn first_line_title(text: &str, markdown: bool, plain: &mut Plain) {
    let Some((line, next)) =
        lines(text, plain.body.start).find(|(line, _)| !line.trimmed(text).is_empty())
    else {
        return;
    };
    let mut span = line.trimmed(text);
    let slice = span.of(text);
    let hashes = slice.len() - slice.trim_start_matches('#').len();
    let heading = markdown && hashes > 0 && slice[hashes..].starts_with(' ');
    if heading {
        span = Span::new(span.start + hashes, span.end).trimmed(text);
    }
    // However short it is: header lines stand below a title.
    let over_header_lines = || header_lines(text, next, &mut Plain::of(span)) > next;
    if text[next..].trim().is_empty()
        || !(heading
            || over_header_lines()
            || reads_like_a_headline(span.of(text), &text[next..])
                && !goes_on_below(&text[line.start..]))
    {
        return;
    }
    plain.title = Some(Title::InText(span));
    plain.body = Span::new(next, text.len());
}

/// Whether the first line is that of a paragraph that was wrapped, and goes on in the second.
fn goes_on_below(text: &str) -> bool {
    let paragraph = || text.lines().take_while(|line| !line.trim().is_empty());
    let mut two = paragraph();
    match (two.next(), two.next(), Wrapping::of(paragraph())) {
        (Some(first), Some(second), Some(wrapping)) => wrapping.is_full(first, second),
        _ => false,
    }
}

/// Whether a line reads like a headline: 3 to 25 words, opens with a capital, a digit or a quotation mark,
/// and does not end as a sentence, a list item or a lead-in does. A dash with a short label before it
/// ("- Celebrities. ...") is a link to another story.
fn reads_like_a_headline(line: &str, report: &str) -> bool {
    let words = count_words(line);
    let opens = line
        .chars()
        .next()
        .is_some_and(|c| c.is_alphanumeric() && !c.is_lowercase() || "“\"‘'«¿¡".contains(c));
    let ends =
        line.chars().next_back().is_some_and(|c| !matches!(c, '.' | ':' | ';' | ',' | '…' | '-'));
    let closed = ![".”", ".\"", ".)", ".’"].iter().any(|end| line.ends_with(end));
    (3..=25).contains(&words)
        && opens
        && ends
        && closed
        && !is_boilerplate(line, detect(report).as_ref())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_lines_then_text() {
        let text = "Title: Ferry aground\nSource: Gazette\nDate: 2026-03-12\nURL: https://a.example/x\n\nA ferry ran aground.";
        let plain = parse(text, false);
        assert!(
            matches!(plain.title, Some(Title::InText(span)) if span.of(text) == "Ferry aground")
        );
        assert_eq!(plain.source.as_deref(), Some("Gazette"));
        assert_eq!(plain.body.of(text).trim(), "A ferry ran aground.");
    }

    #[test]
    fn header_lines_below_the_title_and_a_blank_line() {
        let text = "# Crane collapses\n\nSource: Harrow Post\nDate: 2026-03-02\n\nA crane fell on Monday.\n";
        let plain = parse(text, true);
        assert_eq!(plain.source.as_deref(), Some("Harrow Post"));
        assert_eq!(plain.body.trimmed(text).of(text), "A crane fell on Monday.");
        let text = "# Crane collapses\n\nA crane fell on Monday.\nSource: police\n";
        assert_eq!(parse(text, true).source, None);
    }

    #[test]
    fn header_lines_below_the_title() {
        let text = "Ferry runs aground\nSource: Gazette\nDate: 2026-03-12\n\nA ferry ran aground.";
        let plain = parse(text, false);
        assert!(
            matches!(plain.title, Some(Title::InText(span)) if span.of(text) == "Ferry runs aground")
        );
        assert_eq!(plain.source.as_deref(), Some("Gazette"));
        assert_eq!(plain.date.as_deref(), Some("2026-03-12"));
        assert_eq!(plain.body.of(text).trim(), "A ferry ran aground.");
        let short = parse("Aground\nSource: Gazette\n\nA ferry ran aground.", false);
        assert!(short.title.is_some() && short.source.as_deref() == Some("Gazette"));
    }

    #[test]
    fn front_matter_and_headings() {
        let text = "---\ntitle: \"A: b\"\ndate: 2026-01-02\n---\nText.";
        let plain = parse(text, true);
        assert!(matches!(plain.title, Some(Title::InText(span)) if span.of(text) == "A: b"));
        assert_eq!(plain.body.of(text), "Text.");
        let text = "# Heading one\n\nText here.";
        assert!(
            matches!(parse(text, true).title, Some(Title::InText(span)) if span.of(text) == "Heading one")
        );
        assert_eq!(parse("---\nno end", true).body.start, 0);
    }

    #[test]
    fn first_line_is_a_title_only_where_it_reads_like_one() {
        assert!(parse("Bridge closes for a year\nThe bridge closes.", false).title.is_some());
        assert!(parse("The bridge closes.\nIt reopens in July.", false).title.is_none());
        assert!(parse("Bridge closes for a year", false).title.is_none());
        let wrapped = "The old bridge over the river Lem in Harrow closes on\nMonday for a month of repairs, and the county council\nsays that it cannot be helped.";
        assert!(parse(wrapped, false).title.is_none());
        assert!(parse(&format!("Bridge closes for a year\n{wrapped}"), false).title.is_some());
    }
}
