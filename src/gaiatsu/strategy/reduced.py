"""A relationship with most of its state held still, so that its best policy can be computed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise, product
from typing import TYPE_CHECKING, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.policy import Chance
from gaiatsu.dynamics.setting import ElitePlan, Founding, Record, Setting
from gaiatsu.dynamics.state import Answered, CohortBook, State
from gaiatsu.dynamics.step import NOTHING, Run, begin, prepare
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.grid import Lattice
from gaiatsu.theory.material import material_position
from gaiatsu.theory.norm_change.reputation import resolve_step
from gaiatsu.theory.norm_change.trust import trust_step
from gaiatsu.theory.social import linked_hierarchy

if TYPE_CHECKING:
    from gaiatsu.dynamics.parameters import ParameterDraws
    from gaiatsu.dynamics.setting import Demands

__all__ = ["AXES", "Cell", "Kept", "Reduced", "cells_of", "lattice_of", "points_of", "reduce_to", "state_at"]

Floats = NDArray[np.float64]

Kept = Literal["trust", "resolve", "hierarchy"]
"""Parts of the state that may move in a reduced relationship."""

AXES: Final = ("trust", "followed", "dropped", "hierarchy")
"""Coordinates of a reduced state: log odds of trust of the sender, counts of its reputation, hierarchy."""

_STILL: Final = 1e9
"""Weight of a reputation that no single act moves."""

_TOLD_APART: Final = (Chance.DEMAND, Chance.VIOLATION, Chance.CHANNEL)

_DENSE: Final = 1.5
"""Log odds around the resting trust within which the lattice is about evenly dense."""

_BUSIEST: Final = 2.0
"""Most that either count of the reputation can rise in a year: a deal and a threat."""


@dataclass(frozen=True, eq=False)
class Reduced:
    """A relationship of which only some parts of the state move.

    Parameters
    ----------
    setting
        Setting with one cohort at the top and nothing on record.
    parameters
        One set of parameters, in which what does not move stands still.
    keeps
        What moves.
    start
        State at the start, in the order of ``AXES``.
    """

    setting: Setting
    parameters: ParameterDraws
    keeps: tuple[Kept, ...]
    start: tuple[float, float, float, float]

    def copies(self, size: int) -> Run:
        """Prepare a run of the same relationship many times over."""
        return prepare(self.setting, self.parameters.repeat(size))


@dataclass(frozen=True)
class Cell:
    """A situation that a year may put the sender in, before it chooses.

    Parameters
    ----------
    probability
        Its chance.
    asked
        Whether something is demanded.
    spans
        Ends of the chances that lead to it: of the demand's type, of a broken rule and of the channel.
    """

    probability: float
    asked: bool
    spans: tuple[tuple[float, float], ...] = ((0.0, 1.0), (0.0, 1.0), (0.0, 1.0))

    def rows(self, size: int) -> Floats:
        """Uniform numbers that put ``size`` relationships in this situation."""
        rows = np.full((len(Chance), size), 0.5)
        rows[Chance.ASKED] = 0.0 if self.asked else 1.0
        for row, (low, high) in zip(_TOLD_APART, self.spans, strict=True):
            rows[row] = 0.5 * (low + high)
        return rows

    def holds(self, chances: Floats, per_year: float) -> NDArray[np.bool_]:
        """Say for each relationship whether its chances put it in this situation."""
        inside = (chances[Chance.ASKED] < per_year) == self.asked
        for row, (low, high) in zip(_TOLD_APART, self.spans, strict=True):
            inside &= (chances[row] >= low) & (chances[row] < high)
        return np.asarray(inside)


def reduce_to(setting: Setting, parameters: ParameterDraws, *, keeps: tuple[Kept, ...]) -> Reduced:
    """Hold still what is not to move, so that the engine itself runs the reduced relationship.

    Parameters
    ----------
    setting
        The full setting; years, dependence, institutions and demands stay as they are.
    parameters
        One set of parameters.
    keeps
        What moves. Trust of the target and the lag of perception never do: the sender sees the truth, and how
        deep it asks does not depend on trust.

    Returns
    -------
    Reduced

    Raises
    ------
    InvalidSpecification
        More than one set of parameters, or a part of the state that is not known.
    """
    if len(parameters) != 1 or not set(keeps) <= set(get_args(Kept)):
        msg = f"{len(parameters)} sets of parameters were to be reduced to {', '.join(keeps) or 'nothing'}."
        raise InvalidSpecification(msg, expected=f"one set, and some of {', '.join(get_args(Kept))}")
    full = prepare(setting, parameters)
    top = begin(full).hierarchy
    share = full.elites.security_share(setting.start)
    level = float(linked_hierarchy(top[0], top[1], security_share=share)[0])
    still: dict[str, float] = {"perception_lag": 0.0, "sender_trust": 0.0, "security_share": 0.0}
    if "trust" not in keeps:
        still["honest_error"] = float(parameters["cheat_rate"][0])
    if "resolve" not in keeps:
        still["resolve_prior_weight"] = _STILL
    if "hierarchy" not in keeps:
        still |= {"plasticity_base": 0.0, "plasticity_shock": 0.0, "backlash_defiance": 0.0}
    held = parameters.replace(**still)
    small = _one_cohort(setting, level)
    first = begin(prepare(small, held))
    start = (first.trust_of_sender, first.followed, first.dropped, first.hierarchy[1])
    return Reduced(small, held, keeps, tuple(float(one[0]) for one in start))  # type: ignore[arg-type]


def _one_cohort(setting: Setting, level: float) -> Setting:
    """Cut a setting to its run, with one cohort that stays at the top and an empty record."""
    start, skipped = setting.start, setting.start - setting.origin
    names = ("dependence_ratio", "asymmetry", "dispute_settlement", "violation_elsewhere")
    founding = (Founding("all", float(start), security=level, economic=level),)
    nobody = np.zeros(setting.stop - start)
    return replace(
        setting,
        origin=start,
        elites=ElitePlan(founding, start, frozen_from=start, steps_per_year=setting.elites.steps_per_year),
        record=Record(),
        kept_elsewhere=nobody,
        dropped_elsewhere=nobody,
        **{name: getattr(setting, name)[skipped:] for name in names},
    )


def lattice_of(reduced: Reduced, points: int) -> Lattice:
    """Lattice over every state that can be reached.

    Parameters
    ----------
    reduced
        The relationship.
    points
        Points along each axis that moves.

    Returns
    -------
    Lattice
        Axes in the order of ``AXES``; one point where the state stands still.
    """
    run, years = reduced.copies(1), reduced.setting.stop - reduced.setting.start
    constants, parameters = run.constants, reduced.parameters
    faith, memory = parameters["trust_memory"], parameters["resolve_memory"]
    worst = constants.violation * (1.0 + parameters["backlash_distrust"])
    trust, followed, dropped, level = reduced.start
    lows, highs = [np.asarray([trust])], [np.asarray([trust])]
    counts = [np.asarray([followed]), np.asarray([dropped])]
    for _ in range(years):
        rest = constants.resting_sender
        lows.append(trust_step(lows[-1], rest, memory=faith, evidence=-worst))
        highs.append(trust_step(highs[-1], rest, memory=faith, evidence=constants.honoring))
        counts = [
            resolve_step(count, prior, memory=memory, observed=_BUSIEST)
            for count, prior in zip(counts, (constants.followed, constants.dropped), strict=True)
        ]
    position = float(np.max(material_position(reduced.setting.dependence_ratio)))

    def axis(kept: Kept, low: float, high: float, still: float) -> Floats:
        return np.linspace(low, high, points) if kept in reduced.keeps else np.asarray([still])

    # denser where trust usually is: at its rest, and where a step of log odds still moves a probability
    middle = float(run.constants.resting_sender[0])
    bottom, top = (float(np.arcsinh((end - middle) / _DENSE)) for end in (np.min(lows), np.max(highs)))
    spaced = middle + _DENSE * np.sinh(np.linspace(bottom, top, points))
    return Lattice(
        (
            spaced if "trust" in reduced.keeps else np.asarray([trust]),
            axis("resolve", followed, float(counts[0][0]), still=followed),
            axis("resolve", dropped, float(counts[1][0]), still=dropped),
            axis("hierarchy", 0.0, max(level, position), still=level),
        )
    )


def state_at(points: Floats, run: Run, year: int, *, open_deal: Floats | float = 0.0) -> State:
    """State of the engine at points of a reduced relationship.

    Parameters
    ----------
    points
        Coordinates in the order of ``AXES``, shape ``(4, n)``.
    run
        `Reduced.copies` of as many relationships.
    year
        The year that is about to begin.
    open_deal
        Exposure of last year's deal, 0-1; 0 for none.

    Returns
    -------
    State
    """
    size = points.shape[1]
    both = np.stack([points[3], points[3]])
    rows = np.empty((run.setting.stop - run.setting.start + 2, 2, size))
    rows[0] = both
    nothing = np.full(size, NOTHING, dtype=np.int8)
    return State(
        year=year,
        trust_of_sender=points[0],
        trust_of_target=run.constants.resting_target,
        followed=points[1],
        dropped=points[2],
        pulled=np.zeros((2, size)),
        left=np.ones((2, size)),
        hierarchy=both,
        book=CohortBook(rows, np.ones(1, dtype=np.int64)),
        entered=1,
        open_deal=np.array(np.broadcast_to(open_deal, (size,)), dtype=float),
        seen=(),
        answered=Answered(nothing, nothing, nothing),
    )


def points_of(state: State) -> Floats:
    """Coordinates of a state in the order of ``AXES``, shape ``(4, n)``."""
    return np.stack([state.trust_of_sender, state.followed, state.dropped, state.hierarchy[1]])


def cells_of(demands: Demands, dispute_settlement: float) -> tuple[Cell, ...]:
    """Situations that a year may put the sender in, with their chances.

    Parameters
    ----------
    demands
        What is usual in the year.
    dispute_settlement
        DSM_t, 0-1: how often the regime's authority can be had.

    Returns
    -------
    tuple of Cell
        Everything that packages of tactics tell apart; the chances add up to 1.

    Examples
    --------
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> cells = cells_of(quiet_setting(1970, 1990).demands[0][1], 0.0)
    >>> round(sum(cell.probability for cell in cells), 9), cells[0].asked
    (1.0, False)
    """
    asked = [place for place, share in enumerate(demands.mix) if share > 0.0]
    ends = np.concatenate([[0.0], np.cumsum(demands.mix)])
    ends[-1] = 1.0
    alone = [demands.unilateral[place] for place in asked]
    either = [demands.unilateral[place] + demands.authorized[place] for place in asked]
    works = [max(demands.authorized[place], dispute_settlement) for place in asked]
    breaks = _pieces([demands.target_in_violation[place] for place in asked])
    channels = _pieces([*alone, *either, *works])
    cells = [Cell(1.0 - demands.per_year, asked=False)]
    for place, one, other in product(asked, breaks, channels):
        kind = (float(ends[place]), float(ends[place + 1]))
        width = (kind[1] - kind[0]) * (one[1] - one[0]) * (other[1] - other[0])
        cells.append(Cell(demands.per_year * width, asked=True, spans=(kind, one, other)))
    return tuple(cell for cell in cells if cell.probability > 0.0)


def _pieces(edges: list[float]) -> list[tuple[float, float]]:
    inside = sorted({float(np.clip(edge, 0.0, 1.0)) for edge in edges} | {0.0, 1.0})
    return list(pairwise(inside))
