//! Room five: which reports tell the same story.

mod background;
mod components;
mod frequencies;
mod likeness;
mod link;
mod neighbours;
mod shelves;
mod span;
mod story;
mod templates;
mod vectors;

pub use frequencies::{DocumentFrequencies, WordWeights};
pub use likeness::{Likeness, Shared, likenesses};
pub use link::GroupSettings;
pub use story::{Story, group};
pub use templates::Templates;
pub(crate) use {
    neighbours::nearest_of,
    story::{as_given, linked},
    templates::{is_often, runs_of},
    vectors::{SharedTerms, Vector},
};
