"""The engine joins tables of every level and refuses what would change the rows."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import polars as pl
import pytest

from gaiatsu.context.dyads.engine import join
from gaiatsu.context.dyads.records import Addition, Derived, Level, Nature, Part, Variable, Years
from gaiatsu.context.dyads.spec import PanelSpec, Unit
from gaiatsu.errors import InvalidData

BASE = pl.DataFrame(
    {"ccode1": [2, 2, 740, 740], "ccode2": [740, 740, 2, 2], "year": [1990, 1991, 1990, 1991]},
    schema={"ccode1": pl.Int16, "ccode2": pl.Int16, "year": pl.Int16},
)


def spec(**wanted: object) -> PanelSpec:
    return PanelSpec(Unit.DYAD_YEAR, Years(1990, 1991), ("x",), **wanted)  # type: ignore[arg-type]


def variable(name: str = "x", **more: object) -> Variable:
    return Variable(name, "a thing", "", Nature.CONTROL, ("s",), **more)  # type: ignore[arg-type]


def addition(level: Level, table: pl.DataFrame, *variables: Variable, **more: object) -> Addition:
    part = Part(level, variables or (variable(),), lambda _tables, _years: table)
    return Addition("x", "X", ("s",), (part,), **more)  # type: ignore[arg-type]


def joined(item: Addition, base: pl.DataFrame = BASE, **wanted: object) -> pl.DataFrame:
    return join(base, [item], {}, spec(**wanted))[0]


def test_a_state_year_appears_on_both_sides() -> None:
    table = pl.DataFrame({"ccode": [2, 740, 2], "year": [1990, 1990, 1991], "x": [1.0, 2.0, 3.0]})
    frame = joined(addition(Level.STATE_YEAR, table))

    assert frame["x1"].to_list() == [1.0, 3.0, 2.0, None]
    assert frame["x2"].to_list() == [2.0, None, 1.0, 3.0]


def test_a_state_without_years_stands_in_every_year() -> None:
    frame = joined(addition(Level.STATE, pl.DataFrame({"ccode": [740], "x": [5]})))

    assert frame["x1"].to_list() == [None, None, 5, 5]


def test_a_directed_row_belongs_to_one_direction() -> None:
    table = pl.DataFrame({"ccode1": [2], "ccode2": [740], "year": [1990], "x": [7]})

    assert joined(addition(Level.DIRECTED, table))["x"].to_list() == [7, None, None, None]


def test_an_undirected_row_belongs_to_both() -> None:
    table = pl.DataFrame({"ccode1": [2], "ccode2": [740], "year": [1990], "x": [7]})

    assert joined(addition(Level.UNDIRECTED, table))["x"].to_list() == [7, None, 7, None]


def test_a_pair_without_years_stands_in_every_year() -> None:
    table = pl.DataFrame({"ccode1": [740], "ccode2": [2], "x": [7]})

    assert joined(addition(Level.PAIR, table))["x"].to_list() == [None, None, 7, 7]


def test_a_year_is_the_same_for_everybody() -> None:
    table = pl.DataFrame({"year": [1991], "x": [7]})

    assert joined(addition(Level.YEAR, table))["x"].to_list() == [None, 7, None, 7]


def test_an_undirected_panel_shows_a_directed_variable_in_both_directions() -> None:
    table = pl.DataFrame({"ccode1": [2, 740], "ccode2": [740, 2], "year": [1990, 1990], "x": [7, 8]})
    frame = joined(addition(Level.DIRECTED, table), BASE.head(2), undirected=True)

    assert frame["x"].to_list() == [7, None]
    assert frame["x_rev"].to_list() == [8, None]


def test_no_row_means_absence_only_in_the_years_a_list_covers() -> None:
    table = pl.DataFrame({"ccode1": [2], "ccode2": [740], "year": [1990], "x": [1]})
    frame = joined(addition(Level.DIRECTED, table, variable(absent=0, covers=Years(1816, 1990))))

    assert frame["x"].to_list() == [1, None, 0, None]


def test_a_row_with_a_gap_is_not_read_as_absence() -> None:
    table = pl.DataFrame(
        {"ccode1": [2], "ccode2": [740], "year": [1990], "x": [None]}, schema_overrides={"x": pl.Int8}
    )
    frame = joined(addition(Level.DIRECTED, table, variable(absent=0, covers=Years(1816, 2000))))

    assert frame["x"].to_list() == [None, 0, 0, 0]


SPELLS = pl.DataFrame(
    {
        "ccode": [2, 740],
        "start_year": [1816, 1990],
        "start_month": [1, 6],
        "start_day": [1, 1],
        "end_year": [2016, 2016],
        "end_month": [12, 12],
        "end_day": [31, 31],
    }
)


def test_no_row_says_nothing_about_a_state_that_was_not_yet_one() -> None:
    """Read a year earlier, in 1989, one of the two is no member: no list can have covered it."""
    table = pl.DataFrame({"ccode1": [2], "ccode2": [20], "year": [1989], "x": [1]})
    item = addition(Level.DIRECTED, table, variable(absent=0, covers=Years(1816, 2000)))
    frame, _ = join(BASE, [item], {"cow_states": SimpleNamespace(table=SPELLS)}, spec(lag=1))  # type: ignore[dict-item]

    assert frame["x"].to_list() == [None, 0, None, 0]


def test_no_row_says_nothing_about_a_sender_that_is_no_state() -> None:
    base = BASE.with_columns(ccode1=pl.Series([1000, None, 740, 740], dtype=pl.Int16))
    asked = PanelSpec(Unit.EPISODE, Years(1990, 1991), ("x",), cases="mine")
    known = {"cow_states": SimpleNamespace(table=SPELLS)}
    both = pl.DataFrame({"ccode1": [2], "ccode2": [20], "year": [1990], "x": [1]})
    one = pl.DataFrame({"ccode": [20], "year": [1990], "x": [1]})
    rule = variable(absent=0, covers=Years(1816, 2000))

    dyads, _ = join(base, [addition(Level.DIRECTED, both, rule)], known, asked)  # type: ignore[arg-type]
    sides, _ = join(base, [addition(Level.STATE_YEAR, one, rule)], known, asked)  # type: ignore[arg-type]

    assert dyads["x"].to_list() == [None, None, 0, 0]
    assert sides["x1"].to_list() == [None, None, 0, 0]
    assert sides["x2"].to_list() == [0, 0, 0, 0]


def test_a_lag_reads_the_year_before_even_where_no_row_has_it() -> None:
    table = pl.DataFrame({"ccode": [2, 2, 2], "year": [1989, 1990, 1991], "x": [1, 2, 3]})

    assert joined(addition(Level.STATE_YEAR, table), lag=1)["x1"].to_list() == [1, 2, None, None]


def test_states_that_are_in_no_row_do_no_harm() -> None:
    table = pl.DataFrame({"ccode": [2, 999, 5000], "year": [1990, 1990, 1990], "x": [1, 2, 3]})

    assert joined(addition(Level.STATE_YEAR, table))["x1"].to_list() == [1, None, None, None]


def test_a_sender_that_is_no_state_keeps_its_row() -> None:
    base = BASE.with_columns(ccode1=pl.Series([None, 2, 740, 740], dtype=pl.Int16))
    table = pl.DataFrame({"ccode": [2, 740], "year": [1990, 1990], "x": [1, 2]})
    frame = joined(addition(Level.STATE_YEAR, table), base)

    assert frame["x1"].to_list() == [None, None, 2, None]
    assert frame["x2"].to_list() == [2, None, 1, None]


def test_marks_become_quality_columns_and_empty_marks_are_missing() -> None:
    table = pl.DataFrame({"ccode": [2, 740], "year": [1990, 1990], "x": [1, 2], "quality": ["odd", ""]})
    frame, columns = join(BASE, [addition(Level.STATE_YEAR, table)], {}, spec())

    assert frame["x_quality1"].to_list() == ["odd", None, None, None]
    assert frame["x_quality2"].to_list() == [None, None, "odd", None]
    assert [c.name for c in columns if c.variable.nature is Nature.QUALITY] == ["x_quality1", "x_quality2"]


def test_marks_of_two_parts_share_a_column() -> None:
    one = pl.DataFrame({"ccode": [2, 740], "year": [1990, 1990], "x": [1, 2], "quality": ["odd", "old"]})
    two = pl.DataFrame({"ccode": [2], "year": [1990], "y": [1], "quality": ["late"]})
    parts = (
        Part(Level.STATE_YEAR, (variable("x"),), lambda _t, _y: one),
        Part(Level.STATE_YEAR, (variable("y"),), lambda _t, _y: two),
    )
    frame = joined(Addition("x", "X", ("s",), parts))

    assert frame["x_quality1"].to_list() == ["odd;late", None, "old", None]
    assert frame.columns.count("x_quality1") == 1


def test_a_derived_variable_sees_the_row_it_stands_in() -> None:
    table = pl.DataFrame({"ccode": [2, 740], "year": [1990, 1990], "x": [3.0, 1.0]})
    ratio = Derived(variable("ratio"), lambda: pl.col("x1") / pl.col("x2"))
    frame = joined(addition(Level.STATE_YEAR, table, derived=(ratio,)))

    assert frame["ratio"].to_list() == [3.0, None, pytest.approx(1 / 3), None]


def test_other_columns_and_the_order_of_the_rows_are_kept() -> None:
    base = BASE.reverse().with_columns(id=pl.Series(["d", "c", "b", "a"]))
    frame = joined(addition(Level.YEAR, pl.DataFrame({"year": [1990], "x": [1]})), base)

    assert frame.columns == ["ccode1", "ccode2", "year", "id", "x"]
    assert frame["id"].to_list() == ["d", "c", "b", "a"]


def test_text_and_truth_values_are_kept() -> None:
    table = pl.DataFrame({"year": [1990, 1991], "x": ["first", None], "y": [True, False]})
    frame = joined(addition(Level.YEAR, table, variable("x"), variable("y")))

    assert frame["x"].to_list() == ["first", None, "first", None]
    assert frame["y"].to_list() == [1, 0, 1, 0]


TWICE = pl.DataFrame({"ccode": [2, 2], "year": [1990, 1990], "x": [1, 2]})
LACKING = pl.DataFrame({"ccode": [2], "year": [1990], "y": [1]})
NAMELESS = pl.DataFrame({"ccode": [None, 2], "year": [1990, 1990], "x": [1, 2]})
WRONG_WAY = pl.DataFrame({"ccode1": [740], "ccode2": [2], "year": [1990], "x": [1]})
REFUSED: dict[str, tuple[Level, pl.DataFrame, str]] = {
    "two rows of one name": (Level.STATE_YEAR, TWICE, "x gave two rows for ccode 2, year 1990"),
    "no such column": (Level.STATE_YEAR, LACKING, "without the column 'x'"),
    "a row without a name": (Level.STATE_YEAR, NAMELESS, "1 rows without ccode"),
    "a pair in the wrong order": (Level.UNDIRECTED, WRONG_WAY, "first code is not the lower"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_table_that_would_change_the_rows_is_refused(case: str) -> None:
    level, table, words = REFUSED[case]

    with pytest.raises(InvalidData, match=words):
        joined(addition(level, table))


def test_the_table_is_asked_for_the_years_that_are_read() -> None:
    asked: list[Years] = []

    def table(_tables: object, years: Years) -> pl.DataFrame:
        asked.append(years)
        return pl.DataFrame({"year": [1990], "x": [1]})

    function: Callable[..., pl.DataFrame] = table
    item = Addition("x", "X", (), (Part(Level.YEAR, (variable(),), function),))
    join(BASE, [item], {}, spec(lag=2))

    assert asked == [Years(1988, 1989)]
