//! A table as Parquet, every column optional.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DoubleType, Int64Type};
use parquet::errors::Result;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use super::{Cell, Column, Kind, Table};
use crate::ingest::OWN_TABLE;

/// Rows that are compressed together.
const ROWS_A_GROUP: usize = 100_000;

/// Writes a table. The same rows are the same bytes.
pub(super) fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(&bytes(table).map_err(io::Error::other)?)
}

fn bytes(table: &Table) -> Result<Vec<u8>> {
    let columns = table.name.columns();
    let fields = columns.iter().map(field).collect::<Result<Vec<_>>>()?;
    let schema = Type::group_type_builder(table.name.name()).with_fields(fields).build()?;
    let mark = KeyValue::new(OWN_TABLE.to_owned(), table.name.name().to_owned());
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .set_created_by(format!("newsfold {}", env!("CARGO_PKG_VERSION")))
        .set_key_value_metadata(Some(vec![mark]));
    let mut file =
        SerializedFileWriter::new(Vec::new(), Arc::new(schema), Arc::new(properties.build()))?;
    for rows in table.rows.chunks(ROWS_A_GROUP) {
        let mut group = file.next_row_group()?;
        let mut at = 0;
        while let Some(mut column) = group.next_column()? {
            put(columns[at].kind, rows.iter().map(|row| &row[at]), &mut column)?;
            column.close()?;
            at += 1;
        }
        group.close()?;
    }
    file.into_inner()
}

fn field(column: &Column) -> Result<Arc<Type>> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Number => (Physical::DOUBLE, None),
        Kind::Truth => (Physical::BOOLEAN, None),
    };
    let builder = Type::primitive_type_builder(column.name, physical);
    let builder = builder.with_logical_type(logical).with_repetition(Repetition::OPTIONAL);
    Ok(Arc::new(builder.build()?))
}

/// Puts the cells of a column, which are of its kind or empty.
fn put<'a>(
    kind: Kind,
    cells: impl Iterator<Item = &'a Cell>,
    column: &mut SerializedColumnWriter<'_>,
) -> Result<()> {
    let mut levels: Vec<i16> = Vec::new();
    let mut texts: Vec<ByteArray> = Vec::new();
    let mut wholes: Vec<i64> = Vec::new();
    let mut numbers: Vec<f64> = Vec::new();
    let mut truths: Vec<bool> = Vec::new();
    for cell in cells {
        levels.push(i16::from(*cell != Cell::Empty));
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => texts.push(text.as_str().into()),
            Cell::Whole(number) => wholes.push(*number),
            Cell::Number(number) => numbers.push(*number),
            Cell::Truth(is_so) => truths.push(*is_so),
        }
    }
    match kind {
        Kind::Text => column.typed::<ByteArrayType>().write_batch(&texts, Some(&levels), None),
        Kind::Whole => column.typed::<Int64Type>().write_batch(&wholes, Some(&levels), None),
        Kind::Number => column.typed::<DoubleType>().write_batch(&numbers, Some(&levels), None),
        Kind::Truth => column.typed::<BoolType>().write_batch(&truths, Some(&levels), None),
    }?;
    Ok(())
}
