from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal import LINKS, PriorSet
from gaiatsu.estimation.ordinal.target import stack

CUTS = (-0.3, 0.4, 1.2)


def _log_posterior(link: str, design: Any, priors: PriorSet, x: np.ndarray) -> float:
    """Term by term from the definition, for one draw of constrained parameters."""
    k, groups = len(design.terms), len(design.groups)
    cuts = x[k] + np.concatenate([[0.0], np.cumsum(x[k + 1 : k + 3])])
    departures = x[k + 3 :].reshape(groups, -1)
    total = 0.0
    for row, y, group in zip(design.X, design.y, design.group, strict=True):
        steps = [
            np.array([row @ x[:k] - cut - departures[group, j % departures.shape[1]]])
            for j, cut in enumerate(cuts)
        ]
        from gaiatsu.estimation.ordinal.likelihood import case_log_likelihood

        total += float(case_log_likelihood(link, steps, np.array([y]))[0])
    return total


@pytest.mark.parametrize("link", LINKS)
def test_the_stack_is_the_model_written_out(link: str, priors: PriorSet, simulate: Any) -> None:
    design = simulate(link, (1.0, 0.5, 0.2), CUTS, n=9, groups=3)
    target = stack(link, [design], [priors])
    z = np.random.default_rng(2).normal(size=(1, 4, target.dimension))
    x = target.constrain(z)[0]
    likelihood = target.case_log_likelihood(z, np.array([0]))[0].sum(axis=1)

    np.testing.assert_allclose(
        likelihood, [_log_posterior(link, design, priors, row) for row in x], rtol=1e-12
    )


@pytest.mark.parametrize("link", LINKS)
def test_derivatives_written_out_are_those_of_automatic_differentiation(
    link: str, priors: PriorSet, simulate: Any
) -> None:
    import jax

    designs = [simulate(link, (1.0, 0.5, 0.2), CUTS, n=n, seed=n, groups=3) for n in (6, 9)]
    target = stack(link, designs, [priors, priors])
    z = np.random.default_rng(2).normal(size=(2, target.dimension))
    value, gradient, hessian = target.derivatives(z, np.array([0, 1]))
    with jax.enable_x64(True):
        automatic = jax.jit(jax.value_and_grad(target.potential(1)))(jax.numpy.asarray(z[1]))

    np.testing.assert_allclose(value[1], -automatic[0], rtol=1e-10)
    np.testing.assert_allclose(gradient[1], -automatic[1], rtol=1e-6, atol=1e-8)
    for problem in range(2):
        np.testing.assert_allclose(hessian[problem], _differences(target, z, problem), rtol=1e-5, atol=1e-6)


def _differences(target: Any, z: np.ndarray, problem: int) -> np.ndarray:
    """Central differences of the gradient that automatic differentiation has confirmed."""
    h = 1e-5 * np.eye(target.dimension)
    both = [
        np.stack(
            [
                target.derivatives(z + np.eye(2)[problem][:, None] * sign * step, np.array([0, 1]))[1][
                    problem
                ]
                for step in h
            ]
        )
        for sign in (1, -1)
    ]
    return (both[0] - both[1]) / 2e-5


@pytest.mark.parametrize("link", LINKS)
def test_padding_changes_nothing_but_the_prior_of_the_padding(
    link: str, priors: PriorSet, simulate: Any
) -> None:
    small = simulate(link, (1.0,), CUTS, n=5, groups=2)
    large = simulate(link, (1.0, 0.5, 0.2), CUTS, n=9, groups=2)
    alone, padded = stack(link, [small], [priors]), stack(link, [small, large], [priors, priors])
    z = np.random.default_rng(4).normal(size=(1, 3, alone.dimension))
    wide = np.concatenate([z[..., :1], np.zeros((1, 3, 2)), z[..., 1:]], axis=-1)

    difference = padded.log_density(wide, np.array([0])) - alone.log_density(z, np.array([0]))
    np.testing.assert_allclose(difference, -np.log(2 * np.pi), rtol=1e-12)


def test_designs_with_other_categories_cannot_share_a_stack(priors: PriorSet, simulate: Any) -> None:
    designs = [simulate("logit", (1.0,), cuts, n=5) for cuts in (CUTS, (0.0, 1.0))]

    with pytest.raises(InvalidSpecification, match="2 different numbers of categories"):
        stack("logit", designs, [priors, priors])
