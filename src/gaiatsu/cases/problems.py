"""What pydantic found, in the words the author of a case set needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from gaiatsu.cases.document import Document, Loc, shorten, show_path
from gaiatsu.cases.fields import CODED, UNCODED, Breaches, Uncoded
from gaiatsu.errors import Problem
from gaiatsu.terms import Backlash, Concession

__all__ = ["explain"]

_WORDS = {
    "missing": ("this field is missing", "a value; see the schema"),
    "model_type": ("a group of fields belongs here", "a mapping of fields"),
    "tuple_type": ("a list belongs here", "a list"),
    "dict_type": ("a mapping belongs here", "a mapping of key and text"),
    "mapping_type": ("a mapping belongs here", "a mapping of key and text"),
    "string_type": ("text belongs here", "text"),
    "bool_type": ("this is neither true nor false", "true or false"),
    "float_type": ("this is not a number", "a number"),
    "int_type": ("this is not a whole number", "a whole number"),
    "plain_value": ("this is not a plain value", "true, false, a number or text"),
    "finite_number": ("this is not a finite number", "a finite number"),
}


def explain(error: ValidationError, document: Document, record: type[BaseModel]) -> Iterator[Problem]:
    """Say for each error where it is, what stands there, what is wrong and what is allowed.

    Parameters
    ----------
    error
        What pydantic raised.
    document
        The document it raised it for.
    record
        The record that was asked for.

    Yields
    ------
    Problem
        One for each thing that is wrong.
    """
    for detail in error.errors(include_url=False):
        broken = detail.get("ctx", {}).get("error")
        if isinstance(broken, Breaches):
            for item in broken.items:
                loc = (*detail["loc"], *item.loc)
                yield _problem(document, loc, item.value, item.message, item.allowed)
        else:
            message, allowed = _words(detail, record)
            yield _problem(document, detail["loc"], _value(detail), message, allowed)


def _plain(loc: Loc) -> Loc:
    """Path as the document has it: pydantic notes in it whether it took a group for a value or for a gap."""
    return tuple(part for part in loc if part not in {CODED, UNCODED})


def _problem(document: Document, loc: Loc, value: object, message: str, allowed: str) -> Problem:
    loc = _plain(loc)
    return Problem(document.file, document.row(loc), show_path(loc), shorten(value), message, allowed)


def _value(detail: ErrorDetails) -> object:
    return None if detail["type"] == "missing" else detail["input"]


def _words(detail: ErrorDetails, record: type[BaseModel]) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_field(detail["loc"], record)
    if kind == "open_field":
        return "no such field can be left open", str(context["allowed"])
    if kind == "partial_date":
        return str(context["why"]), str(context["allowed"])
    if kind in {"enum", "literal_error"}:
        return "this is not one of the words of the schema", _expected(detail, record)
    if kind == "whole_number":
        return "this is not a whole number", _expected(detail, record)
    if kind in {"greater_than_equal", "less_than_equal", "finite_number", "float_type"}:
        return _WORDS.get(kind, ("this is out of range", ""))[0], _range(detail, record)
    if kind.startswith("string_pattern"):
        return "this text does not have the form it should", _form(str(context.get("pattern", "")))
    if kind in _WORDS:
        return _WORDS[kind]
    return detail["msg"][:1].lower() + detail["msg"][1:], "see the schema"


def _unknown_field(loc: Loc, record: type[BaseModel]) -> tuple[str, str]:
    around = _model_at(record, loc[:-1])
    names = list(around.model_fields) if around else []
    near = get_close_matches(str(loc[-1]), names, n=1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"the schema knows no such field{meant}", ", ".join(names)


def _expected(detail: ErrorDetails, record: type[BaseModel]) -> str:
    annotation = _annotation_at(record, detail["loc"])
    for grade in (Concession, Backlash):
        if annotation is grade:
            return "a whole number: " + ", ".join(
                f"{item.value} ({item.name.lower().replace('_', ' ')})" for item in grade
            )
    return str(detail.get("ctx", {}).get("expected", "a word of the schema")).replace("'", "")


def _range(detail: ErrorDetails, record: type[BaseModel]) -> str:
    low, high = None, None
    for bound in _metadata_at(record, detail["loc"]):
        low = getattr(bound, "ge", None) if getattr(bound, "ge", None) is not None else low
        high = getattr(bound, "le", None) if getattr(bound, "le", None) is not None else high
    return f"a number from {low:g} to {high:g}" if low is not None and high is not None else "a finite number"


def _form(pattern: str) -> str:
    return {
        r"\S": "text that is not blank",
        r"^[A-Z]{3}$": "a country code of three capital letters, such as USA",
        r"^[0-9a-f]{64}$": "a digest: 64 characters 0-9 and a-f",
        r"^[a-z0-9]+(?:-[a-z0-9]+)*$": "small letters, digits and single hyphens, such as film-1996",
        r"^[a-z][a-z0-9_]*$": "small letters, digits and underscores, starting with a letter",
    }.get(pattern, pattern)


def _model_at(record: type[BaseModel], loc: Loc) -> type[BaseModel] | None:
    annotation = _annotation_at(record, loc) if loc else record
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _annotation_at(record: type[BaseModel], loc: Loc) -> Any:
    return _walk(record, loc)[0]


def _metadata_at(record: type[BaseModel], loc: Loc) -> tuple[Any, ...]:
    return _walk(record, loc)[1]


def _walk(record: type[BaseModel], loc: Loc) -> tuple[Any, tuple[Any, ...]]:
    """Type and constraints of the value at a path."""
    annotation: Any = record
    metadata: tuple[Any, ...] = ()
    for part in loc:
        if part in {CODED, UNCODED}:
            annotation, metadata = (Uncoded if part == UNCODED else get_args(annotation)[0]), ()
        elif isinstance(part, str) and get_origin(annotation) is Mapping:
            annotation, metadata = get_args(annotation)[1], ()
        elif isinstance(part, int):
            annotation, metadata = _unwrap((get_args(annotation) or (None,))[0])
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            info = annotation.model_fields.get(part)
            annotation, metadata = (info.annotation, tuple(info.metadata)) if info else (None, ())
        else:
            return None, ()
    return annotation, metadata


def _unwrap(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    constraints = getattr(annotation, "__metadata__", ())
    inner = get_args(annotation)[0] if constraints else annotation
    found = tuple(item for entry in constraints for item in getattr(entry, "metadata", (entry,)))
    return inner, found
