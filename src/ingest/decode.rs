//! Bytes to text: gzip, byte order marks, UTF-8, and a guess (chardetng) where it is neither.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::Reason;

/// Bytes that one input may hold after unpacking: 8 GiB, chosen so that a day's crawl in one file still
/// fits and a decompression bomb does not.
pub const MAX_INPUT_BYTES: u64 = 8 << 30;

/// Gzip reaches about 1,030:1 on zeros; text stays under 20:1. Beyond this ratio, and beyond the first
/// mebibyte, an archive is taken for a bomb.
const MAX_RATIO: u64 = 200;

/// Unpacks gzip where `bytes` are gzip; hands them back otherwise.
///
/// # Errors
/// A damaged archive, one that grows more than 200-fold, one that unpacks to more than [`MAX_INPUT_BYTES`].
pub fn unpack(bytes: Vec<u8>) -> Result<Vec<u8>, Reason> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(bytes);
    }
    let limit = (bytes.len() as u64).saturating_mul(MAX_RATIO).clamp(1 << 20, MAX_INPUT_BYTES);
    let mut unpacked = Vec::new();
    let mut reader = MultiGzDecoder::new(bytes.as_slice()).take(limit + 1);
    reader.read_to_end(&mut unpacked).map_err(|e| format!("damaged gzip: {e}"))?;
    if unpacked.len() as u64 > limit {
        return Err(format!("gzip that unpacks to more than {limit} bytes"));
    }
    Ok(unpacked)
}

/// A text and how it was come by.
pub struct Decoded {
    /// The text without its byte order mark.
    pub text: String,
    /// Whether the input's own bytes (after a UTF-8 byte order mark) are this text.
    pub verbatim: bool,
}

/// Decodes by byte order mark, else as UTF-8, else by detection.
///
/// # Errors
/// Bytes that are no text: a NUL that no UTF-16 mark explains.
pub fn decode(bytes: Vec<u8>) -> Result<Decoded, Reason> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes)
        && encoding != encoding_rs::UTF_8
    {
        let (text, _, _) = encoding.decode(&bytes);
        if text.contains('\0') {
            return Err("holds NUL characters: UTF-32, or no text".to_owned());
        }
        return Ok(Decoded { text: text.into_owned(), verbatim: false });
    }
    if bytes.contains(&0) {
        return Err("binary: holds NUL bytes".to_owned());
    }
    match String::from_utf8(bytes) {
        Ok(text) => {
            let text = match text.strip_prefix('\u{feff}') {
                Some(rest) => rest.to_owned(),
                None => text,
            };
            Ok(Decoded { text, verbatim: true })
        }
        Err(error) => {
            let bytes = error.into_bytes();
            let control =
                bytes.iter().filter(|b| matches!(b, 0x01..=0x08 | 0x0e..=0x1f | 0x7f)).count();
            // Text in any single-byte encoding has next to no control characters; a picture has 10 % of them.
            if control * 50 > bytes.len() {
                return Err("binary: neither UTF-8 nor any other text".to_owned());
            }
            if let Some(text) = nearly_utf8(&bytes) {
                return Ok(Decoded { text, verbatim: false });
            }
            let mut detector =
                chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
            detector.feed(&bytes, true);
            let encoding = detector.guess(None, chardetng::Utf8Detection::Allow);
            let (text, _, _) = encoding.decode(&bytes);
            Ok(Decoded { text: text.into_owned(), verbatim: false })
        }
    }
}

/// UTF-8 with a few bad bytes: at least ten good sequences for each. Read as anything else all of it would be garbled; the
/// bad bytes become U+FFFD, and a sentence that holds one is used last.
fn nearly_utf8(bytes: &[u8]) -> Option<String> {
    const GOOD_TO_BAD: usize = 10;
    let text = String::from_utf8_lossy(bytes);
    let bad = text.matches('\u{fffd}').count();
    let good = text.chars().filter(|c| !c.is_ascii()).count() - bad;
    (good >= GOOD_TO_BAD * bad).then(|| text.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_guesses() {
        let text = |bytes: &[u8]| decode(bytes.to_vec()).map(|d| (d.text, d.verbatim));
        assert_eq!(text(b"\xef\xbb\xbfna\xc3\xafve"), Ok(("naïve".to_owned(), true)));
        assert_eq!(text(b"\xff\xfeh\0i\0"), Ok(("hi".to_owned(), false)));
        let latin = "Le maire a déclaré à la presse que la fête était annulée.";
        let bytes: Vec<u8> = latin.chars().map(|c| c as u8).collect();
        assert_eq!(text(&bytes), Ok((latin.to_owned(), false)));
        assert!(text(b"a\0b").is_err());
        assert!(text(b"\xff\xfe\0\0L\0\0\0").is_err());
        let nearly = format!("{}!", "été ".repeat(20));
        let mut bytes = nearly.clone().into_bytes();
        bytes.push(0xe9);
        assert_eq!(text(&bytes), Ok((format!("{nearly}\u{fffd}"), false)));
    }
}
