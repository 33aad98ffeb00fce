//! A story as its sentences, with the words of each.

use std::collections::BTreeMap;

use super::damage;
use super::idf::Idf;
use crate::group::{DocumentFrequencies, Story};
use crate::origins::CopyGroups;
use crate::segment::{Report, Sentence};
use crate::text::{Lexicons, Span, Term, Token, Tokenizer, count_words};

/// One sentence of a story.
#[derive(Debug, Clone)]
pub struct Told {
    /// Index of its report in the story.
    pub report: usize,
    /// Index among its article's sentences.
    pub index: usize,
    /// The sentence.
    pub sentence: Sentence,
    /// Words as the budget counts them.
    pub words: usize,
    /// Its words in order.
    pub tokens: Vec<Token>,
    /// Its content terms, sorted, each once.
    pub terms: Vec<Term>,
    /// Those of them that stand in quotation marks, sorted.
    pub quoted_terms: Vec<Term>,
    /// Hashes of its words outside quotation marks, in order.
    pub own_words: Vec<u64>,
    /// Its numbers, sorted.
    pub numbers: Vec<Term>,
    /// Whether its wording is damaged (letters missing, a name misspelt).
    pub damaged: bool,
}

/// One report of a story.
#[derive(Debug, Clone)]
pub struct ToldReport {
    /// Index among all reports.
    pub report: usize,
    /// The outlet.
    pub source: Option<String>,
    /// Copy group, numbered within the story by first member.
    pub origin: usize,
    /// Publication time, seconds since 1970.
    pub time: Option<i64>,
    /// Content terms of the title, sorted.
    pub title_terms: Vec<Term>,
    /// The story's sentences that are this report's.
    pub sentences: std::ops::Range<usize>,
}

/// A story's sentences, report by report in the story's order.
pub struct ToldStory {
    /// All sentences.
    pub sentences: Vec<Told>,
    /// The reports.
    pub reports: Vec<ToldReport>,
    /// How many copy groups there are.
    pub origins: usize,
    /// Weight of a term.
    pub idf: Idf,
}

impl ToldStory {
    pub(super) fn new(
        story: &Story,
        reports: &[Report],
        copies: &CopyGroups,
        frequencies: &DocumentFrequencies,
        lexicons: &Lexicons,
    ) -> Self {
        let mut origins: BTreeMap<usize, usize> = BTreeMap::new();
        let mut told_reports = Vec::with_capacity(story.reports.len());
        let mut sentences = Vec::new();
        for (at, index) in story.reports.iter().enumerate() {
            let report = &reports[*index];
            let next = origins.len();
            let origin = *origins.entry(copies.of(*index)).or_insert(next);
            let start = sentences.len();
            let tokenizer = Tokenizer::new(lexicons.of(report.language.as_ref()));
            sentences.extend(tell(at, report, &tokenizer));
            let title = report.article.title_text().unwrap_or_default();
            let title_tokens = tokenizer.tokens(title, Span::new(0, title.len()));
            told_reports.push(ToldReport {
                report: *index,
                source: report.article.source.clone(),
                origin,
                time: report.time,
                title_terms: content_terms(&title_tokens),
                sentences: start..sentences.len(),
            });
        }
        damage::mark(&mut sentences, story, reports);
        let idf = Idf::new(&sentences, &told_reports, frequencies);
        Self { sentences, reports: told_reports, origins: origins.len(), idf }
    }
}

/// The sentences of one report.
fn tell(at: usize, report: &Report, tokenizer: &Tokenizer<'_>) -> Vec<Told> {
    let text = &report.article.text;
    let quoted = &report.quotations;
    let sentences = report.sentences.iter().enumerate();
    sentences
        .map(|(index, sentence)| {
            let tokens = tokenizer.tokens(text, sentence.span);
            let from = quoted.partition_point(|q| q.end <= sentence.span.start);
            let (in_quotes, outside): (Vec<Token>, Vec<Token>) =
                tokens_in_and_outside(&tokens, &quoted[from..]);
            let mut numbers: Vec<Term> =
                tokens.iter().filter(|t| t.digit).map(|t| t.term).collect();
            numbers.sort_unstable();
            numbers.dedup();
            Told {
                report: at,
                index,
                sentence: *sentence,
                words: count_words(sentence.span.of(text)),
                terms: content_terms(&tokens),
                quoted_terms: content_terms(&in_quotes),
                own_words: outside.iter().map(|t| t.word).collect(),
                numbers,
                tokens,
                damaged: false,
            }
        })
        .collect()
}

/// The tokens that stand in one of the spans, and the others; both lists run left to right.
fn tokens_in_and_outside(tokens: &[Token], spans: &[Span]) -> (Vec<Token>, Vec<Token>) {
    let mut at = 0;
    tokens.iter().partition(|token| {
        while spans.get(at).is_some_and(|s| s.end <= token.span.start) {
            at += 1;
        }
        spans.get(at).is_some_and(|s| s.contains(token.span))
    })
}

fn content_terms(tokens: &[Token]) -> Vec<Term> {
    let mut terms: Vec<Term> = tokens.iter().filter(|t| !t.stop).map(|t| t.term).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}
