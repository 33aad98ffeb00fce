//! In how many articles each term stands: what the corpus as a whole knows. Counts add up in any order.

use rustc_hash::FxHashMap;

use super::background::Prior;
use crate::segment::TermCount;
use crate::text::{Language, Term};

/// Document frequencies of one run.
#[derive(Debug, Clone, Default)]
pub struct DocumentFrequencies {
    articles: u32,
    of_term: FxHashMap<Term, Frequency>,
}

/// What is counted of a term.
#[derive(Debug, Clone, Copy, Default)]
struct Frequency {
    /// Articles in which it stands.
    articles: u32,
    /// Occurrences inside a sentence, where only a name has a capital.
    inside: u32,
    /// Those of them with a capital.
    capitals: u32,
}

impl DocumentFrequencies {
    /// Counts articles, each given by its distinct terms.
    pub fn count<'a>(articles: impl IntoIterator<Item = &'a [TermCount]>) -> Self {
        let mut frequencies = Self::default();
        for terms in articles {
            frequencies.articles += 1;
            for counted in terms {
                let frequency = frequencies.of_term.entry(counted.term).or_default();
                frequency.articles += 1;
                frequency.inside += counted.inside;
                frequency.capitals += counted.capitals;
            }
        }
        frequencies
    }

    /// How many articles were counted.
    pub fn articles(&self) -> u32 {
        self.articles
    }

    /// In how many of them the term stands.
    pub fn of(&self, term: Term) -> u32 {
        self.of_term.get(&term).map_or(0, |f| f.articles)
    }

    /// Inverse document frequency with a flat prior: `ln((N + N0) / (df + N0 p))`, at least 0.
    pub fn idf(&self, term: Term) -> f64 {
        self.with(Prior::FLAT, self.of(term))
    }

    /// The same with what is known of the language at large.
    pub fn idf_in(&self, term: Term, language: Option<&Language>) -> f64 {
        self.with(Prior::of(term, language), self.of(term))
    }

    fn with(&self, prior: Prior, frequency: u32) -> f64 {
        let articles = f64::from(self.articles) + prior.articles;
        let with_term = f64::from(frequency) + prior.articles * prior.share;
        (articles / with_term).ln().max(0.0)
    }

    /// Share (0..=1) of the term's occurrences inside sentences that begin with a capital: of a name nearly all. 0 in
    /// scripts without capitals.
    pub fn capital_share(&self, term: Term) -> f64 {
        let frequency = self.of_term.get(&term).copied().unwrap_or_default();
        f64::from(frequency.capitals) / f64::from(frequency.inside.max(1))
    }
}
