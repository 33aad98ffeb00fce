//! What holds for any text.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::test_runner::RngSeed;

use crate::fuzzed::checks;

/// Pieces of which nasty text is made, beside arbitrary characters.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Mr. "),
        Just("U.S. "),
        Just("The mayor said. "),
        Just("“"),
        Just("”"),
        Just("\""),
        Just("..."),
        Just("p.m."),
        Just("No. 1 "),
        Just("? "),
        Just("\n"),
        Just(" "),
        Just("ισαισα "),
        Just("He "),
        Just("e.g. "),
        Just("(AP) — "),
        Just("2. "),
        Just("‘"),
        Just("’"),
        Just("«"),
        Just("!"),
        Just("#"),
        Just("*"),
        Just("_"),
        Just("<"),
        Just("["),
        Just("]("),
        Just("&"),
        Just("\u{200b}"),
        Just("\u{feff}"),
        Just("`"),
        Just("|"),
        Just("~~"),
        Just("$"),
        Just("www."),
        Just("http://"),
        Just("@"),
        Just("\\"),
    ]
    .prop_map(str::to_owned);
    prop::collection::vec(
        prop_oneof![3 => piece, 2 => "\\PC{0,6}", 1 => any::<char>().prop_map(String::from)],
        0..40,
    )
    .prop_map(|p| p.concat())
}

/// The gate tries the same cases every time; `PROPTEST_RNG_SEED` and `PROPTEST_CASES` are for longer hunts.
fn config(cases: u32) -> ProptestConfig {
    let plain = ProptestConfig::default();
    let asked = |name: &str| std::env::var_os(name).is_some();
    ProptestConfig {
        cases: if asked("PROPTEST_CASES") { plain.cases } else { cases },
        rng_seed: if asked("PROPTEST_RNG_SEED") { plain.rng_seed } else { RngSeed::Fixed(7) },
        failure_persistence: None,
        ..plain
    }
}

proptest! {
    #![proptest_config(config(2000))]

    /// Sentences rebuild the text; tokens and quotations stay inside.
    #[test]
    fn segments_lie_in_the_text(text in text()) {
        checks::segment(text.as_bytes());
    }

    #[test]
    fn lines_are_kept_or_removed_and_sentences_lie_in_what_is_kept(text in text()) {
        checks::clean(text.as_bytes());
    }

    /// Escaped text is one run of text: no markup of any kind, no tag, no control character.
    #[test]
    fn escaped_text_is_text(text in text()) {
        checks::write(text.as_bytes());
    }
}

/// A story's articles from pieces of sentences, with repeats and oddities.
fn article() -> impl Strategy<Value = String> {
    let sentence = prop_oneof![
        Just("The ferry Lady Aveline ran aground off Sennet on Thursday morning with 120 people aboard."),
        Just("He also said that the talks had failed."),
        Just("“We have to speak up,” Kardashian wrote in a long statement on Tuesday."),
        Just("Read more"),
        Just("Shops fear a lost Christmas"),
        Just("Two lifeboats and a helicopter took part in the rescue off the island on Thursday."),
        Just("In all 14 people were injured, the coastguard said in a statement late on Thursday."),
    ]
    .prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![4 => sentence, 1 => text()], 1..8).prop_map(|s| s.join("\n"))
}

proptest! {
    #![proptest_config(config(200))]

    /// Whatever the articles: no panic, the budget holds, every sentence is a slice of its source, scores are finite.
    #[test]
    fn digests_keep_their_promises(texts in prop::collection::vec(article(), 1..5), words in 1usize..80) {
        let folder = tempfile::tempdir().unwrap();
        for (at, text) in texts.iter().enumerate() {
            let record = serde_json::json!({ "text": text, "source": format!("outlet {at}") });
            std::fs::write(folder.path().join(format!("{at}.jsonl")), record.to_string()).unwrap();
        }
        let settings = newsfold::Settings {
            inputs: vec![folder.path().into()],
            budget: newsfold::select::Budget::Words(words),
            min_articles: 1,
            ..newsfold::Settings::default()
        };
        let outcome = newsfold::run(settings, &newsfold::Unwatched).unwrap();
        for story in &outcome.digest.stories {
            let printed: usize = story.summary.iter().map(|s| newsfold::text::count_words(s.text.raw())).sum();
            prop_assert!(printed <= words);
            for sentence in &story.summary {
                prop_assert!(sentence.score.is_finite());
                let found = texts.iter().any(|t| t.get(sentence.start..sentence.end).is_some_and(|s| newsfold::text::fold_white_space(s) == sentence.text.raw()));
                prop_assert!(found);
            }
        }
    }
}

/// Words of these articles that have one form only, some of them in none.
fn muted_words() -> impl Strategy<Value = Vec<String>> {
    let word = prop_oneof![
        Just("ferry"),
        Just("helicopter"),
        Just("kardashian"),
        Just("coastguard"),
        Just("christmas"),
        Just("island"),
        Just("zeppelin"),
    ]
    .prop_map(str::to_owned);
    prop::collection::vec(word, 1..3)
}

proptest! {
    #![proptest_config(config(200))]

    /// Of the articles those are gone that hold all words of a query, or are of an outlet, and no others.
    #[test]
    fn mutes_take_what_they_name_and_nothing_else(
        texts in prop::collection::vec(article(), 1..6),
        words in muted_words(),
        outlet in 0usize..8,
    ) {
        let folder = tempfile::tempdir().unwrap();
        for (at, text) in texts.iter().enumerate() {
            let record = serde_json::json!({ "text": text, "source": format!("outlet {at}") });
            std::fs::write(folder.path().join(format!("{at}.jsonl")), record.to_string()).unwrap();
        }
        let kept = |filter: newsfold::ingest::Filter| {
            let settings = newsfold::Settings {
                inputs: vec![folder.path().into()],
                min_articles: 1,
                filter,
                ..newsfold::Settings::default()
            };
            let digest = newsfold::run(settings, &newsfold::Unwatched).unwrap().digest;
            let articles = digest.stories.iter().flat_map(|story| &story.articles);
            let singles = digest.singles.iter().flat_map(|single| &single.articles);
            let outlets = articles.chain(singles).filter_map(|article| article.source.as_ref());
            outlets.map(|source| source.raw().to_owned()).collect::<BTreeSet<String>>()
        };
        let all = kept(newsfold::ingest::Filter::default());
        let mut filter = newsfold::ingest::Filter::default();
        filter.mute(&words.join(" ")).unwrap();
        filter.mute_outlet(&format!("Outlet {outlet}"));
        let left = kept(filter);
        prop_assert!(left.is_subset(&all));
        for (at, text) in texts.iter().enumerate() {
            let name = format!("outlet {at}");
            let text = text.to_lowercase();
            let told: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric()).collect();
            let is_muted = at == outlet || words.iter().all(|word| told.contains(&**word));
            if all.contains(&name) {
                prop_assert_eq!(left.contains(&name), !is_muted, "{}", name);
            }
        }
    }
}
