"""What advice consists of: strategies side by side, duels, rivals' accounts, and what it all hangs on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.payoffs import Stakes

if TYPE_CHECKING:
    from gaiatsu.strategy.records import Strategy
    from gaiatsu.strategy.regret import Influence, Regret, Rule
    from gaiatsu.studies.provenance import Provenance
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = [
    "CANNOT_TELL",
    "SURE",
    "Account",
    "Advice",
    "AdviceOptions",
    "BreakEven",
    "Duel",
    "StateLeft",
    "StrategyRow",
    "Turning",
    "verdict_of",
]

SURE: Final = 0.9
"""Probability beyond which something is said; below it the answer is that nobody can tell."""

CANNOT_TELL: Final = "cannot tell"


@dataclass(frozen=True)
class AdviceOptions:
    """How strategies are compared.

    Parameters
    ----------
    draws, replicates
        Sets of parameters, and relationships a set.
    prior
        Prior set of the headline; the others stand beside it.
    seed
        Seed of every random stream.
    first
        Year in which strategies begin; the third block of demands, or the start, when left out.
    beyond
        Years valued after the end of the scenario.
    stakes
        What counts in a payoff, the discount factor among it.
    extra
        Strategies beside those of the index.
    tries
        Rules that a search for the optimum tries; 0 for no search.
    given_record
        Whether the headline's draws are those that the scenario's record of demands leaves of the prior.
    rivals
        Whether rival worlds and the other prior sets are looked at.
    workers
        Threads; no number depends on it.

    Raises
    ------
    InvalidSpecification
        Too few draws to say anything.
    """

    draws: int = 1000
    replicates: int = 8
    prior: str = "default"
    seed: int = 1999
    first: int | None = None
    beyond: int = 10
    stakes: Stakes = field(default_factory=Stakes)
    extra: tuple[Strategy, ...] = ()
    tries: int = 320
    given_record: bool = False
    rivals: bool = True
    workers: int = 1

    def __post_init__(self) -> None:
        if self.draws < 10:
            msg = f"{self.draws} sets of parameters say nothing about a ranking."
            raise InvalidSpecification(msg, expected="at least ten, and hundreds to be sure of anything")
        if self.tries and self.tries < 32:
            msg = f"A search of {self.tries} rules finds nothing."
            raise InvalidSpecification(msg, expected="none at all, or at least 32")


@dataclass(frozen=True)
class StateLeft:
    """A state that a strategy leaves behind.

    Parameters
    ----------
    state
        Its name.
    mean, low, high
        Mean, and 5 and 95 % quantiles over the sets of parameters.
    """

    state: str
    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class StrategyRow:
    """A strategy and what it comes to.

    Parameters
    ----------
    name, title, summary, literature
        Which strategy it is.
    value
        Discounted worth, mean over the sets of parameters; 1 is a full concession today for nothing.
    error
        Its simulation error.
    low, high
        5 and 95 % quantiles over the sets.
    parts
        The value in parts that add up to it.
    beyond
        Part of the value that comes from the years after the end, from what the strategy left behind.
    left
        States at the end of the scenario.
    rates
        What happened while it was played; not a number where nothing of the kind did.
    over_status_quo
        Share of the sets in which it is better than the status quo.
    threshold
        Median of its delta*, the patience above which it is always worth more than the status quo; infinite
        where it is not in half of the sets, not a number for the status quo itself.
    below
        ``P(delta* < discount)``.
    regret
        What it costs against the best for the same parameters.
    worst_account, worst_regret
        Rival world or prior set in which its mean falls furthest behind the best there, and by how much.
    by_year
        Mean worth of each year, not discounted.
    """

    name: str
    title: str
    summary: str
    literature: tuple[str, ...]
    value: float
    error: float
    low: float
    high: float
    parts: Mapping[str, float]
    beyond: float
    left: tuple[StateLeft, ...]
    rates: Mapping[str, float]
    over_status_quo: float
    threshold: float
    below: float
    regret: Regret
    worst_account: str
    worst_regret: float
    by_year: tuple[float, ...]


@dataclass(frozen=True)
class Duel:
    """The social package against a materialist one, under one set of beliefs.

    Parameters
    ----------
    against
        Name of the materialist strategy.
    beliefs
        Name of the beliefs.
    title
        The same in prose.
    better
        Probability that the social package is worth more, at the discount factor.
    low, high
        Its 95 % interval by the number of draws (Wilson).
    below
        ``P(delta* < discount)``: that some patience below the sender's is enough for good.
    threshold
        Median of delta*; infinite where the social package does not win at the end in half of the draws.
    orders
        Share of the draws by how the better package depends on patience.
    by_patience
        Probability that the social package is worth more, at each of ``patiences``.
    patiences
        Discount factors from 0 to 1.
    effective
        Draws that the probabilities rest on.
    verdict
        ``social`` or ``materialist`` where the whole interval lies beyond nine to one, else ``cannot tell``.
    """

    against: str
    beliefs: str
    title: str
    better: float
    low: float
    high: float
    below: float
    threshold: float
    orders: Mapping[str, float]
    by_patience: tuple[float, ...]
    patiences: tuple[float, ...]
    effective: float
    verdict: str


@dataclass(frozen=True)
class Account:
    """A rival world or another prior set, and what strategies are worth there.

    Parameters
    ----------
    kind
        ``world`` or ``prior``.
    name, title, supposes
        Which, and what it supposes.
    values
        Mean value by strategy.
    best
        Strategy with the largest mean, the computed optimum left out.
    better
        Probability that the social package is worth more than the materialist one.
    """

    kind: str
    name: str
    title: str
    supposes: str
    values: Mapping[str, float]
    best: str
    better: float

    def regret(self, name: str) -> float:
        """Say what the mean of a strategy lacks to the best there; 0 where it lacks nothing."""
        return max(0.0, self.values[self.best] - self.values[name])


@dataclass(frozen=True)
class BreakEven:
    """Where a weight that nobody has measured would turn the order of two means.

    Parameters
    ----------
    stake
        Name of the weight.
    one, other
        The two strategies; the first is ahead at the weight that was used.
    used
        The weight that was used.
    turns
        Weight at which they are level; ``None`` where none of at least 0 would do it.
    """

    stake: str
    one: str
    other: str
    used: float
    turns: float | None


@dataclass(frozen=True)
class Turning:
    """What turns the order of two strategies under the headline's beliefs.

    Parameters
    ----------
    one, other
        The strategies.
    better
        Share of the draws in which the first is worth more.
    influences
        Parameters that turn the order, the strongest first.
    rule
        The order under the one or two that turn it most; ``None`` where none does beyond noise.
    """

    one: str
    other: str
    better: float
    influences: tuple[Influence, ...]
    rule: Rule | None


@dataclass(frozen=True, eq=False)
class Advice:
    """Strategies side by side, and what can be said of them.

    Parameters
    ----------
    scenario, options
        What was asked.
    first, last
        Years in which strategies are played.
    rows
        Strategies, the largest mean first.
    duels
        The article's packages under each set of beliefs, the headline's first.
    selective
        The same against a materialist who threatens only where it pays.
    accounts
        Rival worlds and the other prior sets; empty without them.
    turnings
        What turns the order of the two best strategies, and of the article's packages.
    break_evens
        Weights of the payoff that would turn an order.
    best
        Strategy that beats every other with a probability beyond nine tenths; ``None`` without one.
    worse
        Strategies that some other beats with such a probability: pairs of worse and better.
    verdict, aside, depends, predicate
        The answer, what can be set aside (empty for nothing), what the answer depends on, and under which
        parameters the article's advice holds, as sentences.
    cautions
        What the reader must know of this scenario.
    provenance
        Where it came from.
    """

    scenario: Scenario
    options: AdviceOptions
    first: int
    last: int
    rows: tuple[StrategyRow, ...]
    duels: tuple[Duel, ...]
    selective: tuple[Duel, ...]
    accounts: tuple[Account, ...]
    turnings: tuple[Turning, ...]
    break_evens: tuple[BreakEven, ...]
    best: str | None
    worse: tuple[tuple[str, str], ...]
    verdict: str
    aside: str
    depends: str
    predicate: str
    cautions: tuple[str, ...]
    provenance: Provenance

    def row(self, name: str) -> StrategyRow:
        """One strategy by name."""
        return next(row for row in self.rows if row.name == name)


def verdict_of(low: float, high: float) -> str:
    """Say which package wins, or that nobody can tell.

    Parameters
    ----------
    low, high
        Interval of the probability that the social one does, by the number of draws.

    Returns
    -------
    str

    Examples
    --------
    >>> verdict_of(0.93, 0.97), verdict_of(0.88, 0.93), verdict_of(0.01, 0.04)
    ('social', 'cannot tell', 'materialist')
    """
    return "social" if low > SURE else "materialist" if high < 1.0 - SURE else CANNOT_TELL
