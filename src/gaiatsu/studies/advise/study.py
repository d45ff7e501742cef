"""Advice to a negotiator: strategies side by side, with everything that could turn their order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from gaiatsu.dynamics import ParameterDraws, draw_parameters
from gaiatsu.dynamics.parameters import NEEDED
from gaiatsu.dynamics.worlds import WORLDS
from gaiatsu.errors import InvalidSpecification
from gaiatsu.strategy.evaluate import LEFT, PARTS, discounted
from gaiatsu.strategy.patience import patience
from gaiatsu.strategy.regret import influences, regrets, rule, wilson
from gaiatsu.studies.advise.duels import duel
from gaiatsu.studies.advise.evidence import legitimacy_evidence, weights_after
from gaiatsu.studies.advise.optimum import OPTIMUM, computed_optimum
from gaiatsu.studies.advise.playing import account, default_first, fewer, play, strategies_of, strategy_input
from gaiatsu.studies.advise.records import SURE, Advice, AdviceOptions, StateLeft, StrategyRow, Turning
from gaiatsu.studies.advise.stakes import break_evens
from gaiatsu.studies.advise.words import (
    THRESHOLDS,
    article_sentence,
    cautions,
    depends_sentence,
    optimum_sentence,
    verdict,
    worse_sentence,
)
from gaiatsu.studies.provenance import Input, Provenance, case_input, rows_digest, trace
from gaiatsu.theory.parameters import PRIOR_SET_MEANINGS, PRIOR_SETS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from gaiatsu.strategy.regret import Regret
    from gaiatsu.studies.advise.evidence import LegitimacyEvidence
    from gaiatsu.studies.advise.playing import Played
    from gaiatsu.studies.advise.records import Account, Duel
    from gaiatsu.studies.simulate.scenario import Scenario

__all__ = ["advise"]

Floats = NDArray[np.float64]

_PACKAGES: Final = ("social", "materialist")
_MATERIALISTS: Final = ("materialist", "materialist-selective")
_NEAR: Final = 0.01
"""Share of the largest mean within which strategies count as level."""


def advise(
    scenario: Scenario,
    *,
    options: AdviceOptions | None = None,
    data_dir: Path | str | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Advice:
    """Compare strategies in a scenario, with everything that could turn their order.

    The article ends with advice to negotiators. Here the advice is a statement about beliefs: under which of
    them the legitimate, trust-restoring package is worth more, and how likely they are.

    Parameters
    ----------
    scenario
        The scenario.
    options
        Draws, prior set, seed, first year, stakes, strategies of one's own.
    data_dir
        Folder of external data; with the sanction cases of ``ties`` in it, the draws are also weighted by
        what those say about legitimacy.
    progress
        Called as each step begins, with its name, number and the number of steps.

    Returns
    -------
    Advice

    Raises
    ------
    InvalidSpecification
        The scenario cannot be played, or strategies begin outside its years.

    References
    ----------
    schoppa1999; savage1951

    Examples
    --------
    >>> from gaiatsu.studies.simulate import find_scenario
    >>> options = AdviceOptions(draws=20, replicates=2, rivals=False, tries=0)
    >>> found = advise(find_scenario("template"), options=options)
    >>> sorted(row.name for row in found.rows)[:3]
    ['generous-tit-for-tat', 'materialist', 'materialist-selective']
    """
    chosen = options or AdviceOptions()
    if chosen.prior not in PRIOR_SETS:
        msg = f"There is no prior set {chosen.prior!r}."
        raise InvalidSpecification(msg, expected=f"one of {', '.join(PRIOR_SETS)}")
    say = _steps(progress, chosen)
    title = f"the {chosen.prior} prior" + (" given the record" if chosen.given_record else "")
    drawn = _drawn(scenario, chosen, say)
    if chosen.tries:
        say("Searching for the best rule")
        single = drawn.take(slice(0, len(drawn), chosen.replicates))
        first = default_first(scenario) if chosen.first is None else chosen.first
        optimum = computed_optimum(scenario, chosen, single, first=first)
        chosen = replace(chosen, extra=(*chosen.extra, optimum))
    say(f"Playing under {title}")
    played = play(scenario, chosen, prior=chosen.prior, drawn=drawn)
    evidence = None if chosen.given_record else legitimacy_evidence(data_dir, seed=chosen.seed)
    name = "record" if chosen.given_record else chosen.prior
    duels = _duels(played, chosen, (name, title))
    if evidence is not None:
        names = ("ties", f"{title} after sanction cases")
        duels += _duels(played, chosen, names, weights=weights_after(evidence, played.parameters))
    rivals: tuple[Account, ...] = ()
    if chosen.rivals:
        beside, rivals = _rivals(scenario, chosen, drawn, say=say)
        duels += beside
    return _advice(scenario, chosen, played, duels, rivals=rivals, evidence=evidence)


def _drawn(scenario: Scenario, options: AdviceOptions, say: Callable[[str], None]) -> ParameterDraws:
    """Draw the headline's parameters, replicates side by side."""
    if not options.given_record:
        return draw_parameters(
            options.draws, seed=options.seed, prior_set=options.prior, replicates=options.replicates
        )
    from gaiatsu.studies.calibration import parameters_given_record

    say("Conditioning on the record")
    return parameters_given_record(
        scenario,
        prior=options.prior,
        draws=options.draws,
        seed=options.seed,
        replicates=options.replicates,
    )


def _steps(progress: Callable[[str, int, int], None] | None, options: AdviceOptions) -> Callable[[str], None]:
    priors = len(PRIOR_SETS) - (not options.given_record)
    total = 1 + bool(options.tries) + options.given_record + options.rivals * (priors + len(WORLDS) - 1)
    done = iter(range(1, total + 1))

    def say(step: str) -> None:
        if progress is not None:
            progress(step, next(done), total)

    return say


def _duels(
    played: Played, options: AdviceOptions, names: tuple[str, str], *, weights: Floats | None = None
) -> list[Duel]:
    """Set the social package against both materialist ones, the package and the one that reckons."""
    discount = options.stakes.discount
    return [
        duel(played, names=names, discount=discount, pair=("social", other), weights=weights)
        for other in _MATERIALISTS
    ]


def _rivals(
    scenario: Scenario, options: AdviceOptions, drawn: ParameterDraws, *, say: Callable[[str], None]
) -> tuple[list[Duel], tuple[Account, ...]]:
    """Play everything under the other prior sets and in every rival world."""
    duels: list[Duel] = []
    found = []
    half, quarter = fewer(options, 2), fewer(options, 4)
    for name in PRIOR_SETS:
        if name != options.prior or options.given_record:
            say(f"Playing under the {name} prior")
            played = play(scenario, half, prior=name)
            duels += _duels(played, half, (name, f"the {name} prior"))
            words = ("prior", name, f"The {name} prior", PRIOR_SET_MEANINGS[name])
            found.append(account(words, played, half))
    single = drawn.take(slice(0, quarter.draws * options.replicates, options.replicates))
    same = single.repeat(quarter.replicates)
    for world in WORLDS:
        if world.name != "article":
            say(f"Playing in another world: {world.title.lower()}")
            played = play(scenario, quarter, prior=options.prior, world=world.name, drawn=same)
            found.append(account(("world", world.name, world.title, world.supposes), played, quarter))
    return duels, tuple(found)


def _advice(
    scenario: Scenario,
    options: AdviceOptions,
    played: Played,
    fought: list[Duel],
    *,
    rivals: tuple[Account, ...],
    evidence: LegitimacyEvidence | None,
) -> Advice:
    values = played.values(options.stakes.discount)
    duels, selective = (tuple(one for one in fought if one.against == name) for name in _MATERIALISTS)
    every = _rows(options, played, values, rivals)
    rows = tuple(row for row in every if row.name != OPTIMUM)
    titles = {row.name: row.title for row in every}
    beats = {row.name: float(np.mean(values[rows[0].name] > values[row.name])) for row in rows[1:]}
    ties = {row.name: float(np.mean(values[rows[0].name] == values[row.name])) for row in rows[1:]}
    best = rows[0].name if _sure(min(beats.values()), options.draws) else None
    level = _level(values, [row.name for row in rows])
    rest = [row.name for row in rows[1:] if row.name not in level]
    pairs = tuple(dict.fromkeys(((rows[0].name, (rest or [rows[1].name])[0]), _PACKAGES)))
    turnings = tuple(_turning(played, values, pair) for pair in pairs)
    found = break_evens(played, options.stakes, pairs)
    worse = _worse(values, [row.name for row in rows])
    first = next(iter(played.performances.values()))
    last = scenario.span[1]
    return Advice(
        scenario=scenario,
        options=options,
        first=last + 1 - first.years,
        last=last,
        rows=every,
        duels=duels,
        selective=selective,
        accounts=rivals,
        turnings=turnings,
        break_evens=found,
        best=best,
        worse=worse,
        verdict=" ".join(
            (
                verdict(best, rows, beats, ties=ties, level=level),
                *optimum_sentence(rows[0], every),
                article_sentence(duels),
            )
        ),
        aside=worse_sentence(worse, titles),
        depends=depends_sentence(turnings[0], titles, found),
        predicate=depends_sentence(turnings[-1], titles, found),
        cautions=cautions(every, duels[0].title, given=_given(scenario)),
        provenance=_provenance(scenario, options, evidence),
    )


def _given(scenario: Scenario) -> bool:
    return scenario.record is not None and "given" in (scenario.record.deals, scenario.record.threats)


def _rows(
    options: AdviceOptions, played: Played, values: Mapping[str, Floats], rivals: tuple[Account, ...]
) -> tuple[StrategyRow, ...]:
    costs = regrets(list(played.performances.values()), discount=options.stakes.discount)
    by_name = {cost.name: cost for cost in costs}
    made = [_row(name, by_name[name], options, played, values=values, rivals=rivals) for name in values]
    return tuple(sorted(made, key=lambda row: -row.value))


def _row(
    name: str,
    regret: Regret,
    options: AdviceOptions,
    played: Played,
    *,
    values: Mapping[str, Floats],
    rivals: tuple[Account, ...],
) -> StrategyRow:
    strategy, one = strategies_of(options)[name], played.performances[name]
    discount, value = options.stakes.discount, values[name]
    low, high = np.quantile(value, (0.05, 0.95))
    later = one.payoffs.copy()
    later[: one.years] = 0.0
    worst = max(rivals, key=lambda rival: rival.regret(name), default=None)
    threshold, below = _patience_over_status_quo(played, name, discount)
    return StrategyRow(
        name=name,
        title=strategy.title,
        summary=strategy.summary,
        literature=strategy.literature,
        value=float(value.mean()),
        error=float(value.std() / np.sqrt(value.size)),
        low=float(low),
        high=float(high),
        parts={part: float(discounted(one.parts[part], discount).mean()) for part in PARTS},
        beyond=float(discounted(later, discount).mean()),
        left=tuple(_left(state, one.left[state]) for state in LEFT),
        rates=one.rates,
        over_status_quo=float(np.mean(value > values["status-quo"])),
        threshold=threshold,
        below=below,
        regret=regret,
        worst_account="" if worst is None else worst.title,
        worst_regret=float("nan") if worst is None else worst.regret(name),
        by_year=tuple(one.payoffs.mean(axis=1).tolist()),
    )


def _patience_over_status_quo(played: Played, name: str, discount: float) -> tuple[float, float]:
    """Median of delta* and the share of the draws in which it is below the sender's discount factor."""
    if name == "status-quo":
        return float("nan"), float("nan")
    gain = played.performances[name].payoffs - played.performances["status-quo"].payoffs
    found = patience(gain)
    return float(np.median(found.threshold)), found.below(discount)


def _left(state: str, column: Floats) -> StateLeft:
    low, high = np.quantile(column, (0.05, 0.95))
    return StateLeft(state, float(column.mean()), float(low), float(high))


def _turning(played: Played, values: Mapping[str, Floats], pair: tuple[str, str]) -> Turning:
    better = values[pair[0]] > values[pair[1]]
    parameters = {name: played.parameters[name] for name in NEEDED if name != "threshold_first"}
    parameters[THRESHOLDS] = played.parameters.thresholds.mean(axis=(0, 1))
    ranked = influences(better, parameters)
    return Turning(*pair, float(better.mean()), ranked, rule(better, parameters, ranked))


def _sure(share: float, draws: int, *, among: int = 1) -> bool:
    """Whether a share of the draws lies beyond nine tenths, its interval by their number included.

    ``among`` counts the shares of which it is the largest: the interval then holds for all of them.
    """
    return wilson(share, draws, among=among)[0] > SURE


def _level(values: Mapping[str, Floats], names: list[str]) -> tuple[str, ...]:
    """Strategies whose mean lacks to the first no more than two errors of the gap, or a hundredth."""
    first = values[names[0]]
    gaps = {name: first - values[name] for name in names[1:]}
    near = {
        name: max(2.0 * gap.std() / np.sqrt(gap.size), _NEAR * abs(first.mean()))
        for name, gap in gaps.items()
    }
    return tuple(name for name, gap in gaps.items() if gap.mean() <= near[name])


def _worse(values: Mapping[str, Floats], names: list[str]) -> tuple[tuple[str, str], ...]:
    """Strategies that some other beats beyond nine tenths of the draws, with the surest of those."""
    found = []
    for name in names:
        beaten = {by: float(np.mean(values[by] > values[name])) for by in names if by != name}
        surest = max(beaten, key=lambda by: beaten[by])
        if _sure(beaten[surest], values[name].size, among=len(beaten)):
            found.append((name, surest))
    return tuple(found)


def _provenance(
    scenario: Scenario, options: AdviceOptions, evidence: LegitimacyEvidence | None
) -> Provenance:
    from gaiatsu import cases

    inputs = [Input(f"scenario: {scenario.name}", rows_digest(scenario.model_dump(mode="json")))]
    if scenario.record is not None:
        inputs.append(case_input(cases.load(scenario.record.case_set), "events"))
    if scenario.dependence.table is not None:
        inputs.append(case_input(cases.load(scenario.dependence.table), "table1"))
    inputs += [strategy_input(one) for one in options.extra]
    works = ["schoppa1999", "savage1951", "newcombe1998", "wilson1927"]
    works += sorted({key for one in strategies_of(options).values() for key in one.literature} - set(works))
    if evidence is not None:
        inputs.append(evidence.source)
        works.append("morgan2014")
    return trace(advise, *inputs, seed=options.seed, citations=tuple(works))
