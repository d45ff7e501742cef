"""No addition lets the value of a year depend on what happened later.

Every data set is cut off at the end of a year, as if the list had been closed then; the values up to that
year must stay the same. Marks are left out: some of them say that a later year showed the value to be wrong.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from gaiatsu.context.dyads.build import build, read_tables
from gaiatsu.context.dyads.records import Addition, Level, Nature, Part, Tables, Variable, Years
from gaiatsu.context.dyads.registry import addition
from gaiatsu.context.dyads.spec import PanelSpec, PanelTable, Unit
from gaiatsu.sources.records import Dataset

pytestmark = pytest.mark.data

CUTS = (1993, 2008)  # the turn of the article, and a year whose count of troops is a spike
STATES = (2, 200, 255, 365, 710, 732, 740)
ADDITIONS = (
    "trade",
    "cinc",
    "alliance",
    "idealpoints",
    "troops",
    "igo",
    "gatt_wto",
    "rivalry",
    "leaders",
    "elections",
    "cabinets",
    "hierarchy",
    "capital",
    "gdp",
    "majors",
    "disputes",
    "contiguity",
    "capital_distance",
    "min_distance",
)
WHOLE = {"cow_states"}  # the rows themselves


def known_by(data: Dataset, cut: int) -> Dataset:
    """Cut a data set off at the end of a year: no later rows, and no spell seen to end later."""
    table = data.table
    closes = pl.date(cut, 12, 31)
    if "year" in table.columns:
        table = table.filter(pl.col("year") <= cut)
    elif "start_year" in table.columns:
        late = pl.col("end_year") > cut
        table = table.filter(pl.col("start_year") <= cut).with_columns(
            pl.when(late).then(cut).otherwise("end_year").alias("end_year")
        )
        if "end_month" in table.columns:
            table = table.with_columns(pl.when(late).then(12).otherwise("end_month").alias("end_month"))
    elif "start" in table.columns:
        begins, ends = (pl.col(name) for name in ("start", "end"))
        limit: pl.Expr = closes if table.schema["start"] == pl.Date else pl.lit(cut)
        table = table.filter(begins <= limit).with_columns(pl.min_horizontal(ends, limit).alias("end"))
    elif "date" in table.columns:
        table = table.filter(pl.col("date") <= closes)
    return replace(data, table=table)


@pytest.fixture(scope="module")
def tables(data_dir: Path) -> dict[str, Dataset]:
    return read_tables([addition(name) for name in ADDITIONS], data_dir)


def built(tables: dict[str, Dataset], name: str, cut: int) -> PanelTable:
    return build(PanelSpec(Unit.DYAD_YEAR, Years(cut - 8, cut + 6), (name,), states=STATES), tables)


def changed(tables: dict[str, Dataset], name: str, cut: int) -> list[str]:
    """Columns whose values up to the cut differ when the data sets are closed there."""
    closed = {key: data if key in WHOLE else known_by(data, cut) for key, data in tables.items()}
    whole, known = built(tables, name, cut), built(closed, name, cut)
    columns = [c.name for c in whole.columns if c.variable.nature is not Nature.QUALITY]
    before, after = (one.frame.filter(pl.col("year") <= cut).select(columns) for one in (whole, known))
    return [c for c in columns if before[c].to_list() != after[c].to_list()]


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("name", ADDITIONS)
def test_values_up_to_a_year_do_not_depend_on_later_ones(
    tables: dict[str, Dataset], name: str, cut: int
) -> None:
    assert changed(tables, name, cut) == []


def test_the_check_sees_a_variable_that_knows_the_future(
    tables: dict[str, Dataset], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of leaders a state will have had, given to each year."""

    def table(known: Tables, _years: Years) -> pl.DataFrame:
        return known["archigos"].table.group_by("ccode").agg(pl.len().alias("leaders_ever"))

    variable = Variable("leaders_ever", "leaders of all time", "leaders", Nature.CONTROL, ("archigos",))
    leaking = Addition("leaders", "Leaking", ("archigos",), (Part(Level.STATE, (variable,), table),))
    monkeypatch.setattr("gaiatsu.context.dyads.build.addition", lambda _name: leaking)

    assert changed(tables, "leaders", CUTS[0]) == ["leaders_ever1", "leaders_ever2"]
