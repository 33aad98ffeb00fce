//! WARC and WET files (ISO 28500) and their forerunner ARC, record after record as they come: a crawl is not held in memory.

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
    /// Whether the crawl says that it cut the record off.
    truncated: bool,
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
    /// Whether the file's first line says that it is an ARC.
    is_arc: bool,
}

/// What the first record of an ARC begins with.
pub(super) const ARC: &str = "filedesc://";

/// What stands above the content of a record.
struct Head {
    kind: String,
    url: Option<String>,
    content_type: String,
    length: Option<u64>,
    truncated: bool,
}

impl<R: BufRead> WarcRecords<R> {
    pub(super) fn new(reader: R, limits: &Limits) -> Self {
        Self { reader, number: 0, most: limits.article_bytes, is_arc: false }
    }

    /// The next record; none at the end of the file.
    ///
    /// # Errors
    /// The file is damaged or breaks off; nothing behind it can be found.
    pub(super) fn next(&mut self) -> Result<Option<WarcRecord>, Reason> {
        let mut line = self.line()?;
        // Behind the description of an ARC more may stand, in XML.
        let is_described = self.is_arc && self.number == 1;
        let is_between =
            |line: &String| line.is_empty() || is_described && arc_head(line).length.is_none();
        while line.as_ref().is_some_and(is_between) {
            line = self.line()?;
        }
        let Some(first) = line else { return Ok(None) };
        self.number += 1;
        if self.number == 1 && first.starts_with(ARC) {
            return self.arc_description().map(Some);
        }
        let head = if self.is_arc {
            arc_head(&first)
        } else if first.starts_with("WARC/") {
            self.head()?
        } else {
            return Err(format!("damaged: record {} does not begin with WARC/", self.number));
        };
        let length =
            head.length.ok_or_else(|| format!("damaged: record {} has no length", self.number))?;
        let is_page = PAGES.contains(&head.kind.as_str());
        Ok(Some(WarcRecord {
            number: self.number,
            content: self.content(length, is_page)?,
            kind: head.kind,
            url: head.url,
            content_type: head.content_type,
            truncated: head.truncated,
        }))
    }

    /// The first record of an ARC, which says what the fields of the others are. They are known; and its length is wrong in some files.
    fn arc_description(&mut self) -> Result<WarcRecord, Reason> {
        self.is_arc = true;
        self.headers()?;
        Ok(WarcRecord {
            number: self.number,
            kind: String::new(),
            url: None,
            content_type: String::new(),
            content: Ok(Vec::new()),
            truncated: false,
        })
    }

    /// The headers of a WARC record, up to the empty line behind them.
    fn head(&mut self) -> Result<Head, Reason> {
        let headers = self.headers()?;
        let of = |name: &str| header(&headers, name);
        Ok(Head {
            kind: of("warc-type").unwrap_or_default().to_lowercase(),
            url: of("warc-target-uri").map(|url| url.trim_matches(['<', '>']).to_owned()),
            content_type: of("content-type").unwrap_or_default().to_lowercase(),
            length: of("content-length").and_then(|length| length.parse().ok()),
            truncated: of("warc-truncated").is_some(),
        })
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

/// The line above a record of an ARC: `URL IP date type length`; version 2 has more fields between type and length. What came by HTTP
/// is an answer with its headers, as in a WARC; there is nothing else that could hold a page.
fn arc_head(line: &str) -> Head {
    let url = line.split(' ').next().filter(|url| url.starts_with("http"));
    Head {
        kind: if url.is_some() { "response" } else { "" }.to_owned(),
        url: url.map(str::to_owned),
        content_type: "application/http".to_owned(),
        length: line.rsplit(' ').next().and_then(|length| length.parse().ok()),
        truncated: false,
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
        let mut is_cut = self.truncated;
        let read = match self.kind.as_str() {
            "response" if self.content_type.starts_with("application/http") => {
                match http_body(&content, limits) {
                    Ok(body) => {
                        is_cut |= body.is_cut;
                        page(&body.content_type, body.bytes, url, limits)
                    }
                    Err(other) => other,
                }
            }
            // A look-up of a name, a transfer by another protocol.
            "response" => Content::NoPage(Some(format!("no page: {}", self.content_type))),
            _ => page(&self.content_type, content, url, limits),
        };
        match read {
            Content::Article(record) => {
                Content::Article(Box::new(Record { cut_off: is_cut, ..*record }))
            }
            other => other,
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
    let record = decode(body, label).and_then(|Decoded { text, encoding, .. }| {
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

/// What an HTTP answer carries.
struct Body {
    content_type: String,
    bytes: Vec<u8>,
    /// Whether it broke off.
    is_cut: bool,
}

fn http_body(message: &[u8], limits: &Limits) -> Result<Body, Content> {
    let bad = |reason: &str| Content::Bad(reason.to_owned());
    let end = end_of_headers(message).ok_or_else(|| bad("an answer without headers"))?;
    let head = String::from_utf8_lossy(&message[..end]);
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split_whitespace().nth(1)).unwrap_or_default();
    if status != "200" {
        return Err(Content::NoPage(Some(format!("no page: HTTP status {status}"))));
    }
    let headers: Vec<(String, String)> = lines.filter_map(named).collect();
    let of = |name: &str| header(&headers, name).unwrap_or_default().to_lowercase();
    let content_type = of("content-type");
    no_page(&content_type)?;
    let mut bytes = message[end..].to_vec();
    let mut is_cut = false;
    let is_chunked = of("transfer-encoding").contains("chunked");
    // Crawls that undo the chunks keep the header.
    if is_chunked && let Some((whole, broke_off)) = without_chunks(&bytes) {
        (bytes, is_cut) = (whole, broke_off);
    }
    let packed = of("content-encoding");
    // Crawls that undo the packing keep the length of what was packed.
    if packed.is_empty() && !is_chunked {
        let length = of("content-length").parse::<usize>();
        is_cut |= length.is_ok_and(|length| length > bytes.len());
    }
    let unpacked = |input: std::io::Result<Unpacked<&[u8]>>| {
        input
            .map_err(|e| e.to_string())
            .and_then(|input| input.up_to_the_cut(limits.article_bytes))
            .map_err(Content::Bad)
    };
    // A crawl that undid the packing keeps the header too, and the text begins with a tag.
    let is_page = bytes.trim_ascii_start().starts_with(b"<");
    let (bytes, broke_off) = match packed.as_str() {
        "" | "identity" | "gzip" | "x-gzip" | "zstd" => unpacked(Unpacked::new(&bytes, limits))?,
        "deflate" => match unpacked(Unpacked::deflated(&bytes, limits)) {
            Err(_) if is_page => (bytes, false),
            other => other?,
        },
        _ if is_page => (bytes, false),
        other => return Err(Content::Bad(format!("a page packed as {other}"))),
    };
    Ok(Body { content_type, bytes, is_cut: is_cut || broke_off })
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

/// A body that was sent in chunks (RFC 9112, 7.1), as far as it came, and whether it broke off before its last one; none where it was
/// not.
fn without_chunks(body: &[u8]) -> Option<(Vec<u8>, bool)> {
    let mut whole = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let Some((size, behind)) = chunk_size(rest) else {
            // What does not even begin with a size was never sent so.
            return (rest.len() < body.len()).then_some((whole, true));
        };
        if size == 0 {
            return Some((whole, false));
        }
        whole.extend_from_slice(&behind[..size.min(behind.len())]);
        let Some(behind) = behind.get(size..) else { return Some((whole, true)) };
        let behind = behind.strip_prefix(b"\r").unwrap_or(behind);
        match behind.strip_prefix(b"\n") {
            Some(behind) => rest = behind,
            None if behind.is_empty() => return Some((whole, true)),
            // The first line only looked like a size.
            None if whole.len() == size => return None,
            None => return Some((whole, true)),
        }
    }
}

/// The size that a chunk opens with, and what stands behind its line.
fn chunk_size(text: &[u8]) -> Option<(usize, &[u8])> {
    let end = text.iter().position(|b| *b == b'\n')?;
    let line = std::str::from_utf8(&text[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    // A sign is no digit.
    let is_size = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let size = usize::from_str_radix(digits, 16).ok().filter(|_| is_size)?;
    Some((size, &text[end + 1..]))
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

    /// The text of every record, or what is said of it, up to the fault that ends the file.
    fn read_all(file: &[u8]) -> Vec<String> {
        let limits = Limits::default();
        let mut records = WarcRecords::new(file, &limits);
        let mut seen = Vec::new();
        loop {
            match records.next() {
                Ok(Some(record)) => seen.push(match record.article(&limits) {
                    Content::Article(record) => record.text.trim().to_owned(),
                    Content::NoPage(reason) => reason.unwrap_or_default(),
                    Content::Bad(reason) => reason,
                }),
                Ok(None) => return seen,
                Err(reason) => {
                    seen.push(reason);
                    return seen;
                }
            }
        }
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
        let text = "The bridge is shut.";
        let broken = "breaks off inside record 6";
        assert_eq!(read_all(&file), ["", text, text, "no page: HTTP status 404", text, broken]);
    }

    #[test]
    fn records_of_an_arc() {
        let answer =
            |body: &str| format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
        let record = |url: &str, fields: &str, content: &str| {
            format!("{url} 192.0.2.1 20260312 text/html {fields}{}\n{content}\n", content.len())
        };
        let file = [
            record("filedesc://a.arc", "", "1 0 Archive\nURL IP-address\n"),
            record("dns:k.example", "", "20260312\nk.example. A 192.0.2.1"),
            record("http://k.example/1", "", &answer("<p>The bridge is shut.</p>")),
            record("http://k.example/2", "200 - - 99 a.arc ", &answer("<p>Buses stop.</p>")),
            record("http://k.example/3", "", "HTTP/1.0 404 Gone\n\n"),
            "http://k.example/4 192.0.2.1 20260312 text/html many\n".to_owned(),
        ]
        .concat();
        assert_eq!(
            read_all(file.as_bytes()),
            [
                "",
                "",
                "The bridge is shut.",
                "Buses stop.",
                "no page: HTTP status 404",
                "damaged: record 6 has no length"
            ]
        );
    }

    #[test]
    fn bodies_that_break_off_and_bodies_that_are_packed() {
        let html =
            "<title>Bridge shut</title><p>The bridge is shut.</p><p>Buses stop at the mill.</p>";
        let read = |headers: &str, body: &[u8]| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n");
            let read = http_body(&[head.as_bytes(), body].concat(), &Limits::default());
            let read = read
                .ok()
                .map(|body| (String::from_utf8_lossy(&body.bytes).into_owned(), body.is_cut));
            read.unwrap_or_default()
        };
        let chunks: String = [&html[..20], &html[20..50], &html[50..]]
            .iter()
            .map(|c| format!("{:x}\r\n{c}\r\n", c.len()))
            .collect();
        let whole = format!("{chunks}0\r\n\r\n");
        let chunked = "Transfer-Encoding: chunked\r\n";
        assert_eq!(read(chunked, whole.as_bytes()), (html.to_owned(), false));
        assert_eq!(read(chunked, html.as_bytes()), (html.to_owned(), false));
        let first = "14\r\n".len() + 20;
        for end in first..chunks.len() {
            let (text, is_cut) = read(chunked, &chunks.as_bytes()[..end]);
            assert!(html.starts_with(&text) && text.len() >= 20 && is_cut, "{end}: {text}");
        }
        let mut packed = (Vec::new(), Vec::new());
        let mut zlib = flate2::read::ZlibEncoder::new(html.as_bytes(), flate2::Compression::best());
        let mut raw =
            flate2::read::DeflateEncoder::new(html.as_bytes(), flate2::Compression::best());
        assert!(zlib.read_to_end(&mut packed.0).is_ok() && raw.read_to_end(&mut packed.1).is_ok());
        let deflate = "Content-Encoding: deflate\r\n";
        for body in [&packed.0, &packed.1, &html.as_bytes().to_vec()] {
            assert_eq!(read(deflate, body), (html.to_owned(), false));
        }
        let (text, is_cut) = read(deflate, &packed.0[..packed.0.len() * 3 / 4]);
        assert!(html.starts_with(&text) && !text.is_empty() && is_cut, "{text}");
        let (text, is_cut) = read("Content-Length: 900\r\n", html.as_bytes());
        assert!(text == html && is_cut);
    }
}
