"""Preferential trade agreements between two states: signed, joined, left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import polars as pl

from gaiatsu.sources.codes import code_table

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Years

__all__ = ["LEAVERS", "treaty_spells", "treaty_years"]

BINDING: Final = ("base_treaty", "accession")
DELAY: Final = 5
"""Years after signing at which an agreement without a year of entry into force surely counts, if ever."""

LEAVERS: Final[dict[str, tuple[int, ...]]] = {
    "22_1": (862,),
    "26_1": (862,),
    "149_1": (40, 246, 752),
    "192_1": (203, 348, 616, 703, 705),
    "193_1": (100, 642),
    "193_2": (191,),
    "243_1": (426, 508),
    "243_2": (516,),
    "243_3": (834,),
    "243_4": (24,),
    "244_1": (268,),
    "324_1": (826,),
    "364_1": (646,),
    "367_1": (478,),
    "375_1": (208, 826),
    "375_2": (620,),
    "375_3": (40, 246, 752),
    "380_1": (40, 246, 752),
    "382_1": (40, 246, 752),
    "392_1": (40, 246, 752),
    "393_1": (40, 246, 752),
    "402_1": (40, 246, 752),
    "434_1": (860,),
    "461_1": (642,),
    "464_1": (862,),
    "465_1": (862,),
    "647_1": (300,),
    "647_2": (724,),
    "672_1": (690,),
    "693_1": (862,),
}
"""Who left, by number of the withdrawal. The list names leavers in the title only; the members column holds
leavers and stayers alike."""


def treaty_spells(treaties: pl.DataFrame) -> pl.DataFrame:
    """Pairs of members of each agreement, with the years from which and to which it binds them.

    Parameters
    ----------
    treaties
        Columns number, base_treaty, entry_type, year (of signing), entry_year (into force), members (ISO
        numeric codes joined by commas).

    Returns
    -------
    polars.DataFrame
        Columns code1, code2 (ISO numeric, either order), first_low, first_high, last (year before leaving).

    Notes
    -----
    An accession binds its members among each other from its own year on. A withdrawal ends the agreement for
    every pair with a state in ``LEAVERS``, with the year of the withdrawal. Negotiations, consolidated texts
    and protocols are passed over.

    Examples
    --------
    >>> rows = pl.DataFrame({"number": ["375", "375_1"], "base_treaty": [375, 375], "year": [1960, 1973],
    ...                      "entry_type": ["base_treaty", "withdrawal"], "entry_year": [1960, None],
    ...                      "members": ["578,826", "578,826"]})
    >>> treaty_spells(rows).rows()
    [(578, 826, 1960, 1960, 1972)]
    """
    binding = treaties.filter(pl.col("entry_type").is_in(BINDING) & pl.col("year").is_not_null())
    listed = binding.select(
        "base_treaty",
        first_low=pl.coalesce("entry_year", pl.col("year") + DELAY),
        first_high=pl.coalesce("entry_year", "year"),
        code=pl.col("members").str.split(",").list.eval(pl.element().str.strip_chars().cast(pl.Int64)),
    ).with_row_index("text")
    members = listed.explode("code")
    pairs = members.join(members.select("text", code2="code"), on="text").filter(
        pl.col("code") < pl.col("code2")
    )
    left = (
        treaties.filter(pl.col("entry_type") == "withdrawal")
        .select(
            "base_treaty",
            left=pl.coalesce("entry_year", "year"),
            leaver=pl.col("number").replace_strict(
                {number: list(codes) for number, codes in LEAVERS.items()}, return_dtype=pl.List(pl.Int64)
            ),
        )
        .explode("leaver")
    )
    for side in ("code", "code2"):
        ends = left.rename({"leaver": side, "left": f"left_{side}"})
        earliest = ends.group_by("base_treaty", side).agg(pl.col(f"left_{side}").min())
        pairs = pairs.join(earliest, on=["base_treaty", side], how="left")
    ended = pl.min_horizontal("left_code", "left_code2")
    rejoined = pl.col("first_high") >= ended
    return pairs.select(
        code1="code",
        code2="code2",
        first_low="first_low",
        first_high="first_high",
        last=pl.when(rejoined).then(None).otherwise(ended - 1),
    )


def treaty_years(treaties: pl.DataFrame, years: Years) -> pl.DataFrame:
    """Say for each pair of states and year whether an agreement is, or may be, in force at its end.

    Parameters
    ----------
    treaties
        As for `treaty_spells`.
    years
        Years wanted.

    Returns
    -------
    polars.DataFrame
        Columns ccode1 < ccode2, year, trade_agreement_low, trade_agreement_high; only pairs with one or more.
    """
    spells = treaty_spells(treaties).group_by("code1", "code2", "first_low", "first_high", "last").len()
    last = pl.min_horizontal(pl.col("last").fill_null(years.last), pl.lit(years.last))
    first = pl.max_horizontal("first_high", pl.lit(years.first))
    reached = spells.filter(first <= last).with_columns(year=pl.int_ranges(first, last + 1)).explode("year")
    known = code_table("iso_numeric").with_columns(pl.col("code").cast(pl.Int64))
    coded = _state_of(_state_of(reached, "code1", "a", known), "code2", "b", known)
    return (
        coded.filter(pl.col("a") != pl.col("b"))
        .select(
            ccode1=pl.min_horizontal("a", "b"),
            ccode2=pl.max_horizontal("a", "b"),
            year=pl.col("year"),
            sure=pl.col("year") >= pl.col("first_low"),
        )
        .group_by("ccode1", "ccode2", "year")
        .agg(trade_agreement_low=pl.col("sure").any().cast(pl.Int8))
        .with_columns(trade_agreement_high=pl.lit(1, dtype=pl.Int8))
    )


def _state_of(table: pl.DataFrame, column: str, name: str, known: pl.DataFrame) -> pl.DataFrame:
    """Find the state of a code in the year of the row; several rows may name the same state."""
    joined = table.join(known.rename({"code": column, "ccode": name}), on=column)
    held = pl.col("year").is_between(pl.col("first_year"), pl.col("last_year"))
    return joined.filter(held).drop("first_year", "last_year")
