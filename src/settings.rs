//! Every setting of a run: defaults, checks, and the command line that repeats it.

use std::path::PathBuf;

use serde::{Serialize, Serializer};

use crate::error::Error;
use crate::findings::Sections;
use crate::group::GroupSettings;
use crate::ingest::{Fields, Filter, IngestSettings, InputFormat, OutletFrom};
use crate::limits::Limits;
use crate::score::{ScoreSettings, Signal, Weights};
use crate::select::{Budget, SelectSettings};
use crate::text::Query;

/// What a run may be told. Threads, output folder and verbosity are none of these: they change no byte.
#[derive(Debug, Clone, PartialEq)]
pub struct Settings {
    /// Files and folders, as named.
    pub inputs: Vec<PathBuf>,
    /// A folder that walks leave out; not printed.
    pub without: Option<PathBuf>,
    /// Other names for JSON fields.
    pub fields: Fields,
    /// The form of every input, where nothing is to be guessed.
    pub input_format: Option<InputFormat>,
    /// What names the outlet of an article that does not.
    pub outlet_from: OutletFrom,
    /// Which articles are left out.
    pub filter: Filter,
    /// What stories are put first, and marked.
    pub watch: Vec<Query>,
    /// What inputs, articles and sentences may take.
    pub limits: Limits,
    /// How long a summary may be.
    pub budget: Budget,
    /// What signals and concepts weigh.
    pub score: ScoreSettings,
    /// The settings file, where it gave concept tables of its own.
    pub concepts_from: Option<PathBuf>,
    /// What the score adds to a sentence's gain, at least 0.
    pub lambda: f64,
    /// Power of the words by which a gain is divided, 0..=1.
    pub words_power: f64,
    /// How much two chosen sentences may have in common, 0..=1.
    pub max_overlap: f64,
    /// Grouping.
    pub group: GroupSettings,
    /// Which findings a story shows beside its summary.
    pub sections: Sections,
    /// Reports that a story needs for a digest; at least 1.
    pub min_articles: usize,
    /// Stories that are printed, the best first; all where there is none.
    pub top: Option<usize>,
    /// Single reports that the page lists.
    pub singles: usize,
    /// Whether each sentence of a summary gets a link that opens its article at the sentence.
    pub text_links: bool,
    /// Whether stories keep the numbers from which an HTML page selects again; not printed.
    pub what_if: bool,
}

impl Default for Settings {
    fn default() -> Self {
        let select = SelectSettings::default();
        Self {
            inputs: Vec::new(),
            without: None,
            fields: Fields::default(),
            input_format: None,
            outlet_from: OutletFrom::default(),
            filter: Filter::default(),
            watch: Vec::new(),
            limits: Limits::default(),
            budget: select.budget,
            score: ScoreSettings::default(),
            concepts_from: None,
            lambda: select.lambda,
            words_power: select.words_power,
            max_overlap: select.max_overlap,
            group: GroupSettings::default(),
            sections: Sections::default(),
            min_articles: 2,
            top: None,
            singles: 20,
            text_links: false,
            what_if: false,
        }
    }
}

impl Settings {
    /// Checks ranges, and sorts the inputs so that their order does not matter.
    ///
    /// # Errors
    /// The first setting that makes no sense, in words.
    pub fn validate(mut self) -> Result<Self, Error> {
        let out_of_range = |name: &str, takes: &str| {
            Err(Error::Setting { name: name.to_owned(), reason: format!("takes {takes}") })
        };
        self.inputs.sort();
        self.inputs.dedup();
        let within = [
            ("lambda", self.lambda, 1e6),
            ("words_power", self.words_power, 1.0),
            ("max_overlap", self.max_overlap, 1.0),
            ("similarity", self.group.similarity, 1.0),
            ("cohesion", self.group.cohesion, 1.0),
        ];
        for (name, value, most) in within {
            if !(0.0..=most).contains(&value) {
                return out_of_range(name, &format!("a number between 0 and {most}"));
            }
        }
        let (words, sentences) = match self.budget {
            Budget::Words(words) => (words, 1),
            Budget::Sentences(sentences) => (1, sentences),
        };
        let at_least_one = [
            ("words", words),
            ("sentences", sentences),
            ("top", self.top.unwrap_or(1)),
            ("min_articles", self.min_articles),
        ];
        for (name, value) in at_least_one {
            if value == 0 {
                return out_of_range(name, "1 or more");
            }
        }
        self.limits.validate()?;
        self.score.concepts.validate()?;
        if self.group.one_story && self.group.given_stories {
            let both = "`one_story` and `given_stories` exclude each other";
            return Err(Error::Settings(both.to_owned()));
        }
        Ok(self)
    }

    /// What stage one is told.
    pub fn ingest(&self) -> IngestSettings {
        IngestSettings {
            fields: self.fields.clone(),
            format: self.input_format,
            outlet_from: self.outlet_from,
            limits: self.limits,
            without: self.without.clone(),
        }
    }

    /// What stage seven is told.
    pub fn select(&self) -> SelectSettings {
        SelectSettings {
            budget: self.budget,
            lambda: self.lambda,
            words_power: self.words_power,
            max_overlap: self.max_overlap,
            runs_over: false,
        }
    }

    /// The command that repeats the run: every setting that is not the default.
    pub fn command_line(&self) -> String {
        let plain = Settings::default();
        let mut words = vec!["newsfold".to_owned(), "digest".to_owned()];
        words.extend(self.inputs.iter().map(|i| quoted(&i.to_string_lossy())));
        match self.budget {
            budget if budget == plain.budget => {}
            Budget::Words(n) => words.push(format!("--words {n}")),
            Budget::Sentences(n) => words.push(format!("--sentences {n}")),
        }
        for signal in Signal::ALL {
            let weight = self.score.weights.get(signal);
            if weight.to_bits() != plain.score.weights.get(signal).to_bits() {
                words.push(format!("--weight {}={weight}", signal.name()));
            }
        }
        let mut number = |flag: &str, value: f64, default: f64| {
            if value.to_bits() != default.to_bits() {
                words.push(format!("{flag} {value}"));
            }
        };
        number("--lambda", self.lambda, plain.lambda);
        number("--words-power", self.words_power, plain.words_power);
        number("--max-overlap", self.max_overlap, plain.max_overlap);
        number("--similarity", self.group.similarity, plain.group.similarity);
        number("--cohesion", self.group.cohesion, plain.group.cohesion);
        if self.group.one_story {
            words.push("--one-story".to_owned());
        }
        if self.group.given_stories {
            words.push("--given-stories".to_owned());
        }
        if self.min_articles != plain.min_articles {
            words.push(format!("--min-articles {}", self.min_articles));
        }
        if let Some(top) = self.top {
            words.push(format!("--top {top}"));
        }
        if self.singles != plain.singles {
            words.push(format!("--singles {}", self.singles));
        }
        if self.sections != plain.sections {
            let names = self.sections.names();
            words.push(format!(
                "--sections {}",
                if names.is_empty() { "none".to_owned() } else { names.join(",") }
            ));
        }
        if let Some(path) = &self.concepts_from {
            words.push(format!("--config {}", quoted(&path.to_string_lossy())));
        }
        if let Some(format) = self.input_format {
            words.push(format!("--input-format {}", format.name()));
        }
        if self.outlet_from == OutletFrom::Folder {
            words.push("--outlet-from folder".to_owned());
        }
        let watch = self.watch.iter().map(|query| ("watch", query.text()));
        let about = self.score.about.iter().map(|query| ("about", query.text()));
        for (name, value) in self.filter.options().into_iter().chain(watch).chain(about) {
            words.push(format!("--{name} {}", quoted(value)));
        }
        for ((name, value), (_, default)) in
            self.limits.named().into_iter().zip(plain.limits.named())
        {
            if value != default {
                words.push(format!("--max-{name} {value}"));
            }
        }
        words.extend(self.fields.mappings().map(|m| format!("--field {}", quoted(&m))));
        words.join(" ")
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "/._-+=:,@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

/// Every setting of a run as a digest has it.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "Settings"))]
struct Printed<'a> {
    /// The command that repeats the run.
    command: String,
    /// Files and folders, as named.
    inputs: Vec<String>,
    /// Other names for fields, as `role=name`.
    fields: Vec<String>,
    /// The form of every input, where nothing was to be guessed.
    input_format: Option<InputFormat>,
    /// What names the outlet of an article that does not.
    outlet_from: OutletFrom,
    /// Queries: articles of which one is true were left out.
    mute: Vec<&'a str>,
    /// Outlets that were left out.
    mute_outlets: Vec<&'a str>,
    /// Languages that were kept; all where there is none.
    lang: Vec<&'a str>,
    /// What appeared before was left out.
    since: Option<&'a str>,
    /// What appeared after was left out.
    until: Option<&'a str>,
    /// Queries: stories with an article of which one is true come first.
    watch: Vec<&'a str>,
    /// What stories, sentences and titles are to be about.
    about: Option<&'a str>,
    /// What inputs, articles and sentences may take.
    limits: Limits,
    /// How long a summary may be.
    budget: Budget,
    /// What signals weigh.
    weights: Weights,
    /// What the score adds to a sentence's gain, at least 0.
    lambda: f64,
    /// Power of the words by which a gain is divided, 0 to 1.
    words_power: f64,
    /// The settings file, where it gave concept tables of its own.
    concepts_from: Option<String>,
    /// How much two chosen sentences may have in common, 0 to 1.
    max_overlap: f64,
    /// Similarity from which two single articles are one story, 0 to 1.
    similarity: f64,
    /// Share of the looser group's own mean similarity that the similarity between two groups must reach, 0 to 1.
    cohesion: f64,
    /// Whether all articles were taken as one story.
    one_story: bool,
    /// Whether the stories that the records name were taken.
    given_stories: bool,
    /// Which findings were looked for: their names, or `brief` for all with a short page.
    sections: Vec<&'static str>,
    /// Reports that a story needed for a digest.
    min_articles: usize,
    /// Stories that were told at most; all where there is none.
    top: Option<usize>,
    /// Single reports that the page lists.
    singles: usize,
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let of_filter = |name: &str| -> Vec<&str> {
            let options = self.filter.options().into_iter();
            options.filter(|(known, _)| *known == name).map(|(_, value)| value).collect()
        };
        let printed = Printed {
            command: self.command_line(),
            inputs: self.inputs.iter().map(|i| i.to_string_lossy().into_owned()).collect(),
            fields: self.fields.mappings().collect(),
            input_format: self.input_format,
            outlet_from: self.outlet_from,
            mute: of_filter("mute"),
            mute_outlets: of_filter("mute-outlet"),
            lang: of_filter("lang"),
            since: of_filter("since").first().copied(),
            until: of_filter("until").first().copied(),
            watch: self.watch.iter().map(Query::text).collect(),
            about: self.score.about.as_ref().map(Query::text),
            limits: self.limits,
            budget: self.budget,
            weights: self.score.weights,
            lambda: self.lambda,
            words_power: self.words_power,
            concepts_from: self.concepts_from.as_ref().map(|p| p.to_string_lossy().into_owned()),
            max_overlap: self.max_overlap,
            similarity: self.group.similarity,
            cohesion: self.group.cohesion,
            one_story: self.group.one_story,
            given_stories: self.group.given_stories,
            sections: self.sections.names(),
            min_articles: self.min_articles,
            top: self.top,
            singles: self.singles,
        };
        printed.serialize(serializer)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Settings {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Printed::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Printed::json_schema(generator)
    }
}
