"""Small steps that several additions share: cut years, unfold spells, find the state of a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from gaiatsu.sources.codes import code_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gaiatsu.context.dyads.records import Tables, Years

__all__ = ["columns_of", "inside", "spell_years", "turned", "with_ccode"]


def inside(table: pl.DataFrame, years: Years) -> pl.DataFrame:
    """Keep the rows of the years wanted.

    Parameters
    ----------
    table
        Rows with a column ``year``.
    years
        First and last year.

    Returns
    -------
    polars.DataFrame
    """
    return table.filter(pl.col("year").is_between(years.first, years.last))


def columns_of(tables: Tables, name: str, years: Years, names: Mapping[str, str]) -> pl.DataFrame:
    """Take columns of a data set under new names, with the marks of its defects.

    Parameters
    ----------
    tables
        Data sets by name.
    name
        The data set.
    years
        First and last year.
    names
        New name -> column of the data set.

    Returns
    -------
    polars.DataFrame
        The new columns and ``quality``.
    """
    table = inside(tables[name].table, years)
    return table.select(*(pl.col(column).alias(new) for new, column in names.items()), "quality")


def spell_years(table: pl.DataFrame, years: Years, start: str = "start", end: str = "end") -> pl.DataFrame:
    """Unfold spells into a row for each year they touch.

    Parameters
    ----------
    table
        Rows with the first and last year of each spell.
    years
        First and last year wanted.
    start, end
        Columns that hold them.

    Returns
    -------
    polars.DataFrame
        The rows, with a column ``year``.

    Examples
    --------
    >>> from gaiatsu.context.dyads.records import Years
    >>> spells = pl.DataFrame({"start": [1948], "end": [1951]})
    >>> spell_years(spells, Years(1950, 1990))["year"].to_list()
    [1950, 1951]
    """
    first = pl.max_horizontal(pl.col(start), pl.lit(years.first))
    last = pl.min_horizontal(pl.col(end), pl.lit(years.last))
    touched = table.filter(first <= last)
    return touched.with_columns(year=pl.int_ranges(first, last + 1)).explode("year")


def turned(table: pl.DataFrame, swap: Mapping[str, str]) -> pl.DataFrame:
    """Exchange columns of a table pairwise, as if every row were seen from its other side.

    Parameters
    ----------
    table
        The rows.
    swap
        Pairs of columns to exchange.

    Returns
    -------
    polars.DataFrame
        The columns in their old order.

    Examples
    --------
    >>> turned(pl.DataFrame({"ccode1": [2], "ccode2": [740]}), {"ccode1": "ccode2"}).row(0)
    (740, 2)
    """
    both = {**swap, **{second: first for first, second in swap.items()}}
    return table.rename(both).select(table.columns)


def with_ccode(table: pl.DataFrame, column: str, scheme: str) -> pl.DataFrame:
    """Find the state of each code at the year of the row; rows of no state are left out.

    Where a set carries two codes of one state in a year (RUS beside SUN in 1980), the row whose code was in
    force then is kept.

    Parameters
    ----------
    table
        Rows with a code and a year.
    column
        The column that holds the code.
    scheme
        ``iso3``, ``iso_numeric`` or ``ifs``.

    Returns
    -------
    polars.DataFrame
        The rows, with a column ``ccode``.

    Examples
    --------
    >>> rows = pl.DataFrame({"iso3": ["DEU", "DEU", "WLD"], "year": [1989, 1991, 1991]})
    >>> with_ccode(rows, "iso3", "iso3")["ccode"].to_list()
    [260, 255]
    """
    known = code_table(scheme).with_columns(pl.col("code").cast(pl.String))
    coded = table.with_columns(pl.col(column).cast(pl.String).alias("code"))
    joined = coded.join(known, on="code", how="inner", maintain_order="left")
    held = pl.col("year").is_between(pl.col("first_year"), pl.col("last_year"))
    found = joined.filter(held).drop("first_year", "last_year")
    if not found.select(pl.struct("ccode", "year").is_duplicated().any()).item():
        return found.drop("code")
    return _in_force(found, scheme).drop("code")


def _in_force(found: pl.DataFrame, scheme: str) -> pl.DataFrame:
    proper = code_table(scheme, to_ccode=False).rename({"code": "proper"})
    coded = found.join(proper, on="ccode", how="left", maintain_order="left")
    held = pl.col("year").is_between(pl.col("first_year"), pl.col("last_year"))
    marked = coded.with_columns(
        (held & (pl.col("code") == pl.col("proper"))).fill_null(value=False).alias("own")
    )
    kept = marked.sort("own", descending=True, maintain_order=True).unique(
        ["ccode", "year"], keep="first", maintain_order=True
    )
    return kept.select(found.columns)
