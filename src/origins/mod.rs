//! Room four: which reports are one report printed several times, and how many of a set are independent.

mod copies;
mod matching;

pub use copies::{CopyGroups, fold_copies};
pub use matching::independent_origins;
