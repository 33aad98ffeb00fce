//! The weight of a concept: what share of human summaries is expected to hold it, as a sum of named parts. Each feature
//! has a table, a line through a few points; the parts are read off the tables and added. Fitted on references by `tune`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::features::{Feature, Features};
use crate::error::Error;

/// Largest number of a table: far beyond any use, and sums stay finite.
const MOST: f64 = 1e6;

/// The tables of pairs and of single words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConceptWeights {
    /// Of word pairs.
    pub pair: Tables,
    /// Of single words.
    pub word: Tables,
}

/// One kind's tables.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tables {
    /// What the sum is multiplied with.
    pub scale: f64,
    /// What every concept has.
    pub base: f64,
    /// By feature name: points `[value, part]`, by rising value. Between two points the part runs straight; outside it
    /// stays as at the nearest.
    pub parts: BTreeMap<String, Vec<[f64; 2]>>,
}

/// The shipped tables, see `docs/decisions.md` for what they were fitted on.
static SHIPPED: LazyLock<ConceptWeights> = LazyLock::new(|| {
    serde_json::from_str(include_str!("concept_weights.json"))
        .expect("the shipped tables are well formed")
});

impl Default for ConceptWeights {
    fn default() -> Self {
        SHIPPED.clone()
    }
}

impl ConceptWeights {
    /// The weight of a concept as named parts that add up to it: `base`, one a feature, and `floor` where their sum was below 0.
    pub fn parts(&self, pair: bool, features: &Features) -> Vec<(&'static str, f64)> {
        let tables = if pair { &self.pair } else { &self.word };
        let mut parts = vec![("base", tables.scale * tables.base)];
        for (feature, points) in tables.compiled() {
            parts.push((feature.name(), tables.scale * part(points, features.get(feature))));
        }
        let sum: f64 = parts.iter().map(|(_, part)| part).sum();
        parts.push(("floor", (-sum).max(0.0)));
        parts
    }

    /// Checks names and points.
    ///
    /// # Errors
    /// The first that makes no sense, in words.
    pub fn validate(&self) -> Result<(), Error> {
        for tables in [&self.pair, &self.word] {
            let numbers = [tables.scale, tables.base];
            let points = tables.parts.values().flatten().flatten();
            if !numbers.iter().chain(points).all(|n| n.abs() <= MOST) {
                return Err(Error::Settings(format!(
                    "concept tables take finite numbers between -{MOST} and {MOST}"
                )));
            }
            for (name, points) in &tables.parts {
                if !Feature::ALL.iter().any(|f| f.name() == name) {
                    let known: Vec<&str> = Feature::ALL.into_iter().map(Feature::name).collect();
                    return Err(Error::unknown("feature", name, &known));
                }
                if points.is_empty() || points.windows(2).any(|p| p[0][0] >= p[1][0]) {
                    return Err(Error::Settings(format!(
                        "the points of `{name}` should have rising values"
                    )));
                }
            }
        }
        Ok(())
    }
}

impl Tables {
    /// The tables by feature, ready to look up.
    pub(super) fn compiled(&self) -> Vec<(Feature, &[[f64; 2]])> {
        Feature::ALL
            .into_iter()
            .filter_map(|f| Some((f, self.parts.get(f.name())?.as_slice())))
            .collect()
    }
}

/// The part that one feature adds.
pub(super) fn part(points: &[[f64; 2]], value: f64) -> f64 {
    let after = points.partition_point(|p| p[0] < value);
    match (after.checked_sub(1).map(|b| points[b]), points.get(after)) {
        (Some([x0, y0]), Some([x1, y1])) => y0 + (y1 - y0) * (value - x0) / (x1 - x0),
        (Some(last), None) => last[1],
        (None, Some(first)) => first[1],
        (None, None) => 0.0,
    }
}

/// The weight of a concept with these features: at least 0.
pub(super) fn weight(
    tables: &Tables,
    compiled: &[(Feature, &[[f64; 2]])],
    features: &Features,
) -> f64 {
    let parts: f64 =
        compiled.iter().map(|(feature, points)| part(points, features.get(*feature))).sum();
    (tables.scale * (tables.base + parts)).max(0.0)
}
