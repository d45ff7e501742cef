"""The numbers behind the falsifiers that sanction cases, careers and national accounts can reach."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, nan, sqrt
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import betainc, ndtri
from scipy.stats import binom

from gaiatsu.estimation.ordinal.design import OrdinalDesign
from gaiatsu.estimation.ordinal.shift import average_shift
from gaiatsu.numerics.scales import slope_bounds
from gaiatsu.studies.shares import Share

if TYPE_CHECKING:
    import polars as pl

__all__ = [
    "Bounded",
    "LagRow",
    "cohort_weights",
    "combined",
    "defended_concessions",
    "growth_contrast",
    "lag_rows",
    "legitimacy_growth",
    "nearness_change",
    "rate_above",
    "rate_below",
]

Floats = NDArray[np.float64]
UNITED_STATES, JAPAN = 2, 740
WTO: Final = 1995
AFTER: Final = 1993
ECONOMIC: Final = (12, 13, 14)
QUANTILES: Final = (0.10, 0.90)
LEVEL: Final = 0.90
LAGS: Final = tuple(range(9))


@dataclass(frozen=True)
class Bounded:
    """A difference with its 90 % interval, and what missing outcomes could make of it.

    Parameters
    ----------
    value, low, high
        The difference and the ends of its interval, coded cases only.
    lowest, highest
        Least and largest difference over every filling of missing outcomes.
    coded, missing
        Cases with an outcome and without one.
    counts
        What stands behind it, in words.
    """

    value: float
    low: float
    high: float
    lowest: float
    highest: float
    coded: int
    missing: int
    counts: str = ""


# --- F3: measured deference ----------------------------------------------------------------------------


def defended_concessions(ties: pl.DataFrame, atop: pl.DataFrame, points: pl.DataFrame) -> Bounded | None:
    """Ask whether U.S. threats to states it must defend win more when those states vote nearer to it (F3).

    Parameters
    ----------
    ties, atop, points
        Tables of ``ties``, ``atop`` and ``unga_idealpoints``.

    Returns
    -------
    Bounded or None
        Shift of the concession as nearness, less the mean of the other states so defended in that year and
        less the target's own mean, goes from its 10th to its 90th percentile. ``None`` where no threat is
        left.

    Notes
    -----
    The target's mean is a control of its own, so the shift is about change within targets.
    """
    import polars as pl

    nearness = _defended_nearness(atop, points)
    cases = (
        ties.filter((pl.col("threat") == 1) & (pl.col("primary_sender") == UNITED_STATES))
        .with_columns(before=pl.col("start_year") - 1)
        .join(nearness, left_on=["target", "before"], right_on=["target", "year"])
    )
    if cases.height == 0:
        return None
    cases = cases.with_columns(mean=pl.col("nearness").mean().over("target")).sort("case")
    within = (cases["nearness"] - cases["mean"]).to_numpy()
    held = {
        "mean": cases["mean"].to_numpy(),
        "economic": cases["issue1"].is_in(ECONOMIC).fill_null(value=False).to_numpy().astype(float),
        "late": (cases["start_year"] >= 1990).to_numpy().astype(float),
    }
    held = {name: column for name, column in held.items() if np.ptp(column) > 0.0}
    controls = np.column_stack(list(held.values()))
    gave = _gave_in(cases)
    coded = np.isfinite(gave)
    low, high = (float(end) for end in np.quantile(within, QUANTILES))
    X = np.column_stack([within, controls])[coded]
    design = OrdinalDesign(gave[coded].astype(int), X, ("within", *held), categories=2)
    shift = average_shift(design, "within", between=(low, high), clusters=cases["target"].to_numpy()[coded])
    least, most = ((high - low) * slope for slope in slope_bounds(gave, within, controls))
    counts = f"{int(coded.sum())} coded threats to {cases['target'].n_unique()} states"
    missing = int((~coded).sum())
    return Bounded(shift.estimate, *shift.interval(LEVEL), least, most, int(coded.sum()), missing, counts)


def _defended_nearness(atop: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """Nearness of each state that the United States must defend, less the mean of the others that year."""
    import polars as pl

    sender = points.filter(ccode=UNITED_STATES).select("year", sender="ideal_point")
    owed = atop.filter((pl.col("ccode1") == UNITED_STATES) & (pl.col("defense") == 1))
    near = (
        owed.select("year", target="ccode2")
        .join(points.select("year", target="ccode", own="ideal_point"), on=["year", "target"])
        .join(sender, on="year")
        .with_columns(raw=-(pl.col("own") - pl.col("sender")).abs())
        .drop_nulls()
    )
    total, count = pl.col("raw").sum().over("year"), pl.len().over("year")
    others = (total - pl.col("raw")) / (count - 1)
    return near.filter(count > 1).select("year", "target", nearness=pl.col("raw") - others)


def nearness_change(atop: pl.DataFrame, points: pl.DataFrame) -> tuple[float, float] | None:
    """Measure how far Japan's votes moved from the American ones beyond those of other defended states (F3).

    Parameters
    ----------
    atop, points
        Tables of ``atop`` and ``unga_idealpoints``.

    Returns
    -------
    tuple of float or None
        Mean of 1993-2000 less mean of 1985-92 of Japan's nearness, the other defended states' mean taken out
        each year; and the share of the others that moved away less. ``None`` without Japan.
    """
    import polars as pl

    near = _defended_nearness(atop, points).filter(pl.col("year").is_between(AFTER - 8, AFTER + 7))
    means = near.group_by("target", late=pl.col("year") >= AFTER).agg(pl.col("nearness").mean(), pl.len())
    whole = means.filter(pl.col("len") == 8)
    both = whole.filter("late").join(whole.filter(~pl.col("late")), on="target", suffix="_early")
    moved = dict(both.select("target", pl.col("nearness") - pl.col("nearness_early")).iter_rows())
    if JAPAN not in moved:
        return None
    own = moved.pop(JAPAN)
    return float(own), float(np.mean([change > own for change in moved.values()]))


def _gave_in(cases: pl.DataFrame) -> Floats:
    """1 where the target acquiesced, 0 where it did not, NaN where nobody coded it."""
    import polars as pl

    from gaiatsu.sources.sets.ties import GAVE_IN

    column = cases["outcome"].is_in(list(GAVE_IN)).cast(pl.Float64).fill_null(float("nan"))
    return np.asarray(column.to_numpy())


# --- F4: legitimacy before and after the WTO -----------------------------------------------------------


def legitimacy_growth(ties: pl.DataFrame, *, trade_only: bool = False) -> Bounded:
    """Ask whether an institution's backing wins more from 1995 on than it did before (F4).

    Parameters
    ----------
    ties
        Table of ``ties``.
    trade_only
        Whether only cases about trade practices count.

    Returns
    -------
    Bounded
        Gain from an institution from 1995 on less the gain before.
    """
    import polars as pl

    from gaiatsu.sources.sets.ties import TRADE

    cases = ties.filter((pl.col("threat") == 1) & pl.col("institution").is_not_null())
    cases = cases.filter(pl.col("issue1") == TRADE) if trade_only else cases
    late, backed = (cases["start_year"] >= WTO).to_numpy(), (cases["institution"] == 1).to_numpy()
    gave = _gave_in(cases)
    cells = {
        (when, who): gave[(late == when) & (backed == who)] for when in (True, False) for who in (True, False)
    }
    signed = [(1.0 if when == who else -1.0, outcomes) for (when, who), outcomes in cells.items()]
    counts = "; ".join(
        f"{'from 1995' if when else 'before'}, {'institution' if who else 'none'}: {_share(cells[when, who])}"
        for when, who in cells
    )
    return combined(signed, counts)


def _share(outcomes: Floats) -> Share:
    known = outcomes[np.isfinite(outcomes)]
    return Share(int(known.sum()), len(known))


def combined(signed: Sequence[tuple[float, Floats]], counts: str) -> Bounded:
    """Add up shares with signs: Jeffreys variances, and the extremes over every filling.

    Parameters
    ----------
    signed
        Sign and outcomes of each group: 1, 0, or not a number where nobody coded it.
    counts
        What stands behind it, in words.

    Returns
    -------
    Bounded
    """
    value = variance = least = most = 0.0
    coded = missing = 0
    for sign, outcomes in signed:
        share = _share(outcomes)
        blank = len(outcomes) - share.cases
        smoothed = (share.successes + 0.5) / (share.cases + 1.0)
        value += sign * share.rate
        variance += smoothed * (1.0 - smoothed) / (share.cases + 1.0)
        ends = sorted(sign * (share.successes + fill) / max(len(outcomes), 1) for fill in (0, blank))
        least, most = least + ends[0], most + ends[1]
        coded, missing = coded + share.cases, missing + blank
    reach = float(ndtri(0.5 + LEVEL / 2.0)) * sqrt(variance)
    return Bounded(value, value - reach, value + reach, least, most, coded, missing, counts)


# --- F5: compliance with and without authorized retaliation ---------------------------------------------


def rate_above(share: Share, level: float) -> float:
    """Find the probability that a rate exceeds a level, Jeffreys prior.

    Parameters
    ----------
    share
        What was counted.
    level
        The level, 0 to 1.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> round(rate_above(Share(9, 10), 0.5), 3)
    0.996
    """
    return 1.0 - rate_below(share, level)


def rate_below(share: Share, level: float) -> float:
    """Find the probability that a rate lies below a level, Jeffreys prior.

    Parameters
    ----------
    share
        What was counted.
    level
        The level, 0 to 1.

    Returns
    -------
    float
        0 to 1.

    Examples
    --------
    >>> round(rate_below(Share(0, 10), 0.1), 3)
    0.858
    """
    return float(betainc(share.successes + 0.5, share.failures + 0.5, level))


# --- F8: entry cohorts in real careers -------------------------------------------------------------------


def cohort_weights(
    entered: Floats, edges: Floats, dates: Floats, *, lasting: float, senior_from: float
) -> Floats:
    """Shares of entry cohorts among senior politicians, from their years of entry (F8).

    Parameters
    ----------
    entered
        Year of each politician's first election.
    edges
        Years that separate the cohorts; the first cohort also holds everybody before the first edge.
    dates
        Years at which they are looked at.
    lasting
        Mean years for which a politician stays, the hazard being constant.
    senior_from
        Years from the first election on which somebody counts.

    Returns
    -------
    array
        Shape (date, cohort), each row summing to 1.

    Notes
    -----
    Weight of a politician at t: exp(-(t - y)/L) if t - y >= s, else 0. No set says when members left.

    Examples
    --------
    >>> edges = np.array([1920.0, 1953.0, 1970.0, 1990.0])
    >>> years = np.array([1947.0, 1960.0, 1980.0])
    >>> cohort_weights(years, edges, np.array([1985.0]), lasting=1e9, senior_from=10.0).round(2).tolist()
    [[0.5, 0.5, 0.0]]
    """
    since = dates[:, None] - entered[None, :]
    weight = np.where(since >= senior_from, np.exp(-np.maximum(since, 0.0) / lasting), 0.0)
    place = np.clip(np.searchsorted(edges, entered, side="right") - 1, 0, len(edges) - 2)
    found = np.zeros((len(dates), len(edges) - 1))
    for cohort in range(len(edges) - 1):
        found[:, cohort] = weight[:, place == cohort].sum(axis=1)
    return np.asarray(found / found.sum(axis=1, keepdims=True))


# --- F13: threats against a perception that lags ---------------------------------------------------------


@dataclass(frozen=True)
class LagRow:
    """How the rise of threats looks if the sender sees the context some years late.

    Parameters
    ----------
    lag
        Years.
    exposure
        ``none``, or ``others`` where threats to everybody else set the scale.
    expected
        Expected share of the last decade.
    p
        Chance of so many threats in the last decade, given the total.
    """

    lag: int
    exposure: str
    expected: float
    p: float


def lag_rows(threats: pl.DataFrame, ratio: float) -> tuple[LagRow, ...]:
    """Lay the decades' threats against Japan beside what a late view of the context implies (F13).

    Parameters
    ----------
    threats
        Table of ``sigint``.
    ratio
        Chance of a threat in the soured context over that in the one before, by eq. 4.

    Returns
    -------
    tuple of LagRow
        For each lag, without exposure and with U.S. threats to others as exposure. Empty without three
        decades.

    Notes
    -----
    The context sours in 1993. With lag s the 1990s hold 3 + s years of the old rate, at most ten.

    Examples
    --------
    >>> import polars as pl
    >>> rows = {"ccode1": [2] * 6, "ccode2": [740] * 3 + [20] * 3, "decade": [1970, 1980, 1990] * 2,
    ...         "concede": [1, 1, 2, 10, 10, 10], "stand_firm": [0] * 6, "back_down": [0] * 6}
    >>> [round(row.expected, 2) for row in lag_rows(pl.DataFrame(rows), 1.0)[:2]]
    [0.33, 0.33]
    """
    import polars as pl

    decades = (1970, 1980, 1990)
    sent = threats.filter((pl.col("ccode1") == UNITED_STATES) & pl.col("decade").is_in(decades))
    sent = sent.with_columns(number=pl.sum_horizontal("concede", "stand_firm", "back_down"))
    ours, others = (
        {d: float(sent.filter(where & (pl.col("decade") == d))["number"].sum()) for d in decades}
        for where in (pl.col("ccode2") == JAPAN, pl.col("ccode2") != JAPAN)
    )
    if sent.filter(pl.col("ccode2") == JAPAN)["decade"].n_unique() < len(decades):
        return ()
    total, last = int(sum(ours.values())), int(ours[1990])
    rows = []
    for name, exposure in (("none", dict.fromkeys(decades, 1.0)), ("others", others)):
        for lag in LAGS:
            old = min(10, AFTER - 1990 + lag) / 10.0
            rates = {1970: 1.0, 1980: 1.0, 1990: old + (1.0 - old) * ratio}
            scaled = {d: rates[d] * exposure[d] for d in decades}
            expected = scaled[1990] / sum(scaled.values()) if sum(scaled.values()) > 0 else nan
            rows.append(LagRow(lag, name, expected, float(binom.sf(last - 1, total, expected))))
    return tuple(rows)


# --- F14: growth and concessions after 1992 ---------------------------------------------------------------


def growth_contrast(
    ties: pl.DataFrame, pwt: pl.DataFrame, *, least: float = 1.0, target: int = JAPAN, iso3: str = "JPN"
) -> Bounded | None:
    """Compare a target's concessions in years of growth with those in years without, from 1993 on (F14).

    Parameters
    ----------
    ties, pwt
        Tables of ``ties`` and ``pwt``.
    least
        Percent of growth from which a year counts as one of growth.
    target, iso3
        The target in the codes of either table; Japan when left out.

    Returns
    -------
    Bounded or None
        Rate in years of growth less rate in the others; ``None`` where either has no case at all.
    """
    import polars as pl

    from gaiatsu.sources.sets.ties import sent_by

    own = pwt.filter(iso3=iso3).sort("year")
    growth = own.select("year", growth=100.0 * (pl.col("gdp") / pl.col("gdp").shift(1) - 1.0))
    cases = ties.filter(
        sent_by(UNITED_STATES) & (pl.col("target") == target) & (pl.col("start_year") >= AFTER)
    ).join(growth, left_on="start_year", right_on="year")
    up = (cases["growth"] >= least).to_numpy()
    gave = _gave_in(cases)
    if not (up.any() and (~up).any()):
        return None
    counts = f"growth {_share(gave[up])}, without {_share(gave[~up])}"
    found = combined([(1.0, gave[up]), (-1.0, gave[~up])], counts)
    if min(_share(gave[up]).cases, _share(gave[~up]).cases) == 0:
        return Bounded(nan, -inf, inf, found.lowest, found.highest, found.coded, found.missing, counts)
    return found
