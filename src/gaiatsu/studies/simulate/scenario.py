"""What a scenario file may say, with the words and numbers that are allowed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator, model_validator

from gaiatsu.terms import DemandType

__all__ = [
    "DemandBlock",
    "DependencePath",
    "EliteBlock",
    "Expectation",
    "FoundingBlock",
    "Institutions",
    "ObservedBlock",
    "RecordBlock",
    "Scenario",
    "ShockBlock",
    "span_of",
]

Share = Annotated[float, Field(ge=0.0, le=1.0)]
Year = Annotated[float, Field(ge=1500.0, le=2500.0)]
ByType = dict[DemandType, Share]
Steps = dict[Year, Share]
_SPAN = re.compile(r"^\s*(\d{4})\s*(?:-\s*(\d{4})\s*)?$")


def span_of(text: str | int) -> tuple[int, int]:
    """First and last year of ``1952-1998`` or ``1952``.

    Examples
    --------
    >>> span_of("1952-1998"), span_of(1960)
    ((1952, 1998), (1960, 1960))
    """
    found = _SPAN.match(str(text))
    if found is None:
        message = f"{text!r} is neither a year nor a span such as 1952-1998"
        raise ValueError(message)
    first, last = int(found[1]), int(found[2] or found[1])
    if last < first:
        message = f"{text!r} ends before it begins"
        raise ValueError(message)
    return first, last


class _Block(BaseModel):
    """A part of a scenario: frozen, and nothing in it that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RecordBlock(_Block):
    """The dated record of a case set, and what of it is given instead of drawn."""

    case_set: str
    without: tuple[str, ...] = ()
    deals: Literal["given", "simulated"] = "simulated"
    threats: Literal["given", "simulated"] = "simulated"


class DependencePath(_Block):
    """The target's dependence over the sender's: a table of a case set, or values by year."""

    table: str | None = None
    values: dict[Year, Annotated[float, Field(gt=0.0)]] | None = None
    baseline: Annotated[float, Field(gt=1.0)]
    hold_from: int | None = None

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.table is None) == (not self.values):
            message = "either a table or values, not both"
            raise ValueError(message)
        return self


class Institutions(_Block):
    """Dispute settlement, and whether the target breaks rules elsewhere, by steps; 0 if left out."""

    dispute_settlement: Literal["record"] | Steps = {}
    violation_elsewhere: Steps = {}


class FoundingBlock(_Block):
    """A cohort in service before identities are followed; an imprint is a number or a parameter's name."""

    name: str
    closes: Year
    security: Share | str
    economic: Share | str


class EliteBlock(_Block):
    """Cohorts and careers."""

    moves_from: int
    founding: tuple[FoundingBlock, ...]
    turnover: Year | None = None
    frozen_from: int | None = None
    steps_per_year: Annotated[int, Field(ge=1, le=365)] = 12


class ShockBlock(_Block):
    """A dramatic event and how strongly it counts."""

    date: Year
    weight: Share = 1.0


class DemandBlock(_Block):
    """Demands from one year on; what a later block leaves out stays as it was."""

    first: Annotated[int, Field(alias="from", ge=1500, le=2500)]
    per_year: Share | None = None
    mix: ByType | None = None
    threatened_cost: ByType | None = None
    public_posture: ByType | None = None
    unilateral: ByType | None = None
    authorized: ByType | None = None
    linkage: ByType | None = None
    domestic_support: ByType | None = None
    target_in_violation: ByType | None = None
    exposure: ByType | None = None
    prize: Annotated[float, Field(ge=0.0)] | None = None
    stake: Share | None = None
    own_cost: Share | None = None
    stretch: Share | None = None
    breach: Share | None = None


class ObservedBlock(_Block):
    """A demand that was made; pressure that is left out is as usual, and an outcome left out is unknown."""

    year: Annotated[int, Field(ge=1500, le=2500)]
    demand: DemandType
    name: str = ""
    threatened: bool = True
    threatened_cost: Share | None = None
    public_posture: Share | None = None
    linkage: Share | None = None
    domestic_support: Share | None = None
    unilateral: bool = False
    authorized: bool = False
    target_in_violation: bool = False
    concession: Annotated[int, Field(ge=0, le=3)] | None = None
    backlash: Annotated[int, Field(ge=0, le=2)] | None = None
    depth: Annotated[float, Field(ge=0.0, le=3.0)] | None = None
    carried_out: bool | None = None


class Expectation(_Block):
    """A direction that the scenario must show: against another scenario, or against an earlier time."""

    measure: str
    years: str
    direction: Literal["higher", "lower", "same"]
    than: str | None = None
    against: str | None = None
    prior: str | None = None

    @field_validator("years", "than", mode="before")
    @classmethod
    def _is_span(cls, value: str | int | None) -> str | None:
        if value is not None:
            span_of(value)
        return None if value is None else str(value)

    @model_validator(mode="after")
    def _one_yardstick(self) -> Self:
        if (self.than is None) == (self.against is None):
            message = "either than (earlier years) or against (another scenario)"
            raise ValueError(message)
        return self


class Scenario(_Block):
    """A relationship, what is supposed about it, and what should come of that."""

    name: str
    title: str
    about: str = ""
    years: str
    record: RecordBlock | None = None
    dependence: DependencePath
    institutions: Institutions = Institutions()
    elites: EliteBlock
    shocks: tuple[ShockBlock, ...] | None = None
    demands: tuple[DemandBlock, ...]
    observed: tuple[ObservedBlock, ...] = ()
    parameters: dict[str, float] = {}
    expect: tuple[Expectation, ...] = ()
    _folder: Path = PrivateAttr(default_factory=Path)
    _based_on: str | None = PrivateAttr(default=None)

    @field_validator("years", mode="before")
    @classmethod
    def _is_span(cls, value: str | int) -> str:
        span_of(value)
        return str(value)

    def model_post_init(self, context: Any, /) -> None:
        """Keep the folder that files are named from, and the scenario below: no part of what is supposed."""
        self._folder = context["folder"] if context else Path()
        self._based_on = context.get("based_on") if context else None

    @property
    def folder(self) -> Path:
        """Folder that other files are named from."""
        return self._folder

    @property
    def based_on(self) -> str | None:
        """Scenario that it changes, as its file names it; ``None`` where it stands alone."""
        return self._based_on

    @property
    def span(self) -> tuple[int, int]:
        """First and last year."""
        return span_of(self.years)
