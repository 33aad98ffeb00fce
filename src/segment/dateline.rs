//! Datelines and credits before a report's first words: "WASHINGTON (AP) — ", "(Reuters) - ".

use crate::text::Span;

/// Characters within which a dateline ends.
const LONGEST: usize = 60;

/// "1.1.2005": no shorter string is a whole date.
const FEWEST_DATE_BYTES: usize = 8;

/// Where the first sentence of `paragraph` begins: behind a dateline if there is one, and behind the record's own `date`
/// where the text begins with it.
pub(super) fn after_dateline(text: &str, paragraph: Span, date: Option<&str>) -> usize {
    let whole_date = |d: &&str| d.len() >= FEWEST_DATE_BYTES && d.contains(char::is_numeric);
    let dated = date.map(str::trim).filter(whole_date);
    let rest = dated.and_then(|d| paragraph.of(text).strip_prefix(d)).map(str::trim_start);
    let begins = |rest: &&str| rest.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let paragraph = match rest.filter(begins) {
        Some(rest) => Span::new(paragraph.end - rest.len(), paragraph.end),
        None => paragraph,
    };
    let slice = paragraph.of(text);
    let head_end = slice.char_indices().nth(LONGEST).map_or(slice.len(), |(at, _)| at);
    let head = &slice[..head_end];
    for (at, dash) in head.match_indices(['—', '–', '-']) {
        let before = &head[..at];
        let rest = &slice[at + dash.len()..];
        let spaced = before.ends_with(char::is_whitespace) || dash == "—";
        let doubled = rest.trim_start_matches(['-', '—', '–']);
        // "ATLANTA—The vote": one dash, and nothing beside it.
        let tight = dash == "—" && is_shouted(before) && is_title_case(rest);
        if (spaced && doubled.starts_with(char::is_whitespace) || tight)
            && (is_dateline(before.trim()) || is_place(before.trim(), doubled.trim_start()))
            && !doubled.trim().is_empty()
        {
            let skipped = slice.len() - doubled.trim_start().len();
            return paragraph.start + skipped;
        }
    }
    let without_dash = [after_bare_agency, after_two_towns, after_glued_title, after_note];
    let skipped = without_dash.iter().map(|after| after(slice)).find(|skipped| *skipped > 0);
    paragraph.start + skipped.unwrap_or(0)
}

/// Whether a paragraph, of which `sentence` is what stands behind its dateline, opens with a place and a dash: "TIJUANA, Mexico — ". A bare agency or a date may
/// open any.
pub(super) fn opens_with_place(text: &str, paragraph: Span, sentence: Span) -> bool {
    let head = text[paragraph.start..sentence.start].trim_end();
    let place = head.trim_end_matches(['—', '–', '-']);
    place.len() < head.len() && place.starts_with(char::is_uppercase)
}

/// Bytes of a note in brackets, at most.
const LONGEST_NOTE: usize = 200;

/// Bytes of a note in brackets before a report, with its brackets: "[Updated at 4:45 p.m. ET] ". One word, or words without a number or colon, are the editor's in a
/// sentence: "[The] president".
fn after_note(slice: &str) -> usize {
    let Some((note, rest)) = slice.strip_prefix('[').and_then(|slice| slice.split_once("] "))
    else {
        return 0;
    };
    let is_note = note.len() <= LONGEST_NOTE
        && note.contains(' ')
        && note.contains(|c: char| c.is_numeric() || c == ':');
    let report = rest.trim_start();
    let begins = report.starts_with(|c: char| c.is_alphanumeric() && !c.is_lowercase());
    if is_note && begins { slice.len() - report.len() } else { 0 }
}

/// Characters within which a dateline ends that a title runs into.
const LONGEST_TITLE: usize = 200;

/// Bytes within which an agency's bracket closes: "(AP) ".
const LONGEST_AGENCY: usize = 14;

/// Bytes of a title and a dateline that follow each other without a break: "Bridge Will Close, Mayor Says HARROW, Ill. (MW) - The bridge". The town is all
/// capitals and more than the title's words, and an agency in capitals stands behind it.
fn after_glued_title(slice: &str) -> usize {
    let head_end = slice.char_indices().nth(LONGEST_TITLE).map_or(slice.len(), |(at, _)| at);
    let head = &slice[..head_end];
    for (at, _) in head.match_indices(" (") {
        let near = &slice[at + 2..slice.floor_char_boundary(at + 2 + LONGEST_AGENCY)];
        let Some(end) = near.find(") ") else { continue };
        let (agency, rest) = (&near[..end], &slice[at + 2 + end + 2..]);
        let report = rest.trim_start_matches(['-', '—', '–']).trim_start();
        // The town, with a state behind it or without: the last two words.
        let mut before = head[..at].rsplit(' ').take(2);
        if is_agency(agency)
            && report.len() < rest.len()
            && report.starts_with(char::is_uppercase)
            && before.any(is_shouted)
            && head[..at].chars().any(char::is_lowercase)
        {
            return slice.len() - report.len();
        }
    }
    0
}

/// Bytes of an agency in brackets with nothing behind it but the report: "(CNN) Hours after", "Seoul, South Korea (CNN) North Korea is".
fn after_bare_agency(slice: &str) -> usize {
    let head = &slice[..slice.floor_char_boundary(LONGEST)];
    let Some((place, behind)) = head.split_once('(') else { return 0 };
    let Some((agency, _)) = behind.split_once(") ") else { return 0 };
    let rest = slice[place.len() + "(".len() + agency.len() + ")".len()..].trim_start();
    let words = || place.split_whitespace();
    let is_word = |word: &str| {
        let word = word.strip_suffix(',').unwrap_or(word);
        word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic)
    };
    // Behind a name two letters in brackets are a party's or a state's.
    let is_place = words().next().is_none()
        || words().count() <= MOST_WORDS && words().all(is_word) && agency.len() > 2;
    if is_agency(agency) && is_place && rest.starts_with(char::is_uppercase) {
        slice.len() - rest.len()
    } else {
        0
    }
}

/// Words of a place.
const MOST_WORDS: usize = 5;

/// Bytes of two towns in capitals, a country behind them or none, with nothing between them and the report: "GAZA/JERUSALEM Israel's cabinet",
/// "JAKARTA/PANGKALAN BUN, Indonesia Search teams".
fn after_two_towns(slice: &str) -> usize {
    let head = &slice[..slice.floor_char_boundary(LONGEST)];
    let mut words = head.split_inclusive(' ').peekable();
    let mut towns = String::new();
    while let Some(word) = words.next_if(|word| is_shouted(word)) {
        towns.push_str(word);
    }
    let parts = towns.trim_end().trim_end_matches(',').split('/');
    let mut end = towns.len();
    if towns.trim_end().ends_with(',') {
        end += words.next().map_or(0, str::len);
    }
    // Outlets and unions have three letters: "NBC/WSJ Poll".
    let is_town =
        |part: &str| part.len() > "NBC".len() && part.chars().all(|c| c.is_uppercase() || c == ' ');
    if parts.clone().count() == 2 && parts.clone().all(is_town) && is_title_case(&slice[end..]) {
        end
    } else {
        0
    }
}

/// Whether a text begins with a word whose first letter alone is a capital.
fn is_title_case(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_some_and(char::is_lowercase)
}

/// A town and its country before a capital: "Meadow Lake, Saskatchewan".
fn is_place(head: &str, rest: &str) -> bool {
    let parts: Vec<&str> = head.split(", ").collect();
    let named = |part: &&str| {
        !part.is_empty()
            && part.split_whitespace().all(|w| w.starts_with(char::is_uppercase))
            && part.chars().all(|c| c.is_alphabetic() || c.is_whitespace())
    };
    parts.len() == 2
        && parts.iter().all(named)
        && head.split_whitespace().count() <= MOST_WORDS
        && rest.starts_with(char::is_uppercase)
}

/// A place in capitals, an agency in brackets, or both: "BERLIN", "NEW YORK (AP)", "(NewsNation)", "PARIS, March 3 (Reuters)".
fn is_dateline(head: &str) -> bool {
    if head.is_empty() || head.contains(['.', '!', '?', '"', '“']) && !is_abbreviated(head) {
        return false;
    }
    let bracketed = head.ends_with(')') && head.contains('(');
    let place = head.split('(').next().unwrap_or_default().trim();
    let opening = place.split([',', '/']).next().unwrap_or_default();
    let named = place
        .split_whitespace()
        .all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()));
    is_shouted(opening) || bracketed && named && place.split_whitespace().count() <= MOST_WORDS
}

/// Three letters or more, and none of them small.
fn is_shouted(place: &str) -> bool {
    place.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !place.chars().any(char::is_lowercase)
}

/// "AP", "AFP/MERIDIAN": an agency between its brackets.
fn is_agency(name: &str) -> bool {
    (2..=12).contains(&name.len()) && name.chars().all(|c| c.is_uppercase() || c == '/')
}

/// Whether the one stop of a dateline is that of a state behind its town: "LAKE FOREST, Ill.", "SPOKANE, Wash. (AP)".
fn is_abbreviated(head: &str) -> bool {
    head.contains(". (")
        || head.strip_suffix('.').and_then(|bare| bare.rsplit_once(", ")).is_some_and(
            |(_, state)| {
                state.starts_with(char::is_uppercase)
                    && state.chars().all(|c| c.is_alphabetic() || c == '.')
            },
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rest(text: &str) -> &str {
        &text[after_dateline(text, Span::new(0, text.len()), Some("Tuesday, January 18, 2005"))..]
    }

    #[test]
    fn datelines_stay_outside() {
        assert_eq!(rest("WASHINGTON (AP) — The vote passed."), "The vote passed.");
        assert_eq!(rest("(NewsNation) — Kim left."), "Kim left.");
        assert_eq!(rest("PARIS, March 3 (Reuters) - Prices rose."), "Prices rose.");
        assert_eq!(rest("BRUSSELS - Talks ended."), "Talks ended.");
        assert_eq!(rest("NEW HARROW—Talks ended."), "Talks ended.");
        assert_eq!(rest("LAKE FOREST, Ill. — The coach left."), "The coach left.");
        assert_eq!(rest("COLUMBIA, S.C. - The coach left."), "The coach left.");
        assert_eq!(rest("Tuesday, January 18, 2005Through a gala."), "Through a gala.");
        assert_eq!(rest("[Updated at 4:45 p.m. ET] The vote passed."), "The vote passed.");
        assert_eq!(rest("[The] President left."), "[The] President left.");
        assert_eq!(rest("Meadow Lake, Saskatchewan – The council met."), "The council met.");
        assert_eq!(
            rest("Bridge Will Close, Mayor Says HARROW, Ill. (MW) - The bridge will close."),
            "The bridge will close."
        );
        assert_eq!(
            rest("Members of NATO (USA) - and others - met."),
            "Members of NATO (USA) - and others - met."
        );
        assert_eq!(
            rest("Paris, London – the two cities are rivals."),
            "Paris, London – the two cities are rivals."
        );
        assert_eq!(
            rest("(CNN) Hours after it began, the fire was out."),
            "Hours after it began, the fire was out."
        );
        assert_eq!(
            rest("(CN) - A money-transfer company fired her."),
            "A money-transfer company fired her."
        );
        assert_eq!(rest("Pell, West Arland (BNN) North Arland left."), "North Arland left.");
        assert_eq!(rest("PELL/BRACKMOOR Arland's cabinet met."), "Arland's cabinet met.");
        assert_eq!(rest("PELL/WEST BRACK, Arland Search teams left."), "Search teams left.");
        assert_eq!(rest("Brackmoor (Meridian) -- A ferry sank."), "A ferry sank.");
        for whole in [
            "The vote — a close one — passed.",
            "Kim – who arrived late – wore a gown.",
            "Anti-ICE protests grew.",
            "Ines Vale (R) Thursday left.",
            "Members of NATO (USA) Friday met.",
            "NBC/WSJ Poll shows a tie.",
            "PELL Arland's cabinet met.",
            "NATO-led troops left.",
        ] {
            assert_eq!(rest(whole), whole);
        }
    }
}
