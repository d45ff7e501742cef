"""Material series from external data: what they are made from, and values computed by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gaiatsu import cases
from gaiatsu.context.domestic import presidential_cycle
from gaiatsu.context.external import RECIPES, material_series, missing_series
from gaiatsu.context.ingredients import dependence_table
from gaiatsu.context.material import material_series as case_series
from gaiatsu.context.series import MaterialSeries, Quality
from gaiatsu.errors import MissingData
from gaiatsu.theory.rivals import RIVALS


@pytest.fixture(scope="module")
def series(data_dir: Path) -> dict[str, MaterialSeries]:
    return material_series(data_dir)


def test_without_a_folder_there_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GAIATSU_DATA", raising=False)

    with pytest.raises(MissingData):
        material_series()


def test_an_empty_folder_makes_no_series_and_says_what_is_missing(tmp_path: Path) -> None:
    assert material_series(tmp_path) == {}
    assert missing_series(tmp_path)["troops_per_thousand"] == ("us_troops", "cow_nmc")
    assert len(missing_series(tmp_path)) == len(RECIPES)


def test_what_can_be_made_is_made_without_the_rest(tmp_path: Path) -> None:
    years = range(1990, 1993)
    gdp = {"country": "x", "rgdpna": [100.0, 110.0, 99.0], "pop": 1.0, "year": years}
    frames = [pl.DataFrame({**gdp, "isocode": [iso] * 3}, strict=False) for iso in ("JPN", "USA")]
    pl.concat(
        [f.select(pl.col("country").cast(pl.String), "rgdpna", "pop", "year", "isocode") for f in frames]
    ).write_csv(tmp_path / "pwt_10_01.csv")

    made = material_series(tmp_path)

    assert sorted(made) == ["sender_growth", "target_growth"]
    assert made["target_growth"].years.tolist() == [1991, 1992]
    assert made["target_growth"].values == pytest.approx([10.0, -10.0])
    assert set(made["target_growth"].quality) == {Quality.RECOMPUTED}


def test_shares_of_the_recomputed_table_are_percent_of_the_exporter_s_economy() -> None:
    trade = pl.DataFrame(
        {
            "ccode1": [2, 732, 740],
            "ccode2": [740, 740, 850],
            "year": [1980] * 3,
            "imports1": [30.0, 6.0, 1.0],
            "imports2": [20.0, 2.0, 4.0],
            "quality": [""] * 3,
        }
    )
    gdp = pl.DataFrame({"iso3": ["USA", "JPN"], "year": [1980, 1980], "gdp": [4000e6, 1000e6]})

    row = dependence_table(trade, gdp).row(0, named=True)

    assert row["target_export_share"] == pytest.approx(3.0)
    assert row["sender_export_share"] == pytest.approx(0.5)
    assert row["ratio"] == pytest.approx(6.0)
    assert row["alternative_market_share"] == pytest.approx(1.0)


@pytest.mark.data
def test_every_series_is_material_named_and_sourced(
    series: dict[str, MaterialSeries], data_dir: Path
) -> None:
    assert sorted(series) == sorted(recipe.name for recipe in RECIPES)
    assert missing_series(data_dir) == {}
    assert {one.side for one in series.values()} == {"material"}
    assert [name for name, one in series.items() if one.name != name or not one.unit or not one.source] == []


@pytest.mark.data
def test_every_rival_that_needs_external_data_finds_its_series(series: dict[str, MaterialSeries]) -> None:
    known = case_series(cases.load("schoppa1999"), series)
    wanting = [rival.id for rival in RIVALS if rival.available and not set(rival.series) <= set(known)]

    assert wanting == []


SPOTS = [
    ("sender_capital_dependence", 1987, 3.39),
    ("sender_capital_dependence", 1991, -0.05),
    ("sender_capital_dependence_stock", 1992, 7.86),
    ("target_capital_supply", 1986, 1.93),
    ("troops_per_thousand", 1995, 39_134 / 125_472),
    ("security_guarantee", 1985, 1.0),
    ("capability_ratio", 1990, 0.141448 / 0.050748),
    ("target_democracy", 1993, 0.837),
    ("target_polity", 1960, 10.0),
    ("target_growth", 1993, -0.52),
    ("sender_growth", 1982, -1.8),
    ("recomputed_target_export_share", 1985, 5.07),
    ("recomputed_sender_export_share", 1985, 0.60),
    ("recomputed_alternative_market_share", 1995, 3.28),
]


@pytest.mark.data
@pytest.mark.parametrize(("name", "year", "value"), SPOTS)
def test_a_value_computed_by_hand(
    name: str, year: int, value: float, series: dict[str, MaterialSeries]
) -> None:
    assert float(series[name].at(year + 0.5)) == pytest.approx(value, rel=0.01, abs=0.006)


@pytest.mark.data
def test_suspect_years_are_marked(series: dict[str, MaterialSeries]) -> None:
    def suspect(name: str) -> list[float]:
        one = series[name]
        return [y for y, q in zip(one.years, one.quality, strict=True) if q is Quality.SUSPECT]

    assert suspect("troops_per_thousand") == [1952, 2008, 2015]
    assert suspect("recomputed_dependence_ratio") == [1967]


@pytest.mark.data
def test_the_listed_presidential_elections_are_those_of_the_statute(
    series: dict[str, MaterialSeries],
) -> None:
    dates = np.arange(1950.1, 2020.0, 0.37)
    difference = np.asarray(
        series["years_to_presidential_election"].at(dates) - presidential_cycle().at(dates)
    )
    near_a_vote = np.asarray(presidential_cycle().at(dates)) > 3.98

    assert np.abs(difference[~near_a_vote]).max() < 0.01


@pytest.mark.data
def test_the_house_calendar_knows_nothing_of_elections_still_to_come(
    series: dict[str, MaterialSeries],
) -> None:
    calendar = series["years_to_house_deadline"]

    assert float(calendar.at(1993.54)) < 0.7
    assert float(calendar.at(1993.56)) == pytest.approx(4.0, abs=0.03)
    assert calendar.values.max() <= 4.0
    assert calendar.values.min() >= 0.0


@pytest.mark.data
def test_tenure_starts_again_with_each_head_of_government(series: dict[str, MaterialSeries]) -> None:
    tenure = series["target_leader_tenure"]

    assert float(tenure.at(1987.8)) == pytest.approx(4.9, abs=0.05)
    assert float(tenure.at(1987.9)) == pytest.approx(0.05, abs=0.03)
