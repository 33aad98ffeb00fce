//! The store: plain files in a folder for each day, and beside them what is known of each, a line of JSON.
//!
//! ```text
//! news/2026-11-28/feed-kelder.example-….xml   a feed's document with the entries that were new, byte for byte
//! news/2026-11-28/page-kelder.example-….html  a page
//! news/2026-11-28/.feed-kelder.example-….xml  the entry that announced it, which is no article beside it
//! news/2026-11-28/.facts.jsonl                a line for each of them
//! news/.feeds.jsonl                           what to tell each feed the next time
//! news/.lock                                  held by the fetch that writes
//! ```
//!
//! What begins with a dot is passed over by `newsfold digest news/`. Facts are only added to. A line goes before its file: if the
//! last line has no file, the run ended between the two, and the line is taken back. Everything else of a line is done before the next
//! begins, so nothing but the last can be half done.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use thiserror::Error;
use twox_hash::XxHash3_128;

use crate::facts::{Fact, FeedState, Memory};

/// Why a store cannot be used.
#[derive(Debug, Clone, Error, PartialEq, Eq)]
pub enum StoreError {
    /// Another fetch writes to it.
    #[error("another fetch writes to {} now", .0.display())]
    Busy(PathBuf),
    /// The system says no.
    #[error("{}: {reason}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// In words.
        reason: String,
    },
}

impl StoreError {
    fn of(path: &Path, error: &io::Error) -> Self {
        let text = error.to_string();
        let reason = text.split(" (os error").next().unwrap_or(&text).to_lowercase();
        Self::Io { path: path.to_owned(), reason }
    }
}

const FACTS: &str = ".facts.jsonl";
const FEEDS: &str = ".feeds.jsonl";
const LOCK: &str = ".lock";
const TEMPORARY: &str = ".tmp";

/// A store that this run writes to.
pub(crate) struct Store {
    root: PathBuf,
    day: PathBuf,
    /// Held until the run ends, however it ends.
    lock: File,
    log: Mutex<Option<Log>>,
    #[cfg(test)]
    calls: tests::Calls,
}

/// The facts of the day.
struct Log {
    file: File,
    length: u64,
}

impl Store {
    /// Opens a store, or makes one, and clears up behind a run that was ended.
    pub(crate) fn open(root: &Path, now: Timestamp) -> Result<(Self, Memory), StoreError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |error: io::Error| StoreError::of(&path, &error)
        };
        std::fs::create_dir_all(root).map_err(failed(root))?;
        let path = root.join(LOCK);
        let lock =
            OpenOptions::new().create(true).append(true).open(&path).map_err(failed(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Busy(root.to_owned())),
            Err(TryLockError::Error(error)) => return Err(failed(&path)(error)),
        }
        let temporary = root.join(TEMPORARY);
        if temporary.exists() {
            std::fs::remove_dir_all(&temporary).map_err(failed(&temporary))?;
        }
        for day in days(root).map_err(failed(root))? {
            take_back(&root.join(&day)).map_err(failed(&root.join(&day)))?;
        }
        let memory = read(root)?;
        let day = root.join(day_of(now));
        let store = Self {
            root: root.to_owned(),
            day,
            lock,
            log: Mutex::new(None),
            #[cfg(test)]
            calls: tests::Calls::default(),
        };
        Ok((store, memory))
    }

    /// Keeps a file and its facts, or facts alone. Behind it everything or nothing of them is there.
    pub(crate) fn put(
        &self,
        fact: &mut Fact,
        file: Option<(String, &[u8])>,
    ) -> Result<(), StoreError> {
        let failed = |error: io::Error| StoreError::of(&self.day, &error);
        let ready = match file {
            Some((name, bytes)) => {
                fact.hash = Some(hash_of(bytes));
                let temporary = self.temporary(&name, bytes).map_err(failed)?;
                fact.file = Some(name.clone());
                Some((temporary, self.day.join(name)))
            }
            None => None,
        };
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        self.publish(&mut log, fact, ready).map_err(failed)
    }

    fn publish(
        &self,
        log: &mut Option<Log>,
        fact: &Fact,
        ready: Option<(PathBuf, PathBuf)>,
    ) -> io::Result<()> {
        if log.is_none() {
            self.call()?;
            std::fs::create_dir_all(&self.day)?;
            let file = OpenOptions::new().create(true).append(true).open(self.day.join(FACTS))?;
            let length = file.metadata()?.len();
            *log = Some(Log { file, length });
        }
        let Some(Log { file, length }) = log else { return Ok(()) };
        let mut line = serde_json::to_vec(fact)?;
        line.push(b'\n');
        let written = self.written(file, &line).and_then(|()| match &ready {
            Some((temporary, place)) => {
                self.call()?;
                std::fs::rename(temporary, place)
            }
            None => Ok(()),
        });
        if let Err(error) = written {
            // Where that fails too, the next run takes the line back.
            let _ = file.set_len(*length);
            return Err(error);
        }
        *length += line.len() as u64;
        self.call()?;
        sync_folder(&self.day)
    }

    fn written(&self, file: &mut File, line: &[u8]) -> io::Result<()> {
        #[cfg(test)]
        if self.calls.fails() {
            // What a full disk does.
            file.write_all(&line[..line.len() / 2])?;
            return Err(io::Error::other("no space left on device"));
        }
        file.write_all(line)?;
        self.call()?;
        file.sync_data()
    }

    /// Takes a file out of what a digest reads: its name gets a dot. Nothing where that is done.
    pub(crate) fn hide(&self, fetched: Timestamp, file: &str) -> Result<(), StoreError> {
        let day = self.root.join(day_of(fetched));
        let path = day.join(file);
        match std::fs::rename(&path, day.join(hidden(file))) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StoreError::of(&path, &error))
            }
            _ => Ok(()),
        }
    }

    /// Keeps what to tell the feeds the next time.
    pub(crate) fn keep_states(
        &self,
        feeds: &BTreeMap<String, FeedState>,
    ) -> Result<(), StoreError> {
        let path = self.root.join(FEEDS);
        let kept = || {
            let mut lines = Vec::new();
            for state in feeds.values() {
                serde_json::to_writer(&mut lines, state)?;
                lines.push(b'\n');
            }
            let temporary = self.temporary("feeds", &lines)?;
            self.call()?;
            std::fs::rename(temporary, &path)?;
            self.call()?;
            sync_folder(&self.root)
        };
        kept().map_err(|error| StoreError::of(&path, &error))
    }

    fn temporary(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        self.call()?;
        let folder = self.root.join(TEMPORARY);
        std::fs::create_dir_all(&folder)?;
        let path = folder.join(name);
        let mut file = File::create(&path)?;
        self.call()?;
        file.write_all(bytes)?;
        self.call()?;
        file.sync_data()?;
        Ok(path)
    }

    #[cfg(test)]
    fn call(&self) -> io::Result<()> {
        if self.calls.fails() { Err(io::Error::other("no space left on device")) } else { Ok(()) }
    }

    #[cfg(not(test))]
    #[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "tests let a call fail here")]
    fn call(&self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // Empty but for what a failure left behind.
        let _ = std::fs::remove_dir_all(self.root.join(TEMPORARY));
        // A process that is being started at this moment holds the file too, and with it the lock.
        let _ = self.lock.unlock();
    }
}

fn day_of(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

/// The name of a file that a digest passes over.
fn hidden(file: &str) -> String {
    format!(".{file}")
}

/// Where a folder cannot be opened, the system has no such call.
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder).map_or(Ok(()), |opened| opened.sync_all())
}

fn hash_of(bytes: &[u8]) -> String {
    format!("{:032x}", XxHash3_128::oneshot(bytes))
}

/// The folders of days, the first first.
fn days(root: &Path) -> io::Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(root)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_day = name.len() == 10
            && name
                .bytes()
                .enumerate()
                .all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
        if is_day {
            found.insert(name);
        }
    }
    Ok(found)
}

/// Lines of a file with where each begins; what has no end is none.
fn lines(text: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let mut at = 0;
    text.split_inclusive(|b| *b == b'\n').filter_map(move |line| {
        let start = at;
        at += line.len();
        Some((start, line.strip_suffix(b"\n")?))
    })
}

fn read_or_nothing(path: &Path) -> io::Result<Vec<u8>> {
    match std::fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read,
    }
}

/// Takes back the last line of a day's facts, if it has no end or its file is not there.
fn take_back(day: &Path) -> io::Result<()> {
    let path = day.join(FACTS);
    let text = read_or_nothing(&path)?;
    let whole = lines(&text).last().map_or(0, |(start, line)| start + line.len() + 1);
    let is_void = |line: &[u8]| {
        let fact: Option<Fact> = serde_json::from_slice(line).ok();
        fact.and_then(|fact| fact.file)
            .is_some_and(|file| !day.join(&file).exists() && !day.join(hidden(&file)).exists())
    };
    let good = match lines(&text).last() {
        Some((start, line)) if is_void(line) => start,
        _ => whole,
    };
    if good < text.len() {
        OpenOptions::new().write(true).open(&path)?.set_len(good as u64)?;
    }
    Ok(())
}

/// What a store says; nothing where there is none.
pub(crate) fn read(root: &Path) -> Result<Memory, StoreError> {
    let mut memory = Memory::default();
    if !root.exists() {
        return Ok(memory);
    }
    let failed = |path: &Path, error: io::Error| StoreError::of(path, &error);
    for day in days(root).map_err(|e| failed(root, e))? {
        let path = root.join(day).join(FACTS);
        let text = read_or_nothing(&path).map_err(|e| failed(&path, e))?;
        for (nth, (_, line)) in lines(&text).enumerate() {
            match serde_json::from_slice(line) {
                Ok(fact) => memory.take(fact),
                Err(_) => memory.malformed.push(format!("{} line {}", path.display(), nth + 1)),
            }
        }
    }
    let path = root.join(FEEDS);
    let text = read_or_nothing(&path).map_err(|e| failed(&path, e))?;
    for (nth, (_, line)) in lines(&text).enumerate() {
        match serde_json::from_slice::<FeedState>(line) {
            Ok(state) => {
                memory.feeds.insert(state.feed.clone(), state);
            }
            Err(_) => memory.malformed.push(format!("{} line {}", path.display(), nth + 1)),
        }
    }
    Ok(memory)
}

/// What is wrong with a store that nobody writes to: a fact without its file, a file without its fact, bytes that are not those
/// that came. The last line of facts of a run that was ended may lack its file.
///
/// # Errors
/// It cannot be read.
pub fn check(root: &Path) -> Result<Vec<String>, StoreError> {
    let failed = |path: &Path, error: io::Error| StoreError::of(path, &error);
    let mut wrong = Vec::new();
    for day in days(root).map_err(|e| failed(root, e))? {
        let folder = root.join(&day);
        let text = read_or_nothing(&folder.join(FACTS)).map_err(|e| failed(&folder, e))?;
        let all: Vec<&[u8]> = lines(&text).map(|(_, line)| line).collect();
        let mut named = BTreeSet::new();
        for (nth, line) in all.iter().enumerate() {
            let Ok(fact) = serde_json::from_slice::<Fact>(line) else {
                wrong.push(format!("{day} line {}: malformed", nth + 1));
                continue;
            };
            let Some(file) = fact.file else { continue };
            let read = std::fs::read(folder.join(&file));
            match read.or_else(|_| std::fs::read(folder.join(hidden(&file)))) {
                Ok(bytes) if Some(hash_of(&bytes)) == fact.hash => {}
                Ok(_) => wrong.push(format!("{day}/{file}: other bytes than those that came")),
                Err(_) if nth + 1 == all.len() => {}
                Err(_) => wrong.push(format!("{day}/{file}: not there")),
            }
            named.insert(file);
        }
        for entry in std::fs::read_dir(&folder).map_err(|e| failed(&folder, e))? {
            let name =
                entry.map_err(|e| failed(&folder, e))?.file_name().to_string_lossy().into_owned();
            if name != FACTS && !named.contains(name.strip_prefix('.').unwrap_or(&name)) {
                wrong.push(format!("{day}/{name}: no facts"));
            }
        }
    }
    Ok(wrong)
}

/// The hash under which a page is known.
pub(crate) fn page_hash(bytes: &[u8]) -> String {
    hash_of(bytes)
}

/// A file's name: of what kind, from where, and a hash.
pub(crate) fn name(kind: &str, host: &str, hash: &str, ending: &str) -> String {
    /// The longest part of a host that is shown: names of files end at 255 bytes.
    const SHOWN: usize = 80;
    let host: String = host
        .chars()
        .take(SHOWN)
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '_' })
        .collect();
    format!("{kind}-{host}-{hash}.{ending}")
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::facts::Kind;

    /// Lets the call of a number fail; 0 for none.
    #[derive(Default)]
    pub(super) struct Calls {
        made: AtomicUsize,
        fails_at: AtomicUsize,
    }

    impl Calls {
        pub(super) fn fails(&self) -> bool {
            self.made.fetch_add(1, Ordering::Relaxed) + 1 == self.fails_at.load(Ordering::Relaxed)
        }
    }

    fn now() -> Timestamp {
        "2026-11-28T12:00:00Z".parse().unwrap()
    }

    fn put(store: &Store, n: usize) -> Result<(), StoreError> {
        let mut fact = Fact::of(Kind::Page, format!("https://k.example/{n}"), now());
        store.put(
            &mut fact,
            Some((
                name("page", "k.example", &n.to_string(), "html"),
                format!("page {n}").as_bytes(),
            )),
        )
    }

    #[test]
    fn whichever_call_fails_the_store_is_whole() {
        let mut failures = 0;
        loop {
            let folder = tempfile::tempdir().unwrap();
            let (store, _) = Store::open(folder.path(), now()).unwrap();
            put(&store, 0).unwrap();
            store.calls.made.store(0, Ordering::Relaxed);
            store.calls.fails_at.store(failures + 1, Ordering::Relaxed);
            let result = put(&store, 1).and_then(|()| store.keep_states(&BTreeMap::new()));
            // The run goes on, or another comes.
            store.calls.fails_at.store(0, Ordering::Relaxed);
            put(&store, 2).unwrap();
            drop(store);
            assert_eq!(check(folder.path()).unwrap(), Vec::<String>::new());
            let (store, memory) = Store::open(folder.path(), now()).unwrap();
            assert!(
                memory.malformed.is_empty() && memory.pages.contains_key("https://k.example/2")
            );
            put(&store, 1).unwrap();
            let (kept, _) = (read(folder.path()).unwrap(), store);
            assert_eq!(kept.pages.len(), 3);
            match result {
                Ok(()) => break,
                Err(error) => assert!(error.to_string().contains("no space left"), "{error}"),
            }
            failures += 1;
        }
        // Folder, write, sync, line, sync, rename, folder; and the states.
        assert!(failures >= 11, "{failures}");
    }

    #[test]
    fn what_a_run_left_half_done_is_taken_back() {
        for (tail, pages) in [
            ("{\"kind\":\"pa", 1),
            (
                "{\"kind\":\"page\",\"file\":\"page-x.html\",\"url\":\"u\",\"fetched\":\"2026-11-28T12:00:00Z\"}\n",
                1,
            ),
            ("not a fact\n", 1),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let (store, _) = Store::open(folder.path(), now()).unwrap();
            put(&store, 0).unwrap();
            drop(store);
            let path = folder.path().join("2026-11-28").join(FACTS);
            let before = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, format!("{before}{tail}")).unwrap();
            let (_, memory) = Store::open(folder.path(), now()).unwrap();
            assert_eq!(memory.pages.len(), pages);
            assert_eq!(memory.malformed.len(), usize::from(tail.starts_with("not")));
            if !tail.starts_with("not") {
                assert_eq!(std::fs::read_to_string(&path).unwrap(), before);
            }
        }
    }

    #[test]
    fn one_fetch_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = Store::open(folder.path(), now()).unwrap();
        assert_eq!(
            Store::open(folder.path(), now()).err(),
            Some(StoreError::Busy(folder.path().to_owned()))
        );
        drop(first);
        assert!(Store::open(folder.path(), now()).is_ok());
    }

    #[test]
    fn no_place_for_a_store() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "x").unwrap();
        let error = Store::open(&file.join("news"), now()).err().unwrap();
        assert!(error.to_string().contains("file/news"), "{error}");
    }

    #[test]
    fn names_are_plain() {
        assert_eq!(name("feed", "../[::1]", "ab", "xml"), "feed-..____1_-ab.xml");
        assert!(name("feed", &"k".repeat(300), "ab", "xml").len() < 120);
    }
}
