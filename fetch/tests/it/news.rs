//! Feeds and pages for the tests, and passes over them.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use newsfold_fetch::{Options, Subscription, Summary, check, fetch};

use crate::server::Hosts;

/// An RSS feed of entries; their numbers are all that differs.
pub(crate) fn rss(entries: impl IntoIterator<Item = usize>) -> String {
    let entries: String = entries.into_iter().map(entry).collect();
    format!(
        "<?xml version=\"1.0\"?>\n<rss version=\"2.0\"><channel><title>Kelder</title>\n{entries}</channel></rss>\n"
    )
}

pub(crate) fn entry(n: usize) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">tag:{n}</guid><title>Bridge {n} shut</title><link>/news/{n}</link>\
         <description>Bridge {n} over the Vess is shut until July.</description></item>\n"
    )
}

pub(crate) fn page(n: usize, text: &str) -> String {
    format!(
        "<!doctype html><html><head><title>Bridge {n} shut</title></head><body><article><p>{text}</p></article></body></html>"
    )
}

pub(crate) fn subscriptions<T: AsRef<str>>(urls: &[T]) -> Vec<Subscription> {
    let of = |url: &T| Subscription { title: String::new(), address: url.as_ref().to_owned() };
    urls.iter().map(of).collect()
}

/// Quick and on the loopback.
pub(crate) fn options(store: &Path) -> Options {
    Options {
        pause: Duration::ZERO,
        threads: 2,
        allow_private: true,
        proxy: false,
        lookup: Some(Arc::new(Hosts { public: None })),
        limits: newsfold_fetch::Limits { time: Duration::from_secs(30), ..Default::default() },
        ..Options::new(store.to_owned())
    }
}

/// A pass, behind which the store is whole.
pub(crate) fn pass<T: AsRef<str>>(urls: &[T], options: &Options) -> Summary {
    let summary = fetch(&subscriptions(urls), options).unwrap();
    assert_eq!(check(&options.store).unwrap(), Vec::<String>::new());
    summary
}

/// Every file of a store by its name, hidden ones too.
pub(crate) fn files(store: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(store) else { return found };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(
                files(&entry.path())
                    .into_iter()
                    .map(|(inner, text)| (format!("{name}/{inner}"), text)),
            );
        } else {
            found.push((
                name,
                String::from_utf8_lossy(&std::fs::read(entry.path()).unwrap()).into_owned(),
            ));
        }
    }
    found.sort();
    found
}

/// What `newsfold digest` would read.
pub(crate) fn visible(store: &Path) -> Vec<(String, String)> {
    files(store)
        .into_iter()
        .filter(|(name, _)| !name.split('/').any(|part| part.starts_with('.')))
        .collect()
}
