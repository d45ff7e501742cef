"""Posterior of the composite and of gamma under the named prior sets, and Bayes factors."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.estimation.signalling.bayes import Effort, GamePosterior, weighted_posterior
from gaiatsu.estimation.signalling.priors import TheoryTerm, theory_priors
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.channels.measures import SUMMED
from gaiatsu.studies.channels.primary import GAMMA, names
from gaiatsu.studies.field.estimates import Estimate
from gaiatsu.theory.parameters import PRIOR_SETS

if TYPE_CHECKING:
    from gaiatsu.studies.channels.bench import Bench
    from gaiatsu.studies.channels.fits import SpecificationFit

__all__ = ["bayes"]

UNITS: Final = 0.25
"""Of the theory's terms, which run from 0 to 1, in a standard deviation of an index."""


def bayes(bench: Bench) -> Iterator[Estimate]:
    """Draw from the posterior by importance sampling along its weak direction.

    Parameters
    ----------
    bench
        Fits and settings.

    Yields
    ------
    Estimate
        Of ``bayes``: posterior mean and interval of the composite and of gamma under each prior set; for the
        composite the log Bayes factor of full against both.

    Notes
    -----
    The likelihood averages over the stable equilibria of a game: what picks the likeliest after the
    outcomes were seen is no law of the outcomes and has no posterior.
    """
    effort = bench.seed, bench.settings.weighted
    pairs = [("both", "default"), *((fit, name) for name in PRIOR_SETS for fit in ("full", "gamma"))]
    base, *found = bench.spread([partial(_drawn, bench.fits[fit], name, effort) for fit, name in pairs])
    for number, name in enumerate(PRIOR_SETS):
        full, product = found[2 * number : 2 * number + 2]
        yield _summary(bench, full, (name, "full"), tuple(f"target_concession: {t}" for t in SUMMED), base)
        yield _summary(bench, product, (name, "gamma"), GAMMA, None)


def _drawn(fit: SpecificationFit, prior_set: str, how: tuple[int, int]) -> GamePosterior:
    known = {f"target_concession: {term}": TheoryTerm(term, UNITS) for term in SUMMED}
    terms = {name: term for name, term in known.items() if name in fit.design.names}
    return weighted_posterior(
        fit.design,
        theory_priors(fit.design, terms, prior_set=prior_set),
        rng=stream(how[0], "channels", "bayes", fit.name, prior_set),
        start=fit.peak("one equilibrium").coefficients,
        effort=Effort(weighted=how[1]),
    )


def _summary(
    bench: Bench,
    posterior: GamePosterior,
    labels: tuple[str, str],
    wanted: tuple[str, ...],
    base: GamePosterior | None,
) -> Estimate:
    prior_set, specification = labels
    design = bench.fits[specification].design
    places = [design.names.index(name) for name in wanted]
    drawn = posterior.draws.flat("coefficient")[:, places].sum(axis=1)
    low, high = (float(end) for end in np.quantile(drawn, (0.025, 0.975)))
    one = posterior.evidence
    factor: dict[str, float] = {}
    if base is not None:
        factor = {
            "log_factor": one.importance - base.evidence.importance,
            "log_factor_laplace": one.laplace - base.evidence.laplace,
            "log_factor_error": float(np.hypot(one.standard_error, base.evidence.standard_error)),
        }
    return Estimate(
        "bayes",
        *names(bench),
        variant=f"{specification}: {prior_set}",
        value=float(drawn.mean()),
        low=low,
        high=high,
        probability=float((drawn > 0.0).mean()),
        n=design.games,
        details={
            "beyond": float((drawn > bench.margin).mean()),
            **factor,
            "k_hat": one.k_hat,
            "effective": one.ess,
            "several": float(posterior.several.max()),
            "status": one.status.name,
        },
    )
