//! The noun of this stage.

use super::reject::Rejection;
use crate::text::Span;
use serde::{Deserialize, Serialize};

/// One sentence of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sentence {
    /// Its place in the source text, trimmed, without a dateline.
    pub span: Span,
    /// Index of its paragraph among the article's blocks.
    pub paragraph: usize,
    /// Whether most of its letters stand in quotation marks: somebody's words, not the outlet's.
    pub quoted: bool,
    /// Why it may not stand in a digest, if so.
    pub rejection: Option<Rejection>,
}

impl Sentence {
    /// Whether it is the page's and not the report's.
    pub(super) fn is_of_the_page(&self) -> bool {
        self.rejection == Some(Rejection::Boilerplate)
    }
}
