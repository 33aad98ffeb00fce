//! A run as tables: articles, sentences, copies, quotations, figures, and a matrix of stories by outlets, for who counts in other programs.
//! What each column holds is said in `docs/tables.md`, which a test compares with this.

#[cfg(feature = "parquet")]
mod parquet;
mod rows;

use std::io::{self, Write};

use crate::error::Error;

pub use rows::tables;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text, in UTF-8.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Number,
    /// `true` or `false`.
    Truth,
}

/// A column of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
}

/// A value of a column; nothing where there is none.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// There is none.
    Empty,
    /// Text.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// A number.
    Number(f64),
    /// Whether something is so.
    Truth(bool),
}

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableName {
    /// A row an article.
    Articles,
    /// A row a sentence of a story that is told.
    Sentences,
    /// A row a pair of articles that print one text.
    Copies,
    /// A row a piece of a quotation in an article.
    Quotes,
    /// A row a figure on which sources differ, or that has moved, in an article.
    Figures,
    /// A row a story and outlet.
    Matrix,
}

impl TableName {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Articles, Self::Sentences, Self::Copies, Self::Quotes, Self::Figures, Self::Matrix];

    /// Its name, and that of its file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Articles => "articles",
            Self::Sentences => "sentences",
            Self::Copies => "copies",
            Self::Quotes => "quotes",
            Self::Figures => "figures",
            Self::Matrix => "matrix",
        }
    }

    /// By its name.
    ///
    /// # Errors
    /// Any other name.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        let known = Self::ALL.iter().find(|table| table.name() == name).copied();
        known.ok_or_else(|| Error::unknown("table", name, &Self::ALL.map(Self::name)))
    }

    /// Its columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Articles => rows::ARTICLES,
            Self::Sentences => rows::SENTENCES,
            Self::Copies => rows::COPIES,
            Self::Quotes => rows::QUOTES,
            Self::Figures => rows::FIGURES,
            Self::Matrix => rows::MATRIX,
        }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Which.
    pub name: TableName,
    /// Its rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

/// Characters with which a spreadsheet begins a formula, also behind white space.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

impl Table {
    /// As CSV (RFC 4180) with a line of names. Text that a spreadsheet would take for a formula stands behind an apostrophe.
    ///
    /// # Errors
    /// What `out` says.
    pub fn write_csv(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut csv = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
        csv.write_record(self.name.columns().iter().map(|column| column.name))?;
        for row in &self.rows {
            csv.write_record(row.iter().map(|cell| match cell {
                Cell::Empty => String::new(),
                Cell::Text(text) if text.trim_start().starts_with(FORMULA) => format!("'{text}"),
                Cell::Text(text) => text.clone(),
                Cell::Whole(number) => number.to_string(),
                Cell::Number(number) => number.to_string(),
                Cell::Truth(is_so) => is_so.to_string(),
            }))?;
        }
        csv.flush()
    }

    /// As Parquet: every column optional, text in UTF-8 as it is, Snappy.
    ///
    /// # Errors
    /// What `out` says.
    #[cfg(feature = "parquet")]
    pub fn write_parquet(&self, out: &mut dyn Write) -> io::Result<()> {
        parquet::write(self, out)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        let mut row = vec![Cell::Empty; TableName::Matrix.columns().len()];
        row[0] = Cell::Text("=HYPERLINK(\"x\")".to_owned());
        row[1] = Cell::Text(" -1+2, \"a\"".to_owned());
        row[2] = Cell::Whole(-3);
        let mut out = Vec::new();
        Table { name: TableName::Matrix, rows: vec![row] }.write_csv(&mut out).unwrap();
        let text = String::from_utf8(out).unwrap();
        let line = text.lines().nth(1).unwrap();
        assert!(line.starts_with("\"'=HYPERLINK(\"\"x\"\")\",\"' -1+2, \"\"a\"\"\",-3,"), "{line}");
    }

    #[test]
    fn a_table_is_no_input() {
        for name in TableName::ALL {
            let mut out = Vec::new();
            Table { name, rows: Vec::new() }.write_csv(&mut out).unwrap();
            assert!(crate::ingest::is_own_output(&String::from_utf8(out).unwrap()), "{name:?}");
        }
    }

    #[cfg(feature = "parquet")]
    #[test]
    fn a_parquet_table_holds_its_rows_and_is_no_input() {
        let columns = TableName::Articles.columns();
        let full = columns.iter().map(|column| match column.kind {
            Kind::Text => (Cell::Text("=é\n".to_owned()), serde_json::json!("=é\n")),
            Kind::Whole => (Cell::Whole(-3), serde_json::json!(-3)),
            Kind::Number => (Cell::Number(0.5), serde_json::json!(0.5)),
            Kind::Truth => (Cell::Truth(true), serde_json::json!(true)),
        });
        let (cells, expected): (Vec<Cell>, Vec<serde_json::Value>) = full.unzip();
        let rows = vec![cells, vec![Cell::Empty; columns.len()]];
        let mut out = Vec::new();
        Table { name: TableName::Articles, rows }.write_parquet(&mut out).unwrap();
        assert!(crate::ingest::is_own_table(&out));
        let (read, fault) = crate::ingest::parquet_rows(out, u64::MAX).unwrap();
        assert_eq!((read.len(), fault), (2, None));
        for (column, expected) in columns.iter().zip(expected) {
            assert_eq!(read[0][column.name], expected, "{}", column.name);
            assert_eq!(read[1][column.name], serde_json::Value::Null, "{}", column.name);
        }
    }

    #[test]
    fn every_column_is_documented_in_its_place() {
        let text = include_str!("../../docs/tables.md");
        for table in TableName::ALL {
            let section = text.split(&format!("\n## {}\n", table.name())).nth(1).unwrap();
            let section = section.split("\n## ").next().unwrap();
            let documented: Vec<&str> = section
                .lines()
                .filter_map(|line| line.strip_prefix("| `")?.split('`').next())
                .collect();
            let columns: Vec<&str> = table.columns().iter().map(|column| column.name).collect();
            assert_eq!(documented, columns, "{}", table.name());
        }
    }
}
