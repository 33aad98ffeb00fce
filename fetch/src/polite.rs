//! One request at a time to a host, and a pause behind each.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Who may ask a host, and when.
pub(crate) struct Polite {
    pause: Duration,
    hosts: Mutex<BTreeMap<String, Slot>>,
    left: Condvar,
}

#[derive(Clone, Copy)]
struct Slot {
    busy: bool,
    /// When the next request may begin.
    next: Instant,
    /// A longer pause that the host asks for.
    pause: Duration,
}

/// A request that is under way; the pause begins where it ends.
pub(crate) struct Turn<'a> {
    polite: &'a Polite,
    host: String,
}

impl Polite {
    pub(crate) fn new(pause: Duration) -> Self {
        Self { pause, hosts: Mutex::new(BTreeMap::new()), left: Condvar::new() }
    }

    /// Waits until nobody asks this host and its pause is over.
    pub(crate) fn enter(&self, host: &str) -> Turn<'_> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let now = Instant::now();
            let free = Slot { busy: false, next: now, pause: self.pause };
            let slot = hosts.entry(host.to_owned()).or_insert(free);
            if !slot.busy && slot.next <= now {
                slot.busy = true;
                return Turn { polite: self, host: host.to_owned() };
            }
            let wait = if slot.busy { Duration::from_secs(1) } else { slot.next - now };
            hosts = self.left.wait_timeout(hosts, wait).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// A host asks for a longer pause.
    pub(crate) fn slow_down(&self, host: &str, pause: Duration) {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        let free = Slot { busy: false, next: Instant::now(), pause: self.pause };
        let slot = hosts.entry(host.to_owned()).or_insert(free);
        slot.pause = slot.pause.max(pause);
    }

    /// When the next request to this host may begin.
    pub(crate) fn next(&self, host: &str) -> Instant {
        let hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts.get(host).map_or_else(Instant::now, |slot| slot.next)
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        let mut hosts = self.polite.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(slot) = hosts.get_mut(&self.host) {
            slot.busy = false;
            slot.next = Instant::now() + slot.pause;
        }
        drop(hosts);
        self.polite.left.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_at_a_time_with_a_pause() {
        let polite = Polite::new(Duration::from_millis(20));
        let begun = Instant::now();
        let under_way = Mutex::new(0);
        std::thread::scope(|scope| {
            for _ in 0..5 {
                scope.spawn(|| {
                    let _turn = polite.enter("k.example");
                    *under_way.lock().unwrap() += 1;
                    std::thread::sleep(Duration::from_millis(5));
                    let mut now = under_way.lock().unwrap();
                    assert_eq!(*now, 1);
                    *now -= 1;
                });
            }
        });
        assert!(begun.elapsed() >= Duration::from_millis(5 * 5 + 4 * 20));
        drop(polite.enter("other.example"));
    }
}
