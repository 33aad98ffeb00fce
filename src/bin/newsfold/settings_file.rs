//! The settings file: what it may hold, and what that does to settings.

use std::collections::BTreeMap;
use std::path::Path;
use std::str::FromStr;

use newsfold::findings::Sections;
use newsfold::ingest::InputFormat;
use newsfold::score::{ConceptWeights, Signal};
use newsfold::select::Budget;
use newsfold::{Error, Limits, Settings};
use serde::Deserialize;

/// A `newsfold.toml`. A misspelt key is an error that names it.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct SettingsFile {
    words: Option<usize>,
    sentences: Option<usize>,
    lambda: Option<f64>,
    words_power: Option<f64>,
    max_overlap: Option<f64>,
    merge: Option<f64>,
    split: Option<f64>,
    min_articles: Option<usize>,
    top: Option<usize>,
    singles: Option<usize>,
    sections: Option<Vec<String>>,
    weights: BTreeMap<String, f64>,
    concepts: Option<ConceptWeights>,
    fields: BTreeMap<String, String>,
    input_format: Option<String>,
    limits: Option<Limits>,
}

impl FromStr for SettingsFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        toml::from_str(text).map_err(|e| e.to_string().trim_end().to_owned())
    }
}

impl SettingsFile {
    /// Takes over what the file at `path` says.
    pub(crate) fn apply(self, settings: &mut Settings, path: &Path) -> Result<(), Error> {
        if self.words.is_some() && self.sentences.is_some() {
            return Err(Error::Settings(
                "the settings file has both `words` and `sentences`; keep one".to_owned(),
            ));
        }
        set(&mut settings.budget, self.words.map(Budget::Words));
        set(&mut settings.budget, self.sentences.map(Budget::Sentences));
        set(&mut settings.lambda, self.lambda);
        set(&mut settings.words_power, self.words_power);
        set(&mut settings.max_overlap, self.max_overlap);
        set(&mut settings.group.merge, self.merge);
        set(&mut settings.group.split, self.split);
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

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}
