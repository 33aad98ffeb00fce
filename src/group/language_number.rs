//! Which articles may tell one story, as far as their languages go. Reports in two languages share names and figures, which is not enough to
//! quote one beside the other and to count both: a digest says that they tell the same (`crosslingual`), and keeps them apart.

use crate::lang;
use crate::text::Language;

/// A language among those of a run, as a small number; languages that one folder serves have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LanguageNumber(u16);

impl LanguageNumber {
    /// Nothing is known of the language.
    pub(crate) const UNKNOWN: Self = Self(0);

    /// Those of some articles.
    pub(crate) fn of_all(languages: &[Option<Language>]) -> Vec<Self> {
        let code = |language: &'_ Language| match lang::folder(language.code()) {
            Some(folder) => lang::code_of(folder).to_owned(),
            None => language.code().to_owned(),
        };
        let codes: Vec<Option<String>> =
            languages.iter().map(|language| language.as_ref().map(code)).collect();
        let mut known: Vec<&String> = codes.iter().flatten().collect();
        known.sort_unstable();
        known.dedup();
        let number = |code: &String| known.binary_search(&code).map_or(0, |at| at as u16 + 1);
        codes.iter().map(|code| Self(code.as_ref().map_or(0, number))).collect()
    }

    /// Whether the two are not known to be different.
    pub(super) fn may_meet(self, other: Self) -> bool {
        self == other || self == Self::UNKNOWN || other == Self::UNKNOWN
    }

    /// That of a group, of which this is one half.
    pub(super) fn or(self, other: Self) -> Self {
        if self == Self::UNKNOWN { other } else { self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_of_one_folder_are_one() {
        let tags = ["hr", "sr", "en", "", "xx", "yy"].map(Language::from_tag);
        let [croatian, serbian, english, unknown, other, another] =
            LanguageNumber::of_all(&tags)[..]
        else {
            panic!("six languages have six numbers")
        };
        assert!(croatian.may_meet(serbian) && english.may_meet(unknown));
        assert!(!croatian.may_meet(english) && !other.may_meet(another));
        assert_eq!(unknown.or(english), english);
    }
}
