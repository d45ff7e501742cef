"""Posterior draws with names, diagnostics and status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification, MissingExtra
from gaiatsu.inference.status import Status

__all__ = ["Diagnostics", "Draws", "Interval", "interval"]


@dataclass(frozen=True)
class Diagnostics:
    """What tells a reader whether draws can be relied on.

    Parameters
    ----------
    method
        ``"importance"`` or ``"nuts"``.
    k_hat
        Shape of the generalized Pareto law fitted to the largest importance weights; over .7 the draws are
        not relied on. ``None`` for chains.
    ess
        Effective number of draws (the smallest over parameters for chains).
    r_hat
        Largest rank-normalized split R-hat; ``None`` for importance sampling.
    divergences
        Number of divergent transitions; ``None`` for importance sampling.
    log_evidence
        Logarithm of the marginal likelihood; ``None`` where the method does not give it.
    log_evidence_se
        Its Monte Carlo standard error.
    """

    method: str
    k_hat: float | None = None
    ess: float = float("nan")
    r_hat: float | None = None
    divergences: int | None = None
    log_evidence: float | None = None
    log_evidence_se: float | None = None


@dataclass(frozen=True)
class Interval:
    """A posterior summary of one number: mean, two central intervals and the chance of being negative.

    Parameters
    ----------
    mean
        Posterior mean.
    median
        Posterior median.
    low50, high50
        Ends of the central 50 % interval.
    low90, high90
        Ends of the central 90 % interval.
    p_negative
        Posterior probability that the number is below zero.
    """

    mean: float
    median: float
    low50: float
    high50: float
    low90: float
    high90: float
    p_negative: float


def interval(values: NDArray[np.float64]) -> Interval:
    """Summarize equally weighted draws of one number.

    Parameters
    ----------
    values
        Draws, any shape.

    Returns
    -------
    Interval
        Mean, median, 50 % and 90 % intervals, probability below zero.

    Examples
    --------
    >>> round(interval(np.linspace(-1.0, 1.0, 101)).high90, 6)
    0.9
    """
    flat = np.asarray(values, dtype=np.float64).ravel()
    low90, low50, median, high50, high90 = (
        float(q) for q in np.quantile(flat, (0.05, 0.25, 0.5, 0.75, 0.95))
    )
    return Interval(float(flat.mean()), median, low50, high50, low90, high90, float((flat < 0).mean()))


@dataclass(frozen=True, eq=False)
class Draws:
    """Labelled draws from a posterior or prior.

    Parameters
    ----------
    values
        Arrays of shape (chain, draw, *dims), by parameter.
    dims
        Names of the dimensions after chain and draw, by parameter.
    coords
        Labels along each named dimension.
    diagnostics
        What the sampler says about itself.
    status
        How the computation ended.
    log_likelihood
        Log likelihood of each case, (chain, draw, case), or ``None``.

    Raises
    ------
    InvalidSpecification
        If an array's shape does not agree with its labels.

    Examples
    --------
    >>> draws = Draws({"beta": np.zeros((1, 4, 2))}, {"beta": ("term",)}, {"term": ("trust", "hierarchy")},
    ...               Diagnostics("importance"), Status.CONVERGED)
    >>> draws.flat("beta").shape
    (4, 2)
    """

    values: Mapping[str, NDArray[np.float64]]
    dims: Mapping[str, tuple[str, ...]]
    coords: Mapping[str, tuple[str, ...]]
    diagnostics: Diagnostics
    status: Status
    log_likelihood: NDArray[np.float64] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        for name, array in self.values.items():
            dims = self.dims.get(name, ())
            shape = tuple(len(self.coords[dim]) for dim in dims)
            if array.shape[2:] != shape:
                what = f"Draws of {name!r} have the shape {array.shape[2:]} after chain and draw."
                raise InvalidSpecification(what, expected=f"{shape}, the lengths of {dims}")

    def flat(self, name: str) -> NDArray[np.float64]:
        """Draws of one parameter with the chains joined, (draw, *dims)."""
        array = self.values[name]
        return array.reshape(-1, *array.shape[2:])

    def to_arviz(self) -> Any:
        """Hand the draws to ArviZ as a data tree with groups ``posterior`` and ``log_likelihood``.

        Returns
        -------
        xarray.DataTree
            What ``arviz_base.from_dict`` makes of them.

        Raises
        ------
        MissingExtra
            If arviz-base is not installed.
        """
        if find_spec("arviz_base") is None:
            msg = "Draws cannot be handed to ArviZ: the package arviz-base is not installed."
            raise MissingExtra(
                msg,
                expected="the extra gaiatsu[arviz]",
                todo="Install it with: pip install 'gaiatsu[arviz]'.",
            )
        import arviz_base

        groups: dict[str, dict[str, NDArray[np.float64]]] = {"posterior": dict(self.values)}
        dims = {name: list(names) for name, names in self.dims.items()}
        if self.log_likelihood is not None:
            groups["log_likelihood"] = {"y": self.log_likelihood}
            dims["y"] = ["case"]
        coords = {name: list(labels) for name, labels in self.coords.items()}
        return arviz_base.from_dict(groups, dims=dims, coords=coords)
