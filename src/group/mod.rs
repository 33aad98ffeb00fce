//! Room five: which reports tell the same story.

mod frequencies;
mod link;
mod neighbours;
mod story;

pub use frequencies::DocumentFrequencies;
pub use link::GroupSettings;
pub use story::{Story, group};
