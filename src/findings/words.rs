//! A sentence as its words, folded, with the tokens that the story knows them by.

use std::borrow::Cow;
use std::str::FromStr;

use jiff::civil::Date;

use super::dates::{Day, days_in, weekday};
use crate::group::DocumentFrequencies;
use crate::score::StorySentence;
use crate::text::{
    Lang, Opening, Quotation, Span, Token, WordClass, WordFacts, WordValue, fold_word,
};

/// One word of a sentence.
pub(super) struct Word<'a> {
    /// As the story knows it.
    pub(super) token: Token,
    /// Folded, unstemmed.
    pub(super) folded: Cow<'a, str>,
    /// What its language says of it.
    pub(super) facts: &'static WordFacts,
}

/// A sentence read word by word.
pub(super) struct Words<'a> {
    /// The article's text.
    pub(super) text: &'a str,
    /// The sentence.
    pub(super) span: Span,
    /// The article's language.
    pub(super) lang: &'static Lang,
    /// Its words in order.
    pub(super) words: Vec<Word<'a>>,
    /// The days that it names, in order.
    pub(super) days: Vec<Day>,
}

impl<'a> Words<'a> {
    /// `published` is the day of the article, against which "Tuesday" is read.
    pub(super) fn new(
        text: &'a str,
        lang: &'static Lang,
        sentence: &StorySentence,
        published: Option<Date>,
    ) -> Self {
        let word = |token: &Token| {
            let folded = fold_word(token.span.of(text));
            Word { token: *token, facts: lang.word(&folded), folded }
        };
        let words = sentence.tokens.iter().map(word).collect();
        let mut read = Self { text, span: sentence.sentence.span, lang, words, days: Vec::new() };
        read.days = days_in(&read, published);
        read
    }

    /// Leaves out what was "today" or "yesterday" to somebody who is quoted: nobody knows when that was said.
    pub(super) fn forget_spoken_days(&mut self, quotations: &[Quotation]) {
        if self.days.is_empty() {
            return;
        }
        let words = &self.words;
        self.days.retain(|day| {
            let word = &words[day.first];
            let at = quotations.partition_point(|q| q.span.end <= word.token.span.start);
            let is_spoken = quotations.get(at).is_some_and(|q| q.span.contains(word.token.span));
            !is_spoken || word.facts.value(WordValue::DaysAgo).is_none()
        });
    }

    /// Whether a word is a name, or part of one.
    pub(super) fn is_name(&self, at: usize, frequencies: &DocumentFrequencies) -> bool {
        let word = &self.words[at];
        !self.lang.has_capital_nouns()
            && word.token.capital
            && !word.token.digit
            && !word.token.stop
            && !self.is_time(at)
            && (at > 0 || frequencies.capital_share(word.token.term) > 0.5)
    }

    /// The folded word at an index; empty beyond the ends.
    pub(super) fn folded(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.folded.as_ref())
    }

    /// Whether the word at an index may be a year of our time: four digits without a mark.
    pub(super) fn may_be_year(&self, at: usize) -> bool {
        let folded = self.folded(at);
        folded.len() == 4
            && folded.bytes().all(|b| b.is_ascii_digit())
            && (1900..2100).contains(&folded.parse::<u32>().unwrap_or(0))
    }

    /// What the language says of the word at an index; nothing beyond the ends.
    pub(super) fn facts(&self, at: usize) -> &'static WordFacts {
        self.words.get(at).map_or_else(|| self.lang.word(""), |word| word.facts)
    }

    /// Whether the word at an index is in a class.
    pub(super) fn is(&self, at: usize, class: WordClass) -> bool {
        self.facts(at).is(class)
    }

    /// Whether the word at an index is a weekday or a month.
    pub(super) fn is_time(&self, at: usize) -> bool {
        weekday(self.facts(at)).is_some() || self.facts(at).value(WordValue::Month).is_some()
    }

    /// The value of a kind that the words from an index on have together, and one past the last of them.
    pub(super) fn spelled<T: FromStr>(&self, at: usize, kind: WordValue) -> Option<(T, usize)> {
        let of_kind = self.lang.spelled().iter().filter(|(known, ..)| *known == kind);
        let mut found =
            of_kind.filter_map(|(_, value, spelled)| Some((value, self.spell(at, spelled)?)));
        let (value, end) = found.next()?;
        Some((value.parse().ok()?, end))
    }

    /// One past the last of the words from an index on that are written so.
    fn spell(&self, mut at: usize, spelled: &str) -> Option<usize> {
        let mut rest = spelled;
        loop {
            rest = rest.strip_prefix(self.words.get(at)?.folded.as_ref())?;
            if rest.is_empty() {
                return Some(at + 1);
            }
            rest = rest.strip_prefix(self.after(at))?;
            at += 1;
        }
    }

    /// Whether the word right before an index is in a class.
    pub(super) fn was(&self, at: usize, class: WordClass) -> bool {
        at > 0 && self.is(at - 1, class)
    }

    /// The text of the words from `first` on, up to `end`.
    pub(super) fn between(&self, first: usize, end: usize) -> Span {
        Span::new(self.words[first].token.span.start, self.words[end - 1].token.span.end)
    }

    /// What stands between a word and the one before it (or the begin of the sentence).
    pub(super) fn before(&self, at: usize) -> &'a str {
        let from = if at == 0 { self.span.start } else { self.words[at - 1].token.span.end };
        &self.text[from..self.words[at].token.span.start]
    }

    /// What stands between a word and the next (or the end of the sentence).
    pub(super) fn after(&self, at: usize) -> &'a str {
        let to = self.words.get(at + 1).map_or(self.span.end, |next| next.token.span.start);
        &self.text[self.words[at].token.span.end..to]
    }

    /// Whether nothing but white space or a hyphen stands between a word and the next.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        at + 1 < self.words.len()
            && self.after(at).chars().all(|c| c.is_whitespace() || matches!(c, '-' | '‐' | '‑'))
    }

    /// Whether the words from an index on are a phrase.
    pub(super) fn are(&self, at: usize, phrase: &Opening) -> bool {
        (0..phrase.count()).all(|n| phrase.holds(n, self.folded(at + n)))
    }

    /// Whether the words right before an index are a phrase.
    pub(super) fn were(&self, at: usize, phrase: &Opening) -> bool {
        at >= phrase.count() && self.are(at - phrase.count(), phrase)
    }
}
