"""The crisis game fitted: estimates, how far they can be trusted, and the equilibria behind them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.covariance import Covariance
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.likelihood import Evaluation
from gaiatsu.estimation.signalling.profile import Profile, profile
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.weakness import Runaway, WeakDirection
from gaiatsu.inference.draws import Diagnostics, Draws
from gaiatsu.inference.status import Status

__all__ = ["Coefficient", "GameFit", "Method", "Start", "weak_profiles"]

FloatArray = NDArray[np.float64]


class Method(Enum):
    """Estimators of the crisis game that give a maximum."""

    FML = "full maximum likelihood"
    CML = "constrained maximum likelihood"
    NPL = "nested pseudo-likelihood"
    PL = "pseudo-likelihood"


@dataclass(frozen=True)
class Start:
    """Where one search began and what it reached.

    Parameters
    ----------
    name
        Of the start.
    log_likelihood
        Reached.
    status
        How the search ended.
    """

    name: str
    log_likelihood: float
    status: Status


@dataclass(frozen=True)
class Coefficient:
    """One row of a table of estimates.

    Parameters
    ----------
    payoff, regressor
        What it moves, and what moves it.
    estimate, standard_error
        In standard deviations of the private shocks, by unit of the regressor.
    z, p_value
        Of the two-sided test that it is 0, by the normal law.
    weak
        Whether its variance is mostly that of a weakly identified direction: then no stars, and the
        profile interval instead of the standard error.
    """

    payoff: str
    regressor: str
    estimate: float
    standard_error: float
    z: float
    p_value: float
    weak: bool


@dataclass(frozen=True, eq=False)
class GameFit:
    """A fitted crisis game.

    Parameters
    ----------
    method, selection
        How it was fitted, and which equilibrium a game was taken to play.
    names
        ``payoff: regressor`` of each coefficient.
    coefficients
        Estimates, in that order.
    covariance
        Of the estimates, with its kind.
    log_likelihood
        At the estimates. Of pseudo-likelihood, that of each side's choices given the beliefs.
    evaluation
        Scores by game, Hessian and equilibria at the estimates.
    games, observations
        Rows of the data, and outcomes counted in them.
    starts
        Every search.
    resist
        Probability of resistance in the equilibrium used for each game; under pseudo-likelihood the belief.
    equilibria
        How many equilibria each game has at the estimates.
    weak, weak_names
        Weakly identified directions, and the coefficients whose variance is mostly theirs.
    runaway
        A direction in which estimates are infinite, or None.
    status
        The first of: estimates are infinite; the search did not end; no covariance; weak identification.
    """

    method: Method
    selection: Selection
    names: tuple[str, ...]
    coefficients: FloatArray
    covariance: Covariance
    log_likelihood: float
    evaluation: Evaluation
    games: int
    observations: int
    starts: tuple[Start, ...]
    resist: FloatArray
    equilibria: NDArray[np.intp]
    weak: tuple[WeakDirection, ...]
    weak_names: tuple[str, ...]
    runaway: Runaway | None
    status: Status

    @property
    def aic(self) -> float:
        """Akaike's criterion: twice the number of coefficients less twice the log likelihood."""
        return 2.0 * len(self.names) - 2.0 * self.log_likelihood

    @property
    def bic_games(self) -> float:
        """Schwarz's criterion with games as the sample: the outcomes of one game share its equilibrium."""
        return len(self.names) * float(np.log(self.games)) - 2.0 * self.log_likelihood

    @property
    def bic_observations(self) -> float:
        """Schwarz's criterion with single outcomes as the sample."""
        return len(self.names) * float(np.log(self.observations)) - 2.0 * self.log_likelihood

    @property
    def agreed(self) -> int:
        """Searches that reached the log likelihood of the estimates within .0001."""
        return sum(abs(start.log_likelihood - self.log_likelihood) < 1e-4 for start in self.starts)

    @property
    def stars(self) -> bool:
        """Whether a table may mark coefficients by their p-values."""
        return self.status.ok

    @property
    def remarks(self) -> tuple[str, ...]:
        """Sentences for the foot of a table."""
        agreement = f"{self.agreed} of {len(self.starts)} searches agreed on the log likelihood."
        several = int((self.equilibria > 1).sum())
        played = f"{several} of {self.games} games have more than one equilibrium ({self.selection.value})."
        own = () if self.status.ok else (str(self.status),)
        found = (*own, self.covariance.remark, agreement, played, *map(str, self.weak))
        return found if self.runaway is None else (*found, str(self.runaway))

    def table(self) -> tuple[Coefficient, ...]:
        """Rows of a table of estimates."""
        from scipy.special import ndtr

        errors = self.covariance.standard_errors
        rows = []
        for name, value, error in zip(self.names, self.coefficients, errors, strict=True):
            payoff, regressor = name.split(": ", 1)
            z = float(value / error) if error > 0.0 else float("nan")
            weak = name in self.weak_names
            p_value = float(2.0 * ndtr(-abs(z)))
            rows.append(Coefficient(payoff, regressor, float(value), float(error), z, p_value, weak))
        return tuple(rows)

    def draws(self, rng: np.random.Generator, number: int) -> Draws:
        """Draw coefficients from the normal approximation, labelled for ArviZ.

        Parameters
        ----------
        rng
            Source of randomness.
        number
            Draws.

        Returns
        -------
        Draws
            One chain of the vector ``coefficient``; the status is that of the fit.
        """
        values, vectors = np.linalg.eigh(self.covariance.matrix)
        half = vectors * np.sqrt(np.maximum(values, 0.0))
        drawn = self.coefficients + rng.standard_normal((number, self.coefficients.size)) @ half.T
        return Draws(
            {"coefficient": drawn[None]},
            {"coefficient": ("name",)},
            {"name": self.names},
            Diagnostics("normal approximation", ess=float(number)),
            self.status,
        )


def weak_profiles(design: GameDesign, fit: GameFit, *, level: float = 0.95) -> tuple[Profile, ...]:
    """Give profile intervals of the coefficients that are weakly identified.

    Parameters
    ----------
    design
        What was fitted.
    fit
        By full or constrained maximum likelihood.
    level
        Of the intervals, between 0 and 1.

    Returns
    -------
    tuple of Profile
        One for each name in `GameFit.weak_names`; none for a pseudo-likelihood, which has no profile.

    References
    ----------
    venzon_moolgavkar1988
    """
    if fit.method not in (Method.FML, Method.CML):
        return ()
    return tuple(
        profile(design, fit.coefficients, name, selection=fit.selection, level=level)
        for name in fit.weak_names
    )
