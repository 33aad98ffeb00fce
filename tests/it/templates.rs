//! Templates: those that come along, the example of the documentation, and what a template may not do.

use std::path::Path;

use crate::hostile::{seen, strings};
use crate::program::{newsfold, newsfold_in, root, stderr, stdout};
use crate::published::{headlines, hostile_reports, published};

/// The text of a code block of docs/templates.md in this language.
fn example(language: &str) -> String {
    let text = std::fs::read_to_string(root().join("docs/templates.md")).unwrap();
    let (_, block) = text.split_once(&format!("\n```{language}\n")).unwrap();
    block.split_once("\n```\n").unwrap().0.to_owned() + "\n"
}

/// What the program says of a template that is at fault; nothing is written.
fn refused(name: &str, template: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), template).unwrap();
    let corpus = root().join("corpus");
    let args =
        [corpus.to_str().unwrap(), "-q", "--template", name, "-o", "out", "--state", "a.state"];
    let output = newsfold_in(folder.path(), &args);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(!folder.path().join("out").exists() && !folder.path().join("a.state").exists());
    stderr(&output)
}

#[test]
fn the_example_of_the_documentation() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("headlines.md.j2"), example("jinja")).unwrap();
    let corpus = root().join("corpus");
    let corpus = corpus.to_str().unwrap();
    let args =
        [corpus, "-q", "--template", "headlines.md.j2", "--top", "3", "--words", "30", "-o", "out"];
    let output = newsfold_in(folder.path(), &args);
    assert!(output.status.success(), "{}", stderr(&output));
    let made = std::fs::read_to_string(folder.path().join("out/headlines.md")).unwrap();
    assert_eq!(made, example("markdown"));
}

#[test]
fn a_name_is_one_that_comes_along_and_a_path_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = root().join("corpus");
    std::fs::write(folder.path().join("slack"), "mine {{ run.articles }}\n").unwrap();
    let made = |template: &str| {
        let args = [corpus.to_str().unwrap(), "-q", "--template", template, "-o", "-"];
        stdout(&newsfold_in(folder.path(), &args))
    };
    assert!(made("slack").starts_with("*News digest*, 2026-03-12 to 2026-10-12:"));
    assert_eq!(made("./slack"), "mine 19\n");
    let unknown = newsfold(&["corpus", "--template", "slak", "-o", "-"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("(without a file there are plain, obsidian, slack)"));
    // The file of a template is not written over.
    let output =
        newsfold_in(folder.path(), &[corpus.to_str().unwrap(), "--template", "./slack", "-o", "."]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let with_format = newsfold(&["corpus", "--template", "plain", "--format", "md"]);
    assert_eq!(with_format.status.code(), Some(2));
}

#[test]
fn a_template_at_fault_is_named_with_its_line() {
    let said = refused("a.md.j2", "one\n{{ run.artikles }}\n");
    assert!(said.contains("in the template a.md.j2, line 2: undefined value"), "{said}");
    let said = refused("a.md.j2", "one\n\n{% for story in stories %}\n");
    assert!(said.contains("in the template a.md.j2, line 3: syntax error"), "{said}");
    for statement in ["include \"/etc/passwd\"", "import \"b\" as b", "extends \"b\""] {
        let said = refused("a.txt", &format!("{{% {statement} %}}\n"));
        assert!(
            said.contains("line 1") && said.contains("a template opens no other file"),
            "{said}"
        );
    }
    let endless = "{% macro again(n) %}{{ again(n + 1) }}{% endmacro %}{{ again(0) }}";
    assert!(refused("a.txt", endless).contains("in the template a.txt, line 1: "));
}

#[test]
fn hostile_text_is_text_in_every_form() {
    let folder = hostile_reports();
    let headlines = headlines(folder.path());
    let rendered = |name: &str, template: &str| {
        std::fs::write(folder.path().join(name), template).unwrap();
        String::from_utf8(published(folder.path(), "a.jsonl", &["--template", name])).unwrap()
    };
    let each = |line: &str| format!("{{% for story in stories %}}\n{line}\n{{% endfor %}}\n");
    let html = rendered("a.html.j2", &each("<p>{{ story.headline.text }}</p>"));
    assert_eq!(html.matches('<').count(), 2 * headlines.len());
    assert!(!html.contains('\u{202e}'));
    let json = rendered("a.json", &each("{{ story.headline.text }}"));
    for (line, headline) in json.lines().zip(&headlines) {
        assert_eq!(seen(&serde_json::from_str::<String>(line).unwrap()), *headline);
    }
    let markdown = rendered("a.md", &each("## {{ story.headline.text }}\n"));
    let events = pulldown_cmark::Parser::new(&markdown);
    let odd = |event: &pulldown_cmark::Event<'_>| {
        use pulldown_cmark::{Event, Tag, TagEnd};
        let ours = matches!(
            event,
            Event::Start(Tag::Heading { .. }) | Event::End(TagEnd::Heading(_)) | Event::Text(_)
        );
        !ours
    };
    let odd: Vec<_> = events.filter(odd).collect();
    assert!(odd.is_empty(), "{odd:?}");
    // The templates that come along.
    for name in ["plain", "obsidian", "slack"] {
        let text =
            String::from_utf8(published(folder.path(), "a.jsonl", &["--template", name])).unwrap();
        assert!(!text.contains(['\u{1b}', '\u{9b}', '\u{202e}', '\u{0}']), "{name}");
        // Front matter is YAML, where markup is text; the gate reads it.
        let shown = match text.strip_prefix("---\n") {
            Some(rest) => rest.split_once("\n---\n").unwrap().1,
            None => &text,
        };
        let is_plain = name == "plain";
        assert_eq!(shown.matches("<!--").count(), usize::from(is_plain), "{name}");
        assert!(!shown.contains("<script") && !shown.contains("<javascript"), "{name}");
    }
    assert_eq!(strings().len(), 100);
}

#[test]
fn addresses_of_the_web_alone_are_links() {
    let folder = tempfile::tempdir().unwrap();
    let record = |outlet: &str, url: &str| {
        format!(
            "{{\"source\":\"{outlet}\",\"url\":\"{url}\",\"title\":\"Ferry aground off Sennet\",\"text\":\"A ferry with 120 people aboard ran aground off \
             Sennet on Thursday, {outlet} said.\"}}\n"
        )
    };
    let records = record("A", "javascript:alert(1)") + &record("B", "https://b.example/?a=1&b=<2>");
    std::fs::write(folder.path().join("a.jsonl"), records).unwrap();
    let made = |name: &str| {
        let template =
            "{% for a in stories[0].articles %}{{ a.source }}={{ a.url | link }}\n{% endfor %}";
        std::fs::write(folder.path().join(name), template).unwrap();
        let args = ["a.jsonl", "--one-story", "-q", "--template", name, "-o", "-"];
        let made = stdout(&newsfold_in(Path::new(folder.path()), &args));
        made.lines().map(str::to_owned).collect::<std::collections::BTreeSet<_>>()
    };
    for (name, link) in [
        ("a.html", "B=https://b.example/?a=1&amp;b=%3C2%3E"),
        ("a.md", "B=https://b.example/?a=1&b=%3C2%3E"),
        ("a.mrkdwn", "B=https://b.example/?a=1&amp;b=%3C2%3E"),
        ("a.txt", "B=https://b.example/?a=1&b=%3C2%3E"),
    ] {
        let made = made(name);
        assert!(made.contains(link) && made.contains("A="), "{name}: {made:?}");
    }
}
