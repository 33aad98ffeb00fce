//! How common words are in a language at large: a small folder does not know how rare its own subject's words are elsewhere.

use rustc_hash::FxHashMap;

use crate::lang;
use crate::text::{ByLanguage, Language, Lexicons, Span, Term, Tokenizer, hash_text};

/// What is known of the words of one language.
pub(super) struct Background {
    /// Share of articles (0..=1) in which a term stands.
    shares: FxHashMap<Term, f64>,
    /// What similarities are multiplied by: reports of one event are so much less alike in the language than in English.
    scale: f64,
}

/// Articles that were counted for the English table.
pub(crate) const ENGLISH_ARTICLES: f64 = 37_554.0;

/// The commonest words of a language (`src/lang/README.md`).
const TABLE: &str = "background.txt";

/// The lines `stem,articles` of the English table: each stem with its share of articles.
pub(crate) fn english_shares() -> impl Iterator<Item = (&'static str, f64)> {
    let lines = lang::file("en", "background.csv").unwrap_or_default().lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(|line| {
        let (stem, articles) = line.rsplit_once(',')?;
        Some((stem, articles.parse::<f64>().ok()? / ENGLISH_ARTICLES))
    })
}

/// The tables, read when they are first asked for.
static TABLES: ByLanguage<Option<Background>> = ByLanguage::new(|code| match code {
    "en" => Some(Background::english()),
    code => lang::file(code, TABLE).map(|table| Background::of_words(code, table)),
});

/// The commonest words of a language, each with its share of articles (0..=1); nothing where no table is at hand.
pub(crate) fn common_words(language: Option<&Language>) -> Option<&'static FxHashMap<Term, f64>> {
    TABLES.of(language).as_ref().map(|background| &background.shares)
}

/// Words of an article that make a share of articles of a share of words: `1 - exp(-WORDS x frequency)`. The median over the English
/// table's words from 10 to 1,000 in a million, by their frequency in the same lists as the other languages', is 385.
const WORDS: f64 = 385.0;

/// Share of articles that a word is given which no table holds: just under the rarest that the English one does.
const RARE: f64 = 0.001;

/// Weight of a table, in articles: it outweighs a folder and is outweighed by months of an agency. (B-cubed F with 1,000, 10,000 and
/// 100,000 is level; the more, the less does a similarity hang on what else lies in the folder.)
const WEIGHT: f64 = 10_000.0;

/// Of a language without a table nothing is known: weight and share of a flat prior.
const FLAT_WEIGHT: f64 = 10.0;
const FLAT_SHARE: f64 = 0.2;

impl Background {
    fn english() -> Self {
        let shares = english_shares().map(|(stem, share)| (hash_text(stem), share));
        Self { shares: shares.collect(), scale: 1.0 }
    }

    /// Of a line `scale X` and lines that begin with the logarithm of the frequency of the words behind it.
    fn of_words(code: &str, table: &str) -> Self {
        let lexicons = Lexicons::new();
        let language = Language::from_tag(code);
        let tokenizer = Tokenizer::new(lexicons.of(language.as_ref()));
        let mut scale = 1.0;
        let mut frequencies: FxHashMap<Term, f64> = FxHashMap::default();
        for line in table.lines().filter(|line| !line.starts_with('#')) {
            let (head, words) = line.split_once(' ').unwrap_or((line, ""));
            if head == "scale" {
                scale = words.parse().unwrap_or(scale);
            } else if let Ok(logarithm) = head.parse::<f64>() {
                let frequency = 10f64.powf(logarithm - 9.0);
                for token in tokenizer.tokens(words, Span::new(0, words.len())) {
                    *frequencies.entry(token.term).or_default() += frequency;
                }
            }
        }
        let share = |(term, frequency): (Term, f64)| (term, 1.0 - (-WORDS * frequency).exp());
        let mut shares: FxHashMap<Term, f64> = frequencies.into_iter().map(share).collect();
        // Figures are written alike everywhere.
        let is_number = |stem: &str| stem.starts_with(|c: char| c.is_ascii_digit());
        for (figures, share) in english_shares().filter(|(stem, _)| is_number(stem)) {
            shares.entry(hash_text(figures)).or_insert(share);
        }
        Self { shares, scale }
    }
}

/// What is expected of a term before any article of the run was read.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Prior {
    /// How many articles the expectation is worth.
    pub(super) articles: f64,
    /// Share of the articles (0..=1) in which the term is expected.
    pub(super) share: f64,
}

impl Prior {
    /// The same for every term of a language that nothing is known of.
    pub(super) const FLAT: Self = Self { articles: FLAT_WEIGHT, share: FLAT_SHARE };

    /// A term that a table does not hold, or any pair of terms.
    const UNKNOWN: Self = Self { articles: WEIGHT, share: RARE };
}

/// Where expectations of a language's words come from.
#[derive(Clone, Copy)]
pub(super) struct Expected(Option<&'static Background>);

impl Expected {
    /// English words.
    pub(super) fn english() -> Self {
        Self::of(Language::from_tag("en").as_ref())
    }

    /// Nothing is known.
    pub(super) const NOTHING: Self = Self(None);

    /// What is known of a language; its table is read when it is first asked for.
    pub(super) fn of(language: Option<&Language>) -> Self {
        Self(TABLES.of(language).as_ref())
    }

    /// Whether it is the English table, whose weights are at hand.
    pub(super) fn is_english(self) -> bool {
        let Self(english) = Self::english();
        matches!((self.0, english), (Some(one), Some(other)) if std::ptr::eq(one, other))
    }

    /// Whether there is a table at all.
    pub(super) fn is_known(self) -> bool {
        self.0.is_some()
    }

    /// What is expected of a term.
    pub(super) fn of_term(self, term: Term) -> Prior {
        let share = self.0.and_then(|background| background.shares.get(&term));
        share.map_or(self.of_rare(), |share| Prior { share: *share, ..Prior::UNKNOWN })
    }

    /// What is expected of a term that no table holds, and of any pair of terms.
    pub(super) fn of_rare(self) -> Prior {
        if self.is_known() { Prior::UNKNOWN } else { Prior::FLAT }
    }

    /// What a term weighs by the table alone: the logarithm of how rare it is; nothing where there is no table.
    pub(super) fn weight(self, term: Term) -> Option<f64> {
        self.0?;
        Some((-self.of_term(term).share.ln()).max(0.0))
    }

    /// What similarities in the language are multiplied by.
    pub(super) fn scale(self) -> f64 {
        self.0.map_or(1.0, |background| background.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_read_whole() {
        assert!(lang::with_file(TABLE).count() > 30);
        for (code, table) in lang::with_file(TABLE) {
            let lines = table.lines().enumerate();
            for (at, line) in lines.filter(|(_, line)| !line.starts_with('#')) {
                let (head, words) = line.split_once(' ').unwrap_or_default();
                let number = if head == "scale" { words } else { head };
                let number: f64 = number.parse().unwrap_or(f64::NAN);
                let right = if head == "scale" { 0.5..2.0 } else { 3.0..9.0 };
                assert!(right.contains(&number), "{code}:{}: {line:?}", at + 1);
            }
            let background = Background::of_words(code, table);
            assert!(background.shares.len() > 2_000, "{code}: {}", background.shares.len());
            assert!(background.shares.values().all(|share| (0.0..=1.0).contains(share)), "{code}");
        }
    }

    #[test]
    fn common_words_weigh_less_than_rare_ones_in_their_own_language_only() {
        let of = |code: &str| Expected::of(Language::from_tag(code).as_ref());
        let lexicons = Lexicons::new();
        let share = |code: &str, word: &str| {
            let stem = lexicons.of(Language::from_tag(code).as_ref()).stem(word);
            of(code).of_term(hash_text(&stem)).share
        };
        assert!(share("el", "είναι") > 0.5);
        assert!(share("el", "τσουνάμι") < 0.01);
        assert!(share("cs", "roku") > 0.1 && share("uk", "roku") <= RARE);
        assert!(of("eo").of_term(hash_text("la")) == Prior::FLAT);
        assert!((of("no").scale() - of("nb").scale()).abs() < f64::EPSILON);
    }
}
