//! The settings file: what it may hold, and what that does to settings. Whoever has it in another form than a file (the
//! arguments of a call) reads it from there by the same names.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use crate::error::Error;
use crate::findings::Sections;
use crate::ingest::{InputFormat, OutletFrom};
use crate::limits::Limits;
use crate::score::{ConceptWeights, Signal};
use crate::select::Budget;
use crate::settings::Settings;
use crate::text::Query;

/// What a `newsfold.toml` holds. A misspelt key is an error that names it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SettingsFile {
    words: Option<usize>,
    sentences: Option<usize>,
    lambda: Option<f64>,
    words_power: Option<f64>,
    max_overlap: Option<f64>,
    similarity: Option<f64>,
    cohesion: Option<f64>,
    /// Of the rule of grouping before `similarity` and `cohesion`: files that hold them are told what to write.
    merge: Option<f64>,
    split: Option<f64>,
    given_stories: Option<bool>,
    one_story: Option<bool>,
    min_articles: Option<usize>,
    top: Option<usize>,
    singles: Option<usize>,
    sections: Option<Vec<String>>,
    weights: BTreeMap<String, f64>,
    concepts: Option<ConceptWeights>,
    fields: BTreeMap<String, String>,
    input_format: Option<String>,
    outlet_from: Option<String>,
    mute: Vec<String>,
    mute_outlets: Vec<String>,
    lang: Vec<String>,
    since: Option<String>,
    until: Option<String>,
    watch: Vec<String>,
    about: Option<String>,
    limits: Option<Limits>,
}

impl SettingsFile {
    /// Takes over what the file at `path` says.
    ///
    /// # Errors
    /// A name that nobody knows, or two keys that exclude each other.
    pub fn apply(self, settings: &mut Settings, path: &Path) -> Result<(), Error> {
        if self.words.is_some() && self.sentences.is_some() {
            return Err(Error::Settings(
                "the settings have both `words` and `sentences`; keep one".to_owned(),
            ));
        }
        set(&mut settings.budget, self.words.map(Budget::Words));
        set(&mut settings.budget, self.sentences.map(Budget::Sentences));
        set(&mut settings.lambda, self.lambda);
        set(&mut settings.words_power, self.words_power);
        set(&mut settings.max_overlap, self.max_overlap);
        for (old, new) in OLD_GROUPING {
            if (if old == "merge" { self.merge } else { self.split }).is_some() {
                return Err(Error::Settings(replaced(old, new)));
            }
        }
        set(&mut settings.group.similarity, self.similarity);
        set(&mut settings.group.cohesion, self.cohesion);
        set(&mut settings.group.given_stories, self.given_stories);
        set(&mut settings.group.one_story, self.one_story);
        set(&mut settings.min_articles, self.min_articles);
        set(&mut settings.singles, self.singles);
        settings.top = self.top;
        if let Some(names) = &self.sections {
            settings.sections = Sections::from_names(names.iter().map(String::as_str))?;
        }
        for (name, weight) in &self.weights {
            settings.score.weights.set(Signal::from_name(name)?, *weight)?;
        }
        if let Some(name) = &self.input_format {
            settings.input_format = Some(InputFormat::from_name(name)?);
        }
        if let Some(name) = &self.outlet_from {
            settings.outlet_from = OutletFrom::from_name(name)?;
        }
        let filter = &mut settings.filter;
        self.mute.iter().try_for_each(|query| filter.mute(query))?;
        self.mute_outlets.iter().for_each(|name| filter.mute_outlet(name));
        self.lang.iter().for_each(|code| filter.keep_language(code));
        self.since.iter().try_for_each(|time| filter.since(time))?;
        self.until.iter().try_for_each(|time| filter.until(time))?;
        for query in &self.watch {
            settings.watch.push(query_of("watch", query)?);
        }
        if let Some(query) = &self.about {
            settings.score.about = Some(query_of("about", query)?);
        }
        set(&mut settings.limits, self.limits);
        for (role, name) in &self.fields {
            settings.fields.add(&format!("{role}={name}"))?;
        }
        if let Some(concepts) = self.concepts {
            settings.score.concepts = concepts;
            settings.concepts_from = Some(path.to_owned());
        }
        Ok(())
    }
}

/// Settings of the rule of grouping that was, and what takes their place.
const OLD_GROUPING: [(&str, &str); 2] = [("merge", "similarity"), ("split", "cohesion")];

/// What to say of a setting that another takes the place of.
pub fn replaced(old: &str, new: &str) -> String {
    format!(
        "`{old}` was a setting of another rule of grouping; `{new}` takes its place, on another scale: leave `{old}` out, or set `{new}`"
    )
}

/// The query that a setting of this name gives.
///
/// # Errors
/// A query that looks for nothing.
pub fn query_of(name: &str, query: &str) -> Result<Query, Error> {
    let named = |why| Error::Setting { name: name.to_owned(), reason: format!("has {why}") };
    Query::parse(query).map_err(named)
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}
