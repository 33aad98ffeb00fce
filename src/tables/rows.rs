//! The rows of each table.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Kind::{Number, Text, Truth, Whole};
use super::{Cell, Column, Table, TableName};
use crate::findings::Difference;
use crate::group::Story;
use crate::ingest::ArticleId;
use crate::origins::{Relation, shared_texts};
use crate::pipeline::{Corpus, summarized_and_listed};
use crate::render::{BuiltStory, DigestArticle, DigestStory, Item, build_story, printed, single};
use crate::score::SupportKind;
use crate::segment::ParsedArticle;
use crate::settings::Settings;
use crate::text::{SourceText, fold_white_space};

const fn column(name: &'static str, kind: super::Kind) -> Column {
    Column { name, kind }
}

pub(super) const ARTICLES: &[Column] = &[
    column("article", Text),
    column("story", Text),
    column("told", Truth),
    column("origin", Whole),
    column("path", Text),
    column("record", Whole),
    column("element", Whole),
    column("doc", Whole),
    column("external_id", Text),
    column("source", Text),
    column("title", Text),
    column("date", Text),
    column("time", Whole),
    column("url", Text),
    column("lang", Text),
    column("opinion", Truth),
    column("teaser", Truth),
    column("cut_off", Truth),
    column("sentences", Whole),
];

pub(super) const SENTENCES: &[Column] = &[
    column("story", Text),
    column("article", Text),
    column("start", Whole),
    column("end", Whole),
    column("line", Whole),
    column("text", Text),
    column("printed", Truth),
    column("rejection", Text),
    column("kind", Text),
    column("origins", Whole),
    column("supporters", Text),
    column("carried_by", Text),
    column("score", Number),
];

pub(super) const COPIES: &[Column] = &[
    column("story", Text),
    column("first", Text),
    column("second", Text),
    column("relation", Text),
    column("words", Whole),
    column("text", Text),
    column("first_start", Whole),
    column("first_end", Whole),
    column("first_share", Number),
    column("second_start", Whole),
    column("second_end", Whole),
    column("second_share", Number),
    column("earlier", Text),
    column("seconds_later", Whole),
];

pub(super) const QUOTES: &[Column] = &[
    column("story", Text),
    column("quote", Whole),
    column("origins", Whole),
    column("speaker", Text),
    column("article", Text),
    column("start", Whole),
    column("end", Whole),
    column("line", Whole),
    column("text", Text),
];

pub(super) const FIGURES: &[Column] = &[
    column("story", Text),
    column("row", Whole),
    column("kind", Text),
    column("what", Text),
    column("unit", Text),
    column("fate", Text),
    column("value", Number),
    column("origins", Whole),
    column("article", Text),
    column("start", Whole),
    column("end", Whole),
    column("as_of", Text),
    column("text", Text),
];

pub(super) const MATRIX: &[Column] = &[
    column("story", Text),
    column("headline", Text),
    column("source", Text),
    column("articles", Whole),
    column("printed", Whole),
    column("supports", Whole),
    column("share", Number),
];

/// These tables of a corpus. Rows stand in the order of the page, within a story in that of articles and places.
pub fn tables(corpus: &Corpus, settings: &Settings, names: &[TableName]) -> Vec<Table> {
    let (mut told, listed) = summarized_and_listed(corpus, settings);
    told.truncate(settings.top.unwrap_or(usize::MAX));
    let of_told = |story: &&Story| {
        let built = build_story(story, corpus, settings);
        names.iter().map(|name| rows_of(*name, story, &built, corpus)).collect::<Vec<_>>()
    };
    let by_story: Vec<Vec<Vec<Vec<Cell>>>> = told.par_iter().map(of_told).collect();
    let mut tables: Vec<Table> =
        names.iter().map(|name| Table { name: *name, rows: Vec::new() }).collect();
    for story in by_story {
        for (table, rows) in tables.iter_mut().zip(story) {
            table.rows.extend(rows);
        }
    }
    if let Some(articles) = tables.iter_mut().find(|table| table.name == TableName::Articles) {
        for story in listed {
            let single = single(story, corpus, settings);
            let of = article_rows(&single.id, false, &single.articles, story, &corpus.reports);
            articles.rows.extend(of);
        }
    }
    tables
}

fn rows_of(table: TableName, story: &Story, built: &BuiltStory, corpus: &Corpus) -> Vec<Vec<Cell>> {
    match table {
        TableName::Articles => {
            let DigestStory { id, articles, .. } = &built.story;
            article_rows(id, true, articles, story, &corpus.reports)
        }
        TableName::Sentences => sentence_rows(story, built, &corpus.reports),
        TableName::Copies => copy_rows(story, &built.story.id, corpus),
        TableName::Quotes => quote_rows(&built.story),
        TableName::Figures => figure_rows(&built.story),
        TableName::Matrix => matrix_rows(&built.story),
    }
}

fn text(value: impl Into<String>) -> Cell {
    Cell::Text(value.into())
}

fn given(value: Option<impl Into<String>>) -> Cell {
    value.map_or(Cell::Empty, text)
}

fn whole(number: usize) -> Cell {
    Cell::Whole(i64::try_from(number).unwrap_or(i64::MAX))
}

fn ids<'a>(ids: impl Iterator<Item = &'a ArticleId>) -> Cell {
    text(ids.map(ArticleId::to_string).collect::<Vec<_>>().join(" "))
}

/// Of the articles of a story, as the digest has them.
fn article_rows(
    id: &str,
    told: bool,
    articles: &[DigestArticle],
    story: &Story,
    reports: &[ParsedArticle],
) -> Vec<Vec<Cell>> {
    let raw = |value: &Option<SourceText>| given(value.as_ref().map(SourceText::raw));
    let number = |number: Option<usize>| number.map_or(Cell::Empty, whole);
    let row = |(article, report): (&DigestArticle, &usize)| {
        let report = &reports[*report];
        vec![
            text(article.id.to_string()),
            text(id),
            Cell::Truth(told),
            whole(article.origin),
            text(article.path.raw()),
            number(article.record),
            number(article.element),
            number(article.doc),
            raw(&article.external_id),
            raw(&article.source),
            raw(&article.title),
            raw(&article.date),
            report.time.map_or(Cell::Empty, Cell::Whole),
            raw(&article.url),
            given(article.lang.clone()),
            Cell::Truth(article.opinion.is_some()),
            Cell::Truth(article.teaser),
            Cell::Truth(article.cut_off),
            whole(report.sentences.len()),
        ]
    };
    articles.iter().zip(&story.reports).map(row).collect()
}

fn sentence_rows(
    story: &Story,
    BuiltStory { story: told, scored, summary }: &BuiltStory,
    reports: &[ParsedArticle],
) -> Vec<Vec<Cell>> {
    let id = |at: &usize| &reports[story.reports[*at]].article.id;
    let row = |(at, sentence): (usize, &crate::score::StorySentence)| {
        let report = &reports[story.reports[sentence.report]];
        let span = sentence.sentence.span;
        let scored = &scored.scored[at];
        let kind = match scored.support.kind {
            SupportKind::Reported => "reported",
            SupportKind::Quoted => "quoted",
        };
        vec![
            text(&*told.id),
            text(report.article.id.to_string()),
            whole(span.start),
            whole(span.end),
            whole(report.line_of(span.start)),
            text(fold_white_space(span.of(&report.article.text))),
            Cell::Truth(summary.picks.iter().any(|pick| pick.sentence == at)),
            given(sentence.sentence.rejection.map(|rejection| rejection.words())),
            text(kind),
            whole(scored.support.origins),
            ids(scored.support.reports.iter().map(id)),
            ids(scored.support.carried_by.iter().map(id)),
            Cell::Number(crate::score::rounded(scored.score)),
        ]
    };
    scored.view.sentences.iter().enumerate().map(row).collect()
}

fn copy_rows(story: &Story, id: &str, corpus: &Corpus) -> Vec<Vec<Cell>> {
    let reports = &corpus.reports;
    let rarity = corpus.copies.word_rarity();
    let shared = shared_texts(&story.reports, reports, rarity, &corpus.lexicons);
    let row = |shared: &crate::origins::SharedText| {
        let receipt = printed(shared, reports);
        let [first, second] = &receipt.places;
        let relation = match receipt.relation {
            Relation::PrintedCopy => "printed_copy",
            Relation::EditedCopy => "edited_copy",
            Relation::Excerpt => "excerpt",
            Relation::Passage => "passage",
            Relation::Quotation => "quotation",
        };
        let times = reports[shared.first].time.zip(reports[shared.second].time);
        let earlier = times.filter(|(a, b)| a != b).map(|(a, b)| {
            if a < b { first.article.to_string() } else { second.article.to_string() }
        });
        vec![
            text(id),
            text(first.article.to_string()),
            text(second.article.to_string()),
            text(relation),
            whole(receipt.words),
            text(receipt.text.raw()),
            whole(first.start),
            whole(first.end),
            Cell::Number(first.share),
            whole(second.start),
            whole(second.end),
            Cell::Number(second.share),
            given(earlier),
            times.map_or(Cell::Empty, |(a, b)| Cell::Whole((a - b).abs())),
        ]
    };
    shared.iter().map(row).collect()
}

fn place(item: &Item) -> [Cell; 3] {
    [text(item.article.to_string()), whole(item.start), whole(item.end)]
}

fn quote_rows(story: &DigestStory) -> Vec<Vec<Cell>> {
    let quotes = story.findings.quotes.iter().enumerate();
    let rows = quotes.flat_map(|(number, quote)| {
        quote.forms.iter().flatten().map(move |piece| {
            let [article, start, end] = place(piece);
            vec![
                text(&*story.id),
                whole(number + 1),
                whole(quote.origins),
                given(quote.speaker.as_ref().map(|speaker| speaker.text.raw())),
                article,
                start,
                end,
                whole(piece.line),
                text(piece.text.raw()),
            ]
        })
    });
    rows.collect()
}

fn figure_rows(story: &DigestStory) -> Vec<Vec<Cell>> {
    let mut rows = Vec::new();
    for (number, row) in story.findings.differ.iter().enumerate() {
        let kind = match row.kind {
            Difference::Conflict => "differ",
            Difference::Series => "over_time",
        };
        for value in &row.values {
            for stated in &value.stated {
                let [article, start, end] = place(&stated.item);
                rows.push(vec![
                    text(&*story.id),
                    whole(number + 1),
                    text(kind),
                    given(row.what.as_ref().map(|what| what.text.raw())),
                    given(row.unit),
                    given(row.fate),
                    Cell::Number(value.value),
                    whole(value.origins),
                    article,
                    start,
                    end,
                    given(stated.as_of.clone()),
                    text(stated.item.text.raw()),
                ]);
            }
        }
    }
    rows
}

/// For each outlet of a story (an article without one is an outlet of its own) what it has of it.
fn matrix_rows(story: &DigestStory) -> Vec<Vec<Cell>> {
    let share: BTreeMap<ArticleId, f64> =
        story.findings.coverage.iter().map(|of| (of.article, of.share)).collect();
    let mut outlets: BTreeMap<(bool, String), Vec<ArticleId>> = BTreeMap::new();
    for article in &story.articles {
        let key = match &article.source {
            Some(source) => (false, source.raw().to_owned()),
            None => (true, article.id.to_string()),
        };
        outlets.entry(key).or_default().push(article.id);
    }
    let row = |((unknown, name), articles): ((bool, String), Vec<ArticleId>)| {
        let printed = story.summary.iter().filter(|s| articles.contains(&s.article)).count();
        let says = |ids: &[ArticleId]| ids.iter().any(|id| articles.contains(id));
        let supports = story.summary.iter().filter(|s| says(&s.support.articles)).count();
        let most = articles.iter().filter_map(|id| share.get(id).copied()).reduce(f64::max);
        vec![
            text(&*story.id),
            given(story.headline.as_ref().map(|headline| headline.text.raw())),
            if unknown { Cell::Empty } else { text(name) },
            whole(articles.len()),
            whole(printed),
            whole(supports),
            most.map_or(Cell::Empty, Cell::Number),
        ]
    };
    outlets.into_iter().map(row).collect()
}
