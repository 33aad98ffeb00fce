//! A story as its sentences, with the words of each.

use std::collections::BTreeMap;
use std::ops::BitOrAssign;

use super::damage;
use super::quoted_elsewhere;
use super::reprinted;
use super::vocabulary::{Idf, TermNumber, Vocabulary};
use crate::group::{DocumentFrequencies, Story};
use crate::origins::CopyGroups;
use crate::segment::{ParsedArticle, Sentence};
use crate::text::{
    Lang, Language, Lexicons, Quotation, Span, Token, Tokenizer, WordValue, count_words, fold_word,
    opposites,
};

/// One sentence of a story.
#[derive(Debug, Clone)]
pub struct StorySentence {
    /// Index of its report in the story.
    pub report: usize,
    /// Index among its article's sentences.
    pub index: usize,
    /// The sentence.
    pub sentence: Sentence,
    /// Words as the budget counts them.
    pub words: usize,
    /// Its words in order.
    pub tokens: Vec<Token>,
    /// The term of each of these.
    pub term_of: Vec<TermNumber>,
    /// Its content terms, sorted, each once.
    pub terms: Vec<TermNumber>,
    /// The sum of their weights.
    pub weight: f64,
    /// Those of them that stand in quotation marks, sorted.
    pub quoted_terms: Vec<TermNumber>,
    /// The sum of their weights.
    pub quoted_weight: f64,
    /// Hashes of its words outside quotation marks, in order.
    pub own_words: Vec<u64>,
    /// Hashes of its words inside of them, in order.
    pub quoted_words: Vec<u64>,
    /// Its numbers, sorted.
    pub numbers: Vec<TermNumber>,
    /// Those of them that are content terms in quotation marks, sorted.
    pub quoted_numbers: Vec<TermNumber>,
    /// Its content terms as they stand; of a quotation the quoted ones.
    pub order: Vec<TermNumber>,
    /// Its numbers, and its words with a capital behind the first: figures, names and days. Sorted.
    pub facts: Vec<TermNumber>,
    /// Its content terms but for these: what it says of them. Sorted; empty where every noun has a capital, or none.
    pub predicate: Vec<TermNumber>,
    /// How many of its words deny.
    pub denials: usize,
    /// Those of them that stand in quotation marks.
    pub quoted_denials: usize,
    /// The opposites that its words are, see [`opposites`].
    pub opposites: u32,
    /// Whether it names a day of the week, or one from today ("yesterday"), outside quotation marks.
    pub names_day: bool,
    /// Whether its article is opinion, in a story that has news.
    pub opinion: bool,
    /// Whether its wording is damaged (letters missing, a name misspelt).
    pub damaged: bool,
    /// Whether it prints as its own what other copy groups give in quotation marks.
    pub quoted_elsewhere: bool,
    /// Whether an earlier report of its copy group prints it too, in the same words.
    pub reprinted: bool,
}

/// One report of a story.
#[derive(Debug, Clone)]
pub struct StoryArticle {
    /// Index among all reports.
    pub report: usize,
    /// The outlet.
    pub source: Option<String>,
    /// Copy group, numbered within the story by first member.
    pub origin: usize,
    /// Publication time, seconds since 1970.
    pub time: Option<i64>,
    /// Content terms of the title, sorted.
    pub title_terms: Vec<TermNumber>,
    /// The opposites that its words are.
    pub title_opposites: u32,
    /// How many words of the title deny.
    pub title_denials: usize,
    /// The story's sentences that are this report's.
    pub sentences: std::ops::Range<usize>,
}

/// Seconds of a day.
const DAY: i64 = 86_400;

impl StoryArticle {
    /// The day of its publication, counted from 1970.
    pub fn day(&self) -> Option<i64> {
        self.time.map(|time| time.div_euclid(DAY))
    }

    /// The seconds from the begin of that day. Nothing at midnight: there stands what has a date and no time.
    pub fn time_of_day(&self) -> Option<i64> {
        self.time.map(|time| time.rem_euclid(DAY)).filter(|time| *time > 0)
    }

    /// Whether it is known to be published before another.
    pub fn is_before(&self, other: &Self) -> bool {
        match (self.time_of_day(), other.time_of_day()) {
            (Some(_), Some(_)) => self.time < other.time,
            _ => matches!((self.day(), other.day()), (Some(a), Some(b)) if a < b),
        }
    }
}

/// A story's sentences, report by report in the story's order.
pub struct StoryView {
    /// All sentences.
    pub sentences: Vec<StorySentence>,
    /// The reports.
    pub reports: Vec<StoryArticle>,
    /// How many copy groups there are.
    pub origins: usize,
    /// Weight of a term.
    pub idf: Idf,
}

impl StoryView {
    pub(super) fn new(
        story: &Story,
        reports: &[ParsedArticle],
        copies: &CopyGroups,
        frequencies: &DocumentFrequencies,
        lexicons: &Lexicons,
    ) -> Self {
        let read: Vec<TokenizedArticle> = story
            .reports
            .iter()
            .map(|index| TokenizedArticle::new(&reports[*index], lexicons))
            .collect();
        let vocabulary =
            Vocabulary::new(read.iter().flat_map(|r| r.sentences.iter().flatten().chain(&r.title)));
        let idf = Idf::new(&vocabulary, frequencies, language_of(story, reports));
        let mut origins: BTreeMap<usize, usize> = BTreeMap::new();
        let mut told_reports = Vec::with_capacity(story.reports.len());
        let mut sentences = Vec::new();
        // Where most reports are columns or reviews there is no straight news to come before them.
        let opinions = story.reports.iter().filter(|index| reports[**index].opinion.is_some());
        let is_news = 2 * opinions.count() <= story.reports.len();
        for (at, (index, read)) in story.reports.iter().zip(read).enumerate() {
            let report = &reports[*index];
            let next = origins.len();
            let origin = *origins.entry(copies.of(*index)).or_insert(next);
            let start = sentences.len();
            let opinion = is_news && report.opinion.is_some();
            let told = sentences_of((at, report), opinion, read.sentences, &vocabulary, &idf);
            sentences.extend(told);
            let title = read.title.iter().filter(|t| !t.stop);
            told_reports.push(StoryArticle {
                report: *index,
                source: report.article.source.clone(),
                origin,
                time: report.time,
                title_terms: each_once(title.map(|t| vocabulary.number(t)).collect()),
                title_opposites: opposites(read.title.iter()),
                title_denials: read.title.iter().filter(|t| t.denies).count(),
                sentences: start..sentences.len(),
            });
        }
        damage::mark(&mut sentences, story, reports);
        quoted_elsewhere::mark(&mut sentences, &told_reports);
        reprinted::mark(&mut sentences, &told_reports);
        Self { sentences, reports: told_reports, origins: origins.len(), idf }
    }
}

/// The language of most of a story's reports, of several the first: what a short report is in nobody can tell, but what its story is
/// in others do.
fn language_of<'a>(story: &Story, reports: &'a [ParsedArticle]) -> Option<&'a Language> {
    let mut counts: Vec<(&Language, usize)> = Vec::new();
    for language in story.reports.iter().filter_map(|r| reports[*r].language()) {
        match counts.iter_mut().find(|(known, _)| *known == language) {
            Some((_, count)) => *count += 1,
            None => counts.push((language, 1)),
        }
    }
    counts.iter().rev().max_by_key(|(_, count)| *count).map(|(language, _)| *language)
}

/// The words of one report.
struct TokenizedArticle {
    sentences: Vec<Vec<Token>>,
    title: Vec<Token>,
}

impl TokenizedArticle {
    fn new(report: &ParsedArticle, lexicons: &Lexicons) -> Self {
        let tokenizer = Tokenizer::new(lexicons.of(report.language()));
        let text = &report.article.text;
        let title = report.article.title_text().unwrap_or_default();
        Self {
            sentences: report.sentences.iter().map(|s| tokenizer.tokens(text, s.span)).collect(),
            title: tokenizer.tokens(title, Span::new(0, title.len())),
        }
    }
}

/// The sentences of one report.
fn sentences_of(
    (at, report): (usize, &ParsedArticle),
    opinion: bool,
    tokens: Vec<Vec<Token>>,
    vocabulary: &Vocabulary,
    idf: &Idf,
) -> Vec<StorySentence> {
    let text = &report.article.text;
    let quoted = &report.quotations;
    let lang = Lang::of(report.language());
    let names_have_capitals = lang.is_known() && !lang.has_capital_nouns();
    let sentences = report.sentences.iter().zip(tokens).enumerate();
    sentences
        .map(|(index, (sentence, tokens))| {
            let from = quoted.partition_point(|q| q.span.end <= sentence.span.start);
            let in_quotes = stand_in(&quoted[from..], &tokens);
            let term_of: Vec<TermNumber> = tokens.iter().map(|t| vocabulary.number(t)).collect();
            let uses = uses(&tokens, &term_of, &in_quotes);
            let terms_with = |bits: u8| -> Vec<TermNumber> {
                uses.iter().filter(|(_, is)| is & bits == bits).map(|(term, _)| *term).collect()
            };
            let (terms, quoted_terms) = (terms_with(CONTENT), terms_with(QUOTED));
            let is_quotation = sentence.quoted && !quoted_terms.is_empty();
            let claimed = if is_quotation { &quoted_terms } else { &terms };
            let is_claimed = |term: &TermNumber| claimed.binary_search(term).is_ok();
            let order = term_of.iter().copied().filter(is_claimed).collect();
            let words_where = |quoted: bool| -> Vec<u64> {
                let words =
                    tokens.iter().zip(&in_quotes).filter(|(_, in_quotes)| **in_quotes == quoted);
                words.map(|(t, _)| t.word).collect()
            };
            let predicate = uses
                .iter()
                .filter(|(_, is)| names_have_capitals && is & CONTENT != 0 && is & FACT == 0);
            StorySentence {
                report: at,
                index,
                sentence: *sentence,
                words: count_words(sentence.span.of(text)),
                weight: idf.sum(&terms),
                terms,
                quoted_weight: idf.sum(&quoted_terms),
                quoted_terms,
                order,
                own_words: words_where(false),
                quoted_words: words_where(true),
                numbers: terms_with(NUMBER),
                quoted_numbers: terms_with(NUMBER | QUOTED),
                facts: terms_with(FACT),
                predicate: predicate.map(|(term, _)| *term).collect(),
                opposites: opposites(tokens.iter()),
                names_day: tokens.iter().zip(&in_quotes).any(|(token, in_quotes)| {
                    !in_quotes && is_day(token, token.span.of(text), lang)
                }),
                denials: tokens.iter().filter(|t| t.denies).count(),
                quoted_denials: (0..tokens.len())
                    .filter(|at| in_quotes[*at] && tokens[*at].denies)
                    .count(),
                term_of,
                tokens,
                opinion,
                damaged: false,
                quoted_elsewhere: false,
                reprinted: false,
            }
        })
        .collect()
}

/// Whether a word is a day's: "Monday", "yesterday".
fn is_day(token: &Token, written: &str, lang: &Lang) -> bool {
    let folded = fold_word(written);
    let is = |value| lang.word(&folded).number::<i64>(value).is_some();
    let is_weekday = (token.capital || !lang.has_capital_days()) && is(WordValue::Weekday);
    is_weekday || is(WordValue::DaysAgo)
}

/// Whether each token stands in one of the quotations; both lists run left to right.
fn stand_in(quotations: &[Quotation], tokens: &[Token]) -> Vec<bool> {
    let mut at = 0;
    let stands = |token: &Token| {
        while quotations.get(at).is_some_and(|q| q.span.end <= token.span.start) {
            at += 1;
        }
        quotations.get(at).is_some_and(|q| q.span.contains(token.span))
    };
    tokens.iter().map(stands).collect()
}

const CONTENT: u8 = 1;
/// A content term in quotation marks.
const QUOTED: u8 = 2;
const NUMBER: u8 = 4;
/// A number, or a content term with a capital behind the first word.
const FACT: u8 = 8;

/// The terms of a sentence, sorted, each once, and what it is in any of its places.
fn uses(tokens: &[Token], term_of: &[TermNumber], in_quotes: &[bool]) -> Vec<(TermNumber, u8)> {
    let use_of = |at: usize, token: &Token| {
        let of = |bit: u8, is: bool| if is { bit } else { 0 };
        of(CONTENT, !token.stop)
            | of(QUOTED, !token.stop && in_quotes[at])
            | of(NUMBER, token.digit)
            | of(FACT, token.digit || at > 0 && token.capital && !token.stop)
    };
    by_term(tokens.iter().enumerate().map(|(at, token)| (term_of[at], use_of(at, token))).collect())
}

/// Terms with bits, sorted, each once with all of its bits.
pub(super) fn by_term<B: Copy + Ord + BitOrAssign>(
    mut terms: Vec<(TermNumber, B)>,
) -> Vec<(TermNumber, B)> {
    terms.sort_unstable();
    terms.dedup_by(|next, known| {
        let same = next.0 == known.0;
        if same {
            known.1 |= next.1;
        }
        same
    });
    terms
}

fn each_once(mut terms: Vec<TermNumber>) -> Vec<TermNumber> {
    terms.sort_unstable();
    terms.dedup();
    terms
}
