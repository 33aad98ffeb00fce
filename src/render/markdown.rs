//! Digest to Markdown: what an editor reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::days::SINCE_THEN;
use super::digest::{Digest, DigestArticle, DigestSentence, DigestStory, Run, Single};
use super::findings::DigestCoverage;
use super::issue::unchanged;
use super::markdown_findings::shown_facts;
use crate::error::SetAside;
use crate::findings::Section;
use crate::ingest::{ArticleId, OWN_MARK};
use crate::settings::Settings;
use crate::text::SourceText;
use crate::text::link_target;

/// Stories from which on a table of contents pays.
pub(crate) const CONTENTS_FROM: usize = 6;

/// Stories that the table of contents of a brief page names: the news begins on the first screen.
const MOST_CONTENTS: usize = 3;

/// Words of a headline that the table of contents gives: most headlines are whole, and all of them together fit on the first screen.
pub(super) const MOST_CONTENTS_WORDS: usize = 12;

/// How many of so many stories the table of contents names.
pub(crate) fn listed_stories(stories: usize, settings: &Settings) -> usize {
    let most = if settings.sections.is_brief() { MOST_CONTENTS } else { usize::MAX };
    if stories < CONTENTS_FROM { 0 } else { stories.min(most) }
}

/// What stands below the table of contents where it does not name all stories.
pub(crate) fn more_stories(stories: usize, listed: usize) -> String {
    let more = stories.saturating_sub(listed);
    if listed > 0 && more > 0 { format!("\n… and {more} more\n") } else { String::new() }
}

/// The page in Markdown (CommonMark).
pub fn to_markdown(digest: &Digest) -> String {
    markdown_pieces(digest, digest.settings.singles).collect()
}

/// The page, piece by piece: whoever writes it down holds one story at a time.
pub fn markdown_pieces(digest: &Digest, singles: usize) -> impl Iterator<Item = String> {
    let settings = &digest.settings;
    let listed_stories = listed_stories(digest.stories.len(), settings);
    let contents = (listed_stories > 0).then(|| {
        let lines = digest.stories.iter().zip(1..).take(listed_stories);
        let lines = lines.map(|(story, number)| contents_line(number, story));
        let more = more_stories(digest.stories.len(), listed_stories);
        std::iter::once(CONTENTS.to_owned()).chain(lines).chain([more])
    });
    let listed = (!digest.singles.is_empty() && singles > 0).then(|| {
        let lines = digest.singles.iter().take(singles).map(single_line);
        let more = more_singles(digest.singles.len(), singles);
        std::iter::once(SINGLES.to_owned()).chain(lines).chain([more])
    });
    let set_aside = lists_left_out(settings).then(|| {
        let cleaned = digest.cleaned.iter().map(|(reason, group)| {
            let example = group.spans.first().map(|first| &first.example);
            (*reason, group.count, example)
        });
        let first = digest.set_aside.iter().take(MOST_FAULTS);
        left_out(cleaned, first, digest.set_aside.len())
    });
    let issue = digest.issue_in_words().map(|words| format!("\n{words}\n"));
    std::iter::once(head(&digest.run, settings))
        .chain(issue)
        .chain(contents.into_iter().flatten())
        .chain(digest.stories.iter().map(|story| story_section(story, settings)))
        .chain(digest.issue.as_ref().map(unchanged))
        .chain(listed.into_iter().flatten())
        .chain(set_aside)
        .chain([foot(settings)])
}

/// Whether the page lists the lines and inputs that were left out; a brief one leaves them to the JSON.
pub(crate) fn lists_left_out(settings: &Settings) -> bool {
    settings.sections.has(Section::SetAside) && !settings.sections.is_brief()
}

/// "1 outlet", "2 outlets".
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = match noun {
        "story" => "stories",
        noun => &format!("{noun}s"),
    };
    if count == 1 { format!("1 {noun}") } else { format!("{count} {plural}") }
}

/// What opens a page.
pub(crate) fn head(run: &Run, settings: &Settings) -> String {
    let mut page = Page::default();
    page.put(format_args!("{OWN_MARK}\n# News digest\n\n"));
    page.put(format_args!("{}.\n", run.in_words()));
    if !settings.sections.is_brief() {
        page.put(format_args!("\n"));
        page.made_with(settings);
    }
    page.0
}

/// What stands above the table of contents.
pub(crate) const CONTENTS: &str = "\n## Contents\n\n";

/// A story's line in the table of contents.
pub(crate) fn contents_line(number: usize, story: &DigestStory) -> String {
    format!("{number}. {}", contents_entry(story))
}

/// The same without its number.
pub(crate) fn contents_entry(story: &DigestStory) -> String {
    let mut page = Page("[".to_owned());
    match &story.headline {
        Some(headline) => {
            let (first, rest) = first_words(headline.text.raw(), MOST_CONTENTS_WORDS);
            page.put(format_args!("{}{rest}", SourceText::new(first).markdown()));
        }
        None => page.headline(story),
    }
    page.put(format_args!("](#{}) — {}\n", story.id, counted(story.origins, "origin")));
    page.0
}

/// The first words of a text, and what stands behind them where it goes on.
pub(super) fn first_words(text: &str, most: usize) -> (&str, &'static str) {
    match text.match_indices(' ').nth(most - 1) {
        Some((end, _)) if end + 1 < text.len() => (text[..end].trim_end(), " …"),
        _ => (text.trim_end(), ""),
    }
}

/// A story's section.
pub(crate) fn story_section(story: &DigestStory, settings: &Settings) -> String {
    let mut page = Page::default();
    if settings.sections.is_brief() {
        page.brief(story);
    } else {
        page.story(story);
    }
    page.0
}

/// What stands above the single reports.
pub(crate) const SINGLES: &str = "\n## Single reports\n\n";

/// A single report's line.
pub(crate) fn single_line(single: &Single) -> String {
    let mut page = Page("- ".to_owned());
    if let Some(headline) = &single.headline {
        page.put(format_args!("{} — ", headline.markdown()));
    }
    if let Some(article) = single.articles.first() {
        match &article.source {
            Some(source) => page.put(format_args!("**{}**, ", source.markdown())),
            None => page.0.push_str("**unknown outlet**, "),
        }
        page.put(format_args!("{}", article.path.markdown()));
        page.place(article.record, article.element, article.doc);
        page.0.push_str(&article.marks());
    }
    page.0.push('\n');
    page.0
}

/// What stands below them, where there are more than are listed.
pub(crate) fn more_singles(singles: usize, listed: usize) -> String {
    let more = singles.saturating_sub(listed);
    if more > 0 { format!("- … and {more} more\n") } else { String::new() }
}

/// Lines left out, by reason, with how many and an example; then the first inputs set aside, of so many in all.
pub(crate) fn left_out<'a>(
    cleaned: impl Iterator<Item = (&'a str, usize, Option<&'a SourceText>)>,
    first: impl Iterator<Item = &'a SetAside>,
    set_aside: usize,
) -> String {
    let mut page = Page::default();
    for (reason, count, example) in cleaned {
        page.put(format_args!("- {reason}: {}", counted(count, "line")));
        if let Some(example) = example {
            page.put(format_args!(", such as “{}”", example.markdown()));
        }
        page.0.push('\n');
    }
    let mut listed = 0;
    for set_aside in first {
        listed += 1;
        page.put(format_args!("- {}", set_aside.path.markdown()));
        page.place(set_aside.record, set_aside.element, set_aside.doc);
        page.put(format_args!(": {}\n", set_aside.reason.markdown()));
    }
    if set_aside > listed {
        page.put(format_args!("- … and {} more (see the JSON)\n", set_aside - listed));
    }
    if page.0.is_empty() { page.0 } else { format!("\n## Left out\n\n{}", page.0) }
}

/// What the counts of a page say, and what they do not.
pub(crate) const ABOUT_COUNTS: &str = "Every sentence is verbatim from the source and line that it names. A count says in how many origins a \
     statement was found: others may have it in other words. At most so many of them are independent: a reprint adds nothing, and an outlet \
     does not corroborate itself. A figure, day or name behind a semicolon has a count of its own. Agreement is not truth.";

/// What closes a page.
pub(crate) fn foot(settings: &Settings) -> String {
    let mut page = Page(format!("\n---\n\n{ABOUT_COUNTS}\n"));
    if settings.sections.is_brief() {
        page.put(format_args!("\n"));
        page.made_with(settings);
    }
    page.0
}

#[derive(Default)]
pub(super) struct Page(String);

impl Page {
    /// Writing to a string cannot fail.
    pub(super) fn put(&mut self, args: std::fmt::Arguments<'_>) {
        let _ = self.0.write_fmt(args);
    }

    fn made_with(&mut self, settings: &Settings) {
        let command = SourceText::new(settings.command_line());
        self.put(format_args!("Made with: {}\n", command.markdown()));
    }

    pub(super) fn headline(&mut self, story: &DigestStory) {
        match &story.headline {
            Some(headline) => self.put(format_args!("{}", headline.text.markdown())),
            None => self.put(format_args!("{}", story.id)),
        }
    }

    fn story(&mut self, story: &DigestStory) {
        self.put(format_args!("\n<a id=\"{}\"></a>\n\n## ", story.id));
        self.headline(story);
        self.put(format_args!("\n\n"));
        self.origins(story);
        self.put(format_args!("\n\n"));
        let numbers = story.source_numbers();
        for sentence in &story.summary {
            let number = numbers[&sentence.article];
            if story.goes_on_with(sentence) {
                self.put(format_args!("\n{SINCE_THEN}\n\n"));
            }
            self.put(format_args!("- {} [{number}]", sentence.text.markdown()));
            if let Some(day) = story.next_day_in_words(sentence) {
                self.put(format_args!(", {day}"));
            }
            self.put(format_args!(" "));
            self.count(sentence, story);
            self.0.push('\n');
        }
        if let Some(issue) = &story.issue {
            self.changed_figures(issue, |id| story.articles.iter().find(|a| a.id == id));
        }
        self.findings(story, &numbers);
        self.also_reported(story);
        self.0.push_str("\n### Sources\n\n");
        let coverage: BTreeMap<ArticleId, &DigestCoverage> =
            story.findings.coverage.iter().map(|c| (c.article, c)).collect();
        let by_number = story.numbered_sources();
        let copies = copies(by_number.iter().map(|(_, article)| *article));
        for (number, article) in by_number {
            self.put(format_args!("{number}. "));
            self.source(article);
            let lines: BTreeSet<usize> =
                story.summary.iter().filter(|s| s.article == article.id).map(|s| s.line).collect();
            let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
            if !lines.is_empty() {
                let noun = if lines.len() == 1 { "line" } else { "lines" };
                self.put(format_args!(", {noun} {}", lines.join(", ")));
                // Ids are hex digits: nothing in the path is anybody else's.
                if let Some(kept) = &article.text_path {
                    self.put(format_args!(" of [its text](<{kept}>)"));
                }
            }
            if let Some(first) = copies.get(&article.id) {
                self.put(format_args!(" (one text with {})", numbers[first]));
            }
            if let Some(coverage) = coverage.get(&article.id) {
                self.coverage(coverage, story.summary.len());
            }
            self.0.push('\n');
        }
    }

    /// How many tell a story.
    pub(super) fn origins(&mut self, story: &DigestStory) {
        self.put(format_args!("{}", story.origins_in_words()));
        for watched in &story.watched {
            let query = SourceText::new(watched.query.clone());
            self.put(format_args!(" Watched: {}", query.markdown()));
            let of = story.articles.iter().find(|article| article.id == watched.article);
            if let Some(source) = of.and_then(|article| article.source.as_ref()) {
                self.put(format_args!(" ({})", source.markdown()));
            }
            self.put(format_args!("."));
        }
        if let Some(about) = story.about_in_words() {
            self.put(format_args!(" {}", about.markdown()));
        }
        if let Some(issue) = &story.issue {
            self.put(format_args!(" {}", issue.in_words()));
        }
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }

    /// In how many origins a sentence was found, and what of it in more.
    pub(super) fn count(&mut self, sentence: &DigestSentence, story: &DigestStory) {
        self.put(format_args!("*({}", sentence.support.in_words()));
        for (at, fact) in shown_facts(sentence, story).enumerate() {
            let mark = if at == 0 { ";" } else { "," };
            let text = fact.stated[0].text.markdown();
            self.put(format_args!("{mark} {text}: {}", fact.origins));
        }
        for introduced in sentence.introduced_in_words() {
            self.put(format_args!("; {}", introduced.markdown()));
        }
        if let Some(later) = story.later(sentence) {
            self.put(format_args!("; {}", later.markdown()));
        }
        self.put(format_args!(")*"));
    }

    /// How many sentences of the summary an article says, how much of it is copied, and how it is worded.
    fn coverage(&mut self, coverage: &DigestCoverage, summary: usize) {
        let percent = |share: f64| (share * 100.0).round() as u32;
        self.put(format_args!(
            "; says {} of the summary's {}",
            coverage.supports,
            counted(summary, "sentence")
        ));
        if coverage.copied > 0.0 {
            self.put(format_args!(", {} % copied", percent(coverage.copied)));
        }
        if coverage.damaged > 0 {
            let damaged = counted(coverage.damaged, "sentence");
            self.put(format_args!(", damaged wording in {damaged}"));
        }
    }

    /// Outlet, linked title, date, file.
    fn source(&mut self, article: &DigestArticle) {
        match &article.source {
            Some(source) => self.put(format_args!("**{}**", source.markdown())),
            None => self.0.push_str("**unknown outlet**"),
        }
        let target = article.url.as_ref().and_then(|url| link_target(url.raw()));
        match (&article.title, target) {
            (Some(title), Some(target)) => {
                self.put(format_args!(": [{}](<{target}>)", title.markdown()))
            }
            (Some(title), None) => self.put(format_args!(": {}", title.markdown())),
            (None, Some(target)) => self.put(format_args!(": [page](<{target}>)")),
            (None, None) => {}
        }
        if let Some(date) = &article.date {
            self.put(format_args!(", {}", date.markdown()));
        }
        self.put(format_args!(" — {}", article.path.markdown()));
        self.place(article.record, article.element, article.doc);
        self.0.push_str(&article.marks());
    }

    /// Where in a file: line, element, article of `docs`.
    pub(super) fn place(
        &mut self,
        record: Option<usize>,
        element: Option<usize>,
        doc: Option<usize>,
    ) {
        for (name, number) in [("record", record), ("element", element), ("doc", doc)] {
            if let Some(number) = number {
                self.put(format_args!(" {name} {number}"));
            }
        }
    }
}

/// Inputs set aside that the page lists; the JSON has all.
pub(crate) const MOST_FAULTS: usize = 50;

/// Articles that are copies, each with the first source of its group as numbered on the page.
pub(super) fn copies<'a>(
    by_number: impl Iterator<Item = &'a DigestArticle>,
) -> BTreeMap<ArticleId, ArticleId> {
    let mut first: BTreeMap<usize, ArticleId> = BTreeMap::new();
    let mut copies = BTreeMap::new();
    for article in by_number {
        let head = first.entry(article.origin).or_insert(article.id);
        if *head != article.id {
            copies.insert(article.id, *head);
        }
    }
    copies
}
