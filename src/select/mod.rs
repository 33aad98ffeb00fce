//! Room seven: which sentences stand in the summary, within the budget, and in which order they are read.

mod bound;
mod budget;
mod candidates;
mod counterfactual;
mod greedy;
mod numbers;
mod order;
mod summary;

pub use budget::Budget;
pub use candidates::{Standing, has_summary, standing};
pub use counterfactual::{Tipping, Without, tipping_points, without};
pub use numbers::{Rules, StoryNumbers};
pub use summary::{Pick, SelectSettings, Summary, select};
