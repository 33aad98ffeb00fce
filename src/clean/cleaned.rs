//! The noun of this stage.

use serde::{Deserialize, Serialize};

use crate::text::Span;

/// What a kept line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BlockKind {
    /// Prose.
    Paragraph,
    /// A heading between paragraphs: a boundary, never a summary sentence.
    Subhead,
}

/// One paragraph (or subhead) of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// Its place in the source text, trimmed.
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
    /// Whether the paragraph spans several hard-wrapped lines, so that its line ends are mere white space.
    pub wrapped: bool,
}

/// Why a line was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemovalReason {
    /// Navigation, sharing, subscription, copyright.
    Boilerplate,
    /// A line that recurs across the outlet's articles on different subjects.
    Recurring,
    /// A link to another story.
    Teaser,
    /// A picture's caption or credit.
    Caption,
    /// A byline or a time stamp.
    Byline,
    /// A sentence of the article printed a second time to catch the eye.
    PullQuote,
    /// The label beside a pull quote.
    Attribution,
}

/// A line that was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Removal {
    /// Its place in the source text.
    pub span: Span,
    /// Why.
    pub reason: RemovalReason,
}

/// An article's lines, sorted; both lists are in text order and no two spans overlap.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cleaned {
    /// What is kept.
    pub blocks: Vec<Block>,
    /// What is left out.
    pub removed: Vec<Removal>,
}
