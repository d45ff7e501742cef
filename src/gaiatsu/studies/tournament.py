"""A tournament of both sides' strategies in a scenario, and by how much the index can be beaten."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import draw_parameters
from gaiatsu.errors import InvalidSpecification
from gaiatsu.numerics.streams import stream
from gaiatsu.strategy.climb import SearchBudget
from gaiatsu.strategy.library import LIBRARY
from gaiatsu.strategy.payoffs import Stakes
from gaiatsu.strategy.play import Terms, arena, play
from gaiatsu.strategy.search import SearchOptions, search, search_answer
from gaiatsu.strategy.targets import TARGETS
from gaiatsu.strategy.tournament import (
    Games,
    Mutual,
    Standing,
    mutual_best,
    resample,
    round_robin,
    standings,
)
from gaiatsu.studies.advise.playing import default_first, strategy_input
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace
from gaiatsu.studies.simulate.making import apply_parameters, make_setting
from gaiatsu.theory.parameters import PRIOR_SETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gaiatsu.dynamics import ParameterDraws, Setting
    from gaiatsu.strategy.play import Arena
    from gaiatsu.strategy.records import Strategy
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["SURE", "Exploit", "Pairing", "Tournament", "TournamentOptions", "tournament"]

Floats = NDArray[np.float64]

SURE: Final = 0.9
"""Share of resamples beyond which a strategy is said to come first, or a pair to be mutual best answers."""

_TRAINED: Final = 160
"""Most sets of parameters on which a rule is chosen; it is judged on those of the tournament."""


@dataclass(frozen=True)
class TournamentOptions:
    """How a tournament is held.

    Parameters
    ----------
    draws
        Sets of parameters, one relationship each.
    prior
        Name of the prior set.
    seed
        Seed of every random stream.
    first
        Year in which strategies begin; the third block of demands, or the start, when left out.
    beyond
        Years after the scenario in which what was left behind is valued, under the status quo.
    stakes
        What counts in a payoff.
    tries
        Rules tried against each strategy to see by how much it can be beaten; 0 leaves that out.
    extra
        The user's own strategies of the sender, beside those of the index.

    Raises
    ------
    InvalidSpecification
        Fewer than ten draws, tries that are too few to search with, or an unknown prior set.
    """

    draws: int = 1000
    prior: str = "default"
    seed: int = 1999
    first: int | None = None
    beyond: int = 10
    stakes: Stakes = field(default_factory=Stakes)
    tries: int = 160
    extra: tuple[Strategy, ...] = ()

    def __post_init__(self) -> None:
        if self.draws < 10 or not (self.tries == 0 or self.tries >= _ROUND) or self.prior not in PRIOR_SETS:
            msg = f"A tournament was asked for with {self!r}."
            raise InvalidSpecification(
                msg, expected=f"at least ten draws, no tries or at least {_ROUND}, and a prior set by name"
            )

    @property
    def senders(self) -> dict[str, Strategy]:
        """Strategies of the sender by name: the index, then the user's own."""
        return {**LIBRARY, **{one.name: one for one in self.extra}}


_ROUND: Final = 32


@dataclass(frozen=True)
class Pairing:
    """What a pair of strategies is worth, on average, with standard errors.

    Parameters
    ----------
    sender, target
        The pair.
    sender_worth, sender_error
        To the sender, in full concessions, discounted.
    target_worth, target_error
        To the target, in the unit of eta, discounted.
    """

    sender: str
    target: str
    sender_worth: float
    sender_error: float
    target_worth: float
    target_error: float


@dataclass(frozen=True)
class Exploit:
    """By how much a rule that was searched for does better against a strategy than anything in the index.

    Parameters
    ----------
    side
        Whose best answer was searched for: ``sender`` or ``target``.
    against
        The strategy that is played against.
    best
        Best answer of the index, by the tournament.
    best_worth
        What it is worth.
    found_worth
        What the rule is worth, on relationships and luck on which it was not chosen.
    gain, error
        Difference and its standard error, both played in the same relationships.
    rule
        What the rule weighs, a line for each of its parts; empty for the target.
    """

    side: str
    against: str
    best: str
    best_worth: float
    found_worth: float
    gain: float
    error: float
    rule: tuple[str, ...]

    @property
    def beaten(self) -> bool:
        """Whether the gain is more than two standard errors above zero."""
        return self.gain > 2.0 * self.error


@dataclass(frozen=True, eq=False)
class Tournament:
    """What a tournament in a scenario found.

    Parameters
    ----------
    scenario
        The scenario.
    options
        How it was held.
    first, last
        Years in which strategies played.
    pairings
        Every pair.
    senders, targets
        Orders by mean worth over all strategies of the other side, each counted once.
    senders_against_theory
        Order of the sender's strategies against the theory's own target.
    mutual
        Pairs of which each is the index's best answer to the other.
    exploits
        By how much the index can be beaten; empty without a search.
    verdict
        The headline.
    provenance
        Where it came from.
    """

    scenario: Scenario
    options: TournamentOptions
    first: int
    last: int
    pairings: tuple[Pairing, ...]
    senders: tuple[Standing, ...]
    targets: tuple[Standing, ...]
    senders_against_theory: tuple[Standing, ...]
    mutual: tuple[Mutual, ...]
    exploits: tuple[Exploit, ...]
    verdict: str
    provenance: Provenance


def tournament(
    scenario: Scenario,
    *,
    options: TournamentOptions | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Tournament:
    """Play every strategy of the sender against every strategy of the target.

    What a tactic is worth depends on how the other side answers. The theory has one target; here are others,
    so that advice can be seen to hold against more than one.

    Parameters
    ----------
    scenario
        The scenario. Its record of deals and threats counts until the strategies begin.
    options
        Draws, prior set, seed, first year, stakes, tries.
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    Tournament

    Raises
    ------
    InvalidSpecification
        The scenario cannot be played, or strategies begin outside its years.

    References
    ----------
    axelrod1984; johanson2011

    Examples
    --------
    >>> from gaiatsu.studies.simulate import find_scenario
    >>> found = tournament(find_scenario("template"), options=TournamentOptions(draws=10, tries=0))
    >>> len(found.pairings) == len(found.senders) * len(found.targets)
    True
    """
    chosen = options or TournamentOptions()
    first = default_first(scenario) if chosen.first is None else chosen.first
    terms = Terms(first, beyond=chosen.beyond, stakes=chosen.stakes)
    setting, drawn = make_setting(scenario), _drawn(scenario, chosen, chosen.draws, chosen.seed)
    place = arena(setting, drawn, seed=chosen.seed, terms=terms)
    played = chosen.senders
    steps = _Steps(progress, len(played) + (len(played) + len(TARGETS) if chosen.tries else 0))
    games = round_robin(
        place,
        {name: one.policy for name, one in played.items()},
        {name: one.policy for name, one in TARGETS.items()},
        progress=lambda name: steps(f"Playing {played[name].title.lower()}"),
    )
    weights = resample(place.sets, stream(chosen.seed, "tournament", "resample"))
    senders = standings(games.senders, games.sender.mean(axis=1), weights)
    trained = _drawn(scenario, chosen, min(_TRAINED, chosen.draws), chosen.seed + 1)
    ground = _Ground(setting, trained, place, games, chosen)
    own = games.targets.index(next(iter(TARGETS)))
    return Tournament(
        scenario=scenario,
        options=chosen,
        first=first,
        last=scenario.span[1],
        pairings=tuple(_pairings(games)),
        senders=senders,
        targets=standings(games.targets, games.target.mean(axis=0), weights),
        senders_against_theory=standings(games.senders, games.sender[:, own], weights),
        mutual=mutual_best(games, weights),
        exploits=_exploits(ground, steps) if chosen.tries else (),
        verdict=_verdict(senders, played),
        provenance=_provenance(scenario, chosen),
    )


class _Steps:
    """Numbers the steps for whoever shows them."""

    def __init__(self, progress: Callable[[str, int, int], None] | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def __call__(self, step: str) -> None:
        self._done += 1
        if self._progress is not None:
            self._progress(step, self._done, self._total)


@dataclass(frozen=True, eq=False)
class _Ground:
    """Where rules are chosen, where they are judged, and what they have to beat."""

    setting: Setting
    trained: ParameterDraws
    place: Arena
    games: Games
    options: TournamentOptions

    @property
    def search(self) -> SearchOptions:
        """Options of every search."""
        return SearchOptions(SearchBudget(tries=self.options.tries, round=_ROUND))


def _drawn(scenario: Scenario, options: TournamentOptions, draws: int, seed: int) -> ParameterDraws:
    return apply_parameters(scenario, draw_parameters(draws, seed=seed, prior_set=options.prior))


def _pairings(games: Games) -> list[Pairing]:
    root = np.sqrt(games.sender.shape[2])
    means = [worth.mean(axis=2) for worth in (games.sender, games.target)]
    errors = [worth.std(axis=2, ddof=1) / root for worth in (games.sender, games.target)]
    return [
        Pairing(
            sender,
            target,
            float(means[0][row, column]),
            float(errors[0][row, column]),
            float(means[1][row, column]),
            float(errors[1][row, column]),
        )
        for row, sender in enumerate(games.senders)
        for column, target in enumerate(games.targets)
    ]


def _exploits(ground: _Ground, steps: _Steps) -> tuple[Exploit, ...]:
    found = []
    for column, name in enumerate(ground.games.targets):
        steps(f"Searching for the sender's best answer to {name}")
        found.append(_against_target(ground, name, ground.games.sender[:, column]))
    for row, name in enumerate(ground.games.senders):
        steps(f"Searching for the target's best answer to {name}")
        found.append(_against_sender(ground, name, ground.games.target[row]))
    return tuple(found)


def _against_target(ground: _Ground, name: str, worth: Floats) -> Exploit:
    target, terms = TARGETS[name].policy, ground.place.terms
    rule = search(
        ground.setting,
        ground.trained,
        seed=ground.options.seed + 1,
        terms=terms,
        options=ground.search,
        target=target,
    ).policy
    brought = play(ground.place, rule, target).sender[0]
    return _exploit("sender", name, ground.games.senders, (worth, brought), tuple(rule.lines()))


def _against_sender(ground: _Ground, name: str, worth: Floats) -> Exploit:
    sender, terms = ground.options.senders[name].policy, ground.place.terms
    rule = search_answer(
        ground.setting,
        ground.trained,
        seed=ground.options.seed + 1,
        terms=terms,
        sender=sender,
        options=ground.search,
    ).policy
    brought = play(ground.place, sender, rule).target[0]
    return _exploit("target", name, ground.games.targets, (worth, brought), ())


def _exploit(
    side: str, against: str, names: tuple[str, ...], worth: tuple[Floats, Floats], rule: tuple[str, ...]
) -> Exploit:
    """Compare a rule with the best answer of the index; ``worth`` holds that of the index and the rule's."""
    index, brought = worth
    best = int(index.mean(axis=1).argmax())
    more = brought - index[best]
    return Exploit(
        side,
        against,
        names[best],
        float(index[best].mean()),
        float(brought.mean()),
        gain=float(more.mean()),
        error=float(more.std(ddof=1) / np.sqrt(more.size)),
        rule=rule,
    )


def _verdict(senders: tuple[Standing, ...], played: Mapping[str, Strategy]) -> str:
    first, second = senders[:2]
    titles = played[first.name].title, played[second.name].title
    worth = f"{first.mean:.2f} and {second.mean:.2f} full concessions, discounted"
    if first.first > SURE:
        single = (
            f"So it is in {first.best_in:.0%} of the relationships."
            if first.best_in > SURE
            else f"For a single relationship nobody can tell: nothing was worth more in {first.best_in:.0%}."
        )
        return (
            f"Over all targets {titles[0]} is worth most on average, {first.mean - second.mean:.3f} more "
            f"than {titles[1]} ({worth}). {single}"
        )
    return (
        f"Cannot tell which is worth most on average over all targets: {titles[0]} or {titles[1]} ({worth}; "
        f"the one comes first in {first.first:.0%} of resamples, the other in {second.first:.0%})."
    )


def _provenance(scenario: Scenario, options: TournamentOptions) -> Provenance:
    from gaiatsu import cases

    inputs = [Input(f"scenario: {scenario.name}", rows_digest(scenario.model_dump(mode="json")))]
    if scenario.record is not None:
        inputs.append(case_input(cases.load(scenario.record.case_set), "events"))
    if scenario.dependence.table is not None:
        inputs.append(case_input(cases.load(scenario.dependence.table), "table1"))
    inputs += [strategy_input(one) for one in options.extra]
    citations = ("schoppa1999", "axelrod1984", "mckelvey_palfrey1995", "rubinstein1999", "johanson2011")
    return trace(tournament, *inputs, seed=options.seed, citations=citations)
