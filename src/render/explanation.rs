//! Why a summary is what it is, as numbers: what each sentence was chosen for, what came second, and what would drop it.

use serde::Serialize;

use super::build::{build_story, digest_sentence};
use super::digest::DigestSentence;
use crate::group::Story;
use crate::pipeline::Corpus;
use crate::score::{Signal, rounded};
use crate::select::{BreakEven, break_even_weights, without};
use crate::settings::Settings;

/// What a story's summary is worth, and why.
#[derive(Debug, Clone, Serialize)]
pub struct Explanation {
    /// Story id.
    pub story: String,
    /// Weights of the concepts that it covers, and what its signals add.
    pub worth: f64,
    /// No selection within the budget is worth more.
    pub bound: f64,
    /// At least this share of what the best possible selection is worth, 0..=1.
    pub share_of_best: f64,
    /// Its sentences in reading order.
    pub sentences: Vec<ExplainedSentence>,
}

/// Why a sentence was chosen.
#[derive(Debug, Clone, Serialize)]
pub struct ExplainedSentence {
    /// As the digest has it, with its signals and its score.
    #[serde(flatten)]
    pub sentence: DigestSentence,
    /// Its words.
    pub words: usize,
    /// What it added when it was chosen: the sum of the next two.
    pub gain: f64,
    /// Weights of the concepts that were new.
    pub concept_gain: f64,
    /// Lambda times its score times its words to the power of `words_power`.
    pub signal_gain: f64,
    /// Signal times weight, for each signal; they add up to the score.
    pub shares: Vec<SignalShare>,
    /// What the summary is worth above the one without it.
    pub margin: f64,
    /// What would come in without it.
    pub instead: Vec<DigestSentence>,
    /// What would go with it.
    pub leaves: Vec<DigestSentence>,
    /// The smallest change of one weight that drops it; none where no change up to 10 does.
    pub dropped_at: Option<DroppedAt>,
}

/// What a signal adds to a score.
#[derive(Debug, Clone, Serialize)]
pub struct SignalShare {
    /// Its name.
    pub signal: &'static str,
    /// Its value, 0..=1.
    pub value: f64,
    /// What it weighs.
    pub weight: f64,
    /// One times the other.
    pub share: f64,
}

/// A weight at which a sentence is no longer chosen.
#[derive(Debug, Clone, Serialize)]
pub struct DroppedAt {
    /// Name of the signal.
    pub signal: &'static str,
    /// Its weight.
    pub weight: f64,
}

/// Explains the summary of a story.
pub fn explain(story: &Story, corpus: &Corpus, settings: &Settings) -> Explanation {
    let mut built = build_story(story, corpus, settings);
    let (weights, select) = (&settings.score.weights, settings.select());
    let dropped = break_even_weights(&mut built.scored, weights, &select, &built.summary);
    let sentence = |index: &usize| digest_sentence(*index, story, &corpus.reports, &built.scored);
    let picks = built.summary.picks.iter().zip(built.story.summary).zip(dropped);
    let sentences = picks.map(|((pick, printed), dropped)| {
        let other = without(&built.scored, &select, &built.summary, pick.sentence);
        let signals = &built.scored.scored[pick.sentence].signals;
        let share = |signal: Signal| SignalShare {
            signal: signal.name(),
            value: rounded(signals.get(signal)),
            weight: weights.get(signal),
            share: rounded(weights.share(signals, signal)),
        };
        ExplainedSentence {
            sentence: printed,
            words: built.scored.view.sentences[pick.sentence].words,
            gain: rounded(pick.concept_gain + pick.signal_gain),
            concept_gain: rounded(pick.concept_gain),
            signal_gain: rounded(pick.signal_gain),
            shares: Signal::ALL.into_iter().map(share).collect(),
            margin: rounded(other.margin),
            instead: other.enter.iter().map(sentence).collect(),
            leaves: other.leave.iter().map(sentence).collect(),
            dropped_at: dropped
                .map(|BreakEven { signal, weight }| DroppedAt { signal: signal.name(), weight }),
        }
    });
    Explanation {
        story: built.story.id,
        worth: rounded(built.summary.value),
        bound: rounded(built.summary.bound),
        share_of_best: built.story.share_of_best,
        sentences: sentences.collect(),
    }
}
