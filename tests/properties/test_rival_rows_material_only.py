"""Scrambling everything social leaves every rival's row the same, to the last bit."""

from __future__ import annotations

import numpy as np
import pytest

from gaiatsu import cases
from gaiatsu.cases import CaseSet, Event
from gaiatsu.context.panel import SOCIAL_COLUMNS, Panel, episode_panel
from gaiatsu.context.record import event_record
from gaiatsu.context.series import MaterialSeries, SocialSeries
from gaiatsu.errors import InvalidSpecification
from gaiatsu.studies import explanations
from gaiatsu.studies.explanations import material_explanation
from gaiatsu.studies.rivals import rivals
from gaiatsu.studies.state import relationship_state
from gaiatsu.terms import EventKind
from gaiatsu.theory.rivals import RIVALS, Rival

SOCIAL_EVENTS = (
    EventKind.AGREEMENT_KEPT,
    EventKind.AGREEMENT_STRETCHED,
    EventKind.THREAT_CARRIED_OUT,
    EventKind.THREAT_DROPPED,
    EventKind.ELITE_TURNOVER,
)


def scrambled_record(case_set: CaseSet, rng: np.random.Generator) -> CaseSet:
    def moved(event: Event) -> Event:
        if event.kind not in SOCIAL_EVENTS:
            return event
        changes = {"date": str(rng.integers(1978, 1996)), "weight": float(rng.random())}
        return event.model_copy(update=changes)

    return case_set.model_copy(update={"events": tuple(moved(event) for event in case_set.events)})


def scrambled_panel(panel: Panel, rng: np.random.Generator) -> Panel:
    order = rng.permutation(len(panel))
    columns = {name: getattr(panel, name)[order] for name in (*SOCIAL_COLUMNS, "depth", "backlash")}
    return panel.replace(**columns)


def material_rows(case_set: CaseSet, panel: Panel, seed: int) -> dict[str, str]:
    rng = np.random.default_rng(seed)
    state = relationship_state(panel, event_record(case_set), rng=rng, draws=20)
    found = rivals(case_set, panel, state, seed=3)
    kept = [row for row in (*found.rows, *found.yardsticks) if row.kind in ("material", "yardstick")]
    return {row.id: repr(row) for row in kept}


@pytest.fixture(scope="module")
def case_set() -> CaseSet:
    return cases.load("schoppa1999")


@pytest.fixture(scope="module")
def plain(case_set: CaseSet) -> dict[str, str]:
    """The rows beside the social context as it is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(explanations, "PATH_DRAWS", 1)
        return material_rows(case_set, episode_panel(case_set), seed=1)


@pytest.mark.xdist_group("scrambled")
@pytest.mark.parametrize("seed", [11, 12])
def test_no_bit_of_a_rivals_row_depends_on_the_social_context(
    seed: int, case_set: CaseSet, plain: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(explanations, "PATH_DRAWS", 1)
    rng = np.random.default_rng(seed)
    record, panel = scrambled_record(case_set, rng), scrambled_panel(episode_panel(case_set), rng)

    assert material_rows(record, panel, seed=2) == plain


@pytest.mark.parametrize("rival", [r for r in RIVALS if r.available], ids=lambda rival: rival.id)
def test_a_social_series_under_a_material_name_is_refused(rival: Rival) -> None:
    dates = np.linspace(1980.0, 1996.0, 9)
    years = np.arange(1940.0, 1998.0)
    social = {
        name: SocialSeries(name, years, 2.0 + np.sin(years), "share", "nowhere") for name in rival.series
    }
    material = {
        name: MaterialSeries(name, years, 2.0 + np.sin(years), "share", "nowhere") for name in rival.series
    }

    assert material_explanation(rival, material, dates).status == "scored"
    with pytest.raises(InvalidSpecification, match="no rival reads the social context"):
        material_explanation(rival, social, dates)  # type: ignore[arg-type]
