"""The computed optimum as a strategy: the best rule that a search finds under the headline's beliefs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaiatsu.strategy.climb import SearchBudget
from gaiatsu.strategy.play import Terms
from gaiatsu.strategy.records import Properties, Strategy
from gaiatsu.strategy.search import SearchOptions, search
from gaiatsu.studies.simulate.making import apply_parameters, make_setting

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws
    from gaiatsu.studies.advise.records import AdviceOptions
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["OPTIMUM", "computed_optimum"]

OPTIMUM: Final = "computed-optimum"
MOST_SETS: Final = 200
"""Sets of parameters on which rules are tried; the rule is judged on all of them, with other luck."""

_OTHER_LUCK: Final = 1


def computed_optimum(
    scenario: Scenario, options: AdviceOptions, drawn: ParameterDraws, *, first: int
) -> Strategy:
    """Search for the rule that is worth most on average.

    Parameters
    ----------
    scenario
        The scenario.
    options
        Years beyond, stakes, seed.
    drawn
        Sets of parameters, one each; the first few hundred are used.
    first
        Year in which the rule begins.

    Returns
    -------
    Strategy
        Its properties are not declared. It knows the beliefs, not which set is true, so it is a bound on what
        a negotiator can do only as far as the search reaches.

    References
    ----------
    rubinstein1999
    """
    found = search(
        make_setting(scenario),
        apply_parameters(scenario, drawn.take(slice(0, MOST_SETS))),
        seed=options.seed + _OTHER_LUCK,
        terms=Terms(first, options.beyond, options.stakes),
        options=SearchOptions(SearchBudget(tries=options.tries, round=min(32, options.tries))),
    )
    said = "; ".join(found.policy.lines())
    return Strategy(
        OPTIMUM,
        "Computed optimum",
        f"The best of {options.tries} rules tried by a search on other luck. It chooses the tactic with the "
        f"largest "
        f"score; scores weigh what is seen, less one half. {said}.",
        ("rubinstein1999",),
        Properties(opens_with_threat=False),
        found.policy,
    )
