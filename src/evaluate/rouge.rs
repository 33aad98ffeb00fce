//! ROUGE (Lin 2004) as release 1.5.5 counts it with `-f A`: hits and counts pooled over the references.
//!
//! English words are runs of `a-z0-9`, lower-cased; those of more than three letters are stemmed with Porter's algorithm in NLTK's
//! form, which is what the `rouge-score` package does. Words of every other language are lower-cased UAX #29 words,
//! unstemmed.

use nltk_porter::{Mode, PorterStemmer};
use rustc_hash::FxHashMap;
use serde::Serialize;
use unicode_segmentation::UnicodeSegmentation;

use crate::text::{Term, hash_text};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Words.
    Rouge1,
    /// Pairs of words.
    Rouge2,
    /// Runs of four words.
    Rouge4,
    /// Longest common subsequence of the whole texts.
    RougeL,
    /// Pairs with up to four words between them, and words.
    RougeSu4,
}

impl Measure {
    /// All of them, in the order of the tables.
    pub const ALL: [Measure; 5] =
        [Self::Rouge1, Self::Rouge2, Self::Rouge4, Self::RougeL, Self::RougeSu4];

    /// The usual short name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rouge1 => "R-1",
            Self::Rouge2 => "R-2",
            Self::Rouge4 => "R-4",
            Self::RougeL => "R-L",
            Self::RougeSu4 => "R-SU4",
        }
    }
}

/// How words are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// ASCII letters and digits, stemmed.
    English,
    /// UAX #29 words, lower-cased.
    Unstemmed,
}

/// Recall, precision and their harmonic mean, each 0..=1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub struct Score {
    /// Hits over what the references hold.
    pub recall: f64,
    /// Hits over what the summary holds.
    pub precision: f64,
    /// F1 of the two.
    pub f: f64,
}

impl Score {
    fn of(hits: u64, reference: u64, system: u64) -> Self {
        let share = |all: u64| if all == 0 { 0.0 } else { hits as f64 / all as f64 };
        let (recall, precision) = (share(reference), share(system));
        let sum = recall + precision;
        let f = if sum > 0.0 { 2.0 * recall * precision / sum } else { 0.0 };
        Self { recall, precision, f }
    }
}

/// The scores of one summary, by measure.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Scores([Score; 5]);

impl Scores {
    /// One of them.
    pub fn get(&self, measure: Measure) -> Score {
        self.0[measure as usize]
    }
}

/// A text, counted.
pub struct Counted {
    words: Vec<Term>,
    /// By measure; none for the subsequence.
    grams: [Grams; 5],
}

#[derive(Default)]
struct Grams {
    counts: FxHashMap<u64, u32>,
    all: u64,
}

impl Grams {
    fn add(&mut self, gram: u64) {
        *self.counts.entry(gram).or_default() += 1;
        self.all += 1;
    }

    fn shared(&self, other: &Self) -> u64 {
        let smaller = |(gram, count): (&u64, &u32)| {
            u64::from(*other.counts.get(gram).unwrap_or(&0).min(count))
        };
        self.counts.iter().map(smaller).sum()
    }
}

impl Counted {
    /// Counts a text.
    pub fn new(text: &str, wording: Wording) -> Self {
        let words = words(text, wording);
        let mut grams: [Grams; 5] = Default::default();
        for word in &words {
            grams[Measure::Rouge1 as usize].add(*word);
            grams[Measure::RougeSu4 as usize].add(*word);
        }
        for pair in words.windows(2) {
            grams[Measure::Rouge2 as usize].add(gram(pair));
        }
        for run in words.windows(4) {
            grams[Measure::Rouge4 as usize].add(gram(run));
        }
        for (at, word) in words.iter().enumerate() {
            for later in words.iter().skip(at + 1).take(SKIP + 1) {
                grams[Measure::RougeSu4 as usize].add(gram(&[*word, *later]));
            }
        }
        Self { words, grams }
    }

    /// The words as terms, in order.
    pub fn words(&self) -> &[Term] {
        &self.words
    }
}

/// Words that may stand between the two of a skip pair.
const SKIP: usize = 4;

/// The name of a run of words; never that of a single one.
pub(super) fn gram(words: &[Term]) -> u64 {
    words.iter().fold(words.len() as u64, |hash, word| {
        (hash ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
    })
}

/// Words of a text as terms.
pub(super) fn words(text: &str, wording: Wording) -> Vec<Term> {
    match wording {
        Wording::English => {
            let stemmer = PorterStemmer::new(Mode::Nltk);
            text.to_lowercase()
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(
                    |word| {
                        if word.len() > 3 {
                            hash_text(&stemmer.stem(word))
                        } else {
                            hash_text(word)
                        }
                    },
                )
                .collect()
        }
        Wording::Unstemmed => text.to_lowercase().unicode_words().map(hash_text).collect(),
    }
}

/// Scores a summary against its references.
pub fn rouge(system: &Counted, references: &[Counted]) -> Scores {
    let mut scores = Scores::default();
    for measure in Measure::ALL {
        let (mut hits, mut reference_all, mut system_all) = (0u64, 0u64, 0u64);
        for reference in references {
            if measure == Measure::RougeL {
                hits += common_subsequence(&reference.words, &system.words);
                reference_all += reference.words.len() as u64;
                system_all += system.words.len() as u64;
            } else {
                let (ours, theirs) =
                    (&system.grams[measure as usize], &reference.grams[measure as usize]);
                hits += theirs.shared(ours);
                reference_all += theirs.all;
                system_all += ours.all;
            }
        }
        scores.0[measure as usize] = Score::of(hits, reference_all, system_all);
    }
    scores
}

/// Length of the longest common subsequence.
fn common_subsequence(a: &[Term], b: &[Term]) -> u64 {
    let mut row = vec![0u32; b.len() + 1];
    for word in a {
        let mut diagonal = 0;
        for (at, other) in b.iter().enumerate() {
            let above = row[at + 1];
            row[at + 1] = if word == other { diagonal + 1 } else { above.max(row[at]) };
            diagonal = above;
        }
    }
    u64::from(row[b.len()])
}

/// The first `words` words of a text, as the budget counts words.
pub fn cut(text: &str, words: usize) -> &str {
    let mut left = words;
    let mut at = 0;
    for word in text.split_whitespace() {
        if word.chars().any(char::is_alphanumeric) {
            if left == 0 {
                break;
            }
            left -= 1;
        }
        at = word.as_ptr() as usize - text.as_ptr() as usize + word.len();
    }
    &text[..at]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(summary: &str, references: &[&str]) -> Scores {
        let counted = |text: &str| Counted::new(text, Wording::English);
        rouge(&counted(summary), &references.iter().map(|r| counted(r)).collect::<Vec<_>>())
    }

    #[test]
    fn by_hand() {
        let one = scores("police killed the gunman", &["police kill the gunman"]);
        assert_eq!(one.get(Measure::Rouge1).f.to_bits(), 1.0f64.to_bits());
        let two = scores("the gunman kill police", &["police killed the gunman"]);
        assert!((two.get(Measure::RougeL).recall - 0.5).abs() < 1e-9);
        assert!((two.get(Measure::Rouge2).recall - 1.0 / 3.0).abs() < 1e-9);
        // Lin 2004, section 5: of the skip pairs of four words one is shared, here with the four words themselves.
        assert!((two.get(Measure::RougeSu4).recall - 5.0 / 10.0).abs() < 1e-9);
    }

    #[test]
    fn counts_are_pooled_over_references() {
        let pooled = scores("a b", &["a b c d", "a x"]);
        assert!((pooled.get(Measure::Rouge1).recall - 3.0 / 6.0).abs() < 1e-9);
        assert!((pooled.get(Measure::Rouge1).precision - 3.0 / 4.0).abs() < 1e-9);
    }

    #[test]
    fn a_cut_counts_words_and_nothing_is_a_score_of_nothing() {
        assert_eq!(cut("one — two  three", 2), "one — two");
        assert_eq!(cut("one", 5), "one");
        assert_eq!(cut("", 5), "");
        assert_eq!(scores("", &["a b"]), Scores::default());
        assert_eq!(scores("a b", &[]), Scores::default());
    }
}
