//! A page by its headings and links: is it a list of teasers, and which lines lead elsewhere?

use html_escape::decode_html_entities;
use rustc_hash::FxHashSet;

use super::lexer::{Piece, pieces};
use super::places::{Place, Places};
use super::report::names;
use super::{INLINE, is_reading, paragraphs, whole_words};
use crate::text::{count_words, count_words_to, fold_white_space, is_closing, is_sentence_end};

/// What stands below one heading, up to the next.
#[derive(Default)]
pub(super) struct Section {
    pub(super) heading: String,
    /// Whether the heading is of the highest rank.
    pub(super) is_first: bool,
    /// Whether the heading is a link, which leads to the article that it is the heading of.
    pub(super) linked: bool,
    /// Its paragraphs: what stands in `<p>`, but for what stands around the page.
    pub(super) lines: Vec<String>,
    /// Words in them.
    words: usize,
    /// Words of other lines that are long enough to be prose.
    loose: usize,
}

/// Words from which a line outside a paragraph is taken for prose.
const FEWEST_PROSE_WORDS: usize = 5;

/// Words of a link that stands alone below a teaser: "Read the whole story".
const MOST_LINK_WORDS: usize = 5;

/// What a page is made of.
#[derive(Default)]
pub(super) struct Outline {
    /// Its lines, but for what stands around its report.
    pub(super) lines: Vec<PageLine>,
    /// Its sections; the first is what stands above all headings.
    pub(super) sections: Vec<Section>,
    /// Lines that are a link and nothing else.
    links: FxHashSet<String>,
    /// Lines that are a label and a link: "Read also: Bridge closes".
    pointers: FxHashSet<String>,
}

/// Words of a link that may be the title of another report.
const FEWEST_TITLE_WORDS: usize = 3;

/// Words before the colon of a label.
const MOST_LABEL_WORDS: usize = 5;

/// A line that is being collected.
#[derive(Default)]
struct Line {
    text: String,
    /// Whether it opens with a link.
    link: bool,
    /// How many links begin in it, and where the last one begins and ends.
    links: usize,
    last_link: (usize, usize),
    paragraph: bool,
    heading: bool,
    /// The rank of the last heading, from 1.
    rank: u8,
    /// Bytes of it outside links.
    unlinked: usize,
    /// What stands around its beginning.
    place: Place,
}

/// A line of a page.
pub(super) struct PageLine {
    pub(super) text: String,
    pub(super) words: usize,
    pub(super) heading: bool,
    /// The rank of the last heading, from 1.
    pub(super) rank: u8,
    pub(super) paragraph: bool,
    /// Whether most of it is links.
    pub(super) link: bool,
    pub(super) place: Place,
}

/// Elements that hold no part of a report.
const AROUND: &[&str] = &["nav", "footer", "aside", "form", "dialog"];

/// What a page is made of.
pub(super) fn outline(page: &str) -> Outline {
    let mut outline = Outline { sections: vec![Section::default()], ..Outline::default() };
    let mut line = Line::default();
    let (mut around, mut links) = (0usize, 0usize);
    let mut in_reading = false;
    let mut places = Places::default();
    for piece in pieces(page) {
        match piece {
            Piece::Text(text) if around == 0 && !in_reading => {
                if line.text.trim().is_empty() {
                    line.place = places.here();
                }
                line.text.push_str(text);
                line.unlinked += if links == 0 { text.trim().len() } else { 0 };
            }
            Piece::Text(_) => {}
            Piece::Open(tag) => {
                in_reading = is_reading(tag.name);
                if !INLINE.iter().any(|inline| tag.is(inline)) {
                    outline.end_line(&mut line);
                    line.paragraph |= tag.is("p");
                }
                places.open(&tag);
                around += usize::from(AROUND.iter().any(|around| tag.is(around)));
                if is_heading(tag.name) && around == 0 {
                    line.heading = true;
                    line.rank = tag.name.bytes().last().map_or(0, |digit| digit - b'0');
                    outline.sections.push(Section { is_first: tag.is("h1"), ..Section::default() });
                } else if tag.is("a") {
                    links += 1;
                    line.links += 1;
                    line.last_link = (line.text.len(), line.text.len());
                    line.link |= line.text.trim().is_empty();
                }
            }
            Piece::Close(name) => {
                in_reading = false;
                let is = |known: &str| name.eq_ignore_ascii_case(known);
                if !INLINE.iter().any(|inline| is(inline)) {
                    outline.end_line(&mut line);
                    line.paragraph &= !is("p");
                    line.heading &= !is_heading(name);
                }
                places.close(name);
                around = around.saturating_sub(usize::from(AROUND.iter().any(|around| is(around))));
                links = links.saturating_sub(usize::from(is("a")));
                if is("a") {
                    line.last_link.1 = line.text.len();
                }
            }
        }
    }
    outline.end_line(&mut line);
    outline
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h' | b'H', b'1'..=b'6'])
}

impl Outline {
    fn end_line(&mut self, line: &mut Line) {
        let text = whole_words(fold_white_space(&decode_html_entities(&line.text)));
        if !text.is_empty() && line.links == 1 {
            let (from, to) = line.last_link;
            let (label, link) = (line.text[..from].trim(), &line.text[from..to]);
            let is_title = line.text[to..].trim().is_empty()
                && count_words_to(FEWEST_TITLE_WORDS, link) >= FEWEST_TITLE_WORDS;
            let is_label =
                label.ends_with(':') && count_words_to(MOST_LABEL_WORDS, label) <= MOST_LABEL_WORDS;
            if is_title && label.is_empty() {
                self.links.insert(text.clone());
            } else if is_title && is_label {
                self.pointers.insert(text.clone());
            }
        }
        let link = std::mem::take(&mut line.link);
        line.text.clear();
        line.links = 0;
        line.last_link = (0, 0);
        let is_link = std::mem::take(&mut line.unlinked) * 3 < text.len();
        if let Some(section) = self.sections.last_mut() {
            // "Profile [edit]" is no link.
            section.linked |= line.heading && is_link;
        }
        if !text.is_empty() {
            self.lines.push(PageLine {
                words: count_words(&text),
                heading: line.heading,
                rank: line.rank,
                paragraph: line.paragraph,
                link: is_link,
                place: line.place,
                text: text.clone(),
            });
        }
        if let Some(section) = self.sections.last_mut().filter(|_| !text.is_empty()) {
            section.take(text, line, link);
        }
    }

    /// The lines of a main text without those that lead to other reports: a pointer anywhere, and at the end a row of links, or of
    /// teasers, with what stands between and above them; and without the lines that say whose a picture or the page is.
    pub(super) fn without_pointers(&self, text: &str) -> String {
        let folded = text.lines().map(fold_white_space).filter(|line| !line.is_empty());
        let mut lines: Vec<String> =
            folded.filter(|line| !says_whose(line) && !self.pointers.contains(line)).collect();
        let is_link = |line: &String| self.links.contains(line);
        let (tail, links) = tail(&lines, is_link);
        if links >= FEWEST_LINKS && links * 2 >= tail {
            lines.truncate(lines.len() - tail);
        }
        let teasers = || self.sections.iter().filter(|section| section.is_teaser());
        let headings: FxHashSet<&String> = teasers().map(|teaser| &teaser.heading).collect();
        let texts: FxHashSet<&String> = teasers().flat_map(|teaser| &teaser.lines).collect();
        let (tail, _) = self::tail(&lines, |line| headings.contains(line) || texts.contains(line));
        let kept = lines.len() - tail;
        if lines[kept..].iter().filter(|line| headings.contains(line)).count() >= FEWEST_TEASERS {
            lines.truncate(kept);
        }
        paragraphs(lines.iter().map(String::as_str))
    }
}

/// How many lines at the end lead elsewhere or stand between and above those that do, and how many do; never the first line.
fn tail(lines: &[String], leads: impl Fn(&String) -> bool) -> (usize, usize) {
    let is_between = |line: &String| {
        !line.trim_end_matches(is_closing).ends_with(is_sentence_end)
            && count_words_to(MOST_BETWEEN_WORDS, line) <= MOST_BETWEEN_WORDS
    };
    let behind_first = lines.get(1..).unwrap_or_default();
    let tail = behind_first.iter().rev().take_while(|line| leads(line) || is_between(line)).count();
    let leading = lines[lines.len() - tail..].iter().filter(|line| leads(line)).count();
    (tail, leading)
}

/// "© Ada Hale", "Picture: © 2026 Post": a short line with the mark at the head of a word.
fn says_whose(line: &str) -> bool {
    let is_marked = line.split([' ', '(', '|']).any(|word| word.starts_with('©'));
    is_marked && count_words_to(MOST_RIGHTS_WORDS, line) <= MOST_RIGHTS_WORDS
}

/// Words of a line that says whose something is.
const MOST_RIGHTS_WORDS: usize = 25;

/// Words of a line that stands between or above links: a label, a date, the name of a section.
const MOST_BETWEEN_WORDS: usize = 14;

/// Links at the end of a text from which they are a list of other reports.
const FEWEST_LINKS: usize = 2;

impl Section {
    fn take(&mut self, text: String, line: &Line, link: bool) {
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
            if !line.place.comment && line.place.aside.is_none() {
                self.lines.push(text);
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn is_front(html: &str, title: &str) -> bool {
        is_front_page(&outline(html).sections, Some(title))
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
    fn lines_that_lead_elsewhere() {
        let html = "<p>The bridge shuts on Monday.</p><p>Read also: <a href=/2>Buses stop at the mill</a></p>\
            <p><a href=/3>The council said</a> so. © is a mark.</p><h3>More</h3><a href=/4>Bank keeps its rate</a>\
            <p><a href=/5>School stays shut today</a></p>";
        let text = "The bridge shuts on Monday.\n\nRead also: Buses stop at the mill\nThe council said so.\n© Ada Hale\nMore\n\
            Bank keeps its rate\nSchool stays shut today\n";
        let outline = outline(html);
        assert_eq!(
            outline.without_pointers(text),
            "The bridge shuts on Monday.\n\nThe council said so."
        );
        let one = "The bridge shuts on Monday.\n\nMore\n\nBank keeps its rate";
        assert_eq!(outline.without_pointers(one), one);
    }
}
