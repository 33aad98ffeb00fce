//! WARC and WET files (ISO 28500), record after record as they come: a crawl is not held in memory.

use std::io::{self, BufRead, Read};

use super::Reason;
use super::decode::{Decoded, declared, decode, of_label};
use super::html;
use super::json::Record;
use super::unpack::Unpacked;
use crate::limits::Limits;

/// One record of the file.
pub(super) struct WarcRecord {
    /// Its number, from 1.
    pub(super) number: usize,
    kind: String,
    url: Option<String>,
    content_type: String,
    content: Result<Vec<u8>, Reason>,
}

/// Kinds of records that can hold a page.
const PAGES: &[&str] = &["response", "resource", "conversion"];

/// Bytes that the headers of one record may take; crawlers write a kilobyte.
const MOST_HEADERS: u64 = 64 << 10;

/// The records of a file, up to the first that cannot be read.
pub(super) struct WarcRecords<R> {
    reader: R,
    number: usize,
    most: u64,
}

impl<R: BufRead> WarcRecords<R> {
    pub(super) fn new(reader: R, limits: &Limits) -> Self {
        Self { reader, number: 0, most: limits.article_bytes }
    }

    /// The next record; none at the end of the file.
    ///
    /// # Errors
    /// The file is damaged or breaks off; nothing behind it can be found.
    pub(super) fn next(&mut self) -> Result<Option<WarcRecord>, Reason> {
        let mut line = self.line()?;
        while line.as_ref().is_some_and(|line| line.is_empty()) {
            line = self.line()?;
        }
        let Some(version) = line else { return Ok(None) };
        self.number += 1;
        if !version.starts_with("WARC/") {
            return Err(format!("damaged: record {} does not begin with WARC/", self.number));
        }
        let headers = self.headers()?;
        let of = |name: &str| header(&headers, name);
        let length: Option<u64> = of("content-length").and_then(|length| length.parse().ok());
        let length =
            length.ok_or_else(|| format!("damaged: record {} has no length", self.number))?;
        let url = of("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned());
        let kind = of("warc-type").unwrap_or_default().to_lowercase();
        let is_page = PAGES.contains(&kind.as_str());
        let content = self.content(length, is_page)?;
        Ok(Some(WarcRecord {
            number: self.number,
            kind,
            url,
            content_type: of("content-type").unwrap_or_default().to_lowercase(),
            content,
        }))
    }

    /// A line without its end; none at the end of the file.
    fn line(&mut self) -> Result<Option<String>, Reason> {
        let mut line = Vec::new();
        let read = (&mut self.reader).take(MOST_HEADERS).read_until(b'\n', &mut line);
        match read {
            Ok(0) => Ok(None),
            Ok(_) => Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())),
            Err(error) => Err(self.broken(&error)),
        }
    }

    fn headers(&mut self) -> Result<Vec<(String, String)>, Reason> {
        let mut headers = Vec::new();
        let mut bytes = 0;
        while let Some(line) = self.line()?.filter(|line| !line.is_empty()) {
            bytes += line.len() as u64;
            if bytes > MOST_HEADERS {
                return Err(format!("damaged: headers of record {} without an end", self.number));
            }
            headers.extend(named(&line));
        }
        Ok(headers)
    }

    /// The content of a record; one over the limit is passed over, and named.
    fn content(&mut self, length: u64, is_page: bool) -> Result<Result<Vec<u8>, Reason>, Reason> {
        let mut taken = (&mut self.reader).take(length);
        if length > self.most || !is_page {
            return match io::copy(&mut taken, &mut io::sink()) {
                Ok(passed) if passed < length => {
                    Err(format!("breaks off inside record {}", self.number))
                }
                Ok(_) if is_page => {
                    Ok(Err(format!("a record of {length} bytes; the limit is {}", self.most)))
                }
                Ok(_) => Ok(Ok(Vec::new())),
                Err(error) => Err(self.broken(&error)),
            };
        }
        let mut content = Vec::new();
        match taken.read_to_end(&mut content) {
            Ok(read) if (read as u64) < length => {
                Err(format!("breaks off inside record {}", self.number))
            }
            Ok(_) => Ok(Ok(content)),
            Err(error) => Err(self.broken(&error)),
        }
    }

    fn broken(&self, error: &io::Error) -> Reason {
        format!(
            "{} (behind record {})",
            super::walk::plain_words(error),
            self.number.saturating_sub(1)
        )
    }
}

/// A `Name: value` line.
fn named(line: &str) -> Option<(String, String)> {
    let (name, value) = line.split_once(':')?;
    Some((name.trim().to_lowercase(), value.trim().to_owned()))
}

fn header(headers: &[(String, String)], name: &str) -> Option<String> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
}

/// What a record holds.
pub(super) enum Content {
    /// A report.
    Article(Box<Record>),
    /// Something that belongs to a crawl and is no page: a request, a picture, an answer that the page is gone.
    NoPage(Option<Reason>),
    /// A page that cannot be read.
    Bad(Reason),
}

impl WarcRecord {
    /// Bytes that it holds.
    pub(super) fn size(&self) -> usize {
        self.content.as_ref().map_or(0, Vec::len)
    }

    /// What the record holds. Common Crawl's text records (WET) and pages alike.
    pub(super) fn article(self, limits: &Limits) -> Content {
        if !PAGES.contains(&self.kind.as_str()) {
            return Content::NoPage(None);
        }
        let content = match self.content {
            Ok(content) => content,
            Err(reason) => return Content::Bad(reason),
        };
        let url = self.url.as_deref();
        match self.kind.as_str() {
            "response" if self.content_type.starts_with("application/http") => {
                match http_body(&content, limits) {
                    Ok((content_type, body)) => page(&content_type, body, url, limits),
                    Err(other) => other,
                }
            }
            // A look-up of a name, a transfer by another protocol.
            "response" => Content::NoPage(Some(format!("no page: {}", self.content_type))),
            _ => page(&self.content_type, content, url, limits),
        }
    }
}

/// Whether a media type is that of a page or a text; where there is none, it is taken for a page.
fn no_page(content_type: &str) -> Result<(), Content> {
    let media = content_type.split(';').next().unwrap_or_default().trim();
    if media.is_empty() || media.contains("html") || media == "text/plain" {
        return Ok(());
    }
    Err(Content::NoPage(Some(format!("no page: {media}"))))
}

/// A page or a text by its media type.
fn page(content_type: &str, body: Vec<u8>, url: Option<&str>, limits: &Limits) -> Content {
    let mut parts = content_type.split(';').map(str::trim);
    let media = parts.next().unwrap_or_default();
    let charset = parts.find_map(|part| part.strip_prefix("charset="));
    let label =
        charset.and_then(|label| of_label(label.trim_matches('"'))).or_else(|| declared(&body));
    if let Err(other) = no_page(content_type) {
        return other;
    }
    let is_html = media != "text/plain";
    let record = decode(body, label).and_then(|Decoded { text, encoding }| {
        let record =
            if is_html { html::page(&text, url, limits.depth)? } else { plain_record(text, url)? };
        Ok(Record { encoding, ..record })
    });
    match record {
        Ok(record) => Content::Article(Box::new(record)),
        Err(reason) => Content::Bad(reason),
    }
}

/// The text of a page as WET files hold it: its title on the first line.
fn plain_record(text: String, url: Option<&str>) -> Result<Record, Reason> {
    if text.trim().is_empty() {
        return Err("a page without text".to_owned());
    }
    let (first, rest) = text.split_once('\n').unwrap_or((&text, ""));
    let titled = !first.trim().is_empty() && !rest.trim().is_empty();
    let title = titled.then(|| ("title".to_owned(), first.trim().to_owned()));
    let text = if titled { rest.to_owned() } else { text };
    Ok(Record { text, title, url: url.map(str::to_owned), ..Record::default() })
}

/// Media type and body of an HTTP answer.
fn http_body(message: &[u8], limits: &Limits) -> Result<(String, Vec<u8>), Content> {
    let bad = |reason: &str| Content::Bad(reason.to_owned());
    let end = end_of_headers(message).ok_or_else(|| bad("an answer without headers"))?;
    let head = String::from_utf8_lossy(&message[..end]);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default();
    if status != "200" {
        return Err(Content::NoPage(Some(format!("no page: HTTP status {status}"))));
    }
    let headers: Vec<(String, String)> = lines.filter_map(named).collect();
    let content_type = header(&headers, "content-type").unwrap_or_default().to_lowercase();
    no_page(&content_type)?;
    let mut body = message[end..].to_vec();
    if header(&headers, "transfer-encoding").is_some_and(|how| how.eq_ignore_ascii_case("chunked"))
        // Crawls that undo the chunks keep the header.
        && let Some(whole) = without_chunks(&body)
    {
        body = whole;
    }
    match header(&headers, "content-encoding").as_deref().map(str::to_lowercase).as_deref() {
        None | Some("" | "identity" | "gzip" | "x-gzip" | "zstd") => {
            body = Unpacked::new(body.as_slice(), limits)
                .map_err(|e| bad(&e.to_string()))?
                .all_behind(Vec::new(), limits.article_bytes)
                .map_err(Content::Bad)?;
        }
        // A crawl that undid the encoding keeps the header too, and the text begins with a tag.
        Some(_) if body.trim_ascii_start().starts_with(b"<") => {}
        Some(other) => return Err(Content::Bad(format!("a page packed as {other}"))),
    }
    Ok((content_type, body))
}

/// The byte behind the empty line that ends the headers.
fn end_of_headers(message: &[u8]) -> Option<usize> {
    let mut at = 0;
    for line in message.split_inclusive(|b| *b == b'\n') {
        at += line.len();
        if line.trim_ascii().is_empty() && line.ends_with(b"\n") {
            return Some(at);
        }
    }
    None
}

/// A body that was sent in chunks (RFC 9112, 7.1); none where it was not.
fn without_chunks(body: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = rest.iter().position(|b| *b == b'\n')?;
        let line = std::str::from_utf8(&rest[..end]).ok()?;
        let size = usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(whole);
        }
        whole.extend_from_slice(rest.get(..size)?);
        let behind = &rest[size..];
        rest = behind.strip_prefix(b"\r\n").or_else(|| behind.strip_prefix(b"\n"))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(kind: &str, content_type: &str, content: &[u8]) -> Vec<u8> {
        let head = format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://k.example/1\r\n\
             Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
            content.len()
        );
        [head.as_bytes(), content, b"\r\n\r\n"].concat()
    }

    #[test]
    fn records_of_a_crawl() {
        let html = "<title>Bridge shut</title><p>The bridge is shut.</p>";
        let http = |headers: &str, body: &str| {
            format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n{body}")
                .into_bytes()
        };
        let chunked = format!("{:x}\r\n{html}\r\n0\r\n\r\n", html.len());
        let answer = "application/http; msgtype=response";
        let file = [
            record("warcinfo", "application/warc-fields", b"software: x"),
            record("response", answer, &http("", html)),
            record("response", answer, &http("Transfer-Encoding: chunked\r\n", &chunked)),
            record("response", answer, b"HTTP/1.1 404 Gone\r\n\r\n"),
            record("conversion", "text/plain", "Bridge shut\nThe bridge is shut.\n".as_bytes()),
            b"WARC/1.0\r\nContent-Length: 99\r\n\r\nbroken".to_vec(),
        ]
        .concat();
        let limits = Limits::default();
        let mut records = WarcRecords::new(file.as_slice(), &limits);
        let mut seen = Vec::new();
        let fault = loop {
            match records.next() {
                Ok(Some(record)) => seen.push(match record.article(&limits) {
                    Content::Article(record) => record.text.trim().to_owned(),
                    Content::NoPage(reason) => reason.unwrap_or_default(),
                    Content::Bad(reason) => reason,
                }),
                Ok(None) => break None,
                Err(reason) => break Some(reason),
            }
        };
        let text = "The bridge is shut.";
        assert_eq!(seen, ["", text, text, "no page: HTTP status 404", text]);
        assert_eq!(fault.as_deref(), Some("breaks off inside record 6"));
    }
}
