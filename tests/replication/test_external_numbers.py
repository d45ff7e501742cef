"""Numbers on record for sanction threats, trade and dependence, computed again from the producers' files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from scipy import stats

from gaiatsu import cases, sources
from gaiatsu.context.ingredients import dependence_table
from gaiatsu.studies.external import ExternalStudy, external_panel
from gaiatsu.studies.shares import fisher
from gaiatsu.studies.threats import CaseCoding, before_after

pytestmark = pytest.mark.data
JAPAN = (740,)


@pytest.fixture(scope="module")
def study(data_dir: Path) -> ExternalStudy:
    return external_panel(data_dir, draws=500)


def values(study: ExternalStudy, name: str) -> dict[str, float]:
    row = study.row(name)
    assert row.ours is not None
    return dict(row.ours.values)  # type: ignore[arg-type]


def test_threats_carried_out_given_resistance(study: ExternalStudy) -> None:
    found = values(study, "carried-out")

    assert round(found["share"], 3) == 0.657
    assert (found["carried_out"], found["resisted"]) == (132, 201)


def test_outcomes_of_all_threats(study: ExternalStudy) -> None:
    found = values(study, "threat-outcomes")

    assert [round(found[name], 3) for name in ("concede", "stand_firm", "back_down")] == [0.227, 0.551, 0.221]
    assert found["threats"] == 633


def test_concessions_of_japan_by_decade(study: ExternalStudy) -> None:
    found = values(study, "decades")

    assert [found[name] for name in ("1970s", "1980s", "1990s")] == ["1/3", "3/7", "8/15"]


def test_threats_against_japan_by_decade(study: ExternalStudy) -> None:
    found = values(study, "more-threats")
    expected = stats.binomtest(15, 25, 1 / 3, alternative="greater").pvalue

    assert [found[name] for name in ("1970s", "1980s", "1990s")] == [3, 7, 15]
    assert found["p_one_sided"] == pytest.approx(expected)


def test_japan_against_other_targets_comes_out_except_for_one_rounding(study: ExternalStudy) -> None:
    found = values(study, "japan-and-others")
    row = study.row("japan-and-others").ours

    assert (found["japan"], found["others"]) == ("12/25", "61/249")
    assert round(found["p"], 3) == 0.017
    assert (found["taiwan"], round(found["korea"], 2)) == (0.5, 0.43)
    assert row is not None
    assert row.reproduces is False
    assert round(61 / 249, 2) == 0.24


def test_japan_ranks_second_of_the_targets_threatened_ten_times(study: ExternalStudy) -> None:
    found = values(study, "most-responsive")

    assert (found["rank"], found["targets"]) == (2, 7)
    assert found["probability_first"] == pytest.approx(0.25, abs=0.005)


def test_cases_against_japan(study: ExternalStudy) -> None:
    found = values(study, "cases-japan")

    assert (found["before"], found["after"], round(found["p"], 2)) == ("13/17", "6/11", 0.41)


def test_the_number_on_record_for_other_targets_is_that_of_trade_cases_only(
    study: ExternalStudy, data_dir: Path
) -> None:
    found = values(study, "cases-others")
    every = before_after(sources.read("ties", data_dir).table, CaseCoding())

    assert (found["before"], found["after"]) == ("49/91", "34/84")
    assert (str(every.before), str(every.after)) == ("191/311", "129/254")
    assert fisher(every.before, every.after) == pytest.approx(0.013, abs=0.0005)


def test_like_with_like_japan_s_decline_is_not_its_own(study: ExternalStudy) -> None:
    found = values(study, "decline-beyond-others")

    assert found["japan_trade"] == "0.71 -> 0.50 (10/14 -> 5/10)"
    assert 0.5 < found["larger_fall_in_japan_trade"] < 0.75
    assert 0.5 < found["larger_fall_in_japan_all_issues"] < 0.85


@pytest.mark.parametrize("leading", [True, False])
@pytest.mark.parametrize("dated_by", ["start_year", "end_year"])
def test_no_coding_of_the_japanese_cases_gives_a_decisive_decline(
    leading: bool, dated_by: str, data_dir: Path
) -> None:
    table = sources.read("ties", data_dir).table
    found = before_after(table, CaseCoding(leading_sender=leading, dated_by=dated_by), JAPAN)

    assert fisher(found.before, found.after) > 0.4


def test_an_alliance_by_itself_shows_nothing(study: ExternalStudy) -> None:
    found = values(study, "obligations")

    assert (found["above"], found["below"]) == ("44/166", "29/108")
    assert found["p"] == pytest.approx(1.0)


def test_dependent_targets_give_in_more(study: ExternalStudy) -> None:
    found = values(study, "dependent-targets")

    assert (found["above"], found["below"]) == ("102/375", "42/258")
    assert found["p"] == pytest.approx(0.0014, abs=0.0001)


def test_the_means_of_the_printed_ratio(study: ExternalStudy) -> None:
    found = values(study, "dependence-means")

    assert found["means"] == "5.64, 3.56, 3.10"
    assert found["conceded"] == "4/4, 4/4, 1/7"


def test_two_numbers_on_record_do_not_come_out(study: ExternalStudy) -> None:
    rows = [row for row in study.rows if row.ours is not None and row.ours.reproduces is not None]

    assert len(rows) == 9
    assert [row.id for row in rows if row.ours is not None and not row.ours.reproduces] == [
        "japan-and-others",
        "cases-others-all",
    ]


def test_missing_outcomes_peak_in_the_nineties(data_dir: Path) -> None:
    table = sources.read("ties", data_dir).table.with_columns(decade=pl.col("start_year") // 10 * 10)
    shares = table.group_by("decade").agg(pl.col("outcome").is_null().mean()).sort("decade")
    by_decade = dict(shares.iter_rows())

    assert table["outcome"].null_count() == 388
    assert max(by_decade, key=by_decade.__getitem__) == 1990
    assert by_decade[1990] == pytest.approx(0.466, abs=0.001)
    assert by_decade[2000] < by_decade[1980]


# --- Table 1 computed again --------------------------------------------------------------------------------


COLUMNS = {
    "target_export_share": ("japan_exports_share", 0.991, 0.86),
    "sender_export_share": ("us_exports_share", 0.971, 0.77),
    "ratio": ("ratio", 0.989, None),
    "alternative_market_share": ("japan_asia_share", 0.989, None),
}


@pytest.mark.parametrize("name", COLUMNS)
def test_table_1_follows_dyadic_trade_up_to_its_level(name: str, data_dir: Path) -> None:
    printed_name, correlation, level = COLUMNS[name]
    table = cases.load("schoppa1999").table("table1")
    place = table.columns.index(printed_name)
    printed = np.asarray([row[place] for row in table.rows], dtype=float)
    again = dependence_table(
        sources.read("cow_trade", data_dir).table, sources.read("wb_gdp", data_dir).table
    ).filter(pl.col("year").is_between(1970, 1995))

    assert again.height == printed.size == 26
    assert np.corrcoef(printed, again[name].to_numpy())[0, 1] == pytest.approx(correlation, abs=0.001)
    if level is not None:
        assert np.median(printed / again[name].to_numpy()) == pytest.approx(level, abs=0.01)
