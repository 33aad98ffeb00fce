//! Boilerplate: lines and sentences that belong to the page and not to the report. What they say is data of each language
//! (`src/lang/CODE/boilerplate.txt`); a page in an unknown language is known by the marks and agencies alone that all share.

use std::collections::BTreeSet;

use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

use super::folding::fold_word;
use super::lang::{ByLanguage, any_of};
use super::language::Language;
use super::quotes::is_closing;
use super::tokens::{count_words, count_words_to};
use super::wrapping::is_sentence_end;
use crate::lang;

/// What all languages share.
const CREDITS: &str = include_str!("credits.txt");

static BOILERPLATE: ByLanguage<Boilerplate> = ByLanguage::new(Boilerplate::new);

/// What the pages of a language say of themselves.
struct Boilerplate {
    /// Lines that open with one of these and are no longer than `SHORT` words are boilerplate.
    openers: Vec<Opener>,
    /// Finds an opener where a line begins.
    openers_at: AhoCorasick,
    /// Any phrase that says so from inside a line or sentence: hardly any line holds one, and one look tells.
    anywhere: AhoCorasick,
    /// Phrases that make a line boilerplate wherever in it they stand.
    in_line: AhoCorasick,
    /// Phrases that give a sentence away, even where the page ran it together with prose.
    in_sentence: AhoCorasick,
    /// Phrases by which a column says what it is.
    disclaimer: AhoCorasick,
    /// What opens such a sentence.
    sentence_openers: Vec<Opener>,
    /// Labels that do, in capitals as they are written.
    labels: Vec<String>,
    /// Labels of links that the page ran together with prose, in capitals as they are written: "Vale wins pass MORE on Monday".
    labels_inside: Vec<&'static str>,
    /// Phrases that give it away together.
    pairs: Vec<(&'static str, &'static str)>,
    /// What ends with a full stop as prose does and is none.
    with_full_stop: Vec<&'static str>,
    /// The words of picture credits.
    in_credit: AhoCorasick,
    /// First words of captions that ran into them.
    caption_openers: BTreeSet<&'static str>,
    /// Between a photographer and for whom the picture was taken.
    for_whom: BTreeSet<&'static str>,
    /// Agencies, as a credit has them behind a photographer.
    agencies: BTreeSet<&'static str>,
    /// Lines behind which a paragraph about something else stands: "About the author".
    heads: BTreeSet<&'static str>,
    /// First words of bylines, and of time stamps.
    byline: BTreeSet<&'static str>,
    time_stamp: BTreeSet<&'static str>,
}

/// A phrase that opens a line.
struct Opener {
    phrase: &'static str,
    /// Whether the word may go on behind it.
    may_go_on: bool,
}

impl Opener {
    fn of(line: &'static str) -> Self {
        let phrase = line.strip_suffix('*');
        Self { phrase: phrase.unwrap_or(line), may_go_on: phrase.is_some() }
    }

    /// What stands behind it in a line that opens so.
    fn rest<'a>(&self, folded: &'a str) -> Option<&'a str> {
        let rest = folded.strip_prefix(self.phrase)?;
        let ends = self.may_go_on || self.phrase.ends_with(':');
        (ends || !rest.starts_with(char::is_alphanumeric)).then_some(rest)
    }

    /// Whether no prose opens so: "advertising revenue fell" is prose.
    fn is_phrase(&self) -> bool {
        self.phrase.contains(' ')
            || self.phrase.ends_with(':')
            || !self.phrase.contains(char::is_alphanumeric)
    }
}

impl Boilerplate {
    fn new(code: &str) -> Self {
        let own = |part| lang::part(code, "boilerplate.txt", part);
        let both = |part| lang::part_of(CREDITS, part).chain(own(part));
        let openers: Vec<Opener> = both("opens a line").map(Opener::of).collect();
        let pairs: Vec<(&str, &str)> =
            own("both in a sentence").filter_map(|line| line.split_once(" / ")).collect();
        let of_pairs = pairs.iter().map(|(first, _)| first.strip_prefix('^').unwrap_or(first));
        let of_sentences = || both("in a sentence").chain(own("disclaims an opinion"));
        let inside = own("in a line").chain(of_sentences()).chain(of_pairs);
        let openers_at = AhoCorasick::builder()
            .start_kind(StartKind::Anchored)
            .build(openers.iter().map(|opener| opener.phrase));
        Self {
            openers,
            openers_at: openers_at.expect("the phrases are few and short"),
            anywhere: any_of(inside),
            in_line: any_of(own("in a line")),
            in_sentence: any_of(of_sentences()),
            disclaimer: any_of(own("disclaims an opinion")),
            sentence_openers: own("opens a sentence").map(Opener::of).collect(),
            labels: own("opens a sentence, in capitals as here")
                .map(|label| format!("{label} "))
                .collect(),
            labels_inside: own("in a sentence, in capitals as here").collect(),
            pairs,
            with_full_stop: own("with a full stop too").collect(),
            in_credit: any_of(both("in a credit")),
            agencies: both("behind a photographer").flat_map(str::split_whitespace).collect(),
            heads: own("heads what is no report").collect(),
            byline: own("opens a byline").collect(),
            caption_openers: own("opens a caption, before a capital").collect(),
            for_whom: own("behind a photographer, before an outlet").collect(),
            time_stamp: own("opens a time stamp").collect(),
        }
    }

    fn is_line(&self, line: &str, folded: &str, holds_phrase: bool) -> bool {
        let bare = folded
            .trim()
            .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '@' | '('));
        if bare.is_empty() {
            return !line.chars().any(char::is_alphanumeric);
        }
        let opens = self.openers_at.find(Input::new(bare).anchored(Anchored::Yes)).is_some();
        let anywhere = holds_phrase && self.in_line.is_match(bare);
        if !opens && !anywhere {
            return false;
        }
        let words = count_words(bare);
        // A one-word opener is boilerplate as a label or in a very short line.
        let is_opener = |opener: &Opener| {
            opener.rest(bare).is_some()
                && (opener.is_phrase() || words <= 4)
                && !self.ends_as_prose(bare, words)
        };
        words <= SHORT && self.openers.iter().any(is_opener) || words <= MOST && anywhere
    }

    /// A full stop behind seven words or more: a sentence, not a label.
    fn ends_as_prose(&self, line: &str, words: usize) -> bool {
        let excepted = |phrase: &&str| match phrase.strip_prefix('^') {
            Some(opener) => line.starts_with(opener),
            None => line.contains(*phrase),
        };
        words >= 7
            && line.ends_with('.')
            && !line.starts_with('©')
            && !self.with_full_stop.iter().any(excepted)
    }

    fn is_sentence(&self, sentence: &str, folded: &str, holds_phrase: bool) -> bool {
        let behind =
            |phrase: &str| folded.match_indices(phrase).any(|(at, _)| folded[..at].ends_with(' '));
        let pair = |(first, second): &(&str, &str)| {
            let first = match first.strip_prefix('^') {
                Some(opener) => folded.starts_with(opener),
                None => behind(first),
            };
            first && (folded.starts_with(second) || behind(second))
        };
        holds_phrase && (self.in_sentence.is_match(folded) || self.pairs.iter().any(pair))
            || is_list_of_links(sentence)
            || self.labels.iter().any(|label| sentence.starts_with(label.as_str()))
            || self.labels_inside.iter().any(|label| stands_in_prose(label, sentence))
            || self.sentence_openers.iter().any(|opener| opener.rest(folded).is_some())
    }
}

/// Bars of a list of links; one may part a place or an outlet from what it tells.
const FEWEST_BARS: usize = 2;

/// Whether titles of other stories, parted by bars, run into a sentence. Hindi writes a bar for its full stop.
fn is_list_of_links(sentence: &str) -> bool {
    let behind = sentence.split(" | ").skip(1);
    behind.filter(|title| title.starts_with(char::is_uppercase)).nth(FEWEST_BARS - 1).is_some()
}

/// Whether a label stands in capitals behind a word that has none of its own, or at its end: "Anna ValeMORE".
fn stands_in_prose(label: &str, sentence: &str) -> bool {
    sentence.match_indices(label).any(|(at, _)| {
        let before = &sentence[..at];
        let before = before.strip_suffix(' ').unwrap_or(before);
        let word = before.rsplit(' ').next().unwrap_or_default();
        word.contains(char::is_lowercase)
            && !sentence[at + label.len()..].starts_with(char::is_alphanumeric)
    })
}

/// Whether a sentence or title is none of the report's: boilerplate, an instruction, a caption, a credit.
pub fn is_of_the_page(sentence: &str, language: Option<&Language>) -> bool {
    let boilerplate = BOILERPLATE.of(language);
    let folded = fold_word(sentence);
    let holds_phrase = boilerplate.anywhere.is_match(&*folded);
    let is_line = boilerplate.is_line(sentence, &folded, holds_phrase);
    is_line && count_words_to(MOST, sentence) <= MOST
        || boilerplate.is_sentence(sentence, &folded, holds_phrase)
}

/// Whether a sentence of the page says that what its article holds is its writer's opinion.
pub fn disclaims_opinion(sentence: &str, language: Option<&Language>) -> bool {
    BOILERPLATE.of(language).disclaimer.is_match(&*fold_word(sentence))
}

/// Words that a line of boilerplate may have, at most: longer ones are prose that happens to open that way.
const SHORT: usize = 14;

/// The same of a line with a phrase that no prose has.
const MOST: usize = 40;

/// Whether a line is boilerplate: navigation, sharing, subscription, copyright.
pub fn is_boilerplate(line: &str, language: Option<&Language>) -> bool {
    // A paragraph is none, whatever it says.
    count_words_to(MOST, line) <= MOST
        && BOILERPLATE.of(language).is_line(line, &fold_word(line), true)
}

/// Whether a line is the link to another story: a dash or bullet, a short label with a full stop or colon, and
/// a headline without one ("- Celebrities. Singer breaks silence over family rift").
pub fn is_teaser(line: &str) -> bool {
    let Some(rest) = line.trim().strip_prefix(['-', '–', '•', '*', '·', '»', '›', '→', '►', '▶'])
    else {
        return false;
    };
    let rest = rest.trim_start();
    let label = rest.split_once(". ").or_else(|| rest.split_once(": "));
    let labelled = label.is_some_and(|(label, _)| (1..=3).contains(&count_words(label)));
    labelled
        && rest.starts_with(char::is_uppercase)
        && rest.chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Whether a line is a picture caption: it ends with a credit in brackets or behind a bar, or with an agency's name.
pub fn is_caption(line: &str, language: Option<&Language>) -> bool {
    let line = line.trim();
    // Most lines are sentences, which end with a full stop behind a letter.
    let behind_stop = line.strip_suffix('.').and_then(|bare| bare.chars().next_back());
    if behind_stop.is_some_and(char::is_alphanumeric) {
        return false;
    }
    let folded = fold_word(line);
    let tail = folded.trim_end_matches(['.', ' ']);
    let bracket =
        tail.strip_suffix([')', ']']).and_then(|t| t.rfind(['(', '[']).map(|at| &t[at + 1..]));
    let credit = |text: &str| BOILERPLATE.of(language).in_credit.is_match(text);
    if let Some(credited) = bracket {
        return count_words(credited) <= CREDIT
            && (credit(credited)
                || credited.contains(" / ")
                || ends_with_names(line)
                || ends_with_time_stamp(line, language));
    }
    if ends_with_names(line) || ends_with_photographer(line, language) {
        return true;
    }
    let last = tail.rsplit(['|', '.']).next().unwrap_or_default();
    !folded.ends_with('.') && credit(last) && count_words(last) <= 6 && count_words(&folded) <= MOST
}

/// Words of a photographer's name, at most.
const PHOTOGRAPHER: usize = 4;

/// Whether the last that a line says is who took the picture for whom: "… in 2014. Jo Hale for The Harrow Post".
fn ends_with_photographer(line: &str, language: Option<&Language>) -> bool {
    let Some((told, names)) = line.rsplit_once(". ") else { return false };
    let words: Vec<&str> = names.split_whitespace().collect();
    let for_whom = &BOILERPLATE.of(language).for_whom;
    let Some(at) = words.iter().position(|word| for_whom.contains(word)) else { return false };
    let is_name = |words: &[&str]| {
        !words.is_empty()
            && words.len() <= PHOTOGRAPHER
            && words.iter().all(|word| word.starts_with(char::is_uppercase))
    };
    told.contains(' ') && at >= 2 && is_name(&words[..at]) && is_name(&words[at + 1..])
}

/// Whether a line ends with when it was published, in brackets: "(Published Monday, Oct. 24, 2016)".
fn ends_with_time_stamp(line: &str, language: Option<&Language>) -> bool {
    let bracket = line.strip_suffix([')', ']']).and_then(|bare| bare.rsplit_once(['(', '[']));
    bracket.is_some_and(|(_, stamp)| opens_as_byline(stamp, language))
}

/// Whether a sentence opens with a label or a credit that ran into it: "Image Protesters gather", "Jo Hale/AP Protesters gather", "Jo Hale / REUTERS
/// Lights hang".
pub fn opens_as_caption(sentence: &str, language: Option<&Language>) -> bool {
    let labelled = sentence.split_once(' ').is_some_and(|(label, told)| {
        told.starts_with(char::is_uppercase)
            && BOILERPLATE.of(language).caption_openers.contains(label)
    });
    if labelled {
        return true;
    }
    let Some((name, behind)) = sentence.split_once('/') else { return false };
    let name = name.split_whitespace();
    let is_name = (2..=PHOTOGRAPHER).contains(&name.clone().count())
        && name.clone().all(|word| word.starts_with(char::is_uppercase));
    let agency = behind.trim_start().split([' ', '/']).next().unwrap_or_default();
    is_name && BOILERPLATE.of(language).agencies.contains(&*fold_word(agency))
}

/// Words of a credit, at most.
const CREDIT: usize = 10;

/// Whether a sentence's end is followed by a credit and nothing else: who took the picture and for whom, in brackets
/// ("(Ricardo Cano/The Valley Post)"), behind a bar ("| Meridian Wire"), or, where the caption breaks off, an agency ("... (Meridian Wire)").
fn ends_with_names(line: &str) -> bool {
    let bare = line.strip_suffix([')', ']']);
    let open: &[char] = if bare.is_some() { &['(', '['] } else { &['|'] };
    let Some((told, names)) = bare.unwrap_or(line).rsplit_once(open) else { return false };
    let told = told.trim_end();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_uppercase() || c == '/');
    let for_whom = || names.split_once('/').is_some_and(|(_, whom)| is_name(whom.trim()));
    told.trim_end_matches(is_closing).ends_with(is_sentence_end)
        && (bare.is_none() || breaks_off(told) || for_whom())
        && names.split_whitespace().all(|word| is_name(word) || word.len() <= 3)
        && is_name(names.trim())
        && count_words_to(CREDIT, names) <= CREDIT
}

/// Whether a text stops in an ellipsis: a teaser, or the caption of a picture that an agency sends cut.
pub fn breaks_off(text: &str) -> bool {
    before_dots(text).is_some()
}

fn before_dots(text: &str) -> Option<&str> {
    text.strip_suffix('…').or_else(|| text.strip_suffix("..."))
}

/// What stands before the dots of a caption that breaks off before its credit.
pub fn cut_caption(line: &str) -> Option<&str> {
    let (told, _) = line.trim().rsplit_once(['(', '['])?;
    let told = before_dots(told.trim_end())?;
    ends_with_names(line.trim()).then(|| told.trim_end())
}

/// Whether the paragraph below a line is none of the report's: "About the author".
pub fn heads_no_report(line: &str, language: Option<&Language>) -> bool {
    let heads = &BOILERPLATE.of(language).heads;
    count_words_to(SHORT, line) <= SHORT
        && heads.contains(fold_word(line.trim().trim_end_matches(':')).as_ref())
}

/// Whether a line, short and without a full stop, is a byline or a time stamp by its first word: "By Mara Oster, city reporter",
/// "Published 14:05 GMT, 12 March 2026".
pub fn opens_as_byline(line: &str, language: Option<&Language>) -> bool {
    let boilerplate = BOILERPLATE.of(language);
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    let folded = fold_word(first);
    is_capital(first)
        && (boilerplate.byline.contains(&*folded) && words.next().is_some_and(is_capital)
            || boilerplate.time_stamp.contains(folded.trim_end_matches(':'))
                && line.chars().any(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_english(is: fn(&str, Option<&Language>) -> bool, line: &str) -> bool {
        is(line, Language::from_tag("en").as_ref())
    }

    #[test]
    fn boilerplate_is_told_from_prose() {
        for line in [
            "Read the full article here",
            "Source link",
            "Share this article",
            "Sign up for our newsletter",
            "Advertisement",
            "© 2026 Valley Post. All rights reserved.",
            "Subscribe",
            "Read more: Rovers win again",
            "***",
            "Follow us on Twitter",
        ] {
            assert!(in_english(is_boilerplate, line), "{line}");
        }
        for line in [
            "Advertising revenue at the company fell by a fifth in the second quarter, the report said.",
            "Share prices fell.",
            "Comments by the minister drew anger from all sides of the house.",
            "Trending upwards, the figures pleased the council and its critics alike.",
            "Subscribers left.",
            "Read the room, she told the council on Tuesday night.",
        ] {
            assert!(!in_english(is_boilerplate, line), "{line}");
        }
    }

    #[test]
    fn teasers_and_captions() {
        assert!(is_teaser("- Celebrities. Cruz Beckham breaks silence amid family rift"));
        assert!(is_teaser("- Sport. Rovers captain out for the season"));
        assert!(!is_teaser("- He left."));
        assert!(!is_teaser("– The council voted on Tuesday. The bridge will close."));
        assert!(in_english(
            is_caption,
            "Millrace Bridge on Tuesday, hours before the vote. (Photo: Dana Wilde / Valley Post)"
        ));
        assert!(in_english(
            is_caption,
            "Members remain on site. (David M Warren / Staff Photographer)"
        ));
        for caption in [
            "The mayor on the bridge on Tuesday. (Dana Wilde/The Valley Post)",
            "The bridge, which will close in spring. | Dana Wilde/Meridian Wire",
            "A villager shows his leg. [Photo/Valley Evening News]",
            "The mayor speaks on the bridge on Tuesday, hours before... (Meridian Wire)",
            "The mayor describes the bridge in 2014. Dana Wilde for The Valley Post",
            "Police search the harbour. (Published Monday, Oct. 24, 2016)",
        ] {
            assert!(in_english(is_caption, caption), "{caption}");
        }
        for prose in [
            "The agency (AP) said so.",
            "The bridge will close. (Meridian Wire)",
            "It was read by many. [13 Ways to Cross a River]",
            "They fled the and/or clause. (see page 24/7)",
            "The ferry sank in May. Jo Hale asked for The Post",
            "The report is public. (Two were published on Monday.)",
        ] {
            assert!(!in_english(is_caption, prose), "{prose}");
        }
    }

    #[test]
    fn no_language_is_told_by_the_phrases_of_another() {
        let german = Language::from_tag("de");
        assert!(is_boilerplate("Mehr zum Thema: Brücken", german.as_ref()));
        assert!(!in_english(is_boilerplate, "Mehr zum Thema: Brücken"));
        assert!(!is_boilerplate("Read more", german.as_ref()));
        assert!(is_boilerplate("© 2026 Valley Post", None));
    }
}
