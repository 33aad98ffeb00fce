//! What takes all articles of a run: settled once, at the end of this stage. What is asked of them is counted, so that neither order nor
//! number of machines matters.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::article::{Article, Place};
use super::date::{DateOrder, order_of};
use super::language::{LanguageCounts, Languages, own_language};
use super::outlet::{Outlets, Signs};
use crate::text::Language;

/// What one article adds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Witness {
    signs: Signs,
    order: Option<DateOrder>,
    language: Option<Language>,
}

impl Witness {
    /// Hears one article.
    pub(crate) fn of(article: &Article) -> Self {
        Self {
            signs: Signs::of(article),
            order: article.date.as_deref().and_then(order_of),
            language: own_language(article),
        }
    }
}

/// What all articles said, counted.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Census {
    signs: BTreeMap<Signs, u64>,
    /// By file: whether some date has the day first, and some the month.
    orders: BTreeMap<String, [bool; 2]>,
    languages: LanguageCounts,
}

impl Census {
    /// Counts one article, which was read there.
    pub(crate) fn add(&mut self, witness: &Witness, place: &Place) {
        match self.signs.get_mut(&witness.signs) {
            Some(count) => *count += 1,
            None => drop(self.signs.insert(witness.signs.clone(), 1)),
        }
        if let Some(order) = witness.order {
            let index = usize::from(order == DateOrder::MonthFirst);
            self.orders.entry(place.path.clone()).or_default()[index] = true;
        }
        if let Some(language) = &witness.language {
            self.languages.add(language, &witness.signs, place);
        }
    }

    /// Adds what others counted.
    pub(crate) fn merge(&mut self, other: Self) {
        for (signs, count) in other.signs {
            *self.signs.entry(signs).or_default() += count;
        }
        for (path, seen) in other.orders {
            let known = self.orders.entry(path).or_default();
            *known = [known[0] || seen[0], known[1] || seen[1]];
        }
        self.languages.merge(other.languages);
    }
}

/// What follows for every article.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Settled {
    outlets: Outlets,
    orders: Orders,
    languages: Languages,
}

impl Settled {
    /// Settles it.
    pub(crate) fn of(census: &Census) -> Self {
        let outlets = Outlets::settle(&census.signs);
        Self {
            orders: Orders::of(&census.orders),
            languages: Languages::settle(&census.languages, &outlets),
            outlets,
        }
    }

    /// Tells one article, which said this.
    pub(crate) fn summarize(&self, article: &mut Article, witness: &Witness) {
        self.outlets.name(article, &witness.signs);
        article.date_order = self.orders.of_file(&article.place.path);
        article.language = witness.language.clone().or_else(|| self.languages.of(article));
    }
}

/// Whether day or month comes first where a date does not tell: as in the other dates of its file, or where these do not tell, as in the
/// run. Where both are met, nothing follows.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Orders {
    run: Option<DateOrder>,
    /// Empty where all files agree.
    files: BTreeMap<String, Option<DateOrder>>,
}

impl Orders {
    fn of(seen: &BTreeMap<String, [bool; 2]>) -> Self {
        let order = |seen: [bool; 2]| match seen {
            [true, false] => Some(DateOrder::DayFirst),
            [false, true] => Some(DateOrder::MonthFirst),
            _ => None,
        };
        let all =
            seen.values().fold([false; 2], |all, seen| [all[0] || seen[0], all[1] || seen[1]]);
        let files = seen.iter().filter(|_| all == [true; 2]);
        Self {
            run: order(all),
            files: files.map(|(path, seen)| (path.clone(), order(*seen))).collect(),
        }
    }

    fn of_file(&self, path: &str) -> Option<DateOrder> {
        self.files.get(path).copied().unwrap_or(self.run)
    }
}

/// Settles a run on one machine.
pub(crate) fn settle(articles: &mut [Box<Article>]) {
    let witnesses: Vec<Witness> = articles.par_iter().map(|article| Witness::of(article)).collect();
    let mut census = Census::default();
    for (witness, article) in witnesses.iter().zip(articles.iter()) {
        census.add(witness, &article.place);
    }
    let settled = Settled::of(&census);
    let all = articles.par_iter_mut().zip(&witnesses);
    all.for_each(|(article, witness)| settled.summarize(article, witness));
}

/// Witnesses by number: of a million articles most say the same.
#[derive(Debug, Default)]
pub(crate) struct Witnesses {
    /// By number.
    pub(crate) all: Vec<Witness>,
    numbers: FxHashMap<Witness, u32>,
}

impl Witnesses {
    /// The number of one.
    pub(crate) fn number(&mut self, witness: Witness) -> u32 {
        if let Some(number) = self.numbers.get(&witness) {
            return *number;
        }
        let number = self.all.len() as u32;
        self.all.push(witness.clone());
        self.numbers.insert(witness, number);
        number
    }
}
