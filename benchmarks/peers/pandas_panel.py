"""The joins of a panel as one would write them in pandas: a merge for each side of each table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd
import polars as pl

from gaiatsu.context.dyads.records import Addition, Level, Part, Tables, Variable, Years

__all__ = ["as_pandas", "merge_all", "prepared"]

Prepared = tuple[Part, pd.DataFrame, tuple[Variable, ...]]
SIDES = {Level.STATE_YEAR: ("1", "2"), Level.STATE: ("1", "2")}


def as_pandas(frame: pl.DataFrame) -> pd.DataFrame:
    """Hand a table over column by column; text stays text, gaps in numbers become not-a-number."""
    return pd.DataFrame(
        {c.name: c.cast(pl.String).to_list() if c.dtype == pl.Enum else c.to_numpy() for c in frame}
    )


def prepared(additions: Sequence[Addition], tables: Tables, years: Years) -> list[Prepared]:
    """Compute the tables that are to be merged, outside the time that is taken."""
    return [
        (part, as_pandas(part.table(tables, years)), part.variables)
        for addition in additions
        for part in addition.parts
    ]


def merge_all(base: pd.DataFrame, parts: Sequence[Prepared]) -> pd.DataFrame:
    """Merge every table to the rows."""
    frame = base
    for part, table, variables in parts:
        names = [variable.name for variable in variables]
        for keys, renamed in _ways(part.level, table, names):
            frame = frame.merge(renamed[[*keys, *_new(renamed, keys, names)]], how="left", on=keys)
            _fill(frame, variables, renamed, keys)
    return frame


def _ways(
    level: Level, table: pd.DataFrame, names: Sequence[str]
) -> Iterator[tuple[list[str], pd.DataFrame]]:
    if level in SIDES:
        for side in SIDES[level]:
            keys = (
                {"ccode": f"ccode{side}"}
                if level is Level.STATE
                else {"ccode": f"ccode{side}", "year": "year"}
            )
            yield list(keys.values()), table.rename(columns=keys | {name: name + side for name in names})
    elif level is Level.UNDIRECTED:
        turned = table.rename(columns={"ccode1": "ccode2", "ccode2": "ccode1"})
        yield ["ccode1", "ccode2", "year"], pd.concat([table, turned])
    else:
        yield list(level.keys), table


def _new(table: pd.DataFrame, keys: Sequence[str], names: Sequence[str]) -> list[str]:
    wanted = {name + side for name in names for side in ("", "1", "2")}
    return [column for column in table.columns if column in wanted and column not in keys]


def _fill(
    frame: pd.DataFrame, variables: Sequence[Variable], table: pd.DataFrame, keys: Sequence[str]
) -> None:
    """Write what no row means in the years a list covers. No table here has a gap in such a column."""
    for variable in variables:
        if variable.absent is None or variable.covers is None:
            continue
        inside = frame["year"].between(variable.covers.first, variable.covers.last)
        for column in _new(table, keys, [variable.name]):
            frame[column] = frame[column].mask(frame[column].isna() & inside, variable.absent)
