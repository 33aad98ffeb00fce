//! Which sentences may be chosen, and when, and what choosing asks of each.

use std::cell::RefCell;

use rustc_hash::FxHashMap;

use super::budget::Budget;
use super::summary::SelectSettings;
use crate::score::{ScoredStory, StorySentence, says_the_same};
use crate::segment::Rejection;

/// A sentence's standing: the lower, the sooner it may be chosen. Each standing is tried when the one before has
/// nothing left; those from `Eligibility::Question` on only for a story that would have no digest at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Eligibility {
    /// Whole, and stands alone.
    Whole,
    /// Leans on the sentence before: may follow it directly, once that is chosen.
    Follower,
    /// Whole, but deep in its article.
    Deep,
    /// Whole, but its wording is damaged: chosen last.
    Damaged,
    /// Whole, but of a column, a review or a guide.
    Opinion,
    /// A question, an address to the reader, a line that leads into the next, or what other reports give as somebody's words.
    Question,
    /// Short or long.
    OddLength,
    /// Leans, cut or a fragment.
    Broken,
    /// Never: headings, boilerplate, and what an earlier report of the same origin prints too.
    Never,
}

/// Sentences of an article behind which all are deep: news is written with the most important first (ROUGE-2 F over
/// Multi-News, mean of budgets of 180 to 270 words: 15.72 without such a rule, 15.77 from 30, 15.90 from 20, 15.78 from 15).
const DEEP: usize = 20;

/// The standing of a sentence.
pub fn eligibility(sentence: &StorySentence) -> Eligibility {
    match sentence.sentence.rejection {
        _ if sentence.reprinted => Eligibility::Never,
        None if sentence.quoted_elsewhere => Eligibility::Question,
        None if sentence.opinion => Eligibility::Opinion,
        None if sentence.damaged => Eligibility::Damaged,
        None if sentence.index >= DEEP => Eligibility::Deep,
        None => Eligibility::Whole,
        Some(Rejection::ContextDependent) if sentence.damaged || sentence.quoted_elsewhere => {
            Eligibility::Broken
        }
        Some(Rejection::ContextDependent) => Eligibility::Follower,
        Some(
            Rejection::Question
            | Rejection::Personal
            | Rejection::We
            | Rejection::Caption
            | Rejection::LeadIn,
        ) => Eligibility::Question,
        Some(Rejection::Short | Rejection::Long) => Eligibility::OddLength,
        Some(Rejection::CutQuotation | Rejection::Fragment | Rejection::Post) => {
            Eligibility::Broken
        }
        Some(Rejection::Subhead | Rejection::Boilerplate) => Eligibility::Never,
    }
}

/// The sentences of a story, with what every selection from them asks again: it is told once for all of them.
pub(super) struct Candidates<'a> {
    pub(super) story: &'a ScoredStory,
    pub(super) settings: &'a SelectSettings,
    /// Sentences that a reader knows: what they say is not said again.
    pub(super) printed: &'a [usize],
    /// The standing of each sentence.
    pub(super) eligibility: Vec<Eligibility>,
    /// Its words to the power of `words_power`.
    pub(super) lengths: Vec<f64>,
    /// What it gains by its score.
    pub(super) signal_gains: Vec<f64>,
    /// Its gain where nothing is chosen yet: the highest it can have.
    pub(super) first_gains: Vec<f64>,
    /// How many sentences that a reader knows hold each concept.
    pub(super) covered: Vec<u32>,
    /// How many of them hold each term.
    pub(super) holders: Vec<u32>,
    /// By sentence whether each other says the same, as far as it was asked.
    says: RefCell<FxHashMap<usize, Vec<Option<bool>>>>,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(
        story: &'a ScoredStory,
        settings: &'a SelectSettings,
        printed: &'a [usize],
    ) -> Self {
        let sentences = &story.view.sentences;
        let mut covered = vec![0; story.concepts.weights.len()];
        let mut holders = vec![0; story.view.idf.terms()];
        for index in printed {
            let concepts = &story.concepts.of_sentence[*index];
            concepts.iter().for_each(|concept| covered[*concept as usize] += 1);
            sentences[*index].terms.iter().for_each(|term| holders[*term as usize] += 1);
        }
        let length = |s: &StorySentence| (s.words.max(1) as f64).powf(settings.words_power);
        let lengths: Vec<f64> = sentences.iter().map(length).collect();
        let signal_gain = |(length, scored): (&f64, &crate::score::Scored)| {
            settings.lambda * length * scored.score
        };
        let signal_gains: Vec<f64> = lengths.iter().zip(&story.scored).map(signal_gain).collect();
        let first_gain =
            |(index, by_score): (usize, &f64)| story.concepts.gain(index, &covered) + by_score;
        Self {
            story,
            settings,
            printed,
            eligibility: sentences.iter().map(eligibility).collect(),
            first_gains: signal_gains.iter().enumerate().map(first_gain).collect(),
            lengths,
            signal_gains,
            covered,
            holders,
            says: RefCell::default(),
        }
    }

    /// What a sentence takes of the budget where gains are compared.
    pub(super) fn cost(&self, index: usize) -> f64 {
        match self.settings.budget {
            Budget::Words(_) => self.lengths[index],
            Budget::Sentences(_) => 1.0,
        }
    }

    /// Whether a sentence says the same as one that is chosen or printed.
    pub(super) fn says_the_same(&self, index: usize, chosen: usize) -> bool {
        let view = &self.story.view;
        let mut says = self.says.borrow_mut();
        let of_chosen = says.entry(chosen).or_insert_with(|| vec![None; view.sentences.len()]);
        *of_chosen[index]
            .get_or_insert_with(|| says_the_same(view, index, chosen, self.settings.max_overlap))
    }
}

/// Whether a story has a summary: whether one of its sentences may be chosen and fits, by why they may not be printed and the words of
/// each. The same as a look at what is selected, without scoring it.
pub fn has_summary<W: FnOnce() -> usize>(
    sentences: impl Iterator<Item = (Option<Rejection>, W)>,
    budget: Budget,
) -> bool {
    use Rejection::{Boilerplate, ContextDependent, CutQuotation, Fragment, Post, Subhead};
    let (mut better, mut broken_fits) = (false, false);
    for (rejection, words) in sentences {
        match rejection {
            Some(Subhead | Boilerplate) => {}
            Some(ContextDependent | CutQuotation | Fragment | Post) => {
                broken_fits = broken_fits || (!better && budget.holds(words(), 1));
            }
            _ if budget.holds(words(), 1) => return true,
            _ => better = true,
        }
    }
    broken_fits && !better
}
