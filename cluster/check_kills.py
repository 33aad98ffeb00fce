#!/usr/bin/env python3
"""Kills a worker in every stage of the Spark job, and the driver in some, and compares the digest with the program's, byte by byte.

    check_kills.py NEWSFOLD INPUT...      (NEWSFOLD: the program; in the interpreter: the wheel, pyspark, pyarrow)

A master and two workers of one core each on the loopback interface. One worker at a time is killed with all that it started (`kill -9`)
while the stage runs, and while the pages are written, and another takes its place; executors may not read each other's shuffle files from the disk that they share.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import newsfold.cluster
import pyspark

SPARK = Path(pyspark.__file__).parent
JOB = Path(__file__).with_name("newsfold_spark.py")
DIGEST = ("digest.md", "digest.json")
PAGES = "pages"
"""What follows the last stage: the driver writes the pages."""
ENDED = re.compile(r"^newsfold: (\w+): .*\(([\d.]+) s, newsfold")
LOST = re.compile(r"Lost executor|ExecutorLostFailure|FetchFailed|Resubmitt|Executor updated: .* is now (?:EXITED|LOST)|heartbeat")


def environment() -> dict[str, str]:
    own = {"SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable, "PYSPARK_DRIVER_PYTHON": sys.executable, "SPARK_DAEMON_MEMORY": "256m"}
    return os.environ | own


def below(process: int) -> list[int]:
    """A process and all that it started, the last first."""
    children: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(fields[1]), []).append(int(stat.parent.name))
    found, queue = [], [process]
    while queue:
        at = queue.pop()
        found.append(at)
        queue.extend(children.get(at, []))
    return found[::-1]


def kill(process: subprocess.Popen[bytes]) -> None:
    for each in below(process.pid):
        try:
            os.kill(each, signal.SIGKILL)
        except ProcessLookupError:
            pass
    process.wait()


class Cluster:
    """A master and two workers."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port, self.started = folder, port, 0
        self.master = self.start("master.Master", "--host", "127.0.0.1", "--port", str(port), "--webui-port", "0")
        time.sleep(4)
        self.workers = [self.worker(), self.worker()]
        time.sleep(4)

    def start(self, what: str, *args: str) -> subprocess.Popen[bytes]:
        log = open(self.folder / f"{what}.{self.started}.log", "wb")
        command = [str(SPARK / "bin/spark-class"), f"org.apache.spark.deploy.{what}", *args]
        return subprocess.Popen(command, env=environment(), stdout=log, stderr=log, start_new_session=True)

    def worker(self) -> subprocess.Popen[bytes]:
        self.started += 1
        return self.start("worker.Worker", "--host", "127.0.0.1", "--webui-port", "0", "-c", "1", "-m", "2g", "-d", str(self.folder / f"w{self.started}"), f"spark://127.0.0.1:{self.port}")

    def replace_one(self, at: int) -> None:
        kill(self.workers[at])
        self.workers[at] = self.worker()

    def stop(self) -> None:
        for process in (*self.workers, self.master):
            kill(process)

    def job(self, *args: str) -> subprocess.Popen[str]:
        settings = {
            "spark.driver.host": "127.0.0.1", "spark.driver.memory": "1g", "spark.executor.memory": "1g", "spark.executor.cores": "1", "spark.ui.enabled": "false",
            # On one host lost files would be read from the disk that all share, and never be lost.
            "spark.shuffle.readHostLocalDisk": "false",
            "spark.io.compression.codec": "zstd", "spark.sql.shuffle.partitions": "4", "spark.sql.files.maxPartitionBytes": "4m",
        }
        confs = [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]
        command = [str(SPARK / "bin/spark-submit"), "--master", f"spark://127.0.0.1:{self.port}", *confs, str(JOB), *args]
        return subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)


def digest(folder: Path) -> str:
    pages = (folder / name for name in DIGEST)
    return " ".join(hashlib.sha256(page.read_bytes()).hexdigest()[:16] for page in pages)


def watched(job: subprocess.Popen[str], on_begin) -> tuple[int, dict[str, float], list[str]]:
    """Runs to the end; `on_begin` is told of every stage that begins. Gives the exit code, the stages' seconds, and what was lost."""
    names = [stage.name for stage in newsfold.cluster.STAGES]
    seconds: dict[str, float] = {}
    lost: list[str] = []
    # What a Python driver says, Spark passes on to its standard output.
    for line in job.stdout or ():
        if "tables in" in line:
            on_begin(names[0])
        if LOST.search(line):
            lost.append(line.strip()[:200])
        if ended := ENDED.match(line):
            seconds[ended[1]] = float(ended[2])
            following = names.index(ended[1]) + 1
            on_begin(names[following] if following < len(names) else PAGES)
        if line.startswith(("error", "Traceback", "RuntimeError")):
            print("   ", line.strip(), flush=True)
    return job.wait(), seconds, lost


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("newsfold")
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--drivers", type=int, default=3, help="stages in which the driver is killed; once more while it writes the pages")
    flags = parser.parse_args()
    chance = random.Random(flags.seed)
    scratch = Path(tempfile.mkdtemp(prefix="newsfold-kills-"))
    subprocess.run([flags.newsfold, *flags.inputs, "-q", "-o", scratch / "whole"], check=True)
    whole = digest(scratch / "whole")
    cluster = Cluster(scratch, 7400 + chance.randrange(100))
    failed = []

    def check(name: str, code: int, out: Path) -> None:
        same = code == 0 and digest(out) == whole
        print(f"{name}: exit {code}, {'the same bytes' if same else 'OTHER BYTES' if code == 0 else 'FAILED'}", flush=True)
        if not same:
            failed.append(name)

    try:
        arguments = [*flags.inputs, "--stages", str(scratch / "stages"), "-o", str(scratch / "out")]
        start = time.monotonic()
        code, usual, _ = watched(cluster.job(*arguments), lambda stage: None)
        check(f"undisturbed ({time.monotonic() - start:.0f} s)", code, scratch / "out")
        killed: list[str] = []
        one_at_a_time = threading.Lock()

        def kill_one(stage: str) -> None:
            # Somewhere in the stage, by how long it took before.
            def later() -> None:
                with one_at_a_time:
                    cluster.replace_one(len(killed) % 2)
                    killed.append(stage)

            threading.Timer(chance.uniform(0.2, 0.8) * min(usual.get(stage, 1.0), 6.0), later).start()

        shutil.rmtree(scratch / "stages")
        start = time.monotonic()
        code, _, lost = watched(cluster.job(*arguments), kill_one)
        time.sleep(1)
        check(f"a worker killed in each of {len(killed)} stages, {len(lost)} losses told by Spark ({time.monotonic() - start:.0f} s)", code, scratch / "out")
        if len(killed) < len(newsfold.cluster.STAGES) + 1 or not lost:
            failed.append("too few kills met the job")
        names = [stage.name for stage in newsfold.cluster.STAGES]
        # Somewhere in the stage: the beginning, its tasks, its write, its manifest.
        for stage in (*chance.sample(names[1:], flags.drivers), PAGES):
            shutil.rmtree(scratch / "stages", ignore_errors=True)
            shutil.rmtree(scratch / "out", ignore_errors=True)
            job = cluster.job(*arguments)
            wait = chance.uniform(0.0, 1.0) * usual.get(stage, 0.0)

            def kill_driver(begun: str, stage: str = stage, job: subprocess.Popen[str] = job, wait: float = wait) -> None:
                def later() -> None:
                    # The pages are written in an instant: it is told by their beginning.
                    while stage == PAGES and job.poll() is None and not (scratch / "out/digest.md.new").exists():
                        time.sleep(0.002)
                    if job.poll() is None:
                        kill(job)

                if begun == stage:
                    threading.Timer(wait, later).start()

            code, _, _ = watched(job, kill_driver)
            if code == 0:
                failed.append(f"the driver ended before it was killed in `{stage}`")
            for page in DIGEST:
                left = scratch / "out" / page
                if left.exists() and left.read_bytes() != (scratch / "whole" / page).read_bytes():
                    failed.append(f"half a {page}, of a driver killed in `{stage}`")
            go_on = "auto" if stage == PAGES else stage
            done, _, _ = watched(cluster.job(*arguments, "--from-stage", go_on), lambda _: None)
            check(f"driver killed {wait:.1f} s into `{stage}` (exit {code}), then --from-stage {go_on}", done, scratch / "out")
    finally:
        cluster.stop()
        shutil.rmtree(scratch, ignore_errors=True)
    print("failed: " + ", ".join(failed) if failed else "all the same", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
