//! What is known of a concept in a story: how many origins hold it, how early, how often. Every origin (copy group) counts
//! as one article, whatever the number of its reprints.

use std::collections::BTreeMap;

use super::story_view::StoryView;
use super::vocabulary::TermNumber;

/// A property of a concept. `D` is the number of origins of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Feature {
    /// Share of the origins that hold it.
    Share,
    /// Sum over origins of their best `(1 + i)^-0.5`, over `D`; `i` is the index of the sentence in its article.
    PositionMean,
    /// The largest of these.
    PositionMax,
    /// The same sum with `(1 + i)^-1`.
    PositionInverse,
    /// Share of the origins whose first sentence holds it.
    FirstShare,
    /// ln(sentences that hold it / D).
    Sentences,
    /// ln((1 + occurrences in the story of its rarer word) / D).
    RarerWord,
    /// The same of its commoner word.
    CommonerWord,
    /// Inverse document frequency of its commoner word, see [`crate::group::DocumentFrequencies::idf`].
    IdfMin,
    /// Of its rarer word.
    IdfMax,
    /// Stop words in it.
    StopWords,
    /// Share of its words' occurrences that begin with a capital inside a sentence, mean of the words.
    Capitals,
    /// 1 if it holds a number.
    Digit,
    /// `ln(position_mean)` + `sentences`: early and often.
    EarlyOften,
    /// `position_mean` x `idf_min`: early and rare.
    EarlyRare,
}

impl Feature {
    /// All of them, in the order of the files.
    pub const ALL: [Feature; 15] = [
        Self::Share,
        Self::PositionMean,
        Self::PositionMax,
        Self::PositionInverse,
        Self::FirstShare,
        Self::Sentences,
        Self::RarerWord,
        Self::CommonerWord,
        Self::IdfMin,
        Self::IdfMax,
        Self::StopWords,
        Self::Capitals,
        Self::Digit,
        Self::EarlyOften,
        Self::EarlyRare,
    ];

    /// The name in settings and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Share => "share",
            Self::PositionMean => "position_mean",
            Self::PositionMax => "position_max",
            Self::PositionInverse => "position_inverse",
            Self::FirstShare => "first_share",
            Self::Sentences => "sentences",
            Self::RarerWord => "rarer_word",
            Self::CommonerWord => "commoner_word",
            Self::IdfMin => "idf_min",
            Self::IdfMax => "idf_max",
            Self::StopWords => "stop_words",
            Self::Capitals => "capitals",
            Self::Digit => "digit",
            Self::EarlyOften => "early_often",
            Self::EarlyRare => "early_rare",
        }
    }
}

/// The features of one concept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Features([f64; Feature::ALL.len()]);

impl Features {
    /// Features by name; those that follow from others are added, the rest are 0.
    pub fn of(values: &BTreeMap<Feature, f64>) -> Self {
        let mut features = Self([0.0; Feature::ALL.len()]);
        for (feature, value) in values {
            features.0[*feature as usize] = *value;
        }
        features.with_products()
    }

    fn with_products(mut self) -> Self {
        let position = self.get(Feature::PositionMean);
        self.0[Feature::EarlyOften as usize] =
            position.max(f64::MIN_POSITIVE).ln() + self.get(Feature::Sentences);
        self.0[Feature::EarlyRare as usize] = position * self.get(Feature::IdfMin);
        self
    }

    /// The value of one.
    pub fn get(&self, feature: Feature) -> f64 {
        self.0[feature as usize]
    }
}

/// The words of a concept: two, or one twice.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    pub(super) first: TermNumber,
    pub(super) second: TermNumber,
    pub(super) pair: bool,
}

#[derive(Default, Clone, Copy)]
struct WordCounts {
    occurrences: f64,
    inside: f64,
    capitals: f64,
    stop: bool,
    digit: bool,
}

#[derive(Default, Clone, Copy)]
struct ConceptCounts {
    position: f64,
    position_max: f64,
    inverse: f64,
    first: f64,
    sentences: f64,
    origins: u32,
}

/// Counts the features of the concepts that at least `fewest` origins hold; nothing of the others.
pub(super) fn count(
    story: &StoryView,
    words: &[Words],
    of_sentence: &[Vec<u32>],
    fewest: u32,
) -> Vec<Option<Features>> {
    let mut by_origin: Vec<Vec<usize>> = vec![Vec::new(); story.origins];
    let mut reports_of: Vec<f64> = vec![0.0; story.origins];
    for report in &story.reports {
        reports_of[report.origin] += 1.0;
    }
    for (index, sentence) in story.sentences.iter().enumerate() {
        by_origin[story.reports[sentence.report].origin].push(index);
    }
    let mut counts = vec![ConceptCounts::default(); words.len()];
    let mut of_word = vec![WordCounts::default(); story.idf.terms()];
    // The lowest index at which the origin at hand holds a concept.
    let mut earliest = vec![u32::MAX; words.len()];
    for (origin, sentences) in by_origin.iter().enumerate() {
        let part = 1.0 / reports_of[origin];
        let mut touched: Vec<u32> = Vec::new();
        for index in sentences {
            let sentence = &story.sentences[*index];
            for concept in &of_sentence[*index] {
                counts[*concept as usize].sentences += part;
                let slot = &mut earliest[*concept as usize];
                if *slot == u32::MAX {
                    touched.push(*concept);
                }
                *slot = (*slot).min(sentence.index as u32);
            }
            for (at, (token, term)) in sentence.tokens.iter().zip(&sentence.term_of).enumerate() {
                let word = &mut of_word[*term as usize];
                word.occurrences += part;
                word.inside += if at > 0 { part } else { 0.0 };
                word.capitals += if at > 0 && token.capital { part } else { 0.0 };
                word.stop |= token.stop;
                word.digit |= token.digit;
            }
        }
        for concept in touched {
            let index = std::mem::replace(&mut earliest[concept as usize], u32::MAX);
            let depth = 1.0 + f64::from(index);
            let count = &mut counts[concept as usize];
            let early = depth.sqrt().recip();
            count.position += early;
            count.position_max = count.position_max.max(early);
            count.inverse += depth.recip();
            count.first += if index == 0 { 1.0 } else { 0.0 };
            count.origins += 1;
        }
    }
    let origins = (story.origins as f64).max(1.0);
    let features = |(count, words): (&ConceptCounts, &Words)| {
        if count.origins < fewest {
            return None;
        }
        let (a, b) = (of_word[words.first as usize], of_word[words.second as usize]);
        let idf = (story.idf.in_run(words.first), story.idf.in_run(words.second));
        let flag = |yes: bool| if yes { 1.0 } else { 0.0 };
        let capitals = |w: &WordCounts| if w.inside > 0.0 { w.capitals / w.inside } else { 0.0 };
        let stops = flag(a.stop) + if words.pair { flag(b.stop) } else { 0.0 };
        let values = [
            f64::from(count.origins) / origins,
            count.position / origins,
            count.position_max,
            count.inverse / origins,
            count.first / origins,
            (count.sentences / origins).ln(),
            ((1.0 + a.occurrences.min(b.occurrences)) / origins).ln(),
            ((1.0 + a.occurrences.max(b.occurrences)) / origins).ln(),
            idf.0.min(idf.1),
            idf.0.max(idf.1),
            stops,
            (capitals(&a) + capitals(&b)) / 2.0,
            flag(a.digit || b.digit),
            0.0,
            0.0,
        ];
        Some(Features(values).with_products())
    };
    counts.iter().zip(words).map(features).collect()
}
