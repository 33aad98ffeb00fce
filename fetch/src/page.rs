//! The feeds that a page names.

use html_escape::decode_html_entities;
use url::Url;

/// Types of documents that are feeds.
const FEEDS: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
];

/// Bytes of a page in which it names its feeds.
const HEAD: usize = 1 << 20;

/// The feeds that a page names (`<link rel="alternate">`), in its order.
pub(crate) fn named_feeds(page: &str, base: &Url) -> Vec<Url> {
    let mut found = Vec::new();
    let mut rest = &page[..page.floor_char_boundary(HEAD)];
    while let Some((_, behind)) = rest.split_once('<') {
        rest = behind;
        if let Some(comment) = behind.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, after)| after);
        } else if behind.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("link "))
            || behind.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("link\n"))
        {
            let (attributes, after) = attributes(&behind[5..]);
            rest = after;
            let has = |name: &str| {
                attributes
                    .iter()
                    .find(|(known, _)| known == name)
                    .map_or("", |(_, value)| value.as_str())
            };
            let is_feed =
                has("rel").split_whitespace().any(|rel| rel.eq_ignore_ascii_case("alternate"))
                    && FEEDS
                        .iter()
                        .any(|kind| has("type").trim().to_ascii_lowercase().starts_with(kind));
            if is_feed && let Ok(url) = base.join(has("href").trim()) {
                found.push(url);
            }
        }
    }
    found
}

/// The attributes of a tag, up to its end, and what is behind them.
fn attributes(tag: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let mut rest = tag;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '<' | '/'))
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        if name.is_empty() {
            return (found, rest);
        }
        let mut value = "";
        if let Some(behind) = rest.strip_prefix('=') {
            let behind = behind.trim_start();
            let quote = behind.chars().next().filter(|c| matches!(c, '"' | '\''));
            (value, rest) = match quote {
                Some(quote) => behind[1..].split_once(quote).unwrap_or((&behind[1..], "")),
                None => behind.split_at(
                    behind.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(behind.len()),
                ),
            };
        }
        found.push((name, decode_html_entities(value).into_owned()));
    }
}
