//! Digest to one mail (RFC 5322): plain text, and the same in HTML. Nobody wrote it and it goes to nobody: whoever sends it says that.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::chapter::{self, STYLE, about_run, foot, headline, newest, remaining};
use super::days::SINCE_THEN;
use super::digest::{Digest, DigestArticle, DigestStory};
use super::findings::DigestValue;
use super::markdown::{ABOUT_COUNTS, first_words};
use super::markdown_findings::{ellipses, figure, heading};
use crate::ingest::{ArticleId, parse_date};
use crate::text::{SourceText, link_target};

/// What stands between the parts. `=_` stands in no text that is quoted-printable.
const BOUNDARY: &str = "=_newsfold_part";

/// Words of the first headline that the subject gives.
const MOST_SUBJECT_WORDS: usize = 12;

/// The mail. `singles` is how many single reports are listed.
pub fn to_mail(digest: &Digest, singles: usize) -> String {
    let mut mail = header("Subject", &subject(digest));
    if let Some(date) = date(digest) {
        let _ = write!(mail, "Date: {}\r\n", date.strftime("%a, %d %b %Y %H:%M:%S +0000"));
    }
    let _ = write!(
        mail,
        "MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=\"{BOUNDARY}\"\r\n"
    );
    for (kind, text) in [("plain", plain(digest, singles)), ("html", html(digest, singles))] {
        let _ = write!(
            mail,
            "\r\n--{BOUNDARY}\r\nContent-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}",
            quoted_printable(&text)
        );
    }
    let _ = write!(mail, "\r\n--{BOUNDARY}--\r\n");
    mail
}

fn subject(digest: &Digest) -> String {
    let title = chapter::title(digest);
    let Some(first) = digest.stories.first() else { return title };
    let headline = headline(first).terminal().to_string();
    let (words, rest) = first_words(&headline, MOST_SUBJECT_WORDS);
    format!("{title}: {words}{rest}")
}

/// When the issue was made, where somebody said so; else when its newest article appeared.
fn date(digest: &Digest) -> Option<jiff::Timestamp> {
    let now = digest.issue.as_ref().and_then(|issue| parse_date(issue.now.as_deref()?));
    let now = now.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok());
    let articles = digest.stories.iter().flat_map(|story| &story.articles);
    let singles = digest.singles.iter().flat_map(|single| &single.articles);
    now.or_else(|| newest(articles.chain(singles)))
}

/// The digest as plain text: line ends and nothing else are the writer's.
fn plain(digest: &Digest, singles: usize) -> String {
    let mut text = format!("{}\n\n{}.\n", chapter::title(digest), digest.run.in_words());
    // Writing to a string cannot fail.
    if let Some(words) = digest.issue_in_words() {
        let _ = writeln!(text, "{words}");
    }
    for story in &digest.stories {
        plain_story(&mut text, story);
    }
    for (heading, stories) in digest.issue.iter().flat_map(|issue| issue.quiet()) {
        let _ = write!(text, "\n\n{}\n\n", heading.to_uppercase());
        for story in stories {
            let _ = writeln!(text, "* {} (issue {})", story.headline.terminal(), story.first);
        }
    }
    for (at, single) in digest.singles.iter().take(singles).enumerate() {
        text.push_str(if at == 0 { "\n\nSINGLE REPORTS\n\n* " } else { "* " });
        if let Some(headline) = &single.headline {
            let _ = write!(text, "{}", headline.terminal());
        }
        if let Some(article) = single.articles.first() {
            let _ = writeln!(text, " -- {}{}", name(article).terminal(), article.marks());
        }
    }
    if singles > 0 && digest.singles.len() > singles {
        let _ = writeln!(text, "* and {} more", digest.singles.len() - singles);
    }
    // Two hyphens and a space: mail programs know what stands below for a signature.
    let command = SourceText::new(digest.settings.command_line());
    let _ = write!(text, "\n-- \n{ABOUT_COUNTS}\nMade with: {}\n", command.terminal());
    text
}

fn plain_story(text: &mut String, story: &DigestStory) {
    let articles: BTreeMap<ArticleId, &DigestArticle> =
        story.articles.iter().map(|article| (article.id, article)).collect();
    let numbers = story.source_numbers();
    let _ = write!(text, "\n\n{}\n\n", headline(story).terminal());
    let _ = write!(text, "{}", story.origins_in_words());
    for watched in &story.watched {
        let query = SourceText::new(watched.query.clone());
        let _ = write!(text, " Watched: {}.", query.terminal());
    }
    if let Some(issue) = &story.issue {
        let _ = write!(text, " {}", issue.in_words());
    }
    text.push_str("\n\n");
    for sentence in &story.summary {
        if story.goes_on_with(sentence) {
            let _ = write!(text, "\n{SINCE_THEN}\n\n");
        }
        let _ = write!(text, "* {} [{}", sentence.text.terminal(), numbers[&sentence.article]);
        let more = sentence.others(&articles).len();
        if more > 0 {
            let _ = write!(text, " +{more}");
        }
        if let Some(day) = story.next_day_in_words(sentence) {
            let _ = write!(text, ", {day}");
        }
        let _ = write!(text, "] ({}", sentence.support.in_words());
        for introduced in sentence.introduced_in_words() {
            let _ = write!(text, "; {}", introduced.terminal());
        }
        if let Some(later) = story.later(sentence) {
            let _ = write!(text, "; {}", later.terminal());
        }
        text.push_str(")\n");
    }
    for change in story.issue.iter().flat_map(|issue| &issue.figures) {
        let (from, to, now) = (change.from.terminal(), change.to.terminal(), &change.now);
        let ([before, after], words) = (ellipses(now), now.text.terminal());
        let number = numbers.get(&now.article).copied().unwrap_or_default();
        let _ = writeln!(text, "* {from} -> {to}: {before}{words}{after} [{number}]");
    }
    for row in &story.findings.differ {
        let given = |value: &DigestValue| {
            let by = value.stated.iter().filter_map(|stated| numbers.get(&stated.item.article));
            let by: std::collections::BTreeSet<&usize> = by.collect();
            let by: Vec<String> = by.iter().map(ToString::to_string).collect();
            format!("{} [{}]", figure(value.value), by.join(", "))
        };
        let values: Vec<String> = row.values.iter().map(given).collect();
        let what = row.what_in_words();
        let (heading, values) = (heading(row.kind), values.join(", "));
        let _ = write!(text, "\n{heading}: {}: {values}\n", what.terminal());
    }
    text.push('\n');
    for (number, article) in story.numbered_sources() {
        let _ = write!(text, "[{number}] {}", name(article).terminal());
        if let Some(title) = &article.title {
            let _ = write!(text, ": {}", title.terminal());
        }
        if let Some(date) = &article.date {
            let _ = write!(text, ", {}", date.terminal());
        }
        let _ = writeln!(text, "{}", article.marks());
        if let Some(target) = article.url.as_ref().and_then(|url| link_target(url.raw())) {
            let _ = writeln!(text, "    {target}");
        }
    }
}

/// An outlet, else a file.
fn name(article: &DigestArticle) -> &SourceText {
    article.source.as_ref().unwrap_or(&article.path)
}

/// The digest as a page that mail programs show: they run nothing and load nothing, and neither is there.
fn html(digest: &Digest, singles: usize) -> String {
    let title = chapter::title(digest);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n\
         <body>\n<h1>{title}</h1>\n{}",
        about_run(digest)
    );
    for story in &digest.stories {
        let headline = headline(story);
        let _ =
            write!(page, "<h2 dir=\"auto\">{}</h2>\n{}", headline.html(), chapter::story(story));
    }
    page.push_str(&remaining(digest, singles));
    let _ = write!(page, "<hr>\n{}</body>\n</html>\n", foot(digest));
    page
}

/// Bytes of a header's encoded word, before they are written in hexadecimal digits: with what stands around them no line is longer than 76.
const MOST_WORD: usize = 16;

/// A header: as it is where it is plain, else as encoded words (RFC 2047). Whatever the text, nothing in it ends the header.
fn header(name: &str, text: &str) -> String {
    let is_plain = |word: &str| {
        word.len() <= MOST_LINE / 2
            && word.bytes().all(|b| b.is_ascii_graphic())
            && !word.contains("=?")
    };
    if text.split(' ').all(is_plain) {
        let mut lines = vec![format!("{name}:")];
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            match lines.last_mut() {
                Some(line) if line.len() + 1 + word.len() <= MOST_LINE => {
                    line.push(' ');
                    line.push_str(word);
                }
                // The space that opens a line is the one between the words.
                _ => lines.push(format!(" {word}")),
            }
        }
        return lines.join("\r\n") + "\r\n";
    }
    let mut words = vec![String::new()];
    for c in text.chars() {
        let mut bytes = [0; 4];
        let bytes = c.encode_utf8(&mut bytes);
        // Whole characters in every word.
        if words.last().is_some_and(|word| word.len() + 3 * bytes.len() > 3 * MOST_WORD) {
            words.push(String::new());
        }
        let Some(word) = words.last_mut() else { continue };
        if c.is_ascii_alphanumeric() {
            word.push(c);
        } else {
            bytes.bytes().for_each(|byte| push_hex(word, byte));
        }
    }
    let words: Vec<String> = words.iter().map(|word| format!("=?utf-8?q?{word}?=")).collect();
    format!("{name}: {}\r\n", words.join("\r\n "))
}

fn push_hex(text: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    let _ = write!(text, "={byte:02X}");
}

/// Characters of a line, the mark of a line that goes on among them.
const MOST_LINE: usize = 76;

/// Text as quoted-printable (RFC 2045): lines of at most 76 characters.
fn quoted_printable(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + text.len() / 8);
    for line in text.lines() {
        let mut length = 0;
        let last = line.len().saturating_sub(1);
        for (at, byte) in line.bytes().enumerate() {
            // White space at the end would be lost, a dot alone would end the mail, and "From " gets a mark.
            let is_plain = match byte {
                b' ' => at < last,
                b'.' | b'F' => length > 0,
                b'=' => false,
                byte => byte.is_ascii_graphic(),
            };
            let width = if is_plain { 1 } else { 3 };
            if length + width >= MOST_LINE {
                quoted.push_str("=\r\n");
                length = 0;
            }
            // A soft line end puts it at the start of a line.
            if is_plain && !(length == 0 && matches!(byte, b'.' | b'F')) {
                quoted.push(char::from(byte));
                length += 1;
            } else {
                push_hex(&mut quoted, byte);
                length += 3;
            }
        }
        quoted.push_str("\r\n");
    }
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_header_ends_it() {
        assert_eq!(header("Subject", "News digest"), "Subject: News digest\r\n");
        let long = header("Subject", &"eight go. ".repeat(20));
        assert!(long.split("\r\n").all(|line| line.len() <= 76) && long.contains(" go.\r\n eight"));
        let hostile = "x\r\nBcc: all@e.example\r\n\r\n<b> =?utf-8?q?y?= \u{1f600}é".repeat(9);
        let shown = header("Subject", &hostile);
        let lines: Vec<&str> = shown.strip_suffix("\r\n").unwrap().split("\r\n").collect();
        for (at, line) in lines.iter().enumerate() {
            let before = if at == 0 { "Subject: =?utf-8?q?" } else { " =?utf-8?q?" };
            let word = line.strip_prefix(before).and_then(|rest| rest.strip_suffix("?=")).unwrap();
            assert!(word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'='), "{line}");
            assert!(line.len() <= 76, "{line}");
        }
    }

    #[test]
    fn quoted_lines_are_short_and_safe() {
        let text = format!("{}\n.\nFrom here \nf\u{fc}r = \u{1f600}\n\n", "a.".repeat(100));
        let quoted = quoted_printable(&text);
        assert!(quoted.split("\r\n").all(|line| line.len() <= MOST_LINE && !line.contains('\n')));
        assert!(
            !quoted.contains("\r\n.") && !quoted.contains("\nFrom ") && !quoted.contains(" \r\n")
        );
        assert!(
            quoted.ends_with("=2E\r\n=46rom here=20\r\nf=C3=BCr =3D =F0=9F=98=80\r\n\r\n"),
            "{quoted}"
        );
    }
}
