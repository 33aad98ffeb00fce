//! Findings on the Markdown page.

use super::digest::{DigestSentence, DigestStory, SourceNumbers};
use super::findings::{DigestDiffer, DigestFact, DigestQuote, DigestVariant, Item};
use super::markdown::{Page, counted};
use crate::findings::{Difference, FactKind};
use crate::text::SourceText;

/// Speeches that a story shows, and those of one origin alone among them.
const MOST_QUOTES: usize = 8;
const MOST_LONE_QUOTES: usize = 4;

/// The speeches that a page shows: what one origin alone carries only where it is known who said it.
pub(super) fn shown_quotes(quotes: &[DigestQuote]) -> Vec<&DigestQuote> {
    let (shared, lone): (Vec<_>, Vec<_>) = quotes.iter().partition(|q| q.origins > 1);
    let lone = lone.into_iter().filter(|q| q.speaker.is_some()).take(MOST_LONE_QUOTES);
    shared.into_iter().chain(lone).take(MOST_QUOTES).collect()
}

/// What stands above rows of figures.
pub(super) fn heading(kind: Difference) -> &'static str {
    match kind {
        Difference::Conflict => "Sources differ",
        Difference::Series => "Figures that moved",
    }
}

/// Facts that a line shows beside its sentence.
const MOST_FACTS: usize = 2;

/// The facts of a sentence that more origins state than say it as a whole. What the headline names, all state; what somebody said in so many words
/// is too long to stand beside its sentence, and a weekday or the White House tells nothing.
pub(super) fn shown_facts<'a>(
    sentence: &'a DigestSentence,
    story: &'a DigestStory,
) -> impl Iterator<Item = &'a DigestFact> {
    let headline = story.headline.as_ref().map_or("", |headline| headline.text.raw());
    let more = sentence.facts.iter().filter(|fact| {
        let text = fact.stated[0].text.raw();
        // "Road 118" is counted, but 118 says nothing without its noun.
        let is_bare = text.chars().all(|c| c.is_numeric() || matches!(c, '.' | ','));
        fact.origins > sentence.support.origins
            && !fact.common
            && fact.kind != FactKind::Quotation
            && !is_bare
            && !headline.contains(text)
    });
    more.take(MOST_FACTS)
}

/// What stands before and behind words out of a sentence: an ellipsis where it goes on.
pub(super) fn ellipses(item: &Item) -> [&'static str; 2] {
    let [before, behind] = item.goes_on;
    [if before { "… " } else { "" }, if behind { " …" } else { "" }]
}

impl Page {
    pub(super) fn findings(&mut self, story: &DigestStory, numbers: &SourceNumbers) {
        let found = &story.findings;
        if !found.agreed.is_empty() {
            self.put(format_args!("\n### Agreed\n\n"));
            let (names, rows): (Vec<_>, Vec<_>) =
                found.agreed.iter().partition(|fact| fact.kind == FactKind::Name);
            for fact in rows {
                self.put(format_args!("- "));
                if let Some(day) = &fact.day {
                    self.put(format_args!("**{day}** "));
                }
                self.stated(fact);
                self.put(format_args!(" "));
                self.sources(fact.stated.iter(), numbers);
                self.put(format_args!(" *({})*\n", counted(fact.origins, "origin")));
            }
            for (at, fact) in names.iter().enumerate() {
                let before = if at == 0 { "- Names: " } else { ", " };
                let text = fact.stated[0].text.markdown();
                self.put(format_args!("{before}{text} *({})*", counted(fact.origins, "origin")));
            }
            if !names.is_empty() {
                self.put(format_args!("\n"));
            }
        }
        for kind in [Difference::Conflict, Difference::Series] {
            let mut rows = found.differ.iter().filter(|row| row.kind == kind).peekable();
            if rows.peek().is_some() {
                self.put(format_args!("\n### {}\n\n", heading(kind)));
            }
            rows.for_each(|row| self.differ(row, numbers));
        }
        if !found.quotes.is_empty() {
            self.quotes(&found.quotes, numbers);
        }
        if !found.only_here.is_empty() {
            self.put(format_args!("\n### Only here\n\n"));
            for sentence in &found.only_here {
                let number = numbers[&sentence.article];
                self.put(format_args!("- {} [{number}]\n", sentence.text.markdown()));
            }
        }
        if !found.timeline.is_empty() {
            self.put(format_args!("\n### Timeline\n\n"));
            for background in [false, true] {
                for dated in found.timeline.iter().filter(|d| d.background == background) {
                    let number = numbers[&dated.item.article];
                    let text = dated.item.text.markdown();
                    let before = if background { " (background)" } else { "" };
                    self.put(format_args!("- **{}**{before} {text} [{number}]\n", dated.day));
                }
            }
        }
    }

    /// A fact in the words around it: it is in bold, for they are one outlet's.
    pub(super) fn stated(&mut self, fact: &DigestFact) {
        let [before, behind] = ellipses(&fact.stated[0]);
        let [first, exact, last] = &fact.parts;
        let [space, space_behind] = fact.between;
        // Beside a letter a mark of emphasis may be none.
        let is_open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
        let stands_free = (!space.is_empty() || is_open(first.raw().chars().next_back()))
            && (!space_behind.is_empty() || is_open(last.raw().chars().next()));
        let bold = if stands_free && !exact.raw().is_empty() { "**" } else { "" };
        self.put(format_args!(
            "{before}{}{space}{bold}{}{bold}{space_behind}{}{behind}",
            first.markdown(),
            exact.markdown(),
            last.markdown()
        ));
    }

    pub(super) fn excerpt(&mut self, item: &Item) {
        let [before, after] = ellipses(item);
        self.put(format_args!("{before}{}{after}", item.text.markdown()));
    }

    /// The numbers of the articles that slices come from.
    fn sources<'a>(&mut self, items: impl Iterator<Item = &'a Item>, numbers: &SourceNumbers) {
        let mut of: Vec<usize> = items.map(|item| numbers[&item.article]).collect();
        of.sort_unstable();
        of.dedup();
        for number in of {
            self.put(format_args!("[{number}]"));
        }
    }

    fn differ(&mut self, row: &DigestDiffer, numbers: &SourceNumbers) {
        self.put(format_args!("- **"));
        self.put(format_args!("{}", row.what_in_words().markdown()));
        self.put(format_args!("**\n"));
        for value in &row.values {
            let Some(first) = value.stated.first() else { continue };
            self.put(format_args!("  - **{}**", figure(value.value)));
            if let Some(day) = &first.as_of {
                self.put(format_args!(" ({day})"));
            }
            self.put(format_args!(": "));
            self.excerpt(&first.item);
            self.put(format_args!(" "));
            self.sources(value.stated.iter().map(|s| &s.item), numbers);
            self.put(format_args!(" *({})*\n", counted(value.origins, "origin")));
        }
    }

    fn quotes(&mut self, quotes: &[DigestQuote], numbers: &SourceNumbers) {
        let shown = shown_quotes(quotes);
        if shown.is_empty() {
            return;
        }
        self.put(format_args!("\n### In their words\n\n"));
        for quote in shown {
            self.put(format_args!("- "));
            if let Some(speaker) = &quote.speaker {
                self.put(format_args!("**{}**: ", speaker.text.markdown()));
            }
            let longest = quote.forms.first().map_or(&[][..], Vec::as_slice);
            for (at, piece) in longest.iter().enumerate() {
                let space = if at == 0 { "" } else { " " };
                self.put(format_args!("{space}“{}”", piece.text.markdown()));
            }
            self.put(format_args!(" "));
            self.sources(quote.forms.iter().flatten(), numbers);
            self.put(format_args!(" *(carried by {})*\n", quote.origins_in_words()));
            for variant in &quote.variants {
                self.variant(variant, numbers);
            }
        }
    }

    fn variant(&mut self, variant: &DigestVariant, numbers: &SourceNumbers) {
        let [here, there] = &variant.shown;
        self.put(format_args!("  - "));
        self.sources(variant.here.iter(), numbers);
        self.put(format_args!(" “"));
        self.marked(here);
        let longest = numbers[&variant.there.article];
        if variant.spliced {
            self.put(format_args!("” (an ellipsis for words that [{longest}] has)\n"));
            return;
        }
        self.put(format_args!("”, [{longest}] “"));
        self.marked(there);
        self.put(format_args!("”\n"));
    }

    /// Words with a difference in bold; the slices are as they stand, with the spaces at their ends.
    fn marked(&mut self, [before, differs, after]: &[SourceText; 3]) {
        self.put(format_args!("{}", before.markdown()));
        if before.raw().ends_with(char::is_whitespace) {
            self.put(format_args!(" "));
        }
        if !differs.raw().is_empty() {
            self.put(format_args!("**{}**", differs.markdown()));
        }
        if after.raw().starts_with(char::is_whitespace) {
            self.put(format_args!(" "));
        }
        self.put(format_args!("{}", after.markdown()));
    }
}

/// A value as people read it: 1250000 is "1,250,000".
pub(super) fn figure(value: f64) -> String {
    let plain = format!("{value}");
    let (whole, decimals) =
        plain.split_once('.').map_or((plain.as_str(), None), |(w, d)| (w, Some(d)));
    let mut shown = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) && whole.len() > 4 {
            shown.push(',');
        }
        shown.push(digit);
    }
    if let Some(decimals) = decimals {
        shown.push('.');
        shown.push_str(decimals);
    }
    shown
}
