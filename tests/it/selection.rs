//! What is selected, and what is known of it before.

use newsfold::score::score;
use newsfold::select::{Budget, SelectSettings, has_summary, select};
use newsfold::{Corpus, Settings, Unwatched};

use crate::program::{newsfold_in, root, stdout};

#[test]
fn a_story_has_a_summary_exactly_where_it_is_said_to() {
    let settings = Settings { inputs: vec![root().join("corpus")], ..Settings::default() };
    let corpus = Corpus::open(&settings, &Unwatched).unwrap();
    let reports = &corpus.reports;
    let mut without = 0;
    for story in &corpus.stories {
        let scored = score(
            story,
            reports,
            &corpus.copies,
            &corpus.frequencies,
            &corpus.lexicons,
            &settings.score,
        );
        let words = (1..40).map(Budget::Words);
        for budget in words.chain([Budget::Words(120), Budget::Sentences(1)]) {
            for lambda in [0.0, 0.05] {
                let select_settings = SelectSettings { budget, lambda, ..settings.select() };
                let selected = select(&scored, &select_settings);
                let sentences = scored.view.sentences.iter();
                let known =
                    sentences.map(|sentence| (sentence.sentence.rejection, || sentence.words));
                let expected = has_summary(known, budget);
                assert_eq!(!selected.picks.is_empty(), expected, "{:?} {budget:?}", story.reports);
                without += usize::from(!expected);
            }
        }
    }
    assert!(without > 0);
}

/// A report prints two sentences of a letter without marks; the others quote them.
#[test]
fn what_others_quote_is_nobody_elses_statement() {
    let output = newsfold_in(
        &root().join("tests/cases"),
        &["quoted_elsewhere.jsonl", "-o", "-", "-q", "--sections", "full"],
    );
    let page = stdout(&output);
    assert!(page.contains("\n- Marwick Tidal said on Tuesday"), "{page}");
    assert!(!page.contains("- The decision was taken"), "{page}");
    assert!(!page.contains(": The decision was taken"), "{page}");
    assert!(page.contains("the owner says that “the company remains"), "{page}");
}
