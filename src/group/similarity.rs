//! Why an article is in its story: its nearest neighbour there, and the terms that they share.

use super::frequencies::DocumentFrequencies;
use super::language_number::LanguageNumber;
use super::neighbours::nearest;
use super::span::DAY;
use super::story::Story;
use super::templates::Templates;
use super::vectors::{SharedTerms, Vector, weight_in};
use crate::segment::{ParsedArticle, TermCounts};
use crate::text::{Lexicons, Term};

/// The nearest neighbour of an article in its story.
#[derive(Debug, Clone, PartialEq)]
pub struct Similarities {
    /// Index of the neighbour among all articles.
    pub nearest: usize,
    /// Similarity of the two, 0..=1.
    pub similarity: f64,
    /// Similarity (0..=1) that two unrelated articles with as many and as common words would show by chance.
    pub chance: f64,
    /// Days between the two, where both are dated.
    pub days_apart: Option<f64>,
    /// The single terms that add most to the similarity, the heaviest first.
    pub shared: Vec<Shared>,
}

/// A term that two articles share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shared {
    /// The term.
    pub term: Term,
    /// Whether both write it as a name.
    pub is_name: bool,
}

/// Shared terms that are named.
const NAMED: usize = 8;

/// For each report of a story its similarity to the nearest other; nothing where there is none.
pub fn similarities(
    story: &Story,
    reports: &[ParsedArticle],
    lexicons: &Lexicons,
    frequencies: &DocumentFrequencies,
    templates: &Templates,
) -> Vec<Option<Similarities>> {
    let term_counts = |report: &usize| {
        let report = &reports[*report];
        let (term_counts, own_words) = TermCounts::new(report, &report.tokens(lexicons), lexicons);
        (term_counts, templates.evidence(report.article.source.as_deref(), own_words.kinded()))
    };
    let (all_counts, evidence): (Vec<TermCounts>, Vec<f64>) =
        story.reports.iter().map(term_counts).unzip();
    let terms = SharedTerms::among(&all_counts, frequencies);
    let vectors: Vec<Vector> = all_counts
        .iter()
        .zip(&evidence)
        .map(|(term_counts, evidence)| terms.vector(term_counts, *evidence).0)
        .collect();
    // Whoever gives a story may put two languages into it.
    let languages = vec![LanguageNumber::UNKNOWN; vectors.len()];
    nearest(&vectors, &languages, terms.len())
        .iter()
        .enumerate()
        .map(|(at, near)| {
            let (other, similarity) = near.first()?;
            let other = *other as usize;
            let (own, theirs) = (&vectors[at], &vectors[other]);
            let shared = all_counts[at].terms.iter().filter_map(|used| {
                let number = terms.number(used.term)?;
                let weight = weight_in(own, number)? * weight_in(theirs, number)?;
                let (one, two) = (&all_counts[at], &all_counts[other]);
                let there = two.terms.binary_search_by_key(&used.term, |theirs| theirs.term);
                let is_name = one.is_name(used) && two.is_name(&two.terms[there.ok()?]);
                Some((weight, Shared { term: used.term, is_name }))
            });
            let mut shared: Vec<(f32, Shared)> = shared.collect();
            shared.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.term.cmp(&b.1.term)));
            shared.truncate(NAMED);
            let times = all_counts[at].time.zip(all_counts[other].time);
            Some(Similarities {
                nearest: story.reports[other],
                similarity: similarity.min(1.0),
                chance: terms.chance(&all_counts[at], &all_counts[other]).min(1.0),
                days_apart: times.map(|(a, b)| (a as f64 - b as f64).abs() / DAY as f64),
                shared: shared.into_iter().map(|(_, shared)| shared).collect(),
            })
        })
        .collect()
}
