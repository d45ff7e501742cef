"""Two terms of the social context, and where in between the target refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.report.figures.game_map import STEPS, MapPanel, panels, shades
from gaiatsu.report.palette import light

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gaiatsu.report.figures.theme import Spec

__all__ = ["context_map"]

TERM_TITLES: Final = {
    "hierarchy": "Hierarchy: deference as the junior partner",
    "legitimacy": "Legitimacy of the sender's tactic",
    "trust": "Trust that the deal is not stretched",
}


def context_map(
    always: NDArray[np.float64], ever: NDArray[np.float64], terms: tuple[str, str], *, narrow: bool = False
) -> Spec:
    """Draw where over two terms of the context the target refuses.

    Parameters
    ----------
    always, ever
        Share of draws in which every equilibrium refuses, and in which some does; rows from the low end. With
        weights that are given both are 0 or 1, and one map shows which of the three holds.
    terms
        The term along the level axis and the one along the upright axis.
    narrow
        Whether for one column of a journal or a phone.

    Returns
    -------
    Spec
        Vega-Lite specification of one map or two.
    """
    titles = (TERM_TITLES[terms[0]], TERM_TITLES[terms[1]])
    if bool(np.isin(always, (0.0, 1.0)).all() and np.isin(ever, (0.0, 1.0)).all()):
        return panels([_sure(always, ever, titles)], narrow=narrow)
    both = ((always, "every equilibrium refuses"), (ever, "some equilibrium refuses"))
    drawn = [
        MapPanel(
            np.minimum((share * STEPS).astype(np.intp), STEPS - 1),
            (*(f"<.{place}" for place in range(1, STEPS)), "\u22641"),
            shades("refuse"),
            x=(0.0, 1.0),
            y=(0.0, 1.0),
            titles=titles,
            heading=f"Share of draws: {words}",
        )
        for share, words in both
    ]
    return panels(drawn, narrow=narrow)


def _sure(always: NDArray[np.float64], ever: NDArray[np.float64], titles: tuple[str, str]) -> MapPanel:
    names = ("concedes", "depends on the equilibrium", "refuses")
    colors = (light("concede-soft"), light("band"), light("refuse-soft"))
    classes = (always + ever).astype(np.intp)
    ends = (0.0, 1.0)
    return MapPanel(classes, names, colors, x=ends, y=ends, titles=titles, heading="What the target does")
