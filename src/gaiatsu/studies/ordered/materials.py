"""The designs that the study fits, one for each draw of the relationship's state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.errors import InvalidSpecification
from gaiatsu.estimation.ordinal import OrdinalDesign
from gaiatsu.theory.parameters import SOCIAL_TERMS

if TYPE_CHECKING:
    from gaiatsu.context.panel import Panel

__all__ = ["CAUSES", "Materials", "materials"]

FloatArray = NDArray[np.float64]

CAUSES: Final = ("material", *SOCIAL_TERMS)
"""The four causes whose parts are reported: material force, hierarchy, legitimacy, trust."""

_GRADES: Final = 4


@dataclass(frozen=True, eq=False)
class Materials:
    """Designs, and the change of each term between the two columns of Figure 2.

    Parameters
    ----------
    designs
        One for each draw of the state.
    plug_in
        The design with the state at its mean.
    change
        Mean after minus mean before, (state draw, term).
    before
        Mean before, (state draw, term).
    after
        Which episodes fall in the later column.
    """

    designs: tuple[OrdinalDesign, ...]
    plug_in: OrdinalDesign
    change: FloatArray
    before: FloatArray
    after: NDArray[np.bool_]

    @property
    def terms(self) -> tuple[str, ...]:
        """Names of the terms."""
        return self.plug_in.terms

    @property
    def social(self) -> NDArray[np.bool_]:
        """Which terms belong to the composite social shift."""
        return np.array([term in SOCIAL_TERMS for term in self.terms])

    def place(self, term: str) -> int:
        """Column of a term."""
        return self.terms.index(term)

    def unmoved(self) -> tuple[OrdinalDesign, ...]:
        """Designs whose social terms stayed, in the later episodes, at their mean before."""
        moved = []
        for design, before in zip(self.designs, self.before, strict=True):
            X = design.X.copy()
            X[np.ix_(self.after, self.social)] = before[self.social]
            moved.append(design.with_terms(X))
        return tuple(moved)


def materials(panel: Panel, terms: Mapping[str, FloatArray], *, state_draws: int) -> Materials:
    """Lay out the designs.

    Parameters
    ----------
    panel
        Outcomes, demand types and the two columns.
    terms
        Signed terms of eq. 2, (draw, episode) each.
    state_draws
        How many draws of the state to use.

    Returns
    -------
    Materials

    Raises
    ------
    InvalidSpecification
        If one of the two columns has no episode, or a cause is missing.
    """
    missing = [cause for cause in CAUSES if cause not in terms]
    if missing or not panel.after.any() or panel.after.all():
        lacking = ", ".join(missing) or "episodes in one of the two columns"
        msg = f"The panel cannot be compared before and after: it lacks {lacking}."
        raise InvalidSpecification(
            msg, expected=f"the terms {', '.join(CAUSES)}, and episodes before and after"
        )
    stacked = np.stack([np.asarray(values, dtype=np.float64) for values in terms.values()], axis=-1)
    used = stacked[:state_draws]
    groups, group = np.unique(panel.demand_type, return_inverse=True)
    names = (tuple(terms), _GRADES, group, tuple(str(name) for name in groups), None, panel.ids)
    designs = tuple(OrdinalDesign(panel.concession, X, *names) for X in used)
    before, after = used[:, ~panel.after].mean(axis=1), used[:, panel.after].mean(axis=1)
    plug_in = OrdinalDesign(panel.concession, stacked.mean(axis=0), *names)
    return Materials(designs, plug_in, after - before, before, panel.after)
