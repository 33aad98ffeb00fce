//! What is left to ask, by host: a worker gets the host whose pause is over, and keeps it while it asks.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::polite::Polite;

pub(crate) struct Queue<J> {
    state: Mutex<State<J>>,
    changed: Condvar,
}

struct State<J> {
    hosts: BTreeMap<String, Host<J>>,
    busy: usize,
    stopped: bool,
}

struct Host<J> {
    jobs: VecDeque<J>,
    busy: bool,
}

impl<J> Queue<J> {
    pub(crate) fn new() -> Self {
        let state = State { hosts: BTreeMap::new(), busy: 0, stopped: false };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    pub(crate) fn push(&self, host: &str, job: J) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let host = state
            .hosts
            .entry(host.to_owned())
            .or_insert_with(|| Host { jobs: VecDeque::new(), busy: false });
        host.jobs.push_back(job);
        drop(state);
        self.changed.notify_one();
    }

    /// Nothing more is begun.
    pub(crate) fn stop(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).stopped = true;
        self.changed.notify_all();
    }

    /// Works until nothing is left; a job may bring others.
    pub(crate) fn work(&self, polite: &Polite, run: impl Fn(J)) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if state.stopped {
                return;
            }
            let free = state.hosts.iter().filter(|(_, host)| !host.busy && !host.jobs.is_empty());
            let soonest = free.map(|(name, _)| (polite.next(name), name)).min();
            let wait = match soonest {
                Some((at, _)) => at.saturating_duration_since(Instant::now()),
                None if state.busy == 0 => return,
                // Whoever is at work says when there is more.
                None => Duration::from_secs(1),
            };
            let Some(name) = soonest.filter(|_| wait.is_zero()).map(|(_, name)| name.clone())
            else {
                state = self
                    .changed
                    .wait_timeout(state, wait)
                    .unwrap_or_else(PoisonError::into_inner)
                    .0;
                continue;
            };
            let Some(host) = state.hosts.get_mut(&name) else { continue };
            host.busy = true;
            let Some(job) = host.jobs.pop_front() else { continue };
            state.busy += 1;
            drop(state);
            run(job);
            state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
            state.busy -= 1;
            if let Some(host) = state.hosts.get_mut(&name) {
                host.busy = false;
            }
            self.changed.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_job_is_done_once_and_hosts_take_turns() {
        let polite = Polite::new(Duration::ZERO);
        let queue = Queue::new();
        for n in 0..100 {
            queue.push(&format!("{}.example", n % 7), n);
        }
        let done = Mutex::new(Vec::new());
        let work = || {
            queue.work(&polite, |n| {
                if n < 100 {
                    queue.push("more.example", n + 100);
                }
                done.lock().unwrap().push(n);
            });
        };
        std::thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(work))));
        let mut done = done.into_inner().unwrap();
        done.sort_unstable();
        assert_eq!(done, (0..200).collect::<Vec<_>>());
    }
}
