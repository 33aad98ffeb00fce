//! A query over articles: words that all must be there, by their stems, phrases in quotation marks, and what must not be there behind a minus.

use rustc_hash::FxHashSet;

use super::Language;
use super::language::Lexicons;
use super::span::Span;
use super::tokens::{Term, Token, Tokenizer};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// As it was typed.
    text: String,
    /// Words or phrases that all must be there.
    with: Vec<String>,
    /// Those of which none may be there.
    without: Vec<String>,
}

impl Query {
    /// Reads a query.
    ///
    /// # Errors
    /// In words: a query without a word to look for, or a quotation mark that nothing closes.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut query =
            Self { text: text.trim().to_owned(), with: Vec::new(), without: Vec::new() };
        let mut rest = query.text.clone();
        while !rest.is_empty() {
            let denied = rest.starts_with('-');
            let bare = rest[usize::from(denied)..].to_owned();
            let (part, behind) = match bare.strip_prefix('"') {
                Some(quoted) => {
                    quoted.split_once('"').ok_or("a quotation mark that nothing closes")?
                }
                None => bare.split_once(char::is_whitespace).unwrap_or((&bare, "")),
            };
            if part.chars().any(char::is_alphanumeric) {
                let list = if denied { &mut query.without } else { &mut query.with };
                list.push(part.to_owned());
            }
            rest = behind.trim_start().to_owned();
        }
        if query.with.is_empty() {
            return Err("no word to look for".to_owned());
        }
        Ok(query)
    }

    /// As it was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether all that it looks for stands in some texts of an article, and nothing that it denies.
    pub fn matches(
        &self,
        texts: &[&str],
        lexicons: &Lexicons,
        language: Option<&Language>,
    ) -> bool {
        let tokenizer = Tokenizer::new(lexicons.of(language));
        let tokens: Vec<Vec<Token>> =
            texts.iter().map(|text| tokenizer.tokens(text, whole(text))).collect();
        let terms: FxHashSet<Term> = tokens.iter().flatten().map(|token| token.term).collect();
        let is_there = |part: &String| {
            let looked_for: Vec<Term> =
                tokenizer.tokens(part, whole(part)).iter().map(|token| token.term).collect();
            let all = looked_for.iter().all(|term| terms.contains(term));
            all && (looked_for.len() < 2
                || tokens.iter().any(|tokens| {
                    let rows = tokens.windows(looked_for.len());
                    let mut rows = rows.map(|row| row.iter().map(|token| token.term));
                    rows.any(|row| row.eq(looked_for.iter().copied()))
                }))
        };
        self.with.iter().all(is_there) && !self.without.iter().any(is_there)
    }
}

fn whole(text: &str) -> Span {
    Span::new(0, text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_by_stems_phrases_and_denials() {
        let lexicons = Lexicons::new();
        let english = Language::from_tag("en");
        let text = "The ferries of Sennet ran aground. Tern Ledge is marked on charts.";
        let matches = |query: &str| {
            Query::parse(query).unwrap().matches(&[text], &lexicons, english.as_ref())
        };
        assert!(
            matches("ferry sennet") && matches("\"Tern Ledge\" ferry") && matches("ledge -bus")
        );
        assert!(
            !matches("ferry dunlow") && !matches("\"ledge tern\"") && !matches("ferry -sennet")
        );
        assert!(!matches("ferry -\"tern ledge\""));
        for empty in ["", "  ", "-ferry", "…"] {
            assert!(Query::parse(empty).unwrap_err().contains("no word"), "{empty}");
        }
        assert!(Query::parse("\"ferry").unwrap_err().contains("nothing closes"));
    }
}
