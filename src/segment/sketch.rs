//! What copy folding and grouping know of an article: its words, counted. Small enough to be at hand for all articles of a run.

use super::{Report, Sentence};
use crate::ingest::ArticleId;
use crate::text::{Language, Lexicons, Span, Term, Token, Tokenizer, pair_of};

/// Hashes of an article's folded words outside quotation marks, in order: the outlet's own words. What copies are found by.
pub type OwnWords = Vec<u64>;

/// An article as grouping sees it, which looks at all articles at once.
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
}

impl Sketch {
    /// The words of a report, counted, and its own words.
    pub fn new(report: &Report, lexicons: &Lexicons) -> (Self, OwnWords) {
        let article = &report.article;
        let tokenizer = Tokenizer::new(lexicons.of(report.language.as_ref()));
        let lead = report.lead();
        let mut next_sentence = 0;
        let mut terms: Vec<TermCount> = Vec::new();
        let mut pairs: Vec<PairCount> = Vec::new();
        let mut all: Vec<Token> = Vec::with_capacity(article.text.len() / 6);
        for block in &report.cleaned.blocks {
            let start = all.len();
            all.extend(tokenizer.tokens(&article.text, block.span));
            let tokens = &all[start..];
            for token in tokens {
                let starts = |s: &Sentence| s.span.start <= token.span.start;
                let mut opens = false;
                while report.sentences.get(next_sentence).is_some_and(starts) {
                    next_sentence += 1;
                    opens = true;
                }
                terms.extend(used(token, !opens, lead.contains(token.span)));
            }
            pairs.extend(paired(tokens, lead));
        }
        if let Some(title) = article.title_text() {
            let tokens = tokenizer.tokens(title, Span::new(0, title.len()));
            terms.extend(tokens.iter().filter_map(|token| used(token, false, true)));
        }
        let sketch = Self {
            id: article.id,
            given_story: article.given_story.clone(),
            language: report.language.clone(),
            time: report.time,
            term_counts: count(terms),
            pair_counts: count_pairs(pairs),
        };
        let mut own_words: OwnWords = report.own_tokens(&all).map(|token| token.word).collect();
        own_words.shrink_to_fit();
        (sketch, own_words)
    }
}

/// How one content term is used in an article. Counts stop at 65,535, which no report reaches; a run holds very many of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TermCount {
    /// The term.
    pub term: Term,
    /// How often it stands in title and text.
    pub count: u16,
    /// How often inside a sentence, where only a name has a capital.
    pub inside: u16,
    /// How often there with a capital.
    pub capitals: u16,
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
    let capitals = u16::from(inside && token.capital);
    let inside = u16::from(inside);
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
            counted.count = counted.count.saturating_add(used.count);
            counted.inside = counted.inside.saturating_add(used.inside);
            counted.capitals = counted.capitals.saturating_add(used.capitals);
            counted.lead |= used.lead;
        }
        same
    });
    uses.shrink_to_fit();
    uses
}
