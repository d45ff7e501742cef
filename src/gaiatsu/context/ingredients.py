"""Dated values of the U.S.-Japan dyad, each computed from one or two external data sets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

if TYPE_CHECKING:
    import polars as pl

    from gaiatsu.sources import Dataset

__all__ = [
    "RIVAL_POWER",
    "SENDER",
    "TARGET",
    "Rows",
    "Tables",
    "capabilities_rows",
    "defense_share_rows",
    "dependence_rows",
    "dependence_table",
    "growth_rows",
    "guarantee_rows",
    "score_rows",
    "tenure_rows",
    "troops_rows",
    "until_house_deadline_rows",
    "until_presidential_rows",
    "wealth_rows",
]


class State(NamedTuple):
    """A state in the codes of different producers."""

    ccode: int
    iso3: str
    ifs: int


SENDER: Final = State(2, "USA", 111)
TARGET: Final = State(740, "JPN", 158)
RIVAL_POWER: Final = 365
ASIA: Final = (700, 899)
"""Correlates of War codes of Asian states, Central Asia included."""
HOUSE_TERM: Final = 4.0
"""Years after which Japan's lower house must be elected anew."""

DAY: Final = 1 / 365.25

Tables = Mapping[str, "Dataset"]
Rows = list[tuple[float, float, str]]
"""Date, value, and the marks of the defects that touch it."""


def dependence_table(trade: pl.DataFrame, gdp: pl.DataFrame) -> pl.DataFrame:
    """Table 1 of the article computed again from dyadic trade and GDP.

    Parameters
    ----------
    trade, gdp
        Tables of ``cow_trade`` and ``wb_gdp``.

    Returns
    -------
    polars.DataFrame
        year; target_export_share, sender_export_share, alternative_market_share (percent of the exporter's
        GDP); ratio of the first two; quality.

    Notes
    -----
    Exports are what the partner reports as imports, freight and insurance included, so the levels lie above
    those of export statistics.

    References
    ----------
    barbieri2009; worldbank2024
    """
    import polars as pl

    from gaiatsu.sources.sets.cow_trade import exports

    sides = (("sender", SENDER.iso3), ("target", TARGET.iso3))
    out, back = exports(trade, TARGET.ccode), exports(trade, SENDER.ccode)
    to_sender = out.filter(pl.col("partner") == SENDER.ccode).select("year", "quality", a="exports")
    to_target = back.filter(pl.col("partner") == TARGET.ccode).select("year", b="exports")
    asia = out.filter(pl.col("partner").is_between(*ASIA)).group_by("year").agg(c=pl.col("exports").sum())
    size = {side: gdp.filter(pl.col("iso3") == iso).select("year", **{side: "gdp"}) for side, iso in sides}
    joined = to_sender.join(to_target, on="year").join(asia, on="year")
    for column in size.values():
        joined = joined.join(column, on="year")
    million_percent = 1e8
    shares = joined.select(
        "year",
        "quality",
        target_export_share=pl.col("a") / pl.col("target") * million_percent,
        sender_export_share=pl.col("b") / pl.col("sender") * million_percent,
        alternative_market_share=pl.col("c") / pl.col("target") * million_percent,
    )
    ratio = pl.col("target_export_share") / pl.col("sender_export_share")
    return shares.with_columns(ratio.alias("ratio")).drop_nulls().sort("year")


def _plain(table: Any, value: Any, *, date: str = "year") -> Rows:
    """Date, value and marks of the rows that have a value."""
    import polars as pl

    rows = table.select(pl.col(date).cast(pl.Float64), value.cast(pl.Float64).alias("value"), "quality")
    return [row for row in rows.drop_nulls().iter_rows() if np.isfinite(row[1])]


def dependence_rows(column: str) -> Callable[[Tables], Rows]:
    """Make a reader of one column of the recomputed Table 1."""

    def rows(tables: Tables) -> Rows:
        import polars as pl

        table = dependence_table(tables["cow_trade"].table, tables["wb_gdp"].table)
        return _plain(table, pl.col(column))

    return rows


def wealth_rows(of: State, amount: str, over: State, *, sign: float = 1.0) -> Callable[[Tables], Rows]:
    """Make a reader of one state's external position in percent of a state's GDP.

    Parameters
    ----------
    of
        The state whose position it is.
    amount
        Column that holds the position or flow.
    over
        The state whose GDP it is set against.
    sign
        -1 to count liabilities and deficits as positive.

    Returns
    -------
    callable
        Function of the data sets that gives dated values with their marks.
    """

    def rows(tables: Tables) -> Rows:
        import polars as pl

        table = tables["lmf_external_wealth"].table
        numerator = table.filter(pl.col("ifs") == of.ifs).select("year", "quality", amount)
        denominator = table.filter(pl.col("ifs") == over.ifs).select("year", size="gdp")
        joined = numerator.join(denominator, on="year")
        return _plain(joined, sign * 100 * pl.col(amount) / pl.col("size"))

    return rows


def troops_rows(tables: Tables) -> Rows:
    """Sender's troops in the target per thousand inhabitants."""
    import polars as pl

    return _plain(_garrison(tables), pl.col("troops") / pl.col("tpop"))


def defense_share_rows(tables: Tables) -> Rows:
    """Sender's troops in the target as a share of all soldiers there."""
    import polars as pl

    own = 1000 * pl.col("milper")
    return _plain(_garrison(tables), pl.col("troops") / (pl.col("troops") + own))


def _garrison(tables: Tables) -> pl.DataFrame:
    import polars as pl

    troops = tables["us_troops"].table.filter(pl.col("ccode") == TARGET.ccode)
    people = tables["cow_nmc"].table.filter(pl.col("ccode") == TARGET.ccode)
    return troops.join(people.select("year", "tpop", "milper"), on="year")


def guarantee_rows(tables: Tables) -> Rows:
    """Defense the sender owes the target less defense the target owes it."""
    import polars as pl

    table, pair = tables["atop"].table, (SENDER.ccode, TARGET.ccode)

    def promises(first: int, second: int) -> pl.DataFrame:
        return table.filter((pl.col("ccode1") == first) & (pl.col("ccode2") == second))

    owed = promises(*pair).filter(pl.col("year") >= 1945)
    returned = promises(*reversed(pair)).select("year", returned="defense")
    return _plain(owed.join(returned, on="year"), pl.col("defense") - pl.col("returned"))


def capabilities_rows(first: int, second: int) -> Callable[[Tables], Rows]:
    """Make a reader of the ratio of two states' capabilities.

    Parameters
    ----------
    first, second
        Country codes.

    Returns
    -------
    callable
        Function of the data sets that gives dated values with their marks.
    """

    def rows(tables: Tables) -> Rows:
        import polars as pl

        table = tables["cow_nmc"].table.filter(pl.col("year") >= 1946)
        top = table.filter(pl.col("ccode") == first).select("year", "quality", top="cinc")
        below = table.filter(pl.col("ccode") == second).select("year", below="cinc")
        return _plain(top.join(below, on="year"), pl.col("top") / pl.col("below"))

    return rows


def score_rows(name: str, ccode: int, column: str) -> Callable[[Tables], Rows]:
    """Make a reader of one state's scores in one data set.

    Parameters
    ----------
    name
        Data set.
    ccode
        Country code.
    column
        Column that holds the score.

    Returns
    -------
    callable
        Function of the data sets that gives dated values with their marks.
    """

    def rows(tables: Tables) -> Rows:
        import polars as pl

        table = tables[name].table.filter((pl.col("ccode") == ccode) & (pl.col("year") >= 1945))
        return _plain(table, pl.col(column))

    return rows


def growth_rows(name: str, iso: str, column: str) -> Callable[[Tables], Rows]:
    """Make a reader of yearly growth in percent.

    Parameters
    ----------
    name
        Data set.
    iso
        ISO code of the state.
    column
        Column that grows.

    Returns
    -------
    callable
        Function of the data sets that gives dated values with their marks.
    """

    def rows(tables: Tables) -> Rows:
        import polars as pl

        table = tables[name].table.filter((pl.col("iso3") == iso) & (pl.col("year") >= 1950)).sort("year")
        return _plain(table, 100 * (pl.col(column) / pl.col(column).shift(1) - 1))

    return rows


def _votes(tables: Tables, ccode: int, kind: str) -> list[tuple[float, str]]:
    import polars as pl

    table = tables["reign_elections"].table
    chosen = table.filter((pl.col("ccode") == ccode) & (pl.col("type") == kind) & (pl.col("year") >= 1945))
    return list(chosen.sort("date").select("date", "quality").iter_rows())


def until_presidential_rows(tables: Tables) -> Rows:
    """Years left to the next U.S. presidential election, up to the last one listed."""
    votes = _votes(tables, SENDER.ccode, "X")
    return _sawtooth(
        [(day, following, following - day, mark) for (day, mark), (following, _) in pairwise(votes)]
    )


def until_house_deadline_rows(tables: Tables) -> Rows:
    """Years left of the term of Japan's lower house, which says nothing of elections called early later."""
    votes = _votes(tables, TARGET.ccode, "L")
    return _sawtooth([(day, following, HOUSE_TERM, mark) for (day, mark), (following, _) in pairwise(votes)])


def _sawtooth(teeth: list[tuple[float, float, float, str]]) -> Rows:
    """Lines that jump to a height the day after a start and fall by a year a year until the end."""
    rows: Rows = []
    for start, end, height, mark in teeth:
        rows += [(start + DAY, height - DAY, mark), (end, max(height - (end - start), 0.0), mark)]
    return rows


def tenure_rows(tables: Tables) -> Rows:
    """Years the head of government has held office, from the day of entry on."""
    import polars as pl

    spells = tables["archigos"].table.filter(
        (pl.col("ccode") == TARGET.ccode) & (pl.col("end") > pl.date(1952, 4, 28))
    )
    span = (pl.col("end") - pl.col("start")).dt.total_days() / 365.25
    first = pl.col("start").dt.year() + (pl.col("start").dt.ordinal_day() - 0.5) / 365.25
    listed = spells.select(first.alias("first"), span.alias("span"), "quality").sort("first").iter_rows()
    rows: Rows = []
    for start, length, mark in listed:
        rows += [(start, 0.0, mark), (start + max(length, 2 * DAY) - DAY, max(length, 2 * DAY) - DAY, mark)]
    return rows
