"""A scenario driven through its years in one of the worlds, with everything that can be asked of it later."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from gaiatsu.dynamics import (
    Histories,
    ParameterDraws,
    RunOptions,
    Setting,
    draw_parameters,
    observed_policy,
    run,
)
from gaiatsu.dynamics.histories import COLUMNS, INDICES
from gaiatsu.dynamics.worlds import apply_world, find_world, in_world
from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies.simulate.making import apply_parameters, make_setting
from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["Driven", "SimulationOptions", "drive", "histories_of", "spans", "windows"]

EVERYTHING: Final = (*COLUMNS, *INDICES)


@dataclass(frozen=True)
class SimulationOptions:
    """How a scenario is driven.

    Parameters
    ----------
    draws
        Sets of parameters from the prior.
    replicates
        Relationships a set, which differ in chance only.
    prior
        Name of the prior set.
    seed
        Seed of all random streams; scenarios with one seed share their parameters and chances.
    workers
        Threads; no number depends on it.
    world
        Name of the structural rival that is supposed to hold; the article's by default.
    parameters
        Take the place of draws from the prior set: as many as ``draws`` times ``replicates``, those of a set
        side by side. They are what the record leaves of it, from
        `gaiatsu.studies.calibration.parameters_given_record`.

    Raises
    ------
    InvalidSpecification
        Fewer than ten relationships.
    UnknownName
        No world has that name.
    """

    draws: int = 2000
    replicates: int = 1
    prior: str = "default"
    seed: int = 1999
    workers: int = 1
    world: str = "article"
    parameters: ParameterDraws | None = None

    def __post_init__(self) -> None:
        if self.draws * self.replicates < 10 or self.replicates < 1:
            msg = f"A run of {self.draws} draws and {self.replicates} replicates says nothing."
            raise InvalidSpecification(msg, expected="at least ten relationships")
        if self.parameters is not None and len(self.parameters) != self.draws * self.replicates:
            msg = f"{len(self.parameters)} sets of parameters were given for {self.draws * self.replicates}."
            raise InvalidSpecification(msg, expected="one for each relationship")
        find_world(self.world)

    @property
    def beliefs(self) -> str:
        """What the draws are, in words."""
        return f"the {self.prior} prior" + ("" if self.parameters is None else " given the record")

    @property
    def fitted(self) -> str:
        """Whether anything was fitted, in a sentence."""
        if self.parameters is None:
            return "Nothing here was fitted: the numbers say what follows from the beliefs."
        return "The record has been used: that the numbers agree with it confirms nothing."

    def drawn(self) -> ParameterDraws:
        """Draw the parameters of the run, or take those that were given."""
        if self.parameters is not None:
            return self.parameters
        return draw_parameters(self.draws, seed=self.seed, prior_set=self.prior, replicates=self.replicates)


@dataclass(frozen=True, eq=False)
class Driven:
    """A run and what it was made of.

    Parameters
    ----------
    setting, parameters
        Setting and draws, in their world.
    histories
        What came of them.
    firmness
        That of the world, see `gaiatsu.dynamics.worlds.World`.
    """

    setting: Setting
    parameters: ParameterDraws
    histories: Histories
    firmness: str = field(default="")


def drive(
    scenario: Scenario,
    options: SimulationOptions,
    *,
    columns: tuple[str, ...] = EVERYTHING,
    setting: Setting | None = None,
    parameters: ParameterDraws | None = None,
) -> Driven:
    """Drive a scenario through its years.

    Parameters
    ----------
    scenario
        The scenario.
    options
        Draws, prior set, world, seed.
    columns
        What is kept of the histories.
    setting, parameters
        Take the place of the scenario's and of the prior's, before the world is applied.

    Returns
    -------
    Driven
    """
    drawn = parameters or options.drawn()
    world = find_world(options.world)
    given, held = apply_world(world, setting or make_setting(scenario), apply_parameters(scenario, drawn))
    kept = RunOptions(columns=columns, workers=options.workers, replicates=options.replicates)
    policy = in_world(world, observed_policy)
    return Driven(
        given, held, run(given, held, seed=options.seed, policy=policy, options=kept), world.firmness
    )


def histories_of(scenario: Scenario, options: SimulationOptions) -> tuple[Histories, ParameterDraws]:
    """Drive a scenario and keep everything.

    Parameters
    ----------
    scenario
        The scenario.
    options
        Draws, prior set, world, seed.

    Returns
    -------
    tuple
        Histories, and the parameters behind them.
    """
    driven = drive(scenario, options)
    return driven.histories, driven.parameters


def spans(scenario: Scenario) -> tuple[tuple[int, int], ...]:
    """Spans of years between one block of demands and the next, within the run."""
    first, last = scenario.span
    starts = sorted({max(block.first, first) for block in scenario.demands if block.first <= last})
    return tuple(zip(starts, [*(start - 1 for start in starts[1:]), last], strict=True))


def windows(scenario: Scenario) -> tuple[tuple[int, int], tuple[int, int]]:
    """Two spans to set against each other: the last two blocks of demands, or the halves of the run."""
    blocks = spans(scenario)
    if len(blocks) > 1:
        return blocks[-2], blocks[-1]
    first, last = scenario.span
    middle = (first + last + 1) // 2
    return (first, max(first, middle - 1)), (middle, last)
