//! Room one, the door: files to articles. The only stage that opens files, and the only one that can fail.

mod article;
mod date;
mod decode;
mod gold;
mod intake;
mod json;
mod plain;
mod walk;

pub use article::{Article, ArticleId, Place, Title};
pub use date::parse_date;
pub use decode::{Decoded, MAX_INPUT_BYTES, decode, unpack};
pub use gold::{Gold, GoldStory, read_gold, read_summaries, read_text};
pub use intake::{Fields, IngestSettings, Intake, read};
pub use walk::{OWN_MARK, is_own_output};

/// A bad input without its place: what the readers say, before `intake` adds path and record.
type Reason = String;
