"""From JSON to frozen records: by the annotations of their fields, and by nothing else."""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Record = TypeVar("Record")

Read = Callable[[Any], Any]


def made(cls: type[Record], told: Any) -> Record:
    """A record of its JSON."""
    return cls(**values_of(cls, told))


def values_of(cls: Any, told: Any) -> dict[str, Any]:
    """What its fields hold, by name. A key that must be there and is not is a `KeyError`."""
    values = {}
    for name, key, read, needed in _plan(cls):
        if key in told:
            value = told[key]
            values[name] = value if read is None or value is None else read(value)
        elif needed:
            raise KeyError(key)
    return values


@cache
def _plan(cls: Any) -> tuple[tuple[str, str, Read | None, bool], ...]:
    """For each field its name, its key, how its value is read (as it is, where there is nothing) and whether it must be there."""
    hints = get_type_hints(cls)
    return tuple(
        (one.name, one.name.rstrip("_"), _read(hints[one.name]), one.default is MISSING)
        for one in fields(cls)
        if not one.name.startswith("_")
    )


def _read(hint: Any) -> Read | None:
    origin, inner = get_origin(hint), [_read(one) for one in get_args(hint)]
    if origin in (Union, types.UnionType):
        return next((read for read in inner if read), None)
    if origin is tuple:
        of_one = inner[0]
        return tuple if of_one is None else lambda values: tuple(map(of_one, values))
    if origin is Mapping and inner[1]:
        of_value = inner[1]
        return lambda values: {key: of_value(value) for key, value in values.items()}
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: made(hint, value)
    return None
