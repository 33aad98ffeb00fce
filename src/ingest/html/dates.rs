//! The day of a page by what it shows: elements that say they hold it, `<time>`, the address.

use super::lexer::{Piece, Tag};
use crate::ingest::date::{DateOrder, parse_date_in};
use crate::text::fold_white_space;

/// Whether a text is a day that can be read, or could be once the run tells which of day and month comes first. What content systems
/// write where they know none ("0001-01-01", 0 seconds) is none.
pub(super) fn is_date(text: &str) -> bool {
    /// The first of January 1990: before the first page.
    const FIRST: i64 = 631_152_000;
    parse_date_in(text, Some(DateOrder::DayFirst))
        .or_else(|| parse_date_in(text, Some(DateOrder::MonthFirst)))
        .is_some_and(|seconds| seconds >= FIRST)
}

/// How well a place in a page knows the day of its report; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Trust {
    /// It is marked as the day of publication.
    Marked,
    /// A `<time>` of the article.
    InArticle,
    /// A `<time>` below the heading.
    BelowHeading,
    /// Something that is named like a date, in the article or below the heading.
    Named,
    /// A `<time>` elsewhere, but for what belongs to the whole page.
    Elsewhere,
}

/// Elements of the page around a report: what day it is there says nothing of the report.
const AROUND: &[&str] = &["header", "nav", "aside", "footer"];

/// Bytes of text in which a date is looked for.
const MOST_TEXT: usize = 120;

/// The days that a page shows, by how much each is to be trusted.
#[derive(Default)]
pub(super) struct Dates {
    found: Vec<(Trust, String)>,
    article: usize,
    around: usize,
    heading: bool,
    /// A text that is being collected: whose it is, and how many elements are open in it.
    open: Option<(Trust, String, usize)>,
}

impl Dates {
    /// Takes the next piece of the page.
    pub(super) fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(tag) => self.start(tag),
            Piece::Close(name) => self.end(name),
            Piece::Text(text) => {
                if let Some((_, collected, _)) = &mut self.open
                    && collected.len() < MOST_TEXT
                {
                    collected.push_str(&text[..text.floor_char_boundary(MOST_TEXT)]);
                }
            }
        }
    }

    /// The best of them.
    pub(super) fn best(&self) -> Option<String> {
        self.found.iter().min_by_key(|(trust, _)| *trust).map(|(_, date)| date.clone())
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if let Some((_, text, inside)) = &mut self.open {
            // A break between two parts of a date.
            text.push(' ');
            *inside += usize::from(!VOID.iter().any(|void| tag.is(void)));
            return;
        }
        self.article += usize::from(tag.is("article"));
        self.around += usize::from(AROUND.iter().any(|around| tag.is(around)));
        self.heading |= tag.is("h1");
        let Some(trust) = self.trust(tag) else { return };
        let given = ["datetime", "content"].into_iter().find_map(|name| tag.attribute(name));
        match given {
            Some(date) => self.add(trust, &date),
            None if VOID.iter().any(|void| tag.is(void)) => {}
            None => self.open = Some((trust, String::new(), 0)),
        }
    }

    fn end(&mut self, name: &str) {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        match self.open.take() {
            Some((trust, text, 0)) => self.add(trust, &html_escape::decode_html_entities(&text)),
            Some((trust, text, inside)) => self.open = Some((trust, text + " ", inside - 1)),
            None => {
                self.article = self.article.saturating_sub(usize::from(is("article")));
                let around = AROUND.iter().any(|around| is(around));
                self.around = self.around.saturating_sub(usize::from(around));
            }
        }
    }

    /// How much a tag's date is to be trusted; none where it has none.
    fn trust(&self, tag: &Tag<'_>) -> Option<Trust> {
        let is_time = tag.is("time");
        let attribute = |name: &str| tag.attribute(name).unwrap_or_default().to_ascii_lowercase();
        // Most tags have no attributes at all.
        if !is_time && !tag.has_attributes() {
            return None;
        }
        if attribute("itemprop").split_whitespace().any(|name| name == "datepublished")
            || is_time && tag.attribute("pubdate").is_some()
        {
            return Some(Trust::Marked);
        }
        let is_of_page = self.around > 0 && self.article == 0;
        if is_of_page || tag.is("meta") {
            return None;
        }
        if is_time {
            return Some(match (self.article > 0, self.heading) {
                (true, _) => Trust::InArticle,
                (_, true) => Trust::BelowHeading,
                _ => Trust::Elsewhere,
            });
        }
        let is_named = || {
            let names = attribute("class") + " " + &attribute("id");
            let mut parts = names.split(|c: char| !c.is_ascii_alphabetic());
            parts.any(|part| NAMES.contains(&part))
        };
        ((self.heading || self.article > 0) && is_named()).then_some(Trust::Named)
    }

    fn add(&mut self, trust: Trust, date: &str) {
        let date = fold_white_space(date);
        if is_date(&date) && !self.found.iter().any(|(known, _)| *known == trust) {
            self.found.push((trust, date));
        }
    }
}

/// Parts of the names of elements that hold the day of a report.
const NAMES: &[&str] = &[
    "date",
    "pubdate",
    "publish",
    "published",
    "publication",
    "datetime",
    "timestamp",
    "posted",
    "dateline",
];

/// Elements without an end tag.
const VOID: &[&str] = &["br", "img", "wbr", "hr", "input", "link", "meta"];

/// The day that an address names: `/2026/03/12/`, `/2026-03-12-`, `/20260312/`.
pub(super) fn of_address(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next()?;
    let numbers: Vec<&str> =
        path.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty()).collect();
    let day = |year: &str, month: &str, day: &str| {
        let date = format!("{year}-{month:0>2}-{day:0>2}");
        (year.len() == 4 && month.len() <= 2 && day.len() <= 2 && is_date(&date)).then_some(date)
    };
    let apart = numbers.windows(3).find_map(|n| {
        // Next to one another, and not three numbers of anything.
        let written = ["/", "-", "_"].map(|mark| format!("{}{mark}{}{mark}{}", n[0], n[1], n[2]));
        day(n[0], n[1], n[2]).filter(|_| written.iter().any(|written| path.contains(written)))
    });
    apart.or_else(|| {
        let packed = numbers.iter().filter(|n| n.len() == 8);
        packed.into_iter().find_map(|n| day(&n[..4], &n[4..6], &n[6..]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_addresses() {
        let of = |url: &str| of_address(url).unwrap_or_default();
        assert_eq!(of("https://k.example/2026/03/12/bridge"), "2026-03-12");
        assert_eq!(of("https://k.example/news/2026-3-2-bridge.html"), "2026-03-02");
        assert_eq!(of("https://k.example/20260312/bridge"), "2026-03-12");
        assert_eq!(of("https://k.example/a-12345678.html"), "");
        assert_eq!(of("https://k.example/2026/bridge-3-12"), "");
        assert_eq!(of("https://k.example/2026/13/40/"), "");
    }
}
