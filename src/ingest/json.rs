//! JSON records: one article, or several in `docs`.

use serde_json::{Map, Value};

use super::Reason;
use super::decode::Encoding;
use super::fields::Fields;

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
    /// Whether the text is known to go on elsewhere.
    pub(super) teaser: bool,
    /// Whether it is all of a page's text, taken without its structure.
    pub(super) flat: bool,
    /// How the text was read, where it did not come as UTF-8.
    pub(super) encoding: Option<Encoding>,
}

/// Names under which the text is looked for, in this order.
pub(super) const TEXT: &[&str] = &["text", "body", "content", "article", "maintext"];
const TITLE: &[&str] = &["title", "headline"];
const SOURCE: &[&str] = &["source", "publisher", "outlet", "site"];
const DATE: &[&str] = &["date", "published", "date_published"];

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
    let Some(docs) = map.remove("docs") else {
        return vec![(None, article(&map, fields, story, None))];
    };
    let Value::Array(docs) = docs else {
        return vec![(None, Err(format!("`docs` should be an array, found {}", kind(&docs))))];
    };
    if docs.is_empty() {
        return vec![(None, Err("`docs` holds no article".to_owned()))];
    }
    let read = |(index, doc): (usize, Value)| {
        let record = match &doc {
            Value::Object(map) => article(map, fields, story.clone(), lang.clone()),
            other => Err(format!("expected a JSON object in `docs`, found {}", kind(other))),
        };
        (Some(index), record)
    };
    docs.into_iter().enumerate().map(read).collect()
}

/// One article of its fields.
pub(super) fn article(
    map: &Map<String, Value>,
    fields: &Fields,
    story: Option<String>,
    lang: Option<String>,
) -> Result<Record, Reason> {
    let (field, text) = text_of(map, fields)?;
    let expected = TEXT.iter().find(|name| map.get(**name).is_some_and(Value::is_string));
    let text_field = if expected == Some(&field) { None } else { Some(field.to_owned()) };
    let title = named(map, fields, "title", TITLE)
        .and_then(|(name, value)| Some((name.to_owned(), value.as_str()?.to_owned())))
        .filter(|(_, title)| !title.trim().is_empty());
    let one = |role: &str, names: &[&str]| {
        scalar(named(map, fields, role, names).map(|(_, value)| value))
    };
    Ok(Record {
        text: text.to_owned(),
        text_field,
        title,
        source: one("source", SOURCE),
        date: one("date", DATE),
        url: one("url", &["url"]),
        external_id: one("id", &["id"]),
        lang: one("lang", &["lang"]).or(lang),
        given_story: story.or_else(|| scalar(map.get("cluster"))),
        teaser: false,
        flat: false,
        encoding: None,
    })
}

/// Whether a table has a column in which the text is looked for.
pub(super) fn has_text_field(has: impl Fn(&str) -> bool, fields: &Fields) -> bool {
    match fields.name_of("text") {
        Some(name) => has(name),
        None => TEXT.iter().any(|name| has(name)),
    }
}

fn text_of<'a>(
    map: &'a Map<String, Value>,
    fields: &'a Fields,
) -> Result<(&'a str, &'a str), Reason> {
    let names: Vec<&str> = match fields.name_of("text") {
        Some(name) => vec![name],
        None => TEXT.to_vec(),
    };
    let mut present = None;
    for name in &names {
        match map.get(*name) {
            Some(Value::String(text)) if !text.trim().is_empty() => return Ok((name, text)),
            Some(value) => present = present.or(Some((*name, value))),
            None => {}
        }
    }
    Err(match present {
        Some((name, Value::String(_))) => format!("empty: the field `{name}` holds no text"),
        Some((name, value)) => {
            format!("the field `{name}` should be a string, found {}", kind(value))
        }
        None => format!(
            "no text: none of the fields {} is there (see --field text=NAME)",
            names.join(", ")
        ),
    })
}

/// The first field of the role that is there and not null.
fn named<'a>(
    map: &'a Map<String, Value>,
    fields: &'a Fields,
    role: &str,
    names: &[&'a str],
) -> Option<(&'a str, &'a Value)> {
    let mapped = fields.name_of(role);
    let get = |name: &'a str| map.get(name).filter(|v| !v.is_null()).map(|v| (name, v));
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
