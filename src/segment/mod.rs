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

/// Paragraphs within which a report's dateline stands below its title, a caption and a byline.
const MOST_ABOVE: usize = 5;

/// Sentences of a caption.
const MOST_OF_CAPTION: usize = 2;

/// What stands above the dateline is title and caption, unless a paragraph is too long to be one.
fn reject_above(sentences: &mut [Sentence]) {
    let is_short = |of_one: &[Sentence]| of_one.len() <= MOST_OF_CAPTION;
    if sentences.chunk_by(|a, b| a.paragraph == b.paragraph).all(is_short) {
        for sentence in sentences.iter_mut().filter(|sentence| sentence.rejection.is_none()) {
            sentence.rejection = Some(Rejection::Caption);
        }
    }
}

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
    let mut report_begins = false;
    for (paragraph, block) in cleaned.blocks.iter().enumerate() {
        let (of_block, behind) = split_behind(tokens, block.span);
        tokens = behind;
        if block.kind == BlockKind::Subhead {
            let rejection = Some(Rejection::Subhead);
            sentences.push(Sentence { span: block.span, paragraph, quoted: false, rejection });
            continue;
        }
        let span = Span::new(dateline::after_dateline(text, block.span, date), block.span.end);
        if paragraph < MOST_ABOVE
            && !report_begins
            && dateline::opens_with_place(text, block.span, span)
        {
            report_begins = true;
            reject_above(&mut sentences);
        }
        let spans = split_sentences(text, span, block.wrapped, language);
        let from = quotations.partition_point(|q| q.span.end <= block.span.start);
        let quotations = &quotations[from..];
        let given = (of_block, quotations);
        sentences.extend(reject::weigh(text, given, paragraph, &spans, language, limits));
    }
    sentences
}
