//! `newsfold sentences`: what the segmenter made, with rejections and reasons.

use std::fmt::Write;

use newsfold::Corpus;
use newsfold::render::Terminal;
use newsfold::segment::{Opinion, ParsedArticle, Rejection};
use newsfold::text::fold_white_space;
use serde::Serialize;

use crate::args::{ViewArgs, ViewFormat};
use crate::progress::{Bar, name_set_aside};
use crate::stories::done;
use crate::{Done, config, on_threads, sink};

#[derive(Serialize)]
struct Segmented<'a> {
    id: String,
    path: &'a str,
    record: Option<usize>,
    element: Option<usize>,
    doc: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    opinion: Option<Opinion>,
    sentences: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    text: String,
    start: usize,
    end: usize,
    paragraph: usize,
    quoted: bool,
    rejection: Option<Rejection>,
}

pub(crate) fn run(args: ViewArgs) -> anyhow::Result<Done> {
    let settings = config::settings(&args.common, None, None)?;
    let bar = Bar::new(&args.common.run);
    let corpus = on_threads(args.common.run.threads, || Corpus::open(&settings, &bar))??;
    bar.clear();
    name_set_aside(&corpus.set_aside, &args.common.run);
    let mut reports: Vec<&ParsedArticle> = corpus.reports.iter().collect();
    reports.sort_by(|a, b| a.article.place.cmp(&b.article.place));
    let segmented: Vec<Segmented<'_>> = reports.into_iter().map(segmented).collect();
    let text = match args.format {
        ViewFormat::Json => serde_json::to_string_pretty(&segmented)? + "\n",
        ViewFormat::Text => as_text(&segmented),
    };
    sink::to_stdout(text.as_bytes())?;
    Ok(done(&corpus))
}

fn segmented(report: &ParsedArticle) -> Segmented<'_> {
    let article = &report.article;
    let row = |s: &newsfold::segment::Sentence| Row {
        text: fold_white_space(s.span.of(&article.text)),
        start: s.span.start,
        end: s.span.end,
        paragraph: s.paragraph,
        quoted: s.quoted,
        rejection: s.rejection,
    };
    Segmented {
        id: article.id.to_string(),
        path: &article.place.path,
        record: article.place.record,
        element: article.place.element,
        doc: article.place.doc,
        opinion: report.opinion,
        sentences: report.sentences.iter().map(row).collect(),
    }
}

fn as_text(articles: &[Segmented<'_>]) -> String {
    let mut text = String::new();
    for article in articles {
        let record = article.record.map_or(String::new(), |n| format!(":{n}"));
        let opinion = article.opinion.map_or(String::new(), |o| format!(" ({})", o.words()));
        let _ = writeln!(text, "{}{record}{opinion}", Terminal(article.path));
        for row in &article.sentences {
            let mark = row.rejection.map_or("", Rejection::words);
            let _ = writeln!(
                text,
                "  {:>6}..{:<6} {:<28} {}",
                row.start,
                row.end,
                mark,
                Terminal(&row.text)
            );
        }
    }
    text
}
