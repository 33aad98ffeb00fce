//! Parquet tables: a row is a record, its columns the fields.

use bytes::Bytes;
use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;

use super::Reason;

/// The rows of a table as records, and why it could not be read to its end.
///
/// # Errors
/// The file is no table, or damaged.
pub(crate) fn rows(bytes: Vec<u8>, most: u64) -> Result<(Vec<Value>, Option<Reason>), Reason> {
    let damaged = |error: &dyn std::fmt::Display| format!("damaged Parquet: {error}");
    let reader = SerializedFileReader::new(Bytes::from(bytes)).map_err(|e| damaged(&e))?;
    let mut rows = Vec::new();
    // A dictionary makes much of little.
    let mut text = 0u64;
    for row in reader.get_row_iter(None).map_err(|e| damaged(&e))? {
        match row {
            Ok(row) => {
                let row = row.to_json_value();
                text += text_bytes(&row);
                if text > most {
                    let reason = format!(
                        "the rest is behind the {most} bytes of text that the run has left"
                    );
                    return Ok((rows, Some(reason)));
                }
                rows.push(row);
            }
            Err(error) => return Ok((rows, Some(damaged(&error)))),
        }
    }
    Ok((rows, None))
}

/// Bytes of all strings in a row.
fn text_bytes(value: &Value) -> u64 {
    match value {
        Value::String(text) => text.len() as u64,
        Value::Array(values) => values.iter().map(text_bytes).sum(),
        Value::Object(map) => map.values().map(text_bytes).sum(),
        _ => 0,
    }
}
