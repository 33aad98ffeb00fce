//! Intervals by resampling stories (Efron 1979), percentile method, seeded.

use serde::Serialize;

use super::random::Random;

/// Resamples: intervals move by less than a tenth of a point beyond this.
const RESAMPLES: usize = 1000;

const SEED: u64 = 2004;

/// A mean over stories and where it lies with 95 % confidence.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The mean.
    pub mean: f64,
    /// 2.5th percentile of the resampled means.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
}

impl Interval {
    /// The mean of `values`, one a story, with its interval; all 0 where there are none.
    pub fn of(values: &[f64]) -> Self {
        if values.is_empty() {
            return Self { mean: 0.0, low: 0.0, high: 0.0 };
        }
        let mut random = Random::new(SEED);
        let mut means: Vec<f64> = (0..RESAMPLES)
            .map(|_| mean((0..values.len()).map(|_| values[random.below(values.len())])))
            .collect();
        means.sort_by(f64::total_cmp);
        let at = |share: f64| means[(share * (RESAMPLES - 1) as f64).round() as usize];
        Self { mean: mean(values.iter().copied()), low: at(0.025), high: at(0.975) }
    }

    /// The paired difference `ours - theirs`, story by story.
    pub fn of_difference(ours: &[f64], theirs: &[f64]) -> Self {
        let differences: Vec<f64> = ours.iter().zip(theirs).map(|(a, b)| a - b).collect();
        Self::of(&differences)
    }

    /// Whether the interval leaves zero out: a difference that is more than noise.
    pub fn is_real(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut count) = (0.0, 0usize);
    for value in values {
        sum += value;
        count += 1;
    }
    sum / count.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::Interval;

    #[test]
    fn an_interval_holds_its_mean_and_never_a_nan() {
        let interval = Interval::of(&[0.1, 0.4, 0.2, 0.3]);
        assert!(interval.low <= interval.mean && interval.mean <= interval.high);
        assert!(interval.low >= 0.1 && interval.high <= 0.4);
        assert_eq!(Interval::of(&[]).mean.to_bits(), 0.0f64.to_bits());
        assert!(Interval::of_difference(&[0.5, 0.6], &[0.1, 0.2]).is_real());
        assert!(!Interval::of_difference(&[0.5, 0.1], &[0.1, 0.5]).is_real());
    }
}
