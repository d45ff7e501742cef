"""What many histories say together: fans, rates, parts of change, half-lives, the first refusal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import SATISFIED
from gaiatsu.dynamics.histories import PARTS
from gaiatsu.dynamics.setting import DEMAND_TYPES
from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from gaiatsu.dynamics.histories import Histories
    from gaiatsu.dynamics.parameters import ParameterDraws

__all__ = [
    "MEASURES",
    "QUANTILES",
    "ChangeYear",
    "Fan",
    "FirstRefusal",
    "HalfLife",
    "Rate",
    "changes",
    "fan",
    "first_refusal",
    "half_lives",
    "measure",
    "rates",
]

Floats = NDArray[np.float64]

QUANTILES: Final = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Quantiles of a fan chart."""

MEASURES: Final = {
    "concession": "grade of concession, 0-3, over demands",
    "satisfied": "share of demands that won at least a partly successful concession",
    "refused": "share of demands that won nothing",
    "threat": "share of demands that came with a threat",
    "backlash": "share of threats that met protest or counter-sanctions",
    "carried_out": "share of resisted threats that were carried out",
}
"""Outcomes by name: what is averaged, over which events."""


@dataclass(frozen=True, eq=False)
class Fan:
    """Quantiles of a state by year.

    Parameters
    ----------
    name
        Column of the histories.
    years
        The years.
    mean
        Mean by year.
    quantiles
        Shape ``(5, years)``, in the order of ``QUANTILES``.
    """

    name: str
    years: NDArray[np.int64]
    mean: Floats
    quantiles: Floats


@dataclass(frozen=True)
class Rate:
    """Mean of an outcome in a span of years.

    Parameters
    ----------
    measure
        One of ``MEASURES``.
    demand
        Demand type, or ``all``.
    first, last
        First and last year.
    value
        The mean; not a number where nothing of the kind happened.
    events
        How many demands or threats it is taken over.
    """

    measure: str
    demand: str
    first: int
    last: int
    value: float
    events: int


@dataclass(frozen=True)
class ChangeYear:
    """Where the change of hierarchy over a year came from, means over the histories (eq. 11).

    Parameters
    ----------
    year
        The year.
    replacement, careers, drift, shock, interaction
        Its parts, which add up to ``total``.
    total
        The change.
    """

    year: int
    replacement: float
    careers: float
    drift: float
    shock: float
    interaction: float
    total: float


@dataclass(frozen=True)
class HalfLife:
    """How long it takes until half of something is gone.

    Parameters
    ----------
    norm
        What wears off.
    meaning
        How that is counted.
    low, median, high
        5, 50 and 95 % quantiles over the draws, years; infinite where it never happens in that share.
    """

    norm: str
    meaning: str
    low: float
    median: float
    high: float


@dataclass(frozen=True, eq=False)
class FirstRefusal:
    """When the target first conceded nothing.

    Parameters
    ----------
    years
        Years of the run from the one that was asked for on.
    share
        Share of the histories whose first refusal falls in each year.
    never
        Share without any.
    median
        Year by which half of the histories had one; infinite where fewer did.
    """

    years: NDArray[np.int64]
    share: Floats
    never: float
    median: float


def fan(histories: Histories, name: str) -> Fan:
    """Compute the quantiles of a state by year.

    Parameters
    ----------
    histories
        The histories.
    name
        One of the columns that hold numbers.

    Returns
    -------
    Fan
    """
    column = np.asarray(histories[name], dtype=float)
    return Fan(name, histories.years, column.mean(axis=1), np.quantile(column, QUANTILES, axis=1))


def measure(histories: Histories, name: str, *, demand: str = "all") -> tuple[Floats, NDArray[np.bool_]]:
    """Values of an outcome and the events it is averaged over, both of shape ``(year, relationship)``.

    Parameters
    ----------
    histories
        The histories, with the columns of whole numbers.
    name
        One of ``MEASURES``.
    demand
        Demand type; all of them when left out.

    Returns
    -------
    tuple
        Values, and where they count.

    Raises
    ------
    InvalidSpecification
        There is no such measure or demand type.
    """
    if name not in MEASURES:
        msg = f"There is no measure {name!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(MEASURES)}")
    kinds = [kind.value for kind in DEMAND_TYPES]
    if demand not in ("all", *kinds):
        msg = f"There is no demand type {demand!r}."
        raise InvalidSpecification(msg, expected=f"all or one of {', '.join(kinds)}")
    asked = histories["demand"] >= 0 if demand == "all" else histories["demand"] == kinds.index(demand)
    grade = histories["concession"]
    if name == "backlash":
        return (histories["backlash"] >= 1).astype(float), asked & (histories["threatened"] == 1)
    if name == "carried_out":
        carried = histories["carried_out"]
        return (carried == 1).astype(float), asked & (carried >= 0)
    values = {
        "concession": grade,
        "satisfied": grade >= SATISFIED,
        "refused": grade == 0,
        "threat": histories["threatened"],
    }[name]
    return values.astype(float), asked


def rates(
    histories: Histories, spans: tuple[tuple[int, int], ...], *, names: tuple[str, ...] = tuple(MEASURES)
) -> tuple[Rate, ...]:
    """Average outcomes over spans of years, by demand type and over all.

    Parameters
    ----------
    histories
        The histories.
    spans
        First and last year of each span, both included.
    names
        Some of ``MEASURES``.

    Returns
    -------
    tuple of Rate
    """
    found = []
    for name in names:
        for demand in ("all", *(kind.value for kind in DEMAND_TYPES)):
            values, counted = measure(histories, name, demand=demand)
            for first, last in spans:
                rows = (histories.years >= first) & (histories.years <= last)
                events = int(counted[rows].sum())
                mean = float((values[rows] * counted[rows]).sum() / events) if events else float("nan")
                found.append(Rate(name, demand, first, last, mean, events))
    return tuple(found)


def changes(histories: Histories) -> tuple[ChangeYear, ...]:
    """Decompose the mean change of hierarchy over each year.

    Parameters
    ----------
    histories
        The histories, with the parts of change.

    Returns
    -------
    tuple of ChangeYear

    References
    ----------
    firebaugh1989
    """
    parts = np.stack([np.asarray(histories[name]).mean(axis=1) for name in PARTS])
    return tuple(
        ChangeYear(int(year), *_five(column.tolist()), total=float(column.sum()))
        for year, column in zip(histories.years, parts.T, strict=True)
    )


def half_lives(parameters: ParameterDraws, histories: Histories | None = None) -> tuple[HalfLife, ...]:
    """Say how long norms last: by what a quiet year leaves of them, and in the histories themselves.

    Parameters
    ----------
    parameters
        The draws.
    histories
        Adds the years until hierarchy first falls to half of what it was at the start.

    Returns
    -------
    tuple of HalfLife

    Notes
    -----
    ``ln(1/2) / ln(share left after a year)``.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> from gaiatsu.dynamics import draw_parameters
    >>> drawn = draw_parameters(10, seed=1).replace(trust_memory=0.5)
    >>> half_lives(drawn)[0].median
    1.0
    """
    base, jump = parameters["plasticity_base"], parameters["plasticity_shock"]
    left = {
        "trust": ("what was learned about the other side, in quiet years", parameters["trust_memory"]),
        "resolve": ("what was seen of the sender's resolve, in quiet years", parameters["resolve_memory"]),
        "identity": ("distance of an identity from the material position, without shocks", 1.0 - base),
        "identity after a shock": (
            "the same at the plasticity of the day of a full shock",
            (1.0 - base) * (1.0 - jump),
        ),
    }
    with np.errstate(divide="ignore"):
        lives = {name: (text, np.log(0.5) / np.log(share)) for name, (text, share) in left.items()}
    if histories is not None:
        lives["hierarchy"] = ("first year with half of the hierarchy at the start", _fallen(histories))
    return tuple(
        HalfLife(name, text, *map(float, np.quantile(years, (0.05, 0.5, 0.95), method="lower")))
        for name, (text, years) in lives.items()
    )


def first_refusal(histories: Histories, *, since: int | None = None) -> FirstRefusal:
    """Date the first demand that won nothing.

    Parameters
    ----------
    histories
        The histories.
    since
        Year from which refusals count; the first of the run when left out.

    Returns
    -------
    FirstRefusal
    """
    rows = histories.years >= (histories.years[0] if since is None else since)
    years = histories.years[rows]
    refused = histories["concession"][rows] == 0
    ever = refused.any(axis=0)
    first = np.argmax(refused, axis=0)[ever]
    share = np.bincount(first, minlength=years.size) / refused.shape[1]
    reached = np.flatnonzero(np.cumsum(share) >= 0.5)
    median = float(years[reached[0]]) if reached.size else float("inf")
    return FirstRefusal(years, share, float(1.0 - ever.mean()), median)


def _five(values: list[float]) -> tuple[float, float, float, float, float]:
    replacement, careers, drift, shock, interaction = values
    return replacement, careers, drift, shock, interaction


def _fallen(histories: Histories) -> Floats:
    hierarchy = np.asarray(histories["hierarchy"])
    below = hierarchy <= 0.5 * hierarchy[0]
    return np.where(below.any(axis=0), np.argmax(below, axis=0).astype(float), np.inf)
