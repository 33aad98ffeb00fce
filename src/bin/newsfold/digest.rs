//! `newsfold digest`: the main job.

use std::path::Path;

use newsfold::render::{Digest, html_pieces, markdown_pieces, story_line, write_json};
use newsfold::{Corpus, Outcome};

use crate::args::{DigestArgs, DigestFormat};
use crate::progress::{Bar, complain, name_set_aside, name_unread_dates};
use crate::sink::Content;
use crate::{Done, Usage, config, pool, sink};

pub(crate) fn run(args: DigestArgs) -> anyhow::Result<Done> {
    let to_stdout = args.output == Path::new("-");
    if to_stdout && args.format.len() > 1 {
        return Err(
            Usage("standard output takes one format; name one with --format".to_owned()).into()
        );
    }
    let without = if to_stdout { None } else { Some(args.output.as_path()) };
    if args.what_if && !args.format.contains(&DigestFormat::Html) {
        return Err(Usage(
            "--what-if is for the HTML page: add html to --format, as in --format html".to_owned(),
        )
        .into());
    }
    let mut settings = config::settings(&args.common, Some(&args.telling), without)?;
    settings.what_if = args.what_if;
    let bar = Bar::new(&args.common.run);
    let pool = pool(args.common.run.threads)?;
    let corpus = pool.install(|| Corpus::open(&settings, &bar))?;
    name_set_aside(&corpus.set_aside, &args.common.run);
    name_unread_dates(&corpus.unread_dates(), &args.common.run);
    if args.dry_run {
        bar.clear();
        return dry_run(&corpus, &settings);
    }
    let outcome = pool.install(|| newsfold::summarize(corpus, settings, &bar));
    bar.clear();
    let done = verdict(&outcome.digest);
    if done == Done::Nothing {
        complain("nothing to summarise: no article was read");
        return Ok(done);
    }
    let singles = outcome.digest.settings.singles;
    if to_stdout {
        let format = args.format.first().copied().unwrap_or(DigestFormat::Md);
        sink::content_to_stdout(content(&outcome.digest, format, singles))?;
    } else {
        let Outcome { digest, kept_texts } = &outcome;
        // Kept texts first, digest.json last: where it is new, everything is.
        let kept = kept_texts.iter().map(|(path, text)| (path.as_str(), sink::text(text)));
        let all: Vec<_> = kept.chain(files(&args.format, digest)).collect();
        pool.install(|| write(&args.output, &all, digest, args.common.run.quiet))?;
    }
    Ok(done)
}

/// 4 where nothing was read, 3 where an input was at fault.
fn verdict(digest: &Digest) -> Done {
    if digest.run.articles == 0 {
        Done::Nothing
    } else if digest.set_aside.iter().any(|s| s.fault) {
        Done::Partly
    } else {
        Done::Well
    }
}

fn content(digest: &Digest, format: DigestFormat, singles: usize) -> Content<'_> {
    match format {
        DigestFormat::Md => pieces(move || markdown_pieces(digest, singles)),
        DigestFormat::Html => pieces(move || html_pieces(digest, singles)),
        DigestFormat::Json => Box::new(|out| write_json(digest, out)),
        DigestFormat::Jsonl => pieces(|| digest.stories.iter().map(story_line)),
    }
}

fn pieces<'a, I: Iterator<Item = String>>(pieces: impl Fn() -> I + Sync + 'a) -> Content<'a> {
    Box::new(move |out| pieces().try_for_each(|piece| out.write_all(piece.as_bytes())))
}

/// The files of a digest by name, in the order in which they are written.
fn files<'a>(
    formats: &[DigestFormat],
    digest: &'a Digest,
) -> impl Iterator<Item = (&'a str, Content<'a>)> {
    let formats =
        if formats.is_empty() { &[DigestFormat::Md, DigestFormat::Json][..] } else { formats };
    let singles = digest.settings.singles;
    let named = [
        (DigestFormat::Md, "digest.md"),
        (DigestFormat::Html, "digest.html"),
        (DigestFormat::Jsonl, "digest.jsonl"),
        (DigestFormat::Json, "digest.json"),
    ];
    named
        .into_iter()
        .filter(|(format, _)| formats.contains(format))
        .map(move |(format, name)| (name, content(digest, format, singles)))
}

fn write(
    folder: &Path,
    files: &[(&str, Content<'_>)],
    digest: &Digest,
    quiet: bool,
) -> anyhow::Result<()> {
    sink::write_files(folder, files)?;
    if !quiet {
        let run = &digest.run;
        let summarized = digest.stories.len();
        let last =
            files.last().map_or(String::new(), |(name, _)| folder.join(name).display().to_string());
        complain(&format!(
            "articles: {}, stories told: {summarized}, single reports: {}; see {last}",
            run.articles,
            digest.singles.len()
        ));
    }
    Ok(())
}

fn dry_run(corpus: &Corpus, settings: &newsfold::Settings) -> anyhow::Result<Done> {
    let summarized = corpus.summarized_stories(settings).len();
    let text = format!(
        "would read {} articles, set aside {} inputs, tell {summarized} stories and list {} single reports\nwith: {}\n",
        corpus.reports.len(),
        corpus.set_aside.len(),
        corpus.stories.len() - summarized,
        settings.command_line(),
    );
    sink::to_stdout(text.as_bytes())?;
    Ok(if corpus.reports.is_empty() { Done::Nothing } else { Done::Well })
}
