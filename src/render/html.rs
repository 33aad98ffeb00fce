//! Digest to one HTML file: no script, no network, readable in light and dark, on paper, on a telephone and aloud.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write};

use super::days::SINCE_THEN;
use super::digest::{Digest, DigestArticle, DigestSentence, DigestStory, SourceNumbers};
use super::markdown::{ABOUT_COUNTS, CONTENTS_FROM, MOST_CONTENTS_WORDS, counted, first_words};
use super::what_if::SCRIPT_HASH;
use crate::findings::Section;
use crate::ingest::{ArticleId, OWN_MARK};
use crate::score::Signal;
use crate::text::SourceText;
use crate::text::link_target;

/// The page's only style; it takes nothing from outside.
const STYLE: &str = include_str!("html.css");

/// What the policy of the page allows as a style: SHA-256 of `STYLE` in base 64.
const STYLE_HASH: &str = "K5gYib9qJ9zhD+3cpwveTPSm8Jtgdflr4h7z8X3oJx8=";

/// What the page may do: show its own style and run its own script, if it has one; nothing else.
fn policy(what_if: bool) -> String {
    let script =
        if what_if { format!("script-src 'sha256-{SCRIPT_HASH}'; ") } else { String::new() };
    format!(
        "default-src 'none'; style-src 'sha256-{STYLE_HASH}'; {script}base-uri 'none'; form-action 'none'"
    )
}

/// The page. `singles` is how many single reports are listed.
pub fn to_html(digest: &Digest) -> String {
    html_pieces(digest, digest.settings.singles).collect()
}

/// The page, piece by piece: whoever writes it down holds one story at a time.
pub fn html_pieces(digest: &Digest, singles: usize) -> impl Iterator<Item = String> {
    let opens = move || {
        let mut page = HtmlPage::default();
        page.head(digest);
        page.put(format_args!("<main>\n"));
        if digest.settings.what_if {
            page.sliders(&digest.settings);
        }
        page.0
    };
    let on_page: BTreeSet<&str> = digest.stories.iter().map(|story| story.id.as_str()).collect();
    let story = move |story: &DigestStory| {
        let mut page = HtmlPage::default();
        page.story(story, |id| on_page.contains(id));
        page.0
    };
    let closes = move || {
        let mut page = HtmlPage::default();
        page.quiet_stories(digest);
        page.singles(digest, singles);
        if digest.settings.sections.has(Section::SetAside) {
            page.left_out(digest);
        }
        page.put(format_args!("</main>\n"));
        let command = SourceText::new(digest.settings.command_line());
        page.put(format_args!(
            "<footer><p>{ABOUT_COUNTS}</p>\n<p>Made with <code>{}</code></p></footer>\n",
            command.html()
        ));
        if digest.settings.what_if {
            page.script(digest);
        }
        page.put(format_args!("</body>\n</html>\n"));
        page.0
    };
    std::iter::once_with(opens)
        .chain(digest.stories.iter().map(story))
        .chain(std::iter::once_with(closes))
}

#[derive(Default)]
pub(super) struct HtmlPage(String);

impl HtmlPage {
    /// Writing to a string cannot fail.
    pub(super) fn put(&mut self, args: fmt::Arguments<'_>) {
        let _ = self.0.write_fmt(args);
    }

    fn head(&mut self, digest: &Digest) {
        self.put(format_args!(
            "{OWN_MARK}\n<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"generator\" content=\"newsfold {}\">\n<title>News digest</title>\n<style>{STYLE}</style>\n</head>\n<body>\n",
            policy(digest.settings.what_if),
            digest.newsfold_version
        ));
        let words = digest.run.in_words();
        self.put(format_args!("<header>\n<h1>News digest</h1>\n<p class=\"note\">{words}.</p>\n"));
        if let Some(words) = digest.issue_in_words() {
            self.put(format_args!("<p class=\"note\">{words}</p>\n"));
        }
        self.put(format_args!("</header>\n"));
        self.contents(&digest.stories);
    }

    /// The table of contents; folded where it is long, for the news begins on the first screen.
    fn contents(&mut self, stories: &[DigestStory]) {
        if stories.len() < 2 {
            return;
        }
        let is_long = stories.len() >= CONTENTS_FROM;
        self.put(format_args!("<nav aria-label=\"Stories\">\n"));
        if is_long {
            let stories = stories.len();
            self.put(format_args!("<details><summary>All {stories} stories</summary>\n"));
        }
        self.put(format_args!("<ol>\n"));
        for story in stories {
            self.put(format_args!("<li><a href=\"#{}\">", story.id));
            match &story.headline {
                Some(headline) if is_long => {
                    let (first, rest) = first_words(headline.text.raw(), MOST_CONTENTS_WORDS);
                    self.put(format_args!("{}{rest}", SourceText::new(first).html()));
                }
                _ => self.headline(story),
            }
            let origins = counted(story.origins, "origin");
            self.put(format_args!("</a> <span class=\"support\">{origins}</span></li>\n"));
        }
        let end = if is_long { "</details>\n" } else { "" };
        self.put(format_args!("</ol>\n{end}</nav>\n"));
    }

    /// A part of a story that a reader opens.
    pub(super) fn folded(&mut self, heading: &str, inside: impl FnOnce(&mut Self)) {
        self.put(format_args!("<details class=\"more\"><summary><h3>{heading}</h3></summary>\n"));
        inside(self);
        self.put(format_args!("</details>\n"));
    }

    pub(super) fn into_text(self) -> String {
        self.0
    }

    pub(super) fn headline(&mut self, story: &DigestStory) {
        match &story.headline {
            Some(headline) => self.put(format_args!("{}", headline.text.html())),
            None => self.put(format_args!("{}", story.id)),
        }
    }

    /// `is_told` says whether a story has a place on the page.
    fn story(&mut self, story: &DigestStory, is_told: impl Fn(&str) -> bool) {
        let articles: BTreeMap<ArticleId, &DigestArticle> =
            story.articles.iter().map(|a| (a.id, a)).collect();
        let numbers = story.source_numbers();
        self.put(format_args!(
            "<article id=\"{0}\" aria-labelledby=\"{0}-h\">\n<h2 id=\"{0}-h\">",
            story.id
        ));
        self.headline(story);
        self.put(format_args!("</h2>\n"));
        self.origins(story);
        // A sentence that stands above is not said again; where a reader selects anew it may leave, or move.
        let single = story.summary.len() == 1;
        let above = story.sentence_above().filter(|_| !single && story.what_if.is_none());
        let is_above = |sentence: &DigestSentence| above.is_some_and(|s| std::ptr::eq(s, sentence));
        if let Some(sentence) = above {
            self.put(format_args!("<div class=\"above\">"));
            self.sentence(sentence, true, story, &articles, &numbers);
            self.put(format_args!("</div>\n"));
        }
        self.put(format_args!("<ol class=\"summary\""));
        if story.what_if.is_some() {
            self.put(format_args!(" data-numbers=\"n-{}\"", story.id));
        }
        self.put(format_args!(">\n"));
        let listed = story.summary.iter().enumerate().filter(|(_, sentence)| !is_above(sentence));
        for (at, sentence) in listed {
            match &story.what_if {
                Some(what_if) => {
                    self.put(format_args!("<li data-told=\"{}\">", what_if.chosen[at]))
                }
                None => self.put(format_args!("<li>")),
            }
            self.sentence(sentence, false, story, &articles, &numbers);
            self.put(format_args!("</li>\n"));
        }
        self.put(format_args!("</ol>\n"));
        if let Some(issue) = &story.issue {
            self.changed_figures(issue, &numbers);
        }
        if let Some(what_if) = &story.what_if {
            self.numbers_of(story, what_if, &numbers);
        }
        self.findings(story, &numbers);
        self.also_reported(story, is_told);
        self.folded("Sources", |page| page.sources(story, &numbers));
        self.put(format_args!("</article>\n"));
    }

    /// How many tell a story.
    pub(super) fn origins(&mut self, story: &DigestStory) {
        self.put(format_args!("<p class=\"note\">{}", story.origins_in_words()));
        for watched in &story.watched {
            let query = SourceText::new(watched.query.clone());
            self.put(format_args!(" Watched: {}.", query.html()));
        }
        if let Some(about) = story.about_in_words() {
            self.put(format_args!(" {}", about.html()));
        }
        if let Some(issue) = &story.issue {
            self.put(format_args!(" {}", issue.in_words()));
        }
        self.put(format_args!("</p>\n"));
    }

    /// A sentence that opens its paragraph, with what its score is made of. The headline's stands above already.
    fn sentence(
        &mut self,
        sentence: &DigestSentence,
        is_headline: bool,
        story: &DigestStory,
        articles: &BTreeMap<ArticleId, &DigestArticle>,
        numbers: &SourceNumbers,
    ) {
        let article = articles[&sentence.article];
        let number = numbers[&sentence.article];
        let support = &sentence.support;
        let lang = SourceText::new(article.lang.clone().unwrap_or_default());
        if story.goes_on_with(sentence) {
            self.put(format_args!("<p class=\"note\">{SINCE_THEN}</p>"));
        }
        self.put(format_args!("<details><summary>"));
        if is_headline {
            self.put(format_args!("Headline from [{number}] "));
        } else {
            let text = sentence.text.html();
            self.put(format_args!("<span lang=\"{}\">{text}</span> [{number}] ", lang.html()));
        }
        self.put(format_args!("<span class=\"support\">"));
        self.put(format_args!("<b>{}</b>", article.outlet_or_file().html()));
        if article.source.is_none() {
            self.place(article.record, article.element, article.doc);
        }
        match sentence.others(articles).len() {
            0 => {}
            more => self.put(format_args!(" +{more}")),
        }
        self.put(format_args!(", "));
        // Beside each, not only where it changes: a page that selects again moves them.
        if let Some(day) = story.day_in_words(sentence) {
            self.put(format_args!("{day}, "));
        }
        self.count(sentence, story);
        self.put(format_args!(
            "</span></summary>\n<div class=\"source\"><p lang=\"{}\">",
            lang.html()
        ));
        let [before, after] = &sentence.context;
        self.put(format_args!(
            "{} <mark>{}</mark> {}</p>\n<p class=\"note\">",
            before.html(),
            sentence.text.html(),
            after.html()
        ));
        self.outlet(article);
        self.put(format_args!(", {}, line {}. ", article.path.html(), sentence.line));
        if let Some(link) = &sentence.link {
            self.put(format_args!(
                "<a rel=\"noreferrer\" href=\"{}\">Open at the sentence</a>. ",
                link.html()
            ));
        }
        let others: Vec<String> = support
            .articles
            .iter()
            .filter(|id| **id != sentence.article)
            .map(|id| format!("[{}]", numbers[id]))
            .collect();
        if !others.is_empty() {
            self.put(format_args!("Also said by {}. ", others.join(" ")));
        }
        self.put(format_args!("</p>\n"));
        self.facts(sentence, numbers);
        self.signals(sentence);
        self.put(format_args!("</div></details>"));
    }

    /// In how many origins a sentence was found, and what of it has moved since.
    pub(super) fn count(&mut self, sentence: &DigestSentence, story: &DigestStory) {
        self.put(format_args!("{}", sentence.support.in_words()));
        for introduced in sentence.introduced_in_words() {
            self.put(format_args!("; {}", introduced.html()));
        }
        if let Some(later) = story.later(sentence) {
            self.put(format_args!("; {}", later.html()));
        }
    }

    /// The facts of a sentence that other articles state, each with its own count.
    fn facts(&mut self, sentence: &DigestSentence, numbers: &SourceNumbers) {
        let shared: Vec<_> = sentence.facts.iter().filter(|fact| fact.stated.len() > 1).collect();
        if shared.is_empty() {
            return;
        }
        self.put(format_args!("<ul>\n"));
        for fact in shared {
            self.put(format_args!("<li>{}", fact.stated[0].text.html()));
            self.numbers(fact.stated.iter(), numbers);
            let origins = counted(fact.origins, "origin");
            self.put(format_args!(" <span class=\"support\">{origins}</span></li>\n"));
        }
        self.put(format_args!("</ul>\n"));
    }

    /// The signals of a sentence as bars.
    fn signals(&mut self, sentence: &DigestSentence) {
        let height = 16 * Signal::ALL.len();
        self.put(format_args!(
            "<figure><svg viewBox=\"0 0 320 {height}\" width=\"320\" height=\"{height}\" role=\"img\" aria-label=\"Signals\">"
        ));
        for (at, signal) in Signal::ALL.into_iter().enumerate() {
            let value = sentence.signals.get(signal);
            let (text, bar) = (16 * at + 12, 16 * at + 4);
            self.put(format_args!(
                "<text x=\"0\" y=\"{text}\">{} {value:.2}</text><rect class=\"rest\" x=\"120\" y=\"{bar}\" width=\"200\" height=\"8\"/>\
                 <rect class=\"bar\" x=\"120\" y=\"{bar}\" width=\"{:.0}\" height=\"8\"/>",
                signal.name(),
                200.0 * value
            ));
        }
        self.put(format_args!(
            "</svg><figcaption>Signals, each 0 to 1; their weighted sum is {:.2}</figcaption></figure>\n",
            sentence.score
        ));
    }

    pub(super) fn outlet(&mut self, article: &DigestArticle) {
        match &article.source {
            Some(source) => self.put(format_args!("<b>{}</b>", source.html())),
            None => self.put(format_args!("<b>unknown outlet</b>")),
        }
    }

    /// The sources with what each holds of the summary, and which of them print one text.
    fn sources(&mut self, story: &DigestStory, numbers: &SourceNumbers) {
        self.put(format_args!(
            "<div class=\"wide\"><table>\n<tr><th scope=\"col\">No.</th><th scope=\"col\">Source</th>\
             <th scope=\"col\">Sentences of the summary that it says</th></tr>\n"
        ));
        for (number, article) in story.numbered_sources() {
            self.put(format_args!("<tr><td>{number}</td><td>"));
            self.outlet(article);
            if let Some(title) = &article.title {
                match article.url.as_ref().and_then(|url| link_target(url.raw())) {
                    Some(target) => {
                        let target = SourceText::new(target);
                        self.put(format_args!(
                            ": <a rel=\"noreferrer\" href=\"{}\">{}</a>",
                            target.html(),
                            title.html()
                        ));
                    }
                    None => self.put(format_args!(": {}", title.html())),
                }
            }
            if let Some(date) = &article.date {
                self.put(format_args!(", {}", date.html()));
            }
            self.put(format_args!("<br><span class=\"note\">{}", article.path.html()));
            self.place(article.record, article.element, article.doc);
            // Ids are hex digits: nothing in the path is anybody else's.
            if let Some(kept) = &article.text_path {
                self.put(format_args!(", <a href=\"{kept}\">its text</a>"));
            }
            self.put(format_args!("{}", article.marks()));
            self.put(format_args!("</span></td><td>"));
            if let Some(held) = story.findings.coverage.iter().find(|c| c.article == article.id) {
                let (says, all) = (held.supports, story.summary.len());
                let share = (100.0 * says as f64 / all.max(1) as f64).round();
                let copied = (100.0 * held.copied).round();
                self.put(format_args!(
                    "<svg viewBox=\"0 0 100 10\" width=\"100\" height=\"10\" aria-hidden=\"true\"><rect class=\"rest\" width=\"100\" \
                     height=\"10\"/><rect class=\"bar\" width=\"{share}\" height=\"10\"/></svg>{says} of {all}"
                ));
                if copied > 0.0 {
                    self.put(format_args!(", {copied} % copied"));
                }
                if held.damaged > 0 {
                    let damaged = counted(held.damaged, "sentence");
                    self.put(format_args!(", damaged wording in {damaged}"));
                }
            }
            self.put(format_args!("</td></tr>\n"));
        }
        self.put(format_args!("</table></div>\n"));
        self.origin_graph(story, numbers);
        for group in story.origin_groups.iter().filter(|group| group.articles.len() > 1) {
            let of: Vec<String> =
                group.articles.iter().map(|id| format!("[{}]", numbers[id])).collect();
            self.put(format_args!("<p class=\"note\">{} print one text", of.join(" ")));
            if let Some(receipt) = &group.receipt {
                self.put(format_args!(
                    "; the longest run that they share has {}: “{}”",
                    counted(receipt.words, "word"),
                    receipt.text.html()
                ));
            }
            self.put(format_args!(".</p>\n"));
        }
    }

    /// Where in a file: line, element, article of `docs`.
    fn place(&mut self, record: Option<usize>, element: Option<usize>, doc: Option<usize>) {
        for (name, at) in [("record", record), ("element", element), ("doc", doc)] {
            if let Some(at) = at {
                self.put(format_args!(" {name} {at}"));
            }
        }
    }

    /// Stories of earlier issues of which there is no news.
    pub(super) fn quiet_stories(&mut self, digest: &Digest) {
        let Some(issue) = &digest.issue else { return };
        for (heading, stories) in issue.quiet() {
            self.put(format_args!("<section>\n<h2>{heading}</h2>\n<ul>\n"));
            for story in stories {
                let headline = story.headline.html();
                self.put(format_args!("<li>{headline} (issue {})</li>\n", story.first));
            }
            self.put(format_args!("</ul>\n</section>\n"));
        }
    }

    pub(super) fn singles(&mut self, digest: &Digest, most: usize) {
        if digest.singles.is_empty() || most == 0 {
            return;
        }
        self.put(format_args!(
            "<section aria-labelledby=\"singles\">\n<h2 id=\"singles\">Single reports</h2>\n<ul>\n"
        ));
        for single in digest.singles.iter().take(most) {
            self.put(format_args!("<li>"));
            if let Some(headline) = &single.headline {
                self.put(format_args!("{} — ", headline.html()));
            }
            if let Some(article) = single.articles.first() {
                self.outlet(article);
                self.put(format_args!(", <span class=\"note\">{}", article.path.html()));
                self.place(article.record, article.element, article.doc);
                self.put(format_args!("{}", article.marks()));
                self.put(format_args!("</span>"));
            }
            self.put(format_args!("</li>\n"));
        }
        self.put(format_args!("</ul>\n"));
        if digest.singles.len() > most {
            let more = digest.singles.len() - most;
            self.put(format_args!("<p class=\"note\">and {more} more</p>\n"));
        }
        self.put(format_args!("</section>\n"));
    }

    fn left_out(&mut self, digest: &Digest) {
        if digest.cleaned.is_empty() && digest.set_aside.is_empty() {
            return;
        }
        self.put(format_args!(
            "<section aria-labelledby=\"left-out\">\n<h2 id=\"left-out\">Left out</h2>\n<ul>\n"
        ));
        for (reason, group) in &digest.cleaned {
            self.put(format_args!("<li>{reason}: {}", counted(group.count, "line")));
            if let Some(first) = group.spans.first() {
                self.put(format_args!(", such as “{}”", first.example.html()));
            }
            self.put(format_args!("</li>\n"));
        }
        for set_aside in digest.set_aside.iter().take(super::markdown::MOST_FAULTS) {
            self.put(format_args!("<li>{}", set_aside.path.html()));
            self.place(set_aside.record, set_aside.element, set_aside.doc);
            self.put(format_args!(": {}</li>\n", set_aside.reason.html()));
        }
        self.put(format_args!("</ul>\n</section>\n"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::what_if::SCRIPT;
    use base64::prelude::{BASE64_STANDARD, Engine};
    use sha2::{Digest as _, Sha256};

    #[test]
    fn the_policy_allows_the_page_s_own_style_and_script() {
        let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
        assert_eq!(hash(STYLE), STYLE_HASH, "html.css has changed: this is its hash");
        assert_eq!(hash(SCRIPT), SCRIPT_HASH, "what_if.js has changed: this is its hash");
    }
}
