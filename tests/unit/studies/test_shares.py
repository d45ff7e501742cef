"""Shares in small samples: against SciPy, simulation and symmetry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.shares import Share, fisher, probability_above, probability_first


@st.composite
def shares(draw: st.DrawFn) -> Share:
    cases = draw(st.integers(1, 60))
    return Share(draw(st.integers(0, cases)), cases)


def test_a_rate_without_cases_is_no_number() -> None:
    assert np.isnan(Share(0, 0).rate)


@pytest.mark.parametrize(("successes", "cases"), [(3, 2), (-1, 4)])
def test_more_successes_than_cases_are_refused(successes: int, cases: int) -> None:
    with pytest.raises(InvalidSpecification, match="are not a share"):
        Share(successes, cases)


def test_the_interval_is_scipy_s() -> None:
    expected = stats.beta(12.5, 13.5).interval(0.95)

    assert Share(12, 25).interval() == pytest.approx(expected)


def test_fisher_is_scipy_s() -> None:
    expected = stats.fisher_exact([[13, 4], [6, 5]]).pvalue

    assert fisher(Share(13, 17), Share(6, 11)) == pytest.approx(expected)


@given(shares(), shares())
def test_one_rate_is_above_the_other_or_below(first: Share, second: Share) -> None:
    assert probability_above(first, second) + probability_above(second, first) == pytest.approx(1, abs=2e-4)


@pytest.mark.parametrize(("first", "second"), [(Share(13, 17), Share(6, 11)), (Share(0, 3), Share(9, 12))])
def test_the_probability_is_that_of_a_simulation(
    first: Share, second: Share, rng: np.random.Generator
) -> None:
    draws = [rng.beta(s.successes + 0.5, s.failures + 0.5, 400_000) for s in (first, second)]

    assert probability_above(first, second) == pytest.approx(np.mean(draws[0] > draws[1]), abs=0.004)


def test_the_chances_of_being_first_add_up_and_follow_a_simulation(rng: np.random.Generator) -> None:
    samples = {"a": Share(8, 16), "b": Share(12, 25), "c": Share(9, 21)}
    first = {name: probability_first(samples, name) for name in samples}
    draws = np.array([rng.beta(s.successes + 0.5, s.failures + 0.5, 400_000) for s in samples.values()])

    assert sum(first.values()) == pytest.approx(1, abs=1e-3)
    assert list(first.values()) == pytest.approx(np.bincount(draws.argmax(axis=0)) / 400_000, abs=0.004)
