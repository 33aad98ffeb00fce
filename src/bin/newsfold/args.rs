//! What the user types.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

#[cfg(feature = "fetch")]
use crate::fetch_args::{FeedsAction, FetchArgs};

const EXAMPLES: &str = "\
Examples:
  newsfold articles/                      digest of a folder, to out/digest.md and out/digest.json
  newsfold articles/ --words 80           shorter summaries
  newsfold day.jsonl.gz -o day.html       one page
  newsfold day.jsonl.gz -o -              to standard output
  newsfold day.jsonl.gz -o day.epub       a book for an e-reader; also day.eml, day.atom
  newsfold explain articles/              why these sentences

Exit codes: 0 done; 1 failed; 2 usage; 3 done, but some inputs were set aside; 4 nothing to summarise; 130 interrupted.";

/// Folds many outlets' reports into one sourced digest per story
#[derive(Parser)]
#[command(name = "newsfold", version, after_help = EXAMPLES, args_conflicts_with_subcommands = true, subcommand_precedence_over_arg = true)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
    #[command(flatten)]
    pub(crate) digest: DigestArgs,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Write a digest of every story (the default command)
    Digest(DigestArgs),
    /// Show which articles tell the same story
    Stories(ViewArgs),
    /// Show which articles print the same text, and the longest run of words that shows it
    Origins(ViewArgs),
    /// Show the sentences of every article, and why some may not be printed
    Sentences(ViewArgs),
    /// Show why each sentence was chosen, and what came second
    Explain(ExplainArgs),
    /// Write articles, sentences, copies, quotations, figures and a matrix of outlets as tables
    Export(ExportArgs),
    /// Print a digest in the terminal
    Show(ShowArgs),
    /// Show what a digest tells that an earlier one did not
    Diff(DiffArgs),
    /// Follow one story: day by day, its figures over time, who was first, and when nobody reported
    Follow(FollowArgs),
    /// Re-read every source and check that each printed sentence stands where the digest says
    Verify(VerifyArgs),
    /// Measure digests against human summaries, beside other systems
    Evaluate(EvaluateArgs),
    /// Fit the weights to human summaries and write them as a settings file
    Tune(TuneArgs),
    /// Measure throughput: every stage and the whole, at one thread and more
    Bench(BenchArgs),
    /// Ask feeds what is new and keep it as files that a digest reads: the only command that opens a socket
    #[cfg(feature = "fetch")]
    Fetch(FetchArgs),
    /// Not in this build
    #[cfg(not(feature = "fetch"))]
    #[command(hide = true, disable_help_flag = true, alias = "feeds")]
    Fetch {
        /// Whatever it would take
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        anything: Vec<std::ffi::OsString>,
    },
    /// Show and change a list of feeds (OPML)
    #[cfg(feature = "fetch")]
    Feeds {
        #[command(subcommand)]
        action: FeedsAction,
    },
    /// Print a completion script
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or that of a command
    Man {
        /// The command
        command: Option<String>,
    },
}

/// Help of `--input-format`: what this build reads.
#[cfg(feature = "parquet")]
const INPUT_FORMATS: &str = "Read every input as this: text, markdown, jsonl, json, csv, html, feed, warc or parquet [default: by its content]";
#[cfg(not(feature = "parquet"))]
const INPUT_FORMATS: &str = "Read every input as this: text, markdown, jsonl, json, csv, html, feed or warc [default: by its content]";

/// What to read, and settings that every command takes.
#[derive(Args)]
pub(crate) struct CommonArgs {
    /// Files, folders, or - for standard input
    #[arg(value_name = "INPUT")]
    pub(crate) inputs: Vec<PathBuf>,
    /// Read a JSON field under another name: text, title, source, date, url, id or lang, as in text=story (repeatable)
    #[arg(long, value_name = "ROLE=NAME", help_heading = "Reading")]
    pub(crate) field: Vec<String>,
    #[arg(long, value_name = "FORMAT", help_heading = "Reading", help = INPUT_FORMATS)]
    pub(crate) input_format: Option<String>,
    /// Take the outlet of articles that name none from this: article (none then) or folder (that of their file) [default: article]
    #[arg(long, value_name = "WHAT", help_heading = "Reading")]
    pub(crate) outlet_from: Option<String>,
    #[command(flatten)]
    pub(crate) filter: FilterArgs,
    /// Take the stories that the records name (`cluster`)
    #[arg(long, help_heading = "Grouping")]
    pub(crate) given_stories: bool,
    /// Take all articles as one story
    #[arg(long, help_heading = "Grouping")]
    pub(crate) one_story: bool,
    #[command(flatten)]
    pub(crate) grouping: GroupingArgs,
    #[command(flatten)]
    pub(crate) limits: LimitArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

/// Which articles are kept. A query is words that all must be there, by their stems, "phrases in quotation marks" and -words that must not.
#[derive(Args)]
pub(crate) struct FilterArgs {
    /// Leave out articles of which this is true: words, "a phrase", -without (repeatable)
    #[arg(
        long,
        value_name = "QUERY",
        allow_hyphen_values = true,
        help_heading = "Keeping and watching"
    )]
    pub(crate) mute: Vec<String>,
    /// Leave out an outlet, by its name or its host (repeatable)
    #[arg(long, value_name = "OUTLET", help_heading = "Keeping and watching")]
    pub(crate) mute_outlet: Vec<String>,
    /// Keep articles of these languages alone: en, de, ...
    #[arg(
        long,
        value_name = "CODES",
        value_delimiter = ',',
        help_heading = "Keeping and watching"
    )]
    pub(crate) lang: Vec<String>,
    /// Leave out what appeared before this day or time; articles without a date stay, and are marked
    #[arg(long, value_name = "TIME", help_heading = "Keeping and watching")]
    pub(crate) since: Option<String>,
    /// Leave out what appeared after this day or time
    #[arg(long, value_name = "TIME", help_heading = "Keeping and watching")]
    pub(crate) until: Option<String>,
    /// Put stories first in which an article is about this, and say so (repeatable)
    #[arg(
        long,
        value_name = "QUERY",
        allow_hyphen_values = true,
        help_heading = "Keeping and watching"
    )]
    pub(crate) watch: Vec<String>,
    /// Tell stories by what they say of this, those that say most of it first: words, "a phrase", -without
    #[arg(
        long,
        value_name = "QUERY",
        allow_hyphen_values = true,
        help_heading = "Keeping and watching"
    )]
    pub(crate) about: Option<String>,
}

/// How alike articles must be to tell one story.
#[derive(Args)]
pub(crate) struct GroupingArgs {
    /// Similarity (0 to 1) from which two single articles are one story [default: 0.11]
    #[arg(long, value_name = "S", allow_negative_numbers = true, help_heading = "Grouping")]
    pub(crate) similarity: Option<f64>,
    /// Keep two groups apart that are less alike than this share (0 to 1) of what the looser one is inside [default: 0.39]
    #[arg(long, value_name = "R", allow_negative_numbers = true, help_heading = "Grouping")]
    pub(crate) cohesion: Option<f64>,
    /// Replaced by --similarity
    #[arg(long, value_name = "S", allow_negative_numbers = true, hide = true)]
    pub(crate) merge: Option<f64>,
    /// Replaced by --cohesion
    #[arg(long, value_name = "R", allow_negative_numbers = true, hide = true)]
    pub(crate) split: Option<f64>,
}

/// What is set aside, and named, instead of being read. Sizes take K, M and G, of 1024.
#[derive(Args)]
pub(crate) struct LimitArgs {
    /// Bytes of one article's text, page or record [default: 64M]
    #[arg(long, value_name = "BYTES", value_parser = size, help_heading = "Limits")]
    pub(crate) max_article_bytes: Option<u64>,
    /// Bytes of text in a run [default: 8G]
    #[arg(long, value_name = "BYTES", value_parser = size, help_heading = "Limits")]
    pub(crate) max_run_bytes: Option<u64>,
    /// How many times its size an archive may unpack to [default: 200]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_ratio: Option<u64>,
    /// Elements inside one another in a page; beyond it a page is read without its structure [default: 512]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_depth: Option<usize>,
    /// Bytes of a line in a file of records [default: 64M]
    #[arg(long, value_name = "BYTES", value_parser = size, help_heading = "Limits")]
    pub(crate) max_line_bytes: Option<u64>,
    /// Words of a sentence that may be printed [default: 120]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_sentence_words: Option<usize>,
    /// Bytes of a sentence that may be printed [default: 4096]
    #[arg(long, value_name = "N", help_heading = "Limits")]
    pub(crate) max_sentence_bytes: Option<usize>,
}

/// A number of bytes: `1000`, `64K`, `64M`, `8G`.
fn size(text: &str) -> Result<u64, String> {
    let (number, shift) = match text.char_indices().next_back() {
        Some((at, 'k' | 'K')) => (&text[..at], 10),
        Some((at, 'm' | 'M')) => (&text[..at], 20),
        Some((at, 'g' | 'G')) => (&text[..at], 30),
        _ => (text, 0),
    };
    let number: u64 = number.parse().map_err(|_| "expected bytes such as 1000, 64K, 64M or 8G")?;
    number.checked_mul(1 << shift).ok_or_else(|| "more bytes than there are".to_owned())
}

/// How to run, whatever the command.
#[derive(Args)]
pub(crate) struct RunArgs {
    /// Settings file [default: ./newsfold.toml where there is one]
    #[arg(long, value_name = "FILE", env = "NEWSFOLD_CONFIG")]
    pub(crate) config: Option<PathBuf>,
    /// Threads; 0 for one a core. The digest is the same on any number
    #[arg(
        long,
        value_name = "N",
        default_value_t = 0,
        env = "NEWSFOLD_THREADS",
        hide_env_values = true
    )]
    pub(crate) threads: usize,
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Say more; twice for every input that was set aside
    #[arg(short, long, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
    /// Show a progress bar
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) progress: When,
}

/// What makes one sentence better than another.
#[derive(Args)]
pub(crate) struct ScoringArgs {
    /// Weight of a signal: tfidf, redundancy, position, length, title, as in redundancy=1.5 (repeatable)
    #[arg(long, value_name = "SIGNAL=W", value_delimiter = ',', help_heading = "Summary")]
    pub(crate) weight: Vec<String>,
    /// What the weighted signals add to the concepts that a sentence covers [default: 0.05]
    #[arg(long, value_name = "L", allow_negative_numbers = true, help_heading = "Summary")]
    pub(crate) lambda: Option<f64>,
    /// Power of its words by which a sentence's gain is divided, 0 to 1: more favours short sentences [default: 0.8]
    #[arg(long, value_name = "P", allow_negative_numbers = true, help_heading = "Summary")]
    pub(crate) words_power: Option<f64>,
    /// How much two sentences of a summary may have in common, 0 to 1 [default: 0.55]
    #[arg(long, value_name = "S", allow_negative_numbers = true, help_heading = "Summary")]
    pub(crate) max_overlap: Option<f64>,
}

#[derive(Args)]
pub(crate) struct SummaryArgs {
    /// Words of a summary, never exceeded [default: 120]
    #[arg(long, value_name = "N", conflicts_with = "sentences", help_heading = "Summary")]
    pub(crate) words: Option<usize>,
    /// Sentences of a summary, in place of words
    #[arg(long, value_name = "N", help_heading = "Summary")]
    pub(crate) sentences: Option<usize>,
    #[command(flatten)]
    pub(crate) scoring: ScoringArgs,
    /// Reports that a story needs for a digest [default: 2]
    #[arg(long, value_name = "N", help_heading = "Summary")]
    pub(crate) min_articles: Option<usize>,
    /// Print only the N best-supported stories
    #[arg(long, value_name = "N", help_heading = "Summary")]
    pub(crate) top: Option<usize>,
    /// Single reports that the page lists [default: 20]
    #[arg(long, value_name = "N", help_heading = "Summary")]
    pub(crate) singles: Option<usize>,
    /// What the page shows: brief, or full, or of the full page only some sections: agreed, differ, quotes, only-here, timeline, coverage,
    /// other-languages, set-aside, or none. The JSON has what is asked for; of a brief page all
    /// [default: brief]
    #[arg(long, value_name = "NAMES", value_delimiter = ',', help_heading = "Page")]
    pub(crate) sections: Option<Vec<String>>,
}

#[derive(Args)]
pub(crate) struct DigestArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    /// Folder for digest.md and digest.json, a file (page.html, digest.md, digest.epub), or - for standard output
    #[arg(short, long, value_name = "PATH", default_value = "out")]
    pub(crate) output: PathBuf,
    /// What to write [default: md and json into a folder, md to standard output, else by the file's ending]
    #[arg(long, value_enum, value_name = "FORMAT", value_delimiter = ',')]
    pub(crate) format: Vec<DigestFormat>,
    /// Write it through a template: a file (docs/templates.md), or plain, obsidian or slack, which come along. Its name without .j2 says how
    /// text is escaped, and is that of the file in a folder
    #[arg(long, value_name = "FILE", conflicts_with_all = ["format", "what_if"])]
    pub(crate) template: Option<PathBuf>,
    /// Remember what was told, so that the next digest of the growing inputs tells what is new; the file is made where there is none
    #[arg(long, value_name = "FILE", conflicts_with = "what_if", help_heading = "Issues")]
    pub(crate) state: Option<PathBuf>,
    /// What becomes of stories that an earlier issue has told: none (news alone), changed (those with news are told again), or all
    /// [default: none]
    #[arg(long, value_name = "WHAT", requires = "state", help_heading = "Issues")]
    pub(crate) repeat: Option<String>,
    /// When the issue is made, for the page and the state: 2026-11-28 or 2026-11-28T07:00:00Z [default: not said]
    #[arg(long, value_name = "TIME", requires = "state", help_heading = "Issues")]
    pub(crate) now: Option<String>,
    /// Let links beside sentences open the article at the sentence, in browsers that know text fragments
    #[arg(long)]
    pub(crate) text_links: bool,
    /// Give the HTML page sliders for weights and budget that select again in the browser
    #[arg(long)]
    pub(crate) what_if: bool,
    /// Read and group, say what would be written, write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Args)]
pub(crate) struct BenchArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    /// Measured runs at each number of threads, after one to warm up
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..))]
    pub(crate) repeats: u16,
    /// Made-up news of so many articles in place of an input
    #[arg(long, value_name = "N")]
    pub(crate) synthetic: Option<usize>,
    /// Where the made-up news begins
    #[arg(long, value_name = "N", default_value_t = 1, requires = "synthetic")]
    pub(crate) seed: u64,
    /// Write a picture of articles a second by threads
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) plot: Option<PathBuf>,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args)]
pub(crate) struct ViewArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args)]
pub(crate) struct ExplainArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    /// Why a sentence was not chosen: any part of its words
    #[arg(long, value_name = "TEXT")]
    pub(crate) why_not: Option<String>,
    /// Only the story of this id
    #[arg(long, value_name = "ID")]
    pub(crate) story: Option<String>,
}

#[derive(Args)]
pub(crate) struct FollowArgs {
    /// The story: its id, or words that it is about, as in --about
    #[arg(value_name = "STORY")]
    pub(crate) story: String,
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    /// Know stories by the ids of this state; without inputs, what its issues told
    #[arg(long, value_name = "FILE")]
    pub(crate) state: Option<PathBuf>,
    /// Write the reports of each day as bars
    #[arg(long, value_name = "FILE.svg")]
    pub(crate) svg: Option<PathBuf>,
    /// How to print it: Markdown or JSON
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) common: CommonArgs,
    #[command(flatten)]
    pub(crate) summary: SummaryArgs,
    /// Folder for the tables, each a file
    #[arg(short, long, value_name = "DIR", default_value = "tables")]
    pub(crate) output: PathBuf,
    /// Which: articles, sentences, copies, quotes, figures, matrix [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) tables: Option<Vec<String>>,
    /// What to write them as
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = FileFormat::Csv)]
    pub(crate) format: FileFormat,
}

#[derive(Args)]
pub(crate) struct ShowArgs {
    /// The digest as Markdown, or the folder that holds it
    #[arg(value_name = "DIGEST.md", default_value = "out")]
    pub(crate) digest: PathBuf,
    /// Colours and bold type
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: When,
    /// Print to the end instead of opening a pager ($PAGER, else less)
    #[arg(long)]
    pub(crate) no_pager: bool,
}

#[derive(Args)]
pub(crate) struct DiffArgs {
    /// The earlier digest
    #[arg(value_name = "OLD.json")]
    pub(crate) old: PathBuf,
    /// The later digest
    #[arg(value_name = "NEW.json")]
    pub(crate) new: PathBuf,
    /// How to print it: Markdown or JSON
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = ViewFormat::Text)]
    pub(crate) format: ViewFormat,
}

#[derive(Args)]
pub(crate) struct VerifyArgs {
    /// The digest to check
    #[arg(value_name = "DIGEST.json")]
    pub(crate) digest: PathBuf,
    /// Folder that the articles' paths are relative to
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) root: PathBuf,
}

#[derive(Args)]
pub(crate) struct EvaluateArgs {
    /// Gold files: JSON lines with `cluster`, `docs` and `references`
    #[arg(value_name = "GOLD.jsonl", required = true)]
    pub(crate) gold: Vec<PathBuf>,
    /// Words of a summary [default: 120]
    #[arg(long, value_name = "N")]
    pub(crate) words: Option<usize>,
    #[command(flatten)]
    pub(crate) scoring: ScoringArgs,
    /// End within the budget, as a digest does, instead of running over and being cut
    #[arg(long)]
    pub(crate) strict_budget: bool,
    /// Score another system's summaries too: JSON lines with `cluster` and `summary` (repeatable)
    #[arg(long, value_name = "OTHER.jsonl")]
    pub(crate) score: Vec<PathBuf>,
    /// Write newsfold's summaries, one JSON object a line; - for standard output
    #[arg(long, value_name = "OUT.jsonl")]
    pub(crate) summaries: Option<PathBuf>,
    /// Judge the grouping of the articles instead (B-cubed); needs no references
    #[arg(long, conflicts_with_all = ["score", "summaries", "strict_budget", "words"])]
    pub(crate) group: bool,
    /// With --group: keep one article of this share (0 to 1) of the stories, for real days are mostly lone articles
    #[arg(long, value_name = "SHARE", requires = "group")]
    pub(crate) lone: Option<f64>,
    /// With --group: draw this many stories of each file
    #[arg(long, value_name = "N", requires = "group")]
    pub(crate) stories: Option<usize>,
    /// With --lone or --stories: draw so many times and print means [default: 10]
    #[arg(long, value_name = "N", requires = "group")]
    pub(crate) draws: Option<usize>,
    #[command(flatten)]
    pub(crate) grouping: GroupingArgs,
    /// How to print it
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = TableFormat::Md)]
    pub(crate) format: TableFormat,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Args)]
pub(crate) struct TuneArgs {
    /// Gold files: JSON lines with `cluster`, `docs` and `references`
    #[arg(value_name = "GOLD.jsonl")]
    pub(crate) gold: Vec<PathBuf>,
    /// Words of a summary: one number for all gold files, or one for each [default: 120]
    #[arg(long, value_name = "N", value_delimiter = ',')]
    pub(crate) words: Vec<usize>,
    /// What is to grow
    #[arg(long, value_enum, value_name = "MEASURE", default_value_t = TunedMeasure::Rouge2)]
    pub(crate) measure: TunedMeasure,
    /// Grow its recall instead of its F
    #[arg(long)]
    pub(crate) recall: bool,
    /// Random settings to try before one hyperparameter is turned at a time
    #[arg(long, value_name = "N", default_value_t = 100)]
    pub(crate) trials: usize,
    /// Parts of the stories, each judged by what the others teach
    #[arg(long, value_name = "K", default_value_t = 5)]
    pub(crate) folds: usize,
    /// Where the random numbers begin
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) seed: u64,
    /// Leave the concept tables as they are
    #[arg(long)]
    pub(crate) keep_concepts: bool,
    /// Begin with concept tables fitted on training rows: comma-separated, plain or gzip
    #[arg(long, value_name = "ROWS.csv")]
    pub(crate) rows: Option<PathBuf>,
    /// Write the concept tables that the search begins with as JSON
    #[arg(long, value_name = "FILE.json")]
    pub(crate) concepts_out: Option<PathBuf>,
    /// Settings file to write; - for standard output
    #[arg(short, long, value_name = "FILE", default_value = "newsfold.toml")]
    pub(crate) output: PathBuf,
    #[command(flatten)]
    pub(crate) scoring: ScoringArgs,
    #[command(flatten)]
    pub(crate) run: RunArgs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TunedMeasure {
    Rouge1,
    Rouge2,
    Rouge4,
    RougeL,
    RougeSu4,
}

/// What a table is written as.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileFormat {
    /// CSV
    Csv,
    /// Parquet
    #[cfg(feature = "parquet")]
    Parquet,
}

impl FileFormat {
    /// The ending of its files.
    pub(crate) fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            #[cfg(feature = "parquet")]
            Self::Parquet => "parquet",
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// Markdown tables
    Md,
    /// JSON, with a row for every story
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum DigestFormat {
    /// Markdown
    Md,
    /// One HTML file, without script or network
    Html,
    /// JSON
    Json,
    /// JSON, one story a line
    Jsonl,
    /// An Atom feed, one entry a story
    Atom,
    /// A JSON Feed, one item a story
    Jsonfeed,
    /// A mail, as plain text and as HTML, that sendmail takes
    Eml,
    /// A book for e-readers, one chapter a story
    Epub,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewFormat {
    Text,
    Json,
}
