//! Where bytes leave the program: whole files, or standard output.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Context;
use rayon::prelude::*;
use tempfile::NamedTempFile;

/// Temporary files that an interrupt must take away. The only state outside of `main`: a signal has no other way in.
static UNDER_WAY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// On an interrupt: removes what is half written and exits with 130. What stood there before still stands.
pub(crate) fn clear_up_on_interrupt() {
    let clear_up = || {
        // Held until the end: no file begins behind it.
        let paths = UNDER_WAY.lock();
        for path in paths.iter().flat_map(|paths| paths.iter()) {
            let _ = std::fs::remove_file(path);
        }
        std::process::exit(130);
    };
    // Without a handler an interrupt still ends the program.
    let _ = ctrlc::set_handler(clear_up);
}

/// Writes down what a file is to hold, piece by piece.
pub(crate) type Content<'a> = Box<dyn Fn(&mut dyn Write) -> io::Result<()> + Sync + 'a>;

/// The content of a file that is at hand.
pub(crate) fn text(text: &str) -> Content<'_> {
    Box::new(|out| out.write_all(text.as_bytes()))
}

/// What writing asks of the system; a test has one that fails.
trait Disk: Sync {
    fn make_folder(&self, folder: &Path) -> io::Result<()>;
    /// A new file beside the one that it will replace.
    fn begin(&self, folder: &Path) -> io::Result<NamedTempFile>;
    fn write(&self, file: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()>;
    fn flush(&self, file: &mut NamedTempFile) -> io::Result<()>;
    fn sync(&self, file: &NamedTempFile) -> io::Result<()>;
    /// A second name for a file, so that it can come back.
    fn set_by(&self, path: &Path, folder: &Path) -> io::Result<NamedTempFile<()>>;
    fn rename(&self, file: NamedTempFile, path: &Path) -> io::Result<()>;
    /// Makes renames in a folder lasting.
    fn sync_folder(&self, folder: &Path) -> io::Result<()>;
}

/// The system itself.
struct System;

/// Temporary files: hidden, and told apart from everybody else's.
fn temporary() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".newsfold-").suffix(".tmp");
    // As a plain new file has them; the system takes off what the user's mask says.
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    builder
}

impl Disk for System {
    fn make_folder(&self, folder: &Path) -> io::Result<()> {
        std::fs::create_dir_all(folder)
    }

    fn begin(&self, folder: &Path) -> io::Result<NamedTempFile> {
        temporary().tempfile_in(folder)
    }

    fn write(&self, file: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()> {
        file.write_all(bytes)
    }

    fn flush(&self, file: &mut NamedTempFile) -> io::Result<()> {
        file.flush()
    }

    fn sync(&self, file: &NamedTempFile) -> io::Result<()> {
        file.as_file().sync_all()
    }

    fn set_by(&self, path: &Path, folder: &Path) -> io::Result<NamedTempFile<()>> {
        temporary().make_in(folder, |by| {
            // Where a file can have one name only, a copy does.
            std::fs::hard_link(path, by).or_else(|_| std::fs::copy(path, by).map(drop))
        })
    }

    fn rename(&self, file: NamedTempFile, path: &Path) -> io::Result<()> {
        // The file before it may have had others.
        if let Ok(before) = std::fs::metadata(path) {
            file.as_file().set_permissions(before.permissions())?;
        }
        file.persist(path).map(drop).map_err(|e| e.error)
    }

    fn sync_folder(&self, folder: &Path) -> io::Result<()> {
        // Where a folder cannot be opened, the system has no such call.
        match File::open(folder) {
            Ok(opened) => opened.sync_all(),
            Err(_) => Ok(()),
        }
    }
}

/// A temporary file on its way through a disk.
struct Through<'a> {
    disk: &'a dyn Disk,
    file: &'a mut NamedTempFile,
}

impl Write for Through<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.disk.write(self.file, bytes).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.disk.flush(self.file)
    }
}

/// Bytes that are written at a time.
const BUFFER: usize = 1 << 18;

/// Writes files into `folder`, all or none: each to a temporary file beside its place first, flushed and synced, then renamed
/// in the order given. Where a rename fails, what was there before comes back.
pub(crate) fn write_files<N: AsRef<Path> + Sync>(
    folder: &Path,
    files: &[(N, Content<'_>)],
) -> anyhow::Result<()> {
    write_to(&System, folder, files)
}

fn write_to<N: AsRef<Path> + Sync>(
    disk: &dyn Disk,
    folder: &Path,
    files: &[(N, Content<'_>)],
) -> anyhow::Result<()> {
    let half_written = |(name, content): &(N, Content<'_>)| {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        disk.make_folder(parent)
            .with_context(|| format!("cannot make the folder {}", parent.display()))?;
        let failed = || format!("cannot write {}", path.display());
        // No interrupt sees a file that it does not know of.
        let mut under_way = UNDER_WAY.lock().ok();
        let mut file = disk.begin(parent).with_context(failed)?;
        if let Some(paths) = &mut under_way {
            paths.push(file.path().to_owned());
        }
        drop(under_way);
        let mut out = BufWriter::with_capacity(BUFFER, Through { disk, file: &mut file });
        content(&mut out).and_then(|()| out.flush()).with_context(failed)?;
        // Nothing is left in it that it could try to write once more.
        drop(out);
        disk.sync(&file).with_context(failed)?;
        Ok((file, path))
    };
    let ready: anyhow::Result<Vec<_>> = files.par_iter().map(half_written).collect();
    let ready = ready?;
    // Another run that publishes into this folder waits, and so does an interrupt: the files of a set come from one run.
    let opened = File::open(folder).ok();
    if let Some(opened) = &opened {
        let _ = opened.lock();
    }
    let mut under_way = UNDER_WAY.lock().ok();
    publish(disk, ready)?;
    if let Some(paths) = &mut under_way {
        paths.clear();
    }
    disk.sync_folder(folder).with_context(|| format!("cannot write {}", folder.display()))
}

/// Renames every file into its place, or none.
fn publish(disk: &dyn Disk, ready: Vec<(NamedTempFile, PathBuf)>) -> anyhow::Result<()> {
    let mut replaced: Vec<(PathBuf, Option<NamedTempFile<()>>)> = Vec::with_capacity(ready.len());
    for (file, path) in ready {
        let folder = path.parent().unwrap_or(Path::new("."));
        let before = match std::fs::symlink_metadata(&path) {
            Ok(_) => disk.set_by(&path, folder).map(Some),
            Err(_) => Ok(None),
        };
        let done = before.and_then(|before| {
            disk.rename(file, &path)?;
            replaced.push((path.clone(), before));
            Ok(())
        });
        if let Err(error) = done {
            let lost = take_back(replaced);
            let failed =
                anyhow::Error::new(error).context(format!("cannot write {}", path.display()));
            return Err(match lost.as_slice() {
                [] => failed,
                lost => failed.context(format!("{} could not be put back", lost.join(", "))),
            });
        }
    }
    Ok(())
}

/// Puts back what was there before, the last first; names what would not go.
fn take_back(replaced: Vec<(PathBuf, Option<NamedTempFile<()>>)>) -> Vec<String> {
    let mut lost = Vec::new();
    for (path, before) in replaced.into_iter().rev() {
        let back = match before {
            Some(before) => before.persist(&path).map(drop).map_err(|e| e.error),
            None => std::fs::remove_file(&path),
        };
        if back.is_err() {
            lost.push(path.display().to_string());
        }
    }
    lost
}

/// A slip of the hand must not cost the data: refuses to write where the command reads.
pub(crate) fn refuse_to_overwrite(output: Option<&Path>, inputs: &[&Path]) -> anyhow::Result<()> {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    if let Some(output) = output
        && real(output).is_some_and(|out| inputs.iter().any(|i| real(i).as_ref() == Some(&out)))
    {
        let message = format!("{} is read by this command; write elsewhere", output.display());
        return Err(crate::Usage(message).into());
    }
    Ok(())
}

/// Writes one file whole, or to standard output where the path is `-`.
pub(crate) fn to_file_or_stdout(path: &Path, text: String) -> anyhow::Result<()> {
    if path == Path::new("-") {
        return to_stdout(text.as_bytes());
    }
    to_file(path, self::text(&text))
}

/// Writes one file whole.
pub(crate) fn to_file(path: &Path, content: Content<'_>) -> anyhow::Result<()> {
    let name = path.file_name().with_context(|| format!("{} names no file", path.display()))?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    write_files(folder, &[(name, content)])
}

/// Writes to standard output and checks that it arrived.
pub(crate) fn to_stdout(bytes: &[u8]) -> anyhow::Result<()> {
    content_to_stdout(|out| out.write_all(bytes))
}

/// The same of what is written piece by piece.
pub(crate) fn content_to_stdout(
    content: impl Fn(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    let mut stdout = BufWriter::with_capacity(BUFFER, std::io::stdout().lock());
    content(&mut stdout).and_then(|()| stdout.flush()).context("cannot write to standard output")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// A disk on which one call fails.
    struct Failing {
        calls: AtomicUsize,
        fails_at: usize,
    }

    impl Failing {
        fn call(&self) -> io::Result<()> {
            if self.calls.fetch_add(1, Ordering::Relaxed) + 1 == self.fails_at {
                return Err(io::Error::other("no space left on device"));
            }
            Ok(())
        }
    }

    impl Disk for Failing {
        fn make_folder(&self, folder: &Path) -> io::Result<()> {
            self.call().and_then(|()| System.make_folder(folder))
        }
        fn begin(&self, folder: &Path) -> io::Result<NamedTempFile> {
            self.call().and_then(|()| System.begin(folder))
        }
        fn write(&self, file: &mut NamedTempFile, bytes: &[u8]) -> io::Result<()> {
            // A short write, then the error: what a full disk does.
            self.call().or_else(|e| System.write(file, &bytes[..bytes.len() / 2]).and(Err(e)))?;
            System.write(file, bytes)
        }
        fn flush(&self, file: &mut NamedTempFile) -> io::Result<()> {
            self.call().and_then(|()| System.flush(file))
        }
        fn sync(&self, file: &NamedTempFile) -> io::Result<()> {
            self.call().and_then(|()| System.sync(file))
        }
        fn set_by(&self, path: &Path, folder: &Path) -> io::Result<NamedTempFile<()>> {
            self.call().and_then(|()| System.set_by(path, folder))
        }
        fn rename(&self, file: NamedTempFile, path: &Path) -> io::Result<()> {
            self.call().and_then(|()| System.rename(file, path))
        }
        fn sync_folder(&self, folder: &Path) -> io::Result<()> {
            self.call().and_then(|()| System.sync_folder(folder))
        }
    }

    type Files = BTreeMap<String, String>;

    /// Everything below a folder, hidden files too.
    fn held(folder: &Path) -> io::Result<Files> {
        let mut files = Files::new();
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                let inner = held(&path)?;
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.extend(inner.into_iter().map(|(k, v)| (format!("{name}/{k}"), v)));
            } else {
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                files.insert(name, std::fs::read_to_string(&path)?);
            }
        }
        Ok(files)
    }

    #[test]
    fn whichever_call_fails_the_old_digest_or_the_new_one_is_whole() -> io::Result<()> {
        let texts = |what: &str| {
            ["sources/a.txt", "digest.md", "digest.json"]
                .map(|name| (name, format!("{what} {name}")))
        };
        for old in [&[][..], &["digest.md"], &["digest.md", "digest.json", "sources/a.txt"]] {
            let new = texts("new");
            let whole: Files = new.iter().map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
            let new: Vec<(&str, Content<'_>)> =
                new.iter().map(|(name, content)| (*name, text(content))).collect();
            let mut failures = 0;
            loop {
                let folder = tempfile::tempdir()?;
                let before = texts("old");
                let before = before.iter().filter(|(name, _)| old.contains(name));
                let before: Files = before.map(|(k, v)| ((*k).to_owned(), v.clone())).collect();
                for (name, text) in &before {
                    let path = folder.path().join(name);
                    std::fs::create_dir_all(path.parent().unwrap_or(folder.path()))?;
                    std::fs::write(path, text)?;
                }
                let disk = Failing { calls: AtomicUsize::new(0), fails_at: failures + 1 };
                let result = write_to(&disk, folder.path(), &new);
                let after = held(folder.path())?;
                let Err(error) = result else {
                    assert_eq!(after, whole);
                    break;
                };
                assert!(after == before || after == whole, "call {}: {after:?}", disk.fails_at);
                let shown = format!("{error:#}");
                let place = folder.path().to_string_lossy().into_owned();
                assert!(shown.contains(&place) && shown.contains("no space left"), "{shown}");
                failures += 1;
            }
            // Folder, file, write, flush, sync, rename for each of three files, and the folder at last.
            assert!(failures >= 19 + old.len(), "{failures}");
        }
        Ok(())
    }
}
