//! Figures that differ and quotations, against the labelled cases. The labels were written before the code.

use newsfold::findings::{Difference, Fact, FactKind, Findings, Place, Sections, find};
use newsfold::group::GroupSettings;
use newsfold::score::score;
use newsfold::select::select;
use newsfold::{Corpus, Settings, Unwatched};

use crate::program::{newsfold_in, root};

/// One labelled case: articles as outlet, date, language, text; and what should be found.
struct Case {
    name: String,
    articles: Vec<(String, Option<String>, String, String)>,
    expected: Vec<String>,
}

fn cases(file: &str) -> Vec<Case> {
    let text = std::fs::read_to_string(root().join("tests/cases").join(file)).unwrap();
    let mut cases: Vec<Case> = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty() && !l.starts_with("# ")) {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case { name: name.to_owned(), articles: Vec::new(), expected: Vec::new() });
            continue;
        }
        let case = cases.last_mut().unwrap();
        let head = line.split(": ").next().unwrap_or_default();
        let mut parts = head.split(' ');
        let outlet = parts.next().unwrap_or_default();
        let date = parts.next().unwrap_or_default();
        let dated = date == "-" || date.starts_with("20") && matches!(date.len(), 10 | 20);
        if dated && line.contains(": ") && !line.contains(" > ") {
            let text = line[head.len() + 2..].replace('¶', "\n\n");
            let language = parts.next().unwrap_or("en").to_owned();
            let date = Some(date.to_owned()).filter(|d| d != "-");
            case.articles.push((outlet.to_owned(), date, language, text));
        } else {
            case.expected.push(line.to_owned());
        }
    }
    cases
}

/// The findings of a case, and its articles' outlets and texts in the story's order.
fn found(case: &Case) -> (Findings, Vec<(String, String)>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.jsonl");
    let lines: Vec<String> = case
        .articles
        .iter()
        .map(|(source, date, lang, text)| {
            // "[Title] text".
            let titled = text.strip_prefix('[').and_then(|text| text.split_once("] "));
            let (title, text) = titled.map_or((None, text.as_str()), |(t, text)| (Some(t), text));
            let record = serde_json::json!({
                "source": source, "date": date, "lang": lang, "title": title, "text": text
            });
            record.to_string()
        })
        .collect();
    std::fs::write(&path, lines.join("\n")).unwrap();
    let group = GroupSettings { one_story: true, ..GroupSettings::default() };
    let settings = Settings { inputs: vec![path], group, ..Settings::default() };
    let corpus = Corpus::open(&settings, &Unwatched).unwrap();
    let story = &corpus.stories[0];
    let scored = score(
        story,
        &corpus.reports,
        &corpus.copies,
        &corpus.frequencies,
        &corpus.lexicons,
        &settings.score,
    );
    let summary = select(&scored, &settings.select());
    let findings =
        find(story, &corpus.reports, &corpus.frequencies, &scored, &summary, &Sections::default());
    let texts = story
        .reports
        .iter()
        .map(|r| {
            let article = &corpus.reports[*r].article;
            (article.source.clone().unwrap_or_default(), article.text.clone())
        })
        .collect();
    (findings, texts)
}

/// Right among what was found, right among what was expected, and every miss in words.
struct Tally {
    found: usize,
    expected: usize,
    right: usize,
    misses: Vec<String>,
}

impl Tally {
    fn new() -> Self {
        Self { found: 0, expected: 0, right: 0, misses: Vec::new() }
    }

    fn add(&mut self, case: &Case, found: Vec<String>) {
        self.found += found.len();
        self.expected += case.expected.len();
        let mut left = case.expected.clone();
        for row in found {
            match left.iter().position(|e| *e == row) {
                Some(at) => {
                    left.remove(at);
                    self.right += 1;
                }
                None => self.misses.push(format!("{}: found {row}", case.name)),
            }
        }
        self.misses.extend(left.iter().map(|row| format!("{}: missed {row}", case.name)));
    }

    fn print(&self, what: &str) -> (f64, f64) {
        let precision = self.right as f64 / self.found.max(1) as f64;
        let recall = self.right as f64 / self.expected.max(1) as f64;
        println!(
            "{what}: precision {precision:.3}, recall {recall:.3}; {} right of {} found, {} expected",
            self.right, self.found, self.expected
        );
        for miss in &self.misses {
            println!("  {miss}");
        }
        (precision, recall)
    }
}

#[test]
fn figures_that_differ_are_found_and_nothing_else() {
    let mut tally = Tally::new();
    for case in cases("figures.txt") {
        let (findings, texts) = found(&case);
        let rows = findings.differ.iter().map(|row| {
            let kind = match row.kind {
                Difference::Conflict => "conflict",
                Difference::Series => "series",
            };
            let mut values: Vec<(f64, String)> = row
                .values
                .iter()
                .map(|value| {
                    let mut outlets: Vec<&str> =
                        value.stated.iter().map(|p| texts[p.report].0.as_str()).collect();
                    // The order of the labels.
                    let order = ["Post", "Echo", "Star"];
                    outlets.sort_by_key(|o| order.iter().position(|known| known == o));
                    outlets.dedup();
                    (value.value, format!("{} = {}", value.value, outlets.join(", ")))
                })
                .collect();
            // Labels name the values in the order of the outlets.
            let wanted = case.expected.iter().find(|e| e.starts_with(kind));
            let place = |v: &(f64, String)| wanted.and_then(|w| w.find(&format!("{} = ", v.0)));
            values.sort_by_key(|v| place(v).unwrap_or(usize::MAX));
            let values: Vec<String> = values.into_iter().map(|(_, shown)| shown).collect();
            format!("{kind}: {}", values.join(" | "))
        });
        tally.add(&case, rows.collect());
    }
    let (precision, recall) = tally.print("figures");
    assert!(precision >= 0.95 && recall >= 0.55);
}

#[test]
fn quotations_are_found_with_who_said_them() {
    let mut tally = Tally::new();
    for case in cases("quotes.txt") {
        let (findings, texts) = found(&case);
        let entries = findings.quotes.iter().map(|quote| {
            let pieces = quote.forms[0].pieces.iter();
            let words: Vec<&str> = pieces.map(|p| p.span.of(&texts[p.report].1)).collect();
            let words = words.join(" ").replace('’', "'");
            let speaker = quote.speaker.map(|p| p.span.of(&texts[p.report].1).to_owned());
            // A label gives the name; the text may put a title before it.
            let named = case.expected.iter().find_map(|e| {
                let (label, of) = e.split_once(" > ")?;
                let fits = speaker.as_deref().is_some_and(|s| s.contains(label));
                (of.replace('’', "'") == words && fits).then(|| e.clone())
            });
            named.unwrap_or_else(|| {
                let same = case.expected.iter().find(|e| {
                    e.strip_prefix("- > ").is_some_and(|of| of.replace('’', "'") == words)
                });
                match (same, &speaker) {
                    (Some(same), None) => same.clone(),
                    _ => format!("{} > {words}", speaker.as_deref().unwrap_or("-")),
                }
            })
        });
        tally.add(&case, entries.collect());
    }
    let (precision, recall) = tally.print("quotations");
    assert!(precision >= 0.97 && recall >= 0.90);
}

#[test]
fn names_are_given_in_full() {
    let mut tally = Tally::new();
    for case in cases("names.txt") {
        let (findings, texts) = found(&case);
        let text = |place: Place| place.span.of(&texts[place.report].1);
        // A case is about the one or the other.
        let names_only = case.expected.iter().any(|row| row.starts_with("name"));
        let names = findings.agreed.iter().filter(|fact| fact.kind == FactKind::Name);
        let names = names.map(|fact| format!("name: {}", text(fact.stated[0])));
        let speakers = findings.quotes.iter().filter_map(|quote| quote.speaker);
        let speakers = speakers.map(|place| format!("speaker: {}", text(place)));
        let rows = if names_only { names.collect() } else { speakers.collect() };
        tally.add(&case, rows);
    }
    assert_eq!(tally.print("names"), (1.0, 1.0));
}

#[test]
fn who_is_named_in_one_word_is_introduced() {
    let mut tally = Tally::new();
    for case in cases("introductions.txt") {
        let (findings, texts) = found(&case);
        let text = |place: Place| place.span.of(&texts[place.report].1);
        let introductions = findings.introductions.iter().flatten();
        let rows = introductions.map(|of| format!("{} is {}", text(of.name), text(of.full)));
        tally.add(&case, rows.collect());
    }
    assert_eq!(tally.print("introductions"), (1.0, 1.0));
}

#[test]
fn days_are_agreed_on_where_they_are_sure() {
    let mut tally = Tally::new();
    for case in cases("days.txt") {
        let (findings, _) = found(&case);
        let days = findings.agreed.iter().filter_map(|fact| fact.day);
        tally.add(&case, days.map(|day| format!("day: {day}")).collect());
    }
    assert_eq!(tally.print("days"), (1.0, 1.0));
}

#[test]
fn figures_are_agreed_on_where_all_say_that_they_are() {
    let mut tally = Tally::new();
    for case in cases("agreed.txt") {
        let (findings, texts) = found(&case);
        let text = |fact: &Fact| fact.exact.of(&texts[fact.stated[0].report].1).to_owned();
        let figures = findings.agreed.iter().filter(|fact| fact.kind == FactKind::Figure);
        let rows = figures.map(|fact| format!("figure: {} = {}", text(fact), fact.origins));
        tally.add(&case, rows.collect());
    }
    assert_eq!(tally.print("agreed figures"), (1.0, 1.0));
}

#[test]
fn words_out_of_a_sentence_say_where_it_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let text = "The mayor said arrests have risen in recent days, with only 27 on Saturday, 40 on Sunday, 114 on Monday and nearly 200 as of Tuesday afternoon.";
    let path = folder.path().join("case.jsonl");
    let other = "The police of the city held many people in a few days, the mayor said at noon.";
    let record = |text: &str| serde_json::json!({ "text": text }).to_string();
    std::fs::write(&path, [record(text), record(other)].join("\n")).unwrap();
    for format in ["md", "html"] {
        let page = ["--sections", "full", "--format", format, "-o", format];
        let args = [&["case.jsonl", "--one-story"][..], &page].concat();
        assert!(newsfold_in(folder.path(), &args).status.success());
        let page = folder.path().join(format!("{format}/digest.{format}"));
        let page = std::fs::read_to_string(page).unwrap();
        assert!(!page.contains("afternoon. …"));
    }
}
