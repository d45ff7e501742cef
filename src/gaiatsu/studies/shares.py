"""Shares of successes in small samples, and how sure one can be that one share is above another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv

from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.exact import exact_p

__all__ = ["Share", "fisher", "probability_above", "probability_first"]

JEFFREYS = 0.5
POINTS = 4000


@dataclass(frozen=True)
class Share:
    """Successes among cases.

    Parameters
    ----------
    successes
        How many succeeded.
    cases
        How many there were.

    Examples
    --------
    >>> str(Share(12, 25)), round(Share(12, 25).rate, 2)
    ('12/25', 0.48)
    """

    successes: int
    cases: int

    def __post_init__(self) -> None:
        if not 0 <= self.successes <= self.cases:
            message = f"{self.successes} successes in {self.cases} cases are not a share."
            raise InvalidSpecification(message, expected="between 0 and the number of cases")

    def __str__(self) -> str:
        return f"{self.successes}/{self.cases}"

    @property
    def rate(self) -> float:
        """Successes over cases; not a number without cases."""
        return self.successes / self.cases if self.cases else float("nan")

    @property
    def failures(self) -> int:
        """Cases that did not succeed."""
        return self.cases - self.successes

    def interval(self, level: float = 0.95) -> tuple[float, float]:
        """Equal-tailed interval of the rate under the Jeffreys prior.

        Examples
        --------
        >>> tuple(round(end, 2) for end in Share(12, 25).interval())
        (0.3, 0.67)
        """
        low, high = self.quantiles(np.array([(1 - level) / 2, (1 + level) / 2]))
        return float(low), float(high)

    def quantiles(self, levels: np.ndarray) -> np.ndarray:
        """Quantiles of the rate under the Jeffreys prior."""
        return np.asarray(betaincinv(self.successes + JEFFREYS, self.failures + JEFFREYS, levels))

    def below(self, rates: np.ndarray) -> np.ndarray:
        """Probability that the rate lies below each of some rates."""
        return np.asarray(betainc(self.successes + JEFFREYS, self.failures + JEFFREYS, rates))


def probability_above(share: Share, other: Share) -> float:
    """Probability that one rate exceeds another, each with its own Jeffreys prior.

    Parameters
    ----------
    share, other
        Independent samples.

    Returns
    -------
    float
        0 to 1; one half where the samples say the same.

    Examples
    --------
    >>> round(probability_above(Share(9, 10), Share(1, 10)), 3)
    1.0
    >>> probability_above(Share(3, 7), Share(3, 7))
    0.5
    """
    levels = (np.arange(POINTS) + 0.5) / POINTS
    return round(float(other.below(share.quantiles(levels)).mean()), 9)


def probability_first(shares: Mapping[str, Share], name: str) -> float:
    """Probability that one of several rates is the highest, each with its own Jeffreys prior.

    Parameters
    ----------
    shares
        Independent samples by name.
    name
        The one in question.

    Returns
    -------
    float
        0 to 1; these add up to one over the names.

    Examples
    --------
    >>> round(probability_first({"a": Share(5, 10), "b": Share(5, 10), "c": Share(5, 10)}, "a"), 3)
    0.333
    """
    levels = (np.arange(POINTS) + 0.5) / POINTS
    rates = shares[name].quantiles(levels)
    others = [share.below(rates) for other, share in shares.items() if other != name]
    return round(float(np.prod(others, axis=0).mean()), 9)


def fisher(share: Share, other: Share) -> float:
    """Two-sided Fisher test of one rate against another.

    Parameters
    ----------
    share, other
        Independent samples.

    Returns
    -------
    float
        Point-probability rule, as in R and SciPy.

    Examples
    --------
    >>> round(fisher(Share(12, 25), Share(61, 249)), 3)
    0.017
    """
    return exact_p([[share.successes, share.failures], [other.successes, other.failures]]).two_sided
