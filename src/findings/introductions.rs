//! Who somebody is whom a printed sentence calls by one word, since its article has introduced the person before: "Vann said", where no sentence so far has said
//! who Vann is.

use std::collections::BTreeSet;

use super::dates::weekday;
use super::naming::{ContextWord, Run, context_window, key_of, runs};
use super::persons::Persons;
use super::speaker::Gender;
use super::{Introduction, Place};
use crate::score::{StorySentence, StoryView};
use crate::segment::ParsedArticle;
use crate::select::Summary;
use crate::text::{Span, WordClass, fold_word};

/// Share (0..=1) of the highest weight of a word from which a name is not known to every reader of news: in English that of a word which 1.5 % of the articles
/// have.
const RARE: f64 = 0.4;

/// Words of an office before a name: "White House Budget Director Ann Vann".
const MOST_BEFORE: usize = 5;

/// Words of an apposition behind it: ", the director of the port".
const MOST_BEHIND: usize = 12;

/// Bytes of a party and a state in brackets: " (R-Neb.)".
const LONGEST_PARTY: usize = 12;

/// Reports of a story in which somebody is looked for whom a sentence's own article does not introduce.
const MOST_REPORTS: usize = 20;

/// For each printed sentence, in their order, whom it names in one word and where its article says who that is, or another one.
pub(super) fn introductions(
    summary: &Summary,
    of_story: &[&ParsedArticle],
    story: &StoryView,
) -> Vec<Vec<Introduction>> {
    let mut met: BTreeSet<String> = BTreeSet::new();
    let mut of_pick = |sentence: &StorySentence| {
        let report = of_story[sentence.report];
        let (text, lang) = (report.article.text.as_str(), report.lang());
        let words = context_window(text, sentence.sentence.span, lang);
        let named = runs(&words, &report.quotations, lang);
        let mut found = Vec::new();
        for run in named.iter().filter(|_| !lang.has_capital_nouns()) {
            let key = key_of(text, run.span);
            let is_key = |other: &Run| is_full(&words, other) && key_of(text, other.span) == key;
            // "The Taliban" is nobody.
            let is_led = words.iter().zip(words.iter().skip(1)).any(|(before, word)| {
                word.span.start == run.span.start && before.is(WordClass::Determiner)
            });
            if is_full(&words, run)
                || is_led
                || met.contains(&key)
                || named.iter().any(is_key)
                || !is_rare(run, sentence, story)
            {
                continue;
            }
            let place = Place { report: sentence.report, span: run.span };
            let written = &run.span.of(text)[..without_owner(run.span.of(text))];
            let full = introduced(&key, written, place, run.gender, of_story);
            // "Charlamagne tha God" is Charlamagne Tha God.
            let said = |full: &Place| {
                let full = fold_word(full.span.of(&of_story[full.report].article.text));
                fold_word(sentence.sentence.span.of(text)).contains(&*full)
            };
            if let Some(full) = full.filter(|full| !said(full)) {
                let span = Span::new(run.span.start, run.span.start + written.len());
                found.push(Introduction { name: Place { span, ..place }, full });
            }
        }
        met.extend(words.iter().filter(|word| word.capital).map(|word| key_of(text, word.span)));
        found
    };
    summary.picks.iter().map(|pick| of_pick(&story.sentences[pick.sentence])).collect()
}

/// Where a story says who a name is: the first full name in the article before it, else, where the article has none, that of another report. One person has
/// the name: all full names have the same word before it.
fn introduced(
    key: &str,
    written: &str,
    name: Place,
    gender: Gender,
    of_story: &[&ParsedArticle],
) -> Option<Place> {
    let last = written.rsplit(char::is_whitespace).next().unwrap_or(written);
    let full_in = |at: usize| -> Vec<(Place, String)> {
        let (report, text) = (of_story[at], of_story[at].article.text.as_str());
        let holding = report.sentences.iter().filter(|s| s.span.of(text).contains(last));
        let of_sentence = |sentence: Span| {
            let words = context_window(text, sentence, report.lang());
            let of_key = runs(&words, &[], report.lang()).into_iter();
            let of_key = of_key.filter(|run| is_full(&words, run) && key_of(text, run.span) == key);
            // "CONTENT WITH CHIPS Intel" is a line above it.
            let of_key = of_key.filter(|run| !has_word_in_capitals(run.span.of(text)));
            let found = of_key.map(|run| {
                let end = run.span.start + without_owner(run.span.of(text));
                let first = run.span.of(text).split_whitespace().rev().nth(1).unwrap_or_default();
                (
                    Place { report: at, span: Span::new(run.span.start, end) },
                    fold_word(first).into_owned(),
                )
            });
            found.collect::<Vec<_>>()
        };
        holding.flat_map(|sentence| of_sentence(sentence.span)).collect()
    };
    let own = full_in(name.report);
    let others = (0..of_story.len().min(MOST_REPORTS)).filter(|at| *at != name.report);
    let others: Vec<_> = others.flat_map(full_in).collect();
    let (first, given) = own.first().or(others.first())?;
    let report = of_story[first.report];
    let text = report.article.text.as_str();
    // A person has the full name first, as a country or a body has not, and "detectives" has no capital elsewhere.
    let all = report.sentences.iter().flat_map(|s| context_window(text, s.span, report.lang()));
    let mut of_key = all.filter(|word| key_of(text, word.span) == key).peekable();
    let is_first = of_key.peek().is_some_and(|word| word.span.end >= first.span.start);
    let is_name = is_first && of_key.all(|word| word.capital);
    let one = own.iter().chain(&others).all(|(_, other)| other == given);
    // Whom the article has not introduced so far it introduces here.
    let before = first.report != name.report || first.span.end <= name.span.start;
    let [here, there] = [name.report, first.report].map(|at| Persons::new(of_story[at]));
    let is_person = here.is_person(key) || there.is_person(key);
    let is_of = match there.gender(key) {
        Gender::Open => gender != Gender::Woman,
        known => gender == Gender::Open || gender == known,
    };
    (one && before && is_name && is_of && is_person)
        .then(|| Place { report: first.report, span: with_office(report, first.span) })
}

/// Whether a run has more than a title and a word behind whatever owns it, and could be somebody's name: "Intel's Vaunt" is not.
fn is_full(words: &[ContextWord<'_>], run: &Run) -> bool {
    let first = words.partition_point(|word| word.span.start < run.span.start);
    let of_run = &words[first..words.len().min(first + run.words)];
    let before = of_run.split_last().map_or(&[][..], |(_, before)| before);
    let owner = before.iter().rposition(|word| word.folded.ends_with("'s"));
    let name = &of_run[owner.map_or(0, |owner| owner + 1)..];
    let titles = name.iter().take_while(|word| word.is(WordClass::Title)).count();
    name.len() > titles + 1
}

/// Letters of a word in capitals that is no abbreviation: one more than UNESCO and UNICEF have.
const LETTERS_IN_CAPITALS: usize = 7;

/// Whether a word of a name, not its last, is all capitals and too long for an abbreviation.
fn has_word_in_capitals(name: &str) -> bool {
    let before = name.rsplit_once(char::is_whitespace).map_or("", |(before, _)| before);
    let in_capitals = |word: &str| {
        word.chars().count() >= LETTERS_IN_CAPITALS && word.chars().all(char::is_uppercase)
    };
    before.split_whitespace().any(in_capitals)
}

/// Bytes of a name without what makes it an owner.
fn without_owner(name: &str) -> usize {
    name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).map_or(name.len(), str::len)
}

fn is_rare(run: &Run, sentence: &StorySentence, story: &StoryView) -> bool {
    let mut of_sentence = sentence.tokens.iter().zip(&sentence.term_of);
    let last = of_sentence.rfind(|(token, _)| run.span.contains(token.span));
    last.is_some_and(|(_, term)| story.idf.of(*term) >= RARE * story.idf.highest())
}

/// A full name with the office before it and what the sentence says of the person behind it.
fn with_office(report: &ParsedArticle, name: Span) -> Span {
    let text = report.article.text.as_str();
    let at = report.sentences.partition_point(|s| s.span.end < name.end);
    let Some(sentence) = report.sentences.get(at).map(|s| s.span).filter(|s| s.contains(name))
    else {
        return name;
    };
    let words = context_window(text, sentence, report.lang());
    let first = words.partition_point(|word| word.span.start < name.start);
    let is_office = |word: &ContextWord<'_>| {
        word.capital
            && !word.is(WordClass::SentenceOpener)
            && !word.is(WordClass::EndsRole)
            && !word.is(WordClass::JoinsClause)
            && weekday(word.facts).is_none()
    };
    let mut start = first;
    while start > 0 && first - start < MOST_BEFORE && start < words.len() && !words[start].set_off {
        let of = usize::from(words[start - 1].is(WordClass::InsideRole) && start > 1);
        if !is_office(&words[start - 1 - of]) || of > 0 && words[start - 1].set_off {
            break;
        }
        start -= 1 + of;
    }
    let start = words.get(start).map_or(name.start, |word| word.span.start.min(name.start));
    let mut end = name.end;
    let behind = &text[end..sentence.end];
    if let Some(party) = behind.strip_prefix(" (").and_then(|rest| rest.split_once(')'))
        && party.0.len() <= LONGEST_PARTY
    {
        end += " (".len() + party.0.len() + ")".len();
    }
    let apposition = text[end..sentence.end].strip_prefix(", ").map(|rest| {
        let to = rest
            .find([',', ';', '—', '–', '"', '“'])
            .or_else(|| rest.strip_suffix('.').map(str::len));
        Span::new(end + ", ".len(), end + ", ".len() + to.unwrap_or(0))
    });
    if let Some(apposition) = apposition {
        let words = context_window(text, apposition, report.lang());
        let is_clause = |word: &ContextWord<'_>| {
            word.says() || word.is(WordClass::Who) || word.is(WordClass::JoinsClause)
        };
        if (2..=MOST_BEHIND).contains(&words.len())
            && words[0].is(WordClass::Determiner)
            && !words.iter().any(is_clause)
        {
            end = apposition.end;
        }
    }
    Span::new(start, end)
}
