//! Stage eight: what an editor asks of a story beside its summary. On what do independent sources agree, where do their
//! figures differ, who said what in which words, what does one origin alone report, and when did it happen.
//!
//! Everything found is a slice of an article with its place; nothing is inferred beyond it.

mod agreed;
mod attributed;
mod counted;
mod coverage;
mod dates;
mod facts;
mod fates;
mod figures;
mod introductions;
mod names;
mod naming;
mod numbers;
mod only_here;
mod persons;
mod quantities;
mod quotes;
mod section;
mod speaker;
mod speech;
mod timeline;
mod verb_second;
mod wording;
mod words;

pub use coverage::Coverage;
pub(crate) use dates::{day_of, days_between};
pub use quantities::Difference;
pub use section::{Section, Sections};

use std::collections::hash_map::Entry;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::group::{DocumentFrequencies, Story};
use crate::score::ScoredStory;
use crate::segment::ParsedArticle;
use crate::select::Summary;
use crate::text::{Span, fold_word};

use facts::Mention;
use figures::{Figure, figures_in};
use quantities::{Differing, difference, origins_of, quantities};
use words::Words;

/// A slice of one of the story's articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Index of the report in the story.
    pub report: usize,
    /// Where in its text.
    pub span: Span,
}

/// A value with who gives it.
#[derive(Debug, Clone, PartialEq)]
pub struct StatedValue {
    /// The value as a number; "two dozen" is 24.
    pub value: f64,
    /// The words around each figure, one place for each report.
    pub stated: Vec<Place>,
    /// For each of these the day as of which it holds, where the text or the article's date tells.
    pub as_of: Vec<Option<Date>>,
    /// At most so many independent origins.
    pub origins: usize,
}

/// A quantity on which the sources differ.
#[derive(Debug, Clone, PartialEq)]
pub struct Differ {
    /// Whether they contradict each other or the count grew.
    pub kind: Difference,
    /// What is counted, as one article writes it.
    pub what: Option<Place>,
    /// The unit, where what is counted has one of its own: dollars, percent, acres.
    pub unit: Option<&'static str>,
    /// What happened to that, where the noun does not say it.
    pub fate: Option<&'static str>,
    /// The values: of a series in the order of days, else the best supported first.
    pub values: Vec<StatedValue>,
}

/// What kind of fact is agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// A number with its unit or noun.
    Figure,
    /// What was said, within one sentence.
    Quotation,
    /// A day.
    Date,
    /// A person, a place, an organisation.
    Name,
}

/// A fact and who states it.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What kind.
    pub kind: FactKind,
    /// The day, where it is one.
    pub day: Option<Date>,
    /// One place for each report that states it: straight news before opinion, else in the story's order; of a fact of a sentence that
    /// sentence's own first.
    pub stated: Vec<Place>,
    /// The fact itself in the first of these, which may have words around it.
    pub exact: Span,
    /// Whether all have it, whatever they report: a weekday without a date, a name of common words.
    pub common: bool,
    /// Whether the first place is in a sentence that says enough alone and is shown whole.
    pub alone: bool,
    /// In so many origins it was found, at most so many of them independent.
    pub origins: usize,
}

/// What one article prints of a speech.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteForm {
    /// The quoted words between their marks, piece by piece.
    pub pieces: Vec<Place>,
    /// Who says it there.
    pub speaker: Option<Place>,
}

/// How the wording of some articles differs from the longest.
#[derive(Debug, Clone, PartialEq)]
pub struct QuoteVariant {
    /// The differing words with one word on each side, in each article that words it so.
    pub here: Vec<Place>,
    /// The same in the longest form.
    pub there: Place,
    /// The differing words in the first of these articles; empty where words are left out.
    pub differs_here: Span,
    /// The same in the longest form.
    pub differs_there: Span,
    /// The article marks the gap with an ellipsis.
    pub spliced: bool,
}

/// One speech, once.
#[derive(Debug, Clone, PartialEq)]
pub struct Quoted {
    /// Who said it: the fullest name that an article gives.
    pub speaker: Option<Place>,
    /// One form for each article, the longest first.
    pub forms: Vec<QuoteForm>,
    /// Where the others differ from it.
    pub variants: Vec<QuoteVariant>,
    /// At most so many independent origins carry it: one utterance all the same.
    pub origins: usize,
    /// So many of them carry less than four fifths of the longest form.
    pub in_part: usize,
}

/// A dated sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// The day.
    pub day: Date,
    /// Index of the sentence in the story.
    pub sentence: usize,
    /// Whether it lies long before the story.
    pub background: bool,
}

/// Somebody whom a sentence names in one word.
#[derive(Debug, Clone, PartialEq)]
pub struct Introduction {
    /// The word.
    pub name: Place,
    /// The full name where the article has it, with what stands there of the person.
    pub full: Place,
}

/// The noun of this stage.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Findings {
    /// Facts that at least two origins state.
    pub agreed: Vec<Fact>,
    /// The facts of each sentence of the summary, in the order of its picks; looked for with those that are agreed on.
    pub facts: Vec<Vec<Fact>>,
    /// Whom each sentence of the summary names in one word, and where its article says who that is, in the order of its picks.
    pub introductions: Vec<Vec<Introduction>>,
    /// Figures that differ.
    pub differ: Vec<Differ>,
    /// Speeches.
    pub quotes: Vec<Quoted>,
    /// Sentences that one origin alone has, as indices in the story.
    pub only_here: Vec<usize>,
    /// Dated sentences in the order of days.
    pub timeline: Vec<Dated>,
    /// What each article holds of the summary.
    pub coverage: Vec<Coverage>,
}

/// Looks for everything that `sections` ask for.
pub fn find(
    story: &Story,
    reports: &[ParsedArticle],
    frequencies: &DocumentFrequencies,
    scored: &ScoredStory,
    summary: &Summary,
    sections: &Sections,
) -> Findings {
    let of_story: Vec<&ParsedArticle> = story.reports.iter().map(|r| &reports[*r]).collect();
    let view = &scored.view;
    let published = |report: usize| of_story[report].time.and_then(dates::day_of);
    let reads_words = [Section::Agreed, Section::Differ, Section::Timeline];
    let read = if reads_words.iter().any(|s| sections.has(*s)) {
        words_of(&of_story, scored)
    } else {
        Vec::new()
    };
    let mut findings = Findings {
        introductions: introductions::introductions(summary, &of_story, view),
        ..Findings::default()
    };
    let speeches = if sections.has(Section::Agreed) || sections.has(Section::Quotes) {
        quotes::quotes(&of_story)
    } else {
        Vec::new()
    };
    if sections.has(Section::Agreed) || sections.has(Section::Differ) {
        let of_sentences = read.iter().enumerate().map(|(at, words)| {
            figures_in(words, at, published(view.sentences[at].report), frequencies)
        });
        let (stated, figures): (Vec<_>, Vec<_>) = of_sentences.unzip();
        // Figures of straight news alone are compared: of when those of a live page hold is not known, and a correction has the wrong ones too.
        let is_news =
            |figure: &Figure| of_story[view.sentences[figure.sentence].report].opinion.is_none();
        let figures: Vec<Figure> = figures.into_iter().flatten().filter(is_news).collect();
        let of_figures = quantities(&figures, view);
        let differing: Vec<Differing> =
            of_figures.iter().filter_map(|q| difference(q, &figures, view)).collect();
        let row = |differing: &Differing| {
            let values: Vec<StatedValue> = differing
                .values
                .iter()
                .map(|value| stated_value(value.value, &value.figures, &figures, &read, scored))
                .collect();
            let first = &figures[differing.values[0].figures[0]];
            let what =
                first.noun.map(|span| Place { report: report_of(scored, first.sentence), span });
            Differ {
                kind: differing.kind,
                what,
                unit: first.unit(),
                fate: first.fate.map(fates::Fate::name).filter(|_| !first.noun_says_fate),
                values,
            }
        };
        if sections.has(Section::Differ) {
            findings.differ = differing.iter().map(row).collect();
            let origins = |row: &Differ| row.values.iter().map(|v| v.origins).sum::<usize>();
            findings.differ.sort_by_key(|row| std::cmp::Reverse(origins(row)));
            findings.differ.truncate(MOST_ROWS);
        }
        if sections.has(Section::Agreed) {
            let known = facts::known(&stated, &read, &speeches, scored, frequencies);
            let of_rows = differing.iter().flat_map(|row| &row.values).flat_map(|v| &v.figures);
            let differing: Vec<Mention> = of_rows
                .map(|f| Mention { sentence: figures[*f].sentence, span: figures[*f].span })
                .collect();
            findings.agreed = agreed::agreed(&known, &differing, &read, view);
            let picks = summary.picks.iter().map(|pick| pick.sentence);
            findings.facts = facts::of_sentences(picks, &known, &read, view);
        }
    }
    if sections.has(Section::Quotes) {
        findings.quotes =
            speeches.iter().map(|quote| quoted(quote, &of_story, scored, frequencies)).collect();
        let words = |q: &Quoted| -> usize { q.forms[0].pieces.iter().map(|p| p.span.len()).sum() };
        // What nobody is known to have said comes last.
        findings.quotes.sort_by_key(|q| {
            (std::cmp::Reverse(q.origins), q.speaker.is_none(), std::cmp::Reverse(words(q)))
        });
    }
    if sections.has(Section::OnlyHere) {
        findings.only_here = only_here::only_here(scored, summary, frequencies);
    }
    if sections.has(Section::Timeline) {
        findings.timeline = timeline::timeline(&read, scored);
    }
    if sections.has(Section::Coverage) {
        findings.coverage = coverage::coverage(scored, summary);
    }
    findings
}

/// Every day that a story's sentences name, in order, with one of them each: all of what its timeline shows a part of.
pub fn named_days(story: &Story, reports: &[ParsedArticle], scored: &ScoredStory) -> Vec<Dated> {
    let of_story: Vec<&ParsedArticle> = story.reports.iter().map(|r| &reports[*r]).collect();
    let mut days = timeline::days_by_rank(&words_of(&of_story, scored), scored);
    days.sort_by_key(|dated| dated.day);
    days
}

/// The words of each sentence of a story.
fn words_of<'a>(of_story: &[&'a ParsedArticle], scored: &ScoredStory) -> Vec<Words<'a>> {
    let words = |s: &crate::score::StorySentence| {
        let report = of_story[s.report];
        let published = report.time.and_then(dates::day_of);
        let mut words = Words::new(&report.article.text, report.lang(), s, published);
        words.forget_spoken_days(&report.quotations);
        words
    };
    scored.view.sentences.iter().map(words).collect()
}

/// Rows of disputed quantities that a story shows at most.
const MOST_ROWS: usize = 8;

fn report_of(scored: &ScoredStory, sentence: usize) -> usize {
    scored.view.sentences[sentence].report
}

/// Words shown on either side of a figure.
const AROUND: usize = 5;

/// Words of a sentence up to which it is shown whole: hardly more than are shown of a longer one.
const WHOLE: usize = 20;

/// Words of a sentence up to which it is shown whole where several origins agree on a part of it: torn out of it, that part is hardly understood.
const WHOLE_AGREED: usize = 40;

/// Whether a sentence is so short.
fn is_shown_whole(words: &Words<'_>) -> bool {
    words.words.len() <= WHOLE
}

/// The words around a figure, within its sentence; all of a sentence of at most `whole` words.
fn around(figure: Span, words: &Words<'_>, whole: usize) -> Span {
    if words.words.len() <= whole {
        return words.span;
    }
    let spans = || words.words.iter().map(|w| w.token.span);
    let first = spans().position(|s| s.end > figure.start).unwrap_or(0);
    let last = spans().rposition(|s| s.start < figure.end).unwrap_or(first);
    // "03:12" and "Mid-Atlantic" are whole or not there.
    let parts = |between: &str| between.is_empty() || between.contains(char::is_whitespace);
    // A name is whole as well, unless all is in capitals.
    let in_name = |at: usize| {
        let capital = |at: usize| words.words[at].token.capital;
        words.after(at) == " " && capital(at) && capital(at + 1)
    };
    let mut from = first.saturating_sub(AROUND);
    let least = from.saturating_sub(AROUND);
    while from > 0 && (!parts(words.before(from)) || from > least && in_name(from - 1)) {
        from -= 1;
    }
    let mut to = (last + AROUND).min(words.words.len().saturating_sub(1));
    let most = to + AROUND;
    // The last word is no number without its noun.
    let holds_on = |to: usize| to < most && (in_name(to) || words.words[to].token.digit);
    while to + 1 < words.words.len() && (!parts(words.after(to)) || holds_on(to)) {
        to += 1;
    }
    // What stands behind a semicolon or a dash is another clause.
    let clause = |between: &str| {
        between.contains([';', ':', '—', '–']) && between.contains(char::is_whitespace)
    };
    from = (from + 1..=first).rev().find(|at| clause(words.before(*at))).unwrap_or(from);
    to = (last..to).find(|at| clause(words.after(*at))).unwrap_or(to);
    let start = if from == 0 { words.span.start } else { words.words[from].token.span.start };
    let end =
        if to + 1 == words.words.len() { words.span.end } else { words.words[to].token.span.end };
    Span::new(start, end)
}

fn stated_value(
    value: f64,
    of: &[usize],
    figures: &[Figure],
    read: &[Words<'_>],
    scored: &ScoredStory,
) -> StatedValue {
    let mut stated: Vec<Place> = Vec::new();
    let mut as_of = Vec::new();
    // Who printed it first stands first, where all have a date.
    let mut of_value: Vec<&Figure> = of.iter().map(|f| &figures[*f]).collect();
    let time = |figure: &Figure| scored.view.reports[report_of(scored, figure.sentence)].time;
    if of_value.iter().all(|figure| time(figure).is_some()) {
        of_value.sort_by_key(|figure| time(figure));
    }
    for figure in of_value {
        let report = report_of(scored, figure.sentence);
        if stated.iter().all(|place| place.report != report) {
            stated.push(Place { report, span: around(figure.span, &read[figure.sentence], WHOLE) });
            as_of.push(figure.on.or(figure.day));
        }
    }
    StatedValue { value, stated, as_of, origins: origins_of(of, figures, &scored.view) }
}

fn quoted(
    quote: &quotes::Quote,
    reports: &[&ParsedArticle],
    scored: &ScoredStory,
    frequencies: &DocumentFrequencies,
) -> Quoted {
    let form = |form: &quotes::Form| QuoteForm {
        pieces: form.pieces.iter().map(|span| Place { report: form.report, span: *span }).collect(),
        speaker: form.speaker.map(|span| Place { report: form.report, span }),
    };
    let forms: Vec<QuoteForm> = quote.forms.iter().map(form).collect();
    let place = |of: usize, span: Span| Place { report: quote.forms[of].report, span };
    let mut variants: Vec<QuoteVariant> = Vec::new();
    // By what differs in the longest form, and what stands there instead.
    let mut known: FxHashMap<(Span, String), usize> = FxHashMap::default();
    for variant in &quote.variants {
        let here = place(variant.form, variant.here);
        let words = fold_word(here.span.of(&reports[here.report].article.text)).into_owned();
        match known.entry((variant.differs_there, words)) {
            Entry::Occupied(same) => variants[*same.get()].here.push(here),
            Entry::Vacant(free) => {
                free.insert(variants.len());
                variants.push(QuoteVariant {
                    here: vec![here],
                    there: place(0, variant.there),
                    differs_here: variant.differs_here,
                    differs_there: variant.differs_there,
                    spliced: variant.spliced,
                });
            }
        }
    }
    let begins_with_name = |report: usize, sentence: usize| {
        let of_report = &scored.view.sentences[scored.view.reports[report].sentences.clone()];
        let first = of_report.get(sentence).and_then(|sentence| sentence.tokens.first());
        first.is_some_and(|t| t.capital && !t.stop && frequencies.capital_share(t.term) > 0.5)
    };
    let speaker =
        quotes::speaker(quote, reports, &begins_with_name).map(|(of, span)| place(of, span));
    let origins_of = |whole: bool| {
        let forms = quote.forms.iter().filter(|f| !whole || !quote.in_part.contains(&f.report));
        crate::origins::independent_origins(forms.map(|f| {
            let report = &scored.view.reports[f.report];
            (report.source.as_deref(), report.origin)
        }))
    };
    let origins = origins_of(false);
    let in_part = origins.saturating_sub(origins_of(true));
    Quoted { speaker, forms, variants, origins, in_part }
}
