//! Templates: what an outlet says in the same words, with other names and figures in them, in many of its articles. A wire's notices of
//! dividends, bonds and prices are alike in nothing else, and what they share is no evidence that they tell one event.

use std::sync::atomic::{AtomicU8, Ordering::Relaxed};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use crate::origins::shingles;
use crate::segment::{KindedWords, WordKind};
use crate::text::hash_text;

/// Words of a run, names and figures in a row counted as one. (Of the forty largest groups of a wire before this rule, runs
/// of five that ten reports hold cover 36 to 85 % of the words of 18 groups of notices, 0 to 18 % of four more, mostly figures, and 1 to
/// 20 % of those that tell one event; 49 % of a wave of raised rates.)
const RUN: usize = 5;

/// Places in a run that names and figures may take: "the … of … said" is no template, in no language.
const MOST_SLOTS: usize = 1;

/// Articles of one outlet that must hold a run before it is a template's.
const FEWEST_ARTICLES: usize = 10;

/// Share of an article's words in templates up to which it is prose with an outlet's set phrases in it (75 % of a wire's reports lie
/// below .29, and of those in large groups of one event all means below .2), and from which it is nothing but a form.
const PROSE: f64 = 0.15;
const FORM: f64 = 0.7;

/// Runs that share a place where they are counted roughly, at most: ten of them seldom meet there.
const RUNS_OF_PLACE: usize = 4;

/// What stands for names and figures in a row.
const SLOT: u64 = 0x736c_6f74;

/// Runs that many articles of an outlet hold.
#[derive(Debug, Clone, Default)]
pub struct Templates {
    runs: FxHashSet<u64>,
}

impl Templates {
    /// Counts the runs of some articles: the outlet and the own words of each.
    pub fn count(articles: &[(Option<&str>, KindedWords<'_>)]) -> Self {
        let words: usize = articles.iter().map(|(_, words)| words.words.len()).sum();
        // Most runs stand in one article. Counted roughly first, several in one place, they need not be listed and sorted.
        let places = (words / RUNS_OF_PLACE).next_power_of_two();
        let rough: Vec<AtomicU8> = (0..places).map(|_| AtomicU8::new(0)).collect();
        let place = |run: u64| &rough[(run >> 32) as usize & (places - 1)];
        let is_often_here = |run: u64| is_often(place(run).load(Relaxed).into());
        articles.par_iter().for_each(|(outlet, words)| {
            let Some(outlet) = outlet else { return };
            let masked = Masked::new(*words);
            for (_, run) in masked.runs(outlet).filter(|(_, run)| !is_often_here(*run)) {
                place(run).fetch_add(1, Relaxed);
            }
        });
        let perhaps = articles.par_iter().flat_map_iter(|(outlet, words)| {
            let mut runs = Vec::new();
            if let Some(outlet) = outlet {
                let masked = Masked::new(*words);
                runs.extend(masked.runs(outlet).map(|(_, run)| run).filter(|r| is_often_here(*r)));
            }
            sorted(runs)
        });
        let mut perhaps: Vec<u64> = perhaps.collect();
        perhaps.par_sort_unstable();
        let often = perhaps.chunk_by(|a, b| a == b).filter(|same| is_often(same.len()));
        Self { runs: often.map(|same| same[0]).collect() }
    }

    /// Runs that are known to be templates'.
    pub(crate) fn of_runs(runs: impl Iterator<Item = u64>) -> Self {
        Self { runs: runs.collect() }
    }

    /// How much an article's words are worth as evidence, 0..=1: 1 of prose, 0 of a form.
    pub fn evidence(&self, outlet: Option<&str>, words: KindedWords<'_>) -> f64 {
        let share = self.share(outlet, words);
        1.0 - ((share - PROSE) / (FORM - PROSE)).clamp(0.0, 1.0)
    }

    /// Share (0..=1) of an article's words that stand in templates of its outlet, names and figures in a row counted as one.
    fn share(&self, outlet: Option<&str>, words: KindedWords<'_>) -> f64 {
        let Some(outlet) = outlet.filter(|_| !self.runs.is_empty()) else { return 0.0 };
        let masked = Masked::new(words);
        let mut covered = vec![false; masked.words.len()];
        for (at, run) in masked.runs(outlet) {
            if self.runs.contains(&run) {
                covered[at..at + RUN].fill(true);
            }
        }
        let all = covered.len().max(1) as f64;
        covered.into_iter().filter(|covered| *covered).count() as f64 / all
    }
}

/// Whether a run that so many articles of an outlet hold is a template's.
pub(crate) fn is_often(articles: usize) -> bool {
    articles >= FEWEST_ARTICLES
}

/// The runs of an article, sorted, each once.
pub(crate) fn runs_of(outlet: &str, words: KindedWords<'_>) -> Vec<u64> {
    sorted(Masked::new(words).runs(outlet).map(|(_, run)| run).collect())
}

/// Each once.
fn sorted(mut runs: Vec<u64>) -> Vec<u64> {
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Words in a row, a slot for names and figures.
struct Masked {
    words: Vec<u64>,
}

impl Masked {
    fn new(text: KindedWords<'_>) -> Self {
        let mask = |(word, kind): (&u64, &WordKind)| match kind {
            WordKind::Plain => *word,
            WordKind::Name | WordKind::Number => SLOT,
        };
        let mut words: Vec<u64> = text.words.iter().zip(text.kinds).map(mask).collect();
        words.dedup_by(|word, before| *word == SLOT && *before == SLOT);
        Self { words }
    }

    /// Where each run begins that may be a template's, and its hash.
    fn runs(&self, outlet: &str) -> impl Iterator<Item = (usize, u64)> + '_ {
        let of_outlet = hash_text(outlet);
        let whole = self.words.len().saturating_sub(RUN - 1);
        shingles(&self.words, RUN).take(whole).enumerate().filter_map(move |(at, run)| {
            let slots = self.words[at..at + RUN].iter().filter(|word| **word == SLOT).count();
            (slots <= MOST_SLOTS).then_some((at, run ^ of_outlet))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use WordKind::{Name, Number, Plain};

    /// `N` a name, `9` a figure; other words are themselves.
    fn words(text: &str) -> (Vec<u64>, Vec<WordKind>) {
        let kind = |word: &str| match word.as_bytes()[0] {
            b'A'..=b'Z' => Name,
            b'0'..=b'9' => Number,
            _ => Plain,
        };
        text.split(' ').map(|word| (hash_text(word), kind(word))).unzip()
    }

    fn evidence_of_last(articles: &[(&str, String)]) -> f64 {
        let words: Vec<_> = articles.iter().map(|(_, text)| words(text)).collect();
        let kinded = |at: usize| KindedWords { words: &words[at].0, kinds: &words[at].1 };
        let known: Vec<_> = articles
            .iter()
            .enumerate()
            .map(|(at, (outlet, _))| (Some(*outlet), kinded(at)))
            .collect();
        let last = articles.len() - 1;
        Templates::count(&known).evidence(Some(articles[last].0), kinded(last))
    }

    #[test]
    fn a_form_is_no_evidence_and_prose_is() {
        let notice = |n: usize| {
            let text = format!(
                "Firm{n} said it will pay a dividend of {n} cents a share on April {n} to holders"
            );
            ("wire", text)
        };
        let mut articles: Vec<(&str, String)> = (1..=10).map(notice).collect();
        assert!(evidence_of_last(&articles) <= 0.0);
        // Nine are too few, and what other outlets print in these words is news.
        assert!(evidence_of_last(&articles[..9]) >= 1.0);
        articles[9].0 = "paper";
        assert!(evidence_of_last(&articles) >= 1.0);
        articles.push((
            "wire",
            "Firm3 closed a plant in Hull after a fire in which two were hurt".to_owned(),
        ));
        assert!(evidence_of_last(&articles) >= 1.0);
    }

    #[test]
    fn short_and_empty_texts_have_no_run() {
        assert!(evidence_of_last(&[("wire", "one two three four".to_owned())]) >= 1.0);
        let nothing = KindedWords { words: &[], kinds: &[] };
        assert!(runs_of("wire", nothing).is_empty());
    }
}
