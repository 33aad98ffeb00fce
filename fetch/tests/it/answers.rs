//! What a host can answer: statuses, redirects, bodies that are not as they should be.

use std::io::Write;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use newsfold_fetch::{Decision, Limits, Options, plan};

use crate::news::{files, options, pass, rss, subscriptions, visible};
use crate::server::{Reply, Request, Server};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

/// 160 such members are 10 GiB.
static BOMB: LazyLock<Vec<u8>> = LazyLock::new(|| gzip(&vec![b' '; 64 << 20]));

/// A header, then bytes, then a word on whether the rest ever comes.
fn broken(head: &'static str, bytes: Vec<u8>) -> Reply {
    Reply::raw(move |out| {
        out.write_all(format!("HTTP/1.1 200 OK\r\n{head}\r\n\r\n").as_bytes())?;
        out.write_all(&bytes)
    })
}

/// Drips bytes for longer than any test waits.
fn dripping(before: &'static str) -> Reply {
    Reply::raw(move |out| {
        out.write_all(before.as_bytes())?;
        for _ in 0..200 {
            out.write_all(b"x")?;
            out.flush()?;
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    })
}

fn site(request: &Request) -> Reply {
    let good = || rss([1, 2]);
    match request.path.as_str() {
        "/good" => Reply::ok(good()),
        "/moved" => Reply::to(301, "/good"),
        "/moved-308" => Reply::to(308, "good"),
        "/elsewhere" => Reply::to(302, "/good"),
        "/elsewhere-303" => Reply::to(303, "/good"),
        "/elsewhere-307" => Reply::to(307, "/good"),
        "/half-moved" => Reply::to(301, "/elsewhere"),
        "/circle" => Reply::to(302, "/circle-2"),
        "/circle-2" => Reply::to(302, "/circle"),
        path if path.starts_with("/far") => Reply::to(302, &format!("{path}r")),
        "/nowhere" => Reply::new(302, ""),
        "/file" => Reply::to(302, "file:///etc/passwd"),
        "/unasked-304" => Reply::new(304, ""),
        "/204" => Reply::new(204, ""),
        "/slow" => dripping("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"),
        "/slow-header" => dripping("HTTP/1.1 200 OK\r\nX: "),
        "/silent" => Reply::raw(|_| {
            std::thread::sleep(Duration::from_secs(5));
            Ok(())
        }),
        "/cut" => broken("Content-Length: 9999", good().into_bytes()),
        "/cut-chunks" => broken("Transfer-Encoding: chunked", b"5\r\n<rss>\r\n99\r\nx".to_vec()),
        "/bad-chunks" => broken("Transfer-Encoding: chunked", b"zz\r\n<rss>\r\n".to_vec()),
        "/short" => broken("Content-Length: 250", good().into_bytes()),
        "/bad-length" => broken("Content-Length: many", good().into_bytes()),
        "/no-http" => Reply::raw(|out| out.write_all(b"220 mail.example ESMTP\r\n")),
        "/nothing" => Reply::raw(|_| Ok(())),
        "/large-header" => Reply::raw(|out| {
            out.write_all(b"HTTP/1.1 200 OK\r\n")?;
            (0..10_000).try_for_each(|n| {
                out.write_all(format!("X-{n}: {}\r\n", "y".repeat(100)).as_bytes())
            })?;
            out.write_all(b"\r\n")
        }),
        "/wrong-type" => Reply::ok(good()).with("Content-Type", "image/png"),
        "/picture" => Reply::ok(b"\x89PNG\r\n\x1a\n\0\0\0".to_vec())
            .with("Content-Type", "application/rss+xml"),
        "/gzip" => Reply::ok(gzip(good().as_bytes())).with("Content-Encoding", "gzip"),
        "/bad-gzip" => {
            Reply::ok(gzip(good().as_bytes())[..60].to_vec()).with("Content-Encoding", "gzip")
        }
        "/no-gzip" => Reply::ok(good()).with("Content-Encoding", "gzip"),
        "/brotli" => Reply::ok(good()).with("Content-Encoding", "br"),
        "/bomb" => Reply::raw(|out| {
            out.write_all(
                b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n",
            )?;
            (0..160).try_for_each(|_| out.write_all(&BOMB))
        }),
        "/large" => Reply::raw(|out| {
            out.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
            (0..10_000).try_for_each(|_| out.write_all(&[b' '; 1 << 16]))
        }),
        path => match path.trim_start_matches('/').parse() {
            Ok(status) => Reply::new(status, "an error page"),
            Err(_) => Reply::new(404, ""),
        },
    }
}

#[test]
fn each_answer() {
    LazyLock::force(&BOMB);
    let server = Server::start(site);
    // What is said of a failure; nothing where two entries come.
    let cases = [
        ("/good", ""),
        ("/moved", ""),
        ("/moved-308", ""),
        ("/elsewhere", ""),
        ("/elsewhere-303", ""),
        ("/elsewhere-307", ""),
        ("/half-moved", ""),
        ("/circle", "in a circle"),
        ("/far", "more than 10 redirects"),
        ("/nowhere", "does not say where to"),
        ("/file", "file: addresses are not asked"),
        ("/unasked-304", "not modified, which was not asked"),
        ("/204", "status 204"),
        ("/400", "status 400"),
        ("/401", "wants a password"),
        ("/403", "forbidden"),
        ("/404", "not found"),
        ("/410", "gone for good"),
        ("/418", "status 418"),
        ("/500", "a fault of the host"),
        ("/502", "a fault of the host"),
        ("/503", "unavailable"),
        ("/slow", "no answer in time"),
        ("/slow-header", "no answer in time"),
        ("/silent", "no answer in time"),
        ("/cut", "broke off"),
        ("/cut-chunks", "broke off"),
        ("/bad-chunks", "no good HTTP"),
        ("/short", "1 whole entries were read"),
        ("/bad-length", "no good HTTP"),
        ("/no-http", "no good HTTP"),
        ("/nothing", "broke off"),
        ("/large-header", "header"),
        ("/wrong-type", ""),
        ("/picture", "neither feed nor page"),
        ("/gzip", ""),
        ("/bad-gzip", "broke off"),
        ("/no-gzip", "broke off"),
        ("/brotli", "which was not asked for"),
        ("/bomb", "unpacks to more than 200 times its size"),
        ("/large", "larger than 20000000 bytes"),
    ];
    for (path, said) in cases {
        let folder = tempfile::tempdir().unwrap();
        // Only what never ends is not given its time.
        let time = if said == "no answer in time" { 1 } else { 30 };
        let limits =
            Limits { time: Duration::from_secs(time), bytes: 20_000_000, ..Limits::default() };
        let options = Options { limits, ..options(folder.path()) };
        let begun = Instant::now();
        let summary = pass(&[server.url(path)], &options);
        assert!(time > 1 || begun.elapsed() < Duration::from_secs(10), "{path}");
        if said.is_empty() {
            assert_eq!((summary.new, &summary.failed[..]), (2, &[][..]), "{path}");
            assert!(visible(folder.path())[0].1.contains("Bridge 2 shut"), "{path}");
        } else {
            let [(url, reason)] = &summary.failed[..] else { panic!("{path}: {summary:?}") };
            assert!(reason.contains(said) && *url == server.url(path), "{path}: {reason}");
            // Of what breaks off whole entries are kept.
            assert_eq!(visible(folder.path()).len(), usize::from(path == "/short"), "{path}");
        }
        assert_eq!((summary.asked, summary.stopped), (1, None), "{path}");
    }
}

#[test]
fn a_second_run_asks_only_for_what_changed() {
    let etag = "W/\"x y\\\"z\"";
    // Not a date that anybody could have parsed and written again.
    let modified = "Sat, 28 Nov 2099 1:2:3 GMT";
    let server = Server::start(move |request| {
        if request.header("if-none-match") == etag
            && request.header("if-modified-since") == modified
        {
            Reply::new(304, "")
        } else {
            Reply::ok(rss([1]))
                .with("ETag", etag)
                .with("Last-Modified", modified)
                .with("Set-Cookie", "a=b")
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let first = pass(&[server.url("/feed")], &options(folder.path()));
    assert_eq!((first.new, first.not_modified), (1, 0));
    let before = visible(folder.path());
    let second = pass(&[server.url("/feed")], &options(folder.path()));
    assert_eq!((second.new, second.unchanged, second.not_modified), (0, 1, 1));
    assert_eq!(visible(folder.path()), before);
    let asked = server.asked();
    assert!(asked[0].header("user-agent").starts_with("newsfold/"), "{:?}", asked[0]);
    assert_eq!(asked[0].header("accept-encoding"), "gzip");
    assert_eq!((asked[1].header("if-none-match"), asked[1].header("cookie")), (etag, ""));
    let facts = files(folder.path())
        .into_iter()
        .find(|(name, _)| name.ends_with(".facts.jsonl"))
        .unwrap()
        .1;
    assert_eq!(facts.lines().count(), 1);
    let fact: serde_json::Value = serde_json::from_str(&facts).unwrap();
    assert_eq!(
        (fact["etag"].as_str(), fact["url"].as_str()),
        (Some(etag), Some(server.url("/feed").as_str()))
    );
}

#[test]
fn permanent_redirects_are_remembered() {
    let server = Server::start(site);
    for (path, then) in [
        ("/moved", "/good"),
        ("/moved-308", "/good"),
        ("/elsewhere", "/elsewhere"),
        ("/half-moved", "/elsewhere"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let urls = [server.url(path)];
        let first = pass(&urls, &options(folder.path()));
        assert_eq!(first.moved.len(), usize::from(path != "/elsewhere"), "{path}");
        server.asked();
        let second = pass(&urls, &options(folder.path()));
        assert_eq!((second.unchanged, second.moved.len()), (1, 0), "{path}");
        assert_eq!(server.paths()[0], then);
        let planned = plan(&subscriptions(&urls), &options(folder.path())).unwrap();
        let moved = (path != then).then(|| server.url(then));
        assert_eq!(planned[0].1, Decision::Ask { moved, conditional: false });
        let list = newsfold_fetch::up_to_date(&subscriptions(&urls), folder.path()).unwrap();
        assert_eq!(list[0].address, server.url(then));
    }
}

#[test]
fn hosts_that_want_to_be_left_alone() {
    let server = Server::start(|request| match request.path.as_str() {
        "/410" => Reply::new(410, ""),
        "/429" => Reply::new(429, "").with("Retry-After", "7200"),
        "/503" => Reply::new(503, "").with("Retry-After", "Sat, 28 Nov 2099 12:00:00 GMT"),
        _ => Reply::ok(rss([1])),
    });
    for (path, said) in [
        ("/410", "gone for good since"),
        ("/429", "left alone until"),
        ("/503", "left alone until"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let options = options(folder.path());
        let urls = [server.url(path), server.url("/other")];
        let first = pass(&urls, &options);
        // A host that has enough has enough of all of them; one feed that is gone says nothing of the others.
        let is_host = path != "/410";
        assert_eq!(
            (first.failed.len(), first.new),
            if is_host { (2, 0) } else { (1, 1) },
            "{path}: {first:?}"
        );
        server.asked();
        let second = pass(&urls, &options);
        assert_eq!(second.skipped.len(), first.failed.len(), "{path}: {second:?}");
        assert!(second.skipped[0].1.contains(said), "{second:?}");
        assert_eq!(server.paths().len(), usize::from(!is_host));
        // When the time is over, or has been said to be so by a clock that was wrong, it is asked again.
        let later = Options { now: Some("2100-01-30T00:00:00Z".parse().unwrap()), ..options };
        assert_eq!(pass(&urls, &later).skipped, []);
    }
}

#[test]
fn every_leaves_alone_what_was_asked() {
    let server = Server::start(site);
    let folder = tempfile::tempdir().unwrap();
    let at = |now: &str| Options {
        every: Duration::from_secs(3600),
        now: Some(now.parse().unwrap()),
        ..options(folder.path())
    };
    let urls = [server.url("/good")];
    assert_eq!(pass(&urls, &at("2026-11-28T12:00:00Z")).asked, 1);
    let soon = pass(&urls, &at("2026-11-28T12:59:00Z"));
    assert_eq!((soon.asked, soon.skipped[0].1.as_str()), (0, "asked 59 min ago"));
    // A clock that was an hour fast the last time holds nothing up.
    assert_eq!(pass(&urls, &at("2026-11-28T11:00:00Z")).asked, 1);
    assert_eq!(pass(&urls, &at("2026-11-28T12:30:00Z")).asked, 1);
}

#[test]
fn a_plan_asks_nobody_and_changes_nothing() {
    let server = Server::start(site);
    let folder = tempfile::tempdir().unwrap();
    let options = options(&folder.path().join("news"));
    let planned =
        plan(&subscriptions(&[server.url("/good"), "ftp://k.example/".to_owned()]), &options)
            .unwrap();
    assert_eq!(planned[0].1, Decision::Ask { moved: None, conditional: false });
    assert!(matches!(planned[1].1, Decision::Bad(_)));
    assert!(!options.store.exists() && server.asked().is_empty());
}
