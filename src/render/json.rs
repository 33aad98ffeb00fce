//! Digest to JSON, fields in the order of the types, LF, final newline.

use serde::Serialize;

use super::digest::{Digest, DigestStory};

/// The whole digest.
pub fn to_json(digest: &Digest) -> String {
    let mut json = serde_json::to_string_pretty(digest).unwrap_or_default();
    json.push('\n');
    json
}

/// One story as a line of its own, with the schema's version.
pub fn story_line(story: &DigestStory) -> String {
    #[derive(Serialize)]
    struct Line<'a> {
        schema_version: u32,
        #[serde(flatten)]
        story: &'a DigestStory,
    }
    let mut json = serde_json::to_string(&Line { schema_version: 1, story }).unwrap_or_default();
    json.push('\n');
    json
}
