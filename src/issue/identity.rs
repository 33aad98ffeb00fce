//! Which story of an earlier issue a story goes on.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::state::State;
use crate::group::Story;
use crate::segment::ParsedArticle;
use crate::text::hash_text;

/// Under which id a story is told, and which stories it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Its id: that of the story which it goes on, else its own.
    pub id: String,
    /// Whether an earlier issue has told it.
    pub known: bool,
    /// The story from which it has parted: a larger part goes on under that one's id.
    pub parent: Option<String>,
    /// Other stories of earlier issues that are part of it now.
    pub merged: Vec<String>,
}

/// The identity of each of some stories; `own_ids` are the ids that they would have without a state. Where a story has come apart the larger
/// part keeps its id, where stories have merged that of which more articles are there; ties by id.
pub fn identify(
    stories: &[&Story],
    reports: &[ParsedArticle],
    own_ids: &[String],
    state: &State,
) -> Vec<Identity> {
    // How many articles of each known story each story holds.
    let mut shared: Vec<BTreeMap<&str, usize>> = Vec::with_capacity(stories.len());
    for story in stories {
        let mut of: BTreeMap<&str, usize> = BTreeMap::new();
        for report in &story.reports {
            let article = &reports[*report].article;
            if let Some((known, _)) = state.story_of(article.id, article.url.as_deref()) {
                *of.entry(known).or_default() += 1;
            }
        }
        shared.push(of);
    }
    let GoesOn { of: goes_on, merged } = goes_on(&shared, own_ids);
    let mut ids: BTreeSet<String> = state.stories.keys().cloned().collect();
    let identity = |(at, merged): (usize, Vec<&str>)| {
        let merged = merged.into_iter().map(str::to_owned).collect();
        if let Some(known) = goes_on[at] {
            return Identity { id: known.to_owned(), known: true, parent: None, merged };
        }
        let parent = shared[at].iter().max_by_key(|(known, count)| (**count, Reverse(**known)));
        let mut id = own_ids[at].clone();
        // The articles may be those with which another story began.
        while !ids.insert(id.clone()) {
            id = format!("story-{:012x}", hash_text(&id) >> 16);
        }
        Identity { id, known: false, parent: parent.map(|(known, _)| (*known).to_owned()), merged }
    };
    merged.into_iter().enumerate().map(identity).collect()
}

/// Which earlier story each of some stories goes on.
#[derive(Debug)]
pub(crate) struct GoesOn<'a> {
    /// The one under whose id it is told, if there is one.
    pub(crate) of: Vec<Option<&'a str>>,
    /// Others that are part of it now.
    pub(crate) merged: Vec<Vec<&'a str>>,
}

/// By how many articles of each earlier story each story has, and the ids that the stories would have without any.
pub(crate) fn goes_on<'a>(shared: &[BTreeMap<&'a str, usize>], own_ids: &[String]) -> GoesOn<'a> {
    let mut pairs: Vec<(Reverse<usize>, &str, &str, usize)> = Vec::new();
    for (at, of) in shared.iter().enumerate() {
        pairs.extend(of.iter().map(|(known, count)| (Reverse(*count), *known, &*own_ids[at], at)));
    }
    pairs.sort_unstable();
    let mut of: Vec<Option<&str>> = vec![None; shared.len()];
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (_, known, _, at) in &pairs {
        if of[*at].is_none() && taken.insert(known) {
            of[*at] = Some(known);
        }
    }
    // An earlier story that nothing goes on is part of the story that has most of it.
    let mut merged: Vec<Vec<&str>> = vec![Vec::new(); shared.len()];
    for (_, known, _, at) in &pairs {
        if taken.insert(known) {
            merged[*at].push(known);
        }
    }
    GoesOn { of, merged }
}
