"""Fits of the channel test: twelve starts, the highest summit, and the summit where no rule has to choose."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.estimation.signalling.belief_tree import belief_tree
from gaiatsu.estimation.signalling.constrained import constrained_likelihood
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.first_stage import first_stage
from gaiatsu.estimation.signalling.likelihood import Evaluation
from gaiatsu.estimation.signalling.maximum import AGREES, Climb, climb, regressor_scales
from gaiatsu.estimation.signalling.pseudo import pseudo_likelihood
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.estimation.signalling.several import three_equilibria
from gaiatsu.inference.status import Status

__all__ = [
    "LIKELIEST",
    "Peak",
    "SpecificationFit",
    "carried",
    "climb_by_rule",
    "embedded",
    "fit_from_many",
    "fit_single",
    "twelve_starts",
]

FloatArray = NDArray[np.float64]

LIKELIEST: Final = Selection.MOST_LIKELY
"""The plan's rule of selection."""

SPREAD: Final = 0.1
"""Standard deviation of random starts around the pseudo-likelihood, in what each adds to a payoff."""


@dataclass(frozen=True, eq=False)
class Peak:
    """A place where a climb ended.

    Parameters
    ----------
    start
        Where the climb began.
    coefficients
        In the order of the design.
    evaluation
        Likelihood, scores, Hessian and the equilibria played.
    status
        How the climb ended.
    agreed
        Starts among the twelve that reached this log likelihood.
    """

    start: str
    coefficients: FloatArray
    evaluation: Evaluation
    status: Status
    agreed: int = 0

    @property
    def value(self) -> float:
        """Log likelihood."""
        return self.evaluation.value

    @property
    def several(self) -> int:
        """Games with more than one equilibrium."""
        rows = self.evaluation.played
        return 0 if rows is None else int((rows.count > 1).sum())

    @property
    def unstable(self) -> int:
        """Games taken to play an equilibrium that play does not return to."""
        rows = self.evaluation.played
        return 0 if rows is None else int((~rows.stable).sum())


@dataclass(frozen=True, eq=False)
class SpecificationFit:
    """What the starts of one specification found.

    Parameters
    ----------
    name
        The specification.
    design
        What was fitted.
    best
        The highest summit, over the twelve starts and those carried over from nested specifications.
    single
        The highest summit at which every game has one equilibrium, so that no rule of selection has to
        choose; ``None`` where no climb ended at one.
    starts
        Names of the twelve, log likelihoods reached and games with several equilibria there.
    """

    name: str
    design: GameDesign
    best: Peak
    single: Peak | None
    starts: tuple[tuple[str, float, int], ...]

    def peak(self, which: str) -> Peak:
        """Return one of the two summits: ``likeliest`` or ``one equilibrium``."""
        return self.best if which == "likeliest" or self.single is None else self.single


def twelve_starts(
    design: GameDesign, rng: np.random.Generator, count: int
) -> Iterator[tuple[str, FloatArray]]:
    """Give the starts of one specification: four by different roads, the rest at random around the first.

    Parameters
    ----------
    design
        Counts and regressors.
    rng
        Draws the random starts.
    count
        How many starts.

    Yields
    ------
    tuple
        Name and coefficients.
    """
    beliefs = first_stage(design).beliefs
    plain = pseudo_likelihood(design, beliefs).coefficients
    yield "pseudo-likelihood", plain
    if count > 1:
        yield "constrained likelihood", constrained_likelihood(design, plain, beliefs.z).coefficients
    if count > 2:
        yield "three equilibria", three_equilibria(design)
    if count > 3:
        tree = belief_tree(design).beliefs
        yield "pseudo-likelihood by trees", pseudo_likelihood(design, tree, start=plain).coefficients
    scale = SPREAD / regressor_scales(design)
    for number in range(count - 4):
        yield f"random {number + 1}", plain + scale * rng.standard_normal(plain.size)


def fit_from_many(
    name: str, design: GameDesign, rng: np.random.Generator, *, count: int = 12
) -> SpecificationFit:
    """Climb from many starts, each game playing its likeliest equilibrium.

    Parameters
    ----------
    name
        The specification.
    design
        Counts and regressors.
    rng
        Draws the random starts.
    count
        How many starts.

    Returns
    -------
    SpecificationFit
    """
    with np.errstate(all="ignore"):  # far out a climb may overflow; what is not finite is left out
        roads = twelve_starts(design, rng, count)
        climbs = [climb(design, start, LIKELIEST, name=road) for road, start in roads]
    finite = [one for one in climbs if np.isfinite(one.evaluation.value)]
    peaks = [_peak(one, finite) for one in finite]
    listed = tuple((one.start, one.value, one.several) for one in peaks)
    return SpecificationFit(name, design, max(peaks, key=_height), _single(peaks), listed)


def fit_single(name: str, design: GameDesign, start: FloatArray | None = None) -> SpecificationFit:
    """Climb to the summit near the pseudo-likelihood, or near a start.

    Parameters
    ----------
    name
        The specification.
    design
        Counts and regressors.
    start
        Where to begin. Left out, it is the pseudo-likelihood, and the constrained likelihood after it where
        that climb does not end.

    Returns
    -------
    SpecificationFit
    """
    climbs: list[Climb] = []
    roads = twelve_starts(design, np.random.default_rng(0), 2) if start is None else [("given", start)]
    for road, begin in roads:
        with np.errstate(all="ignore"):  # as above
            climbs.append(climb(design, begin, LIKELIEST, name=road))
        if climbs[-1].status.ok:
            break
    peaks = [_peak(one, climbs) for one in climbs]
    listed = tuple((one.start, one.value, one.several) for one in peaks)
    return SpecificationFit(name, design, max(peaks, key=_height), _single(peaks), listed)


def embedded(inner: SpecificationFit, which: str, design: GameDesign) -> FloatArray:
    """Give the coefficients of a nested specification as a start of a wider one: what it lacks is 0.

    Parameters
    ----------
    inner
        The nested specification.
    which
        Its summit.
    design
        The wider design.

    Returns
    -------
    array
    """
    known = dict(zip(inner.design.names, inner.peak(which).coefficients, strict=True))
    return np.array([known.get(name, 0.0) for name in design.names])


def carried(fit: SpecificationFit, inner: tuple[SpecificationFit, ...]) -> SpecificationFit:
    """Climb again from the summits of nested specifications, so that no wider one lies below a narrower.

    Such a start has seen its parent's summit and is no independent witness: it may raise the best, and is
    not counted among the starts that agree.

    Parameters
    ----------
    fit
        The wider specification.
    inner
        Those nested in it.

    Returns
    -------
    SpecificationFit
        With a higher best where one was found.
    """
    found = fit
    for parent in inner:
        if parent.best.value > found.best.value - 50.0 and parent.best.several:
            again = fit_single(fit.name, fit.design, embedded(parent, "likeliest", fit.design)).best
            found = _higher(found, replace(again, start=f"carried over from {parent.name}"))
    return found


def _higher(fit: SpecificationFit, peak: Peak) -> SpecificationFit:
    """Replace the best by a higher peak; the starts that agree are counted anew."""
    if not peak.value > fit.best.value + AGREES:
        return fit
    agreed = sum(value > peak.value - AGREES for _, value, _ in fit.starts)
    return replace(fit, best=replace(peak, agreed=agreed))


def _peak(one: Climb, others: list[Climb]) -> Peak:
    agreed = sum(abs(other.evaluation.value - one.evaluation.value) < AGREES for other in others)
    return Peak(one.start, one.coefficients, one.evaluation, one.status, agreed)


def _single(peaks: list[Peak]) -> Peak | None:
    found = [peak for peak in peaks if peak.several == 0 and peak.status.ok]
    return max(found, key=_height, default=None)


def _height(peak: Peak) -> float:
    return peak.value


def climb_by_rule(fit: SpecificationFit, which: str, rule: Selection) -> Peak:
    """Climb from one of the summits under another rule of selection.

    Parameters
    ----------
    fit
        The fit.
    which
        Its summit.
    rule
        The rule.

    Returns
    -------
    Peak
    """
    with np.errstate(all="ignore"):  # as above
        found = climb(fit.design, fit.peak(which).coefficients, rule, name=which)
    return _peak(found, [found])
