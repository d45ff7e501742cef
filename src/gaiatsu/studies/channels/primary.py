"""The estimators that verdicts rest on, and those that stand beside them on the same fits."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from math import nan
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.estimation.signalling.covariance import CovarianceKind, covariance
from gaiatsu.estimation.signalling.design import GameFormulas, game_design
from gaiatsu.estimation.signalling.effects import predictions
from gaiatsu.estimation.signalling.several import SEVERAL
from gaiatsu.estimation.signalling.weakness import weak_coefficients, weak_directions
from gaiatsu.studies.channels.bench import designed
from gaiatsu.studies.channels.fits import LIKELIEST, SpecificationFit, fit_from_many, fit_single
from gaiatsu.studies.channels.measures import SUMMED, Held, Ratio, held, likelihood_ratio, vuong
from gaiatsu.studies.channels.specification import channel_formulas
from gaiatsu.studies.field.design import Z
from gaiatsu.studies.field.estimates import Estimate, holm

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from gaiatsu.estimation.signalling.design import GameDesign
    from gaiatsu.studies.channels.bench import Bench, Table

    FloatArray = NDArray[np.float64]

__all__ = [
    "GAMMA",
    "REPUTATION",
    "SUMMITS",
    "channel",
    "estimate",
    "gamma",
    "misplaced",
    "nested",
    "outcomes",
    "placement",
    "predictive",
    "reputation",
    "terms",
]

SUMMITS: Final = ("likeliest", "one equilibrium")
"""The highest summit by the plan's rule, and the highest at which no rule has to choose."""
GAMMA: Final = ("target_concession: social_threat",)
REPUTATION: Final = ("sender_stand_firm: reputation",)
ENDS: Final = ("status quo", "concession", "stand firm", "back down", "resistance")
STEP: Final = 1e-5


def names(bench: Bench) -> tuple[str, str]:
    """Name the primary coding and sample."""
    return bench.plan.primary_coding.id, bench.plan.primary_sample.id


def profiled(bench: Bench, which: str, *fits: SpecificationFit) -> bool:
    """Say whether a profile is worth its time: where no rule chooses, or where a verdict can rest."""
    return which != "likeliest" or agreed(which, *fits) >= bench.plan.thresholds["agreeing_starts"]


def agreed(which: str, *fits: SpecificationFit) -> int:
    """Count the starts that reached the summit: the fewest of the fits compared."""
    return min(fit.peak(which).agreed for fit in fits)


def estimate(
    estimator: str,
    labels: tuple[str, str, str],
    found: Held,
    test: Ratio | None,
    *,
    n: int,
    **more: float | str,
) -> Estimate:
    """Put a coefficient, its intervals and its test into the record that studies report.

    Parameters
    ----------
    estimator, labels
        Names in the specification: estimator; coding, sample and variant.
    found
        The coefficient.
    test
        Likelihood ratio beside it, if there is one.
    n
        Games.
    **more
        Other numbers by name.

    Returns
    -------
    Estimate
    """
    details: dict[str, float | int | str] = {
        "hessian_error": found.hessian_error,
        "error": found.error,
        "low_90": found.low_90,
        "high_90": found.high_90,
        "beyond": found.beyond,
        "clustered_low": found.normal()[0],
        "clustered_high": found.normal()[1],
        "clustered_above": found.probability(),
        "clustered_beyond": found.clustered_beyond,
        "weak": int(found.weak),
        "profiled": int(found.certain),
        **more,
    }
    p = nan
    if test is not None:
        details |= {"statistic": test.statistic, "df": test.df}
        p = test.p
    return Estimate(
        estimator,
        *labels,
        value=found.value,
        low=found.low,
        high=found.high,
        p=p,
        probability=found.above,
        n=n,
        details=details,
    )


def nested(bench: Bench) -> Iterator[Estimate]:
    """Report each specification at both summits, and the coefficients of the two that are compared."""
    coding, sample = names(bench)
    for name, fit in bench.fits.items():
        for which in SUMMITS:
            yield _fitted(fit, which, (coding, sample, f"{name}: {which}"))
    tasks = [partial(_constants_alone, bench.primary, coding, bench.generator("starts", "constants"))]
    if "published" in bench.tables:
        rng = bench.generator("starts", "as published")
        tasks.append(partial(_as_published, bench.tables["published"], coding, rng))
    for label, fit in zip((sample, "published"), bench.spread(tasks), strict=False):
        for which in SUMMITS:
            yield _fitted(fit, which, (coding, label, f"{fit.name}: {which}"))
    for name in ("both", "full"):
        yield from _coefficients(bench.fits[name], (coding, sample, name))


def _constants_alone(table: Table, coding: str, rng: np.random.Generator) -> SpecificationFit:
    """Fit five constants and nothing else: what selection by the outcome can do without any regressor."""
    whole = channel_formulas("both", coding=coding)
    formulas = GameFormulas(dict.fromkeys(SEVERAL, "1"), {}, whole.outcomes, whole.cluster)
    return fit_from_many("constants", game_design(table, formulas), rng, count=3)


def _as_published(table: Table, coding: str, rng: np.random.Generator) -> SpecificationFit:
    """Fit the published specification to the published sample."""
    return fit_from_many("published", designed(table, "published", coding=coding), rng, count=3)


def _fitted(fit: SpecificationFit, which: str, labels: tuple[str, str, str]) -> Estimate:
    if which == "one equilibrium" and fit.single is None:
        details: dict[str, float | int | str] = {
            "agreed": 0,
            "starts": len(fit.starts),
            "status": "NOT_FOUND",
        }
        return Estimate("nested", *labels, value=nan, n=fit.design.games, details=details)
    peak, size = fit.peak(which), len(fit.design.names)
    details = {
        "coefficients": size,
        "aic": 2.0 * size - 2.0 * peak.value,
        "bic": size * float(np.log(fit.design.games)) - 2.0 * peak.value,
        "starts": len(fit.starts),
        "agreed": peak.agreed,
        "several": peak.several,
        "unstable": peak.unstable,
        "start": peak.start,
        "status": peak.status.name,
        "weak_directions": len(weak_directions(fit.design, peak.evaluation.hessian)),
    }
    return Estimate("nested", *labels, value=peak.value, n=fit.design.games, details=details)


def _coefficients(fit: SpecificationFit, labels: tuple[str, str, str]) -> Iterator[Estimate]:
    """Rows of the table of coefficients, at the summit where no rule has to choose."""
    peak = fit.peak("one equilibrium")
    plain, robust = (
        covariance(fit.design, peak.evaluation, kind).standard_errors
        for kind in (CovarianceKind.HESSIAN, CovarianceKind.CLUSTERED)
    )
    weak = weak_coefficients(fit.design, peak.evaluation.hessian)
    rows = zip(fit.design.names, peak.coefficients, plain, robust, strict=True)
    for name, value, own, clustered in rows:
        details: dict[str, float | int | str] = {
            "hessian_error": float(own),
            "error": float(clustered),
            "weak": int(name in weak),
        }
        yield Estimate(
            "nested",
            *labels[:2],
            variant=f"{labels[2]} / {name}",
            value=float(value),
            low=float(value - Z * clustered),
            high=float(value + Z * clustered),
            n=fit.design.games,
            details=details,
        )


def channel(bench: Bench) -> Iterator[Estimate]:
    """Test all social terms together, and estimate their composite; then what it does to outcomes."""
    full, both = bench.fits["full"], bench.fits["both"]
    for which in SUMMITS:
        test = likelihood_ratio(full.peak(which), both.peak(which))
        found = held(full, which, SUMMED, margin=bench.margin, profiled=profiled(bench, which, full, both))
        labels = (*names(bench), which)
        count = agreed(which, full, both)
        yield estimate("channel", labels, found, test, n=full.design.games, agreed=count)
    yield from outcomes(bench)


def outcomes(bench: Bench) -> Iterator[Estimate]:
    """Report what a standard deviation more of every social term does to outcomes, averaged over games.

    Parameters
    ----------
    bench
        Fits.

    Yields
    ------
    Estimate
        Of ``channel``: changes of probabilities where no rule of selection has to choose, with intervals by
        the delta method from the covariance clustered by dyad.
    """
    fit = bench.fits["full"]
    peak = fit.peak("one equilibrium")
    here = _moved(fit.design, peak.coefficients)
    slopes = np.empty((peak.coefficients.size, here.size))
    for place, size in enumerate(np.maximum(abs(peak.coefficients), 1.0) * STEP):
        step = np.zeros(peak.coefficients.size)
        step[place] = size
        ahead, behind = (_moved(fit.design, peak.coefficients + sign * step) for sign in (1.0, -1.0))
        slopes[place] = (ahead - behind) / (2.0 * size)
    matrix = covariance(fit.design, peak.evaluation, CovarianceKind.CLUSTERED).matrix
    errors = np.sqrt(np.maximum(np.einsum("ik,ij,jk->k", slopes, matrix, slopes), 0.0))
    base = predictions(fit.design, peak.coefficients, LIKELIEST)
    levels = [*base.probability.mean(axis=0), base.resist.mean()]
    for end, value, error, level in zip(ENDS, here, errors, levels, strict=True):
        yield Estimate(
            "channel",
            *names(bench),
            variant=f"outcome: {end}",
            value=float(value),
            low=float(value - Z * error),
            high=float(value + Z * error),
            n=fit.design.games,
            details={"error": float(error), "level": float(level)},
        )


def _moved(design: GameDesign, coefficients: FloatArray) -> FloatArray:
    """Mean change of each outcome, and of resistance, when every social term rises by 1."""
    raised = _raised(design)
    before, after = (predictions(each, coefficients, LIKELIEST) for each in (design, raised))
    change = (after.probability - before.probability).mean(axis=0)
    return np.append(change, (after.resist - before.resist).mean())


def _raised(design: GameDesign) -> GameDesign:
    from dataclasses import replace

    blocks = [block.copy() for block in design.blocks]
    for block, part in zip(blocks, design.slices, strict=True):
        for place, name in enumerate(design.names[part]):
            if name in {f"target_concession: {term}" for term in SUMMED}:
                block[:, place] += 1.0
    return replace(design, blocks=tuple(blocks))


def terms(bench: Bench) -> Iterator[Estimate]:
    """Add each social term alone to threat and credibility."""
    both = bench.fits["both"]
    pairs = [(name, which) for which in SUMMITS for name in SUMMED]
    tasks = [
        partial(
            held,
            bench.fits[name],
            which,
            (f"target_concession: {name}",),
            margin=bench.margin,
            profiled=profiled(bench, which, bench.fits[name], both),
        )
        for name, which in pairs
    ]
    found = dict(zip(pairs, bench.spread(tasks), strict=True))
    for which in SUMMITS:
        tests = {name: likelihood_ratio(bench.fits[name].peak(which), both.peak(which)) for name in SUMMED}
        adjusted = holm({name: test.p for name, test in tests.items()})
        for name, test in tests.items():
            labels = (*names(bench), f"{name}: {which}")
            games = both.design.games
            yield estimate("terms", labels, found[name, which], test, n=games, holm=adjusted[name])


def gamma(bench: Bench) -> Iterator[Estimate]:
    """Test whether social and material terms multiply (F1), with the composite's slope at either end."""
    fit, base = bench.fits["gamma"], bench.fits["full-threat"]
    threat = bench.primary["material_threat"]
    ends = [float(np.quantile(threat, bench.plan.thresholds[f"quantile_{end}"])) for end in ("low", "high")]
    for which in SUMMITS:
        test = likelihood_ratio(fit.peak(which), base.peak(which))
        found = held(fit, which, GAMMA, margin=bench.margin, profiled=profiled(bench, which, fit, base))
        total = float(
            sum(
                fit.peak(which).coefficients[fit.design.names.index(f"target_concession: {t}")]
                for t in SUMMED
            )
        )
        yield estimate(
            "gamma",
            (*names(bench), which),
            found,
            test,
            n=fit.design.games,
            agreed=agreed(which, fit, base),
            slope_low=total + found.value * ends[0],
            slope_high=total + found.value * ends[1],
        )


def reputation(bench: Bench) -> Iterator[Estimate]:
    """Estimate reputation in the sender's payoff from standing firm, and test the direct path (F2)."""
    both, direct = bench.fits["both"], bench.fits["reputation-direct"]
    for which in SUMMITS:
        test = likelihood_ratio(direct.peak(which), both.peak(which))
        found = held(
            both, which, REPUTATION, margin=bench.margin, profiled=profiled(bench, which, both, direct)
        )
        place = direct.design.names.index("target_concession: reputation")
        yield estimate(
            "reputation",
            (*names(bench), which),
            found,
            test,
            n=both.design.games,
            agreed=agreed(which, both, direct),
            direct=float(direct.peak(which).coefficients[place]),
        )


def misplaced(bench: Bench) -> Iterator[Estimate]:
    """Set the theory's place of the social terms against the one that it denies them."""
    full, other = bench.fits["full"], bench.fits["misplaced"]
    for which in SUMMITS:
        found = vuong(full, other, which)
        yield Estimate(
            "misplaced",
            *names(bench),
            variant=which,
            value=found.difference,
            p=found.p,
            n=full.design.games,
            details={"z": found.z, "agreed": agreed(which, full, other)},
        )


def placement(bench: Bench) -> Iterator[Estimate]:
    """Test the social terms with the material threat where it was published."""
    wide, narrow = bench.fits["published-social"], bench.fits["published-mended"]
    test = likelihood_ratio(wide.peak("one equilibrium"), narrow.peak("one equilibrium"))
    found = held(wide, "one equilibrium", SUMMED, margin=bench.margin)
    yield estimate("placement", (*names(bench), "published-social"), found, test, n=wide.design.games)


def predictive(bench: Bench) -> Iterator[Estimate]:
    """Score each specification on dyads left out, at the summit where no rule has to choose."""
    wanted = ("full", "both", "material", "misplaced")
    fits = [bench.fits[name] for name in wanted]
    first = fits[0].design
    order = bench.generator("folds").permutation(first.clusters)
    fold = np.empty(first.clusters, dtype=int)
    fold[order] = np.arange(first.clusters) % bench.settings.folds
    tasks = [
        partial(_left_out, fit.design, fit.peak("one equilibrium").coefficients, fold[fit.design.cluster])
        for fit in fits
    ]
    scores = bench.spread(tasks)
    crises = float(first.counts[:, 1:].sum())
    base = scores[1]
    for name, score in zip(wanted, scores, strict=True):
        apart = np.bincount(first.cluster, weights=score - base)
        error = float(np.sqrt(apart.size * apart.var(ddof=1)))
        value = float((score - base).sum())
        yield Estimate(
            "predictive",
            *names(bench),
            variant=name,
            value=value / crises,
            low=(value - Z * error) / crises,
            high=(value + Z * error) / crises,
            n=int(crises),
            details={"total": float(score.sum()), "difference": value, "error": error},
        )


def _left_out(design: GameDesign, start: FloatArray, fold: NDArray[np.int64]) -> FloatArray:
    """Log likelihood of each game under the fit to the dyads of the other folds."""
    from gaiatsu.estimation.signalling.likelihood import log_likelihoods
    from gaiatsu.estimation.signalling.maximum import climb

    found = np.empty(design.games)
    for number in np.unique(fold):
        rest, out = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        with np.errstate(all="ignore"):  # a climb may overflow on its way; it is then begun elsewhere
            fit = climb(design.at(rest), start, LIKELIEST)
        rows, coefficients = fit.evaluation.played, fit.coefficients
        if not fit.status.ok or rows is None or int(rows.count.max()) > 1:
            coefficients = fit_single("fold", design.at(rest)).peak("one equilibrium").coefficients
        found[out] = log_likelihoods(design.at(out), coefficients, LIKELIEST)
    return found
