//! Where a request may go, and what it tells whom.

use std::sync::Arc;

use newsfold_fetch::Options;

use crate::news::{files, options, pass, rss};
use crate::server::{Hosts, Reply, Server};

/// Only this server is public.
fn guarded(store: &std::path::Path, server: &Server) -> Options {
    let lookup = Hosts { public: Some(server.port) };
    Options { allow_private: false, lookup: Some(Arc::new(lookup)), ..options(store) }
}

#[test]
fn private_networks_are_refused() {
    let inner = Server::start(|_| Reply::ok(rss([1])));
    let port = inner.port;
    let server = Server::start(move |request| match request.path.as_str() {
        "/to-address" => Reply::to(302, &format!("http://127.0.0.1:{port}/")),
        "/to-number" => Reply::to(302, &format!("http://2130706433:{port}/")),
        "/to-six" => Reply::to(302, &format!("http://[::1]:{port}/")),
        "/to-mapped" => Reply::to(302, &format!("http://[::ffff:127.0.0.1]:{port}/")),
        "/to-local" => Reply::to(301, "http://printer.local/"),
        "/to-cloud" => Reply::to(307, "http://169.254.169.254/latest/meta-data/"),
        // A name whose address is private only when it is looked up.
        "/to-name" => Reply::to(302, &format!("http://a.private.test:{port}/")),
        _ => Reply::ok(rss([1])),
    });
    let at = |host: &str, path: &str| format!("http://{host}:{}{path}", server.port);
    let folder = tempfile::tempdir().unwrap();
    let options = guarded(folder.path(), &server);
    assert_eq!(pass(&[at("k.test", "/feed")], &options).new, 1);
    let refused = [
        at("127.0.0.1", "/feed"),
        at("localhost", "/feed"),
        at("a.private.test", "/feed"),
        "http://10.0.0.1/".to_owned(),
        "http://0x7f.1/".to_owned(),
        "http://[fd00::1]/".to_owned(),
        at("k.test", "/to-address"),
        at("k.test", "/to-number"),
        at("k.test", "/to-six"),
        at("k.test", "/to-mapped"),
        at("k.test", "/to-local"),
        at("k.test", "/to-cloud"),
        at("k.test", "/to-name"),
    ];
    for url in refused {
        let summary = pass(&[&url], &options);
        assert!(
            summary.failed.len() == 1 && summary.failed[0].1.contains("private network"),
            "{url}: {summary:?}"
        );
        assert_eq!(summary.moved, []);
    }
    assert!(inner.asked().is_empty());
}

#[test]
fn other_schemes_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for url in [
        "file:///etc/passwd",
        "ftp://k.test/feed",
        "gopher://k.test/",
        "javascript:alert(1)",
        "https://",
    ] {
        let summary = pass(&[url], &options(folder.path()));
        assert_eq!((summary.asked, summary.failed.len()), (0, 1), "{url}");
    }
}

#[test]
fn hosts_that_are_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let summary = pass(&["http://a.nowhere.test/feed"], &options(folder.path()));
    assert_eq!(summary.failed[0].1, "no such host");
    let (listener, port) = crate::server::silent();
    drop(listener);
    let summary = pass(&[format!("http://127.0.0.1:{port}/")], &options(folder.path()));
    assert!(summary.failed[0].1.contains("connection"), "{summary:?}");
}

#[test]
fn names_in_other_scripts() {
    let server = Server::start(|_| Reply::ok(rss([1])));
    let folder = tempfile::tempdir().unwrap();
    let summary =
        pass(&[format!("http://бюро.test:{}/новости?q=é", server.port)], &options(folder.path()));
    assert_eq!((summary.new, summary.failed.len()), (1, 0));
    let asked = server.asked();
    assert_eq!(asked[0].header("host"), format!("xn--90a0af9c.test:{}", server.port));
    assert_eq!(asked[0].path, "/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?q=%C3%A9");
}

#[test]
fn passwords_go_to_their_host_only_and_are_kept_nowhere() {
    let other = Server::start(|_| Reply::ok(rss([1])));
    let port = other.port;
    let server = Server::start(move |request| match request.path.as_str() {
        "/here?token=hunter3" => Reply::to(301, "/there?token=hunter3&page=1"),
        "/away" => Reply::to(301, &format!("http://hunter5:hunter6@k.test:{port}/feed")),
        "/wrong" => Reply::new(401, ""),
        _ => Reply::ok(rss([1])).with("ETag", "\"1\""),
    });
    let folder = tempfile::tempdir().unwrap();
    let at = |path: &str| format!("http://hunter1:hunter2@127.0.0.1:{}{path}", server.port);
    let bad = "http://hunter1:hunter2@127.0.0.1:99999/".to_owned();
    let urls = [at("/here?token=hunter3"), at("/away"), at("/wrong"), bad];
    let first = pass(&urls, &options(folder.path()));
    assert_eq!((first.new, first.failed.len()), (2, 2), "{first:?}");
    let second = pass(&urls, &options(folder.path()));
    assert_eq!((second.unchanged, second.not_modified), (2, 0));
    // Of the address with a token the next place is found again each time; the password goes along.
    let asked = server.asked();
    assert!(
        asked.iter().all(|request| request.header("authorization") == "Basic aHVudGVyMTpodW50ZXIy"),
        "{asked:?}"
    );
    assert!(other.asked().iter().all(|request| request.header("authorization").is_empty()));
    let list =
        newsfold_fetch::standings(&crate::news::subscriptions(&urls), Some(folder.path())).unwrap();
    let shown = format!("{first:?} {second:?} {list:?} {:?}", files(folder.path()));
    assert!(!shown.contains("hunter") && !shown.contains("aHVudGVy"), "{shown}");
}

#[test]
fn a_proxy_of_the_environment() {
    // It takes the connection and answers itself.
    let proxy = Server::start(|request| {
        if request.path.ends_with("k.test:80") { Reply::new(200, "") } else { Reply::ok(rss([1])) }
    });
    let folder = tempfile::tempdir().unwrap();
    let run = |no_proxy: &str| {
        let mut child = crate::kills::child(folder.path(), "http://k.test/feed");
        child.env("FETCH_PROXY", "1").env("HTTP_PROXY", proxy.url("")).env("NO_PROXY", no_proxy);
        for other in ["ALL_PROXY", "all_proxy", "HTTPS_PROXY", "https_proxy", "no_proxy"] {
            child.env_remove(other);
        }
        assert!(child.output().unwrap().status.success());
        proxy.asked().len()
    };
    assert_eq!(run("k.test"), 0);
    assert!(run("") > 0);
}
