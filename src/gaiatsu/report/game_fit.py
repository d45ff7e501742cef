"""A fitted crisis game as a table of estimates."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.report.estimates import Effects, Estimates

if TYPE_CHECKING:
    from gaiatsu.estimation.signalling.fit import Coefficient
    from gaiatsu.studies.game_fit import FittedGame, SampledGame, VariableEffects

__all__ = ["fit_table", "posterior_table"]

LEVELS: Final = ((0.001, "***"), (0.01, "** "), (0.05, "*  "))
STARS: Final = "* p < .05, ** p < .01, *** p < .001, two-sided."
NO_STARS: Final = (
    "No stars: the estimates are not all determined well enough for p-values to mean what they say."
)
EFFECTS: Final = (
    "Mean effect on the probability of each outcome, in points, with 95 % intervals; numbers go up by one "
    "standard deviation"
)
OUTCOME_HEADS: Final = ("status quo", "concession", "stand firm", "back down")


def fit_table(fitted: FittedGame) -> Estimates:
    """Lay out estimates with standard errors, or profile intervals where these mean nothing.

    Parameters
    ----------
    fitted
        A maximum of a likelihood or pseudo-likelihood.

    Returns
    -------
    Estimates
        The table, what holds for the whole fit, and what qualifies it.
    """
    rows = tuple(
        (
            row.payoff,
            row.regressor,
            _number(row.estimate) + _stars(fitted, row),
            _spread(fitted, row),
            "" if row.weak else _chance(row.p_value),
        )
        for row in fitted.fit.table()
    )
    return Estimates(
        title=f"The crisis game by {fitted.fit.method.value}",
        heads=("estimate   ", "standard error", "p"),
        rows=rows,
        numbers=tuple(_numbers(fitted)),
        notes=tuple(_notes(fitted)),
        effects=_effects(fitted.effects),
    )


def posterior_table(sampled: SampledGame) -> Estimates:
    """Lay out posterior means with intervals and the probability of being below zero.

    Parameters
    ----------
    sampled
        Draws from a posterior.

    Returns
    -------
    Estimates
        The table, what holds for the whole posterior, and what qualifies it.
    """
    rows = tuple(
        (
            row.payoff,
            row.regressor,
            _number(row.mean),
            _number(row.deviation),
            f"[{_number(row.low)}, {_number(row.high)}]",
            _chance(row.below_zero),
        )
        for row in sampled.table
    )
    said = sampled.posterior.draws.diagnostics
    evidence = sampled.posterior.evidence
    numbers = (
        ("games", f"{sampled.games:,}"),
        ("draws", f"{sampled.posterior.draws.flat('coefficient').shape[0]:,}"),
        ("greatest R-hat", "none" if said.r_hat is None else f"{said.r_hat:.3f}"),
        ("fewest effective draws", f"{said.ess:,.0f}"),
        ("divergent transitions", f"{said.divergences or 0}"),
        ("log evidence", f"{evidence.importance:.2f} (Laplace {evidence.laplace:.2f})"),
    )
    several = sampled.posterior.several
    notes = (
        str(sampled.posterior.draws.status),
        f"Priors: {sampled.prior}.",
        f"{int((several > 0.5).sum())} of {sampled.games} games have several equilibria in most draws.",
    )
    heads = ("mean", "sd", "90 % interval", "P(<0)")
    return Estimates("The crisis game, posterior", heads, rows, numbers, notes, _effects(sampled.effects))


def _numbers(fitted: FittedGame) -> Iterator[tuple[str, str]]:
    found = fitted.fit
    yield "games", f"{found.games:,}"
    yield "outcomes", f"{found.observations:,}"
    kind = "pseudo-log likelihood" if "pseudo" in found.method.value else "log likelihood"
    yield kind, f"{found.log_likelihood:.4f}"
    yield "AIC", f"{found.aic:.2f}"
    yield "BIC (games)", f"{found.bic_games:.2f}"
    yield "BIC (outcomes)", f"{found.bic_observations:.2f}"
    yield "searches that agree", f"{found.agreed} of {len(found.starts)}"


def _notes(fitted: FittedGame) -> Iterator[str]:
    yield STARS if fitted.fit.stars else NO_STARS
    if fitted.profiles:
        yield "In brackets: 95 % profile interval of a coefficient that is weakly identified."
    if any(not (isfinite(found.low) and isfinite(found.high)) for found in fitted.profiles):
        yield "Open: the likelihood does not fall to the end of an interval, however far one goes."
    yield from fitted.remarks


def _stars(fitted: FittedGame, row: Coefficient) -> str:
    if not fitted.fit.stars or row.weak or not isfinite(row.p_value):
        return "   "
    return next((mark for level, mark in LEVELS if row.p_value < level), "   ")


def _spread(fitted: FittedGame, row: Coefficient) -> str:
    profile = fitted.profile_of(f"{row.payoff}: {row.regressor}") if row.weak else None
    if profile is None:
        return _number(row.standard_error)
    low, high = (_number(end) if isfinite(end) else "open" for end in (profile.low, profile.high))
    return f"[{low}, {high}]"


def _effects(found: VariableEffects | None) -> Effects | None:
    if found is None:
        return None
    rows = []
    for place, change in enumerate(found.changes):
        columns = 100.0 * np.stack([found.effect[place], found.low[place], found.high[place]])
        rows.append((change, *(f"{value:+.2f} [{low:+.2f}, {high:+.2f}]" for value, low, high in columns.T)))
    return Effects(EFFECTS, OUTCOME_HEADS, tuple(rows))


def _number(value: float) -> str:
    """Three decimals, or as many as show two digits of a small number."""
    if not isfinite(value):
        return "none"
    return f"{value:.3f}" if abs(value) >= 0.01 or value == 0.0 else f"{value:.2g}"


def _chance(value: float) -> str:
    if not isfinite(value):
        return ""
    return "<.001" if value < 0.001 else f"{value:.3f}".lstrip("0")
