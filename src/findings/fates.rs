//! What happened to people or things.

use super::words::Words;
use crate::text::{WordClass, WordFacts, WordValue};

/// What happened to people or things, as `outcomes.txt` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Fate(&'static str);

impl Fate {
    /// What a toll counts.
    pub(super) const DEATH: Self = Self("killed");

    /// The fate in a word.
    pub(super) fn name(self) -> &'static str {
        self.0
    }

    /// Whether it is what a toll counts.
    pub(super) fn is_death(self) -> bool {
        self == Self::DEATH
    }

    /// Whether it is what the toll of an accident or an attack counts.
    pub(super) fn is_of_toll(self) -> bool {
        matches!(self.0, "killed" | "injured")
    }

    pub(super) fn of(word: &WordFacts) -> Option<Self> {
        word.value(WordValue::Outcome).map(Self)
    }
}

/// Words before a word in which a verb says that lives were taken.
const BEFORE_LIVES: usize = 3;

/// Whether a word is of lives that were taken: "claimed 14 lives", "cost the lives of six people".
pub(super) fn are_lives_taken(words: &Words<'_>, at: usize) -> bool {
    let mut before = at.saturating_sub(BEFORE_LIVES)..at;
    words.is(at, WordClass::Lives) && before.any(|n| words.is(n, WordClass::TakesLives))
}

/// Words that may stand between a noun and its fate, or a fate and its number.
fn links(words: &Words<'_>, at: usize) -> bool {
    words.words[at].token.stop || words.is(at, WordClass::BesideOutcome)
}

/// The fate next to a figure, and where it stands: right before the number or right behind the noun.
pub(super) fn fate_of(words: &Words<'_>, first: usize, last: usize) -> Option<(Fate, usize)> {
    let clause_ends = |between: &str| between.contains([';', ':', '(', ')', '—', '–']);
    let mut at = last + 1;
    while at < words.words.len() && at <= last + 5 && !clause_ends(words.before(at)) {
        if words.before(at).contains(',') {
            break;
        }
        if let Some(fate) = Fate::of(words.facts(at)) {
            return Some((fate, at));
        }
        if !links(words, at) || words.is(at, WordClass::EndsOutcome) {
            break;
        }
        at += 1;
    }
    for at in (first.saturating_sub(4)..first).rev() {
        if clause_ends(words.after(at)) || words.after(at).contains(',') {
            break;
        }
        if let Some(fate) = Fate::of(words.facts(at)) {
            // "Nine dead and 18 others": that of another number.
            let taken = at > 0 && words.words[at - 1].token.digit;
            return (!taken).then_some((fate, at));
        }
        if are_lives_taken(words, at) {
            return Some((Fate::DEATH, at));
        }
        if !links(words, at) || words.is(at, WordClass::EndsOutcome) {
            break;
        }
    }
    None
}
