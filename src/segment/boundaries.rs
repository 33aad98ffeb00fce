//! Sentence boundaries. The standard's segmentation (UAX #29) proposes; this layer merges what abbreviations,
//! initials, ellipses and attributed quotations hold together. The only splits it adds are a missing space behind
//! a stop ("4:15 p.m.Former aides") and a closing mark that the standard lets swallow the boundary.

use std::borrow::Cow;

use super::abbreviations::{Abbreviation, classify};
use super::spaces::splits_at_spaces;
use super::splits::added_splits;
use crate::text::{
    Lang, Language, Span, WordClass, fold_word, is_closing, is_opening, sentence_ends,
};

/// Splits one paragraph (`span` of `text`) into sentences: trimmed, in order, none empty. In a `wrapped`
/// paragraph line ends are white space.
pub fn split_sentences(
    text: &str,
    span: Span,
    wrapped: bool,
    language: Option<&Language>,
) -> Vec<Span> {
    let lang = Lang::of(language);
    let slice = span.of(text);
    let flat: Cow<'_, str> = if wrapped {
        // Byte for byte, so that offsets hold.
        Cow::Owned(slice.replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(slice)
    };
    let mut spans = Vec::new();
    let mut start = 0;
    for candidate in candidates(&flat, lang) {
        let mut end = candidate;
        if end <= start {
            continue;
        }
        end += stray_closing(&flat[start..end], &flat[end..]);
        if end < flat.len() {
            match list_item_before(&flat[start..end]) {
                Some(item) if item > 0 => end = start + item,
                _ => {
                    let stray = stray_opening(&flat[start..end], &flat[end..]);
                    if is_merged(&flat[start..end - stray], &flat[end - stray..], lang) {
                        continue;
                    }
                    end -= stray;
                }
            }
        }
        let sentence = Span::new(span.start + start, span.start + end).trimmed(text);
        if !sentence.is_empty() {
            spans.push(sentence);
        }
        start = end;
    }
    spans
}

/// Every place where a sentence could end, in order, the end of the text last.
fn candidates(flat: &str, lang: &Lang) -> Vec<usize> {
    let mut ends = Vec::new();
    let mut start = 0;
    for end in sentence_ends(flat) {
        added_splits(flat, Span::new(start, end), lang, &mut ends);
        if let Some(letters) = lang.letters_before_break() {
            splits_at_spaces(flat, Span::new(start, end), letters, lang, &mut ends);
        }
        ends.push(end);
        start = end;
    }
    ends
}

/// Where a list item begins whose mark ends `left`, in a list that `left` is inside of: "1. The first item 2." gives
/// the place of "2.". The boundary is there, and not behind the mark.
fn list_item_before(left: &str) -> Option<usize> {
    let body = left.trim_end();
    let mark = body.rsplit(char::is_whitespace).next()?;
    let next = list_number(mark)?;
    let before = body[..body.len() - mark.len()].trim_end();
    let bullets = before.trim_end_matches(['•', '⁃', '-', '*', '·']).trim_end();
    let opens = left.trim_start().trim_start_matches(['•', '⁃', '-', '*', '·']).trim_start();
    let first = list_number(opens.split(char::is_whitespace).next()?)?;
    (first + 1 == next && !bullets.is_empty()).then_some(bullets.len())
}

/// The number of a list mark: "2.", "2.)", "⁃10.", "b.".
fn list_number(mark: &str) -> Option<u32> {
    let bare = mark.trim_start_matches(['•', '⁃', '-', '(']);
    let bare = bare.strip_suffix(".)").or_else(|| bare.strip_suffix('.'))?;
    let mut chars = bare.chars();
    match (chars.next(), chars.next()) {
        (Some(letter @ 'a'..='z'), None) => Some(letter as u32),
        _ if bare.len() <= 2 => bare.parse().ok(),
        _ => None,
    }
}

/// Marks of which each opens or closes and never both, in pairs.
const PAIRS: [(char, char); 7] = [
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('（', '）'),
    ('«', '»'),
];

/// How far behind or before a boundary the other one of a pair of marks is looked for: some sentences.
const NEAR: usize = 600;

/// The last part of a text, or its first.
fn near_end(text: &str) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(NEAR))..]
}

pub(super) fn near_start(text: &str) -> &str {
    &text[..text.floor_char_boundary(NEAR)]
}

/// The mark that would close what the end of a text leaves open.
fn awaited(left: &str) -> Option<char> {
    let mut closed: Vec<char> = Vec::new();
    for c in near_end(left).chars().rev() {
        if let Some((_, close)) = PAIRS.iter().find(|(open, _)| *open == c) {
            if closed.last() != Some(close) {
                return Some(*close);
            }
            closed.pop();
        } else if PAIRS.iter().any(|(_, close)| *close == c) {
            closed.push(c);
        }
    }
    None
}

/// Bytes of a closing mark behind the boundary, set apart by a space as in French, which belongs to what `left` opens: `mai. »`.
fn stray_closing(left: &str, right: &str) -> usize {
    let behind = right.trim_start();
    // "… ? \" .": a mark with a stop of its own behind it opens nothing.
    if let Some(stop) =
        behind.strip_prefix('"').and_then(|rest| rest.trim_start().strip_prefix('.'))
        && (stop.is_empty() || stop.starts_with(char::is_whitespace))
        && near_end(left).matches('"').count() % 2 == 1
    {
        return right.len() - stop.len();
    }
    // "zien. ''": two marks that close what two commas opened.
    if behind.starts_with("''") && near_end(left).rfind(",,") > near_end(left).rfind("''") {
        return right.len() - behind.len() + 2;
    }
    match behind.chars().next().filter(|mark| is_closing(*mark) && awaited(left) == Some(*mark)) {
        Some(mark) => right.len() - behind.len() + mark.len_utf8(),
        None => 0,
    }
}

/// Whether the boundary lies inside brackets or a quotation that is closed soon: `《摔跤吧！爸爸》`.
fn is_inside(left: &str, right: &str) -> bool {
    // A passage in guillemets may be of many sentences, each of which is one.
    awaited(left).is_some_and(|mark| mark != '»' && near_start(right).contains(mark))
}

/// Bytes of opening marks that the standard counts to the sentence before: `left.“Right`, `左。「`.
fn stray_opening(left: &str, right: &str) -> usize {
    let bare = left.trim_end_matches(|c| PAIRS.iter().any(|(open, _)| *open == c));
    if bare.len() < left.len() {
        return left.len() - bare.len();
    }
    let opens = |mark: char| left.ends_with(mark) && right.starts_with(char::is_alphanumeric);
    let balanced = left.matches(['“', '„']).count() <= left.matches('”').count();
    if opens('“') && !balanced { '“'.len_utf8() } else { 0 }
}

/// Whether the proposed boundary between `left` and `right` is none.
fn is_merged(left: &str, right: &str, lang: &Lang) -> bool {
    let apart = right.starts_with(char::is_whitespace) || left.ends_with(char::is_whitespace);
    let right = right.trim_start();
    if right.is_empty() {
        return false;
    }
    let body = left.trim_end().trim_end_matches(is_direction);
    // Nothing said yet, or nothing more to come: "(1.) The", "... .".
    if !body.chars().any(char::is_alphabetic) || !right.chars().any(char::is_alphanumeric) {
        return true;
    }
    if is_inside(body, right) {
        return true;
    }
    // French sets its marks apart: "mai. »".
    let core = body.trim_end_matches(|c| is_closing(c) || c.is_whitespace());
    let closed = core.len() < body.len();
    let Some(stop) = core.chars().next_back() else { return true };
    let first =
        right.trim_start_matches(|c: char| is_opening(c) || c == '—' || c == '–').trim_start();
    let goes_on_low = starts_low(first) && !right.starts_with(['-', '•']);
    match stop {
        '.' | '．' => {
            closed && goes_on_behind(body, right, apart, lang)
                || merged_at_stop(core, closed, right, first, goes_on_low, lang)
        }
        '…' => goes_on_low || right.starts_with([',', ';']),
        '!' | '?' => {
            goes_on_low
                || closed
                    && (is_attribution(right, lang) || goes_on_behind(body, right, apart, lang))
                || !closed && exclaims_inside_a_name(core, stop, first, lang)
        }
        '。' | '！' | '？' => closed && goes_on_behind(body, right, apart, lang),
        _ => false,
    }
}

/// Whether a sentence goes on behind a quotation's closing mark, in scripts that know no small letters: with what follows a quotation
/// ("と"), with a letter of a script that sets words apart and no space before it (Korean), or with who said it.
fn goes_on_behind(body: &str, right: &str, apart: bool, lang: &Lang) -> bool {
    let is_hangul = |c: char| matches!(c, '\u{ac00}'..='\u{d7a3}');
    if !apart && right.starts_with(is_hangul) {
        return true;
    }
    let starts = |class: WordClass| {
        let ends = right.char_indices().map(|(at, c)| at + c.len_utf8()).take(MOST_BEHIND);
        ends.into_iter().any(|end| lang.is(class, &right[..end]))
    };
    // Japanese particles are letters that begin other words too: right behind the mark they are none.
    if !apart && lang.has(WordClass::BehindQuotation) && starts(WordClass::BehindQuotation) {
        return true;
    }
    // All that stands before is the quotation, and what follows up to its stop ends with a verb of saying.
    let opens = body.trim_start().starts_with(is_opening);
    let near = near_start(right);
    let Some(end) = near.find(['。', '！', '？', '，', '：']) else { return false };
    let clause = &near[..end];
    opens
        && lang.has(WordClass::EndsAttribution)
        && clause
            .char_indices()
            .rev()
            .take(MOST_BEHIND)
            .any(|(at, _)| lang.is(WordClass::EndsAttribution, &clause[at..]))
}

/// Letters of the longest word that is looked for beside a quotation.
const MOST_BEHIND: usize = 4;

/// Lower case, but not a brand such as "iPhone".
fn starts_low(text: &str) -> bool {
    let mut chars = text.chars();
    chars.next().is_some_and(char::is_lowercase) && chars.next().is_none_or(|c| !c.is_uppercase())
}

fn merged_at_stop(
    core: &str,
    closed: bool,
    right: &str,
    first: &str,
    goes_on_low: bool,
    lang: &Lang,
) -> bool {
    let word = first_word(first);
    let folded_word = fold_word(word);
    let opens = lang.is(WordClass::SentenceOpener, &folded_word);
    let reference = right.starts_with('(')
        && right.split_once(')').is_some_and(|(_, rest)| rest.starts_with('.'));
    if closed && reference {
        return true;
    }
    let dots = core.len() - core.trim_end_matches('.').len();
    if dots >= 2 {
        return goes_on_low && dots <= 3;
    }
    // A spaced ellipsis of three dots goes on; a fourth is the stop of the sentence.
    if core.ends_with(". .") {
        let before = core.trim_end_matches([' ', '.', '\u{a0}']);
        return core[before.len()..].matches('.').count() < 4;
    }
    if goes_on_low {
        return true;
    }
    if closed {
        // Behind a closing mark the stop ends the quotation or aside; but a nickname goes on: `"O.J." Simpson`.
        let nickname = last_token(core.trim_end_matches('.')).trim_start_matches(is_opening);
        return is_dotted(nickname) && is_capitalised(word) && !opens;
    }
    let stopped = core.trim_end_matches(['.', '．']);
    let token = last_token(stopped);
    let before = stopped[..stopped.len() - token.len()].trim_end();
    let bare = token.trim_start_matches(|c: char| !c.is_alphanumeric());
    let bare = without_elision(bare.trim_end_matches(is_direction));
    let folded = fold_word(bare);
    let starts_digit = first.starts_with(|c: char| c.is_numeric());
    let starts_letter = first.starts_with(char::is_alphabetic);
    if bare.is_empty() {
        return false;
    }
    if lang.is(WordClass::TimeOfDay, &folded)
        && (folded.contains('.') || before.ends_with(|c: char| c.is_ascii_digit()))
    {
        let context_window = |word: &str| lang.is(WordClass::TimeZone, &fold_word(word));
        return lang.is(WordClass::BehindTime, &folded_word)
            || first.split_whitespace().take(4).any(context_window)
            || opens_with_time(core);
    }
    let apart = spaced_abbreviation(before, &folded, lang);
    if let Some(class) = apart.or_else(|| classify(&folded, lang)) {
        let sentence_word =
            bare.chars().all(char::is_lowercase) && !matches!(class, Abbreviation::Always);
        match class {
            Abbreviation::Name if !sentence_word || lang.is(WordClass::LowerCaseTitle, &folded) => {
                let street = folded == "st" && is_capitalised(last_token(before)) && opens;
                return !street && (starts_letter || starts_digit || !first.is_empty());
            }
            Abbreviation::Number
                if starts_digit
                    || is_roman(word) && lang.is(WordClass::BeforeRoman, &folded)
                    || lang.is(WordClass::Reference, &folded) =>
            {
                return true;
            }
            Abbreviation::Always => return true,
            Abbreviation::Place if !sentence_word && !before.ends_with(',') => {
                return starts_letter && !opens;
            }
            Abbreviation::MayEnd => {
                return starts_letter && !opens || starts_digit && !sentence_word;
            }
            _ => {}
        }
    }
    // "3. Oktober", "20. století": languages that write ordinals with a stop.
    let ordinal = bare.len() <= 2 && bare.bytes().all(|b| b.is_ascii_digit());
    if ordinal && starts_letter && lang.has_ordinal_stops() {
        return !opens;
    }
    if is_list_number(bare, before) {
        return true;
    }
    if bare.chars().count() == 1 && bare.chars().all(char::is_alphabetic) {
        return is_initial(bare, before, first, opens, lang);
    }
    if is_dotted(bare) {
        return starts_letter && !opens;
    }
    false
}

/// Marks that say in which direction text runs, and that nobody sees.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A word without an article that lost its vowel before it: "avv" of "l'avv".
fn without_elision(word: &str) -> &str {
    let behind = word.rsplit(['\'', '’']).next().unwrap_or(word);
    if behind.starts_with(char::is_alphabetic) { behind } else { word }
}

/// What the stop means behind the last letters of an abbreviation that is written with spaces: "z. B.", "i. d. R.".
fn spaced_abbreviation(before: &str, last: &str, lang: &Lang) -> Option<Abbreviation> {
    const MOST_PARTS: usize = 3;
    const MOST_LETTERS: usize = 3;
    let is_part = |part: &str| {
        !part.is_empty()
            && part.chars().count() <= MOST_LETTERS
            && part.chars().all(char::is_alphabetic)
    };
    if !is_part(last) {
        return None;
    }
    let mut whole = last.to_owned();
    let mut found = None;
    for token in before.split_whitespace().rev().take(MOST_PARTS) {
        let Some(part) = token
            .strip_suffix('.')
            .map(|part| fold_word(without_elision(part.trim_start_matches(is_opening))))
        else {
            break;
        };
        if !is_part(&part) {
            break;
        }
        whole = format!("{part}.{whole}");
        found = classify(&whole, lang).or(found);
    }
    found
}

/// "At 5 a.m. Mr. Smith went": nothing but a time stands before.
fn opens_with_time(core: &str) -> bool {
    core.split_whitespace().count() <= 3
}

/// The white-space token that ends `text`.
fn last_token(text: &str) -> &str {
    let start = text
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    let token = &text[start..];
    // "Senate—U.S" and "right-wing/U.S": the part behind the last dash or slash.
    token.rsplit(['—', '–', '/']).next().unwrap_or(token)
}

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

fn is_capitalised(word: &str) -> bool {
    word.trim_start_matches(is_opening).starts_with(char::is_uppercase)
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b"IVXLCDM".contains(&b))
}

/// "1." or "a." where the sentence begins.
fn is_list_number(bare: &str, before: &str) -> bool {
    let number = bare.len() <= 3 && bare.bytes().all(|b| b.is_ascii_digit());
    before.is_empty() && (number || bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_lowercase()))
}

/// Letters with stops between: "U.S", "F.B.I", "Ph.D".
pub(super) fn is_dotted(word: &str) -> bool {
    let part = |part: &str| {
        (1..=2).contains(&part.chars().count()) && part.chars().all(char::is_alphabetic)
    };
    word.contains('.') && word.split('.').all(part)
}

/// Whether the letter before the stop is a name's initial, and not a label ("Plan B.", "vitamin C.") or "I".
fn is_initial(letter: &str, before: &str, first: &str, opens: bool, lang: &Lang) -> bool {
    let next_is_initial = {
        let mut chars = first.chars();
        chars.next().is_some_and(char::is_alphabetic) && chars.next() == Some('.')
    };
    if next_is_initial && (letter != "I" || is_capitalised(last_token(before))) {
        return true;
    }
    if !letter.chars().all(char::is_uppercase) || !is_capitalised(first) {
        return false;
    }
    let previous = last_token(before);
    let previous_folded = fold_word(previous.trim_matches(|c: char| !c.is_alphanumeric()));
    if previous.is_empty() {
        return !opens || letter != "I";
    }
    if opens {
        return false;
    }
    // A street's direction: "6801 E. Business Park".
    if is_capitalised(previous)
        || previous.bytes().all(|b| b.is_ascii_digit()) && "NESW".contains(letter)
    {
        return !lang.is(WordClass::BeforeLabel, &previous_folded);
    }
    // Behind a lower-case word: a function word ("by J. Smith") or a title ("president J. Smith") comes before a name.
    // Of a language whose function words are not known, any may be one: few sentences end with a letter.
    let function_word = !lang.has(WordClass::SentenceOpener)
        || lang.is(WordClass::SentenceOpener, &previous_folded)
        || previous.ends_with([',', ':', ';', '(']);
    letter != "I" && function_word && !lang.is(WordClass::BeforeLabel, &previous_folded)
}

/// `Hale asked.`, `Mr. Hale said`, `Secretary of State Mary Hale, D-Ore., asked`: a name, maybe something in commas
/// behind it, then a speech verb. With `that` behind it the words are a sentence of their own.
fn is_attribution(right: &str, lang: &Lang) -> bool {
    const MOST_NAME: usize = 8;
    const MOST_IN_COMMAS: usize = 12;
    const MOST_LETTERS_BETWEEN: usize = 3;
    let mut words = right.split_whitespace().peekable();
    let mut named = 0;
    let mut between = false;
    while let Some(word) = words.next() {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if named > 0 && !between && lang.is(WordClass::SpeechVerb, &fold_word(bare)) {
            let sentence =
                words.next().is_some_and(|word| lang.is(WordClass::NoSpeechBehind, word));
            return !bare.starts_with(char::is_uppercase) && !sentence;
        }
        let name = bare.starts_with(char::is_uppercase);
        // "of", "for the", "van der": capitals go on behind them.
        let joins = named > 0 && bare.chars().count() <= MOST_LETTERS_BETWEEN && word == bare;
        if !name && !joins || named == MOST_NAME || word.ends_with(['!', '?', ':', ';']) {
            return false;
        }
        between = !name;
        named += 1;
        if name && word.ends_with(',') {
            let closed = words.by_ref().take(MOST_IN_COMMAS).any(|word| word.ends_with(','));
            let verb = words.peek().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
            if !closed || !verb.is_some_and(|verb| lang.is(WordClass::SpeechVerb, &fold_word(verb)))
            {
                return false;
            }
        }
    }
    false
}

/// A mark inside a company's name: "Zowie! Inc.".
fn exclaims_inside_a_name(core: &str, stop: char, first: &str, lang: &Lang) -> bool {
    stop == '!'
        && is_capitalised(last_token(core.trim_end_matches(stop)))
        && is_capitalised(first)
        && lang.is(WordClass::CompanyForm, &fold_word(first_word(first)))
}
