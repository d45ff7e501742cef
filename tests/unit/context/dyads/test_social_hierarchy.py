from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from gaiatsu.context.dyads.records import Years
from gaiatsu.context.dyads.social import hierarchy
from gaiatsu.context.dyads.social.hierarchy import INDICATORS, hierarchy_models, ideal_gaps

TABLES = {part.variables[0].name: part.table for part in hierarchy.ADDITION.parts}
WIDE = Years(1946, 2018)


def sets(**frames: pl.DataFrame) -> Any:
    return {name: SimpleNamespace(table=frame) for name, frame in frames.items()}


def points(rows: list[tuple[int, int, float, float]]) -> pl.DataFrame:
    """Country, year, point and half-width of the published interval."""
    return pl.DataFrame(
        [(c, y, x, x - h, x + h) for c, y, x, h in rows],
        schema=["ccode", "year", "ideal_point", "low", "high"],
        orient="row",
    )


def pacts(rows: list[tuple[int, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=["ccode1", "ccode2", "year"], orient="row")


ALLIES = [20, 200, 220, 740]


def test_a_drift_shared_by_all_allies_is_no_gap() -> None:
    rows = [(2, year, 3.0, 0.1) for year in (1985, 1995)]
    rows += [(ally, year, 1.5 - shift, 0.1) for ally in ALLIES for year, shift in ((1985, 0.0), (1995, 0.8))]
    found = ideal_gaps(points(rows), pacts([(2, a, y) for a in ALLIES for y in (1985, 1995)]))
    japan = found.filter(pl.col("ccode2") == 740).sort("year")

    assert np.diff(japan["ideal_distance"].to_numpy())[0] == pytest.approx(0.8)
    assert np.diff(japan["distance_minus_allies_mean"].to_numpy())[0] == pytest.approx(0.0)


def test_an_ally_is_compared_with_the_others_and_not_with_itself() -> None:
    rows = [(2, 1990, 3.0, 0.1), (740, 1990, 1.0, 0.1)] + [(a, 1990, 2.0, 0.1) for a in ALLIES[:3]]
    found = ideal_gaps(points(rows), pacts([(2, a, 1990) for a in ALLIES])).filter(pl.col("ccode2") == 740)

    assert found["distance_minus_allies_mean"].item() == pytest.approx(1.0)
    assert found["distance_allies"].item() == 3
    assert found["distance_allies_sd"].item() == pytest.approx(0.0, abs=1e-7)


def test_the_error_is_that_of_repeated_draws(rng: np.random.Generator) -> None:
    half = np.asarray([0.3, 0.2, 0.1, 0.4, 0.25])
    true = np.asarray([1.5, 0.5, 3.5, 0.8, 0.2])  # the third stands beyond the sender
    table = [(code, 1990, x, h) for code, x, h in zip([2, *ALLIES], true, half, strict=True)]
    found = ideal_gaps(points(table), pacts([(2, a, 1990) for a in ALLIES])).filter(pl.col("ccode2") == 740)

    drawn = true + rng.standard_normal((200_000, 5)) * half / hierarchy.TAIL
    distance = np.abs(drawn[:, :1] - drawn[:, 1:])
    gap = distance[:, 3] - distance[:, :3].mean(axis=1)
    assert found["distance_minus_allies_se"].item() == pytest.approx(gap.std(), rel=0.01)


def test_the_spread_is_the_standard_deviation_of_the_others() -> None:
    others = {20: 2.0, 200: 1.0, 220: 2.6}
    rows = [(2, 1990, 3.0, 0.1), (740, 1990, 1.0, 0.1), *((c, 1990, x, 0.1) for c, x in others.items())]
    found = ideal_gaps(points(rows), pacts([(2, a, 1990) for a in ALLIES])).filter(pl.col("ccode2") == 740)

    expected = np.std([3.0 - x for x in others.values()], ddof=1)
    assert found["distance_allies_sd"].item() == pytest.approx(expected)


def test_too_few_allies_give_no_difference() -> None:
    rows = [(c, 1990, 1.0 + c / 1000, 0.1) for c in (2, 20, 740)]
    found = ideal_gaps(points(rows), pacts([(2, 20, 1990), (2, 740, 1990)]))

    assert found["distance_minus_allies_mean"].null_count() == 2
    assert found["ideal_distance"].null_count() == 0


def test_obligations_are_read_from_both_sides() -> None:
    atop = pl.DataFrame(
        [(2, 740, 1990, 1), (740, 2, 1990, 0), (2, 20, 1990, 1), (20, 2, 1990, 1)],
        schema=["ccode1", "ccode2", "year", "defense"],
        orient="row",
    )
    found = TABLES["protection"](sets(atop=atop), WIDE)

    assert {(a, b): p for a, b, _, p in found.rows()} == {(2, 740): 2, (740, 2): 0, (2, 20): 1, (20, 2): 1}


def troops(rows: list[tuple[int, int, str]]) -> Any:
    counted = pl.DataFrame(
        [(740, year, count, mark) for year, count, mark in rows],
        schema=["ccode", "year", "troops", "quality"],
        orient="row",
    )
    people = pl.DataFrame(
        {"ccode": [740] * len(rows), "year": [r[0] for r in rows], "tpop": [1000.0] * len(rows)}
    )
    return hierarchy._troops_table(sets(us_troops=counted, cow_nmc=people), WIDE).sort("year")


def test_a_doubled_count_gives_way_to_the_year_before() -> None:
    found = troops([(2007, 300, ""), (2008, 700, "reporting_spike"), (2009, 400, "")])

    assert found["troops_per_1000"].to_list() == [0.3, 0.3, 0.4]
    assert found["quality"].to_list() == ["", "reporting_spike", ""]


def test_a_year_copied_from_the_next_is_missing() -> None:
    found = troops([(1951, 200, "same_as_1952"), (1952, 200, "same_as_1952"), (1953, 100, "")])

    assert found["troops_per_1000"].to_list() == [None, 0.2, 0.1]


def test_the_model_of_a_year_does_not_change_when_later_years_do(rng: np.random.Generator) -> None:
    def frame(seed_shift: float) -> pl.DataFrame:
        base = rng_values.copy()
        base[200:] += seed_shift * np.arange(4) * base[200:, ::-1]
        return pl.DataFrame(base, schema=list(INDICATORS)).with_columns(
            pl.Series("year", [1990] * 200 + [1991] * 200)
        )

    factor = rng.standard_normal((400, 1))
    rng_values = 0.7 * factor + 0.7 * rng.standard_normal((400, 4))
    plain, changed = hierarchy_models(frame(0.0)), hierarchy_models(frame(1.0))

    np.testing.assert_array_equal(plain[1990].loadings, changed[1990].loadings)
    assert np.abs(plain[1991].loadings - changed[1991].loadings).max() > 0.01


# --- the real files --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real(data_dir: Path) -> Any:
    from gaiatsu import sources

    return {name: sources.read(name, data_dir) for name in hierarchy.ADDITION.needs}


def series(frame: pl.DataFrame, ccode: int, column: str) -> dict[int, float]:
    rows = frame.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == ccode)).sort("year")
    return dict(zip(rows["year"].to_list(), rows[column].to_list(), strict=True))


@pytest.mark.data
def test_the_raw_distance_rises_for_the_other_allies_as_it_does_for_japan(real: Any) -> None:
    found = TABLES["ideal_distance"](real, Years(1980, 2000)).filter(pl.col("ccode1") == 2)

    def change(frame: pl.DataFrame) -> float:
        late = frame.filter(pl.col("year").is_between(1991, 1996))["ideal_distance"].mean()
        early = frame.filter(pl.col("year").is_between(1980, 1985))["ideal_distance"].mean()
        return float(late) - float(early)  # type: ignore[arg-type]

    japan, others = found.filter(pl.col("ccode2") == 740), found.filter(pl.col("ccode2") != 740)
    assert change(japan) > 0.4
    assert change(others) > 0.4
    assert abs(change(japan) - change(others)) < 0.3


@pytest.mark.data
def test_japan_in_1990_by_hand(real: Any) -> None:
    # the file: USA 1990 3.0094659, 5-95 % 2.8485861 to 3.1705151; Japan 1.5589960, 1.4188581 to 1.7034400
    found = TABLES["ideal_distance"](real, Years(1990, 1990))
    row = found.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 740)).row(0, named=True)
    error = np.hypot(3.1705151 - 2.8485861, 1.7034400 - 1.4188581) / (2 * 1.6448536)

    assert row["ideal_distance"] == pytest.approx(3.0094659 - 1.5589960, abs=1e-6)
    assert row["ideal_distance_se"] == pytest.approx(error, abs=1e-6)
    assert row["distance_allies"] == 50


@pytest.mark.data
def test_bases_stand_in_no_year_before_their_list(real: Any) -> None:
    found = TABLES["us_base_sites"](real, Years(1985, 2018))
    # the file: 44 rows of Germany, 42 of Japan, 15 of Italy, of which Naples stands twice

    assert found["year"].min() == 2015
    assert [series(found, code, "us_base_sites")[2016] for code in (255, 740, 325)] == [44, 42, 14]
    assert series(found, 365, "us_base_sites")[2016] == 0


@pytest.mark.data
def test_every_part_gives_one_row_a_pair_and_year(real: Any) -> None:
    for part in hierarchy.ADDITION.parts:
        table = part.table(real, Years(1985, 2016))
        assert {"ccode1", "ccode2", "year", *(v.name for v in part.variables)} <= set(table.columns)
        assert not table.select("ccode1", "ccode2", "year").is_duplicated().any()
        assert table.filter(pl.col("year").is_between(1985, 2016)).height > 0


@pytest.mark.data
def test_the_index_of_1990_does_not_know_what_came_later(real: Any) -> None:
    known = sets(
        **{
            name: data.table.filter(pl.col("year") <= 1990)
            for name, data in real.items()
            if name != "us_bases"
        }
    )
    full, cut = (
        TABLES["hierarchy_index"](tables, Years(1990, 1990)).filter(pl.col("ccode2") < 700).sort("ccode2")
        for tables in (real, known)
    )

    assert_frame_equal(full, cut)


@pytest.mark.data
def test_an_index_that_rests_on_a_carried_count_says_so(real: Any) -> None:
    found = TABLES["hierarchy_index"](real, Years(2007, 2008)).filter(pl.col("ccode2") == 740)

    assert dict(found.select("year", "quality").rows()) == {2007: "", 2008: "reporting_spike"}


@pytest.mark.data
def test_the_index_orders_states_as_their_obligations_do(real: Any) -> None:
    found = TABLES["hierarchy_index"](real, Years(1985, 1985))
    index = series_of_year(found)

    assert index[740] > index[220] > index[750]  # Japan, France, India
    assert index[732] > index[365]  # Korea, Soviet Union
    assert found["hierarchy_index_sd"].max() < 1.0  # type: ignore[operator]


def series_of_year(frame: pl.DataFrame) -> dict[int, float]:
    return dict(zip(frame["ccode2"].to_list(), frame["hierarchy_index"].to_list(), strict=True))
