//! Speech that a dash opens, in the languages that write it so: "– We shall not agree to this – said the premier." Read as a quotation,
//! from the dash that opens it to the one before the verb of saying, or to the comma there.

use super::lang::Lang;
use super::quotes::{Quotation, is_closing};
use super::{Span, WordClass, fold_word, words};

/// Whether a mark may open speech: a dash, or the hyphen in its place.
fn is_dash(c: char) -> bool {
    matches!(c, '–' | '—' | '―' | '-')
}

/// The speech behind dashes in some paragraphs, left to right. What goes on behind its verb of saying, or in other paragraphs that a dash opens, has
/// no end of its own.
pub(crate) fn dash_speech(
    text: &str,
    paragraphs: impl Iterator<Item = Span>,
    lang: &Lang,
) -> Vec<Quotation> {
    let mut found: Vec<Quotation> = Vec::new();
    // Paragraphs that a dash opens and in which nobody is said to speak: speech where others are, else the items of a list.
    let mut untold: Vec<Quotation> = Vec::new();
    for paragraph in paragraphs {
        let slice = paragraph.of(text);
        if !slice.contains(is_dash) {
            continue;
        }
        let at = |byte: usize| paragraph.start + byte;
        let (mut open, mut told) = (None, false);
        for (byte, dash) in slice.match_indices(is_dash) {
            let (before, behind) = (&slice[..byte], &slice[byte + dash.len()..]);
            let spaced = before.is_empty() || before.ends_with(char::is_whitespace);
            let apart = behind.starts_with(char::is_whitespace) || dash != "-";
            if !spaced || !apart {
                continue;
            }
            match open {
                Some(start) if is_said(behind, lang) => {
                    let span = Span::new(at(start), at(byte + dash.len()));
                    found.push(Quotation { span, closed: true });
                    (open, told) = (None, true);
                }
                None if opens(before, behind) => open = Some(byte),
                _ => {}
            }
        }
        // "– We shall not agree to this, says the premier."
        if open == Some(0)
            && let Some(end) = end_before_verb(slice, lang)
        {
            found.push(Quotation { span: Span::new(at(0), at(end)), closed: true });
            open = None;
        }
        if let Some(start) = open {
            let quotation = Quotation { span: Span::new(at(start), paragraph.end), closed: false };
            if told {
                found.push(quotation);
            } else if start == 0 {
                untold.push(quotation);
            }
        }
    }
    if !found.is_empty() {
        found.append(&mut untold);
        found.sort_unstable_by_key(|quotation| quotation.span);
    }
    found
}

/// One past the mark, and where that belongs to what is said past the blank behind it, behind which somebody is said to have said what stands before it.
fn end_before_verb(slice: &str, lang: &Lang) -> Option<usize> {
    let mut marks = slice.match_indices([',', '?', '!']);
    let (at, mark) = marks.find(|(at, _)| {
        let behind = &slice[at + 1..];
        behind.starts_with(' ') && is_said(behind, lang)
    })?;
    Some(at + 1 + usize::from(mark != ","))
}

/// Whether a dash between two stretches opens speech: at the begin of a paragraph or behind the end of a sentence, before a capital.
fn opens(before: &str, behind: &str) -> bool {
    let ends = |c: char| matches!(c, '.' | '!' | '?' | '…');
    let last = before.trim_end().trim_end_matches(is_closing);
    let first = behind.trim_start().trim_start_matches(|c: char| !c.is_alphanumeric());
    (before.is_empty() || last.ends_with(ends)) && first.starts_with(char::is_uppercase)
}

/// Whether what stands behind a dash says that somebody said it: a verb of saying in small letters, or what may stand before one and the verb.
fn is_said(behind: &str, lang: &Lang) -> bool {
    for (_, word) in words(behind).take(2) {
        let folded = fold_word(word);
        if word.starts_with(char::is_uppercase) {
            return false;
        }
        if lang.is(WordClass::SpeechVerb, &folded) {
            return true;
        }
        if !lang.is(WordClass::BesideVerb, &folded) {
            return false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Language;

    #[test]
    fn speech_behind_a_dash_is_a_quotation() {
        let spoken = |tag: &str, text: &str| -> Vec<(String, bool)> {
            let paragraphs = text.split_inclusive('\n').scan(0, |from, line| {
                let span = Span::new(*from, *from + line.trim_end().len());
                *from += line.len();
                Some(span)
            });
            let language = Language::from_tag(tag);
            let found = dash_speech(text, paragraphs, Lang::of(language.as_ref()));
            found.iter().map(|q| (q.span.of(text).to_owned(), q.closed)).collect()
        };
        let one = |text: &str| vec![(text.to_owned(), true)];
        assert_eq!(
            spoken("pl", "– Nie zgadzamy się na to. To błąd – powiedział premier Kowalski."),
            one("– Nie zgadzamy się na to. To błąd –")
        );
        assert_eq!(
            spoken("es", "—No vamos a subirlos —dijo Pardo."),
            one("—No vamos a subirlos —")
        );
        assert_eq!(
            spoken("sv", "– Vi höjer inte skatten, säger Berg."),
            one("– Vi höjer inte skatten,")
        );
        assert_eq!(spoken("fr", "— Que faire ? demande Yvan Petit."), one("— Que faire ? "));
        // The end of what goes on behind the verb is not known, nor that of the next paragraph.
        let on = spoken("pl", "– Nie – powiedział Kowalski. – Będzie inaczej.\n– Tak myślę.");
        let closed: Vec<bool> = on.iter().map(|(_, closed)| *closed).collect();
        assert_eq!(closed, [true, false, false]);
        // A list, a dateline, an aside.
        for text in [
            "– Chleb i mleko\n– Masło",
            "WARSZAWA – Premier powiedział, że nie.",
            "Most – powiedział premier – jest stary.",
        ] {
            assert_eq!(spoken("pl", text), Vec::new(), "{text}");
        }
    }
}
