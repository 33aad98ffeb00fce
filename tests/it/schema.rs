//! docs/digest.schema.json is what the printed types make.

use std::path::Path;

/// `NEWSFOLD_SCHEMA=write` writes the file instead of comparing it.
#[test]
fn the_shipped_schema_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/digest.schema.json");
    let made = newsfold::schema();
    if std::env::var("NEWSFOLD_SCHEMA").is_ok_and(|what| what == "write") {
        std::fs::write(&path, &made).unwrap();
    }
    let shipped = std::fs::read_to_string(&path).unwrap();
    assert!(
        shipped == made,
        "docs/digest.schema.json is old: NEWSFOLD_SCHEMA=write cargo test --features schema --test it schema"
    );
}
