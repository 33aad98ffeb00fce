//! Findings on the HTML page.

use super::digest::{DigestStory, SourceNumbers};
use super::findings::{DigestDated, DigestDiffer, DigestFact, DigestQuote, Item};
use super::html::HtmlPage;
use super::issue::StoryIssue;
use super::markdown_findings::{ellipses, figure, heading, shown_quotes};
use crate::findings::{Difference, FactKind};
use crate::text::SourceText;

impl HtmlPage {
    pub(super) fn findings(&mut self, story: &DigestStory, numbers: &SourceNumbers) {
        let found = &story.findings;
        self.differences(&found.differ, numbers);
        if !found.agreed.is_empty() {
            self.folded("Agreed", |page| page.agreed(&found.agreed, numbers));
        }
        let quotes = shown_quotes(&found.quotes);
        if !quotes.is_empty() {
            self.folded("In their words", |page| {
                quotes.iter().for_each(|quote| page.quote(quote, numbers));
            });
        }
        if !found.only_here.is_empty() {
            self.folded("Only here", |page| {
                page.put(format_args!("<ul>\n"));
                for sentence in &found.only_here {
                    let number = numbers[&sentence.article];
                    page.put(format_args!("<li>{} [{number}]</li>\n", sentence.text.html()));
                }
                page.put(format_args!("</ul>\n"));
            });
        }
        if !found.timeline.is_empty() {
            self.folded("Timeline", |page| page.timeline(&found.timeline, numbers));
        }
    }

    /// Figures on which the sources differ, and those that moved.
    pub(super) fn differences(&mut self, differ: &[DigestDiffer], numbers: &SourceNumbers) {
        for kind in [Difference::Conflict, Difference::Series] {
            let mut rows = differ.iter().filter(|row| row.kind == kind).peekable();
            if rows.peek().is_some() {
                self.put(format_args!("<h3>{}</h3>\n", heading(kind)));
            }
            rows.for_each(|row| self.differ(row, numbers));
        }
    }

    fn agreed(&mut self, agreed: &[DigestFact], numbers: &SourceNumbers) {
        self.put(format_args!("<ul>\n"));
        for fact in agreed {
            self.put(format_args!("<li>"));
            if let Some(day) = &fact.day {
                self.put(format_args!("<time datetime=\"{day}\">{day}</time> "));
            }
            match fact.kind {
                FactKind::Name => self.put(format_args!("{}", fact.stated[0].text.html())),
                _ => self.stated(fact),
            }
            self.numbers(fact.stated.iter(), numbers);
            let origins = super::markdown::counted(fact.origins, "origin");
            self.put(format_args!(" <span class=\"support\">{origins}</span></li>\n"));
        }
        self.put(format_args!("</ul>\n"));
    }

    fn timeline(&mut self, timeline: &[DigestDated], numbers: &SourceNumbers) {
        self.axis(timeline);
        self.put(format_args!("<ul>\n"));
        for background in [false, true] {
            for dated in timeline.iter().filter(|dated| dated.background == background) {
                let number = numbers[&dated.item.article];
                let (day, text) = (&dated.day, dated.item.text.html());
                let before = if background { " (background)" } else { "" };
                self.put(format_args!(
                    "<li><time datetime=\"{day}\">{day}</time>{before} {text} [{number}]</li>\n"
                ));
            }
        }
        self.put(format_args!("</ul>\n"));
    }

    /// A fact in the words around it: it is in bold, for they are one outlet's.
    fn stated(&mut self, fact: &DigestFact) {
        let [before, behind] = ellipses(&fact.stated[0]);
        let [first, exact, last] = &fact.parts;
        let [space, space_behind] = fact.between;
        self.put(format_args!(
            "{before}{}{space}<b>{}</b>{space_behind}{}{behind}",
            first.html(),
            exact.html(),
            last.html()
        ));
    }

    fn excerpt(&mut self, item: &Item) {
        let [before, after] = ellipses(item);
        self.put(format_args!("{before}{}{after}", item.text.html()));
    }

    pub(super) fn numbers<'a>(
        &mut self,
        items: impl Iterator<Item = &'a Item>,
        numbers: &SourceNumbers,
    ) {
        let mut of: Vec<usize> = items.map(|item| numbers[&item.article]).collect();
        of.sort_unstable();
        of.dedup();
        for number in of {
            self.put(format_args!(" [{number}]"));
        }
    }

    /// Figures that are others than in an earlier issue.
    pub(super) fn changed_figures(&mut self, issue: &StoryIssue, numbers: &SourceNumbers) {
        if issue.figures.is_empty() {
            return;
        }
        self.put(format_args!("<ul>\n"));
        for change in &issue.figures {
            let (from, to) = (change.from.html(), change.to.html());
            self.put(format_args!("<li><b>{from} → {to}</b>: "));
            self.excerpt(&change.now);
            self.numbers(std::iter::once(&change.now), numbers);
            match numbers.get(&change.was.article) {
                Some(number) => self.put(format_args!(" (before: [{number}])</li>\n")),
                None => {
                    self.put(format_args!(" (before: an article that is no longer there)</li>\n"))
                }
            }
        }
        self.put(format_args!("</ul>\n"));
    }

    fn differ(&mut self, row: &DigestDiffer, numbers: &SourceNumbers) {
        self.put(format_args!("<div class=\"wide\"><table>\n<caption>"));
        self.put(format_args!("{}", row.what_in_words().html()));
        self.put(format_args!(
            "</caption>\n<tr><th scope=\"col\">Value</th><th scope=\"col\">As of</th><th scope=\"col\">Words</th></tr>\n"
        ));
        for value in &row.values {
            let Some(first) = value.stated.first() else { continue };
            let day = first.as_of.as_deref().unwrap_or("");
            self.put(format_args!(
                "<tr><td class=\"number\">{}</td><td class=\"number\">{day}</td><td>",
                figure(value.value)
            ));
            self.excerpt(&first.item);
            self.numbers(value.stated.iter().map(|s| &s.item), numbers);
            self.put(format_args!("</td></tr>\n"));
        }
        self.put(format_args!("</table></div>\n"));
    }

    fn quote(&mut self, quote: &DigestQuote, numbers: &SourceNumbers) {
        self.put(format_args!("<blockquote>"));
        if let Some(speaker) = &quote.speaker {
            self.put(format_args!("<b>{}</b>: ", speaker.text.html()));
        }
        for piece in quote.forms.first().into_iter().flatten() {
            self.put(format_args!("“{}” ", piece.text.html()));
        }
        self.numbers(quote.forms.iter().flatten(), numbers);
        let origins = quote.origins_in_words();
        self.put(format_args!(" <span class=\"support\">carried by {origins}</span>"));
        if !quote.variants.is_empty() {
            self.put(format_args!("<ul>\n"));
        }
        for variant in &quote.variants {
            let [here, there] = &variant.shown;
            self.put(format_args!("<li>"));
            self.numbers(variant.here.iter(), numbers);
            self.put(format_args!(" “"));
            self.marked(here);
            let longest = numbers[&variant.there.article];
            if variant.spliced {
                self.put(format_args!("” (an ellipsis for words that [{longest}] has)</li>\n"));
            } else {
                self.put(format_args!("”, [{longest}] “"));
                self.marked(there);
                self.put(format_args!("”</li>\n"));
            }
        }
        if !quote.variants.is_empty() {
            self.put(format_args!("</ul>\n"));
        }
        self.put(format_args!("</blockquote>\n"));
    }

    /// Words with a difference marked.
    fn marked(&mut self, [before, differs, after]: &[SourceText; 3]) {
        self.put(format_args!("{}", before.html()));
        if !differs.raw().is_empty() {
            self.put(format_args!("<mark>{}</mark>", differs.html()));
        }
        self.put(format_args!("{}", after.html()));
    }

    /// The days on a line, as far apart as they are.
    fn axis(&mut self, timeline: &[DigestDated]) {
        let of_story = timeline.iter().filter(|dated| !dated.background);
        let days: Vec<jiff::civil::Date> =
            of_story.filter_map(|dated| dated.day.parse().ok()).collect();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return };
        let between = |to: &jiff::civil::Date| first.until(*to).map_or(0, |span| span.get_days());
        let whole = f64::from(between(last).max(1));
        self.put(format_args!(
            "<svg viewBox=\"0 0 640 40\" width=\"640\" height=\"40\" role=\"img\" aria-label=\"From {first} to {last}\">\
             <line class=\"axis\" x1=\"10\" y1=\"12\" x2=\"630\" y2=\"12\"/>"
        ));
        for day in &days {
            let x = 10.0 + 620.0 * f64::from(between(day)) / whole;
            self.put(format_args!("<circle class=\"bar\" cx=\"{x:.0}\" cy=\"12\" r=\"6\"><title>{day}</title></circle>"));
        }
        self.put(format_args!(
            "<text x=\"4\" y=\"36\">{first}</text><text x=\"636\" y=\"36\" text-anchor=\"end\">{last}</text></svg>\n"
        ));
    }
}
