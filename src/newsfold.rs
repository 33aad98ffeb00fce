//! The short way to a digest: articles in memory or files, a few settings by name.

use std::path::PathBuf;

use serde::Serialize;

use crate::error::Error;
use crate::ingest::{Fields, IngestSettings, InputFormat, read_from};
use crate::pipeline::{Corpus, Unwatched, run, summarize};
use crate::render::Digest;
use crate::select::Budget;
use crate::settings::Settings;

/// A run: its settings, then the articles.
///
/// ```
/// use newsfold::{Article, Newsfold, to_markdown};
///
/// let digest = Newsfold::new().words(80).digest([
///     Article::new("A ferry with 120 people aboard ran aground off Sennet on Thursday.").outlet("Gazette"),
///     Article::new("The ferry ran aground off Sennet on Thursday with 120 people aboard, police said.").outlet("Courier"),
/// ])?;
/// assert_eq!(digest.stories[0].origins, 2);
/// println!("{}", to_markdown(&digest));
/// # Ok::<(), newsfold::Error>(())
/// ```
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
        let settings = self.settings.validate()?;
        let mut lines = Vec::new();
        for article in articles {
            // Text and numbers alone: nothing that JSON cannot hold.
            lines.extend(serde_json::to_vec(&article).unwrap_or_default());
            lines.push(b'\n');
        }
        let ingest = IngestSettings {
            fields: Fields::default(),
            format: Some(InputFormat::Jsonl),
            ..settings.ingest()
        };
        let intake = read_from(IN_MEMORY, lines.as_slice(), &ingest);
        drop(lines);
        let corpus =
            Corpus::from_articles(intake.articles, intake.set_aside, &settings, &Unwatched);
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
