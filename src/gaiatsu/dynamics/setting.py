"""What a run takes as given, year by year: dependence, institutions, demands, elites, the dated record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.terms import DemandType

__all__ = ["DEMAND_TYPES", "Demands", "ElitePlan", "Founding", "Record", "Setting"]

Floats = NDArray[np.float64]

DEMAND_TYPES: Final = (DemandType.RESULTS, DemandType.RULE, DemandType.MACROECONOMIC, DemandType.OTHER)
"""Demand types in the order of every array that has one entry a type."""

_SHARES: Final = (
    "threatened_cost",
    "public_posture",
    "unilateral",
    "authorized",
    "linkage",
    "domestic_support",
    "target_in_violation",
    "exposure",
)
_OPTIONAL: Final = ("kept_elsewhere", "dropped_elsewhere")
_ARRAYS: Final = (
    "dependence_ratio",
    "asymmetry",
    "dispute_settlement",
    "violation_elsewhere",
    *_OPTIONAL,
)


def _none() -> Floats:
    return np.zeros(0)


@dataclass(frozen=True)
class Demands:
    """What the sender asks for and how it would press, from one year on; tuples have an entry a demand type.

    Parameters
    ----------
    per_year
        Chance of a demand in a year, 0-1.
    mix
        Shares of the demand types, adding up to 1.
    threatened_cost, public_posture
        M and A of a threat, 0-1.
    unilateral, authorized
        Chance that a threat is made on the sender's own authority, or with the regime's; together at most 1.
    linkage
        L, 0-1: how far a threat draws on the security relation; added to M.
    domestic_support
        N, 0-1.
    target_in_violation
        Chance that the demand is about a rule that the target breaks, 0-1.
    exposure
        sigma_d, 0-1: how much of a deal can be stretched; at 0 there is no deal that either side could break.
    prize, stake, own_cost
        Worth of a full concession to the sender; w and K of eq. 3, 0-1.
    stretch
        Chance that the sender stretches a deal of exposure 1, 0-1.
    breach
        Chance that the target breaks a deal, 0-1.

    Raises
    ------
    InvalidSpecification
        A share outside 0-1, a mix that does not add up to 1, or both channels together above 1.
    """

    per_year: float
    mix: tuple[float, ...]
    threatened_cost: tuple[float, ...]
    public_posture: tuple[float, ...]
    unilateral: tuple[float, ...]
    authorized: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    linkage: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    domestic_support: tuple[float, ...] = (0.3, 0.3, 0.3, 0.3)
    target_in_violation: tuple[float, ...] = (0.0, 0.0, 0.0, 0.0)
    exposure: tuple[float, ...] = (1.0, 0.35, 0.5, 0.5)
    prize: float = 1.0
    stake: float = 0.0
    own_cost: float = 0.2
    stretch: float = 0.1
    breach: float = 0.1

    @cached_property
    def by_type(self) -> Mapping[str, Floats]:
        """What differs by demand type, as arrays, and the sums of the mix that separate the types."""
        columns = {name: np.asarray(getattr(self, name), dtype=float) for name in _SHARES}
        return {**columns, "edges": np.cumsum(self.mix)[:-1]}

    def __post_init__(self) -> None:
        for name in ("mix", *_SHARES):
            _check_shares(name, np.asarray(getattr(self, name), dtype=float), DEMAND_TYPES.__len__())
        for name in ("per_year", "stake", "own_cost", "stretch", "breach"):
            _check_shares(name, np.asarray([getattr(self, name)], dtype=float), 1)
        if abs(sum(self.mix) - 1.0) > 1e-6:
            msg = f"The mix of demands adds up to {sum(self.mix):g}."
            raise InvalidSpecification(msg, expected="shares that add up to 1")
        if not (np.isfinite(self.prize) and self.prize >= 0.0):
            msg = f"The prize is {self.prize:g}."
            raise InvalidSpecification(msg, expected="a number of at least 0")
        if any(u + g > 1.0 + 1e-9 for u, g in zip(self.unilateral, self.authorized, strict=True)):
            msg = "A threat would be unilateral and authorized at once."
            raise InvalidSpecification(msg, expected="unilateral + authorized of at most 1 for each type")


def _check_shares(name: str, values: Floats, size: int) -> None:
    if values.shape != (size,) or not np.all((values >= 0.0) & (values <= 1.0)):
        msg = f"{name} of the demands is {values.tolist()}."
        raise InvalidSpecification(msg, expected=f"{size} number{'s' * (size > 1)} from 0 to 1")


@dataclass(frozen=True)
class Founding:
    """A cohort that had entered before identities began to be followed year by year.

    Parameters
    ----------
    name
        Its name.
    closes
        Decimal year in which the next cohort begins.
    security, economic
        Imprint in each domain: a number 0-1, or the name of a parameter.
    """

    name: str
    closes: float
    security: float | str
    economic: float | str


@dataclass(frozen=True)
class ElitePlan:
    """Who is at the top and when identities move.

    Parameters
    ----------
    founding
        Cohorts in order; the last closes where ``moves_from`` begins.
    moves_from
        Year from which identities move and each entry year is a cohort of its own.
    turnover
        Date from which the share of security careers in economic posts is lower; infinite for never.
    frozen_from
        Year from whose start the top ages no more: nobody leaves or arrives; infinite for never.
    steps_per_year
        Steps in which identities move within a year.

    Raises
    ------
    InvalidSpecification
        No founding cohort, cohorts out of order, or a top that stops aging within a year.
    """

    founding: tuple[Founding, ...]
    moves_from: int
    turnover: float = np.inf
    frozen_from: float = np.inf
    steps_per_year: int = 12

    def __post_init__(self) -> None:
        closes = [cohort.closes for cohort in self.founding]
        if not closes or sorted(set(closes)) != closes or closes[-1] != self.moves_from:
            msg = f"The founding cohorts close in {closes} and identities move from {self.moves_from}."
            raise InvalidSpecification(
                msg, expected="at least one, in order, the last closing where identities begin to move"
            )
        if np.isfinite(self.frozen_from) and self.frozen_from % 1.0:
            msg = f"The top stops aging in {self.frozen_from:g}."
            raise InvalidSpecification(msg, expected="a whole year, as cohorts enter by whole years")


@dataclass(frozen=True)
class Record:
    """Dated acts that are given instead of simulated.

    Parameters
    ----------
    deals, threats
        Whether the record says how deals and threats ended; simulated ones then leave no trace.
    sender_dates, sender_signs
        Deals of the sender: decimal year, and weight with sign (honored +, stretched -).
    target_dates, target_signs
        Deals of the target: kept +, broken -.
    resolve_dates, resolve_signs
        Acts that bear on the sender's reputation: followed through +, dropped -.
    """

    deals: bool = False
    threats: bool = False
    sender_dates: tuple[float, ...] = ()
    sender_signs: tuple[float, ...] = ()
    target_dates: tuple[float, ...] = ()
    target_signs: tuple[float, ...] = ()
    resolve_dates: tuple[float, ...] = ()
    resolve_signs: tuple[float, ...] = ()


@dataclass(frozen=True, eq=False)
class Setting:
    """Everything outside the relationship, by year; arrays have an entry a year from ``origin`` on.

    Parameters
    ----------
    origin
        Year of the first entry of the arrays: the start of the run or of the identities' movement.
    start, stop
        First year of the run, and the year after its last.
    dependence_ratio
        The target's dependence over the sender's, above 0.
    asymmetry
        a_t.
    dispute_settlement, violation_elsewhere
        DSM_t and Z, 0-1.
    elites
        Cohorts and careers.
    demands
        ``(first year, demands)`` in order; the first at or before ``start``.
    shock_dates, shock_weights
        Shocks to identities: decimal years and weights 0-1.
    record
        Dated acts that are given.
    kept_elsewhere, dropped_elsewhere
        Threats that the sender carried out or dropped against others, a number a year.

    Raises
    ------
    InvalidSpecification
        Arrays of the wrong length or range, or years out of order.
    """

    origin: int
    start: int
    stop: int
    dependence_ratio: Floats
    asymmetry: Floats
    dispute_settlement: Floats
    violation_elsewhere: Floats
    elites: ElitePlan
    demands: tuple[tuple[int, Demands], ...]
    shock_dates: tuple[float, ...] = ()
    shock_weights: tuple[float, ...] = ()
    record: Record = field(default_factory=Record)
    kept_elsewhere: Floats = field(default_factory=_none)
    dropped_elsewhere: Floats = field(default_factory=_none)

    def __post_init__(self) -> None:
        years = self.stop - self.origin
        if not self.origin <= self.start < self.stop or self.origin > self.elites.moves_from:
            msg = f"The years are {self.origin}, {self.start} and {self.stop}."
            raise InvalidSpecification(msg, expected="origin <= start < stop, and no identity moves earlier")
        for name in _ARRAYS:
            given = getattr(self, name)
            column = (
                np.zeros(years) if name in _OPTIONAL and not np.size(given) else np.array(given, dtype=float)
            )
            if column.shape != (years,) or not np.all(np.isfinite(column)):
                msg = f"{name} of the setting has the shape {column.shape} or is not finite."
                raise InvalidSpecification(msg, expected=f"{years} finite numbers, one a year")
            column.flags.writeable = False
            object.__setattr__(self, name, column)
        _check_ranges(self)
        firsts = [first for first, _ in self.demands]
        if not firsts or firsts != sorted(set(firsts)) or firsts[0] > self.start:
            msg = f"Demands are given from {firsts} and the run starts in {self.start}."
            raise InvalidSpecification(msg, expected="years in order, the first at or before the start")

    @property
    def years(self) -> NDArray[np.int64]:
        """Years of the run."""
        return np.arange(self.start, self.stop)

    def demands_in(self, year: int) -> Demands:
        """Demands in force in a year."""
        return [demands for first, demands in self.demands if first <= year][-1]

    def until(self, stop: int) -> Setting:
        """Cut the setting off earlier."""
        kept = stop - self.origin
        columns = {name: getattr(self, name)[:kept] for name in _ARRAYS}
        return replace(self, stop=stop, **columns)

    def prolonged(self, years: int) -> Setting:
        """Hold everything that is given at its last year for some years more."""
        columns: dict[str, Any] = {
            name: np.pad(getattr(self, name), (0, years), mode="edge") for name in _ARRAYS
        }
        return replace(self, stop=self.stop + years, **columns)


def _check_ranges(setting: Setting) -> None:
    if np.any(setting.dependence_ratio <= 0.0):
        msg = f"The dependence ratio falls to {setting.dependence_ratio.min():g}."
        raise InvalidSpecification(msg, expected="ratios above 0")
    for name in ("dispute_settlement", "violation_elsewhere"):
        column = getattr(setting, name)
        if column.min() < 0.0 or column.max() > 1.0:
            msg = f"{name} reaches from {column.min():g} to {column.max():g}."
            raise InvalidSpecification(msg, expected="numbers from 0 to 1")
    weights = np.asarray(setting.shock_weights, dtype=float)
    if len(setting.shock_dates) != weights.size or np.any((weights < 0.0) | (weights > 1.0)):
        msg = f"The shocks have dates {setting.shock_dates} and weights {setting.shock_weights}."
        raise InvalidSpecification(msg, expected="a weight from 0 to 1 for each date")
