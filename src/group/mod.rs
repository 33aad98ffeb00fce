//! Stage five: which reports tell the same story.

mod background;
mod components;
mod frequencies;
mod similarity;
mod link;
mod neighbours;
mod partitions;
mod span;
mod story;
mod templates;
mod vectors;

pub use frequencies::{DocumentFrequencies, WordWeights};
pub use link::GroupSettings;
pub use similarity::{Shared, Similarities, similarities};
pub use story::{Story, group};
pub use templates::Templates;
pub(crate) use {
    neighbours::nearest_of,
    story::{as_given, linked},
    templates::{is_often, runs_of},
    vectors::{SharedTerms, Vector},
};
