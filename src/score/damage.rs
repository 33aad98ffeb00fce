//! Damaged wording: words with letters missing ("Trump istration"), names misspelt once ("Mayor Bus" beside "Mayor
//! Bass"), characters that could not be decoded, an ellipsis at the end. Found by what the other sentences of the story say; such a sentence
//! is used last.

use rustc_hash::{FxHashMap, FxHashSet};

use super::story_view::StorySentence;
use crate::group::Story;
use crate::segment::ParsedArticle;
use crate::text::{Token, breaks_off, fold_word, hash_text};

/// Letters that a cut word still has, and that it has lost, at least: fewer make other words ("man", "woman").
const LEFT: usize = 5;
const LOST: usize = 3;

/// Bytes of the longest word that is looked at: longer ones are addresses and the like.
const LONGEST: usize = 64;

/// Marks the damaged sentences of a story.
pub(super) fn mark(sentences: &mut [StorySentence], story: &Story, reports: &[ParsedArticle]) {
    let text_of =
        |sentence: &StorySentence| reports[story.reports[sentence.report]].article.text.as_str();
    let words: Vec<Vec<&str>> = sentences
        .iter()
        .map(|sentence| sentence.tokens.iter().map(|t| t.span.of(text_of(sentence))).collect())
        .collect();
    let cut = CutWords::new(sentences, &words);
    let misspelt = Misspelt::new(sentences, &words);
    let damaged: Vec<bool> = sentences
        .iter()
        .zip(&words)
        .map(|(sentence, words)| {
            let text = sentence.sentence.span.of(text_of(sentence));
            text.contains('\u{fffd}')
                || breaks_off(text)
                || cut.any(sentence, words, sentences)
                || misspelt.any(sentence, words)
        })
        .collect();
    for (sentence, damaged) in sentences.iter_mut().zip(damaged) {
        sentence.damaged = damaged;
    }
}

/// Words behind which other reports have a longer word of the same ending.
struct CutWords {
    /// The folded word before, and the ending of a long word behind it: each as long as a cut word may be.
    endings: FxHashSet<(u64, u64)>,
}

impl CutWords {
    fn new(sentences: &[StorySentence], words: &[Vec<&str>]) -> Self {
        let mut followers: FxHashSet<(u64, u64)> = FxHashSet::default();
        let mut endings: FxHashSet<(u64, u64)> = FxHashSet::default();
        for (sentence, words) in sentences.iter().zip(words) {
            for (tokens, pair) in sentence.tokens.windows(2).zip(words.windows(2)) {
                // As many bytes as letters are needed at least.
                let (before, long) = (tokens[0].word, pair[1]);
                if is_name_like(&tokens[0])
                    && (LEFT + LOST..=LONGEST).contains(&long.len())
                    && followers.insert((before, tokens[1].word))
                {
                    let long = fold_word(long);
                    let cuts = long.char_indices().skip(LOST).map(|(at, _)| &long[at..]);
                    let cuts = cuts.filter(|cut| cut.chars().count() >= LEFT);
                    endings.extend(cuts.map(|cut| (before, hash_text(cut))));
                }
            }
        }
        Self { endings }
    }

    /// A word behind a name that only this report has, where another has a longer one: "Trump istration".
    fn any(&self, sentence: &StorySentence, words: &[&str], sentences: &[StorySentence]) -> bool {
        sentence.tokens.windows(2).zip(words.windows(2)).any(|(tokens, pair)| {
            if !is_name_like(&tokens[0])
                || !self.endings.contains(&(tokens[0].word, tokens[1].word))
            {
                return false;
            }
            // Seldom asked: a table of all words of the story would cost more than a look at them.
            let has =
                |other: &&StorySentence| other.tokens.iter().any(|t| t.word == tokens[1].word);
            let only = sentences.iter().filter(has).all(|other| other.report == sentence.report);
            only && !tokens[1].capital && pair[1].chars().all(char::is_lowercase)
        })
    }
}

/// A word that a cut one may stand behind: "the boats" are no cut "lifeboats".
fn is_name_like(token: &Token) -> bool {
    token.capital && !token.stop
}

/// Names behind a title-like word that one report writes in two ways, one of them once.
struct Misspelt {
    /// Report, folded word before, folded name.
    odd: FxHashSet<(usize, u64, u64)>,
}

impl Misspelt {
    fn new(sentences: &[StorySentence], words: &[Vec<&str>]) -> Self {
        type Names<'a> = Vec<(&'a str, u64, usize)>;
        let mut counts: FxHashMap<(usize, u64), Names<'_>> = FxHashMap::default();
        for (sentence, words) in sentences.iter().zip(words) {
            for (tokens, pair) in sentence.tokens.windows(2).zip(words.windows(2)) {
                if !(tokens[0].capital && tokens[1].capital && is_name(pair[0]) && is_name(pair[1]))
                {
                    continue;
                }
                let names = counts.entry((sentence.report, tokens[0].word)).or_default();
                match names.iter_mut().find(|(_, word, _)| *word == tokens[1].word) {
                    Some((_, _, count)) => *count += 1,
                    None => names.push((pair[1], tokens[1].word, 1)),
                }
            }
        }
        let mut odd = FxHashSet::default();
        #[expect(clippy::iter_over_hash_type, reason = "fills a set")]
        for ((report, title), names) in counts {
            for (name, word, count) in &names {
                let usual = |(other, _, times): &(&str, u64, usize)| {
                    *times >= 2 && other != name && is_near(name, other)
                };
                if *count == 1 && names.iter().any(usual) {
                    odd.insert((report, title, *word));
                }
            }
        }
        Self { odd }
    }

    fn any(&self, sentence: &StorySentence, words: &[&str]) -> bool {
        !self.odd.is_empty()
            && sentence.tokens.windows(2).zip(words.windows(2)).any(|(tokens, pair)| {
                is_name(pair[0])
                    && is_name(pair[1])
                    && self.odd.contains(&(sentence.report, tokens[0].word, tokens[1].word))
            })
    }
}

/// A capital and small letters behind it.
fn is_name(word: &str) -> bool {
    word.starts_with(char::is_uppercase) && word.chars().skip(1).all(char::is_lowercase)
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
