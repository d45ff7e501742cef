"""Profile intervals against a grid, a parabola, and where they have no end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import chi2

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling import profile as module
from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.likelihood import log_likelihoods
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.profile import End, climb_with_held, profile
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream

if TYPE_CHECKING:
    from conftest import Sanctions, Simulated

RULE = Selection.MOST_LIKELY
OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}


def _one_coefficient(conceded: float, resisted: float) -> GameDesign:
    table = dict(zip(OUTCOMES.values(), np.array([[5.0], [conceded], [resisted], [resisted]]), strict=True))
    fixed = {"sender_prize": 1.0, "target_prize": 0.5}
    return game_design(table, GameFormulas({"target_stand_firm": "1"}, fixed, OUTCOMES))


def test_ends_of_a_single_coefficient_are_those_of_a_root_search() -> None:
    design = _one_coefficient(3.0, 4.0)
    best = climb(design, np.zeros(1), RULE)
    level = best.evaluation.value - 0.5 * chi2.ppf(0.9, 1)

    def above(value: float) -> float:
        return float(log_likelihoods(design, np.array([value]), RULE).sum() - level)

    at = float(best.coefficients[0])
    found = profile(design, best.coefficients, design.names[0], selection=RULE, level=0.9)
    assert found.low == pytest.approx(brentq(above, at - 20.0, at), abs=2e-3)
    assert found.high == pytest.approx(brentq(above, at, at + 20.0), abs=2e-3)
    assert found.ends == (End.FOUND, End.FOUND)


def test_an_interval_without_an_end_says_so() -> None:
    design = _one_coefficient(0.0, 4.0)  # nobody conceded: war may be worth anything
    best = climb(design, np.zeros(1), RULE)
    found = profile(design, best.coefficients, design.names[0], selection=RULE)
    assert found.high == np.inf
    assert found.ends == (End.FOUND, End.OPEN)
    assert str(found).endswith(", inf)")


def test_with_many_plays_the_interval_is_nearly_that_of_the_standard_error(simulated: Simulated) -> None:
    best = climb(simulated.design, simulated.truth, RULE)
    error = np.sqrt(np.diag(np.linalg.inv(-best.evaluation.hessian)))
    found = profile(simulated.design, best.coefficients, simulated.design.names[3], selection=RULE)
    reach = 1.959964 * error[3]
    assert found.low == pytest.approx(best.coefficients[3] - reach, abs=0.06 * reach)
    assert found.high == pytest.approx(best.coefficients[3] + reach, abs=0.06 * reach)


def test_both_ways_to_an_end_agree(few_plays: Simulated, monkeypatch: pytest.MonkeyPatch) -> None:
    best = climb(few_plays.design, few_plays.truth, RULE)
    name = few_plays.design.names[4]
    quick = profile(few_plays.design, best.coefficients, name, selection=RULE)
    monkeypatch.setattr(module, "MOST_NEWTON_STEPS", 0)
    walked = profile(few_plays.design, best.coefficients, name, selection=RULE)
    assert len(quick.points) == 3
    assert len(walked.points) > 3
    assert (walked.low, walked.high) == pytest.approx((quick.low, quick.high), abs=2e-3)


def test_the_held_coefficient_stays_and_the_others_are_at_their_best(few_plays: Simulated) -> None:
    start = few_plays.truth + 0.1
    found = climb_with_held(few_plays.design, start, RULE, held=2)
    assert found.coefficients[2] == start[2]
    assert found.status.ok
    free = np.delete(found.evaluation.gradient, 2)
    assert abs(free).max() < 0.05 < abs(found.evaluation.gradient[2])


def test_a_point_above_the_maximum_is_told(few_plays: Simulated) -> None:
    rng = stream(31, "no maximum")
    off = few_plays.truth + 0.4 * rng.normal(size=few_plays.truth.size)
    found = profile(few_plays.design, off, few_plays.design.names[2], selection=RULE)
    assert found.status is Status.NOT_THE_MAXIMUM
    assert End.HIGHER in found.ends


@pytest.mark.parametrize(("name", "level"), [("sender_prize: ally", 0.95), ("", 1.5)])
def test_unknown_names_and_levels_are_refused(few_plays: Simulated, name: str, level: float) -> None:
    asked = name or few_plays.design.names[0]
    with pytest.raises(InvalidSpecification, match=r"no coefficient|level"):
        profile(few_plays.design, few_plays.truth, asked, selection=RULE, level=level)


@pytest.mark.data
def test_the_constant_of_conceding_is_bounded_far_below_its_standard_error(sanctions: Sanctions) -> None:
    best = climb(sanctions.design, sanctions.estimate("nested"), RULE)
    found = profile(sanctions.design, best.coefficients, "target_concession: constant", selection=RULE)
    assert (found.low, found.high) == pytest.approx((-21.54, -1.383), abs=0.02)  # Wald: -11.7 to 2.7
    assert found.ends == (End.FOUND, End.FOUND)
