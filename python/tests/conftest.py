"""What the tests share: the sample, the program where it is built, the real articles where they are there."""

import gzip
import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def root(monkeypatch):
    """The repository, as the working folder: a digest names files as they were named to it."""
    monkeypatch.chdir(ROOT)
    return ROOT


@pytest.fixture(scope="session")
def rows():
    """Five reports of one event, as dicts with every field."""
    lines = (ROOT / "corpus" / "probe.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="session")
def program():
    """Runs the program and gives what it prints."""
    path = os.environ.get("NEWSFOLD_BIN")
    if not path:
        pytest.skip("NEWSFOLD_BIN does not name the program: nothing to compare with")
    path = str(Path(path).resolve())

    def run(*arguments, stdin=None):
        done = subprocess.run([path, *arguments], input=stdin, capture_output=True, check=False)
        # 3: some inputs were set aside.
        assert done.returncode in (0, 3), done.stderr.decode()
        return done.stdout.decode()

    return run


@pytest.fixture(scope="session")
def multinews():
    """Real articles: 498 of Multi-News."""
    folder = os.environ.get("NEWSFOLD_DATA")
    if not folder:
        pytest.skip("NEWSFOLD_DATA does not name the folder of the real articles")
    return str(Path(folder).resolve() / "multinews_sample.jsonl")


@pytest.fixture
def kept_file(tmp_path):
    """Writes rows as a file whose texts a digest keeps, as it does those of rows: packed, and not by its name."""

    def write(rows):
        path = tmp_path / "rows.jsonl"
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        path.write_bytes(gzip.compress(lines.encode()))
        return path

    return write


def without(value, *names):
    """A value of JSON without the fields of these names, however deep."""
    if isinstance(value, Mapping):
        return {key: without(one, *names) for key, one in value.items() if key not in names}
    if isinstance(value, list):
        return [without(one, *names) for one in value]
    return value
