"""Material series of a case set."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.material import (
    asymmetry,
    asymmetry_series,
    baseline_ratio,
    event_step,
    material_series,
    shock_series,
    table_series,
)
from gaiatsu.context.series import MaterialSeries, SocialSeries
from gaiatsu.errors import InvalidData, InvalidSpecification
from gaiatsu.terms import EventKind


@pytest.fixture(scope="module")
def case_set() -> cases.CaseSet:
    return cases.load("schoppa1999")


def test_the_table_gives_four_series_of_26_years(case_set: cases.CaseSet) -> None:
    series = table_series(case_set)

    assert sorted(series) == [
        "alternative_market_share",
        "dependence_ratio",
        "sender_export_share",
        "target_export_share",
    ]
    assert {one.years.size for one in series.values()} == {26}


def test_the_baseline_is_the_mean_printed_ratio_of_1970_to_1987(case_set: cases.CaseSet) -> None:
    printed = [6.3, 8.7, 7.4, 3.7, 4.0, 3.8, 5.1, 5.5, 4.6, 3.8, 4.0, 4.7, 5.1, 5.7, 7.5, 8.8, 6.6, 5.7]

    assert baseline_ratio(table_series(case_set)["dependence_ratio"]) == pytest.approx(np.mean(printed))


def test_asymmetry_is_one_at_the_baseline_and_zero_between_equals() -> None:
    assert asymmetry(5.6, baseline_ratio=5.6) == pytest.approx(1.0)
    assert asymmetry(1.0, baseline_ratio=5.6) == pytest.approx(0.0)
    assert asymmetry(0.5, baseline_ratio=5.6) < 0.0


def test_asymmetry_series_by_hand(case_set: cases.CaseSet) -> None:
    series = asymmetry_series(table_series(case_set)["dependence_ratio"])

    assert series.at(1995.2) == pytest.approx(np.log(2.7) / np.log(5.6 + 0.2 / 18))


def test_a_baseline_with_missing_years_is_refused() -> None:
    short = MaterialSeries(
        "dependence_ratio", np.asarray([1970.0, 1971.0]), np.asarray([2.0, 3.0]), "ratio", "s"
    )

    with pytest.raises(InvalidSpecification, match="holds 2 of the years 1970-1987"):
        baseline_ratio(short)


def test_a_baseline_below_one_has_no_unit() -> None:
    years = np.arange(1970.0, 1988.0)
    low = MaterialSeries("dependence_ratio", years, np.full(18, 0.8), "ratio", "s")

    with pytest.raises(InvalidSpecification, match=r"is 0\.8"):
        baseline_ratio(low)


def test_an_event_is_a_step_of_its_weight_from_its_date(case_set: cases.CaseSet) -> None:
    wall = event_step(case_set.event("berlin-wall-1989"))

    assert wall.at(np.asarray([1989.0, 1989.85, 1989.86, 1995.0])).tolist() == [0, 0, 1, 1]


def test_shocks_add_up_to_one(case_set: cases.CaseSet) -> None:
    shocks = shock_series([event for event in case_set.events if event.kind is EventKind.SHOCK])

    assert shocks.values[0] == 0.0
    assert shocks.values[-1] == pytest.approx(1.0)
    assert np.all(np.diff(shocks.values) > 0)


def test_shocks_of_one_day_are_one_step(case_set: cases.CaseSet) -> None:
    wall = case_set.event("berlin-wall-1989")
    twice = shock_series([wall, wall.model_copy(update={"id": "again"})])

    assert twice.values.tolist() == [0.0, 1.0]


def test_external_series_replace_those_of_the_set(case_set: cases.CaseSet) -> None:
    other = MaterialSeries("dependence_ratio", np.asarray([1970.0]), np.asarray([9.0]), "ratio", "s")

    assert material_series(case_set, {"dependence_ratio": other})["dependence_ratio"] is other


def test_a_social_series_never_enters(case_set: cases.CaseSet) -> None:
    social = SocialSeries("trust", np.asarray([1990.0]), np.asarray([0.5]), "0-1", "s")

    with pytest.raises(InvalidData, match="trust is SocialSeries"):
        material_series(case_set, {"trust": social})


def test_every_series_of_the_set_is_material_and_sourced(case_set: cases.CaseSet) -> None:
    for series in material_series(case_set).values():
        assert isinstance(series, MaterialSeries)
        assert series.source
