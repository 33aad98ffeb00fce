//! What is written behind a word and is none of it, of languages that no stemmer knows: Korean particles.

use std::cmp::Reverse;

use crate::lang;

/// The file of a language that lists them.
const ENDINGS: &str = "endings.txt";

/// Characters that are left at least. A Korean noun of one syllable ends like particles do.
const FEWEST_LEFT: usize = 2;

/// The endings of a language, the longest first; none where it lists none.
#[derive(Default)]
pub(super) struct Endings(Vec<&'static str>);

impl Endings {
    /// Of a language.
    pub(super) fn of(code: &str) -> Self {
        let mut endings: Vec<&str> = lang::words(code, ENDINGS).collect();
        endings.sort_by_key(|ending| Reverse(ending.len()));
        Self(endings)
    }

    /// A folded word without its ending.
    pub(super) fn cut_off<'a>(&self, folded: &'a str) -> &'a str {
        let mut rests = self.0.iter().filter_map(|ending| folded.strip_suffix(ending));
        rests.find(|rest| rest.chars().count() >= FEWEST_LEFT).unwrap_or(folded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_whatever_is_written_behind_it() {
        let korean = Endings::of("ko");
        for word in ["정부는", "정부가", "정부에서는", "정부"] {
            assert_eq!(korean.cut_off(word), "정부");
        }
        assert_eq!(korean.cut_off("나는"), "나는");
        assert_eq!(Endings::of("en").cut_off("women"), "women");
    }
}
