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
mod post;
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
use crate::text::{
    Ending, Lang, Language, Quotation, Span, Token, WordClass, fold_word, split_behind, words,
};

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

/// What stands in a paragraph and behind it is somebody's post.
fn reject_post(sentences: &mut [Sentence], paragraph: usize) {
    let from = sentences.partition_point(|sentence| sentence.paragraph < paragraph);
    for sentence in &mut sentences[from..] {
        sentence.quoted = true;
        sentence.rejection = Some(Rejection::Post);
    }
}

/// Sentences at the end of an article among which one says who wrote it.
const END: usize = 3;

/// Words within which it says so.
const AUTHOR: usize = 12;

/// What an article says of its author is the page's: "Jo Hale is a senior writer at The Harrow Post." At its end it may be worded otherwise.
fn reject_author(text: &str, sentences: &mut [Sentence], lang: &Lang) {
    let end = sentences.len().saturating_sub(END);
    for (at, sentence) in sentences.iter_mut().enumerate() {
        if sentence.rejection.is_some() {
            continue;
        }
        let all = || words(sentence.span.of(text)).map(|(_, word)| word);
        let is = |class, word: &str| lang.is(class, &fold_word(word));
        let name = all().take_while(|word| word.starts_with(char::is_uppercase)).count();
        if name < 2 {
            continue;
        }
        let first: Vec<&str> = all().take(AUTHOR).collect();
        let says_so = at >= end || first.get(name).is_some_and(|w| is(WordClass::BesideVerb, w));
        let is_past = |word| is(WordClass::Past, word) || lang.ends(Ending::Past, &fold_word(word));
        if says_so
            && first.iter().skip(name).any(|word| is(WordClass::Author, word))
            && !all().any(is_past)
        {
            sentence.rejection = Some(Rejection::Boilerplate);
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
        // The line of the signature may have been cleaned away.
        let next = cleaned.blocks.get(paragraph + 1).map_or(text.len(), |next| next.span.start);
        let behind = Span::new(block.span.end, next.max(block.span.end));
        if let Some(signature) = post::signature(text, block.span) {
            let stands_alone = !text[block.span.start..signature].contains(char::is_alphanumeric);
            reject_post(&mut sentences, paragraph.saturating_sub(usize::from(stands_alone)));
        } else if post::is_signature(text, behind) {
            reject_post(&mut sentences, paragraph);
        }
    }
    let lang = Lang::of(language);
    if lang.has(WordClass::Author) {
        reject_author(text, &mut sentences, lang);
    }
    sentences
}
