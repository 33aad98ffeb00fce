//! What goes to others than the reader of a page: feeds, a mail, a book. Whole whatever stands in it, and the same bytes every time.

use std::collections::BTreeSet;
use std::io::Read;
use std::path::Path;

use flate2::read::DeflateDecoder;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;
use tempfile::TempDir;

use crate::hostile::{attribute, parsed, records, seen, shape, strings, text_of, walk};
use crate::program::{digest, newsfold, newsfold_in, root, stderr, stdout};

/// A folder with reports that hold every hostile string wherever text can stand.
pub(crate) fn hostile_reports() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = strings().iter().enumerate().map(|(at, h)| records(h, at)).collect();
    std::fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    // A story of addresses alone has no summary.
    let plain = records("q", 0) + &records("jo@harrow.example", 1);
    std::fs::write(folder.path().join("plain.jsonl"), plain).unwrap();
    folder
}

/// The digest of one of its files in a form.
pub(crate) fn published(folder: &Path, file: &str, args: &[&str]) -> Vec<u8> {
    let common = [file, "--given-stories", "--singles", "1000", "-o", "-", "-q"];
    let output = newsfold_in(folder, &[&common, args].concat());
    assert!(!output.stdout.is_empty(), "{}", stderr(&output));
    output.stdout
}

pub(crate) fn headlines(folder: &Path) -> Vec<String> {
    let digest: Value =
        serde_json::from_slice(&published(folder, "a.jsonl", &["--format", "json"])).unwrap();
    let stories = digest["stories"].as_array().unwrap();
    stories.iter().map(|story| seen(story["headline"]["text"].as_str().unwrap())).collect()
}

/// The files of a book, in their order.
fn unpacked(book: &[u8]) -> Vec<(String, String)> {
    let number = |at: usize, width: usize| {
        book[at..at + width].iter().rev().fold(0, |sum, byte| sum << 8 | usize::from(*byte))
    };
    let (mut files, mut at) = (Vec::new(), 0);
    while book[at..].starts_with(b"PK\x03\x04") {
        let (method, packed, size) = (number(at + 8, 2), number(at + 18, 4), number(at + 22, 4));
        let (name, extra) = (number(at + 26, 2), number(at + 28, 2));
        let content = at + 30 + name + extra;
        let name = String::from_utf8(book[at + 30..at + 30 + name].to_vec()).unwrap();
        at = content + packed;
        let packed = &book[content..at];
        let mut text = String::new();
        match method {
            0 => text = String::from_utf8(packed.to_vec()).unwrap(),
            _ => {
                DeflateDecoder::new(packed).read_to_string(&mut text).unwrap();
            }
        }
        assert_eq!(text.len(), size, "{name}");
        files.push((name, text));
    }
    files
}

/// Every element of XML that is well formed, with the names of its attributes.
fn elements(text: &str) -> BTreeSet<String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = BTreeSet::new();
    let mut add = |tag: &BytesStart<'_>| {
        let mut names: Vec<String> =
            tag.attributes().map(|a| a.unwrap().key.0.to_owned()).collect();
        names.sort();
        found.insert(format!("{} {}", tag.name().0, names.join(" ")));
    };
    let mut open = 0;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                add(&tag);
                open += 1;
            }
            Event::Empty(tag) => add(&tag),
            Event::End(_) => open -= 1,
            Event::Comment(_) | Event::CData(_) | Event::PI(_) => panic!("{text}"),
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(open, 0);
    let active = |c: char| c != '\n' && c.is_control() || matches!(c, '\u{fffe}' | '\u{202e}');
    assert!(!text.contains(active));
    found
}

/// The pages of a book, with their elements.
fn pages(book: &[u8]) -> Vec<BTreeSet<String>> {
    let files = unpacked(book);
    assert_eq!(files[0], ("mimetype".to_owned(), "application/epub+zip".to_owned()));
    let pages = files.iter().filter(|(name, _)| name.ends_with(".xhtml"));
    let package = files.last().unwrap();
    assert!(elements(&package.1).contains("item href id media-type"), "{package:?}");
    pages.map(|(_, text)| elements(text)).collect()
}

#[test]
fn a_hostile_book_is_well_formed() {
    let folder = hostile_reports();
    let of = |file| pages(&published(folder.path(), file, &["--format", "epub"]));
    let sample = pages(&newsfold(&["corpus", "-q", "-o", "-", "--format", "epub"]).stdout);
    let mut ours: BTreeSet<String> =
        of("plain.jsonl").into_iter().chain(sample).flatten().collect();
    // What is no language tag is left out.
    let without: Vec<String> = ours.iter().map(|shape| shape.replace(" lang", "")).collect();
    ours.extend(without);
    let hostile = of("a.jsonl");
    let headlines = headlines(folder.path());
    assert!(headlines.len() > 90);
    // A chapter a story, the list of chapters, and what stands behind them.
    assert_eq!(hostile.len(), headlines.len() + 2);
    for page in hostile {
        let theirs: Vec<_> = page.difference(&ours).collect();
        assert!(theirs.is_empty(), "{theirs:?}");
    }
}

/// Quoted-printable, read back.
fn decoded(text: &str) -> String {
    let text = text.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut pieces = text.split('=');
    bytes.extend(pieces.next().unwrap().as_bytes());
    for piece in pieces {
        bytes.push(u8::from_str_radix(&piece[..2], 16).unwrap());
        bytes.extend(&piece.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap()
}

/// Headers, plain text and page of a mail.
fn parts(mail: &[u8]) -> (Vec<String>, String, String) {
    let mail = String::from_utf8(mail.to_vec()).unwrap();
    assert!(
        mail.is_ascii()
            && mail.split("\r\n").all(|line| line.len() <= 76 && !line.contains(['\r', '\n']))
    );
    let (head, body) = mail.split_once("\r\n\r\n").unwrap();
    let headers: Vec<String> =
        head.replace("\r\n ", " ").split("\r\n").map(str::to_owned).collect();
    let mark = headers
        .iter()
        .find_map(|h| h.split_once("boundary=\""))
        .unwrap()
        .1
        .trim_end_matches('"')
        .to_owned();
    let pieces: Vec<&str> = body.split(&format!("--{mark}")).collect();
    assert_eq!((pieces.len(), pieces[3]), (4, "--\r\n"));
    let part = |at: usize| decoded(pieces[at].split_once("\r\n\r\n").unwrap().1);
    (headers, part(1), part(2))
}

#[test]
fn a_hostile_mail_has_our_headers_and_our_elements() {
    let folder = hostile_reports();
    let (headers, plain, page) = parts(&published(folder.path(), "a.jsonl", &["--format", "eml"]));
    let names: Vec<&str> = headers.iter().map(|h| h.split_once(": ").unwrap().0).collect();
    assert_eq!(names, ["Subject", "MIME-Version", "Content-Type"]);
    let (_, _, harmless) = parts(&published(folder.path(), "plain.jsonl", &["--format", "eml"]));
    let (headers, _, sample) =
        parts(&newsfold(&["corpus", "-q", "-o", "-", "--format", "eml"]).stdout);
    assert_eq!(headers[1], "Date: Mon, 12 Oct 2026 19:45:00 +0000");
    let mut ours = BTreeSet::new();
    for page in [&harmless, &sample] {
        walk(&parsed(page).document, &mut |element| {
            ours.insert(shape(element));
        });
    }
    let mut told = Vec::new();
    walk(&parsed(&page).document, &mut |element| {
        // What is no language tag is left out.
        let shape = shape(element);
        let without = ours.iter().any(|own| own.replace(" lang", "") == shape);
        assert!(ours.contains(&shape) || without, "{shape}");
        let link = attribute(element, "href").unwrap_or_default();
        assert!(link.is_empty() || link.starts_with("https://a.example/"), "{link}");
        if shape == "h2 dir" {
            told.push(seen(&text_of(element)));
        }
    });
    let mut headlines = headlines(folder.path());
    headlines.sort();
    told.sort();
    assert_eq!(told, headlines);
    assert!(!plain.contains(|c: char| c != '\r' && c != '\n' && c.is_control()));
    assert!(!plain.contains('\u{202e}'));
}

#[test]
fn a_hostile_feed_is_well_formed() {
    let folder = hostile_reports();
    let atom =
        String::from_utf8(published(folder.path(), "a.jsonl", &["--format", "atom"])).unwrap();
    let found = elements(&atom);
    assert!(found.len() <= 13, "{found:?}");
}

#[test]
fn the_same_bytes_on_any_number_of_threads() {
    let folder = hostile_reports();
    for format in ["eml", "epub", "atom", "jsonfeed"] {
        let on = |threads| {
            published(folder.path(), "a.jsonl", &["--format", format, "--threads", threads])
        };
        assert!(on("1") == on("3"), "{format}");
    }
}

#[test]
fn a_form_by_its_ending_and_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = root().join("corpus");
    let corpus = corpus.to_str().unwrap();
    for name in ["digest.eml", "digest.epub"] {
        let format = name.strip_prefix("digest.").unwrap();
        let made = newsfold_in(folder.path(), &[corpus, "-q", "-o", "out", "--format", format]);
        assert!(made.status.success(), "{}", stderr(&made));
        let alone = newsfold_in(folder.path(), &[corpus, "-q", "-o", name]);
        assert!(alone.status.success());
        let read = |path: &str| std::fs::read(folder.path().join(path)).unwrap();
        assert!(read(name) == read(&format!("out/{name}")));
    }
}

#[test]
fn singles_are_listed_as_on_the_page() {
    let digest = digest(root(), &["corpus", "-q", "--min-articles", "5"]);
    let single = seen(digest["singles"][0]["headline"].as_str().unwrap());
    for (singles, listed) in [("0", false), ("1", true)] {
        let args = [
            "corpus",
            "-q",
            "-o",
            "-",
            "--min-articles",
            "5",
            "--singles",
            singles,
            "--format",
            "eml",
        ];
        let (_, plain, page) = parts(&newsfold(&args).stdout);
        assert_eq!(
            (seen(&plain).contains(&single), seen(&page).contains(&single)),
            (listed, listed)
        );
    }
}

#[test]
fn the_entry_of_a_story_that_does_not_grow_keeps_its_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = |name: &str| root().join("corpus").join(name);
    let feed = |format: &str| {
        let common = [".", "--state", "s.state", "--repeat", "all", "-q", "-o", "-", "--format"];
        stdout(&newsfold_in(folder.path(), &[&common[..], &[format]].concat()))
    };
    let copy = |names: &[&str]| {
        for name in names {
            let to = folder.path().join(Path::new(name).file_name().unwrap());
            std::fs::copy(corpus(name), to).unwrap();
        }
    };
    copy(&["bridge/01-valley-post.txt", "bridge/02-wexmere-today.txt"]);
    copy(&["ferry/02-kelder-gazette.txt", "ferry/04-vessan-sound-radio.txt"]);
    let before = feed("atom");
    copy(&["ferry/01-harbour-courier.txt"]);
    let after = feed("atom");
    let entries = |feed: &str| -> BTreeSet<String> {
        feed.split("  <entry>\n")
            .skip(1)
            .map(|e| e.trim_end_matches("</feed>\n").to_owned())
            .collect()
    };
    let (before, after) = (entries(&before), entries(&after));
    assert_eq!((before.len(), after.len()), (2, 2));
    let kept: Vec<_> = before.intersection(&after).collect();
    assert_eq!(kept.len(), 1, "{before:?} {after:?}");
    assert!(kept[0].contains("bridge") || kept[0].contains("Bridge"));
}
