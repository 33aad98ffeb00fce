//! Flags over settings file over defaults: what the user typed, made into `Settings`.

use std::path::{Path, PathBuf};

use newsfold::findings::Sections;
use newsfold::ingest::{InputFormat, OutletFrom};
use newsfold::score::Signal;
use newsfold::select::Budget;
use newsfold::{Limits, Settings, SettingsFile, query_of, replaced};

use crate::Usage;
use crate::args::{
    CommonArgs, FilterArgs, GroupingArgs, LimitArgs, RunArgs, ScoringArgs, SummaryArgs,
};

/// The file that is read where none is named.
const DEFAULT_FILE: &str = "newsfold.toml";

/// Makes settings of flags and file. `without` is the output folder.
pub(crate) fn settings(
    common: &CommonArgs,
    summary: Option<&SummaryArgs>,
    without: Option<&Path>,
) -> anyhow::Result<Settings> {
    if common.inputs.is_empty() {
        return Err(
            Usage("name the files or folders to read, or - for standard input".to_owned()).into()
        );
    }
    let mut settings = Settings {
        inputs: common.inputs.clone(),
        without: without.map(Path::to_owned),
        ..Settings::default()
    };
    apply_named_file(&mut settings, &common.run)?;
    for mapping in &common.field {
        settings.fields.add(mapping)?;
    }
    if let Some(name) = &common.input_format {
        settings.input_format = Some(InputFormat::from_name(name)?);
    }
    if let Some(name) = &common.outlet_from {
        settings.outlet_from = OutletFrom::from_name(name)?;
    }
    apply_filter(&mut settings, &common.filter)?;
    apply_limits(&mut settings.limits, &common.limits);
    settings.group.given_stories |= common.given_stories;
    settings.group.one_story |= common.one_story;
    apply_grouping(&mut settings, &common.grouping)?;
    if let Some(summary) = summary {
        apply_flags(&mut settings, summary)?;
    }
    Ok(settings.validate()?)
}

/// Takes over which articles are kept and watched, beside what the settings file says.
fn apply_filter(settings: &mut Settings, flags: &FilterArgs) -> anyhow::Result<()> {
    let filter = &mut settings.filter;
    flags.mute.iter().try_for_each(|query| filter.mute(query))?;
    flags.mute_outlet.iter().for_each(|name| filter.mute_outlet(name));
    flags.lang.iter().for_each(|code| filter.keep_language(code));
    flags.since.iter().try_for_each(|time| filter.since(time))?;
    flags.until.iter().try_for_each(|time| filter.until(time))?;
    for query in &flags.watch {
        settings.watch.push(query_of("watch", query)?);
    }
    if let Some(query) = &flags.about {
        settings.score.about = Some(query_of("about", query)?);
    }
    Ok(())
}

/// Takes over how alike articles must be.
///
/// # Errors
/// A flag of an earlier rule.
pub(crate) fn apply_grouping(settings: &mut Settings, flags: &GroupingArgs) -> anyhow::Result<()> {
    for (old, new, value) in
        [("--merge", "--similarity", flags.merge), ("--split", "--cohesion", flags.split)]
    {
        if value.is_some() {
            return Err(Usage(replaced(old, new)).into());
        }
    }
    set(&mut settings.group.similarity, flags.similarity);
    set(&mut settings.group.cohesion, flags.cohesion);
    Ok(())
}

/// Settings for commands that read gold files.
pub(crate) fn gold_settings(
    gold: &[PathBuf],
    run: &RunArgs,
    scoring: &ScoringArgs,
    words: Option<usize>,
) -> anyhow::Result<Settings> {
    let mut settings = Settings { inputs: gold.to_vec(), ..Settings::default() };
    apply_named_file(&mut settings, run)?;
    apply_scoring(&mut settings, scoring)?;
    budget(&mut settings.budget, words, None);
    Ok(settings.validate()?)
}

fn set<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

fn budget(slot: &mut Budget, words: Option<usize>, sentences: Option<usize>) {
    set(slot, words.map(Budget::Words));
    set(slot, sentences.map(Budget::Sentences));
}

fn apply_flags(settings: &mut Settings, flags: &SummaryArgs) -> anyhow::Result<()> {
    budget(&mut settings.budget, flags.words, flags.sentences);
    apply_scoring(settings, &flags.scoring)?;
    set(&mut settings.min_articles, flags.min_articles);
    set(&mut settings.singles, flags.singles);
    settings.top = flags.top.or(settings.top);
    if let Some(names) = &flags.sections {
        settings.sections = Sections::from_names(names.iter().map(String::as_str))?;
    }
    Ok(())
}

fn apply_limits(limits: &mut Limits, flags: &LimitArgs) {
    set(&mut limits.article_bytes, flags.max_article_bytes);
    set(&mut limits.run_bytes, flags.max_run_bytes);
    set(&mut limits.ratio, flags.max_ratio);
    set(&mut limits.depth, flags.max_depth);
    set(&mut limits.line_bytes, flags.max_line_bytes);
    set(&mut limits.sentence_words, flags.max_sentence_words);
    set(&mut limits.sentence_bytes, flags.max_sentence_bytes);
}

fn apply_scoring(settings: &mut Settings, flags: &ScoringArgs) -> anyhow::Result<()> {
    set(&mut settings.lambda, flags.lambda);
    set(&mut settings.words_power, flags.words_power);
    set(&mut settings.max_overlap, flags.max_overlap);
    for weight in &flags.weight {
        let expected =
            || Usage(format!("expected SIGNAL=WEIGHT such as redundancy=1.5, found `{weight}`"));
        let (name, value) = weight.split_once('=').ok_or_else(expected)?;
        let signal = Signal::from_name(name)?;
        settings.score.weights.set(signal, value.parse().map_err(|_| expected())?)?;
    }
    Ok(())
}

fn apply_named_file(settings: &mut Settings, run: &RunArgs) -> anyhow::Result<()> {
    if let Some((path, file)) = read(run.config.as_deref())? {
        file.apply(settings, &path)?;
    }
    Ok(())
}

/// The known name that is nearest to the unknown one that an error names.
fn meant(said: &str) -> String {
    let Some((_, rest)) = said.split_once("unknown field `") else { return String::new() };
    let mut names = rest.split('`').step_by(2);
    let Some(unknown) = names.next() else { return String::new() };
    let alike = |name: &&str| strsim::jaro_winkler(unknown, name);
    let nearest = names.max_by(|a, b| alike(a).total_cmp(&alike(b)));
    nearest.map_or_else(String::new, |name| format!("\ndid you mean `{name}`?"))
}

fn read(named: Option<&Path>) -> anyhow::Result<Option<(PathBuf, SettingsFile)>> {
    let path: PathBuf = match named {
        Some(path) => path.to_owned(),
        None if Path::new(DEFAULT_FILE).is_file() => DEFAULT_FILE.into(),
        None => return Ok(None),
    };
    let shown = path.display().to_string();
    let text = std::fs::read_to_string(&path)
        .map_err(|e| Usage(format!("cannot read the settings file {shown}: {e}")))?;
    let file = toml::from_str(&text).map_err(|e| {
        let said = e.to_string();
        Usage(format!("in the settings file {shown}: {}{}", said.trim_end(), meant(&said)))
    })?;
    Ok(Some((path, file)))
}
