//! `newsfold stories`: which articles tell the same story.

use std::fmt::Write;

use newsfold::Corpus;
use newsfold::render::{Grouping, Terminal};

use crate::args::{ViewArgs, ViewFormat};
use crate::progress::{Bar, name_set_aside};
use crate::{Done, config, on_threads, sink};

pub(crate) fn run(args: ViewArgs) -> anyhow::Result<Done> {
    let settings = config::settings(&args.common, None, None)?;
    let bar = Bar::new(&args.common.run);
    let with_why = args.format == ViewFormat::Json;
    let (corpus, text) = on_threads(args.common.run.threads, || -> anyhow::Result<_> {
        let corpus = Corpus::open(&settings, &bar)?;
        let grouping = Grouping::new(&corpus, with_why);
        let text = match args.format {
            ViewFormat::Json => serde_json::to_string_pretty(&grouping)? + "\n",
            ViewFormat::Text => as_text(&grouping),
        };
        Ok((corpus, text))
    })??;
    bar.clear();
    name_set_aside(&corpus.set_aside, &args.common.run);
    sink::to_stdout(text.as_bytes())?;
    Ok(done(&corpus))
}

/// The exit code of a command that only looks.
pub(crate) fn done(corpus: &Corpus) -> Done {
    if corpus.reports.is_empty() {
        Done::Nothing
    } else if corpus.set_aside.iter().any(|s| s.fault) {
        Done::Partly
    } else {
        Done::Well
    }
}

fn as_text(grouping: &Grouping<'_>) -> String {
    let mut text = String::new();
    for story in &grouping.stories {
        let _ = writeln!(text, "{} ({})", story.id, story.articles.len());
        for article in &story.articles {
            let record = article.record.map_or(String::new(), |n| format!(":{n}"));
            let _ = writeln!(
                text,
                "  {}{record}  {}  {}",
                Terminal(article.path),
                Terminal(article.source),
                Terminal(article.title)
            );
        }
    }
    text
}
