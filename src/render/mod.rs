//! Stage eight, the way out: summaries to a digest, and a digest to pages, feeds, a mail and a book. Writes nothing itself.

mod also_reported;
mod days;
mod digest;
mod explanation;
mod findings;
mod build;
mod grouping;
mod headline;
mod feed;
mod chapter;
mod epub;
mod follow;
mod issue;
mod html;
mod html_findings;
mod html_origins;
mod json;
mod mail;
mod markdown;
mod markdown_brief;
mod markdown_findings;
#[cfg(feature = "schema")]
mod schema;
mod what_if;
mod zip;

pub use crate::text::{SourceText, Terminal};
pub use also_reported::AlsoReported;
pub(crate) use also_reported::also_reported;
pub use build::{BuiltStory, build_story, printed};
pub(crate) use build::{Since, build_since};
pub(crate) use build::{
    about_of, kept_text, may_be_summarized, single, single_key, story_id, story_key, watched_by,
};
pub(crate) use digest::reason_name;
pub use digest::{
    AboutPart, Cleaning, CleaningGroup, Digest, DigestAbout, DigestArticle, DigestIntroduction,
    DigestSentence, DigestStory, DigestSupport, Headline, OriginGroup, Receipt, ReceiptPlace, Run,
    Single, Watched,
};
pub use epub::write_epub;
pub use explanation::{DroppedAt, ExplainedSentence, Explanation, SignalShare, explain};
pub use feed::{atom_pieces, json_feed_pieces};
pub use findings::{
    DigestCoverage, DigestDated, DigestDiffer, DigestFact, DigestFindings, DigestQuote,
    DigestStated, DigestValue, DigestVariant, Item,
};
pub use follow::{FirstReport, Followed, FollowedDay, FollowedSentence, follow};
pub use grouping::{GroupedArticle, GroupedStory, Grouping, Why, why};
pub use html::{html_pieces, to_html};
pub use issue::{
    ChangedFigure, EditedArticle, Issue, Status, StoryIssue, UnchangedStory, WasStated,
};
pub use json::{story_line, to_json, write_json};
pub use mail::to_mail;
pub(crate) use markdown::{
    CONTENTS, MOST_FAULTS, SINGLES, contents_entry, foot, head, left_out, listed_stories,
    lists_left_out, more_singles, more_stories, single_line, story_section,
};
pub use markdown::{markdown_pieces, to_markdown};
#[cfg(feature = "schema")]
pub use schema::schema;
pub use what_if::{Shown, WhatIf};
