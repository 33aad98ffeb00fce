//! Whether two pieces of text say the same: one measure, for support, for what one origin alone reports, and for what a summary
//! has said.
//!
//! `share(a, b)` = the weight of the terms of `a` that `b` holds, over the weight of all of them. `b` says `a` where that is high, or
//! where it is fair and the words follow one another as in `a`. A figure of `a` that `b` does not have, another number of words
//! that deny, or a word in place of its opposite make it 0: the same words then say something else. So do a few words that only name the subject.

use super::story_view::{StoryArticle, StorySentence, StoryView, by_term};
use super::vocabulary::{Idf, TermNumber};
use crate::text::{Span, contradict};

/// Share of a claim's term weight that one other sentence, or two in a row, must hold to say the same, in whatever order.
/// With `IN_ORDER` it lets less through that ECB+ does not annotate as told than 0.6 in any order did, and finds as much of what it
/// does (`benches/findings.md`): below, sentences that only share a subject come in.
pub const SAYS_SHARE: f64 = 0.65;

/// Share of a claim's term weight, and of its content words, that one sentence must hold in the claim's order: words in one
/// order seldom meet by chance.
pub(super) const IN_ORDER: f64 = 0.45;

/// Content words that a sentence must share with a claim (of a shorter one all), and those that must follow one another where order
/// counts: three names of the story's subject meet anywhere. Read on Multi-News, where nearly all wrong ones were such; on ECB+ a
/// fifth of what is found untold goes with it, and a sixteenth of what is told.
const FEWEST_SHARED: usize = 4;
const FEWEST_IN_ORDER: usize = 5;

/// One word in so many of what a claim says of its figures, names and days must be there: these alone are shared by all that a story
/// tells of one person.
const PREDICATE_SHARE: usize = 3;

/// Figures, names and days that two sentences must share to tell the same in other words: two that do are a lead and its follow-up's.
const FEWEST_FACTS: usize = 5;

/// Figures of a sentence that, all told elsewhere, make it a repetition: one is told of many things.
const FEWEST_FIGURES: usize = 2;

/// Content words besides, at most: a sentence of more says something of its own ("the concession is 1-1/2 pct, management pays 1/2 pct").
const SHORT_PREDICATE: usize = 3;

/// Content words of a claim whose order is looked at: those of a long sentence, as bits of a number.
const MOST_IN_ORDER: usize = 64;

/// What two sentences in a row hold counts this much of what one alone does: names meet in them by chance.
pub(super) const TWO_IN_A_ROW: f64 = 0.85;

/// What is looked for.
pub(super) struct Claim<'a> {
    /// Its content terms, sorted.
    pub(super) terms: &'a [TermNumber],
    /// Its numbers.
    pub(super) numbers: &'a [TermNumber],
    /// What it says of its figures, names and days; empty where that is not looked at. Sorted.
    pub(super) predicate: &'a [TermNumber],
    /// How many of its words deny.
    pub(super) denials: usize,
    /// The opposites that its words are.
    opposites: u32,
    /// Whether it is somebody's words, which only quotations hold.
    pub(super) quoted: bool,
    /// How many of its terms must be there.
    fewest: usize,
    /// Its content terms as they stand, for the order of what is held; empty where that is not looked at.
    pub(super) order: &'a [TermNumber],
}

impl<'a> Claim<'a> {
    /// A sentence of the story. Of a quotation only the quoted words count.
    pub(super) fn sentence(story: &'a StoryView, index: usize) -> Self {
        let sentence = &story.sentences[index];
        if sentence.sentence.quoted && !sentence.quoted_terms.is_empty() {
            return Self {
                terms: &sentence.quoted_terms,
                numbers: &sentence.quoted_numbers,
                predicate: &[],
                denials: sentence.quoted_denials,
                opposites: sentence.opposites,
                quoted: true,
                fewest: FEWEST_SHARED.min(sentence.quoted_terms.len()),
                order: &sentence.order,
            };
        }
        Self {
            terms: &sentence.terms,
            numbers: &sentence.numbers,
            predicate: &sentence.predicate,
            denials: sentence.denials,
            opposites: sentence.opposites,
            quoted: false,
            fewest: FEWEST_SHARED.min(sentence.terms.len()),
            order: &sentence.order,
        }
    }

    /// The title of a report: too short for its order to tell anything.
    pub(super) fn title(story: &'a StoryView, report: usize) -> Self {
        let sentence = &story.reports[report];
        Self {
            terms: &sentence.title_terms,
            numbers: &[],
            predicate: &[],
            denials: sentence.title_denials,
            opposites: sentence.title_opposites,
            quoted: false,
            fewest: 0,
            order: &[],
        }
    }

    /// The least share from which a sentence may say it.
    pub(super) fn least(&self) -> f64 {
        if self.order.is_empty() { SAYS_SHARE } else { IN_ORDER }
    }
}

/// Those of a sentence's terms that stand in a sorted list, as they follow one another.
fn in_order(sentence: &StorySentence, terms: &[TermNumber]) -> Vec<TermNumber> {
    sentence.term_of.iter().copied().filter(|term| terms.binary_search(term).is_ok()).collect()
}

/// The sentences of a report that hold most of a claim.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Match {
    /// Share of the claim, 0..=1; at least `SAYS_SHARE` where they say it.
    pub(super) share: f64,
    /// Index of the first of them.
    pub(super) sentence: usize,
    /// One or two.
    pub(super) sentences: usize,
}

/// What one sentence, of which the weight of what it holds may be known, says of a claim, and, if that is more, what it and the next do.
pub(super) fn share_of(
    story: &StoryView,
    claim: &Claim<'_>,
    sentence: usize,
    next: Option<usize>,
    all: f64,
    known: Option<f64>,
) -> Match {
    let held = |index: usize| {
        let sentence = &story.sentences[index];
        if claim.quoted {
            (sentence.quoted_terms.as_slice(), sentence.quoted_denials)
        } else {
            (sentence.terms.as_slice(), sentence.denials)
        }
    };
    let has = |index: usize, number: &TermNumber| {
        story.sentences[index].numbers.binary_search(number).is_ok()
    };
    let weigh = |next: Option<usize>, known: Option<f64>| {
        let (terms, denials) = held(sentence);
        let (others, more_denials) = next.map_or((&[][..], 0), held);
        let has_number = |n: &TermNumber| has(sentence, n) || next.is_some_and(|next| has(next, n));
        let all_opposites = [Some(sentence), next].into_iter().flatten();
        let said = all_opposites.fold(0, |all, index| all | story.sentences[index].opposites);
        if claim.denials != denials + more_denials
            || contradict(claim.opposites, said)
            || !claim.numbers.iter().all(has_number)
        {
            return 0.0;
        }
        let weigh = || story.idf.shared_with_either(claim.terms, terms, others);
        let share = known.unwrap_or_else(weigh) / all;
        let is_there = |term: &&TermNumber| {
            terms.binary_search(term).is_ok() || others.binary_search(term).is_ok()
        };
        let held = |terms: &[TermNumber]| terms.iter().filter(is_there).count();
        let enough = share < IN_ORDER
            || held(claim.terms) >= claim.fewest
                && PREDICATE_SHARE * held(claim.predicate) >= claim.predicate.len();
        if enough { share } else { 0.0 }
    };
    let mut share = weigh(None, known);
    if (IN_ORDER..SAYS_SHARE).contains(&share) && !claim.order.is_empty() {
        let other = in_order(&story.sentences[sentence], held(sentence).0);
        let same = longest_common(claim.order, &other);
        if same >= FEWEST_IN_ORDER && same as f64 >= IN_ORDER * claim.order.len() as f64 {
            share = SAYS_SHARE;
        }
    }
    let alone = Match { share, sentence, sentences: 1 };
    // Which of two sentences a denial is of, nobody can tell.
    let Some(next) = next.filter(|_| claim.denials == 0) else { return alone };
    let share = TWO_IN_A_ROW * weigh(Some(next), None);
    if share > alone.share { Match { share, sentence, sentences: 2 } } else { alone }
}

/// How many terms two lists have in common in one order; of the first at most `MOST_IN_ORDER`. In one pass over the second list (Crochemore
/// et al., "A fast and practical bit-vector algorithm for the longest common subsequence problem", 2001).
fn longest_common(a: &[TermNumber], b: &[TermNumber]) -> usize {
    let a = &a[..a.len().min(MOST_IN_ORDER)];
    let places = by_term(a.iter().enumerate().map(|(at, term)| (*term, 1u64 << at)).collect());
    // A bit of 0 for each place of `a` where the length grows.
    let mut row = u64::MAX;
    for term in b {
        if let Ok(at) = places.binary_search_by_key(term, |(known, _)| *known) {
            let met = row & places[at].1;
            row = row.wrapping_add(met) | (row - met);
        }
    }
    row.count_zeros() as usize
}

/// Whether one sentence of a story says what another does, where the weight of the terms that both hold is known.
fn says(story: &StoryView, says: usize, what: usize, shared: f64) -> bool {
    let claim = Claim::sentence(story, what);
    let sentence = &story.sentences[what];
    let (all, known) =
        if claim.quoted { (sentence.quoted_weight, None) } else { (sentence.weight, Some(shared)) };
    let may_say = all > 0.0 && known.is_none_or(|shared| shared / all >= claim.least());
    may_say && share_of(story, &claim, says, None, all, known).share >= SAYS_SHARE
}

/// Whether two sentences of a story say the same: equal terms, more than `max_overlap` (0..=1) of the term weight of the shorter in
/// common, or one of them says what the other does, or they tell the same facts. With 1 only equal ones do.
pub fn says_the_same(story: &StoryView, a: usize, b: usize, max_overlap: f64) -> bool {
    let (of_a, of_b) = (&story.sentences[a], &story.sentences[b]);
    let shared = story.idf.shared(&of_a.terms, &of_b.terms);
    of_a.terms == of_b.terms && !of_a.terms.is_empty()
        || shared > max_overlap * of_a.weight.min(of_b.weight)
        || max_overlap < 1.0
            && (says(story, a, b, shared)
                || says(story, b, a, shared)
                || tells_the_same(of_a, of_b, shared)
                || repeats_figures(story, a, b))
}

/// How near a report comes to saying a sentence of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Nearest {
    /// Index of the report in the story.
    pub report: usize,
    /// Index in the story of its sentence that holds most.
    pub sentence: usize,
    /// Share (0..=1) of the term weight of what is said that it holds.
    pub share: f64,
    /// Whether it says it, alone or with the sentence behind it.
    pub says: bool,
    /// Figures that it does not have, as places in the sentence that is asked for.
    pub missing: Vec<Span>,
    /// Whether another number of its words deny.
    pub denies: bool,
    /// Whether it says the opposite: "rose" in place of "fell".
    pub contradicts: bool,
}

/// For each report but the sentence's own that holds anything of it, how near it comes to saying it.
pub fn nearest(story: &StoryView, index: usize) -> Vec<Nearest> {
    let sentence = &story.sentences[index];
    let claim = Claim::sentence(story, index);
    let all = story.idf.sum(claim.terms);
    let of_report = |(report, of): (usize, &StoryArticle)| {
        let last = of.sentences.end;
        let compared = of.sentences.clone().map(|index| {
            let next = Some(index + 1).filter(|next| *next < last);
            let said = share_of(story, &claim, index, next, all, None).share >= SAYS_SHARE;
            (said, held_share(&story.idf, claim.terms, &story.sentences[index].terms), index)
        });
        let best = |a: &(bool, f64, usize), b: &(bool, f64, usize)| {
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(b.2.cmp(&a.2))
        };
        let (says, share, index) = compared.max_by(best)?;
        let other = &story.sentences[index];
        let is_missing = |number: &TermNumber| {
            claim.numbers.contains(number) && other.numbers.binary_search(number).is_err()
        };
        let tokens = sentence.tokens.iter().zip(&sentence.term_of);
        let missing = tokens.filter(|(_, term)| is_missing(term)).map(|(t, _)| t.span).collect();
        let denies = other.denials != claim.denials;
        let contradicts = contradict(other.opposites, claim.opposites);
        (share > 0.0).then_some(Nearest {
            report,
            sentence: index,
            share,
            says,
            missing,
            denies,
            contradicts,
        })
    };
    let others = story.reports.iter().enumerate().filter(|(report, _)| *report != sentence.report);
    if all > 0.0 { others.filter_map(of_report).collect() } else { Vec::new() }
}

/// Whether two sentences, where the weight of the terms that both hold is known, tell the same facts: half of the figures, names and days
/// of the one with fewer, and `IN_ORDER` of the weight of the shorter.
fn tells_the_same(a: &StorySentence, b: &StorySentence, shared: f64) -> bool {
    let facts = || a.facts.iter().filter(|fact| b.facts.binary_search(fact).is_ok()).count();
    let enough =
        |facts: usize| facts >= FEWEST_FACTS && 2 * facts >= a.facts.len().min(b.facts.len());
    shared >= IN_ORDER * a.weight.min(b.weight) && enough(facts())
}

/// Whether one of two sentences has several figures, and the other has them all with its names, and a word that it says of them: "the
/// decision was carried by nine votes to six" behind "the council voted 9 to 6".
fn repeats_figures(story: &StoryView, a: usize, b: usize) -> bool {
    let (a, b) = (&story.sentences[a], &story.sentences[b]);
    adds_no_fact(a, b) || adds_no_fact(b, a)
}

fn adds_no_fact(a: &StorySentence, b: &StorySentence) -> bool {
    let held = |terms: &[TermNumber], others: &[TermNumber]| {
        terms.iter().filter(|term| others.binary_search(term).is_ok()).count()
    };
    a.numbers.len() >= FEWEST_FIGURES
        && held(&a.facts, &b.facts) == a.facts.len()
        && (1..=SHORT_PREDICATE).contains(&a.predicate.len())
        && PREDICATE_SHARE * held(&a.predicate, &b.terms) >= a.predicate.len()
}

/// The share (0..=1) of a sentence's term weight that some others together hold, where that is as much as one that says the same does.
/// `holds` tells whether any of them has a term.
pub fn said_together(
    story: &StoryView,
    index: usize,
    holds: impl Fn(TermNumber) -> bool,
) -> Option<f64> {
    let terms = &story.sentences[index].terms;
    let all = story.sentences[index].weight;
    let held: f64 = terms.iter().filter(|term| holds(**term)).map(|term| story.idf.of(*term)).sum();
    (held > SAYS_SHARE * all).then(|| held / all)
}

/// For each sentence those others that say the same below a `max_overlap` of 1, but for their overlap; sorted.
pub fn said_alike(story: &StoryView) -> Vec<Vec<u32>> {
    let mut holders: Vec<Vec<u32>> = vec![Vec::new(); story.idf.terms()];
    for (index, sentence) in (0..).zip(&story.sentences) {
        sentence.terms.iter().for_each(|term| holders[*term as usize].push(index));
    }
    let mut alike: Vec<Vec<u32>> = vec![Vec::new(); story.sentences.len()];
    let mut held = vec![0.0f64; story.sentences.len()];
    for index in 0..story.sentences.len() {
        let claim = Claim::sentence(story, index);
        let mut touched: Vec<u32> = Vec::new();
        for term in &story.sentences[index].terms {
            for other in &holders[*term as usize] {
                if held[*other as usize] == 0.0 {
                    touched.push(*other);
                }
                held[*other as usize] += story.idf.of(*term);
            }
        }
        let least = claim.least() * story.idf.sum(claim.terms);
        for touched in touched {
            let other = touched as usize;
            let weight = std::mem::take(&mut held[other]);
            // Added in another order, a sum ends in other bits.
            let may_say = weight >= least * (1.0 - f64::EPSILON.sqrt());
            let same = may_say
                && (says(story, other, index, weight)
                    || tells_the_same(&story.sentences[index], &story.sentences[other], weight))
                || repeats_figures(story, index, other);
            if other != index && same {
                alike[index].push(touched);
                alike[other].push(index as u32);
            }
        }
    }
    for others in &mut alike {
        others.sort_unstable();
        others.dedup();
    }
    alike
}

/// The share (0..=1) of the weight of some terms that others hold; both lists are sorted.
pub fn held_share(idf: &Idf, terms: &[TermNumber], others: &[TermNumber]) -> f64 {
    idf.shared(terms, others) / idf.sum(terms).max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::longest_common;

    #[test]
    fn what_two_lists_have_in_one_order() {
        assert_eq!(longest_common(&[1, 2, 3, 4], &[9, 1, 3, 2, 4]), 3);
        assert_eq!(longest_common(&[1, 2], &[2, 1]), 1);
        assert_eq!(longest_common(&[], &[1]), 0);
    }
}
