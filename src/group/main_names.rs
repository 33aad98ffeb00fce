//! The names that an article or a group turns on. Reports of one event share them; two events of one kind share nearly all their other
//! words.

use serde::{Deserialize, Serialize};

/// How often an article says a name that it turns on. With two, people whom one report of a long story quotes come in
/// (MultiLing loses .03 of F).
pub(super) const FEWEST_USES: u16 = 3;

/// Of so many of a group's articles a name is a main name to be one of the group's. (Level from a third to .6.)
const SHARE_OF_GROUP: f64 = 0.5;

/// Main names of an article, or of a group's articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct MainNames {
    /// By the number of the term, sorted, with the number of articles whose main name it is.
    shared: Vec<(u32, u32)>,
    /// Those of a single article that no other article of the run holds.
    own: u32,
}

impl MainNames {
    /// Of an article, by the numbers of those terms that other articles hold too.
    pub(super) fn new(names: impl Iterator<Item = Option<u32>>) -> Self {
        let mut main_names = Self::default();
        for name in names {
            match name {
                Some(number) => main_names.shared.push((number, 1)),
                None => main_names.own += 1,
            }
        }
        main_names.shared.sort_unstable();
        main_names
    }

    /// Those of both.
    pub(super) fn with(&self, other: &Self) -> Self {
        let mut shared = [&self.shared[..], &other.shared[..]].concat();
        shared.sort_unstable();
        shared.dedup_by(|next, counted| {
            let same = next.0 == counted.0;
            if same {
                counted.1 += next.1;
            }
            same
        });
        Self { shared, own: 0 }
    }

    /// The share (0..=1) of the main names of so many articles that others hold, if there are any.
    pub(super) fn held(&self, articles: usize, holds: impl Fn(u32) -> bool) -> Option<f64> {
        let least = SHARE_OF_GROUP * articles as f64;
        let of_group = self.shared.iter().filter(|(_, articles)| f64::from(*articles) >= least);
        let (mut held, mut all) = (0, self.own);
        for (number, _) in of_group {
            all += 1;
            held += u32::from(holds(*number));
        }
        (all > 0).then(|| f64::from(held) / f64::from(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_one_article_in_three_is_not_the_groups() {
        let of = |numbers: &[u32]| MainNames::new(numbers.iter().map(|number| Some(*number)));
        let three = of(&[7, 2]).with(&of(&[2])).with(&of(&[9, 2]));
        assert_eq!(three.held(3, |number| number == 2), Some(1.0));
        assert_eq!(three.held(3, |number| number == 7), Some(0.0));
        assert_eq!(MainNames::default().held(1, |_| true), None);
    }

    #[test]
    fn what_nobody_else_says_is_held_by_nobody() {
        let names = MainNames::new([Some(4), None, None, Some(1)].into_iter());
        assert_eq!(names.held(1, |_| true), Some(0.5));
    }
}
