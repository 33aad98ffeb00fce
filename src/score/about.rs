//! What of a story a query is about: how much of it a sentence, a title, an article and the story hold.

use rustc_hash::FxHashMap;

use super::concepts::{Concepts, Focused};
use super::story_view::StoryView;
use crate::group::{DocumentFrequencies, Story, WordWeights};
use crate::segment::ParsedArticle;
use crate::text::{Lexicons, Query, QueryTerms, Span, Term, Token, Tokenizer};

/// BM25 (Robertson and Zaragoza 2009) with its usual k1 and b: how often a word must stand in an article of the mean length to count for half of
/// what it can, and how far that grows with the length.
const HALF: f64 = 1.2;
const BY_LENGTH: f64 = 0.75;

/// How much of a query a story holds.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    /// The share (0..=1) of the query's weight that its best article holds, a word that stands there often counting for more (BM25).
    pub relevance: f64,
    /// What of the query stands in it, as it was typed, and in how many of its articles.
    pub found: Vec<(String, usize)>,
}

/// A query as one article has it: its parts, and what each weighs.
struct Focus {
    terms: QueryTerms,
    weights: Vec<f64>,
}

impl Focus {
    fn new(query: &Query, tokenizer: &Tokenizer<'_>, words: WordWeights<'_>) -> Self {
        let terms = query.terms(tokenizer);
        let weight = |content: &Vec<Term>| content.iter().map(|term| words.of(*term)).sum();
        let weights = terms.with.iter().map(|part| weight(&part.content)).collect();
        Self { terms, weights }
    }

    /// The share (0..=1) of its weight that some tokens hold; 0 where they hold what it denies.
    fn share(&self, tokens: &[Token], of_count: impl Fn(usize) -> f64) -> f64 {
        let all: f64 = self.weights.iter().sum();
        if all <= 0.0 || self.terms.without.iter().any(|part| part.count(tokens) > 0) {
            return 0.0;
        }
        let parts = self.terms.with.iter().zip(&self.weights);
        parts.map(|(part, weight)| weight * of_count(part.count(tokens))).sum::<f64>() / all
    }
}

/// By what share of itself a concept's weight grows in a sentence that holds all of the query.
const SHARE_MORE: f64 = 2.0;

/// What a word of such a sentence weighs beside that, in expected words of a human summary.
const OWN: f64 = 0.2;

/// What the words that are asked for weigh together: more than all else that a sentence says, so that each is told of once.
const ASKED: f64 = 12.0;

fn once(count: usize) -> f64 {
    f64::from(u8::from(count > 0))
}

/// The tokens of an article's title and text.
fn tokens_of(report: &ParsedArticle, tokenizer: &Tokenizer<'_>) -> Vec<Token> {
    let article = &report.article;
    let title = article.title_text().unwrap_or_default();
    let mut tokens = tokenizer.tokens(title, Span::new(0, title.len()));
    tokens.extend(tokenizer.tokens(&article.text, article.body));
    tokens
}

/// How much of a query a story holds.
pub fn about(
    story: &Story,
    reports: &[ParsedArticle],
    frequencies: &DocumentFrequencies,
    lexicons: &Lexicons,
    query: &Query,
) -> About {
    let mut about = About { relevance: 0.0, found: Vec::new() };
    let length = |report: &ParsedArticle| report.article.body.len() as f64;
    let mean_length = reports.iter().map(length).sum::<f64>() / reports.len().max(1) as f64;
    for report in story.reports.iter().map(|report| &reports[*report]) {
        let tokenizer = Tokenizer::new(lexicons.of(report.language()));
        let words = WordWeights::new(frequencies, report.language());
        let focus = Focus::new(query, &tokenizer, words);
        let tokens = tokens_of(report, &tokenizer);
        let relative = length(report) / mean_length.max(1.0);
        let half = HALF * (1.0 - BY_LENGTH + BY_LENGTH * relative);
        let share = focus.share(&tokens, |count| count as f64 / (count as f64 + half));
        about.relevance = about.relevance.max(share);
        if share <= 0.0 {
            continue;
        }
        for part in focus.terms.with.iter().filter(|part| part.count(&tokens) > 0) {
            match about.found.iter_mut().find(|(text, _)| *text == part.text) {
                Some((_, articles)) => *articles += 1,
                None => about.found.push((part.text.clone(), 1)),
            }
        }
    }
    about
}

/// What a story's reports say of a query.
pub(super) struct Shares {
    /// For each sentence the share (0..=1) of the query's weight that it holds.
    sentences: Vec<f64>,
    /// The same of each report's title.
    pub(super) titles: Vec<f64>,
    /// The words that are asked for, and what share of the query's weight each is.
    asked: FxHashMap<Term, f64>,
}

impl Shares {
    pub(super) fn new(
        view: &StoryView,
        reports: &[ParsedArticle],
        frequencies: &DocumentFrequencies,
        lexicons: &Lexicons,
        query: &Query,
    ) -> Self {
        let mut shares =
            Self { sentences: Vec::new(), titles: Vec::new(), asked: FxHashMap::default() };
        for of_story in &view.reports {
            let report = &reports[of_story.report];
            let tokenizer = Tokenizer::new(lexicons.of(report.language()));
            let words = WordWeights::new(frequencies, report.language());
            let focus = Focus::new(query, &tokenizer, words);
            let of_report = &view.sentences[of_story.sentences.clone()];
            let share = |tokens: &[Token]| focus.share(tokens, once);
            shares.sentences.extend(of_report.iter().map(|sentence| share(&sentence.tokens)));
            let title = report.article.title_text().unwrap_or_default();
            shares.titles.push(share(&tokenizer.tokens(title, Span::new(0, title.len()))));
            let all: f64 = focus.weights.iter().sum();
            for term in focus.terms.with.iter().flat_map(|part| &part.content) {
                shares.asked.insert(*term, words.of(*term) / all.max(f64::MIN_POSITIVE));
            }
        }
        shares
    }

    /// What it makes of each concept, by the sentences that hold it.
    pub(super) fn focused(&self, concepts: &Concepts) -> Vec<Focused> {
        let mut best = vec![0.0; concepts.names.len()];
        for (held, share) in concepts.of_sentence.iter().zip(&self.sentences) {
            for concept in held {
                let of_concept: &mut f64 = &mut best[*concept as usize];
                *of_concept = of_concept.max(*share);
            }
        }
        let focused = |(at, share): (usize, f64)| {
            let share_more = SHARE_MORE * share;
            if concepts.is_pair[at] {
                return Focused { share_more, own: 0.0 };
            }
            let asked = self.asked.get(&concepts.names[at]).copied().filter(|_| share > 0.0);
            Focused { share_more, own: OWN * share + ASKED * asked.unwrap_or(0.0) }
        };
        best.into_iter().enumerate().map(focused).collect()
    }
}
