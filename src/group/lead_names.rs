//! The names in leads, and those that an article or a group turns on. Reports of one event share them; two events of one kind share
//! nearly all their other words.

use serde::{Deserialize, Serialize};

/// How often an article says a name that it turns on. With two, people whom one report of a long story quotes come in
/// (MultiLing loses .02 of F).
pub(super) const FEWEST_USES: u16 = 3;

/// Share of the articles of a language that hold a name up to which it is rare, as are those of most towns, firms and people. (With .01 look-alikes
/// share too many.)
pub(super) const RARE: f64 = 0.001;

/// Of so many of a group's articles a name is one to be one of the group's. (Level from a third to .6.)
const SHARE_OF_GROUP: f64 = 0.5;

/// Rare names of either's lead that both hold from which they speak of one place and matter, whoever it is that each turns on: the family
/// of a victim, a suspect.
const FEWEST_COMMON: usize = 2;

/// The names in the lead of an article, or of a group's articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct LeadNames {
    /// Those that other articles of the run hold, by number.
    shared: Vec<LeadName>,
    /// The main names of a single article that no other article of the run holds.
    own: u32,
    /// Whether all of them are notices: texts of figures, or such with a form in them.
    notice: bool,
}

/// A name that stands in leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct LeadName {
    /// The number of its term.
    number: u32,
    /// Articles in whose lead it stands.
    articles: u32,
    /// Those of them that turn on it.
    main: u32,
    /// Whether it is rare.
    rare: bool,
}

/// A name in the lead of an article.
pub(super) struct Name {
    /// The number of its term, if other articles hold it too.
    pub(super) number: Option<u32>,
    /// Whether the article turns on it.
    pub(super) main: bool,
    /// Whether it is rare in its language.
    pub(super) rare: bool,
}

impl LeadNames {
    /// Of an article.
    pub(super) fn new(names: impl Iterator<Item = Name>, notice: bool) -> Self {
        let mut lead_names = Self { notice, ..Self::default() };
        for Name { number, main, rare } in names {
            match number {
                Some(number) => {
                    let main = u32::from(main);
                    lead_names.shared.push(LeadName { number, articles: 1, main, rare });
                }
                None => lead_names.own += u32::from(main),
            }
        }
        lead_names.shared.sort_unstable();
        lead_names
    }

    /// Those of both.
    pub(super) fn with(&self, other: &Self) -> Self {
        let mut shared = [&self.shared[..], &other.shared[..]].concat();
        shared.sort_unstable();
        shared.dedup_by(|next, counted| {
            let same = next.number == counted.number;
            if same {
                counted.articles += next.articles;
                counted.main += next.main;
                counted.rare |= next.rare;
            }
            same
        });
        Self { shared, own: 0, notice: self.notice && other.notice }
    }

    /// The share (0..=1) of the main names of so many articles that others hold, if there are any.
    pub(super) fn held(&self, articles: usize, holds: impl Fn(u32) -> bool) -> Option<f64> {
        let main =
            self.shared.iter().filter(|name| name.main > 0 && is_of_group(name.main, articles));
        let (mut held, mut all) = (0, self.own);
        for name in main {
            all += 1;
            held += u32::from(holds(name.number));
        }
        (all > 0).then(|| f64::from(held) / f64::from(all))
    }

    /// Whether two groups are notices, which are alike whatever they are about.
    pub(super) fn are_notices(&self, other: &Self) -> bool {
        self.notice && other.notice
    }

    /// Whether two groups of so many articles have so many rare names in common that they speak of one matter.
    pub(super) fn speak_of_one(of: [(&Self, usize); 2], holds: [&dyn Fn(u32) -> bool; 2]) -> bool {
        let mut common: Vec<u32> = Vec::new();
        for ((names, articles), holds) in of.into_iter().zip(holds) {
            let rare = names
                .shared
                .iter()
                .filter(|name| name.rare && is_of_group(name.articles, articles));
            common.extend(rare.map(|name| name.number).filter(|number| holds(*number)));
        }
        common.sort_unstable();
        common.dedup();
        common.len() >= FEWEST_COMMON
    }
}

/// Whether a name of so many articles is one of the group's.
fn is_of_group(of: u32, articles: usize) -> bool {
    f64::from(of) >= SHARE_OF_GROUP * articles as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(main: &[u32], others: &[u32]) -> LeadNames {
        let name =
            |main: bool| move |number: &u32| Name { number: Some(*number), main, rare: true };
        let names = main.iter().map(name(true)).chain(others.iter().map(name(false)));
        LeadNames::new(names, false)
    }

    #[test]
    fn a_name_of_one_article_in_three_is_not_the_groups() {
        let three = of(&[7, 2], &[]).with(&of(&[2], &[])).with(&of(&[9, 2], &[]));
        assert_eq!(three.held(3, |number| number == 2), Some(1.0));
        assert_eq!(three.held(3, |number| number == 7), Some(0.0));
        assert_eq!(LeadNames::default().held(1, |_| true), None);
    }

    #[test]
    fn what_nobody_else_says_is_held_by_nobody() {
        let name = |number| Name { number, main: true, rare: true };
        let names = LeadNames::new([Some(4), None, None, Some(1)].map(name).into_iter(), false);
        assert_eq!(names.held(1, |_| true), Some(0.5));
    }

    #[test]
    fn one_place_and_one_firm_are_one_matter() {
        let (victim, suspect) = (of(&[1], &[5, 6]), of(&[2], &[5]));
        let in_victims = |number: u32| [1, 5, 6].contains(&number);
        let in_suspects = |number: u32| [2, 5, 6].contains(&number);
        let of_both = [(&victim, 1), (&suspect, 1)];
        assert!(LeadNames::speak_of_one(of_both, [&in_suspects, &in_victims]));
        assert!(!LeadNames::speak_of_one(of_both, [&|number| number == 5, &|number| number == 5]));
    }
}
