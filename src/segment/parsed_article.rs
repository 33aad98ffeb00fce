//! An article with everything that can be said of it alone: the end of the first three stages.

use serde::{Deserialize, Serialize};
use std::sync::OnceLock;

use super::opinion::{Opinion, opinion_of};
use super::{Rejection, Sentence, is_live, segment};
use crate::clean::{Cleaned, RecurringLines, clean};
use crate::ingest::Article;
use crate::limits::Limits;
use crate::text::{
    Lang, Language, Lexicons, Quotation, Span, Token, Tokenizer, dash_speech, is_of_the_page,
    pieces, quotations,
};

/// One article, cleaned and segmented.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ParsedArticle {
    /// The article as it came.
    pub article: Box<Article>,
    /// Its lines, sorted.
    pub cleaned: Cleaned,
    /// Its sentences.
    pub sentences: Vec<Sentence>,
    /// Its quotations, left to right.
    pub quotations: Vec<Quotation>,
    /// Publication time, seconds since 1970, where its date says one.
    pub time: Option<i64>,
    /// Whether it is opinion and no straight news, and why.
    pub opinion: Option<Opinion>,
    /// Where the lines of the text end, found when first asked for: a digest names few of its lines, or thousands.
    #[serde(skip)]
    line_ends: OnceLock<Vec<usize>>,
}

impl ParsedArticle {
    /// Cleans and segments one article, and gives the tokens of its blocks too. Of others it knows only the lines that recur.
    pub fn new(
        article: Box<Article>,
        recurring: &RecurringLines,
        lexicons: &Lexicons,
        limits: &Limits,
    ) -> (Self, Vec<Token>) {
        let language = article.language.as_ref();
        let tokenizer = Tokenizer::new(lexicons.of(language));
        let (mut cleaned, tokens) = clean(&article, recurring, &tokenizer);
        let quotations = quoted(&article.text, &cleaned, Lang::of(language));
        let is_live = is_live(&article, &cleaned);
        let sentences = segment(&article, &cleaned, &tokens, &quotations, is_live, limits);
        // Reports of all articles are there at the same time, and lists that grew are half empty. Copied, since an allocator takes back
        // nothing from a block that is shrunk by less than half.
        cleaned.blocks = cleaned.blocks.to_vec();
        let removed = cleaned.removed.iter().map(|removal| removal.span);
        let report = Self {
            quotations: quotations.to_vec(),
            time: article.time(),
            line_ends: OnceLock::new(),
            opinion: match is_live {
                true => Some(Opinion::Live),
                false => opinion_of(&article, removed, &sentences, &tokens, &quotations),
            },
            cleaned,
            sentences: sentences.to_vec(),
            article,
        };
        (report, tokens)
    }

    /// Its language, where that is known.
    pub fn language(&self) -> Option<&Language> {
        self.article.language.as_ref()
    }

    /// What its language says of words.
    pub fn lang(&self) -> &'static Lang {
        Lang::of(self.language())
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

    /// Whether it tells news: it has a sentence that may be printed, its title is none of the page's ("Watch live: ..."), and more of its
    /// sentences may be printed than speak of the page, as I, or to the reader, as quizzes, galleries and columns do.
    pub fn is_news(&self) -> bool {
        let of = |is: fn(&Sentence) -> bool| self.sentences.iter().filter(|s| is(s)).count();
        let printable = of(|sentence| sentence.rejection.is_none());
        let to_the_reader = of(|sentence| {
            use Rejection::{Boilerplate, Personal, Question};
            matches!(sentence.rejection, Some(Boilerplate | Personal | Question))
        });
        let title = self.article.title_text();
        printable > to_the_reader
            && title.is_none_or(|title| !is_of_the_page(title, self.language()))
    }

    /// The line (from 1) of the text that holds a byte.
    pub fn line_of(&self, byte: usize) -> usize {
        let ends = self
            .line_ends
            .get_or_init(|| self.article.text.match_indices('\n').map(|(at, _)| at).collect());
        ends.partition_point(|end| *end < byte) + 1
    }

    /// The tokens of its blocks.
    pub fn tokens(&self, lexicons: &Lexicons) -> Vec<Token> {
        let tokenizer = Tokenizer::new(lexicons.of(self.language()));
        let spans = self.cleaned.blocks.iter().map(|block| block.span);
        tokenizer.tokens_of(&self.article.text, spans, self.article.body.len())
    }

    /// The tokens whose words are the article's own ([`OwnWords`](super::OwnWords)), and all tokens of the text, in pieces:
    /// for who wants to see where they stand.
    pub fn own_and_all_tokens(&self, lexicons: &Lexicons) -> (Vec<Token>, Vec<Token>) {
        let all = self.tokens(lexicons);
        let text = &self.article.text;
        (pieces(text, self.own_tokens(&all)).collect(), pieces(text, all.iter()).collect())
    }

    /// Of the tokens of the text those outside quotation marks; all of them in an article that is nearly all quotation.
    pub(super) fn own_tokens<'a>(&self, all: &'a [Token]) -> impl Iterator<Item = &'a Token> {
        let mut next = 0;
        let mut is_own = |token: &Token| {
            let quoted = &self.quotations;
            while quoted.get(next).is_some_and(|quoted| quoted.span.end <= token.span.start) {
                next += 1;
            }
            quoted.get(next).is_none_or(|quoted| token.span.start < quoted.span.start)
        };
        let own: Vec<bool> = all.iter().map(&mut is_own).collect();
        let few = own.iter().filter(|own| **own).count() < FEWEST_OWN_WORDS;
        all.iter().zip(own).filter(move |(_, own)| few || *own).map(|(token, _)| token)
    }

    /// The stretch of text that the first two sentences take up.
    pub fn lead(&self) -> Span {
        let mut told = self.sentences.iter().filter(|sentence| !sentence.is_of_the_page());
        let Some(first) = told.next() else { return Span::new(0, 0) };
        Span::new(first.span.start, told.next().unwrap_or(first).span.end)
    }
}

/// The quotations of an article's blocks, left to right: between marks, and what a dash opens in languages that write speech so.
fn quoted(text: &str, cleaned: &Cleaned, lang: &Lang) -> Vec<Quotation> {
    let blocks = || cleaned.blocks.iter().map(|block| block.span);
    let mut found: Vec<Quotation> =
        blocks().flat_map(|block| quotations(text, block, lang.marks())).collect();
    let spoken =
        if lang.has_dash_speech() { dash_speech(text, blocks(), lang) } else { Vec::new() };
    if !spoken.is_empty() {
        // What is marked within speech is part of it.
        found.retain(|quotation| {
            let next = spoken.partition_point(|spoken| spoken.span.end <= quotation.span.start);
            spoken.get(next).is_none_or(|spoken| quotation.span.end <= spoken.span.start)
        });
        found.extend(spoken);
        found.sort_unstable_by_key(|quotation| quotation.span);
    }
    found
}

/// Own words below which an article's quotations count as its own too, and its title is part of what it prints.
pub(super) const FEWEST_OWN_WORDS: usize = 24;
