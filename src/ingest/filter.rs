//! Which articles a run keeps: by language, day, outlet and what they are about. What is left out is named with the reason.

use super::article::Article;
use super::date::parse_date;
use super::outlet::{home, key};
use crate::error::Error;
use crate::text::{Lexicons, Query};

/// Seconds of a day.
const DAY: i64 = 86_400;

/// What is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    mute: Vec<Query>,
    mute_outlets: Vec<String>,
    languages: Vec<String>,
    since: Option<(String, i64)>,
    until: Option<(String, i64)>,
}

impl Filter {
    /// Leaves out articles of which a query is true.
    ///
    /// # Errors
    /// A query that looks for nothing.
    pub fn mute(&mut self, query: &str) -> Result<(), Error> {
        let query = Query::parse(query).map_err(|why| Error::Setting {
            name: "mute".to_owned(),
            reason: format!("has {why}"),
        })?;
        self.mute.push(query);
        Ok(())
    }

    /// Leaves out an outlet, by its name or its host.
    pub fn mute_outlet(&mut self, name: &str) {
        self.mute_outlets.push(name.to_owned());
    }

    /// Keeps articles of these languages alone.
    pub fn keep_language(&mut self, code: &str) {
        self.languages.push(code.trim().to_lowercase());
    }

    /// Leaves out what appeared before a day or time.
    ///
    /// # Errors
    /// What is no day and no time.
    pub fn since(&mut self, time: &str) -> Result<(), Error> {
        self.since = Some((time.to_owned(), read_time("since", time)?));
        Ok(())
    }

    /// Leaves out what appeared after a time, or after the end of a day.
    ///
    /// # Errors
    /// What is no day and no time.
    pub fn until(&mut self, time: &str) -> Result<(), Error> {
        let seconds = read_time("until", time)?;
        let is_day = !time.contains(':');
        self.until = Some((time.to_owned(), if is_day { seconds + DAY - 1 } else { seconds }));
        Ok(())
    }

    /// Whether articles are left out by when they appeared. Those without a date stay.
    pub fn is_by_time(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// Why an article is left out, if it is.
    pub fn why_left_out(&self, article: &Article, lexicons: &Lexicons) -> Option<String> {
        if !self.languages.is_empty() {
            let code = article.language.as_ref().map(|language| language.code());
            if !code.is_some_and(|code| self.languages.iter().any(|kept| kept == code)) {
                return Some("of another language than --lang keeps".to_owned());
            }
        }
        let time = article.time();
        if let (Some((since, first)), Some(time)) = (&self.since, time)
            && time < *first
        {
            return Some(format!("before --since {since}"));
        }
        if let (Some((until, last)), Some(time)) = (&self.until, time)
            && time > *last
        {
            return Some(format!("after --until {until}"));
        }
        let is_of = |name: &&String| {
            let of_name = article.source.as_deref().is_some_and(|source| key(source) == key(name));
            let host = article.url.as_deref().and_then(home);
            of_name || host.is_some() && host == home(name)
        };
        if let Some(outlet) = self.mute_outlets.iter().find(is_of) {
            return Some(format!("of a muted outlet: {outlet}"));
        }
        let muted = self.mute.iter().find(|query| article.is_about(query, lexicons))?;
        Some(format!("muted: {}", muted.text()))
    }

    /// Each as an option of the program takes it.
    pub fn options(&self) -> Vec<(&'static str, &str)> {
        let mute = self.mute.iter().map(|query| ("mute", query.text()));
        let outlets = self.mute_outlets.iter().map(|name| ("mute-outlet", name.as_str()));
        let languages = self.languages.iter().map(|code| ("lang", code.as_str()));
        let since = self.since.iter().map(|(time, _)| ("since", time.as_str()));
        let until = self.until.iter().map(|(time, _)| ("until", time.as_str()));
        mute.chain(outlets).chain(languages).chain(since).chain(until).collect()
    }
}

impl Article {
    /// Whether a query is true of its title and text.
    pub fn is_about(&self, query: &Query, lexicons: &Lexicons) -> bool {
        let texts = [self.title_text().unwrap_or_default(), self.body.of(&self.text)];
        query.matches(&texts, lexicons, self.language.as_ref())
    }
}

fn read_time(name: &str, time: &str) -> Result<i64, Error> {
    parse_date(time).ok_or_else(|| Error::Setting {
        name: name.to_owned(),
        reason: format!("takes a day or a time such as 2026-11-28, not `{time}`"),
    })
}
