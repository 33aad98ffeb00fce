//! Who says a quotation, where the text around it tells.

use super::dates::weekday;
use super::naming::{
    ZoneWord, begins_a_name, ends_a_role, is_article, is_auxiliary, is_determiner, is_pronoun,
    is_relative, is_verb, is_written, last_name, zone,
};
use crate::text::Span;

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
fn role(words: &[ZoneWord<'_>]) -> Option<Named> {
    let from = words.iter().position(|w| !is_article(&w.folded) && !is_auxiliary(&w.folded))?;
    let rest = &words[from..];
    if is_pronoun(&rest[0].folded) {
        return Some(Named::Pronoun);
    }
    if weekday(&rest[0].folded).is_some() {
        return None;
    }
    let parts = |at: usize| ends_a_role(&rest[at].folded) || at > 0 && rest[at].parted;
    let end = (0..rest.len()).find(|at| parts(*at)).unwrap_or(rest.len());
    // "On her birthday her agent": whoever the last article leads.
    let from = rest[..end].iter().rposition(|w| is_determiner(&w.folded)).map_or(0, |at| at + 1);
    let of_role = &rest[from..end.min(from + 4)];
    let (first, last) = (of_role.first()?, of_role.last()?);
    if of_role.iter().any(|w| is_written(&w.folded)) {
        return Some(Named::Nobody);
    }
    if [first, last].iter().any(|w| is_relative(&w.folded)) || last.folded.ends_with("'s") {
        return Some(Named::Nobody);
    }
    // A clause, no role.
    let verb = |w: &ZoneWord<'_>| is_auxiliary(&w.folded) || w.folded.ends_with("ing");
    if of_role.iter().any(|w| verb(w) || w.folded.contains(char::is_numeric)) {
        return None;
    }
    Some(Named::Speaker(Span::new(first.span.start, last.span.end)))
}

/// Who is named in what follows a quotation up to the end of its sentence or the next quotation.
pub(super) fn named_after(text: &str, after: Span) -> Option<Named> {
    let words = zone(text, after);
    if words.len() > 2 && words[0].folded == "according" && words[1].folded == "to" {
        return subject_behind(&words[2..]);
    }
    let verb = words.iter().take(REACH).position(is_verb)?;
    let subject = &words[..verb];
    let spoken = |w: &ZoneWord<'_>| !is_auxiliary(&w.folded);
    if !subject.iter().any(spoken) {
        return subject_behind(&words[verb + 1..]);
    }
    if let Some(pronoun) = subject.iter().find(|w| spoken(w))
        && is_pronoun(&pronoun.folded)
    {
        return Some(Named::Pronoun);
    }
    let own = clause_of(subject, words[verb].parted);
    if own.iter().any(|w| matches!(&*w.folded, "you" | "i" | "we")) {
        return Some(Named::Nobody);
    }
    last_name(own).map(Named::Speaker).or_else(|| role(own))
}

/// The subject that follows a verb of speech: a name with what stands before it, else a role.
fn subject_behind(words: &[ZoneWord<'_>]) -> Option<Named> {
    let first = words.first()?;
    if is_pronoun(&first.folded) {
        return Some(Named::Pronoun);
    }
    let parts = |at: usize| at > 0 && words[at].parted || ends_a_role(&words[at].folded);
    let end = (0..words.len()).find(|at| parts(*at)).unwrap_or(words.len());
    let subject = &words[..end];
    if let Some(name) = last_name(subject) {
        return Some(Named::Speaker(name));
    }
    // "said the mayor, Nuria Valcorba, behind the hall": the apposition names who has the role.
    let rest = &words[end..];
    let end = (1..rest.len()).find(|at| rest[*at].parted).unwrap_or(rest.len());
    let apposition = rest.first().is_some_and(|w| w.parted) && begins_a_name(rest, 0);
    if apposition && !rest[..end].iter().any(is_verb) {
        return last_name(&rest[..end]).map(Named::Speaker);
    }
    role(subject)
}

/// Who is named in what stands before a quotation in its sentence.
pub(super) fn named_before(text: &str, before: Span) -> Option<Named> {
    let words = zone(text, before);
    let from = words.len().saturating_sub(REACH);
    let verb = (from..words.len()).rev().find(|at| is_verb(&words[*at]))?;
    let subject = &words[verb.saturating_sub(SUBJECT_REACH)..verb];
    // "and asked deputies": whoever it was about before.
    if subject.iter().all(|w| is_auxiliary(&w.folded) || is_article(&w.folded)) {
        return Some(Named::Pronoun);
    }
    // The clause of the verb: behind the last mark that is not an apposition's.
    if let Some(last) = subject.iter().rev().find(|w| !is_auxiliary(&w.folded))
        && is_pronoun(&last.folded)
    {
        return Some(Named::Pronoun);
    }
    // "In practice, says Geronimo,": the subject stands behind.
    let behind = &words[verb + 1..];
    let asks = matches!(&*words[verb].folded, "told" | "tells" | "asked" | "asks" | "called");
    if words[verb].parted && !asks && !behind.is_empty() && begins_a_name(behind, 0) {
        return subject_behind(behind);
    }
    // "He takes offence at those who disagree, saying": the subject of its sentence.
    let own = if words[verb].folded.ends_with("ing") {
        let end = words[1..verb].iter().position(|w| w.parted).map_or(verb, |at| at + 1);
        &words[..end]
    } else {
        clause_of(subject, words[verb].parted)
    };
    if own.iter().any(|w| matches!(&*w.folded, "you" | "i" | "we")) {
        return Some(Named::Nobody);
    }
    if own.iter().any(|w| is_written(&w.folded)) {
        return Some(Named::Nobody);
    }
    if let Some(pronoun) = own.first()
        && is_pronoun(&pronoun.folded)
    {
        return Some(Named::Pronoun);
    }
    last_name(own)
        .or_else(|| {
            if own.iter().all(|w| is_auxiliary(&w.folded)) { last_name(subject) } else { None }
        })
        .map(Named::Speaker)
        .or_else(|| role(own))
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
