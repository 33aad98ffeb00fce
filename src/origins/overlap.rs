//! What two texts share, word for word: passages, and how much of either they cover.

use std::sync::OnceLock;

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
    /// What each of them weighs, once it was asked for.
    weights: OnceLock<Vec<f64>>,
    rarity: &'a WordRarity,
    /// By shingle where it stands first.
    at: FxHashMap<u64, u32>,
    /// A bit for each shingle, by its hash: of most shingles of other texts it tells that they are not here (Bloom 1970).
    bits: Vec<u64>,
}

impl<'a> Passages<'a> {
    /// A text by the hashes of its words.
    pub fn new(words: &'a [u64], rarity: &'a WordRarity) -> Self {
        let mut at = FxHashMap::default();
        at.reserve(words.len());
        let mut bits = vec![0; (words.len() / WORDS_OF_BITS + 1).next_power_of_two()];
        for (index, shingle) in shingles(words, SHINGLE).enumerate() {
            at.entry(shingle).or_insert(index as u32);
            let (place, bit) = place_of_bit(shingle, bits.len());
            bits[place] |= bit;
        }
        Self { words, weights: OnceLock::new(), rarity, at, bits }
    }

    fn may_hold(&self, shingle: u64) -> bool {
        let (place, bit) = place_of_bit(shingle, self.bits.len());
        self.bits[place] & bit != 0
    }

    /// What this text and `other` share. Linear in their lengths.
    pub fn overlap(&self, other: &[u64]) -> Overlap {
        self.shared(other).overlap()
    }

    /// The same, of which nothing is weighed yet.
    pub(super) fn shared<'b>(&'b self, other: &'b [u64]) -> Shared<'b> {
        let mut cover = (Cover::new(self.words.len()), Cover::new(other.len()));
        let mut longest = Run::default();
        let mut last: Option<Run> = None;
        for (second, shingle) in shingles(other, SHINGLE).enumerate() {
            if !self.may_hold(shingle) {
                continue;
            }
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
        Shared { passages: self, other, cover, longest }
    }

    /// Whether the shingle of `other` that begins at `second` adds one word to a run.
    fn goes_on(&self, run: &Run, second: usize, other: &[u64]) -> bool {
        let adds = run.second + run.words + 1 == second + SHINGLE;
        let next = (self.words.get(run.first + run.words), other.get(run.second + run.words));
        adds && next.0.is_some() && next.0 == next.1
    }
}

/// Words of a text to 64 bits: sixteen bits or more for each shingle.
const WORDS_OF_BITS: usize = 4;

/// Where a shingle's bit stands among so many (a power of two) times 64, by the upper half of its hash.
fn place_of_bit(shingle: u64, places: usize) -> (usize, u64) {
    ((shingle >> 38) as usize & (places - 1), 1 << (shingle >> 32 & 63))
}

/// What two texts have in common, before it is weighed.
pub(super) struct Shared<'a> {
    passages: &'a Passages<'a>,
    other: &'a [u64],
    /// Which words of the first and of the second stand in passages.
    pub(super) cover: (Cover, Cover),
    /// The longest run of words that both have.
    pub(super) longest: Run,
}

impl Shared<'_> {
    /// All of it weighed.
    pub(super) fn overlap(&self) -> Overlap {
        Overlap { of_first: self.of_first(), of_second: self.of_second(), longest: self.longest }
    }

    /// Share of the first text's words ([`Overlap`]).
    pub(super) fn of_first(&self) -> f64 {
        let Passages { words, weights, rarity, .. } = self.passages;
        let weights =
            weights.get_or_init(|| words.iter().map(|word| rarity.weight(*word)).collect());
        self.cover.0.share(weights.iter().copied())
    }

    /// Share of the second text's.
    pub(super) fn of_second(&self) -> f64 {
        self.cover.1.share(self.other.iter().map(|word| self.passages.rarity.weight(*word)))
    }
}

/// Which words of a text are covered.
pub(super) struct Cover {
    words: Vec<bool>,
}

impl Cover {
    fn new(words: usize) -> Self {
        Self { words: vec![false; words] }
    }

    /// For each word whether it is.
    pub(super) fn words(&self) -> &[bool] {
        &self.words
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
pub(crate) fn shingles(text: &[u64], words: usize) -> impl Iterator<Item = u64> + '_ {
    text.windows(words.min(text.len()).max(1)).map(|run| {
        // Words are hashes already: rotated and multiplied they only have to keep their order apart.
        run.iter().fold(SEED, |hash, word| (hash.rotate_left(23) ^ word).wrapping_mul(MIX))
    })
}

/// Odd numbers without pattern: the golden ratio and pi as fractions of 2^64.
const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
const SEED: u64 = 0x243f_6a88_85a3_08d3;
