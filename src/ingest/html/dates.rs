//! The day of a page by what it shows: elements that say they hold it, `<time>`, the address.

use super::lexer::{Piece, Tag};
use super::report::names;
use super::sections::is_heading;
use super::{INLINE, is_void};
use crate::ingest::date::{DateOrder, parse_date, parse_date_in};
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
    /// A line close below the heading that is nothing but a date.
    Alone,
    /// A `<time>` elsewhere, but for what belongs to the whole page.
    Elsewhere,
    /// The address of the page.
    Address,
    /// The one day that scripts of the page name as that of publication.
    Script,
    /// Something that is named like a date and stands elsewhere.
    NamedElsewhere,
}

/// What a date was found in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Marked,
    Time,
    Named,
    Line,
}

/// Where something stands in a page.
#[derive(Debug, Clone, Copy)]
struct Place {
    line: usize,
    in_article: bool,
    /// The line where the innermost `<header>` around it begins.
    header: Option<usize>,
    /// Whether it belongs to the page around a report.
    is_around: bool,
}

/// Elements of the page around a report: what day it is there says nothing of the report. A header may hold the report's own heading.
const AROUND: &[&str] = &["nav", "aside", "footer"];

/// Bytes of a text in which a date is looked for, and of a heading.
const MOST_TEXT: usize = 240;

/// Bytes of a line that is nothing but a date.
const MOST_LINE: usize = 80;

/// Dates and headings of one page that are looked at; a report's own are among the first.
const MOST_FOUND: usize = 256;

/// Lines below a heading among which the day of its report stands: subtitle, author, picture, caption, ways to share.
const NEAR: usize = 20;

/// Words before the digits of a line that is nothing but a date: "Published on Thursday, the 12 March 2020".
const MOST_LABEL: usize = 5;

/// The dates that a page shows.
#[derive(Default)]
pub(super) struct Dates {
    found: Vec<(Kind, String, Place)>,
    /// Headings, each with whether it is of the highest rank.
    headings: Vec<(String, bool, Place)>,
    article: usize,
    around: usize,
    /// The lines where the open headers begin.
    headers: Vec<usize>,
    line: usize,
    /// The text of the line so far.
    text: String,
    /// Whether the line is in a heading, and that of the highest rank.
    heading: Option<bool>,
    /// Dates of publication in scripts.
    in_scripts: Vec<String>,
    /// A text that is being collected: what it is in, and how many elements are open in it.
    open: Option<(Kind, String, usize)>,
}

impl Dates {
    /// Takes the next piece of the page.
    pub(super) fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Open(tag) => self.start(tag),
            Piece::Close(name) => self.end(name),
            Piece::Text(text) => {
                let text = &text[..text.floor_char_boundary(MOST_TEXT)];
                let open = self.open.as_mut().map(|(_, collected, _)| collected);
                for collected in open.into_iter().chain([&mut self.text]) {
                    if collected.len() < MOST_TEXT {
                        collected.push_str(text);
                    }
                }
            }
        }
    }

    /// The best of them, for a page of this title and address.
    pub(super) fn best(&self, title: Option<&str>, url: Option<&str>) -> Option<String> {
        let titled = title.and_then(|title| {
            self.headings.iter().find(|(heading, ..)| names(title, heading)).map(|(.., at)| at)
        });
        // The name of an outlet is a heading too: a line is believed below the title alone.
        let near =
            |at: &Place| titled.is_some_and(|top| (top.line..=top.line + NEAR).contains(&at.line));
        let heading = titled
            .or_else(|| self.headings.iter().find(|(_, is_first, _)| *is_first).map(|(.., at)| at));
        let trust = |(kind, date, at): &(Kind, String, Place)| {
            let is_below = heading.is_some_and(|top| top.line <= at.line);
            let is_of_page = !at.in_article
                && (at.is_around
                    || at.header.is_some() && at.header != heading.and_then(|top| top.header));
            let trust = match kind {
                Kind::Marked => Trust::Marked,
                _ if is_of_page => return None,
                Kind::Time if at.in_article => Trust::InArticle,
                Kind::Time if is_below => Trust::BelowHeading,
                Kind::Time => Trust::Elsewhere,
                Kind::Named if at.in_article || is_below => Trust::Named,
                Kind::Named => Trust::NamedElsewhere,
                Kind::Line if near(at) => Trust::Alone,
                Kind::Line => return None,
            };
            Some((trust, date.clone()))
        };
        let address = url.and_then(of_address).map(|date| (Trust::Address, date));
        let script = self.day_of_scripts().map(|date| (Trust::Script, date));
        let found = self.found.iter().filter_map(trust).chain(address).chain(script);
        found.min_by_key(|(trust, _)| *trust).map(|(_, date)| date)
    }

    fn start(&mut self, tag: &Tag<'_>) {
        if !INLINE.iter().any(|inline| tag.is(inline)) {
            self.end_line();
        }
        if is_heading(tag.name) {
            self.heading = Some(tag.is("h1"));
        }
        self.article += usize::from(tag.is("article"));
        self.around += usize::from(AROUND.iter().any(|around| tag.is(around)));
        if tag.is("header") {
            self.headers.push(self.line);
        }
        if let Some(script) = tag.raw.filter(|_| tag.is("script")) {
            self.in_scripts.extend(published_in(script).take(MOST_FOUND));
        }
        let is_void = is_void(tag);
        let kind = kind_of(tag);
        let given = kind.and_then(|_| {
            GIVEN.iter().find_map(|name| tag.attribute(name).filter(|date| is_date(date)))
        });
        if let (Some(kind), Some(date)) = (kind, &given) {
            self.add(kind, date);
        }
        match (&mut self.open, kind) {
            // What goes on and on is no date, but something around one.
            (Some((_, text, _)), _) if text.len() >= MOST_TEXT => self.open = None,
            (Some((_, text, inside)), _) => {
                // A break between two parts of a date.
                text.push(' ');
                *inside += usize::from(!is_void);
            }
            (None, Some(kind)) if given.is_none() && !is_void => {
                self.open = Some((kind, String::new(), 0));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if !INLINE.iter().any(|inline| is(inline)) {
            self.end_line();
        }
        if is_heading(name) {
            self.heading = None;
        }
        match self.open.take() {
            Some((kind, text, 0)) => self.add(kind, &html_escape::decode_html_entities(&text)),
            Some((kind, text, inside)) => self.open = Some((kind, text + " ", inside - 1)),
            None => {}
        }
        self.article = self.article.saturating_sub(usize::from(is("article")));
        let around = AROUND.iter().any(|around| is(around));
        self.around = self.around.saturating_sub(usize::from(around));
        if is("header") {
            self.headers.pop();
        }
    }

    fn end_line(&mut self) {
        let text = std::mem::take(&mut self.text);
        if text.trim().is_empty() {
            return;
        }
        let is_short = text.len() <= MOST_LINE && text.bytes().any(|b| b.is_ascii_digit());
        let read = || fold_white_space(&html_escape::decode_html_entities(&text));
        if let Some(is_first) = self.heading {
            if self.headings.len() < MOST_FOUND {
                self.headings.push((read(), is_first, self.place()));
            }
        } else if is_short && let Some(date) = parts(&read()).find(|part| is_labelled(part)) {
            self.add(Kind::Line, date);
        }
        self.line += 1;
    }

    /// Scripts hold other reports too: where they name several days, they say nothing.
    fn day_of_scripts(&self) -> Option<String> {
        let (first, others) = self.in_scripts.split_first()?;
        let day = |date: &str| parse_date(date).map(|seconds| seconds.div_euclid(DAY));
        let first_day = day(first)?;
        others.iter().all(|other| day(other) == Some(first_day)).then(|| first.clone())
    }

    fn place(&self) -> Place {
        Place {
            line: self.line,
            in_article: self.article > 0,
            header: self.headers.last().copied(),
            is_around: self.around > 0,
        }
    }

    fn add(&mut self, kind: Kind, text: &str) {
        let text = fold_white_space(text);
        if self.found.len() < MOST_FOUND
            && let Some(date) = date_in(&text)
        {
            self.found.push((kind, date.to_owned(), self.place()));
        }
    }
}

/// The date in a text that is said to hold one: the whole, a part, or all up to where words follow ("12 March 2020 by Ada Hale").
fn date_in(text: &str) -> Option<&str> {
    let mut whole = [text].into_iter().chain(parts(text));
    let ends = || text.rmatch_indices(' ').take(MOST_BEHIND).map(|(at, _)| &text[..at]);
    whole.find(|part| is_date(part)).or_else(|| ends().find(|start| is_date(start)))
}

/// Words behind a date that are passed over.
const MOST_BEHIND: usize = 12;

/// Dates in a script whose names say that they are of publication: `"publishDate": "2020-03-12"`, `published_at = '…'`.
fn published_in(script: &str) -> impl Iterator<Item = String> {
    let is_name = |c: char| c.is_ascii_alphabetic() || c == '_';
    script.match_indices("ubli").filter_map(move |(at, _)| {
        let near = &script[at..script.floor_char_boundary(at + MOST_TEXT)];
        let (name, behind) = near.split_at(near.find(|c| !is_name(c))?);
        let lower = name.to_ascii_lowercase();
        let is_day =
            lower == "ublished" || ["date", "time", "_at"].iter().any(|part| lower.contains(part));
        // JSON inside a string has a stroke before each of its marks.
        let value = behind.trim_start_matches(['"', '\'', '\\', ' ']).strip_prefix([':', '='])?;
        let value = value.trim_start_matches([' ', '\\']).strip_prefix(['"', '\''])?;
        let value = &value[..value.find(['"', '\'', '\\'])?];
        (is_day && is_date(value)).then(|| value.to_owned())
    })
}

/// What stands between the bars, dots and dashes of a line.
fn parts(line: &str) -> impl Iterator<Item = &str> {
    line.split(['|', '•', '·', '–', '—']).map(str::trim).filter(|part| !part.is_empty())
}

/// Whether a text is a date with at most a label before it.
fn is_labelled(text: &str) -> bool {
    let label = text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    label.split_whitespace().count() <= MOST_LABEL && is_date(text)
}

/// What kind of date an element is said to hold.
fn kind_of(tag: &Tag<'_>) -> Option<Kind> {
    let is_time = tag.is("time");
    let attribute = |name: &str| tag.attribute(name).unwrap_or_default().to_ascii_lowercase();
    // Most tags have no attributes at all.
    if !is_time && !tag.has_attributes() {
        return None;
    }
    if attribute("itemprop").split_whitespace().any(|name| name == "datepublished")
        || is_time && tag.attribute("pubdate").is_some()
    {
        return Some(Kind::Marked);
    }
    if tag.is("meta") {
        return None;
    }
    let names = attribute("class") + " " + &attribute("id");
    let is_named = names.split(|c: char| !c.is_ascii_alphabetic()).any(is_date_name);
    let is_other = OTHER_DAYS.iter().any(|other| names.contains(other));
    match (is_time, is_named && !is_other) {
        (true, _) => Some(Kind::Time),
        (_, true) => Some(Kind::Named),
        _ => None,
    }
}

/// Whether a part of an element's name, in small letters, says that it holds the day of a report.
fn is_date_name(part: &str) -> bool {
    // "publish" is what WordPress calls the state of everything that it shows.
    part.starts_with("publish") && part != "publish"
        || part.starts_with("date")
        || part.ends_with("date")
        || ["time", "timestamp", "publication", "posted", "created"].contains(&part)
}

/// In the names of elements, what says that they hold another day.
const OTHER_DAYS: &[&str] =
    &["update", "modified", "today", "current", "expir", "comment", "header-date", "headerdate"];

/// Attributes in which an element gives its date so that programs can read it.
const GIVEN: &[&str] =
    &["datetime", "content", "data-datetime", "data-date", "data-timestamp", "title"];

const DAY: i64 = 86_400;

/// The date that stands in the head of a page, or the day that the page shows its readers: a moment in UTC is another day where the
/// report appeared, and "on Monday" in its text counts from there.
pub(super) fn in_local_time(
    stated: String,
    url: Option<&str>,
    shown: impl FnOnce() -> Option<String>,
) -> String {
    let is_utc =
        |date: &str| ["Z", "+00:00", "+0000", "GMT", "UTC"].iter().any(|end| date.ends_with(end));
    if !is_utc(&stated) {
        return stated;
    }
    let Some(stamp) = parse_date(&stated) else { return stated };
    let (day, hour) = (stamp.div_euclid(DAY), stamp.rem_euclid(DAY) / 3600);
    let shown = url.and_then(of_address).or_else(shown);
    let Some(shown) = shown.filter(|shown| !is_utc(shown)) else { return stated };
    // Places with outlets lie between 10 hours behind (Hawaii) and 14 before.
    match parse_date(&shown).map(|shown| shown.div_euclid(DAY) - day) {
        Some(-1) if hour < 10 => shown,
        Some(1) if hour >= 10 => shown,
        _ => stated,
    }
}

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
