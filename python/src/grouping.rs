//! The grouping as Python gets it.

use newsfold::Newsroom;
use serde::Serialize;

/// One story: the fields that `newsfold stories --format json` prints, without the reasons and with the copy groups.
#[derive(Serialize)]
pub(crate) struct GroupedStory<'a> {
    id: String,
    articles: Vec<GroupedArticle<'a>>,
}

#[derive(Serialize)]
struct GroupedArticle<'a> {
    id: String,
    external_id: Option<&'a str>,
    path: &'a str,
    record: Option<usize>,
    element: Option<usize>,
    doc: Option<usize>,
    /// Number of the copy group within the story, as in a digest.
    origin: usize,
}

/// Every story, the largest first.
pub(crate) fn stories(newsroom: &Newsroom) -> Vec<GroupedStory<'_>> {
    let mut stories: Vec<GroupedStory<'_>> = newsroom
        .stories
        .iter()
        .map(|story| {
            let mut groups: Vec<usize> = Vec::new();
            let one = |report: &usize| {
                let group = newsroom.copies.of(*report);
                let origin = groups.iter().position(|g| *g == group).unwrap_or_else(|| {
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
                }
            };
            let articles = story.reports.iter().map(one).collect();
            GroupedStory { id: newsroom.story_id(story), articles }
        })
        .collect();
    stories.sort_by(|a, b| b.articles.len().cmp(&a.articles.len()).then_with(|| a.id.cmp(&b.id)));
    stories
}
