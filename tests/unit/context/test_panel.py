"""The panel of episodes."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.panel import DEFAULT_EXPOSURE, Panel, episode_panel
from gaiatsu.context.series import MaterialSeries
from gaiatsu.errors import MissingData
from gaiatsu.terms import DemandType


@pytest.fixture(scope="module")
def case_set() -> cases.CaseSet:
    return cases.load("schoppa1999")


@pytest.fixture(scope="module")
def panel(case_set: cases.CaseSet) -> Panel:
    return episode_panel(case_set)


def test_fifteen_episodes_stand_in_date_order(panel: Panel) -> None:
    assert len(panel) == 15
    assert np.all(np.diff(panel.date) >= 0)


def test_every_column_has_an_entry_for_each_episode(panel: Panel) -> None:
    assert {name: len(column) for name, column in panel.columns.items() if len(column) != 15} == {}


def test_every_column_has_a_source(panel: Panel) -> None:
    named = {"ids", "titles", "year", "date", "quality", "clusters"}

    assert set(panel.columns) - named <= set(panel.sources)


def test_figure_2_is_8_of_8_before_and_1_of_7_after(panel: Panel) -> None:
    assert int(panel.conceded[~panel.after].sum()), int((~panel.after).sum()) == (8, 8)
    assert int(panel.conceded[panel.after].sum()), int(panel.after.sum()) == (1, 7)


def test_the_ratio_is_that_of_the_year_of_the_outcome(case_set: cases.CaseSet, panel: Panel) -> None:
    table = case_set.table("table1")
    printed = dict(zip(table.years, table.column("ratio"), strict=True))

    expected = [printed[min(int(year), 1995)] for year in panel.year]
    assert panel.dependence_ratio.tolist() == expected


def test_1996_is_carried_forward_from_1995_and_says_so(panel: Panel) -> None:
    marked = {
        int(year) for year, quality in zip(panel.year, panel.quality, strict=True) if "carried" in quality
    }

    assert marked == {1996}


def test_exposure_follows_the_demand_type(panel: Panel) -> None:
    by_type = {kind: set(panel.exposure[panel.demand_type == kind]) for kind in set(panel.demand_type)}

    assert by_type == {"results": {1.0}, "macroeconomic": {0.5}, "rule": {0.35}}
    assert set(DEFAULT_EXPOSURE) == set(DemandType)


def test_exposures_can_be_replaced(case_set: cases.CaseSet) -> None:
    flat = episode_panel(case_set, exposure=dict.fromkeys(DemandType, 0.2))

    assert set(flat.exposure) == {0.2}


def test_depth_is_scaled_to_one(case_set: cases.CaseSet, panel: Panel) -> None:
    place = panel.ids.index("sii-public-works-1990")

    assert panel.depth[place] == case_set.episode("sii-public-works-1990").depth.value / 3


def test_dispute_settlement_and_violation_turn_in_december_1993(panel: Panel) -> None:
    turned = panel.date > 1993.96

    assert np.all(panel.dispute_settlement[~turned] == 0.0)
    assert np.all(panel.dispute_settlement[turned] >= 0.8)
    assert np.array_equal(panel.violation_elsewhere, ~turned)


def test_a_part_of_a_panel_is_a_panel(panel: Panel) -> None:
    part = panel.take([3, 1])

    assert part.ids == (panel.ids[3], panel.ids[1])
    assert part.dependence is panel.dependence
    assert part.digest != panel.digest


def test_panels_are_equal_by_content(case_set: cases.CaseSet, panel: Panel) -> None:
    again = episode_panel(case_set)

    assert again == panel
    assert hash(again) == hash(panel)
    assert panel.replace(depth=panel.depth * 0.5) != panel
    assert panel != 3


def test_the_digest_changes_with_the_dependence_series(case_set: cases.CaseSet, panel: Panel) -> None:
    ratio = panel.dependence
    moved = np.where(ratio.years == 1982, ratio.values + 0.1, ratio.values)
    other = MaterialSeries(ratio.name, ratio.years, moved, ratio.unit, ratio.source)

    assert episode_panel(case_set, {"dependence_ratio": other}).digest != panel.digest


def test_columns_cannot_be_written_to(panel: Panel) -> None:
    with pytest.raises(ValueError, match="read-only"):
        panel.depth[0] = 1.0


def test_a_set_without_dependence_says_what_to_pass(case_set: cases.CaseSet) -> None:
    bare = case_set.model_copy(update={"series": ()})

    with pytest.raises(MissingData, match="no table of dependence"):
        episode_panel(bare)
