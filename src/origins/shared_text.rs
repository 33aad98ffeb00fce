//! The graph of shared text within a story, with the longest shared run of every pair as the receipt.

use std::cmp::Reverse;

use rayon::prelude::*;
use serde::Serialize;

use super::copies::{COPIED_RUN, COPIED_SHARE, CopyGroups};
use super::message::is_another;
use super::overlap::{Overlap, Passages};
use super::rarity::WordRarity;
use crate::segment::{KindedWords, ParsedArticle, WordKind};
use crate::text::{Lexicons, Span, Token};

/// How two articles share words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Relation {
    /// Both print the same text.
    PrintedCopy,
    /// One is the other with changes.
    EditedCopy,
    /// One is a part of the other.
    Excerpt,
    /// Each has reporting of its own; some sentences stand in both.
    Passage,
    /// They quote the same words.
    Quotation,
}

/// What two articles share.
#[derive(Debug, Clone, PartialEq)]
pub struct SharedText {
    /// Index of the first article among all reports.
    pub first: usize,
    /// The second.
    pub second: usize,
    /// How they share it.
    pub relation: Relation,
    /// Share (0..=1) of each one's words, weighed by rarity, that stand in the other too.
    pub shares: (f64, f64),
    /// Words of the longest shared run.
    pub words: usize,
    /// Where it stands in each, in bytes of the source text.
    pub spans: (Span, Span),
}

/// Share of both texts from which one is a print of the other: a headline or a by-line may differ.
const PRINTED_SHARE: f64 = 0.9;

/// Words of a run that make a passage where the articles are no copies: a sentence of usual length.
const PASSAGE_RUN: usize = 15;

/// Articles of a story that are compared with each other, the first by id: every pair of so many.
const MOST_COMPARED: usize = 100;

/// Every pair of `members` that shares text, by the order of `members`.
pub fn shared_texts(
    members: &[usize],
    reports: &[ParsedArticle],
    rarity: &WordRarity,
    lexicons: &Lexicons,
) -> Vec<SharedText> {
    let members = &members[..members.len().min(MOST_COMPARED)];
    let texts: Vec<Words> =
        members.par_iter().map(|m| Words::new(*m, &reports[*m], lexicons)).collect();
    (0..texts.len())
        .into_par_iter()
        .flat_map_iter(|at| {
            let own = Passages::new(&texts[at].own, rarity);
            let all = Passages::new(&texts[at].all, rarity);
            texts[at + 1..]
                .iter()
                .filter_map(|other| shared(&texts[at], other, &own, &all))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The receipt of a copy group: of the pairs with the article that stands for it the one with the longest shared run.
pub fn receipt(
    group: &[usize],
    reports: &[ParsedArticle],
    rarity: &WordRarity,
    lexicons: &Lexicons,
) -> Option<SharedText> {
    // Most groups are one article, which shares its text with nobody.
    if group.len() < 2 {
        return None;
    }
    let group = &group[..group.len().min(MOST_COMPARED)];
    let texts: Vec<Words> =
        group.par_iter().map(|report| Words::new(*report, &reports[*report], lexicons)).collect();
    let eligibility = texts.iter().max_by_key(|text| (text.own.len(), Reverse(text.report)))?;
    let own = Passages::new(&eligibility.own, rarity);
    let all = Passages::new(&eligibility.all, rarity);
    texts
        .iter()
        .filter(|other| other.report != eligibility.report)
        .filter_map(|other| shared(eligibility, other, &own, &all))
        .max_by_key(|text| (text.words, std::cmp::Reverse(text.second)))
}

/// The members of each copy group among `members`, groups and members in their order.
pub fn copy_groups_of(members: &[usize], copies: &CopyGroups) -> Vec<Vec<usize>> {
    let mut groups: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut place = rustc_hash::FxHashMap::default();
    for member in members {
        let at = *place.entry(copies.of(*member)).or_insert_with(|| {
            groups.push((copies.of(*member), Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(*member);
    }
    groups.into_iter().map(|(_, members)| members).collect()
}

/// An article's words: its own (outside quotation marks), and all.
struct Words {
    report: usize,
    own: Vec<u64>,
    own_kinds: Vec<WordKind>,
    own_tokens: Vec<Token>,
    all: Vec<u64>,
    all_tokens: Vec<Token>,
}

impl Words {
    fn new(index: usize, report: &ParsedArticle, lexicons: &Lexicons) -> Self {
        let (own_tokens, all_tokens) = report.own_and_all_tokens(lexicons);
        let words = |tokens: &[Token]| tokens.iter().map(|t| t.word).collect();
        Self {
            report: index,
            own: words(&own_tokens),
            own_kinds: own_tokens.iter().map(WordKind::of).collect(),
            all: words(&all_tokens),
            own_tokens,
            all_tokens,
        }
    }
}

impl Words {
    fn kinded(&self) -> KindedWords<'_> {
        KindedWords { words: &self.own, kinds: &self.own_kinds }
    }
}

fn shared(
    first: &Words,
    second: &Words,
    own: &Passages<'_>,
    all: &Passages<'_>,
) -> Option<SharedText> {
    let shared = own.shared(&second.own);
    let of_own = shared.overlap();
    let first_is_shorter = first.own.len() <= second.own.len();
    let shorter = if first_is_shorter { of_own.of_first } else { of_own.of_second };
    let longest = of_own.longest.words;
    let is_another = || {
        let sides = ((first.kinded(), &shared.cover.0), (second.kinded(), &shared.cover.1));
        if first_is_shorter { is_another(sides.0, sides.1) } else { is_another(sides.1, sides.0) }
    };
    let is_copy = shorter >= COPIED_SHARE
        && (longest >= COPIED_RUN || longest > 0 && first.own == second.own)
        && !is_another();
    let relation = if is_copy && of_own.of_first.min(of_own.of_second) >= PRINTED_SHARE {
        Relation::PrintedCopy
    } else if is_copy && of_own.of_first.min(of_own.of_second) >= COPIED_SHARE {
        Relation::EditedCopy
    } else if is_copy {
        Relation::Excerpt
    } else if longest >= PASSAGE_RUN {
        Relation::Passage
    } else {
        let of_all = all.overlap(&second.all);
        return (of_all.longest.words >= COPIED_RUN && of_all.longest.words > longest).then(|| {
            let tokens = (first.all_tokens.as_slice(), second.all_tokens.as_slice());
            with_spans(first, second, Relation::Quotation, of_all, tokens)
        });
    };
    let tokens = (first.own_tokens.as_slice(), second.own_tokens.as_slice());
    Some(with_spans(first, second, relation, of_own, tokens))
}

fn with_spans(
    first: &Words,
    second: &Words,
    relation: Relation,
    overlap: Overlap,
    tokens: (&[Token], &[Token]),
) -> SharedText {
    let run = overlap.longest;
    let span = |tokens: &[Token], at: usize| {
        Span::new(tokens[at].span.start, tokens[at + run.words - 1].span.end)
    };
    SharedText {
        first: first.report,
        second: second.report,
        relation,
        shares: (overlap.of_first, overlap.of_second),
        words: run.words,
        spans: (span(tokens.0, run.first), span(tokens.1, run.second)),
    }
}
