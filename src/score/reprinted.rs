//! Sentences that an earlier report of the same copy group prints in the same words: who printed them first is cited, and not who
//! printed them again.

use rustc_hash::{FxHashMap, FxHasher};
use std::hash::{Hash, Hasher};

use super::story_view::{StoryArticle, StorySentence};

/// Marks the sentences of a story that an earlier report of their copy group prints too, as fit to be printed as they are.
pub(super) fn mark(sentences: &mut [StorySentence], reports: &[StoryArticle]) {
    let mut printed: FxHashMap<(usize, u64), Vec<usize>> = FxHashMap::default();
    for sentence in sentences.iter() {
        printed.entry(key(sentence, reports)).or_default().push(sentence.report);
    }
    for sentence in sentences.iter_mut() {
        let of = printed.get(&key(sentence, reports)).into_iter().flatten();
        let own = &reports[sentence.report];
        sentence.reprinted = of.into_iter().any(|other| reports[*other].is_before(own));
    }
}

/// The copy group of a sentence, with a hash of its words and of what speaks against printing it.
fn key(sentence: &StorySentence, reports: &[StoryArticle]) -> (usize, u64) {
    let mut hasher = FxHasher::default();
    sentence.tokens.iter().for_each(|token| token.word.hash(&mut hasher));
    (sentence.sentence.rejection, sentence.sentence.quoted).hash(&mut hasher);
    (sentence.opinion, sentence.damaged).hash(&mut hasher);
    (reports[sentence.report].origin, hasher.finish())
}
