"""Trade by dyad and year, from which Table 1 can be computed again."""

from __future__ import annotations

import polars as pl

from gaiatsu.sources.records import Action, Column, DatasetInfo, Defect, Kind
from gaiatsu.sources.tables import marks

__all__ = ["INFO", "exports", "mend"]

TWIN_YEARS = (1959, 1967)
JAPAN, USA = 740, 2

INFO = DatasetInfo(
    name="cow_trade",
    title="Dyadic Trade, Correlates of War",
    file="context/cow_trade_dyad_year.parquet",
    columns=(
        Column("ccode1", Kind.INTEGER, "state with the lower code"),
        Column("ccode2", Kind.INTEGER, "state with the higher code"),
        Column("year", Kind.INTEGER, "calendar year", lowest=1870, highest=2100),
        Column(
            "imports1",
            Kind.NUMBER,
            "imports of state 1 from 2",
            "current US$ million",
            source="flow1",
            lowest=0,
        ),
        Column(
            "imports2",
            Kind.NUMBER,
            "imports of state 2 from 1",
            "current US$ million",
            source="flow2",
            lowest=0,
        ),
    ),
    key=("ccode1", "ccode2", "year"),
    rows=673654,
    first_year=1870,
    last_year=2014,
    version="4.0",
    licence="free with citation",
    citation="barbieri2009",
    where="https://correlatesofwar.org/data-sets/bilateral-trade/",
    digest="38725119bad6051d9257278e8acb896be934c7a4ddd7f0e08911fb6d327b67b6",
    nulls=("-9",),
    country_columns=("ccode1", "ccode2"),
    defects=(
        Defect(
            "same_both_ways",
            "Trade between the United States and Japan is the same number in both directions in 1959 and "
            "1967, which no trade is.",
            Action.FLAGGED,
            2,
        ),
        Defect(
            "nearly_empty_year",
            "1945 is nearly empty: nothing can be summed over partners.",
            Action.FLAGGED,
            396,
        ),
        Defect(
            "imports_not_exports",
            "Flows are what the importer reports, insurance and freight included; Table 1 of the article "
            "uses exports. Recomputed shares lie above the printed ones by a near-constant factor.",
            Action.NOTED,
        ),
        Defect(
            "partners_lost",
            "This file keeps two or three partners of states that had over a hundred: the Federal Republic "
            "of Germany 1960-90 (84 partners in 1956), Yugoslavia 1993-96, and in 1990 the German Democratic "
            "Republic and North Yemen: the panel leaves their totals missing.",
            Action.NOTED,
        ),
        Defect(
            "no_west_germany",
            "Sums over partners of every other state leave the Federal Republic out in 1960-89.",
            Action.NOTED,
        ),
        Defect(
            "no_hong_kong",
            "Hong Kong is not in the state system, so it is missing from sums over Asia.",
            Action.NOTED,
        ),
    ),
)


def mend(table: pl.DataFrame) -> pl.DataFrame:
    """Mark the impossible twins of the U.S.-Japan dyad and the empty year."""
    pair = (pl.col("ccode1") == USA) & (pl.col("ccode2") == JAPAN)
    twins = pair & pl.col("year").is_in(TWIN_YEARS) & (pl.col("imports1") == pl.col("imports2"))
    return table.with_columns(marks({"same_both_ways": twins, "nearly_empty_year": pl.col("year") == 1945}))


def exports(table: pl.DataFrame, ccode: int) -> pl.DataFrame:
    """List the exports of one state by partner and year, as the partners report them.

    Parameters
    ----------
    table
        The table of this data set.
    ccode
        The exporting state.

    Returns
    -------
    polars.DataFrame
        Columns partner, year, exports (current US$ million) and quality.
    """
    lower = table.filter(pl.col("ccode1") == ccode).select("ccode2", "year", "imports2", "quality")
    upper = table.filter(pl.col("ccode2") == ccode).select("ccode1", "year", "imports1", "quality")
    as_lower = lower.rename({"ccode2": "partner", "imports2": "exports"})
    as_upper = upper.rename({"ccode1": "partner", "imports1": "exports"})
    return pl.concat([as_lower, as_upper])
