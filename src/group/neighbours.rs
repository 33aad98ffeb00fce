//! Which articles could tell the same story: similarities through an inverted index.

use rayon::prelude::*;

use super::language_number::LanguageNumber;
use super::vectors::{Spread, Vector, ask_for};

/// Entries of the index that one article may look at, its heaviest terms first. Without a limit the index is quadratic;
/// with it each article costs the same in a collection of ten thousand and of a million. In collections of a thousand it
/// is hardly ever reached (B-cubed of nine labelled sets is the same with 2,000 and with 8,000).
const LOOKUPS: usize = 4_000;

/// Neighbours kept for each article, nearest first. They propose merges; how alike two groups are is then computed over
/// all their members.
const MOST_NEIGHBOURS: usize = 32;

/// Of these the cosine over all terms is computed; of the others it is the sum over the entries that were looked at. Every one more
/// costs a walk through memory.
const WHOLE: usize = 4;

/// Cosines below this propose nothing.
const LOWEST_COSINE: f64 = 0.01;

/// The nearest other articles of each article with their cosines, nearest first, ties by index; none of them in another language.
pub(super) fn nearest(
    vectors: &[Vector],
    languages: &[LanguageNumber],
    terms: usize,
) -> Vec<Vec<(u32, f64)>> {
    nearest_of(&(0..vectors.len()).collect::<Vec<_>>(), vectors, languages, terms)
}

/// The same of some of them.
pub(crate) fn nearest_of(
    articles: &[usize],
    vectors: &[Vector],
    languages: &[LanguageNumber],
    terms: usize,
) -> Vec<Vec<(u32, f64)>> {
    let index = Index::new(vectors, terms);
    articles
        .par_iter()
        .map_init(Cosines::new, |cosines, at| cosines.nearest(*at, vectors, languages, &index))
        .collect()
}

/// Terms of a part of the index, which one thread fills: its entries stay in the cache of one core, however large the collection.
const WIDTH: usize = 1 << 13;

/// Chunks of articles whose entries are handed out to the parts at the same time: more than a machine has threads. Of large
/// collections there are more, none longer than an entry can tell its articles apart.
const CHUNKS: usize = 64;
const LONGEST_CHUNK: usize = 1 << u16::BITS;

/// The articles of each term; of terms that more than [`LOOKUPS`] articles hold, none.
struct Index {
    parts: Vec<Part>,
}

/// The lists of [`WIDTH`] terms in a row, one behind the other.
struct Part {
    starts: Vec<u32>,
    entries: Vec<(u32, f32)>,
}

/// An entry on its way to its list: the term's place in its part, the article's in its chunk, the weight. All of them are there at
/// the same time.
type Entry = (u16, u16, f32);

impl Index {
    fn new(vectors: &[Vector], terms: usize) -> Self {
        let parts = terms.div_ceil(WIDTH);
        let chunk = vectors.len().div_ceil(CHUNKS).clamp(1, LONGEST_CHUNK);
        let handed_out: Vec<Vec<Vec<Entry>>> = vectors
            .par_chunks(chunk)
            .map(|vectors| {
                let mut of_part: Vec<Vec<Entry>> = vec![Vec::new(); parts];
                for (article, vector) in vectors.iter().enumerate() {
                    for (number, weight) in vector {
                        let (part, place) = (*number as usize / WIDTH, *number as usize % WIDTH);
                        of_part[part].push((place as u16, article as u16, *weight));
                    }
                }
                of_part
            })
            .collect();
        let mut of_parts: Vec<Vec<(u32, Vec<Entry>)>> = vec![Vec::new(); parts];
        for (at, of_chunk) in handed_out.into_iter().enumerate() {
            for (part, entries) in of_parts.iter_mut().zip(of_chunk) {
                part.push(((at * chunk) as u32, entries));
            }
        }
        // Each part's go when its lists are there.
        let part = |(part, entries): (usize, Vec<(u32, Vec<Entry>)>)| {
            Part::new(WIDTH.min(terms - part * WIDTH), &entries)
        };
        Self { parts: of_parts.into_par_iter().enumerate().map(part).collect() }
    }

    fn of(&self, number: u32) -> &[(u32, f32)] {
        let Part { starts, entries } = &self.parts[number as usize / WIDTH];
        let at = number as usize % WIDTH;
        &entries[starts[at] as usize..starts[at + 1] as usize]
    }
}

impl Part {
    /// Of all entries of so many terms, in the order of the articles: the first of each chunk, and its entries.
    fn new(terms: usize, all: &[(u32, Vec<Entry>)]) -> Self {
        let mut starts = vec![0u32; terms + 1];
        for (place, ..) in all.iter().flat_map(|(_, entries)| entries) {
            starts[usize::from(*place) + 1] += 1;
        }
        for at in 0..terms {
            // Nobody may look at a list that is longer.
            let entries = if starts[at + 1] as usize > LOOKUPS { 0 } else { starts[at + 1] };
            starts[at + 1] = starts[at] + entries;
        }
        let mut entries = vec![(0, 0.0); starts[terms] as usize];
        let mut next = starts.clone();
        for (first, of_chunk) in all {
            for (place, article, weight) in of_chunk {
                let at = usize::from(*place);
                if next[at] < starts[at + 1] {
                    entries[next[at] as usize] = (first + u32::from(*article), *weight);
                    next[at] += 1;
                }
            }
        }
        Self { starts, entries }
    }
}

/// Articles whose sums are taken at a time: their table stays in the cache of one core, 256 KiB of it, however large the
/// collection. (One table for a million articles takes half as long again.)
const BLOCK: usize = 1 << 16;

/// A power of two: with it the compiler sees that no place is outside of the table.
const TOUCHED: usize = (LOOKUPS + 1).next_power_of_two();

/// Cosines of one article with all others, reused from article to article.
struct Cosines {
    /// Sums of the articles of one block.
    of: Box<[f32; BLOCK]>,
    /// Those of them that are not 0, in front; room for more than are looked at.
    touched: Box<[u32; TOUCHED]>,
    own: Spread,
}

/// The [`MOST_NEIGHBOURS`] largest sums of those that were offered; of most that are not among them one look is enough.
#[derive(Default)]
struct Best {
    found: Vec<(u32, f32)>,
    /// A sum below this is not among them.
    least: f32,
}

impl Best {
    fn nearer(a: &(u32, f32), b: &(u32, f32)) -> std::cmp::Ordering {
        b.1.total_cmp(&a.1).then(a.0.cmp(&b.0))
    }

    fn offer(&mut self, other: u32, sum: f32) {
        if sum < self.least {
            return;
        }
        self.found.push((other, sum));
        if self.found.len() == 4 * MOST_NEIGHBOURS {
            let (_, last, _) = self.found.select_nth_unstable_by(MOST_NEIGHBOURS - 1, Self::nearer);
            self.least = last.1;
            self.found.truncate(MOST_NEIGHBOURS);
        }
    }

    fn into_sorted(mut self) -> impl Iterator<Item = (u32, f32)> {
        self.found.sort_unstable_by(Self::nearer);
        self.found.into_iter().take(MOST_NEIGHBOURS)
    }
}

impl Cosines {
    fn new() -> Self {
        let (of, touched) = (Box::new([0.0; BLOCK]), Box::new([0; TOUCHED]));
        Self { of, touched, own: Spread::default() }
    }

    fn nearest(
        &mut self,
        article: usize,
        vectors: &[Vector],
        languages: &[LanguageNumber],
        index: &Index,
    ) -> Vec<(u32, f64)> {
        let language = languages[article];
        let mut heaviest: Vec<(u32, f32)> = vectors[article].clone();
        heaviest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut left = LOOKUPS;
        let mut lists: Vec<(f32, &[(u32, f32)])> = Vec::with_capacity(heaviest.len());
        for (number, weight) in heaviest {
            let entries = index.of(number);
            if entries.len() <= left {
                left -= entries.len();
                lists.push((weight, entries));
            }
        }
        ask_for(lists.iter().map(|(_, entries)| *entries));
        let mut best = Best::default();
        for start in (0..vectors.len()).step_by(BLOCK) {
            let end = (start + BLOCK) as u32;
            let (sums, places) = (&mut *self.of, &mut *self.touched);
            let mut touched = 0;
            for (weight, entries) in &mut lists {
                let taken = entries.partition_point(|(other, _)| *other < end);
                let (of_block, rest) = entries.split_at(taken);
                for (other, theirs) in of_block {
                    let sum = &mut sums[*other as usize % BLOCK];
                    // Written either way: whether it is new is a coin toss, and a branch that is guessed wrong dear.
                    places[touched % TOUCHED] = *other;
                    touched += usize::from(*sum == 0.0);
                    *sum += *weight * theirs;
                }
                *entries = rest;
            }
            for other in places[..touched].iter().copied() {
                let sum = std::mem::take(&mut sums[other as usize % BLOCK]);
                if other as usize != article && language.may_meet(languages[other as usize]) {
                    best.offer(other, sum);
                }
            }
        }
        let mut nearest: Vec<(u32, f64)> =
            best.into_sorted().map(|(other, sum)| (other, f64::from(sum))).collect();
        // What was left out of the sums could reorder the first few, and the first says how close the neighbourhood is.
        self.own.fill(&vectors[article]);
        for (other, cosine) in nearest.iter_mut().take(WHOLE) {
            *cosine = self.own.dot(&vectors[*other as usize]);
        }
        nearest.retain(|(_, cosine)| *cosine >= LOWEST_COSINE);
        nearest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        nearest
    }
}
