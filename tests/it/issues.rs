//! Issues that remember: a state, what it makes of the next digest, and what may be wrong with it.

use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::{newsfold_in, root, stderr, stdout};

/// A folder with the sample's articles of these names.
fn articles(names: &[&str]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("news")).unwrap();
    add(folder.path(), names);
    folder
}

fn add(folder: &Path, names: &[&str]) {
    for name in names {
        let file = Path::new(name).file_name().unwrap();
        std::fs::copy(root().join("corpus").join(name), folder.join("news").join(file)).unwrap();
    }
}

const FIRST: [&str; 6] = [
    "ferry/02-kelder-gazette.txt",
    "ferry/03-northgate-chronicle.txt",
    "ferry/04-vessan-sound-radio.txt",
    "ferry/05-daily-brass.txt",
    "bridge/01-valley-post.txt",
    "bridge/02-wexmere-today.txt",
];

fn issue(folder: &Path, more: &[&str]) -> Value {
    let args = ["news", "--state", "news.state", "-o", "-", "--format", "json", "-q"];
    let output = newsfold_in(folder, &[&args, more].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", stderr(&output)))
}

fn texts(story: &Value) -> Vec<&str> {
    let summary = story["summary"].as_array().unwrap();
    summary.iter().map(|sentence| sentence["text"].as_str().unwrap()).collect()
}

#[test]
fn the_next_issue_tells_what_is_new() {
    let folder = articles(&FIRST);
    let first = issue(folder.path(), &["--now", "2026-03-12"]);
    assert_eq!(first["issue"]["number"], 1);
    let stories = first["stories"].as_array().unwrap();
    assert!(stories.iter().all(|story| story["issue"]["status"] == "new"));
    let ferry = stories.iter().find(|s| s["articles"].as_array().unwrap().len() == 4).unwrap();

    add(folder.path(), &["ferry/01-harbour-courier.txt"]);
    let state = std::fs::read(folder.path().join("news.state")).unwrap();
    let second = issue(folder.path(), &["--now", "2026-03-13"]);
    assert_eq!(second["issue"]["number"], 2);
    assert_eq!(second["issue"]["unchanged"].as_array().unwrap().len(), 1);
    let stories = second["stories"].as_array().unwrap();
    assert_eq!(stories.len(), 1);
    let grown = &stories[0];
    // It keeps its id, and says nothing that the first issue said.
    assert_eq!(grown["id"], ferry["id"]);
    assert_eq!(grown["issue"]["status"], "changed");
    assert_eq!(grown["issue"]["new_articles"].as_array().unwrap().len(), 1);
    assert!(!texts(grown).is_empty());
    assert!(texts(grown).iter().all(|text| !texts(ferry).contains(text)));
    let figures = grown["issue"]["figures"].as_array().unwrap();
    let moved = figures.iter().find(|f| f["from"] == "14").expect("14 is 17 now");
    assert_eq!(moved["to"], "17");

    // What was written stands, and the same state, input and time give the same bytes.
    let after = std::fs::read(folder.path().join("news.state")).unwrap();
    assert!(after.starts_with(&state) && after.len() > state.len());
    std::fs::write(folder.path().join("news.state"), &state).unwrap();
    assert_eq!(issue(folder.path(), &["--now", "2026-03-13", "--threads", "1"]), second);
    assert_eq!(std::fs::read(folder.path().join("news.state")).unwrap(), after);

    // Nothing new: nothing is told, and the stories are named.
    let third = issue(folder.path(), &["--now", "2026-03-14"]);
    assert_eq!(third["stories"].as_array().unwrap().len(), 0);
    assert_eq!(third["issue"]["unchanged"].as_array().unwrap().len(), 2);
    let all = issue(folder.path(), &["--repeat", "all"]);
    assert_eq!(all["stories"].as_array().unwrap().len(), 2);
}

#[test]
fn stories_that_are_told_again() {
    let folder = articles(&FIRST);
    issue(folder.path(), &[]);
    add(folder.path(), &["ferry/01-harbour-courier.txt"]);
    let page = newsfold_in(
        folder.path(),
        &["news", "--state", "news.state", "-o", "-", "--repeat", "changed", "-q"],
    );
    let page = stdout(&page);
    assert!(page.contains("Issue 2: 0 new, 1 with news, 1 story without."), "{page}");
    assert!(page.contains("First told in issue 1; 1 article since the last issue."), "{page}");
    assert!(page.contains("## Nothing new\n"), "{page}");
    assert!(page.contains("A ferry carrying about 120 passengers"), "{page}");
}

#[test]
fn an_edited_and_a_withdrawn_article_are_told() {
    let folder = articles(&FIRST);
    issue(folder.path(), &[]);
    let gazette = folder.path().join("news/02-kelder-gazette.txt");
    let text = std::fs::read_to_string(&gazette).unwrap();
    assert!(text.contains("injuring 14 people"));
    std::fs::write(&gazette, text.replace("injuring 14 people", "injuring 16 people")).unwrap();
    std::fs::remove_file(folder.path().join("news/05-daily-brass.txt")).unwrap();
    let second = issue(folder.path(), &[]);
    let ferry = &second["stories"][0];
    assert_eq!(ferry["issue"]["edited"].as_array().unwrap().len(), 1);
    assert_eq!(ferry["issue"]["withdrawn"].as_array().unwrap().len(), 1);
    let figures = ferry["issue"]["figures"].as_array().unwrap();
    assert_eq!(figures.len(), 1, "{figures:?}");
    assert_eq!((&figures[0]["from"], &figures[0]["to"]), (&"14".into(), &"16".into()));
}

#[test]
fn a_state_that_does_not_fit_is_named_and_left_alone() {
    let folder = articles(&FIRST);
    issue(folder.path(), &["--now", "2026-03-12"]);
    let path = folder.path().join("news.state");
    let state = std::fs::read_to_string(&path).unwrap();
    let refused = |more: &[&str], says: &str| {
        let before = std::fs::read(&path).unwrap();
        let args = ["news", "--state", "news.state", "-o", "out", "-q"];
        let output = newsfold_in(folder.path(), &[&args, more].concat());
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(says), "{}", stderr(&output));
        assert_eq!(std::fs::read(&path).unwrap(), before);
        assert!(!folder.path().join("out").exists());
    };
    refused(&["--now", "2026-03-11"], "later than --now");
    refused(&["--now", "soon"], "--now takes a time");
    refused(&["--repeat", "some"], "takes none, changed or all");
    for (text, says) in [
        (String::new(), "no state of newsfold"),
        ("{\"a\": 1}\n".to_owned(), "no state of newsfold"),
        (state[..state.len() - 1].to_owned(), "damaged"),
        (state.replacen(":1}", ":7}", 1), "form 7"),
        (state.replace("\"kind\":\"end\"", "\"kind\":\"and\""), "damaged"),
    ] {
        std::fs::write(&path, text).unwrap();
        refused(&[], says);
    }
    std::fs::write(&path, &state).unwrap();
    for name in FIRST {
        let file = Path::new(name).file_name().unwrap();
        std::fs::remove_file(folder.path().join("news").join(file)).unwrap();
    }
    add(folder.path(), &["riada/01-el-pregon-de-villarmeda.txt", "riada/02-onda-albrizana.txt"]);
    refused(&[], "none of its articles is in the inputs");
}

#[test]
fn a_state_is_of_one_run_at_a_time_and_no_input() {
    let folder = articles(&FIRST);
    let args = ["news", "--state", "news/my.state", "-q"];
    let lock = std::fs::File::create(folder.path().join("news/.my.state.lock")).unwrap();
    lock.lock().unwrap();
    let output = newsfold_in(folder.path(), &args);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("in use by another run"), "{}", stderr(&output));
    drop(lock);
    for number in 1..3 {
        let output = newsfold_in(folder.path(), &args);
        assert_eq!(output.status.code(), Some(0), "{number}: {}", stderr(&output));
    }
    let dry = newsfold_in(folder.path(), &[&args[..], &["--dry-run"]].concat());
    assert_eq!(dry.status.code(), Some(0), "{}", stderr(&dry));
    let state = std::fs::read_to_string(folder.path().join("news/my.state")).unwrap();
    assert_eq!(state.matches("\"kind\":\"issue\"").count(), 2);
}

#[test]
fn what_is_muted_is_gone_and_nothing_else() {
    let folder = articles(&FIRST);
    let ids = |more: &[&str]| -> Vec<String> {
        let args = ["news", "-o", "-", "--format", "json", "-q"];
        let output = newsfold_in(folder.path(), &[&args, more].concat());
        let digest: Value = serde_json::from_slice(&output.stdout).unwrap();
        let all = ["stories", "singles"].map(|list| digest[list].as_array().unwrap().clone());
        let articles = all.iter().flatten().flat_map(|s| s["articles"].as_array().unwrap());
        let mut ids: Vec<String> =
            articles.map(|article| article["source"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        ids
    };
    let all = ids(&[]);
    assert_eq!(all.len(), 6);
    for (more, gone) in [
        (vec!["--mute", "ferry -bridge"], &all[..0]),
        (vec!["--mute-outlet", "kelder GAZETTE"], &["Kelder Gazette".to_owned()][..]),
        (vec!["--mute-outlet", "vessansound.example"], &["Vessan Sound Radio".to_owned()][..]),
        (vec!["--mute", "\"not a drop of fuel\""], &["The Daily Brass".to_owned()][..]),
        (vec!["--lang", "de,EN"], &all[..0]),
    ] {
        let left = ids(&more);
        if more[1].starts_with("ferry") {
            assert_eq!(left, ["Valley Post", "Wexmere Today"]);
            continue;
        }
        let expected: Vec<&String> = all.iter().filter(|name| !gone.contains(name)).collect();
        assert_eq!(left.iter().collect::<Vec<_>>(), expected, "{more:?}");
    }
    let bridge = ids(&["--since", "2026-04-01"]);
    assert_eq!(bridge, ["Valley Post", "Wexmere Today"]);
    assert_eq!(ids(&["--until", "2026-03-12"]).len(), 4);
    let args = ["news", "--watch", "bridge council", "--mute", "coastguard radio", "-o", "-"];
    let page = newsfold_in(folder.path(), &args);
    assert!(stdout(&page).contains("Watched: bridge council ("), "{}", stdout(&page));
    let told = newsfold_in(folder.path(), &["news", "--mute", "-ferry", "-o", "-"]);
    assert_eq!(told.status.code(), Some(2), "{}", stderr(&told));
}

/// The digest of a folder's news, as a file.
fn digest_to(folder: &Path, name: &str) {
    let output = newsfold_in(folder, &["news", "-o", name, "-q"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn two_digests_are_compared_without_a_state() {
    let folder = articles(&FIRST);
    let path = folder.path();
    digest_to(path, "old.json");
    add(path, &["ferry/01-harbour-courier.txt"]);
    std::fs::remove_file(path.join("news/04-vessan-sound-radio.txt")).unwrap();
    digest_to(path, "new.json");
    let args = ["diff", "old.json", "new.json"];
    let json = newsfold_in(path, &[&args[..], &["--format", "json"]].concat());
    let diff: Value = serde_json::from_slice(&json.stdout).unwrap();
    let count = |list: &Value| list.as_array().unwrap().len();
    assert_eq!(
        [count(&diff["new"]), count(&diff["changed"]), count(&diff["unchanged"])],
        [0, 1, 1]
    );
    let ferry = &diff["changed"][0];
    assert_eq!(count(&ferry["new_articles"]), 1);
    assert_eq!(count(&ferry["withdrawn"]), 1);
    let figures = ferry["figures"].as_array().unwrap();
    assert_eq!((&figures[0]["from"], &figures[0]["to"]), (&"14".into(), &"17".into()));
    insta::assert_snapshot!("diff", stdout(&newsfold_in(path, &args)));

    let same = stdout(&newsfold_in(path, &["diff", "new.json", "new.json"]));
    assert!(same.contains("0 new, 0 with news, 2 without, 0 gone"), "{same}");
    std::fs::write(path.join("no.json"), "{\"stories\": 1}").unwrap();
    for (files, what) in [
        (["no.json", "new.json"], "the earlier one"),
        (["new.json", "no.json"], "the later one"),
        (["none.json", "new.json"], "cannot read none.json"),
    ] {
        let output = newsfold_in(path, &[&["diff"], &files[..]].concat());
        assert!(stderr(&output).contains(what), "{}", stderr(&output));
        assert_eq!(output.status.code(), Some(2));
    }
}

#[test]
fn a_story_is_followed() {
    let folder = tempfile::tempdir().unwrap();
    let svg = folder.path().join("reports.svg");
    let follow = |more: &[&str]| newsfold_in(root(), &[&["follow"], more].concat());
    let by_words = follow(&["ferry Sennet", "corpus", "--svg", svg.to_str().unwrap()]);
    assert_eq!(by_words.status.code(), Some(0), "{}", stderr(&by_words));
    insta::assert_snapshot!("followed", stdout(&by_words));
    let svg = std::fs::read_to_string(svg).unwrap();
    insta::assert_snapshot!("followed_svg", svg);
    // By the id that the page names, and as JSON, it is the same.
    let page = stdout(&by_words);
    let id = page.split_whitespace().find_map(|word| word.strip_suffix(':')).unwrap();
    assert_eq!(stdout(&follow(&[id, "corpus"])), page);
    let json = follow(&[id, "corpus", "--format", "json"]);
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["id"], id);
    let reports = |day: &Value| day["articles"].as_array().unwrap().len();
    let on_days: usize = json["days"].as_array().unwrap().iter().map(reports).sum();
    let undated = json["undated"].as_u64().unwrap() as usize;
    assert_eq!(on_days + undated, json["articles"].as_array().unwrap().len());

    for (args, said) in [
        (&["story-000000000000", "corpus"][..], "no story"),
        (&["zeppelin", "corpus"], "no story"),
        (&["the of", "corpus"], "stop words"),
        (&[id, "--state", "none"], "cannot read the state"),
    ] {
        let output = follow(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(said), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn a_story_is_followed_through_the_issues_of_a_state() {
    let folder = articles(&FIRST);
    let first = issue(folder.path(), &["--now", "2026-03-12"]);
    let stories = first["stories"].as_array().unwrap();
    let ferry = stories.iter().find(|s| s["articles"].as_array().unwrap().len() == 4).unwrap();
    let id = ferry["id"].as_str().unwrap();
    add(folder.path(), &["ferry/01-harbour-courier.txt"]);
    issue(folder.path(), &["--now", "2026-03-13"]);
    let told = newsfold_in(folder.path(), &["follow", id, "--state", "news.state"]);
    insta::assert_snapshot!("followed_state", stdout(&told));
    // Over the inputs it is known by that id, too.
    let followed = newsfold_in(folder.path(), &["follow", id, "news", "--state", "news.state"]);
    assert_eq!(followed.status.code(), Some(0), "{}", stderr(&followed));
    assert!(stdout(&followed).contains(&format!("{id}: at most ")), "{}", stdout(&followed));
    assert!(stdout(&followed).contains("**14** (") && stdout(&followed).contains(" → **17** ("));
}
