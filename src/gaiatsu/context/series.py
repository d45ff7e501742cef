"""Dated series: a quantity, the dates it is known at, and where each value came from.

Material and social series are different types on purpose. A materialist rival accepts the first only, so
that no explanation can be scored on the evidence of the other by accident.
"""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidData
from gaiatsu.numerics.special import namespace

__all__ = ["DatedSeries", "MaterialSeries", "Quality", "Reading", "SocialSeries"]

Vector = NDArray[np.float64]


class Quality(StrEnum):
    """How far a value can be relied on.

    Examples
    --------
    >>> Quality.CARRIED_FORWARD.value
    'carried forward'
    """

    AS_PUBLISHED = "as published"
    CARRIED_FORWARD = "carried forward"
    RECOMPUTED = "recomputed"
    SUSPECT = "suspect"
    CODED = "coded"


class Reading(StrEnum):
    """How a series is read between its dates.

    ``ANNUAL``: the value of the calendar year the date falls in. ``STEP``: the last value set on or before
    the date. ``LINEAR``: a straight line between dates.
    """

    ANNUAL = "annual"
    STEP = "step"
    LINEAR = "linear"


@dataclass(frozen=True, eq=False)
class DatedSeries(ABC):
    """A quantity known at dates, with a source for it and a quality for each value.

    Parameters
    ----------
    name
        The name mechanisms ask for, such as ``dependence_ratio``.
    years
        Calendar years (``Reading.ANNUAL``) or decimal dates, strictly increasing.
    values
        The quantity, finite.
    unit
        Its unit.
    source
        Reference key and locator.
    quality
        A ``Quality`` for each value; all as published when left out.
    reading
        How it is read between its dates.

    Raises
    ------
    InvalidData
        Dates out of order, lengths that differ, or values that are not finite.
    """

    name: str
    years: Vector
    values: Vector
    unit: str
    source: str
    quality: tuple[Quality, ...] = ()
    reading: Reading = Reading.ANNUAL

    def __post_init__(self) -> None:
        years, values = np.array(self.years, dtype=float), np.array(self.values, dtype=float)
        quality = self.quality or (Quality.AS_PUBLISHED,) * years.size
        _check(self.name, years, values, quality)
        for column in (years, values):
            column.flags.writeable = False
        object.__setattr__(self, "years", years)
        object.__setattr__(self, "values", values)
        object.__setattr__(self, "quality", tuple(quality))

    @property
    @abstractmethod
    def side(self) -> str:
        """``material`` or ``social``: which half of the theory may read it."""

    @property
    def digest(self) -> str:
        """SHA-256 of everything the series holds."""
        content = (self.side, self.name, self.unit, self.source, self.reading.value, *self.quality)
        text = "\x1f".join(content).encode()
        return hashlib.sha256(text + self.years.tobytes() + self.values.tobytes()).hexdigest()

    def __eq__(self, other: object) -> bool:
        """Two series are equal when they hold the same content and stand on the same side."""
        return isinstance(other, DatedSeries) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def at(self, dates: Any, *, lag: float = 0.0) -> Any:
        """Value in force at dates, ``lag`` years earlier.

        Dates later than the last value read the last value; ``quality_at`` says where that happened.

        Parameters
        ----------
        dates
            Decimal years, an array of any library.
        lag
            Years by which the effect follows the cause.

        Returns
        -------
        array
            Values, in the library and shape of ``dates``.

        Raises
        ------
        InvalidData
            A lagged date lies before the first value.
        """
        xp = namespace(dates)
        when = xp.asarray(dates, dtype=xp.float64) - lag
        self._require_start(when)
        if self.reading is Reading.LINEAR:
            return _interpolate(self, when)
        return xp.take(xp.asarray(self.values), _index(self, when))

    def quality_at(self, dates: Any, *, lag: float = 0.0) -> tuple[Quality, ...]:
        """Quality of the value read at each date; a value carried past its own year is marked so."""
        when = np.atleast_1d(np.asarray(dates, dtype=float)) - lag
        self._require_start(when)
        index = _index(self, when)
        if self.reading is Reading.STEP:
            return tuple(self.quality[i] for i in index)
        end = self.years[-1] + (1.0 if self.reading is Reading.ANNUAL else 0.0)
        return tuple(
            Quality.CARRIED_FORWARD if date >= end and date != self.years[-1] else self.quality[i]
            for date, i in zip(when, index, strict=True)
        )

    def covers(self, dates: Any, *, lag: float = 0.0) -> bool:
        """Whether every lagged date lies at or after the first value."""
        return bool(np.all(np.asarray(dates, dtype=float) - lag >= self.years[0]))

    def _require_start(self, when: Any) -> None:
        earliest = float(when.min()) if when.size else np.inf
        if earliest < self.years[0]:
            msg = f"The series {self.name} is asked for {earliest:.2f} but starts in {self.years[0]:.2f}."
            raise InvalidData(
                msg,
                expected=f"dates, after their lag, from {self.years[0]:.2f} on",
                todo="Shorten the lag or use a series that reaches further back.",
            )


@final
@dataclass(frozen=True, eq=False)
class MaterialSeries(DatedSeries):
    """Capabilities, interests, institutions as constraints: what a rational materialist may read.

    Examples
    --------
    >>> ratio = MaterialSeries("dependence_ratio", [1990, 1991], [3.5, 3.2], "ratio", "schoppa1999, Table 1")
    >>> float(ratio.at(1991.6)), float(ratio.at(1991.6, lag=1))
    (3.2, 3.5)
    >>> ratio.quality_at(1992.3)
    (<Quality.CARRIED_FORWARD: 'carried forward'>,)
    """

    @property
    def side(self) -> str:
        """``material``."""
        return "material"


@final
@dataclass(frozen=True, eq=False)
class SocialSeries(DatedSeries):
    """Norms, identities, trust: what only the social mechanisms may read.

    Examples
    --------
    >>> SocialSeries("trust_statements", [1993, 1994], [0.0, 1.0], "share", "schoppa1999, 326").side
    'social'
    """

    @property
    def side(self) -> str:
        """``social``."""
        return "social"


def _check(name: str, years: Vector, values: Vector, quality: tuple[Quality, ...]) -> None:
    if years.ndim != 1 or years.size == 0 or not years.size == values.size == len(quality):
        msg = f"The series {name} has {years.size} dates, {values.size} values and {len(quality)} qualities."
        raise InvalidData(
            msg,
            expected="at least one date, and as many values and qualities as dates",
        )
    if not np.all(np.isfinite(years)) or np.any(np.diff(years) <= 0):
        msg = f"The dates of the series {name} are not in order."
        raise InvalidData(msg, expected="increasing dates")
    if not np.all(np.isfinite(values)):
        first = years[~np.isfinite(values)][0]
        msg = f"The series {name} has no number for {first:g}."
        raise InvalidData(msg, expected="finite values")


def _index(series: DatedSeries, when: Any) -> Any:
    xp = namespace(when)
    key = xp.floor(when) if series.reading is Reading.ANNUAL else when
    return xp.searchsorted(xp.asarray(series.years), key, side="right") - 1


def _interpolate(series: DatedSeries, when: Any) -> Any:
    xp = namespace(when)
    years, values = xp.asarray(series.years), xp.asarray(series.values)
    if series.years.size == 1:
        return xp.zeros_like(when) + values[0]
    left = xp.clip(_index(series, when), 0, series.years.size - 2)
    x0, x1 = xp.take(years, left), xp.take(years, left + 1)
    y0, y1 = xp.take(values, left), xp.take(values, left + 1)
    share = xp.clip((when - x0) / (x1 - x0), 0.0, 1.0)
    return y0 + share * (y1 - y0)
