//! What an article is about, as a sparse vector.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::background::Expected;
use super::dispersion::Parts;
use super::frequencies::DocumentFrequencies;
use super::lead_names::{FEWEST_USES, LeadNames, Name, RARE};
use super::partitions::{PARTITIONS, partition_of};
use crate::segment::{PartSet, TermCount, TermCounts};
use crate::text::Term;

/// Power of the inverse document frequency in a term's weight: rare terms tell stories apart (1, 1.25, 1.6 and 2 are level over
/// fifteen labelled sets; `benches/quality.md`).
const IDF_POWER: f64 = 1.25;

/// What a pair of terms weighs beside a word of its frequency. Two stories on one name or one subject share words; reports of one
/// event share what is said with them (without pairs web news loses .02 to .06 of F).
const PAIR_WEIGHT: f64 = 0.7;

/// What standing in the title or the first two sentences adds to a term's count, where it is counted as `1 + ln(count)`.
const LEAD_BONUS: f64 = 1.0;

/// Weights by term number, sorted by it.
pub(crate) type Vector = Vec<(u32, f32)>;

/// What is known of a term or pair that several articles hold, in one place: with a million articles every look costs a walk
/// through memory.
struct Known {
    /// Its place among those of its partition, by hash.
    number: u32,
    /// Articles that hold it.
    articles: u32,
    /// Weight of one occurrence in an English article, of a pair in any language that has a table.
    weight: f32,
    /// Weight of one occurrence where nothing is known of the language.
    weight_of_unknown: f32,
}

/// Terms and pairs that several articles hold, numbered by their hash, and what they weigh. Others count in the length of a vector and
/// are left out of it: they meet nothing. Sums over terms come out the same whichever articles are looked at together.
pub(crate) struct SharedTerms {
    partitions: Vec<FxHashMap<u64, Known>>,
    /// The number of the first in each partition, and how many there are.
    starts: Vec<u32>,
    /// Of the run's frequencies the number of articles: what one article alone holds is weighed by it.
    frequencies: DocumentFrequencies,
}

impl SharedTerms {
    /// All of a run.
    pub(crate) fn new(frequencies: &DocumentFrequencies) -> Self {
        let terms = |partition| frequencies.shared_terms(partition).collect();
        let pairs = |partition| frequencies.shared_pairs(partition).collect();
        Self::of(frequencies, terms, pairs)
    }

    /// Those of a run that some articles hold.
    pub(super) fn among(all_counts: &[TermCounts], frequencies: &DocumentFrequencies) -> Self {
        let terms = all_counts.iter().flat_map(|s| s.terms.iter().map(|used| used.term));
        let pairs = all_counts.iter().flat_map(|s| s.pair_counts()).map(|used| used.pair);
        let terms: Vec<Term> = terms.filter(|term| frequencies.of(*term) > 1).collect();
        let pairs: Vec<u64> = pairs.filter(|pair| frequencies.of_pair(*pair) > 1).collect();
        let of_shelf = |all: &[u64], partition: usize| {
            all.iter().copied().filter(|hash| partition_of(*hash) == partition).collect()
        };
        Self::of(
            frequencies,
            |partition| of_shelf(&terms, partition),
            |partition| of_shelf(&pairs, partition),
        )
    }

    /// Of the terms and pairs of each partition, in any order.
    fn of(
        frequencies: &DocumentFrequencies,
        terms: impl Fn(usize) -> Vec<Term> + Sync,
        pairs: impl Fn(usize) -> Vec<u64> + Sync,
    ) -> Self {
        let english = Expected::english();
        let partition = |partition: usize| {
            let terms = terms(partition).into_iter().map(|term| (term, true));
            let mut met: Vec<(u64, bool)> =
                terms.chain(pairs(partition).into_iter().map(|pair| (pair, false))).collect();
            met.sort_unstable();
            met.dedup();
            let known = met.into_iter().zip(0..).map(|((hash, is_term), number)| {
                let weigh = |expected: Expected| match is_term {
                    true => weight_of_term(hash, frequencies.of(hash), expected, frequencies),
                    false => weight_of_pair(frequencies.of_pair(hash), expected, frequencies),
                };
                let known = Known {
                    number,
                    articles: if is_term {
                        frequencies.of(hash)
                    } else {
                        frequencies.of_pair(hash)
                    },
                    weight: weigh(english) as f32,
                    weight_of_unknown: weigh(Expected::NOTHING) as f32,
                };
                (hash, known)
            });
            known.collect()
        };
        let partitions: Vec<FxHashMap<u64, Known>> =
            (0..PARTITIONS).into_par_iter().map(partition).collect();
        let mut starts = vec![0u32];
        for partition in &partitions {
            starts.push(starts[starts.len() - 1] + partition.len() as u32);
        }
        Self { partitions, starts, frequencies: frequencies.without_terms() }
    }

    /// How many there are: all numbers are lower.
    pub(super) fn len(&self) -> usize {
        self.starts[PARTITIONS] as usize
    }

    /// The number of a term or pair, and what is known of it.
    fn known(&self, hash: u64) -> Option<(u32, &Known)> {
        let partition = partition_of(hash);
        let known = self.partitions[partition].get(&hash)?;
        Some((self.starts[partition] + known.number, known))
    }

    /// The number of a term.
    pub(super) fn number(&self, term: Term) -> Option<u32> {
        self.known(term).map(|(number, _)| number)
    }

    /// The vector of one article. Its length is 1 or less, with what it shares with no other article left out, times the root of its
    /// language's scale, times what its words are worth as evidence (0..=1). With it, where in the text its entries stand.
    pub(crate) fn vector(&self, term_counts: &TermCounts, evidence: f64) -> (Vector, Parts) {
        let expected = Expected::of(term_counts.language.as_ref());
        let pairs = term_counts.pair_counts();
        // Looked up one behind the other: a walk through memory then waits for several answers at a time.
        let of_terms: Vec<_> = term_counts.terms.iter().map(|used| self.known(used.term)).collect();
        let of_pairs: Vec<_> = pairs.iter().map(|used| self.known(used.pair)).collect();
        let mut weights: Vec<(u32, f64, PartSet)> =
            Vec::with_capacity(of_terms.len() + of_pairs.len());
        let mut square = 0.0;
        let (is_english, is_known) = (expected.is_english(), expected.is_known());
        // Most terms that stand in one article alone stand in no table either, and weigh the same.
        let rare_prior = expected.of_rare();
        let rare_term = self.frequencies.idf_with(rare_prior, 1).powf(IDF_POWER);
        for ((used, known), parts) in
            term_counts.terms.iter().zip(of_terms).zip(term_counts.parts())
        {
            let times = counted(used.count.into(), used.lead);
            let weight = match known {
                Some((_, known)) if is_english => f64::from(known.weight),
                Some((_, known)) if !is_known => f64::from(known.weight_of_unknown),
                None if expected.of_term(used.term) == rare_prior => rare_term,
                known => {
                    let articles = known.map_or(1, |(_, known)| known.articles);
                    weight_of_term(used.term, articles, expected, &self.frequencies)
                }
            };
            square += (times * weight).powi(2);
            weights.extend(known.map(|(number, _)| (number, times * weight, parts)));
        }
        let rare_pair = weight_of_pair(1, expected, &self.frequencies);
        for (used, known) in pairs.iter().zip(of_pairs) {
            let times = counted(used.count, used.lead);
            let weight = match known {
                Some((_, known)) if is_known => f64::from(known.weight),
                Some((_, known)) => f64::from(known.weight_of_unknown),
                None => rare_pair,
            };
            square += (times * weight).powi(2);
            weights.extend(known.map(|(number, _)| (number, times * weight, used.parts)));
        }
        let scaled = evidence * expected.scale().sqrt() / square.sqrt();
        weights.retain(|(_, weight, _)| *weight > 0.0);
        // Terms and pairs are each in order: a stable sort only has to merge them.
        weights.sort_by_key(|(number, ..)| *number);
        // Vectors of all articles are there at the same time; these are no longer than what they hold.
        let vector =
            weights.iter().map(|(number, weight, _)| (*number, (weight * scaled) as f32)).collect();
        let parts = weights.iter().map(|(.., parts)| *parts).collect();
        (vector, Parts::new(parts, term_counts.number_of_parts()))
    }
}

impl SharedTerms {
    /// The names in an article's lead, which it writes with a capital each time ("police" is none). It turns on those that it says
    /// often; a notice (a text of figures, or one with a form in it: `evidence` says how little, 0..=1) on the rare words of its title,
    /// or on the rarest.
    pub(crate) fn lead_names(&self, term_counts: &TermCounts, evidence: f64) -> LeadNames {
        let notice = term_counts.of_figures || evidence < 1.0;
        let expected = Expected::of(term_counts.language.as_ref());
        if !expected.is_known() && !notice {
            return LeadNames::default();
        }
        // "Quarterly" is rare in a language, and not among notices.
        let idf = |used: &TermCount| {
            let articles = self.known(used.term).map_or(1, |(_, known)| known.articles);
            self.frequencies.idf_of_term(used.term, articles, expected)
        };
        let of_title = term_counts.terms.iter().filter(|used| used.title);
        let rarest = of_title.map(idf).fold(0.0, f64::max);
        let least = rarest.min(-RARE.ln());
        let in_lead = term_counts.terms.iter().filter(|used| used.lead);
        let names = in_lead.filter_map(|used| {
            let titular = notice && used.title && idf(used) >= least;
            let is_name =
                expected.is_known() && used.capitals == used.inside && term_counts.is_name(used);
            (is_name || titular).then(|| Name {
                number: self.number(used.term),
                main: titular || used.count >= FEWEST_USES,
                rare: expected.of_term(used.term).share <= RARE,
            })
        });
        LeadNames::new(names, notice)
    }

    /// The similarity that is expected of two articles by chance: of the terms of one with an article as long as the other that holds
    /// each term once with the probability that its language gives it.
    pub(super) fn chance(&self, one: &TermCounts, other: &TermCounts) -> f64 {
        let (one, other) = (self.expected_overlap(one), self.expected_overlap(other));
        (one.0 + other.0) / 2.0 / (one.1 * other.1)
    }

    /// The sum over an article's terms of their weight there, their probability and their weight elsewhere; and the length of its
    /// vector, over the root of the language's scale.
    fn expected_overlap(&self, term_counts: &TermCounts) -> (f64, f64) {
        let expected = Expected::of(term_counts.language.as_ref());
        let articles = |hash: u64| self.known(hash).map_or(1, |(_, known)| known.articles);
        let terms = term_counts.terms.iter().map(|used| {
            let articles = articles(used.term);
            let weight = weight_of_term(used.term, articles, expected, &self.frequencies);
            (counted(used.count.into(), used.lead), weight, expected.of_term(used.term).share)
        });
        let pairs = term_counts.pair_counts();
        let pairs = pairs.iter().map(|used| {
            let weight = weight_of_pair(articles(used.pair), expected, &self.frequencies);
            (counted(used.count, used.lead), weight, expected.of_rare().share)
        });
        let (mut overlap, mut square) = (0.0, 0.0);
        for (times, weight, share) in terms.chain(pairs) {
            overlap += times * weight * share * weight;
            square += (times * weight).powi(2);
        }
        (overlap, (square / expected.scale()).sqrt())
    }
}

/// How often a term counts that stands so often in an article.
fn counted(count: u32, lead: bool) -> f64 {
    1.0 + f64::from(count).ln() + if lead { LEAD_BONUS } else { 0.0 }
}

/// Weight of one occurrence of a term that stands in so many articles.
fn weight_of_term(
    term: Term,
    articles: u32,
    expected: Expected,
    frequencies: &DocumentFrequencies,
) -> f64 {
    frequencies.idf_of_term(term, articles, expected).powf(IDF_POWER)
}

/// The same of a pair.
fn weight_of_pair(articles: u32, expected: Expected, frequencies: &DocumentFrequencies) -> f64 {
    PAIR_WEIGHT * frequencies.idf_of_pair(articles, expected).powf(IDF_POWER)
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
    #[inline]
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
    shared(short, long).fold(sum, |sum, (_, product)| sum + product)
}

/// What each term that two vectors share adds to their dot product, with its place in the first, by a walk along both.
pub(super) fn shared<'a>(a: &'a Vector, b: &'a Vector) -> impl Iterator<Item = (usize, f64)> + 'a {
    let mut at = 0;
    a.iter().enumerate().filter_map(move |(place, (number, weight))| {
        while b.get(at).is_some_and(|(other, _)| other < number) {
            at += 1;
        }
        let (other, theirs) = b.get(at)?;
        (other == number).then(|| (place, f64::from(*weight) * f64::from(*theirs)))
    })
}

/// How many terms bear out a dot product.
pub(super) fn effective_terms(a: &Vector, b: &Vector) -> f64 {
    effective_number(shared(a, b).map(|(_, product)| product))
}

/// How many shares make up a whole: the square of their sum over the sum of their squares. Of ten that are the same it is ten, of one
/// that is nearly all a little over one.
pub(super) fn effective_number(shares: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for share in shares {
        sum += share;
        squares += share * share;
    }
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

/// Terms that a group's sum keeps at most: what is left out weighs next to nothing.
const MOST_TERMS: usize = 1000;

/// Sum of two vectors, without its lightest terms where it has too many.
pub(super) fn add(a: &Vector, b: &Vector) -> Vector {
    let mut sum: Vector = Vec::with_capacity(a.len() + b.len());
    let (mut x, mut y) = (a.iter().peekable(), b.iter().peekable());
    loop {
        match (x.peek(), y.peek()) {
            (Some((i, v)), Some((j, w))) if i == j => {
                sum.push((*i, v + w));
                x.next();
                y.next();
            }
            (Some(one), Some(other)) if one.0 < other.0 => {
                sum.push(**one);
                x.next();
            }
            (Some(one), None) => {
                sum.push(**one);
                x.next();
            }
            (_, Some(other)) => {
                sum.push(**other);
                y.next();
            }
            (None, None) => break,
        }
    }
    // Twice as many are let grow, so that not every merge has to choose.
    if sum.len() > 2 * MOST_TERMS {
        sum.select_nth_unstable_by(MOST_TERMS, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        sum.truncate(MOST_TERMS);
        sum.sort_unstable_by_key(|(number, _)| *number);
    }
    sum
}

/// Dot products of one vector with others; `spread` is where it may be spread out for them.
pub(super) fn dots(one: &Vector, others: &[&Vector], spread: &mut Spread) -> Vec<f64> {
    if others.len() < FEWEST_SPREAD {
        return others.iter().map(|other| dot(one, other)).collect();
    }
    ask_for(others.iter().map(|other| other.as_slice()));
    spread.fill(one);
    let spread = &*spread;
    others.par_iter().with_min_len(FEWEST_AT_ONCE).map(|other| spread.dot(other)).collect()
}

/// Asks memory for what is read next: many answers that are waited for at a time come sooner than one behind the other.
pub(super) fn ask_for<'a>(slices: impl Iterator<Item = &'a [(u32, f32)]>) {
    let lines = slices.flat_map(|slice| slice.iter().step_by(ENTRIES_OF_LINE));
    std::hint::black_box(lines.fold(0, |all, (number, _)| all ^ number));
}

/// Entries of a vector or list that memory gives in one piece of 64 bytes.
const ENTRIES_OF_LINE: usize = 8;

/// Dot products with one vector from which on it is worth spreading out.
const FEWEST_SPREAD: usize = 4;

/// Those from which on they are worth sharing out over threads.
const FEWEST_AT_ONCE: usize = 64;

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
