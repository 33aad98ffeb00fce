//! Every limit on what comes from outside, in one place. What is over a limit is named and set aside, never cut.

use serde::{Deserialize, Serialize};

use crate::error::Error;

/// What one input, one article and one run may take. Printed in every digest; each is a flag.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Bytes of one article's text, and of the page or record that it is read from.
    pub article_bytes: u64,
    /// Bytes of text in a run; an input that is not streamed may not be larger either.
    pub run_bytes: u64,
    /// How many times its size an archive may unpack to, looked at from the first mebibyte on.
    pub ratio: u64,
    /// Elements inside one another in a page; a page that goes deeper is read without its structure.
    pub depth: usize,
    /// Bytes of a line in a file of records.
    pub line_bytes: u64,
    /// Words of a sentence that may be printed.
    pub sentence_words: usize,
    /// Bytes of a sentence that may be printed.
    pub sentence_bytes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            // Far beyond any report, so that one damaged record cannot hold up the run.
            article_bytes: 64 << 20,
            // A day's crawl fits, and what cannot fit a large machine does not.
            run_bytes: 8 << 30,
            // Gzip reaches about 1,030 on zeros; text stays under 20.
            ratio: 200,
            // What browsers take.
            depth: 512,
            line_bytes: 64 << 20,
            // Three times the longest that a style guide lets pass; beyond that it is a list or a damaged text.
            sentence_words: 120,
            sentence_bytes: 4096,
        }
    }
}

impl Limits {
    /// Every limit by its name, in the order in which they are printed.
    pub fn named(&self) -> [(&'static str, u64); 7] {
        [
            ("article-bytes", self.article_bytes),
            ("run-bytes", self.run_bytes),
            ("ratio", self.ratio),
            ("depth", self.depth as u64),
            ("line-bytes", self.line_bytes),
            ("sentence-words", self.sentence_words as u64),
            ("sentence-bytes", self.sentence_bytes as u64),
        ]
    }

    /// Checks that each lets something through.
    ///
    /// # Errors
    /// The first that does not.
    pub fn validate(&self) -> Result<(), Error> {
        match self.named().iter().find(|(_, value)| *value == 0) {
            Some((name, _)) => Err(Error::Setting {
                name: format!("max_{}", name.replace('-', "_")),
                reason: "takes 1 or more".to_owned(),
            }),
            None => Ok(()),
        }
    }
}
