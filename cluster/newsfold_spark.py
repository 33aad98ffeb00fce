#!/usr/bin/env python3
"""newsfold on Apache Spark: the digest that one machine would write, byte for byte, made by many.

    spark-submit newsfold_spark.py INPUT... --stages DIR -o OUT

The work is newsfold's (the wheel `newsfold`, on the driver and on every worker); this file moves rows. Each stage leaves a
Parquet table and a manifest in the folder of stages, which every machine must see; `--from-stage` goes on from there. Only
DataFrames are used, and of these only what Spark Connect has.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import heapq
import itertools
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

COLUMNS = "kind string, bucket long, key binary, blob binary"
"""The columns of every table."""

PAGES = ("contents", "told", "single", "aside", "left")
"""The kinds of rows that the pages are made of, in their order."""

SIZES = {"k": 10, "m": 20, "g": 30}

STORIES = "digest_stories"
"""The folder of the table with a row for each story told."""

MOVED = {"repeats": 0.02, "often": 0.11, "twins": 0.04, "candidates": 0.45, "pairs": 0.23, "verify": 0.25, "frequencies": 0.29, "tell": 0.49}
"""Bytes that stages move for each byte of text, as measured (README.md, agency news, the usual settings); the others move next to nothing."""

MOST_MERGED = 256
"""Files that the driver merges at a time: of more, Spark sorts the rows."""

BUCKET_BYTES = 64 << 20
"""Bytes of text for which one task gathers rows: about ten times as much memory."""


class Wrong(Exception):
    """A setting or an input that makes no sense: said before any task starts, but for the size of the text."""


def arguments() -> argparse.ArgumentParser:
    """The program's own flags, and where things lie."""
    parser = argparse.ArgumentParser(
        prog="newsfold_spark.py", allow_abbrev=False, description="The digest of newsfold, made on a Spark cluster."
    )
    parser.add_argument("inputs", nargs="+", metavar="INPUT", help="files and folders that every worker sees under this name, or addresses that Spark can read (s3a://, hdfs://)")
    parser.add_argument("-o", "--output", default="out", metavar="DIR", help="where the driver writes digest.md and digest.json [out]")
    parser.add_argument("--stages", required=True, metavar="DIR", help="a folder that driver and workers see under this name: for the tables of the stages")
    parser.add_argument("--from-stage", metavar="NAME", help="go on with this stage; those before it are taken as they are. `auto`: the first that is not complete")
    parser.add_argument("--buckets", type=int, metavar="N", help="tasks over which gathered rows are dealt out [one for each 64 MiB of text, at least spark.sql.shuffle.partitions or 8, whichever is less]")
    parser.add_argument("--config", metavar="FILE", help="settings file [./newsfold.toml where there is one]")
    parser.add_argument("--field", action="append", default=[], metavar="ROLE=NAME")
    parser.add_argument("--weight", action="append", default=[], metavar="SIGNAL=W")
    for flag in ("--lambda", "--words-power", "--max-overlap", "--similarity", "--cohesion"):
        parser.add_argument(flag, type=float, metavar="X")
    for flag in ("--words", "--sentences", "--min-articles", "--top", "--singles"):
        parser.add_argument(flag, type=int, metavar="N")
    for flag in ("--given-stories", "--one-story"):
        parser.add_argument(flag, action="store_true", default=None)
    parser.add_argument("--sections", metavar="NAMES")
    parser.add_argument("--input-format", metavar="FORMAT")
    for limit in ("article-bytes", "run-bytes", "ratio", "depth", "line-bytes", "sentence-words", "sentence-bytes"):
        parser.add_argument(f"--max-{limit}", type=size, metavar="N")
    return parser


def size(text: str) -> int:
    """A number of bytes: 1000, 64K, 64M, 8G."""
    shift = SIZES.get(text[-1:].lower(), 0)
    return int(text[:-1] if shift else text) << shift


def settings_of(flags: argparse.Namespace) -> dict[str, Any]:
    """Flags over the settings file, by the names of the settings file."""
    named: dict[str, Any] = {}
    flags.config = flags.config or os.environ.get("NEWSFOLD_CONFIG") or None
    if flags.config is None and Path("newsfold.toml").is_file():
        flags.config = "newsfold.toml"
    if flags.config is not None:
        import tomllib

        try:
            named = tomllib.loads(Path(flags.config).read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError) as error:
            raise Wrong(f"in the settings file {flags.config}: {error}") from error
    given = {name: value for name, value in vars(flags).items() if value is not None}
    if "words" in given or "sentences" in given:
        named.pop("words", None), named.pop("sentences", None)
    limits = {name.removeprefix("max_"): value for name, value in given.items() if name.startswith("max_") and name != "max_overlap"}
    # What is left when the flags of the job, the pairs and the limits are taken out goes by its own name.
    others = {"inputs", "output", "stages", "from_stage", "buckets", "config", "field", "weight"} | {f"max_{name}" for name in limits}
    named.update({name: value for name, value in given.items() if name not in others})
    if "sections" in given:
        named["sections"] = given["sections"].split(",")
    for key, pairs in (("fields", flags.field), ("weights", [w for each in flags.weight for w in each.split(",")])):
        for pair in pairs:
            name, equals, value = pair.partition("=")
            if not equals:
                raise Wrong(f"expected NAME=VALUE, found `{pair}`")
            try:
                named.setdefault(key, {})[name] = float(value) if key == "weights" else value
            except ValueError:
                raise Wrong(f"expected SIGNAL=WEIGHT such as redundancy=1.5, found `{pair}`") from None
    if limits:
        named["limits"] = named.get("limits", {}) | limits
    return named


def kernel(stage: str, settings: str, buckets: int, tables: list[tuple[str, int]]):
    """The function that a worker runs over the rows of one task."""

    def work(batches: Iterator[Any]) -> Iterator[Any]:
        # One task, one core: Spark counts on it.
        os.environ["RAYON_NUM_THREADS"] = "1"
        try:
            import newsfold.cluster as cluster
            import pyarrow.parquet
        except ImportError as error:
            import socket

            raise RuntimeError(
                f"the worker on {socket.gethostname()} has no newsfold ({error}): ship the wheel with --archives, see cluster/README.md"
            ) from None
        read = [row for file in tables for row in rows_of_file(*file, pyarrow.parquet)]
        yield from cluster.run(stage, batches, settings=settings, buckets=buckets, tables=read)

    return work


def rows_of_file(file: str, count: int, parquet: Any) -> list[Any]:
    """The rows of one file of a table, all of one kind, as its folder says: so many as the driver saw."""
    kind = Path(file).parent.name.removeprefix("kind=")
    try:
        # Every file for itself: the kind is the folder's name, and no file's column.
        columns = parquet.ParquetFile(file).read()
    except FileNotFoundError:
        columns = None
    if columns is None or columns.num_rows != count:
        raise RuntimeError(f"{file} is not whole on this worker: do all machines see the folder of stages?")
    triples = zip(*(columns.column(name).to_pylist() for name in ("bucket", "key", "blob")), strict=True)
    return [(kind, *triple) for triple in triples]


class Job:
    """Stages on their way."""

    def __init__(self, flags: argparse.Namespace):
        import newsfold
        import newsfold.cluster as cluster

        self.cluster = cluster
        self.flags = flags
        if "://" in flags.stages or any(mark in flags.stages for mark in "*?[]{},"):
            raise Wrong("--stages takes a folder that all machines see under one name, without any of * ? [ ] { } ,")
        self.folder = Path(flags.stages).absolute()
        try:
            self.settings = json.dumps(settings_of(flags), sort_keys=True, allow_nan=False)
        except ValueError:
            raise Wrong("a setting is not a number") from None
        self.far = [name for name in flags.inputs if "://" in name]
        near = [name for name in flags.inputs if "://" not in name]
        # Settings and inputs are looked at before anything starts.
        self.begins = cluster.inputs(near, self.settings, flags.config, flags.output)
        if any(self.folder.is_relative_to(Path(name).absolute()) for name in near):
            raise Wrong("--stages lies in a folder of articles: its tables would be read as articles")
        self.identity = {
            "newsfold": newsfold.__version__,
            "settings": self.settings,
            "inputs": sorted(flags.inputs),
        }
        self.identity["files"], self.file_bytes = fingerprint(self.begins)
        names = [stage.name for stage in cluster.STAGES]
        if flags.from_stage not in (None, "auto", *names):
            raise Wrong(f"unknown stage `{flags.from_stage}`: the stages are {', '.join(names)}")
        self.buckets = flags.buckets

    def manifest(self, stage: str) -> dict[str, Any] | None:
        """What a complete stage left; nothing where it is not complete."""
        try:
            return json.loads((self.folder / stage / "manifest.json").read_text(encoding="utf-8"))
        except (OSError, json.JSONDecodeError):
            return None

    def begin(self) -> int:
        """The stage to begin with."""
        stages = self.cluster.STAGES
        complete = 0
        while complete < len(stages) and (found := self.manifest(stages[complete].name)):
            if any(found.get(key) != value for key, value in self.identity.items()):
                if self.flags.from_stage:
                    raise Wrong(f"{self.folder / stages[complete].name} is of another run: other inputs or settings, another version, or files that have changed")
                break
            self.buckets = found["buckets"]
            complete += 1
        match self.flags.from_stage:
            case None:
                self.buckets = self.flags.buckets
                return 0
            case "auto":
                return complete
            case name:
                at = next(at for at, stage in enumerate(stages) if stage.name == name)
                if at > complete:
                    raise Wrong(f"stage {stages[complete].name}, before {name}, is not complete")
                return at

    def say(self, text: str) -> None:
        print(f"newsfold: {text}", file=sys.stderr, flush=True)

    def run(self) -> int:
        """All of it."""
        from pyspark.sql import SparkSession

        first = self.begin()
        spark = SparkSession.builder.appName("newsfold").getOrCreate()
        self.spark = spark
        self.announce(first)
        for stage in self.cluster.STAGES[first:]:
            clear(self.folder / stage.name)
        clear(self.folder / STORIES)
        for stage in self.cluster.STAGES[first:]:
            self.stage(stage)
        return self.write()

    def announce(self, first: int) -> None:
        """What will be moved, before it is."""
        moved = [s for s in self.cluster.STAGES[first:] if s.dealt != "as they lie"]
        text = self.text_bytes() if first else self.file_bytes
        self.say(f"{len(self.begins)} inputs and {len(self.far)} addresses; tables in {self.folder}")
        for stage in moved:
            share = MOVED.get(stage.name)
            about = f" (about {megabytes(share * text)})" if share and text else ""
            self.say(f"  {stage.name} shuffles {' and '.join(kind for _, kind in stage.takes)}{about}: {stage.does}")
        if text and moved:
            of = "of text" if first else "in the files, were they plain text" if not self.far else "in the files alone"
            self.say(f"  in all about {megabytes(text * sum(MOVED.get(stage.name, 0) for stage in moved))}, for {megabytes(text)} {of}")

    def folders(self, wanted: Any) -> list[Path]:
        """The folders of tables that hold anything."""
        folders = [self.folder / stage / f"kind={kind}" for stage, kind in wanted if stage != "input"]
        return [folder for folder in folders if folder.is_dir()]

    def files(self, wanted: Any) -> list[tuple[str, int]]:
        """The files of tables, each with its number of rows."""
        import pyarrow.parquet

        files = [file for folder in self.folders(wanted) for file in sorted(folder.glob("*.parquet"))]
        return [(str(file), pyarrow.parquet.read_metadata(file).num_rows) for file in files]

    def table(self, wanted: Any) -> Any:
        """Rows of some kinds, as one DataFrame; nothing where there are none."""
        whole = None
        for folder in self.folders(wanted):
            kind = folder.name.removeprefix("kind=")
            frame = self.spark.read.schema("bucket long, key binary, blob binary").parquet(f"file://{folder}")
            frame = frame.selectExpr(f"'{kind}' AS kind", "bucket", "key", "blob")
            whole = frame if whole is None else whole.union(frame)
        return whole

    def inputs_table(self) -> Any:
        """The inputs: files by name, which the workers open, and files that Spark fetches."""
        near = [row for row in self.begins if row[0] == "input"]
        whole = None
        if near:
            whole = self.spark.createDataFrame(near, COLUMNS).repartition(min(len(near), 10_000), "bucket")
        if self.far:
            fetched = self.spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(self.far)
            fetched = fetched.selectExpr("'fetched' AS kind", "0L AS bucket", "CAST(path AS BINARY) AS key", "content AS blob")
            whole = fetched if whole is None else whole.union(fetched)
        return whole

    def stage(self, stage: Any) -> None:
        """Runs one stage and leaves its table and its manifest."""
        start = time.monotonic()
        folder = self.folder / stage.name
        rows = self.inputs_table() if stage.name == "read" else self.table(stage.takes)
        counts: dict[str, int] = {}
        spent = 0
        if rows is not None:
            if stage.name != "read" and stage.dealt != "as they lie":
                rows = rows.repartition(1 if stage.dealt == "to one" else self.dealt_over(), "bucket")
            # Before the first stage nobody knows how much text there is.
            buckets = self.dealt_over() if stage.name != "read" else self.buckets or 64
            work = kernel(stage.name, self.settings, buckets, self.files(stage.reads))
            if stage.name in ("vectors", "nearest"):
                # What every task reads along here is much: few tasks.
                rows = rows.coalesce(self.dealt_over())
            made = rows.mapInArrow(work, COLUMNS)
            if {"told", "single", "left"} & set(stage.gives):
                # Every file in the order of the page: the driver merges them, and nothing is moved for it.
                made = made.sortWithinPartitions("kind", "key")
            made.write.mode("overwrite").partitionBy("kind").parquet(f"file://{folder}")
            if not any(folder.glob("kind=cpu/*.parquet")):
                raise Wrong(f"the workers' rows of stage {stage.name} are not in {folder}: do all machines see it?")
            counted = self.spark.read.schema(COLUMNS).parquet(f"file://{folder}").groupBy("kind").agg({"*": "count", "bucket": "sum"})
            for kind, count, buckets in counted.select("kind", "count(1)", "sum(bucket)").collect():
                counts[kind] = count
                if kind == "cpu":
                    spent = buckets
                if kind == "read":
                    self.text = buckets
        folder.mkdir(parents=True, exist_ok=True)
        if stage.name == "read":
            self.check_text()
        counts.pop("cpu", None)
        manifest = self.identity | {"rows": counts, "cpu_seconds": spent / 1e9, "seconds": round(time.monotonic() - start, 3), "buckets": self.dealt_over(), "text_bytes": self.text_bytes()}
        beside = folder / "manifest.json.new"
        beside.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        os.replace(beside, folder / "manifest.json")
        said = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
        self.say(f"{stage.name}: {said or 'nothing'} ({manifest['seconds']:.1f} s, newsfold {spent / 1e9:.1f} s)")

    text: int | None = None

    def text_bytes(self) -> int:
        """Bytes of text in the run."""
        if self.text is None:
            self.text = (self.manifest("read") or {}).get("text_bytes", 0)
        return self.text or 0

    def dealt_over(self) -> int:
        """Tasks over which gathered rows are dealt out. It changes no byte of the digest."""
        if self.buckets is None:
            cores = 2
            with contextlib.suppress(Exception):
                cores = int(self.spark.conf.get("spark.sql.shuffle.partitions"))
            self.buckets = max(self.text_bytes() // BUCKET_BYTES, min(cores, 8), 1)
        return self.buckets

    def check_text(self) -> None:
        """A run takes so much text. One machine sets aside what is beyond; here nobody knows what comes last."""
        limits = json.loads(self.settings).get("limits", {})
        most = limits.get("run_bytes", 8 << 30)
        if self.text_bytes() > most:
            raise Wrong(f"the inputs hold {self.text_bytes()} bytes of text, more than the {most} that a run takes: raise --max-run-bytes")

    def write(self) -> int:
        """Both pages, the texts beside them, and a table with a row for each story."""
        def pieces(kind: str) -> list[tuple[str, str]]:
            return [(stage.name, kind) for stage in self.cluster.STAGES if kind in stage.gives]

        tables = {kind: self.table(pieces(kind)) for kind in (*PAGES, "run")}
        aside = [row for row in self.begins if row[0] == "aside"]
        if aside:
            passed = self.spark.createDataFrame(aside, COLUMNS)
            tables["aside"] = passed if tables["aside"] is None else tables["aside"].union(passed)
        count = {kind: table.count() if table is not None else 0 for kind, table in tables.items()}
        if not (self.manifest("segment") or {}).get("rows", {}).get("report"):
            self.say("nothing to summarise: no article was read")
            return 4
        runs = [(row[0], row[1], bytes(row[2]), bytes(row[3])) for row in tables["run"].collect()]
        out = Path(self.flags.output)
        out.mkdir(parents=True, exist_ok=True)
        counts = (count["told"], count["single"], count["aside"])
        pages, opens = self.cluster.Pages.open(self.flags.inputs, self.settings, self.flags.config, counts, runs)
        news = {name: out / f"{name}.new" for name in ("digest.md", "digest.json")}
        with open(news["digest.md"], "w", encoding="utf-8", newline="\n") as markdown, open(news["digest.json"], "w", encoding="utf-8", newline="\n") as digest:

            def put(piece: Any) -> None:
                markdown.write(piece[0])
                digest.write(piece[1])
                for path, text in piece[2]:
                    kept = out / path
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    kept.write_text(text, encoding="utf-8", newline="\n")

            put(opens)
            for kind in PAGES:
                if tables[kind] is None:
                    continue
                if kind == "aside" or len(self.files(pieces(kind))) > MOST_MERGED:
                    ordered = ((row[0], row[1], bytes(row[2]), bytes(row[3])) for row in tables[kind].orderBy("key").toLocalIterator())
                else:
                    ordered = merged(self.files(pieces(kind)))
                for row in ordered:
                    put(pages.take(row))
            put(pages.end())
            for page in (markdown, digest):
                page.flush()
                os.fsync(page.fileno())
        if tables["told"] is not None:
            rows = tables["told"].mapInArrow(stories, "id string, markdown string, json string")
            rows.write.mode("overwrite").parquet(f"file://{self.folder / STORIES}")
        # The JSON last: where it is new, everything is.
        for name, new in news.items():
            os.replace(new, out / name)
        self.say(f"stories told: {count['told']}, single reports: {count['single']}, set aside: {count['aside']}; see {out / 'digest.json'}")
        return 3 if pages.faults else 0


def merged(files: list[tuple[str, int]]) -> Iterator[tuple[str, int, bytes, bytes]]:
    """Rows of files in the order of their keys: as they lie in a sorted file, in memory those of a file that an engine left unsorted."""
    import pyarrow.parquet

    def of_file(file: Path) -> Iterator[tuple[str, int, bytes, bytes]]:
        kind = file.parent.name.removeprefix("kind=")
        keys = pyarrow.parquet.read_table(file, columns=["key"], partitioning=None).column("key").to_pylist()
        is_sorted = all(earlier <= later for earlier, later in itertools.pairwise(keys))
        del keys
        yield from rows_of(file, kind) if is_sorted else sorted(rows_of(file, kind), key=lambda row: row[2])

    def rows_of(file: Path, kind: str) -> Iterator[tuple[str, int, bytes, bytes]]:
        for batch in pyarrow.parquet.ParquetFile(file).iter_batches(batch_size=256):
            columns = (batch.column(name).to_pylist() for name in ("bucket", "key", "blob"))
            yield from ((kind, *row) for row in zip(*columns, strict=True))

    return heapq.merge(*(of_file(Path(file)) for file, _ in files), key=lambda row: row[2])


def megabytes(count: float) -> str:
    """A number of bytes, for people."""
    return f"{count / 1e6:,.1f} MB"


def fingerprint(begins: list[Any]) -> tuple[str, int]:
    """What the files are, without reading them, and how many bytes they have."""
    known, size = hashlib.sha256(), 0
    for kind, _, key, blob in begins:
        found = os.stat(os.fsdecode(blob)) if kind == "input" else None
        size += found.st_size if found else 0
        known.update(repr((kind, key, found and (found.st_size, found.st_mtime_ns))).encode())
    return known.hexdigest(), size


def clear(folder: Path) -> None:
    """Takes away what an earlier run left."""
    if folder.exists():
        shutil.rmtree(folder)


def stories(batches: Iterator[Any]) -> Iterator[Any]:
    """Told stories as id, Markdown and JSON."""
    import newsfold.cluster as cluster
    import pyarrow

    for batch in batches:
        columns = zip(*(cluster.story(row) for row in cluster.rows(batch)), strict=True)
        arrays = [pyarrow.array(column, pyarrow.string()) for column in columns]
        if arrays:
            yield pyarrow.RecordBatch.from_arrays(arrays, names=["id", "markdown", "json"])


def of_worker(trace: str) -> str | None:
    """What a worker said, in a trace that Spark passed on."""
    for line in trace.splitlines():
        name, colon, said = line.strip().partition(": ")
        if colon and name.rpartition(".")[2] in ("RuntimeError", "NewsfoldError", "FileNotFoundError", "OSError"):
            return said
    return None


def main() -> int:
    flags = arguments().parse_args()
    try:
        from newsfold import NewsfoldError
    except ImportError as error:
        print(f"error: the driver has no newsfold ({error}): pip install the wheel, see cluster/README.md", file=sys.stderr)
        return 2
    try:
        return Job(flags).run()
    except (Wrong, NewsfoldError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    except FileNotFoundError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except Exception as error:
        said = of_worker(str(error))
        if said is None:
            raise
        print(f"error: {said}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
