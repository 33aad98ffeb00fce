//! Stories of other languages from parts: anchors leave each report, and one task links those of all stories.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::row::{Row, missing};
use super::summarize::stories;
use super::term_counts::Remade;
use super::{Job, LEXICONS, Step, of_kind};
use crate::crosslingual::{ArticleAnchors, Counterpart, anchors_of, counterparts};
use crate::error::Error;
use crate::findings::Section;
use crate::ingest::ArticleId;
use crate::segment::ParsedArticle;

/// Takes the anchors out of reports, where there is more than one language.
pub(super) struct Anchors {
    remade: Remade,
    /// Of each article the first of its story; nothing where none is asked for.
    story_of: Option<FxHashMap<ArticleId, ArticleId>>,
}

impl Anchors {
    pub(super) fn new(job: &Job, tables: &[Row]) -> Result<Self, Error> {
        let mut languages: BTreeSet<String> = BTreeSet::new();
        for row in of_kind(tables, "language") {
            languages.extend(row.value::<BTreeSet<String>>()?);
        }
        let is_asked = job.settings.sections.has(Section::OtherLanguages) && languages.len() > 1;
        let first = |tables| -> Result<_, Error> {
            Ok(stories(tables)?.into_iter().map(|(id, first, ..)| (id, first)).collect())
        };
        Ok(Self {
            remade: Remade::new(tables)?,
            story_of: is_asked.then(|| first(tables)).transpose()?,
        })
    }
}

impl Step for Anchors {
    fn take(&mut self, row: Row, out: &mut Vec<Row>) -> Result<(), Error> {
        let Some(story_of) = &self.story_of else { return Ok(()) };
        if !self.remade.counts(&row)? {
            return Ok(());
        }
        let report: ParsedArticle = row.value()?;
        let id = report.article.id;
        let story = story_of.get(&id).ok_or_else(|| missing("story", id))?;
        out.push(Row::of_article("anchors", *story, &anchors_of(&report, &LEXICONS)));
        Ok(())
    }

    fn end(&mut self, _: &mut Vec<Row>) -> Result<(), Error> {
        Ok(())
    }
}

/// Links stories across languages.
#[derive(Default)]
pub(super) struct Across {
    articles: Vec<(ArticleId, ArticleAnchors)>,
}

impl Step for Across {
    fn take(&mut self, row: Row, _: &mut Vec<Row>) -> Result<(), Error> {
        self.articles.push((row.article()?, row.value()?));
        Ok(())
    }

    fn end(&mut self, out: &mut Vec<Row>) -> Result<(), Error> {
        let mut articles = std::mem::take(&mut self.articles);
        articles.sort_unstable_by_key(|(story, article)| (*story, article.id));
        let mut firsts: Vec<ArticleId> = Vec::new();
        let mut stories: Vec<Vec<ArticleAnchors>> = Vec::new();
        for (story, article) in articles {
            match stories.last_mut().filter(|_| firsts.last() == Some(&story)) {
                Some(articles) => articles.push(article),
                None => {
                    firsts.push(story);
                    stories.push(vec![article]);
                }
            }
        }
        let found = firsts.into_iter().zip(counterparts(&stories));
        let found = found.filter(|(_, counterparts)| !counterparts.is_empty());
        out.extend(found.map(|(story, found)| Row::of_article("counterpart", story, &found)));
        Ok(())
    }
}

/// By the first article of a story: what tells the same event in another language.
pub(super) fn counterparts_of(
    tables: &[Row],
) -> Result<FxHashMap<ArticleId, Vec<Counterpart>>, Error> {
    of_kind(tables, "counterpart").map(|row| Ok((row.article()?, row.value()?))).collect()
}
