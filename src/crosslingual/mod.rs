//! Stage between grouping and scoring: which stories in other languages surely tell the same event. Nothing is merged, and no count
//! grows: a digest names the other story beside the one that it tells.
//!
//! Words differ from language to language; names and figures hardly do. Two stories are linked by those that they share, if these are
//! more than chance would give.

mod anchors;
mod counterparts;

pub use anchors::{Anchor, ArticleAnchors, anchors_of, shows_its_language, written_forms};
pub use counterparts::{Counterpart, counterparts};
