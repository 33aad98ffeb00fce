//! The nouns of this stage: the whole digest, owned, in the order in which it is printed.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::Serialize;

use super::also_reported::AlsoReported;
use super::days::span_in_words;
use super::findings::{DigestDiffer, DigestFact, DigestFindings, DigestValue, Item};
use super::issue::{Issue, StoryIssue};
use super::markdown::counted;
use super::markdown_findings::figure;
use super::what_if::WhatIf;
use crate::clean::RemovalReason;
use crate::error::SetAside;
use crate::findings::{Difference, day_of};
use crate::ingest::{ArticleId, Encoding};
use crate::origins::Relation;
use crate::score::{Signals, SupportKind};
use crate::segment::Opinion;
use crate::settings::Settings;
use crate::text::SourceText;

/// Everything a renderer prints.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Digest {
    /// Version of this form; 1.
    pub schema_version: u32,
    /// Version of the program.
    pub newsfold_version: &'static str,
    /// Every setting of the run.
    pub settings: Settings,
    /// What was read.
    pub run: Run,
    /// What an issue with a state says of earlier ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<Issue>,
    /// Stories of at least `min_articles` reports: by origins, articles, id.
    pub stories: Vec<DigestStory>,
    /// The reports that tell a story of their own: news before boilerplate, dated before undated, the newest first, ties by id.
    pub singles: Vec<Single>,
    /// Inputs that are not in the digest.
    pub set_aside: Vec<SetAside>,
    /// Lines that were left out of articles.
    pub cleaned: BTreeMap<&'static str, CleaningGroup>,
}

impl Digest {
    /// For a page with no kept texts beside it: it links nothing that is not there.
    pub fn forget_kept_texts(&mut self) {
        let of_stories = self.stories.iter_mut().flat_map(|story| &mut story.articles);
        let of_singles = self.singles.iter_mut().flat_map(|single| &mut single.articles);
        of_stories.chain(of_singles).for_each(|article| article.text_path = None);
    }
}

/// Counts of one run.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Run {
    /// Articles that were kept.
    pub articles: usize,
    /// Distinct outlets among them.
    pub outlets: usize,
    /// Stories, single reports among them.
    pub stories: usize,
    /// Of these, those of one report.
    #[serde(skip)]
    pub single_reports: usize,
    /// The days (ISO 8601, UTC) of the first and the last article, where any has a date.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<[String; 2]>,
}

impl Run {
    /// The days of the first and the last article, which appeared so many seconds after 1970.
    pub(crate) fn days_of(times: Option<(i64, i64)>) -> Option<[String; 2]> {
        let (first, last) = times?;
        Some([day_of(first)?.to_string(), day_of(last)?.to_string()])
    }

    /// The days in words: "12 March to 8 June 2026".
    pub(super) fn days_in_words(&self) -> Option<String> {
        let [first, last] = self.days.as_ref()?.each_ref().map(|day| day.parse::<Date>().ok());
        Some(span_in_words(first?, last?))
    }

    /// In words, for the head of a page: "23 articles from 18 outlets, 4 stories, 2 single reports, 12 March to 8 June 2026".
    pub(super) fn in_words(&self) -> String {
        let articles = counted(self.articles, "article");
        let mut words = format!("{articles} from {}", counted(self.outlets, "outlet"));
        let stories = self.stories.saturating_sub(self.single_reports);
        let of_several =
            (stories > 0 || self.single_reports == 0).then(|| counted(stories, "story"));
        let single = self.single_reports;
        let single = (single > 0).then(|| counted(single, "single report"));
        for part in of_several.into_iter().chain(single).chain(self.days_in_words()) {
            words.push_str(", ");
            words.push_str(&part);
        }
        words
    }
}

/// The lines left out for one reason.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CleaningGroup {
    /// How many.
    pub count: usize,
    /// Where.
    pub spans: Vec<Cleaning>,
}

/// One line left out.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Cleaning {
    /// Article id.
    pub article: ArticleId,
    /// First byte in the source text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Its first words, for the page.
    #[serde(skip)]
    pub example: SourceText,
}

/// Names of the removal reasons in the output, and in words.
pub(crate) fn reason_name(reason: RemovalReason) -> &'static str {
    match reason {
        RemovalReason::Boilerplate => "page furniture",
        RemovalReason::Recurring => "lines that recur in an outlet",
        RemovalReason::Teaser => "links to other stories",
        RemovalReason::Caption => "captions",
        RemovalReason::Byline => "bylines and credits",
        RemovalReason::PullQuote => "pull quotes",
        RemovalReason::Attribution => "labels of pull quotes",
    }
}

/// One story.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestStory {
    /// `story-` and 12 hex digits of a hash of its article ids.
    pub id: String,
    /// The title that the other origins support best, else a sentence; none where nothing can stand there.
    pub headline: Option<Headline>,
    /// At most so many independent origins.
    pub origins: usize,
    /// The copy groups: articles that print one text, and what shows it.
    pub origin_groups: Vec<OriginGroup>,
    /// Distinct outlets; every article without one counts as one.
    pub outlets: usize,
    /// Its reports, by id.
    pub articles: Vec<DigestArticle>,
    /// Its sentences in reading order.
    pub summary: Vec<DigestSentence>,
    /// What was found beside the summary.
    pub findings: DigestFindings,
    /// At least this share of what the best possible selection is worth, 0..=1.
    pub share_of_best: f64,
    /// How it stands to earlier issues, in an issue with a state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<StoryIssue>,
    /// Watched queries of which one of its articles is true.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub watched: Vec<Watched>,
    /// How much it says of what the run is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<DigestAbout>,
    /// The same event in other languages, the most outlets first, where the names and figures of both leave no doubt. None of it is counted above.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also_reported: Vec<AlsoReported>,
    /// For a page that selects again, where the settings ask for one.
    #[serde(skip)]
    pub what_if: Option<WhatIf>,
}

/// How much a story says of what the run is about.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestAbout {
    /// The share (0..=1) of the query's weight that its best article holds, a word that stands there often counting for more.
    pub relevance: f64,
    /// What of the query stands in it.
    pub found: Vec<AboutPart>,
}

/// A word or phrase of a query.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AboutPart {
    /// As it was typed.
    pub text: SourceText,
    /// In how many articles of the story it stands.
    pub articles: usize,
}

/// Why a story is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Watched {
    /// The query as it was typed.
    pub query: String,
    /// The first article that it is true of.
    pub article: ArticleId,
}

/// What a whole sentence may lose as a headline: its full stop.
const STOP: usize = 1;

/// The number under which a page lists each article of a story.
pub(super) type SourceNumbers = BTreeMap<ArticleId, usize>;

impl DigestStory {
    /// The sentence of the summary that stands as the headline, all of it.
    pub(super) fn sentence_above(&self) -> Option<&DigestSentence> {
        let above = self.headline.as_ref()?;
        self.summary.iter().find(|sentence| {
            (sentence.article, sentence.start) == (above.article, above.start)
                && sentence.field == above.field
                && sentence.end <= above.end + STOP
        })
    }

    /// What a figure that a sentence gives became later, in words.
    pub(super) fn later(&self, sentence: &DigestSentence) -> Option<SourceText> {
        let (row, value) = self.moved_since(sentence)?;
        let what = row.what_in_words();
        Some(SourceText::new(format!("later {} {}", figure(value.value), what.raw())))
    }

    /// Where a sentence gives a figure that moved later: the row of that figure, and its last value.
    fn moved_since(&self, sentence: &DigestSentence) -> Option<(&DigestDiffer, &DigestValue)> {
        let gives = |value: &DigestValue| {
            value.stated.iter().map(|stated| &stated.item).any(|item| {
                (item.article, &item.field) == (sentence.article, &sentence.field)
                    && sentence.start <= item.start
                    && item.end <= sentence.end
            })
        };
        self.findings.differ.iter().filter(|row| row.kind == Difference::Series).find_map(|row| {
            let (last, before) = row.values.split_last()?;
            (before.iter().any(gives) && !gives(last)).then_some((row, last))
        })
    }

    /// In words: what of the query that a run is about stands in it.
    pub(super) fn about_in_words(&self) -> Option<SourceText> {
        let about = self.about.as_ref().filter(|about| !about.found.is_empty())?;
        let part = |part: &AboutPart| {
            format!("{} ({})", part.text.raw(), counted(part.articles, "article"))
        };
        let parts: Vec<String> = about.found.iter().map(part).collect();
        Some(SourceText::new(format!("About: {}.", parts.join(", "))))
    }

    /// In words: how many tell it, and when: "At most 2 independent origins (3 outlets, 4 articles; 12 to 14 March 2026)."
    pub(super) fn origins_in_words(&self) -> String {
        let days = self.span().map(|(first, last)| format!("; {}", span_in_words(first, last)));
        format!(
            "At most {} ({}, {}{}).",
            counted(self.origins, "independent origin"),
            counted(self.outlets, "outlet"),
            counted(self.articles.len(), "article"),
            days.unwrap_or_default(),
        )
    }

    /// Its articles with their numbers, in the order of these.
    pub(super) fn numbered_sources(&self) -> Vec<(usize, &DigestArticle)> {
        let numbers = self.source_numbers();
        let mut by_number: Vec<(usize, &DigestArticle)> =
            self.articles.iter().map(|article| (numbers[&article.id], article)).collect();
        by_number.sort_by_key(|(number, _)| *number);
        by_number
    }

    /// From 1, in the order in which the summary first uses them, then the others.
    pub(super) fn source_numbers(&self) -> SourceNumbers {
        let mut numbers = SourceNumbers::new();
        let used = self.summary.iter().map(|sentence| sentence.article);
        for id in used.chain(self.articles.iter().map(|article| article.id)) {
            let next = numbers.len() + 1;
            numbers.entry(id).or_insert(next);
        }
        numbers
    }
}

impl DigestSentence {
    /// Other articles that say it, one of each copy group and outlet: a reprint adds nothing, and an outlet does not corroborate itself.
    pub(super) fn others<'a>(
        &self,
        articles: &BTreeMap<ArticleId, &'a DigestArticle>,
    ) -> Vec<&'a DigestArticle> {
        let name = |article: &DigestArticle| article.source.as_ref().map(|s| s.raw().to_owned());
        let own = articles.get(&self.article);
        let mut origins: BTreeSet<usize> = own.iter().map(|own| own.origin).collect();
        let mut names: BTreeSet<String> = own.iter().filter_map(|own| name(own)).collect();
        let says = self.support.articles.iter().filter(|id| **id != self.article);
        says.filter_map(|id| articles.get(id).copied())
            .filter(|other| {
                name(other).is_none_or(|name| names.insert(name)) && origins.insert(other.origin)
            })
            .collect()
    }
}

/// Articles that print one text.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OriginGroup {
    /// Its number within the story, as in `articles[].origin`.
    pub id: usize,
    /// Article ids.
    pub articles: Vec<ArticleId>,
    /// The longest run of words that two of them share; nothing where there is one article.
    pub receipt: Option<Receipt>,
}

/// A run of words that two articles share.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Receipt {
    /// How they share it.
    pub relation: Relation,
    /// How many words.
    pub words: usize,
    /// Where it stands in each of the two.
    pub places: [ReceiptPlace; 2],
    /// The words as the first of them prints them, white space folded.
    pub text: SourceText,
}

/// Where a shared run stands.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReceiptPlace {
    /// Article id.
    pub article: ArticleId,
    /// First byte in the source text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Share of the article's own words (0..=1) that stand in shared passages.
    pub share: f64,
}

/// One report.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestArticle {
    /// Content hash.
    pub id: ArticleId,
    /// The record's own id.
    pub external_id: Option<SourceText>,
    /// Outlet.
    pub source: Option<SourceText>,
    /// Headline.
    pub title: Option<SourceText>,
    /// Date as given.
    pub date: Option<SourceText>,
    /// The day (ISO 8601, UTC) on which it appeared, where its date can be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Whether it has a date that cannot be read: it stands in no order with others. Left out where that is not so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub date_unread: bool,
    /// Address.
    pub url: Option<SourceText>,
    /// Language code.
    pub lang: Option<String>,
    /// File as named.
    pub path: SourceText,
    /// Line, record or row (from 1).
    pub record: Option<usize>,
    /// Element or item (from 0).
    pub element: Option<usize>,
    /// Article (from 0) of `docs`.
    pub doc: Option<usize>,
    /// Copy of the source text, relative to the digest, where the input is not itself the text.
    pub text_path: Option<String>,
    /// Whether it is opinion and no straight news, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opinion: Option<Opinion>,
    /// Whether it has no date where articles are left out by theirs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undated: bool,
    /// Whether the text is a teaser that goes on elsewhere.
    pub teaser: bool,
    /// Whether the text broke off where it was fetched or stored.
    pub cut_off: bool,
    /// Whether the text is all of a page's, menus and all: its structure was beyond what is read.
    pub flat: bool,
    /// How the text was read, where it did not come as UTF-8.
    pub encoding: Option<Encoding>,
    /// Copy group within the story.
    pub origin: usize,
}

impl DigestArticle {
    /// Its outlet; of one that names none its file, whose folder the list of sources tells.
    pub(super) fn outlet_or_file(&self) -> SourceText {
        let file = || {
            let path = self.path.raw();
            SourceText::new(path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned())
        };
        self.source.clone().unwrap_or_else(file)
    }

    /// What a reader must know of it where it is listed, each behind a comma.
    pub(super) fn marks(&self) -> String {
        let opinion = self.opinion.map_or("", Opinion::name);
        let marks = [
            (self.undated, "without a date"),
            (self.opinion.is_some(), opinion),
            (self.teaser, "a teaser only"),
            (self.cut_off, "cut off"),
            (self.flat, "a page read without its structure"),
        ];
        marks.iter().filter(|(is, _)| *is).map(|(_, mark)| format!(", {mark}")).collect()
    }
}

/// A headline.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Headline {
    /// The words.
    pub text: SourceText,
    /// Article id.
    pub article: ArticleId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Field of the record that the bytes count in, if not the text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Who says it.
    pub support: DigestSupport,
}

/// Who says a sentence.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestSupport {
    /// Reported, or quoted: one utterance however many carry it.
    pub kind: SupportKind,
    /// In so many origins it was found, at most so many of them independent.
    pub origins: usize,
    /// Article ids.
    pub articles: Vec<ArticleId>,
    /// Articles that carry the same words between reporting of their own: not counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub carried_by: Vec<ArticleId>,
}

impl DigestSupport {
    /// In words: "3 origins", "quoted by 4 origins". Of a statement that was found once others may tell the event and word it otherwise.
    pub(super) fn in_words(&self) -> String {
        match (self.kind, self.origins) {
            (SupportKind::Reported, 1) => "wording: 1 origin".to_owned(),
            (SupportKind::Reported, origins) => counted(origins, "origin"),
            (SupportKind::Quoted, origins) => format!("quoted by {}", counted(origins, "origin")),
        }
    }
}

/// One sentence of a summary.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestSentence {
    /// The slice of the source text, white space folded.
    pub text: SourceText,
    /// Article id.
    pub article: ArticleId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line (from 1) of the source text on which it starts.
    pub line: usize,
    /// Field of the record that the bytes count in, where a reader would try another first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Who says it.
    pub support: DigestSupport,
    /// Weighted sum of the signals.
    pub score: f64,
    /// The signals.
    pub signals: Signals,
    /// The facts of a summary's sentence, each with its own count: figures first, then what was said, days and names.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<DigestFact>,
    /// Whom it names in one word though no sentence above has introduced the person, and where its article does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub introductions: Vec<DigestIntroduction>,
    /// The address of its article at this sentence, where [`Settings::text_links`](crate::Settings::text_links) asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<SourceText>,
    /// What stands next before and behind it in its paragraph, for the page.
    #[serde(skip)]
    pub context: [SourceText; 2],
}

impl DigestSentence {
    /// Who those are whom it names in one word: "Vann is Budget Director Ann Vann".
    pub(super) fn introduced_in_words(&self) -> impl Iterator<Item = SourceText> {
        self.introductions.iter().map(|DigestIntroduction { name, full }| {
            SourceText::new(format!("{} is {}", name.text.raw(), full.text.raw()))
        })
    }
}

/// Somebody whom a sentence names in one word.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestIntroduction {
    /// The word.
    pub name: Item,
    /// The full name where the article has it, with what stands there of the person.
    pub full: Item,
}

/// A report that tells a story of its own.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Single {
    /// Id of its story.
    pub id: String,
    /// Its title, else its first sentence.
    pub headline: Option<SourceText>,
    /// The reports: one, or fewer than `min_articles`.
    pub articles: Vec<DigestArticle>,
}
