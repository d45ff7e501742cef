"""Rival explanations."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.context.external import RECIPES
from gaiatsu.context.material import material_series
from gaiatsu.context.series import MaterialSeries, SocialSeries
from gaiatsu.errors import InvalidSpecification, MissingData, UnknownName
from gaiatsu.theory.rivals import RIVALS, Rival, Transform, find_rival

DATES = np.asarray([1980.5, 1990.5, 1994.5])


@pytest.fixture(scope="module")
def series() -> dict[str, MaterialSeries]:
    return material_series(cases.load("schoppa1999"))


def test_every_rival_of_the_article_is_there() -> None:
    named = {
        "trade-dependence",
        "asian-markets",
        "capital-flows",
        "cold-war-material",
        "ldp-fall",
        "electoral-reform",
        "audience-costs",
        "electoral-discounting",
        "recession-costs",
        "recession-power",
        "regime-audience-costs",
        "shadow-of-the-future",
        "side-payments",
    }

    assert named <= {rival.id for rival in RIVALS}
    assert len({rival.id for rival in RIVALS}) == len(RIVALS)


def test_every_rival_states_its_claim_and_the_objection_to_it() -> None:
    assert [rival.id for rival in RIVALS if not (rival.claim and rival.article and rival.locator)] == []


def test_rivals_without_external_data_can_be_scored_from_the_case_set(
    series: dict[str, MaterialSeries],
) -> None:
    inside = [rival for rival in RIVALS if rival.available and not rival.external]

    assert [rival.id for rival in inside if not rival.ready(series)] == []
    for rival in inside:
        assert np.all(np.isfinite(rival.covariate(series, DATES, rival.lag_range[0])))


def test_rivals_with_external_data_name_series_that_a_reader_makes() -> None:
    made = {recipe.name for recipe in RECIPES}
    external = [rival for rival in RIVALS if rival.external]

    assert {name for rival in external for name in rival.series} <= made


def test_external_rivals_wait_for_their_series(series: dict[str, MaterialSeries]) -> None:
    rival = find_rival("capital-flows")

    assert rival.available
    assert not rival.ready(series)
    with pytest.raises(MissingData, match="needs the series sender_capital_dependence"):
        rival.covariate(series, DATES)


def test_a_rival_whose_series_exists_nowhere_says_so(series: dict[str, MaterialSeries]) -> None:
    rival = find_rival("side-payments")

    assert not rival.available
    assert not rival.ready(series)
    assert "Nobody has coded" in rival.missing


def test_a_social_series_is_refused_by_type(series: dict[str, MaterialSeries]) -> None:
    disguised: dict[str, Any] = {
        **series,
        "dependence_ratio": SocialSeries(
            "dependence_ratio", np.asarray([1970.0]), np.asarray([3.0]), "ratio", "s"
        ),
    }

    with pytest.raises(InvalidSpecification, match="given dependence_ratio as SocialSeries"):
        find_rival("trade-dependence").covariate(disguised, DATES)


def test_trade_dependence_reads_the_lagged_log_ratio(series: dict[str, MaterialSeries]) -> None:
    read = find_rival("trade-dependence").covariate(series, np.asarray([1993.2]), 5.0)

    np.testing.assert_allclose(read, np.log([4.0]))


def test_asian_markets_are_weighed_against_the_senders(series: dict[str, MaterialSeries]) -> None:
    read = find_rival("asian-markets").covariate(series, np.asarray([1995.5]))

    np.testing.assert_allclose(read, np.log([3.1 / 2.0]))


def test_the_cold_war_ends_in_steps_that_a_lag_delays(series: dict[str, MaterialSeries]) -> None:
    rival = find_rival("cold-war-material")
    dates = np.asarray([1989.0, 1990.5, 1996.0])

    assert rival.covariate(series, dates)[0] == 0.0
    assert rival.covariate(series, dates)[2] == pytest.approx(1.0)
    assert rival.covariate(series, dates, 1.0)[1] == 0.0


def test_a_lag_outside_its_logic_is_refused(series: dict[str, MaterialSeries]) -> None:
    with pytest.raises(InvalidSpecification, match="outside the logic of ldp-fall"):
        find_rival("ldp-fall").covariate(series, DATES, 5.0)


def test_either_of_two_events_turns_the_step_on(series: dict[str, MaterialSeries]) -> None:
    either = Rival(
        "both", "b", "c", "a", "l", -1, ("ldp-loses-power-1993", "electoral-reform-1994"), Transform.EITHER
    )

    assert either.covariate(series, np.asarray([1993.0, 1993.9, 1996.0])).tolist() == [0.0, 1.0, 1.0]


@pytest.mark.parametrize(
    "changes",
    [
        {"series": ("a", "b")},
        {"series": ()},
        {"series": ("a",), "transform": Transform.LOG_RATIO},
        {"series": ("a",), "sign": 2},
        {"series": ("a",), "lag_range": (3.0, 1.0)},
        {"series": ("a",), "lag_range": (-1.0, 1.0)},
    ],
)
def test_a_rival_that_contradicts_itself_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InvalidSpecification):
        Rival("x", "t", "c", "a", "l", **{"sign": 1, **changes})


def test_an_unknown_rival_is_answered_with_near_names() -> None:
    with pytest.raises(UnknownName, match="trade-dependence"):
        find_rival("trade-dependance")


def test_the_two_recessions_predict_opposite_signs() -> None:
    assert find_rival("recession-costs").sign == -find_rival("recession-power").sign
    assert find_rival("stagnation-costs").sign == -find_rival("stagnation-power").sign


def test_the_two_readings_of_institutions_predict_opposite_signs() -> None:
    assert find_rival("regime-audience-costs").sign == -find_rival("shadow-of-the-future").sign


@pytest.mark.data
def test_with_the_data_every_available_rival_can_be_scored(
    data_dir: Any, series: dict[str, MaterialSeries]
) -> None:
    from gaiatsu.context import external

    full = {**series, **external.material_series(data_dir)}

    for rival in RIVALS:
        assert rival.ready(full) == rival.available
        if rival.available:
            assert np.all(np.isfinite(rival.covariate(full, DATES, rival.lag_range[1])))
