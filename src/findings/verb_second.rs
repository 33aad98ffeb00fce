//! Who says a quotation in a language that writes all nouns with a capital and whose finite verb stands second (German): there one
//! phrase stands before the verb, and where that is not the subject the subject stands right behind it. A capital tells no name.

use super::dates::weekday;
use super::naming::ContextWord;
use super::speaker::{Around, Gender, Named, according_at};
use crate::text::{Span, WordClass, WordValue};

/// A noun phrase that may be a subject.
struct Phrase {
    who: Named,
    /// One past its last word.
    end: usize,
    /// Two words with a capital, or one of somebody known: no mere role.
    is_name: bool,
    /// One word without an article, of nobody known.
    is_lone: bool,
    /// The same, where not even its capital shows that it is a noun.
    is_bare: bool,
}

impl Phrase {
    fn is_pronoun(&self) -> bool {
        matches!(self.who, Named::Pronoun(_))
    }
}

/// Words in lower case between an article and its noun: "der frühere, inzwischen parteilose Minister".
const MOST_ADJECTIVES: usize = 4;

/// Phrases that go on a role: "der Sprecher des Ministeriums für Verkehr".
const MOST_ATTRIBUTES: usize = 3;

/// Words behind a quotation among which its verb is looked for.
const REACH: usize = 14;

impl Around<'_, '_> {
    /// Who is named.
    pub(super) fn named_verb_second(&self) -> Option<Named> {
        self.subject_after().or_else(|| self.subject_ahead())
    }

    fn subject_after(&self) -> Option<Named> {
        let words = self.behind;
        if let Some(first) = according_at(words, 0, self.lang) {
            // "So heißt es", "so sagte er": an adverb before a verb.
            if !words.get(first)?.says() {
                let led = words[first - 1].is_oblique();
                return self.phrase(words, first, led).map(|phrase| phrase.who);
            }
            return self.phrase(words, first + 1, false).map(|phrase| phrase.who);
        }
        let verb = (0..words.len().min(REACH)).find(|at| words[*at].says())?;
        let own_subject = || self.before.first().is_some_and(|_| self.front(self.before).is_some());
        if verb == 0 && !self.goes_on && own_subject() || verb > 0 && !words[verb].set_off {
            return None;
        }
        // "Die als „…“ bezeichnete Koalition": no verb, but what an article leads to.
        let article = self.before.iter().rposition(|w| w.is(WordClass::Determiner));
        let open = article.is_some_and(|at| self.before[at + 1..].iter().all(|w| !w.capital));
        if verb == 0 && !self.goes_on && open {
            return None;
        }
        self.phrase(words, verb + 1, false).map(|phrase| phrase.who)
    }

    fn subject_ahead(&self) -> Option<Named> {
        let words = self.before;
        // "…, dass der Minister den Plan „…“ nannte": the verb of a clause that is joined stands last.
        let last = self.behind.first().is_some_and(ContextWord::says)
            && self.behind.get(1).is_none_or(|next| next.set_off);
        let verb = (0..words.len()).rev().find(|at| words[*at].says());
        if last
            && let Some(joins) = (0..words.len()).rev().find(|at| self.joins(words, *at))
            && verb.is_none_or(|verb| verb < joins)
        {
            return self.phrase(words, joins + 1, false).map(|phrase| phrase.who);
        }
        // "…, und der Minister Jan Vos: „": the phrase before the colon, where no verb says more. A role there is seldom who speaks:
        // "Seine Begründung: „".
        if verb.is_none() && self.announced {
            let begins =
                |at: &usize| *at == 0 || words[*at].set_off || words[*at - 1].is(WordClass::And);
            let whole = (0..words.len()).rev().filter(begins).find_map(|at| {
                let whole = |phrase: &Phrase| phrase.end == words.len() && phrase.is_name;
                self.phrase(words, at, false).filter(whole)
            });
            if let Some(whole) = whole {
                return Some(whole.who);
            }
        }
        // "So der Minister" stands between commas, "laut Minister Vos" anywhere.
        let according = (0..words.len()).rev().find_map(|at| {
            let open = at == 0 || words[at].set_off || words[at].is(WordClass::EndsRole);
            let first = according_at(words, at, self.lang).filter(|_| open)?;
            if words.get(first).is_some_and(ContextWord::says) {
                None
            } else {
                self.phrase(words, first, words[first - 1].is_oblique())
            }
        });
        if let Some(phrase) = according {
            return Some(phrase.who);
        }
        // What is done to somebody he does not say.
        let clause = &words[verb.unwrap_or(0)..];
        if last && clause.iter().any(|w| w.is(WordClass::Passive)) {
            return None;
        }
        let Some(verb) = verb else {
            if !self.announced && !last {
                return None;
            }
            let front = self.front(words).filter(|f| f.is_name || f.is_pronoun());
            return front.map(|phrase| phrase.who);
        };
        self.subject_of(words, verb)
    }

    /// The subject of the verb of saying before a quotation.
    fn subject_of(&self, words: &[ContextWord<'_>], verb: usize) -> Option<Named> {
        // The finite verb, where that of saying is a participle at the end: "hat … gesagt".
        let begin = (0..=verb).rev().find(|at| words[*at].set_off).unwrap_or(0);
        let finite = (begin..verb).find(|at| words[*at].is(WordClass::Auxiliary)).unwrap_or(verb);
        if words[begin..verb].iter().any(|w| w.is(WordClass::Passive)) {
            return None;
        }
        let behind = || {
            let stands = words.get(finite + 1).is_some_and(|next| !next.set_off);
            if stands { self.phrase(words, finite + 1, false) } else { None }
        };
        let verb = finite;
        if words[verb].set_off {
            // "Die Sprecherin der Partei, Sandra Bor, erklärte": a phrase that ends at the verb, with its apposition.
            let mut begins = (0..verb).rev().filter(|at| *at == 0 || words[*at].set_off);
            let whole = begins.find_map(|at| {
                self.phrase(words, at, false).filter(|phrase| {
                    phrase.end == verb && phrase.is_name && words[phrase.end - 1].capital
                })
            });
            let whole = whole.filter(|phrase| phrase.end > 1);
            // "Barry Stein, Direktor des Verbandes, warnte": the apposition of a subject. Else a clause or a phrase stands before the verb.
            let front = self.front(words);
            let apposed = |front: &Phrase| {
                front.end < verb && words[front.end].set_off && (front.is_name || !front.is_bare)
            };
            let attributed = |front: &Phrase| {
                words[front.end].is(WordClass::EndsRole)
                    && words[front.end..verb].iter().any(|w| w.set_off)
            };
            if let Some(front) = front.as_ref().filter(|front| apposed(front) && front.is_name) {
                return Some(front.who);
            }
            if let Some(whole) = whole {
                return Some(whole.who);
            }
            if let Some(front) = front.as_ref().filter(|front| apposed(front)) {
                return Some(front.who);
            }
            return match behind() {
                Some(behind) if behind.is_name || !front.as_ref().is_some_and(attributed) => {
                    Some(behind.who)
                }
                _ => front.map(|front| front.who),
            };
        }
        // "…, und Merkel sagte": the subject between the two.
        let joined = (begin..verb).rev().find(|at| words[*at].is(WordClass::And));
        if let Some(and) = joined
            && let Some(phrase) = self.phrase(words, and + 1, false)
            && phrase.end == verb
            && !phrase.is_bare
        {
            return Some(phrase.who);
        }
        if self.joins(words, begin) {
            // "Als Antwort sagte Merkel": no clause.
            let own = || self.phrase(words, begin + 1, false).filter(|phrase| !phrase.is_bare);
            return behind().or_else(own).map(|phrase| phrase.who);
        }
        let own = &words[begin..verb];
        // "…, und kündigte an": the subject of the clause before.
        let front =
            if joined == Some(begin) { self.front(words) } else { self.front_of(own, begin == 0) };
        // "Er sagte, Oskany brauche Zeit und fügte hinzu": of one noun that stands far from the verb nothing is sure.
        let far = |phrase: &Phrase| phrase.is_lone && begin + phrase.end < verb;
        let front = match front.filter(|front| joined == Some(begin) || !far(front)) {
            None if begin > 0 && joined == Some(verb - 1) => {
                self.front(words).filter(Phrase::is_pronoun)
            }
            front => front,
        };
        let quoting = words[verb].is(WordClass::QuotingVerb);
        match front {
            Some(front) if front.is_pronoun() || front.is_name && !front.is_bare => Some(front.who),
            // "Gestern sagte Merkel", "die Frage nannte Merkel": the subject stands behind.
            Some(front) => match behind() {
                // "Die Arbeit der Koalition lobte er": no object.
                Some(behind) if matches!(behind.who, Named::Pronoun(Gender::Man)) => {
                    Some(behind.who)
                }
                Some(behind) if behind.is_name || front.is_bare => {
                    (!quoting || front.is_bare).then_some(behind.who)
                }
                _ => Some(front.who),
            },
            None => behind().filter(|_| joined.is_none()).map(|phrase| phrase.who),
        }
    }

    /// The subject where it is the first phrase of a sentence.
    fn front(&self, words: &[ContextWord<'_>]) -> Option<Phrase> {
        self.front_of(words, true)
    }

    fn front_of(&self, words: &[ContextWord<'_>], of_sentence: bool) -> Option<Phrase> {
        let mut at = 0;
        while words.get(at).is_some_and(|w| w.is(WordClass::BesideVerb) || w.is(WordClass::And)) {
            at += 1;
        }
        let first = words.get(at)?;
        // What opens a sentence has a capital there, whatever it is.
        let opens = of_sentence
            && at == 0
            && first.is(WordClass::SentenceOpener)
            && !first.is(WordClass::Determiner)
            && !first.is_pronoun();
        if opens || first.is(WordClass::EndsRole) || self.joins(words, at) {
            return None;
        }
        let mut phrase = self.phrase(words, at, false)?;
        phrase.is_bare &= of_sentence && at == 0;
        Some(phrase)
    }

    fn joins(&self, words: &[ContextWord<'_>], at: usize) -> bool {
        words[at].is(WordClass::JoinsClause) && (at == 0 || words[at].set_off)
    }

    /// The noun phrase that begins at a word; behind a preposition (`led`) its article has another case.
    fn phrase(&self, words: &[ContextWord<'_>], first: usize, led: bool) -> Option<Phrase> {
        let mut at = first;
        let open = |at: usize| words.get(at).filter(|w| at == first || !w.set_off);
        // "Sagte gestern Merkel", "erklärte sich".
        while open(at)?.is(WordClass::BesideVerb) {
            at += 1;
        }
        let word = open(at)?;
        if let Some(gender) = word.pronoun(self.lang) {
            return Some(Phrase {
                who: Named::Pronoun(gender),
                end: at + 1,
                is_name: false,
                is_lone: false,
                is_bare: false,
            });
        }
        if word.is(WordClass::NobodyNamed) {
            return Some(Phrase {
                who: Named::Nobody,
                end: at + 1,
                is_name: false,
                is_lone: false,
                is_bare: false,
            });
        }
        let article = word.is(WordClass::Determiner)
            || led && (word.is(WordClass::InsideRole) || word.is(WordClass::EndsRole));
        let begin = at;
        at += usize::from(article);
        let adjectives = at;
        let lower = |w: &ContextWord<'_>| {
            !w.capital
                && !w.says()
                && !w.is(WordClass::EndsRole)
                && !w.is(WordClass::Determiner)
                && !w.is(WordClass::JoinsClause)
                && !w.folded.ends_with(char::is_numeric)
        };
        while at - adjectives <= MOST_ADJECTIVES && open(at).is_some_and(lower) {
            at += 1;
        }
        let noun = at;
        let mut end = self.run(words, noun, !article)?;
        if !article && noun > adjectives {
            return None;
        }
        let known = |at: usize| (self.known)(&words[at].folded);
        // "Nannte Vann Orr einen Lügner": two persons.
        if !article && end - noun == 2 && known(noun) && known(noun + 1) {
            end = noun + 1;
        }
        // "Die ersten Worte Armstrongs": whose they are, behind a noun, and no name.
        let owned = end - noun == 2
            && words[end - 1].folded.strip_suffix('s').is_some_and(|of| (self.stands)(of));
        let count = if owned { 1 } else { end - noun };
        let mut is_name = count > 1 || !article && known(noun);
        let mut start = if is_name || !article { noun } else { begin };
        if start == begin && led {
            start = noun;
        }
        let mut attributes = 0;
        while attributes < MOST_ATTRIBUTES
            && let Some(next) = open(end)
            && next.is(WordClass::InsideRole)
            // "Sagte Kreisbrandmeister Uwe Terhalle der Harrower Zeitung": whom he told it.
            && !(count > 1 && next.is(WordClass::Determiner))
        {
            let adjective = |w: &ContextWord<'_>| lower(w) || w.is(WordClass::InsideRole);
            let mut to = end + 1;
            while to - end <= MOST_ADJECTIVES && open(to).is_some_and(adjective) {
                to += 1;
            }
            let Some(run) = self.run(words, to, false).filter(|_| open(to).is_some()) else {
                break;
            };
            end = run;
            attributes += 1;
        }
        // "Das Amt für Gesundheit und Arbeit warnt".
        if attributes > 0
            && open(end).is_some_and(|w| w.is(WordClass::And))
            && open(end + 1).is_some()
            && let Some(run) = self.run(words, end + 1, false)
            && words.get(run).is_none_or(ContextWord::says)
        {
            end = run;
        }
        // "Der Vorsitzende des Verbandes, Elmar Gesse,": the apposition names who has the role.
        if !is_name
            && article
            && let Some(next) = words.get(end)
            && next.set_off
            && let Some(run) = self.run(words, end, true)
            && run - end > 1
            && words.get(run).is_none_or(|w| w.set_off || w.says())
        {
            (start, end, is_name) = (end, run, true);
        }
        // "Frank Henkel und Thomas Heil".
        if !led
            && open(end).is_some_and(|w| w.is(WordClass::And))
            && let Some(run) = self.run(words, end + 1, true).filter(|_| open(end + 1).is_some())
            && is_name
        {
            end = run;
        }
        let span = Span::new(words[start].span.start, words[end - 1].span.end);
        let is_lone = !article && count == 1 && !known(noun);
        Some(Phrase { who: Named::Speaker(span), end, is_name, is_lone, is_bare: is_lone })
    }

    /// One past the run of words with a capital that begins at a word. Behind an article one noun is no name: "der Präsident von
    /// Oskany", "Ursula von der Leyen".
    fn run(&self, words: &[ContextWord<'_>], first: usize, alone: bool) -> Option<usize> {
        let is_time = |w: &ContextWord<'_>| {
            let values = [WordValue::Month, WordValue::Duration];
            weekday(w.facts).is_some() || values.iter().any(|kind| w.facts.value(*kind).is_some())
        };
        let mut end = first;
        while let Some(word) = words.get(end)
            && (end == first || !word.set_off)
        {
            // "Einsatz Oskanys Bereits im Mai": a heading before a sentence.
            let opens = word.is(WordClass::BesideVerb) || word.is(WordClass::Determiner);
            if is_time(word) || end > first && opens {
                break;
            }
            // "Bayer 04 Leverkusen".
            let number = end > first
                && word.folded.bytes().all(|b| b.is_ascii_digit())
                && words.get(end + 1).is_some_and(|w| w.capital && !w.set_off);
            if word.capital || number {
                end += 1;
                continue;
            }
            let particles = words[end..]
                .iter()
                .take_while(|w| !w.capital && !w.set_off && w.is(WordClass::Particle))
                .count();
            // "Ursula von der Leyen"; "Angaben von Peter Beck" is nobody's name.
            let two = words.get(end + particles + 1).is_some_and(|w| w.capital && !w.set_off);
            let is_name = alone && !two || end - first > 1;
            let goes_on = words.get(end + particles).is_some_and(|w| w.capital && !w.set_off);
            if end == first || particles == 0 || !goes_on || !is_name {
                break;
            }
            end += particles;
        }
        (end > first).then_some(end)
    }
}
