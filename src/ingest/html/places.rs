//! What the elements around a line of a page say that it is: by their names (`class`, `id`), their role and their `itemprop`.

use super::lexer::Tag;
use super::{INLINE, is_void};

/// What stands around a line.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Place {
    /// Whether readers wrote it.
    pub(super) comment: bool,
    /// The part of the page that belongs to no report in which it stands, counted from 1.
    pub(super) aside: Option<usize>,
    /// Whether it belongs to a picture.
    pub(super) figure: bool,
    /// Whether no reader sees it.
    pub(super) hidden: bool,
    /// Whether it is marked as the body of the report.
    pub(super) body: bool,
}

impl Place {
    /// Whether it may be a part of the report.
    pub(super) fn is_of_report(self) -> bool {
        !self.comment && self.aside.is_none() && !self.figure
    }
}

/// Parts of the names of elements that hold what readers wrote.
const COMMENTS: &[&str] = &["comment", "disqus", "discuss", "respond", "reply", "forum"];

/// Words in the names of elements that lead elsewhere, ask for something or tell of the page: other reports, letters by mail, ways to
/// share, labels, votes, notices, what lies over the page.
const ASIDES: &[&str] = &[
    "ad",
    "advert",
    "advertisement",
    "affiliate",
    "breadcrumb",
    "breadcrumbs",
    "consent",
    "cookie",
    "cookies",
    "crumbs",
    "disclaimer",
    "disclosure",
    "gdpr",
    "login",
    "modal",
    "newsletter",
    "noprint",
    "overlay",
    "pagination",
    "paywall",
    "popup",
    "postmetadata",
    "promo",
    "rating",
    "ratings",
    "recommend",
    "recommendations",
    "recommended",
    "related",
    "share",
    "sharing",
    "signup",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "tags",
    "utility",
];

/// Beside "author", the words of names of boxes that tell of one.
const OF_AUTHOR: &[&str] =
    &["about", "bio", "biography", "box", "card", "desc", "description", "info", "profile"];

/// Elements that hold the whole of a page or of its report, whatever they are called.
const WHOLE: &[&str] = &["html", "body", "main", "article"];

/// Elements that are open at the same time; pages that nest deeper are no reports.
const MOST_OPEN: usize = 256;

/// Where a walk over a page is: the open elements that are no part of a line, and how many of them stood around the beginning of a part
/// of the page that is something.
#[derive(Default)]
pub(super) struct Places {
    open: Vec<String>,
    comments: Option<usize>,
    aside: Option<usize>,
    figure: Option<usize>,
    hidden: Option<usize>,
    body: Option<usize>,
    asides: usize,
}

impl Places {
    pub(super) fn open(&mut self, tag: &Tag<'_>) {
        if is_void(tag) || INLINE.iter().any(|inline| tag.is(inline)) {
            return;
        }
        // A paragraph ends where the next block begins, an item where the next one of its list does.
        if self.open.last().is_some_and(|last| last == "p") {
            self.end(self.open.len() - 1);
        }
        let is_list = |name: &String| matches!(name.as_str(), "ul" | "ol");
        if tag.is("li")
            && let Some(item) = self.open.iter().rposition(|name| name == "li" || is_list(name))
            && !is_list(&self.open[item])
        {
            self.end(item);
        }
        if self.open.len() == MOST_OPEN {
            return;
        }
        let depth = self.open.len();
        self.open.push(tag.name.to_ascii_lowercase());
        if tag.is("figure") {
            self.figure.get_or_insert(depth);
        }
        if !tag.has_attributes() {
            return;
        }
        let attribute = |name: &str| tag.attribute(name).unwrap_or_default();
        if attribute("itemprop").eq_ignore_ascii_case("articleBody") {
            self.body.get_or_insert(depth);
        }
        if WHOLE.iter().any(|whole| tag.is(whole)) {
            return;
        }
        let style = attribute("style").to_ascii_lowercase().replace(' ', "");
        if tag.attribute("hidden").is_some() || style.contains("display:none") {
            self.hidden.get_or_insert(depth);
        }
        let class = attribute("class");
        let names = format!("{class} {}", attribute("id")).to_ascii_lowercase();
        if COMMENTS.iter().any(|part| names.contains(part)) {
            self.comments.get_or_insert(depth);
        }
        let is_over = attribute("role").eq_ignore_ascii_case("dialog");
        if self.aside.is_none() && (is_over || is_aside(&class)) {
            self.aside = Some(depth);
            self.asides += 1;
        }
    }

    pub(super) fn close(&mut self, closed: &str) {
        let is_closed = |name: &String| closed.eq_ignore_ascii_case(name);
        if let Some(depth) = self.open.iter().rposition(is_closed) {
            self.end(depth);
        }
    }

    /// Ends the elements inside so many others.
    fn end(&mut self, depth: usize) {
        self.open.truncate(depth);
        for begun in [
            &mut self.comments,
            &mut self.aside,
            &mut self.figure,
            &mut self.hidden,
            &mut self.body,
        ] {
            *begun = begun.filter(|begun| *begun < depth);
        }
    }

    pub(super) fn here(&self) -> Place {
        Place {
            comment: self.comments.is_some(),
            aside: self.aside.map(|_| self.asides),
            figure: self.figure.is_some(),
            hidden: self.hidden.is_some(),
            body: self.body.is_some(),
        }
    }
}

fn is_aside(names: &str) -> bool {
    words_of_names(names).any(|mut words| {
        let mut author = false;
        let mut of_author = false;
        words.any(|word| {
            author |= matches!(word.as_str(), "author" | "authors");
            of_author |= OF_AUTHOR.contains(&word.as_str());
            author && of_author || ASIDES.contains(&word.as_str())
        })
    })
}

/// The names of an element, each as its words in small letters: `post-authorBox` as post, author, box.
fn words_of_names(names: &str) -> impl Iterator<Item = impl Iterator<Item = String>> {
    names.split_ascii_whitespace().map(|name| {
        let mut rest = name;
        std::iter::from_fn(move || {
            rest = rest.trim_start_matches(|c: char| !c.is_ascii_alphabetic());
            let mut before = rest.chars().next()?;
            let ends = |(_, c): &(usize, char)| {
                let ends = !c.is_ascii_alphabetic()
                    || c.is_ascii_uppercase() && before.is_ascii_lowercase();
                before = *c;
                ends
            };
            let end = rest.char_indices().find(ends).map_or(rest.len(), |(at, _)| at);
            let (word, behind) = rest.split_at(end);
            rest = behind;
            Some(word.to_ascii_lowercase())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::super::lexer::{Piece, pieces};
    use super::*;

    #[test]
    fn names_are_words() {
        let words = |names: &str| words_of_names(names).flatten().collect::<Vec<_>>().join(" ");
        assert_eq!(words("post-authorBox  c2__Foo a"), "post author box c foo a");
        assert!(is_aside("x RelatedCoverage-container"));
        assert!(is_aside("post-author__bio"));
        for own in ["shareholders", "author box", "unrelated", "article-body", "3"] {
            assert!(!is_aside(own), "{own}");
        }
    }

    #[test]
    fn a_line_is_what_stands_around_it() {
        let mut places = Places::default();
        let mut seen = Vec::new();
        let page = "<body class=related><p class=share>a<div class=share>b<div>c</div></div>d<div itemprop=articleBody>e<div id=comments>f</div></div>g<ul><li class=share>h<li>i</ul>";
        for piece in pieces(page) {
            match piece {
                Piece::Open(tag) => places.open(&tag),
                Piece::Close(name) => places.close(name),
                Piece::Text(text) => seen.push((text, places.here())),
            }
        }
        let none = Place::default();
        let aside = Place { aside: Some(1), ..none };
        let other = Place { aside: Some(2), ..none };
        let body = Place { body: true, ..none };
        let expected = [
            ("a", aside),
            ("b", other),
            ("c", other),
            ("d", none),
            ("e", body),
            ("f", Place { comment: true, ..body }),
            ("g", none),
            ("h", Place { aside: Some(3), ..none }),
            ("i", none),
        ];
        assert_eq!(seen, expected);
    }
}
