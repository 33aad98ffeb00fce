//! What is known of each file and each feed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a line of facts is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Kind {
    /// A feed's document.
    Feed,
    /// A page.
    Page,
    /// A page that was asked again and is the same.
    SamePage,
    /// A page that cannot be had.
    NoPage,
}

/// An entry that stands in a stored document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptEntry {
    pub(crate) id: String,
    pub(crate) version: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) link: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) date: Option<Timestamp>,
}

/// What is known of a file, or of a page that is none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Fact {
    pub(crate) kind: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) file: Option<String>,
    pub(crate) url: String,
    /// Where it came from, if that is another address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<String>,
    pub(crate) fetched: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
    /// XXH3 of the file's bytes, 128 bits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) hash: Option<String>,
    /// Of a feed: which it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) feed: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) entries: Vec<KeptEntry>,
    /// Why there is no page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
}

impl Fact {
    pub(crate) fn of(kind: Kind, url: String, fetched: Timestamp) -> Self {
        Self {
            kind,
            file: None,
            url,
            from: None,
            fetched,
            status: None,
            etag: None,
            last_modified: None,
            hash: None,
            feed: None,
            entries: Vec::new(),
            reason: None,
        }
    }
}

/// What to tell a feed the next time, and when that is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FeedState {
    pub(crate) feed: String,
    /// Its address, without secrets.
    pub(crate) url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) asked: Option<Timestamp>,
    /// Where the feed is now, if a permanent redirect or a page said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) moved: Option<String>,
    /// The key of the address that gave what follows.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub(crate) of: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) etag: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) last_modified: Option<String>,
    /// Not to be asked before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) wait: Option<Timestamp>,
    /// Since when it is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) gone: Option<Timestamp>,
    /// Why the last request failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) failed: Option<String>,
}

/// A page that was asked before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct KnownPage {
    /// How often.
    pub(crate) asks: usize,
    pub(crate) asked: Timestamp,
    pub(crate) of: String,
    pub(crate) etag: Option<String>,
    pub(crate) last_modified: Option<String>,
    pub(crate) hash: Option<String>,
}

/// An entry that is known, and since when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KnownEntry {
    pub(crate) entry: KeptEntry,
    pub(crate) since: Timestamp,
    /// Its file, if it stands there alone.
    pub(crate) file: Option<String>,
}

/// Everything that a store says.
#[derive(Debug, Default)]
pub(crate) struct Memory {
    /// By feed.
    pub(crate) entries: BTreeMap<String, Vec<KnownEntry>>,
    /// Files of entries that stand alone, and when they were fetched, by the address of their page.
    pub(crate) alone: BTreeMap<String, Vec<(Timestamp, String)>>,
    /// By address.
    pub(crate) pages: BTreeMap<String, KnownPage>,
    /// By feed.
    pub(crate) feeds: BTreeMap<String, FeedState>,
    /// Lines that are not as they should be.
    pub(crate) malformed: Vec<String>,
}

impl Memory {
    pub(crate) fn take(&mut self, fact: Fact) {
        match fact.kind {
            Kind::Feed => {
                let file = fact.file.filter(|_| fact.entries.len() == 1);
                let known = self.entries.entry(fact.feed.unwrap_or_default()).or_default();
                known.extend(fact.entries.into_iter().map(|entry| {
                    if let (Some(link), Some(file)) = (&entry.link, &file) {
                        let alone = self.alone.entry(link.clone()).or_default();
                        alone.push((fact.fetched, file.clone()));
                    }
                    KnownEntry { entry, since: fact.fetched, file: file.clone() }
                }));
            }
            Kind::Page | Kind::SamePage | Kind::NoPage => {
                let page = self.pages.entry(fact.url.clone()).or_default();
                page.asks += 1;
                page.asked = page.asked.max(fact.fetched);
                if fact.kind == Kind::Page {
                    let from = fact.from.as_ref().unwrap_or(&fact.url);
                    page.of = crate::address::hash(&[from]);
                    (page.etag, page.last_modified, page.hash) =
                        (fact.etag, fact.last_modified, fact.hash);
                }
            }
        }
    }
}
