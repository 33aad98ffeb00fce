//! Two digests (JSON), and what the later one tells that the earlier one did not. Reads nothing but the two: what `--state` does from issue to
//! issue, for digests that were made without one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};

use crate::error::Error;
use crate::findings::Difference;
use crate::ingest::ArticleId;
use crate::issue::{GoesOn, goes_on, restated_figure};
use crate::text::{Language, Lexicons, SourceText, Span, Token, Tokenizer};

/// What of a digest is compared.
#[derive(Deserialize)]
struct Digest {
    stories: Vec<Story>,
}

#[derive(Deserialize)]
struct Story {
    id: String,
    #[serde(default)]
    headline: Option<Headline>,
    articles: Vec<Article>,
    summary: Vec<Sentence>,
    #[serde(default)]
    findings: Findings,
}

#[derive(Default, Deserialize)]
struct Findings {
    #[serde(default)]
    differ: Vec<Row>,
}

/// Figures of one thing that differ or that have moved.
#[derive(Deserialize)]
struct Row {
    kind: Difference,
    values: Vec<Value>,
}

#[derive(Deserialize)]
struct Value {
    value: f64,
    origins: usize,
    stated: Vec<Stated>,
}

#[derive(Deserialize)]
struct Stated {
    text: String,
    article: ArticleId,
    start: usize,
    end: usize,
    line: usize,
}

#[derive(Deserialize)]
struct Headline {
    text: String,
}

#[derive(Deserialize)]
struct Article {
    id: ArticleId,
    source: Option<String>,
    url: Option<String>,
    lang: Option<String>,
    path: String,
}

#[derive(Deserialize)]
struct Sentence {
    text: String,
    article: ArticleId,
    start: usize,
    end: usize,
    line: usize,
    support: Support,
}

#[derive(Deserialize)]
struct Support {
    origins: usize,
    articles: Vec<ArticleId>,
    #[serde(default)]
    carried_by: Vec<ArticleId>,
}

/// What a later digest tells that an earlier one did not. Stories stand in the order of the later digest, then of the earlier.
#[derive(Debug, Serialize)]
pub struct Diff {
    /// Stories of which the earlier one has no article in a story.
    pub new: Vec<DiffStory>,
    /// Stories with news.
    pub changed: Vec<ChangedStory>,
    /// Stories without.
    pub unchanged: Vec<DiffStory>,
    /// Stories of the earlier one that no story goes on.
    pub gone: Vec<DiffStory>,
}

/// A story by name.
#[derive(Debug, Serialize)]
pub struct DiffStory {
    /// Its id, in the digest that has it.
    pub id: String,
    /// Its headline.
    pub headline: SourceText,
    /// How many articles it has.
    pub articles: usize,
}

/// A story with news.
#[derive(Debug, Serialize)]
pub struct ChangedStory {
    /// It, in the later digest.
    #[serde(flatten)]
    pub story: DiffStory,
    /// The id of the story that it goes on, if there is one.
    pub was: Option<String>,
    /// The story from which it has parted: a larger part goes that one on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Other stories that are part of it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merged: Vec<String>,
    /// Articles that the earlier digest told nothing of.
    pub new_articles: Vec<DiffArticle>,
    /// Articles with other words under the same address.
    pub edited: Vec<DiffArticle>,
    /// Articles that the later digest has in no story.
    pub withdrawn: Vec<DiffArticle>,
    /// Figures that are others now.
    pub figures: Vec<DiffFigure>,
    /// Sentences of which the earlier digest knew no article that says the same.
    pub sentences: Vec<DiffSentence>,
    /// How many sentences are printed no more.
    pub dropped: usize,
}

/// An article by name.
#[derive(Debug, Clone, Serialize)]
pub struct DiffArticle {
    /// Article id.
    pub id: ArticleId,
    /// Outlet.
    pub source: Option<SourceText>,
    /// Address.
    pub url: Option<SourceText>,
    /// File as named.
    pub path: SourceText,
}

/// A printed sentence, and where it stands.
#[derive(Debug, Clone, Serialize)]
pub struct DiffSentence {
    /// The words, white space folded.
    pub text: SourceText,
    /// The article.
    pub article: DiffArticle,
    /// First byte in the source text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Line in the source text, from 1.
    pub line: usize,
    /// In how many origins it was found.
    pub origins: usize,
}

/// A figure that is another now.
#[derive(Debug, Serialize)]
pub struct DiffFigure {
    /// As the earlier digest printed it.
    pub from: SourceText,
    /// As the later one prints it.
    pub to: SourceText,
    /// The sentence in the earlier one.
    pub was: DiffSentence,
    /// The sentence in the later one.
    pub now: DiffSentence,
}

/// Compares two digests, the earlier one first.
///
/// # Errors
/// One of them is no digest: says which.
pub fn diff(old: &str, new: &str) -> Result<Diff, Error> {
    let read = |json: &str, which: &str| {
        serde_json::from_str::<Digest>(json)
            .map_err(|e| Error::Digest(format!("the {which} one: {e}")))
    };
    let (old, new) = (read(old, "earlier")?, read(new, "later")?);
    let earlier = Earlier::new(&old);
    let later: BTreeSet<ArticleId> = articles(&new).map(|article| article.id).collect();
    let shared: Vec<BTreeMap<&str, usize>> =
        new.stories.iter().map(|story| earlier.shared(story)).collect();
    let ids: Vec<String> = new.stories.iter().map(|story| story.id.clone()).collect();
    let GoesOn { of, merged } = goes_on(&shared, &ids);
    let lexicons = Lexicons::new();
    let mut diff =
        Diff { new: Vec::new(), changed: Vec::new(), unchanged: Vec::new(), gone: Vec::new() };
    for (at, story) in new.stories.iter().enumerate() {
        // Where no story goes on under its id it may still be a part of one.
        let most = shared[at].iter().max_by_key(|(_, count)| **count).map(|(id, _)| *id);
        let Some(was) = of[at].or(most) else {
            diff.new.push(story.named());
            continue;
        };
        let parts = merged[at].iter().chain([&was]).filter_map(|id| earlier.stories.get(id));
        let parts: Vec<&Story> = parts.copied().collect();
        let mut changed = changed(story, &parts, &earlier, &later, &lexicons);
        changed.merged = merged[at].iter().map(|id| (*id).to_owned()).collect();
        changed.was = of[at].map(str::to_owned);
        changed.parent = of[at].is_none().then(|| was.to_owned());
        if changed.has_news() {
            diff.changed.push(changed);
        } else {
            diff.unchanged.push(changed.story);
        }
    }
    let there: BTreeSet<&str> =
        of.iter().flatten().chain(merged.iter().flatten()).copied().collect();
    let gone = old.stories.iter().filter(|story| !there.contains(story.id.as_str()));
    diff.gone = gone.map(Story::named).collect();
    Ok(diff)
}

fn articles(digest: &Digest) -> impl Iterator<Item = &Article> {
    digest.stories.iter().flat_map(|story| &story.articles)
}

/// The earlier digest, by its articles.
struct Earlier<'a> {
    stories: BTreeMap<&'a str, &'a Story>,
    of_article: BTreeMap<ArticleId, &'a str>,
    /// An address, the story that has it, and the article.
    of_url: BTreeMap<&'a str, (&'a str, ArticleId)>,
}

impl<'a> Earlier<'a> {
    fn new(digest: &'a Digest) -> Self {
        let mut earlier =
            Self { stories: BTreeMap::new(), of_article: BTreeMap::new(), of_url: BTreeMap::new() };
        for story in &digest.stories {
            earlier.stories.insert(&story.id, story);
            for article in &story.articles {
                earlier.of_article.insert(article.id, &story.id);
                if let Some(url) = &article.url {
                    earlier.of_url.insert(url, (&story.id, article.id));
                }
            }
        }
        earlier
    }

    /// The article that another has replaced under the same address, and its story.
    fn replaced_by(&self, article: &Article) -> Option<(&'a str, ArticleId)> {
        let is_known = self.of_article.contains_key(&article.id);
        self.of_url.get(article.url.as_deref()?).copied().filter(|_| !is_known)
    }

    /// How many articles of each of its stories a story has.
    fn shared(&self, story: &Story) -> BTreeMap<&'a str, usize> {
        let mut shared = BTreeMap::new();
        for article in &story.articles {
            let same = self.of_article.get(&article.id).copied();
            if let Some(id) = same.or_else(|| self.replaced_by(article).map(|(id, _)| id)) {
                *shared.entry(id).or_default() += 1;
            }
        }
        shared
    }
}

/// What a story tells that the earlier stories which it goes on did not.
fn changed(
    story: &Story,
    parts: &[&Story],
    earlier: &Earlier<'_>,
    later: &BTreeSet<ArticleId>,
    lexicons: &Lexicons,
) -> ChangedStory {
    let is_known = |id: &ArticleId| earlier.of_article.contains_key(id);
    let unknown = || story.articles.iter().filter(|article| !is_known(&article.id));
    let (edited, new): (Vec<&Article>, Vec<&Article>) =
        unknown().partition(|article| earlier.replaced_by(article).is_some());
    let replaced: BTreeSet<ArticleId> =
        edited.iter().filter_map(|article| Some(earlier.replaced_by(article)?.1)).collect();
    let before = || parts.iter().flat_map(|part| &part.articles);
    let is_gone =
        |article: &&Article| !later.contains(&article.id) && !replaced.contains(&article.id);
    let printed: BTreeSet<&str> =
        parts.iter().flat_map(|part| &part.summary).map(|sentence| &*sentence.text).collect();
    let is_news = |sentence: &&Sentence| {
        let support = &sentence.support;
        let mut says = support.articles.iter().chain(&support.carried_by);
        !printed.contains(&*sentence.text) && !says.any(is_known)
    };
    let news: Vec<&Sentence> = story.summary.iter().filter(is_news).collect();
    let mut figures = figures(story, &news, parts, lexicons);
    for moved in story.moved_figures(is_known) {
        let tells = |known: &DiffFigure| {
            (known.now.article.id, &known.to) == (moved.now.article.id, &moved.to)
        };
        if !figures.iter().any(tells) {
            figures.push(moved);
        }
    }
    let still: BTreeSet<&str> = story.summary.iter().map(|sentence| &*sentence.text).collect();
    ChangedStory {
        story: story.named(),
        was: None,
        parent: None,
        merged: Vec::new(),
        new_articles: new.into_iter().map(Article::named).collect(),
        edited: edited.into_iter().map(Article::named).collect(),
        withdrawn: before().filter(is_gone).map(Article::named).collect(),
        figures,
        sentences: news.iter().filter_map(|sentence| story.placed(sentence)).collect(),
        dropped: printed.difference(&still).count(),
    }
}

/// Printed statements that are printed with another figure.
fn figures(
    story: &Story,
    news: &[&Sentence],
    parts: &[&Story],
    lexicons: &Lexicons,
) -> Vec<DiffFigure> {
    let mut figures = Vec::new();
    let language = story.articles.first().and_then(|article| article.lang.as_deref());
    let language = language.and_then(Language::from_tag);
    let lexicon = lexicons.of(language.as_ref());
    let tokenizer = Tokenizer::new(lexicon);
    let tokens = |text: &str| -> Vec<Token> { tokenizer.tokens(text, Span::new(0, text.len())) };
    let news: Vec<(&Sentence, Vec<Token>)> =
        news.iter().map(|sentence| (*sentence, tokens(&sentence.text))).collect();
    for part in parts {
        for was in &part.summary {
            let of_was = tokens(&was.text);
            for (now, of_now) in &news {
                let told = (&*was.text, &*of_was);
                let pair = restated_figure(told, (&now.text, of_now), lexicon.lang());
                let places = pair.zip(part.placed(was).zip(story.placed(now)));
                if let Some(((from, to), (before, after))) = places {
                    figures.push(DiffFigure {
                        from: SourceText::new(of_was[from].span.of(&was.text)),
                        to: SourceText::new(of_now[to].span.of(&now.text)),
                        was: before,
                        now: after,
                    });
                }
            }
        }
    }
    figures
}

/// Where an article of some states a value.
fn stated_by<'a>(
    value: &'a Value,
    is_of: &impl Fn(&ArticleId) -> bool,
) -> Option<(&'a Value, &'a Stated)> {
    value.stated.iter().find(|stated| is_of(&stated.article)).map(|stated| (value, stated))
}

impl Story {
    fn named(&self) -> DiffStory {
        let headline = self.headline.as_ref().map_or(&self.id, |headline| &headline.text);
        DiffStory {
            id: self.id.clone(),
            headline: SourceText::new(headline.clone()),
            articles: self.articles.len(),
        }
    }

    /// Figures whose last value only articles state that the earlier digest did not know, where one that it knew states another.
    fn moved_figures(&self, is_known: impl Fn(&ArticleId) -> bool) -> Vec<DiffFigure> {
        let is_series = |row: &&Row| row.kind == Difference::Series;
        let moved = |row: &Row| {
            let (last, before) = row.values.split_last()?;
            if last.stated.iter().any(|stated| is_known(&stated.article)) {
                return None;
            }
            let known = |value| stated_by(value, &is_known);
            let (value, was) = before.iter().rev().find_map(known)?;
            Some(DiffFigure {
                from: SourceText::new(value.value.to_string()),
                to: SourceText::new(last.value.to_string()),
                was: self.placed_words(was, value.origins)?,
                now: self.placed_words(last.stated.first()?, last.origins)?,
            })
        };
        self.findings.differ.iter().filter(is_series).filter_map(moved).collect()
    }

    fn placed_words(&self, stated: &Stated, origins: usize) -> Option<DiffSentence> {
        let article = self.articles.iter().find(|article| article.id == stated.article)?;
        Some(DiffSentence {
            text: SourceText::new(stated.text.clone()),
            article: article.named(),
            start: stated.start,
            end: stated.end,
            line: stated.line,
            origins,
        })
    }

    fn placed(&self, sentence: &Sentence) -> Option<DiffSentence> {
        let article = self.articles.iter().find(|article| article.id == sentence.article)?;
        Some(DiffSentence {
            text: SourceText::new(sentence.text.clone()),
            article: article.named(),
            start: sentence.start,
            end: sentence.end,
            line: sentence.line,
            origins: sentence.support.origins,
        })
    }
}

impl Article {
    fn named(&self) -> DiffArticle {
        DiffArticle {
            id: self.id,
            source: self.source.clone().map(SourceText::new),
            url: self.url.clone().map(SourceText::new),
            path: SourceText::new(self.path.clone()),
        }
    }
}

impl ChangedStory {
    fn has_news(&self) -> bool {
        let articles = [&self.new_articles, &self.edited, &self.withdrawn];
        let is_other = self.parent.is_some() || !self.merged.is_empty();
        is_other || !self.sentences.is_empty() || articles.iter().any(|list| !list.is_empty())
    }
}

impl Diff {
    /// As Markdown.
    pub fn to_markdown(&self) -> String {
        let mut page = "# What changed\n\n".to_owned();
        let [new, changed, unchanged, gone] =
            [self.new.len(), self.changed.len(), self.unchanged.len(), self.gone.len()];
        let _ = writeln!(
            page,
            "Stories: {new} new, {changed} with news, {unchanged} without, {gone} gone."
        );
        list(&mut page, "New", &self.new);
        for story in &self.changed {
            story.put(&mut page);
        }
        list(&mut page, "Nothing new", &self.unchanged);
        list(&mut page, "No longer there", &self.gone);
        page
    }
}

fn list(page: &mut String, heading: &str, stories: &[DiffStory]) {
    for (at, story) in stories.iter().enumerate() {
        if at == 0 {
            let _ = write!(page, "\n## {heading}\n\n");
        }
        let _ = writeln!(page, "- {} ({} articles)", story.headline.markdown(), story.articles);
    }
}

impl ChangedStory {
    fn put(&self, page: &mut String) {
        let _ = write!(page, "\n## {}\n\n", self.story.headline.markdown());
        let lists = [
            ("New articles", &self.new_articles),
            ("Edited after publication", &self.edited),
            ("No longer there", &self.withdrawn),
        ];
        for (what, articles) in lists.into_iter().filter(|(_, articles)| !articles.is_empty()) {
            let named: Vec<String> = articles.iter().map(DiffArticle::linked).collect();
            let _ = writeln!(page, "{what}: {}.\n", named.join(", "));
        }
        for merged in &self.merged {
            let _ = writeln!(page, "It takes in {}.\n", SourceText::new(merged.clone()).markdown());
        }
        if let Some(parent) = &self.parent {
            let _ =
                writeln!(page, "It was part of {}.\n", SourceText::new(parent.clone()).markdown());
        }
        for figure in &self.figures {
            let _ = writeln!(
                page,
                "- **{} → {}**: {} — {} *(before: {})*",
                figure.from.markdown(),
                figure.to.markdown(),
                figure.now.text.markdown(),
                figure.now.place(),
                figure.was.place(),
            );
        }
        let is_told = |sentence: &&DiffSentence| {
            let place = (sentence.article.id, sentence.start);
            !self.figures.iter().any(|figure| (figure.now.article.id, figure.now.start) == place)
        };
        for sentence in self.sentences.iter().filter(is_told) {
            let origins = if sentence.origins == 1 { "origin" } else { "origins" };
            let _ = writeln!(
                page,
                "- {} — {} *({} {origins})*",
                sentence.text.markdown(),
                sentence.place(),
                sentence.origins,
            );
        }
        if self.dropped > 0 {
            let before =
                if self.figures.is_empty() && self.sentences.is_empty() { "" } else { "\n" };
            let _ = writeln!(page, "{before}Sentences printed no more: {}.", self.dropped);
        }
    }
}

impl DiffSentence {
    fn place(&self) -> String {
        format!("{}, line {}", self.article.linked(), self.line)
    }
}

impl DiffArticle {
    /// The outlet, else the file, as a link where there is an address.
    fn linked(&self) -> String {
        self.source.as_ref().unwrap_or(&self.path).markdown_link(self.url.as_ref())
    }
}
