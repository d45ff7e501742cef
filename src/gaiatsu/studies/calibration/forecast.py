"""How likely each demand on record was to be met, as it could have been said before it was known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import SATISFIED
from gaiatsu.dynamics.condition import ANSWERED, ConditionOptions, DemandRecord, condition

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.studies.calibration.posterior import CalibrationOptions, Posterior

__all__ = ["Forecast", "Foretold", "forecast", "running_rate"]

Floats = NDArray[np.float64]

_OUTCOMES: Final = ("grade", "backlash", "depth", "carried_out", "dropped")
_GRADE: Final = tuple(ANSWERED).index("grade")


@dataclass(frozen=True)
class Foretold:
    """A demand on record, and how likely it was said to be met before that was known.

    Parameters
    ----------
    name, year
        Which, when.
    won
        Whether it won grade 2 or 3.
    next_year
        Chance given the record of the years before, 0-1.
    from_split
        Chance given the record before the split, 0-1; ``None`` for demands before it.
    rate, rate_from_split
        The same for somebody who counts: the rule of succession over the demands known by then.
    """

    name: str
    year: int
    won: bool
    next_year: float
    from_split: float | None
    rate: float
    rate_from_split: float | None


@dataclass(frozen=True)
class Forecast:
    """Predictions of a span, and how good they were.

    Parameters
    ----------
    span
        ``early``, ``late`` (both a year ahead) or ``late, at once`` (all that is late from the split).
    meaning
        Which demands, and what was known.
    demands
        How many.
    seen
        Share that won grade 2 or 3.
    predicted, rate
        Mean chance by the model, and by counting.
    score, rate_score
        Mean log probability of what happened, by the model and by counting; ``log .5 = -.69`` for a coin.
    low, high
        5 and 95 % quantiles of the share that wins, for what is predicted at once; ``None`` elsewhere.
    """

    span: str
    meaning: str
    demands: int
    seen: float
    predicted: float
    rate: float
    score: float
    rate_score: float
    low: float | None = None
    high: float | None = None


def running_rate(won: Sequence[bool], years: Sequence[int], year: int) -> float:
    """Chance that a demand is met, for somebody who only counts those of earlier years.

    Parameters
    ----------
    won
        Whether each demand was met.
    years
        When.
    year
        Demands of earlier years count.

    Returns
    -------
    float
        ``(met + 1) / (number + 2)``, 0-1.

    Examples
    --------
    >>> running_rate([True, True, False], [1990, 1991, 1992], 1992)
    0.75
    """
    known = [met for met, when in zip(won, years, strict=True) if when < year]
    return (sum(known) + 1.0) / (len(known) + 2.0)


def forecast(
    found: Posterior, *, split: int, options: CalibrationOptions
) -> tuple[tuple[Foretold, ...], tuple[Forecast, ...]]:
    """Predict each demand on record from those before it, and all late ones from the early ones.

    A posterior predictive check has seen what it predicts. This has not: the honest question to a model of
    change is whether it would have said so before.

    Parameters
    ----------
    found
        Posterior, with the draws given what came before the split.
    split
        Year from which demands are late.
    options
        Evidence and seed.

    Returns
    -------
    tuple
        A `Foretold` for each demand whose grade is known, and a `Forecast` for each span that has any.

    Notes
    -----
    Dated deals and threats are the setting's, before and after the split alike. From the split on, backlash
    and grades are drawn, not read.

    References
    ----------
    burkner2020; dawid1984
    """
    demands = found.record.demands
    known = [place for place, demand in enumerate(demands) if demand.grade is not None]
    won = [(demands[place].grade or 0) >= SATISFIED for place in known]
    years = [demands[place].year for place in known]
    near = np.concatenate([found.annealed.foretold[row] for row in sorted(found.annealed.foretold)], axis=1)
    late = [place for place, year in zip(known, years, strict=True) if year >= split]
    later, drawn = _from_split(found, split, options) if late else (near[0], near[:, None])
    at_once = running_rate(won, years, split)
    rows = tuple(
        Foretold(
            name=demands[place].name,
            year=year,
            won=met,
            next_year=float(near[SATISFIED:, place].sum()),
            from_split=float(later[place]) if year >= split else None,
            rate=running_rate(won, years, year),
            rate_from_split=at_once if year >= split else None,
        )
        for place, year, met in zip(known, years, won, strict=True)
    )
    return rows, _spans(rows, split, drawn[late])


def _from_split(found: Posterior, split: int, options: CalibrationOptions) -> tuple[Floats, Floats]:
    """Chance of each demand, and drawn answers, given what came before the split."""
    parts = [demand.forget(*_OUTCOMES) if demand.year >= split else demand for demand in found.record.demands]
    blind = DemandRecord(tuple(parts), found.record.first, found.record.last)
    how = ConditionOptions(options.evidence, found.paths, options.workers)
    replayed = condition(found.setting, found.earlier, blind, seed=options.seed + 2, options=how)
    return replayed.ahead[SATISFIED:].sum(axis=0).mean(axis=-1), replayed.demands[_GRADE] >= SATISFIED


def _spans(rows: Sequence[Foretold], split: int, drawn: Floats) -> tuple[Forecast, ...]:
    early, late = ([row for row in rows if (row.year >= split) is side] for side in (False, True))
    found = []
    if early:
        meaning = f"demands before {split}, each from the years before it"
        found.append(_span("early", meaning, early, [(row.next_year, row.rate) for row in early]))
    if late:
        meaning = f"demands from {split} on, each from the years before it"
        found.append(_span("late", meaning, late, [(row.next_year, row.rate) for row in late]))
        meaning = f"demands from {split} on, all from the years before {split}"
        both = [(row.from_split or 0.0, row.rate_from_split or 0.0) for row in late]
        low, high = np.quantile(drawn.mean(axis=0), (0.05, 0.95), method="lower").tolist()
        found.append(_span("late, at once", meaning, late, both, (low, high)))
    return tuple(found)


def _span(
    span: str,
    meaning: str,
    rows: Sequence[Foretold],
    chances: Sequence[tuple[float, float]],
    ends: tuple[float, float] | tuple[None, None] = (None, None),
) -> Forecast:
    won = np.asarray([row.won for row in rows])
    said = np.asarray(chances).T
    scores = np.log(np.where(won, said, 1.0 - said)).mean(axis=1)
    model, rate = said.mean(axis=1).tolist()
    return Forecast(
        span=span,
        meaning=meaning,
        demands=len(rows),
        seen=float(won.mean()),
        predicted=model,
        rate=rate,
        score=float(scores[0]),
        rate_score=float(scores[1]),
        low=ends[0],
        high=ends[1],
    )
