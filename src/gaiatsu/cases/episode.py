"""One demand, one tactic, one answer, as a frozen record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal, Self, get_args

from pydantic import Field, model_validator

from gaiatsu.cases.dates import PartialDate, decimal_year, span, year_of
from gaiatsu.cases.fields import (
    BacklashGrade,
    Breach,
    Breaches,
    Coded,
    ConcessionGrade,
    CountryCode,
    Depth,
    Flag,
    Fraction,
    Note,
    Open,
    Record,
    Slug,
    Text,
    Uncoded,
    is_absent,
)
from gaiatsu.terms import DemandType

__all__ = ["CODED_FIELDS", "OPEN_FIELDS", "Administration", "Episode"]

Administration = Literal["before", "after"]


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
    """State that demands, as an ISO 3166 code of three letters; EEC is the European Community or Union,
    XIO an international organization for which no state is named."""
    target: CountryCode
    """State that is pressed, as an ISO 3166 code of three letters."""
    senders: tuple[CountryCode, ...] = Field(default=(), exclude_if=is_absent)
    """Further states that demanded together with the sender."""
    institutions: tuple[Text, ...] = Field(default=(), exclude_if=is_absent)
    """International organizations that demanded together with the sender, as the source names them."""
    start: PartialDate
    """When the demand was made."""
    end: Open[PartialDate | Uncoded]
    """When the outcome was fixed."""
    administration: Open[Coded[Administration] | Uncoded]
    """Column of the source's comparison: before or after the change it asks about."""
    demand_type: Open[Coded[DemandType] | Uncoded]
    """What kind of thing was asked for."""
    depth: Open[Coded[Depth] | Uncoded]
    """How much the demand would change: 0 nothing, 1 a measure, 2 a policy, 3 a structure."""
    explicitness: Open[Coded[Fraction] | Uncoded]
    """How exactly the demand fixes what must be done: 0 an intention, 1 a commitment that can be audited."""
    numeric_target: Open[Coded[Flag] | Uncoded]
    """Whether the demand names a quantity to be reached."""
    threatened_cost: Open[Coded[Fraction] | Uncoded]
    """Cost threatened: 0 none, .5 retaliation on some products, 1 prohibitive sanctions on an industry."""
    public_posture: Open[Coded[Fraction] | Uncoded]
    """How publicly the sender's leaders bound themselves: 0 in private, 1 the head of government."""
    unilateral: Open[Coded[Flag] | Uncoded]
    """Whether the threat was made on the sender's own authority, outside the regime."""
    authorised: Open[Coded[Flag] | Uncoded]
    """Whether the regime had authorized it; excludes unilateral."""
    linkage: Open[Coded[Fraction] | Uncoded]
    """How far costs or favors in another issue were tied to this one."""
    target_in_violation: Open[Coded[Flag] | Uncoded]
    """Whether the target broke a rule of the regime in the issue in dispute."""
    violation_elsewhere: Open[Coded[Flag] | Uncoded]
    """Whether the target stood in violation of the regime's rules in other issues."""
    domestic_support: Open[Coded[Fraction] | Uncoded]
    """Weight of those inside the target who wanted what the sender asked for."""
    concession: Open[Coded[ConcessionGrade] | Uncoded]
    """How far the sender got what it asked for: 0 not at all, 1 nominally, 2 partly, 3 largely."""
    conceded: Open[Coded[Flag] | Uncoded]
    """The source's own yes or no."""
    backlash: Open[Coded[BacklashGrade] | Uncoded]
    """What the target did besides answering: 0 nothing, 1 a protest or a case, 2 sanctions of its own."""
    clusters: tuple[Slug, ...] = ()
    """Groups of episodes that share a negotiation or an industry and so are not independent."""
    note: Note = ""
    """What a reader should know before using the row."""

    @property
    def date(self) -> float:
        """Decimal year in which the outcome was fixed (middle of what the date may mean).

        Raises
        ------
        UncodedValue
            When the source does not say when it ended.
        """
        return decimal_year(self._ended)

    @property
    def year(self) -> int:
        """Calendar year in which the outcome was fixed.

        Raises
        ------
        UncodedValue
            When the source does not say when it ended.
        """
        return year_of(self._ended)

    @property
    def start_year(self) -> int:
        """Calendar year in which the demand was made."""
        return year_of(self.start)

    @property
    def _ended(self) -> str:
        return self.end.value if isinstance(self.end, Uncoded) else self.end

    @model_validator(mode="after")
    def _rules(self) -> Self:
        breaches = tuple(_episode_breaches(self))
        if breaches:
            raise Breaches(breaches)
        for name in OPEN_FIELDS:
            value = getattr(self, name)
            if isinstance(value, Uncoded):
                self.__dict__[name] = value.named(name)
        return self


def _kinds(annotation: Any) -> Iterator[Any]:
    """Types among which the value of a field may choose."""
    for member in get_args(annotation) or (annotation,):
        yield get_args(member)[0] if hasattr(member, "__metadata__") else member


def _episode_breaches(episode: Episode) -> Iterator[Breach]:
    if not isinstance(episode.end, Uncoded) and span(episode.end)[1] < span(episode.start)[0]:
        message = f"the outcome is dated before the demand ({episode.start})"
        yield Breach(("end",), episode.end, message, f"a date from {episode.start} on")
    if _says_yes(episode.authorised) and _says_yes(episode.unilateral):
        message = "a threat that the regime authorized cannot be unilateral as well"
        yield Breach(("authorised", "value"), True, message, "false where unilateral is true (eq. 10)")
    for place, state in enumerate((episode.sender, *episode.senders)):
        if state == episode.target:
            loc = ("senders", place - 1) if place else ("target",)
            yield Breach(loc, episode.target, "the target is the sender", "another state")


def _says_yes(coded: Coded[bool] | Uncoded) -> bool:
    return isinstance(coded, Coded) and coded.value


CODED_FIELDS: Final[tuple[str, ...]] = tuple(
    name
    for name, field in Episode.model_fields.items()
    if any(isinstance(kind, type) and issubclass(kind, Coded) for kind in _kinds(field.annotation))
)
OPEN_FIELDS: Final = (*CODED_FIELDS, "end")
