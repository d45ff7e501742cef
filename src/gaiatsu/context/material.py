"""Material series: dependence, markets, and dated events as constraints rather than as meanings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.context.series import DatedSeries, MaterialSeries, Quality, Reading
from gaiatsu.errors import InvalidData, InvalidSpecification
from gaiatsu.numerics.special import Array, namespace

if TYPE_CHECKING:
    from gaiatsu.cases import CaseSet
    from gaiatsu.cases.records import Event

__all__ = [
    "BASELINE_YEARS",
    "asymmetry",
    "asymmetry_series",
    "baseline_ratio",
    "event_step",
    "material_series",
    "shock_series",
    "table_series",
]

BASELINE_YEARS: Final = (1970, 1987)
"""Years whose mean dependence ratio is the unit of a_t (Table 1)."""

_RECORD_START: Final = 1945.0
_TABLE_COLUMNS: Final = {
    "ratio": "dependence_ratio",
    "japan_exports_share": "target_export_share",
    "us_exports_share": "sender_export_share",
    "japan_asia_share": "alternative_market_share",
}


def asymmetry(dependence_ratio: Array, *, baseline_ratio: Array) -> Array:
    """Asymmetry of dependence, one in the baseline years and zero between equals.

    Leverage comes from needing the other side less than it needs you. The target's dependence over the
    sender's measures that, and its logarithm treats a halving and a doubling alike.

    Parameters
    ----------
    dependence_ratio
        Target's dependence divided by the sender's, above 0.
    baseline_ratio
        The same ratio in the years that set the unit (the mean of 1970-87 for the article), above 1.

    Returns
    -------
    array
        ``a_t``; negative where the sender is the more dependent one.

    Notes
    -----
    ``a_t = ln ratio_t / ln ratio_baseline``.

    References
    ----------
    schoppa1999, Table 1; hirschman1945

    Examples
    --------
    >>> round(float(asymmetry(3.3, baseline_ratio=5.6)), 3)
    0.693
    """
    xp = namespace(dependence_ratio, baseline_ratio)
    return xp.log(xp.asarray(dependence_ratio)) / xp.log(xp.asarray(baseline_ratio))


def baseline_ratio(ratio: MaterialSeries, *, years: tuple[int, int] = BASELINE_YEARS) -> float:
    """Mean dependence ratio of the years that set the unit of asymmetry.

    Parameters
    ----------
    ratio
        Annual dependence ratio.
    years
        First and last year, both included.

    Returns
    -------
    float
        The mean; above 1.

    Raises
    ------
    InvalidSpecification
        The series misses one of the years, or the mean is not above 1 (then a_t has no unit).

    Examples
    --------
    >>> from gaiatsu import cases
    >>> round(baseline_ratio(table_series(cases.load("schoppa1999"))["dependence_ratio"]), 4)
    5.6111
    """
    inside = (ratio.years >= years[0]) & (ratio.years <= years[1])
    if inside.sum() != years[1] - years[0] + 1:
        msg = f"The series {ratio.name} holds {inside.sum()} of the years {years[0]}-{years[1]}."
        raise InvalidSpecification(msg, expected="every year of the baseline")
    mean = float(ratio.values[inside].mean())
    if mean <= 1.0:
        msg = f"The mean of {ratio.name} in {years[0]}-{years[1]} is {mean:.3g}."
        raise InvalidSpecification(msg, expected="a baseline in which the target is the more dependent side")
    return mean


def asymmetry_series(ratio: MaterialSeries, *, years: tuple[int, int] = BASELINE_YEARS) -> MaterialSeries:
    """Asymmetry of dependence as a series, from the dependence ratio.

    Parameters
    ----------
    ratio
        Annual dependence ratio.
    years
        First and last year of the baseline, both included.

    Returns
    -------
    MaterialSeries
        a_t: 1 where the ratio is at its baseline mean, 0 where dependence is even.
    """
    values = asymmetry(ratio.values, baseline_ratio=baseline_ratio(ratio, years=years))
    return MaterialSeries(
        "asymmetry",
        ratio.years,
        values,
        "1 in the baseline years",
        ratio.source,
        ratio.quality,
        ratio.reading,
    )


def table_series(case_set: CaseSet, table: str = "table1") -> dict[str, MaterialSeries]:
    """Columns of a printed table of dependence as material series.

    Parameters
    ----------
    case_set
        A set that holds the table.
    table
        Id of the table.

    Returns
    -------
    dict
        ``dependence_ratio``, ``target_export_share``, ``sender_export_share`` and
        ``alternative_market_share``, as far as the table has them.
    """
    printed = case_set.table(table)
    years = np.asarray(printed.years, dtype=float)
    return {
        name: MaterialSeries(
            name,
            years,
            np.asarray(printed.column(column), dtype=float),
            printed.units[printed.columns.index(column)],
            f"{printed.source}, {printed.locator}",
        )
        for column, name in _TABLE_COLUMNS.items()
        if column in printed.columns
    }


def event_step(event: Event) -> MaterialSeries:
    """Read a dated event as a step: 0 before it, its weight from its date on.

    What an event *means* to the parties is social; that it happened, and when, is a material fact that any
    explanation may use.
    """
    return MaterialSeries(
        event.id,
        np.asarray([_RECORD_START, event.decimal_date]),
        np.asarray([0.0, event.weight]),
        "0 before, weight after",
        f"{event.source}, {event.locator}",
        (Quality.CODED, Quality.CODED),
        Reading.STEP,
    )


def shock_series(events: Sequence[Event]) -> MaterialSeries:
    """Read dated shocks as one step series: the share of their total weight that has struck by a date."""
    weights = np.asarray([event.weight for event in events])
    dates, place = np.unique([event.decimal_date for event in events], return_inverse=True)
    level = np.cumsum(np.bincount(place, weights)) / weights.sum()
    return MaterialSeries(
        "shocks",
        np.asarray([_RECORD_START, *dates]),
        np.asarray([0.0, *level]),
        "share of the shocks that has struck",
        "; ".join(sorted({f"{event.source}, {event.locator}" for event in events})),
        (Quality.CODED,) * (dates.size + 1),
        Reading.STEP,
    )


def material_series(
    case_set: CaseSet, data: Mapping[str, DatedSeries] | None = None
) -> dict[str, MaterialSeries]:
    """Every material series that a case set and optional external data hold.

    Parameters
    ----------
    case_set
        Its dependence table and the dates of its shocks, regime changes, domestic and material changes.
    data
        External series by name; a name that the case set also holds is replaced.

    Returns
    -------
    dict
        Material series by name; events under their ids, and ``dispute_settlement``.

    Raises
    ------
    InvalidData
        An external series is not a `MaterialSeries`.
    """
    from gaiatsu.context.domestic import presidential_cycle
    from gaiatsu.context.record import event_record
    from gaiatsu.context.regime import dispute_settlement
    from gaiatsu.terms import EventKind

    has_table = any(series.id == "table1" for series in case_set.series)
    found = table_series(case_set) if has_table else {}
    dated = (EventKind.SHOCK, EventKind.REGIME_CHANGE, EventKind.DOMESTIC_CHANGE, EventKind.MATERIAL_CHANGE)
    found |= {event.id: event_step(event) for event in case_set.events if event.kind in dated}
    shocks = [event for event in case_set.events if event.kind is EventKind.SHOCK]
    if shocks:
        found["shocks"] = shock_series(shocks)
    found["dispute_settlement"] = dispute_settlement(event_record(case_set))
    if all(episode.sender == "USA" for episode in case_set.episodes):
        found["presidential_cycle"] = presidential_cycle()
    for name, series in (data or {}).items():
        if not isinstance(series, MaterialSeries):
            msg = f"The series {name} is {type(series).__name__}."
            raise InvalidData(msg, expected="a MaterialSeries; social series never enter here")
        found[name] = series
    return found
