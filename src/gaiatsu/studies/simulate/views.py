"""Closer looks at a run: answers by demand type, cohorts, tactics, and how sure each part of a change is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.cohorts import cohort_paths
from gaiatsu.dynamics.expected import ExpectedAnswers, expected_answers
from gaiatsu.dynamics.histories import PARTS
from gaiatsu.dynamics.policy import observed_policy
from gaiatsu.dynamics.setting import DEMAND_TYPES
from gaiatsu.dynamics.summaries import QUANTILES
from gaiatsu.dynamics.worlds import in_world
from gaiatsu.theory.social import procedural_legitimacy

if TYPE_CHECKING:
    from gaiatsu.dynamics import Histories, Setting
    from gaiatsu.studies.simulate.driving import Driven, SimulationOptions

__all__ = [
    "ANSWERS",
    "ENOUGH",
    "FEWEST",
    "LEAST_OF_GROSS",
    "WIDEST",
    "AnswerFan",
    "ChangePart",
    "CohortView",
    "TacticLegitimacy",
    "answer_fans",
    "change_parts",
    "cohort_views",
    "law_of",
    "tactic_legitimacy",
]

Floats = NDArray[np.float64]

ANSWERS: Final = ("concession", "backlash")
"""Laws that are shown by demand type: mean grade of concession, chance of a backlash."""

FEWEST: Final = 20
"""Relationships asked below which no quantile is given."""

ENOUGH: Final = 300
"""Relationships asked in a year from which it stands for itself; years with fewer are pooled with "
"neighbors."""

WIDEST: Final = 3
"""Neighbors on each side that a year is pooled with at most."""

LEAST_OF_GROSS: Final = 0.25
"""Size of a total over the sizes of its parts below which no share of it is given."""

_TACTICS: Final = (
    ("quiet demand", False, False),
    ("unilateral threat", True, False),
    ("authorized threat", False, True),
)


@dataclass(frozen=True, eq=False)
class AnswerFan:
    """What demands of one type could expect, by year.

    Parameters
    ----------
    answer
        ``concession``: mean grade, 0-3. ``backlash``: chance that a threat meets protest or more.
    demand
        Demand type.
    years
        The years.
    mean
        Mean by year, over the relationships in which it was asked or threatened; a year with few of them is
        pooled with up to three neighbors on each side.
    quantiles
        Shape ``(5, years)``, over the same; not a number where even so there are few.
    events
        How many there were, by year.
    """

    answer: str
    demand: str
    years: NDArray[np.int64]
    mean: Floats
    quantiles: Floats
    events: NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class CohortView:
    """Those who entered in a span of years.

    Parameters
    ----------
    name
        Name of a founding cohort, or the years of entry.
    years
        The years.
    security, economic
        5, 50 and 95 % quantiles of their identity in each domain, shape ``(3, years)``; not a number before
        they enter.
    weight
        5, 50 and 95 % quantiles of their weight at the top.
    half
        Year from which their weight stays below one half: 5, 50 and 95 % quantiles over the sets of
        parameters; infinite where that never comes, not a number where most begin below one half.
    """

    name: str
    years: NDArray[np.int64]
    security: Floats
    economic: Floats
    weight: Floats
    half: tuple[float, float, float]


@dataclass(frozen=True, eq=False)
class TacticLegitimacy:
    """How legitimate a tactic is, by year; nothing in it is uncertain (eq. 10).

    Parameters
    ----------
    tactic
        ``quiet demand``, ``unilateral threat`` or ``authorized threat``.
    violation
        Whether the target breaks a rule at the issue.
    years
        The years.
    legitimacy
        l, 0-1.
    """

    tactic: str
    violation: bool
    years: NDArray[np.int64]
    legitimacy: Floats


@dataclass(frozen=True)
class ChangePart:
    """A part of the change of hierarchy over the whole run (eq. 11).

    Parameters
    ----------
    part
        Name of the part, or ``total``.
    mean
        Its mean.
    low, high
        5 and 95 % quantiles over the histories.
    share
        Mean of the part over the mean of the total; not a number where the parts nearly cancel, so that the
        total is less than a quarter of their sizes together.
    """

    part: str
    mean: float
    low: float
    high: float
    share: float


def law_of(driven: Driven) -> ExpectedAnswers:
    """Laws of the answers of a run.

    Parameters
    ----------
    driven
        The run.

    Returns
    -------
    ExpectedAnswers
    """
    return expected_answers(driven.histories, driven.setting, driven.parameters, firmness=driven.firmness)


def answer_fans(driven: Driven, law: ExpectedAnswers) -> tuple[AnswerFan, ...]:
    """Spread what demands of each type could expect over the relationships that met them.

    Parameters
    ----------
    driven
        The run.
    law
        From `law_of`.

    Returns
    -------
    tuple of AnswerFan
        Demand types that never occur are left out.
    """
    demand, years = driven.histories["demand"], driven.histories.years
    found = []
    for answer in ANSWERS:
        values = getattr(law, answer)
        for place, kind in enumerate(DEMAND_TYPES):
            counted = (demand == place) & ~np.isnan(values)
            if counted.any():
                events = counted.sum(axis=1)
                rows = [_spread(values[part][counted[part]]) for part in _pools(events)]
                mean, quantiles = np.asarray([r[0] for r in rows]), np.asarray([r[1:] for r in rows]).T
                found.append(AnswerFan(answer, kind.value, years, mean, quantiles, events))
    return tuple(found)


def _pools(events: NDArray[np.int64]) -> list[slice]:
    """Years that each year is pooled with: no more than it takes to have enough relationships."""
    pools = []
    for row in range(events.size):
        parts = [slice(max(row - wide, 0), row + wide + 1) for wide in range(WIDEST + 1)]
        pools.append(next((part for part in parts if events[part].sum() >= ENOUGH), parts[-1]))
    return pools


def _spread(values: Floats) -> list[float]:
    if values.size < FEWEST:
        return [float("nan")] * (1 + len(QUANTILES))
    return [float(values.mean()), *np.quantile(values, QUANTILES).tolist()]


def cohort_views(driven: Driven, options: SimulationOptions) -> tuple[CohortView, ...]:
    """Follow the founding cohorts, and later ones by decade of entry.

    Parameters
    ----------
    driven
        The run.
    options
        How it was driven.

    Returns
    -------
    tuple of CohortView
    """
    policy = in_world(options.world, observed_policy)
    paths = cohort_paths(driven.setting, driven.parameters, seed=options.seed, policy=policy)
    return tuple(
        CohortView(
            path.name,
            path.years,
            security=_three(path.security),
            economic=_three(path.economic),
            weight=_three(path.weight),
            half=_half(path.weight, path.years),
        )
        for path in paths
    )


def _three(column: Floats) -> Floats:
    there = ~np.isnan(column).any(axis=1)
    out = np.full((3, column.shape[0]), np.nan)
    if there.any():
        out[:, there] = np.quantile(column[there], (0.05, 0.5, 0.95), axis=1)
    return out


def _half(weight: Floats, years: NDArray[np.int64]) -> tuple[float, float, float]:
    below = weight < 0.5
    if below[0].mean() > 0.5:
        return (float("nan"),) * 3
    last = weight.shape[0] - 1 - np.argmax(~below[::-1], axis=0)
    when = np.where(below[-1], years[0] + last + 1.0, np.inf)
    low, middle, high = np.quantile(when, (0.05, 0.5, 0.95), method="lower").tolist()
    return low, middle, high


def tactic_legitimacy(setting: Setting) -> tuple[TacticLegitimacy, ...]:
    """Say how legitimate each tactic is in each year of a setting.

    Parameters
    ----------
    setting
        The setting.

    Returns
    -------
    tuple of TacticLegitimacy
        Every tactic, without and with a violation at the issue.

    References
    ----------
    schoppa1999; tedeschi_lindskold1976

    Examples
    --------
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> alone = tactic_legitimacy(quiet_setting(1970, 1990))[2]
    >>> alone.tactic, float(alone.legitimacy[0]), float(alone.legitimacy[-1])
    ('unilateral threat', 0.5, 0.0)
    """
    rows = slice(setting.start - setting.origin, setting.stop - setting.origin)
    return tuple(
        TacticLegitimacy(
            name,
            violation,
            setting.years,
            np.asarray(
                procedural_legitimacy(
                    target_in_violation=np.full(setting.years.size, float(violation)),
                    authorized=float(authorized),
                    unilateral=float(unilateral),
                    violation_elsewhere=setting.violation_elsewhere[rows],
                    dispute_settlement=setting.dispute_settlement[rows],
                )
            ),
        )
        for name, unilateral, authorized in _TACTICS
        for violation in (False, True)
    )


def change_parts(histories: Histories) -> tuple[ChangePart, ...]:
    """Sum the parts of the change of hierarchy over the run, with their spread over the histories.

    Parameters
    ----------
    histories
        The histories, with the parts of change.

    Returns
    -------
    tuple of ChangePart
        The parts, and the total last.

    References
    ----------
    firebaugh1989
    """
    sums = {name.removeprefix("change_"): np.asarray(histories[name]).sum(axis=0) for name in PARTS}
    sums["total"] = np.sum(list(sums.values()), axis=0)
    whole = float(sums["total"].mean())
    gross = sum(abs(float(values.mean())) for name, values in sums.items() if name != "total")
    told = abs(whole) >= LEAST_OF_GROSS * gross and whole != 0.0
    found = []
    for name, values in sums.items():
        low, high = np.quantile(values, (0.05, 0.95)).tolist()
        mean = float(values.mean())
        found.append(ChangePart(name, mean, low, high, share=mean / whole if told else float("nan")))
    return tuple(found)
