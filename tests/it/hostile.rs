//! Text from outside stays text: ten thousand hostile strings in every slot, and what a parser of the page sees is the writer's own
//! structure and nothing else.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::{Value, json};

use crate::program::{newsfold_in, root, stdout};

/// The strings that are markup, a link, a command or a disguise somewhere.
pub(crate) fn strings() -> Vec<String> {
    let listed = std::fs::read_to_string(root().join("tests/cases/hostile.json")).unwrap();
    serde_json::from_str(&listed).unwrap()
}

/// Every ordered pair of them.
fn pairs() -> Vec<String> {
    let single = strings();
    single.iter().flat_map(|a| single.iter().map(move |b| format!("{a}{b}"))).collect()
}

/// Two outlets' reports with `hostile` wherever text can stand.
pub(crate) fn records(hostile: &str, story: usize) -> String {
    let record = |(outlet, hurt): (&str, usize)| {
        let record = json!({
            "cluster": format!("{story}"),
            "id": format!("{hostile}{outlet}{story}"),
            "title": format!("{hostile} ferry Aveline aground x{hostile}x"),
            "source": format!("{hostile} {outlet}"),
            "date": hostile,
            "lang": hostile,
            "url": format!("https://a.example/{hostile}"),
            "text": format!(
                "{hostile}\n\n{hostile} The ferry Lady Aveline ran {hostile} aground off Sennet with 120 people aboard, injuring {hurt} people x{hostile}x.\n\n\
                 \"The hull is sound and dry x{hostile}x today,\" said Idris Vannock of x{hostile}x Sennet on Thursday, {story} of {outlet} told."
            ),
        });
        format!("{record}\n")
    };
    [("A", 14), ("B", 17)].into_iter().map(record).collect()
}

/// What a reader can see: no white space, nothing that hides or reorders.
pub(crate) fn seen(text: &str) -> String {
    let hidden = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '\u{fffe}' | '\u{ffff}')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    text.chars().filter(|c| !hidden(*c)).collect()
}

fn sentence(folder: &Path, format: &[&str]) -> String {
    let args = ["a.jsonl", "--given-stories", "--singles", "1000000", "-o", "-", "-q", "--format"];
    stdout(&newsfold_in(folder, &[&args[..], format].concat()))
}

#[test]
fn ten_thousand_hostile_strings_stay_text() {
    let folder = tempfile::tempdir().unwrap();
    let hostile = pairs();
    assert_eq!(hostile.len(), 10_000);
    let lines: String = hostile.iter().enumerate().map(|(at, h)| records(h, at)).collect();
    std::fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    let digest: Value = serde_json::from_str(&sentence(folder.path(), &["json"])).unwrap();
    let stories = digest["stories"].as_array().unwrap();
    assert!(stories.len() > 9_000, "only {} stories are told", stories.len());
    let headlines: BTreeMap<String, String> =
        stories.iter().map(|s| (string(&s["id"]), seen(&string(&s["headline"]["text"])))).collect();
    for sections in ["brief", "full"] {
        markdown(&sentence(folder.path(), &["md", "--sections", sections]), &headlines);
    }
    for format in [&["html"][..], &["html", "--what-if"]] {
        html(&sentence(folder.path(), format), &told_of_plain(format), &headlines);
    }
    for command in ["explain", "stories", "origins", "sentences"] {
        let args = [command, "a.jsonl", "--given-stories", "-q"];
        let shown = stdout(&newsfold_in(folder.path(), &args));
        let active =
            |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
        let line = shown.lines().find(|line| line.chars().any(active));
        assert!(!shown.is_empty() && line.is_none(), "{command}: {line:?}");
    }
}

/// Ten thousand file names, told and listed: a name on disk can hold anything but `/` and NUL.
#[test]
#[cfg(unix)]
fn ten_thousand_hostile_file_names_stay_text() {
    let folder = tempfile::tempdir().unwrap();
    for (at, hostile) in pairs().iter().enumerate() {
        let name = hostile.replace(['/', '\0'], "\u{2215}");
        let text = format!(
            "Title: Ferry {at} aground off Sennet\nSource: Office {at}\n\nThe ferry Lady Aveline ran aground off Sennet with {at} people aboard."
        );
        std::fs::write(folder.path().join(format!("{at}{name}.txt")), text).unwrap();
    }
    let run = |args: &[&str]| {
        let common =
            [".", "--singles", "1000000", "--similarity", "1", "-o", "-", "-q", "--format"];
        stdout(&newsfold_in(folder.path(), &[&common[..], args].concat()))
    };
    let digest: Value = serde_json::from_str(&run(&["json"])).unwrap();
    let of = |list: &str| digest[list].as_array().unwrap().clone();
    let sentence = [of("stories"), of("singles")].concat();
    let named: usize = sentence.iter().map(|s| s["articles"].as_array().unwrap().len()).sum();
    assert_eq!(named, 10_000);
    let headlines: BTreeMap<String, String> = of("stories")
        .iter()
        .map(|s| (string(&s["id"]), seen(&string(&s["headline"]["text"]))))
        .collect();
    for sections in ["brief", "full"] {
        markdown(&run(&["md", "--sections", sections]), &headlines);
    }
    html(&run(&["html"]), &told_of_plain(&["html"]), &headlines);
    // Nothing but what was refused is named on a terminal: every file again, as a form that it is not.
    let refused = newsfold_in(folder.path(), &[".", "--input-format", "warc", "-vv", "-o", "out"]);
    let said = String::from_utf8(refused.stderr).unwrap();
    assert_eq!(
        said.lines().filter(|line| line.contains("does not begin with WARC/")).count(),
        10_000
    );
    let active = |c: char| c != '\n' && (c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c));
    assert!(!said.contains(active));
}

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// The page of the same reports with nothing hostile in them, and of the sample.
fn told_of_plain(format: &[&str]) -> [String; 2] {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.jsonl"), records("q", 0)).unwrap();
    let sample = [&["corpus", "-q", "-o", "-", "--format"], format].concat();
    [sentence(folder.path(), format), stdout(&newsfold_in(root(), &sample))]
}

/// The sections of a story.
const SECTIONS: &[&str] = &[
    "Agreed",
    "Sources differ",
    "Figures that moved",
    "In their words",
    "Only here",
    "Timeline",
    "Sources",
];

/// One h1, one h2 a story with its headline, our sections, our anchors, our links, no other block.
pub(crate) fn markdown(page: &str, headlines: &BTreeMap<String, String>) {
    let (mut heading, mut words, mut shown, mut rules) = (None, String::new(), Vec::new(), 0);
    let options = Options::all() - Options::ENABLE_SMART_PUNCTUATION;
    for event in Parser::new_ext(page, options) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => heading = Some(level),
            Event::End(TagEnd::Heading(level)) => {
                let words = seen(&std::mem::take(&mut words));
                match level {
                    HeadingLevel::H1 => assert_eq!(words, "Newsdigest"),
                    HeadingLevel::H2 => shown.push(words),
                    _ => assert!(SECTIONS.iter().any(|s| seen(s) == words), "{words}"),
                }
                heading = None;
            }
            Event::Rule => rules += 1,
            Event::Text(text) if heading.is_some() => words.push_str(&text),
            Event::Start(Tag::Link { dest_url, .. }) => {
                // Markup is taken out of a text, which is then kept: under its id, in which only hex digits stand.
                let kept = dest_url.strip_prefix("sources/").and_then(|n| n.strip_suffix(".txt"));
                let ours = dest_url.starts_with("https://a.example/")
                    || dest_url.starts_with("#story-")
                    || kept.is_some_and(|id| id.bytes().all(|b| b.is_ascii_hexdigit()));
                assert!(ours, "{dest_url}");
            }
            Event::Start(
                Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::Table(_)
                | Tag::BlockQuote(_)
                | Tag::FootnoteDefinition(_)
                | Tag::DefinitionList
                | Tag::Strikethrough
                | Tag::MetadataBlock(_),
            )
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::TaskListMarker(_)
            | Event::FootnoteReference(_) => panic!("{event:?}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<!-- newsfold digest -->", "<a id=\"story-", "</a>"]
                    .iter()
                    .any(|o| html.starts_with(o));
                assert!(ours, "{html}");
            }
            _ => {}
        }
    }
    assert_eq!(rules, 1, "the one above the foot");
    let ours = ["Singlereports", "Leftout", "Contents"];
    shown.retain(|words| !ours.contains(&words.as_str()));
    // Two strings may look alike, so these are counted, not a set.
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for (texts, one) in [(shown.iter().collect::<Vec<_>>(), 1), (headlines.values().collect(), -1)]
    {
        for text in texts {
            *counts.entry(text).or_default() += one;
        }
    }
    counts.retain(|_, count| *count != 0);
    assert!(
        counts.is_empty(),
        "{} differ: {:?}",
        counts.len(),
        counts.iter().take(4).collect::<Vec<_>>()
    );
    assert!(!page.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{0}']));
}

/// Every element of the page is one that the writer also puts around harmless text, and each story has its headline.
fn html(page: &str, plain: &[String], headlines: &BTreeMap<String, String>) {
    let mut ours = BTreeSet::new();
    for page in plain {
        walk(&parsed(page).document, &mut |element| {
            ours.insert(shape(element));
        });
    }
    assert!(ours.len() > 25, "{ours:?}");
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    walk(&parsed(page).document, &mut |element| {
        assert!(ours.contains(&shape(element)), "{}", shape(element));
        let link = attribute(element, "href").unwrap_or_default();
        let ours = ["", "#story-", "https://a.example/"].iter().any(|o| link.starts_with(o));
        assert!(ours, "{link}");
        if let Some(story) =
            attribute(element, "id").and_then(|id| Some(id.strip_suffix("-h")?.to_owned()))
        {
            found.insert(story, seen(&text_of(element)));
        }
    });
    found.remove("what-if");
    assert!(found == *headlines, "headlines differ");
    assert!(!page.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{0}']));
}

pub(crate) fn parsed(page: &str) -> RcDom {
    html5ever::parse_document(RcDom::default(), Default::default()).one(page)
}

/// Calls `with` for every element.
pub(crate) fn walk(node: &Handle, with: &mut impl FnMut(&Handle)) {
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        if let NodeData::Element { .. } = node.data {
            with(&node);
        }
        open.extend(node.children.borrow().iter().cloned());
    }
}

/// Name and attribute names.
pub(crate) fn shape(element: &Handle) -> String {
    let NodeData::Element { name, attrs, .. } = &element.data else { return String::new() };
    let mut names: Vec<String> = attrs.borrow().iter().map(|a| a.name.local.to_string()).collect();
    names.sort();
    format!("{} {}", name.local, names.join(" "))
}

pub(crate) fn attribute(element: &Handle, wanted: &str) -> Option<String> {
    let NodeData::Element { attrs, .. } = &element.data else { return None };
    let attrs = attrs.borrow();
    attrs.iter().find(|a| &*a.name.local == wanted).map(|a| a.value.to_string())
}

pub(crate) fn text_of(node: &Handle) -> String {
    let mut text = String::new();
    for child in node.children.borrow().iter() {
        match &child.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            _ => text.push_str(&text_of(child)),
        }
    }
    text
}
