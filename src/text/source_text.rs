//! Text from outside, which nobody prints by accident.

use serde::{Deserialize, Serialize};

use super::escape::{Html, Markdown, Slack, Terminal, Yaml, link_target};

/// Text that came from a source. It has no `Display`: a writer has to say where it goes, and is given it escaped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct SourceText(String);

impl SourceText {
    /// Takes text from a source as it is.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// For Markdown, as inline text of one line.
    pub fn markdown(&self) -> Markdown<'_> {
        Markdown(&self.0)
    }

    /// For Markdown, as a link where there is an address that may be one.
    pub fn markdown_link(&self, url: Option<&Self>) -> String {
        match url.and_then(|url| link_target(url.raw())) {
            Some(target) => format!("[{}](<{target}>)", self.markdown()),
            None => self.markdown().to_string(),
        }
    }

    /// For HTML and XML, between tags or in a quoted attribute.
    pub fn html(&self) -> Html<'_> {
        Html(&self.0)
    }

    /// For YAML, as a quoted string.
    pub fn yaml(&self) -> Yaml<'_> {
        Yaml(&self.0)
    }

    /// For a message to Slack.
    pub fn slack(&self) -> Slack<'_> {
        Slack(&self.0)
    }

    /// For a terminal, without control characters.
    pub fn terminal(&self) -> Terminal<'_> {
        Terminal(&self.0)
    }

    /// The text itself, for comparing and for formats that escape on their own.
    pub fn raw(&self) -> &str {
        &self.0
    }
}
