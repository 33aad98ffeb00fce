//! What stands above a story: the title that the other origins bear out best, else the main clause of a sentence.

use super::build::{digest_sentence, digest_support};
use super::digest::Headline;
use super::findings::DigestDiffer;
use crate::findings::Difference;
use crate::group::Story;
use crate::ingest::Title;
use crate::issue::News;
use crate::score::{ScoredStory, TermNumber, held_share};
use crate::segment::ParsedArticle;
use crate::select::{Pick, Summary};
use crate::text::{
    Ending, Lang, SourceText, Span, WordClass, WordValue, breaks_off, count_words,
    fold_white_space, fold_word, words,
};

/// Content terms that a headline needs: "Bridge" is none.
const FEWEST_TITLE_TERMS: usize = 2;

/// Most words of a title that is still a headline.
const LONGEST_TITLE: usize = 30;

/// How many times as much again a title counts that holds all that a run is about.
const FOCUS: f64 = 4.0;

/// How many times as much again a title counts whose words all stand in the summary.
const SUMMARY: f64 = 2.0;

/// How many times as much again a title counts whose words all stand in the sentence that opens the summary.
const OPENING: f64 = 2.0;

/// The title that the other origins support best and the summary bears out (ties: shorter, then by id), that of a column, one with a figure
/// that has moved since, and one that asks or bears a label only where there is no other; without one, the sentence that opens the summary.
pub(super) fn headline(
    story: &Story,
    reports: &[ParsedArticle],
    scored: &ScoredStory,
    summary: &Summary,
    differ: &[DigestDiffer],
    news: Option<&News>,
) -> Option<Headline> {
    let outdated: Vec<f64> = outdated_values(differ);
    let told = terms_of(&summary.picks, scored);
    let opening = terms_of(&summary.picks[..summary.picks.len().min(1)], scored);
    let titled = scored.titles.iter().enumerate().filter_map(|(at, title)| {
        let (support, share) = title.as_ref()?;
        let report = &reports[story.reports[at]];
        let article = &report.article;
        let (text, start, end, field) = match article.title.as_ref()? {
            Title::InText(span) => {
                (span.of(&article.text), span.start, span.end, article.text_field.clone())
            }
            Title::InField { field, text } => {
                let span = Span::new(0, text.len()).trimmed(text);
                (span.of(text), span.start, span.end, Some(field.clone()))
            }
        };
        let words = text.split_whitespace().count();
        if words > LONGEST_TITLE || scored.view.reports[at].title_terms.len() < FEWEST_TITLE_TERMS {
            return None;
        }
        // Of two titles that others bear out, the one that spends fewer words on anything else.
        let density =
            (scored.view.reports[at].title_terms.len() as f64 / words.max(1) as f64).min(1.0);
        let is_news = report.opinion.is_none();
        // What is new is told by who tells it.
        let is_new = news.is_some_and(|news| !news.known[at]);
        let is_current = !gives_any(text, report.lang(), &outdated);
        let of_summary = held_share(&scored.view.idf, &scored.view.reports[at].title_terms, &told);
        let of_opening =
            held_share(&scored.view.idf, &scored.view.reports[at].title_terms, &opening);
        let about = 1.0 + FOCUS * scored.titles_about[at];
        let weight = (share
            * density
            * (1.0 + SUMMARY * of_summary)
            * (1.0 + OPENING * of_opening)
            * about
            * 1e9) as i64;
        let straight = (is_new, is_news, is_current, is_statement(text, report.lang()));
        let rank = (straight, weight, std::cmp::Reverse(words), std::cmp::Reverse(at));
        Some((rank, at, support, text, start, end, field))
    });
    if let Some((_, at, support, text, start, end, field)) = titled.max_by_key(|t| t.0) {
        return Some(Headline {
            text: SourceText::new(fold_white_space(text)),
            article: reports[story.reports[at]].article.id,
            start,
            end,
            field,
            support: digest_support(support, story, reports),
        });
    }
    let lead = summary.picks.first()?;
    let sentence = &scored.view.sentences[lead.sentence];
    let report = &reports[story.reports[sentence.report]];
    let lead = digest_sentence(lead.sentence, story, reports, scored);
    let span = main_clause(report, Span::new(lead.start, lead.end));
    Some(Headline {
        text: SourceText::new(fold_white_space(span.of(&report.article.text))),
        article: lead.article,
        start: span.start,
        end: span.end,
        field: lead.field,
        support: lead.support,
    })
}

/// The terms of sentences of a summary, sorted.
fn terms_of(picks: &[Pick], scored: &ScoredStory) -> Vec<TermNumber> {
    let mut terms: Vec<TermNumber> = picks
        .iter()
        .flat_map(|pick| &scored.view.sentences[pick.sentence].terms)
        .copied()
        .collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Whether a title states something: it does not ask, explain or break off ("Ferry sinks after..."), and no label opens it ("BREAKING: Ferry sinks",
/// "Fact check: the ferry sank").
fn is_statement(title: &str, lang: &Lang) -> bool {
    let (label, rest) = title.split_once(": ").unwrap_or_default();
    let mut letters = label.chars().filter(|c| c.is_alphabetic());
    let in_capitals = letters.clone().count() >= SHORTEST_LABEL && letters.all(char::is_uppercase);
    let of = |part: &str| -> Vec<String> {
        words(part).map(|(_, word)| fold_word(word).into_owned()).collect()
    };
    let is = |class: WordClass, word: Option<&String>| word.is_some_and(|w| lang.is(class, w));
    let (all, label, rest) = (of(title), of(label), of(rest));
    let is_label =
        in_capitals || label.len() <= LONGEST_LABEL && is(WordClass::LabelsTitle, label.last());
    let asks = [&all, &rest].iter().any(|part| is(WordClass::AsksInTitle, part.first()));
    let near = all.iter().take(LIST_WITHIN).chain(all.last());
    let explains = near.into_iter().any(|word| is(WordClass::ExplainsInTitle, Some(word)));
    !is_label && !asks && !explains && !title.contains(['?', '？', '؟']) && !breaks_off(title)
}

/// Words of a title within which a list says that it is one: "the five things".
const LIST_WITHIN: usize = 3;

/// Letters of a label in capitals: "US: talks go on" has none.
const SHORTEST_LABEL: usize = 5;

/// Words of a label: "The Memo", "Fact check".
const LONGEST_LABEL: usize = 2;

/// The values of figures that moved later: "14 hurt", where 17 are known now.
fn outdated_values(differ: &[DigestDiffer]) -> Vec<f64> {
    let series = differ.iter().filter(|row| row.kind == Difference::Series);
    let before = series.filter_map(|row| row.values.split_last());
    before.flat_map(|(_, before)| before.iter().map(|value| value.value)).collect()
}

/// Whether a title gives one of some values, in figures or in words.
fn gives_any(title: &str, lang: &Lang, values: &[f64]) -> bool {
    !values.is_empty()
        && words(title).any(|(_, word)| {
            let value = word.replace(',', "").parse().ok();
            let in_words = || lang.word(&fold_word(word)).number(WordValue::Number);
            value.or_else(in_words).is_some_and(|value: f64| values.contains(&value))
        })
}

/// Words of a headline that an editor would still print; a sentence of more is cut at a clause, where it has one.
const MOST_WORDS: usize = 14;

/// Words that a clause needs to stand alone as a headline.
const FEWEST_WORDS: usize = 6;

/// Of a long sentence what stands before the first relative clause, if that is a clause: it has a verb of the past. Nobody who says it may be cut off:
/// what the police say is no fact of the page. A sentence that is not cut loses its full stop.
fn main_clause(report: &ParsedArticle, sentence: Span) -> Span {
    let text = sentence.of(&report.article.text);
    let lang = report.lang();
    let is_quoted = |at: usize| {
        let at = sentence.start + at;
        report.quotations.iter().any(|q| q.span.start < at && at < q.span.end)
    };
    let folded = |part: &str| -> Vec<String> {
        words(part).map(|(_, w)| fold_word(w).into_owned()).collect()
    };
    let has_verb = |words: &[String]| {
        words.iter().any(|w| lang.is(WordClass::Past, w) || lang.ends(Ending::Past, w))
    };
    let is = |class: WordClass, word: &String| lang.is(class, word);
    // ", who" and "during which".
    let relates = |at: usize| {
        let next: Vec<String> =
            words(&text[at + 1..]).take(2).map(|(_, w)| fold_word(w).into_owned()).collect();
        let joins = |word: &String| is(WordClass::JoinsClause, word) && !is(WordClass::And, word);
        match text[..at].ends_with(',') {
            true => next.first().is_some_and(|word| is(WordClass::Who, word)),
            false => {
                next.first().is_some_and(|word| is(WordClass::EndsRole, word))
                    && next.get(1).is_some_and(joins)
            }
        }
    };
    let spaces = text.match_indices(' ').map(|(at, _)| at);
    let cut = spaces.filter(|at| relates(*at) && !is_quoted(*at)).find(|at| {
        let (head, tail) = (folded(&text[..*at]), folded(&text[at + 1..]));
        let attributed = tail.iter().any(|word| is(WordClass::SpeechVerb, word));
        // In "Chapa, 18, who was shot along with Olgin, 19, who" the verb is none of the clause.
        let own = head.iter().take_while(|word| !is(WordClass::Who, word)).count();
        !attributed && head.len() >= FEWEST_WORDS && has_verb(&head[..own])
    });
    let long = count_words(text) > MOST_WORDS;
    match cut.filter(|_| long) {
        Some(at) => {
            let clause = text[..at].trim_end_matches(',');
            Span::new(sentence.start, sentence.start + clause.len())
        }
        None => without_stop(text, sentence),
    }
}

/// A sentence without its full stop; one that an abbreviation lends ("in the U.S.") stays.
fn without_stop(text: &str, sentence: Span) -> Span {
    match text.strip_suffix('.') {
        Some(bare) if !bare.rsplit(' ').next().unwrap_or_default().contains('.') => {
            Span::new(sentence.start, sentence.end - 1)
        }
        _ => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn a_statement_does_not_ask_explain_break_off_or_bear_a_label() {
        let english = Language::from_tag("en");
        let states = |title: &str| is_statement(title, Lang::of(english.as_ref()));
        for title in ["Ferry sinks off Harrow", "Harrow: the ferry sank in fog", "US: talks go on"]
        {
            assert!(states(title), "{title}");
        }
        for title in [
            "Why the ferry sank",
            "Did the ferry sink?",
            "Five things to know about the ferry",
            "Ferry sinks after...",
            "BREAKING: Ferry sinks",
            "Fact check: the ferry sank",
            "Exclusive: Ferry sinks",
        ] {
            assert!(!states(title), "{title}");
        }
        assert!(is_statement("Exclusive: Ferry sinks", Lang::of(None)));
    }
}
