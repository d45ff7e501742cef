"""A small relationship whose best policy is computed in several ways."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gaiatsu.dynamics import Demands, ParameterDraws, Setting, draw_parameters
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.run import chances_of
from gaiatsu.dynamics.step import begin, step
from gaiatsu.strategy.optimum import Optimum
from gaiatsu.strategy.package import Package
from gaiatsu.strategy.payoffs import Stakes
from gaiatsu.strategy.reduced import points_of

STAKES = Stakes(discount=0.9, backlash_cost=0.1, stretch_gain=0.15, breach_loss=0.4)
MENU = (
    Package(threatens="never"),
    Package(threatens="always"),
    Package(threatens="always", channel="alone", threatened_cost=1.0, public_posture=1.0),
    Package(threatens="with authority", channel="the regime", public_posture=0.0),
)


def small_setting(years: int, start: int = 1970) -> Setting:
    """One type of demand in seven years of ten; dispute settlement works from half way on."""
    same = (0.6,) * 4
    demands = Demands(
        per_year=0.7,
        mix=(1.0, 0.0, 0.0, 0.0),
        threatened_cost=same,
        public_posture=(0.4,) * 4,
        unilateral=(0.8,) * 4,
        target_in_violation=(0.3,) * 4,
        exposure=(0.7,) * 4,
        own_cost=0.1,
    )
    return replace(quiet_setting(start, start + years), demands=((start, demands),))


def small_parameters() -> ParameterDraws:
    """One set of parameters, in which threats pay while trust lasts and stretching costs trust."""
    return draw_parameters(1, seed=4).replace(
        material=4.0,
        domestic_support=0.0,
        hierarchy=0.5,
        legitimacy=1.0,
        trust=2.5,
        depth=3.0,
        public_posture=0.3,
        reactance=0.2,
        honest_error=0.1,
        cheat_rate=0.5,
        trust_memory=0.9,
        backlash_distrust=0.5,
    )


def states_reached(optimum: Optimum, *, seed: int, size: int) -> np.ndarray:
    """Coordinates of every state that relationships come through under the first tactic of a menu."""
    run = optimum.reduced.copies(size)
    state, found = begin(run), []
    for year in run.setting.years.tolist():
        state, _ = step(state, run, optimum.menu[0], chances=chances_of(seed, 0, year)[:, :size])
        found.append(points_of(state))
    return np.concatenate(found, axis=1)
