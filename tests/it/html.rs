//! The HTML page is well formed and asks for nothing.

use std::collections::BTreeSet;

use crate::program::{newsfold_in, root, stdout};

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
    let void = BTreeSet::from(["meta", "br", "!doctype", "!--"]);
    for piece in shown.split('<').skip(1) {
        let name = piece.split([' ', '>', '/', '\n']).next().unwrap();
        if let Some(closed) = piece.strip_prefix('/') {
            let name = closed.split('>').next().unwrap();
            let last = open.pop();
            assert!(last == Some(name), "{name} closes {last:?}");
        } else if !void.contains(name) && !piece.split('>').next().unwrap().ends_with('/') {
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

#[test]
fn text_links_open_an_article_at_its_sentence() {
    let made = |format: &str| {
        let args = ["corpus", "--text-links", "--format", format, "-o", "-", "-q"];
        stdout(&newsfold_in(root(), &args))
    };
    let digest: serde_json::Value = serde_json::from_str(&made("json")).unwrap();
    let (html, markdown) = (made("html"), made("md"));
    let mut linked = 0;
    for story in digest["stories"].as_array().unwrap() {
        for sentence in story["summary"].as_array().unwrap() {
            let of = |a: &&serde_json::Value| a["id"] == sentence["article"];
            let article = story["articles"].as_array().unwrap().iter().find(of).unwrap();
            let Some(link) = sentence["link"].as_str() else {
                assert!(article["url"].is_null(), "{sentence}");
                continue;
            };
            let (page, words) = link.split_once("#:~:text=").unwrap();
            assert_eq!(article["url"], page);
            let first = sentence["text"].as_str().unwrap().split(' ').next().unwrap();
            let first = first.trim_matches(|c: char| !c.is_ascii_alphanumeric());
            assert!(words.contains(&first.replace('\'', "%27")), "{first}: {link}");
            assert!(html.contains(&format!("href=\"{link}\"")), "{link}");
            linked += usize::from(markdown.contains(&format!("(<{link}>)")));
        }
    }
    // The page leaves out a sentence that is the headline.
    assert!(linked >= 10, "{linked}");
}
