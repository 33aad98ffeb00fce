//! Escaping for the places where source text goes.

use std::fmt::{self, Display, Write};

/// Source text as inline Markdown: nothing in it is markup, a link, or a new block.
pub struct Markdown<'a>(pub(super) &'a str);

/// Controls that reorder or hide text: bidirectional overrides and isolates, tag characters.
fn is_deceptive(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

impl Display for Markdown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut space = false;
        let mut started = false;
        let mut before: Option<char> = None;
        let mut only_digits = false;
        let mut chars = self.0.chars().peekable();
        while let Some(c) = chars.next() {
            if c.is_whitespace() || c.is_control() {
                space = true;
                continue;
            }
            if is_deceptive(c) {
                continue;
            }
            if space && started {
                f.write_char(' ')?;
                before = Some(' ');
            }
            let after = chars.peek().copied();
            let in_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            // Beyond ASCII some letters count as punctuation where emphasis is looked for (Ⓐ).
            let in_plain_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
            match c {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                '_' if in_plain_word(before) && in_plain_word(after) => f.write_char(c)?,
                '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => write!(f, "\\{c}")?,
                // Block marks where a line begins, and a heading's closing marks.
                '#' if before.is_none_or(|b| matches!(b, ' ' | '#')) => f.write_str("\\#")?,
                '+' | '-' | '=' if !started => write!(f, "\\{c}")?,
                '.' | ')' if only_digits => write!(f, "\\{c}")?,
                // What makes viewers link bare addresses.
                ':' if after == Some('/') => f.write_str("\\:")?,
                '@' => f.write_str("\\@")?,
                '.' if before.is_some_and(|b| matches!(b, 'w' | 'W')) && in_word(after) => {
                    f.write_str("\\.")?
                }
                _ => f.write_char(c)?,
            }
            only_digits = c.is_ascii_digit() && (only_digits || !started);
            before = Some(c);
            started = true;
            space = false;
        }
        Ok(())
    }
}

/// Data as JSON inside a `script` element: no `<` that could end it, nothing that reorders or hides text.
pub(crate) fn script_data(data: &impl serde::Serialize) -> String {
    let json = serde_json::to_string(data).unwrap_or_default();
    // All of these stand in strings only, where JSON takes either form.
    let mut safe = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' => safe.push_str("\\u003c"),
            '\u{2028}' | '\u{2029}' => safe.push(' '),
            c if c.is_control() || is_deceptive(c) => {}
            c => safe.push(c),
        }
    }
    safe
}

/// Two code points that are no characters: XML and YAML do not take them, HTML calls them an error.
fn is_no_character(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Source text in HTML and XML, between tags or in a quoted attribute: nothing in it is a tag, an entity, or hidden.
pub struct Html<'a>(pub(super) &'a str);

impl Display for Html<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                '\'' => f.write_str("&#39;")?,
                c if c.is_whitespace() => f.write_char(' ')?,
                c if c.is_control() || is_deceptive(c) || is_no_character(c) => {}
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// Source text as a quoted string of YAML, and of JSON: nothing in it ends the string, or is hidden.
pub struct Yaml<'a>(pub(super) &'a str);

impl Display for Yaml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                c if c.is_whitespace() => f.write_char(' ')?,
                c if c.is_control() || is_deceptive(c) || is_no_character(c) => {}
                // A byte order mark in the middle is taken for one that opens another document.
                '\u{feff}' => {}
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// Source text in a message to Slack: nothing in it is a link, a mention or hidden.
pub struct Slack<'a>(pub(super) &'a str);

impl Display for Slack<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                c if c.is_whitespace() => f.write_char(' ')?,
                c if c.is_control() || is_deceptive(c) => {}
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The address of a page at a passage of it, as [`link_target`] with a text fragment ("URL Fragment Text Directives", WICG): the passage by its first and
/// its last words, or whole where it is short. A browser that finds them there shows the page at the passage, any other at its top.
pub fn text_link(url: &str, passage: &str) -> Option<String> {
    let url = link_target(url)?;
    let mut link = url.split(":~:").next().unwrap_or_default().to_owned();
    if !link.contains('#') {
        link.push('#');
    }
    link.push_str(":~:text=");
    let words: Vec<&str> = passage.split_whitespace().collect();
    if words.len() > 2 * FRAGMENT_WORDS {
        push_encoded(&mut link, &words[..FRAGMENT_WORDS].join(" "));
        link.push(',');
        push_encoded(&mut link, &words[words.len() - FRAGMENT_WORDS..].join(" "));
    } else {
        push_encoded(&mut link, &words.join(" "));
    }
    Some(link)
}

/// Words by which a text fragment tells either end of a passage: few enough that the address stays readable, and more than hardly any other passage
/// of a page opens with.
const FRAGMENT_WORDS: usize = 5;

/// Adds text of which nothing but letters and figures of ASCII stays as it is: hyphens, commas and ampersands divide a text fragment.
fn push_encoded(link: &mut String, text: &str) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            link.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(link, "%{byte:02X}");
        }
    }
}

/// An address as a link's target: only http and https, with everything percent-encoded that could end it or that no address holds (a percent sign
/// that encodes nothing, a second fragment).
pub fn link_target(url: &str) -> Option<String> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    if !lower.starts_with("https://") && !lower.starts_with("http://") {
        return None;
    }
    let mut target = String::with_capacity(url.len());
    let mut has_fragment = false;
    for (at, c) in url.char_indices() {
        let encodes = |digits: &str| digits.bytes().all(|b| b.is_ascii_hexdigit());
        let plain = match c {
            '%' => url.get(at + 1..at + 3).is_some_and(encodes),
            '#' => !std::mem::replace(&mut has_fragment, true),
            c => c.is_ascii_alphanumeric() || "-._~:/?@!$&'*+,;=".contains(c),
        };
        if plain {
            target.push(c);
        } else {
            push_encoded(&mut target, c.encode_utf8(&mut [0; 4]));
        }
    }
    Some(target)
}

/// Source text (or a file name) for a terminal: control characters and reordering marks become U+FFFD, line ends a space.
pub struct Terminal<'a>(pub &'a str);

impl Display for Terminal<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '\n' | '\r' | '\t' | '\u{85}' | '\u{2028}' | '\u{2029}' => f.write_char(' ')?,
                c if c.is_control()
                    || is_deceptive(c)
                    || matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}') =>
                {
                    f.write_char('\u{fffd}')?
                }
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        let shown = |text| Markdown(text).to_string();
        assert_eq!(
            shown("# A <b>&amp; [x](javascript:y)"),
            "\\# A &lt;b&gt;&amp;amp; \\[x\\](javascript:y)"
        );
        assert_eq!(shown("- one\n\n1. two"), "\\- one 1. two");
        assert_eq!(
            shown("see https://a.example and www.b.example"),
            "see https\\://a.example and www\\.b.example"
        );
        assert_eq!(shown("3.5 percent. U.S. in 2027. a_b!"), "3\\.5 percent. U.S. in 2027. a_b!");
        assert_eq!(shown("Ⓐ_² and _Ⓐ"), "Ⓐ\\_² and \\_Ⓐ");
        assert_eq!(shown("2027. C# # x #"), "2027\\. C# \\# x \\#");
    }

    #[test]
    fn a_link_to_a_passage_holds_nothing_that_divides_it() {
        let long = "The 12-year-old, a pupil, fell & was found by a dog on Monday, police said.";
        assert_eq!(
            text_link("https://a.example/x#top:~:text=other", long).as_deref(),
            Some(
                "https://a.example/x#top:~:text=The%2012%2Dyear%2Dold%2C%20a%20pupil%2C%20fell,\
                 dog%20on%20Monday%2C%20police%20said%2E"
            )
        );
        assert_eq!(
            text_link("https://a.example/", "Ja, \u{e9}t\u{e9}.").as_deref(),
            Some("https://a.example/#:~:text=Ja%2C%20%C3%A9t%C3%A9%2E")
        );
        assert_eq!(text_link("javascript:alert(1)", long), None);
    }

    #[test]
    fn only_web_addresses_are_linked() {
        assert_eq!(link_target("javascript:alert(1)"), None);
        assert_eq!(
            link_target("https://a.example/x (1)>").as_deref(),
            Some("https://a.example/x%20%281%29%3E")
        );
        assert_eq!(
            link_target("https://a.example/100%#a#b%2c%é").as_deref(),
            Some("https://a.example/100%25#a%23b%2c%25%C3%A9")
        );
    }

    #[test]
    fn terminals_get_no_controls() {
        assert_eq!(
            Terminal("a\u{1b}[31mb\u{9b}c\u{202e}").to_string(),
            "a\u{fffd}[31mb\u{fffd}c\u{fffd}"
        );
    }
}
