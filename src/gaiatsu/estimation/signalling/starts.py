"""Where to begin the search for the maximum likelihood: starts by other estimators, with names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.belief_tree import belief_tree, half_renewed_pseudo_likelihood
from gaiatsu.estimation.signalling.constrained import constrained_likelihood
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.first_stage import first_stage
from gaiatsu.estimation.signalling.maximum import Summit, regressor_scales, summit
from gaiatsu.estimation.signalling.pseudo import nested_pseudo_likelihood, pseudo_likelihood
from gaiatsu.estimation.signalling.selection import Selection

__all__ = ["maximum_likelihood", "starts"]

FloatArray = NDArray[np.float64]

RANDOM_SPREAD: Final = 0.05
"""Standard deviation of random starts, in what a coefficient adds to a payoff."""


def starts(
    design: GameDesign, rng: np.random.Generator, *, random: int = 2, given: FloatArray | None = None
) -> Iterator[tuple[str, FloatArray]]:
    """Give coefficients to begin with, each by another road.

    The likelihood jumps where equilibria appear or vanish, and a climb from nowhere stops at a jump. Each
    of these roads goes around the jumps in its own way; that they end at one place is what makes it the
    maximum to the best of anybody's knowledge.

    Parameters
    ----------
    design
        Counts and regressors.
    rng
        Draws the random starts.
    random
        How many constrained searches begin at random coefficients.
    given
        The user's own start; it is used as it is, and begins a constrained search too.

    Yields
    ------
    tuple
        Name and coefficients: nested pseudo-likelihood; pseudo-likelihood; pseudo-likelihood with tree
        beliefs, the target's renewed once, where the tree splits; constrained likelihood from
        pseudo-likelihood, and from random coefficients. A constrained search that does not converge
        gives no start.

    References
    ----------
    crismancox_gibilisco2021; su_judd2012
    """
    plain = _four_outcomes(design)
    size = len(plain.names)
    steps = np.zeros(len(design.names) - size)
    beliefs = first_stage(plain).beliefs
    two_steps = pseudo_likelihood(plain, beliefs)
    nested = nested_pseudo_likelihood(plain, beliefs, start=two_steps.coefficients)
    yield "nested pseudo-likelihood", np.append(nested.coefficients, steps)
    yield "pseudo-likelihood", np.append(two_steps.coefficients, steps)
    tree = belief_tree(plain)
    if tree.resist_leaves > 1:  # one belief for all games leaves the sender's payoffs undetermined
        half_renewed = half_renewed_pseudo_likelihood(plain, tree.beliefs)
        yield "half-renewed pseudo-likelihood from a tree", np.append(half_renewed.coefficients, steps)
    searches = {"pseudo-likelihood": two_steps.coefficients}
    if given is not None:
        searches["given"] = given[:size]
    for number in range(random):
        spread = RANDOM_SPREAD / regressor_scales(plain)
        searches[f"random {number + 1}"] = spread * rng.standard_normal(size)
    for name, begin in searches.items():
        found = constrained_likelihood(plain, begin, beliefs.z)
        if found.status.ok:
            yield f"constrained likelihood from {name}", np.append(found.coefficients, steps)
    if given is not None:
        yield "given", given


def maximum_likelihood(
    design: GameDesign,
    *,
    selection: Selection,
    rng: np.random.Generator,
    start: FloatArray | None = None,
    random: int = 2,
) -> Summit:
    """Full maximum likelihood from every start there is.

    Parameters
    ----------
    design
        Counts and regressors.
    selection
        Which equilibrium a game is taken to play.
    rng
        Draws the random starts.
    start
        The user's own start, beside the others.
    random
        How many random starts.

    Returns
    -------
    Summit
        Best climb, all climbs, and how many agreed.

    References
    ----------
    crismancox_gibilisco2021
    """
    return summit(design, starts(design, rng, random=random, given=start), selection)


def _four_outcomes(design: GameDesign) -> GameDesign:
    """Leave the depths of concessions out: the starts do not need them."""
    if design.depths is None:
        return design
    size = sum(block.shape[1] for block in design.blocks)
    return replace(design, depths=None, names=design.names[:size])
