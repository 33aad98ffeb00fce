//! The compiled half of the Python package. Takes paths, JSON lines and settings as JSON, gives JSON: what Python's objects look
//! like is known to the other half, `newsfold/__init__.py`.

mod articles;
mod cluster;
mod errors;
mod gold;
mod run;

use std::path::PathBuf;

use newsfold::render::{Grouping, to_markdown};
use newsfold::{Outcome, summarize};
use pyo3::prelude::*;
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

/// The digest as JSON.
#[pyfunction]
fn digest(py: Python<'_>, articles: Articles, settings: &str, threads: usize) -> PyResult<String> {
    summarized(py, articles, settings, threads, |outcome| json(&outcome.digest))
}

/// The digest as a Markdown page.
#[pyfunction]
fn markdown(
    py: Python<'_>,
    articles: Articles,
    settings: &str,
    threads: usize,
) -> PyResult<String> {
    summarized(py, articles, settings, threads, |outcome| to_markdown(&outcome.digest))
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
    module.add_function(wrap_pyfunction!(evaluate, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::cluster_stages, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::cluster_inputs, module)?)?;
    module.add_function(wrap_pyfunction!(cluster::cluster_story, module)?)?;
    module.add_class::<cluster::Step>()?;
    module.add_class::<cluster::Pages>()?;
    Ok(())
}
