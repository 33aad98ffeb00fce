//! The what-if part of the HTML page: sliders, and the numbers from which a browser selects again.

use serde::Serialize;

use super::digest::{Digest, DigestStory, SourceNumbers};
use super::html::HtmlPage;
use crate::score::Signal;
use crate::select::{Budget, Rules, StoryNumbers};
use crate::settings::Settings;
use crate::text::SourceText;
use crate::text::script_data;

/// The page's only script.
pub(super) const SCRIPT: &str = include_str!("what_if.js");

/// What the policy of the page allows to run: SHA-256 of `SCRIPT` in base 64.
pub(super) const SCRIPT_HASH: &str = "fHBj7K9ThqTSoh07rlHMJw/hkVFYoUqNrGq2vxYyKk0=";

/// What a page that selects again needs of one story.
#[derive(Debug, Clone)]
pub struct WhatIf {
    /// What the selection reads.
    pub numbers: StoryNumbers,
    /// Each sentence that may be chosen, as it is printed.
    pub shown: Vec<Option<Shown>>,
    /// For each sentence of the summary its index in the story.
    pub chosen: Vec<usize>,
}

/// A sentence that may come in.
#[derive(Debug, Clone)]
pub struct Shown {
    /// Its words, white space folded.
    pub text: SourceText,
    /// Line (from 1) of the source text on which it starts.
    pub line: usize,
    /// At most so many independent origins say it.
    pub origins: usize,
}

/// A setting that a slider turns.
struct Slider {
    /// Its name in the script, and in words.
    name: &'static str,
    /// The flag that sets it, up to the value.
    flag: String,
    /// What the run had.
    given: f64,
    /// What the program has where nobody says anything.
    default: f64,
    /// Ends of the slider.
    ends: [f64; 2],
    /// Least and largest number that the program takes.
    takes: [f64; 2],
}

/// Numbers beyond this are no weights.
const MOST_WEIGHT: f64 = 1e9;

/// Ends of the sliders: at least twice what is shipped, so that there is room to raise it, and near enough to aim.
const WEIGHT_END: f64 = 4.0;
const LAMBDA_END: f64 = 0.4;
const WORDS_END: usize = 400;
const SENTENCES_END: usize = 20;

/// Sentences of a summary where the budget is turned from words to sentences: 120 words in sentences of 24.
const SENTENCES: usize = 5;

fn sliders(settings: &Settings) -> Vec<Slider> {
    let plain = Settings::default();
    let weight = |signal: Signal| Slider {
        name: signal.name(),
        flag: format!("--weight {}=", signal.name()),
        given: settings.score.weights.get(signal),
        default: plain.score.weights.get(signal),
        ends: [0.0, WEIGHT_END],
        takes: [-MOST_WEIGHT, MOST_WEIGHT],
    };
    let number = |name: &'static str, given: f64, default: f64, end: f64, most: f64| Slider {
        name,
        flag: format!("--{name} "),
        given,
        default,
        ends: [0.0, end],
        takes: [0.0, most],
    };
    let mut sliders: Vec<Slider> = Signal::ALL.into_iter().map(weight).collect();
    sliders.extend([
        number("lambda", settings.lambda, plain.lambda, LAMBDA_END, 1e6),
        number("words-power", settings.words_power, plain.words_power, 1.0, 1.0),
        number("max-overlap", settings.max_overlap, plain.max_overlap, 1.0, 1.0),
    ]);
    sliders
}

/// What the script is told of the page.
#[derive(Serialize)]
struct PageNumbers {
    rules: Rules,
    signals: Vec<&'static str>,
    /// The run's command without what the sliders set.
    command: String,
    /// Sliders whose flag must be said even at its default: a settings file may say otherwise.
    given: Vec<&'static str>,
    defaults: serde_json::Map<String, serde_json::Value>,
    words: usize,
    sentences: usize,
    /// Ends of the budget's slider in words, and in sentences.
    ends: [usize; 2],
}

/// What the script is told of a story.
#[derive(Serialize)]
struct StoryData<'a> {
    #[serde(flatten)]
    numbers: &'a StoryNumbers,
    texts: Vec<Option<&'a SourceText>>,
    lines: Vec<usize>,
    origins: Vec<usize>,
    langs: Vec<&'a str>,
    numbers_of: Vec<usize>,
}

impl HtmlPage {
    /// The sliders, above the stories.
    pub(super) fn sliders(&mut self, settings: &Settings) {
        self.put(format_args!(
            "<section id=\"what-if\" aria-labelledby=\"what-if-h\">\n<h2 id=\"what-if-h\">What if</h2>\n<p class=\"note\">Move a \
             weight: the page selects again by the program’s own rules. What is found beside a summary stays as it was \
             written.</p>\n<div class=\"sliders\">\n"
        ));
        let (unit, given, end) = match settings.budget {
            Budget::Words(words) => ("words", words, WORDS_END.max(words)),
            Budget::Sentences(sentences) => ("sentences", sentences, SENTENCES_END.max(sentences)),
        };
        self.put(format_args!(
            "<div data-setting=\"budget\"><select id=\"w-unit\" aria-label=\"Budget in\" data-given=\"{unit}\" autocomplete=\"off\">"
        ));
        for name in ["words", "sentences"] {
            let selected = if name == unit { " selected" } else { "" };
            self.put(format_args!("<option value=\"{name}\"{selected}>{name}</option>"));
        }
        self.put(format_args!(
            "</select><input type=\"range\" aria-label=\"Budget\" min=\"1\" max=\"{end}\" step=\"1\" value=\"{given}\" \
             data-most=\"{end}\" autocomplete=\"off\"><input type=\"number\" aria-label=\"Budget, as a number\" min=\"1\" step=\"1\" \
             value=\"{given}\" data-given=\"{given}\" autocomplete=\"off\"></div>\n"
        ));
        for slider in sliders(settings) {
            let Slider { name, flag, given, takes: [least, most], .. } = &slider;
            let [low, high] = [slider.ends[0].min(*given), slider.ends[1].max(*given)];
            self.put(format_args!(
                "<div data-setting=\"{name}\" data-flag=\"{flag}\"><label for=\"w-{name}\">{name}</label><input type=\"range\" \
                 id=\"w-{name}\" min=\"{low}\" max=\"{high}\" step=\"any\" value=\"{given}\" autocomplete=\"off\"><input type=\"number\" \
                 aria-label=\"{name}, as a number\" min=\"{least}\" max=\"{most}\" step=\"any\" value=\"{given}\" data-given=\"{given}\" \
                 autocomplete=\"off\"></div>\n"
            ));
        }
        self.put(format_args!(
            "</div>\n<p id=\"what-if-said\" role=\"status\"></p>\n<p><code id=\"what-if-command\"></code></p>\n<p><button \
             type=\"button\" id=\"what-if-copy\">Copy the command</button> <button type=\"button\" id=\"what-if-reset\">As it \
             was</button></p>\n</section>\n"
        ));
    }

    /// The numbers of a story, behind its summary.
    pub(super) fn numbers_of(
        &mut self,
        story: &DigestStory,
        what_if: &WhatIf,
        numbers: &SourceNumbers,
    ) {
        let shown = || what_if.shown.iter();
        let articles = || story.articles.iter();
        let data = StoryData {
            numbers: &what_if.numbers,
            texts: shown().map(|s| s.as_ref().map(|s| &s.text)).collect(),
            lines: shown().map(|s| s.as_ref().map_or(0, |s| s.line)).collect(),
            origins: shown().map(|s| s.as_ref().map_or(0, |s| s.origins)).collect(),
            langs: articles().map(|a| a.lang.as_deref().unwrap_or_default()).collect(),
            numbers_of: articles().map(|a| numbers[&a.id]).collect(),
        };
        self.put(format_args!(
            "<script type=\"application/json\" id=\"n-{}\">{}</script>\n",
            story.id,
            script_data(&data)
        ));
    }

    /// What the script is told of the page, and the script.
    pub(super) fn script(&mut self, digest: &Digest) {
        let settings = &digest.settings;
        let plain = Settings::default();
        let mut base = settings.clone();
        base.budget = plain.budget;
        base.score.weights = plain.score.weights;
        base.lambda = plain.lambda;
        base.words_power = plain.words_power;
        base.max_overlap = plain.max_overlap;
        let changed = |s: &Slider| s.given.to_bits() != s.default.to_bits();
        let budget = (settings.budget != plain.budget).then_some("budget");
        let of = |budget: Budget, words: usize, sentences: usize| match budget {
            Budget::Words(words) => (words, sentences),
            Budget::Sentences(sentences) => (words, sentences),
        };
        let (default_words, _) = of(plain.budget, 0, 0);
        let (words, sentences) = of(settings.budget, default_words, SENTENCES);
        let mut defaults: serde_json::Map<String, serde_json::Value> =
            sliders(settings).iter().map(|s| (s.name.to_owned(), s.default.into())).collect();
        defaults.insert("budget".to_owned(), default_words.into());
        let data = PageNumbers {
            rules: Rules::default(),
            signals: Signal::ALL.into_iter().map(Signal::name).collect(),
            command: base.command_line(),
            given: sliders(settings)
                .iter()
                .filter(|s| changed(s))
                .map(|s| s.name)
                .chain(budget)
                .collect(),
            defaults,
            words,
            sentences,
            ends: [WORDS_END.max(words), SENTENCES_END.max(sentences)],
        };
        self.put(format_args!(
            "<script type=\"application/json\" id=\"what-if-page\">{}</script>\n<script>{SCRIPT}</script>\n",
            script_data(&data)
        ));
    }
}
