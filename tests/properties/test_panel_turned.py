"""In the real panel, turning a pair around exchanges its sides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gaiatsu.context.dyads.build import build, read_tables
from gaiatsu.context.dyads.records import Level, Years
from gaiatsu.context.dyads.registry import addition
from gaiatsu.context.dyads.spec import PanelSpec, PanelTable, Unit

pytestmark = pytest.mark.data

NAMES = ("trade", "cinc", "alliance", "troops", "idealpoints", "gatt_wto", "igo", "rivalry", "leaders", "gdp")
MORE = ("elections", "cabinets", "hierarchy", "capital", "democracy", "majors", "disputes", "contiguity")
DISTANCES = ("capital_distance", "min_distance")
ADDITIONS = (*NAMES, *MORE, *DISTANCES)
STATES = (2, 20, 200, 255, 260, 365, 710, 740)
# what a column becomes when the pair is turned, where it does not end in 1 or 2
SWAPPED = {"imports": "exports", "exports": "imports"}
INVERSE, NEGATIVE, REST = {"dependence_ratio"}, {"defense_asymmetry"}, {"cinc_ratio", "gdp_ratio"}
SAME = {"both_gatt_wto", "dsu", "ideal_point_distance", "capital_distance", "contiguity"}
OWN = {"atop", "cow", "mid", "gml"}  # of one direction; the other has its own


@pytest.fixture(scope="module")
def table(data_dir: Path) -> PanelTable:
    spec = PanelSpec(Unit.DYAD_YEAR, Years(1950, 2014), ADDITIONS, states=STATES)
    return build(spec, read_tables([addition(name) for name in ADDITIONS], data_dir))


def undirected() -> set[str]:
    parts = [part for name in ADDITIONS for part in addition(name).parts if part.level is Level.UNDIRECTED]
    return {variable.name for part in parts for variable in part.variables}


def test_every_column_of_the_turned_pair_is_the_one_expected(table: PanelTable) -> None:
    frame = table.frame
    turned = frame.rename({"ccode1": "ccode2", "ccode2": "ccode1"}).sort("ccode1", "ccode2", "year")
    checked, wrong = 0, []
    for column in frame.columns[3:]:
        expected = image(column, turned)
        if expected is None:
            continue
        checked += 1
        mine = frame[column]
        if column in INVERSE:  # where a side sells nothing, one of the two ratios has no value
            mine, expected = (
                values.set(values.is_infinite() | (values == 0), None) for values in (mine, expected)
            )
        wrong += [] if equal(mine, expected) else [column]

    assert wrong == []
    assert checked > 100


def image(column: str, turned: pl.DataFrame) -> pl.Series | None:
    """The values that a column must have, made from the rows of the turned pair."""
    other = column[:-1] + {"1": "2", "2": "1"}.get(column[-1], "")
    if column[-1] in "12" and other in turned.columns:
        return turned[other]
    if column in SWAPPED:
        return turned[SWAPPED[column]]
    if column in INVERSE:
        return 1 / turned[column]
    if column in NEGATIVE:
        return -turned[column]
    if column in REST:
        return 1 - turned[column]
    return turned[column] if column in SAME | undirected() else None


def equal(mine: pl.Series, other: pl.Series) -> bool:
    if not mine.dtype.is_numeric():
        return mine.cast(pl.String).to_list() == other.cast(pl.String).to_list()
    left, right = (values.cast(pl.Float64).fill_null(np.nan).to_numpy() for values in (mine, other))
    return bool(np.allclose(left, right, rtol=1e-12, atol=1e-12, equal_nan=True))


def test_a_column_that_has_no_image_belongs_to_one_direction(table: PanelTable) -> None:
    rest = [c for c in table.frame.columns[3:] if image(c, table.frame) is None and not c.endswith("quality")]

    assert [column for column in rest if column.split("_")[0] not in OWN] == []
