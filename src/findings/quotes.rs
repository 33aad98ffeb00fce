//! Quotations: what somebody said, once, in the longest wording that an outlet prints, with how the others word it.

use std::cell::OnceCell;
use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::attributed::attributed;
use super::naming::{ContextWord, context_window, full_name, key_of, own_words};
use super::persons::Persons;
use super::speaker::{Around, Named};
use super::speech::{is_speech, is_title};
use super::wording::{MOST_WORDS, SpokenWord, align, longest_run, partings};
use crate::clean::BlockKind;
use crate::origins::DisjointSets;
use crate::segment::ParsedArticle;
use crate::text::{
    Span, WordClass, count_words, hash_folded, is_quote, is_quote_or_single, pair_of, words,
};

/// What one article quotes of one speech.
#[derive(Debug, Clone)]
pub(super) struct Form {
    /// Index of the report in the story.
    pub(super) report: usize,
    /// The quoted words between their marks, piece by piece: only an attribution stands between two.
    pub(super) pieces: Vec<Span>,
    /// Who says it, where the article names somebody.
    pub(super) speaker: Option<Span>,
    /// The name stands beside the quotation; else it is whom a pronoun means.
    pub(super) beside: bool,
    words: Vec<SpokenWord>,
}

/// Where an outlet's wording differs from the longest.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variant {
    /// Index of the form.
    pub(super) form: usize,
    /// The words around and in the difference, in this form and in the longest.
    pub(super) here: Span,
    pub(super) there: Span,
    /// The differing words alone; empty where words are left out.
    pub(super) differs_here: Span,
    pub(super) differs_there: Span,
    /// The form marks the gap with an ellipsis.
    pub(super) spliced: bool,
}

/// One speech.
#[derive(Debug, Clone)]
pub(super) struct Quote {
    /// Its forms, the longest first; at most one for each article.
    pub(super) forms: Vec<Form>,
    /// How the others differ from the first.
    pub(super) variants: Vec<Variant>,
    /// Reports whose articles print less than most of the longest.
    pub(super) in_part: Vec<usize>,
}

/// Words that a quotation needs: shorter ones are scare quotes, nicknames, single terms.
const FEWEST_WORDS: usize = 4;

/// Words in a row that two quotations must share to be of one speech.
const SAME_RUN: usize = 6;

/// Else the share of the shorter one's words that must stand in the other, in order; and of the longest form's words that an article must print to
/// carry it whole.
const SAME_SHARE: f64 = 0.8;

/// Words in a row by which two quotations are found to be worth comparing.
const SHINGLE: usize = 3;

/// Quotations that may share such a run before it is taken for a set phrase.
const CROWD: usize = 40;

/// The speeches that a story's reports quote, in the order of their first report.
pub(super) fn quotes(reports: &[&ParsedArticle]) -> Vec<Quote> {
    let forms: Vec<Form> =
        reports.iter().enumerate().flat_map(|(at, report)| forms_of(at, report)).collect();
    let mut groups = same_speech(&forms);
    groups.sort_unstable();
    groups.into_iter().map(|group| quote(&group, &forms, reports)).collect()
}

/// One piece of quoted words, and where the sentence around it begins and ends.
struct Piece {
    /// With its marks.
    marked: Span,
    /// Between them, trimmed.
    inner: Span,
    named: Option<Named>,
    /// Where who says it was looked for.
    block: usize,
}

fn forms_of(at: usize, report: &ParsedArticle) -> Vec<Form> {
    let text = report.article.text.as_str();
    let blocks: Vec<Span> = report
        .cleaned
        .blocks
        .iter()
        .filter(|b| b.kind != BlockKind::Subhead)
        .map(|b| b.span)
        .collect();
    let people = People::new(report, &blocks);
    let mut pieces: Vec<Piece> = Vec::new();
    for (block, span) in blocks.iter().enumerate() {
        let from = report.quotations.partition_point(|q| q.span.start < span.start);
        let to = report.quotations.partition_point(|q| q.span.start < span.end);
        let found = &report.quotations[from..to];
        for quotation in found {
            // Without its closing mark a quotation is one only where the next paragraph goes on with it.
            let goes_on =
                || blocks.get(block + 1).is_some_and(|next| next.of(text).starts_with(is_quote));
            if !quotation.closed && !goes_on() {
                continue;
            }
            let is_mark = |c: char| {
                is_quote_or_single(c) || c.is_whitespace() || matches!(c, '–' | '—' | '―' | '-')
            };
            let slice = quotation.span.of(text);
            // A comma stands before what was said where a name in front of it was lost.
            let lead = slice.len() - slice.trim_start_matches(|c| is_mark(c) || c == ',').len();
            let inner_end = if quotation.closed {
                quotation.span.start
                    + slice[..slice.char_indices().next_back().map_or(0, |(at, _)| at)]
                        .trim_end()
                        .len()
            } else {
                quotation.span.end
            };
            let start = quotation.span.start + lead;
            if start >= inner_end {
                continue;
            }
            let inner = Span::new(start, inner_end);
            let named = people.named(quotation.span, inner, *span);
            pieces.push(Piece { marked: quotation.span, inner, named, block });
        }
    }
    chain(at, report, &pieces, &people)
}

/// Joins pieces of one speech, and finds out who the pronouns are.
fn chain(at: usize, report: &ParsedArticle, pieces: &[Piece], people: &People<'_>) -> Vec<Form> {
    let text = report.article.text.as_str();
    let mut forms: Vec<(Form, Option<Named>, usize)> = Vec::new();
    // On "Fox News Sunday." is no part of what was said.
    let lang = report.lang();
    let is_name = |piece: &Piece| !lang.has_capital_nouns() && is_title(piece.inner.of(text), lang);
    for (n, piece) in pieces.iter().enumerate().filter(|(_, piece)| !is_name(piece)) {
        if let Some(before) = n.checked_sub(1).map(|b| &pieces[b])
            && let Some((form, named, last)) = forms.last_mut()
            && *last == n - 1
            && goes_on(report, before, piece, *named)
        {
            form.pieces.push(piece.inner);
            *last = n;
            if named.is_none() {
                *named = piece.named;
            }
            continue;
        }
        let form = Form {
            report: at,
            pieces: vec![piece.inner],
            speaker: None,
            beside: false,
            words: Vec::new(),
        };
        forms.push((form, piece.named, n));
    }
    let answers =
        |first: usize| first > 0 && follows_closed(text, &pieces[first - 1], &pieces[first]);
    let mut last_speaker: Option<(usize, Span)> = None;
    let mut kept = Vec::new();
    for (mut form, named, last) in forms {
        let first = form.pieces[0];
        form.speaker = match named {
            Some(Named::Speaker(span)) => Some(span),
            Some(Named::Nobody) => None,
            Some(Named::Pronoun(gender)) => {
                people.persons().meant(text, gender, first.start, people.blocks, last_speaker)
            }
            // A quotation that is a sentence of its own goes on with who spoke last in its paragraph, else with who was spoken of there.
            None if answers(last + 1 - form.pieces.len()) => None,
            None if stands_alone(report, &form) => {
                let block = people.blocks[pieces[last].block];
                let spoke = last_speaker.filter(|speaker| {
                    speaker.0 >= block.start
                        && !people.persons().is_interrupted(text, *speaker, first.start)
                });
                let spoken_of = || people.persons().spoken_of(block.start, first.start);
                let sure = !report.lang().has_capital_nouns();
                spoke.map(|(_, speaker)| speaker).or_else(|| spoken_of().filter(|_| sure))
            }
            None => None,
        };
        form.beside = matches!(named, Some(Named::Speaker(_)));
        if let Some(speaker) = form.speaker {
            last_speaker = Some((first.start, speaker));
        }
        let words: usize = form.pieces.iter().map(|p| count_words(p.of(text))).sum();
        if words >= FEWEST_WORDS && is_speech(report, &form.pieces, named.is_some()) {
            form.words = spoken(text, &form.pieces);
            kept.push(form);
        }
    }
    kept
}

/// Whether a piece goes on with the speech of the one before: nothing but an attribution between them, or a new paragraph of
/// a quotation that was left open.
fn goes_on(report: &ParsedArticle, before: &Piece, piece: &Piece, named: Option<Named>) -> bool {
    let text = report.article.text.as_str();
    let same = match (piece.named, named) {
        (None, _) | (Some(Named::Pronoun(_)), Some(_)) => true,
        (Some(Named::Speaker(a)), Some(Named::Speaker(b))) => {
            let last = |s: Span| s.of(text).rsplit(char::is_whitespace).next().map(str::to_owned);
            a == b || last(a) == last(b)
        }
        (Some(_), None) => before.block != piece.block,
        _ => false,
    };
    let between = Span::new(before.marked.end, piece.marked.start);
    let apart = between.of(text);
    if before.block != piece.block {
        // Its closing mark is missing, and nothing stands between.
        return same && apart.chars().all(char::is_whitespace) && !ends_closed(text, before.marked);
    }
    if follows_closed(text, before, piece) {
        return false;
    }
    // A fragment that ends without a mark belongs to its sentence, and the next one too.
    let whole = before.inner.of(text).ends_with([',', '.', '?', '!', '—', '–', '…'])
        || apart.trim_start().starts_with(',');
    let next = report.sentences.partition_point(|s| s.span.start <= between.start);
    let begun = report.sentences.get(next).is_some_and(|s| s.span.start < piece.marked.start);
    // "“…,” she said at the gate, minutes after the vote. “…”": her sentence ends there.
    let most = if apart.trim_end().ends_with('.') { MOST_OF_SENTENCE } else { MOST_BETWEEN };
    same && whole && !begun && apart.split_whitespace().count() <= most
}

/// Whether a quotation begins where another has ended, in its paragraph, with nothing between them: "“Is it shut?” “It is.”" are two speakers,
/// or two places of one speech that nobody can tell from that.
fn follows_closed(text: &str, before: &Piece, piece: &Piece) -> bool {
    let between = Span::new(before.marked.end, piece.marked.start).of(text);
    before.block == piece.block
        && between.chars().all(char::is_whitespace)
        && ends_closed(text, before.marked)
}

/// Words of an attribution between two pieces of one speech.
const MOST_BETWEEN: usize = 16;

/// The same where a sentence ends with it.
const MOST_OF_SENTENCE: usize = 30;

fn ends_closed(text: &str, marked: Span) -> bool {
    let slice = marked.of(text);
    slice.chars().count() > 1 && slice.ends_with(is_quote_or_single)
}

/// Whether no words of the outlet's own stand in the sentences of a form.
fn stands_alone(report: &ParsedArticle, form: &Form) -> bool {
    let text = report.article.text.as_str();
    let first = form.pieces[0];
    let begun = report.sentences.partition_point(|s| s.span.start <= first.start);
    let sentence = report.sentences[..begun].last().filter(|s| s.span.contains(first));
    sentence.is_none_or(|s| {
        let own = count_words(&text[s.span.start..first.start])
            + count_words(&text[first.end..s.span.end.max(first.end)]);
        own == 0
    })
}

/// The people of an article.
struct People<'a> {
    report: &'a ParsedArticle,
    blocks: &'a [Span],
    /// Read when first asked for, since few speeches leave open who speaks.
    persons: OnceCell<Persons>,
}

impl<'a> People<'a> {
    fn new(report: &'a ParsedArticle, blocks: &'a [Span]) -> Self {
        Self { report, blocks, persons: OnceCell::new() }
    }

    fn persons(&self) -> &Persons {
        self.persons.get_or_init(|| Persons::new(self.report))
    }

    /// Who is named in the sentence around a quotation.
    fn named(&self, marked: Span, inner: Span, block: Span) -> Option<Named> {
        let report = self.report;
        let text = report.article.text.as_str();
        let (start, end) = self.sentence_around(marked, block);
        let own = |span| own_words(text, span, &report.quotations, report.lang());
        let before = Span::new(start, marked.start);
        let behind = Span::new(marked.end, end);
        let around = Around {
            lang: report.lang(),
            before: &own(before),
            behind: &own(behind),
            announced: before.of(text).trim_end().ends_with(':'),
            goes_on: inner.of(text).ends_with([',', '?', '!', '—', '–', '-', '…'])
                || behind.of(text).trim_start().starts_with(','),
            known: &|word| self.persons().is_last(word),
            stands: &|word| self.persons().is_within(word),
        };
        if !report.lang().attributions().is_empty() {
            return attributed(text, before, behind, report.lang());
        }
        // "(“…”)": whoever stands before the bracket.
        let in_brackets = before.of(text).trim_end().ends_with('(');
        match report.lang().has_capital_nouns() {
            true if in_brackets => None,
            true => around.named_verb_second(),
            false => around.named(),
        }
    }

    /// From where to where the sentences around a quotation go.
    fn sentence_around(&self, marked: Span, block: Span) -> (usize, usize) {
        let sentence = |at: usize| {
            let after = self.report.sentences.partition_point(|s| s.span.start <= at);
            after.checked_sub(1).map(|n| self.report.sentences[n].span)
        };
        let end = sentence(marked.end.saturating_sub(1)).map_or(block.end, |s| s.end);
        let start = sentence(marked.start).map_or(block.start, |s| s.start);
        let text = self.report.article.text.as_str();
        let from = text.floor_char_boundary(marked.start.saturating_sub(ROOM));
        let to = text.ceil_char_boundary((marked.end + ROOM).min(text.len()));
        (
            start.max(block.start).max(from).min(marked.start),
            end.min(block.end).min(to).max(marked.end),
        )
    }
}

/// Bytes on either side of a quotation in which its sentence is read: some stretches without a stop are whole pages.
const ROOM: usize = 1500;

fn spoken(text: &str, pieces: &[Span]) -> Vec<SpokenWord> {
    let mut spoken = Vec::new();
    for (piece, span) in pieces.iter().enumerate() {
        spoken.extend(words(span.of(text)).map(|(at, word)| SpokenWord {
            span: Span::new(span.start + at, span.start + at + word.len()),
            word: hash_folded(word),
            piece,
        }));
    }
    spoken
}

/// Forms of one speech, as indices.
fn same_speech(forms: &[Form]) -> Vec<Vec<usize>> {
    let mut holders: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for (at, form) in forms.iter().enumerate() {
        let hashes: Vec<u64> = form.words.iter().map(|w| w.word).collect();
        for run in hashes.windows(SHINGLE) {
            let key = pair_of(pair_of(run[0], run[1]), run[2]);
            let known = holders.entry(key).or_default();
            if known.len() < CROWD && known.last() != Some(&at) {
                known.push(at);
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
    for known in holders.values() {
        for (n, a) in known.iter().enumerate() {
            pairs.extend(known[n + 1..].iter().map(|b| (*a, *b)));
        }
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut sets = DisjointSets::new(forms.len());
    for (a, b) in pairs {
        if sets.find(a) != sets.find(b) && are_one(&forms[a], &forms[b]) {
            sets.join(a, b);
        }
    }
    let mut groups: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
    for at in 0..forms.len() {
        groups.entry(sets.find(at)).or_default().push(at);
    }
    groups.into_values().collect()
}

fn are_one(a: &Form, b: &Form) -> bool {
    let pairs = align(&a.words, &b.words);
    let least = a.words.len().min(b.words.len());
    // Of a short one "a terrible noise" is no part of "a bang, then this terrible noise".
    let same = if least < SAME_RUN { longest_run(&pairs) } else { pairs.len() };
    longest_run(&pairs) >= SAME_RUN || same as f64 >= SAME_SHARE * least as f64
}

/// One speech: what each article quotes of it put together, the longest first.
fn quote(group: &[usize], forms: &[Form], reports: &[&ParsedArticle]) -> Quote {
    let mut of_report: Vec<Form> = Vec::new();
    for form in group.iter().map(|at| &forms[*at]) {
        match of_report.iter_mut().find(|known| known.report == form.report) {
            Some(known) => {
                let again = longest_run(&align(&known.words, &form.words))
                    >= SAME_RUN.min(form.words.len());
                if !again {
                    let pieces = known.pieces.len();
                    let moved = |w: &SpokenWord| SpokenWord { piece: pieces + w.piece, ..*w };
                    known.words.extend(form.words.iter().map(moved));
                    known.pieces.extend(&form.pieces);
                }
                if form.beside && !known.beside || known.speaker.is_none() {
                    known.speaker = form.speaker;
                    known.beside = form.beside;
                }
            }
            None => of_report.push(form.clone()),
        }
    }
    of_report.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then(a.report.cmp(&b.report)));
    let longest = &of_report[0];
    let mut variants = Vec::new();
    // Stretch by stretch: an article may print them in another order.
    for other in group.iter().map(|at| &forms[*at]).filter(|f| f.report != longest.report) {
        let form = of_report.iter().position(|f| f.report == other.report).unwrap_or_default();
        let text = reports[other.report].article.text.as_str();
        for parting in partings(&longest.words, &other.words, text) {
            let stretch = |words: &[SpokenWord], (from, to): (usize, usize)| {
                let inside = if to > from + 1 {
                    Span::new(words[from + 1].span.start, words[to - 1].span.end)
                } else {
                    Span::new(words[from].span.end, words[from].span.end)
                };
                (Span::new(words[from].span.start, words[to].span.end), inside)
            };
            let (there, differs_there) = stretch(&longest.words, parting.first);
            let (here, differs_here) = stretch(&other.words, parting.second);
            variants.push(Variant {
                form,
                here,
                there,
                differs_here,
                differs_there,
                spliced: parting.spliced,
            });
        }
    }
    let of_longest = longest.words.len().min(MOST_WORDS) as f64;
    let shares = |report: usize| -> usize {
        let of_group = group.iter().map(|at| &forms[*at]).filter(|form| form.report == report);
        of_group.map(|form| align(&longest.words, &form.words).len()).sum()
    };
    let in_part = of_report[1..].iter().map(|form| form.report);
    let in_part =
        in_part.filter(|report| (shares(*report) as f64) < SAME_SHARE * of_longest).collect();
    Quote { forms: of_report, variants, in_part }
}

/// A speaker by the full name, where only one word of it stands beside the quotation.
fn in_full(
    report: &ParsedArticle,
    reports: &[&ParsedArticle],
    speaker: Span,
    is_name: &dyn Fn(usize) -> bool,
) -> Span {
    let text = &report.article.text;
    // Whom a pronoun means may own something where it is named: "Jamie's office".
    let owner = speaker.of(text).strip_suffix('s').and_then(|of| of.strip_suffix(['\'', '’']));
    let speaker = owner.map_or(speaker, |of| Span::new(speaker.start, speaker.start + of.len()));
    let words = context_window(text, speaker, report.lang());
    let titles = words.iter().take_while(|word| word.is(WordClass::Title)).count();
    let [name] = &words[titles..] else { return speaker };
    let sentences = report.sentences.iter().enumerate();
    let sentences = sentences.map(|(at, sentence)| (sentence.span, is_name(at)));
    let full = full_name(text, report.lang(), sentences, name.span);
    // Her father has a full name in the article, she in the title and the text of another.
    let written = name.span.of(text);
    let is_other = |full: &Span| {
        let own = context_window(text, *full, report.lang());
        reports.iter().take(MOST_TITLES).any(|report| {
            let title = report.article.title_text().filter(|title| title.contains(written));
            let other = title.and_then(|title| another_name(title, &name.folded, &own, report));
            other.is_some_and(|other| report.article.text.contains(other))
        })
    };
    full.filter(|full| !is_other(full)).unwrap_or(speaker)
}

/// Reports of a story whose titles are looked at for another name: with thousands, each speech would ask them all.
const MOST_TITLES: usize = 20;

/// The name in a title with the word before it, where that has a capital and is none of a full name.
fn another_name<'a>(
    title: &'a str,
    name: &str,
    full: &[ContextWord<'_>],
    report: &ParsedArticle,
) -> Option<&'a str> {
    let words = context_window(title, Span::new(0, title.len()), report.lang());
    words.windows(2).find_map(|pair| {
        let [before, last] = pair else { return None };
        let another = last.folded == name
            && before.capital
            && !last.set_off
            && full.iter().all(|word| word.folded != before.folded);
        another.then(|| Span::new(before.span.start, last.span.end).of(title))
    })
}

/// Who said it, and in which form: the one whom most articles name beside it, by the fullest name, which may stand elsewhere
/// in the article; else whom pronouns mean, if all mean the same. Articles that name different people leave it open.
///
/// `begins_with_name` says of a report and the index of a sentence whether the first word is a name.
pub(super) fn speaker(
    quote: &Quote,
    reports: &[&ParsedArticle],
    begins_with_name: &dyn Fn(usize, usize) -> bool,
) -> Option<(usize, Span)> {
    let text = |form: &Form| reports[form.report].article.text.as_str();
    // "House speaker" is a role.
    let is_name = |form: &Form, span: Span| {
        let written = span.of(text(form));
        let last = written.split_whitespace().next_back().unwrap_or_default();
        written.starts_with(char::is_uppercase) && last.contains(char::is_uppercase)
    };
    let named = |beside: bool| -> Vec<(usize, Span, String)> {
        let forms = quote.forms.iter().enumerate().filter(|(_, form)| form.beside == beside);
        forms
            .filter_map(|(at, form)| Some((at, form.speaker.filter(|s| is_name(form, *s))?)))
            .map(|(at, span)| (at, span, key_of(text(&quote.forms[at]), span)))
            .collect()
    };
    let (beside, meant) = (named(true), named(false));
    let mut votes: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, key) in &beside {
        *votes.entry(key).or_default() += 1;
    }
    let most = votes.values().copied().max().unwrap_or(0);
    let mut first = votes.iter().filter(|(_, votes)| **votes == most).map(|(key, _)| *key);
    let elected = match (first.next(), first.next()) {
        (Some(key), None) => key.to_owned(),
        (Some(_), Some(_)) => return None,
        (None, _) => match meant.first() {
            Some((_, _, key)) if meant.iter().all(|(_, _, other)| other == key) => key.clone(),
            Some(_) => return None,
            // A role is better than nobody, and "Treasury spokeswoman" better than "official".
            None => {
                let of = quote.forms.iter().enumerate();
                let roles = of.filter_map(|(at, form)| Some((at, form.speaker?)));
                let is_of_nobody = |(at, span): &(usize, Span)| {
                    !span.of(text(&quote.forms[*at])).starts_with(char::is_uppercase)
                };
                return roles.min_by_key(is_of_nobody);
            }
        },
    };
    let words = |(at, span, _): &(usize, Span, String)| {
        let count = span.of(text(&quote.forms[*at])).split_whitespace().count();
        (count.min(4), std::cmp::Reverse(*at))
    };
    beside.into_iter().chain(meant).filter(|(_, _, key)| *key == elected).max_by_key(words).map(
        |(at, span, _)| {
            let report = quote.forms[at].report;
            let is_name = |sentence| begins_with_name(report, sentence);
            (at, in_full(reports[report], reports, span, &is_name))
        },
    )
}
