"""YAML files that users write: scenarios, strategies, sweeps; what is wrong with one is said in its words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from gaiatsu.errors import InvalidSpecification

__all__ = ["find_file", "parse_document", "problems", "read_document"]


def find_file(where: str | Path, beside: Path) -> Path | None:
    """Look for a file in a folder, then from where the user is.

    Parameters
    ----------
    where
        Its name or path.
    beside
        The folder that is looked at first.

    Returns
    -------
    Path or None
        ``None`` where there is none.
    """
    return next((path for path in (beside / where, Path(where)) if path.is_file()), None)


def read_document(path: Path, what: str) -> dict[str, Any]:
    """Read a YAML file of names with values.

    Parameters
    ----------
    path
        The file.
    what
        What it is, such as ``scenario``, for messages.

    Returns
    -------
    dict

    Raises
    ------
    InvalidSpecification
        The file cannot be read, is not YAML, or holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"The {what} {path} cannot be read: {error}."
        raise InvalidSpecification(msg, expected="a text file in UTF-8") from None
    return parse_document(text, f"{what} {path}")


def parse_document(text: str, what: str) -> dict[str, Any]:
    """Read names with values from a YAML text.

    Parameters
    ----------
    text
        The text.
    what
        What it is and where it stands, for messages.

    Returns
    -------
    dict

    Raises
    ------
    InvalidSpecification
        It is not YAML, or holds something else.

    Examples
    --------
    >>> parse_document("title: Calm", "scenario calm.yaml")
    {'title': 'Calm'}
    """
    try:
        data = YAML(typ="safe").load(text)
    except YAMLError as error:
        msg = f"The {what} is not YAML: {str(error).splitlines()[0]}."
        raise InvalidSpecification(msg, expected="a file like the template's") from None
    if not isinstance(data, Mapping):
        msg = f"The {what} holds {type(data).__name__}."
        raise InvalidSpecification(msg, expected="names with values, like the template's")
    return {str(key): value for key, value in data.items()}


def problems(error: ValidationError) -> str:
    """Say in a line which fields are wrong, with their values and what was expected of them.

    Parameters
    ----------
    error
        What pydantic found.

    Returns
    -------
    str
    """
    return "; ".join(map(_problem, error.errors()))


def _problem(one: Any) -> str:
    place = ".".join(str(part) for part in one["loc"]) or "the whole"
    given = one.get("input")
    value = f" = {given!r}" if isinstance(given, str | int | float | bool) else ""
    return f"{place}{value}: {one['msg'].removeprefix('Value error, ')}"
