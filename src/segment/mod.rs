//! Stage three: paragraphs to sentences, each a byte span of the source, each with what speaks against printing it.

mod abbreviations;
mod boundaries;
mod caption;
mod dateline;
mod context;
mod opinion;
mod own_words;
mod reject;
mod parsed_article;
mod sentence;
mod spaces;
mod splits;
mod term_counts;

pub use boundaries::split_sentences;
pub use context::opens_in_context;
pub use opinion::Opinion;
pub use own_words::{KindedWords, OwnWords, WordKind};
pub use parsed_article::ParsedArticle;
pub use reject::Rejection;
pub use sentence::Sentence;
pub use term_counts::{ContentTerm, PairCount, TermCount, TermCounts};

use crate::clean::{BlockKind, Cleaned};
use crate::limits::Limits;
use crate::text::{Language, Quotation, Span, Token, split_behind};

/// The sentences of an article, in text order. `tokens` and `quotations` are those of its blocks, in text order; `date` is the article's date as given.
pub fn segment(
    text: &str,
    cleaned: &Cleaned,
    mut tokens: &[Token],
    quotations: &[Quotation],
    language: Option<&Language>,
    date: Option<&str>,
    limits: &Limits,
) -> Vec<Sentence> {
    let mut sentences: Vec<Sentence> = Vec::new();
    for (paragraph, block) in cleaned.blocks.iter().enumerate() {
        let (of_block, behind) = split_behind(tokens, block.span);
        tokens = behind;
        if block.kind == BlockKind::Subhead {
            let rejection = Some(Rejection::Subhead);
            sentences.push(Sentence { span: block.span, paragraph, quoted: false, rejection });
            continue;
        }
        let span = Span::new(dateline::after_dateline(text, block.span, date), block.span.end);
        let spans = split_sentences(text, span, block.wrapped, language);
        let from = quotations.partition_point(|q| q.span.end <= block.span.start);
        let quotations = &quotations[from..];
        let given = (of_block, quotations);
        sentences.extend(reject::weigh(text, given, paragraph, &spans, language, limits));
    }
    sentences
}
