//! What holds for any bytes, one function a target. `cargo test` replays the kept corpus through them; `cargo fuzz` looks for more.

use std::path::Path;
use std::sync::OnceLock;

use newsfold::clean::RecurringLines;
use newsfold::ingest::{
    Article, IngestSettings, Intake, Title, Unpacked, decode as decode_bytes, read_from,
};
use newsfold::render::{SourceText, Terminal, to_html, to_json, to_markdown};
use newsfold::segment::{ParsedArticle, split_sentences};
use newsfold::text::{Lang, Lexicons, Span, Tokenizer, quotations};
use newsfold::{Corpus, Limits, Settings, Unwatched};
use pulldown_cmark::{Event, Options, Parser, Tag};

/// What holds for any bytes: panics where it does not.
pub type Check = fn(&[u8]);

/// Every check by its name, which is that of its target and of its corpus.
pub const CHECKS: &[(&str, Check)] = &[
    ("decode", decode),
    ("unpack", unpack),
    ("text", text),
    ("json", json),
    ("csv", csv),
    ("html", html),
    ("feed", feed),
    ("warc", warc),
    ("segment", segment),
    ("clean", clean),
    ("write", write),
    ("digest", digest),
    ("config", config),
    ("verify", verify),
];

/// Stemmers and stop words, made once.
fn lexicons() -> &'static Lexicons {
    static LEXICONS: OnceLock<Lexicons> = OnceLock::new();
    LEXICONS.get_or_init(Lexicons::new)
}

/// Limits small enough that inputs of a few kilobytes reach them.
fn limits() -> Limits {
    Limits { article_bytes: 1 << 20, run_bytes: 4 << 20, depth: 64, ..Limits::default() }
}

/// Good UTF-8 comes through as it is, everything else says how it was read.
pub fn decode(data: &[u8]) {
    let Ok(read) = decode_bytes(data.to_vec(), None) else { return };
    assert!(!read.text.contains('\0'));
    match read.encoding {
        None => {
            let bytes = data.strip_prefix(b"\xef\xbb\xbf").unwrap_or(data);
            assert_eq!(read.text.as_bytes(), bytes);
        }
        Some(encoding) => {
            assert!(encoding.replaced <= read.text.matches('\u{fffd}').count());
        }
    }
}

/// An archive never gives more than the limits allow.
pub fn unpack(data: &[u8]) {
    let limits = limits();
    let Ok(unpacked) = Unpacked::new(data, &limits) else { return };
    let Ok(bytes) = unpacked.all_behind(Vec::new(), limits.run_bytes) else { return };
    assert!(bytes.len() as u64 <= limits.run_bytes);
    let grown = limits.ratio.saturating_mul(data.len() as u64).max(1 << 20);
    assert!(bytes.len() as u64 <= grown + (64 << 10), "{} of {}", bytes.len(), data.len());
}

/// Reads `data` as a file of that name; what came of it is whole.
fn articles(name: &str, data: &[u8]) -> Intake {
    let settings = IngestSettings { limits: limits(), ..IngestSettings::default() };
    let intake = read_from(name, data, &settings);
    for set_aside in &intake.set_aside {
        assert!(!set_aside.reason.raw().contains("internal error"), "{:?}", set_aside.reason);
        assert!(!set_aside.reason.raw().is_empty());
    }
    for article in &intake.articles {
        assert!(!article.body.of(&article.text).trim().is_empty());
        if let Some(Title::InText(span)) = &article.title {
            assert!(!span.of(&article.text).is_empty());
        }
    }
    intake
}

/// Plain text and Markdown.
pub fn text(data: &[u8]) {
    articles("a.txt", data);
    articles("a.md", data);
}

/// Records in every layout.
pub fn json(data: &[u8]) {
    articles("a.jsonl", data);
    articles("a.json", data);
}

/// Tables.
pub fn csv(data: &[u8]) {
    articles("a.csv", data);
}

/// Pages.
pub fn html(data: &[u8]) {
    articles("a.html", data);
}

/// Feeds.
pub fn feed(data: &[u8]) {
    articles("a.xml", data);
}

/// Crawls. The first bytes make it one, so that the time goes into what is behind them.
pub fn warc(data: &[u8]) {
    articles("a.warc", data);
    articles("a.warc", &[b"WARC/1.0\r\n", data].concat());
}

/// Sentences are in order, do not overlap, and leave out nothing but white space; tokens and quotations stay inside.
pub fn segment(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let whole = Span::new(0, text.len());
    let blank = |text: &str| text.chars().all(|c| c.is_whitespace() || c == '\u{feff}');
    for wrapped in [false, true] {
        let mut at = 0;
        for span in split_sentences(&text, whole, wrapped, None) {
            assert!(span.start >= at && !span.is_empty() && blank(&text[at..span.start]));
            assert_eq!(span.trimmed(&text), span);
            at = span.end;
        }
        assert!(blank(&text[at..]));
    }
    let lexicons = lexicons();
    for token in Tokenizer::new(lexicons.of(None)).tokens(&text, whole) {
        assert!(!token.span.of(&text).is_empty());
    }
    let mut at = 0;
    for quotation in quotations(&text, whole, Lang::of(None).marks()) {
        assert!(quotation.span.start >= at && quotation.span.end <= text.len());
        at = quotation.span.end;
    }
}

fn plain(name: &str, data: &[u8]) -> Option<Box<Article>> {
    articles(name, data).articles.into_iter().next()
}

/// What is kept and what is removed lie in order in the body; sentences lie in what is kept.
pub fn clean(data: &[u8]) {
    let Some(article) = plain("a.txt", data) else { return };
    let body = article.body;
    let (none, limits) = (RecurringLines::default(), Limits::default());
    let (report, _) = ParsedArticle::new(article, &none, lexicons(), &limits);
    let mut spans: Vec<Span> = report.cleaned.blocks.iter().map(|b| b.span).collect();
    spans.extend(report.cleaned.removed.iter().map(|r| r.span));
    spans.sort_by_key(|span| span.start);
    let mut at = body.start;
    for span in spans {
        assert!(span.start >= at && span.end <= body.end);
        assert!(!span.of(&report.article.text).is_empty());
        at = span.end;
    }
    let mut at = 0;
    for sentence in &report.sentences {
        assert!(sentence.span.start >= at);
        assert!(report.cleaned.blocks[sentence.paragraph].span.contains(sentence.span));
        at = sentence.span.end;
    }
}

/// Escaped text is one run of text for a parser of Markdown, has no tag in HTML, and no control character on a terminal.
pub fn write(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let source = SourceText::new(text.clone());
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_MATH;
    let pages =
        [format!("- {} [1]\n", source.markdown()), format!("## {}\n\nend\n", source.markdown())];
    for page in pages {
        for event in Parser::new_ext(&page, options) {
            let plain = matches!(
                event,
                Event::Start(Tag::List(None) | Tag::Item | Tag::Heading { .. } | Tag::Paragraph)
                    | Event::End(_)
                    | Event::Text(_)
            );
            assert!(plain, "{event:?} in {page:?}");
        }
    }
    let html = source.html().to_string();
    assert!(!html.contains(['<', '>', '"', '\'']));
    assert!(!html.chars().any(char::is_control));
    assert!(!Terminal(&text).to_string().chars().any(char::is_control));
}

/// Articles, one behind each `%%` line: every sentence of the digest is a slice of its text, whatever they hold.
pub fn digest(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut read = Vec::new();
    for (at, part) in text.split("\n%%\n").take(6).enumerate() {
        read.extend(plain(&format!("{at}.txt"), part.as_bytes()));
    }
    let settings = Settings { min_articles: 1, what_if: true, ..Settings::default() };
    let one_story = {
        let mut settings = settings.clone();
        settings.group.one_story = true;
        settings
    };
    for settings in [settings, one_story] {
        let newsroom = Corpus::from_articles(read.clone(), Vec::new(), &settings, &Unwatched);
        assert!(newsroom.set_aside.iter().all(|s| !s.reason.raw().contains("internal error")));
        let outcome = newsfold::summarize(newsroom, settings, &Unwatched);
        let digest = &outcome.digest;
        for story in &digest.stories {
            for sentence in &story.summary {
                let article = read.iter().find(|a| a.id == sentence.article);
                let slice = article.and_then(|a| a.text.get(sentence.start..sentence.end));
                let folded = slice.map(newsfold::text::fold_white_space);
                assert_eq!(folded.as_deref(), Some(sentence.text.raw()));
                assert!(sentence.score.is_finite());
            }
        }
        let json: serde_json::Value =
            serde_json::from_str(&to_json(digest)).expect("the digest is JSON");
        assert!(json.is_object());
        assert!(!to_markdown(digest).is_empty() && !to_html(digest).is_empty());
    }
}

/// A settings file is refused in words, or gives settings that pass or are refused in words.
pub fn config(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let Ok(file) = toml::from_str::<newsfold::SettingsFile>(&text) else { return };
    let mut settings = Settings::default();
    if file.apply(&mut settings, Path::new("newsfold.toml")).is_ok()
        && let Ok(settings) = settings.validate()
    {
        assert!(settings.command_line().starts_with("newsfold digest"));
    }
}

/// Any JSON is checked or refused; nothing outside of the folder is there to be read.
pub fn verify(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let nowhere = Path::new("/nonexistent");
    if let Ok(verification) = newsfold::verify(&text, nowhere, nowhere) {
        assert!(verification.misses.iter().all(|miss| !miss.reason.is_empty()));
    }
}
