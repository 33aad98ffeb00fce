//! The rule: from what all articles tell to the one name of each outlet. Everything is a sum or a smallest member, so that order
//! does not matter.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::{Signs, address, name};

/// Letters that a label has at least where it is taken for a name.
const SHORTEST_LABEL: usize = 3;

/// Articles of no known outlet that have a headline's end in common before it is a name; twice as many where headlines end so of
/// their own (`- Coastguard`).
const FEWEST_ENDS: u64 = 2;

/// The outlets of a run: under which name each is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Outlets {
    /// By the key of a name, where that is another.
    names: BTreeMap<String, String>,
    /// By host, where it has a name.
    hosts: BTreeMap<String, String>,
    /// By the key of a headline's end, of articles of which nothing else is known.
    ends: BTreeMap<String, String>,
}

/// A name and its variants are one node; how it was written, and how often.
#[derive(Default)]
struct Node {
    /// As a name, as part of one, as the end of a headline.
    spelled: BTreeMap<String, [u64; 3]>,
    /// The names of which it is a part.
    whole: BTreeSet<String>,
    hosts: BTreeSet<String>,
}

/// What the articles of one host tell.
#[derive(Default)]
struct Host {
    names: BTreeMap<String, u64>,
    unnamed: u64,
    ends: BTreeMap<String, u64>,
}

#[derive(Default)]
struct Settling {
    nodes: BTreeMap<String, Node>,
    /// Keys of one outlet.
    same: Joined<String>,
    hosts: BTreeMap<String, Host>,
    /// For a host the key of its name.
    own: BTreeMap<String, String>,
    /// Ends of headlines: how many articles of no host have them, and whether they are surely names.
    ends: BTreeMap<String, (u64, bool)>,
}

impl Outlets {
    /// Settles them. The census says how many articles have these signs.
    pub(in crate::ingest) fn settle(census: &BTreeMap<Signs, u64>) -> Self {
        let mut settling = Settling::of(census);
        let hosts: Vec<String> = settling.hosts.keys().cloned().collect();
        for host in hosts.iter().filter(|host| !address::is_carrier(host)) {
            settling.names_of_host(host);
        }
        settling.ends_of_hosts();
        settling.labels();
        settling.told()
    }

    /// The name of the outlet of which these are signs; nothing where it is not known.
    pub(crate) fn of<'a>(&'a self, signs: &'a Signs) -> Option<&'a str> {
        let Signs { name, host, suffix } = signs;
        if let Some(name) = name {
            return Some(self.names.get(&name::key(name)).unwrap_or(name));
        }
        if let Some(host) = host {
            return Some(self.hosts.get(host).unwrap_or(host));
        }
        self.ends.get(&name::key(&suffix.as_ref()?.0)).map(String::as_str)
    }
}

impl Settling {
    fn of(census: &BTreeMap<Signs, u64>) -> Self {
        let mut settling = Self::default();
        for (signs, count) in census {
            if let Some(name) = &signs.name {
                let key = name::key(name);
                let node = settling.nodes.entry(key.clone()).or_default();
                node.spelled.entry(name.clone()).or_default()[0] += count;
                if let Some(host) = &signs.host {
                    node.hosts.insert(host.clone());
                    *settling
                        .hosts
                        .entry(host.clone())
                        .or_default()
                        .names
                        .entry(key)
                        .or_default() += count;
                }
                continue;
            }
            let end = signs.suffix.as_ref().map(|(end, sure)| (name::key(end), end, *sure));
            if let Some(host) = &signs.host {
                let host = settling.hosts.entry(host.clone()).or_default();
                host.unnamed += count;
                if let Some((key, _, _)) = &end {
                    *host.ends.entry(key.clone()).or_default() += count;
                }
            } else if let Some((key, _, sure)) = &end {
                let known = settling.ends.entry(key.clone()).or_default();
                known.0 += count;
                known.1 |= sure;
            }
            if let Some((key, end, _)) = end {
                let node = settling.nodes.entry(key).or_default();
                node.spelled.entry(end.clone()).or_default()[2] += count;
            }
        }
        settling
    }

    /// Joins the names of a host that are variants of each other, and says which is its own.
    fn names_of_host(&mut self, host: &str) {
        let Some(Host { names, .. }) = self.hosts.get(host) else { return };
        let names = names.clone();
        // Which names go by what: a name by itself, without its article, by its parts, by shorter names that it begins with.
        let mut by: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        let mut parts: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        let of_label = squeezed(address::label(host));
        let mut of_host = BTreeSet::new();
        for key in names.keys() {
            by.entry(key.clone()).or_default().insert(key);
            for (spelled, [count, ..]) in
                self.nodes.get(key).map(|node| &node.spelled).into_iter().flatten()
            {
                by.entry(name::without_article(spelled)).or_default().insert(key);
                for part in name::parts(spelled) {
                    let of_part = parts.entry(name::key(part)).or_default();
                    *of_part.entry(part.to_owned()).or_default() += count;
                    by.entry(name::key(part)).or_default().insert(key);
                }
                for begun in name::beginnings(spelled).filter(|begun| names.contains_key(begun)) {
                    by.entry(begun).or_default().insert(key);
                }
                let is_label = |key: String| key.len() >= SHORTEST_LABEL && key == of_label;
                if is_label(name::without_article(spelled))
                    || is_label(name::without_sections(spelled))
                {
                    of_host.insert(key.as_str());
                }
            }
        }
        let mut joined = Joined::default();
        for together in by.values().chain([&of_host]) {
            let mut together = together.iter();
            if let Some(first) = together.next() {
                together.for_each(|other| joined.join(first, other));
            }
        }
        let total: u64 = names.values().sum();
        let mut of_outlet: BTreeMap<&str, u64> = BTreeMap::new();
        for (key, count) in &names {
            *of_outlet.entry(joined.first(&key.as_str())).or_default() += count;
        }
        let most = of_outlet.iter().find(|(_, count)| 2 * **count > total).map(|(key, _)| *key);
        let own = of_host.first().map(|key| joined.first(key)).or(most);
        let Some(own) = own.map(str::to_owned) else { return };
        for key in names.keys() {
            self.same.join(&joined.first(&key.as_str()).to_owned(), key);
        }
        // A part that several names share is a name too.
        for (part, spelled) in parts {
            let Some(whole) = by.get(&part).filter(|whole| whole.len() > 1) else { continue };
            let Some(first) = whole.first() else { continue };
            let node = self.nodes.entry(part.clone()).or_default();
            node.whole.extend(
                whole.iter().filter(|whole| ***whole != part).map(|whole| (*whole).to_owned()),
            );
            for (spelled, count) in spelled {
                node.spelled.entry(spelled).or_default()[1] += count;
            }
            self.same.join(&(*first).to_owned(), &part);
        }
        self.own.insert(host.to_owned(), own);
    }

    /// Hosts without a name take the one in which their headlines end, if no other host's do, or if it is their label.
    fn ends_of_hosts(&mut self) {
        let mut holders: BTreeMap<&str, usize> = BTreeMap::new();
        for end in self.hosts.values().flat_map(|host| host.ends.keys()) {
            *holders.entry(end).or_default() += 1;
        }
        let mut found = Vec::new();
        for (host, told) in &self.hosts {
            if !told.names.is_empty() || address::is_carrier(host) {
                continue;
            }
            let of_label = squeezed(address::label(host));
            let is_own = |(end, count): &(&String, &u64)| {
                let often = **count >= FEWEST_ENDS && 2 * **count > told.unnamed;
                end.strip_prefix("the").unwrap_or(end) == of_label
                    || often && holders[end.as_str()] == 1
            };
            found.extend(told.ends.iter().find(is_own).map(|(end, _)| (host.clone(), end.clone())));
        }
        for (host, end) in found {
            self.nodes.entry(end.clone()).or_default().hosts.insert(host.clone());
            self.own.insert(host, end);
        }
    }

    /// Hosts without a name take a name without a host that is their label, if no other host has that label.
    fn labels(&mut self) {
        let mut labels: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for host in self.hosts.keys().filter(|host| !address::is_carrier(host)) {
            labels.entry(squeezed(address::label(host))).or_default().push(host);
        }
        let mut found = Vec::new();
        for (key, node) in self.nodes.iter().filter(|(_, node)| node.hosts.is_empty()) {
            for spelled in
                node.spelled.iter().filter(|(_, counts)| counts[0] > 0).map(|(spelled, _)| spelled)
            {
                let label = name::without_article(spelled);
                if let Some([host]) = labels.get(&label).map(Vec::as_slice)
                    && label.len() >= SHORTEST_LABEL
                    && self.hosts[*host].names.is_empty()
                    && !self.own.contains_key(*host)
                {
                    found.push(((*host).to_owned(), key.clone()));
                }
            }
        }
        for (host, key) in found {
            // `Guardian` and `The Guardian`, both without a host.
            if let Some(known) = self.own.get(&host).cloned() {
                self.same.join(&known, &key);
            } else {
                self.own.insert(host, key);
            }
        }
    }

    fn told(self) -> Outlets {
        let mut outlets: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for key in self.nodes.keys().cloned().collect::<Vec<_>>() {
            outlets.entry(self.same.first(&key)).or_default().push(key);
        }
        let printed: BTreeMap<String, String> = outlets
            .iter()
            .filter_map(|(first, keys)| Some((first.clone(), self.printed(keys)?)))
            .collect();
        let mut told = Outlets::default();
        for (first, keys) in &outlets {
            let Some(printed) = printed.get(first) else { continue };
            for key in keys {
                let node = &self.nodes[key];
                let named = |counts: &[u64; 3]| counts[0] > 0;
                if node.spelled.iter().any(|(spelled, counts)| named(counts) && spelled != printed)
                {
                    told.names.insert(key.clone(), printed.clone());
                }
                let known = node.spelled.values().any(|counts| counts[0] + counts[1] > 0)
                    || !node.hosts.is_empty();
                let often = |&(count, sure): &(u64, bool)| {
                    count >= if sure { FEWEST_ENDS } else { 2 * FEWEST_ENDS }
                };
                if self.ends.get(key).is_some_and(|end| known || often(end)) {
                    told.ends.insert(key.clone(), printed.clone());
                }
            }
        }
        for (host, key) in self.own.clone() {
            if let Some(printed) = printed.get(&self.same.first(&key)) {
                told.hosts.insert(host, printed.clone());
            }
        }
        told
    }

    /// The nicest of an outlet's names: the one that most articles have, as a whole or as a part; of these the most frequent, not all in
    /// capitals, shortest, first.
    fn printed(&self, keys: &[String]) -> Option<String> {
        let count = |key: &str| -> u64 {
            self.nodes
                .get(key)
                .map_or(0, |node| node.spelled.values().map(|counts| counts[0]).sum())
        };
        let all = keys.iter().flat_map(|key| {
            let node = &self.nodes[key];
            let holders = count(key) + node.whole.iter().map(|whole| count(whole)).sum::<u64>();
            node.spelled.iter().map(move |(spelled, counts)| (holders, counts, spelled))
        });
        let one_case = |spelled: &str| {
            !(spelled.chars().any(char::is_lowercase) && spelled.chars().any(char::is_uppercase))
        };
        use std::cmp::Reverse;
        let rank = |(holders, counts, spelled): &(u64, &[u64; 3], &String)| {
            let length = spelled.chars().count();
            (Reverse(*holders), Reverse(**counts), one_case(spelled), length, (*spelled).clone())
        };
        all.min_by_key(rank).map(|(_, _, spelled)| spelled.clone())
    }
}

/// Names that are one outlet, each under the smallest of them.
#[derive(Default)]
struct Joined<K>(BTreeMap<K, K>);

impl<K: Ord + Clone> Joined<K> {
    fn first(&self, key: &K) -> K {
        let mut at = key;
        while let Some(next) = self.0.get(at) {
            at = next;
        }
        at.clone()
    }

    fn join(&mut self, a: &K, b: &K) {
        let (first, second) = (self.first(a), self.first(b));
        let smallest = first.clone().min(second.clone());
        // What was asked for gets there in one step next time.
        for key in [a.clone(), b.clone(), first, second] {
            if key != smallest {
                self.0.insert(key, smallest.clone());
            }
        }
    }
}

/// A label as the key of a name without its article would be.
fn squeezed(label: &str) -> String {
    let key = name::key(label);
    key.strip_prefix("the").filter(|rest| rest.len() >= SHORTEST_LABEL).unwrap_or(&key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An article as `name @ host / end`.
    fn signs(line: &str) -> Signs {
        let part = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let (rest, end) = line.split_once('/').unwrap_or((line, ""));
        let (name, host) = rest.split_once('@').unwrap_or((rest, ""));
        Signs { name: part(name), host: part(host), suffix: part(end).map(|end| (end, true)) }
    }

    /// The outlets of articles, in their order.
    fn told(articles: &[&str]) -> Vec<String> {
        let mut census = BTreeMap::new();
        for article in articles {
            *census.entry(signs(article)).or_default() += 1;
        }
        let outlets = Outlets::settle(&census);
        articles.iter().map(|a| outlets.of(&signs(a)).unwrap_or("?").to_owned()).collect()
    }

    #[test]
    fn one_outlet_by_one_name() {
        for (articles, expected) in [
            // Case and white space.
            (&["Harrow Post", "HARROW POST", "Harrow  Post"][..], &["Harrow Post"; 3][..]),
            // A host and its name.
            (&["Kelder Gazette @ kelder.example", "@ kelder.example"], &["Kelder Gazette"; 2]),
            // Feeds of one host, and a page of it.
            (
                &[
                    "Kelder News - World @ k.example",
                    "Kelder News - Home @ k.example",
                    "@ k.example",
                ],
                &["Kelder News"; 3],
            ),
            (&["World | Guardian @ g.example", "Sport | Guardian @ g.example"], &["Guardian"; 2]),
            // One begins with the other.
            (&["Kelder News @ k.example", "Kelder News World @ k.example"], &["Kelder News"; 2]),
            (
                &["The Guardian @ g.example", "The Guardian @ g.example", "Guardian @ g.example"],
                &["The Guardian"; 3],
            ),
            // The same on different hosts, or on none, is not known to be one.
            (
                &["Kelder News - World", "Kelder News - Home"],
                &["Kelder News - World", "Kelder News - Home"],
            ),
            // What the label says.
            (&["BBC News @ bbc.co.uk", "BBC Sport @ bbc.co.uk", "@ bbc.co.uk"], &["BBC News"; 3]),
            (&["Reuters", "@ reuters.example"], &["Reuters"; 2]),
            (
                &["Independent", "@ independent.example", "@ independent.test"],
                &["Independent", "independent.example", "independent.test"],
            ),
            // Many outlets on one host.
            (
                &["Harrow Post @ h.example", "Kelder Gazette @ h.example", "@ h.example"],
                &["Harrow Post", "Kelder Gazette", "h.example"],
            ),
            (&["Harrow Post @ msn.com", "@ msn.com"], &["Harrow Post", "msn.com"]),
            (
                &["Guardian @ msn.com", "Guardian Nigeria @ msn.com"],
                &["Guardian", "Guardian Nigeria"],
            ),
            // An agency's name on a page of an outlet does not make the others the agency's.
            (
                &[
                    "Gazette @ k.example",
                    "Gazette @ k.example",
                    "Agency @ k.example",
                    "@ k.example",
                ],
                &["Gazette", "Gazette", "Agency", "Gazette"],
            ),
            // Ends of headlines.
            (&["/ Harrow Post", "/ Harrow Post", "/ Other"], &["Harrow Post", "Harrow Post", "?"]),
            (&["/ Harrow Post", "HARROW POST @ h.example", "@ h.example"], &["HARROW POST"; 3]),
            (
                &["@ h.example / Harrow Post", "@ h.example / Harrow Post", "/ Harrow Post"],
                &["Harrow Post"; 3],
            ),
            (
                &[
                    "@ a.example / Agency",
                    "@ a.example / Agency",
                    "@ b.example / Agency",
                    "@ b.example / Agency",
                ],
                &["a.example", "a.example", "b.example", "b.example"],
            ),
            (
                &["@ kelder-gazette.example / Kelder Gazette", "@ kelder-gazette.example"],
                &["Kelder Gazette"; 2],
            ),
            // Nothing is known.
            (&["", ""], &["?", "?"]),
        ] {
            assert_eq!(told(articles), expected, "{articles:?}");
        }
    }
}
