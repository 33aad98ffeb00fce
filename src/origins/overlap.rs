//! What two texts share, word for word: passages, and how much of either they cover.

use rustc_hash::FxHashMap;

use super::rarity::WordRarity;

/// Words of a shingle. Three in a row are shared by chance here and there; a copy in which every fifth word was changed
/// still holds enough of them (with six, half of such copies go unnoticed).
const SHINGLE: usize = 3;

/// What two texts have in common.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Overlap {
    /// Share (0..=1) of the first text's words that stand in shingles which the second has too, weighed by rarity.
    pub of_first: f64,
    /// The same of the second text.
    pub of_second: f64,
    /// The longest run of words that both have.
    pub longest: Run,
}

/// The same words in two texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Run {
    /// Index of its first word in the first text.
    pub first: usize,
    /// Index of its first word in the second.
    pub second: usize,
    /// How many words.
    pub words: usize,
}

/// A text whose shingles can be looked up.
pub struct Passages<'a> {
    words: &'a [u64],
    /// What each of them weighs.
    weights: Vec<f64>,
    rarity: &'a WordRarity,
    /// By shingle where it stands first.
    at: FxHashMap<u64, u32>,
}

impl<'a> Passages<'a> {
    /// A text by the hashes of its words.
    pub fn new(words: &'a [u64], rarity: &'a WordRarity) -> Self {
        let mut at = FxHashMap::default();
        at.reserve(words.len());
        for (index, shingle) in shingles(words, SHINGLE).enumerate() {
            at.entry(shingle).or_insert(index as u32);
        }
        let weights = words.iter().map(|word| rarity.weight(*word)).collect();
        Self { words, weights, rarity, at }
    }

    /// What this text and `other` share. Linear in their lengths.
    pub fn overlap(&self, other: &[u64]) -> Overlap {
        let (cover, longest) = self.shared(other);
        self.weighed(cover, longest, other)
    }

    /// The same where the longest run has so many words: most pairs of texts have none, and nothing is weighed for them.
    pub(super) fn overlap_with_run(&self, words: usize, other: &[u64]) -> Option<Overlap> {
        let (cover, longest) = self.shared(other);
        (longest.words >= words).then(|| self.weighed(cover, longest, other))
    }

    fn weighed(&self, cover: (Cover, Cover), longest: Run, other: &[u64]) -> Overlap {
        Overlap {
            of_first: cover.0.share(self.weights.iter().copied()),
            of_second: cover.1.share(other.iter().map(|word| self.rarity.weight(*word))),
            longest,
        }
    }

    /// Which words of both stand in shingles that both have, and the longest run of them.
    fn shared(&self, other: &[u64]) -> ((Cover, Cover), Run) {
        let mut cover = (Cover::new(self.words.len()), Cover::new(other.len()));
        let mut longest = Run::default();
        let mut last: Option<Run> = None;
        for (second, shingle) in shingles(other, SHINGLE).enumerate() {
            let Some(known) = self.at.get(&shingle) else { continue };
            let run = match last {
                // The run goes on, wherever else these words may stand.
                Some(run) if self.goes_on(&run, second, other) => {
                    Run { words: run.words + 1, ..run }
                }
                _ => Run { first: *known as usize, second, words: SHINGLE.min(other.len()) },
            };
            // Its earlier words are covered already.
            let new = SHINGLE.min(run.words);
            cover.0.add(run.first + run.words - new, new);
            cover.1.add(run.second + run.words - new, new);
            if run.words > longest.words {
                longest = run;
            }
            last = Some(run);
        }
        (cover, longest)
    }

    /// Whether the shingle of `other` that begins at `second` adds one word to a run.
    fn goes_on(&self, run: &Run, second: usize, other: &[u64]) -> bool {
        let adds = run.second + run.words + 1 == second + SHINGLE;
        let next = (self.words.get(run.first + run.words), other.get(run.second + run.words));
        adds && next.0.is_some() && next.0 == next.1
    }
}

/// Which words of a text are covered.
struct Cover {
    words: Vec<bool>,
}

impl Cover {
    fn new(words: usize) -> Self {
        Self { words: vec![false; words] }
    }

    fn add(&mut self, start: usize, words: usize) {
        let end = (start + words).min(self.words.len());
        self.words[start.min(end)..end].fill(true);
    }

    /// Of all words, by what each weighs.
    fn share(&self, weights: impl Iterator<Item = f64>) -> f64 {
        let (mut covered, mut all) = (0.0, 0.0);
        for (weight, is_covered) in weights.zip(&self.words) {
            all += weight;
            if *is_covered {
                covered += weight;
            }
        }
        if all > 0.0 { covered / all } else { 0.0 }
    }
}

/// Hash of every run of `words` words (of the whole, where it is shorter).
pub(super) fn shingles(text: &[u64], words: usize) -> impl Iterator<Item = u64> + '_ {
    text.windows(words.min(text.len()).max(1)).map(|run| {
        // Words are hashes already: rotated and multiplied they only have to keep their order apart.
        run.iter().fold(SEED, |hash, word| (hash.rotate_left(23) ^ word).wrapping_mul(MIX))
    })
}

/// Odd numbers without pattern: the golden ratio and pi as fractions of 2^64.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const SEED: u64 = 0x243f_6a88_85a3_08d3;
