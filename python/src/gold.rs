//! Gold files in, figures out: what `newsfold evaluate` prints.

use std::path::PathBuf;

use newsfold::evaluate::{Draws, Evaluation, GroupEvaluation, evaluate, evaluate_groups, pooled};
use newsfold::ingest::{Gold, read_gold};
use newsfold::{Error, Observer, Settings};
use serde::Serialize;

/// The fields that `newsfold evaluate --format json` prints.
#[derive(Serialize)]
struct ParsedArticle<'a> {
    schema_version: u32,
    newsfold_version: &'static str,
    sets: &'a [Evaluation],
    pooled: Option<&'a Evaluation>,
}

/// The groupings, with the versions beside them.
#[derive(Serialize)]
struct GroupReport<'a> {
    schema_version: u32,
    newsfold_version: &'static str,
    sets: &'a [GroupEvaluation],
}

fn read(gold: &[PathBuf]) -> Result<Vec<Gold>, Error> {
    gold.iter().map(|path| read_gold(path)).collect()
}

/// Scores summaries.
///
/// # Errors
/// A file that cannot be read or is not of the form; one without references.
pub(crate) fn summaries(
    gold: &[PathBuf],
    settings: &Settings,
    strict_budget: bool,
    observer: &dyn Observer,
) -> Result<String, Error> {
    let sets = read(gold)?;
    if let Some(gold) = sets.iter().find(|g| g.stories.iter().all(|s| s.references.is_empty())) {
        let message = format!("{}: no story has a reference; nothing to score against", gold.path);
        return Err(Error::Settings(message));
    }
    let one = |gold| evaluate(gold, &[], settings, strict_budget, observer);
    let sets: Vec<Evaluation> = sets.iter().map(one).collect();
    let pooled = if sets.len() > 1 { pooled(&sets) } else { None };
    Ok(crate::json(&ParsedArticle {
        schema_version: 1,
        newsfold_version: env!("CARGO_PKG_VERSION"),
        sets: &sets,
        pooled: pooled.as_ref(),
    }))
}

/// Scores groupings.
///
/// # Errors
/// A file that cannot be read or is not of the form.
pub(crate) fn groupings(
    gold: &[PathBuf],
    settings: &Settings,
    observer: &dyn Observer,
) -> Result<String, Error> {
    let sets: Vec<GroupEvaluation> = read(gold)?
        .iter()
        .map(|gold| evaluate_groups(gold, settings, Draws::WHOLE, observer))
        .collect();
    Ok(crate::json(&GroupReport {
        schema_version: 1,
        newsfold_version: env!("CARGO_PKG_VERSION"),
        sets: &sets,
    }))
}
