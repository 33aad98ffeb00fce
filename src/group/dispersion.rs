//! How far what an article shares with others runs through its text. A report shares words with other reports of its event from the first
//! part to the last; a roundup, a live page, an article that recalls the event or has its place and people by chance, in a part or two.

use serde::{Deserialize, Serialize};

use super::vectors::{Vector, effective_number, shared};
use crate::segment::PartSet;

/// In which parts of an article's text the entries of its vector stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Parts {
    of_entries: Vec<PartSet>,
    number: u8,
}

impl Parts {
    /// Of a text of so many parts, in the order of the vector's entries.
    pub(super) fn new(of_entries: Vec<PartSet>, number: usize) -> Self {
        Self { of_entries, number: number as u8 }
    }

    /// How many the text has.
    pub(super) fn number(&self) -> usize {
        self.number.into()
    }

    /// The effective number of parts that hold what the article (`own`) shares with others (`theirs`), each part weighed by what it holds of
    /// it, over the number of parts: 1 where all hold as much, little where one holds nearly all. Nothing where no part holds anything.
    pub(super) fn dispersion(&self, own: &Vector, theirs: &Vector) -> Option<f64> {
        let mut held = [0.0; PartSet::BITS as usize];
        for (at, product) in shared(own, theirs) {
            let mut parts = self.of_entries.get(at).copied().unwrap_or_default();
            while parts != 0 {
                held[parts.trailing_zeros() as usize] += product;
                parts &= parts - 1;
            }
        }
        let effective = effective_number(held.into_iter());
        (effective > 0.0).then(|| effective / f64::from(self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_one_part_is_not_spread() {
        let parts = Parts::new(vec![0b0001, 0b1111, 0b1000, 0b0001], 4);
        let own: Vector = vec![(1, 0.5), (2, 0.5), (5, 0.5), (9, 0.5)];
        assert_eq!(parts.dispersion(&own, &vec![(1, 0.4), (9, 0.2)]), Some(0.25));
        assert_eq!(parts.dispersion(&own, &vec![(2, 0.4)]), Some(1.0));
        assert_eq!(parts.dispersion(&own, &vec![(1, 0.4), (5, 0.4)]), Some(0.5));
        assert_eq!(parts.dispersion(&own, &vec![(3, 0.4)]), None);
    }
}
