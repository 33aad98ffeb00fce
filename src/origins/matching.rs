//! How many independent origins a set of articles has at most.

use std::collections::BTreeMap;

/// Size of a maximum matching between outlets and copy groups: an outlet does not corroborate itself, a reprint
/// adds nothing. `pairs` holds one (outlet, copy group) for every article; `None` is an unknown outlet of its own.
/// Augmenting paths (Kuhn 1955), without recursion, so that no story is too large.
pub fn independent_origins<'a>(pairs: impl IntoIterator<Item = (Option<&'a str>, usize)>) -> usize {
    let mut outlets: BTreeMap<(Option<&str>, usize), Vec<usize>> = BTreeMap::new();
    for (unknown, (outlet, group)) in pairs.into_iter().enumerate() {
        let key = (outlet, if outlet.is_some() { 0 } else { unknown });
        outlets.entry(key).or_default().push(group);
    }
    let mut edges: Vec<Vec<usize>> = outlets.into_values().collect();
    for groups in &mut edges {
        groups.sort_unstable();
        groups.dedup();
    }
    let mut owner: BTreeMap<usize, usize> = BTreeMap::new();
    (0..edges.len()).filter(|outlet| place(*outlet, &edges, &mut owner)).count()
}

/// Finds a group for `start`, moving other outlets where that frees one. Breadth first.
fn place(start: usize, edges: &[Vec<usize>], owner: &mut BTreeMap<usize, usize>) -> bool {
    // Group to the outlet from which it was reached.
    let mut reached: BTreeMap<usize, usize> = BTreeMap::new();
    let mut queue = vec![start];
    let mut at = 0;
    while let Some(outlet) = queue.get(at).copied() {
        at += 1;
        for group in &edges[outlet] {
            if reached.contains_key(group) {
                continue;
            }
            reached.insert(*group, outlet);
            match owner.get(group) {
                Some(holder) => queue.push(*holder),
                None => {
                    hand_over(*group, start, &reached, owner);
                    return true;
                }
            }
        }
    }
    false
}

/// Walks back from a free group to `start`, giving each outlet on the way the group it reached.
fn hand_over(
    free: usize,
    start: usize,
    reached: &BTreeMap<usize, usize>,
    owner: &mut BTreeMap<usize, usize>,
) {
    let mut group = free;
    loop {
        let outlet = reached[&group];
        let given_up = owner.iter().find(|(_, o)| **o == outlet).map(|(g, _)| *g);
        if let Some(old) = given_up {
            owner.remove(&old);
        }
        owner.insert(group, outlet);
        match given_up {
            Some(old) if outlet != start => group = old,
            _ => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::independent_origins;

    #[test]
    fn reprints_and_sister_articles_do_not_add_up() {
        // Three outlets print one agency text, one of them also has a report of its own.
        assert_eq!(
            independent_origins([(Some("a"), 0), (Some("b"), 0), (Some("c"), 0), (Some("c"), 1)]),
            2
        );
        // One outlet with three reports.
        assert_eq!(independent_origins([(Some("a"), 0), (Some("a"), 1), (Some("a"), 2)]), 1);
        // Unknown outlets are outlets of their own.
        assert_eq!(independent_origins([(None, 0), (None, 1), (None, 1)]), 2);
        // Needs a hand-over: a can give way.
        assert_eq!(
            independent_origins([
                (Some("a"), 0),
                (Some("a"), 1),
                (Some("b"), 0),
                (Some("c"), 2),
                (Some("c"), 1)
            ]),
            3
        );
        assert_eq!(independent_origins([]), 0);
    }
}
