//! How long a summary may be.

use serde::Serialize;

/// A limit that is never exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Budget {
    /// White-space tokens with a letter or digit.
    Words(usize),
    /// Sentences.
    Sentences(usize),
}

impl Budget {
    /// Whether a summary of `words` words in `sentences` sentences fits.
    pub fn holds(self, words: usize, sentences: usize) -> bool {
        match self {
            Budget::Words(most) => words <= most,
            Budget::Sentences(most) => sentences <= most,
        }
    }
}
