//! Lists of subscriptions (OPML): read, added to, taken from, written.

use html_escape::{decode_html_entities, encode_double_quoted_attribute};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::address::Address;

/// One feed of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subscription {
    /// What the list calls it.
    pub title: String,
    /// Its address, as the list has it.
    pub address: String,
}

/// An outline and where it stands.
struct Outline {
    subscription: Subscription,
    start: usize,
    end: usize,
}

/// The feeds of a list, in its order.
///
/// # Errors
/// It is malformed, or no OPML.
pub fn read(text: &str) -> Result<Vec<Subscription>, String> {
    Ok(outlines(text)?.0.into_iter().map(|outline| outline.subscription).collect())
}

/// The feeds with their places, and where the body ends.
fn outlines(text: &str) -> Result<(Vec<Outline>, usize), String> {
    let mut reader = Reader::from_str(text);
    // Titles are written by hand.
    reader.config_mut().allow_dangling_amp = true;
    let mut found: Vec<Outline> = Vec::new();
    // For each element that is open, which feed it is.
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut is_opml = false;
    let mut body = None;
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader.read_event().map_err(|e| format!("malformed: {e}"))?;
        let end = reader.buffer_position() as usize;
        let tag = match &event {
            Event::Start(tag) | Event::Empty(tag) => tag,
            Event::End(tag) => {
                if let Some(Some(at)) = open.pop() {
                    found[at].end = end;
                }
                if tag.name().into_inner().eq_ignore_ascii_case("body") {
                    body = Some(start);
                }
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        let name = tag.name().into_inner().to_ascii_lowercase();
        if !is_opml && name != "opml" {
            return Err("no list of subscriptions (OPML)".to_owned());
        }
        is_opml = true;
        let subscription = (name == "outline").then(|| subscription(tag)).transpose()?.flatten();
        let at = subscription.is_some().then_some(found.len());
        found.extend(subscription.map(|subscription| Outline { subscription, start, end }));
        if matches!(event, Event::Start(_)) {
            open.push(at);
        }
    }
    if !is_opml {
        return Err("no list of subscriptions (OPML)".to_owned());
    }
    match body {
        Some(body) if open.is_empty() => Ok((found, body)),
        _ => Err("malformed: it breaks off".to_owned()),
    }
}

fn subscription(tag: &BytesStart<'_>) -> Result<Option<Subscription>, String> {
    let mut address = String::new();
    let (mut title, mut text) = (String::new(), String::new());
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|e| format!("malformed: {e}"))?;
        let value = || decode_html_entities(&*attribute.value).trim().to_owned();
        match attribute.key.into_inner() {
            name if name.eq_ignore_ascii_case("xmlurl") => address = value(),
            "title" => title = value(),
            "text" => text = value(),
            _ => {}
        }
    }
    let title = if title.is_empty() { text } else { title };
    Ok((!address.is_empty()).then_some(Subscription { title, address }))
}

/// A list.
pub fn write(subscriptions: &[Subscription]) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head><title>Feeds</title></head>\n  <body>\n",
    );
    for subscription in subscriptions {
        text += &format!("    {}\n", outline(subscription));
    }
    text + "  </body>\n</opml>\n"
}

fn outline(subscription: &Subscription) -> String {
    let title = if subscription.title.is_empty() {
        host(&subscription.address)
    } else {
        subscription.title.clone()
    };
    let escaped = |text: &str| {
        let text: String = text.chars().filter(|c| !c.is_control()).collect();
        encode_double_quoted_attribute(&text).into_owned()
    };
    format!(
        "<outline type=\"rss\" text=\"{}\" xmlUrl=\"{}\"/>",
        escaped(&title),
        escaped(&subscription.address)
    )
}

/// What an address is called until somebody calls it otherwise: never with its password.
fn host(address: &str) -> String {
    Address::parse(address).map_or_else(|_| "feed".to_owned(), |address| address.host().to_owned())
}

/// A list with more feeds at its end, everything else as it was; how many were not there before.
///
/// # Errors
/// The list is malformed.
pub fn add(text: &str, more: &[Subscription]) -> Result<(String, usize), String> {
    let (known, body) = outlines(text)?;
    let mut added: Vec<&Subscription> = Vec::new();
    for subscription in more {
        let is_same = |known: &Subscription| same(&known.address, &subscription.address);
        if !known.iter().any(|outline| is_same(&outline.subscription))
            && !added.iter().any(|known| is_same(known))
        {
            added.push(subscription);
        }
    }
    let lines: String =
        added.iter().map(|subscription| format!("  {}\n  ", outline(subscription))).collect();
    Ok((format!("{}{lines}{}", &text[..body], &text[body..]), added.len()))
}

/// A list without a feed, everything else as it was; how many outlines went.
///
/// # Errors
/// The list is malformed.
pub fn remove(text: &str, address: &str) -> Result<(String, usize), String> {
    let (known, _) = outlines(text)?;
    let gone: Vec<&Outline> =
        known.iter().filter(|outline| same(&outline.subscription.address, address)).collect();
    let mut left = String::new();
    let mut from = 0;
    for outline in &gone {
        // One inside another went with it.
        if outline.start < from {
            continue;
        }
        left += text[from..outline.start].trim_end_matches([' ', '\t']);
        from = outline.end;
        if left.ends_with('\n') && text[from..].starts_with('\n') {
            from += 1;
        }
    }
    Ok((left + &text[from..], gone.len()))
}

/// Whether two addresses are one, however they were typed.
fn same(one: &str, other: &str) -> bool {
    match (Address::parse(one), Address::parse(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "<?xml version='1.0'?>\n<opml version='1.0'><head/><body>\n\
        <outline text='News'>\n  <outline text='K &amp; Co' xmlUrl='https://k.example/a?x=1&amp;y=2'/>\n\
        \x20 <outline title='B' text='b' XMLURL='b.example'><outline text='note'/></outline>\n</outline>\n</body></opml>\n";

    fn feed(title: &str, address: &str) -> Subscription {
        Subscription { title: title.to_owned(), address: address.to_owned() }
    }

    #[test]
    fn there_and_back() {
        let read_list = read(LIST).unwrap();
        assert_eq!(
            read_list,
            [feed("K & Co", "https://k.example/a?x=1&y=2"), feed("B", "b.example")]
        );
        assert_eq!(read(&write(&read_list)).unwrap(), read_list);
        let hostile = [feed("\"/><x a=\"&\n", "https://h.example/?\"<>&amp;'")];
        assert_eq!(read(&write(&hostile)).unwrap()[0].address, hostile[0].address);
        assert_eq!(read(&write(&[])).unwrap(), []);
    }

    #[test]
    fn adding_and_removing_leave_the_rest() {
        let (more, added) = add(
            LIST,
            &[feed("", "https://c.example/"), feed("", "https://b.example"), feed("", "c.example")],
        )
        .unwrap();
        assert_eq!(added, 1);
        assert_eq!(read(&more).unwrap()[2], feed("c.example", "https://c.example/"));
        let (less, gone) = remove(&more, "c.example").unwrap();
        assert_eq!((gone, read(&less).unwrap()), (1, read(LIST).unwrap()));
        let (less, gone) = remove(LIST, "https://b.example/").unwrap();
        assert_eq!(gone, 1);
        assert!(less.contains("y=2'/>\n</outline>\n</body>"), "{less}");
        assert_eq!(remove(LIST, "https://nobody.example/").unwrap(), (LIST.to_owned(), 0));
        assert!(!write(&[feed("", "https://u:secret@k.example/")]).contains("text=\"u:secret"));
    }

    #[test]
    fn malformed() {
        for bad in [
            "",
            "hello",
            "<rss/>",
            "<opml>",
            "<opml><body>",
            "<opml><body><outline></body></opml>",
            &LIST[..200],
            "<opml/>",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
