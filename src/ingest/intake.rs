//! Files to articles: name what was set aside, drop what came twice, keep the run within its limit.

use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::Serialize;

use super::Reason;
use super::article::{Article, ArticleId, Place};
use super::fields::Fields;
use super::format::InputFormat;
use super::input::{Input, Parsed, open, read_file, read_input, take_outlet_of_folder};
use super::walk::walk;
use crate::error::{Error, SetAside};
use crate::limits::Limits;

/// What names the outlet of an article that does not name it itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OutletFrom {
    /// Nothing: it has no outlet, and counts as one of its own.
    #[default]
    Article,
    /// The folder of its file.
    Folder,
}

impl OutletFrom {
    /// By its name.
    ///
    /// # Errors
    /// Any other name.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        match name {
            "article" => Ok(Self::Article),
            "folder" => Ok(Self::Folder),
            _ => Err(Error::Setting {
                name: "outlet_from".to_owned(),
                reason: format!("takes article or folder, not `{name}`"),
            }),
        }
    }
}

/// Settings of this stage.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct IngestSettings {
    /// Other names for JSON fields and columns.
    pub fields: Fields,
    /// The form of every input, where nothing is to be guessed.
    pub format: Option<InputFormat>,
    /// What names the outlet of an article that does not.
    pub outlet_from: OutletFrom,
    /// What an input may take.
    pub limits: Limits,
    /// A folder that a walk leaves out: where the digest is written.
    pub without: Option<PathBuf>,
}

/// What was read.
pub struct Intake {
    /// Articles in the order of their places.
    pub articles: Vec<Box<Article>>,
    /// What did not, and why.
    pub set_aside: Vec<SetAside>,
}

/// Files that are read at the same time; behind them it is known how much the run may still take.
const BATCH: usize = 256;

/// Reads `inputs`: files, folders (recursively, in path order), and `-` for standard input.
///
/// # Errors
/// An input that does not exist. Everything behind that is named in `set_aside` and the run goes on.
pub fn read(inputs: &[PathBuf], settings: &IngestSettings) -> Result<Intake, Error> {
    let (stdin, named): (Vec<_>, Vec<_>) =
        inputs.iter().cloned().partition(|p| p == Path::new("-"));
    let walked = walk(&named, settings.without.as_deref())?;
    let mut set_aside: Vec<SetAside> = walked
        .passed_over
        .iter()
        .map(|(path, reason)| Place::of_file(path).set_aside(reason.clone(), true))
        .collect();
    let inputs: Vec<Input> = walked
        .files
        .into_iter()
        .map(Input::File)
        .chain((!stdin.is_empty()).then_some(Input::StandardInput))
        .collect();
    let mut articles = Vec::new();
    let mut left = settings.limits.run_bytes;
    for batch in inputs.chunks(BATCH) {
        let parsed: Vec<Parsed> =
            batch.par_iter().map(|input| input.read(settings, left)).collect();
        for (place, result) in parsed.into_iter().flatten() {
            match result {
                Ok(mut article) if article.text.len() as u64 <= left => {
                    left -= article.text.len() as u64;
                    settle_outlet(&mut article, settings);
                    articles.push(article);
                }
                Ok(_) => {
                    // Order decides what is in, not size: from here on nothing is.
                    left = 0;
                    set_aside.push(place.set_aside(over_the_run(settings), true));
                }
                Err(refusal) => set_aside.push(place.set_aside(refusal.reason, refusal.fault)),
            }
        }
    }
    articles.par_sort_by(|a, b| a.place.cmp(&b.place));
    let articles = drop_repeats(articles, &mut set_aside);
    set_aside.sort();
    Ok(Intake { articles, set_aside })
}

/// Reads one input that is at hand: bytes as a file of this name would hold them. The name decides only where the bytes leave
/// it open; every text is to be kept beside a digest, as no file holds it.
pub fn read_from(name: &str, input: impl Read, settings: &IngestSettings) -> Intake {
    let most = settings.limits.run_bytes;
    let place = Place::of_file(Path::new(name));
    let parsed = read_input(name, input, None, settings, most)
        .unwrap_or_else(|reason| vec![(place, Err(reason.into()))]);
    let (articles, mut set_aside) = sorted_out(parsed, settings);
    let articles = drop_repeats(articles, &mut set_aside);
    Intake { articles, set_aside }
}

/// Reads lines of JSON records in memory, whatever their words look like.
pub fn read_lines(name: &str, lines: &[u8], settings: &IngestSettings) -> Intake {
    let settings = IngestSettings { format: Some(InputFormat::Jsonl), ..settings.clone() };
    read_from(name, lines, &settings)
}

fn over_the_run(settings: &IngestSettings) -> String {
    format!(
        "behind the {} bytes of text that a run takes (see --max-run-bytes)",
        settings.limits.run_bytes
    )
}

/// An article that was met before.
pub(crate) fn repeated(place: Place, first: &Place) -> SetAside {
    let line = first.record.map_or(String::new(), |line| format!(" line {line}"));
    place.set_aside(format!("the same article as {}{line}", first.path), false)
}

/// One file, as [`read`] reads it under a name, for who looks for repeats and counts the run's bytes elsewhere.
///
/// # Errors
/// It is not there. Somebody has seen it: a machine that does not is at fault, not the input.
pub(crate) fn parse_file(
    name: &str,
    file: &Path,
    settings: &IngestSettings,
) -> Result<(Vec<Box<Article>>, Vec<SetAside>), Error> {
    if std::fs::metadata(file).is_err_and(|e| e.kind() == ErrorKind::NotFound) {
        let reason = "not there on this worker; inputs need one name on all machines".to_owned();
        return Err(Error::Input { path: file.to_owned(), reason, source: None });
    }
    let most = settings.limits.run_bytes;
    let parsed = open(file).and_then(|file| read_file(name, file, settings, most));
    let named = |reason: Reason| vec![(Place::of_file(Path::new(name)), Err(reason.into()))];
    Ok(sorted_out(parsed.unwrap_or_else(named), settings))
}

/// The same of bytes at hand, as [`read_from`] reads them.
pub(crate) fn parse_bytes(
    name: &str,
    bytes: &[u8],
    settings: &IngestSettings,
) -> (Vec<Box<Article>>, Vec<SetAside>) {
    let place = Place::of_file(Path::new(name));
    let parsed = read_input(name, bytes, None, settings, settings.limits.run_bytes);
    let parsed = parsed.unwrap_or_else(|reason| vec![(place, Err(reason.into()))]);
    sorted_out(parsed, settings)
}

fn settle_outlet(article: &mut Article, settings: &IngestSettings) {
    if settings.outlet_from == OutletFrom::Folder {
        take_outlet_of_folder(article);
    }
}

/// Articles, and what is none.
fn sorted_out(parsed: Parsed, settings: &IngestSettings) -> (Vec<Box<Article>>, Vec<SetAside>) {
    let mut set_aside = Vec::new();
    let mut articles = Vec::new();
    for (place, result) in parsed {
        match result {
            Ok(mut article) => {
                settle_outlet(&mut article, settings);
                articles.push(article);
            }
            Err(refusal) => set_aside.push(place.set_aside(refusal.reason, refusal.fault)),
        }
    }
    (articles, set_aside)
}

/// The same article (same id) counts once: the first by place stays, the others are named.
fn drop_repeats(
    mut articles: Vec<Box<Article>>,
    set_aside: &mut Vec<SetAside>,
) -> Vec<Box<Article>> {
    let mut first: FxHashMap<ArticleId, usize> = FxHashMap::default();
    let mut is_first: Vec<bool> = Vec::with_capacity(articles.len());
    for (at, article) in articles.iter().enumerate() {
        let known = *first.entry(article.id).or_insert(at);
        is_first.push(known == at);
        if known != at {
            set_aside.push(repeated(article.place.clone(), &articles[known].place));
        }
    }
    let mut is_first = is_first.into_iter();
    articles.retain(|_| is_first.next() == Some(true));
    articles
}
