//! Folds copies: articles that share long runs of their own (not quoted) words form one copy group.
//!
//! Candidates share prints; each is then checked exactly, by the share of the shorter article's own words that stand in shared passages.

use std::cell::OnceCell;
use std::cmp::Reverse;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::candidates::candidate_pairs;
use super::disjoint_sets::DisjointSets;
use super::message::is_another;
use super::overlap::{Passages, Shared};
use super::rarity::WordRarity;
use crate::segment::{KindedWords, OwnWords};

/// Share of the shorter article's own words, weighed by rarity, that must stand in the other too. Of copies made with
/// every fifth word changed 97 % are found, of milder edits 98 to 100 % (`tests/it/copies.rs`); an article with more reporting
/// of its own than it took over does not. Two notices made from one template may: see `is_another`.
pub(super) const COPIED_SHARE: f64 = 0.5;

/// Words that the longest shared run must have, so that shorter texts are copies only if they are equal. Two flashes of one
/// event may open with the same seven ("a ferry with 120 people aboard ran"); in a copy with every fifth word changed a
/// run of fifteen is to be expected.
pub(super) const COPIED_RUN: usize = 8;

/// Copy groups over all articles of a run.
#[derive(Debug, Clone, PartialEq)]
pub struct CopyGroups {
    /// For each article the index of the first article of its group.
    first: Vec<usize>,
    rarity: WordRarity,
}

impl CopyGroups {
    /// Groups that are known: for each article the index of the first article of its group.
    pub(crate) fn of_parts(first: Vec<usize>, rarity: WordRarity) -> Self {
        Self { first, rarity }
    }

    /// The copy group of an article, named by its first member.
    pub fn of(&self, article: usize) -> usize {
        self.first[article]
    }

    /// For each copy group the article that stands for it: the one with the most words of its own, the first of equals.
    pub fn representatives(&self, own_words: &[OwnWords]) -> Vec<usize> {
        let mut stands_for: FxHashMap<usize, usize> = FxHashMap::default();
        let mut firsts = Vec::new();
        for (report, first) in self.first.iter().enumerate() {
            let best = stands_for.entry(*first).or_insert_with(|| {
                firsts.push(*first);
                report
            });
            if own_words[report].len() > own_words[*best].len() {
                *best = report;
            }
        }
        firsts.into_iter().map(|first| stands_for[&first]).collect()
    }

    /// How rare the words are: what shared text weighs by.
    pub fn word_rarity(&self) -> &WordRarity {
        &self.rarity
    }

    /// How many articles were looked at.
    pub fn len(&self) -> usize {
        self.first.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.first.is_empty()
    }
}

/// Folds the copies among some articles, by their own words. The outcome does not depend on their order, up to the names of the groups.
pub fn cluster_copies(own_words: &[OwnWords]) -> CopyGroups {
    let mut sets = DisjointSets::new(own_words.len());
    // Equal texts first: a million identical articles are one representative.
    let mut same: FxHashMap<u128, usize> = FxHashMap::default();
    let mut distinct: Vec<u32> = Vec::new();
    let hashes: Vec<u128> = own_words.par_iter().map(hash_of).collect();
    for (index, (words, hash)) in own_words.iter().zip(&hashes).enumerate() {
        // Articles without words are not copies of each other.
        if words.is_empty() {
            continue;
        }
        match same.entry(*hash) {
            std::collections::hash_map::Entry::Occupied(first) => sets.join(*first.get(), index),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(index);
                distinct.push(index as u32);
            }
        }
    }
    drop(same);
    let words = |article: u32| own_words[article as usize].text();
    let counted = |article: &u32| (hashes[*article as usize] as u64, words(*article));
    let rarity = WordRarity::count(distinct.iter().map(counted).collect());
    drop(hashes);
    let pairs = candidate_pairs(&distinct, &words);
    let copies = copies_among(&pairs, own_words, &rarity, LOOKED_AT);
    for (a, b) in joined(copies, |article| words(article).len()) {
        sets.join(a as usize, b as usize);
    }
    CopyGroups { first: (0..own_words.len()).map(|index| sets.find(index)).collect(), rarity }
}

/// Pairs that are looked at before those that are together by then are left out: a few hundredths of a second's work.
const LOOKED_AT: usize = 1 << 14;

/// Copies among pairs of articles, `at_once` of which are looked at together. Left out are those from which [`joined`] learns nothing:
/// of fifty prints of one text nearly every pair is together before it is looked at.
fn copies_among(
    pairs: &[(u32, u32)],
    own_words: &[OwnWords],
    rarity: &WordRarity,
    at_once: usize,
) -> Vec<Copied> {
    let own = |article: u32| &own_words[article as usize];
    let words = |article: u32| own(article).text();
    let look = |pairs: &[(u32, u32)]| -> Vec<Copied> {
        let of_first = |pairs: &[(u32, u32)]| -> Vec<Copied> {
            let compared = Compared::new(own(pairs[0].0), rarity);
            pairs.iter().filter_map(|(a, b)| compared.copied(*a, *b, own(*b))).collect()
        };
        pairs.par_chunk_by(|x, y| x.0 == y.0).flat_map_iter(of_first).collect()
    };
    let mut whole = DisjointSets::new(own_words.len());
    let mut copies: Vec<Copied> = Vec::new();
    let mut left_out: Vec<(u32, u32)> = Vec::new();
    for pairs in pairs.chunks(at_once) {
        let (together, apart): (Vec<_>, Vec<_>) =
            pairs.iter().partition(|(a, b)| whole.find(*a as usize) == whole.find(*b as usize));
        left_out.extend(together);
        let found = look(&apart);
        for copy in found.iter().filter(|copy| copy.whole) {
            whole.join(copy.part as usize, copy.of as usize);
        }
        copies.extend(found);
    }
    // A text that would go with one from elsewhere may hold a better one of its own, with which it then stays.
    let rank = |part: u32| rank(part, words(part).len());
    let mut best: FxHashMap<u32, u32> = FxHashMap::default();
    for copy in copies.iter().filter(|copy| !copy.whole) {
        let best = best.entry(copy.of).or_insert(copy.part);
        if rank(copy.part) < rank(*best) {
            *best = copy.part;
        }
    }
    left_out.retain(|(a, b)| {
        let (part, of) = if first_is_part(words(*a), words(*b)) { (*a, *b) } else { (*b, *a) };
        best.get(&of).is_some_and(|best| {
            rank(part) < rank(*best) && whole.find(*best as usize) != whole.find(of as usize)
        })
    });
    copies.extend(look(&left_out));
    copies
}

/// Which of two texts is the part of the other, if one is: the shorter, the first of equals.
fn first_is_part(words_a: &[u64], words_b: &[u64]) -> bool {
    words_a.len() <= words_b.len()
}

/// Of texts that a longer one holds it goes with the first by this: with the longest.
fn rank(part: u32, words: usize) -> (Reverse<usize>, u32) {
    (Reverse(words), part)
}

/// Which articles go together, of all pairs in which one is a copy of the other.
pub(crate) fn joined(mut copies: Vec<Copied>, words: impl Fn(u32) -> usize) -> Vec<(u32, u32)> {
    let together = |copy: &Copied| (copy.part, copy.of);
    let mut joined: Vec<(u32, u32)> =
        copies.iter().filter(|copy| copy.whole).map(together).collect();
    // A text that holds others goes with the longest of them only: a roundup of two must not make them one.
    copies.retain(|copy| !copy.whole);
    copies.sort_unstable_by_key(|copy| (copy.of, rank(copy.part, words(copy.part))));
    copies.dedup_by_key(|copy| copy.of);
    joined.extend(copies.iter().map(together));
    joined
}

/// A text that stands for the larger part in another.
pub(crate) struct Copied {
    /// The shorter.
    pub(crate) part: u32,
    /// The longer.
    pub(crate) of: u32,
    /// The other stands for the larger part in it too.
    pub(crate) whole: bool,
}

/// An article whose own words are compared with those of others.
pub(crate) struct Compared<'a> {
    own: &'a OwnWords,
    rarity: &'a WordRarity,
    text: Passages<'a>,
    /// Of title and text, where a text is too short to be looked at alone.
    titled: OnceCell<Passages<'a>>,
}

impl<'a> Compared<'a> {
    /// It is compared by what these words weigh.
    pub(crate) fn new(own: &'a OwnWords, rarity: &'a WordRarity) -> Self {
        Self { own, rarity, text: Passages::new(own.text(), rarity), titled: OnceCell::new() }
    }

    /// Whether one of the two is a copy of the other: articles `a`, this one, and `b`.
    pub(crate) fn copied(&self, a: u32, b: u32, other: &OwnWords) -> Option<Copied> {
        if self.own.is_short() || other.is_short() {
            let titled = || Passages::new(self.own.kinded().words, self.rarity);
            let titled = self.titled.get_or_init(titled);
            let sides = (self.own.kinded(), other.kinded());
            copied(a, b, titled.shared(sides.1.words), sides)
        } else {
            let sides = (self.own.kinded_text(), other.kinded_text());
            copied(a, b, self.text.shared(sides.1.words), sides)
        }
    }
}

/// Whether one of two texts is a copy of the other, by what they share: the larger part of it, and not the words of a template only.
fn copied(
    a: u32,
    b: u32,
    shared: Shared<'_>,
    (words_a, words_b): (KindedWords<'_>, KindedWords<'_>),
) -> Option<Copied> {
    let copied = shares_enough(a, b, &shared, words_a.words, words_b.words)?;
    let (first, second) = ((words_a, &shared.cover.0), (words_b, &shared.cover.1));
    let (part, of) = if copied.part == a { (first, second) } else { (second, first) };
    (!is_another(part, of)).then_some(copied)
}

/// Whether the larger part of one of two texts stands in the other.
fn shares_enough(
    a: u32,
    b: u32,
    shared: &Shared<'_>,
    words_a: &[u64],
    words_b: &[u64],
) -> Option<Copied> {
    // Most pairs have no such run, and most of those that have share too little of the one: nothing more is weighed then.
    if shared.longest.words < COPIED_RUN {
        return None;
    }
    let is_copied = |share: f64| share >= COPIED_SHARE;
    if first_is_part(words_a, words_b) {
        let whole = || is_copied(shared.of_second());
        is_copied(shared.of_first()).then(|| Copied { part: a, of: b, whole: whole() })
    } else {
        let whole = || is_copied(shared.of_first());
        is_copied(shared.of_second()).then(|| Copied { part: b, of: a, whole: whole() })
    }
}

/// Whether one of two sentences was taken over from the other, by their words outside quotation marks, all alike. Of
/// fewer than eight words nothing can be said: two outlets may both write that three people were injured.
pub fn is_taken_over(a: &[u64], b: &[u64]) -> bool {
    let even = WordRarity::default();
    let passages = Passages::new(a, &even);
    a.len().min(b.len()) >= COPIED_RUN && shares_enough(0, 1, &passages.shared(b), a, b).is_some()
}

/// What an article prints, as one number: its text, and of a short one its title too.
pub(crate) fn hash_of(own: &OwnWords) -> u128 {
    let words = if own.is_short() { own.kinded().words } else { own.text() };
    let bytes: Vec<u8> = words.iter().flat_map(|w| w.to_le_bytes()).collect();
    twox_hash::XxHash3_128::oneshot(&bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::WordKind;
    use crate::text::hash_text;

    #[test]
    fn a_copy_with_changed_words_is_one_and_a_carried_paragraph_is_none() {
        let wire: Vec<u64> = (0..200).collect();
        // Every fifth word on average.
        let hit = |w: &u64| hash_text(&w.to_string()).is_multiple_of(5);
        let other = |w: &u64| if hit(w) { w + 9000 } else { *w };
        let changed: Vec<u64> = wire.iter().map(other).collect();
        assert!(is_taken_over(&wire, &changed));
        let mut own: Vec<u64> = (1000..1200).collect();
        own.extend(&wire[40..130]);
        assert!(!is_taken_over(&wire, &own));
        assert!(!is_taken_over(&wire, &[7, 3, 9]));
        assert!(is_taken_over(&wire[10..40], &wire));
        // A template with its figures filled in.
        let filled: Vec<u64> =
            wire.iter().map(|w| if w % 5 == 0 { w + 9000 } else { *w }).collect();
        assert!(!is_taken_over(&wire, &filled));
    }

    #[test]
    fn pairs_that_are_together_before_they_are_looked_at_change_nothing() {
        // Twenty texts, each with every n-th word changed, alone and behind another, in texts that hold two of them.
        let text = |of: u64| (of * 100_000..of * 100_000 + 60).collect::<Vec<u64>>();
        let changed = |text: &[u64], dice: u64, every: u64| -> Vec<u64> {
            let other = |w: &u64| hash_text(&format!("{w} {dice}")).is_multiple_of(every);
            text.iter().map(|w| if other(w) { w + 1_000 * (dice + 1) } else { *w }).collect()
        };
        let mut all: Vec<OwnWords> = Vec::new();
        for dice in 0..400_u64 {
            let (one, two) = (text(hash_text(&dice.to_string()) % 20), text(dice % 20));
            let whole = changed(&one, dice, 4 + dice % 9);
            let behind = changed(&two, dice + 1, 3 + dice % 5);
            let words = match dice % 4 {
                0 | 1 => whole,
                2 => [whole, behind[..30].to_vec()].concat(),
                _ => [whole, behind].concat(),
            };
            let kinds = vec![WordKind::Plain; words.len()];
            all.push(OwnWords::of_parts(words, kinds, 0));
        }
        let articles: Vec<u32> = (0..all.len() as u32).collect();
        let words = |article: u32| all[article as usize].text();
        let pairs = candidate_pairs(&articles, &words);
        let together = |at_once: usize| {
            let copies = copies_among(&pairs, &all, &WordRarity::default(), at_once);
            let looked_at = copies.len();
            let mut sets = DisjointSets::new(all.len());
            for (a, b) in joined(copies, |article| words(article).len()) {
                sets.join(a as usize, b as usize);
            }
            (looked_at, (0..all.len()).map(|article| sets.find(article)).collect::<Vec<_>>())
        };
        let (every, groups) = together(usize::MAX);
        for at_once in [1, 7, 500] {
            let (fewer, same) = together(at_once);
            assert!(fewer < every, "{fewer} of {every}");
            assert_eq!(same, groups);
        }
        let mut firsts = groups.clone();
        firsts.dedup();
        assert!(firsts.len() > 20);
    }
}
