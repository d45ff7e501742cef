"""Procedure: which trade regime binds both at a date, and how legitimate it leaves acting alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.shapes import with_ccode
from gaiatsu.context.dyads.social.treaties import treaty_years

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Tables

__all__ = ["ADDITION", "dispute_settlement_years", "memberships", "unilateral_legitimacy"]

PAIR: Final = ("ccode1", "ccode2")
GATT_BEGAN, AGREED, WTO_BEGAN, WTO_LAST = 1948, 1993, 1995, 2014
"""The text was agreed on 15 December 1993; memberships of the WTO are listed up to 2014."""

INTERIM: Final = 0.8
FULL: Final = 1
REGIME_YEARS: Final = Years(GATT_BEGAN, WTO_LAST)
MIDDLE: Final = 7


def memberships(gatt: pl.DataFrame, wto: pl.DataFrame, years: Years) -> pl.DataFrame:
    """Who was bound by which regime in the middle and at the end of each year.

    Parameters
    ----------
    gatt
        Columns ccode and date (day of accession to the GATT of 1947).
    wto
        Columns ccode, year, wto (1 for a full member at some time of the year).
    years
        Years wanted.

    Returns
    -------
    polars.DataFrame
        Columns ccode, year, gatt (0-1: contracting party on 1 July), gatt_end (on 31 December), wto, wto_end.
        A state that joined the WTO in the year counts from 31 December, in 1995 from January.

    Examples
    --------
    >>> from datetime import date
    >>> gatt = pl.DataFrame({"ccode": [740], "date": [date(1955, 9, 10)]})
    >>> wto = pl.DataFrame({"ccode": [740], "year": [1995], "wto": [1]})
    >>> memberships(gatt, wto, Years(1955, 1956)).select("gatt", "gatt_end").rows()
    [(False, True), (True, True)]
    """
    span = pl.int_range(
        max(years.first, GATT_BEGAN), min(years.last, WTO_LAST) + 1, dtype=pl.Int64, eager=True
    )
    joined_wto = wto.filter(pl.col("wto") == FULL).group_by("ccode").agg(wto_year=pl.col("year").min())
    first = gatt.group_by("ccode").agg(pl.col("date").min())
    states = first.join(joined_wto, on="ccode", how="full", coalesce=True)
    grid = states.join(span.alias("year").to_frame(), how="cross")
    year, entered = pl.col("year"), pl.col("wto_year")
    in_wto = ((entered < year) | ((entered == WTO_BEGAN) & (year == WTO_BEGAN))).fill_null(value=False)
    in_wto_end = (entered <= year).fill_null(value=False)
    old = year <= WTO_BEGAN  # the GATT of 1947 was wound up at the end of 1995
    return grid.select(
        "ccode",
        "year",
        gatt=((pl.col("date") <= pl.date(year, MIDDLE, 1)) & old & ~in_wto).fill_null(value=False),
        gatt_end=((pl.col("date") <= pl.date(year, 12, 31)) & old & ~in_wto_end).fill_null(value=False),
        wto=in_wto,
        wto_end=in_wto_end,
    ).sort("ccode", "year")


def dispute_settlement_years(members: pl.DataFrame) -> pl.DataFrame:
    """How far the regime lets a complainant prevail between two states, DSM_t of eq. 10.

    Under GATT the loser of a case could block the verdict, which left unilateral tactics an excuse. The
    procedure of 1995 takes the excuse away, but only between states that it binds.

    Parameters
    ----------
    members
        As `memberships` returns it.

    Returns
    -------
    polars.DataFrame
        Columns ccode1 < ccode2, year, both_gatt, both_wto (on 1 July), dispute_settlement (on 1 July) and
        dispute_settlement_end (on 31 December): 0 between parties of the GATT, ``INTERIM`` between them from
        the agreement of December 1993 until the WTO binds them, 1 between members of the WTO. No row where
        no regime binds both at either date.

    References
    ----------
    schoppa1999; schott1994

    Examples
    --------
    >>> old, new = [True] * 3 + [False], [False] * 3 + [True]
    >>> one = pl.DataFrame({"year": [1992, 1993, 1994, 1995], "gatt": old, "gatt_end": old, "wto": new,
    ...                     "wto_end": new})
    >>> members = pl.concat([one.with_columns(ccode=pl.lit(code)) for code in (2, 740)])
    >>> found = dispute_settlement_years(members)
    >>> found["dispute_settlement"].to_list(), found["dispute_settlement_end"].to_list()
    ([0.0, 0.0, 0.8, 1.0], [0.0, 0.8, 0.8, 1.0])
    """
    anyone = members.filter(pl.any_horizontal("gatt", "gatt_end", "wto", "wto_end"))
    pairs = anyone.join(anyone, on="year", suffix="_2").filter(pl.col("ccode") < pl.col("ccode_2"))
    year = pl.col("year")
    middle = _strength("", pl.when(year > AGREED).then(INTERIM).otherwise(0.0))
    end = _strength("_end", pl.when(year >= AGREED).then(INTERIM).otherwise(0.0))
    both = pairs.select(
        pl.col("ccode").alias("ccode1"),
        pl.col("ccode_2").alias("ccode2"),
        "year",
        both_gatt=(pl.col("gatt") & pl.col("gatt_2")).cast(pl.Int8),
        both_wto=(pl.col("wto") & pl.col("wto_2")).cast(pl.Int8),
        dispute_settlement=middle,
        dispute_settlement_end=end,
    )
    return both.filter(
        pl.any_horizontal(pl.col("dispute_settlement", "dispute_settlement_end").is_not_null())
    )


def _strength(at: str, under_gatt: pl.Expr) -> pl.Expr:
    """1 if the WTO binds both; if one is still under the GATT, the old regime holds between them."""
    bound = {side: (pl.col(f"gatt{at}{side}") | pl.col(f"wto{at}{side}")) for side in ("", "_2")}
    both_new = pl.col(f"wto{at}") & pl.col(f"wto{at}_2")
    gatt_left = pl.col("year") <= WTO_BEGAN
    return pl.when(both_new).then(1.0).when(bound[""] & bound["_2"] & gatt_left).then(under_gatt)


def _regime_table(tables: Tables, years: Years) -> pl.DataFrame:
    dated = tables["gatt_members"].table.select("iso3", pl.col("date").cast(pl.Date)).drop_nulls()
    gatt = with_ccode(dated.with_columns(year=pl.col("date").dt.year().cast(pl.Int64)), "iso3", "iso3")
    wto = tables["igo_membership"].table.select("ccode", "year", "wto")
    table = dispute_settlement_years(memberships(gatt.select("ccode", "date"), wto, years))
    return table.filter(pl.col("year").is_between(years.first, years.last))


def _treaty_table(tables: Tables, years: Years) -> pl.DataFrame:
    return treaty_years(tables["desta"].table, years)


def _authority_table(tables: Tables, years: Years) -> pl.DataFrame:
    cases = tables["ties"].table.filter(pl.col("start_year").is_between(years.first, years.last))
    return (
        cases.select(
            pl.col("primary_sender").alias("ccode1"),
            pl.col("target").alias("ccode2"),
            pl.col("start_year").alias("year"),
            "institution",
        )
        .drop_nulls(["ccode1", "ccode2"])
        .group_by(*PAIR, "year")
        .agg(
            cases_begun=pl.len().cast(pl.Int64),
            cases_with_institution=(pl.col("institution") == 1).sum().cast(pl.Int64),
        )
    )


def unilateral_legitimacy(violates: int, elsewhere: int) -> pl.Expr:
    """Legitimacy of acting alone, from the column dispute_settlement, for stated conduct of the target.

    Parameters
    ----------
    violates
        V, 1 if the target breaks a rule at the issue in dispute.
    elsewhere
        Z, 1 if it breaks rules at other issues.

    Returns
    -------
    polars.Expr
        l of eq. 10 with U = 1 and G = 0.

    Notes
    -----
    ``clip(1/2 + V/2 - (1 - X)/2, 0, 1)`` with ``X = (1 - DSM)(1 + Z)/2``.

    References
    ----------
    schoppa1999

    Examples
    --------
    >>> frame = pl.DataFrame({"dispute_settlement": [0.0, 1.0]})
    >>> frame.select(unilateral_legitimacy(0, 1)).to_series().to_list()
    [0.5, 0.0]
    """
    excuse = (1.0 - pl.col("dispute_settlement")) * (1 + elsewhere) / 2.0
    return (0.5 + violates / 2.0 - (1.0 - excuse) / 2.0).clip(0.0, 1.0)


# --- what the codebook says ------------------------------------------------------------------------------

REGIME: Final = ("gatt_members", "igo_membership")
BINDS: Final = "Says that the procedure binds, not that it is used, obeyed or thought legitimate"
_REGIME = (
    Variable(
        "both_gatt",
        "1 if both are contracting parties of the GATT of 1947 on 1 July",
        "0 or 1",
        Nature.SOCIAL,
        REGIME,
        "from the day of accession; ends with membership of the WTO, at the latest in 1995",
        "the list of 1994 leaves out parties that had withdrawn (China, Lebanon, Liberia, Syria)",
        BINDS,
        absent=0,
        covers=REGIME_YEARS,
    ),
    Variable(
        "both_wto",
        "1 if both are members of the WTO on 1 July",
        "0 or 1",
        Nature.SOCIAL,
        REGIME,
        "who is listed in 1995 counts from January, later members from the end of their first year",
        "the list knows years only; after 2014 nothing is known",
        BINDS,
        absent=0,
        covers=REGIME_YEARS,
    ),
    Variable(
        "dispute_settlement",
        "how far the regime lets a complainant prevail between the two, on 1 July (DSM of eq. 10)",
        "0-1; missing where no regime binds both",
        Nature.SOCIAL,
        REGIME,
        "0 under GATT; .8 from the agreement of 15 December 1993; 1 if both are members of the WTO",
        "the .8 is a judgment: agreed, not yet in force",
        BINDS,
    ),
    Variable(
        "dispute_settlement_end",
        "the same on 31 December",
        "0-1; missing where no regime binds both",
        Nature.SOCIAL,
        REGIME,
        "as dispute_settlement",
        "in 1993 it holds for the last two weeks of the year only",
        BINDS,
    ),
)
_AUTHORITY = tuple(
    Variable(
        name,
        meaning,
        "cases",
        Nature.SOCIAL,
        ("ties",),
        "cases of the leading sender by year of beginning",
        "coded from news",
        "Involvement is not authorization: an institution may have been asked, or only have spoken",
        absent=0,
        covers=Years(1945, 2005),
    )
    for name, meaning in (
        ("cases_begun", "sanction cases the sender began against the target in the year"),
        ("cases_with_institution", "of these, cases in which an institution took part"),
    )
)
DESTA: Final = ("desta",)
_TREATIES = tuple(
    Variable(
        name,
        meaning,
        "0 or 1",
        Nature.SOCIAL,
        DESTA,
        method,
        "a third of the years of entry into force is not given: the two bounds say what that leaves open",
        "Agreements differ from a few tariff cuts to a union; depth is not in it. Consolidated texts and "
        "protocols change no membership here",
        absent=0,
        covers=Years(1948, 2019),
    )
    for name, meaning, method in (
        (
            "trade_agreement_low",
            "1 if a preferential trade agreement is surely in force between the two on 31 December",
            "from the year of entry into force, or five years after signing where it is not given",
        ),
        (
            "trade_agreement_high",
            "1 if one may be in force",
            "from the year of entry into force, or the year of signing where it is not given",
        ),
    )
)
_CONDUCT: Final = {
    "legitimacy_plain": (0, 0, "the target breaks no rule"),
    "legitimacy_elsewhere": (0, 1, "the target breaks rules at other issues only"),
    "legitimacy_breach": (1, 0, "the target breaks a rule at the issue in dispute"),
    "legitimacy_breach_both": (1, 1, "the target breaks rules there and elsewhere"),
}


def _legitimacy(name: str) -> Derived:
    violates, elsewhere, words = _CONDUCT[name]
    variable = Variable(
        name,
        f"legitimacy of a unilateral threat if {words}",
        "0-1; missing where no regime binds both",
        Nature.SOCIAL,
        REGIME,
        f"eq. 10 with U = 1, G = 0, V = {violates}, Z = {elsewhere} and dispute_settlement",
        "that of dispute_settlement; V and Z are assumptions, not data",
        "What the equation says, not what anyone thought. Its weights are the theory's",
    )
    return Derived(variable, lambda: unilateral_legitimacy(violates, elsewhere))


ADDITION: Final = Addition(
    "procedure",
    "Procedure: the trade regime between the two, agreements, and the legitimacy it leaves to acting alone",
    needs=("gatt_members", "igo_membership", "desta", "ties"),
    parts=(
        Part(Level.UNDIRECTED, _REGIME, _regime_table),
        Part(Level.UNDIRECTED, _TREATIES, _treaty_table),
        Part(Level.DIRECTED, _AUTHORITY, _authority_table),
    ),
    derived=tuple(_legitimacy(name) for name in _CONDUCT),
    notes=("Joint organizations stand in the addition igo, memberships of each side in gatt_wto.",),
)
