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
    let table = Table::of(text);
    let mut reader = ReaderBuilder::new()
        .delimiter(table.delimiter)
        // Columns between tabs are seldom quoted, and open with a quotation mark where a quotation does.
        .quoting(table.delimiter != b'\t')
        .flexible(true)
        .from_reader(table.text.as_bytes());
    let names = match reader.headers() {
        Ok(names) => names.iter().map(|name| column(name, fields)).collect::<Vec<_>>(),
        Err(error) => return Err(format!("malformed table: {error}")),
    };
    if !json::has_text_field(|name| names.iter().any(|known| known == name), fields) {
        return Err(format!(
            "a table without a column for the text; its columns are {} (see --field text=NAME)",
            names.join(", ")
        ));
    }
    let mut rows = Vec::new();
    let mut record = StringRecord::new();
    let mut lines = Lines { text: table.text, at: 0, line: table.first_line };
    loop {
        let start = reader.position().byte() as usize;
        let read = reader.read_record(&mut record);
        let line = lines.of(start);
        let row = match read {
            Ok(false) => break,
            Ok(true) if record.len() == names.len() => {
                let cells = record.iter().map(|cell| Value::String(unquoted(cell, &table)));
                let columns: Map<String, Value> = names.iter().cloned().zip(cells).collect();
                json::article(&columns, fields, None, None)
            }
            Ok(true) => {
                let mut reason = format!(
                    "a row of {} columns where the first line names {}",
                    record.len(),
                    names.len()
                );
                let end = reader.position().byte() as usize;
                let inside = table.text.get(start..end).unwrap_or_default().trim();
                let more = inside.matches('\n').count();
                if more > 0 {
                    reason += &format!(
                        ", up to line {}: a quotation mark may not be closed",
                        line + more
                    );
                }
                Err(reason)
            }
            Err(error) => Err(format!("malformed row: {error}")),
        };
        rows.push((line, row));
    }
    Ok(rows)
}

/// A table without what stands before its column names.
struct Table<'a> {
    text: &'a str,
    /// The line on which `text` begins, from 1.
    first_line: usize,
    delimiter: u8,
}

impl<'a> Table<'a> {
    fn of(text: &'a str) -> Self {
        let names = text.trim_start_matches(['\r', '\n']);
        let first = names.lines().next().unwrap_or_default();
        // What some spreadsheets write for each other.
        if let Some(mark) = first.strip_prefix("sep=").filter(|mark| mark.len() == 1) {
            let rest = &names[first.len()..];
            let first_line = 1 + text[..text.len() - rest.len()].matches('\n').count();
            return Self { text: rest, first_line, delimiter: mark.as_bytes()[0] };
        }
        // The mark between the names is the one that stands there most often.
        let count = |mark: &&u8| first.bytes().filter(|b| b == *mark).count();
        let delimiter = DELIMITERS.iter().rev().max_by_key(count).copied().unwrap_or(b',');
        let first_line = 1 + text[..text.len() - names.len()].matches('\n').count();
        Self { text: names, first_line, delimiter }
    }
}

/// A column's name as a field has it; one that a mapping gives is the column's own, whatever its capitals.
fn column(name: &str, fields: &Fields) -> String {
    let name = name.trim().to_lowercase();
    let given = fields.mappings().find_map(|mapping| {
        let (_, column) = mapping.split_once('=')?;
        (column.to_lowercase() == name).then(|| column.to_owned())
    });
    given.unwrap_or(name)
}

/// A cell between tabs that is quoted as a whole, without its marks.
fn unquoted(cell: &str, table: &Table<'_>) -> String {
    let inner = cell.strip_prefix('"').and_then(|cell| cell.strip_suffix('"'));
    match inner.filter(|_| table.delimiter == b'\t') {
        Some(inner) if !inner.replace("\"\"", "").contains('"') => inner.replace("\"\"", "\""),
        _ => cell.to_owned(),
    }
}

/// Counts lines as it goes on.
struct Lines<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl Lines<'_> {
    /// The line of the row behind a byte: the reader stops before the end of a line, and passes over empty ones.
    fn of(&mut self, byte: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blank = |at: &usize| bytes.get(*at).is_some_and(|b| matches!(b, b'\r' | b'\n'));
        let start = (byte..).find(|at| !blank(at)).unwrap_or(byte).min(bytes.len());
        self.line += bytes[self.at..start].iter().filter(|b| **b == b'\n').count();
        self.at = start;
        self.line
    }
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
        let lines = |table: &str| -> Vec<usize> {
            super::rows(table, &Fields::default())
                .unwrap_or_default()
                .iter()
                .map(|(line, _)| *line)
                .collect()
        };
        assert_eq!(lines("text,id\r\na,1\r\nb,2\r\n\r\n\r\nc,3\r\n"), [2, 3, 6]);
        assert_eq!(lines("sep=;\ntext;id\na;1\n"), [3]);
        assert_eq!(lines("\n\ntext;id\na;1\n"), [4]);
        let tabs = super::rows(
            "text\tid\n\"We wait,\" he said.\t1\n\"a \"\"b\"\"\"\t2\n",
            &Fields::default(),
        );
        let texts: Vec<String> =
            tabs.unwrap_or_default().into_iter().filter_map(|(_, r)| Some(r.ok()?.text)).collect();
        assert_eq!(texts, ["\"We wait,\" he said.", "a \"b\""]);
        assert!(super::rows("a,b\n1,2\n", &Fields::default()).is_err());
    }
}
