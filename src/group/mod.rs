//! Stage five: which reports tell the same story.

mod background;
mod components;
mod demands;
mod dispersion;
mod frequencies;
mod similarity;
mod language_number;
mod lead_names;
mod link;
mod neighbours;
mod partitions;
mod span;
mod story;
mod templates;
mod vectors;

pub use demands::GroupSettings;
pub use frequencies::{DocumentFrequencies, WordWeights};
pub use similarity::{Shared, Similarities, similarities};
pub use story::{Story, group, story_id};
pub use templates::Templates;
pub(crate) use {
    background::{ENGLISH_ARTICLES, common_words, english_shares},
    dispersion::Parts,
    language_number::LanguageNumber,
    lead_names::LeadNames,
    neighbours::nearest_of,
    story::{as_given, linked},
    templates::{is_often, runs_of},
    vectors::{SharedTerms, Vector},
};
