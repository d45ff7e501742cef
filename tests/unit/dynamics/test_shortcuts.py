"""What a run computes in a quicker form is what the plain form says."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from gaiatsu.dynamics import CHUNK, RunOptions, draw_parameters, run
from gaiatsu.dynamics.answer import Issue, Pressure, context_payoff, context_payoffs
from gaiatsu.dynamics.constants import prepare_constants
from gaiatsu.dynamics.elites import prepare_elites, retention
from gaiatsu.dynamics.examples import quiet_setting
from gaiatsu.dynamics.plan import Faced
from gaiatsu.dynamics.run import _together
from gaiatsu.dynamics.setting import Setting
from gaiatsu.dynamics.step import NOTHING, _level
from gaiatsu.numerics.special import expit, logit
from gaiatsu.theory.material import credibility
from gaiatsu.theory.norm_change.identity import plasticity

SIZE = 40
DRAWS = draw_parameters(SIZE, seed=8)


@pytest.mark.parametrize("steps", [1, 12])
def test_a_shock_fades_by_steps_as_plasticity_says(steps: int) -> None:
    from dataclasses import replace

    plain = quiet_setting(1970, 2070, shocks=(1965.2, 1989.86, 1991.0, 2030.5))
    setting: Setting = replace(plain, elites=replace(plain.elites, steps_per_year=steps))
    elites = prepare_elites(setting, DRAWS)
    jump, decay = DRAWS["plasticity_shock"][:, None, None], DRAWS["shock_decay"][:, None, None]
    for year in (1970, 1989, 1990, 1991, 1992, 2029, 2030, 2069):
        dates = year + np.arange(steps) / steps
        moved = plasticity(
            dates,
            np.asarray(setting.shock_dates),
            base=DRAWS["plasticity_base"][:, None],
            jump=jump,
            decay=decay,
        )
        wanted = np.prod(1.0 - moved, axis=-1) ** (1.0 / steps)

        assert retention(elites, year) == pytest.approx(wanted, abs=2e-15)


def test_credibility_without_a_logarithm_is_the_logistic_form(rng: np.random.Generator) -> None:
    resolve, posture = rng.random(200), rng.random(200)
    weights = (rng.random(200) * 6.0, 1.0, rng.random(200) * 6.0)
    found = credibility(resolve, public_posture=posture, stake=0.3, own_cost=0.9, weights=weights)
    wanted = expit(logit(resolve) + weights[0] * posture + 0.3 - weights[2] * 0.9)

    assert found == pytest.approx(wanted, abs=1e-15)
    for cost, value in ((5000.0, 0.0), (-5000.0, 1.0)):
        assert float(credibility(0.4, own_cost=1.0, weights=(0.0, 0.0, cost))) == pytest.approx(
            value, abs=1e-300
        )


def test_what_a_pressed_and_a_quiet_demand_share_is_computed_once(rng: np.random.Generator) -> None:
    ones = np.ones(SIZE)
    faced = Faced(rng.random(SIZE), rng.random(SIZE), depth=rng.random(SIZE), factors=(ones, ones, ones))
    issue = Issue(0.8, faced, rng.random(SIZE), rng.random(SIZE), credibility=rng.random(SIZE))
    weights = prepare_constants(DRAWS).payoff_weights
    pressed = Pressure(1.0, rng.random(SIZE), rng.random(SIZE), rng.random(SIZE))
    quiet = Pressure(0.0, 0.0, 0.0, rng.random(SIZE))

    for found, pressure in zip(
        context_payoffs(pressed, quiet, issue, weights), (pressed, quiet), strict=True
    ):
        assert found == pytest.approx(context_payoff(pressure, issue, weights), abs=1e-14)


def test_a_level_is_nothing_where_nothing_happened() -> None:
    happened = np.asarray([True, False, True, False])

    assert _level(np.asarray([3, 3, 0, 0]), happened).tolist() == [3, NOTHING, 0, NOTHING]
    assert _level(np.asarray([True, True, False, False]), happened).tolist() == [1, NOTHING, 0, NOTHING]


def test_no_number_depends_on_how_many_chunks_are_stepped_together() -> None:
    size, setting = 2 * CHUNK + 50, quiet_setting(1970, 1973)
    draws = draw_parameters(size, seed=2)
    together, apart = (run(setting, draws, seed=3, options=RunOptions(workers=n)) for n in (1, 3))

    assert [list(chunks) for chunks in _together(3, 1)] == [[0, 1, 2]]
    assert [list(chunks) for chunks in _together(3, 3)] == [[0], [1], [2]]
    assert [list(chunks) for chunks in _together(9, 1)] == [[0, 1, 2, 3], [4, 5, 6, 7], [8]]
    for name, column in together.columns.items():
        assert np.array_equal(column, apart[name]), name


def test_a_setting_that_was_run_can_be_sent_to_another_process() -> None:
    setting = quiet_setting(1970, 1972)
    run(setting, DRAWS, seed=1)
    again = pickle.loads(pickle.dumps(setting))

    assert again.demands == setting.demands
