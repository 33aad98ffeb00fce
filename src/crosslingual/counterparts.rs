//! Which stories of different languages share more names and figures than chance would give.

use std::sync::LazyLock;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::anchors::{Anchor, ArticleAnchors, MOST_CONSONANTS, NumberKind, consonants};
use crate::group::{ENGLISH_ARTICLES, english_shares, story_id};
use crate::ingest::{ArticleId, count_outlets};
use crate::text::hash_text;

/// A story in another language that tells the same event.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Counterpart {
    /// Code of its language.
    pub language: String,
    /// Its id, as `group::story_id` gives it.
    pub story: String,
    /// Its articles, by id.
    pub articles: Vec<ArticleId>,
    /// Its outlets; every article without one counts as one.
    pub outlets: usize,
    /// The title of its first article that has one: the first by time, then id.
    pub title: Option<String>,
    /// What both share, the rarest first.
    pub anchors: Vec<Anchor>,
}

/// Surprise (nats) that shared anchors must show beyond what chance would give: one pair in three million. Stories of Multi-News and German
/// Wikinews tell no event twice, and none is linked from 15 on.
const LEAST_SURPRISE: f64 = 15.0;

/// Shared anchors without which a surprise is one name's.
const FEWEST_ANCHORS: usize = 4;

/// What the leads of two articles share: a figure and something more, and of the lead with fewer figures so many. The next day of a trial, a
/// race or a storm names the same people and places, and the figures of the day before further down; its lead has others.
const FEWEST_FIGURES_IN_LEAD: usize = 1;
const FEWEST_IN_LEAD: usize = 2;
const LEAST_FIGURES_SHARE: f64 = 0.5;

/// Surprise (nats) of an anchor that counts: at most every twelfth unrelated story of that length holds it.
const LEAST_TELLING: f64 = 2.5;

/// The second best story of the language must be so much weaker: of two that could be meant, neither is.
const LEAST_LEAD: f64 = 1.5;

/// Articles of a story whose leads are compared.
const MOST_LEADS: usize = 200;

/// Seconds between two articles with such leads: what comes half a day later may be the next step. (Of 15 made-up runs of events that go on,
/// none is linked within 12 hours, one within 18 and three within 30.) What has no date is sure of nothing.
const MOST_APART: u64 = 12 * 3_600;

/// Stories beyond which an anchor says nothing in this run, and is not looked at.
const MOST_STORIES: usize = 500;

/// Words of an article in which the shares below were counted.
const COUNTED_WORDS: f64 = 400.0;

/// Share of articles that hold a given number of another article, by digits (2, 3, more) and roundness: 1,177 articles of Multi-News and
/// German Wikinews.
const NUMBER_SHARES: [[f64; 3]; 3] =
    [[0.053, 0.1, 0.1], [0.0013, 0.008, 0.055], [0.0005, 0.001, 0.012]];

/// One in so many pairs of words of different languages with 3, 4, 5, or more consonants has the same ones: the commonest words of eleven
/// languages, each language against each.
const NAME_PAIRS: [f64; 4] = [810.0, 4_400.0, 9_900.0, 17_000.0];

/// Articles that are added to the count of each name: nothing is as rare as what was never counted seems.
const UNCOUNTED: f64 = 6.0;

/// By the hash of its consonants, in how many of the English background's articles a name stands.
static ENGLISH: LazyLock<FxHashMap<u64, f64>> = LazyLock::new(|| {
    let mut articles: FxHashMap<u64, f64> = FxHashMap::default();
    let mut skeleton = String::new();
    for (stem, share) in english_shares() {
        consonants(stem, &mut skeleton);
        let counted = articles.entry(hash_text(&skeleton)).or_default();
        *counted = (*counted + share * ENGLISH_ARTICLES).min(ENGLISH_ARTICLES);
    }
    articles
});

/// What is known of a story.
struct Known<'a> {
    articles: &'a [ArticleAnchors],
    language: &'a str,
    /// Sorted, each once.
    anchors: Vec<Anchor>,
    /// Its words, in articles of the usual length.
    lengths: f64,
    /// Its names with 3, 4, 5, or more consonants.
    names: [f64; 4],
}

impl<'a> Known<'a> {
    /// Of articles in the order of their ids; nothing where no language is known.
    fn new(articles: &'a [ArticleAnchors]) -> Option<Self> {
        let mut languages: Vec<&str> =
            articles.iter().filter_map(|article| article.language.as_deref()).collect();
        languages.sort_unstable();
        let language = languages
            .chunk_by(|a, b| a == b)
            .rev()
            .max_by_key(|of_one| of_one.len())
            .map(|of_one| of_one[0])?;
        let mut anchors: Vec<Anchor> =
            articles.iter().flat_map(|article| &article.anchors).copied().collect();
        anchors.sort_unstable();
        anchors.dedup();
        let mut names = [0.0; 4];
        for anchor in &anchors {
            if let Anchor::Name(_, length) = anchor {
                names[by_length(*length)] += 1.0;
            }
        }
        let words: u64 = articles.iter().map(|article| u64::from(article.words)).sum();
        Some(Self {
            articles,
            language,
            anchors,
            lengths: (words as f64 / COUNTED_WORDS).max(1.0),
            names,
        })
    }

    /// The chance (0..=1) that a story as long as this one holds an anchor that has nothing to do with it.
    fn chance(&self, anchor: Anchor, share: f64) -> f64 {
        let of_length = 1.0 - (1.0 - share).powf(self.lengths);
        match anchor {
            Anchor::Number(..) => of_length,
            Anchor::Name(_, length) => {
                let at = by_length(length);
                of_length.max(1.0 - (-self.names[at] / NAME_PAIRS[at]).exp())
            }
        }
    }

    /// Whether what this story shares with another leaves no doubt.
    fn is_sure(&self, other: &Self, candidate: &Candidate) -> bool {
        let ours = || self.articles.iter().take(MOST_LEADS);
        let theirs = || other.articles.iter().take(MOST_LEADS);
        let mut pairs = ours().flat_map(|one| theirs().map(move |other| (one, other)));
        candidate.surprise >= LEAST_SURPRISE
            && candidate.anchors.len() >= FEWEST_ANCHORS
            && pairs.any(|(a, b)| open_alike(a, b))
    }

    fn outlets(&self) -> usize {
        count_outlets(self.articles.iter().map(|article| article.outlet.as_deref()))
    }

    fn title(&self) -> Option<String> {
        let titled = self.articles.iter().filter(|article| article.title.is_some());
        let first = titled.min_by_key(|article| (article.time.is_none(), article.time, article.id));
        first.and_then(|article| article.title.clone())
    }
}

fn by_length(consonants: u8) -> usize {
    usize::from(consonants.clamp(3, MOST_CONSONANTS)) - 3
}

/// A story that shares anchors with another.
struct Candidate {
    story: usize,
    /// In nats, beyond chance.
    surprise: f64,
    /// What both share, the most telling first.
    anchors: Vec<Anchor>,
}

/// For each story those of other languages that surely tell the same event, those of most outlets first, then by language; of each language
/// at most one. The articles of a story stand in the order of their ids.
///
/// Two stories are linked where each is the other's best of its language, by far, where the names and figures that they share are more than
/// chance would give, and where two of their articles, of one half day, share some in their leads. Chance is that of a name in English news
/// at large and in this run, of a number of so many digits, and of two words that have the same consonants.
pub fn counterparts(stories: &[Vec<ArticleAnchors>]) -> Vec<Vec<Counterpart>> {
    let known: Vec<Option<Known<'_>>> = stories.par_iter().map(|s| Known::new(s)).collect();
    let holders = Holders::new(&known);
    let candidates: Vec<Vec<Candidate>> =
        (0..known.len()).into_par_iter().map(|at| holders.candidates(at, &known)).collect();
    let best = |at: usize, language: &str| {
        let language_of = |candidate: &&Candidate| {
            known[candidate.story].as_ref().is_some_and(|other| other.language == language)
        };
        let mut of_language = candidates[at].iter().filter(language_of);
        let first = of_language.next()?;
        let is_far_ahead =
            of_language.next().is_none_or(|second| second.surprise * LEAST_LEAD <= first.surprise);
        is_far_ahead.then_some(first)
    };
    let of_story = |at: usize| {
        let Some(own) = &known[at] else { return Vec::new() };
        let mut found: Vec<Counterpart> = Vec::new();
        for candidate in &candidates[at] {
            let Some(other) = &known[candidate.story] else { continue };
            let is_best = |from: usize, language: &str, to: usize| {
                let best = best(from, language).filter(|best| best.story == to);
                best.is_some_and(|best| own.is_sure(other, best))
            };
            if is_best(at, other.language, candidate.story)
                && is_best(candidate.story, own.language, at)
            {
                found.push(counterpart(other, candidate));
            }
        }
        found.sort_by(|a, b| b.outlets.cmp(&a.outlets).then_with(|| a.language.cmp(&b.language)));
        found
    };
    (0..known.len()).into_par_iter().map(of_story).collect()
}

/// Whether two articles of one half day begin with the same figures and names.
fn open_alike(one: &ArticleAnchors, other: &ArticleAnchors) -> bool {
    let (Some(time), Some(other_time)) = (one.time, other.time) else { return false };
    let is_figure = |anchor: &&Anchor| matches!(anchor, Anchor::Number(..));
    let shared = || one.lead.iter().filter(|anchor| other.lead.binary_search(anchor).is_ok());
    let figures = shared().filter(is_figure).count();
    let all = |article: &ArticleAnchors| article.lead.iter().filter(is_figure).count();
    let fewer = all(one).min(all(other));
    time.abs_diff(other_time) <= MOST_APART
        && figures >= FEWEST_FIGURES_IN_LEAD
        && shared().count() >= FEWEST_IN_LEAD
        && figures as f64 >= LEAST_FIGURES_SHARE * fewer as f64
}

fn counterpart(other: &Known<'_>, candidate: &Candidate) -> Counterpart {
    let articles: Vec<ArticleId> = other.articles.iter().map(|article| article.id).collect();
    Counterpart {
        language: other.language.to_owned(),
        story: story_id(articles.iter().copied()),
        outlets: other.outlets(),
        title: other.title(),
        anchors: candidate.anchors.clone(),
        articles,
    }
}

/// Which stories hold an anchor.
struct Holders {
    /// By anchor, then story.
    held: Vec<(Anchor, u32)>,
    /// Stories whose language is known.
    stories: f64,
}

impl Holders {
    fn new(known: &[Option<Known<'_>>]) -> Self {
        let of_story = |(at, story): (usize, &Option<Known<'_>>)| {
            let anchors = story.as_ref().map(|story| story.anchors.as_slice());
            let anchors = anchors.unwrap_or_default().to_vec();
            anchors.into_par_iter().map(move |anchor| (anchor, at as u32))
        };
        let mut held: Vec<(Anchor, u32)> =
            known.par_iter().enumerate().flat_map(of_story).collect();
        held.par_sort_unstable();
        Self { held, stories: known.iter().flatten().count() as f64 }
    }

    /// The stories that hold an anchor.
    fn of(&self, anchor: Anchor) -> &[(Anchor, u32)] {
        let from = self.held.partition_point(|(other, _)| *other < anchor);
        let behind = &self.held[from..];
        &behind[..behind.partition_point(|(other, _)| *other == anchor)]
    }

    /// The share (0..=1) of articles of the usual length that hold an anchor: in English news at large, and in this run.
    fn share(&self, anchor: Anchor) -> f64 {
        match anchor {
            Anchor::Number(_, NumberKind { digits, round }) => {
                NUMBER_SHARES[usize::from(digits.clamp(2, 4)) - 2][usize::from(round.min(2))]
            }
            Anchor::Name(name, _) => {
                let counted = ENGLISH.get(&name).copied().unwrap_or_default() + UNCOUNTED;
                let here = self.of(anchor).len() as f64;
                ((counted + here) / (ENGLISH_ARTICLES + self.stories)).min(0.9)
            }
        }
    }

    /// Stories of other languages with anchors of this one, the most surprising first, then the first.
    fn candidates(&self, at: usize, known: &[Option<Known<'_>>]) -> Vec<Candidate> {
        let Some(own) = &known[at] else { return Vec::new() };
        let shares: Vec<f64> = own.anchors.iter().map(|anchor| self.share(*anchor)).collect();
        let mut shared: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        for (number, anchor) in own.anchors.iter().enumerate() {
            let holders = self.of(*anchor);
            if holders.len() > MOST_STORIES
                || telling(own.chance(*anchor, shares[number])).is_none()
            {
                continue;
            }
            for (_, story) in holders {
                let other = known[*story as usize].as_ref();
                if other.is_some_and(|other| other.language != own.language) {
                    shared.entry(*story).or_default().push(number as u32);
                }
            }
        }
        let candidate = |(story, numbers): (u32, Vec<u32>)| {
            let other = known[story as usize].as_ref()?;
            let chance = |number: u32| {
                let number = number as usize;
                let (anchor, share) = (own.anchors[number], shares[number]);
                own.chance(anchor, share).max(other.chance(anchor, share))
            };
            let mut told: Vec<(f64, Anchor)> = numbers
                .iter()
                .filter_map(|n| Some((telling(chance(*n))?, own.anchors[*n as usize])))
                .collect();
            told.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
            let surprise: f64 = told.iter().map(|(telling, _)| telling).sum();
            // Of those that have nothing in common most are out before chance is asked for.
            if surprise < LEAST_SURPRISE / LEAST_LEAD {
                return None;
            }
            let by_chance = |number: u32| {
                let chance = chance(number);
                telling(chance).map_or(0.0, |telling| chance * telling)
            };
            let expected: f64 = (0..own.anchors.len() as u32).map(by_chance).sum();
            let anchors = told.into_iter().map(|(_, anchor)| anchor).collect();
            Some(Candidate { story: story as usize, surprise: surprise - expected, anchors })
        };
        let mut candidates: Vec<Candidate> = shared.into_iter().filter_map(candidate).collect();
        candidates
            .sort_by(|a, b| b.surprise.total_cmp(&a.surprise).then_with(|| a.story.cmp(&b.story)));
        candidates
    }
}

/// How surprising (nats) an anchor is that both hold, if that is enough to count.
fn telling(chance: f64) -> Option<f64> {
    let surprise = -chance.ln();
    (surprise >= LEAST_TELLING).then_some(surprise)
}
