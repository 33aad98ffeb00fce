//! Sentences whose meaning leans on one that came before: an opening pronoun or connective, an attribution
//! without its speaker, words that point back.

use crate::text::{
    Lang, Language, Quotation, Span, WordClass, fold_word, is_quote_or_single, words,
};

/// Whether the first word of a sentence, in quotation marks or not, points back (a pronoun, "that", "but", "also" ...), whatever
/// follows it: the plain count by which digests are judged. "I" and "we" are not counted, nor "one", "no" and "there".
pub fn opens_in_context(sentence: &str, language: Option<&Language>) -> bool {
    let lang = Lang::of(language);
    let Some((_, first)) = words(sentence).next() else { return false };
    // Languages with one list only do not tell those that point back in some sentences alone.
    let class = if lang.has(WordClass::PointsBack) {
        WordClass::PointsBack
    } else {
        WordClass::MayPointBack
    };
    lang.is(class, &fold_word(first))
}

/// Whether `sentence`, given with its words and their places in it, leans on the sentence before it.
pub(super) fn depends_on_context(
    text: &str,
    sentence: Span,
    words: &[(usize, &str)],
    quotations: &[Quotation],
    lang: &Lang,
) -> bool {
    let slice = sentence.of(text);
    let Some((_, first)) = words.first() else { return false };
    let opener = fold_word(first);
    let opens_quoted = slice.starts_with(is_quote_or_single);
    let points = lang.is(WordClass::PointsBack, &opener);
    if !opens_quoted
        && (points || lang.is(WordClass::MayPointBack, &opener))
        && !stands_alone(words, lang)
    {
        return true;
    }
    // What somebody said may point back too: "He was very sad," Turner said.
    if opens_quoted && points {
        return true;
    }
    // Where pronouns are not known, a capital outside the quotation is taken for the speaker. Scripts without capitals show none: what is
    // quoted in the smaller part of a sentence is a name or a term.
    if !lang.has(WordClass::NamesNoSpeaker) {
        let quoted: usize = quotations.iter().map(|quotation| quotation.span.len()).sum();
        let is_term = 2 * quoted <= slice.len() && !slice.contains(char::is_lowercase);
        return opens_quoted && !is_term && !has_name_outside(sentence, words, quotations);
    }
    let attributed = quotations.iter().any(|q| sentence.contains(q.span));
    if attributed && opens_quoted && lacks_speaker(sentence, words, quotations, lang) {
        return true;
    }
    if !opens_quoted && pronoun_behind_opening_phrase(slice, lang) {
        return true;
    }
    if points_back_inside(slice, sentence, words, quotations, lang) {
        return true;
    }
    let folded = fold_word(&slice[..slice.floor_char_boundary(256)]);
    lang.points_back(&folded[..folded.floor_char_boundary(60)])
}

/// Words near the head of a sentence, in which what is pointed to is none of its own.
const HEAD: usize = 14;

/// The same of a word between commas: further down it parts two clauses of one sentence.
const FIRST_WORDS: usize = 6;

/// "She was mystified by that conclusion", "The new rules, however, ...", "They cheered the push, however.".
fn points_back_inside(
    slice: &str,
    sentence: Span,
    words: &[(usize, &str)],
    quotations: &[Quotation],
    lang: &Lang,
) -> bool {
    let is = |at: usize, class| words.get(at).is_some_and(|(_, w)| lang.is_written(class, w));
    let told = |at: usize| !is_quoted(sentence.start + words[at].0, quotations);
    let last = words.len().saturating_sub(1);
    let noun = |at: usize| {
        is(at, WordClass::PointsBackInside)
            && is(at - 1, WordClass::BeforePointing)
            && at < last
            && words[at + 1].1.starts_with(char::is_lowercase)
            && !is(at + 1, WordClass::NotPointedTo)
            && told(at)
    };
    let between_commas = |at: usize| {
        (at < FIRST_WORDS || at == last)
            && is(at, WordClass::PointsBackBetweenCommas)
            && slice[..words[at].0].ends_with(", ")
            && slice[words[at].0 + words[at].1.len()..].starts_with([',', '.'])
            && told(at)
    };
    // "They are fired up about this."
    let ends =
        last > 0 && is(last, WordClass::EndsPointing) && is(last - 1, WordClass::BeforePointing);
    (1..words.len().min(HEAD)).any(noun)
        || (1..words.len()).any(between_commas)
        || ends && told(last)
}

/// Openers that are whole when a noun follows them at once or the sentence is of a set form: "It is unclear", "There were", "One man",
/// "No fuel"; no pronoun behind them points to somebody.
fn stands_alone(words: &[(usize, &str)], lang: &Lang) -> bool {
    let opening: Vec<&str> = words.iter().take(4).map(|(_, word)| *word).collect();
    lang.opens_whole(&opening)
        && !words.iter().any(|(_, word)| lang.is_written(WordClass::Personal, word))
}

/// "In 2020, she attended": the subject behind a short opening phrase is a pronoun.
fn pronoun_behind_opening_phrase(slice: &str, lang: &Lang) -> bool {
    let Some(comma) = slice.find(',').filter(|at| slice[..*at].split_whitespace().count() <= 9)
    else {
        return false;
    };
    let next = slice[comma + 1..].split_whitespace().next().unwrap_or_default();
    let next = fold_word(next);
    let pronoun = next.trim_matches(|c: char| !c.is_alphanumeric());
    let is_name = |word: &str| {
        word.chars().count() > 2
            && word.starts_with(char::is_uppercase)
            && !lang.is(WordClass::BehindTime, &fold_word(word))
    };
    lang.is(WordClass::SubjectBehind, pronoun)
        && !words(&slice[..comma]).skip(1).any(|(_, word)| is_name(word))
}

/// Whether a byte stands in quotation marks.
pub(super) fn is_quoted(at: usize, quotations: &[Quotation]) -> bool {
    quotations.iter().any(|q| q.span.start <= at && at < q.span.end)
}

/// Those of a sentence's words, given with their place in it, that stand outside quotation marks.
fn outside_quotations<'a>(
    sentence: Span,
    words: &[(usize, &'a str)],
    quotations: &[Quotation],
) -> Vec<&'a str> {
    let outside = words.iter().filter(|(at, _)| !is_quoted(sentence.start + at, quotations));
    outside.map(|(_, word)| *word).collect()
}

fn has_name_outside(sentence: Span, words: &[(usize, &str)], quotations: &[Quotation]) -> bool {
    outside_quotations(sentence, words, quotations)
        .iter()
        .any(|w| w.starts_with(char::is_uppercase))
}

/// A quotation first, and behind it no name: `"...," he said`, `"...," the lawyer continued`, or no attribution at all.
/// Plain nouns without "the" name their speaker well enough: "police said", "a spokesman said".
fn lacks_speaker(
    sentence: Span,
    words: &[(usize, &str)],
    quotations: &[Quotation],
    lang: &Lang,
) -> bool {
    let outside = outside_quotations(sentence, words, quotations);
    let speech = |word: &&str| lang.is_written(WordClass::SpeechVerb, word);
    let Some(subject) = outside.iter().find(|word| !speech(word)) else { return true };
    let folded = fold_word(subject);
    let named = outside.iter().any(|w| w.starts_with(char::is_uppercase) && *w != "I");
    lang.is(WordClass::NamesNoSpeaker, &folded)
        || lang.is(WordClass::DefiniteArticle, &folded) && !named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quotations;

    fn depends(text: &str) -> bool {
        let span = Span::new(0, text.len());
        let words: Vec<(usize, &str)> = crate::text::words(text).collect();
        let english = Language::from_tag("en");
        let lang = Lang::of(english.as_ref());
        depends_on_context(text, span, &words, &quotations(text, span, lang.marks()), lang)
    }

    #[test]
    fn what_leans_and_what_stands() {
        for text in [
            "He also said the talks had failed.",
            "But the council voted no.",
            "In 2020, she attended a meeting at the White House.",
            "“You are pointing your guns in the wrong direction,” he said.",
            "“It is over,” the lawyer continued.",
            "“It is over,” he said in Birkholm.",
            "That was the end of it.",
            "“We have to speak up.”",
            "In June, he told the press.",
            "“It is over,” Hale said.",
            "“She was very sad,” Turner told the court.",
            "Earlier in the day, thousands had returned to the court.",
        ] {
            assert!(depends(text), "{text}");
        }
        for text in [
            "The council voted on Tuesday.",
            "“Our work is over,” Hale said.",
            "“Talks are over,” police said.",
            "There were 14 people aboard the ferry.",
            "No fuel has leaked, Sennet Line said.",
            "Kardashian said she was there.",
            "One man died in the fire on Monday.",
            "It is unclear when the bridge will open.",
            "First Minister Hale resigned.",
        ] {
            assert!(!depends(text), "{text}");
        }
    }
}
