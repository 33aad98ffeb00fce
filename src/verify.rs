//! Re-reads the sources of a digest: is every printed sentence where the digest says it is?

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use crate::error::Error;
use crate::ingest::{Article, Title, source_text};
use crate::origins::independent_origins;
use crate::text::fold_white_space;

/// What a check found.
#[derive(Debug, Clone, Serialize)]
pub struct Verification {
    /// Items looked at.
    pub checked: usize,
    /// Those that do not hold.
    pub misses: Vec<Miss>,
}

/// One item that does not hold.
#[derive(Debug, Clone, Serialize)]
pub struct Miss {
    /// Story id.
    pub story: String,
    /// Where in the digest.
    pub place: String,
    /// What is wrong.
    pub reason: String,
}

/// Checks a digest (JSON). Paths of articles are relative to `root`, kept texts to `home`, the digest's own folder.
///
/// # Errors
/// The digest is not one.
pub fn verify(json: &str, root: &Path, home: &Path) -> Result<Verification, Error> {
    verify_against(json, root, home, &[])
}

/// The same, against articles that were read again where they are among `articles`: by id, which is a hash of their content.
///
/// # Errors
/// The digest is not one.
pub fn verify_against(
    json: &str,
    root: &Path,
    home: &Path,
    articles: &[Box<Article>],
) -> Result<Verification, Error> {
    let digest: Value = serde_json::from_str(json).map_err(|e| Error::Digest(e.to_string()))?;
    let stories = digest.get("stories").and_then(Value::as_array);
    let stories = stories.ok_or_else(|| Error::Digest("it has no `stories`".to_owned()))?;
    let read = articles.iter().map(|article| (article.id.to_string(), &**article)).collect();
    let mut sources = Sources { root, home, read, files: BTreeMap::new() };
    let mut verification = Verification { checked: 0, misses: Vec::new() };
    for story in stories {
        check_story(story, &mut sources, &mut verification);
    }
    Ok(verification)
}

fn check_story(story: &Value, sources: &mut Sources<'_>, verification: &mut Verification) {
    let id = story["id"].as_str().unwrap_or("?").to_owned();
    let empty = Vec::new();
    let articles: BTreeMap<&str, &Value> = story["articles"]
        .as_array()
        .unwrap_or(&empty)
        .iter()
        .filter_map(|a| Some((a["id"].as_str()?, a)))
        .collect();
    let mut items: Vec<(String, &Value)> = Vec::new();
    collect_items(story, "story", &mut items);
    let mut miss = |place: &str, reason: String| {
        verification.misses.push(Miss { story: id.clone(), place: place.to_owned(), reason })
    };
    let says = story["origins"].as_u64();
    let gives = origins(articles.values().copied());
    if says != Some(gives as u64) {
        miss("origins", format!("says {}, its articles give {gives}", story["origins"]));
    }
    if story["summary"].as_array().is_none_or(Vec::is_empty) {
        miss("summary", "is empty".to_owned());
    }
    verification.checked += items.len();
    for (place, item) in items {
        if let Err(reason) = check_item(item, &articles, sources) {
            miss(&place, reason);
        }
    }
}

/// Everything below a story that carries a text and an article.
fn collect_items<'a>(node: &'a Value, place: &str, items: &mut Vec<(String, &'a Value)>) {
    match node {
        Value::Object(map) => {
            if map.contains_key("text") && map.contains_key("article") {
                items.push((place.to_owned(), node));
            }
            for (key, value) in map {
                collect_items(value, &format!("{place}.{key}"), items);
            }
        }
        Value::Array(values) => {
            for (at, value) in values.iter().enumerate() {
                collect_items(value, &format!("{place}[{at}]"), items);
            }
        }
        _ => {}
    }
}

fn origins<'a>(articles: impl Iterator<Item = &'a Value>) -> usize {
    independent_origins(
        articles.map(|a| (a["source"].as_str(), a["origin"].as_u64().unwrap_or(0) as usize)),
    )
}

fn check_item(
    item: &Value,
    articles: &BTreeMap<&str, &Value>,
    sources: &mut Sources<'_>,
) -> Result<(), String> {
    let article_id = item["article"].as_str().unwrap_or_default();
    let article = articles
        .get(article_id)
        .ok_or_else(|| format!("article {article_id} is not of this story"))?;
    let (Some(start), Some(end)) = (item["start"].as_u64(), item["end"].as_u64()) else {
        return Err("has no place (start, end)".to_owned());
    };
    let text = sources.text(article, item["field"].as_str())?;
    let piece = text
        .get(start as usize..end as usize)
        .ok_or_else(|| format!("{start}..{end} is not in the source"))?;
    if fold_white_space(piece) != fold_white_space(item["text"].as_str().unwrap_or_default()) {
        return Err(format!("the source has other words at {start}..{end}"));
    }
    let Some(support) = item.get("support") else { return Ok(()) };
    let empty = Vec::new();
    let named: Vec<&str> =
        support["articles"].as_array().unwrap_or(&empty).iter().filter_map(Value::as_str).collect();
    let known: Option<Vec<&Value>> = named.iter().map(|n| articles.get(n).copied()).collect();
    let known = known
        .filter(|_| named.contains(&article_id))
        .ok_or("its support names a strange article, or not its own")?;
    let gives = origins(known.into_iter());
    if support["origins"].as_u64() != Some(gives as u64) {
        return Err(format!(
            "its support says {} origins, its articles give {gives}",
            support["origins"]
        ));
    }
    Ok(())
}

/// Source texts, each file read once.
struct Sources<'a> {
    root: &'a Path,
    home: &'a Path,
    /// Articles that are there already, by id.
    read: BTreeMap<String, &'a Article>,
    files: BTreeMap<String, Result<File, String>>,
}

/// A file as text, cut into lines where records are asked for.
struct File {
    text: String,
    line_starts: Vec<usize>,
    elements: Option<Vec<Value>>,
}

impl Sources<'_> {
    fn text(&mut self, article: &Value, field: Option<&str>) -> Result<String, String> {
        let read = article["id"].as_str().and_then(|id| self.read.get(id));
        if let Some(read) = read {
            return Ok(match &read.title {
                Some(Title::InField { field: title, text }) if field == Some(title) => text.clone(),
                _ => read.text.clone(),
            });
        }
        if let (Some(kept), None) = (article["text_path"].as_str(), field) {
            // Written by us: nothing about it is to be guessed.
            let path = self.home.join(kept);
            return std::fs::read_to_string(&path)
                .map_err(|e| format!("cannot re-read {}: {e}", path.display()));
        }
        let path = article["path"].as_str().ok_or("its article has no path")?;
        let file = self.file(&self.root.join(path).to_string_lossy())?;
        let record = match (article["record"].as_u64(), article["element"].as_u64()) {
            (Some(line), _) => {
                serde_json::from_str(file.line(line as usize).ok_or("the file has no such line")?)
                    .map_err(|e| e.to_string())?
            }
            (None, Some(element)) => file.element(element as usize)?,
            (None, None) => return Ok(file.text.clone()),
        };
        let record: Value = match article["doc"].as_u64() {
            Some(doc) => record["docs"][doc as usize].clone(),
            None => record,
        };
        let names = ["text", "body", "content", "article", "maintext"];
        let name = field
            .or_else(|| names.into_iter().find(|n| record[*n].is_string()))
            .ok_or("the record has no text")?;
        record[name]
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| format!("the record has no string `{name}`"))
    }

    fn file(&mut self, path: &str) -> Result<&mut File, String> {
        let read = || {
            let text = source_text(Path::new(path))
                .map_err(|reason| format!("cannot re-read {path}: {reason}"))?;
            let line_starts =
                std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
            Ok(File { text, line_starts, elements: None })
        };
        self.files.entry(path.to_owned()).or_insert_with(read).as_mut().map_err(|e| e.clone())
    }
}

impl File {
    fn line(&self, number: usize) -> Option<&str> {
        let start = *self.line_starts.get(number.checked_sub(1)?)?;
        self.text[start..].split('\n').next()
    }

    fn element(&mut self, index: usize) -> Result<Value, String> {
        if self.elements.is_none() {
            self.elements = Some(serde_json::from_str(&self.text).map_err(|e| e.to_string())?);
        }
        self.elements
            .as_ref()
            .and_then(|e| e.get(index))
            .cloned()
            .ok_or_else(|| "the array has no such element".to_owned())
    }
}
