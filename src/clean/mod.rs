//! Stage two: what of an article is its report. Marks boilerplate, captions, pull quotes and subheads; the source
//! text itself is never touched, so every offset stays true.

mod cleaned;
mod lines;
mod recurring;
mod repeats;

pub use cleaned::{Block, BlockKind, Cleaned, Removal, RemovalReason};
pub use recurring::{LinesOf, RecurringLines};
pub(crate) use recurring::{MOST_COMPARED, is_boilerplate_line, is_often, key as line_key};

use crate::ingest::Article;
use crate::text::{Token, Tokenizer};

/// Sorts an article's lines into paragraphs, subheads and what is left out, the outlet's recurring lines among it. Gives
/// the tokens of what is kept too: stages behind this one read the same words.
pub fn clean(
    article: &Article,
    recurring: &RecurringLines,
    tokenizer: &Tokenizer<'_>,
) -> (Cleaned, Vec<Token>) {
    let mut cleaned = lines::sort_lines(&article.text, article.body, article.language.as_ref());
    if !recurring.is_empty() {
        let recurs =
            |block: &Block| recurring.has(article.source.as_deref(), block.span.of(&article.text));
        let (out, kept): (Vec<Block>, Vec<Block>) = cleaned.blocks.into_iter().partition(recurs);
        cleaned.blocks = kept;
        cleaned
            .removed
            .extend(out.iter().map(|b| Removal { span: b.span, reason: RemovalReason::Recurring }));
        cleaned.removed.sort_by_key(|removal| removal.span);
    }
    let spans = cleaned.blocks.iter().map(|block| block.span);
    let tokens = tokenizer.tokens_of(&article.text, spans, article.body.len());
    repeats::leave_out_pull_quotes(&article.text, cleaned, tokens)
}
