//! What a language says of its words and set phrases: the lists of its folder, asked for by what they are for.

use std::cmp::Reverse;
use std::sync::OnceLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rustc_hash::FxHashMap;

use super::attributions::Attribution;
use super::folding::fold_word;
use super::language::Language;
use super::quotes::Marks;
use super::word_lists::{
    CLASSES, Classes, ENDINGS, Ending, PHRASES, Phrase, SPELLED, UNLISTED, VALUES, WordClass,
    WordFacts, WordValue, values,
};
use crate::lang;

/// One value for each language that has a folder, made when it is first asked for. All languages without one share a value.
pub struct ByLanguage<T> {
    of_folder: [OnceLock<T>; lang::FOLDER_COUNT],
    of_unknown: OnceLock<T>,
    make: fn(&str) -> T,
}

impl<T> ByLanguage<T> {
    /// `make` makes the value of a language's code, or of an empty one, which has no lists.
    pub const fn new(make: fn(&str) -> T) -> Self {
        let of_folder = [const { OnceLock::new() }; lang::FOLDER_COUNT];
        Self { of_folder, of_unknown: OnceLock::new(), make }
    }

    /// The value of a language.
    pub fn of(&self, language: Option<&Language>) -> &T {
        match language.and_then(|language| lang::folder(language.code())) {
            // By the folder's own code: whichever language asks first.
            Some(folder) => {
                self.of_folder[folder].get_or_init(|| (self.make)(lang::code_of(folder)))
            }
            None => self.of_unknown.get_or_init(|| (self.make)("")),
        }
    }
}

/// The lists of one language.
pub struct Lang {
    /// By word, folded.
    words: FxHashMap<&'static str, WordFacts>,
    /// By the first byte of a folded word: the classes of all that begin so. Most words that are asked for are in none of them.
    opens: [Classes; 256],
    phrases: Vec<(Phrase, Opening)>,
    endings: Vec<(Ending, &'static str)>,
    /// Openings of words that may point back, and do not: words by their place, see [`Opening`].
    whole: Vec<Opening>,
    /// Exceptions from those.
    not_whole: Vec<Opening>,
    /// Phrases near the head of a sentence that point to the one before.
    pointers: AhoCorasick,
    /// Ordinals are written with a stop: "3. Oktober".
    ordinal_stops: bool,
    /// Every noun has a capital.
    capital_nouns: bool,
    /// Months and weekdays have a capital, and are other words without: "may".
    capital_days: bool,
    /// The decimals of a number stand behind a comma.
    decimal_comma: bool,
    dash_speech: bool,
    marks: Marks,
    /// Words with a value that are several words of a text.
    spelled: Vec<(WordValue, &'static str, &'static str)>,
    attributions: Vec<Attribution>,
    /// What is no part of who speaks: words, `-ending`, `beginning-`, `*anywhere*`.
    no_speaker: Vec<&'static str>,
    /// Letters from which a sentence may end at a space, where it has no stop.
    letters_before_break: Option<usize>,
    /// There: beginnings of what goes on behind a space.
    goes_on: Vec<&'static str>,
    /// There: ends of what goes on behind a space.
    unfinished: Vec<&'static str>,
    /// Letters with which a sentence says enough, however few its words are.
    enough_letters: Option<usize>,
    /// It has a folder.
    known: bool,
}

static LANGS: ByLanguage<Lang> = ByLanguage::new(Lang::new);

impl Lang {
    fn new(code: &str) -> Self {
        let mut words: FxHashMap<&'static str, WordFacts> = FxHashMap::default();
        let mut opens = [Classes::default(); 256];
        for (class, file, part) in CLASSES {
            for word in lang::part(code, file, part).flat_map(str::split_whitespace) {
                words.entry(word).or_default().put(*class);
                opens[usize::from(word.as_bytes()[0])].put(*class);
            }
        }
        for (kind, file, part) in VALUES {
            for (value, word) in values(lang::part(code, file, part)) {
                words.entry(word).or_default().give(*kind, value);
            }
        }
        let mut phrases: Vec<(Phrase, Opening)> = PHRASES
            .iter()
            .flat_map(|(kind, file, part)| {
                lang::part(code, file, part).map(|line| (*kind, Opening::of(line)))
            })
            .collect();
        // "No more than" before "more than".
        phrases.sort_by_key(|(_, words)| Reverse(words.0.len()));
        let words_of = |part| {
            lang::part(code, "sentences.txt", part).flat_map(str::split_whitespace).collect()
        };
        let endings = ENDINGS.iter().flat_map(|(kind, file, part)| {
            let words = lang::part(code, file, part).flat_map(str::split_whitespace);
            words.map(|ending| (*kind, ending))
        });
        let openings = |part| lang::part(code, "openers.txt", part).map(Opening::of).collect();
        let number = |part| lang::part(code, "sentences.txt", part).next()?.parse().ok();
        let says = |file, part| lang::part(code, file, part).next().is_some();
        Self {
            words,
            opens,
            phrases,
            endings: endings.collect(),
            whole: openings("whole"),
            not_whole: openings("not whole"),
            pointers: any_of(lang::part(code, "openers.txt", "pointers")),
            ordinal_stops: says("sentences.txt", "ordinals"),
            capital_nouns: says("spelling.txt", "nouns"),
            capital_days: says("spelling.txt", "months and weekdays"),
            decimal_comma: says("spelling.txt", "decimals"),
            dash_speech: says("quotations.txt", "a dash opens speech"),
            marks: Marks::new(
                lang::part(code, "quotations.txt", "marks"),
                lang::part(code, "quotations.txt", "inside words"),
                lang::part(code, "quotations.txt", "joined to an opening mark"),
                says("quotations.txt", "apostrophes quote"),
            ),
            spelled: SPELLED
                .iter()
                .flat_map(|(kind, file, part)| {
                    let lines = lang::part(code, file, part);
                    let pairs = lines.filter_map(|line| line.split_once(':'));
                    pairs.map(|(value, words)| (*kind, value, words.trim()))
                })
                .collect(),
            attributions: lang::part(code, "verbs_of_saying.txt", "who says it")
                .filter_map(Attribution::of)
                .collect(),
            no_speaker: lang::part(code, "verbs_of_saying.txt", "no part of who says it")
                .flat_map(str::split_whitespace)
                .collect(),
            letters_before_break: number("letters before a break"),
            goes_on: words_of("opens no sentence"),
            unfinished: words_of("ends no sentence"),
            enough_letters: number("enough letters"),
            known: !code.is_empty(),
        }
    }

    /// That of a language; without words where it is not known, or has no folder.
    pub fn of(language: Option<&Language>) -> &'static Self {
        LANGS.of(language)
    }

    /// What it says of a folded word.
    pub fn word(&self, folded: &str) -> &WordFacts {
        self.words.get(folded).unwrap_or(&UNLISTED)
    }

    /// Whether a folded word is in a class.
    pub fn is(&self, class: WordClass, folded: &str) -> bool {
        let opens = folded.bytes().next().is_some_and(|b| self.opens[usize::from(b)].has(class));
        opens && self.word(folded).is(class)
    }

    /// Whether a word as it is written is in a class.
    pub fn is_written(&self, class: WordClass, word: &str) -> bool {
        self.may_be(class, word) && self.is(class, &fold_word(word))
    }

    /// Whether its first letter allows that a word as it is written is in a class: of most words that tells, and it need not be folded.
    pub fn may_be(&self, class: WordClass, word: &str) -> bool {
        let first = word.bytes().next().map_or(0, |first| first.to_ascii_lowercase());
        self.opens[usize::from(first)].has(class) || !word.is_ascii()
    }

    /// Whether a folded word ends so.
    pub fn ends(&self, ending: Ending, folded: &str) -> bool {
        self.endings.iter().any(|(kind, end)| *kind == ending && folded.ends_with(end))
    }

    /// Whether the language has any ending of a kind.
    pub fn has_ending(&self, ending: Ending) -> bool {
        self.endings.iter().any(|(kind, _)| *kind == ending)
    }

    /// The phrases of some kinds, those of most words first.
    pub fn phrases(&self, kinds: &[Phrase]) -> impl Iterator<Item = (Phrase, &Opening)> {
        let of_kinds = self.phrases.iter().filter(|(kind, _)| kinds.contains(kind));
        of_kinds.map(|(kind, words)| (*kind, words))
    }

    /// Whether a folder says what its words are.
    pub fn is_known(&self) -> bool {
        self.known
    }

    /// Whether every noun has a capital.
    pub fn has_capital_nouns(&self) -> bool {
        self.capital_nouns
    }

    /// Whether months and weekdays have a capital, and are other words without: "may".
    pub fn has_capital_days(&self) -> bool {
        self.capital_days
    }

    /// Whether the decimals of a number stand behind a comma.
    pub fn has_decimal_comma(&self) -> bool {
        self.decimal_comma
    }

    /// Words with a value that are several words of a text: kind, value, how they are written.
    pub fn spelled(&self) -> &[(WordValue, &'static str, &'static str)] {
        &self.spelled
    }

    /// How it says beside a quotation who spoke; nothing where its words are read one by one.
    pub fn attributions(&self) -> &[Attribution] {
        &self.attributions
    }

    /// Whether a folded word is no part of who speaks.
    pub fn is_no_speaker(&self, folded: &str) -> bool {
        self.no_speaker.iter().any(|known| {
            match (known.strip_prefix(['-', '*']), known.strip_suffix(['-', '*'])) {
                (Some(part), Some(_)) => folded.contains(part.trim_end_matches('*')),
                (Some(end), None) => folded.ends_with(end),
                (None, Some(beginning)) => folded.starts_with(beginning),
                (None, None) => folded == *known,
            }
        })
    }

    /// Letters from which a sentence may end at a space, in a language that writes no stops.
    pub fn letters_before_break(&self) -> Option<usize> {
        self.letters_before_break
    }

    /// Whether what stands on both sides of a space is of one sentence, in a language that writes no stops and sets no words apart.
    pub fn holds_across_break(&self, before: &str, behind: &str) -> bool {
        self.goes_on.iter().any(|word| behind.starts_with(word))
            || self.unfinished.iter().any(|word| before.ends_with(word))
    }

    /// Whether a dash opens speech.
    pub fn has_dash_speech(&self) -> bool {
        self.dash_speech
    }

    /// Its quotation marks.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// Letters with which a sentence says enough, however few its words are; none where its words alone tell.
    pub fn enough_letters(&self) -> Option<usize> {
        self.enough_letters
    }

    /// Whether the language has any word of a class.
    pub fn has(&self, class: WordClass) -> bool {
        self.opens.iter().any(|opening| opening.has(class))
    }

    /// Whether a sentence that opens with these words stands on its own, though the first of them may point back.
    pub fn opens_whole(&self, words: &[&str]) -> bool {
        let fits = |opening: &Opening| opening.fits(words);
        self.whole.iter().any(fits) && !self.not_whole.iter().any(fits)
    }

    /// Whether the folded head of a sentence holds a phrase that points to the sentence before.
    pub fn points_back(&self, head: &str) -> bool {
        self.pointers.is_match(head)
    }

    /// Whether ordinals are written with a stop.
    pub fn has_ordinal_stops(&self) -> bool {
        self.ordinal_stops
    }
}

/// Finds any of some phrases in one pass. Texts are looked through so often that the tables of a deterministic automaton, larger and made
/// more slowly, are made up for.
pub(super) fn any_of<'a>(phrases: impl Iterator<Item = &'a str>) -> AhoCorasick {
    let automaton = AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(phrases);
    automaton.expect("the phrases are few and short")
}

/// Words by their place: how a sentence may open, or a set phrase.
pub struct Opening(Vec<Place>);

/// What may stand at one place.
enum Place {
    /// One of these words.
    Words(Vec<&'static str>),
    /// Any word.
    Any,
    /// A number in figures.
    Figures,
    /// Here or one of the two words behind it a capital.
    Capital,
}

impl Opening {
    fn of(line: &'static str) -> Self {
        let place = |words: &'static str| match words {
            "*" => Place::Any,
            "9" => Place::Figures,
            "^" => Place::Capital,
            words => Place::Words(words.split('/').collect()),
        };
        Self(line.split_whitespace().map(place).collect())
    }

    fn fits(&self, words: &[&str]) -> bool {
        self.0.iter().enumerate().all(|(at, place)| {
            words.get(at).is_some_and(|word| match place {
                Place::Words(any) => any.contains(&&*fold_word(word)),
                Place::Any => true,
                Place::Figures => word.starts_with(|c: char| c.is_ascii_digit()),
                Place::Capital => {
                    words[at..].iter().take(3).any(|word| word.starts_with(char::is_uppercase))
                }
            })
        })
    }

    /// How many words it has.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Whether a folded word may stand at one of its places.
    pub fn holds(&self, place: usize, folded: &str) -> bool {
        matches!(self.0.get(place), Some(Place::Words(any)) if any.contains(&folded))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Lists of words that have no parts.
    const PLAIN: [&str; 5] =
        ["codes.txt", "elisions.txt", "endings.txt", "stop_words.txt", "unmistakable.txt"];

    /// Parts that are no lists of words: openings, phrases and what a language says of itself.
    const LINES: &[(&str, &str)] = &[
        ("boilerplate.txt", "opens a line"),
        ("boilerplate.txt", "in a line"),
        ("boilerplate.txt", "in a sentence"),
        ("boilerplate.txt", "in a sentence, in capitals as here"),
        ("boilerplate.txt", "opens a sentence"),
        ("boilerplate.txt", "opens a sentence, in capitals as here"),
        ("boilerplate.txt", "opens a caption, before a capital"),
        ("boilerplate.txt", "both in a sentence"),
        ("boilerplate.txt", "with a full stop too"),
        ("boilerplate.txt", "in a credit"),
        ("boilerplate.txt", "behind a photographer"),
        ("boilerplate.txt", "behind a photographer, before an outlet"),
        ("boilerplate.txt", "heads what is no report"),
        ("boilerplate.txt", "disclaims an opinion"),
        ("boilerplate.txt", "opens a byline"),
        ("boilerplate.txt", "opens a time stamp"),
        ("openers.txt", "whole"),
        ("openers.txt", "not whole"),
        ("openers.txt", "pointers"),
        ("quotations.txt", "marks"),
        ("quotations.txt", "inside words"),
        ("quotations.txt", "apostrophes quote"),
        ("quotations.txt", "a dash opens speech"),
        ("sentences.txt", "enough letters"),
        ("sentences.txt", "letters before a break"),
        ("sentences.txt", "opens no sentence"),
        ("sentences.txt", "ends no sentence"),
        ("verbs_of_saying.txt", "who says it"),
        ("verbs_of_saying.txt", "no part of who says it"),
        ("calendar.txt", "months of several words"),
        ("calendar.txt", "weekdays of several words"),
        ("sentences.txt", "ordinals"),
        ("spelling.txt", "nouns"),
        ("spelling.txt", "months and weekdays"),
        ("spelling.txt", "decimals"),
        ("quotations.txt", "joined to an opening mark"),
        ("name.txt", ""),
    ];

    fn is_of_lines(file: &str, part: &str) -> bool {
        LINES.contains(&(file, part)) || PHRASES.iter().any(|(_, f, p)| (*f, *p) == (file, part))
    }

    /// Classes of which a word of one language has one at most.
    const EITHER: [&[WordClass]; 2] = [
        &[
            WordClass::BeforeName,
            WordClass::LowerCaseTitle,
            WordClass::BeforeNumber,
            WordClass::NeverEnds,
            WordClass::MayEnd,
        ],
        &[WordClass::PointsBack, WordClass::MayPointBack],
    ];

    /// The parts of a file with the number of the line and the words of each line, without its value; what stands before the first heading has an empty name.
    fn parts(text: &'static str) -> Vec<(&'static str, usize, Vec<&'static str>)> {
        let mut part = "";
        let mut found = Vec::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(heading) => part = heading,
                None if line.trim().is_empty() => {}
                None => {
                    let words = line.split_once(':').map_or(line, |(_, words)| words);
                    found.push((part, at + 1, words.split_whitespace().collect()));
                }
            }
        }
        found
    }

    #[test]
    fn every_folder_is_a_language_and_every_part_of_a_file_is_read() {
        assert!(lang::ALL.len() > 30 && lang::ALL.is_sorted());
        for (code, files) in lang::ALL {
            let language = Language::from_tag(code);
            assert_eq!(language.as_ref().map(Language::code), Some(*code), "src/lang/{code}");
            for (name, text) in *files {
                assert!(text.starts_with("# "), "src/lang/{code}/{name} does not say what it is");
                if name.ends_with(".csv") || *name == "background.txt" {
                    continue;
                }
                for (part, line, _) in parts(text) {
                    let read = PLAIN.contains(name) && part.is_empty()
                        || is_of_lines(name, part)
                        || CLASSES.iter().any(|(_, file, known)| (file, known) == (name, &part))
                        || VALUES.iter().any(|(_, file, known)| (file, known) == (name, &part))
                        || ENDINGS.iter().any(|(_, file, known)| (file, known) == (name, &part));
                    assert!(read, "src/lang/{code}/{name}:{line}: nobody reads [{part}]");
                }
            }
        }
    }

    #[test]
    fn every_language_has_a_name_of_its_own() {
        for code in lang::codes() {
            assert!(lang::own_name(code).is_some_and(|name| !name.is_empty()), "{code}");
        }
    }

    #[test]
    fn a_list_holds_each_word_once_and_folded() {
        for (code, files) in lang::ALL {
            let lists = files.iter().filter(|(name, _)| !name.starts_with("background."));
            for (name, text) in lists {
                let mut met = BTreeSet::new();
                let of_words = |part| !is_of_lines(name, part);
                for (part, line, words) in
                    parts(text).into_iter().filter(|(part, ..)| of_words(part))
                {
                    for word in words {
                        let place = format!("src/lang/{code}/{name}:{line}: {word}");
                        assert_eq!(fold_word(word), word, "{place} is not in lower case");
                        assert!(met.insert((part, word)), "{place} stands there twice");
                    }
                }
            }
        }
    }

    /// What the values of a kind mean is told by their English name.
    #[test]
    fn every_value_is_one_that_english_has_a_word_for() {
        let of = |code: &'static str, file: &'static str, part: &'static str| {
            values(lang::part(code, file, part)).map(|(value, _)| value)
        };
        for &(_, file, part) in VALUES {
            let in_file = VALUES.iter().filter(|(_, other, _)| *other == file);
            let english: BTreeSet<&str> =
                in_file.flat_map(|&(_, file, part)| of("en", file, part)).collect();
            for code in lang::codes() {
                let unknown: Vec<&str> =
                    of(code, file, part).filter(|value| !english.contains(value)).collect();
                assert!(unknown.is_empty(), "src/lang/{code}/{file} [{part}]: {unknown:?}");
            }
        }
    }

    #[test]
    fn no_word_is_in_two_classes_that_exclude_each_other() {
        for (code, _) in lang::ALL {
            for classes in EITHER {
                let mut of: BTreeMap<&str, WordClass> = BTreeMap::new();
                for (class, file, part) in CLASSES.iter().filter(|(c, ..)| classes.contains(c)) {
                    for word in lang::part(code, file, part).flat_map(str::split_whitespace) {
                        let other = of.insert(word, *class);
                        assert_eq!(other, None, "src/lang/{code}/{file}: {word} is {class:?} too");
                    }
                }
            }
        }
    }

    #[test]
    fn an_unknown_language_has_no_words() {
        let lang = Lang::of(Language::from_tag("xx").as_ref());
        assert!(lang.words.is_empty() && !lang.is_known() && !lang.opens_whole(&["There", "is"]));
    }
}
