//! The same event in other languages, as it is printed.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::digest::DigestStory;
use super::html::HtmlPage;
use super::markdown::{Page, counted};
use crate::crosslingual::{Counterpart, written_forms};
use crate::group::Story;
use crate::lang;
use crate::pipeline::Corpus;
use crate::text::SourceText;

/// A story, or a single report, that tells the event in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlsoReported {
    /// The code of its language.
    pub lang: String,
    /// Its id, among the stories or the single reports.
    pub story: String,
    /// Its distinct outlets; every article without one counts as one.
    pub outlets: usize,
    /// How many articles it has.
    pub articles: usize,
    /// The title of its first article that has one.
    pub title: Option<SourceText>,
    /// The names and figures that both have, as this story writes them, the rarest first.
    pub shared: Vec<SourceText>,
}

/// Names and figures that a page gives as evidence; the JSON has all.
const MOST_NAMES: usize = 3;
const MOST_FIGURES: usize = 2;

/// Languages that a page names; of more their number.
const MOST_LANGUAGES: usize = 6;

impl AlsoReported {
    /// What its language calls itself, else its code.
    fn language(&self) -> &str {
        lang::own_name(&self.lang).unwrap_or(&self.lang)
    }

    /// The evidence, on a page.
    fn evidence(&self) -> SourceText {
        let is_figure = |text: &&str| text.starts_with(char::is_numeric);
        let (figures, names): (Vec<&str>, Vec<&str>) =
            self.shared.iter().map(SourceText::raw).partition(is_figure);
        let names = names.into_iter().take(MOST_NAMES);
        let shown: Vec<&str> = names.chain(figures.into_iter().take(MOST_FIGURES)).collect();
        SourceText::new(shown.join(", "))
    }
}

/// What is printed of a story's counterparts.
pub(crate) fn also_reported(
    story: &Story,
    corpus: &Corpus,
    counterparts: &[Counterpart],
) -> Vec<AlsoReported> {
    if counterparts.is_empty() {
        return Vec::new();
    }
    let forms = |report: &usize| written_forms(&corpus.reports[*report], &corpus.lexicons);
    let forms: Vec<_> = story.reports.iter().map(forms).collect();
    let printed = |counterpart: &Counterpart| {
        let written = |anchor| forms.iter().find_map(|forms| forms.get(anchor).copied());
        let mut met = FxHashSet::default();
        let shared = counterpart.anchors.iter().filter_map(written);
        AlsoReported {
            lang: counterpart.language.clone(),
            story: counterpart.story.clone(),
            outlets: counterpart.outlets,
            articles: counterpart.articles.len(),
            title: counterpart.title.clone().map(SourceText::new),
            shared: shared.filter(|text| met.insert(*text)).map(SourceText::new).collect(),
        }
    };
    counterparts.iter().map(printed).collect()
}

/// How many languages are not named.
fn more_languages(story: &DigestStory) -> String {
    match story.also_reported.len().saturating_sub(MOST_LANGUAGES) {
        0 => String::new(),
        more => format!("; and in {}", counted(more, "other language")),
    }
}

impl Page {
    /// A line of the other languages in which a story is told.
    pub(super) fn also_reported(&mut self, story: &DigestStory) {
        if story.also_reported.is_empty() {
            return;
        }
        self.put(format_args!("\nAlso reported in:"));
        for (at, other) in story.also_reported.iter().take(MOST_LANGUAGES).enumerate() {
            let mark = if at == 0 { "" } else { ";" };
            let outlets = counted(other.outlets, "outlet");
            self.put(format_args!("{mark} {} ({outlets}", other.language()));
            if let Some(title) = &other.title {
                self.put(format_args!(", “{}”", title.markdown()));
            }
            self.put(format_args!("; shared: {})", other.evidence().markdown()));
        }
        self.put(format_args!("{}.\n", more_languages(story)));
    }
}

impl HtmlPage {
    /// The same; `is_told` says whether a story stands on the page.
    pub(super) fn also_reported(&mut self, story: &DigestStory, is_told: impl Fn(&str) -> bool) {
        if story.also_reported.is_empty() {
            return;
        }
        self.put(format_args!("<p class=\"note\">Also reported in:"));
        for (at, other) in story.also_reported.iter().take(MOST_LANGUAGES).enumerate() {
            let mark = if at == 0 { "" } else { ";" };
            self.put(format_args!("{mark} <span"));
            self.reading_in(Some(&other.lang));
            self.put(format_args!(">{}</span> (", other.language()));
            self.put(format_args!("{}", counted(other.outlets, "outlet")));
            if let Some(title) = &other.title {
                self.put(format_args!(", <cite"));
                self.reading_in(Some(&other.lang));
                match is_told(&other.story) {
                    true => {
                        self.put(format_args!("><a href=\"#{}\">{}</a>", other.story, title.html()))
                    }
                    false => self.put(format_args!(">{}", title.html())),
                }
                self.put(format_args!("</cite>"));
            }
            self.put(format_args!("; shared: {})", other.evidence().html()));
        }
        self.put(format_args!("{}.</p>\n", more_languages(story)));
    }
}
