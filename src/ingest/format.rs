//! Which form an input has: by its content, and by its name only where the content leaves it open.

use std::path::Path;

use serde::Serialize;

use super::Reason;
use super::warc::ARC;
use crate::error::Error;

/// A form that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum InputFormat {
    /// Plain text, one article.
    Text,
    /// Markdown, one article.
    Markdown,
    /// JSON, one record a line.
    Jsonl,
    /// A JSON array of records, one record, or a JSON Feed.
    Json,
    /// A table with a line of column names.
    Csv,
    /// A page, one article.
    Html,
    /// RSS or Atom.
    Feed,
    /// A crawl: WARC, WET or ARC.
    Warc,
    /// A columnar table, in builds with the feature `parquet`.
    Parquet,
}

impl InputFormat {
    /// Every format.
    pub const ALL: [InputFormat; 9] = [
        Self::Text,
        Self::Markdown,
        Self::Jsonl,
        Self::Json,
        Self::Csv,
        Self::Html,
        Self::Feed,
        Self::Warc,
        Self::Parquet,
    ];

    /// Its name, as `--input-format` takes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Jsonl => "jsonl",
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Html => "html",
            Self::Feed => "feed",
            Self::Warc => "warc",
            Self::Parquet => "parquet",
        }
    }

    /// The format of a name.
    ///
    /// # Errors
    /// No format has it; says which there are.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        let names: Vec<&str> = Self::ALL.iter().map(|format| format.name()).collect();
        let named = Self::ALL.into_iter().find(|format| format.name() == name);
        named.ok_or_else(|| Error::unknown("input format", name, &names))
    }
}

/// File endings that a folder walk reads, each also with `.gz` or `.zst`.
pub(super) const ENDINGS: &[&str] = &[
    "txt", "md", "jsonl", "ndjson", "json", "html", "htm", "xhtml", "rss", "atom", "xml", "rdf",
    "warc", "wet", "arc", "csv", "tsv", "parquet",
];

/// Kinds that people have and that are not read, by ending: named with what helps.
pub(super) const UNSUPPORTED: &[(&str, &str)] = &[
    ("pdf", "a PDF document: not supported; save its text as .txt"),
    ("docx", "a Word document: not supported; save it as plain text or HTML"),
    ("doc", "a Word document: not supported; save it as plain text or HTML"),
    ("odt", "an OpenDocument text: not supported; save it as plain text or HTML"),
    ("rtf", "a rich text document: not supported; save it as plain text or HTML"),
    ("epub", "an e-book: not supported; save its text as .txt"),
    ("eml", "an e-mail: not supported; save its text as .txt"),
    ("mht", "a page as MHTML: not supported; save it as HTML"),
    ("mhtml", "a page as MHTML: not supported; save it as HTML"),
    ("zip", "a zip archive: not supported; unpack it"),
    ("tar", "a tar archive: not supported; unpack it"),
    ("bz2", "a bzip2 archive: not supported; unpack it or use gzip"),
    ("xz", "an xz archive: not supported; unpack it or use gzip"),
];

/// What the ending says against a file, if it is of a kind that is known and not read.
pub(super) fn unsupported_ending(ending: &str) -> Option<&'static str> {
    UNSUPPORTED.iter().find(|(known, _)| *known == ending).map(|(_, words)| *words)
}

/// A name without `.gz` or `.zst`, in small letters.
pub(super) fn unpacked_name(path: &str) -> String {
    let name = path.to_ascii_lowercase();
    [".gz", ".zst"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(&name).to_owned()
}

/// What the first bytes settle before anything is decoded.
///
/// # Errors
/// A kind that is not read, in one line.
pub(super) fn by_magic(head: &[u8]) -> Result<Option<InputFormat>, Reason> {
    let kind = |ending: &str| Err(unsupported_ending(ending).unwrap_or(ending).to_owned());
    match head {
        _ if head.starts_with(b"WARC/") || head.starts_with(ARC.as_bytes()) => {
            Ok(Some(InputFormat::Warc))
        }
        _ if head.starts_with(b"PAR1") => Ok(Some(InputFormat::Parquet)),
        _ if head.starts_with(b"%PDF-") => kind("pdf"),
        _ if head.starts_with(b"PK\x03\x04") => {
            let holds = |name: &[u8]| head.windows(name.len()).any(|window| window == name);
            kind(if holds(b"word/") || holds(b"[Content_Types].xml") {
                "docx"
            } else if holds(b"opendocument") {
                "odt"
            } else if holds(b"epub") {
                "epub"
            } else {
                "zip"
            })
        }
        _ if head.starts_with(b"\xd0\xcf\x11\xe0") => kind("doc"),
        _ if head.starts_with(b"{\\rtf") => kind("rtf"),
        _ if head.starts_with(b"BZh") => kind("bz2"),
        _ if head.starts_with(b"\xfd7zXZ\0") => kind("xz"),
        _ if head.get(257..262) == Some(b"ustar") => kind("tar"),
        _ => match mail(head) {
            Some(ending) => kind(ending),
            None => Ok(None),
        },
    }
}

/// Whether the input opens with the headers of a mail: which kind of one.
fn mail(head: &[u8]) -> Option<&'static str> {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let headers: Vec<&str> = head.lines().take_while(|line| !line.trim().is_empty()).collect();
    let has = |name: &str| headers.iter().any(|line| line.starts_with(name));
    let named = headers.first()?.split_once(':')?.0;
    if named.contains(' ') || !(has("mime-version:") || has("received:") && has("from:")) {
        return None;
    }
    let is_page = has("snapshot-content-location:") || head.contains("multipart/related");
    Some(if is_page { "mhtml" } else { "eml" })
}

/// The form of a decoded text, by what it opens with, then by the name.
///
/// # Errors
/// A kind that is not read, in one line.
pub(super) fn by_text(name: &str, text: &str) -> Result<InputFormat, Reason> {
    const LOOKED_AT: usize = 4096;
    let ending = Path::new(name).extension().and_then(|e| e.to_str()).unwrap_or_default();
    let start = text.trim_start();
    let head = &start[..start.floor_char_boundary(LOOKED_AT)];
    let markup = head.starts_with('<').then(|| first_element(head)).flatten();
    // A prefix says which document type a name is of, not what it is.
    match markup.as_deref().map(|name| name.rsplit(':').next().unwrap_or(name)) {
        Some("html" | "head" | "body") => return Ok(InputFormat::Html),
        Some("rss" | "feed" | "rdf") => return Ok(InputFormat::Feed),
        // XML of another kind; an XHTML page has said so above.
        Some(other)
            if head.starts_with("<?xml") || matches!(ending, "xml" | "rss" | "atom" | "rdf") =>
        {
            return Err(format!("XML that is no feed: its root is {other:.40}"));
        }
        _ => {}
    }
    let first_line = start.lines().next().unwrap_or_default();
    let is_record = || {
        first_line.starts_with('{')
            && serde_json::from_str::<serde::de::IgnoredAny>(first_line).is_ok()
    };
    Ok(match ending {
        "html" | "htm" | "xhtml" => InputFormat::Html,
        "rss" | "atom" | "xml" | "rdf" => return Err("no XML".to_owned()),
        // An array goes by any name.
        "jsonl" | "ndjson" => InputFormat::Jsonl,
        "json" => InputFormat::Json,
        _ if is_record() => InputFormat::Jsonl,
        "txt" => InputFormat::Text,
        "md" => InputFormat::Markdown,
        "csv" | "tsv" => InputFormat::Csv,
        _ if start.starts_with('[') || start.starts_with('{') => InputFormat::Json,
        _ => InputFormat::Text,
    })
}

/// Whether one of the first lines is a record.
pub(super) fn holds_record(text: &str) -> bool {
    const LINES: usize = 16;
    let mut lines = text.lines().take(LINES);
    lines.any(|line| {
        line.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok()
    })
}

/// The name of the first element, past declarations and comments; none where a text begins with something else.
fn first_element(mut head: &str) -> Option<String> {
    loop {
        head = head.trim_start();
        if let Some(doctype) = head.get(..9).filter(|start| start.eq_ignore_ascii_case("<!doctype"))
        {
            let root = head[doctype.len()..]
                .trim_start()
                .split(|c: char| !c.is_alphanumeric() && c != ':')
                .next()?;
            return Some(root.to_ascii_lowercase());
        }
        head = if let Some(comment) = head.strip_prefix("<!--") {
            comment.split_once("-->")?.1
        } else if head.starts_with("<?") {
            head.split_once('>')?.1
        } else {
            let name = head.strip_prefix('<')?;
            let end = name
                .find(|c: char| c.is_whitespace() || c == '>' || c == '/')
                .unwrap_or(name.len());
            return Some(name[..end].to_ascii_lowercase()).filter(|name| !name.is_empty());
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_the_ending() {
        use InputFormat::{Csv, Feed, Html, Json, Jsonl, Markdown, Text};
        let of = |name: &str, text: &str| by_text(name, text).ok();
        assert_eq!(of("a.txt", "<!DOCTYPE html><p>x"), Some(Html));
        assert_eq!(of("a", "<?xml version='1.0'?>\n<!-- x --><html xmlns='x'>"), Some(Html));
        assert_eq!(of("a.html", "<?xml version='1.0'?><rss version='2.0'>"), Some(Feed));
        assert_eq!(of("a.xml", "<feed xmlns='a'>"), Some(Feed));
        assert_eq!(of("a.xml", "<svg>"), None);
        assert_eq!(of("a.html", "<p>x"), Some(Html));
        assert_eq!(of("a.txt", "<p> is an element."), Some(Text));
        assert_eq!(of("a.txt", "{\"text\": \"x\"}\n"), Some(Jsonl));
        assert_eq!(of("a.txt", "{sic} he said"), Some(Text));
        assert_eq!(of("a.md", "# x"), Some(Markdown));
        assert_eq!(of("a.csv", "text,title"), Some(Csv));
        assert_eq!(of("a", "[1]"), Some(Json));
    }

    #[test]
    fn kinds_that_are_not_read() {
        let says = |head: &[u8]| by_magic(head).err().unwrap_or_default();
        assert!(says(b"%PDF-1.7").contains("PDF"));
        assert!(says(b"PK\x03\x04....word/document.xml").contains("Word"));
        assert!(says(b"Received: x\r\nFrom: a@b.example\r\n\r\nHello").contains("e-mail"));
        assert!(says(b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n").contains("MHTML"));
        assert_eq!(by_magic(b"From: the mayor\n\nText"), Ok(None));
    }
}
