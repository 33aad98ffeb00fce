//! JSON files: arrays of records, single ones, feeds, and lines of records, which a large file gives chunk by chunk.

use std::fs::File;
use std::io::{Read, Seek};

use rayon::prelude::*;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::article::Place;
use super::format::{InputFormat, by_magic, by_text, unpacked_name};
use super::input::{HEAD, Parsed, Refusal, Source, is_verbatim, items, record_article};
use super::intake::IngestSettings;
use super::json::{self, Record};
use super::unpack::{Packing, Unpacked, too_much};
use super::walk::{is_own_output, plain_words};
use super::{Reason, feed};

/// An array of records, one record over several lines, a JSON Feed, or lines of records.
pub(super) fn json(source: &Source<'_>, text: &str) -> Parsed {
    let one = |reason: Reason| vec![(source.place(), Err(Refusal::from(reason)))];
    if text.trim_start().starts_with('[') {
        return match serde_json::from_str::<Vec<Value>>(text) {
            Ok(values) if values.is_empty() => one("empty".to_owned()),
            Ok(values) => values
                .into_par_iter()
                .enumerate()
                .flat_map_iter(|(index, value)| {
                    let place = Place { element: Some(index), ..source.place() };
                    record(source, place, value, source.verbatim)
                })
                .collect(),
            Err(error) => one(format!("malformed JSON: {error}")),
        };
    }
    match serde_json::from_str::<Value>(text) {
        Ok(value) if feed::is_json_feed(&value) => items(source, (feed::json_feed(&value), None)),
        // One object over several lines is no line that a reader of the digest could ask for: its text is kept.
        Ok(value @ Value::Object(_)) if text.trim().contains('\n') => {
            record(source, source.place(), value, false)
        }
        // A damaged object is one fault and not one a line.
        Err(error)
            if text.lines().all(|line| serde_json::from_str::<IgnoredAny>(line).is_err()) =>
        {
            one(format!("malformed JSON: {error}"))
        }
        _ => json_lines(source, text, 0),
    }
}

pub(super) fn record(source: &Source<'_>, place: Place, value: Value, verbatim: bool) -> Parsed {
    let with_place = |(doc, record): (Option<usize>, Result<Record, Reason>)| {
        let place = Place { doc, ..place.clone() };
        let article = record.and_then(|record| {
            let record = Record { encoding: source.encoding.cloned(), ..record };
            record_article(place.clone(), record, verbatim, source.limits())
        });
        (place, article.map_err(Refusal::from))
    };
    json::articles(value, &source.settings.fields).into_iter().map(with_place).collect()
}

/// Lines of a text, each with its number from 0, of which `before` lie before it.
fn json_lines(source: &Source<'_>, text: &str, before: usize) -> Parsed {
    let lines = text.split('\n').enumerate().map(|(index, line)| (before + index, line));
    let lines: Vec<(usize, &str)> = lines.filter(|(_, line)| !line.trim().is_empty()).collect();
    let most = source.limits().line_bytes;
    let parse_line = |(index, line): &(usize, &str)| {
        let place = Place { record: Some(index + 1), ..source.place() };
        if line.len() as u64 > most {
            let reason = format!("a line of {} bytes; the limit is {most}", line.len());
            return vec![(place, Err(reason.into()))];
        }
        match serde_json::from_str(line) {
            Ok(value) => record(&source.of_lines(*index..index + 1), place, value, source.verbatim),
            Err(error) => vec![(place, Err(format!("malformed JSON: {error}").into()))],
        }
    };
    lines.par_iter().flat_map_iter(parse_line).collect()
}

/// Bytes of a file that are in memory at the same time, and as many that are read meanwhile.
const CHUNK: usize = 4 << 20;

/// The articles of a large file of lines of records, which is never held whole. Nothing where it is small, none, or not good UTF-8 all
/// through: then the whole of it says what it is.
///
/// # Errors
/// A file that cannot be read, is damaged, or is more than `most` bytes.
pub(super) fn streamed(
    path: &str,
    file: &mut File,
    settings: &IngestSettings,
    most: u64,
) -> Result<Option<Parsed>, Reason> {
    let large = file.metadata().is_ok_and(|meta| meta.len() > CHUNK as u64);
    if !large || !matches!(settings.format, None | Some(InputFormat::Json | InputFormat::Jsonl)) {
        return Ok(None);
    }
    let parsed = in_chunks(path, &mut *file, settings, most, CHUNK)?;
    if parsed.is_none() {
        file.rewind().map_err(|e| plain_words(&e))?;
    }
    Ok(parsed)
}

/// The same of any input, so many bytes at a time, or a line if that is longer.
fn in_chunks(
    path: &str,
    input: impl Read + Send,
    settings: &IngestSettings,
    most: u64,
    size: usize,
) -> Result<Option<Parsed>, Reason> {
    let mut unpacked = Unpacked::new(input, &settings.limits).map_err(|e| plain_words(&e))?;
    let verbatim = is_verbatim(path, unpacked.packing);
    let source = Source { path, verbatim, encoding: None, damaged: None, settings };
    let mut left = most;
    // Adds a chunk, in which a line ends that began before it; whether the input ended.
    let mut read = |bytes: &mut Vec<u8>| -> Result<bool, Reason> {
        loop {
            let before = bytes.len();
            let mut input = (&mut unpacked).take(size as u64);
            let added = input.read_to_end(bytes).map_err(|e| plain_words(&e))?;
            left = left.checked_sub(added as u64).ok_or_else(|| too_much(most))?;
            // What begins with a long line is looked at without the rest of it: most such files are no lines of records.
            if added < size || before == 0 || bytes[before..].contains(&b'\n') {
                return Ok(added < size);
            }
        }
    };
    let (mut bytes, mut behind) = (Vec::new(), Vec::new());
    let mut ended = read(&mut bytes)?;
    let mut parsed = Parsed::new();
    let mut lines = 0;
    loop {
        let line_end = || bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let (whole, rest) = bytes.split_at(if ended { bytes.len() } else { line_end() });
        let Some(text) = clear_text(whole) else { return Ok(None) };
        let text = match lines {
            0 if ended || !are_lines_of_records(path, settings.format, text) => return Ok(None),
            0 => without_mark(text),
            _ => text,
        };
        behind.clear();
        behind.extend_from_slice(rest);
        let (articles, filled) = rayon::join(
            || json_lines(&source, text, lines),
            || if ended { Ok(true) } else { read(&mut behind) },
        );
        lines += text.matches('\n').count();
        parsed.extend(articles);
        if ended {
            return Ok(Some(parsed));
        }
        ended = filled?;
        std::mem::swap(&mut bytes, &mut behind);
    }
}

/// Bytes as text, if they are nothing that could be read in another way: `decode` looks at the whole of what holds escape sequences.
fn clear_text(bytes: &[u8]) -> Option<&str> {
    const ESCAPE: u8 = 0x1b;
    let unclear = bytes.contains(&0) || bytes.contains(&ESCAPE);
    std::str::from_utf8(bytes).ok().filter(|_| !unclear)
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Whether a text that begins so, and goes on, would be read as lines of records if it were there as a whole.
fn are_lines_of_records(path: &str, format: Option<InputFormat>, text: &str) -> bool {
    let head = &text.as_bytes()[..text.len().min(HEAD as usize)];
    let text = without_mark(text);
    let format = format
        .or_else(|| by_magic(head).ok()?.or_else(|| by_text(&unpacked_name(path), text).ok()));
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let is_record = |line: &str| {
        line.trim_start().starts_with('{') && serde_json::from_str::<IgnoredAny>(line).is_ok()
    };
    matches!(format, Some(InputFormat::Json | InputFormat::Jsonl))
        && !is_own_output(text)
        && Packing::of(text.as_bytes()) == Packing::Plain
        && lines.next().is_some_and(is_record)
        && lines.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::super::input::read_input;
    use super::*;

    /// What comes of an input in chunks of some sizes; each time the same as of the whole, or nothing.
    fn streamed_as_whole(name: &str, bytes: &[u8], settings: &IngestSettings) -> [bool; 3] {
        let words = |parsed: Result<Parsed, Reason>| format!("{parsed:?}");
        let whole = read_input(name, bytes, Some(bytes.len() as u64), settings, 10_000);
        let whole = words(whole);
        [120, 333, 1_000].map(|size| {
            match in_chunks(name, bytes, settings, 10_000, size).transpose() {
                Some(parsed) => {
                    assert_eq!(words(parsed), whole, "{name} by {size}");
                    true
                }
                None => false,
            }
        })
    }

    #[test]
    fn a_file_that_breaks_off_is_named() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::Error::other("the disk is gone"))
            }
        }
        let lines = "{\"text\": \"One.\"}\n".repeat(100);
        for before in [0, 90, 1_000, lines.len()] {
            let input = lines.as_bytes()[..before].chain(Broken);
            let read = in_chunks("a.jsonl", input, &IngestSettings::default(), 10_000, 60);
            assert!(read.is_err_and(|reason| reason.contains("the disk is gone")));
        }
    }

    #[test]
    fn lines_of_records_are_the_same_in_chunks_and_as_a_whole() {
        let settings = IngestSettings::default();
        let lines: String = (0..60)
            .map(|n| format!("{{\"text\": \"Die Brücke Nr. {n} ist zu.\", \"id\": {n}}}\n"))
            .collect();
        let docs = "{\"docs\": [{\"text\": \"One.\"}, {\"text\": 1}]}\n";
        for (name, text) in [
            ("a.jsonl", lines.clone()),
            ("a", lines.clone()),
            ("a.json", lines.clone()),
            ("a.jsonl", format!("\u{feff}{lines}")),
            ("a.jsonl", format!("{lines}\r\n\n  \n{docs}{{\"text\": \"cut sh")),
            ("a.jsonl", lines.replace('\n', "\r\n") + docs.trim()),
            ("a.jsonl", format!("{lines}{{\"text\": \"{}\"}}\n{lines}", "long ".repeat(300))),
            // More than the run has left.
            ("a.jsonl", lines.repeat(4)),
        ] {
            assert_eq!(streamed_as_whole(name, text.as_bytes(), &settings), [true; 3], "{text}");
        }
        // What only the whole can say: one record, an array, a page, text, other bytes than UTF-8 from some line on.
        let feed = "{\"version\": \"https://jsonfeed.org/version/1.1\", \"items\": []}";
        for (name, text) in [
            ("a.jsonl", docs.replace(',', ",\n").repeat(3).into_bytes()),
            ("a.json", format!("[{}]", docs.trim()).into_bytes()),
            ("a.json", feed.as_bytes().to_vec()),
            ("a.txt", format!("Text.\n{lines}").into_bytes()),
            ("a.html", format!("<p>{lines}").into_bytes()),
            ("a.jsonl", [lines.as_bytes(), b"{\"text\": \"Stra\xdfe\"}\n"].concat()),
            ("a.jsonl", [lines.as_bytes(), b"{\"text\": \"\x1b(B\"}\n"].concat()),
            ("a.jsonl", [lines.as_bytes(), b"\0"].concat()),
        ] {
            assert_eq!(streamed_as_whole(name, &text, &settings), [false; 3], "{name}");
        }
        let as_text = IngestSettings { format: Some(InputFormat::Json), ..settings };
        assert_eq!(streamed_as_whole("a.txt", lines.as_bytes(), &as_text), [true; 3]);
    }
}
