"""How a computation ended, in a sentence."""

from __future__ import annotations

from enum import Enum

__all__ = ["Status"]


class Status(Enum):
    """How a fit ended: a value that is carried along, never an exception or a silent default.

    An engine returns its status beside its numbers; the edge of the program decides whether to show it,
    to warn or to stop.

    Examples
    --------
    >>> Status.CONVERGED.ok
    True
    >>> print(Status.UNRELIABLE_WEIGHTS)
    The importance weights are too uneven to be relied on (Pareto k-hat above 0.7).
    """

    CONVERGED = "The computation converged and its diagnostics are within their bounds."
    NOT_CONVERGED = "The search for the maximum stopped before the gradient vanished."
    BELIEFS_UNSETTLED = "The beliefs of the two sides kept moving when each answered the other."
    NOT_THE_MAXIMUM = "A point above the maximum was found on the way: fit again from there."
    WEAKLY_IDENTIFIED = (
        "The data hardly see a direction of the coefficients: read profile intervals, not standard errors."
    )
    NOT_IDENTIFIED = (
        "The data leave a direction of the parameters undetermined, so standard errors do not exist."
    )
    NOT_FINITE = "The log density is not finite where the search began."
    UNRELIABLE_WEIGHTS = "The importance weights are too uneven to be relied on (Pareto k-hat above 0.7)."
    FEW_EFFECTIVE_DRAWS = "Fewer than 100 effective draws stand behind the summaries."
    CHAINS_DISAGREE = "The Markov chains have not mixed (R-hat above 1.01)."
    PARTICLES_COLLAPSED = (
        "A piece of the data is impossible under every draw, so that no draw says anything about it."
    )
    ISLANDS_DISAGREE = "Independent runs of the sampler put the evidence more than two units apart."
    DIVERGENT = "Markov chain transitions diverged, so part of the posterior may be unexplored."
    COMPLETELY_SEPARATED = "The terms sort the outcomes without error: unpenalized estimates are infinite."
    QUASI_SEPARATED = "The terms sort the outcomes but for ties: some unpenalized estimates are infinite."

    def __str__(self) -> str:
        return self.value

    @property
    def ok(self) -> bool:
        """Whether the numbers can be used without a caveat."""
        return self is Status.CONVERGED
