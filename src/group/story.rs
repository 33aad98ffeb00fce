//! The noun of this stage.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::components::Member;
use super::demands::GroupSettings;
use super::dispersion::Parts;
use super::frequencies::DocumentFrequencies;
use super::language_number::LanguageNumber;
use super::lead_names::LeadNames;
use super::link::link;
use super::neighbours::nearest;
use super::span::Span;
use super::vectors::{SharedTerms, Vector};
use crate::ingest::ArticleId;
use crate::origins::CopyGroups;
use crate::segment::TermCounts;
use crate::text::{Language, hash_text};

/// Reports of one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Story {
    /// Indices of the reports, sorted by article id.
    pub reports: Vec<usize>,
}

/// `story-` and the first 12 hex digits of a hash of the ids of a story's articles, which come sorted.
pub fn story_id(articles: impl Iterator<Item = ArticleId>) -> String {
    let ids: Vec<String> = articles.map(|id| id.to_string()).collect();
    format!("story-{:012x}", hash_text(&ids.join(" ")) >> 16)
}

/// Groups the reports into stories; every report is in exactly one. Copies always go together: one report stands
/// for its copy group, as [`CopyGroups::representatives`] says. `evidence` holds for each report
/// what its words are worth as such (see [`Templates`](super::Templates)).
pub fn group(
    all_counts: Vec<TermCounts>,
    copies: &CopyGroups,
    representatives: Vec<usize>,
    frequencies: &DocumentFrequencies,
    evidence: &[f64],
    settings: &GroupSettings,
) -> Vec<Story> {
    let ids: Vec<ArticleId> = all_counts.iter().map(|term_counts| term_counts.id).collect();
    let story_of: Vec<usize> = if settings.one_story {
        vec![0; ids.len()]
    } else if settings.given_stories {
        as_given(all_counts.iter().map(|term_counts| term_counts.given_story.as_deref()))
    } else {
        by_similarity(all_counts, copies, representatives, frequencies, evidence, settings)
    };
    let mut members: Vec<usize> = (0..ids.len()).collect();
    members.par_sort_unstable_by_key(|r| (story_of[*r], ids[*r]));
    let mut stories: Vec<Story> = members
        .chunk_by(|a, b| story_of[*a] == story_of[*b])
        .map(|reports| Story { reports: reports.to_vec() })
        .collect();
    stories.sort_by_key(|s| ids[s.reports[0]]);
    stories
}

/// For each article the first of the story that it is said to belong to. One without a story of its own is one.
pub(crate) fn as_given<'a>(stories: impl Iterator<Item = Option<&'a str>>) -> Vec<usize> {
    let mut first_of: FxHashMap<&str, usize> = FxHashMap::default();
    let first = |(at, name): (usize, Option<&'a str>)| {
        name.map_or(at, |name| *first_of.entry(name).or_insert(at))
    };
    stories.enumerate().map(first).collect()
}

/// Share of the floor from which two articles propose to merge their groups. 1 would do if cosines were whole; those of large
/// collections leave the commonest terms out (stories of a month of a wire: 7,104 with 0 to 0.75, 7,106 with 1).
const NEAR_SHARE: f64 = 0.75;

/// For each of some articles the first of its story, by their vectors (with where in the texts their entries stand), nearest neighbours, publication
/// times, languages and the names in their leads.
pub(crate) fn linked(
    vectors: Vec<(Vector, Parts)>,
    nearest: Vec<Vec<(u32, f64)>>,
    times: &[Option<i64>],
    languages: &[LanguageNumber],
    names: Vec<LeadNames>,
    settings: &GroupSettings,
) -> Vec<usize> {
    // No two groups merge whose closest pair is below the floor: a mean is no higher.
    let least = NEAR_SHARE * settings.floor();
    let members = vectors
        .into_iter()
        .zip(nearest)
        .zip(Span::of_run(times).into_iter().zip(languages))
        .zip(names)
        .map(|((((vector, parts), nearest), (span, language)), names)| Member {
            vector,
            parts,
            span,
            language: *language,
            names,
            near: nearest
                .into_iter()
                .filter(|(_, similarity)| *similarity >= least)
                .map(|(other, _)| other)
                .collect(),
        })
        .collect();
    link(members, settings)
}

/// For each report the number of its story.
fn by_similarity(
    all_counts: Vec<TermCounts>,
    copies: &CopyGroups,
    mut representatives: Vec<usize>,
    frequencies: &DocumentFrequencies,
    evidence: &[f64],
    settings: &GroupSettings,
) -> Vec<usize> {
    // Ties inside are broken by index: work in id order, so that the order read does not matter.
    representatives.sort_by_key(|r| all_counts[*r].id);
    let terms = SharedTerms::new(frequencies);
    let times: Vec<Option<i64>> = representatives.iter().map(|r| all_counts[*r].time).collect();
    let languages: Vec<Option<Language>> =
        representatives.iter().map(|r| all_counts[*r].language.clone()).collect();
    let languages = LanguageNumber::of_all(&languages);
    let articles = all_counts.len();
    // Several times larger than the vectors that are made of them: each goes as soon as its vector is there.
    let mut all_counts: Vec<Option<TermCounts>> = all_counts.into_iter().map(Some).collect();
    let chosen: Vec<TermCounts> =
        representatives.iter().filter_map(|r| all_counts[*r].take()).collect();
    drop(all_counts);
    let worth = representatives.par_iter().map(|r| evidence[*r]);
    let ((vectors, parts), names): ((Vec<Vector>, Vec<Parts>), Vec<LeadNames>) = chosen
        .into_par_iter()
        .zip(worth)
        .map(|(counts, evidence)| {
            (terms.vector(&counts, evidence), terms.lead_names(&counts, evidence))
        })
        .unzip();
    let numbers = terms.len();
    drop(terms);
    let nearest = nearest(&vectors, &languages, numbers);
    let vectors = vectors.into_iter().zip(parts).collect();
    let linked = linked(vectors, nearest, &times, &languages, names, settings);
    let mut story_of = vec![0; articles];
    for (at, report) in representatives.iter().enumerate() {
        story_of[copies.of(*report)] = linked[at];
    }
    (0..articles).map(|report| story_of[copies.of(report)]).collect()
}
