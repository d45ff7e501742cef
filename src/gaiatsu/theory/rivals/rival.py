"""What a rival explanation is: a claim, the material series it needs, a sign and a range of lags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from gaiatsu.context.series import DatedSeries, MaterialSeries
from gaiatsu.errors import InvalidSpecification, MissingData
from gaiatsu.numerics.special import Array, namespace

if TYPE_CHECKING:
    from typing import Any

__all__ = ["Rival", "Transform"]


class Transform(StrEnum):
    """How the series become one covariate.

    ``LEVEL``: as it is. ``LOG``: its logarithm. ``LOG_RATIO``: logarithm of the first over the second.
    ``EITHER``: the larger of the steps, on once one of the events has happened.
    """

    LEVEL = "level"
    LOG = "log"
    LOG_RATIO = "log ratio"
    EITHER = "either"


_ARITY: Final[Mapping[Transform, int | None]] = {
    Transform.LEVEL: 1,
    Transform.LOG: 1,
    Transform.LOG_RATIO: 2,
    Transform.EITHER: None,
}


@dataclass(frozen=True)
class Rival:
    """A rational materialist explanation of when the target concedes.

    Parameters
    ----------
    id
        Its name in tables.
    title
        Its name in prose.
    claim
        What it says, in a sentence.
    article
        What the article holds against it, in a sentence.
    locator
        Where the article discusses it.
    sign
        Direction of the covariate's effect on concessions: +1, -1, or 0 where the rival fixes none.
    series
        Names of the material series it needs, in the order of its transform.
    transform
        How they become one covariate.
    lag_range
        Smallest and largest lag, in years, that its own logic allows.
    external
        Whether a series comes from outside the case set.
    missing
        Why no series exists anywhere; empty where one does.
    references
        Keys of the works that state it.
    """

    id: str
    title: str
    claim: str
    article: str
    locator: str
    sign: int
    series: tuple[str, ...] = ()
    transform: Transform = Transform.LEVEL
    lag_range: tuple[float, float] = (0.0, 8.0)
    external: bool = False
    missing: str = ""
    references: tuple[str, ...] = field(default=("schoppa1999",))

    def __post_init__(self) -> None:
        arity = _ARITY[self.transform]
        wrong_number = arity is not None and len(self.series) != arity
        if not self.missing and (wrong_number or not self.series):
            msg = f"The rival {self.id} names {len(self.series)} series for the transform {self.transform}."
            raise InvalidSpecification(msg, expected="as many as the transform takes")
        if self.sign not in (-1, 0, 1) or not 0.0 <= self.lag_range[0] <= self.lag_range[1]:
            msg = f"The rival {self.id} has sign {self.sign} and lags {self.lag_range}."
            raise InvalidSpecification(msg, expected="sign -1, 0 or 1 and lags in order from 0 up")

    @property
    def available(self) -> bool:
        """Whether a series for it exists at all."""
        return not self.missing

    def ready(self, series: Mapping[str, DatedSeries]) -> bool:
        """Whether the given series are enough to score it."""
        return self.available and all(name in series for name in self.series)

    def covariate(self, series: Mapping[str, DatedSeries], dates: Array, lag: float = 0.0) -> Array:
        """Read the rival's covariate at dates, ``lag`` years earlier.

        Parameters
        ----------
        series
            Material series by name.
        dates
            Decimal years.
        lag
            Years, within ``lag_range``.

        Returns
        -------
        array
            The covariate, in the library and shape of ``dates``.

        Raises
        ------
        MissingData
            A series is not given, or none exists anywhere.
        InvalidSpecification
            A series is not material, or the lag is outside the range.

        Examples
        --------
        >>> from gaiatsu.context.series import MaterialSeries
        >>> ratio = MaterialSeries("dependence_ratio", [1990, 1991], [3.5, 3.2], "ratio", "Table 1")
        >>> from gaiatsu.theory.rivals import find_rival
        >>> rival = find_rival("trade-dependence")
        >>> round(float(rival.covariate({"dependence_ratio": ratio}, 1991.5, lag=1)), 3)
        1.253
        """
        if not self.lag_range[0] <= lag <= self.lag_range[1]:
            msg = f"A lag of {lag} years is outside the logic of {self.id}."
            raise InvalidSpecification(msg, expected=f"a lag from {self.lag_range[0]} to {self.lag_range[1]}")
        values = [self._material(series, name).at(dates, lag=lag) for name in self.series]
        return _TRANSFORMS[self.transform](*values)

    def _material(self, series: Mapping[str, DatedSeries], name: str) -> MaterialSeries:
        if name not in series:
            msg = f"The rival {self.id} needs the series {name}."
            raise MissingData(
                msg, expected=", ".join(self.series), todo="Give the external data that hold it."
            )
        found = series[name]
        if not isinstance(found, MaterialSeries):
            msg = f"The rival {self.id} was given {name} as {type(found).__name__}."
            raise InvalidSpecification(msg, expected="a MaterialSeries: no rival reads the social context")
        return found


def _log(values: Array) -> Array:
    xp = namespace(values)
    return xp.log(xp.asarray(values))


def _log_ratio(upper: Array, lower: Array) -> Array:
    return _log(upper) - _log(lower)


def _either(*steps: Array) -> Array:
    xp = namespace(*steps)
    return xp.max(xp.stack([xp.asarray(step) for step in steps]), axis=0)


def _level(values: Array) -> Array:
    return values


_TRANSFORMS: Final[Mapping[Transform, Callable[..., Any]]] = {
    Transform.LEVEL: _level,
    Transform.LOG: _log,
    Transform.LOG_RATIO: _log_ratio,
    Transform.EITHER: _either,
}
