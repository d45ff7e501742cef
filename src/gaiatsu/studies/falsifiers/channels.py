"""What the crisis-signaling game says about independence (F1) and about reputation (F2)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from gaiatsu.studies.falsifiers.findings import Finding, Loaded
from gaiatsu.studies.falsifiers.rules import Status

if TYPE_CHECKING:
    from gaiatsu.studies.field.estimates import Estimate

__all__ = ["SPECIFICATIONS", "GameNumber", "game_finding", "independence_in_games", "reputation_in_games"]

SPECIFICATIONS: Final = {"gamma": ("full-threat", "gamma"), "reputation": ("both", "reputation-direct")}
"""Specifications of the channel test that each falsifier compares."""

STARTS: Final = 3
"""Pseudo-likelihood, constrained likelihood, and a game with three equilibria; the study tries twelve."""


@dataclass(frozen=True)
class GameNumber:
    """One coefficient of the channel test at both summits, with the words of its plan.

    Parameters
    ----------
    highest, single
        At the highest summit, and where each game has one equilibrium.
    word
        By the plan.
    beside
        Where each game has one equilibrium, had starts not been counted.
    needed
        Starts that have to agree.
    data
        What was read.
    """

    highest: Estimate
    single: Estimate
    word: str
    beside: str
    needed: int
    data: tuple[str, ...]


def _numbers(loaded: Loaded, estimator: str) -> GameNumber | None:
    from gaiatsu import sources
    from gaiatsu.studies.channels.data import read_channel_sets
    from gaiatsu.studies.channels.primary import gamma, reputation
    from gaiatsu.studies.channels.study import make_bench, word_of
    from gaiatsu.studies.field.specification import specification

    plan = specification("channels")
    if loaded.folder is None or not set(plan.data) <= set(sources.available(loaded.folder)):
        return None
    tables = read_channel_sets(loaded.folder)
    bench = make_bench(tables, seed=loaded.seed, names=SPECIFICATIONS[estimator], starts=STARTS)
    highest, single = (gamma if estimator == "gamma" else reputation)(bench)
    limits = plan.thresholds
    return GameNumber(
        highest,
        single,
        word_of(highest, limits),
        word_of(single, limits, counted=False),
        int(limits["agreeing_starts"]),
        tuple(plan.data),
    )


def independence_in_games(loaded: Loaded) -> Finding | None:
    """Judge F1 on sanction crises: ``None`` where the data sets of the channel test are not all there.

    Parameters
    ----------
    loaded
        What the falsifiers may look at.

    Returns
    -------
    Finding or None
    """
    found = _numbers(loaded, "gamma")
    if found is None:
        return None
    return game_finding(
        found,
        "gamma, the product of social composite and material threat in the payoff from conceding, in "
        "sanction crises where each game has one equilibrium",
        ("gamma", "the claim that the terms act independently"),
    )


def reputation_in_games(loaded: Loaded) -> Finding | None:
    """Judge F2 on sanction crises: ``None`` where the data sets of the channel test are not all there.

    Parameters
    ----------
    loaded
        What the falsifiers may look at.

    Returns
    -------
    Finding or None
    """
    found = _numbers(loaded, "reputation")
    if found is None:
        return None
    return game_finding(
        found,
        "coefficient of reputation in the sender's payoff from standing firm, in sanction crises where each "
        "game has one equilibrium",
        ("the coefficient of reputation", "the claim that it works through credibility"),
    )


def game_finding(found: GameNumber, measure: str, names: tuple[str, str]) -> Finding:
    """Say what a coefficient of the channel test means for a falsifier.

    Parameters
    ----------
    found
        The coefficient at both summits.
    measure
        What the number is.
    names
        How the coefficient and the claim are called in the sentence.

    Returns
    -------
    Finding
        With the status that the plan of the channel test gives.
    """
    what, claim = names
    one, high = found.single, found.highest
    agreed = int(high.details["agreed"])
    side = {"supported": "would be for", "against": "would be against", "cannot tell": "would leave open"}
    barred = agreed < found.needed
    caution = (
        f" The likelihood is highest elsewhere, where games have several equilibria and each is matched with "
        f"the one that fits its outcome ({what} {high.value:+.3f}); {agreed} of {STARTS} starts tried here "
        f"end there, and the plan asks for {found.needed} of twelve."
        if barred
        else ""
    )
    direct = (
        f", and the direct path to conceding has p = {one.p:.2g}" if one.estimator == "reputation" else ""
    )
    return Finding(
        Status(found.word),
        f"Where each game has one equilibrium, {what} is {one.value:+.3f} ({one.low:+.3f} to {one.high:+.3f})"
        f"{direct}, which {side[found.beside]} {claim}.{caution}",
        number=one.value,
        threshold="as in the specification of the channel test",
        details={
            "highest": high.value,
            "highest_agreed": agreed,
            "p": one.p,
            "probability": one.probability,
        },
        interval=(one.low, one.high),
        data=found.data,
        measure=measure,
    )
