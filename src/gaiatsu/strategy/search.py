"""The best rule of the sender that a search finds, in the full relationship or against a given target."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.target import TargetPolicy, quantal_answer
from gaiatsu.numerics.streams import stream
from gaiatsu.strategy.answers import TargetRule, simple_target_rules, target_rule_of
from gaiatsu.strategy.climb import ClimbStep, Progress, SearchBudget, climb
from gaiatsu.strategy.play import Terms, arena, play
from gaiatsu.strategy.rules import MENU, SenderRule, rule_of, simple_rules

if TYPE_CHECKING:
    from gaiatsu.dynamics.parameters import ParameterDraws
    from gaiatsu.dynamics.policy import Policy
    from gaiatsu.dynamics.setting import Setting
    from gaiatsu.strategy.package import Package
    from gaiatsu.strategy.play import Arena

__all__ = ["Found", "FoundAnswer", "Objective", "SearchOptions", "expectation", "search", "search_answer"]

Floats = NDArray[np.float64]

Objective = Callable[[Floats], Floats]
"""From worth of shape ``(rules, sets)`` to what is to be large, shape ``(rules,)``."""


def expectation(worth: Floats) -> Floats:
    """Mean over the sets of parameters, the usual objective.

    Parameters
    ----------
    worth
        Shape ``(rules, sets)``.

    Returns
    -------
    array
        Shape ``(rules,)``.
    """
    return np.asarray(worth.mean(axis=1))


@dataclass(frozen=True)
class SearchOptions:
    """How a rule is searched for.

    Parameters
    ----------
    budget
        How long.
    menu
        Tactics between which it chooses.
    objective
        What is to be large.
    progress
        Told after each round.
    """

    budget: SearchBudget = field(default_factory=SearchBudget)
    menu: tuple[Package, ...] = tuple(MENU.values())
    objective: Objective = expectation
    progress: Progress | None = None


@dataclass(frozen=True, eq=False)
class Found:
    """The best rule that a search found.

    Parameters
    ----------
    policy
        The rule; a `gaiatsu.dynamics.Policy`.
    value
        Its value on the luck on which it was chosen, which flatters it: judge it with another seed.
    trace
        Best value by number of rules tried.
    """

    policy: SenderRule
    value: float
    trace: tuple[ClimbStep, ...]


@dataclass(frozen=True, eq=False)
class FoundAnswer:
    """The best rule of the target that a search found.

    Parameters
    ----------
    policy
        The rule; a `gaiatsu.dynamics.TargetPolicy`.
    value
        Its value on the luck on which it was chosen.
    trace
        Best value by number of rules tried.
    """

    policy: TargetRule
    value: float
    trace: tuple[ClimbStep, ...]


def search(
    setting: Setting,
    parameters: ParameterDraws,
    *,
    seed: int,
    terms: Terms,
    options: SearchOptions | None = None,
    target: TargetPolicy = quantal_answer,
) -> Found:
    """Search for the rule of the sender that is worth most.

    One rule serves all sets of parameters: the sender does not know which of them is true, but for what eq. 4
    lets it expect of a threat this year. Every rule is tried on the same relationships with the same luck.

    Parameters
    ----------
    setting
        What is given.
    parameters
        A set of parameters a relationship; some hundreds are enough.
    seed
        Seed of the named streams, of the luck and of the search.
    terms
        From when, for how long, for what.
    options
        Budget, menu, objective.
    target
        What is played against.

    Returns
    -------
    Found
        The best of the rules tried; a lower bound of what is possible.

    References
    ----------
    rubinstein1999

    Examples
    --------
    >>> from gaiatsu.dynamics import draw_parameters
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> found = search(
    ...     quiet_setting(1970, 1975),
    ...     draw_parameters(20, seed=1),
    ...     seed=1,
    ...     terms=Terms(1970),
    ...     options=SearchOptions(SearchBudget(tries=32, round=8)),
    ... )
    >>> found.trace[0].tried
    28
    """
    chosen = options or SearchOptions()
    place = arena(setting, parameters, seed=seed, terms=terms, copies=chosen.budget.round)

    def values(points: Floats) -> Floats:
        worth = play(place, rule_of(_each(points, place), chosen.menu), target)
        return chosen.objective(worth.sender)[: len(points)]

    found = climb(
        values,
        simple_rules(len(chosen.menu)),
        rng=stream(seed, "strategy", "search"),
        budget=chosen.budget,
        progress=chosen.progress,
    )
    return Found(rule_of(found.point, chosen.menu), found.value, found.trace)


def search_answer(
    setting: Setting,
    parameters: ParameterDraws,
    *,
    seed: int,
    terms: Terms,
    sender: Policy,
    options: SearchOptions | None = None,
) -> FoundAnswer:
    """Search for the rule of the target that is worth most to it against a given sender.

    Parameters
    ----------
    setting, parameters, seed, terms
        As for `search`.
    sender
        What is played against.
    options
        Budget and objective; there is no menu.

    Returns
    -------
    FoundAnswer

    References
    ----------
    rubinstein1999; johanson2011
    """
    chosen = options or SearchOptions()
    place = arena(setting, parameters, seed=seed, terms=terms, copies=chosen.budget.round)

    def values(points: Floats) -> Floats:
        worth = play(place, sender, target_rule_of(_each(points, place)))
        return chosen.objective(worth.target)[: len(points)]

    found = climb(
        values,
        simple_target_rules(),
        rng=stream(seed, "strategy", "answer"),
        budget=chosen.budget,
        progress=chosen.progress,
    )
    return FoundAnswer(target_rule_of(found.point), found.value, found.trace)


def _each(points: Floats, place: Arena) -> Floats:
    """Weights of each relationship's rule; copies left over play the first again."""
    spare = np.repeat(points[:1], place.copies - len(points), axis=0)
    return np.repeat(np.concatenate([points, spare]).T, place.sets, axis=1)
