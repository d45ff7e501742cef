"""Where the change in hierarchy came from (eq. 11): replacement, change within cohorts, shocks, careers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.studies.state.identities import identity_model
from gaiatsu.studies.state.settings import StateSettings
from gaiatsu.terms import EventKind
from gaiatsu.theory.norm_change.decomposition import decompose

if TYPE_CHECKING:
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.record import EventRecord
    from gaiatsu.studies.state.draws import StateDraws
    from gaiatsu.studies.state.identities import Cells

__all__ = ["HierarchyChange", "decomposed", "hierarchy_change"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class HierarchyChange:
    """Change in hierarchy between two dates and its parts, one entry a draw.

    ``replacement + careers + within == total``; ``shock`` is a part of ``within``.

    Parameters
    ----------
    start, end
        Decimal years.
    total
        H at the end less H at the start.
    replacement
        The part from later cohorts reaching the top.
    careers
        The part from fewer security careers in economic posts (social linkage).
    within
        The part from cohorts changing their minds.
    shock
        Change within cohorts less what it would have been without any shock.
    """

    start: float
    end: float
    total: Floats
    replacement: Floats
    careers: Floats
    within: Floats
    shock: Floats

    @property
    def replacement_share(self) -> float:
        """Mean replacement over mean total change: how much the generations carry (claim MC3)."""
        return float(self.replacement.mean() / self.total.mean())


def hierarchy_change(
    panel: Panel,
    record: EventRecord,
    state: StateDraws,
    *,
    start: float,
    end: float,
    settings: StateSettings | None = None,
) -> HierarchyChange:
    """Decompose the change in hierarchy between two dates.

    Parameters
    ----------
    panel, record
        What the state was computed from.
    state
        The state.
    start, end
        Decimal years, after the start of the dependence series and up to the last episode.
    settings
        What was fixed.

    Returns
    -------
    HierarchyChange

    References
    ----------
    firebaugh1989; schoppa1999
    """
    dates = np.asarray([start, end])
    cells = state.identities.at(dates)
    replacement, careers, within = decomposed(cells)
    calm = record.take([kind is not EventKind.SHOCK for kind in record.kinds])
    without = identity_model(
        panel.dependence,
        calm,
        until=float(panel.date.max()),
        parameters=state.parameters,
        settings=settings or StateSettings(),
    ).at(dates)
    unshaken = replace(without, seniority=cells.seniority, domain=cells.domain)
    hierarchy = cells.hierarchy
    return HierarchyChange(
        start,
        end,
        hierarchy[:, 1] - hierarchy[:, 0],
        replacement,
        careers,
        within,
        within - decomposed(unshaken)[2],
    )


def decomposed(cells: Cells) -> tuple[Floats, Floats, Floats]:
    """Sum replacement, careers and change within over cells of domain and cohort.

    Parameters
    ----------
    cells
        Weights and identities at two dates.

    Returns
    -------
    tuple of array
        The three parts, one entry a draw; together they are the whole change.

    References
    ----------
    firebaugh1989
    """
    before, after = ([part[:, k] for part in (cells.seniority, cells.domain, cells.identity)] for k in (0, 1))
    joint = [domain[:, :, None] * seniority[:, None, :] for seniority, domain, _ in (before, after)]
    flat = [array.reshape(array.shape[0], -1) for array in (*joint, before[2], after[2])]
    split = decompose(flat[0], flat[1], identities_before=flat[2], identities_after=flat[3])
    mean_seniority = 0.5 * (before[0] + after[0])
    mean_identity = 0.5 * (before[2] + after[2])
    careers = np.einsum("nd,nc,ndc->n", after[1] - before[1], mean_seniority, mean_identity)
    return np.asarray(split.replacement - careers), careers, np.asarray(split.within)
