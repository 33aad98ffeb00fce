"""From what a call is given to what the compiled half reads: paths, or JSON lines."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from ._newsfold import NewsfoldError, record_fields

# Names of the fields that a record may have, by what they are for. Nothing else of a row is handed over.
_FIELDS = {role: frozenset(names) for role, names in record_fields()}

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
    named = (name for name in fields.values() if isinstance(name, str))
    return set().union(*_FIELDS.values(), named)


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
    # A row of a table is one article: lists of articles belong to gold files and to answers of interfaces.
    wanted = _names(fields) - _FIELDS["articles"]
    all_names = column_names(table, kind)
    names = [name for name in all_names if name in wanted]
    for name in names:
        if names.count(name) > 1:
            raise NewsfoldError(f"two columns are called {name!r}")
    columns = [_column(table, kind, name) for name in names]
    _look_for_texts(dict(zip(names, columns, strict=True)), all_names, len(table), fields)
    for number, values in enumerate(zip(*columns, strict=True)):
        yield {
            name: value if type(value) is str else _plain(value, number, name)
            for name, value in zip(names, values, strict=True)
        }


def _look_for_texts(
    columns: Mapping[str, list[Any]], all_names: list[Any], rows: int, fields: Mapping[str, str]
) -> None:
    """That no column can be the text is a slip of the whole table. Single rows without one are named in the digest."""
    named = fields.get("text")
    texts = {named} if isinstance(named, str) else _FIELDS["text"] | _FIELDS["teaser"]
    found = {name: values for name, values in columns.items() if name in texts}
    if not found and (all_names or rows):
        wanted = named if isinstance(named, str) else "text"
        there = ", ".join(f"`{name}`" for name in all_names) or "none"
        raise NewsfoldError(
            f"the table has no column `{wanted}`; its columns are {there} (fields={{'text': NAME}} takes another one)"
        )
    if any(isinstance(value, str) for values in found.values() for value in values):
        return
    for name, values in found.items():
        for row, value in enumerate(values):
            if not _is_missing(value):
                raise NewsfoldError(f"the column `{name}` holds no text: row {row} has {_kind(value)}")


def _is_missing(value: Any) -> bool:
    # Not a number, and not a time, are unlike themselves; pandas' NA does not say.
    unlike_itself = isinstance(value, (float, date)) and value != value
    return value is None or type(value).__name__ == "NAType" or unlike_itself


def _column(table: Any, kind: str, name: str) -> list[Any]:
    values: list[Any]
    if kind == "polars":
        values = table.get_column(name).to_list()
        return values
    if kind == "pyarrow":
        import pyarrow

        column = table.column(name)
        if pyarrow.types.is_timestamp(column.type) and column.type.unit == "ns":
            # What Python's own type holds.
            column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
        values = column.to_pylist()
        return values
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
