"""Stock covariates of power and identity before and after 1993, laid beside the theory."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np

from gaiatsu.studies.external.comparison import Comparison, Measurement, Tables, Values
from gaiatsu.studies.external.implications import identity_shift, later_fall
from gaiatsu.studies.external.records import Evidence, Origin, Recomputed
from gaiatsu.studies.shares import Share, probability_above
from gaiatsu.studies.threats import JAPAN, USA
from gaiatsu.theory.material import asymmetry

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.cases import CaseSet

__all__ = ["STOCKS", "dependence_row"]

FIRST, CUT, LAST = 1985, 1993, 2000
LEAST_YEARS: Final = 6
ONE_HOST = {260: 255}  # the Federal Republic and Germany are one host, whose number changed in 1990
LARGE_GARRISON: Final = 1000
DEFENDED: Final = "states the United States must defend"
PERIODS: Final = ((1977, 1987), (1988, 1992), (1993, 1995))
BASELINE: Final = (1970, 1987)


# --- dependence in the article's own table ---------------------------------------------------------------


def dependence_row(case_set: CaseSet) -> Comparison:
    """Make the row on when dependence fell and when concessions did.

    Dependence alone would put the larger fall of concessions where the larger fall of dependence was, before
    1993; with the social state it comes after.

    Parameters
    ----------
    case_set
        The article's table of dependence and its episodes.
    """
    ratios = _ratios(case_set)
    early, middle, late = (_mean(ratios, *period) for period in PERIODS)
    means = (early, middle, late)
    implication = partial(later_fall, ratios=means, baseline=_mean(ratios, *BASELINE))
    return Comparison(
        "dependence-means",
        "Dependence ratio, means 1977-87, 1988-92, 1993-95",
        "5.64, 3.56, 3.10",
        Origin.ARTICLE,
        "schoppa1999",
        ("RIV", "NEC", "F10"),
        "the later fall of concessions less the earlier one (negative: the later is larger)",
        implication,
        partial(_dependence, case_set=case_set, means=means),
    )


def _ratios(case_set: CaseSet) -> dict[int, float]:
    table = case_set.table("table1")
    place = table.columns.index("ratio")
    return {int(row[0]): float(row[place]) for row in table.rows}


def _mean(ratios: dict[int, float], first: int, last: int) -> float:
    return float(np.mean([value for year, value in ratios.items() if first <= year <= last]))


def _dependence(_: Tables, *, case_set: CaseSet, means: tuple[float, ...]) -> Measurement:
    shares = [_conceded(case_set, *period) for period in PERIODS]
    done = (means[0] - means[1]) / (means[0] - means[2])
    larger_later = probability_above(shares[1], shares[2])
    held = [float(asymmetry(mean, baseline_ratio=_mean(_ratios(case_set), *BASELINE))) for mean in means]
    values: Values = {
        "asymmetry_fall_early": held[0] - held[1],
        "asymmetry_fall_late": held[1] - held[2],
        "means": ", ".join(f"{mean:.2f}" for mean in means),
        "conceded": ", ".join(map(str, shares)),
        "share_of_the_fall_by_1992": done,
    }
    finding = (
        f"The ratio averaged {values['means']}, so {done:.0%} of its fall was over by 1992, and asymmetry "
        f"fell by {held[0] - held[1]:.2f} and then by {held[1] - held[2]:.2f}, while Japan gave in to "
        f"{values['conceded']} demands."
    )
    same = [f"{mean:.2f}" for mean in means] == ["5.64", "3.56", "3.10"]
    coding = "Table 1, means of the printed ratio; episodes by the year their outcome was fixed, from 1977 on"
    return Measurement(Evidence(-1, larger_later), finding, Recomputed(values, coding, same))


def _conceded(case_set: CaseSet, first: int, last: int) -> Share:
    ended = [episode for episode in case_set.episodes if first <= min(episode.year, PERIODS[-1][1]) <= last]
    return Share(sum(bool(episode.conceded.value) for episode in ended), len(ended))


# --- stocks that might show an identity ------------------------------------------------------------------


def _against_allies(changes: dict[int, float], what: str, coding: str) -> Measurement:
    """Set Japan's change beside that of comparable states; a fall is a move away from the United States."""
    japan = changes[JAPAN]
    others = np.asarray([change for code, change in changes.items() if code != JAPAN])
    less = float(np.mean(others > japan))
    values: Values = {
        "japan": japan,
        "others_median": float(np.median(others)),
        "others": int(others.size),
        "share_that_moved_away_less": less,
    }
    finding = (
        f"{what} changed by {japan:+.2f} for Japan and by {values['others_median']:+.2f} for the median of "
        f"{others.size} comparable states; {less:.0%} of them moved away less."
    )
    direction = -1 if less >= 0.5 else 1
    return Measurement(Evidence(direction, max(less, 1 - less)), finding, Recomputed(values, coding))


def _ideal_points(tables: Tables) -> Measurement:
    import polars as pl

    table = tables["unga_idealpoints"].table
    sender = table.filter(ccode=USA).select("year", sender="ideal_point")
    nearness = -(pl.col("sender") - pl.col("ideal_point")).abs()
    joined = table.join(sender, on="year").with_columns(value=nearness)
    changes = _changes(joined.filter(pl.col("ccode").is_in(_obliged(tables))))
    return _against_allies(
        changes, "Nearness of UN ideal points", _coding("states the United States must defend")
    )


def _hierarchy(tables: Tables) -> Measurement:
    import polars as pl

    table = tables["lake_hierarchy"].table.with_columns(value="security")
    changes = _changes(table.filter(pl.col("ccode").is_in(_obliged(tables))))
    return _against_allies(
        changes, "The index of security hierarchy", _coding("states the United States must defend")
    )


def _garrisons(tables: Tables) -> Measurement:
    import polars as pl

    table = (
        tables["us_troops"]
        .table.filter((pl.col("ccode") != USA) & ~pl.col("quality").str.contains("area"))
        .with_columns(pl.col("ccode").replace(ONE_HOST))
    )
    early = (
        table.filter(pl.col("year").is_between(FIRST, CUT - 1)).group_by("ccode").agg(pl.col("troops").mean())
    )
    hosts = early.filter(pl.col("troops") >= LARGE_GARRISON)["ccode"].to_list()
    logged = table.filter(pl.col("troops") > 0).with_columns(value=pl.col("troops").log())
    changes = _changes(logged.filter(pl.col("ccode").is_in(hosts)))
    return _against_allies(
        changes, "The logarithm of U.S. troops", _coding(f"hosts of {LARGE_GARRISON:,} troops or more before")
    )


def _coding(states: str) -> str:
    return f"means of {FIRST}-{CUT - 1} and {CUT}-{LAST}, {LEAST_YEARS} years of each at least; {states}"


def _obliged(tables: Tables) -> list[int]:
    """List the states to whom the United States owed defense in every year of the window."""
    import polars as pl

    owed = tables["atop"].table.filter(ccode1=USA, defense=1).filter(pl.col("year").is_between(FIRST, LAST))
    years = owed.group_by("ccode2").agg(pl.len())
    return [int(code) for code in years.filter(pl.col("len") == LAST - FIRST + 1)["ccode2"]]


def _changes(table: pl.DataFrame) -> dict[int, float]:
    """Mean value after the cut less mean value before, by country."""
    import polars as pl

    inside = table.filter(pl.col("year").is_between(FIRST, LAST) & pl.col("value").is_not_null())
    means = inside.group_by("ccode", late=pl.col("year") >= CUT).agg(pl.col("value").mean(), pl.len())
    kept = means.filter(pl.col("len") >= LEAST_YEARS)
    late, early = kept.filter("late"), kept.filter(~pl.col("late"))
    joined = late.join(early, on="ccode", suffix="_early").sort("ccode")
    return {
        code: value - before
        for code, value, before in joined.select("ccode", "value", "value_early").iter_rows()
    }


AWAY: Final = "the target's deference after against before"
STOCKS: Final = (
    Comparison(
        "ideal-points",
        "Distance of UN ideal points from the United States, Japan against other allies",
        "shared with other allies",
        Origin.COMPUTED,
        "bailey2017",
        ("H2", "MC2"),
        AWAY,
        identity_shift,
        _ideal_points,
        ("unga_idealpoints", "atop"),
    ),
    Comparison(
        "garrisons",
        "U.S. troops, Japan against other hosts",
        "flat",
        Origin.COMPUTED,
        "allen2022",
        ("H2", "MC2"),
        AWAY,
        identity_shift,
        _garrisons,
        ("us_troops",),
    ),
    Comparison(
        "hierarchy-index",
        "Lake's index of security hierarchy, Japan against other allies",
        "flat",
        Origin.COMPUTED,
        "lake2009",
        ("H2", "MC2"),
        AWAY,
        identity_shift,
        _hierarchy,
        ("lake_hierarchy", "atop"),
    ),
)
"""Rows on stocks that an identity shift in 1993 might have shown in."""
