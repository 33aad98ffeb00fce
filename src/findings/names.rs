//! The full names that several origins have.

use std::collections::BTreeMap;
use std::ops::Range;

use super::agreed::fact;
use super::words::Words;
use super::{Agreed, FactKind, Place};
use crate::group::DocumentFrequencies;
use crate::score::ScoredStory;
use crate::text::{Span, WordClass, fold_white_space, fold_word};

/// The names that at least two origins have; of two of which one ends with the other, the longer where as many have it.
pub(super) fn names(
    read: &[Words<'_>],
    scored: &ScoredStory,
    frequencies: &DocumentFrequencies,
) -> Vec<Agreed> {
    let mut names: BTreeMap<String, Vec<Mention>> = BTreeMap::new();
    let mut name_words: BTreeMap<&str, usize> = BTreeMap::new();
    for (words, told) in read.iter().zip(&scored.told.sentences) {
        for at in (0..words.words.len()).filter(|at| words.is_name(*at, frequencies)) {
            *name_words.entry(words.folded(at)).or_default() += 1;
        }
        for name in names_in(words, frequencies) {
            let span = words.between(name.start, name.end);
            let place = Place { report: told.report, span };
            let key = fold_white_space(&fold_word(span.of(words.text)));
            names.entry(key).or_default().push(Mention {
                place,
                words,
                first: name.start,
                end: name.end,
            });
        }
    }
    without_owners(&mut names);
    let mut named: Vec<(String, Agreed)> = names
        .into_iter()
        .map(|(name, mentions)| (name, whole_name(&mentions, &name_words)))
        .map(|(name, places)| (name, fact(FactKind::Name, None, places.into_iter(), scored)))
        .collect();
    named.retain(|(_, fact)| fact.origins >= 2);
    // By the end of a longer name: how many origins have that.
    let mut longer: BTreeMap<String, usize> = BTreeMap::new();
    for (name, fact) in &named {
        for (space, _) in name.match_indices(' ') {
            let most = longer.entry(name[space + 1..].to_owned()).or_default();
            *most = fact.origins.max(*most);
        }
    }
    let is_told = |name: &str, fact: &Agreed| longer.get(name).is_some_and(|n| *n >= fact.origins);
    named.into_iter().filter(|(name, fact)| !is_told(name, fact)).map(|(_, fact)| fact).collect()
}

/// A name where it stands.
struct Mention<'a> {
    place: Place,
    words: &'a Words<'a>,
    /// Indices of its words.
    first: usize,
    end: usize,
}

impl Mention<'_> {
    /// The word two before it, where it stands as in "Immigration and Customs Enforcement" or "Bank of New York".
    fn joined_to(&self) -> Option<&str> {
        let Self { words, first, .. } = self;
        let at = first.checked_sub(2)?;
        let joined = words.words[at + 1].token.stop
            && !words.words[at + 1].token.capital
            && words.words[at].token.capital
            && [at, at + 1].iter().all(|at| words.after(*at) == " ");
        joined.then(|| words.folded(at))
    }

    /// Whether that word ends a name of its own: "Larry Page and Sergey Brin".
    fn joined_to_a_name(&self) -> bool {
        let Self { words, first, .. } = self;
        let before = first.checked_sub(3);
        before.is_some_and(|at| words.words[at].token.capital && words.after(at) == " ")
    }

    /// Without an "'s" at its end, or the owner before it.
    fn without_owner(self) -> Self {
        let Self { place, words, first, end } = self;
        let owns = |at: &usize| words.folded(*at).ends_with("'s");
        if owns(&(end - 1)) {
            let text = place.span.of(words.text);
            // An apostrophe, straight or not, and the letter.
            let to = text.char_indices().rev().nth(1).map_or(text.len(), |(at, _)| at);
            let span = Span::new(place.span.start, place.span.start + to);
            return Self { place: Place { span, ..place }, ..self };
        }
        let first = (first..end).rev().find(owns).map_or(first, |owner| owner + 1);
        Self { place: Place { span: words.between(first, end), ..place }, first, ..self }
    }

    /// With the two words before it.
    fn joined(&self) -> Place {
        let start = self.words.words[self.first - 2].token.span.start;
        Place { span: Span::new(start, self.place.span.end), ..self.place }
    }
}

/// "Wells Fargo's" is one more mention of Wells Fargo where that stands too, and so is "NASA's Parker Solar Probe" of the probe.
fn without_owners(names: &mut BTreeMap<String, Vec<Mention<'_>>>) {
    let bare = |name: &str| {
        let owner = name.strip_suffix("'s").map(|bare| (0, bare.len()));
        owner.or_else(|| name.rfind("'s ").map(|at| (at + 3, name.len())))
    };
    let mut moved: Vec<(String, String)> = Vec::new();
    for name in names.keys() {
        if let Some((from, to)) = bare(name)
            && names.contains_key(&name[from..to])
        {
            moved.push((name.clone(), name[from..to].to_owned()));
        }
    }
    for (name, bare) in moved {
        let mentions = names.remove(&name).unwrap_or_default();
        let known = names.entry(bare).or_default();
        known.extend(mentions.into_iter().map(Mention::without_owner));
        known.sort_by_key(|mention| (mention.place.report, mention.place.span));
    }
}

/// The places of a name; of the longer one, where all mentions are joined to one word that is a name nowhere else, and
/// does not end another name in all of them.
fn whole_name(mentions: &[Mention<'_>], name_words: &BTreeMap<&str, usize>) -> Vec<Place> {
    let word = mentions[0].joined_to();
    let is_part = word.is_some_and(|word| name_words.get(word) == Some(&mentions.len()))
        && mentions.iter().all(|mention| mention.joined_to() == word)
        && !mentions.iter().all(Mention::joined_to_a_name);
    let place = |mention: &Mention| if is_part { mention.joined() } else { mention.place };
    mentions.iter().map(place).collect()
}

/// Whether nothing parts a word of a name from the next: "Holden-Brown", "Michael R. Bloomberg", "Marks & Spencer".
fn goes_on_as_name(words: &Words<'_>, at: usize) -> bool {
    let initial = words.words[at].folded.chars().nth(1).is_none();
    matches!(words.after(at), " " | "-" | " & ") || initial && words.after(at) == ". "
}

/// Whether a stop word is part of the name behind it: "New York", but not "The Washington Post", which others write with a
/// small letter.
fn is_lent_to_a_name(words: &Words<'_>, at: usize) -> bool {
    let Some(word) = words.words.get(at) else { return false };
    word.token.capital
        && word.token.stop
        && word.token.span.of(words.text).chars().nth(1).is_some_and(char::is_lowercase)
        && !word.facts.is(WordClass::BeforeRole)
        && words.after(at) == " "
}

/// Runs of two capitalised words or more: people, places, organisations by their full names.
fn names_in(words: &Words<'_>, frequencies: &DocumentFrequencies) -> Vec<Range<usize>> {
    let is_name = |at: usize| words.is_name(at, frequencies);
    // In a line of capitals all words have one.
    let in_capitals =
        2 * words.words.iter().filter(|w| w.token.capital).count() > words.words.len();
    let is_lent = |at: usize| !in_capitals && is_lent_to_a_name(words, at);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        if !is_name(at) {
            at += 1;
            continue;
        }
        let mut start = at;
        while goes_on_as_name(words, at) {
            // "Compassion Over Killing".
            let next = at + 1 + usize::from(is_lent(at + 1));
            if next >= words.words.len() || !is_name(next) {
                break;
            }
            at = next;
        }
        if start > 1 && is_lent(start - 1) {
            start -= 1;
        }
        // Of "Mr Osthaven" one word is a name.
        if words.is(start, WordClass::Title) {
            start += 1;
        }
        if at > start {
            found.push(start..at + 1);
        }
        at += 1;
    }
    found
}
