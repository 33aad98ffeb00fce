//! Where bytes leave the program: whole files, or standard output.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Context;
use tempfile::NamedTempFile;

/// Temporary files that an interrupt must take away. The only state outside of `main`: a signal has no other way in.
static UNDER_WAY: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// On an interrupt: removes what is half written and exits with 130. What stood there before still stands.
pub(crate) fn clear_up_on_interrupt() {
    let clear_up = || {
        if let Ok(paths) = UNDER_WAY.lock() {
            for path in paths.iter() {
                let _ = std::fs::remove_file(path);
            }
        }
        std::process::exit(130);
    };
    // Without a handler an interrupt still ends the program.
    let _ = ctrlc::set_handler(clear_up);
}

/// Writes files into `folder`, all or, short of a failing rename, none: each to a temporary file in the same folder first,
/// flushed and synced, then renamed in the order given. The last is the one that says that the set is whole.
pub(crate) fn write_files(folder: &Path, files: &[(&str, &str)]) -> anyhow::Result<()> {
    let mut ready: Vec<(NamedTempFile, PathBuf)> = Vec::with_capacity(files.len());
    for (name, text) in files {
        let path = folder.join(name);
        let parent = path.parent().unwrap_or(folder);
        std::fs::create_dir_all(parent)
            .with_context(|| format!("cannot make the folder {}", parent.display()))?;
        let failed = || format!("cannot write {}", path.display());
        let mut file = tempfile::Builder::new()
            .prefix(".newsfold-")
            .suffix(".tmp")
            .tempfile_in(parent)
            .with_context(failed)?;
        if let Ok(mut paths) = UNDER_WAY.lock() {
            paths.push(file.path().to_owned());
        }
        file.write_all(text.as_bytes()).and_then(|()| file.flush()).with_context(failed)?;
        file.as_file().sync_all().with_context(failed)?;
        ready.push((file, path));
    }
    for (file, path) in ready {
        publish(file, &path).with_context(|| format!("cannot write {}", path.display()))?;
    }
    if let Ok(mut paths) = UNDER_WAY.lock() {
        paths.clear();
    }
    // The rename itself is only lasting once the folder is.
    if let Ok(opened) = std::fs::File::open(folder) {
        opened.sync_all().with_context(|| format!("cannot write {}", folder.display()))?;
    }
    Ok(())
}

/// Renames into place with the permissions that a plain new file would have.
fn publish(file: NamedTempFile, path: &Path) -> std::io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(path).map_or(0o644, |meta| meta.permissions().mode());
        file.as_file().set_permissions(std::fs::Permissions::from_mode(mode))?;
    }
    file.persist(path).map(drop).map_err(|e| e.error)
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
    let name = path.file_name().with_context(|| format!("{} names no file", path.display()))?;
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    write_files(folder, &[(&name.to_string_lossy(), &text)])
}

/// Writes to standard output and checks that it arrived.
pub(crate) fn to_stdout(bytes: &[u8]) -> anyhow::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context("cannot write to standard output")
}
