//! Terms and pairs by the first bits of their hash: parts that threads fill at the same time, in an order that is that of the hashes.

/// How many parts: twice the threads of a small machine, or so; every part costs a look at every article.
pub(super) const PARTITIONS: usize = 8;

/// The partition of a term or pair.
pub(super) fn partition_of(hash: u64) -> usize {
    (hash >> (u64::BITS - PARTITIONS.ilog2())) as usize
}

/// The part of a list sorted by hash that a partition takes.
pub(super) fn in_partition<T>(sorted: &[T], partition: usize, hash: impl Fn(&T) -> u64) -> &[T] {
    let from = sorted.partition_point(|one| partition_of(hash(one)) < partition);
    let to = sorted.partition_point(|one| partition_of(hash(one)) <= partition);
    &sorted[from..to]
}
