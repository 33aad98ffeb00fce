//! The grouping alone: which articles tell the same story, and why.

use rayon::prelude::*;
use serde::Serialize;

use crate::group::{Similarities, Story, similarities};
use crate::pipeline::Corpus;

/// Which articles tell the same story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Grouping<'a> {
    /// Version of this form.
    pub schema_version: u32,
    /// The stories, the largest first, ties by id.
    pub stories: Vec<GroupedStory<'a>>,
}

/// A story and its articles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupedStory<'a> {
    /// As in a digest.
    pub id: String,
    /// By id.
    pub articles: Vec<GroupedArticle<'a>>,
}

/// An article of a story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupedArticle<'a> {
    /// Hash of its text.
    pub id: String,
    /// The id that its record gives.
    pub external_id: Option<&'a str>,
    /// File, as it was given.
    pub path: &'a str,
    /// Line or record in the file, from 1.
    pub record: Option<usize>,
    /// Element of a list in the record, from 1.
    pub element: Option<usize>,
    /// Document in the element, from 1.
    pub doc: Option<usize>,
    /// Number of its copy group in the story, from 0: articles of one number print one text.
    pub origin: usize,
    /// Its nearest neighbour in the story; nothing where none is like it, as for a single report, or where it was not asked for.
    pub why: Option<Why<'a>>,
    /// Its title, if it has one. For people, who would not know it by its id.
    #[serde(skip)]
    pub title: &'a str,
    /// Its outlet.
    #[serde(skip)]
    pub source: &'a str,
}

/// Why an article is in its story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Why<'a> {
    /// Id of the article most like it.
    pub nearest: String,
    /// Similarity of the two, 0..=1.
    pub similarity: f64,
    /// Similarity (0..=1) that two unrelated articles with as many and as common words would show by chance.
    pub chance: f64,
    /// Days between the two, where both are dated.
    pub days_apart: Option<f64>,
    /// Words that add most to the similarity, as this article writes them.
    pub shared_terms: Vec<&'a str>,
    /// Those of them that are names.
    pub names: Vec<&'a str>,
    /// Those of them that are figures.
    pub figures: Vec<&'a str>,
}

impl<'a> Grouping<'a> {
    /// The stories of a corpus, with reasons if asked for: every word is looked at again for them.
    pub fn new(corpus: &'a Corpus, with_why: bool) -> Self {
        let stories = corpus.stories.par_iter().map(|story| grouped(story, corpus, with_why));
        let mut stories: Vec<GroupedStory<'_>> = stories.collect();
        stories
            .sort_by(|a, b| b.articles.len().cmp(&a.articles.len()).then_with(|| a.id.cmp(&b.id)));
        Self { schema_version: 1, stories }
    }
}

fn grouped<'a>(story: &Story, corpus: &'a Corpus, with_why: bool) -> GroupedStory<'a> {
    let similarities = if with_why {
        similarities(
            story,
            &corpus.reports,
            &corpus.lexicons,
            &corpus.frequencies,
            &corpus.templates,
        )
    } else {
        vec![None; story.reports.len()]
    };
    let mut groups: Vec<usize> = Vec::new();
    let one = |(report, similarity): (&usize, Option<Similarities>)| {
        let group = corpus.copies.of(*report);
        let origin = groups.iter().position(|known| *known == group).unwrap_or_else(|| {
            groups.push(group);
            groups.len() - 1
        });
        let article = &corpus.reports[*report].article;
        GroupedArticle {
            id: article.id.to_string(),
            external_id: article.external_id.as_deref(),
            path: &article.place.path,
            record: article.place.record,
            element: article.place.element,
            doc: article.place.doc,
            origin,
            why: similarity.map(|similarity| why(*report, &similarity, corpus)),
            title: article.title_text().unwrap_or_default(),
            source: article.source.as_deref().unwrap_or("unknown outlet"),
        }
    };
    let articles = story.reports.iter().zip(similarities).map(one).collect();
    GroupedStory { id: corpus.story_id(story), articles }
}

/// Why an article is in its story, in the words that it writes itself.
pub fn why<'a>(report: usize, similarity: &Similarities, corpus: &'a Corpus) -> Why<'a> {
    let to_four_places = |value: f64| (value * 1e4).round() / 1e4;
    let nearest = corpus.reports[similarity.nearest].article.id.to_string();
    let report = &corpus.reports[report];
    let (_, tokens) = report.own_and_all_tokens(&corpus.lexicons);
    let mut why = Why {
        nearest,
        similarity: to_four_places(similarity.similarity),
        chance: to_four_places(similarity.chance),
        days_apart: similarity.days_apart.map(|days| (days * 10.0).round() / 10.0),
        shared_terms: Vec::new(),
        names: Vec::new(),
        figures: Vec::new(),
    };
    for shared in &similarity.shared {
        // A term that stands in the title only is not among the tokens of the text.
        let Some(token) = tokens.iter().find(|token| token.term == shared.term) else { continue };
        let written = token.span.of(&report.article.text);
        why.shared_terms.push(written);
        if token.digit {
            why.figures.push(written);
        } else if shared.is_name {
            why.names.push(written);
        }
    }
    why
}
