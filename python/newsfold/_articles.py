"""From what a call is given to what the compiled half reads: paths, or JSON lines."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

# Fields that a record may have: see `newsfold --help`. Nothing else of a row is handed over.
_FIELDS = (
    *("text", "body", "content", "article", "maintext"),
    *("title", "headline"),
    *("source", "publisher", "outlet", "site"),
    *("date", "published", "date_published"),
    *("url", "id", "lang", "cluster", "docs"),
)

_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def read(articles: Any, fields: Mapping[str, str]) -> list[str] | bytes:
    """Paths, or rows as JSON lines: line n is row n - 1. `fields` are other names, by role."""
    if isinstance(articles, (str, os.PathLike)):
        return [os.fspath(articles)]
    kind = table_kind(articles)
    if kind:
        return _lines(_table_rows(articles, kind, fields))
    if isinstance(articles, (Mapping, bytes)) or not isinstance(articles, Iterable):
        raise TypeError(
            "articles should be a path, a list of paths or of dicts, or a DataFrame or Table, "
            f"found {_kind(articles)}"
        )
    articles = list(articles)
    if articles and all(isinstance(one, (str, os.PathLike)) for one in articles):
        return [os.fspath(path) for path in articles]
    return _lines(_dict_rows(articles, fields))


def table_kind(articles: Any) -> str | None:
    """The library whose table this is; none of them is imported to find out."""
    for parent in type(articles).__mro__:
        library = parent.__module__.partition(".")[0]
        if (library, parent.__name__) in (
            ("pandas", "DataFrame"),
            ("polars", "DataFrame"),
            ("pyarrow", "Table"),
        ):
            return library
    return None


def with_columns(table: Any, kind: str, columns: Mapping[str, list[Any]]) -> Any:
    """The table with columns added: all are strings, but `origin` is a whole number."""
    if kind == "pandas":
        import pandas

        whole = {"origin": pandas.array(columns["origin"], dtype="Int64")}
        return table.assign(**{**columns, **whole})
    if kind == "polars":
        import polars

        types = {"origin": polars.Int64}
        return table.with_columns(
            polars.Series(name, values, dtype=types.get(name, polars.String))
            for name, values in columns.items()
        )
    import pyarrow

    for name, values in columns.items():
        of_type = pyarrow.int64() if name == "origin" else pyarrow.string()
        table = table.append_column(name, pyarrow.array(values, of_type))
    return table


def column_names(table: Any, kind: str) -> list[Any]:
    """The names of a table's columns, in order."""
    return list(table.column_names if kind == "pyarrow" else table.columns)


def _names(fields: Mapping[str, str]) -> set[str]:
    return {*_FIELDS, *(name for name in fields.values() if isinstance(name, str))}


def _lines(rows: Iterable[dict[str, Any]]) -> bytes:
    lines = [_encode(row) for row in rows]
    try:
        return "\n".join(lines).encode()
    except UnicodeEncodeError:
        # Half a surrogate pair is no text. Escaped it costs its row and not the call.
        return "\n".join(_encodable(line) for line in lines).encode()


def _encodable(line: str) -> str:
    try:
        line.encode()
    except UnicodeEncodeError:
        return json.dumps(json.loads(line))
    return line


def _dict_rows(rows: list[Any], fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    names = _names(fields)
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise TypeError(f"row {number} should be a dict, found {_kind(row)}")
        yield {
            name: _plain(value, number, name) for name, value in row.items() if name in names
        }


def _table_rows(table: Any, kind: str, fields: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    # A row of a table is one article: `docs` belongs to gold files.
    wanted = _names(fields) - {"docs"}
    names = [name for name in column_names(table, kind) if name in wanted]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"two columns are called {name!r}")
    columns = [_column(table, kind, name) for name in names]
    if not columns:
        # The rows are still there, each without a text.
        yield from ({} for _ in range(len(table)))
        return
    for number, values in enumerate(zip(*columns, strict=True)):
        yield {
            name: value if type(value) is str else _plain(value, number, name)
            for name, value in zip(names, values, strict=True)
        }


def _column(table: Any, kind: str, name: str) -> list[Any]:
    if kind == "polars":
        return table.get_column(name).to_list()
    if kind == "pyarrow":
        import pyarrow

        column = table.column(name)
        if pyarrow.types.is_timestamp(column.type) and column.type.unit == "ns":
            # What Python's own type holds.
            column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
        return column.to_pylist()
    return [_whole(value) for value in table[name].tolist()]


def _whole(value: Any) -> Any:
    # Whole numbers beside a missing one are floats in pandas: an id would be printed as 7.0.
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plain(value: Any, row: int, name: str) -> Any:
    """A value as JSON has it: dates in ISO 8601, what is not a number as null."""
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, (date, datetime)):
        # Not a time is unlike itself.
        return value.isoformat() if value == value else None
    if isinstance(value, Mapping):
        return {str(key): _plain(one, row, name) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one, row, name) for one in value]
    library = type(value).__module__.partition(".")[0]
    if library == "pandas" and type(value).__name__ == "NAType":
        return None
    if library == "numpy" and hasattr(value, "item"):
        if type(value).__name__ == "datetime64":
            return None if str(value) == "NaT" else str(value)
        if getattr(value, "ndim", 1) == 0:
            return _plain(value.item(), row, name)
    raise TypeError(f"row {row}, field {name!r}: {_kind(value)} is no text, number or date")


def _kind(value: Any) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}".removeprefix("builtins.")
