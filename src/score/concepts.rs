//! Concepts: what a story is about, as the stemmed word pairs and words that several origins use (Gillick and
//! Favre 2009). A summary is worth the weights of the concepts it covers, each counted once.

use rustc_hash::FxHashMap;

use super::concept_weights::{ConceptWeights, weight};
use super::features::{self, Features, Words};
use super::story_view::StoryView;
use crate::text::{Token, pair_of};

/// From this many origins on, what one alone says is no concept of the story (ROUGE-2 F on web news of 2 to 9 articles,
/// mean of four budgets: 15.0 from 2 on, 15.4 from 3 on, 15.0 from 4 on).
const ENOUGH_ORIGINS: usize = 3;

/// What of a concept's weight is because of what a run is about.
#[derive(Debug, Clone, Copy, Default)]
pub struct Focused {
    /// By what share of itself the weight grows, at least 0.
    pub share_more: f64,
    /// What it weighs beside that, at least 0: also what one origin alone says of it is wanted.
    pub own: f64,
}

/// The concepts of a story.
pub struct Concepts {
    /// Weight of each concept: the share of human summaries that is expected to hold it, at least 0.
    pub weights: Vec<f64>,
    /// For each sentence its concepts, sorted, each once.
    pub of_sentence: Vec<Vec<u32>>,
    /// For each of these the words of the sentence up to and with it.
    pub words_to: Vec<Vec<u32>>,
    /// Each concept's name, the same in every text.
    pub names: Vec<u64>,
    /// Whether it is a pair of words.
    pub is_pair: Vec<bool>,
    /// What is known of it; nothing where too few origins hold it for it to weigh anything.
    pub features: Vec<Option<Features>>,
    /// What the run is about makes of each; empty where it is about nothing.
    pub focused: Vec<Focused>,
}

impl Concepts {
    pub(super) fn new(story: &StoryView, model: &ConceptWeights) -> Self {
        // About as many as there are words: most pairs are met once.
        let expected: usize = story.sentences.iter().map(|s| s.tokens.len()).sum();
        let mut ids: FxHashMap<u64, u32> = FxHashMap::default();
        ids.reserve(expected);
        let mut words: Vec<Words> = Vec::new();
        let mut names: Vec<u64> = Vec::new();
        let mut of_sentence = Vec::with_capacity(story.sentences.len());
        let mut words_to = Vec::with_capacity(story.sentences.len());
        for sentence in &story.sentences {
            let mut found: Vec<(u32, u32)> = Vec::with_capacity(2 * sentence.tokens.len());
            found.extend(concepts(&sentence.tokens).map(|(first, second)| {
                let of = Words {
                    first: sentence.term_of[first],
                    second: sentence.term_of[second],
                    pair: first != second,
                };
                // A word is the pair of itself with a mark: a term may be followed by itself. Terms of a story are far below 2^31.
                let key =
                    u64::from(of.first) << 33 | u64::from(of.second) << 1 | u64::from(of.pair);
                let id = *ids.entry(key).or_insert_with(|| {
                    words.push(of);
                    names.push(name(&sentence.tokens, first, second));
                    words.len() as u32 - 1
                });
                (id, second as u32 + 1)
            }));
            found.sort_unstable();
            found.dedup_by_key(|(id, _)| *id);
            let (ids_of, words_of) = found.into_iter().unzip();
            of_sentence.push(ids_of);
            words_to.push(words_of);
        }
        let fewest = if story.origins >= ENOUGH_ORIGINS { 2 } else { 1 };
        let features = features::count(story, &words, &of_sentence, fewest);
        let mut concepts = Self {
            weights: Vec::new(),
            of_sentence,
            words_to,
            names,
            is_pair: words.iter().map(|w| w.pair).collect(),
            features,
            focused: Vec::new(),
        };
        concepts.weigh(model);
        concepts
    }

    /// Weighs every concept by other tables.
    pub fn weigh(&mut self, model: &ConceptWeights) {
        let compiled = [(&model.word, model.word.compiled()), (&model.pair, model.pair.compiled())];
        let weigh = |concept: usize| {
            let (tables, parts) = &compiled[usize::from(self.is_pair[concept])];
            let weight =
                self.features[concept].as_ref().map_or(0.0, |known| weight(tables, parts, known));
            let focused = self.focused.get(concept).copied().unwrap_or_default();
            weight * (1.0 + focused.share_more) + focused.own
        };
        self.weights = (0..self.names.len()).map(weigh).collect();
    }

    /// Sum of the weights of `concepts` that are not `covered`.
    pub fn gain(&self, sentence: usize, covered: &[u32]) -> f64 {
        self.of_sentence[sentence]
            .iter()
            .filter(|c| covered[**c as usize] == 0)
            .map(|c| self.weights[*c as usize])
            .sum()
    }

    /// The same of the concepts within the first `words` words.
    pub fn gain_within(&self, sentence: usize, covered: &[u32], words: usize) -> f64 {
        self.of_sentence[sentence]
            .iter()
            .zip(&self.words_to[sentence])
            .filter(|(c, to)| **to as usize <= words && covered[**c as usize] == 0)
            .map(|(c, _)| self.weights[*c as usize])
            .sum()
    }
}

/// A sentence's pairs (not of two stop words) and content words, as the indices of their first and last word.
fn concepts(tokens: &[Token]) -> impl Iterator<Item = (usize, usize)> + '_ {
    let pairs = tokens.windows(2).enumerate();
    let pairs = pairs.filter(|(_, pair)| !(pair[0].stop && pair[1].stop));
    let words = tokens.iter().enumerate().filter(|(_, t)| !t.stop);
    pairs.map(|(at, _)| (at, at + 1)).chain(words.map(|(at, _)| (at, at)))
}

/// The name of a concept: of a pair its name, of a word its term.
fn name(tokens: &[Token], first: usize, second: usize) -> u64 {
    let (a, b) = (tokens[first].term, tokens[second].term);
    if first == second { a } else { pair_of(a, b) }
}

/// The names of the concepts of a text, sorted, each once.
pub fn concept_names(tokens: &[Token]) -> Vec<u64> {
    let mut names: Vec<u64> =
        concepts(tokens).map(|(first, second)| name(tokens, first, second)).collect();
    names.sort_unstable();
    names.dedup();
    names
}
