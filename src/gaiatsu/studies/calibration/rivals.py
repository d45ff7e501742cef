"""The record in structural rivals of the article's account: what each of them made of it beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.dynamics.worlds import find_world

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gaiatsu.inference.annealing import Annealed
    from gaiatsu.inference.status import Status

__all__ = ["ARTICLE", "CANNOT_TELL", "SURE", "WorldRow", "compare_worlds"]

ARTICLE: Final = "article"
"""The account that the others are compared with."""

SURE: Final = 0.9
"""Probability beyond which one account is said to be preferred."""

CANNOT_TELL: Final = "cannot tell"

_ERRORS: Final = 2.0
"""Simulation errors by which a verdict must hold."""


@dataclass(frozen=True)
class WorldRow:
    """A structural rival under a prior set, and the evidence of the record for it.

    Parameters
    ----------
    prior
        Name of the prior set.
    world, title, supposes
        Name of the world, its name in prose, and what it supposes.
    log_evidence, log_evidence_se
        Log probability of the record, and its simulation error.
    log_factor, log_factor_se
        Log Bayes factor against the article's account, and its simulation error.
    factor
        The Bayes factor: how much likelier the record is here than in the article's account.
    probability
        Probability of the world, had it and the article's account been equally likely, 0-1.
    says
        ``this one`` or ``the article's`` where its probability is beyond nine tenths, whatever the simulation
        error; otherwise ``cannot tell``.
    ess
        Effective number of draws.
    status
        How the sampler ended.
    """

    prior: str
    world: str
    title: str
    supposes: str
    log_evidence: float
    log_evidence_se: float
    log_factor: float
    log_factor_se: float
    factor: float
    probability: float
    says: str
    ess: float
    status: Status


def compare_worlds(
    prior: str, article: Annealed, others: Sequence[tuple[str, Annealed]]
) -> tuple[WorldRow, ...]:
    """Compare the evidence for structural rivals under one prior set.

    Prior sets differ in how strong an effect is believed to be, worlds in whether there is one. Whether the
    social account or the material one is right is a question about worlds.

    Parameters
    ----------
    prior
        Name of the prior set.
    article
        Draws in the article's world.
    others
        Name of each rival, and draws in it.

    Returns
    -------
    tuple of WorldRow
        The article's first.

    References
    ----------
    schoppa1999; kass_raftery1995
    """
    return tuple(_row(prior, name, found, article) for name, found in [(ARTICLE, article), *others])


def _row(prior: str, name: str, found: Annealed, article: Annealed) -> WorldRow:
    world, same = find_world(name), found is article
    gap = 0.0 if same else found.log_evidence - article.log_evidence
    error = 0.0 if same else float(np.hypot(found.log_evidence_se, article.log_evidence_se))
    return WorldRow(
        prior=prior,
        world=world.name,
        title=world.title,
        supposes=world.supposes,
        log_evidence=found.log_evidence,
        log_evidence_se=found.log_evidence_se,
        log_factor=gap,
        log_factor_se=error,
        factor=float(np.exp(gap)),
        probability=_even(gap),
        says=_says(gap, error),
        ess=found.ess,
        status=found.status,
    )


def _even(log_factor: float) -> float:
    """Probability under even odds."""
    return float(1.0 / (1.0 + np.exp(-log_factor)))


def _says(log_factor: float, error: float) -> str:
    low, high = (_even(log_factor + side * _ERRORS * error) for side in (-1.0, 1.0))
    if low > SURE:
        return "this one"
    return "the article's" if high < 1.0 - SURE else CANNOT_TELL
