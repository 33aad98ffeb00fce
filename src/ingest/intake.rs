//! Files to articles: read, unpack, decode, parse, name what was set aside, drop what came twice.

use std::collections::BTreeMap;
use std::collections::hash_map::Entry;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde_json::Value;

use super::Reason;
use super::article::{Article, ArticleId, Place, Title};
use super::decode::{Decoded, MAX_INPUT_BYTES, decode, unpack};
use super::json::{self, Record};
use super::plain;
use super::walk::{is_own_output, plain_words, walk};
use crate::error::{Error, SetAside};
use crate::text::Span;

/// Other names for the fields of JSON records: role (`text`, `title`, `source`, `date`, `url`, `id`, `lang`)
/// to field name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<String, String>);

/// Roles that a field can have.
const ROLES: &[&str] = &["text", "title", "source", "date", "url", "id", "lang"];

impl Fields {
    /// Adds one `ROLE=NAME`.
    ///
    /// # Errors
    /// Not of that form, or no such role.
    pub fn add(&mut self, mapping: &str) -> Result<(), Error> {
        let parts = mapping.split_once('=').filter(|(_, name)| !name.is_empty());
        let Some((role, name)) = parts else {
            return Err(Error::Settings(format!(
                "expected ROLE=NAME such as text=story, found `{mapping}`"
            )));
        };
        if !ROLES.contains(&role) {
            return Err(Error::unknown("field role", role, ROLES));
        }
        self.0.insert(role.to_owned(), name.to_owned());
        Ok(())
    }

    /// The field that was named for a role.
    pub(super) fn name_of(&self, role: &str) -> Option<&str> {
        self.0.get(role).map(String::as_str)
    }

    /// Every mapping as `ROLE=NAME`, by role.
    pub fn mappings(&self) -> impl Iterator<Item = String> + '_ {
        self.0.iter().map(|(role, name)| format!("{role}={name}"))
    }
}

/// Settings of this room.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IngestSettings {
    /// Other names for JSON fields.
    pub fields: Fields,
    /// A folder that a walk leaves out: where the digest is written.
    pub without: Option<PathBuf>,
}

/// What came through the door.
pub struct Intake {
    /// Articles in the order of their places.
    pub articles: Vec<Article>,
    /// What did not, and why.
    pub set_aside: Vec<SetAside>,
}

/// Bytes of one article's text beyond which it is set aside: 64 MiB, far beyond any report, so that one
/// damaged record cannot hold up the run.
const MAX_ARTICLE_BYTES: usize = 64 << 20;

/// One file's parse: every article or the reason against it, with its place.
type Parsed = Vec<(Place, Result<Article, Reason>)>;

/// Reads `inputs`: files, folders (recursively, in path order), and `-` for standard input (JSON lines).
///
/// # Errors
/// An input that does not exist. Everything behind that is named in `set_aside` and the run goes on.
pub fn read(inputs: &[PathBuf], settings: &IngestSettings) -> Result<Intake, Error> {
    let (stdin, named): (Vec<_>, Vec<_>) =
        inputs.iter().cloned().partition(|p| p == Path::new("-"));
    let walked = walk(&named, settings.without.as_deref())?;
    let mut parsed: Vec<Parsed> =
        walked.files.par_iter().map(|path| read_file(path, settings)).collect();
    if !stdin.is_empty() {
        parsed.push(read_stdin(settings));
    }
    let mut set_aside: Vec<SetAside> = walked
        .passed_over
        .iter()
        .map(|(path, reason)| set_aside_at(whole_file(path), reason.clone()))
        .collect();
    let mut articles = Vec::new();
    for (place, result) in parsed.into_iter().flatten() {
        match result {
            Ok(article) => articles.push(article),
            Err(reason) => set_aside.push(set_aside_at(place, reason)),
        }
    }
    articles.par_sort_by(|a, b| a.place.cmp(&b.place));
    let articles = drop_repeats(articles, &mut set_aside);
    set_aside.sort();
    Ok(Intake { articles, set_aside })
}

fn whole_file(path: &Path) -> Place {
    Place { path: path.to_string_lossy().into_owned(), record: None, element: None, doc: None }
}

fn set_aside_at(place: Place, reason: Reason) -> SetAside {
    let Place { path, record, element, doc } = place;
    SetAside { path, record, element, doc, reason, fault: true }
}

/// The same article (same id) counts once: the first by place stays, the others are named.
fn drop_repeats(articles: Vec<Article>, set_aside: &mut Vec<SetAside>) -> Vec<Article> {
    let mut first: FxHashMap<ArticleId, usize> = FxHashMap::default();
    let mut kept: Vec<Article> = Vec::with_capacity(articles.len());
    for article in articles {
        match first.entry(article.id) {
            Entry::Occupied(known) => {
                let place = &kept[*known.get()].place;
                let line = place.record.map_or(String::new(), |line| format!(" line {line}"));
                let reason = format!("the same article as {}{line}", place.path);
                set_aside.push(SetAside { fault: false, ..set_aside_at(article.place, reason) });
            }
            Entry::Vacant(free) => {
                free.insert(kept.len());
                kept.push(article);
            }
        }
    }
    kept
}

fn read_file(path: &Path, settings: &IngestSettings) -> Parsed {
    let bytes = match regular_file(path) {
        Ok(bytes) => bytes,
        Err(reason) => return vec![(whole_file(path), Err(reason))],
    };
    let shown = path.to_string_lossy();
    let name = shown.strip_suffix(".gz").unwrap_or(&shown).to_ascii_lowercase();
    match unpack(bytes).and_then(decode) {
        Ok(decoded) if is_own_output(&decoded.text) => Vec::new(),
        Ok(decoded) => parse(&shown, form_of(&name, &decoded.text), decoded, settings),
        Err(reason) => vec![(whole_file(path), Err(reason))],
    }
}

pub(super) fn regular_file(path: &Path) -> Result<Vec<u8>, Reason> {
    let meta = std::fs::metadata(path).map_err(|e| plain_words(&e))?;
    if !meta.is_file() {
        return Err("not a regular file".to_owned());
    }
    if meta.len() > MAX_INPUT_BYTES {
        return Err(format!("larger than {MAX_INPUT_BYTES} bytes"));
    }
    std::fs::read(path).map_err(|e| plain_words(&e))
}

fn read_stdin(settings: &IngestSettings) -> Parsed {
    let mut bytes = Vec::new();
    let read = std::io::stdin().lock().take(MAX_INPUT_BYTES).read_to_end(&mut bytes);
    let decoded = read.map_err(|e| plain_words(&e)).and_then(|_| unpack(bytes)).and_then(decode);
    match decoded {
        Ok(decoded) => {
            parse("-", Form::JsonLines, Decoded { verbatim: false, ..decoded }, settings)
        }
        Err(reason) => vec![(whole_file(Path::new("-")), Err(reason))],
    }
}

/// How a file's text is laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Plain { markdown: bool },
    JsonLines,
    JsonArray,
}

/// By the ending; an unknown ending goes by the first character. A `.json` that holds no array is taken as lines.
fn form_of(name: &str, text: &str) -> Form {
    let first = text.trim_start().chars().next();
    match Path::new(name).extension().and_then(|e| e.to_str()) {
        Some("txt") => Form::Plain { markdown: false },
        Some("md") => Form::Plain { markdown: true },
        Some("jsonl" | "ndjson") => Form::JsonLines,
        _ if first == Some('[') => Form::JsonArray,
        Some("json") => Form::JsonLines,
        _ if first == Some('{') => Form::JsonLines,
        _ => Form::Plain { markdown: false },
    }
}

fn parse(path: &str, form: Form, decoded: Decoded, settings: &IngestSettings) -> Parsed {
    match form {
        Form::Plain { markdown } => {
            let place = whole_file(Path::new(path));
            let article = plain_article(place.clone(), decoded, markdown);
            vec![(place, article)]
        }
        Form::JsonLines => json_lines(path, &decoded, settings),
        Form::JsonArray => json_array(path, &decoded, settings),
    }
}

fn plain_article(place: Place, decoded: Decoded, markdown: bool) -> Result<Article, Reason> {
    let Decoded { text, verbatim } = decoded;
    if text.trim().is_empty() {
        return Err("empty".to_owned());
    }
    check_size(&text)?;
    let plain = plain::parse(&text, markdown);
    if plain.body.of(&text).trim().is_empty() {
        return Err("empty below its header lines".to_owned());
    }
    let source =
        plain.source.or_else(|| plain.url.as_deref().and_then(host)).or_else(|| stem(&place.path));
    let mut article = Article {
        id: ArticleId::of(&[]),
        external_id: plain.id,
        source,
        title: plain.title,
        date: plain.date,
        url: plain.url,
        lang: plain.lang,
        place,
        text_field: None,
        keep_text: !verbatim,
        given_story: None,
        text,
        body: plain.body,
    };
    article.id = id_of(&article);
    Ok(article)
}

fn check_size(text: &str) -> Result<(), Reason> {
    if text.len() > MAX_ARTICLE_BYTES {
        return Err(format!(
            "an article of {} bytes; the limit is {MAX_ARTICLE_BYTES}",
            text.len()
        ));
    }
    Ok(())
}

fn id_of(article: &Article) -> ArticleId {
    ArticleId::of(&[
        Some(&article.text),
        article.source.as_deref(),
        article.title_text(),
        article.date.as_deref(),
        article.url.as_deref(),
        article.external_id.as_deref(),
    ])
}

/// The host of an http(s) address without `www.`.
fn host(url: &str) -> Option<String> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?;
    let host = host.to_ascii_lowercase();
    Some(host.strip_prefix("www.").unwrap_or(&host).to_owned()).filter(|h| !h.is_empty())
}

fn stem(path: &str) -> Option<String> {
    let path = path.strip_suffix(".gz").unwrap_or(path);
    Path::new(path).file_stem().map(|s| s.to_string_lossy().into_owned())
}

fn json_lines(path: &str, decoded: &Decoded, settings: &IngestSettings) -> Parsed {
    let lines: Vec<(usize, &str)> =
        decoded.text.split('\n').enumerate().filter(|(_, line)| !line.trim().is_empty()).collect();
    if lines.is_empty() {
        return vec![(whole_file(Path::new(path)), Err("empty".to_owned()))];
    }
    // A `.json` file that is one object over several lines is that object, kept as text of its own.
    if lines.len() > 1
        && serde_json::from_str::<Value>(lines[0].1).is_err()
        && let Ok(value @ Value::Object(_)) = serde_json::from_str::<Value>(&decoded.text)
    {
        return record(whole_file(Path::new(path)), value, false, settings);
    }
    let parse_line = |(index, line): &(usize, &str)| {
        let place = Place { record: Some(index + 1), ..whole_file(Path::new(path)) };
        match serde_json::from_str(line) {
            Ok(value) => record(place, value, decoded.verbatim, settings),
            Err(error) => vec![(place, Err(format!("malformed JSON: {error}")))],
        }
    };
    lines.par_iter().map(parse_line).collect::<Vec<_>>().into_iter().flatten().collect()
}

fn json_array(path: &str, decoded: &Decoded, settings: &IngestSettings) -> Parsed {
    let place = whole_file(Path::new(path));
    match serde_json::from_str::<Vec<Value>>(&decoded.text) {
        Ok(values) if values.is_empty() => vec![(place, Err("empty".to_owned()))],
        Ok(values) => values
            .into_par_iter()
            .enumerate()
            .map(|(index, value)| {
                record(
                    Place { element: Some(index), ..place.clone() },
                    value,
                    decoded.verbatim,
                    settings,
                )
            })
            .collect::<Vec<_>>()
            .into_iter()
            .flatten()
            .collect(),
        Err(error) => vec![(place, Err(format!("malformed JSON: {error}")))],
    }
}

fn record(place: Place, value: Value, verbatim: bool, settings: &IngestSettings) -> Parsed {
    let with_place = |(doc, record): (Option<usize>, Result<Record, Reason>)| {
        let place = Place { doc, ..place.clone() };
        let article = record.and_then(|record| json_article(place.clone(), record, verbatim));
        (place, article)
    };
    json::articles(value, &settings.fields).into_iter().map(with_place).collect()
}

pub(super) fn json_article(
    place: Place,
    record: Record,
    verbatim: bool,
) -> Result<Article, Reason> {
    check_size(&record.text)?;
    let mut text = record.text;
    let mut body = Span::new(0, text.len());
    let title = match record.title {
        // The text that is kept beside the digest opens with the title, so that both can be pointed to.
        Some((_, title)) if !verbatim => {
            text = format!("{title}\n\n{text}");
            body = Span::new(title.len() + 2, text.len());
            Some(Title::InText(Span::new(0, title.len())))
        }
        Some((field, text)) => Some(Title::InField { field, text }),
        None => None,
    };
    let mut article = Article {
        id: ArticleId::of(&[]),
        external_id: record.external_id,
        source: record.source.or_else(|| record.url.as_deref().and_then(host)),
        title,
        date: record.date,
        url: record.url,
        lang: record.lang,
        place,
        text_field: record.text_field.filter(|_| verbatim),
        keep_text: !verbatim,
        given_story: record.given_story,
        text,
        body,
    };
    article.id = id_of(&article);
    Ok(article)
}
