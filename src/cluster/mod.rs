//! The walk in steps that many machines share: each step takes rows of bytes and gives rows of bytes, and whoever moves the
//! rows between them (an engine, or a loop) needs to know nothing of what they hold.
//!
//! A step sees the rows of one task, in any order, and reads along whole tables of earlier stages. Steps that gather get all rows
//! of a bucket in one task. What comes out does not depend on how the rows were dealt out: every step sorts what order could
//! change. [`STAGES`] is the whole job.

mod copies;
mod crosslingual;
mod pages;
mod read;
mod recurring;
mod row;
mod segment;
mod term_counts;
mod stories;
mod summarize;

use std::sync::{Arc, LazyLock};

pub use pages::{Frame, Pages, Written, inputs, story};
pub use row::{Row, kind};

use crate::error::Error;
use crate::settings::Settings;
use crate::text::Lexicons;

/// What every step of a job knows.
#[derive(Debug, Clone)]
pub struct Job {
    /// The settings of the run. Steps do not look at its inputs: rows name their files.
    pub settings: Settings,
    /// Over how many tasks gathered rows are dealt out, at least 1.
    pub buckets: u64,
}

/// A stage of the job.
#[derive(Debug, Clone, Copy)]
pub struct Stage {
    /// Its name, and that of its table.
    pub name: &'static str,
    /// What it does, in a few words.
    pub does: &'static str,
    /// The rows that are dealt out to its tasks: stage and kind. `input` is what the job begins with.
    pub takes: &'static [(&'static str, &'static str)],
    /// The rows that every task reads along, whole.
    pub reads: &'static [(&'static str, &'static str)],
    /// How its rows are dealt out.
    pub dealt: Dealt,
    /// The kinds of rows that it gives.
    pub gives: &'static [&'static str],
}

/// How rows are dealt out to the tasks of a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dealt {
    /// As they lie: nothing is moved.
    AsTheyLie,
    /// All rows of a bucket to one task.
    ByBucket,
    /// All to one task: what is small enough, or has to be seen at once.
    ToOne,
}

use Dealt::{AsTheyLie, ByBucket, ToOne};

/// Reports and term counts, those that were made again for their recurring lines among them.
const REPORTS: &[(&str, &str)] = &[("segment", "report"), ("clean", "report")];
const TERM_COUNTS: &[(&str, &str)] = &[("segment", "sketch"), ("clean", "sketch")];

/// The stages, in an order in which each finds what it takes and reads.
pub const STAGES: &[Stage] = &[
    Stage {
        name: "read",
        does: "files to articles",
        takes: &[("input", "input"), ("input", "fetched")],
        reads: &[],
        dealt: ByBucket,
        gives: &["article", "met", "aside", "read"],
    },
    Stage {
        name: "repeats",
        does: "the same article met twice",
        takes: &[("read", "met")],
        reads: &[],
        dealt: ByBucket,
        gives: &["repeat", "witness"],
    },
    Stage {
        name: "settle",
        does: "what each outlet is called, and how dates are read",
        takes: &[("repeats", "witness")],
        reads: &[],
        dealt: ToOne,
        gives: &["settled"],
    },
    Stage {
        name: "segment",
        does: "articles cleaned, segmented and counted",
        takes: &[("read", "article")],
        reads: &[("repeats", "repeat"), ("settle", "settled")],
        dealt: AsTheyLie,
        gives: &["report", "sketch", "line", "outlet", "language", "aside"],
    },
    Stage {
        name: "often",
        does: "lines that many articles of one outlet hold",
        takes: &[("segment", "line")],
        reads: &[("segment", "outlet")],
        dealt: ByBucket,
        gives: &["often"],
    },
    Stage {
        name: "subjects",
        does: "what those articles are about",
        takes: &[("segment", "report"), ("segment", "sketch")],
        reads: &[("often", "often")],
        dealt: AsTheyLie,
        gives: &["terms", "text"],
    },
    Stage {
        name: "recurring",
        does: "which of the lines are furniture",
        takes: &[("subjects", "terms"), ("subjects", "text")],
        reads: &[("often", "often")],
        dealt: ByBucket,
        gives: &["recurring"],
    },
    Stage {
        name: "clean",
        does: "articles without them",
        takes: &[("segment", "report")],
        reads: &[("recurring", "recurring")],
        dealt: AsTheyLie,
        gives: &["report", "sketch", "remade", "aside"],
    },
    Stage {
        name: "words",
        does: "each article's words as one number",
        takes: TERM_COUNTS,
        reads: &[("clean", "remade")],
        dealt: AsTheyLie,
        gives: &["words", "given"],
    },
    Stage {
        name: "twins",
        does: "articles with equal words",
        takes: &[("words", "words")],
        reads: &[],
        dealt: ByBucket,
        gives: &["twin", "sample"],
    },
    Stage {
        name: "prints",
        does: "runs of words of the others, and how rare words are",
        takes: TERM_COUNTS,
        reads: &[("clean", "remade"), ("twins", "twin"), ("twins", "sample")],
        dealt: AsTheyLie,
        gives: &["print", "counted"],
    },
    Stage {
        name: "candidates",
        does: "articles with runs of words in common",
        takes: &[("prints", "print"), ("prints", "counted")],
        reads: &[],
        dealt: ByBucket,
        gives: &["pair", "rarity"],
    },
    Stage {
        name: "pairs",
        does: "those with enough in common for an exact look",
        takes: &[("candidates", "pair")],
        reads: &[],
        dealt: ByBucket,
        gives: &["candidate"],
    },
    Stage {
        name: "bins",
        does: "connected components of these, packed into tasks",
        takes: &[("pairs", "candidate")],
        reads: &[],
        dealt: ToOne,
        gives: &["bin", "look"],
    },
    Stage {
        name: "gather",
        does: "their words",
        takes: TERM_COUNTS,
        reads: &[("clean", "remade"), ("bins", "bin")],
        dealt: AsTheyLie,
        gives: &["own"],
    },
    Stage {
        name: "verify",
        does: "which pairs are copies",
        takes: &[("gather", "own"), ("bins", "look")],
        reads: &[("candidates", "rarity"), ("twins", "sample")],
        dealt: ByBucket,
        gives: &["copied"],
    },
    Stage {
        name: "copies",
        does: "copy groups",
        takes: &[("verify", "copied"), ("twins", "twin")],
        reads: &[],
        dealt: ToOne,
        gives: &["copy"],
    },
    Stage {
        name: "count",
        does: "terms, pairs of terms and an outlet's phrases, each copy group once",
        takes: TERM_COUNTS,
        reads: &[("segment", "outlet"), ("clean", "remade"), ("copies", "copy")],
        dealt: AsTheyLie,
        gives: &["term", "couple", "phrase", "articles"],
    },
    Stage {
        name: "frequencies",
        does: "document frequencies",
        takes: &[("count", "term"), ("count", "couple"), ("count", "phrase")],
        reads: &[],
        dealt: ByBucket,
        gives: &["of_term", "of_pair", "of_phrase"],
    },
    Stage {
        name: "vectors",
        does: "what each article is about",
        takes: TERM_COUNTS,
        reads: &[
            ("clean", "remade"),
            ("copies", "copy"),
            ("frequencies", "of_term"),
            ("frequencies", "of_pair"),
            ("frequencies", "of_phrase"),
            ("count", "articles"),
        ],
        dealt: AsTheyLie,
        gives: &["vector"],
    },
    Stage {
        name: "nearest",
        does: "each article's nearest neighbours",
        takes: &[("vectors", "vector")],
        reads: &[("vectors", "vector")],
        dealt: AsTheyLie,
        gives: &["near"],
    },
    Stage {
        name: "stories",
        does: "articles linked to stories",
        takes: &[("words", "given")],
        reads: &[("vectors", "vector"), ("nearest", "near"), ("copies", "copy")],
        dealt: ToOne,
        gives: &["story"],
    },
    Stage {
        name: "anchors",
        does: "names and figures that another language may share",
        takes: REPORTS,
        reads: &[("clean", "remade"), ("segment", "language"), ("stories", "story")],
        dealt: AsTheyLie,
        gives: &["anchors"],
    },
    Stage {
        name: "across",
        does: "stories of other languages that tell the same",
        takes: &[("anchors", "anchors")],
        reads: &[],
        dealt: ToOne,
        gives: &["counterpart"],
    },
    Stage {
        name: "send",
        does: "reports on their way to their stories",
        takes: REPORTS,
        reads: &[("clean", "remade"), ("stories", "story")],
        dealt: AsTheyLie,
        gives: &["member", "single", "left", "run", "aside"],
    },
    Stage {
        name: "tell",
        does: "each story scored, selected and written",
        takes: &[("send", "member")],
        reads: &[
            ("stories", "story"),
            ("copies", "copy"),
            ("candidates", "rarity"),
            ("twins", "sample"),
            ("frequencies", "of_term"),
            ("count", "articles"),
            ("across", "counterpart"),
        ],
        dealt: ByBucket,
        gives: &["contents", "told", "single"],
    },
];

/// What a step does with the rows of one task.
pub trait Step: Send {
    /// Takes a row; what is known already goes to `out`.
    ///
    /// # Errors
    /// Rows that were not made by this version.
    fn take(&mut self, row: Row, out: &mut Vec<Row>) -> Result<(), Error>;

    /// There are no more rows.
    ///
    /// # Errors
    /// As above.
    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error>;
}

/// The step of a stage, for one task. `tables` are the rows that it reads along.
///
/// # Errors
/// No stage of this name, or rows that were not made by this version.
pub fn step(stage: &str, job: &Job, tables: Vec<Row>) -> Result<Box<dyn Step>, Error> {
    let job = job.clone();
    if !job.settings.watch.is_empty() {
        let one = "`watch` orders the stories of a run on one machine";
        return Err(Error::Settings(one.to_owned()));
    }
    if job.settings.score.about.is_some() {
        let one = "`about` orders the stories of a run on one machine";
        return Err(Error::Settings(one.to_owned()));
    }
    Ok(match stage {
        "read" => Box::new(read::Read::new(job)),
        "repeats" => Box::new(read::Repeats::default()),
        "settle" => Box::new(read::Settle::default()),
        "segment" => Box::new(segment::Segment::new(job, &tables)?),
        "often" => Box::new(recurring::Often::new(&tables)?),
        "subjects" => Box::new(recurring::Subjects::new(job, &tables)?),
        "recurring" => Box::new(recurring::Recurring::new(&tables)?),
        "clean" => Box::new(segment::Clean::new(job, &tables)?),
        "words" => Box::new(copies::WordsOf::new(job, &tables)?),
        "twins" => Box::new(copies::ExactDuplicates::default()),
        "prints" => Box::new(copies::Fingerprints::new(job, &tables)?),
        "candidates" => Box::new(copies::Candidates::new(job)),
        "pairs" => Box::new(copies::Pairs::default()),
        "bins" => Box::new(copies::Bins::new(job)),
        "gather" => Box::new(copies::Gather::new(&tables)?),
        "verify" => Box::new(copies::Verify::new(&tables)?),
        "copies" => Box::new(copies::Groups::default()),
        "count" => Box::new(stories::Count::new(job, &tables)?),
        "frequencies" => Box::new(stories::Frequencies::new(job)),
        "vectors" => Box::new(stories::VectorsOf::new(&tables)?),
        "nearest" => Box::new(stories::Nearest::new(&tables)?),
        "stories" => Box::new(stories::Link::new(job, &tables)?),
        "anchors" => Box::new(crosslingual::Anchors::new(&job, &tables)?),
        "across" => Box::new(crosslingual::Across::default()),
        "send" => Box::new(summarize::Send::new(job, &tables)?),
        "tell" => Box::new(summarize::Summarize::new(job, &tables)?),
        name => {
            let stages: Vec<&str> = STAGES.iter().map(|stage| stage.name).collect();
            return Err(Error::unknown("stage", name, &stages));
        }
    })
}

/// Rows of some kind among those that a task reads along.
fn of_kind<'a>(tables: &'a [Row], kind: &'static str) -> impl Iterator<Item = &'a Row> {
    tables.iter().filter(move |row| row.kind == kind)
}

/// Stemmers and stop words, once a process.
static LEXICONS: LazyLock<Arc<Lexicons>> = LazyLock::new(|| Arc::new(Lexicons::new()));
