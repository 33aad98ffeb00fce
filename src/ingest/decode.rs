//! Bytes to text: byte order mark, then UTF-8, then what the input says of itself, then a guess (chardetng).

use std::collections::BTreeMap;

use encoding_rs::Encoding as Charset;
use serde::{Deserialize, Serialize};

use super::Reason;

/// Who says how the bytes are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum EncodingBy {
    /// A byte order mark.
    Mark,
    /// The input: a `meta` element, an XML declaration, an HTTP header.
    Label,
    /// Nobody; it looks like it.
    Guess,
}

/// How a text that did not come as UTF-8 was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Encoding {
    /// The encoding, as the standard names it.
    pub name: String,
    /// Who says so.
    pub by: EncodingBy,
    /// Whether a label and the look of the bytes say different things.
    pub doubtful: bool,
    /// Bytes that fit no character and became U+FFFD, and NULs, which were left out.
    pub replaced: usize,
}

/// A text and how it was come by.
pub struct Decoded {
    /// The text without its byte order mark.
    pub text: String,
    /// How it was read; none where the bytes are good UTF-8.
    pub encoding: Option<Encoding>,
    /// Lines (from 0) that were read otherwise than the rest, which is good UTF-8.
    pub damaged: BTreeMap<usize, Encoding>,
}

impl Decoded {
    /// A text that was read in one way.
    fn whole(text: String, encoding: Option<Encoding>) -> Self {
        Self { text, encoding, damaged: BTreeMap::new() }
    }
}

/// Decodes by byte order mark, else as UTF-8, else as `label` says, else by detection. Good UTF-8 that is more than
/// ASCII comes about by no accident: it goes before any label, and in a file without one a line that is none costs that line.
///
/// # Errors
/// Bytes that are no text: many NULs that no UTF-16 mark explains, or too many control characters.
pub fn decode(bytes: Vec<u8>, label: Option<&'static Charset>) -> Result<Decoded, Reason> {
    if let Some((charset, _)) = Charset::for_bom(&bytes)
        && charset != encoding_rs::UTF_8
    {
        let read = read_as(charset, &bytes, EncodingBy::Mark);
        if read.text.contains('\0') {
            return Err("holds NUL characters: UTF-32, or no text".to_owned());
        }
        return Ok(read);
    }
    if bytes.contains(&0) {
        return without_nuls(bytes, label);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if !is_iso_2022_jp(&text, label) => {
            let text = match text.strip_prefix('\u{feff}') {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            return Ok(Decoded::whole(text, None));
        }
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    let control = bytes
        .iter()
        .filter(|b| matches!(b, 0x01..=0x08 | 0x0e..=0x1a | 0x1c..=0x1f | 0x7f))
        .count();
    // Text in any single-byte encoding has next to no control characters; a picture has 10 % of them.
    if control * 50 > bytes.len() {
        return Err("binary: neither UTF-8 nor any other text".to_owned());
    }
    let by = if label == Some(encoding_rs::UTF_8) { EncodingBy::Label } else { EncodingBy::Guess };
    let label = label.filter(|charset| *charset != encoding_rs::UTF_8);
    if label.is_none() {
        if let Some(text) = nearly_utf8(&bytes, by) {
            let replaced = text.matches('\u{fffd}').count();
            return Ok(Decoded::whole(text, Some(utf8(by, replaced))));
        }
        if by == EncodingBy::Guess
            && let Some(decoded) = by_line(&bytes)
        {
            return Ok(decoded);
        }
    }
    let guess = look(&bytes);
    let Some(label) = label else { return Ok(read_as(guess, &bytes, EncodingBy::Guess)) };
    let mut labelled = read_as(label, &bytes, EncodingBy::Label);
    if let Some(encoding) = &mut labelled.encoding {
        encoding.doubtful = guess != label || has_capitals_inside(&labelled.text);
        if encoding.replaced > 0 {
            let mut guessed = read_as(guess, &bytes, EncodingBy::Guess);
            if let Some(other) = &mut guessed.encoding
                && other.replaced < encoding.replaced
            {
                other.doubtful = true;
                return Ok(guessed);
            }
        }
    }
    Ok(labelled)
}

/// What the bytes look like.
fn look(bytes: &[u8]) -> &'static Charset {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// Whether what reads as ASCII is Japanese, whose letters this encoding hides behind escape sequences.
fn is_iso_2022_jp(text: &str, label: Option<&'static Charset>) -> bool {
    let japanese = encoding_rs::ISO_2022_JP;
    text.contains('\u{1b}')
        && text.is_ascii()
        && (label == Some(japanese) || look(text.as_bytes()) == japanese)
}

/// Whether many accented letters are capitals behind a small letter (`dŽclarŽ`): no language writes so, but text of one
/// single-byte encoding read as another does, where nobody can tell which it was.
fn has_capitals_inside(text: &str) -> bool {
    const MOST_INSIDE: usize = 5;
    let mut before = ' ';
    let (mut accented, mut inside) = (0, 0);
    for c in text.chars() {
        if !c.is_ascii() && c.is_alphabetic() {
            accented += 1;
            inside += usize::from(c.is_uppercase() && before.is_lowercase());
        }
        before = c;
    }
    inside * MOST_INSIDE > accented
}

fn read_as(charset: &'static Charset, bytes: &[u8], by: EncodingBy) -> Decoded {
    let (text, used, bad) = charset.decode(bytes);
    let replaced = if bad { text.matches('\u{fffd}').count() } else { 0 };
    let encoding = Encoding { name: used.name().to_owned(), by, doubtful: false, replaced };
    Decoded::whole(text.into_owned(), Some(encoding))
}

fn utf8(by: EncodingBy, replaced: usize) -> Encoding {
    Encoding { name: "UTF-8".to_owned(), by, doubtful: false, replaced }
}

/// UTF-8 with a few bad bytes: at least ten good sequences for each or, where the input says that it is UTF-8, no more than there
/// are good sequences, or a single one. Read as anything else all of it would be garbled; the bad bytes become U+FFFD, and a sentence
/// that holds one is used last.
fn nearly_utf8(bytes: &[u8], by: EncodingBy) -> Option<String> {
    const GOOD_TO_BAD: usize = 10;
    let text = String::from_utf8_lossy(bytes);
    let bad = text.matches('\u{fffd}').count();
    let good = text.chars().filter(|c| !c.is_ascii()).count() - bad;
    let is_utf8 = match by {
        EncodingBy::Label => bad <= good.max(1),
        _ => good >= GOOD_TO_BAD * bad,
    };
    // Without a bad byte it is something that only looks like ASCII.
    (is_utf8 && bad > 0).then(|| text.into_owned())
}

/// A file of which some lines are good UTF-8 that is more than ASCII, and no more lines are none: those alone are read in another way,
/// all in the same. Nothing where it is no such file: hardly a line of another encoding is good UTF-8 by accident.
fn by_line(bytes: &[u8]) -> Option<Decoded> {
    let lines = || bytes.split_inclusive(|b| *b == b'\n').enumerate();
    let good = lines().filter(|(_, line)| !line.is_ascii() && std::str::from_utf8(line).is_ok());
    let is_bad = |line: &[u8]| std::str::from_utf8(line).is_err();
    let bad: Vec<&[u8]> = lines().map(|(_, line)| line).filter(|line| is_bad(line)).collect();
    if good.count() < bad.len() {
        return None;
    }
    let unlike: Vec<&[u8]> =
        bad.into_iter().filter(|line| nearly_utf8(line, EncodingBy::Guess).is_none()).collect();
    let guess = look(&unlike.concat());
    let mut text = String::with_capacity(bytes.len());
    let mut damaged = BTreeMap::new();
    for (index, line) in lines() {
        let read = match (std::str::from_utf8(line), nearly_utf8(line, EncodingBy::Guess)) {
            (Ok(line), _) => Decoded::whole(line.to_owned(), None),
            (Err(_), Some(line)) => {
                let replaced = line.matches('\u{fffd}').count();
                Decoded::whole(line, Some(utf8(EncodingBy::Guess, replaced)))
            }
            (Err(_), None) => read_as(guess, line, EncodingBy::Guess),
        };
        text.push_str(&read.text);
        damaged.extend(read.encoding.map(|encoding| (index, encoding)));
    }
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    let replaced = damaged.values().map(|encoding| encoding.replaced).sum();
    Some(Decoded { text, encoding: Some(utf8(EncodingBy::Guess, replaced)), damaged })
}

/// A text in which a few NULs stand, which no reader of pages shows, or in which a disk left a row of them behind its end.
fn without_nuls(mut bytes: Vec<u8>, label: Option<&'static Charset>) -> Result<Decoded, Reason> {
    const TEXT_TO_NULS: usize = 50;
    let all = bytes.len();
    let end = bytes.iter().rposition(|b| *b != 0).map_or(0, |at| at + 1);
    bytes.truncate(end);
    bytes.retain(|b| *b != 0);
    if bytes.is_empty() || (end - bytes.len()) * TEXT_TO_NULS > bytes.len() {
        return Err("binary: holds NUL bytes".to_owned());
    }
    let nuls = all - bytes.len();
    let mut decoded = decode(bytes, label)?;
    decoded.encoding.get_or_insert_with(|| utf8(EncodingBy::Guess, 0)).replaced += nuls;
    Ok(decoded)
}

/// The encoding that a page or an XML file names for itself in its first kilobyte; nothing where the bytes are no markup.
/// A label of UTF-16 in bytes that can be read as ASCII is wrong, and stands for UTF-8 (HTML, 13.2.3.2).
pub(super) fn declared(bytes: &[u8]) -> Option<&'static Charset> {
    const LOOKED_AT: usize = 1024;
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    if !head.starts_with(b"<") {
        return None;
    }
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let named = |attribute: &str| -> Option<String> {
        let behind = head.split_once(attribute)?.1.trim_start().strip_prefix('=')?.trim_start();
        let value = behind.strip_prefix(['"', '\'']).unwrap_or(behind);
        value
            .split(['"', '\'', ';', '>', ' ', '/', '\t', '\n', '\r', '?'])
            .next()
            .map(str::to_owned)
    };
    let label: String =
        if head.starts_with("<?xml") { named("encoding") } else { named("charset") }?;
    of_label(&label)
}

/// The encoding of a label as a page or an HTTP header writes it.
pub(super) fn of_label(label: &str) -> Option<&'static Charset> {
    let charset = Charset::for_label(label.trim().as_bytes())?;
    let wide = [encoding_rs::UTF_16LE, encoding_rs::UTF_16BE];
    Some(if wide.contains(&charset) { encoding_rs::UTF_8 } else { charset })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<(String, Option<String>), Reason> {
        decode(bytes.to_vec(), declared(bytes)).map(|d| (d.text, d.encoding.map(|e| e.name)))
    }

    #[test]
    fn marks_and_guesses() {
        assert_eq!(read(b"\xef\xbb\xbfna\xc3\xafve"), Ok(("naïve".to_owned(), None)));
        assert_eq!(read(b"\xff\xfeh\0i\0"), Ok(("hi".to_owned(), Some("UTF-16LE".to_owned()))));
        let latin = "Le maire a déclaré à la presse que la fête était annulée.";
        let bytes: Vec<u8> = latin.chars().map(|c| c as u8).collect();
        assert_eq!(read(&bytes), Ok((latin.to_owned(), Some("windows-1252".to_owned()))));
        assert!(read(b"a\0b").is_err());
        assert!(read(b"\xff\xfe\0\0L\0\0\0").is_err());
        let nearly = format!("{}!", "été ".repeat(20));
        let mut bytes = nearly.clone().into_bytes();
        bytes.push(0xe9);
        assert_eq!(read(&bytes), Ok((format!("{nearly}\u{fffd}"), Some("UTF-8".to_owned()))));
    }

    #[test]
    fn a_declared_utf8_stays_and_a_line_costs_itself() {
        let feed = b"<?xml version='1.0' encoding='utf-8'?>\xe2\x80\x99 caf\xe9";
        let read = decode(feed.to_vec(), declared(feed)).map(|d| (d.text, d.encoding));
        let text = "<?xml version='1.0' encoding='utf-8'?>’ caf\u{fffd}".to_owned();
        assert_eq!(read, Ok((text, Some(utf8(EncodingBy::Label, 1)))));
        // What only says that it is UTF-8 is not.
        let latin = b"<meta charset=utf-8>d\xe9clar\xe9 \xe0 la f\xeate";
        let read = decode(latin.to_vec(), declared(latin)).map(|d| d.text);
        assert_eq!(read, Ok("<meta charset=utf-8>déclaré à la fête".to_owned()));

        let lines = [
            "La fête était belle.\n".as_bytes(),
            b"La f\xeate \xe9tait tr\xe8s belle, d\xe9clare le maire.\n",
            b"Plain.\n",
            "Où est-elle ?\n".as_bytes(),
        ];
        let Ok(read) = decode(lines.concat(), None) else { panic!("no text") };
        assert_eq!(read.text.lines().nth(1), Some("La fête était très belle, déclare le maire."));
        assert_eq!(read.text.lines().next(), Some("La fête était belle."));
        assert_eq!(read.damaged.keys().collect::<Vec<_>>(), [&1]);
        assert_eq!(read.damaged[&1].name, "windows-1252");
    }

    #[test]
    fn a_few_nuls_are_left_out() {
        let text = "The bridge is shut. ".repeat(5);
        let with = |nuls: &str| decode(format!("{text}{nuls}{text}").into_bytes(), None);
        let read = with("\0").map(|d| (d.text, d.encoding.map(|e| e.replaced)));
        assert_eq!(read, Ok((format!("{text}{text}"), Some(1))));
        assert!(with(&"\0".repeat(9)).is_err());
        let padded = decode(format!("{text}{}", "\0".repeat(4096)).into_bytes(), None);
        assert_eq!(padded.map(|d| d.text), Ok(text));
        assert!(decode(vec![0; 10], None).is_err_and(|reason| reason.contains("NUL")));
    }

    #[test]
    fn labels() {
        let page = |label: &str, text: &[u8]| {
            let mut bytes = format!("<html><meta charset='{label}'><p>").into_bytes();
            bytes.extend_from_slice(text);
            let read = decode(bytes.clone(), declared(&bytes)).ok()?;
            let text = read.text.rsplit('>').next()?.to_owned();
            Some((text, read.encoding.map(|e| (e.name, e.by))))
        };
        let greek = page("iso-8859-7", b"\xd4\xef");
        assert_eq!(
            greek,
            Some(("Το".to_owned(), Some(("ISO-8859-7".to_owned(), EncodingBy::Label))))
        );
        // Good UTF-8 goes before a label that says something else.
        assert_eq!(page("iso-8859-1", "é".as_bytes()), Some(("é".to_owned(), None)));
        assert_eq!(
            declared(b"<?xml version='1.0' encoding=\"koi8-r\"?>"),
            Some(encoding_rs::KOI8_R)
        );
        assert_eq!(declared(b"charset=koi8-r"), None);
    }
}
