//! The noun of this stage: one gold set, summarised by newsfold and by the systems it is compared with, and scored.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Serialize, Serializer, ser::SerializeMap};

use super::baselines;
use super::bootstrap::Interval;
use super::rouge::{Counted, Measure, Scores, Wording, cut, rouge};
use crate::group::Story;
use crate::ingest::{Gold, GoldStory};
use crate::pipeline::{Corpus, Observer, Stage};
use crate::score::{ScoredStory, score};
use crate::segment::opens_in_context;
use crate::select::{Budget, select};
use crate::settings::Settings;
use crate::text::{Language, detect, fold_white_space};

/// The name under which newsfold's own row is printed.
const OURS: &str = "newsfold";

/// A gold set, evaluated.
#[derive(Debug, Clone, Serialize)]
pub struct Evaluation {
    /// Files, as named.
    pub gold: Vec<String>,
    /// Stories that were scored: those with references.
    pub stories: usize,
    /// Articles of these stories.
    pub articles: usize,
    /// The budget.
    pub budget: Budget,
    /// Whether the budget held as it does in a digest; else the last sentence ran over and was cut.
    pub strict_budget: bool,
    /// How words were found, and in how many stories.
    pub wording: BTreeMap<&'static str, usize>,
    /// Newsfold first, then what it is compared with, the ceiling last.
    pub systems: Vec<SystemRow>,
    /// Newsfold less each of the others, paired by story.
    pub differences: Vec<SystemRow>,
    /// Sentences of newsfold's summaries that open with a word that depends on what stands before.
    pub leaning_openers: ContextDependent,
    /// Story by story.
    pub rows: Vec<StoryRow>,
    /// Stories without a reference, left out of every mean: file and cluster.
    pub without_reference: Vec<(String, String)>,
    /// Newsfold's summaries.
    #[serde(skip)]
    pub summaries: Vec<Summarized>,
}

/// One system's means, or newsfold's less that system's.
#[derive(Debug, Clone, Serialize)]
pub struct SystemRow {
    /// Its name.
    pub system: String,
    /// By measure: recall.
    #[serde(serialize_with = "by_measure")]
    pub recall: Vec<Interval>,
    /// By measure: F.
    #[serde(serialize_with = "by_measure")]
    pub f: Vec<Interval>,
}

/// How many sentences depend on the one before.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct ContextDependent {
    /// Sentences printed.
    pub sentences: usize,
    /// Of these, those whose first word points back (a pronoun, "that", "but", "also" ..., in quotation marks or not) and that do
    /// not stand right behind the sentence that they follow in their article.
    #[serde(rename = "leaning")]
    pub context_dependent: usize,
    /// Those that do: what they depend on is in the digest.
    pub following: usize,
}

impl ContextDependent {
    /// Share of the sentences that depend on one that is not there, 0..=1.
    pub fn share(&self) -> f64 {
        self.context_dependent as f64 / self.sentences.max(1) as f64
    }
}

/// One story's scores, by system.
#[derive(Debug, Clone, Serialize)]
pub struct StoryRow {
    /// The file.
    pub gold: String,
    /// The story.
    pub cluster: String,
    /// By system, in the order of the systems.
    pub systems: Vec<StoryScores>,
}

/// One system's scores on one story.
#[derive(Debug, Clone)]
pub struct StoryScores {
    /// Its name.
    pub system: String,
    /// Its scores.
    pub scores: Scores,
}

/// One of newsfold's summaries.
#[derive(Debug, Clone, Serialize)]
pub struct Summarized {
    /// The story.
    pub cluster: String,
    /// The sentences, joined by spaces.
    pub summary: String,
    /// Each sentence and its place.
    pub sentences: Vec<SummarizedSentence>,
}

/// One sentence of a summary.
#[derive(Debug, Clone, Serialize)]
pub struct SummarizedSentence {
    /// Index of the article in the record's `docs`.
    pub doc: usize,
    /// First byte in the article's text.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
    /// The text there, white space folded.
    pub text: String,
}

impl Serialize for StoryScores {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(Measure::ALL.len() + 1))?;
        map.serialize_entry("system", &self.system)?;
        for measure in Measure::ALL {
            map.serialize_entry(measure.name(), &self.scores.get(measure))?;
        }
        map.end()
    }
}

fn by_measure<S: Serializer>(intervals: &[Interval], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(Measure::ALL.iter().map(|m| m.name()).zip(intervals))
}

/// Another system's summaries, by cluster.
pub type Others = [(String, BTreeMap<String, String>)];

/// Summarises every story of a gold set with `settings` and scores it, beside the baselines and `others`. A story
/// that one of the others does not summarise scores 0 for it.
pub fn evaluate(
    gold: &Gold,
    others: &Others,
    settings: &Settings,
    strict_budget: bool,
    observer: &dyn Observer,
) -> Evaluation {
    let corpus = corpus(gold, settings, observer);
    let summarized = stories(&corpus, gold);
    observer.begin(Stage::Summarize, summarized.len());
    let scored: Vec<Option<(StoryRow, Summarized, ContextDependent, Wording)>> = summarized
        .par_iter()
        .map(|(gold_story, story)| {
            let row = (!gold_story.references.is_empty()).then(|| {
                score_story(&corpus, gold, gold_story, story, others, settings, strict_budget)
            });
            observer.step();
            row
        })
        .collect();
    let mut rows = Vec::new();
    let mut summaries = Vec::new();
    let mut context_dependent = ContextDependent::default();
    let mut wordings: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut articles = 0;
    for ((_, story), scored) in summarized.iter().zip(scored) {
        let Some((row, summarized, depends_on_context, wording)) = scored else { continue };
        articles += story.reports.len();
        context_dependent.sentences += depends_on_context.sentences;
        context_dependent.context_dependent += depends_on_context.context_dependent;
        context_dependent.following += depends_on_context.following;
        *wordings.entry(wording_name(wording)).or_default() += 1;
        rows.push(row);
        summaries.push(summarized);
    }
    let without = gold.stories.iter().filter(|s| s.references.is_empty());
    Evaluation {
        articles,
        wording: wordings,
        leaning_openers: context_dependent,
        without_reference: without.map(|s| (gold.path.clone(), s.cluster.clone())).collect(),
        summaries,
        ..of_rows(vec![gold.path.clone()], rows, settings.budget, strict_budget)
    }
}

/// Several sets as one: every story counts the same.
pub fn pooled(sets: &[Evaluation]) -> Option<Evaluation> {
    let first = sets.first()?;
    let rows = sets.iter().flat_map(|s| s.rows.clone()).collect();
    let gold = sets.iter().flat_map(|s| s.gold.clone()).collect();
    let mut all = of_rows(gold, rows, first.budget, first.strict_budget);
    for set in sets {
        all.articles += set.articles;
        all.leaning_openers.sentences += set.leaning_openers.sentences;
        all.leaning_openers.context_dependent += set.leaning_openers.context_dependent;
        all.leaning_openers.following += set.leaning_openers.following;
        for (wording, count) in &set.wording {
            *all.wording.entry(wording).or_default() += count;
        }
    }
    Some(all)
}

fn of_rows(
    gold: Vec<String>,
    rows: Vec<StoryRow>,
    budget: Budget,
    strict_budget: bool,
) -> Evaluation {
    let names: Vec<String> = rows
        .first()
        .map_or(Vec::new(), |row| row.systems.iter().map(|s| s.system.clone()).collect());
    let column = |system: usize, measure: Measure, recall: bool| -> Vec<f64> {
        let pick = |row: &StoryRow| {
            let score = row.systems[system].scores.get(measure);
            if recall { score.recall } else { score.f }
        };
        rows.iter().map(pick).collect()
    };
    let all = |of: &dyn Fn(Measure) -> Interval| Measure::ALL.into_iter().map(of).collect();
    let systems = names.iter().enumerate().map(|(at, name)| SystemRow {
        system: name.clone(),
        recall: all(&|m| Interval::of(&column(at, m, true))),
        f: all(&|m| Interval::of(&column(at, m, false))),
    });
    let against = |at: usize, m: Measure, recall: bool| {
        Interval::of_difference(&column(0, m, recall), &column(at, m, recall))
    };
    let differences = names.iter().enumerate().skip(1).map(|(at, name)| SystemRow {
        system: name.clone(),
        recall: all(&|m| against(at, m, true)),
        f: all(&|m| against(at, m, false)),
    });
    Evaluation {
        gold,
        stories: rows.len(),
        articles: 0,
        budget,
        strict_budget,
        wording: BTreeMap::new(),
        systems: systems.collect(),
        differences: differences.collect(),
        leaning_openers: ContextDependent::default(),
        rows,
        without_reference: Vec::new(),
        summaries: Vec::new(),
    }
}

/// The gold stories of a set as given stories.
pub(crate) fn corpus(gold: &Gold, settings: &Settings, observer: &dyn Observer) -> Corpus {
    let mut given = settings.clone();
    given.group.given_stories = true;
    given.group.one_story = false;
    let articles = gold.stories.iter().flat_map(|s| s.articles.clone()).collect();
    Corpus::from_articles(articles, gold.set_aside.clone(), &given, observer)
}

/// Each gold story that has articles, with its place in the corpus, in the order of the file.
pub(crate) fn stories<'a>(corpus: &'a Corpus, gold: &'a Gold) -> Vec<(&'a GoldStory, &'a Story)> {
    let by_cluster: BTreeMap<&str, &Story> = corpus
        .stories
        .iter()
        .filter_map(|s| {
            Some((corpus.reports[*s.reports.first()?].article.given_story.as_deref()?, s))
        })
        .collect();
    gold.stories.iter().filter_map(|g| Some((g, *by_cluster.get(g.cluster.as_str())?))).collect()
}

/// A story's references as the scorer sees them.
pub(crate) struct Judge {
    wording: Wording,
    references: Vec<Counted>,
    words: Option<usize>,
}

impl Judge {
    pub(crate) fn new(gold: &GoldStory, budget: Budget) -> Self {
        let wording = wording_of(gold);
        let words = match budget {
            Budget::Words(words) => Some(words),
            Budget::Sentences(_) => None,
        };
        let mut judge = Self { wording, references: Vec::new(), words };
        judge.references = gold.references.iter().map(|r| judge.count(r)).collect();
        judge
    }

    fn count(&self, text: &str) -> Counted {
        Counted::new(self.words.map_or(text, |words| cut(text, words)), self.wording)
    }

    pub(crate) fn scores(&self, summary: &str) -> Scores {
        rouge(&self.count(summary), &self.references)
    }
}

/// English by the record's tag, else by what its references are written in.
fn wording_of(gold: &GoldStory) -> Wording {
    let given = gold.lang.as_deref().and_then(Language::from_tag);
    let all = gold.references.join(" ");
    let language = given.or_else(|| detect(&all));
    let english = language.map_or_else(|| all.is_ascii(), |l| l.code() == "en");
    if english { Wording::English } else { Wording::Unstemmed }
}

fn wording_name(wording: Wording) -> &'static str {
    match wording {
        Wording::English => "english",
        Wording::Unstemmed => "unstemmed",
    }
}

/// The printed text of every sentence of a story.
pub(crate) fn texts(corpus: &Corpus, scored: &ScoredStory) -> Vec<String> {
    let view = &scored.view;
    let text = |s: &crate::score::StorySentence| {
        let article = &corpus.reports[view.reports[s.report].report].article;
        fold_white_space(s.sentence.span.of(&article.text))
    };
    view.sentences.iter().map(text).collect()
}

fn score_story(
    corpus: &Corpus,
    gold: &Gold,
    gold_story: &GoldStory,
    story: &Story,
    others: &Others,
    settings: &Settings,
    strict_budget: bool,
) -> (StoryRow, Summarized, ContextDependent, Wording) {
    let scored = score(
        story,
        &corpus.reports,
        &corpus.copies,
        &corpus.frequencies,
        &corpus.lexicons,
        &settings.score,
    );
    let budget = settings.budget;
    let mut select_settings = settings.select();
    select_settings.runs_over = !strict_budget;
    let summary = select(&scored, &select_settings);
    let judge = Judge::new(gold_story, budget);
    let texts = texts(corpus, &scored);
    let joined =
        |chosen: &[usize]| chosen.iter().map(|s| texts[*s].as_str()).collect::<Vec<_>>().join(" ");
    let view = &scored.view;
    let article = |report: usize| &corpus.reports[view.reports[report].report].article;
    let mut order: Vec<usize> = (0..view.reports.len()).collect();
    order.sort_by_key(|report| article(*report).place.doc);
    let ours: Vec<usize> = summary.picks.iter().map(|p| p.sentence).collect();
    let mut systems = vec![(OURS.to_owned(), joined(&ours))];
    for (name, summaries) in others {
        let theirs = summaries.get(&gold_story.cluster).cloned().unwrap_or_default();
        systems.push((name.clone(), theirs));
    }
    systems.push(("Lead".to_owned(), joined(&baselines::lead(view, &order, budget))));
    systems.push(("TF-IDF centroid".to_owned(), joined(&baselines::centroid(view, budget))));
    systems.push(("LexRank".to_owned(), joined(&baselines::lexrank(view, budget))));
    let ceiling = baselines::oracle(view, &texts, &judge.references, judge.wording, budget);
    systems.push(("greedy oracle".to_owned(), joined(&ceiling)));
    let row = StoryRow {
        gold: gold.path.clone(),
        cluster: gold_story.cluster.clone(),
        systems: systems
            .iter()
            .map(|(system, text)| StoryScores {
                system: system.clone(),
                scores: judge.scores(text),
            })
            .collect(),
    };
    let sentences: Vec<SummarizedSentence> = ours
        .iter()
        .map(|s| {
            let sentence = &view.sentences[*s];
            let span = sentence.sentence.span;
            let doc = article(sentence.report).place.doc.unwrap_or(0);
            SummarizedSentence { doc, start: span.start, end: span.end, text: texts[*s].clone() }
        })
        .collect();
    let mut context_dependent =
        ContextDependent { sentences: ours.len(), ..ContextDependent::default() };
    for (at, s) in ours.iter().enumerate() {
        let sentence = &view.sentences[*s];
        let report = &corpus.reports[view.reports[sentence.report].report];
        if opens_in_context(&texts[*s], report.language()) {
            let before = at.checked_sub(1).map(|b| ours[b]);
            let follows =
                before.is_some_and(|b| b + 1 == *s && view.sentences[b].report == sentence.report);
            context_dependent.context_dependent += usize::from(!follows);
            context_dependent.following += usize::from(follows);
        }
    }
    let summarized = Summarized {
        cluster: gold_story.cluster.clone(),
        summary: systems.swap_remove(0).1,
        sentences,
    };
    (row, summarized, context_dependent, judge.wording)
}
