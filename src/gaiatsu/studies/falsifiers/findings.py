"""What the loaded data say about each falsifier that a set of episodes can speak to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.context.material import material_series
from gaiatsu.estimation.compare.scores import PairedDifference, cases_needed, paired_difference
from gaiatsu.numerics.streams import stream
from gaiatsu.studies.falsifiers.numbers import (
    Ground,
    ThreatCounts,
    channel,
    hardest_hit,
    interaction,
    level_against_plasticity,
)
from gaiatsu.studies.falsifiers.rules import (
    FalsifierThresholds,
    Status,
    channel_status,
    conjunction_status,
    decline_status,
    independence_status,
    plasticity_status,
    threat_status,
    trust_status,
)
from gaiatsu.studies.falsifiers.texts import TEXTS
from gaiatsu.studies.state import hierarchy_change, two_strike
from gaiatsu.terms import EventKind
from gaiatsu.theory.parameters import DEFAULT, sample_parameters

if TYPE_CHECKING:
    from pathlib import Path

    from gaiatsu.cases import CaseSet
    from gaiatsu.context.panel import Panel
    from gaiatsu.context.record import EventRecord
    from gaiatsu.sources import Dataset
    from gaiatsu.studies.dependence import ClusterScenario
    from gaiatsu.studies.figure2 import Figure2Study
    from gaiatsu.studies.rival_records import RivalsStudy
    from gaiatsu.studies.state import StateDraws, TwoStrike

__all__ = ["COMPUTED", "Finding", "Loaded"]

LIKE: Final = "conjunction"
"""Explanation that stands for the article in F10: power shift and social change together."""
LAGGED: Final = "trade-dependence"
"""Explanation that stands for materialism with a lag."""
EVEN_HANDED: Final = ("even", "sceptical")
"""Prior sets that treat both sides of F10 alike."""
STRIKE_DRAWS: Final = 100_000
"""Draws behind the probability of the two-strike rule."""
EPISODES, EVENTS, TABLE = "episodes", "events", "dependence table"


@dataclass(frozen=True, eq=False)
class Loaded:
    """Everything that the falsifiers may look at.

    Parameters
    ----------
    case_set, panel, state, record
        Episodes, their setting, the relationship at each, the dated events.
    rivals, figure2
        The studies of explanations and of the like-for-like comparison.
    ground
        Episodes with points of the prior.
    threats
        Threats by decade; ``None`` where they were not loaded.
    thresholds
        Where the statuses begin.
    seed
        Seed of random streams.
    data
        External data sets by name; those that some falsifier reads and the folder holds.
    folder
        Where they were read from; ``None`` without any.
    """

    case_set: CaseSet
    panel: Panel
    state: StateDraws
    record: EventRecord
    rivals: RivalsStudy
    figure2: Figure2Study
    ground: Ground
    threats: ThreatCounts | None
    thresholds: FalsifierThresholds
    seed: int
    data: Mapping[str, Dataset] = field(default_factory=dict)
    folder: Path | None = None


@dataclass(frozen=True)
class Finding:
    """What a falsifier that was looked into adds to its text.

    Parameters
    ----------
    status
        What the loaded data give.
    why
        Why, in a sentence with its numbers.
    number
        The number behind it; ``None`` where nothing is computed.
    threshold
        Where the status would change, in words.
    details
        Other numbers the status rests on, by name.
    interval
        Interval of the number, where it has one.
    data
        What was loaded for it.
    measure
        What the number is, where it is not what the text says.
    leaning
        ``for`` or ``against`` where coded cases alone would decide and missing outcomes could undo it.
    """

    status: Status
    why: str
    number: float | None = None
    threshold: str = ""
    details: Mapping[str, float] = field(default_factory=dict)
    interval: tuple[float, float] | None = None
    data: tuple[str, ...] = ()
    measure: str = ""
    leaning: str = ""


def _independence(loaded: Loaded) -> Finding:
    found, limits = interaction(loaded.ground), loaded.thresholds
    least = float(loaded.panel.threatened_cost.min())
    return Finding(
        independence_status((found.low, found.high), found.log_absence, thresholds=limits),
        f"Gamma is {found.mean:.2f} and anything from {found.low:.1f} to {found.high:.1f} is credible; a "
        "prior of N(0, 1) gives as much. "
        f"The least threatening episode has a threatened cost of {least:.2g}, so none shows what happens "
        "without a threat.",
        number=found.mean,
        threshold="against when the 90 % interval excludes 0; supported when the Bayes factor for 0 exceeds "
        f"{limits.absence:g}",
        details={"bayes_factor_for_zero": exp(found.log_absence), "effective_points": found.effective},
        interval=(found.low, found.high),
        data=(EPISODES, EVENTS, TABLE),
    )


def _channel(loaded: Loaded) -> Finding:
    found, limits = channel(loaded.ground), loaded.thresholds
    through, beside = exp(found.log_through), exp(found.log_beside)
    return Finding(
        channel_status(found.log_through, found.log_beside, thresholds=limits),
        "Once the period is taken out, the Bayes factor of a credibility that follows the record over a "
        f"constant one is {through:.2f}, "
        f"and that of an effect of reputation beside the threat {beside:.2f}.",
        number=found.log_beside,
        threshold=f"against or supported at a Bayes factor of {limits.bayes_factor:g}",
        details={
            "bayes_factor_through_threat": through,
            "bayes_factor_beside_threat": beside,
            "least_threatened_cost": found.least_threat,
        },
        data=(EPISODES, EVENTS, TABLE),
    )


def _trust(loaded: Loaded) -> Finding | None:
    violations = loaded.record.select(EventKind.AGREEMENT_STRETCHED, subject="trust_of_sender")
    hit = hardest_hit(loaded.panel, rng=stream(loaded.seed, "falsify", "results"))
    if len(violations) < 2 or not hit:
        return None
    rule, limits, results = _two_strikes(loaded), loaded.thresholds, hit["results"]
    return Finding(
        trust_status(rule.on_record, results, thresholds=limits),
        f"The rule holds with probability {rule.on_record:.2f} on the record ({rule.closed_form:.2f} with "
        "no honored deal between); "
        f"the first violation is already decisive with {rule.first_decisive:.2f}. "
        f"Concessions fell most among demands for results with probability {results:.2f}.",
        number=rule.on_record,
        threshold=f"against when the rule's probability is below {limits.rule_refuted:g} or that of results "
        f"being hit hardest below {limits.hardest_refuted:g}; supported from {limits.rule_shown:g} and "
        f"{limits.hardest_shown:g}",
        details={
            "closed_form": rule.closed_form,
            "first_decisive": rule.first_decisive,
            "never_decisive": rule.never_decisive,
            **{f"hardest_{kind}": chance for kind, chance in hit.items()},
        },
        data=(EPISODES, EVENTS),
    )


def _two_strikes(loaded: Loaded) -> TwoStrike:
    """Compute the rule over the very draws that the study of the relationship's state shows."""
    names = [name for name, parameter in DEFAULT.items() if parameter.group == "trust"]
    drawn = sample_parameters(names, rng=stream(loaded.seed, "two-strike"), draws=STRIKE_DRAWS)
    return two_strike(loaded.record, drawn)


def _plasticity(loaded: Loaded) -> Finding | None:
    series = material_series(loaded.case_set)
    if "shocks" not in series:
        return None
    level, limit, panel = (
        level_against_plasticity(loaded.ground, series["shocks"]),
        loaded.thresholds.bayes_factor,
        loaded.panel,
    )
    first = float(loaded.record.select(EventKind.SHOCK).dates[0])
    gave = int(np.sum(panel.conceded & (panel.date > first) & ~panel.after))
    return Finding(
        plasticity_status(level, thresholds=loaded.thresholds),
        f"A level that steps with each shock predicts {exp(level):.2g} times as well as a plastic course. "
        f"Concessions after the first shock and before the second period number {gave}.",
        number=exp(level),
        threshold=f"against when the factor exceeds {limit:g}, supported when it is below {1.0 / limit:g}",
        details={"log_bayes_factor": level, "concessions_after_first_shock": float(gave)},
        data=(EPISODES, EVENTS, TABLE),
    )


def _generations(loaded: Loaded) -> Finding:
    panel = loaded.panel
    start, end = (float(panel.date[part].mean()) for part in (~panel.after, panel.after))
    change = hierarchy_change(panel, loaded.record, loaded.state, start=start, end=end)
    share = change.replacement_share
    return Finding(
        Status.DATA_NEEDED,
        f"The priors alone let replacement carry {share:.2f} of the change in deference between the "
        "periods: an assumption "
        f"spelled out, not a measurement. It takes {TEXTS['F8'].needs}.",
        number=share,
        threshold="against when measured replacement carries about none of the change",
        details={"within_cohorts": float(change.within.mean() / change.total.mean())},
        data=(EVENTS, TABLE),
    )


def _conjunction(loaded: Loaded) -> Finding | None:
    ours, theirs = loaded.rivals.row(LIKE).scores, loaded.rivals.row(LAGGED).scores
    if ours is None or theirs is None:
        return None
    sets = ours.log_bayes_factors
    logs = {name: sets[name] - theirs.log_bayes_factors[name] for name in sets}
    gain = paired_difference(np.asarray(ours.case_log_scores), np.asarray(theirs.case_log_scores))
    factors = {f"bayes_factor_{name}": exp(value) for name, value in logs.items()}
    pair = np.asarray(ours.predictions), np.asarray(theirs.predictions)
    cases = max(cases_needed(*pair), cases_needed(*pair[::-1]))
    even = [logs[name] for name in EVEN_HANDED]
    return Finding(
        conjunction_status(even, gain.total, gain.standard_error, thresholds=loaded.thresholds),
        _conjunction_words(factors["bayes_factor_even"], gain, lag=theirs.best_lag.lag, cases=cases),
        number=factors["bayes_factor_even"],
        threshold=f"supported or against at a factor of {loaded.thresholds.bayes_factor:g} under every prior "
        "set that treats both alike, with the left-out score not contradicting",
        details=factors
        | {"score_gain": gain.total, "score_gain_se": gain.standard_error, "cases_needed": cases},
        data=(EPISODES, EVENTS, TABLE),
    )


def _conjunction_words(factor: float, gain: PairedDifference, *, lag: float, cases: float) -> str:
    return (
        f"Power shift and social change together predict the outcomes {factor:.2g} times as well as trade "
        f"dependence with a lag of up to eight years (best at {lag:g}), and are {gain.total:+.1f} log units "
        f"ahead on left-out episodes (standard error {gain.standard_error:.1f}). Telling the two apart would "
        f"take about {cases:.0f} episodes like these."
    )


def _decline(loaded: Loaded) -> Finding:
    study, limits, example = loaded.figure2, loaded.thresholds, loaded.figure2.selection.example
    coded = study.as_coded.stratified_one_sided
    unseen = f"{example.before_conceded} of {example.before_total} before"
    suppositions = {"as coded": coded, unseen: example.one_sided}
    suppositions |= {_supposition(one): one.p.stratified_one_sided for one in _majority_clusters(study)}
    worst = max(suppositions, key=lambda name: suppositions[name])
    weakest = study.weakest_cluster
    lost = (
        ""
        if weakest is None
        else f" With {_supposition(weakest)} it is {weakest.p.stratified_one_sided:.2f}."
    )
    return Finding(
        decline_status(list(suppositions.values()), declined=study.as_coded.declined, thresholds=limits),
        f"p is {coded:.4f} as coded; the least favorable supposition counted here ({worst}) gives "
        f"{suppositions[worst]:.3f}.{lost}",
        number=coded,
        threshold=f"supported when p is below {limits.alpha:g} as coded, with the example of unseen "
        "refusals, and with any one negotiation counted once as most of its episodes went; "
        "against when the rate did not fall",
        details=suppositions,
        data=(EPISODES,),
    )


def _supposition(one: ClusterScenario) -> str:
    return f"{one.title} ({one.coded})" if one.mergers else one.title


def _majority_clusters(study: Figure2Study) -> Sequence[ClusterScenario]:
    """Scenarios that count one negotiation once, coded as most of it went; a tie counts both ways."""
    gave = {episode.id: episode.success for episode in study.episodes}

    def fair(one: ClusterScenario) -> bool:
        (merger,) = one.mergers
        share = sum(gave[name] for name in merger.ids) / len(merger.ids)
        return share >= 0.5 if merger.success else share <= 0.5

    return [one for one in study.clusters if len(one.mergers) == 1 and fair(one)]


def _soured(loaded: Loaded) -> Finding | None:
    if loaded.threats is None:
        return None
    context = loaded.rivals.row("social-context").scores
    soured = context is not None and context.movement.across > 0.0
    counts, p_rise, limits = loaded.threats.by_decade, loaded.threats.p_rise, loaded.thresholds
    listed = ", ".join(f"{number} in the {decade}s" for decade, number in counts.items())
    return Finding(
        threat_status(p_rise, soured=soured, thresholds=limits),
        f"Threats numbered {listed} while the context {'soured' if soured else 'did not sour'}. "
        "Whether a lag in the sender's view of it accounts for that takes the threat equation fitted with "
        "its lag, which is not done here.",
        number=p_rise,
        threshold=f"supported when the context soured and p is at least {limits.alpha:g}; against only once "
        "no lag explains a rise",
        details={f"threats_{decade}s": float(number) for decade, number in counts.items()},
        data=("sigint",),
    )


COMPUTED: Final[Mapping[str, Callable[[Loaded], Finding | None]]] = {
    "F1": _independence,
    "F2": _channel,
    "F6": _trust,
    "F7": _plasticity,
    "F8": _generations,
    "F10": _conjunction,
    "F11": _decline,
    "F13": _soured,
}
"""Falsifiers that are looked into; each returns ``None`` where what it needs is not loaded."""
