"""The table against the raw files: published design and maximum, values by hand, no later knowledge."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from gaiatsu import sources
from gaiatsu.estimation.signalling.design import GameDesign, game_design
from gaiatsu.estimation.signalling.maximum import climb
from gaiatsu.estimation.signalling.selection import Selection
from gaiatsu.inference.status import Status
from gaiatsu.sources.records import Dataset
from gaiatsu.studies.channels.counts import CUTS
from gaiatsu.studies.channels.data import MATERIAL, SOCIAL, ChannelTable, lay_out, read_channel_sets
from gaiatsu.studies.channels.description import describe
from gaiatsu.studies.channels.social import CONCEPTS, INDICATORS, indicators
from gaiatsu.studies.channels.specification import SPECIFICATIONS, ChannelSpecification, channel_formulas

pytestmark = [pytest.mark.data, pytest.mark.xdist_group("channels")]

PUBLISHED = np.fromstring(
    "-0.2180765 0.03406959 0.05468594 -0.1702383 1.602845 -0.04814032 -2.136771 2.335138 0.1171802 0.1215085 "
    "-0.02552886 -2.418381 0.01407681 0.03525819 0.02649725 -0.9083785 -0.002637816 0.1199321 -2.638156 "
    "0.02007719",
    sep=" ",
)
"""Nested pseudo-likelihood estimates as printed in the replication archive (crismancox_gibilisco2021)."""


@pytest.fixture(scope="module")
def sets(data_dir: Path) -> dict[str, Dataset]:
    return read_channel_sets(data_dir)


@pytest.fixture(scope="module")
def table(sets: dict[str, Dataset]) -> ChannelTable:
    return lay_out(CUTS["decade"], sets)


@pytest.fixture(scope="module")
def short(sets: dict[str, Dataset]) -> ChannelTable:
    return lay_out(CUTS["five-years"], sets)


@pytest.fixture(scope="module")
def at(short: ChannelTable) -> Callable[..., dict[str, float]]:
    def find(sender: int, target: int, period: int) -> dict[str, float]:
        keys = (pl.col("ccode1") == sender, pl.col("ccode2") == target, pl.col("period") == period)
        return short.frame.row(by_predicate=pl.all_horizontal(keys), named=True)

    return find


def designed(table: ChannelTable, name: str, *, complete: bool = True) -> GameDesign:
    return game_design(table.columns(complete=complete), channel_formulas(name, table.cut.name))


# --- the published sample ----------------------------------------------------------------------------------


def test_the_rows_are_the_published_sample(table: ChannelTable, data_dir: Path) -> None:
    raw = pl.read_csv(data_dir / "cases" / "sigint" / "sanctionsData.csv", infer_schema_length=1000)
    same = ["concede", "stand_firm", "back_down", "status_quo", "contiguity", "ally_published"]
    theirs = ["cd", "sf", "bd", "sq", "contig", "ally"]

    assert table.frame["id"].to_list() == raw["gameID"].cast(pl.String).to_list()
    np.testing.assert_array_equal(
        table.frame.select(same).to_numpy().astype(float), raw.select(theirs).to_numpy().astype(float)
    )
    assert table.dropped.height == 495 - 418
    assert table.dropped["lacks"].str.contains("dependence").sum() == 67


def test_the_published_specification_has_the_published_maximum(table: ChannelTable) -> None:
    """-3927.9095: the constrained likelihood of the replication archive, 418 games and 20 coefficients."""
    design = designed(table, "published", complete=False)
    found = climb(design, PUBLISHED, Selection.MOST_LIKELY)

    assert (design.games, len(design.names), design.clusters) == (418, 20, 337)
    assert found.status is Status.CONVERGED
    assert found.evaluation.value == pytest.approx(-3927.9095149, abs=1e-4)


def test_five_years_reach_more_than_the_published_pseudo_likelihood(short: ChannelTable) -> None:
    """-3608.926 in the archive's appendix on five years; decades gain 4.5 over theirs in the same way."""
    design = designed(short, "published", complete=False)
    found = climb(design, PUBLISHED, Selection.MOST_LIKELY)

    assert found.status is Status.CONVERGED
    assert -3608.926 < found.evaluation.value < -3608.926 + 4.6


def test_decades_counted_in_quarters_have_their_published_maximum(data_dir: Path) -> None:
    """-3177.05 is the constrained likelihood of the archive's appendix on quarters."""
    quarters = sources.read("sigint_quarterly", data_dir).table.drop_nulls(list(MATERIAL))
    rows = quarters.with_columns(
        pl.col("ally").fill_null(0.0).alias("ally_published"), pl.concat_str("ccode1", "ccode2").alias("dyad")
    )
    design = game_design(
        {name: rows[name].to_numpy() for name in rows.columns}, channel_formulas("published")
    )

    assert climb(design, PUBLISHED, Selection.MOST_LIKELY).evaluation.value == pytest.approx(
        -3177.05, abs=0.005
    )


@pytest.mark.parametrize("item", SPECIFICATIONS, ids=lambda item: item.name)
def test_no_payoff_has_collinear_regressors(
    table: ChannelTable, short: ChannelTable, item: ChannelSpecification
) -> None:
    for one in (table, short):
        for block in designed(one, item.name).blocks:
            assert np.linalg.matrix_rank(block) == block.shape[1]


# --- values by hand ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sender", "target", "period", "name", "value"),
    [
        (2, 740, 1985, "protection", 2.0),
        (2, 740, 1985, "alliance", 1.0),
        (2, 740, 1985, "ally_published", 0.0),
        (2, 20, 1985, "protection", 1.0),
        (2, 740, 1995, "no_settlement", 0.2),
        (2, 740, 1990, "no_settlement", 1.0),
        (2, 740, 1985, "both_members", 1.0),
        (2, 365, 1990, "both_members", 0.0),
        (2, 365, 1990, "no_rivalry", 0.0),
        (2, 365, 1990, "sender_polity", 10.0),
        (2, 20, 1990, "trade_agreement", 1.0),
        (2, 740, 1990, "trade_agreement", 0.0),
    ],
)
def test_what_is_known_of_a_dyad_stands_in_its_row(
    at: Callable[..., dict[str, float]], sender: int, target: int, period: int, name: str, value: float
) -> None:
    """The treaty of 1960 binds one side; two agreements with Canada; DSM .8 from December 1993."""
    assert at(sender, target, period)[name] == pytest.approx(value)


def test_values_are_those_of_the_raw_files_the_year_before(
    at: Callable[..., dict[str, float]], data_dir: Path
) -> None:
    def raw(name: str, value: str, **keys: int) -> float:
        frame = pl.read_parquet(data_dir / "context" / f"{name}.parquet")
        found = frame.filter(pl.all_horizontal(pl.col(key) == code for key, code in keys.items()))
        return float(found[value].item())

    row = at(2, 740, 1985)
    soldiers = raw("us_troops_country_year", "troops_ad", ccode=740, year=1984)
    people = raw("cow_nmc", "tpop", ccode=740, year=1984)
    joint = raw("joint_igo_dyad_year_1945", "dyadigos", ccode1=2, ccode2=740, year=1984)

    assert row["troops"] == pytest.approx(np.log(1 + 100 * soldiers / people))
    assert row["common_bodies"] == pytest.approx(np.log(1 + joint))
    assert row["economic_hierarchy"] == pytest.approx(
        raw("lake_hierarchy", "us_EH1995", ccode=740, year=1984)
    )
    assert row["sender_polyarchy"] == pytest.approx(
        raw("isard_democracy_cow", "v2x_polyarchy", ccode=2, year=1984)
    )


def test_closeness_is_that_of_the_raw_points_against_all_states(
    at: Callable[..., dict[str, float]], data_dir: Path
) -> None:
    points = pl.read_parquet(data_dir / "context" / "unga_idealpoints_2025.parquet")
    of_year = points.filter((pl.col("year") == 1984) & pl.col("idealpointall").is_not_null())
    held = dict(zip(of_year["ccode"].to_list(), of_year["idealpointall"].to_list(), strict=True))
    apart = {code: abs(held[2] - point) for code, point in held.items() if code != 2}
    values = np.array(list(apart.values()))
    expected = (values.mean() - apart[740]) / values.std(ddof=1)

    assert at(2, 740, 1985)["closeness"] == pytest.approx(expected, rel=1e-6)


def test_troops_and_lake_are_missing_and_never_zero_where_others_send(table: ChannelTable) -> None:
    others = table.frame.filter(pl.col("american_sender") == 0)

    assert others["troops"].null_count() == others.height
    assert others["economic_hierarchy"].null_count() == others.height
    assert others["hierarchy"].null_count() < 20


def test_a_state_not_yet_born_has_no_context(table: ChannelTable) -> None:
    unborn = table.frame.filter(~pl.col("context_known"))

    assert unborn.height == 15
    assert unborn["period"].unique().to_list() == [1990]
    assert {366, 369, 370, 373} <= {*unborn["ccode1"], *unborn["ccode2"]}
    assert unborn["both_members"].null_count() == 15
    assert {255} & {*unborn["ccode1"], *unborn["ccode2"]} == set()


def test_nothing_later_than_the_eve_enters_the_indicators(
    sets: dict[str, Dataset], table: ChannelTable
) -> None:
    rows = table.frame.filter(pl.col("period") == 1980)
    early = {}
    for name, data in sets.items():
        dated = "year" in data.table.columns and name not in CUTS
        kept = data.table.filter(pl.col("year") < 1980) if dated else data.table
        early[name] = dataclasses.replace(data, table=kept)
    cases = early["ties"].table
    early["ties"] = dataclasses.replace(early["ties"], table=cases.filter(pl.col("start_year") < 1980))
    whole, cut = indicators(rows, sets), indicators(rows, early)
    zero_where_no_list_ends = {"open_threats"}

    for name in whole.columns:
        if name not in zero_where_no_list_ends:
            assert cut[name].equals(whole[name], null_equal=True), name


# --- indices -----------------------------------------------------------------------------------------------


def test_indices_are_standardized_and_the_composite_is_their_mean(table: ChannelTable) -> None:
    frame = table.frame.filter(pl.col("context_known"))
    parts = frame.select(SOCIAL).to_numpy()
    composite = frame["social"].to_numpy()

    assert np.corrcoef(parts.mean(axis=1), composite)[0, 1] == pytest.approx(1.0)
    np.testing.assert_allclose(
        frame["social_threat"].to_numpy(), composite * frame["material_threat"].to_numpy()
    )
    for name in CONCEPTS:
        values = table.index(name).values
        spread = np.nanstd(values)
        assert spread == pytest.approx(0.0 if name == "procedure" else 1.0)


def test_every_indicator_of_an_index_points_its_way(table: ChannelTable) -> None:
    for index in table.indices:
        assert index.interior
        if len(index.indicators) > 2:
            assert (index.loadings > 0.0).all(), index.name
            assert 0.5 < index.reliability < 0.8, index.name


def test_the_list_of_indicators_is_the_table_s(table: ChannelTable) -> None:
    assert {item.name for item in INDICATORS} <= set(table.frame.columns)


def test_hierarchy_of_japan_does_not_fall_in_the_years_the_article_speaks_of(
    at: Callable[..., dict[str, float]],
) -> None:
    """No stock of obligations, troops or votes shows the shift of identity (THEORY, external numbers)."""
    assert abs(at(2, 740, 1995)["hierarchy"] - at(2, 740, 1985)["hierarchy"]) < 0.3


# --- description -------------------------------------------------------------------------------------------


def test_the_description_counts_what_the_plan_says_was_seen(table: ChannelTable) -> None:
    found = describe(table)
    within = {item.name: item.within for item in found.coverage}

    assert (found.rows, found.complete, found.dyads, found.quiet) == (418, 403, 322, 0)
    assert (found.counts["concede"], found.counts["stand_firm"], found.counts["back_down"]) == (143, 336, 138)
    assert found.correlation("hierarchy", "alliance") == pytest.approx(0.78, abs=0.005)
    assert found.correlation("trust", "past_threats") == pytest.approx(-0.52, abs=0.005)
    assert within["hierarchy"] == pytest.approx(0.03, abs=0.005)
    assert within["trust"] == pytest.approx(0.58, abs=0.005)
    assert "procedure" not in found.names
    assert found.shared == pytest.approx(0.459, abs=0.001)


def test_most_rows_of_the_relevant_dyads_are_quiet(sets: dict[str, Dataset]) -> None:
    found = describe(lay_out(CUTS["relevant"], sets))

    assert (found.complete, found.quiet) == (991, 571)
