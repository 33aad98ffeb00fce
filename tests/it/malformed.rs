//! Damaged files, wrong labels, wrong names: each is parsed or named, and nothing panics.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use newsfold::ingest::{IngestSettings, Intake, read, read_from};

use crate::program::root;

/// Numbers that look random and are the same every time (Knuth's multiplier, 64 bits).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (self.0 >> 33) as usize % most
    }
}

fn cases() -> Vec<PathBuf> {
    let folder = root().join("tests/cases/formats");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Every file is in the articles or in what was set aside, and none by a panic.
fn assert_told_or_named(folder: &Path, intake: &Intake, files: usize) {
    let told = intake.articles.iter().map(|a| a.place.path.as_str());
    let named = intake.set_aside.iter().map(|s| s.path.raw());
    let known: BTreeSet<&str> = told.chain(named).collect();
    assert_eq!(known.len(), files);
    for set_aside in &intake.set_aside {
        let at = set_aside.path.raw().strip_prefix(folder.to_str().unwrap()).unwrap();
        assert!(!set_aside.reason.raw().contains("internal error"), "{at}: {:?}", set_aside.reason);
        assert!(!set_aside.reason.raw().is_empty());
    }
}

#[test]
fn damaged_files_are_told_or_named() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = 0;
    let mut numbers = Numbers(7);
    let mut write = |name: String, bytes: &[u8]| {
        std::fs::write(folder.path().join(name), bytes).unwrap();
        files += 1;
    };
    let cases = cases();
    for (at, path) in cases.iter().enumerate() {
        let name = path.file_name().unwrap().to_str().unwrap();
        let bytes = std::fs::read(path).unwrap();
        for part in 0..64 {
            write(format!("cut-{part}-{name}"), &bytes[..bytes.len() * part / 64]);
        }
        for flip in 0..32 {
            let mut bytes = bytes.clone();
            for _ in 0..=flip / 8 {
                let byte = numbers.below(bytes.len());
                bytes[byte] ^= 1 << numbers.below(8);
            }
            write(format!("flipped-{flip}-{name}"), &bytes);
        }
        // Under the name of every other kind.
        for other in &cases {
            let other = other.file_name().unwrap().to_str().unwrap();
            write(format!("named-{at}-{other}"), &bytes);
        }
        // The bytes taken for Latin-1, and every other byte a NUL.
        let latin: String = bytes.iter().map(|b| char::from(*b)).collect();
        write(format!("latin-{name}"), latin.as_bytes());
        let wide: Vec<u8> = bytes.iter().flat_map(|b| [*b, 0]).collect();
        write(format!("wide-{name}"), &wide);
    }
    assert!(files > 1900, "{files}");
    let intake = read(&[folder.path().into()], &IngestSettings::default()).unwrap();
    assert_told_or_named(folder.path(), &intake, files);
}

/// A paragraph in each of several scripts, and encodings that hold it.
const SCRIPTS: &[(&str, &[&str], &str)] = &[
    (
        "fr",
        &["windows-1252", "iso-8859-15", "macintosh"],
        "Le maire a déclaré à la presse que la fête était annulée, car l’été a été trop sec près de la forêt. Où l’on dansait naguère, « rien n’est sûr », a-t-il ajouté.",
    ),
    (
        "de",
        &["windows-1252", "iso-8859-15"],
        "Die Brücke über den Fluß bleibt für ein Jahr geschlossen, erklärte der Bürgermeister. Die Händler fürchten nun Einbußen, größere Umwege und Ärger.",
    ),
    (
        "cs",
        &["windows-1250", "iso-8859-2"],
        "Most přes řeku zůstane zavřený celý rok, řekl v pondělí starosta města. Obchodníci se bojí, že přijdou o zákazníky, kteří dříve jezdili každý den.",
    ),
    (
        "ru",
        &["windows-1251", "koi8-r", "iso-8859-5", "ibm866"],
        "Мост через реку будет закрыт на год, сообщил в понедельник мэр города. Торговцы опасаются, что потеряют покупателей, которые ездили каждый день.",
    ),
    (
        "el",
        &["windows-1253", "iso-8859-7"],
        "Η γέφυρα θα παραμείνει κλειστή για ένα χρόνο, δήλωσε τη Δευτέρα ο δήμαρχος της πόλης. Οι έμποροι φοβούνται ότι θα χάσουν τους πελάτες τους.",
    ),
    (
        "he",
        &["windows-1255", "iso-8859-8-i"],
        "הגשר מעל הנהר ייסגר למשך שנה, הודיע ראש העיר ביום שני. הסוחרים חוששים שיאבדו את הלקוחות שנסעו בו בכל יום.",
    ),
    (
        "ar",
        &["windows-1256", "iso-8859-6"],
        "سيظل الجسر فوق النهر مغلقا لمدة عام حسبما قال رئيس البلدية يوم الاثنين. ويخشى التجار أن يفقدوا زبائنهم الذين كانوا يعبرونه كل يوم.",
    ),
    (
        "tr",
        &["windows-1254"],
        "Nehrin üzerindeki köprü bir yıl boyunca kapalı kalacak, dedi belediye başkanı pazartesi günü. Esnaf müşterilerini kaybetmekten korkuyor çünkü yol değişti.",
    ),
    (
        "ja",
        &["shift_jis", "euc-jp", "iso-2022-jp"],
        "川に架かる橋は一年間閉鎖されると市長が月曜日に発表した。商店主たちは毎日通っていた客を失うことを恐れている。",
    ),
    (
        "zh",
        &["gbk", "gb18030", "big5"],
        "市長星期一宣布，河上的大橋將關閉一年。商人們擔心會失去每天經過的顧客，因為道路改變了。",
    ),
    (
        "ko",
        &["euc-kr"],
        "시장은 월요일 강 위의 다리가 일 년 동안 폐쇄될 것이라고 발표했다. 상인들은 매일 다니던 손님을 잃을까 걱정하고 있다.",
    ),
    (
        "th",
        &["windows-874"],
        "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานข้ามแม่น้ำจะปิดเป็นเวลาหนึ่งปี พ่อค้าแม่ค้ากลัวว่าจะเสียลูกค้าที่เคยผ่านไปมาทุกวัน",
    ),
];

const LABELS: &[&str] = &[
    "",
    "utf-8",
    "utf-16",
    "windows-1252",
    "iso-8859-1",
    "windows-1251",
    "koi8-r",
    "shift_jis",
    "gbk",
    "euc-kr",
    "windows-1253",
    "big5",
    "iso-2022-jp",
    "windows-1256",
    "x-unknown",
];

#[test]
fn no_encoding_is_garbled_without_being_named() {
    let mut files = 0;
    let mut right = 0;
    for (lang, charsets, text) in SCRIPTS {
        let utf16 = |big: bool| -> Vec<u8> {
            let units = std::iter::once(0xfeff).chain(text.encode_utf16());
            units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
        };
        let mut ways: Vec<(String, Vec<u8>, bool)> = vec![
            ("utf-8".to_owned(), text.as_bytes().to_vec(), false),
            ("utf-8 with a mark".to_owned(), [b"\xef\xbb\xbf", text.as_bytes()].concat(), true),
            ("utf-16le".to_owned(), utf16(false), true),
            ("utf-16be".to_owned(), utf16(true), true),
        ];
        for name in *charsets {
            let charset = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
            let (bytes, _, _) = charset.encode(text);
            ways.push(((*name).to_owned(), bytes.into_owned(), false));
        }
        for (name, bytes, whole) in &ways {
            for label in LABELS {
                // A mark stands at the very beginning: such a file is text, without a label.
                let (file, page) = match (*whole, label.is_empty()) {
                    (true, true) => ("a.txt", bytes.clone()),
                    (true, false) => continue,
                    (false, _) => {
                        let head =
                            format!("<html><head><meta charset=\"{label}\"></head><body><p>");
                        ("a.html", [head.as_bytes(), bytes].concat())
                    }
                };
                files += 1;
                let intake = read_from(file, page.as_slice(), &IngestSettings::default());
                let Some(article) = intake.articles.first() else {
                    assert!(!intake.set_aside.is_empty(), "{lang} {name} labelled {label} is lost");
                    continue;
                };
                // Encoders write what a charset lacks as a reference; readers of a page take it back.
                if article.text.trim() == *text {
                    right += 1;
                    continue;
                }
                let Some(encoding) = &article.encoding else {
                    panic!("{lang} {name} labelled {label} is garbled: {}", article.text);
                };
                let named = encoding.doubtful
                    || encoding.replaced > 0
                    || encoding.by == newsfold::ingest::EncodingBy::Guess;
                assert!(named, "{lang} {name} labelled {label}: {encoding:?} {}", article.text);
            }
        }
    }
    assert!(files >= 400, "{files}");
    println!("{right} of {files} files read as they were meant");
}

#[test]
fn a_large_file_of_records_is_as_good_as_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.jsonl");
    // Seven megabytes: read a stretch at a time.
    let lines: String = (0..70_000)
        .map(|n| format!("{{\"text\": \"The bridge over the Vesla is shut, says report {n}.\", \"id\": \"{n:030}\"}}\n"))
        .collect();
    assert!(lines.len() > 7_000_000);
    let read_with = |end: &[u8]| {
        std::fs::write(&path, [lines.as_bytes(), end].concat()).unwrap();
        read(std::slice::from_ref(&path), &IngestSettings::default()).unwrap()
    };
    let intake = read_with(b"{\"text\": \"cut sh");
    assert_eq!(intake.articles.len(), 70_000);
    let places: Vec<Option<usize>> = intake.articles.iter().map(|a| a.place.record).collect();
    assert!(places.into_iter().eq((1..=70_000).map(Some)));
    assert!(intake.articles.iter().all(|a| a.encoding.is_none() && !a.keep_text));
    let named: Vec<Option<usize>> = intake.set_aside.iter().map(|s| s.record).collect();
    assert_eq!(named, [Some(70_001)]);
    // A letter of Latin-1 in its last line: all of it is read so, and says it.
    let intake = read_with(b"{\"text\": \"The bridge on Stra\xdfe 3 is shut.\"}\n");
    assert_eq!(intake.articles.len(), 70_001);
    assert!(intake.articles.iter().all(|a| a.encoding.is_some()));
}
