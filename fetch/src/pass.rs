//! One pass: which feeds are asked, what of their entries is kept, which pages are asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use url::Url;

use crate::address::{Address, hash};
use crate::client::{Answer, Client, Connecting, Failure, Version};
use crate::facts::{Fact, FeedState, KeptEntry, Kind, KnownEntry, Memory};
use crate::feed::{Document, Feed, read};
use crate::opml::Subscription;
use crate::plan::{Decision, Options, decide, unnamed};
use crate::queue::Queue;
use crate::robots::{self, Rules};
use crate::store::{self, Store, StoreError};

/// Pages of one feed that are asked in a pass; the rest wait for the next.
const MOST_PAGES: usize = 100;

/// Entries of a feed in a pass that get a file of their own; the first pass over a feed of years makes no folder of a hundred thousand.
const MOST_ALONE: usize = 1000;

/// When a page is asked a second time: after a day most corrections are made.
const SECOND_LOOK: Duration = Duration::from_secs(24 * 3600);

/// How often what to tell feeds is written down during a pass.
const KEEP_EVERY: Duration = Duration::from_secs(1);

const FEEDS: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/html;q=0.5, */*;q=0.1";
const PAGES: &str = "text/html, application/xhtml+xml, text/plain;q=0.5";

/// What came of a pass.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    /// Feeds that were asked.
    pub asked: usize,
    /// Feeds that had nothing new, of these.
    pub unchanged: usize,
    /// Feeds that answered "not modified", of these.
    pub not_modified: usize,
    /// Entries that were not there before.
    pub new: usize,
    /// Entries that say something else than before.
    pub edited: usize,
    /// Entries passed over for their age.
    pub old: usize,
    /// Pages that were kept.
    pub pages: usize,
    /// Pages that robots.txt keeps for itself.
    pub disallowed: usize,
    /// Feeds that were not asked, and why.
    pub skipped: Vec<(String, String)>,
    /// Feeds and pages that failed, and why.
    pub failed: Vec<(String, String)>,
    /// Feeds that are somewhere else now.
    pub moved: Vec<(String, String)>,
    /// Lines of the store that cannot be read.
    pub malformed: Vec<String>,
    /// Why the pass ended before its end.
    pub stopped: Option<StoreError>,
}

/// A feed of the list.
struct Subscribed {
    address: Address,
    key: String,
}

/// Why a pass cannot begin.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum FetchError {
    /// The store cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A setting is none.
    #[error("{0}")]
    Settings(String),
}

enum Job {
    Feed(usize),
    Page(String),
}

struct Pass<'a> {
    options: &'a Options,
    now: Timestamp,
    feeds: Vec<Subscribed>,
    client: Client,
    store: Store,
    queue: Queue<Job>,
    memory: Mutex<Memory>,
    summary: Mutex<Summary>,
    /// By origin.
    rules: Mutex<BTreeMap<String, Arc<Rules>>>,
    /// Pages that are asked in this pass.
    claimed: Mutex<BTreeSet<String>>,
    /// Hosts that are out of reach, why, and until when they are to be left alone.
    closed: Mutex<BTreeMap<String, (String, Option<Timestamp>)>>,
    kept: Mutex<Instant>,
}

/// Asks every feed once.
///
/// # Errors
/// Before anything is asked: the store is another's, or cannot be used. What fails later is named in the summary, and everything else
/// is kept.
pub fn fetch(feeds: &[Subscription], options: &Options) -> Result<Summary, FetchError> {
    let now = options.now.unwrap_or_else(Timestamp::now);
    // Facts tell seconds.
    let now = Timestamp::from_second(now.as_second()).unwrap_or(now);
    let connecting = Connecting {
        limits: options.limits,
        allow_private: options.allow_private,
        lookup: options.lookup.clone(),
        proxy: options.proxy,
        roots: options.roots.clone(),
        pause: options.pause,
    };
    let client = Client::new(connecting).map_err(FetchError::Settings)?;
    let (store, mut memory) = Store::open(&options.store, now)?;
    let mut summary =
        Summary { malformed: std::mem::take(&mut memory.malformed), ..Summary::default() };
    let mut subscribed: Vec<Subscribed> = Vec::new();
    let mut seen = BTreeSet::new();
    for feed in feeds {
        let address = match Address::parse(&feed.address) {
            Ok(address) => address,
            Err(reason) => {
                summary.failed.push((unnamed(&feed.address), reason));
                continue;
            }
        };
        let key = address.key();
        if !seen.insert(key.clone()) {
            continue;
        }
        match decide(&address, memory.feeds.get(&key), options, now) {
            Decision::Ask { .. } => subscribed.push(Subscribed { address, key }),
            Decision::Skip(reason) => summary.skipped.push((address.shown(), reason)),
            Decision::Bad(reason) => summary.failed.push((address.shown(), reason)),
        }
    }
    let pass = Pass {
        options,
        now,
        feeds: subscribed,
        client,
        store,
        queue: Queue::new(),
        memory: Mutex::new(memory),
        summary: Mutex::new(summary),
        rules: Mutex::default(),
        claimed: Mutex::default(),
        closed: Mutex::default(),
        kept: Mutex::new(Instant::now()),
    };
    Ok(pass.run())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Pass<'_> {
    fn run(self) -> Summary {
        for (at, feed) in self.feeds.iter().enumerate() {
            self.queue.push(self.now_at(feed).host(), Job::Feed(at));
        }
        std::thread::scope(|scope| {
            for _ in 0..self.options.threads.clamp(1, 64) {
                scope.spawn(|| self.queue.work(&self.client.polite, |job| self.take(job)));
            }
        });
        self.keep_states(Duration::ZERO);
        let mut summary = self.summary.into_inner().unwrap_or_else(PoisonError::into_inner);
        // The order in which hosts answered is nobody's business.
        for list in [&mut summary.skipped, &mut summary.failed, &mut summary.moved] {
            list.sort();
        }
        summary
    }

    fn take(&self, job: Job) {
        let result = match job {
            Job::Feed(at) => self.feed(&self.feeds[at]),
            Job::Page(link) => self.page(&link),
        };
        match result {
            Ok(()) => self.keep_states(KEEP_EVERY),
            Err(error) => self.stop(error),
        }
    }

    /// Where nothing can be kept, nothing more is asked.
    fn stop(&self, error: StoreError) {
        lock(&self.summary).stopped.get_or_insert(error);
        self.queue.stop();
    }

    fn keep_states(&self, every: Duration) {
        let mut kept = lock(&self.kept);
        if kept.elapsed() < every {
            return;
        }
        let states = lock(&self.memory).feeds.clone();
        if let Err(error) = self.store.keep_states(&states) {
            self.stop(error);
        }
        *kept = Instant::now();
    }

    /// The address at which a feed is now.
    fn now_at(&self, feed: &Subscribed) -> Address {
        let memory = lock(&self.memory);
        let moved = memory.feeds.get(&feed.key).and_then(|state| state.moved.as_deref());
        let moved = moved.and_then(|moved| Url::parse(moved).ok());
        // A password goes to the host that it was given for.
        let moved = moved.and_then(|moved| {
            if moved.origin() == feed.address.url().origin() {
                feed.address.with(moved)
            } else {
                Address::of(moved)
            }
            .ok()
        });
        moved.unwrap_or_else(|| feed.address.clone())
    }

    fn is_closed(&self, host: &str) -> Option<Failure> {
        let closed = lock(&self.closed);
        let (reason, wait) = closed.get(host)?;
        let failure = Failure::from(format!("its host was asked for another: {reason}"));
        Some(Failure { wait: *wait, ..failure })
    }

    fn ask(
        &self,
        address: &Address,
        accept: &str,
        known: Option<&Version>,
        for_page: bool,
    ) -> Result<Answer, Failure> {
        if let Some(failure) = self.is_closed(address.host()) {
            return Err(failure);
        }
        let permit = |url: &Url| if for_page { self.permit(url) } else { Ok(()) };
        let answer = self.client.ask(address, accept, known, &permit);
        if let Err(failure) = &answer
            && failure.is_host
        {
            let why = (failure.reason.clone(), failure.wait);
            lock(&self.closed).insert(failure.host.clone(), why);
        }
        answer
    }

    fn feed(&self, feed: &Subscribed) -> Result<(), StoreError> {
        lock(&self.summary).asked += 1;
        let mut address = self.now_at(feed);
        let mut state = lock(&self.memory).feeds.get(&feed.key).cloned().unwrap_or_default();
        state.feed.clone_from(&feed.key);
        state.url = feed.address.shown();
        state.asked = Some(self.now);
        (state.wait, state.gone, state.failed) = (None, None, None);
        let version = Version {
            of: state.of.clone(),
            etag: state.etag.clone(),
            modified: state.last_modified.clone(),
        };
        let is_conditional = version.etag.is_some() || version.modified.is_some();
        let mut answer =
            self.ask(&address, FEEDS, Some(&version).filter(|_| is_conditional), false);
        let mut document = self.document(&answer);
        if let Some(Document::Page(named)) = &document {
            // One step: what a page names is a feed, or the subscription is none.
            match named.first().cloned().map(Address::of) {
                Some(Ok(found)) => {
                    self.moves(feed, &mut state, &found);
                    address = found;
                    answer = self.ask(&address, FEEDS, None, false);
                    document = self.document(&answer);
                }
                _ => answer = Err("a page that names no feed".into()),
            }
        }
        let result = match (answer, document) {
            (Err(failure), _) => {
                self.failed(&mut state, feed.address.shown(), &failure);
                if failure.status == Some(410) {
                    state.gone = Some(self.now);
                }
                state.wait = failure.wait;
                Ok(())
            }
            (Ok(_), Some(Document::Page(_))) => {
                self.failed(&mut state, feed.address.shown(), &"a page that names no feed".into());
                Ok(())
            }
            (Ok(_), Some(Document::Other(reason))) => {
                self.failed(&mut state, feed.address.shown(), &reason.into());
                Ok(())
            }
            (Ok(answer), Some(Document::Feed(document))) => {
                if let Some(moved) = &answer.moved {
                    self.moves(feed, &mut state, moved);
                }
                self.keep(feed, &mut state, &answer, &document)
            }
            (Ok(answer), None) => {
                if let Some(moved) = &answer.moved {
                    self.moves(feed, &mut state, moved);
                }
                let mut summary = lock(&self.summary);
                summary.unchanged += 1;
                summary.not_modified += 1;
                Ok(())
            }
        };
        let well = state.failed.is_none();
        lock(&self.memory).feeds.insert(feed.key.clone(), state);
        if result.is_ok() && well && self.options.pages {
            self.plan_pages(&feed.key)?;
        }
        result
    }

    fn document(&self, answer: &Result<Answer, Failure>) -> Option<Document> {
        let answer = answer.as_ref().ok()?;
        let body = answer.body.as_deref()?;
        Some(read(body, answer.kind.as_deref(), answer.from.url(), self.now))
    }

    fn failed(&self, state: &mut FeedState, shown: String, failure: &Failure) {
        state.failed = Some(failure.reason.clone());
        lock(&self.summary).failed.push((shown, failure.reason.clone()));
    }

    fn moves(&self, feed: &Subscribed, state: &mut FeedState, to: &Address) {
        let is_new = state.moved.as_deref() != Some(to.shown().as_str()) && *to != feed.address;
        if is_new {
            lock(&self.summary).moved.push((feed.address.shown(), to.shown()));
        }
        // What holds a secret is found again the next time, by the same way.
        if !to.clone().without_login().is_secret() {
            state.moved = Some(to.shown()).filter(|_| *to != feed.address);
        }
    }

    /// Keeps the entries that are not there yet.
    fn keep(
        &self,
        feed: &Subscribed,
        state: &mut FeedState,
        answer: &Answer,
        document: &Feed,
    ) -> Result<(), StoreError> {
        let body = answer.body.as_deref().unwrap_or_default();
        let (mut ids, mut seen) = (BTreeSet::new(), BTreeSet::new());
        if let Some(known) = lock(&self.memory).entries.get(&feed.key) {
            for KnownEntry { entry, .. } in known {
                ids.insert(entry.id.clone());
                seen.insert((entry.id.clone(), entry.version.clone()));
            }
        }
        let oldest = self.options.max_age.and_then(|age| self.now.checked_sub(age).ok());
        let (mut new, mut edited, mut old) = (0, 0, 0);
        let mut kept = Vec::new();
        let mut wanted = Vec::with_capacity(document.entries.len());
        for entry in &document.entries {
            let is_old = entry.date.is_some_and(|date| oldest.is_some_and(|oldest| date < oldest));
            let is_wanted = !is_old && seen.insert((entry.id.clone(), entry.version.clone()));
            wanted.push(is_wanted);
            old += usize::from(is_old);
            if is_wanted {
                if ids.contains(&entry.id) {
                    edited += 1
                } else {
                    new += 1
                }
                let link = entry.link.as_deref().and_then(|link| Address::parse(link).ok());
                kept.push(KeptEntry {
                    id: entry.id.clone(),
                    version: entry.version.clone(),
                    link: link.map(|link| link.url().as_str().to_owned()),
                    date: entry.date,
                });
            }
        }
        // An entry whose page will come stands alone, so that it can be taken away when the page is there.
        let mut alone = Vec::new();
        if self.options.pages {
            let places = wanted.iter().enumerate().filter(|(_, wanted)| **wanted).map(|(at, _)| at);
            let places: Vec<usize> = places.collect();
            let mut together = Vec::new();
            for (entry, at) in kept.into_iter().zip(places) {
                let is_alone = entry.link.is_some() && alone.len() < MOST_ALONE;
                match is_alone.then(|| document.only(body, at)).flatten() {
                    Some(bytes) => {
                        wanted[at] = false;
                        alone.push((bytes, vec![entry]));
                    }
                    None => together.push(entry),
                }
            }
            kept = together;
        }
        if !kept.is_empty() {
            alone.push((document.with(body, &wanted), kept));
        }
        for (bytes, entries) in alone {
            let mut fact = Fact::of(Kind::Feed, feed.address.shown(), self.now);
            fact.from = Some(answer.from.shown()).filter(|from| *from != fact.url);
            fact.status = Some(answer.status);
            fact.etag.clone_from(&answer.etag);
            fact.last_modified.clone_from(&answer.modified);
            fact.feed = Some(feed.key.clone());
            fact.entries = entries;
            let name = store::name(
                "feed",
                answer.from.host(),
                &hash(&[&feed.key, &store::page_hash(&bytes)]),
                document.ending,
            );
            self.put(fact, Some((name, &bytes)))?;
        }
        {
            let mut summary = lock(&self.summary);
            summary.new += new;
            summary.edited += edited;
            summary.old += old;
            summary.unchanged += usize::from(new + edited == 0 && document.fault.is_none());
        }
        if let Some(fault) = &document.fault {
            // It may be whole the next time.
            (state.of, state.etag, state.last_modified) = (String::new(), None, None);
            let entries = document.entries.len();
            let reason = format!("{fault}; {entries} whole entries were read");
            self.failed(state, feed.address.shown(), &reason.into());
        } else {
            state.of = answer.from.key();
            state.etag.clone_from(&answer.etag);
            state.last_modified.clone_from(&answer.modified);
        }
        Ok(())
    }

    /// The pages of a feed that are to be asked: new ones, those of edited entries, and each once more after a day.
    fn plan_pages(&self, key: &str) -> Result<(), StoreError> {
        let memory = lock(&self.memory);
        let oldest = self.options.max_age.and_then(|age| self.now.checked_sub(age).ok());
        let entries = memory.entries.get(key).map(Vec::as_slice).unwrap_or_default();
        let (mut due, mut there) = (Vec::new(), Vec::new());
        for KnownEntry { entry, since, file } in entries.iter().rev() {
            let Some(link) = &entry.link else { continue };
            if oldest.is_some_and(|oldest| entry.date.unwrap_or(*since) < oldest) {
                continue;
            }
            let is_due = memory.pages.get(link).is_none_or(|page| {
                let later =
                    Duration::try_from(self.now.duration_since(page.asked)).unwrap_or_default();
                *since > page.asked || page.asks == 1 && later >= SECOND_LOOK
            });
            if is_due {
                due.push(link.clone());
            }
            // Another feed's page, or one whose run ended before this was done.
            let page =
                memory.pages.get(link).filter(|page| page.hash.is_some() && page.asked >= *since);
            let is_recent = Duration::try_from(self.now.duration_since(*since))
                .is_ok_and(|age| age < 2 * SECOND_LOOK);
            if let (Some(_), Some(file), true) = (page, file, is_recent) {
                there.push((*since, file.clone()));
            }
        }
        drop(memory);
        there.iter().try_for_each(|(since, file)| self.store.hide(*since, file))?;
        let mut claimed = lock(&self.claimed);
        due.retain(|link| claimed.insert(link.clone()));
        drop(claimed);
        for link in due.into_iter().take(MOST_PAGES) {
            if let Ok(address) = Address::parse(&link) {
                self.queue.push(address.host(), Job::Page(link));
            }
        }
        Ok(())
    }

    fn page(&self, link: &str) -> Result<(), StoreError> {
        let Ok(address) = Address::parse(link) else { return Ok(()) };
        let known = lock(&self.memory).pages.get(link).cloned();
        let version = known.clone().map(|page| Version {
            of: page.of,
            etag: page.etag,
            modified: page.last_modified,
        });
        let answer = self.ask(
            &address,
            PAGES,
            version.as_ref().filter(|v| v.etag.is_some() || v.modified.is_some()),
            true,
        );
        let mut fact = Fact::of(Kind::NoPage, address.url().as_str().to_owned(), self.now);
        let answer = match answer {
            Ok(answer) => answer,
            Err(failure) => {
                let is_disallowed = failure.reason == DISALLOWED;
                if is_disallowed {
                    lock(&self.summary).disallowed += 1;
                } else {
                    lock(&self.summary).failed.push((address.shown(), failure.reason.clone()));
                }
                // What cannot be had later either is not asked again.
                let for_good = failure.status.is_some_and(|status| {
                    matches!(status, 400..=499) && !matches!(status, 408 | 429)
                });
                if for_good || is_disallowed {
                    fact.status = failure.status;
                    fact.reason = Some(failure.reason);
                    return self.put(fact, None);
                }
                return Ok(());
            }
        };
        fact.status = Some(answer.status);
        fact.from = Some(answer.from.url().as_str().to_owned()).filter(|from| *from != fact.url);
        let kind = answer
            .kind
            .as_deref()
            .unwrap_or("text/html")
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let ending = match kind.as_str() {
            "text/html" | "application/xhtml+xml" => "html",
            "text/plain" => "txt",
            _ => {
                let reason = format!("no page but {kind:?}");
                lock(&self.summary).failed.push((address.shown(), reason.clone()));
                fact.reason = Some(reason);
                return self.put(fact, None);
            }
        };
        let body = answer.body.as_deref();
        let is_same = body
            .is_none_or(|body| known.is_some_and(|page| page.hash == Some(store::page_hash(body))));
        let Some(body) = body.filter(|_| !is_same) else {
            fact.kind = Kind::SamePage;
            self.put(fact, None)?;
            return self.hide(link);
        };
        fact.kind = Kind::Page;
        (fact.etag, fact.last_modified) = (answer.etag, answer.modified);
        let name = store::name(
            "page",
            answer.from.host(),
            &hash(&[link, &store::page_hash(body)]),
            ending,
        );
        self.put(fact, Some((name, body)))?;
        lock(&self.summary).pages += 1;
        self.hide(link)
    }

    /// An article and its announcement are one: where the page is there, a digest reads it alone.
    fn hide(&self, link: &str) -> Result<(), StoreError> {
        let alone = lock(&self.memory).alone.get(link).cloned().unwrap_or_default();
        alone.iter().try_for_each(|(fetched, file)| self.store.hide(*fetched, file))
    }

    fn put(&self, mut fact: Fact, file: Option<(String, &[u8])>) -> Result<(), StoreError> {
        self.store.put(&mut fact, file)?;
        lock(&self.memory).take(fact);
        Ok(())
    }

    /// Whether the host lets a page be asked.
    fn permit(&self, url: &Url) -> Result<(), Failure> {
        let origin = url.origin().ascii_serialization();
        let known = lock(&self.rules).get(&origin).cloned();
        let rules = match known {
            Some(rules) => rules,
            None => {
                let rules = Arc::new(self.rules_of(url)?);
                if let Some(pause) = rules.pause {
                    self.client.polite.slow_down(url.host_str().unwrap_or_default(), pause);
                }
                lock(&self.rules).insert(origin, Arc::clone(&rules));
                rules
            }
        };
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        if rules.allow(path) { Ok(()) } else { Err(DISALLOWED.into()) }
    }

    /// RFC 9309: no robots.txt allows everything; one that cannot be had now allows nothing yet.
    fn rules_of(&self, url: &Url) -> Result<Rules, Failure> {
        let url = url.join("/robots.txt").map_err(|e| e.to_string())?;
        let answer = self.ask(&Address::of(url)?, "text/plain", None, false);
        Ok(match answer {
            Ok(Answer { body: Some(body), .. }) => {
                let read = &body[..body.len().min(robots::MOST_BYTES as usize)];
                Rules::read(&String::from_utf8_lossy(read))
            }
            Err(failure)
                if failure
                    .status
                    .is_some_and(|status| matches!(status, 400..=499) && status != 429) =>
            {
                Rules::default()
            }
            Err(failure) => {
                return Err(Failure {
                    reason: format!("robots.txt: {}", failure.reason),
                    status: None,
                    ..failure
                });
            }
            Ok(_) => Rules::default(),
        })
    }
}

/// Why a page is not asked.
const DISALLOWED: &str = "robots.txt does not allow it";
