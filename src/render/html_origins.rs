//! Who prints which text, drawn: outlets on the left, texts on the right, an article a line between them.

use std::collections::BTreeMap;

use super::digest::{DigestArticle, DigestStory, SourceNumbers};
use super::html::HtmlPage;
use super::markdown::counted;
use crate::text::SourceText;

/// Articles beyond which a drawing is no easier to read than the list of copies.
const MOST_ARTICLES: usize = 40;

/// Letters of an outlet's name that have room beside its dot.
const MOST_LETTERS: usize = 30;

/// Height of a row, and where the two columns of dots stand.
const ROW: usize = 22;
const COLUMNS: [usize; 2] = [230, 400];

impl HtmlPage {
    /// The drawing, where some outlet has several articles or some text several printers: without them there is one text an outlet.
    pub(super) fn origin_graph(&mut self, story: &DigestStory, numbers: &SourceNumbers) {
        let mut by_number: Vec<(usize, &DigestArticle)> =
            story.articles.iter().map(|a| (numbers[&a.id], a)).collect();
        by_number.sort_by_key(|(number, _)| *number);
        // An article without an outlet is an outlet of its own, as in the count.
        let mut outlets: Vec<(Option<&SourceText>, Vec<usize>)> = Vec::new();
        let mut texts: Vec<(usize, Vec<usize>)> = Vec::new();
        let mut lines: Vec<[usize; 2]> = Vec::new();
        let mut row_of: BTreeMap<&SourceText, usize> = BTreeMap::new();
        for (number, article) in &by_number {
            let known = article.source.as_ref().and_then(|source| row_of.get(source).copied());
            let outlet = known.unwrap_or(outlets.len());
            if known.is_none() {
                outlets.push((article.source.as_ref(), Vec::new()));
            }
            if let Some(source) = &article.source {
                row_of.insert(source, outlet);
            }
            outlets[outlet].1.push(*number);
            let text = texts.iter().position(|(origin, _)| *origin == article.origin);
            let text = text.unwrap_or_else(|| {
                texts.push((article.origin, Vec::new()));
                texts.len() - 1
            });
            texts[text].1.push(*number);
            lines.push([outlet, text]);
        }
        let one_each = outlets.len() == lines.len() && texts.len() == lines.len();
        if one_each || lines.len() > MOST_ARTICLES {
            return;
        }
        let height = ROW * outlets.len().max(texts.len());
        let middle = |row: usize| ROW * row + ROW / 2;
        let said = format!(
            "{} print {}: at most {}",
            counted(outlets.len(), "outlet"),
            counted(texts.len(), "text"),
            counted(story.origins, "independent origin")
        );
        self.put(format_args!(
            "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Origins\"><figure><svg class=\"graph\" viewBox=\"0 0 640 {height}\" \
             width=\"640\" height=\"{height}\" role=\"img\" aria-label=\"{said}\">"
        ));
        let [left, right] = COLUMNS;
        for [outlet, text] in lines {
            self.put(format_args!(
                "<line class=\"axis\" x1=\"{left}\" y1=\"{}\" x2=\"{right}\" y2=\"{}\"/>",
                middle(outlet),
                middle(text)
            ));
        }
        for (row, (source, of)) in outlets.iter().enumerate() {
            let name = source.map_or("unknown outlet", SourceText::raw);
            let short: String = name.chars().take(MOST_LETTERS).collect();
            let dots = if short.len() < name.len() { "…" } else { "" };
            self.put(format_args!(
                "<circle class=\"bar\" cx=\"{left}\" cy=\"{}\" r=\"4\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}{dots} {}</text>",
                middle(row),
                left - 10,
                middle(row) + 4,
                SourceText::new(short).html(),
                in_brackets(of)
            ));
        }
        for (row, (_, of)) in texts.iter().enumerate() {
            let note = if of.len() > 1 { " one text" } else { "" };
            self.put(format_args!(
                "<circle class=\"bar\" cx=\"{right}\" cy=\"{}\" r=\"4\"/><text x=\"{}\" y=\"{}\">{}{note}</text>",
                middle(row),
                right + 10,
                middle(row) + 4,
                in_brackets(of)
            ));
        }
        self.put(format_args!("</svg><figcaption>{said}</figcaption></figure></div>\n"));
    }
}

fn in_brackets(numbers: &[usize]) -> String {
    numbers.iter().map(|number| format!("[{number}]")).collect::<Vec<_>>().join(" ")
}
