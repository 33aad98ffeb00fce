//! What copies are found by: an article's own words, and which of them carry its message.

use super::parsed_article::FEWEST_OWN_WORDS;
use crate::text::{Token, pieces};

/// What a word tells, whatever it says: an edit changes words of all kinds, a template filled in again its names and numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum WordKind {
    /// A word like others.
    Plain,
    /// A name, as far as a capital tells: a day, a company, a place.
    Name,
    /// A number, in figures or in words.
    Number,
}

impl WordKind {
    /// Of a token.
    pub fn of(token: &Token) -> Self {
        if token.digit {
            Self::Number
        } else if token.capital && !token.stop {
            Self::Name
        } else {
            Self::Plain
        }
    }

    /// The kind of this number, as [`Self::to_bits`] gave it.
    pub(crate) fn from_bits(bits: u8) -> Self {
        match bits {
            1 => Self::Name,
            2 => Self::Number,
            _ => Self::Plain,
        }
    }

    /// A number below 4.
    pub(crate) fn to_bits(self) -> u8 {
        self as u8
    }
}

/// Words in a row, each with its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KindedWords<'a> {
    /// Hashes of the folded words.
    pub words: &'a [u64],
    /// What each of them tells.
    pub kinds: &'a [WordKind],
}

/// Hashes of an article's folded words outside quotation marks, in order: the outlet's own words. Those of its title stand before them,
/// and are looked at where the text alone is too short to say which report it is: of a dividend notice only the title names the company.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnWords {
    words: Vec<u64>,
    kinds: Vec<WordKind>,
    title: usize,
}

impl OwnWords {
    /// Words with their kinds, the first so many of them the title's.
    pub(crate) fn of_parts(words: Vec<u64>, kinds: Vec<WordKind>, title: usize) -> Self {
        Self { title: title.min(words.len()), words, kinds }
    }

    /// A title that has no text yet.
    pub(super) fn of_title(title: &str, tokens: &[Token]) -> Self {
        let (words, kinds): (Vec<u64>, Vec<WordKind>) =
            pieces(title, tokens.iter()).map(|t| (t.word, WordKind::of(&t))).unzip();
        Self { title: words.len(), words, kinds }
    }

    /// Its text.
    pub(super) fn add_text<'a>(&mut self, text: &'a str, tokens: impl Iterator<Item = &'a Token>) {
        let (words, kinds): (Vec<u64>, Vec<WordKind>) =
            pieces(text, tokens).map(|t| (t.word, WordKind::of(&t))).unzip();
        // Copies are no longer than what they hold (see `ParsedArticle::new`).
        self.words = [self.words.as_slice(), &words].concat();
        self.kinds = [self.kinds.as_slice(), &kinds].concat();
    }

    /// The words of the text.
    pub fn text(&self) -> &[u64] {
        &self.words[self.title..]
    }

    /// The same with their kinds.
    pub fn kinded_text(&self) -> KindedWords<'_> {
        KindedWords { words: self.text(), kinds: &self.kinds[self.title..] }
    }

    /// The words of title and text with their kinds.
    pub fn kinded(&self) -> KindedWords<'_> {
        KindedWords { words: &self.words, kinds: &self.kinds }
    }

    /// Words of the title.
    pub(crate) fn title_words(&self) -> usize {
        self.title
    }

    /// Whether the text alone is too short to say which report it is.
    pub fn is_short(&self) -> bool {
        self.len() < FEWEST_OWN_WORDS
    }

    /// How many words the text has.
    pub fn len(&self) -> usize {
        self.words.len() - self.title
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
