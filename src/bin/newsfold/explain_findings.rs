//! `newsfold explain`: where each finding of a story comes from, and what made it one.

use std::collections::BTreeMap;
use std::fmt::Write;

use newsfold::findings::{Difference, FactKind};
use newsfold::render::{DigestArticle, DigestStory, Item};
use newsfold::score::ScoredStory;

use crate::explain::independent_origins;
use crate::origins::shortened;

/// A line or more for each finding.
pub(crate) fn findings(story: &DigestStory, scored: &ScoredStory, text: &mut String) {
    let articles: BTreeMap<newsfold::ingest::ArticleId, &DigestArticle> =
        story.articles.iter().map(|a| (a.id, a)).collect();
    let at = |item: &Item| place(articles[&item.article], item.line);
    let all = |items: &mut dyn Iterator<Item = &Item>| -> String {
        items.map(at).collect::<Vec<_>>().join(" ")
    };
    let found = &story.findings;
    heading("agreed", found.agreed.is_empty(), text);
    for fact in &found.agreed {
        let kind = match fact.kind {
            FactKind::Figure => "the same number of the same",
            FactKind::Date => "the same day",
            FactKind::Name => "the same name",
            FactKind::Quotation => "the same words",
        };
        let day = fact.day.as_ref().map_or(String::new(), |day| format!(" ({day})"));
        let _ = writeln!(
            text,
            "    “{}”{day}: {kind}, at most {} {}",
            shortened(fact.stated[0].text.raw()),
            independent_origins(fact.origins),
            all(&mut fact.stated.iter())
        );
    }
    heading("sources differ", found.differ.is_empty(), text);
    for row in &found.differ {
        let what = row.what.as_ref().map_or("", |what| what.text.raw());
        let kind = match row.kind {
            Difference::Conflict => "other values for one quantity, none of a later day",
            Difference::Series => "rising from day to day",
        };
        let fate = row.fate.map_or(String::new(), |fate| format!(" {fate}"));
        let unit = row.unit.map_or(String::new(), |unit| format!(", in {unit}"));
        let _ = writeln!(text, "    {}{fate}{unit}: {kind}", shortened(what));
        for value in &row.values {
            for stated in &value.stated {
                let day = stated.as_of.as_ref().map_or("no day", String::as_str);
                let words = shortened(stated.item.text.raw());
                let _ = writeln!(
                    text,
                    "      {} as of {day}: “{words}” {}",
                    value.value,
                    at(&stated.item)
                );
            }
        }
    }
    heading("in their words", found.quotes.is_empty(), text);
    for quote in &found.quotes {
        let speaker = quote.speaker.as_ref();
        let named = speaker.map_or("no speaker is named".to_owned(), |speaker| {
            format!("{}, so named in {}", shortened(speaker.text.raw()), at(speaker))
        });
        let longest = quote.forms.first().and_then(|form| form.first());
        let in_part = match quote.in_part {
            0 => String::new(),
            part => format!(", {part} in part"),
        };
        let _ = writeln!(
            text,
            "    “{}” {named}; forms: {}, of which this is the longest; other wordings: {}; carried by at most {}{in_part} {}",
            shortened(longest.map_or("", |piece| piece.text.raw())),
            quote.forms.len(),
            quote.variants.len(),
            independent_origins(quote.origins),
            all(&mut quote.forms.iter().filter_map(|form| form.first()))
        );
    }
    heading("only here", found.only_here.is_empty(), text);
    for sentence in &found.only_here {
        let _ = writeln!(
            text,
            "    “{}” {}: score {:.4}; no other origin says it, nor does the summary",
            shortened(sentence.text.raw()),
            place(articles[&sentence.article], sentence.line),
            sentence.score
        );
    }
    heading("timeline", found.timeline.is_empty(), text);
    for dated in &found.timeline {
        let _ = writeln!(
            text,
            "    {} “{}” {}: the one day that it names, at most {}",
            dated.day,
            shortened(dated.item.text.raw()),
            at(&dated.item),
            independent_origins(dated.support.origins)
        );
    }
    heading("coverage", found.coverage.is_empty(), text);
    for (held, sentence) in found.coverage.iter().zip(&scored.view.reports) {
        let _ = writeln!(
            text,
            "    {}: {:.0} % of the weight of the summary's concepts; {} of its {} sentences chosen, {} damaged; {:.0} % copied; origin {}",
            articles[&held.article].path.terminal(),
            100.0 * held.share,
            held.used,
            held.sentences,
            held.damaged,
            100.0 * held.copied,
            sentence.origin
        );
    }
}

fn heading(name: &str, empty: bool, text: &mut String) {
    if !empty {
        let _ = writeln!(text, "\n  {name}");
    }
}

fn place(article: &DigestArticle, line: usize) -> String {
    let place = match (article.record, article.element) {
        (None, None) => format!(":{line}"),
        (record, element) => [("record", record), ("element", element), ("doc", article.doc)]
            .iter()
            .filter_map(|(name, at)| Some(format!(" {name} {}", (*at)?)))
            .collect(),
    };
    format!("[{}{place}]", article.path.terminal())
}
