"""The fitted record: criteria, verdicts, draws, and one door to every estimator."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.signalling.covariance import CovarianceKind
from gaiatsu.estimation.signalling.fit import GameFit, Method, weak_profiles
from gaiatsu.estimation.signalling.fitting import FitOptions, fit_game
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.numerics.streams import stream
from gaiatsu.theory.crisis_game import NAMES

if TYPE_CHECKING:
    from conftest import Sanctions, Simulated
    from gaiatsu.estimation.signalling.design import GameDesign

RULE = Selection.MOST_LIKELY


@lru_cache  # records are frozen: tests may share a fit
def _fit(design: GameDesign, method: Method, kind: CovarianceKind | None = None, draws: int = 200) -> GameFit:
    options = FitOptions(covariance=kind, bootstrap_draws=draws, random_starts=1)
    return fit_game(design, method, selection=RULE, rng=stream(51, "fit"), options=options)


def test_criteria_are_their_formulas_with_the_right_sign(few_plays: Simulated) -> None:
    found = _fit(few_plays.design, Method.FML)
    assert found.status is Status.CONVERGED
    assert found.stars
    assert found.aic == pytest.approx(-2.0 * found.log_likelihood + 10.0)
    assert found.bic_games == pytest.approx(-2.0 * found.log_likelihood + 5.0 * np.log(150))
    assert found.bic_observations == pytest.approx(-2.0 * found.log_likelihood + 5.0 * np.log(150 * 60))
    assert found.agreed == len(found.starts)
    assert (found.equilibria == 1).all()


@pytest.mark.parametrize("method", list(Method))
def test_every_estimator_is_within_four_errors_of_the_truth(few_plays: Simulated, method: Method) -> None:
    found = _fit(few_plays.design, method)
    away = abs(found.coefficients - few_plays.truth) / found.covariance.standard_errors
    assert found.status.ok
    assert (away < 4.0).all()
    assert np.isfinite(found.resist).all()


def test_full_and_constrained_likelihood_are_two_ways_to_one_maximum(few_plays: Simulated) -> None:
    full, constrained = (_fit(few_plays.design, method) for method in (Method.FML, Method.CML))
    assert constrained.log_likelihood == pytest.approx(full.log_likelihood, abs=1e-5)
    np.testing.assert_allclose(constrained.coefficients, full.coefficients, atol=1e-3)
    np.testing.assert_allclose(constrained.resist, full.resist, atol=1e-4)


def test_a_table_carries_the_test_of_each_coefficient(few_plays: Simulated) -> None:
    row = _fit(few_plays.design, Method.FML).table()[0]
    assert (row.payoff, row.regressor) == ("sender_status_quo", "w")
    assert row.z == pytest.approx(row.estimate / row.standard_error)
    assert 0.0 <= row.p_value < 0.05
    assert not row.weak


def test_draws_have_the_mean_and_the_spread_of_the_estimates(few_plays: Simulated) -> None:
    found = _fit(few_plays.design, Method.FML)
    draws = found.draws(stream(52, "draws"), 4000)
    flat = draws.flat("coefficient")
    assert draws.coords["name"] == few_plays.design.names
    np.testing.assert_allclose(flat.std(axis=0), found.covariance.standard_errors, rtol=0.05)
    assert (abs(flat.mean(axis=0) - found.coefficients) < 0.1 * found.covariance.standard_errors).all()
    posterior = draws.to_arviz()["posterior"]
    assert posterior["coefficient"].shape == (1, 4000, 5)


def test_a_bootstrap_stands_in_the_record(few_plays: Simulated) -> None:
    found = _fit(few_plays.design, Method.FML, CovarianceKind.BOOTSTRAP, 8)
    assert found.covariance.remark == "Parametric bootstrap, 8 draws; 0 more without an estimate."
    assert np.isfinite(found.covariance.standard_errors).all()


def test_what_a_method_cannot_give_is_refused(few_plays: Simulated) -> None:
    with pytest.raises(InvalidSpecification, match="its beliefs are estimates"):
        _fit(few_plays.design, Method.PL, CovarianceKind.SANDWICH)
    with pytest.raises(InvalidSpecification, match="cannot select by the rule 'mixture'"):
        fit_game(few_plays.design, Method.CML, selection=Selection.MIXTURE, rng=stream(53, "none"))
    one = replace(few_plays.design, cluster=np.zeros(few_plays.design.games, dtype=np.intp))
    with pytest.raises(InvalidSpecification, match="1 dyad"):
        _fit(one, Method.FML, CovarianceKind.CLUSTERED)


def test_an_unseen_outcome_is_refused_before_anything_is_fitted(few_plays: Simulated) -> None:
    counts = few_plays.design.counts.copy()
    counts[:, 1] = 0.0
    with pytest.raises(InvalidSpecification, match="concession was never observed"):
        _fit(few_plays.design.with_counts(counts), Method.FML)


@pytest.mark.parametrize("method", [Method.FML, Method.NPL])
def test_separated_outcomes_are_no_convergence_by_any_method(few_plays: Simulated, method: Method) -> None:
    dummy = (np.arange(few_plays.design.games) < 40).astype(float)
    place = NAMES.index("target_stand_firm")
    blocks = list(few_plays.design.blocks)
    blocks[place] = np.column_stack([blocks[place], dummy])
    names = list(few_plays.design.names)
    names.insert(few_plays.design.slices[place].stop, "target_stand_firm: dummy")
    counts = few_plays.design.counts.copy()
    counts[:40, 2] += counts[:40, 1]
    counts[:40, 1] = 0.0
    design = replace(few_plays.design, blocks=tuple(blocks), names=tuple(names), counts=counts)
    found = _fit(design, method)
    assert found.status is Status.QUASI_SEPARATED
    assert found.runaway is not None
    assert "target_stand_firm: dummy" in found.runaway.names
    assert not found.stars


@pytest.mark.data
def test_the_published_specification_is_weakly_identified_and_has_no_stars(sanctions: Sanctions) -> None:
    found = _fit(sanctions.design, Method.FML)
    assert found.log_likelihood == pytest.approx(-3927.9095115, abs=1e-6)  # published: -3927.909515
    assert found.aic == pytest.approx(7895.819, abs=1e-3)
    assert found.agreed == len(found.starts)
    assert found.status is Status.WEAKLY_IDENTIFIED
    assert not found.stars
    assert any("target_concession: constant" in remark for remark in found.remarks)
    names = [
        interval.name
        for interval in weak_profiles(sanctions.design, replace(found, weak_names=found.weak_names[:1]))
    ]
    assert names == ["target_concession: constant"]


@pytest.mark.data
def test_nested_pseudo_likelihood_has_the_published_criterion_with_its_sign_mended(
    sanctions: Sanctions,
) -> None:
    found = _fit(sanctions.design, Method.NPL)
    assert found.aic == pytest.approx(7904.89, abs=0.01)  # sigInt prints 7824.89
    assert weak_profiles(sanctions.design, found) == ()
