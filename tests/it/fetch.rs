//! From subscriptions to a digest, against a server of the test's own.

use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::path::Path;
use std::process::Output;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::program::{digest, newsfold_in, root, stderr, stdout};

/// Answers every path with what `site` makes of it, until the tests end.
fn serve(site: impl Fn(&str) -> Option<String> + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut lines =
                BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            // Like a host that takes its time, so that there are moments to be interrupted at.
            std::thread::sleep(Duration::from_millis(2));
            let body = site(first.split(' ').nth(1).unwrap_or_default());
            let (status, body) = body.map_or((404, String::new()), |body| (200, body));
            let head = format!(
                "HTTP/1.1 {status} X\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream.write_all((head + &body).as_bytes());
        }
    });
    format!("http://127.0.0.1:{port}")
}

/// The sample's reports as the pages of outlets, each with a feed of its own.
fn outlets() -> Vec<(String, String, String)> {
    let folder = root().join("corpus/ferry");
    let names = crate::program::names_in(&folder);
    let reports = names.iter().filter(|name| name.ends_with(".txt"));
    let of = |name: &String| {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let (head, body) = text.split_once("\n\n").unwrap();
        let field = |field: &str| {
            let line = head.lines().find_map(|line| line.strip_prefix(&format!("{field}: ")));
            line.unwrap_or(name).to_owned()
        };
        let body: String = body
            .split("\n\n")
            .map(|text| format!("<p>{}</p>\n", text.replace('<', "&lt;")))
            .collect();
        (field("Source"), field("Title"), body)
    };
    reports.map(of).collect()
}

/// Feeds at `/0`, `/1`, …, with a lone report that is another at each visit, as the window of a feed moves.
fn site() -> (String, usize) {
    let outlets = outlets();
    let count = outlets.len();
    let visits = Arc::new(AtomicUsize::new(0));
    let base = serve(move |path| {
        let n: usize = path.get(1..)?.parse().ok()?;
        let (outlet, title, body) = outlets.get(n)?;
        let visit = visits.fetch_add(1, Ordering::Relaxed);
        let item = |id: usize, title: &str, body: &str| {
            format!(
                "<item><guid>tag:{n}:{id}</guid><title>{title}</title><link>https://outlet-{n}.example/{id}</link>\
                 <description><![CDATA[{body}]]></description></item>"
            )
        };
        let lone = format!(
            "<p>Lot {visit} of the Brackmoor flower sale went to bidder {visit} for a round sum on Friday.</p>"
        );
        Some(format!(
            "<?xml version='1.0'?><rss><channel><title>{outlet}</title><lastBuildDate>{visit}</lastBuildDate>{}{}</channel></rss>",
            item(1000 + visit, &format!("Flower sale, lot {visit}"), &lone),
            item(1, title, body),
        ))
    });
    (base, count)
}

fn fetch(folder: &Path, args: &[&str]) -> Output {
    newsfold_in(
        folder,
        &[&["fetch"][..], args, &["--store", "news", "--pause", "0", "--allow-private"]].concat(),
    )
}

#[test]
fn a_digest_of_what_was_fetched() {
    let (base, count) = site();
    let folder = tempfile::tempdir().unwrap();
    let addresses: Vec<String> = (0..count).map(|n| format!("{base}/{n}")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let added =
        newsfold_in(folder.path(), &[&["feeds", "add", "feeds.opml"][..], &addresses[..]].concat());
    assert!(added.status.success(), "{}", stderr(&added));
    let mut articles = Vec::new();
    for visit in 1..=3 {
        let output = fetch(folder.path(), &["feeds.opml"]);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let new = if visit == 1 { 2 * count } else { count };
        assert!(
            stderr(&output).contains(&format!("{count} feeds asked, 0 left alone: {new} new")),
            "{}",
            stderr(&output)
        );
        let digest = digest(folder.path(), &["news"]);
        let counted = &digest["run"];
        // No feed that was stored again makes an article of an entry that was there, and no fact is taken for one.
        assert_eq!(
            digest["set_aside"].as_array().map(Vec::len),
            Some(0),
            "{}",
            digest["set_aside"]
        );
        assert_eq!(counted["articles"].as_u64(), Some((count * (visit + 1)) as u64), "{counted}");
        let mut stories = digest["stories"].as_array().unwrap().iter();
        let ferry = stories.find(|story| story.to_string().contains("Lady Aveline")).unwrap();
        articles.push(ferry["articles"].as_array().map(Vec::len));
    }
    // Nor do its origins grow.
    assert_eq!(articles, [Some(count); 3]);
}

/// The line that README gives for every morning, as it stands there.
#[test]
fn every_morning() {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let example = readme.lines().find(|line| line.contains(" && newsfold digest ")).unwrap();
    let example = example.split('#').next().unwrap();
    let (base, count) = site();
    let folder = tempfile::tempdir().unwrap();
    let addresses: Vec<String> = (0..count).map(|n| format!("{base}/{n}")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    newsfold_in(folder.path(), &[&["feeds", "add", "feeds.opml"][..], &addresses[..]].concat());
    let morning = || {
        for command in example.split(" && ") {
            let mut words: Vec<&str> = command.split_whitespace().skip(1).collect();
            if words[0] == "fetch" {
                words.extend(["--pause", "0", "--allow-private"]);
            }
            let output = newsfold_in(folder.path(), &words);
            assert_eq!(output.status.code(), Some(0), "{command}: {}", stderr(&output));
        }
        let json = std::fs::read_to_string(folder.path().join("out/digest.json")).unwrap();
        serde_json::from_str::<serde_json::Value>(&json).unwrap()
    };
    let first = morning();
    assert_eq!(first["issue"]["number"], 1);
    assert!(first["stories"].to_string().contains("Lady Aveline"));
    // What was told is not told again; what has come since is, however it has come.
    for name in crate::program::names_in(&root().join("corpus/bridge")) {
        std::fs::copy(
            root().join("corpus/bridge").join(&name),
            folder.path().join("news").join(&name),
        )
        .unwrap();
    }
    let second = morning();
    assert_eq!(second["issue"]["number"], 2);
    assert!(!second["stories"].to_string().contains("Lady Aveline"));
    assert!(second["stories"].to_string().contains("Millrace Bridge"), "{}", second["stories"]);
    assert!(second["issue"]["unchanged"].as_array().is_some_and(|stories| !stories.is_empty()));
}

/// An interrupt at any moment leaves a store that is whole, and the next fetch completes it.
#[cfg(unix)]
#[test]
fn interrupted_at_any_moment() {
    use std::os::unix::process::ExitStatusExt as _;
    let (base, count) = site();
    let folder = tempfile::tempdir().unwrap();
    let addresses: Vec<String> = (0..count).map(|n| format!("{base}/{n}")).collect();
    let addresses: Vec<&str> = addresses.iter().map(String::as_str).collect();
    let options = ["--store", "news", "--pause", "0", "--allow-private"];
    let mut midway = 0;
    for moment in 0..24 {
        let mut fetch = std::process::Command::new(env!("CARGO_BIN_EXE_newsfold"))
            .current_dir(folder.path())
            .arg("fetch")
            .args(addresses.iter().chain(&options))
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(moment * 3));
        let signal = std::process::Command::new("kill")
            .args(["-INT", &fetch.id().to_string()])
            .stderr(std::process::Stdio::null())
            .status();
        assert!(signal.is_ok());
        let status = fetch.wait().unwrap();
        // Before the program has begun, the signal itself ends it.
        assert!(matches!(status.code(), Some(0 | 130)) || status.signal() == Some(2), "{status}");
        midway += usize::from(status.code() == Some(130));
        if folder.path().join("news").exists() {
            let wrong = newsfold_fetch::check(&folder.path().join("news")).unwrap();
            assert_eq!(wrong, Vec::<String>::new(), "after {} ms", moment * 3);
        }
    }
    assert!(midway > 0, "none was interrupted midway");
    let last = fetch(folder.path(), &addresses);
    assert_eq!(last.status.code(), Some(0), "{}", stderr(&last));
    let digest = digest(folder.path(), &["news"]);
    assert_eq!(digest["set_aside"].as_array().map(Vec::len), Some(0), "{}", digest["set_aside"]);
    let mut stories = digest["stories"].as_array().unwrap().iter();
    let ferry = stories.find(|story| story.to_string().contains("Lady Aveline")).unwrap();
    assert_eq!(ferry["articles"].as_array().map(Vec::len), Some(count));
}

#[test]
fn what_fails_is_named_and_the_rest_is_kept() {
    let (base, _) = site();
    let folder = tempfile::tempdir().unwrap();
    let partly = fetch(folder.path(), &[&format!("{base}/0"), &format!("{base}/nothing")]);
    let said = stderr(&partly);
    assert_eq!(partly.status.code(), Some(3), "{said}");
    assert!(said.contains("/nothing: status 404: not found") && said.contains("2 new"), "{said}");
    // Without the word for it no private address is asked.
    let private = newsfold_in(folder.path(), &["fetch", &format!("{base}/0"), "--store", "news"]);
    assert!(
        private.status.code() == Some(3) && stderr(&private).contains("private network"),
        "{}",
        stderr(&private)
    );
    let secret = fetch(folder.path(), &["http://hunter1:hunter2@127.0.0.1:1/?token=hunter3"]);
    assert!(
        secret.status.code() == Some(3) && !stderr(&secret).contains("hunter"),
        "{}",
        stderr(&secret)
    );
}

#[test]
fn a_dry_run_says_what_would_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let output = fetch(folder.path(), &["http://k.example/feed", "--dry-run"]);
    assert_eq!(
        (output.status.code(), stdout(&output).as_str()),
        (Some(0), "ask   http://k.example/feed, for everything\n")
    );
    assert!(!folder.path().join("news").exists());
}

#[test]
fn slips_of_the_hand() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bad.opml"), "<opml><body>").unwrap();
    std::fs::write(folder.path().join("file"), "x").unwrap();
    let says = |args: &[&str], code: i32, said: &str| {
        let output = newsfold_in(folder.path(), args);
        assert!(
            output.status.code() == Some(code) && stderr(&output).contains(said),
            "{args:?}: {}",
            stderr(&output)
        );
    };
    says(&["fetch", "none.opml", "--store", "news"], 2, "none.opml: ");
    says(&["fetch", "bad.opml", "--store", "news"], 2, "bad.opml: malformed");
    says(&["fetch", "file:///etc/passwd", "--store", "news"], 2, "file: addresses are not asked");
    says(&["fetch", "https://k.example", "--store", "news", "--every", "1"], 2, "14d or 2w");
    says(&["fetch", "http://127.0.0.1/", "--store", "file/news"], 1, "file/news");
    says(&["feeds", "list", "bad.opml"], 2, "malformed");
}

#[test]
fn lists_of_feeds() {
    let folder = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| newsfold_in(folder.path(), &[&["feeds"][..], args].concat());
    assert!(run(&["add", "f.opml", "https://u:hunter2@k.example/a", "b.example"]).status.success());
    assert!(stderr(&run(&["add", "f.opml", "https://b.example/"])).contains("0 added"));
    assert_eq!(
        stdout(&run(&["list", "f.opml"])),
        "k.example  https://k.example/a\nb.example  https://b.example/\n"
    );
    assert_eq!(run(&["remove", "f.opml", "https://nobody.example"]).status.code(), Some(1));
    assert!(run(&["remove", "f.opml", "b.example"]).status.success());
    let out = stdout(&run(&["export", "f.opml", "--store", "news"]));
    assert!(
        out.contains("xmlUrl=\"https://u:hunter2@k.example/a\"") && !out.contains("b.example"),
        "{out}"
    );
}
