"""A pair of strategies played through the same relationships, as often as a search asks for it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics.policy import observed_policy
from gaiatsu.dynamics.run import CHUNK, chances_of
from gaiatsu.dynamics.setting import Record
from gaiatsu.dynamics.step import begin, prepare, step
from gaiatsu.dynamics.target import quantal_answer
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.payoffs import Stakes, deal_of, no_deal, sender_payoff, target_payoff

if TYPE_CHECKING:
    from gaiatsu.dynamics.parameters import ParameterDraws
    from gaiatsu.dynamics.policy import Policy
    from gaiatsu.dynamics.setting import Setting
    from gaiatsu.dynamics.state import State
    from gaiatsu.dynamics.step import Run
    from gaiatsu.dynamics.target import TargetPolicy
    from gaiatsu.strategy.payoffs import LastDeal

__all__ = ["Arena", "Terms", "Worth", "arena", "play"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Terms:
    """From when strategies play, for how long, and what counts.

    Parameters
    ----------
    first
        Year in which they begin; before it both sides do what the scenario says, on its record.
    beyond
        Years after the end of the setting in which the status quo is played from what they left behind, with
        everything given as in the last year.
    stakes
        What counts in a payoff.

    Raises
    ------
    InvalidSpecification
        A number of years below 0.
    """

    first: int
    beyond: int = 0
    stakes: Stakes = field(default_factory=Stakes)

    def __post_init__(self) -> None:
        if self.beyond < 0:
            msg = f"{self.beyond} years were to be played beyond the end."
            raise InvalidSpecification(msg, expected="a number of years of at least 0")


class Worth(NamedTuple):
    """What a pair of strategies is worth to each side, discounted; arrays of shape ``(copies, sets)``.

    Parameters
    ----------
    sender
        In full concessions.
    target
        In the unit of eta.
    """

    sender: Floats
    target: Floats


@dataclass(frozen=True, eq=False)
class Arena:
    """Relationships brought to the year in which strategies begin, with the luck that they will have.

    Parameters
    ----------
    run
        Setting and parameters from that year on, with nothing on record.
    start
        State in that year.
    last
        Deal made the year before.
    chances
        Uniform numbers of each year that follows.
    terms
        From when, for how long, for what.
    stop
        Year after the last in which strategies play.
    copies
        How often the same relationships stand side by side.
    """

    run: Run
    start: State
    last: LastDeal
    chances: tuple[Floats, ...]
    terms: Terms
    stop: int
    copies: int

    @property
    def sets(self) -> int:
        """Number of relationships in a copy."""
        return self.run.constants.columns.size // self.copies


def arena(setting: Setting, parameters: ParameterDraws, *, seed: int, terms: Terms, copies: int = 1) -> Arena:
    """Bring relationships to the year in which strategies begin.

    Parameters
    ----------
    setting
        What is given. Its record of deals and threats counts until strategies begin.
    parameters
        A set of parameters a relationship.
    seed
        Seed of the named streams; relationships have the luck that they have in `gaiatsu.dynamics.run`.
    terms
        From when, for how long, for what.
    copies
        How often the same relationships stand side by side, one copy for each way of playing.

    Returns
    -------
    Arena

    Raises
    ------
    InvalidSpecification
        Strategies begin outside the years of the setting.
    """
    if not setting.start <= terms.first < setting.stop or copies < 1:
        msg = f"Strategies were to begin in {terms.first}, in {copies} copies of the relationships."
        raise InvalidSpecification(
            msg, expected=f"a year from {setting.start} to {setting.stop - 1}, and at least one copy"
        )
    longer = setting.prolonged(terms.beyond)
    tiled = replace(
        parameters,
        values={name: np.tile(column, copies) for name, column in parameters.values.items()},
        thresholds=np.tile(parameters.thresholds, copies),
    )
    run = prepare(longer, tiled)
    size = len(parameters)

    def luck(year: int) -> Floats:
        chunks = [chances_of(seed, number, year) for number in range(-(-size // CHUNK))]
        return np.tile(np.concatenate(chunks, axis=1)[:, :size], copies)

    state, last = begin(run), no_deal(len(tiled))
    for year in range(setting.start, terms.first):
        state, done = step(state, run, observed_policy, chances=luck(year))
        last = deal_of(done, setting.demands_in(year))
    free = replace(run, setting=replace(longer, record=Record()))
    ahead = tuple(luck(year) for year in range(terms.first, longer.stop))
    return Arena(free, state, last, ahead, terms, setting.stop, copies)


def play(field: Arena, policy: Policy, target: TargetPolicy = quantal_answer) -> Worth:
    """Play a pair of strategies and count what it brings to both sides.

    Parameters
    ----------
    field
        The relationships.
    policy
        The sender's strategy.
    target
        The target's.

    Returns
    -------
    Worth
        Pairs played in one arena share the parameters and the luck of every relationship.

    References
    ----------
    axelrod1984

    Examples
    --------
    >>> from gaiatsu.dynamics import draw_parameters
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> from gaiatsu.strategy.library import find_strategy
    >>> field = arena(quiet_setting(1970, 1980), draw_parameters(50, seed=1), seed=1, terms=Terms(1972))
    >>> play(field, find_strategy("quiet").policy).sender.shape
    (1, 50)
    """
    run, state, last, stakes = field.run, field.start, field.last, field.terms.stakes
    sender, answered = np.zeros(run.constants.columns.size), np.zeros(run.constants.columns.size)
    for row, chances in enumerate(field.chances):
        year = field.terms.first + row
        playing = year < field.stop
        state, done = step(
            state,
            run,
            policy if playing else observed_policy,
            chances=chances,
            target=target if playing else quantal_answer,
        )
        demands, weight = run.setting.demands_in(year), stakes.discount**row
        asymmetry = float(run.setting.asymmetry[year - run.setting.origin])
        sender += weight * sender_payoff(done, demands, last, stakes=stakes)
        answered += weight * target_payoff(done, run.constants, last, asymmetry=asymmetry, stakes=stakes)
        last = deal_of(done, demands)
    shape = (field.copies, field.sets)
    return Worth(sender.reshape(shape), answered.reshape(shape))
