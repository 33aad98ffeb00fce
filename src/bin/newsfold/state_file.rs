//! The file of a state: read whole, held by one run at a time, replaced as a whole.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::Context;
use newsfold::ingest::parse_date;
use newsfold::issue::State;

use crate::{Usage, sink};

/// A state that this run may go on with.
pub(crate) struct StateFile {
    path: PathBuf,
    text: String,
    state: State,
    /// Held until the end.
    _lock: File,
}

impl StateFile {
    /// Reads a state; where there is no file, an empty one.
    ///
    /// # Errors
    /// A state that another run holds, that cannot be read, is damaged or of a later version, or is of a later moment than `now`.
    pub(crate) fn open(path: &Path, now: Option<&str>) -> anyhow::Result<Self> {
        let shown = path.display();
        let read = |time: &str| {
            let plain = time.chars().all(|c| c.is_ascii_digit() || "-:TZ+.".contains(c));
            let read = parse_date(time).filter(|_| plain);
            read.ok_or_else(|| {
                Usage(format!("--now takes a time such as 2026-11-28, not `{time}`"))
            })
        };
        let given = now.map(read).transpose()?;
        let lock = lock_file(path);
        let held =
            File::create(&lock).with_context(|| format!("cannot write {}", lock.display()))?;
        match held.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let said = format!("the state {shown} is in use by another run");
                return Err(Usage(said).into());
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot hold the state {shown}"));
            }
        }
        let text = match std::fs::read(path) {
            Ok(bytes) => String::from_utf8(bytes)
                .map_err(|_| Usage(format!("{shown}: this is no state of newsfold")))?,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let state = State::default();
                return Ok(Self { path: path.to_owned(), text: String::new(), state, _lock: held });
            }
            Err(error) => {
                return Err(Usage(format!("cannot read the state {shown}: {error}")).into());
            }
        };
        let state = State::parse(&text).map_err(|error| Usage(format!("{shown}: {error}")))?;
        let last = state.now.as_deref().and_then(parse_date);
        if let (Some(given), Some(last)) = (given, last)
            && given < last
        {
            let of = state.now.as_deref().unwrap_or_default();
            let said = format!("{shown}: its last issue is of {of}, later than --now");
            return Err(Usage(said).into());
        }
        Ok(Self { path: path.to_owned(), text, state, _lock: held })
    }

    /// What it holds.
    pub(crate) fn state(&self) -> &State {
        &self.state
    }

    /// Adds lines.
    ///
    /// # Errors
    /// What the system says; the state is as it was then.
    pub(crate) fn write(self, lines: &str) -> anyhow::Result<()> {
        let whole = self.text + lines;
        sink::to_file(&self.path, sink::text(&whole))
    }
}

/// Beside the state, hidden: the state itself is another file after each issue.
fn lock_file(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.lock"))
}
