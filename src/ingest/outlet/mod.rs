//! Whose a report is. One outlet goes by many names in one run: with and without `www.`, in capitals, as a feed's section, as a
//! page that does not say its name. What belongs together is settled once, from all articles, in no order:
//!
//! 1. A name is itself whatever its case, white space and typography; a name that is an address is read as the address's host.
//! 2. Names on one host are one outlet's if one begins with the other, or if they share a part that is no section
//!    (`Kelder News - World`, `Kelder News - Home`).
//! 3. A host is of the outlet that its own label says (`kelder-gazette.example`), else of the one that names more than half of its
//!    reports; its reports without a name are that outlet's too. A host of which neither holds carries many outlets: their names
//!    stand, and it merges nothing.
//! 4. Reports without a name on a host that has none take the name in which their headlines end (` | Harrow Post`), else the host's.
//!    Without a host they take such a name if the run knows it or several of them have it; else their outlet is not known.

mod address;
mod name;
mod settle;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::article::{Article, Title};
use crate::text::Span;
pub(super) use address::{home, host};
pub(super) use name::key;
pub(crate) use settle::Outlets;

/// How many outlets some articles come from, by the name of each; every article without one counts as one.
pub(crate) fn count_outlets<'a>(names: impl Iterator<Item = Option<&'a str>>) -> usize {
    let (mut known, mut unknown) = (BTreeSet::new(), 0);
    for name in names {
        match name {
            Some(name) => {
                known.insert(name);
            }
            None => unknown += 1,
        }
    }
    known.len() + unknown
}

/// What one article tells of its outlet.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub(crate) struct Signs {
    /// The name that it gives, if that is no address.
    name: Option<String>,
    /// The host of the address that it gives in place of a name, else of its own.
    host: Option<String>,
    /// In an article without a name: what its headline ends in, and whether that is hardly anything else than a name.
    suffix: Option<(String, bool)>,
}

impl Signs {
    /// Reads them.
    pub(in crate::ingest) fn of(article: &Article) -> Self {
        let source = article.source.as_deref().map(str::trim).filter(|source| !source.is_empty());
        let url = article.url.as_deref();
        let of_url = url.and_then(host);
        // What stands for a name may be the address again.
        let given = source.filter(|_| source != of_url.as_deref()).and_then(address::home);
        let name =
            source.filter(|_| source != of_url.as_deref() && given.is_none()).map(str::to_owned);
        let host = given.or_else(|| url.filter(|_| of_url.is_some()).and_then(address::home));
        let end = article.title_text().filter(|_| name.is_none()).and_then(name::suffix);
        Self { suffix: end.map(|end| (end.name.to_owned(), end.sure)), name, host }
    }
}

impl Outlets {
    /// Gives an article, whose signs these are, the name of its outlet. A headline that ends in it is without it from here on.
    pub(in crate::ingest) fn name(&self, article: &mut Article, signs: &Signs) {
        let name = self.of(signs);
        if signs.name.is_none()
            && let (Some(name), Some(Title::InText(span))) = (name, &article.title)
            && let Some(end) = name::suffix(span.of(&article.text))
            && name::key(end.name) == name::key(name)
        {
            article.title =
                Some(Title::InText(Span::new(span.start, span.start + end.headline.len())));
        }
        if article.source.as_deref() != name {
            article.source = name.map(str::to_owned);
        }
    }
}
