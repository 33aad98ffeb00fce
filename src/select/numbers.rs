//! What the selection reads of a story, to be selected from again elsewhere: the what-if page does it in a browser.

use std::collections::BTreeMap;

use serde::Serialize;

use super::candidates::eligibility;
use super::greedy::{QUANTUM, SWAP_ROUNDS};
use super::opening::{Heads, TOLD_AGAIN, apart};
use super::order::ALIKE;
use crate::score::{SAYS_SHARE, ScoredStory, Signal, TermNumber, said_alike};

/// The constants of the selection.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rules {
    /// Gains are compared as whole numbers of one part in so many.
    pub quantum: f64,
    /// Rounds of swaps.
    pub swap_rounds: usize,
    /// Share (0..=1) of a sentence's terms that gives it the place of a sentence of the lead source.
    pub alike: f64,
    /// Share (0..=1) of a sentence's term weight from which the chosen sentences together have said it.
    pub says_share: f64,
    /// Share (0..=1) of the lighter sentence's term weight from which the first sentence of another report tells what the opening tells.
    pub told_again: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            quantum: QUANTUM,
            swap_rounds: SWAP_ROUNDS,
            alike: ALIKE,
            says_share: SAYS_SHARE,
            told_again: TOLD_AGAIN,
        }
    }
}

/// One story. Lists stand in the order of its sentences, and sums run in the order of the lists: the same numbers added in
/// another order end in other bits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoryNumbers {
    /// For each report its day since 1970, where it has one.
    pub days: Vec<Option<i64>>,
    /// 1 where it appeared weeks before or after most of them.
    pub apart: Vec<u8>,
    /// Weights of the concepts that weigh anything.
    pub concepts: Vec<f64>,
    /// Weights of the terms that at least two sentences hold.
    pub terms: Vec<f64>,
    /// Index of each sentence's report.
    pub report: Vec<usize>,
    /// Its paragraph in the article.
    pub paragraph: Vec<usize>,
    /// Its words.
    pub words: Vec<usize>,
    /// Its standing, 0 for whole to 8 for never.
    pub eligibility: Vec<u8>,
    /// 1 where it is somebody's speech.
    pub quoted: Vec<u8>,
    /// Its signals, in the order of [`Signal::ALL`].
    pub signals: Vec<[f64; 5]>,
    /// What it has beside its score as an opening.
    pub opens: Vec<f64>,
    /// Its concepts.
    pub holds: Vec<Vec<u32>>,
    /// Those of its terms that another sentence holds too.
    pub shares: Vec<Vec<u32>>,
    /// The sentences that say the same.
    pub says: Vec<Vec<u32>>,
    /// 1 where it has terms beside these.
    pub more: Vec<u8>,
    /// The weight of all its terms.
    pub weight: Vec<f64>,
}

impl StoryNumbers {
    /// The numbers of a story.
    pub fn new(story: &ScoredStory) -> Self {
        let sentences = &story.view.sentences;
        let mut concepts = Vec::new();
        let numbered: Vec<Option<u32>> = story
            .concepts
            .weights
            .iter()
            .map(|weight| {
                (*weight > 0.0).then(|| {
                    concepts.push(*weight);
                    concepts.len() as u32 - 1
                })
            })
            .collect();
        let mut holders: BTreeMap<TermNumber, usize> = BTreeMap::new();
        for term in sentences.iter().flat_map(|s| &s.terms) {
            *holders.entry(*term).or_default() += 1;
        }
        holders.retain(|_, count| *count > 1);
        let number_of: BTreeMap<TermNumber, u32> = holders.into_keys().zip(0..).collect();
        let shared = |terms: &[TermNumber]| -> Vec<u32> {
            terms.iter().filter_map(|t| number_of.get(t).copied()).collect()
        };
        let shares: Vec<Vec<u32>> = sentences.iter().map(|s| shared(&s.terms)).collect();
        let more = |(sentence, shared): (&crate::score::StorySentence, &Vec<u32>)| {
            u8::from(sentence.terms.len() > shared.len())
        };
        let holds = |held: &Vec<u32>| held.iter().filter_map(|c| numbered[*c as usize]).collect();
        let heads = Heads::new(&story.view);
        Self {
            days: story.view.reports.iter().map(|r| r.day()).collect(),
            apart: apart(&story.view).into_iter().map(u8::from).collect(),
            concepts,
            terms: number_of.keys().map(|t| story.view.idf.of(*t)).collect(),
            report: sentences.iter().map(|s| s.report).collect(),
            paragraph: sentences.iter().map(|s| s.sentence.paragraph).collect(),
            words: sentences.iter().map(|s| s.words).collect(),
            eligibility: sentences.iter().map(|s| eligibility(s) as u8).collect(),
            quoted: sentences.iter().map(|s| u8::from(s.sentence.quoted)).collect(),
            signals: story.scored.iter().map(|s| Signal::ALL.map(|n| s.signals.get(n))).collect(),
            opens: (0..sentences.len()).map(|at| heads.gain(at)).collect(),
            holds: story.concepts.of_sentence.iter().map(holds).collect(),
            more: sentences.iter().zip(&shares).map(more).collect(),
            shares,
            says: said_alike(&story.view),
            weight: sentences.iter().map(|s| s.weight).collect(),
        }
    }

    /// Whether some selection of the story can hold the sentence.
    pub fn may_be_chosen(&self, sentence: usize) -> bool {
        use super::candidates::Eligibility;
        let never = Eligibility::Never as u8;
        let broken = Eligibility::Broken as u8;
        let follower = Eligibility::Follower as u8;
        let better = self.eligibility.iter().any(|s| *s != follower && *s < broken);
        self.eligibility[sentence] < if better { broken } else { never }
    }
}
