//! `newsfold show`: a digest in the terminal.

use std::io::{IsTerminal, Write};
use std::process::{Child, Command, Stdio};

use anyhow::Context;
use console::{Style, Term, measure_text_width};
use newsfold::render::Terminal;
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

use crate::args::{ShowArgs, When};
use crate::{Done, Usage, sink};

/// Columns of text that eyes follow with ease; a wider terminal stays empty to the right.
const WIDEST: usize = 100;

/// Columns where no terminal says how many there are.
const USUAL: usize = 80;

pub(crate) fn run(args: &ShowArgs) -> anyhow::Result<Done> {
    let path =
        if args.digest.is_dir() { args.digest.join("digest.md") } else { args.digest.clone() };
    let text = std::fs::read_to_string(&path).map_err(|e| {
        let shown = path.display();
        Usage(format!("cannot read {shown}: {e}; newsfold INPUT... writes a digest there"))
    })?;
    let to_terminal = std::io::stdout().is_terminal();
    let coloured = match args.color {
        When::Always => true,
        When::Never => false,
        When::Auto => to_terminal && console::colors_enabled(),
    };
    let columns = if to_terminal { usize::from(Term::stdout().size().1) } else { USUAL };
    let shown = in_columns(&text, columns.clamp(20, WIDEST), coloured);
    if let Some(mut pager) = pager().filter(|_| to_terminal && !args.no_pager) {
        // Somebody who has read enough leaves the pager before the end.
        let _ = pager.stdin.take().map(|mut input| input.write_all(shown.as_bytes()));
        pager.wait().context("the pager failed")?;
        return Ok(Done::Well);
    }
    sink::to_stdout(shown.as_bytes())?;
    Ok(Done::Well)
}

/// The pager that the user wants, or `less`; none where it cannot be started.
fn pager() -> Option<Child> {
    let wanted = std::env::var("PAGER").ok().filter(|pager| !pager.trim().is_empty());
    let wanted = wanted.unwrap_or_else(|| "less".to_owned());
    let mut words = wanted.split_whitespace();
    let mut command = Command::new(words.next()?);
    command.args(words).stdin(Stdio::piped());
    // Colours as they are, and no pager for what fits on the screen; what the user has set goes first.
    if std::env::var_os("LESS").is_none() {
        command.env("LESS", "FRX");
    }
    command.spawn().ok()
}

/// A Markdown page as lines of at most so many columns.
fn in_columns(markdown: &str, columns: usize, coloured: bool) -> String {
    let mut page = Page { columns, coloured, ..Page::default() };
    for event in Parser::new(markdown) {
        page.take(event);
    }
    page.text
}

/// What is written so far, and the block that is being filled.
#[derive(Default)]
struct Page {
    columns: usize,
    coloured: bool,
    text: String,
    words: Vec<String>,
    /// Whether what comes next belongs to the last word.
    open: bool,
    styles: Vec<Style>,
    /// The number of the next item of each list around; none where its items have no numbers.
    lists: Vec<Option<u64>>,
    /// What stands before the first line of a block.
    mark: String,
}

impl Page {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }) => {
                self.styles.push(Style::new().bold().underlined());
            }
            Event::Start(Tag::Heading { .. } | Tag::Strong) => {
                self.styles.push(Style::new().bold())
            }
            Event::Start(Tag::Emphasis) => self.styles.push(Style::new().dim()),
            Event::Start(Tag::Link { .. }) => self.styles.push(Style::new().underlined()),
            Event::End(TagEnd::Heading(_)) => {
                self.styles.pop();
                self.end_block();
            }
            Event::End(TagEnd::Strong | TagEnd::Emphasis | TagEnd::Link) => drop(self.styles.pop()),
            Event::Start(Tag::List(first)) => {
                self.end_block();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.lists.pop();
                self.blank_line();
            }
            Event::Start(Tag::Item) => {
                self.mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "• ".to_owned(),
                };
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => self.end_block(),
            Event::Text(text) | Event::Code(text) => self.put(&text),
            Event::SoftBreak => self.open = false,
            Event::HardBreak => self.end_block(),
            Event::Rule => {
                self.blank_line();
                self.text.push_str(&"─".repeat(self.columns.min(USUAL / 2)));
                self.text.push('\n');
            }
            _ => {}
        }
    }

    /// Adds text to the block, word by word, each in the style at hand.
    fn put(&mut self, text: &str) {
        let shown = Terminal(text).to_string();
        for (at, part) in shown.split(char::is_whitespace).enumerate() {
            self.open &= at == 0;
            if part.is_empty() {
                continue;
            }
            let styled = match self.styles.last() {
                Some(style) if self.coloured => {
                    style.clone().force_styling(true).apply_to(part).to_string()
                }
                _ => part.to_owned(),
            };
            match self.words.last_mut().filter(|_| self.open) {
                Some(last) => last.push_str(&styled),
                None => self.words.push(styled),
            }
            self.open = true;
        }
        self.open &= !shown.ends_with(char::is_whitespace);
    }

    /// Writes the block down, its lines broken between words.
    fn end_block(&mut self) {
        let words = std::mem::take(&mut self.words);
        self.open = false;
        if words.is_empty() {
            return;
        }
        let in_list = !self.lists.is_empty();
        if !in_list {
            self.blank_line();
        }
        let mark = std::mem::take(&mut self.mark);
        let indent = if in_list { 2 * self.lists.len() } else { 0 };
        let hanging = " ".repeat(indent + measure_text_width(&mark));
        let mut line = format!("{}{mark}", " ".repeat(indent));
        let mut width = measure_text_width(&line);
        let mut begun = false;
        for word in words {
            let more = measure_text_width(&word);
            if begun && width + 1 + more > self.columns {
                self.text.push_str(&line);
                self.text.push('\n');
                line = hanging.clone();
                width = hanging.len();
                begun = false;
            }
            if begun {
                line.push(' ');
                width += 1;
            }
            line.push_str(&word);
            width += more;
            begun = true;
        }
        self.text.push_str(&line);
        self.text.push('\n');
    }

    fn blank_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_broken_between_words() {
        let page = "# News\n\n<a id=\"x\"></a>\n\n## One\n\nA [ferry](<https://a.example>) *(2 origins)* ran.\n\n- First of two\n- Second\n\n1. One\n";
        assert_eq!(
            in_columns(page, 20, false),
            "News\n\nOne\n\nA ferry (2 origins)\nran.\n  • First of two\n  • Second\n\n  1. One\n\n"
        );
        assert!(in_columns("**a**b", 20, true).contains("\u{1b}[1ma"));
    }

    #[test]
    fn nothing_from_outside_reaches_the_terminal_as_a_command() {
        let shown = in_columns("A \u{1b}]0;x\u{7}title \u{202e}abc", 40, false);
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
    }
}
