//! Stage three: paragraphs to sentences, each a byte span of the source, each with what speaks against printing it.

mod abbreviations;
mod boundaries;
mod caption;
mod context;
mod dateline;
mod label;
mod live;
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
pub use term_counts::{ContentTerm, PairCount, PartSet, TermCount, TermCounts};

use crate::clean::{BlockKind, Cleaned};
use crate::ingest::Article;
use crate::limits::Limits;
use crate::text::{
    Ending, Lang, Quotation, Span, Token, WordClass, fold_word, split_behind, words,
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

/// Sentences at the head of an article into which its title may have run, and words of such a title.
const HEAD: usize = 4;
const FEWEST_OF_TITLE: usize = 4;

/// A sentence at the head into which the title ran is none: "Ferry sinks off Harrow in fog The mayor said on Monday ...".
fn reject_with_title(text: &str, tokens: &[Token], sentences: &mut [Sentence], title: &str) {
    if title.split_whitespace().count() < FEWEST_OF_TITLE {
        return;
    }
    for sentence in sentences.iter_mut().take(HEAD).filter(|s| s.rejection.is_none()) {
        let Some(at) = sentence.span.of(text).find(title) else { continue };
        let behind = sentence.span.start + at + title.len();
        // What goes on in small letters, or with a name, is the sentence that the title was taken from.
        let from = tokens.partition_point(|token| token.span.start < behind);
        let goes_on = tokens.get(from).is_some_and(|next| {
            next.stop && next.capital && text[behind..next.span.start].trim().is_empty()
        });
        if goes_on && sentence.span.contains(Span::new(behind, behind + 1)) {
            sentence.rejection = Some(Rejection::Fragment);
        }
    }
}

/// Whether an article is a live page.
fn is_live(article: &Article, cleaned: &Cleaned) -> bool {
    let of_text = cleaned.blocks.iter().filter(|block| block.kind != BlockKind::Subhead);
    let paragraphs: Vec<Span> = of_text.map(|block| block.span).collect();
    live::is_live(&article.text, &paragraphs, Lang::of(article.language.as_ref()))
}

/// The sentences of an article, in text order. `tokens` and `quotations` are those of its blocks, in text order; of a live
/// page the entries are read without their times.
pub fn segment(
    article: &Article,
    cleaned: &Cleaned,
    tokens: &[Token],
    quotations: &[Quotation],
    is_live: bool,
    limits: &Limits,
) -> Vec<Sentence> {
    let text = &article.text;
    let lang = Lang::of(article.language.as_ref());
    let (language, date) = (article.language.as_ref(), article.date.as_deref());
    let mut sentences: Vec<Sentence> = Vec::new();
    let (mut report_begins, mut left) = (false, tokens);
    for (paragraph, block) in cleaned.blocks.iter().enumerate() {
        let (of_block, behind) = split_behind(left, block.span);
        left = behind;
        if block.kind == BlockKind::Subhead {
            let rejection = Some(Rejection::Subhead);
            sentences.push(Sentence { span: block.span, paragraph, quoted: false, rejection });
            continue;
        }
        let begin = match is_live {
            true => block.span.start + live::after_time(block.span.of(text), lang),
            false => dateline::after_dateline(text, block.span, date),
        };
        let begin = begin + label::after_label(&text[begin..block.span.end], lang);
        let span = Span::new(begin, block.span.end);
        if paragraph < MOST_ABOVE
            && !report_begins
            && !is_live
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
    if lang.has(WordClass::Author) {
        reject_author(text, &mut sentences, lang);
    }
    if let Some(title) = article.title_text() {
        reject_with_title(text, tokens, &mut sentences, title.trim());
    }
    sentences
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clean::RecurringLines;
    use crate::ingest::{IngestSettings, read_from};
    use crate::text::{Language, Lexicons};

    #[test]
    fn a_title_that_ran_into_a_sentence_is_none() {
        let first = |text: &str| {
            let record = serde_json::json!({"title": "Ferry sinks off Harrow", "text": text});
            let intake =
                read_from("a.jsonl", record.to_string().as_bytes(), &IngestSettings::default());
            let mut article = intake.articles[0].clone();
            article.language = Language::from_tag("en");
            let recurring = RecurringLines::default();
            let limits = Limits::default();
            let (report, _) = ParsedArticle::new(article, &recurring, &Lexicons::new(), &limits);
            report.sentences[0].rejection
        };
        let fragment = Some(Rejection::Fragment);
        assert_eq!(
            first("Ferry sinks off Harrow The mayor said on Monday that all are safe."),
            fragment
        );
        assert_eq!(first("Ferry sinks off Harrow Bridge in the fog of Monday morning."), None);
        assert_eq!(first("Ferry sinks off Harrow in the fog of a Monday morning."), None);
    }
}
