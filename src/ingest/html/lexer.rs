//! Tags and text of a page, one after the other: linear whatever the page holds, and blind to how elements nest. Enough for
//! what a page says of itself and for fragments in feeds; the main text of a page needs its structure.

use std::borrow::Cow;

use html_escape::decode_html_entities;

/// A piece of a page, left to right.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text as written, entities and all.
    Text(&'a str),
    /// A start tag.
    Open(Tag<'a>),
    /// An end tag, its name as written.
    Close(&'a str),
}

/// A start tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Tag<'a> {
    /// Its name as written.
    pub(super) name: &'a str,
    attributes: &'a str,
    /// For elements whose content is no markup (`script`, `title`): that content as written.
    pub(super) raw: Option<&'a str>,
}

/// Elements whose content runs to their own end tag, whatever stands in it.
const RAW: &[&str] = &["script", "style", "title", "textarea", "noscript", "iframe", "xmp"];

impl<'a> Tag<'a> {
    /// Whether the tag has this name, given in small letters.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Whether anything stands in it but its name.
    pub(super) fn has_attributes(&self) -> bool {
        !self.attributes.trim_ascii().is_empty()
    }

    /// The value of an attribute, entities decoded.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        Attributes { rest: self.attributes }
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| decode_html_entities(value))
    }
}

/// The attributes of a tag, as the standard reads them (HTML, 13.2.5.32 and on).
struct Attributes<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let space = |c: char| c.is_ascii_whitespace() || c == '/';
        let rest = self.rest.trim_start_matches(space);
        // A name may begin with `=`, and only there hold it.
        let first = rest.chars().next()?.len_utf8();
        let end = rest[first..].find(|c| space(c) || c == '=').map_or(rest.len(), |at| first + at);
        let (name, behind) = rest.split_at(end);
        let Some(value) = behind.trim_ascii_start().strip_prefix('=') else {
            self.rest = behind;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, behind) = match value.chars().next() {
            Some(mark @ ('"' | '\'')) => value[1..].split_once(mark).unwrap_or((&value[1..], "")),
            _ => {
                value.split_at(value.find(|c: char| c.is_ascii_whitespace()).unwrap_or(value.len()))
            }
        };
        self.rest = behind;
        Some((name, value))
    }
}

/// The pieces of a page.
pub(super) fn pieces(page: &str) -> Pieces<'_> {
    Pieces { rest: page }
}

pub(super) struct Pieces<'a> {
    rest: &'a str,
}

impl Pieces<'_> {
    /// The byte of the page from which the next piece is read.
    pub(super) fn position(&self, page: &str) -> usize {
        page.len() - self.rest.len()
    }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        loop {
            if self.rest.is_empty() {
                return None;
            }
            let text = self.rest;
            let Some(at) = mark(text) else {
                self.rest = "";
                return Some(Piece::Text(text));
            };
            if at > 0 {
                self.rest = &text[at..];
                return Some(Piece::Text(&text[..at]));
            }
            if let Some(piece) = self.markup(text) {
                return Some(piece);
            }
        }
    }
}

/// Where the next tag, comment or declaration begins.
fn mark(text: &str) -> Option<usize> {
    let opens = |next: u8| next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?');
    text.match_indices('<')
        .map(|(at, _)| at)
        .find(|at| text.as_bytes().get(at + 1).copied().is_some_and(opens))
}

impl<'a> Pieces<'a> {
    /// What begins at the `<` that `text` opens with; none for a comment or a declaration.
    fn markup(&mut self, text: &'a str) -> Option<Piece<'a>> {
        if let Some(comment) = text.strip_prefix("<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let short = ["->", ">"].iter().find_map(|end| comment.strip_prefix(end));
            self.rest =
                short.or_else(|| comment.split_once("-->").map(|(_, rest)| rest)).unwrap_or("");
            return None;
        }
        if text.starts_with("<!") || text.starts_with("<?") {
            self.rest = text.split_once('>').map_or("", |(_, rest)| rest);
            return None;
        }
        if let Some(close) = text.strip_prefix("</") {
            let (tag, rest) = close.split_once('>').unwrap_or((close, ""));
            self.rest = rest;
            let name = tag.split(|c: char| c.is_ascii_whitespace() || c == '/').next();
            return Some(Piece::Close(name.unwrap_or(tag)));
        }
        let inside = &text[1..];
        let end = tag_end(inside);
        let tag = &inside[..end];
        let name_end = tag.find(|c: char| c.is_ascii_whitespace() || c == '/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(name_end);
        self.rest = inside.get(end + 1..).unwrap_or("");
        let raw = RAW.iter().any(|raw| name.eq_ignore_ascii_case(raw)).then(|| {
            let end = end_of_raw(self.rest, name);
            let (content, rest) = self.rest.split_at(end);
            self.rest = rest;
            content
        });
        Some(Piece::Open(Tag { name, attributes, raw }))
    }
}

/// The byte of the `>` that ends a tag, past quoted values; the length where none does.
fn tag_end(tag: &str) -> usize {
    let mut quote: Option<u8> = None;
    let mut value = false;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (Some(mark), byte) if mark == byte => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at,
            (None, b'"' | b'\'') if value => quote = Some(byte),
            _ => {}
        }
        // Only where a value begins does a mark open a quotation.
        value = byte == b'=' || value && byte.is_ascii_whitespace();
    }
    tag.len()
}

/// Where the end tag of a raw element begins; the length where there is none.
fn end_of_raw(text: &str, name: &str) -> usize {
    let ends = |at: &usize| {
        let behind = &text.as_bytes()[at + 2..];
        behind.len() >= name.len() && behind[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    };
    text.match_indices("</").map(|(at, _)| at).find(ends).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_and_text() {
        let page = "a<b C='>' d=e>f</b\n>< g<!-- <i> -->h<script>if (a</b) '<p>'</script>&amp;";
        let seen: Vec<String> = pieces(page)
            .map(|piece| match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Open(tag) => format!("<{}|{}>", tag.name, tag.raw.unwrap_or("")),
                Piece::Close(name) => format!("/{name}"),
            })
            .collect();
        assert_eq!(
            seen,
            ["a", "<b|>", "f", "/b", "< g", "h", "<script|if (a</b) '<p>'>", "/script", "&amp;"]
        );
    }

    #[test]
    fn attributes() {
        let Some(Piece::Open(tag)) = pieces("<a HREF = x/y b='c>&quot;d' e =f g>").next() else {
            panic!("no tag");
        };
        let of = |name: &str| tag.attribute(name).map(Cow::into_owned);
        assert_eq!(of("href").as_deref(), Some("x/y"));
        assert_eq!(of("b").as_deref(), Some("c>\"d"));
        assert_eq!(of("e").as_deref(), Some("f"));
        assert_eq!(of("g").as_deref(), Some(""));
        assert_eq!(of("h"), None);
    }
}
