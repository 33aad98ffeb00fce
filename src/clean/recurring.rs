//! Boilerplate that no list knows: lines that recur across one outlet's articles on different subjects, in any language.

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{count_words, fold_word, hash_text};

/// Articles on different subjects that must hold a line before it is taken for boilerplate.
const FEWEST_SUBJECTS: usize = 3;

/// Share of an outlet's articles that must hold it: a newsletter's pitch stands under every tenth article at least, while
/// an agency's set phrases ("Pay April 30") recur by chance among thousands.
const LEAST_SHARE: f64 = 0.05;

/// Share of their terms that two articles have in common from which they may tell one story, whose background paragraph
/// is no boilerplate. Articles of one story share a tenth to a third, others 3 to 8 %.
const SAME_SUBJECT: f64 = 0.1;

/// Words that a line of boilerplate has at most.
const MOST_WORDS: usize = 80;

/// Terms beside the line's that an article needs to be on a subject of its own.
const FEWEST_TERMS: usize = 10;

/// Articles of one line that are compared.
pub(crate) const MOST_COMPARED: usize = 40;

/// Lines that recur, by outlet.
#[derive(Debug, Clone, Default)]
pub struct RecurringLines {
    of_outlet: FxHashMap<String, FxHashSet<u64>>,
}

/// One article as this search sees it.
pub struct LinesOf<'a, T> {
    /// The outlet.
    pub outlet: &'a str,
    /// Its lines as they were kept.
    pub lines: Vec<&'a str>,
    /// Its content terms, sorted, in whatever holds them.
    pub terms: &'a [T],
}

impl RecurringLines {
    /// Learns them from articles, in any order. `term` is only asked where a line may be boilerplate: of a million articles most hold none.
    pub fn learn<T: Sync>(articles: &[LinesOf<'_, T>], term: impl Fn(&T) -> u64 + Sync) -> Self {
        let mut of_outlet: FxHashMap<&str, usize> = FxHashMap::default();
        for article in articles {
            *of_outlet.entry(article.outlet).or_default() += 1;
        }
        // Which line, where: equal lines stand together once sorted.
        let mut lines: Vec<(u64, u32, u32)> = articles
            .par_iter()
            .enumerate()
            .flat_map_iter(|(at, article)| {
                let of_article = article.lines.iter().enumerate();
                of_article.map(move |(line, text)| (key(text), at as u32, line as u32))
            })
            .collect();
        lines.par_sort_unstable();
        lines.dedup_by_key(|(key, article, _)| (*key, *article));
        let same: Vec<&[(u64, u32, u32)]> = lines.chunk_by(|a, b| a.0 == b.0).collect();
        let recurring: Vec<(&str, u64)> = same
            .into_par_iter()
            .filter_map(|holders| {
                let (key, first, line) = holders[0];
                let outlet = articles[first as usize].outlet;
                let text = articles[first as usize].lines[line as usize];
                let terms = holders.iter().map(|(_, at, _)| {
                    articles[*at as usize].terms.iter().map(&term).collect::<Vec<u64>>()
                });
                (is_often(holders.len(), of_outlet[outlet])
                    // What several outlets print is news.
                    && holders.iter().all(|(_, at, _)| articles[*at as usize].outlet == outlet)
                    && is_boilerplate_line(text, terms))
                .then_some((outlet, key))
            })
            .collect();
        Self::of_lines(recurring)
    }

    /// Lines that are known to recur: outlet and [`key`].
    pub(crate) fn of_lines<'a>(lines: impl IntoIterator<Item = (&'a str, u64)>) -> Self {
        let mut learned = Self::default();
        for (outlet, key) in lines {
            learned.of_outlet.entry(outlet.to_owned()).or_default().insert(key);
        }
        learned
    }

    /// Whether nothing recurs.
    pub fn is_empty(&self) -> bool {
        self.of_outlet.is_empty()
    }

    /// Whether a line recurs in an outlet's articles.
    pub fn has(&self, outlet: Option<&str>, line: &str) -> bool {
        !self.is_empty()
            && outlet
                .and_then(|outlet| self.of_outlet.get(outlet))
                .is_some_and(|lines| lines.contains(&key(line)))
    }
}

/// Whether so many of an outlet's articles hold a line that it may be boilerplate.
pub(crate) fn is_often(holders: usize, of_outlet: usize) -> bool {
    holders >= FEWEST_SUBJECTS && holders as f64 >= LEAST_SHARE * of_outlet as f64
}

/// Whether a line that is there so often is boilerplate, by its words and the terms of the articles that hold it, in order: enough of
/// them have, but for the line, next to nothing in common.
pub(crate) fn is_boilerplate_line<T: AsRef<[u64]>>(
    text: &str,
    holders: impl Iterator<Item = T>,
) -> bool {
    if !(1..=MOST_WORDS).contains(&count_words(text)) {
        return false;
    }
    let of_line = terms_of(text);
    let mut subjects: Vec<T> = Vec::new();
    for terms in holders.take(MOST_COMPARED) {
        let is_other =
            |subject: &T| shared_share(subject.as_ref(), terms.as_ref(), of_line) < SAME_SUBJECT;
        if subjects.iter().all(is_other) {
            subjects.push(terms);
        }
        if subjects.len() == FEWEST_SUBJECTS {
            return true;
        }
    }
    false
}

/// Share of the terms of both articles that both have, the line's own left out. Articles that are hardly more than the
/// line are on its subject.
fn shared_share(a: &[u64], b: &[u64], of_line: usize) -> f64 {
    if a.len().min(b.len()) < of_line + FEWEST_TERMS {
        return 1.0;
    }
    let both = a.iter().filter(|term| b.binary_search(term).is_ok()).count();
    both.saturating_sub(of_line) as f64 / (a.len() + b.len() - both - of_line.min(both)) as f64
}

/// How many terms a line has, from its words alone: the different ones of four letters or more.
fn terms_of(line: &str) -> usize {
    let words = line.split_whitespace().map(fold_word).filter(|w| w.chars().count() >= 4);
    words.collect::<FxHashSet<_>>().len()
}

/// A line by its folded words.
pub(crate) fn key(line: &str) -> u64 {
    hash_text(&fold_word(line))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pitch_is_furniture_and_a_background_paragraph_is_none() {
        let pitch = "Pidä meidät mielessäsi ja tilaa uutiskirje";
        let background = "The bridge was closed in 2024 after an inspection.";
        let numbers: Vec<u64> = (0..10_000).collect();
        let article = |outlet, lines: &[&'static str], subject| LinesOf {
            outlet,
            lines: lines.to_vec(),
            terms: &numbers[subject..subject + 40],
        };
        let mut articles: Vec<LinesOf<'_, u64>> =
            (0..5).map(|n| article("a", &[pitch, "Own line."], n * 100)).collect();
        // One story of one outlet, and a line of the agency in two outlets.
        articles.extend((0..4).map(|n| article("a", &[background], 5000 + n)));
        articles.extend((0..4).map(|n| article("b", &["Wire line."], 9000 + n * 100)));
        articles.extend((0..4).map(|n| article("c", &["Wire line."], 9000 + n * 100)));
        let recurring = RecurringLines::learn(&articles, |term| *term);
        assert!(recurring.has(Some("a"), pitch));
        assert!(!recurring.has(Some("b"), pitch));
        assert!(!recurring.has(Some("a"), background));
        assert!(!recurring.has(Some("b"), "Wire line."));
        assert!(!recurring.has(None, pitch));
    }
}
