//! The pipeline: calls every stage in order; no stage knows it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::clean::{LinesOf, RecurringLines};
use crate::crosslingual::{ArticleAnchors, anchors_of, counterparts, shows_its_language};
use crate::error::{Error, SetAside};
use crate::findings::Section;
use crate::group::{DocumentFrequencies, Story, Templates, group};
use crate::ingest::{self, Article, ArticleId, DateOrder, Filter, count_outlets};
use crate::limits::Limits;
use crate::origins::{CopyGroups, cluster_copies};
use crate::render::{
    Cleaning, CleaningGroup, Digest, DigestStory, Issue, Run, Single, SourceText, about_of,
    also_reported, build_story, kept_text, may_be_summarized, reason_name, single, single_key,
    story_id, story_key, watched_by,
};
use crate::segment::{KindedWords, OwnWords, ParsedArticle, TermCount, TermCounts};
use crate::settings::Settings;
use crate::text::{Language, Lexicons, Tokenizer};

/// A part of a run, for an observer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Files to articles.
    Read,
    /// Articles cleaned, segmented and counted.
    Segment,
    /// Copies folded and stories grouped.
    Group,
    /// Stories scored and told.
    Summarize,
}

/// Somebody who watches a run: a progress bar, a stopwatch. Called from several threads.
pub trait Observer: Sync {
    /// A stage begins; `items` is how many articles or stories it will take, 0 where nobody knows.
    fn begin(&self, stage: Stage, items: usize);
    /// One item is done.
    fn step(&self);
}

/// Nobody watches.
pub struct Unwatched;

impl Observer for Unwatched {
    fn begin(&self, _: Stage, _: usize) {}
    fn step(&self) {}
}

/// Everything that is known before stories are told. Reports stand in the order of their ids.
pub struct Corpus {
    /// The reports.
    pub reports: Vec<ParsedArticle>,
    /// Which of them are copies.
    pub copies: CopyGroups,
    /// Document frequencies, each copy group counted once.
    pub frequencies: DocumentFrequencies,
    /// What outlets say in the same words in many of their articles.
    pub templates: Templates,
    /// Stemmers and stop words.
    pub lexicons: Arc<Lexicons>,
    /// The stories.
    pub stories: Vec<Story>,
    /// Inputs that were set aside.
    pub set_aside: Vec<SetAside>,
}

impl Corpus {
    /// Reads the inputs and takes them as far as stories.
    ///
    /// # Errors
    /// An input that does not exist.
    pub fn open(settings: &Settings, observer: &dyn Observer) -> Result<Self, Error> {
        observer.begin(Stage::Read, 0);
        let intake = ingest::read(&settings.inputs, &settings.ingest())?;
        let corpus = Self::from_articles(intake.articles, intake.set_aside, settings, observer);
        corpus.check_about(settings)?;
        Ok(corpus)
    }

    /// Takes lines of JSON records, said to come from an input of this name, as far as stories.
    pub fn from_lines(
        name: &str,
        lines: Vec<u8>,
        settings: &Settings,
        observer: &dyn Observer,
    ) -> Self {
        observer.begin(Stage::Read, 0);
        let intake = ingest::read_lines(name, &lines, &settings.ingest());
        drop(lines);
        Self::from_articles(intake.articles, intake.set_aside, settings, observer)
    }

    /// Takes articles as far as stories.
    pub fn from_articles(
        mut articles: Vec<Box<Article>>,
        mut set_aside: Vec<SetAside>,
        settings: &Settings,
        observer: &dyn Observer,
    ) -> Self {
        // From here on every order is the order of content.
        articles.par_sort_unstable_by(|a, b| a.id.cmp(&b.id).then_with(|| a.place.cmp(&b.place)));
        ingest::settle(&mut articles);
        let lexicons = Arc::new(Lexicons::new());
        leave_out(&mut articles, &settings.filter, &lexicons, &mut set_aside);
        observer.begin(Stage::Segment, articles.len());
        let reported: Vec<Result<Reported, SetAside>> = articles
            .into_par_iter()
            .map(|article| {
                let none = RecurringLines::default();
                let reported = reported(article, &none, &lexicons, &settings.limits);
                observer.step();
                reported
            })
            .collect();
        let reported = kept(reported, &mut set_aside);
        let mut reported =
            without_recurring_lines(reported, &lexicons, &settings.limits, &mut set_aside);
        set_aside.sort();
        observer.begin(Stage::Group, 0);
        let take = |made: &mut Reported| std::mem::take(&mut made.own_words);
        let own_words: Vec<OwnWords> = reported.iter_mut().map(take).collect();
        let copies = cluster_copies(&own_words);
        let representatives = copies.representatives(&own_words);
        let outlet = |report: usize| reported[report].term_counts.outlet.as_deref();
        let known: Vec<(Option<&str>, KindedWords<'_>)> =
            representatives.iter().map(|r| (outlet(*r), own_words[*r].kinded())).collect();
        let templates = Templates::count(&known);
        drop(known);
        let evidence = |(report, words): (usize, &OwnWords)| {
            templates.evidence(outlet(report), words.kinded())
        };
        let evidence: Vec<f64> = own_words.par_iter().enumerate().map(evidence).collect();
        // As large as the text, and of no use from here on.
        drop(own_words);
        let (reports, all_counts): (Vec<ParsedArticle>, Vec<TermCounts>) =
            reported.into_iter().map(|made| (made.report, made.term_counts)).unzip();
        let counted: Vec<&TermCounts> = representatives.iter().map(|r| &all_counts[*r]).collect();
        let frequencies = DocumentFrequencies::count(&counted);
        let stories =
            group(all_counts, &copies, representatives, &frequencies, &evidence, &settings.group);
        Self { reports, copies, frequencies, templates, lexicons, stories, set_aside }
    }

    /// Some reports, sorted by id, with what is known of them and their stories.
    pub(crate) fn of_parts(
        reports: Vec<ParsedArticle>,
        copies: CopyGroups,
        frequencies: DocumentFrequencies,
        lexicons: Arc<Lexicons>,
        stories: Vec<Story>,
    ) -> Self {
        Self {
            reports,
            copies,
            frequencies,
            templates: Templates::default(),
            lexicons,
            stories,
            set_aside: Vec::new(),
        }
    }

    /// Whether a run can be about what it is to be about.
    ///
    /// # Errors
    /// A query of which each word is a stop word in a language of the corpus.
    fn check_about(&self, settings: &Settings) -> Result<(), Error> {
        let Some(query) = &settings.score.about else { return Ok(()) };
        let languages: BTreeSet<_> = self.reports.iter().map(ParsedArticle::language).collect();
        let says = |language| {
            let terms = query.terms(&Tokenizer::new(self.lexicons.of(language)));
            terms.with.iter().any(|part| !part.content.is_empty())
        };
        if languages.into_iter().all(says) {
            return Ok(());
        }
        let reason = "has no word to look for: all are stop words".to_owned();
        Err(Error::Setting { name: "about".to_owned(), reason })
    }

    /// The id under which a story is printed.
    pub fn story_id(&self, story: &Story) -> String {
        story_id(story, &self.reports)
    }

    /// Files with dates that could not be read, by path.
    pub fn unread_dates(&self) -> Vec<UnreadDates> {
        let mut unread: Vec<(&str, &str, &Article)> = self
            .reports
            .iter()
            .filter(|report| report.time.is_none())
            .filter_map(|report| {
                let article = &report.article;
                Some((article.place.path.as_str(), article.date.as_deref()?, &**article))
            })
            .collect();
        unread.sort_by(|a, b| a.2.place.cmp(&b.2.place));
        let of_file = unread.chunk_by(|a, b| a.0 == b.0);
        of_file
            .map(|of_file| UnreadDates {
                path: SourceText::new(of_file[0].0),
                articles: of_file.len(),
                example: SourceText::new(of_file[0].1),
                either: ingest::parse_date_in(of_file[0].1, Some(DateOrder::DayFirst)).is_some(),
            })
            .collect()
    }

    /// The stories that a digest tells, in its order.
    pub fn told_stories(&self, settings: &Settings) -> Vec<&Story> {
        let (mut told, _) = summarized_and_listed(self, settings);
        // What is not printed is not told.
        told.truncate(settings.top.unwrap_or(usize::MAX));
        told
    }

    /// The stories that get a digest.
    pub fn summarized_stories(&self, settings: &Settings) -> Vec<&Story> {
        self.stories.iter().filter(|s| s.reports.len() >= settings.min_articles).collect()
    }
}

/// Articles of one file whose dates cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadDates {
    /// The file, as the run names it.
    pub path: SourceText,
    /// How many articles.
    pub articles: usize,
    /// The first of the dates.
    pub example: SourceText,
    /// Whether that could be read if it were known which of day and month comes first.
    pub either: bool,
}

/// Takes out the articles that a filter leaves out.
fn leave_out(
    articles: &mut Vec<Box<Article>>,
    filter: &Filter,
    lexicons: &Lexicons,
    set_aside: &mut Vec<SetAside>,
) {
    if *filter == Filter::default() {
        return;
    }
    let reasons: Vec<Option<String>> =
        articles.par_iter().map(|article| filter.why_left_out(article, lexicons)).collect();
    let mut reasons = reasons.into_iter();
    articles.retain(|article| match reasons.next().flatten() {
        Some(reason) => {
            set_aside.push(article.place.clone().set_aside(reason, false));
            false
        }
        None => true,
    });
}

/// What is made of one article.
pub(crate) struct Reported {
    pub(crate) report: ParsedArticle,
    pub(crate) term_counts: TermCounts,
    pub(crate) own_words: OwnWords,
}

/// One article, its words counted. Of others it knows only the lines that recur.
pub(crate) fn reported(
    article: Box<Article>,
    recurring: &RecurringLines,
    lexicons: &Lexicons,
    limits: &Limits,
) -> Result<Reported, SetAside> {
    guarded(article, |article| {
        let (report, tokens) = ParsedArticle::new(article, recurring, lexicons, limits);
        let (term_counts, own_words) = TermCounts::new(&report, &tokens, lexicons);
        Reported { report, term_counts, own_words }
    })
}

/// A panic inside (a defect, ours or a dependency's) costs that article and not the run.
fn guarded<T>(
    article: Box<Article>,
    report: impl FnOnce(Box<Article>) -> T,
) -> Result<T, SetAside> {
    let place = article.place.clone();
    catch_unwind(AssertUnwindSafe(|| report(article))).map_err(|_| {
        let reason = "internal error: this article could not be segmented";
        place.set_aside(reason.to_owned(), true)
    })
}

/// Learns the lines that recur in an outlet, and cleans the reports that hold one a second time, without them.
fn without_recurring_lines(
    all: Vec<Reported>,
    lexicons: &Lexicons,
    limits: &Limits,
    set_aside: &mut Vec<SetAside>,
) -> Vec<Reported> {
    let known: Vec<LinesOf<'_, TermCount>> = all
        .par_iter()
        .filter_map(|Reported { report, term_counts, .. }| {
            Some(LinesOf {
                outlet: report.article.source.as_deref()?,
                lines: report.lines().collect(),
                terms: &term_counts.terms,
            })
        })
        .collect();
    let recurring = RecurringLines::learn(&known, |counted| counted.term);
    drop(known);
    if recurring.is_empty() {
        return all;
    }
    let cleaned: Vec<Result<Reported, SetAside>> = all
        .into_par_iter()
        .map(|made| {
            if made.report.holds_any(&recurring) {
                reported(made.report.article, &recurring, lexicons, limits)
            } else {
                Ok(made)
            }
        })
        .collect();
    kept(cleaned, set_aside)
}

/// The reports that could be made; the others are set aside.
fn kept<T>(reported: Vec<Result<T, SetAside>>, set_aside: &mut Vec<SetAside>) -> Vec<T> {
    let keep = |one: Result<T, SetAside>| one.map_err(|f| set_aside.push(f)).ok();
    reported.into_iter().filter_map(keep).collect()
}

/// A digest, and the source texts that must be kept beside it.
pub struct Outcome {
    /// The digest.
    pub digest: Digest,
    /// Path relative to the digest, and text.
    pub kept_texts: BTreeMap<String, String>,
}

/// The whole pipeline: inputs to digest.
///
/// # Errors
/// An input that does not exist, settings that make no sense.
pub fn run(settings: Settings, observer: &dyn Observer) -> Result<Outcome, Error> {
    let settings = settings.validate()?;
    let corpus = Corpus::open(&settings, observer)?;
    Ok(summarize(corpus, settings, observer))
}

/// Tells every story of a corpus.
pub fn summarize(corpus: Corpus, settings: Settings, observer: &dyn Observer) -> Outcome {
    let (mut summarized, listed) = summarized_and_listed(&corpus, &settings);
    // What is not printed is not told.
    summarized.truncate(settings.top.unwrap_or(usize::MAX));
    observer.begin(Stage::Summarize, summarized.len());
    let tell = |story: &Story| {
        let built = build_story(story, &corpus, &settings).story;
        observer.step();
        built
    };
    let stories = summarized.into_par_iter().map(tell).collect();
    let singles = listed.into_iter().map(|story| single(story, &corpus, &settings)).collect();
    outcome(corpus, settings, stories, singles, None)
}

/// The stories that are told, the first on the page first, and those that are only listed: of too few articles, or without a sentence to be
/// told by.
pub(crate) fn summarized_and_listed<'a>(
    corpus: &'a Corpus,
    settings: &Settings,
) -> (Vec<&'a Story>, Vec<&'a Story>) {
    let enough = corpus.summarized_stories(settings);
    let (mut summarized, listed): (Vec<&Story>, Vec<&Story>) =
        enough.into_par_iter().partition(|story| may_be_summarized(story, corpus, settings));
    let relevance = |story: &Story| {
        let relevance = about_of(story, corpus, settings).map_or(0.0, |about| about.relevance);
        Reverse((relevance * 1e9) as i64)
    };
    summarized.par_sort_by_cached_key(|story| {
        let is_watched = !watched_by(story, corpus, settings).is_empty();
        (!is_watched, relevance(story), story_key(story, corpus))
    });
    let few = corpus.stories.iter().filter(|s| s.reports.len() < settings.min_articles);
    let mut lone: Vec<&Story> = few.chain(listed).collect();
    lone.sort_by_cached_key(|story| (relevance(story), single_key(story, &corpus.reports)));
    (summarized, lone)
}

/// The digest of these stories and single reports.
pub(crate) fn outcome(
    corpus: Corpus,
    settings: Settings,
    mut stories: Vec<DigestStory>,
    singles: Vec<Single>,
    issue: Option<Issue>,
) -> Outcome {
    if settings.sections.has(Section::OtherLanguages) {
        name_other_languages(&corpus, &mut stories);
    }
    let shown: BTreeSet<&str> = stories
        .iter()
        .flat_map(|s| &s.articles)
        .chain(singles.iter().flat_map(|s| &s.articles))
        .filter_map(|a| a.text_path.as_deref())
        .collect();
    let kept_texts = corpus
        .reports
        .iter()
        .filter_map(kept_text)
        .filter(|(path, _)| shown.contains(path.as_str()))
        .collect();
    let digest = Digest {
        schema_version: 1,
        newsfold_version: env!("CARGO_PKG_VERSION"),
        run: counts(&corpus),
        settings,
        issue,
        stories,
        singles,
        cleaned: cleaned(&corpus),
        set_aside: corpus.set_aside,
    };
    Outcome { digest, kept_texts }
}

/// Names beside each story what tells the same event in another language.
fn name_other_languages(corpus: &Corpus, stories: &mut [DigestStory]) {
    let languages: BTreeSet<&Language> =
        corpus.reports.iter().filter_map(ParsedArticle::language).collect();
    let is_shown = |language: &&&Language| {
        let mut of_language = corpus.reports.iter().filter(|r| r.language() == Some(**language));
        of_language.any(shows_its_language)
    };
    if languages.len() < 2 || languages.iter().filter(is_shown).count() < 2 {
        return;
    }
    let of_story = |story: &Story| {
        let reports = story.reports.iter().map(|report| &corpus.reports[*report]);
        reports.map(|report| anchors_of(report, &corpus.lexicons)).collect()
    };
    let anchors: Vec<Vec<ArticleAnchors>> = corpus.stories.par_iter().map(of_story).collect();
    let found = counterparts(&anchors);
    let at_first: FxHashMap<ArticleId, usize> =
        anchors.iter().enumerate().map(|(at, articles)| (articles[0].id, at)).collect();
    // A story that an earlier issue told keeps its id.
    let printed: FxHashMap<ArticleId, String> =
        stories.iter().map(|story| (story.articles[0].id, story.id.clone())).collect();
    for story in stories {
        let Some(at) = at_first.get(&story.articles[0].id) else { continue };
        let mut others = found[*at].clone();
        for other in &mut others {
            if let Some(id) = printed.get(&other.articles[0]) {
                other.story.clone_from(id);
            }
        }
        story.also_reported = also_reported(&corpus.stories[*at], corpus, &others);
    }
}

fn counts(corpus: &Corpus) -> Run {
    let outlets = count_outlets(corpus.reports.iter().map(|r| r.article.source.as_deref()));
    let times = || corpus.reports.iter().filter_map(|r| r.time);
    let days = Run::days_of(times().min().zip(times().max()));
    let stories = corpus.stories.len();
    let single_reports = corpus.stories.iter().filter(|story| story.reports.len() == 1).count();
    Run { articles: corpus.reports.len(), outlets, stories, single_reports, days }
}

/// Every line that was left out, by reason, in the order of places.
fn cleaned(corpus: &Corpus) -> BTreeMap<&'static str, CleaningGroup> {
    let mut by_place: Vec<&ParsedArticle> = corpus.reports.iter().collect();
    by_place.sort_by(|a, b| a.article.place.cmp(&b.article.place));
    let mut groups: BTreeMap<&'static str, CleaningGroup> = BTreeMap::new();
    for report in by_place {
        for (reason, of_report) in lines_left_out(report) {
            let group = groups.entry(reason).or_default();
            group.count += of_report.count;
            group.spans.extend(of_report.spans);
        }
    }
    groups
}

/// The lines left out of one report, by reason.
pub(crate) fn lines_left_out(report: &ParsedArticle) -> BTreeMap<&'static str, CleaningGroup> {
    let mut groups: BTreeMap<&'static str, CleaningGroup> = BTreeMap::new();
    for removal in &report.cleaned.removed {
        let group = groups.entry(reason_name(removal.reason)).or_default();
        group.count += 1;
        group.spans.push(Cleaning {
            article: report.article.id,
            start: removal.span.start,
            end: removal.span.end,
            example: SourceText::new(shortened(removal.span.of(&report.article.text))),
        });
    }
    groups
}

/// The first words of a line.
fn shortened(line: &str) -> String {
    const MOST: usize = 60;
    match line.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{IngestSettings, read_from};

    #[test]
    fn an_article_on_which_a_dependency_panics_costs_only_itself() {
        const FATAL: &str = "A word that is fatal.";
        let lines: String = ["The bridge is shut.", FATAL, "The ferry ran aground."]
            .iter()
            .map(|text| format!("{}\n", serde_json::json!({ "text": text })))
            .collect();
        let intake = read_from("a.jsonl", lines.as_bytes(), &IngestSettings::default());
        let stemmed = |article: Box<Article>| {
            assert_ne!(article.text, FATAL);
            let (none, limits) = (RecurringLines::default(), Limits::default());
            ParsedArticle::new(article, &none, &Lexicons::new(), &limits).0
        };
        let summarized: Vec<Result<ParsedArticle, SetAside>> =
            intake.articles.into_iter().map(|article| guarded(article, stemmed)).collect();
        let mut set_aside = Vec::new();
        assert_eq!(kept(summarized, &mut set_aside).len(), 2);
        assert_eq!(set_aside.iter().map(|s| s.record).collect::<Vec<_>>(), [Some(2)]);
    }
}
