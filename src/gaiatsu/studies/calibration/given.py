"""Draws that a record leaves, for whoever drives a relationship with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from gaiatsu.studies.calibration.posterior import posterior_parameters
from gaiatsu.studies.simulate.reading import find_scenario

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["parameters_given_record", "scenario_on_record"]

_FEWEST: Final = 200
"""Draws below which the sampler is not trusted; more are made and some of them taken."""

_ISLANDS: Final = 16
"""The sampler's draws come in equal islands; a multiple of this leaves none out."""


def scenario_on_record(scenario: Scenario) -> Scenario:
    """Find the scenario whose record counts: the one at the bottom, of which others are variants.

    What happened happened under what is supposed there; a variant in which the Cold War never ends has no
    record.

    Parameters
    ----------
    scenario
        A scenario, which may be based on others.

    Returns
    -------
    Scenario

    Examples
    --------
    >>> scenario_on_record(find_scenario("cold-war-never-ends")).name
    'us-japan'
    """
    lowest = scenario
    while lowest.based_on is not None:
        lowest = find_scenario(lowest.based_on, beside=lowest.folder)
    return lowest


def parameters_given_record(
    scenario: Scenario, *, prior: str, draws: int, seed: int, replicates: int = 1
) -> ParameterDraws:
    """Draw the parameters that the record leaves, for a scenario or a variant of it.

    Parameters
    ----------
    scenario
        The scenario, or a variant; the record is that of the scenario at the bottom.
    prior
        Name of the prior set.
    draws
        Sets of parameters.
    seed
        Seed of all random streams.
    replicates
        Relationships that share each set, side by side.

    Returns
    -------
    ParameterDraws

    Raises
    ------
    MissingData
        There is no demand on record.

    References
    ----------
    chopin2002

    Examples
    --------
    >>> calm = find_scenario("template")
    >>> len(parameters_given_record(calm, prior="default", draws=50, seed=1, replicates=2))
    100
    """
    below = scenario_on_record(scenario)
    enough = -(-max(draws, _FEWEST) // _ISLANDS) * _ISLANDS
    found = posterior_parameters(below, prior=prior, draws=enough, seed=seed)
    return found.take(slice(0, draws)).repeat(replicates)
