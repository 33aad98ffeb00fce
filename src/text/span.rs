//! A byte range of a source text.

use serde::{Deserialize, Serialize};

/// Half-open byte range `start..end` of one text; both ends lie on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The range `start..end`.
    pub fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end, "a span runs forwards: {start}..{end}");
        Self { start, end }
    }

    /// The slice of `text` that this span covers.
    pub fn of(self, text: &str) -> &str {
        &text[self.start..self.end]
    }

    /// Length in bytes.
    pub fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether the span covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span without white space (and byte order marks) at its ends.
    pub fn trimmed(self, text: &str) -> Span {
        let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
        let slice = self.of(text);
        let start = self.start + (slice.len() - slice.trim_start_matches(blank).len());
        let end = start + slice.trim_matches(blank).len();
        Span::new(start, end)
    }
}
