//! Reading order: the heaviest sentence of the outlets' own opens, then by day of publication, then by place in the lead source.

use crate::score::StoryView;

/// Puts the chosen sentences in reading order. `opening` comes first, as in a report: what happened before what led to it. The lead source is the report that gave most of them; a sentence of
/// another report stands where the lead source says the like, else at the same depth. A sentence that depends on another
/// chosen one follows it directly.
pub(super) fn reading_order(
    story: &StoryView,
    chosen: &[usize],
    opening: Option<usize>,
    depends_on_context: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let lead = lead_report(story, chosen);
    let dated = chosen.iter().all(|c| story.reports[story.sentences[*c].report].time.is_some());
    let mut heads: Vec<(bool, i64, u64, usize)> = chosen
        .iter()
        .filter(|c| !(depends_on_context(**c) && chosen.contains(&(**c).wrapping_sub(1))))
        .map(|c| {
            let day =
                story.reports[story.sentences[*c].report].day().filter(|_| dated).unwrap_or(0);
            (Some(*c) != opening, day, place_in(story, lead, *c), *c)
        })
        .collect();
    heads.sort_unstable();
    let mut ordered = Vec::with_capacity(chosen.len());
    for (_, _, _, head) in heads {
        let mut at = head;
        ordered.push(at);
        while chosen.contains(&(at + 1)) && depends_on_context(at + 1) {
            at += 1;
            ordered.push(at);
        }
    }
    ordered
}

/// The report with the most chosen sentences; of several, the one whose sentences stand first.
fn lead_report(story: &StoryView, chosen: &[usize]) -> usize {
    let mut counts = vec![0usize; story.reports.len()];
    for sentence in chosen {
        counts[story.sentences[*sentence].report] += 1;
    }
    let most = counts.iter().max().copied().unwrap_or(0);
    counts.iter().position(|c| *c == most).unwrap_or(0)
}

/// Share of a sentence's terms that a sentence of the lead source must hold to give it its place (chosen by hand).
pub(super) const ALIKE: f64 = 0.25;

/// Depth in the lead source, as a fraction of its length in parts of a million.
fn place_in(story: &StoryView, lead: usize, index: usize) -> u64 {
    let depth = |of: usize| {
        let range = &story.reports[story.sentences[of].report].sentences;
        ((of - range.start) * 1_000_000 / range.len().max(1)) as u64
    };
    let sentence = &story.sentences[index];
    if sentence.report == lead {
        return depth(index);
    }
    let all = sentence.weight.max(f64::MIN_POSITIVE);
    let mut best: Option<(i64, usize)> = None;
    for other in story.reports[lead].sentences.clone() {
        let share =
            (story.idf.shared(&sentence.terms, &story.sentences[other].terms) / all * 1e9) as i64;
        if best.is_none_or(|(most, _)| share > most) {
            best = Some((share, other));
        }
    }
    match best {
        Some((share, other)) if share >= (ALIKE * 1e9) as i64 => depth(other),
        _ => depth(index),
    }
}
