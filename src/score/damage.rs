//! Damaged wording: words with letters missing ("Trump istration"), names misspelt once ("Mayor Bus" beside "Mayor
//! Bass"), characters that could not be decoded. Found by what the other sentences of the story say; such a sentence is
//! used last.

use rustc_hash::{FxHashMap, FxHashSet};

use super::told::Told;
use crate::group::Story;
use crate::segment::Report;
use crate::text::fold_word;

/// Letters that a cut word still has, and that it has lost, at least: fewer make other words ("man", "woman").
const LEFT: usize = 5;
const LOST: usize = 3;

/// Marks the damaged sentences of a story.
pub(super) fn mark(sentences: &mut [Told], story: &Story, reports: &[Report]) {
    let words: Vec<Vec<String>> = sentences
        .iter()
        .map(|told| {
            let text = &reports[story.reports[told.report]].article.text;
            told.tokens.iter().map(|t| t.span.of(text).to_owned()).collect()
        })
        .collect();
    let cut = CutWords::new(sentences, &words);
    let misspelt = Misspelt::new(sentences, &words);
    for (told, words) in sentences.iter_mut().zip(&words) {
        let text = told.sentence.span.of(&reports[story.reports[told.report]].article.text);
        told.damaged =
            text.contains('\u{fffd}') || cut.any(words) || misspelt.any(told.report, words);
    }
}

/// Words behind which other reports have a longer word of the same ending.
struct CutWords {
    followers: FxHashMap<String, FxHashSet<String>>,
    reports_with: FxHashMap<String, FxHashSet<usize>>,
}

impl CutWords {
    fn new(sentences: &[Told], words: &[Vec<String>]) -> Self {
        let mut followers: FxHashMap<String, FxHashSet<String>> = FxHashMap::default();
        let mut reports_with: FxHashMap<String, FxHashSet<usize>> = FxHashMap::default();
        for (told, words) in sentences.iter().zip(words) {
            for pair in words.windows(2) {
                let next = fold_word(&pair[1]).into_owned();
                if pair[0].starts_with(char::is_uppercase) && next.chars().count() >= LEFT + LOST {
                    followers.entry(fold_word(&pair[0]).into_owned()).or_default().insert(next);
                }
            }
            for word in words {
                reports_with.entry(fold_word(word).into_owned()).or_default().insert(told.report);
            }
        }
        Self { followers, reports_with }
    }

    /// A word behind a name that only this report has, where another has a longer one: "Trump istration".
    fn any(&self, words: &[String]) -> bool {
        words.windows(2).any(|pair| {
            let word = fold_word(&pair[1]);
            let letters = word.chars().count();
            let lower = pair[1].chars().all(char::is_lowercase);
            if letters < LEFT
                || !lower
                || self.reports_with.get(&*word).is_none_or(|r| r.len() != 1)
            {
                return false;
            }
            let followers = self.followers.get(&*fold_word(&pair[0]));
            followers.is_some_and(|f| {
                f.iter()
                    .any(|long| long.ends_with(&*word) && long.chars().count() >= letters + LOST)
            })
        })
    }
}

/// Names behind a title-like word that one report writes in two ways, one of them once.
struct Misspelt {
    odd: FxHashSet<(usize, String, String)>,
}

impl Misspelt {
    fn new(sentences: &[Told], words: &[Vec<String>]) -> Self {
        let mut counts: FxHashMap<(usize, String), Vec<(String, usize)>> = FxHashMap::default();
        for (told, words) in sentences.iter().zip(words) {
            for pair in words.windows(2) {
                let both = pair.iter().all(|w| {
                    w.starts_with(char::is_uppercase) && w.chars().skip(1).all(char::is_lowercase)
                });
                if !both {
                    continue;
                }
                let names = counts.entry((told.report, pair[0].clone())).or_default();
                match names.iter_mut().find(|(name, _)| *name == pair[1]) {
                    Some((_, count)) => *count += 1,
                    None => names.push((pair[1].clone(), 1)),
                }
            }
        }
        let mut odd = FxHashSet::default();
        #[expect(clippy::iter_over_hash_type, reason = "fills a set")]
        for ((report, title), names) in counts {
            for (name, count) in &names {
                let usual = |(other, times): &(String, usize)| {
                    *times >= 2 && other != name && is_near(name, other)
                };
                if *count == 1 && names.iter().any(usual) {
                    odd.insert((report, title.clone(), name.clone()));
                }
            }
        }
        Self { odd }
    }

    fn any(&self, report: usize, words: &[String]) -> bool {
        words.windows(2).any(|pair| self.odd.contains(&(report, pair[0].clone(), pair[1].clone())))
    }
}

/// Same first letter, nearly the same length, most letters the same from either end: "Bass" and "Bus".
fn is_near(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    head >= 1 && long - short <= 1 && head + tail + 1 >= short && short >= 3
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn near_names() {
        assert!(is_near("Bus", "Bass"));
        assert!(is_near("Kardashan", "Kardashian"));
        assert!(!is_near("Brown", "Baker"));
        assert!(!is_near("Park", "Street"));
    }
}
