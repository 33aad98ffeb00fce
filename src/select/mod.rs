//! Stage seven: which sentences stand in the summary, within the budget, and in which order they are read.

mod bound;
mod budget;
mod candidates;
mod counterfactual;
mod greedy;
mod numbers;
mod opening;
mod order;
mod summary;

pub use budget::Budget;
pub use candidates::{Eligibility, eligibility, has_summary};
pub use counterfactual::{BreakEven, LeaveOneOut, break_even_weights, without};
pub use numbers::{Rules, StoryNumbers};
pub use opening::FOLLOW_UP_DAYS;
pub use summary::{Pick, SelectSettings, Summary, select, select_beside};
