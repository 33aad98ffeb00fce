//! What takes all articles of a run: settled once, right behind the door. What is asked of them is counted, so that neither order nor
//! number of machines matters.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::article::Article;
use super::outlet::{Outlets, Signs};

/// What one article adds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Witness {
    signs: Signs,
}

impl Witness {
    /// Hears one article.
    pub(crate) fn of(article: &Article) -> Self {
        Self { signs: Signs::of(article) }
    }
}

/// What all articles said, counted.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Census {
    signs: BTreeMap<Signs, u64>,
}

impl Census {
    /// Counts one article, which was read in this file.
    pub(crate) fn add(&mut self, witness: &Witness, _path: &str) {
        match self.signs.get_mut(&witness.signs) {
            Some(count) => *count += 1,
            None => drop(self.signs.insert(witness.signs.clone(), 1)),
        }
    }

    /// Adds what others counted.
    pub(crate) fn merge(&mut self, other: Self) {
        for (signs, count) in other.signs {
            *self.signs.entry(signs).or_default() += count;
        }
    }
}

/// What follows for every article.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Settled {
    outlets: Outlets,
}

impl Settled {
    /// Settles it.
    pub(crate) fn of(census: &Census) -> Self {
        Self { outlets: Outlets::settle(&census.signs) }
    }

    /// Tells one article, which said this.
    pub(crate) fn tell(&self, article: &mut Article, witness: &Witness) {
        self.outlets.name(article, &witness.signs);
    }
}

/// Settles a run on one machine.
pub(crate) fn settle(articles: &mut [Box<Article>]) {
    let witnesses: Vec<Witness> = articles.par_iter().map(|article| Witness::of(article)).collect();
    let mut census = Census::default();
    for (witness, article) in witnesses.iter().zip(articles.iter()) {
        census.add(witness, &article.place.path);
    }
    let settled = Settled::of(&census);
    let all = articles.par_iter_mut().zip(&witnesses);
    all.for_each(|(article, witness)| settled.tell(article, witness));
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
