//! Beside the stages: what a reader has been told before. An issue is one run's digest of inputs that grow from day to day; a state remembers
//! what its issues printed. A story keeps its id while it grows, and the next issue prints what is new.
//!
//! Nothing here opens a file, and nothing knows a clock: whoever asks for an issue says what the time is, or nobody does.

mod identity;
mod news;
mod restated;
mod state;

pub(crate) use identity::{GoesOn, goes_on};
pub use identity::{Identity, identify};
pub use news::{Change, News, is_hardly_new, news};
pub(crate) use restated::restated_figure;
pub(crate) use state::{KnownArticle, StoryUpdate, sentence_hash};
pub use state::{KnownStory, Printed, State};

use crate::error::Error;

/// What an issue does with stories that an earlier one has told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Repeat {
    /// Of a story with news only the news; the others are named in a line.
    #[default]
    None,
    /// Stories with news are told again as a whole; the others are named in a line.
    Changed,
    /// All stories are told again.
    All,
}

impl Repeat {
    /// By its name.
    ///
    /// # Errors
    /// Any other name.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        match name {
            "none" => Ok(Self::None),
            "changed" => Ok(Self::Changed),
            "all" => Ok(Self::All),
            _ => Err(Error::Setting {
                name: "repeat".to_owned(),
                reason: format!("takes none, changed or all, not `{name}`"),
            }),
        }
    }
}
