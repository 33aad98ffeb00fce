//! `newsfold follow`: one story from its first report to its last, or as the issues of a state have told it.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use newsfold::issue::{KnownStory, Printed, State, identify};
use newsfold::render::{Followed, SourceText, build_story, follow};
use newsfold::score::about;
use newsfold::text::{Query, link_target};
use newsfold::{Corpus, Sections, Settings};
use serde_json::json;

use crate::args::{FollowArgs, ViewFormat};
use crate::progress::{Bar, complain, name_set_aside};
use crate::stories::done;
use crate::{Done, Usage, config, on_threads, sink};

pub(crate) fn run(args: &FollowArgs) -> anyhow::Result<Done> {
    let state = args.state.as_deref().map(read_state).transpose()?;
    if let Some(state) = state.as_ref().filter(|_| args.common.inputs.is_empty()) {
        if args.svg.is_some() {
            return Err(
                Usage("--svg takes the inputs too: a state knows no dates".to_owned()).into()
            );
        }
        return told(args, state);
    }
    let mut settings = config::settings(&args.common, None, None)?;
    settings.sections = Sections::from_names(["full"])?;
    let asked = Asked::new(&args.story)?;
    if let Asked::About(query) = &asked {
        settings.score.about = Some(query.clone());
    }
    let bar = Bar::new(&args.common.run);
    let corpus = on_threads(args.common.run.threads, || Corpus::open(&settings, &bar))??;
    bar.clear();
    name_set_aside(&corpus.set_aside, &args.common.run);
    settings.score.about = None;
    let followed =
        on_threads(args.common.run.threads, || asked.followed(&corpus, &settings, state.as_ref()))?;
    let Some(followed) = followed else {
        return Err(Usage(format!(
            "no story of several articles has this id or is about this: {}; `newsfold stories` lists them",
            args.story
        ))
        .into());
    };
    if let Some(path) = &args.svg {
        match followed.to_svg() {
            Some(svg) => sink::to_file(path, sink::text(&svg))?,
            None => complain("no article of the story has a date: nothing to draw"),
        }
    }
    print(args, &followed.to_markdown(), &serde_json::to_value(&followed)?)?;
    Ok(done(&corpus))
}

fn print(args: &FollowArgs, page: &str, json: &serde_json::Value) -> anyhow::Result<()> {
    match args.format {
        ViewFormat::Text => sink::to_stdout(page.as_bytes()),
        ViewFormat::Json => {
            sink::to_stdout(format!("{}\n", serde_json::to_string_pretty(json)?).as_bytes())
        }
    }
}

fn read_state(path: &Path) -> anyhow::Result<State> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| Usage(format!("cannot read the state {shown}: {error}")))?;
    Ok(State::parse(&text).map_err(|error| Usage(format!("{shown}: {error}")))?)
}

/// Which story.
enum Asked {
    Id(String),
    About(Query),
}

impl Asked {
    fn new(story: &str) -> Result<Self, Usage> {
        if story.strip_prefix("story-").is_some_and(|id| id.chars().all(|c| c.is_ascii_hexdigit()))
        {
            return Ok(Self::Id(story.to_owned()));
        }
        let query = Query::parse(story);
        query.map(Self::About).map_err(|reason| Usage(format!("{story}: {reason}")))
    }

    /// It, if there is one.
    fn followed(
        &self,
        corpus: &Corpus,
        settings: &Settings,
        state: Option<&State>,
    ) -> Option<Followed> {
        let stories = corpus.summarized_stories(settings);
        let own_ids: Vec<String> = stories.iter().map(|story| corpus.story_id(story)).collect();
        let none = State::default();
        let identities = identify(&stories, &corpus.reports, &own_ids, state.unwrap_or(&none));
        let at = match self {
            Self::Id(id) => identities.iter().position(|it| it.id == *id || it.merged.contains(id)),
            Self::About(query) => {
                let relevance = |at: usize| {
                    about(
                        stories[at],
                        &corpus.reports,
                        &corpus.frequencies,
                        &corpus.lexicons,
                        query,
                    )
                    .relevance
                };
                let all = (0..stories.len()).map(|at| (at, relevance(at)));
                let best = all
                    .filter(|(_, relevance)| *relevance > 0.0)
                    .reduce(|best, next| if next.1 > best.1 { next } else { best });
                best.map(|(at, _)| at)
            }
        }?;
        let built = build_story(stories[at], corpus, settings);
        let mut followed = follow(stories[at], &built, corpus);
        followed.id.clone_from(&identities[at].id);
        Some(followed)
    }
}

/// A story as the issues of a state have told it.
fn told(args: &FollowArgs, state: &State) -> anyhow::Result<Done> {
    let Some((id, story)) = state.stories.get_key_value(&args.story) else {
        let said = "the state has told no story of this id; words take the inputs too";
        return Err(Usage(format!("{}: {said}", args.story)).into());
    };
    let mut issues: BTreeMap<u32, Vec<&Printed>> = BTreeMap::new();
    for printed in &story.printed {
        issues.entry(printed.issue).or_default().push(printed);
    }
    let as_json = |(number, printed): (&u32, &Vec<&Printed>)| json!({ "number": number, "now": state.made.get(number), "sentences": printed });
    let json = json!({
        "id": id,
        "headline": story.headline,
        "articles": story.articles.len(),
        "issues": issues.iter().map(as_json).collect::<Vec<_>>(),
    });
    print(args, &told_in_words(id, story, &issues, state), &json)?;
    Ok(Done::Well)
}

fn told_in_words(
    id: &str,
    story: &KnownStory,
    issues: &BTreeMap<u32, Vec<&Printed>>,
    state: &State,
) -> String {
    let words = |text: &str| SourceText::new(text.to_owned()).markdown().to_string();
    let mut page = format!(
        "# {}\n\n{id}: articles {}, told first in issue {} of {}.\n",
        words(&story.headline),
        story.articles.len(),
        story.first,
        state.issues
    );
    for (number, printed) in issues {
        let made =
            state.made.get(number).map_or_else(String::new, |now| format!(", {}", words(now)));
        let _ = write!(page, "\n## Issue {number}{made}\n\n");
        for sentence in printed {
            let url = story.articles.get(&sentence.article).and_then(|url| url.as_deref());
            let from = match url.and_then(link_target) {
                Some(target) => format!("[article](<{target}>)"),
                None => format!("article {}", sentence.article),
            };
            let _ = writeln!(page, "- {} — {from}", words(&sentence.text));
        }
    }
    page
}
