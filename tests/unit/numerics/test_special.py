"""The functions the array API standard lacks."""

from __future__ import annotations

from typing import Any

import array_api_compat
import numpy as np
import pytest
import scipy.stats

from gaiatsu.numerics import special


@pytest.fixture(scope="module")
def jnp() -> Any:
    import jax

    jax.config.update("jax_enable_x64", True)
    import jax.numpy

    return jax.numpy


def test_numbers_alone_belong_to_numpy() -> None:
    assert array_api_compat.is_numpy_namespace(special.namespace(1.0, 2))


def test_a_jax_array_wins_over_numpy_beside_it(jnp: Any) -> None:
    chosen = special.namespace(np.ones(2), jnp.ones(2), 3.0)

    assert array_api_compat.is_jax_namespace(chosen)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (special.normal_cdf, scipy.stats.norm.cdf),
        (special.normal_log_cdf, scipy.stats.norm.logcdf),
        (special.normal_pdf, scipy.stats.norm.pdf),
        (special.expit, scipy.stats.logistic.cdf),
        (special.log_expit, scipy.stats.logistic.logcdf),
    ],
)
def test_laws_agree_with_scipy_stats(ours: Any, theirs: Any) -> None:
    x = np.linspace(-37.0, 37.0, 149)

    np.testing.assert_allclose(ours(x), theirs(x), rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("name", ["expit", "log_expit", "normal_cdf", "normal_pdf", "normal_log_cdf"])
def test_both_libraries_give_the_same_numbers(jnp: Any, name: str) -> None:
    x = np.linspace(-30.0, 30.0, 121)
    function = getattr(special, name)

    np.testing.assert_allclose(np.asarray(function(jnp.asarray(x))), function(x), rtol=1e-10, atol=1e-12)


def test_the_left_tail_of_the_normal_law_keeps_its_digits_in_jax(jnp: Any) -> None:
    x = np.linspace(-60.0, -20.0, 81)

    np.testing.assert_allclose(
        np.asarray(special.normal_log_cdf(jnp.asarray(x))), special.normal_log_cdf(x), rtol=1e-13
    )


def test_logit_undoes_expit() -> None:
    x = np.linspace(-20.0, 20.0, 41)

    np.testing.assert_allclose(special.logit(special.expit(x)), x, rtol=1e-6)


def test_logsumexp_agrees_with_scipy_and_does_not_overflow() -> None:
    x = np.asarray([[1000.0, 1001.0], [-1000.0, -1002.0], [0.0, -np.inf]])

    np.testing.assert_allclose(special.logsumexp(x), scipy.special.logsumexp(x, axis=-1), rtol=1e-15)
    np.testing.assert_allclose(special.logsumexp(x[:2], axis=0), scipy.special.logsumexp(x[:2], axis=0))
