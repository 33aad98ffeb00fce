//! What a call is given: articles, and settings by name.

use std::path::{Path, PathBuf};

use newsfold::ingest::{self, Article};
use newsfold::{Corpus, Error, Observer, Settings, SettingsFile};
use pyo3::FromPyObject;
use serde_json::{Map, Value};

/// The name under which rows are read: what `path` says of each article.
const ROWS: &str = "articles";

/// The settings file that a digest's command names where a call brought concept tables of its own.
const SETTINGS_FILE: &str = "newsfold.toml";

/// Where articles come from.
#[derive(FromPyObject)]
pub(crate) enum Articles {
    /// JSON lines.
    Rows(Vec<u8>),
    /// Files and folders.
    Paths(Vec<PathBuf>),
}

impl Articles {
    /// The settings of a run over these articles: defaults, and over them the names of a settings file, as a JSON object.
    ///
    /// # Errors
    /// The first setting that is not known or makes no sense.
    pub(crate) fn settings(&self, named: &str) -> Result<Settings, Error> {
        let inputs = match self {
            Self::Rows(_) => Vec::new(),
            Self::Paths(paths) => paths.clone(),
        };
        settings(inputs, named)
    }

    /// Takes the articles as far as stories.
    ///
    /// # Errors
    /// An input that does not exist.
    pub(crate) fn corpus(
        self,
        settings: &Settings,
        observer: &dyn Observer,
    ) -> Result<Corpus, Error> {
        let Self::Rows(lines) = self else { return Corpus::open(settings, observer) };
        Ok(Corpus::from_lines(ROWS, lines, settings, observer))
    }

    /// Reads the articles and does nothing with them.
    ///
    /// # Errors
    /// An input that does not exist.
    pub(crate) fn read(self, settings: &Settings) -> Result<Vec<Box<Article>>, Error> {
        let Self::Rows(lines) = self else {
            return Ok(ingest::read(&settings.inputs, &settings.ingest())?.articles);
        };
        Ok(ingest::read_lines(ROWS, &lines, &settings.ingest()).articles)
    }
}

/// Settings over `inputs`.
///
/// # Errors
/// As [`Articles::settings`].
pub(crate) fn settings(inputs: Vec<PathBuf>, named: &str) -> Result<Settings, Error> {
    let malformed = |e: serde_json::Error| Error::Settings(e.to_string());
    let map: Map<String, Value> = serde_json::from_str(named).map_err(malformed)?;
    // One at a time, as what is said of a value does not name its setting.
    for (name, value) in &map {
        let one = Map::from_iter([(name.clone(), value.clone())]);
        read(one).map_err(|e| Error::Settings(format!("in the setting `{name}`: {e}")))?;
    }
    let mut settings = Settings { inputs, ..Settings::default() };
    read(map).map_err(malformed)?.apply(&mut settings, Path::new(SETTINGS_FILE))?;
    settings.validate()
}

fn read(map: Map<String, Value>) -> Result<SettingsFile, serde_json::Error> {
    serde_json::from_value(Value::Object(map))
}
