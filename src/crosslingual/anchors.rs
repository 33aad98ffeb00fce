//! The nouns of this stage: what of an article can be found again in another language.

use any_ascii::any_ascii_char;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::group::common_words;
use crate::ingest::ArticleId;
use crate::segment::ParsedArticle;
use crate::text::{
    Lexicons, Span, Term, Tokenizer, count_words, fold_white_space, fold_word, hash_text,
};

/// A name or a figure, as far as it is the same in every language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Anchor {
    /// Hash of a name's consonants, and how many there are.
    Name(u64, u8),
    /// Hash of a number's digits, and how common such numbers are.
    Number(u64, NumberKind),
}

/// How common a number is in news: by its digits, and by the noughts and fives at its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct NumberKind {
    /// Digits: 2, 3, or 4 for more.
    pub digits: u8,
    /// 0; 1 where the last digit is 0 or 5; 2 where the last two are noughts.
    pub round: u8,
}

/// Consonants below which a name is too short to be known again.
const FEWEST_CONSONANTS: usize = 3;

/// Consonants from which on a name is a long one.
pub(super) const MOST_CONSONANTS: u8 = 6;

/// The anchors of an article, and what a digest says of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArticleAnchors {
    /// The article.
    pub id: ArticleId,
    /// Code of its language, where that is known.
    pub language: Option<String>,
    /// Its outlet, where that is known.
    pub outlet: Option<String>,
    /// Its title, if it has one.
    pub title: Option<String>,
    /// When it appeared, in seconds since 1970, where that is known.
    pub time: Option<i64>,
    /// Words of its text.
    pub words: u32,
    /// Sorted, each once.
    pub anchors: Vec<Anchor>,
}

/// Words from which on an article shows that a run has a second language: a table of earnings that is taken for French does not.
const FEWEST_WORDS: usize = 50;

/// Whether an article is long enough to show that a run has its language.
pub fn shows_its_language(report: &ParsedArticle) -> bool {
    report.lines().map(count_words).sum::<usize>() >= FEWEST_WORDS
}

/// The anchors of an article: from its title and from the lines that are its own.
pub fn anchors_of(report: &ParsedArticle, lexicons: &Lexicons) -> ArticleAnchors {
    let mut anchors = Vec::new();
    for_each(report, lexicons, |anchor, _| anchors.push(anchor));
    anchors.sort_unstable();
    anchors.dedup();
    ArticleAnchors {
        id: report.article.id,
        language: report.language().map(|language| language.code().to_owned()),
        outlet: report.article.source.clone(),
        title: report.article.title_text().map(fold_white_space),
        time: report.time,
        words: report.lines().map(count_words).sum::<usize>() as u32,
        anchors,
    }
}

/// How an article writes each of its anchors, the first time.
pub fn written_forms<'a>(
    report: &'a ParsedArticle,
    lexicons: &Lexicons,
) -> FxHashMap<Anchor, &'a str> {
    let mut forms = FxHashMap::default();
    for_each(report, lexicons, |anchor, written| {
        forms.entry(anchor).or_insert(written);
    });
    forms
}

fn for_each<'a>(
    report: &'a ParsedArticle,
    lexicons: &Lexicons,
    mut met: impl FnMut(Anchor, &'a str),
) {
    let tokenizer = Tokenizer::new(lexicons.of(report.language()));
    let common = common_words(report.language());
    let mut skeleton = String::new();
    for line in report.article.title_text().into_iter().chain(report.lines()) {
        let mut end = 0;
        let mut opens = true;
        for token in tokenizer.tokens(line, Span::new(0, line.len())) {
            // A capital says nothing where every word has one.
            opens |= line[end..token.span.start.max(end)].contains(is_before_a_capital);
            end = token.span.end;
            let word = longest_part(token.span.of(line));
            let anchor = match word.chars().next() {
                Some(first) if first.is_numeric() => number(word),
                Some(first) if may_be_a_name(first, opens, token.term, common) => {
                    name(word, &mut skeleton)
                }
                _ => None,
            };
            if let Some(anchor) = anchor {
                met(anchor, word);
            }
            opens = false;
        }
    }
}

/// A word without what an apostrophe joins to it: *Belmora's*, *l'Iran*, *O'Neill*.
fn longest_part(word: &str) -> &str {
    let longer = |a: &&str, b: &&str| a.len().cmp(&b.len());
    word.split(['\'', '’']).max_by(longer).unwrap_or(word)
}

/// Whether a word behind this may have a capital whatever it is.
fn is_before_a_capital(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | ':' | '"' | '“' | '„' | '«' | '»' | '…')
}

/// Whether a word with this first letter may be a name: one with a capital inside a sentence. Where no letter is a capital it is one that
/// is none of the language's common words, if these are known: what Arabic and Urdu, or Hindi and Bengali, have in common are words of all
/// kinds. Where words do not stand between spaces none can be cut out but, in Japanese, a foreign one.
fn may_be_a_name(
    first: char,
    opens: bool,
    term: Term,
    common: Option<&FxHashMap<Term, f64>>,
) -> bool {
    match first {
        c if c.is_uppercase() => !opens,
        // Hebrew to Sinhala: scripts that write sounds and have no capitals.
        '\u{590}'..='\u{dff}' => {
            first.is_alphabetic() && common.is_some_and(|common| !common.contains_key(&term))
        }
        // Katakana.
        '\u{30a1}'..='\u{30fa}' => true,
        _ => false,
    }
}

fn name(word: &str, skeleton: &mut String) -> Option<Anchor> {
    consonants(word, skeleton);
    let length = skeleton.len();
    (length >= FEWEST_CONSONANTS)
        .then(|| Anchor::Name(hash_text(skeleton), (length as u8).min(MOST_CONSONANTS)))
}

/// Digits from which on a number tells something.
const FEWEST_DIGITS: usize = 2;

fn number(word: &str) -> Option<Anchor> {
    let folded = fold_word(word);
    let digits: String = folded.chars().filter(char::is_ascii_digit).collect();
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    if digits.len() < FEWEST_DIGITS || is_year {
        return None;
    }
    let round = match digits.as_bytes() {
        [.., b'0', b'0'] => 2,
        [.., b'0' | b'5'] => 1,
        _ => 0,
    };
    Some(Anchor::Number(
        hash_text(&digits),
        NumberKind { digits: digits.len().min(4) as u8, round },
    ))
}

/// The consonants of a name in Latin letters, those that languages write for one another as one: what is left of a name that is spelled,
/// declined and transliterated in different ways.
pub(super) fn consonants(word: &str, skeleton: &mut String) {
    skeleton.clear();
    let latin = word.chars().flat_map(|c| any_ascii_char(c).chars());
    let latin: String =
        latin.map(|c| c.to_ascii_lowercase()).filter(char::is_ascii_lowercase).collect();
    let mut rest = latin.as_str();
    while !rest.is_empty() {
        let (sound, letters) = sound(rest);
        rest = &rest[letters..];
        for c in sound.chars() {
            if !skeleton.ends_with(c) {
                skeleton.push(c);
            }
        }
    }
}

/// Letters and what stands for them, the longest first. Vowels, and what languages drop or write as vowels, have nothing.
const SOUNDS: [(&str, &str); 24] = [
    ("sch", "s"),
    ("tch", "s"),
    ("sh", "s"),
    ("zh", "s"),
    ("ts", "s"),
    ("tz", "s"),
    ("ch", "k"),
    ("kh", "k"),
    ("ck", "k"),
    ("qu", "k"),
    ("ph", "f"),
    ("th", "t"),
    ("gh", "g"),
    ("dj", "j"),
    ("x", "ks"),
    ("c", "k"),
    ("q", "k"),
    ("z", "s"),
    ("a", ""),
    ("e", ""),
    ("i", ""),
    ("o", ""),
    ("u", ""),
    ("h", ""),
];

/// Half vowels, which one language writes with a consonant and another with a vowel.
const HALF_VOWELS: [char; 2] = ['w', 'y'];

/// What stands for the first of some letters (at least one), and how many of them it takes.
fn sound(letters: &str) -> (&str, usize) {
    if let Some((written, sound)) = SOUNDS.iter().find(|(written, _)| letters.starts_with(written))
    {
        return (sound, written.len());
    }
    if letters.starts_with(HALF_VOWELS) { ("", 1) } else { (&letters[..1], 1) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_skeleton_in_many_scripts() {
        let skeleton = |word: &str| {
            let mut skeleton = String::new();
            consonants(word, &mut skeleton);
            skeleton
        };
        for names in [
            &["Belmora", "Бельмора", "Бельмору", "Μπελμόρα"][..3],
            &["Tarnow", "Tarnów", "Тарнув"][..2],
            &["Medvedev", "Медведев", "Медведева"],
            &["Obama", "Обама", "Обамы"],
            &["Christopher", "Kristofer", "Кристофер"],
        ] {
            for name in names {
                assert_eq!(skeleton(name), skeleton(names[0]), "{name}");
            }
        }
        assert_eq!(skeleton("Quixote"), "kst");
    }

    #[test]
    fn figures_are_anchors_and_years_are_none() {
        assert_eq!(number("4.700"), number("4,700"));
        assert_eq!(number("٤٧٠"), number("470"));
        assert!(number("2011").is_none());
        assert!(number("9").is_none());
    }
}
