//! Puts the files of `src/lang` into the library: a language is a folder there, and no line of Rust.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

const LANGUAGES: &str = "src/lang";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={LANGUAGES}");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut table = String::from("&[\n");
    for folder in sorted(&root.join(LANGUAGES))?.iter().filter(|path| path.is_dir()) {
        let _ = writeln!(table, "    ({:?}, &[", name(folder));
        for file in sorted(folder)? {
            let path = file.to_string_lossy();
            let _ = writeln!(table, "        ({:?}, include_str!({path:?})),", name(&file));
        }
        table.push_str("    ]),\n");
    }
    table.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("languages.rs"), table)
}

/// What a folder holds, but for hidden files: the same order on every machine.
fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<PathBuf>>>()?;
    paths.retain(|path| !name(path).starts_with('.'));
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}
