//! A fetch that is killed at any moment leaves a store that is whole, and the next one completes it.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use newsfold_fetch::{Options, check, fetch};

use crate::news::{entry, files, options, page, pass, rss, subscriptions};
use crate::server::{Reply, Server};

/// This test program as a fetch in a process of its own.
pub(crate) fn child(store: &Path, urls: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", "kills::a_fetch_in_a_process_of_its_own"])
        .env("FETCH_STORE", store)
        .env("FETCH_URLS", urls);
    command
}

#[test]
fn a_fetch_in_a_process_of_its_own() {
    let (Some(store), Ok(urls)) = (std::env::var_os("FETCH_STORE"), std::env::var("FETCH_URLS"))
    else {
        return;
    };
    let urls: Vec<&str> = urls.split(' ').collect();
    let options = Options {
        pages: true,
        proxy: std::env::var_os("FETCH_PROXY").is_some(),
        ..options(Path::new(&store))
    };
    fetch(&subscriptions(&urls), &options).unwrap();
}

/// Each kill is a run over feeds that have new entries each time; then one run to the end.
fn kill(times: usize) {
    let round = Arc::new(AtomicUsize::new(0));
    let now = Arc::clone(&round);
    let server = Server::start(move |request| {
        // The host takes its time, so that there are moments.
        std::thread::sleep(Duration::from_millis(1));
        let path = request.path.as_str();
        match path.strip_prefix("/news/").map(str::parse) {
            Some(Ok(n)) => Reply::ok(page(n, "The bridge is shut.")),
            _ if path == "/robots.txt" => Reply::new(404, ""),
            _ => {
                let feed: usize = path[1..].parse().unwrap();
                // The last three rounds, so that none is out of the feed before a run could end.
                let round = now.load(Ordering::Relaxed);
                let of = |round: usize| (0..2).map(move |n| (feed * 100_000 + round) * 2 + n);
                Reply::ok(rss((0..=round).rev().flat_map(of)))
            }
        }
    });
    let urls: Vec<String> =
        (0..6).map(|n| format!("http://host-{}.test:{}/{n}", n % 3, server.port)).collect();
    let folder = tempfile::tempdir().unwrap();
    // Linear congruential, after Knuth: any moments do.
    let mut random = 20_261_128_u64;
    let mut ended = 0;
    for _ in 0..times {
        let mut child = child(folder.path(), &urls.join(" "))
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis((random >> 33) % 150));
        ended += usize::from(child.try_wait().unwrap().is_some());
        let _ = child.kill();
        child.wait().unwrap();
        if folder.path().exists() {
            assert_eq!(check(folder.path()).unwrap(), Vec::<String>::new());
        }
        round.fetch_add(1, Ordering::Relaxed);
    }
    println!("{times} kills, {ended} of them too late");
    let last = round.load(Ordering::Relaxed);
    // A hundred pages of a feed at most in each run.
    let all = Options { pages: true, max_age: None, ..options(folder.path()) };
    for _ in 0..20 {
        if pass(&urls, &all).pages == 0 {
            break;
        }
    }
    let kept = files(folder.path());
    // The last pass has taken away what is announced and there.
    assert!(!kept.iter().any(|(name, _)| name.contains("/feed-")));
    let feeds: String = kept
        .iter()
        .filter(|(name, _)| name.contains("/.feed-"))
        .map(|(_, text)| text.as_str())
        .collect();
    for feed in 0..6 {
        for n in (0..=last).flat_map(|round| (0..2).map(move |n| (feed * 100_000 + round) * 2 + n))
        {
            assert_eq!(feeds.matches(entry(n).trim_end()).count(), 1, "entry {n}");
        }
    }
    let pages = kept.iter().filter(|(name, _)| name.contains("/page-")).count();
    assert_eq!(pages, 6 * 2 * (last + 1));
}

#[test]
fn killed_a_few_times() {
    kill(20);
}

#[test]
#[ignore = "a minute: 200 kills"]
fn killed_two_hundred_times() {
    kill(200);
}
