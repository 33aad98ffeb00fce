//! Term counts as rows: written once and read by many steps, so as plain numbers that nothing has to be decoded of.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::of_kind;
use super::row::{Row, damaged};
use crate::error::Error;
use crate::ingest::ArticleId;
use crate::segment::{ContentTerm, KindedWords, OwnWords, TermCount, TermCounts, WordKind};
use crate::text::Language;

/// What is no number.
#[derive(Serialize, Deserialize)]
struct Head {
    outlet: Option<String>,
    given_story: Option<String>,
    language: Option<Language>,
    time: Option<i64>,
    of_figures: bool,
    terms: usize,
    content: usize,
    own_words: usize,
    title: usize,
}

/// Bytes of a term's counts, of a term where it stands, and of an own word with its kind.
const TERM: usize = 16;
const PLACE: usize = 4;
const WORD: usize = 9;

/// Term counts, and its article's own words.
pub(super) fn packed(term_counts: &TermCounts, own_words: &OwnWords) -> Vec<u8> {
    let KindedWords { words, kinds } = own_words.kinded();
    let head = super::row::pack(&Head {
        outlet: term_counts.outlet.clone(),
        given_story: term_counts.given_story.clone(),
        language: term_counts.language.clone(),
        time: term_counts.time,
        of_figures: term_counts.of_figures,
        terms: term_counts.terms.len(),
        content: term_counts.content.len(),
        own_words: words.len(),
        title: own_words.title_words(),
    });
    let mut bytes = Vec::with_capacity(
        head.len()
            + term_counts.terms.len() * TERM
            + term_counts.content.len() * PLACE
            + words.len() * WORD,
    );
    bytes.extend(head);
    for used in &term_counts.terms {
        bytes.extend(used.term.to_le_bytes());
        for number in [used.count, used.inside, used.capitals] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend([used.lead, used.title].map(u8::from));
    }
    for content in &term_counts.content {
        bytes.extend(content.to_bits().to_le_bytes());
    }
    for word in words {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend(kinds.iter().map(|kind| kind.to_bits()));
    bytes
}

/// The term counts of a row, and its article's own words.
pub(super) fn unpacked(row: &Row) -> Result<(TermCounts, OwnWords), Error> {
    let id = row.article()?;
    let (head, bytes): (Head, &[u8]) =
        postcard::take_from_bytes(&row.blob).map_err(|_| damaged(row.kind))?;
    let ends = [head.terms * TERM, head.terms * TERM + head.content * PLACE];
    if bytes.len() != ends[1] + head.own_words * WORD {
        return Err(damaged(row.kind));
    }
    let u64_at =
        |bytes: &[u8], at: usize| u64::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]));
    let u32_at =
        |bytes: &[u8], at: usize| u32::from_le_bytes(std::array::from_fn(|byte| bytes[at + byte]));
    let u16_at = |bytes: &[u8], at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let term_counts = TermCounts {
        id,
        outlet: head.outlet,
        given_story: head.given_story,
        language: head.language,
        time: head.time,
        of_figures: head.of_figures,
        terms: bytes[..ends[0]]
            .chunks_exact(TERM)
            .map(|used| TermCount {
                term: u64_at(used, 0),
                count: u16_at(used, 8),
                inside: u16_at(used, 10),
                capitals: u16_at(used, 12),
                lead: used[14] != 0,
                title: used[15] != 0,
            })
            .collect(),
        content: bytes[ends[0]..ends[1]]
            .chunks_exact(PLACE)
            .map(|bits| ContentTerm::from_bits(u32_at(bits, 0)))
            .collect(),
    };
    if term_counts.content.iter().any(|content| content.index() >= term_counts.terms.len()) {
        return Err(damaged(row.kind));
    }
    let (words, kinds) = bytes[ends[1]..].split_at(head.own_words * 8);
    let words = words.chunks_exact(8).map(|word| u64_at(word, 0)).collect();
    let kinds = kinds.iter().map(|bits| WordKind::from_bits(*bits)).collect();
    Ok((term_counts, OwnWords::of_parts(words, kinds, head.title)))
}

/// Articles that were made again: what was made of them first does not count.
pub(super) struct Remade(FxHashSet<ArticleId>);

impl Remade {
    pub(super) fn new(tables: &[Row]) -> Result<Self, Error> {
        of_kind(tables, "remade").map(Row::article).collect::<Result<_, Error>>().map(Self)
    }

    /// Whether a row of a report or term counts counts.
    pub(super) fn counts(&self, row: &Row) -> Result<bool, Error> {
        Ok(row.bucket == 1 || self.0.is_empty() || !self.0.contains(&row.article()?))
    }
}
