//! Which sentences may be chosen, and when.

use super::budget::Budget;
use crate::score::StorySentence;
use crate::segment::Rejection;

/// A sentence's standing: the lower, the sooner it may be chosen. Each standing is tried when the one before has
/// nothing left; those from `Eligibility::Question` on only for a story that would have no digest at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Eligibility {
    /// Whole, and stands alone.
    Whole,
    /// Leans on the sentence before: may follow it directly, once that is chosen.
    Follower,
    /// Whole, but deep in its article.
    Deep,
    /// Whole, but its wording is damaged: chosen last.
    Damaged,
    /// Whole, but of a column, a review or a guide.
    Opinion,
    /// A question, an address to the reader, or a line that leads into the next.
    Question,
    /// Short or long.
    OddLength,
    /// Leans, cut or a fragment.
    Broken,
    /// Never: headings and boilerplate.
    Never,
}

/// Sentences of an article behind which all are deep: news is written with the most important first (ROUGE-2 F over
/// Multi-News, mean of budgets of 180 to 270 words: 15.72 without such a rule, 15.77 from 30, 15.90 from 20, 15.78 from 15).
const DEEP: usize = 20;

/// The standing of a sentence.
pub fn eligibility(sentence: &StorySentence) -> Eligibility {
    match sentence.sentence.rejection {
        None if sentence.opinion => Eligibility::Opinion,
        None if sentence.damaged => Eligibility::Damaged,
        None if sentence.index >= DEEP => Eligibility::Deep,
        None => Eligibility::Whole,
        Some(Rejection::ContextDependent) if sentence.damaged => Eligibility::Broken,
        Some(Rejection::ContextDependent) => Eligibility::Follower,
        Some(
            Rejection::Question
            | Rejection::Personal
            | Rejection::We
            | Rejection::Caption
            | Rejection::LeadIn,
        ) => Eligibility::Question,
        Some(Rejection::Short | Rejection::Long) => Eligibility::OddLength,
        Some(Rejection::CutQuotation | Rejection::Fragment) => Eligibility::Broken,
        Some(Rejection::Subhead | Rejection::Boilerplate) => Eligibility::Never,
    }
}

/// Whether a story has a summary: whether one of its sentences may be chosen and fits, by why they may not be printed and the words of
/// each. The same as a look at what is selected, without scoring it.
pub fn has_summary<W: FnOnce() -> usize>(
    sentences: impl Iterator<Item = (Option<Rejection>, W)>,
    budget: Budget,
) -> bool {
    use Rejection::{Boilerplate, ContextDependent, CutQuotation, Fragment, Subhead};
    let (mut better, mut broken_fits) = (false, false);
    for (rejection, words) in sentences {
        match rejection {
            Some(Subhead | Boilerplate) => {}
            Some(ContextDependent | CutQuotation | Fragment) => {
                broken_fits = broken_fits || (!better && budget.holds(words(), 1));
            }
            _ if budget.holds(words(), 1) => return true,
            _ => better = true,
        }
    }
    broken_fits && !better
}
