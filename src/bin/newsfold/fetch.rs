//! `newsfold fetch`: asks feeds what is new.

use anyhow::Context;
use newsfold::render::Terminal;
use newsfold_fetch::{Decision, FetchError, Options, Summary, fetch, plan};

use crate::feeds::subscriptions;
use crate::fetch_args::FetchArgs;
use crate::progress::complain;
use crate::{Done, Usage, sink};

/// Lines that are listed without `-v`.
const FEW: usize = 10;

pub(crate) fn run(args: &FetchArgs) -> anyhow::Result<Done> {
    let feeds = subscriptions(&args.feeds)?;
    let options = Options {
        pages: args.pages,
        every: args.every,
        max_age: Some(args.max_age).filter(|age| !age.is_zero()),
        pause: args.pause,
        threads: args.hosts.into(),
        allow_private: args.allow_private,
        roots: roots()?,
        ..Options::new(args.store.clone())
    };
    if args.dry_run {
        let mut text = String::new();
        for (address, decision) in plan(&feeds, &options)? {
            let address = Terminal(&address);
            text += &match decision {
                Decision::Ask { moved, conditional } => {
                    let at =
                        moved.map_or_else(String::new, |moved| format!(" at {}", Terminal(&moved)));
                    let what = if conditional { "for what has changed" } else { "for everything" };
                    format!("ask   {address}{at}, {what}\n")
                }
                Decision::Skip(reason) => format!("leave {address}: {}\n", Terminal(&reason)),
                Decision::Bad(reason) => format!("no    {address}: {}\n", Terminal(&reason)),
            };
        }
        sink::to_stdout(text.as_bytes())?;
        return Ok(Done::Well);
    }
    let summary = fetch(&feeds, &options).map_err(|error| match error {
        FetchError::Settings(reason) => Usage(reason).into(),
        FetchError::Store(error) => anyhow::Error::new(error),
    })?;
    report(&summary, args);
    if let Some(error) = summary.stopped {
        return Err(anyhow::Error::new(error).context("stopped; what came before is kept"));
    }
    Ok(if summary.failed.is_empty() && summary.malformed.is_empty() {
        Done::Well
    } else {
        Done::Partly
    })
}

/// Certificates to trust in place of those that are built in, where the environment names them.
fn roots() -> anyhow::Result<Option<Vec<u8>>> {
    let Some(path) = std::env::var_os("SSL_CERT_FILE").filter(|path| !path.is_empty()) else {
        return Ok(None);
    };
    let path = std::path::PathBuf::from(path);
    std::fs::read(&path)
        .map(Some)
        .with_context(|| format!("cannot read {} (SSL_CERT_FILE)", path.display()))
}

fn report(summary: &Summary, args: &FetchArgs) {
    if args.quiet {
        return;
    }
    let named = |what: &str, list: &[(String, String)], most: usize| {
        for (address, reason) in list.iter().take(most) {
            complain(&format!("{what} {}: {}", Terminal(address), Terminal(reason)));
        }
        if list.len() > most && most > 0 {
            complain(&format!("{what} {} more (-v names them all)", list.len() - most));
        }
    };
    let most = if args.verbose { usize::MAX } else { FEW };
    for line in &summary.malformed {
        complain(&format!("cannot read {}", Terminal(line)));
    }
    named("failed", &summary.failed, most);
    named("moved", &summary.moved, most);
    named("left alone", &summary.skipped, if args.verbose { usize::MAX } else { 0 });
    let mut parts = vec![format!("{} new", summary.new)];
    let others = [
        (summary.edited, "edited"),
        (summary.pages, "pages"),
        (summary.old, "too old"),
        (summary.disallowed, "pages not allowed by robots.txt"),
    ];
    parts.extend(others.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")));
    complain(&format!(
        "{} feeds asked, {} left alone: {}; {} unchanged, {} failed",
        summary.asked,
        summary.skipped.len(),
        parts.join(", "),
        summary.unchanged,
        summary.failed.len()
    ));
}
