"""What a history's demands could expect, before chance decided: the answer's law instead of its draw.

A relationship is asked once a year at most, so that one answer says little about it. Its law says what the
state and the demand make of it, and spreads over relationships only as far as beliefs and histories differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.answer import expected_grade, grade_weights, refusal
from gaiatsu.dynamics.constants import prepare_constants
from gaiatsu.numerics.special import expit

if TYPE_CHECKING:
    from gaiatsu.dynamics.histories import Histories
    from gaiatsu.dynamics.parameters import ParameterDraws
    from gaiatsu.dynamics.setting import Setting

__all__ = ["ExpectedAnswers", "expected_answers"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ExpectedAnswers:
    """Laws of the answers of a run; every array has the shape ``(year, relationship)``.

    Parameters
    ----------
    concession
        Mean grade, 0-3; not a number where nothing was asked.
    satisfied, refused
        Chance of at least a partly successful concession, and of none at all; likewise.
    backlash
        Chance of protest or counter-sanctions; not a number where nothing was threatened.
    """

    concession: Floats
    satisfied: Floats
    refused: Floats
    backlash: Floats


def expected_answers(
    histories: Histories, setting: Setting, parameters: ParameterDraws, *, firmness: str = ""
) -> ExpectedAnswers:
    """Compute the law of every answer of a run (eq. 1 and 5).

    Parameters
    ----------
    histories
        The histories, with the columns ``demand``, ``threatened``, ``payoff`` and ``provocation``.
    setting, parameters
        What they were run with.
    firmness
        That of the world they were run in, see `gaiatsu.dynamics.worlds.World`.

    Returns
    -------
    ExpectedAnswers

    References
    ----------
    mckelvey_palfrey1995; mccullagh1980

    Examples
    --------
    >>> from gaiatsu.dynamics import RunOptions, draw_parameters, run
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> setting, drawn = quiet_setting(1970, 1990), draw_parameters(50, seed=1)
    >>> kept = RunOptions(columns=("demand", "threatened", "payoff", "provocation"))
    >>> found = expected_answers(run(setting, drawn, seed=1, options=kept), setting, drawn)
    >>> bool(np.nanmax(found.satisfied + found.refused) <= 1.0)
    True
    """
    constants = prepare_constants(parameters)
    demand = histories["demand"]
    rows: list[tuple[Floats, Floats, Floats]] = []
    for place, year in enumerate(histories.years.tolist()):
        firm = setting.dispute_settlement[year - setting.origin] * parameters[firmness] if firmness else 0.0
        types = np.maximum(demand[place], 0).astype(np.intp)
        weights = grade_weights(histories["payoff"][place] - firm, constants.factors_of(types))
        rows.append((expected_grade(weights), 1.0 - refusal(weights), 1.0 / weights.total))
    concession, satisfied, refused = (
        np.where(demand >= 0, np.stack(part), np.nan) for part in zip(*rows, strict=True)
    )
    provoked = np.asarray(expit(histories["provocation"] - constants.backlash_cuts[0]))
    threatened = histories["threatened"] == 1
    return ExpectedAnswers(concession, satisfied, refused, np.where(threatened, provoked, np.nan))
