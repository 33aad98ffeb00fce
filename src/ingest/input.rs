//! One input: open, unpack, decode, find out its form, parse.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::article::{Article, ArticleId, Place, Title};
use super::decode::{Decoded, Encoding, declared, decode};
use super::format::{InputFormat, by_magic, by_text, holds_record, unpacked_name};
use super::intake::IngestSettings;
use super::json::Record;
use super::outlet::host;
use super::unpack::{Packing, Unpacked};
use super::walk::{NOT_REGULAR, is_own_output, is_own_table, plain_words};
use super::warc::{Content, WarcRecord, WarcRecords};
use super::{Reason, csv, feed, html, plain, records};
use crate::limits::Limits;
use crate::text::Span;

/// Bytes from which the kind of an input is read.
pub(super) const HEAD: u64 = 4096;

/// Where bytes come from.
pub(super) enum Input {
    /// A file.
    File(PathBuf),
    /// Standard input.
    StandardInput,
}

/// Why something is no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    /// In words.
    pub(super) reason: Reason,
    /// Whether that is the input's fault.
    pub(super) fault: bool,
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self { reason, fault: true }
    }
}

/// An article, or what is against it. Boxed: articles are collected, sorted, sifted and handed on, and what moves then is a pointer.
type Judged = Result<Box<Article>, Refusal>;

/// One input's parse: every article or what is against it, with its place.
pub(super) type Parsed = Vec<(Place, Judged)>;

/// A file to read from.
///
/// # Errors
/// It cannot be opened, or is no regular file: a pipe would make the run wait, a device never end.
pub(super) fn open(path: &Path) -> Result<File, Reason> {
    let meta = std::fs::metadata(path).map_err(|e| plain_words(&e))?;
    if !meta.is_file() {
        return Err(NOT_REGULAR.to_owned());
    }
    File::open(path).map_err(|e| plain_words(&e))
}

/// A file's text as offsets count in it.
pub(crate) fn source_text(path: &Path) -> Result<String, Reason> {
    let limits = Limits::default();
    let unpacked = Unpacked::new(open(path)?, &limits).map_err(|e| plain_words(&e))?;
    Ok(decode(unpacked.all_behind(Vec::new(), limits.run_bytes)?, None)?.text)
}

impl Input {
    /// Reads it. `most` is how many bytes of text the run has left.
    pub(super) fn read(&self, settings: &IngestSettings, most: u64) -> Parsed {
        let parsed = match self {
            Self::File(path) => {
                open(path).and_then(|file| read_file(&path.to_string_lossy(), file, settings, most))
            }
            Self::StandardInput => read_input("-", std::io::stdin().lock(), None, settings, most),
        };
        parsed.unwrap_or_else(|reason| vec![(self.place(), Err(reason.into()))])
    }

    fn place(&self) -> Place {
        match self {
            Self::File(path) => Place::of_file(path),
            Self::StandardInput => Place::of_file(Path::new("-")),
        }
    }
}

/// What a reader has at hand beside the text.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) path: &'a str,
    /// Whether the input itself is the text that offsets count in; else a copy is kept.
    pub(super) verbatim: bool,
    pub(super) encoding: Option<&'a Encoding>,
    /// Lines (from 0) that were read otherwise than the rest of it.
    pub(super) damaged: Option<&'a BTreeMap<usize, Encoding>>,
    pub(super) settings: &'a IngestSettings,
}

impl Source<'_> {
    pub(super) fn place(&self) -> Place {
        Place::of_file(Path::new(self.path))
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.settings.limits
    }

    /// The same for one record, which begins on a line (from 0) and ends before another.
    pub(super) fn of_lines(&self, lines: Range<usize>) -> Self {
        match self.damaged.filter(|damaged| !damaged.is_empty()) {
            Some(damaged) => {
                Self { encoding: damaged.range(lines).next().map(|(_, read)| read), ..*self }
            }
            None => *self,
        }
    }
}

/// Reads one file.
pub(super) fn read_file(
    path: &str,
    mut file: File,
    settings: &IngestSettings,
    most: u64,
) -> Result<Parsed, Reason> {
    if let Some(parsed) = records::streamed(path, &mut file, settings, most)? {
        return Ok(parsed);
    }
    let bytes = file.metadata().map_err(|e| plain_words(&e))?.len();
    read_input(path, file, Some(bytes), settings, most)
}

/// Reads one input. If a file of this path holds it, so that offsets may count in it, `file` says how many bytes that has.
pub(super) fn read_input(
    path: &str,
    input: impl Read,
    file: Option<u64>,
    settings: &IngestSettings,
    most: u64,
) -> Result<Parsed, Reason> {
    let limits = &settings.limits;
    let mut unpacked = Unpacked::new(input, limits).map_err(|e| plain_words(&e))?;
    let packing = unpacked.packing;
    let mut head = unpacked.head(HEAD)?;
    // A name that the user gives goes before everything that bytes can say.
    let format = match settings.format {
        Some(format) => Some(format),
        None => by_magic(&head)?,
    };
    if format == Some(InputFormat::Warc) {
        let source = Source { path, verbatim: false, encoding: None, damaged: None, settings };
        return Ok(crawl(&source, BufReader::new(head.as_slice().chain(unpacked)), most));
    }
    if let (Packing::Plain, Some(length)) = (packing, file) {
        // A gigabyte is not to be copied each time that its buffer has doubled. Where there is no memory for it, reading tells.
        let _ = head.try_reserve_exact(length.min(most) as usize + 1);
    }
    let bytes = unpacked.all_behind(head, most)?;
    if format == Some(InputFormat::Parquet) {
        if is_own_table(&bytes) {
            return Ok(Vec::new());
        }
        let source = Source { path, verbatim: false, encoding: None, damaged: None, settings };
        return parquet(&source, bytes, most);
    }
    let label = declared(&bytes);
    let Decoded { text, encoding, damaged } = decode(bytes, label)?;
    if is_own_output(&text) {
        return Ok(Vec::new());
    }
    let name = unpacked_name(path);
    let format = match format {
        Some(format) => format,
        None if path != "-" => by_text(&name, &text)?,
        // What is piped has no name, and may begin with lines of a log.
        None => match by_text("", &text)? {
            InputFormat::Text if holds_record(&text) => InputFormat::Jsonl,
            format => format,
        },
    };
    let verbatim = file.is_some() && encoding.is_none() && is_verbatim(path, packing);
    let source =
        Source { path, verbatim, encoding: encoding.as_ref(), damaged: Some(&damaged), settings };
    Ok(parse(&source, format, text))
}

/// Whether offsets may count in a file itself: whoever checks a digest opens it by the name that this gives, and unpacks gzip by
/// that name.
pub(super) fn is_verbatim(path: &str, packing: Packing) -> bool {
    let as_named = match packing {
        Packing::Plain => !path.ends_with(".gz"),
        Packing::Gzip => path.ends_with(".gz"),
        Packing::Zstd | Packing::Deflate => false,
    };
    as_named && !path.contains(char::REPLACEMENT_CHARACTER)
}

fn parse(source: &Source<'_>, format: InputFormat, text: String) -> Parsed {
    let one = |article: Result<Box<Article>, Reason>| {
        vec![(source.place(), article.map_err(Refusal::from))]
    };
    match format {
        InputFormat::Text | InputFormat::Markdown => {
            one(plain_article(source, text, format == InputFormat::Markdown))
        }
        InputFormat::Html => one(page(source, &text)),
        InputFormat::Jsonl | InputFormat::Json => records::json(source, &text),
        InputFormat::Csv => table(source, &text),
        InputFormat::Feed => items(source, feed::xml_feed(&text)),
        // These were read before anything was decoded.
        InputFormat::Warc | InputFormat::Parquet => one(Err(format!("no {} file", format.name()))),
    }
}

fn plain_article(
    source: &Source<'_>,
    text: String,
    markdown: bool,
) -> Result<Box<Article>, Reason> {
    if text.trim().is_empty() {
        return Err("empty".to_owned());
    }
    check_size(&text, source.limits())?;
    let plain = plain::parse(&text, markdown);
    if plain.body.of(&text).trim().is_empty() {
        return Err("empty below its header lines".to_owned());
    }
    let place = source.place();
    if html::is_markup(plain.body.of(&text)) {
        return markup_article(source, plain, &text);
    }
    // A file is saved under any name: where neither its header nor its address names an outlet, none is known.
    let outlet = plain.source.or_else(|| plain.url.as_deref().and_then(host));
    let mut article = Box::new(Article {
        id: ArticleId::of(&[]),
        external_id: plain.id,
        source: outlet,
        title: plain.title,
        date: plain.date,
        date_order: None,
        url: plain.url,
        lang: plain.lang,
        language: None,
        place,
        text_field: None,
        keep_text: !source.verbatim,
        teaser: false,
        cut_off: false,
        flat: false,
        encoding: source.encoding.cloned(),
        given_story: None,
        text,
        body: plain.body,
    });
    article.id = id_of(&article);
    Ok(article)
}

/// A plain file whose text is a fragment of a page.
fn markup_article(
    source: &Source<'_>,
    plain: plain::Plain,
    text: &str,
) -> Result<Box<Article>, Reason> {
    let title = match plain.title {
        Some(Title::InText(span)) => Some(span.of(text).to_owned()),
        _ => None,
    };
    let mut record = Record {
        text: plain.body.of(text).to_owned(),
        title: title.map(|title| ("title".to_owned(), title)),
        source: plain.source,
        date: plain.date,
        url: plain.url,
        external_id: plain.id,
        lang: plain.lang,
        encoding: source.encoding.cloned(),
        ..Record::default()
    };
    record.read_markup();
    if record.text.trim().is_empty() {
        return Err("markup without text".to_owned());
    }
    record_article(source.place(), record, false, source.limits())
}

/// A page; one that makes the parser panic costs that page and not the run.
fn page(source: &Source<'_>, text: &str) -> Result<Box<Article>, Reason> {
    check_size(text, source.limits())?;
    let read = guarded(|| html::page(text, None, source.limits().depth))?;
    // Pages are saved under any name: where neither they nor their address name an outlet, it is not known.
    let record = Record { encoding: source.encoding.cloned(), ..read };
    record_article(source.place(), record, false, source.limits())
}

/// Runs a reader; a panic inside (a defect, ours or a dependency's) is a reason like any other.
fn guarded<T>(read: impl FnOnce() -> Result<T, Reason>) -> Result<T, Reason> {
    catch_unwind(AssertUnwindSafe(read))
        .unwrap_or_else(|_| Err("internal error: this article could not be read".to_owned()))
}

fn check_size(text: &str, limits: &Limits) -> Result<(), Reason> {
    if text.len() as u64 > limits.article_bytes {
        let most = limits.article_bytes;
        return Err(format!("an article of {} bytes; the limit is {most}", text.len()));
    }
    Ok(())
}

fn id_of(article: &Article) -> ArticleId {
    ArticleId::of(&[
        Some(&article.text),
        article.source.as_deref(),
        article.title_text(),
        article.date.as_deref(),
        article.url.as_deref(),
        article.external_id.as_deref(),
    ])
}

/// The outlet of an article that names none, where folders are outlets: the folder of its file.
pub(super) fn take_outlet_of_folder(article: &mut Article) {
    let folder = Path::new(&article.place.path).parent().and_then(Path::file_name);
    if article.source.is_none()
        && let Some(name) = folder
    {
        article.source = Some(name.to_string_lossy().into_owned());
        article.id = id_of(article);
    }
}

fn table(source: &Source<'_>, text: &str) -> Parsed {
    let rows = match csv::rows(text, &source.settings.fields) {
        Ok(rows) if rows.is_empty() => Err("empty below its column names".to_owned()),
        other => other,
    };
    let rows = match rows {
        Ok(rows) => rows,
        Err(reason) => return vec![(source.place(), Err(reason.into()))],
    };
    let next = rows.iter().skip(1).map(|(line, _)| *line).chain([usize::MAX]);
    let next: Vec<usize> = next.collect();
    let parsed = rows.into_iter().zip(next).flat_map(|((line, row), next)| {
        let row = (Place { record: Some(line), ..source.place() }, row);
        kept_records(&source.of_lines(line - 1..next - 1), std::iter::once(row))
    });
    parsed.collect()
}

pub(super) fn items(
    source: &Source<'_>,
    (items, fault): (Vec<Result<Record, Reason>>, Option<Reason>),
) -> Parsed {
    let fault = fault.or_else(|| items.is_empty().then(|| "a feed without items".to_owned()));
    let items = items.into_iter().enumerate();
    let mut parsed = kept_records(
        source,
        items.map(|(index, item)| (Place { element: Some(index), ..source.place() }, item)),
    );
    parsed.extend(fault.map(|reason| (source.place(), Err(reason.into()))));
    parsed
}

/// Records whose text is kept beside the digest.
fn kept_records(
    source: &Source<'_>,
    records: impl Iterator<Item = (Place, Result<Record, Reason>)>,
) -> Parsed {
    let read = |(place, record): (Place, Result<Record, Reason>)| {
        let article = record.and_then(|record| {
            let encoding = record.encoding.or_else(|| source.encoding.cloned());
            record_article(place.clone(), Record { encoding, ..record }, false, source.limits())
        });
        (place, article.map_err(Refusal::from))
    };
    records.map(read).collect()
}

/// Records of a crawl that are in memory at the same time, and bytes of them.
const CRAWL_BATCH: usize = 64;
const CRAWL_BATCH_BYTES: usize = 16 << 20;

/// The pages of a crawl, some at a time, until the file ends, breaks, or has filled the run.
fn crawl(source: &Source<'_>, reader: impl std::io::BufRead, most: u64) -> Parsed {
    let mut records = WarcRecords::new(reader, source.limits());
    let mut parsed: Parsed = Vec::new();
    let mut text = 0u64;
    loop {
        let mut batch: Vec<WarcRecord> = Vec::with_capacity(CRAWL_BATCH);
        let mut end: Option<Option<Reason>> = None;
        let mut bytes = 0;
        while batch.len() < CRAWL_BATCH && bytes < CRAWL_BATCH_BYTES && end.is_none() {
            match records.next() {
                Ok(Some(record)) => {
                    bytes += record.size();
                    batch.push(record);
                }
                Ok(None) => end = Some(None),
                Err(reason) => end = Some(Some(reason)),
            }
        }
        let read: Vec<(Place, Option<Judged>)> =
            batch.into_par_iter().map(|record| crawled(source, record)).collect();
        for (place, result) in read {
            if let Some(result) = result {
                text += result.as_ref().map_or(0, |article| article.text.len() as u64);
                parsed.push((place, result));
            }
        }
        if text > most && end.is_none() {
            end = Some(Some(format!(
                "the rest is behind the {most} bytes of text that the run has left"
            )));
        }
        if let Some(reason) = end {
            let reason =
                reason.or_else(|| parsed.is_empty().then(|| "a crawl without pages".to_owned()));
            parsed.extend(reason.map(|reason| (source.place(), Err(reason.into()))));
            return parsed;
        }
    }
}

/// One record of a crawl; nothing where it was never meant to be an article.
fn crawled(source: &Source<'_>, record: WarcRecord) -> (Place, Option<Judged>) {
    let place = Place { record: Some(record.number), ..source.place() };
    let content = guarded(|| Ok(record.article(source.limits()))).unwrap_or_else(Content::Bad);
    let result = match content {
        Content::Article(record) => {
            let article = record_article(place.clone(), *record, false, source.limits());
            Some(article.map_err(Refusal::from))
        }
        Content::NoPage(None) => None,
        Content::NoPage(Some(reason)) => Some(Err(Refusal { reason, fault: false })),
        Content::Bad(reason) => Some(Err(reason.into())),
    };
    (place, result)
}

/// The rows of a table. Its page index may be cut short or lie: a panic of the reader is a damaged file.
#[cfg(feature = "parquet")]
fn parquet(source: &Source<'_>, bytes: Vec<u8>, most: u64) -> Result<Parsed, Reason> {
    let (rows, fault) = guarded(|| super::parquet::rows(bytes, most))?;
    let of = |(index, row)| {
        records::record(source, Place { record: Some(index + 1), ..source.place() }, row, false)
    };
    let mut parsed: Parsed = rows.into_iter().enumerate().flat_map(of).collect();
    let fault = fault.or_else(|| parsed.is_empty().then(|| "empty".to_owned()));
    parsed.extend(fault.map(|reason| (source.place(), Err(reason.into()))));
    Ok(parsed)
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &Source<'_>, _: Vec<u8>, _: u64) -> Result<Parsed, Reason> {
    Err("a Parquet table: this build cannot read it (build with --features parquet)".to_owned())
}

/// An article of a record. Where the record is not `verbatim` what offsets count in, a copy of the text is kept.
pub(super) fn record_article(
    place: Place,
    record: Record,
    verbatim: bool,
    limits: &Limits,
) -> Result<Box<Article>, Reason> {
    check_size(&record.text, limits)?;
    let verbatim = verbatim && !record.rewritten;
    let mut text = record.text;
    let mut body = Span::new(0, text.len());
    let title = match record.title {
        // The text that is kept beside the digest opens with the title, so that both can be pointed to.
        Some((_, title)) if !verbatim => {
            text = format!("{title}\n\n{text}");
            body = Span::new(title.len() + 2, text.len());
            Some(Title::InText(Span::new(0, title.len())))
        }
        Some((field, text)) => Some(Title::InField { field, text }),
        None => None,
    };
    let mut article = Box::new(Article {
        id: ArticleId::of(&[]),
        external_id: record.external_id,
        source: record.source.or_else(|| record.url.as_deref().and_then(host)),
        title,
        date: record.date,
        date_order: None,
        url: record.url,
        lang: record.lang,
        language: None,
        place,
        text_field: record.text_field.filter(|_| verbatim),
        keep_text: !verbatim,
        teaser: record.teaser,
        cut_off: record.cut_off,
        flat: record.flat,
        encoding: record.encoding,
        given_story: record.given_story,
        text,
        body,
    });
    article.id = id_of(&article);
    Ok(article)
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    /// Gives a few bytes a call, and fails at one of the calls.
    struct Failing<'a> {
        bytes: &'a [u8],
        calls_left: usize,
    }

    impl Read for Failing<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let Some(left) = self.calls_left.checked_sub(1) else {
                return Err(io::Error::other("the disk is gone"));
            };
            self.calls_left = left;
            let few = buffer.len().min(64);
            self.bytes.read(&mut buffer[..few])
        }
    }

    #[test]
    fn whichever_read_fails_it_is_named() -> io::Result<()> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/formats");
        for name in
            ["page.html", "feed.xml", "crawl.warc.gz", "text.wet", "rows.csv.zst", "posts.json"]
        {
            let bytes = std::fs::read(folder.join(name))?;
            let mut failures = 0;
            loop {
                let input = Failing { bytes: &bytes, calls_left: failures };
                let parsed = read_input(name, input, Some(0), &IngestSettings::default(), u64::MAX);
                let reasons: Vec<Reason> = match parsed {
                    Err(reason) => vec![reason],
                    Ok(parsed) => parsed
                        .into_iter()
                        .filter_map(|(_, read)| Some(read.err()?.reason))
                        .collect(),
                };
                if !reasons.iter().any(|reason| reason.contains("the disk is gone")) {
                    break;
                }
                failures += 1;
            }
            // At least as often as it takes to read the whole file and see its end.
            assert!(failures > bytes.len().div_ceil(64), "{name}: {failures}");
        }
        Ok(())
    }
}
