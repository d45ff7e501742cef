"""Hamiltonian Monte Carlo, the fallback where importance weights are too uneven."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaiatsu.numerics.special import Array

__all__ = ["Chains", "Tuning", "nuts"]

FloatArray = NDArray[np.float64]
_LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True)
class Tuning:
    """How the sampler tunes itself during warm-up.

    Parameters
    ----------
    accept
        Mean acceptance the step size aims at, 0-1; higher is slower and diverges less.
    dense
        Whether correlations between parameters are learned, or only their scales.
    """

    accept: float = 0.9
    dense: bool = False


@dataclass(frozen=True, eq=False)
class Chains:
    """Draws of Markov chains with the numbers that judge them.

    Parameters
    ----------
    points
        Draws, (chain, draw, parameter).
    divergences
        Divergent transitions after warm-up.
    r_hat
        Largest rank-normalized split R-hat over parameters.
    ess
        Smallest bulk effective sample size over parameters.
    """

    points: FloatArray
    divergences: int
    r_hat: float
    ess: float


def nuts(
    potential: Callable[[Array], Array],
    start: FloatArray,
    *,
    rng: np.random.Generator,
    draws: int = 1000,
    warmup: int = 500,
    tuning: Tuning | None = None,
) -> Chains:
    """Run the no-U-turn sampler on one posterior, one chain for each starting point.

    Parameters
    ----------
    potential
        Minus the log density, differentiable by JAX, on the whole real space.
    start
        Starting points, (chain, parameter).
    rng
        Source of the sampler's key.
    draws, warmup
        Transitions kept and thrown away, each chain.
    tuning
        Step size and metric; the defaults of `Tuning` when left out.

    Returns
    -------
    Chains
        Draws, divergences, R-hat and effective sample size.

    References
    ----------
    hoffman_gelman2014

    Examples
    --------
    >>> chains = nuts(lambda z: 0.5 * (z**2).sum(), np.zeros((2, 1)), rng=np.random.default_rng(1), draws=50)
    >>> chains.points.shape
    (2, 50, 1)
    """
    import jax
    from numpyro.infer import MCMC, NUTS

    tuned = tuning or Tuning()
    with jax.enable_x64(True):
        kernel = NUTS(potential_fn=potential, target_accept_prob=tuned.accept, dense_mass=tuned.dense)
        chains = start.shape[0]
        sampler = MCMC(
            kernel,
            num_warmup=warmup,
            num_samples=draws,
            num_chains=chains,
            chain_method="vectorized",
            progress_bar=False,
        )
        initial = jax.numpy.asarray(start if chains > 1 else start[0])
        key = jax.random.PRNGKey(int(rng.integers(_LARGEST_SEED)))
        sampler.run(key, init_params=initial, extra_fields=("diverging",))
        points = np.asarray(sampler.get_samples(group_by_chain=True), dtype=np.float64)
        divergences = int(np.asarray(sampler.get_extra_fields()["diverging"]).sum())
    return Chains(points, divergences, *chain_diagnostics(points))


def chain_diagnostics(points: FloatArray) -> tuple[float, float]:
    """Largest R-hat and smallest effective sample size over the parameters of chains.

    Parameters
    ----------
    points
        Draws, (chain, draw, parameter).
    """
    from arviz_stats.base.array import array_stats

    statistics: Any = array_stats
    r_hat = statistics.rhat(points, chain_axis=0, draw_axis=1)
    ess = statistics.ess(points, chain_axis=0, draw_axis=1)
    return float(np.max(r_hat)), float(np.min(ess))
