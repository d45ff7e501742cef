"""Dates of which the day, or the month too, is not recorded: the middle is read, and the row is marked."""

from __future__ import annotations

import polars as pl

__all__ = ["no_day", "whole_date"]

LENGTHS = {4: "-07-01", 7: "-15"}


def whole_date(name: str) -> pl.Expr:
    """Turn ``1979``, ``1979-02`` or ``1979-02-11`` into a date, in the middle of what is known.

    Parameters
    ----------
    name
        A text column.

    Returns
    -------
    polars.Expr
        Dates under the same name; null where the text is no date.

    Examples
    --------
    >>> table = pl.DataFrame({"began": ["1979", "1979-02", "1979-02-11", None]})
    >>> [str(day) for day in table.select(whole_date("began")).to_series()]
    ['1979-07-01', '1979-02-15', '1979-02-11', 'None']
    """
    text = pl.col(name)
    ending = text.str.len_chars().cast(pl.Int64).replace_strict(LENGTHS, default="", return_dtype=pl.String)
    return (text + ending).str.to_date("%Y-%m-%d", strict=False).alias(name)


def no_day(name: str) -> pl.Expr:
    """Whether the day is missing from a date in text.

    Parameters
    ----------
    name
        A text column.

    Examples
    --------
    >>> table = pl.DataFrame({"began": ["1979", "1979-02-11", None]})
    >>> table.select(no_day("began")).to_series().to_list()
    [True, False, False]
    """
    return pl.col(name).str.len_chars().is_in(list(LENGTHS)).fill_null(value=False)
