"""Table 1 computed again: comparison, gap in level, conclusions."""

from __future__ import annotations

from math import log
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy.stats import pearsonr

from gaiatsu import cases
from gaiatsu.studies import table1_recomputed as module
from gaiatsu.studies.table1 import table1
from gaiatsu.studies.table1_recomputed import CONCLUSIONS, RecomputedTable1, recompute_table1

CASE_SET = cases.load("schoppa1999")


@pytest.fixture(scope="module")
def again(data_dir: Path) -> RecomputedTable1:
    found = recompute_table1(CASE_SET, data_dir)
    assert found is not None
    return found


def test_a_folder_without_trade_has_nothing_to_recompute(tmp_path: Path) -> None:
    assert recompute_table1(CASE_SET, tmp_path) is None


@pytest.mark.data
def test_columns_correlate_as_on_record(again: RecomputedTable1) -> None:
    assert [round(one.correlation, 3) for one in again.columns] == [0.991, 0.971, 0.989, 0.989]
    assert [round(one.level, 2) for one in again.columns[:2]] == [0.86, 0.76]
    assert [row.year for row in again.rows] == list(range(1970, 1996))


@pytest.mark.data
def test_the_level_of_the_american_column_is_077_by_its_mean_and_076_by_its_median(
    again: RecomputedTable1,
) -> None:
    levels = [row.level["us_exports_share"] for row in again.rows]

    assert np.mean(levels) == pytest.approx(0.77, abs=0.005)
    assert np.median(levels) == pytest.approx(0.761, abs=0.0005)


@pytest.mark.data
def test_the_interval_of_a_correlation_is_scipy_s(again: RecomputedTable1) -> None:
    for one in again.columns:
        old = [row.printed[one.column] for row in again.rows]
        new = [row.recomputed[one.column] for row in again.rows]
        expected = pearsonr(old, new).confidence_interval(0.95)

        assert one.correlation_interval == pytest.approx(tuple(expected))


@pytest.mark.data
def test_a_year_by_hand(data_dir: Path, again: RecomputedTable1) -> None:
    """1985: the United States reports 72,380 million of imports from Japan on the raw row of 2 and 740."""
    trade = pl.read_parquet(data_dir / "context" / "cow_trade_dyad_year.parquet")
    raw = trade.filter((pl.col("ccode1") == 2) & (pl.col("ccode2") == 740) & (pl.col("year") == 1985))
    product = pl.read_parquet(data_dir / "context" / "wb_gdp_current_usd.parquet")
    japan = product.filter((pl.col("Country Code") == "JPN") & (pl.col("Year") == 1985))["Value"].item()
    row = next(row for row in again.rows if row.year == 1985)

    assert row.recomputed["japan_exports_share"] == pytest.approx(100 * raw["flow1"].item() * 1e6 / japan)
    assert row.printed["japan_exports_share"] == 4.2


@pytest.mark.data
def test_parts_of_the_gap_multiply_to_the_gap(again: RecomputedTable1) -> None:
    for part in again.gaps:
        assert part.vintage is not None
        product = (1 + part.freight / 100) * (1 + part.unexplained / 100) / (1 + part.vintage / 100)
        assert product == pytest.approx(1 + part.gap / 100)
        assert part.explained_share == pytest.approx(log(1.1) / log(1 + part.gap / 100))
    assert [round(part.gap, 1) for part in again.gaps] == [15.8, 31.4]
    assert [round(part.explained_share, 2) for part in again.gaps] == [0.65, 0.35]


@pytest.mark.data
def test_the_older_product_is_the_median_quotient_of_the_raw_files(
    data_dir: Path, again: RecomputedTable1
) -> None:
    old = pl.read_parquet(data_dir / "context" / "lmf_external_wealth_1970_2011.parquet")
    new = pl.read_parquet(data_dir / "context" / "wb_gdp_current_usd.parquet")
    joined = (
        old.filter(pl.col("IFS id") == 158)
        .select(pl.col("Year").cast(pl.Int64), old="GDP (US$)")
        .join(
            new.filter(pl.col("Country Code") == "JPN").select(pl.col("Year").cast(pl.Int64), new="Value"),
            on="Year",
        )
        .filter(pl.col("Year").is_between(1970, 1995))
    )
    quotient = float(np.median((joined["old"] * 1e6 / joined["new"]).to_numpy()))

    assert again.gaps[0].vintage == pytest.approx(100 * (1 / quotient - 1))


@pytest.mark.data
def test_no_conclusion_changes(again: RecomputedTable1) -> None:
    assert again.changed == ()
    assert {one.id for one in again.conclusions} == {rule.id for rule in CONCLUSIONS}
    assert all(one.printed and one.recomputed for one in again.conclusions)


@pytest.mark.data
def test_the_recomputed_study_is_that_of_the_recomputed_columns(again: RecomputedTable1) -> None:
    ratio = [row.recomputed["japan_exports_share"] / row.recomputed["us_exports_share"] for row in again.rows]
    mean = np.mean([value for row, value in zip(again.rows, ratio, strict=True) if 1977 <= row.year <= 1987])

    assert again.study.means[0].mean == pytest.approx(mean, abs=1e-4)
    assert again.study.agreement.agreeing == 26


def test_a_series_that_falls_evenly_would_change_the_conclusions() -> None:
    """The comparison can find a difference: a straight line from 1970 on reverses several conclusions."""
    rows = tuple(
        module.RecomputedRow(
            year,
            {},
            {
                "japan_exports_share": (8.0 - 0.2 * place) * 0.5,
                "us_exports_share": 0.5,
                "ratio": 8.0 - 0.2 * place,
                "japan_asia_share": 1.0 + 0.1 * place,
            },
            {},
            "",
        )
        for place, year in enumerate(range(1970, 1996))
    )
    straight = table1(module._with_series(CASE_SET, rows))
    printed = table1(CASE_SET)
    changed = {
        one.id for one in (module._conclude(rule, printed, straight) for rule in CONCLUSIONS) if one.changes
    }

    assert changed >= {"not-linear", "no-trend-to-1987", "flat-over-outcomes", "asia-fell"}
