"""Scenario files: shipped ones by name, others by path; one may be based on another."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.studies.documents import find_file, parse_document, problems, read_document
from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["find_scenario", "scenario_names", "scenario_text"]

_FOLDER: Final = "gaiatsu.studies.simulate.scenarios"
_DEEPEST: Final = 5
_WHOLE: Final = ("expect", "shocks", "demands", "about", "title")
"""Parts that a scenario replaces as a whole; the others are merged key by key."""
_STEPS: Final = ("dispute_settlement", "violation_elsewhere", "values")
"""Paths over time inside those parts, replaced as a whole too."""


def scenario_names() -> tuple[str, ...]:
    """Names of the shipped scenarios, the baseline first and the template last.

    Examples
    --------
    >>> scenario_names()[0], scenario_names()[-1]
    ('us-japan', 'template')
    """
    found = {
        file.name.removesuffix(".yaml") for file in files(_FOLDER).iterdir() if file.name.endswith(".yaml")
    }
    middle = sorted(found - {"us-japan", "template"})
    return ("us-japan", *middle, "template")


def scenario_text(name: str) -> str:
    """Text of a shipped scenario, to copy and change."""
    if name not in scenario_names():
        near = get_close_matches(name, scenario_names(), n=2) or list(scenario_names())
        msg = f"There is no scenario {name!r}, and no file of that name."
        raise UnknownName(msg, expected=f"a file, or one of {', '.join(near)}")
    return files(_FOLDER).joinpath(f"{name}.yaml").read_text(encoding="utf-8")


def find_scenario(where: str | Path, *, beside: Path | None = None) -> Scenario:
    """Read a scenario by name or from a file.

    Parameters
    ----------
    where
        Name of a shipped scenario, or path of a YAML file.
    beside
        Folder in which a file is looked for first.

    Returns
    -------
    Scenario

    Raises
    ------
    UnknownName
        Neither a file nor a shipped scenario.
    InvalidSpecification
        The file cannot be read or says something that is not allowed.

    Examples
    --------
    >>> find_scenario("cold-war-never-ends").record.without
    ('berlin-wall-1989', 'soviet-dissolution-1991', 'yeltsin-1992')
    """
    folder = beside or Path()
    named, data, base = _load(where, depth=0, beside=folder)
    path = find_file(where, folder)
    context = {"folder": path.parent if path else Path(), "based_on": base}
    try:
        return Scenario.model_validate({"name": named, **data}, context=context)
    except ValidationError as error:
        msg = f"The scenario {where} cannot be used: {problems(error)}."
        raise InvalidSpecification(
            msg, todo="Compare it with the template: gaiatsu simulate --show template."
        ) from None


def _load(where: str | Path, *, depth: int, beside: Path) -> tuple[str, dict[str, Any], str | None]:
    """Name, parts with those of the scenarios below, and the name of the one next below."""
    if depth > _DEEPEST:
        msg = f"The scenario {where} is based on others {depth} deep."
        raise InvalidSpecification(msg, expected="at most five, and none based on itself")
    path = find_file(where, beside)
    data = (
        parse_document(scenario_text(str(where)), f"scenario {where}")
        if path is None
        else read_document(path, "scenario")
    )
    name = str(where) if path is None else path.stem
    base = data.pop("based_on", None)
    if base is None:
        return name, data, None
    _, below, _ = _load(str(base), depth=depth + 1, beside=path.parent if path else Path())
    below.pop("expect", None)
    return name, _merged(below, data), str(base)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    out = dict(below)
    for key, value in above.items():
        old = out.get(key)
        deep = isinstance(old, dict) and isinstance(value, dict) and key not in (*_WHOLE, *_STEPS)
        out[key] = _merged(old, value) if deep and isinstance(old, dict) else value
    return out
