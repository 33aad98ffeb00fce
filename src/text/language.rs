//! Which language an article is in, and what follows from it: stemmer and stop words.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use frostem::Stemmer;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use whatlang::Script;

use super::endings::Endings;
use super::folding::fold_word;
use super::lang::Lang;
use super::numerals::as_figures;
use super::word_lists::{WordClass, WordValue};
use crate::lang;

/// A language by its ISO 639-1 code in lower case (the ISO 639-3 code where there is no shorter one).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Language(String);

impl Language {
    /// The language of a tag such as `en`, `en-GB`, `eng` or `pt_BR`; `None` where the tag is not of that form.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_lowercase()) {
            return None;
        }
        let known = SHORT_CODES.iter().find(|(long, _)| *long == primary);
        Some(Self(known.map_or(primary, |(_, short)| (*short).to_owned())))
    }

    /// Whether this is the code, in lower case, of one of the languages that are known by name here.
    pub fn is_code(code: &str) -> bool {
        SHORT_CODES.iter().any(|(_, short)| *short == code)
    }

    /// The code, such as `en`.
    pub fn code(&self) -> &str {
        &self.0
    }
}

/// Characters (not bytes) below which detection is not trusted, however sure the detector says it is.
const DETECT_FROM: usize = 100;

/// Characters that are looked at first: for most texts more does not change the answer and costs time.
const DETECT_UP_TO: usize = 800;

/// Characters that are looked at where those did not tell.
const DETECT_AGAIN_UP_TO: usize = 20_000;

/// Confidence that is enough for a text of `DETECT_UP_TO` characters or more. Hindi, Marathi and Nepali share so much that the
/// detector calls a fifth of Hindi articles unreliable; over nine sets in eight languages no text of that length with
/// this confidence was told wrong.
const ENOUGH_CONFIDENCE: f64 = 0.5;

/// Tells the language of `text` where that can be done reliably.
pub fn detect(text: &str) -> Option<Language> {
    let first = beginning(text, DETECT_UP_TO);
    first.chars().nth(DETECT_FROM - 1)?;
    if is_plainly_english(first) {
        return Language::from_tag("en");
    }
    let mut info = whatlang::detect(first)?;
    let mut sure = info.is_reliable();
    if !sure && first.chars().nth(DETECT_UP_TO - 1).is_some() {
        info = whatlang::detect(beginning(text, DETECT_AGAIN_UP_TO))?;
        sure = info.confidence() >= ENOUGH_CONFIDENCE;
    }
    let language = Language::from_tag(info.lang().code())
        .filter(|language| sure || leads_in_stop_words(first, language))?;
    // Of English alone there are notices without any stop word; other scripts than this are hardly shared.
    let telling = info.script() != Script::Latin
        || info.lang() == whatlang::Lang::Eng
        || holds_stop_words(first, &language)
        // A report may open with a list of names.
        || holds_stop_words(beginning(text, DETECT_AGAIN_UP_TO), &language);
    telling.then_some(language)
}

/// The commonest English words that are words of no other language, or hardly ever, by their length.
static ENGLISH_ALONE: LazyLock<Vec<Vec<(usize, &str)>>> = LazyLock::new(|| {
    let mut of_length: Vec<Vec<(usize, &str)>> = Vec::new();
    for (at, word) in lang::words("en", "unmistakable.txt").enumerate() {
        of_length.resize(of_length.len().max(word.len() + 1), Vec::new());
        of_length[word.len()].push((at, word));
    }
    of_length
});

/// One word in so many must be one of these. In English news every fifth is; elsewhere at most "of" and "have" are met.
const ENGLISH_ALONE_IN: usize = 11;

/// How many of these there must be, and how many different ones: a short text may quote an English title, and a Dutch one say "of" in
/// every line.
const FEWEST_ENGLISH_ALONE: usize = 4;
const FEWEST_DIFFERENT: u32 = 3;

/// A text with a byte beyond ASCII in so many or more is not looked at: words are told by the spaces between them.
const BEYOND_ASCII_IN: usize = 4;

/// Whether a look at the words tells: far cheaper than the detector, which took a fifth of the time on a month of a wire.
fn is_plainly_english(text: &str) -> bool {
    if text.bytes().filter(|byte| !byte.is_ascii()).count() * BEYOND_ASCII_IN >= text.len() {
        return false;
    }
    let (mut words, mut telling, mut different) = (0, 0, 0u64);
    for word in text.split_whitespace() {
        // Figures are words of no language.
        words += usize::from(word.bytes().any(|b| b.is_ascii_alphabetic() || !b.is_ascii()));
        let of_length = ENGLISH_ALONE.get(word.len()).map_or(&[][..], Vec::as_slice);
        let is = |known: &str| known.as_bytes()[0] == word.as_bytes()[0] && known == word;
        if let Some((at, _)) = of_length.iter().find(|(_, known)| is(known)) {
            telling += 1;
            different |= 1 << (at % 64);
        }
    }
    telling >= FEWEST_ENGLISH_ALONE
        && different.count_ones() >= FEWEST_DIFFERENT
        && telling * ENGLISH_ALONE_IN >= words
}

/// One word in so many is a stop word at least. In English and its neighbours every second or third is; of Estonian and Zulu the lists are
/// so short that every twentieth is.
const STOP_WORD_IN: usize = 40;

/// Whether a text holds stop words of the language that it is taken for. A table of abbreviations and figures holds none, and looks to the
/// detector like whatever its letters are like.
fn holds_stop_words(text: &str, language: &Language) -> bool {
    let Some(stop_words) = stop_words::lookup(language.code()) else { return true };
    let words =
        || text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    let fewest = (words().filter(|word| !word.is_empty()).count() / STOP_WORD_IN).max(1);
    // What English says too ("six", "on") speaks for neither.
    let english = stop_words::lookup("en").unwrap_or_default();
    let is_stop_word = |word: &&str| {
        let folded = fold_word(word);
        stop_words.contains(&folded.as_ref()) && !english.contains(&folded.as_ref())
    };
    words().filter(is_stop_word).take(fewest).count() == fewest
}

/// The languages, as places in the list of all, of which a folded word is a stop word.
static LANGUAGES_OF: LazyLock<FxHashMap<Cow<'static, str>, u128>> = LazyLock::new(|| {
    let mut languages_of: FxHashMap<Cow<'static, str>, u128> = FxHashMap::default();
    for (at, code) in stop_words::available_languages().iter().enumerate().take(128) {
        for word in stop_words::lookup(code).unwrap_or_default() {
            *languages_of.entry(fold_word(word)).or_default() |= 1 << at;
        }
    }
    languages_of
});

/// Of the language that a short text is taken for, one word in so many is a stop word, and so many at least, and so many times as many as
/// of any other language. Of 888 texts of one to three sentences in 30 languages (Universal Dependencies) that the detector told right and called unreliable these
/// tell 683, and two wrong: single sentences that quote English titles.
const LEADS_IN: usize = 5;
const FEWEST_LEADING: usize = 5;
const LEADS_BY: f64 = 1.25;

/// Whether a text holds clearly more stop words of the language that it is taken for than of any other: what bears out a detector that looks at letters.
fn leads_in_stop_words(text: &str, language: &Language) -> bool {
    let codes = stop_words::available_languages();
    let Some(own) = codes.iter().position(|code| *code == language.code()) else { return false };
    let mut counts = vec![0usize; codes.len()];
    let mut all = 0;
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphabetic());
        all += usize::from(!word.is_empty());
        let mut languages = LANGUAGES_OF.get(fold_word(word).as_ref()).copied().unwrap_or(0);
        while languages != 0 {
            counts[languages.trailing_zeros() as usize] += 1;
            languages &= languages - 1;
        }
    }
    let count = counts[own];
    counts[own] = 0;
    let next = counts.iter().max().copied().unwrap_or(0);
    count >= FEWEST_LEADING && count * LEADS_IN >= all && count as f64 >= LEADS_BY * next as f64
}

/// The first `chars` characters.
fn beginning(text: &str, chars: usize) -> &str {
    if let Some(ascii) = text.get(..chars).filter(|first| first.is_ascii()) {
        return ascii;
    }
    text.char_indices().nth(chars).map_or(text, |(at, _)| &text[..at])
}

/// ISO 639-3 to ISO 639-1, for the languages that the detector or the stop-word lists know.
const SHORT_CODES: &[(&str, &str)] = &[
    ("afr", "af"),
    ("ara", "ar"),
    ("aze", "az"),
    ("bel", "be"),
    ("ben", "bn"),
    ("bul", "bg"),
    ("cat", "ca"),
    ("ces", "cs"),
    ("cmn", "zh"),
    ("cym", "cy"),
    ("dan", "da"),
    ("deu", "de"),
    ("ell", "el"),
    ("eng", "en"),
    ("epo", "eo"),
    ("est", "et"),
    ("fin", "fi"),
    ("fra", "fr"),
    ("guj", "gu"),
    ("heb", "he"),
    ("hin", "hi"),
    ("hrv", "hr"),
    ("hun", "hu"),
    ("hye", "hy"),
    ("ind", "id"),
    ("ita", "it"),
    ("jav", "jv"),
    ("jpn", "ja"),
    ("kan", "kn"),
    ("kat", "ka"),
    ("khm", "km"),
    ("kor", "ko"),
    ("lat", "la"),
    ("lav", "lv"),
    ("lit", "lt"),
    ("mal", "ml"),
    ("mar", "mr"),
    ("mkd", "mk"),
    ("mya", "my"),
    ("nep", "ne"),
    ("nld", "nl"),
    ("nob", "no"),
    ("ori", "or"),
    ("pan", "pa"),
    ("pes", "fa"),
    ("pol", "pl"),
    ("por", "pt"),
    ("ron", "ro"),
    ("rus", "ru"),
    ("sin", "si"),
    ("slk", "sk"),
    ("slv", "sl"),
    ("sna", "sn"),
    ("spa", "es"),
    ("srp", "sr"),
    ("swe", "sv"),
    ("tam", "ta"),
    ("tel", "te"),
    ("tgl", "tl"),
    ("tha", "th"),
    ("tuk", "tk"),
    ("tur", "tr"),
    ("ukr", "uk"),
    ("urd", "ur"),
    ("uzb", "uz"),
    ("vie", "vi"),
    ("yid", "yi"),
    ("zul", "zu"),
];

/// What a language lends to term making: a stemmer and stop words, either of which may be missing.
pub struct Lexicon {
    code: String,
    stemmer: Option<Stemmer>,
    stop_words: FxHashSet<Cow<'static, str>>,
    lang: &'static Lang,
    /// Words that lose their last vowel before another.
    elisions: Vec<&'static str>,
    endings: Endings,
}

impl Lexicon {
    fn new(code: &str) -> Self {
        let own = lang::words(code, "stop_words.txt").map(Cow::Borrowed);
        let mut stop_words: FxHashSet<Cow<'static, str>> = own.collect();
        if stop_words.is_empty() {
            stop_words
                .extend(stop_words::lookup(code).unwrap_or_default().iter().map(|w| fold_word(w)));
        }
        Self {
            code: code.to_owned(),
            stemmer: stemmer(code),
            stop_words,
            lang: Lang::of(Some(&Language(code.to_owned()))),
            elisions: lang::words(code, "elisions.txt").collect(),
            endings: Endings::of(code),
        }
    }

    /// The language's code; empty where it is unknown or not supported.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// What is known of the language's words.
    pub fn lang(&self) -> &'static Lang {
        self.lang
    }

    /// The stem of a folded word; where the language has no stemmer, the word without a listed ending.
    pub fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        match &self.stemmer {
            Some(stemmer) => stemmer.stem(folded),
            None => Cow::Borrowed(self.endings.cut_off(folded)),
        }
    }

    /// A folded word without the word that is cut short before it: of "l'océan" "océan".
    pub fn without_elision<'a>(&self, folded: &'a str) -> &'a str {
        if self.elisions.is_empty() {
            return folded;
        }
        match folded.split_once('\'') {
            Some((before, word)) if !word.is_empty() && self.elisions.contains(&before) => word,
            _ => folded,
        }
    }

    /// The number that a folded word writes, as figures.
    pub fn figures(&self, folded: &str) -> Option<String> {
        as_figures(folded, self.lang)
    }

    /// Whether the folded word denies what is said: "not". No word does in a language without a list.
    pub fn denies(&self, folded: &str) -> bool {
        self.lang.is(WordClass::Denies, folded)
    }

    /// Which of the language's opposites the folded word is: 1 and 2 are two, 3 and 4; 0 where it is none.
    pub fn opposite(&self, folded: &str) -> u8 {
        self.lang.word(folded).number(WordValue::Opposite).unwrap_or(0)
    }

    /// Whether the folded word carries no content of its own.
    pub fn is_stop_word(&self, folded: &str) -> bool {
        self.stop_words.contains(folded)
    }
}

/// The Snowball stemmer of a language. Which there are, the features of the crate say.
fn stemmer(code: &str) -> Option<Stemmer> {
    // The two ways to write Norwegian.
    let name = if matches!(code, "nb" | "nn") { "no" } else { code };
    Stemmer::try_from_name(name).ok()
}

/// The lexicons of one run, each made when it is first asked for.
pub struct Lexicons {
    by_code: BTreeMap<&'static str, OnceLock<Lexicon>>,
    none: Lexicon,
}

impl Lexicons {
    /// Lexicons for every language that has a stop-word list or a stemmer.
    pub fn new() -> Self {
        let mut by_code: BTreeMap<_, _> =
            stop_words::available_languages().iter().map(|code| (*code, OnceLock::new())).collect();
        for code in ["nb", "nn", "ta"] {
            by_code.entry(code).or_default();
        }
        Self {
            by_code,
            none: Lexicon {
                code: String::new(),
                stemmer: None,
                stop_words: FxHashSet::default(),
                lang: Lang::of(None),
                elisions: Vec::new(),
                endings: Endings::default(),
            },
        }
    }

    /// The lexicon of a language; an empty one where the language is unknown or not supported.
    pub fn of(&self, language: Option<&Language>) -> &Lexicon {
        let entry = language.and_then(|l| self.by_code.get_key_value(l.code()));
        entry.map_or(&self.none, |(code, cell)| cell.get_or_init(|| Lexicon::new(code)))
    }
}

impl Default for Lexicons {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_every_form() {
        let code = |tag| Language::from_tag(tag).map(|l| l.code().to_owned());
        assert_eq!(code("en-GB").as_deref(), Some("en"));
        assert_eq!(code("ENG").as_deref(), Some("en"));
        assert_eq!(code("pt_BR").as_deref(), Some("pt"));
        assert_eq!(code("english"), None);
        assert_eq!(code(""), None);
    }

    #[test]
    fn an_elided_article_is_no_part_of_a_word() {
        let lexicons = Lexicons::new();
        let without = |code: &str, word: &str| {
            let language = Language::from_tag(code);
            lexicons.of(language.as_ref()).without_elision(word).to_owned()
        };
        assert_eq!(without("fr", "l'océan"), "océan");
        assert_eq!(without("fr", "aujourd'hui"), "aujourd'hui");
        assert_eq!(without("it", "dell'acqua"), "acqua");
        assert_eq!(without("en", "o'higgins"), "o'higgins");
        assert_eq!(without("fr", "l'"), "l'");
    }

    #[test]
    fn greek_is_not_stemmed_and_does_not_panic() {
        let lexicons = Lexicons::new();
        let greek = Language::from_tag("el");
        assert_eq!(lexicons.of(greek.as_ref()).stem("ισαισα"), "ισαισα");
    }
}
