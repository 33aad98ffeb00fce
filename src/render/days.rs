//! Days on a page: of a story, and of the sentences of a story that went on.

use jiff::civil::Date;

use super::digest::{DigestSentence, DigestStory};
use crate::findings::days_between;
use crate::select::FOLLOW_UP_DAYS;

/// What stands above the sentences that appeared weeks after the first one.
pub(super) const SINCE_THEN: &str = "Reported since then:";

/// "12 March 2026", "12 to 14 March 2026", "12 March to 8 June 2026".
pub(super) fn span_in_words(first: Date, last: Date) -> String {
    let to = last.strftime("%-d %B %Y");
    let form = match first {
        _ if first == last => return to.to_string(),
        _ if first.year() != last.year() => "%-d %B %Y",
        _ if first.month() != last.month() => "%-d %B",
        _ => "%-d",
    };
    format!("{} to {to}", first.strftime(form))
}

impl DigestStory {
    /// The days of its first and its last article, of those with a date.
    pub(super) fn span(&self) -> Option<(Date, Date)> {
        let days = || self.articles.iter().filter_map(|article| article.day.as_ref()?.parse().ok());
        Some((days().min()?, days().max()?))
    }

    /// The day on which a sentence appeared.
    fn day(&self, sentence: &DigestSentence) -> Option<Date> {
        let article = self.articles.iter().find(|article| article.id == sentence.article)?;
        article.day.as_ref()?.parse().ok()
    }

    /// The day on which a sentence appeared, where the sentences are of several days; with its year, where they are of several years.
    pub(super) fn day_in_words(&self, sentence: &DigestSentence) -> Option<String> {
        let days = || self.summary.iter().filter_map(|other| self.day(other));
        let (first, last, day) = (days().min()?, days().max()?, self.day(sentence)?);
        let form = if first.year() == last.year() { "%-d %B" } else { "%-d %B %Y" };
        (first != last).then(|| day.strftime(form).to_string())
    }

    /// The same where the sentence before it, if there is one, appeared on another day.
    pub(super) fn next_day_in_words(&self, sentence: &DigestSentence) -> Option<String> {
        let at = self.summary.iter().position(|other| std::ptr::eq(other, sentence))?;
        let before = at.checked_sub(1).and_then(|before| self.day(&self.summary[before]));
        self.day_in_words(sentence).filter(|_| self.day(sentence) != before)
    }

    /// Whether a sentence is the first that appeared weeks after the one that opens.
    pub(super) fn goes_on_with(&self, sentence: &DigestSentence) -> bool {
        // Sentences stand in the order of their days where all have one.
        let days: Option<Vec<Date>> = self.summary.iter().map(|other| self.day(other)).collect();
        let first = days.and_then(|days| {
            let opening = *days.first()?;
            days.iter().position(|day| days_between(opening, *day) >= FOLLOW_UP_DAYS)
        });
        first.is_some_and(|first| std::ptr::eq(&self.summary[first], sentence))
    }
}
