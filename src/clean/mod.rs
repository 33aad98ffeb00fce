//! Room two: what of an article is its report. Marks furniture, captions, pull quotes and subheads; the source
//! text itself is never touched, so every offset stays true.

mod cleaned;
mod lines;
mod repeats;

pub use cleaned::{Block, BlockKind, Cleaned, Removal, RemovalReason};

use crate::ingest::Article;

/// Sorts an article's lines into paragraphs, subheads and what is left out.
pub fn clean(article: &Article) -> Cleaned {
    let mut cleaned = lines::sort_lines(&article.text, article.body);
    repeats::leave_out_pull_quotes(&article.text, &mut cleaned);
    cleaned
}
