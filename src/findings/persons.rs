//! The persons of an article: who has a full name there, what shows that it is a person's, what the article calls them, and whom a
//! pronoun means. One registry for speakers, pronouns and names.

use std::collections::{BTreeMap, BTreeSet};

use super::fates::Fate;
use super::naming::{
    ContextWord, Evidence, Run, context_window, is_quoted, is_somebody, key_of, runs, shown_by,
};
use super::speaker::Gender;
use crate::segment::ParsedArticle;
use crate::text::{Ending, Lang, Quotation, Span, WordClass, fold_word};

/// Paragraphs before its own within which a pronoun's person is looked for: a page back nobody remembers.
const REMEMBERED: usize = 2;

/// Names that are looked at before a pronoun: some paragraphs are whole articles.
const NAMES_BACK: usize = 60;

/// Names of a sentence beyond which it is a list, and its pronouns say nothing.
const MOST_OF_A_SENTENCE: usize = 20;

/// A name where it stands outside quotations.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub(super) span: Span,
    /// The last word of the full name, folded.
    pub(super) key: String,
    /// Near the begin of its sentence: what the sentence is about.
    pub(super) subject: bool,
    /// A preposition or an article leads it.
    led: bool,
    /// What the pronoun says of whom this one puts a question to: "Tate asked him". Who answers is not Tate.
    asks: Option<Gender>,
    /// Index of its sentence.
    sentence: usize,
}

/// Somebody without a name, whom a sentence is about.
#[derive(Debug, Clone, Copy)]
struct Unnamed {
    /// First byte of the sentence.
    start: usize,
    /// The noun: "rapper".
    noun: Span,
    /// An indefinite article says that it is somebody new.
    is_new: bool,
}

/// What an article shows of a name.
#[derive(Debug, Default, Clone, Copy)]
struct Shown {
    /// A title, an age, a clause with "who", a verb of saying beside it, or its last word alone.
    person: bool,
    /// One of these but the last, which places and bodies have too.
    surely: bool,
    /// A preposition or an article leads the full name somewhere, as it does a place's.
    led: bool,
    /// It has no full name, and nothing but a verb of saying shows a person: perhaps a body.
    bare: bool,
    men: usize,
    women: usize,
    /// Others killed them: they speak no more.
    killed: bool,
}

/// The persons of one article.
pub(super) struct Persons {
    /// For each word of a full name its last one.
    last: BTreeMap<String, String>,
    shown: BTreeMap<String, Shown>,
    /// Words with a capital that do not open their sentence, or open two.
    within: BTreeSet<String>,
    /// In the order of the text.
    mentions: Vec<Mention>,
    /// Sentences that begin with somebody who is not named, in order.
    unnamed: Vec<Unnamed>,
    /// All nouns have a capital: two of them are no name yet.
    needs_evidence: bool,
    lang: &'static Lang,
}

impl Persons {
    /// Reads an article once.
    pub(super) fn new(report: &ParsedArticle) -> Self {
        let text = report.article.text.as_str();
        let lang = report.lang();
        let mut last: BTreeMap<String, String> = BTreeMap::new();
        let mut within: BTreeSet<String> = BTreeSet::new();
        let mut opening: BTreeSet<String> = BTreeSet::new();
        let mut found: Vec<(Run, usize, bool, Option<Gender>)> = Vec::new();
        let mut pronouns: Vec<(usize, usize, Gender)> = Vec::new();
        let mut unnamed: Vec<Unnamed> = Vec::new();
        for (sentence, of) in report.sentences.iter().enumerate() {
            let words = context_window(text, of.span, lang);
            for word in
                words.iter().filter(|word| !word.capital || word.span.start == of.span.start)
            {
                let gender = word.gender();
                if gender != Gender::Open && !is_quoted(word.span, &report.quotations) {
                    pronouns.push((word.span.start, sentence, gender));
                }
            }
            // In a line of capitals all words have one.
            if words.iter().filter(|word| word.capital).count() * 5 > words.len() * 4 {
                continue;
            }
            for (at, word) in words.iter().enumerate().filter(|(_, word)| word.capital) {
                let bare = word.folded.strip_suffix("'s").unwrap_or(&word.folded).to_owned();
                if at > 0 || !opening.insert(bare.clone()) {
                    within.insert(bare);
                }
            }
            unnamed.extend(begins_with_somebody(&words, &report.quotations));
            let asked = asked(&words);
            for mut run in runs(&words, &report.quotations, lang) {
                let asks = asked.filter(|(at, _)| run.span.start < *at).map(|(_, gender)| gender);
                // "(Ann Hask/Echo)" is a credit.
                run.subject &= !text[..run.span.start].ends_with('(');
                if run.words > 1 {
                    let key = key_of(text, run.span);
                    for word in run.span.of(text).split_whitespace() {
                        last.entry(fold_word(word).into_owned()).or_insert_with(|| key.clone());
                    }
                }
                let killed = is_killed(&words, run.span);
                found.push((run, sentence, killed, asks));
            }
        }
        let mut persons = Self {
            last,
            shown: BTreeMap::new(),
            within,
            mentions: Vec::new(),
            unnamed,
            needs_evidence: lang.has_capital_nouns(),
            lang,
        };
        // "Stewart, who remembered him": somebody of one name.
        for (run, ..) in found
            .iter()
            .filter(|(run, ..)| run.words == 1 && run.evidence > Evidence::Nothing && !run.led)
        {
            let key = key_of(text, run.span);
            // "Democrats said", "I said".
            let one = !lang.ends(Ending::Plural, &key) && !lang.is(WordClass::NobodyNamed, &key);
            if one && persons.within.contains(&key) && !persons.last.contains_key(&key) {
                persons.shown.entry(key.clone()).or_default().bare = true;
                persons.last.insert(key.clone(), key);
            }
        }
        for (run, sentence, killed, asks) in found {
            let own = key_of(text, run.span);
            let Some(key) = persons.last.get(&own).cloned() else { continue };
            // "Mr Vann" has a title, though he has no other name.
            let shown = persons.shown.entry(key.clone()).or_default();
            shown.led |= run.led && run.words > 1;
            shown.killed |= killed;
            let is_shown = run.evidence > Evidence::Nothing;
            shown.surely |= is_shown;
            shown.bare &= run.evidence < Evidence::Person;
            shown.person |= is_shown || run.words == 1 && !run.led && own == key;
            match run.gender {
                Gender::Man => shown.men += 1,
                Gender::Woman => shown.women += 1,
                Gender::Open => {}
            }
            if !run.quoted {
                let Run { span, led, .. } = run;
                // One subject to a sentence.
                let first =
                    persons.mentions.last().is_none_or(|m| m.sentence != sentence || !m.subject);
                let subject = run.subject && first;
                persons.mentions.push(Mention { span, key, subject, led, asks, sentence });
            }
        }
        persons.count_pronouns(&pronouns);
        persons
    }

    /// A pronoun behind the only person of its sentence is that person's.
    fn count_pronouns(&mut self, pronouns: &[(usize, usize, Gender)]) {
        for (at, sentence, gender) in pronouns {
            let from = self.mentions.partition_point(|m| m.sentence < *sentence);
            let to = self.mentions.partition_point(|m| m.span.start < *at);
            let before = self.mentions.get(from..to).unwrap_or_default();
            let Some(first) = before.first().filter(|first| first.subject && !first.led) else {
                continue;
            };
            if before.len() > MOST_OF_A_SENTENCE || before.iter().any(|m| m.key != first.key) {
                continue;
            }
            let shown = self.shown.entry(first.key.clone()).or_default();
            match gender {
                Gender::Man => shown.men += 1,
                Gender::Woman => shown.women += 1,
                Gender::Open => {}
            }
        }
    }

    /// Whether a folded word is the last of a full name.
    pub(super) fn is_last(&self, word: &str) -> bool {
        self.last.get(word).is_some_and(|last| last == word)
    }

    /// Whether a folded word stands with a capital where no sentence begins, or at the begin of two.
    pub(super) fn is_within(&self, word: &str) -> bool {
        self.within.contains(word)
    }

    /// The last word of somebody's full name.
    pub(super) fn key(&self, text: &str, name: Span) -> String {
        let key = key_of(text, name);
        self.last.get(&key).cloned().unwrap_or(key)
    }

    /// Whether a title, an age, a clause with "who" or a verb of saying shows that a name, given by its last word, is a person's.
    pub(super) fn is_person(&self, key: &str) -> bool {
        self.shown.get(key).is_some_and(|shown| shown.surely)
    }

    /// What the article shows of whom a name is, given by its last word.
    pub(super) fn gender(&self, key: &str) -> Gender {
        match self.shown.get(key) {
            Some(Shown { men: 1.., women: 0, .. }) => Gender::Man,
            Some(Shown { men: 0, women: 1.., .. }) => Gender::Woman,
            Some(Shown { men, women, .. }) if *men >= 3 * women && *men > 0 => Gender::Man,
            Some(Shown { men, women, .. }) if *women >= 3 * men && *women > 0 => Gender::Woman,
            _ => Gender::Open,
        }
    }

    /// Whether a name may be meant by a pronoun of somebody who speaks.
    fn may_be(&self, key: &str, gender: Gender) -> bool {
        let own = self.gender(key);
        let may_be =
            |shown: &Shown| !shown.killed && (shown.person || !shown.led && !self.needs_evidence);
        self.shown.get(key).is_some_and(may_be)
            && (own == gender || own == Gender::Open || gender == Gender::Open)
    }

    /// Whether a pronoun of somebody who speaks may mean a name, and the name is surely somebody's.
    fn may_be_meant(&self, key: &str, gender: Gender) -> bool {
        self.may_be(key, gender) && !self.is_bare(key)
    }

    /// Whether a name is one word, and only a verb of saying shows that it is somebody's.
    fn is_bare(&self, key: &str) -> bool {
        self.shown.get(key).is_some_and(|shown| shown.bare)
    }

    /// Who is named between two places, in order.
    pub(super) fn between(&self, from: usize, to: usize) -> &[Mention] {
        let first = self.mentions.partition_point(|m| m.span.start < from);
        let end = self.mentions.partition_point(|m| m.span.end <= to).max(first);
        &self.mentions[first.max(end.saturating_sub(NAMES_BACK))..end]
    }

    /// Whom the text between two places is about.
    pub(super) fn spoken_of(&self, from: usize, to: usize) -> Option<Span> {
        let mut mentions = self.between(from, to).iter().rev();
        mentions.find(|m| m.subject && self.may_be_meant(&m.key, Gender::Open)).map(|m| m.span)
    }

    /// Whether somebody else was spoken of between a speaker and a place behind.
    pub(super) fn is_interrupted(&self, text: &str, speaker: (usize, Span), to: usize) -> bool {
        let key = self.key(text, speaker.1);
        self.between(speaker.0, to).iter().any(|m| m.subject && !m.led && m.key != key)
    }

    /// Whom a pronoun in the sentence of a quotation at `at` means: who spoke last or was last spoken of before it, where nobody else
    /// was since whom it may mean.
    pub(super) fn meant(
        &self,
        text: &str,
        gender: Gender,
        at: usize,
        blocks: &[Span],
        last_speaker: Option<(usize, Span)>,
    ) -> Option<Span> {
        let block = blocks.iter().rposition(|b| b.start <= at)?;
        let from = blocks[block.saturating_sub(REMEMBERED)].start;
        let asked = |m: &&Mention| m.asks.is_some_and(|asked| asked == gender);
        let mentions: Vec<&Mention> = self.between(from, at).iter().filter(|m| !asked(m)).collect();
        let fits = |m: &&Mention| self.may_be_meant(&m.key, gender);
        let spoken = last_speaker.filter(|(place, speaker)| {
            let key = self.key(text, *speaker);
            // A role is a person's only where its noun says so: "spokesman", no "statement".
            let is_person = match self.shown.contains_key(&key) {
                true => self.may_be_meant(&key, gender),
                false => gender != Gender::Open && shown_by(self.lang.word(&key)) == gender,
            };
            *place >= from && is_person
        });
        let subject = mentions.iter().copied().rev().filter(fits).find(|m| m.subject && !m.led);
        // "Vann's house was dark. He said": nobody else is named.
        let last = mentions.iter().copied().rev().find(fits);
        let alone = last.filter(|last| mentions.iter().all(|m| m.key == last.key) && !last.led);
        // Where a capital tells no name, only who spoke is sure to be somebody.
        let subject = subject.or(alone).filter(|_| !self.needs_evidence);
        let (place, person) = match (spoken, subject) {
            (Some((place, speaker)), Some(subject)) if subject.span.start < place => {
                (place, speaker)
            }
            (_, Some(subject)) => (subject.span.start, subject.span),
            (Some((place, speaker)), None) => (place, speaker),
            (None, None) => return None,
        };
        let key = self.key(text, person);
        // Of whom nothing is known, he may be nobody who has a name here, once another is spoken of.
        let known = gender != Gender::Open && self.gender(&key) == gender;
        let may_be_other = |m: &Mention| match self.needs_evidence {
            // What evidence there is of the others is too little there.
            true => true,
            // Perhaps a body: "opposed Japan".
            false if !m.subject && self.is_bare(&m.key) => false,
            false => self.may_be(&m.key, if known { gender } else { Gender::Open }),
        };
        let other = |m: &&Mention| m.key != key && may_be_other(m);
        // Somebody of the pronoun's gender fits better than one of whom nothing is known.
        let better = gender != Gender::Open
            && self.gender(&key) == Gender::Open
            && mentions.iter().any(|m| m.key != key && self.gender(&m.key) == gender);
        let since = mentions
            .iter()
            .copied()
            .filter(other)
            .any(|m| m.span.start > place && (!m.led || self.needs_evidence));
        // "A young woman, who asked not to be named": nobody who has a name here. "The president" is President Vann, "the rapper" whoever was named, if
        // nobody else was.
        let others = mentions.iter().any(|m| m.key != key);
        let is_another =
            |unnamed: &Unnamed| unnamed.is_new || others && !is_called(text, person, unnamed.noun);
        let between = |unnamed: &Unnamed| (place..at).contains(&unnamed.start);
        let since = since || self.unnamed.iter().any(|one| between(one) && is_another(one));
        (!better && !since).then_some(person)
    }
}

/// Where a sentence asks somebody whom a pronoun names, and what that says of them: "Tate asked him".
fn asked(words: &[ContextWord<'_>]) -> Option<(usize, Gender)> {
    let pair = words.windows(2).find(|pair| {
        pair[0].is(WordClass::AskingVerb) && !pair[1].set_off && pair[1].gender() != Gender::Open
    })?;
    Some((pair[0].span.start, pair[1].gender()))
}

/// Words of a sentence among which the noun of its subject is looked for.
const SUBJECT_NOUN_WITHIN: usize = 8;

/// Who is not named, where a sentence outside quotations begins: "A young woman in Oskany, who asked", "The rapper was named".
fn begins_with_somebody(words: &[ContextWord<'_>], quoted: &[Quotation]) -> Option<Unnamed> {
    let first = words.first().filter(|first| first.is(WordClass::Determiner))?;
    let ends = |word: &ContextWord<'_>| {
        word.set_off
            || word.says()
            || word.is(WordClass::EndsRole)
            || word.is(WordClass::BesideVerb)
    };
    let subject = &words[1..words.len().min(SUBJECT_NOUN_WITHIN)];
    let end = subject.iter().position(ends).unwrap_or(subject.len());
    let noun = subject[..end].iter().position(|word| !word.capital && is_somebody(word.facts))?;
    // "The rapper Ann Hask" is named, "a professor of law, she" is who she is.
    let is_named = subject.get(noun + 1).is_some_and(|word| word.capital && !word.set_off);
    let apposed = words[noun + 1..].iter().skip(1).find(|word| word.set_off);
    if is_named || apposed.is_some_and(ContextWord::is_pronoun) || is_quoted(first.span, quoted) {
        return None;
    }
    Some(Unnamed {
        start: first.span.start,
        noun: subject[noun].span,
        is_new: !first.is(WordClass::DefiniteArticle),
    })
}

/// Whether a title before a name is a noun: "President Vann", "the president".
fn is_called(text: &str, name: Span, noun: Span) -> bool {
    let noun = fold_word(noun.of(text));
    name.of(text).split_whitespace().any(|word| fold_word(word) == noun)
}

/// Whether a name stands right behind a word of killing, or before one with words of the passive between: "killed Anna Vale", "Anna Vale
/// was killed".
fn is_killed(words: &[ContextWord<'_>], name: Span) -> bool {
    let is_death = |word: &ContextWord<'_>| Fate::of(word.facts).is_some_and(Fate::is_death);
    let first = words.partition_point(|word| word.span.start < name.start);
    let behind = words.partition_point(|word| word.span.start < name.end);
    let links = words[behind..].iter().take(2);
    let links = links.take_while(|word| word.facts.is(WordClass::BesideVerb)).count();
    let passive = links > 0 && words.get(behind + links).is_some_and(is_death);
    passive || first > 0 && is_death(&words[first - 1])
}
