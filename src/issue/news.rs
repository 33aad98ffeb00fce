//! What is new in a story that an earlier issue has told.

use rustc_hash::FxHashMap;

use super::identity::Identity;
use super::restated::restated_figure;
use super::state::{Printed, State, sentence_hash};
use crate::group::Story;
use crate::ingest::ArticleId;
use crate::score::{Idf, ScoredStory, StorySentence, TermNumber, held_share};
use crate::segment::ParsedArticle;
use crate::text::{Lexicons, Span, Term, Token, Tokenizer, fold_white_space};

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
    /// The terms of each sentence that was printed, whether or not its article is still there: those that the story has, sorted.
    pub told: Vec<Vec<TermNumber>>,
    /// Figures that have changed.
    pub changes: Vec<Change>,
}

/// Looks for what is new in a story; nothing where no earlier issue has told it, nor the story from which it has parted.
pub fn news(
    story: &Story,
    reports: &[ParsedArticle],
    scored: &ScoredStory,
    lexicons: &Lexicons,
    identity: &Identity,
    state: &State,
) -> Option<News> {
    let of = |id: &String| state.stories.get(id);
    let before = of(&identity.id).or_else(|| of(identity.parent.as_ref()?))?;
    let merged = identity.merged.iter().filter_map(of);
    let printed_of: Vec<&Printed> =
        before.printed.iter().chain(merged.flat_map(|story| &story.printed)).collect();
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
        if printed_of.iter().any(|printed| printed.text == words) {
            printed.push(at);
            barred.push(at);
        } else if known[sentence.report]
            || before.sentences.contains(&sentence_hash(&words))
            || says.any(|report| known[*report])
        {
            barred.push(at);
        }
    }
    let tokenizer = Tokenizer::new(lexicons.of(articles.first()?.language()));
    let tokens = |text: &str| tokenizer.tokens(text, Span::new(0, text.len()));
    let printed_of: Vec<(&Printed, Vec<Token>)> =
        printed_of.into_iter().map(|printed| (printed, tokens(&printed.text))).collect();
    let told = told(scored, &printed_of);
    let changes = changes(&articles, scored, &printed_of, &barred);
    Some(News { known, edited, withdrawn, barred, printed, told, changes })
}

/// The terms of what was printed, by their numbers in the story.
fn told(scored: &ScoredStory, printed: &[(&Printed, Vec<Token>)]) -> Vec<Vec<TermNumber>> {
    let mut number_of: FxHashMap<Term, TermNumber> = FxHashMap::default();
    for sentence in &scored.view.sentences {
        let terms = sentence.tokens.iter().map(|token| token.term);
        number_of.extend(terms.zip(sentence.term_of.iter().copied()));
    }
    let terms_of = |(_, tokens): &(&Printed, Vec<Token>)| {
        let mut terms: Vec<TermNumber> =
            tokens.iter().filter_map(|token| number_of.get(&token.term).copied()).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    };
    printed.iter().map(terms_of).collect()
}

/// Share of what a sentence says, by weight, that one known sentence may hold before the rest of it is no news; a figure that this one does not
/// have is. It is the share that says the same where the words follow one another (`score/same.rs`), here in whatever order.
const KNOWN_SHARE: f64 = 0.45;

/// The same of a sentence with so many figures, names and days, all of which are known: the first sentence of a follow-up, which tells in other
/// words what happened. Of 93 sentences of second issues that were read six said what the first had said, and five of these were such.
const KNOWN_SHARE_OF_FACTS: f64 = 0.3;
const FEWEST_FACTS: usize = 2;

/// Whether a known sentence says much of what another does, or the printed ones together leave hardly a word of it.
pub fn is_hardly_new(scored: &ScoredStory, news: &News, index: usize) -> bool {
    let view = &scored.view;
    let claim = &view.sentences[index];
    let is_in = |term: &TermNumber, terms: &[TermNumber]| terms.binary_search(term).is_ok();
    let was_told = |term: &TermNumber| news.told.iter().any(|terms| is_in(term, terms));
    if adds_little(&view.idf, claim, was_told) {
        return true;
    }
    let known = || view.sentences.iter().filter(|sentence| news.known[sentence.report]);
    let is_told = |fact| was_told(fact) || known().any(|known| is_in(fact, &known.facts));
    let no_fact = claim.facts.len() >= FEWEST_FACTS && claim.facts.iter().all(is_told);
    let share = if no_fact { KNOWN_SHARE_OF_FACTS } else { KNOWN_SHARE };
    // Whom a story is about each of its sentences names: what is told of them must be known.
    let is_said = |terms: &[TermNumber]| {
        claim.predicate.is_empty() || held_share(&view.idf, &claim.predicate, terms) >= share
    };
    let says = |terms: &[TermNumber], numbers: &[TermNumber]| {
        held_share(&view.idf, &claim.terms, terms) >= share
            && is_said(terms)
            && claim.numbers.iter().all(|number| is_in(number, numbers))
    };
    known().any(|known| says(&known.terms, &known.numbers))
        || news.told.iter().any(|terms| says(terms, terms))
}

/// What a sentence must say that no printed one does, in the weight of words that no text of the language's table holds: one and a half. Of 100
/// sentences of second issues that were read four repeated the first; this stops two of them, of nine that told next to nothing new one, and of
/// the 87 others one, which was background. (Between 1.45 and 1.6 the same.)
const LEAST_NEWS: f64 = 1.5;

/// Whether a sentence has no figure that the printed ones have not, and hardly a word: "The ruling makes nothing easier."
fn adds_little(idf: &Idf, claim: &StorySentence, was_told: impl Fn(&TermNumber) -> bool) -> bool {
    let new = claim.terms.iter().filter(|term| !was_told(term));
    claim.numbers.iter().all(&was_told)
        && new.map(|term| idf.of(*term)).sum::<f64>() < LEAST_NEWS * idf.highest()
}

/// Statements that were printed and that another article makes with another figure, each figure once.
fn changes(
    articles: &[&ParsedArticle],
    scored: &ScoredStory,
    printed: &[(&Printed, Vec<Token>)],
    barred: &[usize],
) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let new: Vec<usize> =
        (0..scored.view.sentences.len()).filter(|at| barred.binary_search(at).is_err()).collect();
    if new.is_empty() {
        return changes;
    }
    for (printed, was) in printed {
        for at in &new {
            let sentence = &scored.view.sentences[*at];
            let report = articles[sentence.report];
            let text = &report.article.text;
            let told = (&*printed.text, &**was);
            let figures = restated_figure(told, (text, &sentence.tokens), report.lang());
            let Some((old, now)) = figures else { continue };
            let (was_figure, figure) = (was[old].span, sentence.tokens[now].span);
            let same = |change: &Change| {
                change.was_figure.of(&change.was.text) == was_figure.of(&printed.text)
                    && change.sentence == *at
            };
            if !changes.iter().any(same) {
                changes.push(Change { was: (*printed).clone(), was_figure, sentence: *at, figure });
            }
        }
    }
    changes
}
