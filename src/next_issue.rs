//! The pipeline of an issue: as `summarize`, with a state of what earlier issues have told.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use rayon::prelude::*;

use crate::error::Error;
use crate::group::Story;
use crate::ingest::ArticleId;
use crate::issue::{
    Identity, KnownArticle, KnownStory, Printed, Repeat, State, StoryUpdate, identify,
    sentence_hash,
};
use crate::pipeline::{Corpus, Observer, Outcome, Stage, outcome, summarized_and_listed};
use crate::render::{
    DigestStory, Issue, Since, SourceText, Status, UnchangedStory, build_since, single, story_id,
};
use crate::segment::ParsedArticle;
use crate::settings::Settings;

/// What an issue is told beside its settings.
#[derive(Debug, Clone, Copy)]
pub struct NextIssue<'a> {
    /// What earlier issues have told; an empty one before the first.
    pub state: &'a State,
    /// What becomes of stories that these have told.
    pub repeat: Repeat,
    /// When the issue is made (ISO 8601), for the page and the state; nothing else depends on it.
    pub now: Option<&'a str>,
}

/// Tells what is new in a corpus since the issues of a state. Gives the lines that the state gets, too.
///
/// # Errors
/// A state of which no article is in the corpus.
pub fn summarize_issue(
    corpus: Corpus,
    settings: Settings,
    next: NextIssue<'_>,
    observer: &dyn Observer,
) -> Result<(Outcome, String), Error> {
    let NextIssue { state, repeat, now } = next;
    let reports = &corpus.reports;
    let is_known = |report: &ParsedArticle| {
        let article = &report.article;
        state.story_of(article.id, article.url.as_deref()).is_some()
    };
    if !state.stories.is_empty() && !reports.iter().any(is_known) {
        return Err(Error::State(
            "none of its articles is in the inputs: it is of other inputs; name a new file to begin anew"
                .to_owned(),
        ));
    }
    let (summarized, listed) = summarized_and_listed(&corpus, &settings);
    let own_ids: Vec<String> = summarized.iter().map(|story| story_id(story, reports)).collect();
    let identities = identify(&summarized, reports, &own_ids, state);
    let gone = gone(&identities, state);
    let told = summarized.into_iter().zip(identities);
    let (same, told): (Vec<_>, Vec<_>) = told.partition(|(story, identity)| {
        repeat != Repeat::All && is_untouched(story, reports, identity, state)
    });
    observer.begin(Stage::Summarize, told.len());
    let built: Vec<DigestStory> = told
        .par_iter()
        .map(|(story, identity)| {
            let since = Since { state, identity, repeat };
            let built = build_since(story, &corpus, &settings, Some(since)).story;
            observer.step();
            built
        })
        .collect();
    let status = |story: &DigestStory| story.issue.as_ref().map(|issue| issue.status);
    let (quiet, mut stories): (Vec<DigestStory>, Vec<DigestStory>) = built
        .into_iter()
        .partition(|story| repeat != Repeat::All && status(story) == Some(Status::Unchanged));
    // What does not fit is told when it does.
    stories.truncate(settings.top.unwrap_or(usize::MAX));
    let mut unchanged: Vec<UnchangedStory> = same
        .iter()
        .map(|(_, identity)| identity.id.as_str())
        .chain(quiet.iter().map(|story| story.id.as_str()))
        .filter_map(|id| Some(unchanged_story(id, state.stories.get(id)?)))
        .collect();
    unchanged.sort_by(|a, b| a.id.cmp(&b.id));

    let by_id: BTreeMap<ArticleId, &ParsedArticle> =
        reports.iter().map(|report| (report.article.id, report)).collect();
    let updates = stories.iter().chain(&quiet).map(|story| update(story, &by_id, state));
    let gone_updates = gone.iter().map(|id| StoryUpdate {
        id: id.clone(),
        headline: state.stories[id].headline.clone(),
        withdrawn: state.stories[id].articles.keys().copied().collect(),
        ..StoryUpdate::default()
    });
    let updates: Vec<StoryUpdate> =
        updates.chain(gone_updates).filter(|update| !update.is_empty()).collect();
    let is_new = |story: &&Story| {
        story.reports.iter().any(|report| {
            let id = reports[*report].article.id;
            !state.singles.contains(&id) && !state.knows(id)
        })
    };
    let (listed, known): (Vec<&Story>, Vec<&Story>) =
        listed.into_iter().partition(|story| repeat == Repeat::All || is_new(story));
    let ids = listed.iter().flat_map(|story| &story.reports).map(|r| reports[*r].article.id);
    let singles: Vec<ArticleId> = ids.filter(|id| !state.singles.contains(id)).collect();
    let lines = state.lines(now, updates, singles);
    let issue = Issue {
        number: state.issues + 1,
        now: now.map(str::to_owned),
        unchanged,
        gone: gone.iter().map(|id| unchanged_story(id, &state.stories[id])).collect(),
        known_singles: known.len(),
    };
    let singles = listed.into_iter().map(|story| single(story, &corpus, &settings)).collect();
    Ok((outcome(corpus, settings, stories, singles, Some(issue)), lines))
}

fn unchanged_story(id: &str, story: &KnownStory) -> UnchangedStory {
    let headline = SourceText::new(story.headline.clone());
    UnchangedStory { id: id.to_owned(), headline, first: story.first }
}

/// Known stories that had articles, and that nothing goes on.
fn gone(identities: &[Identity], state: &State) -> Vec<String> {
    let mut there: BTreeSet<&str> = BTreeSet::new();
    for identity in identities {
        there.insert(&identity.id);
        there.extend(identity.merged.iter().map(String::as_str));
    }
    let had = state.stories.iter().filter(|(_, story)| !story.articles.is_empty());
    had.map(|(id, _)| id.clone()).filter(|id| !there.contains(id.as_str())).collect()
}

/// Whether a story has the articles that it had.
fn is_untouched(
    story: &Story,
    reports: &[ParsedArticle],
    identity: &Identity,
    state: &State,
) -> bool {
    let Some(before) = state.stories.get(&identity.id) else { return false };
    let ids = || story.reports.iter().map(|report| reports[*report].article.id);
    identity.merged.is_empty()
        && before.articles.len() == story.reports.len()
        && ids().all(|id| before.articles.contains_key(&id))
}

/// What an issue adds to what is known of a story.
fn update(
    story: &DigestStory,
    reports: &BTreeMap<ArticleId, &ParsedArticle>,
    state: &State,
) -> StoryUpdate {
    let before = state.stories.get(&story.id);
    let is_new = |id: &ArticleId| before.is_none_or(|before| !before.articles.contains_key(id));
    let known_article = |id: ArticleId| {
        let report = reports.get(&id)?;
        let mut sentences = String::with_capacity(8 * report.sentences.len());
        for sentence in &report.sentences {
            let hash = sentence_hash(sentence.span.of(&report.article.text));
            let _ = write!(sentences, "{hash:08x}");
        }
        Some(KnownArticle { id, url: report.article.url.clone(), sentences })
    };
    let is_printed = |text: &str| {
        before.is_some_and(|before| before.printed.iter().any(|printed| printed.text == text))
    };
    let printed = story.summary.iter().filter(|sentence| !is_printed(sentence.text.raw()));
    let issue = story.issue.as_ref();
    let replaced = issue.into_iter().flat_map(|issue| &issue.edited).map(|edited| edited.was);
    let withdrawn = issue.into_iter().flat_map(|issue| &issue.withdrawn).copied().chain(replaced);
    StoryUpdate {
        id: story.id.clone(),
        headline: story.headline.as_ref().map_or(&*story.id, |h| h.text.raw()).to_owned(),
        parent: issue.and_then(|issue| issue.parent.clone()).filter(|_| before.is_none()),
        merged: issue.map(|issue| issue.merged.clone()).unwrap_or_default(),
        articles: story
            .articles
            .iter()
            .map(|article| article.id)
            .filter(is_new)
            .filter_map(known_article)
            .collect(),
        withdrawn: withdrawn
            .filter(|id| before.is_some_and(|before| before.articles.contains_key(id)))
            .collect(),
        printed: printed
            .map(|sentence| Printed {
                text: sentence.text.raw().to_owned(),
                article: sentence.article,
                start: sentence.start,
                end: sentence.end,
                issue: state.issues + 1,
            })
            .collect(),
    }
}
