//! Stage four: which reports are one report printed several times, and how many of a set are independent.

mod candidates;
mod copies;
mod disjoint_sets;
mod matching;
mod message;
mod overlap;
mod rarity;
mod shared_text;

pub(crate) use candidates::{PRINT_BITS, fingerprints, is_worth_a_look, paired};
pub(crate) use copies::{Compared, Copied, hash_of, joined};
pub use copies::{CopyGroups, cluster_copies, is_taken_over};
pub(crate) use disjoint_sets::DisjointSets;
pub use matching::independent_origins;
pub(crate) use overlap::shingles;
pub use overlap::{Overlap, Passages, Run};
pub use rarity::WordRarity;
pub(crate) use rarity::{MOST_COUNTED, each_word};
pub use shared_text::{Relation, SharedText, copy_groups_of, receipt, shared_texts};
