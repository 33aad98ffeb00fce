//! The program: parses, calls one command, turns the outcome into an exit code.

mod args;
mod bench;
mod config;
mod diff;
mod digest;
mod evaluate;
mod export;
mod explain;
mod explain_findings;
mod explain_sources;
#[cfg(feature = "fetch")]
mod fetch;
#[cfg(feature = "fetch")]
mod fetch_args;
#[cfg(feature = "fetch")]
mod feeds;
mod follow;
mod origins;
mod progress;
mod sentences;
mod show;
mod state_file;
mod sink;
mod stories;
mod template;
mod tune;
mod verify;

use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;

use anyhow::Context;
use clap::{CommandFactory, Parser};

use args::{Cli, Command};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a command reports back: the exit code of a run that did not fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// 0: all went well.
    Well,
    /// 1: it ran, and the answer is no.
    No,
    /// 3: done, but some inputs were set aside.
    Partly,
    /// 4: there was nothing to summarise.
    Nothing,
}

/// A mistake of the person at the keyboard: exit code 2.
#[derive(Debug)]
pub(crate) struct Usage(pub String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

fn main() -> ExitCode {
    let cli = Cli::parse_from(with_command_first(std::env::args_os().collect()));
    // What a panic says may hold an article's text: it goes the way of everything that a terminal is shown.
    std::panic::set_hook(Box::new(|panic| progress::complain(&format!("internal error: {panic}"))));
    sink::clear_up_on_interrupt();
    match dispatch(cli) {
        Ok(Done::Well) => ExitCode::SUCCESS,
        Ok(Done::No) => ExitCode::from(1),
        Ok(Done::Partly) => ExitCode::from(3),
        Ok(Done::Nothing) => ExitCode::from(4),
        Err(error) => {
            if is_closed_pipe(&error) {
                return ExitCode::SUCCESS;
            }
            progress::complain(&format!("error: {}", message(&error)));
            ExitCode::from(if is_usage(&error) { 2 } else { 1 })
        }
    }
}

/// Arguments with the command before its options: `newsfold -q sentences a.txt` means `newsfold sentences -q a.txt`. Without a command
/// options are those of a digest, which is why the parser would take the command's name for an input.
fn with_command_first(mut args: Vec<OsString>) -> Vec<OsString> {
    let program = Cli::command();
    let takes_value = |word: &str| {
        let known = program.get_arguments().find(|known| match word.strip_prefix("--") {
            Some(long) => known.get_long() == Some(long),
            // Of several short ones together the last may take a value.
            None => known.get_short().is_some() && known.get_short() == word.chars().next_back(),
        });
        known.is_some_and(|known| known.get_action().takes_values())
    };
    let mut at = 1;
    while let Some(word) = args.get(at).and_then(|word| word.to_str()) {
        if word == "-" || word == "--" || !word.starts_with('-') {
            break;
        }
        at += if takes_value(word) { 2 } else { 1 };
    }
    let is_command = |word: &str| program.get_subcommands().any(|known| known.get_name() == word);
    if at > 1 && args.get(at).and_then(|word| word.to_str()).is_some_and(is_command) {
        args[1..=at].rotate_right(1);
    }
    args
}

fn dispatch(cli: Cli) -> anyhow::Result<Done> {
    match cli.command {
        Some(Command::Digest(args)) => digest::run(args),
        Some(Command::Stories(args)) => stories::run(args),
        Some(Command::Origins(args)) => origins::run(args),
        Some(Command::Sentences(args)) => sentences::run(args),
        Some(Command::Explain(args)) => explain::run(args),
        Some(Command::Evaluate(args)) => evaluate::run(args),
        Some(Command::Tune(args)) => tune::run(args),
        Some(Command::Export(args)) => export::run(&args),
        Some(Command::Show(args)) => show::run(&args),
        Some(Command::Diff(args)) => diff::run(&args),
        Some(Command::Follow(args)) => follow::run(&args),
        Some(Command::Verify(args)) => verify::run(&args),
        Some(Command::Bench(args)) => bench::run(args),
        #[cfg(feature = "fetch")]
        Some(Command::Fetch(args)) => fetch::run(&args),
        #[cfg(not(feature = "fetch"))]
        Some(Command::Fetch { .. }) => {
            Err(Usage("this build has no `fetch`: build it with --features fetch".to_owned())
                .into())
        }
        #[cfg(feature = "fetch")]
        Some(Command::Feeds { action }) => feeds::run(&action),
        Some(Command::Completions { shell }) => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "newsfold", &mut script);
            sink::to_stdout(&script)?;
            Ok(Done::Well)
        }
        Some(Command::Man { command }) => {
            sink::to_stdout(&manual(command.as_deref())?)?;
            Ok(Done::Well)
        }
        None if cli.digest.common.inputs.is_empty() => {
            let help = Cli::command().render_help();
            write!(std::io::stderr(), "{help}")?;
            Err(Usage("name the files or folders to read, or - for standard input".to_owned())
                .into())
        }
        None => digest::run(cli.digest),
    }
}

/// The manual page of the program, or of one of its commands.
fn manual(command: Option<&str>) -> anyhow::Result<Vec<u8>> {
    let mut program = Cli::command();
    program.build();
    let page = match command {
        None => program,
        Some(name) => {
            let known = program.get_subcommands().find(|known| known.get_name() == name);
            known.ok_or_else(|| Usage(format!("newsfold has no command `{name}`")))?.clone()
        }
    };
    let mut bytes = Vec::new();
    clap_mangen::Man::new(page).render(&mut bytes).context("failed to make the manual page")?;
    Ok(bytes)
}

/// Runs `work` on a pool of its own.
pub(crate) fn on_threads<T: Send>(
    threads: usize,
    work: impl FnOnce() -> T + Send,
) -> anyhow::Result<T> {
    Ok(pool(threads)?.install(work))
}

/// So many threads, 0 for as many as there are cores: what a thread has learned of words it knows in the next stage too.
pub(crate) fn pool(threads: usize) -> anyhow::Result<rayon::ThreadPool> {
    const MOST_THREADS: usize = 256;
    if threads > MOST_THREADS {
        return Err(Usage(format!("--threads takes at most {MOST_THREADS}")).into());
    }
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .build()
        .context("failed to start the threads")
}

/// What is said of an error: of the library's in its own words, with the flag in place of the setting's name.
fn message(error: &anyhow::Error) -> String {
    match error.downcast_ref() {
        Some(newsfold::Error::Setting { name, reason }) => {
            format!("--{} {reason}", name.replace('_', "-"))
        }
        // Its text holds its source already.
        Some(input @ newsfold::Error::Input { path, .. }) => {
            format!("{input}{}", hint(&path.to_string_lossy()))
        }
        _ => format!("{error:#}"),
    }
}

/// What may have been meant by an input that is not there: a page on the network, or a command.
fn hint(input: &str) -> String {
    // Jaro-Winkler similarity from which two names pass for one misspelt: the bound that clap uses.
    const ALIKE: f64 = 0.7;
    if input.starts_with("http://") || input.starts_with("https://") {
        return "; newsfold reads files: save the page first".to_owned();
    }
    let program = Cli::command();
    let alike = |command: &str| strsim::jaro_winkler(input, command);
    let commands = program.get_subcommands().map(clap::Command::get_name);
    let nearest = commands.max_by(|a, b| alike(a).total_cmp(&alike(b)));
    nearest
        .filter(|command| alike(command) > ALIKE)
        .map_or_else(String::new, |command| format!("; did you mean the command `{command}`?"))
}

fn is_usage(error: &anyhow::Error) -> bool {
    error.is::<Usage>()
        || matches!(
            error.downcast_ref(),
            Some(
                newsfold::Error::Setting { .. }
                    | newsfold::Error::Settings(_)
                    | newsfold::Error::Input { .. }
                    | newsfold::Error::Record { .. }
                    | newsfold::Error::State(_)
                    | newsfold::Error::Digest(_)
            )
        )
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|e| e.downcast_ref::<std::io::Error>())
        .any(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
}
