//! Digest to JSON, fields in the order of the types, LF, final newline.

use std::io::{self, Write};

use serde::Serialize;

use super::digest::{Digest, DigestStory};

/// The whole digest.
pub fn to_json(digest: &Digest) -> String {
    let mut json = serde_json::to_string_pretty(digest).unwrap_or_default();
    json.push('\n');
    json
}

/// The same, written down as it comes.
///
/// # Errors
/// What `out` says.
pub fn write_json(digest: &Digest, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, digest)?;
    out.write_all(b"\n")
}

/// A line of `digest.jsonl`: one story.
#[derive(Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct StoryLine<'a> {
    /// Version of this form; 1.
    schema_version: u32,
    #[serde(flatten)]
    story: &'a DigestStory,
}

/// One story as a line of its own, with the schema's version.
pub fn story_line(story: &DigestStory) -> String {
    let line = StoryLine { schema_version: 1, story };
    let mut json = serde_json::to_string(&line).unwrap_or_default();
    json.push('\n');
    json
}
