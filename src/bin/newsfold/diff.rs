//! `newsfold diff`: what a digest tells that an earlier one did not.

use std::path::Path;

use crate::args::{DiffArgs, ViewFormat};
use crate::{Done, Usage, sink};

pub(crate) fn run(args: &DiffArgs) -> anyhow::Result<Done> {
    let read = |path: &Path| {
        std::fs::read_to_string(path)
            .map_err(|e| Usage(format!("cannot read {}: {e}", path.display())))
    };
    let diff = newsfold::diff(&read(&args.old)?, &read(&args.new)?)?;
    match args.format {
        ViewFormat::Text => sink::to_stdout(diff.to_markdown().as_bytes())?,
        ViewFormat::Json => {
            sink::to_stdout(format!("{}\n", serde_json::to_string_pretty(&diff)?).as_bytes())?;
        }
    }
    Ok(Done::Well)
}
