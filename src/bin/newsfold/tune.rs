//! `newsfold tune`: weights from references, written as a settings file.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::Context;
use newsfold::Settings;
use newsfold::evaluate::{Interval, Measure};
use newsfold::ingest::{Gold, read_gold, read_text};
use newsfold::score::Signal;
use newsfold::select::Budget;
use newsfold::tune::{GoldBudget, TuneSettings, Tuned, fit_concepts, parse_rows, tune};

use crate::args::{TuneArgs, TunedMeasure};
use crate::progress::{Bar, complain, name_set_aside};
use crate::{Done, Usage, config, on_threads, sink};

pub(crate) fn run(args: TuneArgs) -> anyhow::Result<Done> {
    let mut settings = config::gold_settings(&args.gold, &args.run, &args.scoring, None)?;
    if args.gold.is_empty() && args.rows.is_none() {
        let message = "name gold files to learn from, or rows with --rows";
        return Err(Usage(message.to_owned()).into());
    }
    let read: Vec<&Path> = args.gold.iter().chain(&args.rows).map(PathBuf::as_path).collect();
    sink::refuse_to_overwrite(Some(&args.output), &read)?;
    sink::refuse_to_overwrite(args.concepts_out.as_deref(), &read)?;
    if args.output != Path::new("-") && args.output.exists() {
        let message = format!("{} is there already; name another with -o", args.output.display());
        return Err(Usage(message).into());
    }
    if let Some(path) = &args.rows {
        let rows = parse_rows(&read_text(path)?, &path.to_string_lossy())?;
        if rows.is_empty() {
            return Err(Usage(format!("{}: a header and no rows", path.display())).into());
        }
        settings.score.concepts = fit_concepts(&rows);
    }
    if let Some(path) = &args.concepts_out {
        let text = serde_json::to_string_pretty(&settings.score.concepts)? + "\n";
        sink::to_file_or_stdout(path, text)?;
    }
    if args.gold.is_empty() {
        let header = "# Concept tables fitted on rows alone; nothing was measured.\n".to_owned();
        write_settings(&args.output, header, &settings, true)?;
        return Ok(Done::Well);
    }
    if args.folds < 2 {
        return Err(Usage("--folds takes 2 or more".to_owned()).into());
    }
    let sets: Vec<Gold> = args.gold.iter().map(|p| read_gold(p)).collect::<Result<_, _>>()?;
    let mut partly = false;
    for gold in &sets {
        name_set_aside(&gold.set_aside, &args.run);
        let scored = gold.stories.iter().filter(|s| !s.references.is_empty()).count();
        if scored < args.folds {
            let message = format!(
                "{}: {scored} stories with a reference are too few for {} folds",
                gold.path, args.folds
            );
            return Err(Usage(message).into());
        }
        for story in gold.stories.iter().filter(|s| s.references.is_empty()) {
            partly = true;
            complain(&format!("left out {} story {}: no reference", gold.path, story.cluster));
        }
        partly |= gold.set_aside.iter().any(|s| s.fault);
    }
    let budgets = budgets(&args.words, sets.len(), settings.budget)?;
    if budgets.iter().all(|b| *b == budgets[0]) {
        settings.budget = Budget::Words(budgets[0]);
    }
    let sets: Vec<GoldBudget> =
        sets.into_iter().zip(budgets).map(|(gold, words)| GoldBudget { gold, words }).collect();
    let tune_settings = TuneSettings {
        trials: args.trials,
        folds: args.folds,
        seed: args.seed,
        measure: match args.measure {
            TunedMeasure::Rouge1 => Measure::Rouge1,
            TunedMeasure::Rouge2 => Measure::Rouge2,
            TunedMeasure::Rouge4 => Measure::Rouge4,
            TunedMeasure::RougeL => Measure::RougeL,
            TunedMeasure::RougeSu4 => Measure::RougeSu4,
        },
        recall: args.recall,
        fit_concepts: !args.keep_concepts,
        ..TuneSettings::default()
    };
    let bar = Bar::new(&args.run);
    let tuned = on_threads(args.run.threads, || tune(&sets, &settings, &tune_settings, &bar))?;
    bar.clear();
    let report = report(&tuned, &settings, &tune_settings);
    // The settings hold it too, as comments.
    if args.output != Path::new("-") {
        sink::to_stdout(report.as_bytes())?;
    }
    if !tuned.is_real() && args.output != Path::new("-") {
        complain(&format!("{} was not written (-o - prints the settings)", args.output.display()));
        return Ok(if partly { Done::Partly } else { Done::Well });
    }
    let header = report.lines().map(|line| format!("# {line}").trim_end().to_owned() + "\n");
    let own_tables =
        tuned.concepts_fitted || args.rows.is_some() || settings.concepts_from.is_some();
    write_settings(&args.output, header.collect(), &tuned.settings, own_tables)?;
    Ok(if partly { Done::Partly } else { Done::Well })
}

/// One number of words for all sets, or one for each.
fn budgets(given: &[usize], sets: usize, default: Budget) -> anyhow::Result<Vec<usize>> {
    let default = match default {
        Budget::Words(words) => words,
        Budget::Sentences(_) => {
            return Err(Usage("tune takes a budget in words: --words N".to_owned()).into());
        }
    };
    if given.contains(&0) {
        return Err(Usage("--words takes 1 or more".to_owned()).into());
    }
    match given {
        [] => Ok(vec![default; sets]),
        [one] => Ok(vec![*one; sets]),
        several if several.len() == sets => Ok(several.to_vec()),
        several => {
            let message = format!("{} budgets for {sets} gold files", several.len());
            Err(Usage(message).into())
        }
    }
}

fn report(tuned: &Tuned, start: &Settings, tune_settings: &TuneSettings) -> String {
    let mut out = String::new();
    let by = if tune_settings.recall { "recall" } else { "F" };
    let name = tune_settings.measure.name();
    let points = |i: &Interval| {
        format!("{:.2} [{:.2}, {:.2}]", 100.0 * i.mean, 100.0 * i.low, 100.0 * i.high)
    };
    let _ = writeln!(
        out,
        "{} settings tried (seed {}, {} folds); to grow: the worst relative gain in {name} {by} over the sets.",
        tuned.tried, tune_settings.seed, tune_settings.folds
    );
    if let Some([at_hand, fitted]) = tuned.concepts_compared {
        let _ = writeln!(
            out,
            "Concept tables fitted on the references, on held-out stories: worst relative gain {:+.2} % against {:+.2} % \
             of those at hand; {}.",
            100.0 * fitted,
            100.0 * at_hand,
            if tuned.concepts_fitted { "taken" } else { "not taken" }
        );
    }
    for set in &tuned.sets {
        let _ = writeln!(
            out,
            "{}: {} stories at {} words: before {}, held out {}, on what it was fitted on {}",
            set.gold,
            set.stories,
            set.words,
            points(&set.before),
            points(&set.held_out),
            points(&set.fitted)
        );
        let verdict = if set.gain.low > 0.0 {
            "a real gain"
        } else if set.gain.high < 0.0 {
            "a real loss"
        } else {
            "not a real gain: the interval holds zero"
        };
        let _ = writeln!(out, "  held-out gain {}: {verdict}", points(&set.gain));
    }
    let mut changed = Vec::new();
    for signal in Signal::ALL {
        let (was, is) = (start.score.weights.get(signal), tuned.settings.score.weights.get(signal));
        if was.to_bits() != is.to_bits() {
            changed.push(format!("{} {was} to {is}", signal.name()));
        }
    }
    let now = &tuned.settings;
    for (name, was, is) in [
        ("lambda", start.lambda, now.lambda),
        ("words_power", start.words_power, now.words_power),
        ("max_overlap", start.max_overlap, now.max_overlap),
        ("word scale", start.score.concepts.word.scale, now.score.concepts.word.scale),
    ] {
        if was.to_bits() != is.to_bits() {
            changed.push(format!("{name} {was} to {is}"));
        }
    }
    let changed = if changed.is_empty() { "nothing".to_owned() } else { changed.join(", ") };
    let _ = writeln!(out, "Changed: {changed}.");
    let _ = writeln!(
        out,
        "{}",
        if tuned.is_real() {
            "The gain is more than noise on every set."
        } else {
            "No gain to rely on: on at least one set it cannot be told from noise."
        }
    );
    out
}

#[derive(serde::Serialize)]
struct Written<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    words: Option<usize>,
    lambda: f64,
    words_power: f64,
    max_overlap: f64,
    similarity: f64,
    cohesion: f64,
    min_articles: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    top: Option<usize>,
    singles: usize,
    weights: std::collections::BTreeMap<&'static str, f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    concepts: Option<&'a newsfold::score::ConceptWeights>,
}

fn write_settings(
    path: &Path,
    header: String,
    settings: &Settings,
    own_tables: bool,
) -> anyhow::Result<()> {
    let shipped = Settings::default().score.concepts;
    let own_tables = own_tables || settings.score.concepts != shipped;
    let written = Written {
        words: match settings.budget {
            Budget::Words(words) => Some(words),
            Budget::Sentences(_) => None,
        },
        similarity: settings.group.similarity,
        cohesion: settings.group.cohesion,
        min_articles: settings.min_articles,
        top: settings.top,
        singles: settings.singles,
        lambda: settings.lambda,
        words_power: settings.words_power,
        max_overlap: settings.max_overlap,
        weights: Signal::ALL
            .into_iter()
            .map(|s| (s.name(), settings.score.weights.get(s)))
            .collect(),
        concepts: own_tables.then_some(&settings.score.concepts),
    };
    let body = toml::to_string(&written).context("cannot write the settings as TOML")?;
    sink::to_file_or_stdout(path, header + "\n" + &body)
}
