//! Who says a quotation, where the text around it tells: the subject of the verb of saying, read as a clause. Where the verb stands
//! second and a capital tells no name, `verb_second.rs` reads it.

use super::dates::weekday;
use super::naming::{ContextWord, begins_a_name, is_inside_name, last_name};
use crate::text::{Ending, Lang, Opening, Phrase, Span, WordClass};

/// Who is named beside a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Somebody by name or by role; where the words stand.
    Speaker(Span),
    /// Somebody by pronoun: whoever was named last.
    Pronoun(Gender),
    /// A sign, a wall, a banner: nobody.
    Nobody,
}

/// What a pronoun or a title says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Man,
    Woman,
    /// Nothing.
    Open,
}

/// What stands around a quotation in its sentence, outside of other quotations and brackets.
pub(super) struct Around<'a, 'b> {
    pub(super) lang: &'static Lang,
    pub(super) before: &'b [ContextWord<'a>],
    pub(super) behind: &'b [ContextWord<'a>],
    /// A colon leads it.
    pub(super) announced: bool,
    /// A comma, or what ends a question, parts it from the words behind it.
    pub(super) goes_on: bool,
    /// Whether a folded word is the last of a full name that the article has.
    pub(super) known: &'b dyn Fn(&str) -> bool,
    /// Whether a folded word stands with a capital elsewhere, where no sentence begins.
    pub(super) stands: &'b dyn Fn(&str) -> bool,
}

/// Words behind a quotation that are looked at.
const REACH: usize = 14;

/// Words of a role.
const MOST_ROLE_WORDS: usize = 12;

/// The word behind a phrase such as "according to" that begins at a word.
pub(super) fn according_at(words: &[ContextWord<'_>], at: usize, lang: &Lang) -> Option<usize> {
    let is_here = |phrase: &Opening| {
        (0..phrase.count())
            .all(|n| words.get(at + n).is_some_and(|word| phrase.holds(n, &word.folded)))
    };
    let mut phrases = lang.phrases(&[Phrase::According]);
    let (_, phrase) = phrases.find(|(_, phrase)| is_here(phrase))?;
    Some(at + phrase.count()).filter(|first| *first < words.len())
}

/// Words between "who" and the verb of another: "who the coroner Hugh Tate called".
const MOST_SUBJECT_WORDS: usize = 4;

/// A stretch between two marks before a verb.
enum Stretch {
    /// A noun phrase that names somebody, and nothing else.
    Name(Named),
    /// One that names a role.
    Role(Named),
    /// A clause of its own; its subject, and whether that is a name.
    Clause(Option<Named>),
    /// What hangs on another phrase: "who …", "30", "of Rale".
    Hanging,
}

impl<'a> Around<'a, '_> {
    /// Who is named.
    pub(super) fn named(&self) -> Option<Named> {
        // "Vale stressed “…,” according to Echo": another tells what somebody said.
        let relayed = self.before.last().is_some_and(ContextWord::says)
            && according_at(self.behind, 0, self.lang).is_some();
        let in_clause = self.in_clause_about();
        if in_clause.is_some() {
            return in_clause;
        }
        if self.goes_on && !relayed {
            self.named_behind().or_else(|| self.named_before())
        } else {
            self.named_before().or_else(|| self.named_behind())
        }
    }

    fn named_behind(&self) -> Option<Named> {
        let words = self.behind;
        if let Some(first) = according_at(words, 0, self.lang) {
            return self.subject_behind(&words[first..]);
        }
        let verb = (0..words.len().min(REACH)).find(|at| speaks_at(words, *at))?;
        if words[..verb].iter().all(|w| w.is(WordClass::BesideVerb)) {
            return self.subject_behind(&words[verb + 1..]);
        }
        self.subject_before(words, verb, false)
    }

    /// Who said it in a clause that a person is the object of: "Breck, who critics called “…”".
    fn in_clause_about(&self) -> Option<Named> {
        let begin = self.before.iter().rposition(|w| w.set_off)?;
        let [who, clause @ ..] = &self.before[begin..] else { return None };
        let verb = (1..clause.len()).find(|at| self.is_finite(clause, *at))?;
        let subject = &clause[..verb];
        let is_short = subject.len() <= MOST_SUBJECT_WORDS
            && !subject.iter().any(|w| w.is(WordClass::EndsRole));
        if !who.is(WordClass::Who) || self.is_finite(subject, 0) || !is_short {
            return None;
        }
        last_name(subject, self.lang).map(Named::Speaker).or_else(|| self.role(subject))
    }

    fn named_before(&self) -> Option<Named> {
        let words = self.before;
        let from = words.len().saturating_sub(REACH);
        let verb = (from..words.len()).rev().find(|at| speaks_at(words, *at))?;
        // "And asked deputies": whoever it was about before.
        if words[..verb].iter().all(leads) {
            return Some(Named::Pronoun(Gender::Open));
        }
        let behind = &words[verb + 1..];
        let asks = words[verb].is(WordClass::AddressingVerb)
            || self.lang.ends(Ending::Participle, &words[verb].folded);
        let stands = words[verb].set_off && !asks && behind.first().is_some_and(|w| !w.set_off);
        let inverted = stands && begins_a_name(behind, 0);
        // "One big difference, said Jaeger: “": nothing but a name stands between the verb and the colon.
        let alone = self.announced && behind.iter().all(|w| w.capital && !w.set_off);
        if inverted && alone {
            return self.subject_behind(behind);
        }
        // "In practice, says Geronimo,": the subject stands behind where none stands in front.
        let before = self.subject_before(words, verb, true);
        before.or_else(|| if inverted { self.subject_behind(behind) } else { None })
    }

    /// The subject that follows a verb of speech: a name with what stands before it, else a role.
    fn subject_behind(&self, words: &[ContextWord<'a>]) -> Option<Named> {
        let first = words.first()?;
        if let Some(gender) = first.pronoun(self.lang) {
            return Some(Named::Pronoun(gender));
        }
        if first.is(WordClass::NobodyNamed) {
            return Some(Named::Nobody);
        }
        let parts = |at: usize| {
            at > 0 && words[at].set_off
                || words[at].is(WordClass::EndsRole) && !is_inside_name(words, at)
        };
        let end = (0..words.len()).find(|at| parts(*at)).unwrap_or(words.len());
        let subject = &words[..end];
        // "Said Harrow bridge director, Nuria Valcorba": a role that begins with a name.
        let is_role = subject.last().is_some_and(|last| {
            !last.capital && !last.is(WordClass::NoRole) && weekday(last.facts).is_none()
        });
        let named = last_name(subject, self.lang).map(Named::Speaker);
        if named.is_some() && !is_role {
            return named;
        }
        // "Said the mayor, Nuria Valcorba, behind the hall", "said the firm's head of design, Nuria Valcorba": the apposition names who has the role.
        let rest = &words[end_of_role(words, end)..];
        let end = (1..rest.len()).find(|at| rest[*at].set_off).unwrap_or(rest.len());
        let apposition = rest.first().is_some_and(|w| w.set_off) && begins_a_name(rest, 0);
        if apposition && !rest[..end].iter().any(ContextWord::says) {
            return last_name(&rest[..end], self.lang).map(Named::Speaker).or(named);
        }
        if named.is_some() {
            return named;
        }
        // "Said a spokesman for the union on Monday".
        let end = (0..words.len())
            .find(|at| *at > 0 && words[*at].set_off || ends_role(&words[*at]))
            .unwrap_or(words.len());
        self.role(&words[..end])
    }

    /// The subject of a verb among the words before it, which may open their sentence.
    fn subject_before(&self, words: &[ContextWord<'a>], verb: usize, opens: bool) -> Option<Named> {
        let mut set_off = words[verb].set_off;
        let mut end = verb;
        while end > 0 && words[end - 1].is(WordClass::BesideVerb) {
            end -= 1;
            set_off |= words[end].set_off;
        }
        let begin_of = |end: usize| (0..end).rev().find(|at| words[*at].set_off).unwrap_or(0);
        if end == 0 {
            return None;
        }
        // "The governor sent back Bill 214 with a letter that called it": the letter, not what is named before it.
        let that = (end..verb).any(|at| words[at].is(WordClass::NoSpeechBehind));
        let is_noun = !words[end - 1].capital && !self.is_finite(words, end - 1);
        if that && !set_off && is_noun {
            return self.at_the_end(&words[..end]);
        }
        // "Carried signs that read".
        if words[end - 1].is(WordClass::BearsWriting) {
            return Some(Named::Nobody);
        }
        let participle = self.lang.ends(Ending::Participle, &words[verb].folded);
        // "Hask, the director, confirmed the deaths and said": the subject of the first verb.
        let begin = begin_of(end);
        if !set_off
            && begin > 0
            && words[end - 1].is(WordClass::And)
            && self.is_finite(words, begin)
            && !words[begin - 1].is(WordClass::And)
        {
            (set_off, end) = (true, begin);
        }
        if !set_off {
            let begin = begin_of(end);
            let own = &words[begin..end];
            // "…, and the mayor said": the subject between the two.
            let joins = |w: &ContextWord<'_>| w.is(WordClass::And) || w.is(WordClass::JoinsClause);
            if let Some(at) = own.iter().rposition(joins)
                && at + 1 < own.len()
                && (1..at).any(|n| self.is_finite(own, n))
                && let Stretch::Name(named) | Stretch::Role(named) =
                    self.stretch(&own[at + 1..], false)
            {
                return Some(named);
            }
            // "Sent a message to relatives saying": the message, or he who sent it.
            if participle && (1..own.len()).any(|n| self.is_finite(own, n)) {
                return None;
            }
            // "Roe was suspended after coroner Tate described": the name beside the verb, and not that of the clause before.
            if let Some(name) = self.name_of_second_clause(own) {
                return Some(name);
            }
            return match self.stretch(own, opens && begin == 0) {
                Stretch::Name(named) | Stretch::Clause(Some(named)) => Some(named),
                // "Tomas Verrin, a former vice president said": a comma is missing.
                Stretch::Role(named) => {
                    match self
                        .stretch(&words[begin_of(begin)..begin], opens && begin_of(begin) == 0)
                    {
                        Stretch::Name(name) if begin > 0 && own[0].is(WordClass::Determiner) => {
                            Some(name)
                        }
                        _ => Some(named),
                    }
                }
                Stretch::Hanging if opens && begin == 0 && self.is_unshown(own) => None,
                Stretch::Clause(None) | Stretch::Hanging => self.at_the_end(own),
            };
        }
        // From the verb to the left over what hangs on the subject.
        let (mut name, mut role) = (None, None);
        let mut to = end;
        loop {
            let begin = begin_of(to);
            match self.stretch(&words[begin..to], opens && begin == 0) {
                Stretch::Name(named) => {
                    // Of "Harlan Bonde, of Rale, N.C.," the first is who it is.
                    let of = &words[begin..to];
                    let full = of.iter().filter(|w| w.capital).count() > 1
                        || of.iter().any(|w| (self.known)(&w.folded));
                    if name.is_none() || full {
                        name = Some(named);
                    }
                }
                Stretch::Role(named) => role = Some(named),
                Stretch::Clause(subject) => {
                    // "He mocked the challenger, Jon Oss, saying": the subject of the clause.
                    let nobody = name.is_none() && role.is_none();
                    if participle || nobody && end < verb {
                        return subject;
                    }
                    break;
                }
                Stretch::Hanging => {}
            }
            if begin == 0 {
                break;
            }
            to = begin;
        }
        name.or(role)
    }

    /// What stands between two marks.
    fn stretch(&self, words: &[ContextWord<'a>], opens: bool) -> Stretch {
        let lead = |w: &ContextWord<'_>| {
            (w.is(WordClass::BeforeRole) || w.is(WordClass::And) || w.is(WordClass::BesideVerb))
                && !w.is(WordClass::Determiner)
        };
        let Some(first) = words.iter().position(|w| !lead(w)) else { return Stretch::Hanging };
        // "Who was among those polled".
        if words[0].is(WordClass::Who) {
            return Stretch::Hanging;
        }
        // "Said Hask, adding": who said it before.
        if words[first].says() {
            return Stretch::Clause(self.subject_behind(&words[first + 1..]));
        }
        let own = &words[first..];
        let head = &own[0];
        if let Some(gender) = head.pronoun(self.lang) {
            return Stretch::Clause(Some(Named::Pronoun(gender)));
        }
        if head.is(WordClass::NobodyNamed) {
            return Stretch::Clause(Some(Named::Nobody));
        }
        let hangs = head.is(WordClass::EndsRole)
            || head.is(WordClass::JoinsClause)
            || head.folded.starts_with(char::is_numeric)
            || weekday(head.facts).is_some();
        // What opens a sentence has a capital there, whatever it is: "Yet Cory Bond said".
        let adverb = opens
            && first == 0
            && head.capital
            && head.is(WordClass::SentenceOpener)
            && !head.is(WordClass::Determiner)
            && !self.is_known_name(own);
        if hangs {
            return Stretch::Hanging;
        }
        if adverb {
            return if own.len() > 1 { self.stretch(&own[1..], false) } else { Stretch::Hanging };
        }
        let verb = (1..own.len()).find(|at| self.is_finite(own, *at));
        let phrase = &own[..verb.unwrap_or(own.len())];
        let ends = (0..phrase.len()).find(|at| {
            let word = &phrase[*at];
            word.is(WordClass::EndsRole) && !is_inside_name(phrase, *at)
                || word.is(WordClass::JoinsClause) && !word.is(WordClass::And)
        });
        let head = &phrase[..ends.unwrap_or(phrase.len())];
        let bears = head.iter().any(|w| w.is(WordClass::BearsWriting));
        // "Hungry said": one word that opens a sentence has a capital there, whatever it is.
        let lone = opens && first == 0 && self.is_unshown(head);
        let name = last_name(head, self.lang).filter(|_| !bears && !lone);
        // "Ann Hask and Bob Orr": both.
        let both = head.iter().position(|w| w.is(WordClass::And)).filter(|and| *and > 0);
        let first = both.and_then(|and| last_name(&head[..and], self.lang));
        let name = name
            .map(|last| Named::Speaker(Span::new(first.map_or(last.start, |f| f.start), last.end)));
        let named = name.or_else(|| if bears { Some(Named::Nobody) } else { self.role(phrase) });
        match (verb, name, named) {
            (Some(_), _, named) => Stretch::Clause(named),
            (None, Some(name), _) => Stretch::Name(name),
            (None, None, Some(role)) => Stretch::Role(role),
            (None, None, None) => Stretch::Hanging,
        }
    }

    /// Whether nothing but its capital says that one word is a name.
    fn is_unshown(&self, words: &[ContextWord<'a>]) -> bool {
        let [word] = words else { return false };
        let is_shown = (self.known)(&word.folded) || (self.stands)(&word.folded);
        word.capital && !word.closes && !is_shown
    }

    /// Whether a run of capitals that opens a sentence is a name elsewhere: "Will Hask".
    fn is_known_name(&self, words: &[ContextWord<'a>]) -> bool {
        words.get(1).is_some_and(|w| w.capital && !w.set_off && (self.known)(&w.folded))
            && (self.known)(&words[0].folded)
    }

    /// Whether a word is a verb of its clause.
    fn is_finite(&self, words: &[ContextWord<'a>], at: usize) -> bool {
        let word = &words[at];
        let listed = [WordClass::Past, WordClass::Ahead, WordClass::BesideVerb];
        // Short words end so by chance: "red".
        let long = word.folded.chars().nth(3).is_some();
        let past = long && self.lang.ends(Ending::Past, &word.folded) && !is_attribute(words, at);
        !word.capital && (word.says() || past || listed.iter().any(|class| word.is(*class)))
    }

    /// The name that ends a stretch behind a verb: "Roe was suspended after coroner Hugh Tate".
    fn name_of_second_clause(&self, words: &[ContextWord<'a>]) -> Option<Named> {
        let capitals = words.iter().rev().take_while(|w| w.capital).count();
        let (first, name) = words.split_at(words.len() - capitals);
        let led = first.last()?;
        let is_led = led.is(WordClass::EndsRole) && !led.is(WordClass::OpensClause);
        let is_time = name.iter().any(|w| weekday(w.facts).is_some());
        let has_verb = (1..first.len()).any(|n| self.is_finite(first, n));
        // "… Trump impeachment trial MORE (R-S.C.) told": the words of a link.
        let is_opened = led.is(WordClass::OpensClause) || self.is_finite(first, first.len() - 1);
        let is_shouted = name.len() == 1 && name[0].in_capitals && !is_opened;
        if is_led
            || is_shouted
            || is_time
            || !has_verb
            || first.iter().any(|w| w.is(WordClass::Who))
        {
            return None;
        }
        last_name(name, self.lang).map(Named::Speaker)
    }

    /// The name or the role that ends a stretch which begins with another phrase: "On Monday Mayor Hask said".
    fn at_the_end(&self, words: &[ContextWord<'a>]) -> Option<Named> {
        let capitals = words.iter().rev().take_while(|w| w.capital).count();
        let run = &words[words.len() - capitals..];
        // "Let us turn to the interview when Hask said", "in the Senate said".
        let leads = |word: &ContextWord<'_>| {
            word.is(WordClass::EndsRole) && !word.is(WordClass::OpensClause)
        };
        let led = match &words[..words.len() - capitals] {
            [.., before, article] if article.is(WordClass::Determiner) => leads(before),
            [.., before] => leads(before),
            [] => false,
        };
        if capitals > 0 && !led {
            return last_name(run, self.lang).map(Named::Speaker);
        }
        if let Some(gender) = words.last().and_then(|w| w.pronoun(self.lang)) {
            return Some(Named::Pronoun(gender));
        }
        let article = words.iter().rposition(|w| w.is(WordClass::Determiner))?;
        let led = article > 0 && words[article - 1].is(WordClass::EndsRole);
        if led { None } else { self.role(&words[article..]) }
    }

    /// A role in lower case, behind its article: the whole phrase.
    fn role(&self, words: &[ContextWord<'a>]) -> Option<Named> {
        let first = words.first()?;
        let article = first.is(WordClass::Determiner);
        // "On her birthday her agent": whoever the last article leads.
        let head = words.iter().position(|w| w.is(WordClass::EndsRole)).unwrap_or(words.len());
        let last = words[..head].iter().rposition(|w| w.is(WordClass::Determiner));
        let from = last.map_or(0, |at| at + 1);
        let rest = words.get(from..)?;
        // "A spokesman for the Fish and Wildlife Service".
        let joins_capitals = |at: usize| {
            rest[at].is(WordClass::And)
                && at > 0
                && rest[at - 1].capital
                && rest.get(at + 1).is_some_and(|next| next.capital && !next.set_off)
        };
        let ends = |at: usize| {
            rest[at].set_off && at > 0
                || (rest[at].is(WordClass::JoinsClause) || rest[at].is(WordClass::And))
                    && !joins_capitals(at)
                || rest[at].is(WordClass::NoRole)
                || weekday(rest[at].facts).is_some()
                || at > 0 && self.is_finite(rest, at)
        };
        let mut end = (0..rest.len()).find(|at| ends(*at)).unwrap_or(rest.len());
        while end > 0
            && (rest[end - 1].is(WordClass::EndsRole) || rest[end - 1].is(WordClass::Determiner))
        {
            end -= 1;
        }
        let role = &rest[..end];
        let head = role.iter().position(|w| w.is(WordClass::EndsRole)).unwrap_or(role.len());
        let noun = role[..head].last()?;
        let people = noun.is(WordClass::People) || self.lang.ends(Ending::Plural, &noun.folded);
        let is_role = role.len() <= MOST_ROLE_WORDS
            && (article || people || first.capital && role.len() > 1)
            && !self.lang.ends(Ending::Participle, &noun.folded)
            && !noun.folded.contains(char::is_numeric)
            && !role[0].is(WordClass::BesideVerb)
            && !role.iter().any(|w| w.is(WordClass::NobodyNamed) || w.pronoun(self.lang).is_some());
        if !is_role {
            return None;
        }
        if noun.folded.ends_with("'s") || role[..head].iter().any(|w| w.is(WordClass::BearsWriting))
        {
            return Some(Named::Nobody);
        }
        Some(Named::Speaker(Span::new(role[0].span.start, role.last()?.span.end)))
    }
}

/// Whether a word is a verb of saying whose subject speaks; "should be continued" has none.
fn speaks_at(words: &[ContextWord<'_>], at: usize) -> bool {
    words[at].says() && (at == 0 || !words[at - 1].is(WordClass::BeforePassive))
}

/// One past a role that goes on behind `end` with "of" or "for", and with where that is: "the head of the party in the Senate".
fn end_of_role(words: &[ContextWord<'_>], end: usize) -> usize {
    let goes_on = words.get(end).is_some_and(|w| w.is(WordClass::InsideRole) && !w.set_off);
    let is_somewhere = |at: usize| {
        words
            .get(at + 1)
            .is_some_and(|next| next.capital && !next.set_off && weekday(next.facts).is_none())
    };
    let parts = |at: &usize| words[*at].set_off || ends_role(&words[*at]) && !is_somewhere(*at);
    if goes_on { (end..words.len()).find(parts).unwrap_or(words.len()) } else { end }
}

/// Whether a role ends before a word: "on", but "of" goes on with it.
fn ends_role(word: &ContextWord<'_>) -> bool {
    word.is(WordClass::EndsRole) && !word.is(WordClass::InsideRole)
}

/// Whether a participle stands between an article and its noun: "a retired officer", "a highly respected officer".
fn is_attribute(words: &[ContextWord<'_>], at: usize) -> bool {
    let article = |back: usize| at >= back && words[at - back].is(WordClass::Determiner);
    let goes_on = words.get(at + 1).is_some_and(|next| {
        !next.set_off
            && !next.capital
            && !next.is(WordClass::Determiner)
            && !next.is(WordClass::EndsRole)
    });
    article(1) || article(2) && goes_on
}

/// What may stand before a role.
fn leads(word: &ContextWord<'_>) -> bool {
    word.is(WordClass::BesideVerb) || word.is(WordClass::BeforeRole) || word.is(WordClass::And)
}
