//! Text from outside stays text: the page, parsed again, holds the writer's own structure and nothing else.

use std::fmt::Write;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::program::{newsfold_in, stdout};

/// Strings that are markup somewhere.
const HOSTILE: &[&str] = &[
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](https://e.example/x.png)",
    "<https://e.example>",
    "https://e.example/bare",
    "www.e.example",
    "a@e.example",
    "# heading",
    "- item",
    "1. item",
    "> quote",
    "```",
    "    code",
    "| a | b |",
    "***",
    "---",
    "===",
    "[a]: https://e.example",
    "[^1]",
    "&lt;b&gt;",
    "\\[x\\](y)",
    "~~gone~~",
    "$x^2$",
    "\u{202e}desrever",
    "\u{1b}[31mred",
    "a\u{0}b",
    "line\none",
    "<!-- c -->",
    "*a* _b_ `c`",
];

#[test]
fn nothing_of_theirs_is_active() {
    for (at, hostile) in HOSTILE.iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let mut lines = String::new();
        for outlet in ["A", "B"] {
            let record = serde_json::json!({
                "title": format!("{hostile} ferry aground {hostile}"),
                "source": format!("{hostile} {outlet}"),
                "date": hostile,
                "url": format!("https://a.example/{hostile}"),
                "text": format!("{hostile} The ferry Lady Aveline ran {hostile} aground off Sennet on Thursday with 120 people aboard, outlet {outlet} said."),
            });
            let _ = writeln!(lines, "{record}");
        }
        std::fs::write(folder.path().join("a.jsonl"), lines).unwrap();
        let page =
            stdout(&newsfold_in(folder.path(), &["a.jsonl", "--one-story", "-o", "-", "-q"]));
        assert!(page.contains("Sennet"), "{at}: {page}");
        assert_structure(&page, hostile);
        assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'), "{hostile}");
    }
}

/// The sections of a story.
const SECTIONS: &[&str] =
    &["Agreed", "Sources differ", "In their words", "Only here", "Timeline", "Sources"];

/// One h1, one h2 a story, our sections, our anchors, our links.
fn assert_structure(page: &str, hostile: &str) {
    let (mut headings, mut sections, mut links) = (0, false, Vec::new());
    for event in Parser::new_ext(page, Options::all()) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H3, .. }) => sections = true,
            Event::Start(Tag::Heading { .. }) => headings += 1,
            Event::End(TagEnd::Heading(HeadingLevel::H3)) => sections = false,
            Event::Text(text) if sections => {
                assert!(SECTIONS.contains(&&*text), "{hostile}: {text}")
            }
            Event::Start(Tag::Link { dest_url, .. }) => links.push(dest_url.to_string()),
            Event::Start(
                Tag::Image { .. }
                | Tag::CodeBlock(_)
                | Tag::Table(_)
                | Tag::BlockQuote(_)
                | Tag::FootnoteDefinition(_),
            )
            | Event::Code(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_) => panic!("{hostile}: {event:?} in\n{page}"),
            Event::Html(html) | Event::InlineHtml(html) => {
                let ours = ["<!-- newsfold digest -->", "<a id=\"story-", "</a>"]
                    .iter()
                    .any(|o| html.starts_with(o));
                assert!(ours, "{hostile}: {html}");
            }
            _ => {}
        }
    }
    // The title of the page, the story, and what was left out if anything was.
    assert!((2..=3).contains(&headings), "{hostile}: {headings} headings in\n{page}");
    assert!(links.iter().all(|l| l.starts_with("https://a.example/")), "{hostile}: {links:?}");
    assert!(links.len() <= 2, "{hostile}: {links:?}");
}
