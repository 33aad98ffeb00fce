//! Exit codes and messages.

use crate::program::{digest, newsfold, newsfold_in, newsfold_with_input, root, stderr, stdout};

fn code(args: &[&str]) -> (i32, String) {
    let output = newsfold(args);
    (output.status.code().unwrap(), stderr(&output))
}

#[test]
fn usage_errors_are_one_clear_line_and_exit_2() {
    for (args, says) in [
        (&["no-such-place"][..], "cannot read no-such-place"),
        (&["corpus", "--no-such-flag"], "--no-such-flag"),
        (&["corpus", "--weight", "tfidf=NaN"], "finite"),
        (&["corpus", "--weight", "tfidf=inf"], "finite"),
        (
            &["corpus", "--weight", "tfdf=1"],
            "the signals are tfidf, redundancy, position, length, title",
        ),
        (&["corpus", "--weight", "tfidf"], "SIGNAL=WEIGHT"),
        (&["corpus", "--words", "0"], "--words takes 1 or more"),
        (&["corpus", "--sentences", "0"], "--sentences takes 1 or more"),
        (&["corpus", "--lambda", "-1"], "--lambda"),
        (&["corpus", "--field", "txt=story"], "the field roles are"),
        (&["corpus", "--one-story", "--given-stories"], "exclude"),
        (&["corpus", "--merge", "0.1"], "`--similarity` takes its place"),
        (&["corpus", "--split", "0.4"], "`--cohesion` takes its place"),
        (&["corpus", "--what-if"], "--format html"),
        (&["bench"], "--synthetic"),
        (&[], "name the files"),
        (&["verify", "no-such-digest.json"], "cannot read"),
    ] {
        let (code, message) = code(args);
        assert_eq!(code, 2, "{args:?}: {message}");
        assert!(message.contains(says), "{args:?}: {message}");
    }
}

#[test]
fn a_misspelt_weight_is_met_with_a_guess() {
    assert!(code(&["corpus", "--weight", "redundency=1"]).1.contains("did you mean `redundancy`"));
}

#[test]
fn an_empty_folder_is_nothing_to_summarise() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&[folder.path().to_str().unwrap()]).0, 4);
}

#[test]
fn bad_inputs_are_named_and_the_rest_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write(
        "good.txt",
        b"A ferry with 120 people aboard ran aground off Sennet on Thursday morning.",
    );
    write("empty.txt", b"");
    write("binary.txt", b"\x7fELF\0\0\0\x01\x02");
    write("broken.jsonl", b"{\"text\": \"A whole record stands here and says a thing or two.\"}\n{\"text\": \n[1]\n{\"title\": \"x\"}\n");
    write("torn.json", b"[{\"text\": \"cut");
    write("damaged.txt.gz", b"\x1f\x8b\x08\0junk");
    write("scan.pdf", b"%PDF");
    write(".hidden.txt", b"");
    write("README.md", b"");
    let output = newsfold_in(folder.path(), &[".", "-o", "out"]);
    assert_eq!(output.status.code(), Some(3), "{}", stderr(&output));
    let json = std::fs::read_to_string(folder.path().join("out/digest.json")).unwrap();
    let digest: serde_json::Value = serde_json::from_str(&json).unwrap();
    let named: Vec<String> = digest["set_aside"]
        .as_array()
        .unwrap()
        .iter()
        .map(|s| {
            format!("{}:{}", s["path"].as_str().unwrap().trim_start_matches("./"), s["record"])
        })
        .collect();
    let expected = [
        "binary.txt:null",
        "broken.jsonl:2",
        "broken.jsonl:3",
        "broken.jsonl:4",
        "damaged.txt.gz:null",
        "empty.txt:null",
        "scan.pdf:null",
        "torn.json:null",
    ];
    assert_eq!(named, expected);
    let errors = stderr(&output);
    assert!(errors.contains("empty.txt") && errors.contains("broken.jsonl:2"), "{errors}");
    assert_eq!(digest["run"]["articles"], 2);
    // A second run reads neither its own output nor anything twice.
    let again = newsfold_in(folder.path(), &[".", "-o", "elsewhere", "-q"]);
    assert_eq!(again.status.code(), Some(3));
    let second: serde_json::Value = serde_json::from_str(
        &std::fs::read_to_string(folder.path().join("elsewhere/digest.json")).unwrap(),
    )
    .unwrap();
    assert_eq!(second["run"]["articles"], 2);
}

#[test]
fn a_failing_write_leaves_the_old_digest() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("out")).unwrap();
    std::fs::write(folder.path().join("out/digest.md"), "old").unwrap();
    // A folder where digest.json should be: the rename fails on any system and for any user.
    std::fs::create_dir_all(folder.path().join("out/digest.json/x")).unwrap();
    let out = folder.path().join("out");
    let (code, message) = code(&["corpus", "--format", "json", "-o", out.to_str().unwrap()]);
    assert_eq!(code, 1, "{message}");
    assert!(message.contains("digest.json"), "{message}");
    assert_eq!(std::fs::read_to_string(out.join("digest.md")).unwrap(), "old");
    let left: Vec<_> = std::fs::read_dir(&out).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "no temporary file stays: {left:?}");
}

#[test]
fn settings_come_from_flag_then_file() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("newsfold.toml");
    std::fs::write(&config, "words = 60\n[weights]\ntitle = 2.0\n").unwrap();
    let config = config.to_str().unwrap();
    let made = digest(root(), &["corpus", "--config", config, "--weight", "title=3", "-q"]);
    assert_eq!(made["settings"]["budget"]["words"], 60);
    assert_eq!(made["settings"]["weights"]["title"], 3.0);
    // The settings line alone repeats the run, whatever file set them.
    let command = made["settings"]["command"].as_str().unwrap().to_owned();
    let args: Vec<&str> = command.split(' ').skip(1).chain(["-q"]).collect();
    assert_eq!(digest(root(), &args), made);
    std::fs::write(config, "wrods = 60\n").unwrap();
    let (code, message) = code(&["corpus", "--config", config]);
    assert!(code == 2 && message.contains("wrods"), "{message}");
}

#[test]
fn views_and_completions() {
    let stories = newsfold(&["stories", "corpus", "--format", "json", "-q"]);
    let stories: serde_json::Value = serde_json::from_slice(&stories.stdout).unwrap();
    let articles: Vec<&str> = stories["stories"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|s| s["articles"].as_array().unwrap())
        .map(|a| a["id"].as_str().unwrap())
        .collect();
    assert_eq!(articles.len(), 19);
    assert!(
        stdout(&newsfold(&["sentences", "corpus", "-q"]))
            .contains("leans on the sentence before it")
    );
    assert!(stdout(&newsfold(&["completions", "bash"])).contains("newsfold"));
    let page = stdout(&newsfold(&["man"]));
    assert!(page.contains(".TH newsfold 1"));
    let named: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("newsfold\\-")?.split('(').next())
        .collect();
    assert!(named.len() > 8, "{page}");
    for command in named {
        let page = stdout(&newsfold(&["man", command]));
        assert!(page.contains(&format!(".TH newsfold-{command} 1")), "{page}");
    }
    assert_eq!(newsfold(&["man", "fold"]).status.code(), Some(2));
    let dry = newsfold(&["corpus", "--dry-run"]);
    assert!(stdout(&dry).contains("would read 19 articles"));
    assert!(
        stdout(&newsfold(&["corpus", "-o", "-", "--format", "jsonl", "-q"])).lines().count() == 4
    );
}

#[test]
fn every_section_of_the_page_can_be_taken_off() {
    let page =
        |sections: &str| stdout(&newsfold(&["corpus", "-q", "-o", "-", "--sections", sections]));
    for (name, heading) in [
        ("agreed", "### Agreed"),
        ("differ", "### Figures that moved"),
        ("quotes", "### In their words"),
        ("only-here", "### Only here"),
        ("timeline", "### Timeline"),
        ("coverage", " of the summary's "),
        ("set-aside", "## Left out"),
    ] {
        assert!(page("all").contains(heading) && page(name).contains(heading), "{name}");
        assert!(!page("none").contains(heading), "{name}");
    }
}

#[test]
fn explanations_add_up() {
    let text = stdout(&newsfold(&["explain", "corpus", "-q"]));
    let number = |s: &str| s.trim().parse::<f64>().unwrap();
    // The first number behind a word of a line.
    let behind = |line: &str, word: &str| {
        let rest = line.split_once(word).unwrap().1.trim_start();
        number(rest.split([' ', ')']).next().unwrap())
    };
    let (mut shares, mut score, mut concepts, mut checked) = (0.0, None, 0.0, 0);
    let (mut worth, mut gains) = (0.0, 0.0);
    for line in text.lines() {
        if line.contains("gain ") && line.contains("x score ") {
            concepts = behind(line, "new concepts ");
            let sum = concepts + behind(line, "signals ");
            assert!((behind(line, "gain ") - sum).abs() < 5e-4, "{line}");
            gains += sum;
            let words = behind(line, "x ").powf(behind(line, "words ^ "));
            let signals = behind(line, "lambda ") * words * behind(line, "x score ");
            assert!((behind(line, "signals ") - signals).abs() < 5e-3, "{line}");
            score = Some(behind(line, "x score "));
            shares = 0.0;
        } else if let Some((_, parts)) = line.split_once("made of") {
            let parts = parts.split(',').filter_map(|part| part.trim().rsplit_once(' '));
            let sum: f64 = parts.map(|(_, value)| number(value)).sum();
            assert!((sum - concepts).abs() < 2e-3, "{sum} is not {concepts}: {line}");
        } else if let Some((_, share)) = line.split_once(" = ").filter(|_| line.contains(" x ")) {
            shares += number(share);
        } else if line.contains("support")
            && let Some(score) = score.take()
        {
            assert!((shares - score).abs() < 5e-4, "{shares} is not {score}");
            checked += 1;
        } else if let Some((_, share)) =
            line.split_once("at least ").filter(|_| line.contains("worth"))
        {
            assert!(f64::abs(worth - gains) < 5e-3, "{gains} is not {worth}");
            worth = behind(&line.replace(';', " "), "worth ");
            gains = 0.0;
            let share = number(share.split(' ').next().unwrap());
            assert!((30.0..=100.0).contains(&share), "{line}");
        }
    }
    assert!(f64::abs(worth - gains) < 5e-3, "{gains} is not {worth}");
    assert!(checked >= 16, "{checked}");
    let why = newsfold(&["explain", "corpus", "--why-not", "I bought two loaves", "-q"]);
    assert!(stdout(&why).contains("may not be printed"), "{}", stdout(&why));
}

#[test]
fn an_explanation_reaches_every_section_and_its_weights_drop_what_they_say() {
    let text = stdout(&newsfold(&["explain", "corpus", "-q"]));
    for heading in [
        "why in this story",
        "why these origins",
        "agreed",
        "sources differ",
        "in their words",
        "only here",
        "timeline",
        "coverage",
    ] {
        assert!(text.lines().any(|line| line == format!("  {heading}")), "{heading}");
    }
    let (mut sentence, mut checked) = ("", 0);
    for line in text.lines() {
        if line.starts_with("  ") && !line.starts_with("   ") && line.contains(" [corpus/") {
            sentence = line.trim().rsplit_once(" [").unwrap().0;
        } else if let Some((_, flag)) = line.split_once("dropped with --weight ") {
            let (flag, now) = flag.split_once(" (now ").unwrap();
            let (signal, at) = flag.split_once('=').unwrap();
            let (at, now): (f64, f64) =
                (at.parse().unwrap(), now.trim_end_matches(')').parse().unwrap());
            // At that weight it is gone, a thousandth before it still there.
            let before = if at > now { at - 0.001 } else { at + 0.001 };
            for (weight, is_there) in [(at, false), (before, true)] {
                let flag = format!("{signal}={weight:.3}");
                let digest = digest(root(), &["corpus", "-q", "--weight", &flag]);
                let stories = digest["stories"].as_array().unwrap().iter();
                let found = stories
                    .flat_map(|s| s["summary"].as_array().unwrap())
                    .any(|s| s["text"] == sentence);
                assert_eq!(found, is_there, "{flag}: {sentence}");
            }
            checked += 1;
        }
    }
    assert!(checked >= 10, "{checked}");
}

#[test]
fn throughput_is_measured_and_the_same_news_is_made_up_again() {
    let record = |args: &[&str]| -> serde_json::Value {
        let args = [&["bench", "--repeats", "1", "--format", "json"], args].concat();
        serde_json::from_str(&stdout(&newsfold(&args))).unwrap()
    };
    let made_up = ["--synthetic", "60", "--seed", "3", "--threads", "2"];
    let (one, other) = (record(&made_up), record(&made_up));
    assert_eq!(one["input"], other["input"]);
    assert_eq!(one["input"]["articles"], 60);
    let of_runs: Vec<i64> =
        one["runs"].as_array().unwrap().iter().map(|r| r["threads"].as_i64().unwrap()).collect();
    assert_eq!(of_runs, [1, 2]);
    let stages = one["runs"][0]["stages"].as_array().unwrap();
    let seconds = |stage: &serde_json::Value| stage["median_seconds"].as_f64().unwrap();
    let (whole, parts) = stages.split_last().unwrap();
    assert!((parts.iter().map(seconds).sum::<f64>() - seconds(whole)).abs() < 1e-9);
    let folder = tempfile::tempdir().unwrap();
    let plot = folder.path().join("scaling.svg");
    let args = ["bench", "corpus", "--repeats", "1", "--plot", plot.to_str().unwrap()];
    assert!(stdout(&newsfold(&args)).contains("19 articles"));
    assert!(std::fs::read_to_string(plot).unwrap().contains("<polyline"));
}

#[test]
fn a_digest_is_verified_and_a_changed_one_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    assert_eq!(code(&["corpus", "-o", out, "-q"]).0, 0);
    let path = folder.path().join("digest.json");
    let path = path.to_str().unwrap();
    assert_eq!(newsfold(&["verify", path]).status.code(), Some(0));
    let json = std::fs::read_to_string(path).unwrap();
    std::fs::write(path, json.replace("ran aground", "ran ashore")).unwrap();
    let output = newsfold(&["verify", path]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stdout(&output).contains("other words"));
}

#[test]
fn standard_input_is_read_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let lines = "{\"text\":\"A ferry with 120 people aboard ran aground off Sennet on Thursday morning.\",\"title\":\"Ferry aground\",\"source\":\"A\"}\n\
                 {\"text\":\"The ferry ran aground off Sennet on Thursday with 120 people aboard, police said.\",\"source\":\"B\"}\n";
    let output = newsfold_with_input(folder.path(), &["-", "-o", "out", "-q"], lines.as_bytes());
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let output = newsfold_in(folder.path(), &["verify", "out/digest.json"]);
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

#[test]
fn a_file_is_written_in_the_form_of_its_ending() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = root().join("corpus");
    let corpus = corpus.to_str().unwrap();
    for (name, begins) in
        [("day.html", "<!-- newsfold"), ("day.md", "<!-- newsfold"), ("day.json", "{")]
    {
        let output = newsfold_in(folder.path(), &[corpus, "-o", name]);
        assert!(
            stderr(&output).trim_end().ends_with(&format!("see {name}")),
            "{}",
            stderr(&output)
        );
        let written = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(written.starts_with(begins), "{written:.80}");
        // Nothing is linked that is not there.
        assert!(!written.contains("(<sources/"), "{name}");
    }
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3);
    let other = newsfold_in(folder.path(), &[corpus, "-o", "day.html", "--format", "json"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(stderr(&other).contains("another format"), "{}", stderr(&other));
    let whole = newsfold_in(folder.path(), &[corpus]);
    let page = std::path::Path::new("out").join("digest.md").display().to_string();
    assert!(stderr(&whole).trim_end().ends_with(&page), "{}", stderr(&whole));
}

#[test]
fn what_may_have_been_meant_is_said() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("wrong.toml"), "wrods = 80\n").unwrap();
    for (args, says) in [
        (&["https://gazette.example/ferry"][..], "save the page first"),
        (&["digset"], "did you mean the command `digest`?"),
        (&[".", "--config", "wrong.toml"], "did you mean `words`?"),
        (&[".", "--max-overlap", "2"], "--max-overlap takes a number between 0 and 1"),
    ] {
        let output = newsfold_in(folder.path(), args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains(says), "{args:?}: {}", stderr(&output));
    }
}

#[test]
fn a_text_may_be_piped() {
    let folder = tempfile::tempdir().unwrap();
    let text = "A ferry with 120 people aboard ran aground off Sennet on Thursday, police said.\n";
    let args = ["-", "--min-articles", "1", "-o", "-", "--format", "json"];
    let output = newsfold_with_input(folder.path(), &args, text.as_bytes());
    let digest: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let article = &digest["stories"][0]["articles"][0];
    assert_eq!((&article["path"], &article["source"]), (&"-".into(), &serde_json::Value::Null));
}

#[test]
fn a_digest_is_shown_where_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let none = newsfold_in(folder.path(), &["show"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("writes a digest there"), "{}", stderr(&none));
    let corpus = root().join("corpus");
    newsfold_in(folder.path(), &[corpus.to_str().unwrap(), "-q"]);
    let shown = newsfold_in(folder.path(), &["show"]);
    assert_eq!(shown.status.code(), Some(0), "{}", stderr(&shown));
    let text = stdout(&shown);
    // No terminal: no colours and no pager, in lines of 80 columns, and the page's own numbers.
    assert!(text.contains("19 articles from 19 outlets, 4 stories, 12 March to"), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains("](<") && !text.contains("<a id"), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let file = newsfold_in(folder.path(), &["show", "out/digest.md", "--color", "always"]);
    assert!(stdout(&file).contains("\u{1b}[1m"), "{}", stdout(&file));
}
