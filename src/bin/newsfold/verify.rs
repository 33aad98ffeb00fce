//! `newsfold verify`: re-reads every source.

use std::path::Path;

use anyhow::Context;
use newsfold::render::Terminal;

use crate::args::VerifyArgs;
use crate::{Done, Usage, sink};

pub(crate) fn run(args: &VerifyArgs) -> anyhow::Result<Done> {
    let shown = args.digest.display();
    let json = std::fs::read_to_string(&args.digest)
        .map_err(|e| Usage(format!("cannot read {shown}: {e}")))?;
    let home = args.digest.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let verification =
        newsfold::verify(&json, &args.root, home).with_context(|| format!("in {shown}"))?;
    let mut text = String::new();
    for miss in &verification.misses {
        text += &format!(
            "{} {}: {}\n",
            Terminal(&miss.story),
            Terminal(&miss.place),
            Terminal(&miss.reason)
        );
    }
    text += &format!("{} checked, {} wrong\n", verification.checked, verification.misses.len());
    sink::to_stdout(text.as_bytes())?;
    Ok(if verification.misses.is_empty() { Done::Well } else { Done::No })
}
