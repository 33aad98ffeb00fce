//! The grouping alone: which articles tell the same story, and why.

use rayon::prelude::*;
use serde::Serialize;

use crate::group::{Likeness, Story, likenesses};
use crate::pipeline::Newsroom;

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
    /// The stories of a newsroom, with reasons if asked for: every word is looked at again for them.
    pub fn new(newsroom: &'a Newsroom, with_why: bool) -> Self {
        let stories = newsroom.stories.par_iter().map(|story| grouped(story, newsroom, with_why));
        let mut stories: Vec<GroupedStory<'_>> = stories.collect();
        stories
            .sort_by(|a, b| b.articles.len().cmp(&a.articles.len()).then_with(|| a.id.cmp(&b.id)));
        Self { schema_version: 1, stories }
    }
}

fn grouped<'a>(story: &Story, newsroom: &'a Newsroom, with_why: bool) -> GroupedStory<'a> {
    let likenesses = if with_why {
        likenesses(
            story,
            &newsroom.reports,
            &newsroom.lexicons,
            &newsroom.frequencies,
            &newsroom.templates,
        )
    } else {
        vec![None; story.reports.len()]
    };
    let mut groups: Vec<usize> = Vec::new();
    let one = |(report, likeness): (&usize, Option<Likeness>)| {
        let group = newsroom.copies.of(*report);
        let origin = groups.iter().position(|known| *known == group).unwrap_or_else(|| {
            groups.push(group);
            groups.len() - 1
        });
        let article = &newsroom.reports[*report].article;
        GroupedArticle {
            id: article.id.to_string(),
            external_id: article.external_id.as_deref(),
            path: &article.place.path,
            record: article.place.record,
            element: article.place.element,
            doc: article.place.doc,
            origin,
            why: likeness.map(|likeness| why(*report, &likeness, newsroom)),
            title: article.title_text().unwrap_or_default(),
            source: article.source.as_deref().unwrap_or("unknown outlet"),
        }
    };
    let articles = story.reports.iter().zip(likenesses).map(one).collect();
    GroupedStory { id: newsroom.story_id(story), articles }
}

/// Why an article is in its story, in the words that it writes itself.
pub fn why<'a>(report: usize, likeness: &Likeness, newsroom: &'a Newsroom) -> Why<'a> {
    let to_four_places = |value: f64| (value * 1e4).round() / 1e4;
    let nearest = newsroom.reports[likeness.nearest].article.id.to_string();
    let report = &newsroom.reports[report];
    let (_, tokens) = report.own_and_all_tokens(&newsroom.lexicons);
    let mut why = Why {
        nearest,
        similarity: to_four_places(likeness.similarity),
        chance: to_four_places(likeness.chance),
        days_apart: likeness.days_apart.map(|days| (days * 10.0).round() / 10.0),
        shared_terms: Vec::new(),
        names: Vec::new(),
        figures: Vec::new(),
    };
    for shared in &likeness.shared {
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
