//! A query over articles: words that all must be there, by their stems, phrases in quotation marks, and what must not be there behind a minus.

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
        let is_there = |part: &QueryPart| tokens.iter().any(|tokens| part.count(tokens) > 0);
        let QueryTerms { with, without } = self.terms(&tokenizer);
        with.iter().all(is_there) && !without.iter().any(is_there)
    }

    /// The same in the terms of a language.
    pub fn terms(&self, tokenizer: &Tokenizer<'_>) -> QueryTerms {
        let part = |text: &String| {
            let tokens = tokenizer.tokens(text, whole(text));
            let content = tokens.iter().filter(|token| !token.stop);
            QueryPart {
                content: content.map(|token| token.term).collect(),
                terms: tokens.iter().map(|token| token.term).collect(),
                text: text.clone(),
            }
        };
        QueryTerms {
            with: self.with.iter().map(part).collect(),
            without: self.without.iter().map(part).collect(),
        }
    }
}

/// A query in the terms of a language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryTerms {
    /// What is looked for.
    pub with: Vec<QueryPart>,
    /// What is denied.
    pub without: Vec<QueryPart>,
}

/// A word or a phrase that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryPart {
    /// As it was typed.
    pub text: String,
    /// Its terms in order.
    pub terms: Vec<Term>,
    /// Those of them that are no stop words.
    pub content: Vec<Term>,
}

impl QueryPart {
    /// How often it stands in some tokens; a phrase with its terms behind one another.
    pub fn count(&self, tokens: &[Token]) -> usize {
        let rows = tokens.windows(self.terms.len().max(1));
        rows.filter(|row| row.iter().map(|token| token.term).eq(self.terms.iter().copied())).count()
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
