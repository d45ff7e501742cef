"""The channel test: does the social context move what conceding is worth, or only a threat's credibility."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.estimation.signalling.effects import predictions
from gaiatsu.studies.channels.bench import FULL, Bench, Settings, fit_all, opened
from gaiatsu.studies.channels.counts import CUTS
from gaiatsu.studies.channels.data import lay_out, read_channel_sets
from gaiatsu.studies.channels.description import describe
from gaiatsu.studies.channels.fits import LIKELIEST
from gaiatsu.studies.channels.posterior import bayes
from gaiatsu.studies.channels.power import power
from gaiatsu.studies.channels.primary import (
    channel,
    gamma,
    misplaced,
    nested,
    placement,
    predictive,
    reputation,
    terms,
)
from gaiatsu.studies.channels.sensitivity import clusters, coding, errors, periods, selection, variants
from gaiatsu.studies.channels.verdicts import (
    CHANNEL,
    HOLDS,
    INDEPENDENT,
    PLACE,
    REPUTATION,
    channel_word,
    holds_word,
    independence_word,
    place_word,
    reputation_word,
)
from gaiatsu.studies.field.estimates import Estimate
from gaiatsu.studies.field.reading import cited, inputs, looked_again, summary
from gaiatsu.studies.field.records import FieldStudy, Verdict, assembled
from gaiatsu.studies.field.specification import specification
from gaiatsu.studies.provenance import trace

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from gaiatsu.sources import Dataset
    from gaiatsu.studies.field.records import Progress

__all__ = [
    "STEPS",
    "WORKS",
    "channels",
    "make_bench",
    "run",
    "sensitivities",
    "with_verdicts",
    "word_of",
    "words_at",
]

Step = tuple[str, Callable[[Bench], Iterable[Estimate]]]

SINGLE: Final = "one equilibrium"

STEPS: Final[tuple[Step, ...]] = (
    ("Comparing specifications", nested),
    ("Testing the social terms", channel),
    ("Adding each term alone", terms),
    ("Testing independence", gamma),
    ("Testing reputation", reputation),
    ("Putting terms elsewhere", misplaced),
    ("Putting the threat elsewhere", placement),
    ("Predicting dyads left out", predictive),
    ("Trying other rules of selection", selection),
    ("Trying other periods", periods),
    ("Trying the other coding", coding),
    ("Trying other measures", variants),
    ("Allowing for error in the proxies", errors),
    ("Clustering otherwise", clusters),
    ("Weighing priors", bayes),
    ("Asking what could be seen", power),
)
ASKED: Final = {CHANNEL: "channel", INDEPENDENT: "gamma", REPUTATION: "reputation", PLACE: "misplaced"}
"""Estimator that answers each of the first four questions."""
READING, FITTING = "Reading data", "Fitting specifications"

WORKS: Final = (
    *("schoppa1999", "crismancox_gibilisco2021", "lewis_schultz2003", "jo2011", "wilks1938"),
    *("venzon_moolgavkar1988", "liang_zeger1986", "vuong1989", "holm1979", "cook_stefanski1994"),
    *("kass_raftery1995", "vehtari2024", "efron_tibshirani1993", "gelman_carlin2014"),
)


def channels(
    data_dir: Path | str | None = None,
    *,
    seed: int = 1999,
    progress: Progress | None = None,
    settings: Settings = FULL,
) -> FieldStudy:
    """Ask whether social terms move the payoff from conceding once threat and credibility are in the game.

    In a strategic game everything that raises the cost of conflict and everything that makes the threat
    credible moves the same outcome. The article says that hierarchy, legitimacy and trust work beside both:
    on what conceding itself is worth. This fits the game with and without them, as specified beforehand.

    Parameters
    ----------
    data_dir
        Folder of external data; the one named by the environment when left out.
    seed
        Seed of every random stream.
    progress
        Called as each step begins.
    settings
        How much is simulated, and in how many processes.

    Returns
    -------
    FieldStudy
        Every estimate of the specification, and its verdicts.

    Raises
    ------
    MissingData
        If a data set is not there.

    References
    ----------
    schoppa1999, crismancox_gibilisco2021, vuong1989, cook_stefanski1994
    """
    plan = specification("channels")
    say = _counted(progress)
    say(READING)
    tables = read_channel_sets(data_dir)
    found: list[Estimate] = []
    with opened(settings.workers) as pool:
        say(FITTING)
        bench = make_bench(tables, seed=seed, settings=settings, pool=pool)
        for name, step in STEPS:
            say(name)
            found += step(bench)
    provenance = trace(channels, *inputs(tables, plan), seed=seed, citations=cited(WORKS, tables))
    study = FieldStudy(
        plan, tuple(found), (), looked_again(plan, tables), summary(tables), _facts(bench), provenance
    )
    return assembled(with_verdicts(study))


def run(
    data_dir: Path | str | None = None,
    *,
    seed: int = 1999,
    progress: Progress | None = None,
    workers: int = 1,
) -> FieldStudy:
    """Run the study as the command does.

    Parameters
    ----------
    data_dir, seed, progress
        As for `channels`.
    workers
        Processes; the numbers do not depend on how many.

    Returns
    -------
    FieldStudy
    """
    return channels(data_dir, seed=seed, progress=progress, settings=replace(FULL, workers=workers))


def make_bench(
    tables: Mapping[str, Dataset],
    *,
    seed: int,
    settings: Settings = FULL,
    pool: Executor | None = None,
    names: tuple[str, ...] = (),
    starts: int | None = None,
) -> Bench:
    """Lay the tables out and fit the specifications.

    Parameters
    ----------
    tables
        Data sets by name, as `read_channel_sets` gives them.
    seed
        Seed of the run.
    settings
        How much is computed.
    pool
        Processes that share the work.
    names
        Specifications to fit; all, and every sample, where left out. With names, the primary sample alone.
    starts
        Starts of the specifications that a verdict rests on; those of the plan where left out.

    Returns
    -------
    Bench
    """
    plan = specification("channels")
    primary = plan.primary_sample.id
    wanted = [primary] if names else list(CUTS)
    laid = {name: lay_out(CUTS[name], tables) for name in wanted}
    columns = {name: table.columns() for name, table in laid.items()}
    if not names:
        columns["american"] = laid[primary].columns(american=True)
        columns["published"] = laid[primary].columns(complete=False)
    reliability = {
        name: {index.name: index.reliability for index in table.indices} for name, table in laid.items()
    }
    most = int(plan.thresholds["starts"]) if starts is None else starts
    fits = fit_all(columns[primary], seed, starts=most, pool=pool, names=names)
    return Bench(plan, columns, reliability, fits, settings, seed, pool, describe(laid[primary]))


def _counted(progress: Progress | None) -> Callable[[str], None]:
    total = len(STEPS) + 2
    place = 0

    def say(name: str) -> None:
        nonlocal place
        place += 1
        if progress is not None:
            progress(name, place, total)

    return say


def _facts(bench: Bench) -> dict[str, float | int | str]:
    settings = bench.settings
    first = bench.fits["full"].design
    return {
        "games": first.games,
        "dyads": first.clusters,
        "crises": int(first.counts[:, 1:].sum()),
        **_firmness(bench),
        **_described(bench),
        "replicates": settings.replicates,
        "resamples": settings.resamples,
        "remeasurements": settings.remeasurements,
        "folds": settings.folds,
        **{f"reliability_{name}": value for name, value in bench.reliability["decade"].items()},
    }


def _described(bench: Bench) -> dict[str, float]:
    """Give what hierarchy and trust go with, how little the first varies within dyads, and shared crises."""
    found = bench.description
    if found is None:
        return {}
    within = {one.name: one.within for one in found.coverage}
    return {
        "hierarchy_alliance": found.correlation("hierarchy", "alliance"),
        "trust_past_threats": found.correlation("trust", "past_threats"),
        "hierarchy_between": 1.0 - within["hierarchy"],
        "shared": found.shared,
    }


def _firmness(bench: Bench) -> dict[str, float]:
    """Probability that the sender stands firm once it is resisted: its middle nine tenths over the games."""
    fit = bench.fits["full"]
    found = predictions(fit.design, fit.peak(SINGLE).coefficients, LIKELIEST).probability
    firm = found[:, 2] / (found[:, 2] + found[:, 3])
    return {f"firm_{name}": float(np.quantile(firm, at)) for name, at in (("low", 0.05), ("high", 0.95))}


def words_at(study: FieldStudy, which: str, *, agreed: bool = True) -> dict[str, str]:
    """Apply the rules of the plan at one of the two summits.

    Parameters
    ----------
    study
        Estimates and plan.
    which
        ``likeliest`` or ``one equilibrium``.
    agreed
        Whether the number of starts that agree is asked for.

    Returns
    -------
    dict
        Word by question, for the first four questions.
    """
    limits = study.specification.thresholds
    labels = (study.specification.primary_coding.id, study.specification.primary_sample.id)
    return {
        question: word_of(study.find(estimator, *labels, variant=which), limits, counted=agreed)
        for question, estimator in ASKED.items()
    }


def word_of(one: Estimate, limits: Mapping[str, float], *, counted: bool = True) -> str:
    """Apply the rule of the plan that belongs to an estimate.

    Parameters
    ----------
    one
        Of ``channel``, ``gamma``, ``reputation`` or ``misplaced``.
    limits
        Thresholds of the plan.
    counted
        Whether the number of starts that agree is asked for.

    Returns
    -------
    str
        ``supported``, ``against`` or ``cannot tell``.
    """
    details = one.details
    agreed = int(details["agreed"]) if counted else int(limits["starts"])
    if one.estimator == "channel":
        return channel_word(one.p, one.probability, float(details["beyond"]), limits, agreed=agreed)
    if one.estimator == "gamma":
        narrow = float(details["low_90"]), float(details["high_90"])
        return independence_word((one.low, one.high), narrow, limits, agreed=agreed)
    if one.estimator == "reputation":
        return reputation_word(one.probability, one.p, limits, agreed=agreed)
    return place_word(float(details["z"]), one.p, limits, agreed=agreed)


def with_verdicts(study: FieldStudy) -> FieldStudy:
    """Answer the questions of the plan from the estimates.

    Parameters
    ----------
    study
        Estimates and plan.

    Returns
    -------
    FieldStudy
        With verdicts. ``bounded`` says whether both summits give the same answer.
    """
    return replace(study, verdicts=_verdicts(study))


def _verdicts(study: FieldStudy) -> tuple[Verdict, ...]:
    words = words_at(study, "likeliest")
    other = words_at(study, SINGLE, agreed=False)
    labels = (study.specification.primary_coding.id, study.specification.primary_sample.id)
    chances = {
        question: study.find(estimator, *labels, variant="likeliest") for question, estimator in ASKED.items()
    }
    found = [
        Verdict(
            question,
            words[question],
            one.probability,
            float(one.details.get("beyond", float("nan"))),
            bounded=words[question] == other[question],
        )
        for question, one in chances.items()
    ]
    holds = holds_word(words[CHANNEL], sensitivities(study))
    return (*found, Verdict(HOLDS, holds, float("nan"), float("nan"), bounded=False))


def sensitivities(study: FieldStudy) -> dict[str, str]:
    """Apply the rule of the first question to every sensitivity analysis.

    Parameters
    ----------
    study
        Estimates and plan.

    Returns
    -------
    dict
        Word by analysis. Starts are not counted: each of these is one climb.
    """
    limits = study.specification.thresholds
    found = {}
    for one in study.estimates:
        tested = one.estimator in ("selection", "placement", "variants") or (
            one.estimator in ("periods", "coding") and one.variant == "channel"
        )
        if tested:
            name = ": ".join(part for part in (one.estimator, one.sample, one.variant) if part)
            beyond = float(one.details["beyond"])
            found[name] = channel_word(one.p, one.probability, beyond, limits)
    return found
