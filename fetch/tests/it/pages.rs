//! Linked pages, and who allows them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use newsfold_fetch::Options;

use crate::news::{entry, files, options, page, pass, rss, visible};
use crate::server::{Reply, Server};

fn with_pages(store: &std::path::Path, now: &str) -> Options {
    Options { pages: true, now: Some(now.parse().unwrap()), ..options(store) }
}

#[test]
fn pages_are_kept_beside_their_entries() {
    let server = Server::start(|request| match request.path.as_str() {
        "/feed" => Reply::ok(rss([1, 2, 3, 4, 5, 6])).with("ETag", "\"1\""),
        "/robots.txt" => Reply::ok("User-agent: *\nDisallow: /news/2\n"),
        "/news/1" => Reply::ok(page(1, "The bridge is shut."))
            .with("Content-Type", "text/html; charset=utf-8"),
        "/news/3" => Reply::to(302, "/news/2"),
        "/news/4" => Reply::new(404, ""),
        "/news/5" => Reply::ok("%PDF-1.7").with("Content-Type", "application/pdf"),
        "/news/6" => Reply::new(500, ""),
        _ => Reply::new(404, ""),
    });
    let folder = tempfile::tempdir().unwrap();
    let first = pass(&[server.url("/feed")], &with_pages(folder.path(), "2026-11-28T12:00:00Z"));
    assert_eq!(
        (first.new, first.pages, first.disallowed, first.failed.len()),
        (6, 1, 2, 3),
        "{first:?}"
    );
    let paths = server.paths();
    assert!(
        paths.iter().filter(|path| *path == "/robots.txt").count() == 1
            && !paths.contains(&"/news/2".to_owned())
    );
    // The five entries without a page, and the one page.
    let mut kept = visible(folder.path());
    assert_eq!(kept.len(), 6);
    let entries: String = kept
        .iter()
        .filter(|(name, _)| name.contains("/feed-"))
        .map(|(_, text)| text.as_str())
        .collect();
    assert!(
        (2..=6).all(|n| entries.matches(entry(n).trim_end()).count() == 1)
            && !entries.contains("tag:1<")
    );
    let hidden =
        files(folder.path()).into_iter().find(|(name, _)| name.contains("/.feed-")).unwrap().1;
    assert_eq!(hidden, rss([1]));
    kept.rotate_right(1);
    kept.swap(0, 1);
    assert!(kept[1].0.starts_with("2026-11-28/page-127.0.0.1-") && kept[1].0.ends_with(".html"));
    assert_eq!(kept[1].1, page(1, "The bridge is shut."));
    // The next time only what a fault kept back is asked again.
    let second = pass(&[server.url("/feed")], &with_pages(folder.path(), "2026-11-28T13:00:00Z"));
    assert_eq!((second.pages, second.failed.len()), (0, 1));
    assert_eq!(server.paths(), ["/feed", "/robots.txt", "/news/6"]);
}

#[test]
fn a_page_that_changes_is_kept_in_both_versions() {
    let round = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&round);
    let server =
        Server::start(move |request| match (request.path.as_str(), now.load(Ordering::Relaxed)) {
            ("/feed", _) => Reply::ok(rss([1])),
            ("/news/1", 2) => Reply::ok(page(1, "Three people were hurt.")),
            ("/news/1", _) if request.header("if-none-match") == "\"p\"" => Reply::new(304, ""),
            ("/news/1", _) => Reply::ok(page(1, "Two people were hurt.")).with("ETag", "\"p\""),
            _ => Reply::new(404, ""),
        });
    let folder = tempfile::tempdir().unwrap();
    let urls = [server.url("/feed")];
    let mut pages = Vec::new();
    // At once, an hour later, a day later (where it is looked at again), and never after that.
    for now in [
        "2026-11-27T12:00:00Z",
        "2026-11-27T13:00:00Z",
        "2026-11-28T13:00:00Z",
        "2026-11-30T13:00:00Z",
    ] {
        pages.push(pass(&urls, &with_pages(folder.path(), now)).pages);
        round.fetch_add(1, Ordering::Relaxed);
    }
    assert_eq!(pages, [1, 0, 1, 0]);
    let kept = visible(folder.path());
    let of = |text: &str| {
        kept.iter()
            .filter(|(_, page)| page.contains(text))
            .map(|(name, _)| &name[..10])
            .collect::<Vec<_>>()
    };
    assert_eq!(of("Two people"), ["2026-11-27"]);
    assert_eq!(of("Three people"), ["2026-11-28"]);
}

#[test]
fn a_page_that_is_the_same_is_kept_once() {
    let round = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&round);
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" if now.load(Ordering::Relaxed) > 0 => {
            Reply::ok(rss([1]).replace("until July", "until May"))
        }
        "/feed" => Reply::ok(rss([1])),
        "/news/1" => Reply::ok(page(1, "Shut.")),
        _ => Reply::new(404, ""),
    });
    let folder = tempfile::tempdir().unwrap();
    let urls = [server.url("/feed")];
    assert_eq!(pass(&urls, &with_pages(folder.path(), "2026-11-28T12:00:00Z")).pages, 1);
    round.fetch_add(1, Ordering::Relaxed);
    server.asked();
    // The entry was edited, so the page is looked at.
    let second = pass(&urls, &with_pages(folder.path(), "2026-11-28T13:00:00Z"));
    assert_eq!((second.edited, second.pages), (1, 0));
    assert_eq!(server.paths(), ["/feed", "/robots.txt", "/news/1"]);
    // The page alone; its two announcements are kept.
    let names: Vec<String> = visible(folder.path()).into_iter().map(|(name, _)| name).collect();
    assert!(names.len() == 1 && names[0].contains("/page-"), "{names:?}");
    assert_eq!(files(folder.path()).iter().filter(|(name, _)| name.contains("/.feed-")).count(), 2);
    assert_eq!(pass(&urls, &with_pages(folder.path(), "2026-11-28T14:00:00Z")).pages, 0);
    assert_eq!(server.paths(), ["/feed"]);
}

#[test]
fn robots_that_cannot_be_had_allow_nothing() {
    for (status, pages) in [(404, 2), (403, 2), (500, 0), (503, 0)] {
        let server = Server::start(move |request| match request.path.as_str() {
            "/feed" => Reply::ok(rss([1, 2])),
            "/robots.txt" => Reply::new(status, ""),
            _ => Reply::ok(page(1, &request.path)),
        });
        let folder = tempfile::tempdir().unwrap();
        let summary =
            pass(&[server.url("/feed")], &with_pages(folder.path(), "2026-11-28T12:00:00Z"));
        assert_eq!((summary.new, summary.pages), (2, pages), "{status}: {summary:?}");
    }
}

#[test]
fn pages_into_private_networks_are_refused() {
    let inner = Server::start(|_| Reply::ok(page(1, "secret")));
    let port = inner.port;
    let server = Server::start(move |request| match request.path.as_str() {
        "/feed" => {
            let links = [
                format!("http://127.0.0.1:{port}/"),
                format!("http://a.private.test:{port}/"),
                "file:///etc/passwd".to_owned(),
            ];
            let entries: String = links
                .iter()
                .enumerate()
                .map(|(n, link)| entry(n).replace(&format!("/news/{n}"), link))
                .collect();
            Reply::ok(rss([]).replace("</channel>", &format!("{entries}</channel>")))
        }
        _ => Reply::new(404, ""),
    });
    let folder = tempfile::tempdir().unwrap();
    let lookup = crate::server::Hosts { public: Some(server.port) };
    let options = Options {
        allow_private: false,
        lookup: Some(Arc::new(lookup)),
        ..with_pages(folder.path(), "2026-11-28T12:00:00Z")
    };
    let summary = pass(&[format!("http://k.test:{}/feed", server.port)], &options);
    assert_eq!((summary.new, summary.pages, summary.failed.len()), (3, 0, 2), "{summary:?}");
    assert!(inner.asked().is_empty());
}
