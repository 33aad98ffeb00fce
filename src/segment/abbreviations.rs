//! What a full stop behind a word may mean.

use crate::text::{Lang, WordClass};

/// What follows an abbreviation decides whether its stop ends the sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Abbreviation {
    /// A title or the like: a name always follows.
    Name,
    /// A place, which belongs to the name behind it unless a comma stands before: "Ariz. Gov. Vale" and "in Tempe, Ariz.".
    Place,
    /// A number follows: "No. 1", "Jan. 6".
    Number,
    /// The sentence goes on whatever follows: "e.g.", "vs.".
    Always,
    /// Ends a sentence only where the next word opens one: "Inc.", "Jr.", "etc.".
    MayEnd,
}

/// The class of the word before a stop; the word is folded, without its last stop.
pub(super) fn classify(word: &str, lang: &Lang) -> Option<Abbreviation> {
    let by_class = [
        (WordClass::NeverEnds, Abbreviation::Always),
        (WordClass::BeforeNumber, Abbreviation::Number),
        (WordClass::LowerCaseTitle, Abbreviation::Name),
        (WordClass::BeforeName, Abbreviation::Name),
        (WordClass::MayEnd, Abbreviation::MayEnd),
        (WordClass::Place, Abbreviation::Place),
    ];
    by_class.into_iter().find(|(class, _)| lang.is(*class, word)).map(|(_, found)| found)
}
