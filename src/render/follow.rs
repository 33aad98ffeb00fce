//! One story from its first report to its last: day by day, its figures over time, who was first, and the days on which nobody reported.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use super::build::{BuiltStory, digest_sentence};
use super::digest::{DigestArticle, DigestSupport};
use super::findings::{DigestDiffer, Item};
use super::markdown::counted;
use super::markdown_findings::figure;
use crate::findings::{Difference, day_of, named_days};
use crate::group::Story;
use crate::ingest::ArticleId;
use crate::pipeline::Corpus;
use crate::score::{ScoredStory, SupportKind};
use crate::segment::ParsedArticle;
use crate::select::{Eligibility, eligibility};
use crate::text::SourceText;

/// A story, followed.
#[derive(Debug, Clone, Serialize)]
pub struct Followed {
    /// Its id.
    pub id: String,
    /// Its headline, else its id.
    pub headline: SourceText,
    /// At most so many independent origins.
    pub origins: usize,
    /// Distinct outlets; every article without one counts as one.
    pub outlets: usize,
    /// Its articles, those with a date in the order of time.
    pub articles: Vec<DigestArticle>,
    /// How many of them have no date that can be read.
    pub undated: usize,
    /// The days on which something was reported or happened, in order.
    pub days: Vec<FollowedDay>,
    /// Figures that moved, each with its values in the order of days.
    pub figures: Vec<DigestDiffer>,
    /// Each outlet's first report, in the order of time.
    pub first: Vec<FirstReport>,
}

/// A day of a story.
#[derive(Debug, Clone, Serialize)]
pub struct FollowedDay {
    /// Which (ISO 8601, UTC).
    pub day: String,
    /// Whether it lies long before the story.
    pub background: bool,
    /// The articles that appeared on it.
    pub articles: Vec<ArticleId>,
    /// How many days without a report lie between it and the last day with one, where it has a report itself.
    pub silent: i64,
    /// A sentence that names the day, else the best of those that appeared on it and that no earlier day had.
    pub sentence: Option<FollowedSentence>,
}

/// What a day is told by.
#[derive(Debug, Clone, Serialize)]
pub struct FollowedSentence {
    /// Whether the sentence names the day; else it appeared on it.
    pub names_day: bool,
    /// Where it stands.
    #[serde(flatten)]
    pub item: Item,
    /// Who says it.
    pub support: DigestSupport,
}

/// An outlet's first report.
#[derive(Debug, Clone, Serialize)]
pub struct FirstReport {
    /// The article.
    pub article: ArticleId,
    /// When it appeared (ISO 8601, UTC): a day, or a day and a time where its date says one.
    pub time: String,
    /// Seconds behind the very first report, where both say a time.
    pub behind: Option<i64>,
    /// An earlier article that prints the same text.
    pub same_text_as: Option<ArticleId>,
}

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Follows a story. `built` is the same story told.
pub fn follow(story: &Story, built: &BuiltStory, corpus: &Corpus) -> Followed {
    let reports = &corpus.reports;
    let told = &built.story;
    let time = |at: usize| reports[story.reports[at]].time;
    let mut order: Vec<usize> = (0..told.articles.len()).collect();
    order.sort_by_key(|at| (time(*at).is_none(), time(*at), *at));
    let dated: Vec<(i64, usize)> = order.iter().filter_map(|at| Some((time(*at)?, *at))).collect();
    let is_series = |row: &&DigestDiffer| row.kind == Difference::Series;
    Followed {
        id: told.id.clone(),
        headline: told
            .headline
            .as_ref()
            .map_or_else(|| SourceText::new(told.id.clone()), |headline| headline.text.clone()),
        origins: told.origins,
        outlets: told.outlets,
        articles: order.iter().map(|at| told.articles[*at].clone()).collect(),
        undated: order.len() - dated.len(),
        days: days(story, &built.scored, reports, &dated),
        figures: told.findings.differ.iter().filter(is_series).cloned().collect(),
        first: first_reports(&told.articles, &dated),
    }
}

/// The days of a story; `dated` are its reports in the order of time.
fn days(
    story: &Story,
    scored: &ScoredStory,
    reports: &[ParsedArticle],
    dated: &[(i64, usize)],
) -> Vec<FollowedDay> {
    let mut appeared: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
    for (time, at) in dated {
        if let Some(day) = day_of(*time) {
            appeared.entry(day).or_default().push(*at);
        }
    }
    let named: BTreeMap<Date, (usize, bool)> = named_days(story, reports, scored)
        .into_iter()
        .map(|dated| (dated.day, (dated.sentence, dated.background)))
        .collect();
    let all: BTreeSet<Date> = appeared.keys().chain(named.keys()).copied().collect();
    let mut used: BTreeSet<usize> = named.values().map(|(sentence, _)| *sentence).collect();
    let mut last: Option<Date> = None;
    let mut days = Vec::new();
    for day in all {
        let of_day = appeared.get(&day).map_or(&[][..], Vec::as_slice);
        let named = named.get(&day).copied();
        let news = || news_of(day, of_day, &used, scored);
        let sentence = named.map(|(sentence, _)| sentence).or_else(news);
        let between = |from: Date| from.until(day).map_or(0, |span| i64::from(span.get_days()) - 1);
        let silent = last.filter(|_| !of_day.is_empty()).map_or(0, between);
        if !of_day.is_empty() {
            last = Some(day);
        }
        used.extend(sentence);
        days.push(FollowedDay {
            day: day.to_string(),
            background: named.is_some_and(|(_, background)| background),
            articles: of_day.iter().map(|at| reports[story.reports[*at]].article.id).collect(),
            silent,
            sentence: sentence.map(|at| {
                let (item, support) = digest_sentence(at, story, reports, scored).into_item();
                FollowedSentence { names_day: named.is_some(), item, support }
            }),
        });
    }
    days
}

/// The best sentence of a day's reports that no report of an earlier day says.
fn news_of(
    day: Date,
    of_day: &[usize],
    used: &BTreeSet<usize>,
    scored: &ScoredStory,
) -> Option<usize> {
    let view = &scored.view;
    let is_earlier = |report: &usize| {
        view.reports[*report].time.and_then(day_of).is_some_and(|appeared| appeared < day)
    };
    let is_news = |at: &usize| {
        let support = &scored.scored[*at].support;
        let mut says = support.reports.iter().chain(&support.carried_by);
        support.kind == SupportKind::Reported
            && eligibility(&view.sentences[*at]) == Eligibility::Whole
            && !used.contains(at)
            && !says.any(is_earlier)
    };
    let sentences = of_day.iter().flat_map(|report| view.reports[*report].sentences.clone());
    let score = |at: usize| scored.scored[at].score;
    sentences.filter(is_news).max_by(|a, b| score(*a).total_cmp(&score(*b)).then(b.cmp(a)))
}

/// Each outlet's first report. Articles without an outlet are each their own.
fn first_reports(articles: &[DigestArticle], dated: &[(i64, usize)]) -> Vec<FirstReport> {
    let has_time = |time: i64| time % DAY != 0;
    let mut outlets: BTreeSet<&str> = BTreeSet::new();
    let mut first_of_text: BTreeMap<usize, ArticleId> = BTreeMap::new();
    let mut first = Vec::new();
    for (time, at) in dated {
        let article = &articles[*at];
        let same_text_as = first_of_text.get(&article.origin).copied();
        first_of_text.entry(article.origin).or_insert(article.id);
        let is_first = article.source.as_ref().is_none_or(|source| outlets.insert(source.raw()));
        let Some(instant) = Timestamp::from_second(*time).ok().filter(|_| is_first) else {
            continue;
        };
        let form = if has_time(*time) { "%Y-%m-%dT%H:%MZ" } else { "%Y-%m-%d" };
        let (very_first, _) = dated[0];
        first.push(FirstReport {
            article: article.id,
            time: instant.to_zoned(TimeZone::UTC).strftime(form).to_string(),
            behind: (has_time(*time) && has_time(very_first)).then_some(time - very_first),
            same_text_as,
        });
    }
    first
}

impl Followed {
    /// As Markdown.
    pub fn to_markdown(&self) -> String {
        let by_id: BTreeMap<ArticleId, &DigestArticle> =
            self.articles.iter().map(|article| (article.id, article)).collect();
        let mut page = format!("# {}\n\n", self.headline.markdown());
        let _ = write!(
            page,
            "{}: at most {} ({}, {}).",
            self.id,
            counted(self.origins, "independent origin"),
            counted(self.outlets, "outlet"),
            counted(self.articles.len(), "article"),
        );
        let _ = match self.undated {
            0 => writeln!(page),
            undated => writeln!(page, " Without a date: {}.", counted(undated, "article")),
        };
        self.put_days(&by_id, &mut page);
        self.put_figures(&by_id, &mut page);
        self.put_first(&by_id, &mut page);
        page
    }

    fn put_days(&self, by_id: &BTreeMap<ArticleId, &DigestArticle>, page: &mut String) {
        if self.days.is_empty() {
            return;
        }
        page.push_str("\n## Day by day\n\n");
        for day in &self.days {
            if day.silent > 0 {
                let _ = writeln!(page, "- *No report on {}.*", counted_days(day.silent));
            }
            let _ = write!(page, "- **{}**", day.day);
            if day.background {
                page.push_str(" (background)");
            }
            if !day.articles.is_empty() {
                let _ = write!(page, " ({})", counted(day.articles.len(), "report"));
            }
            if let Some(sentence) = &day.sentence {
                let item = &sentence.item;
                let _ = write!(
                    page,
                    " {} — {}, line {} *({})*",
                    item.text.markdown(),
                    linked(by_id[&item.article]),
                    item.line,
                    sentence.support.in_words(),
                );
            }
            page.push('\n');
        }
    }

    fn put_figures(&self, by_id: &BTreeMap<ArticleId, &DigestArticle>, page: &mut String) {
        for (at, row) in self.figures.iter().enumerate() {
            if at == 0 {
                page.push_str("\n## Figures over time\n\n");
            }
            let _ = write!(page, "- **{}**: ", row.what_in_words().markdown());
            let values = row.values.iter().filter_map(|value| Some((value, value.stated.first()?)));
            for (at, (value, stated)) in values.enumerate() {
                let before = if at == 0 { "" } else { " → " };
                let _ = write!(page, "{before}**{}** (", figure(value.value));
                if let Some(day) = &stated.as_of {
                    let _ = write!(page, "{day}, ");
                }
                let _ = write!(
                    page,
                    "{}, line {}",
                    linked(by_id[&stated.item.article]),
                    stated.item.line
                );
                match value.stated.len() {
                    1 => page.push(')'),
                    more => {
                        let _ = write!(page, " and {} more)", more - 1);
                    }
                }
            }
            page.push('\n');
        }
    }

    fn put_first(&self, by_id: &BTreeMap<ArticleId, &DigestArticle>, page: &mut String) {
        for (at, report) in self.first.iter().enumerate() {
            if at == 0 {
                page.push_str("\n## Who was first\n\n");
            }
            let article = by_id[&report.article];
            let _ = write!(page, "{}. {}, {}", at + 1, linked(article), report.time);
            if let Some(behind) = report.behind.filter(|behind| *behind > 0) {
                let _ = write!(page, ", {} later", duration(behind));
            }
            if let Some(title) = &article.title {
                let _ = write!(page, ": {}", title.markdown());
            }
            if let Some(other) = report.same_text_as {
                let _ = write!(page, " *(the text of {})*", linked(by_id[&other]));
            }
            page.push('\n');
        }
    }

    /// The reports of each day as bars, as an SVG file; nothing where no article has a date.
    pub fn to_svg(&self) -> Option<String> {
        let counts: Vec<(Date, usize)> = self
            .days
            .iter()
            .filter(|day| !day.articles.is_empty())
            .filter_map(|day| Some((day.day.parse().ok()?, day.articles.len())))
            .collect();
        let (first, last) = (counts.first()?.0, counts.last()?.0);
        let behind = |day: Date| first.until(day).map_or(0, |span| i64::from(span.get_days()));
        // Of a long story several days are one bar.
        let days_a_bar = behind(last) / MOST_BARS + 1;
        let mut bars: BTreeMap<i64, usize> = BTreeMap::new();
        for (day, count) in &counts {
            *bars.entry(behind(*day) / days_a_bar).or_default() += count;
        }
        let most = bars.values().copied().max()?;
        let step = WIDTH / (behind(last) / days_a_bar + 1) as f64;
        let a = if days_a_bar == 1 { "a day".to_owned() } else { format!("in {days_a_bar} days") };
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 660 160\" width=\"660\" height=\"160\" role=\"img\" \
             font-family=\"sans-serif\" font-size=\"12\" fill=\"#777\">\n<title>{}: reports {a}</title>\n",
            self.headline.html()
        );
        for (at, count) in &bars {
            let height = (HEIGHT * *count as f64 / most as f64).max(1.0);
            let from = first.saturating_add(jiff::Span::new().days(at * days_a_bar));
            let _ = writeln!(
                svg,
                "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{height:.1}\" fill=\"#4878a8\"><title>{from}: {count}</title></rect>",
                10.0 + step * *at as f64,
                20.0 + HEIGHT - height,
                (step - 1.0).clamp(0.5, WIDEST),
            );
        }
        let _ = write!(
            svg,
            "<path d=\"M10 130.5H650\" stroke=\"#777\"/>\n<text x=\"10\" y=\"14\">{most} {a}</text>\n\
             <text x=\"10\" y=\"148\">{first}</text>\n<text x=\"650\" y=\"148\" text-anchor=\"end\">{last}</text>\n</svg>\n"
        );
        Some(svg)
    }
}

/// The space for the bars, and the widest of them.
const WIDTH: f64 = 640.0;
const HEIGHT: f64 = 110.0;
const WIDEST: f64 = 40.0;

/// A bar needs five units to be told from the next.
const MOST_BARS: i64 = 128;

/// The outlet, else the file, as a link where there is an address.
fn linked(article: &DigestArticle) -> String {
    article.source.as_ref().unwrap_or(&article.path).markdown_link(article.url.as_ref())
}

fn counted_days(days: i64) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// "40 min", "3 h 20 min", "2 days 5 h".
fn duration(seconds: i64) -> String {
    let (days, hours, minutes) = (seconds / DAY, seconds % DAY / 3600, seconds % 3600 / 60);
    match (days, hours) {
        (0, 0) => format!("{minutes} min"),
        (0, hours) => format!("{hours} h {minutes} min"),
        (days, hours) => format!("{} {hours} h", counted_days(days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_in_words() {
        let said = [2_400, 12_000, 190_800].map(duration);
        assert_eq!(said, ["40 min", "3 h 20 min", "2 days 5 h"]);
    }
}
