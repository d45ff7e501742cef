"""Threats, depth of demands and backlash."""

from __future__ import annotations

import numpy as np
import pytest
from statsmodels.miscmodels.ordinal_model import OrderedModel

from gaiatsu.theory.tactics import (
    backlash_feedback,
    backlash_index,
    backlash_probabilities,
    demand_depth,
    perceived,
    threat_probability,
    threat_value,
)

DATES = np.asarray([1990.0, 1991.0, 1992.0, 1993.0])


def test_without_a_lag_the_sender_sees_the_truth() -> None:
    values = np.asarray([0.9, 0.7, 0.4, 0.2])

    assert perceived(DATES, values, lag=0.0).tolist() == values.tolist()


def test_with_a_lag_it_sees_what_was() -> None:
    assert perceived(DATES, np.asarray([0.9, 0.7, 0.4, 0.2]), lag=1.5).tolist() == [0.9, 0.9, 0.9, 0.7]


def test_a_sender_that_learns_late_keeps_threatening_while_the_context_sours() -> None:
    expected = np.asarray([0.9, 0.6, 0.3, 0.1])
    told = {"prize": 1.0, "own_cost": 0.3}

    def chance(seen: np.ndarray) -> np.ndarray:
        value = threat_value(seen, 0.1, resistance=1 - seen, **told)
        return np.asarray(threat_probability(value, sensitivity=4.0))

    prompt = chance(np.asarray(perceived(DATES, expected, lag=0.0)))
    late = chance(np.asarray(perceived(DATES, expected, lag=2.0)))

    assert np.all(np.diff(prompt) < 0)
    assert np.all(late[1:] > prompt[1:])


def test_the_value_of_a_threat_by_hand() -> None:
    assert threat_value(0.5, 0.2, prize=2.0, resistance=0.5, own_cost=0.4) == pytest.approx(0.4)


def test_distrust_deepens_demands() -> None:
    depth = demand_depth(np.asarray([1.0, 0.5, 0.0]), base=-0.3, weight=1.5)

    assert np.all(np.diff(depth) > 0)
    assert depth[0] == pytest.approx(1 / (1 + np.exp(0.3)))


def test_backlash_follows_the_ordered_logit_of_statsmodels() -> None:
    model = OrderedModel(np.asarray([0, 1, 2]), np.asarray([[0.1], [0.5], [0.9]]), distr="logit")
    cuts = np.asarray([-0.2, 1.4])
    params = np.concatenate([[1.0], [cuts[0], np.log(cuts[1] - cuts[0])]])

    theirs = model.predict(params, exog=np.asarray([[0.3], [2.0]]))

    np.testing.assert_allclose(backlash_probabilities(np.asarray([0.3, 2.0]), cuts), theirs, rtol=1e-12)


def test_a_bully_provokes_and_a_favorable_context_soothes() -> None:
    weights = (0.5, 0.4, 1.0, 0.8, 0.7)
    base = {"legitimacy": 0.5, "hierarchy": 0.5, "trust_of_sender": 0.5}
    index = backlash_index(0.5, 0.5, **base, weights=weights)

    assert backlash_index(1.0, 0.5, **base, weights=weights) > index
    assert backlash_index(0.5, 1.0, **base, weights=weights) > index
    for name in base:
        assert backlash_index(0.5, 0.5, **{**base, name: 0.9}, weights=weights) < index


@pytest.mark.parametrize(
    ("backlash", "evidence", "hierarchy"), [(0, 0.0, 0.6), (1, -0.2, 0.57), (2, -0.4, 0.54)]
)
def test_backlash_feeds_back_in_proportion(backlash: int, evidence: float, hierarchy: float) -> None:
    after = backlash_feedback(backlash, 0.6, violation_evidence=1.6, distrust=0.25, defiance=0.1)

    assert after.evidence == pytest.approx(evidence)
    assert after.hierarchy == pytest.approx(hierarchy)
