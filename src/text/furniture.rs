//! Set phrases of web pages: lines that belong to the page and not to the report.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, Anchored, Input, StartKind};

use super::folding::fold_word;
use super::tokens::{count_words, count_words_to};

/// A line that opens with one of these and is no longer than `SHORT` words is furniture.
const OPENERS: &[&str] = &[
    "read the full",
    "read full",
    "read more",
    "read also",
    "read next",
    "also read",
    "related:",
    "related article",
    "related stor",
    "source link",
    "share this",
    "share on",
    "share via",
    "subscribe",
    "sign up",
    "sign in",
    "log in",
    "newsletter",
    "follow us",
    "follow @",
    "like us on",
    "click here",
    "tap here",
    "watch:",
    "watch live",
    "listen:",
    "see also",
    "more on this",
    "more from",
    "more:",
    "most read",
    "most popular",
    "trending",
    "recommended",
    "you may also like",
    "you might also like",
    "don't miss",
    "advertisement",
    "advertising",
    "sponsored",
    "continue reading",
    "story continues",
    "article continues",
    "scroll down",
    "skip to",
    "back to top",
    "view comments",
    "show comments",
    "leave a comment",
    "comments",
    "join the conversation",
    "get the latest",
    "download our app",
    "download the app",
    "get our app",
    "support our journalism",
    "all rights reserved",
    "copyright",
    "©",
    "(c) 20",
    "this material may not be",
    "terms of use",
    "privacy policy",
    "cookie",
    "we use cookies",
    "print this",
    "email this",
    "send us",
    "contact us",
    "image source",
    "image caption",
    "image:",
    "photo:",
    "photos:",
    "photo by",
    "picture:",
    "pic:",
    "video:",
    "file photo",
    "getty images",
    "filed under",
    "tags:",
    "topics:",
    "published:",
    "last updated",
    "updated:",
    "posted:",
    "first published",
    "reporting by",
    "editing by",
    "compiled by",
    "additional reporting",
    "this article was originally",
    "this story was originally",
    "originally published",
    "the post ",
    "leer más",
    "lea también",
    "suscríbete",
    "compartir",
    "publicidad",
    "síguenos",
    "lire aussi",
    "lire la suite",
    "à lire aussi",
    "abonnez-vous",
    "partager",
    "publicité",
    "lesen sie auch",
    "mehr zum thema",
    "anzeige",
    "werbung",
    "newsletter abonnieren",
    "leggi anche",
    "condividi",
    "pubblicità",
    "leia também",
    "compartilhe",
    "publicidade",
    "читайте также",
];

/// Phrases that make a line furniture wherever in it they stand.
const ANYWHERE: &[&str] = &[
    "all rights reserved",
    "may not be published, broadcast",
    "sign up for our",
    "subscribe to our",
    "sign up to our",
    "todos los derechos reservados",
    "tous droits réservés",
    "alle rechte vorbehalten",
    "appeared first on",
];

/// Phrases that give a sentence away as what a page says of itself or of its pictures, even where the page ran it
/// together with prose.
const GIVEAWAYS: &[&str] = &[
    "your browser does not support",
    "buy photo",
    "story highlights",
    "thank you for subscribing",
    "to your inbox",
    "to stay up to date",
    "read the latest news",
    "/afp/",
    "reuters file",
    "via getty",
    "caption close",
    "view images",
    "image 1 of",
    "photo 1 of",
    "slide 1 of",
    "breaking news alerts",
    "file photo",
    "in this photo",
    "photo provided by",
    "photo released",
    "photo taken by",
    "photograph taken by",
    "(ap photo",
    "getty images",
    "hide caption",
    "toggle caption",
    "enlarge image",
    "enlarge this image",
    "click to enlarge",
    "enable javascript",
    "javascript is disabled",
    "our newsletter",
    "follow us on",
    "like us on facebook",
    "all rights reserved",
    "contributed to this report",
    "contributed to this story",
    "stories that matter",
    "delivered weekday mornings",
    "share on facebook",
    "share on twitter",
];

/// Finds any of some phrases in one pass.
fn any_of(phrases: &[&str]) -> AhoCorasick {
    AhoCorasick::new(phrases).expect("the phrases are few and short")
}

/// Finds those that a line may open with, where it begins.
static OPENERS_AT: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let openers = AhoCorasick::builder().start_kind(StartKind::Anchored).build(OPENERS);
    openers.expect("the phrases are few and short")
});
static ANYWHERE_IN: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(ANYWHERE));
static GIVEAWAYS_IN: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(GIVEAWAYS));
static CREDITS_IN: LazyLock<AhoCorasick> = LazyLock::new(|| any_of(CREDITS));

/// Whether a sentence or title is none of the report's: furniture, an instruction, a caption, a credit.
pub fn is_of_the_page(sentence: &str) -> bool {
    let folded = fold_word(sentence);
    let is_short = count_words_to(MOST, sentence) <= MOST;
    is_short && is_furniture_folded(sentence, &folded) || is_page_talk(sentence, &folded)
}

fn is_page_talk(sentence: &str, folded: &str) -> bool {
    let photo = folded.contains(" photo");
    let pictured = photo
        && (folded.starts_with("in this ")
            || folded.contains(" in this ")
            || folded.contains("undated"));
    let shown = photo
        && ["is shown in ", "is seen in ", "are seen in ", "is pictured ", "are pictured "]
            .iter()
            .any(|phrase| folded.contains(phrase));
    pictured
        || shown
        || GIVEAWAYS_IN.is_match(folded)
        || ["CLOSE ", "Caption ", "JUST WATCHED "].iter().any(|label| sentence.starts_with(label))
        || [
            "listen:",
            "watch:",
            "photo:",
            "photos:",
            "video:",
            "watch the report ",
            "watch the video ",
        ]
        .iter()
        .any(|label| folded.starts_with(label))
        || folded.starts_with("follow ") && folded.contains(" for the latest")
}

/// Words that a furniture line may have, at most: longer ones are prose that happens to open that way.
const SHORT: usize = 14;

/// The same of a line with a phrase that no prose has.
const MOST: usize = 40;

/// Whether a line is page furniture: navigation, sharing, subscription, copyright.
pub fn is_furniture(line: &str) -> bool {
    // A paragraph is none, whatever it says.
    count_words_to(MOST, line) <= MOST && is_furniture_folded(line, &fold_word(line))
}

fn is_furniture_folded(line: &str, folded: &str) -> bool {
    let bare = folded
        .trim()
        .trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '©' | '@' | '('));
    if bare.is_empty() {
        return !line.chars().any(char::is_alphanumeric);
    }
    let opener = OPENERS_AT.find(Input::new(bare).anchored(Anchored::Yes)).is_some();
    let anywhere = ANYWHERE_IN.is_match(bare);
    if !opener && !anywhere {
        return false;
    }
    let words = count_words(bare);
    let opens = |opener: &str| {
        bare.strip_prefix(opener).is_some_and(|rest| {
            // "advertising revenue fell" is prose: a one-word opener is furniture as a label or in a very short line.
            let whole_word = rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
                || opener.ends_with([':', '@', '0']);
            let phrase = opener.contains(' ') || opener.ends_with(':') || opener == "©";
            (whole_word || opener.ends_with("stor"))
                && (phrase || words <= 4)
                && !ends_as_prose(bare, words)
        })
    };
    words <= SHORT && OPENERS.iter().any(|opener| opens(opener)) || words <= MOST && anywhere
}

/// A full stop behind seven words or more: a sentence, not a label.
fn ends_as_prose(line: &str, words: usize) -> bool {
    words >= 7
        && line.ends_with('.')
        && !line.starts_with('©')
        && !line.starts_with("copyright")
        && !line.contains("here.")
}

/// Whether a line is the link to another story: a dash or bullet, a short label with a full stop or colon, and
/// a headline without one ("- Celebrities. Singer breaks silence over family rift").
pub fn is_teaser(line: &str) -> bool {
    let Some(rest) = line.trim().strip_prefix(['-', '–', '•', '*', '·', '»', '›', '→', '►', '▶'])
    else {
        return false;
    };
    let rest = rest.trim_start();
    let label = rest.split_once(". ").or_else(|| rest.split_once(": "));
    let labelled = label.is_some_and(|(label, _)| (1..=3).contains(&count_words(label)));
    labelled
        && rest.starts_with(char::is_uppercase)
        && rest.chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Names of picture agencies and the words of picture credits, folded.
const CREDITS: &[&str] = &[
    "getty images",
    "ap photo",
    "afp via",
    "reuters/",
    "/reuters",
    "/ap",
    "/afp",
    "shutterstock",
    "staff photographer",
    "staff photo",
    "file photo",
    "photo by",
    "photo:",
    "picture by",
    "image credit",
    "photo credit",
    "courtesy of",
    "courtesy photo",
    "via ap",
    "pa wire",
    "handout",
    "foto:",
    "photo :",
];

/// Whether a line is a picture caption: it ends with a credit in brackets or behind a bar, or with an agency's name.
pub fn is_caption(line: &str) -> bool {
    let line = line.trim();
    // Most lines are sentences, which end with a full stop behind a letter.
    let behind_stop = line.strip_suffix('.').and_then(|bare| bare.chars().next_back());
    if behind_stop.is_some_and(char::is_alphanumeric) {
        return false;
    }
    let folded = fold_word(line);
    let tail = folded.trim_end_matches(['.', ' ']);
    let bracket =
        tail.strip_suffix([')', ']']).and_then(|t| t.rfind(['(', '[']).map(|at| &t[at + 1..]));
    let credit = |text: &str| CREDITS_IN.is_match(text);
    if let Some(credited) = bracket {
        return count_words(credited) <= 10 && (credit(credited) || credited.contains(" / "));
    }
    let last = tail.rsplit(['|', '.']).next().unwrap_or_default();
    !folded.ends_with('.') && credit(last) && count_words(last) <= 6 && count_words(&folded) <= MOST
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn furniture_is_told_from_prose() {
        for line in [
            "Read the full article here",
            "Source link",
            "Share this article",
            "Sign up for our newsletter",
            "Advertisement",
            "© 2026 Valley Post. All rights reserved.",
            "Subscribe",
            "Read more: Rovers win again",
            "***",
            "Follow us on Twitter",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "Advertising revenue at the company fell by a fifth in the second quarter, the report said.",
            "Share prices fell.",
            "Comments by the minister drew anger from all sides of the house.",
            "Trending upwards, the figures pleased the council and its critics alike.",
            "Subscribers left.",
            "Read the room, she told the council on Tuesday night.",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }

    #[test]
    fn teasers_and_captions() {
        assert!(is_teaser("- Celebrities. Cruz Beckham breaks silence amid family rift"));
        assert!(is_teaser("- Sport. Rovers captain out for the season"));
        assert!(!is_teaser("- He left."));
        assert!(!is_teaser("– The council voted on Tuesday. The bridge will close."));
        assert!(is_caption(
            "Millrace Bridge on Tuesday, hours before the vote. (Photo: Dana Wilde / Valley Post)"
        ));
        assert!(is_caption("Members remain on site. (David M Warren / Staff Photographer)"));
        assert!(!is_caption("The agency (AP) said so."));
    }
}
