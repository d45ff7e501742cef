"""What a study will compute and what each result would mean, written down before it is run.

A specification is a document of the package. The study reads its samples, codings and thresholds from it, and
refuses to report an estimate that it does not name. What was already known about the data stands in it too:
a test that was suggested by the data it is run on is not a test.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, TypeVar

from gaiatsu.errors import InvalidSpecification, UnknownName
from gaiatsu.studies.provenance import rows_digest

__all__ = [
    "SCHEMA",
    "Coding",
    "Control",
    "Deviation",
    "Estimator",
    "FieldSpecification",
    "Look",
    "Rule",
    "Sample",
    "parse",
    "specification",
    "specified",
]

SCHEMA = "gaiatsu-specification-1.0"
ROLES = ("primary", "secondary", "sensitivity", "description")


@dataclass(frozen=True)
class Sample:
    """Which rows are compared.

    Parameters
    ----------
    id
        Its name in tables.
    words
        The rule in a sentence.
    primary
        Whether the verdict rests on it.
    options
        What the code reads of it.
    """

    id: str
    words: str
    primary: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Coding:
    """Which outcomes count, and how.

    Parameters
    ----------
    id
        Its name in tables.
    words
        The rule in a sentence.
    primary
        Whether the verdict rests on it.
    options
        What the code reads of it.
    """

    id: str
    words: str
    primary: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Estimator:
    """One computation that the study reports.

    Parameters
    ----------
    id
        Its name in the results.
    title
        The same for a table.
    estimand
        What it estimates.
    method
        How.
    role
        ``primary`` (the verdict rests on it), ``secondary``, ``sensitivity`` or ``description``.
    assumption
        What it has to assume.
    """

    id: str
    title: str
    estimand: str
    method: str
    role: str
    assumption: str


@dataclass(frozen=True)
class Control:
    """A circumstance that is held constant.

    Parameters
    ----------
    id
        Name of the column.
    words
        What it is, and what becomes of cases where it is not coded.
    """

    id: str
    words: str


@dataclass(frozen=True)
class Rule:
    """What a result would mean.

    Parameters
    ----------
    question
        The question that the verdict answers.
    word
        The verdict.
    when
        The result that leads to it.
    """

    question: str
    word: str
    when: str


@dataclass(frozen=True)
class Look:
    """Something that was known about the data before the specification was written.

    Parameters
    ----------
    id
        Its name in tables.
    what
        What was looked at.
    value
        What was seen, as it was written down then.
    source
        Data set or work.
    """

    id: str
    what: str
    value: str
    source: str


@dataclass(frozen=True)
class Deviation:
    """A departure from the specification as it was first written.

    Parameters
    ----------
    what
        What is done otherwise.
    why
        The reason.
    """

    what: str
    why: str


@dataclass(frozen=True)
class FieldSpecification:
    """A study as it was planned.

    Parameters
    ----------
    id, title, question
        What is asked.
    claims
        Claims and falsifiers that it bears on.
    data
        Data sets it needs.
    written
        When it was written, relative to the numbers.
    unit, treatment, stopping, multiplicity
        Rows, contrast, when to stop, how many tests count.
    thresholds
        Every number that a verdict depends on.
    samples, codings, estimators, controls
        What is computed.
    rules
        What each result would mean.
    looks
        What had been seen before.
    deviations
        Departures since, each with its reason.
    digest
        SHA-256 of the document.
    """

    id: str
    title: str
    question: str
    claims: tuple[str, ...]
    data: tuple[str, ...]
    written: str
    unit: str
    treatment: str
    stopping: str
    multiplicity: str
    thresholds: Mapping[str, float]
    samples: tuple[Sample, ...]
    codings: tuple[Coding, ...]
    estimators: tuple[Estimator, ...]
    controls: tuple[Control, ...]
    rules: tuple[Rule, ...]
    looks: tuple[Look, ...]
    deviations: tuple[Deviation, ...]
    digest: str

    def sample(self, name: str) -> Sample:
        """Return the sample of that name."""
        return _named(self.samples, name, "sample")

    def coding(self, name: str) -> Coding:
        """Return the coding of that name."""
        return _named(self.codings, name, "coding")

    def estimator(self, name: str) -> Estimator:
        """Return the estimator of that name."""
        return _named(self.estimators, name, "estimator")

    @property
    def primary_sample(self) -> Sample:
        """The sample on which the verdict rests."""
        return next(sample for sample in self.samples if sample.primary)

    @property
    def primary_coding(self) -> Coding:
        """The coding on which the verdict rests."""
        return next(coding for coding in self.codings if coding.primary)

    def check_reported(self, estimators: Iterable[str]) -> None:
        """Refuse results that the specification does not name, and the lack of any that it does.

        Parameters
        ----------
        estimators
            Names of the estimators behind the results.

        Raises
        ------
        InvalidSpecification
            If the two differ.
        """
        planned, found = {one.id for one in self.estimators}, set(estimators)
        if planned != found:
            lacking, extra = sorted(planned - found), sorted(found - planned)
            msg = f"The study {self.id} lacks the estimators {lacking} and reports {extra} besides."
            raise InvalidSpecification(
                msg,
                expected=f"exactly the estimators of its specification: {', '.join(sorted(planned))}",
                todo="Change the study, or the specification with an entry under deviations that says why.",
            )


Named = TypeVar("Named", Sample, Coding, Estimator)


def _named(items: tuple[Named, ...], name: str, kind: str) -> Named:
    for item in items:
        if item.id == name:
            return item
    msg = f"The specification has no {kind} {name!r}."
    raise UnknownName(msg, expected=f"one of {', '.join(item.id for item in items)}")


def specified() -> tuple[str, ...]:
    """Names of the specifications that the package holds.

    Examples
    --------
    >>> "decline" in specified()
    True
    """
    folder = files("gaiatsu.studies.specifications")
    return tuple(sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if ".toml" in item.name))


@lru_cache(maxsize=8)
def specification(name: str) -> FieldSpecification:
    """Load a specification of the package.

    Every study on data that the article never saw is written down before it is run, so that its verdict is a
    test of the theory and not a description of the data.

    Parameters
    ----------
    name
        Name of the study.

    Returns
    -------
    FieldSpecification
        What it computes and what each result would mean.

    Raises
    ------
    UnknownName
        If no study has that name.

    Examples
    --------
    >>> specification("decline").primary_coding.id
    'broad'
    """
    if name not in specified():
        msg = f"No study is called {name!r}."
        raise UnknownName(msg, expected=f"one of {', '.join(specified())}")
    text = files("gaiatsu.studies.specifications").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return parse(text, name)


def parse(text: str, name: str = "specification") -> FieldSpecification:
    """Read a specification from the text of its document.

    Parameters
    ----------
    text
        TOML.
    name
        How the document is called in an error.

    Returns
    -------
    FieldSpecification
        The specification.

    Raises
    ------
    InvalidSpecification
        If the document is not one, lacks a field, has one too many, or has not exactly one primary sample and
        coding.
    """
    document = _document(text, name)
    lists = {
        "samples": tuple(_choice(Sample, row, name) for row in document.pop("samples", ())),
        "codings": tuple(_choice(Coding, row, name) for row in document.pop("codings", ())),
        **{
            key: tuple(_record(kind, row, name) for row in document.pop(key, ()))
            for key, kind in _LISTS.items()
        },
    }
    thresholds = MappingProxyType(
        {key: float(value) for key, value in document.pop("thresholds", {}).items()}
    )
    scalars = {key: tuple(value) if isinstance(value, list) else value for key, value in document.items()}
    values = {**scalars, **lists, "thresholds": thresholds, "digest": rows_digest(text)}
    found: FieldSpecification = _record(FieldSpecification, values, name)
    _check(found, name)
    return found


_LISTS: Mapping[str, type] = {
    "estimators": Estimator,
    "controls": Control,
    "rules": Rule,
    "looks": Look,
    "deviations": Deviation,
}


def _document(text: str, name: str) -> dict[str, Any]:
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"The specification {name} cannot be read: {error}."
        raise InvalidSpecification(msg, expected="a TOML document") from error
    schema = document.pop("schema", None)
    if schema != SCHEMA:
        msg = f"The specification {name} has the schema {schema!r}."
        raise InvalidSpecification(msg, expected=SCHEMA)
    return document


def _choice(kind: type, row: dict[str, Any], name: str) -> Any:
    """Keep what the record has no field for as options."""
    own: dict[str, Any] = {key: row.pop(key) for key in ("id", "words", "primary") if key in row}
    options = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    return _record(kind, {**own, "options": MappingProxyType(options)}, name)


def _record(kind: type, values: dict[str, Any], name: str) -> Any:
    try:
        return kind(**values)
    except TypeError as error:
        msg = f"The specification {name} has a {kind.__name__} that cannot be read: {error}."
        todo = "Compare it with the specification of another study."
        fields = ", ".join(getattr(kind, "__dataclass_fields__", {}))
        raise InvalidSpecification(msg, expected=f"the fields {fields}", todo=todo) from error


def _check(found: FieldSpecification, name: str) -> None:
    problems = {
        "a study of another name": found.id == name or name == "specification",
        "not exactly one primary sample": sum(one.primary for one in found.samples) == 1,
        "not exactly one primary coding": sum(one.primary for one in found.codings) == 1,
        "estimators of unknown role": all(one.role in ROLES for one in found.estimators),
        "no primary estimator": any(one.role == "primary" for one in found.estimators),
        "a name twice": all(
            len({one.id for one in items}) == len(items)
            for items in (found.samples, found.codings, found.estimators, found.controls, found.looks)
        ),
        "no rule that speaks against the claim": any(rule.word == "against" for rule in found.rules),
    }
    wrong = [problem for problem, fine in problems.items() if not fine]
    if wrong:
        msg = f"The specification {name} has {'; '.join(wrong)}."
        raise InvalidSpecification(
            msg, expected="one primary sample, coding and estimator, and each name once"
        )
