"""Cohorts at the top and how their identities move in a year (eq. 8, 9 and 11), for many relationships.

Eq. 8 moves every cohort along the same line towards the material position, and a backlash or a security
threat takes the same share from each. The path of an identity of 0, and what is left of an identity of 1,
therefore give every cohort's identity, and a year costs one weighted sum over cohorts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.parameters import ParameterDraws
from gaiatsu.dynamics.setting import Founding, Setting
from gaiatsu.dynamics.state import CohortBook
from gaiatsu.theory.material import material_position
from gaiatsu.theory.norm_change.identity import plasticity
from gaiatsu.theory.norm_change.seniority import senior_weight

__all__ = ["Elites", "IdentityChange", "Top", "change_parts", "prepare_elites", "retention"]

Floats = NDArray[np.float64]

_UNFELT: Final = 1e-17
"""Plasticity below which ``1 - g`` is 1 to the last bit."""

_FADED: Final = 1e-100
"""Share of an initial identity below which the book is rewritten, long before numbers underflow."""


class IdentityChange(NamedTuple):
    """Change of hierarchy in an economic issue over a year, in parts that add up to it.

    Parameters
    ----------
    replacement
        From later cohorts reaching the top.
    careers
        From fewer security careers in economic posts.
    drift
        From the pull of the material position in a quiet year.
    shock
        From what shocks added to that pull.
    interaction
        From backlash and security threats.
    """

    replacement: Floats
    careers: Floats
    drift: Floats
    shock: Floats
    interaction: Floats


@dataclass(frozen=True, eq=False)
class Top:
    """Identities of everybody in service and the weighted mean at the top.

    Parameters
    ----------
    pulled, left
        Common path, shape ``(2, n)``.
    hierarchy
        Seniority-weighted identity, shape ``(2, n)``.
    book
        Entries of the cohorts.
    entered
        Number of cohorts in the book.
    """

    pulled: Floats
    left: Floats
    hierarchy: Floats
    book: CohortBook
    entered: int


@dataclass(frozen=True, eq=False)
class Elites:
    """What the years of a run have in common, computed once.

    Parameters
    ----------
    setting
        The setting.
    parameters
        The draws.
    by_age
        Weight of those who entered in the year that ended so many years ago, shape ``(ages, n)``.
    founding
        Weight of each founding cohort by year, ``origin`` to ``stop``, shape ``(founding, years + 1, n)``.
    position
        h*, by year from ``origin``.
    kept
        Share of the gap to the material position that each year from ``origin`` leaves, 0-1, shape
        ``(years, n)``.
    """

    setting: Setting
    parameters: ParameterDraws
    by_age: Floats
    founding: Floats
    position: Floats
    kept: Floats

    def begin(self) -> Top:
        """State of the elites at the start of the run."""
        size = len(self.parameters)
        plan = self.setting.elites
        capacity = len(plan.founding) + self.setting.stop - plan.moves_from + 1
        book = CohortBook(np.empty((capacity, 2, size)), np.zeros(1, dtype=np.int64))
        for place, cohort in enumerate(plan.founding):
            book.rows[place, 0] = _imprint(cohort, "security", self.parameters)
            book.rows[place, 1] = _imprint(cohort, "economic", self.parameters)
        book.filled[0] = len(plan.founding)
        zeros, ones = np.zeros((2, size)), np.ones((2, size))
        top = Top(zeros, ones, zeros, book, len(plan.founding))
        first = self.setting.origin
        top = self._enter(top, first)
        top = Top(top.pulled, top.left, self._mean(top, first), top.book, top.entered)
        for year in range(first, self.setting.start):
            kept = retention(self, year)
            top = self.advance(top, year, kept=kept, wear=ones, replaced=self.replaced(top, year))
        return top

    def replaced(self, top: Top, year: int) -> Floats:
        """Hierarchy if next year's people were at the top with this year's identities, shape ``(2, n)``."""
        return self._mean(top, year + 1)

    def advance(self, top: Top, year: int, *, kept: Floats, wear: Floats, replaced: Floats) -> Top:
        """Move every identity by a year, and let the next cohort enter.

        Parameters
        ----------
        top
            The elites at the start of the year.
        year
            The year.
        kept
            Share of the gap to the material position that is left after it, from `retention`.
        wear
            Share of deference left by backlash and linkage, shape ``(2, n)``.
        replaced
            From `replaced`.
        """
        position = self.position[year - self.setting.origin]
        pull = (1.0 - kept) * position
        pulled = wear * (kept * top.pulled + pull)
        left = wear * kept * top.left
        hierarchy = wear * (kept * replaced + pull)
        moved = Top(pulled, left, hierarchy, top.book, top.entered)
        return self._enter(_rewritten(moved) if left.min() < _FADED else moved, year + 1)

    def security_share(self, year: int) -> Floats:
        """Share of security careers in economic posts, chi, shape ``(n,)``."""
        share = self.parameters["security_share"]
        if year > self.setting.elites.turnover:
            return np.asarray(share * self.parameters["security_share_retained"])
        return share

    def _enter(self, top: Top, year: int) -> Top:
        if not self.setting.elites.moves_from <= year < self.setting.stop:
            return top
        book = top.book
        if book.filled[0] != top.entered:
            book = CohortBook(book.rows.copy(), np.asarray([top.entered]))
        imprint = self.position[year - self.setting.origin]
        np.divide(imprint - top.pulled, top.left, out=book.rows[top.entered])
        book.filled[0] = top.entered + 1
        return Top(top.pulled, top.left, top.hierarchy, book, top.entered + 1)

    def _mean(self, top: Top, year: int) -> Floats:
        """Seniority-weighted mean of the identities in ``top`` with the weights of a year."""
        plan = self.setting.elites
        weights = self.founding[:, year - self.setting.origin]
        old = weights.shape[0]
        weighted = weights[0] * top.book.rows[0]
        for place in range(1, old):
            weighted += weights[place] * top.book.rows[place]
        oldest = int(min(year, plan.frozen_from)) - plan.moves_from
        reached = min(top.entered - old, oldest)
        if reached > 0:
            ages = self.by_age[oldest - reached : oldest][::-1]
            weighted += np.einsum("cn,cdn->dn", ages, top.book.rows[old : old + reached])
        return np.asarray(top.pulled + top.left * weighted)


def prepare_elites(setting: Setting, parameters: ParameterDraws) -> Elites:
    """Compute the weights at the top that the years of a run share.

    Parameters
    ----------
    setting
        The setting.
    parameters
        The draws.

    Returns
    -------
    Elites

    References
    ----------
    schoppa1999
    """
    plan = setting.elites
    oldest = max(setting.stop - plan.moves_from, 0)
    by_age = _standing(np.arange(oldest + 2, dtype=float), parameters)
    clocks = np.minimum(np.arange(setting.origin, setting.stop + 1), plan.frozen_from)
    closed = [_closed(clocks - cohort.closes, by_age, parameters) for cohort in plan.founding]
    return Elites(
        setting,
        parameters,
        by_age=by_age[:-1] - by_age[1:],
        founding=np.stack([closed[0], *(b - a for a, b in pairwise(closed))]),
        position=np.asarray(material_position(setting.dependence_ratio)),
        kept=_kept(setting, parameters),
    )


def retention(elites: Elites, year: int) -> Floats:
    """Share of the gap to the material position that is left after a year, shape ``(n,)``.

    Parameters
    ----------
    elites
        The elites of the run.
    year
        The year; identities do not move before the plan lets them.

    Returns
    -------
    array
        0-1: ``prod_m (1 - g_m)^(1/steps)`` over the steps of the year.

    References
    ----------
    kowert_legro1996
    """
    return np.asarray(elites.kept[year - elites.setting.origin])


def change_parts(
    elites: Elites, year: int, *, ends: tuple[Floats, Floats], replaced: Floats, kept: Floats, wear: Floats
) -> IdentityChange:
    """Say where the change of hierarchy over a year came from (eq. 11).

    Parameters
    ----------
    elites
        The elites of the run.
    year
        The year.
    ends
        Hierarchy in the two domains at its start and at its end, shape ``(2, n)`` each.
    replaced, kept, wear
        What `Elites.advance` was given.

    Returns
    -------
    IdentityChange
        Parts that add up to the change, each of shape ``(n,)``.

    Notes
    -----
    With ``pi, pi'`` the weights and ``h, h'`` the identities at both ends, the replacement is
    ``sum (pi' - pi)(h + h')/2`` and the change within ``sum (pi + pi')/2 (h' - h)``. Every identity moves by
    one line, ``h' = m (A h + (1 - A) h*)``, so the change within is that line at the mean of
    ``sum pi h`` and ``sum pi' h``: drift ``g0 (h* - h)``, shock ``(1 - g0 - A)(h* - h)``, and interaction
    ``(m - 1)(A h + (1 - A) h*)``.

    References
    ----------
    firebaugh1989
    """
    base = elites.parameters["plasticity_base"]
    moves = year >= elites.setting.elites.moves_from
    quiet = 1.0 - base if moves else np.ones_like(base)
    position = elites.position[year - elites.setting.origin]
    before, after = ends
    share, later = elites.security_share(year), elites.security_share(year + 1)
    mixed = 0.5 * (share + later)
    gap = position - 0.5 * (before + replaced)
    pull = _joined(gap, mixed)
    drift = (1.0 - quiet) * pull
    shock = (quiet - kept) * pull
    interaction = _joined((wear - 1.0) * (position - kept * gap), mixed)
    replacement = _joined(after - before, mixed) - drift - shock - interaction
    careers = (later - share) * (0.5 * (before[0] + after[0] - before[1] - after[1]))
    return IdentityChange(replacement, careers, drift, shock, interaction)


def _joined(both: Floats, security_share: Floats) -> Floats:
    """Mean of the two domains in an economic issue."""
    return np.asarray(security_share * both[0] + (1.0 - security_share) * both[1])


def _kept(setting: Setting, parameters: ParameterDraws) -> Floats:
    """Share of the gap that each year leaves, shape ``(years, n)``; one before identities move."""
    plan = setting.elites
    years = np.arange(setting.origin, setting.stop)
    kept = np.where((years >= plan.moves_from)[:, None], 1.0 - parameters["plasticity_base"], 1.0)
    for date, weight in zip(setting.shock_dates, setting.shock_weights, strict=True):
        felt = years[(years >= plan.moves_from) & (years + 1 > date)]
        for year, moved in _loosened(felt.tolist(), date, weight=weight, elites=(setting, parameters)):
            steps = moved.shape[-1]
            left = 1.0 - moved[:, 0] if steps == 1 else np.prod(1.0 - moved, axis=-1) ** (1.0 / steps)
            kept[year - setting.origin] *= left
    return kept


def _loosened(
    years: list[int], date: float, *, weight: float, elites: tuple[Setting, ParameterDraws]
) -> Iterator[tuple[int, Floats]]:
    """Plasticity that a shock adds at the steps of each year, ``(n, steps)``, until it changes no number."""
    setting, parameters = elites
    steps = setting.elites.steps_per_year
    within = np.arange(steps) / steps
    jump, decay = parameters["plasticity_shock"][:, None, None], parameters["shock_decay"][:, None, None]
    fade = np.exp(-1.0 / decay[:, 0])
    moved = np.zeros((len(parameters), steps))
    for place, year in enumerate(years):
        if place and year - 1 >= date:
            moved = moved * fade  # what plasticity says too, without an exponential
        else:
            moved = np.asarray(
                plasticity(year + within, np.asarray([date]), base=0.0, jump=jump * weight, decay=decay)
            )
        if year >= date and moved.max() < _UNFELT:
            return
        yield year, moved


def _standing(ages: Floats, parameters: ParameterDraws) -> Floats:
    """Weight at the top of those who entered at least so many years ago, shape ``(ages, n)``."""
    share = parameters["official_share"]
    standing = np.zeros((ages.size, len(parameters)))
    for who, among in (("official", share), ("politician", 1.0 - share)):
        mean, spread = parameters[f"{who}_seniority"], parameters[f"{who}_spread"]
        part = among / senior_weight(0.0, 0.0, mean=mean, spread=spread)
        for row, age in enumerate(ages.tolist()):  # an age at a time: arrays that stay in the cache
            standing[row] += part * senior_weight(0.0, age, mean=mean, spread=spread)
    return standing


def _closed(ages: Floats, by_age: Floats, parameters: ParameterDraws) -> Floats:
    """Weight by age, read from the table of whole years where the ages are whole."""
    since = np.maximum(ages, 0.0)
    whole = since.astype(int)
    if np.array_equal(whole, since) and whole.max() < by_age.shape[0]:
        return np.asarray(by_age[whole])
    return _standing(since, parameters)


def _imprint(cohort: Founding, domain: str, parameters: ParameterDraws) -> Floats | float:
    given: float | str = getattr(cohort, domain)
    return parameters[given] if isinstance(given, str) else given


def _rewritten(top: Top) -> Top:
    """Write the book in terms of today, so that nothing underflows."""
    rows = top.book.rows.copy()
    rows[: top.entered] *= top.left
    book = CohortBook(rows, np.asarray([top.entered]))
    return Top(top.pulled, np.ones_like(top.left), top.hierarchy, book, top.entered)
