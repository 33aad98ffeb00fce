//! What a page says of itself: JSON-LD, OpenGraph and other `meta` elements, the canonical address, the language; its day also by
//! `<time>` and what is marked like it.

use html_escape::decode_html_entities;
use serde_json::Value;

use super::dates::{Dates, in_local_time, is_date};
use super::lexer::{Piece, Tag, pieces};
use super::{is_markup, paragraphs, without_markup};
use crate::text::fold_white_space;

/// What a page says of itself; each is the first that was found in the order of trust.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::ingest) struct Metadata {
    pub(in crate::ingest) title: Option<String>,
    pub(in crate::ingest) outlet: Option<String>,
    pub(in crate::ingest) date: Option<String>,
    pub(in crate::ingest) url: Option<String>,
    pub(in crate::ingest) lang: Option<String>,
    /// What the page says in a sentence or two that it tells.
    pub(in crate::ingest) description: Option<String>,
    /// The text of the report, in JSON-LD.
    pub(in crate::ingest) body: Option<String>,
}

/// Names of `meta` elements (`property`, `name` or `itemprop`), the most trusted first.
const TITLES: &[&str] = &["og:title", "twitter:title", "dc.title", "parsely-title"];
const DESCRIPTIONS: &[&str] = &["og:description", "description", "twitter:description"];
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
const REPORTS: &[&str] = &["Article", "BlogPosting", "LiveBlogPosting", "Report"];

/// What the page gives, before it is weighed.
#[derive(Default)]
struct Found {
    meta: Vec<(String, String)>,
    title: Option<String>,
    canonical: Option<String>,
    dates: Dates,
    lang: Option<String>,
    report: Metadata,
    /// The day of another `meta` element that is named like one of publication.
    named_date: Option<String>,
    /// The day that JSON-LD gives the page itself.
    page_date: Option<String>,
}

/// Reads a page's own words about itself.
pub(in crate::ingest) fn metadata(page: &str) -> Metadata {
    let mut found = Found::default();
    for piece in pieces(page) {
        found.dates.take(&piece);
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
    let description = found.report.description.or_else(|| meta(DESCRIPTIONS));
    let url = found.canonical.or_else(|| meta(&["og:url"])).or(found.report.url);
    let of_meta = DATES.iter().filter_map(|name| meta(&[name])).chain(found.named_date);
    let in_head: Vec<String> = of_meta.chain(found.report.date).chain(found.page_date).collect();
    let shown = || found.dates.best(title.as_deref(), url.as_deref());
    let date = in_head.iter().find(|date| is_date(date)).cloned();
    let date = date.map(|date| in_local_time(date, url.as_deref(), shown)).or_else(shown);
    Metadata {
        title: title.map(|title| without_outlet(&title, outlet.as_deref())),
        // One that nobody can read is still said to be there.
        date: date.or_else(|| in_head.into_iter().next()),
        lang: found.lang.or(found.report.lang).or_else(|| meta(LANGUAGES)),
        url: url.filter(|url| super::super::outlet::host(url).is_some()),
        outlet,
        description,
        body: found.report.body,
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
            let name = name.to_ascii_lowercase();
            if found.named_date.is_none() && is_publication(&name) && is_date(&content) {
                found.named_date = Some(content.clone());
            }
            found.meta.push((name, content));
        }
    } else if tag.is("title") {
        let text = tag.raw.map(|raw| fold_white_space(&decode_html_entities(raw)));
        found.title = found.title.take().or(text.filter(|t| !t.is_empty()));
    } else if tag.is("link") {
        if attribute("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
            found.canonical = found.canonical.take().or_else(|| attribute("href"));
        }
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
            && let Ok(value) =
                serde_json::from_str::<Value>(json).or_else(|_| serde_json::from_str(&mended(json)))
        {
            linked_data(&value, found);
        }
    }
}

/// Whether the name of a `meta` element, in small letters, is one of the many for the day of publication: `citation_publication_date`,
/// `cXenseParse:recs:publishtime`, `article.created`.
fn is_publication(name: &str) -> bool {
    let has = |part: &&str| name.contains(part);
    let is_day = ["date", "time"].iter().any(has) || name.ends_with("published");
    let is_first = ["pub", "created", "issued"].iter().any(has);
    is_day && is_first || name.ends_with(".created") || name.ends_with(":created")
}

/// JSON as templates write it: with raw ends of lines in its strings, and commas with nothing behind them.
fn mended(json: &str) -> String {
    let mut mended = String::with_capacity(json.len());
    let (mut in_string, mut escaped) = (false, false);
    // Where a comma stands that only white space follows, so far.
    let mut comma: Option<usize> = None;
    for c in json.chars() {
        let c = if c.is_ascii_control() { ' ' } else { c };
        if in_string {
            in_string = escaped || c != '"';
            escaped = c == '\\' && !escaped;
        } else if !c.is_whitespace() {
            if let Some(at) = comma.take().filter(|_| matches!(c, '}' | ']')) {
                mended.replace_range(at..=at, " ");
            }
            in_string = c == '"';
            comma = (c == ',').then_some(mended.len());
        }
        mended.push(c);
    }
    mended
}

/// Takes what the first report in a JSON-LD block says, and the day of the page. Blocks nest arrays, `@graph`s and main entities; the
/// parser bounds how deep.
fn linked_data(value: &Value, found: &mut Found) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| linked_data(value, found)),
        Value::Object(map) => {
            for inside in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inside) = map.get(inside) {
                    linked_data(inside, found);
                }
            }
            let is = |name: &str| {
                let named = |t: &Value| t.as_str().is_some_and(|t| t.ends_with(name));
                map.get("@type").is_some_and(|t| {
                    named(t) || t.as_array().is_some_and(|types| types.iter().any(named))
                })
            };
            let text = |value: Option<&Value>| {
                let value = value?.as_str()?;
                Some(fold_white_space(&decode_html_entities(value))).filter(|v| !v.is_empty())
            };
            let set = |slot: &mut Option<String>, value: Option<String>| {
                if slot.is_none() {
                    *slot = value;
                }
            };
            if is("WebPage") {
                set(&mut found.page_date, text(map.get("datePublished")));
            }
            if !REPORTS.iter().any(|report| is(report)) {
                return;
            }
            let named = |value: Option<&Value>| {
                let one = value.map(|v| v.as_array().and_then(|a| a.first()).unwrap_or(v));
                text(one).or_else(|| text(one?.get("name")))
            };
            let report = &mut found.report;
            set(&mut report.title, text(map.get("headline")));
            set(&mut report.date, text(map.get("datePublished")));
            set(&mut report.outlet, named(map.get("publisher")));
            set(&mut report.lang, text(map.get("inLanguage")));
            set(&mut report.url, text(map.get("url")));
            set(&mut report.description, text(map.get("description")));
            set(&mut report.body, map.get("articleBody").and_then(Value::as_str).map(body));
        }
        _ => {}
    }
}

/// A report in JSON, which some write as a fragment of a page.
fn body(text: &str) -> String {
    if is_markup(text) { without_markup(text) } else { paragraphs(text.lines().map(str::trim)) }
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
        assert_eq!(found.date.as_deref(), Some("2026-03-01"));
        assert_eq!(found.url.as_deref(), Some("https://gazette.example/a?b&c"));
        assert_eq!(found.lang.as_deref(), Some("en-GB"));
        assert_eq!(metadata("no markup"), Metadata::default());
    }

    #[test]
    fn damaged_json_is_mended() {
        let json = "{\"a\": \"x,\n }\\\"\", \"b\": [1, 2 ,\n], }";
        assert!(serde_json::from_str::<Value>(json).is_err());
        let read: Option<Value> = serde_json::from_str(&mended(json)).ok();
        assert_eq!(read, Some(serde_json::json!({"a": "x,  }\"", "b": [1, 2]})));
        let page = "<script type=application/ld+json>{\"@type\": \"WebPage\", \"mainEntity\": {\"@type\": \"NewsArticle\",
            \"headline\": \"Bridge\nshut\", \"datePublished\": \"2026-03-12\",},}</script>";
        let found = metadata(page);
        assert_eq!(found.title.as_deref(), Some("Bridge shut"));
        assert_eq!(found.date.as_deref(), Some("2026-03-12"));
    }

    #[test]
    fn the_first_day_that_can_be_read() {
        let day = |head: &str, body: &str| {
            metadata(&format!("<head>{head}</head><body>{body}</body>")).date.unwrap_or_default()
        };
        let header = "<header><time datetime=2026-11-27>Today</time></header>";
        let inside = "<article><h1>Bridge shut</h1><time datetime=2023-07-11>July</time></article>";
        assert_eq!(day("<meta name=date content=now>", &format!("{header}{inside}")), "2023-07-11");
        assert_eq!(day("<meta name=date content=now>", header), "now");
        let marked = "<span itemprop=datePublished content=2023-07-10>July</span>";
        assert_eq!(day("", &format!("{header}{inside}{marked}")), "2023-07-10");
        let beside = "<aside><time datetime=2025-01-01>Read</time></aside><h1>Bridge shut</h1>";
        assert_eq!(
            day(
                "",
                &format!(
                    "{header}{beside}<p class=byline>By A. Hale</p><p class='post-date'>11 July 2023</p>"
                )
            ),
            "11 July 2023"
        );
        // A header may be that of the report, and another heading the outlet's.
        let own = "<header><h1>Harrow Post</h1><p class=date>27 November 2026</p></header><main><header><h2>Bridge shut</h2>\
                   <div class=post-date>11 July 2023 by A. Hale</div></header></main>";
        assert_eq!(day("<title>Bridge shut</title>", own), "11 July 2023");
        let alone = "<p>26 November 2026</p><h1>Bridge shut</h1><p>Ada Hale | 12 July 2023</p><p>The bridge shut.</p>";
        assert_eq!(day("<title>Bridge shut</title>", alone), "12 July 2023");
        assert_eq!(day("<title>Other words</title>", alone), "");
        let above = "<p class=published-date>13 July 2023</p><h1>Bridge shut</h1>";
        assert_eq!(day("", above), "13 July 2023");
        let state = "<div class='post status-publish'><h1>Bridge shut</h1><b class=entry-date>14 July 2023</b><p>Text.</p></div>";
        assert_eq!(day("", state), "14 July 2023");
        let script = r#"<script>var a = {\"publishDate\": \"2023-07-15\"}; published_at = '2023-07-15';</script>"#;
        assert_eq!(day("", script), "2023-07-15");
        assert_eq!(day("", &format!("{script}<script>publishTime: '2023-07-16'</script>")), "");
        assert_eq!(
            day("<meta name=citation_publication_date content=2023/07/17>", header),
            "2023/07/17"
        );
        let address = "<link rel=canonical href=https://k.example/news/2023/07/09/bridge>";
        assert_eq!(day(address, header), "2023-07-09");
        assert_eq!(day("", header), "");
        // A moment in UTC, and the day where the report appeared.
        let moment = |at: &str| format!("<meta name=date content={at}>{address}");
        assert_eq!(day(&moment("2023-07-10T02:11:00Z"), ""), "2023-07-09");
        assert_eq!(day(&moment("2023-07-08T22:11:00+00:00"), ""), "2023-07-09");
        for other in ["2023-07-10T14:11:00Z", "2023-07-10T02:11:00+02:00", "2023-07-12T02:11:00Z"] {
            assert_eq!(day(&moment(other), ""), other);
        }
    }
}
