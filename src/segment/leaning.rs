//! Sentences whose meaning leans on one that came before: an opening pronoun or connective, an attribution
//! without its speaker, words that point back.

use super::abbreviations::is_speech_verb;
use crate::text::{Language, Quotation, Span, fold_word, is_quote, words};

/// Opening words that point back, per language; for English those that do only in some sentences, beside `POINTING`.
fn openers(code: &str) -> &'static [&'static str] {
    match code {
        "en" => &[
            "both",
            "either",
            "one",
            "there",
            "later",
            "earlier",
            "perhaps",
            "now",
            "who",
            "which",
            "we",
            "i",
            "my",
            "our",
            "you",
            "your",
            "we're",
            "i'm",
            "i've",
            "we've",
            "plus",
            "no",
            "not",
            "elsewhere",
            "separately",
            "alternatively",
            "conversely",
            "overall",
            "finally",
            "lastly",
            "secondly",
            "thirdly",
            "firstly",
            "first",
            "second",
            "third",
            "next",
        ],
        "es" => &[
            "él", "ella", "ellos", "ellas", "esto", "eso", "este", "esta", "estos", "estas", "ese",
            "esa", "pero", "y", "además", "también", "sin", "así", "entonces", "luego", "ambos",
            "por", "asimismo", "no", "sí",
        ],
        "fr" => &[
            "il",
            "elle",
            "ils",
            "elles",
            "ce",
            "cela",
            "ceci",
            "cette",
            "ces",
            "cet",
            "mais",
            "et",
            "aussi",
            "ainsi",
            "puis",
            "donc",
            "son",
            "sa",
            "ses",
            "leur",
            "leurs",
            "y",
            "en",
            "ensuite",
            "toutefois",
            "cependant",
            "pourtant",
            "c'est",
        ],
        "de" => &[
            "er",
            "sie",
            "es",
            "dies",
            "dieser",
            "diese",
            "dieses",
            "das",
            "sein",
            "seine",
            "ihr",
            "ihre",
            "aber",
            "und",
            "auch",
            "doch",
            "dann",
            "außerdem",
            "zudem",
            "jedoch",
            "dabei",
            "dafür",
            "deshalb",
            "daher",
            "dort",
            "so",
            "beide",
        ],
        "it" => &[
            "egli", "lui", "lei", "essi", "loro", "questo", "questa", "questi", "queste", "quello",
            "ma", "e", "inoltre", "anche", "così", "poi", "quindi", "tuttavia", "però",
        ],
        "pt" => &[
            "ele", "ela", "eles", "elas", "isto", "isso", "este", "esta", "esse", "essa", "mas",
            "e", "também", "além", "assim", "então", "depois", "porém", "ambos",
        ],
        "cs" => &[
            "a", "ale", "však", "také", "taktéž", "on", "ona", "ono", "oni", "to", "tento", "tato",
            "toto", "tyto", "ten", "ta", "jeho", "její", "jejich", "proto", "potom", "pak",
            "navíc", "i",
        ],
        "ru" => &[
            "он",
            "она",
            "оно",
            "они",
            "это",
            "этот",
            "эта",
            "эти",
            "но",
            "и",
            "а",
            "также",
            "однако",
            "его",
            "её",
            "их",
            "затем",
            "поэтому",
            "кроме",
        ],
        "el" => &[
            "αυτός",
            "αυτή",
            "αυτό",
            "αυτοί",
            "αυτές",
            "αυτά",
            "όμως",
            "αλλά",
            "και",
            "επίσης",
            "ωστόσο",
            "έτσι",
            "επιπλέον",
            "επομένως",
            "εκείνος",
            "εκείνη",
            "εκείνο",
        ],
        "ar" => &[
            "هو",
            "هي",
            "هم",
            "هما",
            "هذا",
            "هذه",
            "ذلك",
            "تلك",
            "هؤلاء",
            "لكن",
            "ولكن",
            "أيضا",
            "كذلك",
            "وهو",
            "وهي",
            "وهذا",
            "وهذه",
            "لذلك",
        ],
        "he" => &[
            "הוא", "היא", "הם", "הן", "זה", "זאת", "זו", "אלה", "אלו", "אבל", "אך", "גם", "לכן",
            "אולם", "כך",
        ],
        "hi" => &[
            "वह",
            "वे",
            "यह",
            "ये",
            "उन्होंने",
            "उसने",
            "इसने",
            "उनके",
            "उनकी",
            "उनका",
            "उसके",
            "उसकी",
            "उसका",
            "इसके",
            "इसकी",
            "इसका",
            "लेकिन",
            "परंतु",
            "किंतु",
            "और",
            "तथा",
            "इसलिए",
            "इससे",
            "उन्हें",
        ],
        _ => &[],
    }
}

/// Openers that are whole when a noun follows them at once or the sentence is of a set form: "It is unclear", "There were", "One man", "No fuel".
fn is_expletive(words: &[(usize, &str)]) -> bool {
    let folded: Vec<String> =
        words.iter().take(4).map(|(_, w)| fold_word(w).into_owned()).collect();
    let personal = |w: &str| matches!(&*fold_word(w), "he" | "she" | "his" | "her" | "him");
    if words.iter().any(|(_, w)| personal(w)) {
        return false;
    }
    let word = |at: usize| folded.get(at).map_or("", String::as_str);
    match word(0) {
        "there" => matches!(word(1), "is" | "are" | "was" | "were" | "will" | "have" | "has"),
        "it" => {
            matches!(word(1), "is" | "was" | "remains" | "remained")
                && matches!(
                    word(2),
                    "unclear" | "not" | "unknown" | "believed" | "understood" | "thought"
                )
                && word(3) != "the"
        }
        "no" | "first" | "second" | "third" | "next" => {
            !word(1).is_empty() && !matches!(word(1), "one" | "other" | "such" | "matter")
        }
        "one" => matches!(
            word(1),
            "man" | "woman" | "person" | "of" | "in" | "million" | "hundred" | "year" | "day"
        ),
        "both" => words.iter().skip(1).take(3).any(|(_, w)| w.starts_with(char::is_uppercase)),
        "not" => word(1) == "all",
        "earlier" | "later" => {
            word(1) == "this"
                || word(1) == "in" && word(2).starts_with(|c: char| c.is_ascii_digit())
        }
        "now" | "still" => false,
        _ => false,
    }
}

/// Third-person pronouns as subjects or possessives.
const PRONOUNS: &[&str] = &[
    "he", "she", "they", "it", "his", "her", "their", "its", "him", "them", "this", "that",
    "these", "those", "there", "here",
];

/// Words anywhere in a sentence that point to the one before.
const POINTERS: &[&str] = &[
    "the latter",
    "a similar",
    "similar sentiment",
    "the former case",
    "as mentioned",
    "the above",
    "in addition to this",
    "following that",
    "the same day",
    "the pair",
    "the two",
    "the three",
    "the trio",
    "the duo",
];

/// English openers that point back whatever follows them; the rest of the list may open a whole sentence too ("One man", "No
/// fuel", "I" in a quotation whose speaker is named).
const POINTING: &[&str] = &[
    "he",
    "she",
    "they",
    "it",
    "his",
    "her",
    "hers",
    "their",
    "theirs",
    "its",
    "him",
    "them",
    "this",
    "that",
    "these",
    "those",
    "such",
    "neither",
    "another",
    "others",
    "but",
    "and",
    "or",
    "nor",
    "so",
    "yet",
    "because",
    "however",
    "also",
    "then",
    "thus",
    "therefore",
    "hence",
    "instead",
    "meanwhile",
    "moreover",
    "furthermore",
    "additionally",
    "still",
    "nevertheless",
    "nonetheless",
    "otherwise",
    "besides",
    "likewise",
    "similarly",
    "consequently",
    "here",
    "afterwards",
    "afterward",
    "previously",
    "subsequently",
    "again",
    "too",
    "indeed",
    "it's",
    "he's",
    "she's",
    "they're",
    "that's",
    "there's",
    "he'd",
    "she'd",
    "they'd",
    "he'll",
    "she'll",
    "they'll",
    "it'll",
    "they've",
    "yes",
    "well",
];

/// Whether the first word of a sentence, in quotation marks or not, points back (a pronoun, "that", "but", "also" ...), whatever
/// follows it: the plain count by which digests are judged. "I" and "we" are not counted, nor "one", "no" and "there".
pub fn opens_leaning(sentence: &str, language: Option<&Language>) -> bool {
    let code = language.map_or("en", Language::code);
    let Some((_, first)) = words(sentence).next() else { return false };
    let list = if code == "en" { POINTING } else { openers(code) };
    list.contains(&&*fold_word(first))
}

/// Whether `sentence`, given with its words and their places in it, leans on the sentence before it.
pub(super) fn leans(
    text: &str,
    sentence: Span,
    words: &[(usize, &str)],
    quotations: &[Quotation],
    language: Option<&Language>,
) -> bool {
    let slice = sentence.of(text);
    let code = language.map_or("en", Language::code);
    let Some((_, first)) = words.first() else { return false };
    let opener = fold_word(first);
    let opens_quoted = slice.starts_with(|c: char| is_quote(c) || c == '‘');
    let points = code == "en" && POINTING.contains(&&*opener);
    if !opens_quoted
        && (points || openers(code).contains(&&*opener))
        && !(code == "en" && is_expletive(words))
    {
        return true;
    }
    // What somebody said may point back too: "He was very sad," Turner said.
    if opens_quoted && points {
        return true;
    }
    let attributed = quotations.iter().any(|q| sentence.contains(q.span));
    if code != "en" {
        return opens_quoted && !has_name_outside(sentence, words, quotations);
    }
    if attributed && opens_quoted && lacks_speaker(sentence, words, quotations) {
        return true;
    }
    if !opens_quoted && pronoun_behind_opening_phrase(slice) {
        return true;
    }
    let folded = fold_word(&slice[..slice.floor_char_boundary(256)]);
    let head = &folded[..folded.floor_char_boundary(60)];
    POINTERS.iter().any(|p| head.contains(p))
}

/// "In 2020, she attended": the subject behind a short opening phrase is a pronoun.
fn pronoun_behind_opening_phrase(slice: &str) -> bool {
    let Some(comma) = slice.find(',').filter(|at| slice[..*at].split_whitespace().count() <= 9)
    else {
        return false;
    };
    let next = slice[comma + 1..].split_whitespace().next().unwrap_or_default();
    let next = fold_word(next);
    let pronoun = next.trim_matches(|c: char| !c.is_alphanumeric());
    let named_before = words(&slice[..comma]).skip(1).any(|(_, w)| {
        w.chars().count() > 2 && w.starts_with(char::is_uppercase) && !is_calendar_word(w)
    });
    PRONOUNS.contains(&pronoun)
        && !matches!(pronoun, "it" | "there" | "that" | "this")
        && !named_before
}

fn is_calendar_word(word: &str) -> bool {
    super::abbreviations::goes_on_a_time(&fold_word(word))
}

/// Those of a sentence's words, given with their place in it, that stand outside quotation marks.
pub(super) fn outside_quotations<'a>(
    sentence: Span,
    words: &[(usize, &'a str)],
    quotations: &[Quotation],
) -> Vec<&'a str> {
    let quoted = |at: usize| quotations.iter().any(|q| q.span.start <= at && at < q.span.end);
    let outside = words.iter().filter(|(at, _)| !quoted(sentence.start + at));
    outside.map(|(_, word)| *word).collect()
}

fn has_name_outside(sentence: Span, words: &[(usize, &str)], quotations: &[Quotation]) -> bool {
    outside_quotations(sentence, words, quotations)
        .iter()
        .any(|w| w.starts_with(char::is_uppercase))
}

/// A quotation first, and behind it no name: `"...," he said`, `"...," the lawyer continued`, or no attribution at all.
/// Plain nouns without "the" name their speaker well enough: "police said", "a spokesman said".
fn lacks_speaker(sentence: Span, words: &[(usize, &str)], quotations: &[Quotation]) -> bool {
    let outside = outside_quotations(sentence, words, quotations);
    let speech = |w: &&str| is_speech_verb(&fold_word(w));
    let Some(subject) = outside.iter().find(|w| !speech(w)) else { return true };
    let folded = fold_word(subject);
    let pronoun = PRONOUNS.contains(&&*folded) || matches!(&*folded, "i" | "we" | "who");
    let named = outside.iter().any(|w| w.starts_with(char::is_uppercase) && *w != "I");
    pronoun || folded == "the" && !named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::quotations;

    fn leaning(text: &str) -> bool {
        let span = Span::new(0, text.len());
        let words: Vec<(usize, &str)> = crate::text::words(text).collect();
        let english = Language::from_tag("en");
        leans(text, span, &words, &quotations(text, span), english.as_ref())
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
            assert!(leaning(text), "{text}");
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
            assert!(!leaning(text), "{text}");
        }
    }
}
