"""Strategies driven through the same relationships with the same luck, and what each brings year by year."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import CHUNK, Record, observed_policy
from gaiatsu.dynamics.run import chances_of
from gaiatsu.dynamics.step import Run, begin, prepare, step
from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.special import expit
from gaiatsu.strategy.payoffs import LastDeal, Stakes, deal_of, no_deal, sender_payoff
from gaiatsu.theory.norm_change.reputation import resolve
from gaiatsu.theory.social import linked_hierarchy

if TYPE_CHECKING:
    from gaiatsu.dynamics import ParameterDraws, Policy, Setting, State
    from gaiatsu.dynamics.setting import Demands
    from gaiatsu.dynamics.step import Year

__all__ = ["LEFT", "PARTS", "RATES", "Assessment", "Performance", "discounted", "evaluate"]

Floats = NDArray[np.float64]

PARTS: Final = ("won", "sanctions", "backlash", "breaches", "stretching")
"""Parts of a year's worth: concessions, own sanctions, backlash; of last year's deal the target's breach, and
what was gained by stretching it."""

LEFT: Final = ("hierarchy", "trust_of_sender", "trust_of_target", "resolve")
"""States that a strategy leaves behind."""

RATES: Final = {
    "satisfied": "share of demands that won at least a partly successful concession",
    "threat": "share of demands that came with a threat",
    "backlash": "share of threats that met protest or counter-sanctions",
    "counter_sanction": "share of threats that met counter-sanctions",
    "stretched": "share of deals that the sender stretched",
}
"""What happens under a strategy, by name."""


@dataclass(frozen=True)
class Assessment:
    """How strategies are compared.

    Parameters
    ----------
    first
        Year in which they begin; before it the sender does what the scenario says, on its record.
    beyond
        Years after the end of the setting in which the status quo is played from what each left behind,
        with everything given as in the last year; at least 1.
    replicates
        Relationships that share a set of parameters.
    stakes
        What counts in a payoff.
    workers
        Threads; no number depends on it.

    Raises
    ------
    InvalidSpecification
        Nothing beyond the end, or fewer than one replicate or worker.
    """

    first: int
    beyond: int = 10
    replicates: int = 1
    stakes: Stakes = field(default_factory=Stakes)
    workers: int = 1

    def __post_init__(self) -> None:
        for name in ("beyond", "replicates", "workers"):
            if getattr(self, name) < 1:
                msg = f"{name} of the assessment is {getattr(self, name)}."
                raise InvalidSpecification(msg, expected="at least 1")


@dataclass(frozen=True, eq=False)
class Performance:
    """What a strategy brought; arrays have an entry a set of parameters, means over its replicates.

    Parameters
    ----------
    name
        Name of the strategy.
    payoffs
        Worth of each year, from the first to the last beyond the setting, shape ``(years, sets)``.
    halves
        The same over either half of the replicates, for choosing on one and judging on the other, shape
        ``(2, years, sets)``. The second half holds one more where their number is odd; with a single
        replicate both are ``payoffs``.
    years
        Years in which the strategy was played; those after them are the status quo.
    parts
        The same worth in parts that add up to it, by name of ``PARTS``; costs are negative.
    left
        States at the end of the setting by name of ``LEFT``, shape ``(sets,)``.
    rates
        What happened while it was played, by name of ``RATES``; not a number where nothing of the kind did.
    """

    name: str
    payoffs: Floats
    halves: Floats
    years: int
    parts: Mapping[str, Floats]
    left: Mapping[str, Floats]
    rates: Mapping[str, float]


def discounted(payoffs: Floats, discount: float) -> Floats:
    """Present value of payoffs year by year.

    Parameters
    ----------
    payoffs
        Years on the first axis.
    discount
        delta, 0-1.

    Returns
    -------
    array
        ``sum_t delta^t payoff_t``.

    Examples
    --------
    >>> float(discounted(np.asarray([1.0, 1.0, 1.0]), 0.5))
    1.75
    """
    weights = discount ** np.arange(payoffs.shape[0])
    return np.asarray(np.tensordot(weights, payoffs, axes=1))


def evaluate(
    setting: Setting,
    parameters: ParameterDraws,
    strategies: Mapping[str, Policy],
    *,
    seed: int,
    assessment: Assessment,
    usual: Policy = observed_policy,
) -> tuple[Performance, ...]:
    """Play strategies in the same relationships with the same luck.

    The article's advice is a claim about policies over many years, so that what a tactic leaves behind
    counts beside what it wins.

    Parameters
    ----------
    setting
        What is given. Its record of deals and threats counts until the strategies begin.
    parameters
        A set of parameters a relationship, replicates side by side.
    strategies
        What is played, by name.
    seed
        Seed of the named streams.
    assessment
        When strategies begin and what counts.
    usual
        What the sender does before they begin and after the setting ends.

    Returns
    -------
    tuple of Performance
        In the order of the strategies.

    Raises
    ------
    InvalidSpecification
        Strategies begin outside the years of the setting, or draws that are no multiple of the replicates.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> from gaiatsu.dynamics import draw_parameters
    >>> from gaiatsu.dynamics.examples import quiet_setting
    >>> from gaiatsu.strategy.library import LIBRARY
    >>> played = {name: LIBRARY[name].policy for name in ("quiet", "social")}
    >>> found = evaluate(
    ...     quiet_setting(1970, 1990),
    ...     draw_parameters(20, seed=1),
    ...     played,
    ...     seed=1,
    ...     assessment=Assessment(first=1980, beyond=5),
    ... )
    >>> found[1].name, found[1].payoffs.shape, found[1].years
    ('social', (15, 20), 10)
    """
    if not setting.start <= assessment.first < setting.stop:
        msg = f"Strategies begin in {assessment.first}."
        raise InvalidSpecification(msg, expected=f"a year from {setting.start} to {setting.stop - 1}")
    if len(parameters) % assessment.replicates:
        msg = f"{len(parameters)} relationships cannot be {assessment.replicates} for each set of parameters."
        raise InvalidSpecification(msg, expected="a multiple of the replicates")
    longer = setting.prolonged(assessment.beyond)
    length = longer.stop - assessment.first
    books = {name: _Book(length, len(parameters), setting.stop - assessment.first) for name in strategies}
    stage = _Stage(longer, parameters, strategies, books, seed, usual)

    def drive(number: int) -> None:
        places = slice(number * CHUNK, min((number + 1) * CHUNK, len(parameters)))
        _drive(stage, assessment, setting.stop, number, places)

    chunks = range(-(-len(parameters) // CHUNK))
    with ThreadPoolExecutor(assessment.workers) as pool:
        list(pool.map(drive, chunks))
    return tuple(book.closed(name, assessment.replicates) for name, book in books.items())


@dataclass(frozen=True, eq=False)
class _Stage:
    """What every chunk of relationships shares."""

    setting: Setting
    parameters: ParameterDraws
    strategies: Mapping[str, Policy]
    books: Mapping[str, _Book]
    seed: int
    usual: Policy


def _drive(stage: _Stage, assessment: Assessment, stop: int, number: int, places: slice) -> None:
    """Drive a chunk: one past for all, then each strategy from where the past ends."""
    run = prepare(stage.setting, stage.parameters.take(places))
    size = places.stop - places.start
    state, last = begin(run), no_deal(size)
    for year in range(stage.setting.start, assessment.first):
        chances = chances_of(stage.seed, number, year)[:, :size]
        state, done = step(state, run, stage.usual, chances=chances)
        last = deal_of(done, stage.setting.demands_in(year))
    free = replace(run, setting=replace(stage.setting, record=Record()))
    ways: dict[str, tuple[State, LastDeal]] = dict.fromkeys(stage.strategies, (state, last))
    for year in range(assessment.first, stage.setting.stop):
        chances = chances_of(stage.seed, number, year)[:, :size]
        demands = stage.setting.demands_in(year)
        for name, policy in stage.strategies.items():
            state, last = ways[name]
            if year == stop:
                stage.books[name].write_left(state, free, places)
            state, done = step(state, free, policy if year < stop else stage.usual, chances=chances)
            stage.books[name].write(
                year - assessment.first,
                done,
                worth=_worth(done, demands, last, assessment.stakes),
                places=places,
            )
            ways[name] = state, deal_of(done, demands)


def _worth(year: Year, demands: Demands, last: LastDeal, stakes: Stakes) -> tuple[Floats, ...]:
    """Worth of a year and its parts, in the order of ``PARTS``."""
    whole = sender_payoff(year, demands, last, stakes=stakes)
    won = demands.prize * np.maximum(year.concession, 0) / 3.0
    sanctions = -demands.own_cost * (year.carried_out == 1)
    backlash = -stakes.backlash_cost * np.maximum(year.backlash, 0) / 2.0
    breaches = -stakes.breach_loss * last.prize * last.grade / 3.0 * (year.kept == 0)
    return whole, won, sanctions, backlash, breaches, whole - won - sanctions - backlash - breaches


class _Book:
    """Where a strategy's years are written; each chunk writes its own places."""

    def __init__(self, length: int, size: int, years: int) -> None:
        self._worth = np.empty((1 + len(PARTS), length, size))
        self._left = np.empty((len(LEFT), size))
        self._counts = np.zeros((2 * len(RATES), size))
        self._years = years

    def write(self, row: int, year: Year, *, worth: tuple[Floats, ...], places: slice) -> None:
        """Write a year."""
        for place, column in enumerate(worth):
            self._worth[place, row, places] = column
        if row < self._years:
            asked, pressed, open_deal = year.demand >= 0, year.threatened == 1, year.deal >= 0
            events = (
                (year.concession >= 2, asked),
                (pressed, asked),
                (year.backlash >= 1, pressed),
                (year.backlash == 2, pressed),
                (year.deal == 0, open_deal),
            )
            for place, (happened, of) in enumerate(events):
                self._counts[2 * place, places] += happened & of
                self._counts[2 * place + 1, places] += of

    def write_left(self, state: State, run: Run, places: slice) -> None:
        """Write the state at the end of the setting."""
        share = run.elites.security_share(state.year)
        self._left[0, places] = linked_hierarchy(state.hierarchy[0], state.hierarchy[1], security_share=share)
        self._left[1, places] = expit(state.trust_of_sender)
        self._left[2, places] = expit(state.trust_of_target)
        self._left[3, places] = resolve(state.followed, state.dropped)

    def closed(self, name: str, replicates: int) -> Performance:
        """Take means over the replicates."""

        def mean(column: Floats, kept: slice = slice(None)) -> Floats:
            return np.asarray(column.reshape(*column.shape[:-1], -1, replicates)[..., kept].mean(axis=-1))

        middle = replicates // 2
        halves = slice(0, max(middle, 1)), slice(middle, replicates)
        happened, of = self._counts[::2].sum(axis=1), self._counts[1::2].sum(axis=1)
        shares = np.divide(happened, of, out=np.full(of.shape, np.nan), where=of > 0.0)
        return Performance(
            name,
            mean(self._worth[0]),
            np.stack([mean(self._worth[0], half) for half in halves]),
            self._years,
            {part: mean(self._worth[1 + place]) for place, part in enumerate(PARTS)},
            {state: mean(self._left[place]) for place, state in enumerate(LEFT)},
            {rate: float(shares[place]) for place, rate in enumerate(RATES)},
        )
