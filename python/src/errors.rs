//! Errors of the library as exceptions of Python, with the text that the program prints.

use std::any::Any;
use std::io;
use std::sync::{Mutex, PoisonError};

use newsfold::Error;
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::{PyErr, create_exception};

create_exception!(
    newsfold,
    NewsfoldError,
    PyValueError,
    "Settings that make no sense, or a gold file that is not of the form. The text is the one that the program prints."
);

/// The exception of an error.
pub(crate) fn raised(error: &Error) -> PyErr {
    let message = error.to_string();
    match error {
        // Where the error does not hold what kind of failure it was, the system says it again.
        Error::Input { path, source, .. } => {
            let asked =
                || std::fs::metadata(path).map_or_else(|e| e.kind(), |_| io::ErrorKind::Other);
            let kind = source.as_ref().map_or_else(asked, io::Error::kind);
            io::Error::new(kind, message).into()
        }
        _ => NewsfoldError::new_err(message),
    }
}

/// What the last panic said, and where.
static LAST_PANIC: Mutex<Option<String>> = Mutex::new(None);

/// Keeps what a panic says for the exception. Standard error belongs to the program that loaded this module, and the words may
/// be an article's.
pub(crate) fn keep_panics() {
    std::panic::set_hook(Box::new(|panic| {
        *LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner) = Some(panic.to_string());
    }));
}

/// The exception of a panic.
pub(crate) fn defect(panic: &(dyn Any + Send)) -> PyErr {
    let kept = LAST_PANIC.lock().unwrap_or_else(PoisonError::into_inner).take();
    let said = || panic.downcast_ref::<&str>().map_or("panic", |said| said).to_owned();
    PyRuntimeError::new_err(format!("internal error: {}", kept.unwrap_or_else(said)))
}
