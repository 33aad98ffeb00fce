#!/usr/bin/env python3
"""The Spark job on this machine (`local[2]`) against the program: the same bytes, errors before any task, and going on from a stage.

    check_cluster.py NEWSFOLD INPUT...      (in the interpreter: the wheel, pyspark, pyarrow; Java 17)
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pyspark

JOB = Path(__file__).parent.parent / "cluster/newsfold_spark.py"


def job(*args: str, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """The job; `python` is what its workers run."""
    submit = Path(pyspark.__file__).parent / "bin/spark-submit"
    confs = {
        "spark.driver.host": "127.0.0.1", "spark.driver.memory": "2g", "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4",
        "spark.sql.files.maxPartitionBytes": "4m", "spark.io.compression.codec": "zstd", "spark.log.level": "ERROR",
    }
    words = [word for key, value in confs.items() for word in ("--conf", f"{key}={value}")]
    own = {"SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": python, "PYSPARK_DRIVER_PYTHON": sys.executable}
    return subprocess.run([submit, "--master", "local[2]", *words, JOB, *args], env=os.environ | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def same(one: Path, other: Path) -> bool:
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    return files == sorted(path.relative_to(other) for path in other.rglob("*") if path.is_file()) and all(
        (one / name).read_bytes() == (other / name).read_bytes() for name in files
    )


def main() -> int:
    program, *inputs = sys.argv[1:]
    failed = []

    def check(what: str, holds: bool, said: str = "") -> None:
        print(("ok  " if holds else "BAD ") + what, flush=True)
        if not holds:
            print(said[-4000:])
            failed.append(what)

    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for at, given in enumerate(inputs):
            whole, parts, stages = folder / f"whole{at}", folder / f"parts{at}", folder / f"stages{at}"
            subprocess.run([program, given, "-q", "-o", whole], check=False)
            done = job(given, "--stages", str(stages), "-o", str(parts))
            check(f"{given}: the program's bytes", done.returncode == 0 and same(whole, parts), done.stdout)
        # Pages, feeds, damaged files and rows; settings of all kinds; then again from a stage in the middle.
        odd = folder / "odd"
        odd.mkdir()
        (odd / "broken.jsonl").write_text('{"text": "The ferry ran aground off Sennet on Thursday, police said.", "source": "a"}\nno record\n')
        (odd / "binary.txt").write_bytes(b"a\0b")
        (odd / "picture.png").write_bytes(b"\x89PNG")
        flags = [str(odd), "tests/cases/formats", "--words", "60", "--weight", "redundancy=2", "--top", "2", "--singles", "3", "--min-articles", "1"]
        code = subprocess.run([program, *flags, "-q", "-o", folder / "whole"], check=False).returncode
        stages = ["--stages", str(folder / "stages"), "-o", str(folder / "parts")]
        done = job(*flags, *stages)
        check("forms of all kinds and bad rows: the program's bytes", done.returncode == code and same(folder / "whole", folder / "parts"), done.stdout)
        (folder / "parts/digest.json").unlink()
        done = job(*flags, *stages, "--from-stage", "count")
        check("--from-stage: the same bytes", done.returncode == code and same(folder / "whole", folder / "parts"), done.stdout)
        done = job(*flags, "--words", "61", *stages, "--from-stage", "count")
        check("--from-stage of another run: refused", done.returncode == 2 and "other inputs or settings" in done.stdout, done.stdout)
        done = job("corpus", "--cohesion", "7", "--stages", str(folder / "none"))
        check("a setting that makes no sense: before any task", done.returncode == 2 and "`cohesion` takes a number" in done.stdout and not (folder / "none").exists(), done.stdout)
        bare = folder / "bare"
        subprocess.run([sys.executable, "-m", "venv", bare], check=True)
        subprocess.run([bare / "bin/pip", "install", "--quiet", f"pyspark=={pyspark.__version__}", "pyarrow"], check=True)
        done = job("corpus", "--stages", str(folder / "bare-stages"), python=str(bare / "bin/python"))
        # Spark's own log goes to the same place, and a task that it stops may still write there after the message.
        said = [line for line in done.stdout.splitlines() if line.startswith("error: ")]
        check("a worker without the wheel: one clear message", done.returncode == 1 and len(said) == 1 and said[0].startswith("error: the worker on ") and "has no newsfold" in said[0], done.stdout)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
