//! The terms of one story, numbered: what is known of a term stands in an array, and no sentence looks it up by its hash.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::group::{DocumentFrequencies, WordWeights};
use crate::text::{Language, Term, Token};

/// A term's number in its story: its rank among the story's terms by hash, so that numbers sort as terms do.
pub type TermNumber = u32;

/// The numbers of a story's terms.
pub(super) struct Vocabulary {
    terms: Vec<Term>,
    number_of: FxHashMap<Term, TermNumber>,
}

impl Vocabulary {
    /// Numbers the terms of tokens, stop words among them.
    pub(super) fn new<'a>(tokens: impl Iterator<Item = &'a Token>) -> Self {
        let met: FxHashSet<Term> = tokens.map(|token| token.term).collect();
        let mut terms: Vec<Term> = met.into_iter().collect();
        terms.sort_unstable();
        let number_of = terms.iter().copied().zip(0..).collect();
        Self { terms, number_of }
    }

    /// The number of a term of the story.
    pub(super) fn number(&self, token: &Token) -> TermNumber {
        self.number_of[&token.term]
    }
}

/// What every term of a story weighs: the more, the rarer it is in its language at large. Of a language without a table the whole
/// corpus tells; in a small one the story is most of it, and its own words would weigh nothing: a floor keeps them in.
#[derive(Debug, Clone)]
pub struct Idf {
    weights: Vec<f64>,
    in_run: Vec<f64>,
    highest: f64,
}

/// Lowest weight of a content term, as a share of the highest possible.
const FLOOR: f64 = 0.2;

impl Idf {
    pub(super) fn new(
        vocabulary: &Vocabulary,
        frequencies: &DocumentFrequencies,
        language: Option<&Language>,
    ) -> Self {
        let at_large = WordWeights::new(frequencies, language);
        let highest = at_large.highest().max(f64::MIN_POSITIVE);
        let least = FLOOR * highest;
        let weights = vocabulary.terms.iter().map(|t| at_large.of(*t).max(least)).collect();
        let in_run = vocabulary.terms.iter().map(|t| frequencies.idf(*t)).collect();
        Self { weights, in_run, highest }
    }

    /// How many terms the story has; their numbers are below.
    pub fn terms(&self) -> usize {
        self.weights.len()
    }

    /// The weight of a term of the story, above 0.
    pub fn of(&self, term: TermNumber) -> f64 {
        self.weights[term as usize]
    }

    /// The most that any term can weigh.
    pub fn highest(&self) -> f64 {
        self.highest
    }

    /// Its inverse document frequency in the run, without a floor, at least 0: what the tables of concepts were fitted to.
    pub fn in_run(&self, term: TermNumber) -> f64 {
        self.in_run[term as usize]
    }

    /// Sum over sorted terms.
    pub fn sum(&self, terms: &[TermNumber]) -> f64 {
        terms.iter().map(|t| self.of(*t)).sum()
    }

    /// Sum over the terms that both sorted lists hold.
    pub fn shared(&self, a: &[TermNumber], b: &[TermNumber]) -> f64 {
        self.shared_with_either(a, b, &[])
    }

    /// Sum over the terms of the first sorted list that one of the others holds.
    pub fn shared_with_either(&self, a: &[TermNumber], b: &[TermNumber], c: &[TermNumber]) -> f64 {
        let (mut at_b, mut at_c, mut sum) = (0, 0, 0.0);
        for term in a {
            while b.get(at_b).is_some_and(|t| t < term) {
                at_b += 1;
            }
            while c.get(at_c).is_some_and(|t| t < term) {
                at_c += 1;
            }
            if b.get(at_b) == Some(term) || c.get(at_c) == Some(term) {
                sum += self.of(*term);
            }
        }
        sum
    }
}
