//! Words that a report prints as its own and that others give in quotation marks: of a press release, a law suit, a speech. Whose
//! they are the others say, so that the report's sentence is used only where a story has nothing else.

use rustc_hash::FxHashMap;

use super::story_view::{StoryArticle, StorySentence};
use crate::text::pair_of;

/// Words in a row that two reports do not choose alike by chance: as long as those of copied passages.
const RUN: usize = 5;

/// Share of a sentence's words, in hundredths, that stand in such runs: what remains is too little to say whose they are ("the company
/// said in a statement").
const SHARE: usize = 80;

/// Who quotes a run of words.
enum Quoting {
    One(usize),
    Several,
}

/// Marks the sentences of a story whose words another copy group quotes.
pub(super) fn mark(sentences: &mut [StorySentence], reports: &[StoryArticle]) {
    let mut quoting: FxHashMap<u64, Quoting> = FxHashMap::default();
    for sentence in sentences.iter().filter(|s| s.quoted_words.len() >= RUN) {
        let origin = reports[sentence.report].origin;
        for run in sentence.quoted_words.windows(RUN) {
            let known = quoting.entry(hash(run)).or_insert(Quoting::One(origin));
            if !matches!(known, Quoting::One(first) if *first == origin) {
                *known = Quoting::Several;
            }
        }
    }
    if quoting.is_empty() {
        return;
    }
    for sentence in sentences.iter_mut().filter(|s| s.quoted_words.is_empty()) {
        let origin = reports[sentence.report].origin;
        let is_quoted = |run: &[u64]| match quoting.get(&hash(run)) {
            Some(Quoting::One(other)) => *other != origin,
            Some(Quoting::Several) => true,
            None => false,
        };
        sentence.quoted_elsewhere = is_covered(&sentence.own_words, is_quoted);
    }
}

/// Whether most of the words stand in runs of which this is true.
fn is_covered(words: &[u64], is_quoted: impl Fn(&[u64]) -> bool) -> bool {
    let (mut covered, mut to) = (0, 0);
    for (at, run) in words.windows(RUN).enumerate() {
        if is_quoted(run) {
            covered += at + RUN - to.max(at);
            to = at + RUN;
        }
    }
    covered > 0 && 100 * covered >= SHARE * words.len()
}

fn hash(run: &[u64]) -> u64 {
    run.iter().fold(0, |before, word| pair_of(before, *word))
}

#[cfg(test)]
mod tests {
    use super::is_covered;

    #[test]
    fn most_words_in_runs() {
        let quoted = |run: &[u64]| run[0] < 3;
        assert!(is_covered(&[0, 1, 2, 9, 9, 9, 9], quoted));
        assert!(!is_covered(&[0, 1, 2, 9, 9, 9, 9, 9, 9], quoted));
        assert!(!is_covered(&[9, 9, 9, 9, 9], quoted));
        assert!(!is_covered(&[0, 0], quoted));
    }
}
