//! Ground floor: language and characters. Knows nothing of news.

mod attributions;
mod boilerplate;
mod endings;
mod span;
mod dash_speech;
mod escape;
mod source_text;
mod folding;
mod lang;
mod language;
mod numerals;
mod sentences;
mod tokens;
mod word_lists;
mod words;
mod wrapping;
mod query;
mod quotes;

pub use attributions::Attribution;
pub use boilerplate::{
    breaks_off, cut_caption, disclaims_opinion, heads_no_report, is_boilerplate, is_caption,
    is_of_the_page, is_teaser, opens_as_byline, opens_as_caption,
};
pub(crate) use dash_speech::dash_speech;
pub(crate) use escape::script_data;
pub use escape::{Html, Markdown, Slack, Terminal, Yaml, link_target, text_link};
pub use folding::{digit_of, fold_white_space, fold_word};
pub use lang::{ByLanguage, Lang, Opening};
pub use language::{Language, Lexicon, Lexicons, detect};
pub use query::{Query, QueryTerms};
pub use quotes::{
    Marks, Quotation, is_closing, is_opening, is_quote, is_quote_or_single, quotations,
};
pub use sentences::sentence_ends;
pub use source_text::SourceText;
pub use span::Span;
pub use tokens::{
    Term, Token, Tokenizer, contradict, count_words, count_words_to, hash_folded, hash_text,
    opposites, pair_of, pieces, split_behind,
};
pub use word_lists::{
    Ending, Phrase, WordClass, WordFacts, WordValue, values_in_any, words_in_any,
};
pub use words::words;
pub use wrapping::{Wrapping, ends_with_lent_mark, is_sentence_end};

/// Every text of four of these characters.
#[cfg(test)]
fn of_four_kinds(kinds: &[&str], check: fn(&str)) {
    for number in 0..kinds.len().pow(4) {
        let at = |place: u32| kinds[number / kinds.len().pow(place) % kinds.len()];
        check(&[at(3), at(2), at(1), at(0)].concat());
    }
}
