//! `newsfold digest`: the main job.

use std::path::Path;

use newsfold::issue::Repeat;
use newsfold::render::{
    Digest, atom_pieces, html_pieces, json_feed_pieces, markdown_pieces, story_line, to_mail,
    write_epub, write_json,
};
use newsfold::{Corpus, NextIssue, Outcome, summarize_issue};

use crate::args::{DigestArgs, DigestFormat};
use crate::progress::{Bar, complain, name_set_aside, name_unread_dates};
use crate::sink::Content;
use crate::state_file::StateFile;
use crate::template::Template;
use crate::{Done, Usage, config, pool, sink};

pub(crate) fn run(args: DigestArgs) -> anyhow::Result<Done> {
    let output = Output::of(&args)?;
    let is_folder = output.place == Place::Folder;
    let without = is_folder.then_some(args.output.as_path());
    if args.what_if && !output.formats.contains(&DigestFormat::Html) {
        return Err(Usage(
            "--what-if is for the HTML page: add html to --format, as in --format html".to_owned(),
        )
        .into());
    }
    let template = args.template.as_deref().map(Template::open).transpose()?;
    let mut settings = config::settings(&args.common, Some(&args.summary), without)?;
    settings.what_if = args.what_if;
    settings.text_links = args.text_links;
    let repeat = args.repeat.as_deref().map(Repeat::from_name).transpose()?.unwrap_or_default();
    let state = args.state.as_deref().map(|path| StateFile::open(path, args.now.as_deref()));
    let state = state.transpose()?;
    let bar = Bar::new(&args.common.run);
    let pool = pool(args.common.run.threads)?;
    let corpus = pool.install(|| Corpus::open(&settings, &bar))?;
    name_set_aside(&corpus.set_aside, &args.common.run);
    name_unread_dates(&corpus.unread_dates(), &args.common.run);
    if args.dry_run {
        bar.clear();
        return dry_run(&corpus, &settings);
    }
    let (mut outcome, lines) = match &state {
        Some(file) => {
            let now = args.now.as_deref();
            let next = NextIssue { state: file.state(), repeat, now };
            pool.install(|| summarize_issue(corpus, settings, next, &bar))?
        }
        None => (pool.install(|| newsfold::summarize(corpus, settings, &bar)), String::new()),
    };
    bar.clear();
    let done = verdict(&outcome.digest);
    if done == Done::Nothing {
        complain("nothing to summarise: no article was read");
        return Ok(done);
    }
    // A page links nothing that is not there; the JSON says which text was kept whoever writes it down.
    let is_page = matches!(*output.formats, [] | [DigestFormat::Md | DigestFormat::Html]);
    if is_page && !is_folder {
        outcome.digest.forget_kept_texts();
    }
    let Outcome { digest, kept_texts } = &outcome;
    // A template may fail: nothing is written before it has not.
    let rendered = template.as_ref().map(|template| template.render(digest)).transpose()?;
    let made = match (&template, &rendered) {
        (Some(template), Some(text)) => vec![(template.file_name(), sink::text(text))],
        _ => files(&output.formats, digest),
    };
    let to_open = match (output.place, made.first()) {
        (Place::Folder, Some((name, _))) => args.output.join(name),
        _ => args.output.clone(),
    };
    if let Some(template) = &args.template {
        sink::refuse_to_overwrite(Some(&to_open), &[template])?;
    }
    match output.place {
        Place::Stdout => {
            made.iter().try_for_each(|(_, content)| sink::content_to_stdout(content))?;
        }
        Place::File => {
            made.into_iter().try_for_each(|(_, content)| sink::to_file(&args.output, content))?;
        }
        Place::Folder => {
            // Kept texts first, digest.json last: where it is new, everything is.
            let kept = kept_texts.iter().map(|(path, text)| (path.clone(), sink::text(text)));
            let all: Vec<_> = kept.chain(made).collect();
            pool.install(|| sink::write_files(&args.output, &all))?;
        }
    }
    // Last: an issue that nobody got is no issue.
    if let Some(state) = state {
        state.write(&lines)?;
    }
    if !args.common.run.quiet && output.place != Place::Stdout {
        complain(&format!(
            "articles: {}, stories told: {}, single reports: {}; see {}",
            digest.run.articles,
            digest.stories.len(),
            digest.singles.len(),
            to_open.display()
        ));
    }
    Ok(done)
}

/// Where a digest goes, and in which forms; in none of them where a template makes it.
struct Output {
    place: Place,
    formats: Vec<DigestFormat>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Stdout,
    /// One file, of the form that its ending says.
    File,
    Folder,
}

/// Endings of files that nobody gives a folder, and that no form of a digest has.
const NO_FOLDER: &str = "csv docx gz jsonfeed markdown pdf rss txt xml yaml";

/// The files of a folder in the order in which they are written, and what they are called.
const FILES: [(DigestFormat, &str); 8] = [
    (DigestFormat::Md, "digest.md"),
    (DigestFormat::Html, "digest.html"),
    (DigestFormat::Epub, "digest.epub"),
    (DigestFormat::Eml, "digest.eml"),
    (DigestFormat::Atom, "digest.atom"),
    (DigestFormat::Jsonfeed, "feed.json"),
    (DigestFormat::Jsonl, "digest.jsonl"),
    (DigestFormat::Json, "digest.json"),
];

impl Output {
    fn of(args: &DigestArgs) -> Result<Self, Usage> {
        let only_one = |what: &str| match args.format.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some(*one)),
            _ => Err(Usage(format!("{what} takes one format; name one with --format"))),
        };
        let is_stdout = args.output == Path::new("-");
        // A folder may have any name.
        let ending = args.output.extension().filter(|_| !args.output.is_dir());
        if args.template.is_some() {
            let place = match ending {
                _ if is_stdout => Place::Stdout,
                Some(_) => Place::File,
                None => Place::Folder,
            };
            return Ok(Self { place, formats: Vec::new() });
        }
        if is_stdout {
            let format = only_one("standard output")?.unwrap_or(DigestFormat::Md);
            return Ok(Self { place: Place::Stdout, formats: vec![format] });
        }
        let ending = ending.and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        let named = match ending.as_deref() {
            Some("md") => Some(DigestFormat::Md),
            Some("html" | "htm") => Some(DigestFormat::Html),
            Some("json") => Some(DigestFormat::Json),
            Some("jsonl") => Some(DigestFormat::Jsonl),
            Some("atom") => Some(DigestFormat::Atom),
            Some("eml") => Some(DigestFormat::Eml),
            Some("epub") => Some(DigestFormat::Epub),
            _ => None,
        };
        if let Some(ending) =
            ending.as_deref().filter(|ending| NO_FOLDER.split(' ').any(|known| known == *ending))
        {
            let message = "a digest is written as .md, .html, .json, .jsonl, .atom, .eml or .epub, or into a folder";
            return Err(Usage(format!("no form of a digest ends in .{ending}: {message}")));
        }
        let Some(named) = named else {
            let default = vec![DigestFormat::Md, DigestFormat::Json];
            let formats = if args.format.is_empty() { default } else { args.format.clone() };
            return Ok(Self { place: Place::Folder, formats });
        };
        match only_one("a file")? {
            // A feed in JSON has that ending too.
            Some(DigestFormat::Jsonfeed) if named == DigestFormat::Json => {
                Ok(Self { place: Place::File, formats: vec![DigestFormat::Jsonfeed] })
            }
            Some(asked) if asked != named => Err(Usage(format!(
                "{} says another format than --format; leave --format out, or name a folder",
                args.output.display()
            ))),
            _ => Ok(Self { place: Place::File, formats: vec![named] }),
        }
    }
}

/// Takes off the links to texts that are not written beside the digest.
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
        DigestFormat::Atom => pieces(|| atom_pieces(digest)),
        DigestFormat::Jsonfeed => pieces(|| json_feed_pieces(digest)),
        DigestFormat::Eml => pieces(move || std::iter::once(to_mail(digest, singles))),
        DigestFormat::Epub => Box::new(move |out| write_epub(digest, singles, out)),
        DigestFormat::Jsonl => pieces(|| digest.stories.iter().map(story_line)),
    }
}

fn pieces<'a, I: Iterator<Item = String>>(pieces: impl Fn() -> I + Sync + 'a) -> Content<'a> {
    Box::new(move |out| pieces().try_for_each(|piece| out.write_all(piece.as_bytes())))
}

/// The files of a digest by name.
fn files<'a>(formats: &[DigestFormat], digest: &'a Digest) -> Vec<(String, Content<'a>)> {
    let singles = digest.settings.singles;
    let asked = FILES.into_iter().filter(|(format, _)| formats.contains(format));
    asked.map(|(format, name)| (name.to_owned(), content(digest, format, singles))).collect()
}

fn dry_run(corpus: &Corpus, settings: &newsfold::Settings) -> anyhow::Result<Done> {
    let summarized = corpus.summarized_stories(settings).len();
    let text = format!(
        "would read {} articles, set aside {} inputs, summarize {summarized} stories and list {} single reports\nwith: {}\n",
        corpus.reports.len(),
        corpus.set_aside.len(),
        corpus.stories.len() - summarized,
        settings.command_line(),
    );
    sink::to_stdout(text.as_bytes())?;
    Ok(if corpus.reports.is_empty() { Done::Nothing } else { Done::Well })
}
