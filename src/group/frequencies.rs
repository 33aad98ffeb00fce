//! In how many articles each term stands: what the corpus as a whole knows. Counts add up in any order.

use rustc_hash::FxHashMap;

use crate::text::Term;

/// Weight of the prior, in articles: a small folder does not know how rare its own subject's words are elsewhere.
const PRIOR_ARTICLES: f64 = 10.0;

/// Share of articles in which the prior expects a content term. Weight and share were the best of a coarse grid over
/// the labelled sets of ECB+, Multi-News and MultiLing 2011 and hold for five articles and for a thousand.
const PRIOR_SHARE: f64 = 0.2;

/// Document frequencies of one run.
#[derive(Debug, Clone, Default)]
pub struct DocumentFrequencies {
    articles: u32,
    of_term: FxHashMap<Term, u32>,
}

impl DocumentFrequencies {
    /// Counts articles, each given by its distinct terms.
    pub fn count<'a>(articles: impl IntoIterator<Item = &'a [(Term, u32)]>) -> Self {
        let mut frequencies = Self::default();
        for terms in articles {
            frequencies.articles += 1;
            for (term, _) in terms {
                *frequencies.of_term.entry(*term).or_default() += 1;
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
        self.of_term.get(&term).copied().unwrap_or(0)
    }

    /// Inverse document frequency with a flat prior: `ln((N + N0) / (df + N0 p))`, at least 0.
    pub fn idf(&self, term: Term) -> f64 {
        let articles = f64::from(self.articles) + PRIOR_ARTICLES;
        let with_term = f64::from(self.of(term)) + PRIOR_ARTICLES * PRIOR_SHARE;
        (articles / with_term).ln().max(0.0)
    }
}
