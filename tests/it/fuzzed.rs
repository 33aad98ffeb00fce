//! The kept fuzzing corpus, replayed: what was once found stays mended.

use crate::program::root;

#[expect(unreachable_pub, reason = "for the fuzzing targets these are a library of their own")]
#[path = "../../fuzz/checks.rs"]
pub(crate) mod checks;

#[test]
fn the_kept_corpus_passes_every_check() {
    for (name, check) in checks::CHECKS {
        let folder = root().join("fuzz/corpus").join(name);
        let mut inputs = 0;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let data = std::fs::read(entry.unwrap().path()).unwrap();
            check(&data);
            inputs += 1;
        }
        assert!(inputs > 0, "{name} has no corpus");
    }
}
