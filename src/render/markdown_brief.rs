//! A story on the brief page: headline, sentences with their outlets, a line of figures that moved or differ, a line of sources.

use std::collections::{BTreeMap, BTreeSet};

use super::days::SINCE_THEN;
use super::digest::{DigestArticle, DigestSentence, DigestStory};
use super::findings::{DigestDiffer, DigestFact, Item};
use super::issue::Status;
use super::markdown::{Page, copies, counted};
use super::markdown_findings::{figure, heading};
use crate::findings::{Difference, FactKind};
use crate::ingest::ArticleId;
use crate::text::{SourceText, link_target};

/// Outlets that are named beside a sentence; of more their number.
const MOST_OUTLETS: usize = 2;

/// Sources that a story lists beside those of its sentences; of more their number.
const MOST_SOURCES: usize = 8;

/// Facts that several origins state which stand in one line.
const MOST_AGREED: usize = 3;

/// The articles of a story by id.
type Articles<'a> = BTreeMap<ArticleId, &'a DigestArticle>;

impl Page {
    /// A story's section.
    pub(super) fn brief(&mut self, story: &DigestStory) {
        let articles: Articles<'_> = story.articles.iter().map(|a| (a.id, a)).collect();
        self.put(format_args!("\n<a id=\"{}\"></a>\n\n## ", story.id));
        self.headline(story);
        self.put(format_args!("\n\n"));
        let above = story.sentence_above().filter(|_| story.summary.len() > 1);
        if let Some(article) = story.headline.as_ref().and_then(|h| articles.get(&h.article)) {
            self.put(format_args!("Headline from "));
            let link = above.and_then(|sentence| sentence.link.as_ref());
            let day = above.and_then(|sentence| story.next_day_in_words(sentence));
            self.outlet(article, day.as_deref(), above.map(|sentence| sentence.line), link);
            if let Some(sentence) = above {
                self.put(format_args!(" "));
                self.count(sentence, story);
            }
            self.put(format_args!(". "));
        }
        self.origins(story);
        self.put(format_args!("\n\n"));
        // A sentence that stands above is not said again.
        let is_above = |sentence: &DigestSentence| above.is_some_and(|s| std::ptr::eq(s, sentence));
        for sentence in story.summary.iter().filter(|sentence| !is_above(sentence)) {
            if story.goes_on_with(sentence) {
                self.put(format_args!("\n{SINCE_THEN}\n\n"));
            }
            self.put(format_args!("- {} — ", sentence.text.markdown()));
            self.outlets(sentence, story, &articles);
            self.put(format_args!(" "));
            self.count(sentence, story);
            self.put(format_args!("\n"));
        }
        if let Some(issue) = &story.issue {
            self.changed_figures(issue, |id| articles.get(&id).copied());
        }
        // What is agreed was agreed before.
        if story.issue.as_ref().is_none_or(|issue| issue.status == Status::New) {
            self.agreed(story);
        }
        let mut first_of = |kind, between| {
            let rows = story.findings.differ.iter().filter(|row| row.kind == kind);
            self.first_of(heading(kind), between, rows, &articles);
        };
        if story.issue.as_ref().is_none_or(|issue| issue.figures.is_empty()) {
            first_of(Difference::Series, ", later ");
        }
        first_of(Difference::Conflict, ", ");
        self.also_reported(story);
        self.all_sources(story, &articles);
    }

    /// Who says a sentence: its own outlet with the line, and others.
    fn outlets(&mut self, sentence: &DigestSentence, story: &DigestStory, articles: &Articles<'_>) {
        let Some(own) = articles.get(&sentence.article) else { return };
        let day = story.next_day_in_words(sentence);
        self.outlet(own, day.as_deref(), Some(sentence.line), sentence.link.as_ref());
        let others = sentence.others(articles);
        for other in others.iter().take(MOST_OUTLETS - 1) {
            self.put(format_args!(", "));
            self.outlet(other, None, None, None);
        }
        let more = (others.len() + 1).saturating_sub(MOST_OUTLETS);
        if more > 0 {
            self.put(format_args!(" +{more}"));
        }
    }

    /// An outlet as a link to its article, or to it at a sentence; an article without one by the name of its file, whose folder the list of sources tells.
    pub(super) fn outlet(
        &mut self,
        article: &DigestArticle,
        day: Option<&str>,
        line: Option<usize>,
        at_the_sentence: Option<&SourceText>,
    ) {
        let url = at_the_sentence.or(article.url.as_ref());
        let target = url.and_then(|url| link_target(url.raw()));
        if target.is_some() {
            self.put(format_args!("["));
        }
        self.put(format_args!("{}", article.outlet_or_file().markdown()));
        if article.source.is_none() {
            self.place(article.record, article.element, article.doc);
        }
        if let Some(day) = day {
            self.put(format_args!(", {day}"));
        }
        if let Some(line) = line {
            self.put(format_args!(", line {line}"));
        }
        if let Some(opinion) = article.opinion {
            self.put(format_args!(" ({})", opinion.name()));
        }
        if let Some(target) = target {
            self.put(format_args!("](<{target}>)"));
        }
    }

    /// A line of what several origins state and no printed sentence says, where each is a few words; the full page has more of it.
    fn agreed(&mut self, story: &DigestStory) {
        // Two facts of one sentence share the words around them.
        let mut listed: Vec<&DigestFact> = Vec::new();
        // Where there is no room for the date, a weekday tells nothing.
        let of_use = |fact: &&DigestFact| fact.kind != FactKind::Name && !fact.common;
        let printed = |place: &Item| {
            let holds = |sentence: &DigestSentence| {
                sentence.article == place.article
                    && sentence.start < place.end
                    && place.start < sentence.end
            };
            story.summary.iter().any(holds)
        };
        // "14 months" of the closure and of the work are two facts for a reader who counts, and one for a reader.
        let in_words = |fact: &DigestFact| {
            story.summary.iter().any(|sentence| sentence.text.raw().contains(fact.parts[1].raw()))
        };
        // Words torn out of a sentence say little, and what somebody said is not what outlets agree on.
        let told = |fact: &&DigestFact| {
            of_use(fact) && fact.alone && !fact.stated.iter().any(printed) && !in_words(fact)
        };
        for fact in story.findings.agreed.iter().filter(told) {
            let overlaps = |known: &&DigestFact| {
                let (a, b) = (&known.stated[0], &fact.stated[0]);
                a.article == b.article && a.start < b.end && b.start < a.end
            };
            if !listed.iter().any(overlaps) {
                listed.push(fact);
            }
        }
        for (at, fact) in listed.iter().take(MOST_AGREED).enumerate() {
            self.put(format_args!("{}", if at == 0 { "\nAlso agreed: " } else { " · " }));
            self.stated(fact);
            self.put(format_args!(" *({})*", counted(fact.origins, "origin")));
        }
        if !listed.is_empty() {
            self.put(format_args!("\n"));
        }
    }

    /// The first of some rows of figures, with who states each, and how many more there are.
    fn first_of<'a>(
        &mut self,
        heading: &str,
        between: &str,
        mut rows: impl Iterator<Item = &'a DigestDiffer>,
        articles: &Articles<'_>,
    ) {
        let Some(row) = rows.next() else { return };
        self.put(format_args!("\n{heading}: **{}** ", row.what_in_words().markdown()));
        for (at, value) in row.values.iter().enumerate() {
            let before = if at == 0 { "" } else { between };
            self.put(format_args!("{before}{}", figure(value.value)));
            let first = value.stated.first();
            if let Some(article) = first.and_then(|s| articles.get(&s.item.article)) {
                self.put(format_args!(" ("));
                self.outlet(article, None, None, None);
                self.put(format_args!(")"));
            }
        }
        match rows.count() {
            0 => self.put(format_args!(".\n")),
            more => self.put(format_args!("; and {more} more.\n")),
        }
    }

    /// Every source with its file: those of the sentences first.
    fn all_sources(&mut self, story: &DigestStory, articles: &Articles<'_>) {
        let numbers = story.source_numbers();
        let mut by_number: Vec<(usize, ArticleId)> =
            numbers.iter().map(|(id, number)| (*number, *id)).collect();
        by_number.sort_unstable();
        let used: BTreeSet<ArticleId> = story.summary.iter().map(|s| s.article).collect();
        let listed = used.len().max(MOST_SOURCES).min(by_number.len());
        let sources = by_number.iter().filter_map(|(_, id)| articles.get(id).copied());
        let copies = copies(sources.clone());
        self.put(format_args!("\nSources: "));
        for (at, article) in sources.take(listed).enumerate() {
            if at > 0 {
                self.put(format_args!(", "));
            }
            let mut notes = String::new();
            if let Some(first) = copies.get(&article.id).and_then(|id| articles.get(id)) {
                let first = first.source.as_ref().unwrap_or(&first.path);
                notes = format!(", one text with {}", first.markdown());
            }
            notes.push_str(&article.marks());
            // The file of an article without an outlet stands in the outlet's place.
            if let Some(source) = &article.source {
                self.put(format_args!("**{}** (", source.markdown()));
            }
            self.put(format_args!("{}", article.path.markdown()));
            self.place(article.record, article.element, article.doc);
            match (&article.source, notes.strip_prefix(", ")) {
                (Some(_), _) => self.put(format_args!("{notes})")),
                (None, Some(notes)) => self.put(format_args!(" ({notes})")),
                (None, None) => {}
            }
        }
        match by_number.len() - listed {
            0 => self.put(format_args!(".\n")),
            more => self.put(format_args!(", and {} more.\n", counted(more, "article"))),
        }
    }
}
