//! Work that Python can interrupt: it runs on threads of its own, while the calling thread looks for signals.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

use newsfold::{Error, Observer, Stage};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

use crate::errors::{NewsfoldError, defect, raised};

/// How often the calling thread looks for signals: often enough for a hand on a keyboard.
const LOOK: Duration = Duration::from_millis(25);

/// How long an interrupted call waits for its work. Reading and grouping report no steps; such work is left to end by itself
/// at its next stage, holding nothing that Python sees.
const GRACE: Duration = Duration::from_millis(500);

/// As the program.
const MOST_THREADS: usize = 256;

/// Unwinds the work once somebody asked for that.
#[derive(Default)]
pub(crate) struct Watch(AtomicBool);

/// What unwinds interrupted work; no panic, so that no hook hears of it.
struct Stopped;

impl Watch {
    fn look(&self) {
        if self.0.load(Ordering::Relaxed) {
            resume_unwind(Box::new(Stopped));
        }
    }
}

impl Observer for Watch {
    fn begin(&self, _: Stage, _: usize) {
        self.look();
    }

    fn step(&self) {
        self.look();
    }
}

/// Runs `work` on so many threads, 0 for one a core, with Python free to go on.
///
/// # Errors
/// What the work says, what a signal's handler raises (`KeyboardInterrupt`), or that the work panicked.
pub(crate) fn interruptible<T: Send + 'static>(
    py: Python<'_>,
    threads: usize,
    work: impl FnOnce(&Watch) -> Result<T, Error> + Send + 'static,
) -> PyResult<T> {
    if threads > MOST_THREADS {
        return Err(NewsfoldError::new_err(format!("threads takes at most {MOST_THREADS}")));
    }
    // A pool a call: one that is kept would be dead in a process that was forked off.
    let pool = pool(threads)?;
    let watch = Arc::new(Watch::default());
    let (send, mut receive) = sync_channel(1);
    let watched = Arc::clone(&watch);
    let worker = thread::Builder::new().name("newsfold".to_owned()).spawn(move || {
        let done = catch_unwind(AssertUnwindSafe(|| pool.install(|| work(&watched))));
        // Nobody listens where the call did not wait.
        let _ = send.send(done);
    })?;
    let done = loop {
        let received;
        (receive, received) = py.detach(move || {
            let received = receive.recv_timeout(LOOK);
            (receive, received)
        });
        match received {
            Ok(done) => break done,
            Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("internal error: the work is gone"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        if let Err(exception) = py.check_signals() {
            watch.0.store(true, Ordering::Relaxed);
            let ended = py.detach(move || receive.recv_timeout(GRACE).is_ok());
            if ended {
                let _ = worker.join();
            }
            return Err(exception);
        }
    };
    let _ = worker.join();
    match done {
        Ok(result) => result.map_err(|e| raised(&e)),
        Err(panic) => Err(defect(panic.as_ref())),
    }
}

/// So many threads; 0 for one a core, or as many as RAYON_NUM_THREADS says.
pub(crate) fn pool(threads: usize) -> PyResult<rayon::ThreadPool> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|e| PyRuntimeError::new_err(format!("failed to start the threads: {e}")))
}

#[cfg(test)]
mod tests {
    use pyo3::exceptions::PyRuntimeError;

    use super::*;
    use crate::errors::keep_panics;

    fn run<T: Send + 'static>(
        work: impl FnOnce(&Watch) -> Result<T, Error> + Send + 'static,
    ) -> PyResult<T> {
        Python::initialize();
        keep_panics();
        Python::attach(|py| interruptible(py, 1, work))
    }

    #[test]
    fn a_panic_is_an_exception_that_says_where() {
        let raised = run(|_| -> Result<(), Error> { panic!("a defect") }).unwrap_err();
        Python::attach(|py| {
            assert!(raised.is_instance_of::<PyRuntimeError>(py));
            let text = raised.to_string();
            assert!(text.contains("internal error") && text.contains("a defect"), "{text}");
            assert!(text.contains("run.rs"), "{text}");
        });
        assert_eq!(run(|_| Ok(7)).unwrap(), 7);
    }
}
