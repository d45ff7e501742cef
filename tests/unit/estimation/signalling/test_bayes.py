"""The posterior of the crisis game against a grid, with one equilibrium and with several."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.special import logsumexp

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling import bayes
from gaiatsu.estimation.signalling.bayes import (
    Effort,
    log_evidence,
    sample_posterior,
    weighted_posterior,
)
from gaiatsu.estimation.signalling.design import GameDesign, GameFormulas, game_design
from gaiatsu.estimation.signalling.likelihood import log_likelihoods
from gaiatsu.estimation.signalling.priors import CoefficientPrior, independent_priors
from gaiatsu.estimation.signalling.selection import Selection, played
from gaiatsu.estimation.signalling.target import game_target
from gaiatsu.inference.priors import half_normal, normal
from gaiatsu.inference.status import Status
from gaiatsu.theory.crisis_game import NAMES, Payoffs, equilibria

OUTCOMES = {"status_quo": "sq", "concession": "cd", "stand_firm": "sf", "back_down": "bd"}
BLOCKS = {"target_concession": "x - 1", "target_stand_firm": "1"}
HELD = {"sender_prize": 1.0, "target_prize": 1.0}
FALLING = GameFormulas(BLOCKS, HELD | {"sender_stand_firm": -1.2, "sender_back_down": -1.9}, OUTCOMES)
"""A sender who would rather fight than back down: one equilibrium at any value of the coefficients."""

RISING = GameFormulas(BLOCKS, HELD | {"sender_stand_firm": -1.9, "sender_back_down": -1.2}, OUTCOMES)
"""The game with up to three equilibria."""

ONE, SEVERAL = np.array([0.3, -0.8]), np.array([0.3, -2.85])
EFFORT = Effort(draws=100, warmup=40, weighted=1500, accept=0.8)


def _priors(center: float) -> tuple[CoefficientPrior, CoefficientPrior]:
    constant = CoefficientPrior("target_stand_firm: constant", normal(center, 0.4), 1.0, "test")
    return CoefficientPrior("target_concession: x", normal(0, 1), 0.5, "test"), constant


PRIORS = _priors(-1.0)


def _played(
    truth: NDArray[np.float64], games: int, plays: int, seed: int, formulas: GameFormulas = FALLING
) -> GameDesign:
    """Games played at an equilibrium drawn among the stable ones."""
    rng = np.random.default_rng(seed)
    columns = {name: np.ones(games) for name in ("sq", "cd", "sf", "bd")} | {"x": rng.uniform(-1, 1, games)}
    design = game_design(columns, formulas)
    found = equilibria(design.payoffs(truth))
    rows = [rng.choice(np.flatnonzero((found.game == game) & found.stable)) for game in range(games)]
    counts = rng.multinomial(plays, np.exp(found.log_outcomes[rows]))
    return design.with_counts(counts.astype(float))


@dataclass(frozen=True, eq=False)
class Grid:
    """Moments and log evidence of a two-parameter posterior by summation."""

    mean: NDArray[np.float64]
    sd: NDArray[np.float64]
    log_evidence: float


def _grid(
    design: GameDesign, ends: tuple[tuple[float, float], tuple[float, float]], center: float, size: int = 45
) -> Grid:
    axes = [np.linspace(*end, size) for end in ends]
    points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1).reshape(-1, 2)
    games = [design.payoffs(point) for point in points]
    whole = Payoffs(*(np.concatenate([getattr(game, name) for game in games]) for name in NAMES))
    rows = played(whole, np.tile(design.counts, (len(points), 1)), Selection.MIXTURE)
    likelihood = rows.log_likelihoods(whole.games).reshape(len(points), -1).sum(axis=1)
    prior = normal(0, 0.5).log_density(points[:, 0]) + normal(center, 0.4).log_density(points[:, 1])
    logs = likelihood + prior
    cell = np.log(np.prod([axis[1] - axis[0] for axis in axes]))
    weight = np.exp(logs - logsumexp(logs))
    assert weight[(points == points.min(axis=0)).any(axis=1)].sum() < 1e-3  # the grid holds the posterior
    assert weight[(points == points.max(axis=0)).any(axis=1)].sum() < 1e-3
    mean = weight @ points
    return Grid(mean, np.sqrt(weight @ (points - mean) ** 2), float(logsumexp(logs) + cell))


@pytest.fixture(scope="module")
def single() -> tuple[GameDesign, Grid]:
    design = _played(ONE, 12, 12, 1)
    return design, _grid(design, ((-0.8, 1.4), (-2.0, 0.6)), -1.0)


@pytest.fixture(scope="module")
def multiple() -> tuple[GameDesign, Grid]:
    design = _played(SEVERAL, 12, 40, 2, RISING)
    return design, _grid(design, ((-0.6, 1.1), (-3.4, -2.2)), -2.5)


def _close(values: NDArray[np.float64], grid: Grid, *, tolerance: float) -> bool:
    off = abs(values.mean(axis=0) - grid.mean) / grid.sd
    return bool((off < tolerance).all() and (abs(values.std(axis=0) / grid.sd - 1.0) < tolerance).all())


def test_weighted_draws_and_the_evidence_are_those_of_the_grid(single: tuple[GameDesign, Grid]) -> None:
    design, grid = single
    found = weighted_posterior(design, PRIORS, rng=np.random.default_rng(1), start=ONE, effort=EFFORT)

    assert found.draws.status is Status.CONVERGED
    assert _close(found.draws.flat("coefficient"), grid, tolerance=0.1)
    assert found.evidence.importance == pytest.approx(grid.log_evidence, abs=0.05)
    assert found.evidence.laplace == pytest.approx(grid.log_evidence, abs=0.1)
    assert found.several.max() == 0.0


def test_the_grid_is_met_across_the_jumps_where_equilibria_appear(multiple: tuple[GameDesign, Grid]) -> None:
    design, grid = multiple
    few = Effort(weighted=600)
    found = weighted_posterior(design, _priors(-2.5), rng=np.random.default_rng(2), start=SEVERAL, effort=few)

    assert found.several.max() > 0.05  # there are jumps inside the posterior
    assert _close(found.draws.flat("coefficient"), grid, tolerance=0.15)
    assert found.evidence.importance == pytest.approx(grid.log_evidence, abs=0.1)


def test_a_mixture_of_all_averages_over_the_unstable_equilibrium_too(
    multiple: tuple[GameDesign, Grid],
) -> None:
    design, _ = multiple
    found = equilibria(design.payoffs(SEVERAL))
    by_row = (design.counts[found.game] * found.log_outcomes).sum(axis=1)
    some = found.stable | (found.count[found.game] == 1)
    for rule, kept in ((Selection.MIXTURE, some), (Selection.MIXTURE_OF_ALL, np.full(some.size, True))):
        rows = [np.flatnonzero(kept & (found.game == game)) for game in range(design.games)]
        expected = [logsumexp(by_row[row]) - np.log(row.size) for row in rows]
        np.testing.assert_allclose(log_likelihoods(design, SEVERAL, rule), expected, rtol=1e-12)


def test_weights_that_cannot_be_relied_on_are_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    """Games played at any of three equilibria: the posterior breaks off at jumps that no ridge follows."""
    rng = np.random.default_rng(3)
    design = _played(SEVERAL, 12, 40, 3, RISING)
    found = equilibria(design.payoffs(SEVERAL))
    rows = [rng.choice(np.flatnonzero(found.game == game)) for game in range(design.games)]
    design = design.with_counts(rng.multinomial(200, np.exp(found.log_outcomes[rows])).astype(float))
    rule, few = Selection.MIXTURE_OF_ALL, Effort(weighted=300)

    def shape() -> tuple[float, Status]:
        rng = np.random.default_rng(4)
        found = weighted_posterior(design, _priors(-2.5), rng=rng, start=SEVERAL, selection=rule, effort=few)
        return found.evidence.k_hat, found.draws.status

    fitted = shape()
    monkeypatch.setattr(bayes, "_REFITS", 0)
    assert shape()[1] is Status.UNRELIABLE_WEIGHTS
    assert fitted[0] < 0.5
    assert fitted[1] is Status.CONVERGED


def test_chains_meet_the_grid_and_their_draws_carry_names(single: tuple[GameDesign, Grid]) -> None:
    design, grid = single
    found = sample_posterior(design, PRIORS, rng=np.random.default_rng(2), start=ONE, effort=EFFORT)
    values = found.draws.values["coefficient"]

    assert values.shape == (2, 100, 2)
    assert found.draws.coords["term"] == design.names
    assert (np.ptp(found.starts, axis=0) > 0.05).all()  # they begin apart
    assert _close(found.draws.flat("coefficient"), grid, tolerance=0.25)
    assert found.evidence.bridge == pytest.approx(grid.log_evidence, abs=0.1)
    assert found.draws.log_likelihood is not None
    again = log_likelihoods(design, values[0, 0], Selection.MIXTURE)
    np.testing.assert_allclose(found.draws.log_likelihood[0, 0], again, rtol=1e-8)


def test_the_evidence_prefers_the_regressor_that_made_the_data() -> None:
    design = _played(np.array([1.0, -0.8]), 40, 40, 5)
    zero = (CoefficientPrior(PRIORS[0].name, normal(0, 1), 1e-6, "as good as none"), PRIORS[1])
    with_it = log_evidence(design, PRIORS, rng=np.random.default_rng(1), start=ONE, effort=EFFORT)
    without = log_evidence(design, zero, rng=np.random.default_rng(1), start=ONE, effort=EFFORT)

    assert with_it.importance - without.importance > 5.0


def test_the_truth_is_inside_the_posterior_of_many_games() -> None:
    design = _played(ONE, 60, 40, 6)
    found = weighted_posterior(design, PRIORS, rng=np.random.default_rng(4), start=ONE, effort=EFFORT)
    values = found.draws.flat("coefficient")

    assert (abs(values.mean(axis=0) - ONE) < 3.0 * values.std(axis=0)).all()
    assert (values.std(axis=0) < 0.15).all()


def test_a_prior_of_one_sign_keeps_every_draw_on_its_side(single: tuple[GameDesign, Grid]) -> None:
    design, _ = single
    against = (CoefficientPrior(PRIORS[0].name, half_normal(1), -0.5, "test"), PRIORS[1])
    found = weighted_posterior(
        design, against, rng=np.random.default_rng(5), start=ONE, effort=Effort(weighted=200)
    )

    assert (found.draws.flat("coefficient")[:, 0] < 0.0).all()


def test_the_gradient_on_the_scale_of_scores_is_that_of_differences(single: tuple[GameDesign, Grid]) -> None:
    design, _ = single
    one_sided = (CoefficientPrior(PRIORS[0].name, half_normal(1), -0.5, "test"), PRIORS[1])
    target = game_target(design, one_sided, Selection.MIXTURE)
    point, width = np.array([[0.4, 0.7]]), 1e-5
    slope = target.slopes(point)[1][0]
    _, gradient, hessian = target.derivatives(point, np.array([0]))
    moved = point + width * np.array([[[1.0, 0.0]], [[-1.0, 0.0]], [[0.0, 1.0]], [[0.0, -1.0]]])
    up = target.log_density(moved[:, 0][None], np.array([0]))[0]
    by_difference = np.array([up[0] - up[1], up[2] - up[3]]) / (2 * width)
    turn = [target.derivatives(m, np.array([0]))[1][0] for m in moved]

    np.testing.assert_allclose(slope, by_difference, rtol=1e-6)
    np.testing.assert_allclose(gradient[0], slope, rtol=1e-8)
    np.testing.assert_allclose(hessian[0][0], (turn[0] - turn[1]) / (2 * width), rtol=1e-5)


def test_priors_in_another_order_are_refused(single: tuple[GameDesign, Grid]) -> None:
    with pytest.raises(InvalidSpecification, match="stands where 'target_concession: x' should"):
        game_target(single[0], PRIORS[::-1], Selection.MIXTURE)


def test_draws_are_the_same_for_the_same_seed(single: tuple[GameDesign, Grid]) -> None:
    design, _ = single
    few = Effort(weighted=100)
    twice = [
        weighted_posterior(
            design, independent_priors(design), rng=np.random.default_rng(7), start=ONE, effort=few
        )
        for _ in range(2)
    ]

    np.testing.assert_array_equal(twice[0].draws.flat("coefficient"), twice[1].draws.flat("coefficient"))
