//! `newsfold explain`: why an article is in its story, and why it counts as an origin of its own or as a copy.

use std::fmt::Write;

use newsfold::Corpus;
use newsfold::group::{Story, similarities};
use newsfold::ingest::Place;
use newsfold::origins::{SharedText, shared_texts};
use newsfold::render::{Terminal, why};
use newsfold::text::fold_white_space;

use crate::origins::{relation_in_words, shortened};

/// A record's place: path, and where in it.
pub(crate) fn record_of(place: &Place) -> String {
    let part = |name: &str, at: Option<usize>| at.map_or(String::new(), |n| format!(" {name} {n}"));
    format!(
        "{}{}{}{}",
        Terminal(&place.path),
        part("record", place.record),
        part("element", place.element),
        part("doc", place.doc)
    )
}

/// A line for each article and each origin.
pub(crate) fn sources(story: &Story, corpus: &Corpus, text: &mut String) {
    let reports = &corpus.reports;
    let name = |report: usize| record_of(&reports[report].article.place);
    let _ = writeln!(text, "\n  why in this story");
    let similarities =
        similarities(story, reports, &corpus.lexicons, &corpus.frequencies, &corpus.templates);
    for (report, similarity) in story.reports.iter().zip(&similarities) {
        let _ = match similarity {
            Some(similarity) => {
                let why = why(*report, similarity, corpus);
                let apart =
                    why.days_apart.map_or(String::new(), |days| format!(", {days} days apart"));
                writeln!(
                    text,
                    "    {}: nearest to {} (similarity {:.3}, by chance {:.3}{apart}), by {}",
                    name(*report),
                    name(similarity.nearest),
                    why.similarity,
                    why.chance,
                    Terminal(&why.shared_terms.join(", "))
                )
            }
            None => writeln!(text, "    {}: alone", name(*report)),
        };
    }
    let _ = writeln!(text, "\n  why these origins");
    let shared =
        shared_texts(&story.reports, reports, corpus.copies.word_rarity(), &corpus.lexicons);
    for report in &story.reports {
        let copy_group = corpus.copies.of(*report);
        let with = |s: &&SharedText| s.first == *report || s.second == *report;
        let other = |s: &SharedText| if s.first == *report { s.second } else { s.first };
        let is_copy = |s: &&SharedText| corpus.copies.of(other(s)) == copy_group;
        let longest = |copies: bool| {
            shared.iter().filter(with).filter(|s| is_copy(s) == copies).max_by_key(|s| s.words)
        };
        let receipt = |s: &SharedText| {
            let (share, span) = match s.first == *report {
                true => (s.shares.0, s.spans.0),
                false => (s.shares.1, s.spans.1),
            };
            let words = fold_white_space(span.of(&reports[*report].article.text));
            format!(
                "{} of {}: {:.0} % of its words, {} in one run: “{}”",
                relation_in_words(s.relation),
                name(other(s)),
                100.0 * share,
                s.words,
                shortened(&words)
            )
        };
        let alone =
            story.reports.iter().filter(|r| corpus.copies.of(**r) == copy_group).count() < 2;
        let why = match (alone, longest(true), longest(false)) {
            (false, Some(copy), _) => format!("a copy; {}", receipt(copy)),
            (false, None, _) => "a copy by way of another".to_owned(),
            (true, _, Some(passage)) => {
                format!("an origin of its own, though {}", receipt(passage))
            }
            (true, ..) => "an origin of its own: no text in common".to_owned(),
        };
        let _ = writeln!(text, "    {}: {why}", name(*report));
    }
}
