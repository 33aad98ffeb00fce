//! Names in running text: runs of capitalised words, the roles beside them, and whom an article names.

use std::borrow::Cow;

use super::dates::weekday;
use super::speaker::Gender;
use crate::text::{Ending, Lang, Quotation, Span, WordClass, WordFacts, fold_word};

/// A word of a zone.
pub(super) struct ContextWord<'a> {
    pub(super) span: Span,
    pub(super) folded: Cow<'a, str>,
    /// What its language says of it.
    pub(super) facts: &'static WordFacts,
    /// A verb with its subject behind a hyphen: "a-t-il".
    pub(super) inverted: bool,
    pub(super) capital: bool,
    /// It has no small letter.
    pub(super) in_capitals: bool,
    /// What stands between it and the word before, and whether that parts them.
    pub(super) set_off: bool,
    /// Whether quotation marks close behind it.
    pub(super) closes: bool,
}

/// The words of a stretch of text, split at white space, without the marks around them.
pub(super) fn context_window<'a>(
    text: &'a str,
    span: Span,
    lang: &'static Lang,
) -> Vec<ContextWord<'a>> {
    let slice = span.of(text);
    let mut words = Vec::new();
    let mut set_off = true;
    for token in slice.split_whitespace() {
        let at = span.start + (token.as_ptr() as usize - slice.as_ptr() as usize);
        let is_mark = |c: char| !c.is_alphanumeric();
        let bare = token.trim_matches(is_mark);
        if bare.is_empty() {
            set_off = true;
            continue;
        }
        let lead = token.len() - token.trim_start_matches(is_mark).len();
        let word = Span::new(at + lead, at + lead + bare.len());
        let folded = fold_word(bare);
        // "Kardashian's" is Kardashian. "49ers" goes on a name.
        let goes_on = !set_off && words.last().is_some_and(|before: &ContextWord| before.capital);
        let capital = bare.starts_with(char::is_uppercase) || goes_on && is_numbered(bare);
        let tail = &token[lead + bare.len()..];
        let closes = tail.contains(['”', '’', '"', '\'', '»']);
        let facts = lang.word(&folded);
        let behind = folded.rsplit_once('-').map(|(_, behind)| behind);
        let inverted = behind.is_some_and(|behind| lang.is(WordClass::BehindVerb, behind));
        let parted_here = set_off || lead > 0;
        words.push(ContextWord {
            span: word,
            folded,
            facts,
            inverted,
            capital,
            in_capitals: capital && !bare.contains(char::is_lowercase),
            set_off: parted_here,
            closes,
        });
        // The stop of a title or an initial parts nothing.
        let title = tail == "." && bare.len() <= 4 && capital;
        set_off = !tail.is_empty() && !title;
    }
    words
}

/// Letters behind a figure of a word that is a name: an ordinal has two ("10th").
const LETTERS_BEHIND_FIGURE: usize = 3;

/// Whether a word is a figure and letters: "49ers".
fn is_numbered(word: &str) -> bool {
    let letters = word.trim_start_matches(|c: char| c.is_ascii_digit());
    letters.len() < word.len()
        && letters.chars().count() >= LETTERS_BEHIND_FIGURE
        && letters.chars().all(char::is_alphabetic)
}

/// The words of a stretch that stand outside quotations and brackets, which part nothing: what is left is the outlet's own sentence.
pub(super) fn own_words<'a>(
    text: &'a str,
    span: Span,
    quoted: &[Quotation],
    lang: &'static Lang,
) -> Vec<ContextWord<'a>> {
    let from = quoted.partition_point(|q| q.span.end <= span.start);
    let mut stretches: Vec<Span> = Vec::new();
    let mut at = span.start;
    for quotation in quoted[from..].iter().take_while(|q| q.span.start < span.end) {
        stretches.extend((quotation.span.start > at).then(|| Span::new(at, quotation.span.start)));
        at = quotation.span.end.max(at);
    }
    stretches.extend((at < span.end).then(|| Span::new(at, span.end)));
    let mut words: Vec<ContextWord<'a>> = Vec::new();
    let mut depth = 0_usize;
    let mut set_off = true;
    for stretch in stretches {
        let mut from = stretch.start;
        for mut word in context_window(text, stretch, lang) {
            for c in text[from..word.span.start].chars() {
                match c {
                    '(' | '[' => depth += 1,
                    ')' | ']' => depth = depth.saturating_sub(1),
                    ',' | ';' | ':' | '–' | '—' | '.' if depth == 0 => {
                        set_off |= c != '.' || word.set_off
                    }
                    _ => {}
                }
            }
            from = word.span.end;
            if depth == 0 {
                word.set_off = set_off;
                set_off = false;
                words.push(word);
            }
        }
        for c in text[from..stretch.end].chars() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                ',' | ';' | ':' | '–' | '—' if depth == 0 => set_off = true,
                _ => {}
            }
        }
    }
    words
}

impl ContextWord<'_> {
    /// Whether it is in a class.
    pub(super) fn is(&self, class: WordClass) -> bool {
        self.facts.is(class)
    }

    /// A verb of saying; with a capital it is a name ("Omar Said").
    pub(super) fn says(&self) -> bool {
        !self.capital && (self.is(WordClass::SpeechVerb) || self.is(WordClass::QuotingVerb))
    }

    /// A pronoun, or a verb with one behind it: "a-t-il déclaré"; and what it says of whom it means.
    pub(super) fn pronoun(&self, lang: &'static Lang) -> Option<Gender> {
        if self.is(WordClass::ThirdPerson) {
            return Some(self.gender());
        }
        let behind = self.folded.rsplit_once('-').filter(|_| self.inverted)?.1;
        Some(gender_of(lang.word(behind)))
    }

    /// Whether a noun behind it has another case than a subject: "of the".
    pub(super) fn is_oblique(&self) -> bool {
        self.is(WordClass::EndsRole) || self.is(WordClass::InsideRole)
    }

    pub(super) fn is_pronoun(&self) -> bool {
        self.inverted || self.is(WordClass::ThirdPerson)
    }

    /// What a pronoun says of whom it means.
    pub(super) fn gender(&self) -> Gender {
        gender_of(self.facts)
    }
}

/// Whether a word says what somebody is: "rapper", "woman".
pub(super) fn is_somebody(word: &WordFacts) -> bool {
    [WordClass::Somebody, WordClass::Man, WordClass::Woman].iter().any(|class| word.is(*class))
}

/// What a title, or what somebody is to others, says: "Mr", "wife".
pub(super) fn shown_by(word: &WordFacts) -> Gender {
    match (word.is(WordClass::Man), word.is(WordClass::Woman)) {
        (true, false) => Gender::Man,
        (false, true) => Gender::Woman,
        _ => Gender::Open,
    }
}

fn gender_of(word: &WordFacts) -> Gender {
    match (word.is(WordClass::He), word.is(WordClass::She)) {
        (true, false) => Gender::Man,
        (false, true) => Gender::Woman,
        _ => Gender::Open,
    }
}

/// Whether a capitalised word may be somebody's name.
pub(super) fn begins_a_name(words: &[ContextWord<'_>], at: usize) -> bool {
    let word = &words[at];
    word.capital
        && !word.is(WordClass::BeforeRole)
        && !word.is_pronoun()
        && weekday(word.facts).is_none()
        && !is_led(words, at)
}

/// One past the last byte of the run of capitalised words that begins at `start`.
fn run_end(words: &[ContextWord<'_>], start: usize, lang: &Lang) -> usize {
    let capital = |at: usize| words.get(at).is_some_and(|word| word.capital && !word.set_off);
    // Where nouns have a capital, "the rest of Oskany" and "words of Peter Beck" are no names.
    let is_noun = lang.has_capital_nouns() && !capital(start + 1) && {
        let of = words[start + 1..].iter().take_while(|word| word.is(WordClass::Particle)).count();
        let led = start > 0 && !words[start].set_off && words[start - 1].is(WordClass::Determiner);
        led || capital(start + 1 + of) && capital(start + 2 + of)
    };
    let mut end = words[start].span.end;
    let mut at = start + 1;
    while at < words.len() && !words[at].set_off {
        let particle = words[at].is(WordClass::Particle) && !is_noun;
        if words[at].capital {
            end = words[at].span.end;
        } else if !(particle && capital(at + 1)) {
            break;
        }
        at += 1;
    }
    end
}

/// The end of a name with the role behind it, where it is one word or stands behind an article: "Toronto police" is not Toronto. A language that
/// does not list what is no role there puts none behind a name.
fn with_role(words: &[ContextWord<'_>], end: usize, lang: &Lang) -> usize {
    if !lang.has(WordClass::NoRole) {
        return end;
    }
    let Some(last) = words.iter().position(|w| w.span.end == end) else { return end };
    let mut first = last;
    while first > 0 && words[first - 1].capital && !words[first].set_off {
        first -= 1;
    }
    let alone = first == last;
    // "The New York native" is not New York either.
    let led = first > 0 && words[first - 1].is(WordClass::Determiner) && !words[first].set_off;
    let other = [
        WordClass::BesideVerb,
        WordClass::EndsRole,
        WordClass::BeforeRole,
        WordClass::JoinsClause,
        WordClass::NoRole,
    ];
    let belongs = |w: &&ContextWord<'_>| {
        !w.set_off
            && !w.capital
            && !w.says()
            && !other.iter().any(|class| w.is(*class))
            && !lang.ends(Ending::NoRole, &w.folded)
    };
    let behind = words[last + 1..].iter().take(2).take_while(belongs);
    if alone || led { behind.last().map_or(end, |w| w.span.end) } else { end }
}

/// Whether a preposition leads a word: "took to Instagram".
fn is_led(words: &[ContextWord<'_>], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| words[before].is(WordClass::EndsRole))
}

/// Whether a preposition goes on a name: "University of Oskany", "U.S. Secretary of State", "Antonio Fernando de Souza"; "Senator Tom Verrin of
/// Oskany" has his own.
pub(super) fn is_inside_name(words: &[ContextWord<'_>], at: usize) -> bool {
    let capital = |at: usize| words.get(at).is_some_and(|word| word.capital);
    let is = |class| words[at].is(class);
    let joins = (is(WordClass::InsideRole) || is(WordClass::Particle))
        && !words[at].set_off
        && at > 0
        && capital(at - 1)
        && capital(at + 1)
        && !words[at + 1].set_off;
    let before = words[..at].iter().rev().take_while(|word| word.capital);
    joins
        && (is(WordClass::Particle)
            || before.filter(|word| !word.folded.contains('.')).count() == 1)
}

/// Whether the word that ends at a byte is a possessor: "Trump's lawyer" is the lawyer.
fn owns(words: &[ContextWord<'_>], end: usize) -> bool {
    words.iter().any(|w| w.span.end == end && w.folded.ends_with("'s"))
}

/// The last run of capitalised words.
pub(super) fn last_name(words: &[ContextWord<'_>], lang: &Lang) -> Option<Span> {
    let mut found = None;
    let mut at = 0;
    while at < words.len() {
        if !begins_a_name(words, at) {
            at += 1;
            continue;
        }
        let (start, mut end) = (words[at].span.start, run_end(words, at, lang));
        if let Some(of) = words.iter().position(|w| w.span.start > end)
            && is_inside_name(words, of)
        {
            end = run_end(words, of + 1, lang);
        }
        // "His book, 'A Shore Thing,'": nobody's name.
        let titled = words.iter().any(|w| w.span.end == end && w.closes);
        if !owns(words, end) && !titled {
            found = Some(Span::new(start, with_role(words, end, lang)));
        }
        while at < words.len() && words[at].span.end <= end {
            at += 1;
        }
    }
    found
}

/// Words of a sentence within which its subject is looked for.
const SUBJECT_WITHIN: usize = 6;

/// A run of capitalised words in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) span: Span,
    /// How many words it has.
    pub(super) words: usize,
    /// Near the begin of its sentence: what the sentence is about.
    pub(super) subject: bool,
    /// A preposition or an article leads it.
    pub(super) led: bool,
    pub(super) quoted: bool,
    /// What beside it shows that it is a person's.
    pub(super) evidence: Evidence,
    pub(super) gender: Gender,
}

/// What shows that a name is a person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Evidence {
    Nothing,
    /// A verb of saying, which bodies have too.
    Speaks,
    /// A title, a role, an age or "who".
    Person,
}

/// The last word of a name, folded, without a possessive.
pub(super) fn key_of(text: &str, name: Span) -> String {
    let last = name.of(text).rsplit(char::is_whitespace).next().unwrap_or_default();
    let folded = fold_word(last.trim_matches(|c: char| !c.is_alphanumeric())).into_owned();
    folded.strip_suffix("'s").map_or(folded.clone(), str::to_owned)
}

/// A run of capitalised words without the titles, owners and weekdays before it.
struct Capitals<'a> {
    /// Folded, without a possessive and without a role before them.
    words: Vec<Cow<'a, str>>,
    /// With the role, where that does not open the sentence.
    span: Span,
    /// Whether it may stand for the name: it neither begins a sentence with what need be no name, nor stands in a line of
    /// capitals, nor owns something, nor is the rest of "Secretary of State Hillary Clinton".
    plain: bool,
}

/// The runs of a sentence.
fn capitals<'a>(
    text: &'a str,
    lang: &'static Lang,
    sentence: Span,
    begins_with_name: bool,
) -> Vec<Capitals<'a>> {
    let words = context_window(text, sentence, lang);
    let shouted = 2 * words.iter().filter(|word| word.capital).count() > words.len();
    let bare = |run: Run| {
        let at = words.iter().position(|word| word.span.start == run.span.start)?;
        let rest = at > 1 && words[at - 1].folded == "of" && words[at - 2].capital;
        let of_run = words[at..].iter().take_while(|word| word.span.end <= run.span.end);
        let mut of_run: Vec<_> = of_run.map(|word| (word.folded.clone(), word.span)).collect();
        let (last, owners) = of_run.split_last_mut()?;
        let no_name = |word: &str| {
            let facts = lang.word(word);
            facts.is(WordClass::Title) || word.ends_with("'s") || weekday(facts).is_some()
        };
        let before = owners.iter().rposition(|(word, _)| no_name(word)).map_or(0, |at| at + 1);
        // "Former Mexican President Vicente Fox" is Vicente Fox; "President Fox" has no other name.
        let role = owners
            .iter()
            .rposition(|(word, _)| is_somebody(lang.word(word)))
            .map_or(0, |at| at + 1);
        let name = if role < owners.len() { role.max(before) } else { before };
        let owner = last.0.strip_suffix("'s").map(str::to_owned);
        // What opens the sentence may be cut off with the role.
        let plain =
            (at > 0 || name > 0 || begins_with_name) && !shouted && !rest && owner.is_none();
        let from = if at > 0 { before } else { name };
        if let Some(owner) = owner {
            last.0 = owner.into();
        }
        let start = of_run[from].1.start;
        let words = of_run.drain(name..).map(|(word, _)| word).collect();
        Some(Capitals { words, span: Span::new(start, run.span.end), plain })
    };
    runs(&words, &[], lang).into_iter().filter_map(bare).collect()
}

/// Words of a full name: more capitals are a list's, or hold an office.
const MOST_NAME_WORDS: usize = 5;

/// The full name of somebody whom an article calls by one word: where all runs of capitals that end with the word are of one
/// person, the first of them. A word with which one begins is the same person's where the last name stands alone too. Each
/// sentence says whether its first word is a name.
pub(super) fn full_name(
    text: &str,
    lang: &'static Lang,
    sentences: impl Iterator<Item = (Span, bool)> + Clone,
    short: Span,
) -> Option<Span> {
    let holding = |word: &str| -> Vec<Capitals<'_>> {
        let with = sentences.clone().filter(|(sentence, _)| sentence.of(text).contains(word));
        with.flat_map(|(sentence, begins)| capitals(text, lang, sentence, begins)).collect()
    };
    let written = short.of(text);
    // "I" and initials name nobody.
    written.chars().nth(1)?;
    let short = fold_word(written);
    let mut full = holding(written);
    full.retain(|run| run.words.len() > 1);
    if full.iter().any(|run| run.words.last() == Some(&short)) {
        full.retain(|run| run.words.last() == Some(&short));
    } else {
        full.retain(|run| run.words[0] == short);
        let last = context_window(text, full.first()?.span, lang).pop()?.span.of(text);
        if !holding(last).iter().any(|run| run.span.of(text) == last) {
            return None;
        }
    }
    let plain = full.iter().filter(|run| run.plain && run.words.len() <= MOST_NAME_WORDS);
    let shortest = plain.min_by_key(|run| (run.words.len(), run.span))?;
    full.iter().all(|run| run.words.ends_with(&shortest.words)).then_some(shortest.span)
}

/// Whether a place lies in a quotation; they stand left to right, and none in another.
pub(super) fn is_quoted(at: Span, quoted: &[Quotation]) -> bool {
    let next = quoted.partition_point(|q| q.span.end <= at.start);
    quoted.get(next).is_some_and(|q| q.span.contains(at))
}

/// Every run of capitalised words of a sentence that is no mere first word.
pub(super) fn runs(
    words: &[ContextWord<'_>],
    quoted: &[Quotation],
    lang: &'static Lang,
) -> Vec<Run> {
    let mut found = Vec::new();
    let mut at = 0;
    // A pronoun stands before: "he said Hask" is about him.
    let mut said = false;
    while at < words.len() {
        let word = &words[at];
        // "Saying President Vann, he said, was too simple".
        said |= word.is_pronoun()
            || at == 0
                && word.is(WordClass::SpeechVerb)
                && lang.ends(Ending::Participle, &word.folded);
        // What opens a sentence has a capital there, whatever it is.
        let opens = at == 0
            && (word.is(WordClass::EndsRole)
                || word.is(WordClass::JoinsClause)
                || word.is(WordClass::SentenceOpener)
                || word.is(WordClass::SpeechVerb));
        if !word.capital || opens || word.is(WordClass::BeforeRole) || word.is_pronoun() {
            at += 1;
            continue;
        }
        let span = Span::new(word.span.start, run_end(words, at, lang));
        let to = at + words[at..].iter().take_while(|w| w.span.end <= span.end).count();
        let leading = [WordClass::EndsRole, WordClass::BeforeRole, WordClass::BeforeListener];
        let joined = at == 1 && words[0].is(WordClass::OpensMainClause);
        let led = at > 0 && !joined && leading.iter().any(|class| words[at - 1].is(*class));
        // "Las Vegas"; "Las Vegas Police Officer Jose Hernandez" is somebody.
        let is_place = word.is(WordClass::OpensPlace)
            && words.get(at + 2).is_none_or(|word| word.span.start >= span.end);
        if !is_place {
            let quoted = is_quoted(word.span, quoted);
            let (evidence, gender) = shown(words, at, to, lang);
            let owns = words[to - 1].folded.ends_with("'s");
            let words = to - at;
            // "Jamie's office" is about the office.
            let subject = at < SUBJECT_WITHIN && !owns && !said;
            found.push(Run { span, words, subject, led, quoted, evidence, gender });
        }
        at = to;
    }
    found
}

/// What stands in and beside a run of capitals that shows that it is a person's name, and what it says of the person.
fn shown(words: &[ContextWord<'_>], at: usize, to: usize, lang: &Lang) -> (Evidence, Gender) {
    let titled = |w: &ContextWord<'_>| w.is(WordClass::Title) || w.is(WordClass::BeforeName);
    let before = at.checked_sub(1).map(|before| &words[before]).filter(|_| !words[at].set_off);
    let behind = words.get(to);
    let set_off = behind.filter(|w| w.set_off);
    let is_age = |w: &&ContextWord<'_>| {
        w.folded.bytes().all(|b| b.is_ascii_digit())
            && w.folded.len() == 2
            && words.get(to + 1).is_none_or(|next| next.set_off)
    };
    // "Obama himself said".
    let behind_name = words[to..].iter().find(|w| w.set_off || w.gender() == Gender::Open);
    let speaks = behind_name.is_some_and(|w| !w.set_off && w.says())
        || before.is_some_and(|w| w.says() && !w.is(WordClass::BeforeListener));
    // "President Ann Hask".
    let first = words[at..to].split_last().and_then(|(_, before)| before.first());
    let is_person = words[at..to].iter().any(titled)
        || before.is_some_and(titled)
        || before.into_iter().chain(first).any(|w| is_somebody(w.facts))
        || set_off.is_some_and(|w| is_age(&w) || w.is(WordClass::Who));
    let evidence = match is_person {
        true => Evidence::Person,
        false if speaks && !lang.has_capital_nouns() => Evidence::Speaks,
        false => Evidence::Nothing,
    };
    // "His wife Ann Hask", "Ann Hask, a spokeswoman".
    let apposed = words[to..]
        .iter()
        .take(APPOSED)
        .enumerate()
        .filter(|(n, w)| set_off.is_some() && (*n == 0 || !w.set_off));
    let mut genders = words[at..to]
        .iter()
        .chain(before)
        .chain(apposed.map(|(_, w)| w))
        .map(|w| shown_by(w.facts));
    let gender = genders.find(|gender| *gender != Gender::Open).unwrap_or(Gender::Open);
    (evidence, gender)
}

/// Words of an apposition that are looked at.
const APPOSED: usize = 4;
