"""Join the tables of additions to the rows of a panel.

No addition joins anything itself. The engine looks every row of the panel up in the addition's table by the
key of its level and the year of the row less the lag, so a row is never added or lost, the values of a pair
turned around are those of the pair with sides exchanged, and a lagged value cannot come from a later year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from gaiatsu.context.dyads.base import CARRIED_TO, FIRST_YEAR, state_years
from gaiatsu.context.dyads.records import Level, Nature, Variable, Years
from gaiatsu.context.dyads.spec import PanelColumn, Unit
from gaiatsu.errors import InvalidData

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from gaiatsu.context.dyads.records import Addition, Part, Tables
    from gaiatsu.context.dyads.spec import PanelSpec

__all__ = ["join"]

Keys = Any  # NumPy integer arrays
KEYS = ("ccode1", "ccode2", "year")
STATES = "cow_states"
SUFFIX = {"sender": "1", "target": "2", "reverse": "_rev", "": ""}
NO_STATE = 0  # stands for a sender or target that is no state, which no table knows
NOWHERE = np.zeros(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Grid:
    """Numbers for the states and years of a panel, so that a lookup is one step into an array.

    Parameters
    ----------
    codes
        Codes of the states, ascending.
    first
        The first year additions are read in.
    length
        Number of years.
    """

    codes: NDArray[np.int64]
    first: int
    length: int

    def place(self, codes: Keys) -> Keys:
        """Index of each code, or -1 where the panel has no such state."""
        largest = int(self.codes[-1]) if self.codes.size else 0
        index = np.full(largest + 2, -1, dtype=np.int32)
        index[self.codes] = np.arange(self.codes.size, dtype=np.int32)
        known = (codes >= 0) & (codes <= largest)
        return index[np.where(known, codes, largest + 1)]

    def when(self, years: Keys) -> Keys:
        """Index of each year, or -1 where no row of the panel reads it."""
        index = years - self.first
        return np.where((index >= 0) & (index < self.length), index, -1).astype(np.int32)


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a panel as indices into its grid.

    Parameters
    ----------
    grid
        The grid.
    sender, target, year
        Indices of each row.
    members
        Which state was in the system in which year; ``None`` where every row is known to hold two members.
    """

    grid: Grid
    sender: NDArray[np.int32]
    target: NDArray[np.int32]
    year: NDArray[np.int32]
    members: NDArray[np.bool_] | None = None

    def whole(self, level: Level, side: str) -> Keys:
        """Mark rows whose states, those that the level names, were members of the system in the year read."""
        if self.members is None or level is Level.YEAR:
            return np.True_
        sender, target = (self.members[state, self.year] for state in (self.sender, self.target))
        return (target if side == "target" else sender) if level.two_sided else sender & target

    def key(self, level: Level, side: str) -> Keys:
        """Return the number of the row's key at a level, seen from one side."""
        n, length = self.grid.codes.size, self.grid.length
        own, other = (
            (self.target, self.sender) if side in {"target", "reverse"} else (self.sender, self.target)
        )
        match level:
            case Level.STATE:
                return own
            case Level.STATE_YEAR:
                return own * length + self.year
            case Level.YEAR:
                return self.year
            case Level.PAIR:
                return own * n + other
            case Level.UNDIRECTED:
                return (np.minimum(own, other) * n + np.maximum(own, other)) * length + self.year
            case Level.DIRECTED:
                return (own * n + other) * length + self.year

    def room(self, level: Level) -> int:
        """How many keys a level has."""
        n, length = self.grid.codes.size, self.grid.length
        return {
            Level.STATE: n,
            Level.STATE_YEAR: n * length,
            Level.YEAR: length,
            Level.PAIR: n * n,
        }.get(level, n * n * length)


def join(
    base: pl.DataFrame, additions: Sequence[Addition], tables: Tables, spec: PanelSpec
) -> tuple[pl.DataFrame, tuple[PanelColumn, ...]]:
    """Join additions to rows that hold ccode1, ccode2 and year.

    Parameters
    ----------
    base
        The rows; other columns are kept.
    additions
        What to add, in the order of the columns.
    tables
        The data sets that the additions need, by name.
    spec
        Lag and direction.

    Returns
    -------
    frame : polars.DataFrame
        The rows of ``base``, in their order, with the new columns.
    columns : tuple of PanelColumn
        What each new column means.

    Raises
    ------
    InvalidData
        An addition's table has two rows of one name, or not the columns it declares.
    """
    rows = _rows(base, tables, spec)
    columns: list[PanelColumn] = []
    frame = base
    for addition in additions:
        joined: dict[str, pl.Series] = {}
        for part in addition.parts:
            for column, values in _join_part(addition, part, tables, rows, spec):
                known = joined.get(column.name)
                joined[column.name] = values if known is None else _both_marks(known, values)
                columns += [column] if known is None else []
        frame = frame.with_columns(values.alias(name) for name, values in joined.items())
        if addition.derived:
            frame = frame.with_columns(
                item.expression().alias(item.variable.name) for item in addition.derived
            )
            columns += [PanelColumn(d.variable.name, addition.name, d.variable) for d in addition.derived]
    order = [*base.columns, *(column.name for column in columns)]
    return frame.select(order), tuple(columns)


def _rows(base: pl.DataFrame, tables: Tables, spec: PanelSpec) -> Rows:
    sender, target, year = (base[name].fill_null(NO_STATE).cast(pl.Int32).to_numpy() for name in KEYS)
    read = year - spec.lag
    first = int(read.min()) if read.size else spec.years.first
    length = int(read.max()) - first + 1 if read.size else 1
    grid = Grid(np.flatnonzero(_seen(sender, target)).astype(np.int64), first, length)
    known = spec.unit is Unit.DYAD_YEAR and not spec.lag
    members = None if known or STATES not in tables else _members(grid, tables[STATES].table)
    return Rows(grid, grid.place(sender), grid.place(target), read - first, members)


def _members(grid: Grid, states: pl.DataFrame) -> NDArray[np.bool_]:
    """Mark the years of the grid in which each of its states was in the system."""
    member = np.zeros((grid.codes.size, grid.length), dtype=bool)
    years = Years(max(grid.first, FIRST_YEAR), min(grid.first + grid.length - 1, CARRIED_TO))
    if years.first <= years.last:
        listed = state_years(states, years)
        state = grid.place(listed["ccode"].to_numpy())
        when = listed["year"].to_numpy() - grid.first
        member[state[state >= 0], when[state >= 0]] = True
    return member


def _seen(*codes: Keys) -> Keys:
    """Mark the codes that occur, by their number."""
    counts = [np.bincount(values) for values in codes]
    seen = np.zeros(max((count.size for count in counts), default=0), dtype=bool)
    for count in counts:
        seen[: count.size] |= count > 0
    return seen


def _sides(level: Level, *, undirected: bool) -> tuple[str, ...]:
    if level.two_sided:
        return ("sender", "target")
    if undirected and level in {Level.DIRECTED, Level.PAIR}:
        return ("", "reverse")
    return ("",)


def _join_part(
    addition: Addition, part: Part, tables: Tables, rows: Rows, spec: PanelSpec
) -> Iterator[tuple[PanelColumn, pl.Series]]:
    table = _checked(addition, part, part.table(tables, spec.wanted))
    lookup, table = _lookup(addition, part, table, rows)
    variables = part.variables
    if "quality" in table.columns:
        table = table.rename({"quality": f"{addition.name}_quality"})
        variables = (*variables, _quality_variable(addition, part))
    for side in _sides(part.level, undirected=spec.undirected):
        found = lookup[rows.key(part.level, side)]
        joined = _gather(table, variables, found, (rows, rows.whole(part.level, side)))
        for variable in variables:
            header = variable.name + SUFFIX[side]
            yield PanelColumn(header, addition.name, variable, side), joined[variable.name].alias(header)


def _checked(addition: Addition, part: Part, table: pl.DataFrame) -> pl.DataFrame:
    names = [variable.name for variable in part.variables]
    wanted = [*part.level.keys, *names, *(["quality"] if "quality" in table.columns else [])]
    lacking = [name for name in wanted if name not in table.columns]
    if lacking:
        message = f"The addition {addition.name} gave a table without the column {lacking[0]!r}."
        raise InvalidData(message, expected=", ".join(wanted))
    nameless = [key for key in part.level.keys if table[key].null_count()]
    if nameless:
        message = (
            f"The addition {addition.name} gave {table[nameless[0]].null_count()} rows without {nameless[0]}."
        )
        raise InvalidData(message, expected="a value in " + ", ".join(part.level.keys))
    if part.level is Level.UNDIRECTED and table.select((pl.col("ccode1") >= pl.col("ccode2")).any()).item():
        message = f"The addition {addition.name} gave an undirected table whose first code is not the lower."
        raise InvalidData(message, expected="ccode1 below ccode2 in every row")
    return table.select(wanted)


def _lookup(
    addition: Addition, part: Part, table: pl.DataFrame, rows: Rows
) -> tuple[NDArray[np.uint32], pl.DataFrame]:
    """Return the row of the table for every key of the grid, one past its end where it has none; and it."""
    grid, inside = rows.grid, np.ones(table.height, dtype=bool)
    places = {}
    for key in part.level.keys:
        values = table[key].cast(pl.Int32).to_numpy()
        places[key] = grid.when(values) if key == "year" else grid.place(values)
        inside &= places[key] >= 0
    kept = table.filter(pl.Series(inside)) if not inside.all() else table
    place = {name: values[inside] for name, values in places.items()}
    own = place.get("ccode1", place.get("ccode", NOWHERE))
    keys = Rows(grid, own, place.get("ccode2", NOWHERE), place.get("year", NOWHERE)).key(part.level, "")
    lookup = np.full(rows.room(part.level), keys.size, dtype=np.uint32)
    numbers = np.arange(keys.size, dtype=np.uint32)
    lookup[keys] = numbers
    if not np.array_equal(lookup[keys], numbers):
        twice = kept.row(int(np.nonzero(lookup[keys] != numbers)[0][0]), named=True)
        name = ", ".join(f"{key} {twice[key]}" for key in part.level.keys)
        message = f"The addition {addition.name} gave two rows for {name}."
        raise InvalidData(message, expected=f"one row for each {part.level.value}")
    return lookup, _small(kept)


def _small(table: pl.DataFrame) -> pl.DataFrame:
    """Narrow integers and marks, which saves most of the memory of the panel."""
    narrowed = []
    for column in table.get_columns():
        if column.name == "quality":
            narrowed.append(_marks(column))
        elif column.dtype == pl.Boolean:
            narrowed.append(column.cast(pl.Int8))
        elif column.dtype.is_integer():
            narrowed.append(column.shrink_dtype())
        elif column.dtype == pl.String:
            narrowed.append(column.cast(pl.Enum(column.drop_nulls().unique().sort())))
        else:
            narrowed.append(column)
    return pl.DataFrame(narrowed)


def _marks(column: pl.Series) -> pl.Series:
    text = column.cast(pl.String).replace("", None)
    return text.cast(pl.Enum(text.drop_nulls().unique().sort()))


def _gather(
    table: pl.DataFrame, variables: Sequence[Variable], found: Keys, place: tuple[Rows, Keys]
) -> pl.DataFrame:
    """Take the row found for each row of the panel; a value that stands for absence where none was found."""
    height, (rows, whole) = table.height, place
    rules = dict.fromkeys((variable.absent, variable.covers) for variable in variables)
    pieces = []
    for absent, covers in rules:
        names = [item.name for item in variables if (item.absent, item.covers) == (absent, covers)]
        columns, where = table.select(names).get_columns(), found
        if absent is not None and covers is not None:
            calendar = np.arange(rows.grid.first, rows.grid.first + rows.grid.length)
            covered = (calendar >= covers.first) & (calendar <= covers.last)
            columns = [column.extend_constant(absent, 1) for column in columns]
            if not (covered.all() and np.all(whole)):
                unknown = (found == height) & ~(covered[rows.year] & whole)
                where = np.where(unknown, np.uint32(height + 1), found)
        if where.size and where.max() == len(
            columns[0]
        ):  # a gap where no row was found, at no cost elsewhere
            columns = [column.extend_constant(None, 1) for column in columns]
        pieces.append(pl.DataFrame(columns).select(pl.all().gather(pl.Series(where))))
    return pl.concat(pieces, how="horizontal")


def _both_marks(known: pl.Series, more: pl.Series) -> pl.Series:
    """Join the marks of two columns, combination by combination rather than row by row."""
    words, others = (["", *column.dtype.categories] for column in (known, more))  # type: ignore[attr-defined]
    pair = _place(known) * len(others) + _place(more)
    used = np.flatnonzero(np.bincount(pair, minlength=1))
    joined = [";".join(filter(None, (words[n // len(others)], others[n % len(others)]))) for n in used]
    categories = sorted({text for text in joined if text})
    codes = np.zeros(used[-1] + 1 if used.size else 1, dtype=np.uint32)
    codes[used] = [categories.index(text) if text else len(categories) for text in joined]
    table = pl.Series([*categories, None], dtype=pl.Enum(categories))
    return table.gather(pl.Series(codes[pair]))


def _place(marks: pl.Series) -> Keys:
    """Return the number of each mark from 1, and 0 where there is none."""
    return (marks.to_physical().cast(pl.Int32) + 1).fill_null(0).to_numpy()


def _quality_variable(addition: Addition, part: Part) -> Variable:
    sources = tuple(dict.fromkeys(name for variable in part.variables for name in variable.sources))
    return Variable(
        f"{addition.name}_quality",
        "marks of the known defects that touch the values of this addition; empty where none does",
        "",
        Nature.QUALITY,
        sources,
        method="joined by semicolons; the marks are explained with the data sets",
    )
