"""The article's two tables and its Figure 1, number by number, and the claims they were read to support.

Values marked "computed" stand in no publication; they were computed once independently of the
package and are held here so that nothing moves unnoticed.
"""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest

from gaiatsu import cases
from gaiatsu.studies.dependence import ClusterScenario
from gaiatsu.studies.figure1 import Figure1Study, figure1
from gaiatsu.studies.figure2 import Figure2Study, figure2
from gaiatsu.studies.robustness import conclusions, merge
from gaiatsu.studies.table1 import Table1Study, table1


@pytest.fixture(scope="module")
def dependence() -> Table1Study:
    return table1(cases.load("schoppa1999"))


@pytest.fixture(scope="module")
def ratings() -> Figure1Study:
    return figure1(cases.load("schoppa1999"))


@pytest.fixture(scope="module")
def episodes() -> Figure2Study:
    return figure2(cases.load("schoppa1999"))


# --- Table 1 ---------------------------------------------------------------------------------------------


def test_the_ratio_column_follows_from_its_neighbors_in_all_26_years(dependence: Table1Study) -> None:
    agreement = dependence.agreement

    assert (agreement.years, agreement.agreeing, agreement.possible) == (26, 26, 26)
    assert [row.year for row in dependence.rows if abs(row.difference) > 0.05 - 1e-9] == [1985, 1989]


def test_period_means_of_the_ratio(dependence: Table1Study) -> None:
    assert [round(period.mean, 2) for period in dependence.means] == [5.64, 3.56, 3.10]


def test_the_ratio_has_no_significant_trend_1977_92(dependence: Table1Study) -> None:
    trend = dependence.trend("ratio", 1977, 1992)

    assert (round(trend.slope, 2), round(trend.p, 2)) == (-0.08, 0.37)
    assert min(trend.p, trend.hac_p, trend.kendall_p) > 0.05


def test_nor_has_it_one_in_the_years_before_those_outcomes(dependence: Table1Study) -> None:
    trend = dependence.trend("ratio", 1976, 1991)

    assert min(trend.p, trend.hac_p, trend.kendall_p) > 0.05


def test_the_ratio_has_no_trend_until_1987(dependence: Table1Study) -> None:
    trend = dependence.collapse.trend_until_turn

    assert (trend.first, trend.last) == (1970.0, 1987.0)
    assert trend.slope > 0
    assert min(trend.p, trend.hac_p, trend.kendall_p) > 0.05


def test_the_whole_table_does_decline(dependence: Table1Study) -> None:
    trend = dependence.trend("ratio", 1970, 1995)

    assert trend.slope < 0
    assert max(trend.p, trend.hac_p, trend.kendall_p) < 0.05


def test_the_ratio_collapses_in_1985_90(dependence: Table1Study) -> None:
    collapse = dependence.collapse

    assert (collapse.peak_year, collapse.peak) == (1985, 8.8)
    assert collapse.collapse_fall == pytest.approx(5.3)
    assert collapse.collapse_fall > collapse.net_fall


def test_over_nine_tenths_of_the_fall_since_1987_is_done_by_1992(dependence: Table1Study) -> None:
    collapse = dependence.collapse

    assert collapse.share_done == pytest.approx((16.3 / 3 - 9.8 / 3) / (16.3 / 3 - 9.3 / 3))
    assert 0.9 < collapse.share_done < 0.95


def test_a_straight_line_is_not_the_likeliest_shape(dependence: Table1Study) -> None:
    collapse = dependence.collapse

    assert not collapse.roughly_linear
    assert collapse.shapes.best.name == "step"
    assert collapse.shapes.step.mode == 1987.0
    assert collapse.shapes_since_1977.best.name == "bend"


def test_persistence_leaves_the_shape_of_26_years_open(dependence: Table1Study) -> None:
    for shapes in (
        dependence.collapse.shapes_autocorrelated,
        dependence.collapse.shapes_since_1977_autocorrelated,
    ):
        assert max(fit.probability for fit in shapes.fits) < 0.75
        assert shapes.fit("trend").probability < 0.25


def test_asias_share_falls_in_the_eighties(dependence: Table1Study) -> None:
    asia = dependence.asian_share

    assert round(asia.eighties.slope, 2) == -0.08
    assert asia.eighties.p < 0.05
    assert not asia.rises_in_eighties
    assert asia.change_eighties == pytest.approx(-0.5)


def test_asias_share_passes_that_of_the_united_states_for_good_in_1991(dependence: Table1Study) -> None:
    asia = dependence.asian_share

    assert asia.first_lasting_year_above_us == 1991
    assert asia.above_us_in_bush_years


def test_it_had_been_ahead_before(dependence: Table1Study) -> None:
    assert dependence.asian_share.years_above_us[:6] == (1973, 1974, 1975, 1978, 1979, 1980)


def test_the_halving_depends_on_its_base(dependence: Table1Study) -> None:
    factors = {(one.first_year, one.last_year): round(one.factor, 2) for one in dependence.halvings}

    assert factors == {(1970, 1972): 0.43, (1970, 1979): 0.61, (1977, 1987): 0.57}


# --- Figure 1 --------------------------------------------------------------------------------------------


def test_the_published_line(ratings: Figure1Study) -> None:
    published = ratings.published

    assert (published.slope, published.p, published.span) == (0.046, 0.372, 15)


def test_with_8_to_16_cases_a_fall_of_about_a_point_cannot_be_excluded(ratings: Figure1Study) -> None:
    assert [round(fall, 2) for fall in ratings.fall_not_excluded] == [0.91, 1.06]


def test_a_fall_of_a_point_would_seldom_have_been_seen(ratings: Figure1Study) -> None:
    chances = [one.two_sided for one in ratings.power if one.fall == 1.0 and 8 <= one.n <= 16]

    assert 0.2 < min(chances) <= max(chances) < 0.25


def test_figure_1_does_not_discriminate(ratings: Figure1Study) -> None:
    assert not ratings.discriminates
    assert ratings.largest_bayes_factor == pytest.approx(2.008, abs=0.001)
    assert all(-0.7 < way.change < 0 for way in ratings.material)


# --- Figure 2 --------------------------------------------------------------------------------------------


def test_eight_of_eight_before_and_one_of_seven_after(episodes: Figure2Study) -> None:
    assert {table.stratum: table.cells for table in episodes.tables} == {
        "results": ((3, 0), (0, 3)),
        "rule": ((2, 0), (1, 1)),
        "macroeconomic": ((3, 0), (0, 2)),
    }
    assert episodes.pooled.cells == ((8, 0), (1, 6))


def test_like_with_like_gives_one_in_four_hundred(episodes: Figure2Study) -> None:
    assert episodes.stratified.p.greater == pytest.approx(1 / 20 * 1 / 2 * 1 / 10)


def test_fishers_test_gives_seven_in_five_thousand_and_five(episodes: Figure2Study) -> None:
    assert episodes.unstratified.p.two_sided == pytest.approx(7 / 5005)


def test_the_odds_ratio_has_no_upper_end_but_a_lower_one_above_two(episodes: Figure2Study) -> None:
    """Computed."""
    for test, lowest in ((episodes.stratified, 2.303), (episodes.unstratified, 2.921)):
        assert test.odds_ratio == math.inf
        assert test.interval == (pytest.approx(lowest, abs=0.001), math.inf)


def test_twelve_of_twenty_before_would_leave_less(episodes: Figure2Study) -> None:
    example = episodes.selection.example

    assert (example.before_conceded, example.before_total) == (12, 20)
    assert [round(example.two_sided, 3), round(example.one_sided, 3)] == [0.077, 0.048]


def test_four_unseen_refusals_are_enough(episodes: Figure2Study) -> None:
    """Computed: 8 of 12 before against 1 of 7 after; five for the one-sided Fisher test."""
    selection = episodes.selection

    assert selection.refusals_two_sided == 4
    assert selection.refusals_one_sided == 5
    assert selection.refusals_stratified == 4


def test_no_single_coding_carries_the_conclusion(episodes: Figure2Study) -> None:
    """Computed; the largest p-value comes from calling a rule-oriented success a refusal."""
    worst = max(episodes.single_flips, key=lambda flip: flip.p.stratified_two_sided)

    assert worst.id in ("cigarettes-1986", "beef-oranges-1988")
    assert worst.p.stratified_two_sided == pytest.approx(23 / 1200)


def test_two_codings_overturn_the_stratified_test_and_three_the_pooled_one(episodes: Figure2Study) -> None:
    """Computed."""
    flips = {one.test: (one.minimal_flips, len(one.sets)) for one in episodes.fragilities}

    assert flips == {
        "stratified_one_sided": (2, 4),
        "stratified_two_sided": (2, 41),
        "unstratified_one_sided": (3, 364),
        "unstratified_two_sided": (3, 364),
    }


def test_the_pairs_that_overturn_it_join_a_rule_and_a_macroeconomic_case(episodes: Figure2Study) -> None:
    first = episodes.fragilities[0]

    assert {frozenset(pair) for pair in first.sets} == {
        frozenset({rule, macro})
        for rule in ("cigarettes-1986", "beef-oranges-1988")
        for macro in ("current-account-1993", "tax-cut-1994")
    }


def test_without_a_type_of_demand_the_conclusion_is_bare(episodes: Figure2Study) -> None:
    left = {one.id: one.p.stratified_one_sided for one in episodes.leave_one_type_out}

    assert left == pytest.approx({"macroeconomic": 0.025, "results": 0.05, "rule": 0.005})


def scenario(study: Figure2Study, name: str, coded: str) -> ClusterScenario:
    """One supposition about dependence."""
    return next(one for one in study.clusters if (one.id, one.coded) == (name, coded))


def test_the_framework_talks_as_one_negotiation_decide_by_their_coding(episodes: Figure2Study) -> None:
    """Everything asked for in the Framework years as one, semiconductors 1986 and 1991 as one."""
    name = "semiconductors-before+framework-all"
    pooled = [scenario(episodes, name, coded).p.unstratified_two_sided for coded in ("refused", "conceded")]
    like = [scenario(episodes, name, coded).p.stratified_one_sided for coded in ("refused", "conceded")]

    assert pytest.approx(pooled) == [1 / 120, 1 / 15]
    assert pytest.approx(like) == [1 / 18, 1 / 6]


def test_sector_deals_alone_as_one_leave_the_conclusion(episodes: Figure2Study) -> None:
    found = [
        scenario(episodes, "framework-sectors-parts", "conceded"),
        scenario(episodes, "autos-1995", "conceded"),
        scenario(episodes, "semiconductors-before", "as its members"),
    ]

    assert pytest.approx([one.p.stratified_one_sided for one in found]) == [1 / 75, 1 / 150, 1 / 200]


def test_two_episodes_for_the_row_of_two_sectors_strengthen_it(episodes: Figure2Study) -> None:
    split = scenario(episodes, "framework-telecom-medical-1994-as-two", "as its members")

    assert split.n == 16
    assert split.p.stratified_one_sided == pytest.approx(1 / 35 * 1 / 2 * 1 / 10)


def test_the_actual_boundary_is_the_sharpest_of_all(episodes: Figure2Study) -> None:
    placebo = episodes.placebo

    assert (placebo.actual_rank_stratified, placebo.actual_rank_unstratified) == (1, 1)
    assert placebo.arrangements_stratified == 20 * 4 * 10
    assert placebo.arrangements_unstratified == 5005


def test_paying_for_the_choice_of_the_boundary_changes_nothing(episodes: Figure2Study) -> None:
    """No other arrangement of the same outcomes is as sharp at any boundary."""
    assert episodes.placebo.selected_p_stratified == pytest.approx(2 / 800)
    assert episodes.placebo.selected_p_unstratified == pytest.approx(7 / 5005)


def test_merging_by_hand_gives_the_same(episodes: Figure2Study) -> None:
    merged = merge(episodes.episodes, ("framework-autos-1995", "auto-parts-1995"), success=False)
    scenario_p = scenario(episodes, "autos-1995", "refused").p

    assert conclusions(merged) == scenario_p


@pytest.mark.data
def test_the_tables_agree_with_another_transcription(
    data_dir: Path, dependence: Table1Study, episodes: Figure2Study
) -> None:
    folder = data_dir / "cases" / "schoppa1999"
    with (folder / "table1_dependence.csv").open(encoding="utf-8") as file:
        theirs = [[float(cell) for cell in row.values()] for row in csv.DictReader(file)]
    with (folder / "figure2_episodes.csv").open(encoding="utf-8") as file:
        outcomes = sorted(
            (
                int(row["year"]),
                row["demand_type"][:5],
                row["period_before_after_clinton"] == "post",
                row["japan_concedes"] == "1",
            )
            for row in csv.DictReader(file)
        )
    ours = [
        [r.year, r.japan_exports_share, r.us_exports_share, r.printed_ratio, r.japan_asia_share]
        for r in dependence.rows
    ]
    rows = sorted((int(o.date), o.stratum[:5], o.after, o.success) for o in episodes.episodes)

    assert theirs == ours
    assert outcomes == rows
