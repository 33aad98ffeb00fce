//! What copy folding and grouping know of an article: its words, counted. Small enough to be at hand for all articles of a run.

use super::{OwnWords, ParsedArticle, Sentence};
use crate::ingest::ArticleId;
use crate::text::{Lang, Language, Lexicons, Span, Term, Token, Tokenizer, pair_of, split_behind};

/// An article as grouping sees it, which looks at all articles at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermCounts {
    /// The article.
    pub id: ArticleId,
    /// The outlet, where it is known.
    pub outlet: Option<String>,
    /// The story that its record says it belongs to.
    pub given_story: Option<String>,
    /// Its language: as given, else as detected.
    pub language: Option<Language>,
    /// Publication time, seconds since 1970, where its date says one.
    pub time: Option<i64>,
    /// Whether its text is one of figures: a notice of results, a table of prices. What it is about, its title says.
    pub of_figures: bool,
    /// The content terms of title and text, sorted by term.
    pub terms: Vec<TermCount>,
    /// Where they stand in the text, in its order: what pairs are made of ([`TermCounts::pair_counts`]).
    pub content: Vec<ContentTerm>,
}

/// Share of numbers among the content words of a text from which it is one of figures: of every seventh article of a wire of 1987, of one in
/// 5,000 of the web's. (At a fifth, openings of reports of a race and of a quake are such.)
const FIGURES: f64 = 0.25;

impl TermCounts {
    /// The words of a report, counted, and its own words. `tokens` are those of its blocks.
    pub fn new(report: &ParsedArticle, tokens: &[Token], lexicons: &Lexicons) -> (Self, OwnWords) {
        let article = &report.article;
        let tokenizer = Tokenizer::new(lexicons.of(report.language()));
        let lead = report.lead();
        let mut next_sentence = 0;
        let mut uses: Vec<Use> = Vec::new();
        let mut content: Vec<ContentTerm> = Vec::new();
        let mut numbers = 0;
        let mut rest = tokens;
        for block in &report.cleaned.blocks {
            let (of_block, behind) = split_behind(rest, block.span);
            rest = behind;
            let mut opens_line = true;
            for token in of_block {
                let starts = |s: &Sentence| s.span.start <= token.span.start;
                let mut inside = true;
                while report.sentences.get(next_sentence).is_some_and(starts) {
                    next_sentence += 1;
                    inside = false;
                }
                let sentence = next_sentence.checked_sub(1).map(|at| &report.sentences[at]);
                if token.stop
                    || sentence.is_some_and(|s| s.is_of_the_page() && s.span.contains(token.span))
                {
                    continue;
                }
                let lead = lead.contains(token.span);
                let (place, capital) = (content.len() as u32, token.capital);
                uses.push(Use { term: token.term, place, inside, capital, lead, title: false });
                numbers += usize::from(token.digit);
                content.push(ContentTerm::new(std::mem::take(&mut opens_line), lead));
            }
        }
        let mut own_words = OwnWords::default();
        if let Some(title) = article.title_text() {
            let of_title = tokenizer.tokens(title, Span::new(0, title.len()));
            own_words = OwnWords::of_title(title, &of_title);
            let (place, inside, capital, lead) = (NOWHERE, false, false, true);
            let of_title = of_title.iter().filter(|token| !token.stop);
            uses.extend(of_title.map(|token| Use {
                term: token.term,
                place,
                inside,
                capital,
                lead,
                title: !token.digit,
            }));
        }
        let terms = count(uses, &mut content);
        let term_counts = Self {
            id: article.id,
            outlet: article.source.clone(),
            given_story: article.given_story.clone(),
            language: report.language().cloned(),
            time: report.time,
            of_figures: numbers > 0 && numbers as f64 >= FIGURES * content.len() as f64,
            terms,
            content: content.to_vec(),
        };
        own_words.add_text(&article.text, report.own_tokens(tokens));
        (term_counts, own_words)
    }

    /// Whether the article writes a term as a name: with a capital inside sentences, most of the time, where not every noun has one.
    pub fn is_name(&self, used: &TermCount) -> bool {
        2 * used.capitals > used.inside && !Lang::of(self.language.as_ref()).has_capital_nouns()
    }

    /// How many parts the text has.
    pub fn number_of_parts(&self) -> usize {
        (self.content.len() / PART).clamp(2, PartSet::BITS as usize)
    }

    /// For each term the parts of the text in which it stands; none for one of the title alone.
    pub fn parts(&self) -> Vec<PartSet> {
        let mut parts = vec![0; self.terms.len()];
        for (place, content) in self.content.iter().enumerate() {
            parts[content.index()] |= self.part_of(place);
        }
        parts
    }

    /// The part of the text that a place among its content terms lies in.
    fn part_of(&self, place: usize) -> PartSet {
        1 << (place * self.number_of_parts() / self.content.len())
    }

    /// The pairs of content terms of the text, sorted. They are made when asked for: kept, they would be the larger part of all that a
    /// run holds of its articles.
    pub fn pair_counts(&self) -> Vec<PairCount> {
        let term = |content: &ContentTerm| self.terms[content.index()].term;
        let in_a_line = self.content.windows(2).enumerate().filter(|(_, two)| !two[1].opens_line());
        let mut pairs: Vec<PairCount> = Vec::with_capacity(self.content.len());
        pairs.extend(in_a_line.map(|(place, two)| PairCount {
            pair: pair_of(term(&two[0]), term(&two[1])),
            count: 1,
            lead: two[0].lead(),
            parts: self.part_of(place),
        }));
        pairs.sort_unstable_by_key(|used| used.pair);
        pairs.dedup_by(|used, counted| {
            let same = used.pair == counted.pair;
            if same {
                counted.count += used.count;
                counted.lead |= used.lead;
                counted.parts |= used.parts;
            }
            same
        });
        pairs
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
    /// Whether it is a word of the title, and no number.
    pub title: bool,
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
    /// The parts of the text in which it begins.
    pub parts: PartSet,
}

/// Parts of a text, a bit for each, the first the lowest.
pub type PartSet = u16;

/// Content words of a part, about two sentences, until a text has as many parts as a [`PartSet`] holds. (With 20 words, or up to twelve parts, reports
/// of one event are told from others a little less well; `benches/quality.md`.)
const PART: usize = 15;

/// A content term where it stands in the text: which of the article's it is, and whether it opens a line or stands in the lead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContentTerm(u32);

impl ContentTerm {
    const OPENS_LINE: u32 = 1 << 31;
    const LEAD: u32 = 1 << 30;

    /// The first of the article's terms until it is known which.
    fn new(opens_line: bool, lead: bool) -> Self {
        let bit = |is: bool, bit: u32| if is { bit } else { 0 };
        Self(bit(opens_line, Self::OPENS_LINE) | bit(lead, Self::LEAD))
    }

    /// Its place among the [`TermCounts::terms`].
    pub fn index(self) -> usize {
        (self.0 & !(Self::OPENS_LINE | Self::LEAD)) as usize
    }

    /// Whether no content term stands before it in its line.
    pub fn opens_line(self) -> bool {
        self.0 & Self::OPENS_LINE != 0
    }

    /// Whether it stands in the first two sentences.
    pub fn lead(self) -> bool {
        self.0 & Self::LEAD != 0
    }

    /// All of it as a number.
    pub(crate) fn to_bits(self) -> u32 {
        self.0
    }

    /// What [`Self::to_bits`] gave.
    pub(crate) fn from_bits(bits: u32) -> Self {
        Self(bits)
    }
}

/// One use of a content term.
struct Use {
    term: Term,
    /// Its place among the content terms of the text.
    place: u32,
    inside: bool,
    capital: bool,
    lead: bool,
    title: bool,
}

/// The place of a term of the title.
const NOWHERE: u32 = u32::MAX;

/// Counts the uses of each term, and tells the content of the text which is which.
fn count(mut uses: Vec<Use>, content: &mut [ContentTerm]) -> Vec<TermCount> {
    uses.sort_unstable_by_key(|used| used.term);
    let mut counts: Vec<TermCount> = Vec::with_capacity(uses.len());
    for of_term in uses.chunk_by(|a, b| a.term == b.term) {
        let number = |is: &dyn Fn(&Use) -> bool| {
            u16::try_from(of_term.iter().filter(|used| is(used)).count()).unwrap_or(u16::MAX)
        };
        for used in of_term {
            if let Some(content) = content.get_mut(used.place as usize) {
                content.0 |= counts.len() as u32;
            }
        }
        counts.push(TermCount {
            term: of_term[0].term,
            count: number(&|_| true),
            inside: number(&|used| used.inside),
            capitals: number(&|used| used.inside && used.capital),
            lead: of_term.iter().any(|used| used.lead),
            title: of_term.iter().any(|used| used.title),
        });
    }
    counts.to_vec()
}
