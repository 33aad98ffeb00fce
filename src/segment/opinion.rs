//! Articles that are no straight news: columns, reviews, guides. What tells them is evidence that a reader can check.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::{Rejection, Sentence};
use crate::ingest::Article;
use crate::text::{Lang, Token, WordClass, fold_word};

/// Why an article is taken for opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// Its address or its title says so.
    Labelled,
    /// Much of it speaks as I, or to the reader.
    Personal,
    /// It names who plays whom, or speaks of the parts of a film, a book or music, and of hardly anybody who said anything: a review, and
    /// what it tells is the plot.
    Review,
}

impl Opinion {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Opinion::Labelled => "opinion, by its address or title",
            Opinion::Personal => "speaks as I, or to the reader, in a quarter of its sentences",
            Opinion::Review => "a review of a film, a play, a book or music",
        }
    }
}

/// One of so many sentences that speak as I or to the reader makes an article personal. Of 474 articles of web news 17 are: columns, reviews,
/// guides, interviews and two transcripts. At one of five reports of witnesses come in.
const PERSONAL_SHARE: usize = 4;

/// Such sentences at least: one may be a quotation whose marks were lost.
const FEWEST_PERSONAL: usize = 3;

/// Marks between a label and the rest of a title.
const MARKS: [&str; 5] = [":", " | ", " - ", " – ", " — "];

/// Whether an article is opinion, and why. `tokens` are those of its text.
pub(super) fn opinion_of(
    article: &Article,
    sentences: &[Sentence],
    tokens: &[Token],
) -> Option<Opinion> {
    let lang = Lang::of(article.language.as_ref());
    if is_labelled(article, lang) {
        return Some(Opinion::Labelled);
    }
    if names_players(&article.text) || is_criticism(&article.text, tokens, sentences.len(), lang) {
        return Some(Opinion::Review);
    }
    let of = |is: fn(Option<Rejection>) -> bool| {
        sentences.iter().filter(|sentence| is(sentence.rejection)).count()
    };
    let personal = of(|rejection| rejection == Some(Rejection::Personal));
    let prose = of(|rejection| {
        use Rejection::{Boilerplate, Short, Subhead};
        !matches!(rejection, Some(Boilerplate | Short | Subhead))
    });
    (personal >= FEWEST_PERSONAL && PERSONAL_SHARE * personal >= prose).then_some(Opinion::Personal)
}

/// Whether a folder of the address, or what a title begins or ends with, is a word for opinion.
fn is_labelled(article: &Article, lang: &Lang) -> bool {
    let is_label = |word: &str| lang.is(WordClass::Opinion, &fold_word(word.trim()));
    let path = article.url.as_deref().and_then(|url| {
        let behind = url.split_once("://").map_or(url, |(_, behind)| behind);
        behind.split(['?', '#']).next()?.split_once('/').map(|(_, path)| path)
    });
    // The last is the article's own name.
    let mut folders = path.into_iter().flat_map(|path| path.rsplit('/').skip(1));
    let title = article.title_text().unwrap_or_default();
    let in_title = || {
        MARKS.iter().any(|mark| {
            let first = title.split_once(mark).map(|(first, _)| first);
            let last = title.rsplit_once(mark).map(|(_, last)| last);
            first.is_some_and(is_label) || last.is_some_and(is_label)
        })
    };
    // "Halftime Show, Reviewed"; what stands before a comma may be a word of the report ("Letters, parcels stolen").
    let behind_comma = || title.rsplit_once(", ").is_some_and(|(_, last)| is_label(last));
    lang.has(WordClass::Opinion) && (folders.any(is_label) || in_title() || behind_comma())
}

/// One in so many words of a review, at least, is of what criticism speaks of, and there are so many different ones. Of 3,000 articles of
/// eight sets nine are so and quote hardly anybody, all of them reviews; down to one in 70 there is none that is not.
const CRITICISM_SHARE: usize = 50;
const FEWEST_CRITICISM: usize = 5;

/// Of so many of its sentences at most one has a verb of saying; in news about a film every third or fifth has.
const SENTENCES_A_SPEECH: usize = 8;

/// Words below which an article is too short to tell.
const FEWEST_WORDS: usize = 80;

/// Whether an article speaks of a film, a book or music as a critic does.
fn is_criticism(text: &str, tokens: &[Token], sentences: usize, lang: &Lang) -> bool {
    if tokens.len() < FEWEST_WORDS || !lang.has(WordClass::Criticism) {
        return false;
    }
    let is = |class: WordClass, token: &Token| lang.is_written(class, token.span.of(text));
    let mut different = BTreeSet::new();
    let spoken_of = tokens.iter().filter(|token| {
        let counts = !token.stop && is(WordClass::Criticism, token);
        if counts {
            different.insert(token.word);
        }
        counts
    });
    if CRITICISM_SHARE * spoken_of.count() < tokens.len() || different.len() < FEWEST_CRITICISM {
        return false;
    }
    let speech = tokens.iter().filter(|token| is(WordClass::SpeechVerb, token)).count();
    SENTENCES_A_SPEECH * speech <= sentences
}

/// Parts whose players an article names, at least, to be a review. Of 1,880 articles of four sets five name three, all of them reviews; of seven
/// that name two one is.
const FEWEST_PARTS: usize = 3;

/// Words of a player's name.
const PLAYER: std::ops::RangeInclusive<usize> = 2..=4;

/// Bytes of one.
const LONGEST_PLAYER: usize = 80;

/// Whether a text names who plays whom: "Susie (Saoirse Ronan)", three parts and three surnames, since places stand so with their regions
/// ("Rancagua (O'Higgins Region)").
fn names_players(text: &str) -> bool {
    let is_name = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | '.'))
    };
    let (mut parts, mut surnames) = (BTreeSet::new(), BTreeSet::new());
    for (at, _) in text.match_indices(" (") {
        let part = text[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
        // No name is longer; a text of opening brackets alone would be looked through once for each.
        let near = &text[at + 2..text.floor_char_boundary(at + 2 + LONGEST_PLAYER)];
        let Some((player, _)) = near.split_once(')') else { continue };
        let words = player.split(' ');
        if is_name(part)
            && !part.ends_with('.')
            && PLAYER.contains(&words.clone().count())
            && words.clone().all(is_name)
        {
            parts.insert(part);
            surnames.extend(player.rsplit(' ').next());
        }
    }
    parts.len() >= FEWEST_PARTS && surnames.len() >= FEWEST_PARTS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{IngestSettings, read_from};
    use crate::text::{Language, Lexicons, Span, Tokenizer};

    fn labelled(title: &str, url: &str) -> bool {
        let line = serde_json::json!({
            "text": "The bridge is shut.", "title": title, "url": url, "lang": "en"
        });
        let intake = read_from("a.jsonl", line.to_string().as_bytes(), &IngestSettings::default());
        let mut article = intake.articles[0].clone();
        article.language = crate::text::Language::from_tag("en");
        opinion_of(&article, &[], &[]) == Some(Opinion::Labelled)
    }

    #[test]
    fn players_behind_their_parts() {
        assert!(names_players(
            "Mira (Ana Vale) and her boss Holt (Tom B. Reyes) find Oskar (Jan Witt-Hale)."
        ));
        assert!(!names_players(
            "Felt in Temuco (Araucania Region), Lota (Biobio Region) and Talca (Maule Region)."
        ));
        assert!(!names_players("The Ministry (MoD), Vale (left) and Holt (2nd from right)."));
    }

    #[test]
    fn criticism_speaks_of_the_film_and_quotes_nobody() {
        let sentence = "The plot of the film limps, the cast is lost, and no scene of its second act lets the director \
                        or the audience breathe. ";
        let (lexicons, english) = (Lexicons::new(), Language::from_tag("en"));
        let is_criticism = |text: &str, language: Option<&Language>| {
            let tokenizer = Tokenizer::new(lexicons.of(language));
            let tokens = tokenizer.tokens(text, Span::new(0, text.len()));
            is_criticism(text, &tokens, text.matches(". ").count(), Lang::of(language))
        };
        let review = sentence.repeat(5);
        assert!(is_criticism(&review, english.as_ref()));
        assert!(!is_criticism(&review, None) && !is_criticism(sentence, english.as_ref()));
        let news = format!("{review}The studio said no. She said so. The actor told them. ");
        assert!(!is_criticism(&news, english.as_ref()));
    }

    #[test]
    fn what_an_address_or_a_title_calls_opinion() {
        let news = "https://a.example/news/bridge";
        assert!(labelled("Shut it", "https://a.example/opinion/2026/shut-it"));
        assert!(labelled("Shut it", "https://a.example/2026/op-ed/shut-it?x=1"));
        assert!(labelled("Opinion: Shut it", news) && labelled("Shut it | Opinion", news));
        assert!(labelled("The new bridge, reviewed", news));
        assert!(!labelled("Letters, parcels stolen from a van", news));
        assert!(!labelled("Court gives opinion on the bridge", news));
        assert!(!labelled("Bridge: an opinion poll", "https://a.example/news/opinion"));
    }
}
