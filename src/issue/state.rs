//! The state: lines of JSON, to which every issue adds its own. Nothing in it is ever changed, so an older part of a state is a state.
//!
//! The first line says which form it is. An issue is a line `issue`, then lines `story` and `singles` with what is new in each, then a line `end`
//! that counts them: a state that breaks off in between is damaged, and says so.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::ingest::ArticleId;
use crate::text::{fold_white_space, hash_text};

/// The form that this version writes, and the only one that it reads.
const VERSION: u32 = 1;

/// A sentence that an issue has printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Printed {
    /// The words, white space folded.
    pub text: String,
    /// Article id.
    pub article: ArticleId,
    /// First byte in the source text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The issue, from 1: that in whose lines it stands.
    #[serde(skip)]
    pub issue: u32,
}

/// An article of a story that was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KnownArticle {
    pub(crate) id: ArticleId,
    /// Its address: an article of the same address and other words was edited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) url: Option<String>,
    /// A hash of each of its sentences, eight hex digits each, so that an edited article tells nothing twice.
    pub(crate) sentences: String,
}

/// What one issue adds to what is known of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct StoryUpdate {
    pub(crate) id: String,
    pub(crate) headline: String,
    /// The story from which it has parted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) parent: Option<String>,
    /// Stories that have become part of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) merged: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) articles: Vec<KnownArticle>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) withdrawn: Vec<ArticleId>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) printed: Vec<Printed>,
}

impl StoryUpdate {
    /// Whether it says anything.
    pub(crate) fn is_empty(&self) -> bool {
        self.parent.is_none()
            && self.merged.is_empty()
            && self.articles.is_empty()
            && self.withdrawn.is_empty()
            && self.printed.is_empty()
    }
}

/// A line of the state behind the first.
#[derive(Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line {
    Issue {
        number: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        now: Option<String>,
    },
    Story(StoryUpdate),
    Singles {
        articles: Vec<ArticleId>,
    },
    End {
        number: u32,
        lines: usize,
    },
}

/// The first line.
#[derive(Serialize, Deserialize)]
struct Head {
    newsfold_state: u32,
}

/// A story that an issue has told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KnownStory {
    /// Its headline when it was last told.
    pub headline: String,
    /// The issue that told it first.
    pub first: u32,
    /// Its articles by id, each with its address.
    pub articles: BTreeMap<ArticleId, Option<String>>,
    /// Hashes of their sentences.
    pub(crate) sentences: FxHashSet<u32>,
    /// What was printed of it, in the order of issues.
    pub printed: Vec<Printed>,
}

/// What earlier issues have told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// How many issues there were.
    pub issues: u32,
    /// When the last was made, where that was said.
    pub now: Option<String>,
    /// When each was made, where that was said.
    pub made: BTreeMap<u32, String>,
    /// The stories by id.
    pub stories: BTreeMap<String, KnownStory>,
    /// Articles that were listed as single reports.
    pub singles: BTreeSet<ArticleId>,
    of_article: FxHashMap<ArticleId, String>,
    of_url: FxHashMap<String, (String, ArticleId)>,
}

impl State {
    /// Reads a state.
    ///
    /// # Errors
    /// A state that is damaged, breaks off, or is of a later version: in words, with the line.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let damaged = |line: usize, what: &str| Error::State(format!("line {line}: {what}"));
        let mut lines = text.split_inclusive('\n').zip(1..);
        let head = lines.next().and_then(|(line, _)| serde_json::from_str::<Head>(line).ok());
        match head {
            None => return Err(damaged(1, "this is no state of newsfold")),
            Some(Head { newsfold_state: VERSION }) => {}
            Some(Head { newsfold_state: other }) => {
                return Err(damaged(
                    1,
                    &format!("the state has form {other}, this newsfold reads form {VERSION}"),
                ));
            }
        }
        let mut state = Self::default();
        // The issue under way, and its lines so far.
        let mut open: Option<(u32, usize)> = None;
        let mut last = 1;
        for (line, at) in lines {
            last = at;
            let whole = line.ends_with('\n');
            let parsed = serde_json::from_str::<Line>(line).ok().filter(|_| whole);
            match (parsed, open) {
                (Some(Line::Issue { number, now }), None) if number == state.issues + 1 => {
                    state.made.extend(now.clone().map(|now| (number, now)));
                    state.now = now;
                    open = Some((number, 0));
                }
                (Some(Line::Story(update)), Some((number, lines))) => {
                    state.take(update, number);
                    open = Some((number, lines + 1));
                }
                (Some(Line::Singles { articles }), Some((number, lines))) => {
                    state.singles.extend(articles);
                    open = Some((number, lines + 1));
                }
                (Some(Line::End { number, lines }), Some(of)) if of == (number, lines) => {
                    state.issues = number;
                    open = None;
                }
                _ => return Err(damaged(at, "the state is damaged here")),
            }
        }
        match open {
            Some((number, _)) => {
                Err(damaged(last, &format!("the state breaks off in issue {number}")))
            }
            None if state.issues == 0 => Err(damaged(last, "the state holds no issue")),
            None => Ok(state),
        }
    }

    /// The lines that a further issue adds; the first line of a state, too, where there was none.
    pub(crate) fn lines(
        &self,
        now: Option<&str>,
        stories: Vec<StoryUpdate>,
        singles: Vec<ArticleId>,
    ) -> String {
        let number = self.issues + 1;
        let mut lines = vec![Line::Issue { number, now: now.map(str::to_owned) }];
        lines.extend(stories.into_iter().map(Line::Story));
        if !singles.is_empty() {
            lines.push(Line::Singles { articles: singles });
        }
        lines.push(Line::End { number, lines: lines.len() - 1 });
        let mut text = String::new();
        let mut put = |json: serde_json::Result<String>| {
            text.push_str(&json.unwrap_or_default());
            text.push('\n');
        };
        if self.issues == 0 {
            put(serde_json::to_string(&Head { newsfold_state: VERSION }));
        }
        lines.iter().for_each(|line| put(serde_json::to_string(line)));
        text
    }

    /// Whether a story that was told had this article.
    pub fn knows(&self, article: ArticleId) -> bool {
        self.of_article.contains_key(&article)
    }

    /// The story that had an article, or one of the same address with other words, which that has now replaced.
    pub(crate) fn story_of(
        &self,
        article: ArticleId,
        url: Option<&str>,
    ) -> Option<(&str, Option<ArticleId>)> {
        if let Some(story) = self.of_article.get(&article) {
            return Some((story, None));
        }
        let (story, before) = self.of_url.get(url?)?;
        Some((story, Some(*before)))
    }

    fn take(&mut self, update: StoryUpdate, issue: u32) {
        let mut gathered = Vec::new();
        for merged in &update.merged {
            if let Some(story) = self.stories.remove(merged) {
                gathered.push(story);
            }
        }
        for article in &update.articles {
            // An article that comes from another story leaves it.
            if let Some(before) = self.of_article.get(&article.id)
                && let Some(story) = self.stories.get_mut(before)
            {
                story.articles.remove(&article.id);
            }
        }
        let first = gathered.iter().map(|story| story.first).min();
        let story = self.stories.entry(update.id.clone()).or_insert_with(|| KnownStory {
            first: first.unwrap_or(issue),
            ..KnownStory::default()
        });
        story.headline = update.headline;
        for merged in gathered {
            story.articles.extend(merged.articles);
            story.sentences.extend(merged.sentences);
            story.printed.extend(merged.printed);
        }
        for KnownArticle { id, url, sentences } in update.articles {
            let digits = sentences.as_bytes().chunks_exact(8);
            let hashes = digits.filter_map(|digits| {
                u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
            });
            story.sentences.extend(hashes);
            story.articles.insert(id, url);
        }
        for withdrawn in update.withdrawn {
            story.articles.remove(&withdrawn);
            self.of_article.remove(&withdrawn);
        }
        story.printed.extend(update.printed.into_iter().map(|p| Printed { issue, ..p }));
        for (id, url) in &story.articles {
            self.of_article.insert(*id, update.id.clone());
            if let Some(url) = url {
                self.of_url.insert(url.clone(), (update.id.clone(), *id));
            }
        }
    }
}

/// A sentence by its words: what an edited article has kept is known by it.
pub(crate) fn sentence_hash(text: &str) -> u32 {
    (hash_text(&fold_white_space(text)) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn update(id: &str, articles: &[u8]) -> StoryUpdate {
        let article = |n: &u8| KnownArticle {
            id: ArticleId::from_bytes([*n; 16]),
            url: Some(format!("https://a.example/{n}")),
            sentences: "0000000a".to_owned(),
        };
        let printed = Printed {
            text: format!("Of {id}."),
            article: ArticleId::from_bytes([articles[0]; 16]),
            start: 0,
            end: 4,
            issue: 0,
        };
        StoryUpdate {
            id: id.to_owned(),
            headline: format!("About {id}"),
            articles: articles.iter().map(article).collect(),
            printed: vec![printed],
            ..StoryUpdate::default()
        }
    }

    /// Two issues.
    fn text() -> String {
        let mut text = State::default().lines(
            Some("2026-03-12T08:00:00Z"),
            vec![update("story-a", &[1, 2]), update("story-b", &[3])],
            vec![ArticleId::from_bytes([9; 16])],
        );
        let state = State::parse(&text).unwrap();
        let merging = StoryUpdate { merged: vec!["story-b".to_owned()], ..update("story-a", &[4]) };
        text.push_str(&state.lines(None, vec![merging], Vec::new()));
        text
    }

    #[test]
    fn what_was_written_is_read() {
        let state = State::parse(&text()).unwrap();
        assert_eq!((state.issues, state.stories.len()), (2, 1));
        let story = &state.stories["story-a"];
        assert_eq!((story.first, story.articles.len()), (1, 4));
        let issues: Vec<u32> = story.printed.iter().map(|printed| printed.issue).collect();
        assert_eq!((issues, state.made.len()), (vec![1, 1, 2], 1));
        assert!(state.knows(ArticleId::from_bytes([3; 16])));
        let edited = state.story_of(ArticleId::from_bytes([8; 16]), Some("https://a.example/3"));
        assert_eq!(edited, Some(("story-a", Some(ArticleId::from_bytes([3; 16])))));
    }

    #[test]
    fn a_state_cut_anywhere_is_damaged_or_an_older_one() {
        let text = text();
        let mut older = 0;
        for end in 0..text.len() {
            match State::parse(&text[..end]) {
                Ok(state) => {
                    assert_eq!(state.issues, 1, "cut at {end}");
                    older += 1;
                }
                Err(error) => assert!(error.to_string().contains("line "), "{error}"),
            }
        }
        assert_eq!(older, 1);
        let later = text.replacen("\"newsfold_state\":1", "\"newsfold_state\":2", 1);
        assert!(State::parse(&later).unwrap_err().to_string().contains("form 2"));
    }
}
