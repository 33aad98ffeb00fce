//! newsfold folds many outlets' reports into one sourced digest per story.
//!
//! Every sentence of a digest is a verbatim slice of an article, names its source and place, and says how many
//! independent origins support it. No model, no network, the same bytes every time.
//!
//! [`Newsfold`] is the short way; [`Settings`], [`Corpus`] and [`summarize`] are the long one, for a program that shows progress
//! ([`Observer`]) or keeps a corpus. The stages of the pipeline, from `ingest` to `render`, are public for the program that comes with
//! this library, and no part of its interface; ARCHITECTURE.md describes them.
//!
//! ```
//! use newsfold::{Article, Newsfold, to_markdown};
//!
//! let digest = Newsfold::new().words(80).digest([
//!     Article::new("A ferry with 120 people aboard ran aground off Sennet on Thursday.").outlet("Gazette"),
//!     Article::new("The ferry ran aground off Sennet on Thursday with 120 people aboard, police said.").outlet("Courier"),
//! ])?;
//! assert_eq!(digest.stories[0].origins, 2);
//! println!("{}", to_markdown(&digest));
//! # Ok::<(), newsfold::Error>(())
//! ```

mod lang;
#[doc(hidden)]
pub mod text;
#[doc(hidden)]
pub mod ingest;
#[doc(hidden)]
pub mod clean;
#[doc(hidden)]
pub mod segment;
#[doc(hidden)]
pub mod origins;
#[doc(hidden)]
pub mod group;
#[doc(hidden)]
pub mod crosslingual;
#[doc(hidden)]
pub mod score;
#[doc(hidden)]
pub mod issue;
#[doc(hidden)]
pub mod select;
#[doc(hidden)]
pub mod findings;
#[doc(hidden)]
pub mod render;
#[doc(hidden)]
pub mod cluster;
#[doc(hidden)]
pub mod evaluate;
#[doc(hidden)]
pub mod tune;

#[doc(hidden)]
pub mod tables;

mod diff;
mod error;
mod limits;
mod newsfold;
mod next_issue;
mod pipeline;
mod settings;
mod settings_file;
mod verify;

pub use diff::{ChangedStory, Diff, DiffArticle, DiffFigure, DiffSentence, DiffStory, diff};
pub use error::{Error, SetAside};
pub use findings::Sections;
pub use group::GroupSettings;
pub use ingest::{Fields, InputFormat};
pub use limits::Limits;
pub use newsfold::{Article, Newsfold};
pub use next_issue::{NextIssue, summarize_issue};
pub use pipeline::{Corpus, Observer, Outcome, Stage, UnreadDates, Unwatched, run, summarize};
#[cfg(feature = "schema")]
pub use render::schema;
pub use render::{
    Digest, DigestArticle, DigestFindings, DigestSentence, DigestStory, DigestSupport, to_html,
    to_json, to_markdown,
};
pub use score::{ScoreSettings, Signal, Weights};
pub use select::Budget;
pub use settings::Settings;
pub use settings_file::{SettingsFile, query_of, replaced};
pub use verify::{Miss, Verification, verify, verify_against};
