//! What a pass would do with each feed, and how feeds stand.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use crate::address::{Address, Lookup};
use crate::client::Limits;
use crate::facts::FeedState;
use crate::opml::Subscription;
use crate::store::{self, StoreError};

/// When a feed that said it is gone is asked again: somebody may have been wrong.
const GONE_FOR: Duration = Duration::from_secs(30 * 24 * 3600);

/// How a pass goes.
#[derive(Clone)]
pub struct Options {
    /// The folder of the store.
    pub store: PathBuf,
    /// Whether the articles that entries name are asked for.
    pub pages: bool,
    /// Feeds that were asked less than that ago are left alone.
    pub every: Duration,
    /// Entries that are older are passed over.
    pub max_age: Option<Duration>,
    /// The pause behind each request to a host.
    pub pause: Duration,
    /// How many hosts are asked at the same time.
    pub threads: usize,
    /// Whether addresses in private networks may be asked.
    pub allow_private: bool,
    /// Whether the proxy that the environment names is used.
    pub proxy: bool,
    /// Certificates (PEM) to trust in place of those that are built in.
    pub roots: Option<Vec<u8>>,
    /// What an answer may take.
    pub limits: Limits,
    /// Where the addresses of hosts come from, if not from the system.
    pub lookup: Option<Arc<dyn Lookup>>,
    /// The time, if it is not now.
    pub now: Option<Timestamp>,
}

impl Options {
    /// The defaults, for a store.
    pub fn new(store: PathBuf) -> Self {
        Self {
            store,
            pages: false,
            every: Duration::ZERO,
            // A digest is of days; the first pass over a feed of years brings two weeks.
            max_age: Some(Duration::from_secs(14 * 24 * 3600)),
            pause: Duration::from_secs(1),
            threads: 8,
            allow_private: false,
            proxy: true,
            roots: None,
            limits: Limits::default(),
            lookup: None,
            now: None,
        }
    }
}

/// What a pass would do with a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Ask it; whether only for what has changed.
    Ask {
        /// Where it is now, if that is another address.
        moved: Option<String>,
        /// Whether it may answer "not modified".
        conditional: bool,
    },
    /// Leave it alone, and why.
    Skip(String),
    /// It is no address.
    Bad(String),
}

/// What a pass would do, without a request and without a change to the store.
///
/// # Errors
/// The store cannot be read.
pub fn plan(
    feeds: &[Subscription],
    options: &Options,
) -> Result<Vec<(String, Decision)>, StoreError> {
    let memory = store::read(&options.store)?;
    let now = options.now.unwrap_or_else(Timestamp::now);
    let decided = |feed: &Subscription| match Address::parse(&feed.address) {
        Ok(address) => {
            let decision = decide(&address, memory.feeds.get(&address.key()), options, now);
            (address.shown(), decision)
        }
        Err(reason) => (unnamed(&feed.address), Decision::Bad(reason)),
    };
    Ok(feeds.iter().map(decided).collect())
}

/// How an address that is none is shown: nothing of what may be a password.
pub(crate) fn unnamed(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((_, behind)) => format!("…@{behind}"),
        None => address.to_owned(),
    }
}

pub(crate) fn decide(
    address: &Address,
    state: Option<&FeedState>,
    options: &Options,
    now: Timestamp,
) -> Decision {
    if !options.allow_private
        && let Err(reason) = crate::address::refuse_private(address.url())
    {
        return Decision::Bad(reason);
    }
    let Some(state) = state else { return Decision::Ask { moved: None, conditional: false } };
    // A time that is still to come is that of a clock that went wrong.
    let ago = |at: Timestamp| Duration::try_from(now.duration_since(at)).ok();
    // A day more than a host can ask for.
    let longest = SignedDuration::from_hours(8 * 24);
    if let Some(gone) = state.gone.filter(|gone| ago(*gone).is_some_and(|ago| ago < GONE_FOR)) {
        return Decision::Skip(format!("gone for good since {}", gone.strftime("%Y-%m-%d")));
    }
    if let Some(wait) = state.wait.filter(|wait| *wait > now && wait.duration_since(now) <= longest)
    {
        return Decision::Skip(format!("its host asked to be left alone until {wait}"));
    }
    if let Some(ago) = state.asked.and_then(ago).filter(|ago| *ago < options.every) {
        return Decision::Skip(format!("asked {} min ago", ago.as_secs() / 60));
    }
    let conditional = state.etag.is_some() || state.last_modified.is_some();
    Decision::Ask { moved: state.moved.clone(), conditional }
}

/// A list with every feed where it is now, and without those that are gone.
///
/// # Errors
/// The store cannot be read.
pub fn up_to_date(feeds: &[Subscription], store: &Path) -> Result<Vec<Subscription>, StoreError> {
    let memory = store::read(store)?;
    let now_at = |feed: &Subscription| {
        let state =
            Address::parse(&feed.address).ok().and_then(|address| memory.feeds.get(&address.key()));
        let Some(state) = state else { return Some(feed.clone()) };
        let address = state.moved.clone().unwrap_or_else(|| feed.address.clone());
        state.gone.is_none().then(|| Subscription { address, ..feed.clone() })
    };
    Ok(feeds.iter().filter_map(now_at).collect())
}

/// How a feed stands, for a list that a person reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What the list calls it.
    pub title: String,
    /// Its address, without secrets.
    pub address: String,
    /// When it was asked last, and what came of it.
    pub told: String,
}

/// How the feeds of a list stand.
///
/// # Errors
/// The store cannot be read.
pub fn standings(
    feeds: &[Subscription],
    store: Option<&Path>,
) -> Result<Vec<Standing>, StoreError> {
    let memory = store.map(store::read).transpose()?.unwrap_or_default();
    let of = |feed: &Subscription| {
        let title = feed.title.clone();
        let address = match Address::parse(&feed.address) {
            Ok(address) => address,
            Err(reason) => {
                return Standing { title, address: unnamed(&feed.address), told: reason };
            }
        };
        let state = memory.feeds.get(&address.key());
        let told = state.map_or_else(String::new, |state| {
            let entries = memory.entries.get(&address.key()).map_or(0, Vec::len);
            let asked = state
                .asked
                .map_or_else(String::new, |asked| format!("asked {asked}, {entries} entries"));
            let moved = state.moved.as_ref().map(|moved| format!("now at {moved}"));
            let failed = state.failed.as_ref().map(|reason| format!("failed: {reason}"));
            [Some(asked), moved, failed].into_iter().flatten().collect::<Vec<_>>().join("; ")
        });
        Standing { title, address: address.shown(), told }
    };
    Ok(feeds.iter().map(of).collect())
}
