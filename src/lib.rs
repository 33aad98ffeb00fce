//! newsfold folds many outlets' reports into one sourced digest per story.
//!
//! Every sentence of a digest is a verbatim slice of an article, names its source and place, and says how many
//! independent origins support it. No model, no network, the same bytes every time.
//!
//! The stages of the pipeline:
//!
//! 1. [`ingest`]: files to [`ingest::Article`]s, the only stage that can fail
//! 2. [`clean`]: which lines of an article are its report
//! 3. [`segment`]: sentences, as byte spans, and what speaks against printing each: a [`segment::ParsedArticle`]
//! 4. [`origins`]: which reports are copies of one text
//! 5. [`group`]: which reports tell the same [`group::Story`]
//! 6. [`score`]: concepts, signals and support of every sentence
//! 7. [`select`]: a [`select::Summary`] within the budget, in reading order
//! 8. [`findings`]: what the sources agree on, where they differ, who said what
//! 9. [`render`]: a [`render::Digest`], and its Markdown or JSON
//!
//! ```
//! use newsfold::{Settings, Unwatched, render::to_markdown, run};
//!
//! let folder = tempfile::tempdir()?;
//! let report = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
//! report("gazette.txt", "A ferry with 120 people aboard ran aground off Sennet on Thursday.")?;
//! report("courier.txt", "The ferry ran aground off Sennet on Thursday with 120 people aboard, police said.")?;
//!
//! let settings = Settings { inputs: vec![folder.path().into()], ..Settings::default() };
//! let outcome = run(settings, &Unwatched)?;
//! assert_eq!(outcome.digest.stories[0].origins, 2);
//! println!("{}", to_markdown(&outcome.digest, 20));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod lang;
pub mod text;
pub mod ingest;
pub mod clean;
pub mod segment;
pub mod origins;
pub mod group;
pub mod score;
pub mod select;
pub mod findings;
pub mod render;
pub mod cluster;
pub mod evaluate;
pub mod tune;

mod error;
mod limits;
mod pipeline;
mod settings;
mod settings_file;
mod verify;

pub use error::{Error, SetAside};
pub use limits::Limits;
pub use pipeline::{Corpus, Observer, Outcome, Stage, UnreadDates, Unwatched, run, summarize};
pub use settings::Settings;
pub use settings_file::{SettingsFile, replaced};
pub use verify::{Miss, Verification, verify};
