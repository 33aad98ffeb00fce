"""Folds many outlets' reports into one sourced digest per story: offline, verbatim, the same bytes every time.

Every function reads **articles** from one of

- a path (`str` or `os.PathLike`) or a list of paths: files and folders, as the program reads them;
- an iterable of dicts with `text` and perhaps `title`, `source`, `date`, `url`, `id`, `lang`, `cluster`;
- a pandas or polars DataFrame or a pyarrow Table with such columns. None of the three is required.

**settings** go by the names of the settings file (`newsfold.toml`): `words=80`, `top=5`, `weights={"redundancy": 1.5}`,
`limits={"article_bytes": 1_000_000}`. As `lambda` is a word of Python, it may be written `lambda_`.

Raised are `FileNotFoundError` (or another `OSError`) for an input that is not there, `NewsfoldError` (a `ValueError`) for settings
that make no sense and for bad gold files, `RuntimeError` for a defect inside. A bad file or row raises nothing: it is in the digest's
`set_aside`, with the reason. While the work is done other Python threads run, and Ctrl-C ends it.
"""

from __future__ import annotations

import json
import operator
import os
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypedDict, TypeVar, Unpack, overload

from . import _articles, _newsfold
from ._newsfold import NewsfoldError, __version__
from ._records import made
from .model import Digest, Explanation, Verification

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

__all__ = [
    *("Digest", "Explanation", "NewsfoldError", "Settings", "Verification", "__version__"),
    *("digest", "evaluate", "explain", "markdown", "stories", "verify"),
]

Path: TypeAlias = str | os.PathLike[str]
Paths: TypeAlias = Path | Iterable[Path]
Row: TypeAlias = Mapping[str, Any]
Table = TypeVar("Table", "pandas.DataFrame", "polars.DataFrame", "pyarrow.Table")


class Settings(TypedDict, total=False):
    """What a settings file may hold. Every key has the default of the program."""

    words: int
    """Words of a summary, never exceeded."""
    sentences: int
    """Sentences of a summary, in place of words."""
    lambda_: float
    """What the weighted signals add to the concepts that a sentence covers, at least 0."""
    words_power: float
    """Power of its words by which a sentence's gain is divided, 0 to 1."""
    max_overlap: float
    """How much two sentences of a summary may have in common, 0 to 1."""
    similarity: float
    """Similarity from which two single articles are one story, 0 to 1."""
    cohesion: float
    """Share of the looser group's own mean similarity that the similarity between two groups must reach, 0 to 1."""
    given_stories: bool
    """Take the stories that the records name (`cluster`)."""
    one_story: bool
    """Take all articles as one story."""
    min_articles: int
    """Reports that a story needs for a digest."""
    top: int
    """Only so many stories, the best supported first."""
    singles: int
    """Single reports that the page lists."""
    sections: Sequence[str]
    """What the page shows beside the summaries: agreed, differ, quotes, only-here, timeline, coverage, set-aside."""
    weights: Mapping[str, float]
    """By signal: tfidf, redundancy, position, length, title."""
    concepts: Mapping[str, Any]
    """Concept tables, as `newsfold tune` writes them."""
    fields: Mapping[str, str]
    """Other names of fields, by role: text, title, source, date, url, id, lang."""
    input_format: str
    """The form of every input file; rows have none."""
    outlet_from: str
    """What names the outlet of an article that does not: article or folder."""
    mute: list[str]
    """Queries: articles of which one is true are left out."""
    mute_outlets: list[str]
    """Outlets that are left out, by name or host."""
    lang: list[str]
    """Languages that are kept, by code; all where there is none."""
    since: str
    """What appeared before this day or time is left out."""
    until: str
    """What appeared after this day or time is left out."""
    watch: list[str]
    about: str
    """Queries: stories with an article of which one is true come first."""
    limits: Mapping[str, int]
    """article_bytes, run_bytes, ratio, depth, line_bytes, sentence_words, sentence_bytes."""


def digest(
    articles: Paths | Iterable[Row] | Table,
    *,
    threads: int = 0,
    **settings: Unpack[Settings],
) -> Digest:
    """The digest of all articles: what `newsfold --format json` writes, as records (`newsfold.model`), and still a mapping.

    `threads` is how many work, 0 for one a core; the digest is the same on any number.

    Of the keys: `run` holds counts (`articles`, `outlets`, `stories`); `stories` a list, the best supported first, each with `id`,
    `headline`, `origins` (at most so many independent ones), `articles`, `summary` (sentences in reading order with `text`,
    `article`, `start` and `end` in bytes of the source text, `line` from 1, `support` (the origins in which it was found), `facts`
    with a count each, `score`), `findings`; `singles` the reports
    that stand alone; `set_aside` what could not be read, with `record` (row number + 1) and `reason`; `cleaned` the lines left out.

    The source text of a row with a title is the title, an empty line and `text`: offsets count in that.

    >>> digest("articles/", words=80).stories[0].summary[0].text  # doctest: +SKIP
    """
    names = _named(settings)
    told = _newsfold.digest(_given(articles, settings), names, _threads(threads))
    return Digest._of(json.loads(told.json()), told)


def markdown(
    articles: Paths | Iterable[Row] | Table,
    *,
    threads: int = 0,
    **settings: Unpack[Settings],
) -> str:
    """The digest as the Markdown page that the program writes. Arguments as in `digest`."""
    names = _named(settings)
    return _newsfold.markdown(_given(articles, settings), names, _threads(threads))


@overload
def stories(
    articles: Table, *, threads: int = 0, **settings: Unpack[Settings]
) -> Table: ...
@overload
def stories(
    articles: Paths | Iterable[Row], *, threads: int = 0, **settings: Unpack[Settings]
) -> list[dict[str, Any]]: ...
def stories(articles: Any, *, threads: int = 0, **settings: Unpack[Settings]) -> Any:
    """Which articles tell the same story; nothing is told. Arguments as in `digest`.

    Of paths and dicts: a list of stories, the largest first, each with `id` and `articles`; an article has `id`, `external_id` (its
    own), `path`, `record` (line, or row number + 1), `element`, `doc`, `origin`, the number (from 0) of its copy group in the
    story: articles of one number print one text, and `why`: the id of its `nearest` neighbour in the story, their `similarity`
    (cosine, 0 to 1) and the `shared_terms` that add most to it; None where nothing in the story is like it, as for a single report.

    Of a table: the same kind of table, its rows in their order, with three columns more: `story` (string), `article` (string), `origin`
    (int64). They are null in rows that were set aside: without text, or a repeat of an earlier row. `digest` says why.
    """
    kind = _articles.table_kind(articles)
    added = ("story", "article", "origin")
    if kind:
        for name in added:
            if name in _articles.column_names(articles, kind):
                raise NewsfoldError(f"the table has a column `{name}` already; rename it")
    names = _named(settings)
    found = json.loads(_newsfold.stories(_given(articles, settings), names, _threads(threads), not kind))
    if not kind:
        return found
    columns: dict[str, list[Any]] = {name: [None] * len(articles) for name in added}
    for story in found:
        for article in story["articles"]:
            row = article["record"] - 1
            columns["story"][row] = story["id"]
            columns["article"][row] = article["id"]
            columns["origin"][row] = article["origin"]
    return _articles.with_columns(articles, kind, columns)


def verify(
    digest: Digest | Mapping[str, Any] | Path,
    articles: Paths | Iterable[Row] | Table | None = None,
    *,
    root: Path = ".",
    home: Path | None = None,
) -> Verification:
    """Reads the sources of a digest again, as `newsfold verify` does: is every sentence and finding where the digest says it is?

    `digest` is one, its dict, or the path of a `digest.json`. Files are looked for in `root`, texts that were kept beside the digest in
    `home` (the folder of a path). A digest that was made here has no texts beside it: of rows, of pages and of whatever else its
    texts are no files, give the `articles` again. They are told by their ids, which are hashes of their content.
    """
    if isinstance(digest, (str, os.PathLike)):
        home = os.path.dirname(os.fspath(digest)) or "." if home is None else home
        with open(digest, encoding="utf-8") as file:
            text = file.read()
        told = _loaded(text)
    else:
        told = digest
        text = digest.to_json() if isinstance(digest, Digest) else json.dumps(digest)
    kept = (article for story in told.get("stories", ()) for article in story.get("articles", ()))
    if articles is None and home is None and any(article.get("text_path") for article in kept):
        raise NewsfoldError("the sources of this digest are no files as they are; give its articles, or `home`, where their texts are kept")
    given, names = None, "{}"
    if articles is not None:
        used = told.get("settings", {})
        fields = dict(field.split("=", 1) for field in used.get("fields", ()))
        as_used = ("input_format", "outlet_from", "limits")
        named = {"fields": fields, **{name: used[name] for name in as_used if used.get(name)}}
        given, names = _articles.read(articles, fields), json.dumps(named)
    checked = _newsfold.verify(text, os.fspath(root), os.fspath(home or "."), given, names)
    return made(Verification, json.loads(checked))


def _loaded(text: str) -> Mapping[str, Any]:
    try:
        told = json.loads(text)
    except ValueError as wrong:
        raise NewsfoldError(f"cannot read the digest: {wrong}") from wrong
    return told if isinstance(told, Mapping) else {}


def explain(
    articles: Paths | Iterable[Row] | Table,
    *,
    story: str | None = None,
    threads: int = 0,
    **settings: Unpack[Settings],
) -> list[Explanation]:
    """Why the summaries are what they are, or that of one story: the numbers of `newsfold explain`.

    For each sentence what it added when it was chosen and of what that is made, what would come in without it, and at which weight it is
    dropped. Why an article is in its story says `stories`; the other words of `newsfold explain` are the program's alone. Arguments
    as in `digest`.
    """
    names = _named(settings)
    told = _newsfold.explain(_given(articles, settings), names, _threads(threads), story)
    explained = [made(Explanation, one) for one in json.loads(told)]
    if story is not None and not explained:
        raise NewsfoldError(f"no story has the id {story}")
    return explained


def evaluate(
    gold: Paths,
    *,
    group: bool = False,
    strict_budget: bool = False,
    threads: int = 0,
    **settings: Unpack[Settings],
) -> dict[str, Any]:
    """How good the summaries of gold stories are: what `newsfold evaluate --format json` prints, as a dict.

    `gold` names files of JSON lines with `cluster`, `docs` and `references`. `words` is the budget (default 120); with
    `strict_budget` a summary ends within it as a digest does, instead of running over and being cut.

    `sets` has a row a file with `systems` (newsfold, then what it is compared with): `recall` and `f` by measure, each with its mean and
    95 % interval, all as shares 0 to 1; `pooled` is all files as one, where there are several.

    With `group` the grouping of the articles is judged instead: `sets` has `articles`, `given`, `found` and `b_cubed` (precision,
    recall, f) of each file.
    """
    paths = _articles.read(gold, {})
    if isinstance(paths, bytes):
        raise TypeError("gold should be a path or a list of paths")
    names = _named(settings)
    report: dict[str, Any] = json.loads(
        _newsfold.evaluate(paths, names, _threads(threads), strict_budget, group)
    )
    return report


def _given(articles: Any, settings: Mapping[str, Any]) -> list[str] | bytes:
    fields = settings.get("fields")
    return _articles.read(articles, fields if isinstance(fields, Mapping) else {})


def _threads(threads: int) -> int:
    if operator.index(threads) < 0:
        raise NewsfoldError("threads takes 0 or more")
    return threads


def _named(settings: Mapping[str, Any]) -> str:
    named = {"lambda" if name == "lambda_" else name: value for name, value in settings.items()}
    return json.dumps(named, default=_number, allow_nan=False)


def _number(value: Any) -> Any:
    # Numbers of numpy, and mappings that are no dict.
    if isinstance(value, Mapping):
        return dict(value)
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"{value!r} is no setting")
