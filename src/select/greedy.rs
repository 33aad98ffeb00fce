//! The choice: cover the story's concepts within the budget. The gain of a sentence is the weight of the concepts it
//! adds plus lambda times its score for its length; lazy greedy by gain per length (Minoux 1978, Lin and Bilmes 2010), then swaps.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::budget::Budget;
use super::candidates::{Eligibility, eligibility};
use super::summary::{Pick, SelectSettings};
use crate::score::{ScoredStory, StorySentence, said_together, says_the_same};

/// Gains are compared as whole numbers of this fraction, so that the last bits of a sum decide nothing.
pub(super) const QUANTUM: f64 = 1e9;

/// Rounds of swaps; each raises the objective, and few stories need a third.
pub(super) const SWAP_ROUNDS: usize = 8;

/// A selection under way.
pub(super) struct Selection<'a> {
    pub(super) story: &'a ScoredStory,
    pub(super) settings: &'a SelectSettings,
    /// How many chosen sentences hold each concept.
    pub(super) covered: Vec<u32>,
    /// How many hold each term.
    holders: Vec<u32>,
    words: usize,
    pub(super) picks: Vec<Pick>,
    /// Whether a sentence must not be chosen.
    barred: Vec<bool>,
    /// Sentences that a reader knows: what they say is not said again.
    printed: &'a [usize],
}

impl<'a> Selection<'a> {
    pub(super) fn new(
        story: &'a ScoredStory,
        settings: &'a SelectSettings,
        barred: &[usize],
        printed: &'a [usize],
    ) -> Self {
        let mut selection = Self {
            story,
            settings,
            covered: vec![0; story.concepts.weights.len()],
            holders: vec![0; story.view.idf.terms()],
            words: 0,
            picks: Vec::new(),
            barred: vec![false; story.view.sentences.len()],
            printed,
        };
        barred.iter().for_each(|index| selection.barred[*index] = true);
        selection.cover_printed();
        selection
    }

    /// Counts what a reader knows, which takes no words of the budget.
    fn cover_printed(&mut self) {
        for index in self.printed {
            self.cover(*index, true);
        }
        self.words = 0;
    }

    /// Chooses among the sentences of the given standing (with the followers of what is chosen) until nothing fits.
    pub(super) fn fill(&mut self, allowed: Eligibility) {
        let mut heap: BinaryHeap<(i64, Reverse<usize>, usize)> = BinaryHeap::new();
        for (index, sentence) in self.story.view.sentences.iter().enumerate() {
            if eligibility(sentence) == allowed && !self.is_taken(index) {
                self.push(&mut heap, index);
            }
        }
        while let Some((_, Reverse(index), round)) = heap.pop() {
            if !self.fits(index, 0) || self.repeats(index, None) {
                continue;
            }
            // Gains only shrink: one that was computed for this very selection is the highest.
            if round < self.picks.len() {
                self.push(&mut heap, index);
                continue;
            }
            self.choose(index);
            if let Some(follower) = self.follower_of(index) {
                self.push(&mut heap, follower);
            }
        }
    }

    /// Adds the sentence whose first words, as many as the budget has left, cover most; nothing where they cover nothing.
    pub(super) fn run_over(&mut self) -> Option<usize> {
        let Budget::Words(most) = self.settings.budget else { return None };
        let left = most.saturating_sub(self.words);
        let gain = |index: usize| self.story.concepts.gain_within(index, &self.covered, left);
        let best = (0..self.story.view.sentences.len())
            .filter(|s| eligibility(&self.story.view.sentences[*s]) == Eligibility::Whole)
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

    fn push(&self, heap: &mut BinaryHeap<(i64, Reverse<usize>, usize)>, index: usize) {
        let gain = self.gain(index);
        let rank = (gain / self.cost(index) * QUANTUM) as i64;
        // What adds nothing is padding, but a summary of one sentence is better than none.
        if rank > 0 || self.picks.is_empty() {
            heap.push((rank, Reverse(index), self.picks.len()));
        }
    }

    pub(super) fn gain(&self, index: usize) -> f64 {
        self.story.concepts.gain(index, &self.covered) + self.signal_gain(index)
    }

    pub(super) fn signal_gain(&self, index: usize) -> f64 {
        self.settings.lambda * self.length(index) * self.story.scored[index].score
    }

    /// Words to the power of `words_power`.
    fn length(&self, index: usize) -> f64 {
        let words = self.story.view.sentences[index].words.max(1) as f64;
        words.powf(self.settings.words_power)
    }

    fn cost(&self, index: usize) -> f64 {
        match self.settings.budget {
            Budget::Words(_) => self.length(index),
            Budget::Sentences(_) => 1.0,
        }
    }

    /// Whether the sentence is chosen already, or barred.
    pub(super) fn is_taken(&self, index: usize) -> bool {
        self.barred[index] || self.picks.iter().any(|p| p.sentence == index)
    }

    fn fits(&self, index: usize, fewer_sentences: usize) -> bool {
        let words = self.words + self.story.view.sentences[index].words;
        self.settings.budget.holds(words, self.picks.len() - fewer_sentences + 1)
    }

    /// Whether a chosen sentence (other than `without`, which is not covered now) says the same, or all of them together do.
    fn repeats(&self, index: usize, without: Option<usize>) -> bool {
        let view = &self.story.view;
        let most = self.settings.max_overlap;
        let picked = self.picks.iter().map(|p| p.sentence).filter(|p| Some(*p) != without);
        let mut others = picked.chain(self.printed.iter().copied());
        others.any(|other| says_the_same(view, index, other, most))
            || most < 1.0
                && said_together(view, index, |term| self.holders[term as usize] > 0).is_some()
    }

    /// The sentence right behind a chosen one that depends on it, in the same article.
    fn follower_of(&self, index: usize) -> Option<usize> {
        let sentences = &self.story.view.sentences;
        let next = sentences.get(index + 1)?;
        let same = next.report == sentences[index].report
            && next.sentence.paragraph <= sentences[index].sentence.paragraph + 1;
        (same && eligibility(next) == Eligibility::Follower && !self.is_taken(index + 1))
            .then_some(index + 1)
    }

    fn choose(&mut self, index: usize) {
        let concepts = &self.story.concepts;
        let new_concepts = concepts.of_sentence[index].iter().copied();
        let new_concepts = new_concepts.filter(|c| self.covered[*c as usize] == 0).collect();
        let concept_gain = concepts.gain(index, &self.covered);
        self.picks.push(Pick {
            sentence: index,
            concept_gain,
            new_concepts,
            signal_gain: self.signal_gain(index),
        });
        self.cover(index, true);
    }

    fn cover(&mut self, index: usize, add: bool) {
        for concept in &self.story.concepts.of_sentence[index] {
            let count = &mut self.covered[*concept as usize];
            *count = if add { *count + 1 } else { *count - 1 };
        }
        let StorySentence { words, terms, .. } = &self.story.view.sentences[index];
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
        let mut best: Option<(i64, usize, usize)> = None;
        for out in 0..self.picks.len() {
            let old = self.picks[out].sentence;
            if self.is_tied(old) {
                continue;
            }
            self.cover(old, false);
            let old_gain = self.gain(old);
            for index in 0..self.story.view.sentences.len() {
                let free = eligibility(&self.story.view.sentences[index]) == Eligibility::Whole
                    && !self.is_taken(index);
                // The words of `old` are already taken off.
                if !free || !self.fits(index, 1) {
                    continue;
                }
                let better = ((self.gain(index) - old_gain) * QUANTUM) as i64;
                if better > 0
                    && best.is_none_or(|(most, _, _)| better > most)
                    && !self.repeats(index, Some(old))
                {
                    best = Some((better, out, index));
                }
            }
            self.cover(old, true);
        }
        best.map(|(_, out, index)| (out, index))
    }

    /// How many of the chosen sentences are such as are chosen where nothing better is left.
    pub(super) fn of_last_resort(&self) -> usize {
        let standing = |pick: &&Pick| eligibility(&self.story.view.sentences[pick.sentence]);
        self.picks.iter().filter(|pick| standing(pick) > Eligibility::Follower).count()
    }

    /// Counts every gain again in the order of choice: a swap takes away what later choices had built on, and gains must add up to the
    /// worth of the whole.
    pub(super) fn settle(&mut self) {
        let picks = std::mem::take(&mut self.picks);
        self.covered.fill(0);
        self.holders.fill(0);
        self.words = 0;
        self.cover_printed();
        for pick in picks {
            self.choose(pick.sentence);
        }
    }

    /// Whether a chosen sentence depends on its predecessor or carries a follower.
    fn is_tied(&self, index: usize) -> bool {
        let sentences = &self.story.view.sentences;
        eligibility(&sentences[index]) != Eligibility::Whole
            || self.picks.iter().any(|p| {
                p.sentence == index + 1
                    && eligibility(&sentences[p.sentence]) == Eligibility::Follower
            })
    }
}
