//! The steps of a run on many machines, for Python: rows are tuples of kind, bucket, key and blob.

use std::path::PathBuf;

use newsfold::Error;
use newsfold::cluster::{self, Dealt, Frame, Job, Row, STAGES};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedBytes;
use pyo3::types::PyBytes;

use crate::articles;
use crate::errors::raised;
use crate::run;

/// Kind, bucket, key, blob.
type Tuple = (String, i64, PyBackedBytes, PyBackedBytes);
type Out<'py> = (&'static str, i64, Bound<'py, PyBytes>, Bound<'py, PyBytes>);

fn row((kind, bucket, key, blob): Tuple) -> Result<Row, Error> {
    Ok(Row { kind: cluster::kind(&kind)?, bucket, key: key.to_vec(), blob: blob.to_vec() })
}

fn rows(tuples: Vec<Tuple>) -> Result<Vec<Row>, Error> {
    tuples.into_iter().map(row).collect()
}

fn tuples(py: Python<'_>, rows: Vec<Row>) -> Vec<Out<'_>> {
    let tuple =
        |row: Row| (row.kind, row.bucket, PyBytes::new(py, &row.key), PyBytes::new(py, &row.blob));
    rows.into_iter().map(tuple).collect()
}

/// A job of inputs, settings as JSON and buckets. `config` is the settings file that they come from.
fn job(
    inputs: Vec<PathBuf>,
    settings: &str,
    config: Option<PathBuf>,
    buckets: u64,
) -> PyResult<Job> {
    let mut settings = articles::settings(inputs, settings).map_err(|e| raised(&e))?;
    if let (Some(from), Some(config)) = (settings.concepts_from.as_mut(), config) {
        *from = config;
    }
    Ok(Job { settings, buckets: buckets.max(1) })
}

/// The stages: name, what it does, the stages and kinds that it takes and reads along, how its rows are dealt out (`as they lie`,
/// `by bucket`, `to one`), the kinds that it gives.
#[pyfunction]
#[expect(clippy::type_complexity, reason = "said once, and in the stubs")]
pub(crate) fn cluster_stages() -> Vec<(
    &'static str,
    &'static str,
    Vec<(&'static str, &'static str)>,
    Vec<(&'static str, &'static str)>,
    &'static str,
    Vec<&'static str>,
)> {
    let dealt = |dealt: Dealt| match dealt {
        Dealt::AsTheyLie => "as they lie",
        Dealt::ByBucket => "by bucket",
        Dealt::ToOne => "to one",
    };
    STAGES
        .iter()
        .map(|s| {
            (s.name, s.does, s.takes.to_vec(), s.reads.to_vec(), dealt(s.dealt), s.gives.to_vec())
        })
        .collect()
}

/// Checks settings and finds the files, but for those in the folder `output`: the rows that a job begins with.
#[pyfunction]
#[pyo3(signature = (inputs, settings, config=None, output=None))]
pub(crate) fn cluster_inputs<'py>(
    py: Python<'py>,
    inputs: Vec<PathBuf>,
    settings: &str,
    config: Option<PathBuf>,
    output: Option<PathBuf>,
) -> PyResult<Vec<Out<'py>>> {
    let mut job = job(inputs, settings, config, 1)?;
    job.settings.without = output;
    let rows = py.detach(|| cluster::inputs(&job)).map_err(|e| raised(&e))?;
    Ok(tuples(py, rows))
}

/// The step of a stage over the rows of one task.
#[pyclass(module = "newsfold._newsfold")]
pub(crate) struct Step {
    // Only one thread at a time asks, but Python cannot promise that.
    step: std::sync::Mutex<Box<dyn cluster::Step>>,
    // Its own: one that all share would be dead in a process that was forked off, and hold up the other tasks of this one.
    pool: rayon::ThreadPool,
}

impl Step {
    fn work<'py>(
        &self,
        py: Python<'py>,
        work: impl FnOnce(&mut dyn cluster::Step, &mut Vec<Row>) -> Result<(), Error> + Send,
    ) -> PyResult<Vec<Out<'py>>> {
        let done = py.detach(|| {
            let mut step = self.step.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            let (step, mut out) = (step.as_mut(), Vec::new());
            // Inside the pool: from outside, each of a step's many short loops would wait for another thread to wake.
            self.pool.install(|| work(step, &mut out)).map(|()| out)
        });
        Ok(tuples(py, done.map_err(|e| raised(&e))?))
    }
}

#[pymethods]
impl Step {
    #[new]
    fn new(
        py: Python<'_>,
        stage: &str,
        settings: &str,
        buckets: u64,
        tables: Vec<Tuple>,
    ) -> PyResult<Self> {
        let job = job(Vec::new(), settings, None, buckets)?;
        // As many threads as RAYON_NUM_THREADS says.
        let pool = run::pool(0)?;
        let step = py.detach(|| pool.install(|| cluster::step(stage, &job, rows(tables)?)));
        let step = step.map_err(|e| raised(&e))?;
        Ok(Self { step: std::sync::Mutex::new(step), pool })
    }

    /// Takes rows; gives what is known already.
    fn take<'py>(&self, py: Python<'py>, tuples: Vec<Tuple>) -> PyResult<Vec<Out<'py>>> {
        self.work(py, |step, out| {
            // One copy at a time: it stays in the cache, and the next takes its place.
            tuples.into_iter().try_for_each(|tuple| step.take(row(tuple)?, out))
        })
    }

    /// There are no more rows; gives the rest.
    fn end<'py>(&self, py: Python<'py>) -> PyResult<Vec<Out<'py>>> {
        self.work(py, |step, out| step.end(out))
    }
}

/// Markdown, JSON, and the texts kept beside them, piece by piece.
#[pyclass(module = "newsfold._newsfold")]
pub(crate) struct Pages {
    pages: cluster::Pages,
}

/// Markdown, JSON, and the texts beside them: path and text.
type Piece = (String, String, Vec<(String, String)>);

fn piece(written: cluster::Written) -> Piece {
    (written.markdown, written.json, written.kept)
}

#[pymethods]
impl Pages {
    /// Pages of so many stories, single reports and inputs set aside; `runs` are the rows of kind `run`. Gives what opens the pages,
    /// too.
    #[staticmethod]
    fn open(
        inputs: Vec<PathBuf>,
        settings: &str,
        config: Option<PathBuf>,
        counts: (usize, usize, usize),
        runs: Vec<Tuple>,
    ) -> PyResult<(Self, Piece)> {
        let job = job(inputs, settings, config, 1)?;
        let frame = Frame { summarized: counts.0, singles: counts.1, set_aside: counts.2 };
        let opened = rows(runs).and_then(|runs| cluster::Pages::new(job, frame, &runs));
        let (pages, opens) = opened.map_err(|e| raised(&e))?;
        Ok((Self { pages }, piece(opens)))
    }

    /// The pieces of a row of kind `contents`, `told`, `single`, `aside` or `left`: in this order, each sorted by key.
    fn take(&mut self, tuple: Tuple) -> PyResult<Piece> {
        let taken = rows(vec![tuple]).and_then(|rows| self.pages.take(&rows[0]));
        taken.map(piece).map_err(|e| raised(&e))
    }

    /// Inputs at fault among the rows that were taken.
    #[getter]
    fn faults(&self) -> usize {
        self.pages.faults()
    }

    /// What closes the pages.
    fn end(&mut self) -> Piece {
        piece(self.pages.end())
    }
}

/// A told story as it stands on the pages: id, Markdown, JSON.
#[pyfunction]
pub(crate) fn cluster_story(tuple: Tuple) -> PyResult<(String, String, String)> {
    rows(vec![tuple]).and_then(|rows| cluster::story(&rows[0])).map_err(|e| raised(&e))
}
