//! What is selected, and what is known of it before.

use newsfold::score::score;
use newsfold::select::{Budget, SelectSettings, has_summary, select};
use newsfold::{Newsroom, Settings, Unwatched};

use crate::program::root;

#[test]
fn a_story_has_a_summary_exactly_where_it_is_said_to() {
    let settings = Settings { inputs: vec![root().join("corpus")], ..Settings::default() };
    let newsroom = Newsroom::open(&settings, &Unwatched).unwrap();
    let reports = &newsroom.reports;
    let mut without = 0;
    for story in &newsroom.stories {
        let scored = score(
            story,
            reports,
            &newsroom.copies,
            &newsroom.frequencies,
            &newsroom.lexicons,
            &settings.score,
        );
        let words = (1..40).map(Budget::Words);
        for budget in words.chain([Budget::Words(120), Budget::Sentences(1)]) {
            for lambda in [0.0, 0.04] {
                let select_settings = SelectSettings { budget, lambda, ..settings.select() };
                let selected = select(&scored, &select_settings);
                let sentences = scored.told.sentences.iter();
                let known = sentences.map(|told| (told.sentence.rejection, || told.words));
                let expected = has_summary(known, budget);
                assert_eq!(!selected.picks.is_empty(), expected, "{:?} {budget:?}", story.reports);
                without += usize::from(!expected);
            }
        }
    }
    assert!(without > 0);
}
