//! `newsfold explain`: signal times weight for each chosen sentence, what came second, and what it would take to drop it.

use std::fmt::Write;

use newsfold::render::{BuiltStory, Terminal, build_story};
use newsfold::score::{Nearest, Signal, SupportKind, nearest, said_together, says_the_same};
use newsfold::select::{BreakEven, Eligibility, Pick, break_even_weights, eligibility, without};
use newsfold::text::{Span, fold_white_space};
use newsfold::{Corpus, Settings};
use rayon::prelude::*;

use crate::args::ExplainArgs;
use crate::explain_findings::findings;
use crate::explain_sources::{record_of, sources};
use crate::progress::{Bar, name_set_aside};
use crate::stories::done;
use crate::{Done, Usage, config, on_threads, sink};

pub(crate) fn run(args: ExplainArgs) -> anyhow::Result<Done> {
    if args.why_not.as_ref().is_some_and(|words| words.trim().is_empty()) {
        return Err(Usage("--why-not takes some words of a sentence".to_owned()).into());
    }
    let settings = config::settings(&args.common, Some(&args.summary), None)?;
    let bar = Bar::new(&args.common.run);
    let corpus = on_threads(args.common.run.threads, || Corpus::open(&settings, &bar))??;
    bar.clear();
    name_set_aside(&corpus.set_aside, &args.common.run);
    let explain = || {
        let mut summarized = corpus.summarized_stories(&settings);
        summarized
            .retain(|story| args.story.as_ref().is_none_or(|id| *id == corpus.story_id(story)));
        let texts = summarized.into_par_iter().map(|story| {
            let mut folded = build_story(story, &corpus, &settings);
            let tipping = match &args.why_not {
                Some(_) => Vec::new(),
                None => break_even_weights(
                    &mut folded.scored,
                    &settings.score.weights,
                    &settings.select(),
                    &folded.summary,
                ),
            };
            let view = View { corpus: &corpus, settings: &settings, folded: &folded };
            let mut text = String::new();
            match &args.why_not {
                Some(words) => view.why_not(words, &mut text),
                None => {
                    view.story(&tipping, &mut text);
                    sources(story, &corpus, &mut text);
                    findings(&folded.story, &folded.scored, &mut text);
                    text.push('\n');
                }
            }
            text
        });
        texts.collect::<Vec<String>>().concat()
    };
    let text = on_threads(args.common.run.threads, explain)?;
    if text.is_empty() && (args.story.is_some() || args.why_not.is_some()) {
        let what = match (&args.why_not, &args.story) {
            (Some(words), _) => format!("no sentence of a told story holds “{words}”"),
            (None, Some(id)) => format!("no story has the id {id}; `newsfold stories` lists them"),
            (None, None) => "no story to explain".to_owned(),
        };
        return Err(Usage(what).into());
    }
    sink::to_stdout(text.as_bytes())?;
    Ok(done(&corpus))
}

/// Concepts that are named one by one.
const HEAVIEST: usize = 5;

struct View<'a> {
    corpus: &'a Corpus,
    settings: &'a Settings,
    folded: &'a BuiltStory,
}

/// "1 independent origin", "2 independent origins".
pub(crate) fn independent_origins(count: usize) -> String {
    format!("{count} independent origin{}", if count == 1 { "" } else { "s" })
}

impl View<'_> {
    fn story(&self, tipping: &[Option<BreakEven>], text: &mut String) {
        let headline = self
            .folded
            .story
            .headline
            .as_ref()
            .map(|h| h.text.terminal().to_string())
            .unwrap_or_default();
        let summary = &self.folded.summary;
        let _ = writeln!(text, "{}  {headline}", self.folded.story.id);
        let _ = writeln!(
            text,
            "  worth {:.4}; no selection within the budget is worth more than {:.4}: at least {:.1} % of the best",
            summary.value,
            summary.bound,
            100.0 * summary.share_of_best()
        );
        let mut picks: Vec<_> = self.folded.summary.picks.iter().zip(tipping).collect();
        picks.sort_by(|(a, _), (b, _)| {
            (b.concept_gain + b.signal_gain).total_cmp(&(a.concept_gain + a.signal_gain))
        });
        for (pick, tipping) in picks {
            let _ = writeln!(text, "\n  {}", self.words(pick.sentence));
            let gain = pick.concept_gain + pick.signal_gain;
            let _ = writeln!(
                text,
                "    gain {gain:.4} = new concepts {:.4} + signals {:.4} (lambda {} x {} words ^ {} x score {:.4})",
                pick.concept_gain,
                pick.signal_gain,
                self.settings.lambda,
                self.folded.scored.view.sentences[pick.sentence].words,
                self.settings.words_power,
                self.folded.scored.scored[pick.sentence].score
            );
            self.concepts(pick, text);
            self.signals(pick.sentence, text);
            self.witnesses(pick.sentence, text);
            self.counterfactual(pick, *tipping, text);
        }
    }

    /// Where others say the sentence, how much of it they hold, and why the nearest of those that do not is none.
    fn witnesses(&self, index: usize, text: &mut String) {
        let scored = &self.folded.scored;
        let support = &scored.scored[index].support;
        let all = nearest(&scored.view, index);
        let (says, others): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|other| support.reports.contains(&other.report));
        let held = |other: &Nearest| {
            format!("{:.0} % in {}", 100.0 * other.share, self.words(other.sentence))
        };
        for other in &says {
            let _ = writeln!(text, "      said too: {}", held(other));
        }
        let most = |a: &&Nearest, b: &&Nearest| a.share.total_cmp(&b.share);
        let Some(other) = others.iter().max_by(most) else { return };
        let report = &scored.view.reports[scored.view.sentences[index].report];
        let article = &self.corpus.reports[report.report].article.text;
        let figures: Vec<String> =
            other.missing.iter().map(|span| Terminal(span.of(article)).to_string()).collect();
        let reason = if support.carried_by.contains(&other.report) {
            "it carries the same words".to_owned()
        } else if !figures.is_empty() {
            format!("no {}", figures.join(", no "))
        } else if other.denies {
            "one of them denies".to_owned()
        } else if other.contradicts {
            "one says the opposite".to_owned()
        } else if other.says {
            "in words that its report uses anyway".to_owned()
        } else {
            "too little of it".to_owned()
        };
        let _ = writeln!(text, "      not said ({reason}): {}", held(other));
    }

    /// What would stand there instead, and the smallest change of a weight that drops the sentence.
    fn counterfactual(&self, pick: &Pick, tipping: Option<BreakEven>, text: &mut String) {
        let BuiltStory { scored, summary, .. } = self.folded;
        let other = without(scored, &self.settings.select(), summary, pick.sentence);
        let words = |sentences: &[usize]| -> String {
            sentences.iter().map(|at| format!("\n        {}", self.words(*at))).collect()
        };
        let _ = match other.enter.as_slice() {
            [] => {
                writeln!(text, "    margin {:.4}: without it nothing would come in", other.margin)
            }
            enter => writeln!(
                text,
                "    margin {:.4}: without it the summary would be worth so much less, and there would come in{}",
                other.margin,
                words(enter)
            ),
        };
        if !other.leave.is_empty() {
            let _ = writeln!(text, "      and there would go{}", words(&other.leave));
        }
        let _ = match tipping {
            Some(BreakEven { signal, weight }) => writeln!(
                text,
                "    dropped with --weight {}={weight} (now {})",
                signal.name(),
                self.settings.score.weights.get(signal)
            ),
            None => writeln!(text, "    no single weight, changed by up to 10, drops it"),
        };
    }

    /// The heaviest of the concepts that a sentence added, and what their weights are made of.
    fn concepts(&self, pick: &Pick, text: &mut String) {
        let concepts = &self.folded.scored.concepts;
        let sentence = &self.folded.scored.view.sentences[pick.sentence];
        let report = &self.folded.scored.view.reports[sentence.report];
        let article = &self.corpus.reports[report.report].article.text;
        let mut new = pick.new_concepts.clone();
        let weight = |concept: u32| concepts.weights[concept as usize];
        new.sort_by(|a, b| weight(*b).total_cmp(&weight(*a)));
        let of_sentence = &concepts.of_sentence[pick.sentence];
        let named = |concept: &u32| {
            let at = of_sentence.iter().position(|c| c == concept)?;
            let last = concepts.words_to[pick.sentence][at] as usize - 1;
            let first = last - usize::from(concepts.is_pair[*concept as usize]);
            let words =
                Span::new(sentence.tokens[first].span.start, sentence.tokens[last].span.end);
            let words = fold_white_space(words.of(article));
            Some(format!("“{}” {:.4}", Terminal(&words), weight(*concept)))
        };
        let shown: Vec<String> = new.iter().take(HEAVIEST).filter_map(named).collect();
        let rest = new.len().saturating_sub(HEAVIEST);
        let _ = writeln!(text, "      heaviest   {}, and {rest} more", shown.join(", "));
        let mut parts: Vec<(&str, f64)> = Vec::new();
        for concept in new {
            let at = concept as usize;
            // What too few origins hold weighs nothing and has no parts.
            let Some(known) = &concepts.features[at] else { continue };
            let tables = &self.settings.score.concepts;
            for (name, part) in tables.parts(concepts.is_pair[at], known) {
                match parts.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, sum)) => *sum += part,
                    None => parts.push((name, part)),
                }
            }
        }
        let parts: Vec<String> = parts
            .iter()
            .filter(|(_, part)| part.abs() >= 0.00005)
            .map(|(name, part)| format!("{name} {part:+.4}"))
            .collect();
        let _ = writeln!(text, "      made of    {}", parts.join(", "));
    }

    /// A line for each signal: value x weight = share; the shares add up to the score.
    fn signals(&self, sentence: usize, text: &mut String) {
        let scored = &self.folded.scored.scored[sentence];
        for signal in Signal::ALL {
            let weight = self.settings.score.weights.get(signal);
            let share = self.settings.score.weights.share(&scored.signals, signal);
            let _ = writeln!(
                text,
                "      {:<10} {:.4} x {weight:<4} = {share:.4}",
                signal.name(),
                scored.signals.get(signal)
            );
        }
        let kind = match scored.support.kind {
            SupportKind::Reported => "said by",
            SupportKind::Quoted => "quoted by",
        };
        let _ = writeln!(
            text,
            "      {:<10} {kind} {} of {} reports, at most {}",
            "support",
            scored.support.reports.len(),
            self.folded.story.articles.len(),
            independent_origins(scored.support.origins)
        );
    }

    fn words(&self, sentence: usize) -> String {
        let sentence = &self.folded.scored.view.sentences[sentence];
        let report = &self.folded.scored.view.reports[sentence.report];
        let report = &self.corpus.reports[report.report];
        let words = fold_white_space(sentence.sentence.span.of(&report.article.text));
        let line = report.line_of(sentence.sentence.span.start);
        let place = &report.article.place;
        // In a record lines mean nothing to an editor.
        let in_file = place.record.is_none() && place.element.is_none();
        let line = if in_file { format!(":{line}") } else { String::new() };
        format!("{} [{}{line}]", Terminal(&words), record_of(place))
    }

    /// Says of every sentence that holds `words` why it was not chosen.
    fn why_not(&self, words: &str, text: &mut String) {
        let wanted = fold_white_space(words).to_lowercase();
        let view = &self.folded.scored.view;
        for index in 0..view.sentences.len() {
            let shown = self.words(index);
            if !shown.to_lowercase().contains(&wanted) {
                continue;
            }
            let _ = writeln!(text, "{}  {shown}\n  {}", self.folded.story.id, self.reason(index));
            self.signals(index, text);
        }
    }

    fn reason(&self, index: usize) -> String {
        let view = &self.folded.scored.view;
        let sentence = &view.sentences[index];
        let picks = &self.folded.summary.picks;
        if picks.iter().any(|p| p.sentence == index) {
            return "it was chosen".to_owned();
        }
        if sentence.reprinted {
            return "an earlier report of the same origin prints it".to_owned();
        }
        match eligibility(sentence) {
            Eligibility::Damaged => return "its wording is damaged, so it is used last".to_owned(),
            Eligibility::Opinion => return "its article is opinion, so it is used last".to_owned(),
            Eligibility::Whole | Eligibility::Deep => {}
            _ => {
                let reason = sentence.sentence.rejection.map_or("unfit", |r| r.words());
                return format!("it may not be printed: {reason}");
            }
        }
        let most = self.settings.max_overlap;
        let alike = picks.iter().find(|p| says_the_same(view, index, p.sentence, most));
        if let Some(pick) = alike {
            return format!("it says what a chosen sentence says: {}", self.words(pick.sentence));
        }
        let holds = |term| {
            picks.iter().any(|p| view.sentences[p.sentence].terms.binary_search(&term).is_ok())
        };
        if most < 1.0
            && let Some(share) = said_together(view, index, holds)
        {
            return format!("the chosen sentences together hold {:.0} % of it", 100.0 * share);
        }
        let mut covered = vec![0u32; self.folded.scored.concepts.weights.len()];
        for pick in picks {
            for concept in &self.folded.scored.concepts.of_sentence[pick.sentence] {
                covered[*concept as usize] += 1;
            }
        }
        let concepts = self.folded.scored.concepts.gain(index, &covered);
        let length = (sentence.words.max(1) as f64).powf(self.settings.words_power);
        let score = self.folded.scored.scored[index].score;
        let gain = concepts + self.settings.lambda * length * score;
        let least =
            picks.iter().map(|p| p.concept_gain + p.signal_gain).fold(f64::INFINITY, f64::min);
        let used: usize = picks.iter().map(|p| view.sentences[p.sentence].words).sum();
        format!(
            "beside the chosen ones it would add {gain:.4} ({concepts:.4} of it new concepts) for {} words; the least of the chosen added {least:.4}, and {used} words are used",
            sentence.words
        )
    }
}
