//! The compiled half of the Python package. Takes paths, JSON lines and settings as JSON, gives JSON: what Python's objects look
//! like is known to the other half, `newsfold/__init__.py`.

mod articles;
mod cluster;
mod errors;
mod gold;
mod run;

use std::path::PathBuf;
use std::sync::OnceLock;

use newsfold::render::{self, Grouping};
use newsfold::{Digest, Observer, Outcome, Stage, summarize, to_html, to_markdown, verify_against};
use pyo3::prelude::*;
use rayon::prelude::*;
use serde::Serialize;

use crate::articles::Articles;
use crate::errors::{NewsfoldError, keep_panics, raised};
use crate::run::{Watch, interruptible};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The whole pipeline, and what `rendered` makes of it.
fn summarized<T: Send + 'static>(
    py: Python<'_>,
    articles: Articles,
    settings: &str,
    threads: usize,
    rendered: fn(Outcome) -> T,
) -> PyResult<T> {
    let settings = articles.settings(settings).map_err(|e| raised(&e))?;
    interruptible(py, threads, move |watch: &Watch| {
        let corpus = articles.corpus(&settings, watch)?;
        Ok(rendered(summarize(corpus, settings, watch)))
    })
}

/// A value as JSON without white space; Python parses it again.
fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A digest: its JSON, and pages of it when somebody asks.
#[pyclass(frozen, module = "newsfold._newsfold")]
struct Told {
    digest: Digest,
    /// Without links to texts that nobody kept.
    pages: OnceLock<Digest>,
}

impl Told {
    fn pages(&self) -> &Digest {
        self.pages.get_or_init(|| {
            let mut digest = self.digest.clone();
            digest.forget_kept_texts();
            digest
        })
    }
}

#[pymethods]
impl Told {
    fn json(&self, py: Python<'_>) -> String {
        py.detach(|| json(&self.digest))
    }

    fn markdown(&self, py: Python<'_>) -> String {
        py.detach(|| to_markdown(self.pages()))
    }

    fn html(&self, py: Python<'_>) -> String {
        py.detach(|| to_html(self.pages()))
    }
}

/// The digest.
#[pyfunction]
fn digest(py: Python<'_>, articles: Articles, settings: &str, threads: usize) -> PyResult<Told> {
    summarized(py, articles, settings, threads, |outcome| Told {
        digest: outcome.digest,
        pages: OnceLock::new(),
    })
}

/// The digest as a Markdown page.
#[pyfunction]
fn markdown(
    py: Python<'_>,
    articles: Articles,
    settings: &str,
    threads: usize,
) -> PyResult<String> {
    summarized(py, articles, settings, threads, |mut outcome| {
        outcome.digest.forget_kept_texts();
        to_markdown(&outcome.digest)
    })
}

/// The stories and their articles as JSON; `why` asks for reasons.
#[pyfunction]
fn stories(
    py: Python<'_>,
    articles: Articles,
    settings: &str,
    threads: usize,
    why: bool,
) -> PyResult<String> {
    let settings = articles.settings(settings).map_err(|e| raised(&e))?;
    interruptible(py, threads, move |watch| {
        let corpus = articles.corpus(&settings, watch)?;
        Ok(json(&Grouping::new(&corpus, why).stories))
    })
}

/// Reads again what a digest (JSON) was made of: JSON of what was checked. Paths are relative to `root`, kept texts to `home`; where
/// `articles` are given, what is among them is not looked for anywhere else.
#[pyfunction]
fn verify(
    py: Python<'_>,
    digest: String,
    root: PathBuf,
    home: PathBuf,
    articles: Option<Articles>,
    settings: &str,
) -> PyResult<String> {
    let read = articles.map(|a| a.settings(settings).map(|settings| (a, settings)));
    let read = read.transpose().map_err(|e| raised(&e))?;
    interruptible(py, 0, move |_| {
        let read = read.map(|(articles, settings)| articles.read(&settings)).transpose()?;
        let read = read.unwrap_or_default();
        Ok(json(&verify_against(&digest, &root, &home, &read)?))
    })
}

/// The names under which the fields of a record are looked for, by what they are for.
#[pyfunction]
fn record_fields() -> Vec<(&'static str, Vec<&'static str>)> {
    newsfold::ingest::record_fields().map(|(role, names)| (role, names.to_vec())).into()
}

/// Why the summaries are what they are, as JSON: of all stories that are told, or of one.
#[pyfunction]
fn explain(
    py: Python<'_>,
    articles: Articles,
    settings: &str,
    threads: usize,
    story: Option<String>,
) -> PyResult<String> {
    let settings = articles.settings(settings).map_err(|e| raised(&e))?;
    interruptible(py, threads, move |watch: &Watch| {
        let corpus = articles.corpus(&settings, watch)?;
        let mut told = corpus.told_stories(&settings);
        told.retain(|one| story.as_ref().is_none_or(|id| *id == corpus.story_id(one)));
        watch.begin(Stage::Summarize, told.len());
        let explained = told.into_par_iter().map(|story| {
            watch.step();
            render::explain(story, &corpus, &settings)
        });
        Ok(json(&explained.collect::<Vec<_>>()))
    })
}

/// Figures over gold files as JSON.
#[pyfunction]
fn evaluate(
    py: Python<'_>,
    files: Vec<PathBuf>,
    settings: &str,
    threads: usize,
    strict_budget: bool,
    group: bool,
) -> PyResult<String> {
    let settings = articles::settings(files.clone(), settings).map_err(|e| raised(&e))?;
    interruptible(py, threads, move |watch| {
        if group {
            gold::groupings(&files, &settings, watch)
        } else {
            gold::summaries(&files, &settings, strict_budget, watch)
        }
    })
}

#[pymodule]
fn _newsfold(module: &Bound<'_, PyModule>) -> PyResult<()> {
    keep_panics();
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("NewsfoldError", module.py().get_type::<NewsfoldError>())?;
    module.add_function(wrap_pyfunction!(digest, module)?)?;
    module.add_function(wrap_pyfunction!(markdown, module)?)?;
    module.add_function(wrap_pyfunction!(stories, module)?)?;
    module.add_function(wrap_pyfunction!(verify, module)?)?;
    module.add_function(wrap_pyfunction!(explain, module)?)?;
    module.add_function(wrap_pyfunction!(record_fields, module)?)?;
    module.add_function(wrap_pyfunction!(evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::cluster_stages, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::cluster_inputs, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::cluster_story, module)?)?;
    module.add_class::<Told>()?;
    module.add_class::<cluster::Step>()?;
    module.add_class::<cluster::Pages>()?;
    Ok(())
}
