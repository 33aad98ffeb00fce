//! Facts and which origins state them: figures, days, names and quotations, each counted for itself. What a sentence as a whole says in its
//! own words, others often say in theirs; "14 injured" they write alike.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::counted::Counted;
use super::fates::Fate;
use super::figures::Stated;
use super::names::names;
use super::quotes::Quote;
use super::words::Words;
use super::{Fact, FactKind, Place, is_shown_whole};
use crate::group::DocumentFrequencies;
use crate::origins::independent_origins;
use crate::score::{ScoredStory, StorySentence, StoryView, TermNumber};
use crate::text::{Span, Token, WordClass, contradict, opposites};

/// Share (0..=1) of the lighter sentence's term weight that two sentences must have in common where a small figure or a day alone does not
/// tell that they speak of the same: "20 minutes", "on Tuesday".
const SAME_MATTER: f64 = 0.3;

/// Share (0..=1) of the highest weight from which a word is rare.
const RARE: f64 = 0.5;

/// Value from which a figure is seldom met by chance within one story, whatever it counts, and the significant digits that do it too.
const LARGE: f64 = 1000.0;
const SIGNIFICANT: f64 = 100.0;

/// Matters that one small figure, or one day, is told apart in.
const MOST_MATTERS: usize = 50;

/// One fact with every place where it stands.
pub(super) struct Known {
    pub(super) kind: FactKind,
    pub(super) day: Option<Date>,
    /// In the story's order.
    pub(super) places: Vec<Mention>,
}

/// Where a fact stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Mention {
    /// Index of the sentence in the story.
    pub(super) sentence: usize,
    /// In its article's text.
    pub(super) span: Span,
}

/// All facts of a story.
pub(super) fn known(
    stated: &[Vec<Stated>],
    read: &[Words<'_>],
    quotes: &[Quote],
    scored: &ScoredStory,
    frequencies: &DocumentFrequencies,
) -> Vec<Known> {
    let story = &scored.view;
    let mut found = figures(stated, read, story);
    found.extend(days(read, story, frequencies));
    let names = names(read, frequencies).into_values();
    found.extend(names.map(|places| Known { kind: FactKind::Name, day: None, places }));
    found.extend(quotes.iter().map(|quote| quotation(quote, story)));
    found
}

/// The days of a story. Where a time begins or ends nothing happened; a weekday that two reports of one matter resolve differently is sure for
/// neither.
fn days(read: &[Words<'_>], story: &StoryView, frequencies: &DocumentFrequencies) -> Vec<Known> {
    let mut by_date: BTreeMap<Date, Vec<Mention>> = BTreeMap::new();
    let mut by_weekday: BTreeMap<i8, Vec<(Mention, Date)>> = BTreeMap::new();
    for (sentence, words) in read.iter().enumerate() {
        for day in words.days.iter().filter(|day| !day.bounds) {
            let mention = Mention { sentence, span: words.between(day.first, day.end) };
            by_date.entry(day.date).or_default().push(mention);
            if day.relative {
                let weekday = day.date.weekday().to_monday_zero_offset();
                by_weekday.entry(weekday).or_default().push((mention, day.date));
            }
        }
    }
    // "23 cents to holders of record March 12" is of some company: a name, and what is told of it, say that two sentences speak of the same.
    let mut names: FxHashMap<usize, Vec<TermNumber>> = FxHashMap::default();
    for of in by_date.values().flatten().map(|mention| mention.sentence) {
        names.entry(of).or_insert_with(|| names_of(&read[of], &story.sentences[of], frequencies));
    }
    let in_common = |a: &Mention, b: &Mention| {
        let told = |mention: &Mention| &story.sentences[mention.sentence].predicate;
        let nothing_told = told(a).is_empty() || told(b).is_empty();
        read[a.sentence].lang.has_capital_nouns()
            || meet(&names[&a.sentence], &names[&b.sentence])
                && (nothing_told || meet(told(a), told(b)))
    };
    let mut unsure: FxHashSet<Mention> = FxHashSet::default();
    for of_weekday in by_weekday.values() {
        if of_weekday.iter().all(|(_, date)| *date == of_weekday[0].1) {
            continue;
        }
        let dates: FxHashMap<Mention, Date> = of_weekday.iter().copied().collect();
        let mentions = of_weekday.iter().map(|(mention, _)| *mention).collect();
        for of_one in of_one_matter(mentions, story, SAME_MATTER, &|_, _| true) {
            if of_one.iter().any(|mention| dates.get(mention) != dates.get(&of_one[0])) {
                unsure.extend(of_one);
            }
        }
    }
    let mut found = Vec::new();
    for (day, mut mentions) in by_date {
        mentions.retain(|mention| !unsure.contains(mention));
        let of_one = of_one_matter(mentions, story, SAME_MATTER, &in_common);
        found.extend(of_one.map(|places| Known { kind: FactKind::Date, day: Some(day), places }));
    }
    found
}

/// The figures of a story: those that give one value for one thing.
fn figures(stated: &[Vec<Stated>], read: &[Words<'_>], story: &StoryView) -> Vec<Known> {
    let mut by_value: FxHashMap<u64, Vec<(usize, &Stated)>> = FxHashMap::default();
    for (sentence, of_sentence) in stated.iter().enumerate() {
        for figure in of_sentence {
            by_value.entry(figure.value.to_bits()).or_default().push((sentence, figure));
        }
    }
    let mut values: Vec<Vec<(usize, &Stated)>> = by_value.into_values().collect();
    values.sort_unstable_by_key(|of_value| (of_value[0].0, of_value[0].1.span));
    let mut found = Vec::new();
    for of_value in values {
        let telling = is_telling(of_value[0].1.value);
        let mut kinds: BTreeMap<(Option<Counted>, Option<Fate>), Vec<Mention>> = BTreeMap::new();
        let mut bare: Vec<Mention> = Vec::new();
        for (sentence, figure) in of_value {
            let mention = Mention { sentence, span: figure.span };
            match figure.counted {
                // A small number or a year without a noun is no fact.
                None if telling => bare.push(mention),
                None => {}
                // 150,000 workers in one report are 150,000 people in another.
                Some(Counted::People | Counted::Things(_)) if telling => {
                    kinds.entry((None, None)).or_default().push(mention);
                }
                counted => kinds.entry((counted, figure.fate)).or_default().push(mention),
            }
        }
        // Where the value is given for one thing alone, that is what a bare number is of.
        if kinds.len() < 2 {
            kinds
                .entry(kinds.keys().next().copied().unwrap_or_default())
                .or_default()
                .append(&mut bare);
        }
        for ((_, fate), mut mentions) in kinds {
            mentions.sort_unstable();
            let opposites = |mention: &Mention| opposite_beside(mention, story);
            // "Fell 4 percent" is no support of "rose 4 percent".
            let forecast = |mention: &Mention| is_forecast(mention, &read[mention.sentence]);
            let in_common = |a: &Mention, b: &Mention| {
                !contradict(opposites(a), opposites(b)) && forecast(a) == forecast(b)
            };
            let is_told = telling || fate.is_some();
            of_one_matter(mentions, story, if is_told { 0.0 } else { SAME_MATTER }, &in_common)
                .for_each(|places| found.push(Known { kind: FactKind::Figure, day: None, places }));
        }
    }
    found
}

/// Words before a figure, and behind it, among which stands what it did: "fell last year by 4 percent", "4 percent less".
const OPPOSITE_BEFORE: usize = 8;
const OPPOSITE_BEHIND: usize = 4;

/// Whether a figure is what was thought would be: "economists had expected 2 million". What is expected to be is told by others as what will be.
fn is_forecast(mention: &Mention, words: &Words<'_>) -> bool {
    let first = words.words.partition_point(|word| word.token.span.end <= mention.span.start);
    (first.saturating_sub(OPPOSITE_BEFORE)..first).any(|at| {
        words.is(at, WordClass::Forecast) && !words.is(at + 1, WordClass::BeforeInfinitive)
    })
}

/// The one of a language's opposites that stands beside a figure, as a bit; 0 where none does.
fn opposite_beside(mention: &Mention, story: &StoryView) -> u32 {
    let tokens = &story.sentences[mention.sentence].tokens;
    let first = tokens.partition_point(|token| token.span.end <= mention.span.start);
    let end = tokens.partition_point(|token| token.span.start < mention.span.end);
    let is_one = |token: &&Token| token.opposite > 0;
    let within = || tokens[first..end].iter().find(is_one);
    let before = tokens[first.saturating_sub(OPPOSITE_BEFORE)..first].iter().rev().find(is_one);
    let behind = || tokens[end..].iter().take(OPPOSITE_BEHIND).find(is_one);
    opposites(before.or_else(within).or_else(behind).into_iter())
}

/// Whether a value alone tells what figure it is: large, or of several digits that count, and no year.
fn is_telling(value: f64) -> bool {
    let mut digits = value;
    while digits >= SIGNIFICANT && digits % 10.0 == 0.0 {
        digits /= 10.0;
    }
    let is_year = value.fract() == 0.0 && (1900.0..2100.0).contains(&value);
    !is_year && (value >= LARGE || digits >= SIGNIFICANT)
}

/// Whether a word is rare in the story's language.
pub(super) fn is_rare(term: TermNumber, story: &StoryView) -> bool {
    story.idf.of(term) >= RARE * story.idf.highest()
}

/// The names of a sentence, sorted; where it has no capitals its figures, but for its days.
fn names_of(
    words: &Words<'_>,
    sentence: &StorySentence,
    frequencies: &DocumentFrequencies,
) -> Vec<TermNumber> {
    let of_day = |at: usize| words.days.iter().any(|day| (day.first..day.end).contains(&at));
    let has_capitals = words.words.iter().any(|word| word.token.capital && !word.token.digit);
    let tells = |at: &usize| match has_capitals {
        true => words.is_name(*at, frequencies),
        false => words.words[*at].token.digit && !of_day(*at),
    };
    let at = (0..words.words.len()).filter(tells);
    let mut names: Vec<TermNumber> = at.map(|at| sentence.term_of[at]).collect();
    names.sort_unstable();
    names
}

/// Whether two sorted lists have a term in common.
fn meet(a: &[TermNumber], b: &[TermNumber]) -> bool {
    a.iter().any(|term| b.binary_search(term).is_ok())
}

/// Mentions in sentences about one matter: each joins the first whose sentence has enough in common with its own, `share` (0..=1) of the weight
/// of the terms of the shorter.
fn of_one_matter(
    mentions: Vec<Mention>,
    story: &StoryView,
    share: f64,
    in_common: &dyn Fn(&Mention, &Mention) -> bool,
) -> impl Iterator<Item = Vec<Mention>> {
    let mut matters: Vec<Vec<Mention>> = Vec::new();
    let terms = |mention: &Mention| &story.sentences[mention.sentence].terms;
    for mention in mentions {
        let own = terms(&mention);
        let is_same = |first: &Mention| {
            let other = terms(first);
            let least = story.idf.sum(own).min(story.idf.sum(other));
            story.idf.shared(own, other) >= share * least && in_common(first, &mention)
        };
        let has_room = matters.len() < MOST_MATTERS;
        match matters.iter_mut().find(|of_one| is_same(&of_one[0])) {
            Some(of_one) => of_one.push(mention),
            None if has_room => matters.push(vec![mention]),
            None => {}
        }
    }
    matters.into_iter()
}

/// What was said, in every sentence that holds a piece of it.
fn quotation(quote: &Quote, story: &StoryView) -> Known {
    let mut places: Vec<Mention> = Vec::new();
    for form in &quote.forms {
        let of_report = story.reports[form.report].sentences.clone();
        for piece in &form.pieces {
            let sentences = &story.sentences[of_report.clone()];
            let from = sentences.partition_point(|s| s.sentence.span.end <= piece.start);
            let held = sentences[from..].iter().take_while(|s| s.sentence.span.start < piece.end);
            places.extend(held.zip(of_report.start + from..).map(|(of_sentence, sentence)| {
                let of = of_sentence.sentence.span;
                let span = Span::new(piece.start.max(of.start), piece.end.min(of.end));
                Mention { sentence, span }
            }));
        }
    }
    places.sort_unstable();
    Known { kind: FactKind::Quotation, day: None, places }
}

impl Known {
    /// The first mention of each report.
    pub(super) fn of_reports(&self, story: &StoryView) -> Vec<Mention> {
        let mut places = self.places.clone();
        places.dedup_by_key(|mention| story.sentences[mention.sentence].report);
        places
    }
}

/// A fact as it is stated in one place of each report; `first` is it in the first of them.
pub(super) fn fact(
    known: &Known,
    stated: Vec<Place>,
    first: &Mention,
    read: &[Words<'_>],
    story: &StoryView,
) -> Fact {
    let common = match known.kind {
        FactKind::Name => !has_rare_word(first, story),
        FactKind::Date => is_weekday(first, read),
        FactKind::Figure | FactKind::Quotation => false,
    };
    let origins = independent_origins(stated.iter().map(|place| {
        let report = &story.reports[place.report];
        (report.source.as_deref(), report.origin)
    }));
    let alone = stands_alone(first, read, story);
    Fact { kind: known.kind, day: known.day, stated, exact: first.span, common, alone, origins }
}

/// Whether a place is in a sentence that may be printed alone, is nobody's words, and is shown whole.
pub(super) fn stands_alone(mention: &Mention, read: &[Words<'_>], story: &StoryView) -> bool {
    let StorySentence { sentence, quoted_elsewhere, .. } = &story.sentences[mention.sentence];
    let is_reported = sentence.rejection.is_none() && !sentence.quoted && !quoted_elsewhere;
    is_reported && is_shown_whole(&read[mention.sentence])
}

/// Whether a word of a name is rare in its language: all outlets have the White House, whatever they report.
fn has_rare_word(name: &Mention, story: &StoryView) -> bool {
    let sentence = &story.sentences[name.sentence];
    let mut of_name =
        sentence.tokens.iter().zip(&sentence.term_of).filter(|(t, _)| name.span.contains(t.span));
    of_name.any(|(_, term)| is_rare(*term, story))
}

/// Whether a day is told by nothing but its weekday, or as yesterday.
pub(super) fn is_weekday(day: &Mention, read: &[Words<'_>]) -> bool {
    let words = &read[day.sentence];
    words.days.iter().any(|d| d.relative && words.between(d.first, d.end) == day.span)
}

/// The facts of some sentences, each with its own place first; figures first, then what was said, days and names, and of a kind what most origins
/// state.
pub(super) fn of_sentences(
    sentences: impl Iterator<Item = usize>,
    known: &[Known],
    read: &[Words<'_>],
    story: &StoryView,
) -> Vec<Vec<Fact>> {
    let mut by_sentence: FxHashMap<usize, Vec<(usize, Span)>> = FxHashMap::default();
    for (at, fact) in known.iter().enumerate() {
        for mention in &fact.places {
            by_sentence.entry(mention.sentence).or_default().push((at, mention.span));
        }
    }
    let of_sentence = |sentence: usize| {
        let mut facts: Vec<(usize, Span)> = by_sentence.get(&sentence).cloned().unwrap_or_default();
        facts.dedup_by_key(|(at, _)| *at);
        let own = story.sentences[sentence].report;
        let mut facts: Vec<Fact> = facts
            .into_iter()
            .map(|(at, span)| {
                let others = known[at].of_reports(story).into_iter().map(|mention| Place {
                    report: story.sentences[mention.sentence].report,
                    span: mention.span,
                });
                let mut stated = vec![Place { report: own, span }];
                stated.extend(others.filter(|place| place.report != own));
                fact(&known[at], stated, &Mention { sentence, span }, read, story)
            })
            .collect();
        facts.sort_by_key(|fact| (fact.kind, std::cmp::Reverse(fact.origins), fact.stated[0].span));
        facts
    };
    sentences.map(of_sentence).collect()
}
