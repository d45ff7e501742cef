from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu.estimation.ordinal import LINKS, PriorSet
from gaiatsu.estimation.ordinal.target import stack
from gaiatsu.estimation.ordinal.totals import adjacent_total, logit_total, probit_total

CUTS = (-0.3, 0.4, 1.2)


@pytest.mark.parametrize("link", LINKS)
@pytest.mark.parametrize("scale", [0.3, 1.0, 4.0])
def test_totals_are_the_sums_of_the_cases(link: str, scale: float, priors: PriorSet, simulate: Any) -> None:
    designs = [simulate(link, (1.0, 0.5, 0.2), CUTS, n=n, seed=n, groups=2) for n in (7, 11)]
    target = stack(link, designs, [priors, priors])
    z = scale * np.random.default_rng(1).normal(size=(2, 30, target.dimension))
    both = np.array([0, 1])
    cases = np.einsum("psn,pn->ps", target.case_log_likelihood(z, both), target.counts)

    np.testing.assert_allclose(target.log_density(z, both), cases + target.priors.log_density(z), rtol=1e-11)


@pytest.mark.parametrize("link", LINKS)
def test_steps_too_long_for_the_short_cut_are_computed_the_long_way(
    link: str, priors: PriorSet, simulate: Any
) -> None:
    design = simulate(link, (1.0, 0.5, 0.2), CUTS, n=7)
    target = stack(link, [design.with_terms(design.X * 1000.0)], [priors])
    z = np.random.default_rng(1).normal(size=(1, 30, target.dimension))
    first = np.array([0])
    cases = target.case_log_likelihood(z, first).sum(axis=2)

    np.testing.assert_allclose(target.log_density(z, first), cases + target.priors.log_density(z), rtol=1e-11)
    assert np.isfinite(cases).all()


def test_what_would_overflow_is_left_to_the_plain_functions() -> None:
    y, ones = np.array([[0, 1]]), np.ones((1, 2))
    far = np.full((1, 1, 2, 2), 500.0)

    assert adjacent_total(far, y, ones) is None
    assert logit_total(far, np.zeros((1, 1, 0)), y, ones) is None
    assert probit_total(far, y, ones, last=1) is None
