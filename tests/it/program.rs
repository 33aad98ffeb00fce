//! The program as a user runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// The project's folder.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs the program in `folder`.
pub(crate) fn newsfold_in(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

/// Runs the program in the project's folder.
pub(crate) fn newsfold(args: &[&str]) -> Output {
    newsfold_in(root(), args)
}

/// Runs the program with `input` on its standard input.
pub(crate) fn newsfold_with_input(folder: &Path, args: &[&str], input: &[u8]) -> Output {
    use std::io::Write;
    let mut child = command(folder, args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_newsfold"));
    command
        .args(args)
        .current_dir(folder)
        .env_remove("NEWSFOLD_CONFIG")
        .env_remove("NEWSFOLD_THREADS");
    command
}

/// Standard output as text.
pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Standard error as text.
pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The digest that the program makes of `args`.
pub(crate) fn digest(folder: &Path, args: &[&str]) -> serde_json::Value {
    let output = newsfold_in(folder, &[args, &["-o", "-", "--format", "json"]].concat());
    serde_json::from_slice(&output.stdout).unwrap_or_else(|e| panic!("{e}: {}", stderr(&output)))
}

/// The folder of real data, or a line that says that the test was skipped.
pub(crate) fn shared(what: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("NEWSFOLD_DATA")
        .map_or_else(|| root().join("../shared/data"), PathBuf::from);
    let path = folder.join(what);
    if !path.exists() {
        println!("skipped: {} is not there (set NEWSFOLD_DATA)", path.display());
        return None;
    }
    Some(path)
}

/// Names of what stands in a folder of cases, sorted.
pub(crate) fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
