//! A statement that is made again with another figure: "injuring 14 people", later "injuring 17 people".

use crate::text::{Lang, Term, Token, WordValue, fold_word};

/// Share of the content words of the longer of two statements, figures aside, that both must have. With every name on either side in the other
/// and the figures beside the same word it is the share that says the same (`score/same.rs`).
const SHARE: f64 = 0.65;

/// Content words that they must have in common.
const FEWEST_SHARED: usize = 3;

/// Whether two statements, each a text and its tokens, differ in one figure alone that is no day of a month: the tokens of the figures.
pub(crate) fn restated_figure(
    (was_text, was): (&str, &[Token]),
    (now_text, now): (&str, &[Token]),
    lang: &Lang,
) -> Option<(usize, usize)> {
    let (old, new) = restated(was, now)?;
    let in_date = |text: &str, tokens: &[Token], at: usize| {
        let is_month = |at: usize| {
            let word = tokens.get(at).map(|token| fold_word(token.span.of(text)));
            word.is_some_and(|word| lang.word(&word).value(WordValue::Month).is_some())
        };
        is_month(at + 1) || at.checked_sub(1).is_some_and(is_month)
    };
    (!in_date(was_text, was, old) && !in_date(now_text, now, new)).then_some((old, new))
}

/// Whether two statements differ in one figure alone: the tokens of the figures.
fn restated(was: &[Token], now: &[Token]) -> Option<(usize, usize)> {
    let denials = |tokens: &[Token]| tokens.iter().filter(|token| token.denies).count();
    if denials(was) != denials(now) {
        return None;
    }
    let at = (only_in(was, now)?, only_in(now, was)?);
    let (words, others) = (content(was), content(now));
    let shared = words.iter().filter(|term| others.binary_search(term).is_ok()).count();
    let enough = shared >= FEWEST_SHARED
        && shared as f64 >= SHARE * words.len().max(others.len()) as f64
        && names_are_in(was, &others)
        && names_are_in(now, &words);
    (enough && stand_alike(was, now, at)).then_some(at)
}

/// The one figure of some tokens that others do not have.
fn only_in(tokens: &[Token], others: &[Token]) -> Option<usize> {
    let has = |figure: &Token| others.iter().any(|other| other.digit && other.term == figure.term);
    let mut lone = (0..tokens.len()).filter(|at| tokens[*at].digit && !has(&tokens[*at]));
    let first = lone.next()?;
    lone.next().is_none().then_some(first)
}

/// Content words without figures, sorted, each once.
fn content(tokens: &[Token]) -> Vec<Term> {
    let words = tokens.iter().filter(|token| !token.stop && !token.digit);
    let mut terms: Vec<Term> = words.map(|token| token.term).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// Whether all words with a capital, behind the first, are among some terms.
fn names_are_in(tokens: &[Token], terms: &[Term]) -> bool {
    let names = tokens.iter().skip(1).filter(|t| t.capital && !t.stop && !t.digit);
    names.map(|token| token.term).all(|term| terms.binary_search(&term).is_ok())
}

/// Whether the same word stands before both figures, or behind both.
fn stand_alike(was: &[Token], now: &[Token], at: (usize, usize)) -> bool {
    let term = |tokens: &[Token], at: Option<usize>| {
        at.and_then(|at| tokens.get(at)).filter(|token| !token.digit).map(|token| token.term)
    };
    let behind = (term(was, Some(at.0 + 1)), term(now, Some(at.1 + 1)));
    let before = (term(was, at.0.checked_sub(1)), term(now, at.1.checked_sub(1)));
    [behind, before].iter().any(|(a, b)| a.is_some() && a == b)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Lexicons, Span, Tokenizer};

    fn figures(was: &str, now: &str) -> Option<(String, String)> {
        let lexicons = Lexicons::new();
        let tokenizer = Tokenizer::new(lexicons.of(Language::from_tag("en").as_ref()));
        let tokens = |text: &str| tokenizer.tokens(text, Span::new(0, text.len()));
        let (a, b) = (tokens(was), tokens(now));
        let (x, y) = restated(&a, &b)?;
        Some((a[x].span.of(was).to_owned(), b[y].span.of(now).to_owned()))
    }

    #[test]
    fn one_figure_of_a_statement_is_another() {
        let was = "The ferry ran aground on Tern Ledge on Thursday, injuring 14 people.";
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        for (now, found) in [
            (
                "The ferry ran aground on Tern Ledge on Thursday, injuring 17 people.",
                pair("14", "17"),
            ),
            (
                "A ferry ran aground on Tern Ledge on Thursday morning, injuring seventeen people.",
                pair("14", "seventeen"),
            ),
            ("The ferry ran aground on Tern Ledge on Thursday, injuring 14 people.", None),
            ("The ferry ran aground on Pell Point on Thursday, injuring 17 people.", None),
            ("The ferry did not run aground on Tern Ledge on Thursday, injuring 17 people.", None),
            ("Rescuers took 17 people to Tern Ledge on Thursday.", None),
            ("The ferry ran aground on Tern Ledge on Thursday at 7, injuring 17 people.", None),
        ] {
            assert_eq!(figures(was, now), found, "{now}");
        }
    }
}
