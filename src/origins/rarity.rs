//! How rare a word is in the collection: what two articles share weighs by it, so that a template filled in twice is no copy.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// Articles that are counted at most: enough to tell a word of every tenth article from one of every thousandth.
pub(crate) const MOST_COUNTED: usize = 20_000;

/// Articles whose words one task counts at least: the tables of all tasks are added up.
const AT_ONCE: usize = 1024;

/// Articles that the collection is taken to be larger: a small one does not know which words are common, so there all
/// weigh nearly the same.
const UNSEEN: f64 = 1000.0;

/// What each word weighs, by its hash. Without any count every word weighs the same.
#[derive(Debug, Clone, PartialEq)]
pub struct WordRarity {
    weights: FxHashMap<u64, f64>,
    /// Of a word that was not counted.
    unknown: f64,
}

impl Default for WordRarity {
    fn default() -> Self {
        Self::of_parts(0, std::iter::empty())
    }
}

impl WordRarity {
    /// Counts the words of some texts, each with its hash. Of very many a sample is counted, by these hashes: the same ones
    /// in every order.
    pub(super) fn count(mut texts: Vec<(u64, &[u64])>) -> Self {
        if texts.len() > MOST_COUNTED {
            texts.select_nth_unstable(MOST_COUNTED);
            texts.truncate(MOST_COUNTED);
        }
        let count = |mut met: Met, (text, (_, words)): (usize, &(u64, &[u64]))| {
            for word in *words {
                let (articles, last) = met.entry(*word).or_insert((0, usize::MAX));
                *articles += u32::from(*last != text);
                *last = text;
            }
            met
        };
        let of_word = texts
            .par_iter()
            .enumerate()
            .with_min_len(AT_ONCE)
            .fold(Met::default, count)
            .reduce(Met::default, added);
        let of_word = of_word.into_iter().map(|(word, (articles, _))| (word, articles));
        Self::of_parts(texts.len() as u32, of_word)
    }

    /// Words that were counted in parts, each with the number of its articles.
    pub(crate) fn of_parts(articles: u32, words: impl Iterator<Item = (u64, u32)>) -> Self {
        // The square of the inverse document frequency, as terms weigh in grouping.
        let weight = |with_word: u32| {
            ((f64::from(articles) + UNSEEN) / (f64::from(with_word) + 1.0)).ln().powi(2)
        };
        let weights = words.map(|(word, with_word)| (word, weight(with_word))).collect();
        Self { weights, unknown: weight(0) }
    }

    /// What a word weighs.
    pub(super) fn weight(&self, word: u64) -> f64 {
        self.weights.get(&word).copied().unwrap_or(self.unknown)
    }
}

/// Of each word the articles that hold it, and the last of them: there it is counted.
type Met = FxHashMap<u64, (u32, usize)>;

/// The articles of both.
fn added(one: Met, other: Met) -> Met {
    let (mut more, fewer) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    // Sums of whole numbers: in any order.
    let add = |(word, (articles, last))| more.entry(word).or_insert((0, last)).0 += articles;
    fewer.into_iter().for_each(add);
    more
}

/// The words of a text, sorted, each once.
pub(crate) fn each_word(text: &[u64]) -> Vec<u64> {
    let mut words = text.to_vec();
    words.sort_unstable();
    words.dedup();
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::origins::Passages;

    #[test]
    fn what_a_template_is_filled_with_weighs_more_than_the_template() {
        // Sixty notices of thirty set words and ten of their own.
        let notice = |own: u64| -> Vec<u64> { (0..30).chain(own * 100..own * 100 + 10).collect() };
        let notices: Vec<Vec<u64>> = (1..=60).map(notice).collect();
        let rarity = WordRarity::count(notices.iter().map(|n| (n[30], n.as_slice())).collect());
        let share =
            |rarity: &WordRarity| Passages::new(&notices[0], rarity).overlap(&notices[1]).of_first;
        assert!((share(&WordRarity::default()) - 0.75).abs() < 1e-9);
        assert!(share(&rarity) < 0.5, "{}", share(&rarity));
    }
}
