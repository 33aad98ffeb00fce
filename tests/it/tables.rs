//! `newsfold export`: what the tables hold.

use std::collections::BTreeSet;

use crate::program::{newsfold_in, root, stderr};

#[test]
fn tables_hold_what_the_digest_prints() {
    let folder = tempfile::tempdir().unwrap();
    let corpus = root().join("corpus");
    let corpus = corpus.to_str().unwrap();
    let output = newsfold_in(folder.path(), &["export", corpus, "-o", "tables"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let read = |name: &str| {
        let path = folder.path().join("tables").join(format!("{name}.csv"));
        let mut reader = csv::Reader::from_path(path).unwrap();
        let names = reader.headers().unwrap().clone();
        let rows: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        let column = move |row: &csv::StringRecord, name: &str| {
            row[names.iter().position(|column| column == name).unwrap()].to_owned()
        };
        (rows, column)
    };
    let (articles, _) = read("articles");
    assert_eq!(articles.len(), 19);
    let digest = crate::program::digest(folder.path(), &[corpus, "-q"]);
    let stories = digest["stories"].as_array().unwrap();
    let printed: BTreeSet<(String, String)> = stories
        .iter()
        .flat_map(|story| story["summary"].as_array().unwrap())
        .map(|s| (s["article"].as_str().unwrap().to_owned(), s["start"].to_string()))
        .collect();
    let (sentences, of) = read("sentences");
    let marked = sentences.iter().filter(|row| of(row, "printed") == "true");
    let marked: BTreeSet<(String, String)> =
        marked.map(|row| (of(row, "article"), of(row, "start"))).collect();
    assert_eq!(marked, printed);
    let (copies, of) = read("copies");
    assert!(copies.iter().any(|row| of(row, "relation") == "edited_copy"));
    let (figures, of) = read("figures");
    let moved = figures.iter().filter(|row| of(row, "kind") == "over_time");
    assert_eq!(moved.map(|row| of(row, "value")).collect::<BTreeSet<_>>().len(), 2);
    let (matrix, of) = read("matrix");
    assert!(matrix.iter().any(|row| of(row, "source") == "Kelder Gazette"));

    let unknown = newsfold_in(folder.path(), &["export", corpus, "--tables", "article"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("articles"), "{}", stderr(&unknown));
}
