"""The compiled half: JSON in, JSON out. `articles` are paths, or JSON lines as bytes; `settings` a JSON object."""

from collections.abc import Sequence

__version__: str

class NewsfoldError(ValueError):
    """Settings that make no sense, or a gold file that is not of the form. The text is the one that the program prints."""

class Told:
    """A digest: its JSON, and pages of it."""

    def json(self) -> str: ...
    def markdown(self) -> str: ...
    def html(self) -> str: ...

def digest(articles: Sequence[str] | bytes, settings: str, threads: int) -> Told: ...
def verify(
    digest: str, root: str, home: str, articles: Sequence[str] | bytes | None, settings: str
) -> str: ...
def explain(
    articles: Sequence[str] | bytes, settings: str, threads: int, story: str | None
) -> str: ...
def record_fields() -> list[tuple[str, list[str]]]:
    """The names under which the fields of a record are looked for, by what they are for."""
def markdown(articles: Sequence[str] | bytes, settings: str, threads: int) -> str: ...
def stories(articles: Sequence[str] | bytes, settings: str, threads: int, why: bool) -> str: ...
def evaluate(
    files: Sequence[str], settings: str, threads: int, strict_budget: bool, group: bool
) -> str: ...

_Row = tuple[str, int, bytes, bytes]
_Piece = tuple[str, str, list[tuple[str, str]]]

def cluster_stages() -> list[
    tuple[str, str, list[tuple[str, str]], list[tuple[str, str]], str, list[str]]
]: ...
def cluster_inputs(
    inputs: Sequence[str], settings: str, config: str | None = None, output: str | None = None
) -> list[_Row]:
    """Checks settings and finds the files, but for those in the folder `output`: the rows that a job begins with."""

def cluster_story(row: _Row) -> tuple[str, str, str]:
    """A row of kind `told`: the story's id, its Markdown and its JSON."""

class Step:
    """The step of a stage over the rows of one task."""

    def __new__(cls, stage: str, settings: str, buckets: int, tables: Sequence[_Row]) -> Step: ...
    def take(self, rows: Sequence[_Row]) -> list[_Row]: ...
    def end(self) -> list[_Row]: ...

class Pages:
    """Both pages, piece by piece: Markdown, JSON, and the texts kept beside them (path, text)."""

    @staticmethod
    def open(
        inputs: Sequence[str],
        settings: str,
        config: str | None,
        counts: tuple[int, int, int],
        runs: Sequence[_Row],
    ) -> tuple[Pages, _Piece]:
        """Pages of so many stories, single reports and inputs set aside; `runs` are the rows of kind `run`."""

    @property
    def faults(self) -> int:
        """Inputs at fault among the rows that were taken."""

    def take(self, row: _Row) -> _Piece:
        """A row of kind `contents`, `told`, `single`, `aside` or `left`: in this order, each sorted by key."""

    def end(self) -> _Piece: ...
