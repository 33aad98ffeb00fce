//! What copy folding and grouping know of an article: its words, counted. Small enough to be at hand for all articles of a run.

use crate::ingest::ArticleId;
use crate::text::{Language, Span, Term, Token, pair_of};

/// An article as the rooms see it that look at all articles at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    /// The article.
    pub id: ArticleId,
    /// The story that its record says it belongs to.
    pub given_story: Option<String>,
    /// Its language: as given, else as detected.
    pub language: Option<Language>,
    /// Publication time, seconds since 1970, where its date says one.
    pub time: Option<i64>,
    /// The content terms of title and text, sorted by term.
    pub term_counts: Vec<TermCount>,
    /// The pairs of content terms of the text, sorted.
    pub pair_counts: Vec<PairCount>,
    /// Hashes of the folded words outside quotation marks, in order: the outlet's own words.
    pub own_words: Vec<u64>,
}

/// How one content term is used in an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermCount {
    /// The term.
    pub term: Term,
    /// How often it stands in title and text.
    pub count: u32,
    /// How often inside a sentence, where only a name has a capital.
    pub inside: u32,
    /// How often there with a capital.
    pub capitals: u32,
    /// Whether it stands in the title or in the first two sentences.
    pub lead: bool,
}

/// How two content terms in a row are used in an article, whatever stop words stand between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairCount {
    /// The pair.
    pub pair: u64,
    /// How often it stands in the text.
    pub count: u32,
    /// Whether it begins in the first two sentences.
    pub lead: bool,
    /// Whether both begin with a capital once: a name.
    pub name: bool,
}

/// One use of a content term.
pub(super) fn used(token: &Token, inside: bool, lead: bool) -> Option<TermCount> {
    let capitals = u32::from(inside && token.capital);
    let inside = u32::from(inside);
    (!token.stop).then_some(TermCount { term: token.term, count: 1, inside, capitals, lead })
}

/// The uses of pairs in a line.
pub(super) fn paired(tokens: &[Token], lead: Span) -> Vec<PairCount> {
    let content: Vec<&Token> = tokens.iter().filter(|token| !token.stop).collect();
    let pair = |two: &[&Token]| PairCount {
        pair: pair_of(two[0].term, two[1].term),
        count: 1,
        lead: lead.contains(two[0].span),
        name: two[0].capital && two[1].capital,
    };
    content.windows(2).map(pair).collect()
}

pub(super) fn count_pairs(mut uses: Vec<PairCount>) -> Vec<PairCount> {
    uses.sort_unstable_by_key(|used| used.pair);
    uses.dedup_by(|used, counted| {
        let same = used.pair == counted.pair;
        if same {
            counted.count += used.count;
            counted.lead |= used.lead;
            counted.name |= used.name;
        }
        same
    });
    uses.shrink_to_fit();
    uses
}

pub(super) fn count(mut uses: Vec<TermCount>) -> Vec<TermCount> {
    uses.sort_unstable_by_key(|used| used.term);
    uses.dedup_by(|used, counted| {
        let same = used.term == counted.term;
        if same {
            counted.count += used.count;
            counted.inside += used.inside;
            counted.capitals += used.capitals;
            counted.lead |= used.lead;
        }
        same
    });
    uses.shrink_to_fit();
    uses
}
