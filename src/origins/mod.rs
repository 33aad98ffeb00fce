//! Room four: which reports are one report printed several times, and how many of a set are independent.

mod copies;
mod matching;
mod overlap;

pub use copies::{CopyGroups, fold_copies, is_taken_over};
pub use matching::independent_origins;
pub use overlap::{Overlap, Passages, Run};
