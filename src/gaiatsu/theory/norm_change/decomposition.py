"""Where a change in hierarchy came from: replacement of cohorts or change within them (eq. 11)."""

from __future__ import annotations

from typing import NamedTuple

from gaiatsu.numerics.special import Array, namespace

__all__ = ["Decomposition", "decompose"]


class Decomposition(NamedTuple):
    """A change in a weighted mean, split into parts that add up to it.

    Parameters
    ----------
    total
        H after less H before.
    replacement
        The part from weights moving between cohorts.
    within
        The part from cohorts changing their minds.
    """

    total: Array
    replacement: Array
    within: Array


def decompose(
    weights_before: Array, weights_after: Array, *, identities_before: Array, identities_after: Array
) -> Decomposition:
    """Split the change of a seniority-weighted mean into replacement and change within cohorts (eq. 11).

    Parameters
    ----------
    weights_before, weights_after
        pi_c at the two dates, shape ``(..., C)``, each summing to 1.
    identities_before, identities_after
        h_c at the two dates, shape ``(..., C)``. A cohort that had not entered at the first date takes its
        imprint there, with weight 0.

    Returns
    -------
    Decomposition
        ``replacement + within == total`` up to rounding.

    Notes
    -----
    ``replacement = sum_c (pi' - pi)(h + h')/2`` and ``within = sum_c (pi + pi')/2 (h' - h)``.

    References
    ----------
    firebaugh1989

    Examples
    --------
    >>> import numpy as np
    >>> parts = decompose(np.asarray([1.0, 0.0]), np.asarray([0.0, 1.0]),
    ...                   identities_before=np.asarray([0.8, 0.5]), identities_after=np.asarray([0.7, 0.5]))
    >>> [round(float(x), 3) for x in parts]
    [-0.3, -0.25, -0.05]
    """
    xp = namespace(weights_before, weights_after, identities_before, identities_after)
    mean_identities = 0.5 * (identities_before + identities_after)
    mean_weights = 0.5 * (weights_before + weights_after)
    replacement = xp.sum((weights_after - weights_before) * mean_identities, axis=-1)
    within = xp.sum(mean_weights * (identities_after - identities_before), axis=-1)
    before = xp.sum(weights_before * identities_before, axis=-1)
    after = xp.sum(weights_after * identities_after, axis=-1)
    return Decomposition(after - before, replacement, within)
