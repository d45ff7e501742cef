"""What the compared estimators do beyond calling the engines."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gaiatsu.estimation.signalling.likelihood import evaluate
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.game_simulation.designs import Cell, World, small_world
from gaiatsu.studies.game_simulation.estimators import (
    MODE,
    Task,
    _better,
    _prior_spread,
    estimates,
)


@pytest.fixture(scope="module")
def world() -> World:
    return small_world(Cell("multiple", 10, 100, 1, 0), 1, 0)


def test_a_climb_that_converged_is_preferred_to_a_higher_one_that_did_not(world: World) -> None:
    low = climb(world.design, world.truth, Selection.MOST_LIKELY)
    high = replace(
        low, status=Status.NOT_CONVERGED, evaluation=replace(low.evaluation, value=low.evaluation.value + 9.0)
    )

    assert _better(high, low) is low
    assert _better(replace(high, status=Status.CONVERGED), low).evaluation is high.evaluation


def test_at_the_mode_the_pull_of_the_likelihood_is_that_of_the_priors(world: World) -> None:
    (found,) = estimates(Task(world, stream(1, "mode"), 1), (MODE,))

    pull = evaluate(world.design, found.coefficients, Selection.MOST_LIKELY).gradient
    x = world.design.blocks[4][:, 1]
    spread = np.array([2.5, 2.5, 2.5, 1.0 / x.std(), 2.5, 2.5])
    assert found.status is Status.CONVERGED
    assert _prior_spread(world.design) == pytest.approx(spread)
    assert pull == pytest.approx(found.coefficients / spread**2, abs=2e-2)
