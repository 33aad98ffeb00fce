//! Comma-separated tables with a line of column names: a row is an article.

use csv::{ReaderBuilder, StringRecord};
use serde_json::{Map, Value};

use super::Reason;
use super::fields::Fields;
use super::json::{self, Record};

/// What may stand between two columns.
const DELIMITERS: &[u8] = b",;\t|";

/// A row and the line on which it begins.
type Row = (usize, Result<Record, Reason>);

/// The rows of a table, each with the line on which it begins, from 1.
///
/// # Errors
/// No column for the text.
pub(super) fn rows(text: &str, fields: &Fields) -> Result<Vec<Row>, Reason> {
    let header = text.lines().next().unwrap_or_default();
    // The names stand on the first line, and the mark between them is the one that stands there most often.
    let count = |mark: &&u8| header.bytes().filter(|b| b == *mark).count();
    let delimiter = DELIMITERS.iter().rev().max_by_key(count).copied().unwrap_or(b',');
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(text.as_bytes());
    let names: Vec<String> = match reader.headers() {
        Ok(names) => names.iter().map(|name| name.trim().to_lowercase()).collect(),
        Err(error) => return Err(format!("malformed table: {error}")),
    };
    let mapped = |names: &[String]| -> Vec<String> {
        // A name that a mapping gives is the column's own, whatever its capitals.
        let given = |name: &String| {
            fields.mappings().find_map(|m| {
                let (_, column) = m.split_once('=')?;
                (column.to_lowercase() == *name).then(|| column.to_owned())
            })
        };
        names.iter().map(|name| given(name).unwrap_or_else(|| name.clone())).collect()
    };
    let names = mapped(&names);
    if !json::has_text_field(|name| names.iter().any(|known| known == name), fields) {
        return Err(format!(
            "a table without a column for the text; its columns are {} (see --field text=NAME)",
            names.join(", ")
        ));
    }
    let read = |row: Result<StringRecord, csv::Error>| {
        let row = match row {
            Ok(row) => row,
            Err(error) => {
                let line = error.position().map_or(0, |at| at.line() as usize);
                return (line, Err(format!("malformed row: {error}")));
            }
        };
        let line = row.position().map_or(0, |at| at.line() as usize);
        if row.len() != names.len() {
            return (
                line,
                Err(format!(
                    "a row of {} columns where the first line names {}",
                    row.len(),
                    names.len()
                )),
            );
        }
        let columns =
            names.iter().cloned().zip(row.iter().map(|cell| Value::String(cell.to_owned())));
        (line, json::article(&columns.collect::<Map<_, _>>(), fields, None, None))
    };
    Ok(reader.records().map(read).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn named_columns() {
        let table = "Title;Outlet;Text\nBridge shut;Gazette;\"It is shut.\nSince \"\"today\"\".\"\nx;y\nz;w;Again.\n";
        let rows = rows(table, &Fields::default()).unwrap_or_default();
        assert_eq!(rows.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [2, 4, 5]);
        assert!(
            rows[0].1.as_ref().is_ok_and(|r| r.text == "It is shut.\nSince \"today\"."
                && r.source.as_deref() == Some("Gazette"))
        );
        assert!(rows[1].1.is_err());
        assert!(super::rows("a,b\n1,2\n", &Fields::default()).is_err());
    }
}
