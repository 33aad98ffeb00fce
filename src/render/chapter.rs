//! A story as XHTML without script, style, folding or drawing: what feed readers, mail programs and readers of books show.

use std::collections::BTreeMap;

use super::days::SINCE_THEN;
use super::digest::{Digest, DigestArticle, DigestStory};
use super::html::HtmlPage;
use super::markdown::{ABOUT_COUNTS, copies};
use crate::ingest::{ArticleId, parse_date};
use crate::text::{SourceText, link_target};

/// The page's only style, for mail and books; it takes nothing from outside.
pub(super) const STYLE: &str = include_str!("chapter.css");

/// The moment of what has no date: feeds and books ask for one.
const UNDATED: &str = "1970-01-01T00:00:00Z";

/// When the newest of some articles appeared.
pub(super) fn newest<'a>(
    articles: impl Iterator<Item = &'a DigestArticle>,
) -> Option<jiff::Timestamp> {
    let times = articles.filter(|article| !article.date_unread);
    let newest = times.filter_map(|article| parse_date(article.date.as_ref()?.raw())).max();
    newest.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok())
}

/// The same as feeds and books write it down.
pub(super) fn stamp<'a>(articles: impl Iterator<Item = &'a DigestArticle>) -> String {
    newest(articles).map_or_else(|| UNDATED.to_owned(), |stamp| stamp.to_string())
}

/// The title of a digest: what it is, and of which days.
pub(super) fn title(digest: &Digest) -> String {
    let days = digest.run.days_in_words();
    days.map_or_else(|| "News digest".to_owned(), |days| format!("News digest, {days}"))
}

/// The head of a digest below its title.
pub(super) fn about_run(digest: &Digest) -> String {
    let mut about = format!("<p class=\"note\">{}.</p>\n", digest.run.in_words());
    if let Some(words) = digest.issue_in_words() {
        about.push_str(&format!("<p class=\"note\">{words}</p>\n"));
    }
    about
}

/// The summary of a story.
pub(super) fn summary(story: &DigestStory) -> String {
    let mut page = HtmlPage::default();
    page.told(story);
    page.into_text()
}

/// A story below its headline: summary, figures that differ, sources.
pub(super) fn story(story: &DigestStory) -> String {
    let mut page = HtmlPage::default();
    let numbers = story.source_numbers();
    page.origins(story);
    page.told(story);
    if let Some(issue) = &story.issue {
        page.changed_figures(issue, &numbers);
    }
    page.differences(&story.findings.differ, &numbers);
    page.also_reported(story, |_| false);
    page.listed_sources(story);
    page.into_text()
}

/// The headline of a story as text.
pub(super) fn headline(story: &DigestStory) -> SourceText {
    story.headline.as_ref().map_or_else(|| SourceText::new(story.id.clone()), |h| h.text.clone())
}

/// What stands behind the stories: those without news, and single reports; nothing where there are none.
pub(super) fn remaining(digest: &Digest, singles: usize) -> String {
    let mut page = HtmlPage::default();
    page.quiet_stories(digest);
    page.singles(digest, singles);
    page.into_text()
}

/// What closes a digest.
pub(super) fn foot(digest: &Digest) -> String {
    let command = SourceText::new(digest.settings.command_line());
    format!(
        "<p class=\"note\">{ABOUT_COUNTS}</p>\n<p class=\"note\">Made with: {}</p>\n",
        command.html()
    )
}

/// Whether a code has the form of a language tag: what an attribute may hold.
fn is_language_tag(code: &str) -> bool {
    let mut parts = code.split('-');
    let language = parts.next().unwrap_or_default();
    let is_language =
        matches!(language.len(), 2 | 3) && language.bytes().all(|b| b.is_ascii_alphabetic());
    let is_part = |part: &str| {
        (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric())
    };
    is_language && parts.all(is_part)
}

impl HtmlPage {
    /// The sentences, each in its language and with its outlet.
    fn told(&mut self, story: &DigestStory) {
        let articles: BTreeMap<ArticleId, &DigestArticle> =
            story.articles.iter().map(|article| (article.id, article)).collect();
        self.put(format_args!("<ul>\n"));
        for sentence in &story.summary {
            let article = articles.get(&sentence.article).copied();
            self.put(format_args!("<li"));
            self.language(article);
            self.put(format_args!(">"));
            if story.goes_on_with(sentence) {
                self.put(format_args!(
                    "<span lang=\"en\" dir=\"ltr\"><small>{SINCE_THEN}</small></span> "
                ));
            }
            self.put(format_args!("{} — ", sentence.text.html()));
            self.put(format_args!("<span lang=\"en\" dir=\"ltr\">"));
            if let Some(article) = article {
                self.linked_outlet(article);
                match sentence.others(&articles).len() {
                    0 => {}
                    more => self.put(format_args!(" +{more}")),
                }
            }
            if let Some(day) = story.next_day_in_words(sentence) {
                self.put(format_args!(", {day}"));
            }
            self.put(format_args!(" <small>("));
            self.count(sentence, story);
            self.put(format_args!(")</small></span></li>\n"));
        }
        self.put(format_args!("</ul>\n"));
    }

    /// The attributes that say in which language and direction an article's words are read.
    pub(super) fn language(&mut self, article: Option<&DigestArticle>) {
        self.reading_in(article.and_then(|article| article.lang.as_deref()));
    }

    /// The same of words in a language.
    pub(super) fn reading_in(&mut self, lang: Option<&str>) {
        if let Some(lang) = lang.filter(|lang| is_language_tag(lang)) {
            self.put(format_args!(" lang=\"{lang}\""));
        }
        self.put(format_args!(" dir=\"auto\""));
    }

    /// An outlet, else a file, as a link to its article where that has an address.
    fn linked_outlet(&mut self, article: &DigestArticle) {
        self.linked(article, article.source.as_ref().unwrap_or(&article.path));
    }

    /// Words as a link to an article.
    fn linked(&mut self, article: &DigestArticle, words: &SourceText) {
        match article.url.as_ref().and_then(|url| link_target(url.raw())) {
            Some(target) => {
                let target = SourceText::new(target);
                self.put(format_args!("<a href=\"{}\">{}</a>", target.html(), words.html()));
            }
            None => self.put(format_args!("{}", words.html())),
        }
    }

    /// Every source under its number.
    fn listed_sources(&mut self, story: &DigestStory) {
        let sources = story.numbered_sources();
        let copies = copies(sources.iter().map(|(_, article)| *article));
        let numbers = story.source_numbers();
        self.put(format_args!("<h3>Sources</h3>\n<ol class=\"sources\">\n"));
        for (_, article) in sources {
            self.put(format_args!("<li>"));
            self.outlet(article);
            if let Some(title) = &article.title {
                self.put(format_args!(": <span"));
                self.language(Some(article));
                self.put(format_args!(">"));
                self.linked(article, title);
                self.put(format_args!("</span>"));
            }
            if let Some(date) = &article.date {
                self.put(format_args!(", {}", date.html()));
            }
            self.put(format_args!("{}", article.marks()));
            if let Some(first) = copies.get(&article.id) {
                self.put(format_args!(" (one text with {})", numbers[first]));
            }
            self.put(format_args!("</li>\n"));
        }
        self.put(format_args!("</ol>\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_attribute_may_hold() {
        for tag in ["en", "pt-BR", "zh-Hant-TW", "nds"] {
            assert!(is_language_tag(tag), "{tag}");
        }
        for no_tag in ["", "e", "english", "en_US", "en\" x=\"", "en-", "ар"] {
            assert!(!is_language_tag(no_tag), "{no_tag}");
        }
    }
}
