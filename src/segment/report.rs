//! An article with everything that can be said of it alone: the end of the first three rooms.

use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

use super::sketch::{PairCount, Sketch, TermCount, count, count_pairs, paired, used};
use super::{Sentence, segment};
use crate::clean::{Cleaned, RecurringLines, clean};
use crate::ingest::{Article, parse_date};
use crate::limits::Limits;
use crate::text::{Language, Lexicons, Quotation, Span, Token, Tokenizer, detect, quotations};

/// One article, cleaned and segmented.
#[derive(Debug, Clone, Serialize, Deserialize)]
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
    /// How many words stand outside quotation marks.
    pub own_words: usize,
    /// Where the lines of the text end, found when first asked for: a digest names few of its lines, or thousands.
    #[serde(skip)]
    line_ends: OnceLock<Vec<usize>>,
}

impl Report {
    /// Cleans, segments and counts one article. Of others it knows only the lines that recur. The sketch is what copy
    /// folding and grouping need to know of it.
    pub fn new(
        article: Article,
        recurring: &RecurringLines,
        lexicons: &Lexicons,
        limits: &Limits,
    ) -> (Self, Sketch) {
        let language = article
            .lang
            .as_deref()
            .and_then(Language::from_tag)
            .or_else(|| detect(article.body.of(&article.text)));
        let tokenizer = Tokenizer::new(lexicons.of(language.as_ref()));
        let cleaned = clean(&article, recurring);
        let sentences =
            segment(&article.text, &cleaned, language.as_ref(), article.date.as_deref(), limits);
        let lead = lead_of(&sentences);
        let mut next_sentence = 0;
        let mut terms: Vec<TermCount> = Vec::new();
        let mut pairs: Vec<PairCount> = Vec::new();
        let mut quoted: Vec<Span> = Vec::new();
        let mut tokens_of: Vec<(Vec<Token>, Vec<Quotation>)> = Vec::new();
        for block in &cleaned.blocks {
            let tokens = tokenizer.tokens(&article.text, block.span);
            for token in &tokens {
                let mut opens = false;
                while sentences.get(next_sentence).is_some_and(|s| s.span.start <= token.span.start)
                {
                    next_sentence += 1;
                    opens = true;
                }
                terms.extend(used(token, !opens, lead.contains(token.span)));
            }
            pairs.extend(paired(&tokens, lead));
            let of_block = quotations(&article.text, block.span);
            quoted.extend(of_block.iter().map(|q| q.span));
            tokens_of.push((tokens, of_block));
        }
        let own_words: Vec<u64> = own_tokens(&tokens_of).into_iter().map(|t| t.word).collect();
        if let Some(title) = article.title_text() {
            let tokens = tokenizer.tokens(title, Span::new(0, title.len()));
            terms.extend(tokens.iter().filter_map(|token| used(token, false, true)));
        }
        let time = article.date.as_deref().and_then(parse_date);
        let report = Self {
            language: language.clone(),
            cleaned,
            sentences,
            quotations: quoted,
            time,
            own_words: own_words.len(),
            line_ends: OnceLock::new(),
            article,
        };
        let sketch = Sketch {
            id: report.article.id,
            given_story: report.article.given_story.clone(),
            language,
            time,
            term_counts: count(terms),
            pair_counts: count_pairs(pairs),
            own_words,
        };
        (report, sketch)
    }

    /// The lines that were kept.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.cleaned.blocks.iter().map(|block| block.span.of(&self.article.text))
    }

    /// Whether one of them recurs in its outlet's articles.
    pub fn holds_any(&self, recurring: &RecurringLines) -> bool {
        let outlet = self.article.source.as_deref();
        self.lines().any(|line| recurring.has(outlet, line))
    }

    /// The line (from 1) of the text that holds a byte.
    pub fn line_of(&self, byte: usize) -> usize {
        let ends = self
            .line_ends
            .get_or_init(|| self.article.text.match_indices('\n').map(|(at, _)| at).collect());
        ends.partition_point(|end| *end < byte) + 1
    }

    /// The tokens whose words are `own_words`, and all tokens of the text: for who wants to see where they stand.
    pub fn own_and_all_tokens(&self, lexicons: &Lexicons) -> (Vec<Token>, Vec<Token>) {
        let tokenizer = Tokenizer::new(lexicons.of(self.language.as_ref()));
        let text = &self.article.text;
        let blocks = self.cleaned.blocks.iter();
        let tokens_of: Vec<(Vec<Token>, Vec<Quotation>)> =
            blocks.map(|b| (tokenizer.tokens(text, b.span), quotations(text, b.span))).collect();
        let own = own_tokens(&tokens_of).into_iter().copied().collect();
        (own, tokens_of.into_iter().flat_map(|(tokens, _)| tokens).collect())
    }
}

/// Own words below which quotations count as an article's own too.
const FEWEST_OWN_WORDS: usize = 24;

/// The tokens outside quotation marks; all of them in an article that is nearly all quotation.
fn own_tokens(blocks: &[(Vec<Token>, Vec<Quotation>)]) -> Vec<&Token> {
    let mut own = Vec::with_capacity(blocks.iter().map(|(tokens, _)| tokens.len()).sum());
    for (tokens, quoted) in blocks {
        let mut next = 0;
        own.extend(tokens.iter().filter(|token| {
            while quoted.get(next).is_some_and(|q| q.span.end <= token.span.start) {
                next += 1;
            }
            quoted.get(next).is_none_or(|q| token.span.start < q.span.start)
        }));
    }
    if own.len() < FEWEST_OWN_WORDS {
        own = blocks.iter().flat_map(|(tokens, _)| tokens).collect();
    }
    own
}

/// The stretch of text that the first two sentences take up.
fn lead_of(sentences: &[Sentence]) -> Span {
    match (sentences.first(), sentences.get(1).or(sentences.first())) {
        (Some(first), Some(second)) => Span::new(first.span.start, second.span.end),
        _ => Span::new(0, 0),
    }
}
