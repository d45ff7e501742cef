"""The engine's joins against the merges of pandas, value by value."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl
import pytest

from gaiatsu.context.dyads.base import dyad_years
from gaiatsu.context.dyads.build import build, read_tables
from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.registry import addition
from gaiatsu.context.dyads.spec import PanelSpec, Unit

pytestmark = pytest.mark.data

PEER = Path(__file__).parents[2] / "benchmarks" / "peers" / "pandas_panel.py"
NAMES = ("alliance", "cinc", "trade", "contiguity", "igo", "gdp", "majors", "rivalry", "disputes", "leaders")
YEARS = Years(1988, 1992)


@pytest.fixture(scope="module")
def peer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pandas_panel", PEER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_value_is_the_one_that_pandas_finds(data_dir: Path, peer: ModuleType) -> None:
    additions = [addition(name) for name in NAMES]
    tables = read_tables(additions, data_dir)
    spec = PanelSpec(Unit.DYAD_YEAR, YEARS, NAMES)
    ours = build(spec, tables).frame
    base = peer.as_pandas(dyad_years(tables["cow_states"].table, spec))
    theirs = peer.merge_all(base, peer.prepared(additions, tables, YEARS))

    different = []
    for name in theirs.columns:
        mine, other = ours[name], theirs[name]
        if mine.dtype.is_numeric():
            values = mine.cast(pl.Float64).fill_null(float("nan")).to_numpy()
            same = np.array_equal(values, other.astype(float).to_numpy(), equal_nan=True)
        else:
            same = mine.cast(pl.String).to_list() == [None if v is None or v != v else v for v in other]
        different += [] if same else [name]

    assert (len(theirs), len(theirs.columns)) == (ours.height, 107)
    assert different == []
