//! A page by its headings: is it a list of teasers, and which part has a given title?

use html_escape::decode_html_entities;
use rustc_hash::FxHashSet;

use super::lexer::{Piece, pieces};
use super::{INLINE, paragraphs};
use crate::text::{count_words, fold_white_space, fold_word, words};

/// What stands below one heading, up to the next.
#[derive(Default)]
pub(super) struct Section {
    heading: String,
    /// Whether the heading is a link, which leads to the article that it is the heading of.
    linked: bool,
    /// Its paragraphs: what stands in `<p>`, but for what stands around the page.
    lines: Vec<String>,
    /// Words in them.
    words: usize,
    /// Words of other lines that are long enough to be prose.
    loose: usize,
}

/// Words from which a line outside a paragraph is taken for prose.
const FEWEST_PROSE_WORDS: usize = 5;

/// Words of a link that stands alone below a teaser: "Read the whole story".
const MOST_LINK_WORDS: usize = 5;

/// A line that is being collected.
#[derive(Default)]
struct Line {
    text: String,
    /// Whether it opens with a link.
    link: bool,
    paragraph: bool,
    heading: bool,
}

/// Elements that hold no part of a report.
const AROUND: &[&str] = &["nav", "footer", "aside", "form", "dialog"];

/// The sections of a page; the first is what stands above all headings.
pub(super) fn sections(page: &str) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut line = Line::default();
    let (mut around, mut links) = (0usize, 0usize);
    for piece in pieces(page) {
        let Some(section) = sections.last_mut() else { break };
        match piece {
            Piece::Text(text) if around == 0 => line.text.push_str(text),
            Piece::Text(_) => {}
            Piece::Open(tag) => {
                if !INLINE.iter().any(|inline| tag.is(inline)) {
                    section.end_line(&mut line);
                    line.paragraph |= tag.is("p");
                }
                around += usize::from(AROUND.iter().any(|around| tag.is(around)));
                if is_heading(tag.name) && around == 0 {
                    line.heading = true;
                    sections.push(Section { linked: links > 0, ..Section::default() });
                } else if tag.is("a") {
                    links += 1;
                    section.linked |= line.heading;
                    line.link |= line.text.trim().is_empty();
                }
            }
            Piece::Close(name) => {
                let is = |known: &str| name.eq_ignore_ascii_case(known);
                if !INLINE.iter().any(|inline| is(inline)) {
                    section.end_line(&mut line);
                    line.paragraph &= !is("p");
                    line.heading &= !is_heading(name);
                }
                around = around.saturating_sub(usize::from(AROUND.iter().any(|around| is(around))));
                links = links.saturating_sub(usize::from(is("a")));
            }
        }
    }
    if let Some(section) = sections.last_mut() {
        section.end_line(&mut line);
    }
    sections
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6'])
}

impl Section {
    fn end_line(&mut self, line: &mut Line) {
        let text = fold_white_space(&decode_html_entities(&line.text));
        let link = std::mem::take(&mut line.link);
        line.text.clear();
        if text.is_empty() {
            return;
        }
        let words = count_words(&text);
        if line.heading {
            let space = if self.heading.is_empty() { "" } else { " " };
            self.heading += space;
            self.heading += &text;
        } else if link && words <= MOST_LINK_WORDS {
            // Below a teaser stands where it leads to.
            self.linked |= self.words + self.loose > 0;
        } else if line.paragraph {
            self.words += words;
            self.lines.push(text);
        } else if !link && words >= FEWEST_PROSE_WORDS {
            self.loose += words;
        }
    }

    fn prose(&self) -> usize {
        self.words + self.loose
    }

    /// Whether it is a teaser for an article that stands elsewhere.
    fn is_teaser(&self) -> bool {
        self.linked && !self.heading.is_empty() && (1..=MOST_TEASER_WORDS).contains(&self.prose())
    }
}

/// Words of the longest teaser.
const MOST_TEASER_WORDS: usize = 60;

/// Teasers that a list of them has at least.
const FEWEST_TEASERS: usize = 3;

/// Words that what a page has of its own may have where the page is a list of teasers: a welcome, a slogan. The shortest reports of
/// wires have more.
const MOST_OWN_WORDS: usize = 25;

/// Whether a page is a front page, a section or a list of teasers: several headings that are links, a teaser below each, and next to
/// nothing else.
pub(super) fn is_front_page(sections: &[Section], title: Option<&str>) -> bool {
    let teasers = sections.iter().filter(|section| section.is_teaser());
    let own: usize = sections.iter().filter(|s| !s.is_teaser()).map(Section::prose).sum();
    // A short report with links to others below it has its own title above it, and perhaps a second heading between.
    let is_report = |(at, section): (usize, &Section)| {
        title.is_some_and(|title| names(title, &section.heading))
            && sections[at..].iter().take(2).any(|section| section.prose() > 0)
    };
    teasers.count() >= FEWEST_TEASERS
        && own <= MOST_OWN_WORDS
        && !sections.iter().enumerate().any(is_report)
}

/// The text below the heading that a page's title names, where no word of that title stands in what was taken for its main text.
pub(super) fn of_title(sections: &[Section], title: Option<&str>, text: &str) -> Option<String> {
    let title = title?;
    let words = words_of(title);
    let known = words_of(text);
    if words.is_empty() || words.iter().any(|word| known.contains(word)) {
        return None;
    }
    let named =
        sections.iter().find(|section| section.words > 0 && names(title, &section.heading))?;
    Some(paragraphs(named.lines.iter().map(String::as_str)))
}

/// Whether a heading is what a title says, perhaps with an outlet's name beside it.
pub(super) fn names(title: &str, heading: &str) -> bool {
    let (title, heading) = (words_of(title), words_of(heading));
    let shared = heading.intersection(&title).count();
    // All but one in four of its words, and no less than half of the title's.
    !heading.is_empty() && shared * 4 >= heading.len() * 3 && shared * 2 >= title.len()
}

/// The words of a text that may say what it is about: three letters or more, or of a script that writes no letters.
fn words_of(text: &str) -> FxHashSet<String> {
    let words = words(text).map(|(_, word)| fold_word(word).into_owned());
    words.filter(|word| word.chars().count() > 2 || !word.is_ascii()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_front(html: &str, title: &str) -> bool {
        is_front_page(&sections(html), Some(title))
    }

    #[test]
    fn front_pages_and_reports_with_links() {
        let card = |n: usize| {
            format!(
                "<h3><a href=/{n}>Bridge {n} closes</a></h3><p>The old bridge will close on Monday, the council said.</p><a href=/{n}>More</a>"
            )
        };
        let cards: String = (0..5).map(card).collect();
        let around: String = (0..5)
            .map(|n| format!("<a href=/{n}><h2>Bridge {n}</h2><p>It closes on Monday.</p></a>"))
            .collect();
        assert!(is_front(&format!("<h1>Latest news</h1>{cards}"), "Harrow Post: News"));
        assert!(is_front(&format!("<h1>Latest news</h1><p>All day.</p>{around}"), "Harrow Post"));
        let report = "<p>The stone bridge over the river Lem closes on Monday for repairs, the county council announced.</p>".repeat(3);
        assert!(!is_front(
            &format!("<h1>Bridge shuts</h1>{report}<h2>More</h2>{cards}"),
            "Bridge shuts"
        ));
        let short = "<h1>Bridge shuts</h1><p>The bridge closes on Monday.</p>";
        assert!(!is_front(&format!("{short}{cards}"), "Bridge shuts | Harrow Post"));
        let second = short.replace("<p>", "<h2>Buses stop at the mill</h2><p>");
        assert!(!is_front(&format!("{second}{cards}"), "Bridge shuts | Harrow Post"));
        assert!(!is_front(&report, "Bridge shuts"));
        let lead = |n: usize| {
            format!(
                "<li><h2>Bridge {n}</h2><div>It closes on Monday for a month.</div><a href=/{n}>Read on</a></li>"
            )
        };
        let leads: String = (0..4).map(lead).collect();
        assert!(is_front(&leads, "Harrow Post"));
        let loose = report.replace("<p>", "<div>").replace("</p>", "</div>");
        assert!(!is_front(&format!("<h1>Other words</h1>{loose}{leads}"), "Bridge shuts"));
    }

    #[test]
    fn the_text_whose_heading_the_title_is() {
        let html = "<article><h1>Bridge closes</h1><p>The old stone bridge shuts on Monday.</p></article>\
                    <article><h1>Bank keeps rate</h1><p>The central bank kept its rate.</p></article>";
        let of = |text: &str| of_title(&sections(html), Some("Bridge closes - Harrow Post"), text);
        assert_eq!(
            of("The central bank kept its rate."),
            Some("The old stone bridge shuts on Monday.".to_owned())
        );
        assert_eq!(of("The old stone bridge shuts on Monday."), None);
    }
}
