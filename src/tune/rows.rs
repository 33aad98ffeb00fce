//! Training rows: what was known of a concept in a story, and what share of the references holds it.

use std::collections::BTreeMap;

use crate::error::Error;
use crate::score::{Feature, Features, ScoredStory, concept_names};
use crate::text::{Lexicon, Span, Tokenizer};

/// One concept of one story.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Whether it is a pair of words.
    pub pair: bool,
    /// What is known of it.
    pub features: Features,
    /// Share of the references that hold it, 0..=1.
    pub target: f64,
}

/// Columns of a rows file for the features that are read as they stand.
const AS_THEY_STAND: [(Feature, &str); 9] = [
    (Feature::Share, "share"),
    (Feature::PositionMean, "position_mean"),
    (Feature::PositionMax, "position_max"),
    (Feature::PositionInverse, "position_inv"),
    (Feature::FirstShare, "first_share"),
    (Feature::IdfMin, "idf_min"),
    (Feature::IdfMax, "idf_max"),
    (Feature::StopWords, "stops"),
    (Feature::Capitals, "capitals"),
];

/// Columns that are logarithms of counts, here per article.
const PER_ARTICLE: [(Feature, &str); 3] = [
    (Feature::Sentences, "log_tf"),
    (Feature::RarerWord, "log_count_min"),
    (Feature::CommonerWord, "log_count_max"),
];

/// Reads a comma-separated rows file with a header: `kind` (`bigram` or `unigram`), `target`, `log_sources` and the
/// columns of the features; others are ignored. `name` is what messages call it.
///
/// # Errors
/// A column that is missing, a line that is not of the form; names the line.
pub fn parse_rows(text: &str, name: &str) -> Result<Vec<Row>, Error> {
    let wrong = |line: usize, reason: String| Error::Record { path: name.into(), line, reason };
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let (_, header) = lines.next().ok_or_else(|| wrong(1, "empty".to_owned()))?;
    let columns: BTreeMap<&str, usize> =
        header.split(',').enumerate().map(|(at, name)| (name.trim(), at)).collect();
    let mut rows = Vec::new();
    for (at, line) in lines {
        let cells: Vec<&str> = line.split(',').map(str::trim).collect();
        let cell = |column: &str| -> Result<&str, Error> {
            let index =
                columns.get(column).ok_or_else(|| wrong(1, format!("no column `{column}`")))?;
            cells.get(*index).copied().ok_or_else(|| wrong(at + 1, "too few cells".to_owned()))
        };
        let number = |column: &str| -> Result<f64, Error> {
            let value: Result<f64, _> = cell(column)?.parse();
            let finite = value.ok().filter(|v: &f64| v.is_finite());
            finite.ok_or_else(|| wrong(at + 1, format!("`{column}` should be a number")))
        };
        let pair = match cell("kind")? {
            "bigram" => true,
            "unigram" => false,
            other => {
                return Err(wrong(at + 1, format!("`kind` is bigram or unigram, not {other}")));
            }
        };
        let mut values = BTreeMap::new();
        for (feature, column) in AS_THEY_STAND {
            values.insert(feature, number(column)?);
        }
        let articles = (number("log_sources")?.exp() / number("share")?).round().max(1.0);
        for (feature, column) in PER_ARTICLE {
            values.insert(feature, number(column)? - articles.ln());
        }
        values.insert(Feature::Digit, number("digit")?);
        rows.push(Row { pair, features: Features::of(&values), target: number("target")? });
    }
    Ok(rows)
}

/// The rows of one story: every concept that may have a weight.
pub(super) fn story_rows(
    story: &ScoredStory,
    references: &[String],
    lexicon: &Lexicon,
) -> Vec<Row> {
    let tokenizer = Tokenizer::new(lexicon);
    let names: Vec<Vec<u64>> = references
        .iter()
        .map(|text| concept_names(&tokenizer.tokens(text, Span::new(0, text.len()))))
        .collect();
    let concepts = &story.concepts;
    (0..concepts.names.len())
        .filter_map(|c| {
            let holds = |names: &&Vec<u64>| names.binary_search(&concepts.names[c]).is_ok();
            Some(Row {
                pair: concepts.is_pair[c],
                features: concepts.features[c]?,
                target: names.iter().filter(holds).count() as f64 / names.len().max(1) as f64,
            })
        })
        .collect()
}
