//! Standard error: the progress bar, notices, complaints.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use newsfold::render::Terminal;
use newsfold::{Observer, SetAside, Stage, UnreadDates};

use crate::args::{RunArgs, When};

/// Draws a bar on a terminal; silent elsewhere.
pub(crate) struct Bar(ProgressBar);

impl Bar {
    pub(crate) fn new(run: &RunArgs) -> Self {
        let wanted = match run.progress {
            When::Auto => std::io::stderr().is_terminal() && !run.quiet,
            When::Always => true,
            When::Never => false,
        };
        // Ten frames a second are enough for eyes and nothing for the run.
        let target = if wanted {
            ProgressDrawTarget::stderr_with_hz(10)
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{msg:>12} {bar:30} {pos}/{len}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub(crate) fn clear(&self) {
        self.0.finish_and_clear();
    }
}

impl Observer for Bar {
    fn begin(&self, stage: Stage, items: usize) {
        self.0.set_message(match stage {
            Stage::Read => "reading",
            Stage::Segment => "segmenting",
            Stage::Group => "grouping",
            Stage::Summarize => "summarizing",
        });
        self.0.set_position(0);
        self.0.set_length(items as u64);
    }

    fn step(&self) {
        self.0.inc(1);
    }
}

/// One line to standard error; there is nobody to tell where that fails.
pub(crate) fn complain(line: &str) {
    let _ = writeln!(std::io::stderr(), "newsfold: {}", multi_line(line));
}

fn multi_line(text: &str) -> String {
    text.split('\n').map(|line| Terminal(line).to_string()).collect::<Vec<_>>().join("\n")
}

/// Faults that are listed without `-v`.
const FEW: usize = 10;

/// Names what was set aside; the first few unless more was asked for.
pub(crate) fn name_set_aside(set_aside: &[SetAside], run: &RunArgs) {
    if run.quiet {
        return;
    }
    let listed: Vec<&SetAside> = set_aside.iter().filter(|s| s.fault || run.verbose > 0).collect();
    let most = if run.verbose > 1 { usize::MAX } else { FEW };
    for one in listed.iter().take(most) {
        let record = one.record.map_or(String::new(), |n| format!(":{n}"));
        let element = one.element.map_or(String::new(), |n| format!(" element {n}"));
        let doc = one.doc.map_or(String::new(), |n| format!(" doc {n}"));
        let (path, reason) = (one.path.terminal(), one.reason.terminal());
        complain(&format!("set aside {path}{record}{element}{doc}: {reason}"));
    }
    if listed.len() > most {
        complain(&format!(
            "set aside {} more (-vv names them all; the JSON has them too)",
            listed.len() - most
        ));
    }
}

/// Says once a file that dates in it cannot be read; of the first few files unless more was asked for.
pub(crate) fn name_unread_dates(unread: &[UnreadDates], run: &RunArgs) {
    if run.quiet {
        return;
    }
    let most = if run.verbose > 1 { usize::MAX } else { FEW };
    for one in unread.iter().take(most) {
        let (path, example) = (one.path.terminal(), one.example.terminal());
        let dates = if one.articles == 1 { "date" } else { "dates" };
        let which = if one.either { ": day or month first?" } else { "" };
        complain(&format!(
            "{path}: {} {dates} not read, such as \"{example}\"{which}",
            one.articles
        ));
    }
    if unread.len() > most {
        let more = unread.len() - most;
        complain(&format!(
            "dates not read in {more} more files (-vv names them all; the JSON marks them, too)"
        ));
    }
}
