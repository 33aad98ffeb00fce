//! Whether two texts that share passages tell of two events: a template that is filled in again keeps its words, and has other names
//! and figures in their places.

use rustc_hash::FxHashMap;

use super::overlap::Cover;
use crate::segment::{KindedWords, WordKind};

/// Words between two passages up to which they are a place of the template that is filled in, a sentence of usual length. Behind that
/// they are reporting of its own, in which other names are to be expected.
const LONGEST_PLACE: usize = 15;

/// Words of a text below which one figure is its message, four sentences of usual length; a longer one that has another figure once may be
/// corrected.
const SHORT: usize = 4 * LONGEST_PLACE;

/// Of so many names and figures one in whose place another stands makes another report. Whoever changes every fifth word hits every fifth
/// name, and seldom puts a name for it.
const OTHERS_OF: usize = 5;

/// The same of the figures alone, where these are half as many as make another report by themselves: a story in which few figures stand
/// brings new ones with an update. In a short text they are as good as names.
const OTHER_FIGURES_OF: usize = 2;

/// The place of a name or figure that the other text does not have: the word before, and what is in it.
type Place = (u64, WordKind);

/// Names and figures of one text. Figures side by side are one ("7 3/4").
#[derive(Default)]
struct Counted {
    names: usize,
    figures: usize,
    /// Places of those that the other does not have, sorted.
    missing: Vec<Place>,
}

/// Of one side of a pair. `other` is what the other side has in no passage.
fn counted(text: KindedWords<'_>, cover: &Cover, mut other: FxHashMap<u64, u32>) -> Counted {
    let mut counted = Counted::default();
    // Whether a figure goes on, and whether the other text has all of it so far.
    let mut figure: Option<bool> = None;
    let mut take = |at: usize, before: Option<u64>| {
        let kept = before.is_none()
            || other.get_mut(&text.words[at]).is_some_and(|left| {
                let any = *left > 0;
                *left -= u32::from(any);
                any
            });
        let kind = text.kinds[at];
        let so_far = figure.take();
        match kind {
            WordKind::Plain => return,
            WordKind::Name => counted.names += 1,
            WordKind::Number => {
                counted.figures += usize::from(so_far.is_none());
                figure = Some(so_far.unwrap_or(true) && kept);
            }
        }
        let known = kind == WordKind::Number && so_far == Some(false);
        if let Some(before) = before.filter(|_| !kept && !known) {
            counted.missing.push((before, kind));
        }
    };
    let mut at = 0;
    for run in cover.words().chunk_by(|a, b| a == b) {
        let (start, is_shared) = (at, run[0]);
        at += run.len();
        if is_shared {
            (start..at).for_each(|at| take(at, None));
        } else if run.len() <= LONGEST_PLACE {
            let before = start.checked_sub(1).map_or(0, |before| text.words[before]);
            (start..at).for_each(|at| take(at, Some(before)));
        }
    }
    counted.missing.sort_unstable_by_key(|(before, kind)| (*before, kind.to_bits()));
    counted
}

/// What stands in no passage, each word with how often.
fn unshared(text: KindedWords<'_>, cover: &Cover) -> FxHashMap<u64, u32> {
    let mut unshared = FxHashMap::default();
    for (word, _) in text.words.iter().zip(cover.words()).filter(|(_, is_shared)| !**is_shared) {
        *unshared.entry(*word).or_default() += 1;
    }
    unshared
}

/// How many names and how many figures of one text have another in their place in the other.
fn exchanged(one: &[Place], other: &[Place]) -> (usize, usize) {
    let key = |(before, kind): &Place| (*before, kind.to_bits());
    let (mut names, mut figures) = (0, 0);
    let mut rest = other.iter().peekable();
    for place in one {
        while rest.next_if(|other| key(other) < key(place)).is_some() {}
        if rest.next_if(|other| *other == place).is_some() {
            let count = if place.1 == WordKind::Number { &mut figures } else { &mut names };
            *count += 1;
        }
    }
    (names, figures)
}

/// Whether the names and figures of the shorter text have others in their places in the longer one. A word that only one of them has is
/// an edit; one for another is another message.
pub(super) fn is_another(
    (part, cover): (KindedWords<'_>, &Cover),
    (of, of_cover): (KindedWords<'_>, &Cover),
) -> bool {
    let in_part = counted(part, cover, unshared(of, of_cover));
    let in_of = counted(of, of_cover, unshared(part, cover));
    let (names, figures) = exchanged(&in_part.missing, &in_of.missing);
    let others = names + figures;
    let all = in_part.names + in_part.figures;
    if part.words.len() < SHORT {
        return others > 0 && OTHERS_OF * others >= all
            || figures > 0 && OTHERS_OF * figures >= in_part.figures;
    }
    // One of them alone may be corrected.
    others > 1 && OTHERS_OF * others >= all
        || figures > 1
            && OTHER_FIGURES_OF * figures >= in_part.figures
            && 2 * OTHERS_OF * figures >= all
}

#[cfg(test)]
mod tests {
    use crate::ingest::{IngestSettings, read_from};
    use crate::limits::Limits;
    use crate::origins::{Compared, WordRarity};
    use crate::segment::{OwnWords, ParsedArticle, TermCounts};
    use crate::text::Lexicons;

    fn own_words(title: &str, text: &str) -> OwnWords {
        let line = serde_json::json!({ "title": title, "text": text }).to_string();
        let intake = read_from("a.json", line.as_bytes(), &IngestSettings::default());
        let article = intake.articles.into_iter().next().expect("it is an article");
        let lexicons = Lexicons::new();
        let (report, tokens) =
            ParsedArticle::new(article, &Default::default(), &lexicons, &Limits::default());
        TermCounts::new(&report, &tokens, &lexicons).1
    }

    fn are_copies(a: (&str, &str), b: (&str, &str)) -> bool {
        let (a, b) = (own_words(a.0, a.1), own_words(b.0, b.1));
        let even = WordRarity::default();
        let copied = Compared::new(&a, &even).copied(0, 1, &b).is_some();
        assert_eq!(copied, Compared::new(&b, &even).copied(0, 1, &a).is_some());
        copied
    }

    const LOAN: &str = "The Bank of Ruritania said it will lend the Harbour Trust of Wexmere 40 million \
        crowns for seven years. The loan carries interest of 5-1/4 percent and is to pay for two ferries \
        that were ordered in March. The trust owes the bank 12 million crowns from earlier loans, and its \
        chairman, Ada Quill, said that it will pay them back by June.";

    #[test]
    fn a_template_with_other_names_and_figures_is_another_report() {
        let again = LOAN
            .replace("Harbour Trust of Wexmere 40", "Northern Mills Company 25")
            .replace("5-1/4", "6-3/8")
            .replace("March", "April")
            .replace("12 million", "9 million")
            .replace("Ada Quill", "Tom Barrow");
        assert!(!are_copies(("", LOAN), ("", &again)));
        // The same company, a year later.
        let later = LOAN
            .replace("40 million", "55 million")
            .replace("5-1/4", "6-3/8")
            .replace("seven", "nine")
            .replace("12 million", "31 million");
        assert!(!are_copies(("", LOAN), ("", &later)));
    }

    #[test]
    fn an_update_is_a_copy_and_so_is_a_text_with_words_left_out() {
        let updated = LOAN.replace("12 million", "13 million");
        assert!(are_copies(("", LOAN), ("", &updated)));
        let shorter = LOAN.replace("of 5-1/4 percent ", "").replace(", Ada Quill,", "");
        assert!(are_copies(("", LOAN), ("", &shorter)));
        let longer = format!("{LOAN} The opposition wants an inquiry by the court of auditors.");
        assert!(are_copies(("", LOAN), ("", &longer)));
        assert!(are_copies(("", LOAN), ("", &LOAN.to_uppercase())));
    }

    #[test]
    fn of_a_short_notice_every_figure_counts_and_the_title_too() {
        let notice =
            "Quarterly dividend 20 cents against 20 cents before. Pay April 10. Record March 20.";
        let other =
            "Quarterly dividend 20 cents against 20 cents before. Pay June 16. Record May 22.";
        let mill = "Mill Brothers Inc sets its dividend";
        assert!(are_copies((mill, notice), (mill, notice)));
        assert!(!are_copies((mill, notice), (mill, other)));
        assert!(!are_copies((mill, notice), ("Parkway Lines Co votes a payout", notice)));
    }
}
