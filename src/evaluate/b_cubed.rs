//! B-cubed (Bagga and Baldwin 1998): how well stories that were found agree with stories that are given.

use std::collections::BTreeMap;

use serde::Serialize;

/// Means over articles, 0..=1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct BCubed {
    /// Of the articles in an article's found story, the share that belongs there.
    pub precision: f64,
    /// Of the articles in an article's given story, the share that was found with it.
    pub recall: f64,
    /// Harmonic mean of those two.
    pub f: f64,
}

/// Compares two groupings of the same articles, given as one key an article.
pub fn b_cubed<K: Ord>(found: &[K], given: &[K]) -> BCubed {
    let mut both: BTreeMap<(&K, &K), usize> = BTreeMap::new();
    let mut found_sizes: BTreeMap<&K, usize> = BTreeMap::new();
    let mut given_sizes: BTreeMap<&K, usize> = BTreeMap::new();
    for (f, g) in found.iter().zip(given) {
        *both.entry((f, g)).or_default() += 1;
        *found_sizes.entry(f).or_default() += 1;
        *given_sizes.entry(g).or_default() += 1;
    }
    let articles = found.len().min(given.len()).max(1) as f64;
    let (mut precision, mut recall) = (0.0, 0.0);
    for ((f, g), count) in &both {
        let square = (count * count) as f64;
        precision += square / found_sizes[f] as f64;
        recall += square / given_sizes[g] as f64;
    }
    let (precision, recall) = (precision / articles, recall / articles);
    let sum = precision + recall;
    BCubed { precision, recall, f: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 } }
}

#[cfg(test)]
mod tests {
    use super::b_cubed;

    #[test]
    fn by_hand() {
        let same = b_cubed(&[1, 1, 2], &[7, 7, 8]);
        assert_eq!(
            (same.precision.to_bits(), same.recall.to_bits()),
            (1f64.to_bits(), 1f64.to_bits())
        );
        // One story for all: each of two articles finds 2 of 3 right, the third 1 of 3.
        let lumped = b_cubed(&[1, 1, 1], &[7, 7, 8]);
        assert!(
            (lumped.precision - 5.0 / 9.0).abs() < 1e-12 && (lumped.recall - 1.0).abs() < 1e-12
        );
    }
}
