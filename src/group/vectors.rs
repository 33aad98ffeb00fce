//! What an article is about, as a sparse vector.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::background::Expected;
use super::frequencies::DocumentFrequencies;
use super::shelves::{SHELVES, shelf_of};
use crate::segment::Sketch;
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
pub(crate) type Vector = Vec<(u32, f32)>;

/// What is known of a term or pair that several articles hold, in one place: with a million articles every look costs a walk
/// through memory.
struct Known {
    /// Its place among those of its shelf, by hash.
    number: u32,
    /// Weight of one occurrence, by what is known of the article's language.
    weights: [f32; 2],
}

/// Terms and pairs that several articles hold, numbered by their hash, and what they weigh. Others are left out of vectors: they meet
/// nothing. Sums over terms come out the same whichever articles are looked at together.
pub(crate) struct SharedTerms {
    shelves: Vec<FxHashMap<u64, Known>>,
    /// The number of the first on each shelf, and how many there are.
    starts: Vec<u32>,
    /// Of the run's frequencies the number of articles: what one article alone holds is weighed by it.
    frequencies: DocumentFrequencies,
}

impl SharedTerms {
    /// All of a run.
    pub(crate) fn new(frequencies: &DocumentFrequencies) -> Self {
        let terms = |shelf| frequencies.shared_terms(shelf).collect();
        let pairs = |shelf| frequencies.shared_pairs(shelf).collect();
        Self::of(frequencies, terms, pairs)
    }

    /// Those of a run that some articles hold.
    pub(super) fn among(sketches: &[Sketch], frequencies: &DocumentFrequencies) -> Self {
        let terms = sketches.iter().flat_map(|s| s.term_counts.iter().map(|used| used.term));
        let pairs = sketches.iter().flat_map(|s| s.pair_counts()).map(|used| used.pair);
        let terms: Vec<Term> = terms.filter(|term| frequencies.of(*term) > 1).collect();
        let pairs: Vec<u64> = pairs.filter(|pair| frequencies.of_pair(*pair) > 1).collect();
        let of_shelf = |all: &[u64], shelf: usize| {
            all.iter().copied().filter(|hash| shelf_of(*hash) == shelf).collect()
        };
        Self::of(frequencies, |shelf| of_shelf(&terms, shelf), |shelf| of_shelf(&pairs, shelf))
    }

    /// Of the terms and pairs of each shelf, in any order.
    fn of(
        frequencies: &DocumentFrequencies,
        terms: impl Fn(usize) -> Vec<Term> + Sync,
        pairs: impl Fn(usize) -> Vec<u64> + Sync,
    ) -> Self {
        let shelf = |shelf: usize| {
            let terms = terms(shelf).into_iter().map(|term| (term, true));
            let mut met: Vec<(u64, bool)> =
                terms.chain(pairs(shelf).into_iter().map(|pair| (pair, false))).collect();
            met.sort_unstable();
            met.dedup();
            let weights = |hash: u64, is_term: bool| match is_term {
                true => weights_of_term(hash, frequencies),
                false => weights_of_pair(hash, frequencies),
            };
            let known = met.into_iter().zip(0..).map(|((hash, is_term), number)| {
                (hash, Known { number, weights: weights(hash, is_term) })
            });
            known.collect()
        };
        let shelves: Vec<FxHashMap<u64, Known>> = (0..SHELVES).into_par_iter().map(shelf).collect();
        let mut starts = vec![0u32];
        for shelf in &shelves {
            starts.push(starts[starts.len() - 1] + shelf.len() as u32);
        }
        Self { shelves, starts, frequencies: frequencies.without_terms() }
    }

    /// How many there are: all numbers are lower.
    pub(super) fn len(&self) -> usize {
        self.starts[SHELVES] as usize
    }

    /// The number of a term or pair, and the weight of one occurrence by language.
    fn known(&self, hash: u64) -> Option<(u32, [f32; 2])> {
        let shelf = shelf_of(hash);
        let known = self.shelves[shelf].get(&hash)?;
        Some((self.starts[shelf] + known.number, known.weights))
    }

    /// The number of a term.
    pub(super) fn number(&self, term: Term) -> Option<u32> {
        self.known(term).map(|(number, _)| number)
    }

    /// The vector of one article, of unit length or less.
    pub(crate) fn vector(&self, sketch: &Sketch) -> Vector {
        vector(sketch, &self.frequencies, |hash| self.known(hash))
    }
}

/// Weight of one occurrence of a term, by what is known of the article's language.
fn weights_of_term(term: Term, frequencies: &DocumentFrequencies) -> [f32; 2] {
    let name = named(frequencies.capital_share(term));
    Expected::ALL.map(|language| (frequencies.idf_in(term, language).powi(IDF_POWER) * name) as f32)
}

/// The same of a pair.
fn weights_of_pair(pair: u64, frequencies: &DocumentFrequencies) -> [f32; 2] {
    Expected::ALL.map(|language| {
        (PAIR_WEIGHT * frequencies.idf_of_pair(pair, language).powi(IDF_POWER)) as f32
    })
}

/// What a name weighs beside other words; `share` (0..=1) says how sure it is that it is one.
fn named(share: f64) -> f64 {
    1.0 + NAME_BONUS * share
}

fn vector(
    sketch: &Sketch,
    frequencies: &DocumentFrequencies,
    known: impl Fn(u64) -> Option<(u32, [f32; 2])>,
) -> Vector {
    let articles = f64::from(frequencies.articles());
    let singleton = SINGLETON_HALF / (articles + SINGLETON_HALF);
    let language = Expected::of(sketch.language.as_ref());
    let counted =
        |count: u32, lead: bool| 1.0 + f64::from(count).ln() + if lead { LEAD_BONUS } else { 0.0 };
    let pairs = sketch.pair_counts();
    // Looked up one behind the other: a walk through memory then waits for several answers at a time.
    let of_terms: Vec<_> = sketch.term_counts.iter().map(|used| known(used.term)).collect();
    let of_pairs: Vec<_> = pairs.iter().map(|used| known(used.pair)).collect();
    let mut weights: Vec<(u32, f64)> = Vec::with_capacity(of_terms.len() + of_pairs.len());
    let mut square = 0.0;
    let mut weigh = |known: Option<(u32, [f32; 2])>, times: f64, alone: &dyn Fn() -> f64| {
        if let Some((number, of_language)) = known {
            let weight = times * f64::from(of_language[language as usize]);
            square += weight * weight;
            weights.push((number, weight));
        } else {
            // What no other article holds is named or not by its own capitals.
            square += singleton * (times * alone()).powi(2);
        }
    };
    for (used, known) in sketch.term_counts.iter().zip(of_terms) {
        let capitals = f64::from(used.capitals) / f64::from(used.inside.max(1));
        weigh(known, counted(used.count.into(), used.lead), &|| {
            frequencies.idf_of_one(used.term, language).powi(IDF_POWER) * named(capitals)
        });
    }
    let rare_pair = PAIR_WEIGHT * frequencies.idf_of_one_pair(language).powi(IDF_POWER);
    for (used, known) in pairs.iter().zip(of_pairs) {
        let times = counted(used.count, used.lead) * if used.name { named(1.0) } else { 1.0 };
        weigh(known, times, &|| rare_pair);
    }
    let length = square.sqrt();
    let mut vector: Vector = weights
        .into_iter()
        .filter(|(_, weight)| *weight > 0.0)
        .map(|(number, weight)| (number, (weight / length) as f32))
        .collect();
    vector.sort_unstable_by_key(|(number, _)| *number);
    // Vectors of all articles are there at the same time; a copy is no longer than what it holds.
    vector.to_vec()
}

/// What a term or pair weighs in a vector, if it is in it.
pub(super) fn weight_in(vector: &Vector, number: u32) -> Option<f32> {
    let at = vector.binary_search_by_key(&number, |(other, _)| *other).ok()?;
    Some(vector[at].1)
}

/// A vector by term, for dot products with many others: in a table that stays in the nearest cache however many terms the
/// collection has. (A plain array of all terms waits for memory at nearly every step from some hundred thousand articles on.)
#[derive(Default)]
pub(super) struct Spread {
    /// A power of two of them, so many that each has room.
    buckets: Vec<Bucket>,
    /// How far to the right the bucket's number stands in a term's hash.
    shift: u32,
}

/// Numbers and weights of up to four terms; a free place weighs 0. All four are compared and none is chosen by a branch, which could be
/// guessed no better than whether two articles share a term.
#[derive(Clone, Copy, Default)]
#[repr(align(32))]
struct Bucket {
    numbers: [u32; 4],
    /// The bits of each weight.
    weights: [u32; 4],
}

impl Spread {
    /// Takes another vector in place of the last.
    pub(super) fn fill(&mut self, vector: &Vector) {
        let mut buckets = vector.len().next_power_of_two().max(2);
        while !self.fits(vector, buckets) {
            buckets *= 2;
        }
    }

    /// Takes another vector in place of the last, if no more than four of its terms fall into one of so many buckets.
    fn fits(&mut self, vector: &Vector, buckets: usize) -> bool {
        self.buckets.clear();
        self.buckets.resize(buckets, Bucket::default());
        self.shift = u32::BITS - buckets.ilog2();
        vector.iter().all(|(number, weight)| {
            let at = self.bucket_of(*number);
            let Bucket { numbers, weights } = &mut self.buckets[at];
            let free = weights.iter().position(|weight| *weight == 0);
            free.inspect(|free| (numbers[*free], weights[*free]) = (*number, weight.to_bits()))
                .is_some()
        })
    }

    /// Fibonacci hashing (Knuth 1973).
    fn bucket_of(&self, number: u32) -> usize {
        (number.wrapping_mul(0x9e37_79b1) >> self.shift) as usize
    }

    /// The weight of a term, 0 where it has none.
    fn of(&self, number: u32) -> f32 {
        let Bucket { numbers, weights } = self.buckets[self.bucket_of(number)];
        let of_place = |at: usize| if numbers[at] == number { weights[at] } else { 0 };
        f32::from_bits(of_place(0) | of_place(1) | of_place(2) | of_place(3))
    }

    /// The same as [`dot`]: what is not shared adds nothing.
    pub(super) fn dot(&self, other: &Vector) -> f64 {
        let products =
            other.iter().map(|(number, weight)| f64::from(self.of(*number)) * f64::from(*weight));
        products.fold(0.0, |sum, product| sum + product)
    }
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

/// Dot products of one vector with others; `spread` is where it may be spread out for them.
pub(super) fn dots(one: &Vector, others: &[&Vector], spread: &mut Spread) -> Vec<f64> {
    if others.len() < FEWEST_SPREAD {
        return others.iter().map(|other| dot(one, other)).collect();
    }
    spread.fill(one);
    let spread = &*spread;
    others.par_iter().with_min_len(FEWEST_AT_ONCE).map(|other| spread.dot(other)).collect()
}

/// Dot products with one vector from which on it is worth spreading out.
const FEWEST_SPREAD: usize = 4;

/// Those from which on they are worth sharing out over threads.
const FEWEST_AT_ONCE: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::hash_text;

    #[test]
    fn a_spread_vector_and_a_walk_along_both_give_the_same_product() {
        let vector = |name: u64, terms: u64| -> Vector {
            let dice = |at: u64| hash_text(&format!("{name} {at}"));
            let mut vector: Vector =
                (0..terms).map(|at| ((dice(at) % 3_000) as u32, dice(at + 9_000) as f32)).collect();
            vector.sort_unstable_by_key(|(number, _)| *number);
            vector.dedup_by_key(|(number, _)| *number);
            vector
        };
        let mut spread = Spread::default();
        for (name, terms) in [(0, 2_000), (1, 100), (2, 0), (3, 1), (4, 700)] {
            let one = vector(name, terms);
            spread.fill(&one);
            for (name, terms) in [(5, 1_500), (6, 90), (7, 0)] {
                let other = vector(name, terms);
                let product = spread.dot(&other);
                assert_eq!(product.to_bits(), dot(&one, &other).to_bits());
                assert_eq!(product.to_bits(), dot(&other, &one).to_bits());
                assert!(product > 0.0 || one.len().min(other.len()) < 80);
            }
        }
    }
}
