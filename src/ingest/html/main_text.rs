//! The main text of a page, by a port of Mozilla's Readability behind a guard.
//!
//! Parser and Readability are quadratic in how deep elements nest, in the attributes of a tag, and in elements times depth. The
//! guard feeds the parser a little at a time and looks at what it has built; where that goes beyond what pages hold, the
//! page is read without its structure.

use dom_query::{Document, NodeData, NodeId};
use dom_smoothie::{Config, Readability, TextMode};
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};

/// Bytes given to the parser between two looks: elements opened and closed again in between are not seen.
const FED: usize = 512;

/// Nodes of a document; of 130 pages of the web the largest (1 MB of an encyclopedia) has 24,275, the median 1,700.
const MOST_NODES: usize = 100_000;

/// The sum over all nodes of how deep they are. Of 130 pages of the web none has more than 0.34 million; this many take
/// Readability half a second.
const MOST_WORK: usize = 4_000_000;

/// Comparisons of attribute names with one another: 32,000 attributes of one tag take as many, and most of a second. Of 130
/// pages none reaches 0.3 billion, counted so.
const MOST_COMPARISONS: usize = 1 << 29;

/// Times the bytes of a text node are looked through again when it is written out: once for each `&` in it, and each character from U+80
/// to U+BF, of which no-break spaces are escaped.
const MOST_REWRITTEN: usize = 1 << 29;

/// The main text, a paragraph a line; none where the page has no structure that can be trusted, or no text in it.
pub(super) fn main_text(page: &str, depth: usize) -> Option<String> {
    let document = guarded_parse(&without_ballast(page), depth)?;
    document.select(&super::READINGS.join(",")).remove();
    let config = Config {
        text_mode: TextMode::Formatted,
        // What a page says of itself is read by `metadata`.
        disable_json_ld: true,
        ..Config::default()
    };
    let article = Readability::with_document(document, None, Some(config)).ok()?.parse().ok()?;
    Some(article.text_content.to_string()).filter(|text| !text.trim().is_empty())
}

/// The document; none where a limit is passed.
fn guarded_parse(page: &str, depth: usize) -> Option<Document> {
    let options = ParseOpts {
        tree_builder: TreeBuilderOpts { scripting_enabled: false, ..TreeBuilderOpts::default() },
        ..ParseOpts::default()
    };
    let mut parser = parse_document(Document::default(), options);
    let (mut work, mut comparisons, mut rewritten) = (0usize, 0usize, 0usize);
    // Separators since the document last grew: as many attributes may wait for the end of a tag.
    let mut waiting = 0usize;
    let mut last = Last::default();
    let mut rest = page;
    while !rest.is_empty() {
        let (fed, behind) = rest.split_at(rest.ceil_char_boundary(FED.min(rest.len())));
        rest = behind;
        let nodes = parser.tokenizer.sink.sink.tree.len();
        parser.process(StrTendril::from(fed));
        let document = &parser.tokenizer.sink.sink;
        // Nobody reads them, and there can be one for every byte.
        document.errors.borrow_mut().clear();
        let new = document.tree.len() - nodes;
        let separators =
            fed.bytes().filter(|b| b.is_ascii_whitespace() || b"/\"'".contains(b)).count();
        let before = std::mem::replace(&mut last, last_node(document, depth + 1));
        let grew = new > 0 || last.text_bytes != before.text_bytes;
        waiting = if grew { separators } else { waiting + separators };
        comparisons += waiting * separators;
        work += (new + 1) * last.depth;
        // Those characters begin with this byte in UTF-8.
        let escaped = fed.bytes().filter(|b| matches!(b, b'&' | 0xc2)).count();
        rewritten += escaped * last.text_bytes;
        if last.depth > depth
            || rewritten > MOST_REWRITTEN
            || document.tree.len() > MOST_NODES
            || work > MOST_WORK
            || comparisons > MOST_COMPARISONS
        {
            return None;
        }
    }
    Some(parser.finish())
}

/// Bytes of a comment, or of a run without a space, beyond which it is none of the page's text: an embedded picture, a library.
const BALLAST: usize = 2048;

/// The page without long comments and without long runs of ASCII letters and marks, which are embedded pictures: the guard
/// would take what is in them for attributes.
fn without_ballast(page: &str) -> String {
    let mut kept = String::with_capacity(page.len());
    let mut rest = page;
    while let Some(at) = rest.find("<!--") {
        let Some(end) = rest[at..].find("-->").map(|end| at + end + 3) else { break };
        let until = if end - at > BALLAST { at } else { end };
        push_short_runs(&rest[..until], &mut kept);
        rest = &rest[end..];
    }
    push_short_runs(rest, &mut kept);
    kept
}

/// Copies `text` but for its long runs.
fn push_short_runs(text: &str, kept: &mut String) {
    let in_run = |b: u8| b.is_ascii_alphanumeric() || b"+/%;:,._-".contains(&b);
    for run in text.as_bytes().chunk_by(|a, b| in_run(*a) == in_run(*b)) {
        if run.len() <= BALLAST || !in_run(run[0]) {
            // Runs begin and end at ASCII characters: the pieces are whole characters.
            kept.push_str(&String::from_utf8_lossy(run));
        }
    }
}

/// The last node of a document, which is where it grows.
#[derive(Default)]
struct Last {
    /// How deep it is.
    depth: usize,
    /// How long, where it is text.
    text_bytes: usize,
}

/// The last node, looked for no deeper than `most`.
fn last_node(document: &Document, most: usize) -> Last {
    let mut node: NodeId = document.root().id;
    let mut depth = 0;
    while depth < most {
        let Some(last) = document.tree.last_child_of(&node) else { break };
        node = last.id;
        depth += 1;
    }
    let text_bytes = document.tree.query_node_or(&node, 0, |node| match &node.data {
        NodeData::Text { contents } => contents.len(),
        _ => 0,
    });
    Last { depth, text_bytes }
}
