"""Episodes, events, statements, series and facts as frozen records, and the case set that holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Final, Literal, Protocol, Self, TypeVar

from pydantic import AfterValidator, Field, StrictInt, model_validator
from pydantic_core import PydanticCustomError

from gaiatsu.cases.dates import PartialDate, decimal_year
from gaiatsu.cases.episode import CODED_FIELDS, OPEN_FIELDS, Administration, Episode
from gaiatsu.cases.fields import (
    Breach,
    Breaches,
    Cell,
    Coded,
    Coder,
    ColumnName,
    Confidence,
    Fraction,
    Note,
    Number,
    Record,
    ReferenceKey,
    Slug,
    Subject,
    Text,
    Uncoded,
    is_absent,
    require_reason,
)
from gaiatsu.cases.origin import Imported, Rule
from gaiatsu.cases.shorthand import unfold
from gaiatsu.errors import UnknownName
from gaiatsu.terms import EventKind, Independence, Indicator, Side

__all__ = [
    "CODED_FIELDS",
    "OPEN_FIELDS",
    "Administration",
    "AppliedChange",
    "AppliedPatch",
    "CaseSet",
    "Coded",
    "Episode",
    "Event",
    "Fact",
    "Series",
    "Statement",
    "Subject",
    "Uncoded",
]


def _open_field(name: str) -> str:
    if name not in OPEN_FIELDS:
        raise PydanticCustomError(
            _NOT_OPEN, "no such field can be left open", {"allowed": ", ".join(OPEN_FIELDS)}
        )
    return name


_NOT_OPEN: Final = "open_field"


class Event(Record):
    """Something dated that may have changed the relationship: a shock, a rule, a deal kept or stretched."""

    id: Slug
    """Name of the event."""
    kind: EventKind
    """What it did."""
    date: PartialDate
    """When it happened."""
    actor: Side
    """Who did it."""
    subject: Subject
    """Whose trust or resolve, or which norm, it bears on."""
    label: Text
    """The event in a few words."""
    agreement: Slug | None = None
    """Agreement that was kept or stretched, or episode whose threat was carried out or dropped."""
    weight: Fraction = 1.0
    """How strongly it counts beside others of its kind."""
    source: ReferenceKey
    """Key of the work it was read from."""
    locator: Text
    """Where in that work."""
    coder: Coder
    """`article` where the source itself says so; otherwise the id of whoever coded it."""
    confidence: Confidence
    """How sure the coder is of kind, date and weight together."""
    reason: Text | None = None
    """Why it is coded so; needed unless the coder is `article`."""

    @property
    def decimal_date(self) -> float:
        """Decimal year (middle of what the date may mean)."""
        return decimal_year(self.date)

    @model_validator(mode="after")
    def _reasoned(self) -> Self:
        require_reason(self.coder, self.reason)
        return self


class Statement(Record):
    """What a member of an elite said about the relationship, coded as an indicator."""

    id: Slug
    """Name of the statement."""
    date: PartialDate
    """When it was said or published."""
    speaker: Text
    """Who said it."""
    side: Side
    """Which side the speaker belongs to."""
    indicator: Indicator
    """What it shows."""
    paraphrase: Text
    """What was said, in other words."""
    source: ReferenceKey
    """Key of the work that reports it."""
    locator: Text
    """Where in that work."""
    independence: Independence
    """Whether it was observed apart from the outcome it is meant to predict."""
    reason: Text
    """Why it is coded so."""

    @property
    def decimal_date(self) -> float:
        """Decimal year (middle of what the date may mean)."""
        return decimal_year(self.date)


class Series(Record):
    """A table of dated numbers as printed, with the rounding it was printed with."""

    id: Slug
    """Name of the series."""
    title: Text
    """What it shows."""
    columns: Annotated[tuple[ColumnName, ...], Field(min_length=2)]
    """Names of the columns; the first is the year."""
    units: tuple[Text, ...]
    """Unit of each column."""
    decimals: tuple[Annotated[StrictInt, Field(ge=0, le=9)], ...]
    """Decimals each column was printed with."""
    rows: Annotated[tuple[tuple[Cell, ...], ...], Field(min_length=1)]
    """The numbers, a row a year, in order."""
    source: ReferenceKey
    """Key of the work it was read from."""
    locator: Text
    """Where in that work."""
    note: Note = ""
    """What a reader should know before using it."""

    @property
    def years(self) -> tuple[int, ...]:
        """The first column as whole years."""
        return tuple(int(row[0]) for row in self.rows)

    def column(self, name: str) -> tuple[float, ...]:
        """One column by name.

        Raises
        ------
        UnknownName
            When the series has no such column.
        """
        if name not in self.columns:
            kind = f"column of {self.id}"
            raise _unknown(kind, name, self.columns)
        place = self.columns.index(name)
        return tuple(row[place] for row in self.rows)

    @model_validator(mode="after")
    def _rules(self) -> Self:
        breaches = tuple(_series_breaches(self))
        if breaches:
            raise Breaches(breaches)
        return self


class Fact(Record):
    """A checkable number that the source states in passing."""

    id: Slug
    """Name of the fact."""
    paraphrase: Text
    """What the source says, in other words."""
    value: Number
    """The number."""
    upper: Number | None = None
    """Upper end, where the source gives a range."""
    bound: Literal["exact", "about", "above", "below"] = "exact"
    """Whether the source gives the number itself or says that the truth is near, above or below it."""
    unit: Text
    """What is counted."""
    source: ReferenceKey
    """Key of the work that states it."""
    locator: Text
    """Where in that work."""
    coder: Coder
    """`article` where the source itself says so; otherwise the id of whoever coded it."""
    note: Note = ""
    """What a reader should know before using it."""


class AppliedChange(Record):
    """One value that a patch replaced."""

    path: Text
    """Path of the value, such as `episodes.film-1996.concession`."""
    before: Text
    """What stood there, as JSON."""
    after: Text
    """What stands there now, as JSON."""
    reason: Text
    """Why."""


class AppliedPatch(Record):
    """A patch that was applied to a case set, kept with the result."""

    id: Slug
    """Name of the patch."""
    author: Text
    """Who made it."""
    date: PartialDate
    """When."""
    reason: Text
    """Why."""
    base_digest: Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{64}$")]
    """Digest of the set it was written for."""
    changes: tuple[AppliedChange, ...]
    """What it changed."""


OpenField = Annotated[ColumnName, AfterValidator(_open_field)]


class CaseSet(Record):
    """A set of episodes with the dated record around them: the document everything else starts from.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> case_set = cases.load("schoppa1999")
    >>> len(case_set.episodes), case_set.episode("film-1996").concession.value.label
    (15, 'not at all')
    """

    schema_version: Literal["1.0", "1.1"]
    """Version of the schema the document was written for."""
    id: Slug
    """Name of the set."""
    title: Text
    """Title for people."""
    citation: ReferenceKey
    """Key of the work the set comes from."""
    references: Mapping[ReferenceKey, Text] = Field(default_factory=dict)
    """Works that the document cites and the packaged bibliography lacks: key and full reference."""
    imported: Imported | None = Field(default=None, exclude_if=is_absent)
    """Data set that the episodes were imported from, what was selected and what was left behind."""
    rules: Mapping[Slug, Rule] = Field(default_factory=dict, exclude_if=is_absent)
    """Rules by which values were coded; a value that names one takes from it what it does not say itself."""
    uncoded: Mapping[OpenField, Uncoded] = Field(default_factory=dict, exclude_if=is_absent)
    """Gaps of the whole set: what stands in the fields that an episode leaves away."""
    episodes: tuple[Episode, ...]
    """The episodes; at least one."""
    events: tuple[Event, ...] = ()
    """The dated record of the relationship."""
    statements: tuple[Statement, ...] = ()
    """What elites said."""
    series: tuple[Series, ...] = ()
    """Printed tables."""
    facts: tuple[Fact, ...] = ()
    """Other numbers the source states."""
    history: tuple[AppliedPatch, ...] = ()
    """Patches that were applied, in order; written by the program."""

    @model_validator(mode="before")
    @classmethod
    def _write_out(cls, data: Any) -> Any:
        return unfold(data)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the content in canonical JSON; patches that led here are not part of it."""
        content = self.model_dump(mode="json", exclude={"history"})
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def base_digest(self) -> str:
        """Digest of the set before any patch."""
        return self.history[0].base_digest if self.history else self.digest

    @property
    def applied_patches(self) -> tuple[str, ...]:
        """Names of the patches that were applied, in order."""
        return tuple(patch.id for patch in self.history)

    def __hash__(self) -> int:
        return hash((self.digest, self.applied_patches))

    def __reduce__(self) -> tuple[Callable[[str], CaseSet], tuple[str]]:
        """Travel to another process as the document: the types of coded values have no name to travel by."""
        return CaseSet.model_validate_json, (self.model_dump_json(),)

    def episode(self, name: str) -> Episode:
        """One episode by id.

        Raises
        ------
        UnknownName
            When the set has no such episode.
        """
        return _find("episode", name, self.episodes)

    def event(self, name: str) -> Event:
        """One event by id.

        Raises
        ------
        UnknownName
            When the set has no such event.
        """
        return _find("event", name, self.events)

    def statement(self, name: str) -> Statement:
        """One statement by id.

        Raises
        ------
        UnknownName
            When the set has no such statement.
        """
        return _find("statement", name, self.statements)

    def table(self, name: str) -> Series:
        """One printed table by id.

        Raises
        ------
        UnknownName
            When the set has no such table.
        """
        return _find("series", name, self.series)

    def fact(self, name: str) -> Fact:
        """One fact by id.

        Raises
        ------
        UnknownName
            When the set has no such fact.
        """
        return _find("fact", name, self.facts)

    @model_validator(mode="after")
    def _rules(self) -> Self:
        breaches = (*_set_breaches(self), *_version_breaches(self), *_citation_breaches(self))
        if breaches:
            raise Breaches(breaches)
        return self


MOST_CITATION_BREACHES: Final = 200


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


def _find(kind: str, name: str, records: Sequence[_N]) -> _N:
    for record in records:
        if record.id == name:
            return record
    raise _unknown(kind, name, [record.id for record in records])


def _unknown(kind: str, name: str, known: Sequence[str]) -> UnknownName:
    near = get_close_matches(name, known, n=3) or sorted(known)[:20]
    what = f"There is no {kind} {name!r}."
    return UnknownName(what, expected=f"one of {', '.join(near) or '(none)'}")


def _series_breaches(series: Series) -> Iterator[Breach]:
    width = len(series.columns)
    allowed = f"{width} entries, one for each of {', '.join(series.columns)}"
    for field in ("units", "decimals"):
        if len(getattr(series, field)) != width:
            yield Breach((field,), len(getattr(series, field)), "does not fit the columns", allowed)
    for place, row in enumerate(series.rows):
        if len(row) != width:
            yield Breach(("rows", place), list(row), "has another number of entries than columns", allowed)
    if len(series.decimals) == width and all(len(row) == width for row in series.rows):
        yield from _printing_breaches(series)
    for name in _repeated(series.columns):
        yield Breach(("columns",), name, "two columns have this name", "names that differ")


def _printing_breaches(series: Series) -> Iterator[Breach]:
    for place, row in enumerate(series.rows):
        for column, (value, decimals) in enumerate(zip(row, series.decimals, strict=True)):
            if round(value, decimals) != value:
                message = f"has more decimals than {series.columns[column]} declares"
                yield Breach(("rows", place, column), value, message, f"at most {decimals} decimals")
    years = [row[0] for row in series.rows]
    for place, (earlier, later) in enumerate(pairwise(years), start=1):
        if later <= earlier:
            yield Breach(
                ("rows", place, 0), later, f"does not follow {earlier:g}", "years in order, each once"
            )


def _repeated(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if names.count(name) > 1})


def _set_breaches(case_set: CaseSet) -> Iterator[Breach]:
    if not case_set.episodes:
        yield Breach(("episodes",), [], "an empty set", "at least one episode")
    for field in ("episodes", "events", "statements", "series", "facts", "history"):
        seen: dict[str, int] = {}
        for place, record in enumerate(getattr(case_set, field)):
            if record.id in seen:
                message = f"this id is used twice: here and at {field}[{seen[record.id]}]"
                yield Breach((field, place, "id"), record.id, message, "an id that no other entry has")
            seen.setdefault(record.id, place)


def _citation_breaches(case_set: CaseSet) -> Iterator[Breach]:
    from gaiatsu.claims import bibliography

    known = set(bibliography()) | set(case_set.references)
    unknown = [(loc, key) for loc, key in _citations(case_set) if key not in known]
    for loc, key in unknown[:MOST_CITATION_BREACHES]:
        near = get_close_matches(key, sorted(known), n=3)
        hint = f" (near: {', '.join(near)})" if near else ""
        allowed = f"a key of the packaged bibliography or of this document's references{hint}"
        yield Breach(loc, key, "no reference has this key", allowed)


def _version_breaches(case_set: CaseSet) -> Iterator[Breach]:
    if case_set.schema_version != "1.0":
        return
    allowed = "schema_version: '1.1'"
    for name in ("imported", "rules", "uncoded"):
        if getattr(case_set, name):
            yield Breach((name,), getattr(case_set, name), "schema 1.0 does not know this", allowed)
    for place, episode in enumerate(case_set.episodes):
        for name in OPEN_FIELDS:
            if isinstance(getattr(episode, name), Uncoded):
                message = "schema 1.0 asks for a value here; an open gap needs a later version"
                yield Breach(("episodes", place, name), True, message, allowed)
        for name in ("senders", "institutions"):
            if getattr(episode, name):
                yield Breach(
                    ("episodes", place, name),
                    getattr(episode, name),
                    "schema 1.0 does not know this",
                    allowed,
                )


def _citations(case_set: CaseSet) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("citation",), case_set.citation
    for name, rule in case_set.rules.items():
        yield ("rules", name, "source"), rule.source
    for place, episode in enumerate(case_set.episodes):
        for field in CODED_FIELDS:
            yield ("episodes", place, field, "source"), getattr(episode, field).source
    for field in ("events", "statements", "series", "facts"):
        for place, record in enumerate(getattr(case_set, field)):
            yield (field, place, "source"), record.source
