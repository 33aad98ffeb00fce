//! Which sentences may be chosen, and when.

use crate::score::Told;
use crate::segment::Rejection;

/// A sentence's standing: the lower, the sooner it may be chosen. Each standing is tried when the one before has
/// nothing left; those from `Standing::Question` on only for a story that would have no digest at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Whole, and stands alone.
    Whole,
    /// Leans on the sentence before: may follow it directly, once that is chosen.
    Follower,
    /// Whole, but its wording is damaged: chosen last.
    Damaged,
    /// A question, or a line that leads into the next.
    Question,
    /// Short or long.
    OddLength,
    /// Leans, cut or a fragment.
    Broken,
    /// Never: headings and furniture.
    Never,
}

/// The standing of a sentence.
pub fn standing(told: &Told) -> Standing {
    match told.sentence.rejection {
        None if told.damaged => Standing::Damaged,
        None => Standing::Whole,
        Some(Rejection::Leaning) if told.damaged => Standing::Broken,
        Some(Rejection::Leaning) => Standing::Follower,
        Some(Rejection::Question | Rejection::LeadIn) => Standing::Question,
        Some(Rejection::Short | Rejection::Long) => Standing::OddLength,
        Some(Rejection::CutQuotation | Rejection::Fragment) => Standing::Broken,
        Some(Rejection::Subhead | Rejection::Furniture) => Standing::Never,
    }
}
