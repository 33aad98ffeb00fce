//! The full names of a story.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::facts::Mention;
use super::words::Words;
use crate::group::DocumentFrequencies;
use crate::text::{Span, WordClass, fold_white_space, fold_word};

/// The full names of a story, folded, with every place where they stand, in order.
pub(super) fn names(
    read: &[Words<'_>],
    frequencies: &DocumentFrequencies,
) -> BTreeMap<String, Vec<Mention>> {
    let mut names: BTreeMap<String, Vec<Name>> = BTreeMap::new();
    let mut name_words: BTreeMap<&str, usize> = BTreeMap::new();
    for (sentence, words) in read.iter().enumerate() {
        for at in (0..words.words.len()).filter(|at| words.is_name(*at, frequencies)) {
            *name_words.entry(words.folded(at)).or_default() += 1;
        }
        for name in names_in(words, frequencies) {
            let at = Mention { sentence, span: words.between(name.start, name.end) };
            let name = Name { at, words, first: name.start, end: name.end };
            names.entry(folded(at.span.of(words.text))).or_default().push(name);
        }
    }
    with_first_words(&mut names);
    without_owners(&mut names);
    let adjectives: BTreeSet<String> =
        names.keys().filter(|n| is_adjective(n, &names)).cloned().collect();
    names.retain(|name, _| !adjectives.contains(name));
    let whole = |mentions: Vec<Name<'_>>| whole_name(&mentions, &name_words);
    // Whole or not at all.
    let found = names.into_iter().map(|(name, mentions)| (name, whole(mentions)));
    found.filter(|(_, mentions)| !mentions.is_empty()).collect()
}

/// Letters by which an adjective is longer than the name of its country: "North Korean", "New Zealander".
const LETTERS_OF_ADJECTIVE: usize = 2;

/// Whether a name is another with an ending.
fn is_adjective(name: &str, names: &BTreeMap<String, Vec<Name<'_>>>) -> bool {
    let letters = name.char_indices().rev().take(LETTERS_OF_ADJECTIVE);
    letters.into_iter().any(|(at, _)| names.contains_key(&name[..at]))
}

/// What two spellings of a name have in common.
pub(super) fn folded(name: &str) -> String {
    fold_white_space(&fold_word(name))
}

/// A name where it stands.
struct Name<'a> {
    at: Mention,
    words: &'a Words<'a>,
    /// Indices of its words.
    first: usize,
    end: usize,
}

impl Name<'_> {
    /// The word two before it, where it stands as in "Immigration and Customs Enforcement" or "Bank of New York".
    fn joined_to(&self) -> Option<&str> {
        let Self { words, first, .. } = self;
        let at = first.checked_sub(2)?;
        let joined = words.words[at + 1].token.stop
            && !words.words[at + 1].token.capital
            && words.words[at].token.capital
            && [at, at + 1].iter().all(|at| words.after(*at) == " ")
            // "California, Illinois and New York".
            && (at == 0 || !words.before(at).starts_with(','));
        joined.then(|| words.folded(at))
    }

    /// Whether that word ends a name of its own: "Larry Page and Sergey Brin".
    fn joined_to_a_name(&self) -> bool {
        let Self { words, first, .. } = self;
        let before = first.checked_sub(3);
        before.is_some_and(|at| words.words[at].token.capital && words.after(at) == " ")
    }

    /// Without an "'s" at its end, or the owner before it.
    fn without_owner(self) -> Self {
        let Self { at, words, first, end } = self;
        let owns = |at: &usize| words.folded(*at).ends_with("'s");
        if owns(&(end - 1)) {
            let text = at.span.of(words.text);
            // An apostrophe, straight or not, and the letter.
            let to = text.char_indices().rev().nth(1).map_or(text.len(), |(at, _)| at);
            let span = Span::new(at.span.start, at.span.start + to);
            return Self { at: Mention { span, ..at }, ..self };
        }
        let first = (first..end).rev().find(owns).map_or(first, |owner| owner + 1);
        Self { at: Mention { span: words.between(first, end), ..at }, first, ..self }
    }

    /// The owner in it.
    fn owner(self) -> Option<Self> {
        let owner =
            (self.first..self.end).rev().find(|at| self.words.folded(*at).ends_with("'s"))?;
        let span = self.words.between(self.first, owner + 1);
        Some(Self { at: Mention { span, ..self.at }, end: owner + 1, ..self }.without_owner())
    }

    /// With the two words before it.
    fn joined(&self) -> Mention {
        let start = self.words.words[self.first - 2].token.span.start;
        Mention { span: Span::new(start, self.at.span.end), ..self.at }
    }
}

impl Name<'_> {
    /// Whether what stands around it shows that it is a part of a longer name, or is no name: "State Mike Pompeo", "Chinese Academy" of
    /// Sciences, "Ban Ki" with "-moon" behind it, "VIRGINIA GOV".
    fn is_torn(&self, first: usize) -> bool {
        let Self { words, end, .. } = *self;
        let capital = |at: usize| words.words.get(at).is_some_and(|word| word.token.capital);
        let spaced = |at: usize| words.after(at) == " ";
        // "Association for the Advancement".
        let role = first - usize::from(words.was(first, WordClass::DefiniteArticle));
        let led = role > 1
            && words.was(role, WordClass::InsideRole)
            && capital(role - 2)
            && (role - 2..first).all(spaced);
        let goes_on = |class: WordClass| {
            words.is(end, class) && capital(end + 1) && spaced(end - 1) && spaced(end)
        };
        // "The Oskany Water and Sewerage Department"; persons have no article.
        let article = words.was(first, WordClass::DefiniteArticle);
        let joined = goes_on(WordClass::And) && (article || !(capital(end + 2) && spaced(end + 1)));
        // "Malaysia Airlines Flight 370", "Model S".
        let numbered = words.words.get(end).is_some_and(|word| {
            word.token.digit || word.token.capital && word.folded.chars().nth(1).is_none()
        }) && spaced(end - 1);
        // "Kim Jong Un", "Help Get Kanye Out of Debt": more of the same line of capitals.
        let capitals = capital(end) && spaced(end - 1) && !words.is_time(end);
        let hyphen = words.after(end - 1) == "-" && !capital(end) || words.before(first) == "-";
        let ordinal = first > 0
            && words.words[first - 1].token.digit
            && words.folded(first - 1).ends_with(char::is_alphabetic)
            && spaced(first - 1);
        let text = |at: usize| words.words[at].token.span.of(words.text);
        let shouted = |at: usize| {
            let letters = text(at).chars().filter(|c| c.is_alphabetic());
            letters.clone().count() > LETTERS_OF_INITIALS && letters.clone().all(char::is_uppercase)
        };
        let owner = words.folded(end - 1).ends_with("'s")
            && self.at.span.end == words.words[end - 1].token.span.end
            || words.folded(first).ends_with("'s") && first + 2 == end;
        led || self.is_of_longer(first)
            || goes_on(WordClass::InsideRole)
            || goes_on(WordClass::Particle)
            || joined
            || capitals
            || ordinal
            || numbered
            || hyphen
            || owner
            || shouted(end - 1)
    }
}

impl Name<'_> {
    /// Whether it is joined to capitals that an article leads, as in "the U.S. Fish and Wildlife Service"; persons have no article.
    fn is_of_longer(&self, first: usize) -> bool {
        let Self { words, .. } = *self;
        let capital = |at: usize| words.words[at].token.capital;
        let spaced = |at: usize| words.after(at) == " ";
        let joined = first > 2
            && words.was(first, WordClass::And)
            && capital(first - 2)
            && (first - 2..first).all(spaced);
        if !joined {
            return false;
        }
        let mut begin = first - 2;
        while begin > 0
            && capital(begin - 1)
            && !words.was(begin, WordClass::DefiniteArticle)
            && goes_on_as_name(words, begin - 1)
        {
            begin -= 1;
        }
        words.was(begin, WordClass::DefiniteArticle)
    }
}

/// Letters of a word in capitals that is made of initials: "NATO".
const LETTERS_OF_INITIALS: usize = 4;

/// A name behind the first word of its sentence, which has a capital there whatever it is, takes that word where the longer name, or what it begins with,
/// stands elsewhere: "New York Mayor Ann Vann", "Attorney General Vann".
fn with_first_words(names: &mut BTreeMap<String, Vec<Name<'_>>>) {
    let longer = |name: &Name<'_>| {
        let Name { words, first, end, .. } = *name;
        let is_second = first == 1 && words.words[0].token.capital && words.after(0) == " ";
        let to = |end: usize| folded(words.between(0, end).of(words.text));
        let is_known = || names.contains_key(&to(end)) || names.contains_key(&to(2));
        (is_second && is_known()).then(|| to(end))
    };
    let moving: Vec<(String, usize, String)> = names
        .iter()
        .flat_map(|(name, all)| {
            let found = all.iter().enumerate().filter_map(|(at, one)| Some((at, longer(one)?)));
            found.map(|(at, longer)| (name.clone(), at, longer)).collect::<Vec<_>>()
        })
        .collect();
    // All are taken out, from the back, before any is put in: either moves the others.
    let mut moved: Vec<(String, Name<'_>)> = Vec::new();
    for (name, at, longer) in moving.into_iter().rev() {
        let Some(all) = names.get_mut(&name) else { continue };
        let one = all.remove(at);
        let span = one.words.between(0, one.end);
        moved.push((longer, Name { at: Mention { span, ..one.at }, first: 0, ..one }));
    }
    names.retain(|_, all| !all.is_empty());
    for (longer, one) in moved {
        let known = names.entry(longer).or_default();
        known.push(one);
        known.sort_by_key(|name| name.at);
    }
}

/// "Wells Fargo's" is one more mention of Wells Fargo where that stands too, and so is "NASA's Parker Solar Probe" of the probe.
fn without_owners(names: &mut BTreeMap<String, Vec<Name<'_>>>) {
    let bare = |name: &str| {
        let owner = name.strip_suffix("'s").map(|bare| (0, bare.len()));
        owner.or_else(|| name.rfind("'s ").map(|at| (at + 3, name.len())))
    };
    // "Michael Cohen's Congressional" testimony.
    let owner = |name: &String| {
        let owner = &name[..name.rfind("'s ")?];
        names.contains_key(owner).then(|| (name.clone(), owner.to_owned()))
    };
    let owned: Vec<(String, String)> = names.keys().filter_map(owner).collect();
    let mut moved: Vec<(String, String)> = Vec::new();
    for name in names.keys() {
        if let Some((from, to)) = bare(name)
            && names.contains_key(&name[from..to])
        {
            moved.push((name.clone(), name[from..to].to_owned()));
        }
    }
    for (name, bare) in moved {
        let mentions = names.remove(&name).unwrap_or_default();
        let known = names.entry(bare).or_default();
        known.extend(mentions.into_iter().map(Name::without_owner));
        known.sort_by_key(|name| name.at);
    }
    for (name, owner) in owned {
        let Some(mentions) = names.remove(&name) else { continue };
        let known = names.entry(owner).or_default();
        known.extend(mentions.into_iter().filter_map(Name::owner));
        known.sort_by_key(|name| name.at);
    }
}

/// The places of a name, none where most of them show that it is torn; of the longer one, where all mentions are joined to one word that is a name nowhere else, and
/// does not end another name in all of them.
fn whole_name(mentions: &[Name<'_>], name_words: &BTreeMap<&str, usize>) -> Vec<Mention> {
    let word = mentions.first().and_then(Name::joined_to);
    let is_part = word.is_some_and(|word| name_words.get(word) == Some(&mentions.len()))
        && mentions.iter().all(|mention| mention.joined_to() == word)
        && !mentions.iter().all(Name::joined_to_a_name);
    let first = |mention: &Name<'_>| mention.first - if is_part { 2 } else { 0 };
    let torn = mentions.iter().filter(|mention| mention.is_torn(first(mention))).count();
    if 2 * torn > mentions.len() {
        return Vec::new();
    }
    let place = |mention: &Name<'_>| if is_part { mention.joined() } else { mention.at };
    mentions.iter().map(place).collect()
}

/// Whether nothing parts a word of a name from the next: "Holden-Brown", "Michael R. Bloomberg", "Marks & Spencer".
fn goes_on_as_name(words: &Words<'_>, at: usize) -> bool {
    // "U.S." stands before a name, "H.W." in it.
    let initials = words.folded(at).split('.').all(|part| part.chars().nth(1).is_none());
    let initial = initials && !words.is(at, WordClass::MayEnd);
    // "Mt. Tabor Reservoir".
    let abbreviated = initial || words.is(at, WordClass::OpensPlace);
    matches!(words.after(at), " " | "-" | " & ") || abbreviated && words.after(at) == ". "
}

/// Whether a stop word is part of the name behind it: "New York", but not "The Washington Post", which others write with a
/// small letter.
fn is_lent_to_a_name(words: &Words<'_>, at: usize) -> bool {
    let Some(word) = words.words.get(at) else { return false };
    let second = word.token.span.of(words.text).chars().nth(1);
    let lent = second.is_some_and(char::is_lowercase) && !word.facts.is(WordClass::BeforeRole);
    // "Laura E. Crott".
    let initial = second.is_none() && words.after(at) == ". ";
    word.token.capital && word.token.stop && (initial || lent && words.after(at) == " ")
}

/// Runs of two capitalised words or more: people, places, organisations by their full names.
fn names_in(words: &Words<'_>, frequencies: &DocumentFrequencies) -> Vec<Range<usize>> {
    let is_name = |at: usize| words.is_name(at, frequencies);
    // In a line of capitals all words have one.
    let in_capitals =
        2 * words.words.iter().filter(|w| w.token.capital).count() > words.words.len();
    let is_lent = |at: usize| !in_capitals && is_lent_to_a_name(words, at);
    let mut found = Vec::new();
    let mut at = 0;
    while at < words.words.len() {
        if !is_name(at) {
            at += 1;
            continue;
        }
        let mut start = at;
        while goes_on_as_name(words, at) {
            // "Compassion Over Killing".
            let next = at + 1 + usize::from(is_lent(at + 1));
            if next >= words.words.len() || !is_name(next) {
                break;
            }
            at = next;
        }
        if start > 1 && is_lent(start - 1) {
            start -= 1;
        }
        // "Three Rivers Hospital".
        let number = |at: usize| {
            let word = &words.words[at].token;
            word.digit && word.capital && words.after(at) == " "
        };
        if start > 1 && number(start - 1) {
            start -= 1;
        }
        // Of "Mr Osthaven" one word is a name, of "Democratic Sen. Tim Orr" two.
        let title = |at: &usize| {
            words.is(*at, WordClass::Title)
                || words.is(*at, WordClass::BeforeName)
                    && !words.is(*at, WordClass::OpensPlace)
                    && words.after(*at).starts_with('.')
        };
        start = (start..=at).rev().find(title).map_or(start, |title| title + 1);
        // "(PMDB-AL)": a party and where it is from.
        let is_affiliation = || {
            words.before(start).ends_with('(')
                && words.after(at).starts_with(')')
                && words.after(start) == "-"
        };
        if at > start && !is_affiliation() {
            found.push(start..at + 1);
        }
        at += 1;
    }
    found
}
