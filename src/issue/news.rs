//! What is new in a story that an earlier issue has told.

use super::restated::restated_figure;
use super::state::{KnownStory, Printed, State, sentence_hash};
use crate::group::Story;
use crate::ingest::ArticleId;
use crate::score::{ScoredStory, StorySentence, held_share};
use crate::segment::ParsedArticle;
use crate::text::{Lexicons, Span, Tokenizer, fold_white_space};

/// A figure that an issue has printed, and that is another now.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What was printed.
    pub was: Printed,
    /// The figure in it, as a place in its text.
    pub was_figure: Span,
    /// Index in the story of the sentence that gives another.
    pub sentence: usize,
    /// The figure in that, as a place in its article.
    pub figure: Span,
}

/// What is new in a story.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct News {
    /// For each report of the story, whether an earlier issue knew it.
    pub known: Vec<bool>,
    /// Reports that have replaced one of the same address: their index in the story, and which.
    pub edited: Vec<(usize, ArticleId)>,
    /// Known articles that are not there any more, but for those that others have replaced; sorted.
    pub withdrawn: Vec<ArticleId>,
    /// Sentences that tell nothing new, sorted.
    pub barred: Vec<usize>,
    /// Sentences that were printed, sorted.
    pub printed: Vec<usize>,
    /// Figures that have changed.
    pub changes: Vec<Change>,
}

/// Looks for what is new in a story.
pub fn news(
    story: &Story,
    reports: &[ParsedArticle],
    scored: &ScoredStory,
    lexicons: &Lexicons,
    before: &KnownStory,
    state: &State,
) -> News {
    let articles: Vec<&ParsedArticle> = story.reports.iter().map(|r| &reports[*r]).collect();
    let known: Vec<bool> = articles.iter().map(|r| state.knows(r.article.id)).collect();
    let mut edited = Vec::new();
    for (at, report) in articles.iter().enumerate() {
        let article = &report.article;
        if let Some((_, Some(replaced))) = state.story_of(article.id, article.url.as_deref()) {
            edited.push((at, replaced));
        }
    }
    let is_there = |id: &ArticleId| articles.iter().any(|report| report.article.id == *id);
    let is_replaced = |id: &ArticleId| edited.iter().any(|(_, replaced)| replaced == id);
    let gone = before.articles.keys().filter(|id| !is_there(id) && !is_replaced(id));
    let withdrawn = gone.copied().collect();

    let sentences = &scored.view.sentences;
    let text = |sentence: &StorySentence| {
        let report = articles[sentence.report];
        fold_white_space(sentence.sentence.span.of(&report.article.text))
    };
    let mut barred = Vec::new();
    let mut printed = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let words = text(sentence);
        let support = &scored.scored[at].support;
        let mut says = support.reports.iter().chain(&support.carried_by);
        if before.printed.iter().any(|printed| printed.text == words) {
            printed.push(at);
            barred.push(at);
        } else if known[sentence.report]
            || before.sentences.contains(&sentence_hash(&words))
            || says.any(|report| known[*report])
        {
            barred.push(at);
        }
    }
    let changes = changes(&articles, scored, lexicons, before, &barred);
    News { known, edited, withdrawn, barred, printed, changes }
}

/// Share of what a sentence says, by weight, that one known sentence may hold before the rest of it is no news; a figure that this one does not
/// have is. It is the share that says the same where the words follow one another (`score/same.rs`), here in whatever order.
const KNOWN_SHARE: f64 = 0.45;

/// The same of a sentence with so many figures, names and days, all of which are known: the first sentence of a follow-up, which tells in other
/// words what happened. Of 93 sentences of second issues that were read six said what the first had said, and five of these were such.
const KNOWN_SHARE_OF_FACTS: f64 = 0.3;
const FEWEST_FACTS: usize = 2;

/// Whether a known sentence says much of what another does.
pub fn is_half_known(scored: &ScoredStory, news: &News, index: usize) -> bool {
    let view = &scored.view;
    let claim = &view.sentences[index];
    let is_known = |at: usize| {
        news.known[view.sentences[at].report] || news.printed.binary_search(&at).is_ok()
    };
    let known =
        || (0..view.sentences.len()).filter(|at| is_known(*at)).map(|at| &view.sentences[at]);
    let is_told = |fact| known().any(|known| known.facts.binary_search(fact).is_ok());
    let no_fact = claim.facts.len() >= FEWEST_FACTS && claim.facts.iter().all(is_told);
    let share = if no_fact { KNOWN_SHARE_OF_FACTS } else { KNOWN_SHARE };
    known().any(|known| {
        held_share(&view.idf, &claim.terms, &known.terms) >= share
            && claim.numbers.iter().all(|n| known.numbers.binary_search(n).is_ok())
    })
}

/// Statements that were printed and that another article makes with another figure, each figure once.
fn changes(
    articles: &[&ParsedArticle],
    scored: &ScoredStory,
    lexicons: &Lexicons,
    before: &KnownStory,
    barred: &[usize],
) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let Some(first) = articles.first() else { return changes };
    let tokenizer = Tokenizer::new(lexicons.of(first.language()));
    let new: Vec<usize> =
        (0..scored.view.sentences.len()).filter(|at| barred.binary_search(at).is_err()).collect();
    if new.is_empty() {
        return changes;
    }
    for printed in &before.printed {
        let was = tokenizer.tokens(&printed.text, Span::new(0, printed.text.len()));
        for at in &new {
            let sentence = &scored.view.sentences[*at];
            let report = articles[sentence.report];
            let text = &report.article.text;
            let told = (&*printed.text, &*was);
            let figures = restated_figure(told, (text, &sentence.tokens), report.lang());
            let Some((old, now)) = figures else { continue };
            let (was_figure, figure) = (was[old].span, sentence.tokens[now].span);
            let same = |change: &Change| {
                change.was_figure.of(&change.was.text) == was_figure.of(&printed.text)
                    && change.sentence == *at
            };
            if !changes.iter().any(same) {
                changes.push(Change { was: printed.clone(), was_figure, sentence: *at, figure });
            }
        }
    }
    changes
}
