//! What the lists of a language's folder hold: classes of words, words with a value, phrases and endings, each with the part of a file where
//! they stand.

use std::str::FromStr;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::lang;

/// What words of a list do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordClass {
    /// Abbreviations before a name: "Mr.".
    BeforeName,
    /// Those of places: "Calif.".
    Place,
    /// Those that are written in lower case too: "dr.".
    LowerCaseTitle,
    /// Abbreviations before a number: "No.".
    BeforeNumber,
    /// Those of them that a Roman number may follow: "Vol.".
    BeforeRoman,
    /// Abbreviations before the number of a case, whatever that begins with: "v.".
    Reference,
    /// Abbreviations that never end a sentence: "e.g.".
    NeverEnds,
    /// Abbreviations that may end one: "Inc.".
    MayEnd,
    /// Words that open a sentence far more often than they go on one with a capital.
    SentenceOpener,
    /// First words that point to the sentence before, whatever follows them.
    PointsBack,
    /// First words that point back in some sentences.
    MayPointBack,
    /// Words that point back where they lead a noun: "by that conclusion".
    PointsBackInside,
    /// What stands before them where they do.
    BeforePointing,
    /// What stands behind them where they do not: "by that time".
    NotPointedTo,
    /// Words that point back where a sentence ends with them: "about this".
    EndsPointing,
    /// Words that point back between commas: "the rules, however, ...".
    PointsBackBetweenCommas,
    /// First words of a label that says that a report is new: "Update: ".
    LabelsReport,
    /// What ends a time of day: "a.m.".
    TimeOfDay,
    /// What goes on a time of day with a capital: days, months, time zones.
    BehindTime,
    /// The last word of a time zone's name.
    TimeZone,
    /// Nouns that take a letter or a number as a name: "Plan B", "type 2".
    BeforeLabel,
    /// What a company's name ends with: "Inc".
    CompanyForm,
    /// What goes on with a quotation right behind its closing mark, where words are not set apart: Japanese "と".
    BehindQuotation,
    /// What a clause that says who spoke ends with, where words are not set apart: Chinese "说".
    EndsAttribution,
    /// Pronouns that are subjects behind an opening phrase: "In 2020, she".
    SubjectBehind,
    /// Pronouns that do not say who speaks.
    NamesNoSpeaker,
    /// Pronouns that stand for people alone.
    Personal,
    /// The writer, and the reader: "my", "you".
    FirstOrSecondPerson,
    /// What the writer alone is called by: "I", "my".
    FirstPerson,
    /// The writer and others: "our".
    We,
    /// Definite articles.
    DefiniteArticle,
    /// Verbs of saying.
    SpeechVerb,
    /// What follows a verb of saying where no speech does: "said that".
    NoSpeechBehind,
    /// Verbs that are of saying only beside a quotation: "described".
    QuotingVerb,
    /// What stands between a verb of saying and its subject: "has", "later".
    BesideVerb,
    /// A verb of saying behind it has no speaker before it: "should be continued".
    BeforePassive,
    /// Finite verbs before a participle of saying: "hat … gesagt", where it is far from them.
    Auxiliary,
    /// The same where it is done to the subject: "wurde … genannt".
    Passive,
    /// Verbs whose object is who listens: "told".
    AddressingVerb,
    /// Those of them that put a question: "asked".
    AskingVerb,
    /// What stands before who listens: "told", "across".
    BeforeListener,
    /// Pronouns that stand for who speaks: "she".
    ThirdPerson,
    /// Pronouns of a man: "his".
    He,
    /// Pronouns of a woman: "her".
    She,
    /// What somebody is called, or is to others, that only a man is: "Mr", "husband".
    Man,
    /// The same of a woman.
    Woman,
    /// What a sentence begins with, before its subject: "but".
    OpensMainClause,
    /// What somebody is who is a person, a man or a woman: "rapper".
    Somebody,
    /// What joins a clause to a person: "who".
    Who,
    /// Those that are joined to a verb by a hyphen: "dit-il".
    BehindVerb,
    /// The writer and the reader beside a verb of saying: "as you said".
    NobodyNamed,
    /// What a role or a name may begin with, and is no part of it: "the", "while".
    BeforeRole,
    /// Those of them that lead a noun: "the", "her".
    Determiner,
    /// What joins a clause: "which".
    JoinsClause,
    /// What opens a clause, its subject behind it: "after".
    OpensClause,
    /// Things that bear writing: "banner".
    BearsWriting,
    /// Where a role ends: "of", "near".
    EndsRole,
    /// What goes on a role all the same: "des".
    InsideRole,
    /// Between two subjects of one verb: "and".
    And,
    /// Words in lower case inside a name: "van".
    Particle,
    /// Words behind a name that are no role of it: "yesterday".
    NoRole,
    /// What stands before a name and is no part of it: "Mr".
    Title,
    /// With the word behind it, a place: "Los Angeles".
    OpensPlace,
    /// Behind these a time begins or ends: "since".
    TimeBound,
    /// Spans that the day of their end or begin names: "the week ended May 9".
    TimeSpan,
    /// Between day and month: "12 of March".
    BeforeMonth,
    /// What stands before a month without its day: "in".
    BeforeWholeMonth,
    /// Before a day that was: "last".
    Last,
    /// Before a day that comes: "next".
    Next,
    /// Before a day that is no single one: "every".
    Each,
    /// Behind the number of a month: "3월".
    BehindMonthNumber,
    /// Behind the number of a day: "12일".
    BehindDayNumber,
    /// Before the number of a month: "12 tháng 3".
    BeforeMonthNumber,
    /// Behind a span of time that says when: "ago".
    BehindDuration,
    /// Behind the number of an hour: "o'clock".
    BehindHour,
    /// Between a figure and its day: "27 on Saturday".
    BeforeDay,
    /// Between the parts of an article's date.
    InDate,
    /// Verbs of the past.
    Past,
    /// What says that something lies ahead: "will".
    Ahead,
    /// Before a participle that tells of no past: "is set for Monday".
    BeforePresent,
    /// Before a verb that tells of no time: "to".
    BeforeInfinitive,
    /// Before a number of which a few are meant: "several hundred".
    Few,
    /// Behind a word that is an order of size only before it: "scores of".
    BehindOrder,
    /// Between two numbers of which it makes a range: "15 to 20".
    RangeTo,
    /// Numbers that an article makes one of: "a hundred".
    OneOf,
    /// That article.
    NumberArticle,
    /// "Half" before it.
    Half,
    /// People, whatever they are called.
    People,
    /// Plurals without the ending of one.
    Plural,
    /// Between a number and its noun: "14 more people".
    More,
    /// Nouns that are counted day by day: "arrests".
    Event,
    /// Before a total whose noun stands before: "rose to 17".
    BeforeTotal,
    /// The dead, as a number: "toll".
    Toll,
    /// Between a noun and what became of it: "feared".
    BesideOutcome,
    /// Behind it another clause begins.
    EndsOutcome,
    /// Before a figure that was thought would be: "economists expected 2 million".
    Forecast,
    /// What tells one time, part or event from another: "annual".
    SetsApart,
    Lives,
    TakesLives,
    /// Words that deny: "not".
    Denies,
    /// Words that call an article opinion, in its address or beside its title: "op-ed".
    Opinion,
    /// Words that call an article a correction of another, in its title.
    Correction,
    /// What a review of a film, a book or music speaks of: "plot", "cast".
    Criticism,
    /// Ends a label before a title's colon: "breaking", "fact check".
    LabelsTitle,
    /// Opens a title that asks or explains, with or without a question mark: "how Harrow should vote".
    AsksInTitle,
    /// Near its beginning, or at its end, makes a title a list or an explanation: "five things to know", "the pact, explained".
    ExplainsInTitle,
    /// One who writes for an outlet: "columnist".
    Author,
    /// A verb of the present by which a caption says what its picture shows: "poses".
    Shown,
}

/// Words with a value, such as the number of a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordValue {
    /// The number of a month.
    Month,
    /// That of words that are months in the date of an article alone: "mar".
    MonthInDate,
    /// The number of a weekday, from Monday at 0.
    Weekday,
    /// That of words that are weekdays in the date of an article alone: "sat".
    WeekdayInDate,
    /// The hour at which a half of the day begins, as it stands behind a time: "م".
    HalfOfDay,
    /// How many days ago: "yesterday".
    DaysAgo,
    /// A number.
    Number,
    /// A number that another may follow: "thirty-one".
    Ten,
    /// A word that is a number behind one of these alone: "one".
    BehindTen,
    /// What it multiplies the number before it by.
    Multiplier,
    /// The same, written without a space: "5m".
    Suffix,
    /// The least and the most that is meant: "dozens".
    Order,
    /// The same where "of" follows: "scores".
    OrderOf,
    /// The same behind "few".
    OrderOfFew,
    /// A currency.
    Money,
    /// A unit.
    Measure,
    /// A unit of time.
    Duration,
    /// A unit before its number: "magnitude".
    MeasureBefore,
    /// Percent.
    Percent,
    /// What happened to people or things.
    Outcome,
    /// One of two opposites: 1 and 2, 3 and 4, …: "rise", "fall".
    Opposite,
    /// What a large number is divided by: "a quarter of a million"; 0 where nobody can tell.
    PartOf,
}

/// Set phrases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phrase {
    /// Before a number that is the least.
    AtLeast,
    /// Before one that is the most.
    AtMost,
    /// Before one that is not quite reached.
    Nearly,
    /// Before a round one.
    About,
    /// Behind one that is the least.
    OrMore,
    /// Before the first and before the second of two numbers: "between", "and".
    Between,
    /// Before a noun that is counted: "number of".
    NumberOf,
    /// Times of which there are several: "last year".
    OtherTime,
    /// Before who says it: "according to".
    According,
}

/// What a word may end with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// A verb of the past.
    Past,
    /// A verb of the future.
    Future,
    /// A plural.
    Plural,
    /// No plural, though its ending looks like one.
    Singular,
    /// A verb that is none of a clause of its own: "saying".
    Participle,
    /// No role behind a name: "quickly".
    NoRole,
}

/// Which part of which file of a language's folder holds a class.
pub(super) const CLASSES: &[(WordClass, &str, &str)] = &[
    (WordClass::BeforeName, "abbreviations.txt", "before a name"),
    (WordClass::Place, "abbreviations.txt", "before a name, unless a comma stands before"),
    (WordClass::LowerCaseTitle, "abbreviations.txt", "before a name, in lower case too"),
    (WordClass::BeforeNumber, "abbreviations.txt", "before a number"),
    (WordClass::BeforeRoman, "abbreviations.txt", "before a Roman number too"),
    (WordClass::Reference, "abbreviations.txt", "before a number, whatever follows"),
    (WordClass::NeverEnds, "abbreviations.txt", "never end a sentence"),
    (WordClass::MayEnd, "abbreviations.txt", "may end a sentence"),
    (WordClass::SentenceOpener, "openers.txt", "open a sentence"),
    (WordClass::PointsBack, "openers.txt", "point back"),
    (WordClass::MayPointBack, "openers.txt", "may point back"),
    (WordClass::PointsBackInside, "openers.txt", "point back before a noun"),
    (WordClass::BeforePointing, "openers.txt", "before those"),
    (WordClass::NotPointedTo, "openers.txt", "not pointed to"),
    (WordClass::EndsPointing, "openers.txt", "point back at the end"),
    (WordClass::PointsBackBetweenCommas, "openers.txt", "point back between commas"),
    (WordClass::LabelsReport, "openers.txt", "label a report"),
    (WordClass::TimeOfDay, "sentences.txt", "times of day"),
    (WordClass::BehindTime, "sentences.txt", "behind a time of day"),
    (WordClass::TimeZone, "sentences.txt", "time zones end with"),
    (WordClass::BeforeLabel, "sentences.txt", "before a letter or number"),
    (WordClass::CompanyForm, "sentences.txt", "company forms"),
    (WordClass::BehindQuotation, "sentences.txt", "behind a quotation"),
    (WordClass::EndsAttribution, "sentences.txt", "end an attribution"),
    (WordClass::SubjectBehind, "pronouns.txt", "subject behind an opening phrase"),
    (WordClass::NamesNoSpeaker, "pronouns.txt", "names no speaker"),
    (WordClass::Personal, "pronouns.txt", "people"),
    (WordClass::FirstOrSecondPerson, "pronouns.txt", "first and second person"),
    (WordClass::FirstPerson, "pronouns.txt", "first person"),
    (WordClass::We, "pronouns.txt", "we"),
    (WordClass::DefiniteArticle, "pronouns.txt", "definite articles"),
    (WordClass::SpeechVerb, "verbs_of_saying.txt", "all"),
    (WordClass::NoSpeechBehind, "verbs_of_saying.txt", "behind them, where no speech is"),
    (WordClass::QuotingVerb, "verbs_of_saying.txt", "beside a quotation alone"),
    (WordClass::Auxiliary, "verbs_of_saying.txt", "far from them"),
    (WordClass::Passive, "verbs_of_saying.txt", "far from them, of what is done to the subject"),
    (WordClass::BeforePassive, "verbs_of_saying.txt", "before a passive"),
    (WordClass::BesideVerb, "verbs_of_saying.txt", "between them and their subject"),
    (WordClass::AddressingVerb, "verbs_of_saying.txt", "to somebody"),
    (WordClass::AskingVerb, "verbs_of_saying.txt", "to somebody who answers"),
    (WordClass::BeforeListener, "verbs_of_saying.txt", "before who listens"),
    (WordClass::ThirdPerson, "pronouns.txt", "third person"),
    (WordClass::He, "pronouns.txt", "of a man"),
    (WordClass::She, "pronouns.txt", "of a woman"),
    (WordClass::Who, "pronouns.txt", "join a clause to a person"),
    (WordClass::Man, "names.txt", "of a man"),
    (WordClass::Woman, "names.txt", "of a woman"),
    (WordClass::OpensMainClause, "names.txt", "open a sentence with a subject"),
    (WordClass::Somebody, "names.txt", "of somebody"),
    (WordClass::BehindVerb, "pronouns.txt", "behind a verb and a hyphen"),
    (WordClass::NobodyNamed, "pronouns.txt", "writer and reader"),
    (WordClass::BeforeRole, "names.txt", "before a role"),
    (WordClass::Determiner, "names.txt", "determiners"),
    (WordClass::JoinsClause, "names.txt", "join a clause"),
    (WordClass::OpensClause, "names.txt", "open a clause"),
    (WordClass::BearsWriting, "names.txt", "bear writing"),
    (WordClass::EndsRole, "names.txt", "end a role"),
    (WordClass::InsideRole, "names.txt", "inside a role"),
    (WordClass::And, "names.txt", "and"),
    (WordClass::Particle, "names.txt", "inside a name"),
    (WordClass::OpensPlace, "names.txt", "open a place"),
    (WordClass::NoRole, "names.txt", "no role behind a name"),
    (WordClass::Title, "titles.txt", "all"),
    (WordClass::TimeBound, "calendar.txt", "a time begins or ends"),
    (WordClass::TimeSpan, "calendar.txt", "spans that a day names"),
    (WordClass::BeforeMonth, "calendar.txt", "between day and month"),
    (WordClass::BeforeWholeMonth, "calendar.txt", "before a month without its day"),
    (WordClass::Last, "calendar.txt", "last"),
    (WordClass::Next, "calendar.txt", "next"),
    (WordClass::Each, "calendar.txt", "each"),
    (WordClass::BehindMonthNumber, "calendar.txt", "behind a month's number"),
    (WordClass::BehindDayNumber, "calendar.txt", "behind a day's number"),
    (WordClass::BeforeMonthNumber, "calendar.txt", "before a month's number"),
    (WordClass::BehindDuration, "calendar.txt", "behind a span of time"),
    (WordClass::BehindHour, "calendar.txt", "behind an hour"),
    (WordClass::BeforeDay, "calendar.txt", "between a figure and its day"),
    (WordClass::InDate, "calendar.txt", "in dates alone"),
    (WordClass::Past, "tenses.txt", "past"),
    (WordClass::Ahead, "tenses.txt", "ahead"),
    (WordClass::BeforePresent, "tenses.txt", "before a participle of the present"),
    (WordClass::Author, "names.txt", "write for an outlet"),
    (WordClass::Shown, "tenses.txt", "a caption shows"),
    (WordClass::BeforeInfinitive, "tenses.txt", "before an infinitive"),
    (WordClass::Few, "numbers.txt", "few"),
    (WordClass::BehindOrder, "numbers.txt", "of"),
    (WordClass::RangeTo, "numbers.txt", "between the ends of a range"),
    (WordClass::OneOf, "numbers.txt", "one of them behind an article"),
    (WordClass::NumberArticle, "numbers.txt", "the article"),
    (WordClass::Half, "numbers.txt", "half"),
    (WordClass::People, "counted.txt", "people"),
    (WordClass::Plural, "counted.txt", "plurals"),
    (WordClass::More, "counted.txt", "between number and noun"),
    (WordClass::Event, "counted.txt", "counted day by day"),
    (WordClass::BeforeTotal, "counted.txt", "before a total"),
    (WordClass::Toll, "counted.txt", "toll"),
    (WordClass::Forecast, "counted.txt", "forecast"),
    (WordClass::SetsApart, "counted.txt", "set apart"),
    (WordClass::Lives, "counted.txt", "lives"),
    (WordClass::TakesLives, "counted.txt", "take lives"),
    (WordClass::Denies, "negations.txt", "all"),
    (WordClass::Opinion, "opinion.txt", "all"),
    (WordClass::Correction, "opinion.txt", "corrects"),
    (WordClass::Criticism, "opinion.txt", "criticism speaks of"),
    (WordClass::LabelsTitle, "opinion.txt", "a label of a title"),
    (WordClass::AsksInTitle, "opinion.txt", "a title asks"),
    (WordClass::ExplainsInTitle, "opinion.txt", "a title explains"),
    (WordClass::BesideOutcome, "outcomes.txt", "beside them"),
    (WordClass::EndsOutcome, "outcomes.txt", "another clause"),
];

/// Which part of which file holds words with a value: lines `value: words`.
pub(super) const VALUES: &[(WordValue, &str, &str)] = &[
    (WordValue::Month, "calendar.txt", "months"),
    (WordValue::MonthInDate, "calendar.txt", "months in dates alone"),
    (WordValue::Weekday, "calendar.txt", "weekdays"),
    (WordValue::WeekdayInDate, "calendar.txt", "weekdays in dates alone"),
    (WordValue::HalfOfDay, "calendar.txt", "halves of the day"),
    (WordValue::DaysAgo, "calendar.txt", "days ago"),
    (WordValue::Number, "numbers.txt", "numbers"),
    (WordValue::Ten, "numbers.txt", "tens"),
    (WordValue::BehindTen, "numbers.txt", "behind tens"),
    (WordValue::Multiplier, "numbers.txt", "multipliers"),
    (WordValue::Suffix, "numbers.txt", "multipliers without a space"),
    (WordValue::Order, "numbers.txt", "orders of size"),
    (WordValue::OrderOf, "numbers.txt", "orders of size before of"),
    (WordValue::OrderOfFew, "numbers.txt", "orders of size behind few"),
    (WordValue::Money, "units.txt", "money"),
    (WordValue::Measure, "units.txt", "measures"),
    (WordValue::Duration, "units.txt", "time"),
    (WordValue::MeasureBefore, "units.txt", "before the number"),
    (WordValue::Percent, "units.txt", "percent"),
    (WordValue::Outcome, "outcomes.txt", "all"),
    (WordValue::Opposite, "opposites.txt", "all"),
    (WordValue::PartOf, "numbers.txt", "parts of a large number"),
];

/// Which part of which file holds words with a value that are several words of a text: one on a line, as it is written.
pub(super) const SPELLED: &[(WordValue, &str, &str)] = &[
    (WordValue::Month, "calendar.txt", "months of several words"),
    (WordValue::Weekday, "calendar.txt", "weekdays of several words"),
];

/// Which part of which file holds phrases, one on a line: words by their place, see [`Opening`](super::Opening).
pub(super) const PHRASES: &[(Phrase, &str, &str)] = &[
    (Phrase::AtLeast, "numbers.txt", "at least"),
    (Phrase::AtMost, "numbers.txt", "at most"),
    (Phrase::Nearly, "numbers.txt", "nearly"),
    (Phrase::About, "numbers.txt", "about"),
    (Phrase::OrMore, "numbers.txt", "or more"),
    (Phrase::Between, "numbers.txt", "between and"),
    (Phrase::NumberOf, "counted.txt", "number of"),
    (Phrase::OtherTime, "counted.txt", "other times"),
    (Phrase::According, "verbs_of_saying.txt", "according to"),
];

/// Which part of which file holds endings.
pub(super) const ENDINGS: &[(Ending, &str, &str)] = &[
    (Ending::Past, "tenses.txt", "past endings"),
    (Ending::Future, "tenses.txt", "future endings"),
    (Ending::Plural, "counted.txt", "plural endings"),
    (Ending::Singular, "counted.txt", "no plural endings"),
    (Ending::Participle, "tenses.txt", "participle endings"),
    (Ending::NoRole, "names.txt", "no role endings"),
];

/// Some of the classes, a bit for each.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Classes(u128);

/// One row at least for each class.
const _: () = assert!(CLASSES.len() <= u128::BITS as usize, "more classes than bits");

impl Classes {
    /// Adds one.
    pub(super) fn put(&mut self, class: WordClass) {
        self.0 |= 1 << class as u32;
    }

    /// Whether it is among them.
    pub(super) fn has(self, class: WordClass) -> bool {
        self.0 & 1 << class as u32 != 0
    }
}

/// What a language says of one word.
#[derive(Debug, Default)]
pub struct WordFacts {
    /// Those that it is in.
    classes: Classes,
    values: Vec<(WordValue, &'static str)>,
}

/// Of a word that stands in no list.
pub(super) static UNLISTED: WordFacts = WordFacts { classes: Classes(0), values: Vec::new() };

impl WordFacts {
    /// Puts the word into a class.
    pub(super) fn put(&mut self, class: WordClass) {
        self.classes.put(class);
    }

    /// Gives it a value.
    pub(super) fn give(&mut self, kind: WordValue, value: &'static str) {
        self.values.push((kind, value));
    }

    /// Whether the word is in a class.
    pub fn is(&self, class: WordClass) -> bool {
        self.classes.has(class)
    }

    /// Its value of a kind.
    pub fn value(&self, kind: WordValue) -> Option<&'static str> {
        self.values.iter().find(|(known, _)| *known == kind).map(|(_, value)| *value)
    }

    /// Its value of a kind whose values are numbers.
    pub fn number<T: FromStr>(&self, kind: WordValue) -> Option<T> {
        self.value(kind)?.parse().ok()
    }
}

/// The lines `value: words` of a part; a line without a value goes on with the one before.
pub(super) fn values(
    lines: impl Iterator<Item = &'static str>,
) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut value = "";
    lines.flat_map(move |line| {
        let (of_line, words) = line.split_once(':').unwrap_or((value, line));
        value = of_line;
        words.split_whitespace().map(move |word| (of_line, word))
    })
}

/// What all languages say of a word in lists of some kinds, for words whose language is not known; where they differ, nothing.
pub fn values_in_any(kinds: &[WordValue]) -> FxHashMap<&'static str, &'static str> {
    let mut found: FxHashMap<&str, Option<&str>> = FxHashMap::default();
    for (_, file, part) in VALUES.iter().filter(|(kind, ..)| kinds.contains(kind)) {
        for code in lang::codes() {
            for (value, word) in values(lang::part(code, file, part)) {
                let known = found.entry(word).or_insert(Some(value));
                *known = known.filter(|known| *known == value);
            }
        }
    }
    found.into_iter().filter_map(|(word, value)| Some((word, value?))).collect()
}

/// The words of a class in all languages.
pub fn words_in_any(class: WordClass) -> FxHashSet<&'static str> {
    let parts = CLASSES.iter().filter(|(known, ..)| *known == class);
    let lines = parts.flat_map(|(_, file, part)| {
        lang::codes().flat_map(move |code| lang::part(code, file, part))
    });
    lines.flat_map(str::split_whitespace).collect()
}
