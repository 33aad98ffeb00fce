//! `newsfold feeds`: lists of feeds.

use std::path::Path;

use newsfold::render::Terminal;
use newsfold_fetch::{Address, Subscription, opml, standings, up_to_date};

use crate::fetch_args::FeedsAction;
use crate::{Done, Usage, sink};

pub(crate) fn run(action: &FeedsAction) -> anyhow::Result<Done> {
    match action {
        FeedsAction::List { list, store } => {
            let feeds = opml::read(&text(list)?).map_err(|reason| bad(list, &reason))?;
            let mut lines = String::new();
            for feed in standings(&feeds, store.as_deref())? {
                let (title, address, told) =
                    (Terminal(&feed.title), Terminal(&feed.address), Terminal(&feed.told));
                lines += &format!("{title}  {address}  {told}");
                lines.truncate(lines.trim_end().len());
                lines.push('\n');
            }
            sink::to_stdout(lines.as_bytes())?;
        }
        FeedsAction::Add { list, addresses } => {
            let before = if list.exists() { text(list)? } else { opml::write(&[]) };
            let more: Vec<Subscription> =
                addresses.iter().map(|address| typed(address)).collect::<Result<_, _>>()?;
            let (after, added) = opml::add(&before, &more).map_err(|reason| bad(list, &reason))?;
            sink::to_file_or_stdout(list, after)?;
            crate::progress::complain(&format!("{added} added to {}", list.display()));
        }
        FeedsAction::Remove { list, addresses } => {
            let mut left = text(list)?;
            let mut missing = 0;
            for address in addresses {
                let (after, gone) =
                    opml::remove(&left, address).map_err(|reason| bad(list, &reason))?;
                left = after;
                if gone == 0 {
                    missing += 1;
                    let shown = Address::parse(address)
                        .map_or_else(|_| "that".to_owned(), |address| address.shown());
                    crate::progress::complain(&format!("{} has no {shown}", list.display()));
                }
            }
            sink::to_file_or_stdout(list, left)?;
            if missing > 0 {
                return Ok(Done::No);
            }
        }
        FeedsAction::Export { feeds, store, output } => {
            let feeds = up_to_date(&subscriptions(feeds)?, store)?;
            sink::to_file_or_stdout(output, opml::write(&feeds))?;
        }
    }
    Ok(Done::Well)
}

/// The feeds that arguments name: each is a list or an address.
pub(crate) fn subscriptions(named: &[String]) -> anyhow::Result<Vec<Subscription>> {
    let mut feeds = Vec::new();
    for name in named {
        let path = Path::new(name);
        let ends_as_list = ["opml", "xml"]
            .iter()
            .any(|end| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(end)));
        if !name.contains("://") && (path.is_file() || ends_as_list) {
            feeds.extend(opml::read(&text(path)?).map_err(|reason| bad(path, &reason))?);
        } else {
            feeds.push(typed(name)?);
        }
    }
    Ok(feeds)
}

/// An address from the command line: a slip there is no failure of a feed.
fn typed(address: &str) -> anyhow::Result<Subscription> {
    Address::parse(address).map_err(Usage)?;
    Ok(Subscription { title: String::new(), address: address.to_owned() })
}

fn text(list: &Path) -> anyhow::Result<String> {
    let bytes = std::fs::read(list).map_err(|e| bad(list, &e.to_string()))?;
    let decoded = newsfold::ingest::decode(bytes, None).map_err(|reason| bad(list, &reason))?;
    Ok(decoded.text)
}

fn bad(list: &Path, reason: &str) -> Usage {
    Usage(format!("{}: {reason}", list.display()))
}
