//! What came for a feed: its entries with their places, or the feeds that a page names.

use std::ops::Range;

use encoding_rs::{Encoding, UTF_8};
use html_escape::decode_html_entities;
use jiff::Timestamp;
use jiff::civil::Date;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde::Deserialize;
use serde_json::value::RawValue;
use url::Url;

use crate::address::hash;
use crate::page::named_feeds;

/// Elements inside one another in an entry; what stands deeper is text of the deepest. That of `newsfold digest`.
const DEPTH: usize = 512;

/// One entry: an article, or its announcement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Where it stands in the document.
    place: Range<usize>,
    /// Which entry of the feed it is: the same in each document that has it.
    pub(crate) id: String,
    /// What it says: another after an edit of title, address or text, in whatever markup.
    pub(crate) version: String,
    /// The article, if the address is one that can be asked.
    pub(crate) link: Option<String>,
    /// When it was published; nothing where that cannot be.
    pub(crate) date: Option<Timestamp>,
}

/// A feed's document.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Feed {
    pub(crate) entries: Vec<Entry>,
    /// Where the text of entries stands, if the document can be taken apart.
    parts: Option<Parts>,
    /// Why the document is not whole.
    pub(crate) fault: Option<String>,
    /// The ending of its file's name.
    pub(crate) ending: &'static str,
}

#[derive(Debug, PartialEq, Eq)]
enum Parts {
    /// Entries that are not wanted are cut out.
    Xml,
    /// The inside of the array that is written anew, with commas.
    Json(Range<usize>),
}

/// What a document is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Document {
    Feed(Feed),
    /// A page, with the feeds that it names.
    Page(Vec<Url>),
    /// Neither.
    Other(String),
}

/// Reads a document. `kind` is the type that the host gave it; its content decides. `now` is for dates that cannot be.
pub(crate) fn read(bytes: &[u8], kind: Option<&str>, base: &Url, now: Timestamp) -> Document {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Document::Other("empty".to_owned());
    }
    let encoding = encoding(bytes, kind);
    let (text, _, _) = encoding.decode(bytes);
    // Places count in the bytes that are stored.
    let in_place = encoding == UTF_8
        && text.as_bytes() == bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let shift = bytes.len() - text.len().min(bytes.len());
    let text = text.as_ref();
    let look = Look { base, now };
    let document = match text.trim_start().as_bytes().first() {
        Some(b'{') => look.json(text),
        _ => look.xml(text),
    };
    let Document::Feed(mut feed) = document else { return document };
    if in_place && shift > 0 {
        // Behind a byte order mark.
        for entry in &mut feed.entries {
            entry.place = entry.place.start + shift..entry.place.end + shift;
        }
        if let Some(Parts::Json(place)) = &mut feed.parts {
            *place = place.start + shift..place.end + shift;
        }
    }
    feed.parts = feed.parts.filter(|_| in_place);
    Document::Feed(feed)
}

/// By byte order mark, the host's word, the document's own, and else UTF-8.
fn encoding(bytes: &[u8], kind: Option<&str>) -> &'static Encoding {
    let named = |name: &str| Encoding::for_label(name.trim_matches(['"', '\'', ' ']).as_bytes());
    let of_mark = || Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    let of_host = || {
        let at = kind?.to_ascii_lowercase().find("charset=")?;
        named(kind?.get(at + "charset=".len()..)?.split(';').next()?)
    };
    let of_document = || {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
        let declaration = head.trim_start().strip_prefix("<?xml")?.split("?>").next()?;
        let value =
            declaration.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        named(value[1..].split(quote).next()?)
    };
    if let Some(encoding) = of_mark() {
        return encoding;
    }
    // Many hosts name an encoding for everything they send; bytes that are good UTF-8 are UTF-8.
    if std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0) {
        return UTF_8;
    }
    of_host().or_else(of_document).unwrap_or(UTF_8)
}

impl Feed {
    /// The document with only those entries that are wanted, everything else as it came; whole where it cannot be taken apart.
    pub(crate) fn with(&self, bytes: &[u8], wanted: &[bool]) -> Vec<u8> {
        let is_wanted = |at: usize| wanted.get(at).copied().unwrap_or(true);
        match &self.parts {
            None => bytes.to_vec(),
            Some(Parts::Xml) => {
                let mut kept = Vec::with_capacity(bytes.len());
                let mut from = 0;
                for (at, entry) in self.entries.iter().enumerate() {
                    let before = &bytes[from..entry.place.start];
                    from = entry.place.end;
                    if is_wanted(at) {
                        kept.extend_from_slice(before);
                        kept.extend_from_slice(&bytes[entry.place.clone()]);
                    } else {
                        // The white space before an entry goes with it.
                        kept.extend_from_slice(before.trim_ascii_end());
                    }
                }
                kept.extend_from_slice(&bytes[from..]);
                kept
            }
            Some(Parts::Json(array)) => {
                let mut kept = bytes[..array.start].to_vec();
                let entries = self.entries.iter().enumerate().filter(|(at, _)| is_wanted(*at));
                for (nth, (_, entry)) in entries.enumerate() {
                    if nth > 0 {
                        kept.push(b',');
                    }
                    kept.extend_from_slice(&bytes[entry.place.clone()]);
                }
                kept.extend_from_slice(&bytes[array.end..]);
                kept
            }
        }
    }
}

impl Feed {
    /// The document with one of its entries; nothing where it cannot be taken apart.
    pub(crate) fn only(&self, bytes: &[u8], at: usize) -> Option<Vec<u8>> {
        let place = self.entries.get(at)?.place.clone();
        let (before, behind) = match self.parts.as_ref()? {
            Parts::Xml => (..self.entries.first()?.place.start, self.entries.last()?.place.end..),
            Parts::Json(array) => (..array.start, array.end..),
        };
        Some([&bytes[before], &bytes[place], &bytes[behind]].concat())
    }
}

/// What an entry says of itself.
#[derive(Default)]
struct Told {
    id: String,
    link: String,
    title: String,
    date: String,
    updated: String,
    texts: Vec<String>,
}

struct Look<'a> {
    base: &'a Url,
    now: Timestamp,
}

impl Look<'_> {
    fn entry(&self, place: Range<usize>, told: &Told) -> Entry {
        let title = words(&told.title);
        let named = [&told.id, &told.link, &title].into_iter().find(|name| !name.trim().is_empty());
        let texts: String =
            told.texts.iter().flat_map(|text| [words(text), "\n".to_owned()]).collect();
        let link = told.link.trim();
        let link = if link.is_empty() { told.id.trim() } else { link };
        // Of an id without a scheme nobody knows whether it is an address.
        let is_address = !told.link.trim().is_empty() || link.contains("://");
        let link = self
            .base
            .join(link)
            .ok()
            .filter(|url| is_address && matches!(url.scheme(), "http" | "https"));
        Entry {
            place,
            id: hash(&[named.map_or("", |name| name.trim())]),
            version: hash(&[&title, told.link.trim(), &texts]),
            link: link.map(Url::into),
            date: [&told.date, &told.updated].into_iter().find_map(|date| self.date(date)),
        }
    }

    /// A date, unless it is of a clock that was never set or of one that goes wrong.
    fn date(&self, text: &str) -> Option<Timestamp> {
        let text = text.trim();
        let day = || text.get(..10)?.parse::<Date>().ok()?.to_zoned(jiff::tz::TimeZone::UTC).ok();
        let date = text
            .parse::<Timestamp>()
            .ok()
            .or_else(|| {
                jiff::fmt::rfc2822::DateTimeParser::new()
                    .relaxed_weekday(true)
                    .parse_timestamp(text)
                    .ok()
            })
            .or_else(|| Some(day()?.timestamp()))?;
        let second = date.as_second();
        // The first day of computers' time, and what is more than a day ahead (time zones), is no date.
        (second >= 86400 && second <= self.now.as_second() + 86400).then_some(date)
    }

    fn xml(&self, text: &str) -> Document {
        let mut reader = Reader::from_str(text);
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        config.allow_dangling_amp = true;
        let mut scan =
            Scan { look: self, text, root: None, open: None, entries: Vec::new(), depth: 0 };
        let fault = loop {
            let start = reader.buffer_position() as usize;
            let event = match reader.read_event() {
                Ok(event) => event,
                Err(error) => break Some(format!("malformed XML: {error}")),
            };
            let end = reader.buffer_position() as usize;
            match event {
                Event::Eof => break scan.open_at_end(),
                Event::Start(tag) => scan.start(&tag, start, end, false),
                Event::Empty(tag) => scan.start(&tag, start, end, true),
                Event::End(tag) => scan.end(tag.local_name().into_inner(), start, end),
                _ => {}
            }
            match scan.root.as_deref() {
                None | Some("rss" | "RDF" | "feed") => {}
                Some(_) => return self.no_feed(text, scan.root.as_deref()),
            }
        };
        if scan.root.is_none() {
            return self.no_feed(text, None);
        }
        let entries = scan.entries;
        Document::Feed(Feed { entries, parts: Some(Parts::Xml), fault, ending: "xml" })
    }

    fn no_feed(&self, text: &str, root: Option<&str>) -> Document {
        let head: String = text.chars().take(1000).collect::<String>().to_ascii_lowercase();
        if root.is_some_and(|root| root.eq_ignore_ascii_case("opml")) {
            return Document::Other(
                "a list of subscriptions (OPML), no feed: save it and name the file".to_owned(),
            );
        }
        if head.contains("<html") || head.contains("<!doctype html") || head.contains("<head") {
            return Document::Page(named_feeds(text, self.base));
        }
        Document::Other(root.map_or("neither feed nor page".to_owned(), |root| {
            let root: String = root.chars().take(40).collect();
            format!("an XML document of another kind ({root})")
        }))
    }

    fn json(&self, text: &str) -> Document {
        #[derive(Deserialize)]
        struct Outer<'a> {
            version: Option<String>,
            #[serde(borrow)]
            items: Option<&'a RawValue>,
        }
        let outer: Outer<'_> = match serde_json::from_str(text) {
            Ok(outer) => outer,
            Err(error) => return Document::Other(format!("malformed JSON: {error}")),
        };
        let is_feed =
            outer.version.is_some_and(|version| version.contains("jsonfeed.org/version/"));
        let Some(items) = outer.items.filter(|_| is_feed) else {
            return Document::Other("JSON, but no JSON Feed".to_owned());
        };
        let inside: Vec<&RawValue> = match serde_json::from_str(items.get()) {
            Ok(inside) => inside,
            Err(error) => return Document::Other(format!("malformed JSON: {error}")),
        };
        let at = |raw: &RawValue| raw.get().as_ptr() as usize - text.as_ptr() as usize;
        let place = |raw: &RawValue| at(raw)..at(raw) + raw.get().len();
        let array = place(items);
        let entries = inside
            .into_iter()
            .map(|raw| self.entry(place(raw), &told_in_json(raw.get())))
            .collect();
        let parts = Some(Parts::Json(array.start + 1..array.end - 1));
        Document::Feed(Feed { entries, parts, fault: None, ending: "json" })
    }
}

fn told_in_json(item: &str) -> Told {
    let item: serde_json::Value = serde_json::from_str(item).unwrap_or_default();
    let text = |name: &str| match &item[name] {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        other => other.to_string(),
    };
    Told {
        id: text("id"),
        link: text("url"),
        title: text("title"),
        date: text("date_published"),
        updated: text("date_modified"),
        texts: ["content_html", "content_text", "summary"].map(text).to_vec(),
    }
}

/// An entry that is being read.
struct Open {
    start: usize,
    told: Told,
    /// Names of the elements that are open inside.
    names: Vec<String>,
    /// Where the text of the outermost of them begins.
    from: usize,
}

struct Scan<'a, 'b> {
    look: &'a Look<'b>,
    text: &'a str,
    root: Option<String>,
    open: Option<Open>,
    entries: Vec<Entry>,
    /// Elements that are open outside of entries.
    depth: usize,
}

fn is_entry(local: &str) -> bool {
    matches!(local, "item" | "entry")
}

impl Scan<'_, '_> {
    fn start(&mut self, tag: &BytesStart<'_>, start: usize, end: usize, empty: bool) {
        let local = tag.local_name().into_inner();
        if self.root.is_none() {
            self.root = Some(local.to_owned());
        }
        if is_entry(local) {
            // One that was not closed ends where the next begins.
            self.close(start);
            self.open = Some(Open { start, told: Told::default(), names: Vec::new(), from: end });
            if empty {
                self.close(end);
            }
            return;
        }
        let Some(open) = &mut self.open else {
            self.depth += usize::from(!empty);
            return;
        };
        if open.names.is_empty() {
            open.from = end;
            if local == "link" {
                let attribute = |name: &str| {
                    let of = tag
                        .attributes()
                        .with_checks(false)
                        .flatten()
                        .find(|a| a.key.local_name().into_inner() == name)?;
                    Some(decode_html_entities(&*of.value).into_owned())
                };
                let is_article = attribute("rel").is_none_or(|rel| rel == "alternate");
                if let Some(href) =
                    attribute("href").filter(|_| is_article && open.told.link.trim().is_empty())
                {
                    open.told.link = href;
                }
            }
        }
        if !empty && open.names.len() < DEPTH {
            open.names.push(local.to_owned());
        }
    }

    fn end(&mut self, local: &str, start: usize, end: usize) {
        if is_entry(local) {
            return self.close(end);
        }
        let Some(open) = &mut self.open else {
            self.depth = self.depth.saturating_sub(1);
            return;
        };
        // An end that nothing began; and what was left open inside of what ends now, ends with it.
        let Some(at) = open.names.iter().rposition(|name| name == local) else { return };
        open.names.truncate(at);
        if at > 0 {
            return;
        }
        let text = content(&self.text[open.from..start]);
        let told = &mut open.told;
        let slot = match local {
            "guid" | "id" => &mut told.id,
            "link" => &mut told.link,
            "title" => &mut told.title,
            "pubDate" | "date" | "published" | "issued" => &mut told.date,
            "updated" | "modified" => &mut told.updated,
            "description" | "summary" | "encoded" | "content" => return told.texts.push(text),
            _ => return,
        };
        if slot.trim().is_empty() {
            *slot = text;
        }
    }

    fn close(&mut self, end: usize) {
        if let Some(open) = self.open.take() {
            self.entries.push(self.look.entry(open.start..end, &open.told));
        }
    }

    /// Whether the document breaks off. An entry that was cut off is not taken for one.
    fn open_at_end(&self) -> Option<String> {
        (self.open.is_some() || self.depth > 0)
            .then(|| format!("breaks off inside or behind entry {}", self.entries.len()))
    }
}

/// The text of an element: sections of characters opened, references decoded.
fn content(raw: &str) -> String {
    let mut text = String::new();
    let mut rest = raw;
    while let Some((before, behind)) = rest.split_once("<![CDATA[") {
        let (inside, after) = behind.split_once("]]>").unwrap_or((behind, ""));
        text.push_str(&decode_html_entities(before));
        text.push_str(inside);
        rest = after;
    }
    text.push_str(&decode_html_entities(rest));
    text
}

/// The words of a text, without its markup: a picture's new address is no edit.
fn words(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('<') {
        words.push_str(before);
        words.push(' ');
        rest = behind.split_once('>').map_or("", |(_, after)| after);
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests;
