"""What the calibrated model says of the record and of numbers from outside, beside what was seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import DEMAND_TYPES, RunOptions, run
from gaiatsu.dynamics.answer import SATISFIED
from gaiatsu.dynamics.condition import ANSWERED
from gaiatsu.numerics.streams import stream

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws, Setting
    from gaiatsu.dynamics.condition import Conditioned, DemandRecord
    from gaiatsu.studies.calibration.posterior import Posterior

__all__ = ["Check", "Predicted", "predictive_checks"]

Floats = NDArray[np.float64]
Statistic = Callable[[Floats], Floats]

_NAMES: Final = tuple(ANSWERED)
_FEWEST: Final = 2
_RUNS: Final = 6
_OUTSIDE: Final = (
    (
        "threats carried out",
        "share of resisted threats carried out; outside: United States, TIES dyads by decade",
        0.657,
        201,
    ),
    (
        "threats that won",
        "share of threats that satisfied the sender; outside: U.S. threats to Japan 1970-99, TIES",
        12.0 / 25.0,
        25,
    ),
)
"""Base rates of TIES: name, meaning, share, cases. They count other episodes than the record."""


@dataclass(frozen=True)
class Predicted:
    """What is predicted for a number.

    Parameters
    ----------
    median, low, high
        50, 5 and 95 % quantiles over the draws in which it is defined; infinite for a year in which something
        first happens and never does.
    p_at_least
        Share of draws with at least what was seen, ties counted half: near 0 or 1 where what was seen is
        a surprise.
    """

    median: float
    low: float
    high: float
    p_at_least: float


@dataclass(frozen=True)
class Check:
    """A number that was seen, beside what the model predicts before and after it is calibrated.

    Parameters
    ----------
    name
        What to call it.
    meaning
        What is counted.
    seen
        What was seen.
    prior, posterior
        Predictions under beliefs alone, and given the record.
    outside
        Whether the number comes from outside the record, so that calibration did not see it.
    """

    name: str
    meaning: str
    seen: float
    prior: Predicted
    posterior: Predicted
    outside: bool = False


def predictive_checks(found: Posterior, *, split: int, seed: int, outside: bool) -> tuple[Check, ...]:
    """Compare the record with the same demands answered anew, before and after calibration.

    A posterior predictive check uses the record twice and is kind to the model: a surprise is bad news, and
    its absence is no praise.

    Parameters
    ----------
    found
        Posterior and replays.
    split
        Year from which demands are late.
    seed
        Seed of the free runs.
    outside
        Whether the base rates of U.S. threats bear on this relationship.

    Returns
    -------
    tuple of Check

    References
    ----------
    gelman_meng_stern1996
    """
    record = found.record
    known = [place for place, demand in enumerate(record.demands) if demand.grade is not None]
    seen = _seen(record)[:, known]
    replays = [_rows(part)[:, known] for part in (found.imagined, found.replayed)]
    checks = []
    for name, (meaning, statistic) in _statistics(record, known, split).items():
        value = float(np.asarray(statistic(seen))[0])
        if not np.isnan(value):
            prior, posterior = (_predicted(statistic(rows), value) for rows in replays)
            checks.append(Check(name, meaning, value, prior, posterior))
    checks.append(_first_refusal(found, seed))
    if outside:
        checks += [_base_rate(found, place, seed) for place in range(len(_OUTSIDE))]
    return tuple(checks)


def _rows(part: Conditioned) -> Floats:
    """Grade, backlash and follow-through, shape ``(3, demands, n)``."""
    return part.demands[[_NAMES.index(name) for name in ("grade", "backlash", "carried_out")]]


def _seen(record: DemandRecord) -> Floats:
    """Measure the record in the form of a replay, with one column."""
    rows = []
    for demand in record.demands:
        resisted = demand.grade is not None and demand.grade < SATISFIED and demand.threatened
        noted = demand.carried_out + demand.dropped
        carried = demand.carried_out / noted if resisted and noted else -1.0
        backlash = -1.0 if demand.backlash is None or not demand.threatened else float(demand.backlash)
        rows.append((-1.0 if demand.grade is None else float(demand.grade), backlash, carried))
    return np.asarray(rows).T[:, :, None]


def _statistics(record: DemandRecord, known: list[int], split: int) -> dict[str, tuple[str, Statistic]]:
    years = np.asarray([record.demands[place].year for place in known])
    kinds = np.asarray([record.demands[place].kind for place in known])
    late = years >= split
    found: dict[str, tuple[str, Statistic]] = {}
    for word, rows in (("early", ~late), ("late", late)):
        when = f"before {split}" if word == "early" else f"from {split} on"
        found[f"satisfied, {word}"] = (f"demands {when} that won grade 2 or 3, of {rows.sum()}", _won(rows))
        for place, kind in enumerate(DEMAND_TYPES):
            chosen = rows & (kinds == place)
            if chosen.any():
                what = f"the same, of the {chosen.sum()} demands of type {kind.value}"
                found[f"satisfied, {word}, {kind.value}"] = (what, _won(chosen))
    found["fall in satisfied"] = ("share satisfied early less share satisfied late", _fall(late))
    found["fall in grade"] = ("mean grade early less mean grade late", _fall_in_grade(late))
    found["first unsatisfied"] = (
        "year of the first demand that won less than grade 2",
        _first(years, SATISFIED),
    )
    found["first refused"] = ("year of the first demand on record that won nothing", _first(years, 1))
    found["best break"] = ("year that sets the best-won demands apart from the worst", _break(years))
    noted = np.asarray(
        [record.demands[place].threatened and record.demands[place].backlash is not None for place in known]
    )
    for word, rows in (("early", ~late & noted), ("late", late & noted)):
        if rows.any():
            found[f"backlash, {word}"] = (f"threats that met backlash, of {rows.sum()}", _backlash(rows))
    found["carried out"] = ("share of resisted threats, noted either way, that were carried out", _carried)
    return found


def _won(rows: NDArray[np.bool_]) -> Statistic:
    return lambda table: np.asarray((table[0, rows] >= SATISFIED).sum(axis=0), dtype=float)


def _fall(late: NDArray[np.bool_]) -> Statistic:
    return lambda table: _difference((table[0] >= SATISFIED).astype(float), late)


def _fall_in_grade(late: NDArray[np.bool_]) -> Statistic:
    return lambda table: _difference(table[0], late)


def _difference(values: Floats, late: NDArray[np.bool_]) -> Floats:
    if late.all() or not late.any():
        return np.full(values.shape[1], np.nan)
    return np.asarray(values[~late].mean(axis=0) - values[late].mean(axis=0))


def _first(years: NDArray[np.int64], grade: int) -> Statistic:
    """Year of the first grade below another; infinite where none is."""

    def statistic(table: Floats) -> Floats:
        below = table[0] < grade
        first = years[np.argmax(below, axis=0)].astype(float)
        return np.where(below.any(axis=0), first, np.inf)

    return statistic


def _break(years: NDArray[np.int64]) -> Statistic:
    """First year of the later part, where the means of both parts differ most for their size."""
    starts = [int(year) for year in np.unique(years)[1:]]

    def statistic(table: Floats) -> Floats:
        if len(starts) < _FEWEST:
            return np.full(table.shape[2], np.nan)
        scores = []
        for start in starts:
            late = years >= start
            size = late.sum() * (~late).sum()
            scores.append(_difference(table[0], late) * np.sqrt(size))
        return np.asarray(np.asarray(starts, dtype=float)[np.argmax(scores, axis=0)])

    return statistic


def _backlash(rows: NDArray[np.bool_]) -> Statistic:
    return lambda table: np.asarray((table[1, rows] >= 1).sum(axis=0), dtype=float)


def _carried(table: Floats) -> Floats:
    noted = table[2] >= 0.0
    count = noted.sum(axis=0)
    share = np.where(noted, table[2], 0.0).sum(axis=0) / np.maximum(count, 1)
    return np.asarray(np.where(count > 0, share, np.nan))


def _predicted(values: Floats, seen: float) -> Predicted:
    known = values[~np.isnan(values)]
    if not known.size:
        return Predicted(float("nan"), float("nan"), float("nan"), float("nan"))
    middle, low, high = (float(value) for value in np.quantile(known, (0.5, 0.05, 0.95), method="lower"))
    at_least = float(np.mean(known > seen) + 0.5 * np.mean(known == seen))
    return Predicted(middle, low, high, at_least)


def _free(setting: Setting, parameters: ParameterDraws, seed: int) -> dict[str, Floats]:
    """Drive the scenario with its own demands; what is counted, by year and relationship."""
    kept = RunOptions(columns=("concession", "threatened", "carried_out"))
    histories = run(setting, parameters, seed=seed, options=kept)
    return {"year": np.asarray(histories.years, dtype=float)} | {
        name: np.asarray(histories[name], dtype=float) for name in kept.columns
    }


def _first_refusal(found: Posterior, seed: int) -> Check:
    years = [demand.year for demand in found.record.demands if demand.grade == 0]
    seen = float(years[0]) if years else float("inf")
    first = found.record.demands[0].year

    def date(parameters: ParameterDraws) -> Floats:
        history = _free(found.setting, parameters, seed)
        refused = (history["concession"] == 0.0) & (history["year"] >= first)[:, None]
        return np.where(refused.any(axis=0), history["year"][np.argmax(refused, axis=0)], np.inf)

    prior, posterior = (_predicted(date(draws), seen) for draws in (found.before, found.parameters))
    meaning = f"year of the first refusal from {first} on when the scenario's own demands are drawn"
    return Check("first refusal, free run", meaning, seen, prior, posterior)


def _base_rate(found: Posterior, place: int, seed: int) -> Check:
    name, meaning, share, cases = _OUTSIDE[place]
    first, last = found.record.demands[0].year, found.record.demands[-1].year

    def rate(parameters: ParameterDraws) -> Floats:
        events, hits = np.zeros(len(parameters)), np.zeros(len(parameters))
        for again in range(_RUNS):  # one relationship has too few threats to show its rate
            history = _free(found.setting, parameters, seed + again)
            inside = ((history["year"] >= first) & (history["year"] <= last))[:, None]
            if place == 0:
                counted, hit = inside & (history["carried_out"] >= 0.0), history["carried_out"] == 1.0
            else:
                counted, hit = inside & (history["threatened"] == 1.0), history["concession"] >= SATISFIED
            events, hits = events + counted.sum(axis=0), hits + (counted & hit).sum(axis=0)
        chance = hits / np.maximum(events, 1.0)
        drawn = stream(seed, "calibration", "base rate", place).binomial(cases, chance) / cases
        return np.where(events > 0, drawn, np.nan)

    prior, posterior = (_predicted(rate(draws), share) for draws in (found.before, found.parameters))
    return Check(name, meaning, share, prior, posterior, outside=True)
