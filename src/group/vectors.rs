//! What an article is about, as a sparse vector.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::frequencies::DocumentFrequencies;
use crate::segment::Report;
use crate::text::Term;

/// Power of the inverse document frequency in a term's weight: rare terms tell stories apart (B-cubed F on ECB+ .92 with
/// 2, .91 with 1.5; Hindi .95 and .88).
const IDF_POWER: i32 = 2;

/// What a name weighs above another word of its frequency: names tell events apart that happen in the same way.
const NAME_BONUS: f64 = 0.7;

/// What a pair of terms weighs beside a word of its frequency. Two stories on one name or one subject share words; reports of one
/// event share what is said with them (B-cubed F on Multi-News .927 with 0.5, .920 with 0.4, .905 without pairs).
const PAIR_WEIGHT: f64 = 0.5;

/// What standing in the title or the first two sentences adds to a term's count, where it is counted as `1 + ln(count)`.
const LEAD_BONUS: f64 = 1.0;

/// In a collection of this many articles a term that only one of them holds counts half in that article's length.
/// In a small folder such terms are what sets articles apart; in a large one they are misspellings and by-lines.
const SINGLETON_HALF: f64 = 20.0;

/// Weights by term number, sorted by it.
pub(super) type Vector = Vec<(u32, f32)>;

/// The vectors of some reports, of unit length or less. Terms of one article are left out: they meet nothing.
pub(super) struct Vectors {
    /// One for each report, in the order given.
    pub(super) of: Vec<Vector>,
    /// The terms by number; the numbers of pairs follow.
    pub(super) terms: Vec<Term>,
    /// How many terms and pairs there are.
    pub(super) len: usize,
}

impl Vectors {
    /// Vectors of `members` among `reports`, weighed by the frequencies of the whole run.
    pub(super) fn new(
        reports: &[Report],
        members: &[usize],
        frequencies: &DocumentFrequencies,
    ) -> Self {
        let mut numbers: FxHashMap<u64, u32> = FxHashMap::default();
        let mut terms = Vec::new();
        for counted in members.iter().flat_map(|member| &reports[*member].term_counts) {
            if frequencies.of(counted.term) > 1 {
                numbers.entry(counted.term).or_insert_with(|| {
                    terms.push(counted.term);
                    terms.len() as u32 - 1
                });
            }
        }
        let mut len = terms.len();
        for counted in members.iter().flat_map(|member| &reports[*member].pair_counts) {
            if frequencies.of_pair(counted.pair) > 1 {
                numbers.entry(counted.pair).or_insert_with(|| {
                    len += 1;
                    len as u32 - 1
                });
            }
        }
        let of = members
            .par_iter()
            .map(|member| vector(&reports[*member], frequencies, &numbers))
            .collect();
        Self { of, terms, len }
    }
}

fn vector(
    report: &Report,
    frequencies: &DocumentFrequencies,
    numbers: &FxHashMap<u64, u32>,
) -> Vector {
    let articles = f64::from(frequencies.articles());
    let singleton = SINGLETON_HALF / (articles + SINGLETON_HALF);
    let language = report.language.as_ref();
    let counted =
        |count: u32, lead: bool| 1.0 + f64::from(count).ln() + if lead { LEAD_BONUS } else { 0.0 };
    let terms = report.term_counts.iter().map(|used| {
        let idf = frequencies.idf_in(used.term, language);
        let name = 1.0 + NAME_BONUS * frequencies.capital_share(used.term);
        (used.term, counted(used.count, used.lead) * idf.powi(IDF_POWER) * name)
    });
    let pairs = report.pair_counts.iter().map(|used| {
        let idf = frequencies.idf_of_pair(used.pair, language);
        let name = if used.name { 1.0 + NAME_BONUS } else { 1.0 };
        let weight = counted(used.count, used.lead) * idf.powi(IDF_POWER) * name;
        (used.pair, PAIR_WEIGHT * weight)
    });
    let mut weights: Vec<(u32, f64)> = Vec::new();
    let mut square = 0.0;
    for (term, weight) in terms.chain(pairs) {
        match numbers.get(&term) {
            Some(number) => {
                square += weight * weight;
                weights.push((*number, weight));
            }
            None => square += singleton * weight * weight,
        }
    }
    let length = square.sqrt();
    let mut vector: Vector = weights
        .into_iter()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(number, weight)| (number, (weight / length) as f32))
        .collect();
    vector.sort_unstable_by_key(|(number, _)| *number);
    vector
}

/// Dot product, in the order of the terms: the same from either side.
pub(super) fn dot(a: &Vector, b: &Vector) -> f64 {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let mut sum = 0.0;
    // Far shorter: look its terms up instead of walking along the longer.
    if short.len() * 8 < long.len() {
        let mut from = 0;
        for (number, weight) in short {
            from += long[from..].partition_point(|(other, _)| other < number);
            if let Some((other, theirs)) = long.get(from)
                && other == number
            {
                sum += f64::from(*weight) * f64::from(*theirs);
            }
        }
        return sum;
    }
    let mut at = 0;
    for (number, weight) in short {
        while long.get(at).is_some_and(|(other, _)| other < number) {
            at += 1;
        }
        if let Some((other, theirs)) = long.get(at)
            && other == number
        {
            sum += f64::from(*weight) * f64::from(*theirs);
        }
    }
    sum
}
