//! The choice: cover the story's concepts within the budget. The gain of a sentence is the weight of the concepts it
//! adds plus lambda times its score for its length; lazy greedy by gain per length (Minoux 1978, Lin and Bilmes 2010), then swaps.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::budget::Budget;
use super::candidates::{Candidates, Eligibility};
use super::summary::Pick;
use crate::score::{StorySentence, TermNumber, said_together};

/// Gains are compared as whole numbers of this fraction, so that the last bits of a sum decide nothing.
pub(super) const QUANTUM: f64 = 1e9;

/// Rounds of swaps; each raises the objective, and few stories need a third.
pub(super) const SWAP_ROUNDS: usize = 8;

/// A candidate: its gain per length, as a whole number, itself, and how many were chosen when it was computed.
type Ranked = (i64, Reverse<usize>, usize);

/// A selection under way.
pub(super) struct Selection<'a> {
    pub(super) candidates: &'a Candidates<'a>,
    /// How many chosen sentences hold each concept.
    pub(super) covered: Vec<u32>,
    /// How many hold each term.
    holders: Vec<u32>,
    words: usize,
    pub(super) picks: Vec<Pick>,
    /// Whether a sentence must not be chosen.
    barred: Vec<bool>,
}

impl<'a> Selection<'a> {
    /// Nothing chosen. What a reader knows takes no words of the budget.
    pub(super) fn new(candidates: &'a Candidates<'a>, barred: &[usize]) -> Self {
        let mut selection = Self {
            candidates,
            covered: candidates.covered.clone(),
            holders: candidates.holders.clone(),
            words: 0,
            picks: Vec::new(),
            barred: vec![false; candidates.eligibility.len()],
        };
        barred.iter().for_each(|index| selection.barred[*index] = true);
        selection
    }

    /// Chooses among the sentences of the given standing (with the followers of what is chosen) until nothing fits.
    pub(super) fn fill(&mut self, allowed: Eligibility) {
        let standing = &self.candidates.eligibility;
        let may_stand = |index: &usize| standing[*index] == allowed && !self.is_taken(*index);
        let ranked = (0..standing.len()).filter(may_stand).filter_map(|index| self.ranked(index));
        let mut heap: BinaryHeap<Ranked> = ranked.collect();
        while let Some((_, Reverse(index), round)) = heap.pop() {
            if !self.fits(index, 0) {
                continue;
            }
            // Gains only shrink: one that was computed for this very selection is the highest.
            if round < self.picks.len() {
                heap.extend(self.ranked(index));
            } else if !self.repeats(index, None) {
                self.choose(index);
                heap.extend(self.follower_of(index).and_then(|follower| self.ranked(follower)));
            }
        }
    }

    /// Adds the sentence whose first words, as many as the budget has left, cover most; nothing where they cover nothing.
    pub(super) fn run_over(&mut self) -> Option<usize> {
        let Budget::Words(most) = self.candidates.settings.budget else { return None };
        let left = most.saturating_sub(self.words);
        let concepts = &self.candidates.story.concepts;
        let gain = |index: usize| concepts.gain_within(index, &self.covered, left);
        let standing = &self.candidates.eligibility;
        let best = (0..standing.len())
            .filter(|s| standing[*s] == Eligibility::Whole)
            .filter(|s| !self.is_taken(*s) && !self.repeats(*s, None))
            .map(|s| ((gain(s) * QUANTUM) as i64, Reverse(s)))
            .max()?;
        let (gain, Reverse(index)) = best;
        if gain <= 0 {
            return None;
        }
        self.choose(index);
        Some(index)
    }

    /// A sentence by its gain per length, with how many are chosen.
    fn ranked(&self, index: usize) -> Option<Ranked> {
        let gain = self.gain(index);
        let rank = (gain / self.candidates.cost(index) * QUANTUM) as i64;
        // What adds nothing is padding, but a summary of one sentence is better than none.
        let adds = rank > 0 || self.picks.is_empty();
        adds.then_some((rank, Reverse(index), self.picks.len()))
    }

    pub(super) fn gain(&self, index: usize) -> f64 {
        if self.picks.is_empty() {
            return self.candidates.first_gains[index];
        }
        self.candidates.story.concepts.gain(index, &self.covered)
            + self.candidates.signal_gains[index]
    }

    /// Whether the sentence is chosen already, or barred.
    pub(super) fn is_taken(&self, index: usize) -> bool {
        self.barred[index] || self.picks.iter().any(|p| p.sentence == index)
    }

    fn fits(&self, index: usize, fewer_sentences: usize) -> bool {
        let words = self.words + self.sentences()[index].words;
        self.candidates.settings.budget.holds(words, self.picks.len() - fewer_sentences + 1)
    }

    /// Whether a chosen sentence (other than `without`, which is not covered now) says the same, or all of them together do.
    fn repeats(&self, index: usize, without: Option<usize>) -> bool {
        let candidates = self.candidates;
        let picked = self.picks.iter().map(|p| p.sentence).filter(|p| Some(*p) != without);
        let mut others = picked.chain(candidates.printed.iter().copied());
        let holds = |term: TermNumber| self.holders[term as usize] > 0;
        others.any(|other| candidates.says_the_same(index, other))
            || candidates.settings.max_overlap < 1.0
                && said_together(&candidates.story.view, index, holds).is_some()
    }

    fn sentences(&self) -> &'a [StorySentence] {
        &self.candidates.story.view.sentences
    }

    /// The sentence right behind a chosen one that depends on it, in the same article.
    fn follower_of(&self, index: usize) -> Option<usize> {
        let sentences = self.sentences();
        let next = sentences.get(index + 1)?;
        let same = next.report == sentences[index].report
            && next.sentence.paragraph <= sentences[index].sentence.paragraph + 1;
        let follows = self.candidates.eligibility[index + 1] == Eligibility::Follower;
        (same && follows && !self.is_taken(index + 1)).then_some(index + 1)
    }

    fn choose(&mut self, index: usize) {
        let concepts = &self.candidates.story.concepts;
        let new_concepts = concepts.of_sentence[index].iter().copied();
        let new_concepts = new_concepts.filter(|c| self.covered[*c as usize] == 0).collect();
        let concept_gain = concepts.gain(index, &self.covered);
        self.picks.push(Pick {
            sentence: index,
            concept_gain,
            new_concepts,
            signal_gain: self.candidates.signal_gains[index],
        });
        self.cover(index, true);
    }

    fn cover(&mut self, index: usize, add: bool) {
        for concept in &self.candidates.story.concepts.of_sentence[index] {
            let count = &mut self.covered[*concept as usize];
            *count = if add { *count + 1 } else { *count - 1 };
        }
        let StorySentence { words, terms, .. } = &self.sentences()[index];
        for term in terms {
            let count = &mut self.holders[*term as usize];
            *count = if add { *count + 1 } else { *count - 1 };
        }
        self.words = if add { self.words + words } else { self.words - words };
    }

    /// Replaces chosen sentences one by one where another raises the objective. Sentences that depend on each other
    /// stay together, so neither takes part.
    pub(super) fn swap(&mut self) {
        for _ in 0..SWAP_ROUNDS {
            let Some((out, into)) = self.best_swap() else { return };
            self.cover(self.picks[out].sentence, false);
            self.picks.remove(out);
            self.choose(into);
        }
    }

    /// The swap that gains most, if any does: position among the picks, and the sentence that comes in.
    fn best_swap(&mut self) -> Option<(usize, usize)> {
        let standing = &self.candidates.eligibility;
        let free: Vec<(usize, f64)> = (0..standing.len())
            .filter(|index| standing[*index] == Eligibility::Whole && !self.is_taken(*index))
            .map(|index| (index, self.gain(index)))
            .collect();
        let mut best: Option<(i64, usize, usize)> = None;
        for out in 0..self.picks.len() {
            let old = self.picks[out].sentence;
            if self.is_tied(old) {
                continue;
            }
            self.cover(old, false);
            let old_gain = self.gain(old);
            let whole = |gain: f64| (gain * QUANTUM) as i64;
            for (index, beside_all) in &free {
                let most = best.map_or(0, |(most, _, _)| most);
                // Beside the others a sentence gains no more than beside all of them and what `old` alone covers; one for the last bits.
                let reachable = whole(beside_all - self.candidates.signal_gains[old]) + 1;
                // The words of `old` are already taken off.
                if reachable <= most || !self.fits(*index, 1) {
                    continue;
                }
                let better = whole(self.gain(*index) - old_gain);
                if better > most && !self.repeats(*index, Some(old)) {
                    best = Some((better, out, *index));
                }
            }
            self.cover(old, true);
        }
        best.map(|(_, out, index)| (out, index))
    }

    /// How many of the chosen sentences are such as are chosen where nothing better is left.
    pub(super) fn of_last_resort(&self) -> usize {
        let standing = |pick: &&Pick| self.candidates.eligibility[pick.sentence];
        self.picks.iter().filter(|pick| standing(pick) > Eligibility::Follower).count()
    }

    /// Counts every gain again in the order of choice: a swap takes away what later choices had built on, and gains must add up to the
    /// worth of the whole.
    pub(super) fn settle(&mut self) {
        let picks = std::mem::take(&mut self.picks);
        self.covered.clone_from(&self.candidates.covered);
        self.holders.clone_from(&self.candidates.holders);
        self.words = 0;
        for pick in picks {
            self.choose(pick.sentence);
        }
    }

    /// Whether a chosen sentence depends on its predecessor or carries a follower.
    fn is_tied(&self, index: usize) -> bool {
        let standing = &self.candidates.eligibility;
        standing[index] != Eligibility::Whole
            || self
                .picks
                .iter()
                .any(|p| p.sentence == index + 1 && standing[p.sentence] == Eligibility::Follower)
    }
}
