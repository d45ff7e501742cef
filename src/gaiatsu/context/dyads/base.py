"""The rows of a panel: which states were members of the system in which year, and which met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from gaiatsu.errors import InvalidSpecification

if TYPE_CHECKING:
    from gaiatsu.context.dyads.records import Years
    from gaiatsu.context.dyads.spec import PanelSpec

__all__ = ["CARRIED_TO", "FIRST_YEAR", "LIST_ENDS", "check_years", "dyad_years", "state_years"]

FIRST_YEAR, LIST_ENDS = 1816, 2016
# The list stops in 2016; its last members are carried forward to the year the youngest data set ends.
CARRIED_TO = 2024


def state_years(states: pl.DataFrame, years: Years) -> pl.DataFrame:
    """List the states that were members of the system on any day of each year.

    Parameters
    ----------
    states
        Table of the data set ``cow_states``.
    years
        First and last year, within 1816-2024; after 2016 the members of 2016 are carried forward.

    Returns
    -------
    polars.DataFrame
        Columns ccode, year, from, to: the first and last day of membership as month times 100 plus day.

    Raises
    ------
    InvalidSpecification
        The years lie outside the list or stand in the wrong order.

    References
    ----------
    cow2017

    Examples
    --------
    >>> from gaiatsu.context.dyads.records import Years
    >>> spells = pl.DataFrame(
    ...     {
    ...         "ccode": [2], "start_year": [1816], "start_month": [1], "start_day": [1],
    ...         "end_year": [2016], "end_month": [12], "end_day": [31],
    ...     }
    ... )
    >>> state_years(spells, Years(2015, 2018))["year"].to_list()
    [2015, 2016, 2017, 2018]
    """
    check_years(years)
    last = pl.when(pl.col("end_year") >= LIST_ENDS).then(CARRIED_TO).otherwise("end_year")
    spells = states.with_columns(last.alias("last"))
    span = pl.int_ranges(
        pl.max_horizontal("start_year", pl.lit(years.first)),
        pl.min_horizontal("last", pl.lit(years.last)) + 1,
    )
    whole = spells.with_columns(year=span).explode("year").drop_nulls("year")
    enters, leaves = pl.col("year") == pl.col("start_year"), pl.col("year") == pl.col("last")
    first_day = pl.when(enters).then(pl.col("start_month") * 100 + pl.col("start_day")).otherwise(101)
    last_day = pl.when(leaves).then(pl.col("end_month") * 100 + pl.col("end_day")).otherwise(1231)
    days = whole.select("ccode", "year", first_day.alias("from"), last_day.alias("to"))
    return days.sort("year", "ccode", "from")


def check_years(years: Years) -> None:
    """Refuse years outside the list of states, or in the wrong order.

    Parameters
    ----------
    years
        First and last year.

    Raises
    ------
    InvalidSpecification
        Says what years there are.
    """
    if not FIRST_YEAR <= years.first <= years.last <= CARRIED_TO:
        message = f"A panel of the years {years.first}:{years.last} cannot be built."
        raise InvalidSpecification(
            message,
            expected=f"a first and a last year from {FIRST_YEAR} to {CARRIED_TO}, the earlier one first",
            todo="Give them as FIRST:LAST.",
        )


def dyad_years(states: pl.DataFrame, spec: PanelSpec) -> pl.DataFrame:
    """List the ordered pairs of states whose memberships share at least one day of the year.

    Parameters
    ----------
    states
        Table of the data set ``cow_states``.
    spec
        Years, states, dyads and direction wanted.

    Returns
    -------
    polars.DataFrame
        Columns ccode1, ccode2, year, in that order of sorting.

    Notes
    -----
    With n states in a year there are n(n - 1) rows less the pairs that never met, such as Germany (from
    3 October 1990) and the German Democratic Republic (to 2 October 1990).
    """
    members = state_years(states, spec.years)
    if spec.states:
        members = members.filter(pl.col("ccode").is_in(list(spec.states)))
    if spec.dyads:
        members = members.filter(
            pl.col("ccode").is_in(sorted({code for pair in spec.dyads for code in pair}))
        )
    codes = np.unique(members["ccode"].to_numpy())
    meet = _meetings(members, codes, spec)
    first, second, year = np.nonzero(meet)
    return pl.DataFrame(
        {
            "ccode1": codes[first].astype(np.int16),
            "ccode2": codes[second].astype(np.int16),
            "year": (year + spec.years.first).astype(np.int16),
        }
    )


def _meetings(members: pl.DataFrame, codes: np.ndarray, spec: PanelSpec) -> np.ndarray:
    """Mark who met whom in which year, as a cube of states, states and years."""
    length = spec.years.last - spec.years.first + 1
    meet = np.zeros((codes.size, codes.size, length), dtype=bool)
    place = np.searchsorted(codes, members["ccode"].to_numpy())
    year = members["year"].to_numpy() - spec.years.first
    begins, ends = members["from"].to_numpy(), members["to"].to_numpy()
    bounds = np.searchsorted(year, np.arange(length + 1))
    for when in range(length):
        here = slice(bounds[when], bounds[when + 1])
        share = (begins[here, None] <= ends[None, here]) & (begins[None, here] <= ends[here, None])
        left, right = np.nonzero(share)
        meet[place[here][left], place[here][right], when] = True
    meet[np.arange(codes.size), np.arange(codes.size)] = False
    if spec.undirected:
        meet &= np.triu(np.ones((codes.size, codes.size), dtype=bool))[:, :, None]
    if spec.dyads:
        meet &= _asked(codes, spec)[:, :, None]
    return meet


def _asked(codes: np.ndarray, spec: PanelSpec) -> np.ndarray:
    asked = np.zeros((codes.size, codes.size), dtype=bool)
    place = {int(code): index for index, code in enumerate(codes)}
    for pair in spec.dyads:
        ordered = sorted(pair) if spec.undirected else pair
        if all(code in place for code in ordered):
            asked[place[ordered[0]], place[ordered[1]]] = True
    return asked
