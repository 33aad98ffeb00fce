//! Names in running text: runs of capitalised words, the roles beside them, and whom an article names.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::dates::weekday;
use crate::text::{Ending, Lang, Quotation, Span, WordClass, WordFacts, fold_word};

/// A word of a zone.
pub(super) struct ZoneWord<'a> {
    pub(super) span: Span,
    pub(super) folded: Cow<'a, str>,
    /// What its language says of it.
    pub(super) facts: &'static WordFacts,
    /// A verb with its subject behind a hyphen: "a-t-il".
    pub(super) inverted: bool,
    pub(super) capital: bool,
    /// What stands between it and the word before, and whether that parts them.
    pub(super) parted: bool,
    /// Whether quotation marks close behind it.
    pub(super) closes: bool,
}

/// The words of a stretch of text, split at white space, without the marks around them.
pub(super) fn zone<'a>(text: &'a str, span: Span, lang: &'static Lang) -> Vec<ZoneWord<'a>> {
    let slice = span.of(text);
    let mut words = Vec::new();
    let mut parted = true;
    for token in slice.split_whitespace() {
        let at = span.start + (token.as_ptr() as usize - slice.as_ptr() as usize);
        let is_mark = |c: char| !c.is_alphanumeric();
        let bare = token.trim_matches(is_mark);
        if bare.is_empty() {
            parted = true;
            continue;
        }
        let lead = token.len() - token.trim_start_matches(is_mark).len();
        let word = Span::new(at + lead, at + lead + bare.len());
        let folded = fold_word(bare);
        // "Kardashian's" is Kardashian.
        let capital = bare.starts_with(char::is_uppercase);
        let tail = &token[lead + bare.len()..];
        let closes = tail.contains(['”', '’', '"', '\'', '»']);
        let facts = lang.word(&folded);
        let behind = folded.rsplit_once('-').map(|(_, behind)| behind);
        let inverted = behind.is_some_and(|behind| lang.is(WordClass::BehindVerb, behind));
        let parted_here = parted || lead > 0;
        words.push(ZoneWord {
            span: word,
            folded,
            facts,
            inverted,
            capital,
            parted: parted_here,
            closes,
        });
        // The stop of a title or an initial parts nothing.
        let title = tail == "." && bare.len() <= 4 && capital;
        parted = !tail.is_empty() && !title;
    }
    words
}

/// The words of a stretch that stand outside quotations and brackets, which part nothing: what is left is the outlet's own sentence.
pub(super) fn own_words<'a>(
    text: &'a str,
    span: Span,
    quoted: &[Quotation],
    lang: &'static Lang,
) -> Vec<ZoneWord<'a>> {
    let from = quoted.partition_point(|q| q.span.end <= span.start);
    let mut stretches: Vec<Span> = Vec::new();
    let mut at = span.start;
    for quotation in quoted[from..].iter().take_while(|q| q.span.start < span.end) {
        stretches.extend((quotation.span.start > at).then(|| Span::new(at, quotation.span.start)));
        at = quotation.span.end.max(at);
    }
    stretches.extend((at < span.end).then(|| Span::new(at, span.end)));
    let mut words: Vec<ZoneWord<'a>> = Vec::new();
    let mut depth = 0_usize;
    let mut parted = true;
    for stretch in stretches {
        let mut from = stretch.start;
        for mut word in zone(text, stretch, lang) {
            for c in text[from..word.span.start].chars() {
                match c {
                    '(' | '[' => depth += 1,
                    ')' | ']' => depth = depth.saturating_sub(1),
                    ',' | ';' | ':' | '–' | '—' | '.' if depth == 0 => {
                        parted |= c != '.' || word.parted
                    }
                    _ => {}
                }
            }
            from = word.span.end;
            if depth == 0 {
                word.parted = parted;
                parted = false;
                words.push(word);
            }
        }
        for c in text[from..stretch.end].chars() {
            match c {
                '(' | '[' => depth += 1,
                ')' | ']' => depth = depth.saturating_sub(1),
                ',' | ';' | ':' | '–' | '—' if depth == 0 => parted = true,
                _ => {}
            }
        }
    }
    words
}

impl ZoneWord<'_> {
    /// Whether it is in a class.
    pub(super) fn is(&self, class: WordClass) -> bool {
        self.facts.is(class)
    }

    /// A verb of saying; with a capital it is a name ("Omar Said").
    pub(super) fn says(&self) -> bool {
        !self.capital && (self.is(WordClass::SpeechVerb) || self.is(WordClass::QuotingVerb))
    }

    /// A pronoun, or a verb with one behind it: "a-t-il déclaré".
    pub(super) fn is_pronoun(&self) -> bool {
        self.inverted || self.is(WordClass::ThirdPerson)
    }
}

/// Whether a capitalised word may be somebody's name.
pub(super) fn begins_a_name(words: &[ZoneWord<'_>], at: usize) -> bool {
    let word = &words[at];
    word.capital
        && !word.is(WordClass::BeforeRole)
        && !word.is_pronoun()
        && weekday(word.facts).is_none()
        && !is_led(words, at)
}

/// One past the last byte of the run of capitalised words that begins at `start`.
fn run_end(words: &[ZoneWord<'_>], start: usize) -> usize {
    let mut end = words[start].span.end;
    let mut at = start + 1;
    while at < words.len() && !words[at].parted {
        let particle = words[at].is(WordClass::Particle);
        let goes_on = words.get(at + 1).is_some_and(|next| next.capital && !next.parted);
        if words[at].capital {
            end = words[at].span.end;
        } else if !(particle && goes_on) {
            break;
        }
        at += 1;
    }
    end
}

/// The end of a name with the role behind it, where it is one word or stands behind an article: "Toronto police" is not Toronto.
fn with_role(words: &[ZoneWord<'_>], end: usize, lang: &Lang) -> usize {
    let Some(last) = words.iter().position(|w| w.span.end == end) else { return end };
    let mut first = last;
    while first > 0 && words[first - 1].capital && !words[first].parted {
        first -= 1;
    }
    let alone = first == last;
    // "The New York native" is not New York either.
    let led = first > 0 && words[first - 1].is(WordClass::Determiner) && !words[first].parted;
    let other = [
        WordClass::BesideVerb,
        WordClass::EndsRole,
        WordClass::BeforeRole,
        WordClass::JoinsClause,
        WordClass::NoRole,
    ];
    let belongs = |w: &&ZoneWord<'_>| {
        !w.parted
            && !w.capital
            && !w.says()
            && !other.iter().any(|class| w.is(*class))
            && !lang.ends(Ending::NoRole, &w.folded)
    };
    let behind = words[last + 1..].iter().take(2).take_while(belongs);
    if alone || led { behind.last().map_or(end, |w| w.span.end) } else { end }
}

/// Whether a preposition leads a word: "took to Instagram".
fn is_led(words: &[ZoneWord<'_>], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| words[before].is(WordClass::EndsRole))
}

/// Whether the word that ends at a byte is a possessor: "Trump's lawyer" is the lawyer.
fn owns(words: &[ZoneWord<'_>], end: usize) -> bool {
    words.iter().any(|w| w.span.end == end && w.folded.ends_with("'s"))
}

/// The last run of capitalised words.
pub(super) fn last_name(words: &[ZoneWord<'_>], lang: &Lang) -> Option<Span> {
    let mut found = None;
    let mut at = 0;
    while at < words.len() {
        if !begins_a_name(words, at) {
            at += 1;
            continue;
        }
        let (start, end) = (words[at].span.start, run_end(words, at));
        // "His book, 'A Shore Thing,'": nobody's name.
        let titled = words.iter().any(|w| w.span.end == end && w.closes);
        if !owns(words, end) && !titled {
            found = Some(Span::new(start, with_role(words, end, lang)));
        }
        while at < words.len() && words[at].span.end <= end {
            at += 1;
        }
    }
    found
}

/// Words of a sentence within which its subject is looked for.
const SUBJECT_WITHIN: usize = 6;

/// Somebody (or something) with a name in a sentence.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    /// Where.
    pub(super) span: Span,
    /// The last word of the name, folded.
    pub(super) key: String,
    /// Near the begin of its sentence: what the sentence is about.
    pub(super) subject: bool,
}

/// The last word of a name, folded, without a possessive.
pub(super) fn key_of(text: &str, name: Span) -> String {
    let last = name.of(text).rsplit(char::is_whitespace).next().unwrap_or_default();
    let folded = fold_word(last.trim_matches(|c: char| !c.is_alphanumeric())).into_owned();
    folded.strip_suffix("'s").map_or(folded.clone(), str::to_owned)
}

/// The full names of a text: for each of their words the last one. "Kim" is Kardashian where "Kim Kardashian" stands.
pub(super) fn full_names(
    text: &str,
    lang: &'static Lang,
    sentences: impl Iterator<Item = Span>,
) -> BTreeMap<String, String> {
    let mut known = BTreeMap::new();
    for sentence in sentences {
        for mention in runs(text, lang, sentence, &[], false) {
            let words: Vec<&str> = mention.span.of(text).split_whitespace().collect();
            if words.len() > 1 {
                for word in words {
                    known
                        .entry(fold_word(word).into_owned())
                        .or_insert_with(|| mention.key.clone());
                }
            }
        }
    }
    known
}

/// A run of capitalised words without the titles, owners and weekdays before it.
struct Capitals<'a> {
    /// Folded, without a possessive.
    words: Vec<Cow<'a, str>>,
    span: Span,
    /// Whether it may stand for the name: it neither begins a sentence with what need be no name, nor stands in a line of
    /// capitals, nor owns something, nor is the rest of "Secretary of State Hillary Clinton".
    plain: bool,
}

/// The runs of a sentence.
fn capitals<'a>(
    text: &'a str,
    lang: &'static Lang,
    sentence: Span,
    begins_with_name: bool,
) -> Vec<Capitals<'a>> {
    let words = zone(text, sentence, lang);
    let shouted = 2 * words.iter().filter(|word| word.capital).count() > words.len();
    let bare = |run: Mention| {
        let at = words.iter().position(|word| word.span.start == run.span.start)?;
        let rest = at > 1 && words[at - 1].folded == "of" && words[at - 2].capital;
        let of_run = words[at..].iter().take_while(|word| word.span.end <= run.span.end);
        let mut of_run: Vec<_> = of_run.map(|word| (word.folded.clone(), word.span)).collect();
        let (last, owners) = of_run.split_last_mut()?;
        let no_name = |word: &str| {
            let facts = lang.word(word);
            facts.is(WordClass::Title) || word.ends_with("'s") || weekday(facts).is_some()
        };
        let before = owners.iter().rposition(|(word, _)| no_name(word)).map_or(0, |at| at + 1);
        let owner = last.0.strip_suffix("'s").map(str::to_owned);
        let plain = (at > 0 || begins_with_name) && !shouted && !rest && owner.is_none();
        if let Some(owner) = owner {
            last.0 = owner.into();
        }
        let start = of_run[before].1.start;
        let words = of_run.drain(before..).map(|(word, _)| word).collect();
        Some(Capitals { words, span: Span::new(start, run.span.end), plain })
    };
    runs(text, lang, sentence, &[], true).into_iter().filter_map(bare).collect()
}

/// Words of a full name: more capitals are a list's, or hold an office.
const MOST_NAME_WORDS: usize = 5;

/// The full name of somebody whom an article calls by one word: where all runs of capitals that end with the word are of one
/// person, the first of them. A word with which one begins is the same person's where the last name stands alone too. Each
/// sentence says whether its first word is a name.
pub(super) fn full_name(
    text: &str,
    lang: &'static Lang,
    sentences: impl Iterator<Item = (Span, bool)> + Clone,
    short: Span,
) -> Option<Span> {
    let holding = |word: &str| -> Vec<Capitals<'_>> {
        let with = sentences.clone().filter(|(sentence, _)| sentence.of(text).contains(word));
        with.flat_map(|(sentence, begins)| capitals(text, lang, sentence, begins)).collect()
    };
    let written = short.of(text);
    // "I" and initials name nobody.
    written.chars().nth(1)?;
    let short = fold_word(written);
    let mut full = holding(written);
    full.retain(|run| run.words.len() > 1);
    if full.iter().any(|run| run.words.last() == Some(&short)) {
        full.retain(|run| run.words.last() == Some(&short));
    } else {
        full.retain(|run| run.words[0] == short);
        let last = zone(text, full.first()?.span, lang).pop()?.span.of(text);
        if !holding(last).iter().any(|run| run.span.of(text) == last) {
            return None;
        }
    }
    let plain = full.iter().filter(|run| run.plain && run.words.len() <= MOST_NAME_WORDS);
    let shortest = plain.min_by_key(|run| (run.words.len(), run.span))?;
    full.iter().all(|run| run.words.ends_with(&shortest.words)).then_some(shortest.span)
}

/// The persons that a sentence names outside `quoted`: full names, and words of the full names that the article has. What
/// stands behind a preposition is a place or a part, unless `led_too`.
pub(super) fn mentions(
    text: &str,
    lang: &'static Lang,
    sentence: Span,
    quoted: &[Quotation],
    full: &BTreeMap<String, String>,
    led_too: bool,
) -> Vec<Mention> {
    let mut found = runs(text, lang, sentence, quoted, led_too);
    found.retain_mut(|mention| {
        if mention.span.of(text).contains(char::is_whitespace) {
            return true;
        }
        match full.get(&mention.key) {
            Some(last) => {
                mention.key.clone_from(last);
                true
            }
            None => false,
        }
    });
    found
}

/// Every run of capitalised words that no preposition and no article leads.
fn runs(
    text: &str,
    lang: &'static Lang,
    sentence: Span,
    quoted: &[Quotation],
    led_too: bool,
) -> Vec<Mention> {
    let words = zone(text, sentence, lang);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let inside = {
            // Left to right, and none in another.
            let next = quoted.partition_point(|q| q.span.end <= words[at].span.start);
            quoted.get(next).is_some_and(|q| q.span.contains(words[at].span))
        };
        if inside
            || !words[at].capital
            || words[at].is(WordClass::BeforeRole)
            || words[at].is_pronoun()
        {
            at += 1;
            continue;
        }
        let span = Span::new(words[at].span.start, run_end(&words, at));
        let leading = [WordClass::EndsRole, WordClass::BeforeRole, WordClass::BeforeListener];
        let led = at > 0 && leading.iter().any(|class| words[at - 1].is(*class));
        // "Las Vegas"; "Las Vegas Police Officer Jose Hernandez" is somebody.
        let is_place = words[at].is(WordClass::OpensPlace)
            && words.get(at + 2).is_none_or(|word| word.span.start >= span.end);
        if (!led || led_too) && !is_place {
            found.push(Mention { span, key: key_of(text, span), subject: at < SUBJECT_WITHIN });
        }
        while at < words.len() && words[at].span.end <= span.end {
            at += 1;
        }
    }
    found
}
