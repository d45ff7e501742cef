"""Whatever is joined: rows stay, sides change places when a pair is turned, no value is of a later year."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from gaiatsu.context.dyads.base import dyad_years
from gaiatsu.context.dyads.engine import join
from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.spec import PanelSpec, Unit

FIRST, LAST = 1950, 1956
CODES = (2, 20, 255, 740, 900)
MONTH_END = 28

days = st.tuples(st.integers(FIRST - 3, LAST + 3), st.integers(1, 12), st.integers(1, MONTH_END))


@st.composite
def worlds(draw: st.DrawFn) -> pl.DataFrame:
    """Spells of membership of a few states, some of which never meet."""
    rows = []
    for code in draw(st.lists(st.sampled_from(CODES), min_size=2, max_size=5, unique=True)):
        start, end = sorted([draw(days), draw(days)])
        rows.append((code, *start, *end))
    names = ("ccode", "start_year", "start_month", "start_day", "end_year", "end_month", "end_day")
    return pl.DataFrame(rows, schema=names, orient="row")


@st.composite
def tables(draw: st.DrawFn, level: Level) -> pl.DataFrame:
    """A table of a level with values that name their own row, for some keys and not for others."""
    codes, years = st.sampled_from(CODES), st.integers(FIRST - 2, LAST + 2)
    parts = {"ccode": codes, "ccode1": codes, "ccode2": codes, "year": years}
    keys = draw(st.lists(st.tuples(*(parts[key] for key in level.keys)), max_size=40, unique=True))
    if level is Level.UNDIRECTED:
        keys = [key for key in keys if key[0] < key[1]]
    frame = pl.DataFrame(keys, schema=dict.fromkeys(level.keys, pl.Int64), orient="row")
    name = pl.concat_str([pl.col(key).cast(pl.String) for key in level.keys], separator="/")
    return frame.with_columns(x=name)


def addition(level: Level, table: pl.DataFrame) -> Addition:
    variable = Variable("x", "names its own row", "", Nature.CONTROL, ("s",))
    return Addition(level.name.lower(), "X", (), (Part(level, (variable,), lambda _tables, _years: table),))


def said(frame: pl.DataFrame) -> list[tuple[object, ...]]:
    """Rows as plain values."""
    return list(frame.iter_rows())


def spec(lag: int = 0, *, undirected: bool = False) -> PanelSpec:
    return PanelSpec(Unit.DYAD_YEAR, Years(FIRST, LAST), (), undirected=undirected, lag=lag)


some_level = st.sampled_from(list(Level)).flatmap(lambda level: st.tuples(st.just(level), tables(level)))


@given(world=worlds(), pair=some_level, lag=st.integers(0, 3), undirected=st.booleans())
def test_no_table_adds_or_loses_a_row(
    world: pl.DataFrame, pair: tuple[Level, pl.DataFrame], lag: int, *, undirected: bool
) -> None:
    asked = spec(lag, undirected=undirected)
    base = dyad_years(world, asked)
    frame, _ = join(base, [addition(*pair)], {}, asked)

    assert frame.select(base.columns).equals(base)


@given(world=worlds(), pair=some_level, lag=st.integers(0, 3))
def test_every_value_is_that_of_its_own_key_at_the_year_less_the_lag(
    world: pl.DataFrame, pair: tuple[Level, pl.DataFrame], lag: int
) -> None:
    """The values name the row they come from, so that a wrong lookup shows itself."""
    level, table = pair
    frame, columns = join(dyad_years(world, spec(lag)), [addition(level, table)], {}, spec(lag))
    known = {row[:-1]: row[-1] for row in table.select(*level.keys, "x").iter_rows()}

    for row in frame.iter_rows(named=True):
        for column in columns:
            key = wanted(level, column.side, row, lag)
            assert row[column.name] == known.get(key)


def wanted(level: Level, side: str, row: dict[str, int], lag: int) -> tuple[int, ...]:
    """Key of the row that a cell must come from, written out without arrays."""
    own = row["ccode2" if side == "target" else "ccode1"]
    year = row["year"] - lag
    first, second = row["ccode1"], row["ccode2"]
    return {
        Level.STATE_YEAR: (own, year),
        Level.STATE: (own,),
        Level.DIRECTED: (first, second, year),
        Level.UNDIRECTED: (*sorted((first, second)), year),
        Level.PAIR: (first, second),
        Level.YEAR: (year,),
    }[level]


@given(world=worlds(), table=tables(Level.STATE_YEAR), lag=st.integers(0, 3), cut=st.integers(FIRST, LAST))
def test_a_lagged_variable_does_not_change_when_later_years_do(
    world: pl.DataFrame, table: pl.DataFrame, lag: int, cut: int
) -> None:
    base = dyad_years(world, spec(lag))
    before, after = (
        said(join(base, [addition(Level.STATE_YEAR, known)], {}, spec(lag))[0].filter(pl.col("year") <= cut))
        for known in (table, table.filter(pl.col("year") <= cut - lag))
    )

    assert before == after


@given(world=worlds(), table=tables(Level.STATE_YEAR))
def test_a_pair_turned_around_has_its_sides_exchanged(world: pl.DataFrame, table: pl.DataFrame) -> None:
    frame, _ = join(dyad_years(world, spec()), [addition(Level.STATE_YEAR, table)], {}, spec())
    turned = frame.rename({"ccode1": "ccode2", "ccode2": "ccode1", "x1": "x2", "x2": "x1"}).select(
        frame.columns
    )

    assert said(turned.sort("ccode1", "ccode2", "year")) == said(frame)


@given(world=worlds())
def test_the_rows_are_the_pairs_whose_memberships_share_a_day(world: pl.DataFrame) -> None:
    frame = dyad_years(world, spec())
    spells = [(r[0], r[1:4], r[4:]) for r in world.iter_rows()]
    expected = [
        (a[0], b[0], year)
        for a in spells
        for b in spells
        for year in range(FIRST, LAST + 1)
        if a[0] != b[0] and max(a[1], b[1], (year, 1, 1)) <= min(a[2], b[2], (year, 12, 31))
    ]

    assert sorted(frame.iter_rows()) == sorted(expected)
