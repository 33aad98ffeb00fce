//! JSON records: one article, or several in `docs`.

use serde_json::{Map, Value};

use super::Reason;
use super::decode::Encoding;
use super::fields::Fields;
use super::html::{is_markup, without_markup};
use crate::text::fold_white_space;

/// The fields of one article before it has a place and an id.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) text: String,
    /// Set where the text field is not the one that readers of the digest try first.
    pub(super) text_field: Option<String>,
    /// Field name and value.
    pub(super) title: Option<(String, String)>,
    pub(super) source: Option<String>,
    pub(super) date: Option<String>,
    pub(super) url: Option<String>,
    pub(super) external_id: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) given_story: Option<String>,
    /// Whether text and title are not, byte for byte, what the fields hold.
    pub(super) rewritten: bool,
    /// Whether the text is known to go on elsewhere.
    pub(super) teaser: bool,
    /// Whether it broke off where it was fetched or stored.
    pub(super) cut_off: bool,
    /// Whether it is all of a page's text, taken without its structure.
    pub(super) flat: bool,
    /// How the text was read, where it did not come as UTF-8.
    pub(super) encoding: Option<Encoding>,
}

/// Names under which the text is looked for, in this order: our own, then those of the crawlers and interfaces of this field
/// (news-please, trafilatura, newspaper, Media Cloud, Event Registry, NewsAPI, schema.org). Those with capitals also without: columns
/// of tables have none.
pub(super) const TEXT: &[&str] = &[
    "text",
    "body",
    "content",
    "article",
    "maintext",
    "story_text",
    "full_text",
    "fulltext",
    "article_text",
    "article_body",
    "articleBody",
    "articlebody",
    "plain_text",
    "content_text",
    "content_html",
    "raw_text",
];
/// What stands for a text that is not there.
const TEASER: &[&str] = &["description", "summary", "abstract", "excerpt"];
const TITLE: &[&str] = &["title", "headline", "heading"];
const SOURCE: &[&str] = &[
    "source",
    "publisher",
    "outlet",
    "site",
    "sitename",
    "site_name",
    "source_name",
    "media_name",
    "publication",
    "source_domain",
    "hostname",
    "source-hostname",
    "domain",
    "source_url",
];
const DATE: &[&str] = &[
    "date",
    "published",
    "date_published",
    "date_publish",
    "publish_date",
    "publishedAt",
    "publishedat",
    "published_at",
    "published_date",
    "publication_date",
    "pubDate",
    "pubdate",
    "pub_date",
    "dateTime",
    "datetime",
    "datePublished",
    "datepublished",
    "seendate",
    "timestamp",
];
const URL: &[&str] = &["url", "link"];
const ID: &[&str] = &["id", "uri", "stories_id", "guid"];
const LANG: &[&str] = &["lang", "language", "meta_lang"];

/// Lists of articles that one record holds: our own, and those of answers of interfaces.
const LISTS: &[&str] = &["docs", "articles", "results"];

/// The names under which a field of a record is looked for, by what it is for.
pub fn record_fields() -> [(&'static str, &'static [&'static str]); 10] {
    [
        ("text", TEXT),
        ("teaser", TEASER),
        ("title", TITLE),
        ("source", SOURCE),
        ("date", DATE),
        ("url", URL),
        ("id", ID),
        ("lang", LANG),
        ("story", &["cluster"]),
        ("articles", LISTS),
    ]
}

/// The articles of one record, each with its index in `docs` (`None` where the record is the article itself).
pub(super) fn articles(
    value: Value,
    fields: &Fields,
) -> Vec<(Option<usize>, Result<Record, Reason>)> {
    let Value::Object(mut map) = value else {
        return vec![(None, Err(format!("expected a JSON object, found {}", kind(&value))))];
    };
    let story = scalar(map.get("cluster"));
    let lang = scalar(map.get("lang"));
    let is_list = |name: &&&str| **name == "docs" || map.get(**name).is_some_and(holds_objects);
    let Some(list) = LISTS.iter().find(|name| map.contains_key(**name) && is_list(name)) else {
        return vec![(None, article(&map, fields, story, None))];
    };
    let docs = match map.remove(*list) {
        // "articles": {"results": [...]}
        Some(Value::Object(mut inside)) if *list != "docs" => inside.remove("results"),
        other => other,
    };
    let docs = docs.unwrap_or_default();
    let Value::Array(docs) = docs else {
        return vec![(None, Err(format!("`{list}` should be an array, found {}", kind(&docs))))];
    };
    if docs.is_empty() {
        return vec![(None, Err(format!("`{list}` holds no article")))];
    }
    let read = |(index, doc): (usize, Value)| {
        let record = match &doc {
            Value::Object(map) => article(map, fields, story.clone(), lang.clone()),
            other => Err(format!("expected a JSON object in `{list}`, found {}", kind(other))),
        };
        // A reader of the digest looks in `docs` alone.
        let record = record.map(|r| Record { rewritten: r.rewritten || *list != "docs", ..r });
        (Some(index), record)
    };
    docs.into_iter().enumerate().map(read).collect()
}

/// Whether it is a list of objects, or an object that holds one as its `results`.
fn holds_objects(value: &Value) -> bool {
    match value {
        Value::Array(values) => values.iter().any(Value::is_object),
        Value::Object(map) => map.get("results").is_some_and(Value::is_array),
        _ => false,
    }
}

/// One article of its fields.
pub(super) fn article(
    map: &Map<String, Value>,
    fields: &Fields,
    story: Option<String>,
    lang: Option<String>,
) -> Result<Record, Reason> {
    let (field, text, teaser) = text_of(map, fields)?;
    let expected = TEXT.iter().find(|name| map.get(**name).is_some_and(Value::is_string));
    let text_field = if expected == Some(&field) { None } else { Some(field.to_owned()) };
    let title = named(map, fields, "title", TITLE)
        .and_then(|(name, value)| Some((name.to_owned(), value.as_str()?.to_owned())))
        .filter(|(_, title)| !title.trim().is_empty());
    let one = |role: &str, names: &[&str]| {
        scalar(named(map, fields, role, names).map(|(_, value)| value))
    };
    let source = named(map, fields, "source", SOURCE).and_then(|(_, value)| name_of(value));
    let mut record = Record {
        text: text.to_owned(),
        text_field,
        title,
        source,
        date: one("date", DATE),
        url: one("url", URL),
        external_id: one("id", ID),
        lang: one("lang", LANG).or(lang),
        given_story: story.or_else(|| scalar(map.get("cluster"))),
        teaser: teaser || is_cut_by_interface(text),
        ..Record::default()
    };
    record.read_markup();
    if record.text.trim().is_empty() {
        return Err(format!("empty: the field `{field}` holds markup without text"));
    }
    Ok(record)
}

impl Record {
    /// Takes markup out of text and title, which databases keep as the fragment of a page that it was.
    pub(super) fn read_markup(&mut self) {
        if is_markup(&self.text) {
            (self.text, self.rewritten) = (without_markup(&self.text), true);
        }
        if let Some((_, title)) = &mut self.title
            && is_markup(title)
        {
            (*title, self.rewritten) = (fold_white_space(&without_markup(title)), true);
        }
        self.title = self.title.take().filter(|(_, title)| !title.is_empty());
    }
}

/// A name, or that of an object: `{"id": null, "name": "Kelder Gazette"}`.
fn name_of(value: &Value) -> Option<String> {
    let inside =
        || ["name", "title", "uri", "domain", "id"].iter().find_map(|n| scalar(value.get(n)));
    scalar(Some(value)).or_else(inside)
}

/// "… [+1234 chars]": how an interface ends what it does not give.
fn is_cut_by_interface(text: &str) -> bool {
    let behind = text.trim_end().strip_suffix(" chars]").and_then(|text| text.rsplit_once("[+"));
    behind.is_some_and(|(_, count)| !count.is_empty() && count.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether a table has a column in which the text is looked for.
pub(super) fn has_text_field(has: impl Fn(&str) -> bool, fields: &Fields) -> bool {
    match fields.name_of("text") {
        Some(name) => has(name),
        None => TEXT.iter().chain(TEASER).any(|name| has(name)),
    }
}

fn text_of<'a>(
    map: &'a Map<String, Value>,
    fields: &'a Fields,
) -> Result<(&'a str, &'a str, bool), Reason> {
    let (names, teasers): (Vec<&str>, &[&str]) = match fields.name_of("text") {
        Some(name) => (vec![name], &[]),
        None => (TEXT.to_vec(), TEASER),
    };
    let mut present = None;
    for name in &names {
        match map.get(*name) {
            Some(Value::String(text)) if !text.trim().is_empty() => return Ok((name, text, false)),
            Some(value) => present = present.or(Some((*name, value))),
            None => {}
        }
    }
    for name in teasers {
        if let Some(Value::String(text)) = map.get(*name)
            && !text.trim().is_empty()
        {
            return Ok((name, text, true));
        }
    }
    Err(match present {
        Some((name, Value::String(_))) => format!("empty: the field `{name}` holds no text"),
        Some((name, value)) => {
            format!("the field `{name}` should be a string, found {}", kind(value))
        }
        None => {
            let seen: Vec<&str> = map.keys().map(String::as_str).take(MOST_SEEN).collect();
            let seen = if seen.is_empty() { "none".to_owned() } else { seen.join(", ") };
            format!(
                "no text: none of the fields text, body, content and the like is there; it has {seen:.200} (see --field text=NAME)"
            )
        }
    })
}

/// Fields of a record without a text that are named.
const MOST_SEEN: usize = 12;

/// The first field of the role that is there and not null.
fn named<'a>(
    map: &'a Map<String, Value>,
    fields: &'a Fields,
    role: &str,
    names: &[&'a str],
) -> Option<(&'a str, &'a Value)> {
    let mapped = fields.name_of(role);
    let is_empty = |v: &Value| v.is_null() || v.as_str().is_some_and(str::is_empty);
    let get = |name: &'a str| map.get(name).filter(|v| !is_empty(v)).map(|v| (name, v));
    match mapped {
        Some(name) => get(name),
        None => names.iter().find_map(|name| get(name)),
    }
}

/// A string or number as a string; empty ones and everything else are nothing.
fn scalar(value: Option<&Value>) -> Option<String> {
    let text = match value? {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(text).filter(|t| !t.is_empty())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
