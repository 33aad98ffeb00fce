//! The noun of this room.

use std::collections::BTreeMap;

use super::frequencies::DocumentFrequencies;
use super::link::{GroupSettings, link};
use super::neighbours::similarities;
use crate::origins::CopyGroups;
use crate::segment::Report;
use crate::text::Term;

/// Reports of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Indices of the reports, sorted by article id.
    pub reports: Vec<usize>,
}

/// Groups the reports into stories; every report is in exactly one. Copies always go together: one report stands
/// for its copy group.
pub fn group(
    reports: &[Report],
    copies: &CopyGroups,
    frequencies: &DocumentFrequencies,
    settings: &GroupSettings,
) -> Vec<Story> {
    let key: Vec<String> = if settings.one_story {
        vec![String::new(); reports.len()]
    } else if settings.given_stories {
        // A record without a story of its own is one.
        reports
            .iter()
            .map(|r| {
                r.article
                    .given_story
                    .clone()
                    .map_or_else(|| format!("\0{}", r.article.id), |s| format!("s{s}"))
            })
            .collect()
    } else {
        by_similarity(reports, copies, frequencies, settings)
    };
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (report, key) in key.into_iter().enumerate() {
        members.entry(key).or_default().push(report);
    }
    let mut stories: Vec<Story> = members
        .into_values()
        .map(|mut reports_of| {
            reports_of.sort_by_key(|r| reports[*r].article.id);
            Story { reports: reports_of }
        })
        .collect();
    stories.sort_by_key(|s| reports[s.reports[0]].article.id);
    stories
}

/// For each report the name of its story.
fn by_similarity(
    reports: &[Report],
    copies: &CopyGroups,
    frequencies: &DocumentFrequencies,
    settings: &GroupSettings,
) -> Vec<String> {
    // Ties inside are broken by index: work in id order, so that the order read does not matter.
    let mut by_id: Vec<usize> = (0..reports.len()).collect();
    by_id.sort_by_key(|r| reports[*r].article.id);
    let mut stands_for: BTreeMap<usize, usize> = BTreeMap::new();
    for report in &by_id {
        let best = stands_for.entry(copies.of(*report)).or_insert(*report);
        if reports[*report].own_words.len() > reports[*best].own_words.len() {
            *best = *report;
        }
    }
    let mut representatives: Vec<usize> = stands_for.values().copied().collect();
    representatives.sort_by_key(|r| reports[*r].article.id);
    let counts: Vec<&[(Term, u32)]> =
        representatives.iter().map(|r| reports[*r].term_counts.as_slice()).collect();
    let edges = similarities(&counts, frequencies);
    let linked = link(counts.len(), &edges, settings.threshold);
    let place: BTreeMap<usize, usize> =
        representatives.iter().enumerate().map(|(at, r)| (*r, at)).collect();
    (0..reports.len())
        .map(|report| {
            let representative = stands_for[&copies.of(report)];
            format!("{:012}", linked[place[&representative]])
        })
        .collect()
}
