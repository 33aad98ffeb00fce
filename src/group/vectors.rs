//! What an article is about, as a sparse vector.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::background::Expected;
use super::frequencies::DocumentFrequencies;
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

/// The vectors of some reports, of unit length or less. Terms of one article are left out: they meet nothing.
pub(super) struct Vectors {
    /// One for each report, in the order given.
    pub(super) of: Vec<Vector>,
    /// The terms by number; none for a pair.
    pub(super) terms: Vec<Option<Term>>,
}

/// Parts in which terms and pairs are numbered at the same time, each by a pass over all reports.
const SHELVES: usize = 8;

fn shelf_of(hash: u64) -> usize {
    (hash >> 61) as usize
}

/// What is known of a term or pair that several articles hold, in one place: with a million articles every look costs a walk
/// through memory.
struct Known {
    number: u32,
    /// Weight of one occurrence, by what is known of the article's language.
    weights: [f32; 2],
}

type Shelf = FxHashMap<u64, Known>;

impl Vectors {
    /// Vectors of `members` among `sketches`, weighed by the frequencies of the whole run.
    pub(super) fn new(
        sketches: &[Sketch],
        members: &[usize],
        frequencies: &DocumentFrequencies,
    ) -> Self {
        let numbered: Vec<(Shelf, Vec<Option<Term>>)> = (0..SHELVES)
            .into_par_iter()
            .map(|shelf| numbered(shelf, sketches, members, frequencies))
            .collect();
        let mut starts = vec![0u32];
        for (_, terms) in &numbered {
            starts.push(starts[starts.len() - 1] + terms.len() as u32);
        }
        let of = members
            .par_iter()
            .map(|member| {
                vector(&sketches[*member], frequencies, |hash| {
                    let known = numbered[shelf_of(hash)].0.get(&hash)?;
                    Some((starts[shelf_of(hash)] + known.number, known.weights))
                })
            })
            .collect();
        let terms = numbered.into_iter().flat_map(|(_, terms)| terms).collect();
        Self { of, terms }
    }
}

/// Numbers the terms and pairs of a shelf by their hash, if several articles hold them: sums over terms come out the same
/// whichever articles are looked at together.
fn numbered(
    shelf: usize,
    sketches: &[Sketch],
    members: &[usize],
    frequencies: &DocumentFrequencies,
) -> (Shelf, Vec<Option<Term>>) {
    let mut known = Shelf::default();
    let mut met: Vec<(u64, Option<Term>)> = Vec::new();
    for sketch in members.iter().map(|member| &sketches[*member]) {
        for term in on_shelf(&sketch.term_counts, shelf, |used| used.term).map(|used| used.term) {
            if !known.contains_key(&term) && frequencies.of(term) > 1 {
                known
                    .insert(term, Known { number: 0, weights: weights_of_term(term, frequencies) });
                met.push((term, Some(term)));
            }
        }
        for pair in on_shelf(&sketch.pair_counts, shelf, |used| used.pair).map(|used| used.pair) {
            // Most pairs stand in one article: the other way round from terms, one look is enough for these.
            if frequencies.of_pair(pair) > 1 && !known.contains_key(&pair) {
                known
                    .insert(pair, Known { number: 0, weights: weights_of_pair(pair, frequencies) });
                met.push((pair, None));
            }
        }
    }
    met.sort_unstable_by_key(|(hash, _)| *hash);
    for (number, (hash, _)) in met.iter().enumerate() {
        if let Some(known) = known.get_mut(hash) {
            known.number = number as u32;
        }
    }
    (known, met.into_iter().map(|(_, term)| term).collect())
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

/// The stretch of a sorted list that a shelf takes.
fn on_shelf<T>(sorted: &[T], shelf: usize, hash: impl Fn(&T) -> u64) -> std::slice::Iter<'_, T> {
    let from = sorted.partition_point(|used| shelf_of(hash(used)) < shelf);
    let to = sorted.partition_point(|used| shelf_of(hash(used)) <= shelf);
    sorted[from..to].iter()
}

/// What a name weighs beside other words; `share` (0..=1) says how sure it is that it is one.
fn named(share: f64) -> f64 {
    1.0 + NAME_BONUS * share
}

/// What the terms and pairs weigh that several articles hold, for who has the articles one by one. They are numbered by their hash
/// among all of the run, as [`Vectors`] numbers them.
pub(crate) struct SharedTerms {
    known: Shelf,
    /// Of them the number of articles: what one article alone holds is weighed by it.
    frequencies: DocumentFrequencies,
}

impl SharedTerms {
    /// Of the frequencies of a run.
    pub(crate) fn new(frequencies: DocumentFrequencies) -> Self {
        let terms = frequencies
            .shared_terms()
            .map(|term| (term, Known { number: 0, weights: weights_of_term(term, &frequencies) }));
        let pairs = frequencies
            .shared_pairs()
            .map(|pair| (pair, Known { number: 0, weights: weights_of_pair(pair, &frequencies) }));
        let mut known: Shelf = pairs.chain(terms).collect();
        let mut hashes: Vec<u64> = known.keys().copied().collect();
        hashes.sort_unstable();
        for (hash, number) in hashes.iter().zip(0..) {
            if let Some(known) = known.get_mut(hash) {
                known.number = number;
            }
        }
        Self { known, frequencies: frequencies.without_terms() }
    }

    /// The vector of one article.
    pub(crate) fn vector(&self, sketch: &Sketch) -> Vector {
        vector(sketch, &self.frequencies, |hash| {
            let known = self.known.get(&hash)?;
            Some((known.number, known.weights))
        })
    }
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
    let mut weights: Vec<(u32, f64)> = Vec::new();
    let mut square = 0.0;
    let mut weigh = |hash: u64, times: f64, alone: &dyn Fn() -> f64| match known(hash) {
        Some((number, of_language)) => {
            let weight = times * f64::from(of_language[language as usize]);
            square += weight * weight;
            weights.push((number, weight));
        }
        // What no other article holds is named or not by its own capitals.
        None => square += singleton * (times * alone()).powi(2),
    };
    let rare = |hash: u64| frequencies.idf_of_one(hash, language).powi(IDF_POWER);
    for used in &sketch.term_counts {
        let capitals = f64::from(used.capitals) / f64::from(used.inside.max(1));
        weigh(used.term, counted(used.count.into(), used.lead), &|| {
            rare(used.term) * named(capitals)
        });
    }
    for used in &sketch.pair_counts {
        let times = counted(used.count, used.lead) * if used.name { named(1.0) } else { 1.0 };
        weigh(used.pair, times, &|| PAIR_WEIGHT * rare(used.pair));
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
