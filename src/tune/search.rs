//! The search: random settings first, then one hyperparameter at a time from the best of them. The objective is the worst relative gain over
//! the gold sets, so that one set cannot be bought with another; every story is scored by what was found without it.

use rayon::prelude::*;
use serde::Serialize;

use super::fit::fit_concepts;
use super::rows::{Row, story_rows};
use crate::evaluate::{Interval, Judge, Measure, Random, corpus, stories, texts};
use crate::ingest::Gold;
use crate::pipeline::{Observer, Stage};
use crate::score::{ConceptWeights, ScoreSettings, ScoredStory, Signal, score};
use crate::select::{Budget, SelectSettings, select};
use crate::settings::Settings;
use crate::text::hash_text;

/// A gold set and the budget at which it is judged.
pub struct GoldBudget {
    /// The set.
    pub gold: Gold,
    /// Words of a summary.
    pub words: usize,
}

/// How to search.
#[derive(Debug, Clone, PartialEq)]
pub struct TuneSettings {
    /// Random settings that are tried.
    pub trials: usize,
    /// Rounds of coordinate steps behind them; each tries every hyperparameter up and down.
    pub rounds: usize,
    /// Parts into which the stories fall; each part is judged by what the others teach. At least 2.
    pub folds: usize,
    /// Where the random numbers begin.
    pub seed: u64,
    /// What is to grow: its F, or its recall.
    pub measure: Measure,
    /// Whether recall grows instead of F.
    pub recall: bool,
    /// Whether concept tables are fitted on the references too.
    pub fit_concepts: bool,
}

impl Default for TuneSettings {
    fn default() -> Self {
        Self {
            trials: 100,
            rounds: 2,
            folds: 5,
            seed: 1,
            measure: Measure::Rouge2,
            recall: false,
            fit_concepts: true,
        }
    }
}

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hyperparameter {
    /// The weight of a signal.
    Weight(Signal),
    /// What the score adds to a gain.
    Lambda,
    /// Power of the words that divides a gain.
    WordsPower,
    /// How much two sentences may have in common.
    MaxOverlap,
    /// What single words weigh beside pairs.
    WordScale,
}

impl Hyperparameter {
    fn all() -> Vec<Hyperparameter> {
        let weights = Signal::ALL.into_iter().map(Hyperparameter::Weight);
        weights.chain([Self::Lambda, Self::WordsPower, Self::MaxOverlap, Self::WordScale]).collect()
    }

    /// Name in a settings file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weight(signal) => signal.name(),
            Self::Lambda => "lambda",
            Self::WordsPower => "words_power",
            Self::MaxOverlap => "max_overlap",
            Self::WordScale => "word_scale",
        }
    }

    /// Lowest and highest value and the step: a range that holds every value that was ever best, and some room.
    fn range(self) -> (f64, f64, f64) {
        match self {
            Self::Weight(_) => (0.0, 3.0, 0.25),
            Self::Lambda => (0.0, 0.2, 0.01),
            Self::WordsPower => (0.3, 1.0, 0.05),
            Self::MaxOverlap => (0.4, 1.0, 0.05),
            Self::WordScale => (0.05, 1.0, 0.05),
        }
    }

    fn get(self, settings: &Settings) -> f64 {
        match self {
            Self::Weight(signal) => settings.score.weights.get(signal),
            Self::Lambda => settings.lambda,
            Self::WordsPower => settings.words_power,
            Self::MaxOverlap => settings.max_overlap,
            Self::WordScale => settings.score.concepts.word.scale,
        }
    }

    fn set(self, settings: &mut Settings, value: f64) {
        let (low, high, step) = self.range();
        // On the grid, so that the file holds short numbers.
        let value = ((value / step).round() * step).clamp(low, high);
        let value = (value * 1e6).round() / 1e6;
        match self {
            Self::Weight(signal) => {
                let finite = settings.score.weights.set(signal, value);
                debug_assert!(finite.is_ok());
            }
            Self::Lambda => settings.lambda = value,
            Self::WordsPower => settings.words_power = value,
            Self::MaxOverlap => settings.max_overlap = value,
            Self::WordScale => settings.score.concepts.word.scale = value,
        }
    }
}

/// What was found for one set.
#[derive(Debug, Clone, Serialize)]
pub struct TunedSet {
    /// The file.
    pub gold: String,
    /// Stories with references.
    pub stories: usize,
    /// Words of a summary.
    pub words: usize,
    /// The settings that the search began with.
    pub before: Interval,
    /// What was found, every story by what was found without it.
    pub held_out: Interval,
    /// The settings that are written, on the stories they were found on: too good by as much as the search could fit.
    pub fitted: Interval,
    /// `held_out` less `before`, paired by story.
    pub gain: Interval,
}

/// What was tried and what won.
#[derive(Debug, Clone)]
pub struct Tuned {
    /// The settings that won on all stories.
    pub settings: Settings,
    /// Set by set.
    pub sets: Vec<TunedSet>,
    /// Settings that were tried.
    pub tried: usize,
    /// Whether tables fitted on the references won over those at hand.
    pub concepts_fitted: bool,
    /// The objective of the tables at hand and of the fitted ones before the search, both on held-out stories.
    pub concepts_compared: Option<[f64; 2]>,
}

impl Tuned {
    /// Whether the gain is more than noise on every set.
    pub fn is_real(&self) -> bool {
        self.sets.iter().all(|s| s.gain.low > 0.0)
    }
}

/// One story, ready to be told in any way.
struct Ready {
    set: usize,
    fold: usize,
    words: usize,
    scored: ScoredStory,
    texts: Vec<String>,
    judge: Judge,
    rows: Vec<Row>,
}

/// Scores of all stories under one setting.
type Column = Vec<f64>;

/// Fits and searches. `observer` is told of every setting that is tried.
pub fn tune(
    sets: &[GoldBudget],
    start: &Settings,
    tune_settings: &TuneSettings,
    observer: &dyn Observer,
) -> Tuned {
    let mut ready = prepare(sets, start, tune_settings, observer);
    let mut search = Search { tune: tune_settings, sets: sets.len(), tried: 0, observer };
    let hyperparameters = Hyperparameter::all();
    observer.begin(
        Stage::Summarize,
        2 + tune_settings.trials
            + (1 + tune_settings.folds) * tune_settings.rounds * 2 * hyperparameters.len(),
    );
    let before = search.try_out(&mut ready, start, None);
    let mut tables: Option<Vec<ConceptWeights>> = None;
    let mut compared = None;
    if tune_settings.fit_concepts {
        let by_fold: Vec<ConceptWeights> = (0..tune_settings.folds)
            .into_par_iter()
            .map(|fold| fit_concepts(&all_rows(&ready, Some(fold), search.sets)))
            .collect();
        let with_fitted = search.try_out(&mut ready, start, Some(&by_fold));
        let all = |_: usize| true;
        let gains = [
            search.objective(&ready, &before, &before, &all),
            search.objective(&ready, &with_fitted, &before, &all),
        ];
        compared = Some(gains);
        if gains[1] > gains[0] {
            tables = Some(by_fold);
        }
    }
    let by_fold = tables.as_deref();
    // Random settings serve all folds: a story's score does not depend on who looks at it.
    let mut random = Random::new(tune_settings.seed);
    let mut tried: Vec<(Settings, Column)> = vec![(start.clone(), before.clone())];
    if by_fold.is_some() {
        let column = search.try_out(&mut ready, start, by_fold);
        tried[0].1 = column;
    }
    for _ in 0..tune_settings.trials {
        let mut settings = start.clone();
        for hyperparameter in &hyperparameters {
            let (low, high, _) = hyperparameter.range();
            // Half of the hyperparameters stay: most of what is good is near to what is known to be good.
            if random.unit() < 0.5 {
                hyperparameter.set(&mut settings, low + (high - low) * random.unit());
            }
        }
        let column = search.try_out(&mut ready, &settings, by_fold);
        tried.push((settings, column));
    }
    let mut held_out = vec![0.0; ready.len()];
    for fold in 0..tune_settings.folds {
        let (_, column) = search.climb(&mut ready, &tried, &before, by_fold, Some(fold));
        for (at, _) in ready.iter().enumerate().filter(|(_, s)| s.fold == fold) {
            held_out[at] = column[at];
        }
    }
    let (mut settings, fitted) = search.climb(&mut ready, &tried, &before, by_fold, None);
    if by_fold.is_some() {
        let scale = settings.score.concepts.word.scale;
        settings.score.concepts = fit_concepts(&all_rows(&ready, None, search.sets));
        settings.score.concepts.word.scale = scale;
    }
    let of_set = |column: &Column, set: usize| -> Vec<f64> {
        column.iter().zip(&ready).filter(|(_, s)| s.set == set).map(|(v, _)| *v).collect()
    };
    let tuned = sets.iter().enumerate().map(|(at, set)| {
        let (was, is) = (of_set(&before, at), of_set(&held_out, at));
        TunedSet {
            gold: set.gold.path.clone(),
            stories: was.len(),
            words: set.words,
            gain: Interval::of_difference(&is, &was),
            before: Interval::of(&was),
            held_out: Interval::of(&is),
            fitted: Interval::of(&of_set(&fitted, at)),
        }
    });
    Tuned {
        sets: tuned.collect(),
        settings,
        tried: search.tried,
        concepts_fitted: by_fold.is_some(),
        concepts_compared: compared,
    }
}

fn prepare(
    sets: &[GoldBudget],
    start: &Settings,
    tune_settings: &TuneSettings,
    observer: &dyn Observer,
) -> Vec<Ready> {
    let mut ready = Vec::new();
    for (set, GoldBudget { gold, words }) in sets.iter().enumerate() {
        let read = corpus(gold, start, observer);
        let summarized = stories(&read, gold);
        let with_references: Vec<_> =
            summarized.into_iter().filter(|(g, _)| !g.references.is_empty()).collect();
        let mut of_set: Vec<Ready> = with_references
            .par_iter()
            .map(|(gold_story, story)| {
                let scored = score(
                    story,
                    &read.reports,
                    &read.copies,
                    &read.frequencies,
                    &read.lexicons,
                    &start.score,
                );
                let language = read.reports[story.reports[0]].language();
                let rows = if tune_settings.fit_concepts {
                    story_rows(&scored, &gold_story.references, read.lexicons.of(language))
                } else {
                    Vec::new()
                };
                Ready {
                    set,
                    fold: 0,
                    words: *words,
                    texts: texts(&read, &scored),
                    judge: Judge::new(gold_story, Budget::Words(*words)),
                    scored,
                    rows,
                }
            })
            .collect();
        // Folds by name, as even as can be: the order of the file plays no part.
        let mut order: Vec<(u64, usize)> = with_references
            .iter()
            .enumerate()
            .map(|(at, (gold_story, _))| (hash_text(&gold_story.cluster), at))
            .collect();
        order.sort_unstable();
        for (place, (_, at)) in order.into_iter().enumerate() {
            of_set[at].fold = place % tune_settings.folds.max(1);
        }
        ready.extend(of_set);
    }
    ready
}

/// Every set weighs the same, whatever its number of concepts: rows of small sets are repeated.
fn all_rows(ready: &[Ready], without: Option<usize>, sets: usize) -> Vec<Row> {
    let of_set = |set: usize| -> Vec<Row> {
        let stories = ready.iter().filter(|s| s.set == set && Some(s.fold) != without);
        stories.flat_map(|s| s.rows.iter().cloned()).collect()
    };
    let by_set: Vec<Vec<Row>> = (0..sets).map(of_set).collect();
    let most = by_set.iter().map(Vec::len).max().unwrap_or(0);
    by_set
        .iter()
        .filter(|rows| !rows.is_empty())
        .flat_map(|rows| {
            let times = ((most as f64 / rows.len() as f64).round() as usize).max(1);
            std::iter::repeat_n(rows, times).flatten().cloned()
        })
        .collect()
}

struct Search<'a> {
    tune: &'a TuneSettings,
    sets: usize,
    tried: usize,
    observer: &'a dyn Observer,
}

impl Search<'_> {
    /// The score of every story under `settings`; with `tables`, each by those of its fold.
    fn try_out(
        &mut self,
        ready: &mut [Ready],
        settings: &Settings,
        tables: Option<&[ConceptWeights]>,
    ) -> Column {
        self.tried += 1;
        let (measure, recall) = (self.tune.measure, self.tune.recall);
        let column = ready
            .par_iter_mut()
            .map(|story| {
                let mut weights: ScoreSettings = settings.score.clone();
                if let Some(tables) = tables {
                    let scale = weights.concepts.word.scale;
                    weights.concepts = tables[story.fold].clone();
                    weights.concepts.word.scale = scale;
                }
                story.scored.reweigh(&weights);
                let select_settings = SelectSettings {
                    budget: Budget::Words(story.words),
                    runs_over: true,
                    ..settings.select()
                };
                let picks = select(&story.scored, &select_settings).picks;
                let chosen: Vec<&str> =
                    picks.iter().map(|p| story.texts[p.sentence].as_str()).collect();
                let score = story.judge.scores(&chosen.join(" ")).get(measure);
                if recall { score.recall } else { score.f }
            })
            .collect();
        self.observer.step();
        column
    }

    /// The worst relative gain over the sets, on the stories that `counts` lets in.
    fn objective(
        &self,
        ready: &[Ready],
        column: &Column,
        before: &Column,
        counts: &dyn Fn(usize) -> bool,
    ) -> f64 {
        let mean = |of: &Column, set: usize| {
            let of_set = || (0..ready.len()).filter(|at| ready[*at].set == set && counts(*at));
            of_set().map(|at| of[at]).sum::<f64>() / of_set().count().max(1) as f64
        };
        (0..self.sets)
            .map(|set| mean(column, set) / mean(before, set).max(f64::MIN_POSITIVE) - 1.0)
            .fold(f64::INFINITY, f64::min)
    }

    /// From the best of what was tried, one hyperparameter at a time, on all stories but those of `without`. Returns the settings and
    /// their scores on every story.
    fn climb(
        &mut self,
        ready: &mut [Ready],
        tried: &[(Settings, Column)],
        before: &Column,
        tables: Option<&[ConceptWeights]>,
        without: Option<usize>,
    ) -> (Settings, Column) {
        let folds: Vec<usize> = ready.iter().map(|s| s.fold).collect();
        let counts = |at: usize| Some(folds[at]) != without;
        let rank = |search: &Self, ready: &[Ready], column: &Column| {
            (search.objective(ready, column, before, &counts) * 1e9) as i64
        };
        let first = tried.iter().enumerate();
        let best = first
            .max_by_key(|(at, (_, column))| (rank(self, ready, column), std::cmp::Reverse(*at)));
        let (mut settings, mut column) =
            best.map_or_else(|| tried[0].clone(), |(_, found)| found.clone());
        let mut most = rank(self, ready, &column);
        for round in 0..self.tune.rounds {
            for hyperparameter in Hyperparameter::all() {
                let (_, _, step) = hyperparameter.range();
                // Wide steps first, then one step of the grid.
                let step = if round == 0 { 3.0 * step } else { step };
                for change in [step, -step] {
                    let mut other = settings.clone();
                    hyperparameter.set(&mut other, hyperparameter.get(&settings) + change);
                    if other == settings {
                        self.observer.step();
                        continue;
                    }
                    let scores = self.try_out(ready, &other, tables);
                    let gained = rank(self, ready, &scores);
                    if gained > most {
                        (settings, column, most) = (other, scores, gained);
                    }
                }
            }
        }
        (settings, column)
    }
}
