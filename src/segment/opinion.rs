//! Articles that are no straight news: columns, reviews, guides. What tells them is evidence that a reader can check.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::reject::speaks_as;
use super::{Rejection, Sentence};
use crate::ingest::Article;
use crate::lang;
use crate::text::{
    ByLanguage, Lang, Language, Quotation, Span, Token, WordClass, disclaims_opinion, fold_word,
    hash_text, is_of_the_page, words,
};

/// Why an article is taken for opinion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Opinion {
    /// Its address, its title or a notice in it says so.
    Labelled,
    /// Much of it speaks as I, or to the reader.
    Personal,
    /// It names who plays whom, or speaks of the parts of a film, a book or music, and of hardly anybody who said anything: a review, and
    /// what it tells is the plot.
    Review,
    /// It is worded as columns are ("should", "nothing", "even"), and not as reports are ("said", "according"): a column, an analysis, a
    /// guide.
    Argument,
    /// Its paragraphs begin with who speaks, or stand below it: what was said in a studio, word for word.
    Transcript,
    /// Its paragraphs begin with a time of day: what was known then, of one matter or of many.
    Live,
    /// Its title says that it corrects another article: what was wrong stands in it as well as what is right.
    Correction,
}

impl Opinion {
    /// The reason in words.
    pub fn words(self) -> &'static str {
        match self {
            Opinion::Labelled => "opinion, by its address, its title or a notice",
            Opinion::Personal => "speaks as I, or to the reader, in a quarter of its sentences",
            Opinion::Review => "a review of a film, a play, a book or music",
            Opinion::Argument => {
                "argues or explains: its words are those of columns, not of reports"
            }
            Opinion::Transcript => "a transcript",
            Opinion::Live => "a live page: its paragraphs begin with a time of day",
            Opinion::Correction => "a correction of another article, by its title",
        }
    }

    /// What it is called where it is listed.
    pub fn name(self) -> &'static str {
        match self {
            Opinion::Labelled | Opinion::Personal | Opinion::Argument => "opinion",
            Opinion::Review => "review",
            Opinion::Transcript => "transcript",
            Opinion::Live => "live page",
            Opinion::Correction => "correction",
        }
    }
}

/// One of so many sentences that speak as I or to the reader makes an article personal. Of 474 articles of web news 17 are: columns, reviews,
/// guides, interviews and two transcripts. At one of five reports of witnesses come in.
const PERSONAL_SHARE: usize = 4;

/// Such sentences at least: one may be a quotation whose marks were lost.
const FEWEST_PERSONAL: usize = 3;

/// Of these, those that speak as I, in a language that tells them apart: what speaks to the reader alone ("you can now") is news of products as often as
/// advice. Of twelve such articles of web news one argued.
const FEWEST_AS_WRITER: usize = 2;

/// Marks between a label and the rest of a title.
const MARKS: [&str; 5] = [":", " | ", " - ", " – ", " — "];

/// Whether an article is opinion, and why. `removed` are the lines that are not its own, `tokens` those of its text.
pub(super) fn opinion_of(
    article: &Article,
    removed: impl Iterator<Item = Span>,
    sentences: &[Sentence],
    tokens: &[Token],
    quotations: &[Quotation],
) -> Option<Opinion> {
    let lang = Lang::of(article.language.as_ref());
    if is_correction(article.title_text().unwrap_or_default(), lang) {
        return Some(Opinion::Correction);
    }
    let of_page = sentences.iter().filter(|s| s.rejection == Some(Rejection::Boilerplate));
    let of_page = of_page.map(|sentence| sentence.span);
    let removed: Vec<Span> = removed.collect();
    let mut notices = of_page.chain(removed.iter().copied()).map(|span| span.of(&article.text));
    if is_labelled(article, lang)
        || notices.any(|notice| disclaims_opinion(notice, article.language.as_ref()))
    {
        return Some(Opinion::Labelled);
    }
    if names_players(&article.text) || is_criticism(&article.text, tokens, sentences.len(), lang) {
        return Some(Opinion::Review);
    }
    if is_transcript(&article.text, sentences) || alternates(article, &removed, sentences) {
        return Some(Opinion::Transcript);
    }
    let is_personal = |sentence: &&Sentence| sentence.rejection == Some(Rejection::Personal);
    let is_mine = |sentence: &&Sentence| {
        if !lang.has(WordClass::FirstPerson) {
            return true;
        }
        let words: Vec<(usize, &str)> = words(sentence.span.of(&article.text)).collect();
        speaks_as(WordClass::FirstPerson, sentence.span, &words, quotations, lang)
    };
    let personal = sentences.iter().filter(is_personal).count();
    let as_writer = sentences.iter().filter(is_personal).filter(is_mine).count();
    let is_prose = |sentence: &&Sentence| {
        use Rejection::{Boilerplate, Short, Subhead};
        !matches!(sentence.rejection, Some(Boilerplate | Short | Subhead))
    };
    let prose = sentences.iter().filter(is_prose).count();
    if personal >= FEWEST_PERSONAL
        && as_writer >= FEWEST_AS_WRITER
        && PERSONAL_SHARE * personal >= prose
    {
        return Some(Opinion::Personal);
    }
    let language = article.language.as_ref();
    is_argument(tokens, quotations, language).then_some(Opinion::Argument)
}

/// Whether a title is a word for a correction, or has one before a colon.
fn is_correction(title: &str, lang: &Lang) -> bool {
    let label = title.split(':').next().unwrap_or_default().trim();
    lang.is_written(WordClass::Correction, label)
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

/// One of so many paragraphs of a transcript, at least, begins with who speaks, and so many do: one may be a town.
const SPOKEN_SHARE: usize = 4;
const FEWEST_SPOKEN: usize = 3;

/// Bytes of who speaks, with what else is told of him: "ANA VALE, HOST".
const LONGEST_SPEAKER: usize = 80;

/// Whether paragraphs begin with a name in capitals and a colon, or with "Q:" and "A:".
fn is_transcript(text: &str, sentences: &[Sentence]) -> bool {
    let speaker = |sentence: &Sentence| {
        let head = sentence.span.of(text);
        let head = &head[..head.floor_char_boundary(LONGEST_SPEAKER)];
        let (speaker, _) = head.split_once(": ")?;
        let mut letters = speaker.chars().filter(|c| c.is_alphabetic());
        (letters.clone().next().is_some() && letters.all(char::is_uppercase)).then_some(speaker)
    };
    let paragraphs = sentences.chunk_by(|a, b| a.paragraph == b.paragraph);
    let spoken: Vec<&str> = paragraphs.clone().filter_map(|of_one| speaker(&of_one[0])).collect();
    // "HARROW: A bridge … LORNE: A jury …" are news in brief.
    let last = spoken.iter().map(|of| of.split(',').next()?.split_whitespace().next_back());
    let speakers: BTreeSet<Option<&str>> = last.collect();
    spoken.len() >= FEWEST_SPOKEN
        && SPOKEN_SHARE * spoken.len() >= paragraphs.count()
        && speakers.len() < spoken.len()
}

/// Words of a line that says who speaks, and how often each of two speakers does.
const LONGEST_TURN: usize = 4;
const FEWEST_TURNS: usize = 3;

/// Whether lines of two speakers' names, which were removed since they recur, stand above a quarter of the paragraphs at least.
fn alternates(article: &Article, removed: &[Span], sentences: &[Sentence]) -> bool {
    let mut turns: BTreeMap<&str, usize> = BTreeMap::new();
    for line in removed.iter().map(|span| span.of(&article.text).trim()) {
        let is_name =
            line.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '.' | '\'' | '’' | '-'));
        if is_name && (2..=LONGEST_TURN).contains(&line.split_whitespace().count()) {
            *turns.entry(line).or_default() += 1;
        }
    }
    turns.retain(|line, count| {
        *count >= FEWEST_TURNS && !is_of_the_page(line, article.language.as_ref())
    });
    let paragraphs = sentences.chunk_by(|a, b| a.paragraph == b.paragraph).count();
    turns.len() >= 2 && SPOKEN_SHARE * turns.values().sum::<usize>() >= paragraphs
}

/// Words of an article's own from which it can be told how it is worded.
const FEWEST_OWN: usize = 200;

/// So many words more than it has an argument weighs: in a short article chance weighs more. `benches/quality.md` has what that finds among
/// articles that their outlets call opinion, and among the others.
const ARGUMENT: i32 = 130;

/// What common words weigh in an argument, by their hash; of most languages nothing is known.
static WEIGHTS: ByLanguage<FxHashMap<u64, i32>> = ByLanguage::new(|code| {
    let rows = lang::file(code, "argument.csv").unwrap_or_default().lines();
    let rows = rows.filter(|row| !row.starts_with('#')).filter_map(|row| row.rsplit_once(','));
    rows.filter_map(|(word, weight)| Some((hash_text(word), weight.parse().ok()?))).collect()
});

/// Whether an article, outside quotation marks, is worded as an argument is.
fn is_argument(
    tokens: &[Token],
    mut quotations: &[Quotation],
    language: Option<&Language>,
) -> bool {
    let weights = WEIGHTS.of(language);
    if tokens.len() < FEWEST_OWN || weights.is_empty() {
        return false;
    }
    let (mut own, mut weight) = (0i32, 0);
    for token in tokens {
        while quotations.first().is_some_and(|q| q.span.end <= token.span.start) {
            quotations = &quotations[1..];
        }
        if quotations.first().is_some_and(|q| q.span.contains(token.span)) {
            continue;
        }
        own += 1;
        // In capitals "US" is a country.
        if token.stop && !token.capital {
            weight += weights.get(&token.word).copied().unwrap_or_default();
        }
    }
    own >= FEWEST_OWN as i32 && weight >= own + ARGUMENT
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
    use crate::text::{Lexicons, Tokenizer};

    fn labelled(title: &str, url: &str) -> bool {
        let line = serde_json::json!({
            "text": "The bridge is shut.", "title": title, "url": url, "lang": "en"
        });
        let intake = read_from("a.jsonl", line.to_string().as_bytes(), &IngestSettings::default());
        let mut article = intake.articles[0].clone();
        article.language = crate::text::Language::from_tag("en");
        opinion_of(&article, [].into_iter(), &[], &[], &[]) == Some(Opinion::Labelled)
    }

    #[test]
    fn a_title_calls_a_correction_one() {
        let english = Language::from_tag("en");
        let is = |title: &str| is_correction(title, Lang::of(english.as_ref()));
        assert!(
            is("Correction: Harrow bridge toll")
                && is("Corrections")
                && is("CLARIFICATION: The toll")
        );
        assert!(
            !is("Correction officers walk out in Harrow") && !is("Harrow: a correction") && !is("")
        );
    }

    #[test]
    fn a_notice_says_whose_opinion_it_is() {
        let labelled = |notice: &str| {
            let text = format!("The bridge is shut.\n{notice}");
            let intake = read_from("a.txt", text.as_bytes(), &IngestSettings::default());
            let mut article = intake.articles[0].clone();
            article.language = Language::from_tag("en");
            let removed = Span::new(text.len() - notice.len(), text.len());
            let lines = [removed].into_iter();
            opinion_of(&article, lines, &[], &[], &[]) == Some(Opinion::Labelled)
        };
        assert!(labelled("The views expressed by contributors are their own."));
        assert!(labelled("Opinions expressed in this column are those of the author."));
        assert!(!labelled("The views expressed by the council were those of its members."));
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
    fn a_transcript_begins_with_who_speaks() {
        let sentence_of = |text: &str| -> Vec<Sentence> {
            let mut start = 0;
            let paragraph = |(paragraph, line): (usize, &str)| {
                let span = Span::new(start, start + line.len());
                start += line.len() + 1;
                Sentence { span, paragraph, quoted: false, rejection: None }
            };
            text.lines().enumerate().map(paragraph).collect()
        };
        let is = |text: &str| is_transcript(text, &sentence_of(text));
        assert!(is("ANA VALE, HOST: The pier is shut.\nTOM HOLT: It is.\nVALE: Why?\nHe laughs."));
        assert!(is("Q: Is it shut?\nA: It is.\nQ: Why?"));
        assert!(!is(
            "HARROW: The pier is shut.\nIt opens in May.\nIt is old.\nUPDATE: It is open."
        ));
        assert!(!is("HARROW: The pier is shut.\nLORNE: A jury met.\nTOR: A goose was stolen."));
    }

    #[test]
    fn lines_of_two_names_make_a_transcript() {
        let is = |turns: &[&str]| {
            let text = turns.join("\n");
            let line = serde_json::json!({"text": text, "lang": "en"}).to_string();
            let intake = read_from("a.jsonl", line.as_bytes(), &IngestSettings::default());
            let mut article = intake.articles[0].clone();
            article.language = Language::from_tag("en");
            let mut from = 0;
            let removed: Vec<Span> = turns
                .iter()
                .filter(|turn| turn.len() < 12)
                .map(|turn| {
                    let start = from + article.text[from..].find(*turn).unwrap_or_default();
                    from = start + turn.len();
                    Span::new(start, from)
                })
                .collect();
            alternates(&article, &removed, &[])
        };
        let talk = |first, second| {
            let turns = [first, "The pier of Harrow is shut.", second, "It opens again in May."];
            is(&turns.repeat(3))
        };
        assert!(talk("ana vale", "tom holt") && !talk("ana vale", "ana vale"));
        assert!(!talk("Read more", "Share this") && !talk("Vale", "Holt"));
    }

    #[test]
    fn an_argument_is_worded_as_one() {
        let column = "The council should keep the ferry, and it must not even think of a bridge, for nothing that we own is worth more \
                      than our harbour. We know what a bridge costs us. It is only too often the dearer of the two roads. ";
        let news = "The council will keep the ferry and sell the pier, the mayor said on Monday. \
                    The harbour master told members that the bridge is the dearer of the two roads to the island. ";
        let (lexicons, english) = (Lexicons::new(), Language::from_tag("en"));
        let is_argument = |text: &str, language: Option<&Language>, quotes: &[Quotation]| {
            let tokenizer = Tokenizer::new(lexicons.of(language));
            let tokens = tokenizer.tokens(text, Span::new(0, text.len()));
            is_argument(&tokens, quotes, language)
        };
        let english = english.as_ref();
        assert!(is_argument(&column.repeat(6), english, &[]));
        assert!(!is_argument(column, english, &[]) && !is_argument(&column.repeat(6), None, &[]));
        assert!(!is_argument(&news.repeat(10), english, &[]));
        assert!(!is_argument(&column.to_uppercase().repeat(6), english, &[]));
        // What somebody said is theirs.
        let text = column.repeat(6) + &news.repeat(10);
        let said = Quotation { span: Span::new(0, 6 * column.len()), closed: true };
        assert!(!is_argument(&text, english, &[said]));
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
