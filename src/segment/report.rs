//! An article with everything that can be said of it alone: the end of the first three rooms.

use crate::clean::{Cleaned, clean};
use crate::ingest::{Article, parse_date};
use crate::segment::{Sentence, segment};
use crate::text::{
    Language, Lexicons, Quotation, Span, Term, Token, Tokenizer, detect, quotations,
};

/// One article, cleaned and segmented, with what copy folding and grouping need to know of its words.
#[derive(Debug, Clone)]
pub struct Report {
    /// The article as it came.
    pub article: Article,
    /// Its language: as given, else as detected.
    pub language: Option<Language>,
    /// Its lines, sorted.
    pub cleaned: Cleaned,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Its quotations, left to right.
    pub quotations: Vec<Span>,
    /// Publication time, seconds since 1970, where its date says one.
    pub time: Option<i64>,
    /// How often each content term stands in title and text, sorted by term.
    pub term_counts: Vec<(Term, u32)>,
    /// Hashes of the folded words outside quotation marks, in order: the outlet's own words.
    pub own_words: Vec<u64>,
}

impl Report {
    /// Cleans, segments and counts one article. Knows nothing of any other.
    pub fn new(article: Article, lexicons: &Lexicons) -> Self {
        let language = article
            .lang
            .as_deref()
            .and_then(Language::from_tag)
            .or_else(|| detect(article.body.of(&article.text)));
        let tokenizer = Tokenizer::new(lexicons.of(language.as_ref()));
        let cleaned = clean(&article);
        let sentences =
            segment(&article.text, &cleaned, language.as_ref(), article.date.as_deref());
        let mut terms: Vec<Term> = Vec::new();
        let mut own_words = Vec::new();
        let mut all_words = Vec::new();
        let mut quoted: Vec<Span> = Vec::new();
        for block in &cleaned.blocks {
            let tokens = tokenizer.tokens(&article.text, block.span);
            terms.extend(tokens.iter().filter(|t| !t.stop).map(|t| t.term));
            all_words.extend(tokens.iter().map(|t| t.word));
            let of_block = quotations(&article.text, block.span);
            own_words.extend(outside_quotations(&of_block, &tokens));
            quoted.extend(of_block.iter().map(|q| q.span));
        }
        // An article that is nearly all quotation is compared by all of its words.
        if own_words.len() < FEWEST_OWN_WORDS {
            own_words = all_words;
        }
        if let Some(title) = article.title_text() {
            let tokens = tokenizer.tokens(title, Span::new(0, title.len()));
            terms.extend(tokens.iter().filter(|t| !t.stop).map(|t| t.term));
        }
        Self {
            language,
            cleaned,
            sentences,
            quotations: quoted,
            time: article.date.as_deref().and_then(parse_date),
            term_counts: count(terms),
            own_words,
            article,
        }
    }
}

/// Own words below which quotations count as an article's own too.
const FEWEST_OWN_WORDS: usize = 24;

fn outside_quotations(quoted: &[Quotation], tokens: &[Token]) -> Vec<u64> {
    let mut next = 0;
    let mut own = Vec::with_capacity(tokens.len());
    for token in tokens {
        while quoted.get(next).is_some_and(|q| q.span.end <= token.span.start) {
            next += 1;
        }
        if quoted.get(next).is_none_or(|q| token.span.start < q.span.start) {
            own.push(token.word);
        }
    }
    own
}

fn count(mut terms: Vec<Term>) -> Vec<(Term, u32)> {
    terms.sort_unstable();
    let mut counts: Vec<(Term, u32)> = Vec::new();
    for term in terms {
        match counts.last_mut() {
            Some((last, count)) if *last == term => *count += 1,
            _ => counts.push((term, 1)),
        }
    }
    counts
}
