//! Digest to a book (EPUB 3.3): a chapter a story. No clock: its date is that of the newest article.

use std::fmt::Write as _;
use std::io::{self, Write};

use twox_hash::XxHash3_128;

use super::chapter::{self, STYLE, about_run, foot, headline, remaining, stamp};
use super::digest::{Digest, DigestStory};
use super::markdown::counted;
use super::zip::Zip;
use crate::text::SourceText;

/// Says where the package stands.
const CONTAINER: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\n  <rootfiles>\n    \
    <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/>\n  </rootfiles>\n</container>\n";

/// Writes the book down. `singles` is how many single reports are listed.
///
/// # Errors
/// What `out` says; more stories than a book holds files.
pub fn write_epub(digest: &Digest, singles: usize, out: &mut dyn Write) -> io::Result<()> {
    let mut book = Zip::new(out);
    // First and as it is: that is how a book is known.
    book.store("mimetype", b"application/epub+zip")?;
    book.deflate("META-INF/container.xml", CONTAINER.as_bytes())?;
    book.deflate("EPUB/style.css", STYLE.as_bytes())?;
    let mut content = XxHash3_128::with_seed(0);
    let mut page = |book: &mut Zip<'_>, name: &str, text: &str| {
        content.write(text.as_bytes());
        book.deflate(&format!("EPUB/{name}.xhtml"), text.as_bytes())
    };
    let last = remaining(digest, singles) + &foot(digest);
    page(&mut book, "nav", &navigation(digest))?;
    for story in &digest.stories {
        page(&mut book, &story.id, &story_page(story))?;
    }
    let last = xhtml(LAST_TITLE, &format!("<h1>{LAST_TITLE}</h1>\n{last}"));
    page(&mut book, LAST, &last)?;
    let id = content.finish_128();
    book.deflate("EPUB/package.opf", package(digest, id).as_bytes())?;
    book.finish()
}

/// The page behind the stories.
const LAST: &str = "about";
const LAST_TITLE: &str = "About this digest";

/// A page of the book; `title` is escaped already.
fn xhtml(title: &str, body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!DOCTYPE html>\n\
         <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\" lang=\"en\" xml:lang=\"en\">\n\
         <head>\n<meta charset=\"utf-8\"/>\n<title>{title}</title>\n<link rel=\"stylesheet\" href=\"style.css\"/>\n</head>\n<body>\n\
         {body}</body>\n</html>\n"
    )
}

fn story_page(story: &DigestStory) -> String {
    let title = headline(story);
    let title = shown(&title, &story.id);
    let body = format!("<h1 dir=\"auto\">{title}</h1>\n{}", chapter::story(story));
    xhtml(&title, &body)
}

/// A headline of which something can be seen: a title of nothing but marks that hide is none.
fn shown(headline: &SourceText, id: &str) -> String {
    let shown = headline.html().to_string();
    if shown.trim().is_empty() { id.to_owned() } else { shown }
}

/// The first page: what was read, and the stories.
fn navigation(digest: &Digest) -> String {
    let title = chapter::title(digest);
    let mut body = format!("<h1>{title}</h1>\n{}", about_run(digest));
    body.push_str("<nav epub:type=\"toc\" id=\"toc\">\n<h2>Stories</h2>\n<ol>\n");
    for story in &digest.stories {
        let headline = headline(story);
        // Writing to a string cannot fail.
        let _ = writeln!(
            body,
            "<li><a href=\"{}.xhtml\"><span dir=\"auto\">{}</span> ({})</a></li>",
            story.id,
            shown(&headline, &story.id),
            counted(story.origins, "origin")
        );
    }
    let _ = write!(body, "<li><a href=\"{LAST}.xhtml\">{LAST_TITLE}</a></li>\n</ol>\n</nav>\n");
    xhtml(&title, &body)
}

fn package(digest: &Digest, id: u128) -> String {
    let articles = digest.stories.iter().flat_map(|story| &story.articles);
    let singles = digest.singles.iter().flat_map(|single| &single.articles);
    let modified = stamp(articles.chain(singles));
    let mut package = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" \
         unique-identifier=\"id\" xml:lang=\"en\">\n<metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <dc:identifier id=\"id\">urn:newsfold:{id:032x}</dc:identifier>\n<dc:title>{}</dc:title>\n<dc:language>en</dc:language>\n\
         <dc:creator>newsfold {}</dc:creator>\n<meta property=\"dcterms:modified\">{modified}</meta>\n</metadata>\n<manifest>\n\
         <item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
         <item id=\"style\" href=\"style.css\" media-type=\"text/css\"/>\n",
        chapter::title(digest),
        digest.newsfold_version
    );
    let chapters = || digest.stories.iter().map(|story| story.id.as_str()).chain([LAST]);
    for name in chapters() {
        let _ = writeln!(
            package,
            "<item id=\"{name}\" href=\"{name}.xhtml\" media-type=\"application/xhtml+xml\"/>"
        );
    }
    package.push_str("</manifest>\n<spine>\n");
    for name in std::iter::once("nav").chain(chapters()) {
        let _ = writeln!(package, "<itemref idref=\"{name}\"/>");
    }
    package.push_str("</spine>\n</package>\n");
    package
}
