//! Beside the pipeline: how good the digests are. Gold stories in, ROUGE (or B-cubed) with intervals out, in one run with the
//! systems a reader would compare with.

mod b_cubed;
mod baselines;
mod bootstrap;
mod evaluation;
mod grouping;
mod random;
mod rouge;
mod synthetic;
mod table;

pub use b_cubed::{BCubed, b_cubed};
pub use bootstrap::Interval;
pub use evaluation::{
    ContextDependent, Evaluation, Others, StoryRow, Summarized, SummarizedSentence, SystemRow,
    evaluate, pooled,
};
pub(crate) use evaluation::{Judge, corpus, stories, texts};
pub use grouping::{Draws, GroupEvaluation, evaluate_groups};
pub use random::Random;
pub use rouge::{Counted, Measure, Score, Scores, Wording, cut, rouge};
pub use synthetic::{Shape, Synthetic};
pub use table::{groups_to_markdown, to_markdown};
