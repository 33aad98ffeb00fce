//! One story to its place in the digest: score, select, and name every source.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::digest::{
    AboutPart, DigestAbout, DigestArticle, DigestSentence, DigestStory, DigestSupport, OriginGroup,
    Receipt, ReceiptPlace, Single, Watched,
};
use super::findings::Printer;
use super::headline::headline;
use super::issue::{Status, story_issue};
use super::what_if::{Shown, WhatIf};
use crate::findings::{day_of, find};
use crate::group::{self, Story};
use crate::ingest::{Article, ArticleId, KEPT_TEXTS, count_outlets};
use crate::issue::{Identity, News, Repeat, State, is_hardly_new, news};
use crate::origins::{SharedText, copy_groups_of, independent_origins, receipt};
use crate::pipeline::Corpus;
use crate::score::{ScoredStory, Support, about, score};
use crate::segment::ParsedArticle;
use crate::select::{StoryNumbers, Summary, has_summary, select, select_beside};
use crate::settings::Settings;
use crate::text::{Query, SourceText};
use crate::text::{Span, count_words, fold_white_space, text_link};

/// A story told: its place in the digest, and the numbers behind it.
pub struct BuiltStory {
    /// What is printed.
    pub story: DigestStory,
    /// Every sentence with its signals.
    pub scored: ScoredStory,
    /// What was chosen.
    pub summary: Summary,
}

/// What earlier issues have told.
#[derive(Clone, Copy)]
pub(crate) struct Since<'a> {
    pub(crate) state: &'a State,
    /// Of the story.
    pub(crate) identity: &'a Identity,
    pub(crate) repeat: Repeat,
}

/// Tells one story.
pub fn build_story(story: &Story, corpus: &Corpus, settings: &Settings) -> BuiltStory {
    build_since(story, corpus, settings, None)
}

/// The same; in an issue that knows of earlier ones, of a story that one of these has told what is new.
pub(crate) fn build_since(
    story: &Story,
    corpus: &Corpus,
    settings: &Settings,
    since: Option<Since<'_>>,
) -> BuiltStory {
    let reports = &corpus.reports;
    let scored = score(
        story,
        reports,
        &corpus.copies,
        &corpus.frequencies,
        &corpus.lexicons,
        &settings.score,
    );
    let news = since.and_then(|since| {
        let Since { state, identity, .. } = since;
        news(story, reports, &scored, &corpus.lexicons, identity, state)
    });
    let of_news = news.as_ref().map(|news| select_news(&scored, settings, news));
    let has_news = of_news.as_ref().is_some_and(|summary| !summary.picks.is_empty());
    let summary = match (of_news, since.map(|since| since.repeat)) {
        (Some(of_news), Some(Repeat::None)) => of_news,
        _ => select(&scored, &settings.select()),
    };
    let articles = digest_articles(story, corpus, settings);
    let sources = story.reports.iter().map(|r| reports[*r].article.source.as_deref());
    let outlets = count_outlets(sources);
    let origins = origins(story, corpus);
    let origin_groups = origin_groups(story, corpus);
    let found = find(story, reports, &corpus.frequencies, &scored, &summary, &settings.sections);
    let sentence = |index: usize| {
        let sentence = digest_sentence(index, story, reports, &scored);
        if settings.text_links { at_the_sentence(sentence, &articles) } else { sentence }
    };
    let copied = copied(story, reports, &origin_groups);
    let printer = Printer { story, reports };
    let mut sentences: Vec<DigestSentence> =
        summary.picks.iter().map(|pick| sentence(pick.sentence)).collect();
    for (sentence, facts) in sentences.iter_mut().zip(&found.facts) {
        sentence.facts = facts.iter().map(|fact| printer.fact(fact)).collect();
    }
    for (sentence, introductions) in sentences.iter_mut().zip(&found.introductions) {
        sentence.introductions =
            introductions.iter().map(|introduction| printer.introduction(introduction)).collect();
    }
    let findings = printer.print(&found, &sentence, &copied);
    let headline = headline(story, reports, &scored, &summary, &findings.differ, news.as_ref());
    let issue = since.map(|Since { identity, state, .. }| {
        let mut issue = story_issue(
            identity,
            state,
            (news.as_ref(), has_news),
            &findings.differ,
            (story, &scored),
            &printer,
        );
        if issue.status == Status::Unchanged && !issue.figures.is_empty() {
            issue.status = Status::Changed;
        }
        issue
    });
    let story = DigestStory {
        id: since.map_or_else(|| story_id(story, reports), |since| since.identity.id.clone()),
        headline,
        origins,
        origin_groups,
        outlets,
        articles,
        summary: sentences,
        findings,
        share_of_best: crate::score::rounded(summary.share_of_best()),
        issue,
        watched: watched_by(story, corpus, settings),
        about: about_of(story, corpus, settings),
        also_reported: Vec::new(),
        what_if: settings.what_if.then(|| what_if(story, reports, &scored, &summary)),
    };
    BuiltStory { story, scored, summary }
}

/// Rounds in which what is hardly new gives way to other news.
const NEWS_ROUNDS: usize = 8;

/// A summary of what is new. Beside what was printed a short report may look like a repetition, for the names that all have: where nothing
/// is left, only what its sentences say tells whether they are known.
fn select_news(scored: &ScoredStory, settings: &Settings, news: &News) -> Summary {
    let summary = select_news_beside(scored, settings, news, &news.printed);
    if !summary.picks.is_empty() {
        return summary;
    }
    select_news_beside(scored, settings, news, &[])
}

/// The same beside some printed sentences. Only what is chosen is compared with all that is known.
fn select_news_beside(
    scored: &ScoredStory,
    settings: &Settings,
    news: &News,
    printed: &[usize],
) -> Summary {
    let mut barred = news.barred.clone();
    let mut rounds = 0;
    loop {
        let mut summary = select_beside(scored, &settings.select(), &barred, printed);
        let picked = summary.picks.iter().map(|pick| pick.sentence);
        let known: Vec<usize> = picked.filter(|at| is_hardly_new(scored, news, *at)).collect();
        if known.is_empty() || rounds == NEWS_ROUNDS {
            summary.picks.retain(|pick| !known.contains(&pick.sentence));
            return summary;
        }
        barred.extend(known);
        rounds += 1;
    }
}

fn what_if(
    story: &Story,
    reports: &[ParsedArticle],
    scored: &ScoredStory,
    summary: &Summary,
) -> WhatIf {
    let numbers = StoryNumbers::new(scored);
    let shown = |index: usize| {
        let sentence = &scored.view.sentences[index];
        let report = &reports[story.reports[sentence.report]];
        let span = sentence.sentence.span;
        Shown {
            text: SourceText::new(fold_white_space(span.of(&report.article.text))),
            line: report.line_of(span.start),
            origins: scored.scored[index].support.origins,
        }
    };
    let shown = (0..scored.scored.len())
        .map(|index| numbers.may_be_chosen(index).then(|| shown(index)))
        .collect();
    WhatIf { numbers, shown, chosen: summary.picks.iter().map(|p| p.sentence).collect() }
}

fn origin_groups(story: &Story, corpus: &Corpus) -> Vec<OriginGroup> {
    let reports = &corpus.reports;
    copy_groups_of(&story.reports, &corpus.copies)
        .iter()
        .enumerate()
        .map(|(id, group)| OriginGroup {
            id,
            articles: group.iter().map(|r| reports[*r].article.id).collect(),
            receipt: receipt(group, reports, corpus.copies.word_rarity(), &corpus.lexicons)
                .map(|s| printed(&s, reports)),
        })
        .collect()
}

/// For each report the share of its own words that stand in another article of its copy group.
fn copied(story: &Story, reports: &[ParsedArticle], groups: &[OriginGroup]) -> Vec<f64> {
    let shares: BTreeMap<ArticleId, f64> = groups
        .iter()
        .filter_map(|group| group.receipt.as_ref())
        .flat_map(|receipt| receipt.places.iter().map(|place| (place.article, place.share)))
        .collect();
    let share = |report: &usize| shares.get(&reports[*report].article.id).copied();
    story.reports.iter().map(|report| share(report).unwrap_or(0.0)).collect()
}

/// A shared text as it is printed.
pub fn printed(shared: &SharedText, reports: &[ParsedArticle]) -> Receipt {
    let place = |report: usize, span: Span, share: f64| ReceiptPlace {
        article: reports[report].article.id,
        start: span.start,
        end: span.end,
        share: crate::score::rounded(share),
    };
    Receipt {
        relation: shared.relation,
        words: shared.words,
        places: [
            place(shared.first, shared.spans.0, shared.shares.0),
            place(shared.second, shared.spans.1, shared.shares.1),
        ],
        text: SourceText::new(fold_white_space(
            shared.spans.0.of(&reports[shared.first].article.text),
        )),
    }
}

/// A report or two that are not worth a digest of their own.
pub(crate) fn single(story: &Story, corpus: &Corpus, settings: &Settings) -> Single {
    let report = &corpus.reports[story.reports[0]];
    let first = report.sentences.first().map(|s| s.span.of(&report.article.text));
    Single {
        id: story_id(story, &corpus.reports),
        headline: report
            .article
            .title_text()
            .or(first)
            .map(|t| SourceText::new(fold_white_space(t))),
        articles: digest_articles(story, corpus, settings),
    }
}

/// What single reports are sorted by, as bytes that sort alike on every machine: news before boilerplate, dated before undated, the newest
/// first, ties by content id. Nothing in it says where in a file a report stood.
pub(crate) fn single_key(story: &Story, reports: &[ParsedArticle]) -> [u8; 26] {
    let of_story = || story.reports.iter().map(|report| &reports[*report]);
    let newest = of_story().filter_map(|report| report.time).max();
    // Later times are larger numbers, also before 1970, and sort first.
    let behind = newest.map_or(0, |time| u64::MAX - (time.cast_unsigned() ^ 1 << 63));
    let mut key = [0; 26];
    key[0] = u8::from(!of_story().any(ParsedArticle::is_news));
    key[1] = u8::from(newest.is_none());
    key[2..10].copy_from_slice(&behind.to_be_bytes());
    key[10..].copy_from_slice(&reports[story.reports[0]].article.id.to_bytes());
    key
}

/// What stories are sorted by on the page: by origins, then articles, the most first, then id. Known before a story is told.
pub(crate) fn story_key(
    story: &Story,
    corpus: &Corpus,
) -> (Reverse<usize>, Reverse<usize>, String) {
    let origins = origins(story, corpus);
    (Reverse(origins), Reverse(story.reports.len()), story_id(story, &corpus.reports))
}

/// At most so many reports of a story are independent.
fn origins(story: &Story, corpus: &Corpus) -> usize {
    let reports = &corpus.reports;
    let one = |r: &usize| (reports[*r].article.source.as_deref(), corpus.copies.of(*r));
    independent_origins(story.reports.iter().map(one))
}

/// The watched queries of which an article of a story is true, each with the first such article.
pub(crate) fn watched_by(story: &Story, corpus: &Corpus, settings: &Settings) -> Vec<Watched> {
    let first = |query: &Query| {
        let is_about =
            |report: &&usize| corpus.reports[**report].article.is_about(query, &corpus.lexicons);
        let report = story.reports.iter().find(is_about)?;
        let article = corpus.reports[*report].article.id;
        Some(Watched { query: query.text().to_owned(), article })
    };
    settings.watch.iter().filter_map(first).collect()
}

/// How much a story says of what the run is about, if it is about anything.
pub(crate) fn about_of(story: &Story, corpus: &Corpus, settings: &Settings) -> Option<DigestAbout> {
    let query = settings.score.about.as_ref()?;
    let about = about(story, &corpus.reports, &corpus.frequencies, &corpus.lexicons, query);
    let part = |(text, articles)| AboutPart { text: SourceText::new(text), articles };
    Some(DigestAbout {
        relevance: crate::score::rounded(about.relevance),
        found: about.found.into_iter().map(part).collect(),
    })
}

/// Whether a story has a sentence to be told by; others are only listed.
pub(crate) fn may_be_summarized(story: &Story, corpus: &Corpus, settings: &Settings) -> bool {
    let sentences = story.reports.iter().flat_map(|report| {
        let report = &corpus.reports[*report];
        let text = &report.article.text;
        report.sentences.iter().map(move |s| (s.rejection, || count_words(s.span.of(text))))
    });
    has_summary(sentences, settings.budget)
}

/// The id under which a story is printed.
pub(crate) fn story_id(story: &Story, reports: &[ParsedArticle]) -> String {
    group::story_id(story.reports.iter().map(|report| reports[*report].article.id))
}

fn digest_articles(story: &Story, corpus: &Corpus, settings: &Settings) -> Vec<DigestArticle> {
    let by_time = settings.filter.is_by_time();
    let mut groups: Vec<usize> = Vec::new();
    let one = |report: &usize| {
        let group = corpus.copies.of(*report);
        let origin = groups.iter().position(|g| *g == group).unwrap_or_else(|| {
            groups.push(group);
            groups.len() - 1
        });
        digest_article(&corpus.reports[*report], origin, by_time)
    };
    story.reports.iter().map(one).collect()
}

fn digest_article(report: &ParsedArticle, origin: usize, by_time: bool) -> DigestArticle {
    let article = &report.article;
    let text = |value: &Option<String>| value.clone().map(SourceText::new);
    DigestArticle {
        id: article.id,
        external_id: text(&article.external_id),
        source: text(&article.source),
        title: article.title_text().map(|t| SourceText::new(fold_white_space(t))),
        date: text(&article.date),
        day: report.time.and_then(day_of).map(|day| day.to_string()),
        date_unread: article.date.is_some() && report.time.is_none(),
        url: text(&article.url),
        lang: report.language().map(|l| l.code().to_owned()),
        path: SourceText::new(article.place.path.clone()),
        record: article.place.record,
        element: article.place.element,
        doc: article.place.doc,
        text_path: text_path(article),
        opinion: report.opinion,
        undated: by_time && report.time.is_none(),
        teaser: article.teaser,
        cut_off: article.cut_off,
        flat: article.flat,
        encoding: article.encoding.clone(),
        origin,
    }
}

/// A source text that is kept beside the digest, and where.
pub(crate) fn kept_text(report: &ParsedArticle) -> Option<(String, String)> {
    Some((text_path(&report.article)?, report.article.text.clone()))
}

/// Where a copy of the source text is kept, relative to the digest.
fn text_path(article: &Article) -> Option<String> {
    article.keep_text.then(|| format!("{KEPT_TEXTS}/{}.txt", article.id))
}

pub(super) fn digest_sentence(
    index: usize,
    story: &Story,
    reports: &[ParsedArticle],
    scored: &ScoredStory,
) -> DigestSentence {
    let sentence = &scored.view.sentences[index];
    let report = &reports[story.reports[sentence.report]];
    let article = &report.article;
    let span = sentence.sentence.span;
    let paragraph = report.cleaned.blocks.get(sentence.sentence.paragraph);
    let paragraph = paragraph.map_or(span, |block| block.span);
    let before = &article.text[paragraph.start.min(span.start)..span.start];
    let behind = &article.text[span.end..paragraph.end.max(span.end)];
    let values = &scored.scored[index];
    DigestSentence {
        text: SourceText::new(fold_white_space(span.of(&article.text))),
        article: article.id,
        start: span.start,
        end: span.end,
        line: report.line_of(span.start),
        field: article.text_field.clone(),
        support: digest_support(&values.support, story, reports),
        score: crate::score::rounded(values.score),
        signals: values.signals,
        facts: Vec::new(),
        introductions: Vec::new(),
        link: None,
        context: [
            SourceText::new(fold_white_space(&last_words(before))),
            SourceText::new(fold_white_space(&first_words(behind))),
        ],
    }
}

/// The same with the address of its article at the sentence.
fn at_the_sentence(sentence: DigestSentence, articles: &[DigestArticle]) -> DigestSentence {
    let article = articles.iter().find(|article| article.id == sentence.article);
    let url = article.and_then(|article| article.url.as_ref());
    let link = url.and_then(|url| text_link(url.raw(), sentence.text.raw()));
    DigestSentence { link: link.map(SourceText::new), ..sentence }
}

/// Characters of a paragraph that a page shows on each side of a sentence: all of a paragraph of the press, and of an article in one line
/// what a reader needs.
const MOST_CONTEXT: usize = 600;

/// Characters within which a space is looked for where context is cut.
const NEAR_SPACE: usize = 40;

/// The end of what stands before a sentence.
fn last_words(before: &str) -> Cow<'_, str> {
    let Some((from, _)) = before.char_indices().nth_back(MOST_CONTEXT) else {
        return before.into();
    };
    let mut near = before[from..].char_indices().take(NEAR_SPACE);
    let space = near.find(|(_, c)| c.is_whitespace()).map_or(0, |(at, _)| at);
    format!("… {}", before[from + space..].trim_start()).into()
}

/// The beginning of what stands behind a sentence.
fn first_words(behind: &str) -> Cow<'_, str> {
    let Some((to, _)) = behind.char_indices().nth(MOST_CONTEXT) else { return behind.into() };
    let mut near = behind[..to].char_indices().rev().take(NEAR_SPACE);
    let space = near.find(|(_, c)| c.is_whitespace()).map_or(to, |(at, _)| at);
    format!("{} …", behind[..space].trim_end()).into()
}

pub(super) fn digest_support(
    support: &Support,
    story: &Story,
    reports: &[ParsedArticle],
) -> DigestSupport {
    let ids =
        |indices: &[usize]| indices.iter().map(|r| reports[story.reports[*r]].article.id).collect();
    DigestSupport {
        kind: support.kind,
        origins: support.origins,
        articles: ids(&support.reports),
        carried_by: ids(&support.carried_by),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_paragraph_the_nearest_words_are_shown() {
        assert_eq!(last_words("It rained. "), "It rained. ");
        assert_eq!(first_words(" It rained."), " It rained.");
        for sentence in ["Über Nacht fiel Regen. ", "雨が降った。", "iPhone の販売は好調だった。"]
        {
            let long = format!(" {}", sentence.repeat(200));
            let (before, behind) = (last_words(&long), first_words(&long));
            let before = before.strip_prefix("… ").unwrap();
            let behind = behind.strip_suffix(" …").unwrap();
            assert!(long.ends_with(before) && long.starts_with(behind), "{before} {behind}");
            for shown in [before, behind] {
                let chars = shown.chars().count();
                assert!((MOST_CONTEXT - NEAR_SPACE..=MOST_CONTEXT + 1).contains(&chars), "{chars}");
            }
        }
    }
}
