//! Digest to a feed: Atom (RFC 4287) or JSON Feed 1.1. One entry a story, under the story's id: a story that grows updates its entry in
//! place, and the entry of one that does not keeps its bytes. No time but the articles' own stands in it.

use std::fmt::Write;

use serde_json::{Value, json};

use super::chapter::{headline, stamp, summary};
use super::digest::{Digest, DigestStory};
use crate::text::{SourceText, link_target};

/// What a feed calls itself: the same in every run, so that readers know it again.
const FEED_ID: &str = "urn:newsfold:digest";

/// As Atom, piece by piece.
pub fn atom_pieces(digest: &Digest) -> impl Iterator<Item = String> {
    let updated = stamp(digest.stories.iter().flat_map(|story| &story.articles));
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <id>{FEED_ID}</id>\n  \
         <title>News digest</title>\n  <updated>{updated}</updated>\n  <author><name>newsfold</name></author>\n  \
         <generator version=\"{}\">newsfold</generator>\n",
        digest.newsfold_version
    );
    std::iter::once(head)
        .chain(digest.stories.iter().map(atom_entry))
        .chain(["</feed>\n".to_owned()])
}

fn atom_entry(story: &DigestStory) -> String {
    let title = headline(story);
    let content = SourceText::new(content(story));
    let mut entry = format!(
        "  <entry>\n    <id>urn:newsfold:{}</id>\n    <title>{}</title>\n    <updated>{}</updated>\n",
        story.id,
        title.html(),
        stamp(story.articles.iter()),
    );
    if let Some(target) = address(story) {
        let _ = writeln!(entry, "    <link href=\"{}\"/>", SourceText::new(target).html());
    }
    let _ = writeln!(entry, "    <content type=\"html\">{}</content>\n  </entry>", content.html());
    entry
}

/// As JSON Feed, piece by piece.
pub fn json_feed_pieces(digest: &Digest) -> impl Iterator<Item = String> {
    let head = format!(
        "{{\n  \"version\": \"https://jsonfeed.org/version/1.1\",\n  \"title\": \"News digest\",\n  \"_newsfold\": {{\"newsfold_version\": \"{}\"}},\n  \"items\": [",
        digest.newsfold_version
    );
    let items = digest.stories.iter().enumerate().map(|(at, story)| {
        let comma = if at == 0 { "" } else { "," };
        format!("{comma}\n    {}", feed_item(story))
    });
    std::iter::once(head).chain(items).chain(["\n  ]\n}\n".to_owned()])
}

fn feed_item(story: &DigestStory) -> Value {
    let mut item = json!({
        "id": format!("urn:newsfold:{}", story.id),
        "title": headline(story).raw(),
        "content_html": content(story),
        "date_modified": stamp(story.articles.iter()),
    });
    if let (Some(target), Some(item)) = (address(story), item.as_object_mut()) {
        item.insert("url".to_owned(), target.into());
    }
    item
}

/// The address of the article that gives the headline.
fn address(story: &DigestStory) -> Option<String> {
    let above = story.headline.as_ref()?.article;
    let article = story.articles.iter().find(|article| article.id == above)?;
    link_target(article.url.as_ref()?.raw())
}

/// The summary as a piece of HTML.
fn content(story: &DigestStory) -> String {
    format!("{}<p>{}</p>", summary(story), story.origins_in_words())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Article, Newsfold};

    fn digest(outlet: &str) -> Digest {
        let hostile =
            "]]></title><script>alert(1)</script> & \u{1}\u{ffff} \"ferry\" aground off Sennet";
        let article = |outlet: &str, text: &str| {
            Article::new(text)
                .outlet(outlet)
                .title(hostile)
                .url("https://a.example/?a=1&b=<2>")
                .date("2026-03-12")
        };
        Newsfold::new()
            .digest([
                article(outlet, "A ferry with 120 people aboard ran aground off Sennet on Thursday."),
                article("Courier", "The ferry ran aground off Sennet on Thursday with 120 people aboard, police said."),
            ])
            .unwrap()
    }

    #[test]
    fn an_atom_feed_is_whole_whatever_stands_in_it() {
        let digest = digest("<b>Gazette</b>");
        let atom: String = atom_pieces(&digest).collect();
        let mut reader = quick_xml::Reader::from_str(&atom);
        let mut names = Vec::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Start(tag) => {
                    names.push(tag.name().0.to_owned());
                }
                quick_xml::events::Event::Eof => break,
                _ => {}
            }
        }
        let expected = [
            "feed",
            "id",
            "title",
            "updated",
            "author",
            "name",
            "generator",
            "entry",
            "id",
            "title",
            "updated",
            "content",
        ];
        assert_eq!(names, expected);
        assert!(
            !atom.contains(['\u{1}', '\u{ffff}'])
                && atom.contains("<updated>2026-03-12T00:00:00Z</updated>")
        );
        assert_eq!(digest.stories.len(), 1);
    }

    #[test]
    fn a_json_feed_is_one() {
        let digest = digest("Gazette");
        let feed: String = json_feed_pieces(&digest).collect();
        let feed: Value = serde_json::from_str(&feed).unwrap();
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        let item = &feed["items"][0];
        assert_eq!(item["id"], format!("urn:newsfold:{}", digest.stories[0].id));
        assert!(!item["content_html"].as_str().unwrap().contains("<script"));
    }
}
