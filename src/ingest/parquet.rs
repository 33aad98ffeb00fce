//! Parquet tables: a row is a record, its columns the fields.

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

use super::Reason;

/// The rows of a table as records, and why it could not be read to its end.
///
/// # Errors
/// The file is no table, or damaged.
pub(super) fn rows(bytes: Vec<u8>) -> Result<(Vec<Value>, Option<Reason>), Reason> {
    let damaged = |error: &dyn std::fmt::Display| format!("damaged Parquet: {error}");
    let reader = SerializedFileReader::new(Bytes::from(bytes)).map_err(|e| damaged(&e))?;
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).map_err(|e| damaged(&e))? {
        match row {
            Ok(row) => rows.push(row.to_json_value()),
            Err(error) => return Ok((rows, Some(damaged(&error)))),
        }
    }
    Ok((rows, None))
}
