//! What documents are read as.

use super::*;

fn base() -> Url {
    Url::parse("https://k.example/news/feed.xml").unwrap()
}

fn now() -> Timestamp {
    "2026-11-28T12:00:00Z".parse().unwrap()
}

fn feed(text: &str) -> Feed {
    match read(text.as_bytes(), None, &base(), now()) {
        Document::Feed(feed) => feed,
        other => panic!("{other:?}"),
    }
}

const RSS: &str = "<?xml version='1.0'?>\n<rss><channel><title>K</title><link>https://k.example/</link>\n \
    <item><guid>7</guid><title>A &amp; B</title><link>/a?x=1&amp;y=2</link><pubDate>Fri, 27 Nov 2026 10:00:00 GMT</pubDate>\
    <description><![CDATA[<p>One <img src='x'>two</p>]]></description></item>\n \
    <item><title>C</title><description>&lt;p&gt;three<br>four</description></item>\n</channel></rss>";

#[test]
fn rss() {
    let read = feed(RSS);
    assert_eq!((read.entries.len(), &read.fault), (2, &None));
    assert_eq!(read.entries[0].link.as_deref(), Some("https://k.example/a?x=1&y=2"));
    assert_eq!(
        read.entries[0].date.map(|d| d.to_string()).as_deref(),
        Some("2026-11-27T10:00:00Z")
    );
    assert_eq!((&read.entries[1].link, read.entries[1].date), (&None, None));
    let kept = |wanted: &[bool]| String::from_utf8(read.with(RSS.as_bytes(), wanted)).unwrap();
    assert_eq!(kept(&[true, true]), RSS);
    let second = kept(&[false, true]);
    assert_eq!(feed(&second).entries[0].version, read.entries[1].version);
    assert!(
        !second.contains("<guid>")
            && second.contains("&lt;p&gt;three<br>four</description></item>\n</channel>")
    );
    // Another picture and other markup are the same entry; another word is not.
    let version = |text: String| feed(&text).entries[0].version.clone();
    assert_eq!(version(RSS.replace("src='x'", "src='z'")), read.entries[0].version);
    assert_ne!(version(RSS.replace("One", "Two")), read.entries[0].version);
}

#[test]
fn atom_and_rdf() {
    let atom = "<feed xmlns='a'><id>no</id><entry><id>tag:1</id><link rel='self' href='no'/><link href='b.html'/>\
        <updated>2026-11-27T10:00:00+01:00</updated><content type='xhtml'><div><title>no</title><p>x</p></div></content>\
        <title>T</title></entry></feed>";
    let read = feed(atom);
    assert_eq!(read.entries[0].link.as_deref(), Some("https://k.example/news/b.html"));
    assert_eq!(read.entries[0].date.map(|d| d.as_second()), Some(1795770000));
    let rdf = "<rdf:RDF><channel><items><rdf:Seq><rdf:li/></rdf:Seq></items></channel><item><title>a</title></item></rdf:RDF>";
    assert_eq!(feed(rdf).entries.len(), 1);
}

#[test]
fn json() {
    let text = r#"{"version":"https://jsonfeed.org/version/1.1","title":"K","items":[ {"id":1,"url":"/a","content_text":"x"},
        {"id":"2","title":"b"} , {"id":"3"}],"x":1}"#;
    let read = feed(text);
    assert_eq!(read.entries.len(), 3);
    assert_eq!(read.entries[0].link.as_deref(), Some("https://k.example/a"));
    let kept = String::from_utf8(read.with(text.as_bytes(), &[false, true, true])).unwrap();
    assert!(kept.ends_with(r#""items":[{"id":"2","title":"b"},{"id":"3"}],"x":1}"#), "{kept}");
    assert_eq!(feed(&kept).entries[0].id, read.entries[1].id);
    assert_eq!(
        feed(&String::from_utf8(read.with(text.as_bytes(), &[false; 3])).unwrap()).entries,
        []
    );
}

#[test]
fn what_is_no_feed() {
    let of = |text: &str| read(text.as_bytes(), None, &base(), now());
    let page = "<!doctype html><head><!-- <link rel=alternate type=application/rss+xml href=no> -->\
        <LINK title='a>b' rel=\"Alternate\" type='application/rss+xml; charset=utf-8' href=/rss?a=1&amp;b=2><link rel=stylesheet href=no>";
    assert_eq!(
        of(page),
        Document::Page(vec![Url::parse("https://k.example/rss?a=1&b=2").unwrap()])
    );
    assert!(matches!(of(" \n"), Document::Other(reason) if reason == "empty"));
    assert!(
        matches!(of("<opml><body/></opml>"), Document::Other(reason) if reason.contains("OPML"))
    );
    assert!(matches!(of("<svg/>"), Document::Other(reason) if reason.contains("svg")));
    assert!(matches!(of("hello"), Document::Other(_)));
    assert!(matches!(of("{\"a\":1}"), Document::Other(_)));
    assert!(matches!(of("{\"a\":"), Document::Other(_)));
}

#[test]
fn what_is_not_well_formed() {
    let cut = &RSS[..RSS.len() - 60];
    let read = feed(cut);
    assert_eq!(read.entries.len(), 1);
    assert!(read.fault.as_deref().is_some_and(|fault| fault.contains("behind entry 1")));
    let open = "<rss><channel><item><title>a<item><title>b</title></item></channel></rss>";
    assert_eq!(feed(open).entries.len(), 2);
    let deep = format!(
        "<rss><item><description>{}</description><title>t</title></item></rss>",
        "<b>".repeat(100_000)
    );
    assert_eq!(feed(&deep).entries.len(), 1);
    let ends = format!("<rss><item>{}{}</item></rss>", "<b>".repeat(1000), "</i>".repeat(100_000));
    assert_eq!(feed(&ends).entries.len(), 1);
}

#[test]
fn cut_and_damaged_anywhere() {
    let page =
        "<html><head><link rel='alternate' type='application/rss+xml' href='/é'></head></html>";
    let json = r#"{"version":"https://jsonfeed.org/version/1","items":[{"id":"1","title":"é"}]}"#;
    for text in [RSS, page, json] {
        for at in 0..text.len() {
            for damage in [0x00, 0x20, 0x3c, 0x3e, 0x80, 0xff] {
                let mut bytes = text.as_bytes().to_vec();
                bytes[at] = damage;
                for bytes in [&bytes[..], &bytes[..=at], &bytes[at..]] {
                    if let Document::Feed(feed) = read(bytes, None, &base(), now()) {
                        assert_eq!(
                            feed.with(bytes, &vec![true; feed.entries.len()]).len(),
                            bytes.len()
                        );
                        feed.with(bytes, &[false, true]);
                    }
                }
            }
        }
    }
}

#[test]
fn hostile_lengths() {
    let begun = std::time::Instant::now();
    let many = |piece: &str| piece.repeat((1 << 20) / piece.len());
    for text in [
        format!("<html><head>{}", many("<link a ")),
        format!("<html><head><link {}", many("a=b ")),
        format!(
            "<rss><item><link {}/></item></rss>",
            (0..60_000).map(|n| format!("a{n}='' ")).collect::<String>()
        ),
        format!("<rss><item><description>{}", many("<![CDATA[")),
        format!("<rss><item><description>{}</description></item></rss>", many("&lt;<b>")),
        format!("<rss>{}", many("<item>")),
        format!("<rss>{}", many("</item>")),
        format!("<rss><item>{}{}", "<b>".repeat(1000), many("</i></b>")),
        format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"items\":{}", many("[")),
    ] {
        read(text.as_bytes(), None, &base(), now());
    }
    // Four seconds where nobody else computes, without optimisation; with one square among them minutes.
    assert!(begun.elapsed() < std::time::Duration::from_secs(60), "{:?}", begun.elapsed());
}

#[test]
fn other_encodings() {
    let text = "<?xml version='1.0' encoding='windows-1251'?><rss><channel><item><title>Мост</title></item></channel></rss>";
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let of = |bytes: &[u8], kind: Option<&str>| match read(bytes, kind, &base(), now()) {
        Document::Feed(feed) => feed,
        other => panic!("{other:?}"),
    };
    let told = feed(text).entries[0].version.clone();
    let read = of(&bytes, None);
    assert_eq!(read.entries[0].version, told);
    // It is kept whole.
    assert_eq!(read.with(&bytes, &[false]), bytes.to_vec());
    let unlabelled = text.replace(" encoding='windows-1251'", "");
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&unlabelled);
    assert_eq!(of(&bytes, Some("text/xml; charset=\"windows-1251\"")).entries[0].version, told);
    let marked = [b"\xef\xbb\xbf", RSS.as_bytes()].concat();
    let read = of(&marked, Some("text/xml; charset=iso-8859-1"));
    assert_eq!(read.with(&marked, &[true, true]), marked);
    let wide: Vec<u8> =
        b"\xff\xfe".iter().copied().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(of(&wide, None).entries[0].version, told);
}

#[test]
fn dates() {
    let base = base();
    let look = Look { base: &base, now: now() };
    let is = |text: &str| look.date(text).is_some();
    for good in [
        "2026-11-28",
        "Sat, 28 Nov 2026 12:00:00 +0100",
        "28 Nov 2026 12:00 EST",
        "2026-11-28T01:02:03.5Z",
        "2026-11-29T11:00:00Z",
    ] {
        assert!(is(good), "{good}");
    }
    for bad in
        ["", "Thu, 01 Jan 1970 00:00:00 GMT", "0000-00-00", "2027-01-01T00:00:00Z", "yesterday"]
    {
        assert!(!is(bad), "{bad}");
    }
}
