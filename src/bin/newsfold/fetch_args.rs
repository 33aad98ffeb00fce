//! What the user types to fetch.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Args)]
pub(crate) struct FetchArgs {
    /// Lists of feeds (OPML), addresses of feeds, or of pages that name one
    #[arg(value_name = "FEEDS", required = true)]
    pub(crate) feeds: Vec<String>,
    /// Folder that keeps what came; `newsfold digest` reads it as it is
    #[arg(long, value_name = "DIR")]
    pub(crate) store: PathBuf,
    /// Also keep the pages that entries link to, as far as robots.txt allows
    #[arg(long)]
    pub(crate) pages: bool,
    /// Leave alone feeds that were asked less than that ago, as 15m, 1h, 1d
    #[arg(long, value_name = "AGE", default_value = "0", value_parser = newsfold_fetch::age)]
    pub(crate) every: std::time::Duration,
    /// Pass over entries that are older; 0 for none
    #[arg(long, value_name = "AGE", default_value = "14d", value_parser = newsfold_fetch::age)]
    pub(crate) max_age: std::time::Duration,
    /// Pause behind each request to a host
    #[arg(long, value_name = "AGE", default_value = "1s", value_parser = newsfold_fetch::age)]
    pub(crate) pause: std::time::Duration,
    /// Hosts that are asked at the same time
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u8).range(1..=64))]
    pub(crate) hosts: u8,
    /// Ask addresses in private networks too
    #[arg(long)]
    pub(crate) allow_private: bool,
    /// Say what would be asked, ask nothing, write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Say nothing but errors
    #[arg(short, long, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// Name every failure, and every feed that was left alone
    #[arg(short, long)]
    pub(crate) verbose: bool,
}

#[derive(Subcommand)]
pub(crate) enum FeedsAction {
    /// Show the feeds of a list, and how they stand in a store
    List {
        /// The list
        #[arg(value_name = "FEEDS.opml")]
        list: PathBuf,
        /// The store that tells when each was asked, and what came of it
        #[arg(long, value_name = "DIR")]
        store: Option<PathBuf>,
    },
    /// Add feeds to a list; where there is none, make one
    Add {
        /// The list
        #[arg(value_name = "FEEDS.opml")]
        list: PathBuf,
        /// Addresses
        #[arg(value_name = "URL", required = true)]
        addresses: Vec<String>,
    },
    /// Take feeds off a list
    Remove {
        /// The list
        #[arg(value_name = "FEEDS.opml")]
        list: PathBuf,
        /// Addresses
        #[arg(value_name = "URL", required = true)]
        addresses: Vec<String>,
    },
    /// Write a list with every feed where it is now, and without those that are gone
    Export {
        /// Lists of feeds (OPML), or addresses
        #[arg(value_name = "FEEDS", required = true)]
        feeds: Vec<String>,
        /// The store that knows which have moved
        #[arg(long, value_name = "DIR")]
        store: PathBuf,
        /// File to write; - for standard output
        #[arg(short, long, value_name = "FILE", default_value = "-")]
        output: PathBuf,
    },
}
