"""mypy has nothing to say of the package, nor of a caller's code; of a caller's slip it has."""

from pathlib import Path

import pytest
from conftest import ROOT

SLIPS = """
import newsfold

digest = newsfold.digest("corpus", wrds=80)
digest.storys
digest.stories[0].origins = 2
len(newsfold.verify(digest).checked)
"""


@pytest.fixture(scope="module")
def mypy(tmp_path_factory):
    api = pytest.importorskip("mypy.api")
    cache = str(tmp_path_factory.mktemp("mypy"))
    settings = ["--strict", "--config-file", str(ROOT / "python" / "pyproject.toml"), "--cache-dir", cache]
    return lambda *arguments: api.run([*settings, *arguments])


@pytest.mark.parametrize("what", [["-p", "newsfold"], [str(Path(__file__).with_name("typed_use.py"))]])
def test_package_and_callers_are_typed(mypy, what):
    said, errors, code = mypy(*what)
    assert code == 0, said + errors


def test_slips_are_found(mypy, tmp_path):
    (tmp_path / "slips.py").write_text(SLIPS, encoding="utf-8")
    said, errors, code = mypy(str(tmp_path / "slips.py"))
    assert code == 1, errors
    for line in (4, 5, 6, 7):
        assert f"slips.py:{line}: error" in said, said
