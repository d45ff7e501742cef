"""The state of the relationship as draws, its summary, and the terms of eq. 2 made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.theory.response import payoff_terms

if TYPE_CHECKING:
    from gaiatsu.context.panel import Panel
    from gaiatsu.studies.state.identities import IdentityModel

__all__ = ["STATE_COLUMNS", "StateDraws", "StateRow", "terms"]

Floats = NDArray[np.float64]

STATE_COLUMNS: Final = (
    "resolve",
    "credibility",
    "trust_of_sender",
    "trust_of_target",
    "hierarchy",
    "hierarchy_security",
    "hierarchy_economic",
    "legitimacy",
    "occupation_weight",
)


@dataclass(frozen=True)
class StateRow:
    """Summary of one column at one episode.

    Parameters
    ----------
    episode
        Id of the episode.
    date
        Decimal year.
    column
        Name of the column.
    mean
        Mean over the draws.
    low, high
        Ends of the central interval.
    """

    episode: str
    date: float
    column: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class StateDraws:
    """The relationship's state at each episode, draw by draw; every column has shape ``(draw, episode)``.

    No outcome of an episode, nor anything dated at or after it, enters its own row.

    Parameters
    ----------
    ids
        Episodes in the order of the panel.
    dates
        Decimal years.
    parameters
        Draws of the parameters, shape ``(draw,)`` each.
    resolve
        R, the sender's reputation for following through.
    credibility
        q, the chance the target gives the threat of being carried out.
    trust_of_sender
        tau, the target's trust that the sender honors deals.
    trust_of_target
        tau_S, the sender's trust of the target.
    hierarchy
        H in an economic issue.
    hierarchy_security, hierarchy_economic
        H within each domain.
    legitimacy
        l, the procedural legitimacy of the tactic; without uncertainty, since it follows from codes.
    occupation_weight
        Weight at the top of those in service by the end of the occupation.
    identities
        The model the hierarchy was computed from, for decomposition at other dates.
    """

    ids: tuple[str, ...]
    dates: Floats
    parameters: Mapping[str, Floats]
    resolve: Floats
    credibility: Floats
    trust_of_sender: Floats
    trust_of_target: Floats
    hierarchy: Floats
    hierarchy_security: Floats
    hierarchy_economic: Floats
    legitimacy: Floats
    occupation_weight: Floats
    identities: IdentityModel

    @property
    def draws(self) -> int:
        """Number of draws."""
        return int(self.resolve.shape[0])

    @property
    def columns(self) -> dict[str, Floats]:
        """The columns by name."""
        return {name: getattr(self, name) for name in STATE_COLUMNS}

    def mean(self) -> dict[str, Floats]:
        """Mean of each column at each episode."""
        return {name: column.mean(axis=0) for name, column in self.columns.items()}

    def summary(self, *, mass: float = 0.9) -> tuple[StateRow, ...]:
        """Mean and central interval of every column at every episode.

        Parameters
        ----------
        mass
            Probability inside the interval.
        """
        ends = (0.5 * (1.0 - mass), 0.5 * (1.0 + mass))
        rows = []
        for name, column in self.columns.items():
            low, high = np.quantile(column, ends, axis=0)
            mean = column.mean(axis=0)
            rows += [
                StateRow(*row)
                for row in zip(
                    self.ids,
                    self.dates.tolist(),
                    [name] * len(self.ids),
                    mean.tolist(),
                    low.tolist(),
                    high.tolist(),
                    strict=True,
                )
            ]
        return tuple(rows)


def terms(panel: Panel, state: StateDraws) -> dict[str, Floats]:
    """Terms of eq. 2 at each episode, signed so that every weight is positive in the theory's direction.

    Parameters
    ----------
    panel
        Tactics and setting.
    state
        State at the same episodes.

    Returns
    -------
    dict
        ``material``, ``domestic_support``, ``hierarchy``, ``legitimacy``, ``trust``, ``depth``,
        ``public_posture`` and ``reactance``, each of shape ``(draw, episode)``.
    """
    tactic = {name: getattr(panel, name) for name in ("threatened_cost", "public_posture", "depth")}
    setting = {name: getattr(panel, name) for name in ("asymmetry", "domestic_support", "exposure")}
    context = {
        name: getattr(state, name) for name in ("credibility", "hierarchy", "legitimacy", "trust_of_sender")
    }
    made = payoff_terms(tactic=tactic, setting=setting, state=context)
    shape = (state.draws, len(panel))
    return {name: np.array(np.broadcast_to(term, shape)) for name, term in made.items()}
