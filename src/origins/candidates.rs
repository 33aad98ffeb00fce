//! Pairs of articles that may be copies: those that share prints (hashed runs of words, Broder 1997, sampled by their hash) in an
//! inverted index.

use rayon::prelude::*;

use super::overlap::shingles;

/// Words of a print. Four in a row survive in a copy with every fifth word changed (0.8^4 = 41 %), and are rare enough not
/// to propose every pair.
const PRINT: usize = 4;

/// One print in so many is kept, by its hash: the same ones in every article, whatever stands around them.
const KEEP_ONE_IN: u64 = 2;

/// Bits of a print. Two that are equal by chance propose a pair that is then looked at exactly; fewer bits are fewer bytes to move.
pub(crate) const PRINT_BITS: u32 = 40;

/// The bit from which on a print's hash says whether it is kept.
const KEEP_BY: u32 = 8;

/// Articles that may share one print before it is taken for a set phrase: each is then only compared with the first, so
/// that a million articles with one sentence in common stay linear.
const CROWD: usize = 24;

/// The prints of a text, each once.
pub(crate) fn fingerprints(words: &[u64]) -> Vec<u64> {
    let mut fingerprints: Vec<u64> =
        shingles(words, PRINT).map(|print| print >> (64 - PRINT_BITS)).collect();
    // A text too short to spare any keeps all.
    if fingerprints.len() > FEW_PRINTS {
        fingerprints.retain(|print| (print >> KEEP_BY).is_multiple_of(KEEP_ONE_IN));
    }
    fingerprints.sort_unstable();
    fingerprints.dedup();
    fingerprints
}

/// How many prints a text of so many words has, or a few fewer.
fn expected_fingerprints(words: usize) -> usize {
    let all = words.saturating_sub(PRINT - 1);
    if all > FEW_PRINTS { all / KEEP_ONE_IN as usize } else { all }
}

/// Prints of which none is left out.
const FEW_PRINTS: usize = 16;

/// Share of the shorter article's prints that a pair must have in common to be worth an exact look: copies with two words
/// in five changed still have about an eighth (0.6^4).
const WORTH_A_LOOK: f64 = 0.08;

/// Those who hold one print that are paired, each with the ones behind it that it is paired with; of a crowd only the first.
pub(crate) fn paired<T>(holders: &[T]) -> impl Iterator<Item = (&T, &[T])> {
    let first = if holders.len() > CROWD { 1 } else { holders.len() };
    (0..first).map(|at| (&holders[at], &holders[at + 1..]))
}

/// Whether so many prints in common, of `fewest` that the one with fewer has, are worth an exact look.
pub(crate) fn is_worth_a_look(shared: usize, fewest: usize) -> bool {
    shared as f64 >= WORTH_A_LOOK * fewest as f64
}

/// Parts of all prints, by their first bits, that are looked at at the same time.
const PARTITIONS: usize = 1 << PARTITION_BITS;
const PARTITION_BITS: u32 = 4;

/// A print without the bits that its partition has in common, and by the lower bits the place of an article that holds it: a number, which
/// sorts faster than two.
type Held = u64;

/// Bits of an article's place: 268 million articles.
const PLACE_BITS: u32 = u64::BITS - (PRINT_BITS - PARTITION_BITS);

/// Articles whose prints one task makes.
const PRINTED_AT_ONCE: usize = 1 << 14;

/// Which articles may be copies of which, by the prints that they hold: an inverted index of prints, and for each article its
/// places in it.
struct Holders {
    /// The articles of each print that several hold, ascending, one list behind the other; the last of each list is marked.
    lists: Vec<u32>,
    /// For each article where in the lists those begin that it is paired with, one article behind the other.
    places: Vec<u32>,
    /// Where the places of each article end.
    ends: Vec<u32>,
}

impl Holders {
    /// Marks the last article of a list.
    const LAST: u32 = 1 << 31;

    fn is_last(article: &u32) -> bool {
        article & Self::LAST != 0
    }

    /// Of so many articles, by what is held in each partition.
    fn of(partitions: Vec<Vec<Vec<Held>>>, articles: usize) -> Self {
        let of_partition = |held: Vec<Vec<Held>>| {
            let mut held = held.concat();
            held.sort_unstable();
            let place = |held: &Held| (held & ((1 << PLACE_BITS) - 1)) as u32;
            let mut lists: Vec<u32> = Vec::new();
            for run in held.chunk_by(|a, b| a >> PLACE_BITS == b >> PLACE_BITS) {
                if let [before @ .., last] = run
                    && !before.is_empty()
                {
                    lists.extend(before.iter().map(place));
                    lists.push(place(last) | Self::LAST);
                }
            }
            lists
        };
        let lists: Vec<Vec<u32>> = partitions.into_par_iter().map(of_partition).collect();
        let holders = Self { lists: lists.concat(), places: Vec::new(), ends: Vec::new() };
        drop(lists);
        let mut next = vec![0; articles + 1];
        holders.each_paired(|article, _| next[article + 1] += 1);
        for at in 1..next.len() {
            next[at] += next[at - 1];
        }
        let mut places = vec![0; next[articles] as usize];
        holders.each_paired(|article, place| {
            places[next[article] as usize] = place;
            next[article] += 1;
        });
        // Each has been counted up to where the next one began.
        next.pop();
        Self { places, ends: next, ..holders }
    }

    /// Every article of every list that is paired with others, and where these begin.
    fn each_paired(&self, mut meet: impl FnMut(usize, u32)) {
        let mut end = 0;
        for list in self.lists.split_inclusive(Self::is_last) {
            end += list.len();
            for (article, others) in paired(list).filter(|(_, others)| !others.is_empty()) {
                meet(*article as usize, (end - others.len()) as u32);
            }
        }
    }

    /// Those that an article is paired with, one for each print in common.
    fn paired_with(&self, article: usize) -> impl Iterator<Item = u32> + '_ {
        let start = article.checked_sub(1).map_or(0, |before| self.ends[before]);
        let places = &self.places[start as usize..self.ends[article] as usize];
        let list =
            |place: &u32| self.lists[*place as usize..].split_inclusive(Self::is_last).next();
        places.iter().filter_map(list).flatten().map(|other| other & !Self::LAST)
    }
}

/// Pairs of articles that may be copies, each once, smaller index first, sorted.
pub(super) fn candidate_pairs<'a>(
    articles: &[u32],
    words: &(impl Fn(u32) -> &'a [u64] + Sync),
) -> Vec<(u32, u32)> {
    let print = |(part, articles): (usize, &[u32])| {
        let mut counts: Vec<u32> = Vec::with_capacity(articles.len());
        // Prints fall into partitions evenly; a list that is a little longer than its share must not double.
        let expected = articles.iter().map(|article| expected_fingerprints(words(*article).len()));
        let share = expected.sum::<usize>() / PARTITIONS;
        let mut partitions: [Vec<Held>; PARTITIONS] =
            std::array::from_fn(|_| Vec::with_capacity(share + share / 16 + 64));
        for (article, place) in articles.iter().zip((part * PRINTED_AT_ONCE) as u64..) {
            let fingerprints = fingerprints(words(*article));
            counts.push(fingerprints.len() as u32);
            for print in fingerprints {
                let partition = (print >> (PRINT_BITS - PARTITION_BITS)) as usize;
                partitions[partition].push(print << PLACE_BITS | place);
            }
        }
        (counts, partitions)
    };
    let printed: Vec<(Vec<u32>, [Vec<Held>; PARTITIONS])> =
        articles.par_chunks(PRINTED_AT_ONCE).enumerate().map(print).collect();
    let mut counts: Vec<u32> = Vec::with_capacity(articles.len());
    let mut partitions: Vec<Vec<Vec<Held>>> = vec![Vec::new(); PARTITIONS];
    for (of_part, parts) in printed {
        counts.extend(of_part);
        for (partition, part) in partitions.iter_mut().zip(parts) {
            partition.push(part);
        }
    }
    let holders = Holders::of(partitions, articles.len());
    let pairs_of = |others: &mut Vec<u32>, at: usize| -> Vec<(u32, u32)> {
        others.clear();
        others.extend(holders.paired_with(at));
        others.sort_unstable();
        let worth = |same: &[u32]| {
            let other = same[0] as usize;
            is_worth_a_look(same.len(), counts[at].min(counts[other]) as usize)
                .then_some((articles[at], articles[other]))
        };
        others.chunk_by(|x, y| x == y).filter_map(worth).collect()
    };
    (0..articles.len()).into_par_iter().map_init(Vec::new, pairs_of).flatten_iter().collect()
}
