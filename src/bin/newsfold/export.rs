//! `newsfold export`: a run as tables.

use newsfold::tables::{TableName, tables};
use newsfold::{Corpus, Sections};

use crate::args::{ExportArgs, FileFormat};
use crate::progress::{Bar, complain, name_set_aside, name_unread_dates};
use crate::sink::Content;
use crate::stories::done;
use crate::{Done, config, pool, sink};

pub(crate) fn run(args: &ExportArgs) -> anyhow::Result<Done> {
    let names: Vec<TableName> = match &args.tables {
        Some(names) => names.iter().map(|n| TableName::from_name(n)).collect::<Result<_, _>>()?,
        None => TableName::ALL.to_vec(),
    };
    let mut settings = config::settings(&args.common, Some(&args.summary), Some(&args.output))?;
    // Tables hold what was found whatever a page would show.
    settings.sections = Sections::from_names(["full"])?;
    let bar = Bar::new(&args.common.run);
    let pool = pool(args.common.run.threads)?;
    let corpus = pool.install(|| Corpus::open(&settings, &bar))?;
    name_set_aside(&corpus.set_aside, &args.common.run);
    name_unread_dates(&corpus.unread_dates(), &args.common.run);
    let made = pool.install(|| tables(&corpus, &settings, &names));
    bar.clear();
    if corpus.reports.is_empty() {
        complain("nothing to export: no article was read");
        return Ok(Done::Nothing);
    }
    let ending = args.format.ending();
    let names: Vec<String> =
        made.iter().map(|table| format!("{}.{ending}", table.name.name())).collect();
    let files: Vec<(&str, Content<'_>)> = names
        .iter()
        .zip(&made)
        .map(|(name, table)| {
            let content: Content<'_> = Box::new(move |out| match args.format {
                FileFormat::Csv => table.write_csv(out),
                #[cfg(feature = "parquet")]
                FileFormat::Parquet => table.write_parquet(out),
            });
            (name.as_str(), content)
        })
        .collect();
    sink::write_files(&args.output, &files)?;
    if !args.common.run.quiet {
        let rows: Vec<String> =
            made.iter().map(|t| format!("{}: {}", t.name.name(), t.rows.len())).collect();
        complain(&format!("{}; see {}", rows.join(", "), args.output.display()));
    }
    Ok(done(&corpus))
}
