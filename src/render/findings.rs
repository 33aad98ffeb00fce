//! Findings as they are printed: every one a slice of its source, with the place.

use serde::Serialize;

use super::digest::{DigestIntroduction, DigestSentence, DigestSupport};
use crate::findings::{
    Coverage, Differ, Difference, Fact, FactKind, Findings, Introduction, Place, QuoteForm,
    QuoteVariant, Quoted,
};
use crate::group::Story;
use crate::ingest::ArticleId;
use crate::segment::ParsedArticle;
use crate::text::SourceText;
use crate::text::{Span, fold_white_space};

/// A slice of an article.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Item {
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
    /// Whether its sentence begins before it, and ends behind it.
    #[serde(skip)]
    pub goes_on: [bool; 2],
}

impl DigestSentence {
    /// The whole of it as a slice, and who says it.
    pub(super) fn into_item(self) -> (Item, DigestSupport) {
        let Self { text, article, start, end, line, field, support, .. } = self;
        (Item { text, article, start, end, line, field, goes_on: [false, false] }, support)
    }
}

/// What was found in a story beside its summary; empty sections are left out.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestFindings {
    /// Facts that at least two origins state: figures, then days, then names, the best supported first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<DigestFact>,
    /// Figures on which the sources differ.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differ: Vec<DigestDiffer>,
    /// What was said, each speech once, those that most origins carry first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quotes: Vec<DigestQuote>,
    /// Statements of weight that one origin alone makes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only_here: Vec<DigestSentence>,
    /// Dated sentences in the order of days, one of each day.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<DigestDated>,
    /// What each article holds of the summary, in the order of `articles`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub coverage: Vec<DigestCoverage>,
}

/// A fact and who states it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestFact {
    /// What kind.
    pub kind: FactKind,
    /// The day (ISO 8601), where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// In so many origins it was found, at most so many of them independent.
    pub origins: usize,
    /// One slice for each article that states it, straight news before opinion; of a fact of a sentence that sentence's own first.
    pub stated: Vec<Item>,
    /// The first of these: the words before the fact, the fact itself, and the words behind it.
    #[serde(skip)]
    pub parts: [SourceText; 3],
    /// What stands between these: a space or nothing.
    #[serde(skip)]
    pub between: [&'static str; 2],
    /// Whether all outlets have it, whatever they report: a weekday, the White House.
    #[serde(skip)]
    pub common: bool,
    /// Whether the first of these is a sentence that says enough alone.
    #[serde(skip)]
    pub alone: bool,
}

/// A quantity on which the sources differ.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestDiffer {
    /// Whether they contradict each other or the count grew.
    pub kind: Difference,
    /// What is counted.
    pub what: Option<Item>,
    /// The unit, where it has one of its own.
    pub unit: Option<&'static str>,
    /// What happened to that.
    pub fate: Option<&'static str>,
    /// The values: of a series in the order of days, else the best supported first.
    pub values: Vec<DigestValue>,
}

impl DigestDiffer {
    /// What its figures count.
    pub(super) fn what_in_words(&self) -> SourceText {
        let mut words = match (&self.what, self.unit) {
            (_, Some(unit)) => unit.to_owned(),
            (Some(what), None) => what.text.raw().to_owned(),
            (None, None) => "people".to_owned(),
        };
        if let Some(fate) = self.fate {
            words.push(' ');
            words.push_str(fate);
        }
        SourceText::new(words)
    }
}

/// One value and who gives it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestValue {
    /// As a number.
    pub value: f64,
    /// At most so many independent origins.
    pub origins: usize,
    /// The words around the figure, one slice for each article.
    pub stated: Vec<DigestStated>,
}

/// A figure as an article states it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestStated {
    /// The slice.
    #[serde(flatten)]
    pub item: Item,
    /// Day (ISO 8601) as of which it holds, where the text or the article's date tells.
    pub as_of: Option<String>,
}

/// One speech.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestQuote {
    /// Who said it, by the fullest name that an article gives.
    pub speaker: Option<Item>,
    /// At most so many independent origins carry it: one utterance all the same.
    pub origins: usize,
    /// So many of them carry less than four fifths of the longest form.
    pub in_part: usize,
    /// What each article prints of it, piece by piece, the longest first.
    pub forms: Vec<Vec<Item>>,
    /// Where the others differ from the longest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub variants: Vec<DigestVariant>,
}

impl DigestQuote {
    /// In how many origins it stands, in words: "3 origins, 1 in part".
    pub(super) fn origins_in_words(&self) -> String {
        let origins = super::markdown::counted(self.origins, "origin");
        match self.in_part {
            0 => origins,
            part => format!("{origins}, {part} in part"),
        }
    }
}

/// Another wording.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestVariant {
    /// The differing words with one word on each side, in each article that words it so.
    pub here: Vec<Item>,
    /// The same in the longest form.
    pub there: Item,
    /// First and last byte of the differing words in the first of these; equal where words are left out.
    pub differs_here: Span,
    /// The same in the longest form.
    pub differs_there: Span,
    /// It is marked with an ellipsis that it leaves something out.
    pub spliced: bool,
    /// `here` and `there` before, in and behind the difference, for the page.
    #[serde(skip)]
    pub shown: [[SourceText; 3]; 2],
}

/// A dated sentence.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestDated {
    /// The day (ISO 8601).
    pub day: String,
    /// Whether it lies long before the story.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub background: bool,
    /// The sentence.
    #[serde(flatten)]
    pub item: Item,
    /// Who says it.
    pub support: DigestSupport,
}

/// What an article holds.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DigestCoverage {
    /// Article id.
    pub article: ArticleId,
    /// Share (0..=1) of the summary's concepts, by weight, that it holds too.
    pub share: f64,
    /// Share (0..=1) of its own words that stand in another article of its copy group; 0 outside of one.
    pub copied: f64,
    /// Sentences of the summary that are its own.
    pub used: usize,
    /// Sentences of the summary that it says: its own, those that it supports, and those that it carries from another.
    pub supports: usize,
    /// Its sentences.
    pub sentences: usize,
    /// Those of them whose wording is damaged.
    pub damaged: usize,
    /// Lines of its text.
    pub lines: usize,
}

/// Gives findings their places.
pub(super) struct Printer<'a> {
    pub(super) story: &'a Story,
    pub(super) reports: &'a [ParsedArticle],
}

impl Printer<'_> {
    fn report(&self, at: usize) -> &ParsedArticle {
        &self.reports[self.story.reports[at]]
    }

    pub(super) fn item(&self, place: Place) -> Item {
        let report = self.report(place.report);
        let article = &report.article;
        let sentence = |at: usize| {
            let behind = report.sentences.partition_point(|s| s.span.start <= at);
            behind.checked_sub(1).map(|last| report.sentences[last].span)
        };
        let Span { start, end } = place.span;
        Item {
            text: SourceText::new(fold_white_space(place.span.of(&article.text))),
            article: article.id,
            start,
            end,
            line: report.line_of(start),
            field: article.text_field.clone(),
            goes_on: [
                sentence(start).is_some_and(|s| s.start < start && start < s.end),
                sentence(end.saturating_sub(1)).is_some_and(|s| end < s.end),
            ],
        }
    }

    pub(super) fn introduction(&self, of: &Introduction) -> DigestIntroduction {
        DigestIntroduction { name: self.item(of.name), full: self.item(of.full) }
    }

    fn items(&self, places: &[Place]) -> Vec<Item> {
        places.iter().map(|place| self.item(*place)).collect()
    }

    /// All findings. `sentence` prints a sentence of the story, `copied` is each report's share of copied words.
    pub(super) fn print(
        &self,
        findings: &Findings,
        sentence: &dyn Fn(usize) -> DigestSentence,
        copied: &[f64],
    ) -> DigestFindings {
        DigestFindings {
            agreed: findings.agreed.iter().map(|fact| self.fact(fact)).collect(),
            differ: findings.differ.iter().map(|row| self.differ(row)).collect(),
            quotes: findings.quotes.iter().map(|quote| self.quote(quote)).collect(),
            only_here: findings.only_here.iter().map(|index| sentence(*index)).collect(),
            timeline: findings
                .timeline
                .iter()
                .map(|dated| {
                    let (item, support) = sentence(dated.sentence).into_item();
                    let day = dated.day.to_string();
                    DigestDated { day, background: dated.background, item, support }
                })
                .collect(),
            coverage: findings
                .coverage
                .iter()
                .enumerate()
                .map(|(at, coverage)| self.coverage(at, coverage, copied[at]))
                .collect(),
        }
    }

    pub(super) fn fact(&self, fact: &Fact) -> DigestFact {
        let parts = self.parts(fact);
        DigestFact {
            kind: fact.kind,
            day: fact.day.map(|d| d.to_string()),
            origins: fact.origins,
            stated: self.items(&fact.stated),
            parts: parts.map(|part| SourceText::new(fold_white_space(part))),
            between: [[parts[0], parts[1]], [parts[1], parts[2]]].map(|[before, behind]| {
                let is_space = before.ends_with(char::is_whitespace)
                    || behind.starts_with(char::is_whitespace);
                if is_space { " " } else { "" }
            }),
            common: fact.common,
            alone: fact.alone,
        }
    }

    /// What a fact is first stated in: before it, itself, and behind it.
    fn parts(&self, fact: &Fact) -> [&str; 3] {
        let Place { report, span } = fact.stated[0];
        let text = self.report(report).article.text.as_str();
        let exact =
            if span.contains(fact.exact) { fact.exact } else { Span::new(span.start, span.start) };
        [&text[span.start..exact.start], exact.of(text), &text[exact.end..span.end]]
    }

    fn differ(&self, row: &Differ) -> DigestDiffer {
        let values = row.values.iter().map(|value| DigestValue {
            value: value.value,
            origins: value.origins,
            stated: value
                .stated
                .iter()
                .zip(&value.as_of)
                .map(|(place, day)| DigestStated {
                    item: self.item(*place),
                    as_of: day.map(|d| d.to_string()),
                })
                .collect(),
        });
        DigestDiffer {
            kind: row.kind,
            what: row.what.map(|place| self.item(place)),
            unit: row.unit,
            fate: row.fate,
            values: values.collect(),
        }
    }

    fn quote(&self, quote: &Quoted) -> DigestQuote {
        let form = |form: &QuoteForm| self.items(&form.pieces);
        DigestQuote {
            speaker: quote.speaker.map(|place| self.item(place)),
            origins: quote.origins,
            in_part: quote.in_part,
            forms: quote.forms.iter().map(form).collect(),
            variants: quote.variants.iter().map(|variant| self.variant(variant)).collect(),
        }
    }

    fn variant(&self, variant: &QuoteVariant) -> DigestVariant {
        let shown = |place: Place, differs: Span| {
            let text = &self.report(place.report).article.text;
            let parts = [
                Span::new(place.span.start, differs.start),
                differs,
                Span::new(differs.end, place.span.end),
            ];
            parts.map(|part| SourceText::new(part.of(text)))
        };
        DigestVariant {
            here: self.items(&variant.here),
            there: self.item(variant.there),
            differs_here: variant.differs_here,
            differs_there: variant.differs_there,
            spliced: variant.spliced,
            shown: [
                shown(variant.here[0], variant.differs_here),
                shown(variant.there, variant.differs_there),
            ],
        }
    }

    fn coverage(&self, at: usize, coverage: &Coverage, copied: f64) -> DigestCoverage {
        let article = &self.report(at).article;
        DigestCoverage {
            article: article.id,
            share: crate::score::rounded(coverage.share),
            copied: crate::score::rounded(copied),
            used: coverage.used,
            supports: coverage.supports,
            sentences: coverage.sentences,
            damaged: coverage.damaged,
            lines: article.text.lines().count(),
        }
    }
}
