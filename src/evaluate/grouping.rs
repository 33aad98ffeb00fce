//! Stories as found against stories as given.

use std::collections::BTreeMap;

use serde::Serialize;

use super::b_cubed::{BCubed, b_cubed};
use super::random::Random;
use crate::ingest::{Article, Gold, GoldStory};
use crate::pipeline::{Corpus, Observer};
use crate::settings::Settings;

/// What is grouped of a gold file: all of it, or draws from it. Real days are mostly articles that nobody else has; gold files hold
/// hardly any.
#[derive(Debug, Clone, Copy)]
pub struct Draws {
    /// Share of the stories (0..=1) of which one article is kept.
    pub lone: f64,
    /// How many stories are drawn; all where nothing is said.
    pub stories: Option<usize>,
    /// How many times.
    pub times: usize,
}

impl Draws {
    /// The whole file, once.
    pub const WHOLE: Self = Self { lone: 0.0, stories: None, times: 1 };
}

/// How well the articles of one gold file were grouped: means over the draws.
#[derive(Debug, Clone, Serialize)]
pub struct GroupEvaluation {
    /// The file.
    pub gold: String,
    /// Draws from it.
    pub draws: usize,
    /// Articles that were grouped.
    pub articles: f64,
    /// Stories that the file gives.
    pub given: f64,
    /// Stories that were found.
    pub found: f64,
    /// Agreement.
    pub b_cubed: BCubed,
    /// Share of the articles that are alone in their given story which were put into one with others; nothing where there are none.
    pub lone_joined: Option<f64>,
    /// Articles of the largest story that was found in any draw.
    pub largest: usize,
}

/// Groups the articles of a gold file as a digest would, blind to its labels, and compares.
pub fn evaluate_groups(
    gold: &Gold,
    settings: &Settings,
    draws: Draws,
    observer: &dyn Observer,
) -> GroupEvaluation {
    let mut blind = settings.clone();
    blind.group.given_stories = false;
    let times = draws.times.max(1);
    let mut total = GroupEvaluation {
        gold: gold.path.clone(),
        draws: times,
        articles: 0.0,
        given: 0.0,
        found: 0.0,
        b_cubed: BCubed { precision: 0.0, recall: 0.0, f: 0.0 },
        lone_joined: None,
        largest: 0,
    };
    let (mut lone, mut joined) = (0, 0);
    for time in 0..times {
        let articles = drawn(&gold.stories, draws, time as u64);
        let corpus = Corpus::from_articles(articles, gold.set_aside.clone(), &blind, observer);
        let one = compared(&corpus);
        let share = |value: f64| value / times as f64;
        total.articles += share(one.articles as f64);
        total.given += share(one.given as f64);
        total.found += share(corpus.stories.len() as f64);
        total.b_cubed.precision += share(one.b_cubed.precision);
        total.b_cubed.recall += share(one.b_cubed.recall);
        total.b_cubed.f += share(one.b_cubed.f);
        total.largest = total.largest.max(one.largest);
        lone += one.lone;
        joined += one.joined;
    }
    total.lone_joined = (lone > 0).then(|| joined as f64 / lone as f64);
    total
}

/// The articles of one draw. Which they are follows from the numbers alone.
fn drawn(stories: &[GoldStory], draws: Draws, time: u64) -> Vec<Box<Article>> {
    let mut random = Random::new(time);
    let mut order: Vec<usize> = (0..stories.len()).collect();
    let chosen = draws.stories.unwrap_or(stories.len()).min(stories.len());
    for at in 0..chosen {
        let other = at + random.below(stories.len() - at);
        order.swap(at, other);
    }
    let mut articles = Vec::new();
    for at in &order[..chosen] {
        let story = &stories[*at].articles;
        if !story.is_empty() && random.unit() < draws.lone {
            articles.push(story[random.below(story.len())].clone());
        } else {
            articles.extend(story.iter().cloned());
        }
    }
    articles
}

/// What one grouping is worth.
struct Compared {
    articles: usize,
    given: usize,
    b_cubed: BCubed,
    lone: usize,
    joined: usize,
    largest: usize,
}

fn compared(corpus: &Corpus) -> Compared {
    let mut found = vec![0; corpus.reports.len()];
    for (at, story) in corpus.stories.iter().enumerate() {
        for report in &story.reports {
            found[*report] = at;
        }
    }
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    let given: Vec<usize> = corpus
        .reports
        .iter()
        .map(|r| {
            let next = numbers.len();
            *numbers.entry(r.article.given_story.as_deref().unwrap_or_default()).or_insert(next)
        })
        .collect();
    let mut sizes = vec![0; numbers.len()];
    for story in &given {
        sizes[*story] += 1;
    }
    let in_company = |at: usize| corpus.stories[found[at]].reports.len() > 1;
    let lone = (0..given.len()).filter(|at| sizes[given[*at]] == 1);
    Compared {
        articles: found.len(),
        given: numbers.len(),
        b_cubed: b_cubed(&found, &given),
        lone: lone.clone().count(),
        joined: lone.filter(|at| in_company(*at)).count(),
        largest: corpus.stories.iter().map(|s| s.reports.len()).max().unwrap_or_default(),
    }
}
