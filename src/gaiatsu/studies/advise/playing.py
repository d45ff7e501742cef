"""Strategies played in a scenario: under a prior set, in a rival world."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import draw_parameters, observed_policy
from gaiatsu.dynamics.worlds import apply_world, in_world
from gaiatsu.strategy.evaluate import Assessment, discounted, evaluate
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.studies.advise.optimum import OPTIMUM
from gaiatsu.studies.advise.records import Account
from gaiatsu.studies.provenance import Input, rows_digest
from gaiatsu.studies.simulate.making import apply_parameters, make_setting

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws, Setting
    from gaiatsu.strategy.evaluate import Performance
    from gaiatsu.strategy.records import Strategy
    from gaiatsu.studies.advise.records import AdviceOptions
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["Played", "account", "default_first", "fewer", "play", "strategies_of", "strategy_input"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Played:
    """What came of strategies under one set of suppositions.

    Parameters
    ----------
    setting
        What was given.
    parameters
        The draws, one relationship each set.
    performances
        By strategy.
    """

    setting: Setting
    parameters: ParameterDraws
    performances: dict[str, Performance]

    def values(self, discount: float) -> dict[str, Floats]:
        """Discounted worth of each strategy, an entry a set of parameters."""
        return {name: discounted(one.payoffs, discount) for name, one in self.performances.items()}


def strategies_of(options: AdviceOptions) -> dict[str, Strategy]:
    """Every strategy that is compared: the index, then the user's own."""
    return {**LIBRARY, **{one.name: one for one in options.extra}}


def strategy_input(strategy: Strategy) -> Input:
    """Name a strategy of the user's own as an input, by words that do not change between processes."""
    said = re.sub(r" at 0x[0-9a-f]+", "", repr(strategy.policy))
    return Input(f"strategy: {strategy.name}", rows_digest(said))


def default_first(scenario: Scenario) -> int:
    """Year in which strategies begin where nobody says: the third block of demands, or the start."""
    start, last = scenario.span
    firsts = sorted({max(block.first, start) for block in scenario.demands if block.first <= last})
    return firsts[2] if len(firsts) > 2 else firsts[0]


def play(
    scenario: Scenario,
    options: AdviceOptions,
    *,
    prior: str,
    world: str = "article",
    drawn: ParameterDraws | None = None,
) -> Played:
    """Play every strategy in a scenario.

    Parameters
    ----------
    scenario
        The scenario; its record counts until the strategies begin.
    options
        Draws, seed, first year, stakes.
    prior
        Prior set.
    world
        Structural rival, or the article's world.
    drawn
        Parameters instead of draws from the prior, replicates side by side.

    Returns
    -------
    Played
    """
    if drawn is None:
        drawn = draw_parameters(
            options.draws, seed=options.seed, prior_set=prior, replicates=options.replicates
        )
    setting, parameters = apply_world(world, make_setting(scenario), apply_parameters(scenario, drawn))
    first = default_first(scenario) if options.first is None else options.first
    performances = evaluate(
        setting,
        parameters,
        {name: in_world(world, one.policy) for name, one in strategies_of(options).items()},
        seed=options.seed,
        assessment=Assessment(
            first,
            beyond=options.beyond,
            replicates=options.replicates,
            stakes=options.stakes,
            workers=options.workers,
        ),
        usual=in_world(world, observed_policy),
    )
    single = parameters.take(slice(0, len(parameters), options.replicates))
    return Played(setting, single, {one.name: one for one in performances})


def fewer(options: AdviceOptions, share: int) -> AdviceOptions:
    """Take a fraction of the draws and fewer replicates, for what stands beside the headline.

    Parameters
    ----------
    options
        Those of the headline.
    share
        One over the fraction.

    Returns
    -------
    AdviceOptions
    """
    return replace(options, draws=max(10, options.draws // share), replicates=min(options.replicates, 4))


def account(words: tuple[str, str, str, str], played: Played, options: AdviceOptions) -> Account:
    """Say what strategies are worth under a rival account.

    Parameters
    ----------
    words
        Kind, name, title, and what is supposed.
    played
        The strategies.
    options
        Where the stakes stand.

    Returns
    -------
    Account
    """
    values = played.values(options.stakes.discount)
    means = {name: float(column.mean()) for name, column in values.items()}
    better = float(np.mean(values["social"] > values["materialist"]))
    rules = [name for name in means if name != OPTIMUM]
    return Account(*words, means, max(rules, key=lambda name: means[name]), better)
