//! The HTML page: whatever the sources hold, its tags are ours, and it asks for nothing.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::program::{newsfold_in, root, stdout};

/// The tags of a page in order, with the names of their attributes.
fn tags(page: &str) -> Vec<String> {
    let body = page.split_once("</style>").unwrap().1;
    let mut tags = Vec::new();
    for piece in body.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap();
        let name = tag.split_whitespace().next().unwrap().to_owned();
        // Attributes stand in double quotes: every second piece is a name.
        let names: Vec<&str> = tag[name.len()..]
            .split('"')
            .step_by(2)
            .map(str::trim)
            .filter(|a| !a.is_empty())
            .collect();
        tags.push(format!("{name} {}", names.join(" ")));
    }
    tags
}

fn page(hostile: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let mut lines = String::new();
    for (outlet, hurt) in [("A", 14), ("B", 17)] {
        let text = format!(
            "The ferry Lady Aveline ran x{hostile}x aground off Sennet with 120 people aboard, injuring {hurt} people. \
             \"The hull is sound and dry x{hostile}x today,\" said Idris Vannock of x{hostile}x Sennet."
        );
        let record = serde_json::json!({
            "title": format!("Lady Aveline x{hostile}x ferry aground"),
            "source": format!("x{hostile}x {outlet}"),
            "date": "2026-03-12",
            "url": format!("https://a.example/x{hostile}x"),
            "text": text,
        });
        let _ = writeln!(lines, "{record}");
    }
    std::fs::write(folder.path().join("a.jsonl"), lines).unwrap();
    let args = ["a.jsonl", "--one-story", "--format", "html", "-o", "-", "-q"];
    stdout(&newsfold_in(folder.path(), &args))
}

#[test]
fn nothing_of_theirs_becomes_a_tag() {
    // What the writer puts down where nothing is hostile.
    let corpus = stdout(&newsfold_in(root(), &["corpus", "--format", "html", "-o", "-", "-q"]));
    let ours: BTreeSet<String> = tags(&corpus).into_iter().chain(tags(&page("q"))).collect();
    assert!(ours.len() > 30, "{ours:?}");
    for hostile in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "\u{22} onclick=\u{22}alert(1)",
        "' onmouseover='alert(1)",
        "</summary></details></article>",
        "<!-- ",
        "-->",
        "]]>",
        "&lt;b&gt;&#60;i&#62;",
        "javascript:alert(1)",
        "</style><style>*{display:none}",
        "\u{202e}txet",
        "a\u{0}b\u{1b}[31m",
        "{{7*7}}",
    ] {
        let shown = page(hostile);
        let theirs: Vec<String> = tags(&shown).into_iter().filter(|t| !ours.contains(t)).collect();
        assert!(theirs.is_empty(), "{hostile}: {theirs:?}");
        assert!(!shown.contains(['\u{1b}', '\u{0}', '\u{202e}']), "{hostile}");
    }
}

#[test]
fn the_page_is_whole_and_asks_for_nothing() {
    let args = ["corpus", "--format", "html", "-o", "-", "-q"];
    let shown = stdout(&newsfold_in(root(), &args));
    let head = shown.split_once("</head>").unwrap().0;
    assert!(head.contains("default-src 'none'"));
    // Only links to the outlets' own pages leave it.
    for from in ["src=", "@import", "url(", "<link", "<script", "<iframe", "<object", "<form"] {
        assert!(!shown.contains(from), "{from}");
    }
    let mut open: Vec<&str> = Vec::new();
    let void = BTreeSet::from(["meta", "br", "rect", "line", "!doctype", "!--"]);
    for piece in shown.split('<').skip(1) {
        let name = piece.split([' ', '>', '/', '\n']).next().unwrap();
        if let Some(closed) = piece.strip_prefix('/') {
            let name = closed.split('>').next().unwrap();
            let last = open.pop();
            assert!(last == Some(name), "{name} closes {last:?}");
        } else if !void.contains(name) {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let ids: Vec<&str> =
        shown.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "an id is there once");
    // Every sentence of the summaries is marked in its paragraph.
    assert!(shown.matches("<details>").count() >= 20);
    assert_eq!(shown.matches("<details>").count(), shown.matches("<div class=\"source\">").count());
}
