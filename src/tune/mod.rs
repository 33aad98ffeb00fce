//! Beside the pipeline: weights from references. Concept tables by least squares, everything else by a seeded search, all figures
//! on stories that took no part.

mod fit;
mod rows;
mod search;

pub use fit::fit_concepts;
pub use rows::{Row, parse_rows};
pub use search::{GoldBudget, Hyperparameter, TuneSettings, Tuned, TunedSet, tune};
