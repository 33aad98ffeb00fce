//! Stories as found against stories as given.

use std::collections::BTreeMap;

use serde::Serialize;

use super::b_cubed::{BCubed, b_cubed};
use crate::ingest::Gold;
use crate::pipeline::{Newsroom, Observer};
use crate::settings::Settings;

/// How well the articles of one gold file were grouped.
#[derive(Debug, Clone, Serialize)]
pub struct GroupEvaluation {
    /// The file.
    pub gold: String,
    /// Articles that were grouped.
    pub articles: usize,
    /// Stories that the file gives.
    pub given: usize,
    /// Stories that were found.
    pub found: usize,
    /// Agreement.
    pub b_cubed: BCubed,
}

/// Groups the articles of a gold file as a digest would, blind to its labels, and compares.
pub fn evaluate_groups(
    gold: &Gold,
    settings: &Settings,
    observer: &dyn Observer,
) -> GroupEvaluation {
    let mut blind = settings.clone();
    blind.group.given_stories = false;
    let articles = gold.stories.iter().flat_map(|s| s.articles.clone()).collect();
    let newsroom = Newsroom::from_articles(articles, gold.set_aside.clone(), &blind, observer);
    let mut found = vec![0; newsroom.reports.len()];
    for (at, story) in newsroom.stories.iter().enumerate() {
        for report in &story.reports {
            found[*report] = at;
        }
    }
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let given: Vec<usize> = newsroom
        .reports
        .iter()
        .map(|r| {
            let next = numbers.len();
            *numbers.entry(r.article.given_story.as_deref().unwrap_or_default()).or_insert(next)
        })
        .collect();
    GroupEvaluation {
        gold: gold.path.clone(),
        articles: found.len(),
        given: numbers.len(),
        found: newsroom.stories.len(),
        b_cubed: b_cubed(&found, &given),
    }
}
