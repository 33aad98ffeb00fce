//! What an issue says of earlier ones: of the whole, and of each story.

use serde::Serialize;

use super::digest::{Digest, DigestArticle};
use super::findings::{DigestDiffer, DigestStated, DigestValue, Item, Printer};
use super::markdown::{Page, counted};
use super::markdown_findings::figure;
use crate::findings::{Difference, Place};
use crate::group::Story;
use crate::ingest::ArticleId;
use crate::issue::{Identity, News, State};
use crate::score::ScoredStory;
use crate::text::SourceText;

/// How a story stands to earlier issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// No issue has told it.
    New,
    /// There is news of it.
    Changed,
    /// There is none.
    Unchanged,
}

/// What an issue says of a story beside its sentences.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StoryIssue {
    /// How it stands to earlier issues.
    pub status: Status,
    /// The issue that told it first.
    pub first: u32,
    /// The story from which it has parted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Stories that have become part of it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<String>,
    /// Its articles that no issue knew.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub new_articles: Vec<ArticleId>,
    /// Those of them that have replaced one of the same address.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub edited: Vec<EditedArticle>,
    /// Articles that are not there any more.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<ArticleId>,
    /// Figures that are others now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<ChangedFigure>,
}

/// An article with other words under the same address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EditedArticle {
    /// Article id.
    pub article: ArticleId,
    /// The id of what it has replaced.
    pub was: ArticleId,
}

/// A figure that is another now.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ChangedFigure {
    /// The figure as an earlier issue or article has it.
    pub from: SourceText,
    /// As it is now.
    pub to: SourceText,
    /// Where it stood.
    pub was: WasStated,
    /// Where it stands.
    pub now: Item,
}

/// Words of an article that may not be there any more.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WasStated {
    /// The words, white space folded.
    pub text: SourceText,
    /// Article id.
    pub article: ArticleId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// An issue as a whole.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Issue {
    /// From 1.
    pub number: u32,
    /// When it was made, where somebody said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// Known stories without news.
    pub unchanged: Vec<UnchangedStory>,
    /// Known stories of which no article is there any more, or too few.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<UnchangedStory>,
    /// Single reports that an earlier issue has listed, and this one does not.
    pub known_singles: usize,
}

/// A story without news.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnchangedStory {
    /// Its id.
    pub id: String,
    /// Its headline when it was told.
    pub headline: SourceText,
    /// The issue that told it first.
    pub first: u32,
}

/// What an issue says of a story; `news` where an earlier one has told it.
pub(super) fn story_issue(
    identity: &Identity,
    state: &State,
    (news, has_news): (Option<&News>, bool),
    differ: &[DigestDiffer],
    (story, scored): (&Story, &ScoredStory),
    printer: &Printer<'_>,
) -> StoryIssue {
    let before = state.stories.get(&identity.id);
    let Some(news) = news else {
        return StoryIssue {
            status: Status::New,
            first: state.issues + 1,
            parent: None,
            merged: Vec::new(),
            new_articles: Vec::new(),
            edited: Vec::new(),
            withdrawn: Vec::new(),
            figures: Vec::new(),
        };
    };
    let id = |at: usize| printer.reports[story.reports[at]].article.id;
    let is_new = |at: &usize| !news.known[*at];
    StoryIssue {
        status: if has_news { Status::Changed } else { Status::Unchanged },
        first: before.map_or(state.issues + 1, |before| before.first),
        parent: identity.parent.clone(),
        merged: identity.merged.clone(),
        new_articles: (0..news.known.len()).filter(is_new).map(id).collect(),
        edited: news
            .edited
            .iter()
            .map(|(at, was)| EditedArticle { article: id(*at), was: *was })
            .collect(),
        withdrawn: news.withdrawn.clone(),
        figures: changed_figures(news, differ, (story, scored), printer),
    }
}

/// Figures of printed sentences that other words give now, then those that have moved since what was known.
fn changed_figures(
    news: &News,
    differ: &[DigestDiffer],
    (story, scored): (&Story, &ScoredStory),
    printer: &Printer<'_>,
) -> Vec<ChangedFigure> {
    let mut changed: Vec<ChangedFigure> = news
        .changes
        .iter()
        .map(|change| {
            let sentence = &scored.view.sentences[change.sentence];
            let report = &printer.reports[story.reports[sentence.report]];
            let place = Place { report: sentence.report, span: sentence.sentence.span };
            let was = &change.was;
            ChangedFigure {
                from: SourceText::new(change.was_figure.of(&was.text)),
                to: SourceText::new(change.figure.of(&report.article.text)),
                was: WasStated {
                    text: SourceText::new(was.text.clone()),
                    article: was.article,
                    start: was.start,
                    end: was.end,
                },
                now: printer.item(place),
            }
        })
        .collect();
    let is_known = |stated: &DigestStated| {
        let at = story
            .reports
            .iter()
            .position(|r| printer.reports[*r].article.id == stated.item.article);
        at.is_some_and(|at| news.known[at])
    };
    for row in differ.iter().filter(|row| row.kind == Difference::Series) {
        let Some((last, before)) = row.values.split_last() else { continue };
        let was = before.iter().rev().find_map(|value| {
            value.stated.iter().find(|stated| is_known(stated)).map(|stated| (value, stated))
        });
        let (Some((value, was)), Some(now)) = (was, last.stated.first()) else { continue };
        let is_told =
            last.stated.iter().any(is_known) || changed.iter().any(|known| gives(known, last));
        if !is_told {
            changed.push(ChangedFigure {
                from: SourceText::new(figure(value.value)),
                to: SourceText::new(figure(last.value)),
                was: WasStated {
                    text: was.item.text.clone(),
                    article: was.item.article,
                    start: was.item.start,
                    end: was.item.end,
                },
                now: now.item.clone(),
            });
        }
    }
    changed
}

/// Whether a changed figure is a value of a row.
fn gives(changed: &ChangedFigure, value: &DigestValue) -> bool {
    value.stated.iter().any(|stated| {
        stated.item.article == changed.now.article
            && changed.now.start <= stated.item.start
            && stated.item.end <= changed.now.end
    })
}

impl Issue {
    /// Known stories that it does not tell, by why.
    pub(super) fn quiet(&self) -> impl Iterator<Item = (&'static str, &[UnchangedStory])> {
        let lists = [("Nothing new", &*self.unchanged), ("No longer there", &*self.gone)];
        lists.into_iter().filter(|(_, stories)| !stories.is_empty())
    }

    /// In words, for the head of a page.
    fn in_words(&self, statuses: impl Iterator<Item = Status>) -> String {
        let (mut new, mut changed) = (0, 0);
        for status in statuses {
            new += usize::from(status == Status::New);
            changed += usize::from(status == Status::Changed);
        }
        let day = self.now.as_deref().and_then(|now| now.get(..10));
        let day = day.map_or(String::new(), |day| format!(" of {day}"));
        format!(
            "Issue {}{day}: {new} new, {changed} with news, {} without.",
            self.number,
            counted(self.unchanged.len(), "story")
        )
    }
}

impl Digest {
    /// What an issue says of itself at the head of a page.
    pub(super) fn issue_in_words(&self) -> Option<String> {
        let statuses = self.stories.iter().filter_map(|story| Some(story.issue.as_ref()?.status));
        Some(self.issue.as_ref()?.in_words(statuses))
    }
}

impl StoryIssue {
    /// In words, above a story's sentences.
    pub(super) fn in_words(&self) -> String {
        let mut words = match self.status {
            Status::New => "New.".to_owned(),
            Status::Unchanged => format!("First told in issue {}; nothing new.", self.first),
            Status::Changed => match self.new_articles.len() {
                0 => format!("First told in issue {}.", self.first),
                more => format!(
                    "First told in issue {}; {} since the last issue.",
                    self.first,
                    counted(more, "article")
                ),
            },
        };
        let mut count = |what: &str, articles: usize| {
            if articles > 0 {
                words.push_str(&format!(" {what}: {}.", counted(articles, "article")));
            }
        };
        count("Edited after publication", self.edited.len());
        count("No longer there", self.withdrawn.len());
        for merged in &self.merged {
            words.push_str(&format!(" It takes in {merged}."));
        }
        if let Some(parent) = &self.parent {
            words.push_str(&format!(" It was part of {parent}."));
        }
        words
    }
}

impl Page {
    /// Figures that are others now, each with both places.
    pub(super) fn changed_figures<'a>(
        &mut self,
        issue: &StoryIssue,
        article: impl Fn(ArticleId) -> Option<&'a DigestArticle>,
    ) {
        for change in &issue.figures {
            let (from, to) = (change.from.markdown(), change.to.markdown());
            self.put(format_args!("- **{from} → {to}**: "));
            self.excerpt(&change.now);
            if let Some(now) = article(change.now.article) {
                self.put(format_args!(" — "));
                self.outlet(now, None, Some(change.now.line), None);
            }
            self.put(format_args!(" *(before: "));
            match article(change.was.article) {
                Some(was) => self.outlet(was, None, None, None),
                None => self.put(format_args!("an article that is no longer there")),
            }
            self.put(format_args!(")*\n"));
        }
    }
}

/// The stories without news, in a line.
pub(super) fn unchanged(issue: &Issue) -> String {
    let mut page = Page::default();
    for (heading, stories) in issue.quiet() {
        for (at, story) in stories.iter().enumerate() {
            let before = if at == 0 { &*format!("\n## {heading}\n\n") } else { " · " };
            page.put(format_args!("{before}{} (issue {})", story.headline.markdown(), story.first));
        }
        page.put(format_args!("\n"));
    }
    page.into_text()
}
