//! The short way to a digest: articles in memory or files, a few settings by name.

use std::path::PathBuf;

use serde::Serialize;

use crate::error::Error;
use crate::ingest::Fields;
use crate::pipeline::{Corpus, Unwatched, run, summarize};
use crate::render::Digest;
use crate::select::Budget;
use crate::settings::Settings;

/// A run: its settings, then the articles.
/// The first page of this crate has an example.
#[derive(Debug, Clone, Default)]
pub struct Newsfold {
    settings: Settings,
}

/// The name of the input that articles in memory are said to come from.
const IN_MEMORY: &str = "articles";

impl Newsfold {
    /// A run with the default settings.
    pub fn new() -> Self {
        Self::default()
    }

    /// A run with these settings; `inputs` are ignored where articles in memory are given.
    pub fn with_settings(settings: Settings) -> Self {
        Self { settings }
    }

    /// The most words of a summary, 1 or more (default 120).
    #[must_use]
    pub fn words(mut self, words: usize) -> Self {
        self.settings.budget = Budget::Words(words);
        self
    }

    /// The most stories, 1 or more (default: all).
    #[must_use]
    pub fn top(mut self, stories: usize) -> Self {
        self.settings.top = Some(stories);
        self
    }

    /// A digest of articles in memory.
    ///
    /// # Errors
    /// A setting that makes no sense. An article without text is named in `Digest::set_aside`.
    pub fn digest(self, articles: impl IntoIterator<Item = Article>) -> Result<Digest, Error> {
        // The fields of an article go by their own names.
        let own = Settings { inputs: Vec::new(), fields: Fields::default(), ..self.settings };
        let settings = own.validate()?;
        let mut lines = Vec::new();
        for article in articles {
            // Text and numbers alone: nothing that JSON cannot hold.
            lines.extend(serde_json::to_vec(&article).unwrap_or_default());
            lines.push(b'\n');
        }
        let corpus = Corpus::from_lines(IN_MEMORY, lines, &settings, &Unwatched);
        Ok(summarize(corpus, settings, &Unwatched).digest)
    }

    /// A digest of files and folders.
    ///
    /// # Errors
    /// A setting that makes no sense, an input that does not exist. A file that cannot be read is named in `Digest::set_aside`.
    pub fn digest_files(
        mut self,
        inputs: impl IntoIterator<Item = impl Into<PathBuf>>,
    ) -> Result<Digest, Error> {
        self.settings.inputs = inputs.into_iter().map(Into::into).collect();
        Ok(run(self.settings, &Unwatched)?.digest)
    }
}

/// An article in memory: its text, and what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Article {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl Article {
    /// An article of which only the text is known.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), title: None, source: None, date: None, url: None }
    }

    /// Its headline.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// The outlet. Articles without one take it from their address.
    #[must_use]
    pub fn outlet(mut self, outlet: impl Into<String>) -> Self {
        self.source = Some(outlet.into());
        self
    }

    /// When it was published, in any form that is in use (`2026-03-12T09:30:00Z`, `March 12, 2026`).
    #[must_use]
    pub fn date(mut self, date: impl Into<String>) -> Self {
        self.date = Some(date.into());
        self
    }

    /// Its address.
    #[must_use]
    pub fn url(mut self, url: impl Into<String>) -> Self {
        self.url = Some(url.into());
        self
    }
}
