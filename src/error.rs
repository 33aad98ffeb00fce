//! What can go wrong: an `Error` stops the run, a `SetAside` names one input that was left out.

use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::text::SourceText;

/// The run cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A named input does not exist or cannot be looked at.
    #[error("cannot read {}: {reason}", path.display())]
    Input {
        /// The input as it was named.
        path: PathBuf,
        /// Why, in words.
        reason: String,
        /// What the system said, where it was asked.
        source: Option<io::Error>,
    },
    /// A gold file with a record that is not of the form.
    #[error("{}, line {line}: {reason}", path.display())]
    Record {
        /// The file as it was named.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
    /// A setting out of its range.
    #[error("`{name}` {reason}")]
    Setting {
        /// Its name, as in a settings file: `max_overlap`.
        name: String,
        /// What it takes.
        reason: String,
    },
    /// Settings that make no sense together or are not known, in words for the person who set them.
    #[error("{0}")]
    Settings(String),
    /// Rows that no step of this version made.
    #[error("{0}")]
    Rows(String),
    /// A state of earlier issues that cannot be read.
    #[error("cannot read the state: {0}")]
    State(String),
    /// A digest that cannot be read back.
    #[error("cannot read the digest: {0}")]
    Digest(String),
}

/// One file or record that is not in the digest, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SetAside {
    /// The file, as the run names it; `-` for standard input.
    pub path: SourceText,
    /// Line, record or row (from 1).
    pub record: Option<usize>,
    /// Element (from 0) of a JSON array, item of a feed.
    pub element: Option<usize>,
    /// Article (from 0) of a record's `docs`.
    pub doc: Option<usize>,
    /// Why, in words; some are the input's own.
    pub reason: SourceText,
    /// Whether the input is at fault; the same article met twice is no fault.
    pub fault: bool,
}

impl Error {
    /// A name that nobody knows: says which names there are, and which one was probably meant.
    pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> Self {
        // Jaro-Winkler similarity from which two names pass for one misspelt: the bound that clap uses.
        const ALIKE: f64 = 0.7;
        let similarity = |k: &&str| strsim::jaro_winkler(name, k);
        let nearest = known.iter().max_by(|a, b| similarity(a).total_cmp(&similarity(b)));
        let guess = nearest
            .filter(|k| similarity(k) > ALIKE)
            .map_or(String::new(), |k| format!("; did you mean `{k}`?"));
        Error::Settings(format!(
            "unknown {what} `{name}`: the {what}s are {}{guess}",
            known.join(", ")
        ))
    }
}
