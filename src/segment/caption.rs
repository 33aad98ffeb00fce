//! What stands below a picture: it tells what the picture shows, in the present, and on which day of which year it was taken.

use crate::text::{Ending, Lang, WordClass, WordValue, fold_word};

/// Whether a sentence is a caption: it has no word of the past or of what lies ahead, and the date of a picture, which reports hardly ever write so: a weekday
/// with month and year, or a month with its day or year, or a year at the end, behind a verb that captions have in the present ("Vale poses with the team in
/// March 2016"). A date that opens it is a dateline's. A sentence that ends with a comma and a weekday with
/// day, month and year is one whatever its tense. Said only of languages whose words of the past are known.
pub(super) fn is_caption(text: &str, words: &[(usize, &str)], lang: &Lang) -> bool {
    // No date is without a figure, and most sentences have none.
    if !lang.has(WordClass::Past) || !text.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let number = |word: &str, value| lang.word(&fold_word(word)).number::<i64>(value).is_some();
    let is_capital = |word: &str| word.starts_with(char::is_uppercase);
    let is_month = |word: &str| is_capital(word) && number(word, WordValue::Month);
    let is_year =
        |word: &str| word.len() == 4 && word.parse().is_ok_and(|year| (1900..2100).contains(&year));
    let is_day =
        |word: &str| word.len() <= 2 && word.parse().is_ok_and(|day| (1..=31).contains(&day));
    let near = |at: usize| &words[at + 1..words.len().min(at + 1 + DATE)];
    let dated = |at: usize| {
        let (_, word) = words[at];
        is_capital(word)
            && number(word, WordValue::Weekday)
            && near(at).iter().any(|(_, word)| is_month(word))
            && near(at).iter().any(|(_, word)| is_year(word))
    };
    // "Massa cries after he had to stop in Sao Paulo, Sunday, Nov. 13, 2016": a report says on which day, and hardly ever of which year.
    let ends_with_date = |at: usize| {
        let behind = words.len() - at - 1;
        let comma = text[..words[at].0].trim_end().ends_with(',');
        comma && (3..=DATE).contains(&behind) && is_year(words[words.len() - 1].1)
    };
    if (1..words.len()).any(|at| dated(at) && ends_with_date(at)) {
        return true;
    }
    let shown = words
        .iter()
        .take(SUBJECT)
        .skip(1)
        .position(|(_, word)| !is_capital(word) && lang.is(WordClass::Shown, &fold_word(word)));
    let of_picture = |at: usize| {
        is_month(words[at].1)
            && [at.wrapping_sub(1), at + 1].iter().any(|beside| {
                words.get(*beside).is_some_and(|(_, word)| is_year(word) || is_day(word))
            })
    };
    // "Jo Hale describes the harbour in 2014."
    let ends_with_year = words.last().is_some_and(|(_, word)| is_year(word))
        && shown.is_some_and(|verb| is_capital(words[verb].1));
    let from = shown.map_or(words.len(), |verb| verb + 2);
    let is_dated =
        (1..words.len()).any(dated) || (from..words.len()).any(of_picture) || ends_with_year;
    is_dated
        && !words.iter().enumerate().any(|(at, (_, word))| {
            let before = at.checked_sub(1).map_or("", |before| words[before].1);
            is_past_or_ahead(word, before, lang)
        })
}

/// Words within which a caption names whom or what it shows.
const SUBJECT: usize = 16;

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
