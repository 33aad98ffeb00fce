//! What a page says of itself: JSON-LD, OpenGraph and other `meta` elements, `<time>`, the canonical address, the language.

use html_escape::decode_html_entities;
use serde_json::Value;

use super::lexer::{Piece, Tag, pieces};
use crate::text::fold_white_space;

/// What a page says of itself; each is the first that was found in the order of trust.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Metadata {
    pub(in crate::ingest) title: Option<String>,
    pub(in crate::ingest) outlet: Option<String>,
    pub(in crate::ingest) date: Option<String>,
    pub(in crate::ingest) url: Option<String>,
    pub(in crate::ingest) lang: Option<String>,
}

/// Names of `meta` elements (`property`, `name` or `itemprop`), the most trusted first.
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "parsely-title"];
const OUTLETS: &[&str] = &["og:site_name", "application-name", "dc.publisher"];
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "pubdate",
    "publishdate",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "date",
];
const LANGUAGES: &[&str] = &["og:locale", "content-language", "dc.language"];

/// The most bytes of a JSON-LD block that are looked at; a page's own are a few kilobytes.
const MOST_JSON: usize = 1 << 20;

/// The types of schema.org whose dates and headlines are those of a report.
const REPORTS: &[&str] = &["Article", "BlogPosting", "LiveBlogPosting"];

/// What the page gives, before it is weighed.
#[derive(Default)]
struct Found {
    meta: Vec<(String, String)>,
    title: Option<String>,
    canonical: Option<String>,
    time: Option<String>,
    lang: Option<String>,
    report: Metadata,
}

/// Reads a page's own words about itself.
pub(in crate::ingest) fn metadata(page: &str) -> Metadata {
    let mut found = Found::default();
    for piece in pieces(page) {
        if let Piece::Open(tag) = piece {
            look_at(&tag, &mut found);
        }
    }
    let meta = |names: &[&str]| {
        let of = |name: &&str| found.meta.iter().find(|(known, _)| known == name);
        names.iter().find_map(of).map(|(_, value)| value.clone())
    };
    let title = found.report.title.or_else(|| meta(TITLES)).or(found.title);
    let outlet = found.report.outlet.or_else(|| meta(OUTLETS));
    let url = found.canonical.or_else(|| meta(&["og:url"])).or(found.report.url);
    Metadata {
        title: title.map(|title| without_outlet(&title, outlet.as_deref())),
        date: found.report.date.or_else(|| meta(DATES)).or(found.time),
        lang: found.lang.or(found.report.lang).or_else(|| meta(LANGUAGES)),
        url: url.filter(|url| super::super::outlet::host(url).is_some()),
        outlet,
    }
}

fn look_at(tag: &Tag<'_>, found: &mut Found) {
    let attribute =
        |name: &str| tag.attribute(name).map(|v| fold_white_space(&v)).filter(|v| !v.is_empty());
    if tag.is("meta") {
        let names = ["property", "name", "itemprop", "http-equiv"];
        if let Some(name) = names.into_iter().find_map(attribute)
            && let Some(content) = attribute("content")
        {
            found.meta.push((name.to_ascii_lowercase(), content));
        }
    } else if tag.is("title") {
        let text = tag.raw.map(|raw| fold_white_space(&decode_html_entities(raw)));
        found.title = found.title.take().or(text.filter(|t| !t.is_empty()));
    } else if tag.is("link") {
        if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            found.canonical = found.canonical.take().or_else(|| attribute("href"));
        }
    } else if tag.is("time") {
        found.time = found.time.take().or_else(|| attribute("datetime"));
    } else if tag.is("html") {
        found.lang =
            found.lang.take().or_else(|| attribute("lang")).or_else(|| attribute("xml:lang"));
    } else if tag.is("script")
        && attribute("type").is_some_and(|t| t.eq_ignore_ascii_case("application/ld+json"))
        && let Some(raw) = tag.raw.filter(|raw| raw.len() <= MOST_JSON)
    {
        // Some wrap it in a comment or a CDATA section.
        let (start, end) = (raw.find(['{', '[']), raw.rfind(['}', ']']));
        if let (Some(start), Some(end)) = (start, end)
            && let Some(json) = raw.get(start..=end)
            && let Ok(value) = serde_json::from_str::<Value>(json)
        {
            linked_data(&value, &mut found.report);
        }
    }
}

/// Takes what the first report in a JSON-LD block says. Blocks nest arrays and `@graph`s; the parser bounds how deep.
fn linked_data(value: &Value, report: &mut Metadata) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| linked_data(value, report)),
        Value::Object(map) => {
            if let Some(graph) = map.get("@graph") {
                linked_data(graph, report);
            }
            let is_report =
                |t: &Value| t.as_str().is_some_and(|t| REPORTS.iter().any(|r| t.ends_with(r)));
            let types = map.get("@type");
            if !types.is_some_and(|t| {
                is_report(t) || t.as_array().is_some_and(|t| t.iter().any(is_report))
            }) {
                return;
            }
            let text = |value: Option<&Value>| {
                let value = value?.as_str()?;
                Some(fold_white_space(&decode_html_entities(value))).filter(|v| !v.is_empty())
            };
            let named = |value: Option<&Value>| {
                let one = value.map(|v| v.as_array().and_then(|a| a.first()).unwrap_or(v));
                text(one).or_else(|| text(one?.get("name")))
            };
            let set = |slot: &mut Option<String>, value: Option<String>| {
                if slot.is_none() {
                    *slot = value;
                }
            };
            set(&mut report.title, text(map.get("headline")));
            set(&mut report.date, text(map.get("datePublished")));
            set(&mut report.outlet, named(map.get("publisher")));
            set(&mut report.lang, text(map.get("inLanguage")));
            set(&mut report.url, text(map.get("url")));
        }
        _ => {}
    }
}

/// A title without the outlet's name behind a dash or a bar: `Bridge closes - Kelder Gazette`.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet else { return title.to_owned() };
    for mark in [" | ", " - ", " – ", " — ", " · ", " :: "] {
        if let Some((head, tail)) = title.rsplit_once(mark)
            && tail.trim().eq_ignore_ascii_case(outlet)
            && !head.trim().is_empty()
        {
            return head.trim().to_owned();
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_page_says() {
        let page = r#"<html lang="en-GB"><head><title>Bridge shut | Gazette</title>
            <meta property="og:site_name" content="Gazette"><meta name=date content="2026-03-01">
            <link rel=canonical href="https://gazette.example/a?b&amp;c">
            <script type="application/ld+json">{"@graph": [{"@type": "WebPage", "headline": "no"},
              {"@type": ["NewsArticle"], "datePublished": "2026-03-12T10:00:00Z"}]}</script>"#;
        let found = metadata(page);
        assert_eq!(found.title.as_deref(), Some("Bridge shut"));
        assert_eq!(found.outlet.as_deref(), Some("Gazette"));
        assert_eq!(found.date.as_deref(), Some("2026-03-12T10:00:00Z"));
        assert_eq!(found.url.as_deref(), Some("https://gazette.example/a?b&c"));
        assert_eq!(found.lang.as_deref(), Some("en-GB"));
        assert_eq!(metadata("no markup"), Metadata::default());
    }
}
