//! How one outlet's wording of a quotation differs from another's, word for word.

use crate::text::Span;

/// One word of a quotation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SpokenWord {
    /// Where it stands.
    pub(super) span: Span,
    /// Hash of its folded form: typography and case make no difference.
    pub(super) word: u64,
    /// Which piece of the quotation it is in.
    pub(super) piece: usize,
}

/// Words that are aligned at most: longer speeches are compared by their beginnings.
pub(super) const MOST_WORDS: usize = 600;

/// Words of a difference beyond which two passages are not wordings of one.
const LONGEST_DIFFERENCE: usize = 8;

/// Pairs of words, one of each, that are the same in the same order: as many as there can be (longest common subsequence).
pub(super) fn align(a: &[SpokenWord], b: &[SpokenWord]) -> Vec<(usize, usize)> {
    let (a, b) = (&a[..a.len().min(MOST_WORDS)], &b[..b.len().min(MOST_WORDS)]);
    let width = b.len() + 1;
    let mut longest = vec![0u16; (a.len() + 1) * width];
    for i in (0..a.len()).rev() {
        for j in (0..b.len()).rev() {
            longest[i * width + j] = if a[i].word == b[j].word {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut pairs = Vec::new();
    while i < a.len() && j < b.len() {
        if a[i].word == b[j].word {
            pairs.push((i, j));
            i += 1;
            j += 1;
        } else if longest[(i + 1) * width + j] >= longest[i * width + j + 1] {
            i += 1;
        } else {
            j += 1;
        }
    }
    // Of equal words the one next to what follows: "we" in "we have to speak, we can't" goes with "can't".
    for n in (1..pairs.len()).rev() {
        let (k, l) = pairs[n];
        let (i, j) = pairs[n - 1];
        if j + 1 == l && i + 1 < k && a[k - 1].word == b[j].word {
            pairs[n - 1] = (k - 1, j);
        }
    }
    pairs
}

/// The longest run of words that stand together in both.
pub(super) fn longest_run(pairs: &[(usize, usize)]) -> usize {
    let mut longest = usize::from(!pairs.is_empty());
    let mut run = 1;
    for two in pairs.windows(2) {
        run = if two[1].0 == two[0].0 + 1 && two[1].1 == two[0].1 + 1 { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}

/// A place where two wordings part and meet again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Parting {
    /// In the first: the words from the last that both have to the next, both with them.
    pub(super) first: (usize, usize),
    /// The same in the second.
    pub(super) second: (usize, usize),
    /// The second marks with an ellipsis that it leaves something out.
    pub(super) spliced: bool,
}

/// Where `b` differs from `a` inside a piece. That one goes on where the other ends is no difference, nor is a pause for
/// "she said".
pub(super) fn partings(a: &[SpokenWord], b: &[SpokenWord], text_b: &str) -> Vec<Parting> {
    let spliced = |from: Span, to: Span| {
        let between = &text_b[from.end..to.start];
        between.contains('…') || between.contains("...") || between.contains(". . .")
    };
    let pairs = align(a, b);
    let joined = |x: (usize, usize), y: (usize, usize)| y.0 == x.0 + 1 && y.1 == x.1 + 1;
    let mut found = Vec::new();
    for (at, two) in pairs.windows(2).enumerate() {
        let ((i, j), (k, l)) = (two[0], two[1]);
        let (left_out, put_in) = (k - i - 1, l - j - 1);
        // A lone word on either side may be the same by chance.
        let anchored = (at == 0 && j == 0 || at > 0 && joined(pairs[at - 1], two[0]))
            && (at + 2 == pairs.len() && l + 1 == b.len()
                || at + 2 < pairs.len() && joined(two[1], pairs[at + 2]));
        let differs = left_out + put_in > 0;
        let spliced = b[j].piece == b[l].piece && spliced(b[j].span, b[l].span);
        let in_one_piece = b[j].piece == b[l].piece && a[i].piece == a[k].piece;
        let short = left_out.max(put_in) <= LONGEST_DIFFERENCE;
        if differs && anchored && (in_one_piece && short || spliced && put_in == 0) {
            found.push(Parting { first: (i, k), second: (j, l), spliced });
        }
    }
    found
}
