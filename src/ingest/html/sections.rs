//! A page by its headings and links: is it a list of teasers, which part has a given title, and which lines lead elsewhere?

use std::hash::{BuildHasher, Hash};

use html_escape::decode_html_entities;
use rustc_hash::{FxBuildHasher, FxHashSet};

use super::lexer::{Piece, Tag, pieces};
use super::{INLINE, is_reading, paragraphs, whole_words};
use crate::text::{
    count_words, count_words_to, fold_white_space, fold_word, is_closing, is_sentence_end, words,
};

/// What stands below one heading, up to the next.
#[derive(Default)]
pub(super) struct Section {
    heading: String,
    /// Whether the heading is of the highest rank.
    is_first: bool,
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

/// What a page is made of.
#[derive(Default)]
pub(super) struct Outline {
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
    /// Whether readers wrote it.
    comment: bool,
}

/// Parts of the names of elements that hold what readers wrote.
const COMMENTS: &[&str] = &["comment", "disqus", "discuss", "respond", "reply", "forum"];

fn is_comments(tag: &Tag<'_>) -> bool {
    ["class", "id"].iter().filter_map(|name| tag.attribute(name)).any(|names| {
        let names = names.to_ascii_lowercase();
        COMMENTS.iter().any(|part| names.contains(part))
    })
}

/// Elements that hold no part of a report.
const AROUND: &[&str] = &["nav", "footer", "aside", "form", "dialog"];

/// What a page is made of.
pub(super) fn outline(page: &str) -> Outline {
    let mut outline = Outline { sections: vec![Section::default()], ..Outline::default() };
    let mut line = Line::default();
    let (mut around, mut links) = (0usize, 0usize);
    let mut in_reading = false;
    // The element that holds comments, and how many of its name are open.
    let mut comments: Option<(&str, usize)> = None;
    for piece in pieces(page) {
        match piece {
            Piece::Text(text) if around == 0 && !in_reading => line.text.push_str(text),
            Piece::Text(_) => {}
            Piece::Open(tag) => {
                in_reading = is_reading(tag.name);
                if !INLINE.iter().any(|inline| tag.is(inline)) {
                    outline.end_line(&mut line);
                    line.paragraph |= tag.is("p");
                    match &mut comments {
                        Some((name, open)) => {
                            *open += usize::from(tag.name.eq_ignore_ascii_case(name))
                        }
                        None if tag.has_attributes()
                            && !tag.is("body")
                            && !tag.is("html")
                            && is_comments(&tag) =>
                        {
                            comments = Some((tag.name, 1));
                        }
                        None => {}
                    }
                    line.comment = comments.is_some();
                }
                around += usize::from(AROUND.iter().any(|around| tag.is(around)));
                if is_heading(tag.name) && around == 0 {
                    line.heading = true;
                    outline.sections.push(Section {
                        is_first: tag.is("h1"),
                        linked: links > 0,
                        ..Section::default()
                    });
                } else if tag.is("a") {
                    links += 1;
                    if let Some(section) = outline.sections.last_mut() {
                        section.linked |= line.heading;
                    }
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
                    if let Some((of, open)) = &mut comments
                        && name.eq_ignore_ascii_case(of)
                    {
                        *open -= 1;
                    }
                    comments = comments.filter(|(_, open)| *open > 0);
                    line.comment = comments.is_some();
                }
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
            if !line.comment {
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

/// Words of a text below the heading from which it is taken for the report, whatever else was found: leads and captions have fewer.
const FEWEST_REPORT_WORDS: usize = 60;

/// How many times as long another text of the page may be.
const MOST_TIMES: usize = 6;

/// The text below the heading that a page's title names, where something else was taken for its main text: no word of the title
/// stands there, or next to nothing of that text, or it is a small part of that text.
pub(super) fn of_title(sections: &[Section], title: Option<&str>, text: &str) -> Option<String> {
    let title = title?;
    let behind = &sections[sections.iter().position(|section| names(title, &section.heading))?..];
    let few = count_words_to(FEWEST_REPORT_WORDS, text) < FEWEST_REPORT_WORDS;
    if few && let Some(whole) = in_parts(behind, text) {
        return Some(whole);
    }
    let named = behind.iter().find(|s| !s.lines.is_empty() && names(title, &s.heading))?;
    let report = paragraphs(named.lines.iter().map(String::as_str));
    let (of_report, of_text) = (runs(&report), runs(text));
    let shared = of_report.intersection(&of_text).count();
    if shared * 2 > of_report.len() {
        // It is there, and perhaps more of the report.
        return None;
    }
    let is_of_title = {
        let known = words_of(text);
        words_of(title).iter().any(|word| known.contains(word))
    };
    if !is_of_title {
        return Some(report);
    }
    // The title of a page may also stand over a question that it answers. Beside a long text what stands there is a remark.
    if !named.is_first
        || count_words(&report) < FEWEST_REPORT_WORDS.max(count_words(text) / MOST_TIMES)
    {
        return None;
    }
    let is_other = shared * 10 < of_report.len();
    let is_part = of_text.len() * 3 < of_report.len() && shared * 2 > of_text.len();
    (is_other || is_part).then_some(report)
}

/// What stands below a heading and the next ones, up to one that leads elsewhere, where a few words were taken for the main text: a
/// report whose parts stand in boxes of their own.
fn in_parts(sections: &[Section], text: &str) -> Option<String> {
    let own = sections.iter().take_while(|section| !section.linked);
    let whole = paragraphs(own.flat_map(|section| &section.lines).map(String::as_str));
    let words = count_words(&whole);
    (words >= FEWEST_REPORT_WORDS && words >= count_words(text) * 3).then_some(whole)
}

/// Hashes of every three words that follow one another in a text.
fn runs(text: &str) -> FxHashSet<u64> {
    let words: Vec<u64> = words(text).map(|(_, word)| hash(&*fold_word(word))).collect();
    words.windows(3).map(hash).collect()
}

fn hash(value: impl Hash) -> u64 {
    FxBuildHasher.hash_one(value)
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

    #[test]
    fn the_text_whose_heading_the_title_is() {
        let html = "<article><h1>Bridge closes</h1><p>The old stone bridge shuts on Monday.</p></article>\
                    <article><h1>Bank keeps rate</h1><p>The central bank kept its rate.</p></article>";
        let of = |text: &str| {
            of_title(&outline(html).sections, Some("Bridge closes - Harrow Post"), text)
        };
        assert_eq!(
            of("The central bank kept its rate."),
            Some("The old stone bridge shuts on Monday.".to_owned())
        );
        assert_eq!(of("The old stone bridge shuts on Monday."), None);
        // Some words of the title stand in whatever was taken.
        let line = |n: usize| {
            format!(
                "Bridge {n} by the mill closes on Monday for the month of repairs that it needs. "
            )
        };
        let report: String = (0..8).map(|n| format!("<p>{}</p>", line(n))).collect();
        let lines: Vec<String> = (0..8).map(|n| line(n).trim().to_owned()).collect();
        let whole = lines.join("\n\n");
        let other =
            "The bridge is named in a letter that many have signed, each a reader of ours. ";
        let taken =
            |html: &str, text: &str| of_title(&outline(html).sections, Some("Bridge closes"), text);
        let page = format!("<h1>Bridge closes</h1>{report}<h2>Letter</h2>");
        assert_eq!(taken(&page, &other.repeat(20)).as_ref(), Some(&whole));
        assert_eq!(taken(&page, &whole), None);
        let untitled = page.replace("<h1>Bridge closes</h1>", "<h1>Other words</h1>");
        let of_other =
            |text: &str| of_title(&outline(&untitled).sections, Some("Other words"), text);
        assert_eq!(of_other(&format!("{whole}\n\nMore of it.")), None);
        assert_eq!(taken(&page, &lines[0]).as_ref(), Some(&whole));
        assert_eq!(taken(&page.replace("h1", "h3"), &other.repeat(20)), None);
        let boxes = report.replace("<p>", "<h2></h2><p>");
        let comments = format!("<div class=comments><h4>Three of you</h4>{report}</div>");
        let page = format!("<h1>Bridge closes</h1>{boxes}{comments}");
        assert_eq!(taken(&page, &lines[0]).as_ref(), Some(&whole));
    }
}
