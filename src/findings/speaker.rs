//! Who says a quotation, where the text around it tells.

use super::dates::weekday;
use super::naming::{ZoneWord, begins_a_name, last_name, zone};
use crate::text::{Ending, Lang, Opening, Phrase, Span, WordClass};

/// Who is named beside a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Named {
    /// Somebody by name or by role; where the words stand.
    Speaker(Span),
    /// Somebody by pronoun: whoever was named last.
    Pronoun,
    /// A sign, a wall, a banner: nobody.
    Nobody,
}

/// Words of a zone that are looked at on either side of a quotation.
const REACH: usize = 14;

/// Words before a verb of speech in which its subject is looked for.
const SUBJECT_REACH: usize = 10;

/// A role in lower case: the words up to where it ends, without its article.
fn role(words: &[ZoneWord<'_>], lang: &Lang) -> Option<Named> {
    let from = words.iter().position(|w| !leads(w))?;
    let rest = &words[from..];
    if rest[0].is_pronoun() {
        return Some(Named::Pronoun);
    }
    if weekday(rest[0].facts).is_some() {
        return None;
    }
    let parts = |at: usize| rest[at].is(WordClass::EndsRole) || at > 0 && rest[at].parted;
    let end = (0..rest.len()).find(|at| parts(*at)).unwrap_or(rest.len());
    // "On her birthday her agent": whoever the last article leads.
    let from = rest[..end].iter().rposition(|w| w.is(WordClass::Determiner)).map_or(0, |at| at + 1);
    let of_role = &rest[from..end.min(from + 4)];
    let (first, last) = (of_role.first()?, of_role.last()?);
    if of_role.iter().any(|w| w.is(WordClass::BearsWriting)) {
        return Some(Named::Nobody);
    }
    if [first, last].iter().any(|w| w.is(WordClass::JoinsClause)) || last.folded.ends_with("'s") {
        return Some(Named::Nobody);
    }
    // A clause, no role.
    let verb =
        |w: &ZoneWord<'_>| w.is(WordClass::BesideVerb) || lang.ends(Ending::Participle, &w.folded);
    if of_role.iter().any(|w| verb(w) || w.folded.contains(char::is_numeric)) {
        return None;
    }
    Some(Named::Speaker(Span::new(first.span.start, last.span.end)))
}

/// What may stand before a role.
fn leads(word: &ZoneWord<'_>) -> bool {
    word.is(WordClass::BesideVerb) || word.is(WordClass::BeforeRole)
}

/// The word behind a phrase such as "according to" that begins at a word.
pub(super) fn according_at(words: &[ZoneWord<'_>], at: usize, lang: &Lang) -> Option<usize> {
    let is_here = |phrase: &Opening| {
        (0..phrase.count())
            .all(|n| words.get(at + n).is_some_and(|word| phrase.holds(n, &word.folded)))
    };
    let mut phrases = lang.phrases(&[Phrase::According]);
    let (_, phrase) = phrases.find(|(_, phrase)| is_here(phrase))?;
    Some(at + phrase.count()).filter(|first| *first < words.len())
}

/// Who is named in what follows a quotation up to the end of its sentence or the next quotation.
pub(super) fn named_after(text: &str, lang: &'static Lang, after: Span) -> Option<Named> {
    let words = zone(text, after, lang);
    if let Some(first) = according_at(&words, 0, lang) {
        return subject_behind(&words[first..], lang);
    }
    let verb = words.iter().take(REACH).position(ZoneWord::says)?;
    let subject = &words[..verb];
    let spoken = |w: &ZoneWord<'_>| !w.is(WordClass::BesideVerb);
    if !subject.iter().any(spoken) {
        return subject_behind(&words[verb + 1..], lang);
    }
    if let Some(pronoun) = subject.iter().find(|w| spoken(w))
        && pronoun.is_pronoun()
    {
        return Some(Named::Pronoun);
    }
    let own = clause_of(subject, words[verb].parted);
    if own.iter().any(|w| w.is(WordClass::NobodyNamed)) {
        return Some(Named::Nobody);
    }
    last_name(own, lang).map(Named::Speaker).or_else(|| role(own, lang))
}

/// The subject that follows a verb of speech: a name with what stands before it, else a role.
fn subject_behind(words: &[ZoneWord<'_>], lang: &Lang) -> Option<Named> {
    let first = words.first()?;
    if first.is_pronoun() {
        return Some(Named::Pronoun);
    }
    let parts = |at: usize| at > 0 && words[at].parted || words[at].is(WordClass::EndsRole);
    let end = (0..words.len()).find(|at| parts(*at)).unwrap_or(words.len());
    let subject = &words[..end];
    if let Some(name) = last_name(subject, lang) {
        return Some(Named::Speaker(name));
    }
    // "said the mayor, Nuria Valcorba, behind the hall": the apposition names who has the role.
    let rest = &words[end..];
    let end = (1..rest.len()).find(|at| rest[*at].parted).unwrap_or(rest.len());
    let apposition = rest.first().is_some_and(|w| w.parted) && begins_a_name(rest, 0);
    if apposition && !rest[..end].iter().any(ZoneWord::says) {
        return last_name(&rest[..end], lang).map(Named::Speaker);
    }
    role(subject, lang)
}

/// Who is named in what stands before a quotation in its sentence.
pub(super) fn named_before(text: &str, lang: &'static Lang, before: Span) -> Option<Named> {
    let words = zone(text, before, lang);
    let from = words.len().saturating_sub(REACH);
    let verb = (from..words.len()).rev().find(|at| words[*at].says())?;
    let subject = &words[verb.saturating_sub(SUBJECT_REACH)..verb];
    // "and asked deputies": whoever it was about before.
    if subject.iter().all(leads) {
        return Some(Named::Pronoun);
    }
    // The clause of the verb: behind the last mark that is not an apposition's.
    if let Some(last) = subject.iter().rev().find(|w| !w.is(WordClass::BesideVerb))
        && last.is_pronoun()
    {
        return Some(Named::Pronoun);
    }
    // "In practice, says Geronimo,": the subject stands behind.
    let behind = &words[verb + 1..];
    let asks = words[verb].is(WordClass::AddressingVerb);
    if words[verb].parted && !asks && !behind.is_empty() && begins_a_name(behind, 0) {
        return subject_behind(behind, lang);
    }
    // "He takes offence at those who disagree, saying": the subject of its sentence.
    let own = if lang.ends(Ending::Participle, &words[verb].folded) {
        let end = words[1..verb].iter().position(|w| w.parted).map_or(verb, |at| at + 1);
        &words[..end]
    } else {
        clause_of(subject, words[verb].parted)
    };
    if own.iter().any(|w| w.is(WordClass::NobodyNamed)) {
        return Some(Named::Nobody);
    }
    if own.iter().any(|w| w.is(WordClass::BearsWriting)) {
        return Some(Named::Nobody);
    }
    if let Some(pronoun) = own.first()
        && pronoun.is_pronoun()
    {
        return Some(Named::Pronoun);
    }
    last_name(own, lang)
        .or_else(|| {
            let open = own.iter().all(|w| w.is(WordClass::BesideVerb));
            if open { last_name(subject, lang) } else { None }
        })
        .map(Named::Speaker)
        .or_else(|| role(own, lang))
}

/// The clause of a verb among the words before it: behind the last mark, or, where an apposition stands between two commas
/// ("Ola Berg, head of the rescue service, said"), before the first of these.
fn clause_of<'a, 'b>(subject: &'b [ZoneWord<'a>], verb_parted: bool) -> &'b [ZoneWord<'a>] {
    let begin = subject.iter().rposition(|w| w.parted).unwrap_or(0);
    if verb_parted && begin > 0 {
        let from = subject[..begin].iter().rposition(|w| w.parted).unwrap_or(0);
        &subject[from..begin]
    } else {
        &subject[begin..]
    }
}
