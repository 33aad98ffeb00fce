//! From similarities to stories: average-link agglomeration. Two single articles need evidence that does not depend on what else lies in
//! the folder; a merger of groups must also stand up to how alike they are inside.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use rayon::prelude::*;

use super::components::{Component, Member, NearPair, components};
use super::demands::{Demands, GroupSettings};
use super::dispersion::Parts;
use super::language_number::LanguageNumber;
use super::lead_names::LeadNames;
use super::span::{Span, time_decay};
use super::vectors::{Spread, Vector, add, dot, dots, effective_terms, weight_in};

/// Share of the similarity that two single articles need that the most similar pair of two groups must have: on a loose beat an
/// article is a little like all reports and near none. Hardly any report of a labelled story is as far from all others.
const CLOSEST_SHARE: f64 = 0.5;

/// Effective shared terms (see [`effective_terms`]) with which a pair's similarity counts half: two short texts that share one name
/// are not yet alike.
const TERMS_HALF: f64 = 1.0;

/// What is taken for the mean similarity inside a group before its own pairs tell, and so many pairs tell as much: two articles that
/// met by chance do not let looser ones in.
const USUAL_COHESION: f64 = 0.18;
const USUAL_PAIRS: f64 = 1.0;

/// How the least similarity between two groups grows with the size of the smaller one: a single article may be an outlier, ten are not.
const SIZE_POWER: f64 = 0.3;

/// Where many others are nearly as near, as on a dense beat, two groups must be so many times as alike as they are to those on average;
/// up to a similarity that is evidence enough in any crowd, so many times what two single articles need.
const CROWD_FACTOR: f64 = 2.4;
const CROWD_MOST: f64 = 1.5;

/// Which of the groups near a group are its crowd, by rank from 0: the first few may be of its own story.
const CROWD: std::ops::Range<usize> = 3..12;

/// Two groups of which neither holds a main name of the other must be two and a half times as alike as others (level from twice to
/// three times; `benches/quality.md`).
const APART_BY_NAME: f64 = 1.5;

/// Groups near a group that are kept, the most similar: more than most stories have reports.
const MOST_NEAR: usize = 512;

/// Similarities are compared as whole numbers of this fraction, so that rounding cannot reorder ties.
const QUANTUM: f64 = 1e9;

struct Group {
    /// Its articles, in order.
    members: Vec<u32>,
    /// Sum of their vectors, where there are several.
    sum: Vector,
    /// Where in its text an article has what its vector holds, while it is alone.
    parts: Parts,
    /// Sum of the similarities of all pairs inside, each pair's faded with the time between the two groups that brought it in: what a
    /// group is asked to reach fades likewise, so that a story of months is as loose as what it is compared with.
    within: f64,
    /// When they were published, as far as it is known.
    span: Option<Span>,
    /// Their language, as far as it is known.
    language: LanguageNumber,
    /// The names in its articles' leads.
    names: LeadNames,
    /// Groups as alike to it as the floor or more.
    near: Vec<Near>,
    /// Mergers that it proposed when it came to its size and that may still be fresh.
    offers: BinaryHeap<Offer>,
    /// Another group took it in.
    gone: bool,
}

/// What a group knows of another.
#[derive(Debug, Clone, Copy)]
struct Near {
    group: u32,
    /// Members that the other had when they were compared: if it has more now, those are missing in the sum.
    members: u32,
    /// Sum of the similarities of all pairs between the two.
    sum: f64,
    /// Similarity of the most similar pair between them.
    closest: f32,
}

impl Group {
    fn size(&self) -> usize {
        self.members.len()
    }

    fn pairs(&self) -> f64 {
        (self.size() * (self.size() - 1)) as f64 / 2.0
    }

    /// Mean similarity inside, as far as its pairs tell it.
    fn cohesion(&self) -> f64 {
        (self.within + USUAL_PAIRS * USUAL_COHESION) / (self.pairs() + USUAL_PAIRS)
    }
}

/// Merges groups, the most similar first, until no pair stands up. Ties go to the smaller members, so the outcome is
/// one. Returns for each article its group's first member.
pub(super) fn link(members: Vec<Member>, settings: &GroupSettings) -> Vec<usize> {
    let articles = members.len();
    let components = components(members, settings.floor());
    let linked: Vec<Vec<(usize, usize)>> = components
        .into_par_iter()
        .map(|Component { articles, members, near }| {
            let first = Linking::new(members, near, settings).run();
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
    similarity: f64,
    floor: f64,
    cohesion: f64,
}

impl Linking {
    fn new(members: Vec<Member>, near: Vec<NearPair>, settings: &GroupSettings) -> Self {
        let mut numbers_near = vec![0; members.len()];
        for pair in &near {
            numbers_near[pair.a as usize] += 1;
            numbers_near[pair.b as usize] += 1;
        }
        let (vectors, groups): (Vec<Vector>, Vec<Group>) = members
            .into_iter()
            .enumerate()
            .map(|(at, Member { vector, parts, span, language, names, .. })| {
                let group = Group {
                    members: vec![at as u32],
                    sum: Vector::new(),
                    parts,
                    within: 0.0,
                    span,
                    language,
                    names,
                    near: Vec::with_capacity(numbers_near[at]),
                    offers: BinaryHeap::new(),
                    gone: false,
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
            similarity: settings.similarity,
            floor: settings.floor(),
            cohesion: settings.cohesion,
        };
        for NearPair { a, b, similarity: sum } in near {
            let (a, b) = (a as usize, b as usize);
            let closest = sum as f32;
            let near = |group: usize| Near { group: group as u32, members: 1, sum, closest };
            linking.groups[a].near.push(near(b));
            linking.groups[b].near.push(near(a));
            if let Some(offer) = linking.offer(a, &near(b)) {
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
                    self.propose(by as usize);
                }
            } else {
                self.propose(by as usize);
            }
        }
        (0..self.groups.len()).map(|article| self.root(article)).collect()
    }

    /// Whether a group is there, and is what it was when it had so many members.
    fn is_open(&self, group: u32, members: u32) -> bool {
        let group = &self.groups[group as usize];
        !group.gone && group.size() == members as usize
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
    fn offer(&self, by: usize, near: &Near) -> Option<Offer> {
        let (one, two) = (&self.groups[by], &self.groups[near.group as usize]);
        let mean = near.sum / (one.size() * two.size()) as f64;
        let demands = Demands::of(one.span, two.span);
        let least = match one.size() + two.size() {
            2 => self.similarity * demands.least,
            _ => self.similarity * demands.floor,
        };
        // Most are too little as they are, and how close in time is dear to tell.
        if mean < least
            || f64::from(near.closest) < CLOSEST_SHARE * self.similarity
            || !one.language.may_meet(two.language)
        {
            return None;
        }
        let similarity = mean * time_decay(one.span, two.span);
        (similarity >= least).then_some(Offer {
            similarity: (similarity * QUANTUM) as i64,
            other: Reverse(near.group),
            members: two.size() as u32,
        })
    }

    /// Whether two groups are one story. Two single articles are if so many terms bear their similarity out; groups if they are as
    /// much alike as the looser of them is inside, up to the share asked for: look-alike events are two tight groups with less
    /// between them, a story that runs for weeks is loose all over.
    fn stands_up(&self, a: usize, b: usize, similarity: f64) -> bool {
        let (one, other) = (&self.groups[a], &self.groups[b]);
        let demands = Demands::of(one.span, other.span);
        let least = self.apart_by_name(a, b) * self.by_dispersion(a, b, demands);
        let looser = match (one.size(), other.size()) {
            (1, 1) => {
                let terms = effective_terms(&self.vectors[a], &self.vectors[b]);
                let borne_out = similarity * terms / (terms + TERMS_HALF);
                return borne_out >= least * self.similarity && self.stands_out(a, b, borne_out);
            }
            (1, _) => other.cohesion(),
            (_, 1) => one.cohesion(),
            _ => one.cohesion().min(other.cohesion()),
        };
        let smaller = one.size().min(other.size()) as f64;
        let cohesion = self.cohesion * demands.cohesion;
        similarity >= least * cohesion * looser * smaller.powf(SIZE_POWER)
            && self.stands_out(a, b, similarity)
    }

    /// How many times as alike as others two groups must be for what they lack of each other's main names: once where one of them
    /// holds all those of the other, or turns on no name, or where other names say that both speak of one matter. Two notices
    /// that name nothing in common are never alike enough.
    fn apart_by_name(&self, a: usize, b: usize) -> f64 {
        let (one, two) = (&self.groups[a], &self.groups[b]);
        let in_one = |number: u32| weight_in(self.sum(a), number).is_some();
        let in_two = |number: u32| weight_in(self.sum(b), number).is_some();
        let held = one.names.held(one.size(), in_two).zip(two.names.held(two.size(), in_one));
        let lacks = held.map_or(0.0, |(of_one, of_two)| 1.0 - of_one.max(of_two));
        if lacks >= 1.0 && one.names.are_notices(&two.names) {
            return f64::INFINITY;
        }
        let of_both = [(&one.names, one.size()), (&two.names, two.size())];
        if lacks > 0.0 && LeadNames::speak_of_one(of_both, [&in_two, &in_one]) {
            return 1.0;
        }
        1.0 + APART_BY_NAME * lacks
    }

    /// How many times as alike as others a single article and another group must be for how far what they share runs through its text; of two
    /// single articles the one in which it runs less far tells. Each report of a group told the same already.
    fn by_dispersion(&self, a: usize, b: usize, demands: &Demands) -> f64 {
        let of_single = |single: usize, other: usize| {
            let group = &self.groups[single];
            let parts = (group.size() == 1).then_some(&group.parts)?;
            Some((parts.dispersion(self.sum(single), self.sum(other))?, parts.number()))
        };
        let tells = of_single(a, b).into_iter().chain(of_single(b, a));
        let least = tells.reduce(|one, other| (one.0.min(other.0), one.1.min(other.1)));
        let alone = self.groups[a].size() + self.groups[b].size() == 2;
        least.map_or(1.0, |(dispersion, parts)| demands.by_dispersion(dispersion, parts, alone))
    }

    /// Whether two groups are alike enough for the crowd around them.
    fn stands_out(&self, a: usize, b: usize, similarity: f64) -> bool {
        similarity >= CROWD_MOST * self.similarity
            || similarity >= CROWD_FACTOR * (self.crowd(a, b) + self.crowd(b, a)) / 2.0
    }

    /// Mean similarity of a group to its crowd, which another does not belong to. Groups that are not near count 0.
    fn crowd(&self, group: usize, other: usize) -> f64 {
        let root = |mut at: usize| {
            while self.into[at] != at {
                at = self.into[at];
            }
            at
        };
        let one = &self.groups[group];
        let near = one.near.iter().map(|near| (root(near.group as usize), near.members, near.sum));
        let mut near: Vec<(usize, u32, f64)> = near.filter(|(root, ..)| *root != other).collect();
        near.sort_by_key(|(root, ..)| *root);
        let mean = |of_one: &[(usize, u32, f64)]| {
            let members: u32 = of_one.iter().map(|(_, members, _)| members).sum();
            let sum: f64 = of_one.iter().map(|(.., sum)| sum).sum();
            (sum / (one.size() as f64 * f64::from(members)), of_one[0].0)
        };
        let mut means: Vec<(f64, usize)> = near.chunk_by(|a, b| a.0 == b.0).map(mean).collect();
        means.sort_unstable_by(|a, b| b.0.total_cmp(&a.0));
        // The first of the crowd, the most similar in front; time only takes away from a mean.
        let mut crowd: Vec<f64> = Vec::with_capacity(CROWD.end + 1);
        for (mean, root) in means {
            if crowd.len() == CROWD.end && mean <= crowd[CROWD.end - 1] {
                break;
            }
            let mean = mean * time_decay(one.span, self.groups[root].span);
            crowd.insert(crowd.partition_point(|more| *more >= mean), mean);
            crowd.truncate(CROWD.end);
        }
        crowd.iter().skip(CROWD.start).sum::<f64>() / CROWD.len() as f64
    }

    fn merge(&mut self, a: usize, b: usize) {
        let between = dot(self.sum(a), self.sum(b));
        let near = self.near_both(a, b);
        let sum = add(self.sum(a), self.sum(b));
        let nothing = Group {
            members: Vec::new(),
            sum: Vec::new(),
            parts: Parts::default(),
            within: 0.0,
            span: None,
            language: LanguageNumber::UNKNOWN,
            names: LeadNames::default(),
            near: Vec::new(),
            offers: BinaryHeap::new(),
            gone: true,
        };
        let gone = std::mem::replace(&mut self.groups[b], nothing);
        self.into[b] = a;
        let grown = &mut self.groups[a];
        grown.within += gone.within + between * time_decay(grown.span, gone.span);
        grown.members.extend(gone.members);
        grown.members.sort_unstable();
        grown.sum = sum;
        grown.names = grown.names.with(&gone.names);
        grown.near = near;
        grown.language = grown.language.or(gone.language);
        grown.span = match (grown.span, gone.span) {
            (Some(one), Some(other)) => Some(one.with(other)),
            (span, None) | (None, span) => span,
        };
        let offered = |near: &Near| Some((self.offer(a, near)?, *near));
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
        let closest_of = |other: u32, near: &[Near]| {
            let at = near.binary_search_by_key(&other, |near| near.group);
            at.map_or(0.0, |at| near[at].closest)
        };
        let closest: Vec<f32> = others
            .iter()
            .map(|other| closest_of(*other, &of_one).max(closest_of(*other, &of_other)))
            .collect();
        let of_one = self.sums(a, &of_one, &others);
        let of_other = self.sums(b, &of_other, &others);
        let size = self.groups[a].size() + self.groups[b].size();
        let both = |((other, closest), (one, two)): ((u32, f32), (f64, f64))| {
            let members = self.groups[other as usize].size() as u32;
            let near = Near { group: other, members, sum: one + two, closest };
            (near.sum / (size * members as usize) as f64 >= self.floor).then_some(near)
        };
        let sums = of_one.into_iter().zip(of_other);
        others.into_iter().zip(closest).zip(sums).filter_map(both).collect()
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
                first.closest = first.closest.max(other.closest);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(vectors: &[&[(u32, f32)]], times: &[Option<i64>]) -> Vec<usize> {
        let all: Vec<u32> = (0..vectors.len() as u32).collect();
        let members = vectors
            .iter()
            .zip(Span::of_run(times))
            .enumerate()
            .map(|(at, (vector, span))| Member {
                vector: vector.to_vec(),
                parts: Parts::default(),
                span,
                language: LanguageNumber::UNKNOWN,
                names: LeadNames::default(),
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
    fn one_shared_name_is_not_a_story() {
        let one: [&[(u32, f32)]; 2] = [&[(0, 0.45)], &[(0, 0.45)]];
        let three: [&[(u32, f32)]; 2] =
            [&[(0, 0.26), (1, 0.26), (2, 0.26)], &[(0, 0.26), (1, 0.26), (2, 0.26)]];
        assert_eq!(linked(&one, &[None; 2]), [0, 1]);
        assert_eq!(linked(&three, &[None; 2]), [0, 0]);
    }

    #[test]
    fn likeness_fades_with_the_gap_in_time() {
        let alike: [&[(u32, f32)]; 2] = [&[(0, 0.33), (1, 0.33)], &[(0, 0.33), (1, 0.33)]];
        let year = 365 * 86_400;
        assert_eq!(linked(&alike, &[None, None]), [0, 0]);
        assert_eq!(linked(&alike, &[Some(0), Some(86_400)]), [0, 0]);
        assert_eq!(linked(&alike, &[Some(0), Some(6 * year)]), [0, 1]);
        assert_eq!(linked(&alike, &[Some(i64::MIN), Some(i64::MAX)]), [0, 1]);
    }
}
