//! Stage one: files to articles. The only stage that opens files, and the only one that can fail.

mod article;
mod csv;
mod date;
mod decode;
mod feed;
mod fields;
mod filter;
mod format;
mod gold;
mod html;
mod input;
mod intake;
mod json;
mod outlet;
#[cfg(feature = "parquet")]
mod parquet;
mod plain;
mod records;
mod language;
mod settled;
mod unpack;
mod walk;
mod warc;

pub use article::{Article, ArticleId, Place, Title};
pub use date::{DateOrder, parse_date, parse_date_in};
pub use decode::{Decoded, Encoding, EncodingBy, decode};
pub use fields::Fields;
pub use filter::Filter;
pub use format::InputFormat;
pub use gold::{Gold, GoldStory, read_gold, read_summaries, read_text};
pub(crate) use input::source_text;
pub use intake::{IngestSettings, Intake, OutletFrom, read, read_from, read_lines};
pub(crate) use intake::{parse_bytes, parse_file, repeated};
pub use json::record_fields;
pub(crate) use outlet::count_outlets;
#[cfg(all(test, feature = "parquet"))]
pub(crate) use parquet::rows as parquet_rows;
pub(crate) use settled::{Census, Settled, Witness, Witnesses, settle};
pub use unpack::{Packing, Unpacked};
pub(crate) use walk::files;
pub use walk::{KEPT_TEXTS, OWN_MARK, OWN_TABLE, is_own_output, is_own_table};

/// A bad input without its place: what the readers say, before `intake` adds path and record.
type Reason = String;
