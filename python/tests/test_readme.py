"""The Python of the README runs, block after block, as somebody would type it."""

import gzip
import json
import re

import pytest
from conftest import ROOT

BLOCKS = re.findall(r"^```python\n(.*?)^```", (ROOT / "python" / "README.md").read_text(encoding="utf-8"), re.M | re.S)


def test_every_block_runs(rows, tmp_path, monkeypatch):
    pytest.importorskip("pandas")
    (tmp_path / "corpus").symlink_to(ROOT / "corpus")
    (tmp_path / "newsfold.toml").write_text("words = 80\n[weights]\ntitle = 0.5\n", encoding="utf-8")
    day = "".join(json.dumps({"story_text": row["text"], "source": row["source"]}) + "\n" for row in rows)
    (tmp_path / "day.jsonl.gz").write_bytes(gzip.compress(day.encode()))
    gold = {"cluster": "a", "lang": "en", "docs": rows, "references": [rows[0]["text"]]}
    (tmp_path / "gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert len(BLOCKS) >= 6
    told = {}
    for number, block in enumerate(BLOCKS):
        exec(compile(block, f"README.md, block {number}", "exec"), told)
    assert told["digest"].stories
