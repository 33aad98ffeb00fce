//! The finished pages, piece by piece: whoever writes them down holds one piece at a time, however many stories there are.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::Job;
use super::read::aside;
use super::row::Row;
use super::summarize::{LeftOut, Piece, SummarizedSoFar, indented};
use crate::error::{Error, SetAside};
use crate::ingest::files;
use crate::render::{
    CONTENTS, Digest, MOST_FAULTS, Run, SINGLES, SourceText, foot, head, left_out, listed_stories,
    lists_left_out, more_singles, more_stories, to_json,
};

/// What the job begins with: a row for each file, its name as the key, and a row for whatever was passed over. Checks the settings.
///
/// # Errors
/// Settings that make no sense, an input that does not exist.
pub fn inputs(job: &Job) -> Result<Vec<Row>, Error> {
    let settings = job.settings.clone().validate()?;
    let (files, passed_over) = files(&settings.inputs, settings.without.as_deref())?;
    let row = |(number, path): (usize, PathBuf)| match path.to_str() {
        Some(name) => {
            let file = std::path::absolute(&path).unwrap_or_else(|_| path.clone());
            Row {
                kind: "input",
                bucket: number as i64,
                key: name.as_bytes().to_vec(),
                blob: file.to_string_lossy().into_owned().into_bytes(),
            }
        }
        None => aside(&SetAside {
            path: SourceText::new(path.to_string_lossy()),
            record: None,
            element: None,
            doc: None,
            reason: SourceText::new("its name is not UTF-8: no other machine would find it"),
            fault: true,
        }),
    };
    let files = files.into_iter().enumerate().map(row);
    Ok(files.chain(passed_over.iter().map(aside)).collect())
}

/// A row of kind `told`: the story's id, its Markdown and its JSON.
///
/// # Errors
/// A row that was not made by this version.
pub fn story(row: &Row) -> Result<(String, String, String), Error> {
    let piece: Piece = row.value()?;
    // Behind two counts by which stories are sorted.
    let id = String::from_utf8_lossy(row.key.get(16..).unwrap_or_default()).into_owned();
    Ok((id, piece.markdown, piece.json))
}

/// How many rows of each kind the pages will be made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Frame {
    /// Stories told.
    pub summarized: usize,
    /// Single reports.
    pub singles: usize,
    /// Inputs set aside.
    pub set_aside: usize,
}

/// A piece of both pages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Written {
    /// Of `digest.md`.
    pub markdown: String,
    /// Of `digest.json`.
    pub json: String,
    /// Source texts that are kept beside them: path and text.
    pub kept: Vec<(String, String)>,
}

/// The lists of the JSON in their order, with the kinds of rows that fill them.
const LISTS: [(&str, &str); 3] =
    [("told", "stories"), ("single", "singles"), ("aside", "set_aside")];

/// Writes both pages from rows of the kinds `contents`, `told`, `single`, `aside` and `left`, in this order, each sorted by key.
pub struct Pages {
    job: Job,
    frame: Frame,
    left: BTreeMap<String, (usize, SourceText)>,
    first_aside: Vec<SetAside>,
    /// Rows of the kind at hand that were seen.
    seen: usize,
    kind: &'static str,
    /// Lists of the JSON that are closed, and whether the next is open.
    closed: usize,
    open: bool,
    reason: Option<String>,
    faults: usize,
}

impl Pages {
    /// Inputs at fault among those that were taken.
    pub fn faults(&self) -> usize {
        self.faults
    }

    /// Pages of so many rows; `runs` are the rows of kind `run`. Gives what opens them, too.
    ///
    /// # Errors
    /// Rows that were not made by this version.
    pub fn new(job: Job, frame: Frame, runs: &[Row]) -> Result<(Self, Written), Error> {
        let settings = job.settings.clone().validate()?;
        let mut sum = SummarizedSoFar::default();
        for row in runs {
            let summarized: SummarizedSoFar = row.value()?;
            sum.articles += summarized.articles;
            sum.unknown += summarized.unknown;
            sum.stories += summarized.stories;
            sum.single_reports += summarized.single_reports;
            sum.add_times(summarized.times);
            sum.outlets.extend(summarized.outlets);
            for (reason, lines) in summarized.left {
                *sum.left.entry(reason).or_default() += lines;
            }
        }
        let run = Run {
            articles: sum.articles as usize,
            outlets: sum.outlets.len() + sum.unknown as usize,
            stories: sum.stories as usize,
            single_reports: sum.single_reports as usize,
            days: Run::days_of(sum.times),
        };
        let markdown = head(&run, &settings);
        let digest = Digest {
            schema_version: 1,
            newsfold_version: env!("CARGO_PKG_VERSION"),
            run,
            settings: settings.clone(),
            issue: None,
            stories: Vec::new(),
            singles: Vec::new(),
            cleaned: BTreeMap::new(),
            set_aside: Vec::new(),
        };
        let json = to_json(&digest);
        let rest =
            "  \"stories\": [],\n  \"singles\": [],\n  \"set_aside\": [],\n  \"cleaned\": {}\n}\n";
        let json = json.strip_suffix(rest).unwrap_or(&json).to_owned();
        let left =
            sum.left.into_iter().map(|(reason, lines)| (reason, (lines, SourceText::new(""))));
        let pages = Self {
            job: Job { settings, ..job },
            frame,
            left: left.collect(),
            first_aside: Vec::new(),
            seen: 0,
            kind: "",
            closed: 0,
            open: false,
            reason: None,
            faults: 0,
        };
        Ok((pages, Written { markdown, json, kept: Vec::new() }))
    }

    /// The pieces of one row.
    ///
    /// # Errors
    /// As above.
    pub fn take(&mut self, row: &Row) -> Result<Written, Error> {
        if self.kind != row.kind {
            (self.kind, self.seen) = (row.kind, 0);
        }
        self.seen += 1;
        let settings = &self.job.settings;
        let mut written = Written::default();
        let most_told = settings.top.unwrap_or(usize::MAX);
        match row.kind {
            "contents" => {
                let stories = self.frame.summarized.min(most_told);
                let listed = listed_stories(stories, settings);
                if self.seen <= listed {
                    let opens = if self.seen == 1 { CONTENTS } else { "" };
                    written.markdown = format!("{opens}{}. {}", self.seen, row.value::<String>()?);
                    if self.seen == listed {
                        written.markdown.push_str(&more_stories(stories, listed));
                    }
                }
            }
            "told" => {
                if self.seen <= most_told {
                    let piece: Piece = row.value()?;
                    self.element(row.kind, &piece.json, &mut written.json);
                    written.markdown = piece.markdown;
                    written.kept = piece.kept;
                }
            }
            "single" => {
                let piece: Piece = row.value()?;
                if self.seen <= settings.singles {
                    let opens = if self.seen == 1 { SINGLES } else { "" };
                    written.markdown = format!("{opens}{}", piece.markdown);
                }
                self.element(row.kind, &piece.json, &mut written.json);
                written.kept = piece.kept;
            }
            "aside" => {
                let set_aside: SetAside = row.value()?;
                self.faults += usize::from(set_aside.fault);
                self.element(row.kind, &indented(&set_aside, 4), &mut written.json);
                if self.seen <= MOST_FAULTS {
                    self.first_aside.push(set_aside);
                }
            }
            _ => self.lines(&row.value()?, &mut written.json),
        }
        Ok(written)
    }

    /// What closes them.
    pub fn end(&mut self) -> Written {
        let mut written = Written::default();
        self.close(LISTS.len(), &mut written.json);
        written.json.push_str(match self.reason {
            Some(_) => "\n      ]\n    }\n  }\n}\n",
            None => "  \"cleaned\": {}\n}\n",
        });
        let settings = &self.job.settings;
        if settings.singles > 0 {
            written.markdown = more_singles(self.frame.singles, settings.singles);
        }
        if lists_left_out(settings) {
            let left = self
                .left
                .iter()
                .map(|(reason, (lines, example))| (reason.as_str(), *lines, Some(example)));
            written.markdown.push_str(&left_out(
                left,
                self.first_aside.iter(),
                self.frame.set_aside,
            ));
        }
        written.markdown.push_str(&foot(settings));
        written
    }

    /// An element of a list of the JSON.
    fn element(&mut self, kind: &str, element: &str, json: &mut String) {
        let list = LISTS.iter().position(|(of, _)| *of == kind).unwrap_or_default();
        self.close(list, json);
        json.push_str(if self.open { "," } else { "  \"" });
        if !self.open {
            json.push_str(LISTS[list].1);
            json.push_str("\": [");
        }
        json.push_str("\n    ");
        json.push_str(element);
        self.open = true;
    }

    /// Closes the lists before one.
    fn close(&mut self, list: usize, json: &mut String) {
        for (_, name) in &LISTS[self.closed.min(list)..list] {
            if std::mem::take(&mut self.open) {
                json.push_str("\n  ],\n");
            } else {
                json.push_str(&format!("  \"{name}\": [],\n"));
            }
            self.closed += 1;
        }
    }

    /// Lines that were left out of an article.
    fn lines(&mut self, left: &LeftOut, json: &mut String) {
        self.close(LISTS.len(), json);
        let mut first = false;
        if self.reason.as_deref() != Some(&left.reason) {
            json.push_str(if self.reason.is_some() {
                "\n      ]\n    },\n"
            } else {
                "  \"cleaned\": {\n"
            });
            let lines = self.left.entry(left.reason.clone()).or_insert((0, SourceText::new("")));
            lines.1 = SourceText::new(left.example.clone());
            let name = serde_json::Value::from(left.reason.as_str());
            json.push_str(&format!(
                "    {name}: {{\n      \"count\": {},\n      \"spans\": [",
                lines.0
            ));
            self.reason = Some(left.reason.clone());
            first = true;
        }
        for span in &left.spans {
            json.push_str(if std::mem::take(&mut first) { "\n        " } else { ",\n        " });
            json.push_str(span);
        }
    }
}
