//! Terms and pairs by the first bits of their hash: parts that threads fill at the same time, in an order that is that of the hashes.

/// How many parts: twice the threads of a small machine, or so; every part costs a look at every article.
pub(super) const SHELVES: usize = 8;

/// The shelf of a term or pair.
pub(super) fn shelf_of(hash: u64) -> usize {
    (hash >> (u64::BITS - SHELVES.ilog2())) as usize
}

/// The stretch of a list sorted by hash that a shelf takes.
pub(super) fn on_shelf<T>(sorted: &[T], shelf: usize, hash: impl Fn(&T) -> u64) -> &[T] {
    let from = sorted.partition_point(|one| shelf_of(hash(one)) < shelf);
    let to = sorted.partition_point(|one| shelf_of(hash(one)) <= shelf);
    &sorted[from..to]
}
