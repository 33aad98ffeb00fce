//! What a feed can hold.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use newsfold_fetch::Options;

use crate::news::{entry, options, pass, rss, visible};
use crate::server::{Reply, Server};

/// A feed with these bytes, asked once; what was said of it, how many entries were new, and the stored files.
fn once(bytes: impl Into<Vec<u8>>, kind: &str) -> (Vec<String>, usize, Vec<(String, String)>) {
    let (bytes, kind) = (bytes.into(), kind.to_owned());
    let server = Server::start(move |_| Reply::ok(bytes.clone()).with("Content-Type", &kind));
    let folder = tempfile::tempdir().unwrap();
    let options =
        Options { now: Some("2026-11-28T12:00:00Z".parse().unwrap()), ..options(folder.path()) };
    let summary = pass(&[server.url("/feed")], &options);
    let again = pass(&[server.url("/feed")], &options);
    assert_eq!((again.new, again.edited), (0, 0));
    (
        summary.failed.into_iter().map(|(_, reason)| reason).collect(),
        summary.new,
        visible(folder.path()),
    )
}

#[test]
fn forms() {
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>K</title><entry><id>a</id><title>x</title></entry></feed>";
    let rdf = "<rdf:RDF xmlns:rdf='r'><channel/><item><title>x</title></item></rdf:RDF>";
    let json = "{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [{\"id\": \"1\", \"content_text\": \"x\"}]}";
    for (text, ending) in [(atom, "xml"), (rdf, "xml"), (json, "json"), (rss([1]).as_str(), "xml")]
    {
        let (failed, new, files) = once(text, "text/plain");
        assert_eq!((failed, new), (vec![], 1), "{text}");
        assert!(
            files.len() == 1 && files[0].1 == text && files[0].0.ends_with(ending),
            "{files:?}"
        );
        assert!(files[0].0.starts_with("2026-11-28/feed-127.0.0.1-"), "{files:?}");
    }
}

#[test]
fn an_entry_is_stored_once() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let server = Server::start(move |_| {
        // A window that moves, as feeds have.
        let n = count.fetch_add(1, Ordering::Relaxed);
        Reply::ok(rss((n..n + 20).rev()))
    });
    let folder = tempfile::tempdir().unwrap();
    let mut new = 0;
    for _ in 0..10 {
        new += pass(&[server.url("/feed")], &options(folder.path())).new;
    }
    assert_eq!(new, 29);
    let files = visible(folder.path());
    let all: String = files.iter().map(|(_, text)| text.as_str()).collect();
    for n in 0..29 {
        // Byte for byte.
        assert_eq!(all.matches(&entry(n)).count(), 1, "{n}");
    }
    assert!(
        files
            .iter()
            .all(|(_, text)| text.starts_with("<?xml") && text.ends_with("</channel></rss>\n"))
    );
}

#[test]
fn an_edit_is_kept_beside_what_was_there() {
    let edited = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&edited);
    let server = Server::start(move |_| {
        let text = rss([1, 2]);
        Reply::ok(if count.fetch_add(1, Ordering::Relaxed) > 0 {
            text.replace("Bridge 2 over", "The bridge over")
        } else {
            text
        })
    });
    let folder = tempfile::tempdir().unwrap();
    pass(&[server.url("/feed")], &options(folder.path()));
    let second = pass(&[server.url("/feed")], &options(folder.path()));
    assert_eq!((second.new, second.edited), (0, 1));
    let third = pass(&[server.url("/feed")], &options(folder.path()));
    assert_eq!((third.new, third.edited, third.unchanged), (0, 0, 1));
    let all: String = visible(folder.path()).into_iter().map(|(_, text)| text).collect();
    let count = |text: &str| all.matches(text).count();
    assert_eq!(
        (count("Bridge 1 over"), count("Bridge 2 over"), count("The bridge over")),
        (1, 1, 1)
    );
}

#[test]
fn one_guid_for_two_entries() {
    let two = rss([1, 2]).replace("tag:2", "tag:1");
    let (failed, new, files) = once(two.clone(), "application/rss+xml");
    assert_eq!((failed, new, files[0].1.as_str()), (vec![], 2, two.as_str()));
    // The same entry twice is one.
    let (_, new, files) = once(rss([1, 1, 1]), "application/rss+xml");
    assert_eq!((new, files[0].1.as_str()), (1, rss([1]).as_str()));
}

#[test]
fn ten_thousand_entries() {
    let begun = Instant::now();
    let (failed, new, _) = once(rss(0..10_000), "application/rss+xml");
    assert_eq!((failed, new), (vec![], 10_000));
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}

#[test]
fn what_is_named_and_not_stored() {
    let page = "<!doctype html><html><head><title>Kelder</title></head></html>";
    for (text, said) in [
        ("", "empty"),
        (" \n", "empty"),
        (page, "a page that names no feed"),
        ("<opml version='2.0'><body/></opml>", "OPML"),
        ("<svg xmlns='s'/>", "another kind (svg)"),
        ("{\"items\": []}", "no JSON Feed"),
        ("{\"version\": \"https://jsonfeed.org/version/1\", \"items\": [", "malformed JSON"),
        ("<rss><channel><item><title>x", "breaks off"),
        ("<rss><channel><item><title>x</title></item><!-- ", "malformed XML"),
    ] {
        let (failed, new, files) = once(text, "application/rss+xml");
        assert!(failed.len() == 1 && failed[0].contains(said), "{text}: {failed:?}");
        assert_eq!((new, files.len()), if text.contains("</item>") { (1, 1) } else { (0, 0) });
    }
    let (failed, new, files) = once("<rss><channel/></rss>", "application/rss+xml");
    assert_eq!((failed, new, files), (vec![], 0, vec![]));
}

#[test]
fn tags_that_are_not_closed() {
    let open = "<rss><channel><item><title>A <b>bridge</title><description>Shut <br> until July & longer</description>\
                <item><title>Two</title></item></channel></rss>";
    let (_, new, files) = once(open, "application/rss+xml");
    assert_eq!((new, files[0].1.as_str()), (2, open));
}

#[test]
fn other_encodings_are_kept_as_they_came() {
    let text = rss([1])
        .replace("<?xml version=\"1.0\"?>", "<?xml version='1.0' encoding='koi8-r'?>")
        .replace("Bridge", "Мост");
    let (bytes, _, _) = encoding_rs::KOI8_R.encode(&text);
    let bytes = bytes.into_owned();
    let sent = bytes.clone();
    let server = Server::start(move |_| Reply::ok(sent.clone()));
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(pass(&[server.url("/feed")], &options(folder.path())).new, 1);
    assert_eq!(pass(&[server.url("/feed")], &options(folder.path())).new, 0);
    let name = visible(folder.path())[0].0.clone();
    assert_eq!(std::fs::read(folder.path().join(name)).unwrap(), bytes);
}

#[test]
fn dates_that_cannot_be_keep_nothing_back() {
    let dated = |n: usize, date: &str| {
        entry(n).replace("</item>", &format!("<pubDate>{date}</pubDate></item>"))
    };
    let all = [
        dated(1, "Sat, 28 Nov 2026 10:00:00 GMT"),
        dated(2, "Thu, 01 Jan 1970 00:00:00 GMT"),
        dated(3, "Sat, 28 Nov 2099 10:00:00 GMT"),
        dated(4, "yesterday"),
        entry(5),
        // Too old.
        dated(6, "Sat, 28 Nov 2020 10:00:00 GMT"),
    ];
    let feed = rss([]).replace("</channel>", &format!("{}</channel>", all.concat()));
    let (failed, new, files) = once(feed.clone(), "application/rss+xml");
    assert_eq!((failed, new), (vec![], 5));
    assert!(!files[0].1.contains("tag:6") && files[0].1.contains("tag:5"));
    let server = Server::start(move |_| Reply::ok(feed.clone()));
    let folder = tempfile::tempdir().unwrap();
    let summary =
        pass(&[server.url("/feed")], &Options { max_age: None, ..options(folder.path()) });
    assert_eq!((summary.new, summary.old), (6, 0));
}

#[test]
fn a_page_leads_to_its_feed() {
    let server = Server::start(|request| match request.path.as_str() {
        "/" => Reply::ok(
            "<!doctype html><head><link rel='alternate' type='application/atom+xml' href='news/atom'><link rel='alternate' type='application/rss+xml' href='/other'>",
        ),
        "/loop" => Reply::ok(
            "<!doctype html><head><link rel='alternate' type='application/atom+xml' href='/loop'>",
        ),
        "/news/atom" => Reply::ok(rss([1])),
        _ => Reply::new(404, ""),
    });
    let folder = tempfile::tempdir().unwrap();
    let urls = [server.url("/"), server.url("/loop")];
    let first = pass(&urls, &options(folder.path()));
    assert_eq!(first.moved, [(server.url("/"), server.url("/news/atom"))]);
    assert!(
        first.new == 1 && first.failed.len() == 1 && first.failed[0].1.contains("names no feed"),
        "{first:?}"
    );
    server.asked();
    assert_eq!(pass(&urls[..1], &options(folder.path())).unchanged, 1);
    assert_eq!(server.paths(), ["/news/atom"]);
}
