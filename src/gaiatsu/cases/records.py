"""Episodes, events, statements, series and facts as frozen records, and the case set that holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Literal, Protocol, Self, TypeVar

from pydantic import Field, StrictInt, model_validator

from gaiatsu.cases.dates import PartialDate, decimal_year, span, year_of
from gaiatsu.cases.fields import (
    BacklashGrade,
    Breach,
    Breaches,
    Cell,
    Coded,
    Coder,
    ColumnName,
    ConcessionGrade,
    Confidence,
    CountryCode,
    Depth,
    Flag,
    Fraction,
    Number,
    Record,
    ReferenceKey,
    Slug,
    Subject,
    Text,
    require_reason,
)
from gaiatsu.errors import UnknownName
from gaiatsu.terms import DemandType, EventKind, Independence, Indicator, Side

__all__ = [
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
]

Administration = Literal["before", "after"]
_Note = Annotated[str, Field(strict=True, max_length=4000)]


class Episode(Record):
    """One demand, one tactic, one answer.

    The unit of the theory: a sender asks a target for something under pressure and the target gives in or
    holds out (Schoppa 1999, Figure 2).
    """

    id: Slug
    """Name of the episode in tables and patches."""
    title: Text
    """Name of the episode for people."""
    sender: CountryCode
    """State that demands, as an ISO 3166 code of three letters."""
    target: CountryCode
    """State that is pressed, as an ISO 3166 code of three letters."""
    start: PartialDate
    """When the demand was made."""
    end: PartialDate
    """When the outcome was fixed."""
    administration: Coded[Administration]
    """Column of the source's comparison: before or after the change it asks about."""
    demand_type: Coded[DemandType]
    """What kind of thing was asked for."""
    depth: Coded[Depth]
    """How much the demand would change: 0 nothing, 1 a measure, 2 a policy, 3 a structure."""
    explicitness: Coded[Fraction]
    """How exactly the demand fixes what must be done: 0 an intention, 1 a commitment that can be audited."""
    numeric_target: Coded[Flag]
    """Whether the demand names a quantity to be reached."""
    threatened_cost: Coded[Fraction]
    """Cost threatened: 0 none, .5 retaliation on some products, 1 prohibitive sanctions on an industry."""
    public_posture: Coded[Fraction]
    """How publicly the sender's leaders bound themselves: 0 in private, 1 the head of government."""
    unilateral: Coded[Flag]
    """Whether the threat was made on the sender's own authority, outside the regime."""
    authorised: Coded[Flag]
    """Whether the regime had authorized it; excludes unilateral."""
    linkage: Coded[Fraction]
    """How far costs or favors in another issue were tied to this one."""
    target_in_violation: Coded[Flag]
    """Whether the target broke a rule of the regime in the issue in dispute."""
    violation_elsewhere: Coded[Flag]
    """Whether the target stood in violation of the regime's rules in other issues."""
    domestic_support: Coded[Fraction]
    """Weight of those inside the target who wanted what the sender asked for."""
    concession: Coded[ConcessionGrade]
    """How far the sender got what it asked for: 0 not at all, 1 nominally, 2 partly, 3 largely."""
    conceded: Coded[Flag]
    """The source's own yes or no."""
    backlash: Coded[BacklashGrade]
    """What the target did besides answering: 0 nothing, 1 a protest or a case, 2 sanctions of its own."""
    clusters: tuple[Slug, ...] = ()
    """Groups of episodes that share a negotiation or an industry and so are not independent."""
    note: _Note = ""
    """What a reader should know before using the row."""

    @property
    def date(self) -> float:
        """Decimal year in which the outcome was fixed (middle of what the date may mean)."""
        return decimal_year(self.end)

    @property
    def year(self) -> int:
        """Calendar year in which the outcome was fixed."""
        return year_of(self.end)

    @model_validator(mode="after")
    def _rules(self) -> Self:
        breaches = tuple(_episode_breaches(self))
        if breaches:
            raise Breaches(breaches)
        return self


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
    note: _Note = ""
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
    note: _Note = ""
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


class CaseSet(Record):
    """A set of episodes with the dated record around them: the document everything else starts from.

    Examples
    --------
    >>> from gaiatsu import cases
    >>> case_set = cases.load("schoppa1999")
    >>> len(case_set.episodes), case_set.episode("film-1996").concession.value.label
    (15, 'not at all')
    """

    schema_version: Literal["1.0"]
    """Version of the schema the document was written for."""
    id: Slug
    """Name of the set."""
    title: Text
    """Title for people."""
    citation: ReferenceKey
    """Key of the work the set comes from."""
    references: Mapping[ReferenceKey, Text] = Field(default_factory=dict)
    """Works that the document cites and the packaged bibliography lacks: key and full reference."""
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
        breaches = (*_set_breaches(self), *_citation_breaches(self))
        if breaches:
            raise Breaches(breaches)
        return self


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


def _episode_breaches(episode: Episode) -> Iterator[Breach]:
    if span(episode.end)[1] < span(episode.start)[0]:
        message = f"the outcome is dated before the demand ({episode.start})"
        yield Breach(("end",), episode.end, message, f"a date from {episode.start} on")
    if episode.authorised.value and episode.unilateral.value:
        message = "a threat that the regime authorized cannot be unilateral as well"
        yield Breach(("authorised", "value"), True, message, "false where unilateral is true (eq. 10)")
    if episode.sender == episode.target:
        yield Breach(("target",), episode.target, "the target is the sender", "another state")


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
    for loc, key in _citations(case_set):
        if key not in known:
            near = get_close_matches(key, sorted(known), n=3)
            hint = f" (near: {', '.join(near)})" if near else ""
            allowed = f"a key of the packaged bibliography or of this document's references{hint}"
            yield Breach(loc, key, "no reference has this key", allowed)


def _citations(case_set: CaseSet) -> Iterator[tuple[tuple[str | int, ...], str]]:
    yield ("citation",), case_set.citation
    for place, episode in enumerate(case_set.episodes):
        for field in CODED_FIELDS:
            yield ("episodes", place, field, "source"), getattr(episode, field).source
    for field in ("events", "statements", "series", "facts"):
        for place, record in enumerate(getattr(case_set, field)):
            yield (field, place, "source"), record.source


CODED_FIELDS: tuple[str, ...] = tuple(
    name
    for name, field in Episode.model_fields.items()
    if isinstance(field.annotation, type) and issubclass(field.annotation, Coded)
)
