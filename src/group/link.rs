//! From similarities to stories: average-link agglomeration, in which a merge must stand up to how alike the two groups
//! are inside.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::components::{Component, Member, NearPair, components};
use super::vectors::{Spread, Vector, dot, dots};

/// Settings of this room.
#[derive(Debug, Clone, PartialEq)]
pub struct GroupSettings {
    /// Mean similarity (0..=1) below which two groups are never one story, in a collection of 300 articles.
    pub merge: f64,
    /// Share (0..=1) of the looser group's own mean similarity that the similarity between two groups must reach.
    pub split: f64,
    /// Every article belongs to one story.
    pub one_story: bool,
    /// Stories are those that the records name (`cluster`).
    pub given_stories: bool,
}

impl Default for GroupSettings {
    fn default() -> Self {
        // Both were searched together over nine labelled sets in seven languages, from 3 to 1,580 articles, for the worst
        // set; `benches/quality.md` has the figures, also with each kind of set left out.
        Self { merge: 0.105, split: 0.45, one_story: false, given_stories: false }
    }
}

impl GroupSettings {
    /// Mean similarity below which two groups are never one story, in a collection of `articles` articles.
    pub(super) fn floor(&self, articles: usize) -> f64 {
        let articles = (articles as f64).clamp(MERGE_SIZES.0, MERGE_SIZES.1);
        self.merge * (articles / MERGE_AT).powf(MERGE_POWER)
    }
}

/// Articles for which `merge` is meant. The more articles, the likelier is a chance resemblance among them.
const MERGE_AT: f64 = 300.0;

/// How the floor moves with the number of articles: `merge (N / MERGE_AT)^MERGE_POWER`, within these sizes.
const MERGE_POWER: f64 = 0.8;
const MERGE_SIZES: (f64, f64) = (60.0, 1200.0);

/// Pairs inside two groups whose own similarity is trusted by half.
const PAIRS_HALF: f64 = 2.5;

/// How much more alike two groups must be that stand apart, and how much less two that lie in each other, around the share
/// at which a followed story stands ([`Linking::apartness`]).
const APART: f64 = 0.7;
const USUALLY_APART: f64 = 0.8;

/// Members of a group that are looked at for that: evenly taken, so the cost of a merge is bounded.
const MOST_LOOKED_AT: usize = 8;

/// Days between two groups after which their similarity counts half. Followed stories come back after months (in a set
/// of dated stories of ten reports half span more than 200 days), so it fades slowly.
const GAP_HALF: f64 = 365.0;

/// Terms that a group's sum keeps at most: what is left out weighs next to nothing.
const MOST_TERMS: usize = 1000;

/// Groups near a group that are kept, the most similar: more than most stories have reports.
const MOST_NEAR: usize = 512;

/// Similarities are compared as whole numbers of this fraction, so that rounding cannot reorder ties.
const QUANTUM: f64 = 1e9;

struct Group {
    /// Its articles, in order.
    members: Vec<u32>,
    /// Sum of their vectors, where there are several.
    sum: Vector,
    /// Sum of the similarities of all pairs inside.
    within: f64,
    /// First and last publication time known.
    times: Option<(i64, i64)>,
    /// Groups as alike to it as the floor or more.
    near: Vec<Near>,
    /// Mergers that it proposed when it came to its size and that may still be fresh.
    offers: BinaryHeap<Offer>,
    /// Takes in no more.
    complete: bool,
}

/// What a group knows of another.
#[derive(Debug, Clone, Copy)]
struct Near {
    group: u32,
    /// Members that the other had when they were compared: if it has more now, those are missing in the sum.
    members: u32,
    /// Sum of the similarities of all pairs between the two.
    sum: f64,
}

impl Group {
    fn size(&self) -> usize {
        self.members.len()
    }

    fn pairs(&self) -> f64 {
        (self.size() * (self.size() - 1)) as f64 / 2.0
    }

    /// Some of its articles, evenly taken.
    fn looked_at(&self) -> Vec<u32> {
        let looked_at = self.size().min(MOST_LOOKED_AT);
        (0..looked_at).map(|at| self.members[at * self.size() / looked_at]).collect()
    }

    /// Mean similarity inside; nothing can be said of a single article.
    fn cohesion(&self) -> Option<f64> {
        (self.size() > 1).then(|| self.within / self.pairs())
    }
}

/// Merges groups, the most similar first, until no pair stands up. Ties go to the smaller members, so the outcome is
/// one. Returns for each article its group's first member.
pub(super) fn link(members: Vec<Member>, settings: &GroupSettings) -> Vec<usize> {
    let floor = settings.floor(members.len());
    let articles = members.len();
    let components = components(members, floor);
    let linked: Vec<Vec<(usize, usize)>> = components
        .into_par_iter()
        .map(|Component { articles, members, near }| {
            let first = Linking::new(members, &near, floor, settings.split).run();
            first.into_iter().zip(&articles).map(|(first, at)| (*at, articles[first])).collect()
        })
        .collect();
    let mut first_of = vec![0; articles];
    for (at, first) in linked.into_iter().flatten() {
        first_of[at] = first;
    }
    first_of
}

/// What a group proposes: to merge with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Offer {
    similarity: i64,
    other: Reverse<u32>,
    /// Members of the other when it was made: if it has grown or gone since, the offer is stale.
    members: u32,
}

/// The best of a group's offers, among those of the others.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Proposal {
    similarity: i64,
    groups: Reverse<(u32, u32)>,
    /// The group that made it, and its members when it did.
    by: (u32, u32),
    members_of_other: u32,
}

struct Linking {
    vectors: Vec<Vector>,
    groups: Vec<Group>,
    /// Points to the group that took an article's group in.
    into: Vec<usize>,
    /// One for each group that has an offer left. (With all offers in one heap most of them are stale, and a look at it waits for memory.)
    heap: BinaryHeap<Proposal>,
    spread: Spread,
    floor: f64,
    split: f64,
}

impl Linking {
    fn new(members: Vec<(Vector, Option<i64>)>, near: &[NearPair], floor: f64, split: f64) -> Self {
        let (vectors, groups): (Vec<Vector>, Vec<Group>) = members
            .into_iter()
            .enumerate()
            .map(|(at, (vector, time))| {
                let group = Group {
                    members: vec![at as u32],
                    sum: Vector::new(),
                    within: 0.0,
                    times: time.map(|t| (t, t)),
                    near: Vec::new(),
                    offers: BinaryHeap::new(),
                    complete: false,
                };
                (vector, group)
            })
            .unzip();
        let mut linking = Self {
            vectors,
            into: (0..groups.len()).collect(),
            groups,
            heap: BinaryHeap::new(),
            spread: Spread::default(),
            floor,
            split,
        };
        for NearPair { a, b, similarity: sum } in near {
            let (a, b, sum) = (*a as usize, *b as usize, *sum);
            linking.groups[a].near.push(Near { group: b as u32, members: 1, sum });
            linking.groups[b].near.push(Near { group: a as u32, members: 1, sum });
            if let Some(offer) = linking.offer(a, b, sum) {
                linking.groups[a].offers.push(offer);
            }
        }
        for group in 0..linking.groups.len() {
            linking.propose(group);
        }
        linking
    }

    /// For each article its group's first member.
    fn run(mut self) -> Vec<usize> {
        while let Some(proposal) = self.heap.pop() {
            let (by, members) = proposal.by;
            if !self.is_open(by, members) {
                continue;
            }
            let Reverse((a, b)) = proposal.groups;
            if self.is_open(a + b - by, proposal.members_of_other) {
                let (a, b) = (a as usize, b as usize);
                if self.stands_up(a, b, proposal.similarity as f64 / QUANTUM) {
                    self.merge(a, b);
                } else {
                    // Nothing nearer is left for either of them, so nothing farther is theirs.
                    self.groups[a].complete = true;
                    self.groups[b].complete = true;
                }
            } else {
                self.propose(by as usize);
            }
        }
        (0..self.groups.len()).map(|article| self.root(article)).collect()
    }

    /// Whether a group takes in others, and is what it was when it had so many members.
    fn is_open(&self, group: u32, members: u32) -> bool {
        let group = &self.groups[group as usize];
        !group.complete && group.size() == members as usize
    }

    /// Proposes the best offer that a group has left.
    fn propose(&mut self, group: usize) {
        while let Some(offer) = self.groups[group].offers.pop() {
            let Reverse(other) = offer.other;
            if self.is_open(other, offer.members) {
                let group = group as u32;
                self.heap.push(Proposal {
                    similarity: offer.similarity,
                    groups: Reverse((group.min(other), group.max(other))),
                    by: (group, self.groups[group as usize].size() as u32),
                    members_of_other: offer.members,
                });
                return;
            }
        }
    }

    fn sum(&self, group: usize) -> &Vector {
        match self.groups[group].members[..] {
            [only] => &self.vectors[only as usize],
            _ => &self.groups[group].sum,
        }
    }

    /// What one group offers another, by the sum of the similarities between them, if it is enough to be looked at.
    fn offer(&self, by: usize, other: usize, sum: f64) -> Option<Offer> {
        let (one, two) = (&self.groups[by], &self.groups[other]);
        let mean = sum / (one.size() * two.size()) as f64;
        let similarity = mean * closeness_in_time(one.times, two.times);
        (similarity >= self.floor).then_some(Offer {
            similarity: (similarity * QUANTUM) as i64,
            other: Reverse(other as u32),
            members: two.size() as u32,
        })
    }

    /// Whether two groups may be one story: as much alike as the looser of them is inside, up to the share asked for.
    /// Look-alike events are two tight groups with less between them; a story that runs for weeks is loose all over.
    fn stands_up(&mut self, a: usize, b: usize, similarity: f64) -> bool {
        let (one, other) = (&self.groups[a], &self.groups[b]);
        let looser = match (one.cohesion(), other.cohesion()) {
            (Some(x), Some(y)) => x.min(y),
            (Some(x), None) | (None, Some(x)) => x,
            // Two articles: nothing but the floor holds them apart.
            (None, None) => return true,
        };
        let pairs = one.pairs() + other.pairs();
        let trusted = pairs / (pairs + PAIRS_HALF);
        let least = self.split * looser * trusted;
        let stands_at = |apartness: f64| {
            similarity >= least * (1.0 + trusted * APART * (apartness - USUALLY_APART))
        };
        // Mostly it is the same at either end.
        stands_at(1.0) || stands_at(0.0) && stands_at(self.apartness(a, b))
    }

    /// Share (0..=1) of the comparisons in which a pair inside one of the groups is more alike than a pair between them:
    /// 1 where they stand apart, 1/2 where nothing tells them apart.
    fn apartness(&mut self, a: usize, b: usize) -> f64 {
        let (one, other) = (self.groups[a].looked_at(), self.groups[b].looked_at());
        let all: Vec<&Vector> =
            one.iter().chain(&other).map(|x| &self.vectors[*x as usize]).collect();
        let (mut within, mut between): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
        for (at, x) in all.iter().enumerate() {
            let similarities = dots(x, &all[at + 1..], &mut self.spread);
            let inside = one.len().checked_sub(at + 1).unwrap_or(similarities.len());
            within.extend(&similarities[..inside]);
            between.extend(&similarities[inside..]);
        }
        within.sort_unstable_by(f64::total_cmp);
        let mut closer = 0;
        for similarity in &between {
            // Equal ones count half.
            closer += within.len() - within.partition_point(|s| s < similarity);
            closer += within.len() - within.partition_point(|s| s <= similarity);
        }
        closer as f64 / (2 * within.len() * between.len()) as f64
    }

    fn merge(&mut self, a: usize, b: usize) {
        let between = dot(self.sum(a), self.sum(b));
        let near = self.near_both(a, b);
        let sum = add(self.sum(a), self.sum(b));
        let nothing = Group {
            members: Vec::new(),
            sum: Vec::new(),
            within: 0.0,
            times: None,
            near: Vec::new(),
            offers: BinaryHeap::new(),
            complete: true,
        };
        let gone = std::mem::replace(&mut self.groups[b], nothing);
        self.into[b] = a;
        let grown = &mut self.groups[a];
        grown.within += gone.within + between;
        grown.members.extend(gone.members);
        grown.members.sort_unstable();
        grown.sum = sum;
        grown.near = near;
        grown.times = match (grown.times, gone.times) {
            (Some(x), Some(y)) => Some((x.0.min(y.0), x.1.max(y.1))),
            (times, None) | (None, times) => times,
        };
        let offered = |near: &Near| Some((self.offer(a, near.group as usize, near.sum)?, *near));
        let mut offers: Vec<(Offer, Near)> =
            self.groups[a].near.iter().filter_map(offered).collect();
        if self.groups[a].near.len() > MOST_NEAR {
            offers.sort_unstable_by_key(|(offer, _)| Reverse(*offer));
            offers.truncate(MOST_NEAR);
            let mut kept: Vec<Near> = offers.iter().map(|(_, near)| *near).collect();
            kept.sort_unstable_by_key(|near| near.group);
            self.groups[a].near = kept;
        }
        self.groups[a].offers = offers.into_iter().map(|(offer, _)| offer).collect();
        self.propose(a);
    }

    /// The groups near the merger of two groups, of those that either of them was near to. Sums add up; a sum is computed only
    /// where one of the two had not met the other group whole.
    fn near_both(&mut self, a: usize, b: usize) -> Vec<Near> {
        let of_one = self.up_to_date(a);
        let of_other = self.up_to_date(b);
        let mut others: Vec<u32> = of_one.iter().chain(&of_other).map(|n| n.group).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|other| *other as usize != a && *other as usize != b);
        let of_one = self.sums(a, &of_one, &others);
        let of_other = self.sums(b, &of_other, &others);
        let size = self.groups[a].size() + self.groups[b].size();
        let both = |(other, (one, two)): (u32, (f64, f64))| {
            let members = self.groups[other as usize].size() as u32;
            let near = Near { group: other, members, sum: one + two };
            (near.sum / (size * members as usize) as f64 >= self.floor).then_some(near)
        };
        others.into_iter().zip(of_one.into_iter().zip(of_other)).filter_map(both).collect()
    }

    /// Sums of the similarities of all pairs between a group and each of some others, by what it knows of those near it.
    fn sums(&mut self, group: usize, near: &[Near], others: &[u32]) -> Vec<f64> {
        let mut spread = std::mem::take(&mut self.spread);
        let known = |other: &u32| {
            let at = near.binary_search_by_key(other, |near| near.group).ok()?;
            let whole = near[at].members as usize == self.groups[*other as usize].size();
            whole.then_some(near[at].sum)
        };
        let known: Vec<Option<f64>> = others.iter().map(known).collect();
        let unknown: Vec<&Vector> = others
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none())
            .map(|(other, _)| self.sum(*other as usize))
            .collect();
        let mut dots = dots(self.sum(group), &unknown, &mut spread).into_iter();
        self.spread = spread;
        known.into_iter().filter_map(|known| known.or_else(|| dots.next())).collect()
    }

    /// The groups near a group, by what became of them, sorted.
    fn up_to_date(&mut self, group: usize) -> Vec<Near> {
        let mut near = std::mem::take(&mut self.groups[group].near);
        for other in &mut near {
            other.group = self.root(other.group as usize) as u32;
        }
        // Stable: sums are added in the order in which they were met.
        near.sort_by_key(|other| other.group);
        near.dedup_by(|other, first| {
            let same = other.group == first.group;
            if same {
                first.members += other.members;
                first.sum += other.sum;
            }
            same
        });
        near
    }

    fn root(&mut self, article: usize) -> usize {
        let mut root = article;
        while self.into[root] != root {
            root = self.into[root];
        }
        let mut at = article;
        while self.into[at] != root {
            at = std::mem::replace(&mut self.into[at], root);
        }
        root
    }
}

/// 1 where the groups overlap in time or one has no date, 1/2 with a gap of [`GAP_HALF`] days.
fn closeness_in_time(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> f64 {
    const DAY: f64 = 86_400.0;
    let (Some(a), Some(b)) = (a, b) else { return 1.0 };
    let gap = (b.0 as f64 - a.1 as f64).max(a.0 as f64 - b.1 as f64).max(0.0);
    GAP_HALF / (GAP_HALF + gap / DAY)
}

/// Sum of two vectors, without its lightest terms where it has too many.
fn add(a: &Vector, b: &Vector) -> Vector {
    let mut sum: Vector = Vec::with_capacity(a.len() + b.len());
    let (mut x, mut y) = (a.iter().peekable(), b.iter().peekable());
    loop {
        match (x.peek(), y.peek()) {
            (Some((i, v)), Some((j, w))) if i == j => {
                sum.push((*i, v + w));
                x.next();
                y.next();
            }
            (Some(one), Some(other)) if one.0 < other.0 => {
                sum.push(**one);
                x.next();
            }
            (Some(one), None) => {
                sum.push(**one);
                x.next();
            }
            (_, Some(other)) => {
                sum.push(**other);
                y.next();
            }
            (None, None) => break,
        }
    }
    // Twice as many are let grow, so that not every merge has to choose.
    if sum.len() > 2 * MOST_TERMS {
        sum.select_nth_unstable_by(MOST_TERMS, |a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        sum.truncate(MOST_TERMS);
        sum.sort_unstable_by_key(|(number, _)| *number);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(vectors: &[&[(u32, f32)]], times: &[Option<i64>]) -> Vec<usize> {
        let all: Vec<u32> = (0..vectors.len() as u32).collect();
        let members = vectors
            .iter()
            .zip(times)
            .enumerate()
            .map(|(at, (vector, time))| Member {
                vector: vector.to_vec(),
                time: *time,
                near: all.iter().copied().filter(|o| *o as usize != at).collect(),
            })
            .collect();
        link(members, &GroupSettings::default())
    }

    #[test]
    fn a_bridge_does_not_weld_two_stories() {
        // 0 and 1 share term 0, 2 and 3 share term 1, 1 and 2 a little of term 2.
        let bridged: [&[(u32, f32)]; 4] =
            [&[(0, 1.0)], &[(0, 0.9), (2, 0.44)], &[(1, 0.9), (2, 0.44)], &[(1, 1.0)]];
        assert_eq!(linked(&bridged, &[None; 4]), [0, 0, 2, 2]);
    }

    #[test]
    fn likeness_fades_with_the_gap_in_time() {
        let alike: [&[(u32, f32)]; 2] = [&[(0, 0.4)], &[(0, 0.4)]];
        let year = 365 * 86_400;
        assert_eq!(linked(&alike, &[None, None]), [0, 0]);
        assert_eq!(linked(&alike, &[Some(0), Some(86_400)]), [0, 0]);
        assert_eq!(linked(&alike, &[Some(0), Some(6 * year)]), [0, 1]);
        assert_eq!(linked(&alike, &[Some(i64::MIN), Some(i64::MAX)]), [0, 1]);
    }
}
