"""Scrambling every social column leaves every rival's covariate the same, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gaiatsu import cases
from gaiatsu.cases import CaseSet, Episode, Event
from gaiatsu.context.material import material_series
from gaiatsu.context.panel import MATERIAL_COLUMNS, SOCIAL_COLUMNS, Panel, episode_panel
from gaiatsu.terms import Backlash, Concession, EventKind, Indicator
from gaiatsu.theory.rivals import RIVALS

DATES = np.linspace(1979.0, 1996.6, 23)
SOCIAL_EVENTS = (
    EventKind.AGREEMENT_KEPT,
    EventKind.AGREEMENT_STRETCHED,
    EventKind.THREAT_CARRIED_OUT,
    EventKind.THREAT_DROPPED,
    EventKind.ELITE_TURNOVER,
)
INSIDE = [rival for rival in RIVALS if rival.available and not rival.external]


def scrambled_episode(episode: Episode, data: st.DataObject) -> Episode:
    """Everything the theory reads as social, and every outcome, set at random."""
    flag = st.booleans()
    share = st.floats(0.0, 1.0)
    values: dict[str, Any] = {
        "public_posture": data.draw(share),
        "unilateral": data.draw(flag),
        "authorised": False,
        "target_in_violation": data.draw(flag),
        "violation_elsewhere": data.draw(flag),
        "concession": Concession(data.draw(st.integers(0, 3))),
        "conceded": data.draw(flag),
        "backlash": Backlash(data.draw(st.integers(0, 2))),
    }
    return episode.model_copy(
        update={
            name: getattr(episode, name).model_copy(update={"value": value}) for name, value in values.items()
        }
    )


def scrambled(case_set: CaseSet, data: st.DataObject) -> CaseSet:
    def event(one: Event) -> Event | None:
        if one.kind not in SOCIAL_EVENTS:
            return one
        year = str(data.draw(st.integers(1960, 1999)))
        kept = one.model_copy(update={"date": year, "weight": data.draw(st.floats(0.0, 1.0))})
        return kept if data.draw(st.booleans()) else None

    statements = tuple(
        statement.model_copy(update={"indicator": data.draw(st.sampled_from(list(Indicator)))})
        for statement in case_set.statements
    )
    return case_set.model_copy(
        update={
            "episodes": tuple(scrambled_episode(episode, data) for episode in case_set.episodes),
            "events": tuple(found for one in case_set.events if (found := event(one)) is not None),
            "statements": statements,
        }
    )


def covariates(case_set: CaseSet) -> dict[tuple[str, float], bytes]:
    series = material_series(case_set)
    return {
        (rival.id, lag): np.asarray(rival.covariate(series, DATES, lag)).tobytes()
        for rival in INSIDE
        for lag in {*rival.lag_range, sum(rival.lag_range) / 2}
    }


@settings(max_examples=15)
@given(st.data())
def test_no_rival_sees_what_is_social(data: st.DataObject) -> None:
    case_set = cases.load("schoppa1999")

    assert covariates(scrambled(case_set, data)) == covariates(case_set)


def test_a_rival_does_see_what_is_material() -> None:
    case_set = cases.load("schoppa1999")
    table = case_set.table("table1")
    place = table.columns.index("ratio")
    rows = tuple(
        tuple(value + 1.0 if column == place else value for column, value in enumerate(row))
        for row in table.rows
    )
    moved = case_set.model_copy(update={"series": (table.model_copy(update={"rows": rows}),)})

    before, after = covariates(case_set), covariates(moved)

    assert {name for name in before if before[name] != after[name]} >= {("trade-dependence", 0.0)}


def test_material_and_social_columns_of_the_panel_do_not_overlap() -> None:
    panel: Panel = episode_panel(cases.load("schoppa1999"))

    assert set(MATERIAL_COLUMNS) & set(SOCIAL_COLUMNS) == set()
    assert set(MATERIAL_COLUMNS) | set(SOCIAL_COLUMNS) <= set(panel.columns)


@pytest.mark.parametrize("rival", INSIDE, ids=lambda rival: rival.id)
def test_a_covariate_has_the_shape_of_the_dates(rival: Any) -> None:
    series = material_series(cases.load("schoppa1999"))

    assert rival.covariate(series, DATES.reshape(1, 23), rival.lag_range[1]).shape == (1, 23)
