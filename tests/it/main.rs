//! The one integration binary.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test panics to fail, and says what it skipped"
)]

mod program;
mod about;
mod cases;
mod cli;
mod cluster;
mod copies;
mod data;
mod dates;
mod determinism;
mod evaluate;
#[cfg(feature = "fetch")]
mod fetch;
mod findings;
mod formats;
mod fuzzed;
mod hostile;
mod html;
mod inputs;
mod issues;
mod kinds;
mod languages;
mod lone;
mod malformed;
mod outlets;
mod pages;
mod properties;
mod published;
mod quality;
#[cfg(feature = "schema")]
mod schema;
mod segmentation;
mod selection;
mod support;
mod tables;
mod templates;
mod tidy;
