//! Gold files: stories with human references, and other systems' summaries of them. One JSON object a line.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Map, Value};

use super::article::{Article, Place};
use super::fields::Fields;
use super::input::{record_article, source_text};
use super::json;
use crate::error::{Error, SetAside};
use crate::limits::Limits;

/// One story of a gold file.
#[derive(Debug, Clone)]
pub struct GoldStory {
    /// The name that the file gives it, unique in the file.
    pub cluster: String,
    /// Language tag of the record, where it has one.
    pub lang: Option<String>,
    /// Its articles; each one's `given_story` is the cluster.
    pub articles: Vec<Box<Article>>,
    /// Summaries by people; may be empty.
    pub references: Vec<String>,
}

/// A gold file.
#[derive(Debug, Clone)]
pub struct Gold {
    /// The file, as named.
    pub path: String,
    /// Its stories, in the order of the file.
    pub stories: Vec<GoldStory>,
    /// Articles without text.
    pub set_aside: Vec<SetAside>,
}

/// Reads a gold file (plain or gzip): `cluster`, `docs`, `references` a line; other fields are ignored.
///
/// # Errors
/// A file that cannot be read, is empty, or holds a record that is not of that form; names the line.
pub fn read_gold(path: &Path) -> Result<Gold, Error> {
    let mut gold = Gold {
        path: path.to_string_lossy().into_owned(),
        stories: Vec::new(),
        set_aside: Vec::new(),
    };
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (line, record) in records(path)? {
        let place = Place { path: gold.path.clone(), record: Some(line), element: None, doc: None };
        let wrong = |reason: String| Error::Record { path: path.to_owned(), line, reason };
        let story = gold_story(record, place, &mut gold.set_aside).map_err(wrong)?;
        if let Some(earlier) = first.insert(story.cluster.clone(), line) {
            return Err(wrong(format!("`cluster` {} stands on line {earlier} too", story.cluster)));
        }
        gold.stories.push(story);
    }
    Ok(gold)
}

/// Reads another system's summaries: `cluster` and `summary` a line. Returns summary by cluster.
///
/// # Errors
/// As [`read_gold`].
pub fn read_summaries(path: &Path) -> Result<BTreeMap<String, String>, Error> {
    let mut summaries = BTreeMap::new();
    for (line, record) in records(path)? {
        let wrong = |reason: String| Error::Record { path: path.to_owned(), line, reason };
        let cluster = cluster(&record).map_err(wrong)?;
        let Some(Value::String(summary)) = record.get("summary") else {
            return Err(wrong("`summary` should be a string".to_owned()));
        };
        if summaries.insert(cluster.clone(), summary.clone()).is_some() {
            return Err(wrong(format!("a second summary of `cluster` {cluster}")));
        }
    }
    Ok(summaries)
}

/// A whole file as text, unpacked where it is an archive.
///
/// # Errors
/// A file that cannot be read or is no text.
pub fn read_text(path: &Path) -> Result<String, Error> {
    let unreadable = |reason: String| Error::Input { path: path.to_owned(), reason, source: None };
    source_text(path).map_err(unreadable)
}

/// A record and the number of its line, from 1.
type Line = (usize, Map<String, Value>);

/// The lines of a file as JSON objects.
fn records(path: &Path) -> Result<Vec<Line>, Error> {
    let text = read_text(path)?;
    let mut records = Vec::new();
    for (at, line) in text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let wrong = |reason: String| Error::Record { path: path.to_owned(), line: at + 1, reason };
        match serde_json::from_str(line) {
            Ok(Value::Object(record)) => records.push((at + 1, record)),
            Ok(_) => return Err(wrong("expected a JSON object".to_owned())),
            Err(error) => return Err(wrong(format!("malformed JSON: {error}"))),
        }
    }
    if records.is_empty() {
        return Err(Error::Input {
            path: path.to_owned(),
            reason: "empty".to_owned(),
            source: None,
        });
    }
    Ok(records)
}

fn cluster(record: &Map<String, Value>) -> Result<String, String> {
    match record.get("cluster") {
        Some(Value::String(name)) if !name.trim().is_empty() => Ok(name.trim().to_owned()),
        Some(Value::Number(number)) => Ok(number.to_string()),
        _ => Err("`cluster` should name the story".to_owned()),
    }
}

fn gold_story(
    mut record: Map<String, Value>,
    place: Place,
    set_aside: &mut Vec<SetAside>,
) -> Result<GoldStory, String> {
    let cluster = cluster(&record)?;
    let references = match record.remove("references") {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(references)) => references
            .into_iter()
            .map(|reference| match reference {
                Value::String(text) => Ok(text),
                _ => Err("`references` should hold strings".to_owned()),
            })
            .collect::<Result<Vec<_>, _>>()?,
        Some(_) => return Err("`references` should be an array of strings".to_owned()),
    };
    let docs = match record.get("docs") {
        Some(Value::Array(docs)) if !docs.is_empty() => docs,
        Some(Value::Array(_)) => return Err("`docs` holds no article".to_owned()),
        _ => return Err("`docs` should be an array of articles".to_owned()),
    };
    for (at, doc) in docs.iter().enumerate() {
        let text = |name: &&str| doc.get(*name).is_some_and(Value::is_string);
        if !json::TEXT.iter().any(text) {
            return Err(format!("doc {at} should be an object with a string `text`"));
        }
    }
    let lang = record.get("lang").and_then(Value::as_str).map(str::to_owned);
    let limits = Limits::default();
    let mut articles = Vec::new();
    for (doc, parsed) in json::articles(Value::Object(record), &Fields::default()) {
        let place = Place { doc, ..place.clone() };
        match parsed.and_then(|record| record_article(place.clone(), record, true, &limits)) {
            Ok(mut article) => {
                article.given_story = Some(cluster.clone());
                articles.push(article);
            }
            Err(reason) => set_aside.push(place.set_aside(reason, true)),
        }
    }
    let references =
        references.into_iter().filter(|r| r.chars().any(char::is_alphanumeric)).collect();
    Ok(GoldStory { cluster, lang, articles, references })
}
