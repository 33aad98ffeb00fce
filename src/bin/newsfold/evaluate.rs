//! `newsfold evaluate`: how good the digests of gold stories are.

use std::path::{Path, PathBuf};

use newsfold::Stage;
use newsfold::evaluate::{
    Draws, Evaluation, GroupEvaluation, evaluate, evaluate_groups, groups_to_markdown, pooled,
    to_markdown,
};
use newsfold::ingest::{Gold, read_gold, read_summaries};
use serde::Serialize;

use crate::args::{EvaluateArgs, TableFormat};
use crate::progress::{Bar, complain, name_set_aside};
use crate::{Done, Usage, config, on_threads, sink};

#[derive(Serialize)]
struct ParsedArticle<'a> {
    schema_version: u32,
    newsfold_version: &'static str,
    sets: &'a [Evaluation],
    pooled: Option<&'a Evaluation>,
}

/// Names of the rows that are always there.
const SYSTEMS: &[&str] = &["newsfold", "Lead", "TF-IDF centroid", "LexRank", "greedy oracle"];

pub(crate) fn run(args: EvaluateArgs) -> anyhow::Result<Done> {
    let mut settings = config::gold_settings(&args.gold, &args.run, &args.scoring, args.words)?;
    config::apply_grouping(&mut settings, &args.grouping)?;
    let settings = settings.validate()?;
    if !args.group && (args.grouping.similarity.is_some() || args.grouping.cohesion.is_some()) {
        let message = "--similarity and --cohesion judge the grouping: add --group";
        return Err(Usage(message.to_owned()).into());
    }
    let read: Vec<&Path> = args.gold.iter().chain(&args.score).map(PathBuf::as_path).collect();
    sink::refuse_to_overwrite(args.summaries.as_deref(), &read)?;
    let bar = Bar::new(&args.run);
    newsfold::Observer::begin(&bar, Stage::Read, 0);
    let sets: Vec<Gold> = args.gold.iter().map(|p| read_gold(p)).collect::<Result<_, _>>()?;
    for gold in &sets {
        name_set_aside(&gold.set_aside, &args.run);
    }
    let partly = sets.iter().any(|g| g.set_aside.iter().any(|s| s.fault));
    let done = |more: bool| if partly || more { Done::Partly } else { Done::Well };
    if args.group {
        let lone = args.lone.unwrap_or(0.0);
        if !(0.0..=1.0).contains(&lone) {
            return Err(Usage("--lone takes a number between 0 and 1".to_owned()).into());
        }
        let is_whole = args.lone.is_none() && args.stories.is_none();
        let times = args.draws.unwrap_or(if is_whole { Draws::WHOLE.times } else { 10 });
        let draws = Draws { lone, stories: args.stories, times };
        let groups: Vec<GroupEvaluation> = on_threads(args.run.threads, || {
            sets.iter().map(|gold| evaluate_groups(gold, &settings, draws, &bar)).collect()
        })?;
        bar.clear();
        let text = match args.format {
            TableFormat::Json => serde_json::to_string_pretty(&groups)? + "\n",
            TableFormat::Md => groups_to_markdown(&groups),
        };
        sink::to_stdout(text.as_bytes())?;
        return Ok(done(false));
    }
    if let Some(gold) = sets.iter().find(|g| g.stories.iter().all(|s| s.references.is_empty())) {
        let message = format!("{}: no story has a reference; nothing to score against", gold.path);
        return Err(Usage(message).into());
    }
    let mut others = Vec::new();
    for path in &args.score {
        let short = system_name(path);
        let taken = |name: &String| others.iter().any(|(other, _)| other == name);
        let name = if taken(&short) || SYSTEMS.contains(&short.as_str()) {
            path.to_string_lossy().into_owned()
        } else {
            short
        };
        others.push((name, read_summaries(path)?));
    }
    let evaluations: Vec<Evaluation> = on_threads(args.run.threads, || {
        let one = |gold| evaluate(gold, &others, &settings, args.strict_budget, &bar);
        sets.iter().map(one).collect()
    })?;
    bar.clear();
    let mut unscored = false;
    for (path, cluster) in evaluations.iter().flat_map(|e| &e.without_reference) {
        unscored = true;
        complain(&format!("left out {path} story {cluster}: no reference"));
    }
    for evaluation in &evaluations {
        for (name, summaries) in &others {
            let missing = evaluation.rows.iter().filter(|r| !summaries.contains_key(&r.cluster));
            let missing = missing.count();
            if missing > 0 {
                complain(&format!("{name} has no summary of {missing} stories: each scores 0"));
            }
        }
    }
    for (name, summaries) in &others {
        let known = |cluster: &&String| {
            sets.iter().any(|g| g.stories.iter().any(|s| s.cluster == **cluster))
        };
        let unknown: Vec<&str> =
            summaries.keys().filter(|c| !known(c)).map(String::as_str).collect();
        if let Some(first) = unknown.first() {
            let count = unknown.len();
            complain(&format!(
                "{name} summarises {count} stories that no gold file has, such as {first}"
            ));
        }
    }
    if let Some(path) = &args.summaries {
        let mut lines = String::new();
        for one in evaluations.iter().flat_map(|e| &e.summaries) {
            lines += &serde_json::to_string(one)?;
            lines.push('\n');
        }
        sink::to_file_or_stdout(path, lines)?;
        // Standard output holds one thing: where the summaries go there, the tables stay away.
        if path == Path::new("-") {
            return Ok(done(unscored));
        }
    }
    let all = if evaluations.len() > 1 { pooled(&evaluations) } else { None };
    let text = match args.format {
        TableFormat::Json => {
            let report = ParsedArticle {
                schema_version: 1,
                newsfold_version: env!("CARGO_PKG_VERSION"),
                sets: &evaluations,
                pooled: all.as_ref(),
            };
            serde_json::to_string_pretty(&report)? + "\n"
        }
        TableFormat::Md => {
            let tables: Vec<String> = evaluations.iter().chain(&all).map(to_markdown).collect();
            tables.join("\n")
        }
    };
    sink::to_stdout(text.as_bytes())?;
    Ok(done(unscored))
}

/// Another system goes by the name of its file.
fn system_name(path: &Path) -> String {
    path.file_stem().map_or_else(|| "other".to_owned(), |s| s.to_string_lossy().into_owned())
}
