//! Boundaries that the standard does not see: a stop with no space behind it, and a stop before a figure.

use super::boundaries::{is_dotted, near_start};
use crate::text::{Lang, Span, WordClass, ends_with_lent_mark, fold_word, is_opening};

/// Boundaries inside one of the standard's sentences: a stop with no space behind it, and a stop before a figure, where the
/// standard looks past the figure ("The dam broke at noon. 1,200 people fled" has none for it).
pub(super) fn added_splits(flat: &str, piece: Span, lang: &Lang, ends: &mut Vec<usize>) {
    for (at, stop) in piece.of(flat).match_indices(['.', '!', '?', ':', ';']) {
        let mut end = piece.start + at + stop.len();
        let before = &flat[piece.start..piece.start + at];
        if matches!(stop, ":" | ";") {
            let rest = &flat[end..piece.end];
            if ends_with_lent_mark(&flat[piece.start..end]) && opens_a_sentence(rest) {
                ends.push(end);
            }
            continue;
        }
        let closers = flat[end..piece.end].len()
            - flat[end..piece.end].trim_start_matches(['”', '’', ')', '"']).len();
        end += closers;
        let rest = &flat[end..piece.end];
        // ",,Dat": commas that stand for a mark on the line.
        if rest
            .trim_start()
            .strip_prefix(",,")
            .is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase))
        {
            ends.push(end);
            continue;
        }
        if opens_with_a_figure(before, rest) {
            ends.push(end + 1);
            continue;
        }
        let with_acronym = opens_with_an_acronym(rest);
        if !with_acronym && !opens_with_a_word(rest) {
            continue;
        }
        let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
        let address = token.contains(['/', '@', '\\', '_', '=', '&'])
            || token.starts_with("www")
            || token.contains("://")
            || near_start(rest)
                .split(char::is_whitespace)
                .next()
                .is_some_and(|behind| behind.contains('@'));
        let last = token.rsplit(['.', '-', '(', '“', '"']).next().unwrap_or_default();
        let folded = fold_word(token);
        let behind_figures = folded.trim_start_matches(|c: char| !c.is_alphabetic());
        let time = behind_figures.contains('.') && lang.is(WordClass::TimeOfDay, behind_figures);
        let plain_word = last.chars().filter(|c| c.is_alphabetic()).count() >= 2
            && !last.chars().any(char::is_uppercase)
            || is_number(last)
            || is_name(last, token);
        let acronym = is_dotted(token) && token.len() >= 3 && starts_like_a_sentence(rest, lang);
        let domain =
            rest.split(|c: char| !c.is_alphanumeric()).next().is_some_and(is_domain_ending);
        // "officials.LASD Lt. Vale": behind a word that is whole, or "v.US" and "report.PDF" would come apart.
        let whole = last == token && ends_with_a_whole_word(before);
        if !address
            && !domain
            && (!with_acronym || whole)
            && (time || plain_word || acronym || closers > 0 && !token.is_empty())
        {
            ends.push(end);
        }
    }
}

/// White space, then a capital or a figure.
fn opens_a_sentence(rest: &str) -> bool {
    let behind = rest.trim_start();
    let first = behind.trim_start_matches(is_opening).chars().next();
    behind.len() < rest.len() && first.is_some_and(|c| c.is_uppercase() || c.is_numeric())
}

/// A space and a figure behind a whole word: three letters or more, all lower case, or a year.
fn opens_with_a_figure(before: &str, rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix(' ') else { return false };
    ends_with_a_whole_word(before)
        && rest.trim_start_matches(['$', '£', '€', '¥']).starts_with(|c: char| c.is_ascii_digit())
}

fn ends_with_a_whole_word(text: &str) -> bool {
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    word.chars().count() >= 3 && (word.chars().all(char::is_lowercase) || is_number(word))
}

/// "Hale" in "said Hale.The": a capitalised word of four letters or more, no abbreviation.
fn is_name(last: &str, token: &str) -> bool {
    last == token && last.chars().count() >= 4 && last.chars().skip(1).all(char::is_lowercase)
}

fn is_number(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|b| b.is_ascii_digit())
}

/// Endings of domains written with a capital ("Amazon.Com").
fn is_domain_ending(word: &str) -> bool {
    matches!(word, "Com" | "Org" | "Net" | "Co" | "Js" | "JS" | "NET" | "COM" | "Io" | "AI")
}

fn starts_like_a_sentence(rest: &str, lang: &Lang) -> bool {
    let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
    lang.is(WordClass::SentenceOpener, &fold_word(word))
}

/// Whether text goes on with a capitalised word: an upper-case letter, then a lower-case one or a space.
fn opens_with_a_word(rest: &str) -> bool {
    let mut chars = rest.trim_start_matches(['“', '"', '‘']).chars();
    chars.next().is_some_and(char::is_uppercase)
        && chars.next().is_some_and(|c| c.is_lowercase() || c == ' ' || c == '’' || c == '\'')
}

/// Whether text goes on with letters that are all capitals, and a capitalised word behind them.
fn opens_with_an_acronym(rest: &str) -> bool {
    rest.split_once(' ').is_some_and(|(first, behind)| {
        first.len() >= 2
            && first.bytes().all(|b| b.is_ascii_uppercase())
            && behind.starts_with(char::is_uppercase)
    })
}
