//! When an article, or a group, was published, and how near in time two of them are.

use rayon::prelude::*;

/// Similarity fades with the gap in time: `(1 + gap / GAP)^-GAP_POWER`, with the gap in days. Followed stories come back after months
/// and years (those of one set span up to 1,456 days), so it fades slowly and never vetoes.
const GAP: f64 = 30.0;
const GAP_POWER: f64 = 0.15;

/// And with the articles of the run that were published in between: `1 / (1 + BETWEEN_SHARE ln(1 + between / BETWEEN))`. The likest of
/// many unrelated articles is likelier the more of them there are, by the logarithm of their number where the upper tail falls off
/// like an exponential; a folder of a hundred articles of ten years has few in between, a wire eighty a day. Chosen on two
/// dated sets (`benches/quality.md`).
const BETWEEN_SHARE: f64 = 0.45;
const BETWEEN: f64 = 50.0;

/// Days of a story that goes by fast.
const FEW_DAYS: i64 = 7;

/// Seconds of a day. Reports of one day are of one time: what is published less than that after another does not count as in between.
pub(super) const DAY: i64 = 86_400;

/// From the first to the last publication time known, in seconds and in articles of the run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Span {
    first: i64,
    last: i64,
    /// Dated articles before the first.
    before: u32,
    /// Dated articles up to a day after the last.
    until: u32,
}

impl Span {
    /// Of each article of a run, by its publication time.
    pub(super) fn of_run(times: &[Option<i64>]) -> Vec<Option<Self>> {
        let mut dated: Vec<i64> = times.iter().copied().flatten().collect();
        dated.par_sort_unstable();
        let of = |time: i64| Self {
            first: time,
            last: time,
            before: dated.partition_point(|t| *t < time) as u32,
            until: dated.partition_point(|t| *t <= time.saturating_add(DAY)) as u32,
        };
        times.par_iter().map(|time| time.map(of)).collect()
    }

    /// That of both.
    pub(super) fn with(self, other: Self) -> Self {
        Self {
            first: self.first.min(other.first),
            last: self.last.max(other.last),
            before: self.before.min(other.before),
            until: self.until.max(other.until),
        }
    }
}

/// Whether two groups were published within a week, from the first article to the last.
pub(super) fn are_of_few_days(a: Span, b: Span) -> bool {
    let both = a.with(b);
    both.last.saturating_sub(both.first) <= FEW_DAYS * DAY
}

/// 1 where the two overlap in time or one has no date, less the longer the gap between them and the more was published in it.
pub(super) fn time_decay(a: Option<Span>, b: Option<Span>) -> f64 {
    let (Some(a), Some(b)) = (a, b) else { return 1.0 };
    let (earlier, later) = if a.first <= b.first { (a, b) } else { (b, a) };
    let days = (later.first as f64 - earlier.last as f64).max(0.0) / DAY as f64;
    let between = f64::from(later.before.saturating_sub(earlier.until));
    (1.0 + days / GAP).powf(-GAP_POWER) / (1.0 + BETWEEN_SHARE * (between / BETWEEN).ln_1p())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_and_articles_in_between() {
        let days = |days: i64| Some(days * DAY);
        let closeness_of = |times: &[Option<i64>]| {
            let spans = Span::of_run(times);
            time_decay(spans[0], spans[1])
        };
        assert!(closeness_of(&[days(1), None]) >= 1.0);
        assert!(closeness_of(&[days(1), days(1)]) >= 1.0);
        let alone = closeness_of(&[days(0), days(9)]);
        assert!((0.9..1.0).contains(&alone));
        let crowded: Vec<Option<i64>> =
            [0, 9].into_iter().chain((0..500).map(|n| 2 + n % 6)).map(days).collect();
        assert!(closeness_of(&crowded) < 0.6 * alone);
        // A group that reaches to the other has nothing in between.
        let spans = Span::of_run(&crowded);
        let grown = spans[0].map(|span| span.with(spans[6].expect("dated")));
        assert!(time_decay(grown, spans[1]) > 0.9 * alone);
        assert!(closeness_of(&[Some(i64::MIN), Some(i64::MAX)]) > 0.0);
    }
}
