"""What every engine that fits a model returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from gaiatsu.inference.draws import Draws
from gaiatsu.inference.status import Status

__all__ = ["Fit", "Specification"]

D_co = TypeVar("D_co", covariant=True)


@dataclass(frozen=True)
class Specification:
    """What was fitted, and how, in words a table can print.

    Parameters
    ----------
    model
        Family of the model, such as ``"ordinal"``.
    link
        ``"adjacent"``, ``"probit"`` or ``"logit"``.
    method
        ``"penalized"`` or ``"bayes"``.
    terms
        Names of the terms.
    prior
        Name of the prior set, or the description of the penalty.
    """

    model: str
    link: str
    method: str
    terms: tuple[str, ...]
    prior: str


@dataclass(frozen=True, eq=False)
class Fit(Generic[D_co]):
    """A fitted model: specification, estimates, draws where there are any, and how the computation ended.

    Parameters
    ----------
    specification
        What was fitted.
    design
        The data it was fitted to.
    names
        Names of the estimates: terms first, then thresholds.
    estimate
        Penalized maximum or posterior mean, by name.
    covariance
        Covariance of the estimates (inverse information, or posterior).
    log_likelihood
        Log likelihood without penalty or prior: at the penalized maximum, or averaged over the draws.
    status
        How the computation ended.
    draws
        Posterior draws; ``None`` for penalized maximum likelihood.
    """

    specification: Specification
    design: D_co
    names: tuple[str, ...]
    estimate: NDArray[np.float64]
    covariance: NDArray[np.float64]
    log_likelihood: float
    status: Status
    draws: Draws | None = None

    @property
    def standard_error(self) -> NDArray[np.float64]:
        """Square roots of the diagonal of the covariance."""
        return np.asarray(np.sqrt(np.diag(self.covariance)), dtype=np.float64)

    def __getitem__(self, name: str) -> float:
        return float(self.estimate[self.names.index(name)])
