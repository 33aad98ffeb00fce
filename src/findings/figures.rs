//! Figures: what a sentence counts or measures, how much of it, and what happened to it.

use std::cell::OnceCell;

use jiff::civil::Date;

use super::counted::{Counted, What, things, unit};
use super::dates::weekday;
use super::fates::{Fate, fate_of};
use super::numbers::{Number, Precision, number_at};
use super::words::Words;
use crate::group::DocumentFrequencies;
use crate::text::{Phrase, Span, Term, WordClass, WordValue};

/// One figure of a story.
#[derive(Debug, Clone)]
pub(super) struct Figure {
    /// Index of the sentence in the story.
    pub(super) sentence: usize,
    /// The number.
    pub(super) number: Number,
    /// What it counts.
    pub(super) counted: Counted,
    /// What happened to that.
    pub(super) fate: Option<Fate>,
    /// The noun itself says what happened: "arrests", "17 injured".
    pub(super) noun_says_fate: bool,
    /// The noun or unit, where the text writes one.
    pub(super) noun: Option<Span>,
    /// The figure with its noun and its fate.
    pub(super) span: Span,
    /// Content terms right before it that are no names, sorted.
    pub(super) before: Vec<Term>,
    /// The same right behind it.
    pub(super) behind: Vec<Term>,
    /// Names in its sentence, but for who says it.
    pub(super) names: Vec<Term>,
    /// Words that tell one time, part or event from another: "last", "2019", "quarter", "separate".
    pub(super) marks: Vec<Term>,
    /// The day as of which it holds: the article's.
    pub(super) day: Option<Date>,
    /// The days that its sentence names by the calendar.
    pub(super) dates: Vec<Date>,
    /// The day that stands right behind it: "27 on Saturday".
    pub(super) on: Option<Date>,
    /// The weekday that stands right behind it, from Monday at 0: also where no date tells which one is meant.
    pub(super) weekday: Option<usize>,
}

impl Figure {
    /// The unit, where it has one of its own.
    pub(super) fn unit(&self) -> Option<&'static str> {
        match self.counted {
            Counted::Money(unit) | Counted::Measure(unit) | Counted::Duration(unit) => Some(unit),
            Counted::Percent => Some("percent"),
            Counted::Age(..) => Some("years of age"),
            Counted::People | Counted::Things(_) => None,
        }
    }
}

/// Words before and behind a figure in which the content words are looked for that say what it is about, and how many of these
/// are taken on either side.
const NEAR: usize = 8;
const NEAREST: usize = 3;

/// Words of a stretch without a stop beyond which it is a table: what its figures count stands in other cells.
const MOST_WORDS: usize = 1000;

/// The figures of one sentence: all as they stand, and those that can be compared with others.
pub(super) fn figures_in(
    words: &Words<'_>,
    sentence: usize,
    published: Option<Date>,
    frequencies: &DocumentFrequencies,
) -> (Vec<Stated>, Vec<Figure>) {
    let has_number = |word: &super::words::Word<'_>| {
        let of_words = [
            WordValue::Ten,
            WordValue::Multiplier,
            WordValue::Order,
            WordValue::OrderOf,
            WordValue::OrderOfFew,
        ];
        word.token.digit || of_words.iter().any(|kind| word.facts.value(*kind).is_some())
    };
    if words.words.len() > MOST_WORDS || !words.words.iter().any(has_number) {
        return (Vec::new(), Vec::new());
    }
    let known: OnceCell<Vec<Term>> = OnceCell::new();
    let names = || known.get_or_init(|| names_in(words, frequencies)).clone();
    let mut figures = Vec::new();
    let mut stated = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        let Some(read) = read_at(words, at) else {
            at += 1;
            continue;
        };
        let end = read.last + 1;
        stated.extend(stated_at(words, at, &read));
        figures.extend(figure_of(words, &read, sentence, published, &names));
        at = end;
    }
    // A sentence that gives two values of one kind sets them apart in ways that words do not show.
    let lone = |figure: &Figure| {
        figures.iter().all(|other| {
            (other.counted, other.fate) != (figure.counted, figure.fate)
                || other.weekday.is_some()
                || other.number.agrees(&figure.number)
        })
    };
    let figures = figures.iter().filter(|figure| lone(figure)).cloned().collect();
    (stated, figures)
}

/// A number as it is read.
struct Read {
    number: Number,
    /// What it counts, where that is known.
    what: Option<What>,
    /// The last word of the two.
    last: usize,
    /// What happened to that, where another word says it, and which.
    fate_at: Option<(Fate, usize)>,
}

impl Read {
    fn new(words: &Words<'_>, number: Number, what: Option<What>, last: usize) -> Self {
        // Years, sums and shares do not die: "two women of 80 years died".
        let may_have_one = |what: &What| {
            matches!(what.counted, Counted::People | Counted::Things(_) | Counted::Measure(_))
        };
        let asks = what.as_ref().is_some_and(|what| what.fate.is_none() && may_have_one(what));
        let fate_at = if asks { fate_of(words, number.first, last) } else { None };
        Self { number, what, last, fate_at }
    }

    fn fate(&self) -> Option<Fate> {
        let of_noun = self.what.as_ref().and_then(|what| what.fate);
        of_noun.or(self.fate_at.map(|(fate, _)| fate))
    }
}

/// The figure that begins at a word, but for days, times of day, and what is torn or said a second time.
fn read_at(words: &Words<'_>, at: usize) -> Option<Read> {
    if words.days.iter().any(|day| (day.first..day.end).contains(&at)) || is_clock(words, at) {
        return None;
    }
    let number = number_at(words, at, Precision::Counted)?;
    if is_conversion(words, &number)
        || is_torn(words, &number)
        || is_end_of_range(words, &number)
        || is_denied(words, &number)
    {
        return None;
    }
    if let Some((counted, last)) = unit(words, &number) {
        // "10,000 years earlier", "two days later": a time, no length.
        let time = matches!(counted, Counted::Duration(_));
        if time && words.is(last + 1, WordClass::BehindDuration) {
            return None;
        }
        let number = number_at(words, at, Precision::Measured)?;
        return Some(Read::new(words, number, Some(What { counted, fate: None }), last));
    }
    // "2005 levels", "2016 elections" count nothing; "2000 people" are people.
    let may_be_year = number.first + 1 == number.end && words.may_be_year(number.first);
    let counts = |(what, _): &(What, usize)| {
        !may_be_year || what.fate.is_some() || !matches!(what.counted, Counted::Things(_))
    };
    let (what, last) = things(words, &number).filter(counts).unzip();
    // What is stated of a noun before the number has none behind it.
    let last = last.unwrap_or(0).max(number.end - 1);
    Some(Read::new(words, number, what, last))
}

/// "211 people, and not 214".
fn is_denied(words: &Words<'_>, number: &Number) -> bool {
    let before = number.first.checked_sub(1).filter(|before| words.after(*before) == " ");
    before.is_some_and(|before| words.words[before].token.denies)
}

/// A figure as it stands in a sentence, whatever else stands there.
pub(super) struct Stated {
    /// What is written.
    pub(super) value: f64,
    /// What it counts; nothing where nobody says it.
    pub(super) counted: Option<Counted>,
    /// What happened to that.
    pub(super) fate: Option<Fate>,
    /// The figure with its noun.
    pub(super) span: Span,
}

/// A figure as it stands, but for one of which only the order is said.
fn stated_at(words: &Words<'_>, at: usize, read: &Read) -> Option<Stated> {
    let Read { number, what, last, fate_at } = read;
    // "Injuring 14 people": with what happened, where it stands next to it.
    let beside = fate_at
        .map(|(_, beside)| beside)
        .filter(|beside| beside.abs_diff(*last) == 1 || beside + 1 == at);
    let (first, last) = beside.map_or((at, *last), |beside| (at.min(beside), beside.max(*last)));
    // "Some 14 people", "€310 million": without what leaves it open, with its sign.
    let Span { start, end } = words.between(first, last + 1);
    let signed = sign_before(words, first).unwrap_or(start);
    // "12%", "12 %".
    let is_percent = what.as_ref().is_some_and(|what| what.counted == Counted::Percent);
    let behind = words.after(last);
    let percent = ["%", " %"].into_iter().find(|percent| is_percent && behind.starts_with(percent));
    let end = end + percent.map_or(0, str::len);
    (!number.vague).then(|| Stated {
        value: number.value,
        counted: what.as_ref().map(|what| what.counted),
        fate: read.fate(),
        span: Span::new(signed, end),
    })
}

/// Where the sign of a currency before a word begins, with the letters that are part of it: "$", "€ ", "R$ ".
fn sign_before(words: &Words<'_>, at: usize) -> Option<usize> {
    let before = words.before(at);
    let sign = before.trim_end().rfind(['$', '€', '£', '¥'])?;
    let is_next = before[sign..].chars().skip(1).all(|c| matches!(c, ' ' | '\u{a0}'));
    let start = words.words[at].token.span.start - (before.len() - sign);
    let letters = at.checked_sub(1).map(|before| words.words[before].token.span);
    let joined =
        letters.filter(|of| of.end == start && of.of(words.text).chars().all(char::is_uppercase));
    is_next.then(|| joined.map_or(start, |letters| letters.start))
}

fn figure_of(
    words: &Words<'_>,
    read: &Read,
    sentence: usize,
    published: Option<Date>,
    names: &dyn Fn() -> Vec<Term>,
) -> Option<Figure> {
    let Read { number, what, last, fate_at } = *read;
    let what = what?;
    let first = number.first;
    let reach = fate_at.map_or((first, last), |(_, at)| (first.min(at), last.max(at)));
    let token = |at: usize| words.words[at].token;
    let names = names();
    let is_about = |at: &usize| {
        let word = &words.words[*at];
        !word.token.stop
            && !word.token.digit
            && !names.contains(&word.token.term)
            && !word.facts.is(WordClass::SpeechVerb)
            && weekday(word.facts).is_none()
            && (!word.token.capital || word.facts.value(WordValue::Month).is_none())
    };
    let nearest = |near: &mut dyn Iterator<Item = usize>| {
        let mut terms: Vec<Term> =
            near.filter(is_about).take(NEAREST).map(|at| token(at).term).collect();
        terms.sort_unstable();
        terms.dedup();
        terms
    };
    let to = (last + 1 + NEAR).min(words.words.len());
    let next = (last + 1..(last + 4).min(words.words.len()))
        .find(|at| !words.is(*at, WordClass::BeforeDay));
    let on = words.days.iter().find(|day| Some(day.first) == next);
    let mut marks = marks_in(words, &number);
    // "$82 a share" is no sum.
    if words.is(last + 1, WordClass::NumberArticle) && words.after(last) == " " {
        marks.push(token(last + 1).word);
        marks.sort_unstable();
    }
    Some(Figure {
        sentence,
        counted: what.counted,
        noun_says_fate: what.fate.is_some() && last >= number.end,
        fate: read.fate(),
        noun: (last >= number.end).then(|| token(last).span),
        span: Span::new(token(reach.0).span.start, token(reach.1).span.end),
        before: nearest(&mut (first.saturating_sub(NEAR)..first).rev()),
        behind: nearest(&mut (last + 1..to)),
        names,
        marks,
        day: published,
        dates: words.days.iter().filter(|day| !day.relative).map(|day| day.date).collect(),
        on: on.map(|day| day.date),
        weekday: next.and_then(|at| weekday(words.facts(at))),
        number,
    })
}

/// "$US1 million ($1.52 million)", "three metres (ten feet)": said a second time.
fn is_conversion(words: &Words<'_>, number: &Number) -> bool {
    words.before(number.first).contains('(')
}

/// "15 to 20 people": neither is how many.
fn is_end_of_range(words: &Words<'_>, number: &Number) -> bool {
    let is_number = |at: usize| words.words.get(at).is_some_and(|word| word.token.digit);
    let (first, end) = (number.end - 1, number.end);
    let begins =
        words.is(end, WordClass::RangeTo) && is_number(end + 1) && words.after(first) == " ";
    let ends = number.first > 1
        && words.was(number.first, WordClass::RangeTo)
        && is_number(number.first - 2)
        && words.after(number.first - 2) == " ";
    begins || ends
}

/// "4, 183", "6. 1", "41 / 2": a number that spaces tore apart says nothing for sure.
fn is_torn(words: &Words<'_>, number: &Number) -> bool {
    let figures = |at: usize| {
        words.words.get(at).is_some_and(|w| w.folded.bytes().all(|b| b.is_ascii_digit()))
    };
    let parts = |between: &str| matches!(between.trim(), "." | "," | "/" | "'");
    let (first, last) = (number.first, number.end - 1);
    let torn_before = first > 0 && figures(first - 1) && parts(words.before(first));
    let torn_behind =
        figures(last + 1) && parts(words.after(last)) || words.after(last).contains('/');
    // "In 2019, 31 people" is whole.
    torn_before && words.folded(first - 1).len() < 4 || torn_behind
}

/// "7:15", "7 a.m.": a time of day.
fn is_clock(words: &Words<'_>, at: usize) -> bool {
    words.is(at + 1, WordClass::TimeOfDay) || words.is(at + 1, WordClass::BehindHour)
}

/// The names of a sentence, sorted; a name next to a speech verb says it and is left out.
fn names_in(words: &Words<'_>, frequencies: &DocumentFrequencies) -> Vec<Term> {
    let according = |at: usize| {
        words.lang.phrases(&[Phrase::According]).any(|(_, phrase)| words.were(at, phrase))
    };
    let speaks = |at: usize| {
        let mut near = at.saturating_sub(3)..(at + 4).min(words.words.len());
        near.any(|n| words.is(n, WordClass::SpeechVerb))
            || (at.saturating_sub(3)..=at).any(according)
    };
    let mut names: Vec<Term> = (0..words.words.len())
        .filter(|at| words.is_name(*at, frequencies) && !speaks(*at))
        .map(|at| words.words[at].token.term)
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Words of a sentence that set what it says apart from what other sentences say with the same words.
fn marks_in(words: &Words<'_>, number: &Number) -> Vec<Term> {
    let mut marks: Vec<Term> = (0..words.words.len())
        .filter(|at| !(number.first..number.end).contains(at))
        .filter(|at| {
            words.may_be_year(*at)
                || words.is(*at, WordClass::SetsApart)
                || words.lang.phrases(&[Phrase::OtherTime]).any(|(_, time)| words.are(*at, time))
        })
        .map(|at| words.words[at].token.word)
        .collect();
    marks.sort_unstable();
    marks.dedup();
    marks
}
