//! The one integration binary.

mod program;
mod cases;
mod cli;
mod data;
mod determinism;
mod inputs;
mod properties;
mod render;
mod segmentation;
mod tidy;
