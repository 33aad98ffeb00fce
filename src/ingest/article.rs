//! The noun of this stage: one report by one outlet.

use std::fmt;
use std::path::Path;

use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_128;

use super::date::{DateOrder, parse_date_in};
use super::decode::Encoding;
use crate::error::SetAside;
use crate::text::{Language, SourceText, Span};

/// 128-bit content hash of an article's source text and identity (source, title, date, URL, given id):
/// the same article has the same id in every run and from every path.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(u128);

impl ArticleId {
    /// Hash of the given parts; `None` and an empty part differ.
    pub(super) fn of(parts: &[Option<&str>]) -> Self {
        let mut bytes = Vec::new();
        for part in parts {
            match part {
                Some(part) => {
                    bytes.extend_from_slice(&(part.len() as u64 + 1).to_le_bytes());
                    bytes.extend_from_slice(part.as_bytes());
                }
                None => bytes.extend_from_slice(&0u64.to_le_bytes()),
            }
        }
        Self(XxHash3_128::oneshot(&bytes))
    }

    /// The bytes of the hash, most significant first.
    pub fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// The hash in hex digits. A digest names articles very often, and formatting takes several times as long.
    fn digits(self) -> [u8; 32] {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        std::array::from_fn(|at| DIGITS[(self.0 >> (124 - 4 * at)) as usize & 15])
    }

    /// The id of these bytes.
    pub fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

/// Hex digits as text.
fn text_of(digits: &[u8; 32]) -> &str {
    std::str::from_utf8(digits).unwrap_or_default()
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(text_of(&self.digits()))
    }
}

impl fmt::Debug for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl Serialize for ArticleId {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(text_of(&self.digits()))
        } else {
            self.to_bytes().serialize(serializer)
        }
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for ArticleId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "ArticleId".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "128-bit hash of an article's text, source, title, date, address and given id.",
            "type": "string",
            "pattern": "^[0-9a-f]{32}$",
        })
    }
}

impl<'de> Deserialize<'de> for ArticleId {
    /// From its digits, or the bytes that a run hands from one of its parts to another.
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            let digits = String::deserialize(deserializer)?;
            let number = u128::from_str_radix(&digits, 16).ok().filter(|_| digits.len() == 32);
            let number = number.ok_or_else(|| serde::de::Error::custom("no id of an article"))?;
            return Ok(Self(number));
        }
        <[u8; 16]>::deserialize(deserializer).map(Self::from_bytes)
    }
}

/// Where an article was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the run names it; `-` for standard input.
    pub path: String,
    /// Line (from 1) of a file of JSON lines or of a table, number (from 1) of a crawl's record or of a Parquet file's row.
    pub record: Option<usize>,
    /// Element (from 0) of a JSON array, item (from 0) of a feed.
    pub element: Option<usize>,
    /// Article (from 0) of the record's `docs`.
    pub doc: Option<usize>,
}

impl Place {
    /// A file as a whole.
    pub(super) fn of_file(path: &Path) -> Self {
        Self { path: path.to_string_lossy().into_owned(), record: None, element: None, doc: None }
    }

    /// What is not in the digest, and why.
    pub(crate) fn set_aside(self, reason: String, fault: bool) -> SetAside {
        let Self { path, record, element, doc } = self;
        let (path, reason) = (SourceText::new(path), SourceText::new(reason));
        SetAside { path, record, element, doc, reason, fault }
    }
}

/// A headline and where it stands: in the source text itself, or in a field of the JSON record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Title {
    /// A slice of the source text.
    InText(Span),
    /// The whole of a field of the record.
    InField {
        /// The field's name.
        field: String,
        /// The field's value.
        text: String,
    },
}

/// One report, as it came. Never changed after it was read; every later span counts bytes of `text`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Article {
    /// Content hash.
    pub id: ArticleId,
    /// The record's own id.
    pub external_id: Option<String>,
    /// The outlet, as the record names it and then, once all articles are there, by its one name in the run; `None` where nothing tells.
    pub source: Option<String>,
    /// The headline.
    pub title: Option<Title>,
    /// Publication date, as given.
    pub date: Option<String>,
    /// Which of day and month comes first where its date does not tell, once all articles are there.
    pub date_order: Option<DateOrder>,
    /// Address of the page.
    pub url: Option<String>,
    /// Language tag, as given.
    pub lang: Option<String>,
    /// Its language, once all articles are there: as given, as its text tells or, where that is too short, as its outlet's other articles
    /// are in, else those of its file.
    pub language: Option<Language>,
    /// Where it was read.
    pub place: Place,
    /// Name of the text field where it is not the one that a reader would try first.
    pub text_field: Option<String>,
    /// Whether the input is not itself this text (standard input, another encoding), so that a digest
    /// must keep a copy to point to.
    pub keep_text: bool,
    /// Whether the text is known to go on elsewhere: a feed's teaser.
    pub teaser: bool,
    /// Whether it broke off where it was fetched or stored.
    pub cut_off: bool,
    /// Whether it is all of a page's text, menus and all: the page's structure was beyond what is read.
    pub flat: bool,
    /// How the text was read, where it did not come as UTF-8.
    pub encoding: Option<Encoding>,
    /// The story that the record says it belongs to (`cluster`).
    pub given_story: Option<String>,
    /// The source text.
    pub text: String,
    /// The part of `text` behind header lines and title.
    pub body: Span,
}

impl Article {
    /// When it was published, in seconds since 1970, where its date can be read.
    pub fn time(&self) -> Option<i64> {
        parse_date_in(self.date.as_deref()?, self.date_order)
    }

    /// The headline's words.
    pub fn title_text(&self) -> Option<&str> {
        match self.title.as_ref()? {
            Title::InText(span) => Some(span.of(&self.text)),
            Title::InField { text, .. } => Some(text),
        }
    }
}
