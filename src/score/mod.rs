//! Stage six: what each sentence of a story is worth. Concepts say what the story is about, signals what a sentence
//! is like; both count copy groups, never outlets.

mod about;
mod concept_weights;
mod concepts;
mod damage;
mod features;
mod length;
mod position;
mod quoted_elsewhere;
mod redundancy;
mod reprinted;
mod same;
mod support;
mod tfidf;
mod title;
mod story_view;
mod vocabulary;
mod weights;

pub use about::{About, about};
pub use concept_weights::{ConceptWeights, Tables};
pub use concepts::{Concepts, concept_names};
pub use features::{Feature, Features};
pub use same::{
    Nearest, SAYS_SHARE, held_share, nearest, said_alike, said_together, says_the_same,
};
pub use story_view::{StoryArticle, StorySentence, StoryView};
pub use support::{Support, SupportKind};
pub use vocabulary::{Idf, TermNumber};
pub(crate) use weights::rounded;
pub use weights::{Signal, Signals, Weights};

use rayon::prelude::*;

use crate::group::{DocumentFrequencies, Story};
use crate::origins::CopyGroups;
use crate::segment::ParsedArticle;
use crate::text::{Lexicons, Query};

/// The noun of this stage: one sentence with its signals and its score.
#[derive(Debug, Clone, PartialEq)]
pub struct Scored {
    /// Index of the sentence in the story.
    pub sentence: usize,
    /// The signals, each 0..=1.
    pub signals: Signals,
    /// Their weighted sum.
    pub score: f64,
    /// Who says it.
    pub support: Support,
}

/// A story whose sentences are scored.
pub struct ScoredStory {
    /// Its sentences with their terms.
    pub view: StoryView,
    /// Its concepts and their weights.
    pub concepts: Concepts,
    /// One for each sentence, in the same order.
    pub scored: Vec<Scored>,
    /// For each report: who supports its title, and how well (0..=1) the other copy groups do on average.
    pub titles: Vec<Option<(Support, f64)>>,
    /// For each report the share (0..=1) of what a run is about that its title holds; 0 where it is about nothing.
    pub titles_about: Vec<f64>,
}

/// Settings of this stage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ScoreSettings {
    /// What each signal weighs.
    pub weights: Weights,
    /// What each concept weighs.
    pub concepts: ConceptWeights,
    /// What stories, sentences and titles are to be about.
    pub about: Option<Query>,
}

impl ScoredStory {
    /// Scores the same sentences with other weights.
    pub fn reweigh(&mut self, settings: &ScoreSettings) {
        self.concepts.weigh(&settings.concepts);
        self.rescore(&settings.weights);
    }

    /// Scores the same sentences with other weights of the signals.
    pub fn rescore(&mut self, weights: &Weights) {
        for scored in &mut self.scored {
            scored.score = weights.score(&scored.signals);
        }
    }
}

/// Scores every sentence of a story, in parallel.
pub fn score(
    story: &Story,
    reports: &[ParsedArticle],
    copies: &CopyGroups,
    frequencies: &DocumentFrequencies,
    lexicons: &Lexicons,
    settings: &ScoreSettings,
) -> ScoredStory {
    let view = StoryView::new(story, reports, copies, frequencies, lexicons);
    let mut concepts = Concepts::new(&view, &settings.concepts);
    let mut titles_about = vec![0.0; view.reports.len()];
    if let Some(query) = &settings.about {
        let shares = about::Shares::new(&view, reports, frequencies, lexicons, query);
        concepts.focused = shares.focused(&concepts);
        concepts.weigh(&settings.concepts);
        titles_about = shares.titles;
    }
    let centroid = tfidf::Centroid::new(&view);
    let supporters = support::Supporters::new(&view);
    let titles = title::Titles::new(&view);
    let scored = (0..view.sentences.len())
        .into_par_iter()
        .map_init(support::Held::default, |held, index| {
            let support = supporters.of_sentence(&view, index, held);
            let signals = Signals::new([
                (Signal::Tfidf, tfidf::value(&view, &centroid, index)),
                (Signal::Redundancy, redundancy::value(&view, &support)),
                (Signal::Position, position::value(&view, index)),
                (Signal::Length, length::value(&view, index)),
                (Signal::Title, titles.value(&view, index)),
            ]);
            Scored { sentence: index, score: settings.weights.score(&signals), signals, support }
        })
        .collect();
    let mut held = support::Held::default();
    let reports = 0..view.reports.len();
    let titles = reports.map(|report| supporters.of_title(&view, report, &mut held)).collect();
    ScoredStory { view, concepts, scored, titles, titles_about }
}
