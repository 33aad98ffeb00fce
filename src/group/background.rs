//! How common words are in the news at large: a small folder does not know how rare its own subject's words are elsewhere.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::text::{Language, Term, hash_text};

/// Shares of English articles by stem; the file says where they were counted.
static ENGLISH: LazyLock<FxHashMap<Term, f64>> = LazyLock::new(|| {
    let lines = include_str!("background_en.csv").lines().filter(|l| !l.starts_with('#'));
    lines
        .filter_map(|line| {
            let (stem, articles) = line.rsplit_once(',')?;
            Some((hash_text(stem), articles.parse::<f64>().ok()? / ENGLISH_ARTICLES))
        })
        .collect()
});

/// Articles that were counted for the English table.
const ENGLISH_ARTICLES: f64 = 37_554.0;

/// Share of articles that a word is given which the table does not hold: just under the rarest that it does.
const ENGLISH_RARE: f64 = 0.001;

/// Weight of the English table, in articles: it outweighs a folder and is outweighed by a month of an agency.
const ENGLISH_WEIGHT: f64 = 1000.0;

/// Of other languages nothing is known: weight and share of a flat prior, the best of a coarse grid over labelled sets in
/// seven languages, which holds for five articles and for a thousand.
const FLAT_WEIGHT: f64 = 10.0;
const FLAT_SHARE: f64 = 0.2;

/// What is expected of a term before any article of the run was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Prior {
    /// How many articles the expectation is worth.
    pub(super) articles: f64,
    /// Share of the articles (0..=1) in which the term is expected.
    pub(super) share: f64,
}

impl Prior {
    /// The same for every term of every language.
    pub(super) const FLAT: Self = Self { articles: FLAT_WEIGHT, share: FLAT_SHARE };

    /// What is known of a term in a language.
    pub(super) fn of(term: Term, expected: Expected) -> Self {
        let known = if expected == Expected::English { ENGLISH.get(&term) } else { None };
        let unknown = Self::of_pair(expected);
        Self { share: known.copied().unwrap_or(unknown.share), ..unknown }
    }

    /// What is known of any pair of terms: no table holds pairs.
    pub(super) fn of_pair(expected: Expected) -> Self {
        match expected {
            Expected::English => Self { articles: ENGLISH_WEIGHT, share: ENGLISH_RARE },
            Expected::Nothing => Self::FLAT,
        }
    }
}

/// Where expectations of a language's words come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// The English table.
    English,
    /// Nowhere.
    Nothing,
}

impl Expected {
    pub(super) const ALL: [Self; 2] = [Self::English, Self::Nothing];

    pub(super) fn of(language: Option<&Language>) -> Self {
        if language.is_some_and(|l| l.code() == "en") { Self::English } else { Self::Nothing }
    }
}
