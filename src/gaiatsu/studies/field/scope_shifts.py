"""Shifts of the social index among friends and among rivals, and everything said beside them."""

from __future__ import annotations

from dataclasses import dataclass
from math import hypot, isfinite, nan
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from gaiatsu.estimation.ordinal.design import OrdinalDesign
from gaiatsu.estimation.ordinal.shift import Shift, average_shifts
from gaiatsu.numerics.scales import coefficient_alpha, slope_bounds
from gaiatsu.studies.field.estimates import holm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaiatsu.studies.field.scope_cases import ArenaCases

__all__ = ["Contrast", "GroupShift", "PowerRow", "TermShift", "contrast", "decision_power", "term_shifts"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

INDEX: Final = "index"
MATERIAL: Final = "power_ratio"
GROUPS: Final = ("amicable", "hostile")
LEVEL: Final = 0.90


@dataclass(frozen=True)
class GroupShift:
    """What the index does in one group.

    Parameters
    ----------
    group
        ``amicable`` or ``hostile``.
    coded, missing, conceded
        Cases with an outcome, without one, and with a concession.
    shift
        Shift of the index; ``None`` where too few cases are coded or all ended alike.
    material
        Shift of the ratio of capabilities in the same fit.
    lowest, highest
        Least and largest shift over every filling of missing outcomes, by the linear model.
    alpha
        Reliability of the index in the group; NaN where it cannot be computed.
    """

    group: str
    coded: int
    missing: int
    conceded: int
    shift: Shift | None
    material: Shift | None
    lowest: float
    highest: float
    alpha: float

    @property
    def rate(self) -> float:
        """Share of concessions among coded cases."""
        return self.conceded / self.coded if self.coded else nan

    @property
    def corrected(self) -> tuple[float, float, float]:
        """Shift and ends of its 90 % interval over the reliability; NaN where that is not positive."""
        if self.shift is None or not self.alpha > 0.0:
            return nan, nan, nan
        low, high = self.shift.interval(LEVEL)
        return self.shift.estimate / self.alpha, low / self.alpha, high / self.alpha


@dataclass(frozen=True)
class Contrast:
    """Friends against rivals for one sample and coding.

    Parameters
    ----------
    sample, coding
        Names in the specification.
    ends
        Values of the index between which it is moved.
    amicable, hostile
        The two groups.
    """

    sample: str
    coding: str
    ends: tuple[float, float]
    amicable: GroupShift
    hostile: GroupShift

    @property
    def difference(self) -> float:
        """Shift among friends less shift among rivals."""
        first, second = self.amicable.shift, self.hostile.shift
        return nan if first is None or second is None else first.estimate - second.estimate

    @property
    def error(self) -> float:
        """Standard error of the difference, the two fits being independent."""
        first, second = self.amicable.shift, self.hostile.shift
        return nan if first is None or second is None else hypot(first.standard_error, second.standard_error)

    def interval(self, level: float = LEVEL) -> tuple[float, float]:
        """Give the normal interval of the difference."""
        reach = float(ndtri(0.5 + level / 2.0)) * self.error
        return self.difference - reach, self.difference + reach

    @property
    def p(self) -> float:
        """Two-sided p-value of no difference."""
        return float(2.0 * ndtr(-abs(self.difference) / self.error)) if isfinite(self.error) else nan

    @property
    def bounds(self) -> tuple[float, float]:
        """Least and largest difference over every filling of missing outcomes."""
        return self.amicable.lowest - self.hostile.highest, self.amicable.highest - self.hostile.lowest


@dataclass(frozen=True)
class TermShift:
    """What one term does in one group, the others held constant.

    Parameters
    ----------
    sample, coding, group
        Where.
    shift
        The shift.
    adjusted_p
        p-value adjusted by Holm's method over the terms of the group.
    """

    sample: str
    coding: str
    group: str
    shift: Shift
    adjusted_p: float


def contrast(
    cases: ArenaCases,
    sample: str,
    coding: str,
    *,
    masks: tuple[BoolArray, BoolArray],
    thresholds: Mapping[str, float],
) -> Contrast:
    """Compare the shift of the social index among friends with that among rivals.

    Parameters
    ----------
    cases
        Cases of one arena.
    sample, coding
        Names in the specification.
    masks
        Which cases are amicable and which hostile.
    thresholds
        Quantiles of the index and the least number of cases.

    Returns
    -------
    Contrast
        Both groups are moved between the same two values of the index, so that they can be compared.
    """
    quantiles = (thresholds["low_quantile"], thresholds["high_quantile"])
    low, high = (float(end) for end in np.quantile(cases.index, quantiles))
    least = int(thresholds["least_cases"])
    material = _ends(cases.controls[:, cases.control_names.index(MATERIAL)], quantiles)
    moved = {INDEX: (low, high), MATERIAL: material}
    groups = (
        _group(cases, name, coding, mask=mask, moved=moved, least=least)
        for name, mask in zip(GROUPS, masks, strict=True)
    )
    return Contrast(sample, coding, (low, high), *groups)


def _ends(values: FloatArray, quantiles: tuple[float, float]) -> tuple[float, float]:
    """Find the ends between which a term is moved: its quantiles, or absent and present."""
    known = values[np.isfinite(values)]
    if set(np.unique(known)) <= {0.0, 1.0}:
        return 0.0, 1.0
    low, high = np.quantile(known, quantiles)
    return float(low), float(high)


def _group(
    cases: ArenaCases,
    name: str,
    coding: str,
    *,
    mask: BoolArray,
    moved: dict[str, tuple[float, float]],
    least: int,
) -> GroupShift:
    outcomes, index = cases.outcomes[coding][mask], cases.index[mask]
    coded = np.isfinite(outcomes)
    conceded = int(np.nansum(outcomes))
    kept, names = _varied(cases.controls[mask], cases.control_names)
    low = high = alpha = nan
    social: Shift | None = None
    material: Shift | None = None
    if int(coded.sum()) >= least and 0 < conceded < int(coded.sum()):
        X = np.column_stack([index, kept])[coded]
        design = OrdinalDesign(outcomes[coded].astype(int), X, (INDEX, *names), categories=2)
        asked = {term: ends for term, ends in moved.items() if term in design.terms}
        found = average_shifts(design, asked, clusters=cases.dyads[mask][coded])
        social, material = found[0], found[1] if len(found) > 1 else None
        span = moved[INDEX][1] - moved[INDEX][0]
        low, high = (span * slope for slope in slope_bounds(outcomes, index, kept))
        alpha = coefficient_alpha(cases.terms[mask])
    missing = int((~coded).sum())
    return GroupShift(name, int(coded.sum()), missing, conceded, social, material, low, high, alpha)


def _varied(controls: FloatArray, names: tuple[str, ...]) -> tuple[FloatArray, tuple[str, ...]]:
    """Keep the controls that vary in the group."""
    kept = [place for place in range(len(names)) if len(controls) and np.ptp(controls[:, place]) > 0.0]
    return controls[:, kept], tuple(names[place] for place in kept)


def term_shifts(
    cases: ArenaCases,
    sample: str,
    coding: str,
    *,
    masks: tuple[BoolArray, BoolArray],
    thresholds: Mapping[str, float],
) -> tuple[TermShift, ...]:
    """Move each term of the index alone, the others held constant.

    Parameters
    ----------
    cases
        Cases of one arena.
    sample, coding
        Names in the specification.
    masks
        Which cases are amicable and which hostile.
    thresholds
        Quantiles and the least number of cases.

    Returns
    -------
    tuple of TermShift
        Friends first; a term that does not vary in a group is left out there.
    """
    quantiles = (thresholds["low_quantile"], thresholds["high_quantile"])
    ends = {name: _ends(cases.raw_terms[:, place], quantiles) for place, name in enumerate(cases.term_names)}
    found: list[TermShift] = []
    for group, mask in zip(GROUPS, masks, strict=True):
        rows = mask & np.isfinite(cases.outcomes[coding])
        outcomes = cases.outcomes[coding][rows].astype(int)
        if len(outcomes) < thresholds["least_cases"] or np.ptp(outcomes) == 0:
            continue
        terms, names = _filled(cases.raw_terms[rows], cases.term_names)
        kept, control_names = _varied(cases.controls[rows], cases.control_names)
        design = OrdinalDesign(
            outcomes, np.column_stack([terms, kept]), (*names, *control_names), categories=2
        )
        shifts = average_shifts(design, {name: ends[name] for name in names}, clusters=cases.dyads[rows])
        adjusted = holm({shift.term: shift.p for shift in shifts})
        found += [TermShift(sample, coding, group, shift, adjusted[shift.term]) for shift in shifts]
    return tuple(found)


def _filled(terms: FloatArray, names: tuple[str, ...]) -> tuple[FloatArray, tuple[str, ...]]:
    """Put the mean where a term is not known; leave out what does not vary."""
    columns, kept = [], []
    for place, name in enumerate(names):
        column = terms[:, place]
        known = np.isfinite(column)
        if known.any() and np.ptp(column[known]) > 0.0:
            columns.append(np.where(known, column, column[known].mean()))
            kept.append(name)
    return np.column_stack(columns), tuple(kept)


@dataclass(frozen=True)
class PowerRow:
    """How often each verdict is reached if the truth is as supposed.

    Parameters
    ----------
    amicable, hostile
        True shifts.
    supported, against, unknown
        Chance of each verdict, before missing outcomes are considered.
    exaggeration
        Mean size of the friends' shift over the true one where its interval excludes 0; NaN where the true
        one is 0.
    wrong_sign
        Chance that such a shift has the wrong sign.
    """

    amicable: float
    hostile: float
    supported: float
    against: float
    unknown: float
    exaggeration: float
    wrong_sign: float


def decision_power(
    errors: tuple[float, float],
    truths: tuple[tuple[float, float], ...],
    *,
    margin: float,
    rng: np.random.Generator,
    draws: int = 20_000,
) -> tuple[PowerRow, ...]:
    """Simulate the verdict for supposed true shifts and the standard errors at hand.

    Parameters
    ----------
    errors
        Standard errors among friends and among rivals.
    truths
        Supposed true shifts, friends first.
    margin
        Largest shift that counts as none.
    rng
        Generator.
    draws
        Studies simulated for each truth.

    Returns
    -------
    tuple of PowerRow

    References
    ----------
    gelman_carlin2014

    Examples
    --------
    >>> row, = decision_power((0.01, 0.01), ((0.3, 0.0),), margin=0.1, rng=np.random.default_rng(1))
    >>> row.supported, row.against
    (1.0, 0.0)
    """
    rows = []
    reach = float(ndtri(0.5 + LEVEL / 2.0))
    for truth in truths:
        first, second = (t + e * rng.standard_normal(draws) for t, e in zip(truth, errors, strict=True))
        matters, nothing = first - reach * errors[0] > 0.0, first + reach * errors[0] < margin
        vanishes = np.abs(second) + reach * errors[1] < margin
        stays = np.abs(second) - reach * errors[1] > 0.0
        gap, spread = first - second, hypot(*errors)
        supported = matters & vanishes & (gap - reach * spread > 0.0)
        against = (nothing | (stays & (gap + reach * spread < margin))) & ~supported
        called = np.abs(first) > reach * errors[0]
        sizes = np.abs(first[called])
        rows.append(
            PowerRow(
                *truth,
                float(supported.mean()),
                float(against.mean()),
                float((~supported & ~against).mean()),
                float(sizes.mean() / truth[0]) if truth[0] and called.any() else nan,
                float((first[called] < 0.0).mean()) if truth[0] and called.any() else nan,
            )
        )
    return tuple(rows)
