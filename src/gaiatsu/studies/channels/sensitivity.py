"""The channel test under other choices: rules of selection, periods, coding, measures, error, clusters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from math import nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.stats import chi2

from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.studies.channels.bench import Bench, Table, designed
from gaiatsu.studies.channels.fits import (
    LIKELIEST,
    Peak,
    SpecificationFit,
    climb_by_rule,
    embedded,
    fit_from_many,
    fit_single,
    twelve_starts,
)
from gaiatsu.studies.channels.measures import SUMMED, composite_error, held, likelihood_ratio
from gaiatsu.studies.channels.primary import GAMMA, REPUTATION, estimate, names
from gaiatsu.studies.field.design import Z
from gaiatsu.studies.field.estimates import Estimate, above
from gaiatsu.theory.crisis_game import equilibria
from gaiatsu.theory.crisis_game.derivatives import at_belief

if TYPE_CHECKING:
    from gaiatsu.estimation.signalling.design import GameDesign

__all__ = [
    "clusters",
    "coding",
    "errors",
    "extrapolated",
    "noisy",
    "periods",
    "selection",
    "variants",
    "without_social",
]

FloatArray = NDArray[np.float64]

SINGLE: Final = "one equilibrium"
RULES: Final = tuple(rule for rule in Selection if rule is not Selection.MIXTURE_OF_ALL)
"""Rules of selection that the plan names."""
ELSEWHERE: Final = ("five-years", "year", "relevant", "american")
FIVE: Final = ("both", "full", "full-threat", "gamma", "reputation-direct")
AMOUNTS: Final = (0.5, 1.0, 1.5, 2.0)
"""Further error, in units of that which an index has."""
TRUSTED: Final = (0.3, 0.5, 0.7)
"""Supposed reliabilities of trust, which has one indicator and so none of its own."""


def selection(bench: Bench) -> Iterator[Estimate]:
    """Climb under every rule of selection, from both summits, and test at the higher end."""
    full, both = bench.fits["full"], bench.fits["both"]
    starts = ((full, "likeliest"), (full, SINGLE), (both, SINGLE))
    ends = bench.spread([partial(climb_by_rule, *start, rule) for rule in RULES for start in starts])
    for number, rule in enumerate(RULES):
        high, low, base = ends[3 * number : 3 * number + 3]
        if high.value > low.value:
            again = climb_by_rule(both, "likeliest", rule)
            base = max(base, again, key=lambda peak: peak.value)
        yield _by_rule(bench, rule, (high, low, base))


def _by_rule(bench: Bench, rule: Selection, ends: tuple[Peak, Peak, Peak]) -> Estimate:
    """Report the test at the higher of two ends of the full specification."""
    high, low, base = ends
    full = bench.fits["full"]
    top = max(high, low, key=lambda peak: peak.value)
    places = [full.design.names.index(f"target_concession: {term}") for term in SUMMED]
    value, error = (
        float(top.coefficients[places].sum()),
        composite_error(replace(full, best=top), "likeliest"),
    )
    statistic = 2.0 * (top.value - base.value)
    details: dict[str, float | int | str] = {
        "log_likelihood": top.value,
        "log_likelihood_both": base.value,
        "several": top.several,
        "unstable": top.unstable,
        "status": top.status.name,
        "from_likeliest": high.value,
        "from_one_equilibrium": low.value,
        "error": error,
        "beyond": above(value, error, bench.margin),
        "statistic": statistic,
    }
    return Estimate(
        "selection",
        *names(bench),
        variant=rule.value,
        value=value,
        low=value - Z * error,
        high=value + Z * error,
        p=float(chi2.sf(max(statistic, 0.0), len(places))),
        probability=above(value, error),
        n=full.design.games,
        details=details,
    )


def periods(bench: Bench) -> Iterator[Estimate]:
    """Repeat the tests in other cuts of time and other samples."""
    found = [name for name in ELSEWHERE if name in bench.tables]
    order = sorted(found, key=lambda name: -len(bench.tables[name]["dyad"]))  # the longest task first
    tasks = [
        partial(_two_starts, bench.tables[name], bench.period(name), fit, "published")
        for name in order
        for fit in FIVE
    ]
    several: list[Callable[[], SpecificationFit | Estimate]] = [*tasks]
    if "relevant" in found:
        several.insert(0, partial(_quiet, bench.tables["relevant"], bench.period("relevant")))
    ends = bench.spread(several)
    flat = [one for one in ends if not isinstance(one, Estimate)]
    sets = [{one.name: one for one in flat[at : at + len(FIVE)]} for at in range(0, len(flat), len(FIVE))]
    fits = dict(zip(order, bench.spread([partial(_settled, one) for one in sets]), strict=True))
    for name in found:
        yield from _tests(bench, "periods", ("published", name), fits[name])
    yield from (one for one in ends if isinstance(one, Estimate))


def _quiet(table: Table, period: str) -> Estimate:
    """Show what the planned rule does where most games are quiet: the published specification, to a ledge.

    The climb begins from the constrained likelihood. ``quiet_least`` of ``quiet_several`` quiet games with
    several equilibria play the one in which a challenge is rarest, and ``active_least`` of
    ``active_several`` others.
    """
    design = designed(table, "published", period)
    roads = dict(twelve_starts(design, np.random.default_rng(0), 2))
    with np.errstate(all="ignore"):  # a climb may overflow on its way
        ledge = climb(design, roads["constrained likelihood"], LIKELIEST)
    low = fit_single("published", design)
    game, rows = design.payoffs(ledge.coefficients), ledge.evaluation.played
    details: dict[str, float | int | str] = {
        "one_equilibrium": low.peak(SINGLE).value,
        "status": ledge.status.name,
    }
    if rows is not None:
        every = equilibria(game)
        calm = at_belief(every.z, game.at(every.game)).ends()[0].value
        most = np.full(design.games, -np.inf)
        np.maximum.at(most, every.game, calm)
        least = at_belief(rows.z, game).ends()[0].value >= most - 1e-9
        quiet, many = design.counts[:, 1:].sum(axis=1) == 0.0, rows.count > 1
        for name, chosen in (("quiet", quiet), ("active", ~quiet)):
            details[f"{name}_several"] = int((chosen & many).sum())
            details[f"{name}_least"] = int((chosen & many & least).sum())
        details["quiet"] = int(quiet.sum())
    return Estimate(
        "periods",
        "published",
        "relevant",
        "quiet games",
        value=ledge.evaluation.value,
        n=design.games,
        details=details,
    )


def coding(bench: Bench) -> Iterator[Estimate]:
    """Repeat the tests without sanctions that no threat came before."""
    tasks = [partial(_two_starts, bench.primary, "decade", name, "threatened") for name in FIVE]
    fits = _settled({one.name: one for one in bench.spread(tasks)})
    yield from _tests(bench, "coding", ("threatened", bench.plan.primary_sample.id), fits)


PAIRS: Final = (
    ("full", "both"),
    ("reputation-direct", "both"),
    ("full-threat", "full"),
    ("gamma", "full-threat"),
)
"""Wider specification and the one nested in it."""


def _two_starts(table: Table, period: str, name: str, outcomes: str) -> SpecificationFit:
    """Fit a specification from pseudo-likelihood and from constrained likelihood."""
    design = designed(table, name, period, coding=outcomes)
    return fit_from_many(name, design, np.random.default_rng(0), count=2)


def _settled(fits: dict[str, SpecificationFit]) -> dict[str, SpecificationFit]:
    """Climb again from one another's summits, wider from narrower and back, and keep the higher ends."""
    found = dict(fits)
    for wide, narrow in (*reversed(PAIRS), *((narrow, wide) for wide, narrow in PAIRS)):
        found[narrow] = _improved(found[narrow], found[wide])
    return found


def _improved(fit: SpecificationFit, other: SpecificationFit) -> SpecificationFit:
    """Climb from another specification's summit, and keep the higher end with one equilibrium a game."""
    if other.single is None:
        return fit
    again = fit_single(fit.name, fit.design, embedded(other, SINGLE, fit.design))
    if again.single is None or (fit.single is not None and again.single.value <= fit.single.value):
        return fit
    return again


def _tests(
    bench: Bench, estimator: str, labels: tuple[str, str], fits: Mapping[str, SpecificationFit]
) -> Iterator[Estimate]:
    for variant, wide, narrow, terms in (
        ("channel", "full", "both", SUMMED),
        ("gamma", "gamma", "full-threat", GAMMA),
        ("reputation", "both", "both", REPUTATION),
    ):
        fit, base = fits[wide], fits[narrow]
        other = fits["reputation-direct"] if variant == "reputation" else fit
        pair = (other, base)
        sure = all(one.single is not None for one in (fit, *pair))
        test = likelihood_ratio(other.peak(SINGLE), base.peak(SINGLE))
        found = held(fit, SINGLE, terms, margin=bench.margin, profiled=sure and variant == "channel")
        yield estimate(
            estimator,
            (*labels, variant),
            found,
            test,
            n=fit.design.games,
            several=max(one.peak(SINGLE).several for one in (fit, *pair)),
            sure=int(sure),
        )


def variants(bench: Bench) -> Iterator[Estimate]:
    """Put amity in the place of trust; let dyads that threaten often be such."""
    amity, full = bench.fits["amity"], bench.fits["full"]
    test = likelihood_ratio(amity.peak(SINGLE), bench.fits["both"].peak(SINGLE))
    measured = (*SUMMED[:2], "amity")
    found = held(amity, SINGLE, measured, margin=bench.margin)
    yield estimate("variants", (*names(bench), "amity"), found, test, n=full.design.games)
    often = bench.fits["past-threats"]
    bare = fit_single("both with past threats", without_social(often.design))
    test = likelihood_ratio(often.peak(SINGLE), bare.peak(SINGLE))
    control = likelihood_ratio(often.peak(SINGLE), full.peak(SINGLE))
    found = held(often, SINGLE, SUMMED, margin=bench.margin)
    yield estimate(
        "variants", (*names(bench), "past-threats"), found, test, n=full.design.games, control_p=control.p
    )


def without_social(design: GameDesign) -> GameDesign:
    """Take the social terms out of a design.

    Parameters
    ----------
    design
        Counts and regressors.

    Returns
    -------
    GameDesign
    """
    social = {f"target_concession: {term}" for term in SUMMED}
    blocks = [
        block[:, [name not in social for name in design.names[part]]]
        for block, part in zip(design.blocks, design.slices, strict=True)
    ]
    kept = tuple(name for name in design.names if name not in social)
    return replace(design, blocks=tuple(blocks), names=kept)


def errors(bench: Bench) -> Iterator[Estimate]:
    """Extrapolate the composite to indices measured without error."""
    full = bench.fits["full"]
    peak = full.peak(SINGLE)
    known = bench.reliability[bench.plan.primary_sample.id]
    cases = [{**{name: known[name] for name in SUMMED[:2]}, "trust": trust} for trust in TRUSTED]
    tasks = [
        partial(
            _remeasured,
            full.design,
            peak.coefficients,
            tuple(reliability[name] for name in SUMMED),
            (bench.settings.remeasurements, bench.generator("errors")),
        )
        for reliability in cases
    ]
    naive, error = _composite(full, peak.coefficients), composite_error(full, SINGLE)
    for reliability, (means, spreads, lost) in zip(cases, bench.spread(tasks), strict=True):
        value = extrapolated([naive, *means])
        variance = extrapolated([error**2, *spreads])
        half = Z * sqrt(variance) if variance > 0.0 else nan
        yield Estimate(
            "errors",
            *names(bench),
            variant=f"trust {reliability['trust']:.1f}",
            value=value,
            low=value - half,
            high=value + half,
            n=full.design.games,
            details={
                "naive": naive,
                "lost": lost,
                **{f"reliability_{name}": reliability[name] for name in SUMMED},
                **{f"at_{amount:g}": mean for amount, mean in zip(AMOUNTS, means, strict=True)},
            },
        )


def _composite(fit: SpecificationFit, coefficients: FloatArray) -> float:
    return float(sum(coefficients[fit.design.names.index(f"target_concession: {term}")] for term in SUMMED))


def _remeasured(
    design: GameDesign,
    start: FloatArray,
    reliability: tuple[float, ...],
    draws: tuple[int, np.random.Generator],
) -> tuple[list[float], list[float], int]:
    """Mean composite at each amount of further error, its variance by the plan of Stefanski and Cook."""
    count, rng = draws
    means, spreads, lost = [], [], 0
    for amount in AMOUNTS:
        values, variances = [], []
        for _ in range(count):
            noise = [sqrt(amount * (1.0 - one)) * rng.standard_normal(design.games) for one in reliability]
            fit = fit_single("remeasured", noisy(design, noise), start)
            if fit.single is None:
                lost += 1
                continue
            values.append(_composite(fit, fit.best.coefficients))
            variances.append(composite_error(fit, SINGLE) ** 2)
        means.append(float(np.mean(values)) if values else nan)
        between = float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
        spreads.append(float(np.mean(variances)) - between if values else nan)
    return means, spreads, lost


def noisy(design: GameDesign, noise: list[FloatArray]) -> GameDesign:
    """Add further error to the social terms.

    Parameters
    ----------
    design
        Counts and regressors.
    noise
        What is added to each term of the composite; one number a game.

    Returns
    -------
    GameDesign
    """
    blocks = [block.copy() for block in design.blocks]
    for block, part in zip(blocks, design.slices, strict=True):
        own = list(design.names[part])
        for term, added in zip(SUMMED, noise, strict=True):
            if f"target_concession: {term}" in own:
                block[:, own.index(f"target_concession: {term}")] += added
    return replace(design, blocks=tuple(blocks))


def extrapolated(values: list[float]) -> float:
    """Follow a parabola from no further error, and each amount of it, to no error at all.

    Parameters
    ----------
    values
        At no further error and at each of the amounts; NaN where there is none.

    Returns
    -------
    float
        Value at minus one; NaN where fewer than four points are known.

    References
    ----------
    cook_stefanski1994

    Examples
    --------
    >>> round(extrapolated([1.0, 0.8, 0.6, 0.4, 0.2]), 6)
    1.4
    """
    amounts, known = np.array([0.0, *AMOUNTS]), np.array(values)
    fine = np.isfinite(known)
    if fine.sum() < len(AMOUNTS):
        return nan
    return float(np.polyval(np.polyfit(amounts[fine], known[fine], 2), -1.0))


def clusters(bench: Bench) -> Iterator[Estimate]:
    """Give the standard error of the composite by dyad, by target, and by resampling dyads."""
    full = bench.fits["full"]
    peak = full.peak(SINGLE)
    targets = np.unique(bench.primary["ccode2"], return_inverse=True)[1].reshape(-1)
    value = _composite(full, peak.coefficients)
    drawn, lost = _resampled(bench, full, peak.coefficients)
    ends = np.quantile(drawn, (0.025, 0.975)) if drawn.size > 1 else (nan, nan)
    rows: list[tuple[str, float, int, tuple[float, float] | None]] = [
        ("dyad", composite_error(full, SINGLE), full.design.clusters, None),
        ("target", composite_error(full, SINGLE, clusters=targets), int(targets.max()) + 1, None),
        (
            "bootstrap",
            float(drawn.std(ddof=1)) if drawn.size > 1 else nan,
            full.design.clusters,
            (float(ends[0]), float(ends[1])),
        ),
    ]
    for name, error, count, interval in rows:
        low, high = interval or (value - Z * error, value + Z * error)
        details: dict[str, float | int | str] = {"error": error, "clusters": count}
        if name == "bootstrap":
            details |= {"samples": int(drawn.size), "lost": lost}
        yield Estimate(
            "clusters",
            *names(bench),
            variant=name,
            value=value,
            low=low,
            high=high,
            n=full.design.games,
            details=details,
        )


def _resampled(bench: Bench, full: SpecificationFit, start: FloatArray) -> tuple[FloatArray, int]:
    count = bench.settings.resamples
    parts = np.array_split(np.arange(count), max(1, min(bench.settings.workers, count)) * 2)
    tasks = [partial(_resamples, full, start, (bench.seed, tuple(map(int, part)))) for part in parts]
    found = np.concatenate(bench.spread(tasks))
    return found[np.isfinite(found)], int((~np.isfinite(found)).sum())


def _resamples(fit: SpecificationFit, start: FloatArray, which: tuple[int, tuple[int, ...]]) -> FloatArray:
    """Composite in samples of dyads drawn with replacement; NaN where the climb did not end."""
    from gaiatsu.numerics.streams import stream

    design, found = fit.design, []
    members = [np.flatnonzero(design.cluster == number) for number in range(design.clusters)]
    for number in which[1]:
        rng = stream(which[0], "channels", "resample", number)
        drawn = rng.integers(design.clusters, size=design.clusters)
        with np.errstate(all="ignore"):  # a climb may overflow on its way; it is then not counted
            again = climb(design.at(np.concatenate([members[k] for k in drawn])), start, LIKELIEST)
        rows = again.evaluation.played
        fine = again.status.ok and rows is not None and int(rows.count.max()) == 1
        found.append(_composite(fit, again.coefficients) if fine else nan)
    return np.array(found)
