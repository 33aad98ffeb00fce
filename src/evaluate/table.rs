//! Evaluations as Markdown tables.

use std::fmt::Write;

use super::bootstrap::Interval;
use super::evaluation::Evaluation;
use super::grouping::GroupEvaluation;
use super::rouge::Measure;
use crate::select::Budget;

/// Points: a share of 1 as 100.
fn points(value: f64) -> String {
    format!("{:.2}", 100.0 * value)
}

fn with_interval(interval: &Interval) -> String {
    format!("{} [{}, {}]", points(interval.mean), points(interval.low), points(interval.high))
}

/// One evaluation: what was scored and how, the table, the differences, and how many sentences depend on what stands before.
pub fn to_markdown(evaluation: &Evaluation) -> String {
    let mut out = String::new();
    let title = match evaluation.gold.as_slice() {
        [one] => one.clone(),
        several => format!("{} sets pooled", several.len()),
    };
    let budget = match evaluation.budget {
        Budget::Words(words) => format!("{words} words"),
        Budget::Sentences(sentences) => format!("{sentences} sentences"),
    };
    let _ = writeln!(out, "## {title}\n");
    let _ = writeln!(
        out,
        "{} stories, {} articles, {budget}. {}\n",
        evaluation.stories,
        evaluation.articles,
        settings_in_words(evaluation)
    );
    let name = |m: &Measure| format!("{} R | {} F", m.name(), m.name());
    let names: Vec<String> = Measure::ALL.iter().map(name).collect();
    let _ = writeln!(out, "| system | {} |", names.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(2 * Measure::ALL.len()));
    for row in &evaluation.systems {
        let cells = row.recall.iter().zip(&row.f);
        let cells: Vec<String> = cells
            .map(|(recall, f)| format!("{} | {}", with_interval(recall), with_interval(f)))
            .collect();
        let _ = writeln!(out, "| {} | {} |", cell(&row.system), cells.join(" | "));
    }
    let _ = writeln!(
        out,
        "\nNewsfold less each of the others, story by story (`*`: the interval leaves zero out):\n"
    );
    let _ = writeln!(out, "| system | {} |", names.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(2 * Measure::ALL.len()));
    for row in &evaluation.differences {
        let marked =
            |i: &Interval| format!("{}{}", with_interval(i), if i.is_real() { " *" } else { "" });
        let cells: Vec<String> = row
            .recall
            .iter()
            .zip(&row.f)
            .map(|(recall, f)| format!("{} | {}", marked(recall), marked(f)))
            .collect();
        let _ = writeln!(out, "| {} | {} |", cell(&row.system), cells.join(" | "));
    }
    out.push_str(&story_rows(evaluation));
    let context_dependent = evaluation.leaning_openers;
    let _ = writeln!(
        out,
        "\nLeaning openers: {} of {} sentences ({} %) begin with a pronoun or connective that points back, in quotation marks \
         or not, and do not stand right behind the sentence that they follow in their article; {} more do.",
        context_dependent.context_dependent,
        context_dependent.sentences,
        points(context_dependent.share()),
        context_dependent.following
    );
    out
}

/// Where another system was scored: story by story, ours and theirs.
fn story_rows(evaluation: &Evaluation) -> String {
    let Some(first) = evaluation.rows.first() else { return String::new() };
    // Newsfold, then the others, then the four that are always there.
    let ours_and_theirs = first.systems.len().saturating_sub(ALWAYS_THERE);
    if ours_and_theirs < 2 {
        return String::new();
    }
    let mut out = String::from("\nStory by story, R-1 F / R-2 F:\n\n| story |");
    for system in &first.systems[..ours_and_theirs] {
        let _ = write!(out, " {} |", cell(&system.system));
    }
    let _ = writeln!(out, "\n|---|{}", "---|".repeat(ours_and_theirs));
    for row in &evaluation.rows {
        let _ = write!(out, "| {} |", cell(&row.cluster));
        for system in &row.systems[..ours_and_theirs] {
            let f = |measure| points(system.scores.get(measure).f);
            let _ = write!(out, " {} / {} |", f(Measure::Rouge1), f(Measure::Rouge2));
        }
        out.push('\n');
    }
    out
}

/// Lead, centroid, LexRank and oracle.
const ALWAYS_THERE: usize = 4;

fn settings_in_words(evaluation: &Evaluation) -> String {
    let budget = match (evaluation.budget, evaluation.strict_budget) {
        (Budget::Sentences(_), _) => "whole texts are scored",
        (_, true) => "summaries end within the budget and references are cut at it",
        (_, false) => "the last sentence runs over; summaries and references are cut at the budget",
    };
    let english = evaluation.wording.get("english").copied().unwrap_or(0);
    let words = match (english, evaluation.stories - english) {
        (_, 0) => "lower-cased, words of more than three letters Porter-stemmed".to_owned(),
        (0, _) => "words are UAX #29's, lower-cased, unstemmed".to_owned(),
        (some, rest) => format!(
            "{some} English stories lower-cased and Porter-stemmed, {rest} others with UAX #29 words, unstemmed"
        ),
    };
    format!(
        "ROUGE 1.5.5 with -f A: {words}; stop words kept; {budget}; hits and counts pooled over references, no jackknife. \
         Means over stories with 95 % bootstrap intervals (1,000 resamples, seeded)."
    )
}

/// A name that cannot break the table.
fn cell(name: &str) -> String {
    name.chars().map(|c| if c == '|' || c.is_control() { ' ' } else { c }).collect()
}

/// Grouping figures of several sets.
pub fn groups_to_markdown(groups: &[GroupEvaluation]) -> String {
    let mut out = String::from(
        "| set | draws | articles | stories given | found | B-cubed precision | recall | F | lone joined | largest |\n|---|---|---|---|---|---|---|---|---|---|\n",
    );
    for one in groups {
        let _ = writeln!(
            out,
            "| {} | {} | {:.0} | {:.0} | {:.0} | {:.3} | {:.3} | {:.3} | {} | {} |",
            cell(&one.gold),
            one.draws,
            one.articles,
            one.given,
            one.found,
            one.b_cubed.precision,
            one.b_cubed.recall,
            one.b_cubed.f,
            one.lone_joined.map_or("-".to_owned(), |share| format!("{:.1} %", 100.0 * share)),
            one.largest
        );
    }
    out.push_str("\nB-cubed (Bagga and Baldwin 1998): means over articles; F is the harmonic mean of these two means. Lone joined: the share of the articles whose story is theirs alone that were put into one with others.\n");
    out
}
