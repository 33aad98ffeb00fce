//! Term weights of one story, looked up once.

use rustc_hash::FxHashMap;

use super::told::{Told, ToldReport};
use crate::group::DocumentFrequencies;
use crate::text::Term;

/// Inverse document frequency of every term of a story, against the whole corpus. In a small corpus the story
/// is most of it, and its own words would weigh nothing: a floor keeps them in.
#[derive(Debug, Clone)]
pub struct Idf(FxHashMap<Term, f64>);

/// Lowest weight of a content term, as a share of the highest possible.
const FLOOR: f64 = 0.2;

impl Idf {
    pub(super) fn new(
        sentences: &[Told],
        reports: &[ToldReport],
        frequencies: &DocumentFrequencies,
    ) -> Self {
        let highest = frequencies.idf(0).max(f64::MIN_POSITIVE);
        let terms = sentences
            .iter()
            .flat_map(|s| &s.terms)
            .chain(reports.iter().flat_map(|r| &r.title_terms));
        let mut of: FxHashMap<Term, f64> = FxHashMap::default();
        for term in terms {
            of.entry(*term).or_insert_with(|| frequencies.idf(*term).max(FLOOR * highest));
        }
        Self(of)
    }

    /// The weight of a term of the story, above 0.
    pub fn of(&self, term: Term) -> f64 {
        self.0.get(&term).copied().unwrap_or(0.0)
    }

    /// Sum over sorted terms.
    pub fn sum(&self, terms: &[Term]) -> f64 {
        terms.iter().map(|t| self.of(*t)).sum()
    }

    /// Sum over the terms that both sorted lists hold.
    pub fn shared(&self, a: &[Term], b: &[Term]) -> f64 {
        let (mut at, mut sum) = (0, 0.0);
        for term in a {
            while b.get(at).is_some_and(|t| t < term) {
                at += 1;
            }
            if b.get(at) == Some(term) {
                sum += self.of(*term);
            }
        }
        sum
    }
}
