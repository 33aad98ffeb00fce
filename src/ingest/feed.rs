//! RSS, Atom and JSON Feed files: each item is an article. No entity of a document type is expanded but the five of XML and
//! those of HTML; nothing is fetched.

use html_escape::decode_html_entities;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use super::Reason;
use super::html::{first_date, plain_text};
use super::json::Record;
use crate::text::{count_words, fold_white_space};

/// Words below which a description is taken for a teaser: the shortest wire stories are about so long.
const FEWEST_WORDS: usize = 100;

/// Ends of a text that goes on elsewhere.
const CUT: &[&str] =
    &["…", "...", "[…]", "[...]", "read more", "continue reading", "more»", "read more »", "→"];

/// One item before it is an article.
#[derive(Default)]
struct Item {
    title: String,
    link: String,
    id: String,
    date: String,
    updated: String,
    lang: String,
    source: String,
    /// The element for whole texts (`content:encoded`, Atom's `content`).
    content: String,
    /// The element for teasers, which some outlets put the whole text in.
    description: String,
}

/// What the feed says for all of its items.
#[derive(Default)]
struct Channel {
    title: String,
    lang: String,
}

/// The items of an RSS or Atom file, and why it could not be read to its end.
pub(super) fn xml_feed(xml: &str) -> (Vec<Result<Record, Reason>>, Option<Reason>) {
    let mut reader = Reader::from_str(xml);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    let mut feed = Feed::default();
    let fault = loop {
        match reader.read_event() {
            Ok(Event::Eof) if feed.item.is_some() || !feed.open.is_empty() => {
                break Some(format!("breaks off inside or behind item {}", feed.items.len()));
            }
            Ok(Event::Eof) => break None,
            Ok(event) => feed.take(&event),
            Err(error) => break Some(format!("malformed XML: {error}")),
        }
    };
    // An item that was cut off is not told as if it were whole.
    let Feed { channel, items, .. } = feed;
    let records = items.into_iter().map(|item| item?.record(&channel)).collect();
    (records, fault)
}

#[derive(Default)]
struct Feed {
    channel: Channel,
    /// In the order of the file: one that was never closed has its place too.
    items: Vec<Result<Item, Reason>>,
    item: Option<Item>,
    /// The prefix of the outermost element, where everything of the feed has one.
    prefix: Option<String>,
    /// Names of the elements that are open, without prefix, outside of a text that is being collected.
    open: Vec<String>,
    /// How many elements of its own name are open inside the one whose text is being collected.
    inside: Option<usize>,
    text: String,
    /// Whether the text comes as markup of its own (Atom's `xhtml`), whose tags are text to us.
    markup: bool,
    /// Whether the text is no markup at all: what Atom means where it says nothing (RFC 4287, 3.1.1).
    plain: bool,
}

/// Elements whose text is collected, without prefix.
const TEXTS: &[&str] = &[
    "title",
    "link",
    "guid",
    "id",
    "pubDate",
    "date",
    "published",
    "updated",
    "language",
    "source",
    "encoded",
    "content",
    "description",
    "summary",
];

impl Feed {
    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::Empty(tag) => {
                self.start(tag);
                self.end(tag.local_name().into_inner());
            }
            Event::End(tag) => self.end(tag.local_name().into_inner()),
            Event::Text(text) if self.inside.is_some() => {
                self.text.push_str(text);
            }
            Event::CData(text) if self.inside.is_some() => {
                self.text.push_str(text);
            }
            Event::GeneralRef(name) if self.inside.is_some() => {
                let reference = format!("&{};", &**name);
                // Inside markup the fragment's own reader decodes it.
                if self.markup {
                    self.text.push_str(&reference);
                } else {
                    self.text.push_str(&decode_html_entities(&reference));
                }
            }
            _ => {}
        }
    }

    fn start(&mut self, tag: &BytesStart<'_>) {
        let local = tag.local_name().into_inner().to_owned();
        let is_item = is_item(&local);
        if let Some(inside) = self.inside.as_mut().filter(|_| !is_item) {
            *inside += usize::from(self.open.last() == Some(&local));
            self.markup = true;
            self.text.push_str(&format!("<{local}>"));
            return;
        }
        if is_item && self.item.take().is_some() {
            self.inside = None;
            while self.open.pop().is_some_and(|open| open != local) {}
            self.items.push(Err("an item that is not closed".to_owned()));
        }
        let attribute = |name: &str| {
            // The check for doubles compares each attribute with all before it; of two the first is taken.
            let mut attributes = tag.attributes();
            let attributes = attributes.with_checks(false);
            let of = attributes.flatten().find(|a| a.key.local_name().into_inner() == name)?;
            Some(decode_html_entities(&of.value).into_owned())
        };
        match local.as_str() {
            _ if is_item => {
                self.item =
                    Some(Item { lang: attribute("lang").unwrap_or_default(), ..Item::default() });
            }
            "feed" | "rss" => self.channel.lang = attribute("lang").unwrap_or_default(),
            "link" => {
                // Atom: the address stands in an attribute, and may be that of something else.
                if let (Some(item), Some(href)) = (&mut self.item, attribute("href"))
                    && attribute("rel").is_none_or(|rel| rel == "alternate")
                    && item.link.is_empty()
                {
                    item.link = href;
                }
            }
            _ => {}
        }
        // `media:title`, `itunes:summary` and the like say the same in other words.
        let prefix = tag.name().prefix().map(|prefix| prefix.into_inner().to_owned());
        if self.open.is_empty() {
            self.prefix.clone_from(&prefix);
        }
        let foreign = prefix.is_some_and(|prefix| {
            let known = matches!(prefix.as_str(), "content" | "dc" | "atom" | "rss");
            !known && self.prefix.as_ref() != Some(&prefix)
        });
        let is_atom = self.open.first().is_some_and(|root| root == "feed");
        // Atom's `source` holds elements of its own.
        let is_text = TEXTS.contains(&local.as_str()) && !(is_atom && local == "source");
        if is_text && !foreign && self.is_direct() {
            self.inside = Some(0);
            self.text.clear();
            self.markup = false;
            self.plain = is_atom && attribute("type").is_none_or(|kind| kind == "text");
        }
        self.open.push(local);
    }

    /// Whether what opens now stands in an item or in the channel itself, and not in an author or an image.
    fn is_direct(&self) -> bool {
        self.open.last().is_some_and(|parent| {
            matches!(parent.as_str(), "item" | "entry" | "channel" | "feed" | "source")
        })
    }

    fn end(&mut self, local: &str) {
        let collected = self.open.last().is_some_and(|open| open == local);
        if let Some(inside) = &mut self.inside
            && !is_item(local)
            && (!collected || *inside > 0)
        {
            *inside -= usize::from(collected);
            self.text.push_str(&format!("</{local}>"));
            return;
        }
        // An end that nothing began; and what was left open inside of what ends now, ends with it.
        if !self.open.iter().any(|open| open == local) {
            return;
        }
        while let Some(open) = self.open.pop() {
            if self.inside.take().is_some() {
                let text = std::mem::take(&mut self.text);
                let escaped = || html_escape::encode_text(&text).replace('\n', "<br>");
                let text = if self.plain { escaped() } else { text };
                self.told(&open, text);
            }
            if is_item(&open) {
                self.items.extend(self.item.take().map(Ok));
            }
            if open == local {
                break;
            }
        }
    }

    /// A collected text goes to where it belongs; of two the first stays.
    fn told(&mut self, local: &str, text: String) {
        let parent = self.open.last().map(String::as_str);
        let slot = match (&mut self.item, local) {
            // Atom's `source` holds the title of the feed that an entry came from.
            (Some(item), "title") if parent == Some("source") => &mut item.source,
            (Some(_), _) if parent == Some("source") => return,
            (Some(item), "title") => &mut item.title,
            (Some(item), "link") => &mut item.link,
            (Some(item), "guid" | "id") => &mut item.id,
            (Some(item), "pubDate" | "date" | "published") => &mut item.date,
            (Some(item), "updated") => &mut item.updated,
            (Some(item), "source") => &mut item.source,
            (Some(item), "encoded" | "content") => &mut item.content,
            (Some(item), "description" | "summary") => &mut item.description,
            (None, "title") => &mut self.channel.title,
            (None, "language") => &mut self.channel.lang,
            _ => return,
        };
        if slot.trim().is_empty() {
            *slot = text;
        }
    }
}

fn is_item(local: &str) -> bool {
    matches!(local, "item" | "entry")
}

impl Item {
    fn record(self, channel: &Channel) -> Result<Record, Reason> {
        let whole = plain_text(&self.content);
        let short = plain_text(&self.description);
        // Some put a teaser in both; the longer one is the text.
        let (text, teaser) = if whole.len() >= short.len() && !whole.is_empty() {
            let cut = is_cut(&whole);
            (whole, cut)
        } else {
            let cut = is_cut(&short) || count_words(&short) < FEWEST_WORDS;
            (short, cut)
        };
        if text.trim().is_empty() {
            return Err("an item without text".to_owned());
        }
        let some = |text: &str| Some(fold_white_space(text)).filter(|text| !text.is_empty());
        let title = some(&plain_text(&self.title)).map(|title| ("title".to_owned(), title));
        let url = some(&self.link)
            .or_else(|| some(&self.id).filter(|id| super::outlet::host(id).is_some()));
        let stated = [&self.date, &self.updated].into_iter().filter_map(|date| some(date));
        let body = if self.content.is_empty() { &self.description } else { &self.content };
        let named = title.as_ref().map(|(_, title)| title.as_str());
        Ok(Record {
            text,
            source: some(&self.source).or_else(|| some(&plain_text(&channel.title))),
            date: first_date(stated.collect(), body, named, url.as_deref()),
            url,
            title,
            external_id: some(&self.id),
            lang: some(&self.lang).or_else(|| some(&channel.lang)),
            teaser,
            ..Record::default()
        })
    }
}

/// Whether a text breaks off and goes on elsewhere.
fn is_cut(text: &str) -> bool {
    // What WordPress puts below every item of a feed.
    let is_trailer =
        |line: &&str| line.starts_with("The post ") && line.contains("appeared first on");
    let end = text.lines().rev().find(|line| !line.trim().is_empty() && !is_trailer(line));
    let end = end.unwrap_or_default().trim_end().to_lowercase();
    CUT.iter().any(|cut| end.ends_with(cut))
}

/// Whether a JSON object is a JSON Feed (jsonfeed.org, version 1 and 1.1).
pub(super) fn is_json_feed(value: &Value) -> bool {
    value["version"].as_str().is_some_and(|version| version.contains("jsonfeed.org/version/"))
}

/// The items of a JSON Feed.
pub(super) fn json_feed(value: &Value) -> Vec<Result<Record, Reason>> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let channel = Channel { title: text(&value["title"]), lang: text(&value["language"]) };
    let items = value["items"].as_array().map(Vec::as_slice).unwrap_or_default();
    let read = |item: &Value| {
        let html = text(&item["content_html"]);
        // Its markup is escaped, so that both go the same way.
        let plain = html_escape::encode_text(&text(&item["content_text"])).replace('\n', "<br>");
        Item {
            title: html_escape::encode_text(&text(&item["title"])).into_owned(),
            link: text(&item["url"]),
            id: match &item["id"] {
                Value::Null => String::new(),
                Value::String(id) => id.clone(),
                other => other.to_string(),
            },
            date: text(&item["date_published"]),
            updated: text(&item["date_modified"]),
            lang: text(&item["language"]),
            content: if html.trim().is_empty() { plain } else { html },
            description: html_escape::encode_text(&text(&item["summary"])).into_owned(),
            ..Item::default()
        }
        .record(&channel)
    };
    items.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rss_and_atom() {
        let rss = r#"<?xml version="1.0"?><rss xmlns:content="c" xmlns:media="m"><channel><title>Kelder &amp; Co</title>
            <language>en-gb</language><image><title>no</title></image>
            <item><title>Bridge &lt;b&gt;shut&lt;/b&gt;</title><link>https://k.example/1</link><guid>7</guid>
            <media:title>no</media:title><pubDate>Thu, 12 Mar 2026 14:05:00 GMT</pubDate>
            <description>Short&hellip;</description>
            <content:encoded><![CDATA[<p>The bridge is <i>shut</i>.</p><p>It reopens in July.</p>]]></content:encoded></item>
            <item><title>Two</title><description>&lt;p&gt;Only a teaser&lt;/p&gt;</description></item>
            <item><title>None</title></item></channel></rss>"#;
        let (items, fault) = xml_feed(rss);
        assert_eq!((items.len(), fault), (3, None));
        let first =
            items[0].as_ref().ok().map(|r| (r.text.as_str(), r.source.as_deref(), r.teaser));
        assert_eq!(
            first,
            Some(("The bridge is shut.\n\nIt reopens in July.", Some("Kelder & Co"), false))
        );
        let title = items[0].as_ref().ok().and_then(|r| r.title.clone());
        assert_eq!(title, Some(("title".to_owned(), "Bridge shut".to_owned())));
        assert!(items[1].as_ref().is_ok_and(|r| r.teaser && r.text == "Only a teaser"));
        assert!(items[2].is_err());

        let atom = r#"<feed xmlns="a" xml:lang="fr"><title>Le Port</title><entry><title>Pont</title>
            <link rel="self" href="no"/><link href="https://p.example/2"/><id>tag:2</id><updated>2026-03-12</updated>
            <author><name>no</name></author>
            <content type="xhtml"><div><p>Le pont est ferm&#233;.</p><p>Rien &lt; tout.</p></div></content></entry><entry>"#;
        let (items, _) = xml_feed(atom);
        assert_eq!(items.len(), 1);
        let first = items[0].as_ref().ok();
        assert_eq!(first.map(|r| r.text.as_str()), Some("Le pont est fermé.\n\nRien < tout."));
        assert_eq!(first.and_then(|r| r.url.as_deref()), Some("https://p.example/2"));
        assert_eq!(first.and_then(|r| r.lang.as_deref()), Some("fr"));
    }

    #[test]
    fn feeds_that_are_not_well_formed() {
        let item = |n: usize, text: &str| {
            format!("<item><title>{n}</title><description>{text}</description></item>")
        };
        let feed = format!(
            "<rss><channel>{}{}{}",
            item(1, "one"),
            item(2, "two <br> more"),
            item(3, "three")
        );
        let texts = |xml: &str| -> (Vec<String>, bool) {
            let (items, fault) = xml_feed(xml);
            (items.into_iter().map(|i| i.map_or_else(|e| e, |r| r.text)).collect(), fault.is_some())
        };
        let three = ["one", "two\n\nmore", "three"].map(str::to_owned).to_vec();
        assert_eq!(texts(&format!("{feed}</channel></rss>")), (three.clone(), false));
        assert_eq!(texts(&format!("{feed}<item><title>4")), (three, true));
        let unclosed = "<rss><channel><item><description>x<item><title>2</title><description>two</description></item></channel></rss>";
        assert_eq!(texts(unclosed).0, ["an item that is not closed", "two"]);
        let atom = "<feed><entry><source><id>i</id><title>Gazette</title></source><title>a</title>\
                    <content>The &lt;script&gt; element is gone.\nRejoice.</content></entry></feed>";
        let (items, _) = xml_feed(atom);
        let read = items[0].as_ref().ok().map(|r| (r.text.as_str(), r.source.as_deref()));
        let prefixed = atom.replace("</", "</a:").replace('<', "<a:").replace("<a:/a:", "</a:");
        assert_eq!(xml_feed(&prefixed).0[0], items[0]);
        assert_eq!(read, Some(("The <script> element is gone.\n\nRejoice.", Some("Gazette"))));
    }

    #[test]
    fn json_items() {
        let feed = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "Kelder",
            "items": [{"id": "1", "content_text": "a < b\nc", "title": "x"}, {"id": 2}]});
        assert!(is_json_feed(&feed));
        let items = json_feed(&feed);
        assert!(items[0].as_ref().is_ok_and(|r| r.text == "a < b\n\nc"));
        assert!(items[1].is_err());
    }
}
