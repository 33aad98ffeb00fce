//! What holds for any text.

use newsfold::render::{SourceText, Terminal};
use newsfold::segment::split_sentences;
use newsfold::text::{Lexicons, Span, Tokenizer, quotations};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use pulldown_cmark::{Event, Options, Parser, Tag};

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

fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c == '\u{feff}')
}

proptest! {
    #![proptest_config(config(2000))]

    /// Sentences are in order, do not overlap, are trimmed, and leave out nothing but white space.
    #[test]
    fn sentences_rebuild_the_text(text in text(), wrapped in any::<bool>()) {
        let spans = split_sentences(&text, Span::new(0, text.len()), wrapped, None);
        let mut at = 0;
        for span in spans {
            prop_assert!(span.start >= at && !span.is_empty());
            prop_assert!(is_blank(&text[at..span.start]));
            prop_assert_eq!(span.trimmed(&text), span);
            at = span.end;
        }
        prop_assert!(is_blank(&text[at..]));
    }

    #[test]
    fn tokens_and_quotations_stay_inside(text in text()) {
        let lexicons = Lexicons::new();
        let whole = Span::new(0, text.len());
        for token in Tokenizer::new(lexicons.of(None)).tokens(&text, whole) {
            prop_assert!(!token.span.of(&text).is_empty());
        }
        let mut at = 0;
        for quotation in quotations(&text, whole) {
            prop_assert!(quotation.span.start >= at && quotation.span.end <= text.len());
            at = quotation.span.end;
        }
    }

    /// Escaped text, as a list item and as a heading, is one run of text: no markup of any kind.
    #[test]
    fn escaped_markdown_is_text(text in text()) {
        let source = SourceText::new(text.clone());
        for page in [format!("- {} [1]\n", source.markdown()), format!("## {}\n\nend\n", source.markdown())] {
            for event in Parser::new_ext(&page, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_FOOTNOTES | Options::ENABLE_MATH) {
                let plain = matches!(
                    event,
                    Event::Start(Tag::List(None) | Tag::Item | Tag::Heading { .. } | Tag::Paragraph) | Event::End(_) | Event::Text(_)
                );
                prop_assert!(plain, "{:?} in {:?}", event, page);
            }
        }
    }

    #[test]
    fn terminals_get_no_control_characters(text in text()) {
        prop_assert!(!Terminal(&text).to_string().chars().any(char::is_control));
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
