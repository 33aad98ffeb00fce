//! Which lines of a page are its report: what was found as its main text, held against what the page says of itself.
//!
//! A text that the markup names as the report's body, or that stands below the heading that the title names, is taken where something
//! else was found or a part of it. A lead above it is added. What readers wrote and what leads elsewhere is left out.

use std::hash::{BuildHasher, Hash};

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::metadata::Metadata;
use super::paragraphs;
use super::sections::{Outline, PageLine};
use crate::text::{count_words, count_words_to, fold_white_space, fold_word, words};

/// The report of a page, of which this was found as its main text.
pub(super) fn report(outline: &Outline, about: &Metadata, found: String) -> String {
    let text = of_markup(outline, about, &found).unwrap_or(found);
    let text = of_title(outline, about, &text).unwrap_or(text);
    let text = outline.without_pointers(&without_asides(outline, &text));
    match lead(outline, about, &text) {
        Some(lead) => paragraphs(lead.into_iter().chain(text.lines())),
        None => text,
    }
}

/// Words of a text from which it is taken for the report, whatever else was found: leads and captions have fewer.
const FEWEST_REPORT_WORDS: usize = 60;

fn is_long(text: &str) -> bool {
    count_words_to(FEWEST_REPORT_WORDS, text) >= FEWEST_REPORT_WORDS
}

/// The body of the report, as the page marks it or gives it in JSON-LD, where another text was found.
fn of_markup(outline: &Outline, about: &Metadata, text: &str) -> Option<String> {
    let is_body = |line: &&PageLine| {
        line.place.body && (line.paragraph || line.heading) && line.place.is_of_report()
    };
    let marked = paragraphs(outline.lines.iter().filter(is_body).map(|line| line.text.as_str()));
    let is_other = |body: &String| is_long(body) && are_apart(body, text);
    [Some(marked), about.body.clone()].into_iter().flatten().find(is_other)
}

/// Whether less than a third of each of two texts stands in the other.
fn are_apart(a: &str, b: &str) -> bool {
    let (a, b) = (runs(a), runs(b));
    a.intersection(&b).count() * 3 < a.len().min(b.len())
}

/// How many times as long another text of the page may be.
const MOST_TIMES: usize = 6;

/// The text below the heading that a page's title names, where something else was taken for its main text: no word of the title
/// stands there, or next to nothing of that text, or it is a small part of that text.
fn of_title(outline: &Outline, about: &Metadata, text: &str) -> Option<String> {
    let whole = top(outline, about).map(|top| below(&outline.lines[top..])).unwrap_or_default();
    if is_whole_of(&whole, text) || tells_better(&whole, text, about) {
        return Some(whole);
    }
    let title = about.title.as_deref()?;
    let sections = &outline.sections;
    let behind = &sections[sections.iter().position(|section| names(title, &section.heading))?..];
    let named = behind.iter().find(|s| !s.lines.is_empty() && names(title, &s.heading))?;
    let report = paragraphs(named.lines.iter().map(String::as_str));
    let (of_report, of_text) = (runs(&report), runs(text));
    let shared = of_report.intersection(&of_text).count();
    if shared * 2 > of_report.len() {
        // It is there, and perhaps more of the report.
        return None;
    }
    let is_of_title = {
        let known = words_of(text);
        words_of(title).iter().any(|word| known.contains(word))
    };
    if !is_of_title {
        return Some(report);
    }
    // The title of a page may also stand over a question that it answers. Beside a long text what stands there is a remark.
    if !named.is_first
        || count_words(&report) < FEWEST_REPORT_WORDS.max(count_words(text) / MOST_TIMES)
    {
        return None;
    }
    let is_other = shared * 10 < of_report.len();
    let is_part = of_text.len() * 3 < of_report.len() && shared * 2 > of_text.len();
    (is_other || is_part).then_some(report)
}

/// Where the heading of the report stands: the first that the page's title names, else the only one of the highest rank.
fn top(outline: &Outline, about: &Metadata) -> Option<usize> {
    let headings = || outline.lines.iter().enumerate().filter(|(_, line)| line.heading);
    let is_title = |(_, line): &(usize, &PageLine)| is_title(about, &line.text);
    let only = || {
        let is_own = |(_, line): &(usize, &PageLine)| line.rank == 1 && !line.link;
        let mut first = headings().filter(is_own);
        let only = first.next().filter(|(_, line)| line.words >= FEWEST_HEADING_WORDS)?;
        first.next().is_none().then_some(only)
    };
    headings().find(is_title).or_else(only).map(|(at, _)| at)
}

fn is_title(about: &Metadata, line: &str) -> bool {
    about.title.as_deref().is_some_and(|title| names(title, line))
}

/// Words of a heading that is no outlet's name.
const FEWEST_HEADING_WORDS: usize = 4;

/// Words of a line outside a paragraph that is prose, and of a lead: fewer are a label.
const FEWEST_PROSE_WORDS: usize = 8;

/// What stands below a heading and those of lower rank behind it, up to one that leads elsewhere: a report whose parts may stand in boxes
/// of their own.
fn below(lines: &[PageLine]) -> String {
    let rank = lines.first().map_or(0, |heading| heading.rank);
    let ends = |line: &PageLine| line.heading && (line.link || line.rank <= rank);
    let behind = || lines.iter().skip(1).take_while(|line| !ends(line));
    let is_own = |line: &&PageLine| {
        let is_prose = line.paragraph || line.words >= FEWEST_PROSE_WORDS && !line.link;
        is_prose && line.place.is_of_report()
    };
    let own = || behind().filter(is_own);
    let seen = paragraphs(own().filter(|line| !line.place.hidden).map(|line| line.text.as_str()));
    if is_long(&seen) {
        return seen;
    }
    // Some pages hide the whole report until a script shows it.
    paragraphs(own().map(|line| line.text.as_str()))
}

/// How many times as long as its longest part, which was found, a report in parts is at least.
const TIMES_PART: usize = 2;

/// Words of the longest text that is taken for a part: what has more is a report, and what stands beside it may be anything.
const MOST_PART_WORDS: usize = 300;

/// Whether a text is long enough for a report, and what was found is a part of it or a few words beside it.
fn is_whole_of(whole: &str, text: &str) -> bool {
    let (of_whole, of_text) = (count_words(whole), count_words(text));
    if of_whole < FEWEST_REPORT_WORDS
        || of_whole < of_text * TIMES_PART
        || of_text > MOST_PART_WORDS
    {
        return false;
    }
    let few = of_text < FEWEST_REPORT_WORDS && of_whole >= of_text * 3;
    let is_part = || {
        let (whole, text) = (runs(whole), runs(text));
        text.intersection(&whole).count() * 3 >= text.len() * 2
    };
    few || is_part()
}

/// Whether a text tells what the page says that it tells, and what was found is another text that does not.
fn tells_better(report: &str, text: &str, about: &Metadata) -> bool {
    let said = runs(about.description.as_deref().unwrap_or_default());
    let shared = |text: &str| runs(text).intersection(&said).count();
    said.len() >= FEWEST_PROSE_WORDS
        && shared(report) * 2 > said.len()
        && shared(text) * 10 < said.len()
        && are_apart(report, text)
        // Beside a long text it is a lead.
        && count_words(report) * MOST_TIMES >= count_words(text)
}

/// Words of the longest lead: more are the report.
const MOST_LEAD_WORDS: usize = 120;

/// The lead of a report, where that stands between its heading and what was found: lines that tell what the page gives as its
/// description.
fn lead<'a>(outline: &'a Outline, about: &Metadata, text: &str) -> Option<Vec<&'a str>> {
    let said = runs(about.description.as_deref()?);
    let behind = &outline.lines[top(outline, about)?..];
    let mut lines = text.lines().filter(|line| !line.is_empty());
    let first = lines.find(|line| !is_title(about, line))?;
    let end = behind.iter().position(|line| line.text == first)?;
    let known = runs(text);
    let is_lead = |line: &&PageLine| {
        let of_line = runs(&line.text);
        let shared = |other: &FxHashSet<u64>| of_line.intersection(other).count();
        (FEWEST_PROSE_WORDS..=MOST_LEAD_WORDS).contains(&line.words)
            && !line.link
            && line.place.is_of_report()
            && shared(&said) * 2 > of_line.len().min(said.len())
            && shared(&known) * 2 < of_line.len()
            && !is_title(about, &line.text)
    };
    Some(behind[..end].iter().filter(is_lead).map(|line| line.text.as_str()).collect())
}

/// One part of the page belongs to no report where it has less than one in so many words of what was found.
const ASIDE_PART: usize = 4;

/// A main text without what readers wrote and what stands in parts of the page that belong to no report; where that is much of it, it
/// is what the page is for.
fn without_asides(outline: &Outline, text: &str) -> String {
    // What stands in several places is as good as the best of them.
    let mut places: FxHashMap<&str, (bool, Option<usize>)> = FxHashMap::default();
    for line in &outline.lines {
        let (comment, aside) = (line.place.comment, line.place.aside);
        let known = places.entry(&line.text).or_insert((comment, aside));
        known.0 &= comment;
        known.1 = known.1.and(aside);
    }
    let lines: Vec<String> =
        text.lines().map(fold_white_space).filter(|line| !line.is_empty()).collect();
    let place = |line: &String| places.get(line.as_str()).copied().unwrap_or_default();
    let mut of_aside: FxHashMap<usize, usize> = FxHashMap::default();
    let mut own = 0;
    for line in &lines {
        let words = count_words(line);
        match place(line) {
            (true, _) => {}
            (false, aside) => {
                own += words;
                aside.into_iter().for_each(|aside| *of_aside.entry(aside).or_default() += words);
            }
        }
    }
    let few = of_aside.values().sum::<usize>() * 2 < own;
    let is_own = |line: &&String| match place(line) {
        (true, _) => own < FEWEST_REPORT_WORDS,
        (false, Some(aside)) => {
            !few || of_aside.get(&aside).is_none_or(|words| words * ASIDE_PART >= own)
        }
        (false, None) => true,
    };
    paragraphs(lines.iter().filter(is_own).map(String::as_str))
}

/// Hashes of every three words that follow one another in a text.
fn runs(text: &str) -> FxHashSet<u64> {
    let words: Vec<u64> = words(text).map(|(_, word)| hash(&*fold_word(word))).collect();
    words.windows(3).map(hash).collect()
}

fn hash(value: impl Hash) -> u64 {
    FxBuildHasher.hash_one(value)
}

/// Whether a heading is what a title says, perhaps with an outlet's name beside it.
pub(super) fn names(title: &str, heading: &str) -> bool {
    let (title, heading) = (words_of(title), words_of(heading));
    let shared = heading.intersection(&title).count();
    // All but one in four of its words, and no less than half of the title's.
    !heading.is_empty() && shared * 4 >= heading.len() * 3 && shared * 2 >= title.len()
}

/// The words of a text that may say what it is about: three letters or more, or of a script that writes no letters.
fn words_of(text: &str) -> FxHashSet<String> {
    let words = words(text).map(|(_, word)| fold_word(word).into_owned());
    words.filter(|word| word.chars().count() > 2 || !word.is_ascii()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::sections::outline;
    use super::*;

    fn titled(title: &str) -> Metadata {
        Metadata { title: Some(title.to_owned()), ..Metadata::default() }
    }

    #[test]
    fn the_text_whose_heading_the_title_is() {
        let html = "<article><h1>Bridge closes</h1><p>The old stone bridge shuts on Monday.</p></article>\
                    <article><h1>Bank keeps rate</h1><p>The central bank kept its rate.</p></article>";
        let of =
            |text: &str| of_title(&outline(html), &titled("Bridge closes - Harrow Post"), text);
        assert_eq!(
            of("The central bank kept its rate."),
            Some("The old stone bridge shuts on Monday.".to_owned())
        );
        assert_eq!(of("The old stone bridge shuts on Monday."), None);
        // Some words of the title stand in whatever was taken.
        let line = |n: usize| {
            format!(
                "Bridge {n} by the mill closes on Monday for the month of repairs that it needs. "
            )
        };
        let report: String = (0..8).map(|n| format!("<p>{}</p>", line(n))).collect();
        let lines: Vec<String> = (0..8).map(|n| line(n).trim().to_owned()).collect();
        let whole = lines.join("\n\n");
        let other =
            "The bridge is named in a letter that many have signed, each a reader of ours. ";
        let taken =
            |html: &str, text: &str| of_title(&outline(html), &titled("Bridge closes"), text);
        let page = format!("<h1>Bridge closes</h1>{report}<h2>Letter</h2>");
        assert_eq!(taken(&page, &other.repeat(20)).as_ref(), Some(&whole));
        assert_eq!(taken(&page, &whole), None);
        let untitled = page.replace("<h1>Bridge closes</h1>", "<h1>Other words</h1>");
        let of_other = |text: &str| of_title(&outline(&untitled), &titled("Other words"), text);
        assert_eq!(of_other(&format!("{whole}\n\nMore of it.")), None);
        assert_eq!(taken(&page, &lines[0]).as_ref(), Some(&whole));
        assert_eq!(taken(&page.replace("h1", "h3"), &other.repeat(20)), None);
        let boxes = report.replace("<p>", "<h2></h2><p>");
        let comments = format!("<div class=comments><h4>Three of you</h4>{report}</div>");
        let page = format!("<h1>Bridge closes</h1>{boxes}{comments}");
        assert_eq!(taken(&page, &lines[0]).as_ref(), Some(&whole));
    }
}
