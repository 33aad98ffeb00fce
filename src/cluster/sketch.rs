//! Sketches as rows: written once and read by many steps, so as plain numbers that nothing has to be decoded of.

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::of_kind;
use super::row::{Row, damaged};
use crate::error::Error;
use crate::ingest::ArticleId;
use crate::segment::{ContentTerm, KindedWords, OwnWords, Sketch, TermCount, WordKind};
use crate::text::Language;

/// What is no number.
#[derive(Serialize, Deserialize)]
struct Head {
    outlet: Option<String>,
    given_story: Option<String>,
    language: Option<Language>,
    time: Option<i64>,
    terms: usize,
    content: usize,
    own_words: usize,
    title: usize,
}

/// Bytes of a term's counts, of a term where it stands, and of an own word with its kind.
const TERM: usize = 15;
const PLACE: usize = 4;
const WORD: usize = 9;

/// A sketch, and its article's own words.
pub(super) fn packed(sketch: &Sketch, own_words: &OwnWords) -> Vec<u8> {
    let KindedWords { words, kinds } = own_words.kinded();
    let head = super::row::pack(&Head {
        outlet: sketch.outlet.clone(),
        given_story: sketch.given_story.clone(),
        language: sketch.language.clone(),
        time: sketch.time,
        terms: sketch.term_counts.len(),
        content: sketch.content.len(),
        own_words: words.len(),
        title: own_words.title_words(),
    });
    let mut bytes = Vec::with_capacity(
        head.len()
            + sketch.term_counts.len() * TERM
            + sketch.content.len() * PLACE
            + words.len() * WORD,
    );
    bytes.extend(head);
    for used in &sketch.term_counts {
        bytes.extend(used.term.to_le_bytes());
        for number in [used.count, used.inside, used.capitals] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.push(u8::from(used.lead));
    }
    for content in &sketch.content {
        bytes.extend(content.to_bits().to_le_bytes());
    }
    for word in words {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend(kinds.iter().map(|kind| kind.to_bits()));
    bytes
}

/// The sketch of a row, and its article's own words.
pub(super) fn unpacked(row: &Row) -> Result<(Sketch, OwnWords), Error> {
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
    let sketch = Sketch {
        id,
        outlet: head.outlet,
        given_story: head.given_story,
        language: head.language,
        time: head.time,
        term_counts: bytes[..ends[0]]
            .chunks_exact(TERM)
            .map(|used| TermCount {
                term: u64_at(used, 0),
                count: u16_at(used, 8),
                inside: u16_at(used, 10),
                capitals: u16_at(used, 12),
                lead: used[14] != 0,
            })
            .collect(),
        content: bytes[ends[0]..ends[1]]
            .chunks_exact(PLACE)
            .map(|bits| ContentTerm::from_bits(u32_at(bits, 0)))
            .collect(),
    };
    if sketch.content.iter().any(|content| content.index() >= sketch.term_counts.len()) {
        return Err(damaged(row.kind));
    }
    let (words, kinds) = bytes[ends[1]..].split_at(head.own_words * 8);
    let words = words.chunks_exact(8).map(|word| u64_at(word, 0)).collect();
    let kinds = kinds.iter().map(|bits| WordKind::from_bits(*bits)).collect();
    Ok((sketch, OwnWords::of_parts(words, kinds, head.title)))
}

/// Articles that were made again: what was made of them first does not count.
pub(super) struct Remade(FxHashSet<ArticleId>);

impl Remade {
    pub(super) fn new(tables: &[Row]) -> Result<Self, Error> {
        of_kind(tables, "remade").map(Row::article).collect::<Result<_, Error>>().map(Self)
    }

    /// Whether a row of a report or sketch counts.
    pub(super) fn counts(&self, row: &Row) -> Result<bool, Error> {
        Ok(row.bucket == 1 || self.0.is_empty() || !self.0.contains(&row.article()?))
    }
}
