//! Which articles could end up in one story at all: near pairs, and what they hold together. Linking works on one such component
//! without a look at the others.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::dispersion::Parts;
use super::language_number::LanguageNumber;
use super::lead_names::LeadNames;
use super::span::Span;
use super::vectors::{Spread, Vector, dots};
use crate::origins::DisjointSets;

/// One article on its way into a story.
pub(super) struct Member {
    /// Its vector, scaled: dot products of these are similarities.
    pub(super) vector: Vector,
    /// Where in its text what the vector holds stands.
    pub(super) parts: Parts,
    /// When it was published, if that is known.
    pub(super) span: Option<Span>,
    /// Its language.
    pub(super) language: LanguageNumber,
    /// The names in its lead.
    pub(super) names: LeadNames,
    /// Articles that it could merge with.
    pub(super) near: Vec<u32>,
}

/// Two articles, the smaller first, and their similarity.
pub(super) struct NearPair {
    pub(super) a: u32,
    pub(super) b: u32,
    pub(super) similarity: f64,
}

/// Articles between which chains of near pairs lead.
#[derive(Default)]
pub(super) struct Component {
    /// In order.
    pub(super) articles: Vec<usize>,
    /// They propose to merge along `near` now, no longer along their own.
    pub(super) members: Vec<Member>,
    /// By place among them, sorted.
    pub(super) near: Vec<NearPair>,
}

/// Pairs of articles of which one is near to the other, as alike as the floor or more, sorted. Others can be left out: means over
/// pairs that are all below it are below it.
fn near_pairs(members: &[Member], floor: f64) -> Vec<NearPair> {
    // Near is mutual: an outlier stays known to those that it is nearest to.
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for (a, member) in (0..).zip(members) {
        pairs.extend(member.near.iter().map(|b| (a.min(*b), a.max(*b))));
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    // An article is compared right behind the one that it is nearest to, while what both are compared with is still at hand.
    let mut with_nearest = DisjointSets::new(members.len());
    for (a, member) in members.iter().enumerate() {
        if let Some(nearest) = member.near.first() {
            with_nearest.join(a, *nearest as usize);
        }
    }
    let mut of_article: Vec<(usize, &[(u32, u32)])> = pairs
        .chunk_by(|x, y| x.0 == y.0)
        .map(|pairs| (with_nearest.find(pairs[0].0 as usize), pairs))
        .collect();
    of_article.par_sort_by_key(|(first, _)| *first);
    let mut near: Vec<NearPair> = of_article
        .into_par_iter()
        .map_init(Spread::default, |spread, (_, pairs)| {
            let of = |at: u32| &members[at as usize].vector;
            let others: Vec<&Vector> = pairs.iter().map(|(_, other)| of(*other)).collect();
            let pairs = pairs.iter().zip(dots(of(pairs[0].0), &others, spread));
            let near = pairs.filter(|(_, similarity)| *similarity >= floor);
            near.map(|((a, b), similarity)| NearPair { a: *a, b: *b, similarity })
                .collect::<Vec<NearPair>>()
        })
        .flatten_iter()
        .collect();
    near.par_sort_unstable_by_key(|near| (near.a, near.b));
    near
}

/// The components of some articles, in the order of their first: groups merge along near pairs, so no merger leads out of one.
pub(super) fn components(members: Vec<Member>, floor: f64) -> Vec<Component> {
    let near = near_pairs(&members, floor);
    let mut sets = DisjointSets::new(members.len());
    for near in &near {
        sets.join(near.a as usize, near.b as usize);
    }
    let mut component_of: FxHashMap<usize, usize> = FxHashMap::default();
    let mut components: Vec<Component> = Vec::new();
    let mut place_of: Vec<u32> = Vec::with_capacity(members.len());
    for (at, member) in members.into_iter().enumerate() {
        let component = *component_of.entry(sets.find(at)).or_insert_with(|| {
            components.push(Component::default());
            components.len() - 1
        });
        let Component { articles, members, .. } = &mut components[component];
        place_of.push(articles.len() as u32);
        articles.push(at);
        members.push(Member { near: Vec::new(), ..member });
    }
    for NearPair { a, b, similarity } in near {
        let component = component_of[&sets.find(a as usize)];
        let (a, b) = (place_of[a as usize], place_of[b as usize]);
        components[component].near.push(NearPair { a, b, similarity });
    }
    components
}
