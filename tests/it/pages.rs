//! Pages of the web, where they are there: their main text, and the parser's own test cases as pages.

use std::collections::BTreeMap;
use std::io::Read;
use std::time::{Duration, Instant};

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use newsfold::ingest::{IngestSettings, read_from};

use crate::program::shared;

/// The text files of a packed folder (`tar.gz`), by path.
fn packed(what: &str) -> Option<BTreeMap<String, Vec<u8>>> {
    let path = shared(what)?;
    let mut bytes = Vec::new();
    flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap())
        .read_to_end(&mut bytes)
        .unwrap();
    let mut files = BTreeMap::new();
    let mut at = 0;
    // Blocks of 512 bytes: name, and size in octal at 124 (POSIX ustar).
    while let Some(header) = bytes.get(at..at + 512).filter(|header| header[0] != 0) {
        let text = |from: usize, to: usize| {
            String::from_utf8_lossy(&header[from..to]).trim_matches(['\0', ' ']).to_owned()
        };
        let size = usize::from_str_radix(&text(124, 136), 8).unwrap();
        let content = bytes[at + 512..at + 512 + size].to_vec();
        files.insert(format!("{}{}", text(345, 500), text(0, 100)), content);
        at += 512 + size.div_ceil(512) * 512;
    }
    Some(files)
}

fn words(text: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()) {
        *counts.entry(word.to_lowercase()).or_default() += 1;
    }
    counts
}

/// F of the words of two texts, each as often as it stands there.
fn word_f1(a: &str, b: &str) -> f64 {
    let (a, b) = (words(a), words(b));
    let shared: usize = a.iter().map(|(w, n)| (*n).min(b.get(w).copied().unwrap_or(0))).sum();
    let all = a.values().sum::<usize>() + b.values().sum::<usize>();
    if all == 0 { 1.0 } else { 2.0 * shared as f64 / all as f64 }
}

/// Elements between which words do not end.
const INLINE: &[&str] =
    &["a", "abbr", "b", "code", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"];

/// All text below a node, with a space behind what is no part of a line.
fn text_of(node: &Handle, text: &mut String) {
    if let NodeData::Text { contents } = &node.data {
        text.push_str(&contents.borrow());
    }
    for child in node.children.borrow().iter() {
        text_of(child, text);
    }
    if matches!(&node.data, NodeData::Element { name, .. } if !INLINE.contains(&&*name.local)) {
        text.push(' ');
    }
}

#[test]
fn the_main_text_of_pages() {
    let Some(files) = packed("readability-pages.tar.gz") else { return };
    let (mut sum, mut pages, mut slowest) = (0.0, 0, Duration::ZERO);
    for (path, page) in files.iter().filter(|(path, _)| path.ends_with("/source.html")) {
        let expected = &files[&path.replace("source.html", "expected.html")];
        let document = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default());
        let document = document.one(String::from_utf8_lossy(expected).as_ref());
        let mut text = String::new();
        text_of(&document.document, &mut text);
        let start = Instant::now();
        let intake = read_from(path, page.as_slice(), &IngestSettings::default());
        slowest = slowest.max(start.elapsed());
        let article = intake.articles.first();
        sum += article.map_or(0.0, |a| word_f1(a.body.of(&a.text), &text));
        pages += 1;
    }
    println!("{pages} pages: word F1 {:.4}, slowest {slowest:?}", sum / f64::from(pages));
    assert_eq!(pages, 130);
    assert!(sum / f64::from(pages) >= 0.95, "{}", sum / f64::from(pages));
}

#[test]
fn the_parsers_own_cases_as_pages() {
    let Some(files) = packed("html5lib-tests.tar.gz") else { return };
    let mut fed = 0;
    let mut feed = |bytes: &[u8]| {
        let intake = read_from("a.html", bytes, &IngestSettings::default());
        assert_eq!(intake.articles.len() + intake.set_aside.len(), 1);
        for named in &intake.set_aside {
            assert!(!named.reason.raw().contains("internal error"), "{bytes:?}");
        }
        fed += 1;
    };
    for (path, content) in &files {
        feed(content);
        if path.ends_with(".test") {
            let suite: serde_json::Value = serde_json::from_slice(content).unwrap();
            let cases = suite["tests"].as_array().or(suite["xmlViolationTests"].as_array());
            for case in cases.into_iter().flatten() {
                feed(case["input"].as_str().unwrap().as_bytes());
            }
        } else if path.ends_with(".dat") {
            for case in content.split(|b| *b == b'#') {
                feed(case.strip_prefix(b"data\n").unwrap_or(case));
            }
        }
    }
    println!("{fed} cases");
    assert!(fed > 5000, "{fed}");
}
