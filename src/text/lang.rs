//! What a language says of its words and set phrases: the lists of its folder, asked for by what they are for.

use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::folding::fold_word;
use super::language::Language;
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

/// What words of a list do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordClass {
    /// Abbreviations before a name: "Mr.".
    BeforeName,
    /// Those that are written in lower case too: "dr.".
    LowerCaseTitle,
    /// Abbreviations before a number: "No.".
    BeforeNumber,
    /// Those of them that a Roman number may follow: "Vol.".
    BeforeRoman,
    /// Abbreviations before the number of a case, whatever that begins with: "v.".
    Reference,
    /// Abbreviations that never end a sentence: "e.g.".
    NeverEnds,
    /// Abbreviations that may end one: "Inc.".
    MayEnd,
    /// Words that open a sentence far more often than they go on one with a capital.
    SentenceOpener,
    /// First words that point to the sentence before, whatever follows them.
    PointsBack,
    /// First words that point back in some sentences.
    MayPointBack,
    /// What ends a time of day: "a.m.".
    TimeOfDay,
    /// What goes on a time of day with a capital: days, months, time zones.
    BehindTime,
    /// The last word of a time zone's name.
    TimeZone,
    /// Nouns that take a letter: "Plan B".
    BeforeLetter,
    /// What a company's name ends with: "Inc".
    CompanyForm,
    /// Pronouns that are subjects behind an opening phrase: "In 2020, she".
    SubjectBehind,
    /// Pronouns that do not say who speaks.
    NamesNoSpeaker,
    /// Pronouns that stand for people alone.
    Personal,
    /// The writer, and the reader: "my", "you".
    FirstOrSecondPerson,
    /// Definite articles.
    DefiniteArticle,
    /// Verbs of saying.
    SpeechVerb,
    /// What follows a verb of saying where no speech does: "said that".
    NoSpeechBehind,
}

/// Which part of which file of a language's folder holds a class.
const CLASSES: &[(WordClass, &str, &str)] = &[
    (WordClass::BeforeName, "abbreviations.txt", "before a name"),
    (WordClass::LowerCaseTitle, "abbreviations.txt", "before a name, in lower case too"),
    (WordClass::BeforeNumber, "abbreviations.txt", "before a number"),
    (WordClass::BeforeRoman, "abbreviations.txt", "before a Roman number too"),
    (WordClass::Reference, "abbreviations.txt", "before a number, whatever follows"),
    (WordClass::NeverEnds, "abbreviations.txt", "never end a sentence"),
    (WordClass::MayEnd, "abbreviations.txt", "may end a sentence"),
    (WordClass::SentenceOpener, "openers.txt", "open a sentence"),
    (WordClass::PointsBack, "openers.txt", "point back"),
    (WordClass::MayPointBack, "openers.txt", "may point back"),
    (WordClass::TimeOfDay, "sentences.txt", "times of day"),
    (WordClass::BehindTime, "sentences.txt", "behind a time of day"),
    (WordClass::TimeZone, "sentences.txt", "time zones end with"),
    (WordClass::BeforeLetter, "sentences.txt", "before a letter"),
    (WordClass::CompanyForm, "sentences.txt", "company forms"),
    (WordClass::SubjectBehind, "pronouns.txt", "subject behind an opening phrase"),
    (WordClass::NamesNoSpeaker, "pronouns.txt", "names no speaker"),
    (WordClass::Personal, "pronouns.txt", "people"),
    (WordClass::FirstOrSecondPerson, "pronouns.txt", "first and second person"),
    (WordClass::DefiniteArticle, "pronouns.txt", "definite articles"),
    (WordClass::SpeechVerb, "verbs_of_saying.txt", "all"),
    (WordClass::NoSpeechBehind, "verbs_of_saying.txt", "behind them, where no speech is"),
];

/// The lists of one language.
pub struct Lang {
    /// By word, folded, a bit for each class that it is in.
    classes: FxHashMap<String, u32>,
    /// Openings of words that may point back, and do not: words by their place, see [`Opening`].
    whole: Vec<Opening>,
    /// Exceptions from those.
    not_whole: Vec<Opening>,
    /// Phrases near the head of a sentence that point to the one before.
    pointers: Vec<&'static str>,
    /// Ordinals are written with a stop: "3. Oktober".
    ordinal_stops: bool,
}

static LANGS: ByLanguage<Lang> = ByLanguage::new(Lang::new);

impl Lang {
    fn new(code: &str) -> Self {
        let mut classes: FxHashMap<String, u32> = FxHashMap::default();
        for (class, file, part) in CLASSES {
            for word in lang::part(code, file, part).flat_map(str::split_whitespace) {
                *classes.entry(fold_word(word).into_owned()).or_default() |= 1 << *class as u32;
            }
        }
        let openings = |part| lang::part(code, "openers.txt", part).map(Opening::of).collect();
        Self {
            classes,
            whole: openings("whole"),
            not_whole: openings("not whole"),
            pointers: lang::part(code, "openers.txt", "pointers").collect(),
            ordinal_stops: lang::part(code, "sentences.txt", "ordinals").next().is_some(),
        }
    }

    /// That of a language; without words where it is not known, or has no folder.
    pub fn of(language: Option<&Language>) -> &'static Self {
        LANGS.of(language)
    }

    /// Whether a folded word is in a class.
    pub fn is(&self, class: WordClass, folded: &str) -> bool {
        self.classes.get(folded).is_some_and(|classes| classes & 1 << class as u32 != 0)
    }

    /// Whether the language has any word of a class.
    pub fn has(&self, class: WordClass) -> bool {
        self.classes.values().any(|classes| classes & 1 << class as u32 != 0)
    }

    /// Whether a sentence that opens with these words stands on its own, though the first of them may point back.
    pub fn opens_whole(&self, words: &[&str]) -> bool {
        let fits = |opening: &Opening| opening.fits(words);
        self.whole.iter().any(fits) && !self.not_whole.iter().any(fits)
    }

    /// Whether the folded head of a sentence holds a phrase that points to the sentence before.
    pub fn points_back(&self, head: &str) -> bool {
        self.pointers.iter().any(|pointer| head.contains(pointer))
    }

    /// Whether ordinals are written with a stop.
    pub fn has_ordinal_stops(&self) -> bool {
        self.ordinal_stops
    }
}

/// How a sentence may open, word by word.
struct Opening(Vec<Place>);

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
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    /// Lists of words that have no parts.
    const PLAIN: [&str; 3] = ["codes.txt", "elisions.txt", "stop_words.txt"];

    /// Parts of openings and phrases.
    const PHRASES: &[(&str, &str)] = &[
        ("boilerplate.txt", "opens a line"),
        ("boilerplate.txt", "in a line"),
        ("boilerplate.txt", "in a sentence"),
        ("boilerplate.txt", "opens a sentence"),
        ("boilerplate.txt", "opens a sentence, in capitals as here"),
        ("boilerplate.txt", "both in a sentence"),
        ("boilerplate.txt", "with a full stop too"),
        ("boilerplate.txt", "in a credit"),
        ("boilerplate.txt", "opens a byline"),
        ("boilerplate.txt", "opens a time stamp"),
        ("openers.txt", "whole"),
        ("openers.txt", "not whole"),
        ("openers.txt", "pointers"),
        ("sentences.txt", "ordinals"),
    ];

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

    /// The parts of a file with the number of the line and the words of each line; what stands before the first heading has an empty name.
    fn parts(text: &'static str) -> Vec<(&'static str, usize, Vec<&'static str>)> {
        let mut part = "";
        let mut found = Vec::new();
        for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            match line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                Some(heading) => part = heading,
                None if line.trim().is_empty() => {}
                None => found.push((part, at + 1, line.split_whitespace().collect())),
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
                if name.starts_with("background.") {
                    continue;
                }
                for (part, line, _) in parts(text) {
                    let read = PLAIN.contains(name) && part.is_empty()
                        || PHRASES.contains(&(name, part))
                        || CLASSES.iter().any(|(_, file, known)| (file, known) == (name, &part));
                    assert!(read, "src/lang/{code}/{name}:{line}: nobody reads [{part}]");
                }
            }
        }
    }

    #[test]
    fn a_list_holds_each_word_once_and_folded() {
        for (code, files) in lang::ALL {
            let lists = files.iter().filter(|(name, _)| !name.starts_with("background."));
            for (name, text) in lists {
                let mut met = BTreeSet::new();
                let of_words = |part| !PHRASES.contains(&(*name, part));
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
        assert!(lang.classes.is_empty() && !lang.opens_whole(&["There", "is"]));
    }
}
