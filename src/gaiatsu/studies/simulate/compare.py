"""Two scenarios side by side, with the same parameters and the same luck in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from gaiatsu.dynamics.summaries import MEASURES
from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.provenance import Input, Provenance, rows_digest, trace
from gaiatsu.studies.simulate.differences import Difference, difference
from gaiatsu.studies.simulate.driving import SimulationOptions, histories_of
from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["COMPARED", "ScenarioComparison", "YearDifference", "compare_scenarios"]

COMPARED: Final = ("hierarchy", "trust_of_sender", "trust_of_target", "resolve", "legitimacy", "depth")
"""States that are compared year by year."""


@dataclass(frozen=True)
class YearDifference:
    """Difference of a state in a year.

    Parameters
    ----------
    state
        Name of the state.
    year
        The year.
    mean
        Mean of the first scenario less that of the second.
    low, high
        5 and 95 % quantiles of the paired differences.
    """

    state: str
    year: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class ScenarioComparison:
    """What one scenario changes against another.

    Parameters
    ----------
    one, other
        The scenarios.
    options
        How both were driven.
    first, last
        Years that both have, over which outcomes are averaged.
    outcomes
        Paired difference of each outcome and state over those years.
    states
        Paired difference of each state in every year that both have.
    parted
        First of these years in which any of these states differs; ``None`` where none does.
    provenance
        Where it came from.
    """

    one: Scenario
    other: Scenario
    options: SimulationOptions
    first: int
    last: int
    outcomes: tuple[Difference, ...]
    states: tuple[YearDifference, ...]
    parted: int | None
    provenance: Provenance


def compare_scenarios(
    one: Scenario,
    other: Scenario,
    *,
    options: SimulationOptions | None = None,
    years: tuple[int, int] | None = None,
) -> ScenarioComparison:
    """Drive two scenarios with common random numbers and take the differences.

    Parameters
    ----------
    one, other
        The scenarios; differences are the first less the second.
    options
        Draws, prior set, seed.
    years
        First and last year over which outcomes are averaged; all that both have when left out.

    Returns
    -------
    ScenarioComparison

    Raises
    ------
    InvalidSpecification
        The scenarios have no year in common.

    Examples
    --------
    >>> from gaiatsu.studies.simulate import find_scenario
    >>> one, other = find_scenario("cold-war-never-ends"), find_scenario("us-japan")
    >>> found = compare_scenarios(one, other, options=SimulationOptions(draws=50))
    >>> found.parted  # the first state that a wall which falls in November 1989 can touch
    1990
    """
    chosen = options or SimulationOptions()
    begun, ended = max(one.span[0], other.span[0]), min(one.span[1], other.span[1])
    first, last = max(begun, years[0] if years else begun), min(ended, years[1] if years else ended)
    if last < first:
        msg = f"{one.name} ({one.years}) and {other.name} ({other.years}) have no year in common there."
        raise InvalidSpecification(msg, expected="spans that overlap")
    pair = [histories_of(scenario, chosen)[0] for scenario in (one, other)]
    span = (first, last)
    names = (*MEASURES, *COMPARED)
    rows = [(histories.years >= begun) & (histories.years <= ended) for histories in pair]
    states = []
    for name in COMPARED:
        left, right = (np.asarray(pair[k][name], dtype=float)[rows[k]] for k in (0, 1))
        gap = left - right
        low, high = np.quantile(gap, (0.05, 0.95), axis=1)
        states += [
            YearDifference(name, begun + place, float(mean), float(low[place]), float(high[place]))
            for place, mean in enumerate(gap.mean(axis=1))
        ]
    inputs = [Input(f"scenario: {s.name}", rows_digest(s.model_dump(mode="json"))) for s in (one, other)]
    return ScenarioComparison(
        one=one,
        other=other,
        options=chosen,
        first=first,
        last=last,
        outcomes=tuple(difference((pair[0], span), (pair[1], span), measure=name) for name in names),
        states=tuple(states),
        parted=_parted(states),
        provenance=trace(compare_scenarios, *inputs, seed=chosen.seed),
    )


def _parted(states: list[YearDifference]) -> int | None:
    differing = [row.year for row in states if row.mean or row.low or row.high]
    return min(differing, default=None)
