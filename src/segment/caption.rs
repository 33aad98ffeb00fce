//! What stands below a picture: it tells what the picture shows, in the present, and on which day of which year it was taken.

use crate::text::{Ending, Lang, WordClass, WordValue, fold_word};

/// Whether a sentence is a caption: it holds a weekday with month and year, which reports hardly ever do, and no word of the past or of what lies ahead. A
/// date that opens it is a dateline's. Said only of languages whose words of the past are known.
pub(super) fn is_caption(words: &[(usize, &str)], lang: &Lang) -> bool {
    let is_year =
        |word: &str| word.len() == 4 && word.parse().is_ok_and(|year| (1900..2100).contains(&year));
    if !words.iter().any(|(_, word)| is_year(word)) || !lang.has(WordClass::Past) {
        return false;
    }
    let is_day = |(_, word): &(usize, &str)| {
        word.starts_with(char::is_uppercase)
            && lang.word(&fold_word(word)).number::<usize>(WordValue::Weekday).is_some()
    };
    words.iter().enumerate().skip(1).filter(|(_, word)| is_day(word)).any(|(at, _)| {
        let behind = &words[at + 1..words.len().min(at + 1 + DATE)];
        let is_month =
            |word: &str| lang.word(&fold_word(word)).number::<i8>(WordValue::Month).is_some();
        behind.iter().any(|(_, word)| is_month(word))
            && behind.iter().any(|(_, word)| is_year(word))
    }) && !words.iter().enumerate().any(|(at, (_, word))| {
        let before = at.checked_sub(1).map_or("", |before| words[before].1);
        is_past_or_ahead(word, before, lang)
    })
}

/// Words of a date behind its weekday: "Feb. 16, 2017", "16 de febrero de 2017".
const DATE: usize = 5;

fn is_past_or_ahead(word: &str, before: &str, lang: &Lang) -> bool {
    let folded = fold_word(word);
    lang.is(WordClass::Past, &folded)
        || lang.is(WordClass::Ahead, &folded)
        // Behind a determiner stands no verb: "a gated house".
        || !word.starts_with(char::is_uppercase)
            && lang.ends(Ending::Past, &folded)
            && !lang.is(WordClass::Determiner, &fold_word(before))
}
