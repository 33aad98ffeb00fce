//! Passes against a server on the loopback.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test panics to fail, and says what it measured"
)]

mod addresses;
mod answers;
mod contents;
mod kills;
mod many;
mod news;
mod pages;
mod server;
mod tls;
