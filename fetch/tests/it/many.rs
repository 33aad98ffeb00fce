//! Many feeds of many hosts.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use newsfold_fetch::Options;

use crate::news::{options, page, pass, rss};
use crate::server::{Reply, Server};

/// Feeds and hosts, as of a heavy reader; and the time that they may take.
const FEEDS: usize = 500;
const HOSTS: usize = 200;
const SECONDS: u64 = 20;

fn urls(port: u16) -> Vec<String> {
    (0..FEEDS).map(|n| format!("http://host-{}.test:{port}/{n}", n % HOSTS)).collect()
}

#[test]
fn many_feeds_and_the_second_run() {
    let server = Server::start(|request| {
        let n: usize = request.path[1..].parse().unwrap();
        let etag = format!("\"{n}\"");
        if request.header("if-none-match") == etag {
            return Reply::new(304, "");
        }
        // One in thirty hosts has no versions.
        let reply = Reply::ok(rss(n * 30..n * 30 + 30));
        if n.is_multiple_of(30) { reply } else { reply.with("ETag", &etag) }
    });
    let folder = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let first = pass(&urls(server.port), &options(folder.path()));
    println!("{FEEDS} feeds of {HOSTS} hosts, two threads: {:?}", begun.elapsed());
    assert_eq!((first.asked, first.new, first.failed.len()), (FEEDS, FEEDS * 30, 0));
    assert!(begun.elapsed() < Duration::from_secs(SECONDS), "{:?}", begun.elapsed());
    let begun = Instant::now();
    let second = pass(&urls(server.port), &options(folder.path()));
    println!(
        "the second run: {:?}, {} of {FEEDS} not modified",
        begun.elapsed(),
        second.not_modified
    );
    assert!(
        second.not_modified * 100 >= FEEDS * 95 && second.unchanged == FEEDS && second.new == 0
    );
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_with_a_pause() {
    // When a host was asked, and whether it was being asked already.
    let seen: Arc<Mutex<BTreeMap<String, (usize, Instant)>>> = Arc::default();
    let kept = Arc::clone(&seen);
    let pause = Duration::from_millis(100);
    let server = Server::start(move |request| {
        let host = request.header("host").to_owned();
        {
            let mut seen = kept.lock().unwrap();
            if let Some((under_way, last)) = seen.get(&host) {
                assert!(*under_way == 0 && last.elapsed() >= pause, "{host}: {:?}", last.elapsed());
            }
            seen.insert(host.clone(), (1, Instant::now()));
        }
        std::thread::sleep(Duration::from_millis(5));
        kept.lock().unwrap().insert(host, (0, Instant::now()));
        match request.path.as_str() {
            "/robots.txt" => Reply::new(404, ""),
            path if path.starts_with("/news") => Reply::ok(page(1, path)),
            _ => Reply::ok(rss([1, 2])),
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let urls: Vec<String> =
        (0..12).map(|n| format!("http://host-{}.test:{}/{n}", n % 3, server.port)).collect();
    let options = Options { pause, threads: 8, pages: true, ..options(folder.path()) };
    let begun = Instant::now();
    let summary = pass(&urls, &options);
    assert_eq!((summary.failed.len(), summary.pages), (0, 6));
    // Four feeds, robots.txt and two pages of each of three hosts, which wait for nobody but themselves: one after the
    // other they would take 20 pauses.
    assert!(begun.elapsed() >= pause * 6 && begun.elapsed() < pause * 18, "{:?}", begun.elapsed());
}
