//! From subscriptions to articles: asks feeds politely, and keeps what is new as plain files that `newsfold digest` reads as they are.
//!
//! This is the only part of newsfold that opens a socket. It is a crate of its own so that the library and the digest cannot.
//!
//! [`fetch`] makes one [`pass`](fetch) over a list of feeds ([`opml`]) into a [`store`](check).

mod address;
mod age;
mod client;
mod facts;
mod feed;
pub mod opml;
mod page;
mod pass;
mod plan;
mod polite;
mod queue;
mod robots;
mod store;

pub use address::{Address, Lookup};
pub use age::age;
pub use client::Limits;
pub use opml::Subscription;
pub use pass::{FetchError, Summary, fetch};
pub use plan::{Decision, Options, Standing, plan, standings, up_to_date};
pub use store::{StoreError, check};
