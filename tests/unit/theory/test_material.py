"""Leverage and credibility."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu.numerics.special import expit, logit
from gaiatsu.theory.material import asymmetry, credibility, expected_threat, material_position


@pytest.mark.parametrize(("ratio", "position"), [(1.0, 0.0), (3.0, 0.5), (9.0, 0.8), (0.2, 0.0)])
def test_the_material_position_by_hand(ratio: float, position: float) -> None:
    assert material_position(ratio) == pytest.approx(position)


def test_the_material_position_is_the_hyperbolic_tangent_of_half_the_log_ratio() -> None:
    ratio = np.linspace(1.0, 20.0, 50)

    np.testing.assert_allclose(material_position(ratio), np.tanh(np.log(ratio) / 2), atol=1e-15)


def test_credibility_is_the_reputation_when_nothing_else_is_known() -> None:
    assert credibility(0.66) == pytest.approx(0.66)


def test_credibility_adds_on_the_log_odds() -> None:
    q = credibility(0.6, public_posture=0.5, stake=0.2, own_cost=0.9, weights=(1.0, 2.0, 3.0))

    assert q == pytest.approx(expit(logit(0.6) + 0.5 + 0.4 - 2.7))


def test_the_material_term_is_the_product_of_its_three_parts() -> None:
    assert expected_threat(0.5, 0.8, 0.7) == pytest.approx(0.28)


def test_no_threat_means_no_material_term_whatever_the_credibility() -> None:
    assert expected_threat(np.linspace(0, 1, 5), 0.0, 1.3).tolist() == [0.0] * 5


def test_asymmetry_is_that_of_the_setting() -> None:
    from gaiatsu.context import material

    assert asymmetry is material.asymmetry
