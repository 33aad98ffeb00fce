"""The steps of a run on many machines, over Arrow record batches: what `cluster/newsfold_spark.py` hands to its engine.

Every table of the job has the columns of `SCHEMA`: `kind` says what a row holds, `bucket` which rows meet in one task where rows
are gathered, `key` an article or a sorting order, `blob` the rest. A step takes the batches of one task, in any order, and gives batches
of the same columns; the rows of kind `cpu` say in `bucket` how many nanoseconds of processor time newsfold took.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow

from ._newsfold import Pages, Step
from ._newsfold import cluster_inputs as inputs
from ._newsfold import cluster_stages as _stages
from ._newsfold import cluster_story as story

__all__ = ["SCHEMA", "STAGES", "Pages", "Row", "Stage", "batches", "inputs", "rows", "run", "story"]

Row = tuple[str, int, bytes, bytes]
"""Kind, bucket, key, blob."""

SCHEMA = pyarrow.schema(
    [("kind", pyarrow.string()), ("bucket", pyarrow.int64()), ("key", pyarrow.binary()), ("blob", pyarrow.binary())]
)

MOST_BYTES = 64 << 20
"""Bytes of a batch that a step gives, about: Arrow's columns take 2 GiB at most."""


@dataclass(frozen=True)
class Stage:
    """A stage of the job."""

    name: str
    does: str
    """In a few words."""
    takes: Sequence[tuple[str, str]]
    """Stage and kind of the rows that are dealt out to its tasks; the stage `input` is what `inputs` gives."""
    reads: Sequence[tuple[str, str]]
    """Stage and kind of the rows that every task reads along, whole."""
    dealt: str
    """`as they lie`: nothing is moved; `by bucket`: the rows of a bucket to one task; `to one`: all to one task."""
    gives: Sequence[str]


STAGES = tuple(Stage(*stage) for stage in _stages())
"""The stages, in an order in which each finds what it takes and reads."""


def rows(batch: pyarrow.RecordBatch | pyarrow.Table) -> list[Row]:
    """The rows of a batch or table with the columns of `SCHEMA`."""
    return list(zip(*(batch.column(name).to_pylist() for name in SCHEMA.names), strict=True))


def batches(given: Sequence[Row]) -> Iterator[pyarrow.RecordBatch]:
    """Rows as batches of at most about `MOST_BYTES` bytes."""
    start = size = 0
    for at, row in enumerate(given):
        size += len(row[3])
        if size > MOST_BYTES:
            yield _batch(given[start : at + 1])
            start, size = at + 1, 0
    if start < len(given):
        yield _batch(given[start:])


def _batch(given: Sequence[Row]) -> pyarrow.RecordBatch:
    columns = zip(*given, strict=True)
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, SCHEMA, strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=SCHEMA)


def run(
    stage: str,
    taken: Iterable[pyarrow.RecordBatch],
    *,
    settings: str = "{}",
    buckets: int = 1,
    tables: Sequence[Row] = (),
) -> Iterator[pyarrow.RecordBatch]:
    """Runs a stage's step over the batches of one task.

    `settings` are a JSON object of settings by name, `buckets` over how many tasks gathered rows are dealt out, `tables` the rows that
    the stage reads along. Raises `NewsfoldError` for rows that another version of newsfold made.
    """
    spent = 0

    def timed(work: Callable[..., Any], *args: Any) -> Any:
        nonlocal spent
        start = time.process_time_ns()
        done = work(*args)
        spent += time.process_time_ns() - start
        return done

    step = timed(Step, stage, settings, buckets, list(tables))
    for batch in taken:
        yield from batches(timed(step.take, rows(batch)))
    yield from batches(timed(step.end))
    yield from batches([("cpu", spent, b"", b"")])
