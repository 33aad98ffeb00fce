//! Digest to Markdown: what an editor reads.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::digest::{Digest, DigestArticle, DigestStory, Single};
use super::findings::DigestCoverage;
use crate::findings::Section;
use crate::ingest::OWN_MARK;
use crate::score::SupportKind;
use crate::text::SourceText;
use crate::text::link_target;

/// Stories from which on a table of contents pays.
const CONTENTS_FROM: usize = 6;

/// The page. `singles` is how many single reports are listed.
pub fn to_markdown(digest: &Digest, singles: usize) -> String {
    let mut page = Page(String::new());
    page.head(digest);
    for story in &digest.stories {
        page.story(story);
    }
    page.singles(&digest.singles, singles);
    if digest.settings.sections.has(Section::SetAside) {
        page.left_out(digest);
    }
    page.foot();
    page.0
}

/// "1 outlet", "2 outlets".
pub(super) fn counted(count: usize, noun: &str) -> String {
    let plural = match noun {
        "story" => "stories",
        noun => &format!("{noun}s"),
    };
    if count == 1 { format!("1 {noun}") } else { format!("{count} {plural}") }
}

pub(super) struct Page(String);

impl Page {
    /// Writing to a string cannot fail.
    pub(super) fn put(&mut self, args: std::fmt::Arguments<'_>) {
        let _ = self.0.write_fmt(args);
    }

    fn head(&mut self, digest: &Digest) {
        self.put(format_args!("{OWN_MARK}\n# News digest\n\n"));
        let run = &digest.run;
        self.put(format_args!(
            "{} from {}, {}.\n\n",
            counted(run.articles, "article"),
            counted(run.outlets, "outlet"),
            counted(run.stories, "story"),
        ));
        let command = SourceText::new(digest.settings.command_line());
        self.put(format_args!("Made with: {}\n", command.markdown()));
        if digest.stories.len() >= CONTENTS_FROM {
            self.0.push_str("\n## Contents\n\n");
            for (number, story) in digest.stories.iter().enumerate() {
                self.put(format_args!("{}. [", number + 1));
                self.headline(story);
                self.put(format_args!("](#{}) — {}\n", story.id, counted(story.origins, "origin")));
            }
        }
    }

    fn headline(&mut self, story: &DigestStory) {
        match &story.headline {
            Some(headline) => self.put(format_args!("{}", headline.text.markdown())),
            None => self.put(format_args!("{}", story.id)),
        }
    }

    fn story(&mut self, story: &DigestStory) {
        self.put(format_args!("\n<a id=\"{}\"></a>\n\n## ", story.id));
        self.headline(story);
        self.put(format_args!(
            "\n\nAt most {} ({}, {}).\n\n",
            counted(story.origins, "independent origin"),
            counted(story.outlets, "outlet"),
            counted(story.articles.len(), "article"),
        ));
        // Sources are numbered in the order in which the summary first uses them, then the others.
        let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
        let used = story.summary.iter().map(|s| s.article.as_str());
        for id in used.chain(story.articles.iter().map(|a| a.id.as_str())) {
            let next = numbers.len() + 1;
            numbers.entry(id).or_insert(next);
        }
        for sentence in &story.summary {
            let support = &sentence.support;
            let kind = match support.kind {
                SupportKind::Reported => "",
                SupportKind::Quoted => "quoted by ",
            };
            self.put(format_args!(
                "- {} [{}] *({kind}{})*\n",
                sentence.text.markdown(),
                numbers[sentence.article.as_str()],
                counted(support.origins, "origin"),
            ));
        }
        self.findings(story, &numbers);
        self.0.push_str("\n### Sources\n\n");
        let coverage: BTreeMap<&str, &DigestCoverage> =
            story.findings.coverage.iter().map(|c| (c.article.as_str(), c)).collect();
        let mut by_number: Vec<(usize, &DigestArticle)> =
            story.articles.iter().map(|a| (numbers[a.id.as_str()], a)).collect();
        by_number.sort_by_key(|(number, _)| *number);
        let copies = copies(story);
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
            if let Some(first) = copies.get(article.id.as_str()) {
                self.put(format_args!(" (one text with {})", numbers[first]));
            }
            if let Some(coverage) = coverage.get(article.id.as_str()) {
                self.coverage(coverage);
            }
            self.0.push('\n');
        }
    }

    /// How much of the summary an article holds, how much of it is copied, and how it is worded.
    fn coverage(&mut self, coverage: &DigestCoverage) {
        let percent = |share: f64| (share * 100.0).round() as u32;
        self.put(format_args!("; holds {} % of the summary", percent(coverage.share)));
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
        if article.teaser {
            self.0.push_str(", a teaser only");
        }
        if article.flat {
            self.0.push_str(", a page read without its structure");
        }
    }

    /// Where in a file: line, element, article of `docs`.
    fn place(&mut self, record: Option<usize>, element: Option<usize>, doc: Option<usize>) {
        for (name, number) in [("record", record), ("element", element), ("doc", doc)] {
            if let Some(number) = number {
                self.put(format_args!(" {name} {number}"));
            }
        }
    }

    fn singles(&mut self, singles: &[Single], most: usize) {
        if singles.is_empty() || most == 0 {
            return;
        }
        self.0.push_str("\n## Single reports\n\n");
        for single in singles.iter().take(most) {
            self.0.push_str("- ");
            if let Some(headline) = &single.headline {
                self.put(format_args!("{} — ", headline.markdown()));
            }
            if let Some(article) = single.articles.first() {
                match &article.source {
                    Some(source) => self.put(format_args!("**{}**, ", source.markdown())),
                    None => self.0.push_str("**unknown outlet**, "),
                }
                self.put(format_args!("{}", article.path.markdown()));
                self.place(article.record, article.element, article.doc);
                if article.teaser {
                    self.0.push_str(", a teaser only");
                }
            }
            self.0.push('\n');
        }
        if singles.len() > most {
            self.put(format_args!("- … and {} more\n", singles.len() - most));
        }
    }

    fn left_out(&mut self, digest: &Digest) {
        let faults = &digest.set_aside;
        if faults.is_empty() && digest.cleaned.is_empty() {
            return;
        }
        self.0.push_str("\n## Left out\n\n");
        for (reason, group) in &digest.cleaned {
            self.put(format_args!("- {}: {}", reason, counted(group.count, "line")));
            if let Some(first) = group.spans.first() {
                self.put(format_args!(", such as “{}”", first.example.markdown()));
            }
            self.0.push('\n');
        }
        for set_aside in faults.iter().take(MOST_FAULTS) {
            self.put(format_args!("- {}", set_aside.path.markdown()));
            self.place(set_aside.record, set_aside.element, set_aside.doc);
            self.put(format_args!(": {}\n", set_aside.reason.markdown()));
        }
        if faults.len() > MOST_FAULTS {
            self.put(format_args!("- … and {} more (see the JSON)\n", faults.len() - MOST_FAULTS));
        }
    }

    fn foot(&mut self) {
        self.0.push_str(
            "\n---\n\nEvery sentence is verbatim from the source and line that it names. Origins are counted by outlets and by \
             text: a reprint adds nothing, an outlet does not corroborate itself, and the count is an upper bound. \
             Agreement is not truth.\n",
        );
    }
}

/// Inputs set aside that the page lists; the JSON has all.
pub(super) const MOST_FAULTS: usize = 50;

/// Articles that are copies, each with the first source of its group as numbered on the page.
fn copies(story: &DigestStory) -> BTreeMap<&str, &str> {
    let mut first: BTreeMap<usize, &str> = BTreeMap::new();
    let mut copies = BTreeMap::new();
    let summary = story.summary.iter().map(|s| s.article.as_str());
    let order: Vec<&str> = summary.chain(story.articles.iter().map(|a| a.id.as_str())).collect();
    for id in order {
        let Some(article) = story.articles.iter().find(|a| a.id == id) else { continue };
        let head = first.entry(article.origin).or_insert(id);
        if *head != id {
            copies.insert(id, *head);
        }
    }
    copies
}
