"""What the table can show before anything is fitted: counts, correlations, variation within dyads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.studies.channels.counts import EVENTS

if TYPE_CHECKING:
    from gaiatsu.studies.channels.data import ChannelTable

__all__ = ["REGRESSORS", "Coverage", "Description", "describe", "within_share"]

FloatArray = NDArray[np.float64]

REGRESSORS: Final = (
    "hierarchy",
    "legitimacy",
    "procedure",
    "trust",
    "amity",
    "social",
    "reputation",
    "accountability",
    "material_threat",
    "social_threat",
    "capability_ratio",
    "alliance",
    "american_sender",
    "past_threats",
)


@dataclass(frozen=True)
class Coverage:
    """How far a column is known, and where it varies.

    Parameters
    ----------
    name
        The column.
    known
        Rows in which it is known.
    mean, deviation
        Over these.
    within
        Share of its variance that lies within dyads, 0-1.
    """

    name: str
    known: int
    mean: float
    deviation: float
    within: float


@dataclass(frozen=True, eq=False)
class Description:
    """The table in numbers, no outcome set against any regressor.

    Parameters
    ----------
    rows, complete
        Games in all, and with known context.
    dyads, repeated
        Dyads, and those with more than one game.
    counts
        Outcomes over the complete rows.
    quiet
        Complete rows without any crisis.
    shared
        Share of the crises of complete rows that have several senders, and so belong to several dyads.
    coverage
        Of each column, over the complete rows.
    names
        Columns of the correlations: those that vary.
    correlations
        Among them, over the complete rows.
    """

    rows: int
    complete: int
    dyads: int
    repeated: int
    counts: Mapping[str, int]
    quiet: int
    shared: float
    coverage: tuple[Coverage, ...]
    names: tuple[str, ...]
    correlations: FloatArray

    def correlation(self, one: str, other: str) -> float:
        """Return the correlation of two columns."""
        return float(self.correlations[self.names.index(one), self.names.index(other)])


def within_share(values: FloatArray, groups: NDArray[np.int64]) -> float:
    """Share of the variance of a column that lies within groups.

    A term that hardly varies within dyads is identified by comparing dyads, and whatever else sets them
    apart goes into its effect.

    Parameters
    ----------
    values
        Known values.
    groups
        Group of each.

    Returns
    -------
    float
        0-1; NaN where the column does not vary.

    Examples
    --------
    >>> import numpy as np
    >>> within_share(np.array([0.0, 2.0, 4.0, 4.0]), np.array([1, 1, 2, 2]))
    0.18...
    """
    places = np.unique(groups, return_inverse=True)[1].reshape(-1)
    means = np.bincount(places, weights=values) / np.bincount(places)
    total = float(((values - values.mean()) ** 2).sum())
    return float(((values - means[places]) ** 2).sum()) / total if total > 0.0 else float("nan")


def describe(table: ChannelTable, *, american: bool = False) -> Description:
    """Describe a table without setting any outcome against any regressor.

    Parameters
    ----------
    table
        As `channel_table` gives it.
    american
        Only rows in which the United States sends.

    Returns
    -------
    Description
    """
    data = table.columns(american=american)
    dyads = data["dyad"]
    coverage = tuple(_coverage(name, data[name].astype(float), dyads) for name in REGRESSORS)
    names = tuple(item.name for item in coverage if item.known == len(dyads) and item.deviation > 0.0)
    events = {name: int(data[name].sum()) for name in ("status_quo", *EVENTS, "stand_firm_threatened")}
    crises = np.sum([data[name] for name in EVENTS], axis=0)
    return Description(
        table.columns(complete=False, american=american)["dyad"].size,
        dyads.size,
        int(np.unique(dyads).size),
        int((np.unique(dyads, return_counts=True)[1] > 1).sum()),
        MappingProxyType(events),
        int((crises == 0).sum()),
        float(np.nansum(data["shared_share"] * crises) / crises.sum()),
        coverage,
        names,
        np.corrcoef(np.column_stack([data[name] for name in names]).T),
    )


def _coverage(name: str, values: FloatArray, dyads: NDArray[np.int64]) -> Coverage:
    known = np.isfinite(values)
    found = values[known]
    return Coverage(
        name, int(known.sum()), float(found.mean()), float(found.std()), within_share(found, dyads[known])
    )
