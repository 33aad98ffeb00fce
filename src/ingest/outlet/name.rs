//! Names of outlets: which are one for all their typography, and what belongs to a name beside a section's or a headline.

use crate::text::{fold_white_space, fold_word};

/// What stands between the parts of a name, or between a headline and a name; the dashes first, which headlines have of their own.
const MARKS: &[&str] =
    &[" - ", " – ", " — ", " | ", " · ", " • ", " :: ", ": ", " » ", " > ", " / "];

/// Marks of these that a headline hardly has of its own.
const BARS: &[&str] = &[" | ", " · ", " • ", " :: ", " » "];

/// Words that name a part of an outlet, and no outlet where they stand alone: English, then German, French, Spanish, Italian,
/// Portuguese, Dutch.
const SECTIONS: &str = "
    africa all americas analysis and archive articles arts asia blog blogs breaking business climate comment
    culture digital east economy edition editorial education entertainment environment europe exclusive feature
    features feed finance front gallery headline headlines health home homepage in index international interview
    investigation latest life lifestyle live local magazine main markets media middle money most national news
    newsfeed obituary online opinion page photos pictures podcast politics press profile recent region regional
    report review reviews rss science society sport sports start stories story tech technology text the top travel
    uk update updates us usa video videos watch weather world
    accueil actualidad actualité actualités aktuell ausland binnenland buitenland cronaca cultura deportes
    economia economía esportes esteri inicio inland kultur monde mondo mundo nachrichten nieuws noticias notizie
    notícias panorama politica politik politique política portada schlagzeilen société startseite une voorpagina
    welt wirtschaft wissen économie
";

/// Words that a name has at most.
const MOST_WORDS: usize = 6;

/// A name by what tells it from others: its letters and digits without case, typography and white space. Digits apart stay apart.
pub(in crate::ingest) fn key(name: &str) -> String {
    let folded = fold_word(name);
    let mut key = String::with_capacity(folded.len());
    let mut apart = false;
    for c in folded.chars() {
        if c.is_whitespace() || is_mark(c) {
            apart = true;
            continue;
        }
        if apart && c.is_numeric() && key.chars().next_back().is_some_and(char::is_numeric) {
            key.push('.');
        }
        apart = false;
        key.push(c);
    }
    if key.is_empty() { fold_white_space(&folded) } else { key }
}

/// Punctuation that names are written with and without. A plus sign is part of a name.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() && !matches!(c, '+' | '&' | '#' | '$' | '%' | '@')
        || matches!(c, '‐'..='―' | '“'..='‟' | '«' | '»' | '·' | '•' | '…' | '®' | '©' | '™')
}

/// The key of a name without its article: `The Guardian` is `guardian`.
pub(super) fn without_article(name: &str) -> String {
    let words = fold_white_space(name);
    match words.split_once(' ') {
        Some((article, rest)) if article.eq_ignore_ascii_case("the") => key(rest),
        _ => key(&words),
    }
}

/// The key of a name without the sections at its end: `BBC Sport` is `bbc`.
pub(super) fn without_sections(name: &str) -> String {
    let words = fold_white_space(name);
    let mut words: Vec<&str> = words.split(' ').collect();
    while words.len() > 1 && words.last().is_some_and(|word| is_section(word)) {
        words.pop();
    }
    without_article(&words.join(" "))
}

/// Whether these words name a part of an outlet at most.
pub(super) fn is_section(words: &str) -> bool {
    let is_known = |word: &str| {
        let word = fold_word(word);
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        word.is_empty()
            || SECTIONS.split_whitespace().any(|section| section == word)
            || word.chars().all(|c| c.is_ascii_digit())
    };
    words.split_whitespace().all(is_known)
}

/// The first and the last part of a name of several, unless it names a section: `Kelder News - World` begins with `Kelder News`,
/// `World | Kelder News` ends so.
pub(super) fn parts(name: &str) -> impl Iterator<Item = &str> {
    let first = MARKS.iter().filter_map(|mark| name.find(mark)).min().map(|at| &name[..at]);
    let cut = |mark: &&str| Some(name.rfind(mark)? + mark.len());
    let last = MARKS.iter().filter_map(cut).max().map(|at| &name[at..]);
    first.into_iter().chain(last).map(str::trim).filter(|part| !is_section(part))
}

/// Keys of what a name begins with, whole words, shorter ones first, the name itself and its sections left out.
pub(super) fn beginnings(name: &str) -> impl Iterator<Item = String> {
    let ends =
        name.char_indices().filter(|(_, c)| c.is_whitespace() || *c == ':').map(|(at, _)| at);
    let ends = ends.take(2 * MOST_WORDS);
    ends.map(|end| &name[..end]).filter(|begun| !is_section(begun)).map(key)
}

/// A headline's end that may name the outlet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Suffix<'a> {
    /// The headline before it.
    pub(super) headline: &'a str,
    /// What stands there.
    pub(super) name: &'a str,
    /// Whether headlines hardly end so of their own.
    pub(super) sure: bool,
}

/// What stands behind a headline's last mark, if it is written as names are.
pub(super) fn suffix(title: &str) -> Option<Suffix<'_>> {
    let cut = |mark: &&'static str| Some((title.rfind(mark)?, *mark));
    let cuts = MARKS.iter().filter(|mark| **mark != ": ").filter_map(cut);
    let (at, mark) = cuts.max_by_key(|(at, mark)| at + mark.len())?;
    let (headline, name) = (title[..at].trim_end(), title[at + mark.len()..].trim());
    let words: Vec<&str> = name.split_whitespace().collect();
    let is_capital = |word: &str| word.chars().next().is_some_and(|c| !c.is_lowercase());
    // "of", "and", "der" inside.
    let capitals = words.iter().filter(|word| is_capital(word)).count();
    let named = is_capital(name)
        && (1..=MOST_WORDS).contains(&words.len())
        && 2 * capitals > words.len()
        && name.chars().any(char::is_alphabetic)
        && !name.ends_with(['.', '?', '!', ':', '"', '”', '\u{201d}'])
        && !headline.trim().is_empty()
        && !is_section(name);
    let capital_words = words.len() > 1 && capitals == words.len();
    let sure = BARS.contains(&mark) || capital_words || !name.chars().any(char::is_lowercase);
    named.then_some(Suffix { headline, name, sure })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_one() {
        for (a, b) in [
            ("Harrow Post", "HARROW  POST"),
            ("Harrow Post", "Harrow\u{a0}Post"),
            ("Kelder’s Voice", "Kelder's voice"),
            ("Kelder-Gazette", "Kelder Gazette"),
            ("U.S. News", "US News"),
        ] {
            assert_eq!(key(a), key(b));
        }
        for (a, b) in
            [("Canal", "Canal+"), ("3-11", "31-1"), ("Harrow Post", "Harrow Posts"), ("?", "!")]
        {
            assert_ne!(key(a), key(b));
        }
        assert_eq!(without_article("The Guardian"), "guardian");
        assert_eq!(without_sections("BBC Sport"), "bbc");
    }

    #[test]
    fn parts_of_names() {
        let of = |name| parts(name).collect::<Vec<_>>();
        assert_eq!(of("Kelder News - World"), ["Kelder News"]);
        assert_eq!(of("World news | Kelder Post"), ["Kelder Post"]);
        assert_eq!(of("Kelder News: Home: Top stories"), ["Kelder News"]);
        assert!(of("Kelder News").is_empty() && of("World - News").is_empty());
        assert_eq!(beginnings("Kelder News World").collect::<Vec<_>>(), ["kelder", "keldernews"]);
    }

    #[test]
    fn ends_of_headlines() {
        let of = |title| suffix(title).map(|s: Suffix<'_>| (s.headline, s.name, s.sure));
        assert_eq!(of("Bridge closes | Harrow Post"), Some(("Bridge closes", "Harrow Post", true)));
        assert_eq!(of("A - b - Harrow Post"), Some(("A - b", "Harrow Post", true)));
        assert_eq!(of("Ferry aground - Coastguard"), Some(("Ferry aground", "Coastguard", false)));
        assert_eq!(of("Ferry aground - BBC"), Some(("Ferry aground", "BBC", true)));
        for title in [
            "Ferry aground",
            "Ferry aground - police say",
            "Bridge closes | Opinion",
            " | Harrow Post",
        ] {
            assert_eq!(of(title), None, "{title}");
        }
    }
}
