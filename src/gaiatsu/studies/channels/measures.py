"""What the channel test reads off its fits: likelihood ratios, the composite, held coefficients, Vuong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import chi2

from gaiatsu.estimation.signalling.covariance import CovarianceKind, covariance
from gaiatsu.estimation.signalling.design import GameDesign
from gaiatsu.estimation.signalling.likelihood import evaluate, log_likelihoods
from gaiatsu.estimation.signalling.maximum import AGREES
from gaiatsu.estimation.signalling.profile import climb_with_held, profile
from gaiatsu.estimation.signalling.weakness import weak_directions
from gaiatsu.studies.channels.fits import LIKELIEST, Peak, SpecificationFit
from gaiatsu.theory.crisis_game import NAMES

__all__ = [
    "SUMMED",
    "Held",
    "Ratio",
    "Vuong",
    "composite_error",
    "held",
    "likelihood_ratio",
    "summed_terms",
    "vuong",
]

FloatArray = NDArray[np.float64]

SUMMED: Final = ("hierarchy", "legitimacy", "trust")
CONCEDING: Final = "target_concession"
Z: Final = {0.95: 1.959964, 0.90: 1.644854}


@dataclass(frozen=True)
class Ratio:
    """A likelihood-ratio test.

    Parameters
    ----------
    statistic
        Twice the difference of log likelihoods; negative where the wider fit lies lower.
    df
        Coefficients tested.
    p
        By the chi-squared law.
    """

    statistic: float
    df: int
    p: float


@dataclass(frozen=True)
class Held:
    """One coefficient, or a sum of them, with intervals by two roads.

    Parameters
    ----------
    value
        Estimate.
    hessian_error, error
        Standard error from the Hessian, and clustered by dyad.
    low, high
        95 % interval by profile likelihood; infinite where open.
    low_90, high_90
        The same at 90 %.
    certain
        Whether both ends of the profile were found, and no higher point on the way.
    above
        Probability of exceeding 0 by the profile; NaN where a higher summit was found on the way.
    beyond
        Probability of exceeding the margin by the profile.
    clustered_beyond
        The same by the clustered standard error.
    weak
        Whether the Hessian is nearly singular: then the profile decides, not the standard error.
    """

    value: float
    hessian_error: float
    error: float
    low: float
    high: float
    low_90: float
    high_90: float
    certain: bool
    above: float
    beyond: float
    clustered_beyond: float
    weak: bool

    def normal(self, level: float = 0.95) -> tuple[float, float]:
        """Interval from the clustered standard error."""
        half = Z[level] * self.error
        return self.value - half, self.value + half

    def probability(self, margin: float = 0.0) -> float:
        """Probability of exceeding a margin from the clustered standard error."""
        return _normal(self.value, self.error, margin)


@dataclass(frozen=True)
class Vuong:
    """Two specifications of equal size compared.

    Parameters
    ----------
    difference
        Log likelihood of the first less that of the second.
    z
        Over its standard error, clustered by dyad; positive for the first.
    p
        Two-sided.
    """

    difference: float
    z: float
    p: float


def likelihood_ratio(wide: Peak, narrow: Peak) -> Ratio:
    """Test the coefficients in which two nested fits differ.

    Parameters
    ----------
    wide, narrow
        The fits.

    Returns
    -------
    Ratio

    References
    ----------
    wilks1938
    """
    statistic = 2.0 * (wide.value - narrow.value)
    df = wide.coefficients.size - narrow.coefficients.size
    return Ratio(statistic, df, float(chi2.sf(max(statistic, 0.0), df)))


def summed_terms(design: GameDesign, names: tuple[str, ...] = SUMMED) -> GameDesign:
    r"""Turn the regressors so that the first coefficient named is the sum of all named.

    Parameters
    ----------
    design
        Counts and regressors.
    names
        Regressors of the payoff from conceding.

    Returns
    -------
    GameDesign
        The same likelihood; the other coefficients named keep their values.

    Notes
    -----
    .. math:: b_1 x_1 + b_2 x_2 + b_3 x_3 = (b_1 + b_2 + b_3)\, x_1 + b_2 (x_2 - x_1) + b_3 (x_3 - x_1)
    """
    place = NAMES.index(CONCEDING)
    first = design.names.index(f"{CONCEDING}: {names[0]}") - design.slices[place].start
    block = design.blocks[place].copy()
    for name in names[1:]:
        block[:, design.names.index(f"{CONCEDING}: {name}") - design.slices[place].start] -= block[:, first]
    return replace(design, blocks=(*design.blocks[:place], block, *design.blocks[place + 1 :]))


def held(
    fit: SpecificationFit, which: str, names: tuple[str, ...], *, margin: float, profiled: bool = True
) -> Held:
    """Estimate one coefficient of the payoff from conceding, or the sum of several, with its intervals.

    Parameters
    ----------
    fit
        The fit.
    which
        The summit.
    names
        ``payoff: regressor`` of one coefficient, or regressors of the payoff from conceding to be summed.
    margin
        What counts as large.
    profiled
        Whether the profile is followed. Where it is not, the clustered standard error stands in for it.

    Returns
    -------
    Held

    Notes
    -----
    By the profile, the probability of exceeding ``c`` is the normal law of the signed root of twice the
    fall of the log likelihood at ``c``.

    References
    ----------
    venzon_moolgavkar1988; liang_zeger1986
    """
    peak = fit.peak(which)
    if ": " in names[0]:
        design, name, point = fit.design, names[0], peak.coefficients
    else:
        design, name = summed_terms(fit.design, names), f"{CONCEDING}: {names[0]}"
        point = peak.coefficients.copy()
        point[design.names.index(name)] = _total(fit.design, point, names)
    weights = _weights(fit.design, names)
    hessian, clustered = (_error(fit.design, peak, kind, weights) for kind in _KINDS)
    weak = bool(weak_directions(fit.design, peak.evaluation.hessian))
    if not profiled:
        return _by_error(float(point[design.names.index(name)]), (hessian, clustered), margin, weak=weak)
    with np.errstate(all="ignore"):  # a point far from the summit may overflow; the search turns back
        wide, narrow = (
            profile(design, point, name, selection=LIKELIEST, level=level) for level in (0.95, 0.90)
        )
    place = design.names.index(name)
    above, beyond = (_above(design, point, place, (cut, peak.value)) for cut in (0.0, margin))
    return Held(
        value=float(point[place]),
        hessian_error=hessian,
        error=clustered,
        low=wide.low,
        high=wide.high,
        low_90=narrow.low,
        high_90=narrow.high,
        certain=wide.status.ok and narrow.status.ok,
        above=above,
        beyond=beyond,
        clustered_beyond=_normal(float(point[place]), clustered, margin),
        weak=weak,
    )


def _normal(value: float, error: float, cut: float) -> float:
    """Probability of exceeding a cut by the normal law."""
    return float(ndtr((value - cut) / error)) if error > 0.0 else float("nan")


def _by_error(value: float, errors: tuple[float, float], margin: float, *, weak: bool) -> Held:
    """Intervals and probabilities from the clustered standard error alone."""
    hessian, error = errors
    beyond = _normal(value, error, margin)
    return Held(
        value=value,
        hessian_error=hessian,
        error=error,
        low=value - Z[0.95] * error,
        high=value + Z[0.95] * error,
        low_90=value - Z[0.90] * error,
        high_90=value + Z[0.90] * error,
        certain=False,
        above=_normal(value, error, 0.0),
        beyond=beyond,
        clustered_beyond=beyond,
        weak=weak,
    )


_KINDS: Final = (CovarianceKind.HESSIAN, CovarianceKind.CLUSTERED)


def _weights(design: GameDesign, names: tuple[str, ...]) -> FloatArray:
    wanted = names if ": " in names[0] else tuple(f"{CONCEDING}: {name}" for name in names)
    return np.array([float(name in wanted) for name in design.names])


def _total(design: GameDesign, point: FloatArray, names: tuple[str, ...]) -> float:
    return float(_weights(design, names) @ point)


def _error(design: GameDesign, peak: Peak, kind: CovarianceKind, weights: FloatArray) -> float:
    matrix = covariance(design, peak.evaluation, kind).matrix
    return sqrt(max(float(weights @ matrix @ weights), 0.0)) if np.isfinite(matrix).all() else float("nan")


def composite_error(fit: SpecificationFit, which: str, *, clusters: NDArray[np.intp] | None = None) -> float:
    """Give the standard error of the composite, clustered by dyad or otherwise.

    Parameters
    ----------
    fit
        The fit.
    which
        The summit.
    clusters
        Number of the cluster of each game; dyads where left out.

    Returns
    -------
    float
    """
    design = fit.design if clusters is None else replace(fit.design, cluster=clusters)
    return _error(design, fit.peak(which), CovarianceKind.CLUSTERED, _weights(fit.design, SUMMED))


def _above(design: GameDesign, point: FloatArray, place: int, at: tuple[float, float]) -> float:
    """Probability that the coefficient exceeds a cut, by the signed root of the profile below its top."""
    cut, top = at
    with np.errstate(all="ignore"):  # a point far from the summit may overflow; the climb turns back
        found = climb_with_held(design, _along(design, point, place, cut), LIKELIEST, held=place)
    if found.evaluation.value > top + AGREES:  # another summit lies higher: the root has no sign there
        return float("nan")
    fall = max(top - found.evaluation.value, 0.0)
    return float(ndtr(np.sign(point[place] - cut) * np.sqrt(2.0 * fall)))


def _along(design: GameDesign, point: FloatArray, place: int, cut: float) -> FloatArray:
    """Move one coefficient, and the others as they follow it near the summit, where that leads anywhere."""
    hessian = evaluate(design, point, LIKELIEST).hessian
    free = np.delete(np.arange(point.size), place)
    turn = np.linalg.lstsq(hessian[np.ix_(free, free)], hessian[free, place], rcond=1e-14)[0]
    ahead, plain = point.copy(), point.copy()
    ahead[place] = plain[place] = cut
    ahead[free] -= turn * (cut - point[place])
    values = [float(log_likelihoods(design, start, LIKELIEST).sum()) for start in (ahead, plain)]
    return ahead if values[0] >= values[1] else plain


def vuong(one: SpecificationFit, other: SpecificationFit, which: str) -> Vuong:
    """Compare two specifications that are not nested.

    Parameters
    ----------
    one, other
        The fits, with as many coefficients each.
    which
        The summit.

    Returns
    -------
    Vuong

    References
    ----------
    vuong1989
    """
    values = [log_likelihoods(fit.design, fit.peak(which).coefficients, LIKELIEST) for fit in (one, other)]
    apart = np.bincount(one.design.cluster, weights=values[0] - values[1])
    count = apart.size
    error = sqrt(count * float(apart.var(ddof=1)))
    z = float(apart.sum()) / error if error > 0.0 else 0.0
    return Vuong(float(apart.sum()), z, float(2.0 * ndtr(-abs(z))))
