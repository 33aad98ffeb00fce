//! Hand-made story cases: a folder of articles in, a snapshot of the digest out. A new case is a new folder.

use std::path::Path;

use crate::program::{newsfold_in, root, stdout};

#[test]
fn digests() {
    let cases = root().join("tests/cases/stories");
    let mut names: Vec<_> =
        std::fs::read_dir(&cases).unwrap().map(|e| e.unwrap().file_name()).collect();
    names.sort();
    assert!(!names.is_empty());
    for name in names {
        let name = name.to_string_lossy().into_owned();
        snapshot(&cases, &name);
    }
}

/// The page of one case, with the arguments of its `args` file.
fn snapshot(cases: &Path, name: &str) {
    let args = std::fs::read_to_string(cases.join(name).join(".args")).unwrap_or_default();
    let args: Vec<&str> = args.split_whitespace().collect();
    let output = newsfold_in(cases, &[&[name, "-o", "-", "-q"][..], &args].concat());
    insta::with_settings!({ prepend_module_to_snapshot => false, snapshot_path => "../snapshots" }, {
        insta::assert_snapshot!(format!("story_{name}"), stdout(&output));
    });
}
