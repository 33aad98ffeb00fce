//! The language of an article whose own text does not tell it: that of its outlet's other articles, else of its file's.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::article::{Article, Place};
use super::outlet::{Outlets, Signs};
use crate::text::{Language, detect};

/// How many articles are in which language.
type Counts = BTreeMap<Language, u64>;

/// One of so many may be in another language: the detector takes a list of foreign names for one.
const OTHERS_IN: u64 = 10;

/// What an article itself says: as given, else as its text tells.
pub(super) fn own_language(article: &Article) -> Option<Language> {
    let given = article.lang.as_deref().and_then(Language::from_tag);
    given.or_else(|| detect(article.body.of(&article.text)))
}

/// The languages of all articles that tell theirs, counted.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct LanguageCounts {
    outlets: BTreeMap<Signs, Counts>,
    /// Of files with several articles.
    files: BTreeMap<String, Counts>,
}

impl LanguageCounts {
    pub(super) fn add(&mut self, language: &Language, signs: &Signs, place: &Place) {
        count(&mut self.outlets, signs, language);
        if is_one_of_several(place) {
            count(&mut self.files, &place.path, language);
        }
    }

    pub(super) fn merge(&mut self, other: Self) {
        let merge_counts = |into: &mut Counts, from: Counts| {
            for (language, articles) in from {
                *into.entry(language).or_default() += articles;
            }
        };
        for (signs, counts) in other.outlets {
            merge_counts(self.outlets.entry(signs).or_default(), counts);
        }
        for (path, counts) in other.files {
            merge_counts(self.files.entry(path).or_default(), counts);
        }
    }
}

/// Counts one more article, without a copy of what is known.
fn count<K: Ord + Clone>(of: &mut BTreeMap<K, Counts>, key: &K, language: &Language) {
    let counts = match of.get_mut(key) {
        Some(counts) => counts,
        None => of.entry(key.clone()).or_default(),
    };
    match counts.get_mut(language) {
        Some(count) => *count += 1,
        None => drop(counts.insert(language.clone(), 1)),
    }
}

fn is_one_of_several(place: &Place) -> bool {
    place.record.is_some() || place.element.is_some()
}

/// The language of each outlet and of each file that has one.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct Languages {
    outlets: BTreeMap<String, Language>,
    files: BTreeMap<String, Language>,
}

impl Languages {
    pub(super) fn settle(counts: &LanguageCounts, outlets: &Outlets) -> Self {
        let mut of_outlet: BTreeMap<&str, Counts> = BTreeMap::new();
        for (signs, counts) in &counts.outlets {
            if let Some(outlet) = outlets.of(signs) {
                for (language, articles) in counts {
                    *of_outlet.entry(outlet).or_default().entry(language.clone()).or_default() +=
                        articles;
                }
            }
        }
        let of_outlet = of_outlet.into_iter();
        let of_file = counts.files.iter();
        Self {
            outlets: of_outlet.filter_map(|(o, c)| Some((o.to_owned(), only_one(&c)?))).collect(),
            files: of_file.filter_map(|(f, c)| Some((f.clone(), only_one(c)?))).collect(),
        }
    }

    /// That of an article which is silent; of an outlet or a file in several languages nothing follows.
    pub(super) fn of(&self, article: &Article) -> Option<Language> {
        let of_outlet = article.source.as_deref().and_then(|outlet| self.outlets.get(outlet));
        of_outlet.or_else(|| self.files.get(&article.place.path)).cloned()
    }
}

/// The language of (nearly) all.
fn only_one(counts: &Counts) -> Option<Language> {
    let all: u64 = counts.values().sum();
    let (language, most) = counts.iter().max_by_key(|(_, articles)| **articles)?;
    ((all - most) * OTHERS_IN <= all).then(|| language.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_language_is_nearly_all_there_is() {
        let of = |counts: &[(&str, u64)]| {
            let language = |code| Language::from_tag(code).expect("a code");
            let counts = counts.iter().map(|(code, count)| (language(code), *count)).collect();
            only_one(&counts).map(|language| language.code().to_owned())
        };
        assert_eq!(of(&[("de", 9), ("en", 1)]).as_deref(), Some("de"));
        assert_eq!(of(&[("de", 8), ("en", 2)]), None);
        assert_eq!(of(&[]), None);
    }
}
