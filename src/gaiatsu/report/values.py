"""Plain values: what a record becomes when it leaves the program as JSON, CSV or text."""

from __future__ import annotations

import dataclasses
import json
import math
import re
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from enum import Enum
from typing import Any

__all__ = ["dump", "look_up", "plain", "steps"]


def plain(value: Any) -> Any:
    """Turn a record into what JSON can hold, without losing a number.

    Parameters
    ----------
    value
        A frozen dataclass, pydantic record, enumeration, date, array, mapping or sequence of these.

    Returns
    -------
    Any
        Dictionaries with text keys, lists, text, numbers, booleans and ``None``. JSON has no word for a
        number that is not one: not-a-number becomes ``None``, an infinity ``"inf"`` or ``"-inf"``.

    Examples
    --------
    >>> plain({"interval": (1.5, float("inf"))})
    {'interval': [1.5, 'inf']}
    """
    if isinstance(value, float):
        return _finite(float(value))
    if isinstance(value, Enum):
        return plain(value.value)
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return _plain_compound(value)


def _finite(number: float) -> float | str | None:
    if math.isnan(number):
        return None
    if math.isinf(number):
        return "inf" if number > 0 else "-inf"
    return number


def _plain_compound(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(mode="json"))
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item) for key, item in value.items()}
    if isinstance(value, AbstractSet):
        return sorted(plain(item) for item in value)
    if isinstance(value, Sequence):
        return [plain(item) for item in value]
    message = f"a {type(value).__name__} has no plain form"
    raise TypeError(message)


def dump(value: Any, *, indent: int | None = 2) -> str:
    """Write a value as JSON: keys in their order, signs of every script as they are.

    Parameters
    ----------
    value
        A record that :func:`plain` can turn.
    indent
        Blanks a level; ``None`` puts everything on one line.

    Returns
    -------
    str
        JSON text, without a line end.

    Examples
    --------
    >>> dump({"p": 0.0025}, indent=None)
    '{"p": 0.0025}'
    """
    return json.dumps(plain(value), ensure_ascii=False, indent=indent, allow_nan=False)


def look_up(record: Any, path: str) -> Any:
    """Follow a dotted path into a record: attributes, keys, and items of sequences.

    Parameters
    ----------
    record
        A record, mapping or sequence.
    path
        Steps joined by dots, such as ``trends.3.slope``. An item of a sequence is named by its position,
        by its ``id`` or ``name``, or by fields in brackets: ``trends[column=ratio,first_year=1977].p``;
        a star before them, as in ``rows[*standing=agrees]``, takes all items that match; ``~`` instead of
        ``=`` asks whether a field of several words holds one.

    Returns
    -------
    Any
        What stands there.

    Raises
    ------
    KeyError
        Where nothing stands there; the message names the step that failed and what there was instead.

    Examples
    --------
    >>> look_up({"rows": [{"id": "a", "p": 0.1}, {"id": "b", "p": 0.2}]}, "rows.a.p")
    0.1
    >>> look_up({"rows": [{"id": "a", "p": 0.1}, {"id": "b", "p": 0.2}]}, "rows[p=0.2].id")
    'b'
    """
    here = record
    for step in steps(path):
        here = _step(here, step, path)
    return here


def steps(path: str) -> tuple[str, ...]:
    """Split a path at its dots and before its brackets.

    Examples
    --------
    >>> steps("trends[column=ratio,level=.95].trend.p")
    ('trends', '[column=ratio,level=.95]', 'trend', 'p')
    """
    return tuple(re.findall(r"\[[^\]]*\]|[^.\[\]]+", path))


def _step(here: Any, step: str, path: str) -> Any:
    if step.startswith("["):
        return _matching(here, step, path)
    if isinstance(here, Mapping):
        for key in here:
            if str(plain(key)) == step:
                return here[key]
        raise KeyError(_nothing(step, path, [str(plain(key)) for key in here]))
    if not isinstance(here, str) and (isinstance(here, Sequence) or hasattr(here, "tolist")):
        return _item(here, step, path)
    if hasattr(here, step):
        return getattr(here, step)
    raise KeyError(_nothing(step, path, [name for name in dir(here) if not name.startswith("_")]))


def _item(here: Any, step: str, path: str) -> Any:
    if step.lstrip("-").isdigit() and -len(here) <= int(step) < len(here):
        return here[int(step)]
    for item in here:
        if step in (_label(item, "id"), _label(item, "name")):
            return item
    raise KeyError(_nothing(step, path, [f"0 to {len(here) - 1}"]))


def _matching(here: Any, step: str, path: str) -> Any:
    every = step.startswith("[*")
    wanted = [re.split("([=~])", pair, maxsplit=1) for pair in step.strip("[*]").split(",")]
    found = [item for item in here if all(_has(item, *one) for one in wanted)]
    if every:
        return found
    if not found:
        raise KeyError(_nothing(step, path, [f"{len(here)} items without these values"]))
    return found[0]


def _has(item: Any, name: str, sign: str, value: str) -> bool:
    return value in getattr(item, name, ()) if sign == "~" else _label(item, name) == value


def _label(item: Any, name: str) -> str | None:
    """Read a field of an item, or of a record inside it, as text."""
    value = item
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else getattr(value, part, None)
    return (
        None
        if value is None or (isinstance(value, (Mapping, Sequence)) and not isinstance(value, str))
        else str(plain(value))
    )


def _nothing(step: str, path: str, there: Sequence[str]) -> str:
    return f"nothing called {step!r} on the way to {path!r}; there is {', '.join(there)}"
