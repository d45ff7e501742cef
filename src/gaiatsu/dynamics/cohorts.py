"""Identities of the cohorts themselves and their weight at the top, year by year (eq. 8 and 9)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.policy import Chance, Policy, observed_policy
from gaiatsu.dynamics.run import CHUNK
from gaiatsu.dynamics.step import begin, prepare, step
from gaiatsu.numerics.streams import stream

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gaiatsu.dynamics.elites import Elites
    from gaiatsu.dynamics.parameters import ParameterDraws
    from gaiatsu.dynamics.setting import Setting
    from gaiatsu.dynamics.state import State

__all__ = ["CohortPath", "cohort_paths"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class CohortPath:
    """Those who entered in a span of years, as they go through the run; arrays ``(year, relationship)``.

    Parameters
    ----------
    name
        Name of a founding cohort, or the years of entry.
    years
        Years of the run.
    security, economic
        Their mean identity in each domain at the start of a year, by their weight at the top where they have
        any, 0-1; not a number before they enter.
    weight
        Their weight at the top, 0-1.
    """

    name: str
    years: NDArray[np.int64]
    security: Floats
    economic: Floats
    weight: Floats


def cohort_paths(
    setting: Setting, parameters: ParameterDraws, *, seed: int, policy: Policy = observed_policy
) -> tuple[CohortPath, ...]:
    """Follow the founding cohorts, and later ones by decade of entry.

    Hierarchy is a mean over people; who they are, and what each thinks, is what the theory says moved it.

    Parameters
    ----------
    setting, parameters, seed, policy
        As in `gaiatsu.dynamics.run`. The first ``CHUNK`` relationships of that run are followed.

    Returns
    -------
    tuple of CohortPath
        Weights of all of them add up to 1 in every year.

    References
    ----------
    schoppa1999; kowert_legro1996

    Examples
    --------
    >>> from gaiatsu.dynamics import draw_parameters
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> paths = cohort_paths(quiet_setting(1970, 1990), draw_parameters(10, seed=1), seed=1)
    >>> [path.name for path in paths]
    ['occupation', 'alliance', '1970-1979', '1980-1989']
    """
    drawn = parameters.take(slice(0, CHUNK))
    prepared = prepare(setting, drawn)
    groups = _groups(setting)
    shape = (len(groups), setting.years.size, len(drawn))
    identity, weight = np.full((2, *shape), np.nan), np.zeros(shape)
    for row, state in enumerate(_states(setting, drawn, seed, policy=policy)):
        weights = _weights(prepared.elites, state)
        for place, rows in enumerate(groups.values()):
            there = [one for one in rows if one < state.entered]
            if there:
                share = weights[there].sum(axis=0)
                inside = np.where(share > 0.0, weights[there], 1.0)
                mean = (inside[:, None] * state.book.rows[there]).sum(axis=0) / inside.sum(axis=0)
                identity[:, place, row] = state.pulled + state.left * mean
                weight[place, row] = share
    return tuple(
        CohortPath(name, setting.years, identity[0, place], identity[1, place], weight[place])
        for place, name in enumerate(groups)
    )


def _groups(setting: Setting) -> dict[str, list[int]]:
    """Rows of the book by name of the cohort or decade of entry."""
    plan = setting.elites
    groups = {cohort.name: [place] for place, cohort in enumerate(plan.founding)}
    for place, year in enumerate(range(plan.moves_from, setting.stop), start=len(plan.founding)):
        decade = max(year // 10 * 10, plan.moves_from)
        name = f"{decade}-{min(decade // 10 * 10 + 9, setting.stop - 1)}"
        groups.setdefault(name, []).append(place)
    return groups


def _states(setting: Setting, parameters: ParameterDraws, seed: int, *, policy: Policy) -> Iterator[State]:
    prepared = prepare(setting, parameters)
    state = begin(prepared)
    for year in setting.years.tolist():
        yield state
        chances = stream(seed, "dynamics", "chunk", 0, "year", year).random((len(Chance), CHUNK))
        state, _ = step(state, prepared, policy, chances=chances[:, : len(parameters)])


def _weights(elites: Elites, state: State) -> Floats:
    """Weight of each row of the book at the start of a year, shape ``(entered, n)``."""
    plan = elites.setting.elites
    founding = elites.founding[:, state.year - elites.setting.origin]
    later = np.zeros((state.entered - founding.shape[0], founding.shape[1]))
    oldest = int(min(state.year, plan.frozen_from)) - plan.moves_from
    reached = min(later.shape[0], oldest)
    if reached > 0:
        later[:reached] = elites.by_age[oldest - reached : oldest][::-1]
    return np.concatenate([founding, later])
